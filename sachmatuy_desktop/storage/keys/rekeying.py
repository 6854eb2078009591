"""A new data key for a whole office: whoever knows only the old one is shut out.

Removing an account is not enough against somebody who kept a copy of the key file: the data key in
it still opens the office file.  So the office file is encrypted anew, and so is every content of an
attachment.  Nobody's passphrase is needed and the paper code stays: the new key is sealed to what
stands in the key file of everybody.

1. Every content is written once more under the new key, beside the old.  Stopped here, nothing has
   happened; what was written goes.
2. The key file's next generation holds both keys.
3. SQLCipher encrypts the office file anew in one transaction: from here there is no way back.
4. The journal says it; the key file's next generation holds the new key alone; the old contents go.

Cut off between 2 and 4, opening finds under which of the two keys the office file is, and goes back
or goes on by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_, KnownError, StorageTrouble
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.attachments import early_contents, spoken_of, sweep
from sachmatuy_desktop.storage.blobs import Files, files_under
from sachmatuy_desktop.storage.engine import OFFICE_FILE, encrypt_anew, make_engine, opens
from sachmatuy_desktop.storage.keys.keyring import Keyring, OfficeKeys
from sachmatuy_desktop.storage.keys.keyring_turning import new_data_key
from sachmatuy_desktop.storage.store import Store, Upgrade

ROTATE: Final = "key.rotate"

_LATER: Final = N_(
    "Dữ liệu đã được mã hóa lại bằng khóa mới nhưng chưa ghi xong tệp khóa. Hãy kiểm tra ổ đĩa, chỗ"
    " trống rồi đóng và mở lại chương trình: chương trình tự làm nốt."
)

Report = Callable[[int, int], None]
"""Told how many contents are done, of how many; may raise to stop."""


class Ending(Enum):
    """What opening did with a change of data key that had been cut off."""

    NONE = "none"
    """There was none."""
    TAKEN_BACK = "taken_back"
    FINISHED = "finished"


def rotate(store: Store, keyring: Keyring, keys: OfficeKeys, by: str, report: Report) -> OfficeKeys:
    """Give an open office a new data key; the keys from then on.  `by` is who does it.

    Raises `StorageTrouble` (disk full, read-only) or what `report` raised; then the old key is the
    office's as before, unless the sentence says that the next opening ends it.
    """
    fresh, kept = new_data_key(), keyring.kept(keys)
    try:
        _carry_contents(store, files_under(store.files.folder, fresh), report)
        turning = keyring.begin_turning(keys, fresh)
    except BaseException:
        with suppress(KnownError):
            keyring.put_back(keys, kept)  # one of its copies may speak of the fresh key
        with suppress(KnownError):
            sweep(store)
        raise
    try:
        store.encrypt_anew(*_digits(turning.under(fresh)))
    except BaseException:
        _go_back(store, keyring, turning)
        raise
    try:
        return _go_on(store, keyring, turning, by)
    except KnownError as error:
        raise StorageTrouble(_LATER) from error


def open_store(
    keyring: Keyring,
    keys: OfficeKeys,
    clock: Clock,
    by: str,
    keep_as_it_was: Callable[[Store, OfficeKeys], None],
) -> tuple[Store, OfficeKeys, Ending]:
    """Open the office file of a keyring's folder, ending a change of data key that was cut off.

    `keep_as_it_was` is called with a file of an older program before it is brought up.  Raises as
    `Store.open` does.
    """

    def opened(held: OfficeKeys) -> Store:
        upgrade = Upgrade(by, lambda old: keep_as_it_was(old, held))
        return Store.open(keyring.folder, *_digits(held), clock, upgrade)

    if keys.next_key is None:
        return opened(keys), keys, Ending.NONE
    turned = keys.under(keys.next_key)
    if opens(keyring.folder / OFFICE_FILE, *_digits(turned)):
        store = opened(turned)
        return store, _go_on(store, keyring, keys, by), Ending.FINISHED
    store = opened(keys)
    keys = keyring.abandon_turning(keys)
    sweep(store)
    return store, keys, Ending.TAKEN_BACK


def key_that_opens(path: Path, keys: OfficeKeys) -> OfficeKeys | None:
    """The keys with the data key under which an older office file is; None if they do not have it.

    That may be a former one, or one that was just taking over.
    """
    known = (keys.data_key, keys.next_key, *keys.former_keys)
    held = (keys.under(each) for each in known if each is not None)
    return next((each for each in held if opens(path, *_digits(each))), None)


def encrypt_copy_anew(path: Path, then: OfficeKeys, now: OfficeKeys) -> None:
    """Put a copy of an office file, which nobody has open, under another data key."""
    engine = make_engine(path, *_digits(then))
    try:
        encrypt_anew(engine, path, *_digits(now))
    finally:
        engine.dispose()


def _carry_contents(store: Store, target: Files, report: Report) -> None:
    """Write every content that is here and whole once more, under the key of `target`."""
    with store.reading() as connection:
        wanted = [each for each in _contents(connection) if store.files.has(each)]
    report(0, len(wanted))
    for number, sha256 in enumerate(wanted, start=1):
        if store.files.is_whole(sha256):
            target.put(sha256, store.files.chunks(sha256))
        report(number, len(wanted))


def _contents(connection: Connection) -> list[str]:
    spoken = (each.sha256 for each in spoken_of(connection))
    return list(dict.fromkeys((*spoken, *early_contents(connection))))


def _go_back(store: Store, keyring: Keyring, turning: OfficeKeys) -> None:
    """As it was, if the office file is still under the old key; else opening will see to it."""
    with suppress(KnownError):
        if opens(store.folder / OFFICE_FILE, *_digits(turning)):
            keyring.abandon_turning(turning)
            sweep(store)


def _go_on(store: Store, keyring: Keyring, turning: OfficeKeys, by: str) -> OfficeKeys:
    """The last step, with the office file under the new key; the note is written once only."""
    why = str(turning.generation)
    with store.begin(Act(ROTATE, by)) as work:
        entries = schema.journal_entries
        said = select(entries.c.id).where(entries.c.act == ROTATE, entries.c.why == why)
        if work.connection.execute(said).first() is None:
            work.note(Scope.LOCAL, why)
            work.commit()
    keys = keyring.end_turning(turning)
    with suppress(StorageTrouble):  # what stays behind goes with the next backup
        sweep(store)
    return keys


def _digits(keys: OfficeKeys) -> tuple[str, str]:
    return keys.db_key_hex, keys.db_salt_hex
