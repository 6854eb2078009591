"""The office, its unit and who signs, as a form of one body or the other names them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.units import Unit
from sachmatuy_desktop.packs.forms import load_letterheads
from sachmatuy_desktop.services.papers.heads import COMMITTEE, POLICE, heading_of, own_body
from sachmatuy_desktop.services.papers.sources.about import About, Day, Given, Source

__all__ = ["SOURCES", "is_own_body"]


def is_own_body(about: About) -> bool:
    """Whether the form is of the body whose papers the office's settings describe."""
    return about.body in ("", _own_body(about))


def _own_body(about: About) -> str:
    return own_body(about.office.queries, about.office.info.unit_id)


def _above(about: About) -> Unit | None:
    return about.office.units.parent(about.office.unit)


def _words(about: About, key: str) -> Given:
    """How the heads of the two bodies are worded, for the body of the form."""
    above = _above(about)
    words = str(load_letterheads()[about.body][key])
    return words.format(unit=about.office.unit.titled, parent=above.titled if above else "").strip()


def _superior(about: About) -> Given:
    if is_own_body(about):
        return heading_of(about.office).letterhead.parent
    return _words(about, "parent") if _above(about) else None


def _body(about: About) -> Given:
    return (
        heading_of(about.office).letterhead.short if is_own_body(about) else _words(about, "short")
    )


def _symbol(about: About) -> Given:
    if is_own_body(about):
        return heading_of(about.office).letterhead.symbol
    return _words(about, "symbol")


def _symbol_of(body: str) -> Source:
    """The abbreviation of one of the two bodies, whoever issues the paper."""
    return lambda about: (
        heading_of(about.office).letterhead.symbol
        if body == _own_body(about)
        else str(load_letterheads()[body]["symbol"])
    )


def _after_ca(about: About) -> Given:
    """What follows the printed letters “CA” in a number of the police: “X” of “CAX”."""
    return str(_symbol_of(POLICE)(about)).removeprefix("CA")


def _signer(about: About) -> Given:
    """The chief of the police for its papers; else whoever signs the office's own."""
    if about.body == POLICE:
        return _police_chief(about)
    return str(about.settings.get("signer") or "") if is_own_body(about) else None


def _police_chief(about: About) -> Given:
    return str(about.settings.get("police_chief") or "")


def _chair(about: About) -> Given:
    """Who signs for the people's committee, where the settings are the committee's."""
    own = _own_body(about) == COMMITTEE
    return str(about.settings.get("signer") or "") if own else None


def _kept(about: About) -> Given:
    return heading_of(about.office).drafting


def _kept_line(about: About) -> Given:
    """“Lưu: VT, CAX”, the last line of Nơi nhận."""
    kept = heading_of(about.office).drafting
    return (f"Lưu: VT, {kept}" if kept else "Lưu: VT",)


def _named(prefix: str) -> Source:
    return lambda about: f"{prefix} {about.office.unit.titled}"


def _province(about: About) -> Given:
    above = _above(about)
    return above.titled if above else None


def _province_name(about: About) -> Given:
    above = _above(about)
    return above.name if above else None


SOURCES: Final[Mapping[str, Source]] = MappingProxyType(
    {
        "office.superior": _superior,
        "office.body": _body,
        "office.symbol": _symbol,
        "office.police_symbol": _after_ca,
        "office.committee_symbol": _symbol_of(COMMITTEE),
        "office.place": lambda about: heading_of(about.office).letterhead.place,
        "office.signer": _signer,
        "office.police_chief": _police_chief,
        "office.chair": _chair,
        "office.kept_by": _kept,
        "office.kept_line": _kept_line,
        "office.police": _named("Công an"),
        "office.committee": _named("Ủy ban nhân dân"),
        "office.unit": lambda about: about.office.unit.titled,
        "office.unit_name": lambda about: about.office.unit.name,
        "office.province": _province,
        "office.province_name": _province_name,
        "office.account": lambda about: about.office.info.account_name,
        "office.today": lambda about: Day(about.day.isoformat()),
    }
)
