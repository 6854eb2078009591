"""Drives as their sheets tell them: numbers that betray a slip, households counted once."""

from __future__ import annotations

import itertools
import random

import pytest

from sachmatuy_desktop.domain.drives import (
    Counts,
    SheetRow,
    belongs,
    by_village,
    count,
    homes_of,
    sheet_code,
    sheet_number,
)
from sachmatuy_desktop.domain.registers.drives import SHEET_OUTCOMES


def sheet(number: int, household: str = "", **said: object) -> SheetRow:
    return SheetRow(f"s{number}", household or f"h{number}", "v1", number, **said)  # type: ignore[arg-type]


# -- numbers on sheets -----------------------------------------------------------------------------


def test_a_sheet_is_found_by_what_is_printed_on_it() -> None:
    for number in (1, 9, 10, 801, 9999, 10_000, 23_456):
        code = sheet_code(number)
        assert sheet_number(code) == number
        assert sheet_number(code.replace("-", "")) == number
        assert sheet_number(code.replace("-", " ").lstrip("0")) == number


@pytest.mark.parametrize("typed", ["", "7", "0", "00", "Nguyễn", "12a4", "٣٤٥"])
def test_what_no_sheet_bears_is_no_number(typed: str) -> None:
    assert sheet_number(typed) is None


def test_one_wrong_digit_or_two_exchanged_never_find_another_sheet() -> None:
    for number in itertools.chain(range(1, 400), range(4900, 5001)):
        typed = sheet_code(number).replace("-", "")
        slips = {
            typed[:at] + other + typed[at + 1 :]
            for at in range(len(typed))
            for other in "0123456789"
        }
        slips |= {
            typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :] for at in range(len(typed) - 1)
        }
        assert {sheet_number(each) for each in slips - {typed}} == {None}, number


# -- households ------------------------------------------------------------------------------------


def test_the_book_of_commitments_says_who_has_signed_and_the_sheet_what_else() -> None:
    sheets = [
        sheet(1, printed_on="2026-11-01", handed_on="2026-11-02"),
        sheet(2, outcome="vang", came_back_on="2026-11-09", visits=1),
        sheet(3, outcome="da_ky", came_back_on="2026-11-09", visits=1),
        sheet(4, outcome="da_ky", came_back_on="2026-11-09", visits=1),
        sheet(5),
    ]
    everybody = {each.household for each in sheets}
    homes = homes_of(sheets, everybody - {"h5"}, {"h3"})
    assert [(home.household, home.answer) for home in homes] == [
        ("h1", "chua_gap"),
        ("h2", "vang"),
        ("h3", "da_ky"),
        ("h4", "chua_gap"),
    ]
    assert [home.household for home in homes if home.is_unbooked] == ["h4"]
    assert count(homes) == Counts(asked=4, printed=1, out=1, da_ky=1, vang=1, chua_gap=2)


def test_a_household_with_two_sheets_is_one_household() -> None:
    """Two PCs added it before their bundles met; one of them has heard it refuse, then be away."""
    sheets = [
        sheet(7, "h", outcome="tu_choi", came_back_on="2026-11-08", visits=1),
        sheet(8, "h", outcome="vang", came_back_on="2026-11-09", visits=1, printed_on="2026-11-01"),
    ]
    (home,) = homes_of(reversed(sheets), {"h"}, set())
    assert home.answer == "vang"
    assert home.sheet.number == 8
    assert count([home]) == Counts(asked=1, printed=1, vang=1)


def test_a_sheet_that_goes_out_once_more_is_out_and_keeps_its_answer() -> None:
    once_more = sheet(1, outcome="vang", visits=1, handed_on="2026-11-10")
    (home,) = homes_of([once_more], {"h1"}, set())
    assert (home.is_out, home.answer) == (True, "vang")
    (signed,) = homes_of([once_more], {"h1"}, {"h1"})
    assert not signed.is_out


def test_the_five_answers_always_add_up_to_those_asked() -> None:
    dice = random.Random(5)  # noqa: S311  (the same offices every time)
    for _round in range(200):
        sheets = [
            SheetRow(
                f"s{at}",
                f"h{dice.randrange(12)}",
                f"v{dice.randrange(3)}",
                dice.randrange(1, 20),
                outcome=dice.choice(["", *SHEET_OUTCOMES]),
                came_back_on=dice.choice(["", "2026-11-08", "2026-11-09"]),
                handed_on=dice.choice(["", "2026-11-07"]),
                printed_on=dice.choice(["", "2026-11-01"]),
                visits=dice.randrange(3),
            )
            for at in range(15)
        ]
        residing = {f"h{at}" for at in range(12) if dice.random() < 0.8}
        signed = {f"h{at}" for at in range(12) if dice.random() < 0.3}
        homes = homes_of(sheets, residing, signed)
        assert homes == homes_of(dice.sample(sheets, len(sheets)), residing, signed)
        counts = count(homes)
        assert sum(getattr(counts, code) for code in SHEET_OUTCOMES) == counts.asked
        assert sum(by_village(homes).values(), Counts()) == counts
        for name, number in counts.to_json().items():
            assert sum(belongs(home, name) for home in homes) == number


def test_counts_outlive_the_program_that_wrote_them() -> None:
    counts = Counts(asked=3, da_ky=2, vang=1)
    assert Counts.from_json(counts.to_json()) == counts
    assert Counts.from_json({"asked": 3, "later": 1}) == Counts(asked=3)
    assert counts.outstanding == 1
