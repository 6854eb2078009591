"""Which rows of the board are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sachmatuy_desktop.domain.criteria import RulePack, Status
from sachmatuy_desktop.domain.criteria.standings import Change, Standing, compare
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.board import Line
from sachmatuy_desktop.ui.pages.board.marks import outcome_mark
from sachmatuy_desktop.ui.pages.criteria.words import HOT_OUTCOMES, NO_CLASS, OUTCOMES

__all__ = ["NOT_SENT", "Shown", "changes_to_choose", "states_to_choose"]

NOT_SENT: Final = "not_sent"
UNKNOWN: Final = "unknown"

CHANGED: Final = {
    "changed": N_("Có thay đổi"),
    Change.BETTER.value: N_("Tốt hơn"),
    Change.WORSE.value: N_("Kém hơn"),
}
_MOVED: Final = frozenset({Change.BETTER, Change.WORSE, Change.MIXED})


@dataclass(frozen=True)
class Shown:
    """What the rows are narrowed by; empty means all.

    `state` is an outcome, a class, `unknown` or `not_sent`; `criterion` one that stands in the way.
    """

    words: str = ""
    state: str = ""
    criterion: str = ""
    change: str = ""

    def lines(self, lines: Iterable[Line], pack: RulePack, year: int) -> list[Line]:
        """The rows that fit every condition."""
        typed = fold(self.words).split()
        return [
            line
            for line in lines
            if all(word in line.words for word in typed)
            and self._fits_state(pack, line.standing(pack.id, year))
            and self._fits_criterion(pack, line.standing(pack.id, year))
            and self._fits_change(pack, line, year)
        ]

    def _fits_state(self, pack: RulePack, standing: Standing | None) -> bool:
        return not self.state or self.state == state_of(pack, standing)

    def _fits_criterion(self, pack: RulePack, standing: Standing | None) -> bool:
        if not self.criterion:
            return True
        if standing is None:
            return False
        if pack.classes:
            return standing.bands.get(self.criterion, NO_CLASS) != NO_CLASS
        bad = Status.NOT_MET if pack.decision.met_is_good else Status.MET
        return standing.states.get(self.criterion) is bad

    def _fits_change(self, pack: RulePack, line: Line, year: int) -> bool:
        if not self.change:
            return True
        found = compare(pack, line.standing(pack.id, year - 1), line.standing(pack.id, year))
        if found is None:
            return False
        return found.change in _MOVED if self.change == "changed" else found.change == self.change

    def told(self, pack: RulePack) -> str:
        """The conditions in words, for the head of a spreadsheet."""
        marks = pack.marks
        parts = [
            f"«{self.words}»" if self.words else "",
            dict(states_to_choose(pack)).get(self.state, "") if self.state else "",
            _("vướng tiêu chí {mark}").format(mark=marks[self.criterion])
            if self.criterion in marks
            else "",
            _(CHANGED[self.change]) if self.change else "",
        ]
        return "; ".join(part for part in parts if part)


def state_of(pack: RulePack, standing: Standing | None) -> str:
    """The code by which rows of a state are found."""
    if standing is None:
        return NOT_SENT
    if pack.classes:
        return standing.klass or UNKNOWN
    return standing.outcome.value


def states_to_choose(pack: RulePack) -> list[tuple[str, str]]:
    """The states a row may have by the pack, with their words."""
    if pack.classes:
        classes = [(each, _("Loại {klass}").format(klass=each)) for each in pack.scale.classes]
        states = [
            *classes,
            (NO_CLASS, _("Không thuộc loại nào")),
            (UNKNOWN, _("Chưa đủ căn cứ")),
        ]
    else:
        words = OUTCOMES if pack.decision.met_is_good else HOT_OUTCOMES
        states = [(outcome.value, _(words[outcome][0])) for outcome in words]
    return [*states, (NOT_SENT, outcome_mark(pack, None).words)]


def changes_to_choose() -> list[tuple[str, str]]:
    """The changes rows are found by."""
    return [(code, _(words)) for code, words in CHANGED.items()]
