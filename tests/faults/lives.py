"""Ordinary life at random, and no alarm: after each step the check finds nothing, the door tells of
nothing that was not, and what left the PC still agrees.

Two offices exchange bundles; people are written, corrected and erased; accounts, keys and clocks
change; backups are made and restored; the program is killed and opened again.  A life is thrown
from a seed, so one that raises an alarm can be lived again.  What is checked is every office that
something was done to: one that nobody touched stands as it stood.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from sachmatuy_desktop.errors import KnownError, Refused, StorageTrouble
from sachmatuy_desktop.services.access import accounts
from sachmatuy_desktop.services.access.entering import enter, lock, since_last_login
from sachmatuy_desktop.services.access.rotating import rotate_data_key
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile
from sachmatuy_desktop.services.erasures.erasing import ErasePerson, erase_person
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.proof import evidence, outside
from sachmatuy_desktop.services.sync import bundles, renewing, trusting
from sachmatuy_desktop.services.sync.unmerging import undo_bundle
from sachmatuy_desktop.services.upkeep import maintenance, pausing
from sachmatuy_desktop.services.upkeep.maintenance import check
from sachmatuy_desktop.storage.evidence import checkpoints
from sachmatuy_desktop.storage.keys.keyring_file import Account
from tests.faults.acts import must
from tests.faults.table import Run
from tests.faults.tampering_stage import DISTRICT, OTHER, try_in_vain
from tests.offices import (
    CHEAP,
    PASSPHRASE,
    TestClock,
    add_person,
    add_village,
    edit,
    new_office,
    remove,
)
from tests.pictures import png
from tests.storage.office_corpus import KEPT
from tests.storage.test_faults import introduced
from tests.sync.damage.judge import sentence
from tests.sync.test_undoing_bundles import newest

WORKERS: Final = 2
MOST_STEPS: Final = 40
MEAN_STEPS: Final = 7
"""How long a life is: most are short, some five times as long."""


@dataclass
class Life:
    """A commune and the office above it, what they have in hand, and what lies outside."""

    folder: Path
    dice: random.Random
    clock: TestClock
    commune: Office
    passphrase: str = PASSPHRASE
    papers: list[str] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    made: int = 0
    """How many bundles and folders were named."""
    at_work: set[str] = field(default_factory=set)
    """Which offices something was done to since the last check."""

    @cached_property
    def _upper(self) -> Office:
        return unlock(self.folder / "trên", "an", PASSPHRASE, self.clock.clock, CHEAP)

    @property
    def above(self) -> Office:
        """The office above, for something to be done there; opened when it is first needed."""
        self.at_work.add("above")
        return self._upper

    def offices_at_work(self) -> list[Office]:
        """Those that something was done to; from now on none."""
        found = [self.commune, *([self._upper] if "above" in self.at_work else [])]
        self.at_work.clear()
        return found

    def people(self) -> list[str]:
        """The living of the commune's book."""
        with self.commune.store.reading() as connection:
            query = "SELECT id FROM people WHERE deleted = 0 ORDER BY id"
            return list(connection.exec_driver_sql(query).scalars())

    def person(self) -> str:
        """Somebody; written first if there is nobody."""
        people = self.people()
        return self.dice.choice(people) if people else add_person(self.commune, "Người đầu")

    def named(self, name: str) -> Path:
        """A path that was not given before."""
        self.made += 1
        return self.folder / f"{self.made} {name}"

    def come_in(self) -> None:
        """Open the commune's office again; the door tells of what was, and of nothing else."""
        self.clock.advance(minutes=5)
        office = enter(self.commune.store.folder, "an", self.passphrase, self.clock.clock, CHEAP)
        since = since_last_login(office)
        must(not since.lost, "the log of tries is said to be lost")
        must(not since.older_keys, "the key files are said to be older")
        self.commune = office

    def end(self) -> None:
        """Let go of everything."""
        opened = [self.commune, *([self._upper] if "_upper" in vars(self) else [])]
        for each in opened:
            with suppress(KnownError):
                each.close()


# -- what is lived ---------------------------------------------------------------------------------


def _add(life: Life) -> None:
    add_person(life.commune, f"Người {life.dice.randint(1, 999)}")


def _edit(life: Life) -> None:
    edit(life.commune, "people", life.person(), birth=str(life.dice.randint(1950, 2008)))


def _edit_and_undo(life: Life) -> None:
    txn = edit(life.commune, "people", life.person(), phone="0900000001")
    undone = life.commune.undo(txn)
    if life.dice.random() < 0.5:
        life.commune.undo(undone.txn)


def _remove(life: Life) -> None:
    remove(life.commune, "people", life.person())


def _attach(life: Life) -> None:
    picture = NewFile("a.png", png(20, 20, life.dice.randrange(1 << 16)))
    life.commune.run(AddAttachments("people", life.person(), (picture,)))


def _know_each_other(life: Life) -> None:
    """What a restoring took back is done again: the card is trusted, sending is let go on."""
    if not trusting.partners(life.commune):
        introduced(life.commune, life.above)
    if pausing.paused(life.commune):
        pausing.resume(life.commune)


def _send(life: Life) -> None:
    _know_each_other(life)
    bundle = life.named("gói.smt")
    bundles.export(life.commune, life.above.keys.device.public.key_id, bundle)
    receipt = bundles.merge(life.above, bundles.stage(life.above, bundle)).receipt
    if receipt is not None and life.dice.random() < 0.8:
        bundles.merge(life.commune, bundles.stage(life.commune, receipt))
        if outside_says(receipt, life):
            life.files.append(receipt)


def outside_says(receipt: Path, life: Life) -> bool:
    """Whether a receipt speaks of the journal; one of a bundle without new lines may not."""
    try:
        outside.file_is_ours(life.commune, receipt)
    except StorageTrouble:
        raise
    except KnownError:
        return False
    return True


def _answer(life: Life) -> None:
    _know_each_other(life)
    bundle = life.named("trả lời.smt")
    bundles.export(life.above, life.commune.keys.device.public.key_id, bundle)
    bundles.merge(life.commune, bundles.stage(life.commune, bundle))


def _undo_bundle(life: Life) -> None:
    with suppress(StopIteration):
        undo_bundle(life.above, newest(life.above), "Nhập nhầm")


def _erase(life: Life) -> None:
    keep = life.dice.random() < 0.5
    erase_person(life.commune, ErasePerson(life.person(), "order", "1/QĐ", keep_statistics=keep))


def _rotate(life: Life) -> None:
    rotate_data_key(life.commune)


def _renew(life: Life) -> None:
    renewing.renew(life.commune)


def _passphrase(life: Life) -> None:
    fresh = OTHER if life.passphrase == PASSPHRASE else PASSPHRASE
    accounts.change_passphrase(life.commune, life.passphrase, fresh)
    life.passphrase = fresh


def _account(life: Life) -> None:
    known = {each.id for each in accounts.accounts(life.commune)}
    if "binh" in known:
        accounts.remove_account(life.commune, "binh")
    else:
        accounts.add_account(life.commune, Account("binh", "Trần Bình", "clerk"), OTHER)


def _sheet(life: Life) -> None:
    accounts.new_recovery_code(life.commune)


def _back_up(life: Life) -> None:
    maintenance.backup_now(life.commune)


def _stick(life: Life) -> None:
    life.files.append(maintenance.backup_to(life.commune, life.folder / "usb"))


def _print(life: Life) -> None:
    point = evidence.printing(life.commune, evidence.PAGE_NAME)
    life.papers.append(checkpoints.short(point))


def _restore(life: Life) -> None:
    """From any backup of the folder; what was outside since belongs to what was replaced."""
    kept = [each for each in maintenance.backups(life.commune) if each.verified]
    if not kept:
        return
    path = life.dice.choice(kept).path
    folder = life.commune.store.folder
    life.commune.close()
    life.clock.advance(minutes=5)
    clock = life.clock.clock
    maintenance.restore_with_passphrase(path, folder, "an", life.passphrase, clock, CHEAP)
    life.come_in()
    life.papers = [each for each in life.papers if _agrees(life, each)]
    life.files = [each for each in life.files if _agrees(life, each)]


def _agrees(life: Life, kept: str | Path) -> bool:
    """Whether it does; where it does not, a restoring is named, or that the point is not there.

    One restored from before the other's card was trusted does not read that one's receipts.
    """
    try:
        _ask(life, kept)
    except StorageTrouble as error:
        told = str(error)
        must("khôi phục" in told or "bản sao lưu này" in told, f"an accusation: {told}")
        return False
    except Refused as error:
        known = {each.key_id for each in trusting.partners(life.commune)}
        must(life.above.keys.device.public.key_id not in known, f"not read: {error}")
        return False
    return True


def _ask(life: Life, kept: str | Path) -> None:
    if isinstance(kept, str):
        outside.paper_is_ours(life.commune, kept)
    else:
        outside.file_is_ours(life.commune, kept)


def _clock(life: Life) -> None:
    life.clock.advance(days=life.dice.choice((-4000, -30, 1, 30, 9000)))


def _lock(life: Life) -> None:
    lock(life.commune)
    life.commune.close()
    life.come_in()


def _kill(life: Life) -> None:
    """The folder as a killed program leaves it, log and all, and another life in it."""
    folder = life.named("sau khi tắt ngang")
    shutil.copytree(life.commune.store.folder, folder)
    life.commune.close()
    shutil.rmtree(life.commune.store.folder)
    life.commune.store.folder = folder
    life.come_in()


def _move(life: Life) -> None:
    folder = life.named("chuyển chỗ")
    life.commune.close()
    shutil.move(life.commune.store.folder, folder)
    life.commune.store.folder = folder
    life.come_in()


def _try_in_vain(life: Life) -> None:
    life.commune.close()
    life.clock.advance(hours=1)
    try_in_vain(life.commune.store.folder, life.clock.clock)
    life.clock.advance(hours=1)
    life.come_in()
    must(since_last_login(life.commune).failed > 0, "a wrong passphrase is not told")


ACTS: Final[dict[str, tuple[int, Callable[[Life], None]]]] = {
    "add": (10, _add),
    "edit": (14, _edit),
    "undo and redo": (5, _edit_and_undo),
    "remove": (4, _remove),
    "attach": (3, _attach),
    "send, merge, receipt": (8, _send),
    "a bundle from above": (3, _answer),
    "undo a bundle": (3, _undo_bundle),
    "erase a person": (3, _erase),
    "change the data key": (2, _rotate),
    "renew keys": (1, _renew),
    "change a passphrase": (2, _passphrase),
    "add or remove an account": (3, _account),
    "a new recovery sheet": (1, _sheet),
    "back up": (4, _back_up),
    "back up to a stick": (3, _stick),
    "print a page": (3, _print),
    "restore": (4, _restore),
    "the clock moves": (3, _clock),
    "lock and enter": (4, _lock),
    "kill and enter": (4, _kill),
    "move the folder": (2, _move),
    "a wrong passphrase": (2, _try_in_vain),
}
"""What may be done, with how often."""


# -- living ----------------------------------------------------------------------------------------


def set_stage(folder: Path) -> None:
    """The first days that lives begin with, each once: a folder of the oldest released schema is
    brought up, or an office founded, and introduced to the one above.
    """
    for name in set(FIRST_DAYS):
        clock, place = TestClock(), folder / name
        above = new_office(place / "trên", DISTRICT, "receiving", clock)
        if name == "of the oldest schema":
            shutil.copytree(KEPT / "1", place / "xã")
            commune = enter(place / "xã", "an", PASSPHRASE, clock.clock, CHEAP)
        else:
            commune = new_office(place / "xã", clock=clock)
        introduced(commune, above)
        introduced(above, commune)
        add_village(commune)
        for each in (commune, above):
            must(check(each).clean, "not sound from the first day on")
            each.close()


FIRST_DAYS: Final = ("founded", "founded", "of the oldest schema")
"""How a life begins, one as often as another."""


def begin(stage: Path, folder: Path, dice: random.Random) -> Life:
    """A life's first day."""
    shutil.copytree(stage / dice.choice(FIRST_DAYS), folder, dirs_exist_ok=True)
    clock = TestClock()
    clock.advance(hours=1)
    commune = enter(folder / "xã", "an", PASSPHRASE, clock.clock, CHEAP)
    return Life(folder, dice, clock, commune)


def quiet(life: Life) -> None:
    """Nothing is found, and what is outside agrees.  Raises `Broken`."""
    for office in life.offices_at_work():
        problems = [str(each.said) for each in check(office).problems]
        must(not problems, f"{office.info.kind}: {problems[:3]}")
    outside_now: list[str | Path] = [*life.papers[-2:], *life.files[-2:]]
    for kept in outside_now:
        try:
            _ask(life, kept)
        except KnownError as error:
            must(False, f"{kept}: {error}")


def live(life: Life, steps: int, run: Run) -> None:
    """One life to its end.  A refusal that is a sentence is part of life."""
    done = list[str]()
    try:
        quiet(life)
        weights = [each for each, _act in ACTS.values()]
        for name in life.dice.choices(list(ACTS), weights, k=steps):
            done.append(name)
            try:
                ACTS[name][1](life)
            except KnownError as error:
                must(not life.commune.store.is_closed, f"left without an office: {error}")
                run.add(name, f"refused: {sentence(error)[:40]}…")
            else:
                run.add(name, "no alarm")
            quiet(life)
    except Exception as error:
        error.add_note(json.dumps(done, ensure_ascii=False))
        raise
    finally:
        life.end()


def some(count: int, until: float, seed: int) -> Run:
    """So many lives, one after the other; `until` is a moment of `time.monotonic`."""
    run, number = Run("Lives", "steps"), 0
    with tempfile.TemporaryDirectory(prefix="lives-") as text:
        stage = Path(text, "stage")
        set_stage(stage)
        while number < count and time.monotonic() < until:
            number += 1
            dice = random.Random(f"{seed}/{number}")  # noqa: S311  (no secret)
            steps = min(MOST_STEPS, 1 + int(dice.expovariate(1 / MEAN_STEPS)))
            with tempfile.TemporaryDirectory(prefix="life-", dir=text) as folder:
                try:
                    live(begin(stage, Path(folder), dice), steps, run)
                except Exception as error:
                    notes = " ".join(error.__notes__) if hasattr(error, "__notes__") else ""
                    run.fail("alarm", f"seed {seed}, life {number}: {error!r} {notes}")
    run.notes.append(f"{number:,} lives, seed {seed}")
    return run.ended()


def run(count: int, seconds: float, seed: int) -> Run:
    """Live on all workers."""
    whole = Run("Ordinary lives: after each step the check finds nothing", "steps")
    until = time.monotonic() + seconds
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        share = -(-count // WORKERS)
        parts = [pool.submit(some, share, until, seed + at) for at in range(WORKERS)]
        for each in parts:
            whole.take(each.result())
    return whole.ended()
