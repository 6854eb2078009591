"""Attaching scans, photos and papers to a record; looking at them, taking copies, removing them.

    looked = look_at("bien-ban.jpg", data)                    # refuses what may not be attached
    execute(AddAttachments("people", person, (NewFile("bien-ban.jpg", data),)), session)
    data = content(session, attachment)

The content is written, encrypted, before the act that speaks of it commits; nothing in clear is
ever written but the copy a person asks for, and that is a note in the journal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path, PurePath

from sachmatuy_desktop.domain.registers.attachments import EDITABLE, book_of
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Sensitivity, Value
from sachmatuy_desktop.domain.registers.register import Register, Scope
from sachmatuy_desktop.domain.registers.values import MAX_TEXT
from sachmatuy_desktop.domain.text import clean
from sachmatuy_desktop.errors import N_, BadInput, Conflict, NotAllowed, NotFound
from sachmatuy_desktop.packs.attachments import load_limits
from sachmatuy_desktop.services.access.looking import looked_at
from sachmatuy_desktop.services.attachable import Looked, look_at
from sachmatuy_desktop.services.bus import Session, execute
from sachmatuy_desktop.storage import attachments as kept
from sachmatuy_desktop.storage.atomic import replacing
from sachmatuy_desktop.storage.backups.backup import FOLDER as BACKUPS
from sachmatuy_desktop.storage.backups.backup_files import listed_in
from sachmatuy_desktop.storage.blobs import CHUNK
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

Progress = Callable[[int, int, str], None]

_ALREADY = N_("Tệp {name} đã được đính kèm vào ghi chép này rồi.")
_NOT_HERE = N_("Chưa nhận được nội dung tệp này; hãy xin nơi gửi xuất gói có kèm tệp đính kèm.")
_GONE = N_(
    "Nội dung tệp này đã mất khỏi máy; hãy bấm “Sao lưu ngay” để chương trình lấy lại từ các bản"
    " sao lưu, không có thì đính kèm lại hoặc xin nơi gửi gửi lại."
)


# -- attaching ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NewFile:
    """A file to attach: the name it came with, its bytes, and what the person says of it."""

    name: str
    data: bytes = field(repr=False)
    title: str = ""
    kind: str = "khac"
    taken_on: str | None = None
    remark: str | None = None

    def values(self, looked: Looked) -> dict[str, Value]:
        """The fields of its record but whose it is."""
        name = clean(PurePath(self.name.replace("\\", "/")).name)[-MAX_TEXT:]
        return {
            "title": clean(self.title)[:MAX_TEXT] or PurePath(name).stem or name,
            "kind": self.kind,
            "file_name": name or None,
            "media": looked.media.type,
            "size": len(self.data),
            "pages": looked.pages,
            "sha256": hashlib.sha256(self.data).hexdigest(),
            "taken_on": self.taken_on,
            "remark": self.remark,
        }


@dataclass(frozen=True)
class AddAttachments:
    """Attach files to a record, all in one act.

    A file whose very content is attached there already is passed over; `Conflict` if all are.  The
    result are the ids of the new attachments.  `progress` is told after each file, and may stop the
    act by raising.
    """

    register: str
    record: RecordId
    files: tuple[NewFile, ...]
    progress: Progress | None = field(default=None, repr=False, compare=False)

    @property
    def act(self) -> str:
        """The act's id."""
        return "attachment.add"

    def run(self, work: UnitOfWork, session: Session) -> tuple[RecordId, ...]:
        """Raises `BadInput`, `Conflict`, `NotAllowed`, `NotFound`, `StorageTrouble`."""
        owner = REGISTERS[self.register]
        book = _must_attach(session, owner)
        if not 0 < len(self.files) <= load_limits().most_at_once:
            raise BadInput(
                N_("Mỗi lần đính kèm tối đa {most} tệp; hãy chia thành nhiều lần."),
                most=load_limits().most_at_once,
            )
        there = _contents_at(session, book, self.register, self.record)
        added: list[RecordId] = []
        for done, new in enumerate(self.files):
            if self.progress is not None:
                self.progress(done, len(self.files), new.name)
            written = attach(work, session, self.register, self.record, new, there)
            if written is not None:
                added.append(written)
        if not added:
            raise Conflict(_ALREADY, name=self.files[0].name)
        return tuple(added)


def attach(
    work: UnitOfWork,
    session: Session,
    register: str,
    record: RecordId,
    new: NewFile,
    there: set[str] | None = None,
) -> RecordId | None:
    """Attach one file within an act that writes more; None if its content is there already.

    `there` are the hashes at the record, which learns of this one; read where not given.  Raises
    as `AddAttachments`.
    """
    owner = REGISTERS[register]
    book = _must_attach(session, owner)
    row = work.row(register, record)
    _refuse_other_unit(owner, row, work, session)
    values = new.values(look_at(new.name, new.data))
    contents = _contents_at(session, book, register, record) if there is None else there
    if values["sha256"] in contents:
        return None
    contents.add(str(values["sha256"]))
    session.store.files.put(str(values["sha256"]), _pieces(new.data))
    whose: dict[str, Value] = {"owner_kind": register, "owner": record}
    return work.insert(book.name, whose | values, unit=str(row["unit_id"]))


@dataclass(frozen=True)
class EditAttachment:
    """Write anew what is said of an attachment: title, kind, day, remark."""

    register: str
    record: RecordId
    values: Mapping[str, Value]
    loaded: Mapping[str, Value] | None = None

    @property
    def act(self) -> str:
        """The act's id."""
        return "attachment.edit"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput`, `Conflict`, `NotAllowed`, `NotFound`."""
        _own_attachment(work, session, self.register, self.record)
        if not set(self.values) <= set(EDITABLE):
            raise NotAllowed(N_("Chỉ sửa được tên, loại, ngày và ghi chú của tệp đính kèm."))
        if self.values.get("title", "x") in (None, ""):
            raise BadInput(N_("Hãy điền «{field}»."), field=N_("Tên tệp, trích yếu")).at("title")
        work.update(self.register, self.record, self.values, self.loaded)
        return self.record


@dataclass(frozen=True)
class ShrinkAttachment:
    """Put a smaller picture in the place of an attachment; undoing brings the larger one back."""

    register: str
    record: RecordId
    data: bytes = field(repr=False)

    @property
    def act(self) -> str:
        """The act's id."""
        return "attachment.shrink"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """The old attachment becomes a tombstone and keeps its content until that is cleared."""
        row = _own_attachment(work, session, self.register, self.record)
        if len(self.data) >= int(row["size"] or 0):
            raise BadInput(N_("Ảnh thu nhỏ không nhẹ hơn ảnh đang có nên giữ nguyên ảnh cũ."))
        said = {name: row[name] for name in (*EDITABLE, "owner_kind", "owner")}
        new = NewFile(str(row["file_name"] or row["title"]), self.data)
        values = new.values(look_at(new.name, new.data))
        session.store.files.put(str(values["sha256"]), _pieces(self.data))
        work.remove(self.register, self.record)
        return work.insert(self.register, {**values, **said}, unit=str(row["unit_id"]))


@dataclass(frozen=True)
class RemoveAttachment:
    """Take an attachment out; its content stays for undoing until it is cleared for good."""

    register: str
    record: RecordId

    @property
    def act(self) -> str:
        """The act's id."""
        return "attachment.remove"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `NotAllowed`, `NotFound`."""
        _own_attachment(work, session, self.register, self.record)
        work.remove(self.register, self.record)


def _pieces(data: bytes) -> Iterator[bytes]:
    for at in range(0, len(data), CHUNK):
        yield data[at : at + CHUNK]


# -- who may --------------------------------------------------------------------------------------


def may_see(session: Session, owner: Register) -> bool:
    """Whether the account sees what is attached to the records of a register."""
    book = book_of(owner)
    return book is not None and session.role.may_open(owner) and session.role.may_open(book)


def may_attach(session: Session, owner: Register) -> bool:
    """Whether the account may attach to the records of a register."""
    try:
        _must_attach(session, owner)
    except NotAllowed:
        return False
    return True


def _must_attach(session: Session, owner: Register) -> Register:
    """The book to write in.  Raises `NotAllowed`."""
    session.role.must_write(owner)
    book = book_of(owner)
    if book is None or not session.role.may_open(book):
        raise NotAllowed(
            N_("Tài khoản của bạn không được đính kèm tệp vào sổ «{register}»."),
            register=owner.title,
        )
    if owner.scope is Scope.DOWN and session.store.facts.kind != "receiving":
        raise NotAllowed(N_("Chỉ cơ quan tiếp nhận ghi vào sổ này."))
    return book


def _refuse_other_unit(
    owner: Register, row: Mapping[str, Value], work: UnitOfWork, session: Session
) -> None:
    from_above = owner.scope is Scope.DOWN and session.store.facts.kind == "receiving"
    if row["unit_id"] != work.unit and not from_above:
        raise NotAllowed(N_("Ghi chép này thuộc đơn vị khác. Hãy gửi ý kiến để đơn vị đó sửa."))


def _own_attachment(
    work: UnitOfWork, session: Session, register: str, record: RecordId
) -> Mapping[str, Value]:
    row = work.row(register, record)
    owner = REGISTERS[str(row["owner_kind"])]
    _must_attach(session, owner)
    _refuse_other_unit(owner, row, work, session)
    return row


def _contents_at(session: Session, book: Register, register: str, record: RecordId) -> set[str]:
    rows = session.queries.rows(book.name, _ids_at(session, book, register, record))
    return {str(each["sha256"]) for each in rows.values()}


def _ids_at(session: Session, book: Register, register: str, record: RecordId) -> list[RecordId]:
    where = (Where("owner", "=", record), Where("owner_kind", "=", register))
    return session.queries.ids(book.name, where)


# -- looking --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment as a list shows it; `added_at` is a moment (ISO).

    `here` is whether its content is, `gone` whether it was and is no more: its file was deleted.
    """

    register: str
    record: RecordId
    title: str
    kind: str | None
    file_name: str
    media: str
    size: int
    pages: int | None
    sha256: str
    taken_on: str | None
    remark: str
    added_by: str
    added_at: str
    own: bool
    here: bool
    gone: bool


def attachments(session: Session, register: str, record: RecordId) -> list[Attachment]:
    """What is attached to a record, the oldest first, those of one act by title."""
    owner = REGISTERS[register]
    book = book_of(owner)
    if book is None or not may_see(session, owner):
        return []
    ids = _ids_at(session, book, register, record)  # by title
    rows = session.queries.rows(book.name, ids)
    shown = [_shown(session, book.name, rows[each]) for each in ids if each in rows]
    return sorted(shown, key=lambda each: each.added_at)


def count(session: Session, register: str, record: RecordId) -> int:
    """How many attachments of a record the account sees."""
    owner = REGISTERS[register]
    book = book_of(owner)
    if book is None or not may_see(session, owner):
        return 0
    return len(_ids_at(session, book, register, record))


def attachment(session: Session, register: str, record: RecordId) -> Attachment:
    """One attachment.  Raises `NotAllowed`, `NotFound`."""
    row = session.queries.rows(register, [record]).get(record)
    if row is None or row["deleted"]:
        raise NotFound(N_("Không còn tệp đính kèm này: có thể người khác vừa xóa."))
    _must_see(session, REGISTERS[register], str(row["owner_kind"]))
    return _shown(session, register, row)


def owner_of(session: Session, register: str, record: RecordId) -> tuple[str, RecordId] | None:
    """The record that an attachment stands under, as register and id."""
    row = session.queries.rows(register, [record]).get(record)
    return None if row is None else (str(row["owner_kind"]), str(row["owner"]))


def _must_see(session: Session, book: Register, owner_kind: str) -> None:
    known = owner_kind in REGISTERS  # a newer program may know more books
    if not session.role.may_open(book) or (
        known and not session.role.may_open(REGISTERS[owner_kind])
    ):
        raise NotAllowed(N_("Tài khoản của bạn không được xem tệp đính kèm này."))


def _shown(session: Session, register: str, row: Mapping[str, Value]) -> Attachment:
    first = session.queries.history(register, str(row["id"]))[-1:]
    size, pages = row["size"], row["pages"]
    here = session.store.files.has(str(row["sha256"]))
    return Attachment(
        register=register,
        record=str(row["id"]),
        title=str(row["title"] or ""),
        kind=None if row["kind"] is None else str(row["kind"]),
        file_name=str(row["file_name"] or ""),
        media=str(row["media"] or ""),
        size=size if isinstance(size, int) else 0,
        pages=pages if isinstance(pages, int) else None,
        sha256=str(row["sha256"]),
        taken_on=None if row["taken_on"] is None else str(row["taken_on"]),
        remark=str(row["remark"] or ""),
        added_by=first[0].by if first else "",
        added_at=first[0].at if first else "",
        own=row["unit_id"] == session.store.facts.unit_id,
        here=here,
        gone=not here and _was_here(session, register, row),
    )


def _was_here(session: Session, register: str, row: Mapping[str, Value]) -> bool:
    """Made in this very file, or listed by a backup of it."""
    store = session.store
    with store.reading() as connection:
        made = kept.made_here(connection, register, str(row["id"]))
    return made or store.files.name(str(row["sha256"])) in listed_in(store.folder / BACKUPS)


def content(session: Session, which: Attachment) -> bytes:
    """The bytes of an attachment, in memory only and proved; the look at it is noted.

    Raises `NotAllowed`, `NotFound` (not received yet, or gone), `StorageTrouble` (damaged).
    """
    fresh = attachment(session, which.register, which.record)
    if not fresh.here:
        raise NotFound(_GONE if fresh.gone else _NOT_HERE)
    looked_at(session, which.register, which.record)
    return session.store.files.read(fresh.sha256)


# -- out of the program ---------------------------------------------------------------------------


def needs_purpose(which: Attachment) -> bool:
    """Whether a copy may only leave the program for a stated purpose."""
    return REGISTERS[which.register].sensitivity is Sensitivity.SENSITIVE


@dataclass(frozen=True)
class NoteAttachment:
    """Leaves in the journal that an attachment was printed or copied out, by whom and what for."""

    which: Attachment
    act: str
    purpose: str = ""

    def run(self, work: UnitOfWork, session: Session) -> None:
        """An entry without changes, in the office's own stream: the attachment's id, never its
        title, and what for.  Raises `NotAllowed`, `BadInput` without a purpose.
        """
        which, said = self.which, clean(self.purpose)
        attachment(session, which.register, which.record)
        _must_say_why(which, said)
        work.note(Scope.LOCAL, ": ".join(filter(None, (f"{which.register} {which.record}", said))))


def export_copy(session: Session, which: Attachment, path: Path, purpose: str = "") -> None:
    """Write a copy in clear, whole or not at all; the journal says who took it and what for.

    Raises `BadInput` without a purpose where one is needed, and as `content` does.
    """
    _must_say_why(which, purpose)
    data = content(session, which)
    with replacing(path, verify=True) as sink:
        sink.write(data)
    execute(NoteAttachment(which, "attachment.export", purpose), session)


def note_print(session: Session, which: Attachment, purpose: str = "") -> None:
    """To be called before an attachment is printed; raises `BadInput` without a purpose."""
    execute(NoteAttachment(which, "attachment.print", purpose), session)


def _must_say_why(which: Attachment, purpose: str) -> None:
    if needs_purpose(which) and not clean(purpose):
        raise BadInput(N_("Hãy ghi mục đích trước khi in hoặc xuất giấy tờ của người, hộ."))


# -- clearing -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Removed:
    """Contents of attachments removed long enough ago: how many, how many bytes."""

    count: int
    size: int


def removed_contents(session: Session) -> Removed:
    """What clearing would take away for good."""
    with session.store.reading() as connection:
        going = kept.removed_long_ago(connection, _kept_since(session))
    sizes = [size for sha256, size in going.items() if session.store.files.has(sha256)]
    return Removed(len(sizes), sum(sizes))


@dataclass(frozen=True)
class PurgeRemoved:
    """Clear for good the contents of attachments that were removed longer ago than the limits keep.

    Done by a person who manages the office, never by the clock alone; the records stay as
    tombstones, and undoing their removal is refused from then on.  The result is what went.
    """

    @property
    def act(self) -> str:
        """The act's id."""
        return "attachment.purge"

    def run(self, work: UnitOfWork, session: Session) -> Removed:
        """Raises `NotAllowed`, `StorageTrouble`."""
        session.role.must("manages")
        files = session.store.files
        going = kept.removed_long_ago(work.connection, _kept_since(session))
        there = {sha256: size for sha256, size in going.items() if files.has(sha256)}
        for sha256 in there:
            files.drop(files.name(sha256))
        cleared = Removed(len(there), sum(there.values()))
        work.note(Scope.LOCAL, f"{cleared.count} / {cleared.size}")
        return cleared


def _kept_since(session: Session) -> str:
    oldest = session.store.clock.now() - timedelta(days=load_limits().kept_days)
    return oldest.isoformat(timespec="seconds")
