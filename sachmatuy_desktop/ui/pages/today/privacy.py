"""What the protection of data asks for: hours of breaches, days of requests, what is to review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.retention import (
    open_breaches,
    open_requests,
    retention_of,
    review_counts,
)
from sachmatuy_desktop.ui.desk import Door
from sachmatuy_desktop.ui.pages.privacy.words import (
    breach_detail,
    breach_title,
    hours_chip,
    request_detail,
    request_title,
)
from sachmatuy_desktop.ui.pages.today.dated import Placed
from sachmatuy_desktop.ui.pages.today.lines import Line, days_chip, number
from sachmatuy_desktop.ui.pages.today.todo import WEEK, Group
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["lines"]


def lines(office: Office) -> Iterator[Placed]:
    """Nothing for an account that does not look after the data."""
    now, today = office.clock.now(), date.fromisoformat(office.clock.today())
    for breach in open_breaches(office):
        over = breach.countdown.late(now) and breach.countdown.notified is None
        waits = breach.countdown.notified is None
        if waits or breach.lacks_reason or breach.lacks_minutes:
            chip = hours_chip(breach.countdown, now) if waits else _("còn thiếu")
            tone = Tone.BLOCK if over else Tone.CARE
            way = Door("data_breaches", record=breach.id)
            yield (
                Group.OVERDUE if over else Group.WEEK,
                Line(chip, tone, breach_title(breach), way, breach_detail(breach, now)),
            )
    for asked in open_requests(office):
        due, way = asked.next_day(), Door("data_requests", record=asked.id)
        if due is None:
            title, detail = request_title(asked), request_detail(asked, today)
            yield Group.RIGHT, Line(_("chưa xong"), Tone.QUIET, title, way, detail)
        elif due <= today + WEEK:
            over = asked.over(today)
            chip, tone = days_chip((due - today).days), Tone.BLOCK if over else Tone.CARE
            yield (
                Group.OVERDUE if over else Group.WEEK,
                Line(chip, tone, request_title(asked), way, request_detail(asked, today)),
            )
    counts = review_counts(office)
    count = sum(counts.values())
    if count:
        title = _("Ghi chép đã hết thời hạn lưu giữ, cần rà soát")
        kinds = (each for each in retention_of(office).kinds if counts.get(each.id))
        proposed = any(each.only_proposed for each in kinds)
        doubt = _("thời hạn do chương trình đề xuất") if proposed else ""
        yield Group.RIGHT, number(count, Tone.QUIET, title, "privacy", doubt)
