"""An office assessed by its packs, one blocker at a time; results kept for ever."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.criteria import Assessment, CriterionResult, Outcome, Status, answer
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.errors import BadInput, NotAllowed, NotFound, Refused
from sachmatuy_desktop.paths import resources_folder
from sachmatuy_desktop.services.bus import Session, execute
from sachmatuy_desktop.services.criteria import (
    Door,
    KeepAssessment,
    assess,
    assess_villages,
    doors,
    library,
    packs_of,
    program_library,
    recompute,
)
from sachmatuy_desktop.services.office import Office
from tests.fact_cases import (
    DAY,
    IA_HDRAI,
    Commune,
    attest,
    drug_free_commune,
    new_commune,
)
from tests.offices import add_household, add_person, add_village, edit, new_office, remove, row

Q28_FREE = "q28-2025/commune-drug-free"
Q28_CLASS = "q28-2025/commune-class"
LANG_CHANH = "lang-chanh-2023/neighbourhood"
NT_FREE = "ninh-thuan-2024/commune-drug-free"


@pytest.fixture
def commune(tmp_path: Path) -> Commune:
    return drug_free_commune(tmp_path / "office")


def criterion(found: Assessment, wanted: str) -> CriterionResult:
    return next(each for each in found.criteria if each.id == wanted)


def open_marks(found: Assessment) -> str:
    """The letters of the criteria that are not met: `"ce"`."""
    shut = (Status.MET, Status.NOTHING_ARISEN)
    return "".join(each.id[-1] for each in found.criteria if each.status not in shut)


# -- the plan of Ia H'Drai -------------------------------------------------------------------------


def test_a_commune_that_meets_everything(commune: Commune) -> None:
    found = assess(commune.office, IA_HDRAI, DAY)
    assert found.outcome is Outcome.YES
    assert {each.status for each in found.criteria} == {Status.MET}
    assert found.warnings == ()
    assert (criterion(found, "IAH.e").numerator, criterion(found, "IAH.e").denominator) == (1, 1)


def _only(commune: Commune, register: str) -> str:
    return commune.office.queries.ids(register)[0]


def _hotspot(kind: str) -> Callable[[Commune], object]:
    return lambda commune: commune.add(
        "hotspots", kind=kind, village=_only(commune, "villages"), detected_on="2026-03-01"
    )


def _forget(register: str) -> Callable[[Commune], object]:
    return lambda commune: remove(commune.office, register, _only(commune, register))


def _denied(item: str) -> Callable[[Commune], object]:
    return lambda commune: attest(commune, item, "khong", signed_on="2026-02-25")


def _edit(register: str, **values: Value) -> Callable[[Commune], object]:
    return lambda commune: edit(commune.office, register, _only(commune, register), **values)


BLOCKERS: list[tuple[str, Callable[[Commune], object], str, str | None]] = [
    ("tụ điểm", _hotspot("tu_diem"), "a", "hotspots"),
    ("điểm phức tạp", _hotspot("diem_phuc_tap"), "a", "hotspots"),
    ("người bán lẻ", _hotspot("ban_le"), "a", "hotspots"),
    ("điểm tổ chức sử dụng", _hotspot("diem_to_chuc"), "a", "hotspots"),
    ("Công an không xác nhận a", _denied("hot_spot_review"), "a", None),
    ("Công an không xác nhận b", _denied("no_suspicion"), "b", None),
    ("người nghiện không hồ sơ", lambda c: c.on_list("nghien"), "c", "people"),
    ("sau cai không hồ sơ", lambda c: c.on_list("sau_cai"), "c", "people"),
    ("bỏ cai", _edit("treatments", state="bo", until_date="2026-02-01"), "c", "people"),
    ("người sử dụng không hồ sơ", lambda c: c.on_list("sdtp", "2026-03-01"), "d", "people"),
    ("Công an không xác nhận d", _denied("close_supervision"), "d", None),
    (
        "hộ chưa ký",
        lambda c: add_household(c.office, _only(c, "villages"), "Chưa Ký"),
        "e",
        "households",
    ),
    ("bảng hỏng", _edit("hotline_boards", state="hong"), "f", "villages"),
    ("thôn mới chưa có gì", lambda c: add_village(c.office, "Thôn 2"), "f", "villages"),
    ("mô hình ngừng", _edit("models", state="ngung", state_from="2026-02-01"), "g", "models"),
    ("mô hình không sinh hoạt", _forget("activities"), "g", "models"),
    ("mô hình không hiệu quả", _denied("model_effective"), "g", None),
]


@pytest.mark.parametrize(
    ("block", "letter", "register"),
    [pytest.param(*rest, id=name) for name, *rest in BLOCKERS],
)
def test_one_blocker_opens_one_criterion(
    commune: Commune, block: Callable[[Commune], object], letter: str, register: str | None
) -> None:
    block(commune)
    found = assess(commune.office, IA_HDRAI, DAY)
    assert (found.outcome, open_marks(found)) == (Outcome.NO, letter)
    blocking = criterion(found, f"IAH.{letter}").blocking
    assert {each.kind for each in blocking} == ({register} if register else set())
    for record in blocking:
        assert row(commune.office, record.kind, record.id)["id"] == record.id


def test_the_day_decides(commune: Commune) -> None:
    _hotspot("tu_diem")(commune)
    assert assess(commune.office, IA_HDRAI, date(2026, 2, 28)).outcome is Outcome.YES
    assert assess(commune.office, IA_HDRAI, date(2026, 3, 1)).outcome is Outcome.NO


def test_an_office_just_founded_passes_nothing_by_being_empty(tmp_path: Path) -> None:
    office = new_commune(tmp_path / "office").office
    found = assess(office, IA_HDRAI, DAY)
    assert found.outcome is Outcome.NO
    assert criterion(found, "IAH.e").status is Status.UNKNOWN
    assert criterion(found, "IAH.f").status is Status.UNKNOWN
    assert criterion(found, "IAH.b").status is Status.UNKNOWN
    assert criterion(found, "IAH.c").status is Status.NOTHING_ARISEN


def test_the_newest_attestation_by_the_day_counts_and_grows_old(commune: Commune) -> None:
    _denied("no_suspicion")(commune)
    attest(commune, "no_suspicion", signed_on="2026-03-10")
    outcomes = [
        criterion(assess(commune.office, IA_HDRAI, day), "IAH.b").status
        for day in (
            date(2026, 2, 19),
            date(2026, 2, 24),
            date(2026, 2, 25),
            date(2026, 3, 10),
            date(2026, 6, 8),
            date(2026, 6, 9),
        )
    ]
    assert outcomes == [
        Status.UNKNOWN,
        Status.MET,
        Status.NOT_MET,
        Status.MET,
        Status.MET,
        Status.UNKNOWN,
    ]


def test_a_reading_changes_what_is_counted_and_what_is_judged(commune: Commune) -> None:
    _edit("treatments", state="dang_lap_ho_so")(commune)
    stricter = {"treatment_file": "in_treatment"}
    assert assess(commune.office, IA_HDRAI, DAY).outcome is Outcome.YES
    assert open_marks(assess(commune.office, IA_HDRAI, DAY, readings=stricter)) == "c"
    _edit("hotline_boards", state="hong")(commune)
    boxes = {"box_and_board": "tip_box_only"}
    assert assess(commune.office, IA_HDRAI, DAY, readings=boxes).outcome is Outcome.YES
    with pytest.raises(BadInput):
        assess(commune.office, IA_HDRAI, DAY, readings={"no_such": "reading"})
    with pytest.raises(NotFound):
        assess(commune.office, "no-such/pack", DAY)


# -- the national packs ----------------------------------------------------------------------------


def test_a_managed_user_keeps_a_commune_from_article_6_until_the_term_is_over(
    commune: Commune,
) -> None:
    found = criterion(assess(commune.office, Q28_FREE, DAY), "Q28.6.1")
    assert (found.status, found.numerator) == (Status.NOT_MET, 1)
    assert [each.label.split(",")[0] for each in found.blocking] == ["Phạm Văn Dừa"]
    assert found.blocking[0].clears_on == date(2026, 6, 2)
    attest(commune, "review", pack=Q28_FREE)
    exempted = {"managed_user": "exempt"}
    assert assess(commune.office, Q28_FREE, DAY, readings=exempted).outcome is Outcome.YES


def test_the_class_waits_for_the_population(commune: Commune) -> None:
    edit(commune.office, "settings", _only(commune, "settings"), on_key_route=1)
    _hotspot("diem_to_chuc")(commune)
    assert assess(commune.office, Q28_CLASS, DAY).class_id is None
    given: dict[str, Value] = {"as_of": "2026-03-01", "households": 900, "basis": "Sổ cư trú"}
    figures = commune.add("populations", people=3000, **given)
    assert assess(commune.office, Q28_CLASS, DAY).class_id == "III"
    edit(commune.office, "populations", figures, people=1500)
    assert assess(commune.office, Q28_CLASS, DAY).class_id == "II"


def test_the_class_of_another_pack_is_a_fact_of_ninh_thuan(commune: Commune) -> None:
    pack = "ninh-thuan-2024/commune-drug-free"
    assert criterion(assess(commune.office, pack, DAY), "NT.class").status is Status.UNKNOWN
    commune.add("populations", as_of="2026-03-01", households=900, people=3000, basis="Sổ cư trú")
    assert criterion(assess(commune.office, pack, DAY), "NT.class").status is Status.MET
    _hotspot("diem_phuc_tap")(commune)
    assert criterion(assess(commune.office, pack, DAY), "NT.class").status is Status.NOT_MET


def test_a_commune_with_only_exempt_people_is_class_three_and_drug_free_at_once(
    tmp_path: Path,
) -> None:
    """Q15: both packs are asked, both answers stand, and either may be chosen by a reading."""
    commune = new_commune(tmp_path / "exempt")
    edit(commune.office, "settings", _only(commune, "settings"), on_key_route=0)
    commune.add("populations", as_of="2026-03-01", households=900, people=3000, basis="Sổ cư trú")
    addict = commune.on_list("nghien", file_number="01/HS", file_date="2025-06-02")
    commune.treatment(addict, "thay_the")
    attest(commune, "review", pack=Q28_FREE)

    attest(commune, "review", pack=Q28_FREE)

    def results(**readings: str) -> tuple[str | None, Outcome]:
        classed = {name: value for name, value in readings.items() if value != "class_first"}
        freed = {name: value for name, value in readings.items() if value != "drug_free_first"}
        return (
            assess(commune.office, Q28_CLASS, DAY, readings=classed).class_id,
            assess(commune.office, Q28_FREE, DAY, readings=freed).outcome,
        )

    assert results() == ("III", Outcome.YES)
    assert results(both_results="drug_free_first") == ("none", Outcome.YES)
    assert results(both_results="class_first") == ("III", Outcome.NO)


def test_figures_closed_in_june_know_nothing_of_july(tmp_path: Path) -> None:
    """Contradiction 11 of Ninh Thuận: “thời điểm thống kê là ngày 14/6/2026”."""
    commune = new_commune(tmp_path / "june")
    commune.add("populations", as_of="2026-03-01", households=900, people=90_000, basis="Sổ cư trú")
    file: dict[str, Value] = {"file_number": "01/HS", "file_date": "2026-06-14"}
    commune.on_list("nghien", "2026-06-14", "Lê Văn Cam", **file)
    commune.on_list("nghien", "2026-06-15", "Phạm Văn Dừa", **file)
    pack, june = "ninh-thuan-2024/commune-class", {"cut_off_day": "june"}

    def people(day: date, readings: dict[str, str]) -> int | None:
        found = assess(commune.office, pack, day, readings=readings)
        return criterion(found, "NT.1.2.people").numerator

    december = date(2026, 12, 14)
    assert (people(december, {}), people(december, june)) == (2, 1)
    assert people(date(2026, 6, 13), june) == 0
    assert people(date(2027, 6, 14), june) == 2
    attest(commune, "no_suspicion", pack=NT_FREE, signed_on="2026-12-01")
    attested = assess(commune.office, NT_FREE, december, readings=june)
    assert criterion(attested, "NT.7").status is Status.MET
    said = assess(commune.office, pack, date(2026, 6, 14), readings=june).warnings
    assert not any("tạm tính" in warning for warning in said)
    said = assess(commune.office, pack, december, readings=june).warnings
    assert any("chốt ngày 14/6" in warning for warning in said)


def test_the_packs_of_an_office(commune: Commune, tmp_path: Path) -> None:
    national = [Q28_CLASS, Q28_FREE]
    assert [pack.id for pack in packs_of(commune.office)] == [IA_HDRAI, *national]
    commune.add("campaigns", pack=LANG_CHANH, registered_on="2026-02-01")
    commune.add("campaigns", pack="kon-tum-2024/action-month", registered_on="2026-02-01")
    commune.add("campaigns", pack="of-a-newer/program", registered_on="2026-02-01")
    assert [pack.id for pack in packs_of(commune.office)] == [IA_HDRAI, LANG_CHANH, *national]


# -- nothing of a kind needs somebody who has looked -----------------------------------------------


@pytest.mark.parametrize(
    ("review", "day", "stands", "says"),
    [
        (None, DAY, Status.UNKNOWN, "Chưa có xác nhận: Công an cấp xã đã rà soát"),
        ("co", DAY, Status.MET, "không có (0)"),
        ("khong", DAY, Status.UNKNOWN, "không xác nhận: Công an cấp xã đã rà soát"),
        ("co", date(2026, 5, 21), Status.MET, "không có (0)"),
        ("co", date(2026, 5, 22), Status.UNKNOWN, "đã quá 90 ngày tính đến 22/05/2026"),
    ],
)
def test_none_in_the_books_is_unknown_until_a_review_of_its_age_says_so(
    commune: Commune, review: str | None, day: date, stands: Status, says: str
) -> None:
    if review:
        attest(commune, "review", review, pack=Q28_FREE)
    for letter in ("2", "3"):
        found = criterion(assess(commune.office, Q28_FREE, day), f"Q28.6.{letter}")
        assert found.status is stands
        assert says in " ".join(found.trace)


def test_what_the_books_show_fails_without_any_review(commune: Commune) -> None:
    _hotspot("diem_to_chuc")(commune)
    commune.on_list("nghien")
    found = assess(commune.office, Q28_FREE, DAY)
    assert criterion(found, "Q28.6.3").status is Status.NOT_MET
    assert criterion(found, "Q28.6.1").status is Status.NOT_MET
    assert found.outcome is Outcome.NO
    figures = {fact.name: fact for fact in found.facts}
    assert figures["use_points"].note == figures["resident_users"].note == ""
    assert "Chưa có xác nhận" in figures["fugitives_hiding"].note


def test_only_exempted_people_known_is_no_proof_that_there_are_no_others(tmp_path: Path) -> None:
    commune = new_commune(tmp_path / "office")
    addict = commune.on_list("nghien")
    commune.treatment(addict, "thay_the")
    found = criterion(assess(commune.office, Q28_FREE, DAY), "Q28.6.1")
    assert found.status is Status.UNKNOWN
    assert found.trace[0].startswith("Chưa khẳng định được: người nghiện")
    user = commune.on_list("sdtp", name="Phạm Văn Dừa")
    commune.treatment(user, "tai_gia_dinh")
    found = criterion(assess(commune.office, Q28_FREE, DAY), "Q28.6.1")
    assert (found.status, found.numerator) == (Status.UNKNOWN, 0)
    assert "Chưa khẳng định được: người nghiện" in " ".join(found.trace)
    attest(commune, "review", pack=Q28_FREE)
    assert criterion(assess(commune.office, Q28_FREE, DAY), "Q28.6.1").status is Status.MET


def test_a_criterion_that_asks_for_its_review_says_so_once(tmp_path: Path) -> None:
    commune = new_commune(tmp_path / "office")
    found = assess(commune.office, IA_HDRAI, DAY)
    sentences = criterion(found, "IAH.a").trace
    assert len([each for each in sentences if "đã rà soát" in each]) == 1
    national = assess(commune.office, Q28_FREE, DAY)
    assert not any("Điều 6" in warning for warning in national.warnings)


def test_a_frozen_result_keeps_why_a_zero_did_not_count(commune: Commune) -> None:
    kept = keep(commune.office, KeepAssessment(Q28_FREE, DAY))
    told = json.loads(str(kept["frozen"]))
    assert told["facts"]["use_points"]["value"] is None
    again = recompute(str(kept["frozen"]))
    assert answer(again) == told["answer"]
    assert criterion(again, "Q28.6.3").status is Status.UNKNOWN


# -- villages --------------------------------------------------------------------------------------


def test_every_village_is_assessed_by_itself(commune: Commune) -> None:
    commune.add("campaigns", pack=LANG_CHANH, registered_on="2026-01-05")
    green = add_village(commune.office, "Thôn xanh")
    add_household(commune.office, green)
    commune.add("villages", name="Đã nhập", kind="thon", until_date="2026-01-01")
    attest(commune, "addict_review", pack=LANG_CHANH)
    first = commune.office.queries.ids("villages", search="Thôn 1")[0]
    found = assess_villages(commune.office, LANG_CHANH, DAY)
    assert set(found) == {first, green}
    assert criterion(found[first], "LC.3").status is Status.NOT_MET
    assert criterion(found[green], "LC.3").status is Status.MET
    assert found[green] == assess(commune.office, LANG_CHANH, DAY, village=green)


# -- a receiving office ----------------------------------------------------------------------------


def test_a_receiving_office_assesses_a_commune_by_the_communes_own_books(tmp_path: Path) -> None:
    office = new_office(tmp_path / "receiving", kind="receiving", unit="huyen-618@1")
    unit = "xa-23537@1"
    with office.store.begin(Act("training.fill", "an")) as work:
        person = work.insert("people", {"full_name": "Lê Văn Cam"}, unit=unit)
        work.insert(
            "episodes",
            {"person": person, "category": "nghien", "from_date": "2026-01-01"},
            unit=unit,
        )
        work.commit()
    theirs = assess(office, IA_HDRAI, DAY, unit_id=unit)
    assert [each.id for each in criterion(theirs, "IAH.c").blocking] == [person]
    assert criterion(assess(office, IA_HDRAI, DAY), "IAH.c").status is Status.NOTHING_ARISEN
    district = assess(office, "ninh-thuan-2024/district-drug-free", DAY)
    assert district.outcome is Outcome.UNKNOWN
    assert {fact.name: fact.value for fact in district.facts}["communes_total"] == 3


# -- who is shown what -----------------------------------------------------------------------------


def test_an_account_that_may_not_see_lists_gets_the_figures_without_the_names(
    commune: Commune,
) -> None:
    commune.on_list("nghien")
    add_household(commune.office, _only(commune, "villages"), "Chưa Ký")
    whole = assess(commune.office, IA_HDRAI, DAY)
    commune.office.account = type(commune.office.account)("binh", "Lê Thị Bình", "village")
    shown = assess(commune.office, IA_HDRAI, DAY)
    assert [each.status for each in shown.criteria] == [each.status for each in whole.criteria]
    assert criterion(shown, "IAH.c").numerator == criterion(whole, "IAH.c").numerator
    assert criterion(shown, "IAH.c").blocking == ()
    assert criterion(shown, "IAH.e").blocking == criterion(whole, "IAH.e").blocking != ()


# -- doors -----------------------------------------------------------------------------------------


def test_a_door_leads_to_what_blocks_or_to_where_it_is_written_down(commune: Commune) -> None:
    addict, model = commune.on_list("nghien"), _only(commune, "models")
    _forget("activities")(commune)
    _denied("no_suspicion")(commune)
    pack = library(commune.office).rules(IA_HDRAI)
    assert doors(pack, assess(commune.office, IA_HDRAI, DAY)) == {
        "IAH.b": (Door("attestations"),),
        "IAH.c": (Door("people", (addict,)),),
        "IAH.g": (Door("models", (model,)), Door("attestations")),
    }


# -- keeping ---------------------------------------------------------------------------------------


def keep(office: Office, command: KeepAssessment) -> dict[str, Value]:
    record = office.run(command).result
    return dict(row(office, "assessments", str(record)))


def test_a_kept_result_says_what_the_assessment_says(commune: Commune) -> None:
    commune.on_list("nghien")
    kept = keep(commune.office, KeepAssessment(IA_HDRAI, DAY))
    assert [kept[name] for name in ("pack", "as_of", "outcome", "klass", "met", "total")] == [
        IA_HDRAI,
        "2026-03-02",
        "no",
        None,
        6,
        7,
    ]
    told = json.loads(str(kept["frozen"]))
    assert told["pack"] == IA_HDRAI
    assert told["facts"]["addicts"]["value"] == 2
    assert told["attestations"]["no_suspicion"]["signer"] == "Vũ Thị Hoa"


def test_a_kept_result_tells_each_criterion_without_its_figures(commune: Commune) -> None:
    commune.on_list("nghien")
    kept = keep(commune.office, KeepAssessment(IA_HDRAI, DAY))
    whole = json.loads(str(kept["frozen"]))
    told = {each["id"]: each["status"] for each in whole["answer"]["criteria"]}
    assert json.loads(str(kept["criteria"])) == told
    assert (told["IAH.c"], kept["bands"], kept["verified"]) == ("not_met", None, 0)
    assert kept["pack_sha256"] == whole["pack_sha256"]


def test_a_kept_class_tells_the_class_of_each_criterion(commune: Commune) -> None:
    kept = keep(commune.office, KeepAssessment(Q28_CLASS, DAY))
    answers = json.loads(str(kept["frozen"]))["answer"]["criteria"]
    bands = {each["id"]: each["band"] for each in answers if each.get("band")}
    assert bands
    assert json.loads(str(kept["bands"])) == bands


def test_a_kept_result_is_judged_the_same_for_ever(commune: Commune) -> None:
    add_household(commune.office, _only(commune, "villages"), "Chưa Ký")
    readings = {"treatment_file": "in_treatment"}
    kept = keep(commune.office, KeepAssessment(IA_HDRAI, DAY, readings))
    remove(commune.office, "tip_boxes", _only(commune, "tip_boxes"))
    attest(commune, "no_suspicion", "khong", signed_on="2026-02-25")
    again = recompute(str(kept["frozen"]))
    assert answer(again) == json.loads(str(kept["frozen"]))["answer"]
    assert (again.outcome, open_marks(again)) == (Outcome.NO, "e")
    assert dict(again.readings)["treatment_file"] == "in_treatment"


def test_a_kept_result_outlives_the_pack_on_disk(
    commune: Commune, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = str(keep(commune.office, KeepAssessment(IA_HDRAI, DAY))["frozen"])
    before = assess(commune.office, IA_HDRAI, DAY)
    root = tmp_path / "newer"
    for part in ("packs", "calendar", "units"):
        shutil.copytree(resources_folder() / part, root / "resources" / part)
    file = root / "resources" / "packs" / f"{IA_HDRAI}.toml"
    stricter = file.read_text("utf-8").replace('at_least = "1"', 'at_least = "2"')
    file.write_text(stricter.replace("“Xã, phường, thị trấn sạch", "“Xã, phường sạch"), "utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(root), raising=False)
    program_library.cache_clear()
    try:
        assert open_marks(assess(commune.office, IA_HDRAI, DAY)) == "g"
        assert answer(recompute(kept)) == json.loads(kept)["answer"]
        assert recompute(kept).outcome is before.outcome is Outcome.YES
    finally:
        program_library.cache_clear()


@pytest.mark.parametrize("pack", [Q28_FREE, Q28_CLASS, "ninh-thuan-2024/commune-drug-free"])
def test_packs_of_every_kind_are_judged_again(commune: Commune, pack: str) -> None:
    kept = keep(commune.office, KeepAssessment(pack, DAY))
    frozen = json.loads(str(kept["frozen"]))
    assert answer(recompute(str(kept["frozen"]))) == frozen["answer"]
    assert frozen["answer"]["class"] == kept["klass"]


def test_a_kept_result_holds_no_name_of_a_person_and_no_id_of_one_on_a_list(
    commune: Commune,
) -> None:
    addict = commune.on_list("nghien", name="Tên Không Được Lộ")
    home = add_household(commune.office, _only(commune, "villages"), "Chủ Hộ Chưa Ký")
    frozen = str(keep(commune.office, KeepAssessment(IA_HDRAI, DAY))["frozen"])
    assert addict not in frozen
    assert "Tên Không Được Lộ" not in frozen
    assert "Chủ Hộ Chưa Ký" not in frozen
    assert home in frozen
    user = criterion(assess(commune.office, Q28_FREE, DAY), "Q28.6.1")
    kept = json.loads(str(keep(commune.office, KeepAssessment(Q28_FREE, DAY))["frozen"]))
    assert kept["answer"]["criteria"][0]["clears_on"] == (
        user.clears_on.isoformat() if user.clears_on else None
    )


def test_a_village_is_kept_with_its_result(commune: Commune) -> None:
    village = _only(commune, "villages")
    kept = keep(commune.office, KeepAssessment(LANG_CHANH, DAY, village=village))
    assert json.loads(str(kept["frozen"]))["village"] == village
    assert (kept["met"], kept["total"]) == _binding(recompute(str(kept["frozen"])))


def _binding(found: Assessment) -> tuple[int, int]:
    deciding = [each for each in found.criteria if each.binding]
    shut = (Status.MET, Status.NOTHING_ARISEN)
    return sum(each.status in shut for each in deciding), len(deciding)


def test_keeping_is_for_who_may_write_assessments(commune: Commune) -> None:
    session = commune.office.session
    viewer = Session(session.store, session.queries, "Lê Thị Bình", role("viewer"))
    with pytest.raises(NotAllowed):
        execute(KeepAssessment(IA_HDRAI, DAY), viewer)
    assert commune.office.queries.ids("assessments") == []


def test_an_altered_result_is_refused(commune: Commune) -> None:
    kept = str(keep(commune.office, KeepAssessment(IA_HDRAI, DAY))["frozen"])
    altered = kept.replace("Không có tụ điểm", "Có tụ điểm")
    assert altered != kept
    for wrong in (altered, "{}", "not json", kept.replace('"format": 1', '"format": 2')):
        with pytest.raises(Refused):
            recompute(wrong)


def test_a_person_without_a_village_is_named_like_any_other(commune: Commune) -> None:
    person = add_person(commune.office, "Không Ghi Thôn")
    commune.episode(person, "nghien")
    found = criterion(assess(commune.office, IA_HDRAI, DAY), "IAH.c")
    assert [each.id for each in found.blocking] == [person]
