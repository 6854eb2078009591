"""Damaged spreadsheets without end: cut, flipped, spliced, and rearranged inside the ZIP.

Whatever is done to a file, it is read or refused with one sentence, within `LONGEST` seconds.  Each
file is read by a process of its own that is replaced when it dies or hangs, so that even a crash of
the compiled reader is found and told.  `dev.py fuzz sheets --minutes N` runs this for long.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import random
import sys
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.exchange.guards import check_bytes
from sachmatuy_desktop.exchange.legacy import detect
from sachmatuy_desktop.exchange.reading import read_checked, sheets_of
from sachmatuy_desktop.exchange.tables import find_tables
from tests.exchange.old_fonts import in_windows, typed_in
from tests.exchange.sheet_tables import ods, xls, xlsx

LONGEST = 10.0
"""Seconds that one file may take."""

PICTURE = """
    DANH SÁCH NHÂN KHẨU |               |            |              |
    STT                 | Họ và tên     | Năm sinh   | Số CCCD      | Thôn
    1                   | Nguyễn Văn An | 05/01/1987 | 062087000001 | Thôn 1
    2                   | Y Blo         | 1991       |              | Thôn 1
    Tổng cộng           | 2             |            |              |
"""

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    NotImplementedError,
)
"""What `zipfile` may say of a damaged file."""

Damage = Callable[[random.Random, bytes], bytes]


def seeds(folder: Path) -> dict[str, bytes]:
    """A sound file of each kind."""
    text = "\n".join(";".join(map(str.strip, line.split("|"))) for line in PICTURE.splitlines())
    return {
        "a.xlsx": xlsx(folder / "a.xlsx", PICTURE).read_bytes(),
        "a.xls": xls(folder / "a.xls", PICTURE).read_bytes(),
        "a.ods": ods(folder / "a.ods", PICTURE).read_bytes(),
        "a.csv": text.encode("utf-8-sig"),
        "b.csv": text.encode("utf-16"),
        "c.csv": in_windows(text),
        "d.txt": typed_in("tcvn3", text).encode("latin-1"),
        "e.txt": typed_in("vni", text).encode("latin-1"),
    }


def _cut(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _flip(chance: random.Random, data: bytes) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20, 200))):
        if damaged:
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def _splice(chance: random.Random, data: bytes) -> bytes:
    if not data:
        return data
    start, size = chance.randrange(len(data)), chance.choice((1, 7, 64, 512))
    into = chance.randrange(len(data))
    return data[:into] + data[start : start + size] + data[into + chance.choice((0, size)) :]


def _repeat(chance: random.Random, data: bytes) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start : start + 200] * chance.choice((2, 50, 2000)) + data[start:]


def _inside(chance: random.Random, data: bytes) -> bytes:
    """Damage one member and pack it again, so that the checksum is right and the XML is not."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            members = [(name, book.read(name)) for name in book.namelist()]
    except UNREADABLE:
        return _flip(chance, data)
    if not members:
        return data
    chosen = chance.randrange(len(members))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for at, (name, content) in enumerate(members):
            hurt = chance.choice((_flip, _splice, _cut, _number, _repeat))
            book.writestr(name, hurt(chance, content) if at == chosen else content)
    return out.getvalue()


def _number(chance: random.Random, data: bytes) -> bytes:
    """Another number where one stands: huge sheets, styles and strings that do not exist."""
    places = [at for at, byte in enumerate(data) if 48 <= byte <= 57]
    if not places:
        return data
    at = chance.choice(places)
    new = chance.choice((b"-1", b"0", b"4294967295", b"99999999999999999999", b"1048576", b"NaN"))
    return data[:at] + new + data[at + 1 :]


DAMAGES: Sequence[Damage] = (_cut, _flip, _splice, _repeat, _inside, _inside, _number)


def damaged(chance: random.Random, sound: dict[str, bytes]) -> tuple[str, bytes]:
    """One more damaged file, with its name."""
    name = chance.choice(list(sound))
    data = sound[name]
    for _ in range(chance.choice((1, 1, 2))):
        data = chance.choice(DAMAGES)(chance, data)
    return name, data[: 8 * 1024 * 1024]


def read_any(name: str, data: bytes) -> str:
    """Read a file as the import does; `read` or `refused`.  Anything raised is a bug."""
    try:
        checked = check_bytes(data, name)
        for each in sheets_of(checked)[:2]:
            sheet = read_checked(checked, each.name)
            detect(sheet)
            find_tables(REGISTERS["people"], sheet)
    except KnownError:
        return "refused"
    return "read"


# -- a process that may die ------------------------------------------------------------------------


def _serve(pipe: Connection) -> None:
    while True:
        name, data = pipe.recv()
        try:
            pipe.send(read_any(name, data))
        except BaseException as error:
            pipe.send(f"BUG {type(error).__name__}: {error}")


@dataclass
class Reader:
    """A process that reads files, made anew when it died or hung."""

    _process: multiprocessing.process.BaseProcess | None = None
    _pipe: Connection | None = None

    def read(self, name: str, data: bytes) -> str:
        """What came of a file: `read`, `refused`, or the bug."""
        if self._process is None or not self._process.is_alive():
            self._start()
        assert self._pipe is not None
        self._pipe.send((name, data))
        try:
            if self._pipe.poll(LONGEST):
                return str(self._pipe.recv())
        except EOFError:
            self.stop()
            return "BUG the process died"
        self.stop()
        return f"BUG no answer within {LONGEST:g} s"

    def _start(self) -> None:
        ours, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self._pipe = ours
        ours.send(("warm.csv", b"a;b\n1;2\n"))  # loading the readers is not the file's fault
        ours.poll(60)
        ours.recv()

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = None


@dataclass
class Tally:
    """What a run found."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    bugs: list[tuple[str, str, bytes]] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """The run in a few lines."""
        yield f"{sum(self.outcomes.values()):,} files: " + ", ".join(
            f"{count:,} {word}" for word, count in sorted(self.outcomes.items())
        )
        yield f"slowest {self.slowest:.2f} s; bugs {len(self.bugs)}"
        for name, bug, data in self.bugs[:20]:
            yield f"  {name} ({len(data)} bytes): {bug}"


def run(minutes: float, seed: int) -> Tally:
    """Damage and read files for so long."""
    tally, chance, reader = Tally(), random.Random(seed), Reader()  # noqa: S311
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        sound = seeds(Path(folder))
    end = time.monotonic() + minutes * 60
    while time.monotonic() < end:
        name, data = damaged(chance, sound)
        begun = time.monotonic()
        outcome = reader.read(name, data)
        tally.slowest = max(tally.slowest, time.monotonic() - begun)
        tally.outcomes[outcome.partition(" ")[0]] += 1
        if outcome.startswith("BUG"):
            tally.bugs.append((name, outcome, data))
    reader.stop()
    return tally


def main(arguments: Sequence[str] | None = None) -> int:
    """Run for the minutes asked for; 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="dev.py fuzz sheets", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", type=Path, help="a folder for the files that found something")
    args = parser.parse_args(arguments)
    print(f"seed {args.seed}", flush=True)
    tally = run(args.minutes, args.seed)
    print("\n".join(tally.lines()))
    if args.keep is not None:
        args.keep.mkdir(parents=True, exist_ok=True)
        for at, (name, _bug, data) in enumerate(tally.bugs):
            (args.keep / f"{at:04d}-{name}").write_bytes(data)
    return 1 if tally.bugs else 0


if __name__ == "__main__":
    sys.exit(main())
