"""What is written down most often about a person under management, each in two or three keys."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.dates import VIETNAM, parse_date, show_date
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.registers.management import TESTS, VISITS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.forms.quick_dialog import Quick, QuickDialog, Way

__all__ = ["open_test_plan", "open_test_result", "open_visit", "planned_test"]

PLAN_DAYS: Final = 7
"""How far ahead a test is planned unless another day is typed."""


def open_visit(desk: Desk, person: str, parent: QWidget | None) -> QuickDialog:
    """Check of residence: today, by whom sits here."""
    quick = Quick(
        VISITS,
        _("Kiểm tra cư trú: {name}").format(name=_name_of(desk, person)),
        ("visited_on", "visitor", "remark"),
        (Way(_("Có mặt"), {"found": 1}), Way(_("Không có mặt"), {"found": 0})),
        fixed={"person": person},
        offered={"visited_on": desk.office.clock.today(), "visitor": _reader(desk)},
    )
    return _open(QuickDialog(desk, quick, parent))


def open_test_result(desk: Desk, person: str, parent: QWidget | None) -> QuickDialog:
    """The result of the test that was planned first, or of one that nobody planned."""
    test = planned_test(desk, person)
    told = ""
    if test is not None:
        planned = parse_date(str(desk.queries.rows("tests", [test])[test]["planned_on"]))
        told = _("Xét nghiệm đã hẹn ngày {day}.").format(day=show_date(planned))
    now = desk.office.clock.now().astimezone(VIETNAM)
    quick = Quick(
        TESTS,
        _("Kết quả xét nghiệm: {name}").format(name=_name_of(desk, person)),
        ("ground", "taken_on", "taken_at", "substances", "place", "sampler", "sheet_number"),
        (
            Way(_("Âm tính"), {"result": "am_tinh"}),
            Way(_("Dương tính"), {"result": "duong_tinh"}),
        ),
        record=test,
        fixed={} if test else {"person": person},
        offered={
            "taken_on": now.date().isoformat(),
            "taken_at": now.strftime("%H:%M"),
            "sampler": _reader(desk),
        },
        told=told,
    )
    return _open(QuickDialog(desk, quick, parent))


def open_test_plan(desk: Desk, person: str, parent: QWidget | None) -> QuickDialog:
    """A test to come."""
    ahead = desk.office.clock.now().astimezone(VIETNAM).date() + timedelta(days=PLAN_DAYS)
    quick = Quick(
        TESTS,
        _("Hẹn xét nghiệm: {name}").format(name=_name_of(desk, person)),
        ("kind", "ground", "planned_on", "place"),
        (Way(_("Hẹn xét nghiệm")),),
        fixed={"person": person},
        offered={"planned_on": ahead.isoformat()},
    )
    return _open(QuickDialog(desk, quick, parent))


def planned_test(desk: Desk, person: str) -> str | None:
    """The oldest test of a person that was planned and not taken."""
    where = (
        Where("person", "=", person),
        Where("taken_on", "null"),
        Where("planned_on", "not_null"),
    )
    return next(iter(desk.queries.ids("tests", where, sort="planned_on")), None)


def _open(dialog: QuickDialog) -> QuickDialog:
    dialog.open()
    return dialog


def _name_of(desk: Desk, person: str) -> str:
    rows: Mapping[str, Mapping[str, Value]] = desk.queries.rows("people", [person])
    return str(rows[person]["full_name"]) if person in rows else ""


def _reader(desk: Desk) -> str | None:
    """Who sits here, where the name can stand in a field for names."""
    name = desk.office.info.account_name
    return None if any(letter.isdigit() for letter in name) else name
