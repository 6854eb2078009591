"""What dialogs and pages are put together from: headings, entries with their complaint, buttons.

Nothing here reaches the office's records, so the unlock page is up before the database is loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.dates import parse_date, show_date
from sachmatuy_desktop.errors import N_, BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.icons import beside, icon

__all__ = [
    "CalmChoice",
    "DateEntry",
    "Entry",
    "PassphraseEntry",
    "Sheet",
    "button",
    "clear",
    "complaint",
    "faint",
    "heading",
    "label_of",
    "long_text",
    "one_above_other",
    "only_if",
    "open_at",
    "paragraph",
    "room_for",
    "row",
    "rule",
    "search_line",
    "side_by_side",
]


def heading(text: str, factor: float = 1.18) -> QLabel:
    """A title on one of the sizes of the house."""
    label = QLabel(text)
    label.setProperty("role", "title")
    label.setFont(theme.scaled_font(factor, bold=True))
    label.setWordWrap(True)
    return label


def paragraph(text: str = "", *, selectable: bool = False) -> QLabel:
    """Running text that wraps."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if selectable:
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return label


def faint(text: str = "") -> QLabel:
    """What explains, in quiet ink."""
    label = paragraph(text)
    label.setProperty("role", "faint")
    return label


def complaint() -> QLabel:
    """An empty line for what is wrong; keeps no room while there is nothing to say."""
    label = paragraph()
    label.setProperty("role", "complaint")
    label.hide()
    return label


def rule() -> QFrame:
    """A thin line across."""
    line = QFrame()
    line.setProperty("role", "rule")
    line.setFixedHeight(1)
    return line


def button(
    text: str,
    act: Callable[[], object] | None = None,
    *,
    picture: str = "",
    primary: bool = False,
    door: bool = False,
) -> QPushButton:
    """A button with a verb; `primary` is the one act of the place, `door` leads elsewhere."""
    made = QPushButton(text)
    if picture:
        made.setIcon(beside(picture, "#ffffff" if primary else theme.INK))
    if primary:
        made.setProperty("role", "primary")
    elif door:
        made.setProperty("role", "door")
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    if act is not None:
        made.clicked.connect(lambda _checked=False: act())
    return made


class CalmChoice(QComboBox):
    """A choice that the wheel never changes; words too long for it end in “…”, the tip is whole."""

    def __init__(self) -> None:
        super().__init__()
        self.currentTextChanged.connect(self.setToolTip)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As every choice, but no word is cut through."""
        from sachmatuy_desktop.ui.dialogs.calm_painting import (  # noqa: PLC0415  (Qt's styles)
            paint_choice,
        )

        paint_choice(self)


def row(*widgets: QWidget | None, space: int = 8) -> QHBoxLayout:
    """Widgets side by side; None stands for the room that is left."""
    layout = QHBoxLayout()
    layout.setSpacing(theme.px(space))
    for each in widgets:
        if each is None:
            layout.addStretch(1)
        else:
            layout.addWidget(each)
    return layout


def side_by_side(
    left: QWidget, right: QWidget, widths: tuple[int, int], *, grow: tuple[int, int] = (0, 0)
) -> QSplitter:
    """Two parts with a border that the mouse moves but cannot close.

    `widths` in pixels at the base type size; `grow`: what each takes of the room that is over,
    0 and 0 as much as it has already.
    """
    return _split(Qt.Orientation.Horizontal, (left, right), widths, grow)


def one_above_other(upper: QWidget, lower: QWidget, heights: tuple[int, int]) -> QSplitter:
    """The same, one part above the other."""
    return _split(Qt.Orientation.Vertical, (upper, lower), heights, (0, 0))


def _split(
    across: Qt.Orientation,
    parts: tuple[QWidget, QWidget],
    sizes: tuple[int, int],
    grow: tuple[int, int],
) -> QSplitter:
    made = QSplitter(across)
    for place, (part, share) in enumerate(zip(parts, grow, strict=True)):
        made.addWidget(part)
        if share:
            made.setStretchFactor(place, share)
    made.setChildrenCollapsible(False)
    made.setSizes([theme.px(each) for each in sizes])
    return made


def label_of(text: str, field: QWidget) -> QLabel:
    """A label that leads to its field."""
    label = QLabel(text)
    label.setBuddy(field)
    return label


def long_text(name: str, height: int, text: str = "") -> QPlainTextEdit:
    """Room for some sentences, so high in pixels at the base type size; Tab leaves it."""
    edit = QPlainTextEdit(text)
    edit.setTabChangesFocus(True)
    edit.setFixedHeight(theme.px(height))
    edit.setAccessibleName(name)
    return edit


def search_line(words: str) -> QLineEdit:
    """A line that narrows what stands below it; `words` say what is sought."""
    line = QLineEdit()
    line.setPlaceholderText(words)
    line.setAccessibleName(words)
    line.setClearButtonEnabled(True)
    line.addAction(icon("search", theme.FAINT), QLineEdit.ActionPosition.LeadingPosition)
    return line


def open_at(dialog: QWidget, width: float, height: float) -> None:
    """Give a dialog its size, in pixels at the base type size, but none its screen cannot show."""
    dialog.resize(QSize(theme.px(width), theme.px(height)).boundedTo(room_for(dialog)))


def room_for(dialog: QWidget) -> QSize:
    """The largest that a dialog may be on its screen."""
    return dialog.screen().availableGeometry().size() - QSize(theme.px(8), theme.px(36))


def only_if(wanted: bool, *widgets: QWidget) -> None:
    """Hide what the account or the office has no use for, while the page is being made.

    Never `setVisible(True)` there: what has no parent yet would flash as a window of its own.
    """
    if not wanted:
        for each in widgets:
            each.hide()


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            clear(inner)
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class Entry(QWidget):
    """A label, a line to type in, a hint below, and what is wrong with it beside it."""

    edited = Signal()
    """The text was changed by hand or by the program."""

    def __init__(self, label: str, *, hint: str = "", text: str = "", width: int = 0) -> None:
        super().__init__()
        self.label = QLabel(label)
        self.line = QLineEdit(text)
        self.line.setAccessibleName(label)
        self.label.setBuddy(self.line)
        self.hint = faint(hint)
        self.hint.setVisible(bool(hint))
        self.wrong = complaint()
        self.field = QHBoxLayout()
        self.field.setSpacing(theme.px(4))
        self.field.addWidget(self.line, 0 if width else 1)
        if width:
            self.line.setFixedWidth(theme.px(width))
            self.field.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(3))
        layout.addWidget(self.label)
        layout.addLayout(self.field)
        layout.addWidget(self.hint)
        layout.addWidget(self.wrong)
        layout.addStretch(1)
        self._down = layout
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._changed)

    def layout_below(self, widget: QWidget) -> None:
        """One more line of words under the field."""
        self._down.insertWidget(self._down.count() - 1, widget)

    @property
    def text(self) -> str:
        """What was typed, without blanks at its ends."""
        return self.line.text().strip()

    def say(self, sentence: str) -> None:
        """Say what is wrong; the empty text takes it back."""
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))
        self.line.setProperty("complaint", "true" if sentence else "false")
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)
        self.line.setAccessibleDescription(sentence)

    def demand(self) -> str:
        """The text; `BadInput` (already said beside the field) when there is none."""
        if not self.text:
            error = BadInput(N_("Hãy điền «{field}»."), field=self.label.text())
            self.say(say(error))
            raise error
        return self.text

    def _changed(self) -> None:
        self.say("")
        self.edited.emit()


class DateEntry(Entry):
    """A day as offices write it; what cannot be read is said when the field is left."""

    def __init__(self, label: str, day: date | None = None, *, hint: str = "") -> None:
        super().__init__(label, hint=hint, text=show_date(day) if day else "", width=130)
        self.line.setPlaceholderText(_("ngày/tháng/năm"))
        self.line.editingFinished.connect(self._tidy)

    @property
    def day(self) -> date | None:
        """The day, None when the field is empty; raises `BadInput`, said beside the field."""
        if not self.text:
            return None
        try:
            return parse_date(self.text)
        except BadInput as error:
            self.say(say(error))
            raise

    def put(self, day: date) -> None:
        """Show a day."""
        self.line.setText(show_date(day))

    def demand_day(self) -> date:
        """The day; an empty field is a complaint too."""
        self.demand()
        day = self.day
        if day is None:  # pragma: no cover  (demand has spoken already)
            raise BadInput(N_("Hãy điền «{field}»."), field=self.label.text())
        return day

    def _tidy(self) -> None:
        try:
            day = self.day
        except BadInput:
            return
        if day is not None:
            self.line.setText(show_date(day))


class PassphraseEntry(Entry):
    """A passphrase, hidden until the eye is pressed."""

    def __init__(self, label: str, *, hint: str = "") -> None:
        super().__init__(label, hint=hint)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData
        )
        self.eye = QToolButton()
        self.eye.setIcon(icon("eye", theme.FAINT))
        self.eye.setIconSize(QSize(theme.px(18), theme.px(18)))
        self.eye.setCheckable(True)
        self.eye.setToolTip(_("Hiện mật khẩu"))
        self.eye.setAccessibleName(_("Hiện mật khẩu"))
        self.eye.toggled.connect(self._show)
        self.field.addWidget(self.eye)
        self.capitals = faint(_("Phím Caps Lock đang bật: chữ gõ ra là chữ hoa."))
        self.capitals.hide()
        self.layout_below(self.capitals)
        self.line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Capitals without Shift, or small letters with it: Caps Lock is on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            typed = event.text()
            if typed.upper() != typed.lower():
                shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.capitals.setVisible(typed.isupper() != shift)
            elif event.key() == Qt.Key.Key_CapsLock:
                self.capitals.hide()  # the next letter will tell
        return super().eventFilter(watched, event)

    @property
    def text(self) -> str:
        """The passphrase as typed: blanks count."""
        return self.line.text()

    def _show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode
        self.line.setEchoMode(mode.Normal if shown else mode.Password)


class Sheet(QDialog):
    """A dialog: a title, a sentence, a body, a line for complaints, and buttons that are verbs."""

    def __init__(self, title: str, told: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.px(10))
        self.wrong = complaint()
        self.foot = QHBoxLayout()
        self.foot.setSpacing(theme.px(8))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(18), theme.px(14), theme.px(18), theme.px(14))
        layout.setSpacing(theme.px(10))
        layout.addWidget(heading(title))
        if told:
            layout.addWidget(faint(told))
        layout.addLayout(self.body, 1)
        layout.addWidget(self.wrong)
        layout.addLayout(self.foot)

    def finish_with(self, verb: str, act: Callable[[], object], leave: str = "") -> QPushButton:
        """The buttons of the foot: the act, and a way out."""
        self.foot.addStretch(1)
        done = button(verb, act)
        done.setDefault(True)
        self.foot.addWidget(done)
        self.foot.addWidget(button(leave or _("Hủy bỏ"), self.reject))
        return done

    def close_with(self, verb: str) -> QPushButton:
        """One button: there is nothing to decide."""
        self.foot.addStretch(1)
        done = button(verb, self.accept)
        done.setDefault(True)
        self.foot.addWidget(done)
        return done

    def event(self, event: QEvent) -> bool:
        """Grow when what is said now needs more room, such as a complaint; never shrink."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._make_room()
        return done

    def _make_room(self) -> None:
        layout = self.layout()
        if layout is None or not self.isVisible():
            return
        wanted = layout.totalSizeHint().height()
        if layout.hasHeightForWidth():
            wanted = layout.totalHeightForWidth(self.width())
        if wanted > self.height():
            self.resize(self.width(), min(wanted, self.screen().availableGeometry().height()))

    def complain(self, error: KnownError) -> None:
        """Say above the buttons what is wrong."""
        self.wrong.setText(say(error))
        self.wrong.show()

    def ask_person(self) -> bool:
        """Show the dialog and wait; whether it was finished rather than dropped.

        Its answers may be read until the window takes up other work.
        """
        finished = self.exec() == QDialog.DialogCode.Accepted
        self.deleteLater()
        return finished
