"""«Nhập bản quét…»: the pages of a scanned pile, whose each is, and the one day for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.drives import Home
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.bus import Outcome
from sachmatuy_desktop.services.drives import (
    DriveState,
    FileScans,
    Filing,
    ScannedPage,
    SheetFinder,
    assigned,
    left_out,
    missing,
    page_picture,
)
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import (
    DateEntry,
    Entry,
    Sheet,
    button,
    faint,
    label_of,
    open_at,
    row,
    side_by_side,
)
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["ScansDialog", "scan_paths"]

_SIDE: Final = 1200
"""Pixels of the longer side of a page that is looked at."""

_NAMED: Final = 12
"""So many households that are missing are named."""


class ScansDialog(Sheet):
    """Pages at the left, the chosen one at the right; nothing is written before the last button."""

    def __init__(
        self,
        desk: Desk,
        state: DriveState,
        pages: Sequence[ScannedPage],
        finder: SheetFinder,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            _("Nhập bản quét: {drive}").format(drive=state.drive.name),
            _(
                "Mỗi trang nhận ra sẽ ghi «Đã ký» và lưu bản quét vào cam kết của hộ. Trang chưa "
                "nhận ra thì gõ số phiếu rồi bấm «Gán», hoặc để lại."
            ),
            parent,
        )
        self.desk = desk
        self.filed: Filing | None = None
        self.pages = list(pages)
        self._state, self._finder = state, finder
        self.table = PlainTable(_("Các trang quét"))
        self.table.row_chosen.connect(lambda _row: self._show_page())
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.picture.setAccessibleName(_("Trang đang chọn"))
        self.number = QLineEdit()
        self.number.setAccessibleName(_("Số phiếu của trang"))
        self.number.setPlaceholderText(_("Số phiếu, ví dụ 0801-3"))
        self.number.setMaximumWidth(theme.px(190))
        self.number.returnPressed.connect(self._assign)
        self.assign = button(_("Gán"), self._assign)
        self.leave = button(_("Để lại"), self._leave)
        self.day = DateEntry(_("Ngày ký của cả xấp"), date.fromisoformat(desk.office.clock.today()))
        self.witness = Entry(_("Người chứng kiến"))
        self.sum = faint()
        self.absent = faint()
        self._lay_out()
        self.enter = self.finish_with("", self._done)
        open_at(self, 1080, 640)
        self._show_rows()
        self.table.choose(next((n for n, each in enumerate(self.pages) if not each.sheet), 0))
        self.table.setFocus()

    # What it shows

    def _show_rows(self) -> None:
        at = max(self.table.row, 0)
        heads = (
            Head(_("Tệp, trang"), widest=150),
            Head(_("Phiếu")),
            Head(_("Hộ"), grows=True),
            Head(_("Kết quả đọc"), wraps=True, widest=190),
        )
        self.table.show_rows(heads, [self._cells(each) for each in self.pages])
        if self.pages:
            self.table.choose(at)
        sheets = {each.sheet for each in self.pages if each.sheet}
        left = sum(1 for each in self.pages if each.sheet is None)
        self.sum.setText(
            _("{pages} trang: {sheets} phiếu nhận ra, {left} trang để lại.").format(
                pages=show_integer(len(self.pages)),
                sheets=show_integer(len(sheets)),
                left=show_integer(left),
            )
        )
        self.absent.setText(_told_missing(missing(self._state, self.pages), self._finder))
        self.enter.setText(_("Ghi {count} phiếu đã ký").format(count=show_integer(len(sheets))))
        self.enter.setEnabled(bool(sheets))

    def _cells(self, page: ScannedPage) -> list[Cell]:
        found = None if page.sheet is None else self._finder[page.sheet]
        tone = Tone.CARE if found is None else Tone.GOOD
        return [
            Cell(f"{page.file.name} · {page.page + 1}"),
            Cell("" if found is None else found.sheet.code),
            Cell("" if found is None else f"{found.head} · {found.village}"),
            Cell(page.standing.told(_), tone),
        ]

    def _show_page(self) -> None:
        """The chosen page, drawn on the worker."""
        at = self.table.row
        if not 0 <= at < len(self.pages):
            return
        page = self.pages[at]
        found = None if page.sheet is None else self._finder[page.sheet]
        self.number.setText("" if found is None else found.sheet.code)

        def told(data: bytes) -> None:
            if self.table.row == at:
                drawn = QPixmap.fromImage(QImage.fromData(data))
                wide = min(self.room.width() - theme.px(20), drawn.width())
                smooth = Qt.TransformationMode.SmoothTransformation
                self.picture.setPixmap(drawn.scaledToWidth(wide, smooth))

        def failed(error: KnownError) -> None:
            self.picture.clear()
            self.complain(error)

        operation = Operation(self.desk.operations, lambda: page_picture(page, _SIDE), self)
        operation.success(told).failure(failed).start()

    # What it does

    def _assign(self) -> None:
        try:
            self.pages = assigned(self.pages, self.table.row, self._finder, self.number.text())
        except BadInput as error:
            self.complain(error)
            return
        self._go_on()

    def _leave(self) -> None:
        self.pages = left_out(self.pages, self.table.row)
        self._go_on()

    def _go_on(self) -> None:
        """To the next page that nobody has looked at."""
        self.wrong.hide()
        self._show_rows()
        at = self.table.row
        later = [n for n in range(at + 1, len(self.pages)) if self.pages[n].sheet is None]
        if later:
            self.table.choose(later[0])

    def _done(self) -> None:
        try:
            day = self.day.demand_day()
        except BadInput:
            return
        drive, pages, witness = self._state.drive.id, tuple(self.pages), self.witness.text
        self.enter.setEnabled(False)
        self.desk.run_long(
            lambda progress: FileScans(drive, pages, day, witness, report=progress.report),
            _("Đang lưu bản quét…"),
            self._written,
            self._refused,
            owner=self,
        )

    def _written(self, done: Outcome) -> None:
        if isinstance(done.result, Filing):
            self.filed = done.result
        self.accept()

    def _refused(self, error: KnownError) -> None:
        self.enter.setEnabled(True)
        self.complain(error)

    # How it is laid out

    def _lay_out(self) -> None:
        left = QWidget()
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.table, 1)
        down.addWidget(label_of(_("Số phiếu của trang"), self.number))
        down.addLayout(row(self.number, self.assign, self.leave, None))
        down.addWidget(self.sum)
        down.addWidget(self.absent)
        self.room = QScrollArea()
        self.room.setWidgetResizable(True)
        self.room.setWidget(self.picture)
        self.body.addWidget(side_by_side(left, self.room, (600, 440)), 1)
        self.body.addLayout(row(self.day, self.witness, None))


def _told_missing(homes: Sequence[Home], finder: SheetFinder) -> str:
    """Which households of these hamlets have not come back."""
    if not homes:
        return ""
    named = [f"{home.sheet.code} {finder[home.sheet.id].head}" for home in homes[:_NAMED]]
    more = _(" và {count} hộ nữa").format(count=len(homes) - _NAMED) if len(homes) > _NAMED else ""
    return _("Cùng thôn, {count} hộ chưa thấy phiếu về: {names}.").format(
        count=show_integer(len(homes)), names=", ".join(named) + more
    )


def scan_paths(chosen: Sequence[str]) -> list[Path]:
    """Chosen files by name, as a scanner numbers them."""
    return sorted(map(Path, chosen), key=lambda path: path.name)
