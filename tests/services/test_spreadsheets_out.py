"""A register out of an office, and back in without a difference."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.roles import ROLES
from sachmatuy_desktop.errors import NotAllowed, StorageTrouble
from sachmatuy_desktop.exchange.fates import Fate, ImportPlan
from sachmatuy_desktop.exchange.heads import suggest_mapping
from sachmatuy_desktop.exchange.reading import list_sheets, read_sheet
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.spreadsheets import (
    ImportSpreadsheet,
    export_register,
    export_template,
    preview,
)
from tests.offices import FOR_A_TEST, add, add_household, add_person, add_village, new_office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return new_office(tmp_path / "xa")


def _read_back(office: Office, register: str, path: Path) -> ImportPlan:
    page = read_sheet(path)
    return preview(office.session, page, suggest_mapping(REGISTERS[register], page))


def test_what_goes_out_comes_back_without_a_difference(office: Office, tmp_path: Path) -> None:
    village = add_village(office)
    for head in ("Trần Thị Bưởi", "Trần Thị Bưởi", "Hồ Văn Hai"):
        household = add_household(office, village, head)
        add(
            office,
            "people",
            full_name=head,
            birth="1987",
            citizen_number="062087000001",
            phone="912345678",
            household=household,
            village=village,
            remark="dòng một\ndòng hai",
        )
    for register in ("villages", "households", "people"):
        path = tmp_path / f"{register}.xlsx"
        written = export_register(office.session, register, path, terms=FOR_A_TEST)
        plan = _read_back(office, register, path)
        assert {each.fate for each in plan.rows} == {Fate.SAME}
        assert len(plan.rows) == written.rows == office.queries.count(register)


def test_a_correction_in_excel_comes_back_as_that_change_alone(
    office: Office, tmp_path: Path
) -> None:
    known = add_person(office, "Lê Văn Cam")
    add_person(office, "Lê Văn Quýt")
    path = tmp_path / "ra.xlsx"
    export_register(office.session, "people", path, terms=FOR_A_TEST)
    book = openpyxl.load_workbook(path)
    page = book.active
    assert page is not None
    for line in page.iter_rows():
        for cell in line:
            if cell.value == "Lê Văn Cam":
                cell.value = "Lê Văn Cẩm"
    book.save(path)
    plan = _read_back(office, "people", path)
    changed = [each for each in plan.rows if each.fate is Fate.CHANGED]
    assert [(each.record, each.values) for each in changed] == [
        (known, {"full_name": "Lê Văn Cẩm"})
    ]
    office.run(ImportSpreadsheet(plan))
    assert office.queries.rows("people", [known])[known]["full_name"] == "Lê Văn Cẩm"


@pytest.mark.parametrize("text", ["=1+1", "+84912", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_no_text_becomes_a_formula(office: Office, tmp_path: Path, text: str) -> None:
    add(office, "people", full_name="An", occupation=text)
    path = tmp_path / "ra.xlsx"
    export_register(office.session, "people", path, terms=FOR_A_TEST)
    page = openpyxl.load_workbook(path).active
    assert page is not None
    found = [cell for line in page.iter_rows() for cell in line if cell.value == text]
    assert [cell.data_type for cell in found] == ["s"]


def test_the_sheet_is_ready_to_work_with(office: Office, tmp_path: Path) -> None:
    add(office, "people", full_name="An", citizen_number="001087000001")
    add(office, "campaigns", pack="p", registered_on="2026-01-05", baseline_addicts=12)
    path = tmp_path / "ra.xlsx"
    export_register(office.session, "people", path, terms=FOR_A_TEST)
    page = openpyxl.load_workbook(path).active
    assert page is not None
    assert page.title == "Nhân khẩu"
    assert page.freeze_panes == "B4"
    assert "Số dòng: 1" in str(page["A2"].value)
    number = next(
        cell for line in page.iter_rows() for cell in line if cell.value == "001087000001"
    )
    assert (number.data_type, number.number_format) == ("s", "@")
    export_register(office.session, "campaigns", path, terms=FOR_A_TEST)
    page = openpyxl.load_workbook(path).active
    assert page is not None
    values = [cell.value for line in page.iter_rows() for cell in line]
    assert 12 in values
    assert any(
        isinstance(each, date) and each.isoformat().startswith("2026-01-05") for each in values
    )


def test_only_what_the_account_may_see_goes_out(office: Office, tmp_path: Path) -> None:
    add(office, "people", full_name="An", ethnicity="Gia-rai")
    path = tmp_path / "ra.xlsx"
    health = Session(office.store, office.queries, "Ai đó", ROLES["health"])
    export_register(health, "people", path, terms=FOR_A_TEST)
    assert "Gia-rai" not in itertools.chain.from_iterable(read_sheet(path).rows)
    viewer = Session(office.store, office.queries, "Ai đó", ROLES["viewer"])
    with pytest.raises(NotAllowed):
        export_register(viewer, "people", path, terms=FOR_A_TEST)


def test_an_export_is_noted_in_the_journal(office: Office, tmp_path: Path) -> None:
    add_person(office)
    export_register(office.session, "people", tmp_path / "ra.xlsx", terms=FOR_A_TEST)
    newest = office.queries.journal(limit=1)[0]
    assert (newest.title, newest.why, newest.count) == (
        "Xuất ra bảng tính",
        "Nhân khẩu: 1: Đối chiếu",
        0,
    )


def test_chosen_records_alone(office: Office, tmp_path: Path) -> None:
    add_person(office, "An")
    chosen = add_person(office, "Bình")
    assert (
        export_register(
            office.session, "people", tmp_path / "ra.xlsx", [chosen], terms=FOR_A_TEST
        ).rows
        == 1
    )
    assert [each.title for each in _read_back(office, "people", tmp_path / "ra.xlsx").rows] == [
        "Bình, 01/05/1990"
    ]


def test_a_text_too_long_for_a_cell_is_left_out_and_counted(office: Office, tmp_path: Path) -> None:
    add(office, "people", full_name="An", remark="dài " * 10_000)
    written = export_register(office.session, "people", tmp_path / "ra.xlsx", terms=FOR_A_TEST)
    assert written.left_out == 1
    assert [each.fate for each in _read_back(office, "people", tmp_path / "ra.xlsx").rows] == [
        Fate.SAME
    ]


def test_a_folder_that_is_gone_leaves_no_entry(office: Office, tmp_path: Path) -> None:
    before = len(office.queries.journal())
    with pytest.raises(StorageTrouble):
        export_register(
            office.session, "people", tmp_path / "không có" / "ra.xlsx", terms=FOR_A_TEST
        )
    assert len(office.queries.journal()) == before


def test_a_template_is_understood_when_it_comes_back(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "mẫu.xlsx"
    export_template(office.session, "households", path)
    mapping = suggest_mapping(REGISTERS["households"], read_sheet(path))
    assert [each.target for each in mapping.columns] == [
        *(each.name for each in REGISTERS["households"].fields if not each.by_program),
        "id",
    ]
    assert [each.name for each in list_sheets(path) if not each.hidden] == ["Hộ gia đình"]
    page = openpyxl.load_workbook(path).worksheets[0]
    lists = [str(each.formula1) for each in page.data_validations.dataValidation]
    assert len(lists) == 3
    assert all("Danh mục" in each for each in lists)
