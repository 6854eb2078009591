"""Putting a file on the disk whole or not at all, and saying in one sentence why it did not work.

A file is written under a temporary name beside its final one, flushed down to the disk, read back
where asked for (sticks lie), and only then renamed; a power cut leaves the old file or the new one.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from sachmatuy_desktop.errors import N_, StorageTrouble

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
CHUNK = 1 << 20
_AT_ONCE = 4 << 20
"""Bytes after which a watched file is flushed."""

_DISK_FULL = N_(
    "Ổ đĩa chứa {place} đã đầy nên lần ghi này chưa được lưu; dữ liệu cũ vẫn nguyên vẹn, "
    "hãy giải phóng chỗ trống rồi làm lại."
)
_READ_ONLY = N_(
    "Không được phép ghi vào {place}; hãy mở khóa chống ghi của ổ đĩa, xin quyền ghi "
    "hoặc chọn thư mục khác rồi làm lại."
)
_MISSING = N_("Không tìm thấy {place}; hãy cắm lại ổ đĩa hoặc kiểm tra đường dẫn rồi làm lại.")
_BROKEN = N_(
    "Ổ đĩa báo lỗi khi đọc hoặc ghi {place} ({reason}); hãy thử ổ đĩa khác và sao lưu ngay."
)
_UNFAITHFUL = N_(
    "Ổ đĩa trả về nội dung khác với nội dung vừa ghi vào {place}; "
    "hãy dùng ổ đĩa khác rồi ghi lại, ổ này không còn đáng tin."
)
_SENTENCES = {
    errno.ENOSPC: _DISK_FULL,
    errno.EDQUOT: _DISK_FULL,
    errno.EFBIG: _DISK_FULL,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
    errno.ENOENT: _MISSING,
    errno.ENOTDIR: _MISSING,
}


def trouble(error: OSError, place: Path) -> StorageTrouble:
    """What the operating system says, as one sentence about the file or folder `place`."""
    sentence = _SENTENCES.get(error.errno or 0)
    if sentence is None:
        reason = error.strerror or type(error).__name__
        return StorageTrouble(_BROKEN, place=place.name, reason=reason)
    return StorageTrouble(sentence, place=place.name)


def is_full(error: BaseException | None) -> bool:
    """Whether an error says that the drive has no room, whatever it is that the system calls so."""
    return isinstance(error, OSError) and _SENTENCES.get(error.errno or 0) is _DISK_FULL


@contextmanager
def disk_speaks(place: Path) -> Iterator[None]:
    """Within the block, an error of the operating system becomes a sentence about `place`."""
    try:
        yield
    except OSError as error:
        raise trouble(error, place) from error


def make_private_folder(folder: Path) -> Path:
    """The folder, made with its parents if need be, open to its owner alone (0700)."""
    with disk_speaks(folder):
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        folder.chmod(PRIVATE_FOLDER)
    return folder


class ByteSink(Protocol):
    """Where a writer puts its bytes."""

    def write(self, data: bytes, /) -> int: ...


Watch = Callable[[int], None]
"""Told how many more bytes were written or read back; it may raise to stop the work."""


def _unwatched(_count: int) -> None:
    """Nobody watches."""


class _HashedFile:
    """A binary file that remembers the digest of what went into it.

    While somebody watches, it is flushed to the disk now and then: what a slow stick has not taken
    yet is not told as done, and stopping does not wait for all of it.
    """

    def __init__(self, file: BinaryIO, watch: Watch) -> None:
        self._file = file
        self._watch = watch
        self._waiting = 0
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        count = self._file.write(data)
        self._waiting += count
        if self._waiting >= _AT_ONCE and self._watch is not _unwatched:
            self.sync()
        self._watch(count)
        return count

    def sync(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._waiting = 0


@contextmanager
def replacing(target: Path, *, verify: bool = False) -> Iterator[ByteSink]:
    """Write the new content of `target` in the block; it takes effect when the block ends well.

    With `verify` the bytes are read back from the disk and compared first: wanted on sticks.  Any
    failure, also an exception of the block, leaves the old file as it was and no rubbish beside it.

    Raises:
        StorageTrouble: disk full, read-only, gone, or not giving back what was written.
    """
    with replacing_together(verify=verify) as writing, writing(target) as sink:
        yield sink


Writing = Callable[[Path], AbstractContextManager[ByteSink]]
"""Opens one of several files that take effect together: to be written within its own block."""


@contextmanager
def replacing_together(*, verify: bool = False, watch: Watch = _unwatched) -> Iterator[Writing]:
    """Write several files in the block, one after the other; all take effect when it ends well.

    Only when every one of them is whole on the disk are they renamed, so a stick that fills up at
    the last leaves nothing of the first.  Should a renaming fail, those that had no file of their
    name before are taken away again.  `watch` is told of every byte written, and again of every
    byte read back.  Raises as `replacing` does.
    """
    drafts: list[tuple[Path, Path]] = []

    @contextmanager
    def writing(target: Path) -> Iterator[ByteSink]:
        draft = target.with_name(f".{target.name}.{secrets.token_hex(6)}.part")
        drafts.append((draft, target))
        with disk_speaks(target):
            with _create_private(draft) as file:
                sink = _HashedFile(file, watch)
                yield sink
                sink.sync()
            if verify and _digest_on_disk(draft, watch) != sink.digest.digest():
                raise StorageTrouble(_UNFAITHFUL, place=target.name)

    appeared: list[Path] = []
    try:
        yield writing
        for draft, target in drafts:
            with disk_speaks(target):
                is_new = not target.exists()
                rename(draft, target)
                if is_new:
                    appeared.append(target)
                sync_folder(target.parent)
        appeared.clear()
    finally:
        for each in (*appeared, *(draft for draft, _target in drafts)):
            _discard(each)


def write_atomically(target: Path, data: bytes, *, verify: bool = False) -> None:
    """Make `data` the content of `target`, whole or not at all; see `replacing`."""
    with replacing(target, verify=verify) as sink:
        sink.write(data)


_DRAFT = re.compile(r"\..+\.[0-9a-f]{12}\.part")


def sweep_drafts(folder: Path) -> None:
    """Take away the unfinished files that a power cut, or a stick that was pulled, left there.

    To be called only where nobody else is writing.  What cannot be taken away stays.
    """
    try:
        left = [each for each in folder.iterdir() if _DRAFT.fullmatch(each.name)]
    except OSError:
        return
    for each in left:
        _discard(each)


def _create_private(path: Path) -> BinaryIO:
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, PRIVATE_FILE), "wb")


def _digest_on_disk(path: Path, watch: Watch) -> bytes:
    """SHA-256 of the file as the disk gives it back, past the cache where the system lets us."""
    with path.open("rb", buffering=0) as file:
        if sys.platform == "linux":
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        digest = hashlib.sha256()
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            watch(len(chunk))
    return digest.digest()


def rename(draft: Path, target: Path) -> None:
    """Give a file or folder another name; a file that had that name is gone then."""
    if sys.platform == "win32":
        # A virus scanner may hold the old file for a moment; three short waits outlast it.
        for pause in (0.05, 0.2, 0.8):
            try:
                draft.replace(target)
            except PermissionError:
                time.sleep(pause)
            else:
                return
    draft.replace(target)


def sync_folder(folder: Path) -> None:
    """Make the rename itself durable; Windows does so by itself and cannot open a folder."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some file systems of sticks know no folder sync
            raise
    finally:
        os.close(handle)


def _discard(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # the stick is gone; the first error has been told
