"""From wording and values to the frozen snapshot: every place filled, every list spelt out."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from sachmatuy_desktop.documents.qr import squares_of
from sachmatuy_desktop.documents.wording import (
    arabic,
    grouped,
    numeric_date,
    point_letter,
    written_date,
)
from sachmatuy_desktop.domain.forms import (
    BLANK,
    Addressees,
    Annex,
    Block,
    BlockSpec,
    Codes,
    Column,
    FieldCell,
    Fields,
    FieldSpec,
    FormData,
    FormDefinition,
    Head,
    Heading,
    National,
    Paragraph,
    Qr,
    Restriction,
    Rows,
    Section,
    Signatures,
    Signer,
    Space,
    Table,
    Title,
    Value,
)
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.packs.forms import PLACE

LAYOUT = 1
"""The layout of papers that are put together now."""

_SHEET = "{sheet."
_EMPTY_ROWS = 3


def compose(
    form: FormDefinition,
    values: Mapping[str, Value],
    *,
    training: bool = False,
    restriction: Restriction | None = None,
    sheets: Sequence[Mapping[str, str]] = (),
) -> FormData:
    """Fill a form.  An empty value prints as a dotted place, an empty table as blank rows.

    Raises `BadInput` for a value that the form does not know or cannot print.
    """
    words = _Words(form, values)
    sections = tuple(
        Section(
            tuple(
                block for spec in section.blocks if words.wanted(spec) for block in words.set(spec)
            ),
            section.orientation,
        )
        for section in form.sections
    )
    mark = f"{form.constants['training_mark']} – {form.constants['training_note']}"
    return FormData(
        form=form.id,
        version=form.version,
        title=form.title,
        layout=LAYOUT,
        sections=sections,
        training=mark if training else "",
        restriction=restriction,
        sheets=tuple(dict(sheet) for sheet in sheets),
    ).normalised()


# --- sheets --------------------------------------------------------------------------------------


def is_sheeted(block: Block) -> bool:
    """Whether a block still has places for a household's own words."""
    return _SHEET in repr(block)


def filled(block: Block, words: Mapping[str, str]) -> Block:
    """The block with its `{sheet.…}` places filled; an absent word prints as dots."""
    result: Block = _mapped(block, lambda text: PLACE.sub(lambda m: words.get(m[1]) or BLANK, text))
    return result


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value) if _SHEET in value else value
    if isinstance(value, tuple):
        return tuple(_mapped(item, change) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return type(value)(
            *(_mapped(getattr(value, name), change) for name in value.__dataclass_fields__)
        )
    return value


# --- values --------------------------------------------------------------------------------------


class _Words:
    """The values of one form, as they print, and the blocks made with them."""

    def __init__(self, form: FormDefinition, values: Mapping[str, Value]) -> None:
        self._form = form
        self._values = {form.field(name).name: value for name, value in values.items()}
        self._texts = {spec.name: self._text(spec) for spec in form.fields} | dict(form.constants)

    def wanted(self, spec: BlockSpec) -> bool:
        """`when` and `unless` name a field that must, or must not, have a value."""
        when, unless = spec.settings.get("when"), spec.settings.get("unless")
        if when is not None and self._values.get(when) in (None, "", ()):
            return False
        return unless is None or self._values.get(unless) in (None, "", ())

    def set(self, spec: BlockSpec) -> list[Block]:
        """The block (a list becomes several paragraphs) that a specification asks for."""
        made = _MAKERS[spec.kind](self, spec.settings)
        return made if isinstance(made, list) else [made]

    def text(self, template: str, item: str = "", **local: str) -> str:
        """A template with its places filled, those of `local` first; places of a sheet stay."""
        here = {"item": item, **local}

        def place(found: Any) -> str:
            name = found[1]
            if name.startswith("sheet."):
                return str(found[0])
            return here[name] if name in here else self._texts[name]

        return PLACE.sub(place, template)

    def lines(self, template: str) -> tuple[str, ...]:
        """A template of several lines; an empty value is no line at all."""
        text = self.text(template)
        return () if text in ("", BLANK) else tuple(text.split("\n"))

    def items(self, field: str) -> tuple[str, ...]:
        """The lines of a list field; none given is one dotted line."""
        value = self._values.get(field) or ()
        if isinstance(value, (str, int)):
            raise self._wrong(self._form.field(field))
        return tuple(_cell(item) for item in value) or (BLANK,)

    def rows(self, field: str) -> Rows:
        """The rows of a table field."""
        value = self._values.get(field) or ()
        if isinstance(value, (str, int)) or not all(isinstance(row, tuple) for row in value):
            raise self._wrong(self._form.field(field))
        return tuple(row for row in value if isinstance(row, tuple))

    def wrong_rows(self, field: str, columns: int) -> BadInput:
        """The complaint about a row that is longer or shorter than its table."""
        return BadInput(
            N_("Bảng “{label}” có dòng không đủ {columns} cột; hãy lập lại số liệu rồi in."),
            label=self._form.field(field).label,
            columns=columns,
        )

    def _text(self, spec: FieldSpec) -> str:
        value = self._values.get(spec.name)
        if spec.kind in {"list", "rows"}:
            return ""
        if isinstance(value, tuple):
            raise self._wrong(spec)
        if spec.kind == "date":
            return written_date(value)
        if value in (None, ""):
            return BLANK
        if spec.kind == "short_date":
            return numeric_date(value)
        if spec.kind == "choice":
            return self._chosen(spec, value)
        return _cell(value)

    def _chosen(self, spec: FieldSpec, value: Value) -> str:
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


def _cell(value: object) -> str:
    """One value as it prints in a sentence or a cell; a number in groups of three."""
    if value is None:
        return ""
    return grouped(value) if isinstance(value, int) else str(value)


# --- blocks --------------------------------------------------------------------------------------

_Settings = Mapping[str, Any]


def _national(words: _Words) -> tuple[str, str]:
    return words.text("{national_name}"), words.text("{national_motto}")


def _head(words: _Words, settings: _Settings) -> Block:
    return Head(
        national=_national(words),
        parent=words.lines(settings["parent"]),
        issuer=words.lines(settings["issuer"]) or (BLANK,),
        number=words.text(settings["number"]),
        place_date=words.text(settings.get("place_date", "")),
    )


def _title(words: _Words, settings: _Settings) -> Block:
    return Title(words.text(settings["name"]), words.text(settings.get("subject", "")))


def _annex(words: _Words, settings: _Settings) -> Block:
    return Annex(*(words.text(settings[key]) for key in ("label", "title", "guide")))


def _addressees(words: _Words, settings: _Settings) -> Block:
    return Addressees(words.text(settings["label"]), words.items(settings["list"]))


def _heading(words: _Words, settings: _Settings) -> Block:
    return Heading(words.text(settings["text"]), settings.get("level", 1))


_LOOK = ("style", "align", "indent", "role")


def _paragraph(words: _Words, settings: _Settings) -> Block:
    look = {key: settings[key] for key in _LOOK if key in settings}
    return Paragraph(words.text(settings["text"]), **look)


_MARKS: Mapping[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "dash": lambda _: "- ",
    "arabic": lambda n: f"{arabic(n)}. ",
    "letter": lambda n: f"{point_letter(n)}) ",
}


def _list(words: _Words, settings: _Settings) -> list[Block]:
    """One paragraph an item: “;” between them and “.” at the end, unless the wording says other."""
    items = words.items(settings["list"])
    mark = _MARKS[settings.get("mark", "dash")]
    between, end = settings.get("between", ";"), settings.get("end", ".")
    look = {key: settings[key] for key in _LOOK if key in settings}
    return [
        Paragraph(
            mark(n)
            + words.text(settings.get("text", "{item}"), item.rstrip(";. ") if end else item)
            + (end if n == len(items) else between),
            **look,
        )
        for n, item in enumerate(items, start=1)
    ]


def _fields(words: _Words, settings: _Settings) -> Block:
    return Fields(
        tuple(
            FieldCell(words.text(cell["label"]), words.text(cell["text"]), cell.get("share", 1))
            for cell in settings["cells"]
        )
    )


def _table(words: _Words, settings: _Settings) -> Block:
    columns = tuple(
        Column(words.text(column["title"], item), column["width"], column.get("align", "left"))
        for column in settings["columns"]
        for item in (words.items(column["each"]) if "each" in column else ("",))
    )
    rows = words.rows(settings["rows"])
    if any(len(row) != len(columns) for row in rows):
        raise words.wrong_rows(settings["rows"], len(columns))
    printed = tuple(tuple(_cell(cell) for cell in row) for row in rows)
    blank = (("",) * len(columns),) * _EMPTY_ROWS
    return Table(columns, printed or blank, settings.get("totals", False) and bool(printed))


def _groups(words: _Words, settings: _Settings) -> list[Block]:
    """Rows of (group, item): a heading for each group, numbered from 1, its items below it."""
    rows = words.rows(settings["rows"]) or ((BLANK, BLANK),)
    if any(len(row) != 2 for row in rows):
        raise words.wrong_rows(settings["rows"], 2)
    blocks: list[Block] = []
    for number, (group, items) in enumerate(groupby(rows, key=lambda row: _cell(row[0])), start=1):
        heading = words.text(settings["heading"], number=arabic(number), group=group)
        blocks.append(Heading(heading, 2))
        blocks += [Paragraph(words.text(settings["text"], _cell(item))) for _, item in items]
    return blocks


def _signatures(words: _Words, settings: _Settings) -> Block:
    signers = tuple(
        Signer(
            words.lines(signer.get("authority", "")) or (BLANK,),
            words.text(signer.get("name", "")),
            words.text(signer.get("note", "")),
        )
        for signer in settings["signers"]
    )
    listed = settings.get("recipients")
    recipients = _recipients(words.items(listed)) if listed else ()
    return Signatures(signers, recipients, words.text(settings.get("label", "")))


def _recipients(names: tuple[str, ...]) -> tuple[str, ...]:
    """“- …;” a line, the last one (“Lưu: VT, …”) ending with a full stop."""
    ends = [";"] * (len(names) - 1) + ["."]
    return tuple(f"- {name.rstrip(';. ')}{end}" for name, end in zip(names, ends, strict=True))


def _codes(words: _Words, settings: _Settings) -> Block:
    return Codes(words.items(settings["list"]))


def _qr(words: _Words, settings: _Settings) -> list[Block]:
    """A code of nothing is not printed."""
    text = words.text(settings["text"])
    lines = words.items(settings["list"]) if "list" in settings else ()
    return [] if text == BLANK else [Qr(squares_of(text), settings["side"], lines)]


_MAKERS: Mapping[str, Callable[[_Words, _Settings], Block | list[Block]]] = {
    "head": _head,
    "national": lambda words, _: National(_national(words)),
    "title": _title,
    "annex": _annex,
    "addressees": _addressees,
    "heading": _heading,
    "paragraph": _paragraph,
    "list": _list,
    "fields": _fields,
    "table": _table,
    "groups": _groups,
    "signatures": _signatures,
    "codes": _codes,
    "qr": _qr,
    "space": lambda _, settings: Space(settings["points"]),
}
