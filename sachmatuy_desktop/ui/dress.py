"""Qt's application dressed for this program: all that is needed before an office is open.

Nothing here reads the database's code, so the first window does not wait for it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from sachmatuy_desktop.i18n import language
from sachmatuy_desktop.ui import clipboard, theme
from sachmatuy_desktop.ui.cell_guard import guard_cells
from sachmatuy_desktop.ui.icons import icon
from sachmatuy_desktop.ui.qt_vietnamese import VietnameseQt

__all__ = ["make_application", "speak_language"]

_STYLE: Final = ("-style", "fusion")
"""The same on every system.  Said like this, Python need not learn all that a style can do before
the first window stands."""


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """The application: name, fonts, base type size, Qt's own words in the screen's language."""
    app = QApplication([sys.argv[0] if sys.argv else "sachmatuy", *_STYLE, *arguments])
    app.setApplicationName("SachMaTuy")
    app.setDesktopFileName("sachmatuy")
    app.setWindowIcon(icon("shield", theme.ACCENT))
    speak_language(app)
    guard_cells(app)
    clipboard.watch_fields()
    theme.dress(app, theme.BASE_POINTS, theme.load_fonts())
    return app


def speak_language(app: QApplication) -> None:
    """Give Qt's own buttons and dialogs the language of the screen."""
    if language() == "vi":
        QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
        app.installTranslator(VietnameseQt(app))
    else:
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
