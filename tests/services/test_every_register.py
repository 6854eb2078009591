"""Whatever book it is: it is written, listed, found, told, removed, and every act is taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Kind, RecordId, Value
from sachmatuy_desktop.domain.registers.register import Register, Scope
from sachmatuy_desktop.errors import NotAllowed
from sachmatuy_desktop.services.office import Office
from tests.offices import IA_DOM, add, edit, new_office, remove, row
from tests.valid_records import editable, valid_record

ANY_ID = "0" * 32
BY_HAND = [each for each in REGISTERS if not each.by_program]


@pytest.fixture(scope="module")
def commune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = new_office(tmp_path_factory.mktemp("xã") / "xã")
    yield office
    office.close()


@pytest.fixture(scope="module")
def receiving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = new_office(tmp_path_factory.mktemp("trên") / "trên", "huyen-618@1", "receiving")
    yield office
    office.close()


def whole(register: Register) -> dict[str, Value]:
    """Values for every field of a record."""
    values = valid_record(register, dict.fromkeys((each.name for each in REGISTERS), ANY_ID))
    if register.scope is Scope.DOWN:
        values["addressee"] = IA_DOM
    return values


@pytest.mark.parametrize("register", BY_HAND, ids=lambda each: each.name)
def test_every_act_on_every_book_is_taken_back(
    register: Register, commune: Office, receiving: Office
) -> None:
    office = receiving if register.scope is Scope.DOWN else commune
    values = whole(register)
    record: RecordId = add(office, register.name, **values)
    added = office.last_undoable()
    assert added is not None
    assert {name: row(office, register.name, record)[name] for name in values} == values
    assert record in office.queries.ids(register.name)

    changed, after = editable(register, values)
    edited = edit(office, register.name, record, **{changed: after})
    assert row(office, register.name, record)[changed] == after
    removed = remove(office, register.name, record)
    assert record not in office.queries.ids(register.name)

    office.undo(removed)
    assert row(office, register.name, record)[changed] == after
    office.undo(edited)
    assert {name: row(office, register.name, record)[name] for name in values} == values
    office.undo(added.txn)
    assert record not in office.queries.ids(register.name)
    assert len(office.queries.history(register.name, record)) == 6


@pytest.mark.parametrize(
    "register", [each for each in BY_HAND if each.search], ids=lambda each: each.name
)
def test_what_is_searchable_is_found_without_accents(
    register: Register, commune: Office, receiving: Office
) -> None:
    office = receiving if register.scope is Scope.DOWN else commune
    name = next(each for each in register.search if register[each].kind in (Kind.TEXT, Kind.NAME))
    words = "Thuỷ Đượm" if register[name].kind is Kind.NAME else "Đường số chín Thuỷ"
    values = {**whole(register), name: words}
    record = add(office, register.name, **values)
    assert record in office.queries.ids(register.name, search="thuy")
    assert record in {hit.id for hit in office.queries.find("đ thuy")}
    remove(office, register.name, record)
    assert record not in office.queries.ids(register.name, search="thuy")


@pytest.mark.parametrize("name", ["documents", "assessments"])
def test_what_the_program_writes_is_not_edited_by_hand(commune: Office, name: str) -> None:
    with pytest.raises(NotAllowed, match="do chương trình ghi"):
        add(commune, name, **whole(REGISTERS[name]))


def test_a_commune_does_not_write_what_comes_from_above(commune: Office) -> None:
    register = REGISTERS["returns"]
    with pytest.raises(NotAllowed):
        add(commune, "returns", **whole(register))
