"""Copies of an office file that can be trusted: made while people work, proved, and thinned out.

A copy is made by `VACUUM INTO`, which sees one moment however busy the office is; copying the file
itself would leave out what still lies in the write-ahead log.  It is opened with the office's key
and checked before it gets its name, so under that name there is never half a copy.

Five files make a backup, `20260302-080000-merge-000012` with the endings

* `.db`, the encrypted office file;
* `.keys.a`, `.keys.b`, the key file: as it was in the office's own `backups/` folder, so that a
  passphrase opens it; on a stick with the paper code's slot alone, so that a finder faces 128 bits;
* `.files`, the list of the attachments' contents that belong to it;
* `.json`, the manifest, written last and signed by the device.  It holds no personal data.

The contents themselves lie beside, in `files/`, once for all backups of the folder and encrypted as
in the office: a backup copies those that are not there yet, and one that goes takes away those that
no other lists.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, Final

import sqlcipher3.dbapi2 as sqlcipher
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sachmatuy_desktop import __version__
from sachmatuy_desktop.errors import N_, BadInput, KnownError, Refused, StorageTrouble
from sachmatuy_desktop.storage.atomic import (
    CHUNK,
    disk_speaks,
    make_private_folder,
    replacing,
    sweep_drafts,
    write_atomically,
)
from sachmatuy_desktop.storage.backups.backup_files import (
    contents_of,
    copy_files,
    files_list,
    let_go_unlisted,
)
from sachmatuy_desktop.storage.backups.backup_thinning import superfluous
from sachmatuy_desktop.storage.blobs import FOLDER as FILES
from sachmatuy_desktop.storage.engine import check_version, told_as_sentences
from sachmatuy_desktop.storage.erasures.erasures_list import carry as carry_erasures
from sachmatuy_desktop.storage.evidence import checkpoints
from sachmatuy_desktop.storage.keys.keyring import Keyring, OfficeKeys
from sachmatuy_desktop.storage.keys.keyring_file import NAMES, read_copies
from sachmatuy_desktop.storage.schema import APPLICATION_ID, SCHEMA_VERSION, register_tables
from sachmatuy_desktop.storage.store import Connection, Store
from sachmatuy_desktop.storage.strict_json import Json, canonical, parse_object, readable

FOLDER: Final = "backups"
FORMAT: Final = "sachmatuy-backup/1"
STICK_AT: Final = "backup.stick_at"
"""What the office remembers of its last backup on a stick: the moment, as ISO text."""

_GENERATION: Final = "backup.generation"
_NAME: Final = re.compile(r"(\d{8}-\d{6})-([a-z][a-z-]{0,19})-(\d{6,})")
_STAMP: Final = "%Y%m%d-%H%M%S"
_LARGEST_MANIFEST: Final = 1 << 20
_one_at_a_time = Lock()

_BAD_COPY: Final = N_(
    "Bản sao lưu vừa tạo không đạt kiểm tra nên đã bỏ; hãy chạy “Kiểm tra dữ liệu” rồi sao lưu lại."
)
_NO_ROOM: Final = N_(
    "Không đủ chỗ trên ổ đĩa để sao lưu; dữ liệu vẫn nguyên vẹn,"
    " hãy giải phóng chỗ trống rồi sao lưu lại."
)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    `made` is a moment (ISO text), `size` bytes, `sha256` that of the `.db` file.  `heads` are the
    ends of the journal: `site/scope/unit` to number and seal of the last line.  `counts` are the
    living records of each register.  `travel` says that the key file opens by paper code alone.
    `files` is how many contents of attachments belong to it, `files_sha256` the list's.
    `checkpoint` is the number of the journal's newest one, `checkpoint_sha256` its hash.
    """

    generation: int
    made: str
    reason: str
    unit: str
    site: str
    office: str
    training: bool
    program: str
    schema: int
    size: int
    sha256: str
    heads: Mapping[str, tuple[int, str]]
    counts: Mapping[str, int]
    travel: bool
    files: int = 0
    files_sha256: str = ""
    checkpoint: int = 0
    checkpoint_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup in a folder.  `made` is the moment in its name, in local time without offset.

    `verified`: its manifest is whole and its files are there in the size the manifest says.
    """

    path: Path
    made: datetime
    reason: str
    generation: int
    manifest: Manifest | None
    verified: bool

    @property
    def key_files(self) -> tuple[Path, Path]:
        """Where the copies of `keys.a` and `keys.b` lie."""
        first, second = (self.path.with_suffix(f".{name}") for name in NAMES)
        return first, second

    @property
    def files(self) -> tuple[Path, ...]:
        """All its files; the manifest first, because a backup is deleted in this order."""
        return (_manifest_path(self.path), self.path, *self.key_files, files_list(self.path))


# -- making ---------------------------------------------------------------------------------------


def back_up(store: Store, keyring: Keyring, keys: OfficeKeys, reason: str) -> Path:
    """A proved backup in the office's own `backups/`; then at most one older one is let go.

    `reason` is a word of `a-z` and hyphens (`daily`, `merge`).  Returns the path of the `.db` file.
    Raises `StorageTrouble`; then there is no new file and nothing was deleted.
    """
    folder = make_private_folder(store.folder / FOLDER)
    made = _write(store, keyring, keys, folder, reason, travel=False)
    _thin(store, folder, list_backups(folder))
    return made


def _thin(store: Store, folder: Path, ours: Sequence[Backup]) -> None:
    """Let the oldest backup go that no rule keeps: at most one for each new proved one.

    What the disk does not let go, because something holds it, goes another time: the new backup is
    made all the same.
    """
    unwanted = superfluous(ours, store.clock.now().replace(tzinfo=None))
    with suppress(OSError, StorageTrouble):
        if unwanted is not None:
            for path in unwanted.files:
                path.unlink(missing_ok=True)
            let_go_unlisted(store.files.within(folder / FILES), folder)


def back_up_beside(store: Store, keyring: Keyring, keys: OfficeKeys, folder: Path) -> Path:
    """A proved backup in the second place: the recovery sheet opens it, older ones are thinned.

    Another office's copies may lie there too: only what this one signed is thinned.  The folder
    must be there already.  Raises `StorageTrouble`.
    """
    made = _write(store, keyring, keys, folder, "second", travel=True)
    signed = keys.device.all_signed
    ours = [each for each in list_backups(folder) if signed_by_any(each.path, signed)]
    _thin(store, folder, ours)
    return made


def back_up_to(
    store: Store, keyring: Keyring, keys: OfficeKeys, folder: Path, reason: str = "usb"
) -> Path:
    """A proved backup in a folder of a stick or another disk; it opens with the paper code alone.

    Nothing there is ever deleted.  Raises `StorageTrouble`.
    """
    with disk_speaks(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return _write(store, keyring, keys, folder, reason, travel=True)


def _write(
    store: Store, keyring: Keyring, keys: OfficeKeys, folder: Path, reason: str, *, travel: bool
) -> Path:
    with _one_at_a_time, _workshop(store.folder) as workshop:
        for each in (folder, folder / FILES):
            sweep_drafts(each)
        carry_erasures(store.folder, folder, keys.device)
        generation = _next_generation(store, folder)
        moment = store.clock.now()
        stem = f"{moment.strftime(_STAMP)}-{reason}-{generation:06d}"
        if not _NAME.fullmatch(stem):
            raise BadInput(N_("Lý do sao lưu chỉ gồm chữ a–z và dấu gạch nối.")).at("reason")
        final = folder / f"{stem}.db"
        draft = workshop / "office.db.part"
        version = check_version(store.engine)
        # A file of an older program, kept before it is brought up, has nowhere to write one.
        point = checkpoints.write(store, keys) if version == SCHEMA_VERSION else None
        before = _heads_of(store)
        _vacuum_into(store, draft)
        heads, counts = _proved(draft, keys, before)
        _copy_keys(keyring, keys, workshop, final, travel=travel)
        listed = copy_files(store.files, store.files.within(folder / FILES), _wanted(draft, keys))
        write_atomically(files_list(final), listed, verify=True)
        sha256 = copy_proved(draft, final)
        facts = store.facts
        manifest = Manifest(
            generation=generation,
            made=moment.isoformat(timespec="seconds"),
            reason=reason,
            unit=facts.unit_id,
            site=facts.site,
            office=facts.name,
            training=facts.training,
            program=__version__,
            schema=version,
            size=draft.stat().st_size,
            sha256=sha256,
            heads=heads,
            counts=counts,
            travel=travel,
            files=listed.count(b"\n"),
            files_sha256=hashlib.sha256(listed).hexdigest(),
            checkpoint=point.number if point else 0,
            checkpoint_sha256=point.hash if point else "",
        )
        write_atomically(_manifest_path(final), _manifest_text(manifest, keys), verify=True)
    return final


@contextmanager
def _workshop(office: Path) -> Iterator[Path]:
    """A folder beside the office file for what is not finished; what a crash left is swept out."""
    top = office / FOLDER
    make_private_folder(top)
    for old in top.glob(".making-*"):
        shutil.rmtree(old, ignore_errors=True)
    for old in (*top.glob("*.keys.?"), *top.glob("*.files")):
        stem = old.name.partition(".")[0]
        if _NAME.fullmatch(stem) and not (top / f"{stem}.db").exists():
            with suppress(OSError):  # something holds it: another time
                old.unlink(missing_ok=True)
    folder = make_private_folder(top / f".making-{secrets.token_hex(6)}")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _next_generation(store: Store, folder: Path) -> int:
    """One more than any generation seen; a clock that went back does not matter to it."""
    said = int(store.said(_GENERATION) or 0)
    generation = 1 + max([said, *(each.generation for each in list_backups(folder))])
    store.say(_GENERATION, str(generation))
    return generation


def _vacuum_into(store: Store, target: Path) -> None:
    with told_as_sentences():
        raw = store.engine.raw_connection()
        try:
            raw.cursor().execute("VACUUM INTO ?", (str(target),))
        except sqlcipher.Error as error:
            if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_FULL", "SQLITE_IOERR")):
                raise StorageTrouble(_NO_ROOM) from error
            raise
        finally:
            raw.close()


def _copy_keys(
    keyring: Keyring, keys: OfficeKeys, workshop: Path, final: Path, *, travel: bool
) -> None:
    source = keyring.folder
    if travel:
        source = make_private_folder(workshop / "travel")
        keyring.write_travel_copy(keys, source)
    for name in NAMES:
        original = source / name
        with disk_speaks(original):
            text = original.read_bytes() if original.exists() else None
        if text is not None:  # a damaged pair was made whole when the office was opened
            write_atomically(final.with_suffix(f".{name}"), text, verify=True)


def copy_proved(source: Path, target: Path) -> str:
    """Copy a file whole or not at all, read it back, and return its SHA-256."""
    digest = hashlib.sha256()
    with replacing(target, verify=True) as sink, source.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            sink.write(chunk)
    return digest.hexdigest()


# -- proving --------------------------------------------------------------------------------------

_HEADS: Final = (
    "SELECT sites.site, streams.scope, streams.unit_id, held.last, held.chain FROM held"
    " JOIN sites ON sites.id = held.site JOIN streams ON streams.id = held.stream"
)


def _heads(rows: Any) -> dict[str, tuple[int, str]]:
    return {f"{site}/{scope}/{unit}": (last, chain) for site, scope, unit, last, chain in rows}


def _heads_of(store: Store) -> dict[str, tuple[int, str]]:
    with store.reading() as connection:
        return _heads(connection.exec_driver_sql(_HEADS))


_SINCE: Final = (
    "SELECT count(*) FROM journal_entries e"
    " JOIN sites ON sites.id = e.site JOIN streams ON streams.id = e.stream"
    " WHERE e.last > coalesce((SELECT value FROM json_each(?)"
    " WHERE key = sites.site || '/' || streams.scope || '/' || streams.unit_id), 0)"
    " AND streams.scope <> 'local'"
)


def acts_after(connection: Connection, heads: Mapping[str, int]) -> int:
    """How many journal entries lie behind these ends; the office's own notes do not count."""
    found = connection.exec_driver_sql(_SINCE, (json.dumps(dict(heads)),))
    return int(found.scalar_one())


@contextmanager
def opened_copy(path: Path, keys: OfficeKeys) -> Iterator[Any]:
    """A connection that only reads a finished copy; nothing is written beside the file."""
    with told_as_sentences():
        connection = sqlcipher.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None
        )
        try:
            connection.execute("PRAGMA cipher_log_level=NONE").fetchall()
            connection.execute(f"PRAGMA key=\"x'{keys.db_key_hex}{keys.db_salt_hex}'\"")
            yield connection
        finally:
            connection.close()


def sound(connection: Any) -> bool:
    """Whether a copy is an office file of this schema (or older), its pages whole and genuine."""
    found = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    if found or connection.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
        return False
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    return bool(application == APPLICATION_ID and 0 < version <= SCHEMA_VERSION)


def _wanted(draft: Path, keys: OfficeKeys) -> list[str]:
    """SHA-256 of every content that the copy's attachments speak of."""
    with opened_copy(draft, keys) as connection:
        return contents_of(connection)


def held_in(connection: Any) -> tuple[dict[str, tuple[int, str]], dict[str, int]]:
    """Journal heads and record counts of an opened copy, as a manifest tells them."""
    # An older program's file, copied before it is brought up, has fewer books.
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    counts = {
        name: connection.execute(
            f"SELECT count(*) FROM {name} WHERE deleted = 0"  # noqa: S608  (our own names)
        ).fetchone()[0]
        for name in register_tables
        if name in there
    }
    heads = _heads(connection.execute(_HEADS))
    return heads, {name: count for name, count in counts.items() if count}


def _proved(
    draft: Path, keys: OfficeKeys, before: Mapping[str, tuple[int, str]]
) -> tuple[dict[str, tuple[int, str]], dict[str, int]]:
    """Journal heads and record counts of a copy that is sound and holds all that was there."""
    with opened_copy(draft, keys) as connection:
        if not sound(connection):
            raise StorageTrouble(_BAD_COPY)
        heads, counts = held_in(connection)
    if any(heads.get(name, (0, ""))[0] < last for name, (last, _chain) in before.items()):
        raise StorageTrouble(_BAD_COPY)
    return heads, counts


# -- the manifest ---------------------------------------------------------------------------------


def _manifest_path(db: Path) -> Path:
    return db.with_suffix(".json")


def _manifest_text(manifest: Manifest, keys: OfficeKeys) -> bytes:
    body = {"format": FORMAT, **asdict(manifest)}
    body["heads"] = {name: list(head) for name, head in manifest.heads.items()}
    signature = keys.device.signing.sign(canonical(body)).hex()
    return readable({**body, "signature": signature})


def signed_by(path: Path, sign: bytes) -> bool:
    """Whether the manifest of a backup was signed by the device with this public key (32 bytes)."""
    try:
        body = _read_manifest(path)
        signature = bytes.fromhex(str(body.pop("signature", "")))
        Ed25519PublicKey.from_public_bytes(sign).verify(signature, canonical(body))
    except (InvalidSignature, Refused, OSError, ValueError):
        return False
    return True


def signed_by_any(path: Path, keys: Iterable[bytes]) -> bool:
    """Whether a device did so with one of the keys that it has, or had."""
    return any(signed_by(path, key) for key in keys)


def _read_manifest(db: Path) -> dict[str, Json]:
    with _manifest_path(db).open("rb") as file:
        return parse_object(file.read(_LARGEST_MANIFEST), "manifest")


def manifest_of(db: Path) -> Manifest | None:
    """The manifest beside a backup; None if it is missing or not one of this program's."""
    try:
        body: dict[str, Any] = dict(_read_manifest(db))
        if body.pop("format", None) != FORMAT:
            return None
        body.pop("signature", None)
        body["heads"] = {name: (int(last), str(at)) for name, (last, at) in body["heads"].items()}
        return Manifest(**body)
    except (OSError, Refused, KeyError, TypeError, ValueError, AttributeError):
        return None


# -- listing --------------------------------------------------------------------------------------


def list_backups(folder: Path) -> list[Backup]:
    """The backups in a folder, the newest generation first; an absent folder has none."""
    with disk_speaks(folder):
        found = [backup_at(path) for path in folder.glob("*.db")] if folder.is_dir() else []
    known = [each for each in found if each is not None]
    return sorted(known, key=lambda each: (each.generation, each.made), reverse=True)


def keys_beside(backup: Backup) -> int:
    """The generation of the key file beside a backup; 0 where it cannot be read."""
    try:
        return read_copies(backup.key_files)[0].document.generation
    except KnownError:
        return 0


def backup_at(path: Path) -> Backup | None:
    """The backup whose `.db` file this is; None if its name is not a backup's.

    Raises `StorageTrouble`: the stick was pulled.
    """
    name = _NAME.fullmatch(path.stem)
    if name is None or path.suffix != ".db":
        return None
    try:
        made = datetime.strptime(name[1], _STAMP)  # noqa: DTZ007  (the name has no offset)
    except ValueError:
        return None
    manifest = manifest_of(path)
    backup = Backup(path, made, name[2], int(name[3]), manifest, verified=False)
    with disk_speaks(path):
        whole = (
            manifest is not None
            and (manifest.files == 0 or files_list(path).exists())
            and path.stat().st_size == manifest.size
            and any(each.exists() for each in backup.key_files)
        )
    return Backup(path, made, name[2], int(name[3]), manifest, verified=whole)
