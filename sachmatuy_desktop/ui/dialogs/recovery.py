"""The recovery code: shown once, put on paper, read back from the paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from sachmatuy_desktop.errors import N_, BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.storage.recovery import (
    DIGITS,
    GROUPS,
    RecoveryCode,
    parse_recovery_code,
)
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import Sheet, button, complaint, faint, paragraph, row
from sachmatuy_desktop.ui.preferences import Preferences

__all__ = ["CodeEntry", "CodeShown", "RecoveryDialog", "read_back"]

COLUMNS: Final = 4

_DIFFERENT = N_("Nhóm thứ {group} không giống mã vừa cấp; hãy nhìn lại tờ giấy.")


def _figures(factor: float) -> QFont:
    font = theme.scaled_font(factor)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, theme.px(2))
    return font


class CodeShown(QWidget):
    """The eight groups, large, and the ways to put them on paper."""

    kept = Signal()
    """The sheet was saved or printed."""

    def __init__(self, sheet: Callable[[], bytes], preferences: Preferences) -> None:
        super().__init__()
        self._sheet, self._preferences = sheet, preferences
        self._groups = QGridLayout()
        self._groups.setSpacing(theme.px(10))
        self.wrong = complaint()
        self.saved = faint()
        self.save = button(_("Lưu tờ mã (PDF)…"), self._save, picture="save", primary=True)
        self.print = button(_("In tờ mã…"), self._print, picture="printer")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(14))
        layout.addLayout(self._groups)
        layout.addLayout(row(self.save, self.print, None))
        layout.addWidget(self.saved)
        layout.addWidget(self.wrong)

    def show_code(self, code: RecoveryCode) -> None:
        """Show the groups, numbered as on the sheet."""
        for place, group in enumerate(code.groups):
            number = QLabel(f"{place + 1}.")
            number.setProperty("role", "faint")
            digits = QLabel(group)
            digits.setFont(_figures(1.45))
            digits.setAccessibleName(_("Nhóm {number}").format(number=place + 1))
            across, down = place % COLUMNS, place // COLUMNS
            self._groups.addWidget(number, down, across * 2, Qt.AlignmentFlag.AlignRight)
            self._groups.addWidget(digits, down, across * 2 + 1, Qt.AlignmentFlag.AlignLeft)
        self._groups.setColumnStretch(COLUMNS * 2, 1)

    def _save(self) -> None:
        from sachmatuy_desktop.ui.preview import save_pdf  # noqa: PLC0415  (PDFium, only here)

        self._keep(lambda: save_pdf(self, self._sheet(), _("Tờ mã khôi phục.pdf")))

    def _print(self) -> None:
        from sachmatuy_desktop.ui.printing import print_pdf  # noqa: PLC0415  (PDFium, only here)

        self._keep(lambda: print_pdf(self, self._sheet(), _("Tờ mã khôi phục"), self._preferences))

    def _keep(self, how: Callable[[], str | bool | None]) -> None:
        self.wrong.hide()
        try:
            done = how()
        except KnownError as error:
            self.wrong.setText(say(error))
            self.wrong.show()
            return
        if done:
            where = done if isinstance(done, str) else ""
            told = _("Đã lưu tờ mã: {file}. In ra rồi xóa tệp này.").format(file=where)
            self.saved.setText(told if where else _("Đã gửi tờ mã tới máy in."))
            self.kept.emit()


class CodeEntry(QWidget):
    """Eight fields of six digits; the keyboard moves on by itself, a pasted code fills them all."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.groups: list[QLineEdit] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(10))
        for place in range(GROUPS):
            number = QLabel(f"{place + 1}.")
            number.setProperty("role", "faint")
            field = _GroupEdit(place)
            field.setFont(_figures(1.18))
            field.setFixedWidth(theme.px(126))
            field.filled.connect(self._onward)
            field.pasted.connect(self._fill)
            field.textChanged.connect(lambda _text: self._edited())
            self.groups.append(field)
            across, down = place % COLUMNS, place // COLUMNS
            grid.addWidget(number, down, across * 2, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(field, down, across * 2 + 1)
        grid.setColumnStretch(COLUMNS * 2, 1)
        self.wrong = complaint()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(grid)
        layout.addWidget(self.wrong)
        self.setFocusProxy(self.groups[0])

    def code(self) -> RecoveryCode:
        """The code typed; raises `BadInput` that names the wrong group, said below the fields."""
        try:
            return parse_recovery_code("-".join(field.text() or "?" for field in self.groups))
        except BadInput as error:
            self.say(error)
            raise

    def say(self, error: BadInput) -> None:
        """Say what is wrong and go to the group that is."""
        self.wrong.setText(say(error))
        self.wrong.show()
        group = error.values.get("group")
        if isinstance(group, int):
            self.groups[group - 1].setFocus()
            self.groups[group - 1].selectAll()

    def put(self, text: str) -> None:
        """Fill the fields from a whole code."""
        self._fill(text)

    def _edited(self) -> None:
        self.wrong.hide()
        self.edited.emit()

    def _onward(self, place: int) -> None:
        if place + 1 < GROUPS:
            self.groups[place + 1].setFocus()
            self.groups[place + 1].selectAll()

    def _fill(self, text: str) -> None:
        digits = "".join(each for each in text if each.isdigit())
        for place, field in enumerate(self.groups):
            field.setText(digits[place * DIGITS : (place + 1) * DIGITS])


class _GroupEdit(QLineEdit):
    """One group."""

    filled = Signal(int)
    pasted = Signal(str)

    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place
        self.setMaxLength(DIGITS)
        self.setAccessibleName(_("Nhóm {number}").format(number=place + 1))
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.textEdited.connect(self._typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A whole code that is pasted goes into all fields."""
        text = QGuiApplication.clipboard().text()
        whole = sum(each.isdigit() for each in text) > DIGITS
        if whole and event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(text)
        else:
            super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        if len(text) == DIGITS:
            self.filled.emit(self._place)


def read_back(entry: CodeEntry, shown: RecoveryCode) -> None:
    """Hold what was typed against the code given out; `BadInput` names the first wrong group."""
    typed = entry.code()
    for number, (one, other) in enumerate(zip(typed.groups, shown.groups, strict=True), start=1):
        if one != other:
            error = BadInput(_DIFFERENT, group=number)
            entry.say(error)
            raise error


class RecoveryDialog(Sheet):
    """A new recovery code for an open office: shown, put on paper, read back."""

    def __init__(
        self,
        code: RecoveryCode,
        sheet: Callable[[], bytes],
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            _("Mã khôi phục mới"),
            _("Tờ mã cũ không còn mở được dữ liệu. Mã mới chỉ hiện một lần ở đây."),
            parent,
        )
        self._code = code
        self.shown = CodeShown(sheet, preferences)
        self.shown.show_code(code)
        self.entry = CodeEntry()
        self.body.addWidget(self.shown)
        self.body.addWidget(paragraph(_("Gõ lại mã từ tờ giấy để chắc chắn đọc được:")))
        self.body.addWidget(self.entry)
        self.finish_with(_("Đã cất tờ mã"), self._done)

    @classmethod
    def ask(
        cls,
        code: RecoveryCode,
        sheet: Callable[[], bytes],
        preferences: Preferences,
        parent: QWidget | None,
    ) -> bool:
        """Show the code; whether it was read back from the paper."""
        return cls(code, sheet, preferences, parent).ask_person()

    def _done(self) -> None:
        try:
            read_back(self.entry, self._code)
        except BadInput:
            return
        self.accept()
