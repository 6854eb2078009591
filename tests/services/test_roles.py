"""Every command and every function of the services, with every role: who may, who may not.

The tables name what is asked for; a command or a function that stands in none of them fails here
by its name, so whoever adds one says who may do it.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sachmatuy_desktop import services
from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.duties import Duty
from sachmatuy_desktop.domain.registers.fields import Sensitivity
from sachmatuy_desktop.domain.roles import ROLES, Role, role
from sachmatuy_desktop.errors import KnownError, NotAllowed
from sachmatuy_desktop.services.bus import Command, Session, execute
from sachmatuy_desktop.services.erasures.erasing_again import EraseAgain
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.erasures import erasures_list
from sachmatuy_desktop.storage.erasures.erasures_list import Erasure
from tests.offices import add, new_office
from tests.role_scene import Scene, build
from tests.services.functions_by_role import BY_SECRET, PAST_THE_DOOR
from tests.services.open_to_all import OPEN_TO_ALL
from tests.services.role_examples import EXAMPLES, NOT_RUN, may

OPEN = {name for names in OPEN_TO_ALL.values() for name in names}

NOBODY = Role("nobody", "", Sensitivity.OPEN, frozenset(), within=dict.fromkeys(Duty))
"""Whoever has no right at all."""


def modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(services.__path__, f"{services.__name__}."):
        yield importlib.import_module(found.name)


def of_services(kind: Callable[[object], bool]) -> dict[str, Any]:
    """What the services define, by module and name."""
    return {
        f"{module.__name__.removeprefix(services.__name__ + '.')}.{name}": found
        for module in modules()
        for name, found in vars(module).items()
        if kind(found) and found.__module__ == module.__name__
    }


def is_command(found: object) -> bool:
    run = getattr(found, "run", None)
    return (
        inspect.isclass(found)
        and dataclasses.is_dataclass(found)
        and run is not None
        and list(inspect.signature(run).parameters) == ["self", "work", "session"]
    )


def asks_a_role(function: Callable[..., Any]) -> bool:
    """Whether it asks the role itself, in its own lines."""
    source = inspect.getsource(function)
    return any(
        word in source for word in (".role", "must_see", "must_print", "may_see", "must_fill")
    )


def is_of_an_office(found: object) -> bool:
    if not inspect.isfunction(found) or found.__name__.startswith("_"):
        return False
    first = next(iter(inspect.signature(found).parameters.values()), None)
    return first is not None and first.annotation in ("Office", "Session", "Opened")


COMMANDS = of_services(is_command)
FUNCTIONS = {
    name: found
    for name, found in of_services(is_of_an_office).items()
    if not name.startswith("training.")  # builds an office that nobody works in yet
}
SILENT = {name: found for name, found in FUNCTIONS.items() if not asks_a_role(found)}
"""What does not ask the role in its own lines."""


def answer(name: str, kind: str, folder: Path) -> Any:
    """Something to call with: of the right kind, about nothing that is there."""
    if name == "register" or (name == "book" and kind == "str"):
        return "people"
    if kind == "Path":
        return folder / "out"
    if "None" in kind:
        return None
    if kind.startswith(("tuple", "Sequence", "Iterable", "frozenset", "list")):
        return ()
    plain: dict[str, Any] = {
        "str": "x",
        "RecordId": "x",
        "Value": "x",
        "date": date(2026, 1, 1),
        "int": 2026,
        "bool": True,
        "bytes": b"",
    }
    return plain.get(kind, {} if kind.startswith("Mapping") else object())


def made(command: Any, folder: Path) -> Command:
    wanted = (
        each
        for each in dataclasses.fields(command)
        if each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING
    )
    made_one: Command = command(
        **{each.name: answer(each.name, str(each.type), folder) for each in wanted}
    )
    return made_one


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    made = build(tmp_path_factory.mktemp("vai"))
    yield made
    made.close()


# -- commands --------------------------------------------------------------------------------------


def test_every_command_has_an_example_that_is_run() -> None:
    assert sorted([*EXAMPLES, *NOT_RUN]) == sorted(COMMANDS)


def told(command: Command, session: Session) -> str:
    """What a command comes to, and is taken back: `done`, `refused`, or the sentence it is told."""
    try:
        with session.store.begin(Act(command.act, session.account)) as work:
            command.run(work, session)
    except NotAllowed as error:
        return "refused" if "Tài khoản của bạn" in str(error) else str(error)
    except KnownError as error:
        return type(error).__name__
    return "done"


def newest(office: Office) -> int:
    """The number of the newest entry of the journal."""
    return office.queries.journal(limit=1)[0].number


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_command_is_done_for_whoever_may_and_refused_without_a_trace_to_all_others(
    scene: Scene, name: str
) -> None:
    example = EXAMPLES[name]
    office: Office = getattr(scene, example.at)
    command = example.make(scene)
    assert isinstance(command, COMMANDS[name])
    before = newest(office)
    for who in ROLES.values():
        session = replace(office.session, role=who, checkpoint=lambda: None)
        if may(who, example):
            works = "done" if example.refused is None else example.refused.__name__
            assert told(command, session) == works, who.id
        else:
            with pytest.raises(NotAllowed, match="Tài khoản của bạn"):
                execute(command, session)
    assert newest(office) == before


def test_nobody_is_erased_again_whom_no_signed_list_names(scene: Scene) -> None:
    erased: Erasure = scene.things["erased"]
    commune = scene.commune
    listed, foreign = (
        frozenset(erasures_list.listed(commune.store.folder, each.keys.device))
        for each in (commune, scene.above)
    )
    assert listed == {erased}
    assert not foreign
    for other in (replace(erased, person=scene["person"]), replace(erased, keep_statistics=False)):
        with pytest.raises(NotAllowed, match="Danh sách đã xóa"):
            commune.run(EraseAgain(other, listed))
    with pytest.raises(NotAllowed, match="Danh sách đã xóa"):
        commune.run(EraseAgain(erased, foreign))


# -- functions -------------------------------------------------------------------------------------


def outcome(function: Callable[..., Any], office: Office, folder: Path) -> str:
    """`refused`, or `open` where it went past the role."""
    first, *others = inspect.signature(function).parameters.values()
    given: list[Any] = [office.session if first.annotation == "Session" else office]
    named: dict[str, Any] = {}
    for each in others:
        if each.default is not inspect.Parameter.empty:
            continue
        value = answer(each.name, str(each.annotation), folder)
        if each.annotation == "Register":
            value = REGISTERS["people"]
        if each.kind is inspect.Parameter.KEYWORD_ONLY:
            named[each.name] = value
        else:
            given.append(value)
    try:
        found = function(*given, **named)
        list(found) if inspect.isgenerator(found) else None
    except NotAllowed:
        return "refused"
    except (KnownError, AttributeError, KeyError, TypeError, ValueError, OSError):
        return "open"
    return "open"


def test_every_function_refuses_whoever_has_no_right_or_says_why_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commune, above = new_office(tmp_path / "xã"), new_office(tmp_path / "trên", kind="receiving")
    monkeypatch.setitem(
        vars(importlib.import_module("sachmatuy_desktop.services.office")),
        "role",
        lambda _id: NOBODY,
    )
    found = {
        name
        for name, function in SILENT.items()
        if "refused" not in {outcome(function, each, tmp_path) for each in (commune, above)}
    }
    assert sorted(found - OPEN) == [], "says nothing of who may call it"
    assert sorted(OPEN - set(SILENT)) == [], "is not there any more"
    commune.close()
    above.close()


def past_the_door(
    functions: Iterable[str], who: Role, office: Office, folder: Path, patch: pytest.MonkeyPatch
) -> set[str]:
    """The functions that an account of the role gets into."""
    module = vars(importlib.import_module("sachmatuy_desktop.services.office"))
    patch.setitem(module, "role", lambda _id: who)
    return {name for name in functions if outcome(FUNCTIONS[name], office, folder) == "open"}


def test_every_function_lets_in_whom_the_table_names_and_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is tried where an administrator gets in: in a commune, or else at an office above."""
    wanted = set(FUNCTIONS) - OPEN
    commune, above = new_office(tmp_path / "xã"), new_office(tmp_path / "trên", kind="receiving")

    def let_in(who: Role) -> set[str]:
        given = tmp_path, monkeypatch
        below = past_the_door(at_home, who, commune, *given)
        return below | past_the_door(wanted - at_home, who, above, *given)

    at_home = past_the_door(wanted, ROLES["admin"], commune, tmp_path, monkeypatch)
    got = {who.id: let_in(who) for who in ROLES.values()}
    found: dict[str, set[str]] = {}
    for name in wanted - set(BY_SECRET):
        found.setdefault(" ".join(who for who in ROLES if name in got[who]), set()).add(name)
    assert found == {roles: set(names) for roles, names in PAST_THE_DOOR.items()}
    commune.close()
    above.close()


# -- what roles are --------------------------------------------------------------------------------


def test_ten_roles_as_the_sources_have_them() -> None:
    assert list(ROLES) == [
        "admin",
        "police_chief",
        "police",
        "social",
        "health",
        "clerk",
        "village",
        "union",
        "chair",
        "viewer",
    ]
    assert {each.id for each in ROLES.values() if each.manages} == {"admin"}
    assert {each.id for each in ROLES.values() if each.keeps_data} == {"admin", "police_chief"}
    assert role("of a newer program") is ROLES["viewer"]


PRIVACY = ("data_requests", "data_breaches", "retention_decisions", "retention_periods")
SEES_LISTS = {"admin", "police_chief", "police", "social"}


@pytest.mark.parametrize(
    ("register", "who"),
    [
        ("episodes", SEES_LISTS),
        ("decisions", SEES_LISTS),
        ("tests", SEES_LISTS | {"health"}),
        ("treatments", SEES_LISTS | {"health"}),
        ("supports", SEES_LISTS),
        ("tip_offs", SEES_LISTS - {"social"}),
        ("case_subjects", SEES_LISTS - {"social"}),
        ("people", SEES_LISTS | {"health", "clerk", "chair"}),
        ("households", set(ROLES) - {"health", "viewer"}),
        ("models", set(ROLES)),
        ("tip_boxes", set(ROLES)),
        ("incoming_documents", {"admin", "police_chief", "police", "social", "clerk", "chair"}),
        *((name, {"admin", "police_chief"}) for name in PRIVACY),
    ],
)
def test_who_opens_a_book(register: str, who: set[str]) -> None:
    assert {each.id for each in ROLES.values() if each.may_open(REGISTERS[register])} == who


@pytest.mark.parametrize(
    ("register", "who"),
    [
        ("episodes", SEES_LISTS),
        ("tests", SEES_LISTS | {"health"}),
        ("tip_offs", SEES_LISTS - {"social"}),
        ("households", SEES_LISTS | {"clerk", "village"}),
        ("commitments", SEES_LISTS | {"clerk", "village", "union"}),
        ("tip_boxes", SEES_LISTS | {"clerk", "village"}),
        ("models", SEES_LISTS | {"clerk", "union"}),
        ("documents", {"admin", "police_chief", "police", "clerk"}),
        *((name, {"admin", "police_chief"}) for name in PRIVACY),
    ],
)
def test_who_writes_a_book(register: str, who: set[str]) -> None:
    assert {each.id for each in ROLES.values() if each.may_act_on(REGISTERS[register])} == who


@pytest.mark.parametrize("who", ["clerk", "chair"])
def test_whoever_may_not_know_reads_a_masked_name(tmp_path: Path, who: str) -> None:
    office = new_office(tmp_path / "xã")
    person = add(
        office,
        "people",
        full_name="Nguyễn Văn Ánh",
        birth="1990-05-02",
        citizen_number="040090001234",
        phone="0912345678",
    )
    office.account = replace(office.account, role=who)
    queries = office.queries
    assert queries.names("people", [person]) == {person: "Nguyễn V. Á., 1990"}
    row = queries.rows("people", [person])[person]
    assert row["full_name"] == "Nguyễn V. Á., 1990"
    assert "Ánh" not in repr(row)
    assert "040090001234" not in repr(row)
    assert queries.find("Ánh") == []
    assert queries.ids("people", search="Ánh") == []
    assert queries.ids("people") == [person]
    assert queries.life("people", person) == []
    assert queries.histories("people", [person]) == {}
    office.close()


def test_every_register_has_a_duty_and_every_role_reads_it() -> None:
    for register in REGISTERS:
        assert register.duty in Duty
        assert all(field.duty is register.duty for field in register.fields)
        for each in ROLES.values():
            assert each.may_open(register) or not each.may_act_on(register)
