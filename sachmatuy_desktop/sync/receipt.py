"""What a receipt says: which bundle was taken in, what became of it, what is asked for.

It travels in the notes of a manifest (`resources/formats/bundle.md`): ids and codes, no names.  A
receipt of an earlier program names the bundle and nothing else; whatever is not there is not known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from sachmatuy_desktop.domain.dates import parse_moment
from sachmatuy_desktop.errors import N_, BadInput, Refused
from sachmatuy_desktop.storage.strict_json import Json
from sachmatuy_desktop.sync.slips import Figures

__all__ = ["MOST_LISTED", "Answer", "Returned", "SetAside", "answer_in", "answered_bundle"]

MOST_LISTED: Final = 1_000
"""So many records of a kind are named at most; how many there are is always said."""

_LONGEST: Final = 500
_ODD: Final = N_("Biên nhận ghi sai mục “{what}”; hãy xin nơi nhận ghi lại biên nhận.")


@dataclass(frozen=True, slots=True)
class SetAside:
    """A record of the sender of which a field, or with `field` empty all, was kept and not applied.

    `why` is a code, one of `domain.vocabulary.Why`.
    """

    register: str
    record: str
    field: str
    why: str


@dataclass(frozen=True, slots=True)
class Returned:
    """An open return: its id, kind and subject, and its deadline or ""."""

    id: str
    kind: str
    subject: str
    due: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the office that took a bundle in says of it.

    `taken` and `office` (a unit) tell when and where; "" in a bare receipt.  `new`, `changed`,
    `removed` count records by register.  `conflicts` are the records that wait for a decision,
    `parked` segments wait for the numbers `missing`; `lacking` contents of attachments have not
    come.  `counted_aside` and `counted_conflicts` say how many there are, however few are named.
    `undone` is when the office took the whole bundle back, or "".
    """

    digest: str
    kind: str = ""
    epoch: int = 0
    number: int = 0
    made: str = ""
    taken: str = ""
    office: str = ""
    new: Mapping[str, int] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)
    removed: Mapping[str, int] = field(default_factory=dict)
    conflicts: tuple[tuple[str, str], ...] = ()
    counted_conflicts: int = 0
    set_aside: tuple[SetAside, ...] = ()
    counted_aside: int = 0
    parked: int = 0
    missing: tuple[int, ...] = ()
    lacking: int = 0
    returned: tuple[Returned, ...] = ()
    undone: str = ""

    @property
    def is_bare(self) -> bool:
        """Whether it says no more than that the bundle arrived."""
        return not self.taken

    @property
    def is_whole(self) -> bool:
        """Whether everything of the bundle is held and applied there."""
        return not (self.counted_aside or self.parked or self.lacking or self.undone)

    @property
    def figures(self) -> Figures:
        """The same in numbers, as a slip has them."""
        return Figures(
            sum(self.new.values()),
            sum(self.changed.values()),
            sum(self.removed.values()),
            self.counted_conflicts,
            self.counted_aside,
            self.parked,
            self.lacking,
            len(self.returned),
        )

    @property
    def notes(self) -> dict[str, Json]:
        """What the manifest says of it."""
        notes: dict[str, Json] = {
            "bundle": self.digest,
            "arrived": {
                "kind": self.kind,
                "epoch": self.epoch,
                "sequence": self.number,
                "made": self.made,
                "taken": self.taken,
                "office": self.office,
                "new": dict(self.new),
                "changed": dict(self.changed),
                "removed": dict(self.removed),
                "conflicts": {
                    "count": self.counted_conflicts,
                    "records": [list(each) for each in self.conflicts[:MOST_LISTED]],
                },
            },
            "set_aside": {
                "count": self.counted_aside,
                "lines": [asdict(each) for each in self.set_aside[:MOST_LISTED]],
            },
            "parked": {"segments": self.parked, "missing": list(self.missing)},
            "returned": [asdict(each) for each in self.returned[:MOST_LISTED]],
        }
        return notes | ({"undone": self.undone} if self.undone else {})


def answered_bundle(notes: Mapping[str, Any]) -> str:
    """The digest of the bundle a receipt speaks of, or ""."""
    said = notes.get("bundle", "")
    return said if isinstance(said, str) else ""


def answer_in(notes: Mapping[str, Any]) -> Answer:
    """What the notes of a receipt say.  Raises `Refused` for what cannot be meant."""
    arrived = _mapping(notes, "arrived")
    aside, parked = _mapping(notes, "set_aside"), _mapping(notes, "parked")
    conflicts = _mapping(arrived, "conflicts")
    lacking = notes.get("lacking", [])
    if arrived.get("taken") and not arrived.get("made"):
        raise Refused(_ODD, what="made")
    return Answer(
        digest=answered_bundle(notes),
        kind=_text(arrived, "kind"),
        epoch=_count(arrived, "epoch"),
        number=_count(arrived, "sequence"),
        made=_moment(arrived, "made"),
        taken=_moment(arrived, "taken"),
        office=_text(arrived, "office"),
        new=_counts(arrived, "new"),
        changed=_counts(arrived, "changed"),
        removed=_counts(arrived, "removed"),
        conflicts=tuple(_pair(each) for each in _items(conflicts, "records")),
        counted_conflicts=_count(conflicts, "count"),
        set_aside=tuple(
            SetAside(*(_text(each, name) for name in ("register", "record", "field", "why")))
            for each in _objects(aside, "lines")
        ),
        counted_aside=_count(aside, "count"),
        parked=_count(parked, "segments"),
        missing=tuple(_whole(each, "missing") for each in _items(parked, "missing")),
        lacking=len(lacking) if isinstance(lacking, list) else 0,
        returned=tuple(
            Returned(
                _text(each, "id"), _text(each, "kind"), _text(each, "subject"), _text(each, "due")
            )
            for each in _objects(notes, "returned")
        ),
        undone=_moment(notes, "undone"),
    )


def _mapping(said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = said.get(name, {})
    if not isinstance(found, dict):
        raise Refused(_ODD, what=name)
    return found


def _items(said: Mapping[str, Any], name: str) -> Sequence[Any]:
    found = said.get(name, [])
    if not isinstance(found, list) or len(found) > MOST_LISTED:
        raise Refused(_ODD, what=name)
    return found


def _objects(said: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    found = _items(said, name)
    if not all(isinstance(each, dict) for each in found):
        raise Refused(_ODD, what=name)
    return found


def _text(said: Mapping[str, Any], name: str) -> str:
    found = said.get(name, "")
    if not isinstance(found, str) or len(found) > _LONGEST:
        raise Refused(_ODD, what=name)
    return found


def _moment(said: Mapping[str, Any], name: str) -> str:
    """A moment, or "" for none."""
    found = _text(said, name)
    try:
        if found:
            parse_moment(found)
    except BadInput as error:
        raise Refused(_ODD, what=name) from error
    return found


def _count(said: Mapping[str, Any], name: str) -> int:
    return _whole(said.get(name, 0), name)


def _whole(found: Any, name: str) -> int:
    if type(found) is not int or found < 0:
        raise Refused(_ODD, what=name)
    return found


def _counts(said: Mapping[str, Any], name: str) -> dict[str, int]:
    return {register: _whole(count, name) for register, count in _mapping(said, name).items()}


def _pair(found: Any) -> tuple[str, str]:
    if not isinstance(found, list) or len(found) != 2 or not all(isinstance(e, str) for e in found):
        raise Refused(_ODD, what="conflicts")
    return found[0], found[1]
