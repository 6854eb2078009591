"""Where an opinion stands: every order in which words of two offices may meet."""

from __future__ import annotations

from datetime import date

import pytest

from sachmatuy_desktop.domain.returns import (
    About,
    Question,
    Remark,
    Return,
    ReturnAnswer,
    Ruling,
    RulingKind,
    Stage,
    Subject,
    return_standing,
)

ASKED = Question("Thiếu số định danh", "Đề nghị bổ sung", ("citizen_number",))
OTHER = Question("Thiếu ngày sinh")
TODAY = date(2026, 3, 20)


def answer(number: int, asked: Question = ASKED, day: int = 5) -> ReturnAnswer:
    return ReturnAnswer(f"a{number}", "da_bo_sung", date(2026, 3, day), asked=asked)


def ruling(kind: RulingKind, answered: int | None = None, day: int = 7, number: int = 1) -> Ruling:
    about = f"a{answered}" if answered is not None else ""
    return Ruling(f"r{number}", kind, date(2026, 3, day), "Vì sao", about)


def returned(
    answers: tuple[ReturnAnswer, ...] = (),
    rulings: tuple[Ruling, ...] = (),
    *,
    due: date | None = date(2026, 3, 15),
    asks: bool = True,
    question: Question = ASKED,
) -> Return:
    subject = Subject("people", "p", question.marked)
    return Return(
        "x", "xa", "tra_lai", question, date(2026, 3, 1), due, subject, asks, answers, rulings
    )


REOPEN, ACCEPT, WITHDRAW = RulingKind.REOPEN, RulingKind.ACCEPT, RulingKind.WITHDRAW


@pytest.mark.parametrize(
    ("one", "stage", "remarks"),
    [
        (returned(), Stage.OPEN, ()),
        (returned(asks=False, due=None), Stage.TOLD, ()),
        (returned((answer(1),)), Stage.ANSWERED, ()),
        (returned((answer(1), answer(2))), Stage.ANSWERED, (Remark.SEVERAL,)),
        (returned((answer(1),), (ruling(ACCEPT, 1),)), Stage.ACCEPTED, ()),
        (returned((answer(1),), (ruling(REOPEN, 1),)), Stage.REOPENED, ()),
        # answered anew after it was opened again, whatever the clocks of two offices said
        (returned((answer(1), answer(2, day=2)), (ruling(REOPEN, 1),)), Stage.ANSWERED, ()),
        # two rulings on one answer: the newer counts
        (
            returned((answer(1),), (ruling(REOPEN, 1), ruling(ACCEPT, 1, 8, 2))),
            Stage.ACCEPTED,
            (),
        ),
        (
            returned((answer(1),), (ruling(ACCEPT, 1), ruling(REOPEN, 1, 8, 2))),
            Stage.REOPENED,
            (),
        ),
        # the question was changed while the answer was on its way: it has not been answered
        (returned((answer(1, OTHER),)), Stage.OPEN, (Remark.EDITED,)),
        (returned((answer(1, OTHER),), (ruling(ACCEPT, 1),)), Stage.ACCEPTED, ()),
        (returned((answer(1, OTHER), answer(2))), Stage.ANSWERED, (Remark.EDITED,)),
        (returned((), (ruling(WITHDRAW),)), Stage.WITHDRAWN, ()),
        # taken back while the answer was on its way: both are told
        (returned((answer(1),), (ruling(WITHDRAW),)), Stage.WITHDRAWN, (Remark.CROSSED,)),
    ],
)
def test_where_it_stands(one: Return, stage: Stage, remarks: tuple[Remark, ...]) -> None:
    standing = return_standing(one, TODAY)
    assert (standing.stage, standing.remarks) == (stage, remarks)
    assert standing.is_open == (stage in {Stage.OPEN, Stage.REOPENED})


def test_only_what_is_open_is_late_and_ages() -> None:
    late = return_standing(returned(), TODAY)
    assert (late.days, late.late) == (19, 5)
    assert return_standing(returned(), date(2026, 3, 15)).late == 0
    answered = return_standing(returned((answer(1),)), TODAY)
    assert (answered.days, answered.late) == (0, 0)
    ahead = return_standing(returned(), date(2026, 2, 1))  # the other office's clock is ahead
    assert (ahead.days, ahead.late) == (0, 0)


def test_the_words_that_were_answered_come_back_as_they_were() -> None:
    assert Question.from_json(ASKED.to_json()) == ASKED
    assert Question.from_json("") is None
    assert Question.from_json('{"subject": 1}') is None
    assert answer(1).is_about(ASKED)
    assert not answer(1).is_about(OTHER)


@pytest.mark.parametrize(
    ("subject", "about"),
    [
        (Subject(), About.UNIT),
        (Subject("people", "p"), About.RECORD),
        (Subject("documents", "d"), About.PAPER),
        (Subject("assessments", "d"), About.PAPER),
        (Subject(pack="q", criterion="Q.1", year=2026), About.CRITERION),
    ],
)
def test_what_it_is_about_follows_from_what_is_named(subject: Subject, about: About) -> None:
    assert subject.about is about
