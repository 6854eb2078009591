"""The very bytes that print, as pictures of their pages, with zoom; and the way into a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.documents.preview import Picture, Preview
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.atomic import write_atomically
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.icons import icon

__all__ = ["PdfView", "ask_path", "image_of", "save_pdf"]

ZOOMS: Final = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
FIT: Final = 0.0
"""As wide as the room there is."""

KEPT: Final = 12
"""Pictures kept; a page scrolled back to is drawn anew."""


def image_of(picture: Picture) -> QImage:
    """A picture of a page as Qt paints it."""
    form = QImage.Format.Format_RGBA8888
    made = QImage(picture.pixels, picture.width, picture.height, picture.stride, form)
    return made.copy()  # the pixels are Python's and may go away


class PdfView(QWidget):
    """Pages one under the other; Page Down and the arrows walk, Ctrl and the wheel zoom."""

    page_changed = Signal(int)
    """The page at the top of the view, from 1."""

    def __init__(self) -> None:
        super().__init__()
        self.pdf = b""
        self._sheet = _Pages()
        self._scroll = _Desk()
        self._scroll.resized.connect(self._room_changed)
        self._scroll.setWidget(self._sheet)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.viewport().setStyleSheet("background: #cfcabd;")
        self._scroll.verticalScrollBar().valueChanged.connect(lambda _place: self._tell_page())
        self._scroll.setAccessibleName(_("Bản xem trước"))
        self.zooms = QComboBox()
        self.zooms.setAccessibleName(_("Cỡ xem"))
        self.zooms.addItem(_("Vừa khổ"), FIT)
        for zoom in ZOOMS:
            self.zooms.addItem(f"{round(zoom * 100)} %", zoom)
        self.zooms.currentIndexChanged.connect(lambda _place: self._rezoom())
        self.place = QLabel()
        self.place.setProperty("role", "faint")
        self.previous = self._arrow("chevron-up", _("Trang trước"), -1)
        self.next = self._arrow("chevron-down", _("Trang sau"), 1)
        for arrow in (self.previous, self.next):
            arrow.setEnabled(False)
        self.bar = QHBoxLayout()
        self.bar.setSpacing(theme.px(6))
        for each in (self.previous, self.next, self.place):
            self.bar.addWidget(each)
        self.bar.addStretch(1)
        self.bar.addWidget(self.zooms)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addLayout(self.bar)
        layout.addWidget(self._scroll, 1)
        self.setFocusProxy(self._scroll)

    @property
    def pages(self) -> int:
        """How many pages are shown."""
        return self._sheet.count

    @property
    def page(self) -> int:
        """The page at the top of the view, from 1."""
        return self._sheet.page_at(self._scroll.verticalScrollBar().value() + theme.px(40)) + 1

    def show_pdf(self, pdf: bytes) -> None:
        """Show these bytes; the place is kept if the paper is the same one, typed on."""
        place = self._scroll.verticalScrollBar().value()
        self.pdf = pdf
        self._sheet.open(pdf)
        self._rezoom()
        self._scroll.verticalScrollBar().setValue(place)
        self._tell_page()

    def show_page(self, page: int) -> None:
        """Bring a page (from 1) to the top."""
        page = min(max(page, 1), max(self.pages, 1))
        self._scroll.verticalScrollBar().setValue(self._sheet.top_of(page - 1))

    def let_go(self) -> None:
        """Forget the paper."""
        self.pdf = b""
        self._sheet.close_paper()
        self._tell_page()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel: nearer or farther."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        step = 1 if event.angleDelta().y() > 0 else -1
        place = min(max(self.zooms.currentIndex() + step, 1), self.zooms.count() - 1)
        self.zooms.setCurrentIndex(place)

    def _arrow(self, picture: str, words: str, step: int) -> QToolButton:
        arrow = QToolButton()
        arrow.setIcon(icon(picture))
        arrow.setToolTip(words)
        arrow.setAccessibleName(words)
        arrow.clicked.connect(lambda: self.show_page(self.page + step))
        return arrow

    def _room_changed(self) -> None:
        """«Vừa khổ» follows the room there is."""
        if self.zooms.currentData() == FIT:
            self._rezoom()

    def _rezoom(self) -> None:
        zoom = float(self.zooms.currentData())
        if zoom == FIT:
            self._sheet.fit(self._scroll.viewport().width())
        else:
            self._sheet.zoom_to([zoom] * self.pages)

    def _tell_page(self) -> None:
        if not self.pages:
            self.place.clear()
            self.previous.setEnabled(False)
            self.next.setEnabled(False)
            return
        self.place.setText(_("Trang {page}/{pages}").format(page=self.page, pages=self.pages))
        self.previous.setEnabled(self.page > 1)
        self.next.setEnabled(self.page < self.pages)
        self.page_changed.emit(self.page)


class _Desk(QScrollArea):
    """Where the sheets lie; tells when there is more or less room."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The room beside the scroll bars is known by now."""
        super().resizeEvent(event)
        self.resized.emit()


class _Pages(QWidget):
    """All pages at one zoom; only those on screen are drawn."""

    def __init__(self) -> None:
        super().__init__()
        self._paper: Preview | None = None
        self._opened: list[Preview] = []
        self.destroyed.connect(partial(_close_all, self._opened))
        self._zooms: list[float] = []
        self._sizes: list[QSize] = []
        self._pictures: dict[int, QImage] = {}

    @property
    def count(self) -> int:
        return len(self._sizes)

    def open(self, pdf: bytes) -> None:
        """Take up another paper.  Raises `BadInput` for bytes that are no PDF."""
        self.close_paper()
        self._paper = Preview(pdf)
        self._opened.append(self._paper)
        self._sizes = [_natural_size(self._paper, page) for page in range(self._paper.pages)]

    def close_paper(self) -> None:
        _close_all(self._opened)
        self._paper = None
        self._sizes = []
        self._zooms = []
        self._pictures.clear()
        self.update()

    def zoom_to(self, zooms: list[float]) -> None:
        """Draw each page at its zoom; 1.0 is the paper's own size at 96 dots an inch."""
        if zooms != self._zooms:
            self._pictures.clear()
        self._zooms = zooms
        widths = [self._size(page).width() for page in range(self.count)]
        gap = theme.px(12)
        wide = max(widths, default=0) + 2 * gap
        tall = self.top_of(self.count) if self.count else 0
        self.resize(wide, tall)
        self.update()

    def fit(self, width: int) -> None:
        """Every page as wide as there is room, upright or lying."""
        room = width - 2 * theme.px(12) - 2
        self.zoom_to([min(max(room / size.width(), 0.3), 1.5) for size in self._sizes])

    def top_of(self, page: int) -> int:
        """Where a page begins."""
        gap = theme.px(12)
        return sum(self._size(each).height() + gap for each in range(page)) + gap

    def page_at(self, height: int) -> int:
        """The page at a height."""
        for page in range(self.count):
            if height < self.top_of(page + 1):
                return page
        return max(self.count - 1, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """White sheets on the desk."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor("#cfcabd"))
        for page in range(self.count):
            size = self._size(page)
            left = (self.width() - size.width()) // 2
            top = self.top_of(page)
            area = QRectF(left, top, size.width(), size.height())
            if area.intersects(QRectF(event.rect())):
                picture = self._picture(page)
                painter.drawImage(QPointF(left, top), picture)
                painter.setPen(QColor(theme.EDGE))
                painter.drawRect(QRectF(QPointF(left, top), picture.deviceIndependentSize()))

    def _size(self, page: int) -> QSize:
        return self._sizes[page] * self._zooms[page]

    def _picture(self, page: int) -> QImage:
        if page not in self._pictures:
            while len(self._pictures) >= KEPT:
                self._pictures.pop(next(iter(self._pictures)))
            assert self._paper is not None  # noqa: S101  (sizes are there only with a paper)
            ratio = self.devicePixelRatioF()
            picture = image_of(self._paper.picture(page, self._zooms[page] * ratio))
            picture.setDevicePixelRatio(ratio)
            self._pictures[page] = picture
        return self._pictures[page]


def _close_all(papers: list[Preview], *_widget: object) -> None:
    """Let go of papers, at the latest with the widget that shows them."""
    while papers:
        papers.pop().close()


def _natural_size(paper: Preview, page: int) -> QSize:
    """The page's size at 96 dots an inch, read from a small picture of it."""
    small = paper.picture(page, 0.1)
    return QSize(small.width * 10, small.height * 10)


def save_pdf(parent: QWidget, pdf: bytes, name: str) -> str | None:
    """Ask where to, and write the bytes there; the path, or None when it was dropped.

    Raises `StorageTrouble`.
    """
    path = ask_path(parent, name)
    if path is not None:
        write_atomically(Path(path), pdf)
    return path


def ask_path(parent: QWidget, name: str) -> str | None:
    """Where a PDF is to be kept; None when it was dropped."""
    chosen, _kind = QFileDialog.getSaveFileName(
        parent, _("Lưu tệp PDF"), name, _("Tệp PDF (*.pdf)")
    )
    if not chosen:
        return None
    return chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf"
