"""The pure half of a forecast: stretches, what stands open, what acts would change, other days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sachmatuy_desktop.domain.criteria import Attestation, Fact, FactRecord, Status, evaluate
from sachmatuy_desktop.domain.criteria.acts import Books, Ending, done, needs
from sachmatuy_desktop.domain.criteria.forecast import (
    EventKind,
    events,
    forecast,
    offered_days,
    open_criteria,
)
from sachmatuy_desktop.packs.acts import act_rules
from sachmatuy_desktop.packs.library import load_packs

PACK = load_packs().rules("ia-hdrai-2024/commune-drug-free")
HOT = load_packs().rules("q28-2025/commune-class")
TODAY, DAY = date(2026, 3, 2), date(2026, 6, 30)
READINGS = {each.id: each.default for each in PACK.readings}


def record(name: str) -> FactRecord:
    return FactRecord("people", name)


def figures(**changed: Fact) -> dict[str, Fact]:
    """A commune of two households and a village, where all is well and nobody is on a list."""
    well = {each.name: Fact(each.name, 0) for each in PACK.facts}
    for name in ("households", "households_committed"):
        well[name] = Fact(name, 2)
    for name in ("villages", "villages_with_tip_box", "villages_with_hotline_board"):
        well[name] = Fact(name, 1)
    well["active_models"] = Fact("active_models", 1)
    return {**well, **changed}


def signed(on: date = DAY, *, value: bool = True) -> dict[str, Attestation]:
    return {
        terms.id: Attestation(terms.id, value, "Vũ Thị Hoa", "", on, "1/BC")
        for terms in PACK.attestations
    }


def books(
    facts: dict[str, Fact],
    given: dict[str, Attestation] | None = None,
    endings: tuple[Ending, ...] = (),
    today: dict[str, Fact] | None = None,
) -> Books:
    attestations = signed() if given is None else given
    return Books(DAY, TODAY, facts, facts, today or figures(), attestations, endings)


def ending(person: str, end: date, state: str = "SDTP") -> Ending:
    return Ending(person, state, "Quản lý", end, "T12", "Chấm dứt", "Trưởng Công an", "Điều 24")


def statuses(known: Books) -> dict[str, Status]:
    """How the criteria stand when everything needed is done."""
    rules = act_rules()
    facts, given = done(PACK, known, needs(PACK, READINGS, known, rules), rules)
    found = evaluate(PACK, facts, given, as_of=DAY)
    return {each.id: each.status for each in found.criteria}


def test_where_all_is_well_nothing_is_needed() -> None:
    assert needs(PACK, READINGS, books(figures()), act_rules()) == ()


def test_the_paper_that_ends_a_term_takes_one_person_out_and_leaves_the_others() -> None:
    lacking = (record("hết hạn"), record("chưa có hồ sơ"))
    known = books(
        figures(
            users_present=Fact("users_present", 5),
            users_present_with_file=Fact("users_present_with_file", 3, exceptions=lacking),
        ),
        endings=(ending("hết hạn", date(2026, 5, 1)), ending("còn hạn", date(2026, 9, 1))),
    )
    term, file = needs(PACK, READINGS, known, act_rules())
    assert (term.id, term.count, term.records) == ("T12", 1, ("hết hạn",))
    assert (file.id, file.count, file.records) == ("ho_so", 1, ("chưa có hồ sơ",))
    assert statuses(known)["IAH.d"] is Status.MET


def test_a_base_with_its_records_shrinks_with_the_term() -> None:
    people = (record("một"), record("hai"))
    facts = figures(
        users_present=Fact("users_present", 2, people),
        users_present_with_file=Fact("users_present_with_file", 1, exceptions=people[:1]),
    )
    known = books(facts, endings=(ending("một", date(2026, 5, 1)),))
    made, _given = done(PACK, known, (), act_rules())
    by_name = {each.name: each.value for each in made}
    assert (by_name["users_present"], by_name["users_present_with_file"]) == (1, 1)
    assert statuses(known)["IAH.d"] is Status.MET


def test_an_act_that_nothing_is_assumed_of_changes_nothing() -> None:
    known = books(figures(retailers=Fact("retailers", 1)))
    [need] = needs(PACK, READINGS, known, act_rules())
    assert (need.id, need.is_assumed) == ("ban_le", False)
    assert statuses(known)["IAH.a"] is Status.NOT_MET


def test_what_was_signed_long_ago_is_renewed_within_its_age() -> None:
    known = books(figures(), signed(TODAY))
    renewals = needs(PACK, READINGS, known, act_rules())
    assert {each.figure for each in renewals} >= {"no_suspicion", "hot_spot_review"}
    oldest = {terms.id: terms.max_age_days for terms in PACK.attestations}
    for each in renewals:
        assert each.first == max(TODAY, DAY - timedelta(days=oldest[each.figure]))
    assert set(statuses(known).values()) <= {Status.MET, Status.NOTHING_ARISEN}


def test_a_no_stays_a_no() -> None:
    known = books(figures(), signed(value=False))
    assert all(not each.is_assumed for each in needs(PACK, READINGS, known, act_rules()))
    assert statuses(known)["IAH.b"] is Status.NOT_MET


@pytest.mark.parametrize("missing", ["households", "villages", "active_models"])
def test_what_nobody_wrote_down_stays_unknown(missing: str) -> None:
    known = books(figures(**{missing: Fact(missing, None)}))
    [need] = needs(PACK, READINGS, known, act_rules())
    assert (need.id, need.is_assumed) == ("ghi_so", False)
    assert Status.UNKNOWN in statuses(known).values()


def test_equal_days_are_one_stretch() -> None:
    well = evaluate(PACK, figures().values(), signed().values(), as_of=TODAY)
    worse = figures(retailers=Fact("retailers", 1))
    ill = evaluate(PACK, worse.values(), signed().values(), as_of=DAY)
    days = [TODAY, date(2026, 4, 1), date(2026, 5, 1), DAY]
    found = forecast(PACK, dict(zip(days, (well, well, ill, ill), strict=True)), well, (), ())
    lane = found.lanes[0]
    assert [(each.since, each.until, each.status) for each in lane.stretches] == [
        (TODAY, date(2026, 4, 30), Status.MET),
        (date(2026, 5, 1), DAY, Status.NOT_MET),
    ]
    assert (found.then_open, found.after_open) == (("IAH.a",), ())
    assert all(len(each.stretches) == 1 for each in found.lanes[1:])


def test_in_a_pack_about_hot_spots_reaching_is_what_stands_open() -> None:
    known = {each.name: Fact(each.name, 0) for each in HOT.facts}
    known |= {
        "population": Fact("population", 10_000),
        "on_key_route": Fact("on_key_route", value=False),
    }
    calm = evaluate(HOT, known.values(), (), as_of=TODAY)
    assert open_criteria(HOT, calm) == ()
    known["managed_people"] = Fact("managed_people", 60)
    assert open_criteria(HOT, evaluate(HOT, known.values(), (), as_of=TODAY)) == ("Q28.4.a",)


def test_what_happens_is_told_on_its_day() -> None:
    judged = {
        day: evaluate(PACK, figures().values(), signed(TODAY).values(), as_of=day)
        for day in (TODAY, DAY)
    }
    terms = (ending("một", date(2026, 5, 1)), ending("hai", date(2026, 1, 5)))
    told = events(PACK, judged, terms, act_rules().moments, {})
    by_kind = {kind: [each for each in told if each.kind is kind] for kind in EventKind}
    over, coming = sorted(by_kind[EventKind.TERM], key=lambda each: each.day)
    assert (over.day, coming.day) == (TODAY, date(2026, 5, 1))
    assert "đã quá hạn" in over.says
    assert {each.day for each in by_kind[EventKind.ATTESTATION]} == {TODAY + timedelta(days=91)}
    assert by_kind[EventKind.CALENDAR] == []


def test_days_offered_come_of_the_books() -> None:
    now = evaluate(PACK, figures().values(), signed(TODAY).values(), as_of=TODAY)
    furthest = date(2027, 3, 1)
    terms = (ending("một", date(2026, 8, 1)), ending("hai", date(2029, 1, 1)))
    offered = offered_days(PACK, now, DAY, terms, act_rules().moments, furthest)
    assert list(offered) == [date(2026, 4, 1), DAY, date(2026, 8, 2)]
    assert len(offered_days(PACK, now, DAY, (), act_rules().moments, furthest)) == 3
    cut_off = offered_days(HOT, now, DAY, (), act_rules().moments, furthest)
    assert date(2026, 12, 14) in cut_off
