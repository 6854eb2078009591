"""Scenes of what an officer reads before a bundle is merged."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.services.records import RemoveRecord, SaveRecord
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.services.sync.bundles import Staged
from sachmatuy_desktop.services.sync.versions import judged
from sachmatuy_desktop.storage.sync import outbox
from sachmatuy_desktop.ui.dialogs.merge_preview import MergeDialog
from shooting.conflicts import carry, second_pc
from shooting.offices import COMMUNE
from shooting.receiving import OFFICE, merge_all
from shooting.stage import Scene, Stage


def shown(stage: Stage, staged: Staged, office: str, tab: str) -> QWidget:
    """The dialog with one of its tabs in front."""
    window = stage.window_of(office)
    dialog = MergeDialog(window.desk, staged, window)
    if tab != "overview":
        dialog.tabs.setCurrentWidget(getattr(dialog, tab))
    if dialog.changes is not None and tab == "changes":
        dialog.changes.choose("people")
    return stage.show(dialog)


def first_bundle(stage: Stage, tab: str) -> QWidget:
    """All of a commune, for an office that holds nothing of it."""
    sealed = stage.offices.sealed(COMMUNE)
    return shown(stage, bundles.stage(stage.offices.receiving, sealed), OFFICE, tab)


def usual(stage: Stage, tab: str) -> QWidget:
    """A month's bundle: some records new, changed and removed."""
    stage.once(merge_all)
    staged = bundles.stage(stage.offices.receiving, _month(stage, "thang"))
    return shown(stage, staged, OFFICE, tab)


def newer(stage: Stage) -> QWidget:
    """The sender has a newer program, another edition of a pack and a clock that runs ahead."""
    stage.once(merge_all)
    staged = bundles.stage(stage.offices.receiving, _month(stage, "moi"))
    said = {"program": "9.1.0", "schema": "1", "pack.q28-2025/commune-class": "7"}
    dispatch = replace(staged.envelope.dispatch, created="2031-02-03T08:00:00+07:00")
    staged = replace(
        staged,
        preview=replace(staged.preview, versions=judged(stage.offices.receiving, said)),
        envelope=replace(staged.envelope, dispatch=dispatch),
    )
    return shown(stage, staged, OFFICE, "overview")


def missing(stage: Stage) -> QWidget:
    """A bundle came whose predecessor was lost."""
    stage.once(merge_all)
    commune = stage.offices.commune
    _month(stage, "mat")
    with commune.store.writing() as connection:
        key = stage.offices.receiving.keys.device.public.key_id
        outbox.acknowledge(connection, key, outbox.held_vector(connection))
    staged = bundles.stage(stage.offices.receiving, _month(stage, "sau"))
    return shown(stage, staged, OFFICE, "overview")


def crossed(stage: Stage) -> QWidget:
    """Two PCs of one commune have written the same fields."""
    first, second = stage.offices.commune, second_pc(stage, "merge-second")
    carry(stage, first, second, "gop-di")
    one, two = first.queries.ids("villages")[:2]
    for office, head in ((first, "Ksor Mẫu"), (second, "Puih Mẫu")):
        office.run(SaveRecord("villages", one, {"head": head}))
        office.run(SaveRecord("villages", two, {"head": f"{head} A"}))
    stick = stage.offices.folder / f"gop-ve{bundles.SUFFIX}"
    bundles.export(second, first.keys.device.public.key_id, stick)
    second.close()
    return shown(stage, bundles.stage(first, stick), COMMUNE, "conflicts")


def _month(stage: Stage, name: str) -> Path:
    """What the commune wrote since, in a bundle."""
    commune = stage.offices.commune
    people = commune.queries.ids("people")
    for person in people[:6]:
        commune.run(SaveRecord("people", person, {"occupation": f"Làm rẫy ({name})"}))
    commune.run(SaveRecord("people", None, {"full_name": f"Siu Mẫu {name.title()}", "sex": "nu"}))
    spare = commune.run(SaveRecord("villages", None, {"name": f"Thôn {name}", "kind": "thon"}))
    if name == "thang":
        commune.run(RemoveRecord("people", people[6]))
    commune.run(SaveRecord("villages", str(spare.result), {"head": "Siu Mẫu"}))
    stick = stage.offices.folder / f"{name}{bundles.SUFFIX}"
    bundles.export(commune, stage.offices.receiving.keys.device.public.key_id, stick)
    return stick


FIRST = (
    Scene("merge-first-changes", MergeDialog, partial(first_bundle, tab="changes")),
    Scene("merge-first-looking", MergeDialog, partial(first_bundle, tab="looking")),
)
"""To be played before anything is merged."""

SCENES = (
    Scene("merge-usual", MergeDialog, partial(usual, tab="overview")),
    Scene("merge-usual-changes", MergeDialog, partial(usual, tab="changes")),
    Scene("merge-newer", MergeDialog, newer),
    Scene("merge-missing", MergeDialog, missing),
    Scene("merge-conflicts", MergeDialog, crossed),
)
