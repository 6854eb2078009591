"""Registers of keeping order: workers from elsewhere, conditional businesses, patrols, roll calls.

Of a worker the least is kept: where from, where working, where living, since when.
"""

from __future__ import annotations

from types import MappingProxyType

from sachmatuy_desktop.domain.registers.fields import Field, Kind, Sensitivity
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.rules import Agrees, Needs, NotAbove, NotBefore
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
SENSITIVE = Sensitivity.SENSITIVE

WORKER_KINDS = MappingProxyType(
    {
        "ngoai_tinh": N_("Lao động từ tỉnh ngoài đến"),
        "tu_do": N_("Lao động tự do"),
        "thoi_vu": N_("Làm công việc thời vụ"),
    }
)

BUSINESS_KINDS = MappingProxyType(
    {
        "luu_tru": N_("Kinh doanh lưu trú (nhà nghỉ, khách sạn)"),
        "karaoke": N_("Karaoke, vũ trường"),
        "dich_vu": N_("Dịch vụ nhạy cảm có điều kiện về ANTT"),
        "cam_do": N_("Cầm đồ"),
        "thuoc": N_("Thuốc gây nghiện, hướng thần, thuốc thú y, tiền chất"),
        "khac": N_("Ngành, nghề khác có điều kiện về ANTT"),
    }
)

BUSINESS_STATES = MappingProxyType(
    {
        "dang_hoat_dong": N_("Đang hoạt động"),
        "tam_ngung": N_("Tạm ngừng"),
        "cham_dut": N_("Chấm dứt hoạt động"),
    }
)

PATROL_KINDS = MappingProxyType(
    {
        "vu_trang": N_("Tuần tra vũ trang"),
        "nghiep_vu": N_("Tuần tra nghiệp vụ"),
        "hanh_chinh": N_("Tuần tra kiểm soát hành chính"),
        "nhan_dan": N_("Tuần tra nhân dân"),
    }
)

ROLL_CALL_GROUPS = MappingProxyType(
    {
        "tat_ca": N_("Tất cả các diện quản lý"),
        "nghien": N_("Người nghiện ma túy"),
        "sdtp": N_("Người sử dụng trái phép chất ma túy"),
        "sau_cai": N_("Người bị quản lý sau cai nghiện ma túy"),
    }
)

MIGRANT_WORKERS = Register(
    name="migrant_workers",
    title=N_("Lao động ngoài tỉnh, tự do"),
    one=N_("người lao động"),
    scope=Scope.PEOPLE,
    area=Area.REGISTERS,
    fields=(
        person_name("full_name", N_("Họ và tên"), required=True),
        year("birth_year", N_("Năm sinh"), listed=False, sensitivity=Sensitivity.PERSONAL),
        choice("kind", N_("Diện"), WORKER_KINDS, required=True, default="ngoai_tinh"),
        text("home", N_("Nơi thường trú"), hint=N_("Xã, tỉnh")),
        text("worksite", N_("Nơi làm việc"), required=True),
        text("employer", N_("Tổ chức, cá nhân sử dụng lao động")),
        reference("village", N_("Thôn, khu phố nơi ở"), "villages", sensitivity=OPEN),
        reference("household", N_("Hộ cho ở"), "households", listed=False),
        person_name("landlord", N_("Chủ nhà trọ"), listed=False),
        flag("registered", N_("Đã đăng ký tạm trú")),
        date("from_date", N_("Đến từ ngày"), required=True),
        date("until_date", N_("Rời đi ngày")),
        person_name("officer", N_("Cán bộ phụ trách"), listed=False),
        note("remark", N_("Ghi chú")),
    ),
    naming=("full_name", "worksite"),
    sort=("full_name",),
    search=("full_name", "worksite", "employer", "home"),
    first=N_("Ghi người từ tỉnh ngoài đến, lao động tự do: nơi làm việc, nơi ở, từ ngày nào."),
    source="003 IV.4.3, IV.4.4",
    rules=(Agrees("village", "household.village", N_("thôn, khu phố của hộ")),),
    headings=MappingProxyType(
        {
            "full_name": N_("Người lao động"),
            "worksite": N_("Nơi làm việc"),
            "village": N_("Nơi ở"),
            "from_date": N_("Thời gian, phụ trách"),
        }
    ),
)

BUSINESSES = Register(
    name="businesses",
    title=N_("Cơ sở kinh doanh có điều kiện về ANTT"),
    one=N_("cơ sở"),
    scope=Scope.PROGRAMME,
    area=Area.REGISTERS,
    fields=(
        text("name", N_("Tên cơ sở"), required=True, sensitivity=OPEN),
        choice("kind", N_("Ngành, nghề"), BUSINESS_KINDS, required=True),
        person_name("owner", N_("Chủ cơ sở")),
        reference("village", N_("Thôn, khu phố"), "villages", sensitivity=OPEN),
        text("address", N_("Địa chỉ"), listed=False, sensitivity=OPEN),
        Field("phone", N_("Điện thoại"), Kind.PHONE, listed=False),
        text("certificate", N_("Giấy chứng nhận ANTT số"), listed=False, sensitivity=OPEN),
        date("certified_on", N_("Ngày cấp"), listed=False),
        date("committed_on", N_("Ngày ký cam kết")),
        choice(
            "state",
            N_("Tình trạng"),
            BUSINESS_STATES,
            required=True,
            group="state",
            default="dang_hoat_dong",
        ),
        date("state_from", N_("Từ ngày"), listed=False, group="state"),
        note("remark", N_("Ghi chú")),
    ),
    naming=("name",),
    sort=("name",),
    search=("name", "owner", "address", "certificate"),
    first=N_("Mỗi cơ sở một dòng; các lần kiểm tra ghi ở thẻ bên cạnh."),
    source="001 III.2, III.6; 003 IV.5.4, IV.5.5",
    rules=(Needs(("state_from",), "state", ("tam_ngung", "cham_dut")),),
    headings=MappingProxyType(
        {
            "name": N_("Cơ sở"),
            "certificate": N_("Giấy chứng nhận, cam kết"),
            "state": N_("Hoạt động"),
        }
    ),
)

BUSINESS_CHECKS = Register(
    name="business_checks",
    title=N_("Kiểm tra cơ sở"),
    one=N_("lần kiểm tra cơ sở"),
    scope=Scope.PROGRAMME,
    area=Area.REGISTERS,
    fields=(
        reference("business", N_("Cơ sở"), "businesses", required=True, sensitivity=OPEN),
        date("checked_on", N_("Ngày kiểm tra"), required=True),
        text("team", N_("Lực lượng kiểm tra"), sensitivity=OPEN),
        text("minutes", N_("Biên bản số"), sensitivity=OPEN),
        flag("violation", N_("Có vi phạm"), default=0),
        text("result", N_("Kết quả, xử lý")),
        date("handled_on", N_("Ngày xử lý"), listed=False),
    ),
    naming=("checked_on", "minutes"),
    sort=("-checked_on",),
    search=("minutes", "team", "result"),
    parent="business",
    first=N_("Mở cơ sở trong sổ rồi ghi từng lần kiểm tra."),
    source="001 III.6; 003 IV.5.4",
    rules=(Needs(("result",), "violation", (1,)), NotBefore("handled_on", "checked_on")),
)

PATROLS = Register(
    name="patrols",
    title=N_("Nhật ký tuần tra"),
    one=N_("lần tuần tra"),
    scope=Scope.PROGRAMME,
    area=Area.REGISTERS,
    fields=(
        date("patrolled_on", N_("Ngày"), required=True),
        choice("kind", N_("Loại"), PATROL_KINDS, required=True, default="nhan_dan"),
        text("hours", N_("Thời gian"), sensitivity=OPEN, hint=N_("Ví dụ: 20 giờ – 23 giờ")),
        reference("village", N_("Thôn, khu phố"), "villages", sensitivity=OPEN),
        text("route", N_("Tuyến, địa bàn"), required=True, sensitivity=OPEN),
        text("forces", N_("Lực lượng tham gia"), listed=False, sensitivity=OPEN),
        person_name("leader", N_("Người chỉ huy")),
        number("people", N_("Số người")),
        note("findings", N_("Kết quả, vụ việc phát hiện"), SENSITIVE),
    ),
    naming=("route", "patrolled_on"),
    sort=("-patrolled_on",),
    search=("route", "leader", "forces"),
    first=N_("Mỗi lần tuần tra một dòng: ngày, tuyến, lực lượng, kết quả."),
    source="domain 9(e).16; 001 III.2; 003 IV.5.3; 004 II.6, III.2",
)

ROLL_CALLS = Register(
    name="roll_calls",
    title=N_("Kiểm danh, kiểm diện"),
    one=N_("lần kiểm danh"),
    scope=Scope.PEOPLE,
    area=Area.REGISTERS,
    fields=(
        date("held_on", N_("Ngày"), required=True),
        choice("whom", N_("Diện"), ROLL_CALL_GROUPS, required=True, default="tat_ca"),
        reference("village", N_("Thôn, khu phố"), "villages", sensitivity=OPEN),
        number("called", N_("Số người phải kiểm diện"), required=True),
        number("present", N_("Số người có mặt"), required=True),
        number("excused", N_("Số người vắng có lý do"), listed=False),
        text("taken_by", N_("Người kiểm danh"), sensitivity=OPEN),
        text("minutes", N_("Biên bản số"), sensitivity=OPEN),
        note("remark", N_("Xác minh người vắng"), SENSITIVE),
    ),
    naming=("held_on", "whom"),
    sort=("-held_on",),
    search=("taken_by", "minutes"),
    first=N_("Mỗi lần kiểm danh một dòng: số phải có mặt và số có mặt."),
    source="domain 9(e).16; 003 IV.4.2",
    rules=(NotAbove("present", "called"), NotAbove("excused", "called")),
)
