"""Figures about persons on the lists: how many there are, and how many of them have what is due.

Whom each counts is said by its circle in `people`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select

from sachmatuy_desktop.storage.facts import circles, terms
from sachmatuy_desktop.storage.facts.circles import (
    EPISODES,
    PEOPLE,
    SUPPORTS,
    TESTS,
    VISITS,
    Condition,
    alive,
    holds,
    ours,
)
from sachmatuy_desktop.storage.facts.figures import Count, Share, Telling, Why
from sachmatuy_desktop.storage.facts.people import (
    Circle,
    addicts,
    addicts_in_community,
    addicts_present,
    after_rehab,
    count,
    exempt,
    managed,
    psychosis_present,
    resident_addicts,
    resident_psychosis,
    resident_users,
    substituted,
    suspected,
    suspected_episodes,
    users_present,
)
from sachmatuy_desktop.storage.facts.question import (
    DAY,
    SIX_MONTHS_AGO,
    THIRTY_DAYS_AGO,
    THREE_MONTHS_AGO,
    YEAR_AGO,
    Question,
    Shape,
)

COUNSELLING: Final = ("tu_van", "viec_lam", "day_nghe", "vay_von")


# -- what they have --------------------------------------------------------------------------------


def _in_treatment(_shape: Shape) -> Condition:
    """A treatment runs, or the person is in a facility (001 II)."""
    return or_(circles.treated(), PEOPLE.c.id.in_(circles.persons_in(("co_so_cai_nghien",))))


def _watched(_shape: Shape) -> Condition:
    """“Một loại hồ sơ hoặc sổ theo dõi bất kỳ” since the person is on the list (003 tiêu chí 3)."""
    numbered = circles.persons_of(EPISODES).where(
        EPISODES.c.category == "loan_than",
        holds(EPISODES),
        EPISODES.c.file_number.is_not(None),
    )
    return or_(
        PEOPLE.c.id.in_(numbered),
        circles.followed_by(VISITS, VISITS.c.visited_on, "loan_than"),
        circles.treated(),
    )


def _tested_since_listed(_shape: Shape) -> Condition:
    """Tested, with a result, from the day of listing on (domain HP.3)."""
    tested = exists().where(
        alive(TESTS),
        TESTS.c.person == EPISODES.c.person,
        TESTS.c.result.is_not(None),
        TESTS.c.taken_on >= EPISODES.c.from_date,
        TESTS.c.taken_on <= DAY,
    )
    return PEOPLE.c.id.not_in(suspected_episodes(~tested))


def _tested_lately(shape: Shape) -> Condition:
    """Tested within six months, by the reading `test_frequency` within three (001 II)."""
    three = shape.takes("test_frequency", "three_months")
    return circles.tested_since(THREE_MONTHS_AGO if three else SIX_MONTHS_AGO)


def _supported(_shape: Shape) -> Condition:
    """Counselled or helped to work since rehabilitation, or known to earn a living (001 II)."""
    helps = or_(SUPPORTS.c.kind.in_(COUNSELLING), SUPPORTS.c.self_supporting == 1)
    return circles.followed_by(SUPPORTS, SUPPORTS.c.given_on, "sau_cai", helps)


def _clean(shape: Shape) -> Condition:
    """No positive test for another drug since the treatment began (003 tiêu chí 2)."""
    treatments = circles.TREATMENTS
    positive = (
        circles.persons_of(TESTS)
        .join(treatments, treatments.c.person == TESTS.c.person)
        .where(
            circles.is_positive(shape),
            TESTS.c.taken_on <= DAY,
            TESTS.c.taken_on >= treatments.c.from_date,
            alive(treatments),
            treatments.c.form == "thay_the",
            circles.runs(),
        )
    )
    clean = PEOPLE.c.id.not_in(positive)
    if shape.takes("substitution_base", "all_addicts"):
        return and_(circles.substituted_over_a_year(YEAR_AGO), clean)
    return clean


def unchecked(shape: Shape) -> tuple[Condition, ...]:
    """Users who are there and were not visited in each whole month (Nghị định 163/2026, Điều 61).

    Of each person the calendar months count that lie whole in the year, are over, and began on the
    list.
    """
    if not shape.months:
        return (circles.NOBODY,)
    begun = (
        select(func.min(EPISODES.c.from_date))
        .where(
            alive(EPISODES),
            EPISODES.c.person == PEOPLE.c.id,
            EPISODES.c.category == "sdtp",
            holds(EPISODES),
        )
        .scalar_subquery()
    )
    due: ColumnElement[int] = literal(0)
    for month in shape.months:
        due = due + case((begun <= f"{month}-01", 1), else_=0)
    month_of_visit = func.substr(VISITS.c.visited_on, 1, 7)
    done = (
        select(func.count(month_of_visit.distinct()))
        .where(
            alive(VISITS),
            VISITS.c.person == PEOPLE.c.id,
            month_of_visit.in_(shape.months),
            month_of_visit >= func.substr(begun, 1, 7),
        )
        .scalar_subquery()
    )
    return *users_present(shape), done < due


# -- the table -------------------------------------------------------------------------------------


def share(
    circle: Circle, has: Callable[[Shape], Condition], lacks: str | Telling, category: str
) -> Callable[[Shape], Share]:
    """Those of a circle who have something; the sentence is said of those who lack it.

    They lack it since they are on the list of the category.
    """

    def made(shape: Shape) -> Share:
        base = Count("people", (*ours(PEOPLE, shape), *circle(shape)))
        return Share(base, has(shape), Why(lacks, since=terms.listed_from(category)))

    return made


def tested_clean(circle: Circle, category: str) -> Callable[[Shape], Share]:
    """Those of a circle whose last test is of the last thirty days and not positive."""

    def made(shape: Shape) -> Share:
        base = Count("people", (*ours(PEOPLE, shape), *circle(shape)))
        why = Why(NO_NEGATIVE, since=_without_clean_test_since(shape, category))
        return Share(base, circles.negative_since(shape, THIRTY_DAYS_AGO), why)

    return made


def _without_clean_test_since(shape: Shape, category: str) -> ColumnElement[Any]:
    """Thirty days after the last clean test, or the positive one after it; else since listed."""
    held_against = case((circles.is_positive(shape), 1), else_=0)
    clean = _test_day(func.max, held_against == 0)
    later = _test_day(func.min, held_against == 1, TESTS.c.taken_on > func.coalesce(clean, ""))
    grown_old = func.date(clean, "+31 days")
    since_clean = case((later < grown_old, later), else_=grown_old)
    return func.coalesce(since_clean, terms.listed_from(category))


def _test_day(which: Callable[[Any], Any], *others: Condition) -> Any:
    return (
        select(which(TESTS.c.taken_on))
        .where(
            alive(TESTS),
            TESTS.c.person == PEOPLE.c.id,
            TESTS.c.result.is_not(None),
            TESTS.c.taken_on <= DAY,
            *others,
        )
        .correlate(PEOPLE)
        .scalar_subquery()
    )


NO_NEGATIVE: Final = "chưa có kết quả xét nghiệm âm tính trong 30 ngày, cần xét nghiệm lại"
NO_FILE: Final = "chưa có hồ sơ quản lý có số và ngày"


def _without_file(category: str, lacks: str) -> Telling:
    """Why somebody counts as without a file: there is none, or its term is over."""

    def told(question: Question, row: Any) -> str:
        over = row.record_id in question.overdue.get(category, ())
        return "đã quá thời hạn quản lý, phải đưa ra khỏi danh sách" if over else lacks

    return told


def _of_lists(*categories: str) -> Any:
    return func.coalesce(*(terms.listed_from(each) for each in categories))


PEOPLE_FIGURES: Final[Mapping[str, Callable[[Shape], Count | Share]]] = MappingProxyType(
    {
        "managed_people": count(managed, terms.MANAGED),
        "addicts": count(addicts, terms.ADDICT),
        "addicts_with_file": share(
            addicts, lambda _shape: circles.has_file("nghien"), NO_FILE, "nghien"
        ),
        "addicts_present": count(addicts_present, terms.ADDICT),
        "addicts_present_in_treatment": share(
            addicts_present,
            circles.treatment_file,
            "có mặt tại địa bàn nhưng chưa được lập hồ sơ cai nghiện, điều trị",
            "nghien",
        ),
        "addicts_in_treatment": share(
            addicts, _in_treatment, "chưa tham gia hình thức cai nghiện, điều trị nào", "nghien"
        ),
        "addicts_in_community": count(addicts_in_community, terms.ADDICT),
        "addicts_in_community_negative_test": tested_clean(addicts_in_community, "nghien"),
        "substitution_over_12_months": count(
            substituted, Why("điều trị thay thế trên 12 tháng", since=terms.listed_from("nghien"))
        ),
        "substitution_over_12_months_clean": share(
            substituted,
            _clean,
            "có kết quả dương tính với chất ma túy khác khi đang điều trị",
            "nghien",
        ),
        "resident_addicts": count(resident_addicts, terms.ADDICT),
        "exempt_residents": count(
            exempt, Why("thuộc diện trừ của Điều 6", since=_of_lists("nghien", "sdtp"))
        ),
        "users_present": count(users_present, terms.USER),
        "users_present_with_file": share(
            users_present,
            lambda _shape: circles.user_has_file(),
            _without_file("sdtp", "chưa có quyết định, hồ sơ quản lý"),
            "sdtp",
        ),
        "users_present_without_monthly_check": count(
            unchecked, Why("có tháng chưa được kiểm tra cư trú")
        ),
        "resident_users": count(resident_users, terms.USER),
        "resident_users_with_file": share(
            resident_users,
            lambda _shape: circles.user_has_file(),
            _without_file("sdtp", "chưa có quyết định, hồ sơ quản lý"),
            "sdtp",
        ),
        "resident_users_negative_test": tested_clean(resident_users, "sdtp"),
        "psychosis_present": count(
            psychosis_present,
            Why("có biểu hiện loạn thần, có mặt", since=terms.listed_from("loan_than")),
        ),
        "psychosis_present_monitored": share(
            psychosis_present, _watched, "chưa có hồ sơ, sổ theo dõi nào", "loan_than"
        ),
        "resident_psychosis": count(
            resident_psychosis, Why("có biểu hiện loạn thần", since=terms.listed_from("loan_than"))
        ),
        "resident_psychosis_monitored": share(
            resident_psychosis, _watched, "chưa có hồ sơ, sổ theo dõi nào", "loan_than"
        ),
        "resident_psychosis_negative_test": tested_clean(resident_psychosis, "loan_than"),
        "suspected_users": count(
            suspected, Why("có căn cứ nghi sử dụng", since=terms.listed_from("nghi_sdtp"))
        ),
        "suspected_users_tested": share(
            suspected,
            _tested_since_listed,
            "chưa được xét nghiệm từ ngày lập danh sách",
            "nghi_sdtp",
        ),
        "after_rehab": count(
            after_rehab, Why("đang bị quản lý sau cai nghiện", since=terms.listed_from("sau_cai"))
        ),
        "after_rehab_with_decision": share(
            after_rehab,
            lambda _shape: circles.after_rehab_has_file(),
            _without_file("sau_cai", "chưa có quyết định, hồ sơ quản lý sau cai nghiện"),
            "sau_cai",
        ),
        "after_rehab_supported": share(
            after_rehab, _supported, "chưa được tư vấn, hỗ trợ tìm kiếm việc làm", "sau_cai"
        ),
        "after_rehab_tested": share(
            after_rehab, _tested_lately, "chưa được xét nghiệm trong thời gian quy định", "sau_cai"
        ),
    }
)
"""Facts that need nothing but the day."""
