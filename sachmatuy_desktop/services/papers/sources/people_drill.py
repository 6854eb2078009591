"""What the newest drill of people says for its minutes; nothing to whoever does not manage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.dates import VIETNAM, show_moment
from sachmatuy_desktop.packs.safekeeping import load_safekeeping
from sachmatuy_desktop.services.papers.sources.about import About, Given, Source, day_of
from sachmatuy_desktop.services.upkeep.drills_by_people import (
    PeopleDrill,
    last_people_drill,
    people_drill_due_on,
)

__all__ = ["SOURCES"]


def _drill(about: About) -> PeopleDrill | None:
    if not about.office.info.role.manages:
        return None
    return about.once("drill", lambda: last_people_drill(about.office))


def _told(tell: Callable[[PeopleDrill], Given]) -> Source:
    def words(about: About) -> Given:
        done = _drill(about)
        return None if done is None else tell(done)

    return words


def _took(done: PeopleDrill) -> str:
    minutes, seconds = divmod(done.seconds, 60)
    return f"{minutes} phút {seconds} giây" if seconds else f"{minutes} phút"


def _result(done: PeopleDrill) -> str:
    if done.problems:
        return "Không khôi phục được"
    return "Khôi phục được" if done.in_time else "Khôi phục được, quá thời gian đặt ra"


def _clock(seconds_before: Callable[[PeopleDrill], int]) -> Source:
    """“08 giờ 05 phút”; of another PC nobody knows when it was."""

    def hour(done: PeopleDrill) -> Given:
        moment = datetime.fromisoformat(done.at) - timedelta(seconds=seconds_before(done))
        return f"{moment.astimezone(VIETNAM):%H giờ %M phút}" if done.here else None

    return _told(hour)


def _goal(_about: About) -> Given:
    return f"{int(load_safekeeping().drill_by_people_goal.total_seconds() // 60)} phút"


def _next(about: About) -> Given:
    done = _drill(about)
    return None if done is None else day_of(people_drill_due_on(about.office).isoformat())


SOURCES: Final = MappingProxyType[str, Source](
    {
        "drill.day": _told(lambda done: day_of(done.day.isoformat())),
        "drill.begun": _clock(lambda done: done.seconds),
        "drill.ended": _clock(lambda _done: 0),
        "drill.place": _told(lambda done: "máy của cơ quan" if done.here else "máy khác"),
        "drill.who": _told(lambda done: done.who),
        "drill.backup": _told(lambda done: done.backup),
        "drill.made": _told(lambda done: show_moment(datetime.fromisoformat(done.made))),
        "drill.sheet": _told(lambda done: str(done.sheet) if done.sheet else None),
        "drill.took": _told(_took),
        "drill.goal": _goal,
        "drill.records": _told(lambda done: done.records),
        "drill.result": _told(_result),
        "drill.problems": _told(lambda done: "; ".join(done.problems) or "Không có"),
        "drill.next": _next,
    }
)
