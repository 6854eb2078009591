"""A register on screen: what it is, its list at the left, the record at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.queries import Totals, Where
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.cell_editor import CellEditing
from sachmatuy_desktop.ui.desk import Desk, Door, keys_of
from sachmatuy_desktop.ui.filter_bar import FilterBar
from sachmatuy_desktop.ui.forms.record_panel import RecordPanel
from sachmatuy_desktop.ui.icons import icon
from sachmatuy_desktop.ui.keys import hint
from sachmatuy_desktop.ui.list_out import ListOut
from sachmatuy_desktop.ui.models.cells import Column
from sachmatuy_desktop.ui.models.record_table import RecordTableModel, View
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.list_bulk import ListBulk
from sachmatuy_desktop.ui.pages.list_columns import ColumnMemory, ListColumns
from sachmatuy_desktop.ui.pages.list_filters import ListFilters
from sachmatuy_desktop.ui.pages.list_finding import ListFinding
from sachmatuy_desktop.ui.pages.list_foot import ListFoot, summed
from sachmatuy_desktop.ui.pages.list_keys import bind_keys
from sachmatuy_desktop.ui.pages.list_parts import EmptyPage, ListHead, ListSearch, offered_columns
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.sheets import SheetButton
from sachmatuy_desktop.ui.tables import RecordTable

__all__ = ["ListSearch", "RecordList"]

T = TypeVar("T")

LONG: Final = 2000
"""Records of a register beyond which a list is asked for on the worker."""


class RecordList(QWidget):
    """List and record of one register.

    `derived` are columns read from other registers; `defaults` are given to a new record;
    `depends_on` are registers whose changes show in this list.
    """

    counted = Signal(int)
    """How many records are listed now."""

    usual: Sequence[str] = ()
    """The columns shown at first, where they are not simply those the register lists."""

    remembered_as: str = ""
    """The name its columns are remembered under, where a register has several lists."""

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
        self._sort: str | None = None
        offered = offered_columns(desk, register, derived, first_derived)
        self.table = RecordTable()
        self.table.setAccessibleName(self.title)
        self.search = ListSearch()
        self.filters = FilterBar(desk, register)
        self.filters.changed.connect(self.relist)
        name = self.remembered_as or register.name
        memory = ColumnMemory(desk.preferences, name, offered, self.usual)
        self.columns = ListColumns(memory, offered, self.table, self.filters)
        self.model = RecordTableModel(desk.queries, register, self.columns.memory.chosen())
        self.finding = ListFinding(desk, self.model, self._wanted_view, self._show_view)
        self.search.asked.connect(lambda _text: self.finding.ask())
        self.model.trouble.connect(desk.feedback.sentence)
        self.model.relisted.connect(self._count)
        self.model.modelReset.connect(self._sum)
        self.table.show_records(self.model, offered)
        self.columns.show(self.model)
        self.columns.changed.connect(self._columns_changed)
        self.table.ordering = self._order
        self.table.record_chosen.connect(self._chosen)
        self.table.record_entered.connect(self._entered)
        self.table.chosen_changed.connect(lambda _any: self._tell_counts())
        self.filtering = ListFilters(
            desk, register, self.filters, self._wanted_view, self._put_search
        )
        self.foot = ListFoot(self.table)
        self.cells = CellEditing(desk, register, self.table)
        self.table.cell_editor = self.cells.begin
        self.out = ListOut(desk, register, self.model, self._narrowed_by)
        self.bulk = ListBulk(desk, register, self.table, self.out.copy)
        self._before_new: str | None = None
        self._all = 0
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
        self._put_search("")
        self.filters.put(tuple(where), only, title)
        self.relist()

    def relist(self, then: Callable[[], None] | None = None) -> None:
        """Ask for the list again with the search and the conditions as they stand."""
        view = self._wanted_view()
        queries, name = self.desk.queries, self.register.name

        def show(found: list[str]) -> None:
            if view == self._wanted_view():
                self._show_view(view, found)
                if then is not None:
                    then()

        self._when_read(lambda: queries.ids(name, view.where, view.search, view.sort), show)

    narrow: Callable[[], frozenset[str] | None] | None = None
    """Set by a page whose left list narrows this one."""

    def go_through(self, door: Door) -> None:
        """Show what a door is about."""
        if door.record is None:
            self.show_all(door.where, door.only, door.title)
            return
        record = door.record
        if self.model.row_of(record) is None:
            self._put_search("")
            self.filters.put(())
            self.relist(lambda: self._go_to(record, door.field))
        else:
            self._go_to(record, door.field)

    def add(self) -> None:
        """Begin a new record."""
        self._before_new = self._open_record() or self._before_new
        self.show_panel().show_new(self.defaults)

    def remove(self) -> None:
        """Take the chosen records out; a notice brings them back.  Of several, told beforehand."""
        if self.remove_button.isEnabled():
            self.bulk.remove()

    def step(self, rows: int) -> None:
        """Go to the record so many rows further down."""
        row = min(max(self.table.currentIndex().row() + rows, 0), self.model.rowCount() - 1)
        if row >= 0:
            self.table.choose(self.model.id_at(row))

    def fill_down(self) -> None:
        """Of several chosen rows, what the topmost says; of one, what the row above says."""
        field = self.cells.field_at(self.table.currentIndex())
        chosen = self.table.chosen_ids()
        if field is not None and len(chosen) > 1:
            self.bulk.fill_down(field, chosen)
        else:
            self.cells.fill_from_above()

    def edit_cell(self) -> None:
        """Write into the current cell, or into its field of the form where that is safer."""
        index = self.table.currentIndex()
        if not index.isValid() or self.cells.begin(index):
            return
        self._entered(self.model.id_at(index.row()))
        if self.panel is not None:
            self.panel.form.to_field(self.model.columns[index.column()].name)

    def panes(self) -> list[Pane]:
        """List and record, as F6 goes through them."""
        listed = Pane(self.table, lambda: self.table.setFocus(Qt.FocusReason.ShortcutFocusReason))
        panel = self.panel
        if panel is None or panel.isHidden():
            return [listed]
        return [listed, Pane(panel, panel.form.focus_first)]

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """Re-read the rows an act touched."""
        own = keys_of(changed, self.register.name)
        if own:
            self._refresh(own)
        if any(name in self._depends_on for name, _id in changed):
            self.model.forget_all()

    def show_panel(self) -> RecordPanel:
        """The record's side, made when it is first needed."""
        if self.panel is None:
            self.panel = RecordPanel(self.desk, self.register)
            self.panel.closed.connect(self._put_away)
            self.panel.saved.connect(self._follow)
            self.panel.form.above = self._above
            self.split.addWidget(self.panel)
            self.split.setCollapsible(1, False)
            self.split.setStretchFactor(0, 1)
            self._share_room()
        elif self.panel.isHidden():
            self.panel.show()
            self._share_room()
        return self.panel

    def add_tool(self, widget: QWidget) -> None:
        """One more thing to do with what is chosen: a button at the foot, at the right."""
        self.foot.put(widget)

    @property
    def is_unsaved(self) -> bool:
        """Whether something typed here is not saved."""
        return self.panel is not None and self.panel.is_changed

    # How it is done

    def _wanted_view(self) -> View:
        return View(self.filters.where, self.search.text(), self._sort, self._narrowed())

    def _when_read(self, read: Callable[[], T], then: Callable[[T], None]) -> None:
        """Read and go on: at once in a short register, on the worker in a long one."""
        try:
            if self.desk.queries.count(self.register.name) <= LONG:
                then(read())
                return
        except KnownError as error:
            self.desk.feedback.sentence(error)
            return
        Operation(self.desk.operations, read, self).success(then).start()

    def _show_view(
        self, view: View, found: Sequence[str] | None = None, *, whole: bool = True
    ) -> None:
        chosen = self._open_record()
        self.model.show_view(view, found, whole=whole)
        if chosen is not None:
            self._rechoose(chosen)

    def _order(self, sort: str | None) -> None:
        """Order the list; a short one keeps what is chosen."""
        self._sort = sort
        if self.desk.queries.count(self.register.name) <= LONG:
            self.model.sort_by(sort)
        else:
            self.relist()

    def _refresh(self, changed: frozenset[str]) -> None:
        """Take up what an act changed, and stay on the record that is open."""
        view = self.model.view
        queries, name = self.desk.queries, self.register.name

        def show(found: list[str]) -> None:
            if view == self.model.view:
                self.model.refresh(changed, found)
                opened = self._open_record()
                if opened is not None and self.table.chosen_ids() == []:
                    self._rechoose(opened)

        self._when_read(lambda: queries.ids(name, view.where, view.search, view.sort), show)

    def _put_search(self, text: str) -> None:
        self.search.put(text)

    def _narrowed_by(self) -> str:
        """Everything the list is narrowed by, for the head of a file."""
        return "; ".join(filter(None, (self.filters.told(), self.search.text().strip())))

    def _go_to(self, record: str, field: str = "") -> None:
        self.table.choose(record)
        self._entered(record)
        if field:
            self.show_panel().lead_to(field)

    def _above(self) -> Mapping[str, Value] | None:
        """The record above the open one; of a new one, the one last open or saved."""
        opened = self.panel.record if self.panel is not None else None
        above = self._before_new
        if opened is not None:
            row = self.model.row_of(opened)
            above = self.model.id_at(row - 1) if row else None
        rows = self.desk.queries.rows(self.register.name, [above]) if above else {}
        return rows.get(above or "")

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

    def _chosen(self, record: str) -> None:
        """The arrows and a click show the record."""
        self.show_panel().show_record(record)

    def _entered(self, record: str) -> None:
        panel = self.show_panel()
        panel.show_record(record)
        panel.form.focus_first()

    def _follow(self, record: str) -> None:
        self._before_new = record
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
        self._all = self.desk.queries.count(self.register.name)
        self._tell_counts()
        self._sum()
        self.counted.emit(count)

    def _tell_counts(self) -> None:
        """The line at the foot, and which buttons fit what is chosen."""
        chosen = self.table.chosen_count()
        self.foot.tell(self.model.rowCount(), self._all, chosen)
        self.remove_button.setEnabled(self.bulk.may_remove(chosen))
        self.bulk.button.setEnabled(chosen > 0)

    def _sum(self) -> None:
        """The sums under the columns, for what is listed."""
        columns, ids = self.model.columns, self.model.ids
        same = {each.field for each in self.filters.where if each.op == "="}
        names = summed(columns, same)
        if not names or not ids:
            self.foot.show_sums(columns, {})
            return
        queries, name = self.desk.queries, self.register.name
        listed = None if self._is_whole else list(ids)

        def show(totals: Totals) -> None:
            if columns == self.model.columns and ids is self.model.ids:
                self.foot.show_sums(columns, totals.sums)

        self._when_read(lambda: queries.totals(name, names, listed), show)

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

    def _columns_changed(self) -> None:
        opened = self._open_record()
        if opened is not None:
            self._rechoose(opened)

    def _lay_out(self) -> None:
        left = QWidget()
        left.setMinimumWidth(theme.px(250))
        down = QVBoxLayout(left)
        down.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        down.setSpacing(theme.px(7))
        down.addWidget(self._build_head())
        down.addLayout(self._build_tools())
        down.addWidget(self.filters.chips_row)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        empty = EmptyPage(_(self.register.one))
        empty.add.clicked.connect(self.add)
        self.empty_text, self.empty_add = empty.text, empty.add
        self.stack.addWidget(empty)
        down.addWidget(self.stack, 1)
        down.addWidget(self.foot)
        if self.bulk.offers_anything:
            self.foot.put(self.bulk.button)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(left)
        self.split.setCollapsible(0, False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.split)
        bind_keys(self)

    def _build_head(self) -> ListHead:
        self.head = head = ListHead(self.register, may_write=self.desk.may_write(self.register))
        head.add.clicked.connect(self.add)
        head.remove.clicked.connect(self.remove)
        self.heading, self.count_label = head.heading, head.count
        self.add_button, self.remove_button = head.add, head.remove
        return head

    def _build_tools(self) -> QHBoxLayout:
        self.search.setMaximumWidth(theme.px(260))
        if not self.register.search:
            self.search.hide()
        columns = QToolButton()
        columns.setIcon(icon("columns-3"))
        columns.setIconSize(QSize(theme.px(theme.ICON), theme.px(theme.ICON)))
        columns.setToolTip(hint(_("Chọn và xếp cột"), "columns"))
        columns.setAccessibleName(_("Chọn và xếp cột"))
        columns.clicked.connect(self.columns.ask)
        self.tools = QHBoxLayout()
        self.tools.addWidget(self.search)
        self.tools.addWidget(self.filters)
        self.tools.addStretch(1)
        self.sheets = SheetButton(self.desk, self.register, self._listed, self.out.export_to)
        self.tools.addWidget(self.sheets)
        self.tools.addWidget(columns)
        return self.tools

    def _listed(self) -> list[str]:
        return list(self.model.ids)

    def rescale(self) -> None:
        """The record keeps its share of the page."""
        if self.panel is not None and not self.panel.isHidden():
            self._share_room()
