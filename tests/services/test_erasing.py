"""What is kept of a person is erased where the law wants it, and nothing else is."""

from __future__ import annotations

import json
import shutil
import threading
import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import BadInput, NotAllowed, NotFound
from sachmatuy_desktop.packs.erasing import erasing_rules
from sachmatuy_desktop.services.attachments import NewFile
from sachmatuy_desktop.services.erasures.erasing import ErasePerson, erase_person, plan_erasure
from sachmatuy_desktop.services.merging import MergeRecords
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.upkeep import maintenance
from sachmatuy_desktop.services.upkeep.maintenance import restore_with_passphrase
from sachmatuy_desktop.storage.facts import NAMES, Question, opened
from sachmatuy_desktop.storage.history import history_of
from sachmatuy_desktop.storage.integrity.checks import check
from tests.erased import NAME, NUMBER, ORDER, PASSPORT, add_her, everything_in, traces
from tests.fact_cases import IA_HDRAI, drug_free_commune
from tests.offices import (
    CHEAP,
    IA_DOM,
    PASSPHRASE,
    TestClock,
    add,
    add_village,
    edit,
    new_office,
    row,
)
from tests.pictures import pdf
from tests.services.test_attachments import attach
from tests.storage.test_facts_over_time import fill
from tests.storage.test_faults import KILLS, all_heard, child, dice
from tests.storage.test_faults import opened as opened_office


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path / "xã", clock=clock)


@pytest.mark.parametrize("keep_statistics", [True, False])
def test_nothing_of_a_name_or_number_is_left(office: Office, keep_statistics: bool) -> None:
    person = add_her(office)
    assert traces(office, NAME, NUMBER, PASSPORT)
    erase_person(office, ErasePerson(person, "order", ORDER, keep_statistics))
    assert traces(office, NAME, NUMBER, PASSPORT, "0987654321", "Thợ may") == []
    report = check(office.store)
    assert [str(each.said) for each in report.problems] == []


# -- figures ---------------------------------------------------------------------------------------


def all_facts(office: Office) -> dict[str, dict[str, object]]:
    """Every fact of the catalogue on days of two years."""
    days = [date(2026, 3, 2) + timedelta(days=40 * step) for step in range(-9, 9)]
    with opened(office.store) as books:
        return {
            day.isoformat(): {
                fact.name: fact.value
                for fact in books.facts(Question((IA_DOM,), day, IA_HDRAI), sorted(NAMES))
            }
            for day in days
        }


def test_without_a_name_every_figure_of_every_day_is_what_it_was(tmp_path: Path) -> None:
    commune = drug_free_commune(tmp_path / "xã")
    fill(commune)
    office = commune.office
    before = all_facts(office)
    assert len({str(figures) for figures in before.values()}) > 10
    for person in office.queries.ids("people"):
        erase_person(office, ErasePerson(person, "retention", ORDER, keep_statistics=True))
    after = all_facts(office)
    assert [
        (day, name, figures[name], after[day][name])
        for day, figures in before.items()
        for name in figures
        if figures[name] != after[day][name]
    ] == []
    assert check(office.store).problems == []
    assert {row(office, "people", each)["full_name"] for each in office.queries.ids("people")} == {
        erasing_rules().placeholder
    }


# -- what is told before and after -----------------------------------------------------------------


def test_the_plan_counts_what_goes_and_who_else_bears_the_name(office: Office) -> None:
    person = add_her(office)
    add(office, "people", full_name="Quàng Văn Bình", mother=NAME)
    plan = plan_erasure(office, person, keep_statistics=False)
    counts = {each.register: (each.erased, each.cleaned) for each in plan.books}
    assert counts == {
        "people": (1, 0),
        "identity_docs": (1, 0),
        "episodes": (1, 0),
        "tests": (1, 0),
        "households": (0, 1),
    }
    assert plan.named_elsewhere == {"people": 1}
    kept = plan_erasure(office, person, keep_statistics=True)
    assert {each.register: (each.erased, each.cleaned) for each in kept.books}["tests"] == (0, 1)


def test_the_history_says_that_it_was_erased_and_by_what_order(office: Office) -> None:
    person = add_her(office)
    erase_person(office, ErasePerson(person, "order", ORDER, keep_statistics=True))
    with office.store.reading() as connection:
        newest, *older = history_of(connection, [person])
    assert (newest.act, newest.why) == ("erase.person", f"order: {ORDER}")
    assert older
    assert all(each.gone and not each.changes for each in older)
    assert all(before is None for _name, before, _after in newest.changes)


def test_nothing_brings_it_back(office: Office) -> None:
    village = add_village(office)
    person = add(office, "people", full_name=NAME, village=village)
    edited = edit(office, "people", person, occupation="Thợ may")
    outcome = erase_person(office, ErasePerson(person, "order", ORDER, keep_statistics=True))
    with pytest.raises(NotAllowed, match=r"không hoàn tác được"):
        office.undo(outcome.txn)
    with pytest.raises(NotAllowed, match=r"đã được xóa theo pháp luật"):
        office.undo(edited)
    assert traces(office, NAME, "Thợ may") == []


def test_it_wants_a_ground_a_document_and_the_right(office: Office) -> None:
    person = add_her(office)
    for ground, document in (("no such", ORDER), ("order", "  ")):
        with pytest.raises(BadInput):
            erase_person(office, ErasePerson(person, ground, document, keep_statistics=True))
    with pytest.raises(NotFound):
        erase_person(office, ErasePerson("0" * 32, "order", ORDER, keep_statistics=True))
    office.account = replace(office.account, role="clerk")
    with pytest.raises(NotAllowed):
        office.run(ErasePerson(person, "order", ORDER, keep_statistics=True))
    office.account = replace(office.account, role="police")
    assert row(office, "people", person)["full_name"] == NAME


@pytest.mark.parametrize(
    "document",
    [
        f"Đơn của {NAME}",
        f"Đơn của {NAME.upper()}, 12/3",
        f"don cua {fold(NAME)}",
        f"Đơn của {unicodedata.normalize('NFD', NAME)}",
        f"CCCD {NUMBER[:3]} {NUMBER[3:]}",
        "ĐT 098.765.4321",
    ],
)
def test_the_line_that_stays_for_ever_does_not_say_who_it_was(
    office: Office, document: str
) -> None:
    person = add_her(office)
    with pytest.raises(BadInput, match="Đừng ghi họ tên"):
        erase_person(office, ErasePerson(person, "order", document, keep_statistics=True))
    assert row(office, "people", person)["full_name"] == NAME


def test_attached_contents_and_what_papers_said_go_but_a_number_stays_given(
    office: Office,
) -> None:
    person = add_her(office)
    attach(office, "people", person, NewFile("quyet-dinh.pdf", pdf()))
    number = paper_about(office, person)
    with office.store.begin(Act("document.print", office.account.name)) as work:
        work.note("local", f"In: Quyết định quản lý {NAME}")
        work.note("local", "In: Kế hoạch tuần tra")
        work.commit()
    assert office.store.files.names()
    erase_person(office, ErasePerson(person, "order", ORDER, keep_statistics=False))
    assert office.store.files.names() == set()
    paper = row(office, "documents", number)
    assert (paper["number"], paper["deleted"], paper["frozen"], paper["person"]) == (
        "15/QĐ-UBND",
        0,
        None,
        None,
    )
    assert traces(office, NAME, NUMBER) == []
    assert [each for each in everything_in(office) if each == "In: Kế hoạch tuần tra"]
    assert check(office.store).problems == []


def paper_about(office: Office, person: RecordId) -> RecordId:
    """A decision about her in the outgoing book, as issuing writes it."""
    with office.store.begin(Act("document.issue", office.account.name)) as work:
        made = work.insert(
            "documents",
            {
                "number": "15/QĐ-UBND",
                "issued_on": "2026-02-10",
                "form": "05",
                "title": f"Quyết định quản lý {NAME}",
                "state": "issued",
                "person": person,
                "frozen": json.dumps({"name": NAME, "number": NUMBER}, ensure_ascii=False),
                "recipients": NAME,
            },
        )
        work.commit()
    return made


def test_who_was_merged_into_her_goes_with_her(office: Office) -> None:
    person = add_her(office)
    twin = add(office, "people", full_name=NAME + " B", birth="1990-05-17")
    office.run(MergeRecords("people", person, twin))
    erase_person(office, ErasePerson(person, "order", ORDER, keep_statistics=True))
    assert traces(office, NAME) == []


# -- tampering -------------------------------------------------------------------------------------


def test_the_check_finds_a_line_emptied_without_an_order(office: Office) -> None:
    person = add_her(office)
    beside_the_guards(
        office,
        "UPDATE journal_changes SET line = json_object('n', line ->> 'n', 'r', line ->> 'r',"
        " 'i', line ->> 'i', 'u', line ->> 'u', 'v', json('{}'), 'gone', printf('%064d', 0))"
        " WHERE record = ? AND line ->> 'new' IS NULL",
        person,
    )
    assert check(office.store).problems


def test_a_stub_cannot_be_written_where_nobody_was_erased(office: Office) -> None:
    person = add_her(office)
    with (
        pytest.raises(Exception, match="not rewritten"),
        office.store.engine.begin() as connection,
    ):
        connection.exec_driver_sql(
            f"UPDATE journal_changes SET line = '{{}}' WHERE record = '{person}'"  # noqa: S608
        )


def test_the_check_finds_another_hash_put_in_place_of_the_one_kept(office: Office) -> None:
    person = add_her(office)
    erase_person(office, ErasePerson(person, "order", ORDER, keep_statistics=True))
    beside_the_guards(
        office,
        "UPDATE journal_changes SET line = json_set(line, '$.gone', printf('%064d', 7))"
        " WHERE record = ? AND line ->> 'gone' IS NOT NULL",
        person,
    )
    assert check(office.store).problems


def beside_the_guards(office: Office, statement: str, *given: str) -> None:
    """What somebody with the key does who takes the guards away first."""
    with office.store.engine.begin() as connection:
        guards = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        known = connection.exec_driver_sql(guards).all()
        for name, _sql in known:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql(statement, given)
        for _name, sql in known:
            connection.exec_driver_sql(sql)


# -- backups and kills -----------------------------------------------------------------------------


def test_an_older_backup_taken_up_again_erases_her_anew(office: Office, clock: TestClock) -> None:
    person = add_her(office)
    folder = office.store.folder
    old = maintenance.backup_now(office)
    erase_person(office, ErasePerson(person, "order", ORDER, keep_statistics=True))
    office.close()
    restore_with_passphrase(old, folder, "an", PASSPHRASE, clock.clock, CHEAP)
    again = unlock(folder, "an", PASSPHRASE, clock.clock, CHEAP)
    assert traces(again, NAME, NUMBER) == []
    assert row(again, "people", person)["birth"] == "1990"
    assert check(again.store).problems == []
    again.close()


def test_on_a_blank_pc_too(office: Office, clock: TestClock, tmp_path: Path) -> None:
    person = add_her(office)
    old = maintenance.backup_now(office)
    erase_person(office, ErasePerson(person, "order", ORDER, keep_statistics=False))
    elsewhere = tmp_path / "máy mới"
    restore_with_passphrase(old, elsewhere, "an", PASSPHRASE, clock.clock, CHEAP)
    again = unlock(elsewhere, "an", PASSPHRASE, clock.clock, CHEAP)
    assert traces(again, NAME, NUMBER) == []
    again.close()


def erase_and_say(say: Connection, folder: Path, person: RecordId) -> None:
    office = opened_office(folder)
    say.send("found")
    erase_person(office, ErasePerson(person, "order", ORDER, keep_statistics=True))
    say.send("erased")
    office.close()


@pytest.mark.slow
def test_killed_in_the_middle_she_is_there_whole_or_gone(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    person = add_her(office)
    folder = office.store.folder
    office.close()
    throw = dice(7)
    outcomes = set()
    for round_ in range(max(10, KILLS // 3)):
        copy = tmp_path / f"{round_}"
        shutil.copytree(folder, copy)
        with child(erase_and_say, copy, person) as (hear, kill):
            assert hear.recv() == "found"
            threading.Event().wait(throw.uniform(0.0, 0.08))
            kill()
            said = all_heard(hear)
        again = opened_office(copy, clock)
        name = row(again, "people", person)["full_name"]
        gone = name != NAME
        assert gone or said != ["erased"], "what was told done is done"
        assert (traces(again, NAME, NUMBER) == []) == gone
        assert check(again.store).problems == []
        outcomes.add(gone)
        again.close()
    assert False in outcomes
