"""The ladder of commitments: of every rung who is asked to sign, and what each one's newest answer
is.

The bases are those of the criteria (`places`, `circles`), so the window and an assessment never
count differently.  Organisations have no book of their own: those asked are those written down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, select

from sachmatuy_desktop.domain.registers.commitments import PARTIES
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage.facts.circles import HOUSEHOLDS, PEOPLE, alive, listed, ours
from sachmatuy_desktop.storage.facts.places import (
    COMMITMENTS,
    SUBUNITS,
    VILLAGES,
    families,
    residing,
    security_teams,
    villages,
)
from sachmatuy_desktop.storage.facts.question import DAY, UNITS, Question, Shape

SIGNED: Final = "da_ky"
UNSIGNED: Final = "chua_ky"
"""The answer of whoever was not asked yet, or not written down."""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody asked to sign: the record, its village and unit, its newest answer."""

    id: RecordId
    village: RecordId | None
    unit: str
    answer: str


@dataclass(frozen=True, slots=True)
class Rung:
    """One kind of commitment: its parties, records of `register`."""

    kind: str
    register: str
    parties: tuple[Party, ...]

    @property
    def signed(self) -> int:
        """How many have signed."""
        return sum(each.answer == SIGNED for each in self.parties)

    @property
    def outstanding(self) -> frozenset[RecordId]:
        """Those who have not."""
        return frozenset(each.id for each in self.parties if each.answer != SIGNED)


HOLDERS: Final[Mapping[str, str]] = MappingProxyType(
    {"villages": "village", "subunits": "subunit", "households": "household", "people": "person"}
)
"""The field of a commitment that names a party, by the register the party stands in."""

Where = Callable[[Shape], tuple[ColumnElement[bool], ...]]

_HOME_VILLAGE: Final = func.coalesce(
    PEOPLE.c.village,
    select(HOUSEHOLDS.c.village).where(HOUSEHOLDS.c.id == PEOPLE.c.household).scalar_subquery(),
)

_PERSONS: Final = {
    "nguoi_nguy_co_cao": "nguy_co_cao",
    "nguoi_nghien": "nghien",
    "nguoi_sau_cai": "sau_cai",
}


def _on_list(category: str) -> Where:
    def where(shape: Shape) -> tuple[ColumnElement[bool], ...]:
        return (*ours(PEOPLE, shape), listed(category))

    return where


_ASKED: Final[Mapping[str, tuple[Any, Any, Where]]] = MappingProxyType(
    {
        "khu_pho": (VILLAGES, VILLAGES.c.id, lambda shape: villages(shape).where),
        "to_anxh": (SUBUNITS, SUBUNITS.c.village, lambda shape: security_teams(shape).where),
        "ho_gia_dinh": (HOUSEHOLDS, HOUSEHOLDS.c.village, residing),
        "gia_dinh_ca_biet": (
            HOUSEHOLDS,
            HOUSEHOLDS.c.village,
            lambda shape: families(shape)[0].where,
        ),
        **{
            kind: (PEOPLE, _HOME_VILLAGE, _on_list(category)) for kind, category in _PERSONS.items()
        },
    }
)
"""Of a kind: where its parties stand, in which village each is, and who of them is asked."""

ORGANISATIONS: Final = tuple(
    kind for kind, parties in PARTIES.items() if parties.signers == ("organisation",)
)


def units_with_villages(connection: Connection) -> tuple[str, ...]:
    """The units whose books are in the file: the office's own, or the communes below it."""
    query = select(VILLAGES.c.unit_id).where(alive(VILLAGES)).distinct()
    return tuple(sorted(connection.execute(query).scalars()))


def rung(connection: Connection, question: Question, kind: str) -> Rung:
    """The parties of one kind of commitment on a day, each with its newest answer."""
    if kind in ORGANISATIONS:
        return _organisations(connection, question, kind)
    table, village, where = _ASKED[kind]
    answers = _answers(connection, question, kind, HOLDERS[table.name])
    rows = connection.execute(
        select(table.c.id, village.label("village"), table.c.unit_id).where(*where(question.shape)),
        question.values,
    )
    parties = (
        Party(row.id, row.village, row.unit_id, answers.get(row.id, UNSIGNED)) for row in rows
    )
    return Rung(kind, table.name, tuple(parties))


def _organisations(connection: Connection, question: Question, kind: str) -> Rung:
    """Organisations by the newest commitment that names them."""
    rows = connection.execute(
        _commitments(kind).order_by(COMMITMENTS.c.signed_on, COMMITMENTS.c.id), question.values
    ).all()
    answers = _newest((row.organisation, row.signed_on, row.outcome) for row in rows)
    newest = {row.organisation: row for row in rows if row.organisation is not None}
    parties = (
        Party(row.id, row.village, row.unit_id, answers[name]) for name, row in newest.items()
    )
    return Rung(kind, COMMITMENTS.name, tuple(parties))


def _commitments(kind: str) -> Any:
    return select(COMMITMENTS).where(
        alive(COMMITMENTS),
        COMMITMENTS.c.unit_id.in_(UNITS),
        COMMITMENTS.c.kind == kind,
        COMMITMENTS.c.signed_on <= DAY,
    )


def _answers(
    connection: Connection, question: Question, kind: str, holder: str
) -> Mapping[RecordId, str]:
    rows = connection.execute(_commitments(kind), question.values)
    return _newest((row._mapping[holder], row.signed_on, row.outcome) for row in rows)


def _newest(answers: Iterable[tuple[str | None, str, str]]) -> dict[str, str]:
    """The newest answer of each; of two on one day the signature holds."""
    found: dict[str, tuple[str, bool, str]] = {}
    for who, day, outcome in answers:
        if who is not None:
            said = (day, outcome == SIGNED, outcome)
            found[who] = max(found.get(who, said), said)
    return {who: outcome for who, (_day, _signed, outcome) in found.items()}
