"""Packs written by others: looked at, compared with what they follow, taken in as one act.

    looked = look_at(office, content)            # every error with its line, nothing changed
    compare(looked.before, looked.pack)          # what differs (and here: `pack_effects`)
    office.run(ImportPack(content, "QĐ 12/2026/QĐ-TTg"))

A receiving office takes a pack in for all its communes: it goes down with the next bundles.  A
commune takes one in for itself, and it goes up with its results.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sachmatuy_desktop.domain.criteria import RulePack
from sachmatuy_desktop.domain.criteria.differences import Difference, differences
from sachmatuy_desktop.domain.plans import PlanPack
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.registers.values import MAX_LONG_TEXT, MAX_TEXT
from sachmatuy_desktop.domain.text import clean
from sachmatuy_desktop.errors import N_, KnownError, NotAllowed, Refused
from sachmatuy_desktop.packs.library import (
    Checked,
    Pack,
    PackLibrary,
    TakenIn,
    check_pack,
    sha256,
)
from sachmatuy_desktop.packs.reading import Problem
from sachmatuy_desktop.packs.toml_lines import key_lines, line_of
from sachmatuy_desktop.services import criteria
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.criteria.choosing import Opened
from sachmatuy_desktop.services.office import RECEIVING
from sachmatuy_desktop.storage.atomic import write_atomically
from sachmatuy_desktop.storage.pack_rows import FROM_ABOVE, OWN
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

# -- looking ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Looked:
    """A pack file as an office sees it: what is wrong with it, and what it follows.

    `errors` keep it from being taken in, `warnings` do not.  `before` is the pack it stands in for:
    the edition before it, or the pack it replaces.
    """

    content: bytes = field(repr=False)
    checked: Checked = field(repr=False)
    errors: tuple[Problem, ...]
    before: Pack | None = None

    @property
    def pack(self) -> Pack | None:
        """The pack, as far as the file can be read."""
        return self.checked.pack

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is doubtful."""
        return self.checked.warnings


def look_at(here: Opened, content: bytes) -> Looked:
    """Everything that can be said of a pack before it is taken in; nothing is changed."""
    packs = criteria.library(here)
    checked = check_pack(content, packs.facts())
    if checked.pack is None:
        return Looked(content, checked, checked.errors or (_no_pack(),))
    found = tuple(_clashes(packs, checked, checked.pack))
    return Looked(content, checked, found, _before(packs, checked.pack))


def _no_pack() -> Problem:
    message = N_("tệp này chỉ có định nghĩa số liệu, không phải bộ tiêu chí; hãy chọn tệp khác")
    return Problem(1, Refused(message))


def _before(packs: PackLibrary, pack: Pack) -> Pack | None:
    """What a pack follows, as far as it can be read."""
    known = pack.id if packs.has_own(pack.id) or packs.editions(pack.id) else pack.replaces
    try:
        return packs.get(known, pack.effective_from) if known else None
    except KnownError:
        return None


def _clashes(packs: PackLibrary, checked: Checked, pack: Pack) -> Iterator[Problem]:
    """Why a sound pack may not stand beside those that are here."""
    lines = key_lines(checked.text)

    def wrong(key: str, message: str, **values: object) -> Problem:
        return Problem(line_of(lines, (key,)), Refused(message, **values))

    if len(checked.text) > MAX_LONG_TEXT:
        message = N_("tệp dài quá {most} ký tự; hãy tách thành nhiều bộ")
        yield Problem(1, Refused(message, most=MAX_LONG_TEXT))
    if len(pack.title) > MAX_TEXT:
        yield wrong("title", N_("tên bộ dài quá {most} ký tự"), most=MAX_TEXT)
    known = tuple(_known(packs, pack.id))
    newest = max(known, key=lambda each: each.edition, default=None)
    if any(each.hash == checked.sha256 for each in known):
        yield wrong("id", N_("đúng bộ này đã có rồi"))
    elif newest is not None and pack.edition <= newest.edition:
        yield wrong(
            "edition" if ("edition",) in lines else "id",
            N_(
                "mã “{id}” đã có bản số {edition} với nội dung khác; bản sửa đổi ghi edition ="
                " {next}, bộ khác thì đặt mã khác"
            ),
            id=pack.id,
            edition=newest.edition,
            next=newest.edition + 1,
        )
    elif newest is not None and pack.effective_from <= newest.effective_from:
        yield wrong(
            "effective_from",
            N_("bản sửa đổi phải áp dụng sau bản số {edition} (từ {day})"),
            edition=newest.edition,
            day=f"{newest.effective_from:%d/%m/%Y}",
        )
    if pack.replaces:
        yield from _replacing(packs, pack, wrong("replaces", "").line)


def _replacing(packs: PackLibrary, pack: Pack, line: int) -> Iterator[Problem]:
    try:
        replaced = packs.get(pack.replaces, pack.effective_from)
    except KnownError:
        message = N_("không có bộ “{id}” để thay; hãy nhập bộ đó trước hoặc sửa mã")
        yield Problem(line, Refused(message, id=pack.replaces))
        return
    if type(replaced) is not type(pack) or replaced.level != pack.level:
        message = N_("“{id}” xét một cấp khác nên không thay được")
        yield Problem(line, Refused(message, id=pack.replaces))
    elif pack.effective_from <= replaced.effective_from:
        message = N_("bộ thay thế phải áp dụng sau bộ được thay (từ {day})")
        yield Problem(line, Refused(message, day=f"{replaced.effective_from:%d/%m/%Y}"))


@dataclass(frozen=True)
class _Known:
    edition: int
    effective_from: date
    hash: str


def _known(packs: PackLibrary, pack_id: str) -> Iterator[_Known]:
    """The editions of an id that are here: the program's own and those taken in."""
    if packs.has_own(pack_id):
        own = packs.own(pack_id)
        text = packs.own_text(pack_id)
        yield _Known(own.edition, own.effective_from, sha256(text))
    for each in packs.editions(pack_id):
        yield _Known(each.edition, each.effective_from, sha256(each.text))


# -- acts ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ImportPack:
    """Take a pack in: at a receiving office for all its communes, at a commune for itself.

    `document` is the paper it came with.  The result is the record's id.
    """

    content: bytes = field(repr=False)
    document: str = ""
    remark: str = ""

    @property
    def act(self) -> str:
        """The act's id."""
        return "packs.import"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `NotAllowed`, `Refused` with the line of the first thing wrong."""
        session.role.must("manages")
        looked = look_at(session, self.content)
        if looked.errors or looked.pack is None:
            raise Refused(
                N_("Chưa nhập bộ tiêu chí: dòng {line}: {problem} ({count} lỗi)."),
                line=looked.errors[0].line,
                problem=looked.errors[0].error,
                count=len(looked.errors),
            )
        pack = looked.pack
        return work.insert(
            FROM_ABOVE if session.store.facts.kind == RECEIVING else OWN,
            {
                "pack": pack.id,
                "title": clean(pack.title),
                "edition": pack.edition,
                "effective_from": pack.effective_from.isoformat(),
                "document": clean(self.document)[:MAX_TEXT] or None,
                "imported_on": session.store.clock.today(),
                "imported_by": clean(session.account)[:MAX_TEXT] or None,
                "remark": self.remark.strip() or None,
                "sha256": looked.checked.sha256,
                "content": looked.checked.text,
            },
        )


@dataclass(frozen=True)
class RemovePack:
    """Take a pack that this office took in out again; results that were kept by it stay."""

    record: RecordId
    why: str = ""

    @property
    def act(self) -> str:
        """The act's id."""
        return "packs.remove"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `NotAllowed` for a pack from above, `NotFound`."""
        session.role.must("manages")
        book = FROM_ABOVE if session.store.facts.kind == RECEIVING else OWN
        if work.row(book, self.record)["unit_id"] != work.unit:
            raise NotAllowed(N_("Bộ tiêu chí này do đơn vị khác nhập nên không bỏ ở đây được."))
        work.remove(book, self.record)


# -- the shelf -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shelved:
    """One edition of one pack as the office has it.

    `taken` is what the office file says of it, `None` for the program's own.  `pack` is missing
    where this program cannot read it; then `trouble` says why.  `until` is the last day it is in
    force, by its own word or because another edition or pack follows.  `twin` says that the same
    edition came twice with different words, and whether this one is not the one that counts.
    """

    pack_id: str
    title: str
    edition: int
    effective_from: date
    until: date | None
    taken: TakenIn | None
    pack: Pack | None
    trouble: KnownError | None = None
    twin: bool = False
    counts: bool = True

    def state(self, today: date) -> str:
        """`unread`, `unused` (a twin counts), `coming`, `over` or `now`."""
        if self.pack is None:
            return "unread"
        if not self.counts:
            return "unused"
        if self.effective_from > today:
            return "coming"
        return "over" if self.until is not None and self.until < today else "now"


def shelf(here: Opened, unit: str = "") -> list[Shelved]:
    """Every pack the office has, by id and edition: the program's, from above, its own."""
    packs = criteria.library(here, unit)
    found: list[Shelved] = []
    for pack_id in packs.ids():
        own = [_programs(packs.own(pack_id))] if packs.has_own(pack_id) else []
        editions = [*own, *(_shelved(packs, each) for each in packs.editions(pack_id))]
        found += _in_line(sorted(editions, key=lambda each: each.effective_from), packs)
    return found


def _programs(pack: Pack) -> Shelved:
    return Shelved(
        pack.id,
        pack.title,
        pack.edition,
        pack.effective_from,
        pack.effective_to,
        None,
        pack,
    )


def _shelved(packs: PackLibrary, taken: TakenIn) -> Shelved:
    pack, trouble = None, None
    try:
        pack = packs.read(taken)
    except KnownError as error:
        trouble = error
    until = pack.effective_to if pack is not None else None
    return Shelved(
        taken.pack_id,
        taken.title,
        taken.edition,
        taken.effective_from,
        until,
        taken,
        pack,
        trouble,
    )


def _in_line(editions: Sequence[Shelved], packs: PackLibrary) -> Iterator[Shelved]:
    """The editions of one id, each ending where what follows it begins."""
    for at, each in enumerate(editions):
        later = editions[at + 1 :]
        twins = [one for one in editions if one.effective_from == each.effective_from]
        follows = [one.effective_from for one in later if one.effective_from > each.effective_from]
        follows += _replaced_from(packs, each)
        ends = [date.fromordinal(day.toordinal() - 1) for day in follows]
        if each.until is not None:
            ends.append(each.until)
        yield Shelved(
            each.pack_id,
            each.title,
            each.edition,
            each.effective_from,
            min(ends, default=None),
            each.taken,
            each.pack,
            each.trouble,
            len(twins) > 1,
            each is twins[-1],
        )


def _replaced_from(packs: PackLibrary, each: Shelved) -> list[date]:
    return [
        pack.effective_from
        for pack in packs.all()
        if pack.replaces == each.pack_id and pack.effective_from > each.effective_from
    ]


# -- comparing -------------------------------------------------------------------------------------


def compare(before: Pack, after: Pack) -> tuple[Difference, ...]:
    """What differs.  Raises `Refused` for a plan, which has no criteria."""
    for pack in (before, after):
        if isinstance(pack, PlanPack):
            raise Refused(
                N_("“{id}” là kế hoạch công việc, không có tiêu chí để so sánh."), id=pack.id
            )
    assert isinstance(before, RulePack) and isinstance(after, RulePack)  # noqa: S101, PT018
    return differences(before, after)


def export_pack(packs: PackLibrary, each: Shelved, path: Path) -> None:
    """Write the text of a pack to a file.  Raises `StorageTrouble`."""
    text = packs.own_text(each.pack_id) if each.taken is None else each.taken.text
    write_atomically(path, text.encode(), verify=True)
