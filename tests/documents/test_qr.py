"""QR codes: drawn on a page as vectors, read from pictures and scans, also of a shrunken print."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sachmatuy_desktop.documents.preview import Preview
from sachmatuy_desktop.documents.qr import LEAST_MM, codes_in, squares_of
from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.domain.forms import FormData, Qr, Section
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.packs.forms import FORM_IDS, load_form
from tests.documents.paper_samples import bundle_receipt

DOTS_AN_INCH = 96


def on_paper(text: str, side: int = LEAST_MM) -> bytes:
    """A page with nothing but a code."""
    code = Qr(squares_of(text), side)
    return render(FormData("x", "1", "Mã", 1, (Section((code,)),)))


def scanned(pdf: bytes, dots: int, shrunk: float = 1, turned: int = 0) -> bytes:
    """The first page printed at a size, laid askew on a scanner of so many dots an inch, as PNG."""
    with Preview(pdf) as paper:
        page = paper.picture(0, dots / DOTS_AN_INCH)
    picture = Image.frombytes("RGBA", (page.width, page.height), page.pixels).convert("L")
    size = (round(page.width * shrunk), round(page.height * shrunk))
    picture = picture.resize(size).rotate(turned, fillcolor=255, expand=True)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1))
def test_what_is_drawn_is_what_is_read(text: str) -> None:
    assert codes_in(on_paper(text, 60), "trang.pdf") == [text]


def test_the_squares_stay_in_the_snapshot() -> None:
    data = bundle_receipt()
    kept = FormData.from_json(data.to_json())
    (code,) = [block for block in kept.sections[0].blocks if isinstance(block, Qr)]
    assert set("".join(code.rows)) == {"0", "1"}
    assert {len(row) for row in code.rows} == {len(code.rows)}
    assert render(kept) == render(data)


@pytest.mark.parametrize("dots", [150, 200, 300])
@pytest.mark.parametrize("turned", [0, 3, 90, 180])
def test_a_slip_printed_at_ninety_percent_is_read(dots: int, turned: int) -> None:
    (text,) = codes_in(render(bundle_receipt()), "phieu.pdf")
    assert codes_in(scanned(render(bundle_receipt()), dots, 0.9, turned), "phieu.png") == [text]


def test_a_scan_inside_a_pdf_is_read() -> None:
    picture = Image.open(io.BytesIO(scanned(render(bundle_receipt()), 200, 0.9, 2)))
    scan = io.BytesIO()
    picture.convert("RGB").save(scan, "PDF", resolution=200)
    assert codes_in(scan.getvalue(), "quet.pdf") == codes_in(render(bundle_receipt()), "a.pdf")


def test_every_code_on_our_papers_is_large_enough() -> None:
    sides = [
        block.settings["side"]
        for form in map(load_form, FORM_IDS)
        for section in form.sections
        for block in section.blocks
        if block.kind == "qr"
    ]
    assert sides
    assert min(sides) >= LEAST_MM


def test_a_page_without_a_code_says_nothing() -> None:
    white = io.BytesIO()
    Image.new("L", (300, 300), 255).save(white, "PNG")
    assert codes_in(white.getvalue(), "trang.png") == []


def test_what_is_no_picture_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="chi-chu"):
        codes_in(b"chi la chu", "chi-chu.txt")


def test_a_broken_picture_is_refused_by_name() -> None:
    whole = scanned(render(bundle_receipt()), 100)
    with pytest.raises(BadInput):
        codes_in(whole[: len(whole) // 2], "hong.png")


def test_a_text_that_is_too_long_or_guessed_at_is_refused() -> None:
    with pytest.raises(BadInput, match="quá dài"):
        squares_of("A" * 5_000)
    with pytest.raises(BadInput, match="không dấu"):
        squares_of("xã")
