"""Dialogs of a commune on its way to recognition: set out, take a step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from PySide6.QtWidgets import (
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.dates import ReportingYear, show_date
from sachmatuy_desktop.domain.recognition import FREEZES, Process, Rung
from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.criteria import library
from sachmatuy_desktop.services.recognition import (
    COUNTED,
    WRITTEN,
    BeginRecognition,
    Case,
    Signed,
    TakeStep,
)
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.act_sheet import ActSheet
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    DateEntry,
    Entry,
    faint,
    label_of,
    long_text,
    paragraph,
    row,
    rule,
)
from sachmatuy_desktop.ui.dialogs.signed import SignedLines, officials_of

__all__ = ["BeginDialog", "StepDialog", "Way"]

YEARS: Final = (2020, 2100)


@dataclass(frozen=True)
class Way:
    """A process an office may set out on, the packs it may choose, the days it registered."""

    process: Process
    packs: tuple[str, ...]
    registered: Mapping[str, date]


class BeginDialog(ActSheet):
    """Process, pack, year, day and paper of registration, the day the unit sets itself."""

    def __init__(
        self, desk: Desk, ways: Sequence[Way], today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, _("Bắt đầu quá trình công nhận"), "", parent)
        self._ways = list(ways)
        self._today = today
        self.way = CalmChoice()
        self.way.setAccessibleName(_("Quy trình"))
        self.pack = CalmChoice()
        self.pack.setAccessibleName(_("Bộ tiêu chí"))
        self.source = faint()
        self.year = QSpinBox()
        self.year.setRange(*YEARS)
        self.year.setValue(ReportingYear.of(today).year)
        self.year.setAccessibleName(_("Năm báo cáo"))
        self.period = faint()
        self.period.setWordWrap(False)
        info = desk.office.info
        self.lines = SignedLines(
            today,
            (),
            day=_("Ngày đăng ký, ngày bắt đầu"),
            officials=officials_of(desk.queries, info.unit_id),
        )
        self.target_on = DateEntry(_("Ngày dự kiến đề nghị (nếu có)"))
        for each in self._ways:
            self.way.addItem(each.process.title, each.process.id)
        self._lay_out()
        self.way.currentIndexChanged.connect(lambda _place: self._way_chosen())
        self.pack.currentIndexChanged.connect(lambda _place: self._pack_chosen())
        self.year.valueChanged.connect(lambda _year: self._year_chosen())
        self._way_chosen()
        self._year_chosen()
        self.lines.who.setFocus()

    @property
    def chosen(self) -> Way:
        """The process chosen."""
        return self._ways[max(self.way.currentIndex(), 0)]

    def command(self) -> BeginRecognition:
        """What is to be done; raises `BadInput`, said beside its field."""
        process = self.chosen.process
        return BeginRecognition(
            process=process.id,
            pack="" if process.together else str(self.pack.currentData() or ""),
            year=self.year.value(),
            target_on=self.target_on.day,
            signed=Signed(
                done_on=self.lines.day(),
                who=self.lines.who.demand(),
                position=self.lines.position_held(),
                document=self.lines.document.text,
                document_on=self.lines.document_on.day,
            ),
        )

    def refused(self, error: KnownError) -> None:
        """Beside its field, or above the buttons."""
        super().refused(error)
        if isinstance(error, BadInput) and self.lines.say(error.field, say(error)):
            self.wrong.hide()

    def _way_chosen(self) -> None:
        process = self.chosen.process
        self.pack.clear()
        for pack in self.chosen.packs if not process.together else ():
            self.pack.addItem(library(self.desk.office.session).rules(pack).title, pack)
        self.pack.setVisible(not process.together)
        self.pack_label.setVisible(not process.together)
        told = [process.source, process.proposed]
        self.source.setText("\n".join(part for part in told if part))
        self.lines.position.clear()
        self.lines.position.addItems(list(process.steps[0].who))
        self._pack_chosen()

    def _pack_chosen(self) -> None:
        """A unit that has registered already sets out from that day."""
        pack = str(self.pack.currentData() or "")
        day = self.chosen.registered.get(pack, self._today)
        self.lines.done_on.line.setText(show_date(day))

    def _year_chosen(self) -> None:
        year = ReportingYear(self.year.value())
        words = _("từ {first} đến {last}")
        self.period.setText(words.format(first=show_date(year.start), last=show_date(year.end)))

    def _lay_out(self) -> None:
        process = label_of(_("Quy trình"), self.way)
        self.pack_label = label_of(_("Bộ tiêu chí"), self.pack)
        year = label_of(_("Năm báo cáo"), self.year)
        for widget in (process, self.way, self.source, self.pack_label, self.pack):
            self.body.addWidget(widget)
        self.body.addLayout(row(year, self.year, self.period, None))
        self.body.addWidget(rule())
        self.lines.put_beside_day(self.target_on)
        self.body.addWidget(self.lines)
        self.end_with(_("Bắt đầu"), self.command)
        self.setMinimumWidth(theme.px(640))


class StepDialog(ActSheet):
    """Who, when, by which paper; and what the figures leave to be chosen, once they have."""

    def __init__(
        self,
        desk: Desk,
        case: Case,
        rung: Rung,
        today: date,
        parent: QWidget | None = None,
        *,
        papers: Mapping[str, str] | None = None,
        readings: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        step = rung.step
        told = _("Ghi xong, số liệu, câu chữ tiêu chí và cách hiểu được giữ nguyên như ngày ghi.")
        super().__init__(desk, step.title, told if step.does in FREEZES else "", parent)
        self.case, self.rung = case, rung
        self._readings = dict(readings or {})
        officials = officials_of(desk.queries, desk.office.info.unit_id)
        self.lines = SignedLines(today, step.who, papers=papers, officials=officials)
        self.remark = long_text(_("Ghi chú"), 52)
        label = label_of(_("Ghi chú"), self.remark)
        self.asked = QWidget()
        self.options: dict[str, QRadioButton] = {}
        self.choice_why = Entry(_("Lý do chọn"))
        self.choice_by = Entry(_("Người chọn kết quả"))
        self.differing = QWidget()
        self.counted = QRadioButton(_("Lấy số trong sổ hiện nay, ghi vào sổ đăng ký"))
        self.written = QRadioButton(_("Giữ số đã ghi trong sổ đăng ký"))
        self.body.addWidget(self.lines)
        self.body.addWidget(label)
        self.body.addWidget(self.remark)
        if self._taken_otherwise():
            self.body.addWidget(faint(self._taken_otherwise()))
        self._lay_out_choice()
        self._lay_out_baseline()
        self.end_with(_("Ghi bước này"), self.command)
        self.setMinimumWidth(theme.px(640))
        self.lines.who.setFocus()

    def command(self) -> TakeStep:
        """What is to be done; raises `BadInput`, said beside its field."""
        chosen = next((key for key, mark in self.options.items() if mark.isChecked()), "")
        return TakeStep(
            recognition=self.case.recognition.id,
            step=self.rung.step.id,
            signed=Signed(
                done_on=self.lines.day(),
                who=self.lines.who.demand(),
                position=self.lines.position_held(),
                document="" if self.lines.paper_id else self.lines.document.text,
                document_on=None if self.lines.paper_id else self.lines.document_on.day,
                paper=self.lines.paper_id,
                remark=self.remark.toPlainText(),
            ),
            readings=self._readings,
            choice=chosen,
            choice_why=self.choice_why.text,
            choice_by=self.choice_by.text,
            baseline=self._which_baseline(),
        )

    def refused(self, error: KnownError) -> None:
        """A question that the figures raise is put here; all else is said where it belongs."""
        super().refused(error)
        field = error.field if isinstance(error, BadInput) else None
        if field in ("choice", "choice_why", "choice_by"):
            self.asked.show()
            entry = {"choice_why": self.choice_why, "choice_by": self.choice_by}.get(field)
            if entry is not None:
                entry.say(say(error))
        elif field == "baseline":
            self.differing.show()
        elif self.lines.say(field, say(error)):
            self.wrong.hide()

    def _which_baseline(self) -> str:
        if self.counted.isChecked():
            return COUNTED
        return WRITTEN if self.written.isChecked() else ""

    def _taken_otherwise(self) -> str:
        """Which readings are not the usual ones; they come from the result kept last."""
        if self.rung.step.does not in FREEZES:
            return ""
        told = []
        for pack_id, taken in self._readings.items():
            for reading in library(self.desk.office.session).rules(pack_id).readings:
                value = taken.get(reading.id, reading.default)
                if value != reading.default:
                    option = next((each for each in reading.options if each.value == value), None)
                    told.append(option.meaning if option else value)
        if not told:
            return _("Cách hiểu câu chữ: mặc định.")
        words = _("Cách hiểu câu chữ theo kết quả đã ghi gần nhất: {readings}.")
        return words.format(readings="; ".join(told))

    def _lay_out_choice(self) -> None:
        told: list[QWidget] = []
        for asked in self.case.process.choices:
            told += [paragraph(asked.question), faint(asked.source)]
            for option in asked.options:
                self.options[option.id] = QRadioButton(option.title)
                told.append(self.options[option.id])
        _stacked(self.asked, *told, self.choice_why, self.choice_by)
        self.body.addWidget(self.asked)
        self.asked.hide()

    def _lay_out_baseline(self) -> None:
        _stacked(self.differing, self.counted, self.written)
        self.body.addWidget(self.differing)
        self.differing.hide()


def _stacked(inside: QWidget, *widgets: QWidget) -> None:
    """Widgets one under the other in a widget of their own."""
    layout = QVBoxLayout(inside)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(6))
    for widget in widgets:
        layout.addWidget(widget)
