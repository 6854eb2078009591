"""One opinion at the right: what was asked, what was answered, what was said of the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import labels
from sachmatuy_desktop.domain.registers.returns import RETURN_KINDS
from sachmatuy_desktop.domain.returns import About, Return, ReturnAnswer, Ruling
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync.returns_reading import (
    FollowedReturn,
    Whereabouts,
    where_now,
)
from sachmatuy_desktop.storage.sync.carried import Carried
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.detail_side import DetailSide, quoted
from sachmatuy_desktop.ui.dialogs.kit import clear, faint, heading, paragraph, row, rule
from sachmatuy_desktop.ui.dialogs.long_door import LongDoor
from sachmatuy_desktop.ui.forms.history_words import tell
from sachmatuy_desktop.ui.models.codes import unit_name
from sachmatuy_desktop.ui.return_ways import way_to
from sachmatuy_desktop.ui.return_words import (
    answer_line,
    carried_words,
    due_words,
    marked_words,
    remark_words,
    ruling_line,
    stage_chip,
    subject_line,
    waited,
    whereabouts_words,
)
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["ReturnDetail"]


class ReturnDetail(DetailSide):
    """The thread of one opinion, oldest first, and what was done to the record since."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Diễn biến của ý kiến"))
        self.desk = desk

    def show_nothing(self, why: str) -> None:
        """Nothing is chosen."""
        self._show_only(faint(why))

    def show_one(self, followed: FollowedReturn, gone: Carried | None) -> None:
        """Show an opinion anew; `gone` is what bundles did with it."""
        clear(self._body)
        one, standing = followed.returned, followed.standing
        self._body.addWidget(heading(one.question.subject))
        told = [show_date(standing.since)]
        if standing.is_open:
            told.append(_("chờ {days}").format(days=waited(standing)))
        across = row(Chip(*stage_chip(standing)), faint(" · ".join(told)))
        across.setStretch(1, 1)
        self._body.addLayout(across)
        for remark in standing.remarks:
            self._care(remark_words(remark))
        self._show_about(one)
        self._show_asked(one, gone)
        for said in _in_order(one):
            if isinstance(said, ReturnAnswer):
                self._show_answer(said, one)
            else:
                self._part(ruling_line(said), said.reason)
        self._show_changes(one)
        self._body.addStretch(1)

    def _show_about(self, one: Return) -> None:
        """What it is about, with the way there, and what has become of it."""
        found = where_now(self.desk.queries, one.subject)
        words = subject_line(one.subject, found.name)
        way = way_to(one, found)
        if way is None:
            self._body.addWidget(paragraph(words, selectable=True))
        else:
            self._body.addWidget(LongDoor(words, partial(self.desk.door.emit, way)))
        if found.where not in {Whereabouts.NONE, Whereabouts.HERE}:
            told = whereabouts_words(found.where)
            self._care(f"{told[:1].upper()}{told[1:]}.")
        marked = marked_words(one.subject)
        if marked:
            self._body.addWidget(faint(_("Mục cần bổ sung: {fields}").format(fields=marked)))

    def _show_asked(self, one: Return, gone: Carried | None) -> None:
        unit = unit_name(one.unit) if self.desk.receives else ""
        kind = _(labels(RETURN_KINDS, one.kind))
        self._part(
            " · ".join(filter(None, (show_date(one.written_on), kind, unit))), one.question.content
        )
        told = [_("Thời hạn: {day}").format(day=due_words(one))] if one.due_on else []
        if self.desk.receives:
            told.append(carried_words(gone))
        if told:
            self._body.addWidget(faint(" · ".join(told)))

    def _show_answer(self, answer: ReturnAnswer, one: Return) -> None:
        self._part(answer_line(answer), answer.content)
        if answer.asked is not None and not answer.is_about(one.question):
            then = answer.asked
            words = ". ".join(filter(None, (then.subject.rstrip("."), then.content)))
            self._body.addWidget(quoted(words, _("Nội dung khi trả lời")))

    def _show_changes(self, one: Return) -> None:
        """What was done to the record since it was returned, as it came to this PC."""
        subject = one.subject
        if subject.about not in {About.RECORD, About.PAPER} or subject.book not in REGISTERS:
            return
        lines = self.desk.queries.life_since(subject.book, subject.record, one.id)
        told = tell(self.desk, subject.book, subject.record, list(reversed(lines)))
        head = (
            _("Đơn vị đã sửa từ khi trả lại")
            if self.desk.receives
            else _("Đã sửa từ khi nhận ý kiến")
        )
        self._part(head, "")
        if not told:
            self._body.addWidget(faint(_("Chưa có gì.")))
        for each in told:
            self._body.addWidget(paragraph(each.head, selectable=True))
            for part in each.parts:
                self._body.addWidget(faint(f"– {part.text}"))

    def _care(self, sentence: str) -> None:
        words = paragraph(sentence)
        words.setStyleSheet(f"color: {Tone.CARE.ink};")
        self._body.addWidget(words)

    def _part(self, head: str, words: str) -> None:
        self._body.addWidget(rule())
        label = QLabel(head)
        label.setFont(theme.scaled_font(bold=True))
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        self._body.addWidget(label)
        if words:
            self._body.addWidget(paragraph(words, selectable=True))


def _in_order(one: Return) -> Sequence[ReturnAnswer | Ruling]:
    """Every answer followed by what was said of it; what was said of none stands last."""

    def told() -> Iterable[ReturnAnswer | Ruling]:
        for answer in one.answers:
            yield answer
            yield from (each for each in one.rulings if each.answer == answer.id)
        known = {each.id for each in one.answers}
        yield from (each for each in one.rulings if each.answer not in known)

    return list(told())
