"""Past the end of the term nobody counts as managed until something new is decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from sachmatuy_desktop.domain.registers.fields import RecordId
from tests.fact_cases import Commune, new_commune

FILE = {"file_number": "01/HS", "file_date": "2024-01-02"}


@pytest.fixture
def commune(tmp_path: Path) -> Commune:
    return new_commune(tmp_path / "office")


def decide(commune: Commune, person: RecordId, kind: str, on: str, until: str | None) -> None:
    commune.add(
        "decisions", person=person, kind=kind, number="1/QĐ", signed_on=on, term_until=until
    )


@pytest.mark.parametrize("with_decision", [True, False])
def test_a_user_counts_as_managed_to_the_last_day_of_the_term(
    commune: Commune, *, with_decision: bool
) -> None:
    """Luật 73/2021/QH14, Điều 23 khoản 2; Luật 120/2025/QH15, Điều 27 khoản 3 a."""
    user = commune.on_list("sdtp", "2025-02-10", **FILE)
    if with_decision:
        decide(commune, user, "quan_ly_sdtp", "2025-02-10", "2026-02-10")
    for fact in ("managed_people", "users_present_with_file", "resident_users_with_file"):
        assert commune.around(fact, "2026-02-10") == [1, 1, 0]
    assert commune.around("users_present", "2026-02-10") == [1, 1, 1]
    lacking = commune.fact("resident_users_with_file")
    assert [each.id for each in lacking.exceptions] == [user]
    assert "phải đưa ra khỏi danh sách" in lacking.exceptions[0].label


def test_a_new_decision_counts_again(commune: Commune) -> None:
    user = commune.on_list("sdtp", "2025-02-10", **FILE)
    decide(commune, user, "quan_ly_sdtp", "2025-02-10", "2026-02-10")
    decide(commune, user, "quan_ly_sdtp", "2026-02-15", None)
    assert commune.around("managed_people", "2026-02-15") == [0, 1, 1]


def test_days_away_with_unknown_destination_keep_a_user_under_management(commune: Commune) -> None:
    """Nghị định 163/2026/NĐ-CP, Điều 60 khoản 2."""
    user = commune.on_list("sdtp", "2026-07-06", **FILE)
    commune.presence(user, "khong_ro", "2026-11-01", until_date="2026-11-10")
    assert commune.around("managed_people", "2027-07-16") == [1, 1, 0]


def test_post_rehabilitation_ends_after_one_year_or_two(commune: Commune) -> None:
    """Luật 73/2021/QH14, Điều 40 khoản 1, khoản 2."""
    one = commune.on_list("sau_cai", "2025-02-10", name="Một năm", **FILE)
    two = commune.on_list("sau_cai", "2025-02-10", name="Hai năm", **FILE)
    commune.treatment(
        one, "tai_gia_dinh", state="hoan_thanh", until_date="2025-02-10", from_date="2024-08-01"
    )
    commune.treatment(
        two, "bat_buoc", state="hoan_thanh", until_date="2025-02-10", from_date="2024-02-01"
    )
    assert commune.around("after_rehab_with_decision", "2026-02-10") == [2, 2, 1]
    assert commune.around("exempt_residents", "2026-02-10") == [0, 0, 0]
    lacking = commune.fact("after_rehab_with_decision")
    assert [each.id for each in lacking.exceptions] == [one]
    assert commune.around("after_rehab_with_decision", "2027-02-10") == [1, 1, 0]


def test_who_is_overdue_is_not_exempt_from_article_6(commune: Commune) -> None:
    """Quyết định 28/2025/QĐ-TTg, Điều 6 khoản 1."""
    person = commune.on_list("sau_cai", "2025-02-10", **FILE)
    commune.episode(person, "nghien", "2024-02-10")
    assert commune.around("exempt_residents", "2026-02-10") == [1, 1, 0]


def test_an_addict_stays_managed_whatever_the_time(commune: Commune) -> None:
    """The list of addicts is left by completion, never by time alone (Điều 48 khoản 3)."""
    commune.on_list("nghien", "2022-02-10", **FILE)
    assert commune.around("managed_people", "2026-02-10") == [1, 1, 1]
