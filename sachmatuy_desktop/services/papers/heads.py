"""What stands around a paper: the body that issues it, who signs, to whom it goes.

All of it comes from the office's own record in the register `settings`; an office that has not
filled it in yet gets its unit's people's committee.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sachmatuy_desktop.documents import builders
from sachmatuy_desktop.documents.inputs import Letterhead, Paper, SignedBy
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.packs.forms import load_letterheads
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.queries import Queries, Where

POLICE: Final = "cong_an"
COMMITTEE: Final = "ubnd"

AS_ABOVE = "Như trên"
"""The first line of “Nơi nhận” of a paper that has a “Kính gửi” (Nghị định 30/2020, ô 9b)."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The office as its papers name it; `drafting` is who is written after “Lưu: VT,”."""

    letterhead: Letterhead
    signer: SignedBy
    addressees: tuple[str, ...]
    drafting: str

    def paper(self, *, training: bool, answers: bool = False) -> Paper:
        """What surrounds a draft: no number and no date yet.

        `answers` says that the paper has a “Kính gửi”, so that “Nơi nhận” begins with it.
        """
        kept = f"Lưu: VT, {self.drafting}" if self.drafting else "Lưu: VT"
        recipients = (AS_ABOVE, kept) if answers else (kept,)
        return Paper(self.letterhead, self.signer, recipients, training=training)


def heading_of(office: Office) -> Heading:
    """How the papers of an office begin and end."""
    said = settings_of(office)
    addressee = said.get("addressee")
    return Heading(
        letterhead=_letterhead(office, said),
        signer=SignedBy(
            tuple(str(said[name]) for name in ("authority", "position") if said.get(name)),
            str(said.get("signer") or ""),
        ),
        addressees=(str(addressee),) if addressee else (),
        drafting=str(said.get("drafting") or ""),
    )


def settings_of(office: Office) -> Mapping[str, Value]:
    """The office's own record of how its papers look; empty when there is none."""
    return _settings(office.queries, office.info.unit_id)


def own_body(queries: Queries, unit: str) -> str:
    """Which of the two bodies of a commune the office's papers are of: `cong_an` or `ubnd`."""
    body = str(_settings(queries, unit).get("body") or "")
    return POLICE if body.upper().startswith("CÔNG AN") else COMMITTEE


def own_symbol(queries: Queries, unit: str) -> str:
    """What stands for the office in its numbers: “UBND” of “05/BC-UBND”."""
    return str(_settings(queries, unit).get("symbol") or "UBND")


def _settings(queries: Queries, unit: str) -> Mapping[str, Value]:
    ids = queries.ids("settings", [Where("unit_id", "=", unit)])
    return queries.rows("settings", ids[:1])[ids[0]] if ids else {}


def _letterhead(office: Office, said: Mapping[str, Value]) -> Letterhead:
    unit = office.unit
    if not said:
        above = office.units.parent(unit)
        return builders.letterhead("ubnd", unit.titled, above.titled if above else "", unit.name)
    body = str(said["body"])
    return Letterhead(
        parent=str(said.get("superior") or ""),
        issuer=_lines(body, unit.on_paper),
        short=_in_text(body, unit.on_paper, unit.titled),
        symbol=str(said["symbol"]),
        place=str(said["place"]),
    )


def _lines(body: str, unit: str) -> tuple[str, ...]:
    """The body's name broken before the unit's, as offices print it: “ỦY BAN NHÂN DÂN / XÃ …”."""
    kind = body.removesuffix(unit).strip()
    return (kind, unit) if kind and kind != body else (body,)


def _in_text(body: str, on_paper: str, titled: str) -> str:
    """“ỦY BAN NHÂN DÂN XÃ IA DOM” as a sentence says it: “Ủy ban nhân dân xã Ia Dom”."""
    for words in load_letterheads().values():
        if body.upper() == f"{words['label']} {on_paper}".upper():
            return str(words["short"]).format(unit=titled)
    return body
