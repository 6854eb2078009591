"""The calendar as a file for telephones and other programs: printed titles and counts, no names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.plans.calendar import Item, Say, icalendar
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_, BadInput, NotAllowed
from sachmatuy_desktop.services.bus import Session, execute
from sachmatuy_desktop.services.calendar.entries import Kind
from sachmatuy_desktop.services.calendar.reading import Diary, kinds_of, read_diary
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.atomic import write_atomically
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = ["LONGEST", "SUFFIX", "export_calendar", "refuse_range"]

SUFFIX: Final = ".ics"
LONGEST: Final = 2
"""For how many years a file may reach: what lies further changes before it comes."""


@dataclass(frozen=True)
class NoteCalendar:
    """Leaves in the journal that the calendar was written to a file: which days, how many items."""

    first: date
    last: date
    items: int

    @property
    def act(self) -> str:
        """The act's id."""
        return "calendar.export"

    def run(self, work: UnitOfWork, session: Session) -> None:  # noqa: ARG002
        """An entry without changes."""
        days = f"{show_date(self.first)} – {show_date(self.last)}"
        work.note(Scope.LOCAL, f"{days}: {self.items}")


def export_calendar(
    office: Office,
    path: Path,
    first: date,
    last: date,
    kinds: Iterable[Kind],
    *,
    diary: Diary | None = None,
    say: Say = str,
) -> int:
    """Write what stands between two days, both counted; how many items there were.

    Raises `BadInput` for days that are none, `NotAllowed` for kinds the account does not see, and
    `StorageTrouble`; then there is no file, or the old one.
    """
    chosen = frozenset(kinds)
    refuse_range(first, last, chosen)
    if chosen - set(kinds_of(office)):
        raise NotAllowed(N_("Tài khoản của bạn không được xem những việc này."))
    read = diary or read_diary(office)
    items = [each.item for each in read.between(first, last) if each.kind in chosen]
    text = _file(office, items, say)
    write_atomically(path, text.encode())
    execute(NoteCalendar(first, last, len(items)), office.session)
    return len(items)


def refuse_range(first: date, last: date, kinds: AbstractSet[Kind]) -> None:
    """Raise `BadInput` for days that are none, and for nothing at all."""
    if last < first:
        raise BadInput(N_("Ngày kết thúc trước ngày bắt đầu.")).at("last")
    if last > _years_later(first):
        raise BadInput(N_("Hãy chọn khoảng không quá {years} năm."), years=LONGEST).at("last")
    if not kinds:
        raise BadInput(N_("Hãy chọn ít nhất một loại việc.")).at("kinds")


def _file(office: Office, items: Sequence[Item], say: Say) -> str:
    return icalendar(items, stamp=office.clock.now(), office=office.info.unit_id, say=say)


def _years_later(day: date) -> date:
    return day.replace(year=day.year + LONGEST, day=min(day.day, 28))
