"""From wording and values to the frozen snapshot: every place filled, every list spelt out."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from sachmatuy_desktop.documents.dots import is_blank, whitened
from sachmatuy_desktop.documents.letters import check_letters
from sachmatuy_desktop.documents.qr import squares_of
from sachmatuy_desktop.documents.values import FormWords, printed_cell
from sachmatuy_desktop.documents.wording import arabic, point_letter
from sachmatuy_desktop.domain.forms import (
    BLANK,
    Addressees,
    Annex,
    Block,
    BlockSpec,
    Break,
    Codes,
    Column,
    ColumnCell,
    Columns,
    FieldCell,
    Fields,
    FormData,
    FormDefinition,
    FormMark,
    Grid,
    GridCell,
    GridColumn,
    Head,
    Heading,
    Leader,
    National,
    Notes,
    Paragraph,
    Part,
    Qr,
    Restriction,
    Rich,
    Run,
    Section,
    Signatures,
    Signer,
    Space,
    Table,
    Text,
    Title,
    Value,
)
from sachmatuy_desktop.domain.forms.markup import PLACE

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
    notes: bool = False,
) -> FormData:
    """Fill a form.  An empty value prints as a dotted place, an empty table as blank rows.

    `notes` prints the form as its decree does, with “Mẫu số …”, note numbers and notes.

    Raises `BadInput` for a value that the form does not know or cannot print.
    """
    words = FormWords(form, values, notes=notes)
    return laid_out(form, words, training=training, restriction=restriction, sheets=sheets)


def laid_out(
    form: FormDefinition,
    words: FormWords,
    *,
    training: bool = False,
    restriction: Restriction | None = None,
    sheets: Sequence[Mapping[str, str]] = (),
) -> FormData:
    """The blocks of a form with the words that fill it."""
    labels = {spec.name: spec.label for spec in form.sheet_fields}
    for sheet in sheets:
        for name, text in sheet.items():
            check_letters(text, labels.get(name, name), name)
    mark = f"{form.constants['training_mark']} – {form.constants['training_note']}"
    return FormData(
        form=form.id,
        version=form.version,
        title=form.title,
        layout=LAYOUT,
        sections=sections_of(form, words),
        training=mark if training else "",
        restriction=restriction,
        sheets=tuple(dict(sheet) for sheet in sheets),
    ).normalised()


def sections_of(form: FormDefinition, words: FormWords) -> tuple[Section, ...]:
    """What a form prints, section by section."""
    return tuple(
        Section(
            tuple(
                block
                for spec in section.blocks
                if words.wanted(spec)
                for block in _set(words, spec)
            ),
            section.orientation,
        )
        for section in form.sections
    )


def _set(words: FormWords, spec: BlockSpec) -> list[Block]:
    """The block (a list becomes several paragraphs) that a specification asks for."""
    made = _MAKERS[spec.kind](words, spec.settings)
    return made if isinstance(made, list) else [made]


# --- sheets --------------------------------------------------------------------------------------


def is_sheeted(block: Block) -> bool:
    """Whether a block still has places for a household's own words."""
    return _SHEET in repr(block)


def filled(block: Block, words: Mapping[str, str]) -> Block:
    """The block with its `{sheet.…}` places filled; an absent word prints as dots."""
    result: Block = _mapped(block, lambda text: PLACE.sub(lambda m: words.get(m[1]) or BLANK, text))
    return result


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, Run):
        text = change(value.text)
        return Leader(share=2) if text == BLANK != value.text else replace(value, text=text)
    if isinstance(value, str):
        return change(value) if _SHEET in value else value
    if isinstance(value, tuple):
        return tuple(_mapped(item, change) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return type(value)(
            *(_mapped(getattr(value, name), change) for name in value.__dataclass_fields__)
        )
    return value


# --- blocks --------------------------------------------------------------------------------------

_Settings = Mapping[str, Any]


def _national(words: FormWords) -> tuple[str, str]:
    return words.text("{national_name}"), words.text("{national_motto}")


def _head(words: FormWords, settings: _Settings) -> Block:
    """An unknown body above is left out of a paper, and dotted in a form printed blank."""
    parent = settings.get("parent", "")
    shown = words.lines(parent) or (parent and words.notes)
    return Head(
        national=_national(words),
        parent=words.capital_lines(parent) if shown else (),
        issuer=words.capital_lines(settings.get("issuer", "")),
        number=words.text(settings.get("number", "")),
        place_date=words.text(settings.get("place_date", "")),
        wording=words.rich(settings["wording"]) if "wording" in settings else (),
        subject=words.text(settings.get("subject", "")),
    )


def _title(words: FormWords, settings: _Settings) -> Block:
    return Title(words.text(settings["name"]), words.text(settings.get("subject", "")))


def _annex(words: FormWords, settings: _Settings) -> Block:
    return Annex(*(words.text(settings[key]) for key in ("label", "title", "guide")))


def _addressees(words: FormWords, settings: _Settings) -> Block:
    return Addressees(words.text(settings["label"]), words.items(settings["list"]))


def _heading(words: FormWords, settings: _Settings) -> Block:
    return Heading(words.text(settings["text"]), settings.get("level", 1))


def _part(words: FormWords, settings: _Settings) -> Block:
    return Part(words.text(settings["label"]), words.text(settings["title"]))


_LOOK = ("style", "align", "indent", "role")


def _paragraph(words: FormWords, settings: _Settings) -> Block:
    look = {key: settings[key] for key in _LOOK if key in settings}
    return Paragraph(words.text(settings["text"]), **look)


_MARKS: Mapping[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "dash": lambda _: "- ",
    "arabic": lambda n: f"{arabic(n)}. ",
    "paren": lambda n: f"{n}) ",
    "letter": lambda n: f"{point_letter(n)}) ",
}


def _list(words: FormWords, settings: _Settings) -> list[Block]:
    """One paragraph an item: “;” between them and “.” at the end, unless the wording says other.

    `empty` is the number of marked, dotted lines where there is no item.
    """
    mark = _MARKS[settings.get("mark", "dash")]
    if "empty" in settings and words.is_empty(settings["list"]):
        style = settings.get("style", "regular")
        name, count = settings["list"], settings["empty"]
        return [
            Rich(((Run(mark(n), style), words.item_leader(name, n, count)),))
            for n in range(1, count + 1)
        ]
    items = words.items(settings["list"])
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


def _fields(words: FormWords, settings: _Settings) -> Block:
    return Fields(
        tuple(
            FieldCell(words.text(cell["label"]), words.text(cell["text"]), cell.get("share", 1))
            for cell in settings["cells"]
        )
    )


def _table(words: FormWords, settings: _Settings) -> Block:
    columns = tuple(
        Column(words.text(column["title"], item), column["width"], column.get("align", "left"))
        for column in settings["columns"]
        for item in (words.items(column["each"]) if "each" in column else ("",))
    )
    rows = words.rows(settings["rows"])
    if any(len(row) != len(columns) for row in rows):
        raise words.wrong_rows(settings["rows"], len(columns))
    printed = tuple(tuple(printed_cell(cell) for cell in row) for row in rows)
    aligns = [column.align for column in columns]
    blank = words.blank_rows(settings["rows"], aligns, _EMPTY_ROWS)
    return Table(columns, printed or blank, settings.get("totals", False) and bool(printed))


def _groups(words: FormWords, settings: _Settings) -> list[Block]:
    """Rows of (group, item): a heading for each group, numbered from 1, its items below it."""
    rows = words.rows(settings["rows"]) or ((BLANK, BLANK),)
    if any(len(row) != 2 for row in rows):
        raise words.wrong_rows(settings["rows"], 2)
    blocks: list[Block] = []
    for number, (group, items) in enumerate(
        groupby(rows, key=lambda row: printed_cell(row[0])), start=1
    ):
        heading = words.text(settings["heading"], number=arabic(number), group=group)
        blocks.append(Heading(heading, 2))
        blocks += [Paragraph(words.text(settings["text"], printed_cell(item))) for _, item in items]
    return blocks


def _signatures(words: FormWords, settings: _Settings) -> Block:
    signers = tuple(
        Signer(
            words.capital_lines(signer.get("authority", "")),
            words.text(signer.get("name", "")),
            words.text(signer.get("note", "")),
        )
        for signer in settings["signers"]
    )
    names = words.items(settings["recipients"]) if "recipients" in settings else ()
    names += tuple(words.text(line) for line in settings.get("recipient_lines", ()))
    label = settings.get("label", "{recipients_label}" if names else "")
    return Signatures(signers, _recipients(names), words.text(label))


def _recipients(names: tuple[str, ...]) -> tuple[str, ...]:
    """“- …;” a line, the last one (“Lưu: VT, …”) ending with a full stop."""
    ends = [";"] * (len(names) - 1) + ["."] * bool(names)
    return tuple(f"- {name.rstrip(';. ')}{end}" for name, end in zip(names, ends, strict=True))


def _codes(words: FormWords, settings: _Settings) -> Block:
    return Codes(words.items(settings["list"]))


def _qr(words: FormWords, settings: _Settings) -> list[Block]:
    """A code of nothing is not printed; a sheet brings its squares along, for the corner."""
    text = words.text(settings["text"])
    if text.startswith(_SHEET):
        return [Qr((text,), settings["side"], corner=True)]
    lines = words.items(settings["list"]) if "list" in settings else ()
    return [] if is_blank(text) else [Qr(squares_of(text), settings["side"], lines)]


# --- rich blocks ---------------------------------------------------------------------------------


def _rich(words: FormWords, settings: _Settings) -> Block:
    look = {key: settings[key] for key in ("align", "indent", "role", "gap") if key in settings}
    return Rich(words.rich(settings["text"]), **look)


def _columns(words: FormWords, settings: _Settings) -> Block:
    rows = tuple(tuple(_column_cell(words, cell) for cell in row) for row in settings["rows"])
    return Columns(rows, settings.get("gap"))


def _column_cell(words: FormWords, cell: str | _Settings) -> ColumnCell:
    """A cell is its text, or a table with the text and how it stands."""
    if isinstance(cell, str):
        return ColumnCell(words.rich(cell))
    name = words.text(cell.get("name", ""))
    return ColumnCell(
        words.rich(cell.get("text", "")),
        align=cell.get("align", "center"),
        share=cell.get("share", 1),
        photo=cell.get("photo", ""),
        sign=cell.get("sign", False),
        name="" if name == BLANK else name,
    )


def _grid(words: FormWords, settings: _Settings) -> Block:
    """Fixed lines first, each a row or the rows of a field, then those of the grid's own field."""
    columns = tuple(
        GridColumn(words.rich(column["title"]), column["width"], column.get("align", "left"))
        for column in settings["columns"]
    )
    rows: list[tuple[GridCell, ...]] = []
    for line in settings.get("lines", ()):
        if isinstance(line, Mapping):
            rows += _grid_rows(words, line, columns)
        else:
            rows.append(_grid_line(words, line))
    if "rows" in settings:
        rows += _grid_rows(words, settings, columns)
    tiers = tuple(_grid_line(words, line) for line in settings.get("tiers", ()))
    return Grid(columns, tuple(rows), tiers)


def _grid_line(words: FormWords, line: Sequence[str | _Settings]) -> tuple[GridCell, ...]:
    return tuple(
        GridCell(_without_dots(words.rich(cell)))
        if isinstance(cell, str)
        else GridCell(words.rich(cell.get("text", "")), cell.get("span", 1), cell.get("align"))
        for cell in line
    )


def _without_dots(text: Text) -> Text:
    """A cell that is nothing but an empty place stays white: its rules say where to write."""
    dotted = text and all(isinstance(each, Leader) for line in text for each in line)
    return whitened(text) if dotted else text


def _grid_rows(
    words: FormWords, settings: _Settings, columns: Sequence[GridColumn]
) -> list[tuple[GridCell, ...]]:
    """The rows of a field, or empty ones to write in."""
    rows = words.rows(settings["rows"])
    if any(len(row) != len(columns) for row in rows):
        raise words.wrong_rows(settings["rows"], len(columns))
    aligns = [column.align for column in columns]
    blank = words.blank_rows(settings["rows"], aligns, settings.get("empty", _EMPTY_ROWS))
    return [
        tuple(
            GridCell(tuple((Run(line),) if line else () for line in printed_cell(cell).split("\n")))
            for cell in row
        )
        for row in rows or blank
    ]


_MAKERS: Mapping[str, Callable[[FormWords, _Settings], Block | list[Block]]] = {
    "head": _head,
    "national": lambda words, _: National(_national(words)),
    "title": _title,
    "annex": _annex,
    "addressees": _addressees,
    "heading": _heading,
    "part": _part,
    "paragraph": _paragraph,
    "list": _list,
    "fields": _fields,
    "table": _table,
    "groups": _groups,
    "signatures": _signatures,
    "codes": _codes,
    "qr": _qr,
    "space": lambda _, settings: Space(settings["points"]),
    "rich": _rich,
    "columns": _columns,
    "grid": _grid,
    "mark": lambda words, s: [FormMark(words.rich(s["text"]))] if words.notes else [],
    "notes": lambda words, s: [Notes(tuple(map(words.rich, s["list"])))] if words.notes else [],
    "break": lambda _, __: Break(),
}
