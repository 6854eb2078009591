"""What the law says a commune may do with a person's case, as data: states, lists, transitions.

Nothing here knows an article by heart: `packs.law` reads everything from `resources/law/`, each
entry with its source, the exact sentence and the days on which it is in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.errors import N_, BadInput, NotFound

__all__ = [
    "NOWHERE",
    "Condition",
    "Detail",
    "Duty",
    "Exclusion",
    "Form",
    "Ground",
    "LawBook",
    "LawVersion",
    "PersonList",
    "Question",
    "Reading",
    "State",
    "Step",
    "Transition",
    "Transitional",
    "Writes",
]

NOWHERE = "RA"
"""The state of somebody who is on no list and in no measure."""


@dataclass(frozen=True, slots=True)
class LawVersion:
    """A time in which the law read the same: `V1`, `V1b`, `V2`.

    An act is judged by the version in force on its own day; a running term keeps the version of the
    decision that started it.
    """

    id: str
    name: str
    short: str
    valid_from: date
    valid_to: date | None
    note: str
    verified: bool

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class PersonList:
    """A list of persons: one the law orders (`statutory`), or one that only a plan asks for.

    `category` is the code of `registers.people.CATEGORIES`; `keeps` are the fields of an episode
    that may be filled besides person, category and dates; `note` is what the screen says of it.
    """

    id: str
    title: str
    category: str
    statutory: bool
    keeps: tuple[str, ...]
    note: str
    source: str
    quote: str
    enters: str
    leaves: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class State:
    """Where a person stands before the law on a day.

    `lists` tells by version which list the person is on (a version that is not there: none; "-":
    taken off whatever list).  `overlay` states stand beside another one.
    """

    code: str
    title: str
    lists: Mapping[str, str]
    source: str
    overlay: bool = False

    def list_in(self, version: str) -> str:
        """The id of the list in a version of the law, "" for none."""
        return self.lists.get(version, "")


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason the law gives for a transition; `to` where it leads elsewhere than the rest.

    `from_states` narrows where it may be taken from; `writes` adds to what the transition writes
    (somebody whose management stops because addiction was determined enters another list).
    """

    code: str
    words: str
    source: str
    quote: str = ""
    to: str = ""
    from_states: tuple[str, ...] = ()
    writes: Writes | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be so (or is asked about) on the day: a check known by its name, in words.

    `check` is a name of `cases.conditions`.  `forbids`: without it the transition is refused;
    otherwise it is a warning that the officer reads and decides on.  `grounds` are those it is
    about, none meaning every one.
    """

    check: str
    says: str
    source: str
    forbids: bool
    question: str = ""
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Writes:
    """What a transition writes down, as codes of the registers; "" or empty writes nothing.

    `ends` and `begins` are categories of episodes; `decision` a kind of decision, `term` the id of
    the term that it starts, `replaces` whether it takes the place of the running one of its kind;
    `course` is the new state of the newest running course whose state is one of `course_from`;
    `treatment` the form of a course that begins, in `treatment_state`, `continues` whether what was
    served of the one before is deducted; `presence` where the person is from now on, `returns` that
    confinement or absence ends; `test` a result; `transfer` that the person moved away, `arrives`
    that the person moved in with a running term; `owes` that the rest of the term is owed,
    `resumes` that such a rest runs on.
    """

    ends: tuple[str, ...] = ()
    begins: str = ""
    decision: str = ""
    term: str = ""
    replaces: bool = False
    course: str = ""
    course_from: tuple[str, ...] = ("dang_thuc_hien",)
    treatment: str = ""
    treatment_state: str = "dang_thuc_hien"
    continues: bool = False
    presence: str = ""
    returns: bool = False
    test: str = ""
    transfer: bool = False
    arrives: bool = False
    owes: bool = False
    resumes: bool = False

    def and_also(self, other: Writes | None) -> Writes:
        """Both; where both say something the other one counts."""
        if other is None:
            return self
        mine, theirs = _said(self), _said(other)
        ends = tuple(dict.fromkeys((*self.ends, *other.ends)))
        return Writes(**{**mine, **theirs, "ends": ends})


def _said(writes: Writes) -> dict[str, Any]:
    """The fields that say something else than nothing."""
    silent = Writes()
    named = ((each.name, getattr(writes, each.name)) for each in fields(Writes))
    return {name: value for name, value in named if value != getattr(silent, name)}


@dataclass(frozen=True, slots=True)
class Transition:
    """One step of a case as the law has it: T01 … T55, in the versions in which it is in force.

    `from_states` are codes of states; `to` the state after it, "" where it does not change.
    `asks` are the ids of the details a window asks for, `needs` those without which it is refused.
    `starts` are the deadlines that begin to run with it, `within` the one by which it is itself due
    (`resources/calendar/deadlines.toml`).
    """

    id: str
    title: str
    versions: tuple[str, ...]
    from_states: tuple[str, ...]
    to: str
    trigger: str
    grounds: tuple[Ground, ...]
    who: str
    form: str
    also_forms: tuple[str, ...]
    within: tuple[str, ...]
    starts: tuple[str, ...]
    enters: tuple[str, ...]
    leaves: tuple[str, ...]
    conditions: tuple[Condition, ...]
    asks: tuple[str, ...]
    needs: tuple[str, ...]
    writes: Writes
    source: str
    quote: str
    valid_from: date
    valid_to: date | None
    questions: tuple[str, ...]
    note: str
    by_commune: bool
    verified: bool

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def ground(self, code: str) -> Ground:
        """The ground with the code; BadInput where the transition does not have it."""
        found = next((each for each in self.grounds if each.code == code), None)
        if found is None:
            raise BadInput(
                N_("Hãy chọn một căn cứ của “{title}” ({source})."),
                title=self.title,
                source=self.source,
            ).at("ground")
        return found

    def ends_in(self, ground: str) -> str:
        """The state after the transition when taken on a ground; "" where it stays."""
        found = next((each.to for each in self.grounds if each.code == ground and each.to), "")
        return found or self.to

    def written(self, ground: str) -> Writes:
        """What is written down when it is taken on a ground."""
        added = next((each.writes for each in self.grounds if each.code == ground), None)
        return self.writes.and_also(added)


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing a window asks for with a transition.

    `kind` is a kind of field: text, date, time, number, flag, choice (`choices` by code).
    """

    id: str
    label: str
    kind: str
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A printed form by its key (`PL III-04`, `N105-07`): title, signer and what it is."""

    key: str
    title: str
    decree: str
    signer: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """What must be done again and again: P1 … P11.

    `every_months` is 0 where the law sets no interval; `register` is the book that proves it.
    """

    id: str
    title: str
    often: str
    every_months: int
    who: str
    states: tuple[str, ...]
    register: str
    source: str
    quote: str
    valid_from: date
    valid_to: date | None
    verified: bool

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a ladder (violations in rehabilitation) or a rule of electronic monitoring."""

    id: str
    group: str
    title: str
    content: str
    form: str
    source: str
    quote: str
    questions: tuple[str, ...]
    valid_from: date
    verified: bool


@dataclass(frozen=True, slots=True)
class Transitional:
    """What happens to a case that was running when the law changed."""

    id: str
    case: str
    rule: str
    source: str
    quote: str
    questions: tuple[str, ...]
    verified: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question the texts leave open, and how it is handled until a legal reader has answered."""

    id: str
    question: str
    texts: str
    handling: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand an unclear sentence, by its name; `default` is the one taken."""

    id: str
    title: str
    options: Mapping[str, str]
    default: str
    question: str
    source: str


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Two categories that nobody is in at once; `version` where only one version says so."""

    one: str
    other: str
    says: str
    source: str
    version: str = ""


@dataclass(frozen=True)
class LawBook:
    """All of it, in every version."""

    versions: tuple[LawVersion, ...]
    states: tuple[State, ...]
    lists: tuple[PersonList, ...]
    transitions: tuple[Transition, ...]
    details: tuple[Detail, ...]
    forms: tuple[Form, ...]
    duties: tuple[Duty, ...]
    steps: tuple[Step, ...]
    transitional: tuple[Transitional, ...]
    questions: tuple[Question, ...]
    readings: tuple[Reading, ...]
    exclusions: tuple[Exclusion, ...] = ()
    prepare_days: tuple[int, int, int] = (60, 30, 7)

    def version_on(self, day: date) -> LawVersion:
        """The version in force on a day; before the first one, the first: older law is not here."""
        found = (each for each in reversed(self.versions) if each.valid_from <= day)
        return next(found, self.versions[0])

    @cached_property
    def _states(self) -> Mapping[str, State]:
        return {each.code: each for each in self.states}

    @cached_property
    def _lists(self) -> Mapping[str, PersonList]:
        return {each.id: each for each in self.lists}

    @cached_property
    def _forms(self) -> Mapping[str, Form]:
        return {each.key: each for each in self.forms}

    @cached_property
    def _details(self) -> Mapping[str, Detail]:
        return {each.id: each for each in self.details}

    @cached_property
    def list_of_category(self) -> Mapping[str, PersonList]:
        """The list a category of the register of episodes belongs to."""
        return {each.category: each for each in self.lists}

    def state(self, code: str) -> State:
        """A state by its code; raises `NotFound`."""
        try:
            return self._states[code]
        except KeyError:
            raise NotFound(N_("Không có tình trạng pháp lý {code}."), code=code) from None

    def list(self, list_id: str) -> PersonList:
        """A list by its id; raises `NotFound`."""
        try:
            return self._lists[list_id]
        except KeyError:
            raise NotFound(N_("Không có danh sách {id}."), id=list_id) from None

    def form(self, key: str) -> Form:
        """A form by its key; raises `NotFound`."""
        try:
            return self._forms[key]
        except KeyError:
            raise NotFound(N_("Không có mẫu {key}."), key=key) from None

    def detail(self, detail_id: str) -> Detail:
        """A detail a window asks for; raises `NotFound`."""
        try:
            return self._details[detail_id]
        except KeyError:
            raise NotFound(N_("Không có mục {id}."), id=detail_id) from None

    def question(self, question_id: str) -> Question | None:
        """An open question by its id."""
        return next((each for each in self.questions if each.id == question_id), None)

    def reading(self, reading_id: str) -> str:
        """The way taken of a reading."""
        return next((each.default for each in self.readings if each.id == reading_id), "")

    def transitions_on(self, day: date) -> tuple[Transition, ...]:
        """The transitions in force on a day."""
        return tuple(each for each in self.transitions if each.in_force(day))

    def transition(self, transition_id: str, day: date) -> Transition:
        """A transition as it is in force on the day.

        Raises `NotFound` for an unknown id, `BadInput` where that day's law does not have it.
        """
        known = [each for each in self.transitions if each.id == transition_id]
        if not known:
            raise NotFound(N_("Không có bước xử lý {id}."), id=transition_id)
        found = next((each for each in known if each.in_force(day)), None)
        if found is None:
            raise BadInput(
                N_("Ngày {day} áp dụng {law}: chưa có hoặc không còn “{title}” ({source})."),
                day=show_date(day),
                law=self.version_on(day).short,
                title=known[0].title,
                source=known[0].source,
            ).at("on")
        return found
