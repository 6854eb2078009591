"""What officials have confirmed: the newest attestation of every item, true of a day."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, or_, select

from sachmatuy_desktop.domain.criteria import Attestation
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.storage.facts.circles import alive
from sachmatuy_desktop.storage.facts.question import Question
from sachmatuy_desktop.storage.schema import register_tables

ATTESTATIONS: Final = register_tables["attestations"]


def attestations(connection: Connection, question: Question) -> list[Attestation]:
    """The newest by item, signed by the day, for the pack and the unit.

    For a village those about it and, where it has none, those about the whole unit; for the unit
    only those about the whole.
    """
    village = ATTESTATIONS.c.village
    about: ColumnElement[bool] = village.is_(None)
    if question.village is not None:
        about = or_(about, village == question.village)
    rows = connection.execute(
        select(ATTESTATIONS)
        .where(
            alive(ATTESTATIONS),
            ATTESTATIONS.c.unit_id == question.owner,
            ATTESTATIONS.c.pack == question.pack,
            ATTESTATIONS.c.signed_on <= question.as_of.isoformat(),
            about,
        )
        .order_by(village.is_not(None), ATTESTATIONS.c.signed_on, ATTESTATIONS.c.id)
    )
    newest = {row.item: row for row in rows}
    return [_attestation(row) for row in newest.values()]


def _attestation(row: Any) -> Attestation:
    return Attestation(
        row.item,
        row.answer == "co",
        row.signer or "",
        row.position or "",
        date.fromisoformat(row.signed_on),
        row.document or "",
        _period(row.period_from, row.period_until),
    )


def _period(first: str | None, last: str | None) -> str:
    shown = [show_date(date.fromisoformat(day)) for day in (first, last) if day]
    return " – ".join(shown)
