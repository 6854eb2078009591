"""Looking at attachments: each in turn, near or far, turned, printed, copied out for a purpose.

What is shown was decrypted into memory on the worker and goes away with the dialog; nothing in
clear touches the disk unless a copy is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QKeySequence, QPainter, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.media import PDF, PICTURES, SUFFIXES
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.attachments import (
    Attachment,
    content,
    export_copy,
    needs_purpose,
    note_print,
)
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.attachments.pictures import decoded
from sachmatuy_desktop.ui.attachments.sheet_view import SheetView
from sachmatuy_desktop.ui.attachments.words import media_words, show_size
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import button, faint, heading, open_at
from sachmatuy_desktop.ui.dialogs.line import LineDialog
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.printing import PRINTED_DPI, paint_pages

__all__ = ["Viewer", "copy_name", "export_asking", "paint_picture"]

_SHOWN: Final = 0
_TOLD: Final = 1

Shown = bytes | QImage | None
"""A PDF's bytes, a decoded picture, or nothing for a kind that is only kept."""


class Viewer(QDialog):
    """One attachment of a list, and the way to its neighbours."""

    def __init__(
        self, desk: Desk, files: Sequence[Attachment], at: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._files = tuple(files)
        self.at = at
        self._pdf: bytes | None = None
        self._picture: QImage | None = None
        self.title = heading("")
        self.details = faint()
        self.view = SheetView()
        self.told = faint()
        self.told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.previous = button(_("Tệp trước"), lambda: self.go(-1))
        self.next = button(_("Tệp sau"), lambda: self.go(1))
        self.print = button(_("In…"), self._print, picture="printer")
        self.export = button(_("Xuất bản sao…"), self._export, picture="save")
        self.leave = button(_("Đóng"), self.close)
        self._lay_out()
        self._keys()
        open_at(self, 900, 680)
        self.show_file(at)

    @property
    def file(self) -> Attachment:
        """The attachment shown."""
        return self._files[self.at]

    def go(self, step: int) -> None:
        """The neighbour."""
        if 0 <= self.at + step < len(self._files):
            self.show_file(self.at + step)

    def show_file(self, at: int) -> None:
        """Decrypt and decode on the worker, then show."""
        self.at = at
        file, session = self.file, self._desk.office.session
        self.setWindowTitle(file.title)
        self.title.setText(file.title)
        self.details.setText(
            " · ".join(
                filter(
                    None, (media_words(file.media, file.pages), show_size(file.size), file.remark)
                )
            )
        )
        self.previous.setEnabled(at > 0)
        self.next.setEnabled(at + 1 < len(self._files))
        self._show_nothing(_("Đang mở…"))

        def work() -> Shown:
            data = content(session, file)
            if file.media in PICTURES:
                return decoded(data)
            return data if file.media == PDF else None

        operation = Operation(self._desk.operations, work, self)
        operation.success(lambda shown: self._opened(file, shown))
        operation.failure(lambda error: self._refused(file, error)).start()

    def let_go(self) -> None:
        """Forget what was decrypted."""
        self._pdf = self._picture = None
        self.view.let_go()

    def done(self, result: int) -> None:
        """Nothing decrypted outlives the dialog."""
        self.let_go()
        super().done(result)

    # How it is done

    def _opened(self, file: Attachment, shown: Shown) -> None:
        if file != self.file:
            return
        try:
            if isinstance(shown, QImage):
                self._picture = shown
                self.view.show_picture(shown)
            elif shown is not None:
                self._pdf = shown
                self.view.show_pdf(shown)
        except KnownError as error:
            self._refused(file, error)
            return
        self.export.setEnabled(True)
        self.print.setEnabled(shown is not None)
        if shown is None:
            self.told.setText(
                _("Chương trình không mở loại tệp này. Hãy xuất bản sao rồi mở bằng Word, Excel.")
            )
        self.side.setCurrentIndex(_TOLD if shown is None else _SHOWN)

    def _refused(self, file: Attachment, error: KnownError) -> None:
        if file == self.file:
            self._show_nothing(say(error))

    def _show_nothing(self, words: str) -> None:
        self.let_go()
        self.told.setText(words)
        self.side.setCurrentIndex(_TOLD)
        self.print.setEnabled(False)
        self.export.setEnabled(False)

    def _export(self) -> None:
        export_asking(self._desk, self.file, self)

    def _print(self) -> None:
        purpose = ask_purpose(self.file, _("In"), self)
        if purpose is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(_("Tệp đính kèm"))
        printer.setResolution(PRINTED_DPI)
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle(_("In tệp đính kèm"))
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        session, file = self._desk.office.session, self.file
        operation = Operation(
            self._desk.operations, lambda: note_print(session, file, purpose), self
        )
        operation.success(lambda _none: self._paint(printer)).start()

    def _paint(self, printer: QPrinter) -> None:
        if self._pdf is not None:
            paint_pages(printer, self._pdf, self._desk.preferences)
        elif self._picture is not None:
            paint_picture(printer, self._picture, self.view.quarter_turns)

    def _lay_out(self) -> None:
        self.side = QStackedWidget()
        self.side.addWidget(self.view)
        self.side.addWidget(self.told)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(10), theme.px(14), theme.px(12))
        layout.setSpacing(theme.px(7))
        layout.addWidget(self.title)
        layout.addWidget(self.details)
        layout.addLayout(FlowRow(self.previous, self.next, self.print, self.export, self.leave))
        layout.addWidget(self.side, 1)

    def _keys(self) -> None:
        for keys, act in (
            ("Ctrl+Right", lambda: self.go(1)),
            ("Ctrl+Left", lambda: self.go(-1)),
            ("PgDown", lambda: self.view.go(1)),
            ("PgUp", lambda: self.view.go(-1)),
            ("Ctrl+R", lambda: self.view.turn(1)),
            ("Ctrl+Shift+R", lambda: self.view.turn(-1)),
            ("Ctrl+P", self.print.click),
        ):
            QShortcut(QKeySequence(keys), self, act)


def ask_purpose(which: Attachment, verb: str, parent: QWidget) -> str | None:
    """The purpose, empty where none is needed; None if the person went back."""
    if not needs_purpose(which):
        return ""
    return LineDialog.ask(
        _("Giấy tờ có thông tin nhạy cảm"),
        _("{title}: mỗi lần in, xuất bản sao được ghi vào nhật ký.").format(title=which.title),
        _("Mục đích sử dụng"),
        verb,
        parent,
    )


def export_asking(desk: Desk, which: Attachment, parent: QWidget) -> None:
    """Ask what for and where to, and write the copy on the worker."""
    purpose = ask_purpose(which, _("Xuất bản sao"), parent)
    if purpose is None:
        return
    chosen, _kind = QFileDialog.getSaveFileName(parent, _("Xuất bản sao"), copy_name(which))
    if not chosen:
        return
    session, path = desk.office.session, Path(chosen)

    def told(_none: None) -> None:
        desk.feedback.notice(
            _("Đã xuất {file}. Bản sao không được mã hóa, hãy giữ cẩn thận.").format(file=path.name)
        )

    Operation(desk.operations, lambda: export_copy(session, which, path, purpose), parent).success(
        told
    ).start()


def copy_name(which: Attachment) -> str:
    """A name without accents that every disk takes, with the ending that fits the content."""
    words = "".join(each if each.isalnum() else " " for each in fold(which.title)).split()
    return ("-".join(words)[:80] or "tep-dinh-kem") + SUFFIXES.get(which.media, "")


def paint_picture(printer: QPrinter, picture: QImage, quarter_turns: int) -> None:
    """Put a picture on one sheet, as large as it fits, the way up it is shown."""
    painter = QPainter(printer)
    area = painter.viewport()
    painter.translate(QPointF(area.center()))
    painter.rotate(90 * quarter_turns)
    across, down = (
        (area.height(), area.width()) if quarter_turns % 2 else (area.width(), area.height())
    )
    scale = min(across / picture.width(), down / picture.height())
    size = picture.size().toSizeF() * scale
    painter.drawImage(QRectF(QPointF(-size.width() / 2, -size.height() / 2), size), picture)
    painter.end()
