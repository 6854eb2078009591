"""Who is meant: conditions on persons, true of a day, from which the figures are put together.

Every condition is about a row of `people` and reads dated rows only: an episode, a presence, a
decision, a treatment, a test.  A row “from … until …” holds on both days.  The state of a treatment
counts from the day in its row on, so that an assessment of last month is not changed by what
happened since.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Table,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)

from sachmatuy_desktop.storage.facts.question import (
    DAY,
    OVERDUE_AFTER_REHAB,
    OVERDUE_USERS,
    UNITS,
    VILLAGE,
    Shape,
)
from sachmatuy_desktop.storage.schema import register_tables

Condition = ColumnElement[bool]

PEOPLE: Final = register_tables["people"]
EPISODES: Final = register_tables["episodes"]
PRESENCES: Final = register_tables["presences"]
DECISIONS: Final = register_tables["decisions"]
TREATMENTS: Final = register_tables["treatments"]
TESTS: Final = register_tables["tests"]
TRANSFERS: Final = register_tables["transfers"]
VISITS: Final = register_tables["visits"]
SUPPORTS: Final = register_tables["supports"]
HOUSEHOLDS: Final = register_tables["households"]

MOVED_AWAY: Final = ("chuyen_di",)
CONFINED: Final = ("co_so_cai_nghien", "tam_giu_tam_giam", "trai_giam")
NOT_HERE: Final = ("vang_mat", "khong_ro")


def alive(table: FromClause) -> Condition:
    """Not a tombstone.

    Said so that no index can answer it: nearly every row lives, and a walk of the list's index that
    looks each row up costs several times what reading the table does, and keeps SQLite from the
    index of the persons.
    """
    return func.coalesce(table.c.deleted, 1) == 0


def persons_of(table: Table) -> Select[Any]:
    """The persons the living rows of a book are about.

    Rows without a person are left out: one of them would make every “not among” unanswerable.
    """
    return select(table.c.person).where(alive(table), table.c.person.is_not(None))


def ours(table: Table, shape: Shape) -> tuple[Condition, ...]:
    """Living records of the units asked about, of one village if one is asked about."""
    unit: Any = table.c.unit_id
    if table is PEOPLE:
        # Every figure names persons by their ids; without this SQLite walks all residents instead.
        unit = func.coalesce(unit, "")
    here: tuple[Condition, ...] = (alive(table), unit.in_(UNITS))
    return (*here, _in_village(table)) if shape.by_village else here


def _in_village(table: Table) -> Condition:
    """In the village; a person whose own village is not written lives in the household's."""
    village: Condition = table.c.village == VILLAGE
    if table is not PEOPLE:
        return village
    homes = select(HOUSEHOLDS.c.id).where(HOUSEHOLDS.c.village == VILLAGE)
    return or_(village, and_(PEOPLE.c.village.is_(None), PEOPLE.c.household.in_(homes)))


def holds(table: FromClause, day: Any = DAY) -> Condition:
    """The row's “from … until …” covers the day; both days are inside."""
    return and_(
        table.c.from_date <= day, or_(table.c.until_date.is_(None), table.c.until_date >= day)
    )


# -- on a list -------------------------------------------------------------------------------------


def open_episodes(*categories: str, day: Any = DAY) -> Select[Any]:
    """The persons on a list on the day.

    A person who moved away while an episode ran has left the list even if nobody closed the
    episode (Luật 120/2025/QH15, Điều 27 khoản 3 c, Điều 48 khoản 3 c, khoản 4 c).
    """
    moved = exists().where(
        alive(TRANSFERS),
        TRANSFERS.c.person == EPISODES.c.person,
        TRANSFERS.c.direction.is_distinct_from("den"),
        TRANSFERS.c.moved_on >= EPISODES.c.from_date,
        TRANSFERS.c.moved_on <= day,
    )
    return persons_of(EPISODES).where(
        EPISODES.c.category.in_(categories), holds(EPISODES, day), ~moved
    )


def listed(*categories: str, day: Any = DAY) -> Condition:
    """On one of the lists on the day, and not recorded as moved away."""
    return and_(
        PEOPLE.c.id.in_(open_episodes(*categories, day=day)),
        PEOPLE.c.id.not_in(persons_in(MOVED_AWAY, day)),
    )


# -- present, resident -----------------------------------------------------------------------------


def persons_in(states: tuple[str, ...], day: Any = DAY) -> Select[Any]:
    """The persons whose presence on the day is one of the states: the newest row that holds."""
    newer = PRESENCES.alias("newer_presences")
    overtaken = exists().where(
        newer.c.person == PRESENCES.c.person,
        alive(newer),
        holds(newer, day),
        or_(
            newer.c.from_date > PRESENCES.c.from_date,
            and_(newer.c.from_date == PRESENCES.c.from_date, newer.c.id > PRESENCES.c.id),
        ),
    )
    return persons_of(PRESENCES).where(
        PRESENCES.c.state.in_(states), holds(PRESENCES, day), ~overtaken
    )


def present(day: Any = DAY) -> Condition:
    """“Có mặt tại địa bàn”.

    Somebody of whom nothing is recorded counts as present: absence is what has to be written down
    (domain Q9).
    """
    return PEOPLE.c.id.not_in(persons_in((*NOT_HERE, *CONFINED, *MOVED_AWAY), day))


def resident(shape: Shape, day: Any = DAY) -> Condition:
    """“Hiện đang cư trú” (Quyết định 28/2025/QĐ-TTg, Điều 6; reading Q9 `in_facility`).

    Not residents are those in a rehabilitation facility, in custody or prison, and those who moved
    away; somebody who is away for a time still is.
    """
    away = MOVED_AWAY if shape.takes("in_facility", "resident") else (*CONFINED, *MOVED_AWAY)
    return PEOPLE.c.id.not_in(persons_in(away, day))


def in_community() -> Condition:
    """“Ngoài cộng đồng” (plan of Hoằng Phong II): not in a facility, in custody or in prison.

    Where no presence is recorded the mark on the episode decides; without either it is the
    community.
    """
    any_presence = persons_of(PRESENCES).where(holds(PRESENCES))
    marked_inside = persons_of(EPISODES).where(holds(EPISODES), EPISODES.c.in_community == 0)
    return and_(
        PEOPLE.c.id.not_in(persons_in(CONFINED)),
        or_(PEOPLE.c.id.in_(any_presence), PEOPLE.c.id.not_in(marked_inside)),
    )


# -- files, decisions ------------------------------------------------------------------------------


def has_file(*categories: str) -> Condition:
    """A file with number and date, kept for one of the episodes that run on the day."""
    return PEOPLE.c.id.in_(
        persons_of(EPISODES).where(
            EPISODES.c.category.in_(categories),
            holds(EPISODES),
            EPISODES.c.file_number.is_not(None),
            EPISODES.c.file_date <= DAY,
        )
    )


def has_decision(kind: str, category: str) -> Condition:
    """A decision signed by the day that belongs to the episode that runs.

    One whose term ended before the episode began belongs to an earlier one.
    """
    return PEOPLE.c.id.in_(
        persons_of(DECISIONS)
        .join(EPISODES, EPISODES.c.person == DECISIONS.c.person)
        .where(
            DECISIONS.c.kind == kind,
            DECISIONS.c.signed_on <= DAY,
            alive(EPISODES),
            EPISODES.c.category == category,
            holds(EPISODES),
            or_(
                DECISIONS.c.term_until >= EPISODES.c.from_date,
                and_(
                    DECISIONS.c.term_until.is_(None),
                    DECISIONS.c.signed_on >= func.coalesce(_earlier_end(), literal("")),
                ),
            ),
        )
    )


def _earlier_end() -> Any:
    """The day the person's last episode before this one ended."""
    earlier = EPISODES.alias("earlier_episodes")
    return (
        select(func.max(earlier.c.until_date))
        .where(
            earlier.c.person == EPISODES.c.person,
            alive(earlier),
            earlier.c.category == EPISODES.c.category,
            earlier.c.from_date < EPISODES.c.from_date,
        )
        .scalar_subquery()
    )


def _in_term(overdue: Any) -> Condition:
    """Not one of those whose term is over: past it nobody is managed without a new decision."""
    listed_so = func.json_each(overdue).table_valued("value")
    return PEOPLE.c.id.not_in(select(listed_so.c.value))


def user_has_file() -> Condition:
    """“Quyết định, hồ sơ quản lý” of a user: the decision (form 04) or a numbered, dated file.

    Only while the year of management runs (Luật 120/2025/QH15, Điều 24 khoản 2, Điều 27 khoản 3).
    """
    filed = or_(has_file("sdtp"), has_decision("quan_ly_sdtp", "sdtp"))
    return and_(filed, _in_term(OVERDUE_USERS))


def after_rehab_has_file() -> Condition:
    """The decision on management after rehabilitation (form 53), or a numbered, dated file.

    Only while its one or two years run (Luật 120/2025/QH15, Điều 42, Điều 48 khoản 4).
    """
    filed = or_(has_file("sau_cai"), has_decision("sau_cai", "sau_cai"))
    return and_(filed, _in_term(OVERDUE_AFTER_REHAB))


def managed_after_rehab() -> Condition:
    """On the list of post-rehabilitation, and its term still runs."""
    return and_(listed("sau_cai"), _in_term(OVERDUE_AFTER_REHAB))


# -- treatment -------------------------------------------------------------------------------------

FORMS: Final = ("tai_gia_dinh", "co_so_tu_nguyen", "bat_buoc", "thay_the")


def runs(table: Table = TREATMENTS) -> Condition:
    """The treatment runs on the day: begun, neither completed nor broken off before."""
    begun, end = table.c.from_date <= DAY, table.c.until_date
    return and_(
        begun,
        or_(
            and_(table.c.state == "dang_thuc_hien", or_(end.is_(None), end >= DAY)),
            and_(table.c.state == "hoan_thanh", end >= DAY),
            and_(table.c.state == "bo", end > DAY),
        ),
    )


def treated(*forms: str) -> Condition:
    """In a treatment of one of the forms that runs on the day."""
    return PEOPLE.c.id.in_(
        persons_of(TREATMENTS).where(TREATMENTS.c.form.in_(forms or FORMS), runs())
    )


def treatment_file(shape: Shape) -> Condition:
    """“Được lập hồ sơ áp dụng các hình thức cai nghiện”; reading `treatment_file`.

    By default a file in the making is enough, by the other reading the treatment must run; one that
    was broken off never counts.
    """
    if shape.takes("treatment_file", "in_treatment"):
        return treated()
    being_made = persons_of(TREATMENTS).where(
        TREATMENTS.c.state == "dang_lap_ho_so", holds(TREATMENTS)
    )
    return or_(treated(), PEOPLE.c.id.in_(being_made))


def substituted_over_a_year(day: Any) -> Condition:
    """In substitution treatment that runs, begun more than twelve months ago (`day`)."""
    return PEOPLE.c.id.in_(
        persons_of(TREATMENTS).where(
            TREATMENTS.c.form == "thay_the",
            runs(),
            TREATMENTS.c.from_date < day,
        )
    )


# -- tests -----------------------------------------------------------------------------------------


def is_positive(shape: Shape) -> Condition:
    """A positive result that is held against the person; reading `prescribed_drugs`."""
    positive: Condition = TESTS.c.result == "duong_tinh"
    if shape.takes("prescribed_drugs", "included"):
        return positive
    return and_(positive, func.coalesce(TESTS.c.prescribed, 0) == 0)


def negative_since(shape: Shape, first: Any) -> Condition:
    """The last test was taken on `first` or later and is not positive.

    Of several on the last day none may be positive; a test without a result is not one.
    """
    later = TESTS.alias("later_tests")
    is_last = ~exists().where(
        later.c.person == TESTS.c.person,
        alive(later),
        later.c.result.is_not(None),
        later.c.taken_on <= DAY,
        later.c.taken_on > TESTS.c.taken_on,
    )
    held_against = case((is_positive(shape), 1), else_=0)
    return PEOPLE.c.id.in_(
        persons_of(TESTS)
        .where(
            TESTS.c.result.is_not(None),
            TESTS.c.taken_on <= DAY,
            TESTS.c.taken_on >= first,
            is_last,
        )
        .group_by(TESTS.c.person)
        .having(func.max(held_against) == 0)
    )


def tested_since(first: Any) -> Condition:
    """A test with a result was taken from `first` to the day."""
    return PEOPLE.c.id.in_(
        persons_of(TESTS).where(
            TESTS.c.result.is_not(None),
            TESTS.c.taken_on <= DAY,
            TESTS.c.taken_on >= first,
        )
    )


def followed_by(book: Table, when: Any, category: str, *others: Condition) -> Condition:
    """A row of `book` from the day the running episode began to the day asked about."""
    return PEOPLE.c.id.in_(
        persons_of(book)
        .join(EPISODES, EPISODES.c.person == book.c.person)
        .where(
            *others,
            when <= DAY,
            when >= EPISODES.c.from_date,
            alive(EPISODES),
            EPISODES.c.category == category,
            holds(EPISODES),
        )
    )


NOBODY: Final = false()
