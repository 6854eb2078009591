"""Registers of what people tell: boxes and their openings, hotline boards, tip-offs.

A tip-off needs no name.  While it is anonymous, what could tell who it came from is refused: the
least is kept.  Results are made public as numbers alone (001 III.2).
"""

from __future__ import annotations

from types import MappingProxyType

from sachmatuy_desktop.domain.registers.fields import Field, Kind, Sensitivity
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.rules import NotAbove, NotBefore, Refuses
from sachmatuy_desktop.domain.registers.shorthand import (
    choice,
    date,
    flag,
    note,
    number,
    reference,
    text,
)
from sachmatuy_desktop.errors import N_

OPEN = Sensitivity.OPEN
SENSITIVE = Sensitivity.SENSITIVE

THING_STATES = MappingProxyType(
    {
        "dang_dung": N_("Đang sử dụng"),
        "hong": N_("Hỏng"),
        "thao_do": N_("Đã tháo dỡ"),
    }
)

TIP_SOURCES = MappingProxyType(
    {
        "hom_thu": N_("Hòm thư tố giác"),
        "duong_day_nong": N_("Đường dây nóng"),
        "vneid": N_("Ứng dụng VNeID"),
        "truc_tiep": N_("Trực tiếp"),
        "khac": N_("Nguồn khác"),
    }
)

TIP_BOXES = Register(
    name="tip_boxes",
    title=N_("Hòm thư tố giác"),
    one=N_("hòm thư"),
    scope=Scope.PROGRAMME,
    area=Area.REGISTERS,
    fields=(
        reference("village", N_("Thôn, khu phố"), "villages", required=True, sensitivity=OPEN),
        text("place", N_("Vị trí đặt"), required=True, sensitivity=OPEN),
        date("installed_on", N_("Ngày lắp đặt"), required=True),
        text("keeper", N_("Đơn vị giữ chìa khóa"), listed=False, sensitivity=OPEN),
        choice(
            "state",
            N_("Tình trạng"),
            THING_STATES,
            required=True,
            group="state",
            default="dang_dung",
        ),
        date("state_from", N_("Từ ngày"), listed=False, group="state"),
    ),
    naming=("place",),
    sort=("village", "place"),
    search=("place",),
    first=N_("Mỗi hòm thư một dòng; mỗi lần mở ghi ở thẻ Mở hòm thư."),
    source="000 II.3 f); 003 II.2.2, V.18.2 a)",
    rules=(NotBefore("state_from", "installed_on"),),
)

BOX_OPENINGS = Register(
    name="box_openings",
    title=N_("Mở hòm thư"),
    one=N_("lần mở hòm thư"),
    scope=Scope.PROGRAMME,
    area=Area.REGISTERS,
    fields=(
        reference("box", N_("Hòm thư"), "tip_boxes", required=True, sensitivity=OPEN),
        date("opened_on", N_("Ngày mở"), required=True),
        text("opened_by", N_("Người mở"), sensitivity=OPEN),
        text("minutes", N_("Biên bản số"), sensitivity=OPEN),
        number("letters", N_("Số thư"), required=True),
        number("forwarded", N_("Số thư đã chuyển"), listed=False),
        text("forwarded_to", N_("Chuyển đến"), listed=False, sensitivity=OPEN),
    ),
    naming=("opened_on", "minutes"),
    sort=("-opened_on",),
    search=("minutes", "opened_by"),
    parent="box",
    first=N_("Mở hòm thư trong sổ rồi ghi ngày mở, người mở, biên bản, số thư."),
    source="domain 9(e).13; 003 V.18.2 a)",
    rules=(
        NotBefore("opened_on", "box.installed_on", N_("Ngày lắp đặt")),
        NotAbove("forwarded", "letters"),
    ),
)

HOTLINE_BOARDS = Register(
    name="hotline_boards",
    title=N_("Bảng niêm yết đường dây nóng"),
    one=N_("bảng niêm yết"),
    scope=Scope.PROGRAMME,
    area=Area.REGISTERS,
    fields=(
        reference("village", N_("Thôn, khu phố"), "villages", required=True, sensitivity=OPEN),
        text("place", N_("Vị trí niêm yết"), required=True, sensitivity=OPEN),
        date("posted_on", N_("Ngày niêm yết"), required=True),
        Field("numbers", N_("Số điện thoại"), Kind.PHONE, required=True, sensitivity=OPEN),
        date("checked_on", N_("Ngày kiểm tra gần nhất")),
        choice(
            "state",
            N_("Tình trạng"),
            THING_STATES,
            required=True,
            group="state",
            default="dang_dung",
        ),
        date("state_from", N_("Từ ngày"), listed=False, group="state"),
    ),
    naming=("place",),
    sort=("village", "place"),
    search=("place", "numbers"),
    first=N_("Mỗi bảng niêm yết một dòng, với các số điện thoại trên bảng."),
    source="000 II.3 f); 003 II.2.2",
    rules=(NotBefore("checked_on", "posted_on"), NotBefore("state_from", "posted_on")),
)

_NO_TRACE = N_("Tin ẩn danh: để trống «{field}», không ghi ai báo tin.")

TIP_OFFS = Register(
    name="tip_offs",
    title=N_("Tin báo, tố giác"),
    one=N_("tin báo"),
    scope=Scope.PEOPLE,
    area=Area.REGISTERS,
    fields=(
        text("number", N_("Số"), sensitivity=OPEN),
        date("received_on", N_("Ngày nhận"), required=True),
        choice("source", N_("Nguồn"), TIP_SOURCES, required=True),
        reference("opening", N_("Lần mở hòm thư"), "box_openings", listed=False, sensitivity=OPEN),
        flag("anonymous", N_("Ẩn danh"), default=1),
        text("informer", N_("Người báo tin"), listed=False, sensitivity=SENSITIVE),
        Field(
            "informer_phone",
            N_("Điện thoại người báo tin"),
            Kind.PHONE,
            listed=False,
            sensitivity=SENSITIVE,
        ),
        note("content", N_("Nội dung"), SENSITIVE),
        text("forwarded_to", N_("Chuyển đến"), sensitivity=OPEN, group="forwarded"),
        date("forwarded_on", N_("Ngày chuyển"), listed=False, group="forwarded"),
        date("answered_on", N_("Ngày có kết quả"), group="end"),
        text("result", N_("Kết quả"), sensitivity=SENSITIVE, group="end"),
        date("announced_on", N_("Ngày công khai kết quả"), listed=False),
    ),
    naming=("number", "received_on"),
    sort=("-received_on",),
    search=("number", "forwarded_to"),
    first=N_("Ghi mỗi tin báo một dòng; tin ẩn danh không ghi ai báo."),
    source="domain 9(e).15; 001 III.2",
    rules=(
        Refuses("informer", "anonymous", (1, None), _NO_TRACE),
        Refuses("informer_phone", "anonymous", (1, None), _NO_TRACE),
        Refuses(
            "opening",
            "source",
            ("duong_day_nong", "vneid", "truc_tiep", "khac"),
            N_("Để trống «{field}»: tin này không đến từ hòm thư."),
        ),
        NotBefore("forwarded_on", "received_on"),
        NotBefore("answered_on", "received_on"),
        NotBefore("announced_on", "answered_on"),
    ),
    headings=MappingProxyType(
        {
            "number": N_("Tiếp nhận"),
            "anonymous": N_("Người báo tin"),
            "content": N_("Nội dung, xử lý"),
            "answered_on": N_("Kết quả"),
        }
    ),
)
