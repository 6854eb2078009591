"""What goes up in place of the records of persons and households: figures, and codes for persons.

Both are written by the program alone (`services/figures.py`) out of the office's own books, for an
office above that is to count and follow without knowing who it is.
"""

from __future__ import annotations

from typing import Final

from sachmatuy_desktop.domain.registers.fields import Sensitivity
from sachmatuy_desktop.domain.registers.people import CATEGORIES
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.shorthand import by_program, choice, date, number, text
from sachmatuy_desktop.errors import N_

PEOPLE_KEPT: Final = "book.people"
"""The figure that counts the persons in the office's books."""

HOUSEHOLDS_KEPT: Final = "book.households"
"""The figure that counts the households in the office's books."""

PERIOD_FIGURES = Register(
    name="period_figures",
    title=N_("Số liệu tổng hợp theo tháng"),
    one=N_("số liệu tổng hợp"),
    scope=Scope.FIGURES,
    area=Area.REGISTERS,
    fields=(
        text("figure", N_("Số liệu"), required=True, sensitivity=Sensitivity.OPEN),
        text("month", N_("Tháng"), required=True, sensitivity=Sensitivity.OPEN),
        number("number", N_("Số lượng"), required=True, added_up=False),
        date("as_of", N_("Tính đến ngày"), required=True),
    ),
    naming=("figure", "month"),
    sort=("-month", "figure"),
    source="Gửi lên: số liệu tổng hợp và mã thay tên",
    by_program=True,
)
"""One number of the whole unit, as it stood on the last day of its month on which it was taken.

`figure` is the name of a fact, or one of the two books.  There is none for a single village: in
a village of forty households a number is a person.  `month` is `YYYY-MM`.
"""

CODED_PEOPLE = Register(
    name="coded_people",
    title=N_("Người (mã)"),
    one=N_("người (mã)"),
    scope=Scope.FIGURES,
    area=Area.REGISTERS,
    fields=(
        text("code", N_("Mã thay tên"), required=True, sensitivity=Sensitivity.SENSITIVE),
        choice(
            "category", N_("Diện"), CATEGORIES, required=True, sensitivity=Sensitivity.SENSITIVE
        ),
        text("from_month", N_("Từ tháng"), required=True, sensitivity=Sensitivity.SENSITIVE),
        text("until_month", N_("Đến tháng"), sensitivity=Sensitivity.SENSITIVE),
    ),
    naming=("code", "category"),
    sort=("code", "from_month"),
    search=("code",),
    source="Gửi lên: số liệu tổng hợp và mã thay tên",
    by_program=True,
)
"""One row for each time somebody is on a list.

`code` says that two rows are one person's, and nothing else; `category` is what is counted;
`from_month` and `until_month` (`YYYY-MM`) are the entries and exits by month.  Days, villages,
years of birth and sexes are left out: among a few dozen persons any of them tells who it is.
"""

CODE_KEYS = Register(
    name="code_keys",
    title=N_("Khóa của mã thay tên"),
    one=N_("khóa của mã thay tên"),
    scope=Scope.OFFICE,
    area=Area.ADMIN,
    fields=(
        date("made_on", N_("Ngày lập"), required=True),
        by_program(text("secret", N_("Khóa"), listed=False, sensitivity=Sensitivity.SENSITIVE)),
    ),
    naming=("made_on",),
    sort=("made_on",),
    source="Gửi lên: số liệu tổng hợp và mã thay tên",
    by_program=True,
)
"""What the codes are reckoned with; it goes to the other PCs of the office and nowhere else.  Where
two PCs have made one without knowing of each other, the older one counts."""
