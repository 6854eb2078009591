"""Programs of different ages exchange bundles: what is not understood waits, and counts later."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from sachmatuy_desktop.domain.changes import (
    MAX_BY,
    MAX_WHY,
    Act,
    Change,
    Header,
    change_line,
    header_line,
    read_change,
    read_header,
)
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Kind, Value
from sachmatuy_desktop.domain.registers.values import MAX_LONG_TEXT
from sachmatuy_desktop.domain.vocabulary import KNOWN, Why
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.services.office import unlock
from sachmatuy_desktop.services.records import DecideValue, RemoveRecord, SaveRecord
from sachmatuy_desktop.services.sync.catching_up import catch_up
from sachmatuy_desktop.storage.integrity.checks import check
from sachmatuy_desktop.storage.sync import outbox
from sachmatuy_desktop.storage.sync.quarantine import count_aside
from sachmatuy_desktop.sync import incoming
from tests.offices import CHEAP, IA_DOM, PASSPHRASE
from tests.sync.forging import entered, forged
from tests.sync.fuzzing import tell_stories
from tests.sync.machine import OfManyPrograms
from tests.sync.programs import BEFORE, LONG_BEFORE, without
from tests.sync.shown import picture
from tests.sync.worlds import Site, Template, World, a_world, found_templates

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Template]:
    return found_templates(tmp_path_factory.mktemp("founded"))


@pytest.fixture
def world(templates: dict[str, Template]) -> Iterator[World]:
    """Two PCs of one commune with the newest program, and the office above with an older one."""
    with a_world(templates, ("Ia Dom 1", "Ia Dom 2", "huyện")) as made:
        yield made


@pytest.fixture
def here(world: World) -> Site:
    return world.sites["Ia Dom 1"]


@pytest.fixture
def there(world: World) -> Site:
    return world.sites["Ia Dom 2"]


@pytest.fixture
def above(world: World) -> Site:
    site = world.sites["huyện"]
    site.program = BEFORE
    return site


def village(world: World, site: Site, **values: Value) -> str:
    return str(world.run(site, SaveRecord("villages", None, {"kind": "thon", **values})))


def shown(site: Site, register: str, record: str) -> dict[str, Value]:
    return dict(site.office.queries.rows(register, [record])[record])


def aside(site: Site) -> int:
    with site.office.store.reading() as connection:
        return count_aside(connection)


def must_be_the_same(world: World, one: Site, other: Site) -> None:
    """Both show, ask and hold the same of the commune; and the file is in order."""
    assert picture(one.office, IA_DOM) == picture(other.office, IA_DOM)
    assert check(other.office.store).problems == []


# -- one way and the other -------------------------------------------------------------------------


def test_whatever_happens_programs_of_all_ages_come_to_the_same(
    templates: dict[str, Template],
) -> None:
    tell_stories(templates, 5, OfManyPrograms)


def test_the_rest_of_a_line_counts_where_a_column_is_not_known(
    world: World, here: Site, above: Site
) -> None:
    """An older office above sees the village, without the telephone it has no column for."""
    made = village(world, here, name="Thôn 1", head="Đào", phone="0912345678")
    report = world.deliver(world.export(here, above))
    assert [str(each) for each in report.quarantined] == ["field villages.phone"]
    assert report.new["villages"] == 1
    row = shown(above, "villages", made)
    assert (row["name"], row["head"], row["phone"]) == ("Thôn 1", "Đào", None)
    assert check(above.office.store).problems == []
    done = world.upgrade(above, KNOWN)
    assert (done.lines, dict(done.records)) == (1, {"villages": 1})
    assert shown(above, "villages", made)["phone"] == "0912345678"
    must_be_the_same(world, here, above)


def test_a_book_that_is_not_known_waits_whole(world: World, here: Site, above: Site) -> None:
    above.program = LONG_BEFORE
    values = {"name": "Tổ", "started_on": "2025-01-01", "state": "dang_hoat_dong"}
    made = str(world.run(here, SaveRecord("models", None, values)))
    world.run(here, SaveRecord("models", made, {"name": "Tổ tự quản"}))
    gone = str(world.run(here, SaveRecord("models", None, values)))
    world.run(here, RemoveRecord("models", gone))
    report = world.deliver(world.export(here, above))
    assert {each.why for each in report.quarantined} == {Why.REGISTER}
    assert above.office.queries.count("models") == 0
    world.upgrade(above, BEFORE)
    assert shown(above, "models", made)["name"] == "Tổ tự quản"
    world.upgrade(above, KNOWN)
    assert above.office.queries.count("models") == 1
    must_be_the_same(world, here, above)


def test_an_older_program_passes_on_what_it_does_not_understand(
    world: World, here: Site, there: Site
) -> None:
    """Unchanged, so that its author's signature holds."""
    middle = there
    middle.program = LONG_BEFORE
    above = world.sites["huyện"]
    made = village(world, here, name="Thôn 1", phone="0912345678")
    world.deliver(world.export(here, middle))
    assert aside(middle) == 1
    world.deliver(world.export(middle, above))
    world.deliver(world.export(middle, here))
    assert shown(above, "villages", made)["phone"] == "0912345678"
    must_be_the_same(world, here, above)


def test_a_newer_program_reads_an_older_one(world: World, here: Site, above: Site) -> None:
    here.program, above.program = LONG_BEFORE, KNOWN
    made = village(world, here, name="Thôn 1")
    world.attempt(here, SaveRecord("villages", made, {"name": "Thôn Một", "phone": "0912345678"}))
    report = world.deliver(world.export(here, above))
    assert report.quarantined == []
    assert shown(above, "villages", made)["name"] == "Thôn Một"
    assert shown(above, "villages", made)["phone"] is None


# -- what happens meanwhile ------------------------------------------------------------------------


def test_what_was_written_since_by_somebody_who_knew_is_not_overwritten(
    world: World, here: Site, there: Site
) -> None:
    there.program = BEFORE
    made = village(world, here, name="Thôn 1", phone="0911111111")
    world.deliver(world.export(here, there))
    world.run(here, SaveRecord("villages", made, {"phone": "0922222222"}))
    world.deliver(world.export(here, there))
    world.attempt(there, SaveRecord("villages", made, {"name": "Thôn Một"}))
    assert aside(there) == 2
    world.upgrade(there, KNOWN)
    assert shown(there, "villages", made)["phone"] == "0922222222"
    world.deliver(world.export(there, here))
    must_be_the_same(world, here, there)


def test_two_who_wrote_the_same_unknown_column_are_a_conflict_afterwards(
    world: World, here: Site, there: Site, above: Site
) -> None:
    made = village(world, here, name="Thôn 1")
    world.deliver(world.export(here, there))
    for site, phone in ((here, "0911111111"), (there, "0922222222")):
        world.run(site, SaveRecord("villages", made, {"phone": phone}))
        world.deliver(world.export(site, above))
    assert world.undecided() == 0 or not above.office.queries.siblings("villages", made)
    world.upgrade(above, KNOWN)
    (beside,) = above.office.queries.siblings("villages", made)["phone"]
    assert {beside.value, shown(above, "villages", made)["phone"]} == {"0911111111", "0922222222"}
    world.deliver(world.export(here, there))
    must_be_the_same(world, there, above)
    world.run(there, DecideValue("villages", made, "phone", "0911111111"))
    world.deliver(world.export(there, above))
    assert above.office.queries.siblings("villages", made) == {}


@pytest.mark.parametrize("upgraded", ["never", "before", "after"])
def test_an_undone_bundle_takes_along_what_was_set_aside_of_it(
    world: World, here: Site, above: Site, upgraded: str
) -> None:
    """What stays was set aside in part, too: that part alone is left out, or read by then."""
    made = village(world, here, name="Thôn 1", head="Đào", phone="0911111111")
    world.deliver(world.export(here, above))
    world.run(here, SaveRecord("villages", made, {"head": "Lê", "phone": "0922222222"}))
    stick = world.export(here, above)
    world.deliver(stick)
    assert aside(above) == 2
    if upgraded == "before":
        world.upgrade(above, KNOWN)
    told = world.undo_bundle(above, 0)
    assert told is not None
    row, known = shown(above, "villages", made), upgraded == "before"
    assert (row["head"], row["phone"]) == ("Đào", "0911111111" if known else None)
    assert aside(above) == (0 if known else 1)
    if upgraded == "after":
        world.upgrade(above, KNOWN)
        assert shown(above, "villages", made)["phone"] == "0911111111"
    world.deliver(stick)
    assert shown(above, "villages", made)["head"] == "Lê"
    if upgraded == "never":
        world.upgrade(above, KNOWN)
    must_be_the_same(world, here, above)


def test_a_record_removed_meanwhile_stays_removed(world: World, here: Site, there: Site) -> None:
    there.program = BEFORE
    made = village(world, here, name="Thôn 1")
    world.deliver(world.export(here, there))
    world.run(here, SaveRecord("villages", made, {"phone": "0911111111"}))
    world.run(there, RemoveRecord("villages", made))
    world.deliver(world.export(here, there))
    world.upgrade(there, KNOWN)
    world.deliver(world.export(there, here))
    assert shown(there, "villages", made)["deleted"] == 1
    must_be_the_same(world, here, there)
    with there.office.store.reading():
        assert world.undecided() == 2, "the removal had not seen the edit, and says so now"


def test_an_older_program_writes_its_part_of_what_moves_together(
    world: World, here: Site, there: Site
) -> None:
    """A state and its day are one statement; the older program has no column for the day yet."""
    there.program = BEFORE
    values = {"name": "Tổ", "started_on": "2025-01-01", "state": "dang_hoat_dong"}
    made = str(world.run(here, SaveRecord("models", None, values)))
    world.deliver(world.export(here, there))
    world.run(here, SaveRecord("models", made, {"state": "ngung", "state_from": "2026-02-01"}))
    world.attempt(there, SaveRecord("models", made, {"state": "ngung"}))
    world.deliver(world.export(here, there))
    world.deliver(world.export(there, here))
    world.upgrade(there, KNOWN)
    assert shown(there, "models", made)["state_from"] == "2026-02-01"
    must_be_the_same(world, here, there)


def test_a_value_that_does_not_fit_waits_and_the_record_stands(
    world: World, here: Site, above: Site
) -> None:
    """Without what a record must have it is not made; then nothing of it counts."""
    above.program = KNOWN
    base: dict[str, Value] = {"name": "Thôn 1", "kind": "thon"}
    lines: list[dict[str, object]] = [
        {"r": "villages", "i": "aa" * 16, "u": IA_DOM, "new": 1, "v": {**base, "head": 5}},
        {"r": "villages", "i": "bb" * 16, "u": IA_DOM, "new": 1, "v": {**base, "name": 5}},
        {"r": "villages", "i": "bb" * 16, "u": IA_DOM, "v": {"head": "Đào"}},
    ]
    arrived = incoming.unpack(
        [forged(here.office, "programme", IA_DOM, lines)], above.trusted, above.unit
    )
    with above.office.store.writing() as connection:
        report = incoming.merge(connection, arrived, entered(connection, "gói"))
    assert [str(each) for each in report.quarantined] == [
        "value villages.head",
        "value villages.name",
        "absent villages",
    ]
    assert shown(above, "villages", "aa" * 16)["head"] is None
    assert above.office.queries.count("villages") == 1
    assert check(above.office.store).problems == []


# -- opening ---------------------------------------------------------------------------------------


def test_opening_with_a_newer_program_reads_again_once(
    world: World, here: Site, above: Site
) -> None:
    made = village(world, here, name="Thôn 1", phone="0911111111")
    world.deliver(world.export(here, above))
    folder, clock = above.office.store.folder, above.clock.clock
    above.office.close()
    above.office = unlock(folder, "an", PASSPHRASE, clock, CHEAP)
    assert above.office.caught_up.lines == 1
    assert shown(above, "villages", made)["phone"] == "0911111111"
    (entry,) = [each for each in above.office.queries.journal() if each.act == "quarantine.replay"]
    assert entry.origin is None
    assert catch_up(above.office.store, "An").lines == 0
    with above.office.store.reading() as connection:
        assert not any("quarantine" in key for key in outbox.held_vector(connection))


def test_what_is_still_not_understood_stays_aside(world: World, here: Site, above: Site) -> None:
    """One column of two becomes known."""
    above.program = without((), {"villages": ("phone", "head")})
    made = village(world, here, name="Thôn 1", head="Đào", phone="0911111111")
    world.deliver(world.export(here, above))
    world.upgrade(above, BEFORE)
    assert (shown(above, "villages", made)["head"], aside(above)) == ("Đào", 1)
    assert world.upgrade(above, BEFORE).records == {}
    world.upgrade(above, KNOWN)
    must_be_the_same(world, here, above)


def test_a_header_of_a_newer_schema_is_kept_as_it_is(world: World, here: Site, above: Site) -> None:
    line = {"r": "villages", "i": "aa" * 16, "u": IA_DOM, "new": 1}
    line |= {"v": {"name": "Thôn 1", "kind": "thon"}, "later": ["anything"]}
    segment = forged(here.office, "programme", IA_DOM, [line], schema=9)
    with above.office.store.writing() as connection:
        arrived = incoming.unpack([segment], above.trusted, above.unit)
        assert incoming.merge(connection, arrived, "gói").quarantined == []
        kept = list(outbox.lines_of(connection, "ab" * 16, "programme", IA_DOM, 1, 2))
    assert json.loads(kept[0])["z"] == 9
    assert json.loads(kept[1])["later"] == ["anything"]
    assert shown(above, "villages", "aa" * 16)["name"] == "Thôn 1"


# -- what is written can always be read -----------------------------------------------------------


def test_what_a_reader_would_refuse_is_refused_at_the_keyboard() -> None:
    """At the limit it is written, and read; beyond it the sentence says what to do."""
    header = Header("0" * 32, 1, "2026-03-02T08:00:00+07:00", "n" * MAX_BY, "x", "w" * MAX_WHY)
    assert read_header(json.loads(header_line(1, header))).why == header.why
    with pytest.raises(BadInput, match="nhiều nhất 2000 ký tự"):
        header_line(1, replace(header, why="w" * (MAX_WHY + 1)))
    with pytest.raises(BadInput, match="đổi tên tài khoản"):
        header_line(1, replace(header, by="n" * (MAX_BY + 1)))


def test_two_long_texts_that_could_never_be_sent_are_not_taken(world: World, here: Site) -> None:
    """Each fits its column; three bytes a letter make one line of both too long."""
    long = "ệ" * MAX_LONG_TEXT
    given = Change("documents", "aa" * 16, IA_DOM, {"body": long})
    assert read_change(json.loads(change_line(2, given))) == given
    with pytest.raises(BadInput, match="dài quá 1 MB"):
        change_line(2, replace(given, after={"body": long, "frozen": long}))
    long_books = [
        (book.name, [each.name for each in book.fields if each.kind is Kind.LONG_TEXT])
        for book in REGISTERS
    ]
    book, fields = next((name, found) for name, found in long_books if len(found) > 1)

    def write_both() -> None:
        with here.office.store.begin(Act("records.add", "An")) as work:
            work.insert(book, dict.fromkeys(fields[:2], long))
            work.commit()

    with pytest.raises(BadInput, match="dài quá 1 MB"):
        write_both()
    assert here.office.queries.count(book) == 0
