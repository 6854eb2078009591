"""What a printed paper is made of: pure data, from the form's wording to the frozen snapshot.

Three things, in the order in which they come to be:

* `FormDefinition`: the wording of one form as `resources/forms/*.toml` gives it, with
  `{placeholders}` and the fields that fill them;
* the *blocks* (`Head`, `Title`, `Paragraph`, `Table`, …): the parts of a page with their text
  filled in, in the order in which they print;
* `FormData`: the snapshot of everything one paper prints.  An issued document stores its JSON; with
  the `layout` number in it the same bytes print again next year.

Nothing here knows how wide a letter is: that is `sachmatuy_desktop.documents`.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from sachmatuy_desktop.errors import N_, BadInput, Refused

BLANK: Final = "……"
"""What prints where nothing is known: a dotted place for the pen."""

FORM_DATA_FORMAT: Final = 1
"""Version of the JSON of `FormData`."""

Style = Literal["regular", "bold", "italic", "bold_italic"]
Align = Literal["left", "center", "right", "justify"]
Role = Literal["body", "note"]
Orientation = Literal["portrait", "landscape"]
FieldKind = Literal["text", "date", "short_date", "number", "choice", "list", "rows"]

Cell = str | int | None
Rows = tuple[tuple[Cell, ...], ...]
Value = str | int | tuple[str, ...] | Rows | None
"""What fills a field: one value, a list of lines, or the rows of a table."""


# --- blocks: the parts of a page, filled in ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Head:
    """The two-column head: body that issues on the left, Quốc hiệu on the right (ô 1–4).

    `parent` and `issuer` hold one entry a line; `place_date` is empty in minutes (mẫu 1.9).
    """

    national: tuple[str, str]
    parent: tuple[str, ...]
    issuer: tuple[str, ...]
    number: str
    place_date: str


@dataclass(frozen=True, slots=True)
class National:
    """Quốc hiệu and Tiêu ngữ alone, centred: papers that a household signs, not an office."""

    lines: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Title:
    """Tên loại and trích yếu with the short rule below (ô 5a)."""

    name: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """The head of an annex (mẫu 2.1): “Phụ lục I”, its title and the “(Kèm theo …)” line."""

    label: str
    title: str
    guide: str


@dataclass(frozen=True, slots=True)
class Addressees:
    """“Kính gửi:”: one on the same line, several one per line (ô 9a)."""

    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading: level 1 is “I. TIÊU ĐỀ”, level 2 is “1. Tiêu đề”; never left alone."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text.  `role` “note” is the small print under a table."""

    text: str
    style: Style = "regular"
    align: Align = "justify"
    indent: bool = True
    role: Role = "body"


@dataclass(frozen=True, slots=True)
class FieldCell:
    """A label with its value; without one, dots run to the end of its share of the line."""

    label: str
    value: str
    share: int = 1


@dataclass(frozen=True, slots=True)
class Fields:
    """One line of labelled values."""

    cells: tuple[FieldCell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `width` is its share of the line."""

    title: str
    width: int
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; its head repeats on every page, `totals` sets the last row in bold."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: bool = False


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the lines of power and post (“KT. CHỦ TỊCH”, “PHÓ CHỦ TỊCH”), and the name."""

    authority: tuple[str, ...]
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """The foot of a paper: Nơi nhận on the left and one signer, or several signers side by side."""

    signers: tuple[Signer, ...]
    recipients: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Codes:
    """Groups of digits to be read back one by one (the recovery code)."""

    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code `side` millimetres wide with its quiet zone, and numbered lines to its right.

    `rows` are its squares, "1" for black: they and not the text are kept, so that it prints the
    same for ever.
    """

    rows: tuple[str, ...]
    side: int
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Space:
    """Empty height in points; vanishes at the top of a page."""

    points: int


Block = (
    Head
    | National
    | Title
    | Annex
    | Addressees
    | Heading
    | Paragraph
    | Fields
    | Table
    | Signatures
    | Codes
    | Qr
    | Space
)


# --- the snapshot --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Section:
    """The paper itself or one annex: its own pages, numbered from 1 (Phụ lục I, III.1.đ)."""

    blocks: tuple[Block, ...]
    orientation: Orientation = "portrait"


@dataclass(frozen=True, slots=True)
class Restriction:
    """What marks a paper that must not travel: box, copy number, line at the foot of each page."""

    mark: str
    copy: str
    foot: str


@dataclass(frozen=True, slots=True)
class FormData:
    """Everything that one paper prints.

    `sheets` holds one mapping per household where the form is printed once for each; their
    values stand for the `{sheet.name}` places in the blocks.
    """

    form: str
    version: str
    title: str
    layout: int
    sections: tuple[Section, ...]
    training: str = ""
    restriction: Restriction | None = None
    sheets: tuple[Mapping[str, str], ...] = ()

    def to_json(self) -> str:
        """One line of NFC JSON with sorted keys: equal papers give equal text."""
        plain = {"format": FORM_DATA_FORMAT, **_plain(self)}
        text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return unicodedata.normalize("NFC", text)

    @classmethod
    def from_json(cls, text: str) -> FormData:
        """Read a stored snapshot; a damaged or newer one is `Refused`."""
        try:
            plain = json.loads(unicodedata.normalize("NFC", text))
            stored = plain.pop("format")
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise _damaged() from error
        if stored != FORM_DATA_FORMAT:
            raise Refused(
                N_(
                    "Dữ liệu in có phiên bản {version} mà chương trình này chưa đọc được; "
                    "hãy cập nhật chương trình rồi in lại."
                ),
                version=stored,
            )
        try:
            data: FormData = _typed(cls, plain)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise _damaged() from error
        return data

    def normalised(self) -> FormData:
        """The same paper with every text in NFC, so that equal words print equal bytes."""
        return FormData.from_json(self.to_json())


def _damaged() -> Refused:
    return Refused(
        N_("Dữ liệu in đã lưu bị hỏng nên không in lại được; hãy lấy lại từ bản sao lưu.")
    )


_BLOCKS: Final = {block.__name__: block for block in typing.get_args(Block)}


def _plain(value: Any) -> Any:
    """A snapshot as dicts, lists and scalars; a block carries its kind under "block"."""
    if dataclasses.is_dataclass(value):
        fields = {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        kind = type(value).__name__
        return {"block": kind, **fields} if kind in _BLOCKS else fields
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return dict(value) if isinstance(value, Mapping) else value


def _typed(kind: Any, plain: Any) -> Any:
    """The inverse of `_plain` for the type `kind`; TypeError, KeyError or ValueError if not."""
    origin = typing.get_origin(kind)
    if origin is tuple:
        return _typed_tuple(typing.get_args(kind), plain)
    if origin in {types.UnionType, typing.Union}:
        return _typed_choice(kind, plain)
    if origin is Literal:
        return _expect(plain in typing.get_args(kind), plain)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        values = {name: _typed(hints[name], item) for name, item in plain.items()}
        return kind(**values)
    if origin is not None:  # Mapping[str, str]
        return {_typed(str, key): _typed(str, item) for key, item in plain.items()}
    return _expect(type(plain) is kind, plain)


def _typed_tuple(of: tuple[Any, ...], plain: Any) -> tuple[Any, ...]:
    _expect(isinstance(plain, list), plain)
    if len(of) == 2 and of[1] is Ellipsis:
        return tuple(_typed(of[0], item) for item in plain)
    return tuple(_typed(kind, item) for kind, item in zip(of, plain, strict=True))


def _typed_choice(kind: Any, plain: Any) -> Any:
    """One of the blocks by its "block" key, or an optional value."""
    if plain is None:
        return _expect(type(None) in typing.get_args(kind), None)
    if "block" in plain:
        return _typed(_BLOCKS[plain["block"]], {k: v for k, v in plain.items() if k != "block"})
    (only,) = [option for option in typing.get_args(kind) if option is not type(None)]
    return _typed(only, plain)


def _expect(holds: bool, value: Any) -> Any:
    if not holds:
        raise TypeError(value)
    return value


# --- the wording ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A place in the wording: what it means, what it takes, where its value comes from.

    `choices` (kind "choice") gives the printed wording of each canonical value.
    """

    name: str
    label: str
    kind: FieldKind
    required: bool
    source: str
    choices: Mapping[str, str] = dataclasses.field(default_factory=dict)


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


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """The wording of one form.

    `reference` is true for a proposal of ours (“mẫu tham khảo”), no official form being known;
    `verified` becomes true when a legal reader has signed the wording off.  `type_code` is the
    abbreviation of the kind of paper (Nghị định 30/2020, Phụ lục III): BC, TTr, BB.
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
    fields: tuple[FieldSpec, ...]
    sheet_fields: tuple[FieldSpec, ...]
    sections: tuple[SectionSpec, ...]
    constants: Mapping[str, str]

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
        """The required fields that `values` leaves empty: they would print as dots."""
        return tuple(
            spec
            for spec in self.fields
            if spec.required and values.get(spec.name) in (None, "", ())
        )


COMMON_KEYS: Final = frozenset({"when", "unless"})
"""Every block may print only when a field is filled, or only when it is not."""

BLOCK_KEYS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    kind: (frozenset(needed.split()), frozenset(optional.split()))
    for kind, needed, optional in (
        ("head", "parent issuer number", "place_date"),
        ("national", "", ""),
        ("title", "name", "subject"),
        ("annex", "label title guide", ""),
        ("addressees", "label list", ""),
        ("heading", "text", "level"),
        ("paragraph", "text", "style align indent role"),
        ("list", "list", "text mark between end style indent role"),
        ("fields", "cells", ""),
        ("table", "rows columns", "totals"),
        ("groups", "rows heading text", ""),
        ("signatures", "signers", "recipients label"),
        ("codes", "list", ""),
        ("qr", "text side", "list"),
        ("space", "points", ""),
    )
}
"""The settings that a block of each kind needs and may have in the TOML."""


# --- the page ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """How one component prints: size in points, style, and the range that the decree allows."""

    size: float
    style: Style
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Margins:
    """Distances from the edges of the sheet, in millimetres."""

    top: float
    bottom: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Typography:
    """One numbered layout: the page, the sizes and distances of Nghị định 30/2020 as data.

    `margin_ranges` are the decree's least and most, in the order top, bottom, left, right.
    """

    layout: int
    source: str
    verified: bool
    page: tuple[float, float]
    margins: Margins
    margin_ranges: tuple[tuple[float, float], ...]
    indent: float
    paragraph_gap: float
    line_spacing: float
    body_spacing: float
    short_rule: float
    styles: Mapping[str, TypeStyle]
