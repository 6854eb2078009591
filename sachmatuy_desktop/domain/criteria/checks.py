"""The few kinds of question that a criterion asks, each able to judge a case.

Every rule of a pack is a list of these: nothing of a kind, a hundred percent of a kind, a number
within limits, a yes or no, a number against another one, a signature.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, Protocol

from sachmatuy_desktop.domain.criteria.facts import Attestation, Fact, FactRecord, latest
from sachmatuy_desktop.domain.criteria.findings import (
    FAILING,
    AttestationTerms,
    Case,
    Finding,
    without,
)
from sachmatuy_desktop.domain.criteria.limits import ALWAYS, Limits, When
from sachmatuy_desktop.domain.criteria.logic import Status
from sachmatuy_desktop.domain.criteria.wording import day, listing, number, percent, sentence


class Check(Protocol):
    """One question put to a case."""

    @property
    def kind(self) -> str:
        """`count0`, `ratio`, `threshold` or `attest`."""

    def facts(self) -> tuple[str, ...]:
        """The names of the facts it reads."""

    def judge(self, case: Case) -> Finding:
        """The answer for this case."""


def _met(holds: bool) -> Status:
    return Status.MET if holds else Status.NOT_MET


def _missing(case: Case, names: tuple[str, ...]) -> Finding:
    return Finding(Status.UNKNOWN, tuple(_what_is_missing(case, names)))


def _what_is_missing(case: Case, names: tuple[str, ...]) -> Iterator[str]:
    """What nobody recorded, then what the records do not settle and why."""
    silent, unsettled = case.not_recorded(names), case.not_settled(names)
    if silent:
        yield sentence(f"chưa có số liệu: {listing(silent)}")
    if unsettled:
        yield sentence(f"chưa khẳng định được: {listing(unsettled)}")
    yield from map(sentence, case.notes(names))


@dataclass(frozen=True)
class NoneOf:
    """“Không có …”: the facts add up to zero once those in `minus` are taken off.

    The facts in `minus` count people who are already counted in the others.  So of nobody nobody
    can be exempted: the sum is 0 whether or not they were counted.  More of them than of the others
    is a contradiction and leaves the answer open.
    """

    names: tuple[str, ...]
    minus: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return "count0"

    def facts(self) -> tuple[str, ...]:
        return self.names + self.minus

    def judge(self, case: Case) -> Finding:
        if self.minus:
            return self._judge_with_exceptions(case)
        present = [name for name in self.names if case.count(name)]
        if not present:
            if case.sum(self.names) is None:
                return _missing(case, self.names)
            return Finding(Status.MET, (self._nothing(case),), numerator=0)
        return self._judge_present(case, present, sum(case.count(name) or 0 for name in present))

    def _nothing(self, case: Case) -> str:
        return sentence(f"{listing([case.label(name) for name in self.names])}: không có (0)")

    def _judge_present(self, case: Case, present: list[str], total: int) -> Finding:
        facts = [case.fact(name) for name in present]
        counted = [f"{case.label(fact.name)}: {number(fact.value or 0)}" for fact in facts]
        blocking = left_of(facts, [case.fact(name) for name in self.minus])
        return Finding(
            Status.NOT_MET,
            (sentence(f"{'; '.join(counted)} – yêu cầu không có"),),
            numerator=total,
            blocking=without([record for fact in blocking for record in fact.records], ()),
            clears_on=latest([fact.earliest_clearing() for fact in blocking]),
        )

    def _judge_with_exceptions(self, case: Case) -> Finding:
        total, excepted = case.sum(self.names), case.sum(self.minus)
        if total == 0 and not excepted:
            return Finding(Status.MET, (self._nothing(case),), numerator=0)
        if total is None or excepted is None:
            return _missing(case, self.facts())
        left = total - excepted
        shown = " + ".join(f"{number(case.count(n) or 0)} {case.label(n)}" for n in self.names)
        taken = " − ".join(f"{number(case.count(n) or 0)} {case.label(n)}" for n in self.minus)
        said = sentence(f"{shown} − {taken} = {number(left)} (yêu cầu 0)")
        if left < 0:
            warning = sentence(
                f"số liệu mâu thuẫn: {taken} lớn hơn tổng số {number(total)} người; "
                "người thuộc diện trừ phải nằm trong tổng số, cần kiểm tra lại"
            )
            return Finding(Status.UNKNOWN, (said, warning), warnings=(warning,))
        if left == 0 and case.notes(self.names):
            return Finding(Status.UNKNOWN, (said, *_what_is_missing(case, self.names)), 0)
        if left == 0:
            return Finding(Status.MET, (said,), numerator=0)
        found = self._judge_present(case, [n for n in self.names if case.count(n)], left)
        return Finding(Status.NOT_MET, (said,), left, None, found.blocking, found.clears_on)


def left_of(facts: Iterable[Fact], taken: Iterable[Fact]) -> list[Fact]:
    """The facts with the records that are not taken off, without those of which all is."""
    exempt = [record for fact in taken for record in fact.records]
    kept = []
    for fact in facts:
        left = without(fact.records, exempt)
        if left or not fact.records or len(fact.records) < (fact.value or 0):
            kept.append(replace(fact, records=left))
    return kept


def _lacking(base: Fact, have: Fact, missing: int) -> tuple[FactRecord, ...]:
    """The records of `base` that `have` lacks, as far as the two facts can tell them."""
    if have.exceptions:
        return have.exceptions
    if have.records or not have.value or len(base.records) == missing:
        return without(base.records, have.records)
    return ()


@dataclass(frozen=True)
class AllOf:
    """“100 % …”: everyone counted in `base` is also counted in `have`; 0 of 0 has not arisen."""

    base: str
    have: str

    @property
    def kind(self) -> str:
        return "ratio"

    def facts(self) -> tuple[str, ...]:
        return self.base, self.have

    def judge(self, case: Case) -> Finding:
        base, have = case.count(self.base), case.count(self.have)
        if base == 0 and not have:
            said = sentence(f"{case.label(self.base)}: 0 – không phát sinh")
            return Finding(Status.NOTHING_ARISEN, (said,), 0, 0)
        if base is None or have is None:
            return _missing(case, self.facts())
        if have > base:
            return self._contradiction(case, base, have)
        said = f"{case.label(self.have)}: {number(have)}/{number(base)} ({percent(have, base)})"
        if have == base:
            return Finding(Status.MET, (sentence(said),), have, base)
        have_fact, base_fact = case.fact(self.have), case.fact(self.base)
        lacking = _lacking(base_fact, have_fact, base - have)
        return Finding(
            Status.NOT_MET,
            (sentence(f"{said} – còn thiếu {number(base - have)}"),),
            have,
            base,
            lacking,
            have_fact.clears_on
            or base_fact.clears_on
            or latest([record.clears_on for record in lacking])
            or base_fact.earliest_clearing(),
        )

    def _contradiction(self, case: Case, base: int, have: int) -> Finding:
        said = sentence(
            f"số liệu mâu thuẫn: {case.label(self.have)} ({number(have)}) lớn hơn "
            f"{case.label(self.base)} ({number(base)}), cần kiểm tra lại"
        )
        return Finding(Status.UNKNOWN, (said,), have, base, warnings=(said,))


@dataclass(frozen=True)
class WithinLimits:
    """A count, or a count per another one, within limits.

    `per_must_exist` says that the denominator cannot really be zero (people of a commune, communes
    of a province), so that zero means “not recorded”; otherwise 0 of 0 has not arisen.
    """

    name: str
    limits: Limits
    per: str | None = None
    per_must_exist: bool = True

    @property
    def kind(self) -> str:
        return "threshold"

    def facts(self) -> tuple[str, ...]:
        return (self.name, self.per) if self.per else (self.name,)

    def judge(self, case: Case) -> Finding:
        return self._judge_count(case) if self.per is None else self._judge_rate(case, self.per)

    def _judge_count(self, case: Case) -> Finding:
        count = case.count(self.name)
        if count is None:
            return _missing(case, self.facts())
        said = f"{case.label(self.name)}: {number(count)} (mức quy định {self.limits})"
        return self._finding(case, self.limits.hold(count), said, count, None)

    def _judge_rate(self, case: Case, per_name: str) -> Finding:
        count, per = case.count(self.name), case.count(per_name)
        if per == 0:
            return self._judge_nothing(case, per_name, count)
        if count is None or per is None:
            return _missing(case, self.facts())
        said = (
            f"{case.label(self.name)}: {number(count)}/{number(per)} {case.label(per_name)} "
            f"({percent(count, per)}; mức quy định {self.limits})"
        )
        found = self._finding(case, self.limits.hold(count, per), said, count, per)
        return found if count <= per else _warned(found, exceeds(case, self.name, per_name))

    def _judge_nothing(self, case: Case, per_name: str, count: int | None) -> Finding:
        if self.per_must_exist:
            said = no_denominator(case, per_name)
            return Finding(Status.UNKNOWN, (said,), count, 0, warnings=(said,))
        said = sentence(f"{case.label(per_name)}: 0 – không phát sinh")
        warnings = (exceeds(case, self.name, per_name),) if count else ()
        return Finding(Status.NOTHING_ARISEN, (said,), count, 0, warnings=warnings)

    def _finding(self, case: Case, holds: bool, said: str, count: int, per: int | None) -> Finding:
        fact = case.fact(self.name)
        too_few = not holds and self.limits.too_low(count, per or 1)
        records = fact.exceptions if too_few else fact.records
        clears_on = fact.earliest_clearing()
        return Finding(_met(holds), (sentence(said),), count, per, records, clears_on)


@dataclass(frozen=True)
class YesOrNo:
    """A fact that must be true (or must be false)."""

    name: str
    expected: bool

    @property
    def kind(self) -> str:
        return "threshold"

    def facts(self) -> tuple[str, ...]:
        return (self.name,)

    def judge(self, case: Case) -> Finding:
        fact = case.fact(self.name)
        if fact.value is None:
            return _missing(case, self.facts())
        said = sentence(f"{case.label(self.name)}: {'có' if fact.value else 'không'}")
        holds = bool(fact.value) == self.expected
        blocking = () if holds else fact.records
        return Finding(_met(holds), (said,), blocking=blocking, clears_on=fact.earliest_clearing())


@dataclass(frozen=True)
class Compared:
    """A sum that is not above another one, or (`strictly`) is lower.

    Where the other sum is already zero it cannot be lowered, and zero against zero is enough.
    """

    names: tuple[str, ...]
    against: tuple[str, ...]
    strictly: bool = False

    @property
    def kind(self) -> str:
        return "threshold"

    def facts(self) -> tuple[str, ...]:
        return self.names + self.against

    def judge(self, case: Case) -> Finding:
        now, before = case.sum(self.names), case.sum(self.against)
        if now is None or before is None:
            return _missing(case, self.facts())
        holds = now < before or (now == before and not (self.strictly and before))
        said = sentence(
            f"{listing([case.label(name) for name in self.names])}: {number(now)}; "
            f"mốc so sánh ({listing([case.label(name) for name in self.against])}): "
            f"{number(before)} – yêu cầu {'giảm' if self.strictly else 'không tăng'}"
        )
        facts = [case.fact(name) for name in self.names]
        records = [record for fact in facts for record in fact.records]
        return Finding(
            _met(holds),
            (said,),
            now,
            before,
            () if holds else without(records, ()),
            latest([fact.earliest_clearing() for fact in facts if fact.value]),
        )


@dataclass(frozen=True)
class Attested:
    """A named official confirms it, recently enough for the pack."""

    id: str

    @property
    def kind(self) -> str:
        return "attest"

    def facts(self) -> tuple[str, ...]:
        return ()

    def judge(self, case: Case) -> Finding:
        terms, given = case.terms[self.id], case.attestations.get(self.id)
        found = standing(terms, given, case.as_of)
        if given is None or found.status is Status.UNKNOWN:
            return Finding(Status.UNKNOWN, (found.said,))
        return Finding(found.status, (found.said,), warnings=incomplete(terms, given))


class Standing(NamedTuple):
    """How an attestation stands on a day, and the sentence that says so."""

    status: Status
    said: str

    @property
    def holds(self) -> bool:
        """Somebody confirms it, recently enough."""
        return self.status is Status.MET


def standing(terms: AttestationTerms, given: Attestation | None, as_of: date) -> Standing:
    """Met, denied, or unknown while nobody has answered lately."""
    if given is None or given.value is None:
        return Standing(Status.UNKNOWN, sentence(f"chưa có xác nhận: {terms.wording}"))
    if given.signed_on and (as_of - given.signed_on).days > terms.max_age_days:
        return Standing(Status.UNKNOWN, too_old(terms, given, as_of))
    answered = "xác nhận" if given.value else "không xác nhận"
    said = sentence(f"{who_attests(given)} {answered}: {terms.wording}")
    return Standing(_met(given.value), said)


@dataclass(frozen=True)
class Part:
    """One check within a criterion, and where it applies.

    `if_any` / `if_none` name facts whose sum must be above zero / zero for the check to apply at
    all; parts with the same `either` are alternatives of one another; an `advisory` part warns.
    """

    check: Check
    label: str = ""
    when: When = ALWAYS
    if_any: tuple[str, ...] = ()
    if_none: tuple[str, ...] = ()
    advisory: bool = False
    either: str = ""

    def facts(self) -> tuple[str, ...]:
        """Every fact it may look at."""
        return self.check.facts() + self.if_any + self.if_none

    def judge(self, case: Case) -> Finding:
        """What the check finds, unless there is nobody it applies to."""
        found = self.check.judge(case)
        for names, wanted in ((self.if_any, True), (self.if_none, False)):
            anybody = _anybody(names, case) if names else wanted
            if anybody is None:
                if found.status in FAILING:
                    return _missing(case, names)
            elif anybody is not wanted:
                return Finding(Status.NOTHING_ARISEN, (_does_not_apply(names, case),))
        return found


def _anybody(names: tuple[str, ...], case: Case) -> bool | None:
    if any(case.count(name) for name in names):
        return True
    return None if case.sum(names) is None else False


def _does_not_apply(names: tuple[str, ...], case: Case) -> str:
    counted = "; ".join(f"{case.label(name)}: {number(case.count(name) or 0)}" for name in names)
    return sentence(f"không áp dụng – {counted}")


def _warned(found: Finding, warning: str) -> Finding:
    return Finding(
        found.status,
        found.sentences,
        found.numerator,
        found.denominator,
        found.blocking,
        found.clears_on,
        (*found.warnings, warning),
    )


def exceeds(case: Case, name: str, per: str) -> str:
    """The warning that a part is larger than the whole."""
    return sentence(
        f"{case.label(name)} ({number(case.count(name) or 0)}) lớn hơn "
        f"{case.label(per)} ({number(case.count(per) or 0)}), cần kiểm tra lại số liệu"
    )


def no_denominator(case: Case, per: str) -> str:
    """The sentence for a rate whose denominator is zero or was not recorded."""
    if case.count(per) is None:
        return sentence(f"chưa có {case.label(per)} nên chưa tính được tỷ lệ")
    return sentence(f"{case.label(per)} bằng 0 nên không tính được tỷ lệ; cần nhập số liệu đúng")


def who_attests(given: Attestation) -> str:
    """The signer, position, date and document of an attestation, as far as given."""
    who = (
        ", ".join(part for part in (given.signer, given.position) if part) or "người có thẩm quyền"
    )
    document = f" tại văn bản số {given.document}" if given.document else ""
    signed = f" ngày {day(given.signed_on)}" if given.signed_on else ""
    return f"{who}{document}{signed}"


def too_old(terms: AttestationTerms, given: Attestation, as_of: date) -> str:
    """The sentence for an attestation that no longer counts."""
    signed = day(given.signed_on) if given.signed_on else ""
    return sentence(
        f"xác nhận ký ngày {signed} đã quá {terms.max_age_days} ngày tính đến "
        f"{day(as_of)}, cần xác nhận mới: {terms.wording}"
    )


def incomplete(terms: AttestationTerms, given: Attestation) -> tuple[str, ...]:
    """A warning that names what an attestation lacks to be evidence."""
    lacking = [
        word
        for word, value in (
            ("họ tên người ký", given.signer),
            ("ngày ký", given.signed_on),
            ("số văn bản", given.document),
        )
        if not value
    ]
    if not lacking:
        return ()
    return (sentence(f"xác nhận còn thiếu {listing(lacking)}: {terms.wording}"),)
