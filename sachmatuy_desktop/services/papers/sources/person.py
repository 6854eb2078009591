"""What the books know of a person: who it is, papers, family, the summary of form 05.

The words for the places are those of the forms (Nghị định 163/2026/NĐ-CP, Phụ lục III và V).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.documents.wording import numeric_date
from sachmatuy_desktop.domain.dates import PartialDate, age_on
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.services.papers.sources.about import (
    About,
    Day,
    Given,
    Source,
    Word,
    day_of,
    said,
)

__all__ = ["SOURCES"]

Row = Mapping[str, Value]

NEVER: Final = "khong"
"""The code of «Đã từng cai nghiện» that says: never."""

MAJORITY: Final = "kinh"
"""The one ethnicity that form 05 prints beside its box, folded."""

ASKED: Final = 3
"""Earlier decisions that form 05 has a line of its own for."""

_OWN: Final = (
    *("sex", "birth", "other_names", "birth_place", "native_place", "nationality"),
    *("permanent_address", "temporary_address", "current_address"),
    *("ethnicity", "religion", "education", "occupation", "workplace", "phone"),
    *("father", "mother", "spouse"),
)
_HOMES: Final = ("current_address", "permanent_address", "temporary_address")
_PROFILE: Final = (
    *("schooling", "standing", "sanctions", "psychosis", "started", "first_found", "drugs"),
    *("method", "times_in_rehab", "rehab_details", "frequency", "dose", "social_account"),
    *("father_number", "father_issued_by", "father_issued_on"),
    *("mother_number", "mother_issued_by", "mother_issued_on"),
)
_GUARDIAN: Final = (
    *("relation", "birth", "number", "issued_by", "issued_on", "address", "phone", "document"),
    "social_account",
)


def _person(name: str) -> Source:
    return lambda about: said("people", name, about.row("people"))


def _profile_row(about: About) -> Row:
    """The newest summary of the person's life; empty where none was written."""
    found = about.under("drug_profiles")
    return found[0] if found else {}


def _profile(name: str) -> Source:
    return lambda about: said("drug_profiles", name, _profile_row(about))


def _guardian_row(about: About) -> Row:
    """Who speaks for the person on the day: the first of those whose time it is."""
    day = about.day.isoformat()
    for row in about.under("guardians"):
        begun = not row["from_date"] or str(row["from_date"]) <= day
        if begun and (not row["until_date"] or day <= str(row["until_date"])):
            return row
    return {}


def _guardian(name: str) -> Source:
    return lambda about: said("guardians", name, _guardian_row(about))


# -- papers ---------------------------------------------------------------------------------------


def _paper(about: About) -> Row:
    """The identity paper that bears the person's number; without a number the newest one."""
    number = about.row("people").get("citizen_number")
    papers = about.under("identity_docs")
    if number:
        return next((each for each in papers if each["number"] == number), {})
    return papers[0] if papers else {}


def _number(about: About) -> Given:
    return about.row("people").get("citizen_number") or _paper(about).get("number")


# -- where, what ----------------------------------------------------------------------------------


def _first(about: About, *names: str) -> Given:
    row = about.row("people")
    return next((row[name] for name in names if row.get(name)), None)


def _both(about: About, *names: str, between: str = "; ") -> Given:
    row = about.row("people")
    return between.join(str(row[name]) for name in names if row.get(name)) or None


def _village(about: About) -> Given:
    person = about.row("people")
    home = about.row("households", str(person["household"])) if person.get("household") else {}
    village = person.get("village") or home.get("village")
    return str(about.row("villages", str(village)).get("name") or "") if village else None


def _told(about: About) -> Given:
    """Who it is in one line: name, birthday, number, where the person lives."""
    person = about.row("people")
    if not person:
        return None
    birth = said("people", "birth", person)
    number, home = _number(about), _first(about, *_HOMES)
    parts = (
        str(person["full_name"]),
        f"sinh {numeric_date(birth.iso)}" if isinstance(birth, Day) else "",
        f"số định danh {number}" if number else "",
        f"nơi ở {home}" if home else "",
    )
    return ", ".join(filter(None, parts))


def _age(about: About, birth: Value) -> Given:
    """Full years on the day of the paper; nothing where the birthday leaves two answers."""
    return age_on(PartialDate.from_iso(str(birth)), about.day) if birth else None


# -- rehabilitation -------------------------------------------------------------------------------


def _in_rehab(about: About) -> Given:
    """«Đã từng cai nghiện»: có, không; nothing where nobody has asked."""
    times = _profile_row(about).get("times_in_rehab")
    if not times:
        return None
    return Word("khong", "Không") if times == NEVER else Word("co", "Có")


def _times(about: About) -> Given:
    """How many times, where there was any."""
    times = _profile("times_in_rehab")(about)
    return None if isinstance(times, Word) and times.code == NEVER else times


def _rehab_told(about: About) -> Given:
    """Where and how often; «không» where the books say never."""
    row = _profile_row(about)
    never = "không" if row.get("times_in_rehab") == NEVER else None
    return row.get("rehab_details") or never


# -- what a form asks in its own way --------------------------------------------------------------


def _other_ethnicity(about: About) -> Given:
    """The ethnicity where it is not the one that form 05 prints."""
    ethnicity = str(about.row("people").get("ethnicity") or "")
    return None if fold(ethnicity) in ("", MAJORITY) else ethnicity


def _has_religion(about: About) -> Given:
    """Có, không; nothing where the books do not say."""
    religion = fold(str(about.row("people").get("religion") or ""))
    if not religion:
        return None
    return Word("khong", "Không") if religion.startswith("khong") else Word("co", "Có")


def _sanctions(about: About) -> tuple[str, ...]:
    """The decisions of item 17, one a line."""
    lines = str(_profile_row(about).get("sanctions") or "").splitlines()
    return tuple(line.strip() for line in lines if line.strip())


def _sanction(place: int) -> Source:
    return lambda about: next(iter(_sanctions(about)[place - 1 : place]), None)


SOURCES: Final[Mapping[str, Source]] = MappingProxyType(
    {
        "person.name": _person("full_name"),
        **{f"person.{name}": _person(name) for name in _OWN},
        "person.age": lambda about: _age(about, about.row("people").get("birth")),
        "person.number": _number,
        "person.number_issued_on": lambda about: day_of(_paper(about).get("issued_on")),
        "person.number_issued_by": lambda about: _paper(about).get("issued_by"),
        "person.residence": lambda about: _first(about, "permanent_address", "temporary_address"),
        "person.home": lambda about: _first(about, *_HOMES),
        "person.told": _told,
        "person.occupation_workplace": lambda about: _both(about, "occupation", "workplace"),
        "person.village": _village,
        "person.other_ethnicity": _other_ethnicity,
        "person.has_religion": _has_religion,
        **{f"profile.{name}": _profile(name) for name in _PROFILE},
        **{f"profile.sanction_{place}": _sanction(place) for place in range(1, ASKED + 1)},
        "profile.sanctions_after": lambda about: _sanctions(about)[ASKED:] or None,
        "profile.in_rehab": _in_rehab,
        "profile.times": _times,
        "profile.rehab": _rehab_told,
        "guardian.name": _guardian("name"),
        "guardian.age": lambda about: _age(about, _guardian_row(about).get("birth")),
        **{f"guardian.{name}": _guardian(name) for name in _GUARDIAN},
    }
)
