"""«Nhập mã phiếu…», from wherever it is offered: asked, proved on the worker, told."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.dates import show_moment
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync import slips
from sachmatuy_desktop.services.sync.slips import SlipTaken
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.slip_in import SlipDialog
from sachmatuy_desktop.ui.operations import Operation

__all__ = ["enter_slip"]


def enter_slip(desk: Desk, host: QWidget, entered: Callable[[SlipTaken], object]) -> None:
    """Ask for a slip and enter it; `entered` hears of it."""
    text = SlipDialog.ask(desk, host)
    if text is None:
        return
    office = office_in(desk)

    def told(taken: SlipTaken) -> None:
        desk.feedback.notice(_sentence(taken))
        entered(taken)

    Operation(desk.operations, lambda: slips.take_slip(office, text), host).success(told).start()


def _sentence(taken: SlipTaken) -> str:
    said = _("{office} đã nhận gói số {number} lúc {moment}.").format(
        office=taken.partner.name,
        number=taken.slip.number,
        moment=show_moment(taken.taken),
    )
    if taken.acknowledged:
        return said
    return said + " " + _("Phiếu chưa thay được tệp biên nhận: gói sau vẫn mang lại các thay đổi.")
