"""How the days of requests and the hours of breaches are said."""

from __future__ import annotations

from datetime import date, datetime

from sachmatuy_desktop.domain.dates import show_date, show_moment
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.privacy import BREACH_KINDS, REQUEST_KINDS
from sachmatuy_desktop.domain.retention import Countdown, RetentionKind
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.retention import OpenBreach, OpenRequest

__all__ = ["breach_words", "hours_chip", "hours_words", "kind_words", "request_words"]


def request_words(asked: OpenRequest, today: date) -> str:
    """What waits of a request, and until when."""
    title = _("Yêu cầu {number}: {kind}").format(
        number=asked.number, kind=_(REQUEST_KINDS[asked.kind])
    )
    told = []
    if asked.acknowledge_by is not None:
        told.append(_until(_("báo đã nhận"), asked.acknowledge_by, today))
    if asked.done_by is not None:
        told.append(_until(_("giải quyết"), asked.done_by, today))
    else:
        told.append(_("nguồn không ghi thời hạn giải quyết"))
    return f"{title} – {'; '.join(told)}"


def _until(what: str, day: date, today: date) -> str:
    if day < today:
        late = _("{what} quá hạn {n} ngày (hạn {day})")
        return late.format(what=what, n=show_integer((today - day).days), day=show_date(day))
    return _("{what} trước hết ngày {day}").format(what=what, day=show_date(day))


def breach_words(breach: OpenBreach, now: datetime) -> str:
    """How the notification of a breach stands, and what is lacking."""
    title = _("Sự cố {number}: {kind}").format(
        number=breach.number, kind=_(BREACH_KINDS[breach.kind])
    )
    told = [_notified(breach.countdown, now)]
    if breach.lacks_reason:
        told.append(_("chưa ghi lý do thông báo chậm"))
    if breach.lacks_minutes:
        told.append(_("chưa ghi biên bản"))
    return f"{title} – {'; '.join(told)}"


def _notified(counted: Countdown, now: datetime) -> str:
    if counted.notified is None:
        return hours_words(counted, now)
    return _("đã thông báo quá 72 giờ") if counted.late(now) else _("đã thông báo trong hạn")


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
    """“còn 31 giờ”, “quá 72 giờ”."""
    left = counted.minutes_left(now)
    return _("quá 72 giờ") if left < 0 else _("còn {n} giờ").format(n=show_integer(left // 60))


def kind_words(kind: RetentionKind) -> str:
    """The clock of a kind of record, and who says how long."""
    months = show_integer(kind.period)
    told = _("{start}; lưu {months} tháng.").format(start=_(kind.starts), months=months)
    if kind.own is not None:
        said = _("Thời hạn do cơ quan đặt: {reason}").format(reason=kind.own.reason)
    elif kind.proposed:
        said = _("Thời hạn do chương trình đề xuất, chưa có văn bản quy định.")
    else:
        said = _("Chưa kiểm chứng. {source}").format(source=kind.source)
    return f"{told} {said}"
