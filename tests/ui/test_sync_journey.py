"""Three months of bundles in real windows, on real files: a commune's two PCs and the office above.

Cards are exchanged and certified; bundles are looked at, merged, acknowledged by slip and receipt;
a record and a criterion are returned, put right and closed; the machine above dies and a bundle is
missing; two PCs write the same field; a bundle is undone and taken in again; a PC is stolen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from sachmatuy_desktop import __version__
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.dialogs.confirm import ConfirmDialog
from sachmatuy_desktop.ui.dialogs.merge_preview import MergeDialog
from sachmatuy_desktop.ui.dialogs.paper_view import PaperDialog
from sachmatuy_desktop.ui.dialogs.receipt_in import ReceiptDialog
from sachmatuy_desktop.ui.dialogs.restore import RestoreDialog
from sachmatuy_desktop.ui.dialogs.return_note import ReturnDialog, ReturnRecordsDialog
from sachmatuy_desktop.ui.dialogs.returns import AnswerReturnDialog
from sachmatuy_desktop.ui.dialogs.slip_in import SlipDialog
from sachmatuy_desktop.ui.dialogs.undo_bundle import UndoBundleDialog
from sachmatuy_desktop.ui.feedback import Toast
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.admin import AdminPage
from sachmatuy_desktop.ui.pages.board import BoardPage
from sachmatuy_desktop.ui.pages.criteria.page import CriteriaPage
from sachmatuy_desktop.ui.pages.sync.key_sheets import CertifyDialog, RevokeDialog
from sachmatuy_desktop.ui.pages.sync.period_dialog import PeriodsDialog
from sachmatuy_desktop.ui.pages.today.todo import Group
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from tests.offices import (
    CHEAP,
    IA_DOM,
    PASSPHRASE,
    TestClock,
    add_household,
    add_person,
    add_village,
    new_office,
)
from tests.services.test_returns import NUMBER
from tests.sync.test_two_offices import DISTRICT
from tests.ui.conftest import SCREEN
from tests.ui.couriers import Courier, Files, cells, double_click
from tests.ui.officers import choose, press, settle
from tests.ui.windows import rest

Windows = Callable[[Office], MainWindow]

PACK = "ia-hdrai-2024/commune-drug-free"
AGAIN = "Đề nghị xuất lại toàn bộ dữ liệu: thiếu gói trước đó"
MISMATCH = "Số liệu tiêu chí chưa khớp với danh sách đã gửi"


@dataclass
class Story:
    """Who takes part, the clock moved by hand, the sticks, and what was said of trouble."""

    commune: Courier
    above: Courier
    clock: TestClock
    folder: Path
    village: str
    cam: str
    open_office: Callable[[Office], Courier]
    troubles: list[str]
    sticks: list[Path] = field(default_factory=list)
    second: Courier | None = None

    def on(self, day: int, month: int) -> None:
        """Another morning of 2026."""
        self.clock.moment = datetime(2026, month, day, 8, tzinfo=VIETNAM)

    def head(self) -> str:
        """Who heads the village, as the office above sees it."""
        panel = self.above.panel("villages", self.village)
        return str(panel.form.values()["head"] or "")

    def stick(self, name: str) -> Path:
        """A file on a stick."""
        self.clock.advance(minutes=10)
        return self.folder / f"{name}.smt"


@pytest.fixture
def troubles() -> list[str]:
    """The sentences of trouble that the windows said; a bug fails the test at once."""
    return []


@pytest.fixture
def windows(qapp: QApplication, qtbot: QtBot, troubles: list[str]) -> Iterator[Windows]:
    """Opens the real window of an office; closes them all."""
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    opened: list[tuple[MainWindow, Office]] = []

    def heard(kind: str, text: str) -> None:
        if kind == "bug":
            pytest.fail(text)
        if kind == "trouble":
            troubles.append(text)

    def open_one(office: Office) -> MainWindow:
        made = open_window(qapp, office, MemoryPreferences())
        made.desk.feedback.said.connect(heard)
        opened.append((made, office))
        made.resize(*SCREEN)
        made.show()
        rest(qtbot, made)
        return made

    yield open_one
    for made, office in opened:
        rest(qtbot, made)
        made.close()
        made.deleteLater()
        office.close()


@pytest.fixture
def story(
    qtbot: QtBot,
    windows: Windows,
    troubles: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Story:
    """Xã Ia Dom with two people, and the office above; strangers so far."""
    clock = TestClock(datetime(2026, 9, 1, 8, tzinfo=VIETNAM))
    office = new_office(tmp_path / "xã", clock=clock)
    above = new_office(tmp_path / "trên", DISTRICT, kind="receiving", clock=clock)
    village = add_village(office)
    add_household(office, village)
    cam = add_person(office, "Lê Văn Cam", village)
    add_person(office, "Lò Thị Mận", village)
    files = Files(monkeypatch)

    def open_office(one: Office) -> Courier:
        return Courier(qtbot, windows(one), files)

    (tmp_path / "usb").mkdir()
    return Story(
        open_office(office),
        open_office(above),
        clock,
        tmp_path / "usb",
        village,
        cam,
        open_office,
        troubles,
    )


@pytest.mark.slow
def test_three_months_of_bundles_in_real_windows(story: Story) -> None:
    exchange_cards(story)
    expect_every_month(story)
    choose_what_leaves(story)
    look_and_merge(story)
    acknowledge(story)
    return_two(story)
    be_told_and_correct(story)
    close_above(story)
    lose_a_bundle(story)
    say_that_the_restored_office_goes_on(story)
    name_what_is_missing(story)
    fill_the_gap(story)
    bring_a_second_pc(story)
    write_the_same_field(story)
    decide_once(story)
    undo_and_take_in_again(story)
    assert story.troubles == []
    revoke_the_stolen(story)


# -- before the first bundle -----------------------------------------------------------------------


def exchange_cards(story: Story) -> None:
    """Each types two groups read from the other's card; the office above certifies the PC."""
    commune, above = story.commune, story.above
    assert "Chưa tin cậy cơ quan tiếp nhận nào" in commune.sending.state.text()
    commune.hand_card_to(above, story.folder / "xã.the.json")
    above.hand_card_to(commune, story.folder / "huyện.the.json")
    keys = above.in_front(lambda page: page.keys)
    above.answer(CertifyDialog, lambda dialog: press(dialog, "Chứng nhận"), keys.certify.click)
    (line,) = cells(above.in_front(lambda page: page.keys).table)
    assert line[2] == commune.key
    assert line[4].startswith("Số 1, đến ")
    assert line[5] == "Tin cậy"


def expect_every_month(story: Story) -> None:
    """From September on, the office above waits for a bundle of every month."""
    above = story.above
    assert "Đơn vị chưa gửi gói dữ liệu nào: 1" in above.today(Group.OTHERS)

    def answer(dialog: PeriodsDialog) -> None:
        month = dialog.asked[0]
        month.on.setChecked(True)
        month.since.line.setText("01/09/2026")
        press(dialog, "Ghi lựa chọn")

    tab = above.in_front(lambda page: page.periods)
    above.answer(PeriodsDialog, answer, tab.choose.click)


# -- the first month -------------------------------------------------------------------------------


def choose_what_leaves(story: Story) -> None:
    """The commune keeps a result, sees what would leave, with and without persons."""
    commune = story.commune
    story.on(30, 9)
    page = commune.window.open_page("criteria")
    assert isinstance(page, CriteriaPage)
    commune.rest()
    page.view.keep.click()
    commune.rest()
    assert commune.way_of("people", story.cam) == "Chưa gửi cơ quan tiếp nhận."
    view = commune.sending
    assert ["Nhân khẩu", "2"] in cells(view.leaving)
    choose(view.carries, "programme")
    commune.rest()
    assert "Nhân khẩu" not in [row[0] for row in cells(view.leaving)]
    assert view.stays.text() == "3 ghi chép về người và hộ ở lại theo lựa chọn trên."
    choose(view.carries, "all")
    commune.rest()
    story.sticks.append(commune.send_to(story.above, story.stick("gói 1")))


def look_and_merge(story: Story) -> None:
    """Opened by a double click on the file: what it would do is read before it is done."""
    above = story.above
    story.on(2, 10)
    seen: dict[str, Any] = {}

    def look(dialog: MergeDialog) -> None:
        seen["counts"] = cells(dialog.overview.counts)
        seen["facts"] = dict(dialog.overview.facts)
        titles = [row[0] for row in cells(dialog.overview.counts)]
        dialog.overview.counts.row_entered.emit(titles.index("Nhân khẩu"))
        assert dialog.changes is not None
        assert dialog.tabs.currentWidget() is dialog.changes
        seen["people"] = [row[:2] for row in cells(dialog.changes.records)]
        seen["fields"] = cells(dialog.changes.fields)
        press(dialog, "Gộp vào dữ liệu")

    (stick,) = story.sticks
    above.answer(MergeDialog, look, lambda: above.window.take_in_bundle(stick))
    people = [["Mới", "Lê Văn Cam, 01/05/1990"], ["Mới", "Lò Thị Mận, 01/05/1990"]]
    assert ["Nhân khẩu", "2", "", ""] in seen["counts"]
    assert seen["people"] == people
    assert seen["fields"] == [
        ["Họ và tên", "", "Lê Văn Cam"],
        ["Ngày sinh", "", "01/05/1990"],
        ["Thôn, khu phố", "", "Thôn 1"],
    ]
    assert seen["facts"]["Gói"].startswith("Gói dữ liệu số 1, lập ")
    assert seen["facts"]["Phiên bản"].startswith(f"chương trình {__version__}; bộ tiêu chí ")
    assert above.told.endswith("Biên nhận: gói 1.bien-nhan.smt")
    assert above.today(Group.OTHERS) == []
    assert above.months() == ["Đ", "M26"], "September in time; August, from before, late"


def acknowledge(story: Story) -> None:
    """A scan of the printed slip comes first, then the file of the receipt."""
    commune, above = story.commune, story.above
    scan = story.folder / "phiếu.pdf"

    def keep(dialog: PaperDialog) -> None:
        scan.write_bytes(dialog.view.pdf)
        dialog.accept()

    above.answer(PaperDialog, keep, above.came_in("1").print_slip.click)
    assert commune.standings(out=True) == ["1: Đã gửi"]
    commune.files.chosen = scan

    def enter(dialog: SlipDialog) -> None:
        dialog.choose.click()
        commune.until(dialog.enter.isEnabled)
        dialog.enter.click()

    commune.answer(SlipDialog, enter, commune.book().enter_slip.click)
    assert commune.told.endswith("đã nhận gói số 1 lúc 08:00, 02/10/2026.")
    assert commune.standings(out=True) == ["1: Đã nhận lúc 08:00, 02/10/2026"]
    seen: list[list[str]] = []

    def look(dialog: ReceiptDialog) -> None:
        seen.extend(cells(dialog.counts))

    commune.take_receipt(story.folder / "gói 1.bien-nhan.smt", look)
    assert ["Nhân khẩu", "2", "", ""] in seen
    assert commune.standings(out=True) == ["1: Đã nhận lúc 08:00, 02/10/2026"]
    way = "Đã gửi ngày 30/09/2026, cơ quan tiếp nhận đã nhận ngày 02/10/2026."
    assert commune.way_of("people", story.cam) == way
    assert commune.sending.total.text() == "Không có gì mới để gửi."


# -- returned, put right, closed -------------------------------------------------------------------


def return_two(story: Story) -> None:
    """A record from its form, a criterion from the board; the reply carries both down."""
    above = story.above
    story.on(5, 10)
    panel = above.panel("people", story.cam)

    def give_back(dialog: ReturnRecordsDialog) -> None:
        dialog.form.choose_reason(NUMBER)
        above.until(dialog.done_button.isEnabled)
        assert dialog.done_button.text() == "Trả lại 1 người"
        dialog.done_button.click()

    above.answer(ReturnRecordsDialog, give_back, panel.returned.send_back.click)
    page = above.window.open_page("board")
    assert isinstance(page, BoardPage)
    board = page.communes
    page.tabs.setCurrentWidget(board)
    above.rest()
    board.choice.choose(PACK, 2026)
    above.rest()
    board.table.choose(IA_DOM)
    above.until(lambda: board.detail.send_back.isEnabled() and len(board.detail.table.rows) > 4)
    above.rest()
    board.detail.table.choose(4)
    asked: list[str] = []

    def ask(dialog: ReturnDialog) -> None:
        asked.append(dialog.matter.currentText())
        dialog.form.choose_reason(MISMATCH)
        dialog.done_button.click()
        above.until(lambda: dialog.outcome_of_act is not None)

    above.answer(ReturnDialog, ask, board.detail.send_back.click)
    assert asked == ["e. 100 % hộ gia đình cam kết"]
    assert above.today(Group.OTHERS) == ["Ý kiến đang chờ đơn vị trả lời: 2"]
    assert above.months() == ["Đ B2", "M26"]
    story.sticks.append(above.reply(story.stick("trả lời 1")))


def be_told_and_correct(story: Story) -> None:
    """Told on the first page; each line leads to the very field, the very criterion."""
    commune = story.commune
    commune.take_in(story.sticks[-1])
    assert commune.today(Group.WEEK) == [
        f"Bị trả lại: {each}: còn 7 ngày | hạn 12/10/2026" for each in (NUMBER, MISMATCH)
    ]
    commune.follow(Group.WEEK, NUMBER)
    panel = commune.panel_in_front(story.cam)
    editor = panel.form.editor("citizen_number")
    assert commune.window.focusWidget() is editor
    commune.retype("people", story.cam, citizen_number="062090000012")

    def answer(dialog: AnswerReturnDialog) -> None:
        dialog.content.setPlainText("Đã bổ sung.")
        dialog.done_button.click()
        commune.until(lambda: dialog.outcome_of_act is not None)

    commune.answer(AnswerReturnDialog, answer, lambda: press(panel.returned, "Trả lời…"))
    tab = commune.in_front(lambda page: page.returns)
    states = {each[0]: each[3] for each in cells(tab.table)}
    assert states == {NUMBER: "Đã trả lời", MISMATCH: "Chờ trả lời"}
    (row,) = (at for at, each in enumerate(cells(tab.table)) if each[0] == MISMATCH)
    double_click(tab.table, row)
    commune.rest()
    page = commune.window.page
    assert isinstance(page, CriteriaPage)
    assert page.tabs.currentWidget() is page.view
    assert page.view.table.row == 4
    tab = commune.in_front(lambda page: page.returns)
    tab.table.choose(row)
    commune.answer(AnswerReturnDialog, answer, tab.answer.click)
    assert {each[3] for each in cells(tab.table)} == {"Đã trả lời"}
    assert commune.today(Group.WEEK) == []


def close_above(story: Story) -> None:
    """The second bundle shows the field before and after; both answers are accepted."""
    commune, above = story.commune, story.above
    story.on(31, 10)
    stick = commune.send_to(above, story.stick("gói 2"))
    seen: list[list[str]] = []

    def look(dialog: MergeDialog) -> None:
        assert dialog.changes is not None
        dialog.changes.choose("people")
        seen.extend(cells(dialog.changes.fields))

    story.on(2, 11)
    receipt = above.take_in(stick, look)
    assert seen == [["Số định danh cá nhân", "", "062090000012"]]
    assert above.today(Group.OTHERS) == ["Ý kiến đơn vị vừa trả lời, chưa xem lại: 2"]
    tab = above.in_front(lambda page: page.returns)
    for row in range(2):
        tab.table.choose(row)
        tab.accept.click()
        above.rest()
    assert [each[4] for each in cells(tab.table)] == ["Đã chấp nhận", "Đã chấp nhận"]
    commune.take_receipt(receipt)
    assert commune.standings(out=True)[0] == "3: Đã nhận lúc 08:00, 02/11/2026"
    assert above.months() == ["Đ", "Đ", "M26"]


# -- a bundle is missing ---------------------------------------------------------------------------


def lose_a_bundle(story: Story) -> None:
    """One is merged and acknowledged; then the machine above dies.  A backup is taken up."""
    commune, above = story.commune, story.above
    commune.retype("villages", story.village, head="Siu Một")
    commune.take_receipt(above.take_in(commune.send_to(above, story.stick("gói 3"))))
    page = above.window.open_page("admin")
    assert isinstance(page, AdminPage)
    page.tabs.setCurrentWidget(page.backups)
    above.rest()
    assert {row[1] for row in cells(page.backups.table)} == {"Trước khi gộp gói"}
    page.backups.table.choose(0)
    folder = story.folder.parent / "máy mới"

    def take_up(dialog: RestoreDialog) -> None:
        dialog.folder.line.setText(str(folder))
        dialog.passphrase.line.setText(PASSPHRASE)
        press(dialog, "Khôi phục")

    above.answer(RestoreDialog, take_up, page.backups.restore.click)
    above.window.close()
    story.above = story.open_office(unlock(folder, "an", PASSPHRASE, story.clock.clock, CHEAP))
    assert story.above.standings(out=False) == ["3: Đã nhập", "1: Đã nhập"], "the fourth is gone"


def say_that_the_restored_office_goes_on(story: Story) -> None:
    """Until somebody has looked, it answers nobody."""
    above = story.above
    exchange = above.in_front(lambda page: page.exchange)
    above.rest()
    assert not above.receiving.reply_all.isEnabled()
    above.answer(ConfirmDialog, lambda dialog: dialog.done_button.click(), exchange.ask_to_resume)
    above.rest()
    assert above.receiving.reply_all.isEnabled()


def name_what_is_missing(story: Story) -> None:
    """The next is taken in all the same: its part waits, and everybody is told for what."""
    commune, above = story.commune, story.above
    commune.retype("villages", story.village, head="Siu Hai")
    stick = commune.send_to(above, story.stick("gói 4"))
    seen: list[list[str]] = []
    above.take_in(stick, lambda dialog: seen.extend(cells(dialog.overview.findings)))
    ((kind, told),) = seen
    assert kind == "Thiếu gói"
    assert told.startswith("Thiếu gói số 4 của xã Ia Dom, huyện Ia H'Drai, tỉnh Kon Tum (lập sau")
    assert "«Xuất lại toàn bộ»" in told
    aside = above.in_front(lambda page: page.set_aside)
    assert aside.told.text() == "1 phần chờ gói khác."
    assert [row[0] for row in cells(aside.table)] == ["Chờ"]
    assert above.today(Group.OTHERS) == ["Xã có gói đang chờ gói trước: 1"]
    assert story.head() == "", "nothing of it is in the books"
    tab = above.in_front(lambda page: page.periods)
    tab.narrow_to("gap")
    assert [each.unit.id for each in tab.table.model.lines] == [IA_DOM]
    assert "1 xã thiếu gói" in tab.told.text()
    tab.table.choose(IA_DOM)
    subjects: list[str] = []

    def remind(dialog: ReturnDialog) -> None:
        subjects.append(dialog.form.subject.text)
        dialog.done_button.click()
        above.until(lambda: dialog.outcome_of_act is not None)

    above.answer(ReturnDialog, remind, tab.remind.click)
    assert subjects == [AGAIN]
    commune.take_in(above.reply(story.stick("nhắc")))
    assert commune.today(Group.OTHERS) == [f"{AGAIN}: Nhận xét | 02/11/2026"]


def fill_the_gap(story: Story) -> None:
    """Everything is written once more; what waited applies itself."""
    commune, above = story.commune, story.above
    whole = commune.send_to(above, story.stick("toàn bộ"), everything=True)
    seen: list[list[str]] = []
    receipt = above.take_in(whole, lambda dialog: seen.extend(cells(dialog.overview.counts)))
    assert seen == [["Thôn, khu phố", "", "1", ""]]
    aside = above.in_front(lambda page: page.set_aside)
    assert cells(aside.table) == []
    assert "mọi phần của các gói đã nhận đều vào sổ" in aside.told.text()
    assert story.head() == "Siu Hai"
    assert above.today(Group.OTHERS) == []
    commune.take_receipt(receipt)
    filled, waited = commune.standings(out=True)[:2]
    assert filled.endswith(": Đã nhận lúc 08:40, 02/11/2026")
    assert waited == "5: Đã nhận theo gói sau"
    assert above.months() == ["Đ", "Đ", "M26"]


# -- a second PC of the commune --------------------------------------------------------------------


def bring_a_second_pc(story: Story) -> None:
    """Certified above: the first PC trusts it by the reply, without groups being typed."""
    commune, above = story.commune, story.above
    story.on(10, 11)
    office = new_office(story.folder.parent / "máy 2", clock=story.clock)
    story.second = second = story.open_office(office)
    second.hand_card_to(above, story.folder / "máy 2.the.json")
    above.hand_card_to(second, story.folder / "huyện.the.json")
    above.choose_key(second.key)
    keys = above.sync.keys
    above.answer(CertifyDialog, lambda dialog: press(dialog, "Chứng nhận"), keys.certify.click)
    replies = story.folder / "trả lời"
    replies.mkdir()
    above.files.chosen = replies
    above.receiving.reply_all.click()
    above.rest()
    assert above.told == "Đã ghi và đọc lại gói trả lời của 2 xã."
    told: list[str] = []
    for pc in (commune, second):
        (stick,) = (each for each in replies.iterdir() if f"-{pc.key[:4].lower()}-" in each.name)
        pc.take_in(stick, lambda dialog: told.append(dialog.keys.text()))
    words = "Máy khác của cơ quan ({key}) được huyện Ia H'Drai, tỉnh Kon Tum chứng nhận"
    for said, other in zip(told, (second, commune), strict=True):
        assert said.startswith(words.format(key=other.key))
    assert above.months() == ["Đ", "Đ", "M26"], "a second PC makes nothing younger"
    second.take_in(commune.send_to(second, story.stick("cho máy 2"), everything=True))
    assert second.office.queries.count("people") == 2


def write_the_same_field(story: Story) -> None:
    """Both PCs write another head of the village; the preview of the second says so."""
    commune, second = story.commune, story.second
    assert second is not None
    commune.retype("villages", story.village, head="Mận")
    story.clock.advance(minutes=5)
    second.retype("villages", story.village, head="Lê")
    seen: list[list[str]] = []

    def look(dialog: MergeDialog) -> None:
        assert dialog.conflicts is not None
        seen.extend(cells(dialog.conflicts.table))

    second.take_in(commune.send_to(second, story.stick("máy 1")), look)
    ((record, name, before, values),) = seen
    assert record.startswith("Thôn 1")
    assert (name, before) == ("Trưởng thôn, khu phố", "Siu Hai")
    assert values.startswith("Lê – sẽ hiện")
    assert "\nMận  (" in values
    assert "Ghi chép hai nơi cùng sửa, cần chọn giá trị: 1" in second.today(Group.RIGHT)


def decide_once(story: Story) -> None:
    """Decided at one PC; the decision travels to the other."""
    commune, second = story.commune, story.second
    assert second is not None
    tab = second.in_front(lambda page: page.conflicts)
    assert cells(tab.table) == [["Thôn, khu phố", "Thôn 1", "Trưởng thôn, khu phố", "Lê", "Mận"]]
    settle()
    (take,) = (
        each
        for each in tab.detail.findChildren(QPushButton)
        if "Mận" in each.accessibleName() and each.isVisibleTo(tab.detail)
    )
    take.click()
    second.rest()
    assert cells(tab.table) == []
    commune.take_in(second.send_to(commune, story.stick("máy 2")))
    assert cells(commune.in_front(lambda page: page.conflicts).table) == []
    assert commune.panel("villages", story.village).form.values()["head"] == "Mận"


# -- undone, and stolen ----------------------------------------------------------------------------


def undo_and_take_in_again(story: Story) -> None:
    """Taken out whole from the notice, told to the sender, and taken in once more."""
    commune, above = story.commune, story.above
    story.on(30, 11)
    stick = commune.send_to(above, story.stick("tháng 11"))
    above.take_in(stick)
    assert story.head() == "Mận"
    assert above.months() == ["Đ", "Đ", "Đ", "M26"]
    (toast,) = above.window.findChildren(Toast)
    assert toast.undo.text() == "Hoàn tác cả gói…"
    told = above.files.chosen = story.folder / "hoàn tác.smt"

    def undo(dialog: UndoBundleDialog) -> None:
        dialog.why.line.setText("Nhập nhầm")
        dialog.finish.click()

    above.answer(UndoBundleDialog, undo, toast.undo.click)
    assert story.head() == "Siu Hai"
    assert above.standings(out=False)[0].endswith(": Đã hoàn tác 08:10, 30/11/2026")
    assert above.months() == ["H", "Đ", "Đ", "M26"], "November is open again"
    commune.take_receipt(told)
    assert commune.standings(out=True)[0].endswith(": Nơi nhận hoàn tác")
    commune.take_receipt(above.take_in(stick))
    assert story.head() == "Mận"
    assert ": Đã nhận lúc " in commune.standings(out=True)[0]
    assert above.standings(out=False)[0].endswith(": Đã nhập")
    assert above.months() == ["Đ", "Đ", "Đ", "M26"]


def revoke_the_stolen(story: Story) -> None:
    """From now on nothing of the stolen PC is taken in, above or beside; one sentence says so."""
    commune, second, above = story.commune, story.second, story.above
    assert second is not None
    above.choose_key(second.key)

    def revoke(dialog: RevokeDialog) -> None:
        dialog.reason.setCurrentText("Mất máy hoặc bị trộm")
        press(dialog, "Thu hồi khóa này")

    above.answer(RevokeDialog, revoke, above.sync.keys.revoke.click)
    commune.take_in(above.reply(story.stick("trả lời cuối")))
    second.retype("villages", story.village, head="Kẻ trộm")
    for there in (above, commune):
        stick = second.send_to(there, story.stick(f"trộm {there.key}"))
        there.drop(stick)
        there.rest()
    assert len(story.troubles) == 2
    assert all(
        each.startswith("Khóa này của xã Ia Dom, huyện Ia H'Drai, tỉnh Kon Tum đã bị thu hồi")
        for each in story.troubles
    )
    assert story.head() == "Mận"
    assert commune.panel("villages", story.village).form.values()["head"] == "Mận"
