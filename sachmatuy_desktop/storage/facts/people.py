"""Figures about persons on the lists.

Denominators and exclusions: a person is counted once, in the unit the record belongs to; who moved
away is on no list; who is an addict is not counted as a user besides (the plan of Hoằng Phong and
Điều 6 speak of users “chưa xác định nghiện”).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, not_, or_, select

from sachmatuy_desktop.storage.facts import circles, terms
from sachmatuy_desktop.storage.facts.circles import (
    EPISODES,
    PEOPLE,
    SUPPORTS,
    TESTS,
    VISITS,
    alive,
    holds,
    in_community,
    listed,
    ours,
    present,
    resident,
)
from sachmatuy_desktop.storage.facts.figures import Count, Share, Telling, Why
from sachmatuy_desktop.storage.facts.question import (
    DAY,
    REGISTERED,
    SIX_MONTHS_AGO,
    START,
    THIRTY_DAYS_AGO,
    THREE_MONTHS_AGO,
    YEAR_AGO,
    Question,
    Shape,
)
from sachmatuy_desktop.storage.schema import register_tables

Condition = ColumnElement[bool]
Circle = Callable[[Shape], tuple[Condition, ...]]
"""Who is meant, for a shape of question."""

COUNSELLING: Final = ("tu_van", "viec_lam", "day_nghe", "vay_von")


# -- who is meant ----------------------------------------------------------------------------------


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
    return (PEOPLE.c.id.in_(_suspected_episodes()),)


def _suspected_episodes(*others: Condition) -> Select[Any]:
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


# -- what happened since registration --------------------------------------------------------------


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


def _of_lists(*categories: str) -> Any:
    return func.coalesce(*(terms.listed_from(each) for each in categories))


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
    return PEOPLE.c.id.not_in(_suspected_episodes(~tested))


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


def count(circle: Circle, why: Why) -> Callable[[Shape], Count]:
    """Everybody of a circle, in the units asked about."""

    def made(shape: Shape) -> Count:
        return Count("people", (*ours(PEOPLE, shape), *circle(shape)), why)

    return made


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
