"""Scenes of cards and keys: certified, revoked and renewed."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.packs.keys import key_terms
from sachmatuy_desktop.services.office import Founding, found
from sachmatuy_desktop.services.sync import bundles, certifying, renewing, trusting
from sachmatuy_desktop.services.training import PASSPHRASE
from sachmatuy_desktop.ui.dialogs.merge_preview import MergeDialog
from sachmatuy_desktop.ui.pages.sync import SyncPage
from sachmatuy_desktop.ui.pages.sync.key_sheets import CertifyDialog, RevokeDialog
from sachmatuy_desktop.ui.pages.sync.keys import RenewDialog
from shooting.offices import CHEAP, COMMUNE
from shooting.stage import Scene, Stage

OFFICE = ""
"""How the stage calls the receiving office."""


def certify_all(stage: Stage) -> None:
    """Communes are certified, one of them for figures only; a stolen second PC is revoked; one
    commune has renewed its key; and Ia Dom was told.
    """
    offices = stage.offices
    _ = offices.trusted
    above, first = offices.receiving, offices.commune
    answers = Founding(first.info.unit_id, "commune", "vu.van.mau", "Vũ Văn Mẫu", training=True)
    clock = offices.clock
    stolen, _code = found(offices.folder / "stolen", answers, PASSPHRASE, clock, CHEAP)
    groups = stolen.keys.device.public.fingerprint[:9]
    trusting.trust(above, trusting.own_card(stolen), groups)
    for office in (*offices.world.communes.values(), stolen):
        certifying.certify(above, office.keys.device.public.key_id)
    carry(stage, OFFICE)
    certifying.revoke(above, stolen.keys.device.public.key_id, key_terms().reasons[0])
    stolen.close()
    carry(stage, OFFICE)


def carry(stage: Stage, name: str) -> None:
    """The receiving office's answer, taken in by Ia Dom."""
    above, first = stage.offices.receiving, stage.offices.commune
    stick = stage.offices.folder / f"khoa-{len(stage.done)}-{name or 'tren'}{bundles.SUFFIX}"
    bundles.export(above, first.keys.device.public.key_id, stick)
    bundles.merge(first, bundles.stage(first, stick))


def tab(stage: Stage, name: str) -> QWidget:
    """The tab at an office."""
    stage.once(certify_all)
    page = stage.page("sync", SyncPage, name)
    page.tabs.setCurrentWidget(page.keys)
    page.refresh()
    stage.camera.settle()
    return page.window()


def receiving(stage: Stage) -> QWidget:
    """Every commune's PC with its certificate, and one that was stolen."""
    return tab(stage, OFFICE)


def commune(stage: Stage) -> QWidget:
    """A commune: the office above, and its second PC, known by certificate and revoked since."""
    return tab(stage, COMMUNE)


def certify(stage: Stage) -> QWidget:
    """Which books, until when."""
    stage.once(certify_all)
    window = stage.window_of(OFFICE)
    partner = trusting.partners(stage.offices.receiving)[0]
    until = stage.offices.today + timedelta(days=key_terms().certificate_days)
    return stage.show(CertifyDialog(partner, until, stage.offices.today, window))


def revoke(stage: Stage) -> QWidget:
    """Why, and up to which bundle."""
    stage.once(certify_all)
    window = stage.window_of(OFFICE)
    partner = trusting.partners(stage.offices.receiving)[0]
    return stage.show(RevokeDialog(partner, 14, key_terms().reasons, window))


def renew(stage: Stage) -> QWidget:
    """What renewing does."""
    return stage.show(RenewDialog(stage.window_of(COMMUNE)))


def follow(stage: Stage) -> QWidget:
    """A bundle of a commune that has renewed its key, looked over."""
    stage.once(certify_all)
    office = stage.offices.commune
    renewing.renew(office)
    above = stage.offices.receiving
    stick = stage.offices.folder / f"khoa-moi{bundles.SUFFIX}"
    bundles.export(office, above.keys.device.public.key_id, stick)
    window = stage.window_of(OFFICE)
    return stage.show(MergeDialog(window.desk, bundles.stage(above, stick), window))


SCENES = (
    Scene("keys-receiving", SyncPage, receiving),
    Scene("keys-commune", SyncPage, commune),
    Scene("keys-certify", CertifyDialog, certify),
    Scene("keys-revoke", RevokeDialog, revoke),
    Scene("keys-renew", RenewDialog, renew),
    Scene("keys-follow", MergeDialog, follow),
)
