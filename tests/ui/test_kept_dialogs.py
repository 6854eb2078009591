"""What is typed into a dialog when the program locks is offered when it is opened again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.services.drives import BeginDrive, RecordReturns, drives_of
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.storage import drafts
from sachmatuy_desktop.ui.case.moving_out import ask_move_out
from sachmatuy_desktop.ui.dialogs.attest import AttestDialog
from sachmatuy_desktop.ui.dialogs.bulk_acts import CommitmentDialog
from sachmatuy_desktop.ui.dialogs.move_out import MoveOutDialog
from sachmatuy_desktop.ui.dialogs.sign_commitments import SignDialog
from sachmatuy_desktop.ui.draft_place import DraftPlace
from sachmatuy_desktop.ui.locking import Reason
from sachmatuy_desktop.ui.pages.catalogue import PAGES
from sachmatuy_desktop.ui.pages.criteria import CriteriaPage
from sachmatuy_desktop.ui.pages.plans import PlansPage
from sachmatuy_desktop.ui.pages.plans.adopt_dialog import AdoptDialog
from sachmatuy_desktop.ui.pages.plans.adopt_parts import ON
from sachmatuy_desktop.ui.pages.plans.drives import DrivesTab
from sachmatuy_desktop.ui.pages.plans.drives.dialogs import DriveDialog, TakeInDialog
from tests.drive_offices import DAY, hamlets
from tests.offices import (
    CHEAP,
    PASSPHRASE,
    TestClock,
    add_household,
    add_person,
    add_village,
    new_office,
)
from tests.ui.asked import in_turn
from tests.ui.seats import Seat, leave, take_seat, until_locked
from tests.ui.windows import PATIENCE, rest

SEEN = tuple(each for each in PAGES if each.id in {"people", "households", "criteria", "plans"})
"""The pages whose dialogs somebody fills in here."""

D = TypeVar("D", bound=QDialog)
Ask = Callable[[Seat], object]


class Somebody:
    """Sits at an office, types into a dialog, is locked out and comes back."""

    def __init__(self, qapp: QApplication, qtbot: QtBot) -> None:
        self._qapp, self._qtbot = qapp, qtbot
        self._seats: list[Seat] = []

    def sits_at(self, office: Office) -> Seat:
        self._seats.append(take_seat(self._qapp, self._qtbot, office, SEEN))
        return self._seats[-1]

    def is_locked_out(self, kind: type[D], ask: Ask, typed: Callable[[D], object]) -> None:
        """The program locks while the dialog that `ask` opens is half filled in."""
        seat = self._seats[-1]

        def answer(dialog: D) -> None:
            typed(dialog)
            seat.locking.lock(Reason.ASKED)

        self._meet(seat, kind, ask, answer)
        until_locked(self._qtbot, seat)
        leave(seat)
        folder = seat.office.store.folder
        self.sits_at(unlock(folder, "an", PASSPHRASE, seat.office.clock, CHEAP))

    def goes_on(self, kind: type[D], ask: Ask, look: Callable[[D], object]) -> None:
        """The dialog is asked for again, the draft taken up; in the end it is dropped."""
        seat = self._seats[-1]

        def answer(dialog: D) -> None:
            (place,) = dialog.findChildren(DraftPlace)
            assert not place.bar.isHidden()
            place.bar.go_on.click()
            assert place.bar.isHidden()
            look(dialog)
            dialog.reject()

        self._meet(seat, kind, ask, answer)
        seat.window.desk.drafts.look()
        rest(self._qtbot, seat.window)
        assert drafts.kept(seat.office.store, "an") == []

    def leaves(self) -> None:
        for each in self._seats:
            leave(each)

    def _meet(self, seat: Seat, kind: type[D], ask: Ask, answer: Callable[[D], object]) -> None:
        answered: list[bool] = []

        def once(dialog: D) -> None:
            try:
                answer(dialog)
            finally:
                answered.append(True)

        def is_over() -> bool:
            asked = QApplication.activeModalWidget()
            return bool(answered) and not isinstance(asked, QDialog)

        with in_turn(seat.window.desk.operations, (kind, once)):
            ask(seat)
            self._qtbot.waitUntil(is_over, timeout=PATIENCE)


@pytest.fixture
def somebody(qapp: QApplication, qtbot: QtBot) -> Iterator[Somebody]:
    made = Somebody(qapp, qtbot)
    yield made
    made.leaves()


def write(line: QLineEdit, text: str) -> None:
    """As by hand."""
    line.setText(text)
    line.setModified(True)


# Commitments


def sign(seat: Seat) -> None:
    SignDialog.ask(seat.window.desk, "3 hộ chưa ký", seat.window)


def test_the_answer_of_many(somebody: Somebody, tmp_path: Path) -> None:
    somebody.sits_at(new_office(tmp_path / "xã"))

    def refused(dialog: SignDialog) -> None:
        dialog.outcome.setCurrentIndex(dialog.outcome.findData("tu_choi"))
        write(dialog.reason.line, "Đi làm ăn xa, chưa về")
        write(dialog.round.line, "Tháng hành động")

    def again(dialog: SignDialog) -> None:
        answer = dialog.answer()
        assert (answer.outcome, answer.reason) == ("tu_choi", "Đi làm ăn xa, chưa về")
        assert answer.round == "Tháng hành động"

    somebody.is_locked_out(SignDialog, sign, refused)
    somebody.goes_on(SignDialog, sign, again)


def test_the_answers_of_chosen_households(somebody: Somebody, tmp_path: Path) -> None:
    office = new_office(tmp_path / "xã")
    home = add_household(office, add_village(office))
    somebody.sits_at(office)

    def ask(seat: Seat) -> None:
        CommitmentDialog(
            seat.window.desk, REGISTERS["households"], [home], seat.window
        ).ask_person()

    def returned(dialog: CommitmentDialog) -> None:
        signer = dialog.form.editor("signer")
        assert isinstance(signer, QLineEdit)
        signer.setText("Lò Thị Mơ, vợ chủ hộ")

    def again(dialog: CommitmentDialog) -> None:
        assert dialog.values()["signer"] == "Lò Thị Mơ, vợ chủ hộ"

    somebody.is_locked_out(CommitmentDialog, ask, returned)
    somebody.goes_on(CommitmentDialog, ask, again)


# Criteria


def test_what_an_official_confirms(somebody: Somebody, tmp_path: Path, qtbot: QtBot) -> None:
    office = new_office(tmp_path / "xã")
    add_household(office, add_village(office))
    somebody.sits_at(office)

    def ask(seat: Seat) -> None:
        page = seat.window.open_page("criteria")
        assert isinstance(page, CriteriaPage)
        rest(qtbot, seat.window)
        page.view.choose("IAH.b")
        buttons = page.view.detail.findChildren(QPushButton)
        next(each for each in buttons if each.text() == "Xác nhận…").click()

    def typed(dialog: AttestDialog) -> None:
        dialog.no.setChecked(True)
        write(dialog.signer.line, "Phạm Văn Quýt")
        line = dialog.position.lineEdit()
        assert line is not None
        write(line, "Phó Trưởng Công an xã")
        write(dialog.document.line, "05/BC-CAX")
        dialog.remark.setPlainText("Còn một vụ đang xác minh")
        dialog.remark.document().setModified(True)

    def again(dialog: AttestDialog) -> None:
        assert dialog.values() == {
            "answer": "khong",
            "signer": "Phạm Văn Quýt",
            "position": "Phó Trưởng Công an xã",
            "signed_on": "2026-03-02",
            "document": "05/BC-CAX",
            "remark": "Còn một vụ đang xác minh",
        }

    somebody.is_locked_out(AttestDialog, ask, typed)
    somebody.goes_on(AttestDialog, ask, again)


# Plans and drives


def plans_of(seat: Seat, qtbot: QtBot) -> PlansPage:
    page = seat.window.open_page("plans")
    assert isinstance(page, PlansPage)
    rest(qtbot, seat.window)
    return page


def test_a_plan_half_adopted(somebody: Somebody, tmp_path: Path, qtbot: QtBot) -> None:
    clock = TestClock()
    clock.advance(days=271)
    somebody.sits_at(new_office(tmp_path / "xã", clock=clock))

    def ask(seat: Seat) -> None:
        page = plans_of(seat, qtbot)
        page.tabs.setCurrentWidget(page.plans)
        rest(qtbot, seat.window)
        page.plans.adopt_button.click()

    def typed(dialog: AdoptDialog) -> None:
        dialog.go_on()
        write(dialog.dates.lines.document.line, "15/KH-UBND")
        write(dialog.dates.lines.from_date.line, "01/12/2026")
        dialog.go_on()
        dialog.actors.make_all()
        write(dialog.actors.lines["cong-an-huyen"][1], "Lê Văn Ba")
        dialog.go_on()
        first = dialog.tasks.table.item(0, ON)
        assert first is not None
        first.setCheckState(Qt.CheckState.Unchecked)
        write(dialog.tasks.why_off.line, "Huyện đã nhận kế hoạch này")

    def again(dialog: AdoptDialog) -> None:
        made = dialog.command()
        assert (made.document, made.from_date) == ("15/KH-UBND", date(2026, 12, 1))
        assert made.actors["cong-an-huyen"].person == "Lê Văn Ba"
        (off,) = [each for each in made.tasks.values() if each.why]
        assert (off.active, off.why) == (False, "Huyện đã nhận kế hoạch này")
        assert dialog.step == dialog.stack.count() - 1

    somebody.is_locked_out(AdoptDialog, ask, typed)
    somebody.goes_on(AdoptDialog, ask, again)


def test_a_drive_that_is_to_begin(somebody: Somebody, tmp_path: Path, qtbot: QtBot) -> None:
    office = new_office(tmp_path / "xã")
    first, second = hamlets(office, 3, 2)
    somebody.sits_at(office)

    def ask(seat: Seat) -> None:
        page = plans_of(seat, qtbot)
        tab = page.drives
        assert isinstance(tab, DrivesTab)
        page.tabs.setCurrentWidget(tab)
        rest(qtbot, seat.window)
        tab.first_button.click()

    def typed(dialog: DriveDialog) -> None:
        write(dialog.name.line, "Đợt ra quân")
        write(dialog.carriers[second], "Hồ Văn Mang")
        dialog.ticks[first].setChecked(False)

    def again(dialog: DriveDialog) -> None:
        said = dialog.beginning()
        assert (said["name"], said["villages"]) == ("Đợt ra quân", (second,))
        assert said["carriers"] == {second: "Hồ Văn Mang"}

    somebody.is_locked_out(DriveDialog, ask, typed)
    somebody.goes_on(DriveDialog, ask, again)


def test_what_a_pile_of_sheets_says(somebody: Somebody, tmp_path: Path) -> None:
    office = new_office(tmp_path / "xã")
    villages = hamlets(office, 2)
    office.run(BeginDrive(name="Đợt 1", from_date=DAY, villages=tuple(villages)))
    sheets = office.queries.ids("drive_sheets")
    somebody.sits_at(office)

    def ask(seat: Seat) -> None:
        (drive,) = drives_of(seat.office.queries)
        TakeInDialog(seat.window.desk, drive, sheets, seat.window).ask_person()

    def typed(dialog: TakeInDialog) -> None:
        dialog.outcome.setCurrentIndex(dialog.outcome.findData("vang"))
        write(dialog.witness.line, "Trưởng thôn Hồ Văn Trưởng")
        write(dialog.remark.line, "Cả xóm đi rẫy")

    def again(dialog: TakeInDialog) -> None:
        command = dialog.command()
        assert isinstance(command, RecordReturns)
        said = command.answer
        assert (said.outcome, said.witness) == ("vang", "Trưởng thôn Hồ Văn Trưởng")
        assert said.remark == "Cả xóm đi rẫy"

    somebody.is_locked_out(TakeInDialog, ask, typed)
    somebody.goes_on(TakeInDialog, ask, again)


# A person


def test_where_somebody_moved_to(somebody: Somebody, tmp_path: Path) -> None:
    office = new_office(tmp_path / "xã")
    person = add_person(office, "Lê Văn Cam", add_village(office))
    somebody.sits_at(office)

    def ask(seat: Seat) -> None:
        ask_move_out(seat.window.desk, person, seat.window)

    def typed(dialog: MoveOutDialog) -> None:
        write(dialog.hour.line, "14:30")
        write(dialog.destination.line, "xã Hoằng Phong, tỉnh Thanh Hóa")

    def again(dialog: MoveOutDialog) -> None:
        assert dialog.command().destination == "xã Hoằng Phong, tỉnh Thanh Hóa"
        assert dialog.command().hour == "14:30"

    somebody.is_locked_out(MoveOutDialog, ask, typed)
    somebody.goes_on(MoveOutDialog, ask, again)
