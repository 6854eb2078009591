"""Scenes of a drive of household commitments: begun, half of it back, and seen from above."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.domain.drives import SIGNED, sheet_code
from sachmatuy_desktop.services.bulk import survey
from sachmatuy_desktop.services.drives import (
    Answer,
    BeginDrive,
    HandOut,
    NotePile,
    RecordReturns,
    drives_of,
    pile_list,
    print_pile,
    state_of,
)
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.ui.dialogs.bulk import BulkDialog
from sachmatuy_desktop.ui.pages.plans import PlansPage
from sachmatuy_desktop.ui.pages.plans.drives import DrivesAbove, DrivesTab
from sachmatuy_desktop.ui.pages.plans.drives.dialogs import (
    DriveDialog,
    EndDialog,
    HandOutDialog,
    PrintDialog,
    TakeInDialog,
)
from sachmatuy_desktop.ui.pages.plans.drives.entry import ReturnEntry
from sachmatuy_desktop.ui.pages.plans.drives.scans import ScansDialog
from shooting.offices import COMMUNE
from shooting.plans import plans_page
from shooting.stage import Scene, Stage

OFFICE = ""
"""The receiving office's window."""


def tab_of(stage: Stage) -> DrivesTab:
    """The tab at the commune, filled."""
    tab = plans_page(stage, "drives").drives
    if not isinstance(tab, DrivesTab):
        raise TypeError(COMMUNE)
    stage.camera.settle()
    return tab


def begin_drive(stage: Stage) -> None:
    """Ia Dom asks everybody to sign anew; two hamlets have begun to come back."""
    office, today = stage.offices.commune, stage.offices.today
    villages = tuple(office.queries.ids("villages"))
    rows = office.queries.rows("villages", villages)
    drive = str(
        office.run(
            BeginDrive(
                name=f"Đợt ký cam kết năm {today.year}",
                from_date=today,
                until_date=today + timedelta(days=20),
                villages=villages,
                asked="tat_ca",
                carriers={each: str(rows[each]["head"] or "Trưởng thôn") for each in villages},
            )
        ).result
    )
    state = state_of(office.store, drives_of(office.queries)[0], today.isoformat())
    sheets = tuple(home.sheet.id for home in state.homes)
    office.run(NotePile(drive, sheets[: len(sheets) * 3 // 4]))
    office.run(HandOut("drive_sheets", sheets[: len(sheets) // 2], drive=drive, day=today))
    for outcome, start, step in (("da_ky", 0, 2), ("vang", 1, 8), ("tu_choi", 3, 20)):
        some = sheets[start : len(sheets) // 3 : step]
        command = RecordReturns("drive_sheets", some, drive=drive, answer=Answer(outcome, today))
        office.run(replace(command, records=survey(command, office.session).ready))


def drives(stage: Stage, column: str = "") -> QWidget:
    """The tab, with what is behind one of its numbers."""
    stage.once(begin_drive)
    tab = tab_of(stage)
    tab.is_stale = True
    tab.refresh()
    stage.camera.settle()
    if column:
        tab.table.choose_number("", column)
        stage.camera.settle()
    return tab.window()


def none_yet(stage: Stage) -> QWidget:
    """What a drive is for."""
    return tab_of(stage).window()


def asked_for(stage: Stage, button: str, kind: type[QDialog]) -> QWidget:
    """A dialog that one of the tab's buttons opens, without waiting for its answer."""
    drives(stage)
    tab = tab_of(stage)
    made: list[QDialog] = []
    waited = kind.ask_person  # type: ignore[attr-defined]

    def look(dialog: QDialog) -> bool:
        made.append(stage.show(dialog))
        return False

    kind.ask_person = look  # type: ignore[attr-defined]
    try:
        getattr(tab, button).click()
        stage.camera.settle()
    finally:
        kind.ask_person = waited  # type: ignore[attr-defined]
    return made[0]


def bulk(stage: Stage, button: str) -> QWidget:
    """What is said of many sheets at once."""
    drives(stage)
    tab = tab_of(stage)
    tab.table.choose_number("", "out")
    stage.camera.settle()
    getattr(tab, button).click()
    stage.camera.settle()
    dialog = tab.acts.bulk
    if not isinstance(dialog, BulkDialog):
        raise TypeError(button)
    stage.dialogs.append(dialog)
    return dialog


def entry(stage: Stage) -> QWidget:
    """A pile being taken in."""
    drives(stage)
    tab = tab_of(stage)
    tab.acts.take_in()
    stage.camera.settle()
    dialog = tab.acts.entry
    if dialog is None or tab.state is None:
        raise TypeError(COMMUNE)
    stage.dialogs.append(dialog)
    left = [home.sheet for home in tab.state.homes if home.answer != SIGNED and home.is_out]
    for place, sheet in enumerate(left[:6]):
        dialog.typed.line.setText(sheet_code(sheet.number))
        dialog.outcome.choose("vang" if place == 3 else SIGNED)
        dialog.write()
        stage.camera.settle()
    dialog.typed.line.setText(sheet_code(left[7].number))
    stage.camera.settle()
    return dialog


def scans(stage: Stage) -> QWidget:
    """A scanned pile: read, one page left for a hand."""
    drives(stage)
    tab = tab_of(stage)
    state = tab.state
    if state is None:
        raise TypeError(COMMUNE)
    office = stage.offices.commune
    printed = stage.offices.folder / "Scan_0001.pdf"
    left = [home for home in state.homes if home.answer != SIGNED][:6]
    print_pile(office, state, left, printed)
    blank = printed.with_name("Scan_0002.pdf")
    blank.write_bytes(render(pile_list(office, state.drive, left[0].village, left)))
    tab.acts.read_scans([printed, blank])
    stage.camera.settle()
    dialog = tab.acts.scans
    if dialog is None:
        raise TypeError(COMMUNE)
    stage.dialogs.append(dialog)
    dialog.table.choose(1)
    stage.camera.settle()
    return dialog


def above(stage: Stage) -> QWidget:
    """Counts of the communes, and nothing else."""
    stage.once(begin_drive)
    stick = stage.offices.folder / "stick" / f"dot-ky{bundles.SUFFIX}"
    stick.parent.mkdir(exist_ok=True)
    _ = stage.offices.trusted
    key = stage.offices.receiving.keys.device.public.key_id
    bundles.export(stage.offices.commune, key, stick)
    stage.merge(stick, OFFICE)
    page = stage.page("plans", PlansPage, OFFICE)
    page.tabs.setCurrentWidget(page.drives)
    stage.camera.settle()
    if not isinstance(page.drives, DrivesAbove):
        raise TypeError(OFFICE)
    return page.window()


SCENES = (
    Scene("drives-none", PlansPage, none_yet),
    Scene("drives", PlansPage, drives),
    Scene("drives-out", PlansPage, partial(drives, column="out")),
    Scene(
        "drives-begin",
        DriveDialog,
        partial(asked_for, button="begin_button", kind=DriveDialog),
    ),
    Scene(
        "drives-print",
        PrintDialog,
        partial(asked_for, button="print_button", kind=PrintDialog),
    ),
    Scene("drives-hand-out", HandOutDialog, partial(bulk, button="hand_button")),
    Scene("drives-take-in", TakeInDialog, partial(bulk, button="many_button")),
    Scene("drives-entry", ReturnEntry, entry),
    Scene("drives-scans", ScansDialog, scans),
    Scene("drives-end", EndDialog, partial(asked_for, button="end_button", kind=EndDialog)),
    Scene("drives-above", PlansPage, above),
)
