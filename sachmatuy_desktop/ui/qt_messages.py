"""What Qt complains of goes to the program's log: its kind and where, never its text."""

from __future__ import annotations

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from sachmatuy_desktop import diagnostics

__all__ = ["hear_qt"]


def hear_qt() -> None:
    """Qt's own words may quote what is shown, and end in a desktop session's log otherwise."""
    qInstallMessageHandler(_only_what_kind)


def _only_what_kind(kind: QtMsgType, context: QMessageLogContext, _text: str) -> None:
    if kind is not QtMsgType.QtDebugMsg:
        diagnostics.event("qt", kind=kind.name, category=str(context.category or "-"))
