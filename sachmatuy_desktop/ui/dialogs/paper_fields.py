"""The places of a form, one editor each: what the books know is told apart from what is typed.

Words that were typed stay when another place, the day or the person changes; a place that nobody
typed into follows the books.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.dates import parse_date, show_date
from sachmatuy_desktop.domain.forms import FieldSpec, Value
from sachmatuy_desktop.domain.registers import fields as books
from sachmatuy_desktop.domain.registers.fields import Field, Kind
from sachmatuy_desktop.domain.registers.values import parse
from sachmatuy_desktop.errors import N_, BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.papers.filling import DAY, NUMBER, Filling
from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import clear, complaint, faint
from sachmatuy_desktop.ui.forms.editors import Editor, editor_for
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["PaperFields", "from_editor", "to_editor"]

BETWEEN: Final = " | "
"""What stands between the cells of a row of a table as it is typed."""

_KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "text": Kind.TEXT,
        "long": Kind.LONG_TEXT,
        "date": Kind.PARTIAL_DATE,
        "short_date": Kind.PARTIAL_DATE,
        "moment": Kind.TEXT,
        "number": Kind.NUMBER,
        "choice": Kind.CHOICE,
        "multi": Kind.SEVERAL,
        "list": Kind.LONG_TEXT,
        "rows": Kind.LONG_TEXT,
    }
)
"""The column of a book whose editor fits a place of each kind."""

_HINTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "moment": N_("giờ:phút ngày/tháng/năm"),
        "list": N_("Mỗi dòng một mục"),
        "rows": N_("Mỗi dòng một hàng, các ô cách nhau bằng |"),
    }
)

FROM_BOOKS: Final = N_("từ sổ")
CHANGED: Final = N_("đã sửa")
LACKING: Final = N_("cần điền")


def field_of(spec: FieldSpec) -> Field:
    """A place of a form as a column of a book, so that the editors of books serve it."""
    return Field(
        spec.name,
        spec.label,
        _KINDS[spec.kind],
        choices=spec.choices or None,
        hint=_HINTS.get(spec.kind, ""),
    )


def to_editor(spec: FieldSpec, value: Value) -> books.Value:
    """What an editor shows for the value of a place."""
    if value in (None, "", ()):
        return None
    match spec.kind:
        case "multi":
            return " ".join(str(code) for code in cast("tuple[str, ...]", value))
        case "list":
            return "\n".join(str(line) for line in cast("tuple[str, ...]", value))
        case "rows":
            rows = cast("tuple[tuple[object, ...], ...]", value)
            return "\n".join(BETWEEN.join("" if c is None else str(c) for c in r) for r in rows)
        case "moment":
            day, _t, hour = str(value).partition("T")
            return f"{hour}, {show_date(date.fromisoformat(day))}"
        case _:
            return cast("books.Value", value)


def from_editor(spec: FieldSpec, typed: books.Value) -> Value:
    """The value of a place from what its editor holds; raises `BadInput`."""
    if typed in (None, ""):
        return None
    text = str(typed)
    match spec.kind:
        case "multi":
            return tuple(text.split())
        case "list":
            return tuple(line.strip() for line in text.splitlines() if line.strip())
        case "rows":
            lines = [line for line in text.splitlines() if line.strip()]
            return tuple(tuple(cell.strip() for cell in line.split("|")) for line in lines)
        case "moment":
            return _moment(text)
        case _:
            return typed


def _moment(text: str) -> str:
    """“08:30, 01/07/2026” or “8 giờ 30 ngày 1/7/2026” as it is kept; raises `BadInput`."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        raise BadInput(
            N_("«{text}» không phải là giờ và ngày; hãy gõ như 08:30 01/07/2026."), text=text
        )
    hour = parse(Field("hour", "", Kind.TIME), found[1])
    return f"{parse_date(found[2]).isoformat()}T{hour}"


_MOMENT: Final = re.compile(r"(.+?)[\s,]+(?:ngày\s+)?(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4})")


class _Place(QWidget):
    """One place: its label with a mark, its editor, and what is wrong with what was typed."""

    typed = Signal(str, object)
    """The name of the place, and its value as it reads now."""

    def __init__(self, spec: FieldSpec, queries: Queries) -> None:
        super().__init__()
        self.spec = spec
        self.label = faint(spec.label)
        self.label.setToolTip(_("Lấy từ: {source}").format(source=spec.source))
        self.mark = QLabel()
        self.editor = editor_for(field_of(spec), queries)
        self.editor.setAccessibleName(spec.label)
        self.wrong = complaint()
        self._putting = False
        across = QHBoxLayout()
        across.setSpacing(theme.px(6))
        across.addWidget(self.label, 1)
        across.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, theme.px(4))
        layout.setSpacing(theme.px(2))
        layout.addLayout(across)
        layout.addWidget(self.editor)
        layout.addWidget(self.wrong)
        cast("Editor", self.editor).edited.connect(self._edited)

    def put(self, value: Value) -> None:
        """Show a value without saying that it was typed."""
        self._putting = True
        cast("Editor", self.editor).put(to_editor(self.spec, value))
        self._putting = False

    def tell(self, filling: Filling) -> None:
        """Say where the value comes from, or that it is still missing."""
        name = self.spec.name
        filled = filling.values.get(name) not in (None, "", ())
        if name in filling.typed and name in filling.known:
            self._mark(_(CHANGED), Tone.BUSY)
        elif name in filling.known:
            self._mark(_(FROM_BOOKS), Tone.QUIET)
        elif self.spec.required and not filled:
            self._mark(_(LACKING), Tone.CARE)
        else:
            self.mark.hide()

    def _mark(self, words: str, tone: Tone) -> None:
        self.mark.setText(words)
        self.mark.setStyleSheet(f"color: {tone.ink};")
        self.mark.show()

    def _edited(self) -> None:
        if self._putting:
            return
        try:
            value = from_editor(self.spec, cast("Editor", self.editor).value())
        except KnownError as error:
            self.wrong.setText(say(error))
            self.wrong.show()
            return
        self.wrong.hide()
        self.typed.emit(self.spec.name, value)


class PaperFields(QScrollArea):
    """All places of a form, in its order.

    Neither its number, which issuing gives, nor its day, by which the law goes.
    """

    typed = Signal(str, object)
    """The name of a place and the value typed into it."""

    def __init__(self, queries: Queries) -> None:
        super().__init__()
        self._queries = queries
        self._form = ""
        self.places: dict[str, _Place] = {}
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, theme.px(8), 0)
        self._column.setSpacing(theme.px(4))
        inner = QWidget()
        inner.setLayout(self._column)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)

    def show_filling(self, filling: Filling) -> None:
        """Show the places of a form; those of the form that is shown already are put in place."""
        if filling.form.id != self._form:
            self._build(filling)
        for name, place in self.places.items():
            if name not in filling.typed:
                place.put(filling.known.get(name))
        self.tell(filling)

    def tell(self, filling: Filling) -> None:
        """Mark each place anew after one of them was typed into."""
        for place in self.places.values():
            place.tell(filling)

    def go_to(self, name: str) -> None:
        """Bring a place into view and begin typing there."""
        place = self.places.get(name)
        if place is not None:
            self.ensureWidgetVisible(place)
            place.editor.setFocus()

    def _build(self, filling: Filling) -> None:
        clear(self._column)
        self._form = filling.form.id
        self.places = {}
        for spec in filling.form.fields:
            if spec.name in (NUMBER, DAY):
                continue
            place = _Place(spec, self._queries)
            place.typed.connect(self.typed)
            if spec.name in filling.typed:
                place.put(filling.typed[spec.name])
            self.places[spec.name] = place
            self._column.addWidget(place)
        self._column.addStretch(1)
