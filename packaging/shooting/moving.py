"""Scenes of a person who moves from one training commune to another, file and receipt."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import arrivals, bundles, trusting
from sachmatuy_desktop.services.sync.transfers import MoveOut, notice_due
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui.dialogs.move_out import MoveOutDialog
from sachmatuy_desktop.ui.dialogs.person_arrives import PersonArrivesDialog
from sachmatuy_desktop.ui.dialogs.send_file import SendFileDialog
from sachmatuy_desktop.ui.pages.sync.page import SyncPage
from shooting.offices import COMMUNE
from shooting.stage import Scene, Stage

ARRIVES_AT = "hoang-phong"
DESTINATION = "xã Hoằng Phong, huyện Hoằng Hóa, tỉnh Thanh Hóa"


def managed_person(office: Office) -> str:
    """Somebody under management who is still here."""
    running = [Where("category", "=", "sdtp"), Where("until_date", "null")]
    (episode, *_rest) = office.queries.ids("episodes", running)
    return str(office.queries.rows("episodes", [episode])[episode]["person"])


def asked(stage: Stage) -> QWidget:
    """When, where to, and by when the new commune must be told."""
    office, window = stage.offices.commune, stage.window_of(COMMUNE)
    person = managed_person(office)
    name = office.queries.names("people", [person])[person]
    dialog = MoveOutDialog(
        (person, name),
        stage.offices.today,
        lambda moment: notice_due(office.session, person, moment),
        window,
    )
    dialog.hour.line.setText("7h30")
    dialog.destination.line.setText(DESTINATION)
    return stage.show(dialog)


def move(stage: Stage) -> None:
    """One person has left Ia Dom, whose card Hoằng Phong has and the other way round."""
    old, new = stage.offices.commune, stage.offices.world.communes[ARRIVES_AT]
    for here, there in ((old, new), (new, old)):
        groups = there.keys.device.public.fingerprint[:9]
        trusting.trust(here, trusting.own_card(there), groups)
    left: date = stage.offices.today - timedelta(days=1)
    old.run(MoveOut(managed_person(old), left, DESTINATION, hour="07:30"))


def moved(stage: Stage) -> QWidget:
    """The register of moves, a file still to be sent."""
    stage.once(move)
    page = stage.page("sync", SyncPage, COMMUNE)
    page.tabs.setCurrentWidget(page.moves)
    page.moves.list.show_all()
    page.moves.list.table.choose(page.moves.list.model.ids[0])
    return page.window()


def sending(stage: Stage) -> QWidget:
    """Which commune the file is sealed for."""
    stage.once(move)
    communes = arrivals.destinations(stage.offices.commune)
    return stage.show(SendFileDialog(communes, DESTINATION, stage.window_of(COMMUNE)))


def sealed_file(stage: Stage) -> Path:
    """The person's file, as it lies on the stick."""
    old, new = stage.offices.commune, stage.offices.world.communes[ARRIVES_AT]
    path = stage.offices.folder / f"ho-so{bundles.SUFFIX}"
    unsent = old.queries.ids("transfers", [Where("state", "=", "chua_gui")])
    arrivals.send_file(old, unsent[0], new.keys.device.public.key_id, path)
    return path


def arriving(stage: Stage) -> QWidget:
    """What Hoằng Phong sees before it takes the person in."""
    stage.once(move)
    new = stage.offices.world.communes[ARRIVES_AT]
    staged = bundles.stage(new, sealed_file(stage))
    if staged.dossier is None:
        raise TypeError(staged.kind)
    return stage.show(PersonArrivesDialog(staged.dossier, new.queries, stage.window_of(ARRIVES_AT)))


SCENES = (
    Scene("move-out", MoveOutDialog, asked),
    Scene("moves", SyncPage, moved),
    Scene("send-file", SendFileDialog, sending),
    Scene("person-arrives", PersonArrivesDialog, arriving),
)
