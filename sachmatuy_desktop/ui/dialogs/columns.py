"""Which columns a list shows, and in what order: every field of the register, by keyboard too."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import Sheet, button, faint, open_at, row
from sachmatuy_desktop.ui.models.cells import Column

__all__ = ["ColumnsDialog"]

NAME = int(Qt.ItemDataRole.UserRole)


class ColumnsDialog(Sheet):
    """Ticks for what is shown; what stands higher stands further left."""

    def __init__(
        self,
        offered: Sequence[Column],
        shown: Sequence[Column],
        usual: Sequence[Column],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Chọn và xếp cột"), "", parent)
        self._offered = tuple(offered)
        self._usual = tuple(usual)
        self.list = QListWidget()
        self.list.setSpacing(theme.px(2))
        self.list.setAccessibleName(_("Các cột"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.itemChanged.connect(lambda _item: self._ticked())
        self.up = button(_("Lên"), lambda: self.move_current(-1), picture="chevron-up")
        self.down = button(_("Xuống"), lambda: self.move_current(1), picture="chevron-down")
        self.body.addWidget(faint(_("Dấu cách: hiện hay ẩn cột. Alt+↑, Alt+↓ hoặc kéo: đổi chỗ.")))
        self.body.addWidget(self.list, 1)
        self.body.addLayout(row(self.up, self.down, None, button(_("Như lúc đầu"), self.reset)))
        self.done_button = self.finish_with(_("Áp dụng"), self.accept)
        for keys, step in (("Alt+Up", -1), ("Alt+Down", 1)):
            QShortcut(QKeySequence(keys), self, lambda step=step: self.move_current(step))
        self._fill(shown)
        open_at(self, 420, 520)
        self.list.setFocus()

    @property
    def names(self) -> list[str]:
        """The columns ticked, in order."""
        items = map(self.list.item, range(self.list.count()))
        return [
            str(each.data(NAME)) for each in items if each.checkState() is Qt.CheckState.Checked
        ]

    def reset(self) -> None:
        """As the list was at first."""
        self._fill(self._usual)

    def move_current(self, step: int) -> None:
        """Move the current column up or down."""
        row_now = self.list.currentRow()
        place = row_now + step
        if row_now >= 0 and 0 <= place < self.list.count():
            item = self.list.takeItem(row_now)
            self.list.insertItem(place, item)
            self.list.setCurrentRow(place)

    def _fill(self, shown: Sequence[Column]) -> None:
        names = {each.name for each in shown}
        self.list.clear()
        for column in (*shown, *(each for each in self._offered if each.name not in names)):
            item = QListWidgetItem(_(column.label))
            item.setData(NAME, column.name)
            item.setFlags(
                Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsDragEnabled
            )
            ticked = column.name in names
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setMinimumWidth(theme.px(340))

    def _ticked(self) -> None:
        self.done_button.setEnabled(bool(self.names))
