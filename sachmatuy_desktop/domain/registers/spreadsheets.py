"""What the office remembers of spreadsheets; kept by the program, never sent."""

from __future__ import annotations

from sachmatuy_desktop.domain.registers.fields import Field, Kind, Sensitivity
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.shorthand import date, text
from sachmatuy_desktop.errors import N_

SHEET_LAYOUTS = Register(
    name="sheet_layouts",
    title=N_("Cách ghép cột đã nhớ"),
    one=N_("cách ghép cột"),
    scope=Scope.LOCAL,
    area=Area.ADMIN,
    fields=(
        text("register", N_("Sổ"), required=True, sensitivity=Sensitivity.OPEN),
        text("fingerprint", N_("Dấu nhận dạng tiêu đề"), required=True, listed=False),
        Field("mapping", N_("Cách ghép"), Kind.LONG_TEXT, required=True, listed=False),
        date("used_on", N_("Dùng lần cuối")),
    ),
    naming=("register", "used_on"),
    sort=("-used_on",),
    by_program=True,
)
