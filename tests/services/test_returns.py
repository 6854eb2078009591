"""Returning, answering and ruling at one office each: who may, what is refused, what is undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.acts import ACTS, act_title
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.returns import About, AnswerKind, Question, Stage
from sachmatuy_desktop.domain.roles import ROLES
from sachmatuy_desktop.errors import BadInput, Conflict, KnownError, NotAllowed, NotFound
from sachmatuy_desktop.packs.return_reasons import return_reasons
from sachmatuy_desktop.services.bulk import survey
from sachmatuy_desktop.services.bus import Command, Session, execute
from sachmatuy_desktop.services.merging import MergeRecords
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.records import RemoveRecord
from sachmatuy_desktop.services.sync.returns import (
    AcceptAnswer,
    AnswerReturn,
    ChangeReturn,
    Opinion,
    ReopenReturn,
    ReturnCriterion,
    ReturnRecords,
    ReturnUnit,
    WithdrawReturn,
)
from sachmatuy_desktop.services.sync.returns_reading import (
    RETURN_ANSWERS,
    RETURNS,
    Whereabouts,
    one_return,
    open_returns,
    returns_about,
    returns_followed,
    visible_returns,
    where_now,
)
from tests.offices import IA_DOM, add, add_household, add_person, add_village, edit, new_office, row
from tests.sync.test_two_offices import carry, introduce

DISTRICT = "huyen-618@1"
NUMBER = "Thiếu số định danh cá nhân"


class Pair:
    """A commune with two people, the office above that holds them, and sticks between the two."""

    def __init__(self, folder: Path) -> None:
        self.commune = new_office(folder / "xã", IA_DOM)
        self.above = new_office(folder / "trên", DISTRICT, "receiving")
        introduce(self.commune, self.above)
        self.village = add_village(self.commune)
        self.cam = add_person(self.commune, "Lê Văn Cam", self.village)
        self.man = add_person(self.commune, "Lò Thị Mận", self.village)
        self.house = add_household(self.commune, self.village)
        self._folder, self._sticks = folder, 0
        self.up()

    def up(self) -> None:
        """A bundle from the commune, taken in above."""
        carry(self.commune, self.above, self._stick())

    def down(self) -> None:
        """A bundle from above, taken in at the commune."""
        carry(self.above, self.commune, self._stick())

    def _stick(self) -> Path:
        self._sticks += 1
        return self._folder / f"gói-{self._sticks}.smt"

    def close(self) -> None:
        """Let go of both files."""
        self.commune.close()
        self.above.close()

    def return_people(self, *people: RecordId, **said: object) -> list[RecordId]:
        """Return people for want of a number; the opinions' ids, in the order of the people."""
        opinion = Opinion(NUMBER, marked=("citizen_number",), **said)  # type: ignore[arg-type]
        self.above.run(ReturnRecords("people", people, opinion=opinion))
        by_record = {
            each.returned.subject.record: each.returned.id
            for each in returns_followed(self.above.session)
        }
        return [by_record[each] for each in people]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    made = Pair(tmp_path)
    yield made
    made.close()


def stage(office: Office, returned: RecordId) -> Stage:
    (found,) = (each for each in returns_followed(office.session) if each.returned.id == returned)
    return found.standing.stage


def answered(
    office: Office,
    returned: RecordId,
    kind: AnswerKind = AnswerKind.SUPPLEMENTED,
    content: str = "",
    seen: Question | None = None,
) -> RecordId:
    day = date.fromisoformat(office.clock.today())
    made = AnswerReturn(
        returned=returned, kind=kind, answered_on=day, content=content, who="An", seen=seen
    )
    return str(office.run(made).result)


def as_role(office: Office, role: str) -> Session:
    session = office.session
    return Session(session.store, session.queries, "thử", ROLES[role])


# --- what is returned -----------------------------------------------------------------------------


def test_each_record_gets_an_opinion_of_its_own(pair: Pair) -> None:
    made = pair.return_people(pair.cam, pair.man, due_on=date(2026, 3, 9))
    assert len(set(made)) == 2
    waiting = open_returns(pair.above.session)
    assert {each.id for each in waiting} == set(made)
    assert {(each.unit, each.about, each.subject, each.due_on, each.late) for each in waiting} == {
        (IA_DOM, About.RECORD, NUMBER, date(2026, 3, 9), 0)
    }
    assert open_returns(pair.above.session, "xa-khac@1") == []


def test_a_person_is_named_by_initials_alone_a_village_by_its_name(pair: Pair) -> None:
    (person,) = pair.return_people(pair.cam)
    pair.above.run(ReturnRecords("villages", (pair.village,), opinion=Opinion("Sai tên")))
    called = {
        each.returned.subject.book: each.returned.subject.called
        for each in returns_followed(pair.above.session)
    }
    assert called["people"] == f"L.V.C · {pair.cam[-6:]}"
    assert called["villages"].startswith("Thôn 1")
    assert "Cam" not in str(dict(row(pair.above, RETURNS, person)))


@pytest.mark.parametrize("words", ["Lê Văn Cam thiếu số", "Xem lại LÊ VĂN CAM.", "le van cam"])
def test_the_reason_names_nobody(pair: Pair, words: str) -> None:
    seen = survey(
        ReturnRecords("people", (pair.cam, pair.man), opinion=Opinion(words)), pair.above.session
    )
    assert [each.record for each in seen.refused] == [pair.cam]
    assert seen.ready == (pair.man,)
    with pytest.raises(Conflict):
        pair.above.run(ReturnRecords("people", (pair.cam,), opinion=Opinion("Sai", words)))


def test_the_same_is_not_returned_twice_while_it_waits(pair: Pair) -> None:
    (made,) = pair.return_people(pair.cam)
    pair.above.run(ReturnRecords("people", (pair.cam,), opinion=Opinion(NUMBER.upper())))
    assert [each.id for each in open_returns(pair.above.session)] == [made]
    pair.above.run(WithdrawReturn(made, "Nhầm"))
    pair.above.run(ReturnRecords("people", (pair.cam,), opinion=Opinion(NUMBER)))
    assert len(open_returns(pair.above.session)) == 1


def test_a_criterion_and_a_unit_are_returned_too(pair: Pair) -> None:
    pack = "ia-hdrai-2024/commune-drug-free"
    made = pair.above.run(
        ReturnCriterion(IA_DOM, pack, "IAH.e", 2026, Opinion("Số liệu chưa khớp"))
    ).result
    pair.above.run(ReturnUnit(IA_DOM, Opinion("Chưa gửi báo cáo", kind="nhan_xet")))
    criterion = one_return(pair.above.queries, str(made)).subject
    assert (criterion.about, criterion.pack, criterion.criterion, criterion.year) == (
        About.CRITERION,
        pack,
        "IAH.e",
        2026,
    )
    assert [each.about for each in open_returns(pair.above.session)] == [About.CRITERION]


@pytest.mark.parametrize(
    ("opinion", "field"),
    [(Opinion("  "), "subject"), (Opinion("Sai", due_on=date(2026, 3, 1)), "due_on")],
)
def test_what_is_not_said_whole_is_refused_beside_its_field(
    pair: Pair, opinion: Opinion, field: str
) -> None:
    for command in (
        ReturnUnit(IA_DOM, opinion),
        ReturnRecords("people", (pair.cam,), opinion=opinion),
    ):
        with pytest.raises(BadInput) as refused:
            pair.above.run(command)
        assert refused.value.field == field
    assert open_returns(pair.above.session) == []


# --- what is answered -----------------------------------------------------------------------------


def test_the_answer_closes_and_a_ruling_opens_again(pair: Pair) -> None:
    (made,) = pair.return_people(pair.cam)
    pair.down()
    edit(pair.commune, "people", pair.cam, citizen_number="062090000012")
    first = answered(pair.commune, made)
    assert stage(pair.commune, made) is Stage.ANSWERED
    assert open_returns(pair.commune.session) == []
    pair.up()
    assert stage(pair.above, made) is Stage.ANSWERED
    pair.above.run(ReopenReturn(made, first, "Số chưa đúng"))
    assert stage(pair.above, made) is Stage.REOPENED
    with pytest.raises(Conflict, match="đã được mở lại"):
        pair.above.run(ReopenReturn(made, first, "Lần nữa"))
    pair.down()
    assert stage(pair.commune, made) is Stage.REOPENED
    second = answered(pair.commune, made, AnswerKind.EXPLAINED, "Đã hỏi Công an huyện")
    pair.up()
    pair.above.run(AcceptAnswer(made, second))
    pair.down()
    assert stage(pair.commune, made) is stage(pair.above, made) is Stage.ACCEPTED


def test_the_receiving_office_sees_what_changed_since(pair: Pair) -> None:
    edit(pair.commune, "people", pair.cam, occupation="Làm rẫy")
    pair.up()
    (made,) = pair.return_people(pair.cam)
    assert pair.above.queries.life_since("people", pair.cam, made) == []
    pair.down()
    edit(pair.commune, "people", pair.cam, citizen_number="062090000012")
    add(pair.commune, "identity_docs", person=pair.cam, kind="cccd", number="062090000012")
    answered(pair.commune, made)
    pair.up()
    lines = pair.above.queries.life_since("people", pair.cam, made)
    assert [each.register for each in lines] == ["identity_docs", "people"]
    assert [name for name, _before, _after in lines[1].changes] == ["citizen_number"]


@pytest.mark.parametrize("kind", [AnswerKind.EXPLAINED, AnswerKind.DISAGREES])
def test_who_explains_or_disagrees_says_why(pair: Pair, kind: AnswerKind) -> None:
    (made,) = pair.return_people(pair.cam)
    pair.down()
    with pytest.raises(BadInput, match="nội dung trả lời"):
        answered(pair.commune, made, kind)
    answered(pair.commune, made, kind, "Người này không có mặt")
    assert stage(pair.commune, made) is Stage.ANSWERED


def test_nobody_answers_what_they_have_not_read_or_what_was_withdrawn(pair: Pair) -> None:
    (made,) = pair.return_people(pair.cam)
    pair.down()
    with pytest.raises(Conflict, match="vừa sửa nội dung"):
        answered(pair.commune, made, seen=Question("Điều khác"))
    pair.above.run(WithdrawReturn(made, "Đã rõ"))
    with pytest.raises(Conflict, match="đã được rút lại"):
        pair.above.run(ChangeReturn(made, Opinion("Nội dung mới")))
    pair.down()
    with pytest.raises(Conflict, match="đã được rút lại"):
        answered(pair.commune, made)


# --- who may --------------------------------------------------------------------------------------


def commands(pair: Pair, made: RecordId) -> list[Command]:
    return [
        ReturnUnit(IA_DOM, Opinion("Sai")),
        ReturnCriterion(IA_DOM, "p", "c", 2026, Opinion("Sai")),
        ReturnRecords("households", (pair.house,), opinion=Opinion("Sai")),
        ChangeReturn(made, Opinion("Khác")),
        WithdrawReturn(made, "Vì"),
    ]


@pytest.mark.parametrize("role", ["social", "clerk", "village", "chair", "viewer"])
def test_only_who_exchanges_bundles_returns_and_answers(pair: Pair, role: str) -> None:
    (made,) = pair.return_people(pair.cam)
    pair.down()
    day = date.fromisoformat(pair.commune.clock.today())
    answer = AnswerReturn(returned=made, kind=AnswerKind.SUPPLEMENTED, answered_on=day)
    for each in commands(pair, made):
        with pytest.raises(KnownError):
            execute(each, as_role(pair.above, role))
    with pytest.raises(NotAllowed):
        execute(answer, as_role(pair.commune, role))
    assert stage(pair.above, made) is Stage.OPEN


def test_each_office_writes_its_own_books(pair: Pair) -> None:
    (made,) = pair.return_people(pair.cam)
    pair.down()
    for each in commands(pair, made):
        with pytest.raises(KnownError):
            pair.commune.run(each)
    with pytest.raises(NotAllowed):
        answered(pair.above, made)
    own = add(pair.above, "villages", name="Của trên", kind="thon")
    with pytest.raises(Conflict, match="không ghi được"):
        pair.above.run(ReturnRecords("villages", (own,), opinion=Opinion("Sai")))


def test_who_may_not_open_a_book_is_not_told_of_what_was_returned_in_it(pair: Pair) -> None:
    episode = add(
        pair.commune, "episodes", person=pair.cam, category="nghien", from_date="2026-01-05"
    )
    pair.up()
    pair.above.run(ReturnRecords("episodes", (episode,), opinion=Opinion("Chưa rõ thời hạn")))
    pair.above.run(ReturnRecords("households", (pair.house,), opinion=Opinion("Thiếu cam kết")))
    pair.down()

    def told(role: str) -> set[str]:
        session = as_role(pair.commune, role)
        return {each.returned.subject.book for each in visible_returns(session)}

    assert told("police") == {"episodes", "households"}
    assert told("clerk") == told("village") == {"households"}
    assert told("viewer") == set()
    assert returns_about(as_role(pair.commune, "clerk"), "episodes", episode) == []


# --- taking back ----------------------------------------------------------------------------------


def test_what_has_not_travelled_is_undone_what_has_is_withdrawn(pair: Pair) -> None:
    done = pair.above.run(ReturnRecords("people", (pair.cam,), opinion=Opinion(NUMBER)))
    pair.above.undo(done.txn)
    assert open_returns(pair.above.session) == []
    done = pair.above.run(ReturnRecords("people", (pair.cam,), opinion=Opinion(NUMBER)))
    (waiting,) = open_returns(pair.above.session)
    pair.down()
    with pytest.raises(NotAllowed, match="Rút lại"):
        pair.above.undo(done.txn)
    with pytest.raises(NotAllowed, match="do chương trình ghi"):
        pair.above.run(RemoveRecord(RETURNS, waiting.id))
    withdrawn = pair.above.run(WithdrawReturn(waiting.id, "Đã rõ"))
    pair.above.undo(withdrawn.txn)
    assert stage(pair.above, waiting.id) is Stage.OPEN
    withdrawn = pair.above.run(WithdrawReturn(waiting.id, "Đã rõ"))
    pair.down()
    with pytest.raises(NotAllowed, match="ghi một xử lý mới"):
        pair.above.undo(withdrawn.txn)


def test_an_answer_is_taken_back_until_it_has_left(pair: Pair) -> None:
    (made,) = pair.return_people(pair.cam)
    pair.down()
    day = date.fromisoformat(pair.commune.clock.today())
    answer = AnswerReturn(returned=made, kind=AnswerKind.SUPPLEMENTED, answered_on=day)
    done = pair.commune.run(answer)
    pair.commune.undo(done.txn)
    assert stage(pair.commune, made) is Stage.OPEN
    done = pair.commune.run(answer)
    pair.up()
    with pytest.raises(NotAllowed, match="ghi thêm một trả lời"):
        pair.commune.undo(done.txn)


def test_an_answer_of_another_opinion_is_not_accepted(pair: Pair) -> None:
    first, second = pair.return_people(pair.cam, pair.man)
    pair.down()
    answer = answered(pair.commune, first)
    pair.up()
    with pytest.raises(NotFound):
        pair.above.run(AcceptAnswer(second, answer))
    assert stage(pair.above, second) is Stage.OPEN


# --- what became of the record --------------------------------------------------------------------


def test_the_record_may_be_gone_merged_or_moved(pair: Pair) -> None:
    cam, man = pair.return_people(pair.cam, pair.man)
    pair.above.run(ReturnRecords("households", (pair.house,), opinion=Opinion("Thiếu")))
    pair.down()
    queries = pair.commune.queries

    def where(returned: RecordId) -> Whereabouts:
        return where_now(queries, one_return(queries, returned).subject).where

    (house,) = (
        each.returned.id
        for each in returns_followed(pair.commune.session)
        if each.returned.subject.book == "households"
    )
    assert {where(each) for each in (cam, man, house)} == {Whereabouts.HERE}
    edit(pair.commune, "households", pair.house, state="da_chuyen_di")
    assert where(house) is Whereabouts.MOVED
    pair.commune.run(MergeRecords("people", pair.cam, pair.man))
    merged = where_now(queries, one_return(queries, man).subject)
    assert (merged.where, merged.record) == (Whereabouts.MERGED, pair.cam)
    about = returns_about(pair.commune.session, "people", pair.cam)
    assert {each.returned.id for each in about} == {cam, man}
    pair.commune.run(RemoveRecord("people", pair.cam))
    assert where(cam) is Whereabouts.REMOVED
    assert len(open_returns(pair.commune.session)) == 3


# --- words ----------------------------------------------------------------------------------------


def test_every_act_has_a_title() -> None:
    for name in ("records", "criterion", "change", "withdraw", "reopen", "accept", "answer"):
        assert act_title(f"return.{name}") == ACTS[f"return.{name}"]


def test_the_proposed_reasons_speak_of_fields_there_are() -> None:
    reasons = return_reasons()
    assert reasons.days > 0
    for about in About:
        assert reasons.fitting(about)
    first = reasons.fitting(About.RECORD, "people")[0]
    assert (first.words, first.fields) == (NUMBER, ("citizen_number",))
    assert all(
        name in REGISTERS[book].by_name
        for each in reasons.each
        for book in each.books
        for name in each.fields
    )


def test_reasons_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    path = tmp_path / "reasons.toml"
    path.write_text(
        'days = 7\n[[reason]]\nabout = ["record"]\nbooks = ["people"]\nwords = "a"\n'
        'content = "b"\nfields = ["khong_co"]\n',
        encoding="utf-8",
    )
    with pytest.raises(BadInput, match=r"reasons\.toml"):
        return_reasons(path)


def test_a_book_of_answers_is_written_by_acts_alone(pair: Pair) -> None:
    (made,) = pair.return_people(pair.cam)
    pair.down()
    with pytest.raises(NotAllowed):
        add(
            pair.commune, RETURN_ANSWERS, returned=made, kind="da_bo_sung", answered_on="2026-03-02"
        )
