"""A whole bundle undone: everything as if it had never come, nothing lost, nothing built upon."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Executable, delete, select, update
from sqlalchemy.exc import IntegrityError

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.errors import BadInput, Conflict, NotAllowed, NotFound
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.services.sync.unmerging import survey, undo_bundle, write_undone_receipt
from sachmatuy_desktop.storage import alike, schema
from sachmatuy_desktop.storage.attachments import sweep
from sachmatuy_desktop.storage.backups.backup import list_backups
from sachmatuy_desktop.storage.findings import ledger
from sachmatuy_desktop.storage.guards import UNDO_BUNDLE
from sachmatuy_desktop.storage.integrity.checks import check
from sachmatuy_desktop.storage.search_index import found_by
from sachmatuy_desktop.storage.sync import outbox
from sachmatuy_desktop.storage.sync.undone import set_aside
from tests.offices import (
    IA_DOM,
    add_household,
    add_person,
    add_village,
    edit,
    new_office,
    remove,
    row,
)
from tests.pictures import png
from tests.sync.test_two_offices import DISTRICT, introduce, trust

pytestmark = pytest.mark.slow

WHY: Final = "Nhập nhầm gói của tháng trước"

NOT_COMPARED: Final = frozenset(
    {
        "office",  # the clock goes on
        "sites",  # short numbers of whom was heard of
        "streams",
        "bundles",  # the book keeps that it came and that it was undone
        "undone_segments",
        "checkpoints",  # what was signed of the journal stays signed
        "anchors",
        "witnessed",  # and what others showed of theirs stays seen
        "followed",
        "search_docs",  # places in a list; what is found is compared
        "search_waiting",
        "alike_docs",
        "alike_keys",
    }
)


class Sticks:
    """Bundles between offices, each under a name of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def name(self) -> Path:
        return self._folder / f"{next(self._numbers)}.smt"

    def write(self, sender: Office, receiver: Office, *, everything: bool = False) -> Path:
        stick = self.name()
        key = receiver.keys.device.public.key_id
        bundles.export(sender, key, stick, everything=everything)
        return stick

    def read(self, receiver: Office, stick: Path) -> bundles.MergeOutcome:
        return bundles.merge(receiver, bundles.stage(receiver, stick))

    def carry(self, sender: Office, receiver: Office, *, everything: bool = False) -> str:
        """A stick there, its receipt back; the digest of the bundle."""
        stick = self.write(sender, receiver, everything=everything)
        receipt = self.read(receiver, stick).receipt
        assert receipt is not None
        self.read(sender, receipt)
        return newest(receiver)

    def tell(self, receiver: Office, sender: Office, digest: str) -> None:
        """The receipt that says that the bundle was undone, to its sender."""
        self.read(sender, write_undone_receipt(receiver, digest, self.name()))


def newest(office: Office) -> str:
    """The digest of the bundle of records that came in last."""
    came = [each for each in bundles.passages(office) if each.direction == "in"]
    return next(each.digest for each in came if each.kind != "receipt")


@pytest.fixture
def sticks(tmp_path: Path) -> Sticks:
    return Sticks(tmp_path)


@pytest.fixture
def pcs(tmp_path: Path) -> Iterator[tuple[Office, Office, Office]]:
    """Two PCs of one commune, and the office above."""
    made = (
        new_office(tmp_path / "máy 1", IA_DOM),
        new_office(tmp_path / "máy 2", IA_DOM),
        new_office(tmp_path / "huyện", DISTRICT, kind="receiving"),
    )
    here, there, above = made
    trust(here, there, "sister")
    trust(there, here, "sister")
    introduce(here, above)
    introduce(there, above)
    yield made
    for each in made:
        each.close()


def all_of(office: Office) -> dict[str, Any]:
    """Every row of every table that a person could tell apart, and what search finds."""
    with office.store.reading() as connection:
        local = set(
            connection.execute(
                select(schema.streams.c.id).where(schema.streams.c.scope == "local")
            ).scalars()
        )
        tables = {
            name: sorted(
                (
                    tuple(each)
                    for each in connection.execute(select(table))
                    if not local & {getattr(each, "stream", None)}
                ),
                key=repr,
            )
            for name, table in schema.metadata.tables.items()
            if name not in NOT_COMPARED
        }
        return {**tables, "found": found_by(connection)}


def followed_up(office: Office) -> dict[str, Any]:
    """The same, after what is worked out from the records has caught up."""
    with office.store.writing() as connection:
        alike.catch_up(connection, lambda _done, _total: None)
        ledger.catch_up(connection, office.clock.today(), lambda _done, _total: None)
    said = all_of(office)
    said["findings"] = sorted(tuple(each)[1:] for each in said["findings"])
    return said


def month(commune: Office) -> list[str]:
    """A village, households, people who might be one, one of whom was written twice."""
    village = add_village(commune)
    household = add_household(commune, village)
    person = add_person(commune, "Lò Thị Mận", village)
    add_person(commune, "Lò Thị Mận", village)
    edit(commune, "people", person, phone="0912345678")
    return [village, household, person]


# -- as if it had never come -----------------------------------------------------------------------


def test_the_first_bundle_of_a_commune_leaves_nothing_behind(
    pcs: tuple[Office, Office, Office], sticks: Sticks
) -> None:
    here, _there, above = pcs
    before = followed_up(above)
    village, *_others = month(here)
    photo = NewFile("ảnh.png", png(20, 20), "anh")
    here.run(AddAttachments("villages", village, (photo,)))
    digest = sticks.carry(here, above)
    assert followed_up(above) != before
    undo_bundle(above, digest, WHY)
    assert {**followed_up(above), "early_files": []} == before
    assert check(above.store).problems == []
    assert above.queries.find("man") == []


def test_a_later_bundle_leaves_what_the_earlier_one_had_brought(
    pcs: tuple[Office, Office, Office], sticks: Sticks
) -> None:
    """Edited, removed, brought back, new, in the order of another list: all of it goes back."""
    here, _there, above = pcs
    village, household, person = month(here)
    sticks.carry(here, above)
    before = followed_up(above)
    edit(here, "people", person, full_name="Ẩu Thị Cuối", phone=None)
    edit(here, "villages", village, head="Đào")
    edit(here, "villages", village, head="Mận", name="Bản Mới")
    remove(here, "households", household)
    add_person(here, "Lê Văn Cam", village)
    digest = sticks.carry(here, above)
    assert above.queries.find("ẩu")
    told = survey(above, digest).done
    assert (told.gone["people"], told.back["people"], told.back["households"]) == (1, 1, 1)
    done = undo_bundle(above, digest, WHY).done
    assert (done.gone, done.back, done.lines) == (told.gone, told.back, told.lines)
    assert followed_up(above) == before
    assert check(above.store).problems == []
    assert above.queries.find("ẩu") == []
    assert [hit.id for hit in above.queries.find("0912")] == [person]


def test_what_two_pcs_wrote_of_one_field_stands_alone_again(
    pcs: tuple[Office, Office, Office], sticks: Sticks
) -> None:
    here, there, above = pcs
    village = add_village(here)
    sticks.carry(here, there)
    sticks.carry(here, above)
    edit(here, "villages", village, head="Đào")
    edit(there, "villages", village, head="Mận", phone="0912345678")
    first = sticks.carry(here, above)
    before = followed_up(above)
    second = sticks.carry(there, above)
    assert above.queries.siblings("villages", village)
    met = followed_up(above)
    undo_bundle(above, second, WHY)
    assert followed_up(above) == before
    sticks.tell(above, there, second)
    sticks.carry(there, above)
    shown = row(above, "villages", village)
    assert above.queries.siblings("villages", village)
    undo_bundle(above, first, WHY)
    assert above.queries.siblings("villages", village) == {}
    assert row(above, "villages", village)["head"] == "Mận"
    sticks.tell(above, here, first)
    sticks.carry(here, above)
    same = {name: shown[name] for name in ("head", "phone", "name")}
    assert {name: row(above, "villages", village)[name] for name in same} == same
    assert len(followed_up(above)["siblings"]) == len(met["siblings"])
    assert check(above.store).problems == []


def test_asking_what_would_go_changes_nothing(
    pcs: tuple[Office, Office, Office], sticks: Sticks
) -> None:
    here, _there, above = pcs
    month(here)
    digest = sticks.carry(here, above)
    before = all_of(above)
    assert survey(above, digest).done.gone["people"] == 2
    assert all_of(above) == before


# -- nothing is lost -------------------------------------------------------------------------------


def test_the_very_bundle_comes_back_as_it_was(
    pcs: tuple[Office, Office, Office], sticks: Sticks
) -> None:
    here, _there, above = pcs
    month(here)
    stick = sticks.write(here, above)
    sticks.read(above, stick)
    shown = people_shown(above)
    undo_bundle(above, newest(above), WHY)
    with above.store.reading() as connection:
        assert len(set_aside(connection)) == 3, "one a stream, signed as they came"
    outcome = sticks.read(above, stick)
    assert outcome.report.new["people"] == 2
    assert people_shown(above) == shown
    with above.store.reading() as connection:
        assert set_aside(connection) == []
    assert check(above.store).problems == []
    assert sticks.read(above, stick).report.nothing_new
    undo_bundle(above, newest(above), "Lần nữa")
    assert above.queries.count("people") == 0


def people_shown(office: Office) -> list[dict[str, Value]]:
    """Everybody, the short numbers of entries aside."""
    local = {"base_entry", "last_entry", "_last"}
    rows = [row(office, "people", each) for each in office.queries.ids("people")]
    return [{name: each[name] for name in each if name not in local} for each in rows]


def test_the_sender_learns_of_it_and_sends_the_lines_again(
    pcs: tuple[Office, Office, Office], sticks: Sticks
) -> None:
    """Also where nothing at all is held any more."""
    here, _there, above = pcs
    month(here)
    key = above.keys.device.public.key_id
    digest = sticks.carry(here, above)
    assert bundles.leaving(here, key).records == {}
    undo_bundle(above, digest, WHY)
    sticks.tell(above, here, digest)
    assert bundles.leaving(here, key).records["people"] == 2
    add_village(here, "Thôn 2")
    sticks.carry(here, above)
    assert above.queries.count("villages") == 2
    assert above.queries.count("people") == 2
    assert bundles.leaving(here, key).records == {}


def test_a_next_bundle_that_does_not_know_waits_and_is_filled(
    pcs: tuple[Office, Office, Office], sticks: Sticks
) -> None:
    here, _there, above = pcs
    village = add_village(here)
    stick = sticks.write(here, above)
    sticks.read(here, sticks.read(above, stick).receipt or stick)
    undo_bundle(above, newest(above), WHY)
    edit(here, "villages", village, head="Đào")
    assert sticks.read(above, sticks.write(here, above)).report.parked == 1
    assert above.queries.count("villages") == 0
    assert sticks.read(above, stick).report.parked == 0
    assert row(above, "villages", village)["head"] == "Đào"


def test_the_content_of_an_attachment_waits_for_its_lines(
    pcs: tuple[Office, Office, Office], sticks: Sticks
) -> None:
    here, _there, above = pcs
    village = add_village(here)
    sticks.carry(here, above)
    here.run(AddAttachments("villages", village, (NewFile("ảnh.png", png(20, 20), "anh"),)))
    stick = sticks.write(here, above)
    sticks.read(above, stick)
    assert undo_bundle(above, newest(above), WHY).done.files == 1
    assert sweep(above.store) == 0
    assert len(above.store.files.names()) == 1
    assert sticks.read(above, stick).report.lacking == 0


def test_the_content_waits_on_while_bundles_without_those_lines_come(
    pcs: tuple[Office, Office, Office], sticks: Sticks
) -> None:
    here, _there, above = pcs
    village = add_village(here)
    sticks.carry(here, above)
    here.run(AddAttachments("villages", village, (NewFile("ảnh.png", png(20, 20), "anh"),)))
    stick = sticks.write(here, above)
    sticks.read(here, sticks.read(above, stick).receipt or stick)
    undo_bundle(above, newest(above), WHY)
    sticks.read(above, sticks.write(here, above))
    assert check(above.store).clean
    assert len(above.store.files.names()) == 1


def test_what_waited_for_the_bundle_waits_again(
    pcs: tuple[Office, Office, Office], sticks: Sticks
) -> None:
    """Brought by a bundle that is still in, so the very gap applies it once more."""
    here, _there, above = pcs
    village = add_village(here)
    first = sticks.write(here, above)
    with here.store.writing() as connection:
        key = above.keys.device.public.key_id
        outbox.acknowledge(connection, key, outbox.held_vector(connection))
    edit(here, "villages", village, head="Đào")
    sticks.read(above, sticks.write(here, above))
    later = newest(above)
    before = all_of(above)
    assert before["parked_segments"]
    sticks.read(above, first)
    with pytest.raises(Conflict, match=r"gói số 1 của .* hoàn tác gói đó trước"):
        undo_bundle(above, later, WHY)
    undo_bundle(above, newest(above), WHY)
    after = all_of(above)
    assert [each[1:] for each in after.pop("parked_segments")] == [
        each[1:] for each in before.pop("parked_segments")
    ]
    assert after == before
    assert sticks.read(above, first).report.parked == 0
    assert row(above, "villages", village)["head"] == "Đào"


def test_a_bundle_that_only_waits_waits_no_more(
    pcs: tuple[Office, Office, Office], sticks: Sticks
) -> None:
    here, _there, above = pcs
    village = add_village(here)
    first = sticks.write(here, above)
    with here.store.writing() as connection:
        key = above.keys.device.public.key_id
        outbox.acknowledge(connection, key, outbox.held_vector(connection))
    edit(here, "villages", village, head="Đào")
    sticks.read(above, sticks.write(here, above))
    undo_bundle(above, newest(above), WHY)
    sticks.read(above, first)
    assert row(above, "villages", village)["head"] is None
    with above.store.reading() as connection:
        assert len(set_aside(connection)) == 1


def test_a_bundle_that_came_after_may_bring_the_same_lines_again(
    pcs: tuple[Office, Office, Office], sticks: Sticks
) -> None:
    """It was in, had nothing new, and now has."""
    here, _there, above = pcs
    month(here)
    sticks.read(above, sticks.write(here, above))
    first = newest(above)
    again = sticks.write(here, above)
    sticks.read(above, again)
    undo_bundle(above, first, WHY)
    assert above.queries.count("people") == 0
    assert sticks.read(above, again).report.new["people"] == 2
    told = [above.queries.history("people", each) for each in above.queries.ids("people")]
    assert sorted(map(len, told)) == [1, 2], "each line once, though the bundle came twice"


def test_what_the_partner_held_is_what_its_other_bundles_said(
    pcs: tuple[Office, Office, Office], sticks: Sticks
) -> None:
    here, there, _above = pcs
    add_village(here)
    sticks.read(there, sticks.write(here, there))
    add_village(there, "Thôn 2")
    key = there.keys.device.public.key_id
    sticks.carry(there, here)
    with here.store.reading() as connection:
        before = outbox.held_by(connection, key)
    add_village(here, "Thôn 3")
    sticks.read(there, sticks.write(here, there))
    add_village(there, "Thôn 4")
    sticks.read(here, sticks.write(there, here))
    with here.store.reading() as connection:
        assert outbox.held_by(connection, key) != before
    undo_bundle(here, newest(here), WHY)
    with here.store.reading() as connection:
        assert outbox.held_by(connection, key) == before


# -- what stands on a bundle -----------------------------------------------------------------------


def test_the_newest_bundle_goes_first(pcs: tuple[Office, Office, Office], sticks: Sticks) -> None:
    here, _there, above = pcs
    add_village(here)
    first = sticks.carry(here, above)
    add_village(here, "Thôn 2")
    second = sticks.carry(here, above)
    before = all_of(above)
    with pytest.raises(Conflict, match=r"gói số 2 của .* nhập sau đó nối tiếp gói này"):
        undo_bundle(above, first, WHY)
    assert all_of(above) == before
    undo_bundle(above, second, WHY)
    undo_bundle(above, first, WHY)
    assert above.queries.count("villages") == 0


def test_what_was_written_here_having_read_it_binds(
    pcs: tuple[Office, Office, Office], sticks: Sticks
) -> None:
    here, there, _above = pcs
    village = add_village(here)
    digest = sticks.carry(here, there)
    edit(there, "villages", village, head="Đào")
    with pytest.raises(Conflict, match=r"đã ghi tiếp vào các sổ này \(Sửa thôn.*sao lưu"):
        survey(there, digest)


def test_what_a_third_pc_wrote_having_read_it_binds(
    pcs: tuple[Office, Office, Office], sticks: Sticks
) -> None:
    here, there, above = pcs
    village = add_village(here)
    digest = sticks.carry(here, above)
    sticks.carry(here, there)
    edit(there, "villages", village, head="Đào")
    sticks.carry(there, above)
    with pytest.raises(Conflict, match="do nơi đã đọc gói này ghi"):
        undo_bundle(above, digest, WHY)


def test_what_went_on_to_another_office_binds(
    pcs: tuple[Office, Office, Office], sticks: Sticks
) -> None:
    here, there, above = pcs
    add_village(here)
    digest = sticks.carry(here, there)
    sticks.write(there, here)
    survey(there, digest)
    sticks.write(there, above)
    with pytest.raises(Conflict, match="đã gửi tiếp cho"):
        undo_bundle(there, digest, WHY)


def test_a_record_of_ours_that_points_at_one_of_it_binds_until_it_goes(
    pcs: tuple[Office, Office, Office], sticks: Sticks
) -> None:
    """Another stream, so nobody had read anything; what had pointed before binds nothing."""
    here, there, _above = pcs
    village = add_village(here)
    digest = sticks.carry(here, there)
    made = there.run(SaveRecord("households", None, household_in(village)))
    with pytest.raises(Conflict, match="còn 1 hộ ghi sau đó dựa vào ghi chép của gói"):
        undo_bundle(there, digest, WHY)
    assert there.queries.count("villages") == 1
    there.undo(made.txn)
    undo_bundle(there, digest, WHY)
    assert there.queries.count("villages") == 0


def household_in(village: str) -> dict[str, str]:
    return {"head": "Trần Thị Bưởi", "village": village, "state": "dang_cu_tru"}


def test_only_bundles_of_records_that_are_in_go_out(
    pcs: tuple[Office, Office, Office], sticks: Sticks
) -> None:
    here, _there, above = pcs
    add_village(here)
    digest = sticks.carry(here, above)
    receipt = next(each for each in bundles.passages(here) if each.direction == "in")
    with pytest.raises(NotAllowed, match="Biên nhận"):
        survey(here, receipt.digest)
    with pytest.raises(NotFound, match="chưa nhập"):
        survey(above, "0" * 64)
    with pytest.raises(BadInput, match="lý do"):
        undo_bundle(above, digest, "  ")
    with pytest.raises(NotFound, match="chưa hoàn tác"):
        write_undone_receipt(above, digest, sticks.name())
    undo_bundle(above, digest, WHY)
    with pytest.raises(NotFound, match="đã hoàn tác rồi"):
        undo_bundle(above, digest, WHY)


# -- what stays in writing -------------------------------------------------------------------------


def test_the_journal_says_who_why_and_which_lines_left(
    pcs: tuple[Office, Office, Office], sticks: Sticks
) -> None:
    here, _there, above = pcs
    add_village(here)
    digest = sticks.carry(here, above)
    with above.store.reading() as connection:
        held = connection.execute(select(schema.held.c.chain)).scalars().all()
    undo_bundle(above, digest, WHY)
    act = above.queries.journal()[0]
    assert (act.act, act.by, act.undoes) == (UNDO_BUNDLE, above.account.name, digest)
    assert WHY in act.why
    assert not act.may_be_undone
    with above.store.reading() as connection:
        entries = schema.journal_entries
        notes = connection.execute(
            select(entries.c.why).where(entries.c.txn == act.txn).order_by(entries.c.id)
        ).scalars()
        removed = [each for each in notes if "programme" in each]
    assert removed
    assert removed[0].split()[-1] in held
    passage = next(each for each in bundles.passages(above) if each.digest == digest)
    assert passage.undone is not None
    kept = list_backups(above.store.folder / "backups")
    assert [each.path.name.split("-")[2] for each in kept] == ["undo", "merge"]


def test_the_door_in_the_guards_is_narrow(
    pcs: tuple[Office, Office, Office], sticks: Sticks
) -> None:
    """It opens under the act alone, and for that bundle's lines and records alone."""
    here, there, above = pcs
    mine = add_village(here)
    digest = sticks.carry(here, above)
    theirs = add_village(there, "Thôn 2")
    sticks.carry(there, above)
    entries, changes = schema.journal_entries, schema.journal_changes
    villages = schema.register_tables["villages"]
    of_bundle = entries.c.origin == digest
    attempts = (
        delete(entries).where(of_bundle),
        delete(changes),
        delete(villages).where(villages.c.id == mine),
        update(villages).where(villages.c.id == mine).values(head="X"),
    )
    for statement in attempts:
        assert not _may(above, statement, None)
        assert not _may(above, statement, "0" * 64)
    assert _may(above, delete(villages).where(villages.c.id == mine), digest)
    assert _may(above, delete(entries).where(of_bundle), digest)
    for statement in (
        delete(entries).where(entries.c.origin.is_(None)),
        delete(entries).where(entries.c.origin != digest),
        delete(villages).where(villages.c.id == theirs),
        update(villages).where(villages.c.id == theirs).values(head="X"),
        update(entries).where(entries.c.chain.is_not(None)).values(why="X"),
        update(changes).values(line="X"),
    ):
        assert not _may(above, statement, digest), statement


def _may(office: Office, statement: Executable, undoing: str | None) -> bool:
    """Whether SQLite lets it be done while an entry that undoes a bundle is open; taken back."""
    act = Act(UNDO_BUNDLE if undoing else "records.save", "An", "", undoing)
    try:
        with office.store.begin(act) as work, work.noting("local", ""):
            work.connection.execute(statement)
    except IntegrityError:
        return False
    return True
