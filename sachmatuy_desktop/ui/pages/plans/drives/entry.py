"""Taking a pile in, by keyboard alone: the number of a sheet, one key for what it says, Enter.

    8011 Enter Enter          sheet 801 is signed
    8027 Enter 3 Enter        at sheet 802 nobody was at home

What was typed is written on the worker while the next sheet is being typed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from sachmatuy_desktop.domain.drives import SIGNED
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.drives import SHEET_OUTCOMES
from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.bus import Outcome
from sachmatuy_desktop.services.drives import (
    Answer,
    Drive,
    RecordReturn,
    SheetFinder,
    SheetFound,
    is_number,
)
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk, keys_of
from sachmatuy_desktop.ui.dialogs.kit import DateEntry, Entry, Sheet, button, faint, open_at, row
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.keys import bind_one
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.pages.plans.drives.words import TONES, days
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["OutcomeKeys", "ReturnEntry"]

ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
LOG: Final = 5
"""Columns of what was taken in."""

LISTED: Final = 30
"""So many of the newest sheets are listed, and every one that could not be written."""

SHORTEST_NUMBER: Final = 3
"""So many digits typed are looked at as a number that should be found."""


class OutcomeKeys(QWidget):
    """One of five answers: a digit or the arrows choose, Enter is the end of it."""

    finished = Signal()
    """Enter: this is what the sheet says."""

    left = Signal()
    """Esc: back to the number."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Kết quả"))
        self._group = QButtonGroup(self)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(6))
        self.buttons: dict[str, QPushButton] = {}
        for digit, (code, word) in enumerate(SHEET_OUTCOMES.items(), start=1):
            made = button(f"{digit}  {_(word)}")
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.clicked.connect(lambda _on=False: self.setFocus())
            self._group.addButton(made)
            self.buttons[code] = made
            across.addWidget(made)
        across.addStretch(1)
        self.choose(SIGNED)
        self._light(on=False)

    @property
    def outcome(self) -> str:
        """The code that is chosen."""
        return next(code for code, each in self.buttons.items() if each.isChecked())

    def choose(self, code: str) -> None:
        """Choose an answer."""
        self.buttons[code].setChecked(True)
        self.setAccessibleDescription(self.buttons[code].text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit, an arrow, Enter or Esc."""
        codes = list(SHEET_OUTCOMES)
        at = codes.index(self.outcome)
        key = event.key()
        digit = key - Qt.Key.Key_1
        if key in ENTER:
            self.finished.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif 0 <= digit < len(codes):
            self.choose(codes[digit])
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            step = 1 if key == Qt.Key.Key_Right else -1
            self.choose(codes[(at + step) % len(codes)])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The row is lit while it has the keyboard."""
        super().focusInEvent(event)
        self._light(on=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And not while it has not."""
        super().focusOutEvent(event)
        self._light(on=False)

    def _light(self, *, on: bool) -> None:
        for each in self.buttons.values():
            each.setStyleSheet(
                f"QPushButton:checked {{ background: {theme.ACCENT if on else theme.WASH};"
                f" color: {'#ffffff' if on else theme.INK}; }}"
            )


@dataclass
class _Entered:
    """One line of what was taken in: `txn` is there once it is written, `wrong` if it is not."""

    found: SheetFound
    outcome: str
    txn: str = ""
    wrong: str = ""
    taken_back: bool = False

    @property
    def counts(self) -> bool:
        """Whether it stands."""
        return bool(self.txn) and not self.taken_back

    def cells(self) -> tuple[Cell, ...]:
        """Its row."""
        told = self.wrong or (_("đã hoàn tác") if self.taken_back else "")
        if not told and not self.txn:
            told = _("đang ghi…")
        tone = Tone.QUIET if self.taken_back else TONES[self.outcome]
        return (
            Cell(self.found.sheet.code),
            Cell(self.found.head),
            Cell(self.found.village),
            Cell(_(SHEET_OUTCOMES[self.outcome]), tone),
            Cell(told, Tone.BLOCK if self.wrong else None),
        )


class _Log(PlainTable):
    """What was taken in; columns are measured anew only for a text longer than any before, for
    rows come many times a minute."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._fitted: tuple[int, ...] = ()

    def fit(self) -> None:
        """As everywhere, but seldom."""
        longest = [max((len(row[at].text) for row in self.rows), default=0) for at in range(LOG)]
        before = self._fitted or (0,) * (LOG + 1)
        wanted = (self.viewport().width(), *map(max, before[1:], longest))
        if wanted != self._fitted:
            self._fitted = wanted
            super().fit()


class ReturnEntry(Sheet):
    """One sheet after the other."""

    def __init__(
        self, desk: Desk, drive: Drive, finder: SheetFinder, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Nhập phiếu về: {drive}").format(drive=drive.name), "", parent)
        self.desk, self.drive, self.finder = desk, drive, finder
        self.matches: list[SheetFound] = []
        self.entered: list[_Entered] = []
        today = date.fromisoformat(desk.office.clock.today())
        self.day = DateEntry(_("Ngày ghi trên phiếu"), today)
        self.witness = Entry(_("Người chứng kiến (ghi cho mọi phiếu sau đây)"))
        self.typed = Entry(_("Số phiếu, hoặc vài chữ tên chủ hộ, số hộ"))
        self.typed.line.setFont(theme.scaled_font(1.35, bold=True))
        self.typed.edited.connect(self._look_anew)
        self.typed.line.installEventFilter(self)
        self.table = PlainTable(_("Phiếu tìm thấy"))
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setFixedHeight(theme.px(118))
        self.table.row_entered.connect(lambda _row: self._to_outcome())
        self.warning = QLabel()
        self.warning.setProperty("role", "complaint")
        self.outcome = OutcomeKeys()
        self.outcome.finished.connect(self.write)
        self.outcome.left.connect(self._to_number)
        self.signer = Entry(_("Người ký (nếu không phải chủ hộ)"))
        self.remark = Entry(_("Ghi chú"))
        for each in (self.signer, self.remark):
            each.line.returnPressed.connect(self.write)
        self.log = _Log(_("Các phiếu vừa nhập"))
        self.log.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.told = faint()
        self.undo_button = button(
            _("Hoàn tác phiếu vừa nhập (Ctrl+Z)"), self.undo, picture="undo-2"
        )
        self._lay_out()
        self._look()
        self._tell()
        bind_one(self, "Ctrl+Z", self.undo)
        desk.changed.connect(self._changed)
        open_at(self, 820, 640)
        self._to_number()

    @property
    def chosen(self) -> SheetFound | None:
        """The sheet that is meant."""
        at = self.table.row
        return self.matches[at] if 0 <= at < len(self.matches) else None

    # What is typed

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down choose among what was found, Enter goes on; Ctrl+Z while nothing is typed."""
        if (
            watched is self.typed.line
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
        ):
            if event.matches(QKeySequence.StandardKey.Undo) and not self.typed.text:
                self.undo()
                return True
            if self._moved(event.key()):
                return True
        return super().eventFilter(watched, event)

    def _moved(self, key: int) -> bool:
        if key in ENTER:
            self._to_outcome()
            return True
        step = {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}.get(key, 0)
        if step and self.matches:
            self.table.choose(min(max(self.table.row + step, 0), len(self.matches) - 1))
            self._warn()
        return bool(step)

    def _look_anew(self) -> None:
        self._look()

    def _look(self, meant: SheetFound | None = None) -> None:
        """List what is found; the sheet that was `meant` stays the one that is meant."""
        self.matches = self.finder.find(self.typed.text)
        heads = (
            Head(_("Phiếu số")),
            Head(_("Chủ hộ / đại diện hộ"), grows=True),
            Head(_("Số hộ"), right=True),
            Head(_("Thôn, khu phố"), grows=True),
            Head(_("Đã nhập")),
        )
        self.table.show_rows(heads, [_match(each) for each in self.matches])
        if self.matches:
            same = meant.sheet.id if meant is not None else ""
            places = [at for at, each in enumerate(self.matches) if each.sheet.id == same]
            self.table.choose(places[0] if places else 0)
        self._warn()

    def _warn(self) -> None:
        found, typed = self.chosen, self.typed.text
        told = ""
        if found is not None and found.sheet.outcome and not found.sheet.is_out:
            told = _(
                "Phiếu này đã nhập «{outcome}» ngày {day}. Ghi kết quả khác là sửa lại."
            ).format(
                outcome=_(SHEET_OUTCOMES.get(found.sheet.outcome, "")),
                day=days(found.sheet.came_back_on),
            )
        elif not self.matches and is_number(typed) and len(typed) >= SHORTEST_NUMBER:
            told = _("Không có phiếu số này. Gõ đủ các chữ số, cả chữ số sau gạch nối.")
        self.warning.setText(told)

    def _to_outcome(self) -> None:
        if self.chosen is None:
            if self.typed.text:
                QApplication.beep()
            return
        self.outcome.choose(SIGNED)
        self.outcome.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_number(self) -> None:
        self.typed.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.typed.line.selectAll()

    # What is written

    def write(self) -> None:
        """Write what the sheet says, and make ready for the next."""
        found = self.chosen
        if found is None:
            self._to_number()
            return
        try:
            day = self.day.demand_day()
        except BadInput:
            self.day.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        outcome = self.outcome.outcome
        answer = Answer(outcome, day, self.signer.text, self.witness.text, self.remark.text)
        correct = found.sheet.outcome == SIGNED and outcome != SIGNED
        line = _Entered(found, outcome)
        self.entered.insert(0, line)
        self.desk.run(
            RecordReturn(found.sheet.id, answer, correct),
            lambda done: self._written(line, done),
            lambda error: self._refused(line, error),
            self,
        )
        for each in (self.typed, self.signer, self.remark):
            each.line.clear()
        self._to_number()
        self._tell()

    def undo(self) -> None:
        """Take the newest one back that stands."""
        line = next((each for each in self.entered if each.counts), None)
        if line is not None:
            line.taken_back = True
            self.desk.undo(line.txn)
            self._tell()
            self._to_number()

    def _written(self, line: _Entered, done: Outcome) -> None:
        line.txn = done.txn
        self._tell()

    def _refused(self, line: _Entered, error: KnownError) -> None:
        line.wrong = say(error)
        QApplication.beep()
        self._tell()

    def _changed(self, changed: frozenset[RecordKey]) -> None:
        """Sheets say something else now: those taken in here, taken back, or written elsewhere."""
        ids = [each for each in keys_of(changed, "drive_sheets") if each in self.finder]
        for key, values in self.desk.queries.rows("drive_sheets", ids).items():
            self.finder.renew(key, values)
        if ids:
            self._look(self.chosen)

    # What is shown

    def _tell(self) -> None:
        self.log.show_rows(
            (
                Head(_("Phiếu số")),
                Head(_("Chủ hộ / đại diện hộ"), grows=True),
                Head(_("Thôn, khu phố")),
                Head(_("Kết quả")),
                Head("", grows=True),
            ),
            [
                each.cells()
                for place, each in enumerate(self.entered)
                if place < LISTED or each.wrong
            ],
        )
        stand = Counter(each.outcome for each in self.entered if each.counts)
        said = [
            f"{show_integer(stand[code])} {_(word).lower()}"
            for code, word in SHEET_OUTCOMES.items()
            if stand[code]
        ]
        wrong = sum(bool(each.wrong) for each in self.entered)
        if wrong:
            said.append(_("{count} phiếu chưa ghi được").format(count=wrong))
        whole = _("Đã nhập {count} phiếu").format(count=show_integer(stand.total()))
        self.told.setText(": ".join(filter(None, (whole, ", ".join(said)))))
        self.undo_button.setEnabled(bool(stand))

    def _lay_out(self) -> None:
        head = row(self.day)
        head.addWidget(self.witness, 1)
        self.body.addLayout(head)
        self.body.addWidget(self.typed)
        self.body.addWidget(self.table)
        self.body.addWidget(self.warning)
        self.body.addWidget(self.outcome)
        more = QHBoxLayout()
        more.setSpacing(theme.px(8))
        more.addWidget(self.signer, 1)
        more.addWidget(self.remark, 1)
        self.body.addLayout(more)
        self.body.addWidget(
            faint(
                _(
                    "Gõ số phiếu, Enter; phím 1–5 chọn kết quả (không chọn là «Đã ký»), Enter:"
                    " ghi và sang phiếu sau. Esc: về ô số phiếu."
                )
            )
        )
        self.body.addWidget(self.log, 1)
        self.foot.addWidget(self.told, 1)
        self.foot.addWidget(self.undo_button)
        self.foot.addWidget(button(_("Xong"), self.accept))


def _match(found: SheetFound) -> tuple[Cell, ...]:
    outcome = found.sheet.outcome
    told = Cell(_(SHEET_OUTCOMES[outcome]), TONES[outcome]) if outcome in TONES else Cell("")
    return (
        Cell(found.sheet.code),
        Cell(found.head),
        Cell(found.house),
        Cell(found.village),
        told,
    )
