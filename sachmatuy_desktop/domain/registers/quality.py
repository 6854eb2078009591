"""What an officer has said about the records themselves: that two are not one, that one is right.

Both travel, so that nobody at another PC of the office is asked again.  They name records by id
in plain texts: a record may be removed although something was once said about it.
"""

from __future__ import annotations

from sachmatuy_desktop.domain.registers.fields import Sensitivity
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.shorthand import date, text
from sachmatuy_desktop.errors import N_

DISTINCT_PAIRS = Register(
    name="distinct_pairs",
    title=N_("Cặp không phải là một"),
    one=N_("cặp không phải là một"),
    scope=Scope.PEOPLE,
    area=Area.ADMIN,
    fields=(
        text("book", N_("Sổ"), required=True, sensitivity=Sensitivity.OPEN),
        text("first", N_("Ghi chép thứ nhất"), required=True),
        text("second", N_("Ghi chép thứ hai"), required=True),
        text("said_by", N_("Người xác định"), required=True),
        date("said_on", N_("Ngày xác định"), required=True),
    ),
    naming=("said_by", "said_on"),
    sort=("-said_on",),
    source="Có thể trùng",
    by_program=True,
)

ACCEPTED_FINDINGS = Register(
    name="accepted_findings",
    title=N_("Điểm cần xem đã xác nhận đúng"),
    one=N_("xác nhận đúng"),
    scope=Scope.PEOPLE,
    area=Area.ADMIN,
    fields=(
        text("rule", N_("Quy tắc"), required=True, sensitivity=Sensitivity.OPEN),
        text("book", N_("Sổ"), required=True, sensitivity=Sensitivity.OPEN),
        text("about", N_("Ghi chép"), required=True),
        text("basis", N_("Dấu của số liệu đã xem"), required=True),
        text("reason", N_("Lý do"), required=True),
        text("said_by", N_("Người xem"), required=True),
        date("said_on", N_("Ngày xem"), required=True),
    ),
    naming=("reason", "said_on"),
    sort=("-said_on",),
    source="Kiểm tra dữ liệu",
    by_program=True,
)
