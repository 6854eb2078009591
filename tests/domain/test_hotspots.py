"""How a point stands on a day, told by its history."""

from __future__ import annotations

import pytest

from sachmatuy_desktop.domain.hotspots import standing
from sachmatuy_desktop.domain.registers.fields import Value

HISTORY: list[dict[str, Value]] = [
    {"change": "chuyen_hoa", "happened_on": "2026-02-01"},
    {"change": "tai_phuc_tap", "happened_on": "2026-03-01"},
    {"change": "triet_xoa", "happened_on": "2026-04-01"},
]


def point(eliminated_on: str | None = None) -> dict[str, Value]:
    return {"detected_on": "2026-01-10", "eliminated_on": eliminated_on}


@pytest.mark.parametrize(
    ("day", "state", "is_there"),
    [
        ("2026-01-10", "phat_sinh", True),
        ("2026-01-31", "phat_sinh", True),
        ("2026-02-01", "chuyen_hoa", False),
        ("2026-03-01", "tai_phuc_tap", True),
        ("2026-12-31", "triet_xoa", False),
    ],
)
def test_the_newest_change_by_the_day_decides(day: str, state: str, is_there: bool) -> None:
    told = standing(point(), HISTORY, day)
    assert told is not None
    assert (told.state, told.is_there) == (state, is_there)


def test_before_it_was_found_there_is_no_point() -> None:
    assert standing(point(), HISTORY, "2026-01-09") is None


def test_a_point_may_say_its_elimination_itself() -> None:
    told = standing(point("2026-01-20"), (), "2026-02-01")
    assert told is not None
    assert told == ("triet_xoa", "2026-01-20")


def test_of_two_changes_on_one_day_the_end_holds() -> None:
    both: list[dict[str, Value]] = [
        {"change": "triet_xoa", "happened_on": "2026-02-01"},
        {"change": "tai_phuc_tap", "happened_on": "2026-02-01"},
    ]
    told = standing(point(), both, "2026-02-01")
    assert told is not None
    assert not told.is_there
