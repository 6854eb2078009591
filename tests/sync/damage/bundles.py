"""Damaged bundles without end: hurt outside, hurt inside and signed again, replayed, exchanged.

`dev.py fuzz bundles --minutes N` runs this for long.  Every file is judged by a process of its own
that is replaced when it dies or hangs; what is found is kept with `--keep`.  `judge` says what must
hold.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication

from tests.memory import most_memory
from tests.sync.damage.inner import MUTATIONS, Mutation
from tests.sync.damage.judge import Judge
from tests.sync.damage.outer import DAMAGES, mix, truncations
from tests.sync.damage.papers import hurt_card, hurt_slip, papers
from tests.sync.damage.sealing import Inner, copied, members_of, opened_up, sealed_up
from tests.sync.damage.sound import Shelf, make, opened

LONGEST: Final = 10.0
"""Seconds that one file may take, on a machine with nothing else to do."""

PATIENCE: Final = 60.0
"""Seconds after which nobody waits for an answer any more."""


@dataclass(frozen=True)
class Mutant:
    """A damaged file: `how` it was hurt, whose bundle it was, and at which office it comes.

    `signed` tells that the sender's own key signed it after it was hurt, so it may be taken in.
    """

    how: str
    of: str
    at: str
    data: bytes
    signed: bool


class Workshop:
    """Makes mutants."""

    def __init__(self, shelf: Shelf, chance: random.Random) -> None:
        self.shelf = shelf
        self._chance = chance
        self._inner: dict[str, Inner] = {}
        for name, sound in shelf.bundles.items():
            office = opened(sound.office)
            self._inner[name] = opened_up(sound.data, office)
            office.close()

    def whole(self, name: str) -> Inner:
        """A bundle of the shelf, open and whole."""
        return self._inner[name]

    def next(self) -> Mutant:
        """One more."""
        throw = self._chance.random()
        if throw < 0.2:
            return self.outer()
        if throw < 0.72:
            return self.inner(self._chance.choice(MUTATIONS))
        if throw < 0.84:
            return self.inner(papers)
        if throw < 0.92:
            return self.replayed()
        if throw < 0.96:
            return self.card()
        return Mutant("slip", "", "", hurt_slip(self._chance, self.shelf).encode(), signed=False)

    def card(self) -> Mutant:
        """A card with something wrong in it."""
        try:
            return Mutant("card", "", "", hurt_card(self._chance, self.shelf), signed=True)
        except ValueError:
            return self.outer()  # what cannot even be written

    def outer(self) -> Mutant:
        """Hurt without any key."""
        name = self._chance.choice(sorted(self.shelf.bundles))
        data = self.shelf.bundles[name].data
        if self._chance.random() < 0.1:
            other = self._chance.choice(sorted(self.shelf.bundles))
            data = mix(self._chance, data, self.shelf.bundles[other].data)
            return Mutant("mix", name, name, data, signed=False)
        if self._chance.random() < 0.15:
            return Mutant(
                "cut", name, name, data[: self._chance.randrange(len(data))], signed=False
            )
        damage = self._chance.choice(DAMAGES)
        return Mutant(damage.__name__, name, name, damage(self._chance, data), signed=False)

    def inner(self, mutation: Mutation, name: str | None = None) -> Mutant:
        """Hurt inside and signed again; sometimes twice."""
        name = name or self._chance.choice(sorted(self.shelf.bundles))
        inner = copied(self._inner[name])
        how = [mutation]
        if self._chance.random() < 0.25:
            how.append(self._chance.choice(MUTATIONS))
        for each in how:
            try:
                each(self._chance, inner, self.shelf)
            except (KeyError, TypeError, ValueError, IndexError, AttributeError):
                continue  # the first left nothing for the second to hurt
        told = "+".join(each.__name__ for each in how)
        try:
            data = sealed_up(inner, self.shelf)
        except (ValueError, TypeError, KeyError, AttributeError):
            return self.outer()  # what cannot even be written
        return Mutant(told, name, name, data, signed=True)

    def replayed(self) -> Mutant:
        """A bundle, whole or signed anew with other content, at an office that is further on, or
        that it is not for.
        """
        name = self._chance.choice(sorted(self.shelf.bundles))
        at = self._chance.choice(sorted(self.shelf.bundles))
        if self._chance.random() < 0.3:
            return Mutant("whole", name, at, self.shelf.bundles[name].data, signed=True)
        made = self.inner(self._chance.choice(MUTATIONS), name)
        return replace(made, at=at, how=f"at another office: {made.how}")


def judged(judge: Judge, mutant: Mutant, *, deeply: bool = True) -> str:
    """What came of a mutant; raises what ought not to come out."""
    if mutant.how == "card":
        return judge.card(mutant.data)
    if mutant.how == "slip":
        return judge.slip(mutant.data.decode())
    shelf = judge.shelf
    sound = replace(shelf.bundles[mutant.of], office=shelf.bundles[mutant.at].office)
    outcome = judge.bundle(sound, mutant.data, deeply=deeply)
    if outcome != "refused" and not mutant.signed:
        return _must_mean_the_same(mutant.data, sound.data)
    return outcome


def _must_mean_the_same(data: bytes, whole: bytes) -> str:
    """What nobody signed anew may only differ where minisign itself signs nothing: in the comment
    that calls itself untrusted.
    """
    ours, theirs = members_of(data), members_of(whole)
    same = all(ours[name] == theirs[name] for name in ("envelope.json", "payload.age"))
    signed = [each["envelope.sig"].split(b"\n")[1:] for each in (ours, theirs)]
    if not same or signed[0] != signed[1]:
        msg = "taken without the sender's signature"
        raise AssertionError(msg)
    return "the same"


# -- a process that may die ------------------------------------------------------------------------


def _serve(pipe: Connection, shelf: Shelf) -> None:
    application = QApplication.instance() or QApplication(["fuzz"])
    with tempfile.TemporaryDirectory(prefix="judge-") as scratch:
        judge = Judge(shelf, Path(scratch))
        while True:
            mutant, deeply = pipe.recv()
            begun = time.monotonic()
            try:
                outcome = judged(judge, mutant, deeply=deeply)
            except BaseException as error:
                where = "".join(traceback.format_tb(error.__traceback__)[-3:])
                outcome = f"BUG {type(error).__name__}: {error}\n{where}"
            application.processEvents()
            pipe.send((outcome, time.monotonic() - begun, most_memory()))


@dataclass
class Court:
    """A process that judges, made anew when it died or hung."""

    shelf: Shelf
    most: int = 0
    """MiB that it took at most."""
    _process: multiprocessing.process.BaseProcess | None = None
    _pipe: Connection | None = None

    def judge(self, mutant: Mutant, *, deeply: bool) -> tuple[str, float]:
        """What came of it, and how long it took."""
        if self._process is None or not self._process.is_alive():
            self._start()
        assert self._pipe is not None
        self._pipe.send((mutant, deeply))
        try:
            if self._pipe.poll(PATIENCE):
                outcome, seconds, most = self._pipe.recv()
                if most > max(self.most, 300) + 20:
                    print(f"{most} MiB after {mutant.how} of {mutant.of}", flush=True)
                self.most = max(self.most, most)
                return outcome, seconds
        except (EOFError, OSError):
            self.stop()
            return "BUG the process died", 0.0
        self.stop()
        return f"BUG no answer within {PATIENCE:g} s", PATIENCE

    def _start(self) -> None:
        ours, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        bare = replace(self.shelf, keys={}, recipients={})
        self._process = context.Process(target=_serve, args=(theirs, bare), daemon=True)
        self._process.start()
        theirs.close()
        self._pipe = ours

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
    slowest_how: str = ""
    bugs: Counter[str] = field(default_factory=Counter)

    def add(self, mutant: Mutant, outcome: str, seconds: float) -> bool:
        """Count one; says whether it is a defect not met before."""
        self.outcomes[outcome.partition(" ")[0] if outcome[:3] == "BUG" else outcome] += 1
        if seconds > self.slowest:
            self.slowest, self.slowest_how = seconds, f"{mutant.how} of {mutant.of}"
        if not outcome.startswith("BUG"):
            return False
        told = f"{outcome}   {mutant.how} of {mutant.of}"
        place = outcome.partition("\n")[2][-200:] or outcome[:60]
        self.bugs[place] += 1
        if self.bugs[place] == 1:
            print(told, flush=True)
            return True
        return False

    def lines(self) -> Iterator[str]:
        """The run in a few lines."""
        yield f"{self.outcomes.total():,} mutants: " + ", ".join(
            f"{count:,} {word}" for word, count in sorted(self.outcomes.items())
        )
        yield f"slowest {self.slowest:.2f} s ({self.slowest_how}); defects {len(self.bugs)}"


@contextmanager
def a_shelf() -> Iterator[Shelf]:
    """Whole bundles of every kind, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="sound-") as folder:
        yield make(Path(folder))


def run(minutes: float, seed: int, keep: Path | None = None) -> tuple[Tally, int]:
    """Hurt and judge for so long; the tally, and the most memory in MiB."""
    tally = Tally()
    chance = random.Random(seed)  # noqa: S311
    with a_shelf() as shelf:
        court, workshop = Court(shelf), Workshop(shelf, chance)
        end = time.monotonic() + minutes * 60
        for mutant in _all(shelf, workshop):
            outcome, seconds = court.judge(mutant, deeply=chance.random() < 0.3)
            if seconds > LONGEST and not outcome.startswith("BUG"):
                print(f"slow: {seconds:.1f} s, {mutant.how} of {mutant.of}", flush=True)
            if tally.add(mutant, outcome, seconds) and keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{tally.outcomes.total():06d}-{mutant.of}.smt").write_bytes(mutant.data)
            if time.monotonic() > end:
                break
        court.stop()
    return tally, court.most


def _all(shelf: Shelf, workshop: Workshop) -> Iterator[Mutant]:
    """The smallest bundle cut at every byte among mutants without end."""
    name = min(shelf.bundles, key=lambda each: len(shelf.bundles[each].data))
    cuts = truncations(shelf.bundles[name].data)
    while True:
        for data in (next(cuts, None), next(cuts, None)):
            if data is not None:
                yield Mutant("cut", name, name, data, signed=False)
        yield workshop.next()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run for the minutes asked for; 1 if anything was found."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    parser = argparse.ArgumentParser(prog="dev.py fuzz bundles", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", type=Path, help="a folder for the files that found something")
    args = parser.parse_args(arguments)
    print(f"seed {args.seed}", flush=True)
    tally, most = run(args.minutes, args.seed, args.keep)
    print("\n".join(tally.lines()))
    print(f"most memory of the judging process, window and all: {most} MiB")
    return 1 if tally.bugs else 0


if __name__ == "__main__":
    sys.exit(main())
