"""A line to type in with a list of what it may mean: search box, word of a list, other record.

Made for Vietnamese keyboards.  Unikey types by taking letters back and putting others in; an input
method of Linux composes a syllable before it is text.  So nothing here ever changes the line or its
selection while someone types, the list is asked only when the composing is over, and the list is
drawn inside the window without taking the keyboard away.  (`QCompleter` on the line does all of
the opposite.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHideEvent,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from sachmatuy_desktop.ui import theme

__all__ = ["SuggestEdit", "Suggestion"]

Index = QModelIndex | QPersistentModelIndex

PAUSE_MS: Final = 0
"""The list is asked when all keys have been taken in: Unikey sends several at once."""

MOST_SHOWN: Final = 10
"""Lines of the list seen at once."""

_NOWHERE: Final = QModelIndex()


@dataclass(frozen=True)
class Suggestion:
    """One line of the list: what it stands for, its words, and a quieter remark at the right."""

    key: str
    text: str
    detail: str = ""


class SuggestEdit(QLineEdit):
    """A line whose meaning is picked from a list.

    `source` answers a typed text with suggestions; it is asked on the window's thread, so it must
    be quick.  What takes longer overrides `ask` and calls `offer` when it knows.
    """

    picked = Signal(str)
    """The key of the suggestion someone chose."""

    def __init__(self, source: Callable[[str], Sequence[Suggestion]]) -> None:
        super().__init__()
        self.source = source
        self.composing = False
        self.opens_when_empty = False
        self._list: _SuggestionList | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.ask)
        self.textEdited.connect(self._typed)

    @property
    def suggestions(self) -> Sequence[Suggestion]:
        """What the list shows now; nothing when it is closed."""
        shown = self._list is not None and not self._list.isHidden()
        return self._list.lines.suggestions if shown and self._list is not None else ()

    def ask(self) -> None:
        """Ask the source and show what it says, unless a syllable is being composed."""
        if self.composing:
            return
        typed = self.text()
        self.offer(self.source(typed) if typed.strip() or self.opens_when_empty else ())

    def offer(self, found: Sequence[Suggestion]) -> None:
        """Show these suggestions; none closes the list."""
        if found:
            self._show(found)
        else:
            self.close_list()

    def close_list(self) -> None:
        """Put the list away."""
        self._pause.stop()
        if self._list is not None:
            self._list.hide()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether a syllable is being composed; ask when it is done."""
        self.composing = bool(event.preeditString())
        if self.composing:
            self._pause.stop()
        super().inputMethodEvent(event)
        if not self.composing and event.commitString():
            self._pause.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk in the list, Enter takes a line, Escape closes it; letters are letters."""
        if self._list is not None and not self._list.isHidden():
            if self._walk(Qt.Key(event.key())):
                event.accept()
                return
        elif event.key() == Qt.Key.Key_Down:
            self.open_list()
            event.accept()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Escape belongs to the open list first, not to a shortcut of the window."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.suggestions
        ):
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The list goes when the keyboard goes."""
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.close_list()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """The list goes with the line."""
        self.close_list()
        super().hideEvent(event)

    def open_list(self) -> None:
        """Show everything the source has for the text as it stands."""
        found = self.source(self.text())
        if found:
            self._show(found)

    def take(self, key: str) -> None:
        """Choose a suggestion."""
        self.close_list()
        self.picked.emit(key)

    def _typed(self) -> None:
        if not self.composing:
            self._pause.start()

    def _walk(self, key: Qt.Key) -> bool:
        assert self._list is not None  # noqa: S101  (only asked while the list is open)
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: MOST_SHOWN,
            Qt.Key.Key_PageUp: -MOST_SHOWN,
        }
        if key in steps:
            self._list.step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._list.current is not None:
            self.take(self._list.current)
        elif key == Qt.Key.Key_Escape:
            self.close_list()
        else:
            return False
        return True

    def _show(self, found: Sequence[Suggestion]) -> None:
        if self._list is None or self._list.parentWidget() is not self.window():
            self._list = _SuggestionList(self, self.window())
        self._list.show_lines(found)


class _SuggestionList(QFrame):
    """The list under the line, a child of the window so that the keyboard stays where it is."""

    def __init__(self, edit: SuggestEdit, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._edit = edit
        self.setObjectName("suggestions")
        self.setStyleSheet(
            f"#suggestions {{ background: {theme.SHEET}; border: 1px solid {theme.EDGE}; }}"
            "#suggestions QListView { border: 0; }"
        )
        self.lines = _Lines()
        self._view = QListView(self)
        self._view.setObjectName("found")
        self._view.setModel(self.lines)
        self._view.setItemDelegate(_LineDelegate(self._view))
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setMouseTracking(True)
        self._view.setUniformItemSizes(True)
        self._view.clicked.connect(self._clicked)
        self._view.setAccessibleName(edit.accessibleName())
        self._settle = QTimer(self)  # a complaint may just be pushing the line down
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._place)
        edit.destroyed.connect(self.deleteLater)
        self.hide()

    @property
    def current(self) -> str | None:
        """The key of the line the arrows stand on."""
        index = self._view.currentIndex()
        return self.lines.suggestions[index.row()].key if index.isValid() else None

    def show_lines(self, found: Sequence[Suggestion]) -> None:
        """Show these lines, the first of them marked."""
        self.lines.show(found)
        self._view.setCurrentIndex(self.lines.index(0))
        self._place()
        self._settle.start()
        self.show()
        self.raise_()

    def step(self, lines: int) -> None:
        """Walk up or down, stopping at the ends."""
        row = min(max(self._view.currentIndex().row() + lines, 0), self.lines.rowCount() - 1)
        self._view.setCurrentIndex(self.lines.index(row))
        self._view.scrollTo(self.lines.index(row))

    def _place(self) -> None:
        """Under the line, or above it where there is no room."""
        window = self._window
        height = min(self.lines.rowCount(), MOST_SHOWN) * theme.row_height() + 2
        widest = max((self._width(each) for each in self.lines.suggestions), default=0)
        width = min(max(self._edit.width(), widest), window.width() - theme.px(8))
        corner = self._edit.mapTo(window, QPoint(0, self._edit.height() + 1))
        left = max(0, min(corner.x(), window.width() - width - theme.px(4)))
        top = corner.y()
        if top + height > window.height():
            top = max(0, corner.y() - self._edit.height() - height - 2)
        self.setGeometry(left, top, width, height)
        self._view.setGeometry(1, 1, width - 2, height - 2)

    def _width(self, line: Suggestion) -> int:
        return (
            self.fontMetrics().horizontalAdvance(line.text + line.detail)
            + theme.px(40)
            + theme.px(16)
        )

    def _clicked(self, index: QModelIndex) -> None:
        self._edit.take(self.lines.suggestions[index.row()].key)


class _Lines(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.suggestions: Sequence[Suggestion] = ()

    def show(self, found: Sequence[Suggestion]) -> None:
        self.beginResetModel()
        self.suggestions = tuple(found)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.suggestions)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.suggestions[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.text
        if role == Qt.ItemDataRole.UserRole:
            return line.detail
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.text}, {line.detail}" if line.detail else line.text
        return None


class _LineDelegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme.px(120), theme.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(theme.WASH))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(theme.HOVER))
        area = option.rect.adjusted(theme.px(8), 0, -theme.px(8), 0)
        detail = str(index.data(Qt.ItemDataRole.UserRole) or "")
        metrics = option.fontMetrics
        room = area.width() - (metrics.horizontalAdvance(detail) + theme.px(16) if detail else 0)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(theme.INK))
        painter.drawText(
            area,
            int(middle | Qt.AlignmentFlag.AlignLeft),
            metrics.elidedText(text, Qt.TextElideMode.ElideRight, room),
        )
        painter.setPen(QColor(theme.FAINT))
        painter.drawText(area, int(middle | Qt.AlignmentFlag.AlignRight), detail)
