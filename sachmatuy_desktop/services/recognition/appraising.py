"""What the receiving office does: judge the books it has received beside what the commune sent,
answer the request, decide.

It writes nothing into a commune's books: its answers are records of its own that travel down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.criteria import Assessment, CriterionResult, Outcome, RulePack
from sachmatuy_desktop.domain.recognition import (
    Does,
    Opinion,
    Ruling,
    Standing,
    Status,
    StepTaken,
    Verdict,
    opinions_to_json,
    results_to_json,
)
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import N_, BadInput, Conflict, NotFound
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.criteria import (
    judged,
    kept_pack,
    library,
    pack_sha256,
    recompute,
)
from sachmatuy_desktop.services.criteria.asking import Asked
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.recognition.reading import (
    APPRAISALS,
    DECISIONS,
    Case,
    case_of,
)
from sachmatuy_desktop.services.records import must_receive
from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

CLASS: Final = "class"


@dataclass(frozen=True, slots=True)
class Beside:
    """One criterion: as the commune kept it, and as its books judge it at this office."""

    criterion: str
    own: CriterionResult
    ours: CriterionResult

    @property
    def differs(self) -> bool:
        """Whether the two say something different: the result or its figures."""
        return (self.own.status, self.own.numerator, self.own.denominator) != (
            self.ours.status,
            self.ours.numerator,
            self.ours.denominator,
        )


@dataclass(frozen=True)
class Comparison:
    """A pack as a commune judged itself by it, and as this office judges the same books.

    Same day, same readings, and the very text of the pack the commune used.  `frozen` is this
    office's own result as it may be kept.  `same_text` is off where this office's own copy of the
    pack says something else by now.
    """

    pack: RulePack
    own: Assessment
    ours: Assessment
    frozen: str
    same_text: bool = True

    @property
    def rows(self) -> tuple[Beside, ...]:
        """Criterion by criterion, in the order of the pack."""
        theirs = {each.id: each for each in self.ours.criteria}
        return tuple(Beside(each.id, each, theirs[each.id]) for each in self.own.criteria)

    @property
    def differs(self) -> bool:
        """Whether the whole comes to something else."""
        return (self.own.outcome, self.own.class_id) != (self.ours.outcome, self.ours.class_id)


def compared(
    connection: Connection, session: Session, case: Case, request: StepTaken
) -> tuple[Comparison, ...]:
    """Judge the books received for each pack that a request was made by.

    Raises `NotFound` while the kept results of the request have not arrived, `Refused` for one that
    was altered.
    """
    rows = session.queries.rows("assessments", list(request.kept.assessments.values()))
    found = []
    for pack_id, record in request.kept.assessments.items():
        if record not in rows:
            raise NotFound(
                N_("Chưa nhận kết quả tự đánh giá của đề nghị này; hãy nhập gói mới nhất của xã.")
            )
        text = str(rows[record]["frozen"] or "")
        own, judged_by = recompute(text), kept_pack(text)
        unit = case.recognition.unit
        packs = library(session, unit)
        asked = Asked(judged_by, own.as_of, None, dict(own.readings), unit, packs)
        ours, frozen = judged(connection, asked, with_records=False)
        if pack_id == own.pack_id:
            same = pack_id in packs.ids() and _same_words(packs.rules(pack_id), judged_by)
            found.append(Comparison(judged_by, own, ours, frozen, same_text=same))
    return tuple(found)


def _same_words(here: RulePack, then: RulePack) -> bool:
    """Whether the pack reads here as it did where the result was kept."""
    return pack_sha256(here) == pack_sha256(then)


def compare(office: Office, recognition: RecordId) -> tuple[Comparison, ...]:
    """What waits for an answer, judged by the books received; nothing while nothing waits.

    Raises as `compared` does.
    """
    case = case_of(office.queries, recognition)
    request = case.standing(date.fromisoformat(office.clock.today())).request
    if request is None:
        return ()
    with office.store.reading() as connection:
        return compared(connection, office.session, case, request)


@dataclass(frozen=True, kw_only=True)
class Appraise:
    """Answer a request: accept it, return it with a reason for each criterion, or reject it.

    The result of this office's own judgement is kept with the answer, whose id is the result.
    """

    recognition: RecordId
    verdict: Verdict
    written_on: date
    who: str
    position: str
    document: str = ""
    reason: str = ""
    opinions: Sequence[Opinion] = ()

    @property
    def act(self) -> str:
        """The act's id."""
        return "recognition.appraise"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput`, `Conflict` where nothing waits for an answer, `NotAllowed`."""
        must_receive(session, REGISTERS[APPRAISALS])
        case = case_of(session.queries, self.recognition)
        stands = case.standing(date.fromisoformat(work.clock.today()))
        request = _waiting(stands, Does.APPRAISE)
        _check_signed(work, self.written_on, self.who, self.position, request.done_on)
        found = compared(work.connection, session, case, request)
        self._check_opinions(found)
        return work.insert(
            APPRAISALS,
            {
                "addressee": case.recognition.unit,
                "recognition": self.recognition,
                "step": request.id,
                "verdict": self.verdict.value,
                "written_on": self.written_on.isoformat(),
                "who": self.who.strip(),
                "position": self.position.strip(),
                "document": self.document.strip() or None,
                "round": request.round,
                "reason": self.reason.strip() or None,
                "criteria": opinions_to_json(self.opinions),
                "frozen": results_to_json({each.pack.id: each.frozen for each in found}),
            },
            unit=case.recognition.unit,
        )

    def _check_opinions(self, found: Sequence[Comparison]) -> None:
        known = {(each.pack.id, row.criterion) for each in found for row in each.rows}
        if any((each.pack, each.criterion) not in known for each in self.opinions):
            raise BadInput(N_("Có ý kiến về tiêu chí không thuộc đề nghị này.")).at("opinions")
        against = [each for each in self.opinions if not each.agrees]
        if any(not each.reason.strip() for each in against):
            raise BadInput(N_("Hãy ghi lý do cho từng tiêu chí trả lại.")).at("opinions")
        if self.verdict is Verdict.RETURN and not against:
            raise BadInput(N_("Trả lại thì phải có ít nhất một tiêu chí trả lại, kèm lý do.")).at(
                "opinions"
            )
        if self.verdict is Verdict.ACCEPT and against:
            raise BadInput(N_("Còn tiêu chí trả lại nên không chấp nhận được.")).at("opinions")
        if self.verdict is Verdict.REJECT and not self.reason.strip():
            raise BadInput(N_("Hãy ghi lý do không chấp nhận.")).at("reason")


@dataclass(frozen=True, kw_only=True)
class Decide:
    """A decision: recognise, let the recognition stand for a year, or withdraw it with reasons."""

    recognition: RecordId
    ruling: Ruling
    number: str
    signed_on: date
    signer: str
    position: str
    result: str = ""
    until: date | None = None
    certificate: str = ""
    why: str = ""

    @property
    def act(self) -> str:
        """The act's id."""
        return "recognition.decide"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput`, `Conflict` where it is not the time for it, `NotAllowed`."""
        must_receive(session, REGISTERS[DECISIONS])
        case = case_of(session.queries, self.recognition)
        stands = case.standing(date.fromisoformat(work.clock.today()))
        packs, year, since = self._grounds(session.queries, case, stands)
        _check_signed(work, self.signed_on, self.signer, self.position, since)
        if not self.number.strip():
            raise BadInput(N_("Hãy ghi số quyết định.")).at("number")
        if self.until is not None and self.until < self.signed_on:
            raise BadInput(N_("Ngày hết giá trị không thể trước ngày ký.")).at("until")
        if self.ruling is Ruling.WITHDRAW and not self.why.strip():
            raise BadInput(N_("Hãy ghi lý do thu hồi.")).at("why")
        return work.insert(DECISIONS, self._values(case, packs, year), unit=case.recognition.unit)

    def _grounds(
        self, queries: Queries, case: Case, stands: Standing
    ) -> tuple[tuple[str, ...], int, date]:
        """The packs decided on, the year, and the day before which it cannot be signed."""
        if self.ruling is Ruling.RECOGNISE:
            decides = case.process.first(Does.DECIDE)
            if stands.status is not Status.ACCEPTED or decides is None:
                raise Conflict(N_("Chỉ quyết định công nhận khi đề nghị đã được chấp nhận."))
            answers = case.recognition.appraisals
            appraised = max(each.done_on for each in answers if each.withdrawn_on is None)
            return recognised_packs(queries, case, stands), case.recognition.year, appraised
        if stands.decision is None or stands.status not in (Status.RECOGNISED, Status.LAPSED):
            raise Conflict(N_("Đơn vị này không đang được công nhận."))
        granted = stands.decision
        if self.ruling is Ruling.MAINTAIN:
            request = _waiting(stands, Does.CONFIRM)
            return granted.packs, request.year, request.done_on
        return granted.packs, granted.year, granted.signed_on

    def _values(self, case: Case, packs: tuple[str, ...], year: int) -> dict[str, Value]:
        return {
            "addressee": case.recognition.unit,
            "recognition": self.recognition,
            "packs": " ".join(packs) or None,
            "ruling": self.ruling.value,
            "number": self.number.strip(),
            "signed_on": self.signed_on.isoformat(),
            "signer": self.signer.strip(),
            "position": self.position.strip(),
            "year": year,
            "result": self.result.strip() or None,
            "until": self.until.isoformat() if self.until else None,
            "certificate": self.certificate.strip() or None,
            "why": self.why.strip() or None,
        }


@dataclass(frozen=True)
class WithdrawAnswer:
    """Take an appraisal or a decision of this office back, saying why; all it said stays.

    For what was written twice at two PCs, or by mistake.  To end a recognition that was granted is
    another thing: a decision of its own (`Ruling.WITHDRAW`).
    """

    book: str
    record: RecordId
    why: str

    @property
    def act(self) -> str:
        """The act's id."""
        return "recognition.withdraw_answer"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput`, `Conflict` where later steps stand on it alone, `NotAllowed`."""
        must_receive(session, REGISTERS[self.book])
        row = work.row(self.book, self.record)
        if not self.why.strip():
            raise BadInput(N_("Hãy ghi lý do.")).at("why")
        if row["withdrawn_on"] is not None:
            raise Conflict(N_("Nội dung này đã được rút lại trước đó."))
        case = case_of(session.queries, str(row["recognition"]))
        today = work.clock.today()
        taken_back = {"withdrawn_on": today, "withdrawn_why": self.why.strip()}
        work.update(self.book, self.record, taken_back)
        _check_nothing_hangs(case, self.record, date.fromisoformat(today))


def _check_nothing_hangs(case: Case, record: RecordId, day: date) -> None:
    """Every other row that counts must count without this one, and have what it stands on."""
    whole = case.recognition
    without = replace(
        whole,
        appraisals=tuple(each for each in whole.appraisals if each.id != record),
        decisions=tuple(each for each in whole.decisions if each.id != record),
    )
    before = case.standing(day)
    after = replace(case, recognition=without).standing(day)
    done = {each.step.id: each.stands for each in after.rungs if each.stands is not None}
    for rung in before.rungs:
        row = rung.stands
        if row is None or row.id == record:
            continue
        if done.get(rung.step.id) != row or not set(rung.step.after) <= done.keys():
            raise Conflict(N_("Hãy rút lại bước «{step}» trước."), step=rung.step.title)
    granted = [each for each in without.decisions if each.withdrawn_on is None]
    if granted and not any(each.ruling is Ruling.RECOGNISE for each in granted):
        raise Conflict(N_("Hãy rút lại quyết định số {number} trước."), number=granted[-1].number)


def recognised_packs(queries: Queries, case: Case, stands: Standing) -> tuple[str, ...]:
    """The packs that a unit would be recognised by: what was chosen, or else what came out well."""
    request = _request(case, stands)
    for asked in case.process.choices:
        for option in asked.options:
            if request.choice == option.id:
                return option.recognises
    rows = queries.rows("assessments", list(request.kept.assessments.values()))
    good = []
    for pack_id, record in request.kept.assessments.items():
        if record not in rows:
            continue
        pack = kept_pack(str(rows[record]["frozen"] or ""))
        if pack.decision.kind == CLASS or not pack.decision.met_is_good:
            continue
        if not case.process.together or rows[record]["outcome"] == Outcome.YES.value:
            good.append(pack_id)
    return tuple(good)


def _request(case: Case, stands: Standing) -> StepTaken:
    asks = case.process.first(Does.REQUEST)
    row = stands.rung(asks.id).stands if asks else None
    if not isinstance(row, StepTaken):
        raise Conflict(N_("Đơn vị chưa có đề nghị nào đang chờ."))
    return row


def _waiting(stands: Standing, answers: Does) -> StepTaken:
    """The request that waits for an answer of this kind."""
    turn = [each for each in stands.next if each.step.does is answers]
    request = stands.request
    if not turn or request is None:
        raise Conflict(N_("Đơn vị chưa có đề nghị nào đang chờ."))
    return request


def _check_signed(work: UnitOfWork, day: date, who: str, position: str, since: date) -> None:
    if not who.strip():
        raise BadInput(N_("Hãy ghi người làm, người ký.")).at("who")
    if not position.strip():
        raise BadInput(N_("Hãy ghi chức vụ.")).at("position")
    if day.isoformat() > work.clock.today():
        raise BadInput(N_("Ngày làm ở tương lai; hãy ghi khi đã làm.")).at("done_on")
    if day < since:
        raise BadInput(N_("Ngày này không thể trước ngày của bước liền trước.")).at("done_on")
