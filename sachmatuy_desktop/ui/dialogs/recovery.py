"""The recovery sheet: shown once, put on paper in two halves, read back and tried from them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.errors import N_, BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.storage.keys.recovery import (
    DIGITS,
    GROUPS,
    PARTS,
    Half,
    RecoveryCode,
    RecoverySheet,
    joined,
    parse_half,
    parse_recovery_code,
)
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import (
    Sheet,
    button,
    complaint,
    faint,
    heading,
    paragraph,
    row,
)
from sachmatuy_desktop.ui.preferences import Preferences

__all__ = ["CodeEntry", "CodeShown", "RecoveryDialog", "TryDialog", "read_back"]

COLUMNS: Final = 4
_HALF: Final = GROUPS + 1

HALVES: Final = {
    1: N_("Phiếu số {sheet} · Phần 1: người đứng đầu cơ quan giữ"),
    2: N_("Phiếu số {sheet} · Phần 2: cán bộ phụ trách dữ liệu giữ"),
}

_DIFFERENT = N_("Phần {part}: nhóm thứ {group} không giống phiếu vừa lập; hãy nhìn lại tờ giấy.")


_NOT_READ_BACK = N_(
    "Phiếu cũ đã hết hiệu lực và phiếu này chỉ hiện lần này; chưa có đủ hai tờ giấy thì không ai"
    " còn mở được dữ liệu khi quên mật khẩu. Hãy in hoặc chép ngay; nếu vẫn đóng, hãy lập phiếu"
    " khác."
)


def _figures(factor: float) -> QFont:
    font = theme.scaled_font(factor)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, theme.px(2))
    return font


Page = Callable[[Half], bytes]
"""The printed page of a half, as PDF."""


class CodeShown(QWidget):
    """Both halves, large, and the printer for each.  Nothing is ever written to a file here."""

    def __init__(self, sheet: RecoverySheet, page: Page, preferences: Preferences) -> None:
        super().__init__()
        self.sheet = sheet
        self._page, self._preferences = page, preferences
        self.told = faint()
        self.wrong = complaint()
        self.print: list[QPushButton] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        for half in sheet.halves:
            self._add(layout, half)
        layout.addWidget(self.told)
        layout.addWidget(self.wrong)

    def _add(self, layout: QVBoxLayout, half: Half) -> None:
        title = _(HALVES[half.part]).format(sheet=half.sheet)
        print_it = button(
            _("In phần {part}…").format(part=half.part),
            lambda: self._print(half),
            picture="printer",
            primary=True,
        )
        self.print.append(print_it)
        layout.addLayout(row(heading(title, 1.0), print_it))
        grid = _grid()
        for place, group in enumerate((half.mark, *half.groups)):
            digits = QLabel(group)
            digits.setFont(_figures(1.3))
            digits.setAccessibleName(_name_of(place))
            _put(grid, place, digits)
        layout.addLayout(grid)

    def _print(self, half: Half) -> None:
        from sachmatuy_desktop.ui.printing import print_pdf  # noqa: PLC0415  (PDFium, only here)

        self.wrong.hide()
        title = _("Phiếu khôi phục, phần {part}").format(part=half.part)
        try:
            printed = print_pdf(self, self._page(half), title, self._preferences)
        except KnownError as error:
            self.wrong.setText(say(error))
            self.wrong.show()
            return
        if printed:
            self.told.setText(_("Đã gửi phần {part} tới máy in.").format(part=half.part))


class CodeEntry(QWidget):
    """Both halves to be typed, in either order; the keyboard moves on by itself.

    A half that is pasted fills its nine fields, a whole sheet all of them.  A sheet of the time
    before halves has eight groups and is typed into the first place alone.
    """

    edited = Signal()

    def __init__(self, *, halves: bool = True) -> None:
        super().__init__()
        self.groups: list[QLineEdit] = []
        self._halves = [self._place(each) for each in range(len(PARTS))]
        self.older = button("", self._switch, door=True)
        self.wrong = complaint()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        for each in self._halves:
            layout.addWidget(each)
        layout.addWidget(self.older)
        layout.addWidget(self.wrong)
        self.halves = True
        self.take(halves=halves)

    def take(self, *, halves: bool) -> None:
        """Ask for two halves, or for a sheet of eight groups."""
        self.halves = halves
        self._halves[1].setVisible(halves)
        self.groups[0].setVisible(halves)
        self._titles[0].setText(_("Tờ thứ nhất") if halves else _("Tờ mã tám nhóm"))
        words = _("Phiếu cũ chỉ có một tờ tám nhóm?"), _("Phiếu có hai phần")
        self.older.setText(words[0] if halves else words[1])
        self.setFocusProxy(self.groups[0] if halves else self.groups[1])

    def code(self) -> RecoveryCode:
        """The code typed; raises `BadInput` that names the wrong group, said below the fields."""
        try:
            if not self.halves:
                return parse_recovery_code("-".join(self._typed(range(1, _HALF))))
            one, other = (
                parse_half(self._typed(range(at * _HALF, (at + 1) * _HALF)), at + 1)
                for at in range(len(PARTS))
            )
            return joined(one, other)
        except BadInput as error:
            self.say(error)
            raise

    def say(self, error: BadInput) -> None:
        """Say what is wrong and go to the group that is."""
        self.wrong.setText(say(error))
        self.wrong.show()
        group, half = error.values.get("group"), error.values.get("half", 1)
        if isinstance(group, int) and isinstance(half, int):
            field = self.groups[(half - 1) * _HALF + group]
            field.setFocus()
            field.selectAll()

    def put(self, text: str, place: int = 0) -> None:
        """Fill the fields from a whole sheet, or from a half those of its place."""
        digits = "".join(each for each in text if each.isdigit())
        groups = [digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS)]
        self.take(halves=len(groups) != GROUPS)
        whole = len(groups) > _HALF
        start = 0 if whole else place // _HALF * _HALF + (len(groups) == GROUPS)
        for field, group in zip(self.groups[start:], groups, strict=False):
            field.setText(group)

    def _place(self, half: int) -> QWidget:
        made = QWidget()
        title = QLabel(_("Tờ thứ hai") if half else "")
        self._titles = [*getattr(self, "_titles", []), title]
        grid = _grid()
        for place in range(_HALF):
            field = _GroupEdit(half * _HALF + place, _name_of(place))
            field.setFont(_figures(1.1))
            field.setFixedWidth(theme.px(96))
            field.filled.connect(self._onward)
            field.pasted.connect(self.put)
            field.textChanged.connect(lambda _text: self._edited())
            self.groups.append(field)
            _put(grid, place, field)
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addWidget(title)
        layout.addLayout(grid)
        return made

    def _typed(self, places: range) -> list[str]:
        return [self.groups[each].text() or "?" for each in places]

    def _switch(self) -> None:
        self.wrong.hide()
        self.take(halves=not self.halves)

    def _edited(self) -> None:
        self.wrong.hide()
        self.edited.emit()

    def _onward(self, place: int) -> None:
        last = len(self.groups) if self.halves else _HALF
        if place + 1 < last:
            self.groups[place + 1].setFocus()
            self.groups[place + 1].selectAll()


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(8))
    grid.setVerticalSpacing(theme.px(6))
    grid.setColumnStretch(2 * (COLUMNS + 1), 1)
    return grid


def _put(grid: QGridLayout, place: int, widget: QWidget) -> None:
    """The mark stands before the eight groups, each with its number."""
    across, down = (0, 0) if place == 0 else (1 + (place - 1) % COLUMNS, (place - 1) // COLUMNS)
    number = QLabel(_("Số hiệu") if place == 0 else f"{place}.")
    number.setProperty("role", "faint")
    grid.addWidget(number, down, across * 2, Qt.AlignmentFlag.AlignRight)
    grid.addWidget(widget, down, across * 2 + 1)


def _name_of(place: int) -> str:
    return _("Nhóm {number}").format(number=place) if place else _("Số hiệu")


class _GroupEdit(QLineEdit):
    """One group."""

    filled = Signal(int)
    pasted = Signal(str, int)

    def __init__(self, place: int, name: str) -> None:
        super().__init__()
        self._place = place
        self.setMaxLength(DIGITS)
        self.setAccessibleName(name)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.textEdited.connect(self._typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A half or a whole sheet that is pasted goes into all its fields."""
        text = QGuiApplication.clipboard().text()
        whole = sum(each.isdigit() for each in text) > DIGITS
        if whole and event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(text, self._place)
        else:
            super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        if len(text) == DIGITS:
            self.filled.emit(self._place)


def read_back(entry: CodeEntry, shown: RecoverySheet) -> None:
    """Hold what was typed against the sheet given out; `BadInput` names the first wrong group."""
    typed = entry.code()
    if typed == shown:
        return
    first = int(entry.groups[0].text()[4])
    halves = [shown.halves[first - 1], shown.halves[2 - first]]
    for place, half in enumerate(halves):
        for number, group in enumerate((half.mark, *half.groups)):
            if entry.groups[place * _HALF + number].text() != group:
                error = BadInput(_DIFFERENT, part=half.part, half=place + 1, group=number)
                entry.say(error)
                raise error


class RecoveryDialog(Sheet):
    """A new recovery sheet for an open office: shown, put on paper, read back."""

    def __init__(
        self,
        sheet: RecoverySheet,
        page: Page,
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            _("Phiếu khôi phục mới"),
            _("Phiếu cũ không còn mở được dữ liệu. Phiếu mới chỉ hiện một lần ở đây."),
            parent,
        )
        self.shown_sheet = sheet
        self.shown = CodeShown(sheet, page, preferences)
        self.entry = CodeEntry()
        self.entry.older.hide()
        self.stack = QStackedWidget()
        for part, words in (
            (self.shown, _("In hoặc chép tay từng phần, giao cho hai người giữ.")),
            (self.entry, _("Gõ lại hai phần từ giấy để chắc chắn đọc được:")),
        ):
            side = QWidget()
            layout = QVBoxLayout(side)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(theme.px(8))
            layout.addWidget(paragraph(words))
            layout.addWidget(part)
            layout.addStretch(1)
            self.stack.addWidget(side)
        self.body.addWidget(self.stack)
        self.back = button(_("Xem lại phiếu"), self._turn_back, door=True)
        self.back.hide()
        self.foot.addWidget(self.back)
        self.onward = self.finish_with(_("Đã có hai tờ phiếu"), self._done, _("Đóng"))
        self.setMinimumWidth(theme.px(760))
        self._was_warned = False

    def reject(self) -> None:
        """Nobody loses the only sheet there is by a slip: leaving is asked for twice."""
        if self._was_warned:
            super().reject()
            return
        self._was_warned = True
        self.complain(BadInput(_NOT_READ_BACK))

    @classmethod
    def ask(
        cls,
        sheet: RecoverySheet,
        page: Page,
        preferences: Preferences,
        parent: QWidget | None,
    ) -> bool:
        """Show the sheet; whether it was read back from the paper."""
        return cls(sheet, page, preferences, parent).ask_person()

    def _turn_back(self) -> None:
        self.stack.setCurrentIndex(0)
        self.back.hide()
        self.onward.setText(_("Đã có hai tờ phiếu"))

    def _done(self) -> None:
        if self.stack.currentIndex() == 0:
            self.stack.setCurrentIndex(1)
            self.back.show()
            self.onward.setText(_("Đã cất hai tờ phiếu"))
            self.entry.setFocus()
            return
        try:
            read_back(self.entry, self.shown_sheet)
        except BadInput:
            return
        self.accept()


class TryDialog(Sheet):
    """Both halves typed, to be proved against the key file; nothing is opened or changed."""

    def __init__(self, sheet: int | None, parent: QWidget | None = None) -> None:
        number = _("Phiếu số {sheet}. ").format(sheet=sheet) if sheet else ""
        super().__init__(
            _("Thử phiếu khôi phục"),
            number + _("Hai người giữ mở phong bì và gõ phần của mình; dữ liệu không thay đổi."),
            parent,
        )
        self.entry = CodeEntry(halves=sheet is not None)
        self.entry.older.hide()
        self.body.addWidget(self.entry)
        self.body.addWidget(faint(_("Thử xong, niêm phong lại và cất riêng hai nơi.")))
        self.finish = self.finish_with(_("Thử phiếu"), self._done)
        self.setMinimumWidth(theme.px(760))

    @classmethod
    def ask(cls, sheet: int | None, parent: QWidget | None) -> RecoveryCode | None:
        """The code of the two halves, or None."""
        dialog = cls(sheet, parent)
        return dialog.entry.code() if dialog.ask_person() else None

    def _done(self) -> None:
        try:
            self.entry.code()
        except BadInput:
            return
        self.accept()
