"""Functions of the services, really called by every role: who is answered, and what is told.

Where `test_roles` only knocks at the door, here real arguments go in and what comes out is read to
its last word: in objects, papers, spreadsheets and calendars.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from sachmatuy_desktop.domain.roles import ROLES
from sachmatuy_desktop.errors import KnownError, NotAllowed
from sachmatuy_desktop.packs.form_families import fillable_families
from sachmatuy_desktop.packs.forms import family, load_form
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.choices import NEEDS
from tests.role_scene import DAY, YEAR, Scene
from tests.services.answers import answering_scene
from tests.services.call_changes import CHANGES, NOT_CALLED
from tests.services.call_examples import ABOVE, CALLS, COMMUNE, Call
from tests.services.functions_by_role import ANSWERED, BY_SECRET, EVERYBODY, PAST_THE_DOOR
from tests.services.marked_scene import Secrets, heard_in, secrets_for, secrets_in
from tests.services.test_roles import FUNCTIONS

REFUSED: Final = "Tài khoản của bạn"

KINDS: Final = {COMMUNE: "commune", ABOVE: "receiving"}
FORMS: Final = [form for each in fillable_families() for form in family(each.id)]
OLD_DAY: Final = date(2025, 3, 1)
RECORDS: Final = {
    "people": "person",
    "households": "household",
    "villages": "village",
    "data_requests": "request",
    "recognitions": "recognition",
}
"""What a form is about, by the word for one in the scene."""

Filled = tuple[Scene, Secrets]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    scene = answering_scene(tmp_path_factory.mktemp("trả lời"))
    yield scene, secrets_in(scene)
    for name in ("spare", "neighbour", "changed"):
        scene.things[name].close()
    scene.close()


def who_is_answered(name: str) -> set[str]:
    """The roles that a function answers, by the tables."""
    tables = (ANSWERED, PAST_THE_DOOR)
    found = (who for table in tables for who, names in table.items() if name in names)
    return set(next(found, EVERYBODY).split())


def office_of(scene: Scene, call: Call, role: str) -> Office:
    """The office a call is made at, as an account of a role sits before it."""
    office: Office = scene.things.get(call.at) or getattr(scene, call.at)
    return replace(office, account=replace(office.account, role=role), looked={})


def newest(office: Office) -> int:
    return office.queries.journal(limit=1)[0].number


def test_every_function_that_asks_a_role_is_called() -> None:
    inside = {name for names in PAST_THE_DOOR.values() for name in names} | set(BY_SECRET)
    assert sorted(inside - {*CALLS, *CHANGES, *NOT_CALLED}) == []
    assert sorted({*CALLS, *CHANGES, *NOT_CALLED} - set(FUNCTIONS)) == []


@pytest.mark.parametrize("name", CALLS)
def test_a_function_answers_whoever_may_with_what_that_role_may_know(
    filled: Filled, name: str
) -> None:
    scene, known = filled
    call, told = CALLS[name], dict[str, dict[str, str]]()
    may = who_is_answered(name)
    for role in ROLES.values():
        office = office_of(scene, call, role.id)
        if role.id not in may:
            before = newest(office)
            with pytest.raises(NotAllowed, match=REFUSED):
                call.make(scene, office)
            assert newest(office) == before
            continue
        answer = heard_in(call.make(scene, office))
        heard = {text: at for text, at in secrets_for(role, known).items() if text in answer}
        if heard:
            told[role.id] = heard
    assert told == {}


def test_whoever_may_change_the_office_does_and_all_others_are_refused_without_a_trace(
    filled: Filled,
) -> None:
    scene, _known = filled
    for name, call in CHANGES.items():
        may = who_is_answered(name)
        done = False
        office: Office = scene.things.get(call.at) or getattr(scene, call.at)
        for role in ROLES:
            office.account = replace(office.account, role=role)
            if role in may:
                done = changes(call, scene, office, again=done) or done
                continue
            assert done, name
            before = newest(office)
            with pytest.raises(NotAllowed, match=REFUSED):
                call.make(scene, office)
            assert newest(office) == before, name
        office.account = replace(office.account, role="admin")


def changes(call: Call, scene: Scene, office: Office, *, again: bool) -> bool:
    """Whether it is done; the second time there may be nothing left to do."""
    try:
        call.make(scene, office)
    except KnownError as error:
        if not again or REFUSED in str(error):
            raise
        return False
    return True


# -- every paper -----------------------------------------------------------------------------------


def told_by(filled: Filled, at: str, make: Callable[[Office], object]) -> dict[str, list[str]]:
    """What each role hears that it may not know; whoever is refused hears nothing."""
    scene, known = filled
    told = {}
    for role in ROLES.values():
        try:
            answer = heard_in(make(office_of(scene, Call(lambda *_: None, at), role.id)))
        except NotAllowed:
            continue
        heard = [place for text, place in secrets_for(role, known).items() if text in answer]
        if heard:
            told[role.id] = heard
    return told


@pytest.mark.parametrize(
    ("at", "form"),
    [*((COMMUNE, form) for form in NEEDS["commune"]), (ABOVE, "receiving-summary")],
)
def test_a_drafted_paper_says_nothing_that_its_maker_may_not_know(
    filled: Filled, at: str, form: str
) -> None:
    scene, _known = filled
    asked = {
        "village": scene["village"],
        "plan": scene["plan"],
        "campaign": scene["month"],
        "purpose": "Rà soát",
        "year": YEAR,
    }
    needs = {each.replace("any_plan", "plan") for each in NEEDS[KINDS[at]][form]}
    chosen = {name: value for name, value in asked.items() if name in needs}
    assert told_by(filled, at, lambda office: papers.draft(office, form, DAY, **chosen)) == {}


@pytest.mark.parametrize("form", FORMS)
def test_a_filled_form_says_nothing_that_its_maker_may_not_know(filled: Filled, form: str) -> None:
    scene, _known = filled
    head = load_form(form)
    day = DAY if head.in_force(DAY.isoformat()) else OLD_DAY
    record = scene.ids.get(RECORDS.get(head.about, f"marked {head.about}"))
    assert told_by(filled, COMMUNE, lambda office: papers.fill(office, form, record, day)) == {}
