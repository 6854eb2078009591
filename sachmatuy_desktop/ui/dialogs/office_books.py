"""Lines of the clerk's books typed in: papers made outside, papers that arrive, their answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, Kind, RecordId, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import BadInput, Conflict, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.packs.form_families import paper_types
from sachmatuy_desktop.services.bus import Command
from sachmatuy_desktop.services.papers.books import (
    OUTSIDE,
    ChangeIncoming,
    CompletePaper,
    EnterPaper,
    HandleIncoming,
    RegisterIncoming,
)
from sachmatuy_desktop.services.papers.books import incoming as incoming_book
from sachmatuy_desktop.services.papers.books import outgoing as outgoing_book
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.act_sheet import ActSheet
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, Entry, label_of, row
from sachmatuy_desktop.ui.forms.editors import ReferenceEditor
from sachmatuy_desktop.ui.forms.record_form import RecordForm

__all__ = ["AnswerDialog", "ArrivalDialog", "CompleteDialog", "OutsideDialog"]

TALL: Final = 340
LETTER: Final = ""
"""The kind of a công văn, which has no name of Phụ lục III."""


class _LineDialog(ActSheet):
    """A form of some columns of a book; what is wrong is said beside its field."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None,
        title: str,
        told: str,
        register: Register,
        shown: tuple[str, ...],
        values: Mapping[str, Value],
    ) -> None:
        super().__init__(desk, title, told, parent)
        hidden = frozenset(each.name for each in register.fields if each.name not in shown)
        self.form = RecordForm(desk.queries, register, desk.may_see, hidden)
        self.form.fill(values)
        self.form.setMinimumHeight(theme.px(TALL))
        self.setMinimumWidth(theme.px(640))
        self._shown = shown

    def typed(self) -> dict[str, Value]:
        """What the form says in the columns shown; raises `BadInput` for the first thing wrong."""
        complaints = self.form.complaints()
        if complaints:
            self.form.complain()
            raise complaints[0]
        values = self.form.values()
        return {name: values.get(name) for name in self._shown}

    def changes(self) -> dict[str, Value]:
        """The columns that differ from what was loaded."""
        loaded = self.form.loaded
        return {name: value for name, value in self.typed().items() if value != loaded.get(name)}

    def refused(self, error: KnownError) -> None:
        """Beside its field, or above the buttons."""
        super().refused(error)
        if isinstance(error, BadInput) and self.form.complain_about(error):
            self.wrong.hide()
        elif isinstance(error, Conflict):
            self.form.complain()


class OutsideDialog(_LineDialog):
    """Vào sổ: a number for a paper made in Word or by hand."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        shown = ("issued_on", "secrecy", *outgoing_book.TYPED)
        super().__init__(
            desk,
            parent,
            _("Vào sổ văn bản đi"),
            _(
                "Văn bản làm ngoài chương trình: số tiếp theo của loại văn bản được cấp khi ghi. "
                "Văn bản mật lấy số riêng; không ghi nội dung bí mật nhà nước vào trích yếu."
            ),
            REGISTERS["documents"],
            shown,
            {"issued_on": desk.office.clock.today()},
        )
        self.kind = CalmChoice()
        self.kind.addItem(_("Công văn"), LETTER)
        for each in paper_types():
            self.kind.addItem(f"{each.name} ({each.code})", each.name)
        self.kind.setAccessibleName(_("Tên loại"))
        self.symbol = Entry(
            _("Ký hiệu sau số"), hint=_("để trống: ký hiệu của cơ quan; công văn: UBND-VX")
        )
        self.first = Entry(
            _("Bắt đầu từ số"), hint=_("chỉ khi trước đó ghi ở sổ giấy"), width=theme.px(200)
        )
        self.body.addLayout(row(label_of(_("Tên loại"), self.kind), self.kind, None))
        self.body.addLayout(row(self.symbol, self.first))
        self.body.addWidget(self.form, 1)
        self.end_with(_("Cấp số, vào sổ"), self.command)
        self.kind.setFocus()

    def command(self) -> Command:
        """What is to be done; raises `BadInput`."""
        values = self.typed()
        signed, secrecy = values.pop("issued_on"), values.pop("secrecy")
        return EnterPaper(
            str(self.kind.currentData()),
            date.fromisoformat(str(signed)),
            values,
            self.symbol.text,
            None if secrecy is None else str(secrecy),
            _first(self.first),
        )

    def refused(self, error: KnownError) -> None:
        """A first number that cannot be one is said beside its line."""
        super().refused(error)
        if isinstance(error, BadInput) and error.field == "first":
            self.first.say(say(error))
            self.wrong.hide()


class CompleteDialog(_LineDialog):
    """The columns that are known once the paper has left."""

    def __init__(self, desk: Desk, document: RecordId, parent: QWidget | None = None) -> None:
        values = desk.queries.rows("documents", [document])[document]
        outside = values["form"] == OUTSIDE
        super().__init__(
            desk,
            parent,
            _("Ghi thêm vào sổ: {number}").format(number=values["number"]),
            _("Số, ký hiệu và ngày tháng giữ nguyên như khi cấp số."),
            REGISTERS["documents"],
            outgoing_book.TYPED if outside else outgoing_book.LATER,
            values,
        )
        self._document = document
        self.body.addWidget(self.form, 1)
        self.end_with(_("Ghi"), self.command)
        self.form.focus_first()

    def command(self) -> Command:
        """What is to be done; raises `BadInput`."""
        return CompletePaper(self._document, self.changes(), self.form.loaded)


class ArrivalDialog(_LineDialog):
    """A paper that arrives is registered, or what was typed of one put right."""

    def __init__(
        self, desk: Desk, record: RecordId | None = None, parent: QWidget | None = None
    ) -> None:
        book = REGISTERS[incoming_book.INCOMING]
        typed = tuple(each for each in incoming_book.TYPED if each != "answer")
        fixed = incoming_book.FIXED if record else ()
        self._record = record
        values: Mapping[str, Value] = (
            desk.queries.rows(book.name, [record])[record]
            if record
            else {"arrived_on": desk.office.clock.today(), "progress": book["progress"].default}
        )
        super().__init__(
            desk,
            parent,
            _("Sửa văn bản đến") if record else _("Vào sổ văn bản đến"),
            _("Số đến và ngày đến giữ nguyên.")
            if record
            else _("Số đến tiếp theo trong năm được cấp khi ghi; bản quét đính kèm sau đó."),
            book,
            tuple(each for each in typed if each not in fixed),
            values,
        )
        self.first = Entry(
            _("Bắt đầu từ số"), hint=_("chỉ khi trước đó ghi ở sổ giấy"), width=theme.px(200)
        )
        self.first.setVisible(record is None and not desk.queries.count(book.name))
        self.body.addWidget(self.first)
        self.body.addWidget(self.form, 1)
        self.end_with(_("Ghi") if record else _("Cấp số đến, vào sổ"), self.command)
        self.form.focus_first()

    def command(self) -> Command:
        """What is to be done; raises `BadInput`."""
        if self._record is None:
            return RegisterIncoming(self.typed(), _first(self.first))
        return ChangeIncoming(self._record, self.changes(), self.form.loaded)


class AnswerDialog(ActSheet):
    """By which paper of the outgoing book something was answered, or that it is done without."""

    def __init__(self, desk: Desk, record: RecordId, parent: QWidget | None = None) -> None:
        row_ = desk.queries.rows(incoming_book.INCOMING, [record])[record]
        super().__init__(desk, _("Giải quyết văn bản đến"), str(row_["title"]), parent)
        self._record = record
        book = REGISTERS[incoming_book.INCOMING]
        self.answer = ReferenceEditor(
            Field("answer", book["answer"].label, Kind.REFERENCE, target="documents"), desk.queries
        )
        self.answer.setAccessibleName(_("Văn bản trả lời"))
        self.answer.put(row_["answer"])
        self.progress = CalmChoice()
        self.progress.setAccessibleName(_("Tiến độ"))
        for code, words in (book["progress"].choices or {}).items():
            self.progress.addItem(_(words), code)
        self.progress.setCurrentIndex(self.progress.findData(incoming_book.HANDLED))
        told = _("Văn bản trả lời: tìm theo số, trích yếu; để trống nếu không trả lời bằng văn bản")
        self.body.addWidget(label_of(told, self.answer))
        self.body.addWidget(self.answer)
        self.body.addLayout(row(label_of(_("Tiến độ"), self.progress), self.progress, None))
        self.end_with(_("Ghi"), self.command)
        self.setMinimumWidth(theme.px(560))
        self.answer.setFocus()

    def command(self) -> Command:
        """What is to be done; raises `BadInput`."""
        answer = self.answer.value()
        return HandleIncoming(
            self._record,
            None if answer is None else str(answer),
            str(self.progress.currentData()),
        )


def _first(entry: Entry) -> int | None:
    """The number a series goes on from; raises `BadInput` beside its line."""
    text = entry.text.strip()
    if not text:
        return None
    if not text.isdecimal():
        raise BadInput(_("Hãy ghi một số.")).at("first")
    return int(text)
