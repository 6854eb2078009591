"""Roads through the law: for every step, the steps before it, told as `step:ground@day`.

Days are counted from the beginning of the road; details stand in braces, `{paper=1/QĐ}`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from sachmatuy_desktop.domain.registers.fields import Value

NEW, OLD = date(2026, 7, 6), date(2024, 3, 4)
FIRST_DAY = {"new": NEW, "old": OLD}

_STEP = re.compile(
    r"(?P<id>[\w-]+)(?::(?P<ground>[\w.-]+))?@(?P<day>\d+)(?:\{(?P<details>[^}]*)\})?"
)


@dataclass(frozen=True)
class Taken:
    """One step of a road."""

    id: str
    on: date
    ground: str = ""
    details: dict[str, Value] = field(default_factory=dict)


def road(law: str, text: str) -> list[Taken]:
    """The steps of a road."""
    return [_taken(FIRST_DAY[law], found) for found in _STEP.finditer(text)]


def _taken(first: date, found: re.Match[str]) -> Taken:
    pairs = [pair.split("=") for pair in (found["details"] or "").split(",") if pair]
    details: dict[str, Value] = {
        name: int(value) if value.isdigit() else value for name, value in pairs
    }
    return Taken(
        found["id"], first + timedelta(days=int(found["day"])), found["ground"] or "", details
    )


# -- the law since 1 July 2026 ---------------------------------------------------------------------

_USER = "T01:b-h@0 T04@0{number=12/QĐ}"
_ASKED = "T20:a@0"
_ADDICT = f"{_ASKED} T21@3"
_HOME = f"{_ADDICT} T22:gia_dinh@3{{nth=1}} T23@3 T30@4{{nth=1}}"
_PRIVATE = f"{_ADDICT} T22:tu_nhan@3{{nth=1}} T23@3 T33@4{{nth=1}}"
_PUBLIC = f"{_ADDICT} T22:cong_lap@3{{nth=1}} T23@3 T34@4{{nth=1}}"
_FILE = f"{_ADDICT} T40:a@5 T41:a@6"
_COURT = f"{_FILE} T44-qd@30{{number=7/QĐ-TA}}"
_COMPULSORY = f"{_COURT} T44@31{{nth=1}}"
_AFTER = f"{_HOME} T32@735 T50@735{{number=5/QĐ}}"

_NEW = (
    "T01:a@0",
    "T01-am:a@0",
    "T01:a@0 T02@0",
    "T01:a@0 T02@0 T03@1",
    _USER,
    "T01:a@0 T04-HS@1",
    "T01:a@0 T05@1",
    "T06@0",
    f"{_USER} T01:c@90 T10@90",
    f"{_USER} T11@30{{paper=1/QĐ,expected_until=2026-10-01}}",
    f"{_USER} T11@30{{paper=1/QĐ}} T11-ve@60",
    f"{_USER} T12@365",
    f"{_USER} T13:a@90",
    f"{_USER} T13:c@90",
    f"{_USER} T11@30{{paper=1/QĐ,expected_until=2028-01-01}} T13:đ@31",
    f"{_USER} T14@90{{destination=xã Đăk Dục}}",
    "T14-den@10{left_on=2026-07-10,carried_until=2027-03-01}",
    f"{_USER} T15@90{{established_by=Công an xã}}",
    f"{_USER} T15@90{{established_by=Công an xã}} T15-ve@99",
    "K-NGHI:b-a@0",
    "K-NGHI:b-a@0 K-NGHI-ra@5",
    f"{_USER} T01:c@90 T20:c@91",
    _ADDICT,
    f"{_ASKED} T21b:moi@3",
    f"{_ASKED} T21b:tu-nguyen@3",
    _HOME,
    _PRIVATE,
    _PUBLIC,
    f"{_ADDICT} T35@5",
    f"{_HOME} T31@90{{destination=xã Đăk Dục}}",
    "T31-den@10{left_on=2026-07-10,deducted_days=100,nth=1}",
    f"{_HOME} T32@735",
    f"{_PRIVATE} T33-xong@735",
    f"{_PRIVATE} T33-tiep@120",
    f"{_PUBLIC} T34-xong@735",
    f"{_ADDICT} T35@5 T35-xong@500",
    f"{_HOME} T36@90",
    _COMPULSORY,
    f"{_FILE} T42@7",
    f"{_FILE} T43@8 T43-chuyen@12",
    f"{_COURT} T45-hoan@31",
    f"{_COMPULSORY} T45-mien@90",
    f"{_COMPULSORY} T45-tdc@90 T45-tiep@150",
    f"{_COMPULSORY} T46@762",
    f"{_ADDICT} R-NGHIEN:d@90",
    _AFTER,
    f"{_AFTER} T51@800{{destination=xã Đăk Dục}}",
    "T51-den@10{left_on=2026-07-10,carried_until=2027-03-01}",
    f"{_AFTER} T52@800{{reported=1}}",
    f"{_AFTER} T53@800",
    f"{_AFTER} T54@1100",
    f"{_AFTER} T55@800{{paper=BA 3}}",
    f"{_AFTER} T55@800{{paper=BA 3}} T55-tiep:sau-cai@1200",
    f"{_AFTER} R-SAUCAI:d@800",
    f"{_HOME} GS:15.1@4",
    f"{_HOME} GS:15.1@4 GS-tam-dung@90",
    f"{_HOME} GS:15.1@4 GS-mien@400",
    f"{_HOME} GS:15.1@4 GS-cham-dut@400",
)

# -- the law before --------------------------------------------------------------------------------

_USER_OLD = "T01@0 T04@2{number=12/QĐ}"
_ASKED_OLD = "T20:đ@0"
_ADDICT_OLD = f"{_ASKED_OLD} T21@3"
_HOME_OLD = f"{_ADDICT_OLD} T22:gia_dinh@3 T23@4 T30@5{{months=6}}"
_PRIVATE_OLD = f"{_ADDICT_OLD} T22:tu_nhan@3 T23@4 T33@5{{months=12}}"
_FILE_OLD = f"{_ADDICT_OLD} T40:a@9 T41:a@10"
_COURT_OLD = f"{_FILE_OLD} T44-qd@30{{number=7/QĐ-TA}}"
_COMPULSORY_OLD = f"{_COURT_OLD} T44@31{{months=12}}"
_AFTER_OLD = f"{_HOME_OLD} T32@190 T50@193{{number=5/QĐ}}"

_OLD = (
    "T01@0",
    "T01-am@0",
    "T01@0 T02@1 T03@2",
    _USER_OLD,
    "T01@0 T05@1",
    "T06@0",
    f"{_USER_OLD} T01@90 T10@91",
    f"{_USER_OLD} T12@367",
    f"{_USER_OLD} T13:b@90",
    f"{_USER_OLD} T14@90{{destination=xã Đăk Dục}}",
    "T14-den@10{left_on=2024-03-10,carried_until=2024-11-01}",
    f"{_USER_OLD} T15@90",
    f"{_USER_OLD} T15@90 T15-ve@99",
    "K-NGHI@0",
    "K-NGHI@0 K-NGHI-ra@5",
    _ADDICT_OLD,
    f"{_ASKED_OLD} T21b:moi@3",
    _HOME_OLD,
    _PRIVATE_OLD,
    f"{_ADDICT_OLD} T22:cong_lap@3 T23@4 T34@5{{months=12}}",
    f"{_ADDICT_OLD} T35@5",
    f"{_HOME_OLD} T31@90{{destination=xã Đăk Dục}}",
    "T31-den@10{left_on=2024-03-10,deducted_days=30}",
    f"{_HOME_OLD} T32@190",
    f"{_PRIVATE_OLD} T33-xong@370",
    f"{_ADDICT_OLD} T35@5 T35-xong@500",
    f"{_HOME_OLD} T36@90",
    _COMPULSORY_OLD,
    f"{_FILE_OLD} T42@11",
    f"{_FILE_OLD} T43@11 T43-chuyen@16",
    f"{_COURT_OLD} T45-hoan@31",
    f"{_COMPULSORY_OLD} T45-mien@90",
    f"{_COMPULSORY_OLD} T45-tdc@90 T45-tiep@150",
    f"{_COMPULSORY_OLD} T46@400",
    f"{_ADDICT_OLD} R-NGHIEN:d@90",
    _AFTER_OLD,
    f"{_AFTER_OLD} T51@250{{destination=xã Đăk Dục}}",
    "T51-den@10{left_on=2024-03-10,carried_until=2024-11-01}",
    f"{_AFTER_OLD} T52@250{{reported=1}}",
    f"{_AFTER_OLD} T53@250",
    f"{_AFTER_OLD} T54@560",
    f"{_AFTER_OLD} T55@250{{paper=BA 3}}",
    f"{_AFTER_OLD} T55@250{{paper=BA 3}} T55-tiep:sau-cai@500",
    f"{_AFTER_OLD} R-SAUCAI:d@250",
)

ROADS: tuple[tuple[str, str], ...] = (
    *(("new", each) for each in _NEW),
    *(("old", each) for each in _OLD),
)
