"""What the page lists, read in one go on the worker; nothing here touches a widget."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sachmatuy_desktop.domain.dates import parse_date, show_date
from sachmatuy_desktop.domain.likeness import words_of
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import checking
from sachmatuy_desktop.services.checking import SEVERITIES, Finding, Pair
from sachmatuy_desktop.ui.dialogs.plain_table import Head
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.models.codes import title_in_words, unit_name
from sachmatuy_desktop.ui.models.finding_words import rule_title, sentence
from sachmatuy_desktop.ui.models.records_in_words import told_apart
from sachmatuy_desktop.ui.office_port import OfficePort
from sachmatuy_desktop.ui.pages.side_list import SideLine

__all__ = [
    "ACCEPTED",
    "DISTINCT",
    "PAIRS",
    "RULE",
    "Distinct",
    "Listing",
    "read_lines",
    "read_listing",
]

PAIRS: Final = "pairs:"
RULE: Final = "rule:"
DISTINCT: Final = "distinct"
ACCEPTED: Final = "accepted"

MOST_PAIRS: Final = 2000
"""Pairs listed at once; as they are settled, the next ones follow."""


@dataclass(frozen=True)
class Distinct:
    """Two records that somebody said are not one."""

    id: str
    register: str
    first: str
    second: str


@dataclass(frozen=True)
class Listing:
    """One list of the page: its columns, its rows, and what each row is about."""

    key: str
    title: str
    told: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    entries: tuple[Finding | Pair | Distinct, ...]


def read_lines(office: OfficePort, place: str | None) -> list[SideLine]:
    """The lines at the left: what waits, with how much of it."""
    lines = [SideLine("", _("CÓ THỂ TRÙNG"))]
    lines += [
        SideLine(PAIRS + register, _(REGISTERS[register].title), count)
        for register, count in checking.pair_counts(office).items()
    ]
    found = checking.counts(office, place)
    rules = checking.rules_for(office.session.role)
    for severity, heading in SEVERITIES.items():
        mine = [
            SideLine(RULE + rule.id, rule_title(rule), found[rule.id])
            for rule in rules.values()
            if rule.severity is severity and found.get(rule.id)
        ]
        if mine:
            lines.append(SideLine("", _(heading).upper()))
        lines += mine
    settled = [
        SideLine(key, title, count)
        for key, title, count in (
            (ACCEPTED, _("Đã xác nhận đúng"), len(checking.accepted(office))),
            (DISTINCT, _("Đã ghi không phải một"), len(_distinct(office))),
        )
        if count
    ]
    return [*lines, *([SideLine("", _("ĐÃ XEM"))] if settled else []), *settled]


def read_listing(office: OfficePort, key: str, place: str | None) -> Listing:
    """The list behind a line."""
    if key.startswith(PAIRS):
        return _pairs(office, key)
    if key == DISTINCT:
        return _distinct_listing(office)
    if key == ACCEPTED:
        found = checking.accepted(office)
        return _finds(office, key, _("Đã xác nhận đúng"), found)
    rule = checking.rules_for(office.session.role).get(key.removeprefix(RULE))
    if rule is None:
        return Listing(key, "", "", (), (), ())
    return _finds(office, key, rule_title(rule), checking.findings_of(office, rule.id, place))


# -- pairs -----------------------------------------------------------------------------------------


def _pairs(office: OfficePort, key: str) -> Listing:
    register = key.removeprefix(PAIRS)
    found = checking.likely_pairs(office, register, MOST_PAIRS)
    names = _told_apart(office, register, [each for pair in found for each in _ids(pair)])
    rows = tuple(
        (
            Cell(names.get(pair.first, "…")),
            Cell(names.get(pair.second, "…")),
            Cell(", ".join(map(_, words_of(pair.reasons)))),
        )
        for pair in found
    )
    heads = (
        Head(_("Bản thứ nhất"), grows=True),
        Head(_("Bản thứ hai"), grows=True),
        Head(_("Vì sao"), grows=True, wraps=True),
    )
    crowded = checking.left_out(office)
    told = (
        _("{count} nhóm quá đông người cùng tên, cùng năm sinh nên không so từng đôi.").format(
            count=crowded
        )
        if crowded
        else ""
    )
    title = _("Có thể trùng: {register}").format(register=_(REGISTERS[register].title))
    return Listing(key, title, told, heads, rows, tuple(found))


def _distinct(office: OfficePort) -> list[Distinct]:
    return [
        Distinct(str(row["id"]), register, str(row["first"]), str(row["second"]))
        for register in checking.pair_counts(office)
        for row in checking.distinct_pairs(office, register)
    ]


def _distinct_listing(office: OfficePort) -> Listing:
    said = _distinct(office)
    names: dict[str, str] = {}
    for register in {each.register for each in said}:
        ids = [each for pair in said if pair.register == register for each in _ids(pair)]
        names |= _told_apart(office, register, ids)
    rows = office.queries.rows("distinct_pairs", [each.id for each in said])
    cells = tuple(
        (
            Cell(names.get(each.first, "…")),
            Cell(names.get(each.second, "…")),
            Cell(str(rows[each.id]["said_by"])),
            Cell(show_date(parse_date(str(rows[each.id]["said_on"])))),
        )
        for each in said
    )
    heads = (
        Head(_("Bản thứ nhất"), grows=True),
        Head(_("Bản thứ hai"), grows=True),
        Head(_("Người xác định")),
        Head(_("Ngày")),
    )
    return Listing(DISTINCT, _("Đã ghi không phải một"), "", heads, cells, tuple(said))


def _ids(pair: Pair | Distinct) -> tuple[str, str]:
    return pair.first, pair.second


def _told_apart(office: OfficePort, register: str, records: Sequence[str]) -> dict[str, str]:
    """Records in one line, with their unit where several units' records are held."""
    names = told_apart(office.queries, register, records)
    if office.info.kind != "receiving":
        return names
    rows = office.queries.rows(register, list(names))
    return {key: f"{name} – {unit_name(str(rows[key]['unit_id']))}" for key, name in names.items()}


# -- finds -----------------------------------------------------------------------------------------


def _finds(office: OfficePort, key: str, title: str, found: Sequence[Finding]) -> Listing:
    names = _names(office, found)
    places = {str(each.place) for each in found if each.place}
    villages = office.queries.names("villages", sorted(places)) if places else {}
    rows = tuple(
        (
            Cell(names.get((each.register, each.record), "…")),
            Cell(villages.get(str(each.place), "")),
            Cell(sentence(office.queries, each)),
        )
        for each in found
    )
    heads = (
        Head(_("Ghi chép"), widest=280),
        Head(_("Thôn, khu phố"), widest=150),
        Head(_("Nội dung"), grows=True, wraps=True),
    )
    told = _("Bấm vào tên để mở đúng chỗ cần xem.")
    return Listing(key, title, told, heads, rows, tuple(found))


def _names(office: OfficePort, found: Sequence[Finding]) -> dict[tuple[str, str], str]:
    """Each find's record; what stands under a person is told with the person."""
    by_register: dict[str, set[str]] = defaultdict(set)
    for each in found:
        by_register[each.register].add(each.record)
    return {
        (register, record): name
        for register, records in by_register.items()
        for record, name in _names_of(office, register, sorted(records))
    }


def _names_of(
    office: OfficePort, register: str, records: Sequence[str]
) -> Iterator[tuple[str, str]]:
    book = REGISTERS[register]
    names = office.queries.names(register, records)
    rows = office.queries.rows(register, records)
    parents: dict[str, str] = {}
    if book.parent is not None and book[book.parent].target:
        ids = {str(row[book.parent]) for row in rows.values() if row[book.parent]}
        parents = office.queries.names(str(book[book.parent].target), sorted(ids))
    for record, row in rows.items():
        own = title_in_words(book, row, names.get(record, "")) or _(book.one)
        above = parents.get(str(row[book.parent]), "") if book.parent is not None else ""
        yield record, f"{above} – {own}" if above else own
