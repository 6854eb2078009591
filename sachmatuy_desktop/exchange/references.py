"""Which record a sheet points at with a name: a village, a household, a person.

What fits exactly one record is that record; what fits several is sent back, and so is what fits
none, except a village, which the person may choose to have made.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, Kind, RecordId, Value
from sachmatuy_desktop.domain.registers.places import VILLAGE_KINDS
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.exchange.office_rows import VILLAGE, OfficeRows

VILLAGES: Final = "villages"
PLANNED: Final = "+"
"""Begins what stands for a village that will be made: no record's number begins so."""

WORDS: Final = frozenset({Kind.TEXT, Kind.NAME, Kind.LONG_TEXT})
"""Kinds whose values are compared without accents and capitals."""

_KIND_WORDS: Final = {
    **{fold(label): code for code, label in VILLAGE_KINDS.items()},
    "kp": "khu_pho",
    "tdp": "to_dan_pho",
    "xom": "thon",
    "ap": "thon",
    "buon": "lang",
    "plei": "lang",
}

LONGEST_NAME: Final = 6
"""Words of a village's name, the word for its kind among them."""

_NUMBERING: Final = re.compile(r"^\s*(?:[IVXLC]+|\d{1,3}|[A-Za-zĐđ])\s*[.)/:–-]\s*")


@dataclass(frozen=True, slots=True)
class PlannedVillage:
    """A village that the sheet names and the office does not have."""

    name: str
    kind: str


def comparable(field: Field, value: Value) -> Value:
    """A value to compare by: words without accents and capitals, all else as it is."""
    return fold(value) if isinstance(value, str) and field.kind in WORDS else value


def bare_village(folded: str) -> str:
    """A village's folded name without the word for its kind: "thon ia dom" → "ia dom"."""
    for words in _KIND_WORDS:
        if folded.startswith(words + " "):
            return folded.removeprefix(words).strip()
    return folded


def village_kind(name: str) -> str:
    """The kind that a village's name says; a thôn if it says none."""
    folded = fold(name)
    return next(
        (code for words, code in _KIND_WORDS.items() if folded.startswith(words + " ")), "thon"
    )


def _has_kind(folded: str) -> bool:
    return any(folded.startswith(words + " ") for words in _KIND_WORDS)


class Villages:
    """Villages by name, with or without "Thôn".

    `missing` are the villages asked for that the office does not have, by what stands for them.
    """

    def __init__(self, office: OfficeRows, create: bool) -> None:
        self._create = create
        self._exact: dict[str, list[RecordId]] = defaultdict(list)
        self._bare: dict[str, list[RecordId]] = defaultdict(list)
        for record, label in office.labels(VILLAGES).items():
            folded = fold(str(office.rows(VILLAGES)[record]["name"]))
            for text in {folded, fold(label)}:
                self._exact[text].append(record)
            self._bare[bare_village(folded)].append(record)
        self.missing: dict[str, PlannedVillage] = {}

    def named_in(self, text: str, not_groups: Sequence[str]) -> str | None:
        """The village that the title of a part names: "I. Thôn 1:", "DANH SÁCH HỘ THÔN 1"."""
        said = _NUMBERING.sub("", text).strip(" :.-–")
        folded = fold(said)
        if not said or any(word in folded for word in not_groups):
            return None
        if folded in self._exact:
            return said
        if _has_kind(folded) and len(folded.split()) <= LONGEST_NAME and ":" not in said:
            return said
        ends = (each for each in self._exact if folded.endswith(" " + each) and _has_kind(each))
        return max(ends, key=len, default=None)

    def find(self, text: str) -> str:
        """The village's number, or what stands for one to be made; raises `BadInput`."""
        folded = fold(text)
        found = self._exact.get(folded) or self._bare.get(bare_village(folded)) or []
        if len(found) > 1:
            raise BadInput(
                N_("Có {count} thôn, khu phố cùng tên «{text}». Hãy ghi tên đầy đủ."),
                count=len(found),
                text=text,
            )
        if found:
            return found[0]
        key = PLANNED + bare_village(folded)
        self.missing.setdefault(key, PlannedVillage(text, village_kind(text)))
        if self._create:
            return key
        raise BadInput(
            N_("Chưa có thôn, khu phố «{text}». Hãy thêm trước, hoặc chọn tự tạo khi nhập."),
            text=text,
        )


class Pointer:
    """Finds the records of one register that rows of a sheet point at."""

    def __init__(self, register: str, office: OfficeRows) -> None:
        self._book = REGISTERS[register]
        self._rows = office.rows(register)
        self._by: dict[str, dict[Value, list[RecordId]]] = {}
        self._labels = {fold(label): record for record, label in office.labels(register).items()}

    def find(self, parts: Sequence[tuple[Field | None, str, Value]], village: str | None) -> str:
        """The one record that all parts fit, in the row's village if it names one.

        A part is a field of the register, the text of the cell and its value; no field means that
        the text is the record's label.  Raises `BadInput`.
        """
        if len(parts) == 1 and parts[0][0] is None:
            labelled = self._labels.get(fold(parts[0][1]))
            if labelled is not None:
                return labelled
        fitting = [self._fitting(field, text, value) for field, text, value in parts]
        common = [each for each in fitting[0] if all(each in other for other in fitting[1:])]
        found = self._in_village(common, village)
        if len(found) == 1:
            return found[0]
        said = ", ".join(text for _field, text, _value in parts)
        if found:
            raise BadInput(
                N_("Có {count} {one} cùng là «{text}». Hãy ghi thêm số hoặc thôn để phân biệt."),
                count=len(found),
                one=self._book.one,
                text=said,
            )
        raise BadInput(
            N_("Chưa có {one} «{text}». Hãy nhập sổ «{register}» trước, hoặc bỏ cột này."),
            one=self._book.one,
            text=said,
            register=self._book.title,
        )

    def _fitting(self, field: Field | None, text: str, value: Value) -> list[RecordId]:
        """The records a part fits; a label that is nobody's is taken for the name alone."""
        asked = field or self._book[self._book.naming[0]]
        return self._index(asked).get(comparable(asked, value if field else text), [])

    def _index(self, field: Field) -> dict[Value, list[RecordId]]:
        if field.name not in self._by:
            index: dict[Value, list[RecordId]] = defaultdict(list)
            for record, row in self._rows.items():
                index[comparable(field, row[field.name])].append(record)
            self._by[field.name] = index
        return self._by[field.name]

    def _in_village(self, found: list[RecordId], village: str | None) -> list[RecordId]:
        if village is None or VILLAGE not in self._book.by_name:
            return found
        return [each for each in found if self._rows[each][VILLAGE] == village]
