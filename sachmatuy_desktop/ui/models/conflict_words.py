"""How what two offices wrote at the same time reads on screen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.dates import parse_moment, show_moment
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Kind, Value
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync.conflicts import Preference, may_decide, undecided
from sachmatuy_desktop.storage.sync.conflicts import Claim, Conflict
from sachmatuy_desktop.ui.models.cells import words
from sachmatuy_desktop.ui.models.codes import capital, code_words, unit_name

__all__ = ["PREFERENCES", "Line", "Said", "lines_of", "read_conflicts"]

PREFERENCES: Final = MappingProxyType(
    {
        Preference.SHOWN: N_("Giữ giá trị đang hiện"),
        Preference.LATEST: N_("Lấy giá trị ghi sau cùng (theo đồng hồ các máy)"),
        Preference.OWN: N_("Lấy giá trị ghi ở máy này"),
        Preference.OTHER: N_("Lấy giá trị từ nơi khác gửi đến"),
    }
)


@dataclass(frozen=True)
class Said:
    """One claim in words: its values in the order of the fields, who, when, from where.

    `verb` is what its button says; `claim` is None for what stood there before.
    """

    values: tuple[str, ...]
    by: str = ""
    at: str = ""
    office: str = ""
    verb: str = ""
    claim: Claim | None = None


@dataclass(frozen=True)
class Line:
    """One conflict in words; `ours`: decided at this office by this account."""

    conflict: Conflict
    book: str
    record: str
    labels: tuple[str, ...]
    before: Said
    said: tuple[Said, ...]
    ours: bool
    unit: str

    @property
    def what(self) -> str:
        """The fields it is about."""
        return " / ".join(self.labels)


def read_conflicts(office: Office) -> list[Line]:
    """What waits for a decision, in words; those that this office decides come first."""
    return sorted(lines_of(office, undecided(office)), key=lambda line: not line.ours)


def lines_of(office: Office, found: Sequence[Conflict]) -> list[Line]:
    """These conflicts in words."""
    names = _Names(office, found)
    return [_line(office, each, names) for each in found]


class _Names:
    """The names of the records in question and of those their values point at."""

    def __init__(self, office: Office, found: Sequence[Conflict]) -> None:
        wanted: dict[str, set[str]] = defaultdict(set)
        for each in found:
            wanted[each.register].add(each.record)
            for values in (each.base, *(claim.values for claim in (*each.claims, *each.edits))):
                for name, value in values.items():
                    field = REGISTERS[each.register].by_name.get(name)
                    if field is not None and field.kind is Kind.REFERENCE and value:
                        wanted[str(field.target)].add(str(value))
        self._known = {
            register: office.queries.names(register, sorted(ids))
            for register, ids in wanted.items()
        }

    def of(self, register: str, record: str) -> str:
        return self._known.get(register, {}).get(record, "")


def _line(office: Office, conflict: Conflict, names: _Names) -> Line:
    book = REGISTERS[conflict.register]
    one = _(book.one)
    if conflict.is_removal:
        labels: tuple[str, ...] = (_("Xóa ghi chép"),)
        gone = _said(conflict.claims[0], (_("Xóa {one} này").format(one=one),), _("Vẫn xóa"))
        kept = tuple(
            _said(each, (_edit_words(conflict, each, names),), _("Giữ lại"))
            for each in conflict.edits
        )
        said, before = (gone, *kept), Said((_("Có trong sổ"),))
    else:
        labels = tuple(_label(conflict.register, name) for name in conflict.fields)
        said = tuple(
            _said(each, _values(conflict, each.values, names), _("Chọn giá trị này"))
            for each in conflict.claims
        )
        before = Said(_values(conflict, conflict.base, names))
    return Line(
        conflict,
        _(book.title),
        names.of(conflict.register, conflict.record) or capital(one),
        labels,
        before,
        said,
        may_decide(office, conflict),
        unit_name(conflict.unit),
    )


def _said(claim: Claim, values: tuple[str, ...], verb: str) -> Said:
    if claim.is_own:
        office = _("Máy này")
    elif claim.bundle is None:
        office = claim.office
    else:
        office = _("{office}, gói số {number}").format(office=claim.office, number=claim.bundle)
    return Said(values, claim.by, show_moment(parse_moment(claim.at)), office, verb, claim)


def _label(register: str, name: str) -> str:
    return _("Xóa ghi chép") if name == DELETED else _(REGISTERS[register][name].label)


def _values(conflict: Conflict, values: Mapping[str, Value], names: _Names) -> tuple[str, ...]:
    return tuple(_words(conflict.register, name, values, names) for name in conflict.fields)


def _words(register: str, name: str, values: Mapping[str, Value], names: _Names) -> str:
    value = values.get(name)
    if name == DELETED:
        return _("Xóa") if value else _("Giữ")
    field = REGISTERS[register][name]
    if value is None:
        return _("(để trống)")
    if field.kind is Kind.REFERENCE:
        return names.of(str(field.target), str(value)) or "…"
    return code_words(field, values) or words(field, value)


def _edit_words(conflict: Conflict, edit: Claim, names: _Names) -> str:
    told = [
        f"{_label(conflict.register, name)}: {_words(conflict.register, name, edit.values, names)}"
        for name in edit.values
    ]
    return _("Sửa {what}").format(what="; ".join(told))
