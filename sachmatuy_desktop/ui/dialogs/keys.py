"""The table of keys, made from the tables they are bound from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.actions import ACTIONS
from sachmatuy_desktop.ui.dialogs.kit import Sheet, open_at
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.keys import (
    CALENDAR_KEYS,
    CELL_KEYS,
    FORM_KEYS,
    LIST_KEYS,
    PERSON_KEYS,
    PLAN_KEYS,
    TABLE_KEYS,
    TASK_KEYS,
    Key,
)
from sachmatuy_desktop.ui.models.cells import Cell

__all__ = ["KeysDialog"]

WINDOW_KEYS: Final = (
    *(Key(each.id, each.title, each.keys) for each in ACTIONS if each.keys),
    Key("", N_("Mở trang thứ nhất, thứ hai…"), ("Ctrl+1", "Ctrl+2")),
)

PLACES: Final = (
    (N_("Cả cửa sổ"), WINDOW_KEYS),
    (N_("Danh sách"), TABLE_KEYS + CELL_KEYS + LIST_KEYS),
    (N_("Người đang chọn"), PERSON_KEYS),
    (N_("Bản ghi"), FORM_KEYS),
    (N_("Lộ trình"), PLAN_KEYS),
    (N_("Việc của kế hoạch"), TASK_KEYS),
    (N_("Lịch"), CALENDAR_KEYS),
)


class KeysDialog(Sheet):
    """Where, what, and by which keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Bảng phím tắt"), "", parent)
        self.table = PlainTable(_("Bảng phím tắt"))
        self.table.show_rows(
            (Head(_("Ở đâu")), Head(_("Việc"), grows=True), Head(_("Phím"))), list(_rows())
        )
        self.body.addWidget(self.table, 1)
        self.close_with(_("Đóng"))
        self.finished.connect(self.deleteLater)
        open_at(self, 640, 560)


def _rows() -> Iterator[tuple[Cell, Cell, Cell]]:
    for place, keys in PLACES:
        for key in keys:
            yield Cell(_(place)), Cell(_(key.title)), Cell("  ·  ".join(key.keys))
