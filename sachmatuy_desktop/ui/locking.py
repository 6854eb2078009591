"""Locking: a blank screen at once, work under way ends, the office closes, all begins again.

Keys cannot be wiped out of a living Python, so whoever comes back finds another process
(`beginning_again`); this one ends.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.access.locking import lock
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui import clipboard, theme
from sachmatuy_desktop.ui.icons import pixmap
from sachmatuy_desktop.ui.idleness import Idleness, minutes_of, seconds_up
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.screen_lock import ScreenLock

__all__ = ["Curtain", "Locking", "Reason"]

PATIENCE_MS: Final = 60_000
"""How long work under way is waited for before it is asked to stop, in milliseconds."""


class Reason(Enum):
    """Why the program locks."""

    ASKED = auto()
    IDLE = auto()
    SCREEN = auto()
    """The desktop locks its screen or the PC goes to sleep: there may be no time."""


class Curtain(QWidget):
    """All that is seen of a locked program: nothing of anybody."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Sạch Ma Túy")
        self.setObjectName("curtain")
        self.setStyleSheet(f"#curtain {{ background: {theme.PAPER}; }}")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark = QLabel()
        mark.setPixmap(pixmap("lock", theme.FAINT, theme.px(48)))
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.told = QLabel(_("Đang khóa…"))
        self.told.setFont(theme.scaled_font(1.25, bold=True))
        self.told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.why = QLabel()
        self.why.setProperty("role", "faint")
        self.why.setAlignment(Qt.AlignmentFlag.AlignCenter)
        down = QVBoxLayout(self)
        down.addStretch(1)
        for each in (mark, self.told, self.why):
            down.addWidget(each)
        down.addStretch(1)

    def wait_for_work(self) -> None:
        """Say why it takes longer."""
        self.why.setText(_("Đang chờ việc đang làm xong; không mất gì."))


class Locking(QObject):
    """Locks one window's office, once.  `now` gives seconds on a clock that nobody sets."""

    locked = Signal()
    """The office is closed; nothing of it is on screen."""

    def __init__(
        self, window: MainWindow, office: Office, now: Callable[[], float] = seconds_up
    ) -> None:
        super().__init__(window)
        self._window, self._office, self._desk = window, office, window.desk
        self._hurried = False
        self._late: Callable[[], Callable[[], None]] | None = None
        self.curtain: Curtain | None = None
        preferences, training = self._desk.preferences, office.info.training
        self.idleness = Idleness(
            lambda: minutes_of(preferences, training=training),
            lambda: self._desk.operations.is_busy,
            now,
            self,
        )
        self.idleness.idle.connect(lambda: self.lock(Reason.IDLE))
        self.idleness.lock_asked.connect(lambda: self.lock(Reason.ASKED))
        self.screen = ScreenLock(self, window)
        self.screen.locked.connect(lambda: self.lock(Reason.SCREEN))
        window.lock_wanted.connect(lambda: self.lock(Reason.ASKED))
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._desk.operations.ask_to_stop)

    @property
    def has_begun(self) -> bool:
        """Whether the screen is blank already."""
        return self.curtain is not None

    def lock(self, reason: Reason) -> None:
        """Lock now; the second time does nothing."""
        if self.has_begun:
            return
        self._hurried = reason is Reason.SCREEN
        self._late = self._desk.drafts.last_words()
        self._draw_curtain()
        clipboard.forget()
        if self._desk.operations.is_busy:
            self.curtain_up.wait_for_work()
            self._patience.start()
            self._desk.operations.busy.connect(self._work_moved)
        else:
            QTimer.singleShot(0, self, self._close_office)

    @property
    def curtain_up(self) -> Curtain:
        """The curtain; there is one once `has_begun`."""
        assert self.curtain is not None  # noqa: S101
        return self.curtain

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A dialog that work under way would open now stays away."""
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and watched is not self.curtain
        ):
            watched.hide()
        return super().eventFilter(watched, event)

    def _draw_curtain(self) -> None:
        self.curtain = Curtain()
        self.curtain.setGeometry(self._window.geometry())
        if self._window.isMaximized():
            self.curtain.showMaximized()
        else:
            self.curtain.show()
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        for each in QApplication.topLevelWidgets():
            if each.isVisible() and each is not self.curtain:
                each.hide()

    def _work_moved(self, busy: bool) -> None:
        if not busy:
            self._desk.operations.busy.disconnect(self._work_moved)
            QTimer.singleShot(0, self, self._when_quiet)

    def _when_quiet(self) -> None:
        if self._desk.operations.is_busy:  # what was done led to more
            self._desk.operations.busy.connect(self._work_moved)
        else:
            self._close_office()

    def _close_office(self) -> None:
        self._patience.stop()
        late = self._late
        assert late is not None  # noqa: S101  (set as the curtain was drawn)
        last_words, finder = late(), self._desk.operations.finder

        def work() -> None:
            finder.shut_down()
            lock(self._office, last_words, hurried=self._hurried)

        operation = Operation(self._desk.operations, work, self)
        operation.failure(_left_out).always(self._over).start()

    def _over(self) -> None:
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self.locked.emit()


def _left_out(_error: KnownError) -> None:
    """Nothing of it may come on screen; `lock` has written it into the program's log."""
