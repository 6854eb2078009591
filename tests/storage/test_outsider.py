"""Another implementation of the formats agrees: SQLite3 Multiple Ciphers, and keys.md read by hand.

Nothing here uses the program's own way to the key or to the rows: the data key is unwrapped from
`keys.a` with the primitives that `resources/formats/keys.md` names, and the office file is read by
`apsw-sqlite3mc` (cipher `sqlcipher`, version 4, raw key and salt).  Debian's SQLCipher 3.4 cannot.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import apsw
import pytest
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sachmatuy_desktop.services.access import accounts, rotating
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.keys.recovery import RecoverySheet
from sachmatuy_desktop.storage.schema import register_tables
from tests.offices import PASSPHRASE, TestClock, add_person, add_village, edit, new_office
from tests.pictures import png
from tests.storage.test_faults import fill

TABLES = ("journal_entries", "journal_changes", "held", "streams", "sites", *register_tables)


def hkdf(secret: bytes, purpose: str, salt: bytes | None = None) -> bytes:
    return HKDF(SHA256(), 32, salt, f"sachmatuy/keys/1/{purpose}".encode()).derive(secret)


def unsealed(key: bytes, sealed: bytes, context: object) -> bytes:
    bound = json.dumps(context, ensure_ascii=False, separators=(",", ":")).encode()
    return ChaCha20Poly1305(key).decrypt(sealed[:12], sealed[12:], bound)


def unsealed_with(private: bytes, sealed: bytes, context: object) -> bytes:
    mine = X25519PrivateKey.from_private_bytes(private)
    shared = mine.exchange(X25519PublicKey.from_public_bytes(sealed[:32]))
    salt = sealed[:32] + mine.public_key().public_bytes_raw()
    return unsealed(hkdf(shared, "sealed-to", salt), sealed[32:], context)


def by_passphrase(folder: Path, account: str, passphrase: str) -> bytes:
    """The data key, as `keys.md` says one comes to it."""
    written = json.loads((folder / "keys.a").read_bytes())
    (slot,) = (each for each in written["accounts"] if each["id"] == account)
    there = {name: base64.b64decode(slot[name]) for name in ("public", "verify", "private")}
    cost = slot["argon2id"]
    salt = base64.b64decode(cost["salt"])
    key = hash_secret_raw(
        passphrase.encode(), salt, cost["passes"], cost["memory_kib"], cost["lanes"], 32, Type.ID
    )
    context = ["account", account, there["public"].hex(), there["verify"].hex()]
    private = unsealed(key, there["private"], context)
    return unsealed_with(private[:32], base64.b64decode(slot["data_key"]), ["data-key", account])


def by_paper(folder: Path, sheet: RecoverySheet) -> bytes:
    """The data key by both halves of the paper: behind the mark eight groups, each a 16-bit number
    times eleven; the code is the exclusive or of the halves.
    """
    one, other = ([int(group) // 11 for group in half.groups] for half in sheet.halves)
    secret = b"".join((a ^ b).to_bytes(2, "big") for a, b in zip(one, other, strict=True))
    slot = json.loads((folder / "keys.a").read_bytes())["recovery"]
    sealed = base64.b64decode(slot["data_key"])
    return unsealed_with(hkdf(secret, "recovery"), sealed, ["data-key", None])


@contextmanager
def outside(path: Path, data_key: bytes) -> Iterator[apsw.Connection]:
    with closing(apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)) as connection:
        for pragma in (
            "cipher = 'sqlcipher'",
            "legacy = 4",
            f"key = 'raw:{data_key.hex()}'",  # 32 bytes of key, 16 of salt
        ):
            list(connection.execute(f"PRAGMA {pragma}"))
        yield connection


def rows_inside(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    with office.store.reading() as connection:
        return {
            table: sorted(map(tuple, connection.exec_driver_sql(every_row(table))), key=repr)
            for table in TABLES
        }


def rows_outside(path: Path, data_key: bytes) -> dict[str, list[tuple[Any, ...]]]:
    with outside(path, data_key) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {
            table: sorted(connection.execute(every_row(table)).fetchall(), key=repr)
            for table in TABLES
        }


def every_row(table: str) -> str:
    return f"SELECT * FROM {table}"  # noqa: S608  (our own names)


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Office:
    made = new_office(tmp_path / "xã", clock=clock)
    village = add_village(made)
    fill(made, village, 200)
    person = add_person(made, "Đặng Thị Ước", village)
    edit(made, "people", person, birth="1991")
    made.run(AddAttachments("people", person, (NewFile("a.png", png(30, 40, 7)),)))
    return made


def test_an_outsider_finds_the_same_rows(office: Office) -> None:
    code = accounts.new_recovery_code(office)
    inside = rows_inside(office)
    office.close()
    folder = office.store.folder
    data_key = by_passphrase(folder, "an", PASSPHRASE)
    assert by_paper(folder, code) == data_key
    found = rows_outside(folder / "office.db", data_key)
    assert found == inside
    assert len(found["people"]) == 201
    assert len(found["journal_changes"]) > 200


def test_an_outsider_finds_them_under_a_new_data_key_too(office: Office) -> None:
    office_file = office.store.folder / "office.db"
    before = by_passphrase(office.store.folder, "an", PASSPHRASE)
    rotating.rotate_data_key(office)
    inside = rows_inside(office)
    office.close()
    after = by_passphrase(office.store.folder, "an", PASSPHRASE)
    assert after[32:] != before[32:]
    assert office_file.read_bytes()[:16] == after[32:], "the salt stands in the file as well"
    assert rows_outside(office_file, after) == inside
    with pytest.raises(apsw.NotADBError):
        rows_outside(office_file, before)


def test_the_salt_of_the_key_file_opens_a_file_whose_own_is_gone(office: Office) -> None:
    inside = rows_inside(office)
    office.close()
    path = office.store.folder / "office.db"
    data_key = by_passphrase(office.store.folder, "an", PASSPHRASE)
    path.write_bytes(bytes(16) + path.read_bytes()[16:])
    assert rows_outside(path, data_key) == inside
    with pytest.raises(apsw.NotADBError), outside(path, data_key[:32]) as connection:
        connection.execute("SELECT count(*) FROM people").fetchall()
