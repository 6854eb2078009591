"""«Bị trả lại»: what the receiving office has returned and the commune has not answered.

A line leads to the very record where one was returned; many returned with one word are one line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from sachmatuy_desktop.domain.dates import parse_moment, show_date
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.fields import labels
from sachmatuy_desktop.domain.registers.returns import RETURN_KINDS
from sachmatuy_desktop.domain.returns import Stage
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.office import RECEIVING, Office
from sachmatuy_desktop.services.sync.returns_reading import (
    RETURN_ANSWERS,
    RETURNS,
    FollowedReturn,
    visible_returns,
    where_now,
)
from sachmatuy_desktop.ui.desk import Door
from sachmatuy_desktop.ui.pages.today.dated import Placed
from sachmatuy_desktop.ui.pages.today.lines import Line, number
from sachmatuy_desktop.ui.pages.today.todo import WEEK, Group
from sachmatuy_desktop.ui.return_ways import way_to
from sachmatuy_desktop.ui.return_words import whereabouts_words
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["lines"]

TOLD_FOR: Final = timedelta(days=14)
"""So long a remark that asks for nothing is told, and an answer that came, since it came."""

TRAVELS: Final = timedelta(days=180)
"""What was written longer ago is not looked up: no bundle travels so long."""

NEWS: Final = {Stage.TOLD: TOLD_FOR, Stage.WITHDRAWN: WEEK}
"""What a commune is told of that asks for nothing, and for how long."""


def lines(office: Office) -> Iterator[Placed]:
    """At a commune what is to be answered, above what communes owe and have answered."""
    today = date.fromisoformat(office.clock.today())
    if office.info.kind == RECEIVING:
        yield from _above(office, visible_returns(office.session), today)
    else:
        yield from _below(office, visible_returns(office.session, office.info.unit_id), today)


def _above(office: Office, found: Sequence[FollowedReturn], today: date) -> Iterator[Placed]:
    late = [each for each in found if each.standing.late]
    waiting = [each for each in found if each.standing.is_open and not each.standing.late]
    answered = [
        each
        for each in found
        if each.standing.stage is Stage.ANSWERED and _is_news(office, each, today, TOLD_FOR)
    ]
    for these, group, tone, title in (
        (late, Group.OVERDUE, Tone.BLOCK, _("Ý kiến đã quá hạn mà đơn vị chưa trả lời")),
        (waiting, Group.OTHERS, Tone.BUSY, _("Ý kiến đang chờ đơn vị trả lời")),
        (answered, Group.OTHERS, Tone.GOOD, _("Ý kiến đơn vị vừa trả lời, chưa xem lại")),
    ):
        if these:
            yield group, number(len(these), tone, title, _list_of(these, title))


def _below(office: Office, found: Sequence[FollowedReturn], today: date) -> Iterator[Placed]:
    alike: defaultdict[tuple[str, str, date | None], list[FollowedReturn]] = defaultdict(list)
    for each in found:
        if each.standing.is_open:
            one = each.returned
            alike[one.question.subject, one.subject.book, one.due_on].append(each)
    for (_subject, _book, due), these in alike.items():
        yield _group_of(due, today), _line(office, these, due, today)
    for each in found:
        span = NEWS.get(each.standing.stage)
        if span is not None and _is_news(office, each, today, span):
            yield Group.OTHERS, _remark(each)


def _is_news(office: Office, each: FollowedReturn, today: date, span: timedelta) -> bool:
    """Whether what was said last was written, or came here in a bundle, within the span."""
    since = each.standing.since
    if today - since <= span:
        return True
    if today - since > TRAVELS:
        return False
    one = each.returned
    own = [(RETURNS, one.id), *((RETURN_ANSWERS, answer.id) for answer in one.answers)]
    came = [line.came for book, record in own for line in office.queries.life(book, record)[:1]]
    newest = max(came)
    return bool(newest) and today - parse_moment(newest).date() <= span


def _group_of(due: date | None, today: date) -> Group:
    if due is None or due - today > WEEK:
        return Group.OTHERS
    return Group.OVERDUE if due < today else Group.WEEK


def _line(office: Office, these: Sequence[FollowedReturn], due: date | None, today: date) -> Line:
    one = these[0].returned
    title = _("Bị trả lại: {subject}").format(subject=one.question.subject)
    told = [_("hạn {day}").format(day=show_date(due))] if due else []
    if len(these) > 1:
        told.insert(0, _("{n} ghi chép").format(n=show_integer(len(these))))
        way = _list_of(these, title)
    else:
        way, where = _way(office, these[0])
        told += [where] if where else []
    if any(each.standing.stage is Stage.REOPENED for each in these):
        told.insert(0, _("cơ quan tiếp nhận mở lại"))
    return Line(*_chip(due, today), title, way, " · ".join(told))


def _chip(due: date | None, today: date) -> tuple[str, Tone]:
    if due is None:
        return _("trả lại"), Tone.CARE
    left = (due - today).days
    if left < 0:
        return _("quá {n} ngày").format(n=show_integer(-left)), Tone.BLOCK
    chip = _("còn {n} ngày").format(n=show_integer(left)) if left else _("hôm nay")
    return chip, Tone.CARE


def _way(office: Office, followed: FollowedReturn) -> tuple[Door, str]:
    """To the record itself while it is there, else to the opinion; and what became of it."""
    one = followed.returned
    found = where_now(office.queries, one.subject)
    way = way_to(one, found) or Door(RETURNS, record=one.id)
    return way, whereabouts_words(found.where)


def _remark(followed: FollowedReturn) -> Line:
    one, stage = followed.returned, followed.standing.stage
    if stage is Stage.WITHDRAWN and one.withdrawn is not None:
        told = (show_date(one.withdrawn.on), one.withdrawn.reason)
        chip, tone = _("đã rút lại"), Tone.QUIET
    else:
        told = (show_date(one.written_on), one.question.content)
        chip, tone = _(labels(RETURN_KINDS, one.kind)), Tone.BUSY
    words = " · ".join(filter(None, told))
    return Line(chip, tone, one.question.subject, Door(RETURNS, record=one.id), words)


def _list_of(these: Sequence[FollowedReturn], title: str) -> Door:
    records = frozenset(each.returned.id for each in these)
    one = these[0].returned.id if len(these) == 1 else None
    return Door(RETURNS, only=records, title=title, record=one)
