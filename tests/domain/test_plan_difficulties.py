"""Where a difficulty stands: histories and what they read as."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sachmatuy_desktop.domain.plans.difficulties import (
    Answer,
    AnswerKind,
    Carriage,
    Difficulty,
    Level,
    Words,
    difficulty_standing,
)
from tests.domain.plan_days import day

WORDS = Words("Thiếu que thử", "Trạm y tế hết que thử từ tháng 5.", "Cấp 50 que.")
TODAY = day("20/06/2026")
RAISED = Difficulty("k", "xa-23537@1", WORDS, day("01/06/2026"))
AT_HOME = Carriage(sent_on=day("03/06/2026"), received=True)
ABOVE = Carriage(came_on=day("05/06/2026"))


def answer(
    on: str, kind: AnswerKind = AnswerKind.ANSWER, asked: Words | None = WORDS, id_: str = "t"
) -> Answer:
    """A word of the office above."""
    return Answer(id_, kind, day(on), "Đã bố trí.", "Trần Thị Trên", "Phó Trưởng phòng", "", asked)


def answered(*answers: Answer, **more: object) -> Difficulty:
    """The difficulty with these answers."""
    return replace(RAISED, answers=answers, **more)  # type: ignore[arg-type]


def picture(difficulty: Difficulty, carriage: Carriage = AT_HOME) -> str:
    """One line: stage, days waited, remarks."""
    found = difficulty_standing(difficulty, carriage, TODAY)
    days = "" if found.days is None else f" {found.days} ngày"
    return f"{found.stage}{days}" + "".join(f" +{each}" for each in found.remarks)


@pytest.mark.parametrize(
    ("carriage", "line"),
    [
        (Carriage(whole=False), "raised"),
        (Carriage(sent_on=day("03/06/2026")), "sent 17 ngày"),
        (Carriage(sent_on=day("03/06/2026"), received=True), "waiting 17 ngày"),
        (
            Carriage(sent_on=day("03/06/2026"), received=True, whole=False),
            "waiting 17 ngày +unsent",
        ),
        (ABOVE, "waiting 15 ngày"),
    ],
)
def test_what_no_one_has_answered(carriage: Carriage, line: str) -> None:
    assert picture(RAISED, carriage) == line


def test_what_the_commune_solves_itself_asks_nobody() -> None:
    own = replace(RAISED, level=Level.OWN)
    assert [picture(own, each) for each in (AT_HOME, ABOVE)] == ["own", "own"]


def test_an_answer_a_question_and_a_forwarding() -> None:
    kinds = (AnswerKind.ANSWER, AnswerKind.ASK, AnswerKind.FORWARD)
    lines = [picture(answered(answer("10/06/2026", kind))) for kind in kinds]
    assert lines == ["answered", "asked", "forwarded 10 ngày"]


def test_who_says_more_waits_again_once_a_bundle_took_it() -> None:
    more = replace(WORDS, supplement="Cần loại 4 chân.")
    asked = answered(
        answer("10/06/2026", AnswerKind.ASK), words=more, supplemented_on=day("12/06/2026")
    )
    assert picture(asked, replace(AT_HOME, whole=False)) == "asked +unsent"
    assert picture(asked) == "waiting 8 ngày"
    assert picture(asked, ABOVE) == "waiting 8 ngày"


def test_an_answer_to_what_was_edited_meanwhile_says_so() -> None:
    edited = answered(answer("10/06/2026"), words=replace(WORDS, proposal="Cấp 80 que."))
    assert picture(edited) == "answered +edited"
    assert picture(answered(answer("10/06/2026", asked=None))) == "answered"


def test_two_answers_to_the_same_words_are_both_there() -> None:
    twice = answered(answer("10/06/2026"), answer("11/06/2026", id_="u"))
    assert picture(twice) == "answered +several"
    other = answered(answer("10/06/2026"), answer("11/06/2026", asked=Words("Khác"), id_="u"))
    assert picture(other) == "answered +edited"


def test_an_answer_to_what_is_removed_or_closed_is_not_lost() -> None:
    gone = answered(answer("10/06/2026"), removed=True)
    assert picture(gone) == "removed +removed"
    closed = answered(answer("15/06/2026"), closed_on=day("12/06/2026"), outcome="Đã mua.")
    assert picture(closed) == "closed +after_closing"


def test_words_are_kept_as_they_were_asked() -> None:
    assert Words.from_json(WORDS.to_json()) == WORDS
    assert [Words.from_json(each) for each in ("", "{}", "[1]", '"x"')] == [None] * 4


@given(st.builds(Words, *[st.text(max_size=30)] * 4))
def test_any_words_come_back(words: Words) -> None:
    assert Words.from_json(words.to_json()) == words


@given(st.dates(date(2026, 6, 1), date(2027, 6, 1)))
def test_days_are_never_fewer_than_none(today: date) -> None:
    found = difficulty_standing(RAISED, Carriage(sent_on=day("01/01/2027")), today)
    assert found.days is not None
    assert found.days >= 0
