"""A person erased at one office is erased wherever the same lines are held, whatever crosses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.services.erasures.erasing import ErasePerson, erase_person
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.integrity.checks import check
from tests.erased import NAME, NUMBER, ORDER, PASSPORT, add_her, traces
from tests.offices import IA_DOM, add, edit, new_office, row
from tests.sync.test_two_offices import DISTRICT, introduce, same, trust

Pcs = tuple[Office, Office, Office]


@pytest.fixture
def pcs(tmp_path: Path) -> Iterator[Pcs]:
    """Two PCs of one commune, and the office above."""
    one = new_office(tmp_path / "máy 1", IA_DOM)
    two = new_office(tmp_path / "máy 2", IA_DOM)
    above = new_office(tmp_path / "huyện", DISTRICT, kind="receiving")
    trust(one, two, "sister")
    trust(two, one, "sister")
    introduce(one, above)
    introduce(two, above)
    yield one, two, above
    for each in (one, two, above):
        each.close()


_numbers = count(1)


def write(sender: Office, receiver: Office) -> Path:
    """A bundle on a stick."""
    stick = sender.store.folder.parent / f"{next(_numbers)}.smt"
    bundles.export(sender, receiver.keys.device.public.key_id, stick)
    return stick


def take(receiver: Office, stick: Path) -> bundles.MergeOutcome:
    """It arrives."""
    return bundles.merge(receiver, bundles.stage(receiver, stick))


def carry(sender: Office, receiver: Office) -> bundles.MergeOutcome:
    """A bundle, there."""
    return take(receiver, write(sender, receiver))


def erase(office: Office, person: RecordId, *, keep_statistics: bool = True) -> None:
    erase_person(office, ErasePerson(person, "order", ORDER, keep_statistics))


def knows_nothing(*offices: Office) -> None:
    """No office has a trace of her, and every journal is whole."""
    for each in offices:
        assert traces(each, NAME, NUMBER, PASSPORT) == []
        assert [str(problem.said) for problem in check(each.store).problems] == []


def chains(office: Office, author: Office) -> set[tuple[int, str]]:
    """The ends and seals of the streams that an office wrote, as another one holds them."""
    held, sites, streams = schema.held, schema.sites, schema.streams
    query = (
        select(held.c.last, held.c.chain)
        .join(sites, sites.c.id == held.c.site)
        .join(streams, streams.c.id == held.c.stream)
        .where(sites.c.site == author.store.facts.site, streams.c.scope == "people")
    )
    with office.store.reading() as connection:
        return {(row.last, row.chain) for row in connection.execute(query)}


@pytest.mark.parametrize("keep_statistics", [True, False])
def test_an_office_that_holds_her_erases_her_when_it_hears(pcs: Pcs, keep_statistics: bool) -> None:
    one, _two, above = pcs
    person = add_her(one)
    carry(one, above)
    assert traces(above, NAME)
    erase(one, person, keep_statistics=keep_statistics)
    carry(one, above)
    knows_nothing(one, above)
    assert same(one, above, "people", person)
    assert chains(one, one) == chains(above, one)


@pytest.mark.parametrize("sealed", [True, False])
def test_an_office_that_never_had_her_gets_the_rest(pcs: Pcs, sealed: bool) -> None:
    one, _two, above = pcs
    person = add_her(one)
    if sealed:
        write(one, above).unlink()
    erase(one, person)
    other = add(one, "people", full_name="Lê Văn Cam")
    carry(one, above)
    knows_nothing(one, above)
    assert same(one, above, "people", other)
    assert same(one, above, "people", person)
    assert chains(one, one) == chains(above, one)


def test_an_edit_that_crosses_the_erasing_goes_with_it(pcs: Pcs) -> None:
    one, two, above = pcs
    person = add_her(one)
    carry(one, two)
    edit(two, "people", person, full_name=NAME, phone="0901234567", remark=f"gặp {NAME}")
    erase(one, person)
    crossing = write(two, one)
    carry(one, two)
    take(one, crossing)
    knows_nothing(one, two)
    assert same(one, two, "people", person)
    carry(one, above)
    carry(two, above)
    knows_nothing(above)
    assert same(one, above, "people", person)


def test_an_old_bundle_that_comes_late_brings_nothing_back(pcs: Pcs) -> None:
    one, two, above = pcs
    person = add_her(one)
    old = write(one, above)
    carry(one, two)
    erase(one, person)
    carry(one, two)
    carry(two, above)
    knows_nothing(above)
    take(above, old)
    knows_nothing(above)
    assert same(one, above, "people", person)


def test_lines_of_a_pc_that_is_gone_for_good_go_on_without_it(pcs: Pcs) -> None:
    one, two, above = pcs
    person = add_her(two)
    later = add(two, "people", full_name="Lê Văn Cam")
    carry(two, one)
    erase(one, person)
    carry(one, above)
    knows_nothing(one, above)
    assert same(one, above, "people", later)
    assert same(one, above, "people", person)
    assert chains(one, two) == chains(above, two)
    carry(one, two)  # it was not gone after all
    carry(two, above)
    knows_nothing(two, above)
    assert same(two, above, "people", person)


def test_a_stub_tells_no_more_than_where_it_stands(pcs: Pcs) -> None:
    one, _two, above = pcs
    person = add_her(one)
    erase(one, person)
    carry(one, above)
    changes = schema.journal_changes
    with above.store.reading() as connection:
        lines = connection.execute(select(changes.c.line).where(changes.c.record == person))
        said = [json.loads(line) for line in lines.scalars()]
    assert [set(each) for each in said if "gone" in each]
    for each in said:
        assert "gone" not in each or set(each) - {"new"} == {"n", "r", "i", "u", "v", "gone"}
    assert row(above, "people", person)["full_name"] != NAME
