"""Forms of a decree: rich text, dotted places, boxes, columns, grids, notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sachmatuy_desktop.documents.composing import compose
from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.domain.forms import (
    Divider,
    FormData,
    FormDefinition,
    Grid,
    Leader,
    Rich,
    Run,
    Tick,
    Value,
)
from sachmatuy_desktop.errors import BadInput, Refused
from sachmatuy_desktop.packs.forms import (
    FORM_IDS,
    all_form_ids,
    families,
    family,
    load_form,
    read_form,
)
from tests.documents.pdf_reading import PrintedPage, read, words_of
from tests.documents.sample_form import USUAL, forms_in, sample_form

MM = 72 / 25.4


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> FormDefinition:
    return sample_form(tmp_path_factory.mktemp("forms"))


@pytest.fixture(scope="module")
def blank(form: FormDefinition) -> list[PrintedPage]:
    return read(render(compose(form, {}, notes=True)))


def texts(form: FormDefinition, **values: Value) -> str:
    return words_of(render(compose(form, values)))


def test_a_form_of_a_family_has_the_shared_places_and_its_own(form: FormDefinition) -> None:
    assert (form.family, form.law_form, form.about) == ("sample", "PL III-99", "persons")
    assert form.people
    assert form.body == "cong_an"
    name = form.field("ho_ten")
    assert name.label == "Họ và tên người được xét nghiệm"  # its own, the rest is shared
    assert (name.kind, name.origin, name.required) == ("text", "person.name", True)
    assert [spec.name for spec in form.missing({"ho_ten": "A"})] == ["gioi_tinh"]
    assert form.in_force("2026-07-01")
    assert not form.in_force("2026-06-30")


def test_every_shipped_form_is_found_by_its_id() -> None:
    ids = all_form_ids()
    assert ids[: len(FORM_IDS)] == FORM_IDS
    assert len(set(ids)) == len(ids)
    for name in families():
        assert all(load_form(each).family == name for each in family(name))


def test_words_dates_and_hours_print_in_their_formats(form: FormDefinition) -> None:
    text = texts(form, **USUAL)
    for words in (
        "Điều 1. Áp dụng biện pháp quản lý đối với NGUYỄN VĂN MẪU, sinh ngày 07 tháng 02 năm 1990",
        "Họ và tên: Nguyễn Văn Mẫu Giới tính: Nam",
        "Bắt đầu lúc 08 giờ 05 phút, ngày 05/11/2026; sinh ngày: 07/02/1990;",
        "Heroin, Khác;",
        "Số: 05/TB-CAX",
        "Ia Dom, ngày 05 tháng 11 năm 2026",
        "- Như Điều 2; - Lưu: VT, Hồ sơ.",
    ):
        assert words in text, words


def test_notes_print_with_the_blank_form_only(form: FormDefinition) -> None:
    assert "Mẫu số 99" in words_of(render(compose(form, USUAL, notes=True)))
    text = texts(form, **USUAL)
    assert not any(words in text for words in ("Mẫu số", "Cơ quan chủ quản.", "¹"))
    raised = compose(form, {"co_quan_chu_quan": "Công an tỉnh"}, notes=True)
    assert "CÔNG AN TỈNH¹" in words_of(render(raised))


def test_a_raised_number_is_smaller_and_higher(blank: list[PrintedPage]) -> None:
    letters = blank[0].letters
    at = next(n for n, each in enumerate(letters) if each.text == "5" and each.size < 10)
    neighbour = letters[at - 1]
    assert letters[at].baseline < neighbour.baseline - 3
    assert neighbour.text == "."


def test_dotted_places_share_the_line_and_the_last_runs_to_its_end(
    blank: list[PrintedPage],
) -> None:
    line = blank[0].line("Họ và tên:")
    assert line.right == pytest.approx(blank[0].width - 20 * MM, abs=0.5)
    name, sex = (part.count(".") for part in line.text.split("Giới tính:"))
    assert name == pytest.approx(2 * sex, abs=2)  # a choice needs half as much


def test_several_dotted_lines_end_the_line_and_fill_whole_ones(blank: list[PrintedPage]) -> None:
    first = blank[0].line("Tóm tắt nội dung sự việc:")
    dotted = [
        line
        for line in blank[0].lines()
        if set(line.text) == {"."} and first.baseline < line.baseline < first.baseline + 60
    ]
    assert len(dotted) == 3
    assert all(line.left < 30 * MM + 4 for line in dotted)


def test_a_box_is_drawn_and_crossed(form: FormDefinition) -> None:
    page = read(render(compose(form, {**USUAL, "gioi_tinh": "nu"})))[0]
    (line,) = [line for line in page.lines() if line.text.split() == ["Nam", "Nữ"]]
    boxes = [s for s in page.strokes if 8 < s.width < 13 and abs(s.bottom - line.baseline) < 1.5]
    plain = [s for s in boxes if s.left < line.left]
    crossed = [s for s in boxes if s.left > line.left]
    assert (len(plain), len(crossed)) == (1, 3)  # a cross is two strokes


def test_the_frame_for_a_photograph_is_three_by_four_centimetres(form: FormDefinition) -> None:
    page = read(render(compose(form, USUAL)))[-1]
    (frame,) = [s for s in page.strokes if s.width > 60 and s.bottom - s.top > 60]
    assert frame.width == pytest.approx(30 * MM, abs=2)
    assert frame.bottom - frame.top == pytest.approx(40 * MM, abs=2)
    assert "Ảnh 3 x 4" in page.text


def test_rules_of_a_head_in_columns_follow_the_text_above(form: FormDefinition) -> None:
    page = read(render(compose(form, USUAL)))[-1]
    motto, issuer = page.line("Độc lập"), page.line("Công an xã Ia Dom")
    assert page.rule_below("Độc lập").length == pytest.approx(motto.right - motto.left, abs=1)
    short = page.rule_below("Công an xã Ia Dom").length
    assert short == pytest.approx(0.4 * (issuer.right - issuer.left), abs=1)


def test_a_signature_has_room_and_the_name_below(form: FormDefinition) -> None:
    page = read(render(compose(form, USUAL)))[-1]
    assert page.line("Nguyễn Văn Mẫu").baseline - page.line("(Ký, ghi rõ họ tên)").baseline > 60


def test_spans_and_tiers_of_a_grid(form: FormDefinition, blank: list[PrintedPage]) -> None:
    (grid,) = [b for b in compose(form, {}).sections[0].blocks if isinstance(b, Grid)]
    assert [len(row) for row in grid.rows] == [1, 4, 4, 1, 4, 4]
    assert blank[0].line("STT").baseline > blank[0].line("Số, ngày, tháng").baseline
    assert blank[0].has("Tài liệu bắt buộc")


def test_a_long_grid_repeats_its_head_and_loses_nothing(form: FormDefinition) -> None:
    rows = tuple((str(n), f"Tài liệu số {n} " + "rất dài " * 9, "", "") for n in range(1, 61))
    pages = read(render(compose(form, {**USUAL, "tai_lieu": rows})))
    text = " ".join(" ".join(page.text for page in pages).split())
    assert all(f"Tài liệu số {n} rất" in text for n in range(1, 61))
    with_rows = [page for page in pages if "Tài liệu số" in page.text]
    assert len(with_rows) > 2
    assert all("Tên tài liệu" in page.text for page in with_rows)


def test_a_break_begins_a_page(blank: list[PrintedPage]) -> None:
    assert "BẢN TÓM TẮT" in blank[-1].text
    assert "Số, ngày, tháng" not in blank[-1].text


def test_nothing_that_was_typed_is_taken_for_markup(form: FormDefinition) -> None:
    data = compose(form, {**USUAL, "ho_ten": "<b>{ngay_vb}</b> {?a=b}"})
    assert "Họ và tên: <b>{ngay_vb}</b> {?a=b} Giới tính:" in words_of(render(data))


def test_rich_text_survives_the_json(form: FormDefinition) -> None:
    data = compose(form, USUAL, notes=True)
    assert FormData.from_json(data.to_json()) == data
    blocks = [b for b in data.sections[0].blocks if isinstance(b, Rich)]
    kinds = {type(each) for block in blocks for line in block.text for each in line}
    assert kinds == {Run, Tick}
    empty = compose(form, {}).to_json()
    assert '"run":"Leader"' in empty
    assert FormData.from_json(empty).to_json() == empty
    assert '"run":"Divider"' in empty
    assert Divider.__name__ in empty


def test_a_value_that_is_not_among_the_choices_is_refused(form: FormDefinition) -> None:
    with pytest.raises(BadInput, match="Loại ma túy"):
        compose(form, {"loai_ma_tuy": ("rượu",)})
    with pytest.raises(BadInput, match="thiếu giờ, phút"):
        compose(form, {"bat_dau": "2026-11-05"})


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("<b>Điều 1.</b>", "<b>Điều 1.", "khối thứ 7: không đọc được “<b>”"),
        ("<b>Điều 1.</b>", "<u>Điều 1.</u>", "khối thứ 7: không đọc được “<u>”"),
        ("{ho_ten:hoa}", "{ho_ten:dai}", "khối thứ 7: không đọc được “{ho_ten:dai}”"),
        ("{ho_ten:hoa}", "{ten:hoa}", "khối thứ 7: chỗ điền “ten” chưa được khai"),
        ("{?gioi_tinh=nam} Nam ", "{?gioi_tinh=trai} Nam ", "không đọc được “{?gioi_tinh=trai}”"),
        ("{?loai_ma_tuy=khac}", "{?loai=khac}", "khối thứ 8: chỗ điền “loai”"),
        ('span = 4 }],\n  ["1"', 'span = 3 }],\n  ["1"', "thiếu hoặc thừa “span”"),
        ('name = "Phiếu thử"', 'name = "<b>Phiếu thử</b>"', "khối thứ 3: không đọc được “<b>”"),
        ('"noi_luu", "ky_thu', '"noi_giu", "ky_thu', "thiếu hoặc sai mục 'noi_giu'"),
        ('required = ["ho_ten"', 'required = ["ten"', "thiếu hoặc sai mục 'ten'"),
    ],
)
def test_wrong_wording_is_refused_with_file_and_block(
    tmp_path: Path, before: str, after: str, sentence: str
) -> None:
    path = forms_in(tmp_path) / "sample" / "999-01.toml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(Refused) as caught:
        read_form(path)
    assert "999-01.toml" in str(caught.value)
    assert sentence in str(caught.value)


def test_a_place_is_declared_once(tmp_path: Path) -> None:
    folder = forms_in(tmp_path)
    again = (folder / "places.toml").read_text(encoding="utf-8")
    (folder / "places-2.toml").write_text(again, encoding="utf-8")
    with pytest.raises(Refused, match=r"places.*toml thiếu hoặc sai mục co_quan"):
        read_form(folder / "sample" / "999-01.toml")


def test_an_empty_place_in_a_centred_line_is_short(form: FormDefinition) -> None:
    (block,) = [
        b
        for b in compose(form, {}).sections[0].blocks
        if isinstance(b, Rich) and b.align == "center"
    ]
    assert isinstance(block.text[0][-1], Leader)
