"""Hoàn tác cả gói: a bundle that was taken in goes out again, while nothing stands on it.

What goes back is shown before: the survey is the act itself, rolled back.  The bundle's lines are
set aside and come back with the very bundle or a later one; the sender is told by a receipt, so
that it sends them again.  A paper that was issued meanwhile keeps its figures and binds nothing.
Receipts bring nothing to take out, and a person's file is taken in by an ordinary act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.acts import act_title
from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.dates import parse_moment, show_moment
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_, BadInput, Conflict, NotAllowed, NotFound
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import trusting
from sachmatuy_desktop.services.sync.receipts import receipt_again
from sachmatuy_desktop.services.sync.sending import SUFFIX
from sachmatuy_desktop.storage.backups.backup import back_up
from sachmatuy_desktop.storage.erasures.erasing import brought_by
from sachmatuy_desktop.storage.guards import UNDO_BUNDLE
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.sync import outbox, post, said_to_hold
from sachmatuy_desktop.storage.sync.dependents import Dependent, How, depending
from sachmatuy_desktop.storage.sync.packing import packed
from sachmatuy_desktop.storage.sync.post import Partner, Passage
from sachmatuy_desktop.storage.sync.unmerging import StillNeeded, TakenOut, take_out
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork
from sachmatuy_desktop.sync.bundle import Kind

__all__ = [
    "LONGEST",
    "Surveyed",
    "may_be_undone",
    "receipt_name",
    "survey",
    "undo_bundle",
    "undo_in",
    "write_undone_receipt",
]

LONGEST: Final = 500
"""Characters of a reason."""

UNDOABLE: Final = frozenset({Kind.CHANGES, Kind.RETURN})

_REFUSED: Final[Mapping[How, str]] = MappingProxyType(
    {
        How.CONTINUED: N_(
            "Chưa hoàn tác được: {bundle} nhập sau đó nối tiếp gói này. Hãy hoàn tác gói đó trước."
        ),
        How.READ: N_(
            "Chưa hoàn tác được: {bundle} nhập sau đó do nơi đã đọc gói này ghi."
            " Hãy hoàn tác gói đó trước."
        ),
        How.WAITED: N_(
            "Chưa hoàn tác được: phần chờ của gói này đã vào cùng {bundle}."
            " Hãy hoàn tác gói đó trước."
        ),
        How.ACTED: N_(
            "Không hoàn tác cả gói được: {by} đã ghi tiếp vào các sổ này ({act}, {at})."
            " Hãy sửa từng ghi chép, hoặc khôi phục bản sao lưu làm trước khi gộp."
        ),
        How.FORWARDED: N_(
            "Không hoàn tác cả gói được: dữ liệu của gói đã gửi tiếp cho {name} ({at})."
            " Hãy sửa từng ghi chép để nơi đó cùng nhận."
        ),
        How.RECUT: N_(
            "Không hoàn tác cả gói được: nơi gửi từng khôi phục dữ liệu nên gói chứa cả dòng đã có"
            " từ trước. Hãy khôi phục bản sao lưu làm trước khi gộp."
        ),
        How.POINTED: N_(
            "Chưa hoàn tác được: còn {count} {one} ghi sau đó dựa vào ghi chép của gói."
            " Hãy hoàn tác hoặc sửa các ghi chép đó trước."
        ),
    }
)

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What undoing a bundle would do."""

    passage: Passage
    sender: Partner
    done: TakenOut


def may_be_undone(passage: Passage) -> bool:
    """Whether a bundle is of a kind that can be taken out again, and is still in."""
    came = passage.direction == "in" and passage.undone is None
    return came and passage.kind in UNDOABLE


def survey(office: Office, digest: str, tell: Tell | None = None) -> Surveyed:
    """What would go, found by doing it and taking it back.

    Raises `Conflict` where something stands on the bundle, `NotFound`, `NotAllowed`.
    """
    passage, sender = _passage(office, digest)
    with office.store.trying() as connection:
        facts = office.store.facts
        act = Act(UNDO_BUNDLE, office.account.name, "?", digest)
        work = UnitOfWork(connection, act, facts.site, facts.unit_id, office.clock)
        return Surveyed(passage, sender, undo_in(office, work, passage, sender, tell))


def undo_bundle(office: Office, digest: str, why: str, tell: Tell | None = None) -> Surveyed:
    """Take a bundle out again: backup, then one transaction; the journal keeps who and why.

    Raises as `survey` does, `BadInput` without a reason, `StorageTrouble`; then nothing changed.
    """
    reason = " ".join(why.split())
    if not reason:
        raise BadInput(N_("Hãy ghi lý do hoàn tác gói.")).at("why")
    if len(reason) > LONGEST:
        raise BadInput(N_("Lý do dài nhất {most} ký tự."), most=LONGEST).at("why")
    passage, sender = _passage(office, digest)
    with office.store.reading() as connection:
        _must_be_free(connection, passage)
    back_up(office.store, office.keyring, office.keys, "undo")
    told = f"{sender.name}, gói số {passage.sequence}: {reason}"
    with office.store.begin(Act(UNDO_BUNDLE, office.account.name, told, digest)) as work:
        done = undo_in(office, work, passage, sender, tell)
        work.commit()
    return Surveyed(passage, sender, done)


def undo_in(
    office: Office, work: UnitOfWork, passage: Passage, sender: Partner, tell: Tell | None = None
) -> TakenOut:
    """The act itself, within an open transaction.

    The journal keeps, besides who and why, which lines of which stream left and the seal after
    the last of them: with it what was set aside can be proved for ever.
    """
    connection, digest = work.connection, passage.digest
    _must_be_free(connection, passage)
    with work.noting(Scope.LOCAL, work.act.why), _said_of_records(connection):
        done = take_out(
            connection, digest, sender.key_id, office.store.files, packed, tell or _quietly
        )
    for each in done.ranges:
        work.note(Scope.LOCAL, f"{each.name} {each.first}–{each.last} {each.chain}")
    post.set_undone(connection, digest, office.clock.stamp())
    _hear_again(office, connection, sender)
    return done


def _quietly(_done: int, _total: int) -> None:
    """Nobody waits for this."""


def _hear_again(office: Office, connection: Connection, sender: Partner) -> None:
    """What the sender holds is what its other bundles said, a former key's only before its new
    one's.
    """
    known = trusting.directory_in(connection, office)
    keys = {key for key in said_to_hold.senders(connection) if known.living(key) == sender.key_id}
    present = False
    outbox.forget_acknowledged(connection, sender.key_id)
    for word in said_to_hold.words_of(connection, keys):
        present |= word.key_id == sender.key_id
        if word.vector is not None:
            counts = word.newest and (word.key_id == sender.key_id or not present)
            units = (sender.unit_id, office.info.unit_id) if counts else ()
            outbox.acknowledge(connection, sender.key_id, word.vector, units)


def write_undone_receipt(office: Office, digest: str, path: Path) -> Path:
    """Write, or write again, the receipt by which the sender of an undone bundle learns of it.

    Raises `NotFound`, `NotAllowed`, `StorageTrouble`.
    """
    office.info.role.must("sends")
    found = _passages(office, digest)
    if not found or found[0].undone is None:
        raise NotFound(N_("Gói này chưa hoàn tác."))
    receipt_again(office, found[0], path)
    return path


def receipt_name(passage: Passage) -> str:
    """What the receipt's file is called unless somebody says otherwise."""
    return f"hoan-tac-goi-{passage.sequence}{SUFFIX}"


# -- what it is about, and what forbids it ---------------------------------------------------------


def _passages(office: Office, digest: str) -> list[Passage]:
    office.info.role.must("sends")
    with office.store.reading() as connection:
        return post.came_ever(connection, digest)


def _passage(office: Office, digest: str) -> tuple[Passage, Partner]:
    found = _passages(office, digest)
    if not found:
        raise NotFound(N_("Gói này chưa nhập ở máy này."))
    passage = next((each for each in found if each.undone is None), None)
    if passage is None:
        raise NotFound(N_("Gói này đã hoàn tác rồi."))
    if passage.kind == Kind.RECEIPT:
        raise NotAllowed(N_("Biên nhận không mang dữ liệu nên không có gì để hoàn tác."))
    if passage.kind == Kind.TRANSFER:
        raise NotAllowed(
            N_("Hồ sơ chuyển đến được tiếp nhận như một việc thường; hãy hoàn tác việc đó.")
        )
    return passage, trusting.partner_of(office, passage.partner)


def _must_be_free(connection: Connection, passage: Passage) -> None:
    if brought_by(connection, passage.digest):
        raise NotAllowed(
            N_("Gói này mang việc xóa dữ liệu theo pháp luật nên không hoàn tác được.")
        )
    found = depending(connection, passage.digest, passage.partner)
    if found is not None:
        raise _refused(connection, found)


@contextmanager
def _said_of_records(connection: Connection) -> Iterator[None]:
    try:
        yield
    except StillNeeded as needed:
        raise _refused(connection, needed.dependent) from needed


def _refused(connection: Connection, found: Dependent) -> Conflict:
    """One sentence: what depends on the bundle, and what to do."""
    names = {each.key_id: each.name for each in post.partners(connection)}
    return Conflict(
        _REFUSED[found.how],
        bundle=_bundle_told(connection, names, found.bundle),
        name=names.get(found.partner, found.partner),
        act=act_title(found.act),
        by=found.by,
        at=show_moment(parse_moment(found.at)) if found.at else "",
        count=found.count,
        one=REGISTERS[found.register].one if found.register else "",
    )


def _bundle_told(connection: Connection, names: Mapping[str, str], digest: str) -> str:
    passage = post.came_with(connection, digest) if digest else None
    if passage is None:
        return "gói khác"
    return f"gói số {passage.sequence} của {names.get(passage.partner, passage.partner)}"
