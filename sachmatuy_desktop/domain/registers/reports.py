"""What an office adds to its periodic reports: typed numbers, words, and which paper was signed.

The numbers themselves are counted anew each time a report is looked at; only what the books do not
hold is written here.
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
    reference,
    text,
)
from sachmatuy_desktop.errors import N_

OPEN = Sensitivity.OPEN

TEXTS = MappingProxyType(
    {
        "direction": N_("Công tác chỉ đạo, triển khai"),
        "assessment": N_("Đánh giá chung"),
        "difficulties": N_("Khó khăn, vướng mắc"),
        "proposals": N_("Đề xuất, kiến nghị"),
        "next": N_("Nhiệm vụ kỳ tới"),
    }
)
"""The parts of a report that an official writes; the books propose what they know of them."""

REPORT_FIGURES = Register(
    name="report_figures",
    title=N_("Số liệu nhập tay của báo cáo"),
    one=N_("số liệu nhập tay của báo cáo"),
    scope=Scope.PROGRAMME,
    area=Area.DOCUMENTS,
    fields=(
        text("report", N_("Báo cáo"), required=True, sensitivity=OPEN),
        text("period", N_("Kỳ"), required=True, sensitivity=OPEN),
        reference("village", N_("Thôn, khu phố"), "villages", sensitivity=OPEN),
        text("figure", N_("Số liệu"), required=True, sensitivity=OPEN),
        number("value", N_("Số"), required=True, added_up=False),
        number("counted", N_("Số trong sổ khi nhập"), added_up=False),
        note("why", N_("Lý do"), OPEN),
        date("typed_on", N_("Ngày nhập"), required=True),
    ),
    naming=("report", "figure"),
    sort=("-period", "report", "figure"),
    source="000 IV.1; 003 VII.2; 004 V.1",
    by_program=True,
)
"""A number of a report that was edited, and why; it stands marked beside what the books say."""

REPORT_TEXTS = Register(
    name="report_texts",
    title=N_("Lời văn của báo cáo"),
    one=N_("lời văn của báo cáo"),
    scope=Scope.PROGRAMME,
    area=Area.DOCUMENTS,
    fields=(
        text("report", N_("Báo cáo"), required=True, sensitivity=OPEN),
        text("period", N_("Kỳ"), required=True, sensitivity=OPEN),
        reference("village", N_("Thôn, khu phố"), "villages", sensitivity=OPEN),
        choice("part", N_("Phần"), TEXTS, required=True),
        note("words", N_("Lời văn"), OPEN),
        date("typed_on", N_("Ngày ghi"), required=True),
    ),
    naming=("report", "part"),
    sort=("-period", "report"),
    source="000 III.13, IV.1; 003 VII.2; 004 V.1",
    by_program=True,
)
"""The words an official wrote into a part of a report; nothing written: what the books propose."""

REPORT_PAPERS = Register(
    name="report_papers",
    title=N_("Báo cáo đã phát hành"),
    one=N_("báo cáo đã phát hành"),
    scope=Scope.PROGRAMME,
    area=Area.DOCUMENTS,
    fields=(
        text("report", N_("Báo cáo"), required=True, sensitivity=OPEN),
        text("period", N_("Kỳ"), required=True, sensitivity=OPEN),
        date("from_date", N_("Từ ngày"), required=True),
        date("until_date", N_("Đến ngày"), required=True),
        date("as_of", N_("Số liệu tính đến"), required=True),
        text("number", N_("Số, ký hiệu"), required=True, sensitivity=OPEN),
        date("issued_on", N_("Ngày tháng"), required=True),
        reference("paper", N_("Văn bản đi"), "documents", listed=False, sensitivity=OPEN),
        note("frozen", N_("Số liệu khi ký"), OPEN),
    ),
    naming=("report", "number"),
    sort=("-issued_on",),
    source="000 IV.1; 003 VII.2; NĐ 30/2020",
    by_program=True,
)
"""The figures as they stood when a report was signed (`frozen`, JSON): never counted again, so that
a later change of the books is seen beside them and the next period is held against what was sent.
"""
