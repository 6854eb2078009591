"""A commune of any size, made up from a counter: the same rows every time, nobody real.

One commune of 20,000 residents is 28,340 rows: 5,000 households, 20,000 people, 300 managed
persons, 3,000 tests and commitments, 12 villages and 28 signed statements.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Final

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.services.office import Founding, Office, found
from sachmatuy_desktop.storage.keys.keyring_crypto import Cost
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

RESIDENTS: Final = 20_000
"""Residents of the commune that the budgets speak of."""

PACK: Final = "ia-hdrai-2024/commune-drug-free"
PASSPHRASE: Final = "một mật khẩu đủ dài"  # noqa: S105  (of offices made up here)
CHEAP: Final = Cost(memory_kib=64, passes=1)
"""Stretching a passphrase costs what it must (0.5 s) and is not what is measured here."""

_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Rơ", "Siu")
_MIDDLES = ("Văn", "Thị", "Đức", "Hữu", "Minh", "Ngọc", "Thanh", "Quang", "Xuân", "Kim")
_GIVEN = (
    "An", "Bình", "Cường", "Dung", "Đạt", "Giang", "Hà", "Hùng", "Khánh", "Lan", "Mai", "Nam",
    "Oanh", "Phúc", "Quý", "Sơn", "Tâm", "Uyên", "Vinh", "Yến",
)  # fmt: skip
_VILLAGES = 12
_HOUSEHOLD = 4
_WORK = ("Làm ruộng", "Buôn bán", "Công nhân", "Học sinh", "Giáo viên", "Lái xe")
_HANOI = timezone(timedelta(hours=7))

Values = dict[str, Value]


def bench_clock(seed: int) -> Clock:
    """A clock that ticks a millisecond at each look; ids of different seeds never meet."""
    dice = itertools.count(seed << 48)
    moments = itertools.count()
    start = datetime(2026, 3, 2, 8, 0, tzinfo=_HANOI)
    return Clock(
        now=lambda: start + timedelta(milliseconds=next(moments)),
        randomness=lambda size: next(dice).to_bytes(size, "big"),
    )


def new_office(folder: Path, unit: str, kind: str, seed: int, cost: Cost = CHEAP) -> Office:
    """An office just founded, on a real encrypted file."""
    answers = Founding(
        unit=unit,
        kind=kind,
        account_id="an",
        account_name="Nguyễn Văn An",
        packs=(PACK,) if kind == "commune" else (),
        registered_on="2026-01-05" if kind == "commune" else None,
        registration_document="01/ĐK-UBND" if kind == "commune" else None,
    )
    office, _code = found(folder, answers, PASSPHRASE, bench_clock(seed), cost)
    return office


def full_name(n: int) -> str:
    """The name of person `n`."""
    return f"{_SURNAMES[n % 12]} {_MIDDLES[n // 12 % 10]} {_GIVEN[n // 120 % 20]}"


def citizen_number(n: int) -> str:
    """The number of person `n`: province, century and sex, year, serial."""
    woman, year = n % 2, 1945 + n * 7 % 65
    return f"062{2 * (year >= 2000) + woman}{year % 100:02d}{n % 1_000_000:06d}"


def _person(n: int, household: RecordId, village: RecordId) -> Values:
    place = f"Số nhà {n // _HOUSEHOLD % 400}, Thôn {n // _HOUSEHOLD % _VILLAGES + 1}"
    return {
        "full_name": full_name(n),
        "sex": "nu" if n % 2 else "nam",
        "birth": f"{1945 + n * 7 % 65}-{n // 28 % 12 + 1:02d}-{n % 28 + 1:02d}",
        "citizen_number": citizen_number(n),
        "household": household,
        "village": village,
        "relation": "Chủ hộ" if n % _HOUSEHOLD == 0 else "Con",
        "native_place": "Xã Ia Dom, Kon Tum",
        "permanent_address": place,
        "current_address": place,
        "ethnicity": "Kinh" if n % 3 else "Gia-rai",
        "education": f"{n % 12 + 1}/12",
        "nationality": "Việt Nam",
        "occupation": _WORK[n % len(_WORK)],
        "phone": f"09{n * 4801 % 10**8:08d}",
    }


def _household(n: int, village: RecordId) -> Values:
    return {
        "number": f"{n + 1:05d}",
        "head": full_name(n * _HOUSEHOLD),
        "village": village,
        "address": f"Số nhà {n % 400}, Thôn {n % _VILLAGES + 1}",
        "citizen_number": citizen_number(n * _HOUSEHOLD),
        "phone": f"09{n * 4801 * _HOUSEHOLD % 10**8:08d}",
        "state": "dang_cu_tru",
    }


def _day(n: int) -> str:
    return f"2026-{n % 3 + 1:02d}-{n % 28 + 1:02d}"


def _managed(n: int, person: RecordId) -> Values:
    return {
        "person": person,
        "category": ("sdtp", "nghien", "sau_cai")[n % 3],
        "from_date": f"2025-{n % 12 + 1:02d}-{n % 28 + 1:02d}",
        "reason": "Quyết định quản lý",
        "file_number": f"{n + 1}/HS-QL",
        "in_community": 1,
    }


def _test(n: int, person: RecordId) -> Values:
    return {
        "person": person,
        "taken_on": _day(n),
        "result": "am_tinh",
        "body": "Công an xã",
        "sheet_number": f"{n + 1}/PXN",
    }


def _commitment(n: int, household: RecordId, village: RecordId) -> Values:
    return {
        "kind": "ho_gia_dinh",
        "household": household,
        "village": village,
        "outcome": "da_ky",
        "signed_on": _day(n),
        "signer": full_name(n * _HOUSEHOLD),
        "year": 2026,
    }


def _statement(n: int) -> Values:
    return {
        "pack": PACK,
        "item": f"muc_{n + 1}",
        "answer": "co",
        "signer": "Trần Thị Bưởi",
        "position": "Chủ tịch UBND xã",
        "signed_on": _day(n),
        "document": f"{n + 1}/BC-UBND",
    }


def settle(work: UnitOfWork, residents: int, first: int = 0) -> None:
    """A commune's villages, households, people and what is written about them, into one act."""
    villages = [
        work.insert("villages", {"name": f"Thôn {n + 1}", "kind": "thon"}) for n in range(_VILLAGES)
    ]
    households = [
        work.insert("households", _household(first + n, villages[n % _VILLAGES]))
        for n in range(residents // _HOUSEHOLD)
    ]
    people = [
        work.insert(
            "people",
            _person(first + n, households[n // _HOUSEHOLD], villages[n // _HOUSEHOLD % _VILLAGES]),
        )
        for n in range(residents // _HOUSEHOLD * _HOUSEHOLD)
    ]
    for register, values in _events(residents, villages, households, people):
        work.insert(register, values)


def _events(
    residents: int,
    villages: list[RecordId],
    households: list[RecordId],
    people: list[RecordId],
) -> Iterator[tuple[str, Mapping[str, Value]]]:
    for n in range(residents * 300 // RESIDENTS):
        yield "episodes", _managed(n, people[n * 7])
    for n in range(residents * 1500 // RESIDENTS):
        yield "tests", _test(n, people[n % 300 * 7 % len(people)])
        yield "commitments", _commitment(n, households[n], villages[n % _VILLAGES])
    for n in range(28):
        yield "attestations", _statement(n)


def settled_office(
    folder: Path, residents: int = RESIDENTS, unit: str = "xa-23537@1", seed: int = 1
) -> Office:
    """A commune's office with its people in it."""
    office = new_office(folder, unit, "commune", seed)
    with office.store.begin(Act("sheet.import", office.account.name)) as work:
        settle(work, residents)
        work.commit()
    settle_search(office)
    return office


def settle_search(office: Office) -> None:
    """What the window does when it has nothing else to do: the search index catches up."""
    while office.store.search_is_behind:
        office.store.settle_search()
