"""Thousands of household pages: the same page as one alone, from a generator, in flat memory."""

from __future__ import annotations

import gc
import io
import tracemalloc
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from sachmatuy_desktop.documents import builders
from sachmatuy_desktop.documents.batch import write_sheets
from sachmatuy_desktop.documents.inputs import HouseholdLine
from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.errors import BadInput
from tests.documents import yardstick
from tests.documents.paper_samples import SHARED, household
from tests.documents.pdf_reading import PrintedPage, read

LONG = HouseholdLine(
    representative="Phạm Hoàng Thị Nguyễn Ngọc Bảo Trân Công Tằng Tôn Nữ Như Ý",
    birth="1970",
    address="Khu tái định cư thủy điện, đường liên thôn số 12, xã Ia Dom, tỉnh Kon Tum",
    village="Thôn Làng Mới Tái định cư Ia Tơi số 7 phía Đông",
)


def lines(count: int) -> Iterator[Mapping[str, str]]:
    return (household(number).sheet() for number in range(count))


def written(count: int) -> bytes:
    out = io.BytesIO()
    assert write_sheets(builders.household_commitments(SHARED), lines(count), out) == count
    return out.getvalue()


def test_every_household_gets_its_own_page() -> None:
    pages = read(written(60))
    assert len(pages) == 60
    for number, page in enumerate(pages):
        assert page.has(f"Tôi là: Nguyễn Thị Ví Dụ {number}")
        assert page.has(f"Số định danh cá nhân: 062168{number:06d}")
        assert page.line("BẢN CAM KẾT").size == 14
        assert page.has("3. Tự nguyện hợp tác với các lực lượng chức năng")


def test_a_stamped_page_is_the_page_that_plain_setting_gives() -> None:
    plain_data = replace(builders.household_commitments(SHARED), training="")
    for line in (household(1), LONG, HouseholdLine()):
        out = io.BytesIO()
        write_sheets(plain_data, [line.sheet()], out)
        (page,) = read(out.getvalue())
        (runs,) = yardstick.typeset(plain_data, [line.sheet()])
        starts = sorted((round(run.y, 1), round(run.x, 1)) for run in runs if run.text)
        printed = {(round(letter.baseline, 1)) for letter in page.letters}
        assert {y for y, _ in starts} <= printed
        assert sorted("".join(run.text for run in runs).replace(" ", "")) == sorted(
            letter.text for letter in page.letters if letter.text.strip()
        )


def test_a_long_name_takes_more_lines_and_stays_whole() -> None:
    (page,) = _pages(LONG)
    text = " ".join(page.text.split())
    assert "Như Ý" in text
    assert "Khu tái định cư thủy điện, đường liên thôn số 12" in text
    for letter in page.letters:
        assert letter.right <= page.width - 20 * 72 / 25.4 + 0.6 or letter.text == " "


def test_an_endless_address_goes_on_to_a_second_page() -> None:
    pages = _pages(replace(LONG, address="tổ liên gia số 5, " * 120))
    assert len(pages) == 2
    assert pages[0].has("BẢN CAM KẾT")
    assert "ĐẠI DIỆN HỘ GIA ĐÌNH" in pages[-1].text
    assert pages[-1].has("TẬP HUẤN")


def test_a_blank_commitment_has_places_for_the_pen() -> None:
    (page,) = _pages(HouseholdLine())
    for label in ("Tôi là:", "Sinh:", "Số định danh cá nhân:", "Mã hộ:", "Thôn, tổ dân phố:"):
        assert page.has(f"{label} ......")
    assert "None" not in page.text


def _pages(line: HouseholdLine) -> list[PrintedPage]:
    return read(render(builders.household_commitments(SHARED, [line])))


def test_the_stored_batch_prints_what_the_stream_printed() -> None:
    data = builders.household_commitments(SHARED, [household(n) for n in range(5)])
    assert render(data) == written(5)


def test_memory_does_not_grow_with_the_number_of_pages(tmp_path: Path) -> None:
    held = []

    def watched() -> Iterator[Mapping[str, str]]:
        for number, line in enumerate(lines(121)):
            if number % 40 == 0:
                gc.collect()
                held.append(tracemalloc.get_traced_memory()[0])
            yield line

    tracemalloc.start()
    with (tmp_path / "batch.pdf").open("wb") as out:
        write_sheets(builders.household_commitments(SHARED), watched(), out)
    tracemalloc.stop()
    assert held[3] - held[1] < 80 * 400  # what stays is where each page begins


def test_a_household_that_cannot_print_is_named() -> None:
    odd = replace(household(1), representative="Nguyễn Thị 中")
    with pytest.raises(BadInput, match="Nguyễn Thị 中"):
        render(builders.household_commitments(SHARED, [odd]))


def test_the_yardstick_draws_the_same_words() -> None:
    out = io.BytesIO()
    data = builders.household_commitments(SHARED)
    yardstick.draw(yardstick.typeset(data, lines(2)), out)
    bare = [" ".join(page.text.split()) for page in read(out.getvalue())]
    ours = [" ".join(page.text.split()) for page in read(written(2))]
    for plain, stamped in zip(bare, ours, strict=True):
        assert sorted(plain.split()) == sorted(stamped.replace(data.training, "").split())
