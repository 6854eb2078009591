"""Who is left out of a figure and why: everybody for one reason, and nobody twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from sachmatuy_desktop.domain.criteria import LeftOut
from sachmatuy_desktop.storage.facts import Question, opened
from sachmatuy_desktop.storage.facts.catalogue import FIGURES
from sachmatuy_desktop.storage.facts.exclusions import EXCLUSIONS
from tests.fact_cases import DAY, IA_HDRAI, Commune, new_commune
from tests.offices import IA_DOM, add_village


@pytest.fixture
def commune(tmp_path: Path) -> Commune:
    return new_commune(tmp_path / "office")


def left_out(commune: Commune, name: str, **readings: str) -> tuple[LeftOut, ...]:
    with opened(commune.office.store) as books:
        asked = books.prepared(Question((IA_DOM,), DAY, IA_HDRAI, None, readings))
        return books.left_out(asked, name)


def told(commune: Commune, name: str, **readings: str) -> dict[str, int]:
    return {each.reason: each.count for each in left_out(commune, name, **readings)}


INSIDE = "đang ở cơ sở cai nghiện"
CUSTODY = "đang bị tạm giữ, tạm giam hoặc chấp hành án phạt tù"
AWAY = "vắng mặt hoặc không rõ đang ở đâu"


def scattered(commune: Commune, category: str) -> None:
    """One person of a list in every place there is."""
    for state in ("co_mat", "co_so_cai_nghien", "trai_giam", "vang_mat", "chuyen_di"):
        person = commune.on_list(category, name=f"Người Ở {state}".title())
        commune.presence(person, state, "2026-01-01")


@pytest.mark.parametrize(
    ("present", "resident", "category"),
    [
        ("addicts_present", "resident_addicts", "nghien"),
        ("users_present", "resident_users", "sdtp"),
        ("psychosis_present", "resident_psychosis", "loan_than"),
    ],
)
def test_who_is_not_there_and_who_does_not_live_there(
    commune: Commune, present: str, resident: str, category: str
) -> None:
    scattered(commune, category)
    moved = {"đã chuyển đi khỏi địa bàn": 1}
    assert told(commune, present) == {**moved, INSIDE: 1, CUSTODY: 1, AWAY: 1}
    assert told(commune, resident) == {**moved, INSIDE: 1, CUSTODY: 1}
    assert told(commune, resident, in_facility="resident") == moved
    assert told(commune, resident, user_base="present", in_facility="x").get(AWAY) == (
        None if category == "nghien" else 1
    )


def test_an_addict_is_told_once_and_for_the_first_reason(commune: Commune) -> None:
    person = commune.on_list("sdtp")
    commune.episode(person, "nghien", "2026-01-10")
    commune.presence(person, "vang_mat", "2026-02-01")
    (reason,) = left_out(commune, "users_present")
    assert reason.reason == "đã được xác định nghiện, đếm ở số người nghiện"
    assert [record.id for record in reason.records] == [person]


@pytest.mark.parametrize("name", sorted(EXCLUSIONS))
def test_nothing_is_left_out_of_empty_books(commune: Commune, name: str) -> None:
    assert left_out(commune, name) == ()
    assert name in FIGURES


def test_who_has_no_file_is_not_managed(commune: Commune) -> None:
    commune.on_list("nghien")
    commune.on_list("nghien", name="Có Hồ Sơ", file_number="01/HS", file_date="2025-06-02")
    assert commune.value("managed_people") == 1
    assert told(commune, "managed_people") == {
        "chưa có hồ sơ quản lý có số và ngày, hoặc đã quá thời hạn quản lý": 1
    }


def test_a_household_wholly_absent_is_left_out_with_its_reason(commune: Commune) -> None:
    village = add_village(commune.office)
    for head, state, reason in (
        ("Ở Nhà", "dang_cu_tru", None),
        ("Đi Làm", "vang_ca_ho", "đi làm ăn xa"),
        ("Chưa Rõ", "vang_ca_ho", None),
        ("Đã Đi", "da_chuyen_di", None),
    ):
        commune.add("households", head=head, village=village, state=state, state_reason=reason)
    assert commune.value("households") == 2
    (absent,) = left_out(commune, "households")
    assert (absent.reason, absent.count) == ("vắng cả hộ, có ghi lý do", 1)
    assert absent.records[0].label == "Đi Làm – đi làm ăn xa"


def test_a_point_that_is_gone_and_a_person_in_two_cases(commune: Commune) -> None:
    village = add_village(commune.office)
    commune.add(
        "hotspots",
        kind="diem_to_chuc",
        village=village,
        detected_on="2025-11-01",
        eliminated_on="2026-01-20",
    )
    assert [each.count for each in left_out(commune, "use_points")] == [1]
    assert commune.value("use_points") == 0
    person = commune.person()
    for day in ("2026-01-10", "2026-02-10"):
        commune.add(
            "case_subjects",
            person=person,
            role="bi_bat_giu",
            happened_on=day,
            in_commune=1,
        )
    assert commune.value("arrested_offenders") == 1
    assert told(commune, "arrested_offenders") == {
        "một người có trong nhiều vụ, chỉ tính một lần": 1
    }


def test_a_prescribed_drug_is_no_violation(commune: Commune) -> None:
    person = commune.person()
    commune.test(person, "2026-02-10", "duong_tinh", prescribed=1)
    commune.test(person, "2026-02-20", "duong_tinh")
    assert commune.value("resident_violations") == 1
    assert told(commune, "resident_violations") == {"dương tính do thuốc được kê đơn": 1}


def test_who_was_known_before_registration_is_not_new(commune: Commune) -> None:
    commune.on_list("nghien", "2026-02-01")
    turned = commune.on_list("sdtp", "2025-06-01", name="Đã Có", until_date="2026-02-09")
    commune.episode(turned, "nghien", "2026-02-10")
    commune.on_list("sdtp", "2026-02-01", name="Chuyển Đến", arrived=1)
    name = "newly_identified_since_registration"
    assert commune.value(name) == 1
    assert told(commune, name) == {
        "đã có trong danh sách trước ngày đăng ký": 1,
        "đã biết từ nơi khác, chuyển đến; đếm riêng": 1,
    }


def test_substitution_within_the_first_year(commune: Commune) -> None:
    addict = commune.on_list("nghien")
    commune.treatment(addict, "thay_the", from_date="2025-12-01")
    assert told(commune, "substitution_over_12_months") == {
        "điều trị thay thế chưa quá 12 tháng": 1
    }
