"""Sổ in: who printed or kept what, when, how many copies, what for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout

from sachmatuy_desktop.domain.dates import show_moment
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.bus import Outcome
from sachmatuy_desktop.services.papers.print_log import PrintLine, print_log
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import button, faint, heading
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.dialogs.printer_offset import OffsetDialog
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.tabbed import Tab

__all__ = ["PrintsTab"]

PAGE = 200


class PrintsTab(Tab):
    """The journal's prints, a page at a time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.lines: list[PrintLine] = []
        self.table = PlainTable(_("Sổ in"))
        self.more = button(_("Xem thêm"), self._more)
        self.offset = button(_("Căn chỉnh máy in…"), self._ask_offset, picture="settings")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        layout.setSpacing(theme.px(7))
        layout.addWidget(heading(_("Sổ in")))
        layout.addWidget(
            faint(_("Mỗi lần in, lưu văn bản hoặc danh sách hạn chế ở máy này, mới nhất ở trên."))
        )
        layout.addLayout(FlowRow(self.offset, self.more))
        layout.addWidget(self.table, 1)
        desk.acted.connect(self._acted)

    def read(self) -> None:
        """The newest prints, on the worker."""
        self._ask(None)

    def panes(self) -> list[Pane]:
        """The table."""
        return [Pane(self.table, self.table.setFocus)]

    def _acted(self, _outcome: Outcome) -> None:
        """Prints change no record, so every act makes the list stale."""
        self.is_stale = True
        if self.isVisible():
            self.refresh()

    def _ask(self, before: int | None) -> None:
        office = office_in(self.desk)

        def show(found: Sequence[PrintLine]) -> None:
            self.lines = [*self.lines, *found] if before is not None else list(found)
            self._show(len(found) == PAGE)

        Operation(self.desk.operations, lambda: print_log(office, before, PAGE), self).success(
            show
        ).start()

    def _more(self) -> None:
        if self.lines:
            self._ask(self.lines[-1].number)

    def _show(self, more: bool) -> None:
        self.more.setVisible(more)
        heads = (
            Head(_("Lúc")),
            Head(_("Người in")),
            Head(_("Văn bản, danh sách"), grows=True),
            Head(_("Việc")),
            Head(_("Số bản"), right=True),
            Head(_("Mục đích"), widest=420),
        )
        self.table.show_rows(heads, [_cells(each) for each in self.lines])

    def _ask_offset(self) -> None:
        OffsetDialog(self.desk.preferences, parent=self).ask_person()


def _cells(line: PrintLine) -> list[Cell]:
    note = line.note
    done = {papers.PRINTED: _("In"), papers.SAVED: _("Lưu PDF")}.get(note.how, _(line.act))
    return [
        Cell(show_moment(datetime.fromisoformat(line.at))),
        Cell(line.by),
        Cell(note.paper),
        Cell(done),
        Cell(str(note.copies) if note.how == papers.PRINTED else ""),
        Cell(note.purpose),
    ]
