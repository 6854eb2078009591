"""What the receiving office does: give communes a task, change it, take it back, remind of it.

One row a commune, so each gets its own in its next bundle and nobody another's; the rows given
together are one *series*.  Nothing is written into a commune's books, and what a commune has
answered stays, also when the task is withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.plans.periods import DAY
from sachmatuy_desktop.domain.registers import kept
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import N_, BadInput, Conflict, NotFound
from sachmatuy_desktop.packs.units import unit_table
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.plans.reading import REMINDERS, SET, Book
from sachmatuy_desktop.services.plans.rows import refuse_empty_rule
from sachmatuy_desktop.services.records import must_receive, refuse_incomplete
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = [
    "AddToSeries",
    "ChangeSeries",
    "Remind",
    "Reminded",
    "SetTask",
    "WithdrawTask",
    "last_day_of",
]

_COPIED: Final = (
    "series",
    "title",
    "content",
    "kind",
    "due_on",
    "rule",
    "document",
    "evidence",
    "figures",
    "criteria",
)
"""What all rows of a series say alike."""


def last_day_of(when: When) -> date | None:
    """The one last day in time that a rule names, if it names one."""
    if when.kind != "once":
        return None
    return when.before - DAY if when.before else when.on


@dataclass(frozen=True)
class SetTask:
    """Give communes a task; the result is the id of the series.

    `when` is any due rule but one of a plan's phase; a task done once without a day is due when the
    commune has chosen one.  `evidence` are names of registers, `figures` of shared facts,
    `criteria` ids (`pack#criterion`).
    """

    communes: tuple[str, ...]
    title: str
    when: When
    content: str = ""
    kind: str = "activity"
    document: str = ""
    who: str = ""
    evidence: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    why: str = ""

    @property
    def act(self) -> str:
        """The act's id."""
        return "tasks.set"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput` beside its field, `NotAllowed`."""
        must_receive(session, REGISTERS[SET])
        if not self.title.strip():
            raise BadInput(N_("Hãy ghi tên việc.")).at("title")
        _refuse_rule(self.when, _today(work))
        for name in self.evidence:
            _ = REGISTERS[name]
        series = work.clock.new_id()
        due = last_day_of(self.when)
        said: dict[str, Value] = {
            "series": series,
            "title": self.title.strip(),
            "content": kept.words(self.content),
            "kind": self.kind,
            "due_on": kept.day(due),
            "rule": self.when.to_json(),
            "document": kept.words(self.document),
            "evidence": kept.codes(self.evidence),
            "figures": kept.codes(self.figures),
            "criteria": kept.codes(self.criteria),
        }
        _give(work, session, self.communes, said, self.who)
        return series


@dataclass(frozen=True)
class AddToSeries:
    """Give a task that others have to more communes; the result is how many got it.

    Those who have it already are passed over; one it was withdrawn from gets it anew.
    """

    series: str
    communes: tuple[str, ...]
    who: str = ""
    why: str = ""

    @property
    def act(self) -> str:
        """The act's id."""
        return "tasks.add_communes"

    def run(self, work: UnitOfWork, session: Session) -> int:
        """Raises `NotFound`, `BadInput` where the task's day is over, `NotAllowed`."""
        must_receive(session, REGISTERS[SET])
        rows = _series(session, self.series)
        pattern = next((row for row in rows.values() if row["withdrawn_on"] is None), None)
        if pattern is None:
            raise Conflict(N_("Việc này đã rút lại của mọi xã; hãy giao việc mới."))
        _refuse_rule(When.from_json(str(pattern["rule"])), _today(work))
        have = {str(row["addressee"]) for row in rows.values() if row["withdrawn_on"] is None}
        fresh = tuple(each for each in self.communes if each not in have)
        if self.communes and not fresh:
            raise BadInput(N_("Các xã đã chọn đều đã được giao việc này.")).at("communes")
        said = {name: pattern[name] for name in _COPIED}
        _give(work, session, fresh, said, self.who or str(pattern["who"] or ""))
        return len(fresh)


@dataclass(frozen=True)
class ChangeSeries:
    """Write the day, the content or the document of a task anew; the result is for how many.

    Without `communes` for all who still have it.  What is None stays.  The kind of rule, the period
    and the event cannot change: what communes have answered is kept by them.
    """

    series: str
    why: str
    when: When | None = None
    title: str | None = None
    content: str | None = None
    document: str | None = None
    communes: tuple[str, ...] = ()

    @property
    def act(self) -> str:
        """The act's id."""
        return "tasks.change"

    def run(self, work: UnitOfWork, session: Session) -> int:
        """Raises `BadInput` beside its field, `Conflict` for another kind of rule, `NotFound`,
        `NotAllowed`.
        """
        must_receive(session, REGISTERS[SET])
        rows = _standing(_series(session, self.series), self.communes)
        if not self.why.strip():
            raise BadInput(N_("Hãy ghi lý do.")).at("why")
        if self.title is not None and not self.title.strip():
            raise BadInput(N_("Hãy ghi tên việc.")).at("title")
        written = [
            self._change(work, record, row) for record, row in rows.items() if self._differs(row)
        ]
        if not written:
            raise BadInput(N_("Chưa có gì khác so với việc đã giao."))
        return len(written)

    def _said(self) -> dict[str, Value]:
        said: dict[str, Value] = {}
        for name in ("title", "content", "document"):
            value: str | None = getattr(self, name)
            if value is not None:
                said[name] = kept.words(value)
        if self.when is not None:
            due = last_day_of(self.when)
            said["rule"] = self.when.to_json()
            said["due_on"] = kept.day(due)
        return said

    def _differs(self, row: Mapping[str, Value]) -> bool:
        return any(row[name] != value for name, value in self._said().items())

    def _change(self, work: UnitOfWork, record: RecordId, row: Mapping[str, Value]) -> RecordId:
        said = self._said()
        if self.when is not None and said["rule"] != row["rule"]:
            _refuse_rule(self.when, _today(work))
            _refuse_other_keys(When.from_json(str(row["rule"])), self.when)
            said["due_before"] = row["due_on"]
        said |= {"changed_on": work.clock.today(), "changed_why": self.why.strip()}
        refuse_incomplete(REGISTERS[SET], {**row, **said}, work)
        work.update(SET, record, said, row)
        return record


@dataclass(frozen=True)
class WithdrawTask:
    """Take a task back from some communes, or from all; the result is from how many.

    What they have answered stays.
    """

    series: str
    why: str
    communes: tuple[str, ...] = ()

    @property
    def act(self) -> str:
        """The act's id."""
        return "tasks.withdraw"

    def run(self, work: UnitOfWork, session: Session) -> int:
        """Raises `BadInput` without a reason, `Conflict` where nobody has it any more, `NotFound`,
        `NotAllowed`.
        """
        must_receive(session, REGISTERS[SET])
        if not self.why.strip():
            raise BadInput(N_("Hãy ghi lý do.")).at("why")
        rows = _standing(_series(session, self.series), self.communes)
        said = {"withdrawn_on": work.clock.today(), "withdrawn_why": self.why.strip()}
        for record, row in rows.items():
            work.update(SET, record, said, row)
        return len(rows)


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a commune is reminded of: one of its tasks, and an opening of it (“” for all of it)."""

    unit: str
    book: Book
    task: RecordId
    opening: str = ""


@dataclass(frozen=True)
class Remind:
    """Remind communes of their tasks; one row each, which goes down in the next bundle.

    The result is how many rows were written.
    """

    about: tuple[Reminded, ...]
    content: str
    who: str = ""
    why: str = ""

    @property
    def act(self) -> str:
        """The act's id."""
        return "tasks.remind"

    def run(self, work: UnitOfWork, session: Session) -> int:
        """Raises `BadInput`, `NotFound` for a task that is gone, `Conflict` for one that the
        commune does not have any more, `NotAllowed`.
        """
        must_receive(session, REGISTERS[REMINDERS])
        if not self.content.strip():
            raise BadInput(N_("Hãy ghi nội dung nhắc.")).at("content")
        if not self.about:
            raise BadInput(N_("Hãy chọn ít nhất một ô của bảng."))
        for each in dict.fromkeys(self.about):
            row = work.row(each.book, each.task)
            if row["unit_id"] != each.unit:
                raise NotFound(N_("Việc này không phải của đơn vị được nhắc."))
            if each.book == SET and row["withdrawn_on"] is not None:
                raise Conflict(N_("Việc «{title}» đã rút lại."), title=row["title"])
            said: dict[str, Value] = {
                "addressee": each.unit,
                "task" if each.book != SET else "set_task": each.task,
                "opening": each.opening or None,
                "written_on": work.clock.today(),
                "who": kept.words(self.who),
                "content": self.content.strip(),
            }
            refuse_incomplete(REGISTERS[REMINDERS], said, work)
            work.insert(REMINDERS, said, unit=each.unit)
        return len(dict.fromkeys(self.about))


def _give(
    work: UnitOfWork,
    session: Session,
    communes: Iterable[str],
    said: Mapping[str, Value],
    who: str,
) -> None:
    """A row for each commune.  Raises `BadInput` without one, or for the office itself."""
    chosen = tuple(dict.fromkeys(communes))
    if not chosen:
        raise BadInput(N_("Hãy chọn ít nhất một xã.")).at("communes")
    for commune in chosen:
        if commune == session.store.facts.unit_id or commune not in unit_table():
            raise BadInput(N_("Chỉ giao việc cho các đơn vị bên dưới.")).at("communes")
        whole: dict[str, Value] = {
            "addressee": commune,
            **said,
            "set_on": work.clock.today(),
            "who": kept.words(who),
        }
        refuse_incomplete(REGISTERS[SET], whole, work)
        work.insert(SET, whole, unit=commune)


def _refuse_rule(when: When, today: date) -> None:
    """Raise `BadInput` for a rule no office could keep: without a plan, already over, unclear."""
    if when.by_phase:
        raise BadInput(N_("Việc được giao không có giai đoạn; hãy chọn một ngày.")).at("when")
    last = last_day_of(when)
    if last is not None and last < today:
        raise BadInput(N_("Thời hạn đã qua; hãy chọn ngày khác.")).at("when")
    if when.kind == "once" and last is None and not when.needs_date:
        raise BadInput(N_("Hãy chọn ngày phải xong, hoặc không đặt hạn.")).at("when")
    refuse_empty_rule(when)


def _refuse_other_keys(old: When, new: When) -> None:
    """Raise `Conflict` where openings would be called otherwise than results already call them."""
    if (old.kind, old.every, old.event) != (new.kind, new.every, new.event):
        raise Conflict(
            N_("Không đổi được kiểu thời hạn của việc đã giao. Hãy rút lại và giao việc mới.")
        )


def _series(session: Session, series: str) -> dict[RecordId, Mapping[str, Value]]:
    """The rows of a series, in the order they were given.  Raises `NotFound`."""
    queries = session.queries
    rows = queries.rows(SET, queries.ids(SET, [Where("series", "=", series)]))
    if not rows:
        raise NotFound(N_("Không còn việc đã giao này: có thể người khác vừa hoàn tác."))
    return rows


def _standing(
    rows: Mapping[RecordId, Mapping[str, Value]], communes: tuple[str, ...]
) -> dict[RecordId, Mapping[str, Value]]:
    """The rows of these communes, all without any, that are not withdrawn.  Raises `Conflict`."""
    found = {
        record: row
        for record, row in rows.items()
        if row["withdrawn_on"] is None and (not communes or row["addressee"] in communes)
    }
    if not found:
        raise Conflict(N_("Việc này đã rút lại của các xã đó."))
    return found


def _today(work: UnitOfWork) -> date:
    return date.fromisoformat(work.clock.today())
