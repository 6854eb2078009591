"""What the program says after an act: a notice with «Hoàn tác», a sentence, or a report of a bug.

A report names places in the program and versions, never a value of a record: the text of an
exception may quote one, so only its kind is told.
"""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

import sachmatuy_desktop
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.ui import clipboard, theme
from sachmatuy_desktop.ui.icons import beside, icon, pixmap
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["Feedback", "ReportDialog", "Toast", "describe_bug"]

NOTICE_MS: Final = 8000
"""How long a notice stays, in milliseconds; a sentence of trouble stays until it is closed."""


class Feedback(QObject):
    """The voice of one window."""

    said = Signal(str, str)
    """What was said: "notice", "trouble" or "bug", and the text."""

    def __init__(self) -> None:
        super().__init__()
        self._toast: Toast | None = None
        self._host: QWidget | None = None
        self._reporting = False

    def speak_in(self, host: QWidget) -> None:
        """Show what is said at the foot of `host`."""
        self._host = host
        self._toast = Toast(host)

    def notice(
        self, text: str, undo: Callable[[], None] | None = None, verb: str | None = None
    ) -> None:
        """Tell what was done, with a way back; `verb` where that is more than «Hoàn tác»."""
        if self._toast is not None:
            self._toast.tell(text, Tone.GOOD, undo, verb)
        self.said.emit("notice", text)

    def sentence(self, error: KnownError) -> None:
        """Tell what the world did and what to do about it."""
        self.trouble(say(error))

    def trouble(self, text: str) -> None:
        """Tell one sentence that stays until it is closed."""
        if self._toast is not None:
            self._toast.tell(text, Tone.BLOCK)
        self.said.emit("trouble", text)

    def report(self, error: BaseException) -> None:
        """Show a bug as a report that can be copied; a bug inside a report is not reported."""
        text = describe_bug(error)
        self.said.emit("bug", text)
        if self._host is None or self._reporting:
            return
        self._reporting = True
        dialog = ReportDialog(text, self._host)
        dialog.finished.connect(self._reported)
        dialog.open()

    def _reported(self) -> None:
        self._reporting = False


class Toast(QFrame):
    """A line at the foot of the window that never takes the keyboard away."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("toast")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._host = host
        self._undo: Callable[[], None] | None = None
        self._mark = QLabel()
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.undo = QPushButton(beside("undo-2", "#ffffff"), _("Hoàn tác"))
        self.undo.clicked.connect(self._take_back)
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("x", "#ffffff"))
        self.close_button.setAccessibleName(_("Đóng thông báo"))
        self.close_button.setToolTip(_("Đóng"))
        self.close_button.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(6), theme.px(6), theme.px(6))
        for each in (self._mark, self.text, self.undo, self.close_button):
            layout.addWidget(each, 1 if each is self.text else 0)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        host.installEventFilter(self)
        self.hide()

    def tell(
        self,
        text: str,
        tone: Tone,
        undo: Callable[[], None] | None = None,
        verb: str | None = None,
    ) -> None:
        """Show one line; the newest replaces the one before."""
        self._undo = undo
        self.undo.setVisible(undo is not None)
        self.undo.setText(verb or _("Hoàn tác"))
        self.undo.setToolTip("" if verb else _("Hoàn tác (Ctrl+Z)"))
        self.text.setText(text)
        self.setAccessibleName(text)
        bad = tone is Tone.BLOCK
        name = "triangle-alert" if bad else "circle-check"
        self._mark.setPixmap(pixmap(name, "#ffffff", theme.px(20)))
        ground = Tone.BLOCK.ink if bad else "#2c3640"
        self.setStyleSheet(
            f"#toast {{ background: {ground}; border: 0; border-radius: {theme.px(5)}px; }}"
            "#toast QLabel { color: #ffffff; }"
            "#toast QPushButton { color: #ffffff; background: transparent;"
            " border: 1px solid #8d98a3; }"
            "#toast QPushButton:hover, #toast QToolButton:hover { background: #46525e; }"
        )
        self._settle()
        self.show()
        self.raise_()
        if bad:
            self._timer.stop()
        else:
            self._timer.start(NOTICE_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the window."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._settle()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        host = self._host
        room = max(host.width() - theme.px(60), theme.px(200))
        self.text.setMinimumWidth(0)
        line = self.text.fontMetrics().horizontalAdvance(self.text.text())
        width = min(room, max(theme.px(320), line + theme.px(230)))
        height = max(self.sizeHint().height(), self.heightForWidth(width))
        left = (host.width() - width) // 2
        self.setGeometry(left, host.height() - height - theme.px(40), width, height)

    def _take_back(self) -> None:
        self.hide()
        if self._undo is not None:
            self._undo()


class ReportDialog(QDialog):
    """A bug, told so that it can be sent on."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Chương trình gặp lỗi"))
        told = QLabel(
            _(
                "Có lỗi trong chương trình. Số liệu đã lưu vẫn nguyên vẹn; việc vừa làm chưa được "
                "lưu. Hãy sao chép báo cáo dưới đây gửi người hỗ trợ; báo cáo không có thông tin "
                "cá nhân."
            )
        )
        told.setWordWrap(True)
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("Báo cáo lỗi"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = buttons.addButton(_("Sao chép báo cáo"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(told)
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)
        self.resize(theme.px(620), theme.px(400))

    def _copy(self) -> None:
        clipboard.copy_text(self.text.toPlainText(), restricted=False)
        self.copy.setText(_("Đã sao chép"))


def describe_bug(error: BaseException) -> str:
    """The places an exception went through and the versions in use; no value, no path of a user."""
    lines = [
        f"Sạch Ma Túy Desktop {sachmatuy_desktop.__version__}",
        f"Python {platform.python_version()}, Qt {qVersion()}",
        f"{sys.platform} {platform.release()} {platform.machine()}",
    ]
    chain: BaseException | None = error
    while chain is not None:
        lines += ["", f"{type(chain).__module__}.{type(chain).__qualname__}"]
        for frame in traceback.extract_tb(chain.__traceback__):
            lines.append(f"  {_place(frame.filename)}:{frame.lineno} {frame.name}")
        chain = chain.__cause__ or chain.__context__
    return "\n".join(lines)


def _place(filename: str) -> str:
    """The file within its package: the rest of the path may hold the name of an account."""
    parts = filename.replace("\\", "/").split("/")
    for root in ("sachmatuy_desktop", "site-packages"):
        if root in parts:
            return "/".join(parts[parts.index(root) :])
    return parts[-1]
