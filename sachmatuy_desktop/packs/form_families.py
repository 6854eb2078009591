"""The families of forms that are filled place by place, and the abbreviations of kinds of paper."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sachmatuy_desktop.domain.forms import FormDefinition
from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.packs.forms import family, forms_folder, load_form

__all__ = ["Family", "PaperType", "fillable_families", "fillable_forms", "form_of_law", "type_of"]


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


@lru_cache(maxsize=1)
def fillable_forms() -> tuple[FormDefinition, ...]:
    """Every form of those families, in order; reading them all takes a moment, once."""
    return tuple(load_form(form) for each in fillable_families() for form in family(each.id))


def form_of_law(key: str, day: str) -> FormDefinition | None:
    """The form for a key of `resources/law/mau.toml` on a day (`YYYY-MM-DD`); None if it is not
    among ours.
    """
    found = (each for each in fillable_forms() if each.law_form == key and each.in_force(day))
    return next(found, None)


def type_of(title: str) -> PaperType | None:
    """The kind of paper that a title begins with, the longest name that fits."""
    types: dict[str, str] = _read("paper-types.toml")["types"]
    fitting = [name for name in types if f"{title} ".startswith(f"{name} ")]
    name = max(fitting, key=len, default=None)
    return None if name is None else PaperType(name, types[name])


@lru_cache(maxsize=4)
def _read(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((forms_folder() / name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refused(
            N_("Tệp mẫu in {file} không đọc được: {reason}."), file=name, reason=error
        ) from error
