"""The criteria from today to a day to come, painted: a calm band each, ticks where things happen.

Colour and pattern both say how a criterion stands, so that neither a grey print nor a colour-blind
eye loses it.  The arrows walk: up and down the criteria, left and right the days on which something
happens; what is under the hand is said to a screen reader as a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from sachmatuy_desktop.domain.criteria import CriterionResult, RulePack
from sachmatuy_desktop.domain.criteria.forecast import Event, EventKind, Forecast, Lane, Stretch
from sachmatuy_desktop.domain.dates import add_months, show_date
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import paint_chip
from sachmatuy_desktop.ui.pages.criteria.words import status_cell
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["Timeline"]

LANE: Final = 25
HEAD: Final = 46
FOOT: Final = 6
MARK: Final = 34
TITLE: Final = 0.24
"""The share of the width that the titles take."""

ENDS: Final = 140
"""The width of each of the two columns at the end."""

PATTERNS: Final[Mapping[Tone, Qt.BrushStyle]] = MappingProxyType(
    {
        Tone.GOOD: Qt.BrushStyle.NoBrush,
        Tone.BLOCK: Qt.BrushStyle.BDiagPattern,
        Tone.CARE: Qt.BrushStyle.Dense6Pattern,
        Tone.QUIET: Qt.BrushStyle.HorPattern,
        Tone.BUSY: Qt.BrushStyle.NoBrush,
    }
)

KINDS: Final[Mapping[EventKind, Tone]] = MappingProxyType(
    {
        EventKind.TERM: Tone.BLOCK,
        EventKind.ATTESTATION: Tone.CARE,
        EventKind.FIGURE: Tone.QUIET,
        EventKind.PLANNED: Tone.GOOD,
        EventKind.CALENDAR: Tone.BUSY,
    }
)

NOTHING_YET: Final = N_("Chưa có dự báo.")


@dataclass(frozen=True)
class _Places:
    """Where things stand across the widget, in pixels."""

    mark: int
    title: int
    band: int
    then: int
    after: int
    right: int


class Timeline(QWidget):
    """One line a criterion; `day_entered` says that somebody wants to see a day's events."""

    day_chosen = Signal(object)
    """A day on which something happens, walked to or clicked."""

    def __init__(self) -> None:
        super().__init__()
        self.pack: RulePack | None = None
        self.forecast: Forecast | None = None
        self.lane = 0
        self.day: date | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Dự báo theo thời gian"))
        self.setAccessibleDescription(_(NOTHING_YET))

    def show_forecast(self, pack: RulePack, forecast: Forecast) -> None:
        """Paint another forecast."""
        self.pack, self.forecast = pack, forecast
        self.lane, self.day = 0, None
        self.updateGeometry()
        self._moved()

    def sizeHint(self) -> QSize:
        """As high as there are criteria."""
        lanes = len(self.forecast.lanes) if self.forecast else 1
        return QSize(theme.px(700), theme.px(HEAD) + lanes * theme.px(LANE) + theme.px(FOOT))

    def minimumSizeHint(self) -> QSize:
        """Never less high than its lines."""
        return QSize(theme.px(480), self.sizeHint().height())

    @property
    def days(self) -> list[date]:
        """The days on which something happens, in order."""
        if self.forecast is None:
            return []
        return sorted({each.day for each in self.forecast.events})

    def told(self) -> str:
        """The line under the hand as a sentence, with what happens on the day under it."""
        if self.forecast is None or self.pack is None:
            return _(NOTHING_YET)
        lane = self.forecast.lanes[self.lane]
        said = [
            _("Tiêu chí {mark}: {title}.").format(
                mark=self.pack.marks[lane.criterion], title=self._title(lane)
            ),
            *(
                _("Từ {since} đến {until}: {state}.").format(
                    since=show_date(each.since),
                    until=show_date(each.until),
                    state=self._state(lane, each),
                )
                for each in lane.stretches
            ),
            _("Nếu làm xong các việc đúng hạn: {state}.").format(state=self._cell(lane.after)),
        ]
        if self.day is not None:
            said.append(f"{show_date(self.day)}: {self._happening(self.day)}")
        return " ".join(said)

    # -- moving -----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk; Home and End go to the first and the last event."""
        if self.forecast is None:
            super().keyPressEvent(event)
            return
        match Qt.Key(event.key()):
            case Qt.Key.Key_Up:
                self._to_lane(self.lane - 1)
            case Qt.Key.Key_Down:
                self._to_lane(self.lane + 1)
            case Qt.Key.Key_Left:
                self._walk(-1)
            case Qt.Key.Key_Right:
                self._walk(1)
            case Qt.Key.Key_Home:
                self._to_day(self.days[0] if self.days else None)
            case Qt.Key.Key_End:
                self._to_day(self.days[-1] if self.days else None)
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes to the line, and to the event next to it if there is one near."""
        if self.forecast is None:
            return
        point = event.position().toPoint()
        row = self._row_at(point)
        if row is not None:
            self._to_lane(row)
        near = self._day_near(point)
        if near is not None:
            self._to_day(near)

    def event(self, event: QEvent) -> bool:
        """Tips say what a stretch, a title or a tick means."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip(event.pos()), self)
            return True
        return super().event(event)

    def _to_lane(self, lane: int) -> None:
        if self.forecast is not None and 0 <= lane < len(self.forecast.lanes):
            self.lane = lane
            self._moved()

    def _walk(self, step: int) -> None:
        days = self.days
        if not days:
            return
        if self.day is None:
            self._to_day(days[0] if step > 0 else days[-1])
            return
        place = days.index(self.day) + step
        if 0 <= place < len(days):
            self._to_day(days[place])

    def _to_day(self, day: date | None) -> None:
        self.day = day
        self._moved()
        if day is not None:
            self.day_chosen.emit(day)

    def _moved(self) -> None:
        self.setAccessibleDescription(self.told())
        changed = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(changed)
        self.update()

    # -- where ------------------------------------------------------------------------------------

    def _places(self) -> _Places:
        mark = theme.px(MARK)
        title = round(self.width() * TITLE)
        right = self.width() - theme.px(4)
        ends = theme.px(ENDS)
        return _Places(
            theme.px(6), mark, mark + title + theme.px(8), right - 2 * ends, right - ends, right
        )

    def _band(self) -> QRect:
        places = self._places()
        left, right = places.band, places.then - theme.px(14)
        lanes = len(self.forecast.lanes) if self.forecast else 0
        return QRect(left, theme.px(HEAD), max(right - left, 1), lanes * theme.px(LANE))

    def _x(self, day: date) -> int:
        band = self._band()
        if self.forecast is None:
            return band.left()
        span = max((self.forecast.day - self.forecast.today).days, 1)
        return band.left() + round(band.width() * (day - self.forecast.today).days / span)

    def _row_at(self, point: QPoint) -> int | None:
        lanes = len(self.forecast.lanes) if self.forecast else 0
        row = (point.y() - theme.px(HEAD)) // theme.px(LANE)
        return row if 0 <= row < lanes else None

    def _day_near(self, point: QPoint) -> date | None:
        near = [(abs(self._x(day) - point.x()), day) for day in self.days]
        distance, day = min(near, default=(theme.px(99), None))
        return day if distance <= theme.px(6) else None

    # -- words ------------------------------------------------------------------------------------

    def _title(self, lane: Lane) -> str:
        criteria = self.pack.criteria if self.pack else ()
        return next((each.title for each in criteria if each.id == lane.criterion), "")

    def _cell(self, result: CriterionResult) -> str:
        return status_cell(self.pack, result).text if self.pack else ""

    def _state(self, lane: Lane, stretch: Stretch) -> str:
        return self._cell(_as(lane, stretch))

    def _happening(self, day: date) -> str:
        return " ".join(each.says for each in self._events_on(day))

    def _events_on(self, day: date) -> Iterator[Event]:
        if self.forecast is not None:
            yield from (each for each in self.forecast.events if each.day == day)

    def _tip(self, point: QPoint) -> str:
        if self.forecast is None:
            return ""
        near, row = self._day_near(point), self._row_at(point)
        if near is not None and point.x() >= self._band().left():
            return f"{show_date(near)}\n" + "\n".join(each.says for each in self._events_on(near))
        if row is None:
            return ""
        lane = self.forecast.lanes[row]
        for each in lane.stretches:
            if self._x(each.since) <= point.x() <= self._x(each.until):
                state = self._state(lane, each)
                return f"{show_date(each.since)} – {show_date(each.until)}: {state}"
        return self._title(lane)

    # -- painting ---------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Heads, lines, ticks."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.SHEET))
        if self.forecast is None or self.pack is None:
            return
        self._paint_heads(painter)
        for row, lane in enumerate(self.forecast.lanes):
            self._paint_lane(painter, row, lane)
        self._paint_ticks(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.ACCENT), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_heads(self, painter: QPainter) -> None:
        places, band = self._places(), self._band()
        head = QRect(0, 0, self.width(), theme.px(HEAD))
        painter.setPen(QColor(theme.FAINT))
        painter.setFont(theme.scaled_font(0.87))
        two = int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        gap = theme.px(4)
        for left, words in (
            (places.then, _("Nếu không làm gì thêm")),
            (places.after, _("Nếu làm xong đúng hạn")),
        ):
            room = QRect(left, gap, theme.px(ENDS) - 3 * gap, head.height() - gap)
            painter.drawText(room, two, words)
        painter.drawText(QRect(places.mark, gap, places.band, head.height()), two, _("Tiêu chí"))
        self._paint_months(painter, band)

    def _paint_months(self, painter: QPainter, band: QRect) -> None:
        if self.forecast is None:
            return
        today, last = self.forecast.today, self.forecast.day
        metrics = painter.fontMetrics()
        top = theme.px(4)
        ends = ((today, _("Hôm nay")), (last, show_date(last)))
        taken: list[tuple[int, int]] = []
        for day, words in ends:
            width = metrics.horizontalAdvance(words)
            left = min(max(self._x(day) - width // 2, band.left()), band.right() - width)
            painter.drawText(left, top + metrics.ascent(), words)
            taken.append((left, left + width))
        month = add_months(today.replace(day=1), 1)
        while month < last:
            words = f"{month.month:02d}/{month.year}"
            width = metrics.horizontalAdvance(words)
            left = self._x(month) - width // 2
            if all(left > end + theme.px(6) or left + width < begin for begin, end in taken):
                painter.drawText(left, top + metrics.ascent(), words)
                taken.append((left, left + width))
            painter.save()
            painter.setPen(QPen(QColor(theme.LINE), 1))
            painter.drawLine(self._x(month), theme.px(HEAD), self._x(month), band.bottom())
            painter.restore()
            month = add_months(month, 1)

    def _paint_lane(self, painter: QPainter, row: int, lane: Lane) -> None:
        places, high = self._places(), theme.px(LANE)
        line = QRect(0, theme.px(HEAD) + row * high, self.width(), high)
        if row == self.lane:
            painter.fillRect(line, QColor(theme.WASH if self.hasFocus() else theme.HOVER))
        painter.setFont(theme.scaled_font())
        painter.setPen(QColor(theme.INK))
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        mark = self.pack.marks[lane.criterion] if self.pack else ""
        painter.drawText(QRect(places.mark, line.top(), places.title, high), middle, mark)
        room = QRect(places.title, line.top(), places.band - places.title - theme.px(10), high)
        title = painter.fontMetrics().elidedText(
            self._title(lane), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, middle, title)
        for each in lane.stretches:
            self._paint_stretch(painter, line, lane, each)
        for left, result in ((places.then, lane.then), (places.after, lane.after)):
            self._paint_end(painter, QRect(left, line.top(), theme.px(ENDS), high), result)

    def _paint_stretch(self, painter: QPainter, line: QRect, lane: Lane, stretch: Stretch) -> None:
        if self.pack is None or self.forecast is None:
            return
        cell = status_cell(self.pack, _as(lane, stretch))
        tone = cell.tone or Tone.QUIET
        left, right = self._x(stretch.since), self._x(stretch.until)
        if stretch.until < self.forecast.day:
            right = self._x(stretch.until.fromordinal(stretch.until.toordinal() + 1))
        gap = theme.px(4)
        box = QRect(left, line.top() + gap, max(right - left, theme.px(3)), line.height() - 2 * gap)
        painter.fillRect(box, QColor(tone.wash))
        pattern = PATTERNS[tone]
        if pattern is not Qt.BrushStyle.NoBrush:
            ink = QColor(tone.ink)
            ink.setAlpha(70)
            painter.save()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            brush = painter.brush()
            brush.setStyle(pattern)
            painter.setBrush(brush)
            painter.drawRect(box)
            painter.restore()
        painter.fillRect(QRect(box.left(), box.top(), theme.px(2), box.height()), QColor(tone.ink))
        painter.setFont(theme.scaled_font(0.87))
        metrics = painter.fontMetrics()
        width = metrics.horizontalAdvance(cell.text)
        if width + theme.px(16) <= box.width():
            plate = QRect(box.left() + theme.px(5), box.top(), width + theme.px(6), box.height())
            painter.fillRect(plate.adjusted(0, 1, 0, -1), QColor(tone.wash))
            painter.setPen(QColor(tone.ink))
            painter.drawText(
                plate.adjusted(theme.px(3), 0, 0, 0),
                int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
                cell.text,
            )

    def _paint_end(self, painter: QPainter, room: QRect, result: CriterionResult) -> None:
        if self.pack is None:
            return
        cell = status_cell(self.pack, result)
        painter.setFont(theme.scaled_font(0.87))
        gap = theme.px(2)
        area = room.adjusted(0, gap, -theme.px(6), -gap).toRectF()
        paint_chip(painter, area, cell.text, cell.tone or Tone.QUIET)

    def _paint_ticks(self, painter: QPainter) -> None:
        """A small mark under the dates for every day on which something happens."""
        band, size = self._band(), theme.px(4)
        for day in self.days:
            kinds = [each.kind for each in self._events_on(day)]
            tone = KINDS[min(kinds, key=list(KINDS).index)]
            x, bottom = self._x(day), theme.px(HEAD) - theme.px(4)
            ink = QColor(tone.ink)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            corners = [
                QPoint(x - size, bottom - 2 * size),
                QPoint(x + size, bottom - 2 * size),
                QPoint(x, bottom),
            ]
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawPolygon(corners)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            if day == self.day:
                painter.setPen(QPen(QColor(theme.ACCENT), 1))
                painter.drawLine(x, bottom, x, band.bottom())


def _as(lane: Lane, stretch: Stretch) -> CriterionResult:
    """A result that stands as the stretch does: only its state is shown."""
    for result in (lane.today, lane.then):
        if (result.status, result.band) == (stretch.status, stretch.band):
            return result
    return CriterionResult(lane.criterion, stretch.status, band=stretch.band)
