"""The journal as a table, newest first, read on as one scrolls down."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from sachmatuy_desktop.domain.acts import act_title
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.queries import EntryLine, Queries
from sachmatuy_desktop.ui.forms.history_view import moment_words
from sachmatuy_desktop.ui.models.record_table import TONE_ROLE
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["JournalTableModel", "is_redoable", "is_undoable"]

Index = QModelIndex | QPersistentModelIndex

COLUMNS: Final = (
    N_("Lúc"),
    N_("Người làm"),
    N_("Việc"),
    N_("Số ghi chép"),
    N_("Lý do"),
    N_("Tình trạng"),
)
COUNT, STATE = 3, 5
LIMIT: Final = 200
_NOWHERE: Final = QModelIndex()


def is_undoable(entry: EntryLine) -> bool:
    """Whether this office may take the act back."""
    return entry.origin is None and entry.count > 0 and not entry.undone and entry.undoes is None


def is_redoable(entry: EntryLine) -> bool:
    """Whether the act is an undoing that can be undone."""
    return entry.origin is None and entry.undoes is not None and not entry.undone


class JournalTableModel(QAbstractTableModel):
    """Pages of 200 acts."""

    def __init__(self, queries: Queries) -> None:
        super().__init__()
        self._queries = queries
        self.entries: list[EntryLine] = []
        self._more = True

    def reread(self) -> None:
        """Start again from the newest act."""
        self.beginResetModel()
        self.entries = self._queries.journal(limit=LIMIT)
        self._more = len(self.entries) >= LIMIT
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """The acts read so far."""
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are older acts."""
        return not parent.isValid() and self._more

    def fetchMore(self, parent: Index) -> None:
        """Read older acts."""
        if parent.isValid() or not self.entries:
            return
        older = self._queries.journal(self.entries[-1].number, LIMIT)
        self._more = len(older) >= LIMIT
        if older:
            first = len(self.entries)
            self.beginInsertRows(QModelIndex(), first, first + len(older) - 1)
            self.entries += older
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        if not index.isValid():
            return None
        entry, column = self.entries[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(entry)[column]
        if role == TONE_ROLE and column == STATE:
            return _tone(entry)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column == COUNT else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The labels of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(COLUMNS[section]) if 0 <= section < len(COLUMNS) else None
        return None

    def _words(self, entry: EntryLine) -> tuple[str, ...]:
        return (
            moment_words(entry.at),
            entry.by,
            act_title(entry.act, _),
            show_integer(entry.count),
            entry.why,
            _(_state(entry)),
        )


def _state(entry: EntryLine) -> str:
    if entry.undone:
        return N_("Đã hoàn tác")
    if entry.origin is not None:
        return N_("Nơi khác gửi đến")
    return ""


def _tone(entry: EntryLine) -> Tone | None:
    if entry.undone:
        return Tone.QUIET
    return Tone.BUSY if entry.origin is not None else None
