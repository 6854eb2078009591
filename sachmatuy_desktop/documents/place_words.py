"""The words of a form that is set blank while its values are known: every place keeps its own.

The blocks that come of them are those of the blank form, with stand-ins (`dots`) for its dots and
crosses in its boxes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sachmatuy_desktop.documents.dots import WHITE, PlaceLeader, named_dots
from sachmatuy_desktop.documents.values import FormWords, printed_cell
from sachmatuy_desktop.domain.forms import (
    BLANK,
    Align,
    FieldSpec,
    FormDefinition,
    Leader,
    Style,
    Value,
)
from sachmatuy_desktop.domain.forms.markup import Place
from sachmatuy_desktop.errors import N_, BadInput

__all__ = ["PlaceWords", "Said"]

_DATE_DOTS = {"dai": (BLANK, BLANK, BLANK), "dmy": ("….", "….", "……")}
_DATE_WORDS = {"dai": "ngày {} tháng {} năm {}", "dmy": "{}/{}/{}"}


@dataclass(frozen=True, slots=True)
class Said:
    """What is to stand on one place: of which field, in which style (None: that of its dots)."""

    field: str
    text: str
    style: Style | None = None
    align: Align = "left"


class PlaceWords(FormWords):
    """The words of the blank form; `places` are what its places want, by their numbers."""

    def __init__(
        self, form: FormDefinition, values: Mapping[str, Value], *, notes: bool = False
    ) -> None:
        super().__init__(form, {}, notes=notes)
        self.places: list[Said] = []
        self.answered: set[str] = set()
        """The fields that have boxes or rows of a table."""
        self._full = FormWords(form, values, notes=notes)
        self._in_capitals = False

    # -- what differs from a blank form -----------------------------------------------------------

    def capital_lines(self, template: str) -> tuple[str, ...]:
        """The lines of a template; their values print in capitals, too."""
        self._in_capitals = True
        lines = super().capital_lines(template)
        self._in_capitals = False
        return lines

    def items(self, field: str) -> tuple[str, ...]:
        """A list is one place."""
        super().items(field)
        return (self._named(Said(field, "; ".join(self._items(field))), BLANK),)

    def item_leader(self, field: str, number: int, of: int) -> Leader:
        """The last line of a list takes all that is left."""
        items = self._items(field)
        wanted = items[number - 1 :] if number == of else items[number - 1 : number]
        return PlaceLeader(dot=self._named(Said(field, "; ".join(wanted)), "."))

    def blank_rows(
        self, field: str, aligns: Sequence[Align], count: int
    ) -> tuple[tuple[str, ...], ...]:
        """The rows fill the blank ones; raises `BadInput` for more than there are."""
        rows = self._full.rows(field)
        self.answered.add(field)
        if len(rows) > count:
            raise BadInput(
                N_(
                    "Bảng “{label}” của giấy in sẵn có {count} dòng trống mà phải in {rows} dòng; "
                    "hãy bớt dòng hoặc in cả văn bản trên giấy trắng."
                ),
                label=self._specs[field].label,
                count=count,
                rows=len(rows),
            ).at(field)
        if any(len(row) != len(aligns) for row in rows):
            raise self.wrong_rows(field, len(aligns))
        told = tuple(
            tuple(
                self._named(Said(field, printed_cell(cell), align=align), WHITE)
                for cell, align in zip(row, aligns, strict=True)
            )
            for row in rows
        )
        return told + super().blank_rows(field, aligns, count - len(rows))

    def holds(self, field: str, wanted: str) -> bool:
        """A box is ticked as in the filled paper."""
        self.answered.add(field)
        return self._full.holds(field, wanted)

    def _formatted_plain(self, name: str, form: str) -> str:
        spec = self._specs.get(name)
        if spec is None or spec.kind in {"list", "rows"}:
            return super()._formatted_plain(name, form)
        return self._dots(spec, form or ("dai" if spec.kind == "date" else ""))

    def _dots(self, spec: FieldSpec, form: str) -> str:
        """A date has three places, whatever of it is known."""
        if form not in _DATE_DOTS:
            return self._named(Said(spec.name, self._full.said(spec, form), align="center"), BLANK)
        parts = self._date(spec, form)
        return _DATE_WORDS[form].format(
            *(
                self._named(Said(spec.name, part, align="center"), dots)
                for part, dots in zip(parts, _DATE_DOTS[form], strict=True)
            )
        )

    def _leader(self, spec: FieldSpec, place: Place) -> Leader:
        blank = super()._leader(spec, place)
        said = Said(spec.name, self._full.said(spec, place.format), place.style)
        return PlaceLeader(blank.lines, blank.share, self._named(said, "."))

    # -- values -----------------------------------------------------------------------------------

    def _named(self, said: Said, dots: str) -> str:
        """The dots of a place that is to say this; a place that says nothing keeps its dots."""
        text = said.text.upper() if self._in_capitals else said.text
        text = unicodedata.normalize("NFC", text)
        self.places.append(Said(said.field, text, said.style, said.align))
        return named_dots(len(self.places) - 1, dots)

    def _items(self, field: str) -> tuple[str, ...]:
        return () if self._full.is_empty(field) else self._full.items(field)

    def _date(self, spec: FieldSpec, form: str) -> tuple[str, ...]:
        """Day, month and year; an unknown one is empty."""
        if self._full.is_empty(spec.name):
            return ("", "", "")
        if form == "dai":
            return tuple(self._full.said(spec, part) for part in ("ngay", "thang", "nam"))
        parts = self._full.said(spec, "dmy").split("/")
        return ("",) * (3 - len(parts)) + tuple(parts)
