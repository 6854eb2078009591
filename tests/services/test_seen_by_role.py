"""Every book with every role: which rows, which columns, which names, by every road that reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Kind, RecordId, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.roles import ROLES, Role
from sachmatuy_desktop.services.criteria import assess
from sachmatuy_desktop.services.criteria.exclusions import left_out
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.queries import Queries, Where
from sachmatuy_desktop.storage.role_queries import queries_seen_by
from tests.offices import add, add_household, add_person, add_village, new_office

SAID = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.NAME})
"""Fields that hold a word of their own here, so that it is known where it was read."""

DAY = date(2026, 3, 2)

Book = tuple[Office, dict[str, RecordId]]


def word(book: Register, name: str) -> str:
    """What one field of one book says, and nothing else does: letters alone."""
    number = [*REGISTERS].index(book) * 100 + [each.name for each in book.fields].index(name)
    return "Chữ" + "".join(chr(ord("a") + int(digit)) for digit in f"{number:05d}")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """One record of every book, with a word of its own in every text."""
    office = new_office(tmp_path_factory.mktemp("sổ") / "xã")
    records: dict[str, RecordId] = {}
    with office.store.begin(Act("training.fill", "Máy")) as work:
        for book in REGISTERS:
            values: dict[str, Value] = {
                each.name: word(book, each.name) for each in book.fields if each.kind in SAID
            }
            records[book.name] = work.insert(book.name, values)
        work.commit()
    yield office, records
    office.close()


def read(queries: Queries, book: Register, record: RecordId) -> str:
    """Everything that is told of a record."""
    name = book.name
    texts = [each.name for each in book.fields if each.kind in SAID]
    heard: list[object] = [
        queries.rows(name, [record]),
        queries.living(name),
        queries.names(name, [record]),
        queries.histories(name, [record]),
        queries.life(name, record),
        queries.siblings(name, record),
        [queries.tally(name, each) for each in texts],
    ]
    return repr(heard)


def guessed(queries: Queries, book: Register, name: str, record: RecordId) -> bool:
    """Whether somebody who guesses what a field says can find out that it does."""
    there = [Where(name, "=", word(book, name))]
    finds = name in book.search and (
        queries.ids(book.name, search=word(book, name))
        or any(hit.id == record for hit in queries.find(word(book, name)))
    )
    return bool(queries.count(book.name, there) or queries.ids(book.name, there) or finds)


def may_hear(role: Role, book: Register, name: str) -> bool:
    return role.may_open(book) and role.may_be_shown(book[name])


@pytest.mark.parametrize("who", ROLES)
def test_a_role_hears_of_every_book_what_it_sees_and_nothing_else(filled: Book, who: str) -> None:
    office, records = filled
    role = ROLES[who]
    queries = queries_seen_by(office.store, role)
    for book in REGISTERS:
        record = records[book.name]
        texts = [each.name for each in book.fields if each.kind in SAID]
        sees = {each for each in texts if may_hear(role, book, each)}
        if sees == set(texts):
            assert all(word(book, each) in repr(queries.rows(book.name, [record])) for each in sees)
            continue
        heard = read(queries, book, record)
        assert {each for each in texts if word(book, each) in heard} == sees, book.name
        for each in set(texts) - sees:
            assert not guessed(queries, book, each, record), (book.name, each)
        there = bool(queries.ids(book.name)), queries.count(book.name) > 0
        assert there == (role.may_open(book),) * 2, book.name


PACK = "ia-hdrai-2024/commune-drug-free"
UNSIGNED, POINT = "Trần Thị Ả", "Quán Ốc Lạ"


@pytest.fixture(scope="module")
def unsigned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A household that has not signed, somebody on a list, a place where drugs are sold."""
    office = new_office(tmp_path_factory.mktemp("số") / "xã")
    village = add_village(office)
    add_household(office, village, UNSIGNED)
    managed = add_person(office, "Lê Văn Cam", village)
    add(office, "episodes", person=managed, category="nghien", from_date="2026-01-05")
    add(office, "presences", person=managed, state="co_mat", from_date="2025-09-01")
    add(
        office,
        "hotspots",
        kind="tu_diem",
        address=POINT,
        village=village,
        detected_on="2026-01-10",
    )
    yield office
    office.close()


@pytest.mark.parametrize("who", ROLES)
def test_a_figure_is_for_all_and_names_nobody_whose_book_is_shut(
    unsigned: Office, who: str
) -> None:
    whole = assess(unsigned, PACK, DAY)
    seen = replace(unsigned, account=replace(unsigned.account, role=who))
    found = assess(seen, PACK, DAY)
    assert [(each.id, each.status) for each in found.criteria] == [
        (each.id, each.status) for each in whole.criteria
    ]
    told = repr(found) + repr([left_out(seen, found, each.id) for each in found.criteria])
    for name, book in ((UNSIGNED, "households"), (POINT, "hotspots"), ("Lê Văn Cam", "episodes")):
        assert name not in told or ROLES[who].may_name(REGISTERS[book]), name
    assert who != "admin" or all(name in told for name in (UNSIGNED, POINT))
