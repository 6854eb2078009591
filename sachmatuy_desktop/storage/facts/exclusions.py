"""Who is left out of a figure and why: counted only when somebody asks.

Of a figure that leaves somebody out the wider circle is known, and the reasons in their order; each
reason takes those whom no earlier one has taken.  So the figure and all its reasons together are
the wider circle, and nobody is told twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, case, func, or_, select, true

from sachmatuy_desktop.domain.criteria import LeftOut
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.facts import (
    arisen,
    circles,
    incidents,
    offenders,
    people,
    places,
    points,
)
from sachmatuy_desktop.storage.facts.circles import (
    CONFINED,
    EPISODES,
    HOUSEHOLDS,
    NOT_HERE,
    PEOPLE,
    TESTS,
    Condition,
    alive,
    holds,
    listed,
    ours,
    persons_in,
    persons_of,
)
from sachmatuy_desktop.storage.facts.figures import NO_REASON, Count, Why, listing, records
from sachmatuy_desktop.storage.facts.question import DAY, REGISTERED, UNITS, Question, Shape

__all__ = ["EXCLUSIONS", "left_out"]


@dataclass(frozen=True, eq=False)
class Reason:
    """Why somebody of the wider circle is not counted."""

    says: str
    holds: Condition
    why: Why = NO_REASON


@dataclass(frozen=True, eq=False)
class Exclusions:
    """The wider circle of a figure, those of it who are counted, and why the others are not."""

    register: str
    wider: tuple[Condition, ...]
    counted: Condition
    reasons: tuple[Reason, ...]

    def statements(self) -> list[tuple[Reason, Select[Any]]]:
        """One statement for each reason, with the whole number beside every record."""
        table = schema.register_tables[self.register]
        rest: tuple[Condition, ...] = (*self.wider, _not(self.counted))
        found = []
        for reason in self.reasons:
            asked = listing(table, self.register, (*rest, reason.holds), reason.why)
            found.append((reason, asked.add_columns(func.count().over().label("whole"))))
            rest = (*rest, _not(reason.holds))
        return found


def _not(condition: Condition) -> Condition:
    """Not so, or not known to be so."""
    return case((condition, 1), else_=0) == 0


def left_out(connection: Connection, question: Question, name: str) -> tuple[LeftOut, ...]:
    """Who is left out of a figure, by reason; nothing for a figure that leaves nobody out."""
    if name not in EXCLUSIONS:
        return ()
    register, statements = _statements(name, question.shape)
    found = []
    for reason, statement in statements:
        rows = connection.execute(statement, question.values).all()
        if rows:
            named = records(question, rows, register, reason.why)
            found.append(LeftOut(reason.says, rows[0].whole, named))
    return tuple(found)


@lru_cache(maxsize=256)
def _statements(name: str, shape: Shape) -> tuple[str, list[tuple[Reason, Select[Any]]]]:
    asked = EXCLUSIONS[name](shape)
    return asked.register, asked.statements()


# -- persons on the lists --------------------------------------------------------------------------

MOVED: Final = "đã chuyển đi khỏi địa bàn"
TREATED_INSIDE: Final = "đang ở cơ sở cai nghiện"
IN_CUSTODY: Final = "đang bị tạm giữ, tạm giam hoặc chấp hành án phạt tù"
AWAY: Final = "vắng mặt hoặc không rõ đang ở đâu"
BY_READING: Final = "không tính theo cách hiểu đã chọn"

Extra = Callable[[Shape], tuple[Reason, ...]]


def _none(_shape: Shape) -> tuple[Reason, ...]:
    return ()


def _on_lists(
    circle: people.Circle, *categories: str, first: Extra = _none
) -> Callable[[Shape], Exclusions]:
    """Whoever has a running episode of the categories; `first` are reasons before all others."""

    def made(shape: Shape) -> Exclusions:
        running = persons_of(EPISODES).where(EPISODES.c.category.in_(categories), holds(EPISODES))
        return Exclusions(
            "people",
            (*ours(PEOPLE, shape), PEOPLE.c.id.in_(running)),
            and_(*circle(shape)),
            (
                Reason(MOVED, _not(listed(*categories))),
                *first(shape),
                Reason(TREATED_INSIDE, PEOPLE.c.id.in_(persons_in(CONFINED[:1]))),
                Reason(IN_CUSTODY, PEOPLE.c.id.in_(persons_in(CONFINED[1:]))),
                Reason(AWAY, PEOPLE.c.id.in_(persons_in(NOT_HERE))),
                Reason(BY_READING, true()),
            ),
        )

    return made


def _counted_as(says: str, *categories: str) -> Extra:
    return lambda _shape: (Reason(says, listed(*categories)),)


_AS_ADDICT: Final = _counted_as("đã được xác định nghiện, đếm ở số người nghiện", "nghien")
_AS_ANY: Final = _counted_as(
    "đã có trong danh sách nghiện hoặc sử dụng, đếm ở đó", "nghien", "sdtp"
)


def _without_file(_shape: Shape) -> tuple[Reason, ...]:
    filed = or_(
        and_(listed("nghien"), circles.has_file("nghien")),
        and_(listed("sdtp"), circles.user_has_file()),
    )
    says = "chưa có hồ sơ quản lý có số và ngày, hoặc đã quá thời hạn quản lý"
    return (Reason(says, _not(filed)),)


def _substituted(shape: Shape) -> Exclusions:
    return Exclusions(
        "people",
        (*ours(PEOPLE, shape), listed("nghien"), circles.treated("thay_the")),
        and_(*people.substituted(shape)),
        (Reason("điều trị thay thế chưa quá 12 tháng", true()),),
    )


def _newly_identified(shape: Shape) -> Exclusions:
    """All whose episode began since registration."""
    begun = persons_of(EPISODES).where(
        EPISODES.c.category.in_(("nghien", "sdtp")),
        EPISODES.c.from_date >= REGISTERED,
        EPISODES.c.from_date <= DAY,
    )
    before = persons_of(EPISODES).where(
        EPISODES.c.category.in_(("nghien", "sdtp", "sau_cai")), EPISODES.c.from_date < REGISTERED
    )
    return Exclusions(
        "people",
        (*ours(PEOPLE, shape), PEOPLE.c.id.in_(begun)),
        and_(*arisen.newly_identified(shape)),
        (
            Reason("đã có trong danh sách trước ngày đăng ký", PEOPLE.c.id.in_(before)),
            Reason("đã biết từ nơi khác, chuyển đến; đếm riêng", and_(*arisen.moved_in(shape))),
            Reason("được phát hiện trước ngày đăng ký theo lý lịch", true()),
        ),
    )


# -- households, points, incidents -----------------------------------------------------------------


def _households(shape: Shape) -> Exclusions:
    table = HOUSEHOLDS
    absent = and_(table.c.state == "vang_ca_ho", table.c.state_reason.is_not(None))
    because = Why(
        lambda _question, row: str(row.because or ""), extra={"because": table.c.state_reason}
    )
    return Exclusions(
        "households",
        (*ours(table, shape), table.c.state != "da_chuyen_di"),
        and_(*places.residing(shape)),
        (
            Reason("vắng cả hộ, có ghi lý do", absent, because),
            Reason("chưa đến ở tại ngày tính", table.c.state_from > DAY),
            Reason("không đăng ký thường trú, theo cách hiểu đã chọn", true()),
        ),
    )


def _points(kind: str) -> Callable[[Shape], Exclusions]:
    def made(shape: Shape) -> Exclusions:
        table = points.HOTSPOTS
        counted = points.points(kind)(shape)
        found = (*ours(table, shape), table.c.kind == kind, table.c.detected_on <= DAY)
        return Exclusions(
            "hotspots",
            found,
            and_(*counted.where),
            (Reason("đã triệt xóa, chuyển hóa trước hoặc trong ngày tính", true(), counted.why),),
        )

    return made


def _once_each(figure: Callable[[Shape], Any], says: str) -> Callable[[Shape], Exclusions]:
    """Mentions beyond the first of what is counted once."""

    def made(shape: Shape) -> Exclusions:
        counted: Count = figure(shape)
        table, key = counted.table, counted.key
        firsts = select(func.min(table.c.id)).where(*counted.where).group_by(key).correlate(None)
        first = table.c.id.in_(firsts)
        return Exclusions(counted.register, counted.where, first, (Reason(says, true()),))

    return made


ONE_PERSON: Final = "một người có trong nhiều vụ, chỉ tính một lần"


def _violations(shape: Shape) -> Exclusions:
    """Positive tests of the year that are no violation of their own."""
    counted = offenders.positive_tests(shape)
    return Exclusions(
        "tests",
        (
            alive(TESTS),
            TESTS.c.unit_id.in_(UNITS),
            TESTS.c.result == "duong_tinh",
            incidents.in_period(TESTS.c.taken_on),
            TESTS.c.person.in_(select(PEOPLE.c.id).where(*ours(PEOPLE, shape))),
        ),
        and_(*counted),
        (
            Reason("dương tính do thuốc được kê đơn", TESTS.c.prescribed == 1, offenders.POSITIVE),
            Reason("đã có trong sổ vụ việc, hoặc người không cư trú", true(), offenders.POSITIVE),
        ),
    )


EXCLUSIONS: Final[Mapping[str, Callable[[Shape], Exclusions]]] = MappingProxyType(
    {
        "addicts": _on_lists(people.addicts, "nghien"),
        "addicts_present": _on_lists(people.addicts_present, "nghien"),
        "addicts_in_community": _on_lists(people.addicts_in_community, "nghien"),
        "resident_addicts": _on_lists(people.resident_addicts, "nghien"),
        "users_present": _on_lists(people.users_present, "sdtp", first=_AS_ADDICT),
        "resident_users": _on_lists(people.resident_users, "sdtp", first=_AS_ADDICT),
        "psychosis_present": _on_lists(people.psychosis_present, "loan_than", first=_AS_ANY),
        "resident_psychosis": _on_lists(people.resident_psychosis, "loan_than", first=_AS_ANY),
        "after_rehab": _on_lists(people.after_rehab, "sau_cai"),
        "managed_people": _on_lists(people.managed, "nghien", "sdtp", first=_without_file),
        "substitution_over_12_months": _substituted,
        "newly_identified_since_registration": _newly_identified,
        "households": _households,
        "use_points": _points("diem_to_chuc"),
        "complex_points": _points("diem_phuc_tap"),
        "complex_hubs": _points("tu_diem"),
        "risk_points": _points("diem_nguy_co"),
        "retailers": _points("ban_le"),
        "arrested_offenders": _once_each(offenders.arrested, ONE_PERSON),
        "serious_offences_by_residents": _once_each(offenders.serious_offences, ONE_PERSON),
        "resident_offenders_detected": _once_each(offenders.resident_offenders, ONE_PERSON),
        "resident_violations": _violations,
    }
)
"""The figures that leave somebody out."""
