"""The values of one form as they print: in plain text, in rich text, in lists and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from sachmatuy_desktop.documents.dots import is_blank
from sachmatuy_desktop.documents.letters import check_letters
from sachmatuy_desktop.documents.wording import (
    date_part,
    grouped,
    numeric_date,
    written_date,
    written_moment,
)
from sachmatuy_desktop.domain.forms import (
    BLANK,
    Align,
    BlockSpec,
    Divider,
    FieldKind,
    FieldSpec,
    FormDefinition,
    Inline,
    Leader,
    Rows,
    Run,
    Style,
    Text,
    Tick,
    Value,
)
from sachmatuy_desktop.domain.forms.markup import (
    PLACE,
    RAISED,
    Box,
    Piece,
    Place,
    Ruled,
    Words,
    parse,
)
from sachmatuy_desktop.errors import N_, BadInput

__all__ = ["FormWords", "printed_cell"]

_RAISED_LETTERS: Final = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")
_MOTTO: Final = "national_motto"
_SHORT_KINDS: Final[frozenset[FieldKind]] = frozenset(
    {"date", "short_date", "moment", "number", "choice"}
)
"""Their dotted places take half as much of a line as those of names and addresses."""


class FormWords:
    """What fills the places of one form; `notes` keeps the numbers that lead to its notes."""

    def __init__(
        self, form: FormDefinition, values: Mapping[str, Value], *, notes: bool = False
    ) -> None:
        self.notes = notes
        self._form = form
        self._specs = {spec.name: spec for spec in form.fields}
        self._values = {form.field(name).name: value for name, value in values.items()}
        for name, value in self._values.items():
            check_letters(value, self._specs[name].label, name)
        self._texts = {spec.name: self._plain(spec) for spec in form.fields} | dict(form.constants)

    def wanted(self, spec: BlockSpec) -> bool:
        """`when` and `unless` name a field that must, or must not, have a value."""
        when, unless = spec.settings.get("when"), spec.settings.get("unless")
        if when is not None and self.is_empty(when):
            return False
        return unless is None or self.is_empty(unless)

    # -- plain text -------------------------------------------------------------------------------

    def text(self, template: str, item: str = "", **local: str) -> str:
        """A template with its places filled, those of `local` first; places of a sheet stay."""
        here = {"item": item, **local}

        def place(found: Any) -> str:
            name, form = found[1], found[2] or ""
            if name.startswith("sheet."):
                return str(found[0])
            if found[3] and name in self._specs and self.is_empty(name):
                return str(found[3])
            return here[name] if name in here else self._formatted_plain(name, form)

        return PLACE.sub(place, RAISED.sub(self._note_number, template))

    def lines(self, template: str) -> tuple[str, ...]:
        """A template of several lines; an empty value is no line at all."""
        text = self.text(template)
        return () if not text or is_blank(text) else tuple(text.split("\n"))

    def capital_lines(self, template: str) -> tuple[str, ...]:
        """The lines of a template that prints in capitals; dots where there are none."""
        return self.lines(template) or (self.text(template) or BLANK,)

    def items(self, field: str) -> tuple[str, ...]:
        """The lines of a list field; none given is one dotted line."""
        value = self._values.get(field) or ()
        if isinstance(value, (str, int)):
            raise self._wrong(self._form.field(field))
        return tuple(printed_cell(item) for item in value) or (BLANK,)

    def rows(self, field: str) -> Rows:
        """The rows of a table field."""
        value = self._values.get(field) or ()
        if isinstance(value, (str, int)) or not all(isinstance(row, tuple) for row in value):
            raise self._wrong(self._form.field(field))
        return tuple(row for row in value if isinstance(row, tuple))

    def blank_rows(
        self, _field: str, aligns: Sequence[Align], count: int
    ) -> tuple[tuple[str, ...], ...]:
        """So many empty rows of a table; `aligns` says how each of its columns stands."""
        return (("",) * len(aligns),) * count

    def item_leader(self, _field: str, _number: int, _of: int) -> Leader:
        """The dotted line of one of so many items, from 1, of a list that is empty."""
        return Leader()

    def wrong_rows(self, field: str, columns: int) -> BadInput:
        """The complaint about a row that is longer or shorter than its table."""
        return BadInput(
            N_("Bảng “{label}” có dòng không đủ {columns} cột; hãy lập lại số liệu rồi in."),
            label=self._form.field(field).label,
            columns=columns,
        )

    def _note_number(self, found: Any) -> str:
        """A note number in plain text is a raised character."""
        return str(found[1]).translate(_RAISED_LETTERS) if self.notes else ""

    def _plain(self, spec: FieldSpec) -> str:
        """A field without a format in plain text: its kind says how a date prints."""
        if spec.kind == "date":
            return written_date(self._single(spec))
        if spec.kind in {"list", "rows"}:
            return ""
        return self.said(spec, "") or BLANK

    def _formatted_plain(self, name: str, form: str) -> str:
        if not form or form.isdigit() or name not in self._specs:
            return self._texts[name]
        if form == "hoa":
            return self._texts[name].upper()
        if form == "dau":
            return _begun(self._texts[name])
        return self.said(self._specs[name], form) or _dotted(form)

    # -- rich text --------------------------------------------------------------------------------

    def rich(self, template: str) -> Text:
        """A template with styles, boxes and dotted places."""
        lines: list[tuple[Inline, ...]] = []
        for pieces in parse(template):
            if pieces and isinstance(pieces[0], Ruled):
                lines.append((Divider(pieces[0].whole or _said_in(lines) == self._texts[_MOTTO]),))
            else:
                lines.extend(self._filled(pieces))
        return tuple(lines)

    def _filled(self, pieces: tuple[Piece, ...]) -> Iterator[tuple[Inline, ...]]:
        """One line of the template; a line end in a value begins another."""
        line: list[Inline] = []
        for piece in pieces:
            first, *others = self._inline(piece)
            line += first
            for other in others:
                yield _merged(line)
                line = list(other)
        yield _merged(line)

    def _inline(self, piece: Piece) -> list[list[Inline]]:
        match piece:
            case Words():
                hidden = piece.raised and not self.notes
                return [[] if hidden else [Run(piece.text, piece.style, piece.raised)]]
            case Box():
                return [[Tick(self.holds(piece.field, piece.value))]]
            case Place():
                return self._place(piece)
        return [[Divider()]]

    def _place(self, place: Place) -> list[list[Inline]]:
        if place.name.startswith("sheet."):
            return [[Run(f"{{{place.name}}}", place.style)]]
        spec = self._specs.get(place.name)
        if spec is None:
            return _runs(self._formatted_plain(place.name, place.format), place.style)
        text = self.said(spec, place.format)
        if text:
            return _runs(text, place.style)
        if place.unfilled:
            return _runs(place.unfilled, place.style)
        if place.format and not place.format.isdigit() and place.format not in _CAPITALS:
            return _runs(self._dots(spec, place.format), place.style)
        return [[self._leader(spec, place)]]

    def _dots(self, _spec: FieldSpec, form: str) -> str:
        """What an empty place of a format prints: a dotted date, or dots."""
        return _dotted(form)

    def _leader(self, spec: FieldSpec, place: Place) -> Leader:
        """The dotted place of a field."""
        lines = int(place.format) if place.format.isdigit() else 0
        return Leader(lines, 1 if spec.kind in _SHORT_KINDS else 2)

    def holds(self, field: str, wanted: str) -> bool:
        """Whether the box of a field with a value is ticked."""
        value = self._values.get(field)
        return wanted in value if isinstance(value, tuple) else str(value) == wanted

    # -- values -----------------------------------------------------------------------------------

    def is_empty(self, field: str) -> bool:
        """Whether nothing was given for a field."""
        return self._values.get(field) in (None, "", ())

    def _single(self, spec: FieldSpec) -> str | int | None:
        value = self._values.get(spec.name)
        if isinstance(value, tuple):
            raise self._wrong(spec)
        return value

    def said(self, spec: FieldSpec, form: str) -> str:
        """The words of a value in a format; nothing where there is no value."""
        if self.is_empty(spec.name):
            return ""
        text = _FORMATTED.get(form, FormWords._unformatted)(self, spec)
        return _CAPITALS[form](text) if form in _CAPITALS else text

    def _unformatted(self, spec: FieldSpec) -> str:
        """Without a format a date is dd/mm/yyyy."""
        if spec.kind == "list":
            return "\n".join(self.items(spec.name))
        if spec.kind == "multi":
            return ", ".join(self._chosen(spec, each) for each in self._several(spec))
        value = self._single(spec)
        if spec.kind in {"date", "short_date"}:
            return numeric_date(value)
        if spec.kind == "moment":
            return written_moment(value)
        return self._chosen(spec, value) if spec.kind == "choice" else printed_cell(value)

    def _several(self, spec: FieldSpec) -> tuple[object, ...]:
        value = self._values.get(spec.name)
        if not isinstance(value, tuple):
            raise self._wrong(spec)
        return value

    def _chosen(self, spec: FieldSpec, value: object) -> str:
        try:
            return spec.choices[str(value)]
        except KeyError:
            raise self._wrong(spec) from None

    def _wrong(self, spec: FieldSpec) -> BadInput:
        return BadInput(
            N_("Mục “{label}” của mẫu “{form}” có giá trị không in được; hãy nhập lại mục đó."),
            label=spec.label,
            form=self._form.title,
        ).at(spec.name)


def _part(form: str) -> Callable[[FormWords, FieldSpec], str]:
    return lambda words, spec: date_part(words._single(spec), form)  # noqa: SLF001


_FORMATTED: Final[Mapping[str, Callable[[FormWords, FieldSpec], str]]] = {
    "dai": lambda words, spec: written_date(_day(words._single(spec))),  # noqa: SLF001
    "dmy": lambda words, spec: numeric_date(_day(words._single(spec))),  # noqa: SLF001
    **{form: _part(form) for form in ("ngay", "thang", "nam", "gio", "phut")},
}


def _day(value: str | int | None) -> str:
    """The day of a date or of a moment."""
    return str(value).partition("T")[0]


def _dotted(form: str) -> str:
    """What an empty place of a format prints: a dotted date, or dots."""
    if form == "dmy":
        return "…./…./……"
    return written_date(None) if form == "dai" else BLANK


def _begun(text: str) -> str:
    """With a capital at the beginning."""
    return text[:1].upper() + text[1:]


_CAPITALS: Final[Mapping[str, Callable[[str], str]]] = {"hoa": str.upper, "dau": _begun}
"""Formats that change letters alone."""


def printed_cell(value: object) -> str:
    """One value as it prints in a sentence or a cell; a number in groups of three."""
    if value is None:
        return ""
    return grouped(value) if isinstance(value, int) else str(value)


def _runs(text: str, style: Style) -> list[list[Inline]]:
    return [[Run(part, style)] for part in text.split("\n")]


def _said_in(lines: list[tuple[Inline, ...]]) -> str:
    """The words of the last line."""
    return "".join(each.text for each in lines[-1] if isinstance(each, Run)) if lines else ""


def _merged(line: list[Inline]) -> tuple[Inline, ...]:
    """Neighbouring words of one style as one run; places of a sheet stay runs of their own."""
    merged: list[Inline] = []
    for each in line:
        last = merged[-1] if merged else None
        if (
            isinstance(each, Run)
            and isinstance(last, Run)
            and (each.style, each.raised) == (last.style, last.raised)
            and "{" not in each.text + last.text
        ):
            merged[-1] = Run(last.text + each.text, last.style, last.raised)
        elif not isinstance(each, Run) or each.text:
            merged.append(each)
    return tuple(merged)
