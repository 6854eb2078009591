"""Scenes of what a list asks: columns, filters, what is done to many rows, the table of keys."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui.dialogs.bulk import BulkDialog
from sachmatuy_desktop.ui.dialogs.bulk_acts import (
    CommitmentDialog,
    HelperDialog,
    PlannedTestsDialog,
    RemoveDialog,
    SetFieldDialog,
)
from sachmatuy_desktop.ui.dialogs.column_filter import ColumnFilterDialog
from sachmatuy_desktop.ui.dialogs.columns import ColumnsDialog
from sachmatuy_desktop.ui.dialogs.keys import KeysDialog
from sachmatuy_desktop.ui.dialogs.saved_filters import KeepFilterDialog, ShelfDialog
from sachmatuy_desktop.ui.pages.households import HouseholdsPage
from sachmatuy_desktop.ui.pages.people import ALL, PeoplePage
from sachmatuy_desktop.ui.pages.record_list import RecordList
from shooting.stage import Scene, Stage


def everyone(stage: Stage) -> RecordList:
    """The list of all people, nothing narrowed."""
    page = stage.page("people", PeoplePage)
    page.side.choose(ALL)
    page.list.filters.clear()
    stage.camera.settle()
    return page.list


def homes(stage: Stage) -> RecordList:
    """The list of all households."""
    page = stage.page("households", HouseholdsPage)
    page.side.choose("all")
    page.list.filters.clear()
    stage.camera.settle()
    return page.list


def shown(stage: Stage, dialog: QDialog | None) -> QDialog:
    """A dialog that a list opened itself."""
    stage.camera.settle()
    if dialog is None:
        raise TypeError
    stage.dialogs.append(dialog)
    return dialog


def narrowed(stage: Stage) -> QWidget:
    """A list narrowed by two columns."""
    people = everyone(stage)
    people.filters.narrow("sex", (Where("sex", "=", "nam"),))
    people.filters.narrow(
        "birth", (Where("birth", ">=", "1970"), Where("birth", "<=", "1999-12-31"))
    )
    stage.camera.settle()
    return people.window()


def filtering(stage: Stage, field: str) -> QWidget:
    """What of a column is to be listed."""
    people = everyone(stage)
    people.filters.asked.emit(field)
    stage.camera.settle()
    return shown(stage, people.filtering.dialog)


def keeping(stage: Stage) -> QWidget:
    """A filter gets its name."""
    narrowed(stage)
    people = stage.page("people", PeoplePage).list
    people.filters.save_asked.emit()
    dialog = shown(stage, people.filtering.dialog)
    if isinstance(dialog, KeepFilterDialog):
        dialog.name.line.setText("Nam giới từ 1970 đến 1999")
    return dialog


def shelf(stage: Stage) -> QWidget:
    """The filters kept."""
    dialog = keeping(stage)
    if isinstance(dialog, KeepFilterDialog):
        dialog.accept()
    stage.dialogs.clear()
    stage.camera.settle()
    people = everyone(stage)
    people.filters.shelf_asked.emit()
    return shown(stage, people.filtering.dialog)


def columns(stage: Stage) -> QWidget:
    """Which columns, in what order."""
    people = everyone(stage)
    people.columns.ask()
    return shown(stage, people.columns.dialog)


def bulk(stage: Stage, kind: type[BulkDialog]) -> QWidget:
    """What would be done to all rows, and which are refused."""
    rows = everyone(stage)
    rows.table.selectAll()
    offer = next(each for each in rows.bulk.offers if each.dialog is kind)
    rows.bulk.ask(offer)
    return surveyed(stage, rows)


def signing(stage: Stage) -> QWidget:
    """What all households answered."""
    rows = homes(stage)
    rows.table.selectAll()
    stage.page("households", HouseholdsPage).sign()
    return surveyed(stage, rows)


def surveyed(stage: Stage, rows: RecordList) -> QWidget:
    """The dialog that stands before a list, with what it would do."""
    dialog = shown(stage, rows.bulk.dialog)
    if isinstance(dialog, BulkDialog):
        dialog.look()
    stage.camera.settle()
    return dialog


def keys(stage: Stage) -> QWidget:
    """Every key."""
    return stage.show(KeysDialog(stage.window_of()))


SCENES = (
    Scene("lists-narrowed", PeoplePage, narrowed),
    Scene("lists-filter-ticks", ColumnFilterDialog, partial(filtering, field="sex")),
    Scene("lists-filter-span", ColumnFilterDialog, partial(filtering, field="birth")),
    Scene("lists-filter-text", ColumnFilterDialog, partial(filtering, field="full_name")),
    Scene("lists-filter-keep", KeepFilterDialog, keeping),
    Scene("lists-filter-shelf", ShelfDialog, shelf),
    Scene("lists-columns", ColumnsDialog, columns),
    Scene("lists-bulk-helper", HelperDialog, partial(bulk, kind=HelperDialog)),
    Scene("lists-bulk-tests", PlannedTestsDialog, partial(bulk, kind=PlannedTestsDialog)),
    Scene("lists-bulk-set", SetFieldDialog, partial(bulk, kind=SetFieldDialog)),
    Scene("lists-bulk-remove", RemoveDialog, partial(bulk, kind=RemoveDialog)),
    Scene("lists-bulk-commitments", CommitmentDialog, signing),
    Scene("lists-keys", KeysDialog, keys),
)
