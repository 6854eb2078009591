"""One field of a form: label, editor, and beneath it what is wrong or what others wrote."""

from __future__ import annotations

from typing import Final, cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.registers.fields import Field, Value
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.forms.editors import Editor
from sachmatuy_desktop.ui.forms.offers import Offer

LABEL_WIDEST: Final = 210
"""Pixels at the base type size."""

PAUSE_MS: Final = 600
"""How long a pause in typing is before a text that cannot be read is complained about."""


class FieldRow:
    """Label, editor, complaint and offer of one field."""

    def __init__(self, field: Field, widget: QWidget) -> None:
        self.field = field
        self.widget = widget
        self.editor = cast("Editor", widget)
        self.offered: Offer | None = None
        self.is_frozen = False
        mark = "\u00a0*" if field.required else ""
        self.label = QLabel(f"{_(field.label)}{mark}")
        self.label.setWordWrap(True)
        self.label.setBuddy(widget)
        self.label.setMaximumWidth(theme.px(LABEL_WIDEST))
        self.label.setContentsMargins(0, theme.px(5), 0, 0)
        self.label.setProperty("role", "faint")
        widget.setAccessibleName(
            _("{field}, bắt buộc").format(field=_(field.label)) if mark else _(field.label)
        )
        if field.hint:
            widget.setToolTip(_(field.hint))
        self.complaint = QLabel()
        self.complaint.setWordWrap(True)
        self.complaint.setProperty("role", "complaint")
        self.complaint.hide()
        self.cell = QWidget()
        self._layout = QVBoxLayout(self.cell)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(2))
        self._layout.addWidget(widget)
        self._layout.addWidget(self.complaint)
        self._later = QTimer(self.cell)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE_MS)
        self._later.timeout.connect(self.complain_if_touched)

    @property
    def has_focus(self) -> bool:
        """Whether someone is typing here."""
        return self.widget.hasFocus()

    def read(self) -> tuple[Value, BadInput | None]:
        """The value typed, or why it is none."""
        try:
            return self.editor.value(), None
        except BadInput as error:
            return None, error.at(self.field.name)

    def say(self, sentence: str) -> None:
        """Show a complaint; the empty sentence takes it back."""
        self._later.stop()
        self.complaint.setText(sentence)
        self.complaint.setVisible(bool(sentence))
        self.widget.setAccessibleDescription(sentence)
        if self.widget.property("complaint") != bool(sentence):
            self.widget.setProperty("complaint", bool(sentence))
            self.widget.style().unpolish(self.widget)
            self.widget.style().polish(self.widget)

    def freeze(self, frozen: bool) -> None:
        """Let nobody type, or let them again."""
        self.is_frozen = frozen
        self.editor.freeze(frozen)

    def mark(self, wanted: bool) -> None:
        """Whether the office above wants this field completed."""
        self.label.setStyleSheet(f"color: {theme.Tone.CARE.ink};" if wanted else "")
        self.label.setToolTip(_("Cơ quan tiếp nhận đề nghị bổ sung mục này.") if wanted else "")
        font = theme.scaled_font(bold=wanted)
        if self.label.font().bold() != wanted:
            self.label.setFont(font)
        self.widget.setAccessibleDescription(self.label.toolTip())

    def say_later(self) -> None:
        """Wait for a pause in typing before complaining."""
        if self.complaint.isHidden():
            self._later.start()

    def complain_if_touched(self) -> None:
        """Say what is wrong with the text of this field alone."""
        _value, error = self.read()
        self.say(say(error) if error is not None else "")

    def offer(self, offer: Offer) -> None:
        """Show an offer beneath the editor."""
        self.withdraw()
        self.offered = offer
        self._layout.addWidget(offer)

    def withdraw(self) -> None:
        """Take the offer away."""
        if self.offered is not None:
            self._layout.removeWidget(self.offered)
            self.offered.hide()
            self.offered.deleteLater()
            self.offered = None

    def settle(self, value: Value) -> None:
        """Take the value offered."""
        self.editor.put(value)
        self.withdraw()

    def clear(self) -> None:
        """Say nothing, offer nothing."""
        self.say("")
        self.withdraw()
