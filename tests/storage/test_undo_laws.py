"""Laws of the journal: everything done can be taken back, newest first, and done again."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.services.bus import Command, Session, execute
from sachmatuy_desktop.services.records import RemoveRecord, SaveRecord
from sachmatuy_desktop.services.undo import Undo
from sachmatuy_desktop.storage.integrity.checks import check
from sachmatuy_desktop.storage.keys.keyring import OfficeKeys
from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.storage.store import Store
from tests.offices import TestClock, new_office

pytestmark = pytest.mark.slow

ACTS = st.lists(
    st.tuples(st.sampled_from(["add", "edit", "both", "remove", "household"]), st.integers(0, 5)),
    max_size=14,
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, OfficeKeys]:
    office = new_office(tmp_path_factory.mktemp("mẫu") / "xã")
    office.close()
    return office.store.folder, office.keys


@contextmanager
def a_copy(template: tuple[Path, OfficeKeys]) -> Iterator[Session]:
    folder, keys = template
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(folder, Path(place) / "xã")
        clock = TestClock().clock
        store = Store.open(Path(place) / "xã", keys.db_key_hex, keys.db_salt_hex, clock)
        yield Session(store, Queries(store), "An", role("admin"))
        store.engine.dispose()


def do(session: Session, what: str, which: int) -> None:
    """One act; what the program refuses is not done."""
    villages = session.queries.ids("villages")
    command: Command
    if what == "add" or not villages:
        command = SaveRecord("villages", None, {"name": f"Thôn {which}", "kind": "thon"})
    else:
        village = villages[which % len(villages)]
        values: dict[str, dict[str, Value]] = {
            "edit": {"head": f"Người {'ABCDEF'[which]}"},
            "both": {"head": f"Người {'ABCDEF'[which]}", "priority": which % 2},
        }
        if what in values:
            command = SaveRecord("villages", village, values[what])
        elif what == "remove":
            command = RemoveRecord("villages", village)
        else:
            chosen = {"head": "Lê Thị Mơ", "village": village, "state": "dang_cu_tru"}
            command = SaveRecord("households", None, chosen)
    try:
        execute(command, session)
    except KnownError:
        return


def picture(session: Session) -> dict[str, object]:
    """What the books show, and what the search box would find."""
    shown: dict[str, object] = {}
    for register in ("villages", "households"):
        for record, row in session.queries.rows(register, session.queries.ids(register)).items():
            own = {"base_entry", "last_entry", "_last"}
            shown[record] = {name: value for name, value in row.items() if name not in own}
    shown["found"] = sorted(hit.id for hit in session.queries.find("người"))
    return shown


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=ACTS)
def test_all_is_taken_back_and_done_again(
    template: tuple[Path, OfficeKeys], acts: list[tuple[str, int]]
) -> None:
    with a_copy(template) as session:
        pictures = [picture(session)]
        for what, which in acts:
            before = len(session.queries.journal())
            do(session, what, which)
            if len(session.queries.journal()) > before:
                pictures.append(picture(session))

        for expected in reversed(pictures[:-1]):
            line = session.queries.last_undoable()
            assert line is not None
            execute(Undo(line.txn), session)
            assert picture(session) == expected
        assert session.queries.last_undoable() is None

        for expected in pictures[1:]:
            line = session.queries.last_redoable()
            assert line is not None
            execute(Undo(line.txn), session)
            assert picture(session) == expected
        assert session.queries.last_redoable() is None
        assert check(session.store).clean
