"""How a forecast reads on screen: where it stands, what is needed, what happens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.criteria import Assessment, RulePack
from sachmatuy_desktop.domain.criteria.acts import Need
from sachmatuy_desktop.domain.criteria.forecast import Event, EventKind, Forecast
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.pages.criteria.words import outcome_cell
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["KINDS", "clearing", "event_title", "need_line", "say_outcome", "standing", "understood"]

KINDS: Final = {
    EventKind.TERM: N_("Hết thời hạn"),
    EventKind.ATTESTATION: N_("Xác nhận hết hạn"),
    EventKind.FIGURE: N_("Số liệu"),
    EventKind.PLANNED: N_("Đã lên kế hoạch"),
    EventKind.CALENDAR: N_("Mốc trong năm"),
}


def say_outcome(chip: Chip, pack: RulePack, assessment: Assessment) -> None:
    """The chip of the whole result."""
    cell = outcome_cell(pack, assessment)
    chip.say(cell.text, cell.tone or Tone.QUIET)
    chip.show()


def standing(pack: RulePack, stuck: Sequence[str], days: Mapping[str, date] | None = None) -> str:
    """ "còn vướng 2 tiêu chí: a; c (sớm nhất hết vướng từ 01/06/2027)"."""
    if not stuck:
        return _("không còn tiêu chí nào vướng")
    said = []
    for each in stuck:
        day = (days or {}).get(each)
        since = _(" (sớm nhất hết vướng từ {day})").format(day=show_date(day)) if day else ""
        said.append(f"{pack.marks[each]}{since}")
    return _("còn vướng {count} tiêu chí: {marks}").format(count=len(stuck), marks="; ".join(said))


def understood(pack: RulePack, taken: Mapping[str, str]) -> str:
    """The readings that differ from the pack's own, each by its words and its meaning."""
    said = []
    for each in pack.readings:
        if taken.get(each.id, each.default) != each.default:
            words = f"“{each.words}”" if each.words else each.issue
            said.append(
                _("{words} là {meaning}").format(
                    words=words, meaning=f"“{each.meaning(taken[each.id])}”"
                )
            )
    if not said:
        return ""
    return _("Theo cách hiểu đã chọn ở thẻ Đánh giá, khác mặc định: {readings}.").format(
        readings="; ".join(said)
    )


def clearing(found: Forecast) -> dict[str, date]:
    """The days after the one looked at on which criteria can lawfully clear, where known."""
    return {
        each.criterion: each.after.clears_on
        for each in found.lanes
        if each.after.clears_on is not None and each.after.clears_on > found.day
    }


def need_line(need: Need, found: Forecast) -> str:
    """An act with what must happen besides, from when it counts, and what is planned already."""
    said = [need.says, need.condition]
    if need.first > found.today and need.first != need.last:
        said.append(_("chỉ tính khi làm từ {day}").format(day=show_date(need.first)))
    if need.planned:
        said.append(_("{count} người đã lên kế hoạch").format(count=need.planned))
    return " – ".join(part for part in said if part)


def event_title(event: Event) -> str:
    """What the list behind an event is called."""
    return f"{show_date(event.day)}: {event.says}"
