"""Forms whose places an officer fills in: what the books know stands there, the rest is typed.

filling = fill(office, "163-iii-04", person, day)      # known from the books
filling = filling.with_typed("tom_tat_hanh_vi", "…")   # the officer's words
data    = compose_filling(office, filling)             # the draft; `IssueDocument` numbers it
over    = lay_over_blank(office, filling)              # its values alone, for giấy in sẵn

Typed words stay in the paper and never go back into the records.  Which version of a form is used
follows from the day of the paper: Nghị định 105/2021/NĐ-CP to 30/6/2026, 163/2026/NĐ-CP from then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from sachmatuy_desktop.documents.composing import compose
from sachmatuy_desktop.documents.prefilled import Prefilled, lay_over
from sachmatuy_desktop.documents.restricting import restricted
from sachmatuy_desktop.documents.wording import numeric_date
from sachmatuy_desktop.domain.dates import parse_date, show_date, show_moment
from sachmatuy_desktop.domain.forms import (
    FieldSpec,
    FormData,
    FormDefinition,
    FormHead,
    Restriction,
    Value,
)
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import N_, BadInput, NotAllowed, NotFound
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.services.access.looking import looked_at
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.codes import sheet_coded
from sachmatuy_desktop.services.papers.sources import RECOUNTING, SOURCES, About, Day, Given, Word
from sachmatuy_desktop.sync.paper_codes import PaperSigner

__all__ = [
    "DAY",
    "NUMBER",
    "Filling",
    "PrintTerms",
    "compose_filling",
    "day_written",
    "fill",
    "fitted",
    "lay_over_blank",
    "must_fill",
    "refilled",
]

NUMBER: Final = "so_van_ban"
"""The place of a paper's own number, which issuing gives."""

HOUSEHOLD_FORM: Final = "commitment-household"
"""The form of one household, which comes back signed and is scanned as those of a whole village."""

MOST_COPIES: Final = 99

DAY: Final = "ngay_vb"
"""The place of the day a paper is made or signed."""

_NOTHING: Final[Mapping[str, Value]] = MappingProxyType({})
_NOBODY_SAID: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True)
class Filling:
    """A form, what it is about, what the books know for its places, what was typed over that.

    A place that was typed empty is empty, whatever the books say.  `stands_for` is the key of the
    law's form in whose place a plain text is written.
    """

    form: FormDefinition
    record: RecordId | None
    day: date
    known: Mapping[str, Value]
    typed: Mapping[str, Value] = field(default_factory=lambda: _NOTHING)
    stands_for: str = ""

    @property
    def values(self) -> Mapping[str, Value]:
        """What prints: the typed words, and what the books know where nothing was typed."""
        return {**self.known, **self.typed}

    @property
    def missing(self) -> tuple[FieldSpec, ...]:
        """What must be filled and is not; the number is not missed before it is given."""
        lacking = self.form.missing(self.values)
        return tuple(spec for spec in lacking if spec.name not in (NUMBER, DAY))

    @property
    def lacking(self) -> frozenset[str]:
        """The names of the places that wait to be filled."""
        return self.form.lacking(self.values) - {NUMBER, DAY}

    @property
    def said(self) -> Mapping[str, str]:
        """What was typed by which the books count anew, by the names of the sources."""
        heard = (spec for spec in self.form.fields if spec.origin in RECOUNTING)
        typed = {spec.origin: self.typed.get(spec.name) for spec in heard}
        return {origin: value for origin, value in typed.items() if isinstance(value, str)}

    def recounts(self, name: str) -> bool:
        """Whether another value of a place changes what the books say for other places."""
        return self.form.field(name).origin in RECOUNTING

    def with_typed(self, name: str, value: Value) -> Filling:
        """The same with one place typed; raises `BadInput` for a place the form does not have."""
        self.form.field(name)
        return replace(self, typed={**self.typed, name: value})

    def untyped(self, name: str) -> Filling:
        """The same with what the books know in a place again."""
        return replace(self, typed={key: value for key, value in self.typed.items() if key != name})

    @property
    def blank(self) -> Filling:
        """The form as the decree prints it: nothing filled in."""
        return replace(self, known=_NOTHING, typed=_NOTHING)


def fill(
    office: Office,
    form_id: str,
    record: RecordId | None,
    day: date,
    said: Mapping[str, str] = _NOBODY_SAID,
) -> Filling:
    """What the books know on a day for a form about a record, or about the unit itself.

    `said` is what was typed by which they count (see `Filling.said`).  Raises `NotAllowed`,
    `BadInput` for a form that was not in force on the day, `NotFound` for a record that is not
    there.  Notes the look at the record: for the worker, outside an act.
    """
    form = load_form(form_id)
    must_fill(office, form)
    if not form.in_force(day.isoformat()):
        raise _not_in_force(form, day)
    about = About(office, record, day, form.body, said)
    if record is not None and form.about and not about.row(form.about):
        raise NotFound(
            N_("Không còn {one} này: có thể người khác vừa xóa."), one=REGISTERS[form.about].one
        )
    if record is not None and form.about:
        looked_at(office.session, form.about, record)
    known = {spec.name: _known(spec, about) for spec in form.fields if spec.origin in SOURCES}
    if any(spec.name == DAY for spec in form.fields):
        known[DAY] = day.isoformat()
    told = {name: value for name, value in known.items() if value not in (None, "", ())}
    return Filling(form, record, day, told)


def refilled(office: Office, filling: Filling, record: RecordId | None, day: date) -> Filling:
    """The books asked again, for another record or another day; what was typed stays.

    What a text in the place of a missing form was begun with (its title, its grounds) stays too.
    """
    asked = fill(office, filling.form.id, record, day, filling.said)
    begun = {
        name: value
        for name, value in filling.known.items()
        if filling.stands_for and not filling.form.field(name).origin
    }
    known = {**asked.known, **begun}
    return replace(asked, known=known, typed=filling.typed, stands_for=filling.stands_for)


def may_have_papers(role: Role, register: str) -> bool:
    """Whether an account may be offered papers about a record of a register: all those about a
    person name that person as one under management.
    """
    if register == "people" and not role.may_see(REGISTERS["episodes"]["category"]):
        return False
    return role.may_open(REGISTERS[register])


def must_fill(office: Office, form: FormHead) -> None:
    """Raise `NotAllowed` unless the account may see all that the form may name."""
    role = office.info.role
    if form.people and not role.may_see(REGISTERS["episodes"]["category"]):
        raise NotAllowed(N_("Tài khoản của bạn không được lập văn bản về người bị quản lý."))
    if form.about and not role.may_open(REGISTERS[form.about]):
        raise NotAllowed(
            N_("Tài khoản của bạn không được xem sổ «{register}»."),
            register=REGISTERS[form.about].title,
        )


@dataclass(frozen=True, slots=True)
class PrintTerms:
    """How a restricted paper is printed: what for, which `copy` of how many, marked or not.

    Only a form that bears no mark of its own (`restriction_asked`) may go without.  Raises
    `BadInput` for copy 3 of 2.
    """

    purpose: str = ""
    copy: int = 1
    copies: int = 1
    marked: bool = False

    def __post_init__(self) -> None:
        """Refuse a copy that cannot be."""
        if not 1 <= self.copy <= self.copies <= MOST_COPIES:
            raise BadInput(N_("Bản số phải từ 1 đến tổng số bản, nhiều nhất 99 bản.")).at("copy")

    @property
    def numbered(self) -> str:
        """“02/03”."""
        return f"{self.copy:02d}/{self.copies:02d}"


FIRST_COPY: Final = PrintTerms()


def compose_filling(
    office: Office, filling: Filling, notes: bool = False, terms: PrintTerms = FIRST_COPY
) -> FormData:
    """The paper as it is filled; `notes` prints what the decree prints beside its blank form.

    A restricted paper says who printed it when, and by its `terms` which copy it is; a household's
    commitment bears the household's code.  Raises
    `NotAllowed`.
    """
    must_fill(office, filling.form)
    data = compose(
        filling.form,
        filling.values,
        training=office.info.training,
        restriction=_restriction(office, filling, terms),
        notes=notes,
    )
    if filling.form.id != HOUSEHOLD_FORM or filling.record is None or not filling.values:
        return data
    return sheet_coded(data, PaperSigner.of(office.keys.device.signing), filling.record)


def lay_over_blank(
    office: Office, filling: Filling, notes: bool = True, terms: PrintTerms = FIRST_COPY
) -> Prefilled:
    """The values alone, for paper on which the form was printed blank (giấy in sẵn).

    `notes`: whether that paper bears the notes of the decree.  Raises `NotAllowed`, and `BadInput`
    for rows that its table cannot hold.
    """
    must_fill(office, filling.form)
    return lay_over(
        filling.form,
        filling.values,
        notes=notes,
        training=office.info.training,
        restriction=_restriction(office, filling, terms),
    )


def day_written(filling: Filling) -> date:
    """The day on the paper: the typed one, else the day it is filled for; raises `BadInput`."""
    typed = filling.values.get(DAY)
    return parse_date(str(typed)) if typed else filling.day


def _restriction(office: Office, filling: Filling, terms: PrintTerms) -> Restriction | None:
    """What marks a restricted paper that is filled in; a blank form needs none."""
    form = filling.form
    wanted = terms.marked or not form.restriction_asked
    if not form.restriction or not filling.values or not wanted:
        return None
    when = show_moment(office.clock.now())
    return restricted(form, office.info.account_name, when, terms.numbered)


def _not_in_force(form: FormDefinition, day: date) -> BadInput:
    said = {"form": form.title, "begins": numeric_date(form.effective_from), "day": show_date(day)}
    if not form.effective_to:
        words = N_("Mẫu “{form}” dùng từ ngày {begins}; hãy chọn mẫu của ngày {day}.")
        return BadInput(words, **said).at("day")
    words = N_("Mẫu “{form}” dùng từ ngày {begins} đến {ends}; hãy chọn mẫu của ngày {day}.")
    return BadInput(words, **said, ends=numeric_date(form.effective_to)).at("day")


# -- from the books into a place ------------------------------------------------------------------


def _known(spec: FieldSpec, about: About) -> Value:
    return fitted(spec, SOURCES[spec.origin](about))


def fitted(spec: FieldSpec, given: Given) -> Value:
    """What the books say, in the kind of a place; None where the place cannot say it."""
    fit = _FITTING.get(spec.kind)
    return None if fit is None or given in (None, "", ()) else fit(spec, given)


def _day(_spec: FieldSpec, given: Given) -> Value:
    return given.iso if isinstance(given, Day) else None


def _number(_spec: FieldSpec, given: Given) -> Value:
    return int(str(given)) if str(given).isdecimal() else None


def _codes(spec: FieldSpec, given: Given) -> Value:
    codes = (_coded(spec, each) for each in _each(given))
    return tuple(code for code in codes if code is not None)


def _rows(_spec: FieldSpec, given: Given) -> Value:
    return tuple(row for row in _each(given) if isinstance(row, tuple))


def _each(given: Given) -> tuple[Any, ...]:
    return given if isinstance(given, tuple) else (given,)


def _coded(spec: FieldSpec, given: Any) -> str | None:
    """The code of a place's list that means the same: the same code, or the same word."""
    code = given.code if isinstance(given, Word) else str(given)
    if code in spec.choices:
        return code
    wanted = fold(given.words if isinstance(given, Word) else str(given))
    return next((key for key, words in spec.choices.items() if fold(words) == wanted), None)


def _in_words(given: Any, between: str = "; ") -> str:
    if isinstance(given, Word):
        return given.words
    if isinstance(given, Day):
        return numeric_date(given.iso)
    if isinstance(given, tuple):
        return between.join(_in_words(each) for each in given)
    return str(given)


_FITTING: Final[Mapping[str, Callable[[FieldSpec, Given], Value]]] = MappingProxyType(
    {
        "text": lambda _spec, given: _in_words(given),
        "long": lambda _spec, given: _in_words(given, "\n"),
        "date": _day,
        "short_date": _day,
        "number": _number,
        "choice": _coded,
        "multi": _codes,
        "list": lambda _spec, given: tuple(_in_words(each) for each in _each(given)),
        "rows": _rows,
    }
)
"""How a place of each kind takes what the books say."""
