"""Attachments: scans, photos and papers kept under a record of any other book.

There is one such book for every stream of the journal, so that a bundle that leaves out the stream
of people leaves out their scans with it.  The content itself is no part of the record: it lies
encrypted in the office's `files/` (`storage.blobs`) and is named here by its SHA-256.  Who attached
it and when is the journal's to tell.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.fields import Sensitivity
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.shorthand import choice, date, note, number, text
from sachmatuy_desktop.domain.registers.templates import WORD_TEMPLATES
from sachmatuy_desktop.errors import N_

KINDS: Final = MappingProxyType(
    {
        "anh": N_("Ảnh chụp"),
        "giay_to": N_("Giấy tờ tùy thân"),
        "quyet_dinh": N_("Quyết định"),
        "bien_ban": N_("Biên bản"),
        "phieu_xet_nghiem": N_("Phiếu kết quả xét nghiệm"),
        "cam_ket": N_("Bản cam kết"),
        "don": N_("Đơn, bản tường trình"),
        "khac": N_("Giấy tờ khác"),
    }
)
"""What a scanned paper is, for finding it again."""

EDITABLE: Final = ("title", "kind", "taken_on", "remark")
"""What may be written anew; everything else says which bytes are meant and stays."""


def _book(scope: Scope, area: Area, level: Sensitivity) -> Register:
    return Register(
        name=f"attachments_{scope}",
        title=N_("Tệp đính kèm"),
        one=N_("tệp đính kèm"),
        scope=scope,
        area=area,
        fields=(
            text("owner_kind", N_("Thuộc sổ"), required=True, listed=False),
            text("owner", N_("Thuộc ghi chép"), required=True, listed=False),
            text("title", N_("Tên tệp, trích yếu"), required=True, sensitivity=level),
            choice("kind", N_("Loại giấy tờ"), KINDS, default="khac"),
            text("file_name", N_("Tên tệp gốc"), listed=False, sensitivity=level),
            text("media", N_("Định dạng"), required=True, listed=False),
            number("size", N_("Dung lượng"), required=True),
            number("pages", N_("Số trang"), listed=False),
            text("sha256", N_("Mã kiểm tra của tệp"), required=True, listed=False),
            date("taken_on", N_("Ngày lập, ngày chụp")),
            note("remark", N_("Ghi chú"), level),
        ),
        naming=("title",),
        sort=("title",),
        search=("title",),
        parent="owner",
        owner_kind="owner_kind",
        source="NĐ 30/2020 Điều 28 – 30 (lập hồ sơ)",
        by_program=True,
    )


BOOKS: Final = MappingProxyType(
    {
        Scope.PEOPLE: _book(Scope.PEOPLE, Area.PEOPLE, Sensitivity.SENSITIVE),
        Scope.HOUSEHOLDS: _book(Scope.HOUSEHOLDS, Area.HOUSEHOLDS, Sensitivity.SENSITIVE),
        Scope.PROGRAMME: _book(Scope.PROGRAMME, Area.REGISTERS, Sensitivity.PERSONAL),
        Scope.DOWN: _book(Scope.DOWN, Area.SYNC, Sensitivity.PERSONAL),
        Scope.OFFICE: _book(Scope.OFFICE, Area.DOCUMENTS, Sensitivity.PERSONAL),
    }
)
"""The book for the attachments of the records that travel with a stream.

An identity card or a test result under a person or a household is sensitive (NĐ 356/2025 Điều 4);
a photo of a board or a tip box is not.
"""

CONTENT_BOOKS: Final = (*BOOKS.values(), WORD_TEMPLATES)
"""Every book whose records speak of a content in `files/`."""


def book_of(owner: Register) -> Register | None:
    """The book in which a record's attachments stand; None where a record can have none."""
    return None if owner.owner_kind else BOOKS.get(owner.scope)
