"""Parts of a list: its search line, its columns, and what stands there when it is empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
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

__all__ = ["EmptyPage", "ListHead", "ListSearch", "ListTitle", "offered_columns"]


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
        self._put = False
        self.textChanged.connect(lambda _text: self._ask())

    def put(self, text: str) -> None:
        """Show words without asking for them; the cross at the right comes and goes with them."""
        self._put = True
        self.setText(text)
        self._put = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Composing is not typing yet."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def _ask(self) -> None:
        if not self.composing and not self._put:
            self.asked.emit(self.text())


class ListTitle(QLabel):
    """The name of a list; where there is no room for all of it, it ends in “…” and the tip says it.

    It gives way to what stands beside it: the count and the buttons are never cut.
    """

    renamed = Signal()
    """Another name: another width."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setFont(theme.scaled_font(1.18, bold=True))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        """Another list."""
        super().setText(text)
        self.renamed.emit()

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


class ListHead(QWidget):
    """What the list is, how many it has, and «Thêm», «Xóa» where the account may write."""

    def __init__(self, register: Register, *, may_write: bool) -> None:
        super().__init__()
        self.heading = ListTitle(_(register.title))
        self.count = QLabel()
        self.count.setProperty("role", "faint")
        self.add = QPushButton(beside("plus", "#ffffff"), _("Thêm"))
        self.add.setProperty("role", "primary")
        self.add.setToolTip(_("Thêm {one} (Ctrl+N)").format(one=_(register.one)))
        self._remove_words = _("Xóa")
        self.remove = QPushButton(beside("trash-2"), self._remove_words)
        self.remove.setAccessibleName(self._remove_words)
        self.remove.setToolTip(_("Xóa dòng đang chọn (Delete); hoàn tác được"))
        self.remove.setEnabled(False)
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(theme.px(8))
        self._across.addWidget(self.heading)
        self._across.addWidget(self.count)
        self._across.addStretch(1)
        for button in (self.add, self.remove):
            self._across.addWidget(button)
            if not may_write:
                button.hide()
        self.setMinimumWidth(1)
        self.heading.renamed.connect(self._fit)

    def put(self, widget: QWidget) -> None:
        """One more thing at the right."""
        self._across.addWidget(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, or less."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is little room the number is left to the foot, then «Xóa» to its picture."""
        room = self.width()
        self.count.show()
        self.remove.setText(self._remove_words)
        self.count.setVisible(self._across.sizeHint().width() <= room)
        if self._across.sizeHint().width() > room:
            self.remove.setText("")


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
    unread = register.by_program and field.name in UNREAD and not field.listed
    masked_name = desk.role.must_mask(register) and field.name == register.naming[0]
    return (desk.may_see(field) or masked_name) and not unread


def _unit_column(desk: Desk, register: Register) -> Column:
    def read(ids: Sequence[str]) -> Mapping[str, Cell]:
        rows = desk.queries.rows(register.name, ids)
        return {key: Cell(unit_name(str(row["unit_id"]))) for key, row in rows.items()}

    return derived_column("unit", N_("Đơn vị"), read)
