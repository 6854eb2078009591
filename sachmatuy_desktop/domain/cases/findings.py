"""What the books say of a case that cannot be so: after a merge, an import, a slip of the hand.

Nothing here stops anybody: a finding is a sentence with its article and the record it is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from sachmatuy_desktop.domain.cases.clock import Term
from sachmatuy_desktop.domain.cases.conditions import Asked
from sachmatuy_desktop.domain.cases.history import Case, Decision, Episode, Presence, Treatment
from sachmatuy_desktop.domain.cases.law import LawBook
from sachmatuy_desktop.domain.cases.offers import LawClock, look
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import N_, BadInput, KnownError, NotFound

__all__ = ["Finding", "findings_of"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that cannot be so: the sentence, and the record that leads to it."""

    person: RecordId
    name: str
    says: KnownError
    register: str
    record: RecordId
    source: str = ""


def findings_of(
    case: Case, day: date, clock: LawClock, seen: Asked | None = None
) -> tuple[Finding, ...]:
    """Everything found in a case on a day; `seen` is the case as already looked at on it."""
    eye = _Look(seen or look(case, day, clock), clock)
    return (*eye.rows(), *eye.lists(), *eye.steps(), *eye.decisions(), *eye.terms())


class _Look:
    def __init__(self, seen: Asked, clock: LawClock) -> None:
        self.case, self.day, self.clock, self.seen = seen.case, seen.day, clock, seen
        self.book: LawBook = clock.book

    def _found(self, register: str, record: RecordId, message: str, **values: object) -> Finding:
        says, source = BadInput(message, **values), str(values.get("source", ""))
        return Finding(self.case.person, self.case.name, says, register, record, source)

    def rows(self) -> Iterator[Finding]:
        """Rows without their day, or that end before they begin, or lie in the future."""
        for register, record in self.case.unreadable:
            yield self._found(
                register, record, N_("Ghi chép thiếu ngày hoặc loại nên không tính được.")
            )
        spans: tuple[tuple[str, Sequence[Episode | Treatment | Presence]], ...] = (
            ("episodes", self.case.episodes),
            ("treatments", self.case.treatments),
            ("presences", self.case.presences),
        )
        for register, rows in spans:
            for each in rows:
                if each.ends is not None and each.ends < each.begins:
                    yield self._found(
                        register,
                        each.id,
                        N_("Kết thúc ngày {end}, trước khi bắt đầu ngày {begin}."),
                        end=show_date(each.ends),
                        begin=show_date(each.begins),
                    )
        for test in self.case.tests:
            if test.taken is not None and test.taken > self.day:
                yield self._found(
                    "tests",
                    test.id,
                    N_("Ngày xét nghiệm {day} ở tương lai."),
                    day=show_date(test.taken),
                )

    def lists(self) -> Iterator[Finding]:
        """Two stays on one list at once, or two lists that exclude each other."""
        open_now = [each for each in self.case.episodes if each.runs(self.day)]
        for one, other in combinations(open_now, 2):
            if one.category == other.category:
                yield self._found(
                    "episodes",
                    other.id,
                    N_("Hai lần cùng một diện đang mở: từ {first} và từ {second}."),
                    first=show_date(one.begins),
                    second=show_date(other.begins),
                )
        by_category = {each.category: each for each in open_now}
        version = self.book.version_on(self.day)
        for rule in self.book.exclusions:
            if rule.version not in ("", version.id):
                continue
            if rule.one in by_category and rule.other in by_category:
                yield self._found(
                    "episodes",
                    by_category[rule.one].id,
                    N_("{says} ({source})."),
                    says=rule.says,
                    source=rule.source,
                )
        yield from self._off_the_list()

    def _off_the_list(self) -> Iterator[Finding]:
        """On a list that the state of this law is not on."""
        standing = self.seen.standing
        for entry in standing.statutory:
            for state in standing.states:
                wanted = state.list_in(standing.version.id)
                if wanted == "-" and entry.list.id == "DS-NGHIỆN":
                    yield self._found(
                        "episodes",
                        entry.episode.id,
                        N_("Đang “{state}” mà vẫn còn trong {list} ({source})."),
                        state=state.title,
                        list=entry.list.title,
                        source=state.source,
                    )

    def steps(self) -> Iterator[Finding]:
        """Episodes begun or ended by a step that the law of that day did not have."""
        for each in self.case.episodes:
            yield from self._step(each, each.began_by, each.begins, begins=True)
            if each.ends is not None:
                yield from self._step(each, each.ended_by, each.ends, begins=False)

    def _step(
        self, episode: Episode, step_id: str, day: date, *, begins: bool
    ) -> Iterator[Finding]:
        if not step_id:
            return
        try:
            step = self.book.transition(step_id, day)
        except (BadInput, NotFound) as wrong:
            yield Finding(self.case.person, self.case.name, wrong, "episodes", episode.id)
            return
        written = [step.writes, *(ground.writes for ground in step.grounds if ground.writes)]
        if begins:
            fits = any(each.begins == episode.category for each in written)
        else:
            fits = any(episode.category in each.ends for each in written)
        if not fits:
            yield self._found(
                "episodes",
                episode.id,
                N_("“{title}” không bắt đầu hay kết thúc diện này ({source})."),
                title=step.title,
                source=step.source,
            )

    def decisions(self) -> Iterator[Finding]:
        """Two decisions of a kind for one time: two offices may both have decided."""
        for one, other in combinations(self.case.decisions, 2):
            if one.kind == other.kind and self._collide(one, other):
                yield self._found(
                    "decisions",
                    other.id,
                    N_("Hai quyết định cùng loại, cùng thời hạn: {first} và {second}."),
                    first=_named(one),
                    second=_named(other),
                )

    @staticmethod
    def _collide(one: Decision, other: Decision) -> bool:
        papers = one.kind == "van_ban"  # notices and minutes: there may be several a day
        replaced = one.replaced_by or other.replaced_by
        return one.signed == other.signed and not (papers or replaced)

    def terms(self) -> Iterator[Finding]:
        """A term printed on a decision that is not the one the law gives."""
        for term in self.seen.terms:
            if term.printed and term.by_law and self._differs(term):
                yield self._found(
                    "decisions",
                    term.decision,
                    N_(
                        "Quyết định ghi thời hạn đến {printed}; tính theo luật là {law} ({source})."
                    ),
                    printed=show_date(term.printed),
                    law=show_date(term.by_law),
                    source=term.source,
                )

    @staticmethod
    def _differs(term: Term) -> bool:
        return term.sure and term.id.startswith(("TM1", "TM7")) and term.printed != term.by_law


def _named(decision: Decision) -> str:
    return decision.number or show_date(decision.signed)
