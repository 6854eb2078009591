"""The spreadsheet to practise on: untidy as real ones, and still understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.exchange.choices import Choices
from sachmatuy_desktop.exchange.fates import Fate, ImportPlan
from sachmatuy_desktop.exchange.heads import suggest_mapping
from sachmatuy_desktop.exchange.reading import read_sheet
from sachmatuy_desktop.exchange.sample import write_sample_sheet
from sachmatuy_desktop.services.spreadsheets import preview
from tests.offices import new_office


def _previewed(folder: Path, register: str) -> ImportPlan:
    path = folder / "thon-6.xlsx"
    assert write_sample_sheet(path) == 40
    office = new_office(folder / "xa")
    sheet = read_sheet(path)
    mapping = suggest_mapping(REGISTERS[register], sheet)
    plan = preview(office.session, sheet, mapping, Choices(create_villages=True))
    office.close()
    return plan


def _written(plan: ImportPlan) -> dict[Value, Mapping[str, Value]]:
    name = "full_name" if plan.register.name == "people" else "head"
    return {each.values[name]: each.values for each in plan.rows if each.fate is Fate.NEW}


@pytest.mark.parametrize("register", ["people", "households"])
def test_every_row_but_one_is_taken(tmp_path: Path, register: str) -> None:
    plan = _previewed(tmp_path, register)
    assert Counter(each.fate for each in plan.rows) == {
        Fate.NEW: 39,
        Fate.REFUSED: 1,
        Fate.SKIPPED: 1,
    }
    (refused,) = [each for each in plan.rows if each.fate is Fate.REFUSED]
    assert "12 chữ số" in str(refused.complaints[0].error)


def test_birthdays_and_telephones_are_read_in_every_shape(tmp_path: Path) -> None:
    taken = _written(_previewed(tmp_path, "people"))
    births = {each["birth"] for each in taken.values()}
    assert {"1987", "1985"} <= births
    assert sum(len(str(each)) == 10 for each in births) > 30
    phones = {str(each["phone"]) for each in taken.values() if each.get("phone")}
    assert len(phones) > 30
    assert all(each.replace(".", "").startswith("0500") for each in phones)
    assert "Phạm Văn Phương" in taken


def test_the_same_bytes_every_time(tmp_path: Path) -> None:
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    write_sample_sheet(first)
    write_sample_sheet(second)
    assert first.read_bytes() == second.read_bytes()
