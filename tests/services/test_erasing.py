"""What is kept of a person is erased where the law wants it, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.services.erasing import ErasePerson, erase_person
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.checks import check
from tests.offices import TestClock, add, add_household, add_village, edit, new_office

NAME = "Quàng Thị Xuyến Chi"
NUMBER = "001190012345"
ORDER = "12/QĐ-UBND ngày 01/3/2026"


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path / "xã", clock=clock)


def add_her(office: Office) -> RecordId:
    """A person with a past: a household of her own, papers, a list, tests, edits and an undoing."""
    village = add_village(office)
    home = add_household(office, village, NAME)
    person = add(
        office,
        "people",
        full_name=NAME,
        birth="1990-05-17",
        citizen_number=NUMBER,
        household=home,
        village=village,
        remark=f"{NAME} hay đi làm xa",
    )
    add(office, "identity_docs", person=person, kind="ho_chieu", number="B1234567")
    add(office, "episodes", person=person, category="nghien", from_date="2025-02-01")
    add(office, "tests", person=person, taken_on="2026-02-01", result="am_tinh", sampler=NAME)
    edit(office, "people", person, occupation="Thợ may", phone="0987654321")
    office.undo(edit(office, "people", person, full_name=NAME + " Anh"))
    office.store.settle_search()
    return person


def everything_in(office: Office) -> Iterator[str]:
    """Every value of every table of the opened file, those of the search index too."""
    with office.store.reading() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        for name in names.scalars().all():
            for values in connection.exec_driver_sql(f'SELECT * FROM "{name}"'):
                for value in values:
                    yield value.decode("latin-1") if isinstance(value, bytes) else str(value)


def traces(office: Office, *words: str) -> list[str]:
    """The values in which any of the words stands, by itself or folded."""
    wanted = {
        form for word in words for form in (word, fold(word), word.encode().decode("latin-1"))
    }
    wanted |= {part for word in words for part in fold(word).split() if len(part) > 3}
    return [value for value in everything_in(office) if any(each in value for each in wanted)]


@pytest.mark.parametrize("keep_statistics", [True, False])
def test_nothing_of_a_name_or_number_is_left(office: Office, keep_statistics: bool) -> None:
    person = add_her(office)
    assert traces(office, NAME, NUMBER, "B1234567")
    erase_person(office, ErasePerson(person, "order", ORDER, keep_statistics))
    assert traces(office, NAME, NUMBER, "B1234567", "0987654321", "Thợ may") == []
    report = check(office.store)
    assert [str(each.said) for each in report.problems] == []
