"""Scenes of what two PCs of one commune have written at the same time."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.services.office import Founding, Office, found
from sachmatuy_desktop.services.records import RemoveRecord, SaveRecord
from sachmatuy_desktop.services.sync import bundles, trusting
from sachmatuy_desktop.services.training import PASSPHRASE
from sachmatuy_desktop.ui.pages.sync import SyncPage
from shooting.offices import CHEAP, COMMUNE
from shooting.stage import Scene, Stage


def second_pc(stage: Stage, name: str = "second") -> Office:
    """Another PC of Ia Dom: both trust each other, and it trusts the office above."""
    first = stage.offices.commune
    answers = Founding(first.info.unit_id, "commune", "tran.thi.mau", "Trần Thị Mẫu", training=True)
    folder = stage.offices.folder / name
    office, _code = found(folder, answers, PASSPHRASE, stage.offices.clock, CHEAP)
    above = stage.offices.receiving
    pairs = ((first, office, "sister"), (office, first, "sister"), (office, above, "upper"))
    for here, there, role in pairs:
        groups = there.keys.device.public.fingerprint[:9]
        trusting.trust(here, trusting.own_card(there), groups, role)
    return office


def cross(stage: Stage) -> None:
    """Both PCs edit the same villages; one is removed here and edited there."""
    first, second = stage.offices.commune, second_pc(stage)
    carry(stage, first, second, "di")
    one, two = first.queries.ids("villages")[:2]
    for office, head, phone in ((first, "Rơ Châm Mẫu", "0912000001"), (second, "Siu Mẫu", None)):
        office.run(SaveRecord("villages", one, {"head": head, "phone": phone}))
        office.run(SaveRecord("villages", two, {"head": f"{head} A"}))
    spare = first.run(SaveRecord("villages", None, {"name": "Thôn nhập nhầm", "kind": "thon"}))
    carry(stage, first, second, "them")
    first.run(RemoveRecord("villages", str(spare.result)))
    second.run(SaveRecord("villages", str(spare.result), {"head": "Siu Mẫu"}))
    carry(stage, second, first, "ve")
    second.close()


def carry(stage: Stage, sender: Office, receiver: Office, name: str) -> None:
    stick = stage.offices.folder / f"{name}{bundles.SUFFIX}"
    bundles.export(sender, receiver.keys.device.public.key_id, stick)
    bundles.merge(receiver, bundles.stage(receiver, stick))


def conflicts(stage: Stage) -> QWidget:
    """Base, each value, who, when, which bundle."""
    stage.once(cross)
    page = stage.page("sync", SyncPage, COMMUNE)
    page.tabs.setCurrentWidget(page.conflicts)
    page.refresh()
    stage.camera.settle()
    return page.window()


SCENES = (Scene("conflicts", SyncPage, conflicts),)
