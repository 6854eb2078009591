"""Which forms are offered for filling: about a record, for a step of the law, in the whole program.

A form that the law names and the program does not have yet is offered all the same, as a plain text
in the layout of Nghị định 30/2020 under the title of that form, and the screen says so.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.cases.law import Form
from sachmatuy_desktop.domain.forms import FormHead, Value
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import KnownError, NotAllowed
from sachmatuy_desktop.packs.form_families import (
    fillable_families,
    fillable_forms,
    form_of_law,
    type_of,
)
from sachmatuy_desktop.packs.forms import load_letterheads
from sachmatuy_desktop.packs.law import law_book
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.choices import FormChoice
from sachmatuy_desktop.services.papers.filling import Filling, fill, fitted, must_fill
from sachmatuy_desktop.services.papers.heads import POLICE, heading_of
from sachmatuy_desktop.services.papers.sources import SOURCES, About
from sachmatuy_desktop.services.papers.sources.office import is_own_body

__all__ = ["STAND_IN", "damaged_forms", "fill_law_form", "forms_about", "forms_to_fill", "stand_in"]

STAND_IN: Final = "law-text"
"""The form of a text that stands for one the program does not have."""

_POLICE: Final = "cong an"
"""What says, folded, that the police decide by the law."""

DRAFT: Final = "nhap"
"""The place of the line that says so on a draft; an issued text does not bear it."""


def forms_about(office: Office, register: str, day: date) -> list[FormChoice]:
    """The forms about a record of a register that are in force on a day and this account may fill.

    `register` "" asks for those about the unit itself.
    """
    return [each for each in forms_to_fill(office, day) if each.about == register]


def forms_to_fill(office: Office, day: date) -> list[FormChoice]:
    """Every form in force on a day that this account may fill, family by family."""
    titles = {each.id: each.title for each in fillable_families()}
    return [
        _choice(form, titles[form.family])
        for form in fillable_forms().heads
        if form.in_force(day.isoformat()) and _may_fill(office, form)
    ]


def damaged_forms() -> tuple[KnownError, ...]:
    """What is wrong with each form whose file cannot be read; the others are offered without it."""
    return tuple(fillable_forms().damaged.values())


def _may_fill(office: Office, form: FormHead) -> bool:
    try:
        must_fill(office, form)
    except NotAllowed:
        return False
    return True


def _choice(form: FormHead, family: str) -> FormChoice:
    return FormChoice(
        id=form.id,
        title=form.title,
        verified=form.verified,
        reference=form.reference,
        needs=("record",) if form.about else (),
        restricted=bool(form.restriction),
        numbered=bool(form.type_code),
        family=family,
        law_form=form.law_form,
        about=form.about,
        people=form.people,
    )


# -- steps of the law -----------------------------------------------------------------------------


def fill_law_form(
    office: Office, key: str, record: RecordId | None, day: date, source: str = "", who: str = ""
) -> Filling:
    """The form that the law names by a key (`PL III-04`), filled; a text in its place if need be.

    `source` are the articles of the step, `who` decides by the law of the day; both are for the
    text.  Raises as `fill` does, `NotFound` for a key the law does not have.
    """
    form = form_of_law(key, day.isoformat())
    if form is not None:
        return fill(office, form.id, record, day)
    return stand_in(office, law_book().form(key), record, day, source, who)


def stand_in(
    office: Office, form: Form, record: RecordId | None, day: date, source: str = "", who: str = ""
) -> Filling:
    """A plain text under the title of a form that the program does not have.

    Kinds of paper that the decree gives no abbreviation bear no number: they are printed only.
    """
    empty = fill(office, STAND_IN, record, day)
    kind = type_of(form.title)
    name = kind.name if kind else form.title
    subject = form.title.removeprefix(name).strip()
    about = About(office, record, day, POLICE if _POLICE in fold(who) else "")
    symbol = f"{kind.code}-{SOURCES['office.symbol'](about)}" if kind and kind.code else ""
    around = {
        spec.name: fitted(spec, SOURCES[spec.origin](about))
        for spec in empty.form.fields
        if spec.origin.startswith("office.")
    }
    said: dict[str, Value] = {
        **around,
        "ten_loai": name.upper(),
        "trich_yeu": subject[:1].upper() + subject[1:],
        "viet_tat": symbol,
        DRAFT: f"{form.key} – {form.title}, {form.decree}",
        "can_cu_soan": _grounds(source),
        "tham_quyen": _power(about) or who,
    }
    known = {name: value for name, value in said.items() if value}
    return replace(empty, known={**empty.known, **known}, stands_for=form.key)


def _power(about: About) -> str:
    """The lines of power and post above the signature of the body that issues the text."""
    if is_own_body(about):
        return "\n".join(heading_of(about.office).signer.authority)
    return str(load_letterheads()[about.body]["chief"])


def _grounds(source: str) -> tuple[str, ...]:
    """“Căn cứ …” for each of the articles, which are told with “;” between them."""
    return tuple(f"Căn cứ {each.strip()}" for each in source.split(";") if each.strip())
