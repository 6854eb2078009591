"""The tab “Tổng kết năm” of the board: communes by the figures of a reporting year.

Units stand in the order of their names and nothing else; the figures count, they rank nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QVBoxLayout

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.plans.yearly import Key, Section, YearFigures, YearReview
from sachmatuy_desktop.domain.registers.movement import REWARD_KINDS, REWARDED
from sachmatuy_desktop.domain.text import sort_key
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.exchange.flat import FlatCell, FlatTable
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.plans.yearly import reviews, years_to_review
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, button, faint, one_above_other, row
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.list_out import TableOut, sheet_path
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.models.codes import pack_title, unit_name
from sachmatuy_desktop.ui.operations import Operation, Progress
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.plans.yearly import READ_FROM
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.yearly import ReviewView, YearChoice

__all__ = ["YearlyBoard"]

PRAISE: Final = ("khen_thuong", "bieu_duong")
BLAME: Final = tuple(each for each in REWARD_KINDS if each not in PRAISE)


NOTHING: Final = "–"
"""Where a unit's books have nothing of the kind: that is not 0."""


@dataclass(frozen=True)
class _Column:
    """A head, and the number of a unit's year under it."""

    label: str
    section: Section
    counted: Callable[[YearFigures], int]

    def count(self, figures: YearFigures) -> int | None:
        """The number; None where the unit's books have nothing of the kind at all."""
        told = any(each.section is self.section for each in figures.entries)
        return self.counted(figures) if told else None


def _counted(label: str, section: Section, key: Key) -> _Column:
    return _Column(label, section, lambda figures: figures.total(section, key))


def _given(label: str, kinds: Sequence[str]) -> _Column:
    places = [f"{kind}/{whom}" for kind in kinds for whom in REWARDED]
    return _Column(
        label,
        Section.REWARDS,
        lambda figures: sum(
            figures.figure(Section.REWARDS, Key.GIVEN, each).value for each in places
        ),
    )


COLUMNS: Final = (
    _counted(N_("Đúng hạn"), Section.TASKS, Key.IN_TIME),
    _counted(N_("Muộn"), Section.TASKS, Key.LATE),
    _counted(N_("Chưa làm"), Section.TASKS, Key.UNDONE),
    _counted(N_("Không phải làm"), Section.TASKS, Key.EXCUSED),
    _counted(N_("Khó khăn"), Section.DIFFICULTIES, Key.RAISED),
    _counted(N_("Trả lời"), Section.DIFFICULTIES, Key.ANSWERED),
    _given(N_("Khen, biểu dương"), PRAISE),
    _given(N_("Phê bình, xử lý"), BLAME),
    _counted(N_("Bố trí (đồng)"), Section.FUNDING, Key.ALLOTTED),
    _counted(N_("Đã chi (đồng)"), Section.FUNDING, Key.SPENT),
)


class YearlyBoard(Tab):
    """Communes above, the whole review of the one chosen below."""

    reads = READ_FROM

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.found: list[YearReview] = []
        self.choice = YearChoice(years_to_review(desk.office.session))
        self.pack = CalmChoice()
        self.pack.setAccessibleName(_("Bộ tiêu chí"))
        self.told = faint()
        self.table = PlainTable(_("Các xã trong năm báo cáo"))
        self.view = ReviewView(desk)
        self.out = TableOut(desk, "plan_tasks")
        self.sheet = button(_("Xuất bảng tính…"), self._ask_path, picture="upload")
        self._lay_out()
        self.choice.changed.connect(self.read)
        self.pack.activated.connect(lambda _place: self._list())
        self.table.row_chosen.connect(lambda _row: self._show_chosen())

    def read(self) -> None:
        """Count every commune anew, on the worker."""
        self.told.setText(_("Đang tính…"))
        session, year = self.desk.office.session, self.choice.year

        def work(progress: Progress) -> tuple[int, list[YearReview]]:
            return year, reviews(session, year, progress.report)

        Operation.reporting(self.desk.operations, work, self).success(self._show).with_progress(
            _("Đang tính số liệu các xã…"), stoppable=True
        ).start()

    def panes(self) -> list[Pane]:
        """The communes, the figures of one, and what is behind them."""
        parts = (self.table, self.view.table, self.view.behind)
        return [Pane(each, each.setFocus) for each in parts]

    def export_to(self, path: Path) -> None:
        """Write the communes as they are shown, numbers as numbers."""
        heads = tuple(head.label for head in self.table.heads)
        rows = [self._numbers(each) for each in self.found]
        table = FlatTable(_("Tổng kết năm"), heads, rows)
        told = f"{self.choice.currentText()} {self.choice.told}"
        self.out.export(lambda _progress: table, ("title",), path, told)

    def _ask_path(self) -> None:
        path = sheet_path(self, _("Tổng kết năm {year}").format(year=self.choice.year))
        if path is not None:
            self.export_to(path)

    # What is shown

    def _show(self, read: tuple[int, list[YearReview]]) -> None:
        year, found = read
        if year != self.choice.year:
            return
        self.found = sorted(found, key=lambda each: sort_key(unit_name(each.unit)))
        kept = self.pack.currentData()
        self.pack.clear()
        for each in self._packs():
            self.pack.addItem(pack_title(each), each)
        self.pack.setCurrentIndex(max(self.pack.findData(kept), 0))
        self.pack.setVisible(self.pack.count() > 0)
        self.told.setText(
            self.choice.told if found else _("Chưa có số liệu; hãy nhập gói dữ liệu của các xã.")
        )
        self._list()

    def _packs(self) -> list[str]:
        """What the communes have kept results by."""
        return sorted(
            {
                entry.about
                for each in self.found
                for entry in each.now.entries
                if entry.key is Key.CRITERIA
            }
        )

    def _list(self) -> None:
        heads = [
            Head(_("Đơn vị"), grows=True),
            *(Head(_(column.label), right=True, widest=130) for column in COLUMNS),
            Head(_("Tiêu chí đạt"), right=True),
        ]
        rows = [self._cells(each) for each in self.found]
        if len(rows) > 1:
            rows.append([Cell(_("Cộng")), *(Cell(self._total(each)) for each in COLUMNS), Cell("")])
        self.table.show_rows(heads, rows)
        if self.found and not 0 <= self.table.row < len(rows):
            self.table.choose(0)
        self._show_chosen()

    def _total(self, column: _Column) -> str:
        """The sum over the communes that have anything of the kind."""
        counts = [column.count(each.now) for each in self.found]
        known = [each for each in counts if each is not None]
        return show_integer(sum(known)) if known else NOTHING

    def _cells(self, each: YearReview) -> list[Cell]:
        return [
            Cell(show_integer(told) if isinstance(told, int) else str(told) or NOTHING)
            for told in self._numbers(each)
        ]

    def _numbers(self, each: YearReview) -> list[FlatCell]:
        counts = (column.count(each.now) for column in COLUMNS)
        figure = each.now.figure(Section.RESULTS, Key.CRITERIA, self.pack.currentData() or "")
        met = "" if figure.of is None else f"{figure.value}/{figure.of}"
        told: list[FlatCell] = ["" if count is None else count for count in counts]
        return [unit_name(each.unit), *told, met]

    def _show_chosen(self) -> None:
        place = self.table.row
        self.view.show_review(self.found[place] if 0 <= place < len(self.found) else None)

    def _lay_out(self) -> None:
        split = one_above_other(self.table, self.view, (240, 330))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        layout.setSpacing(theme.px(7))
        self.told.setWordWrap(False)
        layout.addLayout(row(self.choice, self.told, None, self.pack))
        layout.addWidget(split, 1)
        layout.addLayout(row(None, self.sheet))
        self.pack.hide()
