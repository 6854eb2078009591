"""Who we are to other offices, and which of them we trust."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.sync.post import Partner
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import button, clear, faint, heading, paragraph, rule
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.partner_card import Fingerprint
from sachmatuy_desktop.ui.models.codes import capital
from sachmatuy_desktop.ui.pages.sync.flow import Flow
from sachmatuy_desktop.ui.pages.sync.words import PARTNER_ROLES, moment

__all__ = ["IdentityPanel"]


class IdentityPanel(QWidget):
    """Our card and its fingerprint above, the cards we trust below."""

    def __init__(self, flow: Flow) -> None:
        super().__init__()
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._office = office = office_in(flow.desk)
        self._own = QVBoxLayout()
        self.save = button(_("Lưu thẻ…"), flow.save_card, picture="save")
        self.trust = button(_("Tin cậy thẻ khác…"), flow.choose_card, picture="key-round")
        self._partners = QVBoxLayout()
        self._partners.setSpacing(theme.px(3))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        layout.setSpacing(theme.px(8))
        layout.addWidget(heading(_("Thẻ của máy này")))
        layout.addWidget(paragraph(capital(office.info.full_name)))
        layout.addLayout(self._own)
        layout.addWidget(
            faint(_("Gửi tệp thẻ cho cơ quan kia; đọc các nhóm trên qua điện thoại để đối chiếu."))
        )
        layout.addLayout(FlowRow(self.save, self.trust))
        layout.addWidget(rule())
        label = QLabel(_("Cơ quan đã tin cậy"))
        label.setFont(theme.scaled_font(bold=True))
        layout.addWidget(label)
        layout.addLayout(self._partners)
        layout.addStretch(1)
        self.show_own()

    def show_own(self) -> None:
        """The groups of this machine's key, which may have been renewed."""
        clear(self._own)
        self._own.addWidget(Fingerprint(self._office.keys.device.public.fingerprint))

    def show_partners(self, partners: Sequence[Partner]) -> None:
        """List whom we trust."""
        clear(self._partners)
        for partner in partners:
            self._partners.addWidget(paragraph(capital(partner.name)))
            told = _("{role}, từ {moment}").format(
                role=_(PARTNER_ROLES[partner.role]), moment=moment(partner.trusted_at)
            )
            self._partners.addWidget(faint(told))
        if not partners:
            self._partners.addWidget(faint(_("Chưa có.")))
