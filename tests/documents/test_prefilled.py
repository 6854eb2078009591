"""Values for paper that bears the blank form: each on its own dots, nothing on what is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from sachmatuy_desktop.documents.composing import LAYOUT, compose, sections_of
from sachmatuy_desktop.documents.dots import bare
from sachmatuy_desktop.documents.pages import section_pages, sheet_for
from sachmatuy_desktop.documents.pdf import Mark, Rule, Words
from sachmatuy_desktop.documents.place_words import PlaceWords
from sachmatuy_desktop.documents.prefilled import LEAST, Prefilled, lay_over
from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.domain.forms import FormDefinition, Value
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.packs.forms import all_form_ids, load_form, load_typography
from tests.documents.fillings import values_of
from tests.documents.pdf_reading import Letter, PrintedLine, PrintedPage, Stroke, read, words_of

DECISION = "163-iii-04"
REQUEST = "163-v-20"
SUMMARY = "163-iii-05"
ROSTER = "163-iii-10"
DOTS = ".…"

DECIDED: Mapping[str, Value] = {
    "so_van_ban": "05",
    "dia_danh": "Ia Dom",
    "ngay_vb": "2026-08-05",
    "ho_ten": "Nguyễn Văn Thử",
    "ngay_sinh": "1990-03-05",
    "tom_tat_hanh_vi": "Hồi 21 giờ 30 phút, tại nhà riêng, tổ công tác phát hiện ông Thử đang sử "
    "dụng trái phép chất ma túy cùng hai người khác; đã lập biên bản và xét nghiệm dương tính.",
    "ky_truong_cong_an": "Lê Văn Trưởng",
}


def blank(form: FormDefinition, *, notes: bool = True) -> list[PrintedPage]:
    """The form as it lies in the printer."""
    return read(render(compose(form, {}, notes=notes)))


def laid(form_id: str, values: Mapping[str, Value], *, notes: bool = True) -> Prefilled:
    return lay_over(load_form(form_id), values, notes=notes)


def met(letter: Letter, page: PrintedPage) -> list[Letter]:
    """The letters of the blank page that a value stands on."""
    return [
        each
        for each in page.letters
        if each.text.strip()
        and min(each.right, letter.right) - max(each.left, letter.left) > 0.25 * letter.size
        and abs(each.baseline - letter.baseline) < 0.6 * letter.size
    ]


def on_dots(line: PrintedLine, page: PrintedPage) -> bool:
    """Whether there are dots just below a line, beginning before it or all under it."""
    dots = [
        each
        for each in page.letters
        if each.text in DOTS
        and 0 < each.baseline - line.baseline < 2
        and each.right > line.left
        and each.left < line.right
    ]
    return sum(each.right - each.left for each in dots) > 0.4 * (line.right - line.left)


def within(stroke: Stroke, frames: list[Stroke]) -> bool:
    return any(
        frame.left - 1 < stroke.left
        and stroke.right < frame.right + 1
        and frame.top - 1 < stroke.top
        and stroke.bottom < frame.bottom + 1
        for frame in frames
    )


def without_rows(form: FormDefinition) -> dict[str, Value]:
    """The usual filling, but for rows: the blank tables hold fewer."""
    rows = {spec.name for spec in form.fields if spec.kind == "rows"}
    return {name: each for name, each in values_of(form, "usual").items() if name not in rows}


def as_blank(mark: Mark) -> list[Mark]:
    """What the blank form has where a mark is; nothing for a cross and a place without dots."""
    if isinstance(mark, Words):
        text = bare(mark.text)
        return [replace(mark, text=text)] if text else []
    is_cross = isinstance(mark, Rule) and mark.x1 != mark.x2 and mark.y1 != mark.y2
    return [] if is_cross else [mark]


@pytest.mark.parametrize("form_id", all_form_ids())
def test_every_form_is_set_for_its_values_as_it_is_set_blank(form_id: str) -> None:
    form = load_form(form_id)
    sheet = sheet_for(load_typography(LAYOUT), "portrait")
    for notes in (True, False):
        words = PlaceWords(form, without_rows(form), notes=notes)
        empty = compose(form, {}, notes=notes).sections
        for paper, named in zip(empty, sections_of(form, words), strict=True):
            under = list(section_pages(paper.blocks, sheet))
            over = list(section_pages(named.blocks, sheet))
            printed = [[each for mark in page for each in as_blank(mark)] for page in under]
            assert [[each for mark in page for each in as_blank(mark)] for page in over] == printed


@pytest.mark.parametrize("form_id", [DECISION, REQUEST, SUMMARY, "163-v-36"])
def test_no_value_stands_on_what_the_blank_form_prints(form_id: str) -> None:
    form = load_form(form_id)
    over = read(lay_over(form, without_rows(form), notes=True).pdf)
    under = blank(form)
    assert len(over) == len(under)
    for page, paper in zip(over, under, strict=True):
        for letter in page.letters:
            if letter.text.strip():
                assert {each.text for each in met(letter, paper)} <= set(DOTS), letter
                assert letter.size >= LEAST


def test_values_lie_on_their_dots_and_nothing_else_is_printed() -> None:
    over = read(laid(DECISION, DECIDED).pdf)
    under = blank(load_form(DECISION))
    first = over[0]
    for words in ("Ia Dom", "05", "8", "2026", "Nguyễn Văn Thử", "Hồi 21 giờ 30"):
        lines = [line for line in first.lines() if line.text.startswith(words)]
        assert lines, words
        assert all(on_dots(line, under[0]) for line in lines), words
    printed = " ".join(page.text for page in over)
    assert "QUYẾT ĐỊNH" not in printed
    assert "Họ và tên" not in printed
    assert "." not in printed.replace("tính.", "")
    assert not any(page.strokes for page in over)


def test_a_long_text_goes_on_over_its_dotted_lines() -> None:
    page = read(laid(DECISION, DECIDED).pdf)[0]
    start, end = page.line("Hồi 21 giờ"), page.line("dương tính.")
    assert end.baseline > start.baseline
    assert start.left > end.left
    assert end.size == start.size == page.line("Nguyễn Văn Thử").size


def test_a_date_is_set_in_its_three_places() -> None:
    page = read(laid(DECISION, {"ngay_vb": "2026-08-05"}).pdf)[0]
    paper = blank(load_form(DECISION))[0].line("ngày …")
    day, month, year = page.lines()
    assert [day.text, month.text, year.text] == ["05", "8", "2026"]
    assert paper.left < day.left < month.left < year.left < paper.right
    assert laid(DECISION, {"ngay_sinh": "1990"}).too_long == ()
    assert words_of(laid(DECISION, {"ngay_sinh": "1990"}).pdf) == "1990"


def test_the_signer_is_named_in_the_room_that_the_blank_form_leaves() -> None:
    named = [page for page in read(laid(DECISION, DECIDED).pdf) if "Lê Văn Trưởng" in page.text]
    (line,) = [line for page in named for line in page.lines() if "Lê Văn" in line.text]
    paper = next(page for page in blank(load_form(DECISION)) if "(Ký, ghi họ tên" in page.text)
    note = paper.line("(Ký, ghi họ tên")
    assert abs((line.left + line.right) - (note.left + note.right)) < 4
    assert 30 < line.baseline - note.baseline < 70


def test_paper_without_notes_has_its_places_elsewhere() -> None:
    noted = read(laid(DECISION, DECIDED).pdf)[0].line("Nguyễn Văn Thử")
    bare = read(laid(DECISION, DECIDED, notes=False).pdf)[0].line("Nguyễn Văn Thử")
    assert bare.baseline < noted.baseline
    assert on_dots(bare, blank(load_form(DECISION), notes=False)[0])


def test_a_value_shrinks_before_it_is_too_long_and_then_is_told() -> None:
    name = "Nguyễn Phước Công Tằng Tôn Nữ Hoàng Thị Bảo Trân Châu"
    whole = laid(DECISION, {"ten_goi_khac": f"{name} {name[:20]}"})
    size = read(whole.pdf)[0].lines()[0].size
    assert whole.too_long == ()
    assert LEAST <= size < 12
    long = laid(DECISION, {"ten_goi_khac": 4 * f"{name} ", "ho_ten": "Thử"})
    assert long.too_long == ("Tên gọi khác",)
    assert words_of(long.pdf).split() == ["Thử", "Thử"]


def test_a_cross_is_drawn_into_the_box_and_the_box_is_not() -> None:
    over = read(laid(REQUEST, {"hinh_thuc": "tu_nhan", "kh_cat_con": "gdcd"}).pdf)
    under = blank(load_form(REQUEST))
    assert [len(page.strokes) for page in over] == [2, 2]
    for page, paper in zip(over, under, strict=True):
        assert all(within(stroke, paper.strokes) for stroke in page.strokes)


def test_rows_fill_the_blank_ones_and_more_are_refused() -> None:
    form = load_form("163-iii-06")
    rows: Value = ((5, "Biên bản làm việc", "01/07/2026"),)
    over = read(lay_over(form, {"tl_khac": rows}, notes=True).pdf)
    (page,) = [each for each in over if "Biên bản" in each.text]
    paper = blank(form)[over.index(page)]
    line = page.line("Biên bản làm việc")
    upright = [each for each in paper.strokes if each.width < 2 and each.top < line.baseline]
    assert any(abs(each.left - line.left) < 6 for each in upright)
    assert all(not met(letter, paper) for letter in page.letters)
    many: Value = tuple((number, "Giấy", "") for number in range(40))
    with pytest.raises(BadInput) as refused:
        lay_over(form, {"tl_khac": many}, notes=True)
    assert refused.value.field == "tl_khac"
    assert refused.value.values["rows"] == 40


def test_what_has_no_place_on_the_paper_is_told() -> None:
    above: Mapping[str, Value] = {"co_quan_chu_quan": "Công an tỉnh Gia Lai"}
    assert laid(DECISION, above, notes=True).without_place == ()
    told = laid(DECISION, above, notes=False)
    assert told.without_place == (load_form(DECISION).field("co_quan_chu_quan").label,)
    assert words_of(told.pdf) == ""


def test_what_is_shown_is_the_values_over_the_whole_blank_form() -> None:
    over = laid(DECISION, DECIDED)
    shown = words_of(over.shown)
    assert "QUYẾT ĐỊNH" in shown
    assert "Mẫu số 04" in shown
    assert "Nguyễn Văn Thử" in shown
