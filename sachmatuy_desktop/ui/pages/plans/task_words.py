"""How tasks and their openings read on screen: state, time, what a day rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.dates import show_date, show_moment
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.plans.due import Basis, Opening
from sachmatuy_desktop.domain.plans.periods import PeriodKind
from sachmatuy_desktop.domain.plans.standing import OpeningStanding, State
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.plans import OfficeTask, Result
from sachmatuy_desktop.services.plans.proving import Told
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.task_words import period_words
from sachmatuy_desktop.ui.theme import Tone

__all__ = [
    "BASES",
    "BASES_TOLD",
    "actors_told",
    "due_day",
    "opening_name",
    "proof_state",
    "proof_title",
    "result_told",
    "state_cell",
    "where_told",
]

BASES: Final[Mapping[Basis, str]] = MappingProxyType(
    {
        Basis.PRINTED: N_("Kế hoạch"),
        Basis.PROPOSED: N_("Đề xuất"),
        Basis.OFFICE: N_("Cơ quan"),
        Basis.PLAN: N_("Hết kỳ"),
        Basis.AT_ONCE: N_("Làm ngay"),
        Basis.PASSED: N_("Đã qua"),
        Basis.NONE: N_("Chưa có"),
    }
)
"""What a last day rests on, in a word for a column."""

BASES_TOLD: Final[Mapping[Basis, str]] = MappingProxyType(
    {
        Basis.PRINTED: N_("in trong kế hoạch"),
        Basis.PROPOSED: N_("chương trình đề xuất"),
        Basis.OFFICE: N_("cơ quan chọn"),
        Basis.PLAN: N_("ngày cuối của kỳ, của kế hoạch"),
        Basis.AT_ONCE: N_("làm ngay, kế hoạch không in ngày"),
        Basis.PASSED: N_("ngày in đã qua khi nhận kế hoạch; cơ quan chọn ngày"),
        Basis.NONE: N_("chưa có ngày; cơ quan chọn ngày"),
    }
)
"""The same in a sentence."""

HOURS_TOLD: Final = timedelta(hours=48)
"""What is counted in hours is told in hours up to this much."""


def state_cell(task: OfficeTask, shown: OpeningStanding | None) -> Cell:
    """How an opening stands, as a word and its colour."""
    if not task.active:
        return Cell(_("không áp dụng"), Tone.QUIET)
    if shown is None:
        return Cell(_("chưa đến"), Tone.QUIET)
    return _CELLS[shown.state](shown)


def _done(shown: OpeningStanding) -> Cell:
    if shown.late is None:
        return Cell(_("đã làm, chưa rõ giờ"), Tone.GOOD)
    if shown.late:
        return Cell(_("đã làm, chậm {much}").format(much=_over(shown)), Tone.GOOD)
    return Cell(_("đã làm"), Tone.GOOD)


def _over(shown: OpeningStanding) -> str:
    if shown.opening.timed and shown.over < HOURS_TOLD:
        return _("{count} giờ").format(count=show_integer(shown.hours_over))
    return _("{count} ngày").format(count=show_integer(shown.days_over))


def _left(shown: OpeningStanding) -> str:
    left = shown.left or timedelta()
    if shown.opening.timed and left < HOURS_TOLD:
        return _("còn {count} giờ").format(count=show_integer(int(left.total_seconds() // 3600)))
    days = shown.days_left or 0
    return _("còn {count} ngày").format(count=show_integer(days)) if days else _("hạn hôm nay")


def due_day(opening: Opening | None) -> str:
    """The last day in time, with the hour where hours count."""
    if opening is None or opening.due is None:
        return ""
    if opening.timed:
        return show_moment(opening.due)
    return show_date(opening.due.date())


def opening_name(opening: Opening) -> str:
    """What an opening is for, to stand alone: “Tháng 11/2026”, “Làm một lần”."""
    if opening.period.kind is PeriodKind.EVENT and opening.timed:
        return _("Sự việc lúc {moment}").format(moment=show_moment(opening.opens))
    if opening.period.kind is PeriodKind.REVIEW:
        return _("Rà soát từ ngày {day}").format(day=show_date(opening.first))
    words = period_words(opening)
    return words[:1].upper() + words[1:] if words else _("Làm một lần")


def actors_told(task: OfficeTask) -> str:
    """Who does it; of a task set from above, that it is."""
    if task.plan is None:
        return _("Cấp trên giao")
    return "; ".join(each.shown for each in task.doers)


def where_told(task: OfficeTask) -> str:
    """Which document says so, and where in it."""
    if task.plan is None:
        document = _("văn bản {number}").format(number=task.document) if task.document else ""
        return ", ".join(filter(None, (_("Cấp trên giao"), document)))
    return ", ".join(filter(None, (task.plan.title, task.paragraph)))


_CELLS: Final[Mapping[State, Callable[[OpeningStanding], Cell]]] = MappingProxyType(
    {
        State.OVERDUE: lambda shown: Cell(
            _("quá hạn {much}").format(much=_over(shown)), Tone.BLOCK
        ),
        State.SOON: lambda shown: Cell(_left(shown), Tone.CARE),
        State.OPEN: lambda _shown: Cell(_("đang mở"), Tone.BUSY),
        State.DONE: _done,
        State.NOT_YET: lambda _shown: Cell(_("chưa đến"), Tone.QUIET),
        State.GONE: lambda _shown: Cell(_("không phải làm"), Tone.QUIET),
    }
)


# -- results and proofs ---------------------------------------------------------------------------


def result_told(result: Result, villages: Mapping[str, str]) -> str:
    """One result in one line: what, when, where, who, by which paper."""
    what = _("Không phải làm") if result.kind == "excused" else _("Đã làm")
    when = show_moment(result.at) if result.at else show_date(result.on)
    document = _("văn bản {number}").format(number=result.document) if result.document else ""
    parts = (f"{what} {when}", villages.get(result.village, ""), result.who, document)
    return " · ".join(part for part in parts if part)


def value_told(kept: str, unit: str) -> str:
    """A kept value with its unit; a yes or no in words."""
    if not kept:
        return _("chưa đủ căn cứ để tính")
    if not unit:
        return _("có") if kept == "1" else _("không")
    return f"{show_integer(int(kept))} {unit}"


def proof_title(told: Told, labels: Mapping[str, tuple[str, str]]) -> str:
    """What proves it, in one line; `labels` are names and units of figures."""
    proof = told.proof
    if proof.figure:
        label, unit = labels.get(proof.figure, (proof.figure, ""))
        day = show_date(proof.as_of) if proof.as_of else ""
        words = _("{label}: {value}, tính đến ngày {day}")
        return words.format(label=label, value=value_told(proof.value, unit), day=day)
    book = REGISTERS[proof.register].title if proof.register in REGISTERS else proof.register
    return f"{_(book)}: {told.title}" if told.title else _(book)


def proof_state(told: Told) -> str:
    """What has become of it; empty while it stands as it was linked."""
    if told.hidden:
        return _("tài khoản của bạn không xem được")
    if told.absent:
        return _("không có ở máy này")
    if told.gone:
        return _("đã bị xóa sau khi làm căn cứ")
    return _("đã sửa sau khi làm căn cứ") if told.changed else ""
