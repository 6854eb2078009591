"""Registers of places and events: hot-spots with their history, incidents, the persons in them.

No intelligence is kept here: what stands in these books is what an office has already established
and would show its superior.  The identity of a secret source has no column anywhere.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.fields import Sensitivity
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.rules import NotBefore, Refuses
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

HOTSPOT_CHANGES = MappingProxyType(
    {
        "chuyen_hoa": N_("Chuyển hóa"),
        "triet_xoa": N_("Triệt xóa"),
        "tai_phuc_tap": N_("Tái phức tạp"),
    }
)
"""What happens to a point after it has arisen (“phát sinh”, the day it was found)."""

ARISEN: Final = "phat_sinh"
HOTSPOT_STATES = MappingProxyType({ARISEN: N_("Phát sinh"), **HOTSPOT_CHANGES})
"""How a point stands: what its newest change says."""

HOTSPOT_ENDS: Final = ("chuyen_hoa", "triet_xoa")
"""Changes after which there is no such point any more: destroyed, or turned into a place without
drugs; no plan defines “chuyển hóa”, it is what 004 I.4 promises of the town."""

WANTED_STEPS = MappingProxyType(
    {
        "xac_minh": N_("Đang xác minh, truy tìm"),
        "van_dong": N_("Vận động ra đầu thú"),
        "bat_giu": N_("Đã bắt giữ"),
        "dau_thu": N_("Đã ra đầu thú"),
        "khong_con": N_("Không còn trên địa bàn"),
    }
)

_NOT_WANTED = N_("Chỉ điền «{field}» cho người bị truy nã.")

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
        date("eliminated_on", N_("Ngày triệt xóa"), listed=False, group="end"),
        text("elimination_document", N_("Văn bản triệt xóa"), listed=False, group="end"),
        note("remark", N_("Ghi chú"), SENSITIVE),
    ),
    naming=("kind", "address"),
    sort=("-detected_on",),
    search=("address", "source_document"),
    first=N_(
        "Mỗi điểm, tụ điểm một dòng; chuyển hóa, triệt xóa, tái phức tạp ghi ở thẻ Diễn biến."
    ),
    source="000 II.3 a); QĐ 28/2025 Điều 2",
    rules=(NotBefore("eliminated_on", "detected_on"),),
)

HOTSPOT_HISTORY = Register(
    name="hotspot_history",
    title=N_("Diễn biến điểm, tụ điểm"),
    one=N_("diễn biến"),
    scope=Scope.PEOPLE,
    area=Area.REGISTERS,
    fields=(
        reference("hotspot", N_("Điểm, tụ điểm"), "hotspots", required=True, sensitivity=SENSITIVE),
        choice("change", N_("Diễn biến"), HOTSPOT_CHANGES, required=True),
        date("happened_on", N_("Ngày"), required=True),
        text("document", N_("Văn bản số"), sensitivity=Sensitivity.OPEN),
        text("forces", N_("Lực lượng thực hiện"), listed=False, sensitivity=Sensitivity.OPEN),
        note("remark", N_("Ghi chú"), SENSITIVE),
    ),
    naming=("change", "happened_on"),
    sort=("-happened_on",),
    search=("document", "forces"),
    parent="hotspot",
    first=N_("Mở điểm, tụ điểm rồi ghi từng diễn biến với ngày và văn bản."),
    source="004 I.4, II.6; 001 IV.1",
    rules=(NotBefore("happened_on", "hotspot.detected_on", N_("Ngày phát hiện")),),
)

INCIDENTS = Register(
    name="incidents",
    title=N_("Vụ việc"),
    one=N_("vụ việc"),
    scope=Scope.PEOPLE,
    area=Area.REGISTERS,
    fields=(
        text("number", N_("Số vụ, số hồ sơ"), sensitivity=Sensitivity.OPEN),
        choice("kind", N_("Loại"), INCIDENT_KINDS, required=True),
        date("happened_on", N_("Ngày"), required=True),
        reference("village", N_("Thôn, khu phố"), "villages"),
        text("place", N_("Địa điểm"), listed=False),
        number("plants", N_("Số cây"), listed=False),
        number("area_m2", N_("Diện tích (m²)"), listed=False),
        choice("severity", N_("Mức độ"), SEVERITIES),
        date("handled_on", N_("Ngày xử lý"), group="end"),
        text("result", N_("Kết quả xử lý"), sensitivity=SENSITIVE, group="end"),
        note("description", N_("Nội dung"), SENSITIVE),
    ),
    naming=("kind", "happened_on"),
    sort=("-happened_on",),
    search=("number", "place"),
    first=N_("Mỗi vụ việc một dòng; người trong vụ việc ghi ở thẻ bên cạnh."),
    source="domain 9(e).9; 001 III.3",
    rules=(NotBefore("handled_on", "happened_on"),),
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
        text(
            "wanted_document",
            N_("Quyết định truy nã số"),
            listed=False,
            sensitivity=Sensitivity.OPEN,
        ),
        choice(
            "wanted_step",
            N_("Xử lý người bị truy nã"),
            WANTED_STEPS,
            listed=False,
            sensitivity=SENSITIVE,
            group="wanted",
        ),
        date("wanted_step_on", N_("Ngày xử lý"), listed=False, group="wanted"),
    ),
    naming=("role", "name"),
    sort=("-happened_on",),
    search=("name", "wanted_document"),
    parent="incident",
    first=N_("Ghi người vi phạm, bị bắt giữ, bị truy nã và việc xử lý."),
    source="QĐ 28/2025 Điều 4, 6; 001 II, IV.1; 003 II.2.2; domain 9(e).8",
    rules=(
        NotBefore("caught_on", "happened_on"),
        *(
            Refuses(name, "role", ("bi_bat_giu", "vi_pham"), _NOT_WANTED)
            for name in ("wanted_document", "wanted_step", "wanted_step_on")
        ),
    ),
    headings=MappingProxyType(
        {
            "role": N_("Người trong vụ việc"),
            "resident": N_("Nơi cư trú, nơi xảy ra"),
            "severity": N_("Hành vi, xử lý"),
            "hiding_here": N_("Truy nã"),
        }
    ),
)
