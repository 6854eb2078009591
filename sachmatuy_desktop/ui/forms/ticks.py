"""The editor of a column that holds several words of a list: a box to tick for each."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from sachmatuy_desktop.domain.registers.fields import Field, Value, codes_of
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.dialogs.flow import FlowRow

__all__ = ["TicksEditor"]


class TicksEditor(QWidget):
    """Space ticks, Tab and Enter go on; a word of a newer program is kept though not shown."""

    edited = Signal()
    left = Signal()

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._unknown: tuple[str, ...] = ()
        self.boxes = {code: QCheckBox(_(word)) for code, word in (field.choices or {}).items()}
        row = FlowRow(*self.boxes.values(), space=7)
        self.setLayout(row)
        for box in self.boxes.values():
            box.toggled.connect(lambda _on: self.edited.emit())
            box.installEventFilter(self)
        first = next(iter(self.boxes.values()), None)
        if first is not None:
            self.setFocusProxy(first)

    def put(self, value: Value) -> None:
        """Tick the words of a value."""
        codes = codes_of(value)
        self._unknown = tuple(code for code in codes if code not in self.boxes)
        for code, box in self.boxes.items():
            box.setChecked(code in codes)

    def value(self) -> Value:
        """The codes ticked, in the order of the list; None when there are none."""
        ticked = [code for code, box in self.boxes.items() if box.isChecked()]
        return " ".join((*ticked, *self._unknown)) or None

    def state(self) -> Value:
        """What is ticked."""
        return self.value()

    def restore(self, state: Value) -> None:
        """Put back what was laid aside."""
        self.put(state)

    def freeze(self, frozen: bool) -> None:
        """Only to be read."""
        for box in self.boxes.values():
            box.setEnabled(not frozen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on as in every other field; leaving the last box leaves the field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.focusNextChild()
                return True
        elif event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)
