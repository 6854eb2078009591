"""A journal tampered with, by whoever has what in hand, and things put back as they were before.

    | who                      | what                           | found by                  |
    | A edits rows             | entries, records, checkpoints  | seals, heads, bindings    |
    | A edits beside the lines | columns, partners, memory      | the lines, notes, cards   |
    | B makes seals anew       | entries                        | checkpoints               |
    | B signs with other keys  | entries                        | signatures                |
    | C has every key          | the whole chain                | what is outside alone     |
    | D has no key             | pages, tables, files of before | bindings, heads, the door |

C is not found by the program alone, and neither is a whole folder put back: that is counted too
(`not found, nothing outside`), and it breaks the run if either is claimed to be.  So is what
nothing finds at all (`not found`): what says nothing of any record or entry, and what B writes on
under another's name after the last checkpoint, which the next one signs.  What left the PC after
the last honest act is then held against the journal: a backup's manifest on a stick, a partner's
receipt, the number at the foot of a page.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import StorageTrouble
from sachmatuy_desktop.services.access.entering import enter, since_last_login
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.proof import outside
from sachmatuy_desktop.services.upkeep.maintenance import check
from sachmatuy_desktop.storage.backups.backup import FOLDER as BACKUPS
from sachmatuy_desktop.storage.engine import OFFICE_FILE
from sachmatuy_desktop.storage.evidence.prelogin import NAME as DOOR
from sachmatuy_desktop.storage.integrity.check_report import CheckReport
from sachmatuy_desktop.storage.keys.keyring_file import NAMES
from sachmatuy_desktop.storage.keys.keyring_tries import TRIES_NAME
from tests import tampering, tampering_beside
from tests.faults.acts import must
from tests.faults.table import Run
from tests.faults.tampering_stage import PAGE, Stage, set_stage, try_in_vain
from tests.offices import CHEAP, PASSPHRASE

WORKERS: Final = 2
EACH: Final = 500
"""Histories a cell before a release (security.md 4, line 10)."""

WITNESSES: Final = ("a backup on a stick", "a receipt", "a printed footer")


@dataclass(frozen=True)
class Case:
    """One case being tried: the stage, a folder of its own, dice, and where it is counted."""

    stage: Stage
    folder: Path
    dice: random.Random
    run: Run

    def done(self, office: Office, what: str) -> int:
        """Do it to the file; the entry that is wrong, 0 if none is left to be named."""
        with tampering.unguarded(office) as rows:
            return tampering.TAMPERINGS[what](rows, self.dice)


Cell = Callable[[Case], None]


# -- whoever has the key of the file ---------------------------------------------------------------


def _named(report: CheckReport, entry: int) -> str:
    must(not report.clean, "not found")
    if not entry:
        return "found"
    must(entry in {each.entry for each in report.problems}, f"{entry} not named")
    return "found, entry named"


def _rows(what: str) -> Cell:
    def cell(case: Case) -> None:
        with case.stage.case(case.folder) as office:
            entry = case.done(office, what)
            case.run.add(f"A edits rows: {what}", _named(check(office), entry))

    return cell


def _record(what: str, change: Callable[[Any, random.Random], str]) -> Cell:
    def cell(case: Case) -> None:
        with case.stage.case(case.folder) as office:
            with tampering.unguarded(office) as rows:
                record = change(rows, case.dice)
            report = check(office)
            told = [str(each.said) for each in report.problems]
            must(any(record in each for each in told), f"{record} not named: {told}")
            case.run.add(f"A edits rows: {what}", "found, record named")

    return cell


def _point(what: str, change: Callable[[Any, random.Random], int]) -> Cell:
    def cell(case: Case) -> None:
        with case.stage.case(case.folder) as office:
            with tampering.unguarded(office) as rows:
                number = change(rows, case.dice)
            told = [str(each.said) for each in check(office).problems]
            must(any(f" {number}" in each for each in told), f"{number} not named: {told}")
            case.run.add(f"A edits rows: {what}", "found, checkpoint named")

    return cell


def _beside(what: str, change: tampering_beside.Change, words: str) -> Cell:
    def cell(case: Case) -> None:
        told = _told_after(case, change)
        must(any(words in each for each in told), f"not by what must find it: {told}")
        case.run.add(f"A edits beside the lines: {what}", "found")

    return cell


def _unseen(what: str, change: tampering_beside.Change) -> Cell:
    def cell(case: Case) -> None:
        must(not _told_after(case, change), "claimed not to be found")
        case.run.add(f"A edits beside the lines: {what}", "not found")

    return cell


def _told_after(case: Case, change: tampering_beside.Change) -> list[str]:
    with case.stage.case(case.folder) as office, tampering.unguarded(office) as rows:
        change(rows, case.dice)
    with case.stage.opened(case.folder) as office:
        return [str(each.said) for each in check(office).problems]


def _written_on(case: Case) -> None:
    """An act that nobody did, in the name of somebody who is here, after the last checkpoint."""
    with case.stage.case(case.folder) as office:
        with office.store.begin(Act("login", office.account.name)) as work:
            work.note(Scope.LOCAL, office.account.id)
            work.commit()
        must(check(office).clean, "claimed not to be found")
        office.checkpoint()
        for witness in WITNESSES:
            agrees(case.stage, office, witness)
        case.run.add("B writes on in another's name", "not found")


def _seals(what: str) -> Cell:
    def cell(case: Case) -> None:
        with case.stage.case(case.folder) as office:
            entry = case.done(office, what)
            with tampering.unguarded(office) as rows:
                tampering.recompute(rows)
            report = check(office)
            told = [str(each.said) for each in report.problems]
            must(any("điểm niêm phong" in each for each in told), f"not by checkpoints: {told}")
            must(not entry or (report.first or entry) <= entry, "a later entry is named first")
            named = "found, named from the last sound checkpoint on" if report.first else "found"
            case.run.add(f"B makes seals anew: {what}", named)

    return cell


def _forged(what: str) -> Cell:
    def cell(case: Case) -> None:
        with case.stage.case(case.folder) as office:
            case.done(office, what)
            with tampering.unguarded(office) as rows:
                tampering.recompute(rows)
                tampering.forget_checkpoints(rows)
            tampering.forge(office)
            told = [str(each.said) for each in check(office).problems]
            must(any("ký giả" in each for each in told), f"a forged signature counts: {told}")
            case.run.add(f"B signs with other keys: {what}", "found")

    return cell


def _every_key(what: str) -> Cell:
    def cell(case: Case) -> None:
        backups = case.folder / BACKUPS
        with case.stage.case(case.folder) as office:
            case.done(office, what)
            with tampering.unguarded(office) as rows:
                tampering.recompute(rows)
                tampering.forget_checkpoints(rows)
            office.checkpoint()
            told = [str(each.said) for each in check(office).problems]
            must(any("bản sao lưu" in each for each in told), f"not by the backups: {told}")
            case.run.add(
                f"C has every key, the chain anew: {what}", "found by the backups beside the file"
            )
            backups.rename(case.folder / "away")
            try:
                _only_outside(case, office, f"C has every key, the chain anew: {what}")
            finally:
                (case.folder / "away").rename(backups)

    return cell


def _only_outside(
    case: Case, office: Office, name: str, witnesses: Sequence[str] = WITNESSES, footer: str = ""
) -> None:
    """The program finds nothing by itself; each thing outside disagrees."""
    report = check(office)
    must(report.clean, f"claimed not to be found: {[str(each.said) for each in report.problems]}")
    case.run.add(name, "not found, nothing outside")
    for witness in witnesses:
        try:
            agrees(case.stage, office, witness, footer)
        except StorageTrouble:
            case.run.add(name, f"found by {witness}")
        else:
            must(False, f"{witness} agrees")


def agrees(stage: Stage, office: Office, witness: str, footer: str = "") -> None:
    """Hold one thing that is outside against the journal.  Raises `StorageTrouble`."""
    match witness:
        case "a printed footer":
            outside.paper_is_ours(office, footer or stage.footer)
        case "a receipt":
            outside.file_is_ours(office, stage.receipt)
        case _:
            outside.file_is_ours(office, stage.stick)


# -- whoever has no key, and keeps copies ----------------------------------------------------------


def _pages(name: str, choose: Callable[[list[int], random.Random], list[int]]) -> Cell:
    def cell(case: Case) -> None:
        stage = case.stage
        data = bytearray(stage.file_now)
        for page in choose(stage.changed_pages, case.dice):
            at = slice(page * PAGE, (page + 1) * PAGE)
            data[at] = stage.file_earlier[at]
        case.run.add(f"D puts back: {name}", _put_back(case, bytes(data)))

    return cell


def _put_back(case: Case, data: bytes) -> str:
    """What becomes of an office file some of which is old."""
    try:
        with case.stage.case(case.folder, data) as office:
            if not check(office).clean:
                return "found"
            differing = case.stage.differing(office)
    except StorageTrouble:
        return "found: told when it is opened or checked"
    must(differing <= BESIDE, f"old and not found: {sorted(differing)}")
    return "harmless: what is worked out or sent again" if differing else "harmless: the same"


def _one(pages: list[int], dice: random.Random) -> list[int]:
    return [dice.choice(pages)]


def _some(pages: list[int], dice: random.Random) -> list[int]:
    return dice.sample(pages, dice.randint(2, min(12, len(pages))))


def _most(pages: list[int], dice: random.Random) -> list[int]:
    return dice.sample(pages, len(pages) - dice.randint(1, 3))


def _one_table(case: Case) -> None:
    """All pages of one table and of its indexes, as somebody would who knows where they lie."""
    stage = case.stage
    table = case.dice.choice(stage.changed_tables)
    with case.stage.case(case.folder) as office:
        stage.put_back_table(office, table)
        report = check(office)
        outcome = "found"
        if report.clean:
            must(table in BESIDE, f"{table} is old and not found")
            outcome = "harmless: what is worked out or sent again"
    case.run.add("D puts back: the pages of one table", outcome)


BESIDE: Final = frozenset(
    {
        *("acknowledged", "anchors", "segments"),
        *("followed", "alike_docs", "alike_keys", "alike_pairs", "findings"),
        *("search_docs", "search_waiting", "search_index_data", "search_index_docsize"),
    }
)
"""Tables that say nothing of what was done: what a partner is sent again, which reminder comes
sooner, what is worked out from the records or signed again."""


# -- files put back --------------------------------------------------------------------------------


def _older_log(case: Case) -> None:
    """The write-ahead log of a killed program, cut back to an earlier commit, or taken away."""
    stage, log = case.stage, case.folder / f"{OFFICE_FILE}-wal"
    with stage.case(case.folder, stage.killed_file) as office:
        pass
    del office
    (case.folder / OFFICE_FILE).write_bytes(stage.killed_file)
    log.write_bytes(case.dice.choice(stage.older_logs))
    name = "D puts back: an older write-ahead log"
    with stage.opened(case.folder) as office:
        _only_outside(case, office, name, ("a printed footer",), stage.killed_footer)


def _whole_file(case: Case) -> None:
    """The whole office file of an earlier day; its backups and keys are those of now."""
    name = "D puts back: the whole office file"
    with case.stage.case(case.folder, case.stage.file_earlier) as office:
        told = [str(each.said) for each in check(office).problems]
        must(any("bản sao lưu" in each for each in told), f"not by the backups: {told}")
        case.run.add(name, "found by the backups beside the file")


def _whole_folder(case: Case) -> None:
    """Everything as it was on an earlier day: nothing in it can tell."""
    shutil.copytree(case.stage.earlier, case.folder / "all")
    try:
        office = enter(case.folder / "all", "an", PASSPHRASE, case.stage.clock, CHEAP)
        with closing(office):
            must(since_last_login(office).is_quiet, "claimed not to be found")
            _only_outside(case, office, "D puts back: the whole folder")
    finally:
        shutil.rmtree(case.folder / "all")


def _files(name: str, files: tuple[str, ...], *, gone: bool = False) -> Cell:
    """Some files as they were before the last logins, or none: noticed at the next login."""

    def cell(case: Case) -> None:
        stage, folder = case.stage, case.folder / "all"
        shutil.copytree(stage.now, folder)
        try:
            for each in case.dice.sample(files, len(files)):
                (folder / each).unlink(missing_ok=True)
                if not gone and (stage.earlier / each).exists():
                    shutil.copy(stage.earlier / each, folder)
            with closing(enter(folder, "an", PASSPHRASE, stage.clock, CHEAP)) as office:
                since = since_last_login(office)
                must(since.older_keys if files == NAMES else since.lost, "not told")
            case.run.add(f"D puts back: {name}", "told at the next login")
        finally:
            shutil.rmtree(folder)

    return cell


def _door_of_today(case: Case) -> None:
    """Both files as they were right after the last login: nothing is older than what was kept."""
    folder = case.folder / "all"
    shutil.copytree(case.stage.now, folder)
    try:
        door = (folder / DOOR).read_bytes()
        try_in_vain(folder, case.stage.clock)
        (folder / DOOR).write_bytes(door)
        (folder / TRIES_NAME).unlink()
        with closing(enter(folder, "an", PASSPHRASE, case.stage.clock, CHEAP)) as office:
            must(since_last_login(office).is_quiet, "claimed not to be found")
        case.run.add("D puts back: the log of tries of the last login", "not found")
    finally:
        shutil.rmtree(folder)


def _shortened_door(case: Case) -> None:
    """The log of tries without its last lines: `tries.json` knows of more, unless it is made to
    fit; it bears no signature, for nobody who may sign is there yet.
    """
    folder, name = case.folder / "all", "D shortens the log of tries"
    fits = case.dice.random() < 0.5
    shutil.copytree(case.stage.now, folder)
    try:
        for _number in range(3):
            try_in_vain(folder, case.stage.clock)
            case.stage.moving.advance(hours=1)
        lines = (folder / DOOR).read_bytes().splitlines(keepends=True)
        (folder / DOOR).write_bytes(b"".join(lines[: -case.dice.randint(1, 2)]))
        left = len((folder / DOOR).read_bytes().splitlines()) - 1
        if fits:
            note = json.loads((folder / TRIES_NAME).read_bytes())
            (folder / TRIES_NAME).write_text(json.dumps({**note, "failed": left}))
        with closing(enter(folder, "an", PASSPHRASE, case.stage.clock, CHEAP)) as office:
            must(since_last_login(office).lost is not fits, "not told, or claimed to be")
            must(since_last_login(office).failed == left, "what is left is not told")
        case.run.add(name, "not found: the count was made to fit" if fits else "told at the login")
    finally:
        shutil.rmtree(folder)


# -- the table -------------------------------------------------------------------------------------

CELLS: Final[dict[str, Cell]] = {
    **{f"A {each}": _rows(each) for each in tampering.TAMPERINGS},
    "A record": _record("a record", tampering.change_record),
    "A old record": _record("an old record put back", tampering.old_record),
    "A checkpoint": _point("a checkpoint altered", tampering.alter_checkpoint),
    "A checkpoint out": _point("a checkpoint out", tampering.take_out_checkpoint),
    "A checkpoints cut": _point("the last checkpoints out", tampering.cut_checkpoints),
    **{f"A beside, {each}": _beside(each, *how) for each, how in tampering_beside.FOUND.items()},
    **{f"A unseen, {each}": _unseen(each, do) for each, do in tampering_beside.NOT_FOUND.items()},
    "B writes on": _written_on,
    **{f"B {each}": _seals(each) for each in tampering.TAMPERINGS},
    **{f"B signs, {each}": _forged(each) for each in tampering.TAMPERINGS},
    **{f"C {each}": _every_key(each) for each in tampering.TAMPERINGS},
    "D page": _pages("one page", _one),
    "D pages": _pages("several pages", _some),
    "D nearly all": _pages("all pages but a few", _most),
    "D table": _one_table,
    "D file": _whole_file,
    "D log": _older_log,
    "D folder": _whole_folder,
    "D keys": _files("older key files", NAMES),
    "D door": _files("an older log of tries", (DOOR, TRIES_NAME)),
    "D no door": _files("no log of tries", (DOOR, TRIES_NAME), gone=True),
    "D door of today": _door_of_today,
    "D door shortened": _shortened_door,
}


def some(count: int, until: float, seed: int) -> Run:
    """So many cases, cell after cell; `until` is a moment of `time.monotonic`."""
    run = Run("Tampering", "tamperings")
    with tempfile.TemporaryDirectory(prefix="tampering-") as text:
        base = Path(text)
        stage = set_stage(base, seed)
        folder = base / "live"
        shutil.copytree(stage.now, folder)
        for number in range(count):
            if time.monotonic() > until:
                break
            name = list(CELLS)[number % len(CELLS)]
            dice = random.Random(f"{name}/{seed}/{number}")  # noqa: S311  (no secret)
            try:
                CELLS[name](Case(stage, folder, dice, run))
            except Exception as error:
                run.fail(name, f"seed {seed}, number {number}: {type(error).__name__}: {error}")
    return run.ended()


def run(count: int, seconds: float, seed: int) -> Run:
    """Tamper on all workers, each with an office of its own."""
    whole = Run("Tampering: what is done to a journal, by what one has in hand", "tamperings")
    until = time.monotonic() + seconds
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        share = -(-count // WORKERS)
        parts = [pool.submit(some, share, until, seed + at) for at in range(WORKERS)]
        for each in parts:
            whole.take(each.result())
    return whole.ended()
