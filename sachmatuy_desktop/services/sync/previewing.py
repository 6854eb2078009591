"""What an officer reads before deciding about a bundle, told of the merge while it stands.

`staging` tries the merge out and takes it back; in between, the questions of this module are asked
of the office file as it would be (`after`) and as it is (`before`).  What would take long on a
first bundle is left until somebody asks for it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from sachmatuy_desktop.domain.dates import parse_moment
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.services import checking
from sachmatuy_desktop.services.office import RECEIVING, Office
from sachmatuy_desktop.services.sync import conflicts
from sachmatuy_desktop.services.sync.versions import Versions
from sachmatuy_desktop.storage import alike
from sachmatuy_desktop.storage.alike import Pair
from sachmatuy_desktop.storage.findings.arising import Arising, Example, arising
from sachmatuy_desktop.storage.following import ever_said
from sachmatuy_desktop.storage.pace import Pace, Tell, in_turns
from sachmatuy_desktop.storage.row_reading import read_rows
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.sync import post
from sachmatuy_desktop.storage.sync.conflicts import Conflict, conflicts_of
from sachmatuy_desktop.storage.sync.differences import Altered, Differences, Fate, Page, differences
from sachmatuy_desktop.storage.sync.gaps import Gap
from sachmatuy_desktop.storage.sync.merge_report import MergeReport
from sachmatuy_desktop.storage.sync.post import Partner, Passage
from sachmatuy_desktop.sync import incoming
from sachmatuy_desktop.sync.bundle import Dispatch

__all__ = [
    "AT_ONCE",
    "Altered",
    "Arising",
    "Differences",
    "Elsewhere",
    "Example",
    "Fate",
    "Look",
    "Missing",
    "Namesake",
    "Page",
    "Preview",
    "clock_ahead",
    "counts",
    "page",
]

AT_ONCE: Final = 1500
"""Changed records up to which the checks are asked, and persons looked for elsewhere, at once."""

MOST_LISTED: Final = 200
"""Conflicts, and persons who may be somebody in another commune, that are told by name."""

_MOST_NUMBERS: Final = 50
"""So many bundles that have not come are told by their numbers: the last ones."""

_TOLERATED: Final = timedelta(minutes=10)
"""A sender's clock that is ahead by less is not worth a word."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Lines that the bundle stands on and that are not here.

    `author` is the office or PC that wrote them, "" where it is not known by name.  `numbers` are
    the sender's bundles that were never taken in, between `before`, the last one that was, and this
    one.  Where another than the sender wrote them there are no numbers, and `before` is the
    author's own last bundle.
    """

    gap: Gap
    author: str = ""
    numbers: tuple[int, ...] = ()
    before: Passage | None = None


@dataclass(frozen=True, slots=True)
class Namesake:
    """A person told apart: name, birth (ISO), unit."""

    record: RecordId
    name: str
    birth: str
    unit: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A person who came and may be a person of another commune, and why one would think so."""

    came: Namesake
    known: Namesake
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """What is told of a bundle besides the figures of its merge.

    Conflicts and namesakes are listed up to `MOST_LISTED`, the counts are of all.  `findings` and
    `elsewhere` are None as long as they have not been looked for.
    """

    differences: Differences = field(default_factory=Differences)
    conflicts: tuple[Conflict, ...] = ()
    conflict_count: int = 0
    missing: tuple[Missing, ...] = ()
    findings: tuple[Arising, ...] | None = ()
    elsewhere: tuple[Elsewhere, ...] | None = ()
    elsewhere_count: int = 0
    versions: Versions = field(default_factory=Versions)

    @property
    def is_whole(self) -> bool:
        """Whether everything has been looked for."""
        return self.findings is not None and self.elsewhere is not None


@dataclass(frozen=True)
class Look:
    """One look at a merge that stands and will be taken back.

    `keys_known`: the keys under which persons meet are up to date.  `thorough`: whatever it takes.
    """

    office: Office
    before: Connection
    after: Connection
    report: MergeReport
    keys_known: bool
    thorough: bool = False

    def preview(self, sender: Partner, dispatch: Dispatch, tell: Tell) -> Preview:
        """All that is told of it.  An error in `tell` stops the work."""
        turns = in_turns(tell, (6, 1, 3, 3))
        touched = self.report.touched
        found = differences(self.before, self.after, touched, Pace(len(touched), turns[0]))
        undecided = list(self._conflicts(found))
        turns[1](1, 1)
        preview = Preview(
            found,
            tuple(undecided[:MOST_LISTED]),
            len(undecided),
            tuple(self._missing(sender, dispatch)) if self.report.parked else (),
            self._findings(turns[2]),
        )
        return self._with_elsewhere(preview, turns[3])

    @property
    def _role(self) -> Role:
        return self.office.info.role

    @property
    def _is_quick(self) -> bool:
        return self.thorough or len(self.report.touched) <= AT_ONCE

    def _changed(self) -> Mapping[str, set[RecordId]]:
        changed: defaultdict[str, set[RecordId]] = defaultdict(set)
        for register, record in self.report.touched:
            changed[register].add(record)
        return changed

    def _conflicts(self, found: Differences) -> Iterator[Conflict]:
        """Different values, or a removal that met an edit, in what the merge touched."""
        waiting: defaultdict[str, set[RecordId]] = defaultdict(set)
        for register, record in (*self.report.conflicts, *found.tombstones):
            waiting[register].add(record)
        for book in REGISTERS:
            for each in conflicts_of(self.after, book.name, waiting[book.name]):
                if conflicts.may_be_told(self._role, each):
                    yield each

    def _missing(self, sender: Partner, dispatch: Dispatch) -> Iterator[Missing]:
        names = {each.key_id: each.name for each in post.partners(self.after)}
        last = post.came_before(self.after, sender.key_id, dispatch.epoch, dispatch.sequence)
        first = max(last.sequence + 1 if last else 1, dispatch.sequence - _MOST_NUMBERS)
        numbers = tuple(range(first, dispatch.sequence))
        for gap in incoming.missing(self.after):
            author = gap.author or post.author_of(self.after, gap.site)
            if author in names and author != sender.key_id:
                own = post.newest_of(self.after, author)
                yield Missing(gap, names[author], before=own)
            else:
                yield Missing(gap, names.get(author, ""), numbers, last)

    def _findings(self, tell: Tell) -> tuple[Arising, ...] | None:
        if not self._is_quick:
            return None
        role = self._role
        told = checking.rules_for(role)
        today = self.office.clock.today()
        changed = None if len(self.report.touched) > AT_ONCE else self._changed()
        found = arising(self.before, self.after, today, changed, tell)
        return tuple(
            replace(
                each,
                examples=tuple(
                    one for one in each.examples if checking.may_be_told(role, one.finding)
                ),
            )
            for each in found
            if each.rule in told
        )

    def _with_elsewhere(self, preview: Preview, tell: Tell) -> Preview:
        """Persons of the bundle who may be persons of other communes; a commune has no others."""
        people = REGISTERS["people"]
        hidden = not (self._role.may_open(people) and self._role.may_see(people["full_name"]))
        if self.office.info.kind != RECEIVING or hidden:
            return preview
        changed = self._changed()
        came = set(changed["people"])
        papers = changed["identity_docs"]
        if papers:
            came |= {str(each) for each in ever_said(self.after, papers, "person")}
        if not came:
            return preview
        if not (self._is_quick and self.keys_known):
            return replace(preview, elsewhere=None)
        pace = Pace(len(came), tell)
        listed, count = [], 0
        for pair in alike.meeting_elsewhere(self.after, "people", sorted(came), pace):
            count += 1
            if count <= MOST_LISTED:
                listed.append(pair)
        return replace(preview, elsewhere=tuple(self._in_words(listed)), elsewhere_count=count)

    def _in_words(self, pairs: list[Pair]) -> Iterator[Elsewhere]:
        ids = {each for pair in pairs for each in (pair.first, pair.second)}
        shows_birth = self._role.may_see(REGISTERS["people"]["birth"])
        known = {
            str(row["id"]): Namesake(
                str(row["id"]),
                str(row["full_name"] or ""),
                str(row["birth"] or "") if shows_birth else "",
                str(row["unit_id"]),
            )
            for row in read_rows(self.after, "people", ids)
        }
        for each in pairs:
            yield Elsewhere(known[each.first], known[each.second], each.reasons)


# -- reading what was found ------------------------------------------------------------------------


def counts(office: Office, preview: Preview) -> dict[str, Counter[Fate]]:
    """How many records of each book have which fate, for the books the account may open."""
    role = office.info.role
    return {
        name: count
        for name, count in preview.differences.counts.items()
        if role.may_open(REGISTERS[name])
    }


def page(office: Office, preview: Preview, register: str, number: int) -> Page:
    """A page of changed records as the account may see them: fields it may not are left out."""
    role, book = office.info.role, REGISTERS[register]
    if not role.may_open(book):
        return Page()
    whole = preview.differences.page(register, number)
    return Page(tuple(_masked(role, register, each) for each in whole.records), whole.names)


def _masked(role: Role, register: str, altered: Altered) -> Altered:
    book = REGISTERS[register]
    seen = {name: both for name, both in altered.fields.items() if role.may_see(book[name])}
    named = all(role.may_see(book[name]) or book[name].by_program for name in book.naming)
    return replace(
        altered,
        title=altered.title if named else "",
        fields=seen,
        hidden=len(altered.fields) - len(seen),
    )


def clock_ahead(office: Office, dispatch: Dispatch) -> timedelta | None:
    """By how much the sender's clock was ahead of this PC's, where that is worth a word."""
    try:
        ahead = parse_moment(dispatch.created) - office.clock.now()
    except BadInput:
        return None
    return ahead if ahead > _TOLERATED else None
