"""The pages of the first run: each shows one step and hands over its answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.criteria.rules import RulePack
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.units import UnitTable
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.i18n import LANGUAGES, _, language, say
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import (
    DateEntry,
    Entry,
    clear,
    complaint,
    faint,
    heading,
    label_of,
    paragraph,
    row,
)
from sachmatuy_desktop.ui.wizard import steps
from sachmatuy_desktop.ui.wizard.steps import Answers, Step
from sachmatuy_desktop.ui.wizard.unit_picker import UnitPicker

__all__ = ["Fitting", "StepPage"]

Fitting = Callable[[str], Sequence[RulePack]]
"""The rule packs that fit a unit (by its id), those in force first."""


class StepPage(QWidget):
    """One step: a title, a sentence, and what is asked.

    `show_answers` fills the page, `answered` reads it; `fields` are the widgets that complaints are
    said beside, by the name of the answer.
    """

    step: ClassVar[Step]
    title: ClassVar[str]
    told: ClassVar[str] = ""

    onward = Signal()
    """The page itself asks to go on (a double click, Enter in the last field)."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, Any] = {}
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.px(12))
        self.wrong = complaint()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(10))
        layout.addWidget(heading(_(self.title), 1.45))
        if self.told:
            layout.addWidget(faint(_(self.told)))
        layout.addLayout(self.body, 1)
        layout.addWidget(self.wrong)

    def show_answers(self, answers: Answers) -> None:
        """Fill the page; called whenever it comes to the front."""

    def answered(self, answers: Answers) -> Answers:
        """The answers with this page's own in them."""
        return answers

    def complain(self, complaints: Sequence[BadInput]) -> None:
        """Say each complaint beside its field, others below; the first field gets the keyboard."""
        self.wrong.hide()
        for entry in self.fields.values():
            entry.say("")
        for error in reversed(complaints):
            entry = self.fields.get(error.field or "")
            if entry is None:
                self.wrong.setText(say(error))
                self.wrong.show()
            else:
                entry.say(say(error))
                entry.setFocus()


@dataclass(frozen=True)
class _Intent:
    id: str
    title: str
    told: str


INTENTS = (
    _Intent(
        steps.FOUND,
        N_("Lập dữ liệu mới cho cơ quan"),
        N_("Lần đầu dùng chương trình ở cơ quan này."),
    ),
    _Intent(
        steps.OPEN,
        N_("Mở dữ liệu đã có"),
        N_("Cơ quan đã có thư mục dữ liệu trên máy này."),
    ),
    _Intent(
        steps.RESTORE,
        N_("Khôi phục từ bản sao lưu"),
        N_("Máy mới hoặc máy hỏng; cần bản sao lưu và cả hai phần của phiếu khôi phục."),
    ),
    _Intent(
        steps.TRAINING,
        N_("Vào dữ liệu tập huấn"),
        N_("Số liệu giả để tập dùng; mọi trang đều ghi TẬP HUẤN."),
    ),
)


class _Choices(QWidget):
    """Radio buttons with a sentence under each."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[_Intent]) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(2))
        self.buttons: dict[str, QRadioButton] = {}
        for each in choices:
            mark = QRadioButton(_(each.title))
            mark.setFont(theme.scaled_font(bold=True))
            mark.setAccessibleDescription(_(each.told))
            mark.toggled.connect(self._toggled)
            self.buttons[each.id] = mark
            told = faint(_(each.told))
            told.setContentsMargins(theme.px(24), 0, 0, theme.px(8))
            layout.addWidget(mark)
            layout.addWidget(told)

    @property
    def value(self) -> str:
        """The id of the choice; empty when nothing is chosen."""
        return next((key for key, each in self.buttons.items() if each.isChecked()), "")

    def choose(self, key: str) -> None:
        """Mark a choice."""
        if key in self.buttons:
            self.buttons[key].setChecked(True)

    def _toggled(self, on: bool) -> None:
        if on:
            self.chosen.emit(self.value)


class WelcomePage(StepPage):
    """Language and what the program is opened for."""

    step = Step.WELCOME
    title = N_("Sạch Ma Túy Desktop")
    told = N_(
        "Sổ danh sách, tiêu chí và văn bản của địa bàn không ma túy, lưu trên máy này, "
        "không cần mạng."
    )

    language_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.languages = QComboBox()
        for code, name in LANGUAGES.items():
            self.languages.addItem(name, code)
        self.languages.setCurrentIndex(list(LANGUAGES).index(language()))
        self.languages.setAccessibleName(_("Ngôn ngữ"))
        self.languages.activated.connect(
            lambda _place: self.language_chosen.emit(self.languages.currentData())
        )
        label = label_of(_("Ngôn ngữ"), self.languages)
        self.choices = _Choices(INTENTS)
        self.body.addLayout(row(label, self.languages, None))
        self.body.addSpacing(theme.px(8))
        self.body.addWidget(self.choices)
        self.body.addStretch(1)

    def show_answers(self, answers: Answers) -> None:
        """The choice made last."""
        self.choices.choose(answers.intent)

    def answered(self, answers: Answers) -> Answers:
        """What the program is opened for."""
        return replace(answers, intent=self.choices.value or steps.FOUND)


class KindPage(StepPage):
    """A commune that keeps records, or an office that receives them."""

    step = Step.KIND
    title = N_("Cơ quan sử dụng")

    def __init__(self) -> None:
        super().__init__()
        self.choices = _Choices(
            (
                _Intent(
                    steps.COMMUNE,
                    N_("Cấp xã: xã, phường, thị trấn, đặc khu"),
                    N_("Lập danh sách, tự rà soát, in văn bản và gửi gói dữ liệu lên trên."),
                ),
                _Intent(
                    steps.RECEIVING,
                    N_("Cơ quan tiếp nhận"),
                    N_("Nhận gói của nhiều xã, gộp, so sánh, trả lại để bổ sung."),
                ),
            )
        )
        self.body.addWidget(self.choices)
        self.body.addStretch(1)

    def show_answers(self, answers: Answers) -> None:
        """The kind chosen before."""
        self.choices.choose(answers.kind or steps.COMMUNE)

    def answered(self, answers: Answers) -> Answers:
        """Another kind asks for another unit."""
        kind = self.choices.value
        same = kind == answers.kind
        return replace(answers, kind=kind, packs=answers.packs if same else ())


class UnitPage(StepPage):
    """The office's unit, out of all there are and were."""

    step = Step.UNIT
    title = N_("Đơn vị hành chính")
    told = N_(
        "Danh mục gồm cả đơn vị trước và từ ngày 01/7/2025. Chọn đúng đơn vị mà kế hoạch, "
        "danh sách của cơ quan đang ghi."
    )

    def __init__(self, units: UnitTable, today: date) -> None:
        super().__init__()
        self.picker = UnitPicker(units, today)
        self.picker.list.itemDoubleClicked.connect(lambda _item: self.onward.emit())
        self.body.addWidget(self.picker, 1)
        self.setFocusProxy(self.picker)

    def show_answers(self, answers: Answers) -> None:
        """Communes choose among communes, receiving offices among all units."""
        commune = answers.kind == steps.COMMUNE
        self.picker.offer(frozenset({3}) if commune else frozenset({1, 2, 3}))

    def answered(self, answers: Answers) -> Answers:
        """The unit chosen; other criteria fit another unit."""
        unit = self.picker.unit
        if unit is None:
            return replace(answers, unit="", unit_level=0)
        packs = answers.packs if unit.id == answers.unit else ()
        return replace(answers, unit=unit.id, unit_level=unit.kind.level, packs=packs)


class ProgrammePage(StepPage):
    """The rule packs the commune works by, and since when."""

    step = Step.PROGRAMME
    title = N_("Chương trình đăng ký")
    told = N_("Chọn các bộ tiêu chí mà xã thực hiện; sau này có thể thêm hoặc bớt.")

    def __init__(self, fitting: Fitting, today: date) -> None:
        super().__init__()
        self._fitting = fitting
        self._today = today
        self._shown_for = ""
        self.marks: dict[str, QCheckBox] = {}
        self._packs = QVBoxLayout()
        self._packs.setSpacing(theme.px(8))
        inner = QWidget()
        inner.setObjectName("sheet")
        within = QVBoxLayout(inner)
        within.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        within.addLayout(self._packs)
        within.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(inner)
        self.registered_on = DateEntry(_("Ngày đăng ký xây dựng"))
        self.document = Entry(
            _("Văn bản đăng ký (nếu có)"), hint=_("Ví dụ: Kế hoạch số 12/KH-UBND ngày 05/02/2026")
        )
        self.fields = {"registered_on": self.registered_on}
        self.body.addWidget(self._scroll, 1)
        across = QGridLayout()
        across.setHorizontalSpacing(theme.px(16))
        across.addWidget(self.registered_on, 0, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self.document, 0, 1, Qt.AlignmentFlag.AlignTop)
        across.setColumnStretch(1, 1)
        self.body.addLayout(across)

    def show_answers(self, answers: Answers) -> None:
        """The packs that fit the unit; those in force are marked."""
        if answers.unit == self._shown_for:
            return
        self._shown_for = answers.unit
        clear(self._packs)
        self.marks = {}
        for pack in self._fitting(answers.unit):
            self._add(pack)
        before: QWidget = self._scroll
        for mark in self.marks.values():  # made last, they come first for the keyboard
            QWidget.setTabOrder(before, mark)
            before = mark
        if not self.marks:
            self._packs.addWidget(
                paragraph(_("Chưa có bộ tiêu chí nào dành cho đơn vị này; có thể thêm sau."))
            )

    def answered(self, answers: Answers) -> Answers:
        """The packs marked, the day and the document; a day that cannot be read is no answer."""
        return replace(
            answers,
            packs=tuple(key for key, mark in self.marks.items() if mark.isChecked()),
            registered_on=self.registered_on.day,
            registration_document=self.document.text,
        )

    def _add(self, pack: RulePack) -> None:
        mark = QCheckBox(pack.title)
        mark.setFont(theme.scaled_font(bold=True))
        mark.setToolTip(pack.id)
        mark.setChecked(pack.in_force(self._today))
        told = faint(_pack_line(pack, self._today))
        told.setContentsMargins(theme.px(24), 0, 0, theme.px(4))
        self.marks[pack.id] = mark
        self._packs.addWidget(mark)
        self._packs.addWidget(told)


def _pack_line(pack: RulePack, today: date) -> str:
    """Source, validity and whether a legal reader has checked it."""
    parts = [" ".join(part for part in (pack.source.document, pack.source.number) if part)]
    if pack.effective_to is not None and pack.effective_to < today:
        parts.append(_("đã hết hiệu lực từ {day}").format(day=show_date(pack.effective_to)))
    elif not pack.in_force(today):
        parts.append(_("có hiệu lực từ {day}").format(day=show_date(pack.effective_from)))
    if not pack.verified:
        parts.append(_("câu chữ và con số chưa được người có chuyên môn pháp lý kiểm chứng"))
    return " · ".join(parts)


class DonePage(StepPage):
    """The office is made."""

    step = Step.DONE
    title = N_("Đã lập xong dữ liệu của cơ quan")

    def __init__(self) -> None:
        super().__init__()
        self.office = heading("")
        self.body.addWidget(self.office)
        self.body.addWidget(
            paragraph(
                _(
                    "Việc tiếp theo: thêm thôn, khu phố; nhập danh sách hộ và người từ bảng tính "
                    "đang dùng; rồi xem trang Tiêu chí."
                )
            )
        )
        self.body.addWidget(
            faint(
                _(
                    "Niêm phong mỗi phần của phiếu khôi phục trong một phong bì; hai người giữ ở "
                    "hai nơi, không để cùng máy này."
                )
            )
        )
        self.body.addStretch(1)
