"""Half a year of plans in two real windows, on real files: a commune and the office above.

The plan of Ia H'Drai is adopted, tasks are done, proved, missed; the report before 15/6; a task and
a reminder from above; a difficulty answered; the month of action to its printed result.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans.campaign import PLAN_FORM, RESULT_FORM, SUMMARY_FORM
from sachmatuy_desktop.services.plans.overseeing import SET_HERE
from sachmatuy_desktop.ui.dialogs.campaign import SentDialog, StartDialog
from sachmatuy_desktop.ui.dialogs.difficulties import AnswerDifficultyDialog, CloseDifficultyDialog
from sachmatuy_desktop.ui.dialogs.remind import RemindDialog
from sachmatuy_desktop.ui.forms.editors import ReferenceEditor
from sachmatuy_desktop.ui.forms.quick_dialog import QuickDialog
from sachmatuy_desktop.ui.forms.record_dialog import RecordDialog
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.plans.adopt_dialog import DATES, TASKS, AdoptDialog
from sachmatuy_desktop.ui.pages.plans.adopted import AdoptedTab
from sachmatuy_desktop.ui.pages.plans.campaign import CampaignTab
from sachmatuy_desktop.ui.pages.plans.campaign_parts import PaperCard
from sachmatuy_desktop.ui.pages.plans.difficulties import DifficultiesTab
from sachmatuy_desktop.ui.pages.plans.set_task_dialogs import SetTaskDialog
from sachmatuy_desktop.ui.pages.plans.set_tasks import SetTasksTab
from sachmatuy_desktop.ui.pages.plans.task_dialogs import TaskDialog
from sachmatuy_desktop.ui.pages.plans.tasks import TasksTab
from sachmatuy_desktop.ui.pages.today.todo import Group
from tests.action_months import THEME
from tests.offices import IA_DOM, TestClock, add_household, add_village, new_office
from tests.pictures import pdf
from tests.plan_offices import IA_HDRAI_PLAN
from tests.sync.test_two_offices import DISTRICT, introduce
from tests.ui.officers import Officer, choose, pick, press, type_into, words

# Tasks of the plan, in its own words.
CRITERIA = "Triển khai thực hiện các tiêu chí"
MODEL_COMMUNE = "Xã điểm: hỗ trợ nguồn lực “làm sạch” ma tuý, phát triển kinh tế – xã hội"
PROGRAMME = "Xây dựng chương trình, kế hoạch “làm sạch” ma tuý"
LEADING = "Chỉ đạo phòng, chống tội phạm và quản lý người nghiện; trách nhiệm người đứng đầu"
HALF_YEAR = "Báo cáo kết quả 6 tháng"
AT_ONCE = "Báo cáo vướng mắc kịp thời"

# One set by the office above.
TALK = "Nói chuyện phòng, chống ma túy trong trường học"


@pytest.fixture
def clock() -> TestClock:
    return TestClock(datetime(2027, 1, 4, 8, tzinfo=VIETNAM))


@dataclass
class Story:
    """Who takes part, where sticks are, and the clock that is moved by hand."""

    commune: Officer
    above: Officer
    clock: TestClock
    folder: Path
    village: str
    households: list[str]
    carried: int = 0

    def on(self, day: int, month: int) -> None:
        """Another morning of 2027."""
        self.clock.moment = datetime(2027, month, day, 8, tzinfo=VIETNAM)

    def up(self) -> None:
        """The commune's bundle reaches the office above."""
        self.commune.carry_to(self.above, self._stick())

    def down(self) -> None:
        """The answer reaches the commune."""
        self.above.carry_to(self.commune, self._stick())

    def _stick(self) -> Path:
        self.carried += 1
        self.clock.advance(hours=1)
        return self.folder / f"gói {self.carried}.smt"


@pytest.fixture
def story(
    qtbot: QtBot, windows: Callable[[Office], MainWindow], clock: TestClock, tmp_path: Path
) -> Story:
    """Xã Ia Dom with a village of three households, and the receiving office; cards exchanged."""
    office = new_office(tmp_path / "xã", clock=clock)
    above = new_office(tmp_path / "trên", DISTRICT, kind="receiving", clock=clock)
    introduce(office, above)
    village = add_village(office, "Thôn 1")
    households = [add_household(office, village, f"Chủ hộ {head}") for head in ("một", "hai", "ba")]
    commune, upper = (Officer(qtbot, windows(each)) for each in (office, above))
    return Story(commune, upper, clock, tmp_path, village, households)


@pytest.mark.slow
def test_half_a_year_of_plans_in_two_windows(story: Story) -> None:
    adopt_the_plan(story)
    do_and_prove(story)
    miss_one(story)
    take_a_task_from_above(story)
    raise_a_difficulty(story)
    be_answered_and_reminded(story)
    close_the_difficulty(story)
    begin_the_month(story)
    report_before_15_june(story)
    work_through_the_month(story)
    report_the_month(story)
    sum_up_above(story)


# -- the plan is adopted --------------------------------------------------------------------------


def adopt_the_plan(story: Story) -> None:
    """The plan of the district, from today on, with a person behind the commune's committee."""
    commune = story.commune
    tab = commune.tab(AdoptedTab)

    def answer(dialog: AdoptDialog) -> None:
        dialog.go_on()
        assert dialog.step == DATES
        dialog.dates.lines.document.line.setText("05/KH-UBND")
        dialog.go_on()
        commune.until(lambda: "ubnd-xa" in dialog.actors.lines)
        _body, person, _account = dialog.actors.lines["ubnd-xa"]
        person.setText("Lê Văn Ba")
        dialog.go_on()
        assert dialog.step == TASKS
        dialog.go_on()

    commune.answer(AdoptDialog, answer, tab.adopt_button.click)
    told = words(tab.side)
    assert "Đang ở: Giai đoạn 02" in told
    assert "Thực hiện từ 04/01/2027." in told
    assert "số 05/KH-UBND" in told
    assert (HALF_YEAR, "đang mở", "Kế hoạch") in commune.listed()


# -- tasks are done, proved, missed ---------------------------------------------------------------


def do_and_prove(story: Story) -> None:
    """One task by a record of a book, another by a scan."""
    commune = story.commune
    story.on(10, 2)
    typed = {"place": "Nhà văn hóa Thôn 1", "installed_on": "09/02/2027"}
    commune.write("tip_boxes", typed, village=story.village, state="dang_dung")
    commune.do_task(CRITERIA, proof="Nhà văn hóa Thôn 1", result="Đã đặt hòm thư")
    scan = story.folder / "biên bản.pdf"
    scan.write_bytes(pdf(2))
    commune.do_task(MODEL_COMMUNE, result="Huyện hỗ trợ 20 triệu đồng", scan=scan)
    still = {title for title, _state, _basis in commune.listed()}
    assert not still & {CRITERIA, MODEL_COMMUNE}
    told = words(commune.stand_on(CRITERIA, to_do=False).detail)
    assert "Đã làm 10/02/2027 · Lê Văn Ba" in told
    assert "Nhà văn hóa Thôn 1" in told


def miss_one(story: Story) -> None:
    """The office chooses a day for the programme it has to make, and lets it pass."""
    commune = story.commune

    def answer(dialog: TaskDialog) -> None:
        dialog.own.last.line.setText("31/03/2027")
        dialog.done_button.click()

    tab = commune.stand_on(PROGRAMME)
    commune.answer(TaskDialog, answer, lambda: press(tab.detail, "Sửa hạn…"))
    story.on(12, 4)
    late = commune.today(Group.OVERDUE)
    assert late == [
        f"{PROGRAMME}: quá 12 ngày | hạn 31/03/2027",
        f"{LEADING}: quá 8 ngày | hạn 04/04/2027 (chương trình đề xuất)",
    ]
    assert commune.listed()[0] == (PROGRAMME, "quá hạn 12 ngày", "Cơ quan")


# -- from above and back --------------------------------------------------------------------------


def take_a_task_from_above(story: Story) -> None:
    """Set in one window, told on the first page of the other, done there with its proof."""
    commune, above = story.commune, story.above
    story.on(3, 5)
    tab = above.tab(SetTasksTab)

    def give(dialog: SetTaskDialog) -> None:
        dialog.title.line.setText(TALK)
        dialog.rule.last.line.setText("20/05/2027")
        dialog.document.line.setText("12/CV-CAH")
        dialog.communes.tick([IA_DOM])
        dialog.registers.tick(["propaganda"])
        dialog.done_button.click()

    above.answer(SetTaskDialog, give, tab.give.click)
    story.down()
    assert commune.today(Group.OTHERS) == [f"{TALK}: được giao | hạn 20/05/2027"]
    story.on(14, 5)
    assert commune.today(Group.WEEK) == [f"{TALK}: còn 6 ngày | hạn 20/05/2027"]
    typed = {"held_on": "14/05/2027", "content": "Nói chuyện tại trường", "reached": "80"}
    commune.write("propaganda", typed, village=story.village, form="hoi_nghi")
    commune.follow(Group.WEEK, TALK)
    commune.record(commune.tab(TasksTab), proof="Nói chuyện tại trường", who="Trần Thị Tư")
    assert TALK not in str(commune.today(Group.WEEK))


def raise_a_difficulty(story: Story) -> None:
    """Written down at the commune; it waits above with the days since."""
    commune, above = story.commune, story.above
    tab = commune.tab(DifficultiesTab)
    tab.raise_one.click()
    (dialog,) = tab.findChildren(QuickDialog)
    type_into(dialog.form, subject="Thiếu que thử", content="Hết que từ tháng 4.")
    dialog.ways["Ghi vào sổ"].click()
    commune.rest()
    assert difficulties(commune) == [["Thiếu que thử", "14/05/2027", "Mới nêu", ""]]
    commune.do_task(AT_ONCE, proof="Thiếu que thử")
    assert AT_ONCE not in [title for title, _state, _basis in commune.listed()]
    story.up()
    story.on(18, 5)
    assert "Khó khăn, vướng mắc chờ trả lời: 1" in above.today(Group.OTHERS)
    waits = ["Xã Ia Dom", "Thiếu que thử", "14/05/2027", "Đang chờ trả lời", "4 ngày"]
    assert difficulties(above) == [waits]


def be_answered_and_reminded(story: Story) -> None:
    """Above, the board tells what is done and what is late; answer and reminder go down."""
    commune, above = story.commune, story.above

    def answer(dialog: AnswerDifficultyDialog) -> None:
        dialog.content.setPlainText("Đã cấp 50 que.")
        dialog.lines.who.line.setText("Trần Thị Trên")
        dialog.lines.position.setCurrentText("Phó Trưởng phòng")
        dialog.done_button.click()

    above.answer(AnswerDifficultyDialog, answer, above.tab(DifficultiesTab).answer.click)
    told = on_the_board(above, SET_HERE, TALK)
    assert "Làm đúng hạn" in told
    assert "Đã làm 14/05/2027 · Trần Thị Tư" in told
    assert "Nói chuyện tại trường" in told
    assert "Quá hạn 44 ngày, theo gói lập ngày 14/05/2027" in on_the_board(
        above, IA_HDRAI_PLAN, PROGRAMME
    )
    above.answer(
        RemindDialog, lambda dialog: dialog.done_button.click(), above.board().remind.click
    )
    story.down()
    reminder, answered = commune.today(Group.OTHERS)
    assert reminder.startswith(f"Nhắc: {PROGRAMME}: nhắc việc | 18/05/2027 · Việc đã quá hạn")
    assert answered == "Khó khăn, vướng mắc đã có trả lời, chưa kết thúc: 1"


def close_the_difficulty(story: Story) -> None:
    """From the line of the first page; above it is seen closed with the next bundle."""
    commune = story.commune
    commune.follow(Group.OTHERS, "đã có trả lời")
    tab = commune.tab(DifficultiesTab)
    assert "Đã cấp 50 que." in words(tab.detail)

    def close(dialog: CloseDifficultyDialog) -> None:
        dialog.content.setPlainText("Đã nhận đủ.")
        dialog.done_button.click()

    commune.answer(CloseDifficultyDialog, close, tab.close_one.click)
    assert difficulties(commune) == [["Thiếu que thử", "14/05/2027", "Đã giải quyết", ""]]
    story.up()
    closed = ["Xã Ia Dom", "Thiếu que thử", "14/05/2027", "Đã giải quyết", ""]
    assert difficulties(story.above) == [closed]


# -- the report before 15/6 -----------------------------------------------------------------------


def report_before_15_june(story: Story) -> None:
    """From the line that says it is due to the paper issued; its figures come from the books."""
    commune = story.commune
    story.on(10, 6)
    due = f"{HALF_YEAR}: còn 4 ngày | hạn 14/06/2027"
    assert due in commune.today(Group.WEEK)
    commune.follow(Group.WEEK, HALF_YEAR)
    tab = commune.tab(TasksTab)
    number, told = commune.issue(lambda: press(tab.detail, "Soạn văn bản…"), proves=HALF_YEAR)
    assert number == "01/BC-UBND"
    assert "6 tháng đầu năm 2027, từ ngày 04/01/2027 đến ngày 14/06/2027" in told
    assert "đã làm đúng hạn 3; đã làm nhưng chậm 0; quá hạn chưa làm 1" in told
    assert f"{PROGRAMME}: 31/03/2027 (cơ quan chọn)" in told
    assert "Thôn có hòm thư tố giác tội phạm: 1/1 (100 %)" in told
    assert "Hộ gia đình có đại diện ký cam kết: 0/3 (0 %)" in told
    assert "Thiếu que thử: Hết que từ tháng 4." in told
    assert (HALF_YEAR, "đã làm", "Kế hoạch") in commune.listed(to_do=False)
    shown = words(commune.stand_on(HALF_YEAR, to_do=False).detail)
    assert "Đã làm 10/06/2027 · văn bản 01/BC-UBND" in shown


# -- the month of action --------------------------------------------------------------------------


def begin_the_month(story: Story) -> None:
    """Begun in both windows; the commune's plan is issued and sent before 14/6."""
    story.on(28, 5)
    for officer in (story.commune, story.above):
        officer.answer(StartDialog, _give_theme, officer.tab(CampaignTab).start_first.click)
    story.on(8, 6)
    tab = story.commune.tab(CampaignTab)
    number, told = story.commune.issue(card(tab, PLAN_FORM).compose.click)
    assert number == "01/KH-UBND"
    assert "Triển khai Tháng hành động phòng, chống ma túy năm 2027" in told
    assert THEME in told
    send(story.commune, PLAN_FORM)
    assert card(tab, PLAN_FORM).chip.text == "Đã gửi 08/06/2027"


def work_through_the_month(story: Story) -> None:
    """A talk, and commitments signed by two of three households, written from the tab."""
    commune = story.commune
    story.on(12, 6)
    tab = commune.tab(CampaignTab)
    add_activity(commune, "Tuyên truyền", "Hội nghị nói chuyện", reached="75", materials="60",
                 content="Nói chuyện tại Thôn 1")  # fmt: skip
    for household in story.households[:2]:
        add_activity(commune, "Ký cam kết", "Hộ dân", household=household)
    counted = {cells[0].text: [cell.text for cell in cells[2:5]] for cells in tab.figures.rows}
    assert counted["Hội nghị nói chuyện chuyên đề"] == ["1", "75", "60"]
    assert counted["Hộ dân"][0] == "2"
    assert [cells[0].text for cells in tab.activities.rows] == ["12/06/2027"]


def report_the_month(story: Story) -> None:
    """The result report fills itself, is issued before 4/7, and goes up."""
    commune = story.commune
    story.on(2, 7)
    tab = commune.tab(CampaignTab)
    number, told = commune.issue(card(tab, RESULT_FORM).compose.click)
    assert number == "02/BC-UBND"
    assert "Kết quả thực hiện Tháng hành động phòng, chống ma túy năm 2027" in told
    assert "đã ban hành Kế hoạch số 01/KH-UBND ngày 08/06/2027" in told
    assert "Hội nghị nói chuyện chuyên đề buổi 1 75 60" in told
    assert "Hộ dân hộ 2" in told
    send(commune, RESULT_FORM)
    assert card(tab, RESULT_FORM).chip.text == "Đã gửi 02/07/2027"
    story.up()


def sum_up_above(story: Story) -> None:
    """The consolidated report before 8/7; the board tells the half-year as it was."""
    above = story.above
    story.on(6, 7)
    tab = above.tab(CampaignTab)
    (line,) = [[cell.text for cell in cells] for cells in tab.communes.rows]
    assert line[:5] == ["xã Ia Dom", "Đã mở", "Đã gửi 08/06/2027", "Đã gửi 02/07/2027", "1"]
    _number, told = above.issue(card(tab, SUMMARY_FORM).compose.click)
    assert "1 xã, phường đã có báo cáo kết quả" in told
    assert "Hộ dân hộ 2" in told
    assert "xã Ia Dom 08/06/2027 02/07/2027 1 0 2" in told
    send(above, SUMMARY_FORM)
    assert card(tab, SUMMARY_FORM).chip.text == "Đã gửi 06/07/2027"
    half_year = on_the_board(above, IA_HDRAI_PLAN, HALF_YEAR)
    assert "Làm đúng hạn" in half_year
    assert "Văn bản đi 01/BC-UBND" in half_year
    assert "Không kèm căn cứ" not in half_year
    assert "Tệp: biên bản" in on_the_board(above, IA_HDRAI_PLAN, MODEL_COMMUNE)
    late = on_the_board(above, IA_HDRAI_PLAN, PROGRAMME)
    assert "Quá hạn 93 ngày" in late
    assert "Đã nhắc ngày 18/05/2027" in late
    assert "xã đã nhận" in late


# -- what is looked at and pressed ----------------------------------------------------------------


def difficulties(officer: Officer) -> list[list[str]]:
    """The rows of the list of difficulties."""
    tab = officer.tab(DifficultiesTab)
    return [[cell.text for cell in cells] for cells in tab.table.rows]


def on_the_board(officer: Officer, which: str, title: str) -> str:
    """What the board tells of a task at Ia Dom, of those set here or of a plan."""
    board = officer.board()
    choose(board.which, which)
    officer.rest()
    assert board.found is not None
    key = next(each.key for each in board.found.matrix.columns if each.title == title)
    board.table.choose(IA_DOM, key)
    officer.rest()
    return words(board.detail)


def card(tab: CampaignTab, form: str) -> PaperCard:
    """The card of a paper due in the month of action."""
    return next(each for each in tab.cards if each.paper.form == form)


def send(officer: Officer, form: str) -> None:
    """Write down from its card that a paper was sent today."""
    tab = officer.tab(CampaignTab)
    officer.answer(
        SentDialog, lambda dialog: dialog.done_button.click(), card(tab, form).send.click
    )


def add_activity(
    officer: Officer, group: str, kind: str, household: str = "", **typed: str
) -> None:
    """An activity from the menu of the month, day and kind filled in."""
    pick(officer.tab(CampaignTab).add.menu(), group, kind)
    (dialog,) = officer.window.findChildren(RecordDialog)
    if household:
        editor = dialog.form.editor("household")
        assert isinstance(editor, ReferenceEditor)
        editor.put(household)
    type_into(dialog.form, **typed)
    dialog.save_button.click()
    officer.rest()


def _give_theme(dialog: StartDialog) -> None:
    dialog.theme.line.setText(THEME)
    dialog.done_button.click()
