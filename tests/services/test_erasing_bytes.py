"""After an erasing no page of the office file says a word of who it was, free ones and the log too.

The same search finds everything before, wherever it stands.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.services.attachments import NewFile
from sachmatuy_desktop.services.erasures.erasing import ErasePerson, erase_person
from sachmatuy_desktop.services.filters import FilterShelf, SavedFilter
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.storage import drafts
from sachmatuy_desktop.storage.conditions import Where
from sachmatuy_desktop.storage.drafts import Draft
from sachmatuy_desktop.storage.findings import ledger
from sachmatuy_desktop.storage.integrity.checks import check
from tests.erased import NAME, NUMBER, ORDER, PASSPORT, add_her
from tests.offices import IA_DOM, add, edit, new_office, remove
from tests.pages_in_clear import pages_in_clear
from tests.pictures import pdf
from tests.services.test_attachments import attach
from tests.services.test_erasing import paper_about
from tests.sync.test_two_offices import trust

WORDS = (NAME, NUMBER, PASSPORT, "0987654321", "Thợ may")
PARTS = ("xuyen", NUMBER[4:], PASSPORT[2:].lower())
"""The ends of words: pages of the search index leave out the beginnings that words share."""


def found(office: Office) -> set[str]:
    """Which of the words stand anywhere in the file."""
    needles = {each: each.encode() for word in WORDS for each in (word, fold(word))}
    needles |= {each: each.encode() for each in PARTS}
    pages = list(pages_in_clear(office))
    return {word for word, needle in needles.items() if any(needle in page for page in pages)}


@pytest.fixture
def pcs(tmp_path: Path) -> Iterator[tuple[Office, Office]]:
    """Two PCs of one commune."""
    one, two = new_office(tmp_path / "máy 1", IA_DOM), new_office(tmp_path / "máy 2", IA_DOM)
    trust(one, two, "sister")
    trust(two, one, "sister")
    yield one, two
    for each in (one, two):
        each.close()


def carry(sender: Office, receiver: Office) -> None:
    stick = sender.store.folder.parent / f"{sender.store.folder.name}.smt"
    bundles.export(sender, receiver.keys.device.public.key_id, stick)
    bundles.merge(receiver, bundles.stage(receiver, stick))


def speak_of_her(office: Office, person: RecordId) -> None:
    """Everything beside her records that may say her name."""
    now = office.clock.now()
    content = {"full_name": NAME, "phone": "0987654321"}
    drafts.replace(office.store, "an", [Draft("people/new", NAME, content, now)], [])
    drafts.replace(office.store, "an", [Draft("x", "", {"of": person}, now)], [])
    shelf = FilterShelf(office.store, "an", REGISTERS["people"])
    shelf.keep(SavedFilter("Người ở xa", (Where("full_name", "contains", NAME),)))
    shelf.keep(SavedFilter("Số", (), NUMBER))
    shelf.keep(SavedFilter("Cả thôn", (), "thôn"))
    with office.store.begin(Act("document.print", office.account.name)) as work:
        work.note("local", f"In: {NAME}")
        work.commit()
    with office.store.writing() as connection:
        ledger.catch_up(connection, "2026-03-03", lambda _done, _total: None)
    office.store.settle_search()


def test_no_page_says_who_it_was(pcs: tuple[Office, Office]) -> None:
    one, two = pcs
    person = add_her(one)
    attach(one, "people", person, NewFile(f"{NAME}.pdf", pdf()))
    paper_about(one, person)
    gone = add(one, "tests", person=person, taken_on="2026-01-01", result="am_tinh", sampler=NAME)
    remove(one, "tests", gone)
    carry(one, two)
    for office, phone in ((one, "0987654321"), (two, "0912345678")):
        edit(office, "people", person, phone=phone, remark=f"{NAME} {phone}")
        speak_of_her(office, person)
    carry(two, one)
    assert one.queries.conflicts()
    assert found(one) >= {NAME, NUMBER, PASSPORT, "Thợ may"}

    erase_person(one, ErasePerson(person, "order", ORDER, keep_statistics=True))
    carry(one, two)
    for office in pcs:
        assert found(office) == set()
        assert [str(each.said) for each in check(office.store).problems] == []
        assert drafts.kept(office.store, "an") == []
        shelf = FilterShelf(office.store, "an", REGISTERS["people"])
        assert [each.name for each in shelf.kept(office.info.role)] == ["Cả thôn"]
        assert office.queries.conflicts() == []
        assert json.loads(office.store.said("filters:an:people") or "")
        assert office.store.files.names() == set()
