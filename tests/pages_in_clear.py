"""An office file as whoever has its key sees it: every page, those that are free too, and the log.

Pages are deciphered one by one (SQLCipher 4: AES-256-CBC, the IV and a MAC at each page's end), so
that nothing SQLite would pass over is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.engine import OFFICE_FILE

PAGE, RESERVE, SALT = 4096, 80, 16
LOG_HEADER, FRAME_HEADER = 32, 24


def pages_in_clear(office: Office) -> Iterator[bytes]:
    """What stands in each page of the file and in each page of the log."""
    key = bytes.fromhex(office.keys.db_key_hex)
    data = (office.store.folder / OFFICE_FILE).read_bytes()
    assert len(data) % PAGE == 0
    for start in range(0, len(data), PAGE):
        yield _in_clear(key, data[start : start + PAGE], first=start == 0)
    log = office.store.folder / f"{OFFICE_FILE}-wal"
    frames = log.read_bytes()[LOG_HEADER:] if log.exists() else b""
    for start in range(0, len(frames), FRAME_HEADER + PAGE):
        number = int.from_bytes(frames[start : start + 4], "big")
        page = frames[start + FRAME_HEADER : start + FRAME_HEADER + PAGE]
        yield _in_clear(key, page, first=number == 1)


def _in_clear(key: bytes, page: bytes, *, first: bool) -> bytes:
    body, iv = page[SALT if first else 0 : -RESERVE], page[-RESERVE : SALT - RESERVE]
    if not any(iv):
        return body
    deciphering = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return deciphering.update(body) + deciphering.finalize()
