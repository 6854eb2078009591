"""What a unit has come to in a reporting year, and how that differs from the year before.

A year without a result has no standing at all: what was not sent is neither zero nor “not met”.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from sachmatuy_desktop.domain.criteria.logic import Outcome, Status
from sachmatuy_desktop.domain.criteria.rules import RulePack
from sachmatuy_desktop.domain.registers.fields import RecordId

WELL = (Status.MET, Status.NOTHING_ARISEN)
"""What does not stand in the way: met, or nothing there to meet."""


@dataclass(frozen=True)
class Standing:
    """The newest kept result of a unit by one pack within one reporting year.

    `sent_by` is the unit under whose id it was written; `verified` whether a legal reader had
    signed the pack, `pack_sha256` which text of it was judged by.  `places` are the results of
    single villages where the pack judges those, `expected` how many villages the unit has.
    """

    record: RecordId
    sent_by: str
    outcome: Outcome
    klass: str | None
    met: int
    total: int
    as_of: str
    states: Mapping[str, Status] = field(default_factory=dict)
    bands: Mapping[str, str] = field(default_factory=dict)
    pack_sha256: str = ""
    verified: bool | None = None
    village: RecordId | None = None
    places: tuple[Standing, ...] = ()
    expected: int = 0

    def share(self, criterion: str) -> tuple[int, int]:
        """In how many villages of how many a criterion stands well."""
        well = sum(each.states.get(criterion) in WELL for each in self.places)
        return well, self.expected


def together(places: Sequence[Standing], villages: int) -> Standing:
    """One standing of a unit whose villages are judged one by one.

    A village nobody has assessed does not stand well; the day is that of the newest result.
    """
    newest = max(places, key=lambda each: (each.as_of, each.record))
    expected = max(villages, len(places))
    well = sum(each.outcome is Outcome.YES for each in places)
    criteria = list(dict.fromkeys(name for each in places for name in each.states))
    return replace(
        newest,
        outcome=_outcome([each.outcome for each in places], expected),
        klass=None,
        met=well,
        total=expected,
        states={name: _state(places, name, expected) for name in criteria},
        bands={},
        village=None,
        places=tuple(places),
        expected=expected,
    )


def _outcome(outcomes: Sequence[Outcome], expected: int) -> Outcome:
    if Outcome.NO in outcomes:
        return Outcome.NO
    known = len(outcomes) == expected and Outcome.UNKNOWN not in outcomes
    return Outcome.YES if known else Outcome.UNKNOWN


def _state(places: Sequence[Standing], criterion: str, expected: int) -> Status:
    seen = [each.states.get(criterion, Status.UNKNOWN) for each in places]
    if Status.NOT_MET in seen:
        return Status.NOT_MET
    if Status.UNKNOWN in seen or len(seen) < expected:
        return Status.UNKNOWN
    return Status.MET if Status.MET in seen else Status.NOTHING_ARISEN


class Change(StrEnum):
    """How a year's standing compares with that of the year before."""

    BETTER = "better"
    WORSE = "worse"
    MIXED = "mixed"
    SAME = "same"
    UNCLEAR = "unclear"  # one of the two could not be decided
    FIRST = "first"  # nothing was kept the year before


@dataclass(frozen=True)
class Comparison:
    """The change, and the criteria that moved; `other_text` where the pack's text had changed."""

    change: Change
    better: tuple[str, ...] = ()
    worse: tuple[str, ...] = ()
    other_text: bool = False


def compare(pack: RulePack, before: Standing | None, now: Standing | None) -> Comparison | None:
    """How a unit has moved; `None` while this year's result is not there.

    The whole decides; where it stands as it stood, the criteria do.
    """
    if now is None:
        return None
    if before is None:
        return Comparison(Change.FIRST)
    moved = {each.id: _step(pack, before, now, each.id) for each in pack.criteria}
    better = tuple(name for name, step in moved.items() if step > 0)
    worse = tuple(name for name, step in moved.items() if step < 0)
    other = before.pack_sha256 != now.pack_sha256
    return Comparison(_change(pack, before, now, better, worse), better, worse, other)


def _change(
    pack: RulePack,
    before: Standing,
    now: Standing,
    better: Sequence[str],
    worse: Sequence[str],
) -> Change:
    old, new = whole_rank(pack, before), whole_rank(pack, now)
    if (old is None) != (new is None):
        return Change.UNCLEAR
    if old is not None and new is not None and old != new:
        return Change.BETTER if new > old else Change.WORSE
    if better and worse:
        return Change.MIXED
    if better or worse:
        return Change.BETTER if better else Change.WORSE
    return Change.SAME


def whole_rank(pack: RulePack, standing: Standing) -> int | None:
    """The whole as a number, higher is better; `None` where it is not decided."""
    if pack.classes:
        return _class_rank(pack, standing.klass)
    if standing.outcome is Outcome.UNKNOWN:
        return None
    return int((standing.outcome is Outcome.YES) == pack.decision.met_is_good)


def _step(pack: RulePack, before: Standing, now: Standing, criterion: str) -> int:
    old, new = (_criterion_rank(pack, each, criterion) for each in (before, now))
    return 0 if old is None or new is None else new - old


def _criterion_rank(pack: RulePack, standing: Standing, criterion: str) -> int | None:
    state = standing.states.get(criterion)
    if state in (None, Status.UNKNOWN):
        return None
    if pack.classes:
        return _class_rank(pack, standing.bands.get(criterion))
    if pack.decision.met_is_good:
        return int(state in WELL)
    return int(state is not Status.MET)


def _class_rank(pack: RulePack, klass: str | None) -> int | None:
    """Minus the rank: class I is the worst; a class this pack does not know is not compared."""
    try:
        return None if klass is None else -pack.scale.rank(klass)
    except ValueError:
        return None
