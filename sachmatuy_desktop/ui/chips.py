"""Chips: a word with a colour for a state.  The word tells; the colour only helps the eye."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from sachmatuy_desktop.domain.registers.fields import Field, Kind, Value
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.icons import icon
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["Chip", "NarrowedChip", "paint_chip", "tone_of"]

STATE_FIELDS: Final = frozenset({"state", "outcome", "rating", "category", "result", "answer"})
"""Choice columns that say how something stands; other choices are plain words."""

TONES: Final[Mapping[str, Tone]] = MappingProxyType(
    {
        # commitments
        "da_ky": Tone.GOOD,
        "tu_choi": Tone.BLOCK,
        "vang": Tone.CARE,
        # things and models
        "dang_dung": Tone.GOOD,
        "dang_hoat_dong": Tone.GOOD,
        "hong": Tone.CARE,
        "thao_do": Tone.QUIET,
        "ngung": Tone.QUIET,
        "hieu_qua": Tone.GOOD,
        "chua_hieu_qua": Tone.CARE,
        # people
        "nghi_sdtp": Tone.QUIET,
        "sdtp": Tone.CARE,
        "nghi_nghien": Tone.QUIET,
        "nghien": Tone.CARE,
        "sau_cai": Tone.BUSY,
        "loan_than": Tone.CARE,
        "co_mat": Tone.GOOD,
        "vang_mat": Tone.CARE,
        "khong_ro": Tone.CARE,
        # tests, treatments
        "am_tinh": Tone.GOOD,
        "duong_tinh": Tone.CARE,
        "dang_lap_ho_so": Tone.QUIET,
        "dang_thuc_hien": Tone.BUSY,
        "hoan_thanh": Tone.GOOD,
        "bo": Tone.CARE,
        # households
        "dang_cu_tru": Tone.GOOD,
        "vang_ca_ho": Tone.CARE,
        # papers, criteria
        "issued": Tone.GOOD,
        "void": Tone.QUIET,
        "yes": Tone.GOOD,
        "no": Tone.BLOCK,
        "unknown": Tone.CARE,
        "mo": Tone.BUSY,
        "de_nghi": Tone.BUSY,
        "da_co": Tone.GOOD,
        "xong": Tone.GOOD,
    }
)


def tone_of(field: Field, value: Value) -> Tone | None:
    """The colour of a value that is a state; None for a value shown as plain text."""
    if field.kind is not Kind.CHOICE or field.name not in STATE_FIELDS or value is None:
        return None
    return TONES.get(str(value), Tone.QUIET)


def paint_chip(painter: QPainter, area: QRectF, text: str, tone: Tone) -> None:
    """Draw a chip at the left of `area`, as wide as its word; a long word ends in “…”."""
    metrics = painter.fontMetrics()
    pad = theme.px(7)
    height = min(area.height(), metrics.height() + theme.px(4))
    width = min(area.width(), metrics.horizontalAdvance(text) + 2 * pad)
    box = QRectF(area.left(), area.center().y() - height / 2, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tone.wash))
    painter.drawRoundedRect(box, height / 4, height / 4)
    painter.setPen(QColor(tone.ink))
    word = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width - 2 * pad) + 1)
    painter.drawText(
        box.adjusted(pad, 0, 0, 0),
        int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
        word,
    )
    painter.restore()


WIDEST: Final = 330
"""The longest chip a list is narrowed by, in pixels at the base type size; its tip says all."""


class NarrowedChip(QPushButton):
    """What a list is narrowed by; a click takes it off again, which its list does."""

    def __init__(self, text: str = "") -> None:
        super().__init__(icon("x", theme.ACCENT), "")
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setStyleSheet(
            f"QPushButton {{ background: {theme.WASH}; border: 1px solid #b9cfe0;"
            f" icon-size: {theme.px(theme.ICON)}px;"
            f" padding: {theme.px(2)}px {theme.px(8)}px; }}"
        )
        self.title = ""
        self.tell(text)

    def tell(self, text: str) -> None:
        """Write another condition on it."""
        self.title = text
        room = theme.px(WIDEST)
        self.setText(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room))
        whole = _("Bỏ điều kiện {text}").format(text=text)
        self.setToolTip(whole)
        self.setAccessibleName(whole)


class Chip(QWidget):
    """A chip in a form or a page."""

    def __init__(self, text: str = "", tone: Tone = Tone.QUIET) -> None:
        super().__init__()
        self._text = ""
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.say(text, tone)

    @property
    def text(self) -> str:
        """The word on the chip."""
        return self._text

    @property
    def tone(self) -> Tone:
        """The colour of the chip."""
        return self._tone

    def say(self, text: str, tone: Tone) -> None:
        """Change the word and the colour."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the word."""
        metrics = self.fontMetrics()
        return QSize(
            metrics.horizontalAdvance(self._text) + theme.px(16), metrics.height() + theme.px(6)
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip."""
        painter = QPainter(self)
        paint_chip(painter, QRectF(self.rect()), self._text, self._tone)
