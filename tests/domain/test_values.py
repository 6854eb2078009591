"""A year is four digits that count nothing: typed, kept and shown as they are."""

from __future__ import annotations

import pytest

from sachmatuy_desktop.domain.registers.commitments import COMMITMENTS
from sachmatuy_desktop.domain.registers.values import fits, parse, show
from sachmatuy_desktop.errors import BadInput

YEAR = COMMITMENTS["year"]


@pytest.mark.parametrize("typed", ["1900", "2026", " 2026 ", "2100"])
def test_a_year_is_shown_as_it_was_typed(typed: str) -> None:
    kept = parse(YEAR, typed)

    assert kept == int(typed)
    assert fits(YEAR, kept)
    assert show(YEAR, kept) == typed.strip()


@pytest.mark.parametrize("typed", ["26", "2.026", "1899", "2101", "20265", "năm nay", "２０２６"])
def test_what_is_no_year_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(BadInput, match="Hãy gõ bốn chữ số") as caught:
        parse(YEAR, typed)

    assert caught.value.field == "year"
