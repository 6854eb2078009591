"""One rung of the ladder: who is asked to sign, who has, and their answers recorded together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QCheckBox

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.commitments import (
    COMMITMENT_KINDS,
    COMMITMENT_OUTCOMES,
    COMMITMENTS,
)
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.commitments import RecordCommitments
from sachmatuy_desktop.storage.facts.ladder import UNSIGNED, Rung
from sachmatuy_desktop.ui.chips import TONES
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import button
from sachmatuy_desktop.ui.dialogs.sign_commitments import Answer, SignDialog
from sachmatuy_desktop.ui.models.cells import Cell, derived_column
from sachmatuy_desktop.ui.pages.record_list import RecordList
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["NOBODY_WAITS", "RungList", "ask_to_sign", "record_answer"]

NOBODY_WAITS: Final = N_("Không còn ai chưa ký trong danh sách này.")


OF_ORGANISATIONS: Final = ("organisation", "village", "commitment", "signed_on", "signer", "reason")
"""Of an organisation its name comes first: it has no book of its own."""


class RungList(RecordList):
    """The parties of one kind of commitment, each with its newest answer."""

    def __init__(self, desk: Desk, rung: Rung) -> None:
        self.rung = rung
        self._answers = {each.id: each.answer for each in rung.parties}
        self.remembered_as = f"rung-{rung.kind}"
        if REGISTERS[rung.register] is COMMITMENTS:
            self.usual = OF_ORGANISATIONS
        super().__init__(
            desk,
            REGISTERS[rung.register],
            [derived_column("commitment", N_("Cam kết"), self._cells)],
            first_derived=2,
        )
        self.heading.setText(_(COMMITMENT_KINDS[rung.kind]))
        self.narrow = self._parties
        self.add_button.hide()
        self.remove_button.hide()
        self.only_outstanding = QCheckBox(_("Chỉ nơi chưa ký"))
        self.only_outstanding.toggled.connect(lambda _on: self.relist())
        self.sign_button = button(_("Ghi cam kết…"), self.sign, picture="pencil")
        self.sign_button.setToolTip(
            _("Ghi một lần cho các dòng đang chọn, hoặc cho mọi dòng chưa ký đang liệt kê")
        )
        if desk.receives or not desk.may_write(COMMITMENTS):
            self.sign_button.hide()
        self.head.put(self.only_outstanding)
        self.add_tool(self.sign_button)

    def show_rung(self, rung: Rung) -> None:
        """The same rung as it stands now."""
        self.rung = rung
        self._answers = {each.id: each.answer for each in rung.parties}
        self.model.forget_all()
        self.relist()

    def sign(self) -> None:
        """Ask for the answer and write it for all of them."""
        ask_to_sign(self, self.rung.kind, self.waiting())

    def waiting(self) -> tuple[str, ...]:
        """The chosen rows if there are several, else every listed one that has not signed."""
        chosen = self.table.chosen_ids()
        listed = chosen if len(chosen) > 1 else self.model.ids
        return tuple(each for each in listed if each in self.rung.outstanding)

    def _parties(self) -> frozenset[str]:
        if self.only_outstanding.isChecked():
            return self.rung.outstanding
        return frozenset(self._answers)

    def _cells(self, ids: Sequence[str]) -> dict[str, Cell]:
        return {key: _cell(self._answers[key]) for key in ids if key in self._answers}


def _cell(answer: str) -> Cell:
    if answer == UNSIGNED:
        return Cell(_("Chưa ký"), Tone.QUIET)
    return Cell(_(COMMITMENT_OUTCOMES.get(answer, answer)), TONES.get(answer, Tone.QUIET))


def ask_to_sign(records: RecordList, kind: str, parties: tuple[str, ...]) -> None:
    """Ask what the parties answered and write it in one act."""
    if not parties:
        records.desk.feedback.notice(_(NOBODY_WAITS))
        return
    told = _("{kind}: {count} {one} chưa ký. Ghi thành một việc, hoàn tác được một lần.").format(
        kind=_(COMMITMENT_KINDS[kind]),
        count=show_integer(len(parties)),
        one=_(records.register.one),
    )
    answer = SignDialog.ask(records.desk, told, records)
    if answer is not None:
        record_answer(records, kind, parties, answer)


def record_answer(records: RecordList, kind: str, parties: tuple[str, ...], answer: Answer) -> None:
    """One act for all of them."""
    command = RecordCommitments(
        kind,
        records.register.name,
        parties,
        answer.outcome,
        answer.signed_on,
        answer.reason,
        answer.round,
    )
    records.desk.run(command, owner=records)
