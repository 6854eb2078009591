"""What a receiving office adds to its report: what each unit came to, and where targets stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from sachmatuy_desktop.documents.wording import grouped
from sachmatuy_desktop.domain.criteria import RulePack
from sachmatuy_desktop.domain.criteria.standings import Standing
from sachmatuy_desktop.domain.dates import ReportingYear
from sachmatuy_desktop.domain.forms import Rows
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.targets import Point, Range
from sachmatuy_desktop.packs.reports import load_report_words as words
from sachmatuy_desktop.services.board import Board, Line, packs_on_board, read_board
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.reports.reading import Commune
from sachmatuy_desktop.services.targets import TargetLine, follow

__all__ = ["class_table", "target_rows"]

NOTHING_SENT: Final = ""


def class_table(
    office: Office, day: date, communes: Sequence[Commune]
) -> tuple[tuple[str, ...], Rows]:
    """The packs that anything was sent by, and unit by unit what it came to within the year.

    An account that may not see results is told of none.
    """
    year = ReportingYear.of(day).year
    board = _board(office, year)
    packs = board.packs if board else ()
    lines = {line.unit.id: line for line in board.lines} if board else {}
    told = [p for p in packs if any(line.standing(p.id, year) for line in lines.values())]
    rows = tuple(
        (
            str(number),
            each.name,
            *([_standing(lines.get(each.unit), pack, year) for pack in told] or [NOTHING_SENT]),
            _recognised(board, lines.get(each.unit)),
        )
        for number, each in enumerate(communes, 1)
    )
    return tuple(pack.title for pack in told) or (words()["no_results"],), rows


def _board(office: Office, year: int) -> Board | None:
    if not office.session.role.may_open(REGISTERS["assessments"]):
        return None
    packs, _unknown = packs_on_board(office)
    return read_board(office, packs, year, back=1)


def _standing(line: Line | None, pack: RulePack, year: int) -> str:
    standing = line.standing(pack.id, year) if line else None
    return words()["nothing"] if standing is None else _words(pack, standing)


def _words(pack: RulePack, standing: Standing) -> str:
    """The class a unit came to, else met or not, with how many criteria are met."""
    if pack.decision.kind == "class":
        return words().get(f"klass_{standing.klass}", words()["unknown"])
    met = words()["met"].format(met=standing.met, total=standing.total)
    return f"{words()[standing.outcome.value]} ({met})"


def _recognised(board: Board | None, line: Line | None) -> str:
    """Whether the unit is recognised by any pack on the last day of the year."""
    if board is None or line is None:
        return ""
    recognised = any(board.recognition_of(line, pack.id) for pack in board.packs)
    return words()["recognised"] if recognised else ""


def target_rows(office: Office, day: date) -> Rows:
    """Every target that binds the office: its document, what is asked, what it came to."""
    year = ReportingYear.of(day).year
    return tuple(
        (str(number), *_target(each, year)) for number, each in enumerate(follow(office), 1)
    )


def _target(line: TargetLine, year: int) -> tuple[str, str, str, str, str]:
    way = line.ways[0]
    point = way.judged(year)
    paragraph = ", ".join(filter(None, (line.document.source.document, line.target.paragraph)))
    return (
        line.target.title,
        paragraph,
        _asked(way.limit.printed, point),
        _range(point.figure),
        words()[f"target_{point.state.value}"],
    )


def _asked(printed: str, point: Point) -> str:
    """The limit as printed, and the number that it comes to."""
    if point.needed is None or point.comparison is None:
        return printed
    side = "at_least" if point.comparison.rising else "at_most"
    number = words()[side].format(number=grouped(point.needed))
    return printed if number.casefold() == printed.casefold() else f"{printed} ({number})"


def _range(found: Range | None) -> str:
    if found is None:
        return words()["nothing"]
    if found.value is not None:
        return grouped(found.value)
    if found.most is None:
        return words()["range_open"].format(least=grouped(found.least))
    return words()["range"].format(least=grouped(found.least), most=grouped(found.most))
