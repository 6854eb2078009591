"""The first tab: what leaves and comes at the left, who we are and whom we trust at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.dates import parse_moment, show_moment
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync import trusting
from sachmatuy_desktop.services.upkeep import pausing
from sachmatuy_desktop.services.upkeep.pausing import Pause
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.banner import Banner
from sachmatuy_desktop.ui.dialogs.confirm import ConfirmDialog
from sachmatuy_desktop.ui.dialogs.kit import side_by_side
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.sync.commune import CommuneView
from sachmatuy_desktop.ui.pages.sync.flow import Flow
from sachmatuy_desktop.ui.pages.sync.identity import IdentityPanel
from sachmatuy_desktop.ui.pages.sync.receiving import ReceivingView
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["ExchangeTab"]


class ExchangeTab(Tab):
    """What a commune sends, or what a receiving office holds of its communes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.flow = flow = Flow(desk, self)
        self.view: CommuneView | ReceivingView = (
            ReceivingView(desk, flow) if desk.receives else CommuneView(desk, flow)
        )
        self.identity = IdentityPanel(flow)
        self.rest = Banner("rest")
        split = side_by_side(self.view, _scrolling(self.identity), (955, 255), grow=(1, 0))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rest)
        layout.addWidget(split, 1)

    def panes(self) -> list[Pane]:
        """What is sent and taken in, and the card."""
        return [
            Pane(self.view, self.view.take_in.setFocus),
            Pane(self.identity, self.identity.save.setFocus),
        ]

    def read(self) -> None:
        """Our groups, partners, and what the view shows."""
        self.identity.show_own()
        office = office_in(self.desk)
        Operation(self.desk.operations, lambda: trusting.partners(office), self).success(
            self.identity.show_partners
        ).start()
        Operation(self.desk.operations, lambda: pausing.paused(office), self).success(
            self.show_rest
        ).start()
        self.view.refresh()

    def ask_to_resume(self) -> None:
        """Let bundles leave again, once the officer says what was looked at."""
        told = _(
            "Chỉ cho gửi lại khi sổ trên máy này đúng là bản dùng tiếp, và không còn máy nào khác"
            " đang ghi vào bản cũ. Gửi xong hãy nhập gói trả lời: gói đó mang lại những ghi chép"
            " đã gửi mà bản sao lưu chưa có."
        )
        if ConfirmDialog.ask(_("Cho gửi lại"), told, _("Cho gửi lại"), self):
            office = office_in(self.desk)
            operation = Operation(self.desk.operations, lambda: pausing.resume(office), self)
            operation.success(lambda _none: self.flow.done.emit("")).start()

    def show_rest(self, pause: Pause | None) -> None:
        """That sending rests, and the way on; nothing where it does not."""
        self.view.let_send(pause is None)
        if pause is None:
            self.rest.hide()
            return
        told = _(
            "Tạm dừng gửi: dữ liệu này khôi phục từ bản sao lưu lúc {moment}. Những gì ghi sau đó"
            " chưa có ở đây; hãy xem lại sổ trước khi gửi. Vẫn nhập gói và biên nhận được."
        ).format(moment=show_moment(parse_moment(pause.backup)))
        self.rest.tell(told, Tone.CARE, [(_("Cho gửi lại…"), self.ask_to_resume)])


def _scrolling(widget: QWidget) -> QScrollArea:
    """A receiving office trusts many communes: their names may be longer than the screen."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setMinimumWidth(widget.minimumSizeHint().width())
    area.setWidget(widget)
    return area
