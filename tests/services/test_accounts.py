"""Who may open an office: every right, every refusal, and the note each change leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sachmatuy_desktop.errors import BadInput, Conflict, KnownError, NotAllowed, NotFound
from sachmatuy_desktop.services.access import accounts
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.storage.keys.keyring_file import Account
from tests.offices import CHEAP, PASSPHRASE, TestClock, new_office

BINH = Account("binh", "Trần Thị Bình", "police")
BINHS = "mật khẩu của Bình"
NEWER = "mật khẩu mới tinh"


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Office:
    made = new_office(tmp_path, clock=clock)
    accounts.add_account(made, BINH, BINHS)
    return made


def reopened(office: Office, account: str, passphrase: str, clock: TestClock) -> Office:
    office.close()
    clock.advance(minutes=2)
    return unlock(office.store.folder, account, passphrase, clock.clock, CHEAP)


def notes(office: Office) -> list[tuple[str, str, str]]:
    """Act, author and reason of the office's own notes, oldest first."""
    with office.store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT e.act, e.by, e.why FROM journal_entries e JOIN streams s ON s.id = e.stream"
            " WHERE s.scope = 'local' ORDER BY e.id"
        )
        return [(row[0], row[1], row[2]) for row in rows]


def test_an_added_account_opens_the_office_in_its_role(office: Office, clock: TestClock) -> None:
    again = reopened(office, "binh", BINHS, clock)
    assert again.info.account_name == "Trần Thị Bình"
    assert again.info.role.id == "police"
    again.close()


def test_every_change_leaves_a_note_that_never_leaves_the_office(office: Office) -> None:
    accounts.rename_account(office, "binh", "Trần Bình")
    accounts.change_role(office, "binh", "clerk")
    accounts.change_passphrase(office, PASSPHRASE, NEWER)
    accounts.reset_passphrase(office, "binh", NEWER)
    accounts.new_recovery_code(office)
    accounts.remove_account(office, "binh")
    an = "Nguyễn Văn An"
    assert notes(office) == [
        ("account.add", an, "binh: police"),
        ("account.rename", an, "binh: police"),
        ("account.role", an, "binh: clerk"),
        ("account.passphrase", an, "an"),
        ("account.reset", an, "binh"),
        ("recovery.replace", an, "an"),
        ("account.remove", an, "binh"),
    ]
    office.close()


MANAGING: dict[str, Callable[[Office], object]] = {
    "add": lambda office: accounts.add_account(office, Account("chi", "Chi", "clerk"), BINHS),
    "rename": lambda office: accounts.rename_account(office, "an", "Kẻ Khác"),
    "role": lambda office: accounts.change_role(office, "binh", "admin"),
    "remove": lambda office: accounts.remove_account(office, "an"),
    "reset": lambda office: accounts.reset_passphrase(office, "an", NEWER),
    "recovery": accounts.new_recovery_code,
}


@pytest.mark.parametrize("attempt", MANAGING.values(), ids=MANAGING.keys())
def test_only_those_who_manage_may(
    office: Office, clock: TestClock, attempt: Callable[[Office], object]
) -> None:
    again = reopened(office, "binh", BINHS, clock)
    before = (again.store.folder / "keys.a").read_bytes()
    with pytest.raises(NotAllowed):
        attempt(again)
    assert (again.store.folder / "keys.a").read_bytes() == before
    assert len(notes(again)) == 1
    again.close()


def test_anyone_changes_their_own_passphrase(office: Office, clock: TestClock) -> None:
    again = reopened(office, "binh", BINHS, clock)
    with pytest.raises(NotAllowed):
        accounts.change_passphrase(again, "không phải nó đâu", NEWER)
    clock.advance(minutes=1)
    with pytest.raises(BadInput):
        accounts.change_passphrase(again, BINHS, "ngắn")
    assert len(notes(again)) == 1
    accounts.change_passphrase(again, BINHS, NEWER)
    again = reopened(again, "binh", NEWER, clock)
    with pytest.raises(NotAllowed):
        reopened(again, "binh", BINHS, clock)


REFUSED: dict[str, tuple[Callable[[Office], object], type[KnownError]]] = {
    "the last manager removed": (lambda office: accounts.remove_account(office, "an"), NotAllowed),
    "the last manager demoted": (
        lambda office: accounts.change_role(office, "an", "police"),
        NotAllowed,
    ),
    "a taken id": (
        lambda office: accounts.add_account(office, Account("binh", "Bình", "clerk"), BINHS),
        Conflict,
    ),
    "an id with marks": (
        lambda office: accounts.add_account(office, Account("Bình", "Bình", "clerk"), BINHS),
        BadInput,
    ),
    "an unknown role": (lambda office: accounts.change_role(office, "binh", "vua"), BadInput),
    "a short passphrase": (
        lambda office: accounts.reset_passphrase(office, "binh", "ngắn"),
        BadInput,
    ),
    "nobody": (lambda office: accounts.remove_account(office, "dung"), NotFound),
    "nobody's name": (lambda office: accounts.rename_account(office, "dung", "Dũng"), NotFound),
    "an empty name": (lambda office: accounts.rename_account(office, "binh", " "), BadInput),
}


@pytest.mark.parametrize(("attempt", "error"), REFUSED.values(), ids=REFUSED.keys())
def test_a_refusal_changes_nothing(
    office: Office, attempt: Callable[[Office], object], error: type[KnownError]
) -> None:
    before = accounts.accounts(office)
    with pytest.raises(error):
        attempt(office)
    assert accounts.accounts(office) == before
    assert len(notes(office)) == 1
    office.close()


def test_a_manager_may_go_once_there_is_another(office: Office, clock: TestClock) -> None:
    accounts.change_role(office, "binh", "admin")
    accounts.remove_account(office, "an")
    with pytest.raises(NotFound):
        reopened(office, "an", PASSPHRASE, clock)
    again = unlock(office.store.folder, "binh", BINHS, clock.clock, CHEAP)
    assert [each.id for each in accounts.accounts(again)] == ["binh"]
    again.close()


def test_ones_own_new_name_signs_the_next_note(office: Office) -> None:
    accounts.rename_account(office, "an", "Nguyễn Thị An")
    assert office.info.account_name == "Nguyễn Thị An"
    accounts.new_recovery_code(office)
    assert notes(office)[-1][1] == "Nguyễn Thị An"
    office.close()


def test_the_paper_code_opens_and_gives_a_new_passphrase(office: Office, clock: TestClock) -> None:
    code = accounts.new_recovery_code(office)
    folder = office.store.folder
    office.close()
    again = accounts.recover(folder, code, BINH, NEWER, clock.clock, CHEAP)
    assert again.info.account_id == "binh"
    assert again.info.role.id == "police"
    assert notes(again)[-1][0] == "account.reset"
    added = Account("chi", "Lê Thị Chi", "admin")
    again.close()
    again = accounts.recover(folder, code, added, NEWER, clock.clock, CHEAP)
    assert again.info.account_name == "Lê Thị Chi"
    assert [each.id for each in accounts.accounts(again)] == ["an", "binh", "chi"]
    again.close()


def test_a_fresh_sheet_makes_the_old_one_worthless(office: Office, clock: TestClock) -> None:
    old = accounts.new_recovery_code(office)
    accounts.new_recovery_code(office)
    office.close()
    with pytest.raises(NotAllowed):
        accounts.recover(office.store.folder, old, BINH, NEWER, clock.clock, CHEAP)
    clock.advance(minutes=2)
    unlock(office.store.folder, "binh", BINHS, clock.clock, CHEAP).close()
