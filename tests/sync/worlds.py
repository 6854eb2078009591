"""Small worlds of offices that trust each other: acts, sticks, wrong clocks, restored backups.

Every office is a real one over a copy of a founded file.  Bundles are what `services.sync.bundles`
says shall travel; only the envelope and its encryption are left out, which other tests hold.  After
whatever happens each PC is held against `truth`.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import zstandard
from sqlalchemy import Connection, Row, func, select

from sachmatuy_desktop.domain.changes import DELETED, Act, Change
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.domain.vocabulary import KNOWN, Vocabulary
from sachmatuy_desktop.errors import Conflict, KnownError, NotAllowed
from sachmatuy_desktop.services.bus import Command
from sachmatuy_desktop.services.erasures.erasing import clear_away
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.records import DecideValue, SaveRecord
from sachmatuy_desktop.services.sync import bundles, certifying, key_news, renewing, trusting
from sachmatuy_desktop.services.sync.catching_up import catch_up
from sachmatuy_desktop.services.sync.conflicts import Preference, Settle, may_decide, preferred
from sachmatuy_desktop.services.sync.unmerging import may_be_undone, undo_in
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.engine import OFFICE_FILE
from sachmatuy_desktop.storage.findings import ledger
from sachmatuy_desktop.storage.guards import UNDO_BUNDLE
from sachmatuy_desktop.storage.integrity.checks import check
from sachmatuy_desktop.storage.journal import Journal
from sachmatuy_desktop.storage.sync import conflicts, outbox, post
from sachmatuy_desktop.storage.sync.author_limits import NO_LIMITS, AuthorLimits
from sachmatuy_desktop.storage.sync.dependents import How, depending
from sachmatuy_desktop.storage.sync.inbox import Receiver
from sachmatuy_desktop.storage.sync.merge_report import MergeReport
from sachmatuy_desktop.storage.sync.post import Partner, Passage
from sachmatuy_desktop.storage.sync.quarantine import count_aside
from sachmatuy_desktop.storage.sync.replaying import Replayed
from sachmatuy_desktop.sync import incoming
from sachmatuy_desktop.sync.bundle import Dispatch, Kind
from sachmatuy_desktop.sync.bundle_payload import Manifest
from sachmatuy_desktop.sync.directory import hear
from sachmatuy_desktop.sync.sealing import SealedSegment
from sachmatuy_desktop.sync.trust import IdentityCard
from tests.offices import CHEAP, HOANG_PHONG, IA_DOM, PASSPHRASE, TestClock, new_office
from tests.sync.erased_words import erased_words, missing_in, must_hold_none
from tests.sync.programs import understands
from tests.sync.shown import decisions_asked, picture, values_shown, waiting_beside
from tests.sync.truth import Cell, Key, Knowledge, Stretch, Truth, entries_after, to_decide

DISTRICT: Final = "huyen-618@1"
SECRET: Final = "chỉ ở máy này"
"""Stands in whatever is local, and in nothing that leaves."""

PLACES: Final = {
    "Ia Dom 1": IA_DOM,
    "Ia Dom 2": IA_DOM,
    "Ia Dom 3": IA_DOM,
    "Hoằng Phong 1": HOANG_PHONG,
    "Hoằng Phong 2": HOANG_PHONG,
    "huyện": DISTRICT,
}
LAYOUTS: Final = (
    ("Ia Dom 1", "Ia Dom 2"),
    ("Ia Dom 1", "Ia Dom 2", "Ia Dom 3"),
    ("Ia Dom 1", "Ia Dom 2", "huyện"),
    ("Ia Dom 1", "Hoằng Phong 1", "huyện"),
    tuple(PLACES),
)
"""Who takes part, from two PCs of one commune to two communes and the office above."""

CLOCKS: Final = {"as it is": 0, "1970": -56, "years back": -20, "years ahead": 20, "2099": 73}


@dataclass(frozen=True)
class Template:
    """A founded office, closed, to be copied for every example."""

    folder: Path
    unit: str


def found_templates(folder: Path) -> dict[str, Template]:
    """One office for each place, everybody trusting everybody."""
    offices = {}
    for at, (name, unit) in enumerate(PLACES.items()):
        kind = "receiving" if unit == DISTRICT else "commune"
        offices[name] = new_office(folder / str(at), unit, kind)
    for here in offices.values():
        for there in offices.values():
            if here is not there:
                _trust(here, there)
    for each in offices.values():
        each.close()
    return {name: Template(folder / str(at), PLACES[name]) for at, name in enumerate(offices)}


def _trust(here: Office, there: Office) -> None:
    units = (here.info.unit_id, there.info.unit_id)
    groups = there.keys.device.public.fingerprint[:9]
    role = "upper" if units[1] == DISTRICT else None
    trusting.trust(here, trusting.own_card(there), groups, role)


class Whose(NamedTuple):
    """Where an entry stands, as limits of authors ask it."""

    author: str
    site: str
    scope: str
    unit: str


@dataclass(frozen=True)
class Stick:
    """What one PC wrote for another: segments, and what it then held."""

    sender: str
    receiver: str
    segments: tuple[SealedSegment, ...]
    dispatch: Dispatch
    manifest: Manifest
    signer: str
    """The key that signs it."""
    texts: tuple[bytes, ...] = ()
    """What it says of keys."""

    @property
    def lines(self) -> bytes:
        """All that it says, in plain."""
        unpack = zstandard.ZstdDecompressor
        return b"".join(unpack().decompressobj().decompress(each.packed) for each in self.segments)


@dataclass
class Site:
    """One PC: its office, its clock, and what it ought to know."""

    name: str
    office: Office
    clock: TestClock
    knowledge: Knowledge = field(default_factory=Knowledge)
    read_upto: int = 0
    program: Vocabulary = KNOWN
    """What its program understands."""
    partners: dict[str, Partner] = field(default_factory=dict)
    trusted: dict[str, tuple[Partner, IdentityCard]] = field(default_factory=dict)
    limits: AuthorLimits = field(default_factory=lambda: NO_LIMITS)

    def __post_init__(self) -> None:
        self.read_keys()

    def read_keys(self) -> None:
        """Whom it knows, as far as it has heard."""
        known = trusting.directory(self.office)
        self.partners = {each.key_id: each for each in known.partners}
        self.trusted = {**known.authors(), **trusting.itself(self.office)}
        self.limits = known.limits()

    def refuses(self, stick: Stick) -> bool:
        """Whether a stick is signed by a key that it knows to be revoked."""
        key = trusting.directory(self.office).by_key.get(stick.signer)
        return key is not None and key.ending is not None and key.ending.revoked

    def partner(self, other: Site) -> Partner:
        """Another as it knows it: perhaps by a key that the other has no longer."""
        keys = trusting.office_keys(other.office)
        return next(self.partners[key] for key in keys if key in self.partners)

    def understands(self, cell: Cell) -> bool:
        """Whether its program knows a field; "" is the making of a record."""
        return understands(self.program, cell.register, cell.field)

    @property
    def unit(self) -> str:
        """The unit it belongs to."""
        return self.office.info.unit_id

    @property
    def key_id(self) -> str:
        """The key it signs with by now; it outlives a restoring."""
        return self.office.keys.device.public.key_id


class World:
    """Sites, the sticks between them, and the truth."""

    def __init__(self, folder: Path, templates: dict[str, Template], names: Sequence[str]) -> None:
        self._folder = folder
        self.truth = Truth()
        self.sticks: list[Stick] = []
        self.backups: dict[str, tuple[Path, Knowledge, int]] = {}
        self.authors: dict[str, str] = {}
        """The key that each site signs with."""
        self.tally: Counter[str] = Counter()
        self.sites = {name: self._open(name, templates[name]) for name in names}

    def _open(self, name: str, template: Template) -> Site:
        folder = self._folder / name
        shutil.copytree(template.folder, folder)
        clock = TestClock()
        site = Site(name, unlock(folder, "an", PASSPHRASE, clock.clock, CHEAP), clock)
        self._read_own(site)
        return site

    def close(self) -> None:
        """Let go of all files."""
        for site in self.sites.values():
            site.office.store.engine.dispose()
            site.office.lock.release()

    # -- acts --------------------------------------------------------------------------------------

    def run(self, site: Site, command: Command) -> object:
        """Do something at a PC; raises what the program says against it."""
        result = site.office.run(command).result
        self._read_own(site)
        return result

    def attempt(self, site: Site, command: Command) -> bool:
        """Do something at a PC if the program lets it be done."""
        if isinstance(command, SaveRecord) and site.program is not KNOWN:
            return self._save_as_known(site, command)
        try:
            self.run(site, command)
        except KnownError:
            return False
        self.tally["acts"] += 1
        return True

    def _save_as_known(self, site: Site, command: SaveRecord) -> bool:
        """An older program writes what it knows: of a group the members it knows, too."""
        book = command.register
        values = {
            name: value
            for name, value in command.values.items()
            if understands(site.program, book, name)
        }
        if not values or not understands(site.program, book, ""):
            return False
        if command.record is None:
            self.run(site, SaveRecord(book, None, values))
            return True
        office, row = site.office, site.office.queries.rows(book, [command.record])[command.record]
        if row["unit_id"] != site.unit:
            return False
        change = Change(
            book, command.record, site.unit, values, {name: row[name] for name in values}
        )
        act = Act("records.save", "An")
        with office.store.writing() as connection:
            Journal(connection, office.store.facts.site, office.clock).write(
                act,
                office.clock.new_id(),
                REGISTERS[book].scope,
                site.unit,
                [change],
                {command.record: {**row, **values}},
            )
        self._read_own(site)
        self.tally["acts"] += 1
        return True

    def upgrade(self, site: Site, program: Vocabulary) -> Replayed:
        """A newer program takes over, and reads again what was set aside."""
        site.program = program
        done = catch_up(site.office.store, "An", program)
        with site.office.store.reading() as connection:
            site.read_upto = _last_entry(connection)
            if program is KNOWN:
                assert count_aside(connection) == 0
        self.tally["upgrades"] += 1
        self.tally["understood later"] += done.lines
        self.must_show_the_truth(site)
        return done

    def _read_own(self, site: Site) -> None:
        """Tell the truth what this PC has written."""
        self.authors[site.office.store.facts.site] = site.key_id
        with site.office.store.reading() as connection:
            for each in entries_after(connection, site.read_upto):
                if each.key.site == site.office.store.facts.site:
                    self.truth.write(site.knowledge, each)
                site.read_upto = each.entry

    def records(self, site: Site, register: str, *, tombstones: bool = False) -> list[RecordId]:
        """The records of a book in an order that is the same on every PC."""
        table = schema.register_tables[register]
        query = select(table.c.id).order_by(table.c.id)
        if not tombstones:
            query = query.where(table.c.deleted == 0)
        with site.office.store.reading() as connection:
            return list(connection.execute(query).scalars())

    def own_acts(self, site: Site) -> list[str]:
        """The acts of this PC that might be taken back, the newest first."""
        return [each.txn for each in site.office.queries.journal() if each.origin is None]

    def decide_one(self, site: Site, number: int) -> bool:
        """Choose one of the values beside, or the one shown."""
        waiting = [
            (register, record, name, [value, *(each.value for each in beside)])
            for register in ("villages", "models", "people")
            for record in self.records(site, register, tombstones=True)
            for name, beside in site.office.queries.siblings(register, record).items()
            for value in [site.office.queries.rows(register, [record])[record][name]]
        ]
        if not waiting:
            return False
        register, record, name, values = waiting[number % len(waiting)]
        return self.attempt(site, DecideValue(register, record, name, values[number % len(values)]))

    def settle_all(self, site: Site, how: Preference) -> bool:
        """Decide at once whatever the preference decides."""
        with site.office.store.reading() as connection:
            found = conflicts.conflicts(connection)
        mine = [each for each in found if may_decide(site.office, each)]
        decisions = preferred(mine, how)
        done = bool(decisions) and self.attempt(site, Settle(decisions))
        self.tally["decided"] += len(decisions) if done else 0
        return done

    def keep_to_oneself(self, site: Site) -> None:
        """Something local, in a book and as a note."""
        with site.office.store.begin(Act("bundle.export", "An", SECRET)) as work:
            values = {"register": "people", "fingerprint": SECRET, "mapping": SECRET}
            work.insert("sheet_layouts", values)
            work.note(Scope.LOCAL, SECRET)
            work.commit()

    # -- sticks ------------------------------------------------------------------------------------

    def export(self, sender: Site, receiver: Site, *, everything: bool = False) -> Stick:
        """Write a stick: what the other has not said to hold, or everything."""
        office, partner = sender.office, sender.partner(receiver)
        with office.store.writing() as connection:
            certifying.refresh_list(connection, office)
            out = bundles.gather(connection, office, partner, {}, everything=everything)
            told = bundles.sent_summary(out)
            number = bundles.numbered(connection, office, partner, Kind.CHANGES, told)
        stick = Stick(
            sender.name,
            receiver.name,
            out.segments,
            number,
            out.manifest,
            sender.key_id,
            self._texts(sender, partner),
        )
        assert SECRET.encode() not in stick.lines
        assert not any("local" in each.header.stream for each in out.segments)
        words = erased_words(self.truth, sender.knowledge)
        assert not any(each in stick.lines for each in words), sender.name
        self.sticks.append(stick)
        return stick

    def undo_bundle(self, site: Site, number: int) -> Stick | None:
        """Take one of the last bundles out again if nothing stands on it; the receipt for its
        sender.
        """
        with site.office.store.reading() as connection:
            came = [each for each in post.passages(connection) if may_be_undone(each)]
        if not came:
            return None
        passage = came[number % len(came)]
        stands = self.truth.stands_on(site.knowledge, passage.digest)
        partner, act = site.partners[passage.partner], Act(UNDO_BUNDLE, "An", "", passage.digest)
        try:
            with site.office.store.begin(act) as work:
                undo_in(site.office, work, passage, partner)
                work.commit()
        except NotAllowed:
            keys = site.knowledge.deliveries[passage.digest].keys
            assert any(self.truth.said[key].erases for key in keys)
            self.tally["bundles kept"] += 1
            return None
        except Conflict:
            with site.office.store.reading() as connection:
                found = depending(connection, passage.digest, passage.partner)
            assert stands or found is None or found.how in (How.FORWARDED, How.RECUT), found
            self.tally["bundles kept"] += 1
            return None
        assert not stands
        self.truth.undo(site.knowledge, passage.digest)
        self.tally["bundles undone"] += 1
        self.must_show_the_truth(site)
        assert check(site.office.store).problems == []
        other = next(
            each
            for each in self.sites.values()
            if passage.partner in trusting.office_keys(each.office)
        )
        return self.receipt(site, other)

    def receipt(self, sender: Site, receiver: Site) -> Stick:
        """A stick that says only what the sender holds."""
        partner = sender.partner(receiver)
        with sender.office.store.writing() as connection:
            held = outbox.held_vector(connection, [receiver.unit, sender.unit])
            number = bundles.numbered(connection, sender.office, partner, Kind.RECEIPT, {})
        said = Manifest(held=held, acknowledged=held)
        texts = self._texts(sender, partner)
        stick = Stick(sender.name, receiver.name, (), number, said, sender.key_id, texts)
        self.sticks.append(stick)
        return stick

    def _texts(self, sender: Site, partner: Partner) -> tuple[bytes, ...]:
        """What goes with a stick about keys, once there is anything to be said."""
        if not (self.tally["keys renewed"] or self.tally["keys revoked"]):
            return ()
        return tuple(key_news.travelling(sender.office, partner).values())

    def renew_key(self, site: Site) -> None:
        """Another key for a PC, which goes on as another site."""
        renewing.renew(site.office)
        self.tally["keys renewed"] += 1
        site.read_keys()
        self._read_own(site)
        self.must_show_the_truth(site)

    def revoke(self, above: Site, site: Site) -> None:
        """The office above believes a PC no more; the others hear of it with its next sticks."""
        partner = above.partner(site)
        if partner.ending is not None:
            return
        certifying.revoke(above.office, partner.key_id, "Mất máy")
        self.tally["keys revoked"] += 1
        above.read_keys()
        self.must_show_the_truth(above)

    def _believes(self, site: Site, key: Key) -> bool:
        """Whether what a PC has heard of keys lets an entry count there."""
        author = self.authors[key.site]
        limit = site.limits.get(author)
        place = Whose(author, key.site, key.scope, key.unit)
        return limit is None or limit.reason(place, key.first, direct=False) is None

    def _hear_of_keys(self, receiver: Site, stick: Stick) -> None:
        """Follow new keys as staging and merging do."""
        if not stick.texts:
            return
        office = receiver.office
        news, _known = hear(trusting.directory(office), stick.texts, office.clock.stamp())
        if news:
            with office.store.writing() as connection:
                key_news.take_in(connection, office, news)
            receiver.read_keys()
            receiver.knowledge.disbelieved = {
                key for key in receiver.knowledge.disbelieved if not self._believes(receiver, key)
            }
            self.tally["keys followed"] += len(news.taken_over)

    def deliver(self, stick: Stick, only: Iterable[int] | None = None) -> MergeReport:
        """Take a stick in, or only some of its segments, and see that the PC shows the truth."""
        sender, receiver = self.sites[stick.sender], self.sites[stick.receiver]
        if receiver.refuses(stick):
            self.tally["sticks of revoked keys"] += 1
            return MergeReport()
        chosen = stick.segments
        if only is not None:
            chosen = tuple(stick.segments[at] for at in only if at < len(stick.segments))
        self._hear_of_keys(receiver, stick)
        arrived = incoming.unpack(chosen, receiver.trusted, receiver.unit)
        digest = f"{self.tally['deliveries']}"
        own = frozenset(trusting.office_keys(receiver.office))
        with receiver.office.store.writing() as connection:
            report = incoming.merge(
                connection,
                arrived,
                digest,
                receiver=Receiver(own, receiver.program),
                limits=receiver.limits,
            )
            if only is None:
                partner = receiver.partner(sender)
                bundles.hear(
                    connection,
                    receiver.office,
                    partner,
                    stick.dispatch,
                    stick.manifest,
                    signer=stick.signer,
                )
                post.record_passage(connection, _taken(stick, partner, digest))
        believes = partial(self._believes, receiver)
        came = {_stretch(each): missing_in(each) for each in chosen}
        self.truth.deliver(receiver.knowledge, came, digest, believes)
        if report.erased:
            clear_away(receiver.office)
        self.tally["deliveries"] += 1
        self.tally["parked"] += report.parked
        self.tally["conflicts met"] += len(report.conflicts)
        self.tally["regained"] += len(report.regained)
        self.tally["set aside"] += len(report.quarantined)
        known_to_all = receiver.program is KNOWN and not receiver.knowledge.disbelieved
        assert not (report.quarantined and known_to_all)
        assert report.parked == len(receiver.knowledge.waiting)
        if report.applied or report.parked:
            self.must_show_the_truth(receiver)
        return report

    def pairs(self) -> Iterator[tuple[Site, Site]]:
        """Who sends streams to whom."""
        for sender in self.sites.values():
            for receiver in self.sites.values():
                roles = (sender.unit == receiver.unit, DISTRICT in (sender.unit, receiver.unit))
                if sender is not receiver and any(roles):
                    yield sender, receiver

    def exchange(self) -> None:
        """Everybody sends what the others lack, until nothing is new; in the first round they may
        only learn what that is.
        """
        for round_ in range(3 + len(self.sites)):
            came = [self.deliver(self.export(*each)).applied for each in self.pairs()]
            if round_ and not any(came):
                return
        raise AssertionError("something is always new")

    # -- disasters ---------------------------------------------------------------------------------

    def back_up(self, site: Site) -> None:
        """A backup, outside the office's folder."""
        if site.name in self.backups and self.backups[site.name][1] == site.knowledge:
            return
        folder = self._folder / f"{site.name}-{len(self.backups)}-{self.tally['backups']}"
        site.office.close()
        shutil.copytree(site.office.store.folder, folder)
        self.backups[site.name] = (folder, site.knowledge.copy(), site.read_upto)
        self.tally["backups"] += 1
        self._reopen(site)

    def restore(self, site: Site) -> bool:
        """The last backup takes the place of the office, which goes on as a new author."""
        if site.name not in self.backups:
            return False
        backup, knowledge, site.read_upto = self.backups[site.name]
        site.office.close()
        shutil.copyfile(backup / OFFICE_FILE, site.office.store.folder / OFFICE_FILE)
        self._reopen(site, anew=True)
        site.knowledge = knowledge.copy()
        self._read_own(site)  # what was erased since is erased again
        self.tally["restored"] += 1
        self.must_show_the_truth(site)
        return True

    def put_back_as_it_was(self, site: Site) -> None:
        """The last backup under the same name: only where nothing was written since."""
        backup, knowledge, _upto = self.backups[site.name]
        site.office.close()
        shutil.copyfile(backup / OFFICE_FILE, site.office.store.folder / OFFICE_FILE)
        self._reopen(site)
        site.knowledge = knowledge.copy()

    def _reopen(self, site: Site, *, anew: bool = False) -> None:
        """Open the office again; `anew` as `storage.backups.restore` does, as a new author."""
        folder, clock = site.office.store.folder, site.clock.clock
        if anew:
            ring = site.office.keyring
            ring.set_incarnation(ring.unlock("an", PASSPHRASE, clock.now()))
        site.office = unlock(folder, "an", PASSPHRASE, clock, CHEAP)
        site.read_keys()

    # -- what must hold ----------------------------------------------------------------------------

    def must_show_the_truth(self, site: Site) -> None:
        """Values, what waits beside them, what is to be decided and what is parked are as they
        ought to be.
        """
        alive = self.truth.alive(site.knowledge, site.understands)
        with site.office.store.reading() as connection:
            shown = values_shown(connection, {cell.register for cell in alive})
            beside = waiting_beside(connection)
            asked = decisions_asked(connection)
            parked = connection.execute(
                select(func.count()).select_from(schema.parked_segments)
            ).scalar_one()
        shown = {cell: value for cell, value in shown.items() if site.understands(cell)}
        beside = {key: value for key, value in beside.items() if site.understands(key[0])}
        expected = {cell: said[0].writes[cell] for cell, said in alive.items()}
        for cell, value in shown.items():
            expected.setdefault(cell, 0 if cell.field == DELETED else None)
            assert (cell, value) == (cell, expected[cell]), site.name
        assert expected.keys() == shown.keys(), site.name
        assert beside == {
            (cell, each.key): each.writes[cell] for cell, said in alive.items() for each in said[1:]
        }, site.name
        ought = to_decide(self.truth, site.knowledge, site.understands)
        assert (asked - ought, ought - asked) == (set(), set()), site.name
        assert parked == len(site.knowledge.waiting), site.name
        must_hold_none(site.office, erased_words(self.truth, site.knowledge))

    def must_agree(self) -> None:
        """PCs that exchange everything show the same, ask the same and hold the same; also where
        one was restored and gets back from the office above what it had lost.
        """
        for sender, receiver in self.pairs():
            if not self._believe_the_same(sender, receiver):
                continue
            if sender.unit == receiver.unit:
                assert picture(sender.office) == picture(receiver.office)
            else:
                commune = sender.unit if receiver.unit == DISTRICT else receiver.unit
                assert picture(sender.office, commune) == picture(receiver.office, commune)

    def _believe_the_same(self, one: Site, other: Site) -> bool:
        """Whether two PCs that may have heard of a revocation at different times count the same."""
        if not self.tally["keys revoked"]:
            return True
        units = {one.unit, other.unit}
        counted = [
            {key for key in each.knowledge.counting if key.unit in units} for each in (one, other)
        ]
        return counted[0] == counted[1] and one.knowledge.known == other.knowledge.known

    def findings(self, site: Site) -> set[Row[Any]]:
        """What the rules find in a PC's books, on a day that is the same everywhere."""
        rows = schema.findings.c
        with site.office.store.trying() as connection:
            ledger.catch_up(connection, "2026-03-03", lambda _done, _total: None)
            return set(
                connection.execute(
                    select(rows.rule, rows.register, rows.record, rows.field, rows.told)
                )
            )

    def must_find_the_same(self) -> None:
        """PCs of one office that show the same find the same."""
        for one, other in self.pairs():
            if one.unit == other.unit and one.office.store.folder < other.office.store.folder:
                assert self.findings(one) == self.findings(other)

    def undecided(self) -> int:
        """How many conflicts wait anywhere."""
        return sum(len(to_decide(self.truth, each.knowledge)) for each in self.sites.values())


def _stretch(segment: SealedSegment) -> Stretch:
    scope, unit = outbox.stream_parts(segment.header.stream)
    return Stretch(segment.header.site, scope, unit, segment.header.first, segment.header.last)


def _taken(stick: Stick, partner: Partner, digest: str) -> Passage:
    number = stick.dispatch
    return Passage(
        "in",
        digest,
        number.kind,
        partner.key_id,
        partner.unit_id,
        number.epoch,
        number.sequence,
        number.created,
        number.created,
        "{}",
        bundles.vector_said(stick.manifest),
    )


def _last_entry(connection: Connection) -> int:
    return int(connection.execute(select(func.max(schema.journal_entries.c.id))).scalar_one())


@contextmanager
def a_world(templates: dict[str, Template], names: Sequence[str]) -> Iterator[World]:
    """A world of these places, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="world-") as folder:
        world = World(Path(folder), templates, names)
        try:
            yield world
        finally:
            world.close()
