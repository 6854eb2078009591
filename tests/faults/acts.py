"""The acts that faults befall, the offices they happen in, and what must hold afterwards.

An act is done by a process of its own in a copy of an office.  It tells aloud what it has done:
what was told is acknowledged, and must be there whatever happens next.  Three harnesses share this
table: `kills` ends the process, `cuts` cuts the power, `nth_call` lets one call to the disk fail.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sachmatuy_desktop.domain.changes import Act as Entry
from sachmatuy_desktop.domain.clock import Clock, system_clock
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import NotAllowed, StorageTrouble
from sachmatuy_desktop.exchange.heads import suggest_mapping
from sachmatuy_desktop.exchange.reading import read_sheet
from sachmatuy_desktop.services.access import accounts
from sachmatuy_desktop.services.access.rotating import rotate_data_key
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile
from sachmatuy_desktop.services.erasures.erasing import ErasePerson, erase_person
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.spreadsheets import ImportSpreadsheet, export_register, preview
from sachmatuy_desktop.services.sync import bundles, renewing
from sachmatuy_desktop.services.sync.unmerging import undo_bundle
from sachmatuy_desktop.services.upkeep import maintenance
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.attachments import sweep
from sachmatuy_desktop.storage.backups.backup import FOLDER as BACKUPS
from sachmatuy_desktop.storage.backups.backup import Backup, list_backups, opened_copy, sound
from sachmatuy_desktop.storage.engine import OFFICE_FILE
from sachmatuy_desktop.storage.integrity.checks import check
from sachmatuy_desktop.storage.keys.keyring import Keyring, OfficeKeys
from sachmatuy_desktop.storage.keys.keyring_file import NAMES, Account
from sachmatuy_desktop.storage.keys.keyring_tries import TRIES_NAME
from sachmatuy_desktop.sync.bundle import inspect
from tests.exchange.sheet_tables import xlsx
from tests.offices import (
    CHEAP,
    FOR_A_TEST,
    PASSPHRASE,
    add_person,
    add_village,
    edit,
    new_office,
)
from tests.pictures import png
from tests.storage.office_corpus import KEPT
from tests.sync.damage.judge import WORKED_OUT, sentence
from tests.sync.test_undoing_bundles import NOT_COMPARED, newest

OTHER: Final = "một mật khẩu khác hẳn"
"""The passphrase that the act of changing it sets."""

PEOPLE: Final = 120
"""How many come with the bundle and with the spreadsheet; enough for a write-ahead log of many
pages."""

AT_ONCE: Final = 3
"""Persons that one edit writes: fewer of them would be half an act."""

_COUNTS: Final = frozenset(
    NOT_COMPARED
    | WORKED_OUT
    | {"journal_entries", "journal_changes", "held", "segments"}
    | {"checkpoints", "anchors", "witnessed"}
)
"""What keeps count of acts and stands otherwise after each of them, done twice or not."""

_CHANCE: Final = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,}|\d{4}-\d\d-\d\dT[0-9:.+]+|\d{9,}|b'[^']*'|(?<=\()\d+"
)
"""Ids, hashes, moments, readings of the clock, and the numbers of entries."""

DISTRICT: Final = "huyen-618@1"

_FAMILIES: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Lò", "Rơ Châm", "Siu", "Y", "A", "Hoàng")
_GIVEN: Final = (
    "An",
    "Bình",
    "Cam",
    "Đào",
    "Giang",
    "Hà",
    "Khế",
    "Lan",
    "Mận",
    "Nhung",
    "Ổi",
    "Quế",
)

_OLDEST: Final = "1"
"""The edition of the schema that is brought up: the first that was released."""

Say = Callable[[str], None]
State = dict[str, Any]


@dataclass(frozen=True)
class Act:
    """Something an office does.

    `at` names the office of the stage that it happens in.  `steps` tells that it is many acts one
    after the other, each acknowledged.  `again` tells that, done again, it comes to the same end
    whether it had been done before or not.  `files` tells that it makes files beside the office.
    """

    at: str
    do: Callable[[Path, Say], None]
    steps: bool = False
    again: bool = False
    files: bool = False


class Broken(AssertionError):
    """Something was lost, or is half done."""


def must(holds: bool, what: object) -> None:
    """Raise `Broken` unless it holds."""
    if not holds:
        raise Broken(str(what))


# -- what offices do -------------------------------------------------------------------------------


def opened(folder: Path, passphrase: str = PASSPHRASE, clock: Clock | None = None) -> Office:
    """An office of the stage, or a copy of it."""
    return unlock(folder, "an", passphrase, clock or system_clock(), CHEAP)


def _in_office(do: Callable[[Office, Path], None]) -> Callable[[Path, Say], None]:
    def act(folder: Path, say: Say) -> None:
        with closing(opened(folder / "office")) as office:
            say("open")
            do(office, folder)
            say("done")

    return act


def _edits(folder: Path, say: Say) -> None:
    with closing(opened(folder / "office")) as office:
        say("open")
        for number in range(12):
            _write(office, f"Lần {number}", AT_ONCE)
            say(f"saved {number}")


def _write(office: Office, name: str, count: int) -> None:
    with office.store.begin(Entry("training.fill", "an")) as work:
        for number in range(count):
            work.insert("people", {"full_name": f"{name} {number}"})
        work.commit()


def _import(office: Office, folder: Path) -> None:
    page = read_sheet(folder / "nhân khẩu.xlsx")
    mapping = suggest_mapping(REGISTERS["people"], page)
    office.run(ImportSpreadsheet(preview(office.session, page, mapping)))


def _export_sheet(office: Office, folder: Path) -> None:
    export_register(office.session, "people", folder / "ra.xlsx", terms=FOR_A_TEST)


def _attach(office: Office, _folder: Path) -> None:
    person = office.queries.ids("people")[0]
    office.run(AddAttachments("people", person, (NewFile("a.png", png(60, 40, 9)),)))


def _export(office: Office, folder: Path) -> None:
    key = next(iter(bundles.passages(office))).partner
    bundles.export(office, key, folder / "ra.smt", everything=True)


def _merge(office: Office, folder: Path) -> None:
    bundles.merge(office, bundles.stage(office, folder / "vào.smt"))


def _undo(office: Office, _folder: Path) -> None:
    undo_bundle(office, newest(office), "Nhập nhầm")


def _renew(office: Office, _folder: Path) -> None:
    renewing.renew(office)


def _back_up(office: Office, _folder: Path) -> None:
    maintenance.backup_now(office, "daily")


def _back_up_to(office: Office, folder: Path) -> None:
    maintenance.backup_to(office, folder / "stick")


def _rotate(office: Office, _folder: Path) -> None:
    rotate_data_key(office)


def _passphrase(office: Office, _folder: Path) -> None:
    accounts.change_passphrase(office, PASSPHRASE, OTHER)


def _erase(office: Office, _folder: Path) -> None:
    person = office.queries.ids("people")[0]
    erase_person(office, ErasePerson(person, "order", "Quyết định 1/QĐ", keep_statistics=False))


def _bring_up(folder: Path, say: Say) -> None:
    say("open")
    opened(folder / "office").close()
    say("done")


def _account(office: Office, _folder: Path) -> None:
    accounts.add_account(office, Account("binh", "Trần Bình", "clerk"), OTHER)


def _restore(folder: Path, say: Say) -> None:
    say("open")
    restore_newest(folder / "office")
    say("done")


def restore_newest(office: Path) -> None:
    """Take the office up again from its newest backup."""
    path = list_backups(office / BACKUPS)[0].path
    with suppress(OSError):  # a try that was killed makes the next one wait
        (office / TRIES_NAME).unlink(missing_ok=True)
    maintenance.restore_with_passphrase(path, office, "an", PASSPHRASE, system_clock(), CHEAP)


ACTS: Final[dict[str, Act]] = {
    "edit": Act("xã", _edits, steps=True),
    "import a spreadsheet": Act("xã", _in_office(_import), again=True),
    "write a spreadsheet": Act("xã, đã sao lưu", _in_office(_export_sheet), again=True, files=True),
    "attach": Act("xã, đã sao lưu", _in_office(_attach)),
    "write a bundle": Act("xã", _in_office(_export), again=True, files=True),
    "merge a bundle": Act("trên", _in_office(_merge), again=True),
    "take a receipt": Act("xã", _in_office(_merge), again=True),
    "undo a bundle": Act("trên, đã nhập", _in_office(_undo)),
    "renew keys": Act("xã", _in_office(_renew)),
    "back up": Act("xã, đã sao lưu", _in_office(_back_up), files=True),
    "back up to a stick": Act("xã, đã sao lưu", _in_office(_back_up_to), files=True),
    "restore": Act("xã, đã sao lưu", _restore, again=True, files=True),
    "restore into a blank folder": Act("trống", _restore, again=True, files=True),
    "restore over garbage": Act("hỏng", _restore, again=True, files=True),
    "change the data key": Act("xã, đã sao lưu", _in_office(_rotate), files=True),
    "change a passphrase": Act("xã", _in_office(_passphrase)),
    "erase a person": Act("xã, đã sao lưu", _in_office(_erase)),
    "bring up an older file": Act(_OLDEST, _bring_up, again=True, files=True),
    "add an account": Act("xã", _in_office(_account)),
}
"""Everything that is killed, cut and hindered."""


# -- the stage -------------------------------------------------------------------------------------


def set_stage(folder: Path) -> None:
    """An office below and one above, in each of the states that acts begin in."""
    from tests.storage.test_faults import introduced  # noqa: PLC0415  (that module needs pytest)

    commune, above = folder / "xã", folder / "trên"
    below, upper = new_office(commune), new_office(above, DISTRICT, "receiving")
    introduced(below, upper)
    introduced(upper, below)
    village = add_village(below)
    key = upper.keys.device.public.key_id
    bundles.export(below, key, folder / "một.smt")
    receipt = bundles.merge(upper, bundles.stage(upper, folder / "một.smt")).receipt
    must(receipt is not None, "no receipt")
    edit(below, "villages", village, head="Đào")
    add_person(below, village=village)
    _write(below, "Người", PEOPLE)
    bundles.export(below, key, folder / "hai.smt")
    upper.close()
    below.close()
    for name in ("trên, đã nhập", "xã, đã sao lưu"):
        shutil.copytree(folder / name.partition(",")[0], folder / name)
    with closing(opened(folder / "trên, đã nhập")) as office:
        bundles.merge(office, bundles.stage(office, folder / "hai.smt"))
    with closing(opened(folder / "xã, đã sao lưu")) as office:
        maintenance.backup_now(office, "daily")
        _write(office, "Sau khi sao lưu", AT_ONCE)
    shutil.copytree(folder / "xã, đã sao lưu" / BACKUPS, folder / "trống" / BACKUPS)
    shutil.copytree(folder / "xã, đã sao lưu", folder / "hỏng")
    (folder / "hỏng" / OFFICE_FILE).write_bytes(bytes(1 << 14))
    shutil.copytree(KEPT / _OLDEST, folder / _OLDEST)
    shutil.move(str(receipt), folder / "biên nhận.smt")
    names = [f"{first} Văn {last}" for first in _FAMILIES for last in _GIVEN]
    people = "\n".join(f"{name} | {1950 + at % 50}" for at, name in enumerate(names))
    xlsx(folder / "nhân khẩu.xlsx", f"Họ và tên | Năm sinh\n{people}")


def lay_out(stage: Path, folder: Path, name: str) -> None:
    """A copy for one act."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copytree(stage / ACTS[name].at, folder / "office")
    bring(stage, folder, name)


def bring(stage: Path, folder: Path, name: str) -> None:
    """What comes from outside: the bundle or receipt, and the spreadsheet."""
    coming = "biên nhận.smt" if name == "take a receipt" else "hai.smt"
    shutil.copy(stage / coming, folder / "vào.smt")
    shutil.copy(stage / "nhân khẩu.xlsx", folder)
    (folder / "stick").mkdir(exist_ok=True)


# -- what holds ------------------------------------------------------------------------------------


def differing(one: State, other: State) -> list[str]:
    """The names of what is not the same; what is missing is empty."""
    return [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)]


@dataclass(frozen=True)
class Ends:
    """The state before an act and after it; after each step for one with steps."""

    states: Sequence[State]

    def place_of(self, found: State) -> int | None:
        """The number of the state that was found; the last one that fits.  None: in between."""
        fitting = [at for at, each in enumerate(self.states) if not differing(each, found)]
        return fitting[-1] if fitting else None

    def nearest(self, found: State) -> list[str]:
        """What differs from each state."""
        return [str(differing(each, found)) for each in self.states]


def _later(hours: int) -> Clock:
    """After a try that failed, or was cut short, one waits a little."""
    return replace(system_clock(), now=lambda: system_clock().now() + timedelta(hours=hours))


@contextmanager
def _any_passphrase(folder: Path) -> Any:
    """The office opened with the old passphrase or the new one."""
    try:
        office, by = opened(folder, PASSPHRASE, _later(1)), PASSPHRASE
    except NotAllowed:
        office, by = opened(folder, OTHER, _later(2)), OTHER
    with closing(office):
        yield office, by


def state_of(folder: Path, look: Callable[[Path, Office], None] | None = None) -> State:
    """An office as it stands, which must be sound if it opens.  `look` says how closely to look.

    What is thrown by dice or told by the clock is left out: two runs of an act come to one state.
    One that does not open has what it says and its files, byte by byte, for its state.
    """
    try:
        return _opened_state(folder, look)
    except StorageTrouble as trouble:
        return {"told": sentence(trouble), "files": _files_of(folder / "office")}


def _files_of(office: Path) -> State:
    there = [office / name for name in (OFFICE_FILE, *NAMES) if (office / name).exists()]
    return {each.name: sha256(each.read_bytes()).hexdigest() for each in there}


def _opened_state(folder: Path, look: Callable[[Path, Office], None] | None) -> State:
    with _any_passphrase(folder / "office") as (office, by):
        (look or closely)(folder, office)
        return {
            **_rows(office),
            "accounts": [(each.id, each.role) for each in office.keyring.shown().accounts],
            "opens by": by,
        }


def _rows(office: Office) -> State:
    """Every row of every table that is compared; plain SQL, for this is done thousands of times."""
    with office.store.reading() as connection:
        cursor = connection.connection.cursor()
        tables = {
            name: cursor.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608  (our own)
            for name in schema.metadata.tables
            if name not in _COUNTS
        }
    return {
        name: sorted(_CHANCE.sub("#", repr(row)) for row in map(tuple, rows))
        for name, rows in tables.items()
        if rows
    }


def quickly(_folder: Path, office: Office) -> None:
    """The pages are in order: for states by the ten thousand, most of which differ little."""
    with office.store.reading() as connection:
        must(connection.exec_driver_sql("PRAGMA quick_check").scalar_one() == "ok", "not sound")


def closely(_folder: Path, office: Office) -> None:
    """The program's own check finds nothing: pages, journal, records, index, contents.

    What an attachment cut short left of its file is not lost but too much; every backup sweeps it.
    """
    problems = check(office.store).problems
    if problems:
        sweep(office.store)
        problems = check(office.store).problems
    must(not problems, f"not sound: {[str(each.said) for each in problems[:3]]}")


def all_files(folder: Path, office: Office) -> None:
    """The same, and what lies beside the office: under its name a file is whole."""
    closely(folder, office)
    if (folder / "ra.smt").exists():
        inspect(folder / "ra.smt")
    if (folder / "ra.xlsx").exists():
        must(len(read_sheet(folder / "ra.xlsx").rows) > PEOPLE, "half a spreadsheet")
    for place in (folder / "office" / BACKUPS, folder / "stick"):
        for each in list_backups(place):
            must(each.manifest is None or each.verified, f"half a backup: {each.path.name}")
            if each.manifest is not None:
                with opened_copy(each.path, _keys_beside(each, office)) as connection:
                    must(sound(connection), f"a spoilt backup: {each.path.name}")


def _keys_beside(backup: Backup, office: Office) -> OfficeKeys:
    """The keys that lie beside a backup: those of its day; on a stick the paper code opens them."""
    if backup.manifest is None or backup.manifest.travel:
        return office.keys
    with TemporaryDirectory() as folder:
        for copy, name in zip(backup.key_files, NAMES, strict=True):
            shutil.copy(copy, Path(folder) / name)
        return Keyring(Path(folder), CHEAP).unlock("an", PASSPHRASE, system_clock().now())


def judge(
    name: str,
    folder: Path,
    ends: Ends,
    said: Sequence[str],
    look: Callable[[Path, Office], None] = all_files,
) -> str:
    """Where an act stands that was cut short: `before`, `after` or `step`; raises `Broken`."""
    found = state_of(folder, look)
    place = ends.place_of(found)
    must(place is not None, f"between: {ends.nearest(found)} {found.get('told', '')}")
    acknowledged = len(said) - 1 if ACTS[name].steps else int("done" in said)
    must((place or 0) >= acknowledged, f"{acknowledged} told done, {place} are there")
    if place == len(ends.states) - 1:
        return "after"
    return "before" if place == 0 else "step"


def ends_of(stage: Path, folder: Path, name: str) -> tuple[Ends, list[str]]:
    """The states before and after an undisturbed act, and what it tells."""
    lay_out(stage, folder, name)
    states, said = [state_of(folder)], list[str]()
    lay_out(stage, folder, name)
    if ACTS[name].steps:
        states = []

        def stop(word: str) -> None:
            said.append(word)
            shutil.rmtree(folder / "copy", ignore_errors=True)
            shutil.copytree(folder / "office", folder / "copy" / "office")
            states.append(state_of(folder / "copy"))

        ACTS[name].do(folder, stop)
    else:
        ACTS[name].do(folder, said.append)
        states.append(state_of(folder))
    with suppress(FileNotFoundError):
        shutil.rmtree(folder / "copy")
    return Ends(states), said
