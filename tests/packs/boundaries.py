"""What the scenarios of a pack have to try, read off the pack itself.

Every limit one below, at and one above; every sum, share and comparison at its turning point;
every figure missing and every denominator zero; every attestation fresh, just in time, too old,
refused and missing; every class by n − 1 and by n of its criteria; every reading with the
difference it makes.  A threshold added to a pack without scenarios is a `Duty` nothing has done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sachmatuy_desktop.domain.criteria import (
    Assessment,
    Criterion,
    CriterionResult,
    Outcome,
    Reading,
    RulePack,
    Status,
    answer,
)
from sachmatuy_desktop.domain.criteria.bands import (
    NONE,
    Banded,
    ClassRule,
    Combined,
    Measure,
    Step,
)
from sachmatuy_desktop.domain.criteria.checks import (
    AllOf,
    Attested,
    Check,
    Compared,
    NoneOf,
    Part,
    WithinLimits,
    YesOrNo,
)
from sachmatuy_desktop.domain.criteria.findings import Case
from sachmatuy_desktop.domain.criteria.limits import Fraction, Limits, When
from sachmatuy_desktop.domain.criteria.rules import Parts, ReadingOption
from tests.packs.scenarios import Scenario


@dataclass(frozen=True)
class Tried:
    """A scenario with what came out of it."""

    pack: RulePack
    scenario: Scenario
    found: Assessment
    case: Case

    @staticmethod
    def of(pack: RulePack, scenario: Scenario) -> Tried:
        found = scenario.assess(pack)
        case = Case(
            found.as_of,
            {definition.name: definition for definition in pack.facts},
            {terms.id: terms for terms in pack.attestations},
            {fact.name: fact for fact in found.facts},
            {given.id: given for given in found.attestations},
            dict(found.readings),
        )
        return Tried(pack, scenario, found, case)

    def result(self, criterion_id: str) -> CriterionResult:
        return self.found.criterion(criterion_id)

    def rank(self, criterion_id: str) -> int:
        """The rank of a criterion's band; -1 while it is open."""
        band = self.result(criterion_id).band
        return -1 if band is None else self.pack.scale.rank(band)

    def amounts(self, names: Iterable[str]) -> list[int | None]:
        return [self.case.count(name) for name in names]


Done = Callable[[Tried], bool]


@dataclass(frozen=True)
class Duty:
    """Something a scenario has to try, and how to see that one does."""

    what: str
    done: Done


def undone(pack: RulePack, scenarios: Iterable[Scenario]) -> list[str]:
    """What the scenarios of a pack leave untried, one sentence each."""
    tried = [Tried.of(pack, one) for one in scenarios]
    return [
        f"{pack.id}: no scenario in which {duty.what}"
        for duty in duties(pack)
        if not any(duty.done(one) for one in tried)
    ]


def duties(pack: RulePack) -> Iterator[Duty]:
    for criterion in pack.criteria:
        for duty in _of_body(pack, criterion):
            yield Duty(f"{criterion.id}: {duty.what}", _expected_of(criterion.id, duty.done))
    yield from _of_classes(pack) if pack.classes else _of_decision(pack)
    for reading in pack.readings:
        for option in reading.options:
            yield _of_option(reading, option)
    yield from _of_dates(pack)


def _expected_of(criterion_id: str, done: Done) -> Done:
    """A scenario counts for a criterion only if it expects something of it."""
    return lambda tried: tried.scenario.tells(criterion_id) and done(tried)


def _of_body(pack: RulePack, criterion: Criterion) -> Iterator[Duty]:
    match criterion.body:
        case Parts(parts):
            yield from _of_parts(parts)
        case Banded() as banded:
            yield from _of_banded(criterion.id, banded)
        case Combined() as combined:
            yield from _of_combined(pack, criterion.id, combined)


# -- figures ---------------------------------------------------------------------------------------


def _near(name: str, per: str | None, bound: Fraction) -> Iterator[tuple[str, Done]]:
    """One below the bound, at it, one above; a bound of zero has nothing below."""
    for step, word in ((-1, "one below"), (0, "at"), (1, "one above")):
        if bound.numerator == 0 and step < 0:
            continue
        shown = f"{word} {bound.numerator}"
        if per is not None:
            shown = f"{word} {bound.numerator}/{bound.denominator} of “{per}”"
        yield f"“{name}” is {shown}", _at(name, per, bound, step)


def _at(name: str, per: str | None, bound: Fraction, step: int) -> Done:
    def done(tried: Tried) -> bool:
        count = tried.case.count(name)
        of = 1 if per is None else tried.case.count(per)
        if count is None or not of:
            return False
        before = bound.compared_with(count - step, of)
        return before == 0 or (step < 0 and bound.compared_with(count, of) < 0 < before)

    return done


def _missing(*names: str) -> Iterator[tuple[str, Done]]:
    def missing(name: str) -> Done:
        return lambda tried: tried.case.count(name) is None

    for name in names:
        yield f"“{name}” is not recorded", missing(name)


def _rate(name: str, per: str | None) -> Iterator[tuple[str, Done]]:
    if per is None:
        return
    yield from _missing(per)
    yield f"the denominator “{per}” is 0", lambda tried: tried.case.count(per) == 0

    def larger(tried: Tried) -> bool:
        count, of = tried.amounts((name, per))
        return count is not None and of is not None and count > of > 0

    yield f"“{name}” is larger than “{per}”", larger


def _limits(name: str, per: str | None, limits: Limits) -> Iterator[tuple[str, Done]]:
    for bound in limits.bounds():
        yield from _near(name, per, bound)


# -- parts -----------------------------------------------------------------------------------------


def _of_parts(parts: Sequence[Part]) -> Iterator[Duty]:
    for part in parts:
        for what, done in _of_part(part):
            yield Duty(what + _under(part.when), _applying(part, done))
        for what, done in _of_condition(part):
            yield Duty(what + _under(part.when), _while(part.when, done))
    groups = dict.fromkeys(part.either for part in parts if part.either)
    for group in groups:
        yield from _of_alternatives([part for part in parts if part.either == group])


def _under(when: When) -> str:
    words = " or ".join("=".join(choice) for choice in when.choices)
    return f" (with {words})" if words else ""


def _while(when: When, done: Done) -> Done:
    return lambda tried: when.holds(tried.case.readings) and done(tried)


def _applying(part: Part, done: Done) -> Done:
    """The part is in force and there is somebody it applies to."""

    def applies(tried: Tried) -> bool:
        any_there = not part.if_any or any(tried.amounts(part.if_any))
        none_there = not part.if_none or not any(tried.amounts(part.if_none))
        return any_there and none_there and done(tried)

    return _while(part.when, applies)


def _of_part(part: Part) -> Iterator[tuple[str, Done]]:
    yield from _of_check(part.check, frozenset(part.if_any))
    for status in (Status.MET, Status.NOT_MET):
        name = part.label or part.check.kind
        yield f"the part “{name}” is {status}", _found(part.check, status)
    if part.advisory:
        yield "a part that only warns fails and every criterion is met", _only_warned(part.check)


def _only_warned(check: Check) -> Done:
    def done(tried: Tried) -> bool:
        fails = check.judge(tried.case).status is Status.NOT_MET
        return fails and tried.found.outcome is Outcome.YES

    return done


def _found(check: Check, status: Status) -> Done:
    return lambda tried: check.judge(tried.case).status is status


def _of_check(check: Check, somebody: frozenset[str]) -> Iterator[tuple[str, Done]]:
    """`somebody` are facts above zero wherever the check is asked at all."""
    match check:
        case NoneOf(names, minus):
            yield from _of_none(names, minus)
        case AllOf(base, have):
            yield from _of_share(base, have)
        case WithinLimits(name, limits, per):
            yield from _limits(name, per, limits)
            yield from _missing(name)
            yield from _rate(name, per)
        case YesOrNo(name):
            yield f"“{name}” is true", lambda tried: tried.case.count(name) is True
            yield f"“{name}” is false", lambda tried: tried.case.count(name) is False
            yield from _missing(name)
        case Compared(names, against):
            yield from _of_comparison(names, against, known=somebody.issuperset(against))
        case Attested(name):
            yield from _of_attestation(name)


def _of_none(names: Sequence[str], minus: Sequence[str]) -> Iterator[tuple[str, Done]]:
    def alone(name: str) -> Done:
        return lambda tried: (
            tried.case.count(name) == 1
            and not any(tried.amounts(other for other in (*names, *minus) if other != name))
        )

    def all_nought(tried: Tried) -> bool:
        return set(tried.amounts(names)) == {0}

    for name in names:
        yield f"“{name}” alone is 1", alone(name)
    yield f"{_listed(names)} are all 0", all_nought
    yield from _missing(*names, *minus)
    if minus:
        for left, word in ((0, "none"), (1, "one"), (-1, "fewer than none")):
            what = f"{word} of {_listed(names)} is left without {_listed(minus)}"
            yield what, _left(names, minus, left)


def _left(names: Sequence[str], minus: Sequence[str], left: int) -> Done:
    def done(tried: Tried) -> bool:
        total, taken = tried.case.sum(names), tried.case.sum(minus)
        return total is not None and bool(taken) and total - (taken or 0) == left

    return done


def _of_share(base: str, have: str) -> Iterator[tuple[str, Done]]:
    def share(more: int, *, of_any: bool = True) -> Done:
        def done(tried: Tried) -> bool:
            whole, part = tried.amounts((base, have))
            if whole is None or part is None or bool(whole) is not of_any:
                return False
            return part - whole == more

        return done

    yield f"“{have}” is 0 of 0 “{base}”", share(0, of_any=False)
    yield f"“{have}” is all of “{base}”", share(0)
    yield f"“{have}” is one short of “{base}”", share(-1)
    yield f"“{have}” is one more than “{base}”", share(1)
    yield from _missing(base, have)


def _of_comparison(
    names: Sequence[str], against: Sequence[str], *, known: bool
) -> Iterator[tuple[str, Done]]:
    def compared(more: int, *, of_any: bool = True) -> Done:
        def done(tried: Tried) -> bool:
            now, then = tried.case.sum(names), tried.case.sum(against)
            if now is None or then is None or bool(then) is not of_any:
                return False
            return now - then == more

        return done

    sums = f"{_listed(names)} against {_listed(against)}"
    yield f"{sums}: one fewer", compared(-1)
    yield f"{sums}: as many", compared(0)
    yield f"{sums}: one more", compared(1)
    yield from _missing(*names)
    if not known:
        yield f"{sums}: 0 against 0", compared(0, of_any=False)
        yield f"{sums}: 1 against 0", compared(1, of_any=False)
        yield from _missing(*against)


def _of_attestation(name: str) -> Iterator[tuple[str, Done]]:
    def aged(more: int) -> Done:
        def done(tried: Tried) -> bool:
            given, terms = tried.case.attestations.get(name), tried.case.terms[name]
            if given is None or given.value is None or given.signed_on is None:
                return False
            limit = given.signed_on + timedelta(days=terms.max_age_days)
            return tried.case.as_of - limit == timedelta(days=more)

        return done

    def says(value: bool | None, *, signed: bool) -> Done:
        def done(tried: Tried) -> bool:
            given = tried.case.attestations.get(name)
            if given is None or given.value is None:
                return value is None
            return given.value is value and (given.signed_on is not None) is signed

        return done

    yield f"“{name}” is attested", says(True, signed=True)
    yield f"“{name}” is attested by nobody with a name or date", says(True, signed=False)
    yield f"“{name}” is refused", says(False, signed=True)
    yield f"“{name}” is not attested", says(None, signed=False)
    yield f"“{name}” was attested on the last day that counts", aged(0)
    yield f"“{name}” was attested one day too early", aged(1)


def _of_condition(part: Part) -> Iterator[tuple[str, Done]]:
    """Where a part applies only to somebody: nobody there, and nobody knows."""
    for names, there in ((part.if_any, False), (part.if_none, True)):
        if names:
            word = "somebody" if there else "nobody"

            def nobody(tried: Tried, names: Sequence[str] = names, there: bool = there) -> bool:
                return tried.case.sum(names) is not None and any(tried.amounts(names)) is there

            def open_(tried: Tried, names: Sequence[str] = names) -> bool:
                return tried.case.sum(names) is None

            name = part.label or part.check.kind
            yield f"the part “{name}” does not apply: {word} in {_listed(names)}", nobody
            yield f"nobody knows whether the part “{name}” applies", open_


def _of_alternatives(parts: Sequence[Part]) -> Iterator[Duty]:
    def only(kept: Part, others: Status) -> Done:
        return lambda tried: all(
            part.judge(tried.case).status is (Status.MET if part is kept else others)
            for part in parts
        )

    def none(tried: Tried) -> bool:
        return all(part.judge(tried.case).status is Status.NOT_MET for part in parts)

    under = parts[0].when
    for part in parts:
        name = part.check.facts()[0]
        yield Duty(f"of the alternatives only “{name}” holds", _while(under, only(part, NOT)))
        what = f"“{name}” holds and its alternative is not known"
        yield Duty(what, _while(under, only(part, OPEN)))
    yield Duty("no alternative holds", _while(under, none))


NOT, OPEN = Status.NOT_MET, Status.UNKNOWN


# -- bands -----------------------------------------------------------------------------------------


def _of_banded(criterion_id: str, banded: Banded) -> Iterator[Duty]:
    for measure in banded.measures:
        yield from _of_measure(criterion_id, measure)
    if len(banded.measures) > 1:
        yield Duty("its measures reach two different classes", _apart(banded))


def _apart(banded: Banded) -> Done:
    def done(tried: Tried) -> bool:
        reached = {_reached(measure, tried) for measure in banded.measures}
        return len(reached - {NONE, None}) > 1

    return done


def _reached(measure: Measure, tried: Tried) -> str | None:
    count = tried.case.count(measure.name)
    per = 1 if measure.per is None else tried.case.count(measure.per)
    if count is None or not per:
        return None
    for level in measure.levels:
        if level.when.holds(tried.case.readings) and level.limits.hold(count, per):
            return level.class_id
    return NONE


def _of_measure(criterion_id: str, measure: Measure) -> Iterator[Duty]:
    name, per = measure.name, measure.per
    for level in measure.levels:
        for what, done in _limits(name, per, level.limits):
            where = f" for class {level.class_id}{_under(level.when)}"
            yield Duty(what + where, _while(level.when, done))

        def reached(tried: Tried, class_id: str = level.class_id) -> bool:
            decides = tried.result(criterion_id).band == class_id
            return decides and _reached(measure, tried) == class_id

        what = f"“{name}” brings it to class {level.class_id}{_under(level.when)}"
        yield Duty(what, _while(level.when, reached))
    for what, done in (*_missing(name), *_rate(name, per)):
        yield Duty(what, done)


def _of_combined(pack: RulePack, criterion_id: str, combined: Combined) -> Iterator[Duty]:
    for step in combined.steps:
        yield from _of_step(pack, criterion_id, combined, step)
    itself = combined.counts_itself

    def by_itself(tried: Tried) -> bool:
        step = combined.steps[0]
        others = _reaching(tried, combined.of, pack.scale.rank(step.reached))
        return others == combined.count - 1 and tried.result(criterion_id).band == step.class_id

    if itself.choices:
        yield Duty(f"it counts itself{_under(itself)}", _while(itself, by_itself))


def _reaching(tried: Tried, of: Sequence[str], rank: int, *, exactly: bool = False) -> int:
    ranks = [tried.rank(each) for each in of]
    return sum(each == rank if exactly else each >= rank for each in ranks)


def _of_step(pack: RulePack, criterion_id: str, combined: Combined, step: Step) -> Iterator[Duty]:
    def case(count: int, flag: bool | None, band: str | None) -> Done:
        def done(tried: Tried) -> bool:
            if tried.case.count(combined.flag) is not flag:
                return False
            reaching = _reaching(tried, combined.of, pack.scale.rank(step.reached))
            mine = tried.result(criterion_id).band
            as_wanted = mine == band if count == combined.count else mine != step.class_id
            return reaching == count and as_wanted

        return done

    at = f"others are at class {step.reached} or worse"
    yes, n = combined.flag, combined.count
    yield Duty(f"“{yes}” and {n - 1} {at}", case(n - 1, True, None))
    yield Duty(f"“{yes}” and {n} {at}", case(n, True, step.class_id))
    yield Duty(f"not “{yes}” and {n} {at}", case(n, False, NONE))
    yield Duty(f"“{yes}” is not recorded and {n} {at}", case(n, None, None))


# -- classes, decisions ----------------------------------------------------------------------------


def _of_classes(pack: RulePack) -> Iterator[Duty]:
    for rule in pack.classes:
        yield from _of_class(pack, rule)
    yield Duty("the class is none", lambda tried: tried.found.class_id == NONE)
    yield Duty("the class is open", lambda tried: tried.found.class_id is None)
    for warning in pack.class_warnings:

        def warned(tried: Tried, text: str = warning.text) -> bool:
            wanted = tried.scenario.expected.get("warns", ())
            return text in tried.found.warnings and any(words in text for words in wanted)

        yield Duty(f"it is warned: {warning.text}", warned)


def _of_class(pack: RulePack, rule: ClassRule) -> Iterator[Duty]:
    rank = pack.scale.rank(rule.id)
    named = f"{'exactly ' if rule.exactly else ''}{rule.id}{_under(rule.when)}"

    def reached(count: int, member: str = "") -> Done:
        def done(tried: Tried) -> bool:
            reaching = _reaching(tried, rule.of, rank, exactly=rule.exactly)
            takes_part = not member or (
                tried.rank(member) == rank if rule.exactly else tried.rank(member) >= rank
            )
            comes_out = tried.found.class_id == rule.id
            return reaching == count and takes_part and comes_out is (count == rule.count)

        return _while(rule.when, done)

    what = f"{rule.count - 1} of {_listed(rule.of)} reach class {named}, one too few"
    yield Duty(what, reached(rule.count - 1))
    for member in rule.of:
        what = f"{member} is one of the {rule.count} that make class {named}"
        yield Duty(what, reached(rule.count, member))


def _of_decision(pack: RulePack) -> Iterator[Duty]:
    if pack.decision.kind == "at_least":
        yield from _of_count(pack)
        return
    yield Duty("every criterion is met", lambda tried: tried.found.outcome is Outcome.YES)
    for criterion in pack.criteria:
        if criterion.binding:
            for status, outcome in ((NOT, Outcome.NO), (OPEN, Outcome.UNKNOWN)):
                what = f"{criterion.id} alone is {status}"
                yield Duty(what, _alone(criterion.id, status, outcome))
        else:
            what = f"{criterion.id}, which does not decide, fails and the rest is met"
            yield Duty(what, _alone(criterion.id, NOT, Outcome.YES))


def _alone(criterion_id: str, status: Status, outcome: Outcome) -> Done:
    def done(tried: Tried) -> bool:
        held_back = {
            result.id: result.status
            for result in tried.found.criteria
            if result.status in (NOT, OPEN) and (result.binding or result.id == criterion_id)
        }
        return held_back == {criterion_id: status} and tried.found.outcome is outcome

    return done


def _of_count(pack: RulePack) -> Iterator[Duty]:
    def counted(met: int, unknown: int, outcome: Outcome) -> Done:
        def done(tried: Tried) -> bool:
            statuses = [result.status for result in tried.found.criteria]
            seen = statuses.count(Status.MET), statuses.count(Status.UNKNOWN)
            return seen == (met, unknown) and tried.found.outcome is outcome

        return done

    def member(criterion_id: str) -> Done:
        enough = counted(pack.decision.count, 0, Outcome.YES)
        return lambda tried: enough(tried) and tried.result(criterion_id).status is Status.MET

    n = pack.decision.count
    yield Duty(f"{n - 1} criteria are met, one too few", counted(n - 1, 0, Outcome.NO))
    yield Duty(f"{n - 1} are met and one is unknown", counted(n - 1, 1, Outcome.UNKNOWN))
    yield Duty(f"{n - 2} are met and one is unknown", counted(n - 2, 1, Outcome.NO))
    for criterion in pack.criteria:
        yield Duty(f"{criterion.id} is one of the {n} that are met", member(criterion.id))


# -- readings, dates -------------------------------------------------------------------------------


def _of_option(reading: Reading, option: ReadingOption) -> Duty:
    """An option that is named; one about the rule must make a difference to what comes out."""
    named = f"the reading {reading.id}={option.value}"

    def told(tried: Tried) -> bool:
        return tried.scenario.readings.get(reading.id) == option.value

    def makes_a_difference(tried: Tried) -> bool:
        if tried.case.readings[reading.id] != option.value:
            return False
        readings = tried.scenario.readings
        others = (each.value for each in reading.options if each is not option)
        return any(
            _result(tried.scenario.assess(tried.pack, {**readings, reading.id: other}))
            != _result(tried.found)
            for other in others
        )

    if reading.where == "facts":
        return Duty(f"{named} is taken", told)
    return Duty(f"{named} makes a difference", makes_a_difference)


def _result(found: Assessment) -> object:
    told = answer(found)
    criteria = [(each["status"], each.get("band")) for each in told["criteria"]]
    return told["outcome"], told["possible_classes"], criteria


def _of_dates(pack: RulePack) -> Iterator[Duty]:
    def on(day: object) -> Done:
        return lambda tried: tried.found.as_of == day

    first, last = pack.effective_from, pack.effective_to
    yield Duty("it is the day before the pack is in force", on(first - timedelta(days=1)))
    yield Duty("it is the first day the pack is in force", on(first))
    if last is not None:
        yield Duty("it is the last day the pack is in force", on(last))
        yield Duty("it is the day after the pack was in force", on(last + timedelta(days=1)))
    if pack.as_of == "cut_off":

        def off(tried: Tried) -> bool:
            return f"{tried.found.as_of:%m-%d}" != pack.cut_off and _warns(tried, "tạm tính")

        yield Duty("it is not the cut-off day", off)
    for terms in pack.attestations:
        if not (terms.required or terms.books_only):
            for what, done in _of_attestation(terms.id):
                yield Duty(f"{what}, which only warns", done)


def _warns(tried: Tried, words: str) -> bool:
    return any(words in each for each in tried.scenario.expected.get("warns", ()))


def _listed(names: Iterable[str]) -> str:
    return " + ".join(names)
