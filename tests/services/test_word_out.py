"""Papers taken out as Word and Excel, and the office's own templates: acts, undone as any other."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from sachmatuy_desktop.documents.word.places import form_as_template
from sachmatuy_desktop.domain.forms import (
    Column,
    FormData,
    Grid,
    GridCell,
    GridColumn,
    Heading,
    Run,
    Section,
    Table,
    Text,
)
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import KnownError, NotAllowed, NotFound, Refused
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.templates import (
    DropTemplate,
    TakeTemplate,
    as_issued,
    content_of,
    template_for,
    word_by_template,
)
from sachmatuy_desktop.services.undo import Undo
from sachmatuy_desktop.storage.attachments import sweep
from tests.documents.word_reading import opened, words_of
from tests.filled_offices import DAY, NAME, filled_office, managed_person
from tests.services.paper_offices import sign_as

DECISION = "163-iii-04"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = filled_office(tmp_path / "office")
    yield made
    made.close()


@pytest.fixture
def person(office: Office) -> RecordId:
    return managed_person(office)


def reasons(office: Office) -> list[str]:
    return [each.why for each in office.queries.journal()]


def ours() -> bytes:
    return form_as_template(load_form(DECISION))


# -- Excel ----------------------------------------------------------------------------------------


def line(text: str) -> Text:
    return ((Run(text),),)


def test_tables_of_a_paper_are_sheets_with_figures_as_numbers() -> None:
    table = Table(
        (Column("Thôn", 2), Column("Số hộ", 1), Column("Mã", 1)),
        (("Làng Mới", "1.234", "0012"), ("=1+1", "0", "062090999111")),
    )
    grid = Grid(
        (GridColumn(line("Nam"), 1), GridColumn(line("Nữ"), 1)),
        ((GridCell(line("12")), GridCell(line("-5"))), (GridCell(line("Chung"), 2),)),
        ((GridCell(line("Số người"), 2),),),
    )
    blocks = (Heading("Bảng A"), table, Heading("Bảng a"), grid)
    data = FormData("x", "1", "Báo cáo", 1, (Section(blocks),))
    first, second = papers.tables_of(data)
    assert first.rows == (("Làng Mới", 1234, "0012"), ("=1+1", 0, "062090999111"))
    assert second.heads == ("Số người – Nam", "Số người – Nữ")
    assert second.rows == ((12, -5), ("Chung", ""))
    book = CalamineWorkbook.from_filelike(io.BytesIO(papers.as_sheets(data)))
    assert book.sheet_names == ["Bảng A", "Bảng a 2"]
    assert book.get_sheet_by_index(0).to_python()[3:] == [
        ["Làng Mới", 1234, "0012"],
        ["=1+1", 0, "062090999111"],
    ]


def test_a_paper_without_a_table_makes_no_spreadsheet() -> None:
    data = FormData("x", "1", "Báo cáo", 1, (Section((Heading("I"),)),))
    assert not papers.has_tables(data)
    with pytest.raises(NotFound, match="bảng"):
        papers.as_sheets(data)


# -- issued papers --------------------------------------------------------------------------------


def issue(office: Office, person: RecordId) -> tuple[papers.Filling, RecordId]:
    filling = papers.fill(office, DECISION, person, DAY)
    return filling, str(office.run(papers.issue_filling(office, filling)).result)


def test_an_issued_paper_leaves_as_word_with_its_number_and_is_noted(
    office: Office, person: RecordId
) -> None:
    _filling, document = issue(office, person)
    made = opened(papers.as_word(papers.taken_out(office, document, "Word")))
    assert NAME in words_of(made)
    assert "Số: 01/QĐ-" in words_of(made)
    assert any(each.endswith("; Word") for each in reasons(office))


def test_who_may_not_see_the_lists_takes_no_paper_about_a_person_out(
    office: Office, person: RecordId
) -> None:
    _filling, document = issue(office, person)
    sign_as(office, "viewer")
    with pytest.raises(NotAllowed):
        papers.taken_out(office, document, "Word")


# -- templates ------------------------------------------------------------------------------------


def test_a_template_is_taken_in_filled_and_taken_back(office: Office, person: RecordId) -> None:
    filling = papers.fill(office, DECISION, person, DAY)
    with pytest.raises(NotFound):
        word_by_template(office, filling)
    took = office.run(TakeTemplate(DECISION, "mau.docx", ours()))
    kept = template_for(office.session, DECISION)
    assert kept is not None
    assert (kept.file_name, kept.outdated) == ("mau.docx", False)
    assert content_of(office.session, kept) == ours()
    assert sweep(office.store) == 0
    assert NAME in words_of(opened(word_by_template(office, filling)))
    office.run(Undo(took.txn))
    assert template_for(office.session, DECISION) is None


def test_a_newer_template_stands_in_for_the_one_before(office: Office) -> None:
    office.run(TakeTemplate(DECISION, "mot.docx", ours()))
    took = office.run(TakeTemplate(DECISION, "hai.docx", ours()))
    assert template_for(office.session, DECISION).file_name == "hai.docx"  # type: ignore[union-attr]
    office.run(Undo(took.txn))
    kept = template_for(office.session, DECISION)
    assert kept is not None
    assert kept.file_name == "mot.docx"
    office.run(DropTemplate(kept.id))
    assert template_for(office.session, DECISION) is None


def test_an_issued_paper_by_the_template_bears_its_number(office: Office, person: RecordId) -> None:
    office.run(TakeTemplate(DECISION, "mau.docx", ours()))
    filling, document = issue(office, person)
    said = words_of(opened(word_by_template(office, as_issued(office, filling, document))))
    assert "Số: 01/QĐ-" in said
    assert "ngày 05 tháng 8 năm 2026" in said


@pytest.mark.parametrize(
    ("form", "content", "error"),
    [
        (DECISION, b"khong phai Word", Refused),
        ("163-iii-05", ours(), Refused),
        ("self-assessment", ours(), Refused),
        ("khong-co", ours(), NotFound),
    ],
)
def test_what_is_no_template_of_the_form_changes_nothing(
    office: Office, form: str, content: bytes, error: type[KnownError]
) -> None:
    with pytest.raises(error):
        office.run(TakeTemplate(form, "mau.docx", content))
    assert not office.queries.ids("word_templates")


def test_only_who_manages_takes_templates_in(office: Office) -> None:
    sign_as(office, "viewer")
    with pytest.raises(NotAllowed):
        office.run(TakeTemplate(DECISION, "mau.docx", ours()))
