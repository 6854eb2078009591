"""Registers of recognition: what a unit has set out on, each step it took, each answer from above.

All are written by the program's own acts.  A step once taken is never changed: it is withdrawn by
an act of its own and keeps all it said.
"""

from __future__ import annotations

from types import MappingProxyType

from sachmatuy_desktop.domain.registers.fields import Sensitivity
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.shorthand import (
    choice,
    date,
    note,
    number,
    person_name,
    reference,
    text,
    year,
)
from sachmatuy_desktop.errors import N_

OPEN = Sensitivity.OPEN

VERDICTS = MappingProxyType(
    {
        "accept": N_("Chấp nhận"),
        "return": N_("Trả lại để bổ sung"),
        "reject": N_("Không chấp nhận"),
    }
)

RULINGS = MappingProxyType(
    {
        "recognise": N_("Công nhận, phê duyệt"),
        "maintain": N_("Giữ nguyên công nhận"),
        "withdraw": N_("Thu hồi công nhận"),
    }
)

RECOGNITIONS = Register(
    name="recognitions",
    title=N_("Quá trình công nhận"),
    one=N_("quá trình công nhận"),
    scope=Scope.PROGRAMME,
    area=Area.CRITERIA,
    fields=(
        text("programme", N_("Tên chương trình"), required=True, sensitivity=OPEN),
        year("year", N_("Năm báo cáo"), required=True),
        text("process", N_("Quy trình"), required=True, sensitivity=OPEN, listed=False),
        text("version", N_("Phiên bản quy trình"), required=True, sensitivity=OPEN, listed=False),
        text("packs", N_("Bộ tiêu chí"), required=True, sensitivity=OPEN, listed=False),
        date("registered_on", N_("Ngày bắt đầu"), required=True),
        date("target_on", N_("Ngày dự kiến đề nghị")),
        date("stopped_on", N_("Ngày thôi"), group="stop"),
        note("stopped_why", N_("Lý do thôi"), OPEN, group="stop"),
        note("frozen", N_("Nội dung quy trình khi bắt đầu"), OPEN),
    ),
    naming=("programme", "year"),
    sort=("-year",),
    source="000 II.3; 001 V.1; 003 V.18.1c; Quyết định 28/2025/QĐ-TTg, Điều 7, 9",
    by_program=True,
)

STEPS = Register(
    name="recognition_steps",
    title=N_("Các bước công nhận đã làm"),
    one=N_("bước công nhận"),
    scope=Scope.PROGRAMME,
    area=Area.CRITERIA,
    fields=(
        reference("recognition", N_("Quá trình"), "recognitions", required=True, sensitivity=OPEN),
        text("step", N_("Bước"), required=True, sensitivity=OPEN),
        date("done_on", N_("Ngày làm"), required=True),
        person_name("who", N_("Người làm, người ký"), required=True),
        text("position", N_("Chức vụ"), required=True, sensitivity=OPEN),
        text("document", N_("Văn bản số"), sensitivity=OPEN),
        date("document_on", N_("Ngày văn bản")),
        reference("paper", N_("Văn bản đi"), "documents", listed=False, sensitivity=OPEN),
        number("round", N_("Lần"), listed=False),
        year("year", N_("Năm"), listed=False),
        date("as_of", N_("Số liệu tính đến ngày"), listed=False),
        text("choice", N_("Kết quả được chọn"), listed=False, sensitivity=OPEN),
        note("choice_why", N_("Lý do chọn"), OPEN),
        person_name("choice_by", N_("Người chọn kết quả"), listed=False),
        note("remark", N_("Ghi chú"), OPEN),
        date("withdrawn_on", N_("Ngày rút lại"), listed=False, group="withdrawal"),
        note("withdrawn_why", N_("Lý do rút lại"), OPEN, group="withdrawal"),
        note("frozen", N_("Số liệu được giữ"), OPEN),
    ),
    naming=("step", "done_on"),
    sort=("-done_on",),
    parent="recognition",
    source="domain 4.5, 10.2",
    by_program=True,
)

APPRAISALS = Register(
    name="appraisals",
    title=N_("Thẩm định đề nghị công nhận"),
    one=N_("kết quả thẩm định"),
    scope=Scope.DOWN,
    area=Area.SYNC,
    fields=(
        text("addressee", N_("Gửi đơn vị"), required=True, sensitivity=OPEN),
        reference("recognition", N_("Quá trình"), "recognitions", required=True, sensitivity=OPEN),
        reference("step", N_("Lần đề nghị"), "recognition_steps", required=True, sensitivity=OPEN),
        choice("verdict", N_("Kết quả"), VERDICTS, required=True),
        date("written_on", N_("Ngày"), required=True),
        person_name("who", N_("Người thẩm định"), required=True),
        text("position", N_("Chức vụ"), required=True, sensitivity=OPEN),
        text("document", N_("Văn bản số"), sensitivity=OPEN),
        number("round", N_("Lần"), listed=False),
        note("reason", N_("Ý kiến chung"), OPEN),
        note("criteria", N_("Ý kiến từng tiêu chí"), OPEN),
        note("frozen", N_("Kết quả tính lại"), OPEN),
        date("withdrawn_on", N_("Ngày rút lại"), listed=False, group="withdrawal"),
        note("withdrawn_why", N_("Lý do rút lại"), OPEN, group="withdrawal"),
    ),
    naming=("verdict", "written_on"),
    sort=("-written_on",),
    source="Quyết định 28/2025/QĐ-TTg, Điều 9; 003 III",
    by_program=True,
)

DECISIONS = Register(
    name="recognition_decisions",
    title=N_("Quyết định công nhận, thu hồi"),
    one=N_("quyết định công nhận"),
    scope=Scope.DOWN,
    area=Area.SYNC,
    fields=(
        text("addressee", N_("Gửi đơn vị"), required=True, sensitivity=OPEN),
        reference("recognition", N_("Quá trình"), "recognitions", required=True, sensitivity=OPEN),
        text("packs", N_("Bộ tiêu chí"), sensitivity=OPEN, listed=False),
        choice("ruling", N_("Nội dung"), RULINGS, required=True),
        text("number", N_("Quyết định số"), required=True, sensitivity=OPEN),
        date("signed_on", N_("Ngày ký"), required=True),
        person_name("signer", N_("Người ký"), required=True),
        text("position", N_("Chức vụ"), sensitivity=OPEN),
        year("year", N_("Năm"), listed=False),
        text("result", N_("Kết quả được phê duyệt"), sensitivity=OPEN),
        date("until", N_("Có giá trị đến ngày")),
        text("certificate", N_("Giấy chứng nhận số"), sensitivity=OPEN),
        note("why", N_("Lý do"), OPEN),
        date("withdrawn_on", N_("Ngày rút lại"), listed=False, group="withdrawal"),
        note("withdrawn_why", N_("Lý do rút lại"), OPEN, group="withdrawal"),
    ),
    naming=("number", "signed_on"),
    sort=("-signed_on",),
    search=("number", "certificate"),
    source="003 V.1.2, V.18.1c; Quyết định 28/2025/QĐ-TTg, Điều 9",
    by_program=True,
)
