# ruff: noqa: S608  (statements put together from words that stand in this file)
"""Yardsticks: the same work done the plainest way, to compare the program's own with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.dates import ReportingYear, add_months
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

_OPEN = "from_date <= :day AND (until_date IS NULL OR until_date >= :day)"


def _listed(category: str) -> str:
    return f"SELECT person FROM episodes WHERE deleted = 0 AND category = '{category}' AND {_OPEN}"


def _away(*states: str) -> str:
    words = ", ".join(f"'{state}'" for state in states)
    return f"SELECT person FROM presences WHERE deleted = 0 AND state IN ({words}) AND {_OPEN}"


_PEOPLE = "SELECT count(*) FROM people WHERE deleted = 0 AND +unit_id = :unit AND id IN"
_ADDICTS = f"{_PEOPLE} ({_listed('nghien')})"
_HERE = f"AND id NOT IN ({_away('vang_mat', 'khong_ro', 'co_so_cai_nghien', 'trai_giam')})"
_FILED = (
    "AND id IN (SELECT person FROM episodes WHERE deleted = 0 AND file_number IS NOT NULL"
    f" AND file_date <= :day AND {_OPEN})"
)
_POINTS = (
    "SELECT count(*) FROM hotspots WHERE deleted = 0 AND unit_id = :unit AND kind = '{kind}'"
    " AND detected_on <= :day AND (eliminated_on IS NULL OR eliminated_on > :day)"
)
_HOUSEHOLDS = (
    "SELECT count(*) FROM households WHERE deleted = 0 AND unit_id = :unit"
    " AND state = 'dang_cu_tru' AND (state_from IS NULL OR state_from <= :day)"
)
_SIGNED = (
    "AND id IN (SELECT household FROM commitments WHERE deleted = 0 AND kind = 'ho_gia_dinh'"
    " AND outcome = 'da_ky' AND signed_on <= :day)"
)
_VILLAGES = "SELECT count(*) FROM villages WHERE deleted = 0 AND unit_id = :unit"

BY_HAND: Mapping[str, str] = {
    "complex_hubs": _POINTS.format(kind="tu_diem"),
    "complex_points": _POINTS.format(kind="diem_phuc_tap"),
    "retailers": _POINTS.format(kind="ban_le"),
    "use_points": _POINTS.format(kind="diem_to_chuc"),
    "addicts": _ADDICTS,
    "addicts_with_file": f"{_ADDICTS} {_FILED}",
    "addicts_present": f"{_ADDICTS} {_HERE}",
    "addicts_present_in_treatment": (
        f"{_ADDICTS} {_HERE} AND id IN (SELECT person FROM treatments"
        f" WHERE deleted = 0 AND state <> 'bo' AND {_OPEN})"
    ),
    "after_rehab": f"{_PEOPLE} ({_listed('sau_cai')})",
    "after_rehab_with_decision": f"{_PEOPLE} ({_listed('sau_cai')}) {_FILED}",
    "users_present": f"{_PEOPLE} ({_listed('sdtp')}) {_HERE}",
    "users_present_with_file": f"{_PEOPLE} ({_listed('sdtp')}) {_HERE} {_FILED}",
    "users_present_without_monthly_check": (
        f"{_PEOPLE} ({_listed('sdtp')}) {_HERE} AND (SELECT count(DISTINCT"
        " substr(visited_on, 1, 7)) FROM visits WHERE deleted = 0 AND person = people.id"
        " AND visited_on >= :start AND visited_on <= :day) < :months"
    ),
    "households": _HOUSEHOLDS,
    "households_committed": f"{_HOUSEHOLDS} {_SIGNED}",
    "villages": _VILLAGES,
    "villages_with_tip_box": (
        f"{_VILLAGES} AND id IN (SELECT village FROM tip_boxes WHERE deleted = 0"
        " AND installed_on <= :day AND state = 'dang_dung')"
    ),
    "villages_with_hotline_board": (
        f"{_VILLAGES} AND id IN (SELECT village FROM hotline_boards WHERE deleted = 0"
        " AND posted_on <= :day AND state = 'dang_dung')"
    ),
    "active_models": (
        "SELECT count(*) FROM models WHERE deleted = 0 AND unit_id = :unit"
        " AND started_on <= :day AND state = 'dang_hoat_dong' AND EXISTS (SELECT 1 FROM activities"
        " WHERE deleted = 0 AND model = models.id AND held_on > :year_ago AND held_on <= :day)"
    ),
}
"""One hand-written statement for every fact of the plan of Ia H'Drai, without any of the care."""


def facts_by_hand(connection: Connection, unit: str, as_of: date) -> dict[str, int]:
    """The facts of the plan of Ia H'Drai, counted by the driver itself: the yardstick."""
    raw = connection.connection.dbapi_connection
    assert raw is not None
    values = {
        "unit": unit,
        "day": as_of.isoformat(),
        "start": ReportingYear.of(as_of).start.isoformat(),
        "year_ago": add_months(as_of, -12).isoformat(),
        "months": as_of.month - 1,
    }
    return {
        name: raw.cursor().execute(statement, values).fetchone()[0]
        for name, statement in BY_HAND.items()
    }


def settle(office: Office, *, residents: int, households: int, on_lists: int) -> None:
    """A whole commune in one act: villages, households that signed, residents, and the lists.

    Of those on the lists a third each are addicts in treatment, users under management and people
    after rehabilitation, all with files; nobody is in the way of the plan of Ia H'Drai.
    """
    with office.store.begin(Act("training.fill", office.account.name)) as work:
        villages = [_village(work, number) for number in range(1, 11)]
        homes = [_home(work, villages[number % 10], number) for number in range(households)]
        for number in range(residents):
            person = work.insert(
                "people",
                {
                    "full_name": f"Nguyễn Văn {chr(65 + number % 26)}",
                    "birth": "1990",
                    "household": homes[number % len(homes)],
                    "village": villages[number % 10],
                },
            )
            if number < on_lists:
                _put_on_a_list(work, person, number)
        model = work.insert(
            "models",
            {"name": "Thôn bình yên", "started_on": "2024-05-01", "state": "dang_hoat_dong"},
        )
        work.insert(
            "activities",
            {
                "kind": "sinh_hoat_mo_hinh",
                "held_on": "2026-02-01",
                "content": "Sinh hoạt",
                "model": model,
            },
        )
        work.commit()


def _village(work: UnitOfWork, number: int) -> str:
    village = work.insert("villages", {"name": f"Thôn {number}", "kind": "thon"})
    things = {"village": village, "place": "Nhà văn hóa", "state": "dang_dung"}
    work.insert("tip_boxes", {**things, "installed_on": "2025-01-10"})
    work.insert("hotline_boards", {**things, "posted_on": "2025-01-10", "numbers": "0260999999"})
    return village


def _home(work: UnitOfWork, village: str, number: int) -> str:
    values = {"head": f"Trần Thị {chr(65 + number % 26)}", "village": village}
    home = work.insert("households", {**values, "state": "dang_cu_tru"})
    work.insert(
        "commitments",
        {
            "kind": "ho_gia_dinh",
            "household": home,
            "outcome": "da_ky",
            "signed_on": "2026-01-15",
        },
    )
    return home


def _put_on_a_list(work: UnitOfWork, person: str, number: int) -> None:
    category = ("nghien", "sdtp", "sau_cai")[number % 3]
    work.insert(
        "episodes",
        {
            "person": person,
            "category": category,
            "from_date": "2025-06-01",
            "file_number": f"{number + 1:02d}/HS",
            "file_date": "2025-06-02",
        },
    )
    work.insert("presences", {"person": person, "state": "co_mat", "from_date": "2025-06-01"})
    if category == "nghien":
        treatment = {"form": "tai_gia_dinh", "state": "dang_thuc_hien", "from_date": "2025-07-01"}
        work.insert("treatments", {"person": person, **treatment})
    if category == "sdtp":
        for month in ("2026-01", "2026-02"):
            work.insert("visits", {"person": person, "visited_on": f"{month}-10"})
