"""The one dialog in which a step of the law is taken: day, ground, what it needs, what it writes.

Its form is made from the step as the law of the typed day has it, so nothing is asked that the law
does not ask for.  What the law forbids is said, with its article, before anything is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sachmatuy_desktop.domain.cases.law import Detail, LawBook, Transition
from sachmatuy_desktop.domain.cases.offers import LawClock, refusal, warnings
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.registers.fields import Field, Kind, Value
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.errors import N_, BadInput, KnownError, NotAllowed
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.bus import Outcome
from sachmatuy_desktop.services.cases import CaseView, Transit, Transited
from sachmatuy_desktop.services.sync.transfers import arrival_details
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.case.parts import Article, care
from sachmatuy_desktop.ui.case.words import form_words, written_words
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import Sheet, clear, paragraph
from sachmatuy_desktop.ui.forms.editors import Editor
from sachmatuy_desktop.ui.forms.form_draft import FormDraft
from sachmatuy_desktop.ui.forms.record_form import RecordForm

__all__ = ["StepDialog", "form_of"]

DAY: Final = "on"
GROUND: Final = "ground"
TIME: Final = "time"
NO_PAPER: Final = N_(
    "Người này chưa có số giấy tờ tùy thân: hãy ghi số, hoặc lý do chưa có, ở thẻ Thông tin."
)


class StepDialog(Sheet):
    """One step of one person's case."""

    taken = Signal(object)
    """The `Transited` of the step, once it is written."""

    def __init__(
        self,
        desk: Desk,
        view: CaseView,
        step: Transition,
        clock: LawClock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_(step.title), view.case.name, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._view = view
        self._step = step
        self._clock = clock
        self._paper_lacks = False
        self.article = Article(step.source, step.quote)
        book = form_of(step, clock.book, view.standing.codes)
        self.form = RecordForm(desk.queries, book, desk.may_see)
        now = desk.office.clock.now().astimezone(VIETNAM)
        self._hour_now = now.strftime("%H:%M")
        offered: dict[str, Value] = {DAY: now.date().isoformat(), TIME: self._hour_now}
        if step.writes.arrives:
            offered |= arrival_details(desk.queries, view.case.person)
        self.form.fill(
            {name: offered[name] for name in offered if name in self.form.register.by_name}
        )
        self.told = QVBoxLayout()
        self.told.setSpacing(theme.px(5))
        self.body.addWidget(self.article)
        self.body.addWidget(self.form, 1)
        self.body.addLayout(self.told)
        self.done_button = self.finish_with(_("Ghi bước này"), self.take)
        self.form.edited.connect(self._look)
        self.form.setMinimumHeight(min(self.form.sheet.sizeHint().height() + 2, theme.px(330)))
        self.setMinimumWidth(theme.px(560))
        self.kept = FormDraft(
            self,
            desk,
            self.form,
            f"step/{view.case.person}/{step.id}",
            f"{_(step.title)}: {view.case.name}",
            always=(DAY, TIME),
        )
        self._look()
        self.form.focus_first()

    def take(self) -> None:
        """Take the step; what is missing is said beside its field, what is forbidden below."""
        if not self.form.is_valid:
            self.form.complain()
            return
        self.done_button.setEnabled(False)
        command = Transit(
            self._view.case.person, self._step.id, self._day(), self._ground(), self._details()
        )
        self._desk.run(command, self._taken, self._refused, self)

    def say_paper_lacks(self) -> None:
        """The person has no number: a list of the law asks for it or for the reason."""
        self._paper_lacks = True
        self._look()

    # How it is done

    def _taken(self, outcome: Outcome) -> None:
        self.accept()
        if isinstance(outcome.result, Transited):
            self.taken.emit(outcome.result)

    def _refused(self, error: KnownError) -> None:
        self.done_button.setEnabled(True)
        if not (isinstance(error, BadInput) and self.form.complain_about(error)):
            self.complain(error)

    def _day(self) -> date:
        return date.fromisoformat(str(self.form.values()[DAY]))

    def _ground(self) -> str:
        return str(self.form.values().get(GROUND) or "")

    def _details(self) -> Mapping[str, Value]:
        return {
            name: value
            for name, value in self.form.values().items()
            if name not in {DAY, GROUND} and value is not None
        }

    def _look(self) -> None:
        """What the law says to the step as typed: forbidden, to be looked at, written."""
        clear(self.told)
        self.wrong.hide()
        try:
            day = self._day()
        except (KeyError, ValueError):
            return
        self._forget_hour_of_another_day(day)
        ground, case = self._ground(), self._view.case
        wrong = refusal(case, self._step.id, day, self._clock, ground, self._details())
        forbidden = isinstance(wrong, NotAllowed) or (
            isinstance(wrong, BadInput) and wrong.field == DAY
        )
        if wrong is not None and forbidden:
            self.complain(wrong)
            return
        try:
            step = self._clock.book.transition(self._step.id, day)
        except KnownError as error:
            self.complain(error)
            return
        self._tell(step, ground, day)

    def _forget_hour_of_another_day(self, day: date) -> None:
        """The hour it is now says nothing of another day."""
        today = self._desk.office.clock.now().astimezone(VIETNAM).date()
        if day != today and self.form.values().get(TIME) == self._hour_now:
            self._hour_now = ""
            cast("Editor", self.form.editor(TIME)).put(None)

    def _tell(self, step: Transition, ground: str, day: date) -> None:
        book = self._clock.book
        chosen = next((each for each in step.grounds if each.code == ground), None)
        if chosen is not None and chosen.source:
            self.told.addWidget(Article(chosen.source, chosen.quote))
        for each in warnings(self._view.case, step.id, day, self._clock, ground):
            self.told.addWidget(care(f"{_(each.says)} ({each.source})"))
        kept = book.list_of_category.get(step.written(ground).begins)
        if self._paper_lacks and kept is not None and kept.statutory:
            self.told.addWidget(care(_(NO_PAPER)))
        self.told.addWidget(paragraph(written_words(step, ground, book)))
        if step.form:
            words = _("Văn bản cần lập: {form}. Người quyết định: {who}.").format(
                form=form_words(book.form(step.form)), who=step.who
            )
            self.told.addWidget(paragraph(words))


def form_of(step: Transition, book: LawBook, states: frozenset[str]) -> Register:
    """The form of a step: its day, its ground and the details it asks for, as a register.

    Of the grounds, those that may be taken from one of the `states`.
    """
    fields = [Field(DAY, N_("Ngày"), Kind.DATE, required=True)]
    if step.grounds:
        choices = {
            each.code: each.words
            for each in step.grounds
            if not each.from_states or states & set(each.from_states)
        }
        fields.append(Field(GROUND, N_("Căn cứ"), Kind.CHOICE, required=True, choices=choices))
    asked = dict.fromkeys((*step.needs, *step.asks))
    fields += [_field(book.detail(name), required=name in step.needs) for name in asked]
    return Register(
        name="case.step",
        title=step.title,
        one=step.title,
        scope=Scope.LOCAL,
        area=Area.PEOPLE,
        fields=tuple(fields),
        naming=(DAY,),
        sort=(DAY,),
    )


def _field(detail: Detail, *, required: bool) -> Field:
    choices = dict(detail.choices) or None
    return Field(
        detail.id,
        detail.label,
        Kind(detail.kind),
        required=required,
        choices=choices,
        hint=detail.hint,
    )
