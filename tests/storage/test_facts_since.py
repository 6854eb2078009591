"""Since when each record stands in a figure, as far as the books tell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.fact_cases import Commune, new_commune
from tests.offices import add_household, add_village

Story = Callable[[Commune], object]

NEW = "newly_identified_since_registration"


@pytest.fixture
def commune(tmp_path: Path) -> Commune:
    return new_commune(tmp_path / "office")


def _hotspot(commune: Commune) -> str:
    village = add_village(commune.office)
    return commune.add("hotspots", kind="diem_to_chuc", village=village, detected_on="2025-11-03")


def _hotspot_again(commune: Commune) -> None:
    point = _hotspot(commune)
    for change, day in (("triet_xoa", "2025-12-20"), ("tai_phuc_tap", "2026-02-09")):
        commune.add("hotspot_history", hotspot=point, change=change, happened_on=day)


def _village(commune: Commune) -> None:
    commune.add("villages", name="Thôn 2", kind="thon", from_date="2026-01-15")


def _broken_board(commune: Commune) -> None:
    commune.add(
        "hotline_boards",
        village=add_village(commune.office),
        place="Nhà rông",
        posted_on="2025-01-10",
        numbers="02603999999",
        state="hong",
        state_from="2026-02-14",
    )


def _household(**values: str) -> Story:
    return lambda commune: commune.add(
        "households",
        head="Chưa Ký",
        village=add_village(commune.office),
        state="dang_cu_tru",
        **values,
    )


def _refused(commune: Commune) -> None:
    home = add_household(commune.office, add_village(commune.office), "Chưa Ký")
    commune.add(
        "commitments",
        kind="ho_gia_dinh",
        household=home,
        outcome="tu_choi",
        reason="Chưa đồng ý",
        signed_on="2026-01-20",
    )


def _case(commune: Commune) -> None:
    commune.add(
        "incidents",
        kind="trong_cay",
        happened_on="2026-02-01",
        village=add_village(commune.office),
    )


def _stopped_model(commune: Commune) -> None:
    commune.add(
        "models",
        name="Thôn bình yên",
        started_on="2024-05-01",
        state="ngung",
        state_from="2026-02-20",
    )


@pytest.mark.parametrize(
    ("story", "fact", "since"),
    [
        (lambda c: c.on_list("nghien", "2025-06-01"), "addicts", "2025-06-01"),
        (lambda c: c.on_list("nghien", "2025-06-01"), "addicts_with_file", "2025-06-01"),
        (lambda c: c.on_list("sdtp", "2025-07-02"), "resident_users", "2025-07-02"),
        (lambda c: c.on_list("sau_cai", "2025-08-03"), "after_rehab_with_decision", "2025-08-03"),
        (lambda c: c.on_list("nghien", "2026-02-01"), NEW, "2026-02-01"),
        (_hotspot, "use_points", "2025-11-03"),
        (_hotspot_again, "use_points", "2026-02-09"),
        (_case, "plant_cases", "2026-02-01"),
        (_household(), "households_committed", None),
        (_household(state_from="2025-09-01"), "households_committed", "2025-09-01"),
        (_refused, "households_committed", "2026-01-20"),
        (_village, "villages_with_tip_box", "2026-01-15"),
        (_broken_board, "villages_with_hotline_board", "2026-02-14"),
        (_stopped_model, "active_models", "2026-02-20"),
    ],
)  # fmt: skip
def test_the_books_tell_since_when_a_record_stands_there(
    commune: Commune, story: Story, fact: str, since: str | None
) -> None:
    story(commune)
    found = commune.fact(fact)
    (record,) = found.exceptions or found.records
    assert record.since == (date.fromisoformat(since) if since else None)


@pytest.mark.parametrize(
    ("tests", "since"),
    [
        ([], "2025-06-01"),
        ([("2026-01-10", "am_tinh")], "2026-02-10"),
        ([("2025-12-10", "am_tinh"), ("2026-01-20", "duong_tinh")], "2026-01-10"),
        ([("2026-02-10", "am_tinh"), ("2026-02-20", "duong_tinh")], "2026-02-20"),
        ([("2026-02-20", "duong_tinh")], "2025-06-01"),
    ],
)
def test_a_clean_test_covers_thirty_days_or_until_a_positive_one(
    commune: Commune, tests: list[tuple[str, str]], since: str
) -> None:
    addict = commune.on_list("nghien", "2025-06-01")
    for taken_on, result in tests:
        commune.test(addict, taken_on, result)
    (record,) = commune.fact("addicts_in_community_negative_test").exceptions
    assert record.since == date.fromisoformat(since)
