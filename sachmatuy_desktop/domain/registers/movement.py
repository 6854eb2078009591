"""Registers of the people's movement: models, their activity, propaganda, training, rewards, money,
and the monthly reports of the khu phố.
"""

from __future__ import annotations

from types import MappingProxyType

from sachmatuy_desktop.domain.registers.fields import Field, Kind, Sensitivity
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.rules import Needs, NotAbove, NotBefore, Refuses, WholeMonth
from sachmatuy_desktop.domain.registers.shorthand import (
    choice,
    date,
    note,
    number,
    reference,
    text,
    year,
)
from sachmatuy_desktop.errors import N_

OPEN = Sensitivity.OPEN

MODEL_STATES = MappingProxyType(
    {
        "dang_hoat_dong": N_("Đang hoạt động"),
        "ngung": N_("Ngừng hoạt động"),
    }
)

MODEL_RATINGS = MappingProxyType({"hieu_qua": N_("Hiệu quả"), "chua_hieu_qua": N_("Chưa hiệu quả")})

ACTIVITY_KINDS = MappingProxyType(
    {
        "sinh_hoat_mo_hinh": N_("Sinh hoạt mô hình"),
        "ra_mat": N_("Ra mắt, phát động"),
        "so_ket": N_("Sơ kết, tổng kết"),
        "hoi_nghi": N_("Hội nghị, họp xét"),
        "khac": N_("Hoạt động khác"),
    }
)

PROPAGANDA_FORMS = MappingProxyType(
    {
        "loa": N_("Loa truyền thanh, loa phóng thanh"),
        "hoi_nghi": N_("Hội nghị, nói chuyện chuyên đề"),
        "hop_dan": N_("Họp thôn, họp Tổ ANXH"),
        "truc_quan": N_("Khẩu hiệu, băng rôn, pa nô"),
        "tai_lieu": N_("In, phát tài liệu"),
        "luu_dong": N_("Tuyên truyền lưu động, diễu hành"),
        "mang": N_("Mạng xã hội, cổng thông tin điện tử"),
        "truong_hoc": N_("Giáo dục trong nhà trường"),
        "van_nghe": N_("Văn hóa, văn nghệ, thể dục, thể thao"),
        "xet_xu": N_("Xét xử lưu động"),
        "khac": N_("Hình thức khác"),
    }
)

REWARD_KINDS = MappingProxyType(
    {
        "khen_thuong": N_("Khen thưởng"),
        "bieu_duong": N_("Biểu dương"),
        "phe_binh": N_("Lưu ý, phê bình"),
        "xu_ly": N_("Xử lý trách nhiệm"),
    }
)

REWARD_STATES = MappingProxyType(
    {
        "de_nghi": N_("Đã đề nghị"),
        "da_co": N_("Đã có quyết định"),
        "khong": N_("Không được chấp nhận"),
    }
)
"""A proposal and what became of it (001 IV.6; 003 V.1.6, V.8 “đề xuất … khen thưởng”)."""

REWARDED = MappingProxyType({"tap_the": N_("Tập thể"), "ca_nhan": N_("Cá nhân")})

FUNDING_KINDS = MappingProxyType({"muc": N_("Mức được bố trí"), "chi": N_("Chi")})

FUNDING_SOURCES = MappingProxyType(
    {
        "ngan_sach_xa": N_("Ngân sách địa phương"),
        "ngan_sach_tren": N_("Ngân sách cấp trên hỗ trợ"),
        "muc_tieu_quoc_gia": N_("Chương trình mục tiêu quốc gia"),
        "xa_hoi_hoa": N_("Nguồn xã hội hóa"),
        "khac": N_("Nguồn hợp pháp khác"),
    }
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
        text("led_by", N_("Đơn vị chủ trì"), listed=False, sensitivity=OPEN),
        reference("village", N_("Thôn, khu phố"), "villages", listed=False, sensitivity=OPEN),
        number("members", N_("Số thành viên")),
        text("board", N_("Ban chủ nhiệm"), listed=False),
        text("meets", N_("Chế độ sinh hoạt"), listed=False, sensitivity=OPEN),
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
        note("remark", N_("Ghi chú"), OPEN),
    ),
    naming=("name",),
    sort=("name",),
    search=("name", "decision", "led_by"),
    first=N_("Mỗi mô hình một dòng với quyết định thành lập; sinh hoạt ghi ở thẻ bên cạnh."),
    source="000 II.3 g); 003 II.2.2; 001 II, IV.8",
    rules=(
        Needs(("state_from",), "state", ("ngung",)),
        NotBefore("state_from", "started_on"),
        NotBefore("reviewed_on", "started_on"),
    ),
    headings=MappingProxyType(
        {
            "name": N_("Thành lập"),
            "members": N_("Ban chủ nhiệm, thành viên"),
            "state": N_("Hoạt động, đánh giá"),
        }
    ),
)

ACTIVITIES = Register(
    name="activities",
    title=N_("Sinh hoạt mô hình, hội nghị"),
    one=N_("hoạt động"),
    scope=Scope.PROGRAMME,
    area=Area.REGISTERS,
    fields=(
        choice("kind", N_("Loại"), ACTIVITY_KINDS, required=True, default="sinh_hoat_mo_hinh"),
        date("held_on", N_("Ngày"), required=True),
        text("content", N_("Nội dung"), required=True, sensitivity=OPEN),
        reference("model", N_("Mô hình"), "models", sensitivity=OPEN),
        reference("village", N_("Thôn, khu phố"), "villages", listed=False, sensitivity=OPEN),
        text("place", N_("Địa điểm"), listed=False, sensitivity=OPEN),
        number("invited", N_("Số người được mời"), listed=False),
        number("attendance", N_("Số người tham gia")),
        text("minutes", N_("Biên bản số"), listed=False, sensitivity=OPEN),
        note("remark", N_("Ghi chú"), OPEN),
    ),
    naming=("content", "held_on"),
    sort=("-held_on",),
    search=("content", "place", "minutes"),
    parent="model",
    first=N_("Ghi từng buổi sinh hoạt: mô hình chỉ được tính khi có hoạt động trong 12 tháng."),
    source="domain 9(e).14; 000 II.3 g)",
    rules=(
        NotAbove("attendance", "invited"),
        NotBefore("held_on", "model.started_on", N_("Ngày thành lập")),
    ),
)

PROPAGANDA = Register(
    name="propaganda",
    title=N_("Tuyên truyền"),
    one=N_("lần tuyên truyền"),
    scope=Scope.PROGRAMME,
    area=Area.REGISTERS,
    fields=(
        choice("form", N_("Hình thức"), PROPAGANDA_FORMS, required=True),
        date("held_on", N_("Ngày"), required=True),
        text("content", N_("Nội dung"), required=True, sensitivity=OPEN),
        reference("village", N_("Thôn, khu phố"), "villages", sensitivity=OPEN),
        text("place", N_("Địa điểm"), listed=False, sensitivity=OPEN),
        text("done_by", N_("Đơn vị thực hiện"), listed=False, sensitivity=OPEN),
        number("sessions", N_("Số buổi, lượt phát"), listed=False),
        number("reached", N_("Số người được tuyên truyền")),
        number("materials", N_("Số tài liệu, băng rôn")),
        text("material", N_("Loại tài liệu"), listed=False, sensitivity=OPEN),
        note("remark", N_("Ghi chú"), OPEN),
    ),
    naming=("content", "held_on"),
    sort=("-held_on",),
    search=("content", "place", "done_by"),
    first=N_("Mỗi đợt, mỗi buổi tuyên truyền một dòng."),
    source="domain 9(e).18; 001 III.2; 002 II.10; 003 IV.3; 004 II.4",
)

TRAININGS = Register(
    name="trainings",
    title=N_("Tập huấn, bồi dưỡng"),
    one=N_("lớp tập huấn"),
    scope=Scope.PROGRAMME,
    area=Area.REGISTERS,
    fields=(
        text("topic", N_("Nội dung tập huấn"), required=True, sensitivity=OPEN),
        date("held_on", N_("Từ ngày"), required=True),
        date("ended_on", N_("Đến ngày"), listed=False),
        text("organiser", N_("Đơn vị tổ chức"), sensitivity=OPEN),
        text("place", N_("Địa điểm"), listed=False, sensitivity=OPEN),
        text("audience", N_("Thành phần"), sensitivity=OPEN),
        number("invited", N_("Số người triệu tập"), listed=False),
        number("attendance", N_("Số người dự")),
        text("materials", N_("Tài liệu"), listed=False, sensitivity=OPEN),
        note("remark", N_("Ghi chú"), OPEN),
    ),
    naming=("topic", "held_on"),
    sort=("-held_on",),
    search=("topic", "organiser", "audience"),
    first=N_("Mỗi lớp tập huấn một dòng."),
    source="domain 9(e).18; 001 III.7; 003 IV.2.1; 004 II.3",
    rules=(NotAbove("attendance", "invited"), NotBefore("ended_on", "held_on")),
)

REWARDS = Register(
    name="rewards",
    title=N_("Khen thưởng, phê bình"),
    one=N_("lượt khen, phê bình"),
    scope=Scope.PROGRAMME,
    area=Area.REGISTERS,
    fields=(
        choice("kind", N_("Loại"), REWARD_KINDS, required=True, default="khen_thuong"),
        choice(
            "state",
            N_("Tình trạng"),
            REWARD_STATES,
            required=True,
            group="state",
            default="da_co",
        ),
        date("given_on", N_("Ngày quyết định"), group="state"),
        choice("whom", N_("Đối với"), REWARDED, required=True, default="tap_the"),
        text("name", N_("Tên tập thể, cá nhân"), required=True),
        reference("village", N_("Thôn, khu phố"), "villages", listed=False, sensitivity=OPEN),
        text("form", N_("Hình thức"), sensitivity=OPEN),
        text("merit", N_("Thành tích, lý do"), listed=False),
        text("decision", N_("Văn bản số"), sensitivity=OPEN),
        text("decided_by", N_("Cấp quyết định"), listed=False, sensitivity=OPEN),
        number("amount", N_("Tiền thưởng (đồng)"), listed=False),
        date("proposed_on", N_("Ngày đề nghị"), listed=False),
        text("proposed_to", N_("Đề nghị cấp"), listed=False, sensitivity=OPEN),
        text("proposal", N_("Văn bản đề nghị số"), listed=False, sensitivity=OPEN),
    ),
    naming=("name", "given_on"),
    sort=("-given_on",),
    search=("name", "decision", "form"),
    first=N_("Ghi tập thể, cá nhân được đề nghị khen, được khen hoặc bị phê bình."),
    source="domain 9(e).19; 001 III.7, IV.6; 003 V.1.6, V.8; 004 II.6",
    rules=(
        Needs(("given_on",), "state", ("da_co",)),
        Needs(("proposed_on",), "state", ("de_nghi", "khong")),
        Refuses("given_on", "state", ("de_nghi", "khong")),
        NotBefore("given_on", "proposed_on"),
        Refuses(
            "amount",
            "kind",
            ("phe_binh", "xu_ly"),
            N_("Để trống «{field}»: phê bình không có tiền thưởng."),
        ),
    ),
)

FUNDING = Register(
    name="funding",
    title=N_("Kinh phí"),
    one=N_("khoản kinh phí"),
    scope=Scope.PROGRAMME,
    area=Area.REGISTERS,
    fields=(
        year("year", N_("Năm ngân sách"), required=True),
        choice("kind", N_("Khoản"), FUNDING_KINDS, required=True, default="muc"),
        choice("source", N_("Nguồn kinh phí"), FUNDING_SOURCES, required=True),
        number("amount", N_("Số tiền (đồng)"), required=True, added_within="kind"),
        date("on_date", N_("Ngày"), required=True),
        text("content", N_("Nội dung"), required=True, sensitivity=OPEN),
        text("document", N_("Văn bản, chứng từ số"), sensitivity=OPEN),
        note("remark", N_("Ghi chú"), OPEN),
    ),
    naming=("content", "year"),
    sort=("-on_date",),
    search=("content", "document"),
    first=N_("Ghi mức được bố trí và từng khoản chi, theo nguồn."),
    source="domain 9(e).19; 001 III.7, IV.5; 003 VI; 004 IV",
)

VILLAGE_REPORTS = Register(
    name="village_reports",
    title=N_("Báo cáo tháng của thôn, khu phố"),
    one=N_("báo cáo tháng"),
    scope=Scope.PROGRAMME,
    area=Area.REGISTERS,
    fields=(
        reference("village", N_("Thôn, khu phố"), "villages", required=True, sensitivity=OPEN),
        Field("month", N_("Tháng"), Kind.PARTIAL_DATE, required=True, sensitivity=OPEN),
        reference("subunit", N_("Tổ"), "subunits", listed=False, sensitivity=OPEN),
        text("organisation", N_("Ban, ngành, đoàn thể"), listed=False, sensitivity=OPEN),
        date("sent_on", N_("Ngày gửi"), required=True),
        text("document", N_("Số báo cáo"), sensitivity=OPEN),
        text("sent_to", N_("Gửi qua"), listed=False, sensitivity=OPEN),
        note("content", N_("Kết quả thực hiện mô hình"), OPEN),
        note("difficulties", N_("Vướng mắc"), OPEN),
    ),
    naming=("month", "document"),
    sort=("-month", "village"),
    search=("document", "organisation"),
    first=N_("Mỗi thôn, khu phố mỗi tháng một dòng khi báo cáo đã gửi."),
    source="004 V.1; 001 IV.9",
    rules=(WholeMonth("month"),),
)
