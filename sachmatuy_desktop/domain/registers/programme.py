"""Registers of the programme itself: boxes, boards, models, activities, commitments."""

from __future__ import annotations

from types import MappingProxyType

from sachmatuy_desktop.domain.registers.fields import Field, Kind, Sensitivity
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
    year,
)
from sachmatuy_desktop.errors import N_

OPEN = Sensitivity.OPEN

THING_STATES = MappingProxyType(
    {
        "dang_dung": N_("Đang sử dụng"),
        "hong": N_("Hỏng"),
        "thao_do": N_("Đã tháo dỡ"),
    }
)

MODEL_STATES = MappingProxyType(
    {
        "dang_hoat_dong": N_("Đang hoạt động"),
        "ngung": N_("Ngừng hoạt động"),
    }
)

MODEL_RATINGS = MappingProxyType({"hieu_qua": N_("Hiệu quả"), "chua_hieu_qua": N_("Chưa hiệu quả")})

ACTIVITY_KINDS = MappingProxyType(
    {
        "tuyen_truyen": N_("Tuyên truyền"),
        "tap_huan": N_("Tập huấn"),
        "sinh_hoat_mo_hinh": N_("Sinh hoạt mô hình"),
        "tuan_tra": N_("Tuần tra"),
        "kiem_danh": N_("Kiểm danh, kiểm diện"),
        "hoi_nghi": N_("Hội nghị, họp xét"),
        "khac": N_("Hoạt động khác"),
    }
)

COMMITMENT_KINDS = MappingProxyType(
    {
        "ho_gia_dinh": N_("Hộ gia đình"),
        "khu_pho": N_("Khu phố, thôn với xã, thị trấn"),
        "to_anxh": N_("Tổ an ninh xã hội với khu phố"),
        "gia_dinh_ca_biet": N_("Gia đình có người nghiện (cá biệt)"),
        "to_chuc": N_("Ban, ngành, đoàn thể, cơ quan, doanh nghiệp, trường học"),
        "nguoi_nguy_co_cao": N_("Người nguy cơ cao"),
        "nguoi_nghien": N_("Người nghiện ma túy"),
        "nguoi_sau_cai": N_("Người sau cai nghiện"),
    }
)

COMMITMENT_OUTCOMES = MappingProxyType(
    {
        "da_ky": N_("Đã ký"),
        "tu_choi": N_("Từ chối"),
        "vang": N_("Vắng"),
    }
)

ANSWERS = MappingProxyType({"co": N_("Có"), "khong": N_("Không")})

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
    source="001 II; 003 II.2.2; 000 II",
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
    source="000 II.3 f); 003 II.2.2",
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
        number("letters", N_("Số thư"), required=True),
        text("minutes", N_("Biên bản số"), sensitivity=OPEN),
    ),
    naming=("opened_on",),
    sort=("-opened_on",),
    parent="box",
    source="domain 9(e).13",
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
    source="000 II.3 f); 003 II.2.2",
)

MODELS = Register(
    name="models",
    title=N_("Mô hình"),
    one=N_("mô hình"),
    scope=Scope.PROGRAMME,
    area=Area.REGISTERS,
    fields=(
        text("name", N_("Tên mô hình"), required=True, sensitivity=OPEN),
        text("decision", N_("Quyết định thành lập"), sensitivity=OPEN),
        date("started_on", N_("Ngày thành lập"), required=True),
        number("members", N_("Số thành viên")),
        text("board", N_("Ban chủ nhiệm"), listed=False),
        choice(
            "state",
            N_("Tình trạng"),
            MODEL_STATES,
            required=True,
            group="state",
            default="dang_hoat_dong",
        ),
        date("state_from", N_("Từ ngày"), listed=False, group="state"),
        date("reviewed_on", N_("Ngày đánh giá gần nhất"), group="review"),
        choice("rating", N_("Đánh giá"), MODEL_RATINGS, group="review"),
    ),
    naming=("name",),
    sort=("name",),
    search=("name",),
    source="000 II.3 g); 003 II.2.2; 001 II",
)

ACTIVITIES = Register(
    name="activities",
    title=N_("Hoạt động"),
    one=N_("hoạt động"),
    scope=Scope.PROGRAMME,
    area=Area.REGISTERS,
    fields=(
        choice("kind", N_("Loại"), ACTIVITY_KINDS, required=True),
        date("held_on", N_("Ngày"), required=True),
        text("content", N_("Nội dung"), required=True, sensitivity=OPEN),
        reference("model", N_("Mô hình"), "models", listed=False, sensitivity=OPEN),
        reference("village", N_("Thôn, khu phố"), "villages", sensitivity=OPEN),
        text("place", N_("Địa điểm"), listed=False, sensitivity=OPEN),
        number("attendance", N_("Số người tham gia")),
        note("remark", N_("Ghi chú"), OPEN),
    ),
    naming=("content", "held_on"),
    sort=("-held_on",),
    search=("content", "place"),
    source="domain 9(e).16, 18",
)

COMMITMENTS = Register(
    name="commitments",
    title=N_("Cam kết"),
    one=N_("cam kết"),
    scope=Scope.HOUSEHOLDS,
    area=Area.HOUSEHOLDS,
    fields=(
        choice("kind", N_("Loại cam kết"), COMMITMENT_KINDS, required=True, default="ho_gia_dinh"),
        reference("household", N_("Hộ"), "households"),
        reference("person", N_("Người"), "people", listed=False, sensitivity=Sensitivity.SENSITIVE),
        reference("village", N_("Thôn, khu phố"), "villages", listed=False, sensitivity=OPEN),
        reference("subunit", N_("Tổ"), "subunits", listed=False, sensitivity=OPEN),
        text("organisation", N_("Tổ chức"), listed=False, sensitivity=OPEN),
        choice(
            "outcome",
            N_("Kết quả"),
            COMMITMENT_OUTCOMES,
            required=True,
            group="outcome",
            default="da_ky",
        ),
        date("signed_on", N_("Ngày"), required=True, group="outcome"),
        person_name("signer", N_("Người ký")),
        year("year", N_("Năm")),
        text("reason", N_("Lý do"), listed=False, group="outcome"),
    ),
    naming=("kind", "signed_on"),
    sort=("-signed_on",),
    search=("signer", "organisation"),
    parent="household",
    source="000 II.3 e); 004 III; 002 II.10",
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
        flag("on_key_route", N_("Nằm trên tuyến trọng điểm phức tạp về ma túy")),
    ),
    naming=("body",),
    sort=("body",),
    source="NĐ 30/2020 Phụ lục I",
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
        Field("year", N_("Năm"), Kind.YEAR, required=True, sensitivity=OPEN),
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
