"""Đồng bộ at a commune: what leaves, whom for, what has been acknowledged, what came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync import bundles, trusting
from sachmatuy_desktop.services.sync.bundles import Leaving
from sachmatuy_desktop.storage.sync.post import Partner, Passage
from sachmatuy_desktop.sync.bundle import Kind
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.attachments.words import files_and_size
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    button,
    faint,
    heading,
    label_of,
    paragraph,
    row,
)
from sachmatuy_desktop.ui.dialogs.leaving import LeavingDialog
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.models.codes import capital
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.sync.flow import Flow
from sachmatuy_desktop.ui.pages.sync.slip_flow import enter_slip
from sachmatuy_desktop.ui.pages.sync.split_choice import SplitChoice
from sachmatuy_desktop.ui.pages.sync.words import PARTNER_ROLES, moment, newest

__all__ = ["CARRIES", "CommuneView"]

CARRIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "all": N_("Tất cả các sổ"),
        "figures": N_("Số liệu tổng hợp và mã thay tên, không có tên người"),
        "programme": N_("Chỉ số liệu chương trình, không có người và hộ"),
    }
)


@dataclass(frozen=True)
class _State:
    partners: list[Partner]
    passages: list[Passage]
    leaving: Leaving | None


class CommuneView(QWidget):
    """One partner at a time: usually the one receiving office."""

    def __init__(self, desk: Desk, flow: Flow) -> None:
        super().__init__()
        self.desk = desk
        self.flow = flow
        self.partners: dict[str, Partner] = {}
        self.partner_box = CalmChoice()
        self.partner_box.setAccessibleName(_("Gửi tới"))
        self.partner_box.setMinimumContentsLength(20)
        self.partner_box.activated.connect(lambda _place: self.refresh())
        self.role = faint()
        self.role.setWordWrap(False)
        self.state = paragraph()
        self.leaving = PlainTable(_("Những gì sẽ đi trong gói tiếp theo"))
        self.left = faint()
        self.left.hide()
        self.stays = faint()
        self.stays.hide()
        self.total = QLabel()
        self.total.setFont(theme.scaled_font(bold=True))
        self.export = button(_("Xuất gói…"), self._export, picture="usb", primary=True)
        self.whole = button(_("Xuất lại toàn bộ…"), self._export_everything)
        self.whole.setToolTip(_("Khi cơ quan tiếp nhận mất dữ liệu hoặc thiếu gói trước"))
        self.with_files = QCheckBox(_("Gửi kèm tệp đính kèm"))
        self.with_files.setChecked(True)
        self.with_files.setToolTip(
            _("Bỏ chọn khi USB nhỏ: nơi nhận thấy dòng ghi, tệp đi trong gói sau.")
        )
        self.with_files.toggled.connect(lambda _on: self._retell())
        self.carries = CalmChoice()
        self.carries.setAccessibleName(_("Gửi những gì"))
        for code, words in CARRIES.items():
            self.carries.addItem(_(words), code)
        self.carries.activated.connect(lambda _place: self._choose_carried())
        self.carries_label = label_of(_("Gửi những gì"), self.carries)
        self.split = SplitChoice(desk.preferences)
        self._leaving: Leaving | None = None
        self._may_send = True
        self.take_in = button(
            _("Nhập gói / biên nhận…"), self.flow.choose_bundle, picture="download"
        )
        self.exact = button(_("Xem chính xác những gì sẽ đi…"), self._show_exactly, picture="eye")
        self.slip = button(_("Nhập mã phiếu…"), self._enter_slip, picture="file-text")
        self._lay_out()

    @property
    def partner(self) -> Partner | None:
        """The partner chosen."""
        return self.partners.get(str(self.partner_box.currentData()))

    def refresh(self) -> None:
        """Read partners, the book of bundles and what would leave, on the worker."""
        office, wanted = office_in(self.desk), self.partner_box.currentData()

        def work() -> _State:
            known = trusting.partners(office)
            partners = [each for each in known if each.role != "peer" and each.ending is None]
            key = wanted or (partners[0].key_id if partners else None)
            there = any(each.key_id == key for each in partners)
            leaving = bundles.leaving(office, key) if key and there else None
            return _State(partners, bundles.passages(office), leaving)

        Operation(self.desk.operations, work, self).success(self._show).start()

    def let_send(self, may: bool) -> None:
        """Offer to send, or not while sending rests."""
        self._may_send = may
        self._offer()

    def _offer(self) -> None:
        for each in (self.export, self.whole):
            each.setEnabled(self._may_send and self.partner is not None)

    def _show(self, state: _State) -> None:
        kept = state.leaving.partner.key_id if state.leaving else None
        self.partners = {each.key_id: each for each in state.partners}
        self.partner_box.clear()
        for key, each in self.partners.items():
            self.partner_box.addItem(capital(each.name), key)
        self.partner_box.setCurrentIndex(max(self.partner_box.findData(kept), 0))
        partner = self.partner
        self._leaving = state.leaving
        for widget in (self.partner_box, self.with_files, self.split):
            widget.setEnabled(partner is not None)
        self._offer()
        self.exact.setEnabled(partner is not None)
        chooses = partner is not None and bundles.may_choose(partner)
        self.carries.setVisible(chooses)
        self.carries_label.setVisible(chooses)
        if partner is not None:
            self.carries.setCurrentIndex(max(self.carries.findData(partner.carries), 0))
        if partner is None or state.leaving is None:
            self.role.clear()
            self.state.setText(
                _(
                    "Chưa tin cậy cơ quan tiếp nhận nào. Hãy gửi thẻ nhận dạng của mình cho cơ "
                    "quan tiếp nhận và nhập thẻ của họ ở bên phải."
                )
            )
            self.leaving.show_rows([], [])
            self.leaving.hide()
            self.total.clear()
            self.left.hide()
            self.stays.hide()
            return
        self.role.setText(_(PARTNER_ROLES[partner.role]))
        self.state.setText(_state_line(state.passages, partner))
        self._show_leaving(state.leaving)

    def _show_leaving(self, leaving: Leaving) -> None:
        records = leaving.records
        counts = [(each, records[each.name]) for each in REGISTERS if each.name in records]
        rows = [[Cell(_(book.title)), Cell(show_integer(count))] for book, count in counts]
        self.leaving.show_rows([Head(_("Sổ"), grows=True), Head(_("Ghi chép"), right=True)], rows)
        self.leaving.setVisible(bool(rows))
        stays = sum(leaving.stays.values())
        self.stays.setText(
            _("{count} ghi chép về người và hộ ở lại theo lựa chọn trên.").format(
                count=show_integer(stays)
            )
        )
        self.stays.setVisible(bool(stays))
        self._retell()

    def _retell(self) -> None:
        """What leaves, in one line: records, and attachments unless they stay."""
        leaving = self._leaving
        if leaving is None:
            return
        said = []
        total = sum(leaving.records.values())
        if total:
            said.append(_("{count} ghi chép").format(count=show_integer(total)))
        if leaving.files and self.with_files.isChecked():
            said.append(files_and_size(leaving.files, leaving.file_bytes))
        self.total.setText(
            _("Sẽ đi trong gói tiếp theo: {what}").format(what=", ".join(said))
            if said
            else _("Không có gì mới để gửi.")
        )
        left = (
            leaving.files_left
            if self.with_files.isChecked()
            else (leaving.files + leaving.files_left)
        )
        self.left.setText(
            _("Còn {count} tệp đính kèm đi trong gói sau, khi đã có biên nhận.").format(
                count=show_integer(left)
            )
            if left
            else ""
        )
        self.left.setVisible(bool(left))

    def _choose_carried(self) -> None:
        """Remember what goes to this partner, and show anew what that is."""
        office, partner, chosen = office_in(self.desk), self.partner, self.carries.currentData()
        if partner is None:
            return
        key = partner.key_id
        operation = Operation(
            self.desk.operations, lambda: bundles.choose_carried(office, key, chosen), self
        )
        operation.success(lambda _none: self.refresh()).start()

    def _export(self) -> None:
        self._write(everything=False)

    def _export_everything(self) -> None:
        self._write(everything=True)

    def _write(self, *, everything: bool) -> None:
        if self.partner is not None:
            self.flow.export(
                self.partner,
                everything,
                with_files=self.with_files.isChecked(),
                most_bytes=self.split.most_bytes,
            )

    def _show_exactly(self) -> None:
        if self.partner is not None:
            LeavingDialog(self.desk, self.partner, self).ask_person()

    def _enter_slip(self) -> None:
        enter_slip(self.desk, self, lambda _taken: self.flow.done.emit(""))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        layout.setSpacing(theme.px(8))
        layout.addWidget(heading(_("Gửi lên và nhận về")))
        label = label_of(_("Gửi tới"), self.partner_box)
        above = QHBoxLayout()
        above.setSpacing(theme.px(8))
        above.addWidget(label)
        above.addWidget(self.partner_box, 1)
        above.addWidget(self.role)
        layout.addLayout(above)
        layout.addWidget(self.state)
        layout.addLayout(FlowRow(self.export, self.take_in, self.slip, self.whole))
        choices = QGridLayout()
        choices.setHorizontalSpacing(theme.px(8))
        choices.setVerticalSpacing(theme.px(6))
        choices.addWidget(self.carries_label, 0, 0)
        choices.addWidget(self.carries, 0, 1)
        choices.addWidget(label_of(_("Chia tệp"), self.split), 1, 0)
        choices.addWidget(self.split, 1, 1)
        choices.setColumnStretch(2, 1)
        layout.addLayout(choices)
        layout.addWidget(self.with_files)
        layout.addLayout(row(self.total, None, self.exact))
        layout.addWidget(self.stays)
        layout.addWidget(self.left)
        layout.addWidget(self.leaving, 1)
        layout.addWidget(
            faint(_("Gói chứa mọi thay đổi chưa có biên nhận, nên mất USB không mất dữ liệu."))
        )
        layout.addStretch(0)


def _state_line(passages: list[Passage], partner: Partner) -> str:
    sent = newest(passages, "out", Kind.CHANGES, partner.key_id)
    acknowledged = newest(passages, "in", Kind.RECEIPT, partner.key_id)
    said = [
        _("Gói gần nhất: số {number}, {moment}.").format(
            number=sent.sequence, moment=moment(sent.at)
        )
        if sent
        else _("Chưa xuất gói nào."),
        _("Biên nhận gần nhất: {moment}.").format(moment=moment(acknowledged.at))
        if acknowledged
        else _("Chưa có biên nhận nào."),
    ]
    return " ".join(said)
