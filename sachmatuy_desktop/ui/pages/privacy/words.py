"""How the days of requests and the hours of breaches are said."""

from __future__ import annotations

from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.dates import show_date, show_moment
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.privacy import BREACH_KINDS, REQUEST_KINDS
from sachmatuy_desktop.domain.retention import Countdown, RetentionKind, RetentionTable, Then
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.retention import OpenBreach, OpenRequest

__all__ = [
    "breach_detail",
    "breach_title",
    "breach_words",
    "breaches_told",
    "hours_chip",
    "hours_words",
    "kind_words",
    "period_doubt",
    "request_detail",
    "request_title",
    "request_words",
    "requests_told",
    "then_words",
]

_THEN: Final = MappingProxyType(
    {
        Then.DEIDENTIFY: N_("Khi hết thời hạn, đề xuất khử nhận dạng."),
        Then.ERASE: N_("Khi hết thời hạn, đề xuất xóa."),
        Then.KEEP: N_("Khi hết thời hạn, đề xuất tiếp tục lưu giữ."),
    }
)


def request_words(asked: OpenRequest, today: date) -> str:
    """Which request, what waits of it, and until when."""
    return f"{request_title(asked)} – {request_detail(asked, today)}"


def request_title(asked: OpenRequest) -> str:
    """“Yêu cầu 06/YC: Chỉnh sửa dữ liệu”."""
    kind = _(REQUEST_KINDS[asked.kind])
    return _("Yêu cầu {number}: {kind}").format(number=asked.number, kind=kind)


def request_detail(asked: OpenRequest, today: date) -> str:
    """What waits of it, and until when."""
    told = []
    if asked.acknowledge_by is not None:
        told.append(_until(_("báo đã nhận"), asked.acknowledge_by, today))
    if asked.done_by is not None:
        told.append(_until(_("giải quyết"), asked.done_by, today))
    else:
        told.append(_("nguồn không ghi thời hạn giải quyết"))
    return "; ".join(told)


def _until(what: str, day: date, today: date) -> str:
    if day < today:
        late = _("{what} quá hạn {n} ngày (hạn {day})")
        return late.format(what=what, n=show_integer((today - day).days), day=show_date(day))
    return _("{what} trước hết ngày {day}").format(what=what, day=show_date(day))


def breach_words(breach: OpenBreach, now: datetime) -> str:
    """Which breach, how its notification stands, and what is lacking."""
    return f"{breach_title(breach)} – {breach_detail(breach, now)}"


def breach_title(breach: OpenBreach) -> str:
    """“Sự cố 03/SC: Lộ, gửi nhầm”."""
    kind = _(BREACH_KINDS[breach.kind])
    return _("Sự cố {number}: {kind}").format(number=breach.number, kind=kind)


def breach_detail(breach: OpenBreach, now: datetime) -> str:
    """How its notification stands, and what is lacking."""
    told = [_notified(breach.countdown, now)]
    if breach.lacks_reason:
        told.append(_("chưa ghi lý do thông báo chậm"))
    if breach.lacks_minutes:
        told.append(_("chưa ghi biên bản"))
    return "; ".join(told)


def _notified(counted: Countdown, now: datetime) -> str:
    if counted.notified is None:
        return hours_words(counted, now)
    return _("đã thông báo quá hạn") if counted.late(now) else _("đã thông báo trong hạn")


def hours_words(counted: Countdown, now: datetime) -> str:
    """“còn 5 giờ 20 phút (đến 16:30, 30/11/2026)”, or by how much it is over."""
    left = counted.minutes_left(now)
    hours, minutes = divmod(abs(left), 60)
    told = (
        _("quá hạn thông báo {h} giờ {m} phút (hạn {due})")
        if left < 0
        else _("còn {h} giờ {m} phút để thông báo (đến {due})")
    )
    return told.format(h=show_integer(hours), m=minutes, due=show_moment(counted.due))


def hours_chip(counted: Countdown, now: datetime) -> str:
    """“còn 31 giờ”, “quá 5 giờ”."""
    left = counted.minutes_left(now)
    told = _("quá {n} giờ") if left < 0 else _("còn {n} giờ")
    return told.format(n=show_integer(abs(left) // 60))


def kind_words(kind: RetentionKind) -> str:
    """The clock of a kind of record, and who says how long."""
    months = show_integer(kind.period)
    told = _("{start}; lưu {months} tháng.").format(start=_(kind.starts), months=months)
    if kind.own is not None:
        said = _("Thời hạn do cơ quan đặt ngày {day}: {reason}").format(
            day=show_date(kind.own.set_on), reason=kind.own.reason
        )
    else:
        source = "" if kind.proposed else _("Nguồn: {source}.").format(source=kind.source)
        said = " ".join(filter(None, (period_doubt(kind), source)))
    return f"{told} {said}"


def period_doubt(kind: RetentionKind) -> str:
    """That nobody but the program says how long, or that nobody has looked the source up; "" where
    the office has set its own period or the source was verified.
    """
    if kind.own is not None:
        return ""
    if kind.proposed:
        return _("Thời hạn do chương trình đề xuất, chưa có văn bản quy định, chưa ai kiểm chứng.")
    return "" if kind.verified else _("Thời hạn chưa kiểm chứng với bản gốc.")


def then_words(kind: RetentionKind) -> str:
    """What is proposed once the period is over."""
    return _(_THEN[kind.then])


def requests_told(table: RetentionTable) -> str:
    """From when the days of requests are counted, and whether the figures were verified."""
    told = _("Hạn tính từ ngày nhận theo NĐ 356/2025 Điều 5.")
    verified = all(each.verified for each in table.requests.values())
    return told if verified else f"{told} {_unverified()}"


def breaches_told(table: RetentionTable) -> str:
    """How soon a breach is notified, and whether the figure was verified."""
    told = _(
        "Thông báo trong {hours} giờ kể từ khi phát hiện và lập biên bản. Không ghi tên người. "
        "Sự cố về vị trí, sinh trắc học lưu ít nhất 5 năm."
    ).format(hours=show_integer(table.breach_hours))
    return told if table.breach_verified else f"{told} {_unverified()}"


def _unverified() -> str:
    return _("Số này chưa kiểm chứng với bản gốc.")
