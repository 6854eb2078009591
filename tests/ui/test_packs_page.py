"""The packs of an office in the admin page: listed with their origin, taken in, compared, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.services.criteria import library
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.packs import ImportPack
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.models.codes import code_choices, code_words
from sachmatuy_desktop.ui.packs.comparing import CompareDialog
from sachmatuy_desktop.ui.packs.import_dialog import ImportPackDialog
from sachmatuy_desktop.ui.pages.admin import AdminPage
from sachmatuy_desktop.ui.pages.admin.packs import Packs
from sachmatuy_desktop.ui.pages.criteria.page import CriteriaPage
from tests.offices import add, add_village, new_office
from tests.pack_texts import FIRST, SAMPLE, SECOND
from tests.sync.test_two_offices import DISTRICT, introduce
from tests.ui.asked import when_asked

Settled = Callable[[], None]
TITLE = "Xã không ma túy theo Quyết định mẫu"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = new_office(tmp_path / "office")
    yield made
    made.close()


@pytest.fixture
def admin(desk: Desk, qtbot: QtBot, settled: Settled) -> AdminPage:
    made = AdminPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.tabs.setCurrentWidget(made.packs)
    made.opened()
    settled()
    return made


@pytest.fixture
def page(admin: AdminPage) -> Packs:
    return admin.packs


def written(folder: Path, text: str) -> Path:
    path = folder / "bo.toml"
    path.write_text(text, "utf-8")
    return path


def take_in(page: Packs, path: Path, settled: Settled) -> None:
    """Take a file in as an officer does who only presses the button."""

    def answer(dialog: ImportPackDialog) -> None:
        settled()
        dialog.document.line.setText("Công văn 5")
        dialog.take.click()

    when_asked(ImportPackDialog, answer)
    page.take_file(path)
    settled()
    settled()


def listed(page: Packs, title: str) -> list[list[str]]:
    return [[cell.text for cell in row][1:] for row in page.table.rows if row[0].text == title]


def choose(page: Packs, edition: int) -> None:
    place = next(
        at
        for at, each in enumerate(page.shelf)
        if each.pack_id == SAMPLE and each.edition == edition
    )
    page.table.choose(place)


def test_the_programs_packs_are_listed_and_told_in_full(page: Packs) -> None:
    assert len(page.shelf) == 15
    page.table.choose(next(i for i, each in enumerate(page.shelf) if "q28" in each.pack_id))
    said = page.page.toPlainText()
    assert "Quyết định" in said
    assert "Cách hiểu" in said
    assert "Số liệu" in said
    assert {row[-1].text for row in page.table.rows} == {"Chưa kiểm chứng"}
    assert not page.remove.isEnabled()
    assert not page.compare.isEnabled()


def test_a_file_is_taken_in_as_one_act_and_taken_back(
    page: Packs, desk: Desk, office: Office, settled: Settled, tmp_path: Path
) -> None:
    take_in(page, written(tmp_path, FIRST), settled)
    assert listed(page, TITLE) == [
        ["Cơ quan này", "1", "01/01/2026", "Đang áp dụng", "Chưa kiểm chứng"]
    ]
    assert library(office).rules(SAMPLE).title == TITLE
    desk.undo_last()
    settled()
    settled()
    assert listed(page, TITLE) == []


def test_a_wrong_file_shows_its_lines_and_cannot_be_taken_in(
    page: Packs, office: Office, settled: Settled, tmp_path: Path
) -> None:
    wrong = FIRST.replace('level = "commune"', 'level = "xã"').replace("have =", "hvae =")
    seen: dict[str, object] = {}

    def answer(dialog: ImportPackDialog) -> None:
        settled()
        seen["rows"] = [[cell.text for cell in row] for row in dialog.problems.rows]
        seen["enabled"] = dialog.take.isEnabled()
        seen["verdict"] = dialog.verdict.text()
        dialog.problems.row_entered.emit(0)
        seen["line"] = dialog.source.marked
        seen["text"] = dialog.source.textCursor().block().text()
        dialog.reject()

    when_asked(ImportPackDialog, answer)
    page.take_file(written(tmp_path, wrong))
    settled()
    assert seen["enabled"] is False
    assert seen["line"] == 4
    assert seen["text"] == 'level = "xã"'
    assert isinstance(seen["rows"], list)
    assert seen["rows"][0][:2] == ["4", "Lỗi"]
    assert "có phải" not in seen["rows"][0][2]
    assert str(seen["verdict"]).startswith(f"{len(seen['rows'])} lỗi")
    assert office.queries.count("own_packs") == 0


def test_a_new_edition_shows_what_it_changes_here_before_it_is_taken_in(
    page: Packs, office: Office, settled: Settled, tmp_path: Path
) -> None:
    add_village(office, "Thôn 1")
    village = add_village(office, "Thôn 2")
    add(
        office,
        "tip_boxes",
        village=village,
        place="Chợ",
        installed_on="2026-01-10",
        state="dang_dung",
    )
    office.run(ImportPack(FIRST.encode()))
    seen: dict[str, object] = {}

    def answer(dialog: ImportPackDialog) -> None:
        settled()
        seen["verdict"] = dialog.verdict.text()
        seen["found"] = {(each.id, each.aspect) for each in dialog.differences.found}
        places = [(each.id, each.aspect) for each in dialog.differences.found]
        dialog.differences.table.choose(places.index(("M.1", "quote")))
        seen["words"] = dialog.differences.words.text()
        seen["moved"] = [[cell.text for cell in row] for row in dialog.effect.table.rows]
        dialog.reject()

    when_asked(ImportPackDialog, answer)
    page.take_file(written(tmp_path, SECOND))
    settled()
    assert "áp dụng từ 01/07/2026" in str(seen["verdict"])
    assert "Tiếp theo bản số 1" in str(seen["verdict"])
    assert isinstance(seen["found"], set)
    assert {("M.1", "quote"), ("M.2", "rule"), ("boxes", "default")} <= seen["found"]
    assert "<s" in str(seen["words"])
    assert seen["moved"] == [["1) Hòm thư tố giác", "Chưa đạt", "Đạt"]]


def test_two_editions_are_compared_side_by_side(
    page: Packs, office: Office, settled: Settled
) -> None:
    office.run(ImportPack(FIRST.encode()))
    office.run(ImportPack(SECOND.encode()))
    page.refresh()
    settled()
    assert [row[1:] for row in listed(page, TITLE)] == [
        ["1", "01/01/2026", "Đang áp dụng", "Chưa kiểm chứng"],
        ["2", "01/07/2026", "Chưa đến ngày", "Chưa kiểm chứng"],
    ]
    choose(page, 1)
    assert not page.compare.isEnabled()
    choose(page, 2)
    seen: list[int] = []

    def answer(dialog: CompareDialog) -> None:
        settled()
        seen.append(len(dialog.differences.found))
        dialog.accept()

    when_asked(CompareDialog, answer)
    page.compare.click()
    assert seen[0] > 5


def test_a_pack_is_written_to_a_file_and_taken_out_again(
    page: Packs, office: Office, settled: Settled, tmp_path: Path
) -> None:
    office.run(ImportPack(FIRST.encode()))
    page.refresh()
    settled()
    choose(page, 1)
    page.export_to(tmp_path / "ra.toml")
    settled()
    assert (tmp_path / "ra.toml").read_text("utf-8") == FIRST
    page.remove.click()
    settled()
    settled()
    assert listed(page, TITLE) == []


def test_whose_pack_it_is_and_which_of_two_counts_is_said(
    page: Packs, office: Office, settled: Settled, tmp_path: Path
) -> None:
    above = new_office(tmp_path / "trên", DISTRICT, kind="receiving")
    introduce(office, above)
    office.run(ImportPack(FIRST.encode()))
    above.run(ImportPack(FIRST.replace("dưới 0,5%", "dưới 1%").encode()))
    stick = tmp_path / "xuống.smt"
    bundles.export(above, office.keys.device.public.key_id, stick)
    bundles.merge(office, bundles.stage(office, stick))
    above.close()
    page.refresh()
    settled()
    assert [(row[0], row[3]) for row in listed(page, TITLE)] == [
        ("Huyện Ia H'Drai", "Trùng mã, chưa dùng"),
        ("Cơ quan này", "Đang áp dụng"),
    ]
    page.table.choose(next(i for i, one in enumerate(page.shelf) if one.twin and one.counts))
    assert "muốn theo cơ quan trên thì bỏ bộ này" in page.told.text()


def test_who_does_not_manage_the_office_only_reads(
    desk: Desk, qtbot: QtBot, settled: Settled
) -> None:
    desk.role = role("clerk")
    made = Packs(desk)
    qtbot.addWidget(made)
    made.refresh()
    settled()
    assert not made.take_in.isEnabled()
    assert made.write_out.isEnabled()


def test_a_door_leads_to_the_pack(
    admin: AdminPage, page: Packs, office: Office, settled: Settled
) -> None:
    record = str(office.run(ImportPack(FIRST.encode())).result)
    page.refresh()
    settled()
    admin.tabs.setCurrentIndex(0)
    admin.go_through(Door("own_packs", record=record))
    assert admin.tabs.currentWidget() is page
    assert page.chosen is not None
    assert page.chosen.title == TITLE


def test_a_pack_that_was_taken_in_is_offered_at_the_registration_and_assessed_by(
    desk: Desk, office: Office, qtbot: QtBot, settled: Settled
) -> None:
    field = REGISTERS["campaigns"]["pack"]
    page = CriteriaPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.opened()
    settled()
    offered: QComboBox = page.view.pack
    assert offered.findData(SAMPLE) < 0
    assert SAMPLE not in code_choices(field, {})
    desk.run(ImportPack(FIRST.encode()))
    settled()
    assert code_choices(field, {})[SAMPLE] == TITLE
    assert code_words(field, {"pack": SAMPLE}) == TITLE
    add(office, "campaigns", pack=SAMPLE, registered_on="2026-03-01")
    page.view.is_stale = True
    page.opened()
    settled()
    offered.setCurrentIndex(offered.findData(SAMPLE))
    offered.activated.emit(offered.currentIndex())
    settled()
    assert [row[0].text for row in page.view.table.rows] == ["1", "2", "3"]


def test_the_criteria_page_goes_by_the_edition_of_the_day(
    desk: Desk, office: Office, qtbot: QtBot, settled: Settled
) -> None:
    office.run(ImportPack(FIRST.encode()))
    office.run(ImportPack(SECOND.encode()))
    add(office, "campaigns", pack=SAMPLE, registered_on="2026-03-01")
    page = CriteriaPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.view.pack.setCurrentIndex(page.view.pack.findData(SAMPLE))
    seen = []
    for day in ("30/06/2026", "01/07/2026"):
        page.view.as_of.line.setText(day)
        page.view.assess()
        settled()
        assert page.view.asked is not None
        seen.append(page.view.asked.pack.edition)
    assert seen == [1, 2]
