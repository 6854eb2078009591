"""The wording of one form as `resources/forms/` gives it: places, blocks, sections."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from sachmatuy_desktop.domain.forms.snapshot import Orientation
from sachmatuy_desktop.errors import N_, BadInput

FieldKind = Literal[
    "text", "long", "date", "short_date", "moment", "number", "choice", "multi", "list", "rows"
]

Cell = str | int | None
Rows = tuple[tuple[Cell, ...], ...]
Value = str | int | tuple[str, ...] | Rows | None
"""What fills a field: one value, a list of lines, or the rows of a table."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A place in the wording: what it means, what it takes, where its value comes from.

    `choices` (kinds "choice" and "multi") gives the printed wording of each canonical value.
    `origin` names the value of the books that fills the place ("person.name"), or is empty.
    """

    name: str
    label: str
    kind: FieldKind
    required: bool
    source: str
    choices: Mapping[str, str] = dataclasses.field(default_factory=dict)
    origin: str = ""


@dataclass(frozen=True, slots=True)
class BlockSpec:
    """One block of the wording as written: its kind and its settings with placeholders."""

    kind: str
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """The wording of the paper or of one annex."""

    orientation: Orientation
    blocks: tuple[BlockSpec, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormHead:
    """What is told of a form before it is chosen; its wording is read when it is filled.

    `reference` is true for a proposal of ours (“mẫu tham khảo”), no official form being known;
    `verified` becomes true when a legal reader has signed the wording off.  `type_code` is the
    abbreviation of the kind of paper (Nghị định 30/2020, Phụ lục III): BC, TTr, BB.

    `restriction` marks papers that must not travel; with `restriction_asked` whoever prints decides
    whether it stands there, the form of the decree having none.

    `family` is the folder of a decree's forms ("nd-163-2026"), empty for the program's own;
    `law_form` its key in `resources/law/mau.toml` ("PL III-04").  `about` is the register that one
    paper is about, empty for the unit itself; `people` says that it names persons; `body` is who
    issues it ("ubnd", "cong_an"), empty for whoever the office is.  With `code` an issued paper
    bears a code that proves it.
    """

    id: str
    version: str
    title: str
    type_code: str
    source: str
    effective_from: str
    effective_to: str | None
    verified: bool
    reference: bool
    restriction: str
    restriction_asked: bool = False
    family: str = ""
    law_form: str = ""
    about: str = ""
    people: bool = False
    body: str = ""
    code: bool = False

    def in_force(self, day: str) -> bool:
        """Whether the form is used on `day` (`YYYY-MM-DD`)."""
        return self.effective_from <= day <= (self.effective_to or day)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDefinition(FormHead):
    """The whole wording of one form.

    `either` are groups of places of which one must be filled: where somebody is registered, or else
    where he lives.
    """

    fields: tuple[FieldSpec, ...]
    sheet_fields: tuple[FieldSpec, ...]
    sections: tuple[SectionSpec, ...]
    constants: Mapping[str, str]
    either: tuple[tuple[str, ...], ...] = ()

    def field(self, name: str) -> FieldSpec:
        """The field of that name; `BadInput` when the form has none."""
        for spec in self.fields:
            if spec.name == name:
                return spec
        raise BadInput(
            N_("Mẫu “{form}” không có mục “{field}”; hãy kiểm tra lại tên mục."),
            form=self.title,
            field=name,
        )

    def missing(self, values: Mapping[str, Value]) -> tuple[FieldSpec, ...]:
        """The required fields that `values` leaves empty: they would print as dots.

        Of a group of which one must be filled the first, with the labels of all.
        """
        alone = (spec for spec in self.fields if spec.required and values.get(spec.name) in _EMPTY)
        return (*alone, *(self._group(names) for names in self._unfilled(values)))

    def lacking(self, values: Mapping[str, Value]) -> frozenset[str]:
        """The names of all places that wait to be filled, every one of an empty group too."""
        groups = (name for names in self._unfilled(values) for name in names)
        return frozenset((*(spec.name for spec in self.missing(values)), *groups))

    def _unfilled(self, values: Mapping[str, Value]) -> Iterator[tuple[str, ...]]:
        return (names for names in self.either if all(values.get(name) in _EMPTY for name in names))

    def _group(self, names: tuple[str, ...]) -> FieldSpec:
        specs = [self.field(name) for name in names]
        return dataclasses.replace(specs[0], label=" / ".join(spec.label for spec in specs))


_EMPTY: Final = (None, "", ())


COMMON_KEYS: Final = frozenset({"when", "unless"})
"""Every block may print only when a field is filled, or only when it is not."""

BLOCK_KEYS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    kind: (frozenset(needed.split()), frozenset(optional.split()))
    for kind, needed, optional in (
        ("head", "", "parent issuer wording number place_date subject"),
        ("national", "", ""),
        ("title", "name", "subject"),
        ("annex", "label title guide", ""),
        ("addressees", "label list", ""),
        ("heading", "text", "level"),
        ("part", "label title", ""),
        ("paragraph", "text", "style align indent role"),
        ("list", "list", "text mark between end style indent role empty"),
        ("fields", "cells", ""),
        ("table", "rows columns", "totals"),
        ("groups", "rows heading text", ""),
        ("signatures", "signers", "recipients recipient_lines label"),
        ("codes", "list", ""),
        ("qr", "text side", "list"),
        ("space", "points", ""),
        ("rich", "text", "align indent role gap"),
        ("columns", "rows", "gap"),
        ("grid", "columns", "lines rows empty tiers"),
        ("mark", "text", ""),
        ("notes", "list", ""),
        ("break", "", ""),
    )
}
"""The settings that a block of each kind needs and may have in the TOML."""

ALTERNATIVES: Final[Mapping[str, frozenset[str]]] = {
    "head": frozenset({"issuer", "wording"}),
    "grid": frozenset({"lines", "rows"}),
}
"""Of these settings a block of the kind needs at least one."""
