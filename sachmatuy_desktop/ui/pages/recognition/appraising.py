"""The appraisal: what the commune found, what its books say here, and what this office thinks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QLabel,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.criteria import Attestation, CriterionResult, RulePack
from sachmatuy_desktop.domain.criteria import Status as Met
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.recognition import (
    Opinion,
    Ruling,
    Standing,
    Status,
    StepTaken,
    Verdict,
)
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.removals import Removals
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.criteria.removals import removals
from sachmatuy_desktop.services.recognition import (
    APPRAISALS,
    Beside,
    Case,
    Comparison,
    compare,
)
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import (
    button,
    clear,
    faint,
    heading,
    long_text,
    one_above_other,
    paragraph,
    rule,
)
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.dialogs.recognition_answer import AppraiseDialog, DecideDialog
from sachmatuy_desktop.ui.draft_place import DraftPlace
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.models.codes import unit_name
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.criteria.words import attested, figures, outcome_cell, status_cell
from sachmatuy_desktop.ui.theme import Tone
from sachmatuy_desktop.ui.unsaved import Unsaved

__all__ = ["AppraisalView"]

DIFFERS: Final = "≠ "
"""Before what the receiving office counts otherwise, so that red alone need not say it."""

APPRAISAL: Final = "appraisal"
"""The kind of the drafts."""

Found = tuple[tuple[Comparison, ...], Removals | None]


class AppraisalView(QWidget):
    """Criteria above, the chosen one below, the answer at the foot."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.case: Case | None = None
        self.standing: Standing | None = None
        self.found: tuple[Comparison, ...] = ()
        self.lines: list[tuple[Comparison, Beside]] = []
        self.opinions: dict[str, dict[tuple[str, str], Opinion]] = {}
        self.title = heading("")
        self.told = faint()
        self.wrong = paragraph()
        self.wrong.setStyleSheet(f"color: {Tone.CARE.ink};")
        self.table = PlainTable(_("Từng tiêu chí"))
        self.table.row_chosen.connect(self._show_row)
        self.detail = QScrollArea()
        self.agrees = QRadioButton(_("Đạt"))
        self.returns = QRadioButton(_("Trả lại để bổ sung"))
        self.reason = QPlainTextEdit()
        self.accept = button(
            _("Chấp nhận…"), lambda: self.answer(Verdict.ACCEPT), picture="check", primary=True
        )
        self.send_back = button(
            _("Trả lại để bổ sung…"), lambda: self.answer(Verdict.RETURN), picture="undo-2"
        )
        self.reject = button(_("Không chấp nhận…"), lambda: self.answer(Verdict.REJECT))
        self.recognise = button(
            _("Ghi quyết định…"), lambda: self.decide(Ruling.RECOGNISE), primary=True
        )
        self.maintain = button(
            _("Giữ nguyên công nhận…"), lambda: self.decide(Ruling.MAINTAIN), primary=True
        )
        self.withdraw = button(_("Thu hồi công nhận…"), lambda: self.decide(Ruling.WITHDRAW))
        self.named: dict[tuple[str, str], str] = {}
        """Every criterion that an opinion was given on, in words."""
        self.requests: dict[str, str] = {}
        """What the requests with opinions are about."""
        self.kept = DraftPlace(self, desk, self._place, self._unsaved, self._put_back)
        self._lay_out()

    def show_case(self, case: Case | None, standing: Standing | None, nothing: str) -> None:
        """Show what waits for an answer; it is judged on the worker."""
        self.case, self.standing = case, standing
        self.found, self.lines = (), []
        self.table.show_rows([], [])
        clear(self._below)
        self.wrong.hide()
        self.kept.bar.hide()
        self._offer()
        if case is None or standing is None:
            self.title.setText("")
            self.told.setText(nothing)
            return
        self.title.setText(
            _("{name}, năm {year}").format(
                name=case.recognition.programme, year=case.recognition.year
            )
        )
        request = standing.request
        if request is None:
            self.told.setText(_("Chưa có đề nghị nào đang chờ. Xem thẻ «Các bước»."))
            return
        self.told.setText(_("Đang tính lại từ sổ đã nhận…"))
        office, wanted = office_in(self.desk), case.recognition

        def work() -> Found:
            day = request.as_of or request.done_on
            return compare(office, wanted.id), removals(office, day, unit_id=wanted.unit)

        operation = Operation(self.desk.operations, work, self)
        operation.success(lambda found: self._judged(wanted.id, request, found))
        operation.failure(self._refused).start()

    # What this office thinks

    def opinions_given(self) -> tuple[Opinion, ...]:
        """The opinions on the request shown, in the order of the criteria."""
        given = self._given()
        keys = [(each.pack.id, row.criterion) for each, row in self.lines]
        return tuple(given.get(key, Opinion(*key, agrees=True)) for key in keys)

    def answer(self, verdict: Verdict) -> None:
        """Ask who and when, and send the answer on its way."""
        request = self.standing.request if self.standing else None
        if self.case is None or request is None:
            return
        answered = AppraiseDialog(
            self.desk,
            self.case,
            verdict,
            self.opinions_given(),
            office_in(self.desk).clock.now().date(),
            self,
            lacking=sum(_lacks(each.pack, row.ours) for each, row in self.lines),
        ).ask_person()
        if answered:
            self.opinions.pop(request.id, None)

    def decide(self, ruling: Ruling) -> None:
        """Ask for number, day and signer."""
        if self.case is None or self.standing is None:
            return
        today = office_in(self.desk).clock.now().date()
        DecideDialog(self.desk, self.case, self.standing, ruling, today, self).ask_person()

    def _given(self) -> dict[tuple[str, str], Opinion]:
        request = self.standing.request if self.standing else None
        return self.opinions.setdefault(request.id if request else "", {})

    # What is kept of it

    def _place(self) -> str:
        request = self.standing.request if self.standing else None
        return _draft_of(request.id if request else "")

    def _unsaved(self) -> list[Unsaved]:
        """The opinions on every request that was not answered yet."""
        return [
            Unsaved(_draft_of(request), self.requests.get(request, ""), self._content(given))
            for request, given in self.opinions.items()
            if given
        ]

    def _content(self, given: Mapping[tuple[str, str], Opinion]) -> dict[str, Any]:
        typed = {
            self.named.get(key, key[1]): _("Đạt")
            if each.agrees
            else _("Trả lại để bổ sung: {reason}").format(reason=each.reason)
            for key, each in given.items()
        }
        opinions = [[*key, each.agrees, each.reason] for key, each in given.items()]
        return {"kind": APPRAISAL, "typed": typed, "opinions": opinions}

    def _put_back(self, content: Mapping[str, Any]) -> None:
        for pack, criterion, agrees, reason in content["opinions"]:
            opinion = Opinion(pack, criterion, agrees=agrees, reason=reason)
            self._given()[pack, criterion] = opinion
        self._fill(self.table.row)
        self._offer()

    def _think(self) -> None:
        """The opinion on the criterion shown changed."""
        row = self.table.row
        if not 0 <= row < len(self.lines):
            return
        beside, one = self.lines[row]
        agrees = not self.returns.isChecked()
        reason = "" if agrees else self.reason.toPlainText().strip()
        key = (beside.pack.id, one.criterion)
        self._given()[key] = Opinion(*key, agrees=agrees, reason=reason)
        self._fill(row)
        self._offer()
        (self.agrees if agrees else self.reason).setFocus()

    # What is shown

    def _judged(self, recognition: str, request: StepTaken, found: Found) -> None:
        if self.case is None or self.case.recognition.id != recognition:
            return
        self.found, left = found
        self.lines = [(each, row) for each in self.found for row in each.rows]
        unit = unit_name(self.case.recognition.unit)
        self.requests[request.id] = _("Thẩm định {unit}: {title}").format(
            unit=unit, title=self.title.text()
        )
        self.named |= {
            (each.pack.id, row.criterion): _called(each, row) for each, row in self.lines
        }
        parts = [
            _("Số liệu tính đến ngày {day}").format(day=show_date(request.as_of))
            if request.as_of
            else "",
            *(_whole(each) for each in self.found),
        ]
        self.told.setText(" · ".join(part for part in parts if part))
        differing = sum(row.differs for _each, row in self.lines)
        said = []
        if differing:
            said.append(
                _("{count} tiêu chí tính lại từ sổ đã nhận cho kết quả hoặc số liệu khác.").format(
                    count=differing
                )
            )
        other = [each.pack.title for each in self.found if not each.same_text]
        if other:
            words = _(
                "Câu chữ bộ tiêu chí xã dùng khác bản ở máy này, tính theo bản của xã: {packs}."
            )
            said.append(words.format(packs=", ".join(other)))
        said += left.sentences() if left is not None else []
        self.wrong.setText("\n".join(said))
        self.wrong.setVisible(bool(said))
        self._fill(0)
        self._offer()
        if self._may_answer():
            self.kept.offer()

    def _refused(self, error: KnownError) -> None:
        self.told.setText("")
        self.wrong.setText(say(error))
        self.wrong.show()

    def _fill(self, chosen: int) -> None:
        self.table.blockSignals(True)
        heads = [
            Head(_("TT")),
            Head(_("Tiêu chí"), grows=True, wraps=True),
            Head(_("Tự đánh giá"), widest=170),
            Head(_("Tính lại từ sổ"), widest=170),
            Head(_("Ý kiến"), widest=150),
        ]
        self.table.show_rows(heads, [self._cells(*each) for each in self.lines])
        self.table.choose(min(chosen, len(self.lines) - 1))
        self.table.blockSignals(False)
        self._show_row(self.table.row)

    def _cells(self, beside: Comparison, row: Beside) -> list[Cell]:
        pack = beside.pack
        title = next(each.title for each in pack.criteria if each.id == row.criterion)
        opinion = self._given().get((pack.id, row.criterion))
        thought = Cell("")
        if opinion is not None:
            thought = Cell(_("Đạt"), Tone.GOOD) if opinion.agrees else Cell(_("Trả lại"), Tone.CARE)
        own, ours = status_cell(pack, row.own), status_cell(pack, row.ours)
        return [
            Cell(pack.marks.get(row.criterion, row.criterion)),
            Cell(title),
            Cell(_with(own.text, figures(row.own)), own.tone),
            Cell(
                (DIFFERS if row.differs else "") + _with(ours.text, figures(row.ours)),
                Tone.BLOCK if row.differs else ours.tone,
            ),
            thought,
        ]

    def _show_row(self, row: int) -> None:
        clear(self._below)
        if not 0 <= row < len(self.lines):
            return
        beside, one = self.lines[row]
        criterion = next(each for each in beside.pack.criteria if each.id == one.criterion)
        self._below.addWidget(heading(_called(beside, one), 1.05))
        self._ask(beside, one)
        self._below.addWidget(rule())
        self._below.addWidget(faint(f"“{criterion.quote}”"))
        if one.differs:
            words = _("Xã gửi: {own}. Tính lại từ sổ đã nhận: {ours}.")
            label = paragraph(
                words.format(
                    own=_with(status_cell(beside.pack, one.own).text, figures(one.own)),
                    ours=_with(status_cell(beside.pack, one.ours).text, figures(one.ours)),
                )
            )
            label.setStyleSheet(f"color: {Tone.BLOCK.ink};")
            self._below.addWidget(label)
        for sentence in one.ours.trace:
            self._below.addWidget(paragraph(sentence))
        for given in _attestations(beside, one):
            self._below.addWidget(faint(_("Xác nhận: {given}").format(given=attested(given))))
        self._below.addStretch(1)

    def _ask(self, beside: Comparison, one: Beside) -> None:
        """The opinion on one criterion."""
        opinion = self._given().get((beside.pack.id, one.criterion))
        self.agrees, self.returns = QRadioButton(_("Đạt")), QRadioButton(_("Trả lại để bổ sung"))
        group = QButtonGroup(self.agrees)
        for each in (self.agrees, self.returns):
            group.addButton(each)
        self.reason = long_text(_("Lý do trả lại"), 50)
        self.reason.setPlaceholderText(_("Lý do trả lại: cần bổ sung gì"))
        if opinion is not None:
            (self.agrees if opinion.agrees else self.returns).setChecked(True)
            self.reason.setPlainText(opinion.reason)
        self.reason.setEnabled(opinion is not None and not opinion.agrees)
        may = self._may_answer()
        for each in (self.agrees, self.returns):
            each.setEnabled(may)
            each.clicked.connect(lambda _on=False: self._think())
        self.reason.textChanged.connect(self._reason_typed)
        label = QLabel(_("Ý kiến"))
        self._below.addLayout(FlowRow(label, self.agrees, self.returns))
        self._below.addWidget(self.reason)

    def _reason_typed(self) -> None:
        """Remember what is being typed; the table is not drawn anew for it."""
        row = self.table.row
        if 0 <= row < len(self.lines) and self.returns.isChecked():
            beside, one = self.lines[row]
            key = (beside.pack.id, one.criterion)
            reason = self.reason.toPlainText().strip()
            self._given()[key] = Opinion(*key, agrees=False, reason=reason)

    # What may be done

    def _may_answer(self) -> bool:
        asked = self.standing is not None and self.standing.status is Status.REQUESTED
        return asked and may_answer(self.desk) and bool(self.found)

    def _offer(self) -> None:
        status = self.standing.status if self.standing else None
        may = may_answer(self.desk)
        asked = status is Status.REQUESTED
        against = any(not each.agrees for each in self._given().values())
        for each in (self.accept, self.send_back, self.reject):
            each.setVisible(may and asked)
            each.setEnabled(bool(self.found))
        self.accept.setEnabled(bool(self.found) and not against)
        self.send_back.setEnabled(bool(self.found) and against)
        self.recognise.setVisible(may and status is Status.ACCEPTED)
        held = status in (Status.RECOGNISED, Status.LAPSED)
        request = self.standing.request if self.standing else None
        self.maintain.setVisible(may and held and request is not None)
        self.withdraw.setVisible(may and held)

    def _lay_out(self) -> None:
        sheet = QWidget()
        sheet.setObjectName("sheet")
        sheet.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._below = QVBoxLayout(sheet)
        self._below.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self._below.setSpacing(theme.px(6))
        self.detail.setWidgetResizable(True)
        self.detail.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.detail.setAccessibleName(_("Chi tiết tiêu chí"))
        self.detail.setWidget(sheet)
        split = one_above_other(self.table, self.detail, (300, 230))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(10), theme.px(8), theme.px(12), theme.px(10))
        layout.setSpacing(theme.px(6))
        for widget in (self.kept.bar, self.title, self.told, self.wrong):
            layout.addWidget(widget)
        layout.addWidget(split, 1)
        layout.addLayout(
            FlowRow(
                self.accept,
                self.send_back,
                self.reject,
                self.recognise,
                self.maintain,
                self.withdraw,
            )
        )
        self.wrong.hide()
        self._offer()


def may_answer(desk: Desk) -> bool:
    """Whether the account appraises and decides for this office."""
    try:
        desk.role.must_write(REGISTERS[APPRAISALS])
    except KnownError:
        return False
    return desk.receives


def _whole(beside: Comparison) -> str:
    own, ours = outcome_cell(beside.pack, beside.own), outcome_cell(beside.pack, beside.ours)
    words = _("{pack}: tự đánh giá {own}, tính lại {ours}")
    return words.format(pack=beside.pack.title, own=own.text.lower(), ours=ours.text.lower())


def _draft_of(request: str) -> str:
    return f"{APPRAISAL}/{request}"


def _called(beside: Comparison, row: Beside) -> str:
    """A criterion by its mark and title."""
    pack = beside.pack
    title = next(each.title for each in pack.criteria if each.id == row.criterion)
    return f"{pack.marks.get(row.criterion, row.criterion)}) {title}"


def _lacks(pack: RulePack, result: CriterionResult) -> bool:
    """Whether a criterion that decides stands in the way of recognition."""
    short = (Met.NOT_MET, Met.UNKNOWN)
    return pack.decision.met_is_good and result.binding and result.status in short


def _with(words: str, numbers: str) -> str:
    return f"{words} · {numbers}" if numbers else words


def _attestations(beside: Comparison, row: Beside) -> Sequence[Attestation]:
    wanted = set(beside.pack.attestations_of(row.criterion))
    return [each for each in beside.ours.attestations if each.id in wanted]
