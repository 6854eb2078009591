"""People who change an office's journal, by what they have in hand, and what they do to it.

A edits rows through a connection with the file's key; B also makes every hash and seal anew; C has
the signing keys besides and writes the checkpoints anew.  What C does can only be found with what
is outside: a backup's manifest, a receipt, a printed page.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.evidence import checkpoints
from sachmatuy_desktop.storage.journal import GENESIS, seal
from sachmatuy_desktop.storage.keys.keyring_device import new_device
from tests.offices import add_household, add_person, add_village, edit, remove

Rows = Any


def busy_year(office: Office, dice: random.Random, acts: int = 24) -> None:
    """An honest history: people come, are corrected, go; now and then a checkpoint is signed."""
    village = add_village(office, "Thôn 1")
    add_household(office, village)
    people: list[str] = []
    for number in range(acts):
        doing = dice.random()
        if doing < 0.45 or not people:
            people.append(add_person(office, f"Người {number}", village))
        elif doing < 0.85:
            edit(office, "people", dice.choice(people), birth=str(dice.randint(1950, 2008)))
        elif doing < 0.93:
            remove(office, "people", people.pop(dice.randrange(len(people))))
        else:
            office.undo(edit(office, "people", dice.choice(people), phone="0900000001"))
        if dice.random() < 0.15:
            checkpoints.write(office.store, office.keys)
    checkpoints.write(office.store, office.keys)


@contextmanager
def behind(office: Office) -> Iterator[Rows]:
    """A connection with the key and without the guards, which are back afterwards."""
    raw = office.store.engine.raw_connection()
    cursor = raw.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    triggers = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger'").fetchall()
    for name, _sql in triggers:
        cursor.execute(f"DROP TRIGGER {name}")
    try:
        yield cursor
    finally:
        for _name, sql in triggers:
            cursor.execute(sql)
        cursor.execute("COMMIT")
        raw.close()


@contextmanager
def unguarded(office: Office) -> Iterator[Rows]:
    """The same in a file whose guards were taken off before: much quicker."""
    raw = office.store.engine.raw_connection()
    cursor = raw.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    try:
        yield cursor
    finally:
        cursor.execute("COMMIT")
        raw.close()


# -- what is done to the journal -------------------------------------------------------------------


def _victim(rows: Rows, dice: random.Random) -> tuple[int, int, int, int]:
    """An entry with one line, of the people's book and not the last of its stream: id, site,
    stream, first.
    """
    found = rows.execute(
        "SELECT e.id, e.site, e.stream, e.first FROM journal_entries e WHERE e.last = e.first + 1"
        " AND e.act LIKE 'records.%' AND EXISTS (SELECT 1 FROM journal_changes c"
        " WHERE c.entry = e.id AND c.register = 'people')"
        " AND EXISTS (SELECT 1 FROM journal_entries l WHERE l.site = e.site"
        " AND l.stream = e.stream AND l.first > e.last"
        " AND l.last = l.first + 1 AND l.act LIKE 'records.%') ORDER BY e.id"
    ).fetchall()
    entry, site, stream, first = dice.choice(found)
    return entry, site, stream, first


def edit_entry(rows: Rows, dice: random.Random) -> int:
    """Another act in the line's place; the first entry that is wrong."""
    entry, *_place = _victim(rows, dice)
    line, number = rows.execute(
        "SELECT line, number FROM journal_changes WHERE entry = ?", (entry,)
    ).fetchone()
    said = json.loads(line)
    said["v"] = {**said["v"], "birth": "1901"}
    rows.execute(
        "UPDATE journal_changes SET line = ? WHERE entry = ? AND number = ?",
        (json.dumps(said, ensure_ascii=False, separators=(",", ":")), entry, number),
    )
    return entry


def delete_entry(rows: Rows, dice: random.Random) -> int:
    """An entry and its line taken out, the later ones numbered up to close the gap."""
    entry, site, stream, first = _victim(rows, dice)
    after = _after(rows, site, stream, first + 1)
    rows.execute("DELETE FROM journal_changes WHERE entry = ?", (entry,))
    rows.execute("DELETE FROM journal_entries WHERE id = ?", (entry,))
    return after


def insert_entry(rows: Rows, dice: random.Random) -> int:
    """A copy of an entry put in after it, the later ones numbered on to make room."""
    entry, site, stream, first = _victim(rows, dice)
    later = "site = ? AND stream = ? AND first > ?"
    for step in (1_000_002, -1_000_000):  # the places are unique at every moment
        rows.execute(
            f"UPDATE journal_entries SET first = first + ?, last = last + ? WHERE {later}",  # noqa: S608
            (step, step, site, stream, first),
        )
    (new,) = rows.execute("SELECT max(id) + 1 FROM journal_entries").fetchone()
    rows.execute(
        "INSERT INTO journal_entries SELECT ?, txn, site, stream, first + 2, last + 2, hlc, at, by,"
        " act, why, undoes, header, origin, chain FROM journal_entries WHERE id = ?",
        (new, entry),
    )
    rows.execute(
        "INSERT INTO journal_changes SELECT ?, number + 2, register, record, line, before"
        " FROM journal_changes WHERE entry = ?",
        (new, entry),
    )
    return int(new)


def swap_entries(rows: Rows, dice: random.Random) -> int:
    """Two corrections of a stream change places in what they say; the first of the two."""
    site, stream = rows.execute(
        "SELECT e.site, e.stream FROM journal_entries e JOIN journal_changes c ON c.entry = e.id"
        " WHERE c.register = 'people' LIMIT 1"
    ).fetchone()
    found = rows.execute(
        "SELECT e.id, c.line, c.record FROM journal_entries e JOIN journal_changes c"
        " ON c.entry = e.id WHERE e.site = ? AND e.stream = ? AND e.last = e.first + 1"
        " AND c.line ->> 'new' IS NULL ORDER BY e.first",
        (site, stream),
    ).fetchall()
    at = dice.randrange(len(found) - 1)
    (entry, line, record), (other, other_line, other_record) = found[at : at + 2]
    for each, text, about in ((entry, other_line, other_record), (other, line, record)):
        rows.execute(
            "UPDATE journal_changes SET line = ?, record = ? WHERE entry = ?", (text, about, each)
        )
    return int(entry)


def other_author(rows: Rows, dice: random.Random) -> int:
    """Somebody else is said to have done it."""
    entry, *_place = _victim(rows, dice)
    (header,) = rows.execute("SELECT header FROM journal_entries WHERE id = ?", (entry,)).fetchone()
    head = json.loads(header)
    head["by"] = "Người khác"
    rows.execute(
        'UPDATE journal_entries SET header = ?, "by" = ? WHERE id = ?',
        (_text(head), "Người khác", entry),
    )
    return entry


def cut_tail(rows: Rows, dice: random.Random) -> int:
    """The last entries of a stream are gone; nothing is left to be named."""
    _entry, site, stream, _first = _victim(rows, dice)
    for (each,) in rows.execute(
        "SELECT id FROM journal_entries WHERE site = ? AND stream = ? ORDER BY first DESC LIMIT ?",
        (site, stream, dice.randint(1, 3)),
    ).fetchall():
        rows.execute("DELETE FROM journal_changes WHERE entry = ?", (each,))
        rows.execute("DELETE FROM journal_entries WHERE id = ?", (each,))
    return 0


TAMPERINGS: dict[str, Callable[[Rows, random.Random], int]] = {
    "edit": edit_entry,
    "delete": delete_entry,
    "insert": insert_entry,
    "swap": swap_entries,
    "author": other_author,
    "tail": cut_tail,
}


def change_record(rows: Rows, dice: random.Random) -> str:
    """A record changed beside the journal; its id."""
    people = rows.execute("SELECT id FROM people WHERE deleted = 0 ORDER BY id").fetchall()
    (record,) = dice.choice(people)
    rows.execute("UPDATE people SET birth = '1901' WHERE id = ?", (record,))
    return str(record)


def old_record(rows: Rows, dice: random.Random) -> str:
    """A record put back as it was before its last corrections, its clocks with it; its id."""
    records = rows.execute(
        "SELECT DISTINCT k.record FROM cell_clocks k JOIN people p ON p.id = k.record"
        " WHERE p.deleted = 0 AND k.field = 'birth' ORDER BY 1"
    ).fetchall()
    (record,) = dice.choice(records)
    lines = rows.execute(
        "SELECT entry, line ->> '$.v.birth' FROM journal_changes WHERE record = ?"
        " AND line -> '$.v.birth' IS NOT NULL ORDER BY entry, number",
        (record,),
    ).fetchall()
    entry, birth = dice.choice(lines[:-1])
    (base,) = rows.execute("SELECT base_entry FROM people WHERE id = ?", (record,)).fetchone()
    rows.execute("UPDATE people SET birth = ?, last_entry = ? WHERE id = ?", (birth, entry, record))
    rows.execute("DELETE FROM cell_clocks WHERE record = ? AND field = 'birth'", (record,))
    if entry != base:
        rows.execute("INSERT INTO cell_clocks VALUES (?, 'birth', ?)", (record, entry))
    return str(record)


def alter_checkpoint(rows: Rows, dice: random.Random) -> int:
    """A letter of a checkpoint's text or signatures; its number."""
    column = dice.choice(["text", "device_signature", "account_signature"])
    (number,) = dice.choice(rows.execute("SELECT number FROM checkpoints").fetchall())
    rows.execute(
        f"UPDATE checkpoints SET {column} = replace({column}, 'a', 'b') WHERE number = ?",  # noqa: S608
        (number,),
    )
    return int(number)


def take_out_checkpoint(rows: Rows, dice: random.Random) -> int:
    """A checkpoint that is not the last taken out; the number of the one after it."""
    numbers = [each for (each,) in rows.execute("SELECT number FROM checkpoints ORDER BY number")]
    number = dice.choice(numbers[:-1])
    rows.execute("DELETE FROM checkpoints WHERE number = ?", (number,))
    return int(number) + 1


def cut_checkpoints(rows: Rows, dice: random.Random) -> int:
    """The last checkpoints taken out, with what says that they stand outside; the last one left."""
    numbers = [each for (each,) in rows.execute("SELECT number FROM checkpoints ORDER BY number")]
    left = numbers[-1 - dice.randint(1, 3)]
    rows.execute("DELETE FROM checkpoints WHERE number > ?", (left,))
    rows.execute("DELETE FROM anchors WHERE checkpoint > ?", (left,))
    return int(left)


def _after(rows: Rows, site: int, stream: int, number: int) -> int:
    return int(
        rows.execute(
            "SELECT id FROM journal_entries WHERE site = ? AND stream = ? AND first > ?"
            " ORDER BY first LIMIT 1",
            (site, stream, number),
        ).fetchone()[0]
    )


def _text(said: object) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


# -- covering it up --------------------------------------------------------------------------------


def recompute(rows: Rows) -> None:
    """B: number every stream anew, make every header, seal and head fit, and the records too."""
    rows.execute("UPDATE journal_entries SET chain = NULL")
    for site, stream in rows.execute(
        "SELECT DISTINCT site, stream FROM journal_entries"
    ).fetchall():
        _recompute_stream(rows, site, stream)
    rewrite_records(rows)


def _recompute_stream(rows: Rows, site: int, stream: int) -> None:
    number, chain = 0, GENESIS
    for entry, header in rows.execute(
        "SELECT id, header FROM journal_entries WHERE site = ? AND stream = ? ORDER BY first",
        (site, stream),
    ).fetchall():
        changes = rows.execute(
            "SELECT number, line FROM journal_changes WHERE entry = ? ORDER BY number", (entry,)
        ).fetchall()
        first, head = number + 1, json.loads(header)
        head["n"] = first
        lines = [_text(head)]
        for at, (old, line) in enumerate(changes, start=1):
            said = json.loads(line)
            said["n"] = first + at
            lines.append(_text(said))
            rows.execute(
                "UPDATE journal_changes SET number = ?, line = ? WHERE entry = ? AND number = ?",
                (first + at, lines[-1], entry, old),
            )
        number = first + len(changes)
        chain = seal(chain, lines)
        rows.execute(
            "UPDATE journal_entries SET first = ?, last = ?, header = ?, chain = ? WHERE id = ?",
            (first, number, lines[0], chain, entry),
        )
    rows.execute(
        "UPDATE held SET last = ?, chain = ? WHERE site = ? AND stream = ?",
        (number, chain, site, stream),
    )


def rewrite_records(rows: Rows) -> None:
    """The people's book as the journal now has it, and what was there before each of its lines, so
    that binding finds nothing.
    """
    rows.execute("DELETE FROM cell_clocks WHERE record IN (SELECT id FROM people)")
    for (record,) in rows.execute("SELECT id FROM people").fetchall():
        lines = rows.execute(
            "SELECT entry, line, number FROM journal_changes WHERE record = ?"
            " ORDER BY entry, number",
            (record,),
        ).fetchall()
        if not lines:
            rows.execute("DELETE FROM people WHERE id = ?", (record,))
            continue
        base = lines[0][0]
        names = [each[1] for each in rows.execute("PRAGMA table_info(people)")]
        own = [each for each in names if each not in _HIDDEN]
        values: dict[str, Any] = {**dict.fromkeys(own), "deleted": 0}
        for entry, line, number in lines:
            said = json.loads(line)
            before = None if said.get("new") else _text({each: values[each] for each in said["v"]})
            rows.execute(
                "UPDATE journal_changes SET before = ? WHERE entry = ? AND number = ?",
                (before, entry, number),
            )
            for name, value in said["v"].items():
                values[name] = value
                if entry != base:
                    rows.execute(
                        "INSERT OR REPLACE INTO cell_clocks VALUES (?, ?, ?)", (record, name, entry)
                    )
        rows.execute(
            f"UPDATE people SET base_entry = ?, {', '.join(f'{n} = ?' for n in values)}"  # noqa: S608
            " WHERE id = ?",
            (base, *values.values(), record),
        )


_HIDDEN = ("id", "unit_id", "deleted", "base_entry", "last_entry", "sort_key")


def forget_checkpoints(rows: Rows) -> None:
    """What was signed and where it stands outside is gone."""
    rows.execute("DELETE FROM checkpoints")
    rows.execute("DELETE FROM anchors")
    rows.execute("DELETE FROM office WHERE key = 'checkpoint.ends'")


def sign_anew(office: Office) -> None:
    """C: every checkpoint is written and signed anew over the journal as it is now."""
    with behind(office) as rows:
        forget_checkpoints(rows)
    checkpoints.write(office.store, office.keys)


def forge(office: Office) -> None:
    """B, who lacks the keys, signs with some of his own making; the office names them as its own.

    The checkpoints of before are gone already.
    """
    own = replace(office.keys, device=new_device(), account_signing=new_device().signing)
    with unguarded(office) as rows:
        rows.execute(
            "UPDATE sites SET author = ? WHERE site = ?",
            (own.device.public.key_id, office.store.facts.site),
        )
    checkpoints.write(office.store, own)
