"""Results that were kept: the list at the left, the chosen one as it was judged at the right."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sachmatuy_desktop.domain.criteria import Assessment, RulePack
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services import criteria
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk, Door, keys_of
from sachmatuy_desktop.ui.dialogs.kit import faint, heading, side_by_side
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.forms.return_strip import ReturnStrip
from sachmatuy_desktop.ui.list_out import ListOut
from sachmatuy_desktop.ui.models.cells import Cell, column_of
from sachmatuy_desktop.ui.models.record_table import RecordTableModel, View
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.pages.criteria.words import figures, outcome_cell, status_cell
from sachmatuy_desktop.ui.tables import RecordTable

__all__ = ["KeptResults"]

BOOK: Final = "assessments"
COLUMNS: Final = ("as_of", "outcome", "pack", "klass", "village")


class KeptResults(QWidget):
    """Judged again from what was kept with the result, so that it never changes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        book = REGISTERS[BOOK]
        columns = [column_of(book[name]) for name in COLUMNS if desk.may_see(book[name])]
        self.model = RecordTableModel(desk.queries, book, columns)
        self.model.trouble.connect(desk.feedback.sentence)
        self.table = RecordTable()
        self.table.setAccessibleName(_(book.title))
        self.table.show_records(self.model, columns)
        self.table.record_chosen.connect(self.show_result)
        ListOut(desk, book, self.model).bind_to(self.table)
        self.title = heading("")
        self.told = faint(_("Chọn một kết quả để xem từng tiêu chí như đã ghi."))
        self.returned = ReturnStrip(desk, book)
        self.criteria = PlainTable(_("Từng tiêu chí"))
        right = QWidget()
        down = QVBoxLayout(right)
        down.setContentsMargins(theme.px(10), 0, 0, 0)
        down.setSpacing(theme.px(7))
        for widget in (self.title, self.told, self.returned):
            down.addWidget(widget)
        down.addWidget(self.criteria, 1)
        split = side_by_side(self.table, right, (600, 600))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        layout.addWidget(split)
        self.model.show_view(View())

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """A result was kept, taken back, returned or answered for."""
        self.returned.records_changed(changed)
        own = keys_of(changed, BOOK)
        if own:
            self.model.refresh(own)

    def go_through(self, door: Door) -> None:
        """Show one result, or the results meant."""
        self.model.show_view(View(where=door.where, only=door.only))
        if door.record is not None:
            self.table.choose(door.record)

    def show_result(self, record: str) -> None:
        """Judge the kept figures again and show every criterion."""
        self.returned.show_record(record, "")
        row = self.desk.queries.rows(BOOK, [record])[record]
        try:
            kept = criteria.recompute(str(row["frozen"] or ""))
            pack = criteria.kept_pack(str(row["frozen"] or ""))
        except KnownError as error:
            self.title.clear()
            self.told.setText(say(error))
            self.criteria.show_rows([], [])
            return
        village = str(row.get("village") or "")
        names = self.desk.queries.names("villages", [village]) if village else {}
        self._show(pack, kept, names.get(village, ""))

    def _show(self, pack: RulePack, kept: Assessment, village: str) -> None:
        self.title.setText(kept.title)
        said = [
            village,
            _("Tính đến ngày {day}").format(day=show_date(kept.as_of)),
            outcome_cell(pack, kept).text,
        ]
        self.told.setText(" · ".join(part for part in said if part))
        heads = [
            Head(_("TT")),
            Head(_("Tiêu chí"), grows=True, wraps=True),
            Head(_("Kết quả")),
            Head(_("Số liệu"), right=True),
        ]
        known = {each.id: each for each in pack.criteria}
        self.criteria.show_rows(
            heads,
            [
                [
                    Cell(pack.marks.get(each.id, each.id)),
                    Cell(known[each.id].title if each.id in known else each.id),
                    status_cell(pack, each),
                    Cell(figures(each)),
                ]
                for each in kept.criteria
            ],
        )
