"""«Trả lại để bổ sung»: what is sent to a commune, about itself, a criterion or records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.returns import About, Return
from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.bulk import Bulk
from sachmatuy_desktop.services.bus import Command
from sachmatuy_desktop.services.sync.returns import ChangeReturn, Opinion, ReturnRecords
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.act_sheet import ActSheet
from sachmatuy_desktop.ui.dialogs.bulk import BulkDialog
from sachmatuy_desktop.ui.dialogs.dialog_drafts import DialogDraft
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, label_of, open_at
from sachmatuy_desktop.ui.dialogs.opinion_form import OpinionForm

__all__ = ["ChangeReturnDialog", "Matter", "ReturnDialog", "ReturnRecordsDialog", "markable"]


@dataclass(frozen=True)
class Matter:
    """One thing that may be returned: what it is called, and the act that returns it.

    `subject` and `kind` are proposed.
    """

    words: str
    about: About
    make: Callable[[Opinion], Command]
    book: str = ""
    subject: str = ""
    kind: str = ""


class ReturnDialog(ActSheet):
    """What it is about, where there is a choice; then the reason, the content, the last day."""

    def __init__(
        self,
        desk: Desk,
        commune: str,
        today: date,
        matters: Sequence[Matter],
        chosen: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            desk,
            _("Gửi ý kiến cho {commune}").format(commune=commune),
            _("Ý kiến đi cùng gói trả lời tiếp theo của xã này."),
            parent,
        )
        self._matters = tuple(matters)
        self.matter = CalmChoice()
        self.matter.setAccessibleName(_("Ý kiến về"))
        self.matter.setMinimumContentsLength(24)
        for each in matters:
            self.matter.addItem(each.words)
        self.matter.setCurrentIndex(chosen)
        first = self.chosen
        self.form = OpinionForm(today, first.about, first.book, kinds=True)
        if first.subject:
            self.form.subject.line.setText(first.subject)
        if first.kind:
            self.form.choose_kind(first.kind)
        if len(self._matters) > 1:
            self.body.addWidget(label_of(_("Ý kiến về"), self.matter))
            self.body.addWidget(self.matter)
        self.body.addWidget(self.form)
        self.matter.activated.connect(lambda _place: self._other_matter())
        self.end_with(_("Ghi ý kiến"), self.command)
        self.setMinimumWidth(theme.px(580))
        self.form.subject.setFocus()

    @property
    def chosen(self) -> Matter:
        """What it is about."""
        return self._matters[max(self.matter.currentIndex(), 0)]

    def command(self) -> Command:
        """What is to be done; raises `BadInput`, said beside its field."""
        return self.chosen.make(self.form.opinion())

    def refused(self, error: KnownError) -> None:
        """Beside its field, or above the buttons."""
        super().refused(error)
        if isinstance(error, BadInput) and self.form.say(error):
            self.wrong.hide()

    def _other_matter(self) -> None:
        self.form.propose_for(self.chosen.about, self.chosen.book)


class ChangeReturnDialog(ActSheet):
    """The words of an opinion, to be written anew; what was answered before is told as such."""

    def __init__(self, desk: Desk, returned: Return, parent: QWidget | None = None) -> None:
        told = (
            _("Đơn vị đã trả lời nội dung đang có; sửa nội dung là hỏi lại.")
            if returned.answers
            else _("Nội dung mới đi cùng gói trả lời tiếp theo của xã này.")
        )
        super().__init__(desk, _("Sửa ý kiến"), told, parent)
        self._returned = returned
        subject = returned.subject
        fields = markable(desk, REGISTERS[subject.book]) if subject.about is About.RECORD else ()
        self.form = OpinionForm(
            returned.written_on,
            subject.about,
            subject.book,
            fields,
            kinds=subject.about is About.UNIT,
        )
        self._before = Opinion(
            returned.question.subject,
            returned.question.content,
            returned.due_on,
            returned.kind,
            subject.marked,
        )
        self.form.put(self._before)
        self.body.addWidget(self.form)
        self.end_with(_("Ghi"), self.command)
        self.setMinimumWidth(theme.px(580))
        self.form.subject.setFocus()

    def command(self) -> ChangeReturn:
        """What is to be done; raises `BadInput`, said beside its field."""
        return ChangeReturn(self._returned.id, self.form.opinion(), self._before)

    def refused(self, error: KnownError) -> None:
        """Beside its field, or above the buttons."""
        super().refused(error)
        if isinstance(error, BadInput) and self.form.say(error):
            self.wrong.hide()


class ReturnRecordsDialog(BulkDialog):
    """One opinion for each of the chosen records, said once."""

    def __init__(
        self, desk: Desk, register: Register, records: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, register, records, _("Trả lại để bổ sung"), parent)
        today = date.fromisoformat(desk.office.clock.today())
        about = About.of(register.name)
        fields = markable(desk, register) if about is About.RECORD else ()
        self.form = OpinionForm(today, about, register.name, fields)
        self.form.edited.connect(self.edited)
        self.form_place.addWidget(self.form)
        self.kept = DialogDraft(self, desk, lambda: " ".join(sorted(records)))
        open_at(self, 600, 420)
        self.form.subject.setFocus()

    def command(self) -> Bulk:
        """Return them; raises `BadInput`, said beside its field."""
        return ReturnRecords(self.register.name, self.records, opinion=self.form.opinion())

    def verb(self, count: str) -> str:
        """What the button says."""
        return _("Trả lại {count} {one}").format(count=count, one=_(self.register.one))

    def complain_about(self, error: BadInput) -> bool:
        """Beside the field of the form."""
        return self.form.say(error)


def markable(desk: Desk, register: Register) -> tuple[Field, ...]:
    """The fields of a book that a commune may be asked to complete."""
    return tuple(each for each in register.fields if desk.may_see(each))
