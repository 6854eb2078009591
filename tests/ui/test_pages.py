"""The pages: people by category, households and commitments, books, history, today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.registers.returns import RETURNS
from sachmatuy_desktop.services.criteria import KeepAssessment, packs_of, program_library
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.storage.facts import Question, opened
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.forms.editors import CodeEditor
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.models.journal_table import JournalTableModel
from sachmatuy_desktop.ui.pages.commitments import read_standings
from sachmatuy_desktop.ui.pages.history import HistoryPage
from sachmatuy_desktop.ui.pages.households import HouseholdsPage
from sachmatuy_desktop.ui.pages.page import Page
from sachmatuy_desktop.ui.pages.people import PeoplePage, people_by_category
from sachmatuy_desktop.ui.pages.record_list import RecordList
from sachmatuy_desktop.ui.pages.registers import RegistersPage
from sachmatuy_desktop.ui.pages.sheets import SheetButton
from sachmatuy_desktop.ui.pages.side_list import SideList
from sachmatuy_desktop.ui.pages.today import TodayPage
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from tests.ui.asked import for_a_purpose
from tests.ui.windows import PATIENCE

from .conftest import LIST_PAGES, TestOffice, open_office


def settle(qtbot: QtBot, window: MainWindow) -> None:
    work = window.desk.operations
    qtbot.waitUntil(lambda: not work.is_busy and not work.finder.is_busy, timeout=PATIENCE)


def counts(side: SideList) -> dict[str, int | None]:
    return {line.text: line.count for line in side.lines if line.key}


def listed(records: RecordList, column: str) -> list[str]:
    place = [each.name for each in records.model.columns].index(column)
    model = records.model
    return [model.index(row, place).data() for row in range(model.rowCount())]


def under(office: TestOffice, name: str, category: str, until: str | None = None) -> str:
    person = office.add("people", full_name=name)
    office.add(
        "episodes", person=person, category=category, from_date="2025-01-10", until_date=until
    )
    return person


# Danh sách


def test_a_person_counts_under_the_category_that_has_not_ended(office: TestOffice) -> None:
    an = under(office, "Hà Văn An", "nghien")
    under(office, "Lò Văn Bình", "nghien", until="2026-01-10")
    both = under(office, "Vi Văn Cảnh", "sdtp")
    office.add("episodes", person=both, category="nguy_co_cao", from_date="2025-05-01")

    assert people_by_category(office.queries) == {
        "nghien": {an},
        "sdtp": {both},
        "nguy_co_cao": {both},
    }


def test_categories_have_numbers_and_the_list_follows(
    qtbot: QtBot, office: TestOffice, window: MainWindow
) -> None:
    under(office, "Hà Văn An", "nghien")
    under(office, "Lò Văn Bình", "sau_cai")
    office.add("people", full_name="Vi Thị Lan")
    page = window.open_page("people")
    assert isinstance(page, PeoplePage)
    shown = counts(page.side)
    assert shown["Tất cả nhân khẩu"] == 3
    assert shown["Đang quản lý"] == 2
    assert shown["Người nghiện ma túy"] == 1
    assert shown["Người có nguy cơ cao"] == 0

    page.side.choose("sau_cai")
    assert listed(page.list, "full_name") == ["Lò Văn Bình"]
    assert listed(page.list, "category") == ["Người bị quản lý sau cai nghiện ma túy"]
    page.side.choose("all")
    assert len(listed(page.list, "full_name")) == 3


def test_a_new_category_shows_at_once(qtbot: QtBot, office: TestOffice, window: MainWindow) -> None:
    person = office.add("people", full_name="Hà Văn An")
    page = window.open_page("people")
    assert isinstance(page, PeoplePage)
    page.side.choose("nghien")
    assert listed(page.list, "full_name") == []
    window.desk.run(
        SaveRecord(
            "episodes", None, {"person": person, "category": "nghien", "from_date": "2026-06-01"}
        )
    )
    settle(qtbot, window)

    assert counts(page.side)["Người nghiện ma túy"] == 1
    assert listed(page.list, "full_name") == ["Hà Văn An"]


def test_a_clerk_sees_people_but_no_categories(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "clerk"
    folder.mkdir()
    office = open_office(folder, "clerk")
    window = open_window(qapp, office, MemoryPreferences(), LIST_PAGES)
    qtbot.addWidget(window)
    page = window.open_page("people")
    assert isinstance(page, PeoplePage)

    assert list(counts(page.side)) == ["Tất cả nhân khẩu"]
    shown = {column.name for column in page.list.columns.offered}
    assert "category" not in shown
    assert "ethnicity" not in shown
    assert page.list.add_button.isHidden()  # the clerk does not write this book
    window.close()
    office.close()


def test_an_account_for_figures_alone_has_no_list_of_people(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "viewer"
    folder.mkdir()
    office = open_office(folder, "viewer")
    window = open_window(qapp, office, MemoryPreferences(), LIST_PAGES)
    qtbot.addWidget(window)

    assert "people" not in window.page_ids
    assert "households" not in window.page_ids
    window.close()
    office.close()


def test_a_row_chosen_opens_the_record_and_delete_takes_it_out(
    qtbot: QtBot, office: TestOffice, window: MainWindow
) -> None:
    office.add("people", full_name="Hà Văn An")
    office.add("people", full_name="Lò Văn Bình")
    page = window.open_page("people")
    assert isinstance(page, PeoplePage)
    page.side.choose("all")
    assert not page.list.remove_button.isEnabled()
    page.list.table.selectRow(1)
    assert page.list.panel is not None
    assert page.list.panel.title.text() == "Lò Văn Bình"
    page.list.table.setFocus()
    QTest.keyClick(page.list.table, Qt.Key.Key_Delete)
    settle(qtbot, window)

    assert listed(page.list, "full_name") == ["Hà Văn An"]
    assert page.list.panel.isHidden()


def test_the_keyboard_coming_to_the_list_opens_nothing_yet(
    qtbot: QtBot, office: TestOffice, window: MainWindow
) -> None:
    office.add("people", full_name="Hà Văn An")
    page = window.open_page("people")
    assert isinstance(page, PeoplePage)
    page.side.choose("all")
    page.list.table.setFocus()
    assert page.list.panel is None
    QTest.keyClick(page.list.table, Qt.Key.Key_Space)

    assert page.list.panel is not None
    assert page.list.panel.title.text() == "Hà Văn An"


def test_columns_are_chosen_and_remembered(
    qtbot: QtBot, office: TestOffice, window: MainWindow
) -> None:
    page = window.open_page("people")
    assert isinstance(page, PeoplePage)
    menu = page.list.table.column_menu()
    ticks = {action.text(): action for action in menu.actions()}
    assert not ticks["Nghề nghiệp"].isChecked()
    ticks["Nghề nghiệp"].trigger()

    assert "occupation" in [column.name for column in page.list.model.columns]
    assert "occupation" in (window.desk.preferences.get("columns-people") or "")


def test_typing_narrows_the_list(qtbot: QtBot, office: TestOffice, window: MainWindow) -> None:
    for name in ("Hà Văn Hoà", "Lò Văn Bình"):
        office.add("people", full_name=name)
    page = window.open_page("people")
    assert isinstance(page, PeoplePage)
    page.side.choose("all")
    page.list.search.setFocus()
    QTest.keyClicks(page.list.search, "hoa")
    qtbot.waitUntil(lambda: listed(page.list, "full_name") == ["Hà Văn Hoà"])

    assert page.list.count_label.text() == "1 người"


def test_a_list_is_searched_off_the_window_and_a_stale_answer_is_dropped(
    qtbot: QtBot, office: TestOffice, window: MainWindow
) -> None:
    for name in ("Hà Văn Hoà", "Lò Văn Bình", "Vi Thị Lan"):
        office.add("people", full_name=name)
    page = window.open_page("people")
    assert isinstance(page, PeoplePage)
    page.side.choose("all")
    settle(qtbot, window)
    page.list.search.setText("hoa")
    page.list.search.setText("binh")
    assert len(listed(page.list, "full_name")) == 3
    settle(qtbot, window)

    assert listed(page.list, "full_name") == ["Lò Văn Bình"]


# What is another unit's, and what is a code


@pytest.fixture
def receiving(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> Iterator[tuple[TestOffice, MainWindow]]:
    folder = tmp_path / "tiep-nhan"
    folder.mkdir()
    commune = open_office(folder)
    commune.add("people", full_name="Hà Văn An")
    office = TestOffice(commune.store, replace(commune.info, kind="receiving", unit_id="tinh-mau"))
    window = open_window(qapp, office, MemoryPreferences(), LIST_PAGES)
    qtbot.addWidget(window)
    window.show()
    yield office, window
    window.close()
    commune.close()


def test_a_receiving_office_sees_whose_a_row_is_and_does_not_remove_it(
    qtbot: QtBot, receiving: tuple[TestOffice, MainWindow]
) -> None:
    _office, window = receiving
    page = window.open_page("people")
    assert isinstance(page, PeoplePage)
    page.side.choose("all")
    assert listed(page.list, "unit") == ["cu-mau"]
    page.list.table.selectRow(0)
    assert not page.list.remove_button.isEnabled()
    page.list.remove()
    settle(qtbot, window)

    assert listed(page.list, "full_name") == ["Hà Văn An"]


def test_the_notes_of_a_receiving_office_are_written_there_alone(
    receiving: tuple[TestOffice, MainWindow], desk: Desk
) -> None:
    assert receiving[1].desk.may_act_on(RETURNS)
    assert not desk.may_act_on(RETURNS)


def test_codes_are_said_in_words_and_kept_as_codes(
    qtbot: QtBot, office: TestOffice, window: MainWindow
) -> None:
    office.add("campaigns", pack="ia-hdrai-2024/commune-drug-free", registered_on="2026-01-05")
    title = program_library().get("ia-hdrai-2024/commune-drug-free").title
    page = window.open_page("registers")
    assert isinstance(page, RegistersPage)
    page.side.choose("campaigns")
    campaigns = page.lists["campaigns"]
    assert listed(campaigns, "pack") == [title]
    campaigns.table.selectRow(0)
    assert campaigns.panel is not None
    form = campaigns.panel.form
    editor = form.editor("pack")
    assert isinstance(editor, CodeEditor)
    assert editor.text() == title

    assert form.values()["pack"] == "ia-hdrai-2024/commune-drug-free"
    assert not form.is_changed


# Hộ và cam kết


@pytest.fixture
def hamlet(office: TestOffice, village: str) -> dict[str, str]:
    """Four households: signed, refused and then signed, absent, nothing yet."""
    houses = {
        name: office.add("households", head=name, village=village)
        for name in ("Hà Văn An", "Lò Văn Bình", "Vi Văn Cảnh", "Siu Dũng")
    }
    for name, outcome, day in (
        ("Hà Văn An", "da_ky", "2026-03-01"),
        ("Lò Văn Bình", "tu_choi", "2026-03-01"),
        ("Lò Văn Bình", "da_ky", "2026-04-01"),
        ("Vi Văn Cảnh", "vang", "2026-03-01"),
    ):
        office.add(
            "commitments",
            household=houses[name],
            outcome=outcome,
            signed_on=day,
            reason=None if outcome == "da_ky" else "Chưa đồng ý",
        )
    return houses


def test_the_newest_commitment_of_a_household_counts(
    office: TestOffice, hamlet: dict[str, str]
) -> None:
    standings = read_standings(office.queries, "2026-07-01")

    assert {name: standings.by_household[key] for name, key in hamlet.items()} == {
        "Hà Văn An": "da_ky",
        "Lò Văn Bình": "da_ky",
        "Vi Văn Cảnh": "vang",
        "Siu Dũng": "chua_ky",
    }
    [progress] = standings.progress
    assert (progress.name, progress.signed, progress.asked) == ("Thôn Một", 2, 4)


def test_a_signature_and_a_refusal_on_one_day_are_a_signature_and_tomorrow_does_not_count(
    office: TestOffice, village: str
) -> None:
    both = office.add("households", head="Hà Văn An", village=village)
    later = office.add("households", head="Lò Văn Bình", village=village)
    for household, outcome, day in (
        (both, "da_ky", "2026-03-01"),
        (both, "tu_choi", "2026-03-01"),
        (later, "da_ky", "2026-07-02"),
    ):
        office.add(
            "commitments",
            household=household,
            outcome=outcome,
            signed_on=day,
            reason=None if outcome == "da_ky" else "Chưa đồng ý",
        )

    assert read_standings(office.queries, "2026-07-01").by_household == {
        both: "da_ky",
        later: "chua_ky",
    }


AWAY = [
    # state, since, reason, stands as
    ("dang_cu_tru", None, None, "chua_ky"),
    ("dang_cu_tru", "2026-08-01", None, "da_chuyen_di"),
    ("vang_ca_ho", None, None, "chua_ky"),
    ("vang_ca_ho", "2026-05-01", "Đi làm ăn xa", "vang_ca_ho"),
    ("vang_ca_ho", "2026-08-01", "Đi làm ăn xa", "chua_ky"),
    ("da_chuyen_di", "2026-05-01", None, "da_chuyen_di"),
    ("da_chuyen_di", "2026-08-01", None, "chua_ky"),
]


def test_the_base_is_the_criterions_and_every_household_stands_somewhere(
    office: TestOffice, village: str
) -> None:
    stands = {
        office.add(
            "households",
            head=f"Hộ {letter}",
            village=village,
            state=state,
            state_from=since,
            state_reason=reason,
        ): standing
        for letter, (state, since, reason, standing) in zip("ABCDEĐG", AWAY, strict=True)
    }
    standings = read_standings(office.queries, "2026-07-01")
    with opened(office.store) as books:
        question = Question((office.info.unit_id,), date(2026, 7, 1))
        [base, signed] = books.facts(question, ["households", "households_committed"])

    assert standings.by_household == stands
    assert sum(each.asked for each in standings.progress) == base.value
    assert standings.households("chua_ky") == {each.id for each in signed.exceptions}


def test_households_are_listed_by_how_they_stand(
    qtbot: QtBot, hamlet: dict[str, str], window: MainWindow
) -> None:
    page = window.open_page("households")
    settle(qtbot, window)
    assert isinstance(page, HouseholdsPage)
    assert counts(page.side) == {
        "Tất cả các hộ": 4,
        "Đã ký": 2,
        "Từ chối": 0,
        "Vắng": 1,
        "Chưa ký": 1,
        "Vắng cả hộ, đã ghi lý do": 0,
        "Đã chuyển đi": 0,
        "Có số điện thoại lực lượng chức năng": 0,
        "Khu phố, thôn với xã, thị trấn": 0,
        "Hộ gia đình": 2,
        "Sổ cam kết": 4,
    }
    page.side.choose("da_ky")
    assert listed(page.list, "head") == ["Hà Văn An", "Lò Văn Bình"]
    assert listed(page.list, "commitment") == ["Đã ký", "Đã ký"]


def test_the_bar_of_a_village_is_a_door_to_who_has_not_signed(
    qtbot: QtBot, hamlet: dict[str, str], window: MainWindow
) -> None:
    page = window.open_page("households")
    settle(qtbot, window)
    assert isinstance(page, HouseholdsPage)
    [bar] = page.bars.bars
    assert bar.accessibleName() == "Thôn Một: 2 trong 4 đã ký"
    bar.click()

    assert listed(page.list, "head") == ["Siu Dũng"]


def test_a_signature_moves_the_household_over(
    qtbot: QtBot, hamlet: dict[str, str], window: MainWindow
) -> None:
    page = window.open_page("households")
    settle(qtbot, window)
    assert isinstance(page, HouseholdsPage)
    page.side.choose("chua_ky")
    window.desk.run(
        SaveRecord(
            "commitments",
            None,
            {
                "household": hamlet["Siu Dũng"],
                "kind": "ho_gia_dinh",
                "outcome": "da_ky",
                "signed_on": "2026-06-01",
            },
        )
    )
    qtbot.waitUntil(lambda: counts(page.side)["Đã ký"] == 3, timeout=PATIENCE)

    assert listed(page.list, "head") == []


# Sổ theo dõi


def test_every_book_stands_on_the_shelf_and_opens(qtbot: QtBot, window: MainWindow) -> None:
    page = window.open_page("registers")
    assert isinstance(page, RegistersPage)
    for line in page.side.lines:
        if line.key:
            page.side.choose(line.key)
            opened = page.stack.currentWidget()
            assert isinstance(opened, RecordList)
            assert opened.title == line.text


def test_an_empty_book_says_what_to_do_first(qtbot: QtBot, window: MainWindow) -> None:
    page = window.open_page("registers")
    assert isinstance(page, RegistersPage)
    page.side.choose("models")
    models = page.lists["models"]
    assert models.empty_text.text() == (
        "Chưa có mô hình nào. Hãy thêm dòng đầu tiên hoặc nhập từ bảng tính.\nMỗi mô hình một dòng"
        " với quyết định thành lập; sinh hoạt ghi ở thẻ bên cạnh."
    )
    models.empty_add.click()
    assert models.panel is not None
    assert models.panel.title.text() == "Thêm mô hình"


def test_what_is_listed_goes_out_as_a_spreadsheet(
    qtbot: QtBot, office: TestOffice, window: MainWindow, tmp_path: Path
) -> None:
    for name in ("Hà Văn An", "Lò Văn Bình"):
        office.add("people", full_name=name)
    page = window.open_page("people")
    assert isinstance(page, PeoplePage)
    page.side.choose("all")
    page.list.search.setText("binh")
    qtbot.waitUntil(lambda: listed(page.list, "full_name") == ["Lò Văn Bình"])
    button = page.list.findChild(SheetButton)
    assert button is not None
    for_a_purpose()
    button.export_to(tmp_path / "danh sách.xlsx")
    settle(qtbot, window)

    sheet = openpyxl.load_workbook(tmp_path / "danh sách.xlsx").worksheets[0]
    words = {cell.value for line in sheet.iter_rows() for cell in line}
    assert "Lò Văn Bình" in words
    assert "Hà Văn An" not in words


# Lịch sử


def test_the_journal_is_a_good_qt_model(
    qtbot: QtBot, office: TestOffice, qtmodeltester: ModelTester
) -> None:
    for name in ("Thôn Một", "Thôn Hai"):
        office.add("villages", name=name, kind="thon")
    model = JournalTableModel(office.queries)
    model.reread()

    qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call]


def test_older_acts_are_read_as_one_scrolls(
    qtbot: QtBot, office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sachmatuy_desktop.ui.models.journal_table.LIMIT", 3)
    for number in range(7):
        office.add("villages", name=f"Thôn {number}", kind="thon")
    model = JournalTableModel(office.queries)
    model.reread()
    assert model.rowCount() == 3
    while model.canFetchMore(model.index(-1, -1)):
        model.fetchMore(model.index(-1, -1))

    assert model.rowCount() == 7


def test_an_act_is_taken_back_and_done_again_in_the_journal(
    qtbot: QtBot, office: TestOffice, window: MainWindow
) -> None:
    office.add("villages", name="Thôn Một", kind="thon")
    page = window.open_page("history")
    assert isinstance(page, HistoryPage)
    assert not page.undo_button.isEnabled()
    page.table.selectRow(0)
    page.undo_button.click()
    settle(qtbot, window)
    assert office.queries.count("villages") == 0

    page.table.selectRow(1)
    assert page.told.text() == "Việc này đã được hoàn tác."
    assert not page.undo_button.isEnabled()
    page.table.selectRow(0)
    assert page.undo_button.text() == "Làm lại việc này"
    page.undo_button.click()
    settle(qtbot, window)
    assert office.queries.count("villages") == 1


# Hôm nay


def doors(page: Page) -> dict[str, str]:
    return {
        button.accessibleName(): button.text()
        for button in page.findChildren(QPushButton)
        if button.isVisibleTo(page)
    }


def press(page: Page, door: str) -> None:
    buttons = page.findChildren(QPushButton)
    next(each for each in buttons if each.accessibleName() == door).click()


def test_an_empty_office_is_told_where_to_begin(
    qtbot: QtBot, office: TestOffice, window: MainWindow
) -> None:
    page = window.page
    assert isinstance(page, TodayPage)
    settle(qtbot, window)

    assert list(doors(page))[:3] == [
        "Lập danh sách thôn, khu phố: chưa có",
        "Nhập các hộ gia đình: chưa có",
        "Nhập nhân khẩu: chưa có",
    ]


def test_what_is_overdue_is_a_number_and_a_door(
    qtbot: QtBot, office: TestOffice, window: MainWindow
) -> None:
    person = under(office, "Hà Văn An", "sdtp")
    for planned, taken in (
        ("2026-06-01", None),
        ("2026-06-15", "2026-06-15"),
        ("2026-08-01", None),
    ):
        window.desk.run(
            SaveRecord("tests", None, {"person": person, "planned_on": planned, "taken_on": taken})
        )
    settle(qtbot, window)
    page = window.page
    assert isinstance(page, TodayPage)
    late = "Xét nghiệm quá ngày dự kiến: 1"
    qtbot.waitUntil(lambda: late in doors(page))
    press(page, late)

    books = window.page
    assert isinstance(books, RegistersPage)
    assert listed(books.lists["tests"], "planned_on") == ["01/06/2026"]


def test_what_the_criteria_lack_waits_on_the_first_page(
    qtbot: QtBot, office: TestOffice, hamlet: dict[str, str], window: MainWindow
) -> None:
    page = window.open_page("today")
    settle(qtbot, window)
    shown = list(doors(page))
    assert shown[shown.index("Hộ đang cư trú chưa ký cam kết: 2") :][:3] == [
        "Hộ đang cư trú chưa ký cam kết: 2",
        "Thôn, khu phố chưa có hòm thư tố giác: 1",
        "Thôn, khu phố chưa có bảng niêm yết đường dây nóng: 1",
    ]
    press(page, "Hộ đang cư trú chưa ký cam kết: 2")

    homes = window.page
    assert isinstance(homes, HouseholdsPage)
    assert listed(homes.list, "head") == ["Vi Văn Cảnh", "Siu Dũng"]


def test_terms_that_end_are_told_by_how_soon(
    qtbot: QtBot, office: TestOffice, window: MainWindow
) -> None:
    ends = ("2026-06-30", "2026-07-08", "2026-07-09", "2026-07-31", "2026-08-30", "2026-08-31")
    for number, until in enumerate(ends):
        person = under(office, f"Hà Văn {'ABCDEF'[number]}", "sdtp")
        office.add(
            "decisions",
            person=person,
            kind="quan_ly_sdtp",
            number="12/QĐ-UBND",
            signed_on="2026-01-05",
            term_until=until,
        )
    page = window.open_page("today")
    settle(qtbot, window)

    assert isinstance(page, TodayPage)
    assert [each for each in doors(page) if "hạn" in each and "Thời" in each] == [
        "Thời hạn quản lý kết thúc trong 7 ngày tới: 1",
        "Thời hạn quản lý kết thúc sau 8 đến 30 ngày: 2",
        "Thời hạn quản lý kết thúc sau 31 đến 60 ngày: 1",
    ]
    over = "Quá hạn – phải đưa ra khỏi danh sách: 1"
    assert over in doors(page)
    press(page, over)

    people = window.page
    assert isinstance(people, PeoplePage)
    assert listed(people.list, "full_name") == ["Hà Văn A"]


def test_every_pack_says_what_it_came_to_or_that_it_was_not_assessed(
    qtbot: QtBot, office: TestOffice, window: MainWindow
) -> None:
    [pack] = [each for each in packs_of(office_in(window.desk)) if each.decision.met_is_good]
    page = window.open_page("today")
    settle(qtbot, window)
    assert f"{pack.title}: Chưa đánh giá" in doors(page)
    window.desk.run(KeepAssessment(pack.id, date(2026, 7, 1)))
    settle(qtbot, window)

    [told] = [each for each in doors(page) if each.startswith(f"{pack.title}: ")]
    assert told.removeprefix(f"{pack.title}: ") in {"Đạt", "Chưa đạt", "Chưa đủ căn cứ"}
    assert any("tính đến 01/07/2026" in each.text() for each in page.findChildren(QLabel))


# Leaks


@pytest.mark.parametrize("page_id", ["today", "people", "households", "registers", "history"])
def test_a_page_that_is_closed_is_freed(
    qtbot: QtBot, office: TestOffice, window: MainWindow, page_id: str
) -> None:
    page = window.open_page(page_id)
    settle(qtbot, window)
    gone: list[bool] = []
    page.destroyed.connect(lambda: gone.append(True))
    window.stack.removeWidget(page)
    del window.pages[page_id]
    page.deleteLater()
    del page
    qtbot.waitUntil(lambda: gone == [True])
    window.desk.run(SaveRecord("villages", None, {"name": "Thôn Hai", "kind": "thon"}))
    settle(qtbot, window)
