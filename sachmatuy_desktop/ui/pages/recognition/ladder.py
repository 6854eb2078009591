"""The steps one under the other: done, current, later, joined by a line."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QScrollArea, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.recognition import ONCE_A_YEAR, Rung, Standing, State
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import clear
from sachmatuy_desktop.ui.pages.recognition.words import rung_line, state_chip
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["Ladder"]

MARK: Final = 18
"""The circle of a step, in pixels at the base type size."""


class Ladder(QScrollArea):
    """One button a step; the arrows walk, the chosen one is told at the right."""

    chosen = Signal(str)
    """The id of the step someone wants to see."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Các bước"))
        sheet = QWidget()
        sheet.setObjectName("sheet")
        self._body = QVBoxLayout(sheet)
        self._body.setContentsMargins(theme.px(6), theme.px(8), theme.px(6), theme.px(8))
        self._body.setSpacing(0)
        self.setWidget(sheet)
        self._group = QButtonGroup(self)
        self.rungs: dict[str, RungButton] = {}

    def show_standing(self, standing: Standing | None, wanted: str = "") -> str:
        """Draw the ladder; the step that is chosen then: the wanted one, else whose turn it is."""
        clear(self._body)
        for button in self.rungs.values():
            self._group.removeButton(button)
        self.rungs = {}
        if standing is None:
            return ""
        last = len(standing.rungs) - 1
        for place, rung in enumerate(standing.rungs):
            button = RungButton(rung, first=place == 0, last=place == last)
            button.clicked.connect(lambda _on=False, step=rung.step.id: self.chosen.emit(step))
            self._group.addButton(button)
            self.rungs[rung.step.id] = button
            self._body.addWidget(button)
        self._body.addStretch(1)
        turn = next((each for each in standing.rungs if each.state is State.NOW), None)
        done = [each for each in standing.rungs if each.state is State.DONE]
        usual = turn or (done[-1] if done else standing.rungs[0])
        step = wanted if wanted in self.rungs else usual.step.id
        self.rungs[step].setChecked(True)
        return step

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down walk along the steps and show each."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        buttons = list(self.rungs.values())
        places = [place for place, each in enumerate(buttons) if each.isChecked()]
        if step is None or not places:
            super().keyPressEvent(event)
            return
        going = buttons[min(max(places[0] + step, 0), len(buttons) - 1)]
        going.setFocus(Qt.FocusReason.TabFocusReason)
        going.click()
        self.ensureWidgetVisible(going)


class RungButton(QAbstractButton):
    """One step: a mark on the line, the title, and a quiet line below."""

    def __init__(self, rung: Rung, *, first: bool, last: bool) -> None:
        super().__init__()
        self.rung = rung
        self._first, self._last = first, last
        title = rung.step.title
        if rung.step.does in ONCE_A_YEAR:
            title = _("{step} ({year})").format(step=title, year=rung.year)
        self.setText(title)
        chip, self.tone = state_chip(rung)
        self.told = rung_line(rung)
        self.setAccessibleName(". ".join(part for part in (title, chip, self.told) if part))
        self.setToolTip("\n".join(part for part in (title, chip, self.told) if part))
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Two lines, and room around them."""
        return QSize(theme.px(240), 2 * self.fontMetrics().lineSpacing() + theme.px(18))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down are the ladder's."""
        if Qt.Key(event.key()) in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Done is filled, the current one ringed, what comes later grey."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        if self.isChecked():
            painter.fillRect(area, QColor(theme.WASH))
        elif self.underMouse():
            painter.fillRect(area, QColor(theme.HOVER))
        self._draw_mark(painter, area)
        self._draw_words(painter, area)
        if self.hasFocus():
            painter.setPen(QColor(theme.ACCENT))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))

    def _draw_mark(self, painter: QPainter, area: QRectF) -> None:
        side = theme.px(MARK)
        centre = QPointF(theme.px(22), area.center().y())
        painter.setPen(QPen(QColor(theme.EDGE), theme.px(2)))
        if not self._first:
            painter.drawLine(QPointF(centre.x(), 0), centre)
        if not self._last:
            painter.drawLine(centre, QPointF(centre.x(), area.height()))
        state = self.rung.state
        ink = QColor(self.tone.ink if self.tone is not Tone.QUIET else theme.EDGE)
        painter.setPen(QPen(ink, theme.px(2)))
        painter.setBrush(ink if state is State.DONE else QColor(theme.SHEET))
        circle = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
        painter.drawEllipse(circle)
        if state is State.DONE:
            painter.setPen(QPen(QColor(theme.SHEET), theme.px(2)))
            left, low, right = (
                QPointF(circle.left() + side * x, circle.top() + side * y)
                for x, y in ((0.27, 0.52), (0.44, 0.69), (0.75, 0.34))
            )
            painter.drawPolyline([left, low, right])
        elif state is State.NOW:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(circle.adjusted(side * 0.3, side * 0.3, -side * 0.3, -side * 0.3))

    def _draw_words(self, painter: QPainter, area: QRectF) -> None:
        left = theme.px(44)
        room = int(area.width()) - left - theme.px(8)
        quiet = self.rung.state in (State.LATER, State.NOT_YET, State.KNOW)
        font = theme.scaled_font(1.0, bold=self.rung.state is State.NOW)
        painter.setFont(font)
        painter.setPen(QColor(theme.FAINT if quiet else theme.INK))
        metrics = QFontMetrics(font)
        elide = Qt.TextElideMode.ElideRight
        line = metrics.lineSpacing()
        top = (area.height() - (2 * line if self.told else line)) / 2
        painter.drawText(
            QPointF(left, top + metrics.ascent()), metrics.elidedText(self.text(), elide, room)
        )
        if self.told:
            painter.setFont(self.font())
            ink = self.tone.ink if self.rung.late or self.rung.again else theme.FAINT
            painter.setPen(QColor(ink))
            own = self.fontMetrics()
            painter.drawText(
                QPointF(left, top + line + own.ascent()), own.elidedText(self.told, elide, room)
            )
