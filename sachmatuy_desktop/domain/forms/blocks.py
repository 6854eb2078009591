"""The parts of a printed page, filled in, in the order in which they print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

BLANK: Final = "……"
"""What prints where nothing is known: a dotted place for the pen."""

Style = Literal["regular", "bold", "italic", "bold_italic"]
Align = Literal["left", "center", "right", "justify"]
Role = Literal["body", "note", "poster", "poster_large", "poster_number"]
"""What running text is; the last three are the big letters of what hangs on a wall."""


# --- rich text -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one style; `raised` ones are the small number that leads to a note."""

    text: str
    style: Style = "regular"
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Leader:
    """A dotted place for the pen.

    With `lines` = 0 the leaders of a line share, by `share`, the room that its words leave; with
    n > 0 the dots run to the end of the line, then over whole lines, n lines in all.
    """

    lines: int = 0
    share: int = 1


@dataclass(frozen=True, slots=True)
class Tick:
    """A drawn box, with a cross in it when `ticked`."""

    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Divider:
    """A rule below the line above it: as long as that (`whole`), or a part of it."""

    whole: bool = False


Inline = Run | Leader | Tick | Divider
Text = tuple[tuple[Inline, ...], ...]
"""Lines of inline pieces: what a newline in the wording or in a value ends is a line."""


# --- blocks --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Head:
    """The two-column head: body that issues on the left, Quốc hiệu on the right (ô 1–4).

    `parent` and `issuer` hold one entry a line; `place_date` is empty in minutes (mẫu 1.9), and
    `number` where a form has none.  `wording` prints in place of `parent` and `issuer` where a
    decree's own form has something else there.  `subject` is the trích yếu of a công văn, which
    stands below its number (ô 5b).
    """

    national: tuple[str, str]
    parent: tuple[str, ...]
    issuer: tuple[str, ...]
    number: str
    place_date: str
    wording: Text = ()
    subject: str = ""


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
class Part:
    """“Phần I”, “Chương II”, “Mục 1” on a line of its own and its title below, both centred."""

    label: str
    title: str


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
class Qr:
    """A QR code `side` millimetres wide with its quiet zone, and numbered lines to its right.

    `rows` are its squares, "1" for black: they and not the text are kept, so that it prints the
    same for ever.  A code in the `corner` stands at the upper left, partly in the margins, and what
    follows prints beside it.
    """

    rows: tuple[str, ...]
    side: int
    lines: tuple[str, ...] = ()
    corner: bool = False


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the lines of power and post (“KT. CHỦ TỊCH”, “PHÓ CHỦ TỊCH”), and the name."""

    authority: tuple[str, ...]
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """The foot of a paper: Nơi nhận on the left and one signer, or several signers side by side.

    `code` proves the paper; it stands below Nơi nhận.
    """

    signers: tuple[Signer, ...]
    recipients: tuple[str, ...] = ()
    label: str = ""
    code: Qr | None = None


@dataclass(frozen=True, slots=True)
class Codes:
    """Groups of digits to be read back one by one (the recovery code)."""

    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Space:
    """Empty height in points; vanishes at the top of a page."""

    points: int


@dataclass(frozen=True, slots=True)
class Rich:
    """Running text of several styles; `gap`: points above, those of a paragraph if None."""

    text: Text
    align: Align = "justify"
    indent: bool = True
    role: Role = "body"
    gap: float | None = None


@dataclass(frozen=True, slots=True)
class ColumnCell:
    """What stands beside other things without rules; `share` is its part of the width.

    `photo` is said inside a frame for a picture, above the text.  `sign` leaves room for a
    signature below the text, `name` prints below that room.
    """

    text: Text
    align: Align = "center"
    share: int = 1
    photo: str = ""
    sign: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Rows of cells side by side: heads and feet that differ from the ordinary ones."""

    rows: tuple[tuple[ColumnCell, ...], ...]
    gap: float | None = None


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column of a grid; `width` is its share of the line."""

    title: Text
    width: int
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell over `span` columns; without `align` it stands as its column says."""

    text: Text
    span: int = 1
    align: Align | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table with rich cells; `tiers` are rows of the head above the titles.

    Head and tiers repeat on every page; a grid without any title has no head.
    """

    columns: tuple[GridColumn, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    tiers: tuple[tuple[GridCell, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class FormMark:
    """“Mẫu số 20” in the upper right corner of a form printed as the decree prints it."""

    text: Text


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of a form below a short rule."""

    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A new page begins."""


Block = (
    Head
    | National
    | Title
    | Annex
    | Addressees
    | Heading
    | Part
    | Paragraph
    | Fields
    | Table
    | Signatures
    | Codes
    | Qr
    | Space
    | Rich
    | Columns
    | Grid
    | FormMark
    | Notes
    | Break
)
