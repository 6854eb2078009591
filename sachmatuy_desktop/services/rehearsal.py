"""The main job from end to end without a screen, on a training commune and its receiving office.

Records → criteria → papers → bundle → merge → receipt → the receiving office's summary.  What is
left in the folder is what an office would hold in its hand, and `result.json` says what happened.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from sachmatuy_desktop.domain.clock import system_clock
from sachmatuy_desktop.domain.criteria import Assessment, answer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.criteria import KeepAssessment, assess
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.services.sync import bundles, trusting
from sachmatuy_desktop.services.sync.bundles import MergeOutcome
from sachmatuy_desktop.services.training import (
    TrainingWorld,
    build_world,
    load_plan,
    training_clock,
)
from sachmatuy_desktop.storage.atomic import write_atomically
from sachmatuy_desktop.storage.keys.keyring_crypto import OFFICE_COST, Cost

COMMUNE: Final = "ia-dom"
PACK: Final = "ia-hdrai-2024/commune-drug-free"
NATIONAL: Final = ("q28-2025/commune-class", "q28-2025/commune-drug-free")
PAPERS: Final = ("self-assessment", "recognition-request", "review-minutes")

Say = Callable[[str], None]


@dataclass
class Rehearsal:
    """What was done so far: seconds for each step, outcomes, files."""

    folder: Path
    say: Say
    steps: dict[str, float] = field(default_factory=dict)
    counts: dict[str, Any] = field(default_factory=dict)
    outcomes: dict[str, Any] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step and tell it."""
        self.say(name)
        begun = time.perf_counter()
        yield
        self.steps[name] = round(time.perf_counter() - begun, 3)

    def keep(self, name: str, data: bytes) -> None:
        """Leave a file in the folder."""
        write_atomically(self.folder / name, data)
        self.files.append(name)


def rehearse(
    out: Path, day: date | None, say: Say, cost: Cost = OFFICE_COST, *, small: bool = False
) -> dict[str, Any]:
    """Do the whole job as of `day` (today if not said); leave papers and `result.json` in `out`.

    Raises a `KnownError` when the folder cannot be written.
    """
    now = system_clock().now()
    if day is not None:
        now = now.replace(year=day.year, month=day.month, day=day.day, hour=8, minute=0)
    clock = training_clock(load_plan().seed, now)
    out.mkdir(parents=True, exist_ok=True)
    done = Rehearsal(out, say)
    with tempfile.TemporaryDirectory(prefix="sachmatuy-") as place:
        with done.step("make the training offices"):
            world = build_world(Path(place), clock, cost, only=[COMMUNE], small=small)
        with world:
            _play(world, done)
    result = {
        "commune": COMMUNE,
        "steps": done.steps,
        "seconds": round(sum(done.steps.values()), 3),
        "counts": done.counts,
        "criteria": done.outcomes,
        "files": done.files,
    }
    text = json.dumps(result, ensure_ascii=False, indent=2) + "\n"
    write_atomically(out / "result.json", text.encode())
    return result


def _play(world: TrainingWorld, done: Rehearsal) -> None:
    commune, receiving = world.communes[COMMUNE], world.receiving
    today = commune.clock.now().date()
    done.counts["commune"] = _counts(commune)
    with done.step("evaluate"):
        before = assess(commune, PACK, today)
        for pack in NATIONAL:
            done.outcomes[pack] = answer(assess(commune, pack, today))
    with done.step("clear what blocks"):
        _clear(commune, before, today)
        after = assess(commune, PACK, today)
        commune.run(KeepAssessment(PACK, today))
    done.outcomes[f"{PACK} (before)"] = answer(before)
    done.outcomes[PACK] = answer(after)
    with done.step("print"):
        _print(commune, after, today, done)
    with done.step("seal the bundle"):
        bundle = _send(commune, receiving, done)
    with done.step("merge at the receiving office"):
        outcome = _merge(receiving, bundle, done)
    with done.step("take the receipt in"):
        if outcome.receipt is not None:
            bundles.merge(commune, bundles.stage(commune, outcome.receipt))
    with done.step("print the receiving office's summary"):
        summary = papers.draft(receiving, "receiving-summary", today)
        done.keep("receiving-summary.pdf", papers.pdf(summary))
    done.counts["receiving"] = _counts(receiving)


def _counts(office: Office) -> dict[str, int]:
    counted = {each.name: office.queries.count(each.name) for each in REGISTERS}
    return {name: count for name, count in counted.items() if count}


def _clear(commune: Office, before: Assessment, today: date) -> None:
    """What the trainee does: sign the outstanding commitments, put up the missing boards."""
    blocking = [record for each in before.criteria for record in each.blocking]
    for record in {(each.kind, each.id) for each in blocking}:
        register, record_id = record
        if register == "households":
            commune.run(SaveRecord("commitments", None, _commitment(record_id, today)))
        elif register == "villages":
            commune.run(SaveRecord("hotline_boards", None, _board(record_id, today)))


def _commitment(household: str, today: date) -> dict[str, str | int | None]:
    return {
        "kind": "ho_gia_dinh",
        "household": household,
        "outcome": "da_ky",
        "signed_on": today.isoformat(),
        "year": today.year,
    }


def _board(village: str, today: date) -> dict[str, str | int | None]:
    return {
        "village": village,
        "place": "Nhà văn hóa thôn",
        "posted_on": (today - timedelta(days=1)).isoformat(),
        "numbers": "113",
        "checked_on": today.isoformat(),
        "state": "dang_dung",
    }


def _print(commune: Office, assessment: Assessment, today: date, done: Rehearsal) -> None:
    for form in PAPERS:
        data = papers.draft(commune, form, today, pack=PACK, assessment=assessment)
        issued = commune.run(papers.IssueDocument(form, data, today))
        done.keep(f"{form}.pdf", papers.reprint(commune, str(issued.result)))
    path = done.folder / "household-commitments.pdf"
    done.counts["commitment pages"] = papers.print_commitments(commune, path, only_unsigned=False)
    done.files.append(path.name)


def _send(commune: Office, receiving: Office, done: Rehearsal) -> Path:
    for here, there in ((commune, receiving), (receiving, commune)):
        groups = there.keys.device.public.fingerprint[:9]
        trusting.trust(here, trusting.own_card(there), groups)
    path = done.folder / f"{COMMUNE}{bundles.SUFFIX}"
    report = bundles.export(commune, receiving.keys.device.public.key_id, path)
    done.files.append(path.name)
    done.counts["bundle"] = {
        "segments": report.segments,
        "lines": report.lines,
        "bytes": report.size,
    }
    return path


def _merge(receiving: Office, bundle: Path, done: Rehearsal) -> MergeOutcome:
    outcome = bundles.merge(receiving, bundles.stage(receiving, bundle))
    done.counts["merged"] = {
        "new": sum(outcome.report.new.values()),
        "changed": sum(outcome.report.changed.values()),
        "conflicts": len(outcome.report.conflicts),
    }
    if outcome.receipt is not None:
        done.files.append(outcome.receipt.name)
    return outcome
