"""A disk that loses power: what was recorded played back, and what would be there at any moment.

A write is on the disk for sure once its file was flushed (`fsync`) after it.  Until then each of
its sectors of 512 bytes may be there or not, in any order, and so may each truncation.  A name
(file made, renamed, removed) is there for sure once its folder was flushed; until then

* `AT_ONCE`: it is there nevertheless, as the model of other harnesses has it;
* `IN_ORDER`: the names that were changed up to some moment are there, the later ones not: so do
  file systems with a journal (NTFS, ext4), whose log is one;
* `ANY`: each may be there or not (FAT on a stick; no file system of an office PC).
"""

from __future__ import annotations

import os
import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Final

SECTOR: Final = 512
_HEAD: Final = struct.Struct("=IIQII")


class Kind(IntEnum):
    """The calls that the recorder tells of."""

    OPEN = 1
    WRITE = 2
    TRUNCATE = 3
    SYNC = 4
    RENAME = 5
    UNLINK = 6
    MKDIR = 7
    RMDIR = 8


class Names(StrEnum):
    """When a name is on the disk."""

    AT_ONCE = "at once"
    IN_ORDER = "in order"
    ANY = "any"


@dataclass(frozen=True)
class Call:
    """One call of the log; `path` is relative to the root."""

    kind: Kind
    fd: int
    offset: int
    path: str
    more: bytes


def read_log(log: Path, root: Path) -> list[Call]:
    """What was recorded."""
    data, at, calls = log.read_bytes(), 0, []
    start = len(os.fsencode(root)) + 1
    while at < len(data):
        kind, fd, offset, first, second = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        path = os.fsdecode(data[at + start : at + first]) if first else ""
        more = data[at + first : at + first + second]
        at += first + second
        if kind == Kind.RENAME:
            more = more[start:]
        calls.append(Call(Kind(kind), fd, offset, path, more))
    return calls


Change = tuple[int, bytes | None]
"""A write at an offset, or a truncation to a size."""


@dataclass
class File:
    """A file, whatever its name: what is flushed, and what was done since."""

    flushed: bytearray = field(default_factory=bytearray)
    waiting: list[Change] = field(default_factory=list)

    def flush(self) -> None:
        """Everything is on the disk."""
        for change in self.waiting:
            _apply(self.flushed, change)
        self.waiting = []

    def after_cut(self, chance: random.Random | None) -> bytes:
        """What the disk gives back after a cut; everything that was written, without `chance`."""
        if not self.waiting:
            return bytes(self.flushed)
        content = bytearray(self.flushed)
        keep = 1.0 if chance is None else chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        torn = None if chance is None or chance.random() < 0.5 else chance.randrange(len(self.waiting))
        for at, change in enumerate(self.waiting):
            if chance is not None and at == torn and change[1] is not None:
                for sector in _sectors(change):
                    if chance.random() < 0.5:
                        _apply(content, sector)
            elif chance is None or chance.random() < keep:
                _apply(content, change)
        return bytes(content)


def _apply(content: bytearray, change: Change) -> None:
    at, data = change
    if data is None:
        del content[at:]
        content.extend(bytes(at - len(content)))
        return
    if len(content) < at:
        content.extend(bytes(at - len(content)))
    content[at : at + len(data)] = data


def _sectors(change: Change) -> Iterator[Change]:
    at, data = change
    assert data is not None
    step = SECTOR - at % SECTOR
    place = 0
    while place < len(data):
        yield at + place, data[place : place + step]
        place, step = place + step, SECTOR


@dataclass(frozen=True)
class Naming:
    """A change of names: `old` went, `new` came (with its file); folders have no file."""

    old: str = ""
    new: str = ""
    file: File | None = None


_FOLDER: Final = File()


class Disk:
    """The disk while the log is played: names and files as the program sees them, and as the disk
    has them for sure.
    """

    def __init__(self, start: Path) -> None:
        """`start` holds what lay below the root before the recording, all of it flushed."""
        self.now: dict[str, File] = {}
        for path in sorted(start.rglob("*")):
            name = path.relative_to(start).as_posix()
            self.now[name] = (
                _FOLDER if path.is_dir() else File(bytearray(path.read_bytes()))
            )
        self.sure = dict(self.now)
        self.names: list[Naming] = []
        self._open: dict[int, tuple[str, File]] = {}

    def play(self, call: Call) -> None:
        """One more call happened."""
        match call.kind:
            case Kind.OPEN:
                self._opened(call)
            case Kind.WRITE:
                self._open[call.fd][1].waiting.append((call.offset, call.more))
            case Kind.TRUNCATE:
                self._open[call.fd][1].waiting.append((call.offset, None))
            case Kind.SYNC:
                self._synced(*self._open[call.fd])
            case Kind.RENAME:
                self._renamed(call.path, os.fsdecode(call.more))
            case Kind.UNLINK | Kind.RMDIR:
                self._rename(Naming(old=call.path))
            case Kind.MKDIR:
                self._rename(Naming(new=call.path, file=_FOLDER))

    def _opened(self, call: Call) -> None:
        file = self.now.get(call.path)
        if file is None:
            file = File()
            self._rename(Naming(new=call.path, file=file))
        elif call.offset & os.O_TRUNC:
            file.waiting.append((0, None))
        self._open[call.fd] = call.path, file

    def _synced(self, path: str, file: File) -> None:
        if file is _FOLDER:
            self._sure_of(path)
        else:
            file.flush()

    def _sure_of(self, folder: str) -> None:
        """The names of a folder are flushed; those before them in the log with them."""
        mine = [at for at, each in enumerate(self.names) if folder in _folders(each)]
        if mine:
            for each in self.names[: mine[-1] + 1]:
                _name(self.sure, each)
            del self.names[: mine[-1] + 1]

    def _renamed(self, old: str, new: str) -> None:
        inside = [name for name in self.now if name.startswith(f"{old}/")]
        self._rename(Naming(old, new, self.now[old]))
        for name in inside:  # a folder takes what it holds along
            self._rename(Naming(name, new + name[len(old) :], self.now[name]))

    def _rename(self, naming: Naming) -> None:
        _name(self.now, naming)
        self.names.append(naming)

    def lay_out(self, folder: Path, model: Names, chance: random.Random | None) -> None:
        """What a PC finds when the power is back; without `chance` what a killed process leaves."""
        found = self._names_after(model, chance)
        kept: dict[int, bytes] = {}
        for name, file in sorted(found.items()):
            path = folder / name
            if name.endswith("-shm"):
                continue
            if file is _FOLDER:
                path.mkdir(parents=True, exist_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            content = kept.setdefault(id(file), file.after_cut(chance))
            path.write_bytes(content)

    def _names_after(self, model: Names, chance: random.Random | None) -> dict[str, File]:
        if chance is None or model is Names.AT_ONCE or not self.names:
            return self.now
        found = dict(self.sure)
        if model is Names.IN_ORDER:
            count = chance.choice((0, len(self.names), chance.randint(0, len(self.names))))
            kept = self.names[:count]
        else:
            kept = [each for each in self.names if chance.random() < 0.5]
        for each in kept:
            _name(found, each)
        return found


def _folders(naming: Naming) -> set[str]:
    return {each.rpartition("/")[0] for each in (naming.old, naming.new) if each}


def _name(names: dict[str, File], naming: Naming) -> None:
    if naming.old:
        names.pop(naming.old, None)
    if naming.new and naming.file is not None:
        names[naming.new] = naming.file

