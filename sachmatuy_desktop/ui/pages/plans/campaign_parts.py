"""The parts of the tab of the month of action: papers due, figures, activities, pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.plans.campaign import (
    PARTS,
    CampaignKinds,
    LineFigures,
)
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.plans.campaign import PLAN_FORM, RESULT_FORM
from sachmatuy_desktop.services.plans.campaign_figures import Activity, Picture
from sachmatuy_desktop.services.plans.campaign_papers import CommuneMonth, DuePaper
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import button, faint, only_if, paragraph
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.pages.plans.campaign_words import (
    commune_paper,
    due_words,
    number_cell,
    paper_chip,
)
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["ActivityTable", "CommuneTable", "FigureTable", "PaperCard", "PictureStrip", "Shown"]

OPEN: Final = N_("Mở")
THUMB: Final = 116
"""The longer side of a small picture, in pixels at the base type size."""


class PaperCard(QFrame):
    """One paper due: what, until when, how it stands, and what may be done about it."""

    def __init__(
        self,
        paper: DuePaper,
        compose: Callable[[DuePaper], object],
        send: Callable[[DuePaper], object] | None,
    ) -> None:
        super().__init__()
        self.paper = paper
        self.setObjectName("sheet")
        self.chip = Chip(*paper_chip(paper))
        self.compose = button(_("Soạn…"), lambda: compose(paper), picture="file-text")
        self.send = button(_("Ghi đã gửi…"), lambda: send(paper) if send else None, picture="check")
        only_if(send is not None and paper.sent_on is None, self.send)
        title = paragraph(paper.task.title)
        title.setFont(theme.scaled_font(bold=True))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(10), theme.px(8), theme.px(10), theme.px(8))
        layout.setSpacing(theme.px(4))
        layout.addWidget(title)
        layout.addWidget(faint(due_words(paper)))
        layout.addStretch(1)
        layout.addLayout(FlowRow(self.chip, self.compose, self.send))


@dataclass(frozen=True)
class Shown:
    """A row of the table of figures: a kind, or the heading of a group."""

    figures: LineFigures | None
    may_look: bool = False


class FigureTable(PlainTable):
    """The figures by kind as the plan lists them; a number leads to the list behind it."""

    wanted = Signal(object)
    """The kind (`LineFigures`) whose list someone wants to see."""

    def __init__(self) -> None:
        super().__init__(_("Kết quả theo loại việc"))
        self.shown: list[Shown] = []
        self.row_entered.connect(self._enter)
        self.clicked.connect(self._clicked)

    @property
    def chosen(self) -> LineFigures | None:
        """The kind of the current row."""
        return self.shown[self.row].figures if 0 <= self.row < len(self.shown) else None

    def show_figures(
        self,
        kinds: CampaignKinds,
        figures: Sequence[LineFigures],
        may_look: Callable[[LineFigures], bool],
        hidden: Callable[[LineFigures], bool],
    ) -> None:
        """List them under the headings of the plan."""
        by_line = {each.line.id: each for each in figures}
        self.shown = []
        rows: list[list[Cell]] = []
        for group in kinds.groups:
            mine = [by_line[each.id] for each in kinds.of(group) if each.id in by_line]
            mine = [each for each in mine if not hidden(each)]
            if not mine:
                continue
            self.shown.append(Shown(None))
            rows.append([Cell(group.title.upper()), *[Cell("")] * 5])
            for each in mine:
                look = may_look(each)
                self.shown.append(Shown(each, look))
                numbers = [
                    number_cell(each.part(part), told=each.line.tells(part)) for part in PARTS
                ]
                opens = Cell(_(OPEN), Tone.BUSY) if look else Cell("")
                rows.append([Cell(each.line.title), Cell(each.line.unit), *numbers, opens])
        heads = (
            Head(_("Nội dung"), grows=True, wraps=True),
            Head(_("Đơn vị")),
            Head(_("Số lượng"), right=True),
            Head(_("Lượt người"), right=True),
            Head(_("Tài liệu"), right=True),
            Head(_("Sổ")),
        )
        self.show_rows(heads, rows)

    def _clicked(self, index: QModelIndex) -> None:
        is_number = 2 <= index.column() <= 4 and bool(index.data())
        if is_number or index.column() == len(self.heads) - 1:
            self._enter(index.row())

    def _enter(self, row: int) -> None:
        if 0 <= row < len(self.shown) and self.shown[row].may_look:
            self.wanted.emit(self.shown[row].figures)


class ActivityTable(PlainTable):
    """What was done within the month, the newest first."""

    def __init__(self) -> None:
        super().__init__(_("Hoạt động trong tháng"))
        self.activities: Sequence[Activity] = ()

    @property
    def chosen(self) -> Activity | None:
        """The activity of the current row."""
        return self.activities[self.row] if 0 <= self.row < len(self.activities) else None

    def show_activities(self, activities: Sequence[Activity]) -> None:
        """List them."""
        self.activities = activities
        heads = (
            Head(_("Ngày")),
            Head(_("Nội dung"), grows=True, wraps=True),
            Head(_("Địa điểm"), wraps=True, widest=112),
            Head(_("Người"), right=True),
            Head(_("Tài liệu"), right=True),
            Head(_("Ảnh"), right=True),
        )
        self.show_rows(heads, [_activity_row(each) for each in activities])


def _activity_row(each: Activity) -> list[Cell]:
    numbers = (each.people, each.materials, each.pictures or None)
    return [
        Cell(show_date(each.on)),
        Cell(f"{each.kind}: {each.content}" if each.content else each.kind),
        Cell(each.place),
        *(Cell("" if number is None else show_integer(number)) for number in numbers),
    ]


class PictureStrip(QListWidget):
    """Small pictures of the month's activities; one opens what it is attached to."""

    wanted = Signal(object)
    """The picture (`Picture`) someone wants to see."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Hình ảnh hoạt động"))
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setFlow(QListWidget.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListWidget.Movement.Static)
        self.setIconSize(QSize(theme.px(THUMB), theme.px(THUMB * 3 // 4)))
        self.setFixedHeight(theme.px(THUMB * 3 // 4 + 42))
        self.itemActivated.connect(
            lambda item: self.wanted.emit(item.data(Qt.ItemDataRole.UserRole))
        )

    def show_pictures(self, pictures: Sequence[tuple[Picture, QImage]]) -> None:
        """Show them side by side."""
        self.clear()
        for picture, image in pictures:
            item = QListWidgetItem(QIcon(QPixmap.fromImage(image)), picture.title)
            item.setData(Qt.ItemDataRole.UserRole, picture)
            item.setToolTip(picture.title)
            item.setSizeHint(QSize(theme.px(THUMB + 16), theme.px(THUMB * 3 // 4 + 26)))
            self.addItem(item)
        self.setVisible(bool(pictures))


class CommuneTable(PlainTable):
    """Communes side by side: what each has sent, and its figures."""

    def __init__(self) -> None:
        super().__init__(_("Các xã, phường"))
        self.communes: Sequence[CommuneMonth] = ()

    @property
    def chosen(self) -> CommuneMonth | None:
        """The commune of the current row."""
        return self.communes[self.row] if 0 <= self.row < len(self.communes) else None

    def show_communes(
        self,
        kinds: CampaignKinds,
        communes: Sequence[CommuneMonth],
        hidden: Callable[[LineFigures], bool],
    ) -> None:
        """List them by name."""
        self.communes = communes
        lines = kinds.side_by_side
        rows = []
        for each in communes:
            by_line = {figures.line.id: figures for figures in each.figures}
            numbers = [
                Cell("…") if hidden(by_line[line.id]) else number_cell(by_line[line.id].count)
                for line in lines
            ]
            begun = Cell(_("Đã mở"), Tone.GOOD) if each.campaign else Cell(_("Chưa mở"), Tone.QUIET)
            papers = [commune_paper(each, form) for form in (PLAN_FORM, RESULT_FORM)]
            rows.append([Cell(each.name), begun, *papers, *numbers])
        heads = (
            Head(_("Xã, phường")),
            Head(_("Tháng hành động")),
            Head(_("Kế hoạch")),
            Head(_("Báo cáo kết quả")),
            *(Head(line.short, right=True) for line in lines),
        )
        self.show_rows(heads, rows)
