"""The contents of attachments in backups: one folder beside all of them, and a list for each.

They are copied as they lie, encrypted; a copy is proved by opening it.  The same content never
changes, so what a folder of backups has once it need not be given again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sachmatuy_desktop.domain.registers.attachments import CONTENT_BOOKS
from sachmatuy_desktop.errors import N_, StorageTrouble
from sachmatuy_desktop.storage.atomic import CHUNK, disk_speaks, make_private_folder, replacing
from sachmatuy_desktop.storage.attachments import spoken_of
from sachmatuy_desktop.storage.blobs import Files, files_under
from sachmatuy_desktop.storage.store import Store

_BAD_COPY = N_(
    "Ổ đĩa trả về nội dung khác với tệp đính kèm vừa sao lưu; hãy dùng ổ đĩa khác rồi sao lưu lại."
)

_LIST = re.compile(rb"([0-9a-f]{40} \d+\n)*")


def files_list(db: Path) -> Path:
    """Where the list of a backup's contents lies."""
    return db.with_suffix(".files")


def contents_of(connection: Any) -> list[str]:
    """SHA-256 of every content that attachments in an opened copy speak of, removed ones too."""
    found: set[str] = set()
    for book in CONTENT_BOOKS:
        query = f"SELECT sha256 FROM {book.name}"  # noqa: S608  (our own names)
        found |= {str(row[0]) for row in connection.execute(query)}
    return sorted(found)


def copy_files(source: Files, target: Files, wanted: Iterable[str]) -> bytes:
    """Copy what `target` does not have yet; the list of all that is there, a name and size a line.

    A content that is missing here (not received yet) or damaged is not listed: the check names it,
    and an older backup may still have it whole.  Raises `StorageTrouble`.
    """
    lines: list[str] = []
    for sha256 in wanted:
        here, there = source.path(sha256), target.path(sha256)
        if not here.is_file():
            continue
        size = here.stat().st_size
        if not there.is_file() or there.stat().st_size != size:
            if not source.is_whole(sha256):
                continue
            make_private_folder(target.folder)
            _copy(here, there)
            if not target.is_whole(sha256):
                target.drop(there.name)
                raise StorageTrouble(_BAD_COPY)
        lines.append(f"{there.name} {size}\n")
    return "".join(sorted(lines)).encode()


def let_go_unlisted(pool: Files, folder: Path) -> None:
    """Take away the contents that no backup in the folder lists any more.

    Where a list is not as `copy_files` writes it nothing goes: too much is better than too little.
    """
    lists = list(_lists(folder))
    if None in lists:
        return
    for name in pool.names().difference(*filter(None, lists)):
        pool.drop(name)


def listed_in(folder: Path) -> set[str]:
    """The names of the contents that the backups of a folder list: those were here once."""
    return set().union(*filter(None, _lists(folder)))


def _lists(folder: Path) -> Iterator[set[str] | None]:
    """The names that each backup of a folder lists; None for a list that is not as written."""
    for path in map(files_list, folder.glob("*.db")):
        with disk_speaks(path):
            text = path.read_bytes() if path.exists() else b""
        if _LIST.fullmatch(text):
            yield {line.split()[0] for line in text.decode("ascii").splitlines()}
        else:
            yield None


def bring_files(store: Store, *folders: Path, former: Sequence[bytes] = ()) -> None:
    """Bring the contents an office's attachments speak of, each from the first folder that has it.

    What lies there under one of the `former` data keys is written anew.

    What no folder has whole stays away; the check says so.  Raises `StorageTrouble`: disk full.
    """
    with store.reading() as connection:
        wanted = contents_of(connection.connection.driver_connection)
    _bring(store, wanted, folders, former)


def bring_back(store: Store, folder: Path, former: Sequence[bytes] = ()) -> int:
    """Bring the contents of living attachments that are not here and that backups still have in
    their `folder`, as `bring_files` does; how many came.
    """
    with store.reading() as connection:
        spoken = [each.sha256 for each in spoken_of(connection) if not each.removed]
    gone = [each for each in dict.fromkeys(spoken) if not store.files.has(each)]
    _bring(store, gone, (folder,), former)
    return sum(store.files.has(each) for each in gone)


def _bring(
    store: Store, wanted: Iterable[str], folders: Sequence[Path], former: Sequence[bytes]
) -> None:
    for sha256 in wanted:
        places = (store.files.within(folder) for folder in folders)
        here = next((each for each in places if each.is_whole(sha256)), None)
        if here is not None:
            make_private_folder(store.files.folder)
            _copy(here.path(sha256), store.files.path(sha256))
            continue
        older = (files_under(folder, key) for folder in folders for key in former)
        then = next((each for each in older if each.is_whole(sha256)), None)
        if then is not None:
            store.files.put(sha256, then.chunks(sha256))


def _copy(source: Path, target: Path) -> None:
    with replacing(target) as sink, source.open("rb") as file:
        while chunk := file.read(CHUNK):
            sink.write(chunk)
