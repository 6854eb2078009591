"""Receipts: what this office says it holds of another's work, as a small sealed file.

A receipt is read from the books when it is written, so one written again tells how things stand
now: what waited may have applied itself, what was set aside may have been taken.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

from sachmatuy_desktop.errors import N_, KnownError, NotFound
from sachmatuy_desktop.services.office import RECEIVING, Office
from sachmatuy_desktop.services.proof import witnessing
from sachmatuy_desktop.services.sync import key_news, trusting
from sachmatuy_desktop.services.sync.returns_reading import open_returns
from sachmatuy_desktop.services.sync.sending import SUFFIX, numbered
from sachmatuy_desktop.services.sync.staging import Staged
from sachmatuy_desktop.storage import attachments
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.sync import answering, numbering, outbox, post
from sachmatuy_desktop.storage.sync.post import ANSWERS, RECEIPT, Partner, Passage
from sachmatuy_desktop.sync import attached, outgoing
from sachmatuy_desktop.sync.bundle import Kind
from sachmatuy_desktop.sync.bundle_payload import Manifest
from sachmatuy_desktop.sync.receipt import Answer, Returned, SetAside, answer_in
from sachmatuy_desktop.sync.trust import read_card

__all__ = [
    "answer_kept",
    "answer_to",
    "receipt_again",
    "returned_to",
    "told_by",
    "write_receipt",
]

_LACKING: Final = "lacking"


def write_receipt(office: Office, staged: Staged) -> Path:
    """A receipt of what was taken in, signed, beside the bundle.

    Raises `StorageTrouble`.
    """
    path = staged.path.with_name(f"{staged.path.stem}.bien-nhan{SUFFIX}")
    _write(office, staged.sender, staged.digest, path)
    return path


def receipt_again(office: Office, passage: Passage, path: Path) -> None:
    """The receipt of a bundle that came in before, from the book alone.

    Raises `NotFound`, `NotAllowed`, `StorageTrouble`.
    """
    office.info.role.must("sends")
    _write(office, trusting.addressee(office, passage.partner), passage.digest, path)


def _write(office: Office, partner: Partner, digest: str, path: Path) -> None:
    card = read_card(partner.card.encode())
    returned = returned_to(office, partner)
    with office.store.writing() as connection:
        units = _units(office, partner)
        held = outbox.held_vector(connection, units)
        lacking = attached.note_lacking(connection, office.store.files, units)
        answer = answer_to(connection, office, partner, digest, returned)
        seen = witnessing.seen_note(connection, partner)
        dispatch = numbered(connection, office, partner, Kind.RECEIPT, {ANSWERS: digest})
    manifest = Manifest(held=held, acknowledged=held, notes={**answer.notes, **lacking, **seen})
    texts = key_news.travelling(office, partner)
    receipt = outgoing.Outgoing((), manifest)
    try:
        outgoing.send(path, receipt, office.keys, card.keys, dispatch, texts)
    except KnownError:
        with office.store.writing() as connection:
            post.set_failed(connection, partner.key_id, dispatch.epoch, dispatch.sequence)
        raise


def returned_to(office: Office, partner: Partner) -> tuple[Returned, ...]:
    """What this office has sent back to a commune and waits for, the newest first."""
    if office.info.kind != RECEIVING or partner.role != "lower":
        return ()
    return tuple(
        Returned(each.id, each.kind, each.subject, each.due_on.isoformat() if each.due_on else "")
        for each in open_returns(office.session, partner.unit_id)
    )


def answer_to(
    connection: Connection,
    office: Office,
    partner: Partner,
    digest: str,
    returned: tuple[Returned, ...],
) -> Answer:
    """What this office would say now of a bundle that came in.  Raises `NotFound`."""
    passage = post.came_bundle(connection, digest)
    if passage is None:
        raise NotFound(N_("Gói này chưa nhập; hãy nhập trước, biên nhận sẽ được ghi kèm."))
    units, said = _units(office, partner), passage.said
    books = said.get("books", {})
    conflicts = answering.conflicts_from(connection, digest)
    aside = answering.set_aside_from(connection, digest)
    parked = answering.segments_waiting(connection, units)
    return Answer(
        digest=digest,
        kind=passage.kind,
        epoch=passage.epoch,
        number=passage.sequence,
        made=passage.made,
        taken=passage.at,
        office=office.info.unit_id,
        new=books.get("new", {}),
        changed=books.get("changed", {}),
        removed=books.get("removed", {}),
        conflicts=tuple(conflicts),
        counted_conflicts=len(conflicts),
        set_aside=tuple(SetAside(**asdict(each)) for each in aside),
        counted_aside=len(aside),
        parked=parked,
        missing=numbering.numbers_not_come(connection, passage.partner, passage.epoch)
        if parked
        else (),
        lacking=len(attachments.lacking(connection, office.store.files, units)),
        returned=returned,
        undone=passage.undone or "",
    )


def _units(office: Office, partner: Partner) -> list[str]:
    return [partner.unit_id, office.info.unit_id]


# -- where it arrives -----------------------------------------------------------------------------


def told_by(staged: Staged) -> dict[str, object]:
    """What the book of bundles keeps of a receipt; nothing of other bundles.  Raises `Refused`."""
    if staged.kind is not Kind.RECEIPT:
        return {}
    answer = answer_in(staged.manifest.notes)
    return {ANSWERS: answer.digest, RECEIPT: answer.notes, _LACKING: answer.lacking}


def answer_kept(passage: Passage) -> Answer | None:
    """What a receipt said that was taken in before; None for what is no receipt."""
    said: Any = passage.said
    if passage.kind != Kind.RECEIPT or RECEIPT not in said:
        return None
    return replace(answer_in(said[RECEIPT]), lacking=int(said.get(_LACKING, 0)))
