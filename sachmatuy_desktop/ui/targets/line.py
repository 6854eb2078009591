"""A target over the years as a small drawing: what is required, what was measured.

Shapes tell it without colour: the required level is a dashed stair; a year that is met a filled
disc, one that is not met a cross, one not due yet a ring, one not known a bar from the least to the
most it can be, or a question mark on the ground line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionViewItem, QWidget

from sachmatuy_desktop.domain.targets import Point, State
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.targets import WayLine
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.delegates import CellDelegate
from sachmatuy_desktop.ui.dialogs.plain_table import PlainTable
from sachmatuy_desktop.ui.targets.words import number_words, required_words, state_words
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["LineColumn", "YearLine", "in_words", "paint_line"]

Index = QModelIndex | QPersistentModelIndex

INKS: Final = {
    State.MET: Tone.GOOD.ink,
    State.NOT_MET: Tone.BLOCK.ink,
    State.NOTHING: Tone.QUIET.ink,
    State.UNKNOWN: Tone.CARE.ink,
    State.NOT_DUE: theme.FAINT,
}


@dataclass(frozen=True)
class _Scale:
    """Where a year and a number lie in the drawing."""

    room: QRectF
    years: tuple[int, ...]
    top: Fraction

    def x(self, year: int) -> float:
        count = max(len(self.years), 1)
        step = self.room.width() / count
        return self.room.left() + step * (self.years.index(year) + 0.5)

    def y(self, number: Fraction | int) -> float:
        share = float(Fraction(number) / self.top) if self.top else 0.0
        return self.room.bottom() - self.room.height() * min(max(share, 0.0), 1.0)

    @property
    def step(self) -> float:
        return self.room.width() / max(len(self.years), 1)


def paint_line(painter: QPainter, room: QRectF, points: Sequence[Point]) -> None:
    """Draw the years into the room."""
    if not points:
        return
    scale = _Scale(room, tuple(point.year for point in points), _top(points))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.LINE), 1))
    painter.drawLine(room.bottomLeft(), room.bottomRight())
    _paint_required(painter, scale, points)
    _paint_path(painter, scale, points)
    for point in points:
        _paint_point(painter, scale, point)
    painter.restore()


def _top(points: Sequence[Point]) -> Fraction:
    """The greatest number there is to show, and a tenth more."""
    numbers = [Fraction(1)]
    for point in points:
        if point.required is not None:
            numbers.append(point.required)
        if point.figure is not None:
            numbers += [Fraction(point.figure.least), Fraction(point.figure.most or 0)]
    return max(numbers) * Fraction(11, 10)


def _paint_required(painter: QPainter, scale: _Scale, points: Sequence[Point]) -> None:
    pen = QPen(QColor(theme.ACCENT), theme.px(1.5), Qt.PenStyle.DashLine)
    painter.setPen(pen)
    for point in points:
        if point.required is None:
            continue
        x, y, half = scale.x(point.year), scale.y(point.required), scale.step * 0.46
        painter.drawLine(QPointF(x - half, y), QPointF(x + half, y))


def _paint_path(painter: QPainter, scale: _Scale, points: Sequence[Point]) -> None:
    known = [
        point for point in points if point.figure is not None and point.figure.value is not None
    ]
    painter.setPen(QPen(QColor(theme.FAINT), theme.px(1)))
    for one, next_one in pairwise(known):
        painter.drawLine(_place(scale, one), _place(scale, next_one))


def _place(scale: _Scale, point: Point) -> QPointF:
    number = point.figure.least if point.figure is not None else 0
    return QPointF(scale.x(point.year), scale.y(number))


def _paint_point(painter: QPainter, scale: _Scale, point: Point) -> None:
    ink = QColor(INKS[point.state])
    painter.setPen(QPen(ink, theme.px(1.6)))
    place, half = _place(scale, point), theme.px(3.5)
    figure = point.figure
    if figure is None:
        if point.state is not State.NOT_DUE:
            _paint_question(painter, place)
        return
    if figure.value is None:
        high = scale.y(figure.most) if figure.most is not None else scale.room.top()
        painter.drawLine(place, QPointF(place.x(), high))
        for y in (place.y(), high):
            painter.drawLine(QPointF(place.x() - half, y), QPointF(place.x() + half, y))
        return
    if point.state is State.NOT_MET:
        painter.drawLine(place + QPointF(-half, -half), place + QPointF(half, half))
        painter.drawLine(place + QPointF(-half, half), place + QPointF(half, -half))
        return
    painter.setBrush(ink if point.state is State.MET else QColor(theme.SHEET))
    painter.drawEllipse(place, half, half)


def _paint_question(painter: QPainter, place: QPointF) -> None:
    size = theme.px(14)
    room = QRectF(place.x() - size, place.y() - size * 1.15, size * 2, size)
    painter.setFont(theme.scaled_font(0.87, bold=True))
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, "?")


def in_words(points: Sequence[Point]) -> str:
    """The drawing for whoever does not see it."""
    return "\n".join(
        _("{year}: {figure}; yêu cầu {required}; {state}").format(
            year=point.year,
            figure=number_words(point.figure),
            required=required_words(point) or _("chưa tính được"),
            state=state_words(point.state),
        )
        for point in points
    )


class LineColumn(CellDelegate):
    """A column of a table that shows the line of each row."""

    def __init__(self, table: PlainTable) -> None:
        super().__init__(table)
        self.lines: list[WayLine | None] = []

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground of every cell, and on it the drawing."""
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(theme.WASH))
        way = self.lines[index.row()] if index.row() < len(self.lines) else None
        if way is not None:
            room = QRectF(option.rect)
            pad = theme.px(6)
            paint_line(painter, room.adjusted(pad, pad, -pad, -pad), way.points)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for eight years."""
        return QSize(theme.px(96), super().sizeHint(option, index).height())


class YearLine(QWidget):
    """One way of a target, large: years below, the numbers at the points."""

    def __init__(self, way: WayLine) -> None:
        super().__init__()
        self.way = way
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        told = in_words(way.points)
        self.setAccessibleName(told)
        self.setToolTip(told)

    def sizeHint(self) -> QSize:
        """As high as three lines of a table."""
        return QSize(theme.px(300), theme.px(112))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The drawing, the years below it, the numbers beside their points."""
        painter = QPainter(self)
        small = theme.scaled_font(0.87)
        high = theme.px(16)
        room = QRectF(self.rect()).adjusted(theme.px(4), high, -theme.px(4), -high)
        points = self.way.points
        paint_line(painter, room, points)
        painter.setFont(small)
        scale = _Scale(room, tuple(point.year for point in points), _top(points))
        for point in points:
            x = scale.x(point.year)
            painter.setPen(QColor(theme.FAINT))
            below = QRectF(x - scale.step / 2, room.bottom() + 1, scale.step, high)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(point.year))
            if point.figure is not None and point.figure.value is not None:
                painter.setPen(QColor(theme.INK))
                y = scale.y(point.figure.least) - high - theme.px(2)
                above = QRectF(x - scale.step / 2, max(y, 0), scale.step, high)
                painter.drawText(above, Qt.AlignmentFlag.AlignCenter, number_words(point.figure))
        painter.end()
