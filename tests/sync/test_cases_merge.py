"""Two PCs of one commune decide on the same person without knowing of each other."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.services.cases import Transit, case_of, survey
from sachmatuy_desktop.services.office import Office
from tests.offices import IA_DOM, TestClock, add_person, new_office
from tests.sync.test_two_offices import carry, trust

DAY = date(2026, 7, 6)


@pytest.fixture
def pcs(tmp_path: Path) -> tuple[Office, Office]:
    """Two PCs of one commune that trust each other."""
    one, two = (
        new_office(
            tmp_path / name, IA_DOM, clock=TestClock(datetime(2026, 7, 6, 8, tzinfo=VIETNAM))
        )
        for name in ("một", "hai")
    )
    trust(one, two, "sister")
    trust(two, one, "sister")
    return one, two


def test_a_case_decided_twice_is_merged_whole_and_told(
    pcs: tuple[Office, Office], tmp_path: Path
) -> None:
    """A state that a merge broke is a finding with its article; nothing is refused or lost."""
    one, two = pcs
    person = add_person(one)
    one.run(Transit(person, "T01", DAY, "b-h"))
    carry(one, two, tmp_path / "1.smt")
    one.run(Transit(person, "T04", DAY, details={"number": "12/QĐ"}))
    two.run(Transit(person, "T20", DAY, "a"))
    two.run(Transit(person, "T21", DAY))
    assert survey(one.session).findings == survey(two.session).findings == ()

    carry(two, one, tmp_path / "2.smt")
    carry(one, two, tmp_path / "3.smt")

    for office in (one, two):
        states = case_of(office.session, person, DAY).standing.codes
        assert states == {"SDTP", "NGHIEN"}
        [wrong] = survey(office.session).findings
        assert "Điều 24 khoản 5 điểm a" in str(wrong.says)
        assert wrong.person == person

    one.run(Transit(person, "T13", DAY, "a"))
    assert survey(one.session).findings == ()
    assert case_of(one.session, person, DAY).standing.state.code == "NGHIEN"
