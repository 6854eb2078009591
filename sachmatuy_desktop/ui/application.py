"""Qt's application dressed for this program, and the window of an opened office."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from sachmatuy_desktop.i18n import language
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.feedback import Feedback
from sachmatuy_desktop.ui.icons import icon
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.office_port import OfficePort
from sachmatuy_desktop.ui.operations import Operations
from sachmatuy_desktop.ui.pages.catalogue import PAGES
from sachmatuy_desktop.ui.pages.page import PageSpec
from sachmatuy_desktop.ui.preferences import FilePreferences, Preferences
from sachmatuy_desktop.ui.qt_vietnamese import VietnameseQt
from sachmatuy_desktop.ui.zoom import Zoom

__all__ = ["catch_bugs", "make_application", "open_window", "preferences_of"]


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """The application: name, fonts, base type size, Qt's own words in the screen's language."""
    app = QApplication([sys.argv[0] if sys.argv else "sachmatuy", *arguments])
    app.setApplicationName("SachMaTuy")
    app.setApplicationDisplayName("")
    app.setDesktopFileName("sachmatuy")
    app.setWindowIcon(icon("shield", theme.ACCENT))
    speak_language(app)
    theme.dress(app, theme.BASE_POINTS, theme.load_fonts())
    return app


def speak_language(app: QApplication) -> None:
    """Give Qt's own buttons and dialogs the language of the screen."""
    if language() == "vi":
        QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
        app.installTranslator(VietnameseQt(app))
    else:
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))


def preferences_of(folder: Path, account: str) -> Preferences:
    """What the window remembers for an account; the file's name does not tell whose it is."""
    mark = hashlib.sha256(account.encode()).hexdigest()[:12]
    return FilePreferences(folder / f"window-{mark}.ini")


def open_window(
    app: QApplication,
    office: OfficePort,
    preferences: Preferences | None = None,
    pages: Sequence[PageSpec] = PAGES,
) -> MainWindow:
    """The window of an opened office, not shown yet; closing it stops the worker."""
    remembered = preferences or preferences_of(office.info.folder, office.info.account_id)
    feedback = Feedback()
    desk = Desk(office, Operations(feedback), feedback, remembered)
    return MainWindow(desk, pages, Zoom(app, remembered))


def catch_bugs(feedback: Feedback) -> None:
    """Turn exceptions nobody caught into a report on screen; the program goes on."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        feedback.report(error)

    sys.excepthook = hook
