"""The tab “Tổng kết năm”: what the office's own books say of a reporting year."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QVBoxLayout

from sachmatuy_desktop.exchange.flat import FlatTable
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.plans.reading import BOOKS
from sachmatuy_desktop.services.plans.yearly import YearReview, review, years_to_review
from sachmatuy_desktop.services.recognition import DECISIONS
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import button, faint, row
from sachmatuy_desktop.ui.list_out import TableOut, sheet_path
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.yearly import ReviewView, YearChoice

__all__ = ["READ_FROM", "YearlyTab"]

READ_FROM: Final = frozenset(
    {
        *BOOKS,
        "assessments",
        DECISIONS,
        "difficulties",
        "difficulty_answers",
        "rewards",
        "funding",
    }
)
"""The books that a review is counted from."""


class YearlyTab(Tab):
    """Choose a year; every figure beside that of the year before."""

    reads = READ_FROM

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.choice = YearChoice(years_to_review(desk.office.session))
        self.told = faint()
        self.view = ReviewView(desk)
        self.out = TableOut(desk, "plan_tasks")
        self.sheet = button(_("Xuất bảng tính…"), self._ask_path, picture="upload")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        layout.setSpacing(theme.px(7))
        self.told.setWordWrap(False)
        layout.addLayout(row(self.choice, self.told, None))
        layout.addWidget(self.view, 1)
        layout.addLayout(row(None, self.sheet))
        self.choice.changed.connect(self.read)

    def read(self) -> None:
        """Count anew, on the worker."""
        self.told.setText(_("Đang tính…"))
        session, unit = self.desk.office.session, self.desk.office.info.unit_id
        year = self.choice.year
        Operation(self.desk.operations, lambda: review(session, unit, year), self).success(
            self._show
        ).start()

    def panes(self) -> list[Pane]:
        """The figures, and what is behind them."""
        view = self.view
        return [Pane(view.table, view.table.setFocus), Pane(view.behind, view.behind.setFocus)]

    def export_to(self, path: Path) -> None:
        """Write every figure of both years."""
        heads = (_("Mục"), *(head.label for head in self.view.table.heads))
        table = FlatTable(_("Tổng kết năm"), heads, self.view.flat_rows())
        told = f"{self.choice.currentText()} {self.choice.told}"
        self.out.export(lambda _progress: table, ("title",), path, told)

    def _ask_path(self) -> None:
        path = sheet_path(self, _("Tổng kết năm {year}").format(year=self.choice.year))
        if path is not None:
            self.export_to(path)

    def _show(self, found: YearReview) -> None:
        if found.year == self.choice.year:
            self.told.setText(self.choice.told)
            self.view.show_review(found)
