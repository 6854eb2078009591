"""The acts of the window as a table: id, words, icon, keys, where they stand in the menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.icons import icon

__all__ = ["ACTIONS", "Act", "make_actions", "menu_of"]


@dataclass(frozen=True)
class Act:
    """One thing the window can be told to do from anywhere."""

    id: str
    title: str
    keys: tuple[str, ...]
    icon: str = ""
    group: str = ""


ACTIONS: Final = (
    Act("undo", N_("Hoàn tác"), ("Ctrl+Z",), "undo-2", "edit"),
    Act("redo", N_("Làm lại"), ("Ctrl+Y", "Ctrl+Shift+Z"), "redo-2", "edit"),
    Act("search", N_("Tìm người, hộ, văn bản"), ("Ctrl+F",), "search", "edit"),
    Act("larger", N_("Chữ to hơn"), ("Ctrl++", "Ctrl+="), "plus", "view"),
    Act("smaller", N_("Chữ nhỏ hơn"), ("Ctrl+-",), "", "view"),
    Act("usual", N_("Cỡ chữ thường"), ("Ctrl+0",), "", "view"),
    Act("refresh", N_("Đọc lại trang này"), ("F5",), "refresh-cw", "view"),
    Act("pane", N_("Sang phần kế bên"), ("F6",), "", "view"),
    Act("pane_back", N_("Về phần trước"), ("Shift+F6",), "", "view"),
    Act("keys", N_("Bảng phím tắt"), ("F1",), "", "help"),
    Act("passphrase", N_("Đổi mật khẩu của tôi…"), (), "key-round", "end"),
    Act("lock", N_("Khóa"), ("Ctrl+L",), "lock", "end"),
    Act("quit", N_("Đóng chương trình"), ("Ctrl+Q",), "", "end"),
)


def make_actions(owner: QWidget, slots: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """The actions of a window, each bound to its slot and its keys."""
    made: dict[str, QAction] = {}
    for act in ACTIONS:
        action = QAction(_(act.title), owner)
        if act.icon:
            action.setIcon(icon(act.icon))
        action.setShortcuts([QKeySequence(keys) for keys in act.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setToolTip(f"{_(act.title)} ({act.keys[0]})" if act.keys else _(act.title))
        action.triggered.connect(slots[act.id])
        owner.addAction(action)
        made[act.id] = action
    return made


def menu_of(owner: QWidget, actions: Mapping[str, QAction]) -> QMenu:
    """The menu of a window: every action, a line between the groups."""
    menu = QMenu(owner)
    group = ACTIONS[0].group
    for act in ACTIONS:
        if act.group != group:
            menu.addSeparator()
            group = act.group
        menu.addAction(actions[act.id])
    return menu
