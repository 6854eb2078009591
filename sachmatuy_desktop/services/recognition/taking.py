"""What a commune does on its way to recognition: set out, take a step, withdraw one, give it up.

Every act is answered by another act and never undone: what a step has frozen is there for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.dates import ReportingYear, show_date
from sachmatuy_desktop.domain.recognition import (
    ENDED,
    FREEZES,
    ChoiceAsked,
    Decision,
    Does,
    Kept,
    Paper,
    Process,
    ProcessStep,
    Rung,
    Standing,
    State,
)
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import N_, BadInput, Conflict, NotAllowed
from sachmatuy_desktop.packs.recognition import process_named
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.criteria import KeepAssessment, library
from sachmatuy_desktop.services.office import COMMUNE
from sachmatuy_desktop.services.recognition.baseline import (
    AT_REGISTRATION,
    campaign_of,
    counted,
    written_down,
)
from sachmatuy_desktop.services.recognition.reading import BOOK, STEPS, Case, case_of, cases
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

CUT_OFF: Final = "cut_off"
COUNTED: Final = "counted"
WRITTEN: Final = "written"
"""Which of two different baselines shall stand: the one counted now, or the one written before."""


@dataclass(frozen=True, kw_only=True)
class Signed:
    """Who took a step, in which office, on which day, and by which paper.

    `document` is a number typed from paper; `paper` a document of the office's own book, whose
    number and day are taken where none are given.
    """

    done_on: date
    who: str
    position: str
    document: str = ""
    document_on: date | None = None
    paper: RecordId | None = None
    remark: str = ""

    def values(self, work: UnitOfWork) -> dict[str, Value]:
        """The fields of a step's row.  Raises `BadInput`, `NotFound`, `Conflict` (a void paper)."""
        if not self.who.strip():
            raise BadInput(N_("Hãy ghi người làm, người ký.")).at("who")
        if not self.position.strip():
            raise BadInput(N_("Hãy ghi chức vụ.")).at("position")
        if self.done_on.isoformat() > work.clock.today():
            raise BadInput(N_("Ngày làm ở tương lai; hãy ghi khi đã làm.")).at("done_on")
        number, day = self.document.strip(), self.document_on
        if self.paper is not None:
            row = work.row("documents", self.paper)
            if row["state"] != "issued":
                raise Conflict(N_("Số {number} đã được hủy trước đó."), number=row["number"])
            number = number or str(row["number"])
            day = day or date.fromisoformat(str(row["issued_on"]))
        return {
            "done_on": self.done_on.isoformat(),
            "who": self.who.strip(),
            "position": self.position.strip(),
            "document": number or None,
            "document_on": day.isoformat() if day else None,
            "paper": self.paper,
            "remark": self.remark.strip() or None,
        }


@dataclass(frozen=True, kw_only=True)
class BeginRecognition:
    """Set out: by a process, for a reporting year; a process that begins with a registration is
    registered in the same act.

    `pack` is wanted where the process goes by one of several.  The result is the recognition's id.
    """

    process: str
    year: int
    signed: Signed
    pack: str = ""
    programme: str = ""
    target_on: date | None = None

    @property
    def act(self) -> str:
        """The act's id."""
        return "recognition.begin"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput`, `Conflict` (one for the year is under way), `NotAllowed`."""
        _must_be_commune(session)
        process = process_named(self.process)
        packs = self._packs(process)
        self._refuse_twice(work, session, packs)
        if self.target_on is not None and self.target_on < self.signed.done_on:
            raise BadInput(N_("Ngày dự kiến đề nghị không thể trước ngày bắt đầu.")).at("target_on")
        signed = self.signed.values(work)
        name = self.programme.strip() or self._registered_name(work, session, packs)
        title = process.title if process.together else library(session).rules(packs[0]).title
        recognition = work.insert(
            BOOK,
            {
                "programme": name or title,
                "year": self.year,
                "process": process.id,
                "version": process.version,
                "packs": " ".join(packs),
                "registered_on": self.signed.done_on.isoformat(),
                "target_on": self.target_on.isoformat() if self.target_on else None,
                "frozen": process.text,
            },
        )
        first = process.steps[0]
        if first.does is Does.REGISTER:
            _register(work, session, packs, signed)
            whose = {"recognition": recognition, "step": first.id}
            work.insert(STEPS, {**signed, **whose, "round": 1, "year": self.year})
        return recognition

    def _registered_name(self, work: UnitOfWork, session: Session, packs: tuple[str, ...]) -> str:
        """What the book of registrations calls the programme that was registered that day."""
        campaign = campaign_of(session.queries, work.unit, packs[0], self.signed.done_on)
        return str(work.row("campaigns", campaign)["name"] or "") if campaign else ""

    def _packs(self, process: Process) -> tuple[str, ...]:
        if process.together:
            return process.packs
        if self.pack not in process.packs:
            raise BadInput(N_("Hãy chọn bộ tiêu chí của quy trình này.")).at("pack")
        return (self.pack,)

    def _refuse_twice(self, work: UnitOfWork, session: Session, packs: tuple[str, ...]) -> None:
        for case in cases(session.queries, work.unit):
            other = case.recognition
            if other.year != self.year or not set(other.packs) & set(packs):
                continue
            if case.standing(self.signed.done_on).status not in ENDED:
                raise Conflict(
                    N_("Quá trình công nhận «{name}» của năm {year} đang thực hiện."),
                    name=other.programme,
                    year=self.year,
                )


@dataclass(frozen=True, kw_only=True)
class TakeStep:
    """Take the next step, with all it freezes.

    `readings` are by pack, then by reading.  `choice` answers a question the results raise (see
    `ChoiceAsked`), with its reason and who chose.  `baseline` says which figures shall stand where
    others were written before.  The result is the step's id.
    """

    recognition: RecordId
    step: str
    signed: Signed
    readings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    choice: str = ""
    choice_why: str = ""
    choice_by: str = ""
    baseline: str = ""

    @property
    def act(self) -> str:
        """The act's id."""
        return "recognition.step"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput`, `Conflict` where it is not this step's turn, `NotAllowed`."""
        _must_be_commune(session)
        case = _own(case_of(session.queries, self.recognition), work)
        today = date.fromisoformat(work.clock.today())
        stands = case.standing(today)
        rung = stands.rung(case.process.step(self.step).id)
        _refuse_unless_now(stands, rung)
        self._refuse_day(stands, rung)
        values = self.signed.values(work)
        if rung.step.paper is Paper.REQUIRED and not values["document"]:
            raise BadInput(N_("Bước này phải có văn bản: hãy soạn, hoặc ghi số văn bản.")).at(
                "document"
            )
        if rung.step.does is Does.REGISTER:
            _register(work, session, case.recognition.packs, values)
        values |= {
            "recognition": self.recognition,
            "step": rung.step.id,
            "round": stands.round,
            "year": rung.year,
        }
        if rung.step.does in FREEZES:
            values |= self._freeze(work, session, case, stands, rung)
        return work.insert(STEPS, values)

    def _refuse_day(self, stands: Standing, rung: Rung) -> None:
        day = self.signed.done_on
        if rung.opens is not None and day < rung.opens:
            raise BadInput(N_("Bước này chỉ làm từ ngày {day}."), day=show_date(rung.opens)).at(
                "done_on"
            )
        before = [stands.rung(each) for each in rung.step.after]
        last = max((_day_of(each) for each in before), default=day)
        if day < last:
            raise BadInput(
                N_("Ngày làm không thể trước bước liền trước (ngày {day})."), day=show_date(last)
            ).at("done_on")

    # -- what is frozen ----------------------------------------------------------------------------

    def _freeze(
        self, work: UnitOfWork, session: Session, case: Case, stands: Standing, rung: Rung
    ) -> dict[str, Value]:
        kept: dict[str, RecordId] = {}
        as_of = self.signed.done_on
        for pack in case.recognition.packs:
            as_of = self._as_of(session, case, rung, pack)
            readings = self.readings.get(pack, {})
            kept[pack] = KeepAssessment(pack, as_of, readings).run(work, session)
        counts: dict[str, int] = {}
        if rung.step.does is Does.BASELINE:
            counts = self._write_baseline(work, session, case)
        return {
            "as_of": as_of.isoformat(),
            "frozen": Kept(kept, counts).to_json(),
            **self._chosen(work, case.process, stands, kept, rung.step),
        }

    def _as_of(self, session: Session, case: Case, rung: Rung, pack: str) -> date:
        """The day the figures are true of: registration, the yearly cut-off, or the step's own."""
        if rung.step.does is Does.BASELINE:
            return case.recognition.registered_on
        if library(session).rules(pack, self.signed.done_on).as_of != CUT_OFF:
            return self.signed.done_on
        cut_off = ReportingYear(rung.year).end
        if self.signed.done_on < cut_off:
            raise BadInput(
                N_("Số liệu của bộ tiêu chí này tính đến hết ngày {day}; hãy làm từ ngày đó."),
                day=show_date(cut_off),
            ).at("done_on")
        return cut_off

    def _write_baseline(self, work: UnitOfWork, session: Session, case: Case) -> dict[str, int]:
        """The figures of the day of registration, where the criteria look for them.

        What was written there before is never overwritten without a word.
        """
        recognition = case.recognition
        pack = recognition.packs[0]
        found = counted(
            work.connection,
            work.unit,
            recognition,
            self.readings.get(pack, {}),
            library(session),
        )
        campaign = campaign_of(session.queries, work.unit, pack, recognition.registered_on)
        if campaign is None:
            return found
        before = written_down(work.row("campaigns", campaign))
        differs = [name for name, value in before.items() if value not in (None, found[name])]
        if differs and self.baseline not in (COUNTED, WRITTEN):
            told = ", ".join(f"{before[each]} / {found[each]}" for each in differs)
            raise BadInput(
                N_(
                    "Số khi đăng ký đã ghi khác số trong sổ ({figures}: đã ghi / trong sổ). "
                    "Hãy chọn số nào được giữ."
                ),
                figures=told,
            ).at("baseline")
        if differs and self.baseline == WRITTEN:
            return {name: int(value or found[name]) for name, value in before.items()}
        work.update("campaigns", campaign, {AT_REGISTRATION[name]: found[name] for name in found})
        return found

    def _chosen(
        self,
        work: UnitOfWork,
        process: Process,
        stands: Standing,
        kept: Mapping[str, RecordId],
        step: ProcessStep,
    ) -> dict[str, Value]:
        """The answer to a question that the results raise; the program never gives it itself."""
        asked = question_raised(process, work, kept)
        if asked is None or step.does is Does.BASELINE:
            return {}
        answer = replace(self) if self.choice else self._as_before(stands, step)
        if answer.choice not in {each.id for each in asked.options}:
            raise BadInput(
                N_("Số liệu dẫn đến hai kết quả cùng lúc; hãy chọn kết quả, ghi lý do.")
            ).at("choice")
        if not answer.choice_why.strip():
            raise BadInput(N_("Hãy ghi lý do chọn kết quả.")).at("choice_why")
        if not answer.choice_by.strip():
            raise BadInput(N_("Hãy ghi người chọn kết quả.")).at("choice_by")
        return {
            "choice": answer.choice,
            "choice_why": answer.choice_why.strip(),
            "choice_by": answer.choice_by.strip(),
        }

    def _as_before(self, stands: Standing, step: ProcessStep) -> TakeStep:
        """What was chosen in the step that this one stands on holds for it too."""
        for name in step.after:
            row = stands.rung(name).stands
            if choice := getattr(row, "choice", ""):
                return replace(
                    self,
                    choice=choice,
                    choice_why=getattr(row, "choice_why", ""),
                    choice_by=getattr(row, "choice_by", ""),
                )
        return self


@dataclass(frozen=True)
class WithdrawStep:
    """Take a step back, saying why.  All it said and froze stays, marked as withdrawn."""

    taken: RecordId
    why: str

    @property
    def act(self) -> str:
        """The act's id."""
        return "recognition.withdraw_step"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput`, `Conflict` where later steps stand on it, `NotAllowed`."""
        _must_be_commune(session)
        row = work.row(STEPS, self.taken)
        if not self.why.strip():
            raise BadInput(N_("Hãy ghi lý do.")).at("why")
        if row["withdrawn_on"] is not None:
            raise Conflict(N_("Bước này đã được rút lại trước đó."))
        case = _own(case_of(session.queries, str(row["recognition"])), work)
        today = work.clock.today()
        stands = case.standing(date.fromisoformat(today))
        answers = [each for each in case.recognition.appraisals if each.withdrawn_on is None]
        if any(each.step == self.taken for each in answers):
            raise Conflict(N_("Đề nghị này đã được thẩm định nên không rút lại được."))
        following = case.process.follows(str(row["step"]))
        later = [
            each for each in stands.rungs if each.step.id in following and each.stands is not None
        ]
        if later:
            raise Conflict(N_("Hãy rút lại bước «{step}» trước."), step=later[-1].step.title)
        work.update(STEPS, self.taken, {"withdrawn_on": today, "withdrawn_why": self.why.strip()})


@dataclass(frozen=True)
class StopRecognition:
    """Give up a recognition that has not been decided on, saying why; all rows stay."""

    recognition: RecordId
    why: str

    @property
    def act(self) -> str:
        """The act's id."""
        return "recognition.stop"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput`, `Conflict` once there is a decision, `NotAllowed`."""
        _must_be_commune(session)
        case = _own(case_of(session.queries, self.recognition), work)
        if not self.why.strip():
            raise BadInput(N_("Hãy ghi lý do.")).at("why")
        decided = any(each.withdrawn_on is None for each in case.recognition.decisions)
        if decided or case.recognition.stopped_on is not None:
            raise Conflict(N_("Quá trình này đã kết thúc hoặc đã có quyết định."))
        today = work.clock.today()
        work.update(BOOK, self.recognition, {"stopped_on": today, "stopped_why": self.why.strip()})


# -- shared ---------------------------------------------------------------------------------------


def question_raised(
    process: Process, work: UnitOfWork, kept: Mapping[str, RecordId]
) -> ChoiceAsked | None:
    """The question that the results of a step raise, if any."""
    results = {}
    for pack, record in kept.items():
        row = work.row("assessments", record)
        results[pack] = frozenset(str(row[name]) for name in ("outcome", "klass") if row[name])
    return next((each for each in process.choices if each.arises(results)), None)


def _register(
    work: UnitOfWork, session: Session, packs: tuple[str, ...], signed: Mapping[str, Value]
) -> None:
    """The day of registration in the book of registrations, unless it stands there already."""
    day = date.fromisoformat(str(signed["done_on"]))
    for pack in packs:
        if campaign_of(session.queries, work.unit, pack, day) is None:
            work.insert(
                "campaigns",
                {
                    "pack": pack,
                    "registered_on": day.isoformat(),
                    "document": signed["document"],
                    "from_date": day.isoformat(),
                },
            )


def _must_be_commune(session: Session) -> None:
    if session.store.facts.kind != COMMUNE:
        raise NotAllowed(N_("Bước này do xã làm, cơ quan tiếp nhận không ghi thay."))
    session.role.must_write(REGISTERS[STEPS])


def _own(case: Case, work: UnitOfWork) -> Case:
    if case.recognition.unit != work.unit:
        raise NotAllowed(N_("Quá trình công nhận này thuộc đơn vị khác."))
    return case


def _refuse_unless_now(stands: Standing, rung: Rung) -> None:
    if rung.state is State.NOW and rung.step.place.value == COMMUNE:
        return
    if rung.state is State.DONE:
        raise Conflict(N_("Bước này đã làm; muốn làm lại, hãy rút lại bước đã làm trước."))
    if rung.state is State.NOT_YET and rung.opens is not None:
        raise Conflict(N_("Bước này chỉ làm từ ngày {day}."), day=show_date(rung.opens))
    missing = next(_missing(stands, rung), None)
    if missing is not None and stands.status not in ENDED:
        raise Conflict(N_("Hãy làm bước «{step}» trước."), step=missing.step.title)
    raise Conflict(N_("Bước này không làm ở đây được vào lúc này."))


def _missing(stands: Standing, rung: Rung) -> Iterator[Rung]:
    for name in rung.step.after:
        before = stands.rung(name)
        if before.state is not State.DONE:
            yield before


def _day_of(rung: Rung) -> date:
    row = rung.stands
    if row is None:
        return date.min
    return row.signed_on if isinstance(row, Decision) else row.done_on
