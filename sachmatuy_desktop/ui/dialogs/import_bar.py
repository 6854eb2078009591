"""Which file, book, sheet and table of it, and in which row the head stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.exchange.mapping import SheetMapping
from sachmatuy_desktop.exchange.reading import SheetChoice
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, button, faint

__all__ = ["FileBar"]

DEEPEST_HEAD = 200
"""Rows from the top in which a head can be set by hand."""


class FileBar(QWidget):
    """One line of choices; those of the table show only where a sheet has several."""

    def __init__(self, choose_file: Callable[[], None]) -> None:
        super().__init__()
        self.book, self.sheets, self.tables = CalmChoice(), CalmChoice(), CalmChoice()
        self.head = QSpinBox()
        self.head.setRange(1, DEEPEST_HEAD)
        self.sheets.setMinimumContentsLength(16)
        self.file = faint(_("Chưa chọn tệp"))
        self.file.setWordWrap(False)
        self._tables_label = QLabel()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(8))
        across.addWidget(button(_("Chọn tệp…"), choose_file, picture="folder"))
        across.addWidget(self.file, 1)
        for text, widget, label in (
            (_("Sổ"), self.book, QLabel()),
            (_("Trang tính"), self.sheets, QLabel()),
            (_("Bảng"), self.tables, self._tables_label),
            (_("Dòng tiêu đề"), self.head, QLabel()),
        ):
            label.setText(text)
            label.setBuddy(widget)
            widget.setAccessibleName(text)
            across.addWidget(label)
            across.addWidget(widget)
        self.show_tables((), 0)

    def show_file(self, path: Path) -> None:
        """Name the file."""
        self.file.setText(path.name)
        self.file.setToolTip(str(path))

    def show_sheets(self, sheets: Sequence[SheetChoice]) -> None:
        """Offer the sheets; the first one that is shown and holds anything is chosen."""
        self.sheets.clear()
        for each in sheets:
            hidden = _(" (ẩn)") if each.hidden else ""
            rows = _("{rows} dòng").format(rows=show_integer(each.rows))
            self.sheets.addItem(f"{each.name}{hidden} – {rows}", each.name)
        shown = next((k for k, each in enumerate(sheets) if not each.hidden and each.rows), 0)
        self.sheets.setCurrentIndex(shown)

    def show_tables(self, tables: Sequence[SheetMapping], rows: int) -> None:
        """Offer the tables of a sheet of so many rows."""
        self.tables.clear()
        for number, each in enumerate(tables, 1):
            words = _("Bảng {number} (dòng {first}–{last})").format(
                number=number, first=each.head_row, last=each.last_row or rows
            )
            self.tables.addItem(words)
        for widget in (self.tables, self._tables_label):
            widget.setVisible(len(tables) > 1)
