"""The columns of a sheet with samples of what they hold, and what each of them means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.exchange.mapping import SheetMapping
from sachmatuy_desktop.exchange.reading import Sheet
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, clear, faint, paragraph
from sachmatuy_desktop.ui.dialogs.sheet_words import offered_targets, target_words

__all__ = ["ColumnsPane"]

SAMPLES: Final = 3
"""Cells of a column shown beside its heading."""

LOOKED_AT: Final = 40
"""Rows below the head that samples are taken from."""


class ColumnsPane(QWidget):
    """The list of columns; `meant` hears which column got which meaning by hand."""

    def __init__(self, desk: Desk, meant: Callable[[int, str], None]) -> None:
        super().__init__()
        self._desk = desk
        self._meant = meant
        self.boxes: list[QComboBox] = []
        inner = QWidget()
        inner.setObjectName("sheet")
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self._grid.setHorizontalSpacing(theme.px(10))
        self._grid.setVerticalSpacing(theme.px(3))
        self._grid.setColumnStretch(0, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, theme.px(8), 0)
        down.setSpacing(theme.px(6))
        down.addWidget(paragraph(_("Cột trong bảng tính và ý nghĩa")))
        down.addWidget(scroll, 1)

    def show_columns(self, sheet: Sheet, mapping: SheetMapping) -> None:
        """List the columns of a table."""
        clear(self._grid)
        self.boxes = []
        register = REGISTERS[mapping.register]
        offered = offered_targets(register, self._desk.may_see)
        below = sheet.rows[mapping.first_row - 1 :][:LOOKED_AT]
        for place, column in enumerate(mapping.columns):
            box = self._box(register, place, column.target, offered)
            self.boxes.append(box)
            hidden = _(" (cột ẩn)") if place in sheet.hidden_columns else ""
            name = QLabel((column.heading or _("(không có tiêu đề)")) + hidden)
            name.setWordWrap(True)
            name.setBuddy(box)
            box.setAccessibleName(column.heading)
            box.setMinimumWidth(theme.px(96))  # a long meaning must not widen the pane
            samples = [row[place] for row in below if place < len(row) and row[place].strip()]
            self._grid.addWidget(name, place * 2, 0)
            self._grid.addWidget(box, place * 2, 1)
            self._grid.addWidget(faint(" · ".join(samples[:SAMPLES])), place * 2 + 1, 0, 1, 2)
        self._grid.setRowStretch(len(self.boxes) * 2, 1)

    def show_targets(self, mapping: SheetMapping) -> None:
        """Show other meanings of the same columns."""
        register = REGISTERS[mapping.register]
        for box, column in zip(self.boxes, mapping.columns, strict=True):
            self._choose(box, register, column.target)

    def clear(self) -> None:
        """List nothing."""
        clear(self._grid)
        self.boxes = []

    def _box(
        self, register: Register, place: int, target: str, offered: list[tuple[str, str]]
    ) -> QComboBox:
        box = CalmChoice()
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.setMinimumContentsLength(18)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for key, words in offered:
            box.addItem(words, key)
        self._choose(box, register, target)
        box.activated.connect(lambda _place: self._meant(place, box.currentData()))
        return box

    def _choose(self, box: QComboBox, register: Register, target: str) -> None:
        if box.findData(target) < 0:
            box.insertItem(1, target_words(register, target), target)
        box.setCurrentIndex(box.findData(target))
