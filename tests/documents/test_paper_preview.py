"""The preview shows the very bytes that print."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from sachmatuy_desktop.documents.preview import Picture, Preview
from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.errors import BadInput, NotFound
from tests.documents.paper_samples import recovery_sheet, self_assessment


def ink(picture: Picture) -> int:
    """How many pixels are dark."""
    rows = range(0, picture.height * picture.stride, picture.stride)
    return sum(
        1
        for row in rows
        for at in range(row, row + picture.width * 4, 4)
        if picture.pixels[at] < 100
    )


def test_a_page_as_pixels_in_its_natural_size() -> None:
    with Preview(render(recovery_sheet())) as preview:
        assert preview.pages == 1
        picture = preview.picture(0)
    assert (picture.width, picture.height) == (794, 1123)
    assert len(picture.pixels) == picture.stride * picture.height
    assert picture.pixels[:4] == b"\xff\xff\xff\xff"
    assert ink(picture) > 5000


def test_zoom_scales_the_picture() -> None:
    with Preview(render(self_assessment())) as preview:
        assert preview.pages == 3
        small, large = preview.picture(0, 0.5), preview.picture(0, 1.5)
    assert large.width == pytest.approx(3 * small.width, abs=3)
    assert ink(large) > ink(small) > 0


def test_an_annex_lies_across() -> None:
    with Preview(render(self_assessment())) as preview:
        picture = preview.picture(1, 0.2)
    assert picture.width > picture.height


def test_pictures_asked_for_by_several_threads_are_the_same_pictures() -> None:
    with Preview(render(self_assessment())) as preview:
        alone = [preview.picture(page, 0.4) for page in range(preview.pages)]
        with ThreadPoolExecutor(4) as pool:
            together = list(pool.map(lambda n: preview.picture(n % 3, 0.4), range(24)))
    assert together == [alone[n % 3] for n in range(24)]


def test_what_cannot_be_shown_is_said() -> None:
    with pytest.raises(BadInput, match="Tệp PDF bị hỏng"):
        Preview(b"not a paper")
    with Preview(render(recovery_sheet())) as preview:
        with pytest.raises(NotFound, match="không có trang 2"):
            preview.picture(1)
        with pytest.raises(BadInput, match="phóng quá lớn"):
            preview.picture(0, 50)
