"""One saved edit: row, journal, clocks, search and seal in one commit that outlives a power cut."""

from __future__ import annotations

import random
import secrets
from pathlib import Path
from typing import Any

from benchmarks import commune
from benchmarks.table import Measurement, Pair, Workshop, seconds
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.engine import make_engine
from sachmatuy_desktop.storage.statements import inserting


def bare_database(path: Path, registers: list[str]) -> Any:
    """A SQLCipher file with the office file's settings, tables and indexes, and nothing else.

    The driver's connection: no journal, no guards, no search.
    """
    engine = make_engine(path, secrets.token_hex(32), secrets.token_hex(16), create=True)
    tables = [schema.register_tables[name] for name in registers]
    with engine.execution_options(writing=True).begin() as connection:
        schema.metadata.create_all(connection, tables=tables)
    return engine.raw_connection().driver_connection


def one_edit(workshop: Workshop) -> Measurement:
    """An address of a random resident, against the same field of the same row by itself."""
    folder = workshop.room("edit")
    office = commune.settled_office(folder / "office", workshop.scale.residents)
    people = list(office.queries.rows("people", office.queries.ids("people")).values())
    bare = bare_database(folder / "bare.db", ["people"])
    _begin_with(bare, people)
    order = random.Random(7)  # noqa: S311  (the same residents every time)
    pair = Pair()
    for turn in range(workshop.scale.edits + workshop.scale.edits // 2):
        person, address = order.choice(people), f"Số nhà {turn}, Tổ {turn % 9}"
        ours = seconds(lambda: _save(office, str(person["id"]), address))  # noqa: B023
        theirs = seconds(lambda: _write(bare, str(person["id"]), address))  # noqa: B023
        if turn >= workshop.scale.edits // 2:  # the rest warms the caches of both
            pair.add(ours, theirs)
    office.close()
    bare.close()
    return pair.measurement("ms", f"{workshop.scale.edits} edits of {len(people):,} people")


def _begin_with(bare: Any, people: list[Any]) -> None:
    names = schema.register_tables["people"].columns.keys()
    bare.execute("BEGIN IMMEDIATE")
    bare.executemany(
        inserting(schema.register_tables["people"]).text,
        [tuple(row[name] for name in names) for row in people],
    )
    bare.execute("COMMIT")


def _save(office: Office, person: str, address: str) -> None:
    office.run(SaveRecord("people", person, {"current_address": address}))


def _write(bare: Any, person: str, address: str) -> None:
    bare.execute("BEGIN IMMEDIATE")
    bare.execute("UPDATE people SET current_address = ? WHERE id = ?", (address, person))
    bare.execute("COMMIT")
