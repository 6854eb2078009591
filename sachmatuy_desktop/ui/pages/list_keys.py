"""The keys of a list, bound to what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from sachmatuy_desktop.ui.keys import LIST_KEYS, TABLE_KEYS, bind

if TYPE_CHECKING:
    from sachmatuy_desktop.ui.pages.record_list import RecordList

__all__ = ["bind_keys"]

WRITING = ("add", "edit", "remove", "fill")
"""What an account that may not write into the register does not do."""


def bind_keys(records: RecordList) -> None:
    """Bind the keys of a list as far as its account may do what they do."""
    may_write = records.desk.may_write(records.register)
    near = {
        "add": records.add,
        "find": lambda: _find(records),
        "widen": records.filters.clear,
        "columns": records.columns.ask,
        "export": records.sheets.write_shown,
        "next": lambda: records.step(1),
        "previous": lambda: records.step(-1),
    }
    here = {
        "add": records.add,
        "edit": records.edit_cell,
        "remove": records.remove,
        "fill": records.fill_down,
        "head": records.columns.open_menu,
        "save": lambda: records.panel.save() if records.panel is not None else None,
        "rest": records.table.clearSelection,
    }
    bind(records, LIST_KEYS, _allowed(near, may_write))
    bind(records.table, TABLE_KEYS, _allowed(here, may_write), alone=True)
    records.out.bind_to(records.table)


def _allowed(
    slots: Mapping[str, Callable[[], object]], may_write: bool
) -> dict[str, Callable[[], object]]:
    return {name: slot for name, slot in slots.items() if may_write or name not in WRITING}


def _find(records: RecordList) -> None:
    if not records.search.isHidden():
        records.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        records.search.selectAll()
