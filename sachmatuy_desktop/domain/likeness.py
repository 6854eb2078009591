"""Whether two records may be about one person (or one household), and why one would think so.

Pure rules over what the records say; nothing is scored.  A pair is alike when everything that one
row of `PEOPLE_RULES` asks for is observed; what was observed is shown to the officer, who decides.
Records are compared only within a block: those that share a key of `blocks`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.dates import PartialDate
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import N_

__all__ = ["REASONS", "Described", "Reason", "blocks", "described", "likeness", "one_slip_apart"]


class Reason(StrEnum):
    """One thing that two records have in common."""

    NUMBER = "number"
    NAME = "name"
    SWAPPED_NAME = "swapped_name"
    NEAR_NAME = "near_name"
    BIRTH = "birth"
    NEAR_BIRTH = "near_birth"
    FATHER = "father"
    MOTHER = "mother"
    VILLAGE = "village"
    ADDRESS = "address"


REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        Reason.NUMBER: N_("cùng số giấy tờ"),
        Reason.NAME: N_("cùng họ tên"),
        Reason.SWAPPED_NAME: N_("họ tên đảo chữ"),
        Reason.NEAR_NAME: N_("họ tên gần giống"),
        Reason.BIRTH: N_("cùng ngày sinh"),
        Reason.NEAR_BIRTH: N_("năm sinh khớp"),
        Reason.FATHER: N_("cùng tên cha"),
        Reason.MOTHER: N_("cùng tên mẹ"),
        Reason.VILLAGE: N_("cùng thôn"),
        Reason.ADDRESS: N_("cùng địa chỉ"),
    }
)

_SAME_NAME: Final = (Reason.NAME, Reason.SWAPPED_NAME)
_ANY_NAME: Final = (*_SAME_NAME, Reason.NEAR_NAME)
_ANY_BIRTH: Final = (Reason.BIRTH, Reason.NEAR_BIRTH)
_PARENT: Final = (Reason.FATHER, Reason.MOTHER)

PEOPLE_RULES: Final[tuple[tuple[Collection[Reason], ...], ...]] = (
    ((Reason.NUMBER,),),
    (_SAME_NAME, (Reason.BIRTH,)),
    (_SAME_NAME, _ANY_BIRTH, (*_PARENT, Reason.VILLAGE)),
    (_SAME_NAME, (Reason.FATHER,), (Reason.MOTHER,)),
    (_SAME_NAME, _PARENT, (Reason.VILLAGE,)),
    (_ANY_NAME, (Reason.BIRTH,), (*_PARENT, Reason.VILLAGE)),
)
"""Each row asks for one of every group in it."""

HOUSEHOLD_RULES: Final[tuple[tuple[Collection[Reason], ...], ...]] = (
    ((Reason.NUMBER,),),
    (_SAME_NAME, (Reason.VILLAGE,), (Reason.ADDRESS,)),
)

RULES: Final[Mapping[str, tuple[tuple[Collection[Reason], ...], ...]]] = MappingProxyType(
    {"people": PEOPLE_RULES, "households": HOUSEHOLD_RULES}
)
"""By register: what makes two of its records alike."""


@dataclass(frozen=True, slots=True)
class Described:
    """What is compared of a record, read so that two ways to write one thing are equal.

    Names are folded; `numbers` are those of its papers; `birth` may be known in part.
    """

    name: str
    numbers: frozenset[str] = frozenset()
    citizen_number: str = ""
    birth: PartialDate | None = None
    sex: str = ""
    father: str = ""
    mother: str = ""
    village: str = ""
    address: str = ""


def described(register: str, row: Mapping[str, Value], papers: Collection[str] = ()) -> Described:
    """What is compared of a record; `papers` are the numbers of a person's other papers."""

    def said(name: str) -> str:
        return str(row.get(name) or "")

    number = said("citizen_number")
    numbers = frozenset(each for each in (number, *papers) if len(each) >= 8)
    if register == "households":
        return Described(
            fold(said("head")),
            numbers,
            number,
            village=said("village"),
            address=fold(said("address")),
        )
    return Described(
        fold(said("full_name")),
        numbers,
        number,
        PartialDate.from_iso(said("birth")) if said("birth") else None,
        said("sex"),
        fold(said("father")),
        fold(said("mother")),
        said("village"),
    )


def blocks(one: Described) -> frozenset[str]:
    """The keys under which a record meets those it may be alike to.

    Every row of the rules is served by one of them: a number; the parts of the name in any order
    with the year of birth; with a parent; with the village's address; the whole birthday in one
    village or under one parent, where names only resemble.
    """
    return frozenset(_blocks(one))


def _blocks(one: Described) -> Iterator[str]:
    name = _sorted(one.name)
    yield from (f"#{each}" for each in one.numbers)
    if not name:
        return
    if one.birth:
        yield f"y{one.birth.year}|{name}"
    if one.address:
        yield f"a{one.village}|{one.address}|{name}"
    whole = one.birth.iso if one.birth and one.birth.day else ""
    for parent in (one.father, one.mother):
        if parent:
            yield f"p{parent}|{name}"
    if whole:
        for near in (one.village, one.father, one.mother):
            if near:
                yield f"b{whole}|{near}"


def likeness(register: str, one: Described, other: Described) -> tuple[Reason, ...]:
    """Why the two may be one, in the order of `Reason`; empty where no rule says so.

    Two people of different sex, with different fathers or mothers, or each with a citizen number of
    their own are alike only by a number they share: the rest is what namesakes have in common.
    """
    seen = frozenset(_observed(one, other))
    if Reason.NUMBER not in seen and _are_told_apart(one, other):
        return ()
    for rule in RULES[register]:
        if all(not seen.isdisjoint(group) for group in rule):
            return tuple(each for each in Reason if each in seen)
    return ()


def _observed(one: Described, other: Described) -> Iterator[Reason]:
    if one.numbers & other.numbers:
        yield Reason.NUMBER
    name = _name_reason(one.name, other.name)
    if name:
        yield name
    if one.birth and other.birth and one.birth.may_be(other.birth):
        whole = one.birth.day and other.birth.day
        yield Reason.BIRTH if whole else Reason.NEAR_BIRTH
    for reason, mine, theirs in (
        (Reason.FATHER, one.father, other.father),
        (Reason.MOTHER, one.mother, other.mother),
        (Reason.VILLAGE, one.village, other.village),
        (Reason.ADDRESS, one.address, other.address),
    ):
        if mine and mine == theirs:
            yield reason


def _are_told_apart(one: Described, other: Described) -> bool:
    """Whether something both say rules out that they are one."""
    births_differ = one.birth and other.birth and not one.birth.may_be(other.birth)
    sexes_differ = one.sex and other.sex and one.sex != other.sex
    parents_differ = any(
        mine and theirs and not _name_reason(mine, theirs)
        for mine, theirs in ((one.father, other.father), (one.mother, other.mother))
    )
    numbers = (one.citizen_number, other.citizen_number)
    numbers_differ = all(numbers) and not one_slip_apart(*numbers)
    return bool(births_differ or sexes_differ or parents_differ or numbers_differ)


def _name_reason(one: str, other: str) -> Reason | None:
    if not one or not other:
        return None
    if one == other:
        return Reason.NAME
    mine, theirs = one.split(), other.split()
    if sorted(mine) == sorted(theirs):
        return Reason.SWAPPED_NAME
    return Reason.NEAR_NAME if _is_near(mine, theirs) else None


def _is_near(mine: list[str], theirs: list[str]) -> bool:
    """One part is one slip of the pen away, or one of them leaves out a middle part."""
    if len(mine) == len(theirs):
        differing = [pair for pair in zip(mine, theirs, strict=True) if pair[0] != pair[1]]
        return len(differing) == 1 and one_slip_apart(*differing[0])
    short, long = sorted((mine, theirs), key=len)
    if len(long) != len(short) + 1 or len(short) < 2:
        return False
    return any(long[:at] + long[at + 1 :] == short for at in range(1, len(long) - 1))


def one_slip_apart(one: str, other: str) -> bool:
    """Whether one letter was changed, left out or added, or two neighbours changed places."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    at = next(
        (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )
    mine, theirs = one[at:], other[at:]
    if len(mine) == len(theirs):
        swapped = mine[1::-1] + mine[2:] == theirs and len(mine) > 1
        return mine[1:] == theirs[1:] or swapped
    return mine[1:] == theirs or theirs[1:] == mine


def _sorted(name: str) -> str:
    return " ".join(sorted(name.split()))


def words_of(reasons: Collection[str]) -> list[str]:
    """The reasons in words (catalogue messages), in their order."""
    return [REASONS[each] for each in Reason if each in reasons]
