"""Packs of criteria that an office took in: those from above, and a commune's own.

Two books of one shape.  What a receiving office takes in goes down to its communes; what a commune
takes in for itself goes up with its results, so that the office above can read what they were
judged by.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.fields import Field, Kind, Sensitivity
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.shorthand import date, note, number, text
from sachmatuy_desktop.errors import N_

OPEN: Final = Sensitivity.OPEN


def _book(name: str, title: str, scope: Scope) -> Register:
    return Register(
        name=name,
        title=title,
        one=N_("bộ tiêu chí"),
        scope=scope,
        area=Area.ADMIN,
        fields=(
            text("pack", N_("Mã bộ tiêu chí"), required=True, sensitivity=OPEN),
            text("title", N_("Tên bộ tiêu chí"), required=True, sensitivity=OPEN),
            number("edition", N_("Bản số"), required=True, added_up=False),
            date("effective_from", N_("Áp dụng từ ngày"), required=True),
            text("document", N_("Văn bản kèm theo"), sensitivity=OPEN),
            date("imported_on", N_("Ngày nhập"), required=True),
            text("imported_by", N_("Người nhập"), listed=False),
            note("remark", N_("Ghi chú"), OPEN),
            text("sha256", N_("Mã kiểm tra"), required=True, listed=False, sensitivity=OPEN),
            Field(
                "content",
                N_("Nội dung tệp"),
                Kind.LONG_TEXT,
                required=True,
                sensitivity=OPEN,
                listed=False,
            ),
        ),
        naming=("title", "edition"),
        sort=("pack",),
        source="resources/formats/pack.md",
        by_program=True,
    )


PACK_BOOKS: Final = MappingProxyType(
    {
        Scope.DOWN: _book("packs", N_("Bộ tiêu chí do cơ quan tiếp nhận nhập"), Scope.DOWN),
        Scope.PROGRAMME: _book("own_packs", N_("Bộ tiêu chí đơn vị tự nhập"), Scope.PROGRAMME),
    }
)
"""The book for each stream."""
