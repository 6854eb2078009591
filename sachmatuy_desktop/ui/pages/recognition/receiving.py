"""Công nhận at the office above: which communes wait for an answer, and the one chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.recognition import Place, Standing
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.recognition import BOOK, Case, cases
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.kit import faint, heading, side_by_side
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.models.codes import unit_name
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.recognition.appraising import AppraisalView, may_answer
from sachmatuy_desktop.ui.pages.recognition.case_view import CaseView
from sachmatuy_desktop.ui.pages.recognition.words import status_chip
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["ReceivingView"]


class ReceivingView(QWidget):
    """Those whose turn is this office's come first; the one chosen at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.cases: list[tuple[Case, Standing]] = []
        self._wanted = ""
        self.told = faint()
        self.table = PlainTable(_("Đề nghị của các đơn vị"))
        self.table.row_chosen.connect(lambda _row: self._show_chosen())
        self.appraisal = AppraisalView(desk)
        self.view = CaseView(desk, may_write=False, may_answer=may_answer(desk))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.appraisal, _("Thẩm định, quyết định"))
        self.tabs.addTab(self.view, _("Các bước"))
        left = QWidget()
        down = QVBoxLayout(left)
        down.setContentsMargins(theme.px(12), theme.px(10), theme.px(8), theme.px(10))
        down.setSpacing(theme.px(6))
        down.addWidget(heading(_("Đề nghị của các đơn vị")))
        down.addWidget(self.told)
        down.addWidget(self.table, 1)
        split = side_by_side(left, self.tabs, (400, 800), grow=(0, 1))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def refresh(self) -> None:
        """Read every recognition in the file on the worker."""
        office = office_in(self.desk)
        today = office.clock.now().date()

        def work() -> list[tuple[Case, Standing]]:
            return in_turn([(each, each.standing(today)) for each in cases(office.queries)])

        Operation(self.desk.operations, work, self).success(self._show).start()

    def go_through(self, door: Door) -> None:
        """Show the recognition behind a door."""
        record = door.record
        if record is not None and door.register != BOOK:
            row = self.desk.queries.rows(door.register, [record]).get(record)
            record = str(row["recognition"]) if row else None
        self._wanted = record or ""
        self._choose_wanted()

    def _show(self, found: list[tuple[Case, Standing]]) -> None:
        place = self.table.row
        here = self.cases[place][0].recognition.id if 0 <= place < len(self.cases) else ""
        self._wanted = self._wanted or here
        self.cases = found
        waiting = sum(standing.ball is Place.RECEIVING for _case, standing in found)
        self.told.setText(
            _("{count} đề nghị, {waiting} đang chờ cơ quan này.").format(
                count=len(found), waiting=waiting
            )
            if found
            else _("Chưa đơn vị nào gửi quá trình công nhận. Hãy nhập gói dữ liệu của các xã.")
        )
        self.table.blockSignals(True)
        heads = [Head(_("Đơn vị"), grows=True), Head(_("Tình trạng")), Head(_("Hạn"))]
        self.table.show_rows(heads, [_cells(case, standing) for case, standing in found])
        if found:
            self.table.choose(0)
        self._choose_wanted()
        self.table.blockSignals(False)
        self._show_chosen()

    def _choose_wanted(self) -> None:
        ids = [case.recognition.id for case, _standing in self.cases]
        if self._wanted in ids:
            self.table.choose(ids.index(self._wanted))
            self._wanted = ""

    def _show_chosen(self) -> None:
        place = self.table.row
        case = self.cases[place][0] if 0 <= place < len(self.cases) else None
        nothing = _("Chưa có đề nghị nào.")
        self.view.show_case(case, nothing)
        self.appraisal.show_case(case, self.view.standing, nothing)


def in_turn(found: Sequence[tuple[Case, Standing]]) -> list[tuple[Case, Standing]]:
    """Those that wait for this office first, the longest late before the others."""

    def order(each: tuple[Case, Standing]) -> tuple[bool, date, str]:
        case, standing = each
        mine = standing.ball is Place.RECEIVING
        due = next((rung.due for rung in standing.next if rung.due), None)
        return not mine, due or date.max, unit_name(case.recognition.unit)

    return sorted(found, key=order)


def _cells(case: Case, standing: Standing) -> list[Cell]:
    recognition = case.recognition
    words = _("{unit} – {year}").format(unit=unit_name(recognition.unit), year=recognition.year)
    turn = next((rung for rung in standing.next), None)
    due = show_date(turn.due) if turn is not None and turn.due else ""
    return [
        Cell(words),
        Cell(*status_chip(standing.status)),
        Cell(due, Tone.BLOCK if turn is not None and turn.late else None),
    ]
