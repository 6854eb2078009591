"""Bombs: small files from a known sender that would fill the memory if they were believed.

Each is staged, and merged if it is not refused, in a process of its own; `dev.py fuzz bombs` prints
how much memory each took.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import zstandard

from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.sync.sealing import MAX_LINES
from tests.memory import most_memory
from tests.pictures import bomb
from tests.sync.damage.inner import text_of
from tests.sync.damage.judge import sentence
from tests.sync.damage.sealing import Inner, Segment, copied, opened_up, sealed_up
from tests.sync.damage.sound import Shelf, Sound, make, opened

MOST: Final = 300
"""MiB that a process may take."""

PATIENCE: Final = 900
"""Seconds until a process that says nothing is taken for hung: the largest are stored twice, once
for the preview and once for good.
"""


def bombs(whole: Inner) -> Iterator[tuple[str, Inner]]:
    """Each with its name."""
    block = bytes(1 << 20)
    for stated in (True, False):
        for claimed in (1 << 20, 200 << 20):
            pack = zstandard.ZstdCompressor().compressobj(**({"size": 300 << 20} if stated else {}))
            packed = b"".join(pack.compress(block) for _ in range(300)) + pack.flush()
            segment = _first(whole, packed=packed, size=claimed, lines=1)
            yield f"zstd, size stated {stated}, claimed {claimed >> 20} MiB", _with(whole, segment)
    many = zstandard.ZstdCompressor().compress(b"{}\n" * 1_000_000)
    yield "a million lines", _with(whole, _first(whole, packed=many, size=3_000_000, lines=10**6))
    one = [b"x" * (1 << 20)] * 300
    raw = zstandard.ZstdCompressor().compress(b"\n".join(one))
    yield "one line of 300 MiB", _with(whole, _first(whole, packed=raw, size=256 << 20, lines=1))
    yield "a manifest nested 100,000 deep", _manifest(whole, b"[" * 100_000 + b"]" * 100_000)
    yield "a manifest of lists", _manifest(whole, b"[" + b"[]," * 1_390_000 + b"0]")
    yield "a manifest of objects", _manifest(whole, b"[" + b'{"":0},' * 590_000 + b"0]")
    yield "a manifest of numbers", _manifest(whole, b"9" * 4_100_000)
    yield "a manifest of short texts", _manifest(whole, b"[" + b'"xy",' * 820_000 + b"0]")
    pictures = copied(whole)
    pictures.blobs = [bomb()] * 1
    pictures.manifest["counts"] |= {"files": 1, "file_bytes": len(bomb())}
    yield "a picture of billions of points", pictures
    names = copied(whole)
    names.members = lambda parts: [*parts, *((f"x{n}", b"") for n in range(9_990))]
    yield "ten thousand members", names
    heads = copied(whole)
    heads.manifest["held"] = {f"{n:032x}/people/xa-{n}@1": n for n in range(60_000)}
    yield "a vector of 60,000 streams", heads
    wide = copied(whole)
    segment = wide.segments[0]
    said = {**json.loads(segment.lines[0]), "k": 0}
    said["saw"] = {f"{n:032x}": 1 for n in range(20_000)}
    segment.lines = [text_of({**said, "n": n}) for n in range(1, 60)]
    segment.header["last"] = 59
    yield "heads that saw 20,000 sites", wide
    letters = copied(whole)
    said = json.loads(letters.segments[0].lines[-1])
    letters.segments[0].lines[-1] = text_of({**said, "v": {f"x{n}": "y" for n in range(60_000)}})
    yield "a line of 60,000 fields", letters


def _people(whole: Inner) -> Segment:
    return next(each for each in copied(whole).segments if "people/" in each.header["stream"])


def _many(whole: Inner, count: int, size: int, fields: int = 0) -> Inner:
    """One act that makes so many persons, each with a remark of `size` letters that hardly become
    less when packed, and so many fields that nobody knows.
    """
    segment, chance = _people(whole), random.Random(3)  # noqa: S311
    head, made = (json.loads(line) for line in segment.lines[:2])
    segment.lines = [text_of({**head, "k": count})]
    for number in range(2, count + 2):
        remark = chance.randbytes(size // 2).hex()
        line = {**made, "n": number, "i": f"{chance.getrandbits(128):032x}", "new": 1}
        odd = {f"x{at}": chance.getrandbits(60) for at in range(fields)}
        segment.lines.append(text_of({**line, "v": made["v"] | odd | {"occupation": remark}}))
    segment.header["last"] = count + 1
    return _with(whole, segment)


def _acts(whole: Inner, count: int) -> Inner:
    """So many acts that each make one person."""
    segment, chance = _people(whole), random.Random(4)  # noqa: S311
    head, made = (json.loads(line) for line in segment.lines[:2])
    segment.lines = []
    for at in range(count):
        act, record = (f"{chance.getrandbits(128):032x}" for _ in range(2))
        segment.lines.append(text_of({**head, "n": 2 * at + 1, "x": act, "k": 1}))
        segment.lines.append(text_of({**made, "n": 2 * at + 2, "i": record, "new": 1}))
    segment.header["last"] = 2 * count
    return _with(whole, segment)


def loads(whole: Inner) -> dict[str, Callable[[], Inner]]:
    """Bundles as large as the limits let them be, each made when it is asked for."""
    return {
        "200,000 persons in one act": partial(_many, whole, 199_000, 150),
        "as many persons as may be": partial(_many, whole, MAX_LINES - 2, 150),
        "as many lines and bytes as may be": partial(_many, whole, MAX_LINES - 2, 320),
        "as many acts as may be": partial(_acts, whole, MAX_LINES // 2),
        "as many bytes as may be": partial(_many, whole, 11_000, 2_000),
        "20,000 acts of one change": partial(_acts, whole, 20_000),
        "900,000 unknown fields": partial(_many, whole, 900, 0, fields=1_000),
        "lines of a megabyte": partial(_many, whole, 22, 1_000_000),
    }


def _first(whole: Inner, *, packed: bytes, size: int, lines: int) -> Segment:
    header = {**whole.segments[0].header, "size": size, "lines": lines}
    return Segment({**header, "last": lines}, [], packed=packed, true_sums=False)


def _with(whole: Inner, segment: Segment) -> Inner:
    hurt = copied(whole)
    hurt.segments, hurt.blobs = [segment], []
    hurt.manifest["counts"] |= {"files": 0, "file_bytes": 0}
    return hurt


def _manifest(whole: Inner, more: bytes) -> Inner:
    hurt = copied(whole)
    hurt.manifest_text = text_of(whole.manifest)[:-1] + b',"x":' + more + b"}"
    return hurt


def _stage(pipe: Connection, folder: Path, file: Path) -> None:
    office = opened(folder)
    begun = time.monotonic()
    try:
        staged = bundles.stage(office, file)
        bundles.merge(office, staged)
        told = "taken"
    except KnownError as error:
        told = sentence(error)
    except BaseException as error:
        told = f"BUG {type(error).__name__}: {error}"
    pipe.send((told, time.monotonic() - begun, most_memory()))


def set_off(shelf: Shelf, folder: Path, sound: Sound, data: bytes) -> tuple[str, float, int]:
    """Stage a bundle in a process of its own: what it said, seconds, MiB."""
    copy, file = folder / "office", folder / "bom.smt"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(sound.office, copy)
    file.write_bytes(data)
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_stage, args=(theirs, copy, file), daemon=True)
    process.start()
    theirs.close()
    told: tuple[str, float, int] = (
        ours.recv() if ours.poll(PATIENCE) else ("BUG no answer", PATIENCE, 0)
    )
    process.kill()
    process.join()
    return told


def all_of_them(
    shelf: Shelf, folder: Path, named: Sequence[str] = ()
) -> Iterator[tuple[str, str, float, int]]:
    """Name, what was said, seconds and MiB of each, the whole bundle first.

    With `named` only those with one of these words in their name.
    """
    sound = shelf.bundles["changes"]
    office = opened(sound.office)
    whole = opened_up(sound.data, office)
    office.close()
    yield "the whole bundle", *set_off(shelf, folder, sound, sound.data)
    for name, make_load in loads(whole).items():
        if not named or any(each in name for each in named):
            yield name, *set_off(shelf, folder, sound, sealed_up(make_load(), shelf))
    if named and all(any(each in name for name in loads(whole)) for each in named):
        return
    for name, inner in bombs(replace(whole)):
        if named and not any(each in name for each in named):
            continue
        yield name, *set_off(shelf, folder, sound, sealed_up(inner, shelf))


def main(arguments: Sequence[str] | None = None) -> int:
    """Set all of them off, or those named; 1 if one was not refused within the memory."""
    failed = 0
    with tempfile.TemporaryDirectory(prefix="bombs-") as text:
        folder = Path(text)
        (folder / "shelf").mkdir()
        shelf = make(folder / "shelf")
        for name, told, seconds, most in all_of_them(
            shelf, folder, sys.argv[1:] if arguments is None else arguments
        ):
            print(f"{most:>5} MiB {seconds:>6.2f} s  {name}: {told[:110]}", flush=True)
            failed += most > MOST or told.startswith("BUG")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
