"""Soạn văn bản: choose a form, look it over, change words, and issue it.

What is shown is the very PDF that prints.  Issuing gives the number and freezes the paper; from
then on only «In lại» remains, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.bus import Outcome
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.dialog_drafts import DialogDraft
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    DateEntry,
    clear,
    complaint,
    faint,
    heading,
    label_of,
)
from sachmatuy_desktop.ui.dialogs.needs import Needs, criteria_lacking
from sachmatuy_desktop.ui.dialogs.paper_dialog import TO_BE_ISSUED, PaperDialog
from sachmatuy_desktop.ui.dialogs.paper_extras import PaperExtras
from sachmatuy_desktop.ui.dialogs.paper_texts import PaperText, parted, texts_of, with_text
from sachmatuy_desktop.ui.operations import Operation, Progress

__all__ = ["ComposeDialog"]

MOST_ROWS: Final = 6
"""Rows of a text shown at once."""


REQUEST: Final = "recognition-request"
"""The paper that says all criteria are met."""

PLAN: Final = "plan-document"
"""The paper whose number an adopted plan bears."""


@dataclass(frozen=True)
class _Draft:
    """A paper, what it looks like, and how many criteria speak against issuing it."""

    data: FormData
    pdf: bytes
    lacking: int


class ComposeDialog(PaperDialog):
    """Words at the left, the paper at the right."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None = None,
        *,
        form: str = "",
        as_of: date | None = None,
        choices: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(desk, parent, _("Soạn văn bản"))
        self.data: FormData | None = None
        self._choices = dict(choices or {})
        self.form = CalmChoice()
        self.as_of = DateEntry(_("Số liệu tính đến ngày"), as_of or self.office.clock.now().date())
        self.needs = Needs(self.office)
        self._drafted_for = ""
        self._drawing: Progress | None = None
        self.extras = PaperExtras(desk, lambda: (self.as_of.demand_day(), self._chosen()), self)
        self._lay_out()
        self.kept = DialogDraft(self, desk, lambda: str(self.form.currentData()))
        self._offer(form)

    @classmethod
    def ask(cls, desk: Desk, parent: QWidget | None, **begun: Any) -> str | None:
        """Compose a paper; the id of the issued document, None when none was issued."""
        dialog = cls(desk, parent, **begun)
        dialog.exec()
        dialog.deleteLater()
        return dialog.document

    # What is composed

    def draft(self) -> None:
        """Make the draft anew from the records; words changed by hand are lost."""
        form = str(self.form.currentData())
        try:
            as_of, choices = self.as_of.demand_day(), self._chosen()
        except BadInput as error:
            self._refused(error)
            return
        self._drafted_for = self.as_of.text
        self.wrong.hide()
        self._ready(False)
        office = self.office

        def work(progress: Progress) -> _Draft:
            data = papers.draft(office, form, as_of, **choices)
            lacking = criteria_lacking(office, as_of, choices) if form == REQUEST else 0
            return _Draft(data, papers.pdf(data, progress.report), lacking)

        operation = Operation.reporting(self.desk.operations, work, self)
        operation.with_progress(_("Đang soạn văn bản…"), stoppable=True)
        operation.success(self._drafted).failure(self._refused).start()

    def _drafted(self, made: _Draft) -> None:
        self.data = made.data
        self.save.sheets.setVisible(papers.has_tables(made.data))
        self._show_texts(texts_of(self.data))
        self.kept.offer()
        self._show_pdf(made.pdf)
        self.lacking.setText(_("Còn {count} tiêu chí chưa đạt.").format(count=made.lacking))
        self.lacking.setVisible(made.lacking > 0)

    def _change(self, text: PaperText, words: str) -> None:
        if self.data is not None:
            self.data = with_text(self.data, text.place, words)
            if self._drawing is not None:
                self._drawing.cancel()
            self._rest.start()

    def _draw(self) -> None:
        data = self.data
        if data is None:
            return
        operation = Operation.reporting(
            self.desk.operations,
            lambda progress: papers.pdf(parted(data), progress.report),
            self,
        )
        self._drawing = operation.progress
        operation.success(self._show_pdf).failure(self._not_drawn).start()

    def _refused(self, error: KnownError) -> None:
        self.lacking.hide()
        super()._refused(error)

    # What is done with it

    def _issue(self) -> None:
        if self.data is None:
            return
        form = str(self.form.currentData())
        plan = self._chosen().get("plan") if form == PLAN else None
        self._run_issuing(papers.IssueDocument(form, parted(self.data), plan=plan))

    def _issued(self, outcome: Outcome) -> None:
        super()._issued(outcome)
        self.extras.issued(str(self.form.currentData()), str(outcome.result))

    def _freeze(self) -> None:
        for each in (self.texts, self.needs, self.form, self.as_of):
            each.setEnabled(False)

    def _show_issued(self, pdf: bytes) -> None:
        self.lacking.hide()
        super()._show_issued(pdf)

    def _note(self) -> papers.NotePrint | None:
        """A restricted list says which copy it is and what for."""
        if self.data is None or self.data.restriction is None or self.document is not None:
            return super()._note()
        told = f"{self._title()}; {self.data.restriction.copy}"
        return papers.NotePrint(told, str(self._chosen().get("purpose") or ""))

    def _paper(self) -> Callable[[], FormData] | None:
        data = self.data
        return None if data is None else lambda: parted(data)

    def _is_restricted(self) -> bool:
        return bool(self.data and self.data.restriction)

    def _drafted_title(self) -> str:
        return self.data.title if self.data else self.form.currentText()

    # What is asked

    def _offer(self, wanted: str) -> None:
        self._forms = {each.id: each for each in papers.forms_for(self.office)}
        for each in self._forms.values():
            self.form.addItem(each.title, each.id)
        if wanted in self._forms:
            self.form.setCurrentIndex(self.form.findData(wanted))
        self.form.activated.connect(lambda _place: self._form_chosen())
        self.needs.answered.connect(self.draft)
        self.as_of.line.editingFinished.connect(self._day_typed)
        self._form_chosen()

    def _form_chosen(self) -> None:
        choice = self._forms.get(str(self.form.currentData()))
        if choice is None:
            return
        whom = ("category",) if choice.restricted else ()
        self.needs.ask_for((*whom, *choice.needs), self._choices)
        self.as_of.setVisible("as_of" in choice.needs)
        self.issue.setVisible(choice.numbered)
        self.extras.form_chosen(choice.id)
        self.lacking.hide()
        self.state.setText(_(TO_BE_ISSUED) if choice.numbered else "")
        self.draft()

    def _chosen(self) -> dict[str, Any]:
        """What is asked here, and what came along for the same pack (readings, an assessment)."""
        asked = self.needs.chosen()
        same = asked.get("pack") == self._choices.get("pack")
        return {**(self._choices if same else {}), **asked}

    def _day_typed(self) -> None:
        if self.as_of.text != self._drafted_for:
            self.draft()

    # How it is laid out

    def _show_texts(self, texts: list[PaperText]) -> None:
        clear(self._words)
        said = ""
        for text in texts:
            if text.label != said:
                self._words.addWidget(faint(_(text.label)))
            said = text.label
            self._words.addWidget(self._editor(text))
        self._words.addStretch(1)

    def _editor(self, text: PaperText) -> QWidget:
        edit = QPlainTextEdit(text.text)
        edit.setTabChangesFocus(True)
        edit.setAccessibleName(_(text.label))
        metrics = edit.fontMetrics()
        room = theme.px(330)
        rows = max(1, -(-metrics.horizontalAdvance(text.text) // room) + text.text.count("\n"))
        edit.setFixedHeight(metrics.lineSpacing() * min(rows, MOST_ROWS) + theme.px(18))
        if rows <= MOST_ROWS:
            edit.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        edit.textChanged.connect(lambda: self._change(text, edit.toPlainText()))
        return edit

    def _lay_out(self) -> None:
        self.form.setAccessibleName(_("Mẫu văn bản"))
        self._words = QVBoxLayout()
        self._words.setContentsMargins(0, 0, theme.px(8), 0)
        self._words.setSpacing(theme.px(4))
        inner = QWidget()
        inner.setLayout(self._words)
        self.texts = QScrollArea()
        self.texts.setWidgetResizable(True)
        self.texts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.texts.setWidget(inner)
        label = label_of(_("Mẫu văn bản"), self.form)
        self.form.setMinimumContentsLength(20)
        left = QWidget()
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, theme.px(8), 0)
        down.setSpacing(theme.px(6))
        down.addWidget(heading(_("Soạn văn bản")))
        for widget in (label, self.form, self.as_of):
            down.addWidget(widget)
        down.addWidget(self.needs)
        down.addWidget(self.wrong)
        down.addWidget(self.texts, 1)
        self.lacking = complaint()
        self.lacking.setStyleSheet(f"color: {theme.Tone.CARE.ink};")  # it blocks nothing
        self.lacking.setWordWrap(False)
        self._lay_out_around(left, (self.lacking,), (self.extras.prove, self.extras.table))
