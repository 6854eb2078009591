"""Recognition through two real offices: from registration to withdrawal, told as commands."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.criteria import Outcome, answer
from sachmatuy_desktop.domain.recognition import (
    Decision,
    Opinion,
    Place,
    Ruling,
    State,
    Status,
    StepTaken,
    Verdict,
    in_force,
)
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.errors import BadInput, Conflict, NotAllowed
from sachmatuy_desktop.packs.library import load_packs, packs_folder
from sachmatuy_desktop.services import criteria
from sachmatuy_desktop.services.bus import execute
from sachmatuy_desktop.services.criteria import assess, choosing, recompute
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.recognition import (
    APPRAISALS,
    DECISIONS,
    STEPS,
    Decide,
    StopRecognition,
    TakeStep,
    WithdrawAnswer,
    WithdrawStep,
    cases,
    compared,
    processes_of,
)
from sachmatuy_desktop.storage.facts.offices import decisions_in_force
from tests.fact_cases import IA_HDRAI, Commune, attest, drug_free_commune
from tests.offices import (
    CHEAP,
    IA_DOM,
    PASSPHRASE,
    TestClock,
    add_household,
    edit,
    new_office,
    remove,
    row,
)
from tests.services.recognition_roads import (
    PLAN,
    YEARLY,
    Road,
    appraise,
    begin,
    decide,
    picture,
    read,
    signed,
    stands,
    take,
)
from tests.sync.test_two_offices import carry, introduce, trust

DISTRICT = "huyen-618@1"
Q28_FREE = "q28-2025/commune-drug-free"
Q28_CLASS = "q28-2025/commune-class"


@pytest.fixture
def road(tmp_path: Path) -> Road:
    """A commune that meets everything, and the office above."""
    clock = TestClock()
    drug_free_commune(tmp_path / "xã").office.close()
    commune = unlock(tmp_path / "xã", "an", PASSPHRASE, clock.clock, CHEAP)
    above = new_office(tmp_path / "trên", DISTRICT, kind="receiving", clock=clock)
    introduce(commune, above)
    return Road(commune, above, clock, tmp_path)


def asked(road: Road, day: str = "2026-03-02") -> str:
    """A commune that has asked for recognition; the request is above."""
    recognition = begin(road.commune)
    take(road.commune, recognition, "baseline", "2026-01-05")
    take(road.commune, recognition, "self-assessment", day)
    take(road.commune, recognition, "review", day, "02/BB-UBND")
    take(road.commune, recognition, "request", day, "03/TTr-UBND")
    road.up()
    return recognition


def returning(*criteria: str) -> tuple[Opinion, ...]:
    """These criteria are returned, each with its reason."""
    return tuple(
        Opinion(IA_HDRAI, each, agrees=False, reason=f"Bổ sung {each}") for each in criteria
    )


# -- the whole journey -----------------------------------------------------------------------------


def test_from_registration_to_withdrawal(road: Road) -> None:
    commune, above = road.commune, road.above
    recognition = asked(road)
    assert picture(stands(commune, recognition)) == (
        "register ■ | baseline ■ | self-assessment ■ | review ■ | request ■ | appraisal ▶ | "
        "decision · | announcement · | maintenance · | confirmation ·"
    )
    assert stands(above, recognition).ball is Place.RECEIVING

    # Two criteria come back, with reasons; the ladder of the commune opens again.
    returned = returning("IAH.e", "IAH.f")
    appraise(above, recognition, Verdict.RETURN, "2026-03-02", opinions=returned)
    road.down()
    now = stands(commune, recognition)
    assert now.status is Status.RETURNED
    assert now.answer is not None
    assert [each.reason for each in now.answer.returned] == ["Bổ sung IAH.e", "Bổ sung IAH.f"]
    assert picture(now).startswith(
        "register ■ | baseline ■ | self-assessment ▶ | review ■ | request · | appraisal ·"
    )
    assert now.rung("self-assessment").again

    road.on("2026-03-10")
    take(commune, recognition, "self-assessment", "2026-03-10")
    take(commune, recognition, "request", "2026-03-10", "05/TTr-UBND")
    road.up()
    appraise(above, recognition, Verdict.ACCEPT, "2026-03-10")
    decide(
        above,
        recognition,
        Ruling.RECOGNISE,
        "2026-03-10",
        certificate="07/GCN",
        until=date(2028, 1, 31),
    )
    road.down()
    now = stands(commune, recognition)
    assert (now.status, now.ball) == (Status.RECOGNISED, Place.COMMUNE)
    assert now.decision is not None
    assert (now.decision.certificate, now.decision.packs) == ("07/GCN", (IA_HDRAI,))
    take(commune, recognition, "announcement", "2026-03-10")

    # A year later: the maintenance of 2027 opens when the reporting year 2027 is over.
    kept_up = stands(commune, recognition).rung("maintenance")
    assert (kept_up.state, kept_up.year) == (State.NOT_YET, 2027)
    assert (kept_up.opens, kept_up.due) == (date(2027, 12, 15), date(2027, 12, 31))
    with pytest.raises(Conflict, match="15/12/2027"):
        take(commune, recognition, "maintenance", "2026-03-10")
    road.on("2027-12-20")
    take(commune, recognition, "maintenance", "2027-12-20")
    road.up()
    decide(
        above,
        recognition,
        Ruling.MAINTAIN,
        "2027-12-20",
        number="9/QĐ-UBND",
        until=date(2029, 1, 31),
    )
    road.down()
    now = stands(commune, recognition)
    assert now.rung("maintenance").year == 2028
    assert [type(each) for each in now.rung("maintenance").rows] == [StepTaken]

    road.on("2028-05-02")
    with pytest.raises(BadInput, match="lý do thu hồi"):
        decide(above, recognition, Ruling.WITHDRAW, "2028-05-02")
    decide(above, recognition, Ruling.WITHDRAW, "2028-05-02", why="Phát sinh tụ điểm")
    road.down()
    now = stands(commune, recognition)
    assert (now.status, now.ball) == (Status.WITHDRAWN, None)
    assert now.decision is not None
    assert now.decision.why == "Phát sinh tụ điểm"
    assert now.next == ()


def test_each_office_keeps_to_its_own_steps(road: Road) -> None:
    recognition = asked(road)
    with pytest.raises(NotAllowed, match="do xã làm"):
        take(road.above, recognition, "announcement", "2026-03-02")
    with pytest.raises(NotAllowed, match="cơ quan tiếp nhận"):
        appraise(road.commune, recognition, Verdict.ACCEPT, "2026-03-02")
    with pytest.raises(NotAllowed, match="cơ quan tiếp nhận"):
        decide(road.commune, recognition, Ruling.RECOGNISE, "2026-03-02")
    with pytest.raises(Conflict):
        decide(road.above, recognition, Ruling.RECOGNISE, "2026-03-02")


def test_an_answer_needs_its_reasons(road: Road) -> None:
    recognition = asked(road)
    bad = Opinion(IA_HDRAI, "IAH.e", agrees=False)
    for verdict, opinions, said in (
        (Verdict.RETURN, (), "ít nhất một tiêu chí"),
        (Verdict.RETURN, (bad,), "lý do cho từng tiêu chí"),
        (Verdict.ACCEPT, returning("IAH.e"), "không chấp nhận được"),
        (Verdict.REJECT, (), "lý do không chấp nhận"),
        (Verdict.RETURN, (Opinion(IA_HDRAI, "IAH.z", agrees=False, reason="?"),), "không thuộc"),
    ):
        with pytest.raises(BadInput, match=said):
            appraise(road.above, recognition, verdict, "2026-03-02", opinions=opinions)
    appraise(road.above, recognition, Verdict.REJECT, "2026-03-02", reason="Chưa đủ điều kiện")
    road.down()
    assert stands(road.commune, recognition).status is Status.REJECTED
    again = begin(road.commune)
    assert again != recognition


def test_what_the_books_say_above_stands_beside_what_the_commune_kept(road: Road) -> None:
    recognition = asked(road)
    case = read(road.above, recognition)
    request = stands(road.above, recognition).request
    assert request is not None
    with road.above.store.reading() as connection:
        (same,) = compared(connection, road.above.session, case, request)
    assert same.same_text
    assert not same.differs
    assert [each.criterion for each in same.rows if each.differs] == []
    # A household is written in after the request: the books received now judge otherwise.
    village = road.commune.queries.ids("villages")[0]
    add_household(road.commune, village, "Chưa Ký")
    road.up()
    with road.above.store.reading() as connection:
        (other,) = compared(connection, road.above.session, case, request)
    assert (other.own.outcome, other.ours.outcome) == (Outcome.YES, Outcome.NO)
    (differing,) = [each for each in other.rows if each.differs]
    assert (differing.criterion, differing.own.denominator, differing.ours.denominator) == (
        "IAH.e",
        1,
        2,
    )


# -- what is frozen --------------------------------------------------------------------------------


def kept_of(office: Office, recognition: str, step: str, pack: str) -> str:
    row_of = stands(office, recognition).rung(step).stands
    assert isinstance(row_of, StepTaken)
    record = row_of.kept.assessments[pack]
    return str(row(office, "assessments", record)["frozen"])


def test_a_frozen_step_recomputes_to_the_same_whatever_changes_after(
    road: Road, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recognition = asked(road)
    frozen = kept_of(road.commune, recognition, "request", IA_HDRAI)
    then = answer(recompute(frozen))
    for register in ("commitments", "tip_boxes", "attestations"):
        for record in road.commune.queries.ids(register):
            remove(road.commune, register, record)
    assert assess(road.commune, IA_HDRAI, date(2026, 3, 2)).outcome is Outcome.NO
    # The pack on disk becomes another one: no criterion of the old is left in it.
    shutil.copytree(packs_folder(), tmp_path / "packs")
    file = tmp_path / "packs" / f"{IA_HDRAI}.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("IAH.", "NEW."), encoding="utf-8")
    monkeypatch.setattr(choosing, "load_packs", lambda: load_packs(tmp_path / "packs"))
    criteria.program_library.cache_clear()
    try:
        assert criteria.program_library().rules(IA_HDRAI).criteria[0].id.startswith("NEW.")
        assert answer(recompute(frozen)) == then
        case, request = read(road.above, recognition), stands(road.above, recognition).request
        assert request is not None
        with road.above.store.reading() as connection:
            (beside,) = compared(connection, road.above.session, case, request)
        assert not beside.same_text
        assert {each.criterion[:3] for each in beside.rows} == {"IAH"}
    finally:
        criteria.program_library.cache_clear()


def test_the_readings_taken_are_frozen_with_the_step(road: Road) -> None:
    for record in road.commune.queries.ids("hotline_boards"):
        edit(road.commune, "hotline_boards", record, state="hong")
    recognition = begin(road.commune)
    take(road.commune, recognition, "baseline", "2026-01-05")
    readings = {IA_HDRAI: {"box_and_board": "tip_box_only"}}
    take(road.commune, recognition, "self-assessment", "2026-03-02", readings=readings)
    kept = recompute(kept_of(road.commune, recognition, "self-assessment", IA_HDRAI))
    assert (dict(kept.readings)["box_and_board"], kept.outcome) == ("tip_box_only", Outcome.YES)


def test_the_baseline_is_written_where_the_criteria_look_and_never_over_another(
    road: Road,
) -> None:
    (campaign,) = road.commune.queries.ids("campaigns")
    recognition = begin(road.commune)
    assert road.commune.queries.ids("campaigns") == [campaign]
    edit(road.commune, "campaigns", campaign, baseline_addicts=7)
    with pytest.raises(BadInput, match="7 / 1"):
        take(road.commune, recognition, "baseline", "2026-01-06")
    take(road.commune, recognition, "baseline", "2026-01-06", baseline="written")
    written = row(road.commune, "campaigns", campaign)
    assert (written["baseline_addicts"], written["baseline_users"]) == (7, None)
    taken = stands(road.commune, recognition).rung("baseline").stands
    assert isinstance(taken, StepTaken)
    assert taken.kept.counts == {"addicts": 7, "users": 1}
    road.commune.run(WithdrawStep(taken.id, "Kiểm lại sổ"))
    take(road.commune, recognition, "baseline", "2026-01-06", baseline="counted")
    written = row(road.commune, "campaigns", campaign)
    assert (written["baseline_addicts"], written["baseline_users"]) == (1, 1)


# -- order, papers, withdrawal ---------------------------------------------------------------------


def test_steps_are_taken_in_their_order_and_with_their_paper(road: Road) -> None:
    recognition = begin(road.commune)
    with pytest.raises(Conflict, match="Chốt số liệu ban đầu"):
        take(road.commune, recognition, "self-assessment", "2026-03-02")
    take(road.commune, recognition, "baseline", "2026-02-01")
    with pytest.raises(Conflict, match="đã làm"):
        take(road.commune, recognition, "baseline", "2026-02-01")
    with pytest.raises(BadInput, match="trước bước liền trước"):
        take(road.commune, recognition, "self-assessment", "2026-01-31")
    with pytest.raises(BadInput, match="tương lai"):
        take(road.commune, recognition, "self-assessment", "2026-03-03")
    take(road.commune, recognition, "self-assessment", "2026-03-02")
    with pytest.raises(BadInput, match="phải có văn bản"):
        take(road.commune, recognition, "review", "2026-03-02")
    with pytest.raises(BadInput, match="người làm"):
        road.commune.run(
            TakeStep(recognition=recognition, step="review", signed=signed("2026-03-02", who=" "))
        )
    assert stands(road.commune, recognition).rung("baseline").due == date(2026, 1, 12)


def test_a_step_is_withdrawn_by_an_act_that_loses_nothing(road: Road) -> None:
    commune = road.commune
    recognition = begin(commune)
    baseline = take(commune, recognition, "baseline", "2026-01-05")
    assessment = take(commune, recognition, "self-assessment", "2026-03-02")
    with pytest.raises(Conflict, match="Tự rà soát"):
        commune.run(WithdrawStep(baseline, "Sai"))
    with pytest.raises(BadInput, match="lý do"):
        commune.run(WithdrawStep(assessment, " "))
    commune.run(WithdrawStep(assessment, "Thiếu cam kết"))
    kept = row(commune, STEPS, assessment)
    assert (kept["deleted"], kept["withdrawn_why"]) == (0, "Thiếu cam kết")
    assert "assessments" in str(kept["frozen"])
    rung = stands(commune, recognition).rung("self-assessment")
    assert (rung.state, len(rung.rows)) == (State.NOW, 1)
    entry = commune.last_undoable()
    assert entry is None or not entry.act.startswith("recognition.")


def test_a_recognition_under_way_is_not_begun_twice_and_may_be_given_up(road: Road) -> None:
    recognition = begin(road.commune)
    with pytest.raises(Conflict, match="đang thực hiện"):
        begin(road.commune)
    road.commune.run(StopRecognition(recognition, "Đăng ký lại năm sau"))
    now = stands(road.commune, recognition)
    assert (now.status, now.ball, now.next) == (Status.STOPPED, None, ())
    begin(road.commune)


def test_two_pcs_that_take_one_step_keep_both_and_show_the_newest(
    road: Road, tmp_path: Path
) -> None:
    recognition = begin(road.commune)
    road.up()
    sister = new_office(tmp_path / "máy hai", clock=road.clock)
    for here, there in ((sister, road.commune), (road.commune, sister)):
        trust(here, there, "sister")
    carry(road.commune, sister, tmp_path / "sang máy hai.smt")
    take(sister, recognition, "baseline", "2026-01-06")
    take(road.commune, recognition, "baseline", "2026-01-05")
    carry(sister, road.commune, tmp_path / "về máy một.smt")
    now = stands(road.commune, recognition)
    rung = now.rung("baseline")
    days = [each.done_on.isoformat() for each in rung.rows if isinstance(each, StepTaken)]
    assert days == ["2026-01-06", "2026-01-05"]
    assert rung.stands == rung.rows[0]
    assert [(each.step, len(each.rows)) for each in now.twice] == [("baseline", 2)]


def test_an_answer_written_twice_is_taken_back_by_an_act_that_loses_nothing(road: Road) -> None:
    commune, above = road.commune, road.above
    recognition = asked(road)
    accepted = appraise(above, recognition, Verdict.ACCEPT, "2026-03-02")
    first = decide(above, recognition, Ruling.RECOGNISE, "2026-03-02", number="7/QĐ-UBND")
    second = written_again(above, first, number="8/QĐ-UBND", signed_on="2026-03-01")
    [pair] = stands(above, recognition).twice
    assert (pair.step, set(pair.rows)) == ("decision", {first, second})

    with pytest.raises(NotAllowed):
        commune.run(WithdrawAnswer(DECISIONS, second, "Ghi trùng"))
    with pytest.raises(BadInput, match="lý do"):
        above.run(WithdrawAnswer(DECISIONS, second, " "))
    with pytest.raises(Conflict, match="Hãy rút lại bước"):
        above.run(WithdrawAnswer(APPRAISALS, accepted, "Nhầm"))
    above.run(WithdrawAnswer(DECISIONS, second, "Ghi trùng ở hai máy"))
    with pytest.raises(Conflict, match="trước đó"):
        above.run(WithdrawAnswer(DECISIONS, second, "Ghi trùng"))
    road.down()
    for office in (above, commune):
        now = stands(office, recognition)
        assert now.twice == ()
        assert (now.status, now.decision.id if now.decision else "") == (Status.RECOGNISED, first)
        kept = {each.id: each for each in now.rung("decision").rows if isinstance(each, Decision)}
        assert kept[second].withdrawn_why == "Ghi trùng ở hai máy"
        assert kept[second].number == "8/QĐ-UBND"

    above.run(WithdrawAnswer(DECISIONS, first, "Chưa ký"))
    now = stands(above, recognition)
    assert (now.status, now.decision) == (Status.ACCEPTED, None)
    assert in_force(now.recognition.decisions, date(2026, 3, 2)) is None
    with above.store.reading() as connection:
        assert decisions_in_force(connection, IA_HDRAI, [IA_DOM], date(2026, 3, 2)) == {}
    above.run(WithdrawAnswer(APPRAISALS, accepted, "Nhầm"))
    assert stands(above, recognition).status is Status.REQUESTED


def test_a_return_that_was_followed_is_not_taken_back(road: Road) -> None:
    recognition = asked(road)
    returned = appraise(
        road.above, recognition, Verdict.RETURN, "2026-03-02", opinions=returning("IAH.e")
    )
    road.down()
    take(road.commune, recognition, "self-assessment", "2026-03-02")
    road.up()
    with pytest.raises(Conflict, match="Tự rà soát"):
        road.above.run(WithdrawAnswer(APPRAISALS, returned, "Nhầm"))


def written_again(office: Office, record: str, **other: str) -> str:
    """The same decision as another PC of the office wrote it, once the books have met."""
    whole = row(office, DECISIONS, record)
    wanted = {each.name for each in REGISTERS[DECISIONS].fields}
    with office.store.begin(Act("recognition.decide", "hai")) as work:
        values = {name: value for name, value in whole.items() if name in wanted}
        made = work.insert(DECISIONS, {**values, **other}, unit=str(whole["unit_id"]))
        work.commit()
    return made


# -- the official yearly review --------------------------------------------------------------------


def yearly(road: Road) -> str:
    """The review of the year 2026, begun after its end."""
    road.on("2026-12-15")
    return begin(road.commune, "2026-12-15", process=YEARLY, pack="")


def test_the_yearly_review_keeps_to_its_window(road: Road) -> None:
    road.on("2026-12-10")
    recognition = begin(road.commune, "2026-12-10", process=YEARLY, pack="")
    rung = stands(road.commune, recognition).rung("self-assessment")
    assert (rung.state, rung.opens, rung.due) == (
        State.NOT_YET,
        date(2026, 12, 15),
        date(2026, 12, 19),
    )
    with pytest.raises(Conflict, match="15/12/2026"):
        take(road.commune, recognition, "self-assessment", "2026-12-10")
    road.on("2026-12-20")
    now = stands(road.commune, recognition)
    assert [each.step.id for each in now.late] == [
        "self-assessment",
        "request",
        "appraisal",
        "decision",
    ]
    assert now.rung("ministry").due == date(2026, 12, 29)


def exempt_commune(road: Road) -> None:
    """Its only people on a list are those Điều 6 leaves out; the rate is above nought."""
    commune = Commune(road.commune)
    (settings,) = road.commune.queries.ids("settings")
    edit(road.commune, "settings", settings, on_key_route=0)
    for record in road.commune.queries.ids("episodes"):
        if row(road.commune, "episodes", record)["category"] == "sdtp":
            edit(road.commune, "episodes", record, until_date="2026-06-02")
    commune.add("populations", as_of="2026-12-14", households=900, people=3000, basis="Sổ cư trú")
    for item in ATTESTED_NATIONALLY:
        attest(commune, item, pack=Q28_FREE, signed_on="2026-12-14")


ATTESTED_NATIONALLY = tuple(each.id for each in load_packs().rules(Q28_FREE).attestations)


def test_two_results_at_once_are_put_before_an_official_and_never_decided_silently(
    road: Road,
) -> None:
    recognition = yearly(road)
    exempt_commune(road)
    assert assess(road.commune, Q28_FREE, date(2026, 12, 14)).outcome is Outcome.YES
    assert assess(road.commune, Q28_CLASS, date(2026, 12, 14)).class_id == "III"
    with pytest.raises(BadInput, match="hai kết quả"):
        take(road.commune, recognition, "self-assessment", "2026-12-15")
    with pytest.raises(BadInput, match="lý do chọn"):
        take(road.commune, recognition, "self-assessment", "2026-12-15", choice="drug_free")
    chosen = {"choice": "drug_free", "choice_why": "Điều 6 trừ người cai tại nhà"}
    with pytest.raises(BadInput, match="người chọn"):
        take(road.commune, recognition, "self-assessment", "2026-12-15", **chosen)
    chosen["choice_by"] = "Vũ Thị Hoa"
    take(road.commune, recognition, "self-assessment", "2026-12-15", **chosen)
    take(road.commune, recognition, "request", "2026-12-15", "90/BC-UBND")
    for step in ("self-assessment", "request"):
        taken = stands(road.commune, recognition).rung(step).stands
        assert isinstance(taken, StepTaken)
        assert (taken.choice, taken.choice_by) == ("drug_free", "Vũ Thị Hoa")
        assert set(taken.kept.assessments) == {Q28_FREE, Q28_CLASS}
        assert taken.as_of == date(2026, 12, 14)
    road.up()
    appraise(road.above, recognition, Verdict.ACCEPT, "2026-12-15")
    decision = decide(road.above, recognition, Ruling.RECOGNISE, "2026-12-15")
    assert row(road.above, "recognition_decisions", decision)["packs"] == Q28_FREE


def test_a_unit_approved_with_a_class_is_not_recognised_by_any_pack(road: Road) -> None:
    recognition = yearly(road)
    exempt_commune(road)
    chosen = {"choice": "class", "choice_why": "Công an tỉnh hướng dẫn", "choice_by": "Vũ Thị Hoa"}
    take(road.commune, recognition, "self-assessment", "2026-12-15", **chosen)
    take(road.commune, recognition, "request", "2026-12-15", "90/BC-UBND")
    road.up()
    appraise(road.above, recognition, Verdict.ACCEPT, "2026-12-15")
    decision = decide(
        road.above, recognition, Ruling.RECOGNISE, "2026-12-15", result="Trọng điểm loại III"
    )
    kept = row(road.above, "recognition_decisions", decision)
    assert (kept["packs"], kept["result"]) == (None, "Trọng điểm loại III")


# -- who may ---------------------------------------------------------------------------------------


def test_the_processes_of_an_office_are_those_of_its_packs(road: Road) -> None:
    assert [each.id for each in processes_of(road.commune)] == [PLAN, YEARLY]
    with pytest.raises(BadInput, match="bộ tiêu chí"):
        begin(road.commune, pack=Q28_FREE)


def test_only_accounts_that_keep_the_criteria_take_steps(road: Road) -> None:
    recognition = begin(road.commune)
    for role_id in ("village", "chair", "viewer", "social"):
        seat = replace(road.commune.session, role=role(role_id))
        step = TakeStep(recognition=recognition, step="baseline", signed=signed("2026-01-05"))
        for command in (step, StopRecognition(recognition, "Thôi")):
            with pytest.raises(NotAllowed):
                execute(command, seat)
    clerk = replace(road.commune.session, role=role("clerk"))
    execute(TakeStep(recognition=recognition, step="baseline", signed=signed("2026-01-05")), clerk)
    above = replace(road.above.session, role=role("clerk"))
    decision = Decide(
        recognition=recognition,
        ruling=Ruling.RECOGNISE,
        number="1/QĐ",
        signed_on=date(2026, 3, 2),
        signer="Lê Văn Tỉnh",
        position="Chủ tịch",
    )
    with pytest.raises(NotAllowed):
        execute(decision, above)


def test_the_programme_is_called_as_it_was_registered(road: Road) -> None:
    (campaign,) = road.commune.queries.ids("campaigns")
    edit(road.commune, "campaigns", campaign, name="Xã biên giới sạch ma túy")
    recognition = begin(road.commune)
    assert read(road.commune, recognition).recognition.programme == "Xã biên giới sạch ma túy"


def test_a_decision_needs_number_signer_and_office(road: Road) -> None:
    recognition = asked(road)
    appraise(road.above, recognition, Verdict.ACCEPT, "2026-03-02")
    whole = {
        "recognition": recognition,
        "ruling": Ruling.RECOGNISE,
        "number": "1/QĐ",
        "signed_on": date(2026, 3, 2),
        "signer": "Lê Văn Tỉnh",
        "position": "Chủ tịch",
    }
    for lacking in ("number", "signer", "position"):
        with pytest.raises(BadInput):
            road.above.run(Decide(**{**whole, lacking: " "}))  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="hết giá trị"):
        road.above.run(Decide(**{**whole, "until": date(2026, 3, 1)}))  # type: ignore[arg-type]
    assert cases(road.above.queries)[0].recognition.decisions == ()
