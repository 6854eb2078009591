"""A result kept with all it was judged by, so that it never changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sachmatuy_desktop.domain.criteria import (
    Assessment,
    FactDefinition,
    RulePack,
    Status,
    answer,
    evaluate,
    read_attestations,
    read_day,
    read_facts,
)
from sachmatuy_desktop.domain.criteria.answers import attestation_data, fact_data
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.values import MAX_LONG_TEXT
from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.packs.library import read_pack, sha256
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.criteria.asking import Asked, known
from sachmatuy_desktop.services.criteria.choosing import library
from sachmatuy_desktop.services.criteria.showing import bare, without_names
from sachmatuy_desktop.storage.facts import Books
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

FORMAT: Final = 1
"""The version of what `frozen` holds."""


@dataclass(frozen=True)
class KeepAssessment:
    """Write the result of an assessment of the office's own unit with all it was judged by.

    The result is the id of the `assessments` record.
    """

    pack: str
    as_of: date
    readings: Mapping[str, str] = field(default_factory=dict)
    village: RecordId | None = None

    @property
    def act(self) -> str:
        """The act's id."""
        return "criteria.assess"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `NotAllowed`, `NotFound` for an unknown pack, `BadInput` for a reading."""
        session.role.must_write(REGISTERS["assessments"])
        packs = library(session)
        pack = packs.rules(self.pack, self.as_of)
        asked = Asked(pack, self.as_of, self.village, self.readings, work.unit, packs)
        kept, frozen = judged(work.connection, asked)
        return work.insert("assessments", record_of(asked, kept, frozen))


def record_of(asked: Asked, kept: Assessment, frozen: str) -> dict[str, Value]:
    """The values of the `assessments` record that keeps an assessment of a unit."""
    pack = asked.pack
    met, total = _met(pack, kept)
    return {
        "pack": pack.id,
        "as_of": kept.as_of.isoformat(),
        "village": asked.village,
        "outcome": kept.outcome.value,
        "klass": kept.class_id,
        "met": met,
        "total": total,
        "criteria": _compact({each.id: each.status.value for each in kept.criteria}),
        "bands": _compact({each.id: each.band for each in kept.criteria if each.band}),
        "pack_sha256": pack_sha256(pack),
        "verified": int(pack.verified),
        "frozen": frozen,
    }


def _compact(told: Mapping[str, str]) -> str | None:
    """JSON in one line, in the order of the pack; nothing where there is nothing to tell."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) if told else None


def _met(pack: RulePack, assessment: Assessment) -> tuple[int, int]:
    """How many of the deciding criteria are met, of how many.

    What never arose does not stand in the way and counts as met; of a hot spot's criteria those
    count that are reached.
    """
    good = (Status.MET, Status.NOTHING_ARISEN) if pack.decision.met_is_good else (Status.MET,)
    deciding = [result for result in assessment.criteria if result.binding]
    return sum(result.status in good for result in deciding), len(deciding)


def judged(
    connection: Connection, asked: Asked, *, with_records: bool = True
) -> tuple[Assessment, str]:
    """The result as it may be kept for ever and sent, and the text it is recomputed from.

    Where so many records stand behind the figures that their ids would not fit, or none are wanted,
    the figures are kept alone: they decide just the same.
    """
    facts, given = known(Books(connection), asked)
    for shown in (without_names, bare) if with_records else (bare,):
        kept = evaluate(
            asked.pack,
            [shown(fact) for fact in facts],
            given,
            as_of=asked.as_of,
            readings=asked.readings,
        )
        frozen = frozen_text(kept, asked)
        if len(frozen) <= MAX_LONG_TEXT:
            break
    return kept, frozen


def frozen_text(assessment: Assessment, asked: Asked) -> str:
    """Everything an assessment was judged by, as one text it is recomputed from."""
    pack = asked.pack
    kept = {
        "format": FORMAT,
        "unit": asked.unit,
        "village": asked.village,
        "pack": assessment.pack_id,
        "pack_sha256": pack_sha256(pack),
        "pack_text": pack.text,
        "definitions": {fact.name: _definition(fact) for fact in pack.facts},
        "as_of": assessment.as_of.isoformat(),
        "readings": dict(assessment.readings),
        **judged_by(assessment),
        "answer": answer(assessment),
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def judged_by(assessment: Assessment) -> dict[str, Any]:
    """The facts and attestations of an assessment as `evaluate --facts` reads them.

    No name of a record and no id of a person goes with them; those who signed are named.
    """
    return {
        "facts": {fact.name: fact_data(without_names(fact)) for fact in assessment.facts},
        "attestations": {given.id: attestation_data(given) for given in assessment.attestations},
    }


def pack_sha256(pack: RulePack) -> str:
    """Which text of a pack is judged by: two results of one text may be compared."""
    return sha256(pack.text)


def _definition(fact: FactDefinition) -> dict[str, str]:
    return {
        "label": fact.label,
        "type": fact.type,
        "unit": fact.unit,
        "meaning": fact.meaning,
        "source": fact.source,
    }


def recompute(frozen: str) -> Assessment:
    """Judge kept figures again by the pack as it was written then.

    Raises `Refused` if the kept text is not one of this program's, or was altered.
    """
    kept = _read_frozen(frozen)
    pack = _pack_in(kept)
    as_of = read_day(kept["as_of"], "as_of")
    return evaluate(
        pack,
        read_facts(kept["facts"]),
        read_attestations(kept["attestations"]),
        as_of=as_of or date.min,
        readings=kept["readings"],
    )


def kept_pack(frozen: str) -> RulePack:
    """The pack as it was written when the result was kept; raises `Refused` as `recompute` does."""
    return _pack_in(_read_frozen(frozen))


def _pack_in(kept: Mapping[str, Any]) -> RulePack:
    definitions = {name: FactDefinition(name, **told) for name, told in kept["definitions"].items()}
    pack, _problems = read_pack(kept["pack_text"].encode(), definitions, as_kept=True)
    if not isinstance(pack, RulePack):
        raise Refused(
            N_("Bộ tiêu chí đã lưu cùng kết quả không đọc được bằng bản chương trình này.")
        )
    return pack


def _read_frozen(frozen: str) -> dict[str, Any]:
    try:
        kept: dict[str, Any] = json.loads(frozen)
        is_whole = kept["format"] == FORMAT and kept["pack_sha256"] == sha256(kept["pack_text"])
    except (ValueError, KeyError, TypeError):
        is_whole = False
    if not is_whole:
        raise Refused(N_("Kết quả đã lưu bị hỏng hoặc thuộc bản chương trình mới hơn."))
    return kept
