"""Giving communes a task, giving it to more of them, changing it, taking it back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QTabWidget, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.plans import TASK_WORDS
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_, BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services import criteria
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans.overseeing import Series
from sachmatuy_desktop.services.plans.setting import (
    AddToSeries,
    ChangeSeries,
    SetTask,
    WithdrawTask,
)
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.act_sheet import ActSheet
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, Entry, label_of, long_text, open_at
from sachmatuy_desktop.ui.dialogs.tick_list import TickList
from sachmatuy_desktop.ui.pages.plans.rule_entry import RuleEntry

__all__ = [
    "AddCommunesDialog",
    "ChangeTaskDialog",
    "Choices",
    "SetTaskDialog",
    "WithdrawDialog",
]

Named = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Choices:
    """What a task may be given to, be proved by, and serve: keys and names."""

    communes: Named
    registers: Named
    figures: Named
    criteria: Named

    @classmethod
    def of(cls, office: Office, communes: Named) -> Choices:
        """Registers that travel up, the figures packs share, the criteria of communes' packs."""
        library = criteria.library(office)
        registers = tuple(
            (book.name, _(book.title))
            for book in REGISTERS
            if book.scope not in (Scope.LOCAL, Scope.DOWN) and not book.owner_kind
        )
        figures = tuple((each.name, each.label) for each in library.facts().values())
        serves = tuple(
            (f"{pack.id}#{each.id}", f"{pack.marks[each.id]}. {each.title} – {pack.title}")
            for pack in library.all_rules()
            if pack.level == criteria.LEVELS[criteria.COMMUNE_LEVEL]
            for each in pack.criteria
        )
        return cls(communes, registers, figures, serves)


class SetTaskDialog(ActSheet):
    """The task at the left; to whom, and what proves it, at the right."""

    def __init__(
        self, desk: Desk, choices: Choices, who: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            desk,
            _("Giao việc cho các xã"),
            _("Việc đi cùng gói trả lời tiếp theo của từng xã được giao."),
            parent,
        )
        self.title = Entry(_("Việc"))
        self.content = long_text(_("Nội dung (nếu có)"), 84)
        self.kind = CalmChoice()
        self.kind.setAccessibleName(_("Loại"))
        for code, words in TASK_WORDS.items():
            self.kind.addItem(_(words), code)
        self.rule = RuleEntry(When("once", needs_date=True), by_days=False)
        self.document = Entry(_("Văn bản số (nếu có)"))
        self.who = Entry(_("Người giao"), text=who)
        self.communes = TickList(_("Tìm xã"), _("Giao cho"), choices.communes)
        self.registers = TickList(_("Tìm sổ"), _("Sổ chứng minh"), choices.registers)
        self.figures = TickList(_("Tìm số liệu"), _("Số liệu chứng minh"), choices.figures)
        self.criteria = TickList(_("Tìm tiêu chí"), _("Tiêu chí phục vụ"), choices.criteria)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setMinimumWidth(theme.px(410))
        for part, words in (
            (self.communes, _("Giao cho")),
            (self.registers, _("Sổ chứng minh")),
            (self.figures, _("Số liệu")),
            (self.criteria, _("Tiêu chí")),
        ):
            self.tabs.addTab(part, words)
        left = QVBoxLayout()
        left.setSpacing(theme.px(8))
        kind = label_of(_("Loại"), self.kind)
        for widget in (self.title, _labelled(self.content), kind, self.kind, self.rule):
            left.addWidget(widget)
        left.addWidget(self.document)
        left.addWidget(self.who)
        left.addStretch(1)
        sides = QHBoxLayout()
        sides.setSpacing(theme.px(16))
        sides.addLayout(left, 1)
        sides.addWidget(self.tabs, 1)
        self.body.addLayout(sides, 1)
        self.end_with(_("Giao việc"), self.command)
        open_at(self, 980, 640)
        self.title.setFocus()

    def command(self) -> SetTask:
        """What was asked for; raises `BadInput`, said beside its field."""
        return SetTask(
            communes=self.communes.chosen(),
            title=self.title.demand(),
            when=_rule(self.rule),
            content=self.content.toPlainText(),
            kind=str(self.kind.currentData()),
            document=self.document.text,
            who=self.who.text,
            evidence=self.registers.chosen(),
            figures=self.figures.chosen(),
            criteria=self.criteria.chosen(),
        )

    def refused(self, error: KnownError) -> None:
        """What is wrong with the title or the day is said there too."""
        super().refused(error)
        if isinstance(error, BadInput):
            if error.field == "title":
                self.title.say(say(error))
            elif error.field == "communes":
                self.tabs.setCurrentWidget(self.communes)
            elif error.field == "when":
                self.rule.last.say(say(error))


class ChangeTaskDialog(ActSheet):
    """Day, content and document written anew, for all who have the task; always with the reason."""

    def __init__(self, desk: Desk, series: Series, parent: QWidget | None = None) -> None:
        column = series.column
        super().__init__(
            desk,
            _("Sửa việc đã giao"),
            _("{count} xã thấy nội dung mới, hạn cũ và lý do sửa trong gói tiếp theo.").format(
                count=len(series.units)
            ),
            parent,
        )
        self._series = series
        self.title = Entry(_("Việc"), text=column.title)
        self.content = long_text(_("Nội dung"), 84, column.content)
        self.rule = RuleEntry(column.when, by_days=False)
        for fixed in (self.rule.kind, self.rule.every, self.rule.happening):
            fixed.setEnabled(False)
        self.document = Entry(_("Văn bản số"), text=column.document)
        self.why_changed = Entry(_("Lý do sửa"))
        for widget in (
            self.title,
            _labelled(self.content),
            self.rule,
            self.document,
            self.why_changed,
        ):
            self.body.addWidget(widget)
        self.end_with(_("Ghi sửa"), self.command)
        self.setMinimumWidth(theme.px(580))

    def command(self) -> ChangeSeries:
        """What was asked for; raises `BadInput`, said beside its field."""
        return ChangeSeries(
            self._series.id,
            self.why_changed.demand(),
            _rule(self.rule),
            self.title.demand(),
            self.content.toPlainText(),
            self.document.text,
        )


class AddCommunesDialog(ActSheet):
    """Those who do not have the task yet, ticked off a list."""

    def __init__(
        self, desk: Desk, series: Series, communes: Named, who: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, _("Giao thêm xã"), series.column.title, parent)
        self._series, self._who = series, who
        lacking = [each for each in communes if each[0] not in series.units]
        self.communes = TickList(_("Tìm xã"), _("Các xã chưa được giao"), lacking)
        self.body.addWidget(self.communes, 1)
        self.end_with(_("Giao việc"), self.command)
        open_at(self, 520, 560)

    def command(self) -> AddToSeries:
        """What was asked for."""
        return AddToSeries(self._series.id, self.communes.chosen(), self._who)


class WithdrawDialog(ActSheet):
    """From whom, all of them unless unticked, and why."""

    def __init__(
        self, desk: Desk, series: Series, communes: Named, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            desk,
            _("Rút lại việc đã giao"),
            _("Xã thấy lý do trong gói tiếp theo; kết quả đã ghi vẫn còn."),
            parent,
        )
        self._series = series
        names = dict(communes)
        have = [(unit, names.get(unit, unit)) for unit in series.units]
        self.communes = TickList(
            _("Tìm xã"), _("Các xã đang có việc"), have, frozenset(series.units)
        )
        self.why_withdrawn = Entry(_("Lý do rút lại"))
        self.body.addWidget(self.communes, 1)
        self.body.addWidget(self.why_withdrawn)
        self.end_with(_("Rút lại"), self.command)
        open_at(self, 520, 560)

    def command(self) -> WithdrawTask:
        """What was asked for; raises `BadInput` without a reason or a commune."""
        chosen = self.communes.chosen()
        if not chosen:
            raise BadInput(N_("Hãy chọn ít nhất một xã."))
        return WithdrawTask(self._series.id, self.why_withdrawn.demand(), chosen)


def _rule(entry: RuleEntry) -> When:
    """The rule as a task set from above has it: the cut-offs are its own.  Raises `BadInput`."""
    when, own = entry.rule()
    return replace(when, day=own.cut_offs) if own.cut_offs else when


def _labelled(field: QPlainTextEdit) -> QWidget:
    made = QWidget()
    label = label_of(field.accessibleName(), field)
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(3))
    layout.addWidget(label)
    layout.addWidget(field)
    return made
