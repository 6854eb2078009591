"""The figures of a report by village: counts of things and households, hardly ever of persons.

They are the very facts that criteria are judged by, so that the annexes of one report agree.  Where
a village has too few persons to tell (`domain.small_numbers`), the commune's sum alone is given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.documents.inputs import VillageFigures
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.small_numbers import small_columns
from sachmatuy_desktop.errors import N_, NotFound
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.facts import Books, Question, opened
from sachmatuy_desktop.storage.queries import Queries, Where

MANAGED: Final = ("nghien", "sdtp", "sau_cai")
"""The categories that a roster lists."""

_IN_USE: Final = Where("state", "=", "dang_dung")

FACTS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = MappingProxyType(
    {
        "households": ("households", ("households",)),
        "residents": ("populations", ("population",)),
        "committed": ("commitments", ("households_committed",)),
        "addicts": ("episodes", ("addicts",)),
        "users": ("episodes", ("resident_users",)),
        "after_rehab": ("episodes", ("after_rehab",)),
        "hot_spots": ("hotspots", ("complex_hubs", "complex_points", "use_points", "risk_points")),
        "models": ("models", ("active_models",)),
    }
)
"""Each column of the table: the book it comes from and the facts that it sums up.

A retailer is a person, so `retailers` is not among the places.
"""

_OF_THE_UNIT: Final = frozenset({"models"})
_OF_PERSONS: Final = frozenset({"addicts", "users", "after_rehab"})

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


def figures(
    office: Office,
    as_of: date,
    village: RecordId | None = None,
    readings: Mapping[str, str] | None = None,
) -> Figures:
    """What the books say on a day, by village (or of one village).

    A book in which nothing was ever entered gives no figure, not a zero.
    """
    unit, taken = office.info.unit_id, dict(readings or {})
    columns = _kept_columns(office)
    villages = villages_on(office, as_of.isoformat())
    asked = [each for each in villages if village in (None, each)]
    with opened(office.store) as books:
        whole = _counted(books, columns, Question((unit,), as_of, village=village, readings=taken))
        spread = _worth_asking(columns, whole)
        counted: dict[RecordId, dict[str, int | None]] = {
            each: {
                **dict.fromkeys(columns, 0),
                **_counted(books, spread, Question((unit,), as_of, village=each, readings=taken)),
            }
            for each in asked
        }
    for name, things in _posted(office, as_of.isoformat()).items():
        whole[name] = things.total() if village is None else things[village]
        for each in asked:
            counted[each][name] = things[each]
    small = small_columns(_OF_PERSONS & columns.keys(), counted.values())
    left_out = dict.fromkeys(small | _OF_THE_UNIT)
    lines = tuple(
        VillageFigures(str(villages[each]["name"]), **{**counted[each], **left_out})
        for each in asked
    )
    total = whole if village is None else {**whole, **left_out}
    return Figures(lines, VillageFigures("", **total), bool(small))


def _worth_asking(
    columns: Mapping[str, tuple[str, ...]], whole: Mapping[str, int | None]
) -> dict[str, tuple[str, ...]]:
    """The columns to ask of each village: of what the unit has none, no village has any."""
    return {
        name: facts
        for name, facts in columns.items()
        if whole[name] != 0 and name not in _OF_THE_UNIT
    }


def _kept_columns(office: Office) -> dict[str, tuple[str, ...]]:
    """The columns whose book has at least one entry of the office's own."""
    mine = Where("unit_id", "=", office.info.unit_id)
    return {
        name: facts
        for name, (register, facts) in FACTS.items()
        if office.queries.count(register, [mine])
    }


def _counted(
    books: Books, columns: Mapping[str, tuple[str, ...]], question: Question
) -> dict[str, int | None]:
    names = [fact for facts in columns.values() for fact in facts]
    values = {each.name: each.value for each in books.facts(question, names)} if names else {}
    return {name: _sum([values[fact] for fact in facts]) for name, facts in columns.items()}


def _sum(values: Sequence[int | bool | None]) -> int | None:
    """The sum, not known as soon as one part is not."""
    known = [int(each) for each in values if each is not None]
    return sum(known) if len(known) == len(values) else None


def _posted(office: Office, as_of: str) -> dict[str, Counter[str]]:
    """Boxes and boards in use by village, of the books that have entries."""
    mine = Where("unit_id", "=", office.info.unit_id)
    found: dict[str, Counter[str]] = {}
    for name, register, since in (
        ("tip_boxes", "tip_boxes", "installed_on"),
        ("boards", "hotline_boards", "posted_on"),
    ):
        if office.queries.count(register, [mine]):
            rows = _counted_rows(office, register, [Where(since, "<=", as_of), _IN_USE])
            found[name] = Counter(str(row["village"]) for row in rows.values())
    return found


# -- rows -----------------------------------------------------------------------------------------


def own_rows(office: Office, register: str, where: Sequence[Where] = ()) -> dict[RecordId, Row]:
    """The living records of the office's own unit, in the order of the register's list, as the
    account may see them.
    """
    return _own_rows(office.seen, office.info.unit_id, register, where)


def _counted_rows(office: Office, register: str, where: Sequence[Where]) -> dict[RecordId, Row]:
    """The same whoever asks: a figure is for all, so nothing but numbers and ids may go on."""
    return _own_rows(office.queries, office.info.unit_id, register, where)


def _own_rows(
    queries: Queries, unit: str, register: str, where: Sequence[Where]
) -> dict[RecordId, Row]:
    ids = queries.ids(register, [Where("unit_id", "=", unit), *where])
    rows = queries.rows(register, ids)
    return {each: rows[each] for each in ids}


def _until(field: str, day: str) -> Where:
    return Where(field, "<=", day)


def _lasting(rows: Mapping[RecordId, Row], field: str, day: str) -> dict[RecordId, Row]:
    """The rows that have not ended before the day: the last day itself still counts."""
    return {each: row for each, row in rows.items() if not row[field] or str(row[field]) >= day}


def villages_on(office: Office, day: str) -> dict[RecordId, Row]:
    """The villages that exist on a day, in the order of their list."""
    rows = _lasting(own_rows(office, "villages"), "until_date", day)
    return {each: row for each, row in rows.items() if str(row["from_date"] or "") <= day}


def village_name(office: Office, village: RecordId) -> str:
    """What a village is called; raises `NotFound`."""
    name = office.queries.names("villages", [village]).get(village)
    if name is None:
        raise NotFound(N_("Không tìm thấy thôn, khu phố đã chọn; hãy chọn lại."))
    return name


def residing_households(office: Office, village: RecordId) -> dict[RecordId, Row]:
    """The households of a village that a commitment is asked of, as the account may see them."""
    asked = asked_households(office, village)
    rows = own_rows(office, "households", [Where("village", "=", village)])
    return {each: row for each, row in rows.items() if each in asked}


def asked_households(office: Office, village: RecordId) -> frozenset[RecordId]:
    """The households of a village that a commitment is asked of.

    One wholly absent is among them until the reason for its absence is written down, as in the
    criteria.
    """
    here = [Where("village", "=", village), Where("state", "!=", "da_chuyen_di")]
    return frozenset(
        each
        for each, row in _counted_rows(office, "households", here).items()
        if row["state"] != "vang_ca_ho" or not row["state_reason"]
    )


def signed_households(office: Office, as_of: str) -> frozenset[RecordId]:
    """The households whose newest commitment up to the day is signed."""
    newest: dict[str, tuple[str, bool]] = {}
    where = [Where("kind", "=", "ho_gia_dinh"), _until("signed_on", as_of)]
    for row in _counted_rows(office, "commitments", where).values():
        said = (str(row["signed_on"]), row["outcome"] == "da_ky")
        household = str(row["household"])
        newest[household] = max(newest.get(household, said), said)
    return frozenset(each for each, (_, signed) in newest.items() if signed)


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
