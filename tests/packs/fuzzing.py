"""Damaged packs without end: cut, spliced, lines swapped, values exchanged, braces multiplied.

Whatever is done to a file, it is checked within `LONGEST` seconds, and what still is a pack can be
compared with itself and judges an empty commune.  `dev.py fuzz packs --minutes N` runs this for
long, each file in a process of its own that is replaced when it dies or hangs.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

from sachmatuy_desktop.domain.criteria import RulePack, answer, evaluate
from sachmatuy_desktop.domain.criteria.differences import differences
from sachmatuy_desktop.domain.criteria.telling import rule_lines
from sachmatuy_desktop.packs.library import check_pack, load_packs, packs_folder

LONGEST = 10.0
"""Seconds that one file may take."""

VALUES = (
    b'""',
    b"0",
    b"-1",
    b"99999999999999999999",
    b"true",
    b"[]",
    b"{}",
    b"[[]]",
    b'["use_points"]',
    b'"none"',
    b'"5/1000"',
    b"2026-01-01",
    b"1.5",
    b'"\\u0000"',
)
Damage = Callable[[random.Random, bytes], bytes]


def _cut(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _flip(chance: random.Random, data: bytes) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        if damaged:
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def _lines(chance: random.Random, data: bytes) -> bytes:
    """Lines dropped, doubled, moved: tables lose their heads, ids stand twice."""
    lines = data.split(b"\n")
    for _ in range(chance.choice((1, 2, 5))):
        at = chance.randrange(len(lines))
        line = lines.pop(at) if chance.random() < 0.7 and len(lines) > 1 else lines[at]
        if chance.random() < 0.7:
            lines.insert(chance.randrange(len(lines) + 1), line)
    return b"\n".join(lines)


def _value(chance: random.Random, data: bytes) -> bytes:
    """Another value behind a key."""
    lines = data.split(b"\n")
    keyed = [at for at, line in enumerate(lines) if b" = " in line]
    if not keyed:
        return data
    at = chance.choice(keyed)
    lines[at] = lines[at].split(b" = ", 1)[0] + b" = " + chance.choice(VALUES)
    return b"\n".join(lines)


def _exchange(chance: random.Random, data: bytes) -> bytes:
    """The values of two keys exchanged: right words in the wrong place."""
    lines = data.split(b"\n")
    keyed = [at for at, line in enumerate(lines) if b" = " in line]
    if len(keyed) < 2:
        return data
    one, other = chance.sample(keyed, 2)
    first, second = (lines[at].split(b" = ", 1) for at in (one, other))
    lines[one], lines[other] = first[0] + b" = " + second[1], second[0] + b" = " + first[1]
    return b"\n".join(lines)


def _repeat(chance: random.Random, data: bytes) -> bytes:
    start = chance.randrange(len(data) + 1)
    piece = data[start : start + chance.choice((1, 2, 40, 400))]
    return data[:start] + piece * chance.choice((2, 50, 5000)) + data[start:]


DAMAGES: Sequence[Damage] = (_cut, _flip, _lines, _lines, _value, _value, _exchange, _repeat)


def damaged(chance: random.Random, sound: dict[str, bytes]) -> bytes:
    """One more damaged pack."""
    data = sound[chance.choice(sorted(sound))]
    for _ in range(chance.choice((1, 1, 2, 3))):
        data = chance.choice(DAMAGES)(chance, data)
    return data[: 2 << 20]


def look(data: bytes) -> str:
    """Check a pack and use it; `read` or `refused`.  Anything raised is a bug."""
    checked = check_pack(data, load_packs().facts())
    if not all(each.line >= 1 and str(each.error) for each in (*checked.errors, *checked.warnings)):
        return "BUG a problem without words"
    if checked.pack is None:
        return "refused" if checked.errors or b"facts" in data else "BUG neither pack nor error"
    if isinstance(checked.pack, RulePack):
        pack = checked.pack
        answer(evaluate(pack, [], as_of=date(2026, 12, 14)))
        if differences(pack, pack):
            return "BUG a pack differs from itself"
        for criterion in pack.criteria:
            rule_lines(pack, criterion)
    return "read"


# -- a process that may die ------------------------------------------------------------------------


def _serve(pipe: Connection) -> None:
    while True:
        data = pipe.recv()
        try:
            pipe.send(look(data))
        except BaseException as error:
            pipe.send(f"BUG {type(error).__name__}: {error}")


def run(minutes: float, seed: int, keep: Path | None) -> Counter[str]:
    """Damage and look at packs for so long; what came of them."""
    chance, tally = random.Random(seed), Counter[str]()  # noqa: S311
    sound = {file.as_posix(): file.read_bytes() for file in packs_folder().glob("*/*.toml")}
    context = multiprocessing.get_context("spawn")
    end = time.monotonic() + minutes * 60
    process: multiprocessing.process.BaseProcess | None = None
    ours: Connection
    while time.monotonic() < end:
        if process is None or not process.is_alive():
            ours, theirs = multiprocessing.Pipe()
            process = context.Process(target=_serve, args=(theirs,), daemon=True)
            process.start()
            ours.send(b"")  # loading the program is not the file's fault
            ours.recv()
        data = damaged(chance, sound)
        ours.send(data)
        outcome = str(ours.recv()) if ours.poll(LONGEST) else f"BUG none within {LONGEST:g} s"
        tally[outcome] += 1
        if outcome.startswith("BUG"):
            process.kill()
            process.join()
            if keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{sum(tally.values()):06d}.toml").write_bytes(data)
    if process is not None:
        process.kill()
        process.join()
    return tally


def main(arguments: Sequence[str] | None = None) -> int:
    """Run for the minutes asked for; 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="dev.py fuzz packs", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", type=Path, help="a folder for the files that found something")
    args = parser.parse_args(arguments)
    print(f"seed {args.seed}", flush=True)
    tally = run(args.minutes, args.seed, args.keep)
    for outcome, count in tally.most_common():
        print(f"{count:>8,}  {outcome}")
    return 1 if any(each.startswith("BUG") for each in tally) else 0


if __name__ == "__main__":
    sys.exit(main())
