"""Where a person stands before the law on a day: states, lists, since when.

Read from the books alone, so that a case typed in by hand, imported or merged stands where one made
by transitions does.  It is the standing when the day is over: what is decided on a day counts from
that day on.  (The figures of `storage.facts` count the last day of a list in, as the plans do.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.cases.history import Case, Episode, Test, Treatment
from sachmatuy_desktop.domain.cases.law import NOWHERE, LawBook, LawVersion, PersonList, State

__all__ = ["ListEntry", "Standing", "pending_test", "standing_on"]

MANAGED_CATEGORIES: Final = ("sdtp", "nghien", "sau_cai")
"""The lists the law orders: Điều 27 and Điều 48 of Luật 120/2025/QH15."""

_EXECUTED: Final = MappingProxyType(
    {
        "tai_gia_dinh": "CAI_GD",
        "co_so_tu_nguyen": "CAI_TN",
        "co_so_cong_lap": "CAI_CL",
        "thay_the": "THAY_THE",
        "bat_buoc": "CAI_BB",
    }
)
_COMPULSORY: Final = MappingProxyType(
    {"dang_lap_ho_so": "HS_BB", "hoan": "HOAN", "mien": "MIEN", "tam_dinh_chi": "TDC_BB"}
)
BY_PRISON: Final = "T55"
CRIMINAL: Final = "T04-HS"
MONITORING: Final = "giam_sat"
MONITORING_OVER: Final = ("giam_sat_cham_dut", "giam_sat_mien")


@dataclass(frozen=True, slots=True)
class ListEntry:
    """The person is on a list since a day."""

    list: PersonList
    since: date
    episode: Episode


@dataclass(frozen=True, slots=True)
class Standing:
    """All states of a day, the one shown first; `since` is the day it began, if the books tell."""

    day: date
    version: LawVersion
    states: tuple[State, ...]
    lists: tuple[ListEntry, ...]
    overlays: tuple[State, ...] = ()
    since: date | None = None

    @property
    def state(self) -> State:
        """The state that is shown."""
        return self.states[0]

    @property
    def codes(self) -> frozenset[str]:
        """The codes of all states."""
        return frozenset(each.code for each in self.states)

    @property
    def statutory(self) -> tuple[ListEntry, ...]:
        """The lists ordered by law that the person is on."""
        return tuple(each for each in self.lists if each.list.statutory)


def standing_on(case: Case, day: date, book: LawBook) -> Standing:
    """Where the person stands when the day is over."""
    found = dict(_states(case, day)) or {NOWHERE: _left_on(case, day)}
    ordered = tuple(state for state in book.states if state.code in found)
    lists = tuple(
        ListEntry(book.list_of_category[each.category], each.begins, each)
        for each in case.episodes
        if each.runs(day) and each.category in book.list_of_category and not _moved(case, each, day)
    )
    overlays = (book.state("GSDT"),) if _monitored(case, day) else ()
    return Standing(day, book.version_on(day), ordered, lists, overlays, found.get(ordered[0].code))


def _moved(case: Case, episode: Episode, day: date) -> bool:
    """A move while an episode runs takes the person off the list, closed or not."""
    return any(episode.begins <= each.day <= day for each in case.moves)


def _running(case: Case, category: str, day: date) -> Episode | None:
    episode = case.episode(category, day)
    return None if episode is None or _moved(case, episode, day) else episode


def _states(case: Case, day: date) -> Iterator[tuple[str, date | None]]:
    owing = _owing(case, day)
    if owing is not None:
        yield "AN_TU", owing
        return
    after = _running(case, "sau_cai", day)
    addict = _running(case, "nghien", day)
    if after is not None:
        yield "SAU_CAI", after.begins
    courses = list(_courses(case, day, after))
    yield from courses
    in_course = any(code in _EXECUTED.values() for code, _since in courses)
    over = after is not None and addict is not None and addict.begins <= after.begins
    if addict is not None and not in_course and not over:
        yield "NGHIEN", addict.begins
    waiting = _running(case, "nghi_nghien", day)
    if waiting is not None:
        yield "CHO_XD", waiting.begins
    user = _running(case, "sdtp", day)
    if user is not None:
        yield ("SDTP_TDC" if _suspended(case, user, day) else "SDTP"), user.begins
    pending = pending_test(case, day)
    if pending is not None:
        yield "CHO_QD", pending.taken
    suspected = _running(case, "nghi_sdtp", day)
    if suspected is not None:
        yield "NGHI", suspected.begins


def _courses(case: Case, day: date, after: Episode | None) -> Iterator[tuple[str, date | None]]:
    """The states that courses of rehabilitation make; one left open before `after` is over."""
    for each in case.treatments:
        if not each.runs(day) or (after is not None and each.begins <= after.begins):
            continue
        code = _course_state(each)
        if code:
            yield code, each.begins


def _course_state(course: Treatment) -> str:
    if course.form == "bat_buoc" and course.state in _COMPULSORY:
        return _COMPULSORY[course.state]
    return _EXECUTED.get(course.form, "") if course.state == "dang_thuc_hien" else ""


def _owing(case: Case, day: date) -> date | None:
    """Since when a list or a course that prison broke off is owed, while nothing has followed."""
    spans: tuple[Episode | Treatment, ...] = (*case.episodes, *case.treatments)
    broken = [
        each.ends
        for each in spans
        if each.ended_by == BY_PRISON and each.ends is not None and each.ends <= day
    ]
    if not broken:
        return None
    since = max(broken)
    gone_on = any(since <= each.begins <= day and each.ended_by != BY_PRISON for each in spans)
    where = case.presence(day)
    still = where is None or where.state == "trai_giam" or where.begins <= since
    return since if still and not gone_on else None


def _suspended(case: Case, user: Episode, day: date) -> bool:
    """A suspension was decided in this episode and the person is still detained."""
    decision = case.last_decision(("tam_dinh_chi",), day, user.begins)
    where = case.presence(day)
    return decision is not None and where is not None and where.state == "tam_giu_tam_giam"


def pending_test(case: Case, day: date) -> Test | None:
    """A positive test on which nothing has been decided yet.

    Decided it is by an episode of one of the lists that ran then or began since, by asking whether
    the person is addicted, by leaving it to criminal law; a move takes it to another commune.
    """
    positive = [each for each in case.tests if each.positive and each.taken and each.taken <= day]
    if not positive:
        return None
    last = positive[-1]
    taken = last.taken or day
    followed = any(
        each.covers(taken) or taken <= each.begins <= day
        for each in case.episodes
        if each.category in MANAGED_CATEGORIES
    )
    asked = any(
        each.category == "nghi_nghien" and taken <= each.begins <= day for each in case.episodes
    )
    criminal = any(
        each.transition == CRIMINAL and taken <= each.signed <= day for each in case.decisions
    )
    moved = any(taken <= each.day <= day for each in case.moves)
    return None if followed or asked or criminal or moved else last


def _monitored(case: Case, day: date) -> bool:
    begun = case.last_decision((MONITORING,), day)
    if begun is None or case.last_decision(MONITORING_OVER, day, begun.signed) is not None:
        return False
    return begun.term_until is None or day <= begun.term_until


def _left_on(case: Case, day: date) -> date | None:
    """The day the person left the last list."""
    ends = [each.ends for each in case.episodes if each.ends is not None and each.ends <= day]
    moves = [each.day for each in case.moves if each.day <= day]
    return max([*ends, *moves], default=None)
