"""Laws of merging: whatever two records said, undoing the merge restores every row of the file."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from sachmatuy_desktop.domain.merging import Side, statements
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.services.bus import Session, execute
from sachmatuy_desktop.services.merging import MergeRecords
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.services.undo import Undo
from sachmatuy_desktop.storage.integrity.checks import check
from sachmatuy_desktop.storage.keys.keyring import OfficeKeys
from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.storage.schema import register_tables
from sachmatuy_desktop.storage.store import Store
from tests.offices import TestClock, new_office

pytestmark = pytest.mark.slow

LOCAL = {"base_entry", "last_entry", "_last"}
ROWS = st.fixed_dictionaries(
    {"full_name": st.sampled_from(["Lò Văn Mẫu", "Lò Mẫu"])},
    optional={
        "birth": st.sampled_from(["1990", "1990-05-01"]),
        "phone": st.sampled_from(["0912345678", "0987654321"]),
        "remark": st.sampled_from(["một", "hai"]),
        "occupation": st.just("Làm nương"),
    },
)
UNDER = st.lists(
    st.sampled_from(["tests", "visits", "transfers", "identity_docs", "case_subjects"]), max_size=4
)
WORDS: dict[str, dict[str, Value]] = {
    "tests": {"planned_on": "2026-03-20"},
    "visits": {"visited_on": "2026-02-01"},
    "transfers": {"moved_on": "2026-02-01"},
    "identity_docs": {"kind": "cmnd", "number": "012345678"},
    "case_subjects": {"role": "vi_pham", "happened_on": "2026-01-01"},
}
SIDES = st.dictionaries(
    st.sampled_from([each.name for each in statements(REGISTERS["people"])]),
    st.sampled_from([Side.KEPT, Side.GONE]),
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
        store = Store.open(Path(place) / "xã", keys.db_key_hex, keys.db_salt_hex, TestClock().clock)
        yield Session(store, Queries(store), "An", role("admin"))
        store.engine.dispose()


def every_row(session: Session) -> dict[str, dict[str, Value]]:
    """All books, tombstones too, and what the search box finds."""
    rows: dict[str, dict[str, Value]] = {}
    for book in REGISTERS:
        with session.store.reading() as connection:
            ids = list(connection.execute(select(register_tables[book.name].c.id)).scalars())
        for record, row in session.queries.rows(book.name, ids).items():
            rows[record] = {name: value for name, value in row.items() if name not in LOCAL}
    hits = sorted(hit.id for hit in session.queries.find("mẫu"))
    return {**rows, "found": dict.fromkeys(hits)}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(one=ROWS, other=ROWS, mine=UNDER, theirs=UNDER, sides=SIDES)
def test_merging_is_taken_back_and_done_again_to_the_last_row(
    template: tuple[Path, OfficeKeys],
    one: dict[str, Value],
    other: dict[str, Value],
    mine: list[str],
    theirs: list[str],
    sides: dict[str, Side],
) -> None:
    with a_copy(template) as session:
        people = [
            str(execute(SaveRecord("people", None, values), session).result)
            for values in (one, other)
        ]
        for person, registers in zip(people, (mine, theirs), strict=True):
            for register in registers:
                values = {"person": person, **WORDS[register]}
                execute(SaveRecord(register, None, values), session)
        before = every_row(session)
        txn = execute(MergeRecords("people", people[0], people[1], sides), session).txn
        after = every_row(session)
        undone = execute(Undo(txn), session)
        assert every_row(session) == before
        execute(Undo(undone.txn), session)
        assert every_row(session) == after
        assert check(session.store).clean
