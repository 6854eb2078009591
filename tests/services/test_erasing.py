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
from tests.erased import NAME, NUMBER, ORDER, PASSPORT, add_her, traces
from tests.offices import TestClock, add, add_household, add_village, edit, new_office


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path / "xã", clock=clock)


@pytest.mark.parametrize("keep_statistics", [True, False])
def test_nothing_of_a_name_or_number_is_left(office: Office, keep_statistics: bool) -> None:
    person = add_her(office)
    assert traces(office, NAME, NUMBER, PASSPORT)
    erase_person(office, ErasePerson(person, "order", ORDER, keep_statistics))
    assert traces(office, NAME, NUMBER, PASSPORT, "0987654321", "Thợ may") == []
    report = check(office.store)
    assert [str(each.said) for each in report.problems] == []
