"""How everything looks: a well-kept register book, calm and dense.

Colours, the one type scale and the style sheet stand here; no other module names a colour or a
pixel.  Sizes are said as they are at the base type size and grow with it (`px`), so that zoom and
Windows' 125 % and 150 % keep every proportion.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from sachmatuy_desktop.paths import resources_folder

__all__ = [
    "ACCENT",
    "BASE_POINTS",
    "BESIDE",
    "FAINT",
    "HAS_OWN_FONT",
    "ICON",
    "INK",
    "LINE",
    "PAPER",
    "RAIL",
    "SHEET",
    "Tone",
    "dress",
    "load_fonts",
    "px",
    "row_height",
    "scaled_font",
]

BASE_POINTS: Final = 11
"""Type size that all sizes in this program are said at, in points."""

ICON: Final = 16
BESIDE: Final = 20
"""Sides of an icon, and of one with room for the words beside it."""

HAS_OWN_FONT: Final = Qt.WidgetAttribute.WA_SetFont
"""Set by Qt on a widget whose font was set by hand."""

WORN: Final = "dressed-as"
"""The property of the application that says how it is dressed."""

PAPER: Final = "#f4f2ec"
SHEET: Final = "#fffefb"
RAIL: Final = "#e9e5db"
INK: Final = "#20252b"
FAINT: Final = "#5c636b"
LINE: Final = "#d9d4c8"
EDGE: Final = "#bdb6a6"
ACCENT: Final = "#1c5a8c"
ACCENT_DARK: Final = "#164a74"
WASH: Final = "#dfeaf3"
HOVER: Final = "#f3f0e7"
STRIPE: Final = "#faf8f3"
OFF: Final = "#9a9b98"


@dataclass(frozen=True)
class _Pair:
    ink: str
    wash: str


class Tone(Enum):
    """What a chip or a sentence means; red is only for what blocks or is overdue."""

    GOOD = _Pair("#1f6a41", "#dff0e4")
    BUSY = _Pair(ACCENT_DARK, WASH)
    CARE = _Pair("#7a5200", "#f8ebcd")
    BLOCK = _Pair("#a3211a", "#f9e0dc")
    QUIET = _Pair("#4b5157", "#eae6dc")

    @property
    def ink(self) -> str:
        """Colour of the word."""
        return self.value.ink

    @property
    def wash(self) -> str:
        """Colour behind the word."""
        return self.value.wash


def px(size: float) -> int:
    """A length said at the base type size, as it is at the type size in use; at least 1."""
    points = QApplication.font().pointSizeF()
    return max(1, round(size * points / BASE_POINTS))


def row_height() -> int:
    """Height of a table row: 28 at the base type size."""
    return px(28)


def scaled_font(factor: float = 1.0, *, bold: bool = False) -> QFont:
    """The type in use, larger or smaller; the scale of the house is 0.87, 1, 1.18 and 1.45."""
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * factor)
    font.setBold(bold)
    return font


def load_fonts() -> str:
    """The family to use: Segoe UI on Windows, elsewhere the one that comes with the program."""
    if sys.platform == "win32":
        return "Segoe UI"
    families: list[str] = []
    for path in sorted((resources_folder() / "fonts").glob("Arimo-*.ttf")):
        families += QFontDatabase.applicationFontFamilies(
            QFontDatabase.addApplicationFont(str(path))
        )
    return families[0] if families else QApplication.font().family()


def dress(app: QApplication, points: int, family: str | None = None) -> None:
    """Give the application its palette, type size and style sheet.

    Dressing every widget anew takes a third of a second, so what is worn already is left on.
    """
    family = family or app.font().family()
    if app.property(WORN) == f"{family} {points}":
        return
    if app.property(WORN) is None:
        app.setPalette(_palette())
    app.setProperty(WORN, f"{family} {points}")
    font = QFont(family)
    font.setPointSize(points)
    font.setStyleHint(QFont.StyleHint.SansSerif)
    font.setFeature(QFont.Tag("tnum"), 1)
    app.setFont(font)
    app.setStyleSheet(_style_sheet())


def _palette() -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for name, colour in (
        (role.Window, PAPER),
        (role.WindowText, INK),
        (role.Base, SHEET),
        (role.AlternateBase, STRIPE),
        (role.Text, INK),
        (role.PlaceholderText, OFF),
        (role.Button, "#efece4"),
        (role.ButtonText, INK),
        (role.BrightText, SHEET),
        (role.Highlight, ACCENT),
        (role.HighlightedText, "#ffffff"),
        (role.Accent, ACCENT),
        (role.Link, ACCENT),
        (role.LinkVisited, ACCENT),
        (role.ToolTipBase, "#fdf8e4"),
        (role.ToolTipText, INK),
        (role.Light, "#ffffff"),
        (role.Midlight, "#f6f4ee"),
        (role.Mid, EDGE),
        (role.Dark, "#a49d8d"),
        (role.Shadow, "#6f6a5f"),
    ):
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(OFF))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(EDGE))
    return palette


def _drawing(name: str) -> str:
    return (resources_folder() / "icons" / f"{name}.svg").as_posix()


def _style_sheet() -> str:
    """What the palette cannot say.  `[role="…"]` is the dynamic property `role` of a widget."""
    small, thin, corner = px(4), 1, px(3)
    return f"""
    QPushButton {{ icon-size: {px(BESIDE)}px; }}
    QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
    QToolTip {{ color: {INK}; background: #fdf8e4; border: {thin}px solid {EDGE};
                padding: {small}px; }}
    QWidget#sheet {{ background: {SHEET}; }}
    QFrame[role="rule"] {{ background: {LINE}; border: 0; }}
    QLabel[role="faint"] {{ color: {FAINT}; }}
    QLabel[role="complaint"] {{ color: {Tone.BLOCK.ink}; }}
    QLabel[role="title"] {{ color: {INK}; }}

    QPushButton {{ background: {SHEET}; border: {thin}px solid {EDGE}; border-radius: {corner}px;
                   padding: {px(3)}px {px(12)}px; min-height: {px(BESIDE)}px; }}
    QPushButton:hover {{ background: {HOVER}; }}
    QPushButton:pressed {{ background: {RAIL}; }}
    QPushButton:focus {{ border-color: {ACCENT}; }}
    QPushButton:disabled {{ color: {OFF}; background: {PAPER}; border-color: {LINE}; }}
    QPushButton[role="primary"], QPushButton:default {{ background: {ACCENT}; color: #ffffff;
        border-color: {ACCENT_DARK}; }}
    QPushButton[role="primary"]:hover, QPushButton:default:hover {{ background: {ACCENT_DARK}; }}
    QPushButton[role="primary"]:focus, QPushButton:default:focus {{
        border: {px(2)}px solid {INK}; padding: {px(2)}px {px(11)}px; }}
    QPushButton[role="primary"]:disabled, QPushButton:default:disabled {{ background: {RAIL};
        color: {OFF}; border-color: {LINE}; }}
    QPushButton[role="door"] {{ border: 0; background: transparent; color: {ACCENT};
        padding: {px(1)}px {px(3)}px; min-height: 0; text-align: left; }}
    QPushButton[role="door"]:hover {{ text-decoration: underline; }}
    QPushButton[role="door"]:focus {{ border: {thin}px solid {ACCENT}; }}
    QPushButton[role="door"]:disabled {{ color: {OFF}; }}

    QToolButton {{ border: {thin}px solid transparent; border-radius: {corner}px;
                   padding: {px(3)}px; background: transparent; }}
    QToolButton:hover {{ background: {HOVER}; border-color: {LINE}; }}
    QToolButton:pressed, QToolButton:checked {{ background: {WASH}; }}
    QToolButton:focus {{ border-color: {ACCENT}; }}
    QToolButton::menu-indicator {{ image: none; }}

    QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDateEdit {{
        background: {SHEET}; border: {thin}px solid {EDGE}; border-radius: {corner}px;
        padding: {px(3)}px {px(6)}px; selection-background-color: {ACCENT};
        selection-color: #ffffff; }}
    QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus {{
        border-color: {ACCENT}; }}
    QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {{ color: {FAINT};
        background: {PAPER}; border-color: {LINE}; }}
    QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"] {{ background: {PAPER};
        border-color: {LINE}; }}
    QComboBox {{ padding-right: {px(22)}px; }}
    QComboBox::drop-down, QDateEdit::drop-down {{ border: 0; width: {px(20)}px; }}
    QComboBox::down-arrow, QDateEdit::down-arrow, QSpinBox::down-arrow {{
        image: url("{_drawing("chevron-down")}"); width: {px(14)}px; height: {px(14)}px; }}
    QSpinBox {{ padding-left: {px(6)}px; }}
    QSpinBox::up-arrow {{
        image: url("{_drawing("chevron-up")}"); width: {px(14)}px; height: {px(14)}px; }}
    QSpinBox::up-button, QSpinBox::down-button {{ border: 0; width: {px(20)}px; }}
    *[complaint="true"] {{ border-color: {Tone.BLOCK.ink}; }}

    QTableView, QListView, QTreeView {{ background: {SHEET}; border: {thin}px solid {LINE};
        gridline-color: #ece8de; outline: 0; alternate-background-color: {STRIPE};
        selection-background-color: {WASH}; selection-color: {INK}; }}
    QTableView:focus, QListView:focus {{ border-color: {ACCENT}; }}
    QHeaderView {{ background: {RAIL}; border: 0; }}
    QHeaderView::section {{ background: {RAIL}; color: {INK}; border: 0; font-weight: bold;
        border-right: {thin}px solid {LINE}; border-bottom: {thin}px solid {EDGE};
        padding: {px(4)}px {px(8)}px; }}
    QHeaderView::section:hover {{ background: #e1dccf; }}
    QTableCornerButton::section {{ background: {RAIL}; border: 0; }}

    QTabWidget::pane {{ border: 0; border-top: {thin}px solid {LINE}; background: {SHEET}; }}
    QTabBar::tab {{ background: transparent; padding: {px(6)}px {px(10)}px; border: 0;
        border-bottom: {px(2)}px solid transparent; color: {FAINT}; }}
    QTabBar::tab:hover {{ color: {INK}; }}
    QTabBar::tab:selected {{ color: {INK}; border-bottom-color: {ACCENT}; font-weight: bold; }}
    QTabBar::tab:focus {{ background: {HOVER}; }}

    QScrollBar:vertical {{ width: {px(11)}px; background: transparent; margin: 0; }}
    QScrollBar:horizontal {{ height: {px(11)}px; background: transparent; margin: 0; }}
    QScrollBar::handle {{ background: #c9c3b5; border-radius: {px(4)}px; margin: {px(2)}px; }}
    QScrollBar::handle:vertical {{ min-height: {px(28)}px; }}
    QScrollBar::handle:horizontal {{ min-width: {px(28)}px; }}
    QScrollBar::handle:hover {{ background: #a9a294; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QScrollArea {{ border: 0; background: transparent; }}

    QMenu {{ background: {SHEET}; border: {thin}px solid {EDGE}; padding: {small}px; }}
    QMenu::item {{ padding: {px(5)}px {px(22)}px; border-radius: {corner}px; }}
    QMenu::item:selected {{ background: {WASH}; color: {INK}; }}
    QMenu::item:disabled {{ color: {OFF}; }}
    QMenu::separator {{ height: {thin}px; background: {LINE}; margin: {small}px; }}
    QMenu::indicator {{ width: {px(14)}px; height: {px(14)}px; left: {px(5)}px; }}

    QProgressBar {{ background: {RAIL}; border: 0; border-radius: {corner}px; text-align: center;
        min-height: {px(14)}px; }}
    QProgressBar::chunk {{ background: {ACCENT}; border-radius: {corner}px; }}
    QSplitter::handle {{ background: {LINE}; }}
    QSplitter::handle:horizontal {{ width: {thin}px; }}
    QGroupBox {{ border: {thin}px solid {LINE}; border-radius: {corner}px;
        margin-top: {px(10)}px; padding: {px(8)}px; }}
    QGroupBox::title {{ subcontrol-origin: margin; left: {px(8)}px; color: {FAINT}; }}
    """
