"""The rail: the pages of the office, one under the other, icon and word."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QVBoxLayout

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.icons import pixmap
from sachmatuy_desktop.ui.pages.page import PageSpec

__all__ = ["Rail"]


class Rail(QFrame):
    """One button a page; arrows move between them, Ctrl+1 … Ctrl+9 from anywhere."""

    chosen = Signal(str)
    """The id of the page someone asked for."""

    def __init__(self, pages: Sequence[PageSpec]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setStyleSheet(
            f"#rail {{ background: {theme.RAIL}; border: 0;"
            f" border-right: 1px solid {theme.LINE}; }}"
        )
        self.setAccessibleName(_("Các trang"))
        self._group = QButtonGroup(self)
        self.buttons: dict[str, RailButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.px(6), 1, theme.px(6))
        layout.setSpacing(0)
        for number, page in enumerate(pages, start=1):
            button = RailButton(page, number)
            button.clicked.connect(self._clicked)
            self._group.addButton(button)
            self.buttons[page.id] = button
            layout.addWidget(button)
        layout.addStretch(1)

    def mark(self, page: str) -> None:
        """Show which page is in front."""
        self.buttons[page].setChecked(True)

    def make_room(self, *, compact: bool) -> None:
        """Icons alone where the window is small for the type size."""
        for button in self.buttons.values():
            if button.compact != compact:
                button.compact = compact
                button.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down walk along the rail."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        buttons = list(self.buttons.values())
        places = [place for place, each in enumerate(buttons) if each.hasFocus()]
        if step is None or not places:
            super().keyPressEvent(event)
            return
        buttons[(places[0] + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)

    def _clicked(self) -> None:
        button = self._group.checkedButton()
        if isinstance(button, RailButton):
            self.chosen.emit(button.page)


class RailButton(QAbstractButton):
    """Icon and word of one page."""

    def __init__(self, page: PageSpec, number: int) -> None:
        super().__init__()
        self.page = page.id
        self._icon = page.icon
        self.setText(_(page.title))
        self.setAccessibleName(_(page.title))
        self.setToolTip(f"{_(page.title)} (Ctrl+{number})" if number < 10 else _(page.title))
        self.compact = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Wide enough for the word in bold."""
        if self.compact:
            return QSize(theme.px(52), theme.px(38))
        words = self.fontMetrics().horizontalAdvance(self.text()) * 1.08
        return QSize(int(words) + theme.px(58), theme.px(38))

    def minimumSizeHint(self) -> QSize:
        """Never narrower than the word."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """A new type size means a new width."""
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The page in front has the accent at its edge and its word in bold."""
        painter = QPainter(self)
        area = self.rect()
        if self.isChecked():
            painter.fillRect(area, QColor(theme.PAPER))
            painter.fillRect(QRect(0, 0, theme.px(4), area.height()), QColor(theme.ACCENT))
        elif self.underMouse():
            painter.fillRect(area, QColor("#e1dccf"))
        colour = theme.ACCENT if self.isChecked() else theme.INK
        side = theme.px(20)
        place = QRect(theme.px(14), (area.height() - side) // 2, side, side)
        painter.drawPixmap(place, pixmap(self._icon, colour, side * 2))
        font = QFont(self.font())
        font.setBold(self.isChecked())
        painter.setFont(font)
        painter.setPen(QColor(colour))
        words = "" if self.compact else self.text()
        painter.drawText(
            area.adjusted(theme.px(42), 0, 0, 0),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
            words,
        )
        if self.hasFocus():
            painter.setPen(QColor(theme.ACCENT))
            painter.drawRect(area.adjusted(theme.px(6), 2, -3, -3))
