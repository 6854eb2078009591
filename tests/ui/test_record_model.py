"""The list of a register: ids, pages read on demand, and small steps after an act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.errors import N_, KnownError, StorageTrouble
from sachmatuy_desktop.services.records import RemoveRecord, SaveRecord
from sachmatuy_desktop.storage.queries import Queries, Where
from sachmatuy_desktop.storage.store import Store
from sachmatuy_desktop.ui.models.cells import Cell, column_of, derived_column
from sachmatuy_desktop.ui.models.record_table import (
    KEPT,
    PAGE,
    TONE_ROLE,
    RecordTableModel,
    View,
)
from sachmatuy_desktop.ui.tables import RecordTable
from sachmatuy_desktop.ui.theme import Tone

from .conftest import TestOffice

HOUSEHOLDS = REGISTERS["households"]
PROPAGANDA = REGISTERS["propaganda"]


class CountedQueries(Queries):
    """The real read side, counting how often a page is read."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.pages = 0
        self.lists = 0

    def rows(self, register: str, records: Sequence[str]) -> dict[str, Mapping[str, Value]]:
        self.pages += 1
        return super().rows(register, records)

    def ids(
        self,
        register: str,
        where: Sequence[Where] = (),
        search: str = "",
        sort: str | None = None,
    ) -> list[str]:
        self.lists += 1
        return super().ids(register, where, search, sort)


def households(office: TestOffice, village: str, *heads: str) -> list[str]:
    return [office.add("households", head=head, village=village) for head in heads]


def heads(model: RecordTableModel) -> list[str]:
    column = [each.name for each in model.columns].index("head")
    return [model.index(row, column).data() for row in range(model.rowCount())]


@pytest.fixture
def model(qtbot: QtBot, office: TestOffice) -> RecordTableModel:
    made = RecordTableModel(office.queries, HOUSEHOLDS)
    made.show_view(View())
    return made


def test_it_is_a_good_qt_model(
    office: TestOffice, village: str, qtmodeltester: ModelTester, model: RecordTableModel
) -> None:
    first, *_rest = households(office, village, "Lò Văn An", "Vi Thị Bình", "Hà Văn Cường")
    model.show_view(View())
    qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call]
    changed = office.run(RemoveRecord("households", first)).changed
    model.refresh({key for _name, key in changed})
    model.sort(0, Qt.SortOrder.DescendingOrder)

    qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call]


def test_names_are_listed_by_given_name_and_villages_by_their_names(
    office: TestOffice, village: str, model: RecordTableModel
) -> None:
    households(office, village, "Vi Thị Đào", "Hà Văn An", "Lò Văn Dũng")
    model.show_view(View())

    assert heads(model) == ["Hà Văn An", "Lò Văn Dũng", "Vi Thị Đào"]
    column = [each.name for each in model.columns].index("village")
    assert model.index(0, column).data() == "Thôn Một"


def test_a_cell_shows_values_as_offices_write_them(qtbot: QtBot, office: TestOffice) -> None:
    office.add("propaganda", form="loa", held_on="2026-02-03", content="Phát thanh", reached=1500)
    model = RecordTableModel(office.queries, PROPAGANDA)
    model.show_view(View())
    shown = {each.name: model.index(0, place).data() for place, each in enumerate(model.columns)}

    assert shown["form"] == "Loa truyền thanh, loa phóng thanh"
    assert shown["held_on"] == "03/02/2026"
    assert shown["reached"] == "1.500"
    assert shown["village"] == ""
    right = [
        each.name
        for place, each in enumerate(model.columns)
        if model.index(0, place).data(Qt.ItemDataRole.TextAlignmentRole)
        & int(Qt.AlignmentFlag.AlignRight)
    ]
    assert right == ["reached", "materials"]


def test_a_state_is_a_word_with_a_colour(
    office: TestOffice, village: str, model: RecordTableModel
) -> None:
    office.add("households", head="Lò Văn An", village=village, state="vang_ca_ho")
    model.show_view(View())
    cell = model.index(0, [each.name for each in model.columns].index("state"))

    assert (cell.data(), cell.data(TONE_ROLE)) == ("Vắng cả hộ", Tone.CARE)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "Tình trạng: Vắng cả hộ"


def test_search_and_conditions_narrow_the_list(
    office: TestOffice, village: str, model: RecordTableModel
) -> None:
    other = office.add("villages", name="Thôn Hai", kind="thon")
    households(office, village, "Lò Văn Hoà", "Vi Thị Lan")
    households(office, other, "Hà Thị Hòa")

    model.show_view(View(search="hoa"))
    assert heads(model) == ["Hà Thị Hòa", "Lò Văn Hoà"]
    model.show_view(View((Where("village", "=", village),), "hoa"))
    assert heads(model) == ["Lò Văn Hoà"]


def test_the_very_records_named_are_listed_in_order(
    office: TestOffice, village: str, model: RecordTableModel
) -> None:
    third, _second, first = households(office, village, "Vi Văn Tú", "Lò Văn Hà", "Hà Văn An")
    model.show_view(View(only=frozenset({third, first})))

    assert heads(model) == ["Hà Văn An", "Vi Văn Tú"]


def test_a_click_on_a_head_sorts_up_down_and_back(
    qtbot: QtBot, office: TestOffice, village: str, model: RecordTableModel
) -> None:
    for head, number in (("Hà Văn An", "7"), ("Lò Văn Bình", "5"), ("Vi Văn Cảnh", "6")):
        office.add("households", head=head, number=number, village=village)
    model.show_view(View())
    table = RecordTable()
    qtbot.addWidget(table)
    table.show_records(model)
    orders = []
    for _click in range(3):
        table.horizontalHeader().sectionClicked.emit(0)
        orders.append([model.index(row, 0).data() for row in range(3)])

    assert orders == [["5", "6", "7"], ["7", "6", "5"], ["7", "5", "6"]]


def test_twenty_thousand_rows_cost_one_list_and_the_pages_on_screen(
    qtbot: QtBot, office: TestOffice, village: str
) -> None:
    _fill_fast(office, village, 20_000)
    queries = CountedQueries(office.store)
    model = RecordTableModel(queries, HOUSEHOLDS)
    model.show_view(View())
    table = RecordTable()
    qtbot.addWidget(table)
    table.resize(900, 600)
    table.show_records(model)
    table.show()
    qtbot.waitExposed(table)
    table.grab()
    assert model.rowCount() == 20_000
    assert queries.lists == 1
    assert queries.pages <= 2  # the page on screen; widths are measured on the same rows

    before = queries.pages
    table.scrollToBottom()
    table.grab()
    assert queries.pages - before <= 2
    table.grab()
    assert queries.pages - before <= 2  # painting again reads nothing


def _fill_fast(office: TestOffice, village: str, count: int) -> None:
    office.fill("households", [{"head": "Lò Văn Mẫu", "village": village}] * count)


def test_rows_not_looked_at_for_long_are_dropped(
    qtbot: QtBot, office: TestOffice, village: str
) -> None:
    _fill_fast(office, village, KEPT + 3 * PAGE)
    model = RecordTableModel(office.queries, HOUSEHOLDS)
    model.show_view(View())
    for row in range(0, model.rowCount(), PAGE):
        model.index(row, 1).data()

    assert len(model._rows) <= KEPT
    assert model.index(0, 1).data() == "Lò Văn Mẫu"


def test_an_edit_repaints_its_row_alone(
    qtbot: QtBot, office: TestOffice, village: str, model: RecordTableModel
) -> None:
    an, *_others = households(office, village, "Hà Văn An", "Lò Văn Bình")
    model.show_view(View())
    heads(model)
    repainted: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda top, bottom: repainted.append((top.row(), bottom.row())))
    outcome = office.run(SaveRecord("households", an, {"address": "Số 5"}))
    model.refresh({key for _name, key in outcome.changed})

    assert repainted == [(0, 0)]
    assert "Số 5" in [model.index(0, place).data() for place in range(model.columnCount())]


def test_the_chosen_row_is_followed_when_rows_come_go_and_move(
    office: TestOffice, village: str, model: RecordTableModel
) -> None:
    an, binh, cuong = households(office, village, "Hà Văn An", "Lò Văn Bình", "Vi Văn Cường")
    model.show_view(View())
    chosen = QPersistentModelIndex(model.index(1, 0))
    changed = {
        office.add("households", head="Hà Văn Ánh", village=village),
        *(key for _name, key in office.run(RemoveRecord("households", an)).changed),
        *(
            key
            for _name, key in office.run(
                SaveRecord("households", cuong, {"head": "Vi Văn Ảnh"})
            ).changed
        ),
    }
    model.refresh(changed)

    assert heads(model) == ["Vi Văn Ảnh", "Hà Văn Ánh", "Lò Văn Bình"]
    assert model.id_at(chosen.row()) == binh


def test_many_changes_begin_the_list_anew(
    qtbot: QtBot, office: TestOffice, village: str, model: RecordTableModel
) -> None:
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.refresh(
        set(office.fill("households", [{"head": "Lò Văn Mẫu", "village": village}] * 500))
    )

    assert (model.rowCount(), resets) == (500, [True])


def test_a_column_may_come_from_elsewhere_one_read_a_page(
    qtbot: QtBot, office: TestOffice, village: str
) -> None:
    households(office, village, "Hà Văn An", "Lò Văn Bình")
    pages: list[int] = []

    def read(ids: Sequence[str]) -> dict[str, Cell]:
        pages.append(len(ids))
        return {key: Cell("Chưa ký", Tone.QUIET) for key in ids}

    columns = [column_of(HOUSEHOLDS["head"]), derived_column("commitment", "Cam kết", read)]
    model = RecordTableModel(office.queries, HOUSEHOLDS, columns)
    model.show_view(View())

    assert [model.index(row, 1).data() for row in range(2)] == ["Chưa ký", "Chưa ký"]
    assert pages == [2]
    model.sort(1)  # nothing to order by: the list stays as it is
    assert model.view.sort is None


class LostDisk(Queries):
    """The read side once the stick has been pulled out."""

    def rows(self, *_page: object) -> dict[str, Mapping[str, Value]]:
        raise StorageTrouble(N_("Không đọc được ổ đĩa. Hãy kiểm tra rồi mở lại chương trình."))


def test_a_lost_disk_is_one_sentence_and_empty_rows(
    qtbot: QtBot, office: TestOffice, village: str
) -> None:
    households(office, village, "Hà Văn An")
    model = RecordTableModel(LostDisk(office.store), HOUSEHOLDS)
    told: list[KnownError] = []
    model.trouble.connect(told.append)
    model.show_view(View())

    assert model.index(0, 1).data() == ""
    assert model.index(0, 2).data() == ""
    assert len(told) == 1


def test_what_is_outside_the_list_is_nothing(model: RecordTableModel) -> None:
    assert model.data(QModelIndex()) is None
    assert model.row_of("không có") is None


def test_a_year_is_not_grouped_like_a_count(qtbot: QtBot, office: TestOffice, village: str) -> None:
    household = office.add("households", head="Hà Văn An", village=village)
    office.add("commitments", household=household, signed_on="2026-03-01", year=2026)
    model = RecordTableModel(office.queries, REGISTERS["commitments"])
    model.show_view(View())

    assert "2026" in [model.index(0, place).data() for place in range(model.columnCount())]


def test_columns_follow_the_room_until_one_is_dragged(
    qtbot: QtBot, office: TestOffice, village: str, model: RecordTableModel
) -> None:
    households(office, village, "Hà Văn An")
    table = RecordTable()
    qtbot.addWidget(table)
    model.show_view(View())
    table.show_records(model)
    table.resize(1200, 400)
    table.show()
    qtbot.waitExposed(table)
    whole = sum(table.columnWidth(place) for place in range(model.columnCount()))
    assert abs(whole - table.viewport().width()) < model.columnCount()
    table.horizontalHeader().resizeSection(0, 90)
    table.resize(1400, 400)

    assert table.columnWidth(0) == 90
