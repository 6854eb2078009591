"""Difficulties between a commune and the office above: raised, carried, answered, settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.plans.difficulties import AnswerKind, Remark, Stage
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.errors import BadInput, Conflict, KnownError, NotAllowed
from sachmatuy_desktop.services.bus import Command, Session, execute
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans.difficulties import (
    AnswerDifficulty,
    ClarifyDifficulty,
    CloseDifficulty,
    Followed,
    TakeOverDifficulty,
    difficulties_followed,
    difficulties_of_villages,
)
from sachmatuy_desktop.services.sync import bundles
from tests.offices import TestClock, add, add_village, edit, new_office, remove, row
from tests.sync.test_two_offices import DISTRICT, introduce, trust


@dataclass
class Road:
    """A commune, the office above, one clock, and sticks between them."""

    commune: Office
    above: Office
    clock: TestClock
    folder: Path
    sticks: int = 0

    def up(self, *, receipt: bool = True) -> None:
        """The commune's bundle goes up; its receipt comes back."""
        made = self.carry(self.commune, self.above)
        if receipt:
            assert made is not None
            bundles.merge(self.commune, bundles.stage(self.commune, made))

    def down(self) -> None:
        """The answers come down."""
        self.carry(self.above, self.commune)

    def carry(self, sender: Office, receiver: Office) -> Path | None:
        self.sticks += 1
        stick = self.folder / f"{self.sticks}.smt"
        bundles.export(sender, receiver.keys.device.public.key_id, stick)
        return bundles.merge(receiver, bundles.stage(receiver, stick)).receipt

    def here(self) -> Followed:
        """The one difficulty as the commune sees it."""
        (found,) = difficulties_followed(self.commune.session, self.commune.info.unit_id)
        return found

    def there(self) -> Followed:
        """The same above."""
        (found,) = difficulties_followed(self.above.session)
        return found

    def stages(self) -> tuple[str, str]:
        """Where both offices say it stands."""
        return self.here().standing.stage.value, self.there().standing.stage.value

    def answer(self, kind: AnswerKind = AnswerKind.ANSWER, content: str = "Đã bố trí.") -> str:
        """A word of the office above, today."""
        command = AnswerDifficulty(
            difficulty=self.there().difficulty.id,
            kind=kind,
            answered_on=self.today,
            content=content,
            who="Trần Thị Trên",
            position="Phó Trưởng phòng",
            document="45/CV-PC04",
        )
        return str(self.above.run(command).result)

    @property
    def today(self) -> date:
        """The day of both offices."""
        return self.clock.moment.date()


@pytest.fixture
def road(tmp_path: Path) -> Road:
    clock = TestClock()
    commune = new_office(tmp_path / "xã", clock=clock)
    above = new_office(tmp_path / "trên", DISTRICT, kind="receiving", clock=clock)
    introduce(commune, above)
    return Road(commune, above, clock, tmp_path)


def raise_one(road: Road, **more: str) -> str:
    """Out of test strips."""
    values = {"subject": "Thiếu que thử", "content": "Hết que thử.", **more}
    return add(road.commune, "difficulties", raised_on="2026-03-01", level="tren", **values)


def test_the_way_up_and_down(road: Road) -> None:
    difficulty = raise_one(road)
    assert road.here().standing.stage is Stage.RAISED
    road.up(receipt=False)
    assert road.stages() == ("sent", "waiting")
    road.clock.advance(days=6)
    assert (road.here().standing.days, road.there().standing.days) == (6, 6)
    road.up()
    assert road.stages() == ("waiting", "waiting")
    assert road.here().standing.days == 6
    road.answer()
    assert road.stages() == ("waiting", "answered")
    road.down()
    assert road.stages() == ("answered", "answered")
    (said,) = road.here().difficulty.answers
    assert (said.content, said.who, said.document) == ("Đã bố trí.", "Trần Thị Trên", "45/CV-PC04")
    road.commune.run(
        CloseDifficulty(difficulty=difficulty, closed_on=road.today, outcome="Đã nhận 50 que.")
    )
    road.up()
    assert road.stages() == ("closed", "closed")
    assert road.there().difficulty.outcome == "Đã nhận 50 que."


def test_a_question_is_answered_by_saying_more(road: Road) -> None:
    difficulty = raise_one(road)
    road.up()
    road.answer(AnswerKind.ASK, "Cần loại que nào?")
    road.down()
    assert road.stages() == ("asked", "asked")
    more = ClarifyDifficulty(difficulty=difficulty, supplement="Loại 4 chân.", on=road.today)
    road.commune.run(more)
    assert road.here().standing.remarks == (Remark.UNSENT,)
    road.up()
    assert road.stages() == ("waiting", "waiting")
    assert road.there().difficulty.words.supplement == "Loại 4 chân."
    road.answer(AnswerKind.FORWARD, "Đã báo cáo Công an tỉnh.")
    road.down()
    assert road.stages() == ("forwarded", "forwarded")
    road.commune.run(
        ClarifyDifficulty(difficulty=difficulty, supplement="Số lượng 80.", on=road.today)
    )
    assert row(road.commune, "difficulties", difficulty)["supplement"] == (
        "Loại 4 chân.\nSố lượng 80."
    )


def test_an_answer_to_what_was_edited_meanwhile(road: Road) -> None:
    difficulty = raise_one(road)
    road.up()
    edit(road.commune, "difficulties", difficulty, proposal="Cấp 80 que.")
    assert road.here().standing.remarks == (Remark.UNSENT,)
    road.answer()
    road.down()
    assert road.stages() == ("answered", "answered")
    assert set(road.here().standing.remarks) == {Remark.UNSENT, Remark.EDITED}
    asked = road.here().difficulty.answers[0].asked
    assert asked is not None
    assert (asked.proposal, asked.content) == ("", "Hết que thử.")


def test_an_answer_to_what_was_removed_meanwhile_is_told(road: Road) -> None:
    difficulty = raise_one(road)
    road.up()
    remove(road.commune, "difficulties", difficulty)
    assert difficulties_followed(road.commune.session) == []
    road.answer()
    road.down()
    found = road.here()
    assert (found.standing.stage, found.difficulty.words.subject) == (
        Stage.REMOVED,
        "Thiếu que thử",
    )
    road.up()
    assert road.stages() == ("removed", "removed")


def test_what_was_answered_is_not_removed_and_no_answer_with_it(road: Road) -> None:
    difficulty = raise_one(road)
    road.up()
    answer = road.answer()
    road.down()
    with pytest.raises(Conflict):
        remove(road.commune, "difficulties", difficulty)
    assert row(road.commune, "difficulty_answers", answer)["deleted"] == 0


def test_two_answers_are_both_kept(road: Road) -> None:
    raise_one(road)
    road.up()
    road.answer()
    road.clock.advance(hours=1)
    road.answer(content="Sẽ cấp trong tháng 4.")
    road.down()
    assert [each.content for each in road.here().difficulty.answers] == [
        "Đã bố trí.",
        "Sẽ cấp trong tháng 4.",
    ]
    assert road.here().standing.remarks == (Remark.SEVERAL,)


def test_the_preview_of_a_bundle_tells_of_answers(road: Road) -> None:
    raise_one(road)
    road.up()
    road.answer()
    stick = road.folder / "xem trước.smt"
    bundles.export(road.above, road.commune.keys.device.public.key_id, stick)
    staged = bundles.stage(road.commune, stick)
    assert staged.report.new["difficulty_answers"] == 1
    assert road.here().difficulty.answers == ()
    bundles.merge(road.commune, staged)
    assert len(road.here().difficulty.answers) == 1


def test_an_answer_is_taken_back_at_both_offices(road: Road) -> None:
    raise_one(road)
    road.up()
    road.answer()
    road.down()
    line = road.above.last_undoable()
    assert line is not None
    road.above.undo(line.txn)
    road.down()
    assert road.stages() == ("waiting", "waiting")


def test_who_may_not_and_what_cannot(road: Road) -> None:
    difficulty = raise_one(road)
    road.up()
    answer = AnswerDifficulty(
        difficulty=difficulty,
        kind=AnswerKind.ANSWER,
        answered_on=road.today,
        content="Đã bố trí.",
        who="An",
        position="Cán bộ",
    )
    close = CloseDifficulty(difficulty=difficulty, closed_on=road.today, outcome="Xong.")
    early = CloseDifficulty(difficulty=difficulty, closed_on=date(2026, 2, 1), outcome="Xong.")
    silent = CloseDifficulty(difficulty=difficulty, closed_on=road.today, outcome=" ")
    refused(road.commune, answer, NotAllowed)
    refused(road.above, close, NotAllowed)
    refused(road.commune, early, BadInput)
    refused(road.commune, silent, BadInput)
    looker = Session(road.commune.store, road.commune.queries, "xem", role("chair"))
    with pytest.raises(NotAllowed):
        execute(close, looker)
    road.commune.run(close)
    refused(road.commune, close, Conflict)
    road.up()
    refused(road.above, answer, Conflict)


def refused(office: Office, command: Command, error: type[KnownError]) -> None:
    """The command is refused and nothing has happened."""
    before = office.queries.journal(limit=1)
    with pytest.raises(error):
        office.run(command)
    assert office.queries.journal(limit=1) == before


def test_a_village_report_is_taken_over_once_with_its_origin(road: Road) -> None:
    office = road.commune
    village = add_village(office, "Thôn 6")
    told = "Chưa có loa truyền thanh. Đường vào cụm dân cư số 3 hỏng nên khó tuần tra ban đêm."
    report = add(
        office,
        "village_reports",
        village=village,
        month="2026-02",
        sent_on="2026-02-28",
        document="02/BC-T6",
        difficulties=told,
    )
    add(office, "village_reports", village=village, month="2026-01", sent_on="2026-01-31")
    assert difficulties_of_villages(office.queries, office.info.unit_id) == [report]
    made = str(office.run(TakeOverDifficulty(report)).result)
    found = road.here()
    assert found.difficulty.words.subject == "Chưa có loa truyền thanh"
    assert found.difficulty.words.content == told
    assert (found.difficulty.report, found.difficulty.village) == (report, village)
    assert found.standing.stage is Stage.OWN
    assert difficulties_of_villages(office.queries, office.info.unit_id) == []
    refused(office, TakeOverDifficulty(report), Conflict)
    edit(office, "difficulties", made, level="tren")
    assert road.here().standing.stage is Stage.RAISED


def test_a_second_machine_of_the_office_carries_it_too(road: Road, tmp_path: Path) -> None:
    sister = new_office(tmp_path / "máy hai", clock=road.clock)
    for here, there in ((sister, road.commune), (road.commune, sister)):
        trust(here, there, "sister")
    add(sister, "difficulties", subject="Thiếu loa", raised_on="2026-03-01", level="tren")
    road.up()
    road.clock.advance(hours=1)
    road.carry(sister, road.commune)
    assert road.here().standing.stage is Stage.RAISED
    road.clock.advance(hours=1)
    road.up()
    assert road.stages() == ("waiting", "waiting")
