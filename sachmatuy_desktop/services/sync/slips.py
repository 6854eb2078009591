"""A receipt on paper: printed where a bundle was taken in, read where it was written.

What comes back is proved offline with the card that was trusted.  It says that the bundle arrived;
where it also says that nothing of it waits, the bundle counts as acknowledged, exactly as by a
receipt's file, because the book of bundles remembers where in each stream it ended.  A slip lies
about on paper: what the receiver has said since, that it undid the bundle or holds less, is newer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sachmatuy_desktop.documents.qr import codes_in
from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.documents.slip_paper import SlipPaper, slip_paper
from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.dates import VIETNAM, parse_moment, show_moment
from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_, BadInput, NotFound, Refused
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import trusting
from sachmatuy_desktop.services.sync.receipts import answer_kept, answer_to, returned_to
from sachmatuy_desktop.services.sync.sending import epoch_of
from sachmatuy_desktop.storage.atomic import disk_speaks
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.sync import numbering, outbox, post
from sachmatuy_desktop.storage.sync.post import SLIP, Partner, Passage
from sachmatuy_desktop.sync.bundle import Envelope
from sachmatuy_desktop.sync.receipt import Answer
from sachmatuy_desktop.sync.slips import TAG, SignedSlip, Slip, read_slip, sign_slip

__all__ = ["SlipTaken", "draft_slip", "passage_of", "print_slip", "slip_in", "take_slip"]

_LARGEST: Final = 40 << 20

_NONE: Final = N_("Không thấy mã QR trong {name}; hãy quét hoặc chụp rõ hơn, hoặc gõ mã.")
_OTHER_WORLD: Final = N_("Phiếu tập huấn không chứng nhận gói thật, và ngược lại.")
_OTHER_SENDER: Final = N_("Phiếu này ghi nhận gói của máy khác, không phải của máy này.")
_UNKNOWN_OFFICE: Final = N_(
    "Phiếu do một cơ quan chưa được tin cậy ký; hãy nhập thẻ nhận dạng của cơ quan đó trước."
)
_REVOKED: Final = N_("Khóa đã ký phiếu này của «{name}» đã bị thu hồi; hãy xin biên nhận mới.")
_NO_BUNDLE: Final = N_(
    "Gói số {number} mà phiếu ghi không có trong sổ gói của máy này (có thể máy đã được khôi phục)."
)
_OTHER_BUNDLE: Final = N_(
    "Phiếu ghi một gói khác cũng mang số {number}; hãy báo cơ quan nhận đối chiếu mã kiểm tra."
)


@dataclass(frozen=True, slots=True)
class SlipTaken:
    """A slip that was entered: the bundle, who took it in, and whether all of it is now known to be
    held there.
    """

    passage: Passage
    partner: Partner
    slip: Slip
    acknowledged: bool

    @property
    def taken(self) -> datetime:
        """When the bundle was taken in, by the receiver's clock."""
        return datetime.fromtimestamp(self.slip.taken, UTC).astimezone(VIETNAM)


# -- where the bundle was taken in ----------------------------------------------------------------


def passage_of(office: Office, envelope: Envelope) -> Passage:
    """The bundle with this envelope, which came in before.  Raises `NotFound`."""
    with office.store.reading() as connection:
        found = post.came_bundle(connection, envelope.payload_sha256)
    if found is None:
        raise NotFound(N_("Gói này chưa nhập; hãy nhập trước, biên nhận sẽ được ghi kèm."))
    return found


def draft_slip(office: Office, passage: Passage) -> FormData:
    """The paper for a bundle that came in, as the books stand now.

    Raises `NotFound`, `NotAllowed`.
    """
    office.info.role.must("sends")
    partner = trusting.partner_of(office, passage.partner)
    returned = returned_to(office, partner)
    with office.store.reading() as connection:
        answer = answer_to(connection, office, partner, passage.digest, returned)
    groups = sign_slip(_slip(office, passage, answer), office.keys.device.signing)
    return slip_paper(
        SlipPaper(
            office=office.info.full_name,
            sender=partner.name,
            number=answer.number,
            made=_shown(answer.made),
            taken=_shown(answer.taken),
            digest=answer.digest[:16],
            books=_books(answer),
            why=Counter(each.why for each in answer.set_aside),
            parked=answer.parked,
            missing=answer.missing,
            lacking=answer.lacking,
            conflicts=answer.counted_conflicts,
            returned=len(answer.returned),
            undone=_shown(answer.undone),
            code=TAG + "".join(groups),
            groups=groups,
            training=office.info.training,
        )
    )


def print_slip(office: Office, passage: Passage) -> bytes:
    """The paper as PDF; the journal keeps that it was made, and where it stood before is signed.

    Raises as `draft_slip`.
    """
    pdf = render(draft_slip(office, passage))
    office.checkpoint()
    with office.store.begin(Act("bundle.slip_print", office.account.name)) as work:
        name = trusting.partner_of(office, passage.partner).name
        work.note(Scope.LOCAL, f"{name}, gói số {passage.sequence}")
        work.commit()
    return pdf


def _slip(office: Office, passage: Passage, answer: Answer) -> Slip:
    return Slip(
        receiver=office.keys.device.public.key_id,
        sender=passage.partner,
        receiver_epoch=epoch_of(office),
        epoch=answer.epoch,
        number=answer.number,
        taken=int(parse_moment(answer.taken).timestamp()),
        digest=answer.digest[:16],
        figures=answer.figures,
        training=office.info.training,
        undone=bool(answer.undone),
    )


def _books(answer: Answer) -> list[tuple[str, int, int, int]]:
    counts = (answer.new, answer.changed, answer.removed)
    rows = []
    for book in REGISTERS:
        new, changed, removed = (each.get(book.name, 0) for each in counts)
        if new or changed or removed:
            rows.append((book.title, new, changed, removed))
    return rows


def _shown(moment: str) -> str:
    return show_moment(parse_moment(moment)) if moment else ""


# -- where it was written --------------------------------------------------------------------------


def slip_in(path: Path) -> str:
    """The text of the slip in a picture or a scanned PDF.

    Raises `BadInput` for a file without one, `StorageTrouble`.
    """
    with disk_speaks(path):
        if path.stat().st_size > _LARGEST:
            raise BadInput(N_("Tệp {name} quá lớn; hãy quét lại riêng tờ phiếu."), name=path.name)
        data = path.read_bytes()
    found = codes_in(data, path.name)
    slips = [text for text in found if text.upper().startswith(TAG)]
    if not (slips or found):
        raise BadInput(_NONE, name=path.name)
    return (slips or found)[0]


def take_slip(office: Office, text: str) -> SlipTaken:
    """Enter a slip: the bundle it names has arrived.

    The same slip twice changes nothing.  Raises `BadInput` (damaged), `Refused` (not signed by a
    trusted office, of another office or world, an unknown bundle), `NotAllowed`; then nothing has
    changed.
    """
    office.info.role.must("sends")
    signed = read_slip(text)
    slip = signed.slip
    partner = _proved(office, signed)
    with office.store.begin(Act("bundle.slip", office.account.name)) as work:
        connection = work.connection
        sent = post.sent_numbered(connection, partner.key_id, slip.epoch, slip.number)
        if sent is None or sent.failed:
            raise Refused(_NO_BUNDLE, number=slip.number)
        if not sent.digest.startswith(slip.digest):
            raise Refused(_OTHER_BUNDLE, number=slip.number)
        post.amend(connection, sent, {SLIP: _kept(office, signed)})
        keys = trusting.directory_in(connection, office).lineage(partner.key_id)
        acknowledged = _acknowledge(connection, partner, sent, slip, keys)
        work.note(Scope.LOCAL, f"{partner.name}, gói số {slip.number}")
        work.commit()
    return SlipTaken(sent, partner, slip, acknowledged)


def _proved(office: Office, signed: SignedSlip) -> Partner:
    """Who signed the slip, under whichever key it has now; it is about a bundle of this PC."""
    slip = signed.slip
    if slip.training != office.info.training:
        raise Refused(_OTHER_WORLD)
    if slip.sender not in trusting.office_keys(office):
        raise Refused(_OTHER_SENDER)
    known = trusting.directory(office)
    signer = known.by_key.get(slip.receiver)
    if signer is None:
        raise Refused(_UNKNOWN_OFFICE)
    signed.prove(known.public(slip.receiver))
    if signer.ending is not None and signer.ending.revoked:
        raise Refused(_REVOKED, name=signer.name)
    return known.by_key.get(known.living(slip.receiver), signer)


def _kept(office: Office, signed: SignedSlip) -> dict[str, Any]:
    """What the book keeps of a slip: when it was entered, what it said."""
    slip, figures = signed.slip, signed.slip.figures
    return {
        "at": office.clock.stamp(),
        "taken": datetime.fromtimestamp(slip.taken, UTC).astimezone(VIETNAM).isoformat(),
        "set_aside": figures.set_aside,
        "parked": figures.parked,
        "lacking": figures.lacking,
        "conflicts": figures.conflicts,
        "returned": figures.returned,
        "undone": int(signed.slip.undone),
    }


def _acknowledge(
    connection: Connection, partner: Partner, sent: Passage, slip: Slip, keys: frozenset[str]
) -> bool:
    """Whether all of the bundle counts as held from now on.

    Whoever holds all of a bundle holds every stream up to where the bundle ended.  That is said
    only while the slip is the newest word of the receiver, under whichever of its `keys`: restored
    from a backup or having undone a bundle since, it may hold less, and it has told how much.
    """
    upto: Mapping[str, int] = sent.said.get("upto") or {}
    heard = numbering.last_epoch(connection, partner.key_id)
    if not (upto and slip.is_whole and heard in (None, slip.receiver_epoch)):
        return False
    if not _is_older_word(connection, sent, slip, keys):
        outbox.acknowledge(connection, partner.key_id, upto)
    held = outbox.held_by(connection, partner.key_id)
    return all(held.get(name, 0) >= last for name, last in upto.items())


def _is_older_word(connection: Connection, sent: Passage, slip: Slip, keys: frozenset[str]) -> bool:
    """Whether the receiver has said what it holds since it took the bundle in; or, whatever its
    clock said then, that it undid just this taking in.
    """
    return any(
        _seconds(each.made) >= slip.taken or _undoes(answer_kept(each), sent, slip)
        for each in post.came_from(connection, keys, slip.receiver_epoch)
    )


def _undoes(answer: Answer | None, sent: Passage, slip: Slip) -> bool:
    if answer is None or not answer.undone or answer.digest != sent.digest:
        return False
    return _seconds(answer.taken) == slip.taken


def _seconds(moment: str) -> int:
    return int(parse_moment(moment).timestamp())
