"""Records in one line that tells namesakes apart: who, born when, in which village."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.ui.models.cells import words

__all__ = ["told_apart"]


def told_apart(queries: Queries, register: str, records: Sequence[str]) -> dict[str, str]:
    """The records by id, each in one line; ids that do not exist are left out."""
    rows = queries.rows(register, records)
    wanted = {str(row["village"]) for row in rows.values() if row.get("village")}
    villages = queries.names("villages", sorted(wanted)) if wanted else {}
    names = queries.names(register, records)
    if register != "people":
        return {
            key: ", ".join(filter(None, (names.get(key, ""), _place(row, villages))))
            for key, row in rows.items()
        }
    return {key: _person(row, villages) for key, row in rows.items()}


def _person(row: Mapping[str, Value], villages: Mapping[str, str]) -> str:
    born = words(REGISTERS["people"]["birth"], row["birth"])
    parts = (
        str(row["full_name"] or ""),
        _("sinh {birth}").format(birth=born) if born else "",
        _place(row, villages),
    )
    return ", ".join(part for part in parts if part)


def _place(row: Mapping[str, Value], villages: Mapping[str, str]) -> str:
    return villages.get(str(row.get("village")), "")
