"""A person with a past, and whether anything of it is left anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.sync.packing import lines_in
from tests.offices import add, add_household, add_village, edit

NAME = "Quàng Thị Xuyến Chi"
NUMBER = "001190012345"
PASSPORT = "B1234567"
_ZSTD = b"\x28\xb5\x2f\xfd"
ORDER = "12/QĐ-UBND ngày 01/3/2026"


def add_her(office: Office) -> RecordId:
    """A person with a past: a household of her own, papers, a list, tests, edits and an undoing."""
    village = add_village(office)
    home = add_household(office, village, NAME)
    person = add(
        office,
        "people",
        full_name=NAME,
        birth="1990-05-17",
        citizen_number=NUMBER,
        household=home,
        village=village,
        remark=f"{NAME} hay đi làm xa",
    )
    add(office, "identity_docs", person=person, kind="ho_chieu", number=PASSPORT)
    add(office, "episodes", person=person, category="nghien", from_date="2025-02-01")
    add(office, "tests", person=person, taken_on="2026-02-01", result="am_tinh", sampler=NAME)
    edit(office, "people", person, occupation="Thợ may", phone="0987654321")
    office.undo(edit(office, "people", person, full_name=NAME + " Anh"))
    office.store.settle_search()
    return person


def everything_in(office: Office) -> Iterator[str]:
    """Every value of every table of the opened file, those of the search index too."""
    with office.store.reading() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        for name in names.scalars().all():
            query = f'SELECT * FROM "{name}"'  # noqa: S608  (our own names)
            for values in connection.exec_driver_sql(query):
                yield from map(_as_text, values)


def _as_text(value: object) -> str:
    """A value as text; lines that wait or were set aside unpacked."""
    if not isinstance(value, bytes):
        return str(value)
    plain = b"\n".join(lines_in(value)) if value.startswith(_ZSTD) else value
    return plain.decode("latin-1")


def traces(office: Office, *words: str) -> list[str]:
    """The values in which any of the words stands: by itself, folded, or in the search index."""
    wanted = {fold(word) for word in words} | set(words)
    wanted |= {word.encode().decode("latin-1") for word in words}
    wanted |= {part for word in words for part in fold(word).split() if len(part) > 4}
    return [value for value in everything_in(office) if any(each in value for each in wanted)]
