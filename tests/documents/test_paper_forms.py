"""The wording: every form says what it must, prints blank, and refuses what it cannot hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sachmatuy_desktop.documents import builders
from sachmatuy_desktop.documents.composing import compose
from sachmatuy_desktop.documents.inputs import RecognitionRequest
from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.domain.forms import BLANK
from sachmatuy_desktop.errors import BadInput, KnownError, NotFound, Refused
from sachmatuy_desktop.packs.forms import FORM_IDS, forms_folder, load_form, read_form
from tests.documents.paper_samples import (
    ALL,
    CODE,
    blank_self_assessment,
    household_commitment,
    paper,
    receiving_summary,
    recognition_request,
    recovery_sheet,
    report,
    review_minutes,
    roster,
    self_assessment,
)
from tests.documents.pdf_reading import read, words_of


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_every_form_says_where_it_comes_from(form_id: str) -> None:
    form = load_form(form_id)
    assert form.id == form_id
    assert form.source
    assert form.effective_from
    assert not (form.verified and form.reference)
    names = [spec.name for spec in form.fields]
    assert len(names) == len(set(names))
    assert all(spec.label and spec.source for spec in form.fields)


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_every_form_prints_blank(form_id: str) -> None:
    form = load_form(form_id)
    sheets: tuple[dict[str, str], ...] = ({},) if form.sheet_fields else ()
    text = words_of(render(compose(form, {}, sheets=sheets)))
    assert BLANK in text
    assert "None" not in text
    assert "{" not in text
    required = [spec for spec in form.fields if spec.required]
    assert form.missing({}) == tuple(required)


@pytest.mark.parametrize("name", ALL)
def test_no_paper_shows_a_place_that_was_not_filled(name: str) -> None:
    text = words_of(render(ALL[name]()))
    assert "{" not in text
    assert "None" not in text


def test_the_self_assessment() -> None:
    text = words_of(render(self_assessment()))
    for words in (
        "BÁO CÁO",
        "Kính gửi:",
        "- Công an huyện Ia H’Drai.",
        "3. Công an xã chủ trì rà soát từ ngày 01/11 đến ngày 30/11/2024. II.",
        "Đối chiếu với 3 tiêu chí: đạt 1 tiêu chí; không phát sinh 1 tiêu chí; chưa đạt 1 tiêu chí",
        "a) Tiêu chí e: 4.998/5.000 hộ, còn 02 hộ chưa ký.",
        "tự đánh giá địa bàn xã Ia Dom chưa đạt tiêu chí “Xã, phường, thị trấn sạch ma tuý”.",
        "kính báo cáo, đề nghị xem xét, phê duyệt./.",
        "(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 12 năm 2024 của Ủy ban nhân dân xã Ia Dom)",
        "Đạt (không phát sinh)",
        "Cách hiểu tiêu chí được áp dụng",
        "- Hộ vắng cả nhà không tính vào tổng số hộ.",
        "Tổng cộng 306 1.206 276 3 2 0 0 3 3 0",
    ):
        assert words in text, words


def test_a_classified_commune_prints_its_class() -> None:
    text = words_of(render(builders.self_assessment(paper(), report(klass="II"))))
    assert "Tự xếp loại: địa bàn trọng điểm phức tạp về ma túy loại II." in text
    with pytest.raises(BadInput, match=r"Xếp loại địa bàn.*không in được"):
        builders.self_assessment(paper(), report(klass="IX"))


def test_a_blank_report_of_the_police_head() -> None:
    page = read(render(blank_self_assessment()))[0]
    assert page.line("CÔNG AN TỈNH KON TUM").size == 12
    assert page.has("CÔNG AN XÃ IA DOM")
    assert page.has("Số: ……/BC-CAX")
    assert page.has("Xã Ia Dom, ngày …… tháng …… năm ……")
    assert "Địa bàn …… có …… thôn" in " ".join(page.text.split())


def test_the_request() -> None:
    text = words_of(render(recognition_request()))
    for words in (
        "TỜ TRÌNH",
        "Kính gửi: Ủy ban nhân dân huyện Ia H’Drai",
        "Căn cứ Luật Phòng, chống ma túy; Căn cứ Kế hoạch số 1118/KH-UBND",
        "1. Kết quả tự đánh giá: 2/3 tiêu chí đạt theo quy định.",
        "quyết định./.",
        "Số: 05/TTr-UBND",
        "- Như trên;",
    ):
        assert words in text, words


def test_the_minutes() -> None:
    text = words_of(render(review_minutes()))
    for words in (
        "Số: 05/BB-UBND",
        "Thời gian bắt đầu: 08 giờ 00, ngày 04 tháng 12 năm 2024",
        "Thành phần tham dự: - Ông Nguyễn Văn Mẫu, Chủ tịch; - Bà Trần Thị Ví Dụ",
        "Chủ trì (chủ tọa): Ông Nguyễn Văn Mẫu",
        "Thư ký (người ghi biên bản): ......",
        "3. Biểu quyết: 11/12 người tán thành.",
        "- Lưu: VT, Hồ sơ.",
    ):
        assert words in text, words


def test_the_commitment_carries_the_words_of_the_plans() -> None:
    text = words_of(render(household_commitment()))
    for words in (
        "1. Không tham gia tội phạm, tệ nạn ma túy.",
        "2. Không trồng cây có chứa chất ma túy, không sản xuất trái phép chất ma túy.",
        "3. Tự nguyện hợp tác với các lực lượng chức năng trong công tác phòng, chống ma túy",
        "(Ký, ghi rõ họ tên)",
    ):
        assert text.count(words) >= 3, words


def test_the_summary_has_a_column_for_each_criterion() -> None:
    text = words_of(render(receiving_summary()))
    assert "STT Xã, phường a d e Kết quả tự đánh giá Số liệu đến ngày" in text
    assert "1 Ia Dom Đ KPS K Chưa đạt 14/12/2024" in text
    assert "3 xã, phường; 1 xã, phường tự đánh giá đạt; 1 xã, phường chưa gửi số liệu" in text


def test_the_roster_keeps_dates_and_numbers_on_one_line() -> None:
    text = words_of(render(roster(25)))
    assert text.count("01/02/2024") == 25
    assert text.count("Người nghiện ma túy 01/02/2024") == 25
    assert all(f"062090{n:06d}" in text for n in range(1, 26))


def test_the_recovery_sheet_shows_eight_numbered_groups() -> None:
    (page,) = read(render(recovery_sheet()))
    for group in CODE:
        assert page.line(group).size >= 20
    frames = [s for s in page.strokes if 40 < s.bottom - s.top < 50]
    assert len(frames) == 8
    with pytest.raises(BadInput, match="tám nhóm, mỗi nhóm sáu chữ số"):
        builders.recovery_sheet("UBND", "2026-11-21", "4821", 1, "482119", (*CODE[:7], "12345x"))


def test_a_deputy_signs_for_the_chief() -> None:
    page = read(
        render(
            builders.recognition_request(
                paper(signer=builders.signed_by("ubnd", "Lê Thị Thử", deputy=True)),
                _request(),
            )
        )
    )[-1]
    powers = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Thị Thử")
    lines = [page.line(words) for words in powers]
    assert [line.baseline for line in lines] == sorted(line.baseline for line in lines)


def _request() -> RecognitionRequest:
    return RecognitionRequest(
        ("UBND tỉnh",), "chương trình", "xã Ia Dom", ("Căn cứ Luật",), report().period, (), ("A",)
    )


def test_a_value_that_the_form_does_not_know_is_refused() -> None:
    with pytest.raises(BadInput, match="không có mục “colour”"):
        compose(load_form("recovery-sheet"), {"colour": "xanh"})
    with pytest.raises(BadInput, match="không in được"):
        compose(load_form("recovery-sheet"), {"office": ("một", "hai")})
    with pytest.raises(BadInput, match="dòng không đủ 6 cột"):
        compose(load_form("self-assessment"), {"criteria": (("1", "thiếu"),)})
    with pytest.raises(BadInput, match="không phải là ngày"):
        builders.self_assessment(paper(), report(period=replace(report().period, as_of="14/12")))


def test_an_unknown_form_is_not_found() -> None:
    with pytest.raises(NotFound, match="không có mẫu in “certificate”"):
        load_form("certificate")
    with pytest.raises(NotFound):
        load_form("../packs/any")


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('text = "{office}"', 'text = "{ofice}"', "khối thứ 1: chỗ điền “ofice” chưa được khai"),
        ('list = "code_groups"', 'list = "codes"', "khối thứ 5: chỗ điền “codes”"),
        ('kind = "codes"', 'kind = "picture"', "khối thứ 5: thiếu hoặc thừa “picture”"),
        ("points = 12", "height = 12", "thiếu hoặc thừa “height, points”"),
        ('kind = "date"', 'kind = "day"', "thiếu hoặc sai mục day"),
        ('version = "2"', "", "thiếu hoặc sai mục 'version'"),
        ("format = 1", "format = 2", "định dạng 2 mà chương trình này chưa đọc được"),
        ("[[sections]]", "[[sections", "không đọc được"),
        ('name = "office"', 'name = "national_name"', "trùng tên với từ dùng chung"),
    ],
)
def test_a_form_file_that_is_wrong_says_where(
    tmp_path: Path, before: str, after: str, sentence: str
) -> None:
    text = (forms_folder() / "recovery-sheet.toml").read_text(encoding="utf-8")
    common = (forms_folder() / "common.toml").read_text(encoding="utf-8")
    (tmp_path / "common.toml").write_text(common, encoding="utf-8")
    path = tmp_path / "recovery-sheet.toml"
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises((Refused, KnownError)) as caught:
        read_form(path)
    assert sentence in str(caught.value)
