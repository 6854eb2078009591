"""What the journal captured is what changed: every table read before and after an act, and compared
row by row with what the act's lines say.  The comparison knows nothing of how changes are written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from sachmatuy_desktop.domain.changes import DELETED, Act
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile
from sachmatuy_desktop.services.bulk import RemoveRecords, SetField
from sachmatuy_desktop.services.merging import MergeRecords
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.services.undo import Undo
from sachmatuy_desktop.storage import schema
from tests.offices import (
    add,
    add_household,
    add_person,
    add_village,
    edit,
    new_office,
    remove,
)
from tests.pictures import png

Cell = tuple[str, str, str]
"""Register, record, field; the field "" says whose the record is."""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return new_office(tmp_path / "xã")


def cells(connection: Connection) -> dict[Cell, Value]:
    """Every field of every record, those out of their books too."""
    found: dict[Cell, Value] = {}
    for name, table in schema.register_tables.items():
        for row in connection.execute(select(table)).mappings():
            own = {key: row[key] for key in row if key not in schema.HIDDEN or key == DELETED}
            found |= {(name, row["id"], key): value for key, value in own.items()}
            found[name, row["id"], ""] = row["unit_id"]
    return found


def said(connection: Connection, after: int) -> dict[Cell, Value]:
    """What the lines of the entries after this one write, the later over the earlier."""
    changes = schema.journal_changes
    query = select(changes.c.line).where(changes.c.entry > after)
    found: dict[Cell, Value] = {}
    for text in connection.execute(query.order_by(changes.c.entry, changes.c.number)).scalars():
        line = json.loads(text)
        found |= {(line["r"], line["i"], name): value for name, value in line["v"].items()}
        if line.get("new"):
            found[line["r"], line["i"], ""] = line["u"]
    return found


@contextmanager
def captured(office: Office) -> Iterator[None]:
    """Whatever is done inside, its lines say exactly what became different.

    A field that is empty when a record is made, and a record that stands in its book, is not said.
    """
    entries = schema.journal_entries
    with office.store.reading() as connection:
        before = cells(connection)
        top = int(connection.execute(select(func.max(entries.c.id))).scalar_one())
    yield
    with office.store.reading() as connection:
        after, lines = cells(connection), said(connection, top)
    different = {
        cell: value
        for cell, value in after.items()
        if before.get(cell, 0 if cell[2] == DELETED else None) != value
    }
    assert before.keys() <= after.keys(), "no row ever goes"
    assert lines == different
    assert lines, "something was done"


def test_each_act_says_what_it_changed_and_nothing_else(office: Office) -> None:
    with captured(office):
        village = add_village(office)
    with captured(office):
        person = add_person(office, "Lò Thị Mận", village)
    with captured(office):
        other = add_person(office, "Lo Thi Man", village)
    with captured(office):
        household = add_household(office, village)
    with captured(office):
        edit(office, "people", person, phone="0912345678", occupation="Làm ruộng")
    with captured(office):
        edit(office, "people", person, phone=None, full_name="Lò Thị Mơ", household=household)
    with captured(office):
        model = add(
            office,
            "models",
            name="Tổ tự quản",
            started_on="2025-01-01",
            state="dang_hoat_dong",
        )
    with captured(office):  # fields that move together
        edit(office, "models", model, state="ngung", state_from="2026-02-01")
    with captured(office):
        office.run(AddAttachments("people", person, (NewFile("ảnh.png", png(20, 20), "anh"),)))
    with captured(office):
        merged = office.run(MergeRecords("people", person, other)).txn
    with captured(office):
        office.run(Undo(merged))
    with captured(office):
        edit(office, "people", person, household=None)
    with captured(office):
        gone = remove(office, "households", household)
    with captured(office):
        office.run(Undo(gone))


def test_what_is_done_to_many_at_once_is_said_of_each(office: Office) -> None:
    village = add_village(office)
    people = tuple(add_person(office, name, village) for name in ("Lò An", "Vi Bình", "Hà Cường"))
    with captured(office):
        office.run(SetField("people", people, name="occupation", value="Làm ruộng"))
    with captured(office):
        office.run(RemoveRecords("people", people[:2]))
    with captured(office), office.store.begin(Act("training.fill", "An")) as work:
        for number in range(30):
            work.insert("people", {"full_name": f"Người {number}", "village": village})
        work.commit()


def test_a_value_written_over_by_the_same_one_is_no_change(office: Office) -> None:
    village = add_village(office)
    edit(office, "villages", village, head="Đào")
    with captured(office):
        office.run(SaveRecord("villages", village, {"head": "Đào", "phone": "0912345678"}))


@pytest.mark.parametrize("value", [None, "M\u1eadn", "5", "  hai  dấu  "], ids=repr)
def test_values_are_kept_and_said_as_one(office: Office, value: Value) -> None:
    """Nothing, composed letters, digits that are text, spaces."""
    village = add_village(office)
    edit(office, "villages", village, head="khác")
    with captured(office):
        edit(office, "villages", village, head=value)


@pytest.mark.parametrize("value", ["", "Ma\u0323\u0302n", 5, 5.0, float("nan"), 1 << 63], ids=repr)
def test_what_two_offices_might_hold_differently_is_not_kept_at_all(
    office: Office, value: Any
) -> None:
    """Empty text beside nothing, letters in pieces, numbers where text is meant, no number."""
    village = add_village(office)
    with pytest.raises(KnownError):
        edit(office, "villages", village, head=value)


def test_what_is_not_committed_is_neither_kept_nor_said(office: Office) -> None:
    add_village(office)
    with office.store.reading() as connection:
        before = cells(connection), said(connection, 0)
    with office.store.begin(Act("training.fill", "An")) as work:
        work.insert("people", {"full_name": "Người dở dang"})
    with office.store.reading() as connection:
        assert (cells(connection), said(connection, 0)) == before
