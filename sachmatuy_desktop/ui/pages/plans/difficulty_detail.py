"""One difficulty at the right: what was raised, what became of it, each with its day and who."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.plans.difficulties import Answer, Difficulty, Words
from sachmatuy_desktop.domain.registers.plans import DIFFICULTIES
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.plans.difficulties import Followed
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.detail_side import DetailSide, quoted
from sachmatuy_desktop.ui.dialogs.kit import clear, faint, heading, paragraph, row, rule
from sachmatuy_desktop.ui.dialogs.long_door import LongDoor
from sachmatuy_desktop.ui.models.codes import code_words, unit_name
from sachmatuy_desktop.ui.pages.plans.difficulty_words import (
    answer_line,
    remark_words,
    stage_chip,
    waited,
)
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["DifficultyDetail"]


class DifficultyDetail(DetailSide):
    """The thread of one difficulty, oldest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Diễn biến của khó khăn, vướng mắc"))
        self.desk = desk

    def show_nothing(self, why: str) -> None:
        """Nothing is chosen."""
        self._show_only(faint(why))

    def show_one(self, followed: Followed) -> None:
        """Show a difficulty anew."""
        clear(self._body)
        one, standing = followed.difficulty, followed.standing
        self._body.addWidget(heading(one.words.subject))
        told = [show_date(standing.since)]
        if standing.days is not None:
            told.append(_("chờ {days}").format(days=waited(standing)))
        across = row(Chip(*stage_chip(standing)), faint(" · ".join(told)))
        across.setStretch(1, 1)
        self._body.addLayout(across)
        for remark in standing.remarks:
            words = paragraph(remark_words(remark))
            words.setStyleSheet(f"color: {Tone.CARE.ink};")
            self._body.addWidget(words)
        self._show_raised(one)
        self._show_doors(one)
        self._show_words(one)
        if one.closed_on is not None:
            told = [show_date(one.closed_on), _("Kết quả giải quyết")]
            self._part(" · ".join(told), one.outcome)
        self._body.addStretch(1)

    def _show_words(self, one: Difficulty) -> None:
        """Answers, and what was added between them, in the order of their days."""
        added = one.supplemented_on
        for answer in one.answers:
            if added is None or answer.on <= added:
                self._show_answer(answer, one.words)
        if one.words.supplement:
            day = show_date(added) if added else ""
            self._part(" · ".join(filter(None, (day, _("Làm rõ thêm")))), one.words.supplement)
        for answer in one.answers:
            if added is not None and answer.on > added:
                self._show_answer(answer, one.words)

    def _show_raised(self, one: Difficulty) -> None:
        who = f"{one.raised_by} ({one.position})" if one.position else one.raised_by
        unit = unit_name(one.unit) if self.desk.receives else ""
        if not one.raised_by and one.village:
            who = self._name("villages", one.village)
        told = (show_date(one.raised_on), unit, who, one.document)
        self._part(" · ".join(filter(None, told)), one.words.content)
        if one.words.proposal:
            self._body.addWidget(faint(_("Đề xuất, kiến nghị")))
            self._body.addWidget(paragraph(one.words.proposal, selectable=True))
        for label, value in self._facts(one):
            self._body.addWidget(faint(f"{label}: {value}"))

    def _facts(self, one: Difficulty) -> Iterable[tuple[str, str]]:
        if one.addressee:
            yield _("Gửi đến"), one.addressee
        if one.village and one.raised_by:
            yield _("Thôn, khu phố nêu"), self._name("villages", one.village)
        if one.criterion:
            field = DIFFICULTIES["criterion"]
            yield _(field.label), code_words(field, {"criterion": one.criterion})

    def _show_doors(self, one: Difficulty) -> None:
        """To the task it is about, and to the village's report it was taken from."""
        for field, record in (
            ("task", one.task),
            ("set_task", one.set_task),
            ("report", one.report),
        ):
            register = str(DIFFICULTIES[field].target)
            name = self._name(register, record) if record else ""
            if name:
                words = f"{_(DIFFICULTIES[field].label)}: {name}"
                self._body.addWidget(LongDoor(words, self._opener(register, record)))

    def _opener(self, register: str, record: str) -> Callable[[], None]:
        return lambda: self.desk.open_record(register, record)

    def _show_answer(self, answer: Answer, now: Words) -> None:
        self._part(answer_line(answer), answer.content)
        if answer.asked is not None and not answer.is_about(now):
            then = (answer.asked.content, answer.asked.proposal, answer.asked.supplement)
            words = "\n".join(filter(None, then)) or answer.asked.subject
            self._body.addWidget(quoted(words, _("Nội dung khi trả lời")))

    def _part(self, head: str, words: str) -> None:
        self._body.addWidget(rule())
        label = QLabel(head)
        label.setFont(theme.scaled_font(bold=True))
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        self._body.addWidget(label)
        if words:
            self._body.addWidget(paragraph(words, selectable=True))

    def _name(self, register: str, record: str) -> str:
        return self.desk.queries.names(register, [record]).get(record, "")
