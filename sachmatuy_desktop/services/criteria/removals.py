"""Who went off the lists shortly before a day of consideration, for the commune and those above it.

    removals(office, before, days=None, unit_id=None) -> Removals

`Removals` (`domain.removals`) is frozen: `unit`, `since`, `before`, `days`, `today`, `is_known`,
`items` (each a `Removal`: `kind.says`, `category`, `on`, `ground`, `source`, `document`,
`decided_by`, `written_on`, `written_by`, and for those who may see lists `name`, `person`,
`register`, `record`), `left` (those by which somebody is off the lists) and `sentences()`, what is
said of them in words that blame nobody.  The commune sees what the receiving office will see.
"""

from __future__ import annotations

from datetime import date, timedelta

from sachmatuy_desktop.domain.registers.duties import Duty
from sachmatuy_desktop.domain.removals import Removals, told
from sachmatuy_desktop.packs.law import law_book
from sachmatuy_desktop.packs.removals import removal_rules
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.removals import knows_people_of, leavings, listed_on

__all__ = ["removals"]


def removals(
    office: Office, before: date, days: int | None = None, unit_id: str | None = None
) -> Removals:
    """The leavings of a unit within `days` (the program's own number unless given) before a day.

    At a receiving office `unit_id` names any commune below; else it is the office's own unit.  An
    account that may not know who is on a list is told the same without names, numbers of papers and
    ways to the records.  `is_known` is off where the commune's books about people are not here.
    Reads only; raises nothing but `BadInput` for a damaged `removals.toml`.
    """
    rules = removal_rules()
    unit = unit_id or office.unit.id
    span = rules.days if days is None else days
    first = before - timedelta(days=span)
    today = date.fromisoformat(office.clock.today())
    with office.store.reading() as connection:
        if unit != office.unit.id and not knows_people_of(connection, unit):
            return Removals(unit, first, before, span, today, is_known=False)
        found = leavings(connection, unit, first, before, rules)
        persons = sorted({each.person for each in found})
        still = listed_on(connection, persons, rules.lists, before + timedelta(days=1))
    items = told(found, rules, law_book(), still)
    if not office.session.role.knows(Duty.LISTS):
        items = tuple(each.without_names() for each in items)
    return Removals(unit, first, before, span, today, items)
