"""The clerk's books beside the outgoing one: what came in, and which years of which are shut.

Nghị định 30/2020, Điều 15–24 and Phụ lục IV: ten columns of the incoming book, seven of the one
that follows what becomes of each paper.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.fields import Sensitivity
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.rules import NotBefore
from sachmatuy_desktop.domain.registers.shorthand import (
    choice,
    date,
    note,
    number,
    person_name,
    reference,
    text,
    year,
)
from sachmatuy_desktop.errors import N_

OPEN = Sensitivity.OPEN

SECRECY: Final = MappingProxyType(
    {"mat": N_("Mật"), "toi_mat": N_("Tối mật"), "tuyet_mat": N_("Tuyệt mật")}
)
"""Levels of secrecy (Luật Bảo vệ bí mật nhà nước); their papers are numbered in a series apart."""

BOOK_KINDS: Final = MappingProxyType(
    {
        "outgoing": N_("Sổ đăng ký văn bản đi"),
        "outgoing_secret": N_("Sổ đăng ký văn bản mật đi"),
        "incoming": N_("Sổ đăng ký văn bản đến"),
        "incoming_secret": N_("Sổ đăng ký văn bản mật đến"),
    }
)

PROGRESS: Final = MappingProxyType(
    {
        "dang_giai_quyet": N_("Đang giải quyết"),
        "da_giai_quyet": N_("Đã giải quyết"),
        "de_biet": N_("Để biết, lưu"),
    }
)

ENTRY_STATES: Final = MappingProxyType({"entered": N_("Đã đăng ký"), "void": N_("Đã hủy số")})

INCOMING = Register(
    name="incoming_documents",
    title=N_("Sổ văn bản đến"),
    one=N_("văn bản đến"),
    scope=Scope.OFFICE,
    area=Area.DOCUMENTS,
    fields=(
        date("arrived_on", N_("Ngày đến"), required=True),
        number("sequence", N_("Số đến"), added_up=False),
        text("author", N_("Tác giả"), required=True, sensitivity=OPEN),
        text("number", N_("Số, ký hiệu"), sensitivity=OPEN),
        date("dated_on", N_("Ngày tháng văn bản")),
        text("title", N_("Tên loại và trích yếu"), required=True),
        choice("secrecy", N_("Độ mật"), SECRECY, listed=False),
        text("addressed_to", N_("Đơn vị hoặc người nhận"), hint=N_("người được giao giải quyết")),
        date("passed_on", N_("Ngày chuyển"), listed=False),
        text("received_by", N_("Ký nhận"), listed=False),
        date("due_on", N_("Thời hạn giải quyết")),
        choice("progress", N_("Tiến độ"), PROGRESS, default="dang_giai_quyet"),
        reference("answer", N_("Văn bản trả lời"), "documents"),
        note("remark", N_("Ghi chú")),
        choice("state", N_("Tình trạng"), ENTRY_STATES, default="entered", listed=False),
    ),
    naming=("sequence", "title"),
    sort=("-arrived_on", "-sequence"),
    search=("title", "author", "number", "addressed_to"),
    source="NĐ 30/2020 Điều 22, Phụ lục IV (10 cột)",
    by_program=True,
    rules=(
        NotBefore("arrived_on", "dated_on"),
        NotBefore("passed_on", "arrived_on"),
        NotBefore("due_on", "arrived_on"),
    ),
    first=N_("Vào sổ mọi văn bản gửi đến cơ quan trong ngày nhận; số đến do chương trình cấp."),
)
"""`sequence` is given by the program: one run a calendar year, secret papers apart."""

CLOSED_BOOKS = Register(
    name="closed_books",
    title=N_("Sổ đã khóa"),
    one=N_("sổ đã khóa"),
    scope=Scope.OFFICE,
    area=Area.DOCUMENTS,
    fields=(
        choice("book", N_("Sổ"), BOOK_KINDS, required=True),
        year("year", N_("Năm"), required=True),
        date("closed_on", N_("Ngày khóa"), required=True),
        person_name("closed_by", N_("Người khóa")),
        number("count", N_("Số văn bản"), added_up=False),
        text("last_number", N_("Số cuối"), sensitivity=OPEN),
        text("void", N_("Số đã hủy"), sensitivity=OPEN),
        note("frozen", N_("Bản in khi khóa")),
        text("sha256", N_("Mã kiểm tra của bản in"), sensitivity=OPEN, listed=False),
    ),
    naming=("book", "year"),
    sort=("-year", "book"),
    source="NĐ 30/2020 Điều 16 khoản 2, Điều 22 khoản 3",
    by_program=True,
)
"""A book of a year that was shut: `frozen` is the whole book as it was printed then."""
