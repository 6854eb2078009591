"""Every form as a Word file: it opens, says all its words in order, and is always the same."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from docx.enum.section import WD_ORIENT

from sachmatuy_desktop.documents.word import MOST_SHEETS, write_word
from sachmatuy_desktop.domain.forms import (
    FormData,
    Leader,
    Paragraph,
    Qr,
    Restriction,
    Rich,
    Run,
    Section,
    Tick,
    Title,
)
from sachmatuy_desktop.errors import Refused
from sachmatuy_desktop.packs.forms import all_form_ids, load_form
from tests.documents.fillings import FILLINGS, composed
from tests.documents.word_reading import faults, opened, words_of
from tests.documents.wording_order import missing_words

VML = "{urn:schemas-microsoft-com:vml}"


def without_codes(data: FormData) -> FormData:
    sections = tuple(
        replace(each, blocks=tuple(block for block in each.blocks if not isinstance(block, Qr)))
        for each in data.sections
    )
    return replace(data, sections=sections)


@pytest.mark.parametrize("form_id", all_form_ids())
def test_a_form_as_word(form_id: str) -> None:
    for filling in FILLINGS:
        data = composed(load_form(form_id), filling)
        document = opened(write_word(data))
        assert missing_words(without_codes(data), [words_of(document)]) == [], filling
        assert faults(document) == [], filling


def test_the_same_paper_gives_the_same_bytes_and_names_nobody() -> None:
    data = composed(load_form("self-assessment"), "usual")
    made = write_word(data)
    assert made == write_word(FormData.from_json(data.to_json()))
    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert "creator" not in core
    assert "created" not in core


def test_pages_stand_as_the_decree_wants_them() -> None:
    document = opened(write_word(composed(load_form("self-assessment"), "usual")))
    upright, *annexes = document.sections
    for section in document.sections:
        margins = (section.top_margin, section.bottom_margin, section.left_margin)
        assert [round(each.mm) for each in margins] == [20, 20, 30]
        assert section.different_first_page_header_footer
        assert section.header.paragraphs[0].alignment == 1
        assert "PAGE" in section.header._element.xml
        assert "PAGE" not in section.first_page_header._element.xml
    size = (upright.page_width, upright.page_height)
    assert [round(each.mm, 1) for each in size] == [210, 297]
    assert all(annex.orientation == WD_ORIENT.LANDSCAPE for annex in annexes)
    normal = document.styles["Normal"].element.getparent().xml
    assert "Times New Roman" in normal


def test_heads_of_tables_repeat_and_rows_stay_whole() -> None:
    document = opened(write_word(composed(load_form("self-assessment"), "extreme")))
    ruled = [table for table in document.tables if "w:tblHeader" in table._tbl.xml]
    assert ruled
    for table in ruled:
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert all("w:cantSplit" in row._tr.xml for row in table.rows)


def paper(*blocks: object) -> FormData:
    section = Section((Title("BÁO CÁO", "Kết quả"), *blocks))  # type: ignore[arg-type]
    return FormData("x", "1", "Báo cáo", 1, (section,))


def test_an_empty_place_runs_to_the_margin_and_a_box_stays_with_its_word() -> None:
    line = (Tick(ticked=True), Run(" Nam "), Tick(), Run(" Nữ; nơi sinh: "), Leader())
    document = opened(write_word(paper(Rich((line,)))))
    last = document.paragraphs[-1]
    assert last.text == "☒\u00a0Nam ☐\u00a0Nữ; nơi sinh: \t"
    (stop,) = last.paragraph_format.tab_stops
    assert round(stop.position.mm) == 160
    assert "dot" in last._p.xml


def test_a_restricted_paper_keeps_its_mark_copy_and_foot_on_every_page() -> None:
    marked = Restriction(
        "HẠN CHẾ", "Bản số 01/02", "In bởi Thử, 08:00", 'An "Thử" & Bé · 08:00, 01/02/2026'
    )
    data = replace(paper(Paragraph("Danh sách.")), restriction=marked, training="TẬP HUẤN")
    document = opened(write_word(data))
    (section,) = document.sections
    for head in (section.header, section.first_page_header):
        across = [each.get("string") for each in head._element.iter(f"{VML}textpath")]
        assert across == [None, marked.watermark]
        said = "\n".join(each.text for each in head.paragraphs)
        assert "TẬP HUẤN" in said
        assert "HẠN CHẾ" in said
        assert "Bản số 01/02" in said
    for foot in (section.footer, section.first_page_footer):
        assert foot.paragraphs[0].text == marked.foot


def test_letters_that_xml_cannot_hold_go_and_signs_stay_signs() -> None:
    document = opened(write_word(paper(Paragraph("a<b> & \u200bc\u0003d"))))
    assert document.paragraphs[-1].text == "a<b> & cd"


def test_too_many_household_pages_are_refused_in_one_sentence() -> None:
    data = composed(load_form("household-commitment"), "usual")
    many = replace(data, sheets=data.sheets * (MOST_SHEETS + 1))
    with pytest.raises(Refused, match="PDF"):
        write_word(many)
    two = replace(data, sheets=data.sheets * 2)
    assert len(opened(write_word(two)).sections) == 2
