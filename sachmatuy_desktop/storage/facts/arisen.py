"""Figures about persons found, or moved in, since the unit registered.

They count even if they have left the list since: they have arisen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import func, select

from sachmatuy_desktop.storage.facts import circles
from sachmatuy_desktop.storage.facts.circles import EPISODES, PEOPLE, Condition, alive
from sachmatuy_desktop.storage.facts.figures import Count, Share, Why
from sachmatuy_desktop.storage.facts.people import count
from sachmatuy_desktop.storage.facts.question import DAY, REGISTERED, Shape
from sachmatuy_desktop.storage.schema import register_tables


def _begun_since(*categories: str, arrived: bool = False) -> Condition:
    """An episode began between registration and the day; of arrivals, or of all others."""
    came = func.coalesce(EPISODES.c.arrived, 0) == (1 if arrived else 0)
    return PEOPLE.c.id.in_(
        circles.persons_of(EPISODES).where(
            EPISODES.c.category.in_(categories),
            EPISODES.c.from_date >= REGISTERED,
            EPISODES.c.from_date <= DAY,
            came,
        )
    )


def _begun_on(*categories: str) -> Any:
    """The first day since registration on which an episode of the person began."""
    return (
        select(func.min(EPISODES.c.from_date))
        .where(
            alive(EPISODES),
            EPISODES.c.person == PEOPLE.c.id,
            EPISODES.c.category.in_(categories),
            EPISODES.c.from_date >= REGISTERED,
            EPISODES.c.from_date <= DAY,
        )
        .scalar_subquery()
    )


def _begun_before(*categories: str) -> Condition:
    return PEOPLE.c.id.in_(
        circles.persons_of(EPISODES).where(
            EPISODES.c.category.in_(categories),
            EPISODES.c.from_date < REGISTERED,
        )
    )


def _found_before() -> Condition:
    """The profile says that the person was first found before registration.

    The day may be known in part; one that may lie on either side decides nothing.
    """
    profiles = register_tables["drug_profiles"]
    same_length = func.substr(REGISTERED, 1, func.length(profiles.c.first_found))
    return PEOPLE.c.id.in_(circles.persons_of(profiles).where(profiles.c.first_found < same_length))


def newly_identified(_shape: Shape) -> tuple[Condition, ...]:
    """First found, anywhere, since registration (003 tiêu chí 4; domain NT.4).

    Not those who were on any list before, nor those found before, nor known people who moved in.
    They count even if they have left the list since: they have arisen.
    """
    return (
        _begun_since("nghien", "sdtp"),
        ~_begun_before("nghien", "sdtp", "sau_cai"),
        ~_begun_since("nghien", "sdtp", arrived=True),
        ~_found_before(),
    )


def turned_addicts(_shape: Shape) -> tuple[Condition, ...]:
    """Users before registration, found addicted since (003 tiêu chí 4)."""
    return _begun_since("nghien"), _begun_before("sdtp"), ~_begun_before("nghien", "sau_cai")


def moved_in(_shape: Shape) -> tuple[Condition, ...]:
    """Known elsewhere, moved in since registration (003 tiêu chí 4)."""
    return (_begun_since("nghien", "sdtp", arrived=True),)


def new_addicts(_shape: Shape) -> tuple[Condition, ...]:
    """First found addicted since registration, users of before among them (004 I.2)."""
    return (
        _begun_since("nghien"),
        ~_begun_before("nghien", "sau_cai"),
        ~_begun_since("nghien", arrived=True),
    )


SINCE_REGISTRATION: Final[Mapping[str, Callable[[Shape], Count | Share]]] = MappingProxyType(
    {
        "newly_identified_since_registration": count(
            newly_identified,
            Why("được phát hiện lần đầu từ ngày đăng ký", since=_begun_on("nghien", "sdtp")),
        ),
        "users_turned_addicts_since_registration": count(
            turned_addicts,
            Why("người sử dụng được xác định nghiện từ ngày đăng ký", since=_begun_on("nghien")),
        ),
        "known_people_moved_in_since_registration": count(
            moved_in,
            Why(
                "đã biết từ nơi khác, chuyển đến từ ngày đăng ký", since=_begun_on("nghien", "sdtp")
            ),
        ),
        "new_addicts_since_registration": count(
            new_addicts,
            Why("được xác định nghiện lần đầu từ ngày đăng ký", since=_begun_on("nghien")),
        ),
    }
)
"""Facts that are not known while the unit has not registered."""
