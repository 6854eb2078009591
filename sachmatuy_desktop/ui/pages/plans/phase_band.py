"""The phases of a plan as a band, one segment a phase, with today on it.

Segments are as wide as each other: a month of preparing beside six years of doing stays readable.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.plans import Phase
from sachmatuy_desktop.domain.plans.periods import Life
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["PhaseBand", "phase_days", "phase_told"]

OPEN_DAYS: Final = 365
"""How far beyond today a phase without an end is drawn."""


def phase_days(phase: Phase, life: Life) -> str:
    """“từ 15/12/2024 trở đi”, “đến 14/12/2024”, “từ … đến …”."""
    first, last = phase.starts_on or life.start, phase.ends_on or life.end
    if last is None:
        return _("từ {first} trở đi").format(first=show_date(first))
    if phase.starts_on is None and last < life.start:
        return _("đến {last}").format(last=show_date(last))
    return _("từ {first} đến {last}").format(first=show_date(first), last=show_date(last))


def phase_told(life: Life, today: date) -> str:
    """Where the plan is today, in a sentence."""
    here = next((each for each in life.phases if each.holds(today)), None)
    if today < life.start:
        return _("Bắt đầu từ {day}.").format(day=show_date(life.start))
    if today > life.last:
        return _("Đã kết thúc ngày {day}.").format(day=show_date(life.last))
    if here is None:
        return ""
    return _("Đang ở: {phase}, {days}.").format(phase=here.title, days=phase_days(here, life))


class PhaseBand(QWidget):
    """The band; what it shows is told whole in its tip and to who does not see it."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._life: Life | None = None
        self._phases: Sequence[Phase] = ()
        self._today = date.min

    def show_life(self, life: Life, today: date) -> None:
        """Show a plan's phases as they are on a day; without phases, the plan's own days."""
        whole = Phase("", _("Cả kế hoạch"), "", "", life.start, life.end)
        self._life, self._phases, self._today = life, life.phases or (whole,), today
        told = [f"{each.title}: {phase_days(each, life)}" for each in self._phases]
        here = phase_told(life, today)
        self.setToolTip("\n".join([*told, here]).strip())
        self.setAccessibleName(self.toolTip())
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines of words, and a line for today above."""
        return QSize(theme.px(260), theme.px(66))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The segments, their words, today."""
        if self._life is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(1, theme.px(20), -1, -1)
        width = room.width() / len(self._phases)
        for place, phase in enumerate(self._phases):
            box = QRectF(room.left() + place * width, room.top(), width, room.height())
            self._paint_phase(painter, box, phase, self._life)
        self._paint_today(painter, room, width, self._life)
        painter.end()

    def _paint_phase(self, painter: QPainter, box: QRectF, phase: Phase, life: Life) -> None:
        here = phase.holds(self._today) and self._today in life
        over = phase.ends_on is not None and phase.ends_on < self._today
        painter.setPen(QPen(QColor(theme.EDGE), 1))
        painter.setBrush(QColor(theme.WASH if here else theme.RAIL if over else theme.SHEET))
        painter.drawRect(box)
        inside = box.adjusted(theme.px(6), theme.px(3), -theme.px(6), -theme.px(3))
        half = inside.height() / 2
        lines = ((phase.title, here, 1.0, theme.INK), (phase_days(phase, life), False, 0.87, ""))
        for place, (words, bold, size, ink) in enumerate(lines):
            font = theme.scaled_font(size, bold=bold)
            painter.setFont(font)
            painter.setPen(QColor(ink or theme.FAINT))
            line = QRectF(inside.left(), inside.top() + place * half, inside.width(), half)
            elided = QFontMetrics(font).elidedText(
                words, Qt.TextElideMode.ElideRight, int(line.width())
            )
            painter.drawText(
                line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided
            )

    def _paint_today(self, painter: QPainter, room: QRectF, width: float, life: Life) -> None:
        x = room.left() + width * self._place(life)
        ink, half = QColor(Tone.BUSY.ink), theme.px(5)
        point, base = QPointF(x, room.top() + theme.px(3)), room.top() - theme.px(4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon([point, QPointF(x - half, base), QPointF(x + half, base)])
        painter.setPen(ink)
        font = theme.scaled_font(0.87, bold=True)
        painter.setFont(font)
        words = _("hôm nay {day}").format(day=show_date(self._today))
        wide = QFontMetrics(font).horizontalAdvance(words)
        left = min(max(x - wide / 2, room.left()), max(room.right() - wide, room.left()))
        painter.drawText(QPointF(left, room.top() - theme.px(7)), words)

    def _place(self, life: Life) -> float:
        """Where today is, in segments from the left."""
        passed = 0.0
        for place, phase in enumerate(self._phases):
            first = phase.starts_on or min(life.start, phase.ends_on or life.start)
            last = phase.ends_on or life.end or max(first, self._today) + timedelta(OPEN_DAYS)
            if phase.holds(self._today) and self._today >= first:
                days = max((last - first).days, 1)
                return place + min((self._today - first).days / days, 1.0)
            if self._today > last:
                passed = place + 1
        return passed
