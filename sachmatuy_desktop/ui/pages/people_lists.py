"""The lists of people: those the law orders, apart from those that only plans ask for.

Whose term is over does not count as managed without a new decision: such a person stands in a line
of their own until the ending is decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.cases.watch import DueKind, Urgency
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.registers.people import CATEGORIES
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.packs.law import law_book
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.cases import due
from sachmatuy_desktop.ui.case.words import OVERDUE_WORDS, TONES, left_words
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.pages.side_list import SideLine
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["ALL", "MANAGED", "OVERDUE", "Watched", "note_of", "people_on", "read_watched", "sides"]

ALL: Final = "all"
MANAGED: Final = "managed"
OVERDUE: Final = "overdue"

By = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Watched:
    """What the law's clock says of the terms: a chip a person, and whose term is over."""

    chips: Mapping[str, Cell] = field(default_factory=lambda: MappingProxyType({}))
    overdue: frozenset[str] = frozenset()


def read_watched(session: Session) -> Watched:
    """Read the terms of everybody with a case; for the worker."""
    now = session.store.clock.now().astimezone(VIETNAM)
    chips: dict[str, Cell] = {}
    overdue: set[str] = set()
    for each in due(session, now):
        if each.kind is not DueKind.TERM:
            continue
        if each.urgency is Urgency.OVERDUE:
            overdue.add(each.person)
            chips[each.person] = Cell(_(OVERDUE_WORDS), Tone.BLOCK)
        else:
            chips.setdefault(each.person, Cell(left_words(each.due, now), TONES[each.urgency]))
    return Watched(chips, frozenset(overdue))


def by_law(category: str) -> bool:
    """Whether the law orders the list of a category."""
    return law_book().list_of_category[category].statutory


def note_of(key: str) -> str:
    """What the screen says above a list that the law does not know; "" above the others."""
    kept = law_book().list_of_category.get(key)
    return "" if kept is None or kept.statutory else _(kept.note)


def people_on(key: str, by_category: By, watched: Watched) -> frozenset[str] | None:
    """Who is on a list of the side; None for everybody."""
    if key in ("", ALL):
        return None
    if key == OVERDUE:
        return watched.overdue
    if key == MANAGED:
        statutory = (by_category.get(code, frozenset()) for code in CATEGORIES if by_law(code))
        return frozenset[str]().union(*statutory) - watched.overdue
    found = by_category.get(key, frozenset())
    return found - watched.overdue if by_law(key) else found


def sides(everyone: int, by_category: By | None, watched: Watched) -> list[SideLine]:
    """The lines of the side; without categories for who may not see them."""
    lines = [SideLine(ALL, _("Tất cả nhân khẩu"), everyone)]
    if by_category is None:
        return lines

    def line(key: str, words: str) -> SideLine:
        return SideLine(key, words, len(people_on(key, by_category, watched) or ()))

    lines.append(SideLine("", _("DANH SÁCH THEO LUẬT")))
    lines.append(line(MANAGED, _("Đang quản lý")))
    lines += [line(code, _(words)) for code, words in CATEGORIES.items() if by_law(code)]
    lines.append(line(OVERDUE, _("Quá hạn – phải đưa ra khỏi danh sách")))
    lines.append(SideLine("", _("CHỈ KẾ HOẠCH YÊU CẦU")))
    lines += [line(code, _(words)) for code, words in CATEGORIES.items() if not by_law(code)]
    return lines


HEADINGS: Final = MappingProxyType(
    {
        MANAGED: N_("Người đang quản lý"),
        OVERDUE: N_("Người quá hạn quản lý"),
    }
)
