"""Offices that do whatever comes to mind, in whatever order: hypothesis looks for the story that
breaks a law, and makes it short.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from sachmatuy_desktop.domain.vocabulary import Vocabulary
from sachmatuy_desktop.services.merging import MergeRecords
from sachmatuy_desktop.services.records import RemoveRecord, SaveRecord
from sachmatuy_desktop.services.sync.conflicts import Preference
from sachmatuy_desktop.services.sync.returns import ChangeReturn, Opinion, ReturnUnit
from sachmatuy_desktop.services.undo import Undo
from tests.sync.programs import PROGRAMS
from tests.sync.shown import picture
from tests.sync.worlds import (
    CLOCKS,
    DISTRICT,
    LAYOUTS,
    Site,
    Stick,
    Template,
    World,
)

SMALL = st.integers(0, 5)
NAMES = ("Đào", "Mận", "Lê")
HEADS = st.sampled_from((None, *NAMES))
STATES = st.sampled_from(("dang_hoat_dong", "ngung"))
DAYS = st.sampled_from((None, "2026-02-01", "2026-02-15"))


class Offices(RuleBasedStateMachine):
    """Two to six PCs.  Subclasses say where the founded offices lie."""

    templates: ClassVar[dict[str, Template]] = {}
    tally: ClassVar[Counter[str]] = Counter()
    """What was met, over all examples."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory(prefix="offices-")
        self.world: World

    @initialize(names=st.sampled_from(LAYOUTS))
    def begin(self, names: tuple[str, ...]) -> None:
        """Everybody of the first PC's commune starts with the same two villages and a model."""
        self._begin(names, ())

    def _begin(self, names: tuple[str, ...], programs: Sequence[Vocabulary]) -> None:
        self.world = World(Path(self._folder.name), self.templates, names)
        for site, program in zip(self.world.sites.values(), programs, strict=False):
            site.program = program
        first = self._site(0)
        for number in (1, 2):
            self.world.run(
                first, SaveRecord("villages", None, {"name": f"Thôn {number}", "kind": "thon"})
            )
        self._add_model(first)
        for sender, receiver in self.world.pairs():
            if sender is first:
                self.world.deliver(self.world.export(first, receiver))

    def _add_model(self, site: Site) -> None:
        values = {"name": "Tổ tự quản", "started_on": "2025-01-01", "state": "dang_hoat_dong"}
        self.world.attempt(site, SaveRecord("models", None, values))

    def _site(self, number: int) -> Site:
        sites = list(self.world.sites.values())
        return sites[number % len(sites)]

    def _record(self, site: Site, register: str, number: int) -> str | None:
        found = self.world.records(site, register)
        return found[number % len(found)] if found else None

    # -- acts --------------------------------------------------------------------------------------

    @rule(where=SMALL, name=SMALL)
    def add(self, where: int, name: int) -> None:
        """A village more."""
        values = {"name": f"Thôn {name}", "kind": "thon"}
        self.world.attempt(self._site(where), SaveRecord("villages", None, values))

    @rule(where=SMALL, which=SMALL, head=HEADS, name=SMALL)
    def edit(self, where: int, which: int, head: str | None, name: int) -> None:
        """One field or two of a village."""
        values = {"head": head, **({"name": f"Thôn {name}"} if name > 3 else {})}
        self._save(where, "villages", which, values)

    @rule(where=SMALL, which=SMALL, state=STATES, day=DAYS)
    def edit_group(self, where: int, which: int, state: str, day: str | None) -> None:
        """Fields that move together."""
        self._save(where, "models", which, {"state": state, "state_from": day})

    def _save(self, where: int, register: str, which: int, values: dict[str, str | None]) -> None:
        site = self._site(where)
        record = self._record(site, register, which)
        if record is not None:
            self.world.attempt(site, SaveRecord(register, record, values))

    @rule(where=SMALL, which=SMALL, register=st.sampled_from(("villages", "models")))
    def remove(self, where: int, which: int, register: str) -> None:
        """A record out of its book."""
        site = self._site(where)
        record = self._record(site, register, which)
        if record is not None:
            self.world.attempt(site, RemoveRecord(register, record))

    @rule(where=SMALL, which=SMALL)
    def undo(self, where: int, which: int) -> None:
        """One of this PC's last acts taken back; a removal so taken back is a restoring."""
        site = self._site(where)
        acts = self.world.own_acts(site)
        self.world.attempt(site, Undo(acts[which % len(acts)]))

    @rule(where=SMALL, which=SMALL)
    def decide(self, where: int, which: int) -> None:
        """One of the values that wait."""
        self.world.decide_one(self._site(where), which)

    @rule(where=SMALL, how=st.sampled_from(Preference))
    def settle(self, where: int, how: Preference) -> None:
        """Many at once."""
        self.world.settle_all(self._site(where), how)

    @rule(where=SMALL, one=SMALL, other=SMALL)
    def merge(self, where: int, one: int, other: int) -> None:
        """Two people that are one, perhaps in the other direction elsewhere."""
        site = self._site(where)
        people = self.world.records(site, "people")
        if len(people) < 2:
            values = {"full_name": "Lò Văn Mẫu", "birth": "1990", "no_number_reason": "Chưa làm"}
            self.world.attempt(site, SaveRecord("people", None, values))
            return
        kept, gone = people[one % len(people)], people[other % len(people)]
        self.world.attempt(site, MergeRecords("people", kept, gone))

    @precondition(lambda self: "huyện" in self.world.sites)
    @rule(which=SMALL, addressee=SMALL, subject=HEADS)
    def write_down(self, which: int, addressee: int, subject: str | None) -> None:
        """The office above writes to a commune, or corrects what it wrote."""
        self.tell_down(which, addressee, subject)

    def tell_down(self, which: int, addressee: int, subject: str | None) -> None:
        """The same, as a part of other stories."""
        site = self.world.sites["huyện"]
        record = self._record(site, "returns", which)
        if record is not None and subject is not None and which:
            self.world.attempt(site, ChangeReturn(record, Opinion(subject)))
            return
        communes = sorted({each.unit for each in self.world.sites.values()} - {DISTRICT})
        unit = communes[addressee % len(communes)]
        self.world.attempt(site, ReturnUnit(unit, Opinion("Bổ sung")))

    @rule(where=SMALL)
    def keep_to_oneself(self, where: int) -> None:
        """Something local, in a book and as a note."""
        self.world.keep_to_oneself(self._site(where))

    @rule(where=SMALL, how=st.sampled_from(sorted(CLOCKS)))
    def set_clock(self, where: int, how: str) -> None:
        """A clock years off from where it was, forwards or backwards."""
        site = self._site(where)
        site.clock.moment = site.clock.moment.replace(year=2026 + CLOCKS[how])

    # -- sticks ------------------------------------------------------------------------------------

    def _pair(self, number: int) -> tuple[Site, Site]:
        pairs = list(self.world.pairs())
        return pairs[number % len(pairs)]

    def _stick(self, number: int) -> Stick | None:
        sticks = self.world.sticks
        return sticks[-1 - number % len(sticks)] if sticks else None

    @rule(pair=st.integers(0, 29), everything=st.booleans())
    def write_stick(self, pair: int, everything: bool) -> None:
        """It may lie about, cross others, get lost, or come twice."""
        self.world.export(*self._pair(pair), everything=everything)

    @rule(pair=st.integers(0, 29))
    def carry(self, pair: int) -> None:
        """A stick there at once."""
        self.world.deliver(self.world.export(*self._pair(pair)))

    @rule(pair=st.integers(0, 29))
    def cross(self, pair: int) -> None:
        """Both write before either takes in."""
        one, other = self._pair(pair)
        for stick in (self.world.export(one, other), self.world.export(other, one)):
            self.world.deliver(stick)

    @rule(pair=st.integers(0, 29))
    def receipt(self, pair: int) -> None:
        """What the other holds, said and heard."""
        self.world.deliver(self.world.receipt(*self._pair(pair)))

    @rule(which=st.integers(0, 9))
    def deliver(self, which: int) -> None:
        """Any stick of the last ones: late, again, after newer ones."""
        stick = self._stick(which)
        if stick is not None:
            self.world.deliver(stick)

    @rule(which=st.integers(0, 9), only=st.lists(st.integers(0, 7), max_size=4))
    def deliver_part(self, which: int, only: list[int]) -> None:
        """Some segments of a stick, in any order."""
        stick = self._stick(which)
        if stick is not None:
            self.world.deliver(stick, only)

    @rule(pair=st.integers(0, 29), without=SMALL)
    def skip(self, pair: int, without: int) -> None:
        """Everything but one segment: what stands on it waits."""
        stick = self.world.export(*self._pair(pair), everything=True)
        self.world.deliver(
            stick, [at for at in range(len(stick.segments)) if at != without % len(stick.segments)]
        )

    @rule(pair=st.integers(0, 29), numbers=st.permutations(range(3)), upto=st.integers(1, 3))
    def out_of_order(self, pair: int, numbers: list[int], upto: int) -> None:
        """Three sticks written one after the other; some come, the last perhaps first."""
        sender, receiver = self._pair(pair)
        sticks = []
        for number in range(3):
            self.edit_anything(sender, number)
            sticks.append(self.world.export(sender, receiver, everything=True))
        for number in numbers[:upto]:
            self.world.deliver(sticks[number], self._newest(sticks[number]))

    def edit_anything(self, site: Site, number: int) -> None:
        """Something of the site's own, whatever it is allowed."""
        if site.unit == DISTRICT:
            self.tell_down(number, number, NAMES[number % len(NAMES)])
        else:
            values = {"name": f"Thôn {number}", "kind": "thon"}
            self.world.attempt(site, SaveRecord("villages", None, values))

    def _newest(self, stick: Stick) -> list[int]:
        """The newest segment that the sender itself wrote."""
        site = self.world.sites[stick.sender].office.store.facts.site
        own = [at for at, each in enumerate(stick.segments) if each.header.site == site]
        return sorted(own, key=lambda at: stick.segments[at].header.first)[-1:]

    @rule(pair=st.integers(0, 29), which=SMALL, meet=st.booleans(), heads=st.permutations(NAMES))
    def quarrel(self, pair: int, which: int, meet: bool, heads: list[str]) -> None:
        """Two write the same field, or one removes what the other writes, before they meet."""
        one, other = self._pair(pair)
        both = set(self.world.records(one, "villages")) & set(self.world.records(other, "villages"))
        if not both:
            return
        village = sorted(both)[which % len(both)]
        self.world.attempt(one, SaveRecord("villages", village, {"head": heads[0]}))
        if which == 5:
            self.world.attempt(other, RemoveRecord("villages", village))
        else:
            self.world.attempt(other, SaveRecord("villages", village, {"head": heads[1]}))
        if meet:
            self.cross(pair)

    @rule(where=SMALL, which=SMALL, tell=st.booleans())
    def undo_bundle(self, where: int, which: int, tell: bool) -> None:
        """One of the last bundles out again; its sender may hear of it at once, late or never."""
        told = self.world.undo_bundle(self._site(where), which)
        if told is not None and tell:
            self.world.deliver(told)

    @rule(pair=st.integers(0, 29), which=SMALL)
    def undo_what_came(self, pair: int, which: int) -> None:
        """Something new comes and goes again, perhaps together with what waited for it."""
        sender, receiver = self._pair(pair)
        self.edit_anything(sender, which)
        self.world.deliver(self.world.export(sender, receiver))
        self.world.undo_bundle(receiver, 0)

    # -- disasters ---------------------------------------------------------------------------------

    @rule(where=SMALL)
    def back_up(self, where: int) -> None:
        """A backup of one PC."""
        self.world.back_up(self._site(where))

    @rule(where=SMALL)
    def restore(self, where: int) -> None:
        """The last backup is put back, by a person who lost everything since."""
        self.world.restore(self._site(where))

    @rule(where=SMALL, rare=st.integers(0, 2))
    def renew_key(self, where: int, rare: int) -> None:
        """Another key for a PC; the others hear of it with its next sticks."""
        if not rare:
            self.world.renew_key(self._site(where))

    # -- the end -----------------------------------------------------------------------------------

    def teardown(self) -> None:
        """All exchange; all agree; one decides; all agree, and it stays decided."""
        if not hasattr(self, "world"):
            self._folder.cleanup()
            return
        world = self.world
        try:
            world.exchange()
            world.must_agree()
            if world.tally["restored"]:
                self._find_lost_sticks()
            world.tally["conflicts at the end"] += world.undecided()
            self._decide_for_good()
            self.tally.update(world.tally)
            self.tally["examples"] += 1
        finally:
            world.close()
            self._folder.cleanup()

    def _find_lost_sticks(self) -> None:
        """What a restored PC had written after the backup may stand on an old stick alone."""
        for stick in list(self.world.sticks):
            self.world.deliver(stick)
        self.world.exchange()
        self.world.must_agree()

    def _decide_for_good(self) -> None:
        world = self.world
        for site in {each.unit: each for each in world.sites.values()}.values():
            world.settle_all(site, Preference.SHOWN)
        world.exchange()
        world.must_agree()
        assert world.undecided() == 0
        world.must_find_the_same()
        before = {name: picture(site.office) for name, site in world.sites.items()}
        for stick in world.sticks:
            world.deliver(stick)
        assert {name: picture(site.office) for name, site in world.sites.items()} == before
        assert world.undecided() == 0


class WithAStolenPc(Offices):
    """The same where the office above believes a commune's PC no more, and its others hear of it
    early, late or never.

    Who had taken its last lines in before keeps them, so that not all end with the same; each is
    held against what it may believe.
    """

    @precondition(lambda self: "huyện" in self.world.sites)
    @rule(where=SMALL, writes=SMALL, relayed=st.booleans())
    def revoke(self, where: int, writes: int, relayed: bool) -> None:
        """A PC was stolen; whoever has it writes on, and another of its commune that has not heard
        may bring that up.
        """
        above, site = self.world.sites["huyện"], self._site(where)
        if site is above or self.world.tally["keys renewed"]:
            return
        self.world.revoke(above, site)
        for number in range(writes):
            self.edit_anything(site, number)
        sisters = [each for each in self.world.sites.values() if each.unit == site.unit]
        if relayed and len(sisters) > 1:
            sister = next(each for each in sisters if each is not site)
            self.world.deliver(self.world.export(site, sister))
            self.world.deliver(self.world.export(sister, above))

    @precondition(lambda self: not self.world.tally["keys revoked"])
    @rule(where=SMALL, rare=st.integers(0, 2))
    def renew_key(self, where: int, rare: int) -> None:
        """A stolen PC has no heir that anybody believes."""
        super().renew_key(where, rare)

    def _decide_for_good(self) -> None:
        if not self.world.tally["keys revoked"]:
            super()._decide_for_good()


class OfManyPrograms(Offices):
    """The same at PCs whose programs differ in age by up to two, and that become newer."""

    @initialize(
        names=st.sampled_from(LAYOUTS),
        ages=st.lists(st.integers(0, 2), min_size=6, max_size=6),
    )
    def begin(self, names: tuple[str, ...], ages: list[int]) -> None:
        """Each PC has a program of its own."""
        self._begin(names, [PROGRAMS[age] for age in ages])

    @rule(where=SMALL)
    def upgrade(self, where: int) -> None:
        """The next program."""
        site = self._site(where)
        at = PROGRAMS.index(site.program)
        if at + 1 < len(PROGRAMS):
            self.world.upgrade(site, PROGRAMS[at + 1])

    def teardown(self) -> None:
        """Everybody exchanges, then all get the newest program, and show what all others show."""
        if hasattr(self, "world"):
            self.world.exchange()
            for site in self.world.sites.values():
                if site.program is not PROGRAMS[-1]:
                    self.world.upgrade(site, PROGRAMS[-1])
        super().teardown()
