"""Bundles of one commune: its first, one with every row edited, a month's, one that is known.

What is timed is what stands between the stick and rows on the disk: envelope, signature, hash,
decryption, every segment's signature, strict reading, gates, causality, journal, rows, clocks and
seals, committed so that a power cut loses nothing.  Left out are the preview (the same merge, taken
back) and the backup, as in the budgets, and the search index, which is renewed in idle moments;
the notes tell what they take.

The yardstick is what `sync.md` §6 names: the same rows by one `executemany` of an upsert, by the
same driver into a SQLCipher file with the same settings, tables and secondary indexes, but without
journal, guards, sort keys or search, committed as well.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import commune
from benchmarks.editing import bare_database
from benchmarks.table import Measurement, NotMeasured, Pair, Workshop, seconds
from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.services.sync import bundles, trusting
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.statements import keeping
from sachmatuy_desktop.sync import incoming
from sachmatuy_desktop.sync.bundle import open_bundle
from sachmatuy_desktop.sync.trust import KnownKey, known

RECEIVING = "huyen-618@1"
REGISTERS = ("villages", "households", "people", "episodes", "tests", "commitments", "attestations")
MONTH = 790
"""Edits of a commune in a month, each an act of its own (`sync.md` §3)."""

EDITED: Mapping[str, Mapping[str, Value]] = {
    "villages": {"name": "Thôn đổi tên"},
    "households": {"address": "Số 9, Tổ 9", "phone": "0909090909"},
    "people": {"occupation": "Làm vườn", "current_address": "Số 9, Tổ 9"},
    "episodes": {"reason": "Quyết định khác", "in_community": 0},
    "tests": {"body": "Trạm y tế", "sheet_number": "9/PXN"},
    "commitments": {"signer": "Người ký khác", "signed_on": "2026-03-09"},
    "attestations": {"signer": "Người ký khác", "document": "9/BC-UBND"},
}
"""What is written into every row when all are edited again."""

Rows = Mapping[str, Sequence[tuple[Any, ...]]]


def introduce(lower: Office, upper: Office) -> None:
    """Both trust each other's cards."""
    for here, there, role in ((upper, lower, "lower"), (lower, upper, "upper")):
        groups = there.keys.device.public.fingerprint[:9]
        trusting.trust(here, trusting.own_card(there), groups, role)


def take_in(office: Office, stick: Path) -> int:
    """Decrypt, verify, parse and merge a bundle in one transaction; the number of records.

    What a person sees before (the preview is the same merge, taken back) and the backup are left
    out, as in the budgets.
    """
    trusted = incoming.authors(trusting.partners(office))
    keys = known(*(KnownKey(card.keys, each.name, ()) for each, card in trusted.values()))
    opened = open_bundle(stick, office.keys.device, keys, lambda _envelope: None)
    arrived = incoming.unpack(opened.payload.segments(), trusted, office.info.unit_id)
    with office.store.writing() as connection:
        report = incoming.merge(connection, arrived, opened.envelope.payload_sha256)
    return sum(report.new.values())


@dataclass(frozen=True)
class _Twins:
    """A commune and the office above it, which trust each other; the second has nothing yet."""

    folder: Path
    sender: Office
    receiver: Office

    @classmethod
    def found(cls, folder: Path, residents: int) -> _Twins:
        """Both founded, the commune with its people."""
        sender = commune.settled_office(folder / "sender", residents)
        receiver = commune.new_office(folder / "receiver", RECEIVING, "receiving", 2)
        introduce(sender, receiver)
        return cls(folder, sender, receiver)

    def send(self, name: str) -> Path:
        """What the office above has not acknowledged, on a stick."""
        stick = self.folder / f"{name}.smt"
        bundles.export(self.sender, self.receiver.keys.device.public.key_id, stick)
        return stick

    def acknowledge(self) -> None:
        """A receipt back, so that the next bundle holds only what is new."""
        slip = self.folder / "receipt.smt"
        bundles.export(self.receiver, self.sender.keys.device.public.key_id, slip)
        bundles.merge(self.sender, bundles.stage(self.sender, slip))


def _again(folder: Path) -> Office:
    return unlock(folder, "an", commune.PASSPHRASE, commune.bench_clock(97), commune.CHEAP)


def _in_turn(
    workshop: Workshop, twins: _Twins, stick: Path, rows: Rows, before: Rows | None = None
) -> Pair:
    """The bundle into a fresh copy of the receiving office, and its rows into a bare file that has
    the rows `before`; round by round.
    """
    twins.receiver.close()
    pair = Pair()
    for turn in range(workshop.scale.rounds):
        copy = twins.folder / f"copy-{turn}"
        shutil.copytree(twins.receiver.store.folder, copy)
        office = _again(copy)
        bare = bare_database(twins.folder / f"bare-{turn}.db", list(REGISTERS))
        if before is not None:
            _upsert(bare, before)
        theirs = seconds(lambda: _upsert(bare, rows))  # noqa: B023
        ours = seconds(lambda: take_in(office, stick))  # noqa: B023
        pair.add(ours, theirs)
        office.close()
        bare.close()
    return pair


def first_import(workshop: Workshop) -> Measurement:
    """A full commune into an empty receiving office, against its rows as they are."""
    twins = _Twins.found(workshop.room("import"), workshop.scale.residents)
    stick, rows = twins.send("first"), _rows(twins.sender)
    pair = _in_turn(workshop, twins, stick, rows)
    office = _again(twins.receiver.store.folder)
    whole = seconds(lambda: bundles.merge(office, bundles.stage(office, stick)))
    index = seconds(lambda: commune.settle_search(office))
    office.close()
    return pair.measurement(
        "s",
        f"{_count(rows):,} rows; a person waits {whole:.1f} s, preview, backup and receipt"
        f" included; the search index takes {index:.1f} s more, in idle moments",
    )


def all_newer(workshop: Workshop) -> Measurement:
    """Every row edited once more by its commune, in two fields of each."""
    twins = _Twins.found(workshop.room("newer"), workshop.scale.residents)
    before = _rows(twins.sender)
    take_in(twins.receiver, twins.send("first"))
    commune.settle_search(twins.receiver)
    twins.acknowledge()
    with twins.sender.store.begin(Act("record.save", twins.sender.account.name)) as work:
        for register, listed in before.items():
            for row in listed:
                work.update(register, str(row[0]), EDITED[register])
        work.commit()
    stick, rows = twins.send("newer"), _rows(twins.sender)
    pair = _in_turn(workshop, twins, stick, rows, before)
    return pair.measurement("s", f"{_count(rows):,} rows, two fields of each")


def month(workshop: Workshop) -> Measurement:
    """A month of a commune: edits of one field, each an act of its own, in one bundle."""
    twins, stick, rows, before = _month(workshop, "month")
    pair = _in_turn(workshop, twins, stick, rows, before)
    return pair.measurement("ms", f"{MONTH} edits of {_count(before):,} rows")


def month_bytes(workshop: Workshop) -> Measurement:
    """What an edit of that month weighs on the stick."""
    twins, stick, _edited, _before = _month(workshop, "month-bytes")
    twins.receiver.close()
    size = stick.stat().st_size
    return Measurement(size / MONTH, "B", note=f"the whole file: {size:,} bytes")


def _month(workshop: Workshop, room: str) -> tuple[_Twins, Path, Rows, Rows]:
    twins = _Twins.found(workshop.room(room), workshop.scale.residents)
    before = _rows(twins.sender)
    take_in(twins.receiver, twins.send("first"))
    commune.settle_search(twins.receiver)
    twins.acknowledge()
    people = [str(row[0]) for row in before["people"]]
    chosen = [people[turn * 7919 % len(people)] for turn in range(MONTH)]
    for turn, person in enumerate(chosen):
        twins.sender.run(SaveRecord("people", person, {"occupation": f"Nghề {turn}"}))
    commune.settle_search(twins.sender)
    stick = twins.send("month")
    edited = [row for row in _rows(twins.sender)["people"] if row[0] in set(chosen)]
    return twins, stick, {"people": edited}, before


def growth(workshop: Workshop) -> Measurement:
    """The file of an office that took a commune in, against its bare rows in the same tables."""
    twins = _Twins.found(workshop.room("growth"), workshop.scale.residents)
    stick, rows = twins.send("first"), _rows(twins.sender)
    twins.receiver.close()
    office = _again(twins.receiver.store.folder)
    empty = _size(office)
    take_in(office, stick)
    merged = _size(office) - empty
    commune.settle_search(office)
    found = _size(office) - empty - merged
    office.close()
    path = twins.folder / "bare.db"
    bare = bare_database(path, list(rows))
    nothing = _file_size(bare)
    _upsert(bare, rows)
    plain = _file_size(bare) - nothing
    bare.close()
    mib = 1 << 20
    return Measurement(
        merged / mib,
        "MiB",
        plain / mib,
        merged / plain,
        note=f"the search index adds {found / mib:.1f} MiB and is not sync",
    )


def _size(office: Office) -> int:
    with office.store.reading() as connection:
        return _file_size(connection.connection.driver_connection)


def _file_size(driver: Any) -> int:
    """Bytes of the pages that are in use."""
    pages, unused, size = (
        int(driver.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - unused) * size


def _count(rows: Rows) -> int:
    return sum(map(len, rows.values()))


def _rows(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    with office.store.reading() as connection:
        return {
            name: [tuple(row) for row in connection.execute(schema.register_tables[name].select())]
            for name in REGISTERS
        }


def _upsert(bare: Any, rows: Rows) -> None:
    bare.execute("BEGIN IMMEDIATE")
    for name, listed in rows.items():
        columns = schema.register_tables[name].columns.keys()
        others = [each for each in columns if each != "id"]
        bare.executemany(keeping(schema.register_tables[name], ("id",), *others).text, listed)
    bare.execute("COMMIT")


def replay(workshop: Workshop) -> Measurement:
    """A bundle that came in already, found again on a stick: proved, recognised, nothing done."""
    twins = _Twins.found(workshop.room("replay"), workshop.scale.residents)
    stick, receiver = twins.send("first"), twins.receiver
    bundles.merge(receiver, bundles.stage(receiver, stick))

    def once() -> None:
        staged = bundles.stage(receiver, stick)
        if not staged.known_already:
            raise NotMeasured("the bundle was not recognised")
        bundles.merge(receiver, staged)

    times = sorted(seconds(once) for _ in range(2 * workshop.scale.rounds + 1))
    size = stick.stat().st_size / 1024
    return Measurement(times[len(times) // 2] * 1000, "ms", note=f"a bundle of {size:,.0f} KiB")
