"""Filtering a list: by a column, by the filters an account has kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.filters import FilterShelf, SavedFilter
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.column_filter import ColumnFilterDialog
from sachmatuy_desktop.ui.dialogs.saved_filters import KeepFilterDialog, ShelfDialog
from sachmatuy_desktop.ui.filter_bar import FilterBar
from sachmatuy_desktop.ui.models.record_table import View
from sachmatuy_desktop.ui.operations import Operation

__all__ = ["ListFilters"]


class ListFilters(QObject):
    """What stands behind «Lọc»: dialogs, counts read on the worker, the shelf in the office file.

    `view` tells what is listed with search, conditions and the page's own narrowing; `search` puts
    a text into the search line.
    """

    def __init__(
        self,
        desk: Desk,
        register: Register,
        bar: FilterBar,
        view: Callable[[], View],
        search: Callable[[str], None],
    ) -> None:
        super().__init__(bar)
        self._desk = desk
        self._register = register
        self._bar = bar
        self._view = view
        self._search = search
        self._shelf = FilterShelf(desk.office.session.store, desk.office.info.account_id, register)
        self.dialog: ColumnFilterDialog | KeepFilterDialog | ShelfDialog | None = None
        """The one on screen."""
        bar.asked.connect(self.ask)
        bar.save_asked.connect(self.ask_name)
        bar.shelf_asked.connect(self.show_shelf)
        bar.applied.connect(self.apply)
        bar.saved = self.kept
        bar.may_save = lambda: bool(bar.where or view().search.strip())

    def ask(self, name: str) -> None:
        """Count what the other conditions leave, then ask what of the column is to be listed."""
        view, queries, register = self._view(), self._desk.queries, self._register
        others = tuple(each for each in view.where if each.field != name)

        def count() -> dict[Value, int]:
            if not others and not view.search and view.only is None:
                return queries.tally(register.name, name)
            ids = queries.ids(register.name, others, view.search)
            left = ids if view.only is None else [each for each in ids if each in view.only]
            return queries.tally(register.name, name, left)

        Operation(self._desk.operations, count, self).success(
            lambda tally: self._open(name, tally)
        ).start()

    def kept(self) -> list[SavedFilter]:
        """The filters of this account for this list."""
        try:
            return self._shelf.kept(self._desk.role)
        except KnownError as error:
            self._desk.feedback.sentence(error)
            return []

    def apply(self, saved: SavedFilter) -> None:
        """Narrow the list as a filter says."""
        self._search(saved.search)
        self._bar.put(saved.where)
        self._bar.changed.emit()

    def ask_name(self) -> None:
        """Ask for a name, and keep what narrows the list under it."""
        view = self._view()
        told = "; ".join(filter(None, (self._bar.told(), view.search.strip())))
        dialog = KeepFilterDialog(told, [each.name for each in self.kept()], self._bar.window())

        def keep() -> None:
            saved = SavedFilter(dialog.name.text, self._bar.where, view.search.strip())
            self._do(
                lambda: self._shelf.keep(saved),
                _("Đã lưu bộ lọc «{name}».").format(name=saved.name),
            )

        self._show(dialog, keep)

    def show_shelf(self) -> None:
        """The filters kept, to apply, rename or drop."""
        dialog = ShelfDialog(self.kept(), self.apply, self._rename, self._drop, self._bar.window())
        self._show(dialog, lambda: None)

    def _open(self, name: str, tally: dict[Value, int]) -> None:
        dialog = ColumnFilterDialog(
            self._desk.queries,
            self._register[name],
            tally,
            self._bar.on(name),
            self._bar.window(),
        )
        self._show(dialog, lambda: self._bar.narrow(name, dialog.conditions()))

    def _show(
        self, dialog: ColumnFilterDialog | KeepFilterDialog | ShelfDialog, then: Callable[[], None]
    ) -> None:
        self.dialog = dialog
        dialog.accepted.connect(then)
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _rename(self, name: str, other: str) -> None:
        self._do(lambda: self._shelf.rename(name, other), "")

    def _drop(self, saved: SavedFilter) -> None:
        def bring_back() -> None:
            self._do(lambda: self._shelf.keep(saved), "")

        text = _("Đã xóa bộ lọc «{name}».").format(name=saved.name)
        self._do(lambda: self._shelf.drop(saved.name), text, bring_back)

    def _do(
        self, work: Callable[[], None], text: str, undo: Callable[[], None] | None = None
    ) -> None:
        """Write to the shelf on the worker, then show it anew."""

        def done(_nothing: None) -> None:
            if text:
                self._desk.feedback.notice(text, undo)
            if isinstance(self.dialog, ShelfDialog):
                self.dialog.show_saved(self.kept())

        Operation(self._desk.operations, work, self).success(done).start()
