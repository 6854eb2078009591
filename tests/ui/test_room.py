"""What gives way where there is little room, and what stands at the foot and head of a list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.bulk_acts import BULK_OFFERS, SIGNING, CommitmentDialog
from sachmatuy_desktop.ui.forms.record_form import RecordForm
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.households import HouseholdsPage
from sachmatuy_desktop.ui.pages.list_parts import ListHead, ListSearch
from sachmatuy_desktop.ui.pages.registers import RegistersPage

from .conftest import TestOffice


@pytest.fixture
def settle(qtbot: QtBot, window: MainWindow) -> Callable[[], None]:
    def wait() -> None:
        qtbot.waitUntil(lambda: not window.desk.operations.is_busy, timeout=20000)

    return wait


def test_money_spent_is_added_to_no_money_granted(office: TestOffice, window: MainWindow) -> None:
    for kind, amount in (("muc", 45_000_000), ("chi", 3_200_000), ("chi", 8_600_000)):
        office.add(
            "funding",
            year=2026,
            kind=kind,
            source="ngan_sach_dia_phuong",
            amount=amount,
            on_date="2026-03-01",
            content="Kinh phí",
        )
    page = window.open_page("registers")
    assert isinstance(page, RegistersPage)
    page.side.choose("funding")
    funding = page.open_register("funding")
    assert funding.foot.sums.words == {}
    funding.filters.narrow("kind", (Where("kind", "=", "chi"),))
    assert funding.foot.sums.words == {"amount": "11.800.000"}


def test_people_counted_each_period_are_not_added_up(
    office: TestOffice, window: MainWindow
) -> None:
    for day, people in (("2025-06-14", 1735), ("2026-06-14", 1757)):
        office.add("populations", as_of=day, households=410, people=people, basis="Số liệu cư trú")
    page = window.open_page("registers")
    assert isinstance(page, RegistersPage)
    page.side.choose("populations")
    assert page.open_register("populations").foot.sums.words == {}


def test_all_who_have_not_signed_are_chosen_where_nobody_is(
    office: TestOffice,
    window: MainWindow,
    village: str,
    settle: Callable[[], None],
    said: list[tuple[str, str]],
) -> None:
    assert SIGNING not in BULK_OFFERS  # the act has one place: the button
    window.desk.feedback.said.connect(lambda kind, text: said.append((kind, text)))
    homes = [office.add("households", head=each, village=village) for each in ("An", "Bé", "Cả")]
    office.add(
        "commitments",
        kind="ho_gia_dinh",
        household=homes[1],
        outcome="da_ky",
        signed_on="2026-03-01",
    )
    page = window.open_page("households")
    assert isinstance(page, HouseholdsPage)
    settle()
    page.sign_button.click()
    dialog = page.list.bulk.dialog
    assert isinstance(dialog, CommitmentDialog)
    assert set(dialog.records) == {homes[0], homes[2]}
    assert set(page.list.table.chosen_ids()) == {homes[0], homes[2]}
    settle()
    dialog.done_button.click()
    settle()
    assert office.queries.count("commitments") == 3
    page.list.table.clearSelection()
    page.sign_button.click()
    assert page.list.bulk.dialog is None
    assert said[-1][1] == "Không còn ai chưa ký trong danh sách này."


def test_the_head_of_a_list_gives_up_its_count_then_the_word_of_its_button(qtbot: QtBot) -> None:
    head = ListHead(REGISTERS["people"], may_write=True)
    qtbot.addWidget(head)
    head.count.setText("3 người")
    head.resize(900, head.sizeHint().height())
    head.show()
    assert (head.count.isVisible(), head.remove.text()) == (True, "Xóa")
    head.heading.setText("Người bị quản lý sau cai nghiện ma túy")
    head.resize(head.heading.sizeHint().width() + 180, head.height())
    assert (head.count.isVisible(), head.remove.text()) == (False, "")
    assert head.remove.accessibleName() == "Xóa"
    head.heading.setText("Người")
    assert head.remove.text() == "Xóa"


def test_words_put_into_the_search_ask_for_nothing(qtbot: QtBot) -> None:
    search = ListSearch()
    qtbot.addWidget(search)
    asked: list[str] = []
    search.asked.connect(asked.append)
    search.put("Hà Văn")
    search.put("")
    assert asked == []
    search.setText("An")
    assert asked == ["An"]


@pytest.mark.parametrize("register", ["people", "households", "episodes"])
def test_a_form_is_never_wider_than_its_room(qtbot: QtBot, desk: Desk, register: str) -> None:
    form = RecordForm(desk.queries, REGISTERS[register], desk.may_see)
    qtbot.addWidget(form)
    form.resize(360, 500)
    form.show()
    assert form.sheet.width() == form.viewport().width()
