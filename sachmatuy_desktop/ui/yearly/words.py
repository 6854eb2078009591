"""How the figures of a year read on screen."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.plans.yearly import Figure, Key, ReviewRow, Section
from sachmatuy_desktop.domain.registers.movement import FUNDING_SOURCES, REWARD_KINDS, REWARDED
from sachmatuy_desktop.domain.registers.recognition import RULINGS
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.models.codes import pack_title

__all__ = ["change_words", "figure_words", "group_words", "row_words"]

SECTIONS: Final[Mapping[Section, str]] = MappingProxyType(
    {
        Section.TASKS: N_("Việc cấp trên giao"),
        Section.RESULTS: N_("Tiêu chí, công nhận"),
        Section.DIFFICULTIES: N_("Khó khăn, vướng mắc"),
        Section.REWARDS: N_("Khen thưởng, phê bình"),
        Section.FUNDING: N_("Kinh phí (năm ngân sách)"),
    }
)

KEYS: Final[Mapping[Key, str]] = MappingProxyType(
    {
        Key.IN_TIME: N_("Làm đúng hạn"),
        Key.UNCLEAR: N_("Đã làm, không rõ giờ"),
        Key.LATE: N_("Làm muộn"),
        Key.UNDONE: N_("Quá hạn, chưa làm"),
        Key.EXCUSED: N_("Không phải làm"),
        Key.RUNNING: N_("Chưa đến hạn"),
        Key.CRITERIA: N_("Tiêu chí đạt"),
        Key.VILLAGES: N_("Thôn, khu phố đạt"),
        Key.RECOGNISED: RULINGS["recognise"],
        Key.MAINTAINED: RULINGS["maintain"],
        Key.WITHDRAWN: RULINGS["withdraw"],
        Key.RAISED: N_("Đã nêu trong năm"),
        Key.ANSWERED: N_("Trong đó đã được trả lời"),
        Key.SETTLED: N_("Giải quyết xong trong năm"),
        Key.UNSETTLED: N_("Chưa giải quyết xong cuối kỳ"),
        Key.PROPOSED: N_("Lượt đề nghị khen thưởng"),
        Key.MONEY: N_("Tiền thưởng (đồng)"),
        Key.ALLOTTED: N_("được bố trí (đồng)"),
        Key.SPENT: N_("đã chi (đồng)"),
        Key.LEFT: N_("còn lại (đồng)"),
    }
)


def group_words(row: ReviewRow) -> str:
    """The line above the figures of a section, of one plan among the tasks."""
    return row.title or _(SECTIONS[row.section])


def row_words(row: ReviewRow, unit: str = "") -> str:
    """What a figure counts."""
    if row.key is Key.GIVEN:
        kind, _slash, whom = row.about.partition("/")
        return f"{_(REWARD_KINDS[kind])}: {_(REWARDED[whom])}"
    told = _(KEYS[row.key])
    if row.section is Section.FUNDING:
        return f"{_(FUNDING_SOURCES[row.about])}: {told}"
    if row.section is Section.RESULTS and row.about:
        return f"{pack_title(row.about, unit)}: {told}"
    return told


def figure_words(figure: Figure | None) -> str:
    """A number, of how many where it is a part; nothing where the books have none."""
    if figure is None:
        return "–"
    part = show_integer(figure.value)
    return part if figure.of is None else f"{part}/{show_integer(figure.of)}"


def change_words(row: ReviewRow) -> str:
    """By how much it grew or shrank; a part of another whole is not compared."""
    if row.change is None or row.now is None or row.before is None:
        return ""
    if row.now.of != row.before.of:
        return ""
    if not row.change:
        return "0"
    sign = "+" if row.change > 0 else "−"
    return sign + show_integer(abs(row.change))
