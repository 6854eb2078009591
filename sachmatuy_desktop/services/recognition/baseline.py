"""How many there were on the day of registration, and where the criteria look for it (001 HP.4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from sachmatuy_desktop.domain.recognition import Recognition
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.packs.library import PackLibrary
from sachmatuy_desktop.storage.facts import Books, Question
from sachmatuy_desktop.storage.queries import Queries, Where
from sachmatuy_desktop.storage.store import Connection

AT_REGISTRATION: Final[Mapping[str, str]] = MappingProxyType(
    {"addicts": "baseline_addicts", "users": "baseline_users"}
)
"""The counts of a baseline, and the field of the registration each is written into."""

_FACTS: Final[Mapping[str, str]] = MappingProxyType(
    {"addicts": "resident_addicts", "users": "resident_users"}
)


def counted(
    connection: Connection,
    unit: str,
    recognition: Recognition,
    readings: Mapping[str, str],
    packs: PackLibrary,
) -> dict[str, int]:
    """The residents on the two lists on the day of registration, as the criteria count them."""
    pack = packs.rules(recognition.packs[0], recognition.registered_on)
    question = Question(
        units=(unit,),
        as_of=recognition.registered_on,
        pack=pack.id,
        readings={each.id: each.default for each in pack.readings} | dict(readings),
        unit=unit,
    )
    facts = {each.name: each.value for each in Books(connection).facts(question, _FACTS.values())}
    found = {name: facts[fact] for name, fact in _FACTS.items()}
    if None in found.values():
        raise Refused(N_("Sổ chưa cho biết số người khi đăng ký; hãy kiểm tra lại danh sách."))
    return {name: int(value or 0) for name, value in found.items()}


def campaign_of(queries: Queries, unit: str, pack: str, day: date) -> RecordId | None:
    """The registration of a unit by a pack on a day."""
    found = queries.ids(
        "campaigns",
        [
            Where("unit_id", "=", unit),
            Where("pack", "=", pack),
            Where("registered_on", "=", day.isoformat()),
        ],
    )
    return found[-1] if found else None


def written_down(campaign: Mapping[str, Any]) -> dict[str, int | None]:
    """What a registration says of the day: by count, None where it says nothing."""
    return {name: campaign[field] for name, field in AT_REGISTRATION.items()}
