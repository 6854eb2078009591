"""Scenes of packs by others: the list, a file with errors, a new edition, two side by side."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.services.criteria import library, program_library
from sachmatuy_desktop.services.packs import ImportPack
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.ui.desk import Door
from sachmatuy_desktop.ui.packs.comparing import CompareDialog
from sachmatuy_desktop.ui.packs.import_dialog import ImportPackDialog
from sachmatuy_desktop.ui.pages.admin import AdminPage
from shooting.offices import COMMUNE, PACK
from shooting.stage import Scene, Stage

OFFICE = ""
NAME = "xa-khong-ma-tuy-2026.toml"


def second_edition() -> str:
    """The commune's own pack, amended: two boxes are asked for, and a word is another."""
    text = program_library().text(PACK)
    text = text.replace(
        'effective_from = "2024-04-03"', 'edition = 2\neffective_from = "2026-10-01"'
    )
    text = text.replace("100% thôn có hòm thư", "100% thôn, làng có ít nhất 01 hòm thư")
    text = text.replace(
        'all_of = "households"\nhave = "households_committed"',
        'fact = "households_committed"\nper = "households"\nat_least = "95/100"',
    )
    return text.replace("max_age_days = 90", "max_age_days = 60")


def with_errors() -> str:
    """The same with what people get wrong."""
    text = second_edition().replace('level = "commune"', 'level = "xã"')
    return text.replace('have = "villages_with', 'hvae = "villages_with', 1)


def take_in(stage: Stage) -> None:
    """The receiving office has taken the edition in, and the commune has got it on a stick."""
    _ = stage.offices.trusted
    receiving = stage.offices.receiving
    receiving.run(ImportPack(second_edition().encode(), "Công văn số 12/UBND-NC"))
    path = stage.offices.folder / f"bo-tieu-chi{bundles.SUFFIX}"
    bundles.export(receiving, stage.offices.commune.keys.device.public.key_id, path)
    stage.merge(path, COMMUNE)


def listed(stage: Stage, name: str) -> QWidget:
    """The tab with the second edition chosen."""
    stage.once(take_in)
    page = stage.page("admin", AdminPage, name)
    page.tabs.setCurrentWidget(page.packs)
    page.packs.refresh()
    stage.camera.settle()
    for each in page.packs.shelf:
        if each.taken is not None:
            page.packs.go_through(Door("own_packs", record=each.taken.key))
    return page.window()


def importing(stage: Stage, text: str) -> QWidget:
    """A file looked at."""
    window = stage.window_of(COMMUNE)
    return stage.show(ImportPackDialog(window.desk, NAME, text.encode(), window))


def effect(stage: Stage) -> QWidget:
    """What the new edition would change here."""
    dialog = importing(stage, second_edition())
    assert isinstance(dialog, ImportPackDialog)  # noqa: S101
    stage.camera.settle()
    dialog.tabs.setCurrentWidget(dialog.effect)
    return dialog


def comparing(stage: Stage) -> QWidget:
    """The commune's pack and its second edition."""
    stage.once(take_in)
    window = stage.window_of(COMMUNE)
    before, after = program_library().rules(PACK), library(stage.offices.commune).rules(PACK)
    return stage.show(CompareDialog(window.desk, before, after, window))


def wrong(stage: Stage) -> QWidget:
    """A file that cannot be taken in."""
    return importing(stage, with_errors())


def right(stage: Stage) -> QWidget:
    """A file that can."""
    return importing(stage, second_edition())


SCENES = (
    Scene("packs-import-errors", ImportPackDialog, wrong),
    Scene("packs-import", ImportPackDialog, right),
    Scene("packs-import-effect", ImportPackDialog, effect),
    Scene("packs-commune", AdminPage, partial(listed, name=COMMUNE)),
    Scene("packs-receiving", AdminPage, partial(listed, name=OFFICE)),
    Scene("packs-compare", CompareDialog, comparing),
)
