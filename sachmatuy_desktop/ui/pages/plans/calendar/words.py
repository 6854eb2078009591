"""What the calendar says: days of the week, kinds, counted persons, hints."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.dates import VIETNAM, show_date
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.plans.calendar import Count, Matter
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.calendar import Diary, Entry, Kind
from sachmatuy_desktop.ui.theme import Tone

__all__ = [
    "HEADS",
    "day_of_week",
    "detail_of",
    "hint_of",
    "month_of",
    "said_of_day",
    "short_of",
    "text_of",
    "tone_of",
]

HEADS: Final = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")

_DAYS: Final = (
    N_("Thứ Hai"),
    N_("Thứ Ba"),
    N_("Thứ Tư"),
    N_("Thứ Năm"),
    N_("Thứ Sáu"),
    N_("Thứ Bảy"),
    N_("Chủ nhật"),
)

_TONES: Final[Mapping[Kind, Tone]] = MappingProxyType(
    {
        Kind.TASK: Tone.BUSY,
        Kind.REPORT: Tone.BUSY,
        Kind.TIMER: Tone.CARE,
        Kind.TERM: Tone.CARE,
        Kind.TEST: Tone.CARE,
        Kind.CHECK: Tone.QUIET,
        Kind.RECOGNITION: Tone.BUSY,
        Kind.ANSWER: Tone.BUSY,
        Kind.DRIVE: Tone.BUSY,
        Kind.INCOMING: Tone.BUSY,
        Kind.KEEPING: Tone.CARE,
        Kind.PRIVACY: Tone.CARE,
        Kind.DAY: Tone.GOOD,
    }
)

_COUNTED: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.TEST: N_("{n} lần xét nghiệm"),
        Kind.ANSWER: N_("{n} ý kiến"),
        Kind.RECOGNITION: N_("{n} đơn vị"),
    }
)
_PERSONS: Final = N_("{n} người")


def tone_of(entry: Entry) -> Tone:
    """Red is what should have been done; the word tells the kind.

    A period of keeping that the program alone proposes makes nothing red.
    """
    mild = entry.kind is Kind.PRIVACY and entry.proposed
    return Tone.BLOCK if entry.over and not mild else _TONES[entry.kind]


def text_of(entry: Entry) -> str:
    """An entry in one line, after its chip."""
    words = _privacy_of(entry) if entry.kind is Kind.PRIVACY else _whom_and_what(entry)
    at = entry.item.at
    return words if at is None else f"{at.astimezone(VIETNAM):%H:%M} {words}"


def _whom_and_what(entry: Entry) -> str:
    about = entry.title or ("" if entry.who or entry.count > 1 else entry.item.summary(_))
    whom = entry.who
    if not whom and (entry.count > 1 or entry.kind in {Kind.TERM, Kind.TIMER, Kind.CHECK}):
        whom = _(_COUNTED.get(entry.kind, _PERSONS)).format(n=show_integer(entry.count))
    return " – ".join(filter(None, (whom, about)))


def _privacy_of(entry: Entry) -> str:
    """“Giải quyết yêu cầu về dữ liệu 01: Xóa dữ liệu”, “Rà soát lưu giữ: Bản cam kết – 2 ghi chép”.

    Its title is of the program's own words, so it is said in the language of the screen.
    """
    subject = entry.item.subject
    what = _(subject.matter.value) if isinstance(subject, Count) else ""
    told = f"{what} {entry.who}".rstrip() + f": {_(entry.title)}"
    if isinstance(subject, Count) and subject.matter is Matter.REVIEW:
        return _("{what} – {n} ghi chép").format(what=told, n=show_integer(entry.count))
    return told


def short_of(entry: Entry) -> str:
    """The same for a cell of a month, where no chip says the kind."""
    if entry.kind in {Kind.TASK, Kind.REPORT, Kind.DAY, Kind.RECOGNITION, Kind.PRIVACY}:
        return text_of(entry)
    return f"{_(entry.kind.value)}: {text_of(entry)}"


def detail_of(entry: Entry, diary: Diary) -> str:
    """How late it is, or by when to have it done; that the program alone proposes the day."""
    own = _("hạn do chương trình đề xuất") if entry.proposed else ""
    return " · ".join(filter(None, (_lateness(entry, diary), own)))


def _lateness(entry: Entry, diary: Diary) -> str:
    if entry.over:
        days = (diary.today - entry.day).days
        if days < 1:
            return _("quá giờ")
        return _("quá {n} ngày").format(n=show_integer(days))
    if entry.kind is Kind.PRIVACY:
        return days_left((entry.day - diary.today).days)
    return hint_of(entry, diary)


def days_left(days: int) -> str:
    """“còn 3 ngày”, “hôm nay”."""
    return _("còn {n} ngày").format(n=show_integer(days)) if days else _("hôm nay")


def hint_of(entry: Entry, diary: Diary) -> str:
    """“14/6 là Chủ nhật, ngày làm việc cuối là 12/6”; "" where the last day is a working day."""
    if entry.hint is None:
        return ""
    return _("{day} là {what}, ngày làm việc cuối là {hint}").format(
        day=_short(entry.day), what=_why_off(entry.day, diary), hint=_short(entry.hint)
    )


def said_of_day(day: date, diary: Diary) -> str:
    """The holiday's name, or that the day is worked in exchange; "" for any other day."""
    if day in diary.worked:
        return diary.worked[day] or _("Ngày làm bù")
    return diary.off.get(day, "")


def day_of_week(day: date) -> str:
    """“Thứ Hai, 15/06/2026”."""
    return f"{_(_DAYS[day.weekday()])}, {show_date(day)}"


def month_of(day: date) -> str:
    """“Tháng 6/2026”."""
    return _("Tháng {month}/{year}").format(month=day.month, year=day.year)


def _why_off(day: date, diary: Diary) -> str:
    name = diary.off.get(day)
    if name:
        return _("ngày nghỉ ({name})").format(name=name)
    return _(_DAYS[day.weekday()])


def _short(day: date) -> str:
    return f"{day.day}/{day.month}"
