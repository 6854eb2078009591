"""When a task is due, as entries: the rule of an office's own task, its own days for any task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtWidgets import QSpinBox, QStackedWidget, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.plans import EVENTS, EVERY, KINDS, When
from sachmatuy_desktop.domain.plans.cut_offs import parse_cut_offs, show_cut_offs
from sachmatuy_desktop.domain.plans.due import Own
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, DateEntry, Entry, faint, label_of, row

__all__ = ["OwnEntry", "RuleEntry", "labelled"]

KIND_WORDS: Final = {
    "once": N_("Một lần"),
    "periodic": N_("Định kỳ"),
    "event": N_("Khi có sự việc"),
    "continuous": N_("Thường xuyên"),
}
EVERY_WORDS: Final = {
    "month": N_("hằng tháng"),
    "half_year": N_("mỗi 6 tháng"),
    "year": N_("mỗi năm"),
}
UNITS: Final = {
    "": N_("ngay, kịp thời"),
    "hours": N_("giờ"),
    "days": N_("ngày"),
    "working": N_("ngày làm việc"),
}
REVIEWS: Final = {"months": N_("tháng"), "days": N_("ngày")}


class RuleEntry(QWidget):
    """All kinds of rule, the entries of the chosen one in front.

    Without `by_days` a continuous task is looked at every so many months only: a rule has no days,
    which are an office's own choice.
    """

    def __init__(
        self, when: When | None = None, own: Own | None = None, *, by_days: bool = True
    ) -> None:
        super().__init__()
        when, own = when or When("periodic", every="month"), own or Own()
        self.kind = _choice({kind: KIND_WORDS[kind] for kind in KINDS}, when.kind)
        self.kind.setAccessibleName(_("Thời hạn"))
        last = own.last or when.on
        self.last = DateEntry(_("Chậm nhất ngày"), last, hint=_("Để trống: chưa định ngày."))
        self.every = _choice({each: EVERY_WORDS[each] for each in EVERY}, when.every or "month")
        self.cut_offs = Entry(
            _("Trước ngày"), text=show_cut_offs(own.cut_offs or when.day), width=190
        )
        self.cut_offs.hint.show()
        self.happening = _choice(EVENTS, when.event or next(iter(EVENTS)))
        self.amount = _spin(when.hours or when.days, 0, 999)
        unit = "hours" if when.hours else "working" if when.working else "days" if when.days else ""
        self.unit = _choice(UNITS, unit)
        self.review = _ReviewEntry(own.days, own.months or when.months or 3, by_days=by_days)
        self.stack = QStackedWidget()
        for part in (
            self.last,
            _side(labelled(_("Kỳ"), self.every), self.cut_offs),
            _side(
                labelled(_("Sự việc"), self.happening),
                labelled(_("Trong"), _side(self.amount, self.unit)),
            ),
            labelled(_("Xem lại sau mỗi"), self.review),
        ):
            self.stack.addWidget(part)
        across = row(labelled(_("Thời hạn"), self.kind), self.stack)
        across.setContentsMargins(0, 0, 0, 0)
        across.setStretch(1, 1)
        self.setLayout(across)
        self.kind.currentIndexChanged.connect(lambda _place: self._show_kind())
        self.every.currentIndexChanged.connect(lambda _place: self._show_kind())
        self.unit.currentIndexChanged.connect(lambda _place: self._show_kind())
        self._show_kind()

    def rule(self) -> tuple[When, Own]:
        """The rule and the days the office chose; raises `BadInput`, said beside its entry."""
        match str(self.kind.currentData()):
            case "once":
                day = self.last.day
                return When("once", on=day, needs_date=day is None), Own()
            case "periodic":
                every = next(each for each in EVERY if each == self.every.currentData())
                cut_offs = _typed(self.cut_offs, monthly=every == "month")
                if every == "month":
                    return When("periodic", every=every), Own(cut_offs=cut_offs)
                return When("periodic", every=every, day=cut_offs), Own()
            case "event":
                return self._after(), Own()
        days, months = self.review.interval()
        return When("continuous", months=months), Own(days=days)

    def _after(self) -> When:
        amount, unit = self.amount.value(), str(self.unit.currentData())
        if unit and not amount:
            unit = ""
        return When(
            "event",
            event=str(self.happening.currentData()),
            hours=amount if unit == "hours" else 0,
            days=amount if unit in ("days", "working") else 0,
            working=unit == "working",
        )

    def _show_kind(self) -> None:
        self.stack.setCurrentIndex(self.kind.currentIndex())
        monthly = self.every.currentData() == "month"
        self.cut_offs.hint.setText(
            _("Ví dụ: 25. Để trống: hết tháng.")
            if monthly
            else _("Ví dụ: 15/6, 15/12. Để trống: hết kỳ.")
        )
        self.amount.setEnabled(bool(self.unit.currentData()))


class OwnEntry(QWidget):
    """The days an office chooses for a task whose rule stands: a last day, cut-offs, an interval.

    `can` is False where the rule asks for none, as after an event.
    """

    def __init__(self, when: When, own: Own) -> None:
        super().__init__()
        self.can = when.kind != "event"
        self._when = when
        self.last = DateEntry(
            _("Hạn do cơ quan chọn: chậm nhất ngày"),
            own.last,
            hint=_("Để trống: theo kế hoạch."),
        )
        monthly = when.every == "month"
        self.cut_offs = Entry(
            _("Hạn do cơ quan chọn: trước ngày"),
            hint=_("Ví dụ: 25. Để trống: theo kế hoạch.")
            if monthly
            else _("Ví dụ: 15/6, 15/12. Để trống: theo kế hoạch."),
            text=show_cut_offs(own.cut_offs),
            width=190,
        )
        self.review = _ReviewEntry(own.days, own.months)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        if when.kind == "once":
            layout.addWidget(self.last)
        elif when.kind == "periodic":
            layout.addWidget(self.cut_offs)
        elif when.kind == "continuous":
            layout.addWidget(labelled(_("Cơ quan chọn xem lại sau mỗi"), self.review))
            layout.addWidget(faint(_("Số 0: theo kế hoạch.")))

    def own(self) -> Own:
        """What was chosen; raises `BadInput`, said beside its entry."""
        match self._when.kind:
            case "once":
                return Own(last=self.last.day)
            case "periodic":
                return Own(cut_offs=_typed(self.cut_offs, monthly=self._when.every == "month"))
            case "continuous":
                days, months = self.review.interval()
                return Own(days=days, months=months)
        return Own()

    def say(self, field: str | None, sentence: str) -> bool:
        """Say what is wrong beside its entry; False where it is not one of these."""
        entry = {"last_on": self.last, "cut_offs": self.cut_offs}.get(field or "")
        if entry is None:
            return False
        entry.say(sentence)
        return True


class _ReviewEntry(QWidget):
    """A number of days or months between two looks back."""

    def __init__(self, days: int, months: int, *, by_days: bool = True) -> None:
        super().__init__()
        self.amount = _spin(days or months, 0, 999)
        units = REVIEWS if by_days else {"months": REVIEWS["months"]}
        self.unit = _choice(units, "days" if days else "months")
        layout = row(self.amount, self.unit, None)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)

    def interval(self) -> tuple[int, int]:
        """Days and months, one of them 0."""
        amount = self.amount.value()
        return (amount, 0) if self.unit.currentData() == "days" else (0, amount)


def labelled(text: str, widget: QWidget) -> QWidget:
    """A widget under its label."""
    made = QWidget()
    label = label_of(text, widget)
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(3))
    layout.addWidget(label)
    layout.addWidget(widget)
    layout.addStretch(1)
    return made


def _typed(entry: Entry, *, monthly: bool) -> tuple[tuple[int, int], ...]:
    try:
        return parse_cut_offs(entry.text, monthly=monthly)
    except BadInput as error:
        entry.say(say(error))
        raise


def _side(*widgets: QWidget) -> QWidget:
    made = QWidget()
    layout = row(*widgets, None)
    layout.setContentsMargins(0, 0, 0, 0)
    made.setLayout(layout)
    return made


def _choice(words: Mapping[str, str], chosen: str) -> CalmChoice:
    made = CalmChoice()
    for key, text in words.items():
        made.addItem(_(text), key)
    made.setCurrentIndex(max(made.findData(chosen), 0))
    return made


def _spin(value: int, least: int, most: int) -> QSpinBox:
    made = QSpinBox()
    made.setRange(least, most)
    made.setValue(value)
    made.setFixedWidth(theme.px(90))
    return made
