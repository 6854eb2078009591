"""Đồng bộ at a commune: what leaves, whom for, what has been acknowledged, what came back."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import bundles, trusting
from sachmatuy_desktop.services.bundles import Leaving
from sachmatuy_desktop.storage.post import Partner, Passage
from sachmatuy_desktop.sync.bundle import Kind
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.attachments.words import files_and_size
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, button, faint, heading, label_of, paragraph
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.sync.flow import Flow
from sachmatuy_desktop.ui.pages.sync.words import PARTNER_ROLES, moment, newest

__all__ = ["CommuneView"]


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
        self._leaving: Leaving | None = None
        self.take_in = button(
            _("Nhập gói / biên nhận…"), self.flow.choose_bundle, picture="download"
        )
        self._lay_out()

    @property
    def partner(self) -> Partner | None:
        """The partner chosen."""
        return self.partners.get(str(self.partner_box.currentData()))

    def refresh(self) -> None:
        """Read partners, the book of bundles and what would leave, on the worker."""
        office, wanted = office_in(self.desk), self.partner_box.currentData()

        def work() -> _State:
            partners = [each for each in trusting.partners(office) if each.role != "peer"]
            key = wanted or (partners[0].key_id if partners else None)
            there = any(each.key_id == key for each in partners)
            leaving = bundles.leaving(office, key) if key and there else None
            return _State(partners, bundles.passages(office), leaving)

        Operation(self.desk.operations, work, self).success(self._show).start()

    def _show(self, state: _State) -> None:
        kept = state.leaving.partner.key_id if state.leaving else None
        self.partners = {each.key_id: each for each in state.partners}
        self.partner_box.clear()
        for key, each in self.partners.items():
            self.partner_box.addItem(each.name, key)
        self.partner_box.setCurrentIndex(max(self.partner_box.findData(kept), 0))
        partner = self.partner
        self._leaving = state.leaving
        for widget in (self.export, self.whole, self.partner_box, self.with_files):
            widget.setEnabled(partner is not None)
        if partner is None or state.leaving is None:
            self.role.clear()
            self.state.setText(
                _(
                    "Chưa tin cậy cơ quan tiếp nhận nào. Hãy gửi thẻ nhận dạng của mình cho cơ "
                    "quan tiếp nhận và nhập thẻ của họ ở bên phải."
                )
            )
            self.leaving.show_rows([], [])
            self.total.clear()
            self.left.hide()
            return
        self.role.setText(_(PARTNER_ROLES[partner.role]))
        self.state.setText(_state_line(state.passages, partner))
        self._show_leaving(state.leaving)

    def _show_leaving(self, leaving: Leaving) -> None:
        records = leaving.records
        counts = [(each, records[each.name]) for each in REGISTERS if each.name in records]
        rows = [[Cell(_(book.title)), Cell(show_integer(count))] for book, count in counts]
        self.leaving.show_rows([Head(_("Sổ"), grows=True), Head(_("Ghi chép"), right=True)], rows)
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

    def _export(self) -> None:
        if self.partner is not None:
            self.flow.export(self.partner, with_files=self.with_files.isChecked())

    def _export_everything(self) -> None:
        if self.partner is not None:
            self.flow.export(self.partner, everything=True, with_files=self.with_files.isChecked())

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
        layout.addLayout(FlowRow(self.export, self.take_in, self.whole))
        layout.addWidget(self.with_files)
        layout.addWidget(self.total)
        layout.addWidget(self.left)
        layout.addWidget(self.leaving, 1)
        layout.addWidget(
            faint(_("Gói chứa mọi thay đổi chưa được xác nhận, nên mất USB không mất dữ liệu."))
        )


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
