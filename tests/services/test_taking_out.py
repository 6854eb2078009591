"""Nothing about somebody leaves the program without a purpose; a file of it can be locked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.restricted import is_best_locked, is_restricted
from sachmatuy_desktop.errors import BadInput, Refused
from sachmatuy_desktop.exchange.flat import FlatTable
from sachmatuy_desktop.exchange.guards_zip import HasPassword
from sachmatuy_desktop.exchange.heads import suggest_mapping
from sachmatuy_desktop.exchange.locking import is_locked, locked, unlock
from sachmatuy_desktop.exchange.reading import read_sheet
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.shown import NoteCopy, copy_table, export_table
from sachmatuy_desktop.services.spreadsheets import (
    NoteExport,
    export_register,
    preview,
    save_report,
)
from sachmatuy_desktop.services.taken_out import TakenOut
from tests.offices import FOR_A_TEST, add, new_office

SECRET = "khóa của riêng tệp này"
ROWS = FlatTable("Nhân khẩu", ("Họ và tên",), (("Lê Văn Cam",),))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = new_office(tmp_path / "xã")
    add(made, "people", full_name="Lê Văn Cam", ethnicity="Kinh")
    yield made
    made.close()


@pytest.fixture
def people(office: Office, tmp_path: Path) -> Path:
    path = tmp_path / "người.xlsx"
    export_register(office.session, "people", path, terms=TakenOut("Gửi Công an tỉnh", SECRET))
    return path


def test_every_way_out_wants_a_purpose(office: Office, tmp_path: Path) -> None:
    path, session = tmp_path / "ra.xlsx", office.session
    sheet = tmp_path / "vào.csv"
    sheet.write_text("Họ và tên\nTrần Thị A\n", encoding="utf-8")
    read = read_sheet(sheet)
    plan = preview(session, read, suggest_mapping(REGISTERS["people"], read))
    names = ("full_name",)
    before = len(office.queries.journal())
    for way in (
        lambda: export_register(session, "people", path),
        lambda: export_table(session, "people", names, ROWS, path),
        lambda: copy_table(session, "people", names, ROWS, heads=False, purpose="  "),
        lambda: save_report(session, plan, path),
        lambda: office.run(NoteExport("people", 1, names)),
        lambda: office.run(NoteCopy("people", 1, names)),
    ):
        with pytest.raises(BadInput):
            way()
    assert not path.exists()
    assert len(office.queries.journal()) == before


def test_the_journal_keeps_the_purpose_and_not_the_passphrase(office: Office, people: Path) -> None:
    newest = office.queries.journal()[0]
    assert newest.why == "Nhân khẩu: 1: Gửi Công an tỉnh"
    assert people.exists()
    assert SECRET not in repr(TakenOut("x", SECRET))


def test_what_tells_of_nobody_needs_no_purpose(office: Office, tmp_path: Path) -> None:
    add(office, "villages", name="Thôn Một", kind="thon")
    assert export_register(office.session, "villages", tmp_path / "ra.xlsx").rows == 1


@pytest.mark.parametrize(
    ("register", "fields", "restricted", "locked_first"),
    [
        ("people", ("full_name",), True, False),
        ("people", ("full_name", "ethnicity"), True, True),
        ("episodes", ("category",), True, True),
        ("households", ("head",), True, False),
        ("tip_boxes", ("place",), False, False),
        ("plan_tasks", ("title", "paragraph"), False, False),
    ],
)
def test_which_columns_are_restricted(
    register: str, fields: tuple[str, ...], *, restricted: bool, locked_first: bool
) -> None:
    assert is_restricted(REGISTERS[register], fields) is restricted
    assert is_best_locked(REGISTERS[register], fields) is locked_first


def test_a_locked_sheet_is_opened_by_its_passphrase_alone(people: Path) -> None:
    data = people.read_bytes()
    assert is_locked(data)
    assert "Lê Văn Cam".encode() not in data
    with pytest.raises(HasPassword):
        read_sheet(people)
    with pytest.raises(Refused, match="Mật khẩu không mở được"):
        read_sheet(people, passphrase="một mật khẩu khác")
    rows = read_sheet(people, passphrase=SECRET).rows
    assert any("Lê Văn Cam" in row for row in rows)


def test_a_damaged_locked_sheet_is_refused_in_one_sentence(people: Path) -> None:
    data = bytearray(people.read_bytes())
    data[-700] ^= 1
    with pytest.raises(Refused):
        unlock(bytes(data), SECRET, "người.xlsx")
    with pytest.raises(Refused):
        unlock(bytes(data[: len(data) // 2]), SECRET, "người.xlsx")


def test_without_a_passphrase_a_file_stays_as_it_is() -> None:
    assert locked(b"PK", None) == b"PK"


def test_plain_text_cannot_be_locked(office: Office, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        export_register(
            office.session, "people", tmp_path / "ra.csv", terms=TakenOut("Đối chiếu", SECRET)
        )
    assert not (tmp_path / "ra.csv").exists()
    export_register(office.session, "people", tmp_path / "ra.csv", terms=FOR_A_TEST)
    assert (tmp_path / "ra.csv").stat().st_mode & 0o077 == 0
