"""Processes killed at random moments of everything that has to do with bundles.

Export, merge, receipt, undoing a bundle and renewing keys run in a process of their own, which is
killed for good.  After each kill: the office opens and is sound, the state is the one before or the
one after, what was told done is done, no file has its name unless it is whole, and the act can be
done again to the same end.  `dev.py fuzz kills --minutes N`; the suite has a few kills of each in
`tests/storage/test_faults.py` and `test_undoing_killed.py`.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from sachmatuy_desktop.services import bundles, renewing
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.unmerging import undo_bundle
from sachmatuy_desktop.storage.checks import check
from sachmatuy_desktop.sync.bundle import inspect
from tests.offices import add_village, edit, new_office
from tests.storage.test_faults import DISTRICT, all_heard, child, fill, introduced, opened
from tests.sync.damage.judge import WORKED_OUT, differing, picture
from tests.sync.test_undoing_bundles import NOT_COMPARED, newest

PEOPLE: Final = 300
_CHANGING: Final = (
    NOT_COMPARED | WORKED_OUT | {"journal_entries", "journal_changes", "held", "segments"}
)
"""What keeps count of acts and stands otherwise after each of them, done twice or not."""

Act = Callable[[Office, Path], None]


def _export(office: Office, folder: Path) -> None:
    key = next(iter(bundles.passages(office))).partner
    bundles.export(office, key, folder / "ra.smt", everything=True)


def _merge(office: Office, folder: Path) -> None:
    bundles.merge(office, bundles.stage(office, folder / "vào.smt"))


def _undo(office: Office, _folder: Path) -> None:
    undo_bundle(office, newest(office), "Nhập nhầm")


def _renew(office: Office, _folder: Path) -> None:
    renewing.renew(office)


ACTS: Final[dict[str, tuple[str, Act]]] = {
    "export": ("xã", _export),
    "merge": ("trên", _merge),
    "undo": ("trên, đã nhập", _undo),
    "receipt": ("xã", _merge),
    "renew": ("xã", _renew),
}
"""Each with the folder that it happens in."""


def _act(say: Connection, name: str, folder: Path) -> None:
    office = opened(folder / "office")
    say.send("open")
    ACTS[name][1](office, folder)
    say.send("done")
    office.close()


def _found(folder: Path) -> None:
    """An office below and one above, in each of the states that acts begin in."""
    commune = new_office(folder / "xã")
    above = new_office(folder / "trên", DISTRICT, "receiving")
    introduced(commune, above)
    introduced(above, commune)
    village = add_village(commune)
    first, second = folder / "một.smt", folder / "hai.smt"
    key = above.keys.device.public.key_id
    bundles.export(commune, key, first)
    receipt = bundles.merge(above, bundles.stage(above, first)).receipt
    assert receipt is not None
    edit(commune, "villages", village, head="Đào")
    fill(commune, village, PEOPLE)
    bundles.export(commune, key, second)
    above.close()
    shutil.copytree(folder / "trên", folder / "trên, đã nhập")
    inside = opened(folder / "trên, đã nhập")
    bundles.merge(inside, bundles.stage(inside, second))
    inside.close()
    commune.close()
    receipt.rename(folder / "biên nhận.smt")


def _laid_out(stage: Path, folder: Path, name: str) -> None:
    """A copy for one act."""
    folder.mkdir()
    shutil.copytree(stage / ACTS[name][0], folder / "office")
    coming = "biên nhận.smt" if name == "receipt" else "hai.smt"
    shutil.copy(stage / coming, folder / "vào.smt")


def _state(folder: Path) -> dict[str, Any]:
    office = opened(folder / "office")
    try:
        problems = check(office.store).problems
        if problems:
            msg = f"not sound: {problems}"
            raise AssertionError(msg)
        return picture(office, without=frozenset(_CHANGING))
    finally:
        office.close()


def _kill_one(stage: Path, folder: Path, name: str, wait: float, ends: Sequence[Any]) -> str:
    """Kill one act; whether it was before or after.  Raises `AssertionError`."""
    before, after = ends
    _laid_out(stage, folder, name)
    with child(_act, name, folder) as (hear, kill):
        hear.recv()
        threading.Event().wait(wait)
        kill()
        said = all_heard(hear)
    found = _state(folder)
    is_after = not differing(after, found)
    assert is_after or not differing(before, found), (name, differing(before, found))
    assert is_after or "done" not in said, f"{name} was told done and is not"
    if (folder / "ra.smt").exists():
        inspect(folder / "ra.smt")  # whole, or not there
    if name in ("merge", "receipt", "export"):
        office = opened(folder / "office")
        ACTS[name][1](office, folder)
        office.close()
        left = differing(after, _state(folder))
        assert not left, f"{name} again comes to another end: {left}"
    return "after" if is_after else "before"


def run(minutes: float, seed: int) -> Counter[str]:
    """Kill for so long; raises at what ought not to be."""
    chance, tally = random.Random(seed), Counter[str]()  # noqa: S311
    end = time.monotonic() + minutes * 60
    with tempfile.TemporaryDirectory(prefix="kills-") as text:
        stage = Path(text)
        _found(stage)
        ends, lasts = {}, {}
        for name in ACTS:
            _laid_out(stage, stage / f"đo {name}", name)
            before = _state(stage / f"đo {name}")
            with child(_act, name, stage / f"đo {name}") as (hear, _kill):
                hear.recv()
                begun = time.monotonic()
                assert hear.recv() == "done", name
                lasts[name] = time.monotonic() - begun
            ends[name] = before, _state(stage / f"đo {name}")
        while time.monotonic() < end:
            name = chance.choice(sorted(ACTS))
            folder = stage / "một lần"
            shutil.rmtree(folder, ignore_errors=True)
            wait = lasts[name] * chance.uniform(0.0, 1.1)
            tally[f"{name} {_kill_one(stage, folder, name, wait, ends[name])}"] += 1
    return tally


def main(arguments: Sequence[str] | None = None) -> int:
    """Run for the minutes asked for."""
    parser = argparse.ArgumentParser(prog="dev.py fuzz kills", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    args = parser.parse_args(arguments)
    tally = run(args.minutes, args.seed)
    for what, count in sorted(tally.items()):
        print(f"{count:>8,}  killed in {what}")
    print(f"{tally.total():>8,}  kills survived")
    return 0


if __name__ == "__main__":
    sys.exit(main())
