"""Dialogs of a month of action: begin it, type a number, write down that a paper was sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtWidgets import QGridLayout, QSpinBox, QWidget

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.plans.campaign import PARTS, LineFigures, Part, Proposal
from sachmatuy_desktop.domain.registers.plans import CAMPAIGN_PARTS
from sachmatuy_desktop.errors import N_, BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.plans.campaign import Campaign, Model, StartCampaign, TypeFigure
from sachmatuy_desktop.services.plans.campaign_papers import DuePaper
from sachmatuy_desktop.services.plans.doing import NewProof, RecordResult
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.act_sheet import ActSheet
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    DateEntry,
    Entry,
    button,
    faint,
    label_of,
    paragraph,
    row,
    rule,
)

__all__ = ["FigureDialog", "SentDialog", "StartDialog"]

YEARS: Final = (2020, 2100)
MOST: Final = 999_999_999


class StartDialog(ActSheet):
    """The theme and days of this year, beside those of the year it is made after."""

    def __init__(
        self, desk: Desk, models: Sequence[Model], today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            desk,
            _("Mở Tháng hành động"),
            _(
                "Kế hoạch của năm trước làm mẫu; ngày dưới đây là đề xuất, hãy sửa theo kế hoạch "
                "năm nay của cấp trên. Ngày đã chọn được ghi là do cơ quan chọn."
            ),
            parent,
        )
        self._models = list(models)
        self.model = CalmChoice()
        self.model.setAccessibleName(_("Kế hoạch làm mẫu"))
        for each in self._models:
            self.model.addItem(each.pack.title, each.pack.id)
        self.year = QSpinBox()
        self.year.setRange(*YEARS)
        self.year.setAccessibleName(_("Năm"))
        self.theme = Entry(_("Chủ đề năm nay"))
        self.was = faint()
        self.first = DateEntry(_("Từ ngày"))
        self.last = DateEntry(_("Đến ngày"))
        self.document = Entry(_("Kế hoạch của cấp trên số (nếu có)"))
        self.document_on = DateEntry(_("Ngày ban hành"))
        self.before: dict[str, DateEntry] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(14))
        self._lay_out()
        self.year.setValue(self._next_year(today))
        self.year.valueChanged.connect(lambda _year: self._propose())
        self.model.currentIndexChanged.connect(lambda _place: self._propose())
        self._propose()
        self.theme.setFocus()

    @property
    def chosen(self) -> Model:
        """The plan it is made after."""
        return self._models[max(self.model.currentIndex(), 0)]

    @property
    def proposal(self) -> Proposal:
        """Its days in the year chosen."""
        return self.chosen.proposed(self.year.value())

    def command(self) -> StartCampaign:
        """What is to be done; raises `BadInput`, said beside its field."""
        return StartCampaign(
            pack=self.chosen.pack.id,
            theme=self.theme.demand(),
            proposal=self.proposal,
            first=self.first.demand_day(),
            last=self.last.demand_day(),
            before={task: entry.demand_day() for task, entry in self.before.items()},
            document=self.document.text,
            document_on=self.document_on.day,
        )

    def refused(self, error: KnownError) -> None:
        """Beside its field, or above the buttons."""
        super().refused(error)
        beside = {"theme": self.theme, "last": self.last, "until_date": self.last}
        if isinstance(error, BadInput) and error.field in beside:
            beside[error.field].say(say(error))
            self.wrong.hide()

    def _next_year(self, today: date) -> int:
        """This year's month until its last report is due, else the one to come."""
        proposal = self.chosen.proposed(today.year)
        ends = proposal.life[1] or proposal.last
        return today.year if today <= ends else today.year + 1

    def _propose(self) -> None:
        pack, proposal = self.chosen.pack, self.proposal
        was = pack.campaign
        if was is not None:
            words = _("Năm {year}: “{theme}”, từ {first} đến {last}.")
            self.was.setText(
                words.format(
                    year=was.starts_on.year,
                    theme=was.theme,
                    first=show_date(was.starts_on),
                    last=show_date(was.ends_on),
                )
            )
        self.first.line.setText(show_date(proposal.first))
        self.last.line.setText(show_date(proposal.last))
        for task, day in proposal.before.items():
            if task in self.before:
                self.before[task].line.setText(show_date(day))

    def _lay_out(self) -> None:
        model = label_of(_("Kế hoạch làm mẫu"), self.model)
        year = label_of(_("Năm"), self.year)
        for widget in (model, self.model):
            self.body.addWidget(widget)
        self.body.addLayout(row(year, self.year, None))
        self.body.addWidget(self.theme)
        self.body.addWidget(self.was)
        self.body.addLayout(row(self.first, self.last, None))
        self.body.addLayout(row(self.document, self.document_on))
        self.body.addWidget(rule())
        self.body.addWidget(paragraph(_("Hạn gửi, “trước ngày”:")))
        for task in self.chosen.pack.tasks:
            if task.when.before is None or not (task.for_commune or self.desk.receives):
                continue
            entry = DateEntry(task.title)
            entry.label.setWordWrap(True)
            entry.hint.setText(
                _("bản mẫu: trước ngày {day}").format(day=show_date(task.when.before))
            )
            entry.hint.show()
            down, across = divmod(len(self.before), 2)
            self._grid.addWidget(entry, down, across)
            self.before[task.id] = entry
        self.body.addLayout(self._grid)
        self.end_with(_("Mở Tháng hành động"), self.command)
        self.setMinimumWidth(theme.px(680))


class FigureDialog(ActSheet):
    """A number the books do not hold, with where it is from."""

    def __init__(
        self, desk: Desk, campaign: Campaign, figures: LineFigures, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            desk,
            _("Nhập số: {line}").format(line=figures.line.title),
            _("Số nhập tay đứng thay số trong sổ ở báo cáo, có dấu (*) và ghi rõ nguồn."),
            parent,
        )
        self._campaign = campaign
        self._figures = figures
        self.part = CalmChoice()
        self.part.setAccessibleName(_("Số liệu về"))
        for part in PARTS:
            if figures.line.tells(part):
                self.part.addItem(_(CAMPAIGN_PARTS[part]), part)
        self.counted = faint()
        self.value = QSpinBox()
        self.value.setRange(0, MOST)
        self.value.setAccessibleName(_("Số nhập tay"))
        self.why = Entry(_("Nguồn số liệu"))
        self.body.addLayout(row(self.part, None))
        self.body.addWidget(self.counted)
        label = label_of(_("Số nhập tay"), self.value)
        self.body.addLayout(row(label, self.value, None))
        self.body.addWidget(self.why)
        self.back = button(_("Dùng số trong sổ"), self._take_back)
        self.foot.addWidget(self.back)
        self.end_with(_("Ghi số"), self.command)
        self.setMinimumWidth(theme.px(500))
        self.part.currentIndexChanged.connect(lambda _place: self._part_chosen())
        self._part_chosen()
        self.value.setFocus()
        self.value.selectAll()

    @property
    def chosen(self) -> Part:
        """Which of the three numbers."""
        part: Part = self.part.currentData()
        return part

    def command(self) -> TypeFigure:
        """What is to be done; raises `BadInput`, said beside its field."""
        return TypeFigure(
            self._campaign.plan.id,
            self._figures.line.id,
            self.chosen,
            self.value.value(),
            self.why.demand(),
        )

    def _take_back(self) -> None:
        line = self._figures.line.id
        self.do(lambda: TypeFigure(self._campaign.plan.id, line, self.chosen, None))

    def _part_chosen(self) -> None:
        figure = self._figures.part(self.chosen)
        if figure.counted is None:
            said = _("Trong sổ: chưa có ghi chép nào.")
        else:
            said = _("Trong sổ: {count}.").format(count=show_integer(figure.counted))
        self.counted.setText(said)
        self.value.setValue(figure.shown or 0)
        self.why.line.setText(figure.typed.why if figure.typed else "")
        self.back.setVisible(figure.typed is not None)


NOT_ISSUED: Final = N_("Văn bản này chưa phát hành trong chương trình; ghi số của bản đã gửi.")


class SentDialog(ActSheet):
    """The day a paper of the month went out; what was issued here proves it."""

    def __init__(self, desk: Desk, paper: DuePaper, today: date, parent: QWidget | None) -> None:
        issued = paper.issued
        told = (
            _("Văn bản số {number} ngày {day}.").format(
                number=issued.number, day=show_date(issued.on)
            )
            if issued
            else _(NOT_ISSUED)
        )
        super().__init__(desk, _("Ghi đã gửi"), f"{paper.task.title}. {told}", parent)
        self._paper = paper
        self.sent_on = DateEntry(_("Ngày gửi"), today)
        self.document = Entry(_("Văn bản số"))
        self.document.setVisible(issued is None)
        self.who = Entry(_("Người gửi (nếu ghi)"))
        for each in (self.sent_on, self.document, self.who):
            self.body.addWidget(each)
        self.end_with(_("Ghi đã gửi"), self.command)
        self.setMinimumWidth(theme.px(480))

    def command(self) -> RecordResult:
        """What is to be done; raises `BadInput`, said beside its field."""
        issued, opening = self._paper.issued, self._paper.opening
        return RecordResult(
            task=self._paper.task.id,
            opening=opening.opening.key if opening else "",
            done_on=self.sent_on.demand_day(),
            who=self.who.text,
            document="" if issued else self.document.demand(),
            paper=issued.id if issued else "",
            proofs=(NewProof("documents", issued.id),) if issued else (),
        )
