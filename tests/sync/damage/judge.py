"""What must hold of a damaged bundle.

Refused in one sentence with nothing changed, or taken in: then the office is sound, what was
foretold happened, everything can be put in words, it comes in only once, and it can go out again.
"""

from __future__ import annotations

import random
import re
import shutil
import string
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent
from sqlalchemy import select

from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.services.office import RECEIVING, Office
from sachmatuy_desktop.services.sync import arrivals, bundles, previewing, trusting, versions
from sachmatuy_desktop.services.sync.passages import book
from sachmatuy_desktop.services.sync.periods import read_periods
from sachmatuy_desktop.services.sync.slips import take_slip
from sachmatuy_desktop.services.sync.staging import Staged
from sachmatuy_desktop.services.sync.unmerging import may_be_undone, undo_bundle
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.integrity.checks import check
from sachmatuy_desktop.sync.bundle import Kind
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.merge_preview.changes import Changes
from sachmatuy_desktop.ui.dialogs.merge_preview.conflicts import Conflicts
from sachmatuy_desktop.ui.dialogs.merge_preview.looking import Looking
from sachmatuy_desktop.ui.dialogs.merge_preview.overview import Overview
from sachmatuy_desktop.ui.dialogs.merge_preview.words import headline
from sachmatuy_desktop.ui.feedback import Feedback
from sachmatuy_desktop.ui.operations import Operations
from sachmatuy_desktop.ui.pages.sync.passage_detail import PassageDetail
from sachmatuy_desktop.ui.pages.sync.passage_words import passage_rows
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from tests.sync.damage.sound import Shelf, Sound, opened
from tests.sync.test_undoing_bundles import NOT_COMPARED

WORKED_OUT: Final = frozenset({"followed", "alike_docs", "alike_keys", "alike_pairs", "findings"})
"""Tables that are made from the records whenever somebody asks."""

_OUT_AGAIN: Final = (
    NOT_COMPARED
    | WORKED_OUT
    | {"journal_entries", "journal_changes", "held", "key_papers", "early_files", "contents"}
)
"""What a bundle that was undone leaves changed: the journal tells of it; contents that came before
the lines that speak of them are let go with the next bundle."""

LONGEST: Final = 900
"""Characters of a sentence: names and reasons of others stand in some."""


class Defect(AssertionError):
    """Something that must hold does not."""


def _must(holds: bool, what: str) -> None:
    if not holds:
        raise Defect(what)


def sentence(error: KnownError) -> str:
    """One sentence that ends, names no exception and has no unfilled place."""
    text = str(error)
    _must(re.search(r"[.!?…]$", text) is not None, f"no end: {text!r}")
    _must("\n" not in text and "\0" not in text and len(text) < LONGEST, f"odd: {text[:200]!r}")
    _must("Error" not in text and "Traceback" not in text, f"an exception's name: {text!r}")
    names = {name for _t, name, _f, _c in string.Formatter().parse(error.message) if name}
    _must(names <= set(error.values), f"unfilled: {error.message}")
    return text


def picture(office: Office, *, without: frozenset[str] = WORKED_OUT) -> dict[str, Any]:
    """Every row of every table, and the attachments' contents by name."""
    with office.store.reading() as connection:
        rows = {
            name: sorted(map(repr, connection.execute(select(table))))
            for name, table in schema.metadata.tables.items()
            if name not in without
        }
    if "contents" in without:
        return rows
    return {**rows, "contents": sorted(office.store.files.names())}


def differing(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The tables that are not the same."""
    return [name for name in before if before[name] != after[name]]


class Judge:
    """Opens each receiver of the shelf once, and a copy for everything that is taken in."""

    def __init__(self, shelf: Shelf, scratch: Path, *, in_words: bool = True) -> None:
        self.shelf = shelf
        self._scratch = scratch
        self._in_words = in_words
        self._offices: dict[Path, tuple[Office, dict[str, Any]]] = {}
        self._file = scratch / "hỏng.smt"

    def receiver(self, sound: Sound) -> Office:
        """The office that a bundle is for, as it stood before it."""
        return self._at(sound.office)[0]

    def close(self) -> None:
        """Let go of all files."""
        for office, _before in self._offices.values():
            office.close()

    def bundle(self, sound: Sound, data: bytes, *, deeply: bool = True) -> str:
        """`refused`, `known` or `taken`; raises `Defect`, or whatever else came out."""
        office, before = self._at(sound.office)
        self._file.write_bytes(data)
        staged: Staged | None = None
        try:
            staged = bundles.stage(office, self._file)
        except KnownError as error:
            sentence(error)
        if staged is not None:
            self._words(office, staged)
        changed = differing(before, picture(office))
        _must(not changed, f"staging changed {changed}")
        if staged is None:
            return "refused"
        if staged.known_already:
            return "known"
        return self._taken(sound, deeply=deeply)

    def card(self, data: bytes) -> str:
        """A card offered to the office above, with the groups that it has itself."""
        office, before = self._at(self.shelf.bundles["changes"].office)
        try:
            card = trusting.read_identity(data)
            str(card.office), str(card.keys.fingerprint)
        except KnownError as error:
            sentence(error)
            return "refused"
        try:
            trusting.trust(office, data, "0000 0000")
        except KnownError as error:
            sentence(error)
        changed = differing(before, picture(office))
        _must(not changed, f"a card changed {changed}")
        return "taken"

    def slip(self, text: str) -> str:
        """A slip typed at the commune."""
        office, before = self._at(self.shelf.slip_office)
        if text.strip().upper() == self.shelf.slip:
            return "known"
        try:
            take_slip(office, text)
        except KnownError as error:
            sentence(error)
        else:
            _must(_same_letters(text, self.shelf.slip), f"another slip counts: {text!r}")
            self._offices.pop(self.shelf.slip_office)[0].close()
            return "taken"
        changed = differing(before, picture(office))
        _must(not changed, f"a slip changed {changed}")
        return "refused"

    # -- taking in ---------------------------------------------------------------------------------

    def _taken(self, sound: Sound, *, deeply: bool) -> str:
        with self._copy(sound) as office:
            before = picture(office, without=_OUT_AGAIN)
            whole = picture(office)
            staged = bundles.stage(office, self._file)
            try:
                outcome = arrivals.take_in(office, staged)
            except KnownError as error:
                sentence(error)
                changed = differing(whole, picture(office))
                _must(not changed, f"a refused merge changed {changed}")
                return "refused"
            if staged.dossier is None:
                _foretold(staged, outcome)
            problems = check(office.store).problems
            _must(problems == [], f"not sound: {problems}")
            self._told(office)
            if deeply:
                self._again(office, sound, staged, before)
        return "taken"

    def _again(self, office: Office, sound: Sound, staged: Staged, before: dict[str, Any]) -> None:
        """It comes once; the true bundle comes or is refused; it goes out again."""
        again = bundles.stage(office, self._file)
        nothing = again.known_already or again.brings_nothing
        _must(nothing or again.dossier is not None, "twice is not once")
        came = [each for each in bundles.passages(office) if each.direction == "in"]
        if came and may_be_undone(came[0]) and came[0].digest == staged.digest and not staged.news:
            try:
                undo_bundle(office, staged.digest, "thử")
            except KnownError as error:
                sentence(error)
            else:
                changed = differing(before, picture(office, without=_OUT_AGAIN))
                _must(not changed, f"undone, but other: {changed}")
                bundles.merge(office, bundles.stage(office, self._file))
        true = self._file.with_name("lành.smt")
        true.write_bytes(sound.data)
        try:
            arrivals.take_in(office, bundles.stage(office, true))
        except KnownError as error:
            sentence(error)
        problems = check(office.store).problems
        _must(problems == [], f"not sound in the end: {problems}")

    # -- words -------------------------------------------------------------------------------------

    def _words(self, office: Office, staged: Staged) -> None:
        """What the window would say before anybody decides."""
        for each in staged.told:
            sentence(each)
        versions.judged(office, versions.told_versions(staged.manifest.versions))
        previewing.clock_ahead(office, staged.envelope.dispatch)
        if staged.dossier is not None:
            return
        if not self._in_words:
            return
        headline(staged)
        for widget in _widgets(office, staged):
            widget.deleteLater()
        _let_go()

    def _told(self, office: Office) -> None:
        """What the books say afterwards."""
        lines = book(office).lines
        if self._in_words:
            passage_rows(lines)
            detail = PassageDetail(office.queries)
            for line in lines[:3]:
                detail.show_line(line)
            detail.deleteLater()
            _let_go()
        if office.info.kind == RECEIVING:
            read_periods(office)
        for entry in office.queries.journal(limit=50):
            str(entry.at)
        for register in ("people", "villages", "households"):
            for record in office.queries.ids(register)[:4]:
                office.queries.history(register, record)

    # -- offices -----------------------------------------------------------------------------------

    def _at(self, folder: Path) -> tuple[Office, dict[str, Any]]:
        if folder not in self._offices:
            mine = self._scratch / f"office-{len(self._offices)}-{random.random()}"  # noqa: S311
            shutil.copytree(folder, mine)
            office = opened(mine)
            self._offices[folder] = office, picture(office)
        return self._offices[folder]

    @contextmanager
    def _copy(self, sound: Sound) -> Iterator[Office]:
        folder = self._scratch / "bản chép"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(sound.office, folder)
        office = opened(folder)
        try:
            yield office
        finally:
            office.close()


def _let_go() -> None:
    """Delete what is to be deleted later: without a loop of events that time never comes, and each
    widget holds its office, with the bundle in it.
    """
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _widgets(office: Office, staged: Staged) -> Iterator[Any]:
    overview = Overview(office, staged)
    yield overview
    if overview.books:
        feedback = Feedback()
        operations = Operations(feedback)
        changes = Changes(Desk(office, operations, feedback, MemoryPreferences()), staged)
        for name in overview.books:
            changes.choose(name)
        yield changes
        operations.shut_down()
        yield Looking(office.queries, staged)
    if staged.preview.conflict_count:
        yield Conflicts(office, staged)


def _foretold(staged: Staged, outcome: bundles.MergeOutcome) -> None:
    report = outcome.report
    if staged.kind is Kind.RECEIPT:
        report = replace(report, touched=staged.report.touched)
    for name in ("new", "changed", "removed", "quarantined", "applied", "parked", "files"):
        said, came = getattr(staged.report, name), getattr(report, name)
        _must(said == came, f"foretold {name} {said}, came {came}")


def _same_letters(text: str, slip: str) -> bool:
    def letters(one: str) -> str:
        return re.sub(r"[\W_]", "", one.upper().rpartition("/")[2])

    return letters(text) == letters(slip)
