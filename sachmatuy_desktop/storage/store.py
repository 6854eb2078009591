"""An office file, opened: where acts begin and reads come from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import Final

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.errors import N_, StorageTrouble
from sachmatuy_desktop.storage import schema, search_index
from sachmatuy_desktop.storage.blobs import FOLDER as FILES
from sachmatuy_desktop.storage.blobs import Files, files_under
from sachmatuy_desktop.storage.engine import (
    OFFICE_FILE,
    assert_versions,
    check_version,
    encrypt_anew,
    make_engine,
    told_as_sentences,
)
from sachmatuy_desktop.storage.guards import create_guards
from sachmatuy_desktop.storage.migrating import ACT, bring_up
from sachmatuy_desktop.storage.remembered import remember, remembered
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = ["Connection", "OfficeFacts", "Store", "Upgrade"]

_PATIENCE: Final = 10.0
"""How long is waited for those who still read before the file is encrypted anew, in seconds."""

_LONGEST_REST: Final = 600.0
"""How long those who want to read wait while the file is encrypted anew, in seconds."""

_READ_BY_OTHERS: Final = N_(
    "Một việc khác còn đang đọc dữ liệu nên chưa đổi được khóa; hãy đợi việc đó xong rồi làm lại."
)
_AT_REST: Final = N_("Dữ liệu đang được mã hóa lại; hãy thử lại sau ít phút.")


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """What an office file says of its office.

    `site` is this copy of the file: the author of what is written in it.  `kind` is `commune` or
    `receiving`; `training` files never mix with real ones.
    """

    unit_id: str
    kind: str
    site: str
    training: bool
    packs: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What goes with bringing up the file of an older program: in whose name, and what is done
    first with the file as it was.
    """

    by: str = ""
    before: Callable[[Store], object] = field(default=lambda _store: None)


_IN_PLACE: Final = Upgrade()
"""For a file that is a copy itself."""


class Store:
    """One office file, and the folder of its attachments' contents.

    Thread-safe: every call takes its own connection.
    """

    def __init__(self, engine: Engine, folder: Path, clock: Clock, files: Files) -> None:
        self.engine = engine
        self.folder = folder
        self.files = files
        self.clock = clock
        self.facts = self._read_facts()
        self.generation = 0
        """How often something was written since the file was opened: what was read at the same
        count is still so."""
        self._closed = False
        with self.engine.connect() as connection:
            self.search_is_behind = search_index.is_behind(connection)
        """Whether more records wait for a place in the search index than should: searches are
        right and slow until somebody lets them `settle_search`."""

    @classmethod
    def create(cls, folder: Path, key: str, salt: str, facts: OfficeFacts, clock: Clock) -> Store:
        """Make the office file.  It appears under its name only when it is whole.

        Raises `StorageTrouble`.
        """
        assert_versions()
        unfinished = folder / (OFFICE_FILE + ".creating")
        for suffix in ("", "-wal", "-shm"):
            (folder / (unfinished.name + suffix)).unlink(missing_ok=True)
        with told_as_sentences():
            engine = make_engine(unfinished, key, salt, create=True)
            with engine.execution_options(writing=True).begin() as connection:
                for statement in schema.creating():
                    connection.exec_driver_sql(statement)
                create_guards(connection)
                connection.execute(
                    insert(schema.office),
                    [
                        {"key": "facts", "value": json.dumps(_facts_json(facts))},
                        {"key": "hlc", "value": "0"},
                        {"key": "schema", "value": schema.fingerprint()},
                    ],
                )
                connection.execute(insert(schema.sites), {"site": facts.site})
                connection.exec_driver_sql(f"PRAGMA application_id={schema.APPLICATION_ID}")
                connection.exec_driver_sql(f"PRAGMA user_version={schema.SCHEMA_VERSION}")
            with engine.connect() as connection:
                raw = connection.connection.dbapi_connection
                assert raw is not None  # noqa: S101  (an open connection has one)
                raw.rollback()
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            engine.dispose()
            unfinished.replace(folder / OFFICE_FILE)
        return cls.open(folder, key, salt, clock)

    @classmethod
    def open(
        cls, folder: Path, key: str, salt: str, clock: Clock, upgrade: Upgrade = _IN_PLACE
    ) -> Store:
        """Open the office file of a folder; one of an older program is brought up.

        Raises `StorageTrouble` with what to do; then the file is as it was.
        """
        assert_versions()
        with told_as_sentences():
            engine = make_engine(folder / OFFICE_FILE, key, salt)
            version = check_version(engine)
            data_key = bytes.fromhex(key + salt)
            store = cls(engine, folder, clock, files_under(folder / FILES, data_key))
            if version < schema.SCHEMA_VERSION:
                upgrade.before(store)
                with store.begin(Act(ACT, upgrade.by)) as work:
                    bring_up(work, version)
                    work.commit()
            if store.said("schema") != schema.fingerprint():
                raise StorageTrouble(
                    N_(
                        "Dữ liệu này do một bản thử khác của chương trình tạo ra."
                        " Hãy mở bằng đúng bản đó, hoặc cài bản chính thức rồi lập lại."
                    )
                )
            return store

    def _read_facts(self) -> OfficeFacts:
        with self.engine.connect() as connection:
            text = connection.execute(
                select(schema.office.c.value).where(schema.office.c.key == "facts")
            ).scalar_one()
        said = json.loads(text)
        return OfficeFacts(
            unit_id=said["unit_id"],
            kind=said["kind"],
            site=said["site"],
            training=said["training"],
            packs=tuple(said["packs"]),
            name=said["name"],
        )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A snapshot to read from; errors of the world come out as `StorageTrouble`."""
        with told_as_sentences(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction beside the journal, for what is not a record: partners, receipts."""
        with (
            told_as_sentences(),
            self.engine.connect().execution_options(writing=True) as connection,
            connection.begin(),
        ):
            yield connection
            self.search_is_behind = search_index.is_behind(connection)
        self.generation += 1

    @contextmanager
    def trying(self) -> Iterator[Connection]:
        """A transaction that is always taken back: for finding out what would happen."""
        with (
            told_as_sentences(),
            self.engine.connect().execution_options(writing=True) as connection,
            connection.begin() as transaction,
        ):
            yield connection
            transaction.rollback()

    @contextmanager
    def noting(self, act: Act) -> Iterator[UnitOfWork]:
        """One act that writes notes alone: `generation` stays, what was read is still so."""
        before = self.generation
        with self.begin(act) as work:
            yield work
        self.generation = before

    @contextmanager
    def begin(self, act: Act) -> Iterator[UnitOfWork]:
        """One act: everything written inside happens when `commit` is called, or not at all."""
        with (
            told_as_sentences(),
            self.engine.connect().execution_options(writing=True) as connection,
            connection.begin() as transaction,
        ):
            work = UnitOfWork(connection, act, self.facts.site, self.facts.unit_id, self.clock)
            yield work
            if work.committed:
                self.search_is_behind = search_index.is_behind(connection)
            else:
                transaction.rollback()
        self.generation += 1

    @contextmanager
    def aside(self) -> Iterator[Connection]:
        """A transaction for what no list is read from: `generation` stays the same."""
        with (
            told_as_sentences(),
            self.engine.connect().execution_options(writing=True) as connection,
            connection.begin(),
        ):
            yield connection

    def settle_search(self) -> None:
        """Let some of those that wait for a place in the search index take it: a tenth of a second.

        What is found stays the same, and so does `generation`.
        """
        with self.aside() as connection:
            search_index.settle(connection)
            self.search_is_behind = search_index.is_behind(connection)

    def say(self, key: str, value: str) -> None:
        """Remember one thing about the office that is not a record (last backup, last export)."""
        with self.writing() as connection:
            remember(connection, key, value)

    def said(self, key: str) -> str | None:
        """What was remembered under `key`."""
        with self.reading() as connection:
            return remembered(connection, key)

    def continue_as(self, site: str, author: str) -> None:
        """Write under another site id from now on: a restored or copied file is a new author.

        `author` is the id of the key that signs what is written under it.
        """
        facts = replace(self.facts, site=site)
        self._sign_for(site, author)  # first: cut off in between, opening does both again
        self.say("facts", json.dumps(_facts_json(facts)))
        self.facts = facts

    def signed_by(self, author: str) -> None:
        """Remember which key (its id) signs for the present site: it does so for ever."""
        self._sign_for(self.facts.site, author)

    def _sign_for(self, site: str, author: str) -> None:
        sites = schema.sites
        with self.writing() as connection:
            connection.execute(
                upsert(sites)
                .values(site=site, author=author)
                .on_conflict_do_update(
                    index_elements=["site"],
                    set_={"author": author},
                    where=sites.c.author.is_(None),
                )
            )

    @property
    def is_closed(self) -> bool:
        """Whether the file was let go of."""
        return self._closed

    def encrypt_anew(self, key: str, salt: str) -> None:
        """Put the office file under another data key (64 and 32 hexadecimal digits), and look for
        the contents of attachments under it from then on.

        Who wants to read meanwhile waits.  Raises `StorageTrouble` and stays as it was; after a
        power cut the file opens with exactly one of the two keys.
        """
        over = Event()
        done: list[bool] = []

        def once_over() -> None:
            if not over.wait(_LONGEST_REST) or not done:
                raise StorageTrouble(_AT_REST)

        old, path = self.engine, self.folder / OFFICE_FILE
        self.engine = make_engine(path, key, salt, once=once_over)
        try:
            _wait_until_idle(old)
            old.dispose()
            encrypt_anew(old, path, key, salt)
            self.files = files_under(self.folder / FILES, bytes.fromhex(key + salt))
            done.append(True)
        except BaseException:
            self.engine = old
            raise
        finally:
            old.dispose()
            over.set()
        self.generation += 1

    def close(self) -> None:
        """Fold the write-ahead log into the file and let go of it; a second time does nothing."""
        if self._closed:
            return
        self.fold_log()
        with told_as_sentences():
            self.engine.dispose()
        self._closed = True

    def fold_log(self) -> None:
        """Fold the write-ahead log into the file, so that nothing of older pages lies beside it."""
        with told_as_sentences():
            raw = self.engine.raw_connection()
            try:
                raw.rollback()
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                raw.close()


def _wait_until_idle(engine: Engine) -> None:
    """Wait until nobody has a connection.  Raises `StorageTrouble` for one who keeps it."""
    tick, waited = Event(), 0.0
    while engine.pool.checkedout():  # type: ignore[attr-defined]  # a QueuePool counts
        if waited >= _PATIENCE:
            raise StorageTrouble(_READ_BY_OTHERS)
        tick.wait(0.01)
        waited += 0.01


def _facts_json(facts: OfficeFacts) -> dict[str, object]:
    return {
        "unit_id": facts.unit_id,
        "kind": facts.kind,
        "site": facts.site,
        "training": facts.training,
        "packs": list(facts.packs),
        "name": facts.name,
    }
