"""Sending what an office has written to another: what will leave, and the files it leaves in.

Everything after the last acknowledged line goes again, so what is chosen to stay behind today, or
does not fit into a file, leaves with a later bundle without a gap.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_, BadInput, KnownError, StorageTrouble
from sachmatuy_desktop.services import figures
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.proof import witnessing
from sachmatuy_desktop.services.sync import certifying, key_news, trusting
from sachmatuy_desktop.services.sync.versions import told_versions, versions_of
from sachmatuy_desktop.services.upkeep import pausing
from sachmatuy_desktop.storage import attachments
from sachmatuy_desktop.storage.atomic import is_full
from sachmatuy_desktop.storage.pace import Tell, silent
from sachmatuy_desktop.storage.stopping import Told, stoppable
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.sync import outbox, post
from sachmatuy_desktop.storage.sync.outbox import KeptSegment
from sachmatuy_desktop.storage.sync.post import Partner, Passage
from sachmatuy_desktop.sync import attached, outgoing, parts
from sachmatuy_desktop.sync.bundle import Dispatch, Envelope, Kind
from sachmatuy_desktop.sync.bundle_payload import Manifest
from sachmatuy_desktop.sync.outgoing import Outgoing
from sachmatuy_desktop.sync.parts import WHOLE, Cut
from sachmatuy_desktop.sync.trust import read_card

SUFFIX: Final = ".smt"

_NONE_LEFT: Final = N_(
    "Ổ đĩa không đủ chỗ cho {count} tệp của gói nên chưa tệp nào được ghi; hãy giải phóng chỗ trống"
    " hoặc chọn ổ khác rồi xuất lại."
)
_TOO_SMALL: Final = N_("Mỗi tệp phải được ít nhất 64 kB; hãy chọn mức chia lớn hơn.")
_ONLY_UPWARD: Final = N_("Chỉ chọn được sổ nào đi khi gửi lên cơ quan tiếp nhận.")


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written: the file, its number, how many segments and lines, its size in bytes.

    `files` attachments went with it (`file_bytes` bytes), `files_left` wait for a later bundle;
    `files_heavy` of those fit into no file of the size asked for, so that only a whole bundle
    brings them.  Of a bundle that was split `paths` are all files, numbered on from `sequence`,
    and the figures those of all; `oversize` of them are larger than was asked for.  `given_back`
    records are the partner's own, which it lost when it was restored.
    """

    path: Path
    sequence: int
    segments: int
    lines: int
    size: int
    files: int = 0
    file_bytes: int = 0
    files_left: int = 0
    files_heavy: int = 0
    paths: tuple[Path, ...] = ()
    oversize: int = 0
    given_back: int = 0


@dataclass(frozen=True, slots=True)
class Leaving:
    """What would leave the office in the next bundle: changed records by register, attachments.

    `files` attachments of `file_bytes` bytes fit into it, `files_left` more wait for a later one;
    `stays` are the changed records by register that do not go because they were left out;
    `given_back` those of its own that a restored partner has lost and gets back.
    """

    partner: Partner
    records: dict[str, int]
    files: int = 0
    file_bytes: int = 0
    files_left: int = 0
    stays: dict[str, int] = field(default_factory=dict)
    given_back: dict[str, int] = field(default_factory=dict)


# -- what may leave -------------------------------------------------------------------------------


def may_choose(partner: Partner) -> bool:
    """Whether the office chooses which books go to a partner: only upward."""
    return partner.role == "upper"


def choose_carried(office: Office, key_id: str, carries: str) -> None:
    """Send a partner these books from now on: `carries` is one of `outgoing.CARRIED`.

    What was left out goes, whole, with the first bundle after it is chosen again.  The journal
    keeps who chose.  Raises `BadInput`, `NotFound`, `NotAllowed`.
    """
    office.info.role.must("sends")
    partner = trusting.partner_of(office, key_id)
    if carries not in outgoing.CARRIED or not may_choose(partner):
        raise BadInput(_ONLY_UPWARD)
    if carries == partner.carries:
        return
    with office.store.begin(Act("bundle.choose", office.account.name)) as work:
        post.set_carries(work.connection, key_id, carries)
        if Scope.FIGURES in outgoing.CARRIED[carries]:
            figures.secret_of(work)
        work.note(Scope.LOCAL, f"{partner.name}: {carries}")
        work.commit()


def _may_have(partner: Partner) -> tuple[Scope, ...]:
    """A commune of equal rank gets no stream at all: only persons' files go there."""
    return {
        "upper": outgoing.CARRIED["all"],
        "lower": outgoing.DOWN,
        "sister": (*outgoing.UP, *outgoing.DOWN, Scope.OFFICE),
    }.get(partner.role, ())


def scopes_of(partner: Partner) -> tuple[Scope, ...]:
    """The scopes that travel to a partner: those it may have, less what was chosen to stay."""
    return outgoing.CARRIED[partner.carries] if may_choose(partner) else _may_have(partner)


def _sends_figures(partner: Partner) -> bool:
    return Scope.FIGURES in scopes_of(partner) and may_choose(partner)


@contextmanager
def as_it_will_leave(office: Office, partner: Partner) -> Iterator[Connection]:
    """The books as they will be when the next bundle is written, figures brought up to date."""
    if not _sends_figures(partner):
        with office.store.reading() as connection:
            yield connection
        return
    with office.store.trying() as connection:
        figures.refresh(connection, office)
        yield connection


def stream_units(office: Office, partner: Partner) -> tuple[str, ...]:
    """Whose streams travel: a commune's own, or what is written for the commune below.

    What an office above writes for all its communes bears its own unit, so that goes down too; and
    between the PCs of one office, what came from above goes along.
    """
    own = office.info.unit_id
    if partner.role == "lower":
        return tuple(dict.fromkeys((partner.unit_id, own)))
    above = [each.unit_id for each in trusting.partners(office) if each.role == "upper"]
    return tuple(dict.fromkeys((own, *above)))


def leaving(office: Office, key_id: str) -> Leaving:
    """What the next bundle to a partner would say, before it is written."""
    partner = trusting.partner_of(office, key_id)
    units, scopes = stream_units(office, partner), scopes_of(partner)
    left_out = set(_may_have(partner)) - set(scopes)
    with as_it_will_leave(office, partner) as connection:
        counts = outbox.unacknowledged(connection, scopes, units, key_id)
        stays = outbox.unacknowledged(connection, left_out, units, key_id) if left_out else {}
        given_back = _lost_records(connection, office, partner)
        waiting = _waiting_files(connection, office, partner, key_id)
    chosen = attached.choose(office.store.files, waiting)
    size = sum(chosen.values())
    left = len(waiting) - len(chosen)
    return Leaving(partner, counts, len(chosen), size, left, stays, given_back)


def _lost_records(connection: Connection, office: Office, partner: Partner) -> dict[str, int]:
    """The records by register of which a partner below has lost something it wrote itself."""
    if partner.role != "lower":
        return {}
    keys = trusting.directory_in(connection, office).lineage(partner.key_id)
    return outbox.unacknowledged(
        connection, outgoing.UP, (partner.unit_id,), partner.key_id, authors=keys
    )


def _wanted(
    connection: Connection, office: Office, partner: Partner, *, everything: bool
) -> list[KeptSegment]:
    """The segments a partner may have and has not acknowledged, or all of them.

    Whoever is below gets back of its own work what it says it no longer holds: it was restored
    from a backup made before that was sent.  Never what the key of another has signed.
    """
    asked = None if everything else partner.key_id
    units = stream_units(office, partner)
    found = outbox.segments_after(connection, scopes_of(partner), units, asked)
    if partner.role != "lower":
        return found
    own, keys = (
        (partner.unit_id,),
        trusting.directory_in(connection, office).lineage(partner.key_id),
    )
    lost = outbox.segments_after(connection, outgoing.UP, own, asked, authors=keys)
    return [*found, *lost]


def _waiting_files(
    connection: Connection, office: Office, partner: Partner, key_id: str | None
) -> dict[str, int]:
    """The contents of attachments a partner lacks, all for `None`: SHA-256 and size."""
    unit, files = stream_units(office, partner)[0], office.store.files
    found = attachments.to_send(connection, files, scopes_of(partner), unit, key_id)
    if partner.role == "lower":
        found |= attachments.asked_back(connection, files, outgoing.UP, unit, partner.key_id)
    return found


# -- the files ------------------------------------------------------------------------------------


def export(
    office: Office,
    key_id: str,
    path: Path,
    *,
    everything: bool = False,
    with_files: bool = True,
    cut: Cut = WHOLE,
    tell: Tell = silent,
) -> ExportReport:
    """Write the bundle for a partner: all it has not acknowledged, or everything.

    Without `with_files` the attachments' contents stay; a later bundle brings them.  Where
    the `cut` asks for files of a size, or one bundle would be more than a reader takes, as many
    are written as are needed, `name.1-3.smt` and so on, none larger unless a single segment is,
    each a bundle by itself.

    A file appears under its name only when all of them are whole, flushed and read back.  Raises
    `StorageTrouble` (stick full, read-only, pulled), `NotAllowed`, `NotFound`, `BadInput`.  Stopped
    by an error in `tell`, no file is there; a number that was given out is entered as failed.
    """
    office.info.role.must("sends")
    pausing.must_not_rest(office)
    if cut.file_bytes < parts.LEAST:
        raise BadInput(_TOO_SMALL)
    partner = trusting.addressee(office, key_id)
    key_id = partner.key_id
    with office.store.writing() as connection:
        certifying.refresh_list(connection, office)
    cards = key_news.travelling(office, partner)
    largest = cut.content_bytes
    told = Told(tell)
    told(0, 1)
    office.checkpoint()
    with office.store.writing() as connection, stoppable(connection, told.again):
        waiting = _waiting_files(connection, office, partner, None if everything else key_id)
        chosen = attached.choose(office.store.files, waiting, largest) if with_files else {}
        if _sends_figures(partner):
            figures.refresh(connection, office)
        lost = {} if everything else _lost_records(connection, office, partner)
        whole = gather(
            connection,
            office,
            partner,
            chosen,
            everything=everything,
            stretch_bytes=cut.stretch_bytes,
        )
        few = witnessing.MOST if cut == WHOLE else witnessing.FEW
        whole = witnessing.bears(connection, partner, whole, few)
        is_due = cut.is_due(whole.segments, chosen)
        pieces = outgoing.split(whole, chosen, cards, cut) if is_due else [whole]
        kind = Kind.RETURN if partner.role == "lower" else Kind.CHANGES
        files = [
            (
                path if each.part is None else parts.name_of(path, each.part),
                each,
                numbered(connection, office, partner, kind, sent_summary(each)),
            )
            for each in pieces
        ]
    _write(office, partner, files, cards, told)
    numbers = [dispatch.sequence for _path, _piece, dispatch in files]
    with office.store.begin(Act("bundle.export", office.account.name)) as work:
        witnessing.left_with(work.connection, office, partner, whole)
        work.note(Scope.LOCAL, f"{partner.name}, gói số {numbers_told(numbers)}")
        work.commit()
    paths = tuple(file for file, _piece, _dispatch in files)
    sizes = [each.stat().st_size for each in paths]
    return ExportReport(
        paths[0],
        numbers[0],
        len(whole.segments),
        whole.lines,
        sum(sizes),
        len(chosen),
        sum(chosen.values()),
        len(waiting) - len(chosen),
        sum(largest is not None and size > largest for size in waiting.values()),
        paths,
        sum(size > cut.file_bytes for size in sizes),
        sum(lost.values()),
    )


def numbers_told(numbers: Sequence[int]) -> str:
    """Numbers that follow each other, as people write them: `7`, `7–9`."""
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def gather(
    connection: Connection,
    office: Office,
    partner: Partner,
    chosen: Mapping[str, int],
    *,
    everything: bool = False,
    stretch_bytes: int = WHOLE.stretch_bytes,
) -> Outgoing:
    """What the next bundle to a partner holds: the segments it may have and has not acknowledged,
    or all of them, and the attachments `chosen`.  Seals what this site has written, in segments of
    at most `stretch_bytes` of lines.
    """
    scopes = scopes_of(partner)
    outgoing.seal_new(connection, office.keys, scopes, stretch_bytes)
    whole = outgoing.gather(
        connection,
        _wanted(connection, office, partner, everything=everything),
        stream_units(office, partner),
        versions_of(office),
        office.store.files,
        chosen,
        office.keys.device,
    )
    return whole if scopes == _may_have(partner) else outgoing.says_scopes(whole, scopes)


def sent_summary(piece: Outgoing) -> dict[str, object]:
    """What the book of bundles says of a bundle that leaves.

    `upto` is where it ends in every stream: who holds all of the bundle holds those up to there.
    """
    upto: dict[str, int] = {}
    for header in (each.header for each in piece.segments):
        name = f"{header.site}/{header.stream}"
        upto[name] = max(header.last, upto.get(name, 0))
    said: dict[str, object] = {"lines": piece.lines, "files": len(piece.blobs), "upto": upto}
    return said | described(piece.manifest)


def described(manifest: Manifest) -> dict[str, object]:
    """What the book of bundles says of a bundle besides its figures, on either side."""
    part = parts.part_of(manifest)
    said: dict[str, object] = {} if part is None else {"part": str(part)}
    versions = told_versions(manifest.versions)
    if versions:
        said["versions"] = versions
    if outgoing.leaves_people_out(manifest):
        said["without_people"] = 1
    if outgoing.sends_figures(manifest):
        said["figures"] = 1
    return said


def _write(
    office: Office,
    partner: Partner,
    files: Sequence[tuple[Path, Outgoing, Dispatch]],
    cards: Mapping[str, bytes],
    tell: Tell,
) -> None:
    """Write them all or none, and enter in the book of bundles what came of it.

    A number once given out is never used again: the stick may hold more than it says.
    """
    addressee = read_card(partner.card.encode()).keys
    try:
        envelopes = outgoing.send_together(files, office.keys, addressee, cards, tell)
    except KnownError as error:
        with office.store.writing() as connection:
            for _path, _piece, given in files:
                post.set_failed(connection, partner.key_id, given.epoch, given.sequence)
        if len(files) > 1 and is_full(error.__cause__):
            raise StorageTrouble(_NONE_LEFT, count=len(files)) from error
        raise
    for envelope in envelopes:
        remember_digest(office, partner, envelope)


def numbered(
    connection: Connection,
    office: Office,
    partner: Partner,
    kind: Kind,
    summary: Mapping[str, object],
) -> Dispatch:
    """The number of the next bundle to a partner, entered in the book of bundles."""
    dispatch = outgoing.next_dispatch(
        connection,
        kind,
        partner.key_id,
        epoch_of(office),
        office.clock.stamp(),
        training=office.info.training,
    )
    post.record_passage(
        connection,
        Passage(
            "out",
            "",
            kind,
            partner.key_id,
            partner.unit_id,
            dispatch.epoch,
            dispatch.sequence,
            dispatch.created,
            dispatch.created,
            json.dumps(summary),
        ),
    )
    return dispatch


def remember_digest(office: Office, partner: Partner, envelope: Envelope) -> None:
    """Enter what a numbered bundle turned out to be, so that its receipt is recognised."""
    dispatch = envelope.dispatch
    with office.store.writing() as connection:
        post.set_digest(
            connection,
            partner.key_id,
            dispatch.epoch,
            dispatch.sequence,
            envelope.payload_sha256,
        )


def epoch_of(office: Office) -> int:
    """Bundles are numbered anew by every incarnation of the office file."""
    digest = hashlib.sha256(office.store.facts.site.encode()).digest()
    return int.from_bytes(digest[:4], "big") + 1
