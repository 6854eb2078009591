"""What a person is told of the data kept of them: all of it, and all that was done with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.services.access.looking import looked_at
from sachmatuy_desktop.services.attachments import (
    NewFile,
    attachments,
    export_copy,
    note_print,
)
from sachmatuy_desktop.services.merging import MergeRecords
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.retention import (
    KeepRecord,
    TraceKind,
    held_of,
    traces_of,
)
from tests.offices import TestClock, add, add_household, add_village, edit, new_office, row
from tests.pictures import pdf
from tests.services.test_attachments import attach
from tests.services.test_retention import MANAGED, released

NAME = "Lường Văn Soi"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    moment = datetime(2026, 11, 28, 9, 0, tzinfo=VIETNAM)
    made = new_office(tmp_path / "xã", clock=TestClock(moment))
    yield made
    made.close()


def counts(office: Office, person: str) -> dict[str, int]:
    return {each.register: each.count for each in held_of(office, person)}


def done(office: Office, person: str, kind: TraceKind) -> Counter[str]:
    return Counter(each.title for each in traces_of(office, person) if each.kind is kind)


def test_files_of_a_persons_records_are_held_too(office: Office) -> None:
    person = released(office)
    test = add(office, "tests", person=person, taken_on="2026-01-01", result="am_tinh")
    attach(office, "tests", test, NewFile("phiếu.pdf", pdf()))
    assert counts(office, person) == {
        "people": 1,
        "episodes": 1,
        "tests": 1,
        "attachments_people": 1,
    }


def test_the_household_that_bears_the_name_is_held_too(office: Office) -> None:
    home = add_household(office, add_village(office), NAME)
    head = add(office, "people", full_name=NAME, household=home)
    other = add(office, "people", full_name="Lường Thị Bé", household=home)
    assert counts(office, head) == {"people": 1, "households": 1}
    assert counts(office, other) == {"people": 1}


def test_what_was_merged_into_the_person_and_decided_about_it_counts(office: Office) -> None:
    person = released(office)
    twin = add(office, "people", full_name=NAME)
    office.run(MergeRecords("people", person, twin))
    office.run(KeepRecord(MANAGED, person, "Đang khiếu nại", date(2027, 6, 1)))
    held = counts(office, person)
    assert (held["people"], held["retention_decisions"]) == (2, 1)


def test_a_resident_is_not_told_to_be_kept_as_a_user_of_drugs(office: Office) -> None:
    person = add(office, "people", full_name=NAME)
    add(office, "identity_docs", person=person, kind="ho_chieu", number="B1")
    purposes = {each.register: each.purpose for each in held_of(office, person)}
    assert purposes["people"] == purposes["identity_docs"]
    assert not any("ma túy, người nghiện" in each for each in purposes.values())


def test_who_looked_at_a_record_that_was_merged_into_the_persons_is_told(office: Office) -> None:
    person, twin = released(office), add(office, "people", full_name=NAME)
    looked_at(office.session, "people", twin)
    office.run(MergeRecords("people", person, twin))
    assert done(office, person, TraceKind.VIEWED).total() == 2  # that look, and this one


def test_what_was_written_beside_the_persons_own_books_is_told(office: Office) -> None:
    person = released(office)
    home = add_household(office, add_village(office))
    signed = add(
        office,
        "commitments",
        kind="ho",
        household=home,
        person=person,
        outcome="da_ky",
        signed_on="2026-03-01",
    )
    edit(office, "commitments", signed, signer="Lường Văn Soi")
    about = [each.about for each in traces_of(office, person) if each.kind is TraceKind.WRITTEN]
    assert sum("Người ký" in each for each in about) == 1


def test_prints_and_copies_of_the_persons_files_are_told_and_no_others(
    office: Office, tmp_path: Path
) -> None:
    person, other = released(office), add(office, "people", full_name="Lê Văn Cam")
    for each, pages in ((person, 1), (other, 2)):
        attach(office, "people", each, NewFile("giấy.pdf", pdf(pages)))
        (file,) = attachments(office.session, "people", each)
        note_print(office.session, file, "Đối chiếu")
    (file,) = attachments(office.session, "people", person)
    export_copy(office.session, file, tmp_path / "giấy.pdf", "Bàn giao")
    assert done(office, person, TraceKind.PRINTED) == {
        "In tệp đính kèm": 1,
        "Xuất bản sao tệp đính kèm": 1,
    }
    assert row(office, "people", other)["full_name"] == "Lê Văn Cam"
