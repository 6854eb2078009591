"""Parts of a list: its search line, its columns, and what stands there when it is empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.registers.fields import Field
from sachmatuy_desktop.domain.registers.register import Register, Scope
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.forms.record_panel import UNREAD
from sachmatuy_desktop.ui.icons import beside, icon, pixmap
from sachmatuy_desktop.ui.models.cells import Cell, Column, column_of, derived_column
from sachmatuy_desktop.ui.models.codes import unit_name

__all__ = ["EmptyPage", "ListSearch", "ListTitle", "offered_columns"]


class ListSearch(QLineEdit):
    """Narrows the list as one types; waits while a syllable is being composed."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(_("Tìm trong sổ này"))
        self.setAccessibleName(_("Tìm trong sổ này"))
        self.setClearButtonEnabled(True)
        self.addAction(icon("search", theme.FAINT), QLineEdit.ActionPosition.LeadingPosition)
        self.composing = False
        self.textChanged.connect(lambda _text: self._ask())

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Composing is not typing yet."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def _ask(self) -> None:
        if not self.composing:
            self.asked.emit(self.text())


class ListTitle(QLabel):
    """The name of a list; where there is no room for all of it, it ends in “…” and the tip says it.

    It gives way to what stands beside it: the count and the buttons are never cut.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setFont(theme.scaled_font(1.18, bold=True))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(theme.px(60), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As much of the name as there is room for."""
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(
            self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown
        )


class EmptyPage(QWidget):
    """What to do first, and the button that does it."""

    def __init__(self, one: str) -> None:
        super().__init__()
        self.setObjectName("sheet")
        mark = QLabel()
        mark.setPixmap(pixmap("inbox", theme.EDGE, theme.px(48)))
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = QLabel()
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setWordWrap(True)
        self.text.setProperty("role", "faint")
        self.add = QPushButton(beside("plus"), _("Thêm {one}").format(one=one))
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(mark)
        layout.addWidget(self.text)
        layout.addWidget(self.add, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)


def offered_columns(
    desk: Desk, register: Register, derived: Sequence[Column], place: int | None
) -> list[Column]:
    """The columns one may choose to see: fields, the `derived` at a place among them, whose it is.

    Whose a record is, is said where there are those of several units: at a receiving office.
    """
    fields = [column_of(field) for field in register.fields if _is_column(desk, register, field)]
    at = len(fields) if place is None else place
    columns = [*fields[:at], *derived, *fields[at:]]
    if desk.receives and register.scope not in (Scope.DOWN, Scope.LOCAL):
        columns.insert(0, _unit_column(desk, register))
    return columns


def _is_column(desk: Desk, register: Register, field: Field) -> bool:
    return desk.may_see(field) and not (register.by_program and field.name in UNREAD)


def _unit_column(desk: Desk, register: Register) -> Column:
    def read(ids: Sequence[str]) -> Mapping[str, Cell]:
        rows = desk.queries.rows(register.name, ids)
        return {key: Cell(unit_name(str(row["unit_id"]))) for key, row in rows.items()}

    return derived_column("unit", N_("Đơn vị"), read)
