"""The packs one may judge by: the program's own on disk, and those an office took in.

A pack's id is its place: `q28-2025/commune-class` lies in `q28-2025/commune-class.toml`, so that
one pack is opened without looking at the others.  Of one id there may be several editions; each is
in force from its own first day until the next one's.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from sachmatuy_desktop.domain.criteria.findings import FactDefinition
from sachmatuy_desktop.domain.criteria.rules import RulePack
from sachmatuy_desktop.domain.plans import PlanPack
from sachmatuy_desktop.errors import N_, KnownError, NotFound, Refused
from sachmatuy_desktop.packs.plans import CriteriaOf, read_plan_pack
from sachmatuy_desktop.packs.reading import Problem, Sheet, parse_sheet, put_right, read_bytes
from sachmatuy_desktop.packs.rules import FORMAT, PACK_ID, read_facts, read_rule_pack
from sachmatuy_desktop.paths import resources_folder

Pack = RulePack | PlanPack
SHARED_FACTS = "facts.toml"

_HEAD: Final = 2048
_PLAN: Final = re.compile(r"""^kind *= *["']plan["']""", re.MULTILINE)


def packs_folder() -> Path:
    """Where the program's own packs lie."""
    return resources_folder() / "packs"


def load_packs(folder: Path | None = None) -> PackLibrary:
    """The library of a folder; nothing is read before it is asked for."""
    return PackLibrary(folder or packs_folder())


@dataclass(frozen=True)
class TakenIn:
    """A pack that an office took in: its text, and what was noted of it on that day.

    `key` is the record it is kept in, `unit` the unit whose office took it in.
    """

    key: str
    unit: str
    pack_id: str
    title: str
    edition: int
    effective_from: date
    text: str


@dataclass(eq=False)
class PackLibrary:
    """The packs of a folder, the fact definitions they share, and the packs laid over them."""

    folder: Path
    taken_in: tuple[TakenIn, ...] = ()
    _read: dict[str, Pack] = field(default_factory=dict)
    _facts: dict[str, FactDefinition] | None = None

    def laid_over(self, taken_in: Iterable[TakenIn]) -> PackLibrary:
        """This library with packs that were taken in; what this one has read need not be again."""
        return PackLibrary(self.folder, tuple(taken_in), dict(self._read), self._facts)

    def ids(self) -> tuple[str, ...]:
        """The ids of all packs, sorted, without reading any."""
        files = self.folder.glob("*/*.toml")
        own = {f"{file.parent.name}/{file.stem}" for file in files}
        return tuple(sorted(own | {each.pack_id for each in self.taken_in}))

    def facts(self) -> Mapping[str, FactDefinition]:
        """The shared fact definitions by name."""
        if self._facts is None:
            self._facts = read_shared_facts(self.folder / SHARED_FACTS)
        return self._facts

    def get(self, pack_id: str, day: date | None = None) -> Pack:
        """A pack by its id: the edition in force on a day, the newest without a day.

        On a day before the first edition the first one is meant.  Raises `NotFound` for an unknown
        id, `Refused` for a text that does not keep the format.
        """
        later = self._edition(pack_id, day)
        return self.own(pack_id) if later is None else self.read(later)

    def text(self, pack_id: str, day: date | None = None) -> str:
        """The text of the edition that `get` gives.  Raises as `get` does."""
        later = self._edition(pack_id, day)
        return self.own_text(pack_id) if later is None else later.text

    def own(self, pack_id: str) -> Pack:
        """The program's own pack of an id; raises as `get`."""
        if pack_id not in self._read:
            self._read[pack_id] = self._open(pack_id)
        return self._read[pack_id]

    def own_text(self, pack_id: str) -> str:
        """The text of the program's own pack of an id; raises as `get`."""
        self.own(pack_id)
        return put_right((self.folder / f"{pack_id}.toml").read_text(encoding="utf-8"))[0]

    def read(self, taken: TakenIn) -> Pack:
        """A pack that was taken in.  Raises `Refused` if this program cannot read it."""
        if taken.key not in self._read:
            pack, problems = read_pack(taken.text.encode(), self.facts())
            if pack is None:
                raise Refused(
                    N_("Không dùng được bộ tiêu chí “{title}”: dòng {line}: {problem}."),
                    title=taken.title,
                    line=problems[0].line,
                    problem=problems[0].error,
                )
            self._read[taken.key] = pack
        return self._read[taken.key]

    def rules(self, pack_id: str, day: date | None = None) -> RulePack:
        """A pack with criteria; otherwise as `get`.  Raises `Refused` for a plan."""
        pack = self.get(pack_id, day)
        if not isinstance(pack, RulePack):
            raise Refused(
                N_("“{id}” là kế hoạch công việc, không có tiêu chí để đánh giá."), id=pack_id
            )
        return pack

    def plan(self, pack_id: str, day: date | None = None) -> PlanPack:
        """A plan; otherwise as `get`.  Raises `Refused` for a pack with criteria."""
        pack = self.get(pack_id, day)
        if not isinstance(pack, PlanPack):
            raise Refused(N_("“{id}” không phải là kế hoạch công việc."), id=pack_id)
        return pack

    def criteria_of(self, pack_id: str) -> Collection[str] | None:
        """The ids of a pack's criteria; `None` if there is no such pack of rules here."""
        try:
            return tuple(each.id for each in self.rules(pack_id).criteria)
        except KnownError:
            return None

    def all(self, day: date | None = None) -> tuple[Pack, ...]:
        """Every pack that can be read, by id: the edition in force on the day, or the newest."""
        return tuple(self._readable(self.ids(), day))

    def all_rules(self, day: date | None = None) -> tuple[RulePack, ...]:
        """Of these the packs with criteria.  Plans are long, and are not read for it."""
        ids = (each for each in self.ids() if not self._is_plan(each, day))
        return tuple(pack for pack in self._readable(ids, day) if isinstance(pack, RulePack))

    def all_plans(self, day: date | None = None) -> tuple[PlanPack, ...]:
        """Of these the plans."""
        ids = (each for each in self.ids() if self._is_plan(each, day))
        return tuple(pack for pack in self._readable(ids, day) if isinstance(pack, PlanPack))

    def successor(self, pack_id: str, day: date) -> RulePack | None:
        """The pack that stands in the place of another one on a day, if there is any."""
        for pack in self.all_rules(day):
            if pack.replaces == pack_id and pack.in_force(day):
                return pack
        return None

    def for_unit(self, level: str, names: Iterable[str], day: date) -> tuple[RulePack, ...]:
        """The rule packs for a unit of a level on a day, the nearest scope first.

        `names` are the full names of the unit and of all above it (and of its predecessors, if
        they are to be assessed): `"xã Ia Dom", "huyện Ia H’Drai", "tỉnh Kon Tum"`.
        """
        places = {fold_place(name) for name in names}
        fitting = [
            pack
            for pack in self.all_rules(day)
            if pack.level == level and pack.in_force(day) and self.covers(pack, places)
        ]
        order = {"unit": 0, "province": 1, "country": 2}
        return tuple(sorted(fitting, key=lambda pack: (order[pack.scope], pack.id)))

    def covers(self, pack: Pack, names: Iterable[str]) -> bool:
        """Whether a pack is for a place of one of the names, or for the whole country."""
        places = {fold_place(name) for name in names}
        return pack.scope == "country" or not places.isdisjoint(map(fold_place, pack.covers))

    def editions(self, pack_id: str) -> tuple[TakenIn, ...]:
        """What was taken in under an id, by the day from which each is in force."""
        found = [each for each in self.taken_in if each.pack_id == pack_id]
        return tuple(sorted(found, key=lambda each: (each.effective_from, each.edition)))

    def has_own(self, pack_id: str) -> bool:
        """Whether the program itself brings a pack of this id."""
        return bool(PACK_ID.fullmatch(pack_id)) and (self.folder / f"{pack_id}.toml").is_file()

    def _edition(self, pack_id: str, day: date | None) -> TakenIn | None:
        """The edition meant, if it is one that was taken in; `None` for the program's own."""
        begun = [
            each for each in self.editions(pack_id) if day is None or each.effective_from <= day
        ]
        if begun:
            return begun[-1]
        first = next(iter(self.editions(pack_id)), None)
        return None if self.has_own(pack_id) else first

    def _is_plan(self, pack_id: str, day: date | None) -> bool:
        """Whether the head of the file says so; a file that says it later is read to be known."""
        later = self._edition(pack_id, day)
        if later is not None:
            return _says_plan(later.text)
        with (self.folder / f"{pack_id}.toml").open(encoding="utf-8", errors="replace") as file:
            return _says_plan(file.read(_HEAD))

    def _readable(self, ids: Iterable[str], day: date | None) -> Iterator[Pack]:
        for pack_id in ids:
            try:
                yield self.get(pack_id, day)
            except KnownError:
                if not any(each.pack_id == pack_id for each in self.taken_in):
                    raise

    def _open(self, pack_id: str) -> Pack:
        file = self.folder / f"{pack_id}.toml"
        if not self.has_own(pack_id):
            raise NotFound(
                N_("Không có bộ tiêu chí “{id}”; hãy xem danh sách bằng “packs list”."), id=pack_id
            )
        pack, problems = read_pack(read_bytes(file), self.facts())
        if pack is None or pack.id != pack_id:
            raise _refused(file, problems)
        return pack


@dataclass(frozen=True)
class Checked:
    """A pack file looked at: the pack if there are no errors, and the text as it would be kept."""

    pack: Pack | None
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    text: str

    @property
    def sha256(self) -> str:
        """What tells one text from another."""
        return sha256(self.text)


def sha256(text: str) -> str:
    """The hash of a pack's text as it is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_pack(
    content: bytes, shared: Mapping[str, FactDefinition], *, as_kept: bool = False
) -> tuple[Pack | None, list[Problem]]:
    """The pack in a file, or nothing and every problem that it has.

    `as_kept` reads it beside figures that were counted by it once: how is not asked again.
    """
    checked = check_pack(content, shared, as_kept=as_kept)
    return checked.pack, list(checked.errors)


def check_pack(
    content: bytes,
    shared: Mapping[str, FactDefinition],
    *,
    as_kept: bool = False,
    criteria_of: CriteriaOf | None = None,
) -> Checked:
    """Everything that can be said of a file: its pack, what is wrong, what is doubtful.

    With `criteria_of` the criteria that a plan names are looked up too.
    """
    sheet = parse_sheet(content)
    if isinstance(sheet, Problem):
        return Checked(None, (sheet,), (), "")
    pack = None if _is_newer(sheet) else _build(sheet, shared, criteria_of, as_kept=as_kept)
    errors = tuple(sheet.problems())
    whole = None if errors or pack is None else replace(pack, text=sheet.text)
    return Checked(whole, errors, tuple(sheet.warnings()), sheet.text)


def _is_newer(sheet: Sheet) -> bool:
    """Whether a newer program wrote the file: then nothing in it can be called wrong."""
    given = sheet.data.get("format")
    if isinstance(given, int) and given > FORMAT:
        sheet.note(
            ("format",),
            N_("bộ viết theo định dạng {format}, mới hơn chương trình này; hãy cập nhật"),
            format=given,
        )
        return True
    return False


def _build(
    sheet: Sheet,
    shared: Mapping[str, FactDefinition],
    criteria_of: CriteriaOf | None,
    *,
    as_kept: bool,
) -> Pack | None:
    top = sheet.top()
    match top.choice("kind", ("rules", "plan", "facts")):
        case "plan":
            return read_plan_pack(top, shared, criteria_of)
        case "facts":
            read_facts(top)
            top.finish()
            return None
        case _:
            return read_rule_pack(top, shared, as_kept=as_kept)


def check_file(file: Path, library: PackLibrary | None = None) -> Checked:
    """A pack file, or a file of shared facts, looked at; without errors it can be used.

    Facts are looked up in a `facts.toml` beside the file's folder or beside the file, and in the
    library.  Raises `NotFound` or `Refused` if the file itself cannot be read.
    """
    content = read_bytes(file)
    packs = library or load_packs()
    shared = dict(packs.facts())
    for nearby in (file.parent.parent / SHARED_FACTS, file.parent / SHARED_FACTS):
        if nearby.is_file() and nearby != file:
            shared.update(read_shared_facts(nearby))
    return check_pack(content, shared, criteria_of=packs.criteria_of)


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


def _says_plan(text: str) -> bool:
    head = text[:_HEAD].split("\n[", 1)[0]
    return _PLAN.search(head) is not None


def fold_place(name: str) -> str:
    """A name as compared: NFC, lower case, one kind of apostrophe, single spaces."""
    plain = unicodedata.normalize("NFC", name).casefold().replace("’", "'").replace("`", "'")
    return " ".join(plain.split())
