"""Văn bản đến: the incoming book at the left, the chosen line and its acts at the right."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import attachments
from sachmatuy_desktop.services.papers.books import CorrectEntry, VoidIncoming
from sachmatuy_desktop.services.papers.books.incoming import INCOMING, VOID
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.attachments.dialog import AttachmentsDialog
from sachmatuy_desktop.ui.desk import Desk, Door, keys_of
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import button, faint, heading, only_if, side_by_side
from sachmatuy_desktop.ui.dialogs.line import LineDialog
from sachmatuy_desktop.ui.dialogs.office_books import AnswerDialog, ArrivalDialog
from sachmatuy_desktop.ui.forms.record_form import RecordForm
from sachmatuy_desktop.ui.keys import bind_one
from sachmatuy_desktop.ui.models.record_table import View
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.pages.list_parts import ListSearch
from sachmatuy_desktop.ui.pages.list_tools import ListTools
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.tables import RecordTable

__all__ = ["ArrivalsTab"]

COLUMNS: Final = ("sequence", "arrived_on", "author", "title", "progress", "due_on")


class ArrivalsTab(Tab):
    """Papers that arrived, each under the number the program gave it."""

    shows = frozenset({INCOMING})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        book = REGISTERS[INCOMING]
        self.shown: str | None = None
        self.table = RecordTable()
        self.search = ListSearch()
        self.search.asked.connect(lambda _text: self.relist())
        self.tools = ListTools(desk, book, self.table, COLUMNS, self._wanted, self.search.setText)
        self.tools.filters.changed.connect(self.relist)
        self.model = self.tools.model
        self.model.relisted.connect(self._count)
        self.table.record_chosen.connect(self.show_record)
        self.count = faint()
        self.enter = button(_("Vào sổ văn bản đến…"), self._enter, picture="plus", primary=True)
        self.enter.setToolTip(_("Vào sổ văn bản đến (Ctrl+N)"))
        self.change = button(_("Sửa…"), self._change, picture="pencil")
        self.answer = button(_("Giải quyết, trả lời…"), self._answer, picture="check")
        self.files = button(_("Bản quét, tệp đính kèm…"), self._attachments, picture="paperclip")
        only_if(attachments.may_see(desk.office.session, book), self.files)
        self.correct = button(_("Đính chính…"), self._correct)
        self.void = button(_("Hủy số đến…"), self._void, picture="x")
        self.form = RecordForm(desk.queries, book, desk.may_see)
        self.form.freeze(True)
        desk.changed.connect(self.records_changed)
        self._lay_out()
        self._ready()
        bind_one(self, "Ctrl+N", self._enter)

    def read(self) -> None:
        """List everything the first time; what changes later it reads by itself."""
        if not self.model.rowCount():
            self.relist()

    def relist(self) -> None:
        """List what the search and the conditions find."""
        self.model.show_view(self._wanted())

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """A paper arrived, was changed, answered, or its number given up."""
        own = keys_of(changed, INCOMING)
        if own:
            self.model.refresh(own)
        if self.shown in own:
            self.show_record(str(self.shown))

    def go_through(self, door: Door) -> None:
        """Show one paper, or the papers meant."""
        self.search.clear()
        self.tools.filters.put(door.where, door.only, door.title)
        self.relist()
        if door.record is not None:
            self.table.choose(door.record)

    def panes(self) -> list[Pane]:
        """The list, then the line."""
        return [Pane(self.table, self.table.setFocus), Pane(self.form, self.form.setFocus)]

    def show_record(self, record: str) -> None:
        """Show a line with all its columns."""
        self.shown = record
        self.form.fill(self.desk.queries.rows(INCOMING, [record])[record])
        self.side.setCurrentIndex(0)
        self._ready()

    # What the buttons do

    def _enter(self) -> None:
        if not self.enter.isEnabled():
            return
        dialog = ArrivalDialog(self.desk, None, self)
        if dialog.ask_person() and dialog.outcome_of_act is not None:
            self.table.choose(str(dialog.outcome_of_act.result))

    def _change(self) -> None:
        if self.shown is not None:
            ArrivalDialog(self.desk, self.shown, self).ask_person()

    def _answer(self) -> None:
        if self.shown is not None:
            AnswerDialog(self.desk, self.shown, self).ask_person()

    def _attachments(self) -> None:
        if self.shown is not None:
            AttachmentsDialog(self.desk, REGISTERS[INCOMING], self.shown, self).open()

    def _correct(self) -> None:
        if self.shown is None:
            return
        remark = LineDialog.ask(
            _("Đính chính"),
            _("Nội dung đính chính ghi vào cột Ghi chú; các cột khác giữ nguyên."),
            _("Nội dung đính chính"),
            _("Ghi đính chính"),
            self,
        )
        if remark is not None:
            self.desk.run(CorrectEntry(INCOMING, self.shown, remark), owner=self)

    def _void(self) -> None:
        if self.shown is None:
            return
        why = LineDialog.ask(
            _("Hủy số đến"),
            _("Số này không cấp lại nữa. Việc này không hoàn tác được."),
            _("Lý do"),
            _("Hủy số"),
            self,
        )
        if why is not None:
            self.desk.run(VoidIncoming(self.shown, why), owner=self)

    # How it is laid out

    def _ready(self) -> None:
        may = self.desk.may_act_on(REGISTERS[INCOMING])
        record = self.shown
        row = self.desk.queries.rows(INCOMING, [record])[record] if record else None
        valid = may and row is not None and row["state"] != VOID
        self.enter.setEnabled(may)
        self.files.setEnabled(row is not None)
        self.correct.setEnabled(may and row is not None)
        for each in (self.change, self.answer, self.void):
            each.setEnabled(valid)

    def _wanted(self) -> View:
        filters = self.tools.filters
        return View(filters.where, self.search.text(), self.model.view.sort, filters.only)

    def _count(self) -> None:
        count = self.model.rowCount()
        self.count.setText(_("{count} văn bản").format(count=show_integer(count)))
        self.list.setCurrentIndex(0 if count else 1)

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        down, beside = QVBoxLayout(left), QVBoxLayout(right)
        for each in (down, beside):
            each.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
            each.setSpacing(theme.px(7))
        title = heading(_(REGISTERS[INCOMING].title))
        title.setWordWrap(False)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addWidget(self.count)
        head.addStretch(1)
        down.addLayout(head)
        down.addLayout(FlowRow(self.enter))
        self.search.setMaximumWidth(theme.px(260))
        tools = QHBoxLayout()
        tools.addWidget(self.search)
        tools.addWidget(self.tools.filters)
        tools.addStretch(1)
        tools.addWidget(self.tools.sheets)
        tools.addWidget(self.tools.button)
        down.addLayout(tools)
        down.addWidget(self.tools.filters.chips_row)
        self.list = QStackedWidget()
        self.list.addWidget(self.table)
        self.list.addWidget(faint(_(REGISTERS[INCOMING].first)))
        down.addWidget(self.list, 1)
        beside.addLayout(FlowRow(self.answer, self.change, self.files, self.correct, self.void))
        self.side = QStackedWidget()
        self.side.addWidget(self.form)
        self.side.addWidget(faint(_("Chọn một văn bản đến để xem đủ các cột.")))
        self.side.setCurrentIndex(1)
        beside.addWidget(self.side, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(side_by_side(left, right, (850, 370)))
