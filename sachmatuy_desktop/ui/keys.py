"""The keys of lists and forms as a table: bound from here, and shown from here under F1."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.errors import N_

__all__ = [
    "CALENDAR_KEYS",
    "CELL_KEYS",
    "FORM_KEYS",
    "LIST_KEYS",
    "PERSON_KEYS",
    "PLAN_KEYS",
    "TABLE_KEYS",
    "TASK_KEYS",
    "Key",
    "bind",
    "bind_one",
    "hint",
]


@dataclass(frozen=True)
class Key:
    """One thing done by keys; `id` names it to whoever does it, "" where Qt or a form does."""

    id: str
    title: str
    keys: tuple[str, ...]


LIST_KEYS: Final = (
    Key("add", N_("Thêm một dòng mới"), ("Ctrl+N",)),
    Key("find", N_("Tìm trong sổ đang mở"), ("Ctrl+Shift+F",)),
    Key("widen", N_("Bỏ mọi điều kiện lọc"), ("Ctrl+Shift+L",)),
    Key("columns", N_("Chọn và xếp cột"), ("Ctrl+Shift+K",)),
    Key("export", N_("Xuất danh sách đang xem ra bảng tính"), ("Ctrl+Shift+E",)),
    Key("next", N_("Bản ghi sau"), ("Ctrl+PgDown",)),
    Key("previous", N_("Bản ghi trước"), ("Ctrl+PgUp",)),
)
"""Anywhere in a list or its record."""

TABLE_KEYS: Final = (
    Key("add", N_("Thêm một dòng mới"), ("Ins",)),
    Key("edit", N_("Sửa ô đang đứng"), ("F2",)),
    Key("remove", N_("Xóa các dòng đang chọn"), ("Del",)),
    Key("copy", N_("Chép các dòng đang chọn để dán vào Excel"), ("Ctrl+C",)),
    Key("copy_heads", N_("Chép cả dòng tiêu đề"), ("Ctrl+Shift+C",)),
    Key("fill", N_("Lấy giá trị của dòng trên"), ("Ctrl+D", "Ctrl+'")),
    Key("head", N_("Trình đơn của cột: xếp, lọc, ẩn"), ("Alt+Down",)),
    Key("save", N_("Lưu bản ghi đang mở"), ("Ctrl+S",)),
    Key("rest", N_("Thôi chọn"), ("Esc",)),
)
"""While the rows have the keyboard."""

CELL_KEYS: Final = (
    Key("", N_("Mở bản ghi của dòng đang đứng"), ("Enter",)),
    Key("", N_("Chọn thêm dòng; chọn tất cả"), ("Shift+↑ ↓", "Ctrl+A")),
    Key("", N_("Việc làm với các dòng đang chọn"), ("Shift+F10",)),
    Key("", N_("Trong ô: ghi và xuống dòng, sang ô bên"), ("Enter", "Tab")),
    Key("", N_("Trong ô: bỏ, giữ giá trị cũ"), ("Esc",)),
)
"""What the table itself does."""

PERSON_KEYS: Final = (
    Key("visit", N_("Ghi một lần kiểm tra cư trú"), ("Ctrl+K",)),
    Key("test", N_("Ghi kết quả xét nghiệm"), ("Ctrl+T",)),
    Key("plan", N_("Hẹn một lần xét nghiệm"), ("Ctrl+Shift+T",)),
)
"""For the person who is chosen in «Danh sách»."""

PLAN_KEYS: Final = (
    Key("", N_("Đưa các xã đang chọn vào năm của ô đang đứng"), ("Space", "Enter")),
    Key("", N_("Bỏ các xã đang chọn khỏi lộ trình"), ("Del",)),
)
"""While the roadmap has the keyboard; its table does them itself."""

TASK_KEYS: Final = (
    Key("", N_("Ghi việc đang đứng đã làm; sửa kết quả đã ghi"), ("Enter",)),
    Key("", N_("Mở, thu các kỳ của một việc"), ("→ ←",)),
    Key("excuse", N_("Ghi việc đang đứng không phải làm"), ("Ctrl+Shift+X",)),
)
"""While the list of tasks has the keyboard; the first two its tree does itself."""

CALENDAR_KEYS: Final = (
    Key("", N_("Sang ngày, tuần khác"), ("← →", "↑ ↓")),
    Key("", N_("Sang tháng khác"), ("PgUp", "PgDn")),
    Key("", N_("Ngày đầu, ngày cuối tháng"), ("Home", "End")),
    Key("", N_("Mở việc của ngày đang chọn"), ("Enter",)),
)
"""While the month of «Lịch» has the keyboard; its table does them itself."""

FORM_KEYS: Final = (
    Key("", N_("Sang mục sau"), ("Enter", "Tab")),
    Key("", N_("Về mục trước"), ("Shift+Enter", "Shift+Tab")),
    Key("", N_("Trong ô nhiều dòng: sang mục sau"), ("Ctrl+Enter",)),
    Key("", N_("Lấy giá trị của bản ghi trên"), ("Ctrl+D", "Ctrl+'")),
    Key("", N_("Mở danh mục của ô"), ("↓",)),
    Key("", N_("Lưu"), ("Ctrl+S",)),
    Key("", N_("Đóng bản ghi, về danh sách"), ("Esc",)),
)
"""While a record is being written."""


def bind(
    owner: QWidget,
    keys: tuple[Key, ...],
    slots: Mapping[str, Callable[[], object]],
    *,
    alone: bool = False,
) -> None:
    """Bind keys to a widget; with `alone` they hold only while it has the keyboard itself.

    A key without a slot is left unbound: the account may not do that.
    """
    for key in keys:
        for sequence in key.keys if key.id in slots else ():
            bind_one(owner, sequence, slots[key.id], alone=alone)


def bind_one(
    owner: QWidget, sequence: str, slot: Callable[[], object], *, alone: bool = False
) -> None:
    """Bind one key to a widget and what is in it, or to the widget alone.

    The context is set afterwards: PySide drops one that is given along with a slot, and a key of
    one list would then be every list's.
    """
    shortcut = QShortcut(QKeySequence(sequence), owner)
    near = Qt.ShortcutContext.WidgetWithChildrenShortcut
    shortcut.setContext(Qt.ShortcutContext.WidgetShortcut if alone else near)
    shortcut.activated.connect(slot)


def hint(text: str, key: str, keys: tuple[Key, ...] = LIST_KEYS) -> str:
    """A tip with the key that does the same: "Chọn và xếp cột (Ctrl+Shift+K)"."""
    found = next(each for each in keys if each.id == key)
    return f"{text} ({found.keys[0]})"
