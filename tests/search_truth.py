"""What search ought to tell, found out the slow way: every record looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from sachmatuy_desktop.domain.finding import Asked, search_words
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage import search, search_index
from sachmatuy_desktop.storage.integrity.checks import check
from sachmatuy_desktop.storage.queries import Queries, Where
from sachmatuy_desktop.storage.search_index import found_by, stretch
from sachmatuy_desktop.storage.statements import cursor_of
from sachmatuy_desktop.storage.store import Store


def make_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few wait, little room, short pages: what happens to thousands happens to a dozen."""
    monkeypatch.setattr(search_index, "PATIENCE", 3)
    monkeypatch.setattr(search_index, "SLICE", 5)
    monkeypatch.setattr(search_index, "GAP", 4)
    monkeypatch.setattr(search_index, "_ROOM", 2)
    monkeypatch.setattr(search_index, "_MOVED_AT_FIRST", 1)
    monkeypatch.setattr(search, "PAGE", 2)
    monkeypatch.setattr(search, "MOST", 3)


def by_looking(
    queries: Queries, register: str, typed: str, where: Sequence[Where] = ()
) -> list[RecordId]:
    """Every living record looked at, in the order of the list, the best hits first."""
    book = REGISTERS[register]
    ids = queries.ids(register, where)
    rows = queries.rows(register, ids)
    asked = Asked.of(typed)
    ranks = [(asked.rank(search_words(book, rows[key])), n) for n, key in enumerate(ids)]
    return [ids[n] for _rank, n in sorted((rank, n) for rank, n in ranks if rank is not None)]


def assert_search_is_true(store: Store, register: str, texts: Iterable[str]) -> None:
    """The index is what the records say: their words, their order, and what is found by them."""
    queries = Queries(store)
    ids = queries.ids(register)
    rows = queries.rows(register, ids)
    with store.reading() as connection:
        words = found_by(connection)
        placed = cursor_of(connection).execute(
            "SELECT record FROM search_docs WHERE id >= ? AND id < ?"
            " AND record NOT IN (SELECT record FROM search_waiting) ORDER BY id",
            stretch(register),
        )
        in_place = [record for (record,) in placed]
    book = REGISTERS[register]
    assert {key: words.get(key) for key in ids} == {
        key: search_words(book, rows[key]) for key in ids
    }
    assert in_place == [key for key in ids if key in set(in_place)]
    for typed in texts:
        looked = by_looking(queries, register, typed)
        first = next(queries.id_pages(register, search=typed))
        assert queries.ids(register, search=typed) == looked, typed
        assert first == looked[: len(first)]
    assert check(store).clean
