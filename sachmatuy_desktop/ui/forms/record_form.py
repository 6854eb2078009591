"""The form of a record, made from its register: parses as one types, complains beside the field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from sachmatuy_desktop.domain.registers.fields import Field, Kind, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.registers.values import check, known_with
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.storage.queries import Queries, Sibling
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.forms.editors import CodeEditor, editor_for
from sachmatuy_desktop.ui.forms.field_row import LABEL_WIDEST, FieldRow
from sachmatuy_desktop.ui.forms.offers import Offer
from sachmatuy_desktop.ui.models.cells import words
from sachmatuy_desktop.ui.suggest import lists_words

__all__ = ["RecordForm"]

ABOVE: Final = (Qt.Key.Key_D, Qt.Key.Key_Apostrophe)
"""With Ctrl, the keys by which Excel takes over the cell above."""

LABEL_NARROWEST: Final = 116
LABEL_SHARE: Final = 0.28
LABEL_MOST: Final = 0.33
"""The column of labels: at least, at most, what it takes of a form in between, of a narrow one."""

EDITOR_NARROWEST: Final = 120


class RecordForm(QScrollArea):
    """One row a field: label, editor, and beneath it what is wrong or what others wrote."""

    edited = Signal()
    """A field was typed into, or the whole form was filled anew."""

    finished = Signal()
    """Enter in the last field."""

    above: Callable[[], Mapping[str, Value] | None] = staticmethod(lambda: None)
    """Tells the record above this one, whose values Ctrl+D takes over."""

    def __init__(
        self,
        queries: Queries,
        register: Register,
        may_see: Callable[[Field], bool],
        hidden: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__()
        self.register = register
        self.fields = [
            field for field in register.fields if may_see(field) and field.name not in hidden
        ]
        self.loaded: Mapping[str, Value] = {}
        self._base: Mapping[str, Value] = {}
        self._queries = queries
        self._kept: dict[str, Value] = {}
        self._filling = False
        self._rows: dict[str, FieldRow] = {}
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sheet = sheet = QWidget()
        sheet.setObjectName("sheet")
        self.grid = QGridLayout(sheet)
        self.grid.setContentsMargins(theme.px(14), theme.px(10), theme.px(14), theme.px(10))
        self.grid.setHorizontalSpacing(theme.px(10))
        self.grid.setVerticalSpacing(theme.px(4))
        self.grid.setColumnStretch(1, 1)
        for heading, field in self._under_headings():
            if heading:
                self._add_heading(heading)
            self._add_row(self.grid.rowCount(), field)
        self.grid.setRowStretch(self.grid.rowCount(), 1)
        self.setWidget(sheet)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a wide form the labels need not break."""
        super().resizeEvent(event)
        width = event.size().width()
        narrowest = min(theme.px(LABEL_NARROWEST), round(width * LABEL_MOST))
        wanted = max(round(width * LABEL_SHARE), narrowest)
        self.grid.setColumnMinimumWidth(0, min(wanted, theme.px(LABEL_WIDEST)))

    # What it holds

    def fill(
        self,
        values: Mapping[str, Value],
        loaded: Mapping[str, Value] | None = None,
        keep: Collection[str] = (),
    ) -> None:
        """Show a record; `loaded` is what it is compared with (by default the same).

        What is typed into the fields to `keep` stays, as typed and not saved.
        """
        self._filling = True
        self.loaded = dict(values if loaded is None else loaded)
        self._base = dict(values)
        self._kept = {
            name: values.get(name)
            for name in self.register.by_name
            if name not in self._rows and name in values
        }
        for name, row in self._rows.items():
            row.clear()
            if isinstance(row.widget, CodeEditor):
                row.widget.know(values)
            if name not in keep:
                row.editor.put(values.get(name))
        self._filling = False
        self.edited.emit()

    def values(self) -> dict[str, Value]:
        """Every field that can be read as it is typed now, hidden ones as they were."""
        read = dict(self._kept)
        for name, row in self._rows.items():
            value, complaint = row.read()
            if complaint is None:
                read[name] = value
        return read

    @property
    def shown(self) -> frozenset[str]:
        """The fields one can type into here."""
        return frozenset(self._rows)

    def changes(self) -> dict[str, Value]:
        """The fields that differ from the record that was loaded."""
        return {
            name: value for name, value in self.values().items() if value != self.loaded.get(name)
        }

    def complaints(self) -> list[BadInput]:
        """What is wrong now: texts that cannot be read, fields missing, dates out of order."""
        unread = [complaint for row in self._rows.values() if (complaint := row.read()[1])]
        names = {complaint.field for complaint in unread}
        values = known_with(self.register, self.values(), self._read)
        whole = [each for each in check(self.register, values) if each.field not in names]
        return unread + [each for each in whole if each.field in self._rows]

    @property
    def is_changed(self) -> bool:
        """Whether anything was typed since the form was filled."""
        return any(
            complaint is not None or value != self._base.get(name)
            for name, row in self._rows.items()
            for value, complaint in (row.read(),)
        )

    @property
    def is_valid(self) -> bool:
        """Whether it can be saved as it stands."""
        return not self.complaints()

    def state(self) -> dict[str, Any]:
        """Everything typed, to be laid aside as a draft."""
        return {name: row.editor.state() for name, row in self._rows.items()}

    def typed(self) -> dict[str, Any]:
        """What was typed over since the form was filled, as it stands in the editors."""
        return {
            name: row.editor.state()
            for name, row in self._rows.items()
            for value, complaint in (row.read(),)
            if complaint is not None or value != self._base.get(name)
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take a draft up again; fields that are not shown here are left out."""
        for name in state.keys() & self._rows.keys():
            self._rows[name].editor.restore(state[name])
        self.complain()

    def editor(self, name: str) -> QWidget:
        """The editor of a field."""
        return self._rows[name].widget

    def complaint_beside(self, name: str) -> str:
        """The sentence shown beside a field now."""
        label = self._rows[name].complaint
        return "" if label.isHidden() else label.text()

    def freeze(self, frozen: bool) -> None:
        """Let nobody type."""
        for row in self._rows.values():
            row.freeze(frozen)

    def focus_first(self) -> None:
        """Put the keyboard into the first field that is empty and must be filled, or the first."""
        rows = list(self._rows.values())
        empty = [row for row in rows if row.field.required and row.read()[0] is None]
        if rows:
            (empty or rows)[0].widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def to_field(self, name: str) -> None:
        """Put the keyboard into a field and bring it into sight; an unknown name does nothing."""
        row = self._rows.get(name)
        if row is not None:
            row.widget.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(row.cell)

    def mark(self, names: Collection[str]) -> None:
        """Mark the fields that the office above wants completed; no others."""
        for name, row in self._rows.items():
            row.mark(name in names)

    # What it says

    def complain(self) -> None:
        """Say beside every field that has something typed into it what is wrong with it."""
        self._say({each.field or "": each for each in self.complaints()}, everywhere=True)

    def complain_about(self, error: BadInput) -> bool:
        """Say a complaint that came from saving; False when its field is not on the form."""
        row = self._rows.get(error.field or "")
        if row is None:
            return False
        row.say(say(error))
        row.widget.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def meet(self, current: Mapping[str, Value]) -> list[str]:
        """Show what others wrote since the record was loaded, beside what is typed here.

        From now on the form is compared with `current`.  Returns the fields that differ.
        """
        before, self.loaded = self.loaded, dict(current)
        self._base = self.loaded
        moved = [name for name in self._rows if current.get(name) != before.get(name)]
        for name in moved:
            row, value = self._rows[name], current.get(name)
            mine, complaint = row.read()
            if complaint is None and mine == before.get(name):
                row.editor.put(value)  # not touched here: simply follow
                continue
            row.offer(
                Offer(
                    _("Vừa được người khác ghi: «{value}»").format(
                        value=self._say_value(row, value)
                    ),
                    [
                        (_("Lấy giá trị này"), partial(row.settle, value)),
                        (_("Giữ phần tôi gõ"), row.withdraw),
                    ],
                )
            )
        self.edited.emit()
        return moved

    def show_siblings(
        self,
        siblings: Mapping[str, Sequence[Sibling]],
        decide: Callable[[str, Value], None],
    ) -> None:
        """Offer the values that were written elsewhere at the same time, to choose among."""
        for name, others in siblings.items():
            row = self._rows.get(name)
            if row is None or not others:
                continue
            shown = self.loaded.get(name)
            told = "; ".join(
                _("{by} ghi «{value}»").format(by=each.by, value=self._say_value(row, each.value))
                for each in others
            )
            values = [each.value for each in others] + [shown]
            row.offer(
                Offer(
                    _("Hai nơi cùng sửa: {told}").format(told=told),
                    [
                        (
                            _("Chọn «{value}»").format(value=self._say_value(row, value)),
                            partial(decide, name, value),
                        )
                        for value in dict.fromkeys(values)
                    ],
                )
            )

    def offer_beside(self, name: str) -> Offer | None:
        """What is offered beside a field now."""
        return self._rows[name].offered

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on to the next field, Shift+Enter back, Ctrl+D takes over what is above.

        In several lines of text Enter is a new line, and Ctrl+Enter goes on.
        """
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            place = next(
                (place for place, row in enumerate(self._rows.values()) if row.widget is watched),
                None,
            )
            if place is not None and self._takes(place, event):
                return True
        return super().eventFilter(watched, event)

    def take_above(self, name: str) -> None:
        """Write what the record above says in a field, unless it is each record's own number."""
        row, values = self._rows[name], self.above()
        if values is not None and row.field.kind is not Kind.CITIZEN_NUMBER and not row.is_frozen:
            row.editor.put(values.get(name))

    def _takes(self, place: int, event: QKeyEvent) -> bool:
        """Whether a key in a field belongs to the form."""
        row = list(self._rows.values())[place]
        shift = Qt.KeyboardModifier.ShiftModifier
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in ABOVE:
            self.take_above(row.field.name)
            return True
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        in_lines = isinstance(row.widget, QPlainTextEdit) and not control
        if not enter or in_lines or lists_words(row.widget):
            return False
        self._go_from(place, -1 if event.modifiers() & shift else 1)
        return True

    def _go_from(self, place: int, step: int) -> None:
        names = list(self._rows)
        place += step
        if place >= len(names):
            self.finished.emit()
        elif place >= 0:
            self.to_field(names[place])

    def _read(self, register: str, record: str) -> Mapping[str, Value] | None:
        """A record that one of the form's references points at, where a rule asks for it."""
        return self._queries.rows(register, [record]).get(record)

    def _under_headings(self) -> Iterator[tuple[str, Field]]:
        """The fields of the form, each heading with the first field of its group that is seen."""
        pending = ""
        shown = {field.name for field in self.fields}
        for field in self.register.fields:
            pending = self.register.headings.get(field.name, pending)
            if field.name in shown:
                yield pending, field
                pending = ""

    def _add_heading(self, text: str) -> None:
        heading = QLabel(_(text).upper())
        heading.setFont(theme.scaled_font(0.87, bold=True))
        heading.setProperty("role", "faint")
        above = theme.px(10) if self._rows else 0
        heading.setContentsMargins(0, above, 0, theme.px(2))
        self.grid.addWidget(heading, self.grid.rowCount(), 0, 1, 2)

    def _add_row(self, place: int, field: Field) -> None:
        row = FieldRow(field, editor_for(field, self._queries))
        row.widget.installEventFilter(self)
        if isinstance(row.widget, QComboBox | QLineEdit | QPlainTextEdit):  # none widens the form
            row.widget.setMinimumWidth(theme.px(EDITOR_NARROWEST))
        row.editor.edited.connect(self._typed)
        row.editor.left.connect(row.complain_if_touched)
        self._rows[field.name] = row
        self.grid.addWidget(row.label, place, 0, Qt.AlignmentFlag.AlignTop)
        self.grid.addWidget(row.cell, place, 1)

    def _typed(self) -> None:
        if not self._filling:
            self._say({each.field or "": each for each in self.complaints()}, everywhere=False)
            self.edited.emit()

    def _say(self, complaints: Mapping[str, BadInput], *, everywhere: bool) -> None:
        """Take back complaints that no longer hold; add new ones only where asked to."""
        for name, row in self._rows.items():
            complaint = complaints.get(name)
            if complaint is None:
                row.say("")
            elif everywhere:
                row.say(say(complaint))
            elif row.has_focus:
                row.say_later()

    def _say_value(self, row: FieldRow, value: Value) -> str:
        if row.field.kind is Kind.REFERENCE and value is not None:
            return self._queries.names(str(row.field.target), [str(value)]).get(str(value), "…")
        return words(row.field, value) or _("để trống")
