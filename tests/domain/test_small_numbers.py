"""Numbers of persons that point at somebody are left out of public papers."""

from __future__ import annotations

import pytest

from sachmatuy_desktop.domain.small_numbers import is_small, small_columns


@pytest.mark.parametrize(
    ("count", "small"), [(None, False), (0, False), (1, True), (2, True), (3, False), (40, False)]
)
def test_one_or_two_persons_are_too_few_to_tell(count: int | None, small: bool) -> None:
    assert is_small(count) is small


def test_a_column_is_empty_for_all_where_one_place_has_too_few() -> None:
    villages: list[dict[str, int | None]] = [
        {"addicts": 2, "users": 5, "households": 2},
        {"addicts": 7, "users": None, "households": 90},
        {"addicts": 0, "users": 3, "households": 1},
    ]
    assert small_columns(("addicts", "users"), villages) == {"addicts"}  # households are no persons
