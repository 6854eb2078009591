"""How a choice is painted whose words are too long for it.

Apart from the kit, which the first window is made of: Qt's styles take long to load, and nothing
is painted so before an office is open.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

__all__ = ["paint_choice"]


def paint_choice(choice: QComboBox) -> None:
    """As every choice, but its words end in “…” and no word is cut through."""
    option = QStyleOptionComboBox()
    choice.initStyleOption(option)
    room = choice.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox,
        option,
        QStyle.SubControl.SC_ComboBoxEditField,
        choice,
    )
    option.currentText = choice.fontMetrics().elidedText(
        choice.currentText(), Qt.TextElideMode.ElideRight, room.width()
    )
    painter = QStylePainter(choice)
    painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
    painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
