"""How tasks seen from above are said: states, spans, deadlines, bundles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.dates import VIETNAM, ReportingYear, show_date
from sachmatuy_desktop.domain.plans.due import Opening
from sachmatuy_desktop.domain.plans.oversight import Seen, Sight, Span
from sachmatuy_desktop.domain.plans.periods import DAY, PeriodKind
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.packs.plan_words import rule_words
from sachmatuy_desktop.services.plans.overseeing import Heard, TaskColumn
from sachmatuy_desktop.services.plans.reading import TaskChange

__all__ = [
    "change_words",
    "due_told",
    "heard_words",
    "period_words",
    "seen_words",
    "sight_words",
    "span_words",
]

_WORDS: Final[Mapping[Seen, str]] = MappingProxyType(
    {
        Seen.DONE: N_("Làm đúng hạn"),
        Seen.LATE: N_("Làm muộn"),
        Seen.OVERDUE: N_("Quá hạn"),
        Seen.SOON: N_("Sắp đến hạn"),
        Seen.OPEN: N_("Đang mở"),
        Seen.UNHEARD: N_("Chưa có gói"),
        Seen.UNDELIVERED: N_("Chưa tới xã"),
        Seen.GONE: N_("Không phải làm"),
        Seen.NOT_SET: N_("Không giao"),
        Seen.NOTHING: N_("Không có lần nào phải làm trong kỳ"),
    }
)

_DAYS: Final[Mapping[Seen, str]] = MappingProxyType(
    {
        Seen.LATE: N_("Làm muộn {days} ngày"),
        Seen.OVERDUE: N_("Quá hạn {days} ngày"),
    }
)


def seen_words(seen: Seen, days: int = 0) -> str:
    """How something stands, with how many days late where it is: “Quá hạn 12 ngày”."""
    if days and seen in _DAYS:
        return _(_DAYS[seen]).format(days=days)
    return _(_WORDS[seen])


def sight_words(sight: Sight, heard: Heard | None) -> str:
    """How one opening stands, as a sentence that says by what."""
    words = seen_words(sight.seen, sight.days)
    if sight.seen is Seen.OVERDUE and heard is not None and heard.known is not None:
        return _("{words}, theo gói lập ngày {day}").format(words=words, day=_shown(heard.known))
    return words


def heard_words(heard: Heard | None) -> str:
    """What came last from a commune, as a sentence."""
    if heard is None:
        return _("Xã chưa gửi gói nào.")
    made, taken = _shown(heard.made), _shown(heard.taken)
    told = [
        _("Gói mới nhất lập ngày {made}, nhận ngày {taken}.").format(made=made, taken=taken)
        if made != taken
        else _("Gói mới nhất: {day}.").format(day=made)
    ]
    if heard.gap:
        told.append(_("Thiếu gói trước đó; dữ liệu đang chờ."))
    if heard.doubtful:
        told.append(_("Hai ngày cách nhau quá xa: hãy xem lại đồng hồ của hai máy."))
    return " ".join(told)


def _shown(moment: datetime) -> str:
    return show_date(moment.astimezone(VIETNAM).date())


def due_told(column: TaskColumn) -> str:
    """When a task is due: “chậm nhất ngày 10/12/2026”; one that was set may have no day."""
    if column.set_on is not None and column.when.kind == "once" and column.when.needs_date:
        return _("không đặt hạn")
    return rule_words(column.when, column.phases)


def change_words(change: TaskChange) -> str:
    """What the office above wrote anew, and until when the task was due before."""
    words = _("Cấp trên sửa ngày {day}: {why}.").format(
        day=show_date(change.on), why=change.why.rstrip(".")
    )
    if change.due_before is None:
        return words
    return f"{words} " + _("Hạn trước đó: {day}.").format(day=show_date(change.due_before))


_PERIODS: Final[Mapping[tuple[PeriodKind, int], str]] = MappingProxyType(
    {
        (PeriodKind.MONTH, 0): N_("tháng {number}/{year}"),
        (PeriodKind.HALF_YEAR, 1): N_("6 tháng đầu năm {year}"),
        (PeriodKind.HALF_YEAR, 2): N_("6 tháng cuối năm {year}"),
        (PeriodKind.YEAR, 0): N_("năm báo cáo {year}"),
        (PeriodKind.EVENT, 0): N_("sự việc ngày {day}"),
        (PeriodKind.REVIEW, 0): N_("từ ngày {day}"),
    }
)
"""By kind, and of halves by their number."""


def period_words(opening: Opening) -> str:
    """What an opening is for: “tháng 11/2026”; empty for a task done once."""
    period = opening.period
    half = period.number if period.kind is PeriodKind.HALF_YEAR else 0
    words = _PERIODS.get((period.kind, half))
    if words is None:
        return ""
    day = show_date(period.first)
    return _(words).format(number=period.number, year=period.year, day=day)


def span_words(span: Span) -> str:
    """A span to choose: “Năm báo cáo 2026”, “6 tháng đầu năm 2026”, “Tháng 11/2026”."""
    year = ReportingYear.of(span.last)
    if (span.first, span.last) == (year.start, year.end):
        return _("Năm báo cáo {year}").format(year=year.year)
    if (span.first, span.last) == (year.start, year.half):
        return _("6 tháng đầu năm {year}").format(year=year.year)
    if (span.first, span.last) == (year.half + DAY, year.end):
        return _("6 tháng cuối năm {year}").format(year=year.year)
    return _("Tháng {month}/{year}").format(month=span.first.month, year=span.first.year)
