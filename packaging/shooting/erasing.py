"""The scene of a person's data that is erased by law: what goes, what stays, on what ground."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.packs.erasing import erasing_rules
from sachmatuy_desktop.services.erasures.erasing import plan_erasure
from sachmatuy_desktop.ui.dialogs.erase_person import ErasePersonDialog
from shooting.moving import managed_person
from shooting.offices import COMMUNE
from shooting.stage import Scene, Stage


def asked(stage: Stage) -> QWidget:
    """Before it is done."""
    office = stage.offices.commune
    person = managed_person(office)
    kept, whole = (plan_erasure(office, person, keep_statistics=keep) for keep in (True, False))
    dialog = ErasePersonDialog(kept, whole, erasing_rules(), stage.window_of(COMMUNE))
    dialog.ground.setCurrentIndex(0)
    dialog.document.line.setText("12/QĐ-UBND ngày 01/3/2026")
    return stage.show(dialog)


SCENES = (Scene("erase-person", ErasePersonDialog, asked),)
