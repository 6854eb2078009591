"""Trusting another office's identity card: two groups are typed from its paper."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from sachmatuy_desktop.domain.dates import parse_moment, show_moment
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.sync.trust import IdentityCard, groups_agree
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import Entry, Sheet, faint, heading, paragraph

__all__ = ["Fingerprint", "TrustDialog"]

COLUMNS: Final = 2
"""Groups side by side: the card stands in a narrow room."""


class Fingerprint(QWidget):
    """The eight groups of a fingerprint, numbered, to be read aloud."""

    def __init__(self, fingerprint: str) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(10))
        for place, group in enumerate(fingerprint.split("-")):
            number = QLabel(f"{place + 1}.")
            number.setProperty("role", "faint")
            signs = QLabel(group)
            signs.setFont(theme.scaled_font(1.18, bold=True))
            signs.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            across, down = place % COLUMNS, place // COLUMNS
            grid.addWidget(number, down, across * 2, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(signs, down, across * 2 + 1)
        grid.setColumnStretch(COLUMNS * 2, 1)


class TrustDialog(Sheet):
    """Who the card says it is, and two groups of its fingerprint read from paper or telephone."""

    def __init__(self, card: IdentityCard, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Tin cậy thẻ nhận dạng"),
            _(
                "Tệp thẻ có thể bị tráo. Hãy gọi điện hoặc xem bản in của cơ quan kia rồi gõ ít "
                "nhất hai nhóm ký tự đọc từ đó."
            ),
            parent,
        )
        self._card = card
        self.body.addWidget(heading(card.office))
        self.body.addWidget(faint(_("Thẻ lập {moment}").format(moment=_made(card))))
        if card.training:
            self.body.addWidget(paragraph(_("Đây là cơ quan TẬP HUẤN.")))
        self.groups = Entry(_("Các nhóm ký tự"), hint=_("Ví dụ: 7QF2 M9TC"))
        self.body.addWidget(self.groups)
        self.finish_with(_("Tin cậy cơ quan này"), self._done)
        self.setMinimumWidth(theme.px(520))
        self.groups.setFocus()

    @classmethod
    def ask(cls, card: IdentityCard, parent: QWidget | None) -> str | None:
        """The groups as typed, which agree with the card; or None."""
        dialog = cls(card, parent)
        return dialog.groups.text if dialog.ask_person() else None

    def _done(self) -> None:
        if groups_agree(self.groups.text, self._card.keys.fingerprint):
            self.accept()
        else:
            self.groups.say(
                say(
                    BadInput(
                        N_(
                            "Các nhóm ký tự không khớp với thẻ. Hãy đọc lại ít nhất hai nhóm "
                            "trên bản in."
                        )
                    )
                )
            )


def _made(card: IdentityCard) -> str:
    """When the card says it was made: its holder's word, which may be no moment at all."""
    try:
        return show_moment(parse_moment(card.created))
    except BadInput:
        return card.created
