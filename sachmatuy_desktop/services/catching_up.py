"""A newer program opens an office file: what an older one had set aside is read again.

Done once for every vocabulary, when the file is opened; otherwise it costs one small question.
"""

from __future__ import annotations

from sachmatuy_desktop.domain.vocabulary import KNOWN, Vocabulary
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.storage.quarantine import was_judged_otherwise
from sachmatuy_desktop.storage.replaying import Replayed, Replaying, replay
from sachmatuy_desktop.storage.store import Store
from sachmatuy_desktop.storage.unit_of_work import Act

__all__ = ["catch_up"]


def catch_up(store: Store, by: str, vocabulary: Vocabulary = KNOWN) -> Replayed:
    """Put into the records what is understood by now, in one transaction; says what that was.

    A full disk keeps nobody from working: then nothing changed, and the next start tries again.
    """
    with store.reading() as connection:
        if not was_judged_otherwise(connection, vocabulary):
            return Replayed()
    act = Act("quarantine.replay", by)
    writer = Replaying(act, store.facts.site, store.facts.unit_id, store.clock)
    try:
        with store.writing() as connection:
            return replay(connection, vocabulary, writer)
    except KnownError:
        return Replayed()
