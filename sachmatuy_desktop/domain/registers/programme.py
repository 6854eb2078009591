"""Registers of the programme itself: registration, attestations, the office's own settings."""

from __future__ import annotations

from types import MappingProxyType

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
    year,
)
from sachmatuy_desktop.errors import N_

OPEN = Sensitivity.OPEN

ANSWERS = MappingProxyType({"co": N_("Có"), "khong": N_("Không")})

ROUTE_KINDS = MappingProxyType({"noi_tinh": N_("Nội tỉnh"), "lien_tinh": N_("Liên tỉnh")})

_NO_ROUTE = N_("Để trống «{field}» khi địa bàn không nằm trên tuyến trọng điểm.")

CAMPAIGNS = Register(
    name="campaigns",
    title=N_("Đăng ký xây dựng địa bàn"),
    one=N_("đăng ký"),
    scope=Scope.PROGRAMME,
    area=Area.REGISTERS,
    fields=(
        text("pack", N_("Bộ tiêu chí"), required=True, sensitivity=OPEN),
        text("name", N_("Tên chương trình"), sensitivity=OPEN),
        date("registered_on", N_("Ngày đăng ký"), required=True),
        text("document", N_("Văn bản đăng ký"), sensitivity=OPEN),
        date("from_date", N_("Từ ngày")),
        date("until_date", N_("Đến ngày")),
        number("baseline_addicts", N_("Số người nghiện khi đăng ký"), listed=False),
        number("baseline_users", N_("Số người sử dụng trái phép khi đăng ký"), listed=False),
    ),
    naming=("name", "registered_on"),
    sort=("-registered_on",),
    search=("name", "document"),
    first=N_("Ghi ngày và văn bản đăng ký: nhiều tiêu chí tính từ ngày này."),
    source="001 II; 003 II.2.2; 000 II",
    rules=(NotBefore("from_date", "registered_on"),),
)

ATTESTATIONS = Register(
    name="attestations",
    title=N_("Xác nhận tiêu chí"),
    one=N_("xác nhận"),
    scope=Scope.PROGRAMME,
    area=Area.CRITERIA,
    fields=(
        text("pack", N_("Bộ tiêu chí"), required=True, sensitivity=OPEN, listed=False),
        text("item", N_("Nội dung xác nhận"), required=True, sensitivity=OPEN),
        reference("village", N_("Thôn, khu phố"), "villages", listed=False, sensitivity=OPEN),
        choice("answer", N_("Xác nhận"), ANSWERS, required=True),
        person_name("signer", N_("Người xác nhận"), required=True),
        text("position", N_("Chức vụ"), required=True, sensitivity=OPEN),
        date("signed_on", N_("Ngày xác nhận"), required=True),
        text("document", N_("Văn bản số"), required=True, sensitivity=OPEN),
        date("period_from", N_("Kỳ từ ngày"), listed=False),
        date("period_until", N_("Kỳ đến ngày"), listed=False),
        note("remark", N_("Ghi chú"), OPEN),
    ),
    naming=("item", "signed_on"),
    sort=("-signed_on",),
    search=("item", "document"),
    source="domain 0.3",
)

SETTINGS = Register(
    name="settings",
    title=N_("Thể thức văn bản của cơ quan"),
    one=N_("thiết lập"),
    scope=Scope.PROGRAMME,
    area=Area.ADMIN,
    fields=(
        text("superior", N_("Cơ quan chủ quản"), sensitivity=OPEN),
        text("body", N_("Tên cơ quan ban hành"), required=True, sensitivity=OPEN),
        text("symbol", N_("Ký hiệu cơ quan"), required=True, sensitivity=OPEN),
        text("place", N_("Địa danh"), required=True, sensitivity=OPEN),
        text("addressee", N_("Kính gửi"), sensitivity=OPEN),
        text(
            "authority",
            N_("Thẩm quyền ký"),
            sensitivity=OPEN,
            hint=N_("Ví dụ: TM. ỦY BAN NHÂN DÂN"),
        ),
        text("position", N_("Chức vụ người ký"), sensitivity=OPEN),
        person_name("signer", N_("Họ tên người ký")),
        person_name("police_chief", N_("Trưởng Công an cấp xã")),
        text("drafting", N_("Đơn vị soạn thảo (Lưu)"), sensitivity=OPEN),
        flag("on_key_route", N_("Nằm trên tuyến trọng điểm phức tạp về ma túy"), group="route"),
        choice("route_kind", N_("Loại tuyến"), ROUTE_KINDS, listed=False, group="route"),
        text(
            "route_document",
            N_("Văn bản phê duyệt tuyến"),
            listed=False,
            sensitivity=OPEN,
            group="route",
        ),
    ),
    naming=("body",),
    sort=("body",),
    search=("body", "symbol"),
    source="NĐ 30/2020 Phụ lục I; QĐ 28/2025 Điều 4, 5",
    rules=(
        Refuses("route_kind", "on_key_route", (0,), _NO_ROUTE),
        Refuses("route_document", "on_key_route", (0,), _NO_ROUTE),
    ),
    headings=MappingProxyType(
        {
            "superior": N_("Cơ quan ban hành"),
            "addressee": N_("Nơi gửi, người ký"),
            "on_key_route": N_("Tuyến trọng điểm"),
        }
    ),
)

HOLIDAY_KINDS = MappingProxyType(
    {"nghi": N_("Nghỉ lễ, tết, hoán đổi"), "lam_bu": N_("Làm bù ngày thứ Bảy")}
)

HOLIDAYS = Register(
    name="holidays",
    title=N_("Ngày nghỉ của năm"),
    one=N_("ngày nghỉ"),
    scope=Scope.PROGRAMME,
    area=Area.ADMIN,
    fields=(
        year("year", N_("Năm"), required=True),
        date("from_date", N_("Từ ngày"), required=True),
        date("until_date", N_("Đến ngày")),
        choice("kind", N_("Loại"), HOLIDAY_KINDS, required=True),
        text("name", N_("Tên"), sensitivity=OPEN),
    ),
    naming=("name", "from_date"),
    sort=("from_date",),
    source="Bộ luật Lao động 2019, Điều 112",
)
"""An office's own table of a year; it counts instead of the program's (`services.holidays`)."""

REPORTING = Register(
    name="reporting",
    title=N_("Kỳ báo cáo của các xã"),
    one=N_("kỳ báo cáo"),
    scope=Scope.PROGRAMME,
    area=Area.SYNC,
    fields=(
        text("report", N_("Kỳ"), required=True, sensitivity=OPEN),
        flag("expected", N_("Chờ gói của kỳ này"), default=1),
        text("cut_off", N_("Trước ngày"), sensitivity=OPEN),
        date("since", N_("Tính từ ngày")),
    ),
    naming=("report",),
    sort=("report",),
    source="resources/formats/reporting.md",
    by_program=True,
)
"""For which periods a receiving office expects bundles, by its own choice
(`services.sync.periods`).
"""
