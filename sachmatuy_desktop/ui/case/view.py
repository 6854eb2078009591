"""The tab «Quản lý» of a person: standing, terms, what runs, what may be done, what was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.cases.law import Form, Transition
from sachmatuy_desktop.domain.cases.offers import LawClock, Offer, refusal
from sachmatuy_desktop.domain.cases.watch import Due, DueKind
from sachmatuy_desktop.domain.dates import VIETNAM, show_date
from sachmatuy_desktop.domain.registers.management import DECISIONS
from sachmatuy_desktop.domain.registers.people import EPISODES
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.cases import CaseView, Transited, case_of, law_clock
from sachmatuy_desktop.services.papers import IssuedPaper, papers_of
from sachmatuy_desktop.services.person_files import PersonFile, file_of
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.case.act_dialog import StepDialog
from sachmatuy_desktop.ui.case.moving_out import ask_move_out
from sachmatuy_desktop.ui.case.parts import Article, Bar, Section, care, chip_line
from sachmatuy_desktop.ui.case.standing import question_lines, standing_lines, term_lines
from sachmatuy_desktop.ui.case.timeline import Event, events_of
from sachmatuy_desktop.ui.case.words import (
    TONES,
    due_by,
    due_words,
    form_number,
    form_words,
    left_words,
)
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.fill_form import FillDialog, PaperWanted
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.form_picker import pick_form
from sachmatuy_desktop.ui.dialogs.kit import button, faint, paragraph, row
from sachmatuy_desktop.ui.dialogs.long_door import LongDoor
from sachmatuy_desktop.ui.forms.quick_acts import open_test_plan, open_test_result, open_visit
from sachmatuy_desktop.ui.forms.record_dialog import RecordDialog
from sachmatuy_desktop.ui.keys import PERSON_KEYS, hint
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["CaseTab"]

READ_FROM: Final = frozenset(
    {
        "people",
        "episodes",
        "decisions",
        "presences",
        "treatments",
        "tests",
        "visits",
        "transfers",
        "guardians",
        "identity_docs",
        "drug_profiles",
        "holidays",
        "documents",
    }
)
_Read = tuple[CaseView, PersonFile, LawClock, list[IssuedPaper]]

FIRST_EVENTS: Final = 25
"""Lines of the timeline shown at once; a button shows the rest."""


class CaseTab(QScrollArea):
    """One person's case as of today."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.person: str | None = None
        self.view: CaseView | None = None
        self.file: PersonFile | None = None
        self._clock: LawClock | None = None
        self._may_write = desk.may_write(EPISODES)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.proposal = Bar(Tone.BUSY)
        self.standing = Section(_("TÌNH TRẠNG PHÁP LÝ"))
        self.terms = Section(_("THỜI HẠN"))
        self.running = Section(_("ĐANG CHỜ, ĐANG TÍNH HẠN"))
        self.offers = Section(_("VIỆC ĐƯỢC LÀM THEO LUẬT"))
        self.papers = Section(_("VĂN BẢN ĐÃ PHÁT HÀNH"))
        self.gaps = Section(_("HỒ SƠ CÒN THIẾU"))
        self.findings = Section(_("CẦN XEM LẠI"))
        self.timeline = Section(_("DIỄN BIẾN"))
        self.quick = self._build_quick()
        self.sheet = QWidget()
        self.sheet.setObjectName("sheet")
        layout = QVBoxLayout(self.sheet)
        layout.setContentsMargins(theme.px(14), theme.px(8), theme.px(14), theme.px(8))
        layout.setSpacing(theme.px(10))
        for each in (
            self.proposal,
            self.quick,
            self.standing,
            self.terms,
            self.running,
            self.findings,
            self.offers,
            self.papers,
            self.gaps,
            self.timeline,
        ):
            layout.addWidget(each)
        layout.addStretch(1)
        self.setWidget(self.sheet)

    @property
    def now(self) -> datetime:
        """The moment it is, by the clock of Vietnam."""
        return self.desk.office.clock.now().astimezone(VIETNAM)

    def show_record(self, person: str) -> None:
        """Show a person's case; of another person, from the top and nothing of the one before."""
        if person != self.person:
            self.view = None
            self.proposal.hide()
            self.sheet.hide()
            self.verticalScrollBar().setValue(0)
        self.person = person
        self.refresh()

    def refresh(self) -> None:
        """Read the case again, on the worker."""
        if self.person is None:
            return
        work = partial(_read, self.desk.office.session, self.person, self.now.date())
        Operation(self.desk.operations, work, self).success(self._take).start()

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """Follow an act on anything the case is read from."""
        if any(name in READ_FROM for name, _id in changed):
            self.refresh()

    def open_step(self, step: Transition) -> StepDialog | None:
        """Open the dialog of a step; one that the law forbids is refused with its article."""
        view, clock = self.view, self._clock
        if view is None or clock is None:
            return None
        wrong = refusal(view.case, step.id, view.day, clock, _any_ground(step), {})
        lawful = {each.transition.id for each in view.offers}
        if step.id not in lawful and wrong is not None:
            self.desk.feedback.sentence(wrong)
            return None
        if step.writes.transfer:
            ask_move_out(self.desk, view.case.person, self)
            return None
        dialog = StepDialog(self.desk, view, step, clock, self.window())
        if self.file is not None and self.file.lacks_paper:
            dialog.say_paper_lacks()
        dialog.taken.connect(self._propose)
        dialog.open()
        return dialog

    # What it shows

    def _take(self, read: _Read) -> None:
        view, file, clock, papers = read
        if view.case.person != self.person:
            return  # somebody has gone on to another person meanwhile
        self.view, self.file, self._clock = view, file, clock
        self.setUpdatesEnabled(False)
        self._show(view, file, clock)
        self.papers.show_widgets([self._paper_line(each) for each in papers])
        self.sheet.show()
        self.setUpdatesEnabled(True)

    def _show(self, view: CaseView, file: PersonFile, clock: LawClock) -> None:
        book, day = clock.book, view.day
        self.standing.show_widgets(standing_lines(view.standing))
        self.terms.show_widgets(
            [line for term in view.terms for line in term_lines(term, day, book)]
        )
        self.running.show_widgets([line for due in view.due for line in self._due_lines(due)])
        self.offers.show_widgets(self._offer_lines(view))
        self.gaps.show_widgets(_gap_lines(file) if view.standing.statutory else [])
        self.findings.show_widgets(
            [
                chip_line(
                    Chip(_("Xem lại"), Tone.CARE),
                    say(each.says),
                    _("Mở…"),
                    partial(self.desk.open_record, each.register, each.record),
                )
                for each in view.findings
            ]
        )
        self._show_events(events_of(view.case, book), FIRST_EVENTS)

    def _due_lines(self, due: Due) -> list[QWidget]:
        words = due_words(due)
        if due.due is not None and due.kind is not DueKind.TERM:
            words = _("{what} – hạn {when}").format(what=words, when=due_by(due.due))
        verb, act = self._answer_to(due) if self._may_write else ("", None)
        chip = Chip(left_words(due.due, self.now), TONES[due.urgency])
        lines: list[QWidget] = [chip_line(chip, words, verb, act)]
        if due.source:
            lines.append(Article(due.source, due.quote))
        if self._clock is not None:
            lines += question_lines(due.questions, self._clock.book)
        return lines

    def _answer_to(self, due: Due) -> tuple[str, Callable[[], object] | None]:
        """The button that does what is waited for."""
        if due.kind is DueKind.VISIT:
            return _("Ghi kiểm tra…"), self._visit
        if due.kind is DueKind.TEST:
            return _("Ghi kết quả…"), self._test
        decision = self._decision_of(due)
        if decision is not None:
            return _("Ghi số, ngày gửi…"), partial(self._edit_decision, decision)
        step = self._offered(due.step)
        if step is not None:
            return _("Thực hiện…"), partial(self.open_step, step)
        return "", None

    def _decision_of(self, due: Due) -> str | None:
        """The decision that has no number, or was not sent: what a paper waits for."""
        if self.view is None or not (due.kind is DueKind.PAPER or due.id == "D06"):
            return None
        for each in reversed(self.view.case.decisions):
            lacks = not each.number if due.kind is DueKind.PAPER else each.sent is None
            if each.transition and lacks:
                return each.id
        return None

    def _offered(self, step: str) -> Transition | None:
        offers = self.view.offers if self.view is not None else ()
        return next((each.transition for each in offers if each.transition.id == step), None)

    def _offer_lines(self, view: CaseView) -> list[QWidget]:
        if not self._may_write:
            return []
        lines = [self._offer_line(offer) for offer in view.offers]
        others = QPushButton(_("Bước khác…"))
        others.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        others.setMenu(self._other_steps(view, others))
        others.setToolTip(_("Các bước luật không cho làm lúc này, và vì sao"))
        return [*lines, others]

    def _offer_line(self, offer: Offer) -> QWidget:
        """A door to the step, and where the law has it."""
        step = offer.transition
        form = "" if offer.form is None else f" · {form_number(offer.form.key)}"
        line = QWidget()
        layout = QVBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, theme.px(4))
        layout.setSpacing(0)
        layout.addWidget(LongDoor(_(step.title), partial(self.open_step, step)))
        article = Article(f"{step.source}{form}", step.quote)
        article.setContentsMargins(theme.px(4), 0, 0, 0)
        if offer.form is None:
            layout.addWidget(article)
        else:
            layout.addLayout(row(article, self._composing(step, offer.form)))
        return line

    def _composing(self, step: Transition, form: Form) -> QPushButton:
        """The way to the paper of a step."""
        made = button(_("Soạn…"), partial(self.compose, self._paper_of(form.key, step)))
        made.setToolTip(_("Soạn {form}").format(form=form_words(form)))
        made.setAccessibleName(made.toolTip())
        return made

    def _paper_of(self, key: str, step: Transition) -> PaperWanted:
        return PaperWanted(law_form=key, source=step.source, who=step.who)

    def _paper_line(self, paper: IssuedPaper) -> QWidget:
        """An issued paper: a door to it in the outgoing book."""
        day = show_date(date.fromisoformat(paper.issued_on))
        words = _("{number} ngày {day} – {title}").format(
            number=paper.number, day=day, title=paper.title
        )
        told = _("{paper} (đã hủy số)").format(paper=words) if paper.void else words
        return LongDoor(told, partial(self.desk.open_record, "documents", paper.id))

    def _other_steps(self, view: CaseView, parent: QWidget) -> QMenu:
        """What is not lawful now: choosing it says which article forbids it."""
        menu = QMenu(parent)
        lawful = {each.transition.id for each in view.offers}
        steps = () if self._clock is None else self._clock.book.transitions_on(view.day)
        for step in steps:
            if step.id not in lawful and step.by_commune:
                menu.addAction(_(step.title), partial(self.open_step, step))
        return menu

    def _show_events(self, events: tuple[Event, ...], most: int) -> None:
        lines: list[QWidget] = [_event_grid(events[:most])] if events else []
        if len(events) > most:
            more = partial(self._show_events, events, len(events))
            lines.append(button(_("Xem {n} dòng cũ hơn").format(n=len(events) - most), more))
        self.timeline.show_widgets(lines)

    # What it does

    def compose(self, wanted: PaperWanted) -> None:
        """Fill a form about the person."""
        if self.person is not None:
            FillDialog.ask(self.desk, self.window(), wanted, self.person)

    def pick(self) -> None:
        """Choose one of the forms about a person, and fill it."""
        pick_form(
            self.desk, self, lambda form: self.compose(PaperWanted(form=form.id)), register="people"
        )

    def _propose(self, taken: Transited) -> None:
        proposal = taken.proposal
        if proposal is None:
            return
        words = _("Văn bản cần lập: {form} – {title} ({decree}). Người quyết định: {who}.")
        told = words.format(
            form=form_number(proposal.form),
            title=proposal.title,
            decree=proposal.decree,
            who=proposal.signer,
        )
        also = "; ".join(f"{form_number(key)} – {title}" for key, title in proposal.also)
        if also:
            told = " ".join((told, _("Kèm theo: {also}.").format(also=also)))
        wanted = PaperWanted(law_form=proposal.form, source=proposal.source, who=proposal.signer)
        self.proposal.tell(told, _("Soạn…"), partial(self.compose, wanted))
        self.verticalScrollBar().setValue(0)

    def _build_quick(self) -> QWidget:
        made = QWidget()
        self.visit_button = button(_("Kiểm tra cư trú"), self._visit, picture="house")
        self.visit_button.setToolTip(hint(_("Ghi một lần kiểm tra cư trú"), "visit", PERSON_KEYS))
        self.test_button = button(_("Kết quả xét nghiệm"), self._test, picture="list-checks")
        self.test_button.setToolTip(hint(_("Ghi kết quả xét nghiệm"), "test", PERSON_KEYS))
        self.plan_button = button(_("Hẹn xét nghiệm"), self._plan, picture="plus")
        self.plan_button.setToolTip(hint(_("Hẹn một lần xét nghiệm"), "plan", PERSON_KEYS))
        self.paper_button = button(_("Soạn văn bản…"), self.pick, picture="file-text")
        self.paper_button.setToolTip(_("Chọn một mẫu và điền sẵn từ hồ sơ của người này"))
        made.setLayout(
            FlowRow(self.visit_button, self.test_button, self.plan_button, self.paper_button)
        )
        if not self._may_write:
            made.hide()
        return made

    def _visit(self) -> None:
        if self.person is not None:
            open_visit(self.desk, self.person, self.window())

    def _test(self) -> None:
        if self.person is not None:
            open_test_result(self.desk, self.person, self.window())

    def _plan(self) -> None:
        if self.person is not None:
            open_test_plan(self.desk, self.person, self.window())

    def _edit_decision(self, decision: str) -> None:
        defaults = {"person": self.person}
        RecordDialog(self.desk, DECISIONS, decision, defaults, self.window()).open()


def _read(session: Session, person: str, day: date) -> _Read:
    """Everything the tab shows; raises a `KnownError`."""
    return (
        case_of(session, person, day),
        file_of(session, person, day),
        law_clock(session),
        papers_of(session, person),
    )


def _event_grid(events: tuple[Event, ...]) -> QWidget:
    """Day by day, what happened beside it."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.px(12))
    grid.setVerticalSpacing(theme.px(5))
    grid.setColumnStretch(1, 1)
    for place, event in enumerate(events):
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(paragraph(event.words))
        if event.detail:
            words.addWidget(faint(event.detail))
        grid.addWidget(QLabel(show_date(event.day)), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(words, place, 1)
    return made


def _gap_lines(file: PersonFile) -> list[QWidget]:
    """What the file lacks, in the words of the form."""
    lines: list[QWidget] = []
    if file.lacks_guardian:
        lines.append(
            care(
                _(
                    "Người dưới 18 tuổi chưa ghi cha, mẹ, người giám hộ hoặc người đại diện hợp"
                    " pháp (Luật 120/2025 Điều 31; Nghị định 163/2026 Điều 56 khoản 6)."
                )
            )
        )
    if file.lacking:
        lines.append(
            paragraph(
                _("Tóm tắt lý lịch (Mẫu số 05): {done}/{all} mục đã ghi. Còn thiếu:").format(
                    done=file.answered, all=file.items
                )
            )
        )
        lines += [faint(f"{item.number}. {_(item.label)}") for item in file.lacking]
    return lines


def _any_ground(step: Transition) -> str:
    """A ground of the step, so that a refusal speaks of the step and not of a missing ground."""
    return step.grounds[0].code if step.grounds else ""
