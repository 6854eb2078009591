"""The books of data protection: what persons ask for, what leaked, what was decided on old records.

Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 and Nghị định 356/2025/NĐ-CP.  They stay in the office:
other PCs of it have them, nobody above does.  What leaked is told in numbers and kinds, never in
names.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.fields import Sensitivity
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.rules import Needs, NotBefore
from sachmatuy_desktop.domain.registers.shorthand import (
    by_program,
    choice,
    date,
    flag,
    hour,
    note,
    number,
    person_name,
    reference,
    several,
    text,
)
from sachmatuy_desktop.errors import N_

SENSITIVE = Sensitivity.SENSITIVE
OPEN = Sensitivity.OPEN

CHANNELS: Final = MappingProxyType(
    {
        "truc_tiep": N_("Trực tiếp"),
        "buu_chinh": N_("Bưu chính"),
        "dien_tu": N_("Điện tử"),
        "khac": N_("Cách khác"),
    }
)

REQUEST_KINDS: Final = MappingProxyType(
    {
        "xem": N_("Xem, cung cấp dữ liệu"),
        "sua": N_("Chỉnh sửa dữ liệu"),
        "rut": N_("Rút lại sự đồng ý"),
        "han_che": N_("Hạn chế xử lý dữ liệu"),
        "xoa": N_("Xóa dữ liệu"),
        "khieu_nai": N_("Khiếu nại"),
    }
)

REQUEST_RESULTS: Final = MappingProxyType(
    {
        "da_lam": N_("Đã thực hiện"),
        "mot_phan": N_("Thực hiện một phần"),
        "tu_choi": N_("Từ chối"),
        "rut_yeu_cau": N_("Người yêu cầu rút lại"),
    }
)

CATEGORIES: Final = MappingProxyType(
    {
        "co_ban": N_("Dữ liệu cá nhân cơ bản"),
        "dan_toc": N_("Nguồn gốc chủng tộc, nguồn gốc dân tộc"),
        "ton_giao": N_("Quan điểm về chính trị, tôn giáo, tín ngưỡng"),
        "doi_tu": N_("Đời sống riêng tư, bí mật cá nhân, bí mật gia đình"),
        "suc_khoe": N_("Tình trạng sức khỏe"),
        "sinh_trac": N_("Dữ liệu sinh trắc học"),
        "vi_pham": N_("Dữ liệu về tội phạm, vi phạm pháp luật"),
        "vi_tri": N_("Vị trí của cá nhân"),
        "the_can_cuoc": N_("Hình ảnh thẻ căn cước, giấy tờ tùy thân"),
    }
)
"""Kinds of personal data (Nghị định 356/2025/NĐ-CP, Điều 3, Điều 4 khoản 1)."""

BREACH_KINDS: Final = MappingProxyType(
    {
        "lo_lot": N_("Lộ, gửi nhầm"),
        "mat": N_("Mất thiết bị, USB, giấy tờ"),
        "truy_cap": N_("Người không có quyền đã xem, chép"),
        "sua_xoa": N_("Dữ liệu bị sửa, xóa, hỏng"),
        "khac": N_("Khác"),
    }
)

REVIEW_DECISIONS: Final = MappingProxyType(
    {
        "giu": N_("Tiếp tục lưu giữ"),
        "khu_nhan_dang": N_("Khử nhận dạng"),
        "xoa": N_("Xóa"),
    }
)

DATA_REQUESTS = Register(
    name="data_requests",
    title=N_("Yêu cầu về dữ liệu cá nhân"),
    one=N_("yêu cầu về dữ liệu"),
    scope=Scope.OFFICE,
    area=Area.ADMIN,
    fields=(
        text("number", N_("Số"), sensitivity=SENSITIVE),
        date("received_on", N_("Ngày nhận"), required=True),
        choice("channel", N_("Cách nhận"), CHANNELS, listed=False),
        choice("kind", N_("Yêu cầu"), REQUEST_KINDS, required=True),
        reference("person", N_("Người có dữ liệu"), "people", sensitivity=SENSITIVE),
        person_name("requester", N_("Người yêu cầu"), sensitivity=SENSITIVE),
        text("contact", N_("Nơi nhận trả lời"), listed=False, sensitivity=SENSITIVE),
        note("content", N_("Nội dung yêu cầu"), SENSITIVE),
        date("acknowledged_on", N_("Ngày báo đã nhận")),
        choice("result", N_("Kết quả"), REQUEST_RESULTS, group="result"),
        date("done_on", N_("Ngày xong"), group="result"),
        text(
            "refusal_ground",
            N_("Căn cứ từ chối"),
            listed=False,
            sensitivity=SENSITIVE,
            hint=N_("điều, khoản của văn bản pháp luật"),
        ),
        note("answer", N_("Đã làm gì"), SENSITIVE),
        by_program(text("corrected_by", N_("Việc sửa"), listed=False, sensitivity=SENSITIVE)),
    ),
    naming=("number", "received_on"),
    sort=("-received_on",),
    source="NĐ 356/2025 Điều 5; Luật 91/2025/QH15",
    rules=(
        NotBefore("acknowledged_on", "received_on"),
        NotBefore("done_on", "received_on"),
        Needs(("refusal_ground",), "result", ("tu_choi",)),
        Needs(("done_on",), "result", ("da_lam", "mot_phan", "tu_choi", "rut_yeu_cau")),
    ),
    headings=MappingProxyType(
        {
            "number": N_("Tiếp nhận"),
            "person": N_("Ai yêu cầu, về ai"),
            "acknowledged_on": N_("Giải quyết"),
        }
    ),
    first=N_("Ghi mỗi yêu cầu một dòng trong ngày nhận; hạn do chương trình tính."),
)
"""`corrected_by` is the act of the journal that put the data right: both versions stand there."""

DATA_BREACHES = Register(
    name="data_breaches",
    title=N_("Sự cố dữ liệu cá nhân"),
    one=N_("sự cố dữ liệu"),
    scope=Scope.OFFICE,
    area=Area.ADMIN,
    fields=(
        text("number", N_("Số"), sensitivity=SENSITIVE),
        date("detected_on", N_("Ngày phát hiện"), required=True, group="detected"),
        hour("detected_at", N_("Giờ phát hiện"), listed=True, group="detected"),
        choice("kind", N_("Sự cố"), BREACH_KINDS, required=True),
        note("description", N_("Diễn biến"), SENSITIVE, hint=N_("không ghi tên người")),
        several("categories", N_("Loại dữ liệu"), CATEGORIES, listed=False),
        number("affected", N_("Số người bị ảnh hưởng"), added_up=False),
        flag("located", N_("Có dữ liệu vị trí, sinh trắc học"), listed=False),
        note("consequences", N_("Hậu quả có thể có"), SENSITIVE, hint=N_("không ghi tên người")),
        note("steps", N_("Biện pháp đã làm"), SENSITIVE, hint=N_("không ghi tên người")),
        date("notified_on", N_("Ngày thông báo"), group="notified"),
        hour("notified_at", N_("Giờ thông báo"), listed=True, group="notified"),
        text("notified_to", N_("Thông báo cho"), sensitivity=OPEN),
        text("notice_number", N_("Văn bản thông báo số"), listed=False, sensitivity=OPEN),
        text("late_reason", N_("Lý do thông báo chậm"), listed=False, sensitivity=SENSITIVE),
        text("minutes_number", N_("Biên bản số"), listed=False, sensitivity=OPEN),
        date("minutes_on", N_("Ngày lập biên bản"), listed=False),
        date("closed_on", N_("Ngày khắc phục xong")),
    ),
    naming=("number", "detected_on"),
    sort=("-detected_on",),
    source="Luật 91/2025/QH15 Điều 23; NĐ 356/2025 Điều 28, 29",
    rules=(
        NotBefore("notified_on", "detected_on"),
        NotBefore("minutes_on", "detected_on"),
        NotBefore("closed_on", "detected_on"),
    ),
    headings=MappingProxyType(
        {
            "number": N_("Phát hiện"),
            "description": N_("Diễn biến, ảnh hưởng"),
            "notified_on": N_("Thông báo"),
            "minutes_number": N_("Biên bản, kết thúc"),
        }
    ),
    first=N_("Ghi ngay khi phát hiện: thời hạn thông báo được tính từ giờ phát hiện."),
)

RETENTION_DECISIONS = Register(
    name="retention_decisions",
    title=N_("Quyết định khi rà soát lưu giữ"),
    one=N_("quyết định rà soát"),
    scope=Scope.OFFICE,
    area=Area.ADMIN,
    fields=(
        text("rule", N_("Loại ghi chép"), required=True, sensitivity=SENSITIVE),
        text("record", N_("Ghi chép"), required=True, sensitivity=SENSITIVE),
        choice("decision", N_("Quyết định"), REVIEW_DECISIONS, required=True),
        text("reason", N_("Lý do"), required=True, sensitivity=SENSITIVE),
        date("review_on", N_("Rà soát lại ngày")),
        text("decided_by", N_("Người quyết định"), required=True),
        date("decided_on", N_("Ngày quyết định"), required=True),
    ),
    naming=("reason", "decided_on"),
    sort=("-decided_on",),
    source="Luật 91/2025/QH15 Điều 3; domain 5.4",
    by_program=True,
    rules=(NotBefore("review_on", "decided_on"),),
)
"""It names the record by id in a plain text: the decision stays when the record is gone."""

RETENTION_PERIODS = Register(
    name="retention_periods",
    title=N_("Thời hạn lưu giữ của cơ quan"),
    one=N_("thời hạn lưu giữ"),
    scope=Scope.OFFICE,
    area=Area.ADMIN,
    fields=(
        text("rule", N_("Loại ghi chép"), required=True, sensitivity=OPEN),
        number("months", N_("Số tháng"), required=True, added_up=False),
        text("reason", N_("Căn cứ, lý do"), required=True, sensitivity=OPEN),
        text("set_by", N_("Người đặt"), required=True),
        date("set_on", N_("Ngày đặt"), required=True),
    ),
    naming=("rule", "set_on"),
    sort=("-set_on",),
    source="law-rules I9: luật không ghi thời hạn",
    by_program=True,
)
