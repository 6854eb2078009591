"""From the rows of an office file to recognitions and the processes they go by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from sachmatuy_desktop.domain.recognition import (
    Appraisal,
    Decision,
    Kept,
    Process,
    Recognition,
    Ruling,
    Standing,
    StepTaken,
    Verdict,
    opinions_from_json,
    results_from_json,
    standing,
)
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import N_, NotFound, Refused
from sachmatuy_desktop.packs.recognition import load_processes, read_process
from sachmatuy_desktop.services import criteria
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.queries import Queries, Where

BOOK: Final = "recognitions"
STEPS: Final = "recognition_steps"
APPRAISALS: Final = "appraisals"
DECISIONS: Final = "recognition_decisions"
BOOKS: Final = (BOOK, STEPS, APPRAISALS, DECISIONS)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """A recognition and the process it set out by."""

    recognition: Recognition
    process: Process

    def standing(self, day: date) -> Standing:
        """Where it stands on a day."""
        return standing(self.process, self.recognition, day)


def processes_of(office: Office) -> list[Process]:
    """The processes that an office may set out on today: those of the packs it goes by."""
    today = date.fromisoformat(office.clock.today())
    own = {pack.id for pack in criteria.packs_of(office)}
    return [
        each
        for each in load_processes()
        if each.in_force(today)
        and (set(each.packs) <= own if each.together else own.intersection(each.packs))
    ]


def packs_to_choose(office: Office, process: Process) -> list[str]:
    """Of a process that goes by one pack: those of its packs that the office goes by."""
    return [pack.id for pack in criteria.packs_of(office) if pack.id in process.packs]


def cases(queries: Queries, unit: str | None = None) -> list[Case]:
    """The recognitions of a unit, or of all units in the file, newest year first.

    One whose kept process this program cannot read is left out; its rows stay.
    """
    where = [Where("unit_id", "=", unit)] if unit else []
    return _cases(queries, queries.ids(BOOK, where))


def case_of(queries: Queries, recognition: RecordId) -> Case:
    """One recognition.  Raises `NotFound`; `Refused` where its process cannot be read."""
    row = queries.rows(BOOK, [recognition]).get(recognition)
    if row is None or row["deleted"]:
        raise NotFound(N_("Không còn quá trình công nhận này."))
    _process(str(row["frozen"] or ""))
    return _cases(queries, [recognition])[0]


def set_out_anew(case: Case, found: Iterable[Case]) -> bool:
    """Whether the unit set out again since, by the same packs or some of them.

    `found` are the recognitions of the unit.
    """
    earlier = case.recognition
    return any(
        not set(each.recognition.packs).isdisjoint(earlier.packs)
        and each.recognition.registered_on > earlier.registered_on
        for each in found
    )


def decisions_by_unit(queries: Queries) -> Mapping[str, list[Decision]]:
    """Every decision of the office above in the file, by the unit it is about."""
    found: dict[str, list[Decision]] = defaultdict(list)
    for row in queries.rows(DECISIONS, queries.ids(DECISIONS)).values():
        found[str(row["addressee"])].append(_decision(row))
    return found


def _cases(queries: Queries, ids: Sequence[RecordId]) -> list[Case]:
    rows = queries.rows(BOOK, ids)
    below = {book: _by_recognition(queries, book, ids) for book in (STEPS, APPRAISALS, DECISIONS)}
    found = []
    for record in ids:
        try:
            process = _process(str(rows[record]["frozen"] or ""))
        except Refused:
            continue
        found.append(
            Case(
                _recognition(
                    rows[record],
                    [_step(each) for each in below[STEPS][record]],
                    [_appraisal(each) for each in below[APPRAISALS][record]],
                    [_decision(each) for each in below[DECISIONS][record]],
                ),
                process,
            )
        )
    return found


def _by_recognition(
    queries: Queries, book: str, ids: Sequence[RecordId]
) -> Mapping[RecordId, list[Row]]:
    found: dict[RecordId, list[Row]] = defaultdict(list)
    own = queries.ids(book, [Where("recognition", "in", tuple(ids))]) if ids else []
    for row in queries.rows(book, own).values():
        found[str(row["recognition"])].append(row)
    return found


@lru_cache(maxsize=64)
def _process(text: str) -> Process:
    process, _problems = read_process(text.encode())
    if process is None:
        raise Refused(N_("Quy trình đã lưu không đọc được bằng bản chương trình này."))
    return process


def _recognition(
    row: Row,
    steps: Iterable[StepTaken],
    appraisals: Iterable[Appraisal],
    decisions: Iterable[Decision],
) -> Recognition:
    return Recognition(
        id=str(row["id"]),
        unit=str(row["unit_id"]),
        process=str(row["process"]),
        packs=tuple(str(row["packs"]).split()),
        year=int(row["year"]),
        registered_on=_must_day(row["registered_on"]),
        target_on=_day(row["target_on"]),
        programme=str(row["programme"] or ""),
        stopped_on=_day(row["stopped_on"]),
        stopped_why=str(row["stopped_why"] or ""),
        steps=tuple(steps),
        appraisals=tuple(appraisals),
        decisions=tuple(decisions),
    )


def _step(row: Row) -> StepTaken:
    return StepTaken(
        id=str(row["id"]),
        step=str(row["step"]),
        done_on=_must_day(row["done_on"]),
        who=str(row["who"]),
        position=str(row["position"]),
        document=str(row["document"] or ""),
        document_on=_day(row["document_on"]),
        paper=row["paper"],
        round=int(row["round"] or 1),
        year=int(row["year"] or 0),
        as_of=_day(row["as_of"]),
        kept=Kept.from_json(row["frozen"]),
        choice=str(row["choice"] or ""),
        choice_why=str(row["choice_why"] or ""),
        choice_by=str(row["choice_by"] or ""),
        note=str(row["remark"] or ""),
        withdrawn_on=_day(row["withdrawn_on"]),
        withdrawn_why=str(row["withdrawn_why"] or ""),
    )


def _appraisal(row: Row) -> Appraisal:
    return Appraisal(
        id=str(row["id"]),
        step=str(row["step"]),
        verdict=Verdict(str(row["verdict"])),
        done_on=_must_day(row["written_on"]),
        who=str(row["who"]),
        position=str(row["position"]),
        round=int(row["round"] or 1),
        document=str(row["document"] or ""),
        reason=str(row["reason"] or ""),
        opinions=opinions_from_json(row["criteria"]),
        frozen=results_from_json(row["frozen"]),
        withdrawn_on=_day(row["withdrawn_on"]),
        withdrawn_why=str(row["withdrawn_why"] or ""),
    )


def _decision(row: Row) -> Decision:
    return Decision(
        id=str(row["id"]),
        ruling=Ruling(str(row["ruling"])),
        number=str(row["number"]),
        signed_on=_must_day(row["signed_on"]),
        signer=str(row["signer"]),
        position=str(row["position"] or ""),
        year=int(row["year"] or 0),
        packs=tuple(str(row["packs"] or "").split()),
        result=str(row["result"] or ""),
        until=_day(row["until"]),
        certificate=str(row["certificate"] or ""),
        why=str(row["why"] or ""),
        withdrawn_on=_day(row["withdrawn_on"]),
        withdrawn_why=str(row["withdrawn_why"] or ""),
    )


def _day(value: Value) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def _must_day(value: Value) -> date:
    return date.fromisoformat(str(value))
