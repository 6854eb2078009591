"""One editor for each kind of column.

An editor shows a value (`put`), tells the value typed (`value`, which raises `BadInput` while the
text cannot be read) and can lay its state aside and take it up again (`state`, `restore`), which is
how a form keeps drafts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, Protocol

from PySide6.QtCore import QEvent, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, Kind, Value, labels
from sachmatuy_desktop.domain.registers.values import parse
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import N_, BadInput, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.forms.ticks import TicksEditor
from sachmatuy_desktop.ui.icons import icon
from sachmatuy_desktop.ui.models.cells import words
from sachmatuy_desktop.ui.models.codes import code_choices, is_code
from sachmatuy_desktop.ui.suggest import SuggestEdit, Suggestion

__all__ = ["Editor", "editor_for"]

YES_NO: Final = MappingProxyType({"1": N_("Có"), "0": N_("Không")})

OFFERED: Final = 30
"""Records offered for a reference at once."""


class Editor(Protocol):
    """What a form asks of an editor; every editor is a `QWidget`."""

    edited: SignalInstance
    left: SignalInstance

    def put(self, value: Value) -> None: ...
    def value(self) -> Value: ...
    def state(self) -> Any: ...
    def restore(self, state: Any) -> None: ...
    def freeze(self, frozen: bool) -> None: ...


def show_text(line: QLineEdit, text: str) -> None:
    """Put a text into a line, from its beginning; a line that says it already is left alone.

    Someone may be typing there, with the cursor in the middle or a syllable half composed.
    """
    if text != line.text():
        line.setText(text)
    elif line.hasFocus():
        return
    line.setCursorPosition(0)


class LineEditor(QLineEdit):
    """A line of text: name, number, date, partial date, citizen number, phone."""

    edited = Signal()
    left = Signal()

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._field = field
        told = HINTS.get(field.kind, field.hint)
        self.setPlaceholderText(_(told) if told else "")
        self.textChanged.connect(lambda _text: self.edited.emit())

    def put(self, value: Value) -> None:
        """Show a value."""
        show_text(self, words(self._field, value))

    def value(self) -> Value:
        """The value typed; raises `BadInput`."""
        return parse(self._field, self.text())

    def state(self) -> str:
        """The text as typed."""
        return self.text()

    def restore(self, state: str) -> None:
        """Put back a text laid aside."""
        self.setText(state)

    def freeze(self, frozen: bool) -> None:
        """Only to be read."""
        self.setReadOnly(frozen)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What can be read is written the official way: "1-2-85" becomes "01/02/1985"."""
        super().focusOutEvent(event)
        try:
            tidy = words(self._field, self.value())
        except KnownError:
            tidy = self.text()
        if tidy != self.text() and not self.isReadOnly():
            self.setText(tidy)
        self.left.emit()


HINTS: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.DATE: N_("ngày/tháng/năm"),
        Kind.PARTIAL_DATE: N_("ngày/tháng/năm, hoặc chỉ năm"),
        Kind.TIME: N_("giờ:phút"),
        Kind.CITIZEN_NUMBER: N_("12 chữ số"),
    }
)


class NoteEditor(QPlainTextEdit):
    """Several lines of text; Tab goes on to the next field."""

    edited = Signal()
    left = Signal()

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._field = field
        self.setPlaceholderText(_(field.hint) if field.hint else "")
        self.setTabChangesFocus(True)
        self.textChanged.connect(self.edited.emit)

    def sizeHint(self) -> QSize:
        """Three lines."""
        return QSize(theme.px(200), self.fontMetrics().lineSpacing() * 3 + theme.px(14))

    def minimumSizeHint(self) -> QSize:
        """Never fewer lines."""
        return self.sizeHint()

    def put(self, value: Value) -> None:
        """Show a value."""
        text = "" if value is None else str(value)
        if text != self.toPlainText():
            self.setPlainText(text)

    def value(self) -> Value:
        """The text typed; raises `BadInput` when it is too long."""
        return parse(self._field, self.toPlainText())

    def state(self) -> str:
        """The text as typed."""
        return self.toPlainText()

    def restore(self, state: str) -> None:
        """Put back a text laid aside."""
        self.setPlainText(state)

    def freeze(self, frozen: bool) -> None:
        """Only to be read."""
        self.setReadOnly(frozen)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that typing here is over."""
        super().focusOutEvent(event)
        self.left.emit()


class PickEditor(SuggestEdit):
    """A line with a list behind it; a click or Down opens the list.  `picked` is what was taken."""

    edited = Signal()
    left = Signal()

    def __init__(self, source: Callable[[str], Sequence[Suggestion]]) -> None:
        super().__init__(source)
        self.opens_when_empty = True
        self.setPlaceholderText(_("chọn…"))
        arrow = self.addAction(
            icon("chevron-down", theme.FAINT), QLineEdit.ActionPosition.TrailingPosition
        )
        arrow.triggered.connect(self.toggle_list)
        self.textChanged.connect(lambda _text: self.edited.emit())

    def toggle_list(self) -> None:
        """Open the whole list, or close it."""
        if self.isReadOnly():
            return
        if self.suggestions:
            self.close_list()
        else:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.open_list()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click in an empty line shows what there is to choose."""
        super().mousePressEvent(event)
        if not self.text() and not self.isReadOnly():
            self.open_list()

    def freeze(self, frozen: bool) -> None:
        """Only to be read."""
        self.setReadOnly(frozen)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that typing here is over."""
        super().focusOutEvent(event)
        self.left.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Hide the arrow while the line is only to be read."""
        if event.type() == QEvent.Type.ReadOnlyChange:
            for action in self.actions():
                action.setVisible(not self.isReadOnly())
        super().changeEvent(event)


class ChoiceEditor(PickEditor):
    """One word of the field's list (or yes and no), typed with or without accents."""

    def __init__(self, field: Field) -> None:
        super().__init__(self._matching)
        self.picked.connect(self._take_up)
        self._field = field
        self._words = {code: _(word) for code, word in (field.choices or YES_NO).items()}
        self._code: str | None = None

    def put(self, value: Value) -> None:
        """Show the word of a code."""
        self._code = None if value is None else str(value)
        show_text(self, self._word())

    def value(self) -> Value:
        """The code of the word typed; raises `BadInput`."""
        code = self._code_typed()
        return int(code) if code is not None and self._field.kind is Kind.FLAG else code

    def state(self) -> tuple[str, str | None]:
        """The text as typed and the code it came from."""
        return self.text(), self._code

    def restore(self, state: tuple[str, str | None]) -> None:
        """Put back what was laid aside."""
        text, self._code = state
        self.setText(text)

    def _word(self) -> str:
        """The word of the code that was put here."""
        if self._code is None:
            return ""
        return self._words.get(self._code) or _(labels(self._field.choices, self._code))

    def _code_typed(self) -> str | None:
        typed = fold(self.text())
        if not typed:
            return None
        if self._code is not None and self.text() == self._word():
            return self._code  # untouched: also one no longer offered, of a newer program, or twice
        for code, word in self._words.items():
            if fold(word) == typed:
                return code
        raise BadInput(
            N_("«{text}» không có trong danh mục. Hãy chọn trong danh sách."), text=self.text()
        ).at(self._field.name)

    def _matching(self, typed: str) -> Sequence[Suggestion]:
        wanted = fold(typed)
        if self._code is not None and typed == self._words.get(self._code):
            wanted = ""  # the list of a line that is filled in shows the other words too
        return [
            Suggestion(code, word) for code, word in self._words.items() if wanted in fold(word)
        ]

    def _take_up(self, key: str) -> None:
        self.put(int(key) if self._field.kind is Kind.FLAG else key)


class CodeEditor(ChoiceEditor):
    """A code by the name it has elsewhere: a rule pack, an attestation, a unit."""

    def know(self, values: Mapping[str, Value]) -> None:
        """The record it stands in; what may be chosen depends on it."""
        self._words = code_choices(self._field, values)

    def put(self, value: Value) -> None:
        """Show the name; the tip shows a long one whole."""
        super().put(value)
        self.setToolTip(self.text())


class ReferenceEditor(PickEditor):
    """Another record, found by a part of its name."""

    def __init__(self, field: Field, queries: Queries) -> None:
        super().__init__(self._matching)
        self.picked.connect(self._take_up)
        self._field = field
        self._queries = queries
        self._target = REGISTERS[str(field.target)]
        self._record: str | None = None
        self._name = ""

    def put(self, value: Value) -> None:
        """Show the name of a record."""
        self._record = None if value is None else str(value)
        self._name = "" if self._record is None else self._name_of(self._record)
        show_text(self, self._name)

    def value(self) -> Value:
        """The id of the record named; raises `BadInput` when the name fits none or several."""
        if not self.text().strip():
            return None
        if self.text() == self._name:
            return self._record
        same = [each for each in self._matching(self.text()) if _same(each.text, self.text())]
        if len(same) == 1:
            return same[0].key
        raise BadInput(
            N_("Không tìm thấy «{text}». Hãy chọn trong danh sách."), text=self.text()
        ).at(self._field.name)

    def state(self) -> tuple[str, str | None, str]:
        """The text as typed and the record chosen before."""
        return self.text(), self._record, self._name

    def restore(self, state: tuple[str, str | None, str]) -> None:
        """Put back what was laid aside."""
        text, self._record, self._name = state
        self.setText(text)

    def _name_of(self, record: str) -> str:
        return self._queries.names(self._target.name, [record]).get(record, record)

    def _matching(self, typed: str) -> Sequence[Suggestion]:
        search = "" if typed == self._name else typed
        if self._target.search:
            ids = self._queries.first_ids(self._target.name, search)[:OFFERED]
            names = self._queries.names(self._target.name, ids)
            return [Suggestion(key, names[key]) for key in ids if key in names]
        ids = self._queries.ids(self._target.name)
        names = self._queries.names(self._target.name, ids)
        wanted = fold(search)
        fitting = [key for key in ids if wanted in fold(names.get(key, ""))]
        return [Suggestion(key, names[key]) for key in fitting[:OFFERED] if key in names]

    def _take_up(self, key: str) -> None:
        self.put(key)


def _same(name: str, typed: str) -> bool:
    return fold(name) == fold(typed)


def editor_for(field: Field, queries: Queries) -> QWidget:
    """The editor of a column; it fits `Editor`."""
    if field.kind is Kind.LONG_TEXT:
        return NoteEditor(field)
    if field.kind in (Kind.CHOICE, Kind.FLAG):
        return ChoiceEditor(field)
    if field.kind is Kind.SEVERAL:
        return TicksEditor(field)
    if is_code(field):
        return CodeEditor(field)
    if field.kind is Kind.REFERENCE:
        return ReferenceEditor(field, queries)
    return LineEditor(field)
