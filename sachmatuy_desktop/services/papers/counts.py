"""The figures of a report by village: counts of things and households, hardly ever of persons.

A count of one or two persons in a village points at them, so where any village has so few, that
column is left empty for all villages and the commune's sum alone is given (suppression of small
cells; Nghị định 356/2025 counts these as sensitive data).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sachmatuy_desktop.documents.inputs import VillageFigures
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.queries import Where

SMALLEST: Final = 3
"""A cell of fewer persons is not printed by village."""

MANAGED: Final = ("nghien", "sdtp", "sau_cai")
"""The categories that a report counts and a roster lists."""

RESIDING: Final = Where("state", "=", "dang_cu_tru")
_IN_USE: Final = Where("state", "=", "dang_dung")

Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures by village and for the whole place; `suppressed` when small cells were left out."""

    villages: tuple[VillageFigures, ...]
    total: VillageFigures
    suppressed: bool

    @property
    def population(self) -> int | None:
        """People residing, by the population figures that were taken down; None without them."""
        return self.total.residents


def own_rows(office: Office, register: str, where: Sequence[Where] = ()) -> dict[RecordId, Row]:
    """The living records of the office's own unit, in the order of the register's list."""
    mine = Where("unit_id", "=", office.info.unit_id)
    ids = office.queries.ids(register, [mine, *where])
    rows = office.queries.rows(register, ids)
    return {each: rows[each] for each in ids}


def figures(office: Office, as_of: str, village: RecordId | None = None) -> Figures:
    """What the books say on a day, by village (or of one village)."""
    villages = villages_on(office, as_of)
    if village is not None:
        villages = {village: villages[village]} if village in villages else {}
    households = {
        each: str(row["village"])
        for each, row in own_rows(office, "households", [RESIDING]).items()
    }
    signed = signed_households(office, as_of)
    residents, population = _population(office, as_of, villages)
    persons = {name: _persons(office, as_of, name) for name in MANAGED}
    things: dict[str, Counter[str]] = {
        "households": Counter(households.values()),
        "committed": Counter(households[each] for each in signed if each in households),
        "hot_spots": _villages_of(_hot_spots(office, as_of)),
        "tip_boxes": _villages_of(
            own_rows(office, "tip_boxes", [_until("installed_on", as_of), _IN_USE])
        ),
        "boards": _villages_of(
            own_rows(office, "hotline_boards", [_until("posted_on", as_of), _IN_USE])
        ),
        "addicts": persons["nghien"],
        "users": persons["sdtp"],
        "after_rehab": persons["sau_cai"],
    }
    small = {name for name in _OF_PERSONS if _is_small(things[name], villages)}
    lines = tuple(
        VillageFigures(
            str(row["name"]),
            residents=residents.get(each),
            **{name: None if name in small else count[each] for name, count in things.items()},
        )
        for each, row in villages.items()
    )
    whole = village is None
    total = VillageFigures(
        "",
        residents=population if whole else residents.get(str(village)),
        models=_models(office, as_of) if whole else None,
        **{name: _sum(count, villages, whole=whole) for name, count in things.items()},
    )
    return Figures(lines, total, bool(small))


_OF_PERSONS: Final = ("addicts", "users", "after_rehab")


def _is_small(count: Counter[str], villages: Mapping[str, object]) -> bool:
    return any(0 < count[each] < SMALLEST for each in villages)


def _sum(count: Counter[str], villages: Mapping[str, object], *, whole: bool) -> int | None:
    """The sum for the whole unit (persons without a village too), or for the villages named."""
    if not villages:
        return None
    return count.total() if whole else sum(count[each] for each in villages)


def _until(field: str, day: str) -> Where:
    return Where(field, "<=", day)


def _lasting(rows: Mapping[RecordId, Row], field: str, day: str) -> dict[RecordId, Row]:
    """The rows that have not ended before the day: the last day itself still counts."""
    return {each: row for each, row in rows.items() if not row[field] or str(row[field]) >= day}


def _villages_of(rows: Mapping[RecordId, Row]) -> Counter[str]:
    return Counter(str(row["village"]) for row in rows.values())


def villages_on(office: Office, day: str) -> dict[RecordId, Row]:
    """The villages that exist on a day, in the order of their list."""
    rows = _lasting(own_rows(office, "villages"), "until_date", day)
    return {each: row for each, row in rows.items() if str(row["from_date"] or "") <= day}


def signed_households(office: Office, as_of: str) -> frozenset[RecordId]:
    """The households whose newest commitment up to the day is signed."""
    newest: dict[str, tuple[str, str]] = {}
    where = [Where("kind", "=", "ho_gia_dinh"), _until("signed_on", as_of)]
    for each, row in own_rows(office, "commitments", where).items():
        said = (str(row["signed_on"]) + each, str(row["outcome"]))
        household = str(row["household"])
        newest[household] = max(newest.get(household, ("", "")), said)
    return frozenset(each for each, (_, outcome) in newest.items() if outcome == "da_ky")


def _population(
    office: Office, as_of: str, villages: Iterable[RecordId]
) -> tuple[dict[str, int], int | None]:
    """Residents by village and of the unit, by the newest figures taken down until the day."""
    by_village: dict[str, int] = {}
    whole: int | None = None
    for row in own_rows(office, "populations", [_until("as_of", as_of)]).values():
        people = int(row["people"] or 0)
        if row["village"] is None:
            whole = people if whole is None else whole
        else:
            by_village.setdefault(str(row["village"]), people)
    if whole is None and by_village and all(each in by_village for each in villages):
        whole = sum(by_village[each] for each in villages)
    return by_village, whole


def _persons(office: Office, as_of: str, category: str) -> Counter[str]:
    """Persons of a category by village; those whose village is not known stand under ""."""
    people = {str(row["person"]) for row in episodes_on(office, as_of, (category,)).values()}
    return Counter(home_villages(office, people).values())


def episodes_on(office: Office, as_of: str, categories: Sequence[str]) -> dict[RecordId, Row]:
    """The category episodes that run on a day."""
    where = [Where("category", "in", tuple(categories)), _until("from_date", as_of)]
    return _lasting(own_rows(office, "episodes", where), "until_date", as_of)


def home_villages(office: Office, people: Iterable[RecordId]) -> dict[RecordId, str]:
    """Where each person lives: the village written down, or that of the household."""
    rows = office.queries.rows("people", sorted(people))
    homes = {str(row["household"]) for row in rows.values() if row["household"]}
    households = office.queries.rows("households", sorted(homes))
    found: dict[RecordId, str] = {}
    for each, row in rows.items():
        household = households.get(str(row["household"]), {})
        found[each] = str(row["village"] or household.get("village") or "")
    return found


def _hot_spots(office: Office, as_of: str) -> dict[RecordId, Row]:
    """Places that still stand; a retailer is a person and is not counted by village."""
    where = [Where("kind", "!=", "ban_le"), _until("detected_on", as_of)]
    rows = own_rows(office, "hotspots", where)
    return {
        each: row
        for each, row in rows.items()
        if not row["eliminated_on"] or str(row["eliminated_on"]) > as_of
    }


def _models(office: Office, as_of: str) -> int | None:
    """Models at work; they belong to the unit, not to a village.  None while none was recorded."""
    rows = own_rows(office, "models", [_until("started_on", as_of)])
    return sum(row["state"] == "dang_hoat_dong" for row in rows.values()) if rows else None
