"""Next month's sheet: a difference, shown before it is written; and what is remembered."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.roles import ROLES
from sachmatuy_desktop.errors import Conflict
from sachmatuy_desktop.exchange.choices import Choices
from sachmatuy_desktop.exchange.fates import Fate, ImportPlan
from sachmatuy_desktop.exchange.heads import suggest_mapping
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sheet_layouts import RememberLayout, fingerprint, remembered
from sachmatuy_desktop.services.spreadsheets import (
    ImportSpreadsheet,
    export_register,
    preview,
    save_report,
    written_rows,
)
from tests.exchange.sheet_tables import sheet
from tests.offices import FOR_A_TEST, add, add_village, edit, new_office, remove, row

MAY = """
    Họ và tên  | Ngày sinh  | Giới tính | Thôn   | Nghề nghiệp
    Lê Văn Cam | 01/05/1990 | Nam       | Thôn 1 | Làm ruộng
    Hồ Thị Hai | 02/06/1985 | Nữ        | Thôn 1 | Giữ trẻ
    Y Blo      | 1991       | Nữ        | Thôn 1 | Làm nương
"""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = new_office(tmp_path / "xa")
    add_village(made, "Thôn 1")
    _import(made, MAY)
    return made


def _plan(office: Office, picture: str, choices: Choices | None = None) -> ImportPlan:
    page = sheet(picture)
    mapping = suggest_mapping(REGISTERS["people"], page)
    return preview(office.session, page, mapping, choices or Choices())


def _import(office: Office, picture: str) -> object:
    return office.run(ImportSpreadsheet(_plan(office, picture))).result


def _fates(plan: ImportPlan) -> list[str]:
    return [each.fate.value for each in plan.rows]


def _person(office: Office, name: str) -> str:
    return next(
        each
        for each in office.queries.ids("people")
        if row(office, "people", each)["full_name"] == name
    )


JUNE = MAY.replace("Làm ruộng", "Thợ hồ").replace(
    "Y Blo      | 1991       | Nữ        | Thôn 1 | Làm nương",
    "Đỗ Văn Ba  | 1970       | Nam       | Thôn 1 | Thợ mộc",
)


def test_a_months_later_sheet_is_a_difference(office: Office) -> None:
    plan = _plan(office, JUNE)
    assert _fates(plan) == ["changed", "same", "new"]
    assert (plan.rows[0].before, plan.rows[0].values) == (
        {"occupation": "Làm ruộng"},
        {"occupation": "Thợ hồ"},
    )
    assert plan.absent == (_person(office, "Y Blo"),)
    assert plan.counts[Fate.ABSENT] == 1
    office.run(ImportSpreadsheet(plan))
    assert row(office, "people", _person(office, "Y Blo"))["deleted"] == 0


def test_absence_is_told_only_of_the_villages_the_sheet_is_about(office: Office) -> None:
    other = add_village(office, "Thôn 2")
    add(office, "people", full_name="A Nhin", birth="1970", village=other)
    plan = _plan(office, MAY)
    assert plan.absent == ()


def test_each_row_can_be_left(office: Office) -> None:
    plan = _plan(office, JUNE)
    outcome = office.run(ImportSpreadsheet(plan, leave=frozenset({2})))
    assert outcome.result == 1
    assert row(office, "people", _person(office, "Lê Văn Cam"))["occupation"] == "Làm ruộng"
    assert [each.number for each in written_rows(plan, frozenset({2}))] == [4]


def test_an_import_with_rows_left_is_still_one_undo(office: Office) -> None:
    outcome = office.run(ImportSpreadsheet(_plan(office, JUNE), leave=frozenset({4})))
    office.undo(outcome.txn)
    assert row(office, "people", _person(office, "Lê Văn Cam"))["occupation"] == "Làm ruộng"


def test_an_empty_cell_erases_only_if_chosen(office: Office) -> None:
    picture = MAY.replace("Giữ trẻ", "")
    assert _fates(_plan(office, picture)) == ["same", "same", "same"]
    plan = _plan(office, picture, Choices(empty_erases=True))
    assert _fates(plan) == ["same", "changed", "same"]
    assert plan.rows[1].values == {"occupation": None}
    office.run(ImportSpreadsheet(plan))
    assert row(office, "people", _person(office, "Hồ Thị Hai"))["occupation"] is None


def test_what_another_hand_changed_since_is_a_conflict(office: Office) -> None:
    """The sheet of May comes again; in between somebody corrected the record by hand."""
    person = _person(office, "Lê Văn Cam")
    edit(office, "people", person, occupation="Thợ hồ")
    plan = _plan(office, MAY)
    assert _fates(plan) == ["conflict", "same", "same"]
    told = str(plan.rows[0].warnings[0].error)
    assert "giá trị cũ" in told
    assert "«Thợ hồ»" in told
    assert office.run(ImportSpreadsheet(plan)).result == 0
    assert row(office, "people", person)["occupation"] == "Thợ hồ"
    assert office.run(ImportSpreadsheet(plan, take=frozenset({2}))).result == 1
    assert row(office, "people", person)["occupation"] == "Làm ruộng"


def test_a_sheet_that_changes_its_mind_is_no_conflict(office: Office) -> None:
    _import(office, JUNE)
    assert _fates(_plan(office, MAY))[0] == "changed"


def test_a_new_value_over_a_hands_correction_is_a_change(office: Office) -> None:
    edit(office, "people", _person(office, "Lê Văn Cam"), occupation="Thợ hồ")
    assert _fates(_plan(office, MAY.replace("Làm ruộng", "Buôn bán")))[0] == "changed"


def test_a_record_that_moved_on_since_the_preview_is_named(office: Office) -> None:
    plan = _plan(office, JUNE)
    edit(office, "people", _person(office, "Lê Văn Cam"), occupation="Buôn bán")
    with pytest.raises(Conflict, match="dòng 2, «Lê Văn Cam"):
        office.run(ImportSpreadsheet(plan))


def test_work_that_is_stopped_leaves_nothing(office: Office) -> None:
    class Stopped(Exception):
        pass

    def stop(_done: int, _total: int) -> None:
        raise Stopped

    before = office.queries.count("people")
    with pytest.raises(Stopped):
        preview(
            office.session,
            sheet(JUNE),
            suggest_mapping(REGISTERS["people"], sheet(JUNE)),
            report=stop,
        )
    with pytest.raises(Stopped):
        office.run(ImportSpreadsheet(_plan(office, JUNE), report=stop))
    assert office.queries.count("people") == before
    assert _fates(_plan(office, MAY)) == ["same", "same", "same"]


def test_an_export_that_is_stopped_leaves_no_file(office: Office, tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(_done: int, _total: int) -> None:
        raise Stopped

    before = len(office.queries.journal())
    with pytest.raises(Stopped):
        export_register(
            office.session, "people", tmp_path / "ra.xlsx", report=stop, terms=FOR_A_TEST
        )
    assert not list(tmp_path.glob("ra*"))
    assert len(office.queries.journal()) == before


def test_the_report_tells_the_fate_of_every_row(office: Office, tmp_path: Path) -> None:
    edit(office, "people", _person(office, "Hồ Thị Hai"), occupation="Buôn bán")
    plan = _plan(office, JUNE)
    office.run(ImportSpreadsheet(plan))
    save_report(office.session, plan, tmp_path / "kq.xlsx", frozenset({2, 4}), terms=FOR_A_TEST)
    page = openpyxl.load_workbook(tmp_path / "kq.xlsx").active
    assert page is not None
    lines = [[cell.value for cell in line] for line in page.iter_rows(min_row=6)]
    assert [line[:4] for line in lines] == [
        [2, "Sửa", "x", "Lê Văn Cam, 01/05/1990"],
        [3, "Xung đột", None, "Hồ Thị Hai, 02/06/1985"],
        [4, "Thêm mới", "x", "Đỗ Văn Ba, 1970"],
        [None, "Không có trong tệp", None, "Y Blo, 1991"],
    ]
    assert lines[0][4] == "Nghề nghiệp: «Làm ruộng» → «Thợ hồ»"
    assert "giá trị cũ" in str(lines[1][5])


# -- remembered layouts ----------------------------------------------------------------------------


def test_a_layout_is_offered_the_next_time(office: Office) -> None:
    page = sheet(MAY)
    suggested = suggest_mapping(REGISTERS["people"], page)
    assert remembered(office.session, suggested) is None
    chosen = suggested.with_target(4, "workplace")
    office.run(RememberLayout(chosen))
    found = remembered(office.session, suggested)
    assert found is not None
    assert (found.mapping.columns, found.differs) == (chosen.columns, ("Nghề nghiệp",))
    assert found.used_on == office.store.clock.today()


def test_a_corrected_layout_replaces_the_one_before(office: Office) -> None:
    suggested = suggest_mapping(REGISTERS["people"], sheet(MAY))
    office.run(RememberLayout(suggested.with_target(4, "workplace")))
    office.run(RememberLayout(suggested))
    assert remembered(office.session, suggested) is None
    assert office.queries.count("sheet_layouts") == 1


def test_other_headings_or_another_book_are_another_layout(office: Office) -> None:
    people = suggest_mapping(REGISTERS["people"], sheet(MAY))
    other = suggest_mapping(REGISTERS["people"], sheet(MAY.replace("Nghề nghiệp", "Việc làm")))
    moved = suggest_mapping(REGISTERS["people"], sheet("Tiêu đề |\n" + MAY))
    assert fingerprint(people) != fingerprint(other)
    assert fingerprint(people) == fingerprint(moved)
    office.run(RememberLayout(people.with_target(4, "workplace")))
    assert remembered(office.session, other) is None


def test_remembering_is_no_step_of_undo_and_never_leaves(office: Office) -> None:
    imported = office.run(ImportSpreadsheet(_plan(office, JUNE)))
    office.run(RememberLayout(_plan(office, JUNE).mapping))
    last = office.last_undoable()
    assert last is not None
    assert last.txn == imported.txn
    assert REGISTERS["sheet_layouts"].scope == "local"


def test_what_an_account_may_not_see_is_not_offered_to_it(office: Office) -> None:
    page = sheet("Họ và tên | Dân tộc\nLê Văn Cam | Kinh")
    suggested = suggest_mapping(REGISTERS["people"], page)
    office.run(RememberLayout(suggested))
    clerk = Session(office.store, office.queries, "Ai đó", ROLES["health"])
    blank = suggested.with_target(1, "")
    found = remembered(clerk, blank)
    assert found is None


def test_a_removed_person_stays_removed(office: Office) -> None:
    person = _person(office, "Y Blo")
    remove(office, "people", person)
    plan = _plan(office, MAY)
    assert _fates(plan) == ["same", "same", "new"]
