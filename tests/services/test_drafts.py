"""What is half written is kept for its writer alone, and goes nowhere."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from sachmatuy_desktop.services.access import accounts
from sachmatuy_desktop.services.erasures.erasing import ErasePerson, erase_person
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage import drafts
from sachmatuy_desktop.storage.drafts import Draft
from sachmatuy_desktop.storage.keys.keyring_file import Account
from sachmatuy_desktop.storage.sync.outbox import held_vector
from tests.erased import NAME, ORDER, add_her, traces
from tests.offices import new_office, reopen


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return new_office(tmp_path / "xã")


def draft(office: Office, place: str, text: str, minutes: int = 0) -> Draft:
    at = office.clock.now() + timedelta(minutes=minutes)
    return Draft(place, "Thêm người", {"typed": {"full_name": text}}, at)


def test_kept_over_a_restart_the_newest_first(office: Office) -> None:
    first, second = draft(office, "a", "Lê"), draft(office, "b", "Trần", minutes=5)
    drafts.replace(office.store, "an", [first, second])
    again = reopen(office)
    assert drafts.kept(again.store, "an") == [second, first]
    assert drafts.kept(again.store, "binh") == []
    again.close()


def test_the_same_place_is_written_over_and_what_is_over_goes(office: Office) -> None:
    drafts.replace(office.store, "an", [draft(office, "a", "Lê"), draft(office, "b", "Trần")])
    drafts.replace(office.store, "an", [draft(office, "a", "Lê Văn")], ["b"])
    assert [each.content["typed"]["full_name"] for each in drafts.kept(office.store, "an")] == [
        "Lê Văn"
    ]
    office.close()


def test_no_journal_and_no_list_hears_of_it(office: Office) -> None:
    with office.store.reading() as connection:
        before = held_vector(connection)
    generation, acts = office.store.generation, office.queries.journal()
    drafts.replace(office.store, "an", [draft(office, "a", "Lê")])
    with office.store.reading() as connection:
        assert held_vector(connection) == before  # so no bundle carries it
    assert (office.store.generation, office.queries.journal()) == (generation, acts)
    office.close()


def test_nothing_of_it_stays_in_the_file_once_it_is_over(office: Office) -> None:
    drafts.replace(office.store, "an", [draft(office, "a", "Lê")])
    drafts.replace(office.store, "an", [], ["a"])
    with office.store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM drafts").scalar_one() == 0
    office.close()


def test_what_a_removed_account_had_typed_goes_with_it(office: Office) -> None:
    accounts.add_account(office, Account("binh", "Trần Thị Bình", "police"), "chín con trâu đen")
    drafts.replace(office.store, "binh", [draft(office, "a", "Lê")])
    drafts.replace(office.store, "an", [draft(office, "a", "Trần")])
    accounts.remove_account(office, "binh")
    assert drafts.kept(office.store, "binh") == []
    assert len(drafts.kept(office.store, "an")) == 1
    office.close()


def test_half_a_form_does_not_bring_back_who_was_erased(office: Office) -> None:
    person = add_her(office)
    of_her = Draft(f"record/people/{person}", "Sửa", {"typed": {"phone": "1"}}, office.clock.now())
    naming = draft(office, "b", NAME.lower())
    other = draft(office, "c", "Lê Văn Tám")
    drafts.replace(office.store, "an", [of_her, naming])
    drafts.replace(office.store, "binh", [draft(office, "d", NAME), other])
    erase_person(office, ErasePerson(person, "order", ORDER, keep_statistics=True))
    assert drafts.kept(office.store, "an") == []
    assert drafts.kept(office.store, "binh") == [other]
    assert traces(office, NAME) == []
    office.close()
