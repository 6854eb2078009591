"""Things ticked off a long list, found by a part of their name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import Entry, button, faint, row
from sachmatuy_desktop.ui.models.codes import capital

__all__ = ["TickList"]


class TickList(QWidget):
    """A line to narrow by, the list, and how many are ticked; what is narrowed away stays ticked.

    `things` are keys and names.  «Chọn tất cả» ticks what is in sight.
    """

    changed = Signal()
    """Something was ticked or is no longer."""

    def __init__(
        self,
        seek: str,
        name: str,
        things: Sequence[tuple[str, str]],
        ticked: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__()
        self.search = Entry(seek)
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        self.count = faint()
        self.count.setWordWrap(False)
        for key, words in things:
            item = QListWidgetItem(capital(words))
            item.setToolTip(item.text())
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setCheckState(_state(on=key in ticked))
            self.list.addItem(item)
        self.search.edited.connect(self._narrow)
        self.list.itemChanged.connect(lambda _item: self._recount())
        self.every = button(_("Chọn tất cả"), lambda: self._set_all(on=True))
        self.none = button(_("Bỏ chọn"), lambda: self._set_all(on=False))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        layout.addLayout(row(self.count, None, self.every, self.none))
        self._recount()

    def chosen(self) -> tuple[str, ...]:
        """The ticked keys, in the order of the list."""
        return tuple(
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in self._items()
            if item.checkState() == Qt.CheckState.Checked
        )

    def tick(self, keys: Sequence[str]) -> None:
        """Tick these besides those that are."""
        for item in self._items():
            if item.data(Qt.ItemDataRole.UserRole) in keys:
                item.setCheckState(Qt.CheckState.Checked)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(place) for place in range(self.list.count())]

    def _set_all(self, *, on: bool) -> None:
        self.list.blockSignals(True)
        for item in self._items():
            if not item.isHidden():
                item.setCheckState(_state(on=on))
        self.list.blockSignals(False)
        self._recount()

    def _narrow(self) -> None:
        wanted = fold(self.search.text)
        for item in self._items():
            item.setHidden(wanted not in fold(item.text()))

    def _recount(self) -> None:
        chosen, every = len(self.chosen()), self.list.count()
        self.count.setText(_("Đã chọn {count}/{total}.").format(count=chosen, total=every))
        self.changed.emit()


def _state(*, on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
