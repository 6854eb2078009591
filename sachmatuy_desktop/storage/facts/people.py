"""Who is meant by a figure about persons on the lists.

Denominators and exclusions: a person is counted once, in the unit the record belongs to; who moved
away is on no list; who is an addict is not counted as a user besides (the plan of Hoằng Phong and
Điều 6 speak of users “chưa xác định nghiện”).  What is counted of whom stands in `people_figures`;
who has come up since the unit registered, in `arisen`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, and_, not_, or_

from sachmatuy_desktop.storage.facts import circles
from sachmatuy_desktop.storage.facts.circles import (
    EPISODES,
    PEOPLE,
    TESTS,
    Condition,
    holds,
    in_community,
    listed,
    ours,
    present,
    resident,
)
from sachmatuy_desktop.storage.facts.figures import Count, Why
from sachmatuy_desktop.storage.facts.question import DAY, START, YEAR_AGO, Shape

Circle = Callable[[Shape], tuple[Condition, ...]]
"""Who is meant, for a shape of question."""


def addicts(_shape: Shape) -> tuple[Condition, ...]:
    """Addicts of the unit, the absent and those in facilities too (000 II.3 c; 003 tiêu chí 1)."""
    return (listed("nghien"),)


def addicts_present(_shape: Shape) -> tuple[Condition, ...]:
    """Addicts who are there (000 II.3 c)."""
    return listed("nghien"), present()


def addicts_in_community(shape: Shape) -> tuple[Condition, ...]:
    """Addicts outside facilities and prisons (001 II; reading `community_only`)."""
    if shape.takes("community_only", "all"):
        return addicts(shape)
    return listed("nghien"), in_community()


def resident_addicts(shape: Shape) -> tuple[Condition, ...]:
    """Addicts who live there now (Quyết định 28/2025/QĐ-TTg, Điều 6 khoản 1)."""
    return listed("nghien"), resident(shape)


def _users(_shape: Shape) -> tuple[Condition, ...]:
    return listed("sdtp"), ~listed("nghien")


def users_present(shape: Shape) -> tuple[Condition, ...]:
    """Users who are there (000 II.3 d)."""
    return *_users(shape), present()


def resident_users(shape: Shape) -> tuple[Condition, ...]:
    """Users who live there now; by the reading `user_base` those who are there."""
    return *_users(shape), _base(shape)


def _base(shape: Shape) -> Condition:
    return present() if shape.takes("user_base", "present") else resident(shape)


def _psychosis(_shape: Shape) -> tuple[Condition, ...]:
    """“Ngáo đá”, and neither an addict nor a user: those are counted there."""
    return listed("loan_than"), ~listed("nghien", "sdtp")


def psychosis_present(shape: Shape) -> tuple[Condition, ...]:
    """Of those, the ones who are there (003 tiêu chí 3)."""
    return *_psychosis(shape), present()


def resident_psychosis(shape: Shape) -> tuple[Condition, ...]:
    """Of those, the ones who live there (001 II)."""
    return *_psychosis(shape), _base(shape)


def after_rehab(_shape: Shape) -> tuple[Condition, ...]:
    """Under management after rehabilitation (Luật 120/2025/QH15, Điều 42)."""
    return (listed("sau_cai"),)


def managed(shape: Shape) -> tuple[Condition, ...]:
    """Addicts and users with a file, once each (Điều 4 a).

    By the reading Q7 `absent_people` only those who are there, by Q15 `both_results` only those
    whom Điều 6 does not exempt, by `people_counted` only addicts (003 VII.1.2 b).
    """
    circle = [_with_file(shape)]
    if shape.takes("absent_people", "excluded"):
        circle.append(present())
    if shape.takes("both_results", "drug_free_first"):
        circle.append(not_(and_(resident(shape), _exempted(shape))))
    return tuple(circle)


def _with_file(shape: Shape) -> Condition:
    addict = and_(listed("nghien"), circles.has_file("nghien"))
    if shape.takes("people_counted", "addicts_only"):
        return addict
    return or_(addict, and_(listed("sdtp"), circles.user_has_file()))


def exempt(shape: Shape) -> tuple[Condition, ...]:
    """Of resident addicts and users those Điều 6 khoản 1 exempts.

    By the reading Q15 `both_results` only those who are not in the rate of Điều 4.
    """
    circle = listed("nghien", "sdtp"), resident(shape), _exempted(shape)
    return (*circle, ~_with_file(shape)) if shape.takes("both_results", "class_first") else circle


def _exempted(shape: Shape) -> Condition:
    """In substitution treatment, in rehabilitation at home, under management after rehabilitation.

    By the reading Q8 `managed_user` users under management who have not used again, too.
    """
    exempted = or_(circles.treated("thay_the", "tai_gia_dinh"), circles.managed_after_rehab())
    if shape.takes("managed_user", "exempt"):
        relapsed = circles.followed_by(
            TESTS, TESTS.c.taken_on, "sdtp", circles.is_positive(shape), _not_the_first()
        )
        exempted = or_(
            exempted, and_(listed("sdtp"), ~listed("nghien"), circles.user_has_file(), ~relapsed)
        )
    return exempted


def _not_the_first() -> Condition:
    """Not the very test that put the person on the list."""
    return TESTS.c.taken_on > EPISODES.c.from_date


def suspected(_shape: Shape) -> tuple[Condition, ...]:
    """Listed as suspected within the year, or still listed (001 II)."""
    return (PEOPLE.c.id.in_(suspected_episodes()),)


def suspected_episodes(*others: Condition) -> Select[Any]:
    return circles.persons_of(EPISODES).where(
        EPISODES.c.category == "nghi_sdtp",
        EPISODES.c.from_date <= DAY,
        or_(EPISODES.c.from_date >= START, holds(EPISODES)),
        *others,
    )


def substituted(shape: Shape) -> tuple[Condition, ...]:
    """Addicts in substitution treatment for over twelve months (003 tiêu chí 2)."""
    if shape.takes("substitution_base", "all_addicts"):
        return addicts(shape)
    return listed("nghien"), circles.substituted_over_a_year(YEAR_AGO)


def count(circle: Circle, why: Why) -> Callable[[Shape], Count]:
    """Everybody of a circle, in the units asked about."""

    def made(shape: Shape) -> Count:
        return Count("people", (*ours(PEOPLE, shape), *circle(shape)), why)

    return made
