"""The scene of the roles with a word of its own in every text that not every role may read.

So an answer says by itself where it was taken from: whoever hears a word was told that field.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, Final

import pypdfium2

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.duties import Duty
from sachmatuy_desktop.domain.registers.fields import Field, Kind, RecordId, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.roles import ROLES, Role
from sachmatuy_desktop.services.papers.heads import settings_of
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork
from tests.role_scene import DAY, Scene

__all__ = ["heard_in", "mark", "marked", "may_know", "secrets_for", "secrets_in"]

SAID: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.NAME})
"""Kinds of fields that can hold any word."""

FILLED: Final = frozenset(
    {
        *(Duty.PERSONS, Duty.LISTS, Duty.HEALTH, Duty.SUPPORT, Duty.OFFENCES, Duty.TIPS),
        *(Duty.HOUSEHOLDS, Duty.COMMITMENTS, Duty.ORDER, Duty.PRIVACY, Duty.PLANS),
    }
)
"""Duties whose books get a record where the scene has none."""

NUMBERED: Final = frozenset({Kind.CITIZEN_NUMBER, Kind.PHONE})

SHORTEST: Final = 8
"""Letters of a text that is known again where it is heard."""

MARK: Final = "Chữ"

PUBLIC: Final = frozenset(
    {
        *("xã Hoằng Phong", "Nguyễn Văn An"),  # a commune; whoever asks
        "Chuyển nơi cư trú: thông báo, chuyển hồ sơ",  # a step of the law
    }
)
"""Texts of the scene that stand in laws and tables too."""

LEFT_OUT: Final = frozenset(
    {
        *("retention_decisions", "retention_periods", "coded_people", "distinct_pairs"),
        *("accepted_findings", "plan_events", "attachments_households", "roll_calls"),
        *("campaign_figures", "reminders", "difficulty_answers"),
    }
)
"""Books the program fills by itself, with more than words."""

READ: Final = frozenset({"plan_tasks", "plans", "task_proofs", "set_tasks", "drives"})
"""Books whose texts the program reads: only the free ones get a word."""

FREE: Final = frozenset({"remark", "content", "title", "note"})

KEYS: Final = frozenset(
    {
        *("owner", "owner_kind", "about", "first", "second", "basis", "rule", "sha256", "media"),
        *("fingerprint", "record", "book", "merged_into", "cut_offs", "form_version"),
    }
)
"""Texts that only the program reads."""

Place = tuple[str, str]
"""A field: register and name."""


def word(book: Register, name: str) -> str:
    """What one field of one book says, and nothing else does: letters alone."""
    number = [*REGISTERS].index(book) * 100 + [each.name for each in book.fields].index(name)
    return MARK + "".join(chr(ord("a") + int(digit)) for digit in f"{number:05d}")


def may_know(role: Role, book: Register, field: Field) -> bool:
    """Whether a role may read what stands in a field."""
    return role.may_open(book) and role.may_be_shown(field)


def marked() -> Iterator[tuple[Register, Field]]:
    """The fields that have a word: those that are kept from somebody."""
    for book in REGISTERS:
        for each in book.fields:
            kept = any(not may_know(role, book, each) for role in ROLES.values())
            free = book.name not in READ or each.name in FREE
            if (
                each.kind in SAID
                and not each.by_program
                and kept
                and free
                and each.name not in KEYS
            ):
                yield book, each


Secrets = Mapping[str, frozenset[Place]]
"""What stands in the books of both offices, each text with the fields that say it."""


def secrets_in(scene: Scene) -> Secrets:
    """Everything that somebody may not hear; who signs for the office stands on every paper."""
    found: dict[str, set[Place]] = {}
    on_papers = set(settings_of(scene.commune).values())
    for office in (scene.commune, scene.above):
        for book in REGISTERS:
            names = [
                each.name
                for each in book.fields
                if each.kind in SAID | NUMBERED and each.name not in KEYS
            ]
            for row in office.queries.rows(book.name, office.queries.ids(book.name)).values():
                for name in names:
                    text = str(row[name] or "")
                    own = book.name not in READ or text.startswith(MARK)
                    if own and len(text) >= SHORTEST and text not in PUBLIC | on_papers:
                        found.setdefault(text, set()).add((book.name, name))
    return {text: frozenset(places) for text, places in found.items()}


def secrets_for(role: Role, known: Secrets) -> dict[str, str]:
    """What a role may not hear, as it may read none of the fields that say it; by its field."""
    return {
        text: "; ".join(".".join(each) for each in sorted(places))
        for text, places in known.items()
        if not any(may_know(role, REGISTERS[book], REGISTERS[book][name]) for book, name in places)
    }


# -- writing them ----------------------------------------------------------------------------------


def mark(scene: Scene) -> None:
    """Write the words into both offices."""
    with scene.commune.store.begin(Act("test.put", "Máy")) as work:
        _write(scene, work)
        work.commit()


def _write(scene: Scene, work: UnitOfWork) -> None:
    office = scene.commune
    by_book: dict[str, list[Field]] = {}
    for book, each in marked():
        by_book.setdefault(book.name, []).append(each)
    for name, texts in by_book.items():
        book = REGISTERS[name]
        words: dict[str, Value] = {each.name: word(book, each.name) for each in texts}
        there = office.queries.ids(name)
        for record in there:
            row = work.row(name, record)
            work.update(name, record, {key: said for key, said in words.items() if not row[key]})
        if not there and book.duty in FILLED and name not in LEFT_OUT:
            scene.ids[f"marked {name}"] = work.insert(name, _plain(scene, work, book) | words)


def _plain(scene: Scene, work: UnitOfWork, book: Register) -> dict[str, Value]:
    """What a record must say besides its words."""
    said: dict[str, Value] = {}
    for each in book.fields:
        if each.by_program:
            continue
        if each.kind is Kind.DATE and each.required:
            said[each.name] = DAY.replace(day=2).isoformat()
        elif each.kind is Kind.CHOICE and each.required and each.choices:
            said[each.name] = next(iter(each.choices))
        elif each.kind is Kind.REFERENCE and each.target:
            said[each.name] = _reference(scene, each.target)
    return said


def _reference(scene: Scene, target: str) -> RecordId | None:
    known = {"people": "person", "villages": "village", "households": "household"}
    if target in known:
        return scene[known[target]]
    return scene.ids.get(f"marked {target}")


# -- reading answers -------------------------------------------------------------------------------


def heard_in(answer: object) -> str:
    """Every text that an answer holds: in what it is made of, in papers, sheets and files."""
    return "\n".join(_texts(answer, set()))


def _texts(value: object, seen: set[int]) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes | bytearray):
        yield from _in_bytes(bytes(value))
    elif isinstance(value, Path):
        yield value.name
        if value.is_file():
            yield from _in_bytes(value.read_bytes())
    elif id(value) not in seen:
        seen.add(id(value))
        for each in _parts(value):
            yield from _texts(each, seen)


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    if is_dataclass(value) and not isinstance(value, type):
        return [getattr(value, each.name) for each in fields(value)]
    if isinstance(value, list | tuple | set | frozenset):
        return value
    if type(value).__module__.startswith("sachmatuy_desktop.") and hasattr(value, "__dict__"):
        return list(vars(value).values())
    return ()


def _in_bytes(data: bytes) -> Iterator[str]:
    if data.startswith(b"%PDF"):
        yield from _in_pdf(data)
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                yield packed.read(name).decode("utf-8", "replace")
    else:
        yield data.decode("utf-8", "replace")


def _in_pdf(data: bytes) -> Iterator[str]:
    document: Any = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            text = page.get_textpage()
            yield text.get_text_bounded()
            text.close()
            page.close()
    finally:
        document.close()
