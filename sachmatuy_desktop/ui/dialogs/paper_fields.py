"""The places of a form, one editor each: what the books know is told apart from what is typed.

Words that were typed stay when another place, the day or the person changes; a place that nobody
typed into follows the books.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.dates import parse_date, show_date
from sachmatuy_desktop.domain.forms import FieldSpec, Rows, Value
from sachmatuy_desktop.domain.forms.row_tables import RowTable, table_of
from sachmatuy_desktop.domain.registers import fields as books
from sachmatuy_desktop.domain.registers.fields import Field, Kind
from sachmatuy_desktop.domain.registers.values import parse
from sachmatuy_desktop.errors import N_, BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.papers.filling import DAY, NUMBER, Filling
from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import clear, complaint, faint
from sachmatuy_desktop.ui.dialogs.rows_editor import RowsEditor
from sachmatuy_desktop.ui.forms.editors import Editor, editor_for
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["PaperFields", "field_of", "from_editor", "to_editor"]

PORTION: Final = 8
"""So many places are built before the window takes up other work."""

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
    }
)
"""The column of a book whose editor fits a place of each kind."""

_HINTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "moment": N_("giờ:phút ngày/tháng/năm"),
        "list": N_("Mỗi dòng một mục"),
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

    def __init__(self, spec: FieldSpec, table: RowTable, queries: Queries) -> None:
        """`table` heads the cells of a place that takes rows."""
        super().__init__()
        self.spec = spec
        self.label = faint(spec.label)
        self.label.setToolTip(_("Lấy từ: {source}").format(source=spec.source))
        self.mark = QLabel()
        self.editor = (
            RowsEditor(table) if spec.kind == "rows" else editor_for(field_of(spec), queries)
        )
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
        if isinstance(self.editor, RowsEditor):
            self.editor.put(cast("Rows | None", value))
        else:
            cast("Editor", self.editor).put(to_editor(self.spec, value))
        self._putting = False

    def tell(self, filling: Filling, lacking: Container[str]) -> None:
        """Say where the value comes from, or that it is still missing."""
        name = self.spec.name
        if name in filling.typed and name in filling.known:
            self._mark(_(CHANGED), Tone.BUSY)
        elif name in filling.known:
            self._mark(_(FROM_BOOKS), Tone.QUIET)
        elif name in lacking:
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
            value = self._read()
        except KnownError as error:
            self.wrong.setText(say(error))
            self.wrong.show()
            return
        self.wrong.hide()
        self.typed.emit(self.spec.name, value)

    def _read(self) -> Value:
        if isinstance(self.editor, RowsEditor):
            return self.editor.value()
        return from_editor(self.spec, cast("Editor", self.editor).value())


class PaperFields(QScrollArea):
    """All places of a form, in its order, built a portion at a time so that the window stays quick.

    Neither its number, which issuing gives, nor its day, by which the law goes.
    """

    typed = Signal(str, object)
    """The name of a place and the value typed into it."""

    def __init__(self, queries: Queries) -> None:
        super().__init__()
        self._queries = queries
        self._filling: Filling | None = None
        self._waiting: list[FieldSpec] = []
        self._sought = ""
        self.places: dict[str, _Place] = {}
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, theme.px(8), 0)
        self._column.setSpacing(theme.px(4))
        inner = QWidget()
        inner.setLayout(self._column)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)

    @property
    def whole(self) -> bool:
        """Whether all places of the form stand there."""
        return self._filling is not None and not self._waiting

    def show_filling(self, filling: Filling, *, anew: bool = False) -> None:
        """Show the places of a form; those of the form that is shown already are put in place.

        `anew` puts what was typed in place too, instead of leaving it as it stands there.
        """
        before, self._filling = self._filling, filling
        if before is None or before.form.id != filling.form.id:
            self._begin(filling)
        for name, place in self.places.items():
            if anew or name not in filling.typed:
                place.put(filling.values.get(name))
        self.tell(filling)

    def tell(self, filling: Filling) -> None:
        """Mark each place anew after one of them was typed into."""
        self._filling = filling
        lacking = filling.lacking
        for place in self.places.values():
            place.tell(filling, lacking)

    def go_to(self, name: str) -> None:
        """Bring a place into view and begin typing there, once it stands there."""
        place = self.places.get(name)
        self._sought = "" if place else name
        if place is not None:
            self.ensureWidgetVisible(place)
            place.editor.setFocus()

    def _begin(self, filling: Filling) -> None:
        clear(self._column)
        self.places = {}
        self._waiting = [spec for spec in filling.form.fields if spec.name not in (NUMBER, DAY)]
        self._grow()

    def _grow(self) -> None:
        """The next places; the window takes up other work before those after them."""
        filling = self._filling
        if filling is None or not self._waiting:
            return
        portion, self._waiting = self._waiting[:PORTION], self._waiting[PORTION:]
        lacking = filling.lacking
        for spec in portion:
            place = _Place(spec, table_of(filling.form, spec.name), self._queries)
            place.put(filling.values.get(spec.name))
            place.tell(filling, lacking)
            place.typed.connect(self.typed)
            self.places[spec.name] = place
            self._column.addWidget(place)
        if self._waiting:
            QTimer.singleShot(0, self, self._grow)
        else:
            self._column.addStretch(1)
        if self._sought in self.places:
            QTimer.singleShot(0, self, lambda: self.go_to(self._sought))  # once it has its room
