"""Households, villages, models and pledges, and the figures of offices."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.criteria import Fact
from sachmatuy_desktop.domain.dates import ReportingYear
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.packs.library import load_packs
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.facts import Question, facts
from tests.fact_cases import DAY, Commune, day, new_commune
from tests.offices import IA_DOM, add_household, add_village, edit, new_office


@pytest.fixture
def commune(tmp_path: Path) -> Commune:
    return new_commune(tmp_path / "office")


# -- households ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "since", "reason", "counts"),
    [
        ("dang_cu_tru", None, None, [1, 1, 1]),
        ("dang_cu_tru", "2026-02-10", None, [0, 1, 1]),
        ("da_chuyen_di", "2026-02-10", None, [1, 0, 0]),
        ("vang_ca_ho", "2026-02-10", None, [1, 1, 1]),
        ("vang_ca_ho", "2026-02-10", "đi làm ăn xa", [1, 0, 0]),
    ],
)
def test_which_households_are_in_the_base(
    commune: Commune, state: str, since: str | None, reason: str | None, counts: list[int]
) -> None:
    village = add_village(commune.office)
    add_household(commune.office, village, "Luôn ở đây")
    commune.add(
        "households",
        head="Trần Thị Bưởi",
        village=village,
        state=state,
        state_from=since,
        state_reason=reason,
    )
    found = [value - 1 for value in commune.around("households", "2026-02-10") if value]
    assert found == counts


def test_a_commune_without_a_single_household_is_not_known(commune: Commune) -> None:
    named = ("households", "households_committed", "villages", "villages_with_tip_box")
    assert [commune.value(name) for name in named] == [None] * 4


def test_registered_households_by_the_other_reading(commune: Commune) -> None:
    village = add_village(commune.office)
    for residence in ("thuong_tru", "tam_tru"):
        commune.add(
            "households",
            head="Trần Thị Bưởi",
            village=village,
            residence=residence,
            state="vang_ca_ho",
            state_reason="đi làm ăn xa",
        )
    assert commune.value("households") is None
    assert commune.value("households", household_base="registered") == 1


def commit(commune: Commune, household: RecordId, outcome: str, on: str) -> RecordId:
    return commune.add(
        "commitments",
        kind="ho_gia_dinh",
        household=household,
        outcome=outcome,
        signed_on=on,
        reason=None if outcome == "da_ky" else "Chưa đồng ý",
    )


def test_the_newest_answer_of_a_household_decides(commune: Commune) -> None:
    fact = "households_committed"
    home = add_household(commune.office, add_village(commune.office))
    [unsigned] = commune.fact(fact).exceptions
    assert unsigned.label == "Trần Thị Bưởi – chưa ký cam kết, trong sổ từ ngày 02/03/2026"
    assert unsigned.since is None
    edit(commune.office, "households", home, state_from="2026-01-01")
    [unsigned] = commune.fact(fact).exceptions
    assert unsigned.label == "Trần Thị Bưởi – chưa ký cam kết"
    assert unsigned.since == date(2026, 1, 1)
    commit(commune, home, "da_ky", "2026-01-10")
    assert commune.around(fact, "2026-01-10") == [0, 1, 1]
    commit(commune, home, "tu_choi", "2026-02-10")
    assert commune.around(fact, "2026-02-10") == [1, 0, 0]
    record = commune.fact(fact).exceptions[0]
    assert (record.kind, record.id) == ("households", home)
    assert record.label == "Trần Thị Bưởi – từ chối ký ngày 10/02/2026"
    commit(commune, home, "da_ky", "2026-02-20")
    assert commune.value(fact) == 1


# -- villages --------------------------------------------------------------------------------------

THINGS = [
    ("villages_with_tip_box", "tip_boxes", {"installed_on": "2026-01-10"}),
    (
        "villages_with_hotline_board",
        "hotline_boards",
        {"posted_on": "2026-01-10", "numbers": "0260399999"},
    ),
]


@pytest.mark.parametrize(("fact", "register", "values"), THINGS)
def test_a_village_has_a_thing_while_it_is_in_use(
    commune: Commune, fact: str, register: str, values: dict[str, Value]
) -> None:
    village = add_village(commune.office)
    assert "chưa có" in commune.fact(fact).exceptions[0].label
    thing = commune.add(register, village=village, place="Nhà rông", state="dang_dung", **values)
    assert commune.around(fact, "2026-01-10") == [0, 1, 1]
    edit(commune.office, register, thing, state="hong", state_from="2026-02-10")
    assert commune.around(fact, "2026-02-10") == [1, 0, 0]
    record = commune.fact(fact).exceptions[0]
    assert (record.kind, record.id) == ("villages", village)
    assert "không còn sử dụng được" in record.label
    edit(commune.office, register, thing, state="dang_dung", state_from="2026-02-20")
    assert commune.around(fact, "2026-02-20") == [0, 1, 1]


def test_a_village_exists_from_its_first_to_its_last_day(commune: Commune) -> None:
    add_village(commune.office)
    commune.add(
        "villages", name="Thôn 2", kind="thon", from_date="2026-02-01", until_date="2026-02-10"
    )
    assert commune.around("villages", "2026-02-01") == [1, 2, 2]
    assert commune.around("villages", "2026-02-10") == [2, 2, 1]


# -- models ----------------------------------------------------------------------------------------


def test_a_model_is_active_with_something_done_in_twelve_months(commune: Commune) -> None:
    assert commune.value("active_models") == 0
    model = commune.add(
        "models", name="Thôn bình yên", started_on="2025-01-01", state="dang_hoat_dong"
    )
    assert "không có hoạt động" in commune.fact("active_models").exceptions[0].label
    commune.add(
        "activities",
        kind="sinh_hoat_mo_hinh",
        held_on="2025-02-10",
        content="Sinh hoạt",
        model=model,
    )
    assert commune.around("active_models", "2025-02-10") == [0, 1, 1]
    assert commune.around("active_models", "2026-02-10") == [1, 0, 0]
    commune.add("activities", kind="hoi_nghi", held_on="2026-02-15", content="Họp", model=model)
    edit(commune.office, "models", model, state="ngung", state_from="2026-02-20")
    assert commune.around("active_models", "2026-02-20") == [1, 0, 0]
    assert "đã ngừng" in commune.fact("active_models").exceptions[0].label


# -- pledges in a khu phố --------------------------------------------------------------------------


def test_the_ladder_of_pledges_is_asked_of_one_village(commune: Commune) -> None:
    here, there = add_village(commune.office), add_village(commune.office, "Khu phố 2")
    team = commune.add("subunits", village=here, name="Tổ 1", kind="to_anxh")
    commune.add("subunits", village=here, name="Cụm 1", kind="cum_dan_cu")
    assert commune.value("neighbourhood_pledged") is None
    assert commune.value("neighbourhood_pledged", village=here) is False
    assert commune.value("security_teams", village=here) == 1
    assert commune.value("security_teams", village=there) == 0
    assert commune.value("security_teams_committed", village=here) == 0
    given = {"outcome": "da_ky", "signed_on": "2026-02-10"}
    commune.add("commitments", kind="khu_pho", village=here, **given)
    commune.add("commitments", kind="to_anxh", subunit=team, **given)
    assert commune.value("neighbourhood_pledged", "2026-02-09", village=here) is False
    assert commune.value("neighbourhood_pledged", "2026-02-10", village=here) is True
    assert commune.value("neighbourhood_pledged", village=there) is False
    assert commune.value("security_teams_committed", "2026-02-09", village=here) == 0
    assert commune.value("security_teams_committed", "2026-02-10", village=here) == 1


def test_families_with_an_addict_sign_a_pledge_of_their_own(commune: Commune) -> None:
    village = add_village(commune.office)
    home = add_household(commune.office, village)
    add_household(commune.office, village, "Không có người nghiện")
    for household in (home, None):
        person = commune.person(household=household, village=village)
        commune.episode(person, "nghien", "2026-02-01")
    assert commune.around("addict_families", "2026-02-01") == [0, 2, 2]
    lacking = commune.fact("addict_families_committed").exceptions
    assert sorted(each.kind for each in lacking) == ["households", "people"]
    commune.add(
        "commitments",
        kind="gia_dinh_ca_biet",
        household=home,
        outcome="da_ky",
        signed_on="2026-02-10",
    )
    assert commune.around("addict_families_committed", "2026-02-10") == [0, 1, 1]


def test_a_pledge_of_last_year_counts_unless_each_year_has_its_own(commune: Commune) -> None:
    home = add_household(commune.office, add_village(commune.office))
    given: dict[str, Value] = {"kind": "ho_gia_dinh", "household": home, "outcome": "da_ky"}
    commune.add("commitments", **given, signed_on="2025-12-14")
    assert commune.value("households_committed") == 1
    each_year = {"pledge_holds": "this_year"}
    assert commune.value("households_committed", **each_year) == 0
    lacking = commune.fact("households_committed", pledge_holds="this_year").exceptions
    assert [each.label.split(" – ")[-1] for each in lacking] == [
        "chưa ký lại trong năm, đã ký ngày 14/12/2025"
    ]
    commune.add("commitments", **given, signed_on="2025-12-15")
    assert commune.value("households_committed", **each_year) == 1


def test_organisations_are_those_written_down_once_each(commune: Commune) -> None:
    assert commune.value("organisations") is None
    given: dict[str, Value] = {"kind": "to_chuc", "organisation": "Hội Phụ nữ"}
    commune.add("commitments", **given, outcome="vang", signed_on="2026-02-01", reason="Hẹn")
    assert (commune.value("organisations"), commune.value("organisations_committed")) == (1, 0)
    commune.add("commitments", **given, outcome="da_ky", signed_on="2026-02-10")
    assert commune.around("organisations_committed", "2026-02-10") == [0, 1, 1]
    assert commune.value("organisations") == 1


# -- population, settings --------------------------------------------------------------------------


def people(commune: Commune, on: str, number: int, village: RecordId | None = None) -> RecordId:
    return commune.add(
        "populations", village=village, as_of=on, households=10, people=number, basis="Sổ cư trú"
    )


def test_population_is_the_newest_figure_and_never_nought(commune: Commune) -> None:
    assert commune.value("population") is None
    people(commune, "2026-01-10", 5000)
    assert commune.around("population", "2026-01-10") == [None, 5000, 5000]
    people(commune, "2026-02-10", 5100)
    assert commune.around("population", "2026-02-10") == [5000, 5100, 5100]


def test_villages_are_summed_when_every_one_has_a_figure(commune: Commune) -> None:
    first, second = add_village(commune.office), add_village(commune.office, "Thôn 2")
    people(commune, "2026-01-10", 900)
    people(commune, "2026-02-01", 400, first)
    assert commune.value("population") == 900
    people(commune, "2026-02-10", 520, second)
    assert commune.around("population", "2026-02-10") == [900, 920, 920]
    assert commune.value("population", village=first) == 400
    people(commune, "2026-02-20", 950)
    assert commune.value("population") == 950


def test_population_after_the_end_of_the_year_counts_by_the_other_reading(
    commune: Commune,
) -> None:
    people(commune, "2025-12-10", 5000)
    people(commune, "2025-12-18", 5100)

    def counted(**readings: str) -> int | bool | None:
        question = Question(
            (IA_DOM,), date(2025, 12, 20), readings=readings, period=ReportingYear(2025)
        )
        return facts(commune.office.store, question, ["population"])[0].value

    assert counted() == 5000
    assert counted(population_date="as_of") == 5100


def test_registered_inhabitants_are_the_base_by_the_other_reading(commune: Commune) -> None:
    people(commune, "2026-01-10", 5000)
    assert commune.value("population", population_of_whom="registered") is None
    given: dict[str, Value] = {"households": 900, "people": 5100, "basis": "Sổ cư trú"}
    commune.add("populations", as_of="2026-02-10", registered=6000, **given)
    assert commune.value("population") == 5100
    assert commune.around("population", "2026-02-10", population_of_whom="registered") == [
        None,
        6000,
        6000,
    ]


def test_the_route_is_what_the_office_has_said(commune: Commune) -> None:
    setting = commune.office.queries.ids("settings")[0]
    routes = ("on_key_route", "on_interprovincial_route")
    assert [commune.value(name) for name in routes] == [None, None]
    edit(commune.office, "settings", setting, on_key_route=1)
    assert [commune.value(name) for name in routes] == [True, None]
    edit(commune.office, "settings", setting, route_kind="lien_tinh")
    assert [commune.value(name) for name in routes] == [True, True]
    edit(commune.office, "settings", setting, route_kind="noi_tinh")
    assert [commune.value(name) for name in routes] == [True, False]
    edit(commune.office, "settings", setting, on_key_route=0, route_kind=None)
    assert [commune.value(name) for name in routes] == [False, False]


# -- monthly reports of the khu phố ----------------------------------------------------------------

LANG_CHANH = "lang-chanh-2023/neighbourhood"


def test_a_monthly_report_is_due_when_its_month_is_over(commune: Commune) -> None:
    assert commune.value("monthly_reports_due", pack=LANG_CHANH) is None
    village = add_village(commune.office)
    due = [
        commune.value("monthly_reports_due", on, pack=LANG_CHANH, village=village)
        for on in ("2026-01-30", "2026-01-31", "2026-02-28", "2026-03-02")
    ]
    assert due == [0, 1, 2, 2]


def test_a_report_that_is_missing_is_named_by_its_month(commune: Commune) -> None:
    village = add_village(commune.office, "Khu phố Chí Linh")
    commune.add("village_reports", village=village, month="2026-02", sent_on="2026-03-01")
    sent = commune.fact("monthly_reports_sent", pack=LANG_CHANH, village=village)
    assert sent.value == 1
    assert [each.label for each in sent.exceptions] == [
        "Khu phố Chí Linh – chưa có báo cáo tháng 01/2026"
    ]
    before = day("2026-02-28")
    assert commune.fact("monthly_reports_sent", before, pack=LANG_CHANH, village=village).value == 0


def test_a_report_of_an_organisation_is_not_the_villages(commune: Commune) -> None:
    village = add_village(commune.office)
    commune.add(
        "village_reports",
        village=village,
        month="2026-02",
        sent_on="2026-03-01",
        organisation="Hội Phụ nữ",
    )
    assert commune.value("monthly_reports_sent", pack=LANG_CHANH, village=village) == 0


# -- other units -----------------------------------------------------------------------------------


def test_records_of_another_unit_are_not_ours(commune: Commune) -> None:
    with commune.office.store.begin(Act("training.fill", "an")) as work:
        person = work.insert("people", {"full_name": "Người xã khác"}, unit="xa-15973@1")
        work.insert(
            "episodes",
            {"person": person, "category": "nghien", "from_date": "2026-01-01"},
            unit="xa-15973@1",
        )
        village = work.insert("villages", {"name": "Thôn khác"}, unit="xa-15973@1")
        work.insert(
            "hotspots",
            {"kind": "ban_le", "village": village, "detected_on": "2026-01-01"},
            unit="xa-15973@1",
        )
        work.commit()
    ours = (commune.value("addicts"), commune.value("retailers"), commune.value("villages"))
    assert ours == (0, 0, None)
    theirs = facts(commune.office.store, Question(("xa-15973@1",), DAY), ["addicts", "retailers"])
    assert [each.value for each in theirs] == [1, 1]


# -- the communes below a receiving office ---------------------------------------------------------

BELOW = ("xa-23536@1", "xa-23537@1", "xa-23538@1")
HUYEN = "huyen-618@1"


@pytest.fixture
def receiving(tmp_path: Path) -> Office:
    return new_office(tmp_path / "receiving", kind="receiving")


def sent(office: Office, unit: str, pack: str, on: str = "2026-02-01", **values: Value) -> None:
    with office.store.begin(Act("training.fill", "an")) as work:
        given: dict[str, Value] = {"outcome": "yes", **values}
        work.insert("assessments", {"pack": pack, "as_of": on, **given}, unit=unit)
        work.commit()


def asked(office: Office, pack: str, *names: str, on: date = DAY) -> list[Fact]:
    question = Question(BELOW, on, pack, unit=HUYEN, below=load_packs().rules(pack).below)
    return facts(office.store, question, names)


def test_key_communes_need_every_communes_assessment_of_the_year(receiving: Office) -> None:
    classing = "q28-2025/commune-class"
    names = ("communes_total", "key_communes")
    pack = "q28-2025/province-class"
    sent(receiving, BELOW[0], classing, klass="I")
    sent(receiving, BELOW[1], classing, klass="III")
    sent(receiving, BELOW[2], classing, on="2025-12-14", klass="II")
    assert [each.value for each in asked(receiving, pack, *names)] == [3, None]
    sent(receiving, BELOW[2], classing, on="2025-12-15", klass="II")
    assert [each.value for each in asked(receiving, pack, *names)] == [3, 2]
    sent(receiving, BELOW[0], classing, on="2026-02-20", klass="none")
    assert [each.value for each in asked(receiving, pack, *names)] == [3, 1]
    assert [each.value for each in asked(receiving, pack, *names, on=day("2026-02-19"))] == [3, 2]


def decided(office: Office, unit: str, ruling: str, on: str, until: str | None = None) -> None:
    with office.store.begin(Act("recognition.decide", "an")) as work:
        work.insert(
            "recognition_decisions",
            {
                "addressee": unit,
                "recognition": "0" * 32,
                "packs": "ninh-thuan-2024/commune-drug-free",
                "ruling": ruling,
                "number": "1/QĐ-UBND",
                "signed_on": on,
                "signer": "Lê Văn Tỉnh",
                "until": until,
            },
            unit=unit,
        )
        work.commit()


def test_a_district_is_recognised_by_what_was_decided(receiving: Office) -> None:
    pack = "ninh-thuan-2024/district-drug-free"
    names = ("communes_recognised", "remaining_key_communes")
    for unit in BELOW:
        decided(receiving, unit, "recognise", "2025-12-20", until="2026-02-05")
    assert [each.value for each in asked(receiving, pack, *names)] == [None, None]
    for unit, klass in zip(BELOW, ("none", "II", "less_complex"), strict=True):
        sent(receiving, unit, "ninh-thuan-2024/commune-class", klass=klass)
        sent(receiving, unit, "ninh-thuan-2024/commune-drug-free")
    on_last_day = asked(receiving, pack, *names, on=day("2026-02-05"))
    assert [each.value for each in on_last_day] == [3, 0]
    assert [each.value for each in asked(receiving, pack, *names)] == [0, 1]
    for unit in BELOW[:2]:
        decided(receiving, unit, "recognise", "2026-02-10")
    assert [each.value for each in asked(receiving, pack, *names, on=day("2026-02-09"))] == [0, 1]
    recognised, remaining = asked(receiving, pack, *names)
    assert (recognised.value, remaining.value) == (2, 0)
    assert {(each.kind, each.label) for each in recognised.records} == {
        ("recognition_decisions", unit) for unit in BELOW[:2]
    }
    decided(receiving, BELOW[1], "withdraw", "2026-03-01")
    before = asked(receiving, pack, *names, on=day("2026-02-28"))
    assert [each.value for each in before] == [2, 0]
    assert [each.value for each in asked(receiving, pack, *names)] == [1, 1]
    hot = asked(
        receiving, "ninh-thuan-2024/district-hot-spot", "communes_with_drugs", "key_communes"
    )
    assert [each.value for each in hot] == [2, 1]


def test_counts_over_communes_wait_for_the_last_one(receiving: Office) -> None:
    pack = "q28-2025/province-class"
    with receiving.store.begin(Act("training.fill", "an")) as work:
        for unit in BELOW:
            village = work.insert("villages", {"name": "Thôn"}, unit=unit)
            work.insert(
                "hotspots",
                {"kind": "diem_to_chuc", "village": village, "detected_on": "2026-01-01"},
                unit=unit,
            )
            work.insert(
                "populations",
                {"as_of": "2026-01-01", "households": 1, "people": 100, "basis": "Sổ cư trú"},
                unit=unit,
            )
        work.commit()
    names = ("use_points", "population")
    sent(receiving, BELOW[0], "q28-2025/commune-class")
    assert [each.value for each in asked(receiving, pack, *names)] == [None, 300]
    for unit in BELOW[1:]:
        sent(receiving, unit, "q28-2025/commune-class")
    assert [each.value for each in asked(receiving, pack, *names)] == [3, 300]
