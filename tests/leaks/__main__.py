"""The command `dev.py leaks`: a day with the training world, then every byte it wrote, searched."""

from __future__ import annotations

import argparse
import os
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.faults.recorder import ROOT, library, may_record
from tests.leaks.planted import missed
from tests.leaks.search import Search
from tests.leaks.secrets import Secrets

_HEAD: Final = struct.Struct("=IIQII")
_OPEN, _WRITE, _RENAME = 1, 2, 5


@dataclass
class Found:
    """What a search came to: how much was looked through, and where something stands in clear."""

    secrets: int = 0
    files: int = 0
    size: int = 0
    written: int = 0
    hits: dict[str, set[str]] = field(default_factory=dict)
    blind: list[str] = field(default_factory=list)
    """Planted secrets that were not found: the search is worth nothing then."""
    crashed: bool = False
    cores: list[str] = field(default_factory=list)
    open_to_others: list[str] = field(default_factory=list)
    last_words: list[str] = field(default_factory=list)
    """What a day that did not die as it should said at its end, where that names nobody."""

    @property
    def is_clean(self) -> bool:
        """Whether all is as it must be."""
        return self.crashed and not (self.hits or self.blind or self.cores or self.open_to_others)

    def lines(self) -> list[str]:
        """For people."""
        told = [
            f"secrets looked for   {self.secrets}",
            f"files searched       {self.files}, {self.size / 1e6:.1f} MB",
            f"writes searched      {self.written / 1e6:.1f} MB, what was deleted too",
            f"planted and missed   {len(self.blind)}",
            f"found in clear       {len(self.hits)}",
            f"open to others       {len(self.open_to_others)}",
            f"core dumps           {len(self.cores)}",
            f"died as it should    {self.crashed}",
        ]
        told += [f"  {name}: {', '.join(sorted(hits)[:5])}" for name, hits in self.hits.items()]
        told += [f"  missed {each}" for each in self.blind]
        return [*told, *self.open_to_others, *self.last_words]


def run(folder: Path, *, small: bool) -> Found:
    """A day in a process of its own; then everything is searched."""
    place, outside = folder / "máy", folder / "mang ra"
    for each in (place, outside):
        each.mkdir(mode=0o700)
    done = _day(place, outside, folder / "writes", small=small)
    secrets = Secrets.from_json((outside / "secrets.json").read_text(encoding="utf-8"))
    search = Search(secrets)
    found = Found(search.count, crashed=done.returncode == -signal.SIGSEGV)
    for name, data in (("stdout", done.stdout), ("stderr", done.stderr)):
        _keep(found, name, search.found_in(data))
    if not (found.crashed or found.hits):
        found.last_words = [f"ended with {done.returncode}", *_said_at_the_end(done, place)]
    for path in sorted(place.rglob("*")):
        found.files += path.is_file()
        found.size += path.stat().st_size if path.is_file() else 0
        _keep(found, str(path.relative_to(place)), search.found_in_file(path))
        if path.stat().st_mode & 0o077:
            found.open_to_others.append(str(path.relative_to(place)))
    for name, data in writes(folder / "writes"):
        found.written += len(data)
        _keep(found, f"written: {Path(name).relative_to(place)}", search.found_in(data))
    for name in names(folder / "writes"):
        told = name.removeprefix(str(place))
        _keep(found, f"called: {told}", search.found_in_text(told))
    found.cores = [str(each) for each in folder.rglob("core*") if each.is_file()]
    found.blind = missed(search, secrets, place)
    if done.returncode != -signal.SIGSEGV:
        print(done.stderr.decode(errors="replace")[-4_000:], file=sys.stderr)
    return found


def _said_at_the_end(done: subprocess.CompletedProcess[bytes], place: Path) -> list[str]:
    """What it printed, and the end of its logs: places in the code alone."""
    logs = (each for each in place.rglob("logs/*") if each.is_file())
    texts = [done.stderr, *(each.read_bytes() for each in logs)]
    return [line for text in texts for line in text.decode("utf-8", "replace").splitlines()[-30:]]


def _keep(found: Found, name: str, hits: set[str]) -> None:
    if hits:
        found.hits[name] = hits


def _day(
    place: Path, outside: Path, log: Path, *, small: bool
) -> subprocess.CompletedProcess[bytes]:
    folders = ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    for name in (*folders, "XDG_RUNTIME_DIR"):
        (place / name.lower()).mkdir(mode=0o700)
        environment[name] = str(place / name.lower())
    if may_record():
        environment |= {"LD_PRELOAD": str(library()), "LEAKS_LOG": str(log)}
    command = [sys.executable, "-m", "tests.leaks.day", str(place), str(outside)]
    return subprocess.run(
        [*command, *(["--small"] if small else [])],
        cwd=place,
        env=environment,
        capture_output=True,
        check=False,
    )


def writes(log: Path) -> Iterator[tuple[str, bytes]]:
    """What was written to each file, in the order in which it was, one after the other."""
    paths: dict[int, str] = {}
    written: defaultdict[str, bytearray] = defaultdict(bytearray)
    for kind, fd, first, second in _calls(log):
        if kind == _OPEN:
            paths[fd] = bytes(first).decode()
        if kind == _WRITE and fd in paths:
            written[paths[fd]] += second
    for name, content in written.items():
        yield name, bytes(content)


def names(log: Path) -> set[str]:
    """What files and folders were ever called, those that are gone too."""
    called = set[str]()
    for kind, _fd, first, second in _calls(log):
        called.add(bytes(first).decode(errors="replace"))
        if kind == _RENAME:
            called.add(bytes(second).decode(errors="replace"))
    return called


def _calls(log: Path) -> Iterator[tuple[int, int, memoryview, memoryview]]:
    """Kind, descriptor and the two texts of each call that was recorded."""
    data, at = memoryview(log.read_bytes() if log.exists() else b""), 0
    while at < len(data):
        kind, fd, _offset, first, second = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        yield kind, fd, data[at : at + first], data[at + first : at + first + second]
        at += first + second


def main(arguments: Sequence[str] | None = None) -> int:
    """Do it once; 1 if anything was found, or if the search is blind."""
    parser = argparse.ArgumentParser(prog="dev.py leaks", description=__doc__)
    parser.add_argument("--small", action="store_true", help="twenty households a commune")
    args = parser.parse_args(arguments)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="leaks-") as folder:
        found = run(Path(folder), small=args.small)
    print("\n".join(found.lines()))
    print(f"seconds              {time.monotonic() - begun:.0f}")
    return 0 if found.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
