"""Registers of targets: figures no other book holds, lists of communes, the roadmap."""

from __future__ import annotations

from sachmatuy_desktop.domain.registers.fields import Sensitivity
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.shorthand import (
    date,
    note,
    number,
    person_name,
    text,
    year,
)
from sachmatuy_desktop.errors import N_

OPEN = Sensitivity.OPEN

TARGET_FIGURES = Register(
    name="target_figures",
    title=N_("Số liệu chỉ tiêu do cơ quan nhập"),
    one=N_("số liệu chỉ tiêu"),
    scope=Scope.PROGRAMME,
    area=Area.CRITERIA,
    fields=(
        text("indicator", N_("Chỉ số"), required=True, sensitivity=OPEN),
        year("year", N_("Năm báo cáo"), required=True),
        number("value", N_("Giá trị"), required=True, added_up=False),
        date("as_of", N_("Tính đến ngày"), required=True),
        text("document", N_("Văn bản, nguồn số liệu"), required=True, sensitivity=OPEN),
        person_name("signer", N_("Người ký, người xác nhận"), required=True),
        note("remark", N_("Ghi chú"), OPEN),
    ),
    naming=("indicator", "year"),
    sort=("-year",),
    first=N_("Số liệu mà không sổ nào của chương trình có: ghi kèm văn bản và người ký."),
    source="003 I.2; QĐ 2942/QĐ-BCA Phụ lục II, IV",
)
"""Only used where the books do not tell the number: what is not known is never guessed."""

TARGET_UNITS = Register(
    name="target_units",
    title=N_("Danh sách xã của chỉ tiêu"),
    one=N_("xã trong danh sách"),
    scope=Scope.PROGRAMME,
    area=Area.CRITERIA,
    fields=(
        text("target", N_("Chỉ tiêu"), required=True, sensitivity=OPEN),
        text("member", N_("Xã, phường, thị trấn"), required=True, sensitivity=OPEN),
    ),
    naming=("member",),
    sort=("member",),
    source="003 I.2.1",
    by_program=True,
)

ROADMAP = Register(
    name="roadmap",
    title=N_("Lộ trình"),
    one=N_("dòng lộ trình"),
    scope=Scope.DOWN,
    area=Area.CRITERIA,
    fields=(
        text("addressee", N_("Xã, phường, thị trấn"), required=True, sensitivity=OPEN),
        text("pack", N_("Bộ tiêu chí"), required=True, sensitivity=OPEN),
        year("year", N_("Năm phấn đấu đạt"), required=True),
        text("phase", N_("Giai đoạn"), sensitivity=OPEN),
        note("remark", N_("Ghi chú"), OPEN),
    ),
    naming=("addressee", "year"),
    sort=("year",),
    first=N_("Xã nào phấn đấu đạt trong năm nào; mỗi xã thấy dòng của mình."),
    source="003 III (lộ trình hằng năm); 000 I.1, II.1",
)
"""Which commune by which reporting year; goes down, so that each commune sees its own line."""
