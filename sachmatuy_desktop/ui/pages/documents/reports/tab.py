"""Báo cáo định kỳ: what is due, a report's figures and words, the paper as it prints.

Figures are counted on the worker each time; what is typed goes into books of its own at once, so
nothing is lost when the window closes.  A report that was issued is shown as it was signed, with
what the books say now beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QTabWidget, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_, BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.packs.reports import load_reports
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.bus import Outcome
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.counts import villages_on
from sachmatuy_desktop.services.papers.reports import (
    Behind,
    DueReport,
    IssueReport,
    Report,
    Told,
    WriteReportText,
    behind,
    changes_since,
    draft_report,
    due_reports,
    issued_of,
    kinds_for,
    period_told,
    read_report,
    tasks_done,
)
from sachmatuy_desktop.services.plans.yearly import READ_FROM
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import (
    button,
    complaint,
    faint,
    heading,
    label_of,
    only_if,
    side_by_side,
)
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.proved import ProvedDialog
from sachmatuy_desktop.ui.draft_place import DraftPlace
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.documents.reports.choosing import Choosing, Chosen
from sachmatuy_desktop.ui.pages.documents.reports.dialogs import FigureDialog
from sachmatuy_desktop.ui.pages.documents.reports.parts import DueTable, FigureTable, WordsOf
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.paper_out import Take, print_taken, save_taken, taken_with_note
from sachmatuy_desktop.ui.preview import PdfView
from sachmatuy_desktop.ui.theme import Tone
from sachmatuy_desktop.ui.unsaved import Unsaved

__all__ = ["ReportsTab"]

DRAFT: Final = N_("Chưa phát hành")
WORDS: Final = "report-words"
"""The kind of the drafts."""

DUE_ROWS: Final = 5
"""Rows of what is due in sight, the heads among them."""

BESIDE: Final = frozenset(
    {
        "report_figures",
        "report_texts",
        "report_papers",
        "documents",
        "people",
        "households",
        "villages",
        "hotspots",
        "tip_boxes",
        "hotline_boards",
        "populations",
        "models",
        "settings",
        "plans",
        *READ_FROM.values(),
    }
)
"""What a report is read from beside the books its figures name."""


@dataclass(frozen=True)
class _Read:
    """Everything the tab shows of one report."""

    chosen: Chosen
    dues: tuple[DueReport, ...]
    villages: Mapping[str, str]
    report: Report
    pdf: bytes
    data: FormData | None
    """None where the paper is one that was issued."""


class ReportsTab(Tab):
    """The reports of this office."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        lines = (each.line for each in load_reports().figures.values())
        self.reads = BESIDE | {line.book for line in lines if line is not None and line.book}
        self.office = office_in(desk)
        self.shown: _Read | None = None
        self.again: tuple[str, str] | None = None
        """The report and period that are drafted anew although they were issued."""
        self._asked = 0
        kinds = {each.id: each for each in kinds_for(self.office)}
        self.choosing = Choosing(kinds, _today(self.office))
        self.choosing.changed.connect(self._other_chosen)
        self.dues = DueTable()
        self.dues.row_chosen.connect(lambda _row: self._due_chosen())
        self.figures = FigureTable()
        self.figures.wanted.connect(self.open_list)
        self.figures.row_chosen.connect(lambda _row: self._define())
        self.meaning = faint()
        self.words = WordsOf()
        self.words.left.connect(lambda told: self._write(*told))
        self.view = PdfView()
        self.state = Chip()
        self.told = faint()
        self.wrong = complaint()
        self.type_number = button(_("Nhập số…"), self.ask_number, picture="pencil")
        self.look = button(_("Xem danh sách"), self._look, picture="eye")
        self.issue = button(_("Phát hành"), self._issue, primary=True, picture="check")
        self.print = button(_("In…"), self._print, picture="printer")
        self.save = button(_("Lưu PDF…"), self._save, picture="save")
        self.anew = button(_("Soạn lại kỳ này"), self._draft_anew, picture="rotate-cw")
        self.prove = button(_("Ghi đã làm…"), self.ask_proved, picture="check")
        self.kept = DraftPlace(self, desk, self._place, self._unsaved, self._put_back)
        self._tasks: list[papers.Provable] = []
        self._document = ""
        self._may_type = desk.may_act_on(REGISTERS["report_figures"])
        only_if(self._may_type, self.type_number)
        for each in (self.anew, self.prove):
            each.hide()
        self._lay_out()
        self._ready(False)

    # What is asked of the worker

    def read(self) -> None:
        """Count the report that is chosen; of the first time, the one that is due first."""
        office, today = self.office, _today(self.office)
        try:
            chosen = self.choosing.chosen()
        except BadInput as error:
            self._refused(error)
            return
        first, again = self.shown is None, self.again
        self._asked += 1
        number = self._asked

        def work() -> _Read:
            return _read(office, today, chosen, again, first=first)

        def told(read: _Read) -> None:
            if number == self._asked:
                self._show(read)

        def refused(error: KnownError) -> None:
            if number == self._asked:
                self._refused(error)

        Operation(self.desk.operations, work, self).success(told).failure(refused).start()

    # What is done

    def ask_number(self) -> None:
        """Put another number in the place of the counted one."""
        told = self.figures.chosen
        if self.shown is None or told is None or self._is_signed:
            self.desk.feedback.notice(_("Hãy chọn một dòng số liệu trước."))
            return
        FigureDialog(self.desk, self.shown.report, told, self).ask_person()

    def open_list(self, told: Told) -> None:
        """Go to the list behind a number."""
        if self.shown is None:
            return
        office, report = self.office, self.shown.report
        title = f"{told.figure.title}, {period_told(report)}"

        def go(found: Behind) -> None:
            self.desk.open_list(found.register, only=found.records, title=title)

        operation = Operation(self.desk.operations, lambda: behind(office, report, told), self)
        operation.success(go).start()

    def _look(self) -> None:
        told = self.figures.chosen
        if told is None:
            self.desk.feedback.notice(_("Hãy chọn một dòng số liệu trước."))
        else:
            self.open_list(told)

    def _write(self, part: str, words: str) -> None:
        """Keep the words of a part; empty ones too: then the part prints as dots."""
        if self.shown is None or not self._may_type:
            return
        report = self.shown.report
        command = WriteReportText(
            report.kind.id, report.days.key, part, words.strip(), report.village
        )
        self.desk.run(command, owner=self)

    def _issue(self) -> None:
        """Issue what is shown; words that are not kept yet are kept first."""
        if self.shown is None or self.shown.data is None:
            return
        unkept = self.words.changed()
        if unkept:
            for part, words in unkept:
                self._write(part, words)
            self.desk.feedback.notice(_("Đã ghi lời văn; hãy xem lại bản in rồi phát hành."))
            return
        self._ready(False)
        command = IssueReport(self.shown.report, self.shown.data)
        self.again = None
        self.desk.run(command, self._issued, self._refused, owner=self)

    def _issued(self, outcome: Outcome) -> None:
        """Look, on the worker, which tasks the report may carry out."""
        if self.shown is None:
            return
        office, report, document = self.office, self.shown.report, str(outcome.result)

        def told(tasks: list[papers.Provable]) -> None:
            self._tasks, self._document = tasks, document
            self.prove.setVisible(bool(tasks))

        work = lambda: tasks_done(office, report)  # noqa: E731
        Operation(self.desk.operations, work, self).success(told).start()

    def ask_proved(self) -> None:
        """Ask which tasks the issued report carries out, and write them down in one act."""
        names = self.desk.queries.names("documents", [self._document])
        tasks = ProvedDialog.ask(names.get(self._document, ""), self._tasks, self)
        if tasks:
            command = papers.ProveByPaper(self._document, tasks)
            self.desk.run(command, lambda _outcome: self.prove.hide(), owner=self)

    def _draft_anew(self) -> None:
        """Another paper of the same days: what is wrong in an issued one is never edited."""
        if self.shown is not None:
            report = self.shown.report
            self.again = (report.kind.id, report.days.key)
            self.read()

    def _print(self) -> None:
        print_taken(self, self.desk, self._title(), self.view.pages, self._taken())

    def _save(self) -> None:
        save_taken(self, self.desk, self._title(), self._taken())

    def _taken(self) -> Take:
        note = papers.NotePrint(self._title())
        return taken_with_note(self, self.desk, note, self.view.pdf, self._refused)

    def _title(self) -> str:
        if self.shown is None:
            return ""
        report = self.shown.report
        number = f" {report.issued.number}" if report.issued and self._is_signed else ""
        return f"{report.kind.title}{number}, {period_told(report)}"

    # What is shown

    @property
    def _is_signed(self) -> bool:
        return self.shown is not None and self.shown.data is None

    def _other_chosen(self) -> None:
        self.again = None
        self.prove.hide()
        for part, words in self.words.changed():
            self._write(part, words)
        self.read()

    def _due_chosen(self) -> None:
        due = self.dues.chosen
        if due is not None:
            self.choosing.put(due.kind, due.days)

    def _show(self, read: _Read) -> None:
        report, first = read.report, self.shown is None
        self.shown = read
        self.wrong.hide()
        if first:
            self.choosing.blockSignals(True)
            self.choosing.put(read.chosen.kind, read.chosen.days)
            self.choosing.blockSignals(False)
        self.choosing.put_villages(read.villages)
        self.dues.blockSignals(True)
        self.dues.show_dues(read.dues, _today(self.office))
        self.dues.blockSignals(False)
        self.figures.show_report(report, self.desk.role, signed=self._is_signed)
        self.words.show_words(report.words, may_write=self._may_type and not self._is_signed)
        self.view.show_pdf(read.pdf)
        self._define()
        self._tell(report)
        self._ready(True)
        if self._may_type and not self._is_signed:
            self.kept.offer()
        else:
            self.kept.bar.hide()

    def _tell(self, report: Report) -> None:
        """How the report stands, and how its figures differ from those signed."""
        issued = report.issued
        if issued is None or not self._is_signed:
            self.state.say(_(DRAFT), Tone.CARE)
            self.told.setText(self._before(report))
        else:
            self.state.say(_("Đã phát hành {number}").format(number=issued.number), Tone.GOOD)
            changed = sum(1 for _each in changes_since(report))
            said = _("Ký ngày {day}, số liệu đến {as_of}.").format(
                day=show_date(issued.on), as_of=show_date(issued.as_of)
            )
            if changed:
                said += " " + _("Nay sổ khác {count} số.").format(count=changed)
            self.told.setText(said)
        self.anew.setVisible(self._is_signed and self.desk.role.issues)
        self.issue.setVisible(not self._is_signed and report.kind.place != "village")
        self.type_number.setEnabled(not self._is_signed)

    def _before(self, report: Report) -> str:
        if report.before is None:
            return _("Kỳ trước: đếm lại từ sổ.")
        return _("Kỳ trước: theo báo cáo số {number}.").format(number=report.before.number)

    def _define(self) -> None:
        told = self.figures.chosen
        figure = told.figure if told else None
        self.meaning.setText(f"{figure.meaning} ({figure.source})" if figure else "")

    def _refused(self, error: KnownError) -> None:
        self.wrong.setText(say(error))
        self.wrong.show()
        self._ready(False)

    def _ready(self, ready: bool) -> None:
        self.issue.setEnabled(ready and self.desk.role.issues)
        for each in (self.print, self.save, self.look):
            each.setEnabled(ready)

    # What is kept of it: the words of the field that somebody is in

    def _place(self) -> str:
        if self.shown is None:
            return WORDS
        report = self.shown.report
        return "/".join((WORDS, report.kind.id, report.days.key, report.village or ""))

    def _unsaved(self) -> list[Unsaved]:
        changed = dict(self.words.changed()) if self._may_type and not self._is_signed else {}
        if not changed:
            return []
        typed = {self.words.edits[part].accessibleName(): words for part, words in changed.items()}
        content = {"kind": WORDS, "typed": typed, "parts": changed}
        return [Unsaved(self._place(), self._title(), content)]

    def _put_back(self, content: Mapping[str, Any]) -> None:
        self.tabs.setCurrentWidget(self.words)
        self.words.put_back(content["parts"])

    def go_through(self, door: Door) -> None:
        """Nothing leads here but the tab itself."""

    def may_close(self) -> bool:
        """What is written is kept before the window closes."""
        for part, words in self.words.changed():
            self._write(part, words)
        return True

    def panes(self) -> list[Pane]:
        """What is due, the figures, the words."""
        return [Pane(each, each.setFocus) for each in (self.dues, self.figures, self.view)]

    # How it is laid out

    def _lay_out(self) -> None:
        left = QWidget()
        down = QVBoxLayout(left)
        down.setContentsMargins(theme.px(12), theme.px(8), theme.px(8), theme.px(8))
        down.setSpacing(theme.px(6))
        down.addWidget(heading(_("Báo cáo đến hạn"), 1.05))
        self.dues.setFixedHeight(theme.row_height() * DUE_ROWS + theme.px(4))
        down.addWidget(self.dues)
        down.addWidget(self.choosing)
        state = QHBoxLayout()
        state.setSpacing(theme.px(8))
        state.addWidget(self.state)
        state.addWidget(self.told, 1)
        state.addWidget(label_of(_("Số liệu đến ngày"), self.choosing.as_of.line))
        state.addWidget(self.choosing.as_of)
        down.addLayout(state)
        down.addWidget(self.wrong)
        figures = QWidget()
        within = QVBoxLayout(figures)
        within.setContentsMargins(0, theme.px(6), 0, 0)
        within.setSpacing(theme.px(5))
        within.addWidget(self.figures, 1)
        within.addWidget(self.meaning)
        within.addLayout(FlowRow(self.type_number, self.look))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(figures, _("Số liệu"))
        self.tabs.addTab(self.words, _("Lời văn"))
        down.addWidget(self.kept.bar)
        down.addWidget(self.tabs, 1)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(theme.px(8), theme.px(8), theme.px(12), theme.px(8))
        beside.setSpacing(theme.px(7))
        beside.addLayout(FlowRow(self.issue, self.anew, self.prove, self.print, self.save))
        beside.addWidget(self.view, 1)
        split: QSplitter = side_by_side(left, right, (690, 520))
        split.setOrientation(Qt.Orientation.Horizontal)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)


def _read(
    office: Office,
    today: date,
    chosen: Chosen,
    again: tuple[str, str] | None,
    *,
    first: bool,
) -> _Read:
    dues = tuple(due_reports(office, today))
    rows = villages_on(office, today.isoformat())
    villages = {key: str(row["name"]) for key, row in rows.items()}
    own = (each for each in dues if each.issued is None and each.received is None)
    due = next(own, None) if first else None
    if due is not None:
        chosen = replace(chosen, kind=due.kind, days=due.days, village=None)
    kind, days = chosen.kind, chosen.days
    signed = None
    if again != (kind.id, days.key):
        signed = issued_of(office.queries, office.info.unit_id, kind.id, days.key)
    as_of = signed.as_of if signed else chosen.as_of
    report = read_report(office, kind.id, days.key, as_of, chosen.village)
    if signed is not None:
        row = office.queries.rows("documents", [signed.document])[signed.document]
        paper = FormData.from_json(str(row["frozen"]))
        return _Read(chosen, dues, villages, report, papers.pdf(paper), None)
    data = draft_report(office, report)
    return _Read(chosen, dues, villages, report, papers.pdf(data), data)


def _today(office: Office) -> date:
    return date.fromisoformat(office.clock.today())
