"""The families of forms that are filled place by place, and the abbreviations of kinds of paper."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sachmatuy_desktop.domain.forms import FormHead
from sachmatuy_desktop.errors import N_, KnownError, Refused
from sachmatuy_desktop.packs.forms import family, forms_folder, read_head

__all__ = [
    "Family",
    "Offered",
    "PaperType",
    "fillable_families",
    "fillable_forms",
    "form_of_law",
    "paper_types",
    "type_of",
]


@dataclass(frozen=True, slots=True)
class Family:
    """A folder of forms with the name under which they are offered."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class PaperType:
    """A kind of paper as its name begins, and its abbreviation; empty where the decree has none."""

    name: str
    code: str


@lru_cache(maxsize=1)
def fillable_families() -> tuple[Family, ...]:
    """The families offered for filling, in order; raises `Refused` for a damaged file."""
    entries = _read("families.toml")["family"]
    return tuple(Family(str(each["id"]), str(each["title"])) for each in entries)


@dataclass(frozen=True, slots=True)
class Offered:
    """The heads of the forms that can be offered, and what is wrong with files that cannot be read.

    `damaged` tells by the id of the form; one damaged file keeps none of the others back.
    """

    heads: tuple[FormHead, ...]
    damaged: Mapping[str, KnownError]


@lru_cache(maxsize=1)
def fillable_forms() -> Offered:
    """Every form of those families by its head, in order; its wording is read when it is filled."""
    heads: list[FormHead] = []
    damaged: dict[str, KnownError] = {}
    for each in fillable_families():
        for form in family(each.id):
            try:
                heads.append(read_head(form, each.id))
            except KnownError as error:
                damaged[form] = error
    return Offered(tuple(heads), damaged)


def form_of_law(key: str, day: str) -> FormHead | None:
    """The form for a key of `resources/law/mau.toml` on a day (`YYYY-MM-DD`); None if it is not
    among ours.

    Raises what is wrong with the form's file where it cannot be read.
    """
    offered = fillable_forms()
    found = (each for each in offered.heads if each.law_form == key and each.in_force(day))
    form = next(found, None)
    if form is None:
        number = f"-{key.rpartition(' ')[2].lower()}"
        for name, error in offered.damaged.items():
            if name.endswith(number):
                raise error
    return form


def type_of(title: str) -> PaperType | None:
    """The kind of paper that a title begins with, the longest name that fits."""
    types: dict[str, str] = _read("paper-types.toml")["types"]
    fitting = [name for name in types if f"{title} ".startswith(f"{name} ")]
    name = max(fitting, key=len, default=None)
    return None if name is None else PaperType(name, types[name])


def paper_types() -> tuple[PaperType, ...]:
    """The kinds of paper that have an abbreviation, in the order of the decree."""
    types: dict[str, str] = _read("paper-types.toml")["types"]
    return tuple(PaperType(name, code) for name, code in types.items() if code)


@lru_cache(maxsize=4)
def _read(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((forms_folder() / name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refused(
            N_("Tệp mẫu in {file} không đọc được: {reason}."), file=name, reason=error
        ) from error
