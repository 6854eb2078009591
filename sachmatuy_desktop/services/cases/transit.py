"""One step of the law, taken as one act: what the books then say, and the form that goes with it.

A step is refused where the law forbids it.  Everything it writes is one transaction and one act of
the journal, so that undoing it leaves the books as they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import Final

from sachmatuy_desktop.domain.cases.clock import Term, terms_on
from sachmatuy_desktop.domain.cases.history import Case, Decision, Episode, Presence, Treatment
from sachmatuy_desktop.domain.cases.law import Transition, Writes
from sachmatuy_desktop.domain.cases.offers import LawClock, refusal
from sachmatuy_desktop.domain.dates import add_months, parse_date, show_date
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import N_, BadInput, NotAllowed, NotFound
from sachmatuy_desktop.packs.law import law_book
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.cases.reading import law_clock
from sachmatuy_desktop.storage.case_rows import cases
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = ["Proposal", "Transit", "Transited"]

AWAY: Final = frozenset(
    {"vang_mat", "khong_ro", "tam_giu_tam_giam", "trai_giam", "co_so_cai_nghien"}
)
STILL_OPEN: Final = frozenset({"dang_thuc_hien", "dang_lap_ho_so", "hoan", "mien", "tam_dinh_chi"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """The decision form a step asks for, shown to the officer; printing it is another act.

    `signer` is who decides by the law of the day; `decision` the record of the decision, if one was
    written; `also` are further forms that go with it (minutes, notices).
    """

    form: str
    title: str
    decree: str
    law: str
    source: str
    quote: str
    signer: str
    decision: RecordId | None
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Transited:
    """What a step has written, and the form it proposes (None where the law has none)."""

    proposal: Proposal | None
    episode: RecordId | None = None
    decision: RecordId | None = None
    treatment: RecordId | None = None


@dataclass(frozen=True)
class Transit:
    """Take the step `transition` (T01 …) of a person's case on a day, on a ground.

    `details` are values by the ids of `LawBook.details` (number, time, signer, facility …): what
    the transition `needs` must be there, what it `asks` may be.
    """

    person: RecordId
    transition: str
    on: date
    ground: str = ""
    details: Mapping[str, Value] = field(default_factory=dict)

    @property
    def act(self) -> str:
        """The act's id."""
        return "case.transit"

    @property
    def why(self) -> str:
        """The step in words, as the journal keeps it."""
        step = law_book().transition(self.transition, self.on)
        return f"{self.transition} – {step.title}"

    def run(self, work: UnitOfWork, session: Session) -> Transited:
        """Raises `NotAllowed` with the article that forbids the step, `BadInput`, `NotFound`."""
        session.role.must_write(REGISTERS["episodes"])
        clock = law_clock(session)
        row = work.row("people", self.person)
        if row["unit_id"] != work.unit:
            raise NotAllowed(N_("Ghi chép này thuộc đơn vị khác. Hãy gửi ý kiến để đơn vị đó sửa."))
        if self.on > date.fromisoformat(work.clock.today()):
            raise BadInput(N_("Ngày {day} ở tương lai."), day=show_date(self.on)).at("on")
        case = next(cases(work.connection, [self.person]), None)
        if case is None:
            raise NotFound(N_("Không có hồ sơ của người này."))
        wrong = refusal(case, self.transition, self.on, clock, self.ground, self.details)
        if wrong is not None:
            raise wrong
        step = clock.book.transition(self.transition, self.on)
        return _Pen(work, clock, case, step, self).write()


class _Pen:
    """One step being written down."""

    def __init__(
        self, work: UnitOfWork, clock: LawClock, case: Case, step: Transition, asked: Transit
    ) -> None:
        self.work, self.clock, self.case, self.step = work, clock, case, step
        self.on, self.ground, self.person = asked.on, asked.ground, asked.person
        self.day = asked.on.isoformat()
        self.details = asked.details
        self.writes: Writes = step.written(asked.ground)
        self.version = clock.book.version_on(asked.on)
        self.hour = _hour(asked.details.get("time"))
        self.ended: Term | None = None

    def write(self) -> Transited:
        """Everything the step says, in the order in which later parts build on earlier ones."""
        terms = terms_on(self.case, self.on, self.clock.book, self.clock.table)
        self.ended = next((each for each in terms if each.category), None)
        for category in self.writes.ends:
            self._end(category)
        served = self._course()
        self._presence()
        episode = self._begin()
        decision = self._decision(episode)
        treatment = self._treatment(served)
        self._others()
        return Transited(self._proposal(decision), episode, decision, treatment)

    # -- lists ------------------------------------------------------------------------------------

    def _end(self, category: str) -> None:
        for episode in self.case.episodes:
            if episode.category != category or not episode.runs(self.on):
                continue
            values: dict[str, Value] = {
                "until_date": self.day,
                "until_time": self.hour,
                "end_reason": self._reason(),
                "ended_by": self.step.id,
                "end_ground": self.ground or None,
            }
            if self.writes.owes and self.ended is not None and self.ended.category == category:
                values["owed_days"] = max(0, self.ended.days_left(self.on))
            self.work.update("episodes", episode.id, values)

    def _begin(self) -> RecordId | None:
        if not self.writes.begins:
            return None
        running = self.case.episode(self.writes.begins, self.on)
        if running is not None and not self.writes.arrives:
            return running.id
        return self.work.insert(
            "episodes",
            {
                "person": self.person,
                "category": self.writes.begins,
                "from_date": self._begins_on().isoformat(),
                "from_time": self.hour,
                "reason": self._reason(),
                "law": self.version.short,
                "state": self.step.ends_in(self.ground) or None,
                "began_by": self.step.id,
                "ground": self.ground or None,
                "arrived": 1 if self.writes.arrives else None,
                "owed_days": self._owed(),
                **self._some("file_number", "file_date", "carried_until", "left_on"),
            },
        )

    def _owed(self) -> int | None:
        """The rest of the term that prison broke off, when management goes on with it."""
        if not self.writes.resumes:
            return None
        broken = [each.owed_days for each in self.case.episodes if each.owed_days]
        return _whole(self.details.get("owed_days")) or (broken[-1] if broken else None)

    def _begins_on(self) -> date:
        """The day of the step; management after rehabilitation never before its completion."""
        completed = self._completed_on()
        return max(self.on, completed) if self.writes.begins == "sau_cai" and completed else self.on

    def _completed_on(self) -> date | None:
        given = _date(self.details.get("completed_on"))
        done = [
            each.ends for each in self.case.treatments if each.state == "hoan_thanh" and each.ends
        ]
        return given or (done[-1] if done else None)

    def _reason(self) -> str:
        words = next((each.words for each in self.step.grounds if each.code == self.ground), "")
        return (words or self.step.title)[:500]

    # -- decisions --------------------------------------------------------------------------------

    def _decision(self, episode: RecordId | None) -> RecordId | None:
        if not self.writes.decision:
            return None
        first, last = self._term(episode)
        made = self.work.insert(
            "decisions",
            {
                "person": self.person,
                "kind": self.writes.decision,
                "signed_on": self.day,
                "signed_at": self.hour,
                "signer_role": self.step.who[:500],
                "term_from": first.isoformat() if first else None,
                "term_until": last.isoformat() if last else None,
                "form": self.step.form or None,
                "law": self.version.short,
                "transition": self.step.id,
                "ground": self.ground or None,
                **self._some("number", "signer", "sent_on"),
            },
        )
        if self.writes.replaces:
            self._replace()
        return made

    def _replace(self) -> None:
        """The running decision of the same kind is marked, not changed: the new one counts."""
        old = self.case.last_decision((self.writes.decision,), self.on)
        if old is not None and not old.replaced_by:
            number = str(self.details.get("number") or "")
            words = f"{number} ngày {show_date(self.on)}" if number else show_date(self.on)
            self.work.update("decisions", old.id, {"replaced_by": words})

    def _term(self, episode: RecordId | None) -> tuple[date | None, date | None]:
        """The term the decision starts: by the law's own arithmetic, never typed."""
        match self.writes.term:
            case "":
                return None, None
            case "TM8":
                return self.on, self._monitoring_until()
            case _:
                term = self._computed(episode)
                return (term.start, term.nominal) if term else (None, None)

    def _computed(self, episode: RecordId | None) -> Term | None:
        """The term as it will be read from the books once the step is written."""
        category = self.writes.begins or "sdtp"
        begun = Episode(
            id=episode or "",
            category=category,
            begins=self._begins_on(),
            arrived=self.writes.arrives,
            carried_until=_date(self.details.get("carried_until")),
            left_on=_date(self.details.get("left_on")),
            owed_days=_whole(self.details.get("owed_days")),
        )
        decided = Decision(
            id="new",
            kind=self.writes.decision,
            signed=self.on,
            term_from=self._completed_on() if category == "sau_cai" else None,
        )
        kept = tuple(each for each in self.case.episodes if each.category != category)
        running = self.case.episode(category, self.on)
        if not self.writes.begins and running is not None:
            begun = running
        case = replace(
            self.case,
            episodes=(*kept, begun),
            decisions=(*self.case.decisions, decided),
            moves=(),
        )
        day = max(self.on, begun.begins)
        terms = terms_on(case, day, self.clock.book, self.clock.table)
        return next((each for each in terms if each.category == category), None)

    def _monitoring_until(self) -> date:
        """As long as the measure it goes with; two years beside substitution treatment.

        Nghị định 163/2026/NĐ-CP, Điều 15 khoản 1, khoản 2.
        """
        law = self.clock.table.term("TM8", self.on)
        longest = law.end(self.on) if law else add_months(self.on, 24)
        ages = self.case.ages(self.on)
        if ages is not None and ages[1] < 18:
            minor = self.clock.table.term("TM8-12", self.on)
            longest = minor.end(self.on) if minor else longest
            return min(longest, self.ended.end) if self.ended else longest
        return self.ended.end if self.ended else longest

    # -- courses ----------------------------------------------------------------------------------

    def _course(self) -> Treatment | None:
        """Close or change the course the step is about; what was served of it is returned."""
        if not self.writes.course:
            return None
        running = [
            each
            for each in self.case.treatments
            if each.runs(self.on) and each.state in self.writes.course_from
        ]
        if not running:
            return None
        last = running[-1]
        still = self.writes.course in STILL_OPEN
        self.work.update(
            "treatments",
            last.id,
            {
                "state": self.writes.course,
                "until_date": None if still else self.day,
                "ended_by": None if still else self.step.id,
                **self._some("paper_number"),
            },
        )
        return replace(last, ends=self.on)

    def _treatment(self, served: Treatment | None) -> RecordId | None:
        if not self.writes.treatment:
            return None
        before = served or (self.case.treatments[-1] if self.case.treatments else None)
        ages = self.case.ages(self.on)
        given = self._some("facility", "months", "nth", "nth_reason", "deducted_days")
        values: dict[str, Value] = {
            "person": self.person,
            "form": self.writes.treatment,
            "state": self.writes.treatment_state,
            "from_date": self.day,
            "began_by": self.step.id,
            "minor": int(ages[1] < 18) if ages else None,
            "decided_on": self._decided_on(),
        }
        if self.writes.continues and before is not None:
            values |= {
                "deducted_days": before.served_days,
                "nth": before.nth,
                "months": before.months,
                "minor": None if before.minor is None else int(before.minor),
                "decided_on": before.decided.isoformat() if before.decided else None,
            }
        values |= {name: value for name, value in given.items() if value is not None}
        return self.work.insert("treatments", values)

    def _decided_on(self) -> str | None:
        found = self.case.last_decision(("cai_tu_nguyen", "cai_bat_buoc"), self.on)
        recent = found is not None and self.on - found.signed <= timedelta(days=92)
        return found.signed.isoformat() if found is not None and recent else None

    # -- presence, test, move ---------------------------------------------------------------------

    def _presence(self) -> None:
        if not (self.writes.presence or self.writes.returns):
            return
        for each in self.case.presences:
            if each.runs(self.on) and self._over(each):
                self.work.update("presences", each.id, {"until_date": self.day})
        self.work.insert(
            "presences",
            {
                "person": self.person,
                "state": self.writes.presence or "co_mat",
                "from_date": self.day,
                **self._some("place", "reported", "established_by", "expected_until", "paper"),
            },
        )

    def _over(self, presence: Presence) -> bool:
        return bool(self.writes.presence) or presence.state in AWAY

    def _others(self) -> None:
        if self.writes.test:
            self.work.insert(
                "tests",
                {
                    "person": self.person,
                    "taken_on": self.day,
                    "result": self.writes.test,
                    **self._fitting(
                        "tests",
                        ground=self.ground,
                        taken_at=self.hour,
                        received_on=self.details.get("received_on"),
                        received_at=_hour(self.details.get("received_at")),
                        substances=self.details.get("substances"),
                        body=self.details.get("body"),
                        sheet_number=self.details.get("sheet_number"),
                    ),
                },
            )
        if self.writes.transfer and not self._moves_already():
            self.work.insert(
                "transfers",
                {
                    "person": self.person,
                    "direction": "di",
                    "moved_on": self.day,
                    "moved_hour": self.hour,
                    "state": "chua_gui",
                    "term_until": self.ended.end.isoformat() if self.ended else None,
                    **self._some("destination", "notice_number", "notified_on"),
                },
            )

    def _moves_already(self) -> bool:
        """Whether a step of another list has recorded the same move in this act."""
        return any(
            each.register == "transfers" and each.after.get("person") == self.person
            for each in self.work.changes
        )

    # -- parts ------------------------------------------------------------------------------------

    def _some(self, *names: str) -> dict[str, Value]:
        """The details of these names; empty texts are nothing."""
        return {name: self.details.get(name) or None for name in names}

    @staticmethod
    def _fitting(register: str, **values: Value) -> dict[str, Value]:
        """The values for which the register has a column."""
        columns = REGISTERS[register].by_name
        return {name: value or None for name, value in values.items() if name in columns}

    def _proposal(self, decision: RecordId | None) -> Proposal | None:
        if not self.step.form:
            return None
        form = self.clock.book.form(self.step.form)
        also = (self.clock.book.form(key) for key in self.step.also_forms)
        return Proposal(
            form.key,
            form.title,
            form.decree,
            self.version.id,
            self.step.source,
            self.step.quote,
            self.step.who,
            decision,
            tuple((each.key, each.title) for each in also),
        )


def _hour(value: Value) -> str | None:
    """`"8:30"` as `"08:30"`.  Raises `BadInput` for what is not an hour."""
    if value in (None, ""):
        return None
    hours, _colon, minutes = str(value).strip().replace("g", ":").replace("h", ":").partition(":")
    try:
        return f"{time(int(hours), int(minutes or 0)):%H:%M}"
    except ValueError:
        raise BadInput(
            N_("«{text}» không phải là giờ. Hãy gõ giờ:phút, ví dụ 08:30."), text=str(value)
        ).at("time") from None


def _date(value: Value) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return parse_date(str(value))


def _whole(value: Value) -> int:
    return value if isinstance(value, int) else 0
