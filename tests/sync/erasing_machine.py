"""The random offices with the law among them: persons and records are erased wherever, while others
write of them, lose sticks, undo bundles and restore.
"""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.stateful import rule

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.erasures.erasing import (
    ErasePerson,
    Erasing,
    clear_away,
    erase_alone,
)
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork
from tests.sync.erased_words import secret_word
from tests.sync.machine import SMALL, Offices
from tests.sync.worlds import DISTRICT, Site

BOOKS = st.sampled_from(("people", "people", "villages"))


@dataclass(frozen=True)
class EraseOne(Erasing):
    """A record erased alone, of whatever book and age."""

    register: str
    record: RecordId
    ground = "retention"
    document = "Biên bản 01"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `NotAllowed`."""
        erase_alone(work, session, self.register, self.record)


class WithErasings(Offices):
    """Two to six PCs where what was erased must be nowhere."""

    @rule(where=SMALL, which=SMALL, register=BOOKS)
    def tell(self, where: int, which: int, register: str) -> None:
        """Words that stand nowhere else, of somebody who may be new."""
        site = self._site(where)
        if site.unit != DISTRICT:
            self._tell(site, which, register)

    def _tell(self, site: Site, which: int, register: str) -> None:
        self.world.tally["words told"] += 1
        word = secret_word(self.world.tally["words told"])
        known = self.world.records(site, register)
        record = known[which % len(known)] if known and which else None
        new = {"full_name": f"Lò {word}", "birth": "1990", "no_number_reason": "Chưa làm"}
        if register == "villages":
            new = {"name": f"Thôn {word}", "kind": "thon"}
        self.world.attempt(
            site, SaveRecord(register, record, new if record is None else {"remark": f"Gặp {word}"})
        )

    @rule(where=SMALL, which=SMALL, keep=st.booleans())
    def erase_person(self, where: int, which: int, keep: bool) -> None:
        """All that is kept of a person, or what tells who it was."""
        site = self._site(where)
        person = self._record(site, "people", which)
        if person is not None:
            self._erase(site, ErasePerson(person, "order", "12/QĐ", keep))

    @rule(where=SMALL, which=SMALL, register=BOOKS)
    def erase_record(self, where: int, which: int, register: str) -> None:
        """One record."""
        site = self._site(where)
        record = self._record(site, register, which)
        if record is not None:
            self._erase(site, EraseOne(register, record))

    def _erase(self, site: Site, command: ErasePerson | EraseOne) -> None:
        if self.world.attempt(site, command):
            clear_away(site.office)
            self.world.tally["erasings"] += 1
            self.world.must_show_the_truth(site)

    @rule(pair=st.integers(0, 29), which=SMALL, both=st.booleans(), back=st.booleans())
    def erase_what_another_writes(self, pair: int, which: int, both: bool, back: bool) -> None:
        """One erases whom another writes of, or erases too, before they meet."""
        one, other = self._pair(pair)
        if DISTRICT in (one.unit, other.unit):
            return
        self._tell(one, 0, "people")
        self.world.deliver(self.world.export(one, other))
        shared = self.world.records(one, "people")
        person = shared[which % len(shared)] if shared else None
        if person is None or person not in self.world.records(other, "people"):
            return
        self._tell(other, which, "people")
        self._erase(one, ErasePerson(person, "order", "12/QĐ", keep_statistics=True))
        if both:
            self._erase(other, ErasePerson(person, "order", "13/QĐ", keep_statistics=False))
        first, second = (other, one) if back else (one, other)
        crossing = self.world.export(second, first)
        self.world.deliver(self.world.export(first, second))
        self.world.deliver(crossing)

    @rule(where=SMALL)
    def restore(self, where: int) -> None:
        """The last backup is put back.  An office above that forgets its copies so has tests of its
        own: until the communes write again it shows what nobody wrote.
        """
        site = self._site(where)
        if site.unit != DISTRICT or not self.world.tally["erasings"]:
            super().restore(where)
