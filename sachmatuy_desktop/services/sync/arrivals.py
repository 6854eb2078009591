"""Whatever comes in on a stick, and persons' files going out: bundles joined to the acts they mean.

`services.sync.bundles` is the road; `services.sync.transfers` are the acts of a move.  Here they
meet: a bundle of kind `transfer` becomes a person of this commune, a receipt closes the move it
answers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from sachmatuy_desktop import __version__
from sachmatuy_desktop.domain.dossier import MOVES, Dossier
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import N_, NotAllowed, NotFound, Refused
from sachmatuy_desktop.services.access.looking import looked_at
from sachmatuy_desktop.services.bus import Outcome
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles, key_news, trusting
from sachmatuy_desktop.services.sync.bundles import ExportReport, MergeOutcome, Staged
from sachmatuy_desktop.services.sync.transfers import FileReceived, FileSent, TakeIn, dossier_of
from sachmatuy_desktop.services.upkeep import pausing
from sachmatuy_desktop.storage.backups.backup import back_up
from sachmatuy_desktop.storage.pace import Tell, silent
from sachmatuy_desktop.storage.sync import post
from sachmatuy_desktop.storage.sync.merge_report import MergeReport
from sachmatuy_desktop.storage.sync.post import Partner
from sachmatuy_desktop.sync.bundle import Kind, write_bundle
from sachmatuy_desktop.sync.dossier import payload_of
from sachmatuy_desktop.sync.trust import read_card


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a person who came here lives now; the officer says it when taking the file in."""

    village: RecordId | None = None
    address: str | None = None


def destinations(office: Office) -> list[Partner]:
    """The communes a person's file may be sent to: trusted, and of equal rank."""
    known = trusting.partners(office)
    return [each for each in known if each.role == "peer" and each.ending is None]


def send_file(office: Office, move: RecordId, key_id: str, path: Path) -> ExportReport:
    """Write the file of a person who moved away, for the commune that holds the key.

    It can be written again as often as needed; each is a bundle of its own number, and the new
    commune takes the move in once.  Raises `StorageTrouble`, `NotAllowed`, `NotFound`.
    """
    pausing.must_not_rest(office)
    partner = trusting.addressee(office, key_id)
    if partner.role != "peer":
        raise NotAllowed(N_("Hồ sơ chuyển đi chỉ gửi cho xã nơi người đó đến."))
    dossier = dossier_of(office.session, move)
    looked_at(office.session, "transfers", move)
    office.checkpoint()
    payload = payload_of(dossier, {"program": __version__}, office.store.files)
    with office.store.writing() as connection:
        dispatch = bundles.numbered(
            connection,
            office,
            partner,
            Kind.TRANSFER,
            {"records": len(dossier.all_pieces), "move": move},
        )
    card = read_card(partner.card.encode())
    envelope = write_bundle(path, dispatch, payload, office.keys.device, card.keys)
    bundles.remember_digest(office, partner, envelope)
    office.run(FileSent(move, partner.unit_id, partner.name))
    count = len(dossier.all_pieces)
    return ExportReport(path, dispatch.sequence, 0, count, path.stat().st_size, paths=(path,))


def take_in(
    office: Office,
    staged: Staged,
    tell: Tell = silent,
    placing: Placing | None = None,
) -> MergeOutcome:
    """Take in a staged bundle of any kind: whole or not at all, with a receipt where one is due.

    Raises `Conflict`, `Refused`, `NotAllowed` or `StorageTrouble`; then nothing has changed.
    """
    if staged.dossier is not None:
        return _take_in_person(office, staged, staged.dossier, placing or Placing())
    outcome = bundles.merge(office, staged, tell)
    if staged.kind is Kind.RECEIPT and not staged.known_already:
        outcome.report.touched |= _close_move(office, staged)
    return outcome


def _take_in_person(
    office: Office, staged: Staged, dossier: Dossier, placing: Placing
) -> MergeOutcome:
    if dossier.journey.from_unit != staged.sender.unit_id:
        raise Refused(
            N_("«{name}» gửi hồ sơ của một xã khác nên gói không được nhập."),
            name=staged.sender.name,
        )
    back_up(office.store, office.keyring, office.keys, "merge")
    content = staged.payload.blob if staged.payload is not None else _no_content
    done = office.run(TakeIn(dossier, content, placing.village, placing.address))
    summary = {"new": len(dossier.all_pieces), "person": done.result}
    with office.store.writing() as connection:
        if not bundles.came_before(connection, staged.envelope, staged.sender.key_id):
            key_news.take_in(connection, office, staged.news)
            bundles.record_in(connection, office, staged, summary)
    key_news.note(office, staged.news)
    return bundles.with_receipt(office, staged, _report(done))


def _no_content(sha256: str) -> bytes:
    raise NotFound(N_("Gói không có tệp đính kèm {sha256}."), sha256=sha256[:12])


def _report(done: Outcome) -> MergeReport:
    report = MergeReport()
    for register, _record in done.changed:
        report.new[register] += 1
    report.touched |= done.changed
    return report


def _close_move(office: Office, staged: Staged) -> frozenset[tuple[str, RecordId]]:
    """If the receipt answers a person's file, the move is closed by it."""
    digest = str(staged.manifest.notes.get("bundle", ""))
    with office.store.reading() as connection:
        sent = post.sent_bundle(connection, staged.sender.key_id, digest)
    if sent is None or sent.kind != Kind.TRANSFER:
        return frozenset()
    move = str(json.loads(sent.summary)["move"])
    row = office.queries.rows(MOVES, [move]).get(move)
    if row is None or row["deleted"]:
        return frozenset()
    return office.run(FileReceived(move)).changed
