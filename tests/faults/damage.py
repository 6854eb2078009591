"""Every file that comes from outside or lies beside the office, damaged: what is told, what is not.

A mutant is refused in one sentence, or it means what the sound file meant; nothing else may come
out, nothing is changed by it, it takes no longer than `LONGEST` seconds, and the memory stays flat.
Each is thrown from a seed and its number, so that its like can be made again, though the keys in
the sound files are new in every run.  The mutants themselves come from `exchange.fuzzing`,
`packs.fuzzing` and `sync.damage`; here they are made by the hundred thousand, cheaply: a bundle is
judged by SQLite's own count of changes, not by all its rows.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import signal
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager, suppress
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from PySide6.QtWidgets import QApplication

from sachmatuy_desktop.documents.word.places import form_as_template
from sachmatuy_desktop.documents.word.templates import fill_template, look_over
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.packs.library import packs_folder
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles, trusting
from sachmatuy_desktop.storage.backups import second_place
from sachmatuy_desktop.storage.backups.backup import FOLDER as BACKUPS
from sachmatuy_desktop.storage.backups.backup import list_backups, signed_by
from sachmatuy_desktop.storage.engine import OFFICE_FILE
from sachmatuy_desktop.storage.erasures import erasures_list
from sachmatuy_desktop.storage.evidence import prelogin
from sachmatuy_desktop.storage.integrity.checks import check
from sachmatuy_desktop.storage.keys import keyring_tries
from sachmatuy_desktop.storage.keys.keyring import Keyring
from sachmatuy_desktop.storage.keys.keyring_file import NAMES
from sachmatuy_desktop.storage.lockfile import LOCK_NAME, take_lock
from sachmatuy_desktop.storage.store import Store
from sachmatuy_desktop.storage.strict_json import canonical, readable
from sachmatuy_desktop.sync.paper_codes import PaperCode, PaperSigner, SheetCode, read_code
from sachmatuy_desktop.sync.slips import read_slip
from tests.documents.fillings import values_of
from tests.exchange import fuzzing as sheets
from tests.faults.acts import must
from tests.faults.table import Run
from tests.memory import most_memory
from tests.offices import CHEAP, PASSPHRASE, TestClock, add_person, add_village, new_office
from tests.packs import fuzzing as packs
from tests.sync.damage.bundles import Mutant, Workshop, judged
from tests.sync.damage.inner import hurt_tree
from tests.sync.damage.judge import Judge, differing, picture, sentence
from tests.sync.damage.outer import DAMAGES, flip_bits
from tests.sync.damage.papers import hurt_card, hurt_slip
from tests.sync.damage.sealing import members_of
from tests.sync.damage.sound import make, opened

WORKERS: Final = 2
LONGEST: Final = 10
"""Seconds that one mutant may take."""

MOST_MEMORY: Final = 700
"""MiB that a process with everything loaded may take, whatever it was given."""

AT_A_TIME: Final = 2_000
"""Mutants of one task of a worker."""

PAGE: Final = 4096
_FORM: Final = "163-iii-04"

Try = Callable[[random.Random], str]
"""Makes a mutant and tries it; `refused`, `the same`, or what else may come of it."""


class Hung(BaseException):
    """A mutant took too long."""


@contextmanager
def watched() -> Iterator[None]:
    """Within the block, `Hung` after so many seconds of work: others may use the machine too."""

    def ring(_signal: int, _frame: object) -> None:
        raise Hung

    signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def refused_by(read: Callable[[], object]) -> bool:
    """Whether it was refused, in one sentence."""
    try:
        read()
    except KnownError as error:
        sentence(error)
        return True
    return False


# -- bundles, cards, slips, codes ------------------------------------------------------------------


class OfBundles:
    """Bundles hurt outside by the hundred, inside and signed again by the dozen; cards; slips."""

    def __init__(self, folder: Path) -> None:
        (folder / "shelf").mkdir()
        self.shelf = make(folder / "shelf")
        self._judge = Judge(self.shelf, folder, in_words=False)
        self._file = folder / "hỏng.smt"
        self._offices: dict[str, Office] = {}
        self._before: dict[str, dict[str, Any]] = {}
        self._folder = folder
        self._whole = {name: members_of(each.data) for name, each in self.shelf.bundles.items()}

    def _at(self, name: str) -> Office:
        if name not in self._offices:
            copy = self._folder / f"nhận {len(self._offices)}"
            shutil.copytree(self.shelf.bundles[name].office, copy)
            self._offices[name] = opened(copy)
            self._before[name] = picture(self._offices[name])
        return self._offices[name]

    def outside(self, chance: random.Random) -> str:
        """Hurt by whoever carries it."""
        name = chance.choice(sorted(self.shelf.bundles))
        whole = self.shelf.bundles[name].data
        data = (
            whole[: chance.randrange(len(whole))]
            if chance.random() < 0.15
            else chance.choice(DAMAGES)(chance, whole)
        )
        office = self._at(name)
        self._file.write_bytes(data)
        with closing(office.store.engine.raw_connection()) as raw:
            asked = raw.cursor()
            before = asked.execute("PRAGMA data_version").fetchone()
            if refused_by(lambda: bundles.stage(office, self._file)):
                outcome = "refused"
            else:
                self._means_the_same(data, name)
                outcome = "the same"
            if before != asked.execute("PRAGMA data_version").fetchone():
                changed = differing(self._before[name], picture(office))
                must(not changed, f"staging changed {changed}")
        return outcome

    def _means_the_same(self, data: bytes, name: str) -> None:
        ours, theirs = members_of(data), self._whole[name]
        signed = [each["envelope.sig"].split(b"\n")[1:] for each in (ours, theirs)]
        same = all(ours[each] == theirs[each] for each in ("envelope.json", "payload.age"))
        must(same and signed[0] == signed[1], "taken without the sender's signature")

    def inside(self, chance: random.Random) -> str:
        """Hurt by somebody who has the sender's key."""
        return judged(self._judge, self._signed(chance), deeply=chance.random() < 0.1)

    def _signed(self, chance: random.Random) -> Mutant:
        self._workshop._chance = chance
        return self._workshop.next()

    @property
    def _workshop(self) -> Workshop:
        made = self.__dict__.get("workshop") or Workshop(self.shelf, random.Random(0))  # noqa: S311
        self.__dict__["workshop"] = made
        return made

    def card(self, chance: random.Random) -> str:
        """An identity card, cut, flipped or signed again by its holder."""
        try:
            data = hurt_card(chance, self.shelf)
        except ValueError:  # what cannot even be written
            data = flip_bits(chance, self.shelf.card)
        return "refused" if refused_by(lambda: trusting.read_identity(data)) else "read"

    def slip(self, chance: random.Random) -> str:
        """A typed slip: what is proved is what was signed."""
        text = hurt_slip(chance, self.shelf)
        try:
            slip = read_slip(text)
            slip.prove(_public_of(self.shelf.keys[_signer_of(self.shelf.slip, self.shelf.keys)]))
        except (KnownError, InvalidSignature) as error:
            if isinstance(error, KnownError):
                sentence(error)
            return "refused"
        must(slip == read_slip(self.shelf.slip), f"another slip counts: {text!r}")
        return "the same"


def _public_of(key: Any) -> bytes:
    return bytes(key.public_key().public_bytes_raw())


def _signer_of(text: str, keys: dict[str, Any]) -> str:
    slip = read_slip(text)
    for name, key in keys.items():
        with suppress(KnownError):
            slip.prove(_public_of(key))
            return name
    msg = "nobody signed the slip"
    raise AssertionError(msg)


class OfCodes:
    """Codes on paper with other letters."""

    def __init__(self) -> None:
        signer = PaperSigner.of(_key(b"a code"))
        self._keys = {signer.key_id: _public_of(signer.key)}
        day = date(2026, 11, 29)
        paper = PaperCode("xa-23537@1", "ab12cd", "05/QĐ-UBND", day, "ab" * 12, 1, 3)
        self._texts = [signer.text(paper), signer.text(SheetCode("0123456789ab", 801))]

    def code(self, chance: random.Random) -> str:
        """One, two or many letters; cut; doubled."""
        whole = chance.choice(self._texts)
        text = list(whole)
        for _ in range(chance.choice((1, 1, 2, 9))):
            at = chance.randrange(len(text) + 1)
            what = chance.randrange(4)
            letter = chance.choice("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:aƯ\0")
            text[at : at + (what > 0)] = [letter] if what < 2 else text[at - 3 : at]
        hurt = "".join(text)
        try:
            signer = read_code(hurt).signer(self._keys)
        except KnownError as error:
            sentence(error)
            return "refused"
        must(signer is None or read_code(hurt) == read_code(whole), f"another code: {hurt!r}")
        return "unknown" if signer is None else "the same"


def _key(name: bytes) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
        Ed25519PrivateKey,
    )

    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name).digest())


# -- what lies in the office's folder --------------------------------------------------------------


class OfOffices:
    """Key files, the office file, and the manifests of backups."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "xã"
        with closing(new_office(self._folder)) as office:
            village = add_village(office)
            for number in range(30):
                add_person(office, f"Người {number}", village)
            self.keys = office.keys
            from sachmatuy_desktop.services.upkeep.maintenance import backup_now  # noqa: PLC0415

            self._backup = backup_now(office, "daily")
        self._moment = TestClock()
        self._keyring = Keyring(self._folder, CHEAP)
        self._accounts = self._keyring.shown().accounts
        self._key_text = (self._folder / NAMES[0]).read_bytes()
        self._manifest = self._backup.with_suffix(".json").read_bytes()
        self._beside = folder / "cạnh"
        self._beside.mkdir()
        self._small = list(self._small_files())
        self._db = (self._folder / OFFICE_FILE).read_bytes()
        self._rows = self._all_rows()

    def _store(self) -> Store:
        keys, clock = self.keys, self._moment.clock
        return Store.open(self._folder, keys.db_key_hex, keys.db_salt_hex, clock)

    def _all_rows(self) -> str:
        with closing(self._store()) as store, store.reading() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            names = [each[0] for each in raw.execute(_TABLES)]
            digest = hashlib.sha256()
            for name in names:
                digest.update(repr(raw.execute(f'SELECT * FROM "{name}"').fetchall()).encode())  # noqa: S608
            return digest.hexdigest()

    def key_file(self, chance: random.Random) -> str:
        """One copy hurt, or both alike, or each otherwise; some with a true sum over a lie."""
        hurt = [self._hurt_keys(chance), self._hurt_keys(chance)]
        which = chance.randrange(3)
        texts = ([hurt[0], self._key_text], [hurt[0], hurt[0]], hurt)[which]
        for name, text in zip(NAMES, texts, strict=True):
            (self._folder / name).write_bytes(text)
        self._moment.advance(hours=1)
        for left in self._folder.glob("*tries*"):
            left.unlink()
        try:
            keys = self._keyring.unlock("an", PASSPHRASE, self._moment.now())
        except KnownError as error:
            sentence(error)
            return "refused"
        must(keys.data_key == self.keys.data_key, "another data key")
        must(self._keyring.shown().accounts == self._accounts, "other accounts, unnoticed")
        return "healed" if texts != [self._key_text] * 2 else "the same"

    def _hurt_keys(self, chance: random.Random) -> bytes:
        text = self._key_text
        if chance.random() < 0.5:
            return _byte_damage(chance, text)
        tree = json.loads(text)
        check_ = tree.pop("check")
        hurt_tree(chance, tree)
        with suppress(ValueError, TypeError, UnicodeEncodeError, KnownError):
            check_["sha256"] = hashlib.sha256(canonical(tree)).hexdigest()
            return readable({**tree, "check": check_})
        return _byte_damage(chance, text)

    def manifest(self, chance: random.Random) -> str:
        """What a backup says of itself."""
        path = self._backup.with_suffix(".json")
        text = _byte_damage(chance, self._manifest)
        if chance.random() < 0.5:
            tree = json.loads(self._manifest)
            hurt_tree(chance, tree)
            with suppress(ValueError, UnicodeEncodeError):
                text = json.dumps(tree, ensure_ascii=False).encode()
        path.write_bytes(text)
        found = list_backups(self._folder / BACKUPS)
        must(len(found) == 1, "the backup is not listed any more")
        if not signed_by(self._backup, _public_of(self.keys.device.signing)):
            return "not believed"
        said, whole = json.loads(text), json.loads(self._manifest)
        said["signature"] = whole["signature"]  # its digits may be written large
        must(said == whole, "another manifest is believed")
        return "the same"

    def small_file(self, chance: random.Random) -> str:
        """What lies beside the office in plain sight: none of it may keep anybody out."""
        name, text, told = chance.choice(self._small)
        path = self._beside / name
        hurt = _byte_damage(chance, text)
        if name.endswith(".json") and chance.random() < 0.7:
            tree = json.loads(text)
            hurt_tree(chance, tree)
            with suppress(ValueError, UnicodeEncodeError):
                hurt = json.dumps(tree, ensure_ascii=False).encode()
        path.write_bytes(hurt)
        said = told()
        path.write_bytes(text)
        return said

    def _small_files(self) -> Iterator[tuple[str, bytes, Callable[[], str]]]:
        """Each with what reads it."""
        folder, device, moment = self._beside, self.keys.device, self._moment
        with closing(self._store()) as store:
            for key, value in second_place.chosen_anew(store, folder).items():
                store.say(key, value)
        lost = [erasures_list.Erasure("people", "ab" * 16, "Quyết định 1/QĐ", keep_statistics=True)]
        erasures_list.write(folder, device, lost)
        for _ in range(3):
            keyring_tries.count_try(folder, moment.now())
            at = moment.now().isoformat()
            prelogin.note(folder, device.public.recipient, prelogin.Failed(at, "an"))

        def wait() -> str:
            seconds = keyring_tries.seconds_to_wait(folder, moment.now())
            must(0 <= seconds <= keyring_tries.LONGEST_WAIT, f"wait {seconds} s")
            return "counts" if keyring_tries.failed_tries(folder) else "counts nothing"

        def failed() -> str:
            read = prelogin.read(folder, device)
            must(all(each.account == "an" for each in read.failed), "another account was tried")
            return "the same" if len(read.failed) == 3 else "told that some are lost"

        def erased() -> str:
            read = erasures_list.listed(folder, device)
            must(read in ([], lost), "somebody else is to be erased")
            return "the same" if read else "passed over"

        def second() -> str:
            self._lay_down(self._db)
            with closing(self._store()) as store:
                place = second_place.chosen(store)
            must(place is not None, "the second place is forgotten")
            return "there" if place and place.is_there else "not there"

        def held() -> str:
            note = (folder / LOCK_NAME).read_bytes()
            with take_lock(folder, "An", moment.now()):
                (folder / LOCK_NAME).write_bytes(note)
                must(refused_by(lambda: take_lock(folder, "Bình", moment.now())), "two hold it")
            return "held"

        readers = {
            keyring_tries.TRIES_NAME: wait,
            prelogin.NAME: failed,
            erasures_list.NAME: erased,
            second_place.MARK: second,
        }
        for name, read in readers.items():
            yield name, (folder / name).read_bytes(), read
        yield LOCK_NAME, b'{"who": "An", "since": "2026-11-29T08:00:00+07:00"}', held

    def _lay_down(self, data: bytes) -> None:
        """An office file, and no log of another one beside it."""
        for end in ("-wal", "-shm"):
            (self._folder / f"{OFFICE_FILE}{end}").unlink(missing_ok=True)
        (self._folder / OFFICE_FILE).write_bytes(data)

    def office_file(self, chance: random.Random) -> str:
        """Pages flipped, zeroed, swapped, doubled, cut off, or added."""
        data = bytearray(self._db)
        pages = len(data) // PAGE
        at, other = chance.randrange(pages) * PAGE, chance.randrange(pages) * PAGE
        match chance.randrange(7):
            case 0 | 1:
                data[at + chance.randrange(PAGE)] ^= 1 << chance.randrange(8)
            case 2:
                data[at : at + PAGE] = bytes(PAGE)
            case 3:
                page = data[at : at + PAGE]
                data[at : at + PAGE] = data[other : other + PAGE]
                data[other : other + PAGE] = page
            case 4:
                data[at : at + PAGE] = data[other : other + PAGE]
            case 5:
                del data[at + chance.choice((0, 0, chance.randrange(PAGE))) :]
            case _:
                data += chance.choice((bytes(PAGE), bytes(self._db[at : at + PAGE]), b"x"))
        self._lay_down(bytes(data))
        try:
            store = self._store()
        except KnownError as error:
            sentence(error)
            return "told by opening"
        try:
            problems = check(store).problems
            if problems:
                sentence(problems[0].said)
                return "told by the check"
        finally:
            store.engine.dispose()
        must(self._all_rows() == self._rows, "changed, and nobody is told")
        return "the same"


_TABLES: Final = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_%'"
    " AND name NOT LIKE 'sqlite_%' AND name != 'office' ORDER BY name"
)


def _byte_damage(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data))
    size = chance.choice((1, 1, 3, 40))
    match chance.randrange(5):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + data[at + size :]
        case 2:
            return data[:at] + chance.randbytes(size) + data[at:]
        case 3:
            return data[:at] + data[at : at + size] * 3 + data[at:]
        case _:
            return flip_bits(chance, data)


# -- spreadsheets, packs, templates ----------------------------------------------------------------


class OfPapers:
    """Files that people make elsewhere."""

    def __init__(self, folder: Path) -> None:
        self._sheets = sheets.seeds(folder)
        self._packs = {
            file.as_posix(): file.read_bytes() for file in packs_folder().glob("*/*.toml")
        }
        self._form = load_form(_FORM)
        self._word = {"a.docx": form_as_template(self._form)}
        self._values = values_of(self._form, "usual")

    def sheet(self, chance: random.Random) -> str:
        """A spreadsheet or a list of text."""
        return sheets.read_any(*sheets.damaged(chance, self._sheets))

    def pack(self, chance: random.Random) -> str:
        """A rule pack."""
        told = packs.look(packs.damaged(chance, self._packs))
        must(not told.startswith("BUG"), told)
        return told

    def template(self, chance: random.Random) -> str:
        """A template in Word."""
        _name, data = sheets.damaged(chance, self._word)
        found = look_over(data, "a.docx", self._form)
        if found.problems:
            return "refused"
        fill_template(data, "a.docx", self._form, self._values)
        return "read"


# -- running ---------------------------------------------------------------------------------------


def families(folder: Path) -> dict[str, tuple[int, Try]]:
    """Everything that is damaged, each with its weight: how many of a thousand."""
    QApplication.instance() or QApplication(["faults"])
    of_bundles, of_offices, of_papers = OfBundles(folder), OfOffices(folder), OfPapers(folder)
    return {
        "bundles, from outside": (250, of_bundles.outside),
        "bundles, signed again": (2, of_bundles.inside),
        "identity cards": (150, of_bundles.card),
        "receipt slips": (120, of_bundles.slip),
        "codes on paper": (180, OfCodes().code),
        "key files": (110, of_offices.key_file),
        "manifests of backups": (130, of_offices.manifest),
        "office files": (6, of_offices.office_file),
        "files beside the office": (20, of_offices.small_file),
        "spreadsheets": (26, of_papers.sheet),
        "rule packs": (14, of_papers.pack),
        "templates in Word": (12, of_papers.template),
    }


_made: dict[str, tuple[int, Try]] = {}


def some(first: int, count: int, seed: int, until: float, names: Sequence[str] = ()) -> Run:
    """The mutants of these numbers."""
    run = Run("Damage", "mutants")
    if not _made:
        _made.update(families(Path(tempfile.mkdtemp(prefix="damage-"))))
    chosen = names or tuple(_made)
    weights = [_made[each][0] for each in chosen]
    slowest = 0.0
    for number in range(first, first + count):
        if time.monotonic() > until:
            break
        chance = random.Random(f"{seed} {number}")  # noqa: S311
        name = chance.choices(chosen, weights)[0]
        begun = time.monotonic()
        try:
            with watched():
                run.add(name, _made[name][1](chance))
        except (Exception, Hung) as error:
            where = "".join(traceback.format_tb(error.__traceback__)[-2:])
            run.fail(
                name, f"seed {seed}, number {number}: {type(error).__name__}: {error}\n{where}"
            )
        slowest = max(slowest, time.monotonic() - begun)
    most = most_memory()
    if most > MOST_MEMORY:
        run.broken.append(f"{most} MiB of memory")
    run.notes.append(f"{slowest:.2f} {most}")
    return run.ended()


def run(count: int, seconds: float, seed: int, workers: int = WORKERS) -> Run:
    """Damage on all workers, new processes whose memory nothing else has used."""
    whole = Run("Damage: mutated files of every kind", "mutants")
    until = time.monotonic() + seconds
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        firsts = range(0, min(count, 10_000_000), AT_A_TIME)
        sizes = [(first, min(AT_A_TIME, count - first)) for first in firsts]
        for each in [pool.submit(some, *size, seed, until) for size in sizes]:
            whole.take(each.result())
    told = [tuple(map(float, each.split())) for each in whole.notes if each]
    slowest, most = (max(column) for column in zip(*told, strict=True))
    whole.notes = [f"slowest {slowest:.2f} s; most memory of a process {most:.0f} MiB"]
    return whole.ended()
