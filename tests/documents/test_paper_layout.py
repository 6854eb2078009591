"""Where things stand on the page, read back from the printed PDF: Nghị định 30/2020, Phụ lục I."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sachmatuy_desktop.documents import builders
from sachmatuy_desktop.documents.fonts import face
from sachmatuy_desktop.documents.inputs import Roster
from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.packs.forms import load_typography
from tests.documents.paper_samples import (
    ALL,
    paper,
    people,
    recognition_request,
    report,
    review_minutes,
    roster,
    self_assessment,
    villages,
)
from tests.documents.pdf_reading import PrintedPage, read, words_of

MM = 72 / 25.4
TYPOGRAPHY = load_typography(1)


@pytest.fixture(scope="module")
def first() -> PrintedPage:
    return read(render(self_assessment()))[0]


def test_the_typography_keeps_the_ranges_of_the_decree() -> None:
    margins = TYPOGRAPHY.margins
    sides = (margins.top, margins.bottom, margins.left, margins.right)
    assert TYPOGRAPHY.margin_ranges == ((20, 25), (20, 25), (30, 35), (15, 20))
    for side, (low, high) in zip(sides, TYPOGRAPHY.margin_ranges, strict=True):
        assert low <= side <= high
    for name, style in TYPOGRAPHY.styles.items():
        assert style.least <= style.size <= style.most, name
    assert TYPOGRAPHY.indent in {10, 12.7}
    assert TYPOGRAPHY.paragraph_gap >= 6
    assert 1 <= TYPOGRAPHY.body_spacing <= 1.5
    assert 1 / 3 <= TYPOGRAPHY.short_rule <= 1 / 2


@pytest.mark.parametrize("name", ALL)
def test_every_letter_stands_within_the_margins(name: str) -> None:
    """The page number, the training band, the mark and the foot line belong in the margins."""
    data = replace(ALL[name](), training="", restriction=None)
    for page in read(render(data)):
        assert sorted((round(page.width), round(page.height))) == [595, 842]
        inside = [
            letter for letter in page.letters if letter.text.strip() and letter.top > 20 * MM - 4
        ]
        assert inside
        for letter in inside:
            assert letter.left >= 30 * MM - 0.6, letter
            assert letter.right <= page.width - 20 * MM + 0.6, letter
            assert letter.baseline <= page.height - 20 * MM, letter


@pytest.mark.parametrize(
    ("words", "size"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12),
        ("Độc lập - Tự do - Hạnh phúc", 13),
        ("XÃ IA DOM", 12),
        ("Số: 05/BC-UBND", 13),
        ("Ia Dom, ngày 05 tháng 12 năm 2024", 13),
        ("BÁO CÁO", 14),
        ("Kết quả tự rà soát, đánh giá, xếp loại địa bàn xã Ia Dom", 14),
        ("I. TÌNH HÌNH ĐỊA BÀN", 14),
        ("Kính gửi:", 14),
    ],
)
def test_sizes(first: PrintedPage, words: str, size: int) -> None:
    assert first.line(words).size == size


def test_the_rule_below_the_motto_is_as_long_as_the_motto(first: PrintedPage) -> None:
    motto = first.line("Độc lập")
    rule = first.rule_below("Độc lập")
    assert rule.length == pytest.approx(face("bold").width(motto.text, 13), abs=0.5)
    assert rule.left + rule.right == pytest.approx(motto.left + motto.right, abs=2)


@pytest.mark.parametrize("words", ["XÃ IA DOM", "theo tiêu chí “Xã, phường, thị trấn sạch ma tuý”"])
def test_short_rules_are_centred_and_a_third_to_a_half(first: PrintedPage, words: str) -> None:
    line = min(
        (line for line in first.lines() if words in line.text), key=lambda found: found.baseline
    )
    rules = [s for s in first.strokes if 0 < s.top - line.baseline < 12 and s.bottom - s.top < 2]
    (rule,) = [r for r in rules if r.left > line.left - 40 and r.right < line.right + 40]
    above = [
        other
        for other in first.lines()
        if 0 <= line.baseline - other.baseline < 20
        and abs(other.left + other.right - line.left - line.right) < 6
    ]
    longest = max(other.right - other.left for other in above)
    assert longest / 3 - 1 <= rule.width <= longest / 2 + 1
    assert rule.left + rule.right == pytest.approx(line.left + line.right, abs=4)


def test_number_and_date_share_a_line_below_both_columns(first: PrintedPage) -> None:
    number, date = first.line("Số: 05"), first.line("Ia Dom, ngày 05")
    assert number.baseline == pytest.approx(date.baseline)
    left, right = first.line("XÃ IA DOM"), first.line("Độc lập")
    assert number.left + number.right == pytest.approx(left.left + left.right, abs=2)
    assert date.left + date.right == pytest.approx(right.left + right.right, abs=4)


def test_the_first_line_of_a_paragraph_is_indented_and_full_lines_reach_the_margin(
    first: PrintedPage,
) -> None:
    opening = first.line("Thực hiện Kế hoạch số 1118")
    assert opening.left == pytest.approx((30 + 12.7) * MM, abs=1)
    assert opening.right == pytest.approx(first.width - 20 * MM, abs=1)


def test_addressees_hang_their_dashes_below_the_colon(first: PrintedPage) -> None:
    label = first.line("Kính gửi:")
    dashes = [line.left for line in first.lines() if line.text.startswith("- ") and line.size == 14]
    assert len(dashes) == 2
    assert dashes[0] == dashes[1]
    assert label.left < dashes[0] < label.right


def test_recipients_stand_beside_the_signer() -> None:
    page = read(render(recognition_request()))[-1]
    label, power = page.line("Nơi nhận:"), page.line("TM. ỦY BAN NHÂN DÂN")
    assert label.left == pytest.approx(30 * MM, abs=1)
    assert (label.size, power.size) == (12, 14)
    assert label.baseline == pytest.approx(power.baseline, abs=0.1)
    kept = page.line("- Lưu: VT, CA.")
    assert kept.size == 11
    post, name = page.line("CHỦ TỊCH"), page.line("Nguyễn Văn Mẫu")
    assert name.left + name.right == pytest.approx(post.left + post.right, abs=4)
    assert name.baseline - post.baseline > 60


def test_minutes_have_two_signers_and_no_place_and_date() -> None:
    pages = read(render(review_minutes()))
    assert "Ia Dom, ngày" not in pages[0].text
    last = next(page for page in pages if "CHỦ TỌA" in page.text)
    secretary, chair = last.line("THƯ KÝ"), last.line("CHỦ TỌA")
    assert secretary.baseline == chair.baseline
    assert secretary.right < chair.left
    assert last.line("Nơi nhận:").baseline > last.line("Nguyễn Văn Mẫu").baseline


def test_page_numbers_begin_with_two_and_anew_in_every_annex() -> None:
    pages = read(render(builders.self_assessment(paper(), report(villages=villages(40)))))
    numbers = []
    for page in pages:
        above = [line for line in page.lines() if line.baseline < 20 * MM - 2]
        numbers.append([line.text for line in above])
        for line in above:
            middle = 30 * MM + (page.width - 50 * MM) / 2
            assert (line.left + line.right) / 2 == pytest.approx(middle, abs=1)
            assert 13 <= line.size <= 14
    annexes = [n for n, page in enumerate(pages) if "Phụ lục I" in page.text.split("\n")[0]]
    assert len(annexes) == 2
    assert all(not numbers[n] for n in (0, *annexes))
    assert numbers[annexes[1] :] == [[], ["2"], ["3"]]


def test_forty_villages_with_long_names_lose_nothing_and_repeat_the_head() -> None:
    long = "Thôn Làng Mới Tái định cư thủy điện xã Ia Tơi số "
    lines = tuple(
        replace(line, village=f"{long}{n}") if n % 5 == 0 else line
        for n, line in enumerate(villages(40), start=1)
    )
    pages = read(render(builders.self_assessment(paper(), report(villages=lines))))
    annex = [page for page in pages if page.width > page.height and "Nhân khẩu" in _flat(page)]
    assert len(annex) >= 3
    text = " ".join(map(_flat, annex))
    assert all(f"{long}{n}" in text for n in range(5, 41, 5))
    assert all(f"Thôn {n} " in text for n in range(1, 41) if n % 5)
    assert "Tổng cộng" in _flat(annex[-1])
    assert "Thôn 39" in _flat(annex[-1])  # the totals never stand alone
    head = [page.line("STT") for page in annex]
    assert len({line.left for line in head}) == 1


def _flat(page: PrintedPage) -> str:
    return " ".join(page.text.split())


def test_a_very_long_name_of_a_body_wraps_within_its_column() -> None:
    head = builders.letterhead(
        "cong_an",
        "phường Xuân Hương – Đà Lạt và khu vực trung tâm hành chính mở rộng",
        "thành phố trực thuộc trung ương Huế",
        "Huế",
    )
    page = read(render(builders.self_assessment(paper(letterhead=head), report())))[0]
    national = page.line("CỘNG HÒA")
    left = [line for line in page.lines() if line.baseline < 150 and line.right < national.left]
    assert "TRUNG TÂM HÀNH CHÍNH MỞ RỘNG" in " ".join(line.text for line in left)
    assert len(left) >= 5
    assert page.line("Số: 05").baseline > max(
        line.baseline for line in left if "Số" not in line.text
    )


def test_a_signature_never_stands_alone_on_a_page() -> None:
    for count in range(14, 26):
        data = builders.roster(paper(), _listed(count))
        last = read(render(data))[-1]
        assert "Nơi nhận:" in last.text
        assert f"Danh sách có {count} người./." in _flat(last)


def _listed(count: int) -> Roster:
    return Roster("Người cai nghiện", "2024-12-14", "họp", people(count), "A", "08:00")


def test_a_row_longer_than_a_page_goes_on_without_losing_a_word() -> None:
    words = " ".join(f"từ{n}" for n in range(1500))
    rows = (replace(report().criteria[0], text=words),)
    text = words_of(render(builders.self_assessment(paper(), report(criteria=rows))))
    assert all(f"từ{n}" in text.split() for n in range(1500))


def test_restricted_papers_say_so_on_every_page() -> None:
    pages = read(render(roster(40)))
    assert len(pages) >= 3
    for page in pages:
        assert page.line("LƯU HÀNH NỘI BỘ").size == 13
        assert page.line("Bản số 02/05").left == pytest.approx(30 * MM, abs=1)
        foot = page.line("Người in: Trần Văn Thử; in lúc: 14:05 ngày 05/12/2024; bản số 02/05")
        assert foot.baseline > page.height - 20 * MM
        mark = page.line("LƯU HÀNH NỘI BỘ")
        frames = [s for s in page.strokes if 10 < s.bottom - s.top < 25 and s.left < mark.left]
        assert any(s.right > mark.right and s.top < mark.baseline < s.bottom for s in frames)


@pytest.mark.parametrize("name", ["roster", "household-commitment"])
def test_training_papers_say_so_on_every_page(name: str) -> None:
    for page in read(render(ALL[name]())):
        band = page.line("TẬP HUẤN")
        assert band.baseline < 20 * MM
        assert any(s.top < band.baseline < s.bottom and s.width > 400 for s in page.strokes) or (
            name == "household-commitment"  # there the band lies in the stencil of the batch
        )
    assert "TẬP HUẤN" not in words_of(render(self_assessment()))
