"""Sheets as offices really keep them, each drawn as a table with the fate of every row at its end.

The last column of a drawing is no part of the sheet: it says what must become of the row, and after
a colon what the record then holds or the sentence that is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.exchange.choices import Choices
from sachmatuy_desktop.exchange.fates import ImportPlan
from sachmatuy_desktop.exchange.reading import Sheet, read_sheet
from sachmatuy_desktop.exchange.tables import find_tables
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.spreadsheets import ImportSpreadsheet, preview
from tests.exchange.sheet_tables import Merged, cells, ods, xls, xlsx
from tests.offices import add, add_person, add_village, new_office, row


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with two villages and three people; nothing here is ever written into it."""
    made = new_office(tmp_path_factory.mktemp("xã") / "xã")
    one = add_village(made, "Thôn 1")
    add(made, "villages", name="Làng Kà Bầy", kind="lang")
    add(made, "people", full_name="Lê Văn Cam", birth="1990", sex="nam", village=one)
    for _ in range(2):
        add(made, "people", full_name="Hồ Thị Hai", birth="1985", sex="nu", village=one)
    yield made
    made.close()


def _take_apart(picture: str) -> tuple[list[tuple[str, ...]], dict[int, str]]:
    """The sheet's rows, and the fate drawn beside each (by row number)."""
    drawn = cells(picture)
    fates = {at: line[-1] for at, line in enumerate(drawn, 1) if line[-1]}
    return [tuple(line[:-1]) for line in drawn], fates


def _plans(
    office: Office, page: Sheet, register: str = "people", choices: Choices | None = None
) -> list[ImportPlan]:
    chosen = choices or Choices()
    tables = find_tables(REGISTERS[register], page, hidden=chosen.hidden)
    return [preview(office.session, page, each, chosen) for each in tables]


def _told(plan: ImportPlan) -> dict[int, str]:
    said = {}
    for each in plan.rows:
        remarks = "; ".join(str(it.error) for it in (*each.complaints, *each.warnings))
        values = ", ".join(f"{name}={value}" for name, value in sorted(each.values.items()))
        said[each.number] = f"{each.fate.value}: {values} {remarks}"
    return said


def _check(plan: ImportPlan, fates: dict[int, str]) -> None:
    told = _told(plan)
    assert {each: text.partition(":")[0] for each, text in told.items()} == {
        each: text.partition(":")[0].strip() for each, text in fates.items()
    }
    for number, text in fates.items():
        for part in filter(None, map(str.strip, text.partition(":")[2].split(";"))):
            assert part in told[number]


TITLES_AND_GROUPS = """
    ỦY BAN NHÂN DÂN XÃ  |               |            |      |
    DANH SÁCH NHÂN KHẨU |               |            |      |
                        |               |            |      |
    STT                 | Họ và tên     | Năm sinh   | GT   |
    A                   | B             | 1          | 2    |
    I. Thôn 1           |               |            |      | skipped: thuộc «Thôn 1»
    1                   | Nguyễn Văn An | 1987       | Nam  | new: birth=1987
    2                   | Lê Văn Cam    | 1990       | Nam  | same
    3                   | Hồ Thị Hai    | 1985       | Nữ   | unclear: Có 2 người
    Cộng thôn           | 3 người       |            |      | skipped
    II                  | Làng Kà Bầy   | 2          |      | skipped: thuộc «Làng Kà Bầy»
    1                   | Y Blo         | 1991       | Nữ   | new: birth=1991
    2                   |               |            |      | skipped
    Tổng số             | 4             |            |      | skipped
                        |               |            | Người lập biểu | skipped
"""

CROSSES = """
    STT | Họ và tên | Giới tính | Giới tính |
        |           | Nam       | Nữ        |
    1   | An        | x         |           | new: sex=nam
    2   | Mơ        |           | X         | new: sex=nu
    3   | Lan       |           | ✓         | new: sex=nu
    4   | Bình      | v         |           | new: sex=nam
    5   | Hoa       | x         | x         | refused: Hai cột
    6   | Tâm       | đúng thế  |           | refused: dấu chọn
"""

DAYS = """
    Họ và tên | Ngày sinh       |
    An        | 05/01/1987      | new: birth=1987-01-05
    Bình      | 5.1.87          | new: birth=1987-01-05; hai chữ số
    Cường     | 5-1-20          | refused: bốn chữ số
    Dung      | năm 1990        | new: birth=1990
    Đào       | không rõ        | new
    Giang     | 31782           | new: birth=1987-01-05; dưới dạng số của Excel
    Hà        | 01/25/1990      | new: birth=1990-01-25; tháng trước ngày
    Hùng      | 03/04/1990      | new: birth=1990-04-03; có thể đọc hai cách
    Khánh     | 00/00/1985      | new: birth=1985
    Lan       | 31/02/1990      | refused: không có trên lịch
    Mai       | #REF!           | refused: công thức bị lỗi
    Nam       | 1990.           | refused
    Oanh      | 13/13/1990      | refused
"""

NUMBERS = """
    Họ và tên | Số CCCD         | Điện thoại   |
    An        | 062087000001    | 0912345678   | new: citizen_number=062087000001
    Bình      | 62087000002     | 912345679    | new: thiếu số 0; phone=0912345679
    Cường     | 1,23E+11        |              | refused: đã mất chữ số
    Dung      | 6.2087E+10      |              | refused
    Đào       |                 | 9.12E+8      | refused: đã mất chữ số
    Giang     | 123             |              | refused: 12 chữ số
    Hà        | 0620 8700 0003  |              | new: citizen_number=062087000003
"""

REPEATED = """
    DANH SÁCH THÔN 1 |           |          |
    STT              | Họ và tên | Năm sinh |
    1                | An        | 1987     | new: birth=1987
    2                | Bình      | 1988     | new
    DANH SÁCH LÀNG KÀ BẦY | DANH SÁCH LÀNG KÀ BẦY | DANH SÁCH LÀNG KÀ BẦY | skipped: «lang ka bay»
    STT              | Họ và tên | Năm sinh | skipped
    1                | 2         | 3        | skipped
    1                | Y Blo     | 1991     | new
"""

DITTO = """
    Họ và tên | Năm sinh | Nghề nghiệp | Thôn        |
    An        | 1987     | Làm ruộng   | Thôn 1      | new: occupation=Làm ruộng
    Bình      | 1988     | nt          | nt          | new: occupation=Làm ruộng
    Cường     | 1989     | "           | Kà Bầy      | new: occupation=Làm ruộng
"""


@pytest.mark.parametrize("picture", [TITLES_AND_GROUPS, CROSSES, DAYS, NUMBERS, REPEATED, DITTO])
def test_every_row_has_its_fate(office: Office, picture: str) -> None:
    rows, fates = _take_apart(picture)
    (plan,) = _plans(office, Sheet("bảng.xlsx", "T", rows))
    _check(plan, fates)


@pytest.mark.parametrize(("write", "suffix"), [(xlsx, "xlsx"), (xls, "xls"), (ods, "ods")])
def test_the_same_fates_from_every_kind_of_file(
    office: Office, tmp_path: Path, write: Callable[[Path, str], Path], suffix: str
) -> None:
    drawn = cells(TITLES_AND_GROUPS)
    fates = {at: line[-1] for at, line in enumerate(drawn, 1) if line[-1]}
    picture = "\n".join(" | ".join(line[:-1]) for line in drawn)
    (plan,) = _plans(office, read_sheet(write(tmp_path / f"a.{suffix}", picture)))
    _check(plan, fates)


def test_a_head_of_three_rows_with_blocks(office: Office) -> None:
    rows, fates = _take_apart(
        """
        STT | Họ và tên | Thông tin      | Thông tin      | Thông tin |
        STT | Họ và tên | Sinh           | Sinh           | Thông tin |
        STT | Họ và tên | Năm sinh nam   | Năm sinh nữ    | Dân tộc   |
        1   | An        | 1987           |                | Kinh      | new: birth=1987; sex=nam
        2   | Y Blo     |                | 1991           | Gia-rai   | new: birth=1991; sex=nu
        """
    )
    merged: Merged = ((0, 0, 2, 0), (0, 1, 2, 1), (0, 2, 0, 4), (1, 2, 1, 3))
    (plan,) = _plans(office, Sheet("bảng.xlsx", "T", rows, merged))
    _check(plan, fates)


def test_several_tables_of_one_sheet_are_taken_one_by_one(office: Office) -> None:
    page = Sheet(
        "bảng.xlsx",
        "T",
        [
            ("Bảng 1. Nhân khẩu thường trú", "", "", ""),
            ("STT", "Họ và tên", "Năm sinh", "Dân tộc"),
            ("1", "An", "1987", "Kinh"),
            ("2", "Bình", "1988", "Kinh"),
            ("", "", "", ""),
            ("Bảng 2. Nhân khẩu tạm trú", "", "", ""),
            ("TT", "Họ và tên", "Giới tính", "Ngày sinh"),
            ("1", "Y Blo", "Nữ", "05/01/1991"),
        ],
    )
    plans = _plans(office, page)
    assert [[each.number for each in plan.rows] for plan in plans] == [[3, 4], [8]]
    assert plans[1].rows[0].values["sex"] == "nu"


def test_a_list_of_people_is_one_table_however_long(office: Office) -> None:
    rows = [("Họ và tên", "Năm sinh", "Nghề nghiệp")]
    rows += [
        ("", "", "") if n % 7 == 0 else (f"Người {'abcdef'[n % 6]}", "1990", "Thợ")
        for n in range(90)
    ]
    assert len(_plans(office, Sheet("a.xlsx", "T", rows))) == 1


def _with_asides(path: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Họ và tên", "Năm sinh", "Nghề nghiệp", "Ghi chú"])
    page.append(["An", "1987", "Thợ hồ", "đã có"])
    page.append(["Bình", "1988", "Thợ mộc", ""])
    page["A2"].comment = Comment("đi làm xa", "An")
    page.row_dimensions[3].hidden = True
    page.column_dimensions["C"].hidden = True
    book.save(path)
    return path


def test_hidden_rows_and_columns_are_told_and_taken_only_if_asked(
    office: Office, tmp_path: Path
) -> None:
    page = read_sheet(_with_asides(tmp_path / "a.xlsx"))
    (plan,) = _plans(office, page)
    assert [each.fate.value for each in plan.rows] == ["new", "skipped"]
    assert "đang ẩn" in str(plan.rows[1].warnings[0].error)
    assert "occupation" not in plan.rows[0].values
    (plan,) = _plans(office, page, choices=Choices(hidden=True))
    assert [each.values.get("occupation") for each in plan.rows] == ["Thợ hồ", "Thợ mộc"]


def test_notes_on_cells_go_to_the_remark_on_request(office: Office, tmp_path: Path) -> None:
    page = read_sheet(_with_asides(tmp_path / "a.xlsx"))
    (plan,) = _plans(office, page)
    assert plan.rows[0].values["remark"] == "đã có"
    (plan,) = _plans(office, page, choices=Choices(notes=True))
    assert plan.rows[0].values["remark"] == "đã có\nđi làm xa"


def test_a_note_is_added_once(tmp_path: Path) -> None:
    made = new_office(tmp_path / "xã")
    page = read_sheet(_with_asides(tmp_path / "a.xlsx"))
    (plan,) = _plans(made, page, choices=Choices(notes=True))
    made.run(ImportSpreadsheet(plan))
    (again,) = _plans(made, page, choices=Choices(notes=True))
    assert again.rows[0].fate.value == "same"


def test_rows_under_a_village_the_office_lacks_wait_for_it(office: Office) -> None:
    page = Sheet(
        "a.xlsx",
        "T",
        [("STT", "Họ và tên", "Năm sinh"), ("Thôn 9", "", ""), ("1", "An", "1987")],
    )
    (plan,) = _plans(office, page)
    assert [each.fate.value for each in plan.rows] == ["skipped", "refused"]
    (plan,) = _plans(office, page, choices=Choices(create_villages=True))
    assert [each.fate.value for each in plan.rows] == ["skipped", "new"]
    (plan,) = _plans(office, page, choices=Choices(groups=False))
    assert "village" not in plan.rows[1].values


def test_a_head_of_a_village_is_no_village(office: Office) -> None:
    page = Sheet(
        "a.xlsx",
        "T",
        [("STT", "Họ và tên", "Năm sinh"), ("Thôn trưởng: Hồ Văn Ba", "", ""), ("1", "An", "1987")],
    )
    (plan,) = _plans(office, page)
    assert [each.values.get("village") for each in plan.rows] == [None, None]


def test_letters_in_pieces_and_spaces_nobody_sees_are_put_right(office: Office) -> None:
    page = Sheet(
        "a.xlsx",
        "T",
        [
            ("Họ\u00a0và\u200b tên", "Na\u0306m sinh"),
            ("Lê\u00a0Va\u0306n\u200b  Cam", "\u00a01990"),
        ],
    )
    (plan,) = _plans(office, page)
    assert plan.rows[0].title.startswith("Lê")
    assert plan.rows[0].fate.value in ("same", "unclear")
    names = {row(office, "people", each)["full_name"] for each in office.queries.ids("people")}
    assert "Lê Văn Cam" in names


def test_a_choice_over_columns_of_any_book(office: Office) -> None:
    person = add_person(office, "Trần Văn Sáu")
    page = Sheet(
        "a.xlsx",
        "T",
        [
            ("Chủ hộ", "Thôn", "Cư trú", "Cư trú"),
            ("", "", "Thường trú", "Tạm trú"),
            ("Trần Thị Bưởi", "Thôn 1", "x", ""),
            ("Hồ Văn Hai", "Thôn 1", "", "x"),
        ],
    )
    (plan,) = _plans(office, page, "households")
    assert [each.values["residence"] for each in plan.rows] == ["thuong_tru", "tam_tru"]
    assert person
