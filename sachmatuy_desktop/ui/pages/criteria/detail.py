"""One criterion: its exact words, its numbers, why, what blocks it, and who has attested what."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal

from sachmatuy_desktop.domain.criteria import Assessment, Criterion, RulePack
from sachmatuy_desktop.domain.criteria.comparing import Alternative
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.detail_side import DetailSide
from sachmatuy_desktop.ui.dialogs.kit import clear
from sachmatuy_desktop.ui.pages.criteria.sections.blocking import Blocking
from sachmatuy_desktop.ui.pages.criteria.sections.confirmations import Confirmations
from sachmatuy_desktop.ui.pages.criteria.sections.figures import Figures, Told
from sachmatuy_desktop.ui.pages.criteria.sections.head import Head, Why
from sachmatuy_desktop.ui.pages.criteria.sections.readings import Readings
from sachmatuy_desktop.ui.pages.criteria.sections.section import Section, Shown

__all__ = ["CriterionDetail"]


class CriterionDetail(DetailSide):
    """The right side of the page: its sections, from what is said to what can be done."""

    attest = Signal(object)
    """The `AttestationTerms` someone wants to fill in."""

    reading_chosen = Signal(str, str)
    """A reading's id and the value chosen for it."""

    act_wanted = Signal(str, object)
    """A lawful act, and the `FactRecord` it is done to or None."""

    left_out_wanted = Signal(str, object)
    """A criterion, and who is to be told who is left out of its figures."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Chi tiết tiêu chí"), 12)
        self.desk = desk
        self.shown = ""
        self._unfolded: set[str] = set()
        self._readings: Readings | None = None

    def show_criterion(
        self,
        pack: RulePack,
        assessment: Assessment,
        criterion: Criterion,
        effect: str = "",
        alternatives: Sequence[Alternative] | None = None,
    ) -> None:
        """Show one criterion as assessed; `effect` tells what another reading has changed."""
        same = criterion.id == self.shown
        place = self.verticalScrollBar().value()
        self.shown = criterion.id
        clear(self._body)
        shown = Shown(pack, assessment, criterion, effect, alternatives, self._unfolded)
        self._readings = Readings(shown, self.reading_chosen.emit)
        confirmations = Confirmations(shown, self.attest.emit)
        blocking = Blocking(shown, self.desk, self.act_wanted.emit)
        sections: tuple[Section, ...] = (
            Head(shown),
            Why(shown),
            *((blocking, confirmations) if shown.result.blocking else (confirmations, blocking)),
            Figures(shown, self.desk, self._ask_left_out),
            self._readings,
        )
        for section in sections:
            if not section.is_empty:
                self._body.addWidget(section)
        self._body.addStretch(1)
        self.verticalScrollBar().setValue(place if same else 0)

    def show_alternatives(self, alternatives: Sequence[Alternative]) -> None:
        """What the other readings would change has been counted; nothing else moves."""
        if self._readings is not None:
            self._readings.show_alternatives(alternatives)

    def _ask_left_out(self, criterion: str, then: Callable[[Told], None]) -> None:
        self.left_out_wanted.emit(criterion, then)
