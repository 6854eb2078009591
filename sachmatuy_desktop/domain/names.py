"""Names of people: kept as typed, split only to sort and to address them.

In a Vietnamese list people stand by given name, then surname, then middle name.  Many people of the
Central Highlands have no surname ("Y Blo", "A Nhin", "H'Hen Niê"); nothing here invents one, and a
record may carry its own text to sort by.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sachmatuy_desktop.domain.text import LEVEL_GAP, clean, fold, sort_levels

__all__ = ["PersonName", "masked", "masked_person", "name_sort_key", "split_name"]

# Words before a given name that tell a man or a woman, not a family.
GENDER_WORDS = frozenset({"A", "Y", "H"})

FIELD_GAP = " "  # sorts before everything that a sort key holds

_levels = lru_cache(maxsize=16384)(sort_levels)  # the same few surnames and given names return


@dataclass(frozen=True, slots=True)
class PersonName:
    """A full name as typed, with the parts that a clerk would suggest.

    `surname` and `middle` are "" where there is none; the parts are for sorting and for forms that
    ask for them apart, never a reason to write the name differently.
    """

    full: str
    surname: str
    middle: str
    given: str


def split_name(full_name: str) -> PersonName:
    """The suggested parts: "Nguyễn Văn An" is Nguyễn | Văn | An, "Y Blo" is – | Y | Blo."""
    full = clean(full_name)
    return PersonName(full, *_parts(full))


def _parts(full: str) -> tuple[str, str, str]:
    """Surname, middle name and given name of a name that is tidy."""
    words = full.split(" ")
    if len(words) == 1 or _has_woman_prefix(words[0]):
        return "", "", full
    if words[0] in GENDER_WORDS:
        return "", " ".join(words[:-1]), words[-1]
    return words[0], " ".join(words[1:-1]), words[-1]


def name_sort_key(full_name: str, override: str | None = None) -> str:
    """A plain string whose binary order is the order of a name list; `override` sorts instead.

    Given name, surname, middle name; capitals decide only between names otherwise equal.
    """
    surname, middle, given = ("", "", clean(override)) if override else _parts(clean(full_name))
    levels = (_levels(given), _levels(surname), _levels(middle))
    parts = [letters + LEVEL_GAP + tones for letters, tones, _ in levels]
    return FIELD_GAP.join([*parts, ".".join([capitals for _, _, capitals in levels])])


def masked(full_name: str) -> str:
    """A name for papers that many see: "Nguyễn Văn An" becomes "Nguyễn V. A.".

    Where there is no surname, nothing but initials is left: "Y Blo" becomes "Y. B.".
    """
    name = split_name(full_name)
    words = name.full.split(" ")
    shown = [name.surname] if name.surname else []
    return " ".join(shown + [_initial(word) for word in words[len(shown) :] if word])


def masked_person(full_name: str, birth: str | None = None) -> str:
    """A person in a list for whoever may not know who it is: "Nguyễn V. A., 1990" (domain 5.4 no.
    3).  `birth` is an ISO date, or the part of one that is known; without it no year is said.
    """
    year = (birth or "")[:4]
    return ", ".join(filter(None, (masked(full_name), year if year.isdigit() else "")))


def _has_woman_prefix(word: str) -> bool:
    """Whether the word is written like "H'Hen"."""
    return len(word) > 2 and word[0] in "Hh" and fold(word[1]) == ""


def _initial(word: str) -> str:
    return f"{word[0].upper()}."
