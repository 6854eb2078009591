"""The forms of the decrees: word for word, every place there, printed whatever fills them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from sachmatuy_desktop.documents.composing import compose
from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.domain.forms import BLANK, FormData, FormDefinition, Grid, Head, Run, Value
from sachmatuy_desktop.packs.forms import family, load_form
from sachmatuy_desktop.packs.law import law_book
from tests.documents.decree_samples import extreme, usual
from tests.documents.decree_words import FAMILIES, compared, printed_places, sheet
from tests.documents.pdf_reading import LEAN, overlapping, read, words_of

MM = 72 / 25.4
IDS = [form_id for name in FAMILIES for form_id in family(name)]
COMPARED = compared()
every_form = pytest.mark.parametrize("form_id", IDS)

Filling = Callable[[FormDefinition], dict[str, Value]]


def test_every_form_was_compared_with_its_decree() -> None:
    assert sorted(IDS) == sorted(COMPARED)


@every_form
def test_no_word_was_changed_since_it_was_compared(form_id: str) -> None:
    assert sheet(load_form(form_id)) == COMPARED[form_id]


@every_form
def test_every_place_is_printed_and_every_printed_place_is_declared(form_id: str) -> None:
    form = load_form(form_id)
    assert printed_places(form) - set(form.constants) == {spec.name for spec in form.fields}


@every_form
def test_it_says_which_form_of_the_law_it_is_and_when_it_is_used(form_id: str) -> None:
    form = load_form(form_id)
    known = law_book().form(form.law_form)
    assert form.title == known.title
    decree = "163/2026" if form.family == "nd-163-2026" else "105/2021"
    assert decree in form.source
    assert decree in known.decree
    assert form.in_force("2026-11-29") is (form.family == "nd-163-2026")
    assert form.in_force("2025-11-29") is (form.family == "nd-105-2021")
    assert not form.verified
    assert not form.reference


@every_form
def test_empty_it_prints_as_the_decree_prints_it(form_id: str) -> None:
    """With its number and notes, and dots wherever something is to be written."""
    form = load_form(form_id)
    text = words_of(render(compose(form, {}, notes=True)))
    number = form_id.rpartition("-")[2]
    assert f"Mẫu số {number}" in text
    assert "None" not in text
    assert not re.search(r"[{}<>]", text)
    issued = words_of(render(compose(form, {})))
    assert f"Mẫu số {number}" not in issued


@every_form
@pytest.mark.parametrize("fill", [usual, extreme])
def test_nothing_vanishes_nothing_leaves_the_margins_no_letter_stands_on_another(
    form_id: str, fill: Filling
) -> None:
    form = load_form(form_id)
    values = fill(form)
    pages = read(render(compose(form, values)))
    printed = _glued(" ".join(page.text for page in pages))
    shown = [spec for spec in form.fields if spec.kind in {"text", "long", "list", "rows"}]
    assert [spec.name for spec in shown if not _stands(values[spec.name], printed)] == []
    for page in pages:
        assert overlapping(page) == []
        left = 20 if page.width > page.height else 30
        for letter in page.letters:
            if letter.text.strip():
                lean = LEAN * letter.size
                assert letter.left >= left * MM - lean, letter
                assert letter.right <= page.width - 20 * MM + lean, letter
                assert letter.baseline <= page.height - 15 * MM, letter


def _stands(value: Value, printed: str) -> bool:
    """Whether all words of a value are on the paper, capitals or not."""
    parts = value if isinstance(value, tuple) else (value,)
    cells = [cell for part in parts for cell in (part if isinstance(part, tuple) else (part,))]
    return all(_glued(line) in printed for cell in cells for line in str(cell).split("\n"))


def _glued(text: str) -> str:
    """Without blanks, dashes of broken lines and capitals."""
    return re.sub(r"[\s\u00ad]+", "", text).casefold()


def test_an_unknown_body_above_is_dotted_in_a_blank_form_and_left_out_of_a_paper() -> None:
    form = load_form("163-iii-04")
    assert _head(compose(form, {}, notes=True)).parent == (BLANK,)
    assert _head(compose(form, {})).parent == ()


def test_an_empty_place_of_a_ruled_table_is_white() -> None:
    form = load_form("163-iii-06")
    blocks = compose(form, {"tl_ly_lich": "ngày 05/11/2026"}).sections[0].blocks
    (grid,) = [block for block in blocks if isinstance(block, Grid)]
    said = [row[-1].text for row in grid.rows]
    assert said[0] == ()
    assert said[1] == ((Run("ngày 05/11/2026"),),)


def test_columns_of_running_text_begin_where_the_lines_above_begin() -> None:
    (first, *_) = read(render(compose(load_form("163-iii-05"), {})))
    assert first.line("9. Dân tộc:").left == pytest.approx(first.line("7. Nơi ở").left, abs=0.5)
    assert first.line("Khác:").left > first.line("Kinh:").right


def _head(data: FormData) -> Head:
    (head,) = [block for block in data.sections[0].blocks if isinstance(block, Head)]
    return head
