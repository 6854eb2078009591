"""The contents of attachments: each an encrypted file whose name and bytes tell nothing.

A file begins with `MAGIC` and 32 random bytes.  With them the files' key makes a key for this file
alone; under that key follow chunks of 64 KiB, each sealed with ChaCha20-Poly1305.  A chunk's nonce
is its number and whether it is the last, and the file's name is bound to every chunk: a chunk moved
or missing, a file cut short or put in another's place does not open.  The name is a keyed hash of
the content's SHA-256, so that the same content is kept once and the folder tells nobody what it
holds.  The layout is told in `resources/formats/files.md`.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from sachmatuy_desktop.errors import N_, NotFound, StorageTrouble
from sachmatuy_desktop.storage.atomic import disk_speaks, make_private_folder, replacing
from sachmatuy_desktop.storage.keys.keyring_crypto import derive, purpose_key

FOLDER: Final = "files"
MAGIC: Final = b"sachmatuy-file/1\n"
CHUNK: Final = 1 << 16
TAG: Final = 16
_SALT: Final = 32
_HEAD: Final = len(MAGIC) + _SALT
_NAME_DIGITS: Final = 40

_DAMAGED: Final = N_(
    "Tệp đính kèm {name} bị hỏng hoặc bị sửa ngoài chương trình;"
    " hãy khôi phục từ bản sao lưu hoặc đính kèm lại."
)
_MISSING: Final = N_("Không còn nội dung của tệp đính kèm {name}; hãy khôi phục từ bản sao lưu.")
_CHANGED: Final = N_("Tệp đổi nội dung trong lúc đọc nên chưa đính kèm; hãy thử lại.")


class Files:
    """The folder of encrypted contents; every content is asked for by its SHA-256 (hexadecimal)."""

    def __init__(self, folder: Path, key: bytes) -> None:
        """`key` are 32 bytes that only the open office knows; the folder need not be there."""
        self.folder = folder
        self._key = key
        self._name_key = derive(key, "file-name")

    def within(self, folder: Path) -> Files:
        """The same contents as kept in another folder, such as a backup's."""
        return Files(folder, self._key)

    def name(self, sha256: str) -> str:
        """What the file of a content is called."""
        digest = hmac.new(self._name_key, sha256.encode(), hashlib.sha256).hexdigest()
        return digest[:_NAME_DIGITS]

    def path(self, sha256: str) -> Path:
        """Where a content lies, or would."""
        return self.folder / self.name(sha256)

    def has(self, sha256: str) -> bool:
        """Whether the content is here; not whether it is whole."""
        return self.path(sha256).is_file()

    def names(self) -> set[str]:
        """What lies in the folder, also what does not belong there."""
        if not self.folder.is_dir():
            return set()
        with disk_speaks(self.folder):
            return {each.name for each in self.folder.iterdir()}

    # -- writing ----------------------------------------------------------------------------------

    def put(self, sha256: str, chunks: Iterable[bytes]) -> bool:
        """Keep a content, whole and flushed to the disk, or not at all; False if it was here.

        A damaged copy that lies there is replaced.  Raises `StorageTrouble`: disk full or
        read-only, or the bytes are not those of the SHA-256.
        """
        if self.is_whole(sha256):
            return False
        make_private_folder(self.folder)
        digest = hashlib.sha256()

        def watched() -> Iterator[bytes]:
            for chunk in chunks:
                digest.update(chunk)
                yield chunk

        with replacing(self.path(sha256)) as sink:
            for sealed in encrypted(self._key, self.name(sha256), watched()):
                sink.write(sealed)
            if digest.hexdigest() != sha256:
                raise StorageTrouble(_CHANGED)
        return True

    def drop(self, name: str) -> None:
        """Take a file away for good."""
        with disk_speaks(self.folder):
            (self.folder / name).unlink(missing_ok=True)

    # -- reading ----------------------------------------------------------------------------------

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """The content piece by piece, each proved before it is handed out; memory stays flat.

        Raises `NotFound` for a content that is not here, `StorageTrouble` for a damaged one; a file
        cut short is noticed at its last piece, so believe a content only once all was read.
        """
        path = self.path(sha256)
        if not path.is_file():
            raise NotFound(_MISSING, name=path.name[:8])
        with disk_speaks(path), path.open("rb") as file:
            yield from decrypted(self._key, path.name, file)

    def read(self, sha256: str) -> bytes:
        """The whole content, proved to be that of the SHA-256; raises as `chunks` does."""
        data = b"".join(self.chunks(sha256))
        if hashlib.sha256(data).hexdigest() != sha256:
            raise _damaged(self.name(sha256))
        return data

    def is_whole(self, sha256: str) -> bool:
        """Whether the content is here, every byte of it as it was kept."""
        digest = hashlib.sha256()
        try:
            for chunk in self.chunks(sha256):
                digest.update(chunk)
        except (NotFound, StorageTrouble):
            return False
        return digest.hexdigest() == sha256


def files_under(folder: Path, data_key: bytes) -> Files:
    """The contents in a folder, under a key of their own out of an office's data key."""
    return Files(folder, purpose_key(data_key, FOLDER))


# -- the cipher -----------------------------------------------------------------------------------


def encrypted(key: bytes, name: str, plain: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes of a file called `name`, piece by piece, whatever the size of the plain pieces."""
    salt = secrets.token_bytes(_SALT)
    cipher = ChaCha20Poly1305(derive(key, "file", salt))
    yield MAGIC + salt
    number = 0
    waiting = bytearray()
    for piece in plain:
        waiting += piece
        while len(waiting) > CHUNK:  # the last chunk is never sealed before it is known to be last
            yield _sealed(cipher, name, number, bytes(waiting[:CHUNK]), last=False)
            del waiting[:CHUNK]
            number += 1
    yield _sealed(cipher, name, number, bytes(waiting), last=True)


def decrypted(key: bytes, name: str, file: BinaryIO) -> Iterator[bytes]:
    """The plain pieces of a file called `name`.  Raises `StorageTrouble` at the first odd byte."""
    head = file.read(_HEAD)
    if len(head) != _HEAD or not head.startswith(MAGIC):
        raise _damaged(name)
    cipher = ChaCha20Poly1305(derive(key, "file", head[len(MAGIC) :]))
    number = 0
    chunk = file.read(CHUNK + TAG)
    while True:
        following = file.read(CHUNK + TAG)
        last = not following
        try:
            plain = cipher.decrypt(_nonce(number, last=last), chunk, name.encode())
        except (InvalidTag, ValueError) as error:
            raise _damaged(name) from error
        if plain:
            yield plain
        if last:
            return
        chunk = following
        number += 1


def _sealed(cipher: ChaCha20Poly1305, name: str, number: int, plain: bytes, *, last: bool) -> bytes:
    return cipher.encrypt(_nonce(number, last=last), plain, name.encode())


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _damaged(name: str) -> StorageTrouble:
    return StorageTrouble(_DAMAGED, name=name[:8])
