"""The papers of plans: nothing vanishes however long it is, heads repeat, no letters overlap."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from sachmatuy_desktop.documents.composing import compose
from sachmatuy_desktop.documents.plan_papers import TaskBook, task_book, task_sheets
from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.domain.forms import FormData, Heading, Paragraph, Table
from sachmatuy_desktop.errors import BadInput, NotFound
from sachmatuy_desktop.packs.forms import load_form, load_task_words
from tests.documents.paper_samples import paper
from tests.documents.pdf_reading import PrintedPage, overlapping, read, words_of
from tests.documents.plan_samples import (
    HEALTH,
    PLANS,
    POLICE,
    TITLE,
    book,
    document,
    report,
    review,
    sheets,
)

MM = 72 / 25.4
COLUMNS = (
    "Số đến",
    "Tên loại, số, ký hiệu, ngày…",
    "Đơn vị/người nhận",
    "Thời hạn",
    "Tiến độ",
    "Số, ký hiệu văn bản trả lời",
    "Ghi chú",
)
"""The seven columns of the book of NĐ 30/2020, Phụ lục IV, as the domain names them."""


def pages(data: FormData) -> list[PrintedPage]:
    return read(render(data))


def glued(text: str) -> str:
    """Without blanks and line ends, because cells and long words are broken."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("name", PLANS)
def test_no_paper_of_plans_shows_a_place_that_was_not_filled(name: str) -> None:
    text = words_of(render(PLANS[name]()))
    assert "{" not in text
    assert "None" not in text


@pytest.mark.parametrize(
    "data", [document(40), report(40), book(40), sheets(40, 1), review(40)], ids=list(PLANS)
)
def test_long_papers_keep_their_margins_and_no_letter_stands_on_another(data: FormData) -> None:
    for page in pages(data):
        assert sorted((round(page.width), round(page.height))) == [595, 842]
        assert overlapping(page) == []
        inside = [each for each in page.letters if each.text.strip() and each.top > 20 * MM - 4]
        for letter in inside:
            assert letter.left >= 30 * MM - 0.6, letter
            assert letter.right <= page.width - 20 * MM + 0.6, letter
            assert letter.baseline <= page.height - 20 * MM, letter


@pytest.mark.parametrize(
    "data", [document(40), report(40), book(40), sheets(40), review(40)], ids=list(PLANS)
)
def test_none_of_forty_tasks_vanishes(data: FormData) -> None:
    text = glued("".join(page.text for page in pages(data)))
    for n in range(1, 41):
        assert f"hếtviệc{n}" in text, n


def test_the_same_paper_prints_the_same_bytes() -> None:
    for make in PLANS.values():
        data = make()
        assert FormData.from_json(data.to_json()) == data
        assert render(data) == render(make())


# -- kế hoạch -------------------------------------------------------------------------------------


def test_a_plan_is_laid_out_as_the_plans_are() -> None:
    printed = pages(document(8))
    text = " ".join(" ".join(page.text for page in printed).split())
    for words in (
        "Số: 05/KH-UBND",
        "KẾ HOẠCH",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "1. Mục đích: ……",
        "II. THỜI GIAN THỰC HIỆN",
        "1. Thực hiện từ ngày 05 tháng 01 năm 2026 trở đi.",
        f"1. {POLICE}",
        f"2. {HEALTH}",
        "IV. TỔ CHỨC THỰC HIỆN",
        f"2. Giao {POLICE} chủ trì",
        "nghiêm túc tổ chức thực hiện./.",
        "Nơi nhận:",
    ):
        assert words in text, words
    assert "Kính gửi" not in text
    assert (printed[1].lines()[0].text, printed[1].lines()[0].size) == ("2", 13)


def test_a_plan_with_an_end_says_it_and_one_without_tasks_has_places_for_the_pen() -> None:
    text = words_of(render(document(0, until_date="2026-12-14", phases=(), reports=(), lead="")))
    assert "đến hết ngày 14 tháng 12 năm 2026." in text
    assert "Các giai đoạn" not in text
    assert "1. ……" in text
    assert "Giao …… chủ trì" in text


def test_groups_number_themselves_and_are_refused_with_a_wrong_row() -> None:
    form = load_form("plan-document")
    data = compose(form, {"assignments": (("A", "một"), ("A", "hai"), ("B", "ba"))})
    shown = [
        each.text
        for each in data.sections[0].blocks
        if (isinstance(each, Heading) and each.level == 2)
        or (isinstance(each, Paragraph) and each.text.startswith("- "))
    ]
    assert shown == ["1. A", "- một", "- hai", "2. B", "- ba"]
    with pytest.raises(BadInput, match="dòng không đủ 2 cột"):
        compose(form, {"assignments": (("A", "một", "thừa"),)})


# -- sổ theo dõi ----------------------------------------------------------------------------------


def test_the_book_has_the_seven_columns_on_every_page_across() -> None:
    (table,) = [each for each in book(40).sections[0].blocks if isinstance(each, Table)]
    assert tuple(each.title.partition("\n")[0] for each in table.columns) == COLUMNS
    assert len(table.rows) == 40
    printed = pages(book(40))
    assert len(printed) > 3
    for page in printed:
        assert page.width > page.height
        heads = [f"({n})" for n in range(1, 8)]
        assert all(any(line.text == head for line in page.lines()) for head in heads)


def test_a_book_without_tasks_prints_blank_lines() -> None:
    empty = task_book(paper(), TaskBook(TITLE, "2026-07-10", ()))
    (table,) = [each for each in empty.sections[0].blocks if isinstance(each, Table)]
    assert table.rows == (("",) * 7,) * 3
    assert "Kỳ theo dõi" not in words_of(render(empty))


# -- phiếu giao việc ------------------------------------------------------------------------------


def test_every_actor_gets_a_page_run_of_its_own() -> None:
    data = sheets(40, 1, 3)
    assert len(data.sections) == 3
    printed = pages(data)
    firsts = [page for page in printed if "PHIẾU GIAO VIỆC" in page.text]
    assert len(firsts) == 3
    assert firsts[0].has("Cơ quan, thôn nhận việc: Thôn 1")
    assert firsts[0].has("Người phụ trách: Hồ Thị Ví Dụ")
    assert firsts[1].has("Người phụ trách: ......")
    numbers = [page.lines()[0].text for page in printed]
    start = printed.index(firsts[1])
    assert numbers[1:start] == [str(n) for n in range(2, start + 1)]
    for page in printed[:start]:
        assert any("Việc phải làm" in line.text for line in page.lines())
    result = next(each for each in data.sections[0].blocks if isinstance(each, Table))
    assert {row[3:] for row in result.rows} == {("", "")}


def test_nobody_with_anything_to_do_is_said() -> None:
    with pytest.raises(NotFound, match="Chưa có việc nào để giao"):
        task_sheets(paper(), [])


# -- báo cáo --------------------------------------------------------------------------------------


def test_a_report_counts_what_it_lists() -> None:
    text = words_of(render(report(10)))
    for words in (
        "Kính gửi: Công an tỉnh Quảng Ngãi",
        "Nơi nhận in trong kế hoạch: Công an huyện Ia H’Drai.",
        "Trong kỳ có 10 lần việc phải làm: đã làm đúng hạn 2; đã làm nhưng chậm 2;",
        "quá hạn chưa làm 2; đang làm, chưa đến hạn 2; không phải làm 2.",
        f"1 {POLICE} 10 2 2 2 2 2",
        f"2 {HEALTH} 3 0 1 0 1 1",
        "98 (01/06/2026) 96 Số ghi khác: ……",
        "1. Thiếu test nhanh: trạm chưa được cấp.",
        "1. Đề nghị cấp 200 test.",
        "kính báo cáo./.",
    ):
        assert words in text, words


def test_a_report_on_nothing_says_so_and_keeps_its_annexes() -> None:
    nothing = report(
        0, criteria=(), figures=(), difficulties=(), proposals=(), printed_addressee=""
    )
    text = words_of(render(nothing))
    assert "Trong kỳ có 0 lần việc phải làm" in text
    assert text.count("không gắn với tiêu chí nào") == 2
    assert "không có dòng nào trong kỳ" in text
    assert "V. ĐỀ XUẤT" not in text
    assert len(nothing.sections) == 4


def test_annexes_carry_the_number_of_the_report() -> None:
    text = words_of(render(report(3)))
    assert text.count("(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 12 năm 2024") == 3


def test_every_template_of_the_words_has_known_places() -> None:
    known = {
        *("day", "phase", "every", "days", "amount", "event", "words", "late", "why", "count"),
        *("number", "year", "half", "who", "addressee", "document", "title", "done", "asked"),
        *("pack", "source"),
    }
    for name, said in load_task_words().items():
        assert set(re.findall(r"\{(\w+)\}", said)) <= known, name


def test_a_training_paper_bears_its_band_on_every_page() -> None:
    data = replace(book(20), training="TẬP HUẤN")
    assert all("TẬP HUẤN" in page.text for page in pages(data))
