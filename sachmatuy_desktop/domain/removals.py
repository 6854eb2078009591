"""Who went off the lists shortly before a day of consideration, and how: told, never judged.

A receiving office sees every leaving with who decided, on which ground, by which paper and when it
was written in the books (peers §4: show removals near the recognition date to the upper unit).  The
kinds and the number of days are data (`resources/recognition/removals.toml`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from sachmatuy_desktop.domain.cases.law import LawBook
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.registers.management import DECISION_KINDS
from sachmatuy_desktop.errors import KnownError

__all__ = ["How", "Leaving", "Paper", "Removal", "RemovalKind", "RemovalRules", "Removals", "told"]


class How(StrEnum):
    """What the books show of a leaving; `STEP` is a step of the law."""

    STEP = "step"
    OTHER_STEP = "other_step"
    IN_WORDS = "in_words"
    NO_GROUND = "no_ground"
    MOVED = "moved"
    DELETED = "deleted"
    DELETED_NO_GROUND = "deleted_no_ground"
    STILL_LISTED = "still_listed"
    AWAY = "away"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class RemovalKind:
    """One way to leave, in words that follow a number; `leaves` where the person is off the lists.

    `steps` are ids of transitions, or `id:ground`.
    """

    id: str
    says: str
    how: How
    steps: frozenset[str]
    leaves: bool


@dataclass(frozen=True, slots=True)
class RemovalRules:
    """What is looked at: `days` before the day, which `lists`, which presences count as `away`.

    `papers` are the kinds of decision that end a stay on a list, at most `paper_days` from its end.
    """

    days: int
    lists: tuple[str, ...]
    away: tuple[str, ...]
    papers: tuple[str, ...]
    paper_days: int
    kinds: tuple[RemovalKind, ...]
    note: str
    verified: bool

    def kind_of(self, how: How, step: str = "", ground: str = "") -> RemovalKind:
        """The kind of a leaving: by its step, else by what the books show."""
        named = {step, f"{step}:{ground}"} - {"", ":"}
        for each in self.kinds:
            if named & each.steps:
                return each
        wanted = How.OTHER_STEP if how is How.STEP else how
        return next(each for each in self.kinds if each.how is wanted)


@dataclass(frozen=True, slots=True)
class Paper:
    """The decision or notice by which somebody left."""

    kind: str
    number: str = ""
    signed_on: date | None = None
    signer: str = ""
    signer_role: str = ""

    def __str__(self) -> str:
        number = f"số {self.number}" if self.number else ""
        signed = f"ngày {show_date(self.signed_on)}" if self.signed_on else ""
        return " ".join(part for part in (self.kind, number, signed) if part)

    @property
    def decided_by(self) -> str:
        """Who signed, with the office held."""
        return ", ".join(part for part in (self.signer, self.signer_role) if part)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What the books hold of one leaving: the row, the step or words in it, when it was written.

    `on` is the last day on the list; `written_on` the day of the act in the journal, `written_by`
    its account; `words` the ground as typed, or the reason given for a deletion.
    """

    how: How
    register: str
    record: RecordId
    person: RecordId
    name: str
    category: str
    on: date
    step: str = ""
    ground: str = ""
    words: str = ""
    paper: Paper | None = None
    written_on: date | None = None
    written_by: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
    """One leaving as it is shown.

    `register` and `record` lead to the row.  `person`, `name`, `record` and `document` are empty
    for whoever may not know who is on a list.  `ground` and `source` say what the law has it by,
    `document` and `decided_by` which paper and whose.
    """

    kind: RemovalKind
    category: str
    on: date
    ground: str
    source: str
    document: str
    decided_by: str
    written_on: date | None
    written_by: str
    person: RecordId = ""
    name: str = ""
    register: str = ""
    record: RecordId = ""

    @property
    def is_backdated(self) -> bool:
        """Written down on a later day than the one it holds from."""
        return self.written_on is not None and self.written_on > self.on

    def without_names(self) -> Removal:
        """What may be told to whoever may not know who is on a list; typed words may name one."""
        ground = self.ground if self.source else ""
        return replace(self, person="", name="", record="", document="", ground=ground)


@dataclass(frozen=True, slots=True)
class Removals:
    """The leavings of a unit between `since` and `before`, both included, newest first.

    Of a day to come those are told that are written down `today`.  Also those written into the
    books since `since` for an earlier day.  `is_known` is off where the books of the commune's
    people have not come to this office: then nothing is told, not “nobody”.
    """

    unit: str
    since: date
    before: date
    days: int
    today: date
    items: tuple[Removal, ...] = ()
    is_known: bool = True

    @property
    def left(self) -> tuple[Removal, ...]:
        """Those by which somebody is off the lists."""
        return tuple(each for each in self.items if each.kind.leaves)

    def sentences(self) -> tuple[str, ...]:
        """What is said of them: how many left and how, then what else moved the figures."""
        if not self.is_known:
            return (
                "Chưa nhận được sổ về người của đơn vị này nên chưa biết ai ra khỏi danh sách.",
            )
        if self.since > self.today:
            before, since = show_date(self.before), show_date(self.since)
            span = f"Khoảng {self.days} ngày trước ngày xét {before}"
            return (f"{span} chưa bắt đầu; bắt đầu từ ngày {since}.",)
        span = f"trong {self.days} ngày trước ngày xét {show_date(self.before)}"
        if self.before > self.today:
            span += f" (tính đến hôm nay {show_date(self.today)})"
        if not self.left:
            said = [f"Không có người nào ra khỏi danh sách {span}."]
        else:
            said = [f"{len(self.left)} người ra khỏi danh sách {span}: {_counted(self.left)}."]
        others = [each for each in self.items if not each.kind.leaves]
        if others:
            said.append(f"Ngoài ra {_cases(others)}.")
        earlier = sum(each.on < self.since for each in self.items)
        if earlier:
            said.append(
                f"Trong đó {earlier} việc được ghi vào sổ trong thời gian này "
                f"cho ngày trước {show_date(self.since)}."
            )
        return tuple(said)


def told(
    leavings: Sequence[Leaving],
    rules: RemovalRules,
    book: LawBook,
    still_listed: frozenset[RecordId],
) -> tuple[Removal, ...]:
    """The leavings as they are shown, one for each person and thing, newest first.

    Somebody whose end, move and absence were written by one step left once.  Who is `still_listed`
    when the day is over has not left.
    """
    newest: dict[tuple[RecordId, How], Leaving] = {}
    for each in sorted(leavings, key=_telling):
        newest.setdefault((each.person, _matter(each.how)), each)
    gone = {person for person, matter in newest if matter is How.STEP} - still_listed
    shown = [
        _shown(each, rules, book, is_listed=each.person in still_listed)
        for (person, matter), each in newest.items()
        if not (matter is How.AWAY and person in gone)
    ]
    return tuple(sorted(shown, key=lambda each: (each.on, each.name), reverse=True))


def _matter(how: How) -> How:
    """What a leaving is about: being away, being merged, or (`STEP`) leaving the lists."""
    return how if how in (How.AWAY, How.MERGED) else How.STEP


_TELLING: Final = (
    How.STEP,
    How.IN_WORDS,
    How.MOVED,
    How.NO_GROUND,
    How.DELETED,
    How.DELETED_NO_GROUND,
    How.AWAY,
    How.MERGED,
)


def _telling(leaving: Leaving) -> tuple[int, int]:
    """The newest first, and of one day what says most."""
    return -leaving.on.toordinal(), _TELLING.index(leaving.how)


def _shown(leaving: Leaving, rules: RemovalRules, book: LawBook, *, is_listed: bool) -> Removal:
    if is_listed and _matter(leaving.how) is How.STEP:
        kind = rules.kind_of(How.STILL_LISTED)
    else:
        kind = rules.kind_of(leaving.how, leaving.step, leaving.ground)
    words, source = _legal(leaving, book)
    paper = leaving.paper
    return Removal(
        kind=kind,
        category=leaving.category,
        on=leaving.on,
        ground=words,
        source=source,
        document=str(paper) if paper else "",
        decided_by=paper.decided_by if paper else "",
        written_on=leaving.written_on,
        written_by=leaving.written_by,
        person=leaving.person,
        name=leaving.name,
        register=leaving.register,
        record=leaving.record,
    )


def _legal(leaving: Leaving, book: LawBook) -> tuple[str, str]:
    """The ground in words and the article, of the law in force on the day."""
    if not leaving.step:
        return leaving.words, ""
    try:
        step = book.transition(leaving.step, leaving.on)
    except KnownError:
        return leaving.words, ""
    ground = next((each for each in step.grounds if each.code == leaving.ground), None)
    if ground is None:
        return step.title, step.source
    return f"{step.title}: {ground.words}", ground.source


def _cases(removals: Sequence[Removal]) -> str:
    counts = Counter(each.kind for each in removals)
    return ", ".join(f"{count} trường hợp {kind.says}" for kind, count in counts.most_common())


def _counted(removals: Sequence[Removal]) -> str:
    counts = Counter(each.kind for each in removals)
    return ", ".join(f"{count} {kind.says}" for kind, count in counts.most_common())


def paper_of(kind: str, number: str, signed_on: date, signer: str, role: str) -> Paper:
    """A decision of the register as a paper: its kind in words."""
    return Paper(DECISION_KINDS.get(kind, kind), number, signed_on, signer, role)
