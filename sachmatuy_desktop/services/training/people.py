"""Names, numbers and telephones of people who do not exist.

A citizen number of the training world begins with 999.  Places of birth registration run from 001
to 096 for provinces and in the low hundreds for countries (Thông tư 07/2016/TT-BCA), so no card
bears that beginning, yet the number has its 12 digits, the right century, sex and year, and every
check of the program takes it.  A telephone number begins with 0500: no mobile network has 05000,
and the land lines once called so were renumbered in 2017.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from sachmatuy_desktop.services.training.plan import load_data, make_plan

FICTIONAL_PLACE: Final = "999"
FICTIONAL_PHONE: Final = "0500"
MAN, WOMAN = "nam", "nu"

_BLOCK: Final = 100_000
_STRIDE: Final = 61_813  # has no factor in common with the block: every number once, none in order


@dataclass(frozen=True)
class People:
    """One people's names; `line` is whose surname a child bears: `cha`, `me` or `khong`."""

    ethnicity: str
    line: str
    man: str
    woman: str
    surnames: tuple[str, ...]
    men_middle: tuple[str, ...]
    women_middle: tuple[str, ...]
    men_given: tuple[str, ...]
    women_given: tuple[str, ...]

    def surname(self, dice: Random) -> str:
        """A family's name; empty where families have none."""
        return dice.choice(self.surnames)

    def name(self, dice: Random, sex: str, surname: str) -> str:
        """A full name of this people."""
        shape, middles, givens = (
            (self.man, self.men_middle, self.men_given)
            if sex == MAN
            else (self.woman, self.women_middle, self.women_given)
        )
        return shape.format(surname=surname, middle=dice.choice(middles), given=dice.choice(givens))


def load_peoples() -> Mapping[str, People]:
    """The peoples of `names.toml`, by key."""
    return {key: make_plan(People, table) for key, table in load_data("names").items()}


@dataclass
class Numbers:
    """Hands out citizen numbers and telephones, each once, from the blocks of one commune."""

    people_block: int
    phone_block: int
    _citizens: int = 0
    _phones: int = 0

    def citizen(self, sex: str, birth: date) -> str:
        """A fictional citizen number that fits sex and birthday."""
        self._citizens += 1
        century = 2 * (birth.year // 100 - 19) + (sex == WOMAN)
        serial = self._citizens * _STRIDE % _BLOCK
        return f"{FICTIONAL_PLACE}{century}{birth.year % 100:02d}{self.people_block}{serial:05d}"

    def phone(self) -> str:
        """A fictional telephone number."""
        self._phones += 1
        return f"{FICTIONAL_PHONE}{self.phone_block * 10_000 + self._phones:06d}"
