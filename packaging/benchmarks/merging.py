"""Bundles: a commune's first one, the same one again, and those of twenty communes."""

from __future__ import annotations

import shutil
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import commune
from benchmarks.children import child
from benchmarks.editing import bare_database
from benchmarks.table import Measurement, NotMeasured, Pair, Workshop, seconds
from sachmatuy_desktop.services import bundles, trusting
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.statements import keeping
from sachmatuy_desktop.sync import incoming
from sachmatuy_desktop.sync.bundle import open_bundle
from sachmatuy_desktop.sync.trust import KnownKey, known

RECEIVING = "huyen-618@1"
REGISTERS = ("villages", "households", "people", "episodes", "tests", "commitments", "attestations")


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


def _again(folder: Path) -> Office:
    return unlock(folder, "an", commune.PASSPHRASE, commune.bench_clock(97), commune.CHEAP)


def first_import(workshop: Workshop) -> Measurement:
    """A full commune into an empty receiving office, against its rows as they are."""
    folder = workshop.room("import")
    sender = commune.settled_office(folder / "sender", workshop.scale.residents)
    receiver = commune.new_office(folder / "receiver", RECEIVING, "receiving", 2)
    introduce(sender, receiver)
    stick = folder / "stick.smt"
    bundles.export(sender, receiver.keys.device.public.key_id, stick)
    rows = _rows(sender)
    receiver.close()
    pair, count = Pair(), 0
    for turn in range(workshop.scale.rounds):
        shutil.copytree(folder / "receiver", folder / f"receiver-{turn}")
        office = _again(folder / f"receiver-{turn}")
        bare = bare_database(folder / f"bare-{turn}.db", list(rows))
        theirs = seconds(lambda: _upsert(bare, rows))  # noqa: B023
        ours = seconds(lambda: take_in(office, stick))  # noqa: B023
        pair.add(ours, theirs)
        count = office.queries.count("people")
        office.close()
        bare.close()
    whole = _as_a_person(folder, stick)
    lines = sum(map(len, rows.values()))
    return pair.measurement(
        "s", f"{lines:,} rows, {count:,} people; with preview, backup and receipt {whole:.1f} s"
    )


def _as_a_person(folder: Path, stick: Path) -> float:
    office = _again(folder / "receiver")
    took = seconds(lambda: bundles.merge(office, bundles.stage(office, stick)))
    office.close()
    return took


def _rows(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    with office.store.reading() as connection:
        return {
            name: [tuple(row) for row in connection.execute(schema.register_tables[name].select())]
            for name in REGISTERS
        }


def _upsert(bare: Any, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    bare.execute("BEGIN IMMEDIATE")
    for name, listed in rows.items():
        columns = schema.register_tables[name].columns.keys()
        others = [each for each in columns if each != "id"]
        bare.executemany(keeping(schema.register_tables[name], ("id",), *others).text, listed)
    bare.execute("COMMIT")


def replay(workshop: Workshop) -> Measurement:
    """A bundle that came in already, found again on a stick: proved, recognised, nothing done."""
    folder = workshop.room("replay")
    sender = commune.settled_office(folder / "sender", workshop.scale.residents)
    receiver = commune.new_office(folder / "receiver", RECEIVING, "receiving", 2)
    introduce(sender, receiver)
    stick = folder / "stick.smt"
    bundles.export(sender, receiver.keys.device.public.key_id, stick)
    bundles.merge(receiver, bundles.stage(receiver, stick))

    def once() -> None:
        staged = bundles.stage(receiver, stick)
        if not staged.known_already:
            raise NotMeasured("the bundle was not recognised")
        bundles.merge(receiver, staged)

    times = sorted(seconds(once) for _ in range(2 * workshop.scale.rounds + 1))
    size = stick.stat().st_size / 1024
    return Measurement(times[len(times) // 2] * 1000, "ms", note=f"a bundle of {size:,.0f} KiB")


def _many(workshop: Workshop) -> tuple[dict[str, Any], str]:
    """The bundles of many communes merged by a process of its own; what it said, and a note."""
    made = workshop.folder / "communes"
    scale = workshop.scale
    if not made.exists():
        _write_bundles(made, scale.communes, scale.residents)
    office = workshop.folder / f"communes-{len(list(workshop.folder.glob('communes-*')))}"
    shutil.copytree(made, office)
    answer = child("merge_all", office)
    note = f"{scale.communes} communes, {answer['people']:,} people"
    return answer, note


def _write_bundles(folder: Path, communes: int, residents: int) -> None:
    (folder / "stick").mkdir(parents=True)
    upper = commune.new_office(folder / "office", RECEIVING, "receiving", 50)
    units = _units(upper, communes)
    for number, unit in enumerate(units):
        lower = commune.settled_office(folder / f"c{number}", residents, unit, 100 + number)
        introduce(lower, upper)
        bundles.export(
            lower, upper.keys.device.public.key_id, folder / "stick" / f"{number:02d}.smt"
        )
        lower.close()
        shutil.rmtree(folder / f"c{number}")
    upper.close()


def _units(office: Office, count: int) -> list[str]:
    """Ids of communes of the unit table."""
    found = (each.id for each in office.units if each.id.startswith("xa-"))
    return list(islice(found, count))


def many_seconds(workshop: Workshop) -> Measurement:
    """Seconds for twenty communes; fewer are scaled up, and the note says so."""
    answer, note = _many(workshop)
    total, count = sum(answer["seconds"]), len(answer["seconds"])
    if count < 20:
        note += f" in {total:.1f} s, scaled to 20 (a fuller office is slower: measure all to know)"
    return Measurement(total * 20 / count, "s", note=note)


def many_memory(workshop: Workshop) -> Measurement:
    """The most memory the merging process held."""
    answer, note = _many(workshop)
    if answer["peak"] is None:
        raise NotMeasured("this system does not tell a process its memory under /proc")
    return Measurement(float(answer["peak"]), "MiB", note=f"{note}; peak of the process")
