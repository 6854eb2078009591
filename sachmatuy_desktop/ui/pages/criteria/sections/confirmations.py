"""What officials confirm: who has, when, how long it holds, and which zeros count only with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from sachmatuy_desktop.domain.criteria import Attestation, AttestationTerms
from sachmatuy_desktop.domain.criteria.checks import standing
from sachmatuy_desktop.domain.criteria.wording import sentence
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.dialogs.kit import button, faint, paragraph
from sachmatuy_desktop.ui.pages.criteria.sections.section import Section, Shown, coloured
from sachmatuy_desktop.ui.pages.criteria.words import attested
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["Confirmations"]


class Confirmations(Section):
    """One block for each item, with the button to confirm it."""

    def __init__(self, shown: Shown, attest: Callable[[AttestationTerms], None]) -> None:
        super().__init__()
        self._shown, self._attest = shown, attest
        given = {each.id: each for each in shown.assessment.attestations}
        wanted = shown.pack.confirmations_of(shown.criterion.id)
        if wanted:
            self.title(_("Xác nhận của người có trách nhiệm"))
        for terms in wanted:
            self._item(terms, given.get(terms.id))

    def _item(self, terms: AttestationTerms, given: Attestation | None) -> None:
        self.body.addWidget(paragraph(sentence(terms.wording)))
        ask = button(_("Xác nhận…"), lambda: self._attest(terms), picture="pencil")
        ask.setAccessibleName(_("Xác nhận: {wording}").format(wording=terms.wording))
        across = QHBoxLayout()
        across.addWidget(faint(self._told(terms, given)), 1)
        across.addWidget(ask, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(across)
        if given is not None and self._is_old(terms, given):
            days = _("Đã quá {days} ngày, cần xác nhận mới.").format(days=terms.max_age_days)
            self.body.addWidget(coloured(days, Tone.CARE))
        zeros = self._zeros(terms)
        if zeros:
            self.body.addWidget(coloured(zeros, Tone.CARE))

    def _told(self, terms: AttestationTerms, given: Attestation | None) -> str:
        if given is None or given.value is None:
            signers = ", ".join(terms.signers)
            return _("Chưa có xác nhận. Người ký: {signers}.").format(signers=signers)
        return attested(given)

    def _is_old(self, terms: AttestationTerms, given: Attestation) -> bool:
        found = standing(terms, given, self._shown.assessment.as_of)
        return given.value is True and not found.holds

    def _zeros(self, terms: AttestationTerms) -> str:
        """Which figures the books count as zero and nobody vouches for."""
        labels = {each.name: each.label for each in self._shown.pack.facts}
        read = self._shown.pack.facts_of(self._shown.criterion.id)
        open_ = [
            labels[fact.name]
            for fact in self._shown.assessment.facts
            if fact.value is None and fact.note and fact.name in terms.vouches and fact.name in read
        ]
        if not open_:
            return ""
        return _("Sổ ghi 0 nhưng chưa được tính, vì chưa có xác nhận này: {labels}.").format(
            labels=", ".join(open_)
        )
