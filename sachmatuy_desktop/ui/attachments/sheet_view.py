"""One sheet at a time, a picture or a page of a PDF, near or far, turned either way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.documents.preview import Preview
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.icons import icon
from sachmatuy_desktop.ui.preview import FIT, ZOOMS, image_of

__all__ = ["SheetView"]

_SHARPEST: Final = 2.0
"""A page of a PDF is drawn at most so much larger than its own size; nearer, it is stretched."""

_BLUNTEST: Final = 0.02
"""Below that a page is taken for one that cannot be drawn."""


class SheetView(QWidget):
    """Shows a picture, or the pages of a PDF one after the other; nothing touches the disk."""

    turned = Signal()
    """Another page, another zoom or another side up."""

    def __init__(self) -> None:
        super().__init__()
        self.page = 0
        self.pages = 0
        self.quarter_turns = 0
        self._paper: Preview | None = None
        self._image = QImage()
        self._canvas = _Canvas()
        self._scroll = _Desk()
        self._scroll.setWidget(self._canvas)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.viewport().setStyleSheet(f"background: {theme.EDGE};")
        self._scroll.setAccessibleName(_("Bản xem trước"))
        self._scroll.resized.connect(self._fit_again)
        self.zooms = QComboBox()
        self.zooms.setAccessibleName(_("Cỡ xem"))
        self.zooms.addItem(_("Vừa khổ"), FIT)
        for zoom in ZOOMS:
            self.zooms.addItem(f"{round(zoom * 100)} %", zoom)
        self.zooms.currentIndexChanged.connect(lambda _place: self._draw())
        self.previous = self._tool("chevron-up", _("Trang trước (Page Up)"), lambda: self.go(-1))
        self.next = self._tool("chevron-down", _("Trang sau (Page Down)"), lambda: self.go(1))
        self.turn_left = self._tool("rotate-ccw", _("Xoay trái"), lambda: self.turn(-1))
        self.turn_right = self._tool("rotate-cw", _("Xoay phải"), lambda: self.turn(1))
        self.place = QLabel()
        self.place.setProperty("role", "faint")
        bar = QHBoxLayout()
        bar.setSpacing(theme.px(6))
        for each in (self.previous, self.next, self.place):
            bar.addWidget(each)
        bar.addStretch(1)
        for tool in (self.turn_left, self.turn_right, self.zooms):
            bar.addWidget(tool)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addLayout(bar)
        layout.addWidget(self._scroll, 1)
        self.setFocusProxy(self._scroll)
        self.let_go()

    def show_picture(self, image: QImage) -> None:
        """Show a picture."""
        self.let_go()
        self._image = image
        self.pages = 1
        self._draw()

    def show_pdf(self, pdf: bytes) -> None:
        """Show the first page.  Raises `BadInput` for bytes that are no PDF."""
        self.let_go()
        self._paper = Preview(pdf)
        self.pages = self._paper.pages
        self._draw()

    def let_go(self) -> None:
        """Forget what was shown."""
        if self._paper is not None:
            self._paper.close()
        self._paper = None
        self._image = QImage()
        self.page = self.pages = self.quarter_turns = 0
        self._draw()

    def go(self, step: int) -> None:
        """Another page."""
        page = min(max(self.page + step, 0), max(self.pages - 1, 0))
        if page != self.page:
            self.page = page
            self._draw()
            self._scroll.verticalScrollBar().setValue(0)

    def turn(self, quarters: int) -> None:
        """A quarter turn to the right, or to the left."""
        self.quarter_turns = (self.quarter_turns + quarters) % 4
        self._draw()

    def nearer(self, step: int) -> None:
        """The next zoom."""
        place = min(max(self.zooms.currentIndex() + step, 1), self.zooms.count() - 1)
        self.zooms.setCurrentIndex(place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel: nearer or farther."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.nearer(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    # How it is done

    def _fit_again(self) -> None:
        if self.zooms.currentData() == FIT:
            self._draw()

    def _draw(self) -> None:
        for widget in (self.turn_left, self.turn_right, self.zooms):
            widget.setEnabled(self.pages > 0)
        self.previous.setEnabled(self.page > 0)
        self.next.setEnabled(self.page + 1 < self.pages)
        self.place.setText(
            _("Trang {page}/{pages}").format(page=self.page + 1, pages=self.pages)
            if self.pages > 1
            else ""
        )
        image = self._sheet()
        self._canvas.show_image(image, self._shown_size(image))
        self.turned.emit()

    def _sheet(self) -> QImage:
        image = self._image
        if self._paper is not None:
            image = _drawn(self._paper, self.page, self._sharpness())
        if self.quarter_turns:
            ratio = image.devicePixelRatio()
            image = image.transformed(QTransform().rotate(90 * self.quarter_turns))
            image.setDevicePixelRatio(ratio)
        return image

    def _sharpness(self) -> float:
        zoom = float(self.zooms.currentData()) or 1.5
        return min(zoom * self.devicePixelRatioF(), _SHARPEST)

    def _shown_size(self, image: QImage) -> QSize:
        """The sheet's own size by the zoom, or as large as there is room, never beyond its own."""
        own = image.deviceIndependentSize()
        if image.isNull():
            return QSize()
        zoom = float(self.zooms.currentData())
        if zoom != FIT:
            return (own * zoom).toSize()
        room = QSizeF(self._scroll.viewport().size()) - QSizeF(theme.px(16), theme.px(16))
        largest = own if self._paper is None else own * 2
        wanted = own.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        return (wanted if wanted.width() < largest.width() else largest).toSize()

    def _tool(self, picture: str, words: str, act: Callable[[], None]) -> QToolButton:
        made = QToolButton()
        made.setIcon(icon(picture))
        made.setToolTip(words)
        made.setAccessibleName(words)
        made.clicked.connect(lambda _checked=False: act())
        return made


def _drawn(paper: Preview, page: int, zoom: float) -> QImage:
    """A page that says its own size at 96 dots an inch; a huge one is drawn less sharp."""
    while True:
        try:
            image = image_of(paper.picture(page, zoom))
        except BadInput:
            if zoom < _BLUNTEST:
                return QImage()
            zoom /= 2
        else:
            image.setDevicePixelRatio(zoom)
            return image


class _Desk(QScrollArea):
    """Where the sheet lies; tells when there is more or less room."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The room beside the scroll bars is known by now."""
        super().resizeEvent(event)
        self.resized.emit()


class _Canvas(QWidget):
    """Paints one image at a size."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()

    def show_image(self, image: QImage, size: QSize) -> None:
        """Show another image, or the same at another size."""
        self.image = image
        self.resize(size if size.isValid() else QSize(1, 1))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The image on white, since it may be see-through."""
        if self.image.isNull():
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.SHEET))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect(), self.image)
        painter.setPen(QColor(theme.LINE))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
