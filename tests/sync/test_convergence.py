"""Whatever order files come in, however often, whichever are lost: all PCs end with the same.

Three PCs of one commune write, remove, bring back and exchange at random, with clocks years apart.
Then everything is exchanged until nothing is new.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.services.bus import Session, execute
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.records import DecideValue, SaveRecord
from sachmatuy_desktop.services.sync.trusting import own_card
from sachmatuy_desktop.services.undo import Undo
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.keys.keyring import OfficeKeys
from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.storage.search_index import found_by
from sachmatuy_desktop.storage.store import Store
from sachmatuy_desktop.storage.sync import outbox
from sachmatuy_desktop.storage.sync.post import Partner
from sachmatuy_desktop.sync import incoming, outgoing
from tests.offices import IA_DOM, TestClock, new_office
from tests.search_truth import assert_search_is_true, make_small
from tests.sync.forging import entered

pytestmark = pytest.mark.slow

YEARS_APART = (0, -20, 73)


@dataclass(frozen=True)
class Template:
    """A founded office, closed, to be copied for every example."""

    folder: Path
    keys: OfficeKeys
    partner: Partner


@dataclass
class Site:
    """One PC."""

    store: Store
    keys: OfficeKeys
    clock: TestClock

    @property
    def queries(self) -> Queries:
        return Queries(self.store)

    def run(self, command: object) -> None:
        session = Session(self.store, self.queries, "An", role("admin"))
        execute(command, session)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> list[Template]:
    made = []
    for number in range(3):
        folder = tmp_path_factory.mktemp(f"máy-{number}") / "xã"
        office: Office = new_office(folder, IA_DOM)
        card = own_card(office).decode()
        key_id = office.keys.device.public.key_id
        partner = Partner(key_id, "", IA_DOM, f"máy {number}", "sister", card, "")
        made.append(Template(folder, office.keys, partner))
        office.close()
    return made


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    make_small(monkeypatch)


@contextmanager
def three_sites(templates: Sequence[Template]) -> Iterator[list[Site]]:
    with tempfile.TemporaryDirectory() as place:
        sites = []
        for number, template in enumerate(templates):
            folder = Path(place) / str(number)
            shutil.copytree(template.folder, folder)
            clock = TestClock()
            clock.advance(days=365 * YEARS_APART[number])
            keys = template.keys
            store = Store.open(folder, keys.db_key_hex, keys.db_salt_hex, clock.clock)
            sites.append(Site(store, keys, clock))
        yield sites
        for site in sites:
            site.store.engine.dispose()


def carry(sender: Site, receiver: Site, templates: Sequence[Template]) -> bool:
    """Everything the sender holds, to the receiver; whether any of it was new."""
    with sender.store.writing() as connection:
        outgoing.seal_new(connection, sender.keys, outgoing.UP)
        wanted = outbox.segments_after(connection, outgoing.UP, [IA_DOM], None)
        bundle = outgoing.gather(connection, wanted, [IA_DOM], {}, sender.store.files, {})
    trusted = incoming.authors(each.partner for each in templates)
    arrived = incoming.unpack(bundle.segments, trusted, IA_DOM)
    with receiver.store.writing() as connection:
        report = incoming.merge(connection, arrived, entered(connection, "bundle"))
    return report.applied > 0


def picture(site: Site) -> dict[str, object]:
    """All that an office shows, and all that waits for a decision; nothing of its bookkeeping."""
    seen: dict[str, object] = {}
    with site.store.reading() as connection:
        for name in ("villages", "people"):
            table = schema.register_tables[name]
            columns = [
                column for column in table.c if column.name not in ("base_entry", "last_entry")
            ]
            for row in connection.execute(select(*columns)):
                seen[row.id] = tuple(row)
        waiting = select(
            schema.siblings.c.record,
            schema.siblings.c.field,
            schema.siblings.c.value,
            schema.journal_entries.c.txn,
        ).join(schema.journal_entries, schema.journal_entries.c.id == schema.siblings.c.entry)
        seen["beside"] = sorted(tuple(row) for row in connection.execute(waiting))
        seen["search"] = found_by(connection)
    return seen


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 2), st.integers(0, 3)),
        st.tuples(st.just("edit"), st.integers(0, 2), st.integers(0, 9)),
        st.tuples(st.just("state"), st.integers(0, 2), st.integers(0, 9)),
        st.tuples(st.just("remove"), st.integers(0, 2), st.integers(0, 9)),
        st.tuples(st.just("undo"), st.integers(0, 2), st.integers(0, 3)),
        st.tuples(st.just("decide"), st.integers(0, 2), st.integers(0, 9)),
        st.tuples(st.just("carry"), st.integers(0, 2), st.integers(0, 2)),
    ),
    min_size=4,
    max_size=20,
)


BEGINNING = (("add", 0, 0), ("add", 0, 1), ("carry", 0, 1), ("carry", 0, 2))
"""Everybody starts with the same two villages, so that edits meet."""


def do(step: tuple[str, int, int], sites: list[Site], templates: Sequence[Template]) -> None:
    """One step of a story; an act that the program refuses is no step."""
    what, where, which = step
    site = sites[where]
    if what == "carry":
        if where != which:
            carry(site, sites[which], templates)
        return
    records = site.queries.ids("villages")
    try:
        if what == "add":
            site.run(SaveRecord("villages", None, {"name": f"Thôn {which}", "kind": "thon"}))
        elif what == "undo":
            acts = [line for line in site.queries.journal() if line.origin is None]
            site.run(Undo(acts[which % len(acts)].txn))
        elif records:
            change_one(site, what, records[which % len(records)], which)
    except KnownError:
        return


def change_one(site: Site, what: str, record: str, which: int) -> None:
    """Edit, remove or decide one village."""
    if what == "edit":
        values = {"head": f"Người {'ABC'[which % 3]}", "name": f"Thôn {which}"}
        site.run(SaveRecord("villages", record, values))
    elif what == "state":
        site.run(SaveRecord("villages", record, {"priority": which % 2}))
    elif what == "remove":
        with site.store.begin(Act("records.remove", "An")) as work:
            work.remove("villages", record)
            work.commit()
    else:
        for field, beside in site.queries.siblings("villages", record).items():
            site.run(DecideValue("villages", record, field, beside[0].value))


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_all_sites_end_with_the_same(
    templates: list[Template], steps: list[tuple[str, int, int]]
) -> None:
    with three_sites(templates) as sites:
        for step in (*BEGINNING, *steps):
            do(step, sites, templates)
        for _ in range(4):
            for sender in sites:
                for receiver in sites:
                    if sender is not receiver:
                        carry(sender, receiver, templates)
        first, second, third = (picture(site) for site in sites)
        assert first == second == third
        for site in sites:
            assert_search_is_true(site.store, "villages", ("t", "thôn", "thon 1", "nguoi a", "2"))
        assert not any(
            carry(sender, receiver, templates)
            for sender in sites
            for receiver in sites
            if sender is not receiver
        )


def test_both_values_of_a_concurrent_edit_are_kept_until_somebody_decides(
    templates: list[Template],
) -> None:
    with three_sites(templates) as sites:
        here, there, _third = sites
        here.run(SaveRecord("villages", None, {"name": "Thôn 1", "kind": "thon"}))
        carry(here, there, templates)
        (village,) = there.queries.ids("villages")
        here.run(SaveRecord("villages", village, {"head": "Đào"}))
        there.run(SaveRecord("villages", village, {"head": "Mận", "phone": "0912345678"}))
        carry(here, there, templates)
        carry(there, here, templates)
        shown = [
            site.queries.rows("villages", [village])[village]["head"] for site in (here, there)
        ]
        beside = [site.queries.siblings("villages", village) for site in (here, there)]
        assert shown[0] == shown[1]
        assert {shown[0], beside[0]["head"][0].value} == {"Đào", "Mận"}
        assert beside[0] == beside[1]
        assert list(beside[0]) == ["head"], (
            "different fields of one record merge without a question"
        )

        other = beside[0]["head"][0].value
        here.run(DecideValue("villages", village, "head", other))
        carry(here, there, templates)
        assert there.queries.rows("villages", [village])[village]["head"] == other
        assert there.queries.conflicts() == here.queries.conflicts() == []
