"""What else may say who an erased person was, and what may not go with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.erasing import Naming
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.exchange.mapping import Column, SheetMapping
from sachmatuy_desktop.services import checking
from sachmatuy_desktop.services.attachments import NewFile
from sachmatuy_desktop.services.erasures.erasing import ErasePerson, erase_person, plan_erasure
from sachmatuy_desktop.services.filters import FilterShelf, SavedFilter
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers import NotePrint
from sachmatuy_desktop.services.retention import EraseReviewedPerson, KeepRecord
from sachmatuy_desktop.services.sheet_layouts import RememberLayout
from sachmatuy_desktop.storage import drafts
from sachmatuy_desktop.storage.drafts import Draft
from sachmatuy_desktop.storage.findings import ledger
from sachmatuy_desktop.storage.integrity.checks import check
from tests.erased import NAME, NUMBER, ORDER, add_her, traces
from tests.offices import (
    TestClock,
    add,
    add_household,
    add_village,
    edit,
    new_office,
    row,
)
from tests.pictures import pdf
from tests.services.test_attachments import attach


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    made = new_office(tmp_path / "xã", clock=clock)
    yield made
    made.close()


def erase(office: Office, person: RecordId, *, keep_statistics: bool = True) -> None:
    erase_person(office, ErasePerson(person, "order", ORDER, keep_statistics))
    assert check(office.store).problems == []


# -- households ------------------------------------------------------------------------------------


def test_a_household_that_another_heads_by_now_does_not_remember_her(office: Office) -> None:
    person = add_her(office)
    home = str(row(office, "people", person)["household"])
    edit(office, "households", home, phone="0987654321", citizen_number=NUMBER)
    edit(office, "households", home, head="Lê Văn Cam", remark="Nhà sau chợ")
    erase(office, person)
    left = row(office, "households", home)
    assert (left["head"], left["remark"]) == ("Lê Văn Cam", "Nhà sau chợ")
    assert traces(office, NAME, NUMBER, "0987654321") == []


def test_nor_does_one_that_she_left(office: Office) -> None:
    person = add_her(office)
    edit(office, "people", person, household=None)
    erase(office, person)
    assert traces(office, NAME, NUMBER) == []


def test_a_household_of_another_head_stays_as_it_is(office: Office) -> None:
    person = add_her(office)
    home = add_household(office, add_village(office, "Thôn 2"), "Lê Văn Cam")
    edit(office, "households", home, phone="0911222333")
    edit(office, "people", person, household=home)
    erase(office, person)
    assert row(office, "households", home)["phone"] == "0911222333"
    assert office.queries.life("households", home)[-1].changes


# -- what was said about her -----------------------------------------------------------------------


def test_what_the_checks_told_of_others_by_her_name_is_found_anew(office: Office) -> None:
    person = add_her(office)
    home = str(row(office, "people", person)["household"])
    edit(office, "households", home, head="Lê Văn Cam")
    add(office, "people", full_name="Lường Thị Bé", household=home)
    found(office)
    assert any(NAME in each for each in told(office))
    erase(office, person)
    assert not any(NAME in each for each in told(office))
    found(office)
    assert any("Lê Văn Cam" in each for each in told(office))


def found(office: Office) -> None:
    with office.store.writing() as connection:
        ledger.catch_up(connection, office.clock.today(), lambda _done, _total: None)


def told(office: Office) -> list[str]:
    with office.store.reading() as connection:
        return list(connection.exec_driver_sql("SELECT told FROM findings").scalars())


def test_reasons_of_decisions_about_her_go_and_the_decisions_stay(office: Office) -> None:
    person = add_her(office)
    edit(office, "people", person, birth="2030-01-01")
    found(office)
    (finding,) = checking.findings_of(office, "future-people-birth")
    office.run(checking.AcceptFinding(finding.id, f"Đã xem giấy của {NAME}"))
    with office.store.begin(Act("retention.keep", "An")) as work:
        work.insert(
            "retention_decisions",
            {
                "rule": "managed-persons",
                "record": person,
                "decision": "giu",
                "reason": f"{NAME} đang khiếu nại",
                "decided_by": "An",
                "decided_on": "2026-01-01",
            },
        )
        work.commit()
    erase(office, person)
    (accepted,) = office.queries.living("accepted_findings")
    (decided,) = office.queries.living("retention_decisions")
    assert (accepted["about"], decided["record"], decided["decision"]) == (person, person, "giu")
    assert traces(office, NAME, "khiếu nại") == []


def test_a_layout_whose_headings_were_her_row_goes_and_others_stay(office: Office) -> None:
    for heading in (NAME, "Họ và tên"):
        column = Column(heading, "full_name")
        office.run(RememberLayout(SheetMapping("people", 1, 1, 2, (column,))))
    person = add_her(office)
    erase(office, person)
    assert traces(office, NAME) == []
    (left,) = office.queries.living("sheet_layouts")
    assert "Họ và tên" in str(left["mapping"])


@pytest.mark.parametrize("document", [f"Đơn của {NAME}", "Don quang thi xuyen chi", f"CC {NUMBER}"])
def test_the_document_must_not_say_who_it_is(office: Office, document: str) -> None:
    """The journal keeps it for ever, at every office."""
    person = add_her(office)
    with pytest.raises(BadInput, match="Đừng ghi họ tên") as refused:
        erase_person(office, ErasePerson(person, "order", document, keep_statistics=True))
    assert refused.value.field == "document"
    assert row(office, "people", person)["full_name"] == NAME


def test_the_plan_tells_of_every_name_she_ever_had(office: Office) -> None:
    person = add_her(office)
    edit(office, "people", person, full_name="Hoàng Thị Mận")
    add(office, "people", full_name="Quàng Văn Bình", mother=NAME)
    assert plan_erasure(office, person).named_elsewhere == {"people": 1}


# -- what must not go ------------------------------------------------------------------------------


def test_a_nickname_takes_along_no_note_draft_or_filter_that_only_has_its_letters(
    office: Office,
) -> None:
    person = add(office, "people", full_name="Lò Văn Kín", other_names="Ti")
    now = office.clock.now()
    kept = [
        Draft("villages/new", "Thôn", {"name": "Thôn Tiên Sơn"}, now),
        Draft("people/new", "", {"full_name": "Hà Tí"}, now),
    ]
    drafts.replace(office.store, "an", [*kept, Draft("x", "", {"remark": "gặp\nTi."}, now)], [])
    shelf = FilterShelf(office.store, "an", REGISTERS["people"])
    shelf.keep(SavedFilter("Theo vị trí", (), "tiếp"))
    office.run(NotePrint("12/QĐ-UBND", "Theo dõi tình hình", "in"))
    office.run(NotePrint("13/QĐ-UBND", "Gửi anh Ti", "in"))
    erase(office, person)
    assert {each.place for each in drafts.kept(office.store, "an")} == {
        "villages/new",
        "people/new",
    }
    assert [each.name for each in shelf.kept(office.info.role)] == ["Theo vị trí"]
    prints = [each.why for each in office.queries.journal(acts=["document.print"])]
    assert prints == ["", "12/QĐ-UBND – in 1 bản; mục đích: Theo dõi tình hình"]


def test_notes_of_other_papers_with_the_same_title_stay(office: Office) -> None:
    person = add_her(office)
    title = "Giấy mời"
    with office.store.begin(Act("document.issue", "An")) as work:
        work.insert(
            "documents",
            {
                "number": "15/GM",
                "issued_on": "2026-02-10",
                "form": "05",
                "title": title,
                "state": "issued",
                "person": person,
            },
        )
        work.commit()
    attach(office, "people", person, NewFile("đơn.pdf", pdf()))
    notes = ["Giấy mời; bản số 01/02", "Danh sách đơn vị"]
    for each in notes:
        office.run(NotePrint(each))
    erase(office, person)
    assert [each.why for each in office.queries.journal(acts=["document.print"])] == notes[::-1]


def test_names_are_words_of_their_own() -> None:
    names = Naming(["Ba", "Quàng Thị Xuyến", "001190012345"])
    said = ("anh Ba.", "(quang  thi xuyen)", "«Quàng Thị Xuyến Chi»", "số 001190012345;")
    other = ("bà Lan", "ba lôx", "Bắc", "Quàng Thị Xuyến1", "1001190012345", "")
    assert [names.said_in(each) for each in said] == [True] * len(said)
    assert not any(names.said_in(each) for each in (other[0], *other[2:]))
    assert not Naming([]).said_in("bất cứ điều gì")


def test_a_review_that_erases_refuses_a_document_with_the_name_too(office: Office) -> None:
    person = add(office, "people", full_name=NAME)
    add(
        office,
        "episodes",
        person=person,
        category="sdtp",
        from_date="2010-01-01",
        until_date="2011-01-01",
        end_reason="Hết thời hạn",
    )
    kind = "managed-persons"
    with pytest.raises(BadInput, match="Đừng ghi họ tên"):
        office.run(EraseReviewedPerson(kind, person, f"Biên bản về {NAME}", keep_statistics=True))
    office.run(KeepRecord(kind, person, "Đang xem xét", date(2027, 1, 1)))
