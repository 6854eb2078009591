"""A scene of what a newer program wrote, at a PC whose program is older."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.register import Catalogue, Register
from sachmatuy_desktop.domain.vocabulary import Vocabulary
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.services.sync import bundles, trusting
from sachmatuy_desktop.storage.sync import outbox
from sachmatuy_desktop.storage.sync.inbox import Receiver
from sachmatuy_desktop.storage.sync.post import Partner
from sachmatuy_desktop.sync import incoming
from sachmatuy_desktop.ui.pages.sync import SyncPage
from shooting.conflicts import carry, second_pc
from shooting.offices import COMMUNE
from shooting.stage import Scene, Stage


def older() -> Vocabulary:
    """A program without the telephone of a village, and without the book of trainings."""

    def as_it_was(book: Register) -> Register:
        if book.name != "villages":
            return book
        return replace(book, fields=tuple(each for each in book.fields if each.name != "phone"))

    return Vocabulary(
        Catalogue(tuple(as_it_was(each) for each in REGISTERS if each.name != "trainings"))
    )


def newer_pc(stage: Stage) -> None:
    """The second PC writes with a newer program; one of its bundles is lost."""
    first, second = stage.offices.commune, second_pc(stage, "newer")
    carry(stage, first, second, "di")
    village = second.queries.ids("villages")[0]
    second.run(SaveRecord("villages", village, {"head": "Siu Mẫu", "phone": "0912000001"}))
    values = {"topic": "Tập huấn tuyên truyền viên", "held_on": "2026-03-10"}
    second.run(SaveRecord("trainings", None, values))
    _take_in_as_it_was(stage, second, first, "moi")
    key = first.keys.device.public.key_id
    for head, lost in (("Siu Mẫu A", True), ("Siu Mẫu B", False)):
        second.run(SaveRecord("villages", village, {"head": head}))
        with second.store.writing() as connection:
            if lost:
                bundles.gather(connection, second, _partner(second, key), {})
                outbox.acknowledge(connection, key, outbox.held_vector(connection))
    carry(stage, second, first, "sau")
    second.close()


def _partner(office: Office, key: str) -> Partner:
    return trusting.partner_of(office, key)


def _take_in_as_it_was(stage: Stage, sender: Office, receiver: Office, name: str) -> None:
    stick = stage.offices.folder / f"{name}{bundles.SUFFIX}"
    bundles.export(sender, receiver.keys.device.public.key_id, stick)
    staged = bundles.stage(receiver, stick)
    with receiver.store.writing() as connection:
        report = incoming.merge(
            connection, staged.arrived, staged.digest, receiver=Receiver(vocabulary=older())
        )
        bundles.record_in(connection, receiver, staged, bundles.summary_of(report))


def set_aside(stage: Stage) -> QWidget:
    """Why, from whom, which bundle, and what to do."""
    stage.once(newer_pc)
    page = stage.page("sync", SyncPage, COMMUNE)
    page.tabs.setCurrentWidget(page.set_aside)
    page.refresh()
    stage.camera.settle()
    return page.window()


SCENES = (Scene("set-aside", SyncPage, set_aside),)
