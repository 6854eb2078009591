"""Each component of Nghị định 30/2020, Phụ lục I, measured on the printed page."""

from __future__ import annotations

import pytest

from sachmatuy_desktop.documents.composing import compose
from sachmatuy_desktop.documents.fonts import FILES, face
from sachmatuy_desktop.documents.letters import USUAL
from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.domain.forms import (
    Column,
    FormData,
    FormDefinition,
    Qr,
    Section,
    Signatures,
    Signer,
    Table,
    Value,
)
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.packs.forms import FORM_IDS, load_form
from tests.documents.pdf_reading import PrintedLine, PrintedPage, read, words_of
from tests.documents.sample_form import forms_in

MM = 72 / 25.4
BASES = ("Căn cứ Luật Phòng, chống ma túy", "Căn cứ Kế hoạch số 05/KH-UBND;")
LETTER: dict[str, Value] = {
    "co_quan_ban_hanh": "Ủy ban nhân dân\nxã Ia Dom",
    "so_van_ban": "05",
    "dia_danh": "Ia Dom",
    "ngay_vb": "2026-02-05",
    "ky_thu_truong": "Nguyễn Văn Mẫu",
    "kinh_gui": ("Ủy ban nhân dân tỉnh Kon Tum", "Công an tỉnh"),
    "can_cu": BASES,
    "noi_nhan": ("Như trên", "Lưu: VT"),
    "so_lieu": tuple((str(n), f"Thôn {n}", n) for n in range(1, 61)),
}


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> FormDefinition:
    return load_form("999-02", forms_in(tmp_path_factory.mktemp("forms")))


@pytest.fixture(scope="module")
def pages(letter: FormDefinition) -> list[PrintedPage]:
    return read(render(compose(letter, LETTER)))


def middle(line: PrintedLine) -> float:
    return (line.left + line.right) / 2


def test_quoc_hieu_and_tieu_ngu_stand_at_the_upper_right(pages: list[PrintedPage]) -> None:
    name, motto = pages[0].line("CỘNG HÒA"), pages[0].line("Độc lập")
    assert name.left > pages[0].width / 2 - 20 * MM
    assert name.right <= pages[0].width - 20 * MM + 0.5
    assert 20 * MM < name.baseline < 20 * MM + 14
    assert middle(name) == pytest.approx(middle(motto), abs=1)
    assert 13 <= motto.baseline - name.baseline <= 17  # single spacing


def test_the_subject_of_a_letter_stands_six_points_below_its_number(
    pages: list[PrintedPage],
) -> None:
    """Ô 5b."""
    number, subject = pages[0].line("Số: 05/UBND-VX"), pages[0].line("V/v đề nghị")
    assert subject.size == 12
    assert middle(subject) == pytest.approx(middle(number), abs=2)
    single = 1.15 * (13 + 12) / 2
    assert subject.baseline - number.baseline == pytest.approx(single + 6, abs=1.5)
    assert pages[0].line("Ia Dom, ngày 05 tháng 02 năm 2026").baseline == number.baseline


def test_several_addressees_end_with_semicolons_and_a_full_stop(pages: list[PrintedPage]) -> None:
    """Ô 9a."""
    assert pages[0].has("- Ủy ban nhân dân tỉnh Kon Tum;")
    assert pages[0].has("- Công an tỉnh.")


def test_one_addressee_stands_on_the_line_of_kinh_gui(letter: FormDefinition) -> None:
    page = read(render(compose(letter, {**LETTER, "kinh_gui": ("Công an tỉnh",)})))[0]
    assert middle(page.line("Kính gửi: Công an tỉnh")) == pytest.approx(
        30 * MM + (page.width - 50 * MM) / 2, abs=1
    )


def test_each_basis_is_a_line_in_italics(pages: list[PrintedPage], letter: FormDefinition) -> None:
    """II.6.a: “;” at the end of each, “.” at the end of the last."""
    assert pages[0].has("Căn cứ Luật Phòng, chống ma túy;")
    assert pages[0].has("Căn cứ Kế hoạch số 05/KH-UBND.")
    styles = {b.style for b in compose(letter, LETTER).sections[0].blocks if hasattr(b, "style")}
    assert styles == {"italic"}


def test_chapters_and_sections_are_centred_with_their_titles_below(
    pages: list[PrintedPage],
) -> None:
    """II.6.đ."""
    page = pages[0]
    text = 30 * MM + (page.width - 50 * MM) / 2
    for label, title in (("Chương I", "QUY ĐỊNH CHUNG"), ("Mục 1", "PHẠM VI")):
        above, below = page.line(label), page.line(title)
        assert middle(above) == pytest.approx(text, abs=1)
        assert middle(below) == pytest.approx(text, abs=1)
        assert 12 < below.baseline - above.baseline < 18
        assert above.size == below.size == 14


def test_an_article_begins_at_the_indent(pages: list[PrintedPage]) -> None:
    assert pages[0].line("Điều 1. Phạm vi").left == pytest.approx((30 + 12.7) * MM, abs=1)


def test_paragraphs_are_at_least_six_points_apart(pages: list[PrintedPage]) -> None:
    page = pages[0]
    article, first = page.line("Điều 1. Phạm vi"), page.line("1. Nội dung thứ nhất")
    assert first.baseline - article.baseline >= 14 * 1.15 + 6
    next_line = min(
        (line for line in page.lines() if line.baseline > first.baseline),
        key=lambda line: line.baseline,
    )
    assert 1.0 <= (next_line.baseline - first.baseline) / (14 * 1.15) <= 1.5
    assert next_line.left == pytest.approx(30 * MM, abs=1)


def test_the_text_ends_with_the_mark_of_the_end(pages: list[PrintedPage]) -> None:
    assert "trang giấy./." in " ".join(pages[0].text.split())


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_every_paper_of_an_office_ends_its_text_with_that_mark(form_id: str) -> None:
    """Whatever bears a number and is signed: the last text before who signs."""
    form = load_form(form_id)
    blocks = form.sections[0].blocks
    kinds = [block.kind for block in blocks]
    if not form.type_code or "signatures" not in kinds:
        return
    before = blocks[: kinds.index("signatures")]
    last = [block for block in before if block.kind in {"paragraph", "list", "rich"}][-1]
    assert "./." in (last.settings.get("end") or last.settings["text"]), last


def test_an_annex_across_keeps_the_margins_as_seen_and_repeats_its_head(
    pages: list[PrintedPage],
) -> None:
    annex = [page for page in pages if page.width > page.height]
    assert len(annex) >= 2
    for page in annex:
        assert page.has("Thôn, tổ dân phố")
        edges = [(s.left, s.right) for s in page.strokes]
        assert min(left for left, _ in edges) == pytest.approx(30 * MM, abs=1)
        assert max(right for _, right in edges) == pytest.approx(page.width - 20 * MM, abs=1)
        assert max(s.bottom for s in page.strokes) <= page.height - 20 * MM + 1
    first, second = annex[:2]
    assert middle(first.line("Phụ lục I")) == pytest.approx(middle(first.line("SỐ LIỆU")), abs=1)
    number = [line for line in second.lines() if line.baseline < 20 * MM - 2]
    assert [line.text for line in number] == ["2"]
    assert middle(number[0]) == pytest.approx(30 * MM + (second.width - 50 * MM) / 2, abs=1)


# --- small and safe ------------------------------------------------------------------------------


def _table(*rows: tuple[str, ...], widths: tuple[int, ...] = (1, 8)) -> PrintedPage:
    columns = tuple(Column(f"Cột {n}", width) for n, width in enumerate(widths))
    data = FormData("x", "1", "t", 1, (Section((Table(columns, rows),)),))
    (page,) = read(render(data))
    return page


def test_a_number_too_long_for_its_cell_shrinks_but_not_below_ten_points() -> None:
    page = _table(("20.000", "hai mươi nghìn"), ("2.000.000", "hai triệu"))
    assert page.line("20.000").size == 12
    assert 10 <= page.line("2.000.000").size < 12


def test_a_word_that_no_size_can_hold_breaks_and_loses_nothing() -> None:
    word = "Nguyễn" * 12
    page = _table((word, "x"))
    assert word in "".join(page.text.split())
    column = 30 * MM + (page.width - 50 * MM) / 9
    assert all(letter.right < column for letter in page.letters if letter.text in "Nguyễn")


def test_a_long_list_of_recipients_goes_on_over_pages() -> None:
    names = tuple(f"- Cơ quan nhận văn bản số {n};" for n in range(120))
    block = Signatures((Signer(("CHỦ TỊCH",), "Nguyễn Văn Mẫu"),), names, "Nơi nhận:")
    printed = read(render(FormData("x", "1", "t", 1, (Section((block,)),))))
    assert len(printed) > 1
    text = " ".join(words_of(render(FormData("x", "1", "t", 1, (Section((block,)),)))).split())
    assert all(f"số {n};" in text for n in range(120))
    for page in printed:
        assert all(letter.baseline <= page.height - 20 * MM + 1 for letter in page.letters)


def test_a_long_line_beside_a_code_wraps() -> None:
    block = Qr(("101", "010", "101"), 30, ("một dòng rất dài " * 20,))
    (page,) = read(render(FormData("x", "1", "t", 1, (Section((block,)),))))
    assert all(
        letter.right <= page.width - 20 * MM + 4 for letter in page.letters if letter.text.strip()
    )
    assert page.text.count("dài") == 20


def test_the_usual_letters_are_in_every_style_of_the_typeface() -> None:
    ranges = [(ord(low), ord(high)) for low, high in _ranges(USUAL)]
    for style in FILES:
        missing = [
            chr(code)
            for low, high in ranges
            for code in range(low, high + 1)
            if code >= 32 and not face(style).has(chr(code))
        ]
        assert missing == []


def _ranges(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(text):
        wide = text[at + 1 : at + 2] == "-"
        found.append((text[at], text[at + 2] if wide else text[at]))
        at += 3 if wide else 1
    return found


@pytest.mark.parametrize(
    ("field", "value", "label"),
    [
        ("dia_danh", "Ia Dom \U0001f600", "Địa danh"),
        ("kinh_gui", ("Công an 中",), "Kính gửi"),
        ("so_lieu", (("1", "Thôn ☒", 3),), "Số liệu"),
    ],
)
def test_a_letter_that_cannot_print_is_told_with_its_field(
    letter: FormDefinition, field: str, value: Value, label: str
) -> None:
    with pytest.raises(BadInput, match=rf"Mục “{label}” có ký tự “.” \(U\+") as caught:
        compose(letter, {**LETTER, field: value})
    assert caught.value.field == field


def test_what_pasted_text_brings_along_unseen_is_no_letter(letter: FormDefinition) -> None:
    odd = "Ia\u200b Dom\ufeff\u202fxã"
    assert "Ia Dom xã" in words_of(render(compose(letter, {**LETTER, "dia_danh": odd})))


def test_names_in_the_letters_of_the_highlands_print(letter: FormDefinition) -> None:
    name = "Y Ƀhăm Êƀan, A Čĭ, Ŏ Ñĕ"
    assert name in words_of(render(compose(letter, {**LETTER, "ky_thu_truong": name})))
