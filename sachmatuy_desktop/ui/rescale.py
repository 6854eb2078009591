"""Keeping proportions when the type size changes while windows are open.

Widgets say their margins, widths and fonts once, when they are built, at the type size of that
moment (`theme.px`).  Here the same lengths are carried to another size.  What a length was at the
base size is remembered with it, so that going up and down again ends where it began.  A widget that
works its sizes out itself has a method `rescale`, which is called last.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QGridLayout,
    QLabel,
    QLayout,
    QTableView,
    QToolButton,
    QWidget,
)

from sachmatuy_desktop.ui import theme

__all__ = ["rescale_everything"]

UNLIMITED: Final = 16777215
"""Qt's own word for "as large as you like"."""

WIDGET_LENGTHS: Final = ("minimumWidth", "minimumHeight", "maximumWidth", "maximumHeight")


def rescale_everything(app: QApplication, before: float, after: float) -> None:
    """Carry the sizes of all widgets from one type size to another, both in points."""
    widgets = app.allWidgets()
    for widget in widgets:
        if not widget.isWindow():
            for name in WIDGET_LENGTHS:
                _carry(widget, name, before, after)
        _carry_font(widget, before, after)
        _carry_icon(widget, before, after)
        if isinstance(widget, QTableView) and widget.verticalHeader().isHidden():
            widget.verticalHeader().setDefaultSectionSize(theme.row_height())
    for top in app.topLevelWidgets():
        for layout in top.findChildren(QLayout):
            _carry_layout(layout, before, after)
    for widget in widgets:
        again: Callable[[], None] | None = getattr(widget, "rescale", None)
        if again is not None:
            again()


def _at(owner: QObject, name: str, now: float, before: float, after: float) -> float:
    """What a length becomes; `now` is what it is, `before` and `after` the type sizes."""
    base, given = owner.property(f"base-{name}"), owner.property(f"given-{name}")
    if not isinstance(base, float) or given != now:
        base = now / before
    becomes = base * after
    owner.setProperty(f"base-{name}", base)
    owner.setProperty(f"given-{name}", round(becomes))
    return becomes


def _carry(widget: QWidget, name: str, before: float, after: float) -> None:
    now = int(widget.property(name))
    if now in (0, UNLIMITED):
        return
    widget.setProperty(name, round(_at(widget, name, now, before, after)))


def _carry_font(widget: QWidget, before: float, after: float) -> None:
    """Only labels and buttons have a type size of their own; all others follow the application."""
    own = isinstance(widget, QLabel | QAbstractButton) and widget.testAttribute(theme.HAS_OWN_FONT)
    if not own:
        return
    font = QFont(widget.font())
    kept = widget.property("base-font")
    share = kept if isinstance(kept, float) else font.pointSizeF() / before
    widget.setProperty("base-font", share)
    font.setPointSizeF(share * after)
    widget.setFont(font)


def _carry_icon(widget: QWidget, before: float, after: float) -> None:
    if not isinstance(widget, QToolButton) or widget.icon().isNull():
        return
    side = round(_at(widget, "icon", widget.iconSize().width(), before, after))
    widget.setIconSize(QSize(side, side))


def _carry_layout(layout: QLayout, before: float, after: float) -> None:
    margins = layout.contentsMargins()
    sides = (margins.left(), margins.top(), margins.right(), margins.bottom())
    layout.setContentsMargins(
        *(round(_at(layout, f"side{n}", side, before, after)) for n, side in enumerate(sides))
    )
    if isinstance(layout, QGridLayout):
        across = _at(layout, "across", layout.horizontalSpacing(), before, after)
        down = _at(layout, "down", layout.verticalSpacing(), before, after)
        layout.setHorizontalSpacing(round(across))
        layout.setVerticalSpacing(round(down))
    else:
        layout.setSpacing(round(_at(layout, "space", layout.spacing(), before, after)))
