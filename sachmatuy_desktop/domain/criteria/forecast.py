"""How a commune's criteria will stand on a day to come: if nothing is done, and if all is done.

Two answers that are never mixed.  “Nếu không làm gì thêm” are the books as they are, read on that
day: terms end, attestations and tests grow old.  “Nếu làm xong” reckons with the acts of
`acts.needs`.  The forecast is about the commune; nothing is foretold of a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sachmatuy_desktop.domain.criteria.act_rules import Moment
from sachmatuy_desktop.domain.criteria.acts import Ending, Need
from sachmatuy_desktop.domain.criteria.assess import Assessment
from sachmatuy_desktop.domain.criteria.facts import Attestation, Fact
from sachmatuy_desktop.domain.criteria.findings import CriterionResult
from sachmatuy_desktop.domain.criteria.logic import Status
from sachmatuy_desktop.domain.criteria.rules import RulePack
from sachmatuy_desktop.domain.criteria.wording import day as show_day
from sachmatuy_desktop.domain.criteria.wording import number, sentence
from sachmatuy_desktop.domain.registers.fields import RecordId

__all__ = [
    "Alternative",
    "Event",
    "EventKind",
    "Forecast",
    "Lane",
    "Stretch",
    "VillageLine",
    "events",
    "expiries",
    "forecast",
    "offered_days",
    "open_criteria",
]

MOST_OFFERED = 5


class EventKind(StrEnum):
    """What happens on a day of the timeline."""

    TERM = "term"
    ATTESTATION = "attestation"
    FIGURE = "figure"
    PLANNED = "planned"
    CALENDAR = "calendar"


@dataclass(frozen=True)
class Event:
    """Something that happens on a day though nobody writes anything; `criteria` it touches."""

    day: date
    kind: EventKind
    says: str
    criteria: tuple[str, ...] = ()
    register: str = ""
    records: tuple[RecordId, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """One criterion in one state from a day to another, both included."""

    since: date
    until: date
    status: Status
    band: str | None = None


@dataclass(frozen=True)
class Lane:
    """One criterion from today to the day: its stretches, then how it stands at the end.

    `then` is the result if nothing is done, `after` if everything needed is done in time.
    """

    criterion: str
    stretches: tuple[Stretch, ...]
    today: CriterionResult
    then: CriterionResult
    after: CriterionResult


@dataclass(frozen=True, slots=True)
class VillageLine:
    """The households of a village that have not signed by the day, by what they answered last."""

    village: RecordId | None
    name: str
    waiting: int
    refused: int
    absent: int
    households: tuple[RecordId, ...]


@dataclass(frozen=True)
class Alternative:
    """Another day: why it is offered, and the criteria that stand open on it either way."""

    day: date
    why: str
    then: Assessment
    after: Assessment
    then_open: tuple[str, ...]
    after_open: tuple[str, ...]


@dataclass(frozen=True)
class Forecast:
    """Everything the page shows of one pack and one day.

    `asked` are the days on which the pack was judged; `left_out` how many other days on which a
    figure may change were not, because they were too many.
    """

    pack: str
    today: date
    day: date
    lanes: tuple[Lane, ...]
    events: tuple[Event, ...]
    needs: tuple[Need, ...]
    now: Assessment
    then: Assessment
    after: Assessment
    then_open: tuple[str, ...]
    after_open: tuple[str, ...]
    asked: tuple[date, ...]
    left_out: int = 0
    alternatives: tuple[Alternative, ...] = ()
    villages: tuple[VillageLine, ...] = ()


def forecast(
    pack: RulePack,
    judged: Mapping[date, Assessment],
    after: Assessment,
    needs: Sequence[Need],
    happening: Sequence[Event],
) -> Forecast:
    """Put together what was judged on the days from today (the first) to the day (the last)."""
    days = sorted(judged)
    now, then = judged[days[0]], judged[days[-1]]
    return Forecast(
        pack=pack.id,
        today=days[0],
        day=days[-1],
        lanes=tuple(_lanes(judged, after)),
        events=tuple(sorted(happening, key=lambda each: (each.day, each.kind, each.says))),
        needs=tuple(needs),
        now=now,
        then=then,
        after=after,
        then_open=open_criteria(pack, then),
        after_open=open_criteria(pack, after),
        asked=tuple(days),
    )


def open_criteria(pack: RulePack, assessment: Assessment) -> tuple[str, ...]:
    """The deciding criteria that stand in the way: not met, or not known.

    In a pack about hot spots those whose threshold is reached, or may be.
    """
    good = (
        (Status.MET, Status.NOTHING_ARISEN)
        if pack.decision.met_is_good
        else (Status.NOT_MET, Status.NOTHING_ARISEN)
    )
    return tuple(
        each.id for each in assessment.criteria if each.binding and each.status not in good
    )


def _lanes(judged: Mapping[date, Assessment], after: Assessment) -> Iterator[Lane]:
    days = sorted(judged)
    results = {
        day: {each.id: each for each in assessment.criteria} for day, assessment in judged.items()
    }
    ends = {each.id: each for each in after.criteria}
    for name, today in results[days[0]].items():
        yield Lane(
            name,
            tuple(_stretches(days, [results[day][name] for day in days])),
            today,
            results[days[-1]][name],
            ends[name],
        )


def _stretches(days: Sequence[date], found: Sequence[CriterionResult]) -> Iterator[Stretch]:
    begun = 0
    for place in range(1, len(days) + 1):
        is_last = place == len(days)
        same = not is_last and _state(found[place]) == _state(found[begun])
        if same:
            continue
        until = days[-1] if is_last else days[place] - timedelta(days=1)
        yield Stretch(days[begun], until, *_state(found[begun]))
        begun = place


def _state(result: CriterionResult) -> tuple[Status, str | None]:
    return result.status, result.band


# -- what happens ----------------------------------------------------------------------------------


def expiries(pack: RulePack, attestations: Iterable[Attestation]) -> list[tuple[date, Attestation]]:
    """The first day on which each attestation is too old for the pack, with it."""
    longest = {terms.id: terms.max_age_days for terms in pack.attestations}
    return [
        (given.signed_on + timedelta(days=longest[given.id] + 1), given)
        for given in attestations
        if given.id in longest and given.signed_on is not None and given.value is not None
    ]


def events(
    pack: RulePack,
    judged: Mapping[date, Assessment],
    endings: Sequence[Ending],
    moments: Sequence[Moment],
    registers: Mapping[str, str],
) -> list[Event]:
    """Everything dated between today and the day, both included."""
    days = sorted(judged)
    today, last = days[0], days[-1]
    return [
        *_of_terms(endings, today, last),
        *_of_attestations(pack, judged[today].attestations, today, last),
        *_of_figures(pack, judged, registers),
        *_of_calendar(pack, moments, today, last),
    ]


def _of_terms(endings: Sequence[Ending], today: date, last: date) -> Iterator[Event]:
    """Terms that end: the person does not vanish, a paper is needed."""
    groups: dict[tuple[date, str], list[Ending]] = {}
    for each in endings:
        if each.end <= last:
            groups.setdefault((max(each.end, today), each.about), []).append(each)
    for (end, about), terms in groups.items():
        over = any(each.end < today for each in terms)
        word = "đã quá hạn" if over else "hết thời hạn"
        what = about.partition(":")[0]
        said = (
            f"{number(len(terms))} người {word} ({what[:1].lower()}{what[1:]}); "
            f"phải ghi “{terms[0].title}” mới ra khỏi danh sách"
        )
        persons = tuple(dict.fromkeys(each.person for each in terms))
        yield Event(end, EventKind.TERM, sentence(said), (), "people", persons)


def _of_attestations(
    pack: RulePack, given: Iterable[Attestation], today: date, last: date
) -> Iterator[Event]:
    wording = {terms.id: terms.wording for terms in pack.attestations}
    ages = {terms.id: terms.max_age_days for terms in pack.attestations}
    for day, each in expiries(pack, given):
        if today < day <= last and each.signed_on is not None:
            yield Event(
                day,
                EventKind.ATTESTATION,
                sentence(
                    f"xác nhận ký ngày {show_day(each.signed_on)} quá {ages[each.id]} ngày, "
                    f"cần xác nhận lại: {wording[each.id]}"
                ),
                tuple(
                    criterion.id
                    for criterion in pack.criteria
                    if each.id in {terms.id for terms in pack.confirmations_of(criterion.id)}
                ),
                "attestations",
            )


def _of_figures(
    pack: RulePack, judged: Mapping[date, Assessment], registers: Mapping[str, str]
) -> Iterator[Event]:
    """Figures that change between two days on which the pack was judged.

    One that a review no longer vouches for has not changed: the review is told.
    """
    labels = {each.name: each.label for each in pack.facts}
    readers = {
        name: tuple(each.id for each in pack.criteria if name in each.body.facts())
        for name in labels
    }
    before: dict[str, Fact] = {}
    for day in sorted(judged):
        now = {fact.name: fact for fact in judged[day].facts}
        for name, fact in now.items():
            old = before.get(name)
            if old is not None and fact.value != old.value and not (fact.note or old.note):
                telling = fact.exceptions or fact.records
                yield Event(
                    day,
                    EventKind.FIGURE,
                    sentence(f"{labels[name]}: {_shown(old.value)} → {_shown(fact.value)}"),
                    readers[name],
                    telling[0].kind if telling else registers.get(name, ""),
                    tuple(each.id for each in telling),
                )
        before = now


def _shown(value: int | bool | None) -> str:
    if value is None:
        return "chưa rõ"
    if isinstance(value, bool):
        return "có" if value else "không"
    return number(value)


def _of_calendar(
    pack: RulePack, moments: Sequence[Moment], today: date, last: date
) -> Iterator[Event]:
    for moment in moments:
        if not moment.concerns(pack.id):
            continue
        day = moment.after(today)
        while day <= last:
            yield Event(day, EventKind.CALENDAR, sentence(f"{moment.says} – {moment.source}"))
            day = moment.after(day)
    if pack.effective_to is not None and today < pack.effective_to < last:
        said = f"bộ tiêu chí hết áp dụng sau ngày {show_day(pack.effective_to)}"
        yield Event(pack.effective_to + timedelta(days=1), EventKind.CALENDAR, sentence(said))


# -- other days ------------------------------------------------------------------------------------


def offered_days(
    pack: RulePack,
    now: Assessment,
    chosen: date,
    endings: Sequence[Ending],
    moments: Sequence[Moment],
    furthest: date,
) -> dict[date, str]:
    """Three to five days worth comparing, with why, in order: each comes of the books themselves.

    The day chosen, the next cut-off, the days on which criteria that stand open can lawfully clear,
    the day after the last term that ends within reach, and a month from today.
    """
    today = now.as_of
    found: dict[date, str] = {chosen: "ngày đang xem"}

    def offer(day: date | None, why: str) -> None:
        if day is not None and today < day <= furthest and len(found) < MOST_OFFERED:
            found.setdefault(day, why)

    for moment in moments:
        if moment.is_cut_off and moment.concerns(pack.id):
            offer(moment.after(today), "ngày chốt số liệu của năm")
    stuck = set(open_criteria(pack, now))
    clearing = sorted(
        (each.clears_on, pack.marks[each.id])
        for each in now.criteria
        if each.id in stuck and each.clears_on is not None
    )
    for day, mark in (clearing[:1] + clearing[-1:])[:2]:
        offer(day, f"tiêu chí {mark} có thể đạt sớm nhất")
    ends = sorted({each.end for each in endings if today <= each.end < furthest})
    if ends:
        offer(ends[-1] + timedelta(days=1), "sau thời hạn cuối cùng trong các tháng tới")
    offer(today + timedelta(days=30), "30 ngày nữa")
    if len(found) < 3:
        offer(today + timedelta(days=90), "90 ngày nữa")
    return dict(sorted(found.items()))
