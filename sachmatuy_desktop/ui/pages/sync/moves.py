"""Chuyển hồ sơ: who moved away and came, whose file is sent, which receipts are still out."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync import trusting
from sachmatuy_desktop.services.sync.transfers import IN
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.kit import button, faint
from sachmatuy_desktop.ui.dialogs.send_file import SendFileDialog
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.record_list import RecordList
from sachmatuy_desktop.ui.pages.sync.flow import Flow, file_name
from sachmatuy_desktop.ui.pages.tabbed import Tab

__all__ = ["MovesView"]


class MovesView(Tab):
    """The register of moves, and «Xuất tệp hồ sơ…» for the one chosen."""

    shows = frozenset({"transfers"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.flow = Flow(desk, self)
        self.list = RecordList(desk, REGISTERS["transfers"])
        self.send = button(_("Xuất tệp hồ sơ…"), self._send, picture="usb")
        self.send.setToolTip(_("Ghi hồ sơ của người đã chọn thành tệp chỉ xã nơi đến mở được"))
        self.list.add_tool(self.send)
        self.list.table.chosen_changed.connect(lambda _any: self._offer())
        self._offer()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list, 1)
        told = faint(
            _("Mất tệp không mất hồ sơ: xuất lại được cho tới khi có biên nhận của nơi đến.")
        )
        told.setContentsMargins(theme.px(14), 0, theme.px(14), theme.px(8))
        layout.addWidget(told)
        self.list.show_all()

    def may_close(self) -> bool:
        """What is being typed is asked about first."""
        return not self.list.is_unsaved

    def panes(self) -> list[Pane]:
        """The register and the record."""
        return self.list.panes()

    def go_through(self, door: Door) -> None:
        """A move, or those a number counted."""
        self.list.go_through(door)

    def _offer(self) -> None:
        self.send.setEnabled(len(self.list.table.chosen_ids()) == 1)

    def _send(self) -> None:
        (move,) = self.list.table.chosen_ids()
        row = self.desk.queries.rows("transfers", [move])[move]
        if row["direction"] == IN:
            self.desk.feedback.notice(_("Người này chuyển đến; hồ sơ do nơi đi gửi."))
            return
        communes = [each for each in trusting.partners(self.flow.office) if each.role == "peer"]
        if not communes:
            self.desk.feedback.sentence(
                KnownError(
                    N_(
                        "Chưa tin cậy thẻ của xã nào. Hãy xin tệp thẻ của xã nơi đến rồi bấm "
                        "«Tin cậy thẻ khác…» ở «Gửi và nhận»."
                    )
                )
            )
            return
        partner = SendFileDialog.ask(communes, str(row["destination"] or ""), self)
        if partner is None:
            return
        name = file_name(f"ho-so-{partner.unit_id.partition('@')[0]}", str(row["moved_on"]))
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Xuất tệp hồ sơ"), name, _("Gói dữ liệu (*.smt)")
        )
        if chosen:
            self.flow.send_file(move, partner, chosen)
