"""What a form must be told before it can be drafted: a pack, a village, a purpose, copies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.criteria import Assessment, Outcome, Status
from sachmatuy_desktop.domain.registers.people import CATEGORIES
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import criteria, papers
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.choices import months_of
from sachmatuy_desktop.services.plans import plans_of
from sachmatuy_desktop.services.plans.yearly import years_to_review
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, clear, label_of

__all__ = ["Needs", "criteria_lacking"]


def _choice(items: Iterable[tuple[str, Any]]) -> QWidget:
    box = CalmChoice()
    box.setMinimumContentsLength(20)
    for title, value in items:
        box.addItem(title, value)
    return box


def _packs(office: Office) -> QWidget:
    return _choice((pack.title, pack.id) for pack in criteria.packs_of(office))


def _villages(office: Office) -> QWidget:
    names = office.queries.names("villages", office.queries.ids("villages"))
    items = ((name, record) for record, name in names.items())
    return _choice(((_("Toàn đơn vị"), None), *items))


def _categories(_office: Office) -> QWidget:
    items = ((_(words), code) for code, words in CATEGORIES.items())
    return _choice(((_("Mọi diện đang quản lý"), None), *items))


def _plans(office: Office) -> QWidget:
    return _choice((each.title, each.id) for each in plans_of(office.queries, office.info.unit_id))


def _any_plan(office: Office) -> QWidget:
    items = ((each.title, each.id) for each in plans_of(office.queries, office.info.unit_id))
    return _choice(((_("Mọi kế hoạch và việc được giao"), None), *items))


def _periods(office: Office) -> QWidget:
    """The months, halves and years around today, and all that was so far."""
    periods = papers.periods_around(office.clock.now().date())
    items = ((told, key) for key, told in periods)
    return _choice(((_("Từ đầu kế hoạch đến ngày tính"), ""), *items))


def _doers(office: Office) -> QWidget:
    items = ((name, name) for name in papers.doers_of(office))
    return _choice(((_("Mọi cơ quan, thôn"), ""), *items))


def _years(office: Office) -> QWidget:
    return _choice((str(year), year) for year in years_to_review(office.session))


def _months(office: Office) -> QWidget:
    return _choice((title, plan) for plan, title in months_of(office).items())


def _copies(_office: Office) -> QWidget:
    box = QSpinBox()
    box.setRange(1, 99)
    return box


ASKED: Final[Mapping[str, tuple[str, Callable[[Office], QWidget]]]] = MappingProxyType(
    {
        "pack": (N_("Bộ tiêu chí"), _packs),
        "village": (N_("Thôn, khu phố"), _villages),
        "category": (N_("Diện quản lý"), _categories),
        "campaign": (N_("Tháng hành động"), _months),
        "purpose": (N_("Mục đích sử dụng danh sách"), lambda _office: QLineEdit()),
        "copy": (N_("Bản số"), _copies),
        "copies": (N_("Tổng số bản"), _copies),
        "plan": (N_("Kế hoạch"), _plans),
        "any_plan": (N_("Kế hoạch"), _any_plan),
        "period": (N_("Kỳ"), _periods),
        "year": (N_("Năm báo cáo"), _years),
        "actor": (N_("Cơ quan, thôn"), _doers),
    }
)
"""What may be asked, its words, and the widget that answers."""


_ANSWERS: Final = MappingProxyType({"any_plan": "plan"})
"""What is asked under one name and chosen under another."""


class Needs(QWidget):
    """One widget for each thing a form needs; knows how to read and to set them."""

    answered = Signal()
    """An answer was changed by hand."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self.widgets: dict[str, QWidget] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(4))

    def ask_for(self, needs: tuple[str, ...], known: Mapping[str, Any]) -> None:
        """Ask for these; what is known already is filled in."""
        clear(self._layout)
        self.widgets = {}
        for need in dict.fromkeys(needs):
            if need not in ASKED:
                continue
            words, make = ASKED[need]
            widget = make(self._office)
            widget.setAccessibleName(_(words))
            label = label_of(_(words), widget)
            self._layout.addWidget(label)
            self._layout.addWidget(widget)
            name = _ANSWERS.get(need, need)
            self.widgets[name] = widget
            if name in known:
                _put(widget, known[name])
            self._listen(widget)

    def chosen(self) -> dict[str, Any]:
        """The answers by name; raises `BadInput` where a line that must be filled is empty."""
        answers: dict[str, Any] = {}
        for need, widget in self.widgets.items():
            value = _read(widget)
            if value == "" and not isinstance(widget, QComboBox):
                widget.setFocus()
                raise BadInput(N_("Hãy điền «{field}»."), field=_(ASKED[need][0]))
            answers[need] = value
        return answers

    def _listen(self, widget: QWidget) -> None:
        if isinstance(widget, QComboBox):
            widget.activated.connect(lambda _place: self.answered.emit())
        elif isinstance(widget, QSpinBox | QLineEdit):
            widget.editingFinished.connect(self.answered)


def _read(widget: QWidget) -> Any:
    if isinstance(widget, QComboBox):
        return widget.currentData()
    if isinstance(widget, QSpinBox):
        return widget.value()
    return widget.text().strip() if isinstance(widget, QLineEdit) else None


def _put(widget: QWidget, value: Any) -> None:
    if isinstance(widget, QComboBox):
        widget.setCurrentIndex(max(widget.findData(value), 0))
    elif isinstance(widget, QSpinBox):
        widget.setValue(int(value))
    elif isinstance(widget, QLineEdit):
        widget.setText(str(value))


def criteria_lacking(office: Office, as_of: date, choices: Mapping[str, Any]) -> int:
    """How many criteria that decide are not met on the day, or cannot be told, by these choices."""
    assessment = choices.get("assessment")
    if not isinstance(assessment, Assessment):
        pack = choices.get("pack")
        if not pack:
            return 0
        neighbourhood = criteria.library(office).rules(pack, as_of).level == criteria.NEIGHBOURHOOD
        village = choices.get("village") if neighbourhood else None
        assessment = criteria.assess(office, pack, as_of, village, choices.get("readings"))
    short = {Status.NOT_MET, Status.UNKNOWN}
    if assessment.outcome is Outcome.YES:
        return 0
    return sum(each.binding and each.status in short for each in assessment.criteria)
