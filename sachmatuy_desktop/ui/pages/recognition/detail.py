"""One step: what it needs, who takes it by when, what was done, and what may be done now."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.forms import FormDefinition
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.recognition import (
    Appraisal,
    Decision,
    Paper,
    Place,
    Row,
    Ruling,
    Rung,
    Standing,
    State,
    StepTaken,
)
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.services.criteria import kept_pack
from sachmatuy_desktop.services.recognition import APPRAISALS, DECISIONS, Case
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.detail_side import DetailSide
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import (
    button,
    clear,
    faint,
    heading,
    paragraph,
    rule,
)
from sachmatuy_desktop.ui.dialogs.long_door import LongDoor
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.models.codes import pack_title
from sachmatuy_desktop.ui.pages.recognition.words import PLACES, row_line, state_chip
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["StepDetail"]


class StepDetail(DetailSide):
    """The right side of the ladder."""

    wanted = Signal(str)
    """The step someone wants to take."""

    composed = Signal(str)
    """The form someone wants to compose for the step shown."""

    withdrawn = Signal(str)
    """The row of a step someone wants to withdraw."""

    answer_withdrawn = Signal(str, str)
    """The register and the row of an appraisal or a decision someone wants to withdraw."""

    attached = Signal(str)
    """The row of a step whose scans someone wants to see."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Chi tiết bước"))
        self.desk = desk
        self.shown = ""
        self._may_answer = False

    def show_nothing(self, told: str) -> None:
        """There is no recognition to tell of."""
        self.shown = ""
        clear(self._body)
        self._body.addWidget(paragraph(told))
        self._body.addStretch(1)

    def show_step(
        self,
        case: Case,
        standing: Standing,
        step: str,
        *,
        may_write: bool,
        may_answer: bool = False,
    ) -> None:
        """Show one step; `may_write` says whether this office and account take it.

        `may_answer` says whether it is those that appraise and decide.
        """
        rung = standing.rung(step)
        self.shown = step
        clear(self._body)
        self._head(rung)
        if rung.step.paper is Paper.REQUIRED and rung.state in (State.NOW, State.NOT_YET):
            self._body.addWidget(faint(_("Bước này phải có văn bản.")))
        if rung.state is not State.DONE:
            self._needs(rung)
        if standing.answer is not None and rung.again:
            self._returned(standing.answer)
        self._may_answer = may_answer
        self._buttons(standing, rung, may_write=may_write)
        self._rows(case, standing, rung, may_write=may_write)
        for told in (rung.step.source, rung.step.note):
            if told:
                self._body.addWidget(faint(told))
        self._body.addStretch(1)
        self.verticalScrollBar().setValue(0)

    # What the step is

    def _head(self, rung: Rung) -> None:
        self._body.addWidget(heading(rung.step.title))
        words, tone = state_chip(rung)
        told = [_(PLACES[rung.step.place]), _(" hoặc ").join(rung.step.who)]
        if rung.opens is not None and rung.state is not State.DONE:
            told.append(_("làm từ ngày {day}").format(day=show_date(rung.opens)))
        if rung.due is not None and rung.state is not State.DONE:
            told.append(_("hạn cuối {day}").format(day=show_date(rung.due)))
        across = QHBoxLayout()
        across.setSpacing(theme.px(10))
        across.addWidget(Chip(words, tone), 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(faint(" · ".join(told)), 1)
        self._body.addLayout(across)

    def _needs(self, rung: Rung) -> None:
        if not rung.step.needs:
            return
        self._title(_("Cần gì"))
        for need in rung.step.needs:
            self._body.addWidget(paragraph(f"– {need}"))

    def _returned(self, answer: Appraisal) -> None:
        """Why the office above has given the request back, criterion by criterion."""
        self._title(_("Bị trả lại: {count} tiêu chí").format(count=len(answer.returned)))
        if answer.reason:
            self._body.addWidget(paragraph(answer.reason))
        for mark, title, reason in _reasons(answer):
            label = paragraph(f"{mark}) {title}")
            label.setFont(theme.scaled_font(bold=True))
            self._body.addWidget(label)
            said = paragraph(reason, selectable=True)
            said.setStyleSheet(f"color: {Tone.CARE.ink};")
            self._body.addWidget(said)
        go = partial(self.desk.open_page, "criteria")
        self._body.addWidget(LongDoor(_("Mở trang Tiêu chí"), go, picture="arrow-right"))

    # What may be done

    def _buttons(self, standing: Standing, rung: Rung, *, may_write: bool) -> None:
        made = []
        if may_write and rung.state is State.NOW and rung.step.place is Place.COMMUNE:
            take = button(_("Ghi bước này…"), partial(self.wanted.emit, rung.step.id), primary=True)
            made.append(take)
        for form in self._papers(standing, rung, may_write=may_write):
            words = _("Soạn {form}…").format(form=_lower(form.title))
            made.append(button(words, partial(self.composed.emit, form.id), picture="file-text"))
        if made:
            self._body.addLayout(FlowRow(*made))

    def _papers(self, standing: Standing, rung: Rung, *, may_write: bool) -> list[FormDefinition]:
        """The forms offered: those made of frozen figures once there are any, the others filled
        from the recognition by the office whose step it is, also after it was taken.
        """
        mine = may_write if rung.step.place is Place.COMMUNE else self._may_answer
        if not mine or not self.desk.role.issues:
            return []
        figures = may_write and _has_figures(standing, rung)
        begun = rung.state in (State.NOW, State.DONE)
        today = office_in(self.desk).clock.today()
        forms = (load_form(each) for each in rung.step.forms)
        return [
            form for form in forms if (begun and form.in_force(today) if form.family else figures)
        ]

    # What was done

    def _rows(self, case: Case, standing: Standing, rung: Rung, *, may_write: bool) -> None:
        if not rung.rows:
            return
        self._title(_("Đã ghi"))
        twice = {record for each in standing.twice for record in each.rows}
        if twice & {each.id for each in rung.rows}:
            told = paragraph(
                _("Bước này được ghi ở hai máy; đang lấy lần có ngày mới nhất. Hãy rút lại một.")
            )
            told.setStyleSheet(f"color: {Tone.BLOCK.ink};")
            self._body.addWidget(told)
        for row in rung.rows:
            self._row(case, rung, row, may_write=may_write)

    def _row(self, case: Case, rung: Rung, row: Row, *, may_write: bool) -> None:
        label = paragraph(row_line(row), selectable=True)
        label.setFont(theme.scaled_font(bold=row == rung.stands))
        self._body.addWidget(label)
        for told in _told(case, row):
            self._body.addWidget(faint(told))
        if isinstance(row, Appraisal):
            for mark, title, reason in _reasons(row):
                self._body.addWidget(paragraph(f"{mark}) {title}: {reason}", selectable=True))
            self._answer_back(row)
        if isinstance(row, Decision):
            self._answer_back(row)
        if isinstance(row, StepTaken):
            for pack, record in row.kept.assessments.items():
                words = _("Xem số liệu đã giữ: {pack}{result}").format(
                    pack=pack_title(pack, case.recognition.unit), result=self._result(record)
                )
                go = partial(self.desk.open_record, "assessments", record)
                self._body.addWidget(LongDoor(words, go, picture="arrow-right"))
            made = [
                button(_("Tệp đính kèm…"), partial(self.attached.emit, row.id), picture="paperclip")
            ]
            if may_write and row.withdrawn_on is None and row == rung.stands:
                take_back = partial(self.withdrawn.emit, row.id)
                made.append(button(_("Rút lại…"), take_back, picture="undo-2"))
            self._body.addLayout(FlowRow(*made))

    def _answer_back(self, row: Appraisal | Decision) -> None:
        if self._may_answer and row.withdrawn_on is None:
            book = APPRAISALS if isinstance(row, Appraisal) else DECISIONS
            take_back = partial(self.answer_withdrawn.emit, book, row.id)
            self._body.addLayout(FlowRow(button(_("Rút lại…"), take_back, picture="undo-2")))

    def _result(self, record: str) -> str:
        """ ", 5/7 tiêu chí đạt" of a kept result; nothing while it has not arrived."""
        kept = self.desk.queries.rows("assessments", [record]).get(record)
        if kept is None or not kept["total"]:
            return ""
        words = _(", {met}/{total} tiêu chí")
        met, total = (show_integer(int(kept[name] or 0)) for name in ("met", "total"))
        return words.format(met=met, total=total)

    def _title(self, text: str) -> None:
        self._body.addSpacing(theme.px(4))
        self._body.addWidget(rule())
        label = paragraph(text)
        label.setFont(theme.scaled_font(bold=True))
        self._body.addWidget(label)


def _lower(title: str) -> str:
    """Inside a sentence; names that the title holds keep their capitals."""
    return title[:1].lower() + title[1:]


def _has_figures(standing: Standing, rung: Rung) -> bool:
    """Whether a paper of the step can be drafted by figures that were frozen."""
    return newest_figures(standing, rung) is not None


def newest_figures(standing: Standing, rung: Rung) -> StepTaken | None:
    """The frozen figures a paper of a step goes by: its own, or those of the step before it."""
    place = standing.rungs.index(rung)
    for each in reversed(standing.rungs[: place + 1]):
        row = each.stands
        if isinstance(row, StepTaken) and row.kept.assessments and not row.kept.counts:
            return row
    return None


def _reasons(answer: Appraisal) -> Sequence[tuple[str, str, str]]:
    """The criteria given back: mark, title, reason, as the pack told them then."""
    titles: dict[tuple[str, str], tuple[str, str]] = {}
    for pack_id, frozen in answer.frozen.items():
        pack = kept_pack(frozen)
        for each in pack.criteria:
            titles[pack_id, each.id] = (pack.marks.get(each.id, each.id), each.title)
    found = []
    for opinion in answer.returned:
        mark, title = titles.get((opinion.pack, opinion.criterion), (opinion.criterion, ""))
        found.append((mark, title, opinion.reason))
    return found


def _told(case: Case, row: Row) -> list[str]:
    """What else a row says, a line each."""
    if isinstance(row, StepTaken):
        return _told_step(case, row)
    if isinstance(row, Appraisal):
        told = [each for each in (row.position, row.document, row.reason) if each]
        return [*told, *_told_withdrawn(row)]
    return [*_told_decision(row), *_told_withdrawn(row)]


def _told_withdrawn(row: Row) -> list[str]:
    if row.withdrawn_on is None:
        return []
    words = _("Đã rút lại ngày {day}: {why}")
    return [words.format(day=show_date(row.withdrawn_on), why=row.withdrawn_why)]


def _told_step(case: Case, row: StepTaken) -> list[str]:
    told = [row.position]
    if row.as_of is not None:
        told.append(_("số liệu tính đến ngày {day}").format(day=show_date(row.as_of)))
    if row.kept.counts:
        words = _("{addicts} người nghiện, {users} người sử dụng trái phép khi đăng ký")
        told.append(words.format(**{key: show_integer(n) for key, n in row.kept.counts.items()}))
    lines = [" · ".join(told)]
    options = {o.id: o.title for asked in case.process.choices for o in asked.options}
    if row.choice:
        words = _("Kết quả được chọn: {choice}. Lý do: {why} ({who}).")
        lines.append(
            words.format(
                choice=options.get(row.choice, row.choice), why=row.choice_why, who=row.choice_by
            )
        )
    if row.note:
        lines.append(row.note)
    return [*lines, *_told_withdrawn(row)]


def _told_decision(row: Decision) -> list[str]:
    lines = [" · ".join(each for each in (row.signer, row.position, row.result) if each)]
    if row.certificate:
        lines.append(_("Giấy chứng nhận số {number}").format(number=row.certificate))
    if row.until is not None:
        lines.append(_("Có giá trị đến ngày {day}").format(day=show_date(row.until)))
    if row.why:
        words = _("Lý do thu hồi: {why}") if row.ruling is Ruling.WITHDRAW else "{why}"
        lines.append(words.format(why=row.why))
    return lines
