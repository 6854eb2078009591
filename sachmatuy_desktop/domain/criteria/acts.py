"""What would have to be done for a criterion to stand on a day, and how it would stand if it were.

An act is about the commune's own work: ask for signatures, write a file, test again in time, decide
when a term is over.  What hangs on a person or an official is said as an “if” and never foretold.
Which act serves which figure is data (`resources/recognition/acts.toml`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.criteria.act_rules import ActRules, Effect, Words
from sachmatuy_desktop.domain.criteria.checks import (
    AllOf,
    Attested,
    NoneOf,
    Part,
    WithinLimits,
    YesOrNo,
    standing,
)
from sachmatuy_desktop.domain.criteria.facts import Attestation, Fact, FactRecord
from sachmatuy_desktop.domain.criteria.findings import FAILING, AttestationTerms, Case
from sachmatuy_desktop.domain.criteria.logic import Status
from sachmatuy_desktop.domain.criteria.rules import Parts, RulePack
from sachmatuy_desktop.domain.registers.fields import RecordId

__all__ = [
    "RENEWAL",
    "Books",
    "Ending",
    "Need",
    "done",
    "needs",
]

PEOPLE: Final = "people"
RENEWAL: Final = "xac_nhan"
"""The act of signing an attestation anew."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A term of somebody's: its state, last day, and the step of the law that ends it."""

    person: RecordId
    state: str
    about: str
    end: date
    step: str
    title: str
    who: str
    source: str


@dataclass(frozen=True)
class Need:
    """One act that is needed for a day.

    It counts when done from `first` to `last`; `criteria` are those it serves.  `figure` is the
    fact or attestation it would change and `records` whom or what it is about (`count` of them),
    `planned` how many of them have it in the books already.  `condition` begins with “nếu” or says
    that nothing is assumed; the second column reckons with it where `is_assumed`.
    """

    id: str
    says: str
    who: str
    condition: str
    criteria: tuple[str, ...]
    first: date
    last: date
    count: int
    register: str
    records: tuple[RecordId, ...] = ()
    source: str = ""
    figure: str = ""
    effect: Effect = Effect.ALL
    is_assumed: bool = True
    is_overdue: bool = False
    planned: int = 0


@dataclass(frozen=True)
class Books:
    """What is known for a day: the facts then and now, attestations, terms that are over by then.

    `counted` are the facts as the books count them, `facts` those without the zeros that no review
    vouches for; `running` are, by fact, the records that an act can still bring back.
    """

    day: date
    today: date
    counted: Mapping[str, Fact]
    facts: Mapping[str, Fact]
    facts_today: Mapping[str, Fact]
    attestations: Mapping[str, Attestation]
    endings: Sequence[Ending] = ()
    running: Mapping[str, frozenset[RecordId]] = field(default_factory=lambda: MappingProxyType({}))


def needs(
    pack: RulePack, readings: Mapping[str, str], books: Books, rules: ActRules
) -> tuple[Need, ...]:
    """Everything that would have to be done by the day, most pressing first."""
    asking = _Asking(pack, readings, books, rules)
    found = [*asking.endings(), *asking.criteria()]
    joined: dict[tuple[str, str, date], Need] = {}
    for each in found:
        key = (each.id, each.figure, each.first)
        before = joined.get(key)
        criteria = dict.fromkeys((*(before.criteria if before else ()), *each.criteria))
        joined[key] = replace(each, criteria=tuple(criteria))
    place = {each.id: at for at, each in enumerate(pack.criteria)}

    def pressing(need: Need) -> tuple[bool, date, int, str]:
        first = min((place[each] for each in need.criteria), default=len(place))
        return not need.is_overdue, need.last, first, need.id

    return tuple(sorted(joined.values(), key=pressing))


class _Asking:
    """One pack asked about one day."""

    def __init__(
        self, pack: RulePack, readings: Mapping[str, str], books: Books, rules: ActRules
    ) -> None:
        self.pack, self.readings, self.books, self.rules = pack, readings, books, rules
        self.over = [each for each in books.endings if each.end < books.day]
        self.terms = {terms.id: terms for terms in pack.attestations}
        definitions = {each.name: each for each in pack.facts}
        self.labels = {name: each.label for name, each in definitions.items()}
        self.case = Case(
            books.day, definitions, self.terms, books.facts, books.attestations, readings
        )

    # -- terms ------------------------------------------------------------------------------------

    def endings(self) -> Iterator[Need]:
        """The papers that end the terms which are over by the day, one for each kind of step."""
        groups: dict[tuple[str, bool], list[Ending]] = {}
        for each in self.over:
            groups.setdefault((each.step, each.end < self.books.today), []).append(each)
        for (step, is_overdue), terms in groups.items():
            rule = self.rules.left_with(terms[0].state)
            first = min(each.end for each in terms)
            yield Need(
                id=step,
                says=terms[0].title,
                who=terms[0].who,
                condition=rule.condition if rule else "",
                criteria=self._reading(rule.facts if rule else frozenset()),
                first=max(first, self.books.today),
                last=max(first, self.books.today),
                count=len(terms),
                register=PEOPLE,
                records=tuple(dict.fromkeys(each.person for each in terms)),
                source=terms[0].source,
                figure=f"{step}:{is_overdue}",
                is_overdue=is_overdue,
            )

    def _reading(self, facts: frozenset[str]) -> tuple[str, ...]:
        """The criteria that read one of the facts."""
        return tuple(
            each.id for each in self.pack.criteria if not facts.isdisjoint(each.body.facts())
        )

    # -- criteria ---------------------------------------------------------------------------------

    def criteria(self) -> Iterator[Need]:
        """What each part that does not hold on the day would take; of advice, what is due."""
        for criterion in self.pack.criteria:
            if not isinstance(criterion.body, Parts):
                yield from self._unrecorded(criterion.body.facts(), criterion.id)
                continue
            for part in criterion.body.parts:
                if not part.when.holds(self.readings):
                    continue
                status = part.judge(self.case).status
                if status is Status.NOT_MET or (status in FAILING and not part.advisory):
                    yield from self._of_part(part, criterion.id)

    def _of_part(self, part: Part, criterion: str) -> Iterator[Need]:
        match part.check:
            case Attested(id=name):
                yield from self._renewal(self.terms[name], criterion)
            case AllOf(base, have):
                if self._known((base, have)):
                    yield from self._lacking(base, have, criterion)
            case NoneOf(names):
                for name in names:
                    yield from self._counted(name, criterion)
                    yield from self._reviews(name, criterion)
            case WithinLimits(name=name, limits=limits) if limits.at_least is not None:
                yield from self._brought_back(name, criterion)
            case YesOrNo(name=name, expected=True) if self.case.count(name) is False:
                yield self._served(name, criterion, 1, self.case.fact(name).records)
        yield from self._unrecorded(part.facts(), criterion)

    def _known(self, names: Iterable[str]) -> bool:
        return self.case.sum(names) is not None

    def _unrecorded(self, names: Iterable[str], criterion: str) -> Iterator[Need]:
        """Figures that nobody wrote down: what they will say is not known."""
        for name in dict.fromkeys(names):
            if self.case.count(name) is not None:
                continue
            if self.case.fact(name).note:
                yield from self._reviews(name, criterion)
                continue
            rule = self.rules.for_fact(name)
            if rule is not None and rule.effect is Effect.NONE:
                made = self._need(rule.id, rule.words, criterion, 0, rule.id, is_assumed=False)
                yield replace(made, register=rule.register, source=rule.source)
            else:
                words = self.rules.write_down.about(label=self.labels[name])
                yield self._need("ghi_so", words, criterion, 0, name, is_assumed=False)

    def _reviews(self, name: str, criterion: str) -> Iterator[Need]:
        """The reviews without which a zero of the books does not count, where none is in time."""
        asked = [terms for terms in self.pack.attestations if name in terms.vouches]
        given = self.books.attestations
        if any(standing(each, given.get(each.id), self.books.day).holds for each in asked):
            return
        for terms in asked[:1]:
            yield from self._renewal(terms, criterion)

    def _renewal(self, terms: AttestationTerms, criterion: str) -> Iterator[Need]:
        given = self.books.attestations.get(terms.id)
        denied = given is not None and given.value is False
        wording = terms.wording[:1].upper() + terms.wording[1:]
        words = self.rules.renew.about(wording=wording, signers=", ".join(terms.signers))
        if denied:
            words = replace(words, condition="đang được xác nhận là không; chương trình không đoán")
        made = self._need(RENEWAL, words, criterion, 1, terms.id, is_assumed=not denied)
        earliest = self.books.day - timedelta(days=terms.max_age_days)
        yield replace(
            made,
            first=max(self.books.today, earliest),
            register="attestations",
            source=terms.source,
        )

    def _lacking(self, base: str, have: str, criterion: str) -> Iterator[Need]:
        fact = self.case.fact(have)
        waiting = self._leaving_with(have) | self._leaving_with(base)
        records = [each for each in fact.exceptions if each.id not in waiting]
        missing = (self.case.count(base) or 0) - (fact.value or 0)
        count = missing - (len(fact.exceptions) - len(records))
        if count > 0:
            yield self._served(have, criterion, count, records)

    def _counted(self, name: str, criterion: str) -> Iterator[Need]:
        fact, rule = self.case.fact(name), self.rules.for_fact(name)
        if not fact.value or rule is None:
            return
        waiting = self._leaving_with(name)
        records = [each for each in fact.records if each.id not in waiting]
        if rule.effect is Effect.NEW:
            records = _new(records, self.books.facts_today.get(name))
        count = len(records) if fact.records else int(fact.value)
        if count:
            yield self._served(name, criterion, count, records)

    def _brought_back(self, name: str, criterion: str) -> Iterator[Need]:
        fact = self.case.fact(name)
        able = self.books.running.get(name, frozenset())
        records = [each for each in fact.exceptions if each.id in able]
        if fact.value is not None and records:
            yield self._served(name, criterion, len(records), records)

    def _served(self, name: str, criterion: str, count: int, records: Sequence[FactRecord]) -> Need:
        rule = self.rules.for_fact(name)
        if rule is None:
            words = self.rules.other.about(label=self.labels[name])
            made = self._need("khac", words, criterion, count, name)
            return replace(made, register=records[0].kind if records else "", records=_ids(records))
        is_assumed = rule.effect is not Effect.NONE and rule.unless.isdisjoint(
            self.readings.items()
        )
        words = rule.words.about(label=self.labels[name])
        made = self._need(rule.id, words, criterion, count, name, is_assumed=is_assumed)
        first = self.books.today
        if rule.within_days:
            first = max(first, self.books.day - timedelta(days=rule.within_days))
        return replace(
            made,
            first=first,
            register=records[0].kind if records else rule.register,
            records=_ids(records),
            source=rule.source,
            effect=rule.effect,
        )

    def _need(
        self,
        act: str,
        words: Words,
        criterion: str,
        count: int,
        figure: str,
        *,
        is_assumed: bool = True,
    ) -> Need:
        return Need(
            id=act,
            says=words.says,
            who=words.who,
            condition=words.condition,
            criteria=(criterion,),
            first=self.books.today,
            last=self.books.day,
            count=count,
            register="",
            figure=figure,
            is_assumed=is_assumed,
        )

    def _leaving_with(self, name: str) -> set[RecordId]:
        """The persons whom the end of a term takes out of a figure."""
        return _leaving(self.over, self.rules, name)


def _new(records: Sequence[FactRecord], today: Fact | None) -> list[FactRecord]:
    """The records that do not stand in the figure today."""
    now = {each.id for each in today.records} if today else set()
    return [each for each in records if each.id not in now]


def _ids(records: Sequence[FactRecord]) -> tuple[RecordId, ...]:
    return tuple(each.id for each in records)


# -- if it were done -------------------------------------------------------------------------------


def done(
    pack: RulePack, books: Books, needed: Sequence[Need], rules: ActRules
) -> tuple[list[Fact], list[Attestation]]:
    """The facts and attestations of the day, had everything that is assumed been done in time."""
    bases = _bases(pack)
    facts = dict(_after_endings(books, bases, rules))
    for need in needed:
        fact = facts.get(need.figure)
        if need.is_assumed and fact is not None and fact.value is not None:
            facts[need.figure] = _improved(fact, need, facts.get(bases.get(need.figure, "")))
    given = dict(books.attestations)
    for need in needed:
        if need.is_assumed and need.id == RENEWAL:
            given[need.figure] = Attestation(need.figure, value=True, signed_on=books.day)
    return list(facts.values()), list(given.values())


def _bases(pack: RulePack) -> dict[str, str]:
    """What each “have” is taken of."""
    return {
        part.check.have: part.check.base
        for criterion in pack.criteria
        if isinstance(criterion.body, Parts)
        for part in criterion.body.parts
        if isinstance(part.check, AllOf)
    }


def _after_endings(
    books: Books, bases: Mapping[str, str], rules: ActRules
) -> Iterator[tuple[str, Fact]]:
    """The facts without the persons whose term was ended by a paper before the day.

    A base whose records are not at hand keeps its number; of what it is the base of, those count as
    having it who need not have it any more.
    """
    over = [each for each in books.endings if each.end < books.day]
    for name, fact in books.counted.items():
        base = books.counted.get(bases.get(name, ""))
        if fact.value is None:
            yield name, fact
        elif base is None or base.value is None:
            gone = _of(fact.records, _leaving(over, rules, name))
            yield name, _less(fact, gone)
        else:
            leaving = _leaving(over, rules, name) | _leaving(over, rules, base.name)
            lacking = _of(fact.exceptions, leaving)
            from_base = _of(base.records, _leaving(over, rules, base.name))
            change = len(lacking) - len(from_base)
            rest = tuple(each for each in fact.exceptions if each.id not in lacking)
            yield name, replace(fact, value=fact.value + change, exceptions=rest)


def _leaving(over: Sequence[Ending], rules: ActRules, name: str) -> set[RecordId]:
    """The persons whom the end of a term takes out of a figure."""
    return {
        each.person
        for each in over
        if (rule := rules.left_with(each.state)) is not None and name in rule.facts
    }


def _of(records: Sequence[FactRecord], persons: set[RecordId]) -> set[RecordId]:
    return {each.id for each in records} & persons


def _less(fact: Fact, gone: Collection[RecordId]) -> Fact:
    if not gone:
        return fact
    kept = tuple(each for each in fact.records if each.id not in gone)
    return replace(fact, records=kept, value=max(0, int(fact.value or 0) - len(gone)))


def _improved(fact: Fact, need: Need, base: Fact | None) -> Fact:
    if base is not None:
        return replace(fact, value=base.value, exceptions=())
    if isinstance(fact.value, bool):
        return replace(fact, value=True, records=())
    if need.effect is Effect.RUNNING:
        return replace(fact, value=int(fact.value or 0) + need.count)
    if not need.records:
        return replace(fact, value=max(0, int(fact.value or 0) - need.count))
    return _less(fact, need.records)
