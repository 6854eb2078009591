"""Where a recognition stands on a day, drawn as pictures of its ladder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from sachmatuy_desktop.domain.recognition import (
    Appraisal,
    Decision,
    Kept,
    Opinion,
    Place,
    Recognition,
    Ruling,
    State,
    Status,
    StepTaken,
    Timing,
    Verdict,
    in_force,
    opinions_from_json,
    opinions_to_json,
    standing,
)
from sachmatuy_desktop.errors import NotFound, Refused
from sachmatuy_desktop.packs.recognition import process_named
from tests.services.recognition_roads import picture

PLAN = process_named("chuong-trinh")
YEARLY = process_named("ra-soat-nam")
SHORT = {
    "register": "r",
    "baseline": "b",
    "self-assessment": "s",
    "review": "v",
    "request": "q",
}


def day(text: str) -> date:
    """ "05/01" of 2026 as a day; a year may follow."""
    parts = [int(each) for each in text.split("/")]
    return date(parts[2] if len(parts) > 2 else 2026, parts[1], parts[0])


def step(name: str, on: str, round_: int = 1, **more: object) -> StepTaken:
    """A step taken, named by itself."""
    taken = StepTaken(f"{name}-{on}-{round_}", name, day(on), "Chủ", "Chủ tịch", round=round_)
    return replace(taken, **more)  # type: ignore[arg-type]


def answered(verdict: Verdict, on: str, request: StepTaken) -> Appraisal:
    """An answer to a request."""
    return Appraisal(f"a-{on}", request.id, verdict, day(on), "Thẩm", "Cán bộ", round=request.round)


def decided(ruling: Ruling, on: str, **more: object) -> Decision:
    """A decision."""
    return replace(Decision(f"d-{on}", ruling, "1/QĐ", day(on), "Tỉnh"), **more)  # type: ignore[arg-type]


def way(*rows: StepTaken | Appraisal | Decision, **more: object) -> Recognition:
    """A recognition by the plan with these rows."""
    made = Recognition(
        "w",
        "xa-1@1",
        "chuong-trinh",
        ("p",),
        2026,
        day("05/01"),
        steps=tuple(each for each in rows if isinstance(each, StepTaken)),
        appraisals=tuple(each for each in rows if isinstance(each, Appraisal)),
        decisions=tuple(each for each in rows if isinstance(each, Decision)),
    )
    return replace(made, **more)  # type: ignore[arg-type]


REGISTER, BASELINE = step("register", "05/01"), step("baseline", "06/01")
ASSESSED, REVIEWED = step("self-assessment", "01/03"), step("review", "02/03")
REQUEST = step("request", "03/03")
FIRST_ROUND = (REGISTER, BASELINE, ASSESSED, REVIEWED, REQUEST)
RETURNED = answered(Verdict.RETURN, "10/03", REQUEST)
ASKED_AGAIN = step("request", "20/03", 2)
ACCEPTED = answered(Verdict.ACCEPT, "10/03", REQUEST)
GRANTED = decided(Ruling.RECOGNISE, "15/03", until=day("14/12/2027"))

PICTURES = [
    ("nothing", (), "01/02", "▶·········", Status.BEGUN, Place.COMMUNE),
    ("registered", (REGISTER,), "06/01", "■▶········", Status.BEGUN, Place.COMMUNE),
    ("late", (REGISTER,), "13/01", "■▶!········", Status.BEGUN, Place.COMMUNE),
    ("assessed", FIRST_ROUND[:3], "01/03", "■■■▶······", Status.BEGUN, Place.COMMUNE),
    ("asked", FIRST_ROUND, "04/03", "■■■■■▶····", Status.REQUESTED, Place.RECEIVING),
    ("asked long ago", FIRST_ROUND, "19/03", "■■■■■▶!····", Status.REQUESTED, Place.RECEIVING),
    ("returned", (*FIRST_ROUND, RETURNED), "11/03", "■■▶■······", Status.RETURNED, Place.COMMUNE),
    (
        "asked again",
        (*FIRST_ROUND, RETURNED, step("self-assessment", "19/03", 2), ASKED_AGAIN),
        "21/03",
        "■■■■■▶····",
        Status.REQUESTED,
        Place.RECEIVING,
    ),
    ("accepted", (*FIRST_ROUND, ACCEPTED), "11/03", "■■■■■■▶···", Status.ACCEPTED, Place.RECEIVING),
    (
        "rejected",
        (*FIRST_ROUND, answered(Verdict.REJECT, "10/03", REQUEST)),
        "11/03",
        "■■■■■■····",
        Status.REJECTED,
        None,
    ),
    (
        "recognised",
        (*FIRST_ROUND, ACCEPTED, GRANTED),
        "16/03",
        "■■■■■■■▶◷·",
        Status.RECOGNISED,
        Place.COMMUNE,
    ),
    (
        "to be kept up",
        (*FIRST_ROUND, ACCEPTED, GRANTED, step("announcement", "20/03")),
        "15/12/2027",
        "■■■■■■■■▶·",
        Status.LAPSED,
        Place.COMMUNE,
    ),
    (
        "withdrawn",
        (*FIRST_ROUND, ACCEPTED, GRANTED, decided(Ruling.WITHDRAW, "01/06")),
        "02/06",
        "■■■■■■■···",
        Status.WITHDRAWN,
        None,
    ),
]


@pytest.mark.parametrize(
    ("rows", "on", "drawn", "status", "ball"),
    [pytest.param(*rest, id=name) for name, *rest in PICTURES],
)
def test_a_ladder(
    rows: tuple[StepTaken | Appraisal | Decision, ...],
    on: str,
    drawn: str,
    status: Status,
    ball: Place | None,
) -> None:
    found = standing(PLAN, way(*rows), day(on))
    marks = "".join(each.rsplit(" ", 1)[1] for each in picture(found).split(" | "))
    assert (marks, found.status, found.ball) == (drawn, status, ball)


def test_the_order_in_which_rows_came_changes_nothing() -> None:
    rows: list[StepTaken | Appraisal | Decision] = [*FIRST_ROUND, RETURNED, ASKED_AGAIN]
    rows += [step("self-assessment", "19/03", 2), step("baseline", "08/01")]
    rows += [step("request", "20/03", 2, id="of another PC")]
    wanted = standing(PLAN, way(*rows), day("21/03"))
    dice = Random(7)  # noqa: S311  (the same shuffles every time)
    for _turn in range(50):
        dice.shuffle(rows)
        found = standing(PLAN, way(*rows), day("21/03"))
        assert (found.rungs, found.twice, found.ball) == (wanted.rungs, wanted.twice, wanted.ball)
    assert {each.step for each in wanted.twice} == {"baseline", "request"}


def test_a_withdrawn_request_lets_its_answer_count_for_nothing() -> None:
    taken_back = replace(REQUEST, withdrawn_on=day("09/03"), withdrawn_why="Nhầm")
    found = standing(PLAN, way(*FIRST_ROUND[:4], taken_back, RETURNED), day("11/03"))
    assert (found.round, found.status) == (1, Status.BEGUN)
    assert found.rung("request").state is State.NOW
    assert found.rung("appraisal").rows == (RETURNED,)


def test_a_step_two_pcs_took_is_a_finding_until_one_is_withdrawn() -> None:
    twice = (REGISTER, BASELINE, step("baseline", "08/01"))
    found = standing(PLAN, way(*twice), day("09/01"))
    assert found.rung("baseline").stands == twice[2]
    assert [(each.step, len(each.rows)) for each in found.twice] == [("baseline", 2)]
    settled = (*twice[:2], replace(twice[2], withdrawn_on=day("09/01")))
    assert standing(PLAN, way(*settled), day("09/01")).twice == ()


def test_the_target_day_makes_what_is_missing_late() -> None:
    late = standing(PLAN, way(REGISTER, BASELINE, target_on=day("30/06")), day("01/07"))
    assert [each.step.id for each in late.late] == ["self-assessment", "review", "request"]


def test_what_is_kept_up_year_by_year() -> None:
    kept = decided(Ruling.MAINTAIN, "20/12/2027", year=2027, until=day("14/12/2028"))
    rows = (*FIRST_ROUND, ACCEPTED, GRANTED, kept)
    now = standing(PLAN, way(*rows), day("21/12/2027"))
    assert (now.status, now.rung("maintenance").year) == (Status.RECOGNISED, 2028)
    assert standing(PLAN, way(*rows), day("15/12/2028")).status is Status.LAPSED


def test_a_unit_is_recognised_from_the_day_of_signing_to_the_last_day() -> None:
    assert in_force([GRANTED], day("14/03")) is None
    assert in_force([GRANTED], day("15/03")) == GRANTED
    assert in_force([GRANTED], day("14/12/2027")) == GRANTED
    assert in_force([GRANTED], day("15/12/2027")) is None
    gone = decided(Ruling.WITHDRAW, "01/06")
    assert in_force([gone, GRANTED], day("31/05")) == GRANTED
    assert in_force([gone, GRANTED], day("01/06")) is None


@pytest.mark.parametrize(
    ("opens", "first"), [("12-15", "15/12/2026"), ("01-10", "10/01/2027"), ("12-14", "14/12/2027")]
)
def test_days_of_a_year_are_those_after_its_end(opens: str, first: str) -> None:
    timing = Timing(opens=opens, before=opens)
    assert timing.first_day(2026) == day(first)
    assert timing.last_day(2026, {}) == day(first) - timedelta(days=1)


def test_a_question_arises_only_where_both_results_come_out() -> None:
    (asked,) = YEARLY.choices
    free, classed = YEARLY.packs
    for outcome, klass, arises in (
        ("yes", "III", True),
        ("no", "III", False),
        ("yes", "none", False),
    ):
        results = {free: frozenset({outcome}), classed: frozenset({"yes", klass})}
        assert asked.arises(results) is arises


def test_what_is_written_of_opinions_and_kept_results_reads_the_same() -> None:
    said = (Opinion("p", "a", agrees=True), Opinion("p", "b", agrees=False, reason="Thiếu"))
    assert opinions_from_json(opinions_to_json(said)) == said
    kept = Kept({"p": "0" * 32}, {"addicts": 3})
    assert Kept.from_json(kept.to_json()) == kept
    assert Kept.from_json(None) == Kept()
    for broken in ("{", '{"format": 9}', "[]"):
        with pytest.raises(Refused):
            Kept.from_json(broken)
    with pytest.raises(NotFound):
        PLAN.step("none")
