"""The tab “Đánh giá”: how the unit stands against each criterion, why, and what would change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.criteria import Assessment, AttestationTerms, FactRecord, RulePack
from sachmatuy_desktop.domain.criteria.comparing import Alternative
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import criteria
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.attest import AttestDialog
from sachmatuy_desktop.ui.dialogs.compose import ComposeDialog
from sachmatuy_desktop.ui.dialogs.dialog_drafts import DialogDraft
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    DateEntry,
    button,
    faint,
    label_of,
    paragraph,
    side_by_side,
)
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.operations import Operation, Progress
from sachmatuy_desktop.ui.pages.criteria.acts import do_act
from sachmatuy_desktop.ui.pages.criteria.detail import CriterionDetail
from sachmatuy_desktop.ui.pages.criteria.sections.figures import Told
from sachmatuy_desktop.ui.pages.criteria.words import (
    clears,
    figures,
    moved,
    outcome_cell,
    source_line,
    status_cell,
    summary,
)
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["AssessmentView"]

NEIGHBOURHOOD: Final = "neighbourhood"


@dataclass(frozen=True)
class Question:
    """What is assessed: a pack, on a day, for a village or the whole unit, by these readings."""

    pack: RulePack
    as_of: date
    village: str | None = None
    readings: dict[str, str] = field(default_factory=dict)


class AssessmentView(QWidget):
    """Pack and day above, criteria at the left, the chosen one at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.is_stale = True
        self.assessment: Assessment | None = None
        self.asked: Question | None = None
        self._before: Assessment | None = None
        self._alternatives: tuple[Alternative, ...] | None = None
        self._comparing: Operation[tuple[Alternative, ...]] | None = None
        self._readings: dict[str, dict[str, str]] = {}
        self.packs: dict[str, RulePack] = {}
        self._wanted = ""
        """The criterion that is shown when it has been counted."""
        self.pack = CalmChoice()
        self.village = CalmChoice()
        self.as_of = DateEntry("", office_in(desk).clock.now().date())
        self.outcome = Chip()
        self.source = faint()
        self.summary = paragraph()
        self.unverified = Chip(_("Chưa kiểm chứng"), Tone.CARE)
        self.told = faint()
        self.warnings = paragraph()
        self.all_warnings = button("", self._unfold, door=True)
        self._unfolded = False
        self.table = PlainTable(_("Các tiêu chí"))
        self.detail = CriterionDetail(desk)
        self.keep = button(_("Ghi kết quả đánh giá"), self._keep, picture="save", primary=True)
        self.report = button(_("In báo cáo tự rà soát"), self._report, picture="printer")
        self._lay_out()
        self._connect()
        self._offer()

    def refresh(self) -> None:
        """Assess again if something changed."""
        if self.is_stale:
            self._offer_again()
            self.assess()

    def assess(self) -> None:
        """Hand the question to the worker; the answer fills the page."""
        question = self._question()
        if question is None:
            return
        self.is_stale = False
        self._stop_comparing()
        self.told.setText(_("Đang tính…"))
        office = office_in(self.desk)

        def work() -> Assessment:
            return criteria.assess(
                office,
                question.pack.id,
                question.as_of,
                village=question.village,
                readings=question.readings,
            )

        operation = Operation(self.desk.operations, work, self)
        operation.success(lambda answer: self._show(question, answer))
        operation.always(lambda: self.told.setText("")).start()

    def _compare(self, question: Question, answer: Assessment) -> None:
        """Count what the other readings would change, once the page can be read."""
        office = office_in(self.desk)

        def work(progress: Progress) -> tuple[Alternative, ...]:
            return criteria.other_readings(
                office, answer, village=question.village, check=progress.check
            )

        def told(found: tuple[Alternative, ...]) -> None:
            if answer is self.assessment:
                self._alternatives = found
                self.detail.show_alternatives(found)

        operation = Operation.reporting(self.desk.operations, work, self)
        self._comparing = operation.success(told).failure(_passed_over).start()

    def _stop_comparing(self) -> None:
        """Another question is asked: what was being compared is of no use any more."""
        if self._comparing is not None:
            self._comparing.progress.cancel()
        self._comparing = self._alternatives = None

    def _tell_left_out(self, criterion: str, then: Callable[[Told], None]) -> None:
        question, answer = self.asked, self.assessment
        if question is None or answer is None:
            return
        office = office_in(self.desk)

        def work() -> Told:
            return criteria.left_out(office, answer, criterion, village=question.village)

        def told(found: Told) -> None:
            if answer is self.assessment and criterion == self.detail.shown:
                then(found)

        Operation(self.desk.operations, work, self).success(told).start()

    def _do_act(self, act: str, record: FactRecord | None) -> None:
        if self.asked is not None:
            do_act(self.desk, act, record, self.asked.village, self)

    def choose(self, criterion: str) -> None:
        """Show one criterion at the right."""
        if self.assessment is not None:
            ids = [each.id for each in self.assessment.criteria]
            self.table.choose(ids.index(criterion))

    def look_at(self, pack: str, criterion: str) -> None:
        """Show one criterion of a pack, once it is counted."""
        self._wanted = criterion
        place = self.pack.findData(pack)
        if place >= 0 and place != self.pack.currentIndex():
            self.pack.setCurrentIndex(place)
            self._pack_chosen()
        elif not self.is_stale:
            self._choose_wanted()

    def _choose_wanted(self) -> None:
        ids = [each.id for each in self.assessment.criteria] if self.assessment else []
        if self._wanted in ids:
            self.table.choose(ids.index(self._wanted))
            self._wanted = ""

    # What is asked

    def _question(self) -> Question | None:
        pack = self.packs.get(str(self.pack.currentData()))
        if pack is None:
            return None
        try:
            as_of = self.as_of.demand_day()
        except BadInput:
            return None
        pack = criteria.edition_on(office_in(self.desk), pack, as_of)
        village = self.village.currentData() if pack.level == NEIGHBOURHOOD else None
        return Question(pack, as_of, village, self.readings_of(pack))

    def readings_of(self, pack: RulePack) -> dict[str, str]:
        """The readings chosen here that an edition of the pack has, by their ids."""
        known = {each.id: {one.value for one in each.options} for each in pack.readings}
        chosen = self._readings.get(pack.id, {}).items()
        return {name: value for name, value in chosen if value in known.get(name, ())}

    def _offer(self) -> None:
        """The packs of this office and its villages."""
        self._offer_packs(criteria.packs_of(office_in(self.desk)))
        queries = self.desk.queries
        ids = queries.ids("villages")
        for record, name in queries.names("villages", ids).items():
            self.village.addItem(name, record)
        has_packs = bool(self.packs)
        self.keep.setEnabled(has_packs and self.desk.may_act_on(REGISTERS["assessments"]))
        self.report.setEnabled(has_packs and self.desk.role.issues)
        if not has_packs:
            self.source.setText(_("Chưa chọn bộ tiêu chí nào; hãy đăng ký ở trang Sổ theo dõi."))
        self._pack_chosen()

    def _offer_packs(self, packs: list[RulePack]) -> None:
        self.packs = {pack.id: pack for pack in packs}
        self.pack.clear()
        for pack in packs:
            self.pack.addItem(pack.title, pack.id)

    def _offer_again(self) -> None:
        """A pack was taken in, or the office registered for one: it may be chosen at once."""
        packs = criteria.packs_of(office_in(self.desk))
        if packs == list(self.packs.values()):
            return
        chosen = self.pack.currentData()
        self.pack.blockSignals(True)
        self._offer_packs(packs)
        self.pack.setCurrentIndex(max(self.pack.findData(chosen), 0))
        self.pack.blockSignals(False)
        has_packs = bool(packs)
        self.keep.setEnabled(has_packs and self.desk.may_act_on(REGISTERS["assessments"]))
        self.report.setEnabled(has_packs and self.desk.role.issues)

    def _pack_chosen(self) -> None:
        pack = self.packs.get(str(self.pack.currentData()))
        self.village.setVisible(pack is not None and pack.level == NEIGHBOURHOOD)
        self.unverified.setVisible(pack is not None and not pack.verified)
        if pack is None:
            return
        self.source.setText(source_line(pack))
        self.unverified.setToolTip(
            _("Câu chữ và con số của bộ tiêu chí này chưa được người có chuyên môn pháp lý ký.")
        )
        self._before = None
        self.is_stale = True
        if self.isVisible():
            self.assess()

    def _ask_again(self) -> None:
        self._before = None
        self.assess()

    def _take_reading(self, reading: str, value: str) -> None:
        if self.asked is None:
            return
        self._readings.setdefault(self.asked.pack.id, {})[reading] = value
        self._before = self.assessment
        self.assess()

    # What is shown

    def _show(self, question: Question, answer: Assessment) -> None:
        self.asked, self.assessment = question, answer
        cell = outcome_cell(question.pack, answer)
        self.outcome.say(cell.text, cell.tone or Tone.QUIET)
        self.summary.setText(summary(question.pack, answer))
        self._warn()
        row = max(self.table.row, 0)
        self.table.show_rows(self._heads(question.pack), _rows(question.pack, answer))
        self.table.choose(min(row, len(answer.criteria) - 1))
        self._choose_wanted()
        self._show_row(self.table.row)
        self._compare(question, answer)

    def _warn(self) -> None:
        """The first thing to look at; the others one click away."""
        said = self.assessment.warnings if self.assessment else ()
        self.warnings.setText("\n".join(said if self._unfolded else said[:1]))
        self.warnings.setVisible(bool(said))
        self.all_warnings.setVisible(len(said) > 1)
        more = _("Xem cả {count} điểm cần lưu ý").format(count=len(said))
        self.all_warnings.setText(_("Thu gọn") if self._unfolded else more)

    def _unfold(self) -> None:
        self._unfolded = not self._unfolded
        self._warn()

    def _heads(self, pack: RulePack) -> list[Head]:
        clearing = _("Có thể đạt từ") if pack.decision.met_is_good else _("Hết từ ngày")
        return [
            Head(_("TT")),
            Head(_("Tiêu chí"), grows=True, wraps=True),
            Head(_("Kết quả")),
            Head(_("Số liệu"), right=True),
            Head(clearing),
        ]

    def _show_row(self, row: int) -> None:
        if self.asked is None or self.assessment is None:
            return
        if not 0 <= row < len(self.assessment.criteria):
            return
        wanted = self.assessment.criteria[row].id
        pack = self.asked.pack
        criterion = next(each for each in pack.criteria if each.id == wanted)
        self.detail.show_criterion(
            pack, self.assessment, criterion, self._effect(pack), self._alternatives
        )

    def _effect(self, pack: RulePack) -> str:
        """What the reading chosen last has changed."""
        before, after = self._before, self.assessment
        if before is None or after is None:
            return ""
        changes = moved(pack, before, after)
        if not changes:
            return _("Cách hiểu này không làm thay đổi kết quả.")
        return _("Cách hiểu này làm thay đổi: {changes}.").format(changes="; ".join(changes))

    # What is done

    def _keep(self) -> None:
        if self.asked is not None:
            command = criteria.KeepAssessment(
                self.asked.pack.id, self.asked.as_of, self.asked.readings, self.asked.village
            )
            self.desk.run(command, owner=self)

    def _attest(self, terms: AttestationTerms) -> None:
        asked = self.asked
        if asked is None:
            return
        dialog = AttestDialog(terms, office_in(self.desk).clock.now().date(), self)
        DialogDraft(dialog, self.desk, lambda: f"{asked.pack.id} {terms.id} {asked.village}")
        values = AttestDialog.ask(dialog)
        if values is not None:
            whole = {
                "pack": asked.pack.id,
                "item": terms.id,
                "village": asked.village,
                **values,
            }
            self.desk.run(SaveRecord("attestations", None, whole), owner=self)

    def _report(self) -> None:
        if self.asked is not None:
            ComposeDialog.ask(
                self.desk,
                self,
                form="self-assessment",
                as_of=self.asked.as_of,
                choices={
                    "pack": self.asked.pack.id,
                    "readings": self.asked.readings,
                    **({"village": self.asked.village} if self.asked.village else {}),
                },
            )

    # How it is laid out

    def _connect(self) -> None:
        self.pack.activated.connect(lambda _place: self._pack_chosen())
        self.village.activated.connect(lambda _place: self._ask_again())
        self.as_of.line.editingFinished.connect(self._day_typed)
        self.table.row_chosen.connect(self._show_row)
        self.detail.attest.connect(self._attest)
        self.detail.reading_chosen.connect(self._take_reading)
        self.detail.act_wanted.connect(self._do_act)
        self.detail.left_out_wanted.connect(self._tell_left_out)

    def _day_typed(self) -> None:
        question = self._question()
        if question is not None and (self.asked is None or question.as_of != self.asked.as_of):
            self._ask_again()

    def _lay_out(self) -> None:
        self.pack.setAccessibleName(_("Bộ tiêu chí"))
        self.pack.setMinimumContentsLength(10)
        self.village.setAccessibleName(_("Thôn, khu phố"))
        self.as_of.label.hide()
        self.as_of.line.setAccessibleName(_("Tính đến ngày"))
        above = QHBoxLayout()
        above.setSpacing(theme.px(8))
        above.addWidget(label_of(_("Bộ tiêu chí"), self.pack))
        above.addWidget(self.pack, 1)
        above.addWidget(self.village)
        above.addWidget(label_of(_("tính đến ngày"), self.as_of.line))
        above.addWidget(self.as_of)
        above.addSpacing(theme.px(12))
        above.addWidget(self.report)
        above.addWidget(self.keep)
        below = QHBoxLayout()
        below.setSpacing(theme.px(8))
        below.addWidget(self.outcome)
        below.addWidget(self.summary, 1)
        below.addWidget(self.told)
        below.addWidget(self.unverified)
        split = side_by_side(self.table, self.detail, (660, 540), grow=(11, 9))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        layout.setSpacing(theme.px(7))
        layout.addLayout(above)
        layout.addLayout(below)
        layout.addWidget(self.source)
        self.warnings.setStyleSheet(f"color: {Tone.CARE.ink};")
        self.warnings.hide()
        self.all_warnings.hide()
        warned = QHBoxLayout()
        warned.addWidget(self.warnings, 1)
        warned.addWidget(self.all_warnings, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(warned)
        layout.addWidget(split, 1)


def _passed_over(_stopped: KnownError) -> None:
    """A comparison that was stopped, or that could not be made, is not missed."""


def _rows(pack: RulePack, assessment: Assessment) -> list[list[Cell]]:
    titles = {each.id: each for each in pack.criteria}
    return [
        [
            Cell(pack.marks[result.id]),
            Cell(titles[result.id].title),
            status_cell(pack, result),
            Cell(figures(result)),
            Cell(clears(result.clears_on)),
        ]
        for result in assessment.criteria
    ]
