"""A sheet into an office: every row has a fate, and only what was shown is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.roles import ROLES
from sachmatuy_desktop.errors import Conflict, KnownError, NotAllowed, Refused
from sachmatuy_desktop.exchange.choices import Choices
from sachmatuy_desktop.exchange.fates import Fate, ImportPlan, RowPlan
from sachmatuy_desktop.exchange.heads import mapping_at, suggest_mapping
from sachmatuy_desktop.exchange.reading import Sheet, read_sheet
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.spreadsheets import ImportSpreadsheet, incomplete, preview
from tests.exchange.sheet_tables import sheet, xlsx
from tests.offices import add, add_household, add_village, edit, new_office, remove, row


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return new_office(tmp_path / "xa")


def _plan(
    office: Office, picture: str, register: str = "people", *, create_villages: bool = False
) -> ImportPlan:
    page = sheet(picture)
    mapping = suggest_mapping(REGISTERS[register], page)
    return preview(office.session, page, mapping, Choices(create_villages=create_villages))


def _fates(plan: ImportPlan) -> list[str]:
    return [each.fate.value for each in plan.rows]


def _sentences(plan: ImportPlan) -> list[str]:
    return [str(remark.error) for each in plan.rows for remark in each.complaints]


def _only(plan: ImportPlan) -> RowPlan:
    assert len(plan.rows) == 1
    return plan.rows[0]


def _write(office: Office, plan: ImportPlan) -> object:
    return office.run(ImportSpreadsheet(plan)).result


# -- values --------------------------------------------------------------------------------------


def test_a_roster_becomes_people(office: Office) -> None:
    village = add_village(office, "Ia Dom")
    plan = _plan(
        office,
        """
        STT | Họ và tên     | Nam/Nữ | Ngày sinh  | Số CCCD      | Thôn        | SĐT       | Dân tộc
        1   | Nguyễn Văn An | Nam    | 05/01/1987 | 062087000001 | Thôn Ia Dom | 912345678 | Kinh
        2   | Y Blo         | Nữ     | 1990       | không có     | ia dom      |           | Gia-rai
        3   | A Nhin        | nam    | 00/00/1985 | 62085000003  | Ia Dom      | -         | Gia-rai
        """,
    )
    assert _fates(plan) == ["new", "new", "new"]
    assert _write(office, plan) == 3
    people = [row(office, "people", each) for each in office.queries.ids("people")]
    by_name = {str(each["full_name"]): each for each in people}
    an = by_name["Nguyễn Văn An"]
    assert (an["birth"], an["citizen_number"], an["phone"], an["village"], an["sex"]) == (
        "1987-01-05",
        "062087000001",
        "0912345678",
        village,
        "nam",
    )
    assert (by_name["Y Blo"]["birth"], by_name["Y Blo"]["citizen_number"]) == ("1990", None)
    assert by_name["A Nhin"]["citizen_number"] == "062085000003"
    assert "thiếu số 0" in str(plan.rows[2].warnings[0].error)
    assert plan.rows[2].warnings[0].column == "E"


@pytest.mark.parametrize(
    ("cell", "column", "sentence"),
    [
        ("31/02/1990", "B", "31/02/1990"),
        ("5/1/20", "B", "bốn chữ số"),
        ("#N/A", "B", "công thức bị lỗi"),
        ("1.23E+11", "C", "đã mất chữ số"),
        ("12345", "C", "12 chữ số"),
        ("có lẽ", "D", "không có trong danh mục"),
    ],
)
def test_a_bad_cell_is_refused_with_row_and_column(
    office: Office, cell: str, column: str, sentence: str
) -> None:
    cells = {"B": "1990", "C": "", "D": "Nam", column: cell}
    plan = _plan(
        office,
        "Họ tên | Ngày sinh | CCCD | Giới tính\n"
        f"Nguyễn Văn An | {cells['B']} | {cells['C']} | {cells['D']}",
    )
    refused = _only(plan)
    assert (refused.fate, refused.number) == (Fate.REFUSED, 2)
    assert refused.complaints[0].column == column
    assert sentence in str(refused.complaints[0].error)


def test_one_bad_row_does_not_stop_the_others(office: Office) -> None:
    plan = _plan(office, "Họ tên | Năm sinh\nAn | 1990\nBình | lâu rồi\nCường | 1991")
    assert _fates(plan) == ["new", "refused", "new"]
    assert _write(office, plan) == 2


def test_what_a_citizen_number_says_otherwise_is_a_warning(office: Office) -> None:
    plan = _plan(
        office, "Họ tên | Giới tính | Năm sinh | CCCD\nLê Thị Mơ | Nam | 1991 | 062187000001"
    )
    told = [str(each.error) for each in _only(plan).warnings]
    assert len(told) == 2
    assert "giới tính nữ" in told[0]
    assert "năm sinh 1987" in told[1]
    assert _only(plan).fate is Fate.NEW


def test_years_under_the_sex_and_crosses(office: Office) -> None:
    years = _plan(office, "Họ tên | Năm sinh nam | Năm sinh nữ\nAn | 1990 |\nMơ | | 1991")
    assert [each.values for each in years.rows] == [
        {"full_name": "An", "birth": "1990", "sex": "nam"},
        {"full_name": "Mơ", "birth": "1991", "sex": "nu"},
    ]
    crosses = _plan(office, "Họ tên | Nam | Nữ\nAn | x |\nMơ | | x\nHoa | x | x\nLan | ? |")
    assert [each.values.get("sex") for each in crosses.rows] == ["nam", "nu", None, None]
    assert _fates(crosses) == ["new", "new", "refused", "new"]
    assert "Hai cột" in _sentences(crosses)[0]


def test_titles_sums_and_numbered_empty_rows_are_skipped(office: Office) -> None:
    village = add_village(office)
    plan = _plan(
        office,
        """
        STT                | Họ tên         | Năm sinh       | Ghi chú
        Thôn 1             | Thôn 1         | Thôn 1         | Thôn 1
        1                  | Nguyễn Văn An  | 1990           |
        2                  |                |                |
        Tổng cộng          | 1 người        |                |
                           |                | Người lập biểu |
        """,
    )
    assert _fates(plan) == ["skipped", "new", "skipped", "skipped", "skipped"]
    assert plan.rows[1].values["village"] == village


def test_mr_tong_is_not_a_sum(office: Office) -> None:
    plan = _plan(office, "Họ tên | Năm sinh\nTống Văn An | 1990\nTổng số | 1990")
    assert _fates(plan) == ["new", "skipped"]


# -- villages and households ----------------------------------------------------------------------


def test_a_missing_village_is_refused_or_made_once(office: Office) -> None:
    picture = """
        Họ tên | Năm sinh | Thôn
        An     | 1990     | Làng Ka Bầy
        Bình   | 1991     | làng ka bầy
        Cường  | 1992     | Bản 3
    """
    refused = _plan(office, picture)
    assert _fates(refused) == ["refused"] * 3
    assert "Chưa có thôn, khu phố «Làng Ka Bầy»" in _sentences(refused)[0]
    assert [each.name for each in refused.villages.values()] == ["Làng Ka Bầy", "Bản 3"]
    plan = _plan(office, picture, create_villages=True)
    assert _fates(plan) == ["new"] * 3
    _write(office, plan)
    made = {
        str(each["name"]): each
        for each in (row(office, "villages", it) for it in office.queries.ids("villages"))
    }
    assert {name: each["kind"] for name, each in made.items()} == {
        "Làng Ka Bầy": "lang",
        "Bản 3": "ban",
    }
    people = [row(office, "people", each) for each in office.queries.ids("people")]
    assert sum(each["village"] == made["Làng Ka Bầy"]["id"] for each in people) == 2


def test_two_villages_that_differ_in_kind_alone_have_to_be_named_whole(office: Office) -> None:
    add(office, "villages", name="Thôn 1", kind="thon")
    add(office, "villages", name="Làng 1", kind="lang")
    plan = _plan(office, "Họ tên | Thôn\nAn | 1\nBình | Làng 1")
    assert _fates(plan) == ["refused", "new"]
    assert "cùng tên «1»" in _sentences(plan)[0]


def test_a_household_is_found_by_number_or_head_in_its_village(office: Office) -> None:
    one, two = add_village(office, "Thôn 1"), add_village(office, "Thôn 2")
    first = add_household(office, one, "Trần Thị Bưởi")
    edit(office, "households", first, number="12")
    second = add_household(office, two, "Trần Thị Bưởi")
    plan = _plan(
        office,
        """
        Họ tên | Năm sinh | Thôn   | Chủ hộ        | Số hộ
        An     | 1990     | Thôn 1 |               | 12
        Bình   | 1991     | Thôn 2 | Trần thị bưởi |
        Cường  | 1992     |        | Trần Thị Bưởi |
        Dung   | 1993     | Thôn 1 | Hồ Văn Hai    |
        """,
    )
    assert [each.values.get("household") for each in plan.rows] == [first, second, None, None]
    assert _fates(plan) == ["new", "new", "refused", "refused"]
    assert "Có 2 hộ" in _sentences(plan)[0]
    assert "Chưa có hộ «Hồ Văn Hai»" in _sentences(plan)[1]


def test_households_are_known_by_number_or_head_in_their_village(office: Office) -> None:
    village = add_village(office)
    known = add_household(office, village, "Trần Thị Bưởi")
    edit(office, "households", known, number="12")
    plan = _plan(
        office,
        """
        Số hộ | Chủ hộ        | Thôn   | SĐT
        12    | Trần Văn Con  | Thôn 1 |
        13    | Trần Thị Bưởi | Thôn 1 |
              | Hồ Văn Hai    | Thôn 1 | 0912345678
              | Hồ Văn Hai    | Thôn 1 |
              | Hồ Văn Ba     |        |
        """,
        "households",
    )
    assert _fates(plan) == ["changed", "new", "new", "refused", "refused"]
    assert plan.rows[0].before == {"head": "Trần Thị Bưởi"}
    assert "sẽ đổi từ «Trần Thị Bưởi» thành «Trần Văn Con»" in str(plan.rows[0].warnings[0].error)
    assert plan.rows[1].values["state"] == "dang_cu_tru"
    assert "Trùng với dòng 4" in _sentences(plan)[0]
    assert "Thôn, khu phố" in _sentences(plan)[1]


# -- whose row it is ------------------------------------------------------------------------------


def _person(office: Office, name: str, **values: str | None) -> str:
    return add(office, "people", full_name=name, **values)


def test_the_citizen_number_decides(office: Office) -> None:
    known = _person(office, "Lê Văn Cam", birth="1990-05-01", citizen_number="062090000001")
    plan = _plan(
        office,
        """
        Họ tên     | Ngày sinh  | CCCD         | Nghề nghiệp
        Lê Văn Cam | 01/05/1990 | 062090000001 | Làm ruộng
        Lê Văn Cam | 01/05/1990 | 062090000002 |
        Hồ Thị Hai | 02/03/1971 | 062090000001 |
        """,
    )
    assert _fates(plan) == ["changed", "new", "refused"]
    assert plan.rows[0].record == known
    assert plan.rows[0].values == {"occupation": "Làm ruộng"}
    assert "đang là của «Lê Văn Cam, 01/05/1990»" in _sentences(plan)[0]


def test_without_a_number_name_birth_and_sex_decide(office: Office) -> None:
    one, two = add_village(office, "Thôn 1"), add_village(office, "Thôn 2")
    _person(office, "Lê Văn Cam", birth="1990-05-01", sex="nam", village=one)
    plan = _plan(
        office,
        """
        Họ tên     | Ngày sinh  | Giới tính | Thôn
        LÊ VĂN CAM | 01/05/1990 | Nam       | Thôn 1
        Lê Văn Cam | 02/05/1990 | Nam       | Thôn 1
        Lê Văn Cam | 01/05/1990 | Nữ        | Thôn 1
        Lê Văn Cam | 1990       | Nam       | Thôn 1
        Lê Văn Cam | 01/05/1990 | Nam       | Thôn 2
        Lê Văn Cam | 1985       | Nam       | Thôn 2
        """,
    )
    assert _fates(plan) == ["same", "new", "new", "unclear", "unclear", "new"]
    assert all("chưa đủ để chắc" in each for each in _sentences(plan))
    assert two in {each.values.get("village") for each in plan.rows}


def test_namesakes_are_never_merged(office: Office) -> None:
    for _ in range(2):
        _person(office, "Lê Văn Cam", birth="1990-05-01")
    plan = _plan(office, "Họ tên | Ngày sinh\nLê Văn Cam | 01/05/1990")
    assert "Có 2 người cùng khớp" in _sentences(plan)[0]


def test_a_person_twice_in_the_file_is_taken_once(office: Office) -> None:
    plan = _plan(
        office,
        """
        Họ tên | Ngày sinh  | CCCD
        An     | 01/05/1990 | 062090000001
        An     | 01/05/1990 | 062090000001
        """,
    )
    assert _fates(plan) == ["new", "refused"]
    assert "Trùng với dòng 2" in _sentences(plan)[0]


def test_an_empty_cell_never_erases_and_absence_never_removes(office: Office) -> None:
    known = _person(office, "An", birth="1990-05-01", occupation="Làm ruộng")
    other = _person(office, "Bình", birth="1991-05-01")
    plan = _plan(office, "Họ tên | Ngày sinh | Nghề nghiệp\nAn | 01/05/1990 |")
    assert _fates(plan) == ["same"]
    assert _write(office, plan) == 0
    assert row(office, "people", known)["occupation"] == "Làm ruộng"
    assert row(office, "people", other)["deleted"] == 0


def test_a_removed_record_is_not_brought_back_by_its_number(office: Office) -> None:
    known = _person(office, "An", birth="1990-05-01")
    remove(office, "people", known)
    plan = _plan(office, f"Họ tên | Ngày sinh | Mã bản ghi\nAn | 01/05/1990 | {known}")
    assert "đã xóa" in _sentences(plan)[0]


def test_the_records_number_finds_a_person_whose_name_was_wrong(office: Office) -> None:
    known = _person(office, "An", birth="1990-05-01")
    picture = "Họ tên | Ngày sinh | Mã bản ghi\n{} | {} | " + known
    corrected = _only(_plan(office, picture.format("Ân", "01/05/1990")))
    assert (corrected.fate, corrected.values) == (Fate.CHANGED, {"full_name": "Ân"})
    stranger = _plan(office, picture.format("Hồ Thị Hai", "02/03/1971"))
    assert "Mã bản ghi đang là của «An" in _sentences(stranger)[0]


# -- the act --------------------------------------------------------------------------------------


def test_the_whole_import_is_one_undo(office: Office) -> None:
    plan = _plan(
        office,
        "Họ tên | Năm sinh | Thôn\nAn | 1990 | Thôn 1\nBình | 1991 | Thôn 1",
        create_villages=True,
    )
    outcome = office.run(ImportSpreadsheet(plan))
    assert len(outcome.changed) == 3
    last = office.last_undoable()
    assert last is not None
    assert (last.txn, last.why) == (outcome.txn, "bảng.xlsx")
    office.undo(outcome.txn)
    assert office.queries.count("people") == 0
    assert office.queries.count("villages") == 0


def test_the_same_sheet_twice_changes_nothing(office: Office) -> None:
    add_village(office)
    picture = """
        Họ tên        | Năm sinh | Thôn   | CCCD         | SĐT
        Nguyễn Văn An | 1990     | Thôn 1 | 062090000001 | 912345678
        Y Blo         | 00/1991  | 1      |              | 02603.915648
    """
    _write(office, _plan(office, picture))
    assert _fates(_plan(office, picture)) == ["same", "same"]


def test_a_preview_that_is_out_of_date_is_not_written(office: Office) -> None:
    plan = _plan(office, "Họ tên | Năm sinh\nAn | 1990")
    _person(office, "An", birth="1990")
    with pytest.raises(Conflict, match="xem trước lại"):
        _write(office, plan)
    assert office.queries.count("people") == 1


def test_only_accounts_that_may_write_may_import(office: Office) -> None:
    page = sheet("Họ tên | Dân tộc\nAn | Kinh")
    mapping = suggest_mapping(REGISTERS["people"], page)
    for name in ("viewer", "village", "clerk"):
        session = Session(office.store, office.queries, "Ai đó", ROLES[name])
        with pytest.raises(NotAllowed):
            preview(session, page, mapping)


def test_registers_the_program_writes_itself_take_no_sheet(office: Office) -> None:
    page = sheet("Số | Ngày\n1 | 01/05/1990")
    with pytest.raises(Refused, match="chương trình tự ghi"):
        preview(
            office.session,
            page,
            mapping_at(REGISTERS["documents"], page, 1).with_target(0, "number"),
        )


def test_a_sheet_with_a_head_alone_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="không có dòng nào"):
        _plan(office, "Họ tên | Năm sinh\n | ")


def test_required_fields_without_a_column_are_told_at_once(office: Office) -> None:
    plan = _plan(office, "Chủ hộ | SĐT\nAn | 0912345678", "households")
    assert incomplete(REGISTERS["households"], plan) == ["Thôn, khu phố"]
    assert _fates(plan) == ["refused"]


def test_a_real_file_goes_all_the_way(office: Office, tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "hộ.xlsx",
        """
        DANH SÁCH HỘ |              |          |
        STT          | Chủ hộ       | Thôn     | SĐT
        1            | Hồ Văn Hai   | Thôn 1   | 0912345678
        """,
    )
    page = read_sheet(path)
    plan = preview(
        office.session,
        page,
        suggest_mapping(REGISTERS["households"], page),
        Choices(create_villages=True),
    )
    assert _write(office, plan) == 1
    assert office.queries.count("households") == 1


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(
        st.tuples(
            *[
                st.one_of(
                    st.sampled_from(["", "An", "1990", "x", "#N/A", "062090000001", "Thôn 1"]),
                    st.text(max_size=30),
                )
            ]
            * 6
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_grid_has_a_fate_for_every_row(office: Office, rows: list[tuple[str, ...]]) -> None:
    head = ("Họ tên", "Năm sinh", "CCCD", "Thôn", "Nam", "Mã bản ghi")
    page = Sheet("t.xlsx", "T", [head, *rows])
    mapping = mapping_at(REGISTERS["people"], page, 1)
    try:
        plan = preview(office.session, page, mapping, Choices(create_villages=True))
    except KnownError:
        return
    assert sum(plan.counts.values()) == len(plan.rows) + len(plan.absent)
    assert len(plan.rows) <= len(rows)
    unsaid = (Fate.REFUSED, Fate.UNCLEAR)
    assert all(bool(each.complaints) == (each.fate in unsaid) for each in plan.rows)
