"""One criterion: its exact words, its numbers, why, what blocks it, and who has attested what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.criteria import (
    Assessment,
    Attestation,
    AttestationTerms,
    Criterion,
    CriterionResult,
    FactRecord,
    Reading,
    RulePack,
)
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import criteria
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    LongDoor,
    button,
    clear,
    faint,
    heading,
    paragraph,
    rule,
)
from sachmatuy_desktop.ui.pages.criteria.words import (
    clears,
    figures,
    register_of,
    source_line,
    status_cell,
)
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["CriterionDetail"]

ATTESTATIONS: Final = "attestations"
"""Filled in by the buttons of this page, not through a door."""

SHOWN: Final = 40
"""Blocking records listed by name; the rest is one door to the whole list."""


class CriterionDetail(QScrollArea):
    """The right side of the page."""

    attest = Signal(object)
    """The `AttestationTerms` someone wants to fill in."""

    reading_chosen = Signal(str, str)
    """A reading's id and the value chosen for it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Chi tiết tiêu chí"))
        sheet = QWidget()
        sheet.setObjectName("sheet")
        sheet.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._body = QVBoxLayout(sheet)
        self._body.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(16))
        self._body.setSpacing(theme.px(8))
        self.setWidget(sheet)
        self.shown = ""

    def show_criterion(
        self, pack: RulePack, assessment: Assessment, criterion: Criterion, effect: str = ""
    ) -> None:
        """Show one criterion as assessed; `effect` tells what another reading has changed."""
        same = criterion.id == self.shown
        place = self.verticalScrollBar().value()
        self.shown = criterion.id
        clear(self._body)
        result = next(each for each in assessment.criteria if each.id == criterion.id)
        self._head(pack, criterion, result)
        self._quote(pack, criterion)
        self._why(result)
        self._readings(pack, assessment, criterion, effect)
        self._attestations(pack, assessment, criterion)
        self._blocking(result.blocking, criterion)
        if not result.blocking:
            self._books(criteria.doors(pack, assessment).get(criterion.id, ()))
        self._body.addStretch(1)
        self.verticalScrollBar().setValue(place if same else 0)

    def _head(self, pack: RulePack, criterion: Criterion, result: CriterionResult) -> None:
        mark = pack.marks[criterion.id]
        numbered = f"{mark}) {criterion.title}" if mark[:1].isalnum() else criterion.title
        self._body.addWidget(heading(numbered))
        cell = status_cell(pack, result)
        told = [figures(result)]
        if result.clears_on is not None:
            good = pack.decision.met_is_good
            words = _("có thể đạt từ ngày {day}") if good else _("hết từ ngày {day}")
            told.append(words.format(day=clears(result.clears_on)))
        if not criterion.binding:
            told.append(_("không quyết định kết quả chung"))
        across = QHBoxLayout()
        across.setSpacing(theme.px(10))
        across.addWidget(Chip(cell.text, cell.tone or Tone.QUIET))
        across.addWidget(faint(" · ".join(part for part in told if part)), 1)
        self._body.addLayout(across)

    def _quote(self, pack: RulePack, criterion: Criterion) -> None:
        frame = QFrame()
        frame.setObjectName("quote")
        frame.setStyleSheet(
            f"#quote {{ border: 0; border-left: {theme.px(3)}px solid {theme.EDGE};"
            f" background: {theme.STRIPE}; }}"
        )
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(theme.px(12), theme.px(8), theme.px(10), theme.px(8))
        quote = criterion.quote + (" […]" if criterion.extract else "")
        inside.addWidget(paragraph(f"“{quote}”", selectable=True))
        inside.addWidget(faint(source_line(pack, criterion.paragraph)))
        if criterion.note:
            inside.addWidget(faint(criterion.note))
        self._body.addWidget(frame)

    def _why(self, result: CriterionResult) -> None:
        self._title(_("Căn cứ"))
        labelled = [part for part in result.parts if part.label] if len(result.parts) > 1 else []
        for part in labelled:
            self._body.addWidget(paragraph(f"{part.label}: {' '.join(part.finding.sentences)}"))
        said = {sentence for part in labelled for sentence in part.finding.sentences}
        for sentence in result.trace:
            if sentence not in said and sentence not in result.warnings:
                self._body.addWidget(paragraph(sentence))
        for warning in result.warnings:
            label = paragraph(warning)
            label.setStyleSheet(f"color: {Tone.CARE.ink};")
            self._body.addWidget(label)

    def _readings(
        self, pack: RulePack, assessment: Assessment, criterion: Criterion, effect: str
    ) -> None:
        taken = dict(assessment.readings)
        readings = [
            each for each in pack.readings if not each.applies_to or criterion.id in each.applies_to
        ]
        if not readings:
            return
        self._title(_("Cách hiểu câu chữ chưa rõ"))
        for reading in readings:
            self._reading(reading, taken.get(reading.id, reading.default))
        if effect:
            told = paragraph(effect)
            told.setStyleSheet(f"color: {Tone.BUSY.ink};")
            self._body.addWidget(told)

    def _reading(self, reading: Reading, value: str) -> None:
        if reading.words:
            self._body.addWidget(paragraph(f"“{reading.words}”"))
        self._body.addWidget(faint(reading.issue))
        choice = CalmChoice()
        choice.setAccessibleName(reading.issue)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setMinimumContentsLength(20)
        for option in reading.options:
            mark = _(" (mặc định)") if option.value == reading.default else ""
            choice.addItem(option.meaning + mark, option.value)
            choice.setItemData(choice.count() - 1, option.meaning, Qt.ItemDataRole.ToolTipRole)
        choice.setCurrentIndex(max(choice.findData(value), 0))
        choice.setToolTip(choice.currentText())
        choice.activated.connect(
            lambda _place: self.reading_chosen.emit(reading.id, choice.currentData())
        )
        self._body.addWidget(choice)

    def _attestations(self, pack: RulePack, assessment: Assessment, criterion: Criterion) -> None:
        wanted = set(pack.attestations_of(criterion.id))
        terms = [each for each in pack.attestations if each.id in wanted]
        if not terms:
            return
        self._title(_("Xác nhận của người có trách nhiệm"))
        given = {each.id: each for each in assessment.attestations}
        for each in terms:
            self._attestation(each, given.get(each.id))

    def _attestation(self, terms: AttestationTerms, given: Attestation | None) -> None:
        self._body.addWidget(paragraph(terms.wording))
        if given is None or given.value is None:
            signers = ", ".join(terms.signers)
            told = _("Chưa có xác nhận. Người ký: {signers}.").format(signers=signers)
        else:
            told = attested(given)
        ask = button(_("Xác nhận…"), lambda: self.attest.emit(terms), picture="pencil")
        ask.setAccessibleName(_("Xác nhận: {wording}").format(wording=terms.wording))
        words = faint(told)
        across = QHBoxLayout()
        across.addWidget(words, 1)
        across.addWidget(ask, 0, Qt.AlignmentFlag.AlignTop)
        self._body.addLayout(across)

    def _blocking(self, blocking: Sequence[FactRecord], criterion: Criterion) -> None:
        if not blocking:
            return
        self._title(_("Đang vướng: {count}").format(count=len(blocking)))
        for record in blocking[:SHOWN]:
            self._body.addLayout(self._record(record))
        for register, records in _by_register(blocking).items():
            if len(records) < 2:
                continue
            whole = LongDoor(
                _("Mở cả {count} dòng trong danh sách").format(count=len(records)),
                partial(self._open_all, register, frozenset(records), criterion.title),
                picture="arrow-right",
            )
            self._body.addWidget(whole)

    def _books(self, doors: Sequence[criteria.Door]) -> None:
        """Where the figures that are missing are written down."""
        books = [REGISTERS[door.register] for door in doors if door.register != ATTESTATIONS]
        books = [book for book in books if self.desk.may_open(book)]
        if not books:
            return
        self._title(_("Ghi, sửa số liệu ở sổ"))
        for book in books:
            go = partial(self.desk.open_list, book.name)
            self._body.addWidget(LongDoor(_(book.title), go, picture="arrow-right"))

    def _open_all(self, register: str, records: frozenset[str], title: str) -> None:
        self.desk.open_list(register, only=records, title=title)

    def _record(self, record: FactRecord) -> QHBoxLayout:
        register = register_of(record)
        label = record.label or record.id
        day = QLabel(
            _("sạch từ {day}").format(day=clears(record.clears_on)) if record.clears_on else ""
        )
        day.setProperty("role", "faint")
        across = QHBoxLayout()
        across.setSpacing(theme.px(8))
        if register is None:
            across.addWidget(paragraph(label), 1)
        else:
            go = partial(self.desk.open_record, register, record.id)
            across.addWidget(LongDoor(label, go), 1)
        across.addWidget(day)
        return across

    def _title(self, text: str) -> None:
        self._body.addSpacing(theme.px(4))
        self._body.addWidget(rule())
        label = QLabel(text)
        label.setFont(theme.scaled_font(bold=True))
        self._body.addWidget(label)


def attested(given: Attestation) -> str:
    """Who has attested what and when, in one line."""
    answer = _("Có") if given.value else _("Không")
    who = ", ".join(part for part in (given.signer, given.position) if part)
    day = _("ngày {day}").format(day=show_date(given.signed_on)) if given.signed_on else ""
    return " · ".join(part for part in (answer, who, day, given.document) if part)


def _by_register(records: Sequence[FactRecord]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for record in records:
        register = register_of(record)
        if register is not None:
            found.setdefault(register, []).append(record.id)
    return found
