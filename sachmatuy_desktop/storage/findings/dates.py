"""Checks of days: none in the future that says something happened, none before what comes first.

Each table below is the whole of its rules: a register, its fields, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import ColumnElement, func, literal

from sachmatuy_desktop.domain.findings import Severity
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.storage.findings.finders import TODAY, Asking, Rule
from sachmatuy_desktop.storage.findings.places import subject
from sachmatuy_desktop.storage.schema import register_tables
from sachmatuy_desktop.storage.statements import is_living

FUTURE: Final = (
    ("people", "birth"),
    ("identity_docs", "issued_on"),
    ("drug_profiles", "started"),
    ("drug_profiles", "first_found"),
    ("episodes", "from_date"),
    ("presences", "from_date"),
    ("decisions", "signed_on"),
    ("tests", "taken_on"),
    ("treatments", "from_date"),
    ("supports", "given_on"),
    ("visits", "visited_on"),
    ("transfers", "moved_on"),
    ("hotspots", "detected_on"),
    ("hotspots", "eliminated_on"),
    ("incidents", "happened_on"),
    ("incidents", "handled_on"),
    ("case_subjects", "happened_on"),
    ("case_subjects", "caught_on"),
    ("tip_offs", "received_on"),
    ("tip_offs", "answered_on"),
    ("commitments", "signed_on"),
    ("tip_boxes", "installed_on"),
    ("box_openings", "opened_on"),
    ("hotline_boards", "posted_on"),
    ("data_requests", "received_on"),
    ("data_requests", "done_on"),
    ("data_breaches", "detected_on"),
    ("data_breaches", "notified_on"),
)
"""Days on which something has happened."""

ORDERED: Final = (
    ("drug_profiles", "started", "first_found"),
    ("episodes", "from_date", "until_date"),
    ("presences", "from_date", "until_date"),
    ("decisions", "term_from", "term_until"),
    ("decisions", "signed_on", "term_until"),
    ("treatments", "from_date", "until_date"),
    ("hotspots", "detected_on", "eliminated_on"),
    ("incidents", "happened_on", "handled_on"),
    ("case_subjects", "happened_on", "caught_on"),
    ("tip_offs", "received_on", "answered_on"),
    ("villages", "from_date", "until_date"),
    ("campaigns", "from_date", "until_date"),
)
"""Two days of one record, the earlier one first."""

AFTER_BIRTH: Final = (
    ("identity_docs", "issued_on"),
    ("drug_profiles", "started"),
    ("drug_profiles", "first_found"),
    ("episodes", "from_date"),
    ("decisions", "signed_on"),
    ("tests", "taken_on"),
    ("treatments", "from_date"),
)
"""Days in a person's life: not before the birth."""

OLDEST: Final = 120
"""Years; nobody in a roster is older."""

LONG_PAST: Final = 30
"""Days after which a planned test that was not done is a gap in the book, not a test to come."""


def date_rules() -> Iterator[Rule]:
    """Every rule about days."""
    for register, field in FUTURE:
        yield _future(register, field)
    for register, first, second in ORDERED:
        yield _ordered(register, first, second)
    for register, field in AFTER_BIRTH:
        yield _after_birth(register, field)
    yield _too_old()
    yield _found_after_decision()
    yield _test_not_done()


def _later(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a day, perhaps known in part, is surely after another one."""
    length = func.min(func.length(one), func.length(other))
    return func.substr(one, 1, length) > func.substr(other, 1, length)


def _future(register: str, name: str) -> Rule:
    column = register_tables[register].c[name]
    return Rule(
        f"future-{register}-{name}",
        N_("{field} sau ngày hôm nay"),
        N_("{field} ghi {value}, sau ngày hôm nay."),
        register,
        name,
        Severity.WRONG,
        Asking(
            register,
            name,
            subject(register, column.label("value")).where(_later(column, TODAY)),
        ),
        (name,),
        daily=True,
        labels=_labels(register, field=name),
    )


def _ordered(register: str, first: str, second: str) -> Rule:
    table = register_tables[register]
    return Rule(
        f"order-{register}-{first}-{second}",
        N_("{second_field} trước {first_field}"),
        N_("{second_field} {second} trước {first_field} {first}."),
        register,
        second,
        Severity.WRONG,
        Asking(
            register,
            second,
            subject(register, table.c[first].label("first"), table.c[second].label("second")).where(
                _later(table.c[first], table.c[second])
            ),
        ),
        (first, second),
        labels=_labels(register, first_field=first, second_field=second),
    )


def _after_birth(register: str, name: str) -> Rule:
    column, people = register_tables[register].c[name], register_tables["people"]
    return Rule(
        f"birth-{register}-{name}",
        N_("{field} trước ngày sinh"),
        N_("{field} {value} trước ngày sinh {birth} của người đó."),
        register,
        name,
        Severity.WRONG,
        Asking(
            register,
            name,
            subject(register, column.label("value"), people.c.birth).where(
                _later(people.c.birth, column)
            ),
            reads=("people",),
        ),
        (name,),
        labels=_labels(register, field=name),
    )


def _too_old() -> Rule:
    people = register_tables["people"]
    long_ago = func.date(TODAY, literal(f"-{OLDEST} years"))
    return Rule(
        "too-old",
        N_("Tuổi trên 120"),
        N_("Ngày sinh {birth}: hơn 120 tuổi."),
        "people",
        "birth",
        Severity.LOOK,
        Asking(
            "people",
            "birth",
            subject("people", people.c.birth).where(_later(long_ago, people.c.birth)),
        ),
        ("birth",),
        daily=True,
    )


def _found_after_decision() -> Rule:
    profiles, decisions = register_tables["drug_profiles"], register_tables["decisions"]
    return Rule(
        "found-after-decision",
        N_("Phát hiện lần đầu sau ngày quyết định quản lý"),
        N_(
            "Phát hiện lần đầu {first_found}, sau ngày ký quyết định quản lý"
            " {decisions__signed_on}."
        ),
        "drug_profiles",
        "first_found",
        Severity.LOOK,
        Asking(
            "drug_profiles",
            "first_found",
            subject(
                "drug_profiles",
                profiles.c.first_found,
                func.min(decisions.c.signed_on).label("decisions__signed_on"),
            )
            .join(decisions, decisions.c.person == profiles.c.person)
            .where(
                is_living(decisions),
                decisions.c.kind == "quan_ly_sdtp",
                _later(profiles.c.first_found, decisions.c.signed_on),
            )
            .group_by(profiles.c.id),
            reads=("decisions",),
        ),
        ("first_found", "decisions__signed_on"),
    )


def _test_not_done() -> Rule:
    tests = register_tables["tests"]
    return Rule(
        "test-not-done",
        N_("Xét nghiệm dự kiến đã lâu mà chưa ghi kết quả"),
        N_("Dự kiến ngày {planned_on}, quá 30 ngày mà chưa ghi ngày xét nghiệm."),
        "tests",
        "taken_on",
        Severity.LACKING,
        Asking(
            "tests",
            "taken_on",
            subject("tests", tests.c.planned_on).where(
                tests.c.taken_on.is_(None),
                tests.c.planned_on < func.date(TODAY, literal(f"-{LONG_PAST} days")),
            ),
        ),
        ("planned_on",),
        daily=True,
    )


def _labels(register: str, **fields: str) -> dict[str, str]:
    book = REGISTERS[register]
    return {name: book[field].label for name, field in fields.items()}
