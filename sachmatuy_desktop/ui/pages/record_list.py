"""A register on screen: what it is, its list at the left, the record at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.records import RemoveRecord
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk, Door, keys_of
from sachmatuy_desktop.ui.filter_bar import FilterBar
from sachmatuy_desktop.ui.forms.record_panel import RecordPanel
from sachmatuy_desktop.ui.icons import beside, icon
from sachmatuy_desktop.ui.models.cells import Column
from sachmatuy_desktop.ui.models.record_table import RecordTableModel, View
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.pages.list_finding import ListFinding
from sachmatuy_desktop.ui.pages.list_parts import EmptyPage, ListSearch, ListTitle, offered_columns
from sachmatuy_desktop.ui.pages.sheets import SheetButton
from sachmatuy_desktop.ui.tables import RecordTable

__all__ = ["ListSearch", "RecordList"]


class RecordList(QWidget):
    """List and record of one register.

    `derived` are columns read from other registers; `defaults` are given to a new record;
    `depends_on` are registers whose changes show in this list.
    """

    counted = Signal(int)
    """How many records are listed now."""

    def __init__(
        self,
        desk: Desk,
        register: Register,
        derived: Sequence[Column] = (),
        depends_on: frozenset[str] = frozenset(),
        first_derived: int | None = None,
    ) -> None:
        super().__init__()
        self.desk = desk
        self.register = register
        self.title = _(register.title)
        self.defaults: Mapping[str, Value] = {}
        self._depends_on = depends_on | {str(each.target) for each in register.references}
        self._offered = offered_columns(desk, register, derived, first_derived)
        self.model = RecordTableModel(desk.queries, register, self._chosen_columns())
        self.model.trouble.connect(desk.feedback.sentence)
        self.model.relisted.connect(self._count)
        self.table = RecordTable()
        self.table.setAccessibleName(self.title)
        self.table.show_records(self.model, self._offered)
        self.table.record_chosen.connect(self._chosen)
        self.table.record_entered.connect(self._entered)
        self.table.columns_chosen.connect(self._take_columns)
        self.search = ListSearch()
        self.finding = ListFinding(desk, self.model, self._wanted_view, self._show_view)
        self.search.asked.connect(lambda _text: self.finding.ask())
        self.filters = FilterBar(desk, register)
        self.filters.changed.connect(self.relist)
        self.panel: RecordPanel | None = None
        self._shared = False
        """Whether list and record have shared out the width the page really has."""
        self._lay_out()
        desk.changed.connect(self.records_changed)

    # What it shows

    def show_all(
        self,
        where: Sequence[Where] = (),
        only: frozenset[str] | None = None,
        title: str = "",
    ) -> None:
        """List the records that meet the conditions, or the very ones named."""
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.filters.put(tuple(where), only, title)
        self.relist()

    def relist(self) -> None:
        """Ask for the list again with the search and the conditions as they stand."""
        self._show_view(self._wanted_view())

    narrow: Callable[[], frozenset[str] | None] | None = None
    """Set by a page whose left list narrows this one."""

    def go_through(self, door: Door) -> None:
        """Show what a door is about."""
        if door.record is None:
            self.show_all(door.where, door.only, door.title)
            return
        if self.model.row_of(door.record) is None:
            self.show_all()
        self.table.choose(door.record)
        self._entered(door.record)

    def add(self) -> None:
        """Begin a new record."""
        self.show_panel().show_new(self.defaults)

    def remove(self) -> None:
        """Take the chosen records out; a notice brings them back."""
        for record in self._removable():
            self.desk.run(RemoveRecord(self.register.name, record), owner=self)

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """Re-read the rows an act touched."""
        own = keys_of(changed, self.register.name)
        if own:
            self.model.refresh(own)
        if any(name in self._depends_on for name, _id in changed):
            self.model.forget_all()

    def show_panel(self) -> RecordPanel:
        """The record's side, made when it is first needed."""
        if self.panel is None:
            self.panel = RecordPanel(self.desk, self.register)
            self.panel.closed.connect(self._put_away)
            self.panel.saved.connect(self._follow)
            self.split.addWidget(self.panel)
            self.split.setCollapsible(1, False)
            self.split.setStretchFactor(0, 1)
            self._share_room()
        elif self.panel.isHidden():
            self.panel.show()
            self._share_room()
        return self.panel

    def add_tool(self, widget: QWidget) -> None:
        """One more button above the list, at the right."""
        self.tools.addWidget(widget)

    @property
    def is_unsaved(self) -> bool:
        """Whether something typed here is not saved."""
        return self.panel is not None and self.panel.is_changed

    # How it is done

    def _wanted_view(self) -> View:
        search = self.search.text()
        return View(self.filters.where, search, self.model.view.sort, self._narrowed())

    def _show_view(
        self, view: View, found: Sequence[str] | None = None, *, whole: bool = True
    ) -> None:
        chosen = self._open_record()
        self.model.show_view(view, found, whole=whole)
        if chosen is not None:
            self._rechoose(chosen)

    def showEvent(self, event: QShowEvent) -> None:
        """A record that was opened before the list had its width gets its share now."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._share_room_again)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The same where the width comes later."""
        super().resizeEvent(event)
        self._share_room_again()

    def _share_room_again(self) -> None:
        if self.panel is not None and not self.panel.isHidden() and not self._shared:
            self._share_room()

    def _share_room(self) -> None:
        whole = self.split.width()
        self._shared = self.isVisible() and whole > 0
        wide = min(theme.px(460), whole // 2)
        self.split.setSizes([whole - wide, wide])
        self.table.fit_columns()

    def _narrowed(self) -> frozenset[str] | None:
        by_page = self.narrow() if self.narrow is not None else None
        if by_page is None or self.filters.only is None:
            return self.filters.only if by_page is None else by_page
        return by_page & self.filters.only

    def _open_record(self) -> str | None:
        shown = self.panel is not None and not self.panel.isHidden()
        return self.panel.record if shown and self.panel is not None else None

    def _rechoose(self, record: str) -> None:
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        self.table.choose(record)
        selection.blockSignals(False)

    def _removable(self) -> list[str]:
        """The chosen records, unless one of them is another unit's."""
        chosen = self.table.chosen_ids()
        rows = self.desk.queries.rows(self.register.name, chosen) if chosen else {}
        own = self.desk.office.info.unit_id
        return chosen if all(row["unit_id"] == own for row in rows.values()) else []

    def _chosen(self, record: str) -> None:
        """The arrows and a click show the record."""
        self.show_panel().show_record(record)

    def _entered(self, record: str) -> None:
        panel = self.show_panel()
        panel.show_record(record)
        panel.form.focus_first()

    def _follow(self, record: str) -> None:
        self._rechoose(record)

    def _put_away(self) -> None:
        if self.panel is not None:
            self.panel.hide()
        self.table.clearSelection()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.fit_columns()

    def _count(self) -> None:
        count = self.model.rowCount()
        if self.model.expects_more:
            self.stack.setCurrentIndex(0)
            return
        self.count_label.setText(
            _("{count} {one}").format(count=show_integer(count), one=_(self.register.one))
        )
        whole = self._is_whole
        self.empty_text.setText(self._why_empty())
        self.empty_add.setVisible(whole and self.desk.may_write(self.register))
        self.stack.setCurrentIndex(0 if count else 1)
        self.counted.emit(count)

    @property
    def _is_filtered(self) -> bool:
        by_hand = self.filters.where or self.filters.only is not None
        return bool(by_hand or self.search.text().strip())

    @property
    def _is_whole(self) -> bool:
        return not self._is_filtered and self._narrowed() is None

    def _why_empty(self) -> str:
        one = _(self.register.one)
        if self._is_filtered:
            return _("Không có {one} nào như vậy. Hãy bỏ bớt điều kiện lọc.").format(one=one)
        if not self._is_whole:
            return _("Không có {one} nào trong mục này.").format(one=one)
        if self.register.by_program:
            return _("Chưa có {one} nào. Chương trình tự ghi sổ này.").format(one=one)
        begin = _("Chưa có {one} nào. Hãy thêm dòng đầu tiên hoặc nhập từ bảng tính.").format(
            one=one
        )
        return f"{begin}\n{_(self.register.first)}" if self.register.first else begin

    def _chosen_columns(self) -> list[Column]:
        kept = self.desk.preferences.get(self._columns_key) or ""
        names = set(kept.split()) if kept else None
        chosen = [
            column
            for column in self._offered
            if (
                column.name in names
                if names is not None
                else column.field is None or column.field.listed
            )
        ]
        return chosen or self._offered[:1]

    @property
    def _columns_key(self) -> str:
        return f"columns-{self.register.name}"

    def _take_columns(self, names: list[str]) -> None:
        self.desk.preferences.put(self._columns_key, " ".join(names))
        self.model.set_columns(self._chosen_columns())

    def _lay_out(self) -> None:
        left = QWidget()
        left.setMinimumWidth(theme.px(250))
        down = QVBoxLayout(left)
        down.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        down.setSpacing(theme.px(7))
        down.addLayout(self._build_head())
        down.addLayout(self._build_tools())
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        empty = EmptyPage(_(self.register.one))
        empty.add.clicked.connect(self.add)
        self.empty_text, self.empty_add = empty.text, empty.add
        self.stack.addWidget(empty)
        down.addWidget(self.stack, 1)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(left)
        self.split.setCollapsible(0, False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.split)
        self._keys()

    def _build_head(self) -> QHBoxLayout:
        self.heading = ListTitle(self.title)
        self.count_label = QLabel()
        self.count_label.setProperty("role", "faint")
        self.add_button = QPushButton(beside("plus", "#ffffff"), _("Thêm"))
        self.add_button.setProperty("role", "primary")
        self.add_button.setToolTip(_("Thêm {one} (Ctrl+N)").format(one=_(self.register.one)))
        self.add_button.clicked.connect(self.add)
        self.remove_button = QPushButton(beside("trash-2"), _("Xóa"))
        self.remove_button.setToolTip(_("Xóa dòng đang chọn (Delete); hoàn tác được"))
        self.remove_button.clicked.connect(self.remove)
        self.remove_button.setEnabled(False)
        self.table.chosen_changed.connect(
            lambda _any: self.remove_button.setEnabled(bool(self._removable()))
        )
        if not self.desk.may_write(self.register):
            self.add_button.hide()
            self.remove_button.hide()
        self.head = QHBoxLayout()
        self.head.setSpacing(theme.px(8))
        self.head.addWidget(self.heading)
        self.head.addWidget(self.count_label)
        self.head.addStretch(1)
        self.head.addWidget(self.add_button)
        self.head.addWidget(self.remove_button)
        return self.head

    def _build_tools(self) -> QHBoxLayout:
        self.search.setMaximumWidth(theme.px(260))
        if not self.register.search:
            self.search.hide()
        columns = QToolButton()
        columns.setIcon(icon("columns-3"))
        columns.setToolTip(_("Chọn cột"))
        columns.setAccessibleName(_("Chọn cột"))
        columns.clicked.connect(lambda: self._offer_columns(columns))
        self.tools = QHBoxLayout()
        self.tools.addWidget(self.search)
        self.tools.addWidget(self.filters, 1)
        if not self.register.by_program:
            self.tools.addWidget(SheetButton(self.desk, self.register, self._listed))
        self.tools.addWidget(columns)
        return self.tools

    def _listed(self) -> list[str]:
        return list(self.model.ids)

    def _offer_columns(self, button: QToolButton) -> None:
        menu = self.table.column_menu()
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _keys(self) -> None:
        if not self.desk.may_write(self.register):
            return
        near = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+N"), self, self.add, context=near)
        delete = QShortcut(QKeySequence("Delete"), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)  # Qt forgets one given with the slot
        delete.activated.connect(self.remove)

    def rescale(self) -> None:
        """The record keeps its share of the page."""
        if self.panel is not None and not self.panel.isHidden():
            self._share_room()
