"""Registers of the drives in which households are asked to sign: the drive, who carries the forms
in each hamlet, and one sheet a household.

A drive is of the households' common commitment alone: a list of the families asked for the special
one (004 II.2) would say who lives with an addict.  Whether a household has signed is not kept here:
that is what the book of commitments says.  A sheet tells of the paper.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.fields import Sensitivity
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.rules import NotBefore
from sachmatuy_desktop.domain.registers.shorthand import (
    choice,
    code,
    date,
    note,
    number,
    person_name,
    reference,
    text,
)
from sachmatuy_desktop.errors import N_

OPEN: Final = Sensitivity.OPEN

KIND: Final = "ho_gia_dinh"
"""The kind of commitment that a drive is about."""

WHO_IS_ASKED = MappingProxyType(
    {
        "chua_ky": N_("Hộ chưa ký cam kết"),
        "tat_ca": N_("Mọi hộ đang cư trú (ký lại)"),
    }
)

SHEET_OUTCOMES = MappingProxyType(
    {
        "da_ky": N_("Đã ký"),
        "tu_choi": N_("Từ chối"),
        "vang": N_("Vắng"),
        "chuyen_di": N_("Chuyển đi"),
        "chua_gap": N_("Chưa gặp"),
    }
)
"""What a sheet says when it comes back, in the order of the keys of the fast entry."""

DRIVES = Register(
    name="drives",
    title=N_("Đợt ký cam kết"),
    one=N_("đợt ký cam kết"),
    scope=Scope.HOUSEHOLDS,
    area=Area.PLANS,
    fields=(
        text("name", N_("Tên đợt"), required=True, sensitivity=OPEN),
        choice("asked", N_("Ai phải ký"), WHO_IS_ASKED, required=True, default="chua_ky"),
        date("from_date", N_("Từ ngày"), required=True),
        date("until_date", N_("Hoàn thành trước hoặc trong ngày")),
        text("document", N_("Theo văn bản"), sensitivity=OPEN),
        reference("task", N_("Việc của kế hoạch"), "plan_tasks", listed=False, sensitivity=OPEN),
        reference("set_task", N_("Việc được giao"), "set_tasks", listed=False, sensitivity=OPEN),
        note("remark", N_("Ghi chú"), OPEN),
        date("ended_on", N_("Ngày kết thúc"), group="end"),
        note("closing", N_("Số liệu khi kết thúc"), OPEN, group="end"),
    ),
    naming=("name", "from_date"),
    sort=("-from_date",),
    source="001 III.2; 002 II.10; 003 V.18.2; 004 II.2",
    by_program=True,
    rules=(NotBefore("until_date", "from_date"), NotBefore("ended_on", "from_date")),
)
"""“(hoàn thành trước ngày …../…../2024)” (001 III.2) is `until_date`; `closing` are the counts of
the day it ended (JSON)."""

DRIVE_VILLAGES = Register(
    name="drive_villages",
    title=N_("Thôn, khu phố của đợt ký"),
    one=N_("thôn, khu phố của đợt ký"),
    scope=Scope.HOUSEHOLDS,
    area=Area.PLANS,
    fields=(
        reference("drive", N_("Đợt ký"), "drives", required=True, sensitivity=OPEN),
        reference("village", N_("Thôn, khu phố"), "villages", required=True, sensitivity=OPEN),
        person_name("carrier", N_("Người mang phiếu")),
    ),
    naming=("carrier",),
    sort=("village",),
    parent="drive",
    source="004 II.2",
    by_program=True,
)

DRIVE_SHEETS = Register(
    name="drive_sheets",
    title=N_("Phiếu cam kết"),
    one=N_("phiếu"),
    scope=Scope.HOUSEHOLDS,
    area=Area.PLANS,
    fields=(
        reference("drive", N_("Đợt ký"), "drives", required=True, sensitivity=OPEN),
        reference("household", N_("Hộ"), "households", required=True),
        reference("village", N_("Thôn, khu phố"), "villages", listed=False, sensitivity=OPEN),
        number("number", N_("Số thứ tự phiếu"), required=True, added_up=False),
        date("printed_on", N_("Ngày in"), group="print"),
        number("batch", N_("Lần in"), listed=False, group="print", added_up=False),
        date("handed_on", N_("Ngày phát"), group="hand"),
        person_name("carrier", N_("Người mang phiếu"), listed=False),
        date("came_back_on", N_("Ngày về"), group="return"),
        choice("outcome", N_("Kết quả"), SHEET_OUTCOMES, group="return"),
        number("visits", N_("Số lần đến"), listed=False, group="return", added_up=False),
        text("remark", N_("Ghi chú"), listed=False, group="return"),
        code("commitment", N_("Cam kết đã ghi"), group="return", sensitivity=OPEN),
    ),
    naming=("number",),
    sort=("number",),
    parent="household",
    source="001 III.2",
    by_program=True,
)
"""`village` is where the household lived when the drive began: the pile its sheet lies in.  A sheet
that goes out once more loses its `came_back_on` and keeps its answer; it is out while `handed_on`
is written and `came_back_on` is not.  `commitment` is the id of the one that was written with it: a
mere note, so that it never keeps anybody from taking that out of its book."""
