"""Communes × periods in words and marks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.dates import VIETNAM, show_date, show_moment
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.plans.periods import Period, PeriodKind
from sachmatuy_desktop.domain.reporting import Bundle, Cell, Clock, Due, Seen
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync.periods import Row
from sachmatuy_desktop.services.sync.versions import Age, PackAge, Versions
from sachmatuy_desktop.storage.sync.sums import Sums
from sachmatuy_desktop.ui.models.codes import pack_title
from sachmatuy_desktop.ui.pages.board.marks import Mark, Sign
from sachmatuy_desktop.ui.theme import Tone

__all__ = [
    "CLOCKS",
    "advice",
    "bundle_words",
    "cell_marks",
    "cell_words",
    "left_out_words",
    "legend_of_periods",
    "pack_words",
    "period_head",
    "period_name",
    "program_words",
    "returned_words",
    "seen_words",
]

_SEEN: Final[Mapping[Seen, str]] = MappingProxyType(
    {
        Seen.ON_TIME: N_("Đúng hạn"),
        Seen.TRAVELLED: N_("Lập đúng hạn, tới muộn"),
        Seen.LATE: N_("Lập muộn"),
        Seen.CAME: N_("Đã có gói"),
        Seen.OVERDUE: N_("Quá hạn, chưa có gói"),
        Seen.GAP: N_("Thiếu gói trước, dữ liệu đang chờ"),
        Seen.UNCLEAR: N_("Tới sau hạn, không rõ lập khi nào"),
        Seen.OPEN: N_("Chưa có gói, còn hạn"),
        Seen.NONE: N_("Chưa có gói (kỳ đề nghị, không tính muộn)"),
        Seen.NOT_YET: N_("Chưa tới kỳ"),
        Seen.UNASKED: N_("Không tính: lúc đó chưa tin cậy thẻ của xã"),
    }
)

_MARKS: Final[Mapping[Seen, tuple[Sign, str, Tone | None]]] = MappingProxyType(
    {
        Seen.ON_TIME: (Sign.TICK, N_("Đ"), Tone.GOOD),
        Seen.TRAVELLED: (Sign.TICK, N_("T"), Tone.CARE),
        Seen.LATE: (Sign.TICK, N_("M"), Tone.CARE),
        Seen.CAME: (Sign.TICK, N_("C"), None),
        Seen.OVERDUE: (Sign.CROSS, N_("Q"), Tone.BLOCK),
        Seen.GAP: (Sign.QUESTION, N_("G"), Tone.CARE),
        Seen.UNCLEAR: (Sign.QUESTION, N_("K"), Tone.CARE),
        Seen.OPEN: (Sign.OPEN, N_("H"), Tone.BUSY),
        Seen.NONE: (Sign.RING, "", None),
        Seen.UNASKED: (Sign.DOT, "", None),
    }
)
"""The sign, the letter and the colour of each state, in the order of the legend."""

_SHORT: Final[Mapping[Seen, str]] = MappingProxyType(
    {
        Seen.ON_TIME: N_("Đúng hạn"),
        Seen.TRAVELLED: N_("Tới muộn"),
        Seen.LATE: N_("Lập muộn"),
        Seen.CAME: N_("Đã có"),
        Seen.OVERDUE: N_("Quá hạn"),
        Seen.GAP: N_("Thiếu gói"),
        Seen.UNCLEAR: N_("Không rõ"),
        Seen.OPEN: N_("Còn hạn"),
        Seen.NONE: N_("Chưa có"),
    }
)
"""What the legend has room for."""

RETURNED: Final = N_("B")
"""Before the number of open returns."""

CLOCKS: Final[Mapping[Clock, str]] = MappingProxyType(
    {
        Clock.AHEAD: N_("Giờ máy xã chạy sai (nhanh hơn máy này): ngày lập không dùng để tính."),
        Clock.BEHIND: N_("Giờ máy xã chạy sai (chậm hơn máy này): ngày lập không dùng để tính."),
    }
)

_PERIODS: Final[Mapping[tuple[PeriodKind, int], tuple[str, str]]] = MappingProxyType(
    {
        (PeriodKind.MONTH, 0): (N_("T{number}\n{year}"), N_("tháng {number}/{year}")),
        (PeriodKind.HALF_YEAR, 1): (N_("6 th. đầu\n{year}"), N_("6 tháng đầu năm {year}")),
        (PeriodKind.HALF_YEAR, 2): (N_("6 th. cuối\n{year}"), N_("6 tháng cuối năm {year}")),
        (PeriodKind.YEAR, 0): (N_("Năm\n{year}"), N_("năm báo cáo {year}")),
    }
)
"""The head of a column and the whole name."""

_PROGRAMS: Final[Mapping[Age, str]] = MappingProxyType(
    {
        Age.SAME: N_("như ở đây"),
        Age.OLDER: N_("cũ hơn ở đây"),
        Age.NEWER: N_("mới hơn ở đây"),
        Age.UNKNOWN: N_("gói không ghi"),
    }
)


def period_head(period: Period) -> str:
    """The head of a narrow column."""
    return _said(period, 0)


def period_name(period: Period) -> str:
    """“tháng 10/2026”."""
    return _said(period, 1)


def _said(period: Period, which: int) -> str:
    half = period.number if period.kind is PeriodKind.HALF_YEAR else 0
    words = _(_PERIODS[period.kind, half][which])
    return words.format(number=period.number, year=period.year)


def seen_words(cell: Cell) -> str:
    """How a period stands: “Quá hạn, chưa có gói: 24 ngày”."""
    words = _(_SEEN[cell.seen])
    if not cell.days:
        return words
    return _("{words}: {count} ngày").format(words=words, count=cell.days)


def cell_marks(cell: Cell) -> tuple[Mark, ...]:
    """The mark of a cell; that it was returned stands behind its letter."""
    if cell.seen not in _MARKS:
        return ()
    sign, letter, tone = _MARKS[cell.seen]
    letter = _(letter) if letter else ""
    shown, words = f"{letter}{cell.days or ''}", seen_words(cell)
    if cell.returned:
        shown, tone = f"{shown} {_(RETURNED)}{cell.returned}", _tone_of_returned(tone)
        words = f"{words}. {returned_words(cell.returned)}"
    return (Mark(sign, shown, words, tone),)


def _tone_of_returned(tone: Tone | None) -> Tone:
    """What was returned wants care, even if it came in time; what is graver stays so."""
    return Tone.BLOCK if tone is Tone.BLOCK else Tone.CARE


def returned_words(count: int) -> str:
    """How many open returns there are."""
    return _("Bị trả lại: {count} ý kiến chưa trả lời").format(count=count)


def legend_of_periods() -> list[Mark]:
    """Every mark that a cell may show, in few words."""
    marks = [
        Mark(sign, _(letter) if letter else "", _(_SHORT[seen]), tone)
        for seen, (sign, letter, tone) in _MARKS.items()
        if seen in _SHORT
    ]
    return [*marks, Mark(Sign.TICK, _("Đ") + f" {_(RETURNED)}1", _("Bị trả lại"), Tone.CARE)]


def cell_words(due: Due, cell: Cell) -> str:
    """A cell whole, for the tip: how it stands, until when, by which bundle."""
    told = [seen_words(cell), _("Hạn: hết ngày {day}.").format(day=show_date(due.last_day))]
    if cell.bundle is not None:
        told.append(bundle_words(cell.bundle))
    if cell.returned:
        told.append(returned_words(cell.returned))
    return "\n".join(told)


def left_out_words(bundle: Bundle, sums: Sums | None) -> str:
    """What a commune sends in place of persons and households; "" where it sends these."""
    if sums is not None:
        words = _(
            "Xã gửi số liệu tổng hợp và mã thay tên: {people} người, {households} hộ,"
            " theo số liệu tổng hợp ngày {day}."
        )
        people, households = show_integer(sums.people), show_integer(sums.households)
        return words.format(people=people, households=households, day=show_date(sums.as_of))
    if bundle.without_people:
        return _("Xã chỉ gửi số liệu chương trình, không có người và hộ.")
    return ""


def bundle_words(bundle: Bundle) -> str:
    """When a bundle was made there, and taken in here."""
    words = _("Gói số {number}: xã lập {made} (giờ máy xã), nhập ở đây {taken}.").format(
        number=bundle.number, made=_moment(bundle.made), taken=_moment(bundle.taken)
    )
    return f"{words} {_(CLOCKS[bundle.clock])}" if bundle.clock in CLOCKS else words


def _moment(moment: datetime) -> str:
    return show_moment(moment.astimezone(VIETNAM))


def program_words(versions: Versions) -> str:
    """“0.1.0, cũ hơn ở đây”."""
    if not versions.program:
        return _(_PROGRAMS[Age.UNKNOWN])
    if versions.age is Age.UNKNOWN:
        return versions.program
    return f"{versions.program}, {_(_PROGRAMS[versions.age])}"


def pack_words(pack: PackAge, unit: str) -> str:
    """A pack of a commune, its edition there, and the one here where that is another."""
    told = _("{pack}: bản số {edition}").format(
        pack=pack_title(pack.pack, unit), edition=pack.edition
    )
    if pack.age in (Age.OLDER, Age.NEWER):
        told += _(", ở đây bản số {edition}").format(edition=pack.here)
    elif pack.age is Age.UNKNOWN:
        told += _(", ở đây không có")
    return told


def advice(row: Row, cell: Cell | None) -> list[str]:
    """What to do about a commune, and about the period looked at."""
    told = []
    if cell is not None and cell.seen is Seen.OVERDUE:
        told.append(
            _("Hỏi xã đã xuất gói chưa: gói có thể đang trên đường. Nếu chưa, nhắc xã gửi.")
        )
    if cell is not None and cell.seen is Seen.UNCLEAR:
        told.append(_("Hỏi xã ngày lập gói; nhắc xã chỉnh lại ngày giờ của máy."))
    if row.history.waits:
        told.append(
            _("Nhập gói còn thiếu. Nếu USB đã mất, nhắc xã xuất lại toàn bộ: không mất gì.")
        )
    if row.history.clock is not Clock.SOUND:
        told.append(_("Nhắc xã chỉnh lại ngày giờ của máy trước khi ghi tiếp."))
    if row.versions.is_old:
        told.append(_("Đưa cho xã bản chương trình hoặc bộ tiêu chí mới cùng gói trả lời."))
    if row.returned:
        told.append(_("Chờ xã trả lời các ý kiến; bấm dòng ý kiến bên dưới để xem từng ý kiến."))
    return told
