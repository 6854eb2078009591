"""Sổ gói đi, đến: every bundle that left or came in, newest first, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync import bundles, passages, receipts, slips
from sachmatuy_desktop.services.sync.passages import ANSWERABLE, Book, Followed, Standing
from sachmatuy_desktop.services.sync.slips import SlipTaken
from sachmatuy_desktop.services.sync.unmerging import may_be_undone
from sachmatuy_desktop.sync.receipt import Answer
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    button,
    faint,
    label_of,
    row,
    side_by_side,
)
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import PlainTable
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.sync.flow import Flow, file_name
from sachmatuy_desktop.ui.pages.sync.passage_detail import PassageDetail
from sachmatuy_desktop.ui.pages.sync.passage_words import STANDINGS, passage_heads, passage_rows
from sachmatuy_desktop.ui.pages.sync.slip_flow import enter_slip
from sachmatuy_desktop.ui.pages.sync.undo_flow import undo_bundle
from sachmatuy_desktop.ui.pages.tabbed import Tab

__all__ = ["PassagesTab"]


class PassagesTab(Tab):
    """The book at the left, one bundle at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.flow = Flow(desk, self)
        self.book = Book(())
        self.lines: Sequence[Followed] = ()
        self.filter = CalmChoice()
        self.filter.setAccessibleName(_("Tình trạng"))
        self.filter.activated.connect(lambda _place: self._list())
        self.told = faint()
        self.table = PlainTable(_("Sổ gói đi, đến"))
        self.table.row_chosen.connect(lambda _row: self._tell())
        self.detail = PassageDetail(desk.queries)
        self.enter_slip = button(_("Nhập mã phiếu…"), self._enter_slip, picture="file-text")
        self.print_slip = button(_("In phiếu biên nhận…"), self._print_slip, picture="printer")
        self.again = button(_("Ghi lại tệp biên nhận…"), self._write_again, picture="usb")
        self.undo = button(_("Hoàn tác cả gói…"), self._undo, picture="undo-2")
        self.undo.setToolTip(_("Đưa mọi ghi chép về như trước khi nhập gói đã chọn"))
        self.buttons = FlowRow(self.enter_slip, self.print_slip, self.again, self.undo)
        self._lay_out()
        self._offer()

    @property
    def line(self) -> Followed | None:
        """The bundle chosen."""
        at = self.table.row
        return self.lines[at] if 0 <= at < len(self.lines) else None

    def read(self) -> None:
        """The book, on the worker."""
        office = office_in(self.desk)
        Operation(self.desk.operations, lambda: passages.book(office), self).success(
            self._show
        ).start()

    def panes(self) -> list[Pane]:
        """The book and the bundle."""
        return [Pane(self.table, self.table.setFocus), Pane(self.detail, self.detail.setFocus)]

    # What is shown

    def _show(self, book: Book) -> None:
        self.book = book
        wanted = self.filter.currentData()
        self.filter.clear()
        self.filter.addItem(_("Tất cả"), None)
        for standing, (words, _tone) in STANDINGS.items():
            count = len(book.standing(standing))
            if count:
                self.filter.addItem(f"{_(words)} ({show_integer(count)})", standing)
        self.filter.setCurrentIndex(max(self.filter.findData(wanted), 0))
        self._list()

    def _list(self) -> None:
        wanted = self.filter.currentData()
        before = self.line
        every = self.book.lines
        self.lines = every if wanted is None else self.book.standing(Standing(wanted))
        self.table.show_rows(passage_heads(), passage_rows(self.lines))
        self.told.setText(
            _("{count} gói.").format(count=show_integer(len(self.lines)))
            if self.lines
            else _("Chưa có gói nào.")
        )
        kept = [each.passage for each in self.lines]
        if before is not None and before.passage in kept:
            self.table.choose(kept.index(before.passage))
        elif self.lines:
            self.table.choose(0)
        self._tell()

    def _tell(self) -> None:
        self._offer()
        line = self.line
        self.detail.show_line(line)
        if line is None or line.is_out or not self.print_slip.isEnabled():
            return
        office = office_in(self.desk)
        operation = Operation(
            self.desk.operations, lambda: passages.present_answer(office, line.passage), self
        )
        operation.success(partial(self._tell_answer, line)).start()

    def _tell_answer(self, line: Followed, answer: Answer) -> None:
        if self.line is line:
            self.detail.show_line(line, answer)

    def _offer(self) -> None:
        line = self.line
        sends = office_in(self.desk).info.role.sends
        came = line is not None and not line.is_out and line.passage.kind in ANSWERABLE
        self.enter_slip.setEnabled(sends)
        for each in (self.print_slip, self.again):
            each.setEnabled(sends and came)
        self.undo.setEnabled(sends and line is not None and may_be_undone(line.passage))

    # What is done

    def _enter_slip(self) -> None:
        enter_slip(self.desk, self, self._entered)

    def _entered(self, _taken: SlipTaken) -> None:
        self.flow.done.emit("")

    def _print_slip(self) -> None:
        from sachmatuy_desktop.ui.dialogs.paper_view import PaperDialog  # noqa: PLC0415  (PDFium)

        line, office = self.line, office_in(self.desk)
        if line is None:
            return
        title = _("Phiếu biên nhận gói số {number}").format(number=line.passage.sequence)
        operation = Operation(
            self.desk.operations, lambda: slips.print_slip(office, line.passage), self
        )
        operation.success(
            lambda pdf: PaperDialog.show_paper(self.desk, title, pdf, None, self)
        ).start()

    def _undo(self) -> None:
        if self.line is not None:
            undo_bundle(self.desk, self.line.passage.digest, self, self.flow.done.emit)

    def _write_again(self) -> None:
        line = self.line
        if line is None:
            return
        stem = file_name(line.partner, str(line.passage.sequence)).removesuffix(bundles.SUFFIX)
        chosen, _kind = QFileDialog.getSaveFileName(
            self,
            _("Ghi lại tệp biên nhận"),
            f"{stem}.bien-nhan{bundles.SUFFIX}",
            _("Gói dữ liệu (*.smt)"),
        )
        if chosen:
            whole = chosen if chosen.endswith(bundles.SUFFIX) else chosen + bundles.SUFFIX
            self.write_again_to(Path(whole))

    def write_again_to(self, path: Path) -> None:
        """Write the receipt of the bundle chosen once more, as things stand now."""
        line, office = self.line, office_in(self.desk)
        if line is None:
            return
        operation = Operation(
            self.desk.operations, lambda: receipts.receipt_again(office, line.passage, path), self
        )
        operation.success(lambda _none: self._written(path)).start()

    def _written(self, path: Path) -> None:
        sentence = _("Đã ghi biên nhận: {file}. An toàn để rút USB.").format(file=path.name)
        self.desk.feedback.notice(sentence)
        self.flow.done.emit(sentence)

    def _lay_out(self) -> None:
        left = QWidget()
        down = QVBoxLayout(left)
        down.setContentsMargins(theme.px(14), theme.px(10), theme.px(8), theme.px(10))
        down.setSpacing(theme.px(8))
        label = label_of(_("Tình trạng"), self.filter)
        down.addLayout(row(label, self.filter, self.told, None))
        down.addWidget(self.table, 1)
        down.addLayout(self.buttons)
        split = side_by_side(left, self.detail, (840, 320), grow=(1, 0))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
