"""How a recognition, a step and an answer read on screen."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.recognition import (
    Appraisal,
    Decision,
    Place,
    Row,
    Rung,
    State,
    Status,
    StepTaken,
)
from sachmatuy_desktop.domain.registers.recognition import RULINGS, VERDICTS
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["PLACES", "row_line", "rung_line", "state_chip", "status_chip"]

STATUSES: Final[Mapping[Status, tuple[str, Tone]]] = MappingProxyType(
    {
        Status.BEGUN: (N_("Đang thực hiện"), Tone.BUSY),
        Status.REQUESTED: (N_("Chờ thẩm định"), Tone.BUSY),
        Status.RETURNED: (N_("Bị trả lại"), Tone.CARE),
        Status.ACCEPTED: (N_("Chờ quyết định"), Tone.BUSY),
        Status.REJECTED: (N_("Không chấp nhận"), Tone.BLOCK),
        Status.RECOGNISED: (N_("Đã công nhận"), Tone.GOOD),
        Status.LAPSED: (N_("Hết thời hạn"), Tone.CARE),
        Status.WITHDRAWN: (N_("Đã thu hồi"), Tone.BLOCK),
        Status.STOPPED: (N_("Đã thôi"), Tone.QUIET),
    }
)

STATES: Final[Mapping[State, tuple[str, Tone]]] = MappingProxyType(
    {
        State.DONE: (N_("Đã làm"), Tone.GOOD),
        State.NOW: (N_("Đến lượt"), Tone.BUSY),
        State.NOT_YET: (N_("Chưa đến ngày"), Tone.QUIET),
        State.LATER: (N_("Chưa đến lượt"), Tone.QUIET),
        State.KNOW: (N_("Mốc để biết"), Tone.QUIET),
    }
)

PLACES: Final[Mapping[Place, str]] = MappingProxyType(
    {
        Place.COMMUNE: N_("Cấp xã"),
        Place.RECEIVING: N_("Cơ quan tiếp nhận"),
        Place.BEYOND: N_("Cơ quan khác"),
    }
)


def status_chip(status: Status) -> tuple[str, Tone]:
    """The chip of the whole."""
    words, tone = STATUSES[status]
    return _(words), tone


def state_chip(rung: Rung) -> tuple[str, Tone]:
    """The chip of one step."""
    if rung.late:
        return _("Đã quá hạn"), Tone.BLOCK
    if rung.again and rung.state is State.NOW:
        return _("Làm lại"), Tone.CARE
    words, tone = STATES[rung.state]
    return _(words), tone


def rung_line(rung: Rung) -> str:
    """Below a step's title: who did it when, or until when it is to be done."""
    if rung.stands is not None:
        return row_line(rung.stands)
    if rung.state is State.NOT_YET and rung.opens is not None:
        return _("làm từ ngày {day}").format(day=show_date(rung.opens))
    if rung.due is not None:
        return _("hạn cuối {day}").format(day=show_date(rung.due))
    return ""


def row_line(row: Row) -> str:
    """Day, who, by which paper: one line."""
    if isinstance(row, StepTaken):
        return _joined(show_date(row.done_on), row.who, row.document)
    if isinstance(row, Appraisal):
        verdict = _(VERDICTS.get(row.verdict.value, row.verdict.value))
        return _joined(show_date(row.done_on), verdict, row.who)
    return _joined(show_date(row.signed_on), _ruling(row), row.number)


def _ruling(row: Decision) -> str:
    return _(RULINGS.get(row.ruling.value, row.ruling.value))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
