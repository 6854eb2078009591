"""How far a record has gone on its way to the receiving office, in a sentence."""

from __future__ import annotations

from sachmatuy_desktop.domain.dates import parse_moment, show_date
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync.record_ways import RecordWay, Way

__all__ = ["way_words"]


def way_words(way: RecordWay | None) -> str:
    """«Đã gửi ngày …, cơ quan tiếp nhận đã nhận ngày …», and what of it has not gone since."""
    if way is None:
        return ""
    if not way.sent and not way.arrived:
        return _("Chưa gửi cơ quan tiếp nhận.")
    said = [_first(way)]
    if way.arrived and way.way is Way.SENT:
        said.append(_("Thay đổi sau đó đã gửi, chưa có biên nhận."))
    elif way.way is Way.UNSENT:
        said.append(_("Thay đổi sau đó chưa gửi."))
    said += [_("Bị trả lại: {subject}.").format(subject=each) for each in way.returned]
    return " ".join(said)


def _first(way: RecordWay) -> str:
    sent, received = _day(way.sent), _day(way.received)
    if not way.arrived:
        return _("Đã gửi ngày {day}, chưa có biên nhận.").format(day=sent)
    if sent and received:
        return _("Đã gửi ngày {sent}, cơ quan tiếp nhận đã nhận ngày {received}.").format(
            sent=sent, received=received
        )
    if sent:
        return _("Đã gửi ngày {day}, cơ quan tiếp nhận đã nhận.").format(day=sent)
    return _("Cơ quan tiếp nhận đã nhận.")


def _day(stamp: str) -> str:
    if not stamp:
        return ""
    try:
        return show_date(parse_moment(stamp).date())
    except KnownError:
        return stamp
