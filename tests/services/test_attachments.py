"""Attaching, looking, shrinking, removing: whole or not at all, and never in clear on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.errors import BadInput, Conflict, NotAllowed, NotFound, StorageTrouble
from sachmatuy_desktop.packs.attachments import load_limits
from sachmatuy_desktop.services.attachable import look_at
from sachmatuy_desktop.services.attachments import (
    AddAttachments,
    Attachment,
    EditAttachment,
    NewFile,
    PurgeRemoved,
    RemoveAttachment,
    Removed,
    ShrinkAttachment,
    attachments,
    content,
    count,
    export_copy,
    note_print,
    removed_contents,
)
from sachmatuy_desktop.services.bus import Session, execute
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.upkeep import maintenance
from sachmatuy_desktop.storage.attachments import sweep
from sachmatuy_desktop.storage.backups import backup
from sachmatuy_desktop.storage.integrity.checks import check
from tests.offices import (
    CHEAP,
    PASSPHRASE,
    TestClock,
    add,
    add_household,
    add_person,
    add_village,
    new_office,
    remove,
    reopen,
)
from tests.pictures import bomb, office_file, pdf, png

TITLE = "Bien ban Le Van Cam"


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    made = new_office(tmp_path / "xã", clock=clock)
    yield made
    made.close()


def attach(office: Office, register: str, record: str, *files: NewFile) -> list[Attachment]:
    office.run(AddAttachments(register, record, files or (NewFile("anh.png", png()),)))
    return attachments(office.session, register, record)


def in_clear(folder: Path, *needles: bytes) -> list[Path]:
    """The files under a folder in which any of the bytes stand."""
    files = [each for each in folder.rglob("*") if each.is_file()]
    return [each for each in files if any(needle in each.read_bytes() for needle in needles)]


@pytest.mark.parametrize(
    ("name", "data", "media", "pages"),
    [
        ("a.png", png(), "image/png", None),
        ("không đúng đuôi.txt", png(), "image/png", None),
        ("a.pdf", pdf(3), "application/pdf", 3),
        ("a.docx", office_file(), "application/vnd.openxmlformats-officedocument", None),
        ("a.xlsx", office_file("xl/workbook.xml"), "application/vnd.openxml", None),
    ],
)
def test_a_file_is_what_its_bytes_say(
    name: str, data: bytes, media: str, pages: int | None
) -> None:
    looked = look_at(name, data)
    assert looked.media.type.startswith(media)
    assert looked.pages == pages


REFUSED = {
    "nothing": b"",
    "a program": b"MZ\x90" + bytes(200),
    "a script called .jpg": b"#!/bin/sh\n",
    "half a picture's head": png()[:20],
    "a JPEG without a frame": b"\xff\xd8\xff\xd9" + bytes(30),
    "a picture of billions of pixels": bomb(),
    "a PDF that is none": b"%PDF-1.4\nno pages here",
    "a ZIP": office_file("bai-hat.mp3"),
    "macros": office_file("word/document.xml", "word/vbaProject.bin"),
    "half a ZIP": office_file()[:60],
    "too many pages": pdf(load_limits().most_pages + 1),
    "too large": png() + bytes(load_limits().most_bytes),
}


@pytest.mark.parametrize("what", REFUSED, ids=list(REFUSED))
def test_what_may_not_be_attached_is_refused_in_one_sentence(office: Office, what: str) -> None:
    person = add_person(office)
    with pytest.raises(BadInput) as told:
        attach(office, "people", person, NewFile("tep.jpg", REFUSED[what]))
    assert str(told.value).endswith(".")
    assert attachments(office.session, "people", person) == []
    assert office.store.files.names() == set()


def test_several_at_once_are_one_act_undone_and_done_again(office: Office) -> None:
    person = add_person(office)
    given = tuple(NewFile(f"anh {shade}.png", png(shade=shade)) for shade in (10, 20, 30))
    made = office.run(AddAttachments("people", person, given))
    shown = attachments(office.session, "people", person)
    assert [each.title for each in shown] == ["anh 10", "anh 20", "anh 30"]
    assert [content(office.session, each) for each in shown] == [each.data for each in given]
    assert {each.added_by for each in shown} == {"Nguyễn Văn An"}
    undone = office.undo(made.txn)
    assert count(office.session, "people", person) == 0
    assert sweep(office.store) == 0
    office.undo(undone.txn)
    again = attachments(office.session, "people", person)
    assert [content(office.session, each) for each in again] == [each.data for each in given]
    assert check(office.store).problems == []


def test_stopping_on_the_way_leaves_no_record_and_the_sweep_takes_the_rest(office: Office) -> None:
    person = add_person(office)
    given = tuple(NewFile(f"{shade}.png", png(shade=shade)) for shade in (10, 20, 30))

    def stop(done: int, _total: int, _name: str) -> None:
        if done == 2:
            raise Conflict("Đã dừng.")

    with pytest.raises(Conflict):
        office.run(AddAttachments("people", person, given, stop))
    assert count(office.session, "people", person) == 0
    assert len(office.store.files.names()) == 2
    assert any("thư mục tệp đính kèm" in str(each.said) for each in check(office.store).problems)
    maintenance.backup_now(office)
    assert office.store.files.names() == set()
    assert check(office.store).clean


def test_the_same_content_twice_under_one_record_is_told(office: Office) -> None:
    person, other = add_person(office), add_person(office, "Trần Thị Bưởi")
    attach(office, "people", person)
    with pytest.raises(Conflict):
        attach(office, "people", person)
    attach(office, "people", other)
    assert len(office.store.files.names()) == 1


def test_nothing_in_clear_in_the_folder(office: Office, tmp_path: Path) -> None:
    person = add_person(office)
    picture = png(400, 300)
    attach(office, "people", person, NewFile(f"{TITLE}.png", picture, TITLE))
    maintenance.backup_now(office)
    maintenance.backup_to(office, tmp_path / "usb")
    needles = (TITLE.encode(), b"IHDR", b"\x89PNG", picture[60:120])
    assert in_clear(tmp_path, *needles) == []


def test_it_is_found_by_its_title_and_goes_with_its_record(office: Office) -> None:
    village = add_village(office)
    household = add_household(office, village)
    (made,) = attach(office, "households", household, NewFile("a.png", png(), "Sổ đỏ thửa 12"))
    assert [hit.id for hit in office.queries.find("so do thua")] == [made.record]
    gone = remove(office, "households", household)
    assert office.queries.find("so do thua") == []
    office.undo(gone)
    (back,) = attachments(office.session, "households", household)
    assert content(office.session, back) == png()


def test_a_record_with_attachments_added_later_is_not_taken_away_by_undo(office: Office) -> None:
    person = add_person(office)
    added = office.last_undoable()
    assert added is not None
    attach(office, "people", person)
    with pytest.raises(Conflict):
        office.undo(added.txn)


def test_what_is_attached_to_a_record_under_another_goes_and_comes_back(office: Office) -> None:
    person = add_person(office)
    test = add(office, "tests", person=person, taken_on="2026-02-01", result="am_tinh")
    attach(office, "tests", test)
    gone = remove(office, "people", person)
    assert office.queries.count("attachments_people") == 0
    office.undo(gone)
    assert count(office.session, "tests", test) == 1


def test_editing_says_anew_what_it_is_and_nothing_else(office: Office) -> None:
    person = add_person(office)
    (made,) = attach(office, "people", person)
    office.run(EditAttachment(made.register, made.record, {"title": "Phiếu", "kind": "anh"}))
    (shown,) = attachments(office.session, "people", person)
    assert (shown.title, shown.kind) == ("Phiếu", "anh")
    for wrong, kind in (({"sha256": "0" * 64}, NotAllowed), ({"title": None}, BadInput)):
        with pytest.raises(kind):
            office.run(EditAttachment(made.register, made.record, wrong))


def test_shrinking_puts_the_smaller_in_its_place_and_is_undone(office: Office) -> None:
    person = add_person(office)
    large, small = png(900, 700), png(20, 10)
    (made,) = attach(office, "people", person, NewFile("a.png", large, "Ảnh nhà"))
    shrunk = office.run(ShrinkAttachment(made.register, made.record, small))
    (now,) = attachments(office.session, "people", person)
    assert (now.title, now.size) == ("Ảnh nhà", len(small))
    with pytest.raises(BadInput):
        office.run(ShrinkAttachment(now.register, now.record, large))
    office.undo(shrunk.txn)
    (back,) = attachments(office.session, "people", person)
    assert content(office.session, back) == large


def test_roles_are_kept_by_the_services(office: Office, tmp_path: Path) -> None:
    person = add_person(office)
    (made,) = attach(office, "people", person)
    for name in ("clerk", "village", "chair", "viewer"):
        session = Session(office.store, office.queries, "Ai đó", role(name))
        assert attachments(session, "people", person) == []
        with pytest.raises(NotAllowed):
            content(session, made)
        with pytest.raises(NotAllowed):
            export_copy(session, made, tmp_path / "a.png", "xem")
        for command in (
            AddAttachments("people", person, (NewFile("b.png", png(shade=1)),)),
            RemoveAttachment(made.register, made.record),
        ):
            with pytest.raises(NotAllowed):
                execute(command, session)
    assert not (tmp_path / "a.png").exists()


def test_a_copy_of_a_persons_paper_leaves_only_for_a_purpose(
    office: Office, tmp_path: Path
) -> None:
    person, board = add_person(office), add_village(office)
    (paper,) = attach(office, "people", person)
    (photo,) = attach(office, "villages", board)
    target = tmp_path / "ban-sao.png"
    with pytest.raises(BadInput):
        export_copy(office.session, paper, target, " ")
    with pytest.raises(BadInput):
        note_print(office.session, paper)
    assert not target.exists()
    export_copy(office.session, paper, target, "Gửi Viện kiểm sát")
    assert target.read_bytes() == png()
    export_copy(office.session, photo, tmp_path / "thon.png")
    said = office.queries.journal()[1]
    assert (said.act, "Gửi Viện kiểm sát" in said.why) == ("attachment.export", True)


def test_a_removed_one_keeps_its_content_until_a_person_clears_it(
    office: Office, clock: TestClock
) -> None:
    person = add_person(office)
    (made,) = attach(office, "people", person)
    gone = office.run(RemoveAttachment(made.register, made.record))
    maintenance.backup_now(office)
    assert len(office.store.files.names()) == 1
    assert removed_contents(office.session).count == 0
    clock.advance(days=load_limits().kept_days + 1)
    assert removed_contents(office.session).count == 1
    cleared = office.run(PurgeRemoved()).result
    assert cleared == Removed(1, len(png()))
    assert office.store.files.names() == set()
    with pytest.raises(NotAllowed):
        office.undo(gone.txn)
    assert check(office.store).clean


def test_the_check_names_what_is_missing_altered_or_strange(office: Office) -> None:
    person = add_person(office)
    one, two = attach(
        office,
        "people",
        person,
        NewFile("a.png", png(shade=1)),
        NewFile("b.png", png(shade=2)),
    )
    assert check(office.store).clean
    files = office.store.files
    files.path(one.sha256).unlink()
    damaged = files.path(two.sha256)
    damaged.write_bytes(damaged.read_bytes()[:-3])
    (files.folder / "la-gi-day").write_bytes(b"x")
    sentences = [str(each.said) for each in check(office.store).problems]
    assert len(sentences) == 3
    for word in ("đã mất khỏi máy", "bị sửa ngoài chương trình", "không thuộc ghi chép nào"):
        assert sum(word in each for each in sentences) == 1
    assert all(each.endswith(".") for each in sentences)
    with pytest.raises(NotFound):
        content(office.session, one)
    with pytest.raises(StorageTrouble):
        content(office.session, two)


def test_backups_carry_each_content_once_and_restoring_on_a_blank_pc_brings_all(
    office: Office, tmp_path: Path, clock: TestClock
) -> None:
    person = add_person(office)
    attach(office, "people", person)
    usb = tmp_path / "usb"
    maintenance.backup_to(office, usb)
    (first,) = (usb / "files").iterdir()
    stamp = first.stat().st_mtime_ns
    attach(office, "people", person, NewFile("b.png", png(shade=9)))
    clock.advance(hours=3)
    maintenance.backup_to(office, usb)
    assert len(list((usb / "files").iterdir())) == 2
    assert first.stat().st_mtime_ns == stamp
    newest = backup.list_backups(usb)[0]
    assert newest.manifest is not None
    assert newest.manifest.files == 2

    made = maintenance.backup_now(office)
    blank = tmp_path / "máy mới"
    restored = maintenance.restore_with_passphrase(
        made, blank, "an", PASSPHRASE, clock.clock, CHEAP
    )
    assert restored.report.clean
    assert len(list((blank / "files").iterdir())) == 2

    # Restoring over an office whose files were lost brings them back, and replaces nothing.
    lost = office.store.files.folder
    for each in lost.iterdir():
        each.unlink()
    here = office.store.folder
    office.close()
    again = maintenance.restore_with_passphrase(made, here, "an", PASSPHRASE, clock.clock, CHEAP)
    assert again.report.clean
    assert again.replaced is not None
    assert len(list((here / "files").iterdir())) == 2


def test_a_restored_office_says_what_a_stick_had_lost(
    office: Office, tmp_path: Path, clock: TestClock
) -> None:
    person = add_person(office)
    attach(office, "people", person)
    made = maintenance.backup_now(office)
    (kept,) = (made.parent / "files").iterdir()
    kept.write_bytes(kept.read_bytes()[:-1])
    restored = maintenance.restore_with_passphrase(
        made, tmp_path / "mới", "an", PASSPHRASE, clock.clock, CHEAP
    )
    assert ["đã mất khỏi máy" in str(each.said) for each in restored.report.problems] == [True]


def test_a_content_that_is_gone_comes_back_from_a_backup(office: Office) -> None:
    person = add_person(office)
    attach(office, "people", person)
    maintenance.backup_now(office)
    (kept,) = office.store.files.folder.iterdir()
    kept.unlink()
    (which,) = attachments(office.session, "people", person)
    assert (which.here, which.gone) == (False, True)
    with pytest.raises(NotFound, match="đã mất khỏi máy"):
        content(office.session, which)
    ((said,),) = [[str(each.said) for each in maintenance.check(office).problems]]
    assert "Sao lưu ngay" in said

    maintenance.backup_now(office)
    assert content(office.session, which) == png()
    assert maintenance.check(office).clean
    (act,) = [each for each in office.queries.journal() if each.act == "attachment.regain"]
    assert act.why == "1"


def test_what_was_removed_or_no_backup_has_stays_away(office: Office) -> None:
    person = add_person(office)
    attach(office, "people", person)
    attach(office, "people", person, NewFile("b.png", png(shade=9)))
    first, second = attachments(office.session, "people", person)
    for each in office.store.files.folder.iterdir():
        each.unlink()
    office.run(RemoveAttachment(second.register, second.record))
    maintenance.backup_now(office)
    assert not list(office.store.files.folder.iterdir())
    assert len(maintenance.check(office).problems) == 1
    with pytest.raises(NotFound):
        content(office.session, first)


def test_contents_no_backup_lists_any_more_go_from_the_backups_too(
    office: Office, clock: TestClock
) -> None:
    person = add_person(office)
    (made,) = attach(office, "people", person)
    office.run(RemoveAttachment(made.register, made.record))
    pool = office.store.folder / "backups" / "files"
    maintenance.backup_now(office)
    clock.advance(days=load_limits().kept_days + 1)
    office.run(PurgeRemoved())
    assert len(list(pool.iterdir())) == 1
    for _ in range(30):
        clock.advance(days=400)
        add_village(office)
        maintenance.backup_now(office)
    assert list(pool.iterdir()) == []


def test_another_passphrase_opens_the_same_contents(office: Office) -> None:
    person = add_person(office)
    attach(office, "people", person)
    before = {each.name: each.read_bytes() for each in office.store.files.folder.iterdir()}
    opened = reopen(office)
    (shown,) = attachments(opened.session, "people", person)
    assert content(opened.session, shown) == png()
    assert {e.name: e.read_bytes() for e in opened.store.files.folder.iterdir()} == before
    office.store = opened.store
    office.lock = opened.lock
