"""Points, incidents and the persons in them: what counts on a day, and what within the year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from tests.fact_cases import Commune, new_commune
from tests.offices import add_village, edit

NEXT_YEAR = date(2026, 12, 15)


@pytest.fixture
def commune(tmp_path: Path) -> Commune:
    return new_commune(tmp_path / "office")


def subject(commune: Commune, role: str, on: str = "2026-02-10", **values: Value) -> RecordId:
    given: dict[str, Value] = {"name": "Đỗ Văn Ổi", "resident": 1, "in_commune": 1, **values}
    return commune.add("case_subjects", role=role, happened_on=on, **given)


# -- points ----------------------------------------------------------------------------------------

POINTS = [
    ("complex_hubs", "tu_diem"),
    ("complex_points", "diem_phuc_tap"),
    ("risk_points", "diem_nguy_co"),
    ("use_points", "diem_to_chuc"),
    ("retailers", "ban_le"),
]


@pytest.mark.parametrize(("fact", "kind"), POINTS)
def test_a_point_counts_from_its_finding_until_it_is_eliminated(
    commune: Commune, fact: str, kind: str
) -> None:
    village, other = add_village(commune.office), add_village(commune.office, "Thôn 2")
    assert commune.value(fact) == 0
    point = commune.add(
        "hotspots",
        kind=kind,
        village=village,
        detected_on="2026-01-10",
        eliminated_on="2026-02-10",
    )
    assert commune.around(fact, "2026-01-10") == [0, 1, 1]
    assert commune.around(fact, "2026-02-10") == [1, 0, 0]
    assert commune.value(fact, "2026-02-01", village=village) == 1
    assert commune.value(fact, "2026-02-01", village=other) == 0
    assert [each.id for each in commune.fact(fact, date(2026, 2, 1)).records] == [point]
    assert [commune.value(name) for name, _ in POINTS] == [0, 0, 0, 0, 0]


def test_eliminated_points_still_count_by_the_other_readings(commune: Commune) -> None:
    village = add_village(commune.office)
    commune.add(
        "hotspots",
        kind="diem_to_chuc",
        village=village,
        detected_on="2025-02-01",
        eliminated_on="2025-12-20",
    )
    twelve = {"eliminated_points": "twelve_months"}
    assert commune.value("use_points") == 0
    assert commune.around("use_points", "2026-12-20", **twelve) == [1, 0, 0]
    assert commune.value("use_points", points_period="whole_period") == 1
    assert commune.value("use_points", "2026-12-15", points_period="whole_period") == 0


def test_a_point_follows_its_history(commune: Commune) -> None:
    point = commune.add(
        "hotspots",
        kind="diem_phuc_tap",
        village=add_village(commune.office),
        detected_on="2026-01-10",
    )
    for change, on in (
        ("chuyen_hoa", "2026-01-20"),
        ("tai_phuc_tap", "2026-02-01"),
        ("triet_xoa", "2026-02-20"),
    ):
        commune.add("hotspot_history", hotspot=point, change=change, happened_on=on)
    assert commune.around("complex_points", "2026-01-20") == [1, 0, 0]
    assert commune.around("complex_points", "2026-02-01") == [0, 1, 1]
    assert commune.around("complex_points", "2026-02-20") == [1, 0, 0]
    [back] = commune.fact("complex_points", date(2026, 2, 10)).records
    assert back.label.endswith("tái phức tạp từ ngày 01/02/2026")
    assert commune.value("complex_points", points_period="whole_period") == 1


def test_a_point_eliminated_by_its_own_day_can_become_complex_again(commune: Commune) -> None:
    point = commune.add(
        "hotspots",
        kind="tu_diem",
        village=add_village(commune.office),
        detected_on="2025-10-01",
        eliminated_on="2025-12-20",
    )
    assert commune.value("complex_hubs") == 0
    commune.add("hotspot_history", hotspot=point, change="tai_phuc_tap", happened_on="2026-02-01")
    assert commune.around("complex_hubs", "2026-02-01") == [0, 1, 1]


# -- the reporting year ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "kind"), [("plant_cases", "trong_cay"), ("production_cases", "san_xuat")]
)
def test_an_incident_counts_to_the_end_of_its_year(commune: Commune, fact: str, kind: str) -> None:
    commune.add("incidents", kind=kind, happened_on="2025-12-14")
    assert commune.value(fact, "2025-12-14") == 1
    assert commune.value(fact, "2025-12-15") == 0
    incident = commune.add("incidents", kind=kind, happened_on="2025-12-15")
    assert commune.around(fact, "2025-12-15") == [1, 1, 1]
    assert commune.value(fact, "2026-12-14") == 1
    assert commune.value(fact, "2026-12-15") == 0
    record = commune.fact(fact).records[0]
    assert (record.kind, record.id, record.clears_on) == ("incidents", incident, NEXT_YEAR)


def test_incidents_since_registration_by_the_other_reading(commune: Commune) -> None:
    commune.add("incidents", kind="trong_cay", happened_on="2026-01-04")
    since = {"incident_period": "since_registration"}
    assert commune.value("plant_cases") == 1
    assert commune.value("plant_cases", **since) == 0
    unregistered = "ninh-thuan-2024/commune-drug-free"
    assert commune.value("plant_cases", pack=unregistered, **since) is None


def test_plants_are_summed_and_an_incident_that_says_nothing_leaves_them_open(
    commune: Commune,
) -> None:
    commune.add("incidents", kind="trong_cay", happened_on="2026-01-10", plants=120)
    commune.add("incidents", kind="trong_cay", happened_on="2026-01-20", area_m2=15)
    commune.add("incidents", kind="mua_ban", happened_on="2026-01-20")
    assert commune.value("drug_plants") == 120
    assert commune.value("drug_plant_area_m2") == 15
    assert len(commune.fact("drug_plants").records) == 1
    commune.add("incidents", kind="trong_cay", happened_on="2026-02-10")
    assert commune.around("drug_plants", "2026-02-10") == [120, None, None]


def test_cases_that_are_crimes(commune: Commune) -> None:
    commune.add("incidents", kind="mua_ban", happened_on="2026-01-10")
    using = commune.add("incidents", kind="su_dung", happened_on="2026-01-10")
    assert commune.value("drug_cases") == 1
    subject(commune, "bi_bat_giu", incident=using)
    assert commune.value("drug_cases") == 2
    assert commune.value("drug_offenders") == 1
    assert commune.value("drug_offenders", rate_of_whom="cases") == 2


def test_persons_arrested_here_count_once_residents_or_not(commune: Commune) -> None:
    person = commune.person()
    subject(commune, "bi_bat_giu", person=person)
    subject(commune, "bi_bat_giu", "2026-02-20", person=person)
    subject(commune, "bi_bat_giu", resident=0)
    subject(commune, "bi_bat_giu", in_commune=0)
    subject(commune, "vi_pham")
    for fact in ("arrested_offenders", "drug_offenders"):
        assert commune.around(fact, "2026-02-10") == [0, 2, 2]
        assert commune.value(fact, "2026-12-15") == 0
    assert commune.value("arrested_offenders", arrested_where="residents_only") == 1


@pytest.mark.parametrize(
    ("severity", "counts"),
    [("it_nghiem_trong", 0), ("nghiem_trong", 1), ("dac_biet_nghiem_trong", 1), (None, 0)],
)
def test_serious_offences_of_residents_anywhere(
    commune: Commune, severity: str | None, counts: int
) -> None:
    fact = "serious_offences_by_residents"
    subject(commune, "bi_bat_giu", severity=severity, in_commune=0)
    subject(commune, "bi_bat_giu", severity=severity, resident=0)
    assert commune.around(fact, "2026-02-10") == [0, counts, counts]
    assert commune.value(fact, offence_place="in_commune") == 0


def test_the_severity_of_the_incident_stands_in_for_the_persons(commune: Commune) -> None:
    grave = commune.add(
        "incidents", kind="mua_ban", happened_on="2026-02-10", severity="rat_nghiem_trong"
    )
    subject(commune, "bi_bat_giu", incident=grave)
    assert commune.value("serious_offences_by_residents") == 1
    assert commune.value("very_serious_cases") == 1


# -- violations of residents -----------------------------------------------------------------------


def test_a_case_counts_once_and_only_if_a_resident_is_in_it_here(commune: Commune) -> None:
    fact = "resident_violations"
    case = commune.add("incidents", kind="su_dung", happened_on="2026-02-10")
    subject(commune, "vi_pham", incident=case)
    subject(commune, "vi_pham", incident=case, name="Người thứ hai")
    subject(commune, "vi_pham", resident=0)
    subject(commune, "vi_pham", in_commune=0)
    assert commune.around(fact, "2026-02-10") == [0, 1, 1]
    assert commune.value(fact, "2026-12-14") == 1
    assert commune.value(fact, "2026-12-15") == 0


def test_a_positive_test_of_a_resident_is_a_violation_of_its_own(commune: Commune) -> None:
    fact = "resident_violations"
    person = commune.person()
    test = commune.test(person, "2026-02-10", "duong_tinh")
    assert commune.around(fact, "2026-02-10") == [0, 1, 1]
    record = commune.fact(fact).records[0]
    assert (record.kind, record.id, record.clears_on) == ("tests", test, NEXT_YEAR)
    assert record.label.endswith("xét nghiệm dương tính: Lê Văn Cam")
    commune.test(person, "2026-02-11", "duong_tinh", prescribed=1)
    commune.test(person, "2026-02-12", "am_tinh")
    assert commune.value(fact) == 1
    subject(commune, "vi_pham", person=person)
    assert commune.value(fact) == 1


def test_a_test_in_a_facility_is_no_violation_here(commune: Commune) -> None:
    person = commune.person()
    commune.presence(person, "co_so_cai_nghien", "2026-02-01", until_date="2026-02-10")
    commune.test(person, "2026-02-10", "duong_tinh")
    assert commune.value("resident_violations") == 0
    commune.test(person, "2026-02-11", "duong_tinh")
    assert commune.value("resident_violations") == 1


def test_violations_not_settled_by_the_other_reading(commune: Commune) -> None:
    at_end = {"violations_period": "at_cut_off"}
    subject(commune, "vi_pham", caught_on="2026-02-12")
    assert commune.around("resident_violations", "2026-02-12", **at_end) == [1, 0, 0]
    person = commune.person()
    commune.test(person, "2026-02-20", "duong_tinh")
    commune.add(
        "decisions", person=person, kind="quan_ly_sdtp", number="1/QĐ", signed_on="2026-02-21"
    )
    assert commune.around("resident_violations", "2026-02-21", **at_end) == [1, 0, 0]


# -- fugitives, violators, offenders ---------------------------------------------------------------


def test_a_fugitive_counts_while_hiding_and_to_the_end_of_the_year_when_caught(
    commune: Commune,
) -> None:
    fact = "fugitives_hiding"
    subject(commune, "truy_na", hiding_here=0)
    fugitive = subject(commune, "truy_na", "2025-06-01", hiding_here=1)
    assert commune.value(fact) == 1
    assert commune.fact(fact).records[0].clears_on is None
    assert commune.value("fugitives_caught") == 0
    assert [each.id for each in commune.fact("fugitives_caught").exceptions] == [fugitive]
    edit(commune.office, "case_subjects", fugitive, caught_on="2026-02-10")
    assert commune.around("fugitives_caught", "2026-02-10") == [0, 1, 1]
    assert commune.value("fugitives_detected") == 1
    assert commune.fact(fact).records[0].clears_on == NEXT_YEAR
    assert commune.value(fact, violations_period="at_cut_off") == 0
    assert commune.value(fact, "2026-12-15") == 0


def test_violators_are_handled_themselves_or_with_their_incident(commune: Commune) -> None:
    case = commune.add("incidents", kind="su_dung", happened_on="2026-02-10")
    violator = subject(commune, "vi_pham", incident=case)
    assert commune.around("violators_detected", "2026-02-10") == [0, 1, 1]
    assert [each.id for each in commune.fact("violators_handled").exceptions] == [violator]
    edit(commune.office, "incidents", case, handled_on="2026-02-20")
    assert commune.around("violators_handled", "2026-02-20") == [0, 1, 1]


def test_one_violation_of_two_left_open_leaves_the_person_unhandled(commune: Commune) -> None:
    person = commune.person()
    subject(commune, "vi_pham", person=person, caught_on="2026-02-11")
    subject(commune, "vi_pham", "2026-02-15", person=person)
    assert (commune.value("violators_detected"), commune.value("violators_handled")) == (1, 0)


def test_unverified_tip_offs_by_the_other_reading(commune: Commune) -> None:
    tip = commune.add("tip_offs", received_on="2026-02-10", source="hom_thu")
    reported = {"detected_only": "reported"}
    assert commune.value("violators_detected") == 0
    assert commune.value("violators_detected", **reported) == 1
    assert commune.value("violators_handled", **reported) == 0
    edit(commune.office, "tip_offs", tip, answered_on="2026-02-20")
    assert commune.around("violators_detected", "2026-02-20", **reported) == [1, 0, 0]


def test_resident_offenders_are_arrested_or_still_wanted(commune: Commune) -> None:
    subject(commune, "bi_bat_giu")
    wanted = subject(commune, "truy_na", name="Đang trốn")
    subject(commune, "bi_bat_giu", resident=0)
    assert commune.value("resident_offenders_detected") == 2
    assert commune.value("resident_offenders_arrested") == 1
    assert [each.id for each in commune.fact("resident_offenders_arrested").exceptions] == [wanted]


def test_a_grave_case_by_somebody_on_no_list_was_missed(commune: Commune) -> None:
    listed = commune.on_list("sdtp", "2026-01-01")
    grave = {"severity": "rat_nghiem_trong"}
    subject(commune, "bi_bat_giu", person=listed, severity="nghiem_trong")
    assert commune.value("very_serious_cases") == 0
    subject(commune, "bi_bat_giu", person=listed, **grave)
    facts = ("very_serious_cases", "very_serious_cases_by_unlisted")
    assert [commune.value(fact) for fact in facts] == [1, 0]
    subject(commune, "bi_bat_giu", "2026-02-20", **grave)
    assert commune.around(facts[1], "2026-02-20") == [0, 1, 1]
