"""Every command and every function of the services, with every role: who may, who may not.

The tables name what is asked for; a command or a function that stands in none of them fails here
by its name, so whoever adds one says who may do it.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sachmatuy_desktop import services
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.duties import Duty
from sachmatuy_desktop.domain.registers.fields import Sensitivity
from sachmatuy_desktop.domain.roles import ROLES, Role, role
from sachmatuy_desktop.errors import KnownError, NotAllowed
from sachmatuy_desktop.services.bus import Command, Session
from sachmatuy_desktop.services.merging import MarkDistinct, MergeRecords
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.services.undo import Undo, UndoField
from sachmatuy_desktop.storage.unit_of_work import Act
from tests.offices import add, new_office
from tests.services.open_to_all import OPEN_TO_ALL

NOBODY = Role("nobody", "", Sensitivity.OPEN, frozenset(), within=dict.fromkeys(Duty))
"""Whoever has no right at all."""

RIGHTS = ("manages", "sends", "issues", "keeps_data")

NEEDS: Mapping[str, tuple[str, ...]] = {
    "manages": (
        "attachments.PurgeRemoved",
        "holidays.ForgetHolidays",
        "holidays.ReplaceHolidays",
        "packs.ImportPack",
        "packs.RemovePack",
        "papers.templates.DropTemplate",
        "papers.templates.TakeTemplate",
    ),
    "sends": (
        "periods.Expect",
        "transfers.FileReceived",
        "transfers.FileSent",
        "transfers.TakeIn",
    ),
    "issues": (
        "papers.books.closing.CloseBook",
        "papers.books.outgoing.EnterPaper",
        "papers.issuing.IssueDocument",
        "papers.issuing.VoidDocument",
    ),
    "keeps_data": (
        "erasing.ErasePerson",
        "retention.access.NoteReport",
        "retention.requests.LinkCorrection",
        "retention.reviewing.EraseRecord",
        "retention.reviewing.EraseReviewedPerson",
        "retention.reviewing.KeepRecord",
        "retention.reviewing.SetPeriod",
    ),
    "people": (
        "attachments.AddAttachments",
        "bulk.RemoveRecords",
        "merging.FollowMerge",
        "merging.MarkDistinct",
        "merging.ReviveMerged",
        "merging.TakeLateEdit",
        "records.DecideValue",
        "records.RemoveRecord",
        "records.SaveRecord",
    ),
    "episodes": ("cases.transit.Transit",),
    "commitments": ("commitments.RecordCommitments",),
    "assessments": ("criteria.keeping.KeepAssessment",),
    "drives": (
        "drives.beginning.BeginDrive",
        "drives.beginning.ChangeDrive",
        "drives.beginning.EndDrive",
        "drives.beginning.ExtendDrive",
        "drives.piles.HandOut",
        "drives.piles.NotePile",
        "drives.returning.RecordReturns",
    ),
    "incoming_documents": (
        "papers.books.incoming.ChangeIncoming",
        "papers.books.incoming.HandleIncoming",
        "papers.books.incoming.RegisterIncoming",
        "papers.books.incoming.VoidIncoming",
    ),
    "documents": ("papers.books.outgoing.CompletePaper",),
    "report_figures": ("papers.reports.typing.TypeReportFigure",),
    "report_texts": ("papers.reports.typing.WriteReportText",),
    "plans": (
        "plans.adopting.AdoptPlan",
        "plans.changing.ChangePlan",
        "plans.changing.GivePaper",
        "plans.changing.ResumePlan",
        "plans.changing.StopPlan",
        "plans.renewing.RenewPlan",
    ),
    "plan_tasks": (
        "plans.adopting.AddTask",
        "plans.changing.ChangeOwnTask",
        "plans.changing.ChangeTask",
        "plans.changing.RemoveOwnTask",
        "plans.changing.SwitchTasks",
    ),
    "plan_actors": (
        "plans.changing.AddActor",
        "plans.changing.RemoveActor",
        "plans.changing.SetActor",
    ),
    "campaign_figures": ("plans.campaign.TypeFigure",),
    "difficulties": (
        "plans.difficulties.ClarifyDifficulty",
        "plans.difficulties.CloseDifficulty",
        "plans.difficulties.TakeOverDifficulty",
    ),
    "difficulty_answers": ("plans.difficulties.AnswerDifficulty",),
    "task_results": ("plans.doing.RecordResult",),
    "set_tasks": (
        "plans.setting.AddToSeries",
        "plans.setting.ChangeSeries",
        "plans.setting.SetTask",
        "plans.setting.WithdrawTask",
    ),
    "reminders": ("plans.setting.Remind",),
    "appraisals": ("recognition.appraising.Appraise",),
    "recognition_decisions": ("recognition.appraising.Decide",),
    "recognition_steps": (
        "recognition.taking.BeginRecognition",
        "recognition.taking.StopRecognition",
        "recognition.taking.TakeStep",
        "recognition.taking.WithdrawStep",
    ),
    "returns": (
        "returns.AcceptAnswer",
        "returns.ChangeReturn",
        "returns.ReopenReturn",
        "returns.ReturnCriterion",
        "returns.ReturnUnit",
        "returns.WithdrawReturn",
    ),
    "return_answers": ("returns.AnswerReturn",),
    "target_units": ("targets.lists.ListCommunes",),
    "roadmap": ("targets.roadmap.DropFromRoadmap", "targets.roadmap.PlanCommunes"),
    "tip_offs": ("tip_results.AnnounceTips",),
    "transfers": ("transfers.MoveOut",),
}
"""What a command asks of a role before anything else: a right, or to write a register (of those
that are told which register: here `people`).
"""

AFTER_LOOKING: Mapping[str, str] = {
    "attachments.EditAttachment": "_must_attach",
    "attachments.NoteAttachment": "attachment",
    "attachments.RemoveAttachment": "_must_attach",
    "attachments.ShrinkAttachment": "_must_attach",
    "bulk.Bulk": "",  # what bulk acts have in common; those below are run
    "bulk.SetField": "must_write",
    "bulk_acts.AssignHelper": "",
    "bulk_acts.PlanTests": "",
    "bulk_acts.SignCommitments": "",
    "bulk_acts._NewUnderEach": "",
    "calendar.export.NoteCalendar": "",  # printed titles and counts, nobody's data
    "checking.AcceptFinding": "must_write",
    "checking.ReopenFinding": "must_write",
    "conflicts.Settle": "must_write",
    "drives.returning.RecordReturn": "",
    "drives.scanning.FileScans": "",
    "erasing.EraseAgain": "",  # after a restoring, whoever opens the file: it was decided before
    "merging.ForgetDistinct": "must_write",
    "merging.MergeRecords": "must_write",
    "papers.books.closing.CorrectEntry": "must_write",
    "papers.notes.NotePrint": "",  # that something was printed; what it was, is asked before
    "papers.plan_proving.ProveByPaper": "",
    "papers.reports.issuing.IssueReport": "",
    "plans.campaign.StartCampaign": "",
    "plans.doing.AddProof": "",
    "plans.doing.ChangeResult": "",
    "plans.doing.RecordResults": "",
    "plans.doing.RemoveProof": "",
    "plans.doing.RemoveResult": "",
    "recognition.appraising.WithdrawAnswer": "",
    "returns.ReturnRecords": "may_open",
    "sheet_layouts.RememberLayout": "must_write",
    "shown.NoteCopy": "note_taken",
    "spreadsheets.ImportSpreadsheet": "preview",
    "spreadsheets.NoteExport": "note_taken",
    "training.plans._Fill": "",  # runs another command while a training world is built
    "undo.Undo": "must_write",
    "undo.UndoField": "must_write",
}
"""Commands that look at the record they are about first, with what they then ask by."""


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
    if not inspect.isfunction(found) or found.__name__.startswith("_") or asks_a_role(found):
        return False
    first = next(iter(inspect.signature(found).parameters.values()), None)
    return first is not None and first.annotation in ("Office", "Session", "Opened")


COMMANDS = of_services(is_command)
FUNCTIONS = {
    name: found
    for name, found in of_services(is_of_an_office).items()
    if not name.startswith("training.")  # builds an office that nobody works in yet
}


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
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Office]]:
    folder = tmp_path_factory.mktemp("roles")
    pair = new_office(folder / "xã"), new_office(folder / "trên", kind="receiving")
    yield pair
    for each in pair:
        each.close()


def is_refused(command: Command, office: Office, who: Role) -> bool:
    """Whether the role is what it fails by; nothing is ever written."""
    session = Session(office.store, office.queries, "Ai đó", who)
    try:
        with office.store.begin(Act("test", "Ai đó")) as work:
            command.run(work, session)
    except NotAllowed as refused:
        return "Tài khoản của bạn" in str(refused)
    except Exception:
        return False
    return False


def test_every_command_says_what_it_asks_of_a_role() -> None:
    told = [*(name for names in NEEDS.values() for name in names), *AFTER_LOOKING]
    assert sorted(told) == sorted(COMMANDS)


@pytest.mark.parametrize("needed", NEEDS)
def test_a_command_is_refused_to_whoever_lacks_what_it_needs(
    offices: tuple[Office, Office], needed: str, tmp_path: Path
) -> None:
    for name in NEEDS[needed]:
        command = made(COMMANDS[name], tmp_path)
        place = next(each for each in offices if is_refused(command, each, NOBODY))
        refused = {each.id for each in ROLES.values() if is_refused(command, place, each)}
        lacking = {each.id for each in ROLES.values() if not has(each, needed)}
        assert refused >= lacking, name
        more = refused - lacking
        also = {who for who in more if not ROLES[who].writes}  # a chair signs, and writes nothing
        if needed in ("sends", "issues"):
            more -= also
        assert not more, name


def has(who: Role, needed: str) -> bool:
    return bool(getattr(who, needed)) if needed in RIGHTS else who.may_act_on(REGISTERS[needed])


def test_what_looks_first_asks_afterwards() -> None:
    for name, asks in AFTER_LOOKING.items():
        assert asks in inspect.getsource(inspect.getmodule(COMMANDS[name]) or services), name


# -- commands that look first, on records that are there -------------------------------------------


def test_roles_are_asked_on_records_that_are_there(tmp_path: Path) -> None:
    office = new_office(tmp_path / "xã")
    one, other = (add(office, "people", full_name=name) for name in ("Lê Văn Cam", "Lê Văn Cám"))
    changed = office.run(SaveRecord("people", one, {"occupation": "Làm ruộng"}))
    commands: list[Command] = [
        Undo(changed.txn),
        UndoField(changed.txn, "people", one, "occupation"),
        MergeRecords("people", one, other),
        MarkDistinct("people", one, other),
    ]
    for command in commands:
        for who in ROLES.values():
            if not who.may_act_on(REGISTERS["people"]):
                assert is_refused(command, office, who), (type(command).__name__, who.id)
    office.close()


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
        for name, function in FUNCTIONS.items()
        if "refused" not in {outcome(function, each, tmp_path) for each in (commune, above)}
    }
    told = {name for names in OPEN_TO_ALL.values() for name in names}
    assert sorted(found - told) == [], "says nothing of who may call it"
    assert sorted(told - set(FUNCTIONS)) == [], "is not there any more"
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
