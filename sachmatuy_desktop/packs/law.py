"""The law as data: every file of `resources/law/` read into one `LawBook`.

Each file may hold any of the arrays below, so that a subject stands together with its forms and
questions.  The format is described in `resources/formats/law.md`; a problem is told with its line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from sachmatuy_desktop.domain.cases.law import (
    Condition,
    Detail,
    Duty,
    Exclusion,
    Form,
    Ground,
    LawBook,
    LawVersion,
    PersonList,
    Question,
    Reading,
    State,
    Step,
    Transition,
    Transitional,
    Writes,
)
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.packs.reading import Problem, Sheet, Table, parse_sheet, read_bytes
from sachmatuy_desktop.paths import resources_folder

__all__ = ["check_law", "law_book", "law_folder", "load_law"]

Made = TypeVar("Made")
DETAIL_KINDS = ("text", "long_text", "date", "time", "number", "flag", "choice", "name")


def law_folder() -> Path:
    """Where the program's own law lies."""
    return resources_folder() / "law"


@lru_cache(maxsize=1)
def law_book() -> LawBook:
    """The program's law, read once."""
    return load_law()


def load_law(folder: Path | None = None) -> LawBook:
    """The law of a folder.  Raises `Refused` naming the file, the line and what is wrong there."""
    book, problems = _read(folder or law_folder())
    if problems:
        file, problem = problems[0]
        raise Refused(
            N_("Tệp {file} có lỗi ở dòng {line}: {problem}."),
            file=file.name,
            line=problem.line,
            problem=problem.error,
        )
    return book


def check_law(folder: Path) -> list[tuple[Path, Problem]]:
    """Every problem of a folder of law; none means it can be used."""
    return _read(folder)[1]


@dataclass
class _Shelf:
    """What was read so far, and the tables by which a reference is told to lead nowhere."""

    versions: list[LawVersion] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    lists: list[PersonList] = field(default_factory=list)
    transitions: list[tuple[Table, Transition]] = field(default_factory=list)
    details: list[Detail] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    transitional: list[Transitional] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    exclusions: list[Exclusion] = field(default_factory=list)
    prepare: tuple[int, int, int] = (60, 30, 7)


def _read(folder: Path) -> tuple[LawBook, list[tuple[Path, Problem]]]:
    shelf, sheets, problems = _Shelf(), list[tuple[Path, Sheet]](), list[tuple[Path, Problem]]()
    for file in sorted(folder.glob("*.toml")):
        sheet = parse_sheet(read_bytes(file))
        if isinstance(sheet, Problem):
            problems.append((file, sheet))
        else:
            sheets.append((file, sheet))
    tops = [sheet.top() for _file, sheet in sheets]
    _read_versions(tops, shelf)
    for top in tops:
        _read_file(top, shelf)
    _resolve(shelf)
    problems += [(file, problem) for file, sheet in sheets for problem in sheet.problems()]
    return _bound(shelf), problems


def _bound(shelf: _Shelf) -> LawBook:
    return LawBook(
        versions=tuple(sorted(shelf.versions, key=lambda each: each.valid_from)),
        states=tuple(shelf.states),
        lists=tuple(shelf.lists),
        transitions=tuple(each for _table, each in shelf.transitions),
        details=tuple(shelf.details),
        forms=tuple(shelf.forms),
        duties=tuple(shelf.duties),
        steps=tuple(shelf.steps),
        transitional=tuple(shelf.transitional),
        questions=tuple(shelf.questions),
        readings=tuple(shelf.readings),
        exclusions=tuple(shelf.exclusions),
        prepare_days=shelf.prepare,
    )


def _read_versions(tops: Sequence[Table], shelf: _Shelf) -> None:
    for top in tops:
        shelf.versions += _each(top, "version", _version)
        if top.has("prepare_days"):
            days = top.data["prepare_days"]
            if isinstance(days, list) and len(days) == 3 and all(type(one) is int for one in days):
                shelf.prepare = (days[0], days[1], days[2])
            else:
                top.note("prepare_days", N_("“{key}” phải là ba số ngày"))


def _read_file(top: Table, shelf: _Shelf) -> None:
    shelf.states += _each(top, "state", _state)
    shelf.lists += _each(top, "list", _list)
    shelf.details += _each(top, "detail", _detail)
    shelf.forms += _each(top, "form", _form)
    shelf.transitional += _each(top, "transitional", _transitional)
    shelf.questions += _each(top, "question", _question)
    shelf.readings += _each(top, "reading", _reading)
    shelf.exclusions += _each(top, "exclusion", _exclusion)
    versions = shelf.versions
    shelf.duties += _each(top, "duty", lambda table: _duty(table, versions))
    shelf.steps += _each(top, "step", lambda table: _step(table, versions))
    for table in top.tables("transition"):
        shelf.transitions.append((table, _transition(table, versions)))
        table.finish()
    top.finish()


def _each(top: Table, key: str, make: Callable[[Table], Made]) -> list[Made]:
    made = []
    for table in top.tables(key):
        made.append(make(table))
        table.finish()
    return made


# -- one entry -------------------------------------------------------------------------------------


def _version(table: Table) -> LawVersion:
    return LawVersion(
        id=table.text("id"),
        name=table.text("name"),
        short=table.text("short"),
        valid_from=table.day("from", required=True) or date.min,
        valid_to=table.day("to"),
        note=table.text("note", ""),
        verified=table.flag("verified", False),
    )


def _words(table: Table, key: str) -> MappingProxyType[str, str]:
    if not table.has(key):
        return MappingProxyType({})
    inner = table.table(key)
    return MappingProxyType({name: inner.text(name) for name in inner.data})


def _state(table: Table) -> State:
    return State(
        code=table.text("code"),
        title=table.text("title"),
        lists=_words(table, "lists"),
        source=table.text("source"),
        overlay=table.flag("overlay", False),
    )


def _list(table: Table) -> PersonList:
    return PersonList(
        id=table.text("id"),
        title=table.text("title"),
        category=table.text("category"),
        statutory=table.flag("statutory", False),
        keeps=table.texts("keeps"),
        note=table.text("note", ""),
        source=table.text("source"),
        quote=table.text("quote", ""),
        enters=table.text("enters", ""),
        leaves=_words(table, "leaves"),
    )


def _detail(table: Table) -> Detail:
    return Detail(
        id=table.text("id"),
        label=table.text("label"),
        kind=table.choice("kind", DETAIL_KINDS, "text"),
        choices=_words(table, "choices"),
        hint=table.text("hint", ""),
    )


def _form(table: Table) -> Form:
    return Form(
        key=table.text("key"),
        title=table.text("title"),
        decree=table.text("decree"),
        signer=table.text("signer", ""),
    )


def _transitional(table: Table) -> Transitional:
    return Transitional(
        id=table.text("id"),
        case=table.text("case"),
        rule=table.text("rule"),
        source=table.text("source"),
        quote=table.text("quote", ""),
        questions=table.texts("questions"),
        verified=table.flag("verified", False),
    )


def _question(table: Table) -> Question:
    return Question(
        id=table.text("id"),
        question=table.text("question"),
        texts=table.text("texts", ""),
        handling=table.text("handling"),
    )


def _reading(table: Table) -> Reading:
    options = _words(table, "options")
    default = table.text("default")
    if default and default not in options:
        table.note("default", N_("“{key}” phải là một trong các cách hiểu đã ghi"))
    return Reading(
        id=table.text("id"),
        title=table.text("title"),
        options=options,
        default=default,
        question=table.text("question", ""),
        source=table.text("source"),
    )


def _exclusion(table: Table) -> Exclusion:
    return Exclusion(
        one=table.text("one"),
        other=table.text("other"),
        says=table.text("says"),
        source=table.text("source"),
        version=table.text("version", ""),
    )


def _times(
    table: Table, versions: Sequence[LawVersion]
) -> tuple[tuple[str, ...], date, date | None]:
    """The versions of an entry and the days from the first to the last of them."""
    wanted = table.texts("law")
    known = {each.id: each for each in versions}
    found = [known[each] for each in wanted if each in known]
    if not found or len(found) != len(wanted):
        table.note("law", N_("“{key}” phải là các phiên bản luật đã khai báo"))
        return wanted, date.min, None
    last = max(found, key=lambda each: each.valid_from)
    begins = table.day("valid_from") or min(each.valid_from for each in found)
    return wanted, begins, table.day("valid_to") or last.valid_to


def _duty(table: Table, versions: Sequence[LawVersion]) -> Duty:
    _ids, begins, ends = _times(table, versions)
    return Duty(
        id=table.text("id"),
        title=table.text("title"),
        often=table.text("often"),
        every_months=table.whole("every_months", 0),
        who=table.text("who"),
        states=table.texts("states"),
        register=table.text("register", ""),
        source=table.text("source"),
        quote=table.text("quote", ""),
        valid_from=begins,
        valid_to=ends,
        verified=table.flag("verified", False),
    )


def _step(table: Table, versions: Sequence[LawVersion]) -> Step:
    _ids, begins, _ends = _times(table, versions)
    return Step(
        id=table.text("id"),
        group=table.text("group"),
        title=table.text("title"),
        content=table.text("content"),
        form=table.text("form", ""),
        source=table.text("source"),
        quote=table.text("quote", ""),
        questions=table.texts("questions"),
        valid_from=begins,
        verified=table.flag("verified", False),
    )


def _transition(table: Table, versions: Sequence[LawVersion]) -> Transition:
    ids, begins, ends = _times(table, versions)
    grounds = tuple(_each(table, "ground", _ground))
    return Transition(
        id=table.text("id"),
        title=table.text("title"),
        versions=ids,
        from_states=table.texts("from_states"),
        to=table.text("to", ""),
        trigger=table.text("trigger"),
        grounds=grounds,
        who=table.text("who"),
        form=table.text("form", ""),
        also_forms=table.texts("also_forms"),
        within=table.texts("within"),
        starts=table.texts("starts"),
        enters=table.texts("enters"),
        leaves=table.texts("leaves"),
        conditions=tuple(_each(table, "condition", _condition)),
        asks=table.texts("asks"),
        needs=table.texts("needs"),
        writes=_writes(table) or Writes(),
        source=table.text("source"),
        quote=table.text("quote", ""),
        valid_from=begins,
        valid_to=ends,
        questions=table.texts("questions"),
        note=table.text("note", ""),
        by_commune=table.flag("by_commune", True),
        verified=table.flag("verified", False),
    )


def _ground(table: Table) -> Ground:
    return Ground(
        code=table.text("code"),
        words=table.text("words"),
        source=table.text("source"),
        quote=table.text("quote", ""),
        to=table.text("to", ""),
        from_states=table.texts("from_states"),
        writes=_writes(table),
    )


def _condition(table: Table) -> Condition:
    return Condition(
        check=table.text("check"),
        says=table.text("says"),
        source=table.text("source"),
        forbids=table.flag("forbids", False),
        question=table.text("question", ""),
        grounds=table.texts("grounds"),
    )


def _writes(table: Table) -> Writes | None:
    if not table.has("writes"):
        return None
    inner = table.table("writes")
    made = Writes(
        ends=inner.texts("ends"),
        begins=inner.text("begins", ""),
        decision=inner.text("decision", ""),
        term=inner.text("term", ""),
        replaces=inner.flag("replaces", False),
        course=inner.text("course", ""),
        course_from=inner.texts("course_from") or Writes().course_from,
        treatment=inner.text("treatment", ""),
        treatment_state=inner.text("treatment_state", "dang_thuc_hien"),
        continues=inner.flag("continues", False),
        presence=inner.text("presence", ""),
        returns=inner.flag("returns", False),
        test=inner.text("test", ""),
        transfer=inner.flag("transfer", False),
        arrives=inner.flag("arrives", False),
        owes=inner.flag("owes", False),
        resumes=inner.flag("resumes", False),
    )
    inner.finish()
    return made


# -- what leads nowhere ----------------------------------------------------------------------------


def _resolve(shelf: _Shelf) -> None:
    """Note every code that names nothing, and every step that says two things of one day."""
    states = {each.code for each in shelf.states} | {"*"}
    known = {
        "from_states": states,
        "enters": {each.id for each in shelf.lists},
        "leaves": {each.id for each in shelf.lists},
        "asks": {each.id for each in shelf.details},
        "needs": {each.id for each in shelf.details},
        "also_forms": {each.key for each in shelf.forms},
        "questions": {each.id for each in shelf.questions},
    }
    forms = known["also_forms"] | {""}
    for table, step in shelf.transitions:
        for key, names in known.items():
            for name in getattr(step, key):
                if name not in names:
                    table.note(key, N_("“{key}” nói đến “{name}” là mã không có"), name=name)
        if step.form not in forms:
            table.note("form", N_("“{key}” nói đến “{name}” là mã không có"), name=step.form)
        for name in (step.to, *(each.to for each in step.grounds)):
            if name and name not in states:
                table.note("to", N_("“{key}” nói đến “{name}” là mã không có"), name=name)
    for table, day in _twice(shelf.transitions):
        table.note(
            "id", N_("“{id}” đã có ở trên cho ngày {day}"), id=table.data["id"], day=show_date(day)
        )


def _twice(entries: Iterable[tuple[Table, Transition]]) -> Iterator[tuple[Table, date]]:
    seen: list[Transition] = []
    for table, step in entries:
        for other in seen:
            if other.id == step.id and (
                other.in_force(step.valid_from) or step.in_force(other.valid_from)
            ):
                yield table, max(step.valid_from, other.valid_from)
        seen.append(step)
