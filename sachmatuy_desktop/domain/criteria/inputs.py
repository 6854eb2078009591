"""What is let in to an assessment: names known, types right, nothing negative, readings that exist.

A wrong type or a negative count is refused with a sentence.  A name the pack does not know is
reported and left aside, because a file of facts may serve several packs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from sachmatuy_desktop.domain.criteria.facts import Attestation, Fact, FactRecord
from sachmatuy_desktop.domain.criteria.rules import RulePack
from sachmatuy_desktop.domain.criteria.wording import sentence
from sachmatuy_desktop.errors import N_, BadInput

_ATTESTATION_TEXTS = ("signer", "position", "document", "period")


def admit_facts(pack: RulePack, facts: Iterable[Fact]) -> tuple[dict[str, Fact], tuple[str, ...]]:
    """The facts that the pack uses, by name, and the warnings about the others.

    Raises `BadInput` for a value of the wrong type or a negative count.
    """
    definitions = {definition.name: definition for definition in pack.facts}
    admitted: dict[str, Fact] = {}
    warnings: list[str] = []
    for fact in facts:
        definition = definitions.get(fact.name)
        if definition is None:
            warnings.append(sentence(f"bộ tiêu chí {pack.id} không dùng số liệu “{fact.name}”"))
            continue
        _check_value(fact, definition.type)
        admitted[fact.name] = fact
    return admitted, tuple(warnings)


def _check_value(fact: Fact, wanted: str) -> None:
    if fact.value is None:
        return
    if wanted == "bool":
        if not isinstance(fact.value, bool):
            raise BadInput(
                N_("Số liệu “{name}” phải là true hoặc false; hãy sửa giá trị {value}."),
                name=fact.name,
                value=repr(fact.value),
            )
        return
    if isinstance(fact.value, bool) or not isinstance(fact.value, int):
        raise BadInput(
            N_("Số liệu “{name}” phải là số nguyên; hãy sửa giá trị {value}."),
            name=fact.name,
            value=repr(fact.value),
        )
    if fact.value < 0:
        raise BadInput(
            N_("Số liệu “{name}” không được âm; hãy sửa giá trị {value}."),
            name=fact.name,
            value=fact.value,
        )


def admit_attestations(
    pack: RulePack, attestations: Iterable[Attestation]
) -> tuple[dict[str, Attestation], tuple[str, ...]]:
    """The attestations by id; one given for a criterion stands for all that criterion asks for."""
    known = {terms.id for terms in pack.attestations}
    given = list(attestations)
    admitted = {attestation.id: attestation for attestation in given if attestation.id in known}
    warnings: list[str] = []
    for attestation in given:
        if attestation.id in known:
            continue
        asked = pack.attestations_of(attestation.id)
        if not asked:
            said = f"bộ tiêu chí {pack.id} không có nội dung xác nhận “{attestation.id}”"
            warnings.append(sentence(said))
        for name in asked:
            admitted.setdefault(name, replace(attestation, id=name))
    return admitted, tuple(warnings)


def admit_readings(pack: RulePack, chosen: Mapping[str, str]) -> dict[str, str]:
    """Every reading of the pack with the value chosen for it, or its default.

    Raises `BadInput` for a reading or a value that the pack does not have.
    """
    taken = {reading.id: reading.default for reading in pack.readings}
    for name, value in chosen.items():
        reading = next((one for one in pack.readings if one.id == name), None)
        if reading is None:
            raise BadInput(
                N_("Bộ tiêu chí {pack} không có cách hiểu “{reading}”; hãy xem “packs show”."),
                pack=pack.id,
                reading=name,
            )
        values = [option.value for option in reading.options]
        if value not in values:
            raise BadInput(
                N_("Cách hiểu “{reading}” chỉ nhận một trong các giá trị: {values}."),
                reading=name,
                values=", ".join(values),
            )
        taken[name] = value
    return taken


def read_facts(given: object) -> list[Fact]:
    """Facts from JSON: `{name: value}`, or `{name: {…}}` with the keys
    `value`, `clears_on`, `records`, `exceptions` and `note`.
    """
    return [_read_fact(name, value) for name, value in _table(given, "facts").items()]


def _read_fact(name: str, given: object) -> Fact:
    if not isinstance(given, dict):
        return Fact(name, _value(name, given))
    return Fact(
        name,
        _value(name, given.get("value")),
        _read_records(name, given.get("records")),
        read_day(given.get("clears_on"), name),
        _read_records(name, given.get("exceptions")),
        str(given.get("note") or ""),
    )


def _value(name: str, given: object) -> int | bool | None:
    if given is None or isinstance(given, (bool, int)):
        return given
    raise BadInput(
        N_("Số liệu “{name}” phải là số nguyên hoặc true/false; hãy sửa giá trị {value}."),
        name=name,
        value=repr(given)[:60],
    )


def _read_records(name: str, given: object) -> tuple[FactRecord, ...]:
    if given is None:
        return ()
    if not isinstance(given, list):
        raise BadInput(N_("Danh sách bản ghi của số liệu “{name}” không đúng dạng."), name=name)
    return tuple(_read_record(name, record) for record in given)


def _read_record(name: str, given: object) -> FactRecord:
    if isinstance(given, (str, int)):
        return FactRecord("", str(given))
    if not isinstance(given, dict) or "id" not in given:
        raise BadInput(N_("Danh sách bản ghi của số liệu “{name}” không đúng dạng."), name=name)
    return FactRecord(
        str(given.get("kind", "")),
        str(given["id"]),
        str(given.get("label", "")),
        read_day(given.get("clears_on"), name),
        read_day(given.get("since"), name),
    )


def read_attestations(given: object) -> list[Attestation]:
    """Attestations from JSON: `{id: true}` or `{id: {…}}` with the keys
    `value`, `signer`, `position`, `date`, `document` (its number) and `period`.

    The id is that of the attestation or of the criterion that asks for it.
    """
    table = {} if given is None else _table(given, "attestations")
    return [_read_attestation(name, value) for name, value in table.items()]


def _read_attestation(name: str, given: object) -> Attestation:
    if given is None or isinstance(given, bool):
        return Attestation(name, given)
    if not isinstance(given, dict) or not isinstance(given.get("value"), bool | None):
        raise BadInput(
            N_("Xác nhận “{name}” phải là true, false hoặc bảng có “value” là true/false."),
            name=name,
        )
    texts = {key: str(given.get(key) or "") for key in _ATTESTATION_TEXTS}
    return Attestation(
        name, given.get("value"), signed_on=read_day(given.get("date"), name), **texts
    )


def read_day(given: object, name: str) -> date | None:
    """A day as `YYYY-MM-DD`; `None` stays `None`.  Raises `BadInput` for anything else."""
    if given is None:
        return None
    try:
        if isinstance(given, str) and len(given) == 10:
            return date.fromisoformat(given)
    except ValueError:
        pass
    raise BadInput(
        N_("Ngày ở “{name}” phải viết dạng NĂM-THÁNG-NGÀY, ví dụ 2026-12-14."), name=name
    )


def _table(given: object, name: str) -> dict[str, object]:
    if not isinstance(given, dict):
        raise BadInput(
            N_("Phần “{name}” của tệp số liệu phải là một bảng tên – giá trị."), name=name
        )
    return given
