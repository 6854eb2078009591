"""The shelves of the books that are not lists of persons: which stand together, under which words.

The order is that of what a commune must keep (domain 9(e)).  Registers of persons have a shelf by
their area, those of nobody's shelf the last one; what is attached to records is no book of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.register import Area, Register
from sachmatuy_desktop.errors import N_


@dataclass(frozen=True, slots=True)
class Shelf:
    """Books that stand together; what stands under another book comes right after it."""

    title: str
    books: tuple[Register, ...]


_NAMED: Final = (
    (
        N_("ĐỊA BÀN, DÂN CƯ"),
        ("villages", "subunits", "populations", "migrant_workers", "businesses"),
    ),
    (N_("ĐIỂM, TỤ ĐIỂM, VỤ VIỆC"), ("hotspots", "incidents")),
    (N_("HÒM THƯ, ĐƯỜNG DÂY NÓNG, TỐ GIÁC"), ("tip_boxes", "hotline_boards", "tip_offs")),
    (N_("ĐĂNG KÝ, MÔ HÌNH, BÁO CÁO"), ("campaigns", "models", "village_reports")),
    (N_("TUẦN TRA, KIỂM DANH"), ("patrols", "roll_calls")),
    (N_("TUYÊN TRUYỀN, TẬP HUẤN"), ("propaganda", "trainings")),
    (N_("KHEN THƯỞNG, KINH PHÍ"), ("rewards", "funding")),
    (N_("SỐ LIỆU TỔNG HỢP CÁC XÃ GỬI"), ("period_figures", "coded_people")),
)


def under(register: Register) -> str | None:
    """The book of the same page under whose records those of `register` stand, if any."""
    if register.parent is None:
        return None
    parent = str(register[register.parent].target)
    return parent if REGISTERS[parent].area is Area.REGISTERS else None


def _with_children(name: str) -> tuple[Register, ...]:
    children = (each for each in REGISTERS.under(name) if each.area is Area.REGISTERS)
    return (REGISTERS[name], *children)


def _shelves() -> tuple[Shelf, ...]:
    named = [
        Shelf(title, tuple(book for name in names for book in _with_children(name)))
        for title, names in _NAMED
    ]
    standing = {book.name for shelf in named for book in shelf.books}
    books = [each for each in REGISTERS if not each.owner_kind]
    others = tuple(
        each for each in books if each.area is Area.REGISTERS and each.name not in standing
    )
    persons = tuple(each for each in books if each.area is Area.PEOPLE and each.name != "people")
    last = (Shelf(N_("SỔ THEO DÕI NGƯỜI"), persons), Shelf(N_("CÁC SỔ KHÁC"), others))
    return (*named, *(shelf for shelf in last if shelf.books))


SHELVES: Final = _shelves()
