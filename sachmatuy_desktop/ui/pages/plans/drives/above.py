"""The drives of the communes below, as counts: a receiving office is told how far they are, and
nothing of a household.
"""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.drives import Counts
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.drives import BOOKS, Drive, counts_above
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import faint, heading
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.models.codes import unit_name
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.plans.drives.words import COLUMNS, days_left
from sachmatuy_desktop.ui.pages.tabbed import Tab

__all__ = ["DrivesAbove"]

Found = list[tuple[Drive, Counts]]


class DrivesAbove(Tab):
    """One row a commune and drive."""

    reads = BOOKS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.told = faint()
        self.table = PlainTable(_("Đợt ký cam kết của các xã"))
        self._lay_out()
        self.setFocusProxy(self.table)

    def read(self) -> None:
        """Count on the worker."""
        office, today = office_in(self.desk), self.desk.office.clock.today()

        def work() -> Found:
            return counts_above(office.store, office.queries, today)

        Operation(self.desk.operations, work, self).success(self._show).start()

    def panes(self) -> list[Pane]:
        """The table."""
        return [Pane(self.table, self.table.setFocus)]

    def _show(self, found: Found) -> None:
        heads = (
            Head(_("Đơn vị"), grows=True),
            Head(_("Đợt ký"), grows=True),
            *(Head(_(word), right=True) for word in COLUMNS.values()),
            Head(_("Hạn")),
            Head(_("Còn lại")),
        )
        today = self.desk.office.clock.now().date()
        rows = [
            (
                Cell(unit_name(drive.unit)),
                Cell(drive.name),
                *(Cell(show_integer(getattr(counts, name))) for name in COLUMNS),
                Cell(show_date(drive.until_date) if drive.until_date else ""),
                Cell(days_left(drive, today)),
            )
            for drive, counts in sorted(found, key=lambda each: unit_name(each[0].unit))
        ]
        self.table.show_rows(heads, rows)
        running = [counts for drive, counts in found if drive.is_running]
        whole = sum(running, Counts())
        self.told.setText(
            _("{drives} đợt đang ký: {signed}/{asked} hộ đã ký.").format(
                drives=show_integer(len(running)),
                signed=show_integer(whole.da_ky),
                asked=show_integer(whole.asked),
            )
            if found
            else _("Chưa xã nào gửi lên đợt ký cam kết.")
        )

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        layout.setSpacing(theme.px(7))
        layout.addWidget(heading(_("Đợt ký cam kết của các xã")))
        layout.addWidget(self.told)
        layout.addWidget(self.table, 1)
