"""Which papers an office can print, and what must be chosen before one is drafted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.criteria import Assessment, RulePack
from sachmatuy_desktop.domain.forms import FormDefinition
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.errors import N_, BadInput, NotAllowed
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.services import criteria
from sachmatuy_desktop.services.office import COMMUNE, RECEIVING, Office
from sachmatuy_desktop.services.plans.campaign import campaigns_of

_OF_PLANS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "plan-document": ("as_of", "plan"),
        "task-book": ("as_of", "any_plan", "period", "actor"),
        "task-sheet": ("as_of", "any_plan", "actor"),
    }
)
"""The papers of plans that every kind of office has; a report is a commune's."""

NEEDS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = MappingProxyType(
    {
        COMMUNE: MappingProxyType(
            {
                "self-assessment": ("as_of", "pack"),
                "recognition-request": ("as_of", "pack"),
                "review-minutes": ("as_of", "pack"),
                "household-commitment": ("village",),
                "roster": ("as_of", "purpose", "copy", "copies", "village"),
                **_OF_PLANS,
                "plan-report": ("as_of", "plan", "period"),
                "yearly-review": ("year",),
                "action-month-plan": ("campaign",),
                "action-month-result": ("as_of", "campaign"),
            }
        ),
        RECEIVING: MappingProxyType(
            {
                "receiving-summary": ("as_of",),
                **_OF_PLANS,
                "action-month-plan": ("campaign",),
                "action-month-summary": ("as_of", "campaign"),
            }
        ),
    }
)
"""The forms of each kind of office, in the order of a dossier, and what each must be told."""

_OF_TASKS: Final = frozenset(
    {
        *(*_OF_PLANS, "plan-report", "yearly-review"),
        *("action-month-plan", "action-month-result", "action-month-summary"),
    }
)
_OF_PEOPLE: Final = frozenset({"roster"})
_OF_HOUSEHOLDS: Final = frozenset({"household-commitment"})


@dataclass(frozen=True, slots=True)
class FormChoice:
    """A form on offer.

    `needs` names what is to be chosen for it: `as_of`, `pack`, `village`, `purpose`, `copy`,
    `copies`, `plan` (one of those adopted), `any_plan` (one or all), `period`, `actor`, `year`.
    `verified` and `reference` are the wording's (see `FormDefinition`), `restricted` forms name
    persons, `numbered` ones can be issued under a number of the book.

    Forms that are filled place by place (`offering`) have a `family` by its title, the key by which
    the law names them, the register of the record they are `about`, and say whether they name
    `people`.
    """

    id: str
    title: str
    verified: bool
    reference: bool
    needs: tuple[str, ...]
    restricted: bool = False
    numbered: bool = True
    family: str = ""
    law_form: str = ""
    about: str = ""
    people: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen for a draft; each form looks at what it needs.

    `pack` is a rule pack's id, `village` a record's id, `category` a code of the register of
    categories.  `copy` of `copies` numbers a restricted print.  `readings` are ways to understand
    unclear words, by id.  An `assessment` made before is taken instead of assessing anew.

    `plan` is a record's id, `period` the key of a month, half or year (`2026-06`, `2026-H1`,
    `2026`; empty: from the plan's start on), `actor` the name of whoever does the tasks,
    `year` a reporting year;
    `campaign` is the plan of a month of action.
    """

    pack: str | None = None
    village: RecordId | None = None
    purpose: str = ""
    copy: int = 1
    copies: int = 1
    category: str | None = None
    readings: Mapping[str, str] | None = None
    assessment: Assessment | None = None
    plan: RecordId | None = None
    period: str = ""
    actor: str = ""
    year: int | None = None
    campaign: RecordId | None = None


def forms_for(office: Office) -> list[FormChoice]:
    """The papers that this office and this account may print.

    Those of a month of action only where the office has begun one.
    """
    role = office.info.role
    by_village = any(pack.level == criteria.NEIGHBOURHOOD for pack in criteria.packs_of(office))
    follows_month = bool(months_of(office))
    return [
        _choice(load_form(form), needs, by_village=by_village)
        for form, needs in NEEDS[office.info.kind].items()
        if _may_print(role, form) and ("campaign" not in needs or follows_month)
    ]


def _choice(form: FormDefinition, needs: tuple[str, ...], *, by_village: bool) -> FormChoice:
    return FormChoice(
        id=form.id,
        title=form.title,
        verified=form.verified,
        reference=form.reference,
        needs=(*needs, "village") if by_village and "pack" in needs else needs,
        restricted=bool(form.restriction),
        numbered=bool(form.type_code),
    )


def months_of(office: Office) -> dict[RecordId, str]:
    """The months of action that the office has begun, the newest first, by their titles."""
    found = campaigns_of(office.queries, office.info.unit_id)
    return {each.plan.id: each.plan.title for each in found}


def must_print(office: Office, form: str) -> None:
    """Refuse a form that the office does not have or the account may not see.

    Raises `BadInput` or `NotAllowed`.
    """
    if form not in NEEDS[office.info.kind]:
        raise BadInput(N_("Cơ quan này không dùng mẫu “{form}”; hãy chọn mẫu khác."), form=form)
    if not _may_print(office.info.role, form):
        raise NotAllowed(N_("Tài khoản của bạn không được in danh sách người."))


def _may_print(role: Role, form: str) -> bool:
    """Who prints a list must be allowed to see all that stands in it."""
    if form in _OF_TASKS:
        return role.may_open(REGISTERS["plan_tasks"])
    if form in _OF_PEOPLE:
        return role.may_see(REGISTERS["episodes"]["category"])
    return form not in _OF_HOUSEHOLDS or role.may_open(REGISTERS["households"])


# -- packs ----------------------------------------------------------------------------------------


def is_recognition(pack: RulePack) -> bool:
    """Whether the pack asks if a good state is reached, rather than how bad a place is."""
    return pack.decision.kind != "class" and pack.decision.met_is_good


def chosen_pack(office: Office, choices: Choices, as_of: date) -> RulePack | None:
    """The pack a report goes by: the chosen one, or the office's first that recognises.

    Of several editions that of the day reported on.

    None while the office has no programme.  Raises `BadInput` for a pack that only classifies: its
    “met” is nothing to be recognised for.
    """
    wanted = choices.assessment.pack_id if choices.assessment else choices.pack
    if not wanted:
        return next(filter(is_recognition, criteria.packs_of(office)), None)
    judged_on = choices.assessment.as_of if choices.assessment else as_of
    pack = criteria.library(office).rules(wanted, judged_on)
    if not is_recognition(pack):
        raise BadInput(
            N_(
                "Bộ tiêu chí “{pack}” dùng để xếp loại, không dùng để công nhận; hãy chọn bộ tiêu "
                "chí công nhận, kết quả xếp loại được ghi kèm trong báo cáo."
            ),
            pack=pack.title,
        ).at("pack")
    if pack.level == criteria.NEIGHBOURHOOD and not choices.village:
        raise BadInput(
            N_("Bộ tiêu chí “{pack}” xét từng thôn, khu phố; hãy chọn thôn, khu phố."),
            pack=pack.title,
        ).at("village")
    return pack
