"""Checks of persons, households, villages and papers: what is missing, what contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, exists, func, literal, or_, select

from sachmatuy_desktop.domain.cases.standing import MANAGED_CATEGORIES
from sachmatuy_desktop.domain.dates import PartialDate
from sachmatuy_desktop.domain.findings import Severity
from sachmatuy_desktop.domain.identity import citizen_warnings
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.storage.findings.finders import TODAY, Asking, Rule
from sachmatuy_desktop.storage.findings.places import subject
from sachmatuy_desktop.storage.schema import register_tables
from sachmatuy_desktop.storage.statements import is_living

LIVED_IN: Final = ("people", "households", "subunits", "tip_boxes", "hotline_boards")
"""Registers whose records stand in a village now."""

HAPPENED_IN: Final = (
    ("hotspots", "detected_on"),
    ("incidents", "happened_on"),
    ("tip_boxes", "installed_on"),
    ("hotline_boards", "posted_on"),
    ("populations", "as_of"),
)
"""Registers that say something of a village on a day."""

ADULT: Final = 18
"""Years (Luật Phòng, chống ma túy: a minor's case asks for a guardian)."""

HEAD_WORDS: Final = ("Chủ hộ", "chủ hộ", "CHỦ HỘ", "Chủ Hộ")


def register_rules() -> Iterator[Rule]:
    """Every rule of this module."""
    yield _no_number()
    yield _number_contradicts()
    yield _no_presence()
    if "guardians" in REGISTERS:
        yield _no_guardian()
    yield _head_elsewhere()
    yield _two_heads()
    yield _same_head()
    yield _same_paper_number()
    yield _step_twice()
    for register in LIVED_IN:
        yield _village_gone(register)
    for register, name in HAPPENED_IN:
        yield _outside_village(register, name)


# -- persons ---------------------------------------------------------------------------------------


def _no_number() -> Rule:
    people = register_tables["people"]
    return Rule(
        "no-number",
        N_("Chưa có số định danh, chưa ghi lý do"),
        N_("Chưa ghi số định danh cá nhân, cũng chưa ghi lý do chưa có."),
        "people",
        "citizen_number",
        Severity.LACKING,
        Asking(
            "people",
            "citizen_number",
            subject("people").where(
                people.c.citizen_number.is_(None), people.c.no_number_reason.is_(None)
            ),
        ),
        ("citizen_number",),
    )


def number_complaints(told: Mapping[str, Value]) -> tuple[KnownError, ...]:
    """What in a citizen number does not fit the record (see `domain.identity`)."""
    birth = told.get("birth")
    return citizen_warnings(
        str(told["citizen_number"]),
        str(told["sex"]) if told.get("sex") else None,
        PartialDate.from_iso(str(birth)) if birth else None,
    )


def _number_contradicts() -> Rule:
    people = register_tables["people"]
    return Rule(
        "number-contradicts",
        N_("Số định danh không khớp giới tính, năm sinh hoặc mã tỉnh"),
        N_("Số định danh {citizen_number} không khớp với hồ sơ."),
        "people",
        "citizen_number",
        Severity.LOOK,
        Asking(
            "people",
            "citizen_number",
            subject("people", people.c.citizen_number, people.c.sex, people.c.birth).where(
                people.c.citizen_number.is_not(None)
            ),
            judge=lambda told: bool(number_complaints(told)),
        ),
        ("citizen_number", "sex", "birth"),
    )


def _open(register: str, person: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a person has a record of the register that has not ended."""
    table = register_tables[register]
    return exists().where(
        table.c.person == person, table.c.deleted == 0, table.c.until_date.is_(None)
    )


def _managed(*categories: str) -> ColumnElement[bool]:
    episodes, people = register_tables["episodes"], register_tables["people"]
    return exists().where(
        episodes.c.person == people.c.id,
        is_living(episodes),
        episodes.c.until_date.is_(None),
        or_(*(episodes.c.category == each for each in categories)),
    )


def _no_presence() -> Rule:
    people = register_tables["people"]
    return Rule(
        "no-presence",
        N_("Người nghiện đang quản lý chưa ghi có mặt hay vắng mặt"),
        N_("Đang có diện «Người nghiện ma túy» nhưng chưa ghi tình trạng có mặt, vắng mặt."),
        "people",
        "full_name",
        Severity.LACKING,
        Asking(
            "people",
            "full_name",
            subject("people").where(_managed("nghien"), ~_open("presences", people.c.id)),
            reads=("episodes", "presences"),
        ),
        ("episodes__category", "presences__state"),
    )


def _no_guardian() -> Rule:
    people, guardians = register_tables["people"], register_tables["guardians"]
    turned = func.date(TODAY, literal(f"-{ADULT} years"))
    has_one = exists().where(guardians.c.person == people.c.id, guardians.c.deleted == 0)
    return Rule(
        "no-guardian",
        N_("Người chưa thành niên đang quản lý chưa ghi người giám hộ"),
        N_("Sinh {birth}, chưa đủ 18 tuổi và đang được quản lý; chưa ghi cha mẹ, người giám hộ."),
        "people",
        "birth",
        Severity.LACKING,
        Asking(
            "people",
            "birth",
            subject("people", people.c.birth).where(
                people.c.birth > turned, _managed(*MANAGED_CATEGORIES), ~has_one
            ),
            reads=("episodes", "guardians"),
        ),
        ("birth", "episodes__category"),
        daily=True,
    )


# -- households ------------------------------------------------------------------------------------


def _head_is_absent(told: Mapping[str, Value]) -> bool:
    names = str(told["_members"] or "").split("\n")
    return fold(str(told["head"])) not in {fold(each) for each in names}


def _head_elsewhere() -> Rule:
    households, people = register_tables["households"], register_tables["people"]
    members = func.group_concat(people.c.full_name, "\n")
    return Rule(
        "head-elsewhere",
        N_("Chủ hộ không có trong nhân khẩu của hộ"),
        N_("Chủ hộ «{head}» không có trong các nhân khẩu ghi ở hộ này."),
        "households",
        "head",
        Severity.LOOK,
        Asking(
            "households",
            "head",
            subject("households", households.c.head, members.label("_members"))
            .join(people, people.c.household == households.c.id)
            .where(is_living(people), households.c.state == "dang_cu_tru")
            .group_by(households.c.id),
            reads=("people",),
            judge=_head_is_absent,
        ),
        ("head",),
    )


def _two_heads() -> Rule:
    households, people = register_tables["households"], register_tables["people"]
    return Rule(
        "two-heads",
        N_("Hộ có hai người ghi là chủ hộ"),
        N_("Hộ của «{head}» có {count} nhân khẩu ghi quan hệ là chủ hộ."),
        "households",
        "head",
        Severity.LOOK,
        Asking(
            "households",
            "head",
            subject("households", households.c.head, func.count().label("count"))
            .join(people, people.c.household == households.c.id)
            .where(is_living(people), or_(*(people.c.relation == each for each in HEAD_WORDS)))
            .group_by(households.c.id)
            .having(func.count() > 1),
            reads=("people",),
        ),
        ("head", "people__relation"),
    )


def _same_head() -> Rule:
    households = register_tables["households"]
    other = households.alias()
    return Rule(
        "same-head",
        N_("Hai hộ cùng một chủ hộ"),
        N_("Còn hộ khác đang cư trú cũng ghi đại diện có số định danh {citizen_number}."),
        "households",
        "citizen_number",
        Severity.LOOK,
        Asking(
            "households",
            "citizen_number",
            subject("households", households.c.citizen_number).where(
                households.c.state == "dang_cu_tru",
                households.c.citizen_number.in_(
                    select(other.c.citizen_number)
                    .where(other.c.deleted == 0, other.c.state == "dang_cu_tru")
                    .group_by(other.c.citizen_number)
                    .having(func.count() > 1)
                ),
            ),
            shares="citizen_number",
        ),
        ("citizen_number",),
    )


# -- papers ----------------------------------------------------------------------------------------


def _same_paper_number() -> Rule:
    documents = register_tables["documents"]
    other = documents.alias()
    twin = exists().where(
        other.c.id != documents.c.id,
        other.c.unit_id == documents.c.unit_id,
        other.c.number == documents.c.number,
        func.substr(other.c.issued_on, 1, 4) == func.substr(documents.c.issued_on, 1, 4),
        func.coalesce(other.c.series, documents.c.series, "")
        == func.coalesce(documents.c.series, other.c.series, ""),
        other.c.deleted == 0,
        other.c.state == "issued",
    )
    same_number = documents.c.number.in_(
        select(other.c.number).group_by(other.c.number).having(func.count() > 1)
    )
    return Rule(
        "same-paper-number",
        N_("Hai văn bản cùng số trong một năm"),
        N_(
            "Số {number} còn được cấp cho văn bản khác cùng năm (hai máy cùng cấp số). Hãy hủy một."
        ),
        "documents",
        "number",
        Severity.WRONG,
        Asking(
            "documents",
            "number",
            subject("documents", documents.c.number).where(
                documents.c.state == "issued", same_number, twin
            ),
            shares="number",
        ),
        ("number",),
    )


def _same_arrival_number() -> Rule:
    incoming = register_tables["incoming_documents"]
    other = incoming.alias()
    twin = exists().where(
        other.c.id != incoming.c.id,
        other.c.unit_id == incoming.c.unit_id,
        other.c.sequence == incoming.c.sequence,
        other.c.secrecy.is_not_distinct_from(incoming.c.secrecy),
        func.substr(other.c.arrived_on, 1, 4) == func.substr(incoming.c.arrived_on, 1, 4),
        other.c.deleted == 0,
        other.c.state == "entered",
    )
    return Rule(
        "same-arrival-number",
        N_("Hai văn bản đến cùng số đến trong một năm"),
        N_(
            "Số đến {sequence} còn được cấp cho văn bản khác cùng năm (hai máy cùng cấp số). "
            "Hãy hủy một số rồi vào sổ lại."
        ),
        "incoming_documents",
        "sequence",
        Severity.WRONG,
        Asking(
            "incoming_documents",
            "sequence",
            subject("incoming_documents", incoming.c.sequence).where(
                incoming.c.state == "entered", twin
            ),
            shares="sequence",
        ),
        ("sequence",),
    )


def _step_twice() -> Rule:
    steps = register_tables["recognition_steps"]
    other = steps.alias()
    twin = exists().where(
        other.c.id != steps.c.id,
        other.c.recognition == steps.c.recognition,
        other.c.step == steps.c.step,
        other.c.round == steps.c.round,
        other.c.year == steps.c.year,
        other.c.withdrawn_on.is_(None),
        other.c.deleted == 0,
    )
    return Rule(
        "recognition-step-twice",
        N_("Một bước công nhận được ghi hai lần"),
        N_("Bước này còn được ghi ở lần khác (hai máy cùng ghi). Hãy rút lại một."),
        "recognition_steps",
        "done_on",
        Severity.DECIDE,
        Asking(
            "recognition_steps",
            "done_on",
            subject("recognition_steps", steps.c.done_on).where(
                steps.c.withdrawn_on.is_(None), twin
            ),
            shares="recognition",
        ),
        ("done_on",),
    )


# -- villages --------------------------------------------------------------------------------------


def _village_gone(register: str) -> Rule:
    table, villages = register_tables[register], register_tables["villages"]
    still = [table.c.state == "dang_cu_tru"] if register == "households" else []
    if register in ("tip_boxes", "hotline_boards"):
        still = [table.c.state != "thao_do"]
    return Rule(
        f"village-gone-{register}",
        N_("{book}: thôn, khu phố đã thôi hoạt động"),
        N_("Đang ghi ở «{villages__name}», nơi chỉ hoạt động đến {villages__until_date}."),
        register,
        "village",
        Severity.LOOK,
        Asking(
            register,
            "village",
            subject(register, *_village_columns())
            .join(villages, villages.c.id == table.c.village)
            .where(villages.c.until_date < TODAY, *still),
            reads=("villages",),
        ),
        ("villages__name", "villages__until_date"),
        daily=True,
        labels={"book": REGISTERS[register].title},
    )


def _outside_village(register: str, name: str) -> Rule:
    table, villages = register_tables[register], register_tables["villages"]
    day = table.c[name]
    return Rule(
        f"village-then-{register}",
        N_("{book}: thôn, khu phố không hoạt động vào ngày ghi"),
        N_("{field} {value}: khi đó «{villages__name}» chưa có hoặc đã thôi hoạt động."),
        register,
        name,
        Severity.LOOK,
        Asking(
            register,
            name,
            subject(register, day.label("value"), *_village_columns())
            .join(villages, villages.c.id == table.c.village)
            .where(or_(day < villages.c.from_date, day > villages.c.until_date)),
            reads=("villages",),
        ),
        (name, "villages__name", "villages__until_date"),
        labels={"book": REGISTERS[register].title, "field": REGISTERS[register][name].label},
    )


def _village_columns() -> tuple[ColumnElement[Any], ...]:
    villages = register_tables["villages"]
    return (
        villages.c.name.label("villages__name"),
        villages.c.until_date.label("villages__until_date"),
    )
