"""Registers written by the program's own acts."""

from __future__ import annotations

from types import MappingProxyType

from sachmatuy_desktop.domain.registers.fields import Sensitivity
from sachmatuy_desktop.domain.registers.office_books import SECRECY
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.shorthand import (
    by_program,
    choice,
    code,
    date,
    flag,
    note,
    number,
    person_name,
    reference,
    text,
)
from sachmatuy_desktop.errors import N_

OPEN = Sensitivity.OPEN

OUTCOMES = MappingProxyType(
    {"yes": N_("Đạt"), "no": N_("Chưa đạt"), "unknown": N_("Chưa đủ căn cứ")}
)

DOCUMENT_STATES = MappingProxyType({"issued": N_("Đã phát hành"), "void": N_("Đã hủy số")})

ASSESSMENTS = Register(
    name="assessments",
    title=N_("Kết quả tự rà soát, đánh giá"),
    one=N_("kết quả đánh giá"),
    scope=Scope.PROGRAMME,
    area=Area.CRITERIA,
    fields=(
        text("pack", N_("Bộ tiêu chí"), required=True, sensitivity=OPEN),
        date("as_of", N_("Tính đến ngày"), required=True),
        reference("village", N_("Thôn, khu phố"), "villages", sensitivity=OPEN),
        choice("outcome", N_("Kết quả"), OUTCOMES, required=True),
        text("klass", N_("Xếp loại"), sensitivity=OPEN),
        number("met", N_("Số tiêu chí đạt")),
        number("total", N_("Tổng số tiêu chí")),
        text("criteria", N_("Kết quả từng tiêu chí"), listed=False, sensitivity=OPEN),
        text("bands", N_("Mức của từng tiêu chí"), listed=False, sensitivity=OPEN),
        text("pack_sha256", N_("Mã kiểm tra của bộ tiêu chí"), listed=False, sensitivity=OPEN),
        flag("verified", N_("Bộ tiêu chí đã kiểm chứng"), listed=False),
        note("frozen", N_("Số liệu tại thời điểm đánh giá"), OPEN),
    ),
    naming=("pack", "as_of"),
    sort=("-as_of",),
    source="domain 10.2",
    by_program=True,
)
"""`frozen` holds everything a result was judged by; the other fields say of it what a board of many
communes shows, so that nothing reads a hundred of those at once.  `criteria` and `bands` are
compact JSON: criterion id → status, and of a classifying pack criterion id → class reached."""

DOCUMENTS = Register(
    name="documents",
    title=N_("Sổ văn bản đi"),
    one=N_("văn bản"),
    scope=Scope.PEOPLE,
    area=Area.DOCUMENTS,
    fields=(
        text("number", N_("Số, ký hiệu"), required=True, sensitivity=OPEN),
        date("issued_on", N_("Ngày tháng"), required=True),
        text("form", N_("Mẫu"), required=True, sensitivity=OPEN, listed=False),
        text("title", N_("Tên loại và trích yếu"), required=True, sensitivity=OPEN),
        person_name("signer", N_("Người ký")),
        text("recipients", N_("Nơi nhận"), sensitivity=OPEN),
        text("kept_by", N_("Đơn vị, người nhận bản lưu"), sensitivity=OPEN, listed=False),
        number("copies", N_("Số lượng bản")),
        date("sent_on", N_("Ngày chuyển"), listed=False),
        text("received_by", N_("Ký nhận"), sensitivity=OPEN, listed=False),
        note("remark", N_("Ghi chú"), OPEN),
        choice("state", N_("Tình trạng"), DOCUMENT_STATES, required=True, default="issued"),
        choice("secrecy", N_("Độ mật"), SECRECY, listed=False),
        number("sequence", N_("Số thứ tự"), listed=False, added_up=False),
        code("series", N_("Loạt số"), sensitivity=OPEN),
        code("paper_code", N_("Mã trên giấy"), sensitivity=OPEN),
        by_program(
            reference(
                "person",
                N_("Người được nêu"),
                "people",
                listed=False,
                sensitivity=Sensitivity.SENSITIVE,
            )
        ),
        note("frozen", N_("Nội dung đã phát hành"), Sensitivity.SENSITIVE),
        text("sha256", N_("Mã kiểm tra của bản in"), sensitivity=OPEN, listed=False),
    ),
    naming=("number", "title"),
    sort=("-issued_on",),
    search=("number", "title", "recipients"),
    source="NĐ 30/2020 Phụ lục IV (10 cột)",
    by_program=True,
)
"""`series` is the run of numbers a paper belongs to: its kind, restricted ones apart.

`person` says whom a paper is about.  It is the only place that does: title and recipients name
nobody, and the paper itself is as sensitive, so whoever may not see the lists sees a number, a day
and a kind of paper.
"""
