"""The forms of rehabilitation (Nghị định 163/2026, Phụ lục V, Mẫu 20–51): what only they do."""

from __future__ import annotations

import pytest

from sachmatuy_desktop.documents.composing import compose
from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.domain.forms import Value
from sachmatuy_desktop.packs.forms import load_form
from tests.documents.pdf_reading import PrintedPage, read, words_of

NUMBERS = (*range(20, 29), *range(32, 35), *range(36, 46), *range(48, 52))
OF_OTHERS = (27, 43, 49, 50)
"""What a facility or a provider of services issues and the commune only receives."""


def said(number: int, *, notes: bool = False, **values: Value) -> str:
    return words_of(render(compose(load_form(f"163-v-{number}"), values, notes=notes)))


def pages(number: int, **values: Value) -> list[PrintedPage]:
    return read(render(compose(load_form(f"163-v-{number}"), values)))


@pytest.mark.parametrize("number", NUMBERS)
def test_each_names_persons_its_key_in_the_law_and_the_decree(number: int) -> None:
    form = load_form(f"163-v-{number}")
    assert form.law_form == f"PL V-{number}"
    assert form.people
    assert form.about == ("" if number == 21 else "people")
    assert f"Phụ lục V, Mẫu số {number};" in form.source


@pytest.mark.parametrize("number", OF_OTHERS)
def test_a_paper_of_others_takes_nothing_from_the_office(number: int) -> None:
    fields = load_form(f"163-v-{number}").fields
    assert [spec.name for spec in fields if spec.origin.startswith("office.")] == []


def test_the_choice_printed_in_the_form_narrows_to_what_was_chosen() -> None:
    assert said(23).count("Quyết định/Giấy xác nhận/Thông báo") == 2
    chosen = said(23, loai_van_ban="giay_xac_nhan")
    assert "Về việc giao nhận Giấy xác nhận" in chosen
    assert "bên nhận Giấy xác nhận" in chosen
    assert "Quyết định/" not in chosen
    assert "Của người sau cai nghiện ma túy" in said(33, loai_doi_tuong="sau_cai")
    assert "Truy tìm người đang cai nghiện bắt buộc bỏ trốn có lai lịch" in said(
        43, loai_truy_tim="dang_cai"
    )


def test_documents_are_numbered_and_an_empty_list_has_numbered_dotted_lines() -> None:
    blank = said(36)
    assert "3) ...." in blank
    assert "4)" not in blank
    filled = said(36, ho_so=("Biên bản vi phạm", "Tóm tắt lý lịch"))
    assert "1) Biên bản vi phạm 2) Tóm tắt lý lịch TRƯỞNG" in filled.replace("Nơi nhận: ", "")


def test_the_day_is_dotted_between_its_strokes() -> None:
    assert "phút, ngày …./…./……, tại" in said(34)
    assert "từ ngày: …./…./…… đến …./…./……" in said(48)


def test_one_box_is_crossed_for_the_place_of_rehabilitation() -> None:
    empty, chosen = (
        compose(load_form("163-v-20"), values).to_json()
        for values in ({}, {"hinh_thuc": "truong_giao_duong"})
    )
    assert empty.count('"ticked":true') == 0
    assert chosen.count('"ticked":true') == 1
    assert chosen.count('"ticked":false') == empty.count('"ticked":false') - 1


def test_the_heading_of_the_plan_stands_with_its_table() -> None:
    (page,) = [page for page in pages(20) if "3.2. Kế hoạch" in page.text]
    assert "Điều trị cắt cơn" in page.text


def test_lines_that_end_in_dots_may_part_at_the_end_of_a_page() -> None:
    """Each ends its words with a colon, and all of them together would not leave the first page."""
    first = pages(33)[0].text
    assert "11. Họ, tên con" in first


def test_the_hint_gives_way_to_the_name_of_the_body_above() -> None:
    hint = "TÊN CƠ QUAN, TỔ CHỨC CHỦ QUẢN"
    assert hint in said(49)
    named = said(49, co_quan_chu_quan="Công an tỉnh Gia Mẫu")
    assert hint not in named
    assert "CÔNG AN TỈNH GIA MẪU" in named
    told = said(51, noi_dung_thong_bao="hoàn thành ngày 05/01/2028")
    assert "ghi rõ thời gian bắt đầu" not in told


def test_the_subject_of_the_letter_stands_below_its_number() -> None:
    page = pages(26, so_van_ban="05")[0]
    assert page.line("V/v tiếp tục").baseline > page.line("Số: 05/CA-").baseline


def test_the_register_is_wide_and_has_six_rows_to_write_in() -> None:
    page = pages(21)[0]
    assert page.width > page.height
    rows = tuple((str(n), *("",) * 8) for n in range(1, 60))
    text = said(21, nguoi_dang_ky=rows)
    assert text.count("Số CC/CCCD/ CMND/HC") > 1


@pytest.mark.parametrize(
    ("form_id", "values", "said", "gone"),
    [
        (
            "163-v-44",
            {"hoan_mien": "hoan", "noi_giai_quyet": "toa_an", "co_quan_giai_quyet": "5 – Gia Lai"},
            ("Hoãn chấp hành", "Kính gửi: Tòa án nhân dân khu vực 5 – Gia Lai", "xét hoãn chấp"),
            ("miễn", "Giám đốc Công an"),
        ),
        (
            "163-v-45",
            {"hoan_mien": "mien", "noi_giai_quyet": "cong_an", "co_quan_giai_quyet": "tỉnh X"},
            ("Miễn chấp hành", "Kính gửi: Giám đốc Công an tỉnh X"),
            ("oãn", "Tòa án"),
        ),
        (
            "163-v-52",
            {"cap_tinh": "tỉnh Gia Lai", "cap_xa": "xã Ia Dom"},
            ("CÔNG AN TỈNH GIA LAI", "Ủy ban nhân dân xã Ia Dom"),
            ("TỈNH/TP", "xã/phường"),
        ),
        (
            "163-v-55",
            {"cap_tinh": "tỉnh Gia Lai", "cap_xa": "xã Ia Dom"},
            ("ỦY BAN NHÂN DÂN XÃ IA DOM",),
            ("CẤP XÃ",),
        ),
        (
            "163-v-59",
            {"nhom_nguoi": "sau_cai"},
            ("hỗ trợ người bị quản lý sau cai nghiện ma túy gồm",),
            ("cai nghiện ma túy tự nguyện",),
        ),
    ],
)
def test_what_is_chosen_prints_alone_and_the_blank_form_prints_all(
    form_id: str, values: dict[str, Value], said: tuple[str, ...], gone: tuple[str, ...]
) -> None:
    form = load_form(form_id)
    filled = " ".join(words_of(render(compose(form, values))).split())
    blank = " ".join(words_of(render(compose(form, {}))).split())
    assert [words for words in said if words not in filled] == []
    assert [words for words in gone if words in filled] == []
    assert [words for words in gone if words not in blank] == []
