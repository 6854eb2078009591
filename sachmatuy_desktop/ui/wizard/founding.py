"""What the first run does behind its pages: find packs, make the office, draw the recovery sheet.

Everything heavy is loaded when it is first needed; the first page is up before that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.domain.criteria.rules import RulePack
from sachmatuy_desktop.domain.units import Unit, UnitTable
from sachmatuy_desktop.packs.library import PackLibrary, load_packs
from sachmatuy_desktop.packs.units import unit_table
from sachmatuy_desktop.storage.keys.keyring import OFFICE_COST, Account, Cost
from sachmatuy_desktop.storage.keys.recovery import Half, RecoveryCode, RecoverySheet
from sachmatuy_desktop.ui.wizard.steps import Answers

if TYPE_CHECKING:
    from sachmatuy_desktop.services.office import Office

__all__ = ["Groundwork", "fitting_packs"]


@dataclass
class Groundwork:
    """Where the office will lie, and how it is made."""

    folder: Path
    clock: Clock
    cost: Cost = OFFICE_COST

    @property
    def today(self) -> date:
        """The day here."""
        return self.clock.now().date()

    @property
    def units(self) -> UnitTable:
        """The table of units; reading it takes about a quarter of a second, once."""
        return unit_table()

    @cached_property
    def library(self) -> PackLibrary:
        """The rule packs."""
        return load_packs()

    def fitting(self, unit_id: str) -> Sequence[RulePack]:
        """The packs that fit a unit or what it was made of, those in force first."""
        found = fitting_packs(self.library, self.units, self.units.unit(unit_id))
        return sorted(found, key=lambda pack: not pack.in_force(self.today))

    def found(self, answers: Answers) -> tuple[Office, RecoverySheet]:
        """Make the office; raises `BadInput`, `Conflict` or `StorageTrouble`."""
        from sachmatuy_desktop.services.office import (  # noqa: PLC0415  (loads the database)
            Founding,
            found,
        )

        founding = Founding(
            unit=answers.unit,
            kind=answers.kind,
            account_id=answers.account_id,
            account_name=answers.account_name,
            packs=answers.packs,
            registered_on=answers.registered_on.isoformat() if answers.registered_on else None,
            registration_document=answers.registration_document or None,
        )
        return found(self.folder, founding, answers.passphrase, self.clock, self.cost, self.units)

    def restore(self, answers: Answers, code: RecoveryCode) -> Office:
        """Take a backup up again with the paper code, and let the named account in.

        An account that the backup knows gets the new passphrase; otherwise it is added.  Raises
        `NotAllowed` (wrong code), `NotFound` or `StorageTrouble`.
        """
        from sachmatuy_desktop.services.upkeep.maintenance import (  # noqa: PLC0415  (as above)
            restore_with_code,
        )

        _restored, office = restore_with_code(
            Path(answers.backup),
            self.folder,
            code,
            Account(answers.account_id, answers.account_name, "admin"),
            answers.passphrase,
            self.clock,
            self.cost,
        )
        return office

    def recovery_half(self, office_name: str, half: Half) -> bytes:
        """The page of one half of the recovery sheet, as PDF."""
        from sachmatuy_desktop.services.papers import (  # noqa: PLC0415  (loads the typesetter)
            recovery_pdf,
        )

        return recovery_pdf(office_name, half, self.today)


def fitting_packs(library: PackLibrary, units: UnitTable, unit: Unit) -> list[RulePack]:
    """The rule packs whose place covers the unit, its parents, or a unit it was made of."""
    former = [units.unit(line.old_id) for line in units.predecessors(unit)]
    names = {units.full_name(link) for each in (unit, *former) for link in units.chain(each)}
    names |= {link.titled for each in (unit, *former) for link in units.chain(each)}
    found = []
    for pack in library.all_rules():
        if pack.level not in ("commune", "neighbourhood"):
            continue
        if pack in library.for_unit(pack.level, names, pack.effective_from):
            found.append(pack)
    return found
