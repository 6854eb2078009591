"""Keeping a filter under a name, and the shelf of those kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QListWidget, QWidget

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.filters import SavedFilter
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import Entry, Sheet, button, faint, open_at, row

__all__ = ["KeepFilterDialog", "ShelfDialog"]


class KeepFilterDialog(Sheet):
    """The name to keep what narrows the list under."""

    def __init__(self, told: str, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(_("Lưu bộ lọc"), told, parent)
        self._names = frozenset(names)
        self.name = Entry(_("Tên bộ lọc"))
        self.name.edited.connect(self._say_replaced)
        self.replaced = faint()
        self.body.addWidget(self.name)
        self.body.addWidget(self.replaced)
        self.done_button = self.finish_with(_("Lưu"), self.accept)
        self.setMinimumWidth(theme.px(420))
        self._say_replaced()
        self.name.setFocus()

    def _say_replaced(self) -> None:
        name = " ".join(self.name.text.split())
        self.done_button.setEnabled(bool(name))
        taken = name in self._names
        self.replaced.setText(_("Đã có bộ lọc này; lưu sẽ thay bộ lọc cũ.") if taken else "")


class ShelfDialog(Sheet):
    """The filters kept for a list: apply, rename, drop."""

    def __init__(
        self,
        saved: Sequence[SavedFilter],
        apply: Callable[[SavedFilter], object],
        rename: Callable[[str, str], object],
        drop: Callable[[SavedFilter], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Các bộ lọc đã lưu"), "", parent)
        self._apply, self._rename, self._drop = apply, rename, drop
        self._saved: tuple[SavedFilter, ...] = ()
        self.none = faint(_("Chưa lưu bộ lọc nào. Hãy lọc danh sách rồi chọn «Lưu bộ lọc này…»."))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Các bộ lọc đã lưu"))
        self.list.currentRowChanged.connect(self._choose)
        self.list.itemActivated.connect(lambda _item: self.apply())
        self.name = Entry(_("Tên bộ lọc"))
        self.rename_button = button(_("Đổi tên"), self.rename)
        self.name.field.addWidget(self.rename_button)
        self.drop_button = button(_("Xóa"), self.drop, picture="trash-2")
        self.apply_button = button(_("Lọc theo bộ này"), self.apply, picture="funnel")
        self.body.addWidget(self.none)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.name)
        self.body.addLayout(row(self.apply_button, self.drop_button, None))
        self.close_with(_("Đóng"))
        open_at(self, 460, 380)
        self.show_saved(saved)

    def show_saved(self, saved: Sequence[SavedFilter]) -> None:
        """List these filters."""
        place = max(self.list.currentRow(), 0)
        self._saved = tuple(saved)
        self.list.clear()
        self.list.addItems([each.name for each in saved])
        self.none.setVisible(not saved)
        self.list.setVisible(bool(saved))
        self.list.setCurrentRow(min(place, len(saved) - 1))
        self._choose()

    def apply(self) -> None:
        """Narrow the list by the chosen filter."""
        chosen = self._chosen()
        if chosen is not None:
            self.accept()
            self._apply(chosen)

    def rename(self) -> None:
        """Call the chosen filter what is typed."""
        chosen = self._chosen()
        if chosen is not None:
            self._rename(chosen.name, self.name.text)

    def drop(self) -> None:
        """Forget the chosen filter; a notice brings it back."""
        chosen = self._chosen()
        if chosen is not None:
            self._drop(chosen)

    def _chosen(self) -> SavedFilter | None:
        place = self.list.currentRow()
        return self._saved[place] if 0 <= place < len(self._saved) else None

    def _choose(self) -> None:
        chosen = self._chosen()
        self.name.line.setText(chosen.name if chosen is not None else "")
        for each in (self.rename_button, self.drop_button, self.apply_button):
            each.setEnabled(chosen is not None)
