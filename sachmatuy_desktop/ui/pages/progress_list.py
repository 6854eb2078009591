"""A bar a village: how many who are asked there have signed.  Each bar is a door."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.pages.commitments import Progress

__all__ = ["ProgressBars"]


class ProgressBars(QScrollArea):
    """Drawn from the same numbers as the lists behind them."""

    chosen = Signal(str)
    """The id of a village or a unit."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setObjectName("bars")
        self.setStyleSheet(f"#bars {{ border: 0; border-top: 1px solid {theme.LINE}; }}")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        sheet = QWidget()
        self._layout = QVBoxLayout(sheet)
        self._layout.setContentsMargins(theme.px(12), theme.px(6), theme.px(10), theme.px(6))
        self._layout.setSpacing(theme.px(2))
        head = QLabel(title)
        head.setFont(theme.scaled_font(0.87, bold=True))
        head.setProperty("role", "faint")
        self._layout.addWidget(head)
        self._layout.addStretch(1)
        self.setWidget(sheet)
        self.bars: list[ProgressBar] = []

    def show_progress(self, progress: Sequence[Progress]) -> None:
        """Show these villages."""
        for bar in self.bars:
            self._layout.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self.bars = [ProgressBar(each) for each in progress]
        for place, bar in enumerate(self.bars, start=1):
            bar.clicked.connect(self._clicked)
            self._layout.insertWidget(place, bar)

    def _clicked(self) -> None:
        bar = self.sender()
        if isinstance(bar, ProgressBar):
            self.chosen.emit(bar.progress.place)


class ProgressBar(QAbstractButton):
    """Name, signed of all, and the bar."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self.progress = progress
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        told = _("{name}: {signed} trong {all} đã ký").format(
            name=progress.name, signed=progress.signed, all=progress.asked
        )
        self.setAccessibleName(told)
        self.setToolTip(told)

    def sizeHint(self) -> QSize:
        """One line of words and the bar beneath."""
        return QSize(theme.px(180), self.fontMetrics().height() + theme.px(16))

    def minimumSizeHint(self) -> QSize:
        """As high as that."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """A new type size."""
        self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words above, bar below."""
        painter = QPainter(self)
        area = self.rect().adjusted(0, theme.px(2), 0, -theme.px(3))
        if self.underMouse() or self.hasFocus():
            painter.fillRect(self.rect(), QColor(theme.HOVER))
        number = f"{show_integer(self.progress.signed)}/{show_integer(self.progress.asked)}"
        metrics = painter.fontMetrics()
        room = area.width() - metrics.horizontalAdvance(number) - theme.px(8)
        top = int(Qt.AlignmentFlag.AlignTop)
        painter.setPen(QColor(theme.INK))
        painter.drawText(
            area, top, metrics.elidedText(self.progress.name, Qt.TextElideMode.ElideRight, room)
        )
        painter.setPen(QColor(theme.ACCENT))
        painter.drawText(area, top | int(Qt.AlignmentFlag.AlignRight), number)
        thick = theme.px(6)
        bar = QRect(area.left(), area.bottom() - thick, area.width(), thick)
        painter.fillRect(bar, QColor(theme.LINE))
        share = self.progress.signed / max(self.progress.asked, 1)
        painter.fillRect(
            QRect(bar.left(), bar.top(), round(bar.width() * share), thick),
            QColor(theme.Tone.GOOD.ink),
        )
        if self.hasFocus():
            painter.setPen(QColor(theme.ACCENT))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
