"""What the person decides about a sheet as a whole, before its rows are looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choices:
    """How an import is to be done.

    `create_villages`: make the villages that the sheet names and the office lacks.
    `empty_erases`: an empty cell takes away what the record says there.
    `hidden`: rows that the sheet hides are taken too.
    `notes`: notes that hang on cells are added to the record's remark.
    `groups`: a row that only names a village holds for the rows below it.
    """

    create_villages: bool = False
    empty_erases: bool = False
    hidden: bool = False
    notes: bool = False
    groups: bool = True


USUAL = Choices()
