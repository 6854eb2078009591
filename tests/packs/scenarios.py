"""Scenario files: what is known of a unit, and what must come out of it.

`tests/scenarios/<document>/<question>.toml` belongs to the pack of that id:

| key | meaning |
|---|---|
| `as_of` | the day of every scenario that names none |
| `[base.NAME]` | the facts a scenario starts from; the first one unless it names another `base` |
| `[attested]` | attestation → the day it was signed with a yes, in every scenario |

A `[[scenario]]` has a `name`, the `facts` that differ, the names of those nobody recorded
(`missing`), `attestations` that differ (`"no"` on the day itself, `"missing"`, `"bare"` for a yes
without signer, date and number, or the day a yes was signed), `readings` and `as_of`.

It expects an `outcome`; of a pack that classifies a `class`, or while that is open what is still
`possible`; `criteria` (id → status), the status of all `others`, `bands` (id → class, `"none"` or
`"open"`; the status follows from it); and words of the trace (`says`) and the warnings (`warns`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from sachmatuy_desktop.domain.criteria import (
    Assessment,
    RulePack,
    evaluate,
    read_attestations,
    read_facts,
)

FOLDER: Final = Path(__file__).parent.parent / "scenarios"

SIGNED: Final = {"signer": "Vũ Thị Hoa", "position": "Trưởng Công an xã", "document": "12/XN"}

_KEYS: Final = {
    *("name", "base", "facts", "missing", "attestations", "readings", "as_of"),
    *("outcome", "class", "possible", "criteria", "others", "bands", "says", "warns"),
}


@dataclass(frozen=True)
class Scenario:
    """One picture of a unit and what is expected of it."""

    pack_id: str
    name: str
    as_of: date
    given: Mapping[str, Any]
    readings: Mapping[str, str]
    expected: Mapping[str, Any]

    def assess(self, pack: RulePack, readings: Mapping[str, str] | None = None) -> Assessment:
        """What the pack says of it; with other readings if any are given."""
        return evaluate(
            pack,
            read_facts(self.given["facts"]),
            read_attestations(self.given["attestations"]),
            as_of=self.as_of,
            readings=self.readings if readings is None else readings,
        )

    def tells(self, criterion_id: str) -> bool:
        """Whether something is expected of a criterion."""
        named = {**self.expected.get("criteria", {}), **self.expected.get("bands", {})}
        return criterion_id in named or "others" in self.expected


@cache
def scenarios(pack_id: str) -> tuple[Scenario, ...]:
    """The scenarios of a pack; none if it has no file."""
    file = FOLDER / f"{pack_id}.toml"
    return tuple(read(file.read_text("utf-8"), pack_id)) if file.is_file() else ()


def read(text: str, pack_id: str) -> list[Scenario]:
    """The scenarios in a file; a key that none has is a `ValueError`."""
    data = tomllib.loads(text)
    return [_scenario(data, told, pack_id) for told in data["scenario"]]


def _scenario(data: Mapping[str, Any], told: Mapping[str, Any], pack_id: str) -> Scenario:
    if unknown := set(told) - _KEYS:
        raise ValueError(f"{pack_id}, {told.get('name')}: {sorted(unknown)}")
    bases = data["base"]
    facts = {**bases[told.get("base", next(iter(bases)))], **told.get("facts", {})}
    facts |= dict.fromkeys(told.get("missing", ()))
    signed = {**data.get("attested", {}), **told.get("attestations", {})}
    day = told.get("as_of", data["as_of"])
    return Scenario(
        pack_id,
        told["name"],
        date.fromisoformat(day),
        {
            "facts": facts,
            "attestations": {name: _attestation(how, day) for name, how in signed.items()},
        },
        told.get("readings", {}),
        told,
    )


def _attestation(how: str, day: str) -> object:
    match how:
        case "missing":
            return None
        case "bare":
            return True
        case "no":
            return {"value": False, "date": day, **SIGNED}
        case _:
            return {"value": True, "date": how, **SIGNED}
