"""Writing into a cell of a list: F2 or a double click, Enter keeps, Escape leaves.

What is written is one `SaveRecord` of one field, compared with the row as it was when the cell was
taken up, so a colleague's edit in between is met with the same sentence as in the form.  Names,
citizen numbers, other records and long texts are left to the form, which checks them as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from sachmatuy_desktop.domain.registers.fields import Field, Kind, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.i18n import say
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.forms.editors import Editor, editor_for
from sachmatuy_desktop.ui.models.codes import is_code
from sachmatuy_desktop.ui.models.record_table import RecordTableModel
from sachmatuy_desktop.ui.suggest import lists_words
from sachmatuy_desktop.ui.tables import RecordTable

__all__ = ["CellEditing"]

SIMPLE: Final = frozenset(
    {
        Kind.TEXT,
        Kind.NUMBER,
        Kind.YEAR,
        Kind.DATE,
        Kind.PARTIAL_DATE,
        Kind.CHOICE,
        Kind.FLAG,
        Kind.PHONE,
    }
)
"""Kinds of cells that can be written without looking at the rest of the record."""

NARROWEST: Final = 150

STEPS: Final[Mapping[int, tuple[int, int]]] = {
    Qt.Key.Key_Return.value: (1, 0),
    Qt.Key.Key_Enter.value: (1, 0),
    Qt.Key.Key_Tab.value: (0, 1),
    Qt.Key.Key_Backtab.value: (0, -1),
}
"""Where a key that keeps the cell goes on to: rows down, columns to the right."""


@dataclass(frozen=True)
class _Taken:
    """The cell being written: its record as it was, its field, and the editor in its place."""

    record: str
    row: Mapping[str, Value]
    field: Field
    widget: QWidget

    @property
    def editor(self) -> Editor:
        return cast("Editor", self.widget)


class CellEditing(QObject):
    """At most one cell of a table at a time."""

    def __init__(self, desk: Desk, register: Register, table: RecordTable) -> None:
        super().__init__(table)
        self._desk = desk
        self._register = register
        self._table = table
        self._taken: _Taken | None = None
        self._wrong = QLabel(table.viewport())
        self._wrong.setWordWrap(True)
        self._wrong.setProperty("role", "complaint")
        self._wrong.setStyleSheet(f"background: {theme.Tone.BLOCK.wash}; padding: {theme.px(4)}px;")
        self._wrong.hide()
        table.verticalScrollBar().valueChanged.connect(lambda _value: self.keep())
        table.horizontalScrollBar().valueChanged.connect(lambda _value: self.keep())

    @property
    def widget(self) -> QWidget | None:
        """The editor in the cell, while there is one."""
        return self._taken.widget if self._taken is not None else None

    def field_at(self, index: QModelIndex) -> Field | None:
        """The field of a cell if it may be written in place."""
        records = self._table.records
        if records is None or not index.isValid() or not self._desk.may_write(self._register):
            return None
        field = records.columns[index.column()].field
        simple = field is not None and field.kind in SIMPLE and not is_code(field)
        return field if simple else None

    def begin(self, index: QModelIndex) -> bool:
        """Take a cell up; False when it may not be written here."""
        self.keep()
        field, records = self.field_at(index), self._table.records
        if field is None or records is None:
            return False
        record = records.id_at(index.row())
        row = self._desk.queries.rows(self._register.name, [record]).get(record)
        if row is None or row["unit_id"] != self._desk.office.info.unit_id:
            return False
        widget = editor_for(field, self._desk.queries)
        self._taken = _Taken(record, row, field, widget)
        widget.setParent(self._table.viewport())
        widget.setAccessibleName(records.columns[index.column()].label)
        cast("Editor", widget).put(row[field.name])
        area = self._table.visualRect(index)
        area.setWidth(max(area.width(), theme.px(NARROWEST)))
        area.moveRight(min(area.right(), self._table.viewport().width() - 1))
        widget.setGeometry(area)
        widget.installEventFilter(self)
        cast("Editor", widget).left.connect(self.keep)
        widget.show()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def keep(self) -> None:
        """Save what is typed and put the editor away; what cannot be read is said and dropped."""
        taken = self._taken
        if taken is None:
            return
        try:
            value = taken.editor.value()
        except BadInput as error:
            self._put_away()
            self._desk.feedback.sentence(error)
            return
        self._put_away()
        self.write(taken.record, taken.row, taken.field, value)

    def drop(self) -> None:
        """Put the editor away; the cell stays as it was."""
        self._put_away()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def write(self, record: str, row: Mapping[str, Value], field: Field, value: Value) -> None:
        """Save one field of a record as it was seen."""
        if row[field.name] == value:
            return
        command = SaveRecord(self._register.name, record, {field.name: value}, row)
        self._desk.run(command, owner=self)

    def fill_from_above(self) -> None:
        """Ctrl+D: the current cell says what the one above it says."""
        index, records = self._table.currentIndex(), self._table.records
        field = self.field_at(index)
        if field is None or records is None or index.row() < 1:
            return
        above, record = records.id_at(index.row() - 1), records.id_at(index.row())
        rows = self._desk.queries.rows(self._register.name, [above, record])
        if above in rows and record in rows:
            self.write(record, rows[record], field, rows[above][field.name])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Tab keep and go on, Escape drops; an open list of words comes first."""
        taken = self._taken
        if taken is None or watched is not taken.widget or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress or lists_words(taken.widget):
            return super().eventFilter(watched, event)
        return self._key(taken, event)

    def _key(self, taken: _Taken, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.drop()
            return True
        if key in STEPS:
            down, right = STEPS[key]
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._keep_and_go(taken, -down if back else down, right)
            return True
        return key in (Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)

    def _keep_and_go(self, taken: _Taken, down: int, right: int) -> None:
        try:
            taken.editor.value()
        except BadInput as error:
            self._complain(taken, error)
            return
        index = self._table.currentIndex()
        self.keep()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        records: RecordTableModel | None = self._table.records
        if records is not None:
            row = min(max(index.row() + down, 0), records.rowCount() - 1)
            column = min(max(index.column() + right, 0), records.columnCount() - 1)
            self._table.stand_on(records.index(row, column))

    def _complain(self, taken: _Taken, error: KnownError) -> None:
        """Say beneath the cell what is wrong; the cell stays open."""
        widget = taken.widget
        widget.setProperty("complaint", True)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.setAccessibleDescription(say(error))
        self._wrong.setText(say(error))
        self._wrong.setFixedWidth(min(theme.px(300), self._table.viewport().width()))
        self._wrong.adjustSize()
        left = min(widget.x(), self._table.viewport().width() - self._wrong.width())
        self._wrong.move(left, widget.geometry().bottom() + 1)
        self._wrong.show()
        self._wrong.raise_()

    def _put_away(self) -> None:
        taken, self._taken = self._taken, None
        self._wrong.hide()
        if taken is not None:
            taken.widget.removeEventFilter(self)
            taken.widget.hide()
            taken.widget.deleteLater()
