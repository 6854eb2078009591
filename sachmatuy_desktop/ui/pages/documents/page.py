"""Văn bản: the book of issued papers at the left, the paper itself at the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import attachments, papers
from sachmatuy_desktop.services.access.looking import looked_at
from sachmatuy_desktop.services.papers import FormChoice
from sachmatuy_desktop.services.papers.books import CorrectEntry
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.attachments.dialog import AttachmentsDialog
from sachmatuy_desktop.ui.desk import Desk, Door, keys_of
from sachmatuy_desktop.ui.dialogs.check_code import CheckCodeDialog
from sachmatuy_desktop.ui.dialogs.commitments import CommitmentsDialog, Wanted
from sachmatuy_desktop.ui.dialogs.compose import ComposeDialog
from sachmatuy_desktop.ui.dialogs.fill_form import FillDialog, PaperWanted
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.form_picker import pick_form
from sachmatuy_desktop.ui.dialogs.kit import button, faint, heading, only_if, side_by_side
from sachmatuy_desktop.ui.dialogs.line import LineDialog
from sachmatuy_desktop.ui.dialogs.office_books import CompleteDialog, OutsideDialog
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.save_menu import Saved, SaveMenu, save_other
from sachmatuy_desktop.ui.forms.return_strip import ReturnStrip
from sachmatuy_desktop.ui.keys import bind_one
from sachmatuy_desktop.ui.models.record_table import View
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.operations import Operation, Progress
from sachmatuy_desktop.ui.pages.list_parts import ListSearch
from sachmatuy_desktop.ui.pages.list_tools import ListTools
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.paper_out import print_taken, save_taken
from sachmatuy_desktop.ui.preview import PdfView
from sachmatuy_desktop.ui.tables import RecordTable

__all__ = ["IssuedTab"]

RESTRICTED, NOT_FOR_YOU, OUTSIDE_PAPER = 2, 3, 4
"""What stands at the right in place of the paper."""

COLUMNS: Final = ("number", "issued_on", "title", "state")


class IssuedTab(Tab):
    """Issued papers; the chosen one is shown as the very bytes that were issued."""

    shows = frozenset({"documents"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        book = REGISTERS["documents"]
        self.table = RecordTable()
        self.search = ListSearch()
        self.search.asked.connect(lambda _text: self.relist())
        self.tools = ListTools(desk, book, self.table, COLUMNS, self._wanted, self.search.setText)
        self.tools.filters.changed.connect(self.relist)
        self.model = self.tools.model
        self.model.relisted.connect(self._count)
        self.table.record_chosen.connect(self.show_document)
        self.view = PdfView()
        self.shown: str | None = None
        self.count = faint()
        self.compose = button(_("Soạn văn bản"), self._compose, picture="plus", primary=True)
        self.compose.setToolTip(_("Soạn văn bản (Ctrl+N)"))
        self.fill = button(_("Soạn theo mẫu…"), self._pick, picture="file-text")
        self.fill.setToolTip(_("Mẫu của Nghị định, bản cam kết, công văn: điền từng chỗ trống"))
        self.enter = button(_("Vào sổ văn bản ngoài…"), self._enter, picture="book-open")
        self.enter.setToolTip(_("Cấp số cho văn bản làm bằng Word hoặc viết tay"))
        self.batch = button(_("In cam kết hộ…"), self._ask_batch, picture="printer")
        self.check = button(_("Kiểm tra mã…"), self._check, picture="circle-check")
        self.check.setToolTip(_("Văn bản có thật không: quét hoặc gõ mã in trên giấy"))
        self.print = button(_("In lại…"), self._print, picture="printer")
        self.save = SaveMenu(self._save, self._save_other)
        self.files = button(_("Tệp đính kèm…"), self._attachments, picture="paperclip")
        only_if(attachments.may_see(desk.office.session, book), self.files)
        self.complete = button(_("Ghi thêm…"), self._complete, picture="pencil")
        self.complete.setToolTip(_("Số lượng bản, ngày chuyển, ký nhận, bản lưu"))
        self.correct = button(_("Đính chính…"), self._correct)
        self.void = button(_("Hủy số…"), self._void, picture="x")
        self.returned = ReturnStrip(desk, book)
        desk.changed.connect(self.records_changed)
        desk.changed.connect(self.returned.records_changed)
        self._lay_out()
        self._show_nothing()
        bind_one(self, "Ctrl+N", self._compose)
        bind_one(self, "Ctrl+P", self._print)

    def read(self) -> None:
        """List everything the first time; what changes later it reads by itself."""
        if not self.model.rowCount():
            self.relist()

    def relist(self) -> None:
        """List what the search and the conditions find."""
        self.model.show_view(self._wanted())

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """A paper was issued, or its number given up."""
        own = keys_of(changed, "documents")
        if own:
            self.model.refresh(own)

    def go_through(self, door: Door) -> None:
        """Show one paper, or the papers meant."""
        self.search.clear()
        self.tools.filters.put(door.where, door.only, door.title)
        self.relist()
        if door.record is not None:
            self.table.choose(door.record)

    def show_document(self, document: str) -> None:
        """Draw an issued paper again, on the worker."""
        if document == self.shown:
            return
        self.shown = document
        self.returned.show_record(document, self._title())
        office = office_in(self.desk)

        def work() -> tuple[bytes | int, bool]:
            row = office.queries.rows("documents", [document])[document]
            if not row["frozen"]:
                return OUTSIDE_PAPER, False
            data = FormData.from_json(str(row["frozen"]))
            tabled = papers.has_tables(data)
            if data.restriction:
                return RESTRICTED, tabled
            if not papers.may_see(office.session, data):
                return NOT_FOR_YOU, tabled
            looked_at(office.session, "documents", document)
            return papers.pdf(data), tabled

        def told(drawn: tuple[bytes | int, bool]) -> None:
            if document == self.shown:
                found, tabled = drawn
                self.save.sheets.setVisible(tabled)
                self._show_paper(found)

        self._ready(True)
        operation = Operation(self.desk.operations, work, self)
        operation.success(told).failure(self._refused).start()

    def _show_paper(self, found: bytes | int) -> None:
        """A list of persons is not shown for the asking: «In lại» wants a purpose first.

        Nothing at all of a paper about a person is shown to who may not see the lists.
        """
        self._ready(found != NOT_FOR_YOU)
        if isinstance(found, int):
            self.view.let_go()
            self.side.setCurrentIndex(found)
        else:
            self.view.show_pdf(found)
            self.side.setCurrentIndex(0)
        for each in (self.print, self.save):
            each.setEnabled(found not in (NOT_FOR_YOU, OUTSIDE_PAPER))

    def reprint(self, how: str, copies: int, then: Callable[[bytes], None]) -> None:
        """Draw the chosen paper again as it was issued, proved byte for byte, and hand it on."""
        document, office = self.shown, office_in(self.desk)
        if document is None:
            return
        purpose = ""
        if self.side.currentIndex() == RESTRICTED:
            purpose = self._ask_purpose() or ""
            if not purpose:
                return
        operation = Operation(
            self.desk.operations,
            lambda: papers.reprint(office, document, purpose, how, copies),
            self,
        )
        operation.success(then).start()

    def _ask_purpose(self) -> str | None:
        return LineDialog.ask(
            _("In lại danh sách người"),
            _("Danh sách có thông tin nhạy cảm; mỗi lần in được ghi vào nhật ký."),
            _("Mục đích sử dụng"),
            _("In lại"),
            self,
        )

    def print_batch(self, wanted: Wanted) -> None:
        """Household commitments into one file, with progress and a way to stop."""
        office = office_in(self.desk)

        def work(progress: Progress) -> int:
            return papers.print_commitments(
                office,
                wanted.path,
                wanted.village,
                only_unsigned=wanted.only_unsigned,
                progress=progress.report,
            )

        def told(count: int) -> None:
            self.desk.feedback.notice(
                _("Đã in {count} bản cam kết vào {file}.").format(
                    count=show_integer(count), file=wanted.path.name
                )
            )
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(wanted.path)))

        operation = Operation.reporting(self.desk.operations, work, self)
        operation.success(told)
        operation.with_progress(_("Đang in bản cam kết…"), stoppable=True).start()

    # What the buttons do

    def _compose(self) -> None:
        issued = ComposeDialog.ask(self.desk, self)
        if issued is not None:
            self.table.choose(issued)

    def _pick(self) -> None:
        pick_form(self.desk, self, self._fill)

    def _fill(self, form: FormChoice) -> None:
        issued = FillDialog.ask(self.desk, self, PaperWanted(form=form.id))
        if issued is not None:
            self.table.choose(issued)

    def _enter(self) -> None:
        dialog = OutsideDialog(self.desk, self)
        if dialog.ask_person() and dialog.outcome_of_act is not None:
            self.table.choose(str(dialog.outcome_of_act.result))

    def _complete(self) -> None:
        if self.shown is not None:
            CompleteDialog(self.desk, self.shown, self).ask_person()

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
            self.desk.run(CorrectEntry("documents", self.shown, remark), owner=self)

    def _check(self) -> None:
        document = CheckCodeDialog.ask(self.desk, self)
        if document is not None:
            self.go_through(Door("documents", record=document))

    def _ask_batch(self) -> None:
        wanted = CommitmentsDialog.ask(self.desk.queries, self)
        if wanted is not None:
            self.print_batch(wanted)

    def _print(self) -> None:
        print_taken(self, self.desk, self._title(), self.view.pages, self.reprint)

    def _save(self) -> None:
        save_taken(self, self.desk, self._title(), self.reprint)

    def _save_other(self, saved: Saved) -> None:
        document, office = self.shown, office_in(self.desk)
        restricted = self.side.currentIndex() == RESTRICTED
        purpose = self._ask_purpose() or "" if restricted else ""
        if document is None or (restricted and not purpose):
            return
        taken = partial(papers.taken_out, office, document, saved.name, purpose)
        save_other(self.desk, self, saved, self._title(), lambda: saved.write(taken()))

    def _attachments(self) -> None:
        if self.shown is not None:
            AttachmentsDialog(self.desk, REGISTERS["documents"], self.shown, self).open()

    def _void(self) -> None:
        document = self.shown
        if document is None:
            return
        why = LineDialog.ask(
            _("Hủy số văn bản"),
            _("{paper}: số này không cấp lại nữa. Việc này không hoàn tác được.").format(
                paper=self._title()
            ),
            _("Lý do"),
            _("Hủy số"),
            self,
        )
        if why is not None:
            self.desk.run(papers.VoidDocument(document, why), owner=self)

    def _title(self) -> str:
        record = self.shown or ""
        return self.desk.queries.names("documents", [record]).get(record, "")

    def _refused(self, error: KnownError) -> None:
        self._show_nothing()
        self.desk.feedback.sentence(error)

    # How it is laid out

    def _show_nothing(self) -> None:
        self.shown = None
        self.returned.show_record(None, "")
        self.view.let_go()
        self.side.setCurrentIndex(1)
        self._ready(False)

    def _ready(self, ready: bool) -> None:
        self.print.setEnabled(ready)
        self.save.setEnabled(ready)
        self.files.setEnabled(ready)
        self.void.setEnabled(ready and self.desk.role.issues)
        may = ready and self.desk.may_act_on(REGISTERS["documents"])
        for each in (self.complete, self.correct):
            each.setEnabled(may)
        for each in (self.compose, self.enter):
            each.setEnabled(self.desk.role.issues)

    def _wanted(self) -> View:
        filters = self.tools.filters
        return View(filters.where, self.search.text(), self.model.view.sort, filters.only)

    def _count(self) -> None:
        count = self.model.rowCount()
        self.count.setText(_("{count} văn bản").format(count=show_integer(count)))
        self.list.setCurrentIndex(0 if count else 1)

    def _lay_out(self) -> None:
        left = QWidget()
        down = QVBoxLayout(left)
        down.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        down.setSpacing(theme.px(7))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        title = heading(_(REGISTERS["documents"].title))
        title.setWordWrap(False)
        self.count.setWordWrap(False)
        for widget in (title, self.count):
            head.addWidget(widget)
        head.addStretch(1)
        down.addLayout(head)
        down.addLayout(FlowRow(self.compose, self.fill, self.enter, self.batch, self.check))
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
        self.list.addWidget(
            _empty(
                _(
                    "Chưa phát hành văn bản nào. Bấm «Soạn văn bản» để lập báo cáo tự rà soát, "
                    "tờ trình, biên bản."
                )
            )
        )
        down.addWidget(self.list, 1)
        self.side = QStackedWidget()
        self.side.addWidget(self.view)
        self.side.addWidget(_empty(_("Chọn một văn bản để xem bản đã phát hành.")))
        self.side.addWidget(
            _empty(_("Danh sách người không xem lướt. Bấm «In lại» và ghi mục đích sử dụng."))
        )
        self.side.addWidget(
            _empty(_("Văn bản này nói về một người; tài khoản của bạn không được xem."))
        )
        self.side.addWidget(_empty(_("Văn bản làm ngoài chương trình; bản quét ở «Tệp đính kèm».")))
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(theme.px(10), theme.px(10), theme.px(10), theme.px(10))
        beside.setSpacing(theme.px(7))
        beside.addLayout(
            FlowRow(
                *(self.print, self.save.button, self.files),
                *(self.complete, self.correct, self.void),
            )
        )
        beside.addWidget(self.returned)
        beside.addWidget(self.side, 1)
        split = side_by_side(left, right, (690, 520))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)


def _empty(text: str) -> QWidget:
    page = QWidget()
    page.setObjectName("sheet")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    label = faint(text)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(theme.px(30), 0, theme.px(30), 0)
    layout.addWidget(label, 1)
    return page
