"""Điền mẫu: a form of a decree about a person, a household or the unit, place by place.

At the left its places, with what the books know already in them; at the right the very paper, as it
is filled, or blank as the decree prints it, or the values alone over the blank form in light grey:
that is how they print on paper that bears the form already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final, cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sachmatuy_desktop.documents.prefilled import Prefilled
from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, Kind, RecordId
from sachmatuy_desktop.errors import N_, BadInput, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.papers.filled import title_of
from sachmatuy_desktop.services.papers.filling import Filling
from sachmatuy_desktop.services.papers.templates import (
    as_issued,
    numbered,
    word_by_template,
)
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.confirm import ConfirmDialog
from sachmatuy_desktop.ui.dialogs.filling_draft import FILLING, typed_again, unsaved_of
from sachmatuy_desktop.ui.dialogs.filling_drawn import Drawn
from sachmatuy_desktop.ui.dialogs.kit import DateEntry, faint, heading, label_of, paragraph
from sachmatuy_desktop.ui.dialogs.paper_dialog import TO_BE_ISSUED, PaperDialog
from sachmatuy_desktop.ui.dialogs.paper_fields import PaperFields
from sachmatuy_desktop.ui.dialogs.paper_looks import Look, PaperLooks
from sachmatuy_desktop.ui.dialogs.print_terms import PrintTermsDialog
from sachmatuy_desktop.ui.dialogs.save_menu import OWN, Saved, save_other
from sachmatuy_desktop.ui.draft_place import DraftPlace
from sachmatuy_desktop.ui.forms.editors import ReferenceEditor
from sachmatuy_desktop.ui.operations import Operation, Progress
from sachmatuy_desktop.ui.unsaved import Unsaved

__all__ = ["FillDialog", "PaperWanted"]

NO_FORM: Final = N_(
    "Mẫu chính thức chưa có trong chương trình: văn bản này soạn theo thể thức chung, tên và căn "
    "cứ lấy từ bước xử lý. Hãy đối chiếu với mẫu của Nghị định trước khi ký."
)
PRINTED_ONLY: Final = N_("Mẫu này không mang số: in ra để ký, không phát hành.")


@dataclass(frozen=True)
class PaperWanted:
    """The form that is to be filled: by its id, or by the key of the law with the step it is for.

    `source` are the articles of the step, `who` decides by the law of the day.
    """

    form: str = ""
    law_form: str = ""
    source: str = ""
    who: str = ""


class FillDialog(PaperDialog):
    """The places of a form at the left, the paper at the right."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None,
        wanted: PaperWanted,
        record: RecordId | None = None,
        day: date | None = None,
    ) -> None:
        super().__init__(desk, parent, _("Soạn theo mẫu"))
        self.filling: Filling | None = None
        self.record = record
        self._wanted = wanted
        self._drawing: Progress | None = None
        self._recount = False
        self._over: Prefilled | None = None
        self._terms = papers.PrintTerms()
        self.name = heading("")
        self.told = faint()
        self.stands_in = paragraph()
        self.stands_in.setStyleSheet(f"color: {theme.Tone.CARE.ink};")
        self.about: ReferenceEditor | None = None
        self.about_place = QVBoxLayout()
        self.day = DateEntry(_("Ngày của văn bản"), day or self.office.clock.now().date())
        self.lacking = faint()
        self.fields = PaperFields(desk.queries)
        self.fields.typed.connect(self._type)
        self.looks = PaperLooks()
        self.looks.changed.connect(self._look_anew)
        self.day.line.editingFinished.connect(self._day_typed)
        self._lay_out()
        opened = "/".join((wanted.form or wanted.law_form, record or ""))
        self.kept = DraftPlace(
            self, desk, lambda: f"{FILLING}/{opened}", self._unsaved, self._put_back
        )
        self.kept.bar.setEnabled(False)
        self._begin()

    @classmethod
    def ask(
        cls,
        desk: Desk,
        parent: QWidget | None,
        wanted: PaperWanted,
        record: RecordId | None = None,
        day: date | None = None,
    ) -> str | None:
        """Fill a form; the id of the issued document, None when none was issued."""
        dialog = cls(desk, parent, wanted, record, day)
        dialog.exec()
        dialog.deleteLater()
        return dialog.document

    # What is filled

    def _begin(self) -> None:
        """Ask the books for the form, on the worker."""
        day = self._day()
        if day is None:
            return
        office, wanted, record = self.office, self._wanted, self.record

        def work() -> Drawn:
            filling = (
                papers.fill(office, wanted.form, record, day)
                if wanted.form
                else papers.fill_law_form(
                    office, wanted.law_form, record, day, wanted.source, wanted.who
                )
            )
            return Drawn.of(office, filling)

        self._ready(False)
        Operation(self.desk.operations, work, self).success(self._begun).failure(
            self._refused
        ).start()

    def _begun(self, made: Drawn) -> None:
        form = made.filling.form
        self.name.setText(title_of(made.filling))
        told = [] if form.verified else [_("Chưa có người rà soát pháp lý xác nhận.")]
        self.told.setText(" ".join([f"{form.source}.", *told]))
        self.stands_in.setVisible(bool(made.filling.stands_for))
        self.issue.setVisible(made.numbered)
        self.save.own.setVisible(made.templated)
        self.save.sheets.setVisible(made.tabled)
        self.state.setText(_(TO_BE_ISSUED if made.numbered else PRINTED_ONLY))
        self._ask_about(made.filling)
        self._show(made)
        self.kept.bar.setEnabled(True)
        QTimer.singleShot(0, self, self._to_first_lacking)  # once the places have their room

    def _show(self, made: Drawn) -> None:
        """Show what was read; words typed meanwhile stay and are drawn once they rest."""
        typed = {**made.filling.typed, **(self.filling.typed if self.filling else {})}
        self.filling = replace(made.filling, typed=typed)
        self.fields.show_filling(self.filling)
        self._tell_lacking()
        if self.looks.look != Look() or typed != made.filling.typed:
            self._draw()
        else:
            self._show_pdf(made.pdf)

    def _to_first_lacking(self) -> None:
        missing = self.filling.missing if self.filling else ()
        if missing:
            self.fields.go_to(missing[0].name)

    def _refill(self) -> None:
        """Another day or another record: the books are asked again."""
        filling, day = self.filling, self._day()
        if day is None:
            return
        if filling is None:
            self._begin()
            return
        office, record = self.office, self.record

        def work() -> Drawn:
            return Drawn.of(office, papers.refilled(office, filling, record, day))

        self._ready(False)
        Operation(self.desk.operations, work, self).success(self._show).failure(
            self._refused
        ).start()

    def _type(self, name: str, value: object) -> None:
        if self.filling is None:
            return
        self.filling = self.filling.with_typed(name, cast("str", value))
        self.fields.tell(self.filling)
        self._tell_lacking()
        if self.filling.recounts(name):
            self._recount = True
            self._ready(False)
        if self._drawing is not None:
            self._drawing.cancel()
        self._rest.start()

    def _draw(self) -> None:
        if self._recount:
            self._recount = False
            self._refill()
            return
        filling = self.filling
        if filling is None:
            return
        office, document = self.office, self.document
        look = self.looks.look

        def work(progress: Progress) -> bytes | Prefilled:
            if document is None:
                return look.paper(office, filling, report=progress.report)
            if look.over:
                return look.paper(office, numbered(office, filling, document))
            return papers.reprint(office, document)

        operation = Operation.reporting(self.desk.operations, work, self)
        self._drawing = operation.progress
        operation.success(self._show_drawn).failure(self._not_drawn).start()

    def _show_drawn(self, made: bytes | Prefilled) -> None:
        """Show the paper; of values over a blank form, tell what is left to the pen."""
        self._over = made if isinstance(made, Prefilled) else None
        self.looks.tell(self._over)
        self._show_pdf(made.shown if isinstance(made, Prefilled) else made)

    def _pdf(self) -> bytes:
        """On paper with the form on it the values alone are printed."""
        return self._over.pdf if self._over else self.view.pdf

    def _not_drawn(self, error: KnownError) -> None:
        """A word that cannot print is said, and the places stay to put it right."""
        super()._not_drawn(error)
        if isinstance(error, BadInput) and error.field:
            self.fields.go_to(error.field)

    def _look_anew(self) -> None:
        """What is shown so far is no longer what prints."""
        self._over = None
        self._ready(False)
        if self._drawing is not None:
            self._drawing.cancel()
        self._draw()

    # What is kept of it

    def _unsaved(self) -> list[Unsaved]:
        """The words typed over the books, until the paper is issued."""
        if self.filling is None or self.document is not None:
            return []
        return unsaved_of(self.filling, self.kept.place)

    def _put_back(self, content: Mapping[str, Any]) -> None:
        """The words, the day and whom the paper is about as they were; the books are asked anew."""
        if self.filling is None:  # pragma: no cover  (the bar waits until the form is there)
            return
        self.record = content["record"]
        if self.about is not None:
            self.about.put(self.record)
        self.filling, day = typed_again(self.filling, content)
        self.day.put(day)
        self.fields.show_filling(self.filling, anew=True)
        self._tell_lacking()
        self._refill()

    # What is done with it

    def _issue(self) -> None:
        if self.filling is None or not self._lacking_accepted(self.filling):
            return
        try:
            command = papers.issue_filling(self.office, self.filling)
        except KnownError as error:
            self._refused(error)
            return
        self._run_issuing(command)

    def _lacking_accepted(self, filling: Filling) -> bool:
        """Ask once about what must be filled and is not: offices fill in by pen, too."""
        missing = filling.missing
        if not missing:
            return True
        words = ", ".join(f"«{spec.label}»" for spec in missing[:ASKED])
        more = " …" if len(missing) > ASKED else ""
        told = _(
            "Còn {count} mục chưa điền: {fields}. Khi phát hành, các mục này in dòng chấm để điền "
            "bằng bút; số đã cấp không sửa lại nội dung được."
        ).format(count=len(missing), fields=words + more)
        verb, leave = _("Vẫn phát hành"), _("Quay lại điền")
        if ConfirmDialog.ask(_("Phát hành khi còn mục trống?"), told, verb, self, leave):
            return True
        self.fields.go_to(missing[0].name)
        return False

    def _freeze(self) -> None:
        self._over = None
        self.looks.freeze()
        for each in (self.fields, self.day, self.about):
            if each is not None:
                each.setEnabled(False)

    def _take(self, how: str, copies: int, then: Callable[[bytes], None]) -> None:
        """A paper about persons is noted without naming them; a blank form not at all."""
        filling = self.filling
        if filling is None or self.looks.look.blank:
            then(self._pdf())
        elif self.document is None and (filling.form.people or filling.form.restriction):
            self._noted(lambda: then(self._pdf()), how, copies)
        else:
            super()._take(how, copies, then)

    def _save_other(self, saved: Saved) -> None:
        if saved is OWN:
            self._noted(self._save_own)
        else:
            self._noted(partial(super()._save_other, saved))

    def _save_own(self) -> None:
        """By the office's own template; an issued paper with its number, and noted."""
        filling, office, document = self.filling, self.office, self.document
        if filling is None:
            return
        blank = self.looks.look.blank

        def work() -> bytes:
            if document is not None:
                return word_by_template(office, as_issued(office, filling, document))
            return word_by_template(office, filling.blank if blank else filling)

        save_other(self.desk, self, OWN, self._title(), work)

    def _noted(self, go: Callable[[], None], how: str = "", copies: int = 1) -> None:
        """Leave the entry that a print of a paper about persons leaves, then print."""
        filling = self.filling
        if filling is None or self.looks.look.blank or self.document is not None:
            go()
            return
        form, terms = filling.form, None
        if form.restriction:
            terms = PrintTermsDialog.ask(
                form.restriction, mark_asked=form.restriction_asked, parent=self
            )
            if terms is None:
                return
        note = papers.note_print(filling, terms)
        if note is None:
            go()
            return
        told = replace(note, how=how, copies=copies)
        if terms is None:
            self.desk.run(told, lambda _outcome: go(), self._refused, owner=self)
        else:
            wanted = terms
            self.desk.run(
                told,
                lambda _outcome: self._print_copy(filling, wanted, go),
                self._refused,
                owner=self,
            )

    def _print_copy(
        self, filling: Filling, terms: papers.PrintTerms, go: Callable[[], None]
    ) -> None:
        """Set the copy with its mark and number, show it, print it."""
        office, look, self._terms = self.office, self.looks.look, terms

        def show(made: bytes | Prefilled) -> None:
            self._show_drawn(made)
            go()

        Operation(self.desk.operations, lambda: look.paper(office, filling, terms), self).success(
            show
        ).failure(self._refused).start()

    def _paper(self) -> Callable[[], FormData] | None:
        filling, office, blank = self.filling, self.office, self.looks.look.blank
        if filling is None:
            return None
        shown, terms = filling.blank if blank else filling, self._terms
        return lambda: papers.compose_filling(office, shown, notes=blank, terms=terms)

    def _is_restricted(self) -> bool:
        return bool(self.filling and self.filling.form.restriction)

    def _drafted_title(self) -> str:
        return title_of(self.filling) if self.filling else self.windowTitle()

    def _ready(self, ready: bool) -> None:
        super()._ready(ready and self.filling is not None)
        if self.looks.look.blank:
            self.issue.setEnabled(False)

    # What is asked

    def _ask_about(self, filling: Filling) -> None:
        """Whom or what the paper is about, where the form is about a record."""
        register = filling.form.about
        if not register or self.about is not None:
            return
        book = REGISTERS[register]
        target = Field("record", book.one, Kind.REFERENCE, target=register)
        self.about = ReferenceEditor(target, self.desk.queries)
        self.about.setAccessibleName(_("Về"))
        self.about.put(self.record)
        self.about.left.connect(self._about_chosen)
        self.about.picked.connect(lambda _key: self._about_chosen())
        self.about_place.addWidget(label_of(_("Về {one}").format(one=_(book.one)), self.about))
        self.about_place.addWidget(self.about)

    def _about_chosen(self) -> None:
        if self.about is None:
            return
        try:
            record = self.about.value()
        except BadInput as error:
            self._refused(error)
            return
        if record != self.record:
            self.record = None if record is None else str(record)
            self._refill()

    def _day(self) -> date | None:
        try:
            return self.day.demand_day()
        except BadInput:
            return None

    def _day_typed(self) -> None:
        day = self._day()
        if day is not None and (self.filling is None or day != self.filling.day):
            self._refill()

    def _tell_lacking(self) -> None:
        missing = self.filling.missing if self.filling else ()
        words = ", ".join(spec.label for spec in missing[:SHOWN])
        more = " …" if len(missing) > SHOWN else ""
        self.lacking.setText(
            _("Còn {count} mục cần điền: {fields}").format(count=len(missing), fields=words + more)
            if missing
            else _("Đã đủ các mục cần điền.")
        )

    # How it is laid out

    def _lay_out(self) -> None:
        self.stands_in.setText(_(NO_FORM))
        self.stands_in.hide()
        left = QWidget()
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, theme.px(8), 0)
        down.setSpacing(theme.px(6))
        for label in (self.name, self.told, self.stands_in):
            down.addWidget(label)
        down.addLayout(self.about_place)
        down.addWidget(self.day)
        for label in (self.lacking, self.wrong):
            down.addWidget(label)
        down.addWidget(self.fields, 1)
        self._lay_out_around(left)

    def _right(self) -> QWidget:
        made = QWidget()
        down = QVBoxLayout(made)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(6))
        down.addWidget(self.looks)
        down.addWidget(self.view, 1)
        return made


SHOWN: Final = 3
"""Missing places told by name at once."""

ASKED: Final = 12
"""Missing places told by name before the paper is issued."""
