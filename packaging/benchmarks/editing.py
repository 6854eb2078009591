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


PLAIN, SEARCHED = "occupation", "current_address"
"""A field like most, and one that the search box must find the person by a moment later."""


def one_edit(workshop: Workshop) -> Measurement:
    """A field of a random resident, against the same field of the same row by itself."""
    folder = workshop.room("edit")
    office = commune.settled_office(folder / "office", workshop.scale.residents)
    people = list(office.queries.rows("people", office.queries.ids("people")).values())
    bare = bare_database(folder / "bare.db", ["people"])
    _begin_with(bare, people)
    order = random.Random(7)  # noqa: S311  (the same residents every time)
    pairs = {PLAIN: Pair(), SEARCHED: Pair()}
    warming = workshop.scale.edits // 2
    for turn in range(workshop.scale.edits + warming):
        for name, pair in pairs.items():
            person, text = str(order.choice(people)["id"]), f"Số {turn}, Tổ {turn % 9}"
            ours = seconds(lambda: _save(office, person, name, text))  # noqa: B023
            theirs = seconds(lambda: _write(bare, person, name, text))  # noqa: B023
            if turn >= warming:
                pair.add(ours, theirs)
    office.close()
    bare.close()
    ratio = pairs[SEARCHED].measurement("ms").ratio
    note = f"{workshop.scale.edits} edits of {len(people):,} people"
    return pairs[PLAIN].measurement(
        "ms", f"{note}; of a field that search looks in {ratio:.1f}×: the index is renewed too"
    )


def _begin_with(bare: Any, people: list[Any]) -> None:
    names = schema.register_tables["people"].columns.keys()
    bare.execute("BEGIN IMMEDIATE")
    bare.executemany(
        inserting(schema.register_tables["people"]).text,
        [tuple(row[name] for name in names) for row in people],
    )
    bare.execute("COMMIT")


def _save(office: Office, person: str, name: str, text: str) -> None:
    office.run(SaveRecord("people", person, {name: text}))


def _write(bare: Any, person: str, name: str, text: str) -> None:
    bare.execute("BEGIN IMMEDIATE")
    bare.execute(f"UPDATE people SET {name} = ? WHERE id = ?", (text, person))  # noqa: S608
    bare.execute("COMMIT")
