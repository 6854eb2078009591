"""The packs on disk: found by id, read when asked for, chosen by place and date.

A pack's id is its place: `q28-2025/commune-class` lies in `q28-2025/commune-class.toml`, so that
one pack is opened without looking at the others.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sachmatuy_desktop.domain.criteria.findings import FactDefinition
from sachmatuy_desktop.domain.criteria.rules import RulePack
from sachmatuy_desktop.errors import N_, NotFound, Refused
from sachmatuy_desktop.packs.plans import PlanPack, read_plan_pack
from sachmatuy_desktop.packs.reading import Problem, Sheet, parse_sheet, read_bytes
from sachmatuy_desktop.packs.rules import PACK_ID, read_facts, read_rule_pack
from sachmatuy_desktop.paths import resources_folder

Pack = RulePack | PlanPack
SHARED_FACTS = "facts.toml"


def packs_folder() -> Path:
    """Where the program's own packs lie."""
    return resources_folder() / "packs"


def load_packs(folder: Path | None = None) -> PackLibrary:
    """The library of a folder; nothing is read before it is asked for."""
    return PackLibrary(folder or packs_folder())


@dataclass
class PackLibrary:
    """The packs of one folder and the fact definitions they share."""

    folder: Path
    _read: dict[str, Pack] = field(default_factory=dict)
    _facts: dict[str, FactDefinition] | None = None

    def ids(self) -> tuple[str, ...]:
        """The ids of all packs, sorted, from the file names alone."""
        files = self.folder.glob("*/*.toml")
        return tuple(sorted(f"{file.parent.name}/{file.stem}" for file in files))

    def facts(self) -> Mapping[str, FactDefinition]:
        """The shared fact definitions by name."""
        if self._facts is None:
            self._facts = read_shared_facts(self.folder / SHARED_FACTS)
        return self._facts

    def get(self, pack_id: str) -> Pack:
        """A pack by its id.

        Raises `NotFound` for an unknown id, `Refused` for a file that does not keep the format.
        """
        if pack_id not in self._read:
            self._read[pack_id] = self._open(pack_id)
        return self._read[pack_id]

    def rules(self, pack_id: str) -> RulePack:
        """A pack with criteria.  Raises `Refused` for a plan, which has none."""
        pack = self.get(pack_id)
        if not isinstance(pack, RulePack):
            raise Refused(
                N_("“{id}” là kế hoạch công việc, không có tiêu chí để đánh giá."), id=pack_id
            )
        return pack

    def all(self) -> tuple[Pack, ...]:
        """Every pack, by id."""
        return tuple(self.get(pack_id) for pack_id in self.ids())

    def for_unit(self, level: str, names: Iterable[str], day: date) -> tuple[RulePack, ...]:
        """The rule packs for a unit of a level on a day, the nearest scope first.

        `names` are the full names of the unit and of all above it (and of its predecessors, if
        they are to be assessed): `"xã Ia Dom", "huyện Ia H’Drai", "tỉnh Kon Tum"`.
        """
        places = {_fold(name) for name in names}
        fitting = [
            pack
            for pack in self.all()
            if isinstance(pack, RulePack)
            and pack.level == level
            and pack.in_force(day)
            and (pack.scope == "country" or places.intersection(map(_fold, pack.covers)))
        ]
        order = {"unit": 0, "province": 1, "country": 2}
        return tuple(sorted(fitting, key=lambda pack: (order[pack.scope], pack.id)))

    def _open(self, pack_id: str) -> Pack:
        file = self.folder / f"{pack_id}.toml"
        if not PACK_ID.fullmatch(pack_id) or not file.is_file():
            raise NotFound(
                N_("Không có bộ tiêu chí “{id}”; hãy xem danh sách bằng “packs list”."), id=pack_id
            )
        pack, problems = read_pack(read_bytes(file), self.facts())
        if pack is None or pack.id != pack_id:
            raise _refused(file, problems)
        return pack


def read_pack(
    content: bytes, shared: Mapping[str, FactDefinition], *, as_kept: bool = False
) -> tuple[Pack | None, list[Problem]]:
    """The pack in a file, or nothing and every problem that it has.

    `as_kept` reads it beside figures that were counted by it once: how is not asked again.
    """
    sheet = parse_sheet(content)
    if isinstance(sheet, Problem):
        return None, [sheet]
    pack = _build(sheet, shared, as_kept=as_kept)
    problems = sheet.problems()
    return (None if problems else pack), problems


def _build(sheet: Sheet, shared: Mapping[str, FactDefinition], *, as_kept: bool) -> Pack | None:
    top = sheet.top()
    match top.choice("kind", ("rules", "plan", "facts")):
        case "plan":
            return read_plan_pack(top)
        case "facts":
            read_facts(top)
            top.finish()
            return None
        case _:
            return read_rule_pack(top, shared, as_kept=as_kept)


def check_file(file: Path, library: PackLibrary | None = None) -> list[Problem]:
    """Every problem of a pack file, or of a file of shared facts; none means it can be used.

    Facts are looked up in a `facts.toml` beside the file's folder or beside the file, and in the
    library.  Raises `NotFound` or `Refused` if the file itself cannot be read.
    """
    content = read_bytes(file)
    shared = dict((library or load_packs()).facts())
    for nearby in (file.parent.parent / SHARED_FACTS, file.parent / SHARED_FACTS):
        if nearby.is_file() and nearby != file:
            shared.update(read_shared_facts(nearby))
    return read_pack(content, shared)[1]


def read_shared_facts(file: Path) -> dict[str, FactDefinition]:
    """The definitions in a file of shared facts.  Raises `Refused` if it has a problem."""
    sheet = parse_sheet(read_bytes(file))
    if isinstance(sheet, Problem):
        raise _refused(file, [sheet])
    top = sheet.top()
    top.choice("kind", ("facts",))
    facts = read_facts(top)
    top.finish()
    if problems := sheet.problems():
        raise _refused(file, problems)
    return {fact.name: fact for fact in facts}


def _refused(file: Path, problems: list[Problem]) -> Refused:
    if not problems:
        return Refused(N_("Bộ tiêu chí trong {file} ghi mã khác với tên tệp."), file=file.name)
    return Refused(
        N_("Bộ tiêu chí {file} có lỗi ở dòng {line}: {problem}."),
        file=file.name,
        line=problems[0].line,
        problem=problems[0].error,
    )


def _fold(name: str) -> str:
    """A name as compared: NFC, lower case, one kind of apostrophe, single spaces."""
    plain = unicodedata.normalize("NFC", name).casefold().replace("’", "'").replace("`", "'")
    return " ".join(plain.split())
