"""The way to the printer: which pages, how many copies, on which size of paper, how far moved.

What is painted is the picture of the PDF that the window shows.  A printer that pulls its paper a
little askew is measured once (`Offset`); everything printed on it is moved by so much.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Self

from PySide6.QtCore import QMarginsF, QPointF, QRectF
from PySide6.QtGui import QPageLayout, QPainter, QPen
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.documents.preview import Picture, Preview
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.preferences import Preferences
from sachmatuy_desktop.ui.preview import image_of

__all__ = [
    "CROSS_MM",
    "PRINTED_DPI",
    "Offset",
    "ask_printer",
    "paint_pages",
    "paint_test_page",
    "print_pdf",
]

PRINTED_DPI: Final = 300
_MM_PER_INCH: Final = 25.4
_ALL_COPIES: Final = 999

CROSS_MM: Final = 20.0
"""How far the crosses of the test page stand from the edges, in millimetres."""


@dataclass(frozen=True, slots=True)
class Offset:
    """How far everything is moved to the right and down, in millimetres."""

    right: float = 0.0
    down: float = 0.0

    @classmethod
    def measured(cls, from_left: float, from_top: float) -> Self:
        """What is needed where the cross came out so far from the left and the upper edge."""
        return cls(round(CROSS_MM - from_left, 1), round(CROSS_MM - from_top, 1))

    @classmethod
    def remembered(cls, preferences: Preferences, printer: str) -> Self:
        """What was measured for a printer; nothing where it never was."""
        text = preferences.get(_key(printer)) or ""
        try:
            right, down = (float(part) for part in text.split(" "))
        except ValueError:
            return cls()
        return cls(right, down)

    def remember(self, preferences: Preferences, printer: str) -> None:
        """Keep it for a printer."""
        preferences.put(_key(printer), f"{self.right} {self.down}")


def _key(printer: str) -> str:
    return f"printing/offset/{printer.replace('/', '_')}"


def ask_printer(parent: QWidget, title: str, pages: int = 0) -> QPrinter | None:
    """Ask for printer, pages and copies; None when it was dropped.

    `pages` is how many there are to choose from, 0 where that is not known.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(_("In văn bản"))
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintCollateCopies)
    dialog.setMinMax(1, pages or _ALL_COPIES)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return None
    return printer


def print_pdf(parent: QWidget, pdf: bytes, title: str, preferences: Preferences) -> bool:
    """Ask for a printer and print the pages as they are shown; False when it was dropped."""
    with Preview(pdf) as paper:
        pages = paper.pages
    printer = ask_printer(parent, title, pages)
    if printer is None:
        return False
    paint_pages(printer, pdf, preferences)
    return True


def paint_pages(printer: QPrinter, pdf: bytes, preferences: Preferences | None = None) -> None:
    """Put the chosen pages on a printer, each upright or across as it lies.

    A page keeps its size; on smaller paper it shrinks to what fits.  Copies that the printer does
    not make itself are painted one after the other.
    """
    offset = Offset.remembered(preferences, printer.printerName()) if preferences else Offset()
    printer.setResolution(PRINTED_DPI)
    printer.setFullPage(True)
    times = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    with Preview(pdf) as paper:
        wanted = list(_copied(_chosen(printer, paper.pages), times, printer.collateCopies()))
        painter = QPainter()
        for page in wanted:
            picture = paper.picture(page, PRINTED_DPI / 96)
            _turn(printer, picture)
            if painter.isActive():
                printer.newPage()
            else:
                painter.begin(printer)
            _paint(painter, printer, picture, offset)
        painter.end()


def _chosen(printer: QPrinter, pages: int) -> Sequence[int]:
    """The pages to print, from 0."""
    ranges = printer.pageRanges().toRangeList()
    if not ranges:
        first, last = printer.fromPage() or 1, printer.toPage() or pages
        return range(first - 1, min(last, pages))
    return [
        page - 1 for each in ranges for page in range(each.from_, each.to + 1) if 1 <= page <= pages
    ]


def _copied(pages: Sequence[int], times: int, collated: bool) -> Iterator[int]:
    if collated:
        for _time in range(times):
            yield from pages
    else:
        for page in pages:
            yield from [page] * times


def _turn(printer: QPrinter, picture: Picture) -> None:
    across = picture.width > picture.height
    way = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    if printer.pageLayout().orientation() != way:
        printer.setPageOrientation(way)


def _paint(painter: QPainter, printer: QPrinter, picture: Picture, offset: Offset) -> None:
    dots = printer.resolution()
    room = printer.pageLayout().fullRectPixels(dots)
    fits = min(room.width() / picture.width, room.height() / picture.height)
    scale = min(fits, dots / PRINTED_DPI)
    image = image_of(picture)
    corner = QPointF(offset.right, offset.down) * dots / _MM_PER_INCH
    painter.drawImage(QRectF(corner, image.size().toSizeF() * scale), image)


def paint_test_page(printer: QPrinter, offset: Offset) -> None:
    """A cross in every corner, `CROSS_MM` from both edges, moved as everything else is."""
    printer.setResolution(PRINTED_DPI)
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))
    dots = printer.resolution() / _MM_PER_INCH
    room = printer.pageLayout().fullRectPixels(printer.resolution())
    near, arm = CROSS_MM * dots, 8 * dots
    painter = QPainter(printer)
    painter.setPen(QPen(painter.pen().color(), 0.3 * dots))
    painter.translate(offset.right * dots, offset.down * dots)
    for x in (near, room.width() - near):
        for y in (near, room.height() - near):
            painter.drawLine(QPointF(x - arm, y), QPointF(x + arm, y))
            painter.drawLine(QPointF(x, y - arm), QPointF(x, y + arm))
    painter.end()
