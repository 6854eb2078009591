"""Filters kept under a name: one account's, one register's, in the encrypted file."""

from __future__ import annotations

from pathlib import Path

import pytest

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.errors import BadInput, Conflict
from sachmatuy_desktop.services.filters import FilterShelf, SavedFilter
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.queries import Where
from tests.offices import TestClock, new_office, reopen

ADMIN = role("admin")
MEN = SavedFilter("Nam giới", (Where("sex", "in", ("nam", None)),))
THUY = SavedFilter("Tên Thủy", (Where("full_name", "has", "thuy"),), "doi 1")


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path, clock=clock)


def shelf(office: Office, account: str = "an", register: str = "people") -> FilterShelf:
    return FilterShelf(office.store, account, REGISTERS[register])


def test_what_is_kept_is_there_after_the_program_was_closed(office: Office) -> None:
    for each in (MEN, THUY):
        shelf(office).keep(each)
    again = reopen(office)
    assert shelf(again).kept(ADMIN) == [MEN, THUY]
    assert shelf(again, account="binh").kept(ADMIN) == []
    assert shelf(again, register="households").kept(ADMIN) == []


def test_a_name_in_a_filter_is_not_on_the_disk_in_clear(office: Office) -> None:
    shelf(office).keep(SavedFilter("Riêng", (Where("full_name", "has", "Quàng Thị Bích"),)))
    office.close()
    for file in office.store.folder.rglob("*"):
        if file.is_file():
            assert "Quàng Thị Bích".encode() not in file.read_bytes()


def test_a_filter_is_replaced_renamed_and_dropped(office: Office) -> None:
    kept = shelf(office)
    for each in (MEN, THUY):
        kept.keep(each)
    kept.keep(SavedFilter("  Nam   giới ", search="an"))
    assert kept.kept(ADMIN)[0] == SavedFilter("Nam giới", search="an")
    with pytest.raises(Conflict):
        kept.rename("Nam giới", "Tên Thủy")
    kept.rename("Nam giới", "Đàn ông")
    kept.drop("Tên Thủy")
    assert [each.name for each in kept.kept(ADMIN)] == ["Đàn ông"]
    with pytest.raises(BadInput):
        kept.keep(SavedFilter("  "))


def test_a_filter_on_what_one_may_not_see_or_does_not_know_is_not_offered(office: Office) -> None:
    kept = shelf(office)
    kept.keep(SavedFilter("Dân tộc", (Where("ethnicity", "has", "thai"),)))
    kept.keep(SavedFilter("Của mai sau", (Where("full_name", "sounds like", "an"),)))
    kept.keep(MEN)
    assert [each.name for each in kept.kept(role("health"))] == ["Nam giới"]
    assert [each.name for each in kept.kept(ADMIN)] == ["Dân tộc", "Nam giới"]
