"""What the law's clock asks for in the whole office: each kind a number and who is behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sachmatuy_desktop.domain.cases.watch import Due, DueKind, Urgency
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.registers.people import EPISODES
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.cases import due
from sachmatuy_desktop.services.person_files import minors_without_guardian
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["Wait", "law_waits"]

ANY: Final = frozenset(Urgency)
LATE: Final = frozenset({Urgency.OVERDUE})
NOT_LATE: Final = ANY - LATE


@dataclass(frozen=True)
class Kind:
    """Things of one kind and nearness that are told together."""

    title: str
    kind: DueKind
    urgencies: frozenset[Urgency]
    tone: Tone


@dataclass(frozen=True)
class Wait:
    """One line: words, the people it is about, and what it means."""

    title: str
    people: frozenset[str]
    tone: Tone


KINDS: Final = (
    Kind(N_("Việc theo luật đã quá hạn"), DueKind.DEADLINE, LATE, Tone.BLOCK),
    Kind(N_("Quá hạn quản lý – phải đưa ra khỏi danh sách"), DueKind.TERM, LATE, Tone.BLOCK),
    Kind(N_("Việc theo luật đang tính giờ, tính ngày"), DueKind.DEADLINE, NOT_LATE, Tone.CARE),
    Kind(
        N_("Thời hạn quản lý kết thúc trong 7 ngày tới"),
        DueKind.TERM,
        frozenset({Urgency.NOW}),
        Tone.CARE,
    ),
    Kind(
        N_("Thời hạn quản lý kết thúc sau 8 đến 30 ngày"),
        DueKind.TERM,
        frozenset({Urgency.SOON}),
        Tone.CARE,
    ),
    Kind(
        N_("Thời hạn quản lý kết thúc sau 31 đến 60 ngày"),
        DueKind.TERM,
        frozenset({Urgency.PREPARE}),
        Tone.QUIET,
    ),
    Kind(N_("Hai tháng liền chưa kiểm tra cư trú"), DueKind.VISIT, LATE, Tone.BLOCK),
    Kind(N_("Chưa kiểm tra cư trú tháng này"), DueKind.VISIT, NOT_LATE, Tone.CARE),
    Kind(N_("Chưa có quyết định giám sát điện tử"), DueKind.MONITORING, ANY, Tone.CARE),
    Kind(N_("Quyết định chưa có số"), DueKind.PAPER, ANY, Tone.QUIET),
)
"""In the order of the first page; planned tests have a line of their own there."""


def law_waits(session: Session) -> Iterator[Wait]:
    """What waits by the law; for the worker.  Nothing for who may not see the lists."""
    if not session.role.may_open(EPISODES):
        return
    now = session.store.clock.now().astimezone(VIETNAM)
    found = due(session, now)
    for kind in KINDS:
        people = frozenset(each.person for each in found if _is_of(kind, each))
        if people:
            yield Wait(kind.title, people, kind.tone)
    minors = minors_without_guardian(session, now.date())
    if minors:
        yield Wait(N_("Người dưới 18 tuổi đang quản lý chưa ghi người đại diện"), minors, Tone.CARE)


def _is_of(kind: Kind, each: Due) -> bool:
    return each.kind is kind.kind and each.urgency in kind.urgencies
