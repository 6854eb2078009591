"""A result kept with all it was judged by, so that it never changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sachmatuy_desktop.domain.criteria import (
    Assessment,
    Attestation,
    Fact,
    FactDefinition,
    RulePack,
    Status,
    answer,
    evaluate,
    read_attestations,
    read_day,
    read_facts,
)
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.packs.library import read_pack
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.criteria.asking import Asked, known
from sachmatuy_desktop.services.criteria.choosing import library
from sachmatuy_desktop.services.criteria.showing import without_names
from sachmatuy_desktop.storage.facts import Books
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
        pack = library().rules(self.pack)
        asked = Asked(pack, self.as_of, self.village, self.readings, work.unit)
        facts, given = known(Books(work.connection), asked)
        kept = evaluate(
            pack,
            [without_names(fact, pack) for fact in facts],
            given,
            as_of=self.as_of,
            readings=self.readings,
        )
        met, total = _met(pack, kept)
        return work.insert(
            "assessments",
            {
                "pack": pack.id,
                "as_of": self.as_of.isoformat(),
                "village": self.village,
                "outcome": kept.outcome.value,
                "klass": kept.class_id,
                "met": met,
                "total": total,
                "criteria": _compact({each.id: each.status.value for each in kept.criteria}),
                "bands": _compact({each.id: each.band for each in kept.criteria if each.band}),
                "pack_sha256": pack_sha256(pack.id),
                "verified": int(pack.verified),
                "frozen": json.dumps(
                    _frozen(kept, work.unit, self.village), ensure_ascii=False, sort_keys=True
                ),
            },
        )


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


def _frozen(assessment: Assessment, unit: str, village: RecordId | None) -> dict[str, Any]:
    text = _pack_text(assessment.pack_id)
    pack = library().rules(assessment.pack_id)
    return {
        "format": FORMAT,
        "unit": unit,
        "village": village,
        "pack": assessment.pack_id,
        "pack_sha256": _sha256(text),
        "pack_text": text,
        "definitions": {fact.name: _definition(fact) for fact in pack.facts},
        "as_of": assessment.as_of.isoformat(),
        "readings": dict(assessment.readings),
        "facts": {fact.name: _fact(fact) for fact in assessment.facts},
        "attestations": {given.id: _attestation(given) for given in assessment.attestations},
        "answer": answer(assessment),
    }


def _pack_text(pack_id: str) -> str:
    return (library().folder / f"{pack_id}.toml").read_text(encoding="utf-8")


def pack_sha256(pack_id: str) -> str:
    """Which text of a pack this program judges by: two results of one text may be compared."""
    return _sha256(_pack_text(pack_id))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _definition(fact: FactDefinition) -> dict[str, str]:
    return {
        "label": fact.label,
        "type": fact.type,
        "unit": fact.unit,
        "meaning": fact.meaning,
        "source": fact.source,
    }


def _fact(fact: Fact) -> dict[str, Any]:
    def told(records: Iterable[Any]) -> list[dict[str, Any]]:
        return [
            {
                "kind": record.kind,
                "id": record.id,
                "clears_on": record.clears_on.isoformat() if record.clears_on else None,
                "since": record.since.isoformat() if record.since else None,
            }
            for record in records
        ]

    return {
        "value": fact.value,
        "clears_on": fact.clears_on.isoformat() if fact.clears_on else None,
        "records": told(fact.records),
        "exceptions": told(fact.exceptions),
        "note": fact.note,
    }


def _attestation(given: Attestation) -> dict[str, Any]:
    return {
        "value": given.value,
        "signer": given.signer,
        "position": given.position,
        "date": given.signed_on.isoformat() if given.signed_on else None,
        "document": given.document,
        "period": given.period,
    }


def recompute(frozen: str) -> Assessment:
    """Judge kept figures again by the pack as it was written then.

    Raises `Refused` if the kept text is not one of this program's, or was altered.
    """
    kept = _read_frozen(frozen)
    definitions = {name: FactDefinition(name, **told) for name, told in kept["definitions"].items()}
    pack, _problems = read_pack(kept["pack_text"].encode(), definitions, as_kept=True)
    if not isinstance(pack, RulePack):
        raise Refused(
            N_("Bộ tiêu chí đã lưu cùng kết quả không đọc được bằng bản chương trình này.")
        )
    as_of = read_day(kept["as_of"], "as_of")
    return evaluate(
        pack,
        read_facts(kept["facts"]),
        read_attestations(kept["attestations"]),
        as_of=as_of or date.min,
        readings=kept["readings"],
    )


def _read_frozen(frozen: str) -> dict[str, Any]:
    try:
        kept: dict[str, Any] = json.loads(frozen)
        is_whole = kept["format"] == FORMAT and kept["pack_sha256"] == _sha256(kept["pack_text"])
    except (ValueError, KeyError, TypeError):
        is_whole = False
    if not is_whole:
        raise Refused(N_("Kết quả đã lưu bị hỏng hoặc thuộc bản chương trình mới hơn."))
    return kept
