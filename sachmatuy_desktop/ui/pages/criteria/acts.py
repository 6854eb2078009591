"""The lawful acts that clear a criterion, as the window does them.

Which act clears what is data of the pack; here each leads to what the program has for it: a short
dialog, or the person's tab «Quản lý», where the steps of the law are offered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.criteria import FactRecord
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.commitments import COMMITMENT_KINDS
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.commitments import RecordCommitments
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.sign_commitments import SignDialog
from sachmatuy_desktop.ui.forms.quick_acts import open_test_result, open_visit
from sachmatuy_desktop.ui.forms.quick_dialog import Quick, QuickDialog, Way

__all__ = ["VERBS", "do_act", "may_act"]

VERBS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "open_case": N_("Mở thẻ Quản lý"),
        "record_test": N_("Ghi xét nghiệm…"),
        "record_visit": N_("Ghi kiểm tra…"),
        "record_support": N_("Ghi hỗ trợ…"),
        "end_point": N_("Ghi triệt xóa…"),
        "sign_household": N_("Ghi cam kết…"),
        "sign_family": N_("Ghi cam kết…"),
        "sign_team": N_("Ghi cam kết…"),
        "sign_neighbourhood": N_("Ghi cam kết…"),
        "sign_organisation": N_("Ghi cam kết…"),
        "add_tip_box": N_("Ghi hòm thư…"),
        "add_hotline_board": N_("Ghi bảng niêm yết…"),
        "add_report": N_("Ghi báo cáo…"),
        "add_activity": N_("Ghi sinh hoạt…"),
        "add_model": N_("Ghi mô hình…"),
        "enter_population": N_("Nhập nhân khẩu…"),
    }
)
"""What the button of an act says; the tip is the pack's own sentence with its source."""

SIGNED_BY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sign_household": "ho_gia_dinh",
        "sign_family": "gia_dinh_ca_biet",
        "sign_team": "to_anxh",
        "sign_neighbourhood": "khu_pho",
        "sign_organisation": "to_chuc",
    }
)
"""The kind of commitment an act writes down."""


class Written:
    """A new row of a book in a few fields: `day` is the field for today, `of` names the record."""

    def __init__(
        self,
        register: str,
        title: str,
        fields: tuple[str, ...],
        ways: Mapping[str, Mapping[str, Value]],
        *,
        of: str = "",
        day: str = "",
    ) -> None:
        self.register, self.title, self.fields = register, title, fields
        self.ways, self.of, self.day = ways, of, day

    def ask(
        self, desk: Desk, record: FactRecord | None, village: str | None, parent: QWidget
    ) -> None:
        """Open the short dialog, with all that is known filled in."""
        book = REGISTERS[self.register]
        fixed: dict[str, Value] = {}
        if self.of and record is not None:
            fixed[self.of] = record.id
        elif village is not None and "village" in book.by_name:
            fixed["village"] = village
        offered: dict[str, Value] = {self.day: desk.office.clock.today()} if self.day else {}
        named = f": {record.label}" if record is not None and record.label else ""
        quick = Quick(
            book,
            _(self.title) + named,
            self.fields,
            tuple(Way(_(verb), adds) for verb, adds in self.ways.items()),
            fixed=fixed,
            offered=offered,
        )
        QuickDialog(desk, quick, parent).open()


WRITTEN: Final[Mapping[str, Written]] = MappingProxyType(
    {
        "record_support": Written(
            "supports",
            N_("Tư vấn, hỗ trợ"),
            ("kind", "given_on", "giver", "content", "self_supporting"),
            {N_("Ghi hỗ trợ"): {}},
            of="person",
            day="given_on",
        ),
        "end_point": Written(
            "hotspot_history",
            N_("Kết quả giải quyết điểm"),
            ("happened_on", "document", "forces"),
            {
                N_("Đã triệt xóa"): {"change": "triet_xoa"},
                N_("Đã chuyển hóa"): {"change": "chuyen_hoa"},
            },
            of="hotspot",
            day="happened_on",
        ),
        "add_tip_box": Written(
            "tip_boxes",
            N_("Hòm thư tố giác"),
            ("place", "installed_on", "keeper"),
            {N_("Ghi hòm thư"): {"state": "dang_dung"}},
            of="village",
            day="installed_on",
        ),
        "add_hotline_board": Written(
            "hotline_boards",
            N_("Bảng niêm yết đường dây nóng"),
            ("place", "posted_on", "numbers"),
            {N_("Ghi bảng niêm yết"): {"state": "dang_dung"}},
            of="village",
            day="posted_on",
        ),
        "add_report": Written(
            "village_reports",
            N_("Báo cáo tháng của thôn, khu phố"),
            ("month", "sent_on", "document"),
            {N_("Ghi báo cáo"): {}},
            of="village",
            day="sent_on",
        ),
        "add_activity": Written(
            "activities",
            N_("Sinh hoạt mô hình"),
            ("held_on", "content", "attendance", "minutes"),
            {N_("Ghi sinh hoạt"): {"kind": "sinh_hoat_mo_hinh"}},
            of="model",
            day="held_on",
        ),
        "add_model": Written(
            "models",
            N_("Mô hình"),
            ("name", "decision", "started_on", "led_by"),
            {N_("Ghi mô hình"): {"state": "dang_hoat_dong"}},
        ),
        "enter_population": Written(
            "populations",
            N_("Số nhân khẩu"),
            ("as_of", "households", "people", "basis", "signer"),
            {N_("Ghi số liệu"): {}},
            day="as_of",
        ),
    }
)

OTHERS: Final[Mapping[str, str]] = MappingProxyType(
    {"record_test": "tests", "record_visit": "visits", **dict.fromkeys(SIGNED_BY, "commitments")}
)
"""The books that acts with dialogs of their own write into."""


def may_act(desk: Desk, act: str) -> bool:
    """Whether the account may do an act; a receiving office writes in no commune's books."""
    if act == "open_case":
        return desk.may_open(REGISTERS["episodes"])
    register = WRITTEN[act].register if act in WRITTEN else OTHERS[act]
    return not desk.receives and desk.may_write(REGISTERS[register])


def do_act(
    desk: Desk, act: str, record: FactRecord | None, village: str | None, parent: QWidget
) -> None:
    """Open what an act needs; it is done there and can be undone like any other."""
    if act in WRITTEN:
        WRITTEN[act].ask(desk, record, village, parent)
    elif record is not None:
        _TO_RECORD[act](desk, record, parent)


def _open_case(desk: Desk, record: FactRecord, _parent: QWidget) -> None:
    desk.open_case(record.id)


def _test(desk: Desk, record: FactRecord, parent: QWidget) -> None:
    open_test_result(desk, record.id, parent)


def _visit(desk: Desk, record: FactRecord, parent: QWidget) -> None:
    open_visit(desk, record.id, parent)


def _sign(kind: str, desk: Desk, record: FactRecord, parent: QWidget) -> None:
    told = f"{_(COMMITMENT_KINDS[kind])}: {record.label}"
    answer = SignDialog.ask(desk, told, parent)
    if answer is not None:
        command = RecordCommitments(
            kind,
            record.kind,
            (record.id,),
            answer.outcome,
            answer.signed_on,
            answer.reason,
            answer.round,
        )
        desk.run(command, owner=parent)


_TO_RECORD: Final[Mapping[str, Callable[[Desk, FactRecord, QWidget], None]]] = MappingProxyType(
    {
        "open_case": _open_case,
        "record_test": _test,
        "record_visit": _visit,
        **{act: partial(_sign, kind) for act, kind in SIGNED_BY.items()},
    }
)
