"""What the books know of a person's case: decisions, tests, courses, who looks after them, moves.

A decision of another body stands in the register like the office's own; of each kind the newest
that was signed by the day of the paper counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.services.papers.sources.about import (
    About,
    Given,
    Source,
    day_of,
    said,
)

__all__ = ["SOURCES"]

Row = Mapping[str, Value]
Chosen = Callable[[About], Row]

DECISIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "management": "quan_ly_sdtp",
        "suspension": "tam_dinh_chi",
        "stop": "dung",
        "end": "cham_dut",
        "voluntary": "cai_tu_nguyen",
        "compulsory": "cai_bat_buoc",
        "after_care": "sau_cai",
        "removal": "ra_khoi_danh_sach",
        "custody": "giao_quan_ly",
        "deferral": "hoan_mien",
        "completion": "xac_nhan",
        "assignment": "phan_cong",
    }
)
"""How `from` names a kind of decision: `management.number`, `after_care.signed_on`."""

LISTED: Final = ("sdtp", "nghien", "sau_cai")
DETAINED: Final = ("tam_giu_tam_giam",)


def _first(rows: tuple[Row, ...]) -> Row:
    return rows[0] if rows else {}


# -- decisions ------------------------------------------------------------------------------------


def _decision(kind: str) -> Chosen:
    def chosen(about: About) -> Row:
        signed = about.until_day("decisions", "signed_on")
        return _first(tuple(row for row in signed if row["kind"] == kind))

    return chosen


def number_of(full: Value) -> str | None:
    """What stands before the stroke: “12” of “12/QĐ-CAX”."""
    return str(full or "").partition("/")[0].strip() or None


def symbol_of(full: Value) -> str | None:
    """Who issued it: “CAX” of “12/QĐ-CAX”; nothing where the number has no such ending."""
    _kind, _dash, body = str(full or "").partition("/")[2].partition("-")
    return body.strip() or None


def _named(row: Row) -> str | None:
    """“số 12/QĐ-CAX ngày 05/07/2026”, as lists of documents name a decision."""
    if not row.get("number"):
        return None
    year, month, day = str(row["signed_on"]).split("-")
    return f"số {row['number']} ngày {day}/{month}/{year}"


def _of_decision(prefix: str, kind: str) -> dict[str, Source]:
    chosen = _decision(kind)
    return {
        f"{prefix}.number": lambda about: number_of(chosen(about).get("number")),
        f"{prefix}.symbol": lambda about: symbol_of(chosen(about).get("number")),
        f"{prefix}.number_symbol": lambda about: chosen(about).get("number"),
        f"{prefix}.named": lambda about: _named(chosen(about)),
        f"{prefix}.signed_on": lambda about: day_of(chosen(about).get("signed_on")),
        f"{prefix}.signer": lambda about: chosen(about).get("signer"),
        f"{prefix}.from": lambda about: day_of(chosen(about).get("term_from")),
        f"{prefix}.until": lambda about: day_of(chosen(about).get("term_until")),
    }


# -- tests ----------------------------------------------------------------------------------------


def _test(about: About) -> Row:
    """The newest test that was taken."""
    return _first(about.until_day("tests", "taken_on"))


def _positive(about: About) -> Row:
    """The newest positive one that no prescribed medicine explains."""
    taken = about.until_day("tests", "taken_on")
    found = (row for row in taken if row["result"] == "duong_tinh" and not row["prescribed"])
    return _first(tuple(found))


def _named_test(about: About) -> Given:
    row = _positive(about)
    if not row:
        return None
    year, month, day = str(row["taken_on"]).split("-")
    number = f"số {row['sheet_number']} " if row["sheet_number"] else ""
    return f"{number}ngày {day}/{month}/{year}"


def _column(register: str, chosen: Chosen, name: str) -> Source:
    return lambda about: said(register, name, chosen(about))


_TEST: Final = (
    *("kind", "ground", "taken_on", "taken_at", "result", "substances", "place", "sampler"),
    *("body", "specimen", "method", "witness", "sheet_number"),
)


def _test_method(about: About) -> Given:
    """How it was done and on what, as form 01 asks in one line."""
    row = _test(about)
    specimen = said("tests", "specimen", row)
    words = (row.get("method"), getattr(specimen, "words", None))
    return "; ".join(str(each) for each in words if each) or None


# -- lists, courses, absence ----------------------------------------------------------------------


def _episode(about: About) -> Row:
    """The list of the law the person stands on on the day, the newest."""
    day = about.day.isoformat()
    return _first(
        tuple(
            row
            for row in about.until_day("episodes", "from_date")
            if row["category"] in LISTED
            and not (row["until_date"] and str(row["until_date"]) < day)
        )
    )


def _over(row: Row, day: str) -> bool:
    return bool(row["until_date"]) and str(row["until_date"]) < day


def _course(about: About) -> Row:
    return _first(about.until_day("treatments", "from_date"))


def _detention(about: About) -> Row:
    absent = about.until_day("presences", "from_date")
    return _first(tuple(row for row in absent if row["state"] in DETAINED))


def _visit(about: About) -> Row:
    return _first(about.until_day("visits", "visited_on"))


def _move(direction: str) -> Chosen:
    def chosen(about: About) -> Row:
        moves = about.until_day("transfers", "moved_on")
        return _first(tuple(row for row in moves if row["direction"] == direction))

    return chosen


def _course_days(about: About, name: str) -> Given:
    return day_of(_course(about).get(name))


# -- who looks after the person -------------------------------------------------------------------


def _helpers(about: About, *roles: str) -> tuple[Row, ...]:
    day = about.day.isoformat()
    begun = reversed(about.until_day("assignments", "from_date"))
    return tuple(row for row in begun if row["role"] in roles and not _over(row, day))


def _helper(*roles: str) -> Source:
    def source(about: About) -> Given:
        row = _first(tuple(reversed(_helpers(about, *roles))))
        return _told(row) if row else None

    return source


def _team(*roles: str) -> Source:
    return lambda about: tuple(_told(row) for row in _helpers(about, *roles)) or None


def _told(row: Row) -> str:
    """The name and for whom they stand: “Lò Thị Mẫu, Hội Phụ nữ xã”."""
    return ", ".join(str(row[name]) for name in ("helper", "organisation") if row[name])


SOURCES: Final[Mapping[str, Source]] = MappingProxyType(
    {
        **{
            name: source
            for prefix, kind in DECISIONS.items()
            for name, source in _of_decision(prefix, kind).items()
        },
        **{f"test.{name}": _column("tests", _test, name) for name in _TEST},
        **{f"positive.{name}": _column("tests", _positive, name) for name in _TEST},
        "test.method_specimen": _test_method,
        "positive.named": _named_test,
        "episode.category": _column("episodes", _episode, "category"),
        "episode.from_date": _column("episodes", _episode, "from_date"),
        "episode.reason": _column("episodes", _episode, "reason"),
        "episode.file_number": _column("episodes", _episode, "file_number"),
        "course.form": _column("treatments", _course, "form"),
        "course.facility": _column("treatments", _course, "facility"),
        "course.from": lambda about: _course_days(about, "from_date"),
        "course.until": lambda about: _course_days(about, "until_date"),
        "course.decided_on": lambda about: _course_days(about, "decided_on"),
        "course.months": _column("treatments", _course, "months"),
        "course.nth": _column("treatments", _course, "nth"),
        "course.paper": _column("treatments", _course, "paper_number"),
        "detention.paper": _column("presences", _detention, "paper"),
        "detention.place": _column("presences", _detention, "place"),
        "detention.from": lambda about: day_of(_detention(about).get("from_date")),
        "detention.until": lambda about: day_of(_detention(about).get("expected_until")),
        "visit.found": _column("visits", _visit, "found"),
        "visit.visited_on": _column("visits", _visit, "visited_on"),
        "move.destination": _column("transfers", _move("di"), "destination"),
        "move.moved_on": _column("transfers", _move("di"), "moved_on"),
        "arrival.origin": _column("transfers", _move("den"), "origin"),
        "arrival.notice": _column("transfers", _move("den"), "notice_number"),
        "arrival.notified_on": _column("transfers", _move("den"), "notified_on"),
        "team.head": _helper("to_truong"),
        "team.deputy": _helper("to_pho"),
        "team.members": _team("to_vien"),
        "team.officer": _helper("can_bo"),
        "team.helpers": _team("giup_do", "tu_van_quan_ly", "ho_tro_sau_cai"),
        "team.helper": _helper("giup_do", "tu_van_quan_ly", "ho_tro_sau_cai"),
    }
)
