"""What the law's clock demands of a case: deadlines that run, terms that end, duties not done.

Only what the books can show as open is told: a notice that no column records is shown with the end
of the term it belongs to, not as something missed.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.cases.clock import Phase, Term
from sachmatuy_desktop.domain.cases.conditions import Asked
from sachmatuy_desktop.domain.cases.history import Case, Decision, moment_of
from sachmatuy_desktop.domain.cases.law import Duty
from sachmatuy_desktop.domain.cases.offers import LawClock, Running, look
from sachmatuy_desktop.domain.cases.standing import pending_test
from sachmatuy_desktop.domain.dates import VIETNAM, show_date
from sachmatuy_desktop.errors import N_

__all__ = ["Due", "DueKind", "Urgency", "due_of"]


class DueKind(StrEnum):
    """What kind of thing waits; the first page has a line for each kind and urgency."""

    DEADLINE = "deadline"
    TERM = "term"
    VISIT = "visit"
    TEST = "test"
    PAPER = "paper"
    MONITORING = "monitoring"


class Urgency(StrEnum):
    """How near: over, within a day or seven, within 30, within 60, or without a date."""

    OVERDUE = "overdue"
    NOW = "now"
    SOON = "soon"
    PREPARE = "prepare"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing the law asks for.

    `id` is the rule (D04, TM1, P1); `says` the sentence with `values` in it; `due` the last moment,
    None where the law sets none; `step` the transition that answers it, "" if none; `running` are
    the deadlines of the papers that go with it.
    """

    kind: DueKind
    id: str
    person: str
    name: str
    says: str
    values: tuple[tuple[str, str], ...]
    due: datetime | None
    urgency: Urgency
    source: str
    quote: str
    step: str = ""
    running: tuple[Running, ...] = ()
    questions: tuple[str, ...] = ()


ENDINGS: Final = MappingProxyType(
    {
        "SDTP": ("T12", ("D06",)),
        "SDTP_TDC": ("T13", ("D06",)),
        "CAI_GD": ("T32", ("D19", "D20")),
        "CAI_TN": ("T33-xong", ("D19", "D20")),
        "CAI_CL": ("T34-xong", ("D19", "D20")),
        "CAI_BB": ("T46", ("D19", "D20")),
        "SAU_CAI": ("T54", ("D33",)),
        "GSDT": ("GS-cham-dut", ()),
    }
)
"""The step that ends a term, and the deadlines counted from its end.

Who is still detained when the year is over is not clean for a year: management is stopped
(Luật 120/2025/QH15, Điều 24 khoản 5 điểm đ, khoản 7).
"""

_SENT_WITHIN: Final = frozenset({"tam_dinh_chi", "dung", "cham_dut"})
_WITHOUT_NUMBER: Final = frozenset({"van_ban", "xac_nhan"})
_MONITORED: Final = ("CAI_GD", "THAY_THE", "SAU_CAI")


def due_of(
    case: Case, now: datetime, clock: LawClock, seen: Asked | None = None
) -> tuple[Due, ...]:
    """Everything the law's clock asks for in one case at a moment, most pressing first.

    `seen` is the case as already looked at on the day of `now`.
    """
    here = now.astimezone(VIETNAM)
    watch = _Watch(seen or look(case, here.date(), clock), here, clock)
    found = [
        *watch.terms(),
        *watch.decisions(),
        *watch.rehabilitation(),
        *watch.papers(),
        *watch.monitoring(),
        *watch.visits(),
        *watch.tests(),
    ]
    order = list(Urgency)
    far = datetime.max.replace(tzinfo=VIETNAM)
    return tuple(sorted(found, key=lambda each: (order.index(each.urgency), each.due or far)))


class _Watch:
    """One case at one moment."""

    def __init__(self, seen: Asked, now: datetime, clock: LawClock) -> None:
        self.case, self.now, self.clock = seen.case, now, clock
        self.day = now.date()
        self.standing = seen.standing
        self.running_terms = seen.terms

    # -- making -----------------------------------------------------------------------------------

    def _due(
        self,
        kind: DueKind,
        rule: str,
        says: str,
        due: datetime | None,
        **more: object,
    ) -> Due:
        values = more.pop("values", ())
        urgency = more.pop("urgency", None) or self._urgency(due)
        return Due(
            kind,
            rule,
            self.case.person,
            self.case.name,
            says,
            values,  # type: ignore[arg-type]
            due,
            urgency,  # type: ignore[arg-type]
            str(more.pop("source", "")),
            str(more.pop("quote", "")),
            **more,  # type: ignore[arg-type]
        )

    def _urgency(self, due: datetime | None) -> Urgency:
        if due is None:
            return Urgency.OPEN
        if self.now > due:
            return Urgency.OVERDUE
        left = due - self.now
        if left <= timedelta(days=7):
            return Urgency.NOW
        return Urgency.SOON if left <= timedelta(days=30) else Urgency.PREPARE

    def _deadline(self, rule_id: str, start: datetime, step: str, **more: object) -> Iterator[Due]:
        """A deadline by the law in force when it began to run; none where that law had none."""
        rule = self.clock.table.rule(rule_id, start.date())
        if rule is None:
            return
        deadline = rule.deadline(start, self.clock.calendar)
        yield self._due(
            DueKind.DEADLINE,
            rule_id,
            rule.act,
            deadline.due,
            source=rule.source,
            quote=rule.quote,
            step=step,
            running=(Running(rule, deadline),),
            **more,
        )

    # -- terms ------------------------------------------------------------------------------------

    def terms(self) -> Iterator[Due]:
        """Terms that end within 60, 30, 7 days, and those that are over."""
        for term in self.running_terms:
            phase = term.phase(self.day, self.clock.book.prepare_days)
            if phase is not Phase.RUNNING:
                yield self._ending(term, phase)

    def _ending(self, term: Term, phase: Phase) -> Due:
        detained = term.state == "SDTP" and "SDTP_TDC" in self.standing.codes
        step, rules = ENDINGS["SDTP_TDC" if detained else term.state]
        end = moment_of(term.end, None) + timedelta(days=1, seconds=-1)
        over = phase is Phase.OVER
        says = (
            N_("{about}: hết hạn ngày {end}, quá hạn – phải đưa ra khỏi danh sách")
            if over
            else N_("{about}: hết thời hạn ngày {end}")
        )
        urgencies = {
            Phase.OVER: Urgency.OVERDUE,
            Phase.LAST_DAYS: Urgency.NOW,
            Phase.SOON: Urgency.SOON,
        }
        return self._due(
            DueKind.TERM,
            term.id,
            says,
            end,
            values=(("about", term.about), ("end", show_date(term.end))),
            urgency=urgencies.get(phase, Urgency.PREPARE),
            source=term.source,
            quote=term.quote,
            step=step,
            running=tuple(self._papers_before(rules, term)),
            questions=term.questions,
        )

    def _papers_before(self, rules: tuple[str, ...], term: Term) -> Iterator[Running]:
        end = moment_of(term.end, None)
        for rule_id in rules:
            rule = self.clock.table.rule(rule_id, term.end)
            if rule is not None and rule_id != "D06":
                yield Running(rule, rule.deadline(end, self.clock.calendar))

    # -- decisions on use -------------------------------------------------------------------------

    def decisions(self) -> Iterator[Due]:
        """A decision on a positive test, a new one on repeated use; notices of a move."""
        pending = pending_test(self.case, self.day)
        if pending is not None and pending.taken is not None:
            start = pending.received or moment_of(pending.taken, pending.at)
            notice = self._notice(start)
            yield from self._deadline("D04", notice or start, "T04", questions=("Q01",))
        again = self._used_again()
        if again is not None:
            yield from self._deadline("D05", again, "T10", questions=("Q05",))
        for move in self.case.moves:
            if move.day <= self.day and move.notified is None:
                yield from self._deadline(self._moving(move.day), moment_of(move.day, None), "")

    def _notice(self, after: datetime) -> datetime | None:
        """When the notice of the act was received (question Q01: the 24 hours run from it)."""
        found = [
            each.moment
            for each in self.case.decisions
            if each.transition == "T03" and after.date() <= each.signed <= self.day
        ]
        return found[-1] if found else None

    def _used_again(self) -> datetime | None:
        """When use was found in the running term and nothing has been decided on it."""
        user = self.case.episode("sdtp", self.day)
        term = next((each for each in self.running_terms if each.state == "SDTP"), None)
        if user is None or term is None:
            return None
        positive = [
            each
            for each in self.case.tests
            if each.positive and each.taken and term.start < each.taken <= self.day
        ]
        if not positive:
            return None
        last = positive[-1]
        taken = last.taken or self.day
        answered = any(
            each.category in {"nghi_nghien", "nghien"} and each.begins >= taken
            for each in self.case.episodes
        )
        return None if answered else (last.received or moment_of(taken, last.at))

    def _moving(self, day: date) -> str:
        """The deadline of the notice, by the list the person was on when leaving."""
        on = {each.category for each in self.case.episodes if each.covers(day)}
        if "sdtp" in on:
            return "D07"
        return "D32" if "sau_cai" in on else "D17"

    # -- rehabilitation ---------------------------------------------------------------------------

    def rehabilitation(self) -> Iterator[Due]:
        """Registration, decision, beginning, file, and the decision after completion."""
        addict = self.case.episode("nghien", self.day)
        if addict is not None and "NGHIEN" in self.standing.codes:
            yield from self._not_begun(addict.begins)
        for course in self.case.treatments:
            if course.state == "bo" and course.ends and course is self.case.treatments[-1]:
                yield from self._deadline("D23", moment_of(course.ends, None), "T41")
        yield from self._completed()

    def _not_begun(self, since: date) -> Iterator[Due]:
        courses = [each for each in self.case.treatments if each.begins >= since]
        if not courses:
            yield from self._deadline("D10", moment_of(since, None), "T22", questions=("Q06",))
            return
        last = courses[-1]
        if last.state != "dang_lap_ho_so" or last.form == "bat_buoc":
            return
        decision = self.case.last_decision(("cai_tu_nguyen",), self.day, last.begins)
        if decision is None:
            yield from self._deadline("D12", moment_of(last.begins, None), "T23")
        else:
            yield from self._deadline("D13", decision.moment, "T30")

    def _completed(self) -> Iterator[Due]:
        """Rehabilitation is completed and nobody has decided on the time after it."""
        done = [
            each
            for each in self.case.treatments
            if each.state == "hoan_thanh" and each.ends and each.ends <= self.day
        ]
        if not done:
            return
        ended = done[-1].ends or self.day
        followed = any(
            each.category in {"sau_cai", "nghien"}
            and (each.ends is None or each.ends > ended)
            and (each.category == "sau_cai" or each.begins > ended)
            for each in self.case.episodes
        ) or any(each.begins >= ended for each in self.case.treatments if each is not done[-1])
        if not followed and not self._gone_since(ended):
            yield from self._deadline("D30", moment_of(ended, None), "T50", questions=("Q10",))

    def _gone_since(self, day: date) -> bool:
        return any(each.day >= day for each in self.case.moves)

    # -- papers -----------------------------------------------------------------------------------

    def papers(self) -> Iterator[Due]:
        """Decisions made here that were not sent, or have no number yet."""
        for each in self.case.decisions:
            if not each.transition or each.signed > self.day:
                continue
            if each.kind in _SENT_WITHIN and each.sent is None:
                yield from self._deadline("D06", each.moment, "")
            if not each.number and each.kind not in _WITHOUT_NUMBER:
                yield self._unnumbered(each)

    def _unnumbered(self, decision: Decision) -> Due:
        return self._due(
            DueKind.PAPER,
            "",
            N_("Quyết định ngày {day} chưa có số"),
            None,
            values=(("day", show_date(decision.signed)),),
        )

    # -- electronic monitoring --------------------------------------------------------------------

    def monitoring(self) -> Iterator[Due]:
        """Monitoring not decided on for a grown-up whom the decree puts under it."""
        codes = self.standing.codes & set(_MONITORED)
        ages = self.case.ages(self.day)
        grown_up = ages is None or ages[0] >= 18
        if not codes or self.standing.overlays or not grown_up:
            return
        rule = self.clock.table.rule("D34", self.day)
        if rule is None:
            return
        start = self._monitoring_starts(rule.valid_from)
        due = None if start is None else rule.deadline(start, self.clock.calendar).due
        yield self._due(
            DueKind.MONITORING,
            "D34",
            rule.act,
            due,
            source=rule.source,
            quote=rule.quote,
            step="GS",
            questions=() if due else ("Q27",),
        )

    def _monitoring_starts(self, law_begins: date) -> datetime | None:
        """The decision that starts the 12 hours; None for a measure older than the law (Q27)."""
        decision = self.case.last_decision(("cai_tu_nguyen", "sau_cai"), self.day)
        if decision is None or decision.signed < law_begins:
            return None
        return decision.moment

    # -- what comes round -------------------------------------------------------------------------

    def visits(self) -> Iterator[Due]:
        """The monthly check of residence, while it was not made this month or the last."""
        for duty in self.clock.book.duties:
            here = duty.every_months and duty.register == "visits" and duty.in_force(self.day)
            if here and self.standing.codes & set(duty.states):
                yield from self._unvisited(duty)

    def _unvisited(self, duty: Duty) -> Iterator[Due]:
        user = self.case.episode("sdtp", self.day)
        first = self.day.replace(day=1)
        seen = [each.day for each in self.case.visits if each.day <= self.day]
        before = (first - timedelta(days=1)).replace(day=1)
        missed = (
            user is not None
            and user.begins < before
            and not any(before <= each < first for each in seen)
        )
        last = self.day.replace(day=months.monthrange(self.day.year, self.day.month)[1])
        if not any(each >= first for each in seen):
            yield self._due(
                DueKind.VISIT,
                duty.id,
                N_("Chưa kiểm tra cư trú tháng {month}; tháng trước cũng chưa")
                if missed
                else N_("Chưa kiểm tra cư trú tháng {month}"),
                moment_of(last, None) + timedelta(days=1, seconds=-1),
                values=(("month", f"{first:%m/%Y}"),),
                urgency=Urgency.OVERDUE if missed else None,
                source=duty.source,
                quote=duty.quote,
            )

    def tests(self) -> Iterator[Due]:
        """Planned tests whose day has passed."""
        for each in self.case.tests:
            if each.planned and not each.taken and each.planned < self.day:
                yield self._due(
                    DueKind.TEST,
                    "P2",
                    N_("Xét nghiệm dự kiến ngày {day} chưa làm"),
                    moment_of(each.planned, None) + timedelta(days=1, seconds=-1),
                    values=(("day", show_date(each.planned)),),
                )
