"""The language of the screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

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
