"""What was set aside is read again: by a newer program that opens the office file, and when more is
heard of the keys of those who wrote it.

Either costs one small question where nothing is to be done.
"""

from __future__ import annotations

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.vocabulary import KNOWN, Vocabulary
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.storage.store import Connection, Store
from sachmatuy_desktop.storage.sync.author_limits import AuthorLimits
from sachmatuy_desktop.storage.sync.quarantine import holds_for_the_author, was_judged_otherwise
from sachmatuy_desktop.storage.sync.replaying import Replayed, Replaying, replay

__all__ = ["catch_up", "judge_authors_anew"]


def catch_up(store: Store, by: str, vocabulary: Vocabulary = KNOWN) -> Replayed:
    """Put into the records what is understood by now, in one transaction; says what that was.

    A full disk keeps nobody from working: then nothing changed, and the next start tries again.
    """
    with store.reading() as connection:
        if not was_judged_otherwise(connection, vocabulary):
            return Replayed()
    try:
        with store.writing() as connection:
            return replay(connection, vocabulary, _writer(store, by))
    except KnownError:
        return Replayed()


def judge_authors_anew(
    connection: Connection,
    store: Store,
    by: str,
    limits: AuthorLimits,
    vocabulary: Vocabulary = KNOWN,
) -> Replayed:
    """Put into the records what its author may have written after all: a certificate says more now,
    or the office above has taken more of a revoked key.  What counts already stays.
    """
    if not holds_for_the_author(connection):
        return Replayed()
    return replay(connection, vocabulary, _writer(store, by), limits)


def _writer(store: Store, by: str) -> Replaying:
    act = Act("quarantine.replay", by)
    return Replaying(act, store.facts.site, store.facts.unit_id, store.clock)
