"""Registers of places and events: hot-spots, incidents and the persons in them, tip-offs.

No intelligence is kept here: what stands in these books is what an office has already established
and would show its superior.  The identity of a secret source has no column anywhere.
"""

from __future__ import annotations

from types import MappingProxyType

from sachmatuy_desktop.domain.registers.fields import Sensitivity
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.shorthand import (
    choice,
    date,
    flag,
    note,
    number,
    person_name,
    reference,
    text,
)
from sachmatuy_desktop.errors import N_

SENSITIVE = Sensitivity.SENSITIVE

HOTSPOT_KINDS = MappingProxyType(
    {
        "tu_diem": N_("Tụ điểm phức tạp về ma túy"),
        "diem_phuc_tap": N_("Điểm phức tạp về ma túy"),
        "diem_nguy_co": N_("Điểm có nguy cơ phức tạp về ma túy"),
        "diem_to_chuc": N_("Điểm tổ chức, chứa chấp sử dụng trái phép chất ma túy"),
        "ban_le": N_("Điểm, người bán lẻ trái phép chất ma túy"),
    }
)

INCIDENT_KINDS = MappingProxyType(
    {
        "trong_cay": N_("Trồng cây có chứa chất ma túy"),
        "san_xuat": N_("Sản xuất trái phép chất ma túy"),
        "mua_ban": N_("Mua bán trái phép chất ma túy"),
        "tang_tru": N_("Tàng trữ trái phép chất ma túy"),
        "van_chuyen": N_("Vận chuyển trái phép chất ma túy"),
        "to_chuc_su_dung": N_("Tổ chức, chứa chấp sử dụng trái phép chất ma túy"),
        "su_dung": N_("Sử dụng trái phép chất ma túy"),
        "khac": N_("Vi phạm khác về ma túy"),
    }
)

CASE_ROLES = MappingProxyType(
    {
        "bi_bat_giu": N_("Người phạm tội về ma túy bị bắt giữ"),
        "vi_pham": N_("Người vi phạm hành chính về ma túy"),
        "truy_na": N_("Người bị truy nã do phạm tội về ma túy"),
    }
)

SEVERITIES = MappingProxyType(
    {
        "it_nghiem_trong": N_("Ít nghiêm trọng"),
        "nghiem_trong": N_("Nghiêm trọng"),
        "rat_nghiem_trong": N_("Rất nghiêm trọng"),
        "dac_biet_nghiem_trong": N_("Đặc biệt nghiêm trọng"),
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

HOTSPOTS = Register(
    name="hotspots",
    title=N_("Điểm, tụ điểm"),
    one=N_("điểm"),
    scope=Scope.PEOPLE,
    area=Area.REGISTERS,
    fields=(
        choice("kind", N_("Loại"), HOTSPOT_KINDS, required=True),
        reference("village", N_("Thôn, khu phố"), "villages", required=True),
        text("address", N_("Địa chỉ"), sensitivity=SENSITIVE),
        date("detected_on", N_("Ngày phát hiện"), required=True),
        text("source_document", N_("Văn bản xác lập"), listed=False),
        date("eliminated_on", N_("Ngày triệt xóa"), group="end"),
        text("elimination_document", N_("Văn bản triệt xóa"), listed=False, group="end"),
    ),
    naming=("kind", "address"),
    sort=("-detected_on",),
    search=("address",),
    source="000 II.3 a); QĐ 28/2025 Điều 2",
)

INCIDENTS = Register(
    name="incidents",
    title=N_("Vụ việc"),
    one=N_("vụ việc"),
    scope=Scope.PEOPLE,
    area=Area.REGISTERS,
    fields=(
        choice("kind", N_("Loại"), INCIDENT_KINDS, required=True),
        date("happened_on", N_("Ngày"), required=True),
        reference("village", N_("Thôn, khu phố"), "villages"),
        number("plants", N_("Số cây")),
        number("area_m2", N_("Diện tích (m²)")),
        choice("severity", N_("Mức độ"), SEVERITIES),
        date("handled_on", N_("Ngày xử lý"), group="end"),
        text("result", N_("Kết quả xử lý"), sensitivity=SENSITIVE, group="end"),
        note("description", N_("Nội dung"), SENSITIVE),
    ),
    naming=("kind", "happened_on"),
    sort=("-happened_on",),
    source="domain 9(e).9",
)

CASE_SUBJECTS = Register(
    name="case_subjects",
    title=N_("Người vi phạm, bị bắt giữ, truy nã"),
    one=N_("người trong vụ việc"),
    scope=Scope.PEOPLE,
    area=Area.REGISTERS,
    fields=(
        choice("role", N_("Diện"), CASE_ROLES, required=True, sensitivity=SENSITIVE),
        person_name("name", N_("Họ và tên")),
        reference(
            "person", N_("Người trong danh sách"), "people", listed=False, sensitivity=SENSITIVE
        ),
        reference("incident", N_("Vụ việc"), "incidents", listed=False, sensitivity=SENSITIVE),
        flag("resident", N_("Cư trú trên địa bàn"), sensitivity=SENSITIVE),
        flag("in_commune", N_("Xảy ra trên địa bàn"), sensitivity=SENSITIVE, default=1),
        choice("severity", N_("Mức độ"), SEVERITIES, sensitivity=SENSITIVE),
        date("happened_on", N_("Ngày"), required=True, sensitivity=SENSITIVE),
        date("caught_on", N_("Ngày bắt giữ, xử lý"), sensitivity=SENSITIVE),
        flag("hiding_here", N_("Lẩn trốn trên địa bàn"), sensitivity=SENSITIVE, listed=False),
    ),
    naming=("role", "name"),
    sort=("-happened_on",),
    search=("name",),
    source="QĐ 28/2025 Điều 4, 6; 001 II; 003 II.2.2",
)

TIP_OFFS = Register(
    name="tip_offs",
    title=N_("Tin báo, tố giác"),
    one=N_("tin báo"),
    scope=Scope.PEOPLE,
    area=Area.REGISTERS,
    fields=(
        text("number", N_("Số"), sensitivity=Sensitivity.OPEN),
        date("received_on", N_("Ngày nhận"), required=True),
        choice("source", N_("Nguồn"), TIP_SOURCES, required=True),
        note("content", N_("Nội dung"), SENSITIVE),
        text("forwarded_to", N_("Chuyển đến"), sensitivity=Sensitivity.OPEN),
        date("answered_on", N_("Ngày có kết quả"), group="end"),
        text("result", N_("Kết quả"), sensitivity=SENSITIVE, group="end"),
    ),
    naming=("number", "received_on"),
    sort=("-received_on",),
    search=("number",),
    source="domain 9(e).15; 001 III.2",
)
