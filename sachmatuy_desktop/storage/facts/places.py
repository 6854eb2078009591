"""Figures about households, villages, what stands in them, and who pledged what.

A commune has households and villages: none recorded is not known, never “100 % of none”.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)

from sachmatuy_desktop.domain.criteria import Fact, FactRecord
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.storage.facts.circles import HOUSEHOLDS, PEOPLE, alive, listed, ours
from sachmatuy_desktop.storage.facts.figures import Count, Figure, Share, Together, Why
from sachmatuy_desktop.storage.facts.question import (
    DAY,
    START,
    UNITS,
    VILLAGE,
    YEAR_AGO,
    Question,
    Shape,
)
from sachmatuy_desktop.storage.schema import journal_entries, register_tables
from sachmatuy_desktop.storage.statements import is_living

Condition = ColumnElement[bool]

VILLAGES: Final = register_tables["villages"]
SUBUNITS: Final = register_tables["subunits"]
COMMITMENTS: Final = register_tables["commitments"]
ENTRIES: Final = journal_entries
TIP_BOXES: Final = register_tables["tip_boxes"]
BOARDS: Final = register_tables["hotline_boards"]
MODELS: Final = register_tables["models"]
ACTIVITIES: Final = register_tables["activities"]


# -- households ------------------------------------------------------------------------------------


def residing(shape: Shape) -> tuple[Condition, ...]:
    """Households living there on the day (001 II: “hộ gia đình đang cư trú”).

    The state in the row counts from its day on; before, the household lived there.  A household
    wholly absent stays in the base until the reason for its absence is written down.  By the
    reading `household_base` every household with permanent residence is in the base.
    """
    state, since = HOUSEHOLDS.c.state, HOUSEHOLDS.c.state_from
    has_begun = or_(since.is_(None), since <= DAY)
    if shape.takes("household_base", "registered"):
        here = or_(state != "da_chuyen_di", ~has_begun)
        permanent = func.coalesce(HOUSEHOLDS.c.residence, "thuong_tru") == "thuong_tru"
        return (*ours(HOUSEHOLDS, shape), here, permanent)
    absent_unexplained = and_(state == "vang_ca_ho", HOUSEHOLDS.c.state_reason.is_(None))
    here = or_(
        and_(has_begun, or_(state == "dang_cu_tru", absent_unexplained)),
        and_(~has_begun, state != "dang_cu_tru"),
    )
    return (*ours(HOUSEHOLDS, shape), here)


def households(shape: Shape) -> Count:
    """The base of “100 % hộ gia đình”: too many to name."""
    return Count("households", residing(shape), must_exist=True, names_all=False)


def committed(kind: str, holder: str, to: Any, shape: Shape) -> Condition:
    """The newest commitment of a kind by the day was signed.

    No plan says how long a signature holds, so it holds until a later round ends in a refusal or
    an absence; by the reading `pledge_holds` only signatures of the reporting year count.
    """
    outcome, signed_on = COMMITMENTS.c.outcome, COMMITMENTS.c.signed_on
    signed = func.max(case((outcome == "da_ky", signed_on), else_=literal("")))
    not_signed = func.max(case((outcome != "da_ky", signed_on), else_=literal("")))
    column = COMMITMENTS.c[holder]
    recent = (signed_on >= START,) if shape.takes("pledge_holds", "this_year") else ()
    signers = (
        select(column)
        .where(
            alive(COMMITMENTS),
            COMMITMENTS.c.unit_id.in_(UNITS),
            COMMITMENTS.c.kind == kind,
            column.is_not(None),
            signed_on <= DAY,
            *recent,
        )
        .group_by(column)
        .having(and_(signed > "", signed >= not_signed))
    )
    made: Condition = to.in_(signers)
    return made


def _last_answer(column: Any) -> Any:
    return (
        select(column)
        .where(
            is_living(COMMITMENTS),
            COMMITMENTS.c.household == HOUSEHOLDS.c.id,
            COMMITMENTS.c.kind == "ho_gia_dinh",
            COMMITMENTS.c.signed_on <= DAY,
        )
        .order_by(COMMITMENTS.c.signed_on.desc(), COMMITMENTS.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _written_at(table: Table) -> Any:
    """The moment of the act that wrote the record into the books."""
    return (
        select(ENTRIES.c.at)
        .where(ENTRIES.c.id == table.c.base_entry)
        .correlate(table)
        .scalar_subquery()
    )


def _told_household(question: Question, row: Any) -> str:  # noqa: ARG001
    if row.answer is None:
        absent = row.state == "vang_ca_ho"
        told = "vắng cả hộ, chưa ghi lý do" if absent else "chưa ký cam kết"
        return (
            told if row.state_from or not row.written else f"{told}, {_in_the_books(row.written)}"
        )
    word = {"tu_choi": "từ chối ký", "da_ky": "chưa ký lại trong năm, đã ký"}.get(
        row.answer, "vắng khi ký"
    )
    return f"{word} ngày {show_date(date.fromisoformat(row.asked_on))}"


def _in_the_books(at: str) -> str:
    """The day of the row itself: not since when somebody lives there, only since when it is known.

    Said while the books tell no better day.
    """
    return f"trong sổ từ ngày {show_date(date.fromisoformat(at[:10]))}"


def households_committed(shape: Shape) -> Share:
    """Of them, those whose representative has signed (000 II.3 e; 003 tiêu chí 9; 001 II)."""
    why = Why(
        _told_household,
        extra={
            "answer": _last_answer(COMMITMENTS.c.outcome),
            "asked_on": _last_answer(COMMITMENTS.c.signed_on),
            "state": HOUSEHOLDS.c.state,
            "state_from": HOUSEHOLDS.c.state_from,
            "written": _written_at(HOUSEHOLDS),
        },
        since=func.coalesce(HOUSEHOLDS.c.state_from, _last_answer(COMMITMENTS.c.signed_on)),
    )
    return Share(
        households(shape), committed("ho_gia_dinh", "household", HOUSEHOLDS.c.id, shape), why
    )


# -- villages --------------------------------------------------------------------------------------


def villages(shape: Shape) -> Count:
    """The villages that exist on the day."""
    begun = or_(VILLAGES.c.from_date.is_(None), VILLAGES.c.from_date <= DAY)
    lasting = or_(VILLAGES.c.until_date.is_(None), VILLAGES.c.until_date >= DAY)
    mine = ours(VILLAGES, Shape(shape.readings))
    chosen = (VILLAGES.c.id == VILLAGE,) if shape.by_village else ()
    return Count("villages", (*mine, *chosen, begun, lasting), must_exist=True, names_all=False)


def stands(things: Table, since: str) -> Condition:
    """A thing of the village was put up by the day and is in use on it.

    One that broke after the day was still in use; one in use again only later was not.
    """
    state, state_from = things.c.state, things.c.state_from
    in_use = or_(
        and_(state == "dang_dung", or_(state_from.is_(None), state_from <= DAY)),
        and_(state != "dang_dung", state_from > DAY),
    )
    return VILLAGES.c.id.in_(
        select(things.c.village).where(alive(things), things.c[since] <= DAY, in_use)
    )


def _with_thing(things: Table, since: str, word: str) -> Callable[[Shape], Share]:
    any_thing = exists().where(
        alive(things), things.c.village == VILLAGES.c.id, things.c[since] <= DAY
    )

    def told(question: Question, row: Any) -> str:  # noqa: ARG001
        return f"{word} không còn sử dụng được" if row.has_one else f"chưa có {word}"

    def made(shape: Shape) -> Share:
        gone = (
            select(func.max(things.c.state_from))
            .where(
                alive(things),
                things.c.village == VILLAGES.c.id,
                things.c.state != "dang_dung",
                things.c.state_from <= DAY,
            )
            .scalar_subquery()
        )
        lacking = case((any_thing, gone), else_=VILLAGES.c.from_date)
        why = Why(told, extra={"has_one": any_thing}, since=lacking)
        return Share(villages(shape), stands(things, since), why)

    return made


# -- models ----------------------------------------------------------------------------------------


def _model_runs() -> Condition:
    state, since = MODELS.c.state, MODELS.c.state_from
    return or_(
        and_(state == "dang_hoat_dong", or_(since.is_(None), since <= DAY)),
        and_(state != "dang_hoat_dong", since > DAY),
    )


def running_models(shape: Shape) -> Count:
    """Models that were founded and run, whether anything happens in them or not."""
    mine = ours(MODELS, Shape(shape.readings))
    return Count("models", (*mine, MODELS.c.started_on <= DAY, _model_runs()))


def models(shape: Shape) -> Share:
    """Models that run, with an activity in the last twelve months (000 II.3 g; domain IAH.g).

    The exceptions are models that were founded and do not count.
    """
    lively = exists().where(
        alive(ACTIVITIES),
        ACTIVITIES.c.model == MODELS.c.id,
        ACTIVITIES.c.held_on <= DAY,
        ACTIVITIES.c.held_on > YEAR_AGO,
    )

    def told(question: Question, row: Any) -> str:  # noqa: ARG001
        if row.runs:
            return "không có hoạt động được ghi nhận trong 12 tháng gần nhất"
        return "đã ngừng hoạt động"

    stopped = case((_model_runs(), literal(None)), else_=MODELS.c.state_from)
    base = Count("models", (*ours(MODELS, Shape(shape.readings)), MODELS.c.started_on <= DAY))
    return Share(
        base, and_(_model_runs(), lively), Why(told, extra={"runs": _model_runs()}, since=stopped)
    )


# -- the ladder of pledges in a khu phố (004 II.2) -------------------------------------------------


def security_teams(shape: Shape) -> Count:
    """The Tổ ANXH; the register of them is not dated."""
    return Count("subunits", (*ours(SUBUNITS, shape), SUBUNITS.c.kind == "to_anxh"))


def security_teams_committed(shape: Shape) -> Share:
    """Of them, those that signed with their khu phố."""
    signed = committed("to_anxh", "subunit", SUBUNITS.c.id, shape)
    return Share(security_teams(shape), signed, Why("chưa ký cam kết với khu phố"))


def families(shape: Shape) -> tuple[Count, Count]:
    """Households with an addict; an addict without a household is a family of one."""
    with_addict = select(PEOPLE.c.household).where(
        alive(PEOPLE), PEOPLE.c.household.is_not(None), listed("nghien")
    )
    homes = (*ours(HOUSEHOLDS, shape), HOUSEHOLDS.c.id.in_(with_addict))
    alone = (*ours(PEOPLE, shape), listed("nghien"), PEOPLE.c.household.is_(None))
    return (
        Count("households", homes, Why("gia đình có người nghiện ma túy")),
        Count("people", alone, Why("người nghiện ma túy chưa ghi thuộc hộ nào")),
    )


def addict_families(shape: Shape) -> Together:
    """Families with an addict on the day."""
    return Together(families(shape))


def addict_families_committed(shape: Shape) -> Together:
    """Of them, those with the special pledge."""
    homes, alone = families(shape)
    kind = "gia_dinh_ca_biet"
    lacks = Why("chưa ký cam kết cá biệt")
    return Together(
        (
            Share(homes, committed(kind, "household", HOUSEHOLDS.c.id, shape), lacks),
            Share(alone, committed(kind, "person", PEOPLE.c.id, shape), lacks),
        )
    )


def organisations(shape: Shape) -> Count:
    """Organisations written down with a commitment of their own, signed or not, once each.

    There is no book of organisations, and no khu phố without one: none written down is not known.
    """
    mine = ours(COMMITMENTS, Shape(shape.readings))
    where = (
        *mine,
        *_here_or_everywhere(shape),
        COMMITMENTS.c.kind == "to_chuc",
        COMMITMENTS.c.organisation.is_not(None),
        COMMITMENTS.c.signed_on <= DAY,
    )
    key = COMMITMENTS.c.organisation
    return Count("commitments", where, key=key, must_exist=True, names_all=False)


def _here_or_everywhere(shape: Shape) -> tuple[Condition, ...]:
    if not shape.by_village:
        return ()
    return (or_(COMMITMENTS.c.village == VILLAGE, COMMITMENTS.c.village.is_(None)),)


def organisations_committed(shape: Shape) -> Share:
    """Of them, those whose newest commitment was signed."""
    signed = committed("to_chuc", "organisation", COMMITMENTS.c.organisation, shape)
    why = Why(
        lambda _question, row: f"{row.named}: chưa ký cam kết",
        extra={"named": COMMITMENTS.c.organisation},
    )
    return Share(organisations(shape), signed, why)


def pledged(connection: Connection, question: Question) -> Fact:
    """Whether the khu phố has pledged to the town; asked of one khu phố only (004 II.2)."""
    if question.village is None:
        return Fact("", None)
    signed = committed("khu_pho", "village", VILLAGES.c.id, question.shape)
    row = connection.execute(
        select(VILLAGES.c.id, VILLAGES.c.name, signed.label("signed")).where(
            VILLAGES.c.id == VILLAGE, VILLAGES.c.unit_id.in_(UNITS)
        ),
        question.values,
    ).first()
    if row is None:
        return Fact("", None)
    record = FactRecord("villages", row.id, f"{row.name} – chưa đăng ký cam kết")
    return Fact("", bool(row.signed), () if row.signed else (record,))


PLACE_FIGURES: Final[Mapping[str, Callable[[Shape], Figure]]] = MappingProxyType(
    {
        "households": households,
        "households_committed": households_committed,
        "villages": villages,
        "villages_with_tip_box": _with_thing(TIP_BOXES, "installed_on", "hòm thư tố giác"),
        "villages_with_hotline_board": _with_thing(BOARDS, "posted_on", "bảng đường dây nóng"),
        "active_models": models,
        "security_teams": security_teams,
        "security_teams_committed": security_teams_committed,
        "addict_families": addict_families,
        "addict_families_committed": addict_families_committed,
        "organisations": organisations,
        "organisations_committed": organisations_committed,
    }
)
