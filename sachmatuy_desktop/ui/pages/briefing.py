"""What the first page says, read in one go on the worker: what waits, the criteria, the communes.

Nothing here touches a widget.  Every line carries the way that leads behind its number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sachmatuy_desktop.domain.criteria import Outcome
from sachmatuy_desktop.domain.dates import parse_moment, show_date
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.recognition import Decision, Place, Standing, Status
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.papers import ASSESSMENTS
from sachmatuy_desktop.domain.registers.people import PEOPLE
from sachmatuy_desktop.domain.registers.recognition import STEPS
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import (
    bundles,
    checking,
    criteria,
    maintenance,
    recognition,
    trusting,
)
from sachmatuy_desktop.services.cases import survey
from sachmatuy_desktop.services.communes import CommuneLine, overview
from sachmatuy_desktop.services.hotspots import present
from sachmatuy_desktop.services.office import RECEIVING, Office
from sachmatuy_desktop.services.person_files import minors_without_guardian
from sachmatuy_desktop.storage.facts import Question, opened
from sachmatuy_desktop.storage.queries import EntryLine, Where
from sachmatuy_desktop.storage.results import Result, newest_results
from sachmatuy_desktop.sync.bundle import Kind
from sachmatuy_desktop.ui.desk import Door
from sachmatuy_desktop.ui.models.codes import capital
from sachmatuy_desktop.ui.pages.criteria.words import HOT_OUTCOMES, NO_CLASS, OUTCOMES
from sachmatuy_desktop.ui.pages.todo import (
    FIRST_STEPS,
    LACKS,
    LAW_TASKS,
    RECEIVING_TASKS,
    TASKS,
)
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["Briefing", "Line", "read_briefing"]

NEWEST: Final = 12
BACKUP_DAYS: Final = 7
"""A backup is made on every day something changes; one older than this is worth a look."""

STICK_DAYS: Final = 30
BUNDLE_DAYS: Final = 30
"""How long a copy outside the PC, and the receiving office, may be behind before it is said."""

STEP_DAYS: Final = 30
"""A step of recognition is called to mind so long before its last day."""

BOOKS: Final = ("villages", "households", "people", "commitments", "activities", "models")
NEIGHBOURHOOD: Final = "neighbourhood"


@dataclass(frozen=True)
class Line:
    """A chip and words; `way` is the list behind them, or the id of a page."""

    chip: str
    tone: Tone
    title: str
    way: Door | str
    detail: str = ""


@dataclass(frozen=True)
class Briefing:
    """The first page as it stands now; `steps` are what an empty office begins with."""

    steps: tuple[Line, ...]
    tasks: tuple[Line, ...]
    criteria: tuple[Line, ...]
    communes: tuple[Line, ...]
    figures: tuple[tuple[str, int], ...]
    newest: tuple[EntryLine, ...]


def read_briefing(office: Office) -> Briefing:
    """Count and look up everything; raises a `KnownError` when the disk does not answer."""
    receives = office.info.kind == RECEIVING
    communes = overview(office) if receives else []
    steps = tuple(_receiving_steps(office) if receives else _first_steps(office))
    begun = receives or len(steps) < len(FIRST_STEPS)
    return Briefing(
        steps,
        tuple(_tasks(office, communes)) if begun else (),
        tuple(_criteria(office)),
        tuple(_commune(office, each) for each in communes),
        tuple(
            (book, office.queries.count(book))
            for book in BOOKS
            if office.info.role.may_open(REGISTERS[book])
        ),
        tuple(office.queries.journal(limit=NEWEST)),
    )


# -- first steps -----------------------------------------------------------------------------------


def _first_steps(office: Office) -> Iterator[Line]:
    for step in FIRST_STEPS:
        seen = office.info.role.may_open(REGISTERS[step.register])
        if seen and not office.queries.count(step.register):
            yield Line(_("chưa có"), Tone.BUSY, _(step.title), Door(step.register))


def _receiving_steps(office: Office) -> Iterator[Line]:
    if office.info.role.sends and not trusting.partners(office):
        yield Line(_("chưa có"), Tone.BUSY, _("Nhập thẻ nhận dạng của các đơn vị"), "sync")


# -- what waits ------------------------------------------------------------------------------------


def _tasks(office: Office, communes: list[CommuneLine]) -> Iterator[Line]:
    yield from _conflicts(office)
    yield from _recognitions(office)
    yield from _law(office)
    if office.info.kind == RECEIVING:
        late = sum(bool(each.missing) for each in communes)
        if late:
            yield _number(late, Tone.CARE, _("Đơn vị còn thiếu gói dữ liệu hoặc kết quả"), "sync")
    else:
        yield from _lacks(office)
    yield from _conditions(office)
    yield from _checks(office)
    yield from _points(office)
    yield from _copies(office)


def _recognitions(office: Office) -> Iterator[Line]:
    """Whose turn it is on the way to recognition, and what has come back from above."""
    if not office.info.role.may_see(STEPS["who"]):
        return
    receives = office.info.kind == RECEIVING
    today = date.fromisoformat(office.clock.today())
    own = None if receives else office.info.unit_id
    found = [(case, case.standing(today)) for case in recognition.cases(office.queries, own)]
    if receives:
        turn = [each for _case, each in found if each.ball is Place.RECEIVING and each.next]
        tone = Tone.BLOCK if any(each.late for each in turn) else Tone.BUSY
        if turn:
            title = _("Đề nghị công nhận đang chờ cơ quan này")
            yield _number(len(turn), tone, title, "recognition")
        return
    own_cases = [case for case, _standing in found]
    for case, standing in found:
        yield from _own_recognition(case, standing, today)
        ruled = standing.decision if standing.status is Status.WITHDRAWN else None
        if ruled is not None and not recognition.set_out_anew(case, own_cases):
            yield _withdrawn(case, ruled)


def _own_recognition(case: recognition.Case, standing: Standing, today: date) -> Iterator[Line]:
    way = Door(recognition.BOOK, record=case.recognition.id)
    name = case.recognition.programme
    if standing.answer is not None:
        count = show_integer(len(standing.answer.returned))
        words = _("Bị trả lại để bổ sung: {name}").format(name=name)
        yield Line(_("{n} tiêu chí").format(n=count), Tone.BLOCK, words, way)
    turn = next((each for each in standing.next if each.step.place is Place.COMMUNE), None)
    if turn is None or turn.due is None or (turn.due - today).days > STEP_DAYS:
        return
    words = _("{step}: {name}, hạn cuối {day}")
    title = words.format(step=turn.step.title, name=name, day=show_date(turn.due))
    chip, tone = (_("quá hạn"), Tone.BLOCK) if turn.late else (_("đến lượt"), Tone.BUSY)
    yield Line(chip, tone, title, way)


def _withdrawn(case: recognition.Case, decision: Decision) -> Line:
    title = _("Công nhận bị thu hồi: {name}").format(name=case.recognition.programme)
    words = _("Quyết định {number} ngày {day}: {why}")
    told = words.format(number=decision.number, day=show_date(decision.signed_on), why=decision.why)
    way = Door(recognition.BOOK, record=case.recognition.id)
    return Line(_("Đã thu hồi"), Tone.BLOCK, title, way, told)


def _points(office: Office) -> Iterator[Line]:
    """Points that are there today: what became of each stands in its history."""
    if office.info.kind == RECEIVING or not office.info.role.may_open(REGISTERS["hotspots"]):
        return
    there = present(office.queries, office.clock.today())
    if there:
        title = _("Điểm, tụ điểm chưa triệt xóa")
        yield _number(len(there), Tone.CARE, title, Door("hotspots", only=there, title=title))


def _number(count: int, tone: Tone, title: str, way: Door | str) -> Line:
    return Line(show_integer(count), tone, title, way)


def _conflicts(office: Office) -> Iterator[Line]:
    conflicts = [
        (register, record)
        for register, record in office.queries.conflicts()
        if office.info.role.may_open(REGISTERS[register])
    ]
    if conflicts:
        register, record = conflicts[0]
        title = _("Ghi chép có hai giá trị cùng lúc, cần chọn một")
        yield _number(len(conflicts), Tone.BLOCK, title, Door(register, record=record))


def _law(office: Office) -> Iterator[Line]:
    """What the law's clock asks for, and cases whose books cannot be so (after a merge, a slip)."""
    if office.info.kind == RECEIVING or not office.info.role.may_open(REGISTERS["episodes"]):
        return
    seen = survey(office.session, office.clock.now())
    for task in LAW_TASKS:
        persons = frozenset(
            each.person
            for each in seen.due
            if each.kind is task.kind and each.urgency in task.urgencies
        )
        yield from _persons(persons, task.tone, _(task.title))
    wrong = frozenset(each.person for each in seen.findings)
    yield from _persons(wrong, Tone.CARE, _("Hồ sơ có điều không khớp, cần xem lại"))
    minors = minors_without_guardian(office.session, date.fromisoformat(office.clock.today()))
    title = _("Người dưới 18 tuổi đang quản lý chưa ghi người đại diện")
    yield from _persons(minors, Tone.CARE, title)


def _persons(persons: frozenset[str], tone: Tone, title: str) -> Iterator[Line]:
    if persons:
        yield _number(len(persons), tone, title, Door("people", only=persons, title=title))


def _lacks(office: Office) -> Iterator[Line]:
    """Who has not signed, where a box or a board is missing: as the criteria count it."""
    asked = {fact.name for pack in criteria.packs_of(office) for fact in pack.facts}
    lacks = [
        each
        for each in LACKS
        if office.info.role.may_open(REGISTERS[each.told_by])
        and (each.fact in asked or not each.by_pack)
    ]
    question = Question((office.info.unit_id,), date.fromisoformat(office.clock.today()))
    with opened(office.store) as books:
        facts = {fact.name: fact for fact in books.facts(question, [lack.fact for lack in lacks])}
    for lack in lacks:
        exceptions = facts[lack.fact].exceptions
        left = frozenset(each.id for each in exceptions if each.kind == lack.register)
        if left:
            title = _(lack.title)
            yield _number(len(left), lack.tone, title, Door(lack.register, only=left, title=title))


def _conditions(office: Office) -> Iterator[Line]:
    today = date.fromisoformat(office.clock.today())
    for task in RECEIVING_TASKS if office.info.kind == RECEIVING else TASKS:
        if not office.info.role.may_open(REGISTERS[task.register]):
            continue
        where = task.where(today)
        count = office.queries.count(task.register, where)
        if count:
            yield _number(count, task.tone, _(task.title), Door(task.register, where))


def _checks(office: Office) -> Iterator[Line]:
    """What the checks have found, where that is up to date or a matter of a moment."""
    if not office.info.role.may_open(PEOPLE) or not checking.refresh_if_quick(office):
        return
    pairs = sum(checking.pair_counts(office).values())
    finds = sum(checking.counts(office).values())
    if pairs:
        yield Line(show_integer(pairs), Tone.QUIET, _("Cặp ghi chép có thể trùng"), "checks")
    if finds:
        yield Line(show_integer(finds), Tone.QUIET, _("Điểm cần xem lại trong dữ liệu"), "checks")


def _copies(office: Office) -> Iterator[Line]:
    """Backups and bundles that are late, told to whom may do something about it."""
    if office.info.role.manages:
        yield from _late_backups(office)
    if office.info.role.sends and office.info.kind != RECEIVING:
        yield from _late_bundles(office)


def _late_backups(office: Office) -> Iterator[Line]:
    age = maintenance.backup_age(office)
    if age is None or age > timedelta(days=BACKUP_DAYS):
        yield _late(age, _("Sao lưu dữ liệu"), "admin")
    stick = maintenance.stick_backup_age(office)
    if stick is None or stick > timedelta(days=STICK_DAYS):
        yield _late(stick, _("Sao lưu ra USB"), "admin")


def _late_bundles(office: Office) -> Iterator[Line]:
    sent = {
        each.partner: parse_moment(each.at)
        for each in reversed(bundles.passages(office))
        if (each.direction, each.kind) == ("out", Kind.CHANGES)
    }
    for partner in trusting.partners(office):
        last = sent.get(partner.key_id)
        age = None if last is None else office.clock.now() - last
        if partner.role == "upper" and (age is None or age > timedelta(days=BUNDLE_DAYS)):
            yield _late(age, _("Gửi gói dữ liệu cho {name}").format(name=partner.name), "sync")


def _late(age: timedelta | None, title: str, page: str) -> Line:
    if age is None:
        return Line(_("chưa có"), Tone.CARE, title, page)
    return Line(_("{n} ngày").format(n=show_integer(age.days)), Tone.CARE, title, page)


# -- criteria --------------------------------------------------------------------------------------


def _criteria(office: Office) -> Iterator[Line]:
    """The newest kept result by every pack of the office."""
    with office.store.reading() as connection:
        results = newest_results(connection, office.info.unit_id)
    for pack in criteria.packs_of(office):
        by_place = results.get(pack.id, {})
        met_is_good = pack.decision.met_is_good
        if pack.level == NEIGHBOURHOOD and by_place:
            yield _villages_line(pack.title, list(by_place.values()), met_is_good=met_is_good)
        elif None in by_place:
            yield _result_line(pack.id, pack.title, by_place[None], met_is_good=met_is_good)
        else:
            yield Line(_("Chưa đánh giá"), Tone.QUIET, pack.title, "criteria")


def _result_line(pack: str, title: str, result: Result, *, met_is_good: bool) -> Line:
    chip, tone = _outcome(result, met_is_good=met_is_good)
    words = _("{met}/{total} tiêu chí, tính đến {day}")
    detail = words.format(met=result.met, total=result.total, day=_day(result.as_of))
    where = (Where("pack", "=", pack),)
    return Line(chip, tone, title, Door(ASSESSMENTS.name, where), detail)


def _villages_line(title: str, results: list[Result], *, met_is_good: bool) -> Line:
    well = sum((each.outcome == "yes") == met_is_good for each in results)
    words = _("{well}/{total} thôn, khu phố đã đánh giá, tính đến {day}")
    newest = max(each.as_of for each in results)
    detail = words.format(well=well, total=len(results), day=_day(newest))
    chip, tone = OUTCOMES[Outcome.YES if well == len(results) else Outcome.NO]
    return Line(_(chip), tone, title, "criteria", detail)


def _outcome(result: Result, *, met_is_good: bool) -> tuple[str, Tone]:
    if result.klass == NO_CLASS:
        return _("Không thuộc loại nào"), Tone.GOOD
    if result.klass:
        return _("Loại {klass}").format(klass=result.klass), Tone.BLOCK
    words = OUTCOMES if met_is_good else HOT_OUTCOMES
    if result.outcome not in list(Outcome):  # from a newer program
        return result.outcome, Tone.QUIET
    text, tone = words[Outcome(result.outcome)]
    return _(text), tone


def _day(iso: str) -> str:
    return show_date(date.fromisoformat(iso))


# -- communes --------------------------------------------------------------------------------------


def _commune(office: Office, line: CommuneLine) -> Line:
    """One commune below a receiving office: what is missing, or when it last sent."""
    chip, tone = (_("Còn thiếu"), Tone.CARE) if line.missing else (_("Đủ"), Tone.GOOD)
    detail = " ".join(map(_, line.missing))
    if not detail and line.last_bundle:
        day = show_date(parse_moment(line.last_bundle).date())
        told = [
            _("Gói gần nhất {day}").format(day=day),
            *(_came_to(office, line.unit_id, *each) for each in line.outcomes.items()),
        ]
        detail = " · ".join(told)
    return Line(chip, tone, capital(line.name), "sync", detail)


def _came_to(office: Office, unit: str, pack_id: str, result: Result) -> str:
    """A commune's newest result by a pack, in a few words."""
    try:
        pack = criteria.library(office, unit).rules(pack_id)
    except KnownError:  # a pack of a newer program
        return f"{_outcome(result, met_is_good=True)[0]} {result.met}/{result.total}"
    if pack.level == NEIGHBOURHOOD:
        words = _("{met}/{total} thôn, khu phố đã đánh giá đạt")
        return words.format(met=result.met, total=result.total)
    chip, _tone = _outcome(result, met_is_good=pack.decision.met_is_good)
    return chip if result.klass else f"{chip} {result.met}/{result.total}"
