"""Figures about the persons in incidents: arrested, violating, wanted, dealt with.

Asked within the reporting year 15/12–14/12, so that they clear with the next year (Quyết định
28/2025/QĐ-TTg, Điều 7).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import and_, exists, false, func, or_, select

from sachmatuy_desktop.storage.facts import circles
from sachmatuy_desktop.storage.facts.circles import PEOPLE, TESTS, Condition, alive, ours
from sachmatuy_desktop.storage.facts.figures import Count, Figure, Share, Together, Why
from sachmatuy_desktop.storage.facts.incidents import (
    INCIDENTS,
    SUBJECTS,
    drug_cases,
    in_period,
    next_year,
)
from sachmatuy_desktop.storage.facts.question import DAY, START, UNITS, UNTIL, Question, Shape
from sachmatuy_desktop.storage.schema import register_tables

TIP_OFFS: Final = register_tables["tip_offs"]

SERIOUS: Final = ("nghiem_trong", "rat_nghiem_trong", "dac_biet_nghiem_trong")
VERY_SERIOUS: Final = SERIOUS[1:]
PERSON: Final = func.coalesce(SUBJECTS.c.person, SUBJECTS.c.id)
"""What makes two mentions the same person: the person on the roster, else the mention itself."""

CASE: Final = func.coalesce(SUBJECTS.c.incident, SUBJECTS.c.id)
"""What makes two persons one case."""


# -- persons in incidents --------------------------------------------------------------------------

_CAUGHT_ON: Final = func.coalesce(SUBJECTS.c.caught_on, SUBJECTS.c.happened_on)
_HERE: Final = func.coalesce(SUBJECTS.c.in_commune, 1) == 1
_RESIDENT: Final = SUBJECTS.c.resident == 1


def _subjects(shape: Shape, *others: Condition) -> tuple[Condition, ...]:
    """The persons in incidents; a village is that of the incident."""
    mine: tuple[Condition, ...] = (alive(SUBJECTS), SUBJECTS.c.unit_id.in_(UNITS))
    if shape.by_village:
        there = select(INCIDENTS.c.id).where(*ours(INCIDENTS, shape))
        mine = (*mine, SUBJECTS.c.incident.in_(there))
    return (*mine, *others)


def arrested(shape: Shape) -> Count:
    """Arrested in the commune within the year, residents or not (Điều 4 c; reading Q6)."""
    where = [SUBJECTS.c.role == "bi_bat_giu", _HERE, in_period(_CAUGHT_ON)]
    if shape.takes("arrested_where", "residents_only"):
        where.append(_RESIDENT)
    why = Why("bị bắt giữ trên địa bàn trong kỳ", next_year, since=_CAUGHT_ON)
    return Count("case_subjects", _subjects(shape, *where), why, PERSON)


def drug_offenders(shape: Shape) -> Count:
    """Persons arrested within the year, by the reading `rate_of_whom` cases (003 II.1.1 đ)."""
    return drug_cases(shape) if shape.takes("rate_of_whom", "cases") else arrested(shape)


def serious_offences(shape: Shape) -> Count:
    """Residents who committed a serious crime, anywhere, within the year (003 tiêu chí 8)."""
    where = [
        SUBJECTS.c.role.in_(("bi_bat_giu", "truy_na")),
        _RESIDENT,
        _severity(SERIOUS),
        in_period(SUBJECTS.c.happened_on),
    ]
    if shape.takes("offence_place", "in_commune"):
        where.append(_HERE)
    why = Why(
        "cư trú trên địa bàn, phạm tội mức nghiêm trọng trở lên",
        next_year,
        since=SUBJECTS.c.happened_on,
    )
    return Count("case_subjects", _subjects(shape, *where), why, PERSON)


def _severity(degrees: tuple[str, ...]) -> Condition:
    """The degree written for the person, or else for the incident."""
    of_incident = select(INCIDENTS.c.id).where(alive(INCIDENTS), INCIDENTS.c.severity.in_(degrees))
    return or_(
        SUBJECTS.c.severity.in_(degrees),
        and_(SUBJECTS.c.severity.is_(None), SUBJECTS.c.incident.in_(of_incident)),
    )


def violations(shape: Shape) -> Together:
    """Violations by residents in the commune within the year (Điều 6 khoản 2; reading Q10).

    Cases count once however many residents are in them.  A positive test of somebody who was a
    resident on its day is a violation too, unless the same day is in the book of cases already; a
    result of prescribed drugs is none.
    """
    case = [SUBJECTS.c.role.in_(("bi_bat_giu", "vi_pham")), _RESIDENT, _HERE]
    if shape.takes("violations_period", "at_cut_off"):
        case += [
            SUBJECTS.c.happened_on <= UNTIL,
            or_(SUBJECTS.c.caught_on.is_(None), SUBJECTS.c.caught_on > UNTIL),
        ]
    else:
        case.append(in_period(SUBJECTS.c.happened_on))
    why = Why("người cư trú vi phạm trên địa bàn", next_year, since=SUBJECTS.c.happened_on)
    return Together(
        (
            Count("case_subjects", _subjects(shape, *case), why, CASE),
            Count("tests", positive_tests(shape), POSITIVE),
        )
    )


def _told_test(question: Question, row: Any) -> str:  # noqa: ARG001
    return f"xét nghiệm dương tính: {row.of_person}"


POSITIVE: Final = Why(
    _told_test,
    next_year,
    {
        "of_person": select(PEOPLE.c.full_name)
        .where(PEOPLE.c.id == TESTS.c.person)
        .scalar_subquery()
    },
    TESTS.c.taken_on,
)


def positive_tests(shape: Shape) -> tuple[Condition, ...]:
    """Positive tests that are a violation of their own."""
    still_open = shape.takes("violations_period", "at_cut_off")
    in_book = exists().where(
        alive(SUBJECTS),
        SUBJECTS.c.person == TESTS.c.person,
        SUBJECTS.c.happened_on == TESTS.c.taken_on,
    )
    presences = circles.PRESENCES
    newer = presences.alias("newer_presences")
    away = exists().where(
        alive(presences),
        presences.c.person == TESTS.c.person,
        presences.c.state.in_((*circles.CONFINED, *circles.MOVED_AWAY)),
        circles.holds(presences, TESTS.c.taken_on),
        ~exists().where(
            alive(newer),
            newer.c.person == TESTS.c.person,
            newer.c.from_date > presences.c.from_date,
            newer.c.from_date <= TESTS.c.taken_on,
        ),
    )
    people = select(PEOPLE.c.id).where(*ours(PEOPLE, shape))
    return (
        alive(TESTS),
        TESTS.c.unit_id.in_(UNITS),
        circles.is_positive(shape),
        in_period(TESTS.c.taken_on),
        TESTS.c.person.in_(people),
        ~in_book,
        ~away,
        *((~_followed_by_decision(),) if still_open else ()),
    )


def _followed_by_decision() -> Condition:
    decisions = circles.DECISIONS
    return exists().where(
        alive(decisions),
        decisions.c.person == TESTS.c.person,
        decisions.c.signed_on >= TESTS.c.taken_on,
        decisions.c.signed_on <= UNTIL,
    )


# -- fugitives -------------------------------------------------------------------------------------


def _fugitives(shape: Shape) -> tuple[Condition, ...]:
    """Hiding in the commune at some time of the year: found in it, or found before and not caught.

    By the reading Q10 `violations_period` only those not caught by the end of it.
    """
    caught = SUBJECTS.c.caught_on
    until = UNTIL if shape.takes("violations_period", "at_cut_off") else START
    still = or_(caught.is_(None), caught > until)
    found_now = in_period(SUBJECTS.c.happened_on)
    at_cut_off = shape.takes("violations_period", "at_cut_off")
    return _subjects(
        shape,
        SUBJECTS.c.role == "truy_na",
        SUBJECTS.c.hiding_here == 1,
        SUBJECTS.c.happened_on <= UNTIL,
        still if at_cut_off else or_(found_now, still),
    )


def _fugitive_clears(question: Question, row: Any) -> date | None:
    is_caught = row.caught is not None and row.caught <= question.as_of.isoformat()
    return question.year.next().start if is_caught else None


def fugitives(shape: Shape) -> Count:
    """Wanted persons hiding in the commune (Điều 6 khoản 2)."""
    why = Why(
        "bị truy nã, lẩn trốn trên địa bàn",
        _fugitive_clears,
        {"caught": SUBJECTS.c.caught_on},
        SUBJECTS.c.happened_on,
    )
    return Count("case_subjects", _fugitives(shape), why, PERSON)


def fugitives_caught(shape: Shape) -> Share:
    """Of them, those caught by the day (001 II)."""
    return Share(
        fugitives(shape),
        _handled(),
        Why("bị truy nã, chưa bắt giữ được", since=SUBJECTS.c.happened_on),
    )


# -- detected and handled (001 II, HP.7) -----------------------------------------------------------


def _handled() -> Condition:
    return and_(SUBJECTS.c.caught_on.is_not(None), SUBJECTS.c.caught_on <= DAY)


def _violators(shape: Shape) -> Count:
    where = (SUBJECTS.c.role == "vi_pham", _HERE, in_period(SUBJECTS.c.happened_on))
    return Count(
        "case_subjects",
        _subjects(shape, *where),
        Why("vi phạm trong kỳ", next_year, since=SUBJECTS.c.happened_on),
        PERSON,
    )


def _unverified(shape: Shape) -> Count:
    where = (
        *ours(TIP_OFFS, Shape(shape.readings)),
        in_period(TIP_OFFS.c.received_on),
        or_(TIP_OFFS.c.answered_on.is_(None), TIP_OFFS.c.answered_on > DAY),
    )
    return Count("tip_offs", where, Why("tin báo chưa xác minh xong", since=TIP_OFFS.c.received_on))


def violators(shape: Shape) -> Count | Together:
    """Violators found; by the reading `detected_only` tip-offs still unverified with them."""
    if shape.takes("detected_only", "reported"):
        return Together((_violators(shape), _unverified(shape)))
    return _violators(shape)


def violators_handled(shape: Shape) -> Share | Together:
    """Of them, those who were dealt with by the day, themselves or with their incident."""
    closed = select(INCIDENTS.c.id).where(alive(INCIDENTS), INCIDENTS.c.handled_on <= DAY)
    handled = or_(
        _handled(), and_(SUBJECTS.c.incident.is_not(None), SUBJECTS.c.incident.in_(closed))
    )
    share = Share(_violators(shape), handled, Why("chưa bị xử lý", since=SUBJECTS.c.happened_on))
    if shape.takes("detected_only", "reported"):
        return Together(
            (
                share,
                Share(
                    _unverified(shape),
                    false(),
                    Why("chưa xác minh xong", since=TIP_OFFS.c.received_on),
                ),
            )
        )
    return share


def resident_offenders(shape: Shape) -> Count:
    """Residents found to have committed a crime within the year, wanted ones with them."""
    where = (
        SUBJECTS.c.role.in_(("bi_bat_giu", "truy_na")),
        _RESIDENT,
        in_period(SUBJECTS.c.happened_on),
    )
    why = Why("người cư trú phạm tội về ma túy", next_year, since=SUBJECTS.c.happened_on)
    return Count("case_subjects", _subjects(shape, *where), why, PERSON)


def resident_offenders_arrested(shape: Shape) -> Share:
    """Of them, those arrested by the day; “bị bắt giữ” without a date is an arrest."""
    caught = or_(
        and_(SUBJECTS.c.caught_on.is_not(None), SUBJECTS.c.caught_on <= DAY),
        and_(SUBJECTS.c.caught_on.is_(None), SUBJECTS.c.role == "bi_bat_giu"),
    )
    return Share(
        resident_offenders(shape),
        caught,
        Why("phạm tội về ma túy, chưa bắt giữ được", since=SUBJECTS.c.happened_on),
    )


# -- grave cases (001 II, HP.8) --------------------------------------------------------------------


def grave_cases(shape: Shape) -> Count:
    """Very and most serious cases by residents within the year, anywhere."""
    why = Why("vụ rất nghiêm trọng, đặc biệt nghiêm trọng", next_year, since=SUBJECTS.c.happened_on)
    return Count("case_subjects", _grave(shape), why, CASE)


def grave_cases_by_unlisted(shape: Shape) -> Count:
    """Of them, those by somebody who was on no list on that day: who was missed."""
    episodes = circles.EPISODES
    on_a_list = exists().where(
        alive(episodes),
        episodes.c.person == SUBJECTS.c.person,
        episodes.c.category.in_(("nghien", "sdtp", "sau_cai", "loan_than")),
        circles.holds(episodes, SUBJECTS.c.happened_on),
    )
    why = Why(
        "gây ra vụ rất nghiêm trọng khi chưa có trong danh sách",
        next_year,
        since=SUBJECTS.c.happened_on,
    )
    return Count("case_subjects", (*_grave(shape), ~on_a_list), why, CASE)


def _grave(shape: Shape) -> tuple[Condition, ...]:
    return _subjects(shape, _RESIDENT, _severity(VERY_SERIOUS), in_period(SUBJECTS.c.happened_on))


OFFENDER_FIGURES: Final[Mapping[str, Callable[[Shape], Figure]]] = MappingProxyType(
    {
        "arrested_offenders": arrested,
        "drug_offenders": drug_offenders,
        "resident_violations": violations,
        "fugitives_hiding": fugitives,
        "serious_offences_by_residents": serious_offences,
        "violators_detected": violators,
        "violators_handled": violators_handled,
        "resident_offenders_detected": resident_offenders,
        "resident_offenders_arrested": resident_offenders_arrested,
        "fugitives_detected": fugitives,
        "fugitives_caught": fugitives_caught,
        "very_serious_cases": grave_cases,
        "very_serious_cases_by_unlisted": grave_cases_by_unlisted,
    }
)
