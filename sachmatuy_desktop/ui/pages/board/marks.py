"""What a state looks like in a narrow cell: a sign, a letter and a colour that say the same.

Each alone is enough: the sign for whoever prints in black and white, the letter for whoever reads
slowly, the colour for whoever looks at a hundred rows at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from sachmatuy_desktop.domain.criteria import Outcome, RulePack, Status
from sachmatuy_desktop.domain.criteria.standings import Change, Comparison, Standing
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.pages.criteria.words import (
    HOT_OUTCOMES,
    HOT_STATUSES,
    NO_CLASS,
    OUTCOMES,
    STATUSES,
)
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["Legend", "Mark", "Sign", "change_mark", "criterion_mark", "outcome_mark", "paint_mark"]


class Sign(Enum):
    """What is drawn before the letter."""

    TICK = "tick"
    CROSS = "cross"
    QUESTION = "question"
    DASH = "dash"
    RING = "ring"  # dotted: nothing has come
    OPEN = "open"  # a whole ring: to be done, still in time
    DOT = "dot"  # there is nothing to be done here
    BARS = "bars"  # as many filled as the class is grave
    UP = "up"
    DOWN = "down"
    LEVEL = "level"
    BOTH = "both"  # some up, some down


@dataclass(frozen=True)
class Mark:
    """A sign with its letter, its colour, and the whole in words for the tip and the ear.

    `filled` of `bars` says how grave a class is.
    """

    sign: Sign
    letter: str
    words: str
    tone: Tone | None = None
    filled: int = 0
    bars: int = 0


NOT_SENT: Final = (Sign.RING, N_("Chưa gửi"))

_SIGNS: Final[Mapping[str, Sign]] = MappingProxyType(
    {
        Status.MET.value: Sign.TICK,
        Status.NOT_MET.value: Sign.CROSS,
        Status.UNKNOWN.value: Sign.QUESTION,
        Status.NOTHING_ARISEN.value: Sign.DASH,
        Outcome.YES.value: Sign.TICK,
        Outcome.NO.value: Sign.CROSS,
    }
)

_LETTERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        N_("Đạt"): N_("Đ"),
        N_("Chưa đạt"): N_("C"),
        N_("Chưa đủ căn cứ"): N_("T"),
        N_("Không phát sinh"): N_("K"),
        N_("Chưa gửi"): N_("G"),
        N_("Chạm mức"): N_("M"),
        N_("Không chạm mức"): N_("Đ"),
        N_("Thuộc diện trọng điểm phức tạp"): N_("M"),
        N_("Không thuộc diện"): N_("Đ"),
    }
)
"""The letter of each state, told under the table."""


def _mark(sign: Sign, words: str, tone: Tone | None) -> Mark:
    return Mark(sign, _(_LETTERS[words]), _(words), tone)


def not_sent() -> Mark:
    """Nothing has come: neither zero nor “not met”."""
    return _mark(*NOT_SENT, None)


def criterion_mark(pack: RulePack, standing: Standing | None, criterion: str) -> Mark:
    """The state of one criterion; the class it reaches where the pack classifies."""
    if standing is None:
        return not_sent()
    status = standing.states.get(criterion, Status.UNKNOWN)
    if pack.classes:
        return _band_mark(pack, standing.bands.get(criterion), status)
    good = pack.decision.met_is_good
    words, tone = (STATUSES if good else HOT_STATUSES)[status]
    mark = _mark(_sign(status, good=good), words, tone)
    if standing.places:
        well, expected = standing.share(criterion)
        told = _("{met}/{total} khu phố đạt").format(met=well, total=expected)
        return Mark(mark.sign, f"{well}/{expected}", f"{mark.words}: {told}", tone)
    return mark


def _sign(status: Status, *, good: bool) -> Sign:
    """A tick is what stands well, also where meeting a criterion is what is wrong."""
    turned = {Status.MET: Sign.CROSS, Status.NOT_MET: Sign.TICK}
    return _SIGNS[status.value] if good else turned.get(status, _SIGNS[status.value])


def _band_mark(pack: RulePack, band: str | None, status: Status) -> Mark:
    if band is None and status is not Status.NOT_MET:
        return _mark(Sign.QUESTION, "Chưa đủ căn cứ", Tone.CARE)
    return _class_mark(pack, band or NO_CLASS, _band_words(band or NO_CLASS))


def _band_words(band: str) -> str:
    named = _("Mức loại {band}").format(band=band)
    return _("Không chạm mức nào") if band == NO_CLASS else named


def _class_mark(pack: RulePack, klass: str, words: str) -> Mark:
    """A class by its number and as many bars as it is grave."""
    bars = len(pack.scale.classes)
    if klass not in pack.scale.classes:
        none = klass == NO_CLASS
        return Mark(Sign.BARS, "–" if none else klass, words, Tone.GOOD if none else None, 0, bars)
    rank = pack.scale.rank(klass)
    return Mark(Sign.BARS, klass, words, Tone.BLOCK if rank > 1 else Tone.CARE, rank, bars)


def outcome_mark(pack: RulePack, standing: Standing | None) -> Mark:
    """What the whole has come to: the class, or whether it is met."""
    if standing is None:
        return not_sent()
    if pack.classes:
        if standing.klass is None:
            return _mark(Sign.QUESTION, "Chưa đủ căn cứ", Tone.CARE)
        titles = {each.id: each.title for each in pack.classes}
        title = titles.get(standing.klass, "") or _("không thuộc loại nào")
        return _class_mark(pack, standing.klass, title[:1].upper() + title[1:])
    good = pack.decision.met_is_good
    words, tone = (OUTCOMES if good else HOT_OUTCOMES)[standing.outcome]
    bad = standing.outcome is Outcome.YES and not good
    turned = standing.outcome is Outcome.NO and not good
    sign = Sign.CROSS if bad else Sign.TICK if turned else _SIGNS[standing.outcome.value]
    return _mark(sign, words, tone)


_CHANGES: Final[Mapping[Change, tuple[Sign, str, Tone | None]]] = MappingProxyType(
    {
        Change.BETTER: (Sign.UP, N_("Tốt hơn năm trước"), Tone.GOOD),
        Change.WORSE: (Sign.DOWN, N_("Kém hơn năm trước"), Tone.BLOCK),
        Change.MIXED: (Sign.BOTH, N_("Có tiêu chí tốt hơn, có tiêu chí kém hơn"), Tone.CARE),
        Change.SAME: (Sign.LEVEL, N_("Như năm trước"), None),
        Change.UNCLEAR: (Sign.QUESTION, N_("Chưa so được: một năm chưa đủ căn cứ"), None),
        Change.FIRST: (Sign.RING, N_("Chưa so được: năm trước không có kết quả"), None),
    }
)


LETTERS: Final = 3
"""Criteria that moved are named up to so many letters; of more, their number is told."""


def change_mark(pack: RulePack, found: Comparison | None) -> Mark | None:
    """▲ ▼ =, with the criteria that moved in words; nothing while this year's has not come."""
    if found is None:
        return None
    sign, words, tone = _CHANGES[found.change]
    told = [_(words)]
    moved_all = (*found.better, *found.worse)
    letter = "".join(pack.marks.get(each, "") for each in moved_all)
    for label, moved in ((_("lên: {marks}"), found.better), (_("xuống: {marks}"), found.worse)):
        if moved:
            told.append(label.format(marks=", ".join(pack.marks.get(each, each) for each in moved)))
    if found.other_text:
        told.append(_("hai năm theo hai bản khác nhau của bộ tiêu chí"))
    shown = letter if len(letter) <= LETTERS else f"{len(moved_all)}×"
    return Mark(sign, shown, "; ".join(told), tone)


# -- drawing ---------------------------------------------------------------------------------------


def paint_mark(painter: QPainter, area: QRectF, mark: Mark) -> None:
    """Draw a mark in the middle of `area`: wash, sign, letter; a narrow cell keeps both."""
    metrics = painter.fontMetrics()
    side, gap = theme.px(10), theme.px(4)
    sign_width = theme.px(4) * mark.bars if mark.sign is Sign.BARS else side
    room = int(area.width() - sign_width - gap - theme.px(12))
    shown = metrics.elidedText(mark.letter, Qt.TextElideMode.ElideRight, max(room, theme.px(20)))
    letter = metrics.horizontalAdvance(shown)
    width = sign_width + (gap + letter if letter else 0)
    box = QRectF(0, 0, min(width + theme.px(12), area.width() - 2), theme.px(21))
    box.moveCenter(area.center())
    ink = QColor(mark.tone.ink if mark.tone else theme.FAINT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if mark.tone is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(mark.tone.wash))
        painter.drawRoundedRect(box, theme.px(4), theme.px(4))
    place = QRectF(0, 0, sign_width, side)
    place.moveCenter(area.center())
    if letter:
        place.moveLeft(area.center().x() - width / 2)
    _draw_sign(painter, place, mark, ink)
    if letter:
        painter.setPen(ink)
        words = QRectF(place.right() + gap, area.top(), letter + theme.px(4), area.height())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), shown)
    painter.restore()


_STROKES: Final[Mapping[Sign, Sequence[Sequence[tuple[float, float]]]]] = MappingProxyType(
    {
        Sign.TICK: (((0.05, 0.55), (0.38, 0.9), (0.98, 0.12)),),
        Sign.CROSS: (((0.1, 0.1), (0.9, 0.9)), ((0.9, 0.1), (0.1, 0.9))),
        Sign.DASH: (((0.05, 0.5), (0.95, 0.5)),),
        Sign.LEVEL: (((0.05, 0.3), (0.95, 0.3)), ((0.05, 0.7), (0.95, 0.7))),
        Sign.QUESTION: (
            ((0.2, 0.3), (0.3, 0.08), (0.7, 0.08), (0.82, 0.32), (0.5, 0.55), (0.5, 0.68)),
            ((0.5, 0.94), (0.5, 0.96)),
        ),
    }
)
"""Signs of lines, in a square of one by one."""

_FILLED: Final[Mapping[Sign, Sequence[Sequence[tuple[float, float]]]]] = MappingProxyType(
    {
        Sign.UP: (((0.5, 0.08), (1.0, 0.92), (0.0, 0.92)),),
        Sign.DOWN: (((0.0, 0.08), (1.0, 0.08), (0.5, 0.92)),),
        Sign.BOTH: (
            ((0.3, -0.1), (0.75, 0.42), (-0.15, 0.42)),
            ((0.25, 0.58), (1.15, 0.58), (0.7, 1.1)),
        ),
    }
)


def _draw_sign(painter: QPainter, place: QRectF, mark: Mark, ink: QColor) -> None:
    def at(point: tuple[float, float]) -> QPointF:
        return QPointF(
            place.left() + point[0] * place.width(), place.top() + point[1] * place.height()
        )

    pen = QPen(ink, max(1.6, theme.px(2) * 0.9))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if mark.sign is Sign.BARS:
        _draw_bars(painter, place, mark, ink)
    elif mark.sign is Sign.RING:
        painter.setPen(QPen(ink, 1.2, Qt.PenStyle.DotLine))
        painter.drawEllipse(place.adjusted(0.5, 0.5, -0.5, -0.5))
    elif mark.sign is Sign.OPEN:
        painter.drawEllipse(place.adjusted(1, 1, -1, -1))
    elif mark.sign is Sign.DOT:
        painter.setBrush(ink)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(place.center(), theme.px(1.6), theme.px(1.6))
    elif mark.sign in _FILLED:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        for shape in _FILLED[mark.sign]:
            painter.drawPolygon([at(point) for point in shape])
    for stroke in _STROKES.get(mark.sign, ()):
        painter.drawPolyline([at(point) for point in stroke])


def _draw_bars(painter: QPainter, place: QRectF, mark: Mark, ink: QColor) -> None:
    """Small columns rising to the right, the filled ones first."""
    step = place.width() / max(mark.bars, 1)
    painter.setPen(QPen(ink, 1))
    for bar in range(mark.bars):
        height = place.height() * (bar + 1) / mark.bars
        box = QRectF(place.left() + bar * step, place.bottom() - height, step - 1.5, height)
        painter.setBrush(ink if bar < mark.filled else Qt.BrushStyle.NoBrush)
        painter.drawRect(box)


class Legend(QWidget):
    """The marks of the table with their words, on one line or as many as the width asks for."""

    def __init__(self) -> None:
        super().__init__()
        self._marks: tuple[Mark, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Explain these."""
        self._marks = tuple(dict.fromkeys(marks))
        self.setAccessibleName("; ".join(f"{each.letter}: {each.words}" for each in self._marks))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """One line of marks."""
        return QSize(theme.px(320), theme.px(24))

    def heightForWidth(self, width: int) -> int:
        """So many lines as the marks take."""
        lines = {round(sign.top()) for _mark, sign, _words in self._placed(width)}
        return theme.px(24) * max(len(lines), 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Mark, word, mark, word …"""
        painter = QPainter(self)
        painter.setFont(theme.scaled_font(0.87))
        for mark, sign, words in self._placed(self.width()):
            paint_mark(painter, sign, mark)
            painter.setPen(QColor(theme.FAINT))
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), mark.words)

    def _placed(self, width: int) -> Iterator[tuple[Mark, QRectF, QRectF]]:
        """Where each mark and its words stand; what no longer fits begins the next line."""
        metrics, high = QFontMetricsF(theme.scaled_font(0.87)), theme.px(24)
        left = top = 0.0
        for mark in self._marks:
            sign = theme.px(34) + metrics.horizontalAdvance(mark.letter)
            words = metrics.horizontalAdvance(mark.words) + 4
            if left and left + sign + theme.px(2) + words > width:
                left, top = 0.0, top + high
            beside = left + sign + theme.px(2)
            yield mark, QRectF(left, top, sign, high), QRectF(beside, top, words, high)
            left = beside + words + theme.px(12)


def legend_of(pack: RulePack) -> list[Mark]:
    """Every mark that the pack's criteria may show."""
    if pack.classes:
        classes = [*pack.scale.classes, NO_CLASS]
        shown = [_class_mark(pack, each, _band_words(each)) for each in classes]
        return [*shown, _mark(Sign.QUESTION, "Chưa đủ căn cứ", Tone.CARE), not_sent()]
    good = pack.decision.met_is_good
    words = STATUSES if good else HOT_STATUSES
    return [*(_mark(_sign(each, good=good), *words[each]) for each in Status), not_sent()]
