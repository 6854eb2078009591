"""What may be made public of the tip-offs: numbers, to copy, and the note that it was done."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from sachmatuy_desktop.domain.registers.tip_lines import TIP_OFFS
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.tip_results import AnnounceTips, TipResults, tip_results
from sachmatuy_desktop.ui import clipboard, theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import DateEntry, Sheet, button, row

__all__ = ["TipResultsDialog"]


class TipResultsDialog(Sheet):
    """From which day to which, the notice, «Chép» and «Ghi đã công khai»."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Công khai kết quả tin báo, tố giác"),
            _("Chỉ có số liệu chung: không tên, không địa chỉ, không nội dung tin."),
            parent,
        )
        self._desk = desk
        self._today = date.fromisoformat(desk.office.clock.today())
        self.first = DateEntry(_("Từ ngày"), self._today.replace(month=1, day=1))
        self.last = DateEntry(_("Đến ngày"), self._today)
        self.notice = QPlainTextEdit()
        self.notice.setReadOnly(True)
        self.notice.setAccessibleName(_("Số liệu công khai"))
        self.notice.setMinimumHeight(theme.px(190))
        self.body.addLayout(row(self.first, self.last, None))
        self.body.addWidget(self.notice)
        self.copy = button(_("Chép"), self._copy, picture="copy")
        self.announce = button(_("Ghi là đã công khai hôm nay"), self._announce, picture="check")
        if desk.receives or not desk.may_write(TIP_OFFS):
            self.announce.hide()
        self.foot.addWidget(self.copy)
        self.foot.addWidget(self.announce)
        self.close_with(_("Đóng"))
        for entry in (self.first, self.last):
            entry.edited.connect(self.recount)
        self.results: TipResults | None = None
        self.recount()
        self.setMinimumWidth(theme.px(520))

    def recount(self) -> None:
        """The numbers of the days as they stand; nothing while a day cannot be read."""
        self.results = None
        self.wrong.hide()
        try:
            first, last = self.first.demand_day(), self.last.demand_day()
            self.results = tip_results(
                self._desk.office.session, first.isoformat(), last.isoformat()
            )
        except KnownError as error:
            self.complain(error)
        told = self.results
        self.notice.setPlainText("" if told is None else told.text())
        self.copy.setEnabled(told is not None)
        self.announce.setEnabled(told is not None and bool(told.unannounced))

    def _copy(self) -> None:
        clipboard.copy_text(self.notice.toPlainText(), restricted=False)  # for the board

    def _announce(self) -> None:
        if self.results is not None:
            command = AnnounceTips(self.results.unannounced, self._today.isoformat())
            self._desk.run(command, lambda _outcome: self.recount(), self.complain, self)
