"""One recognition: the ladder at the left, a step at the right, and the acts of a commune."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sachmatuy_desktop.domain.recognition import Rung, Standing
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.services import criteria
from sachmatuy_desktop.services.papers.choices import is_recognition
from sachmatuy_desktop.services.recognition import STEPS, Case, WithdrawAnswer, WithdrawStep
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui.attachments.dialog import AttachmentsDialog
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.compose import ComposeDialog
from sachmatuy_desktop.ui.dialogs.fill_form import FillDialog, PaperWanted
from sachmatuy_desktop.ui.dialogs.kit import side_by_side
from sachmatuy_desktop.ui.dialogs.line import LineDialog
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.recognition_step import StepDialog
from sachmatuy_desktop.ui.pages.recognition.detail import StepDetail, newest_figures
from sachmatuy_desktop.ui.pages.recognition.ladder import Ladder

__all__ = ["CaseView"]


class CaseView(QWidget):
    """What both offices see; each takes back what it wrote itself, the commune takes the steps."""

    def __init__(self, desk: Desk, *, may_write: bool, may_answer: bool = False) -> None:
        super().__init__()
        self.desk = desk
        self._may_write, self._may_answer = may_write, may_answer
        self.case: Case | None = None
        self.standing: Standing | None = None
        self.ladder = Ladder()
        self.detail = StepDetail(desk)
        self.ladder.chosen.connect(self.show_step)
        self.detail.wanted.connect(self.take)
        self.detail.composed.connect(self.compose)
        self.detail.withdrawn.connect(self.withdraw)
        self.detail.answer_withdrawn.connect(self.withdraw_answer)
        self.detail.attached.connect(self.attach)
        split = side_by_side(self.ladder, self.detail, (440, 680), grow=(2, 3))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    @property
    def today(self) -> date:
        """Today, by the office's clock."""
        return office_in(self.desk).clock.now().date()

    def show_case(self, case: Case | None, nothing: str = "") -> None:
        """Show a recognition; the step that was shown stays, if it is the same one."""
        kept = self._still_shown(case)
        self.case = case
        self.standing = case.standing(self.today) if case else None
        step = self.ladder.show_standing(self.standing, kept)
        if self.standing is None:
            self.detail.show_nothing(nothing)
        else:
            self.show_step(step)

    def _still_shown(self, case: Case | None) -> str:
        """The step in front, unless somebody else's turn has come: then the ladder goes there."""
        if case is None or self.case is None or self.standing is None:
            return ""
        before = [each.step.id for each in self.standing.next]
        after = [each.step.id for each in case.standing(self.today).next]
        same = case.recognition.id == self.case.recognition.id
        return self.detail.shown if same and before == after else ""

    def show_step(self, step: str) -> None:
        """Show one step at the right."""
        if self.case is not None and self.standing is not None:
            self.detail.show_step(
                self.case,
                self.standing,
                step,
                may_write=self._may_write,
                may_answer=self._may_answer,
            )

    # -- the acts of a commune ---------------------------------------------------------------------

    def take(self, step: str) -> None:
        """Ask who, when and by which paper, and take the step."""
        if self.case is None or self.standing is None:
            return
        rung = self.standing.rung(step)
        dialog = StepDialog(
            self.desk,
            self.case,
            rung,
            self.today,
            self,
            papers=self._papers(rung),
            readings=self._readings(),
        )
        dialog.ask_person()

    def compose(self, form: str) -> None:
        """Fill a form of the step from the recognition, or compose it of the frozen figures."""
        if self.case is None or self.standing is None:
            return
        if load_form(form).family:
            wanted = PaperWanted(form=form)
            FillDialog.ask(self.desk, self.window(), wanted, self.case.recognition.id)
            return
        rung = self.standing.rung(self.detail.shown)
        figures = newest_figures(self.standing, rung)
        pack = self._pack_of_papers()
        if figures is None or pack not in figures.kept.assessments:
            return
        record = figures.kept.assessments[pack]
        frozen = self.desk.queries.rows("assessments", [record])[record]["frozen"]
        try:
            assessment = criteria.recompute(str(frozen or ""))
        except KnownError as error:
            self.desk.feedback.sentence(error)
            return
        choices = {
            "pack": pack,
            "assessment": assessment,
            "readings": dict(assessment.readings),
        }
        ComposeDialog.ask(self.desk, self, form=form, as_of=assessment.as_of, choices=choices)

    def withdraw(self, record: str) -> None:
        """Ask why, and take the step back."""
        if why := self._why_withdrawn(_("Rút lại bước đã ghi")):
            self.desk.run(WithdrawStep(record, why), owner=self)

    def withdraw_answer(self, book: str, record: str) -> None:
        """Ask why, and take an appraisal or a decision of this office back."""
        if why := self._why_withdrawn(_("Rút lại thẩm định, quyết định đã ghi")):
            self.desk.run(WithdrawAnswer(book, record, why), owner=self)

    def _why_withdrawn(self, title: str) -> str | None:
        return LineDialog.ask(
            title,
            _("Nội dung đã ghi và số liệu đã giữ vẫn còn, kèm ngày và lý do rút lại."),
            _("Lý do"),
            _("Rút lại"),
            self,
        )

    def attach(self, record: str) -> None:
        """The scans of a step's papers."""
        AttachmentsDialog(self.desk, REGISTERS[STEPS], record, self).open()

    def _pack_of_papers(self) -> str:
        """The pack papers go by: the one that recognises."""
        packs = self.case.recognition.packs if self.case else ()
        known = criteria.library(self.desk.office.session)
        return next((each for each in packs if is_recognition(known.rules(each))), "")

    def _papers(self, rung: Rung) -> Mapping[str, str]:
        """Issued papers of the step's forms that no step names yet, newest first."""
        if not rung.step.forms or self.case is None:
            return {}
        named = {each.paper for each in self.case.recognition.steps}
        where = [
            Where("form", "in", tuple(rung.step.forms)),
            Where("state", "=", "issued"),
            Where("unit_id", "=", self.case.recognition.unit),
            Where("issued_on", ">=", self.case.recognition.registered_on.isoformat()),
        ]
        ids = [each for each in self.desk.queries.ids("documents", where) if each not in named]
        return self.desk.queries.names("documents", ids)

    def _readings(self) -> Mapping[str, Mapping[str, str]]:
        """By pack, the readings of the result that was kept last; they are told in the dialog."""
        if self.case is None:
            return {}
        found: dict[str, Mapping[str, str]] = {}
        for pack in self.case.recognition.packs:
            where = [Where("pack", "=", pack), Where("unit_id", "=", self.case.recognition.unit)]
            for record in self.desk.queries.ids("assessments", where)[:1]:
                frozen = self.desk.queries.rows("assessments", [record])[record]["frozen"]
                try:
                    found[pack] = dict(criteria.recompute(str(frozen or "")).readings)
                except KnownError:
                    continue
        return found
