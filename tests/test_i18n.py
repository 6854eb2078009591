"""The language of the screen."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import sachmatuy_desktop
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.i18n import _, language, say, use_language


@pytest.fixture(autouse=True)
def vietnamese_afterwards() -> Iterator[None]:
    yield
    use_language("vi")


def test_vietnamese_is_what_stands_in_the_code() -> None:
    use_language("vi")
    assert _("Hoàn tác") == "Hoàn tác"


def test_english_is_the_catalogue() -> None:
    use_language("en")
    assert _("Hoàn tác") == "Undo"


@pytest.mark.parametrize("code", ["vi", "en"])
def test_nothing_is_said_as_nothing(code: str) -> None:
    use_language(code)
    assert _("") == ""


def test_an_unknown_language_is_vietnamese() -> None:
    use_language("kling")
    assert language() == "vi"


def test_an_error_is_said_with_its_values() -> None:
    use_language("en")
    told = say(BadInput(N_("Hãy điền «{field}»."), field="Tên"))
    assert "Tên" in told
    assert told != "Hãy điền «Tên»."


def test_no_sentence_hides_in_a_formatted_one() -> None:
    # Whoever gathers the sentences for the catalogue does not look into f"…{_('…')}…".
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in sorted(Path(sachmatuy_desktop.__file__).parent.rglob("*.py"))
        if 'f"' in (code := path.read_text("utf-8"))
        for joined in ast.walk(ast.parse(code))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "_"
        if isinstance(call.args[0], ast.Constant)
    ]
    assert not hidden
