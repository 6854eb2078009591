"""A receipt goes back: what came, what was set aside, what is asked for; on a stick or on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from sachmatuy_desktop.documents.preview import Preview
from sachmatuy_desktop.domain.returns import AnswerKind
from sachmatuy_desktop.errors import BadInput, KnownError, Refused
from sachmatuy_desktop.packs.patience import receipt_days
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import (
    bundles,
    certifying,
    passages,
    receipts,
    renewing,
    slips,
    trusting,
)
from sachmatuy_desktop.services.sync.passages import Followed, Standing
from sachmatuy_desktop.services.sync.returns import AnswerReturn
from sachmatuy_desktop.services.sync.unmerging import undo_bundle, write_undone_receipt
from sachmatuy_desktop.storage.sync import outbox, post
from sachmatuy_desktop.sync import outgoing
from sachmatuy_desktop.sync.bundle import Kind
from sachmatuy_desktop.sync.bundle_payload import Manifest
from sachmatuy_desktop.sync.receipt import Answer, answer_in
from sachmatuy_desktop.sync.slips import TAG, Figures, Slip, sign_slip
from sachmatuy_desktop.sync.trust import read_card
from tests.offices import (
    HOANG_PHONG,
    IA_DOM,
    TestClock,
    add_household,
    add_person,
    add_return,
    add_village,
    edit,
    new_office,
    remove,
)
from tests.pictures import png
from tests.sync.test_two_offices import DISTRICT, carry, introduce, trust

pytestmark = pytest.mark.slow


@pytest.fixture
def commune(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path / "xã", IA_DOM, clock=clock)


@pytest.fixture
def district(tmp_path: Path, commune: Office, clock: TestClock) -> Office:
    office = new_office(tmp_path / "trên", DISTRICT, kind="receiving", clock=clock)
    introduce(commune, office)
    return office


def key_of(office: Office) -> str:
    return office.keys.device.public.key_id


def export(commune: Office, district: Office, path: Path) -> Path:
    return bundles.export(commune, key_of(district), path).path


def take_in(office: Office, path: Path) -> Path | None:
    return bundles.merge(office, bundles.stage(office, path)).receipt


def newest(office: Office, direction: str = "out", kind: str = Kind.CHANGES) -> Followed:
    """The newest bundle of a kind in an office's book."""
    lines = passages.book(office).lines
    return next(
        each for each in lines if (each.passage.direction, each.passage.kind) == (direction, kind)
    )


def standing(office: Office) -> Standing:
    return newest(office).standing


def answered(commune: Office) -> Answer:
    answer = newest(commune).answer
    assert answer is not None
    return answer


# -- what a receipt says --------------------------------------------------------------------------


def test_a_receipt_says_what_arrived_when_and_where(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    village = add_village(commune)
    add_household(commune, village)
    person = add_person(commune, "Lò Thị Mận", village)
    carry(commune, district, tmp_path / "một.smt")
    edit(commune, "people", person, full_name="Lò Thị Mơ")
    other = add_person(commune, "Lò Văn Mít", village)
    export(commune, district, tmp_path / "hai.smt")
    assert standing(commune) is Standing.SENT
    receipt = take_in(district, tmp_path / "hai.smt")
    assert receipt is not None
    staged = bundles.stage(commune, receipt)
    said = answer_in(staged.manifest.notes)
    sent = newest(commune).passage
    assert (said.digest, said.number, said.epoch) == (sent.digest, sent.sequence, sent.epoch)
    assert (said.office, said.made) == (DISTRICT, sent.made)
    assert (said.new, said.changed, said.removed) == ({"people": 1}, {"people": 1}, {})
    bundles.merge(commune, staged)
    assert standing(commune) is Standing.RECEIVED
    assert newest(commune).received == said.taken
    assert answered(commune) == said
    remove(commune, "people", other)
    export(commune, district, tmp_path / "ba.smt")
    receipt = take_in(district, tmp_path / "ba.smt")
    assert receipt is not None
    assert answer_in(bundles.stage(commune, receipt).manifest.notes).removed == {"people": 1}


def test_no_name_and_no_text_of_a_record_stands_in_a_receipt(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    add_person(commune, "Lò Thị Mận")
    receipt = carry(commune, district, tmp_path / "một.smt").receipt
    assert receipt is not None
    notes = str(bundles.stage(commune, receipt).manifest.notes)
    assert "Mận" not in notes


def test_what_waits_for_an_earlier_bundle_is_named_by_number(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    add_village(commune, "Thôn 1")
    first = export(commune, district, tmp_path / "một.smt")
    receipt = take_in(district, first)
    assert receipt is not None
    take_in(commune, receipt)
    add_village(commune, "Thôn 2")
    lost = export(commune, district, tmp_path / "hai.smt")
    number = newest(commune).passage.sequence
    with commune.store.writing() as connection:  # what a receipt for a lost stick would have done
        upto = newest(commune).passage.said["upto"]
        outbox.acknowledge(connection, key_of(district), upto)
    add_village(commune, "Thôn 3")
    third = export(commune, district, tmp_path / "ba.smt")
    receipt = take_in(district, third)
    assert receipt is not None
    take_in(commune, receipt)
    assert standing(commune) is Standing.PARTLY
    assert answered(commune).parked == 1
    assert answered(commune).missing == (number,)
    # The lost stick is found; a receipt written once more tells that nothing waits any longer.
    take_in(district, lost)
    with district.store.reading() as connection:
        passage = post.came_bundle(connection, newest(commune).passage.digest)
    assert passage is not None
    receipts.receipt_again(district, passage, tmp_path / "lại.smt")
    take_in(commune, tmp_path / "lại.smt")
    assert standing(commune) is Standing.RECEIVED


def test_attachments_that_have_not_come_make_a_receipt_partial(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    person = add_person(commune)
    commune.run(AddAttachments("people", person, (NewFile("ảnh.png", png(40, 30)),)))
    path = tmp_path / "một.smt"
    bundles.export(commune, key_of(district), path, with_files=False)
    receipt = take_in(district, path)
    assert receipt is not None
    take_in(commune, receipt)
    assert standing(commune) is Standing.PARTLY
    assert answered(commune).lacking == 1


def test_what_is_sent_back_is_told_and_closes_when_it_is_done(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    add_village(commune)
    export(commune, district, tmp_path / "một.smt")
    point = add_return(district, IA_DOM, "Thiếu biên bản họp xét", due_on=date(2026, 12, 5))
    add_return(district, HOANG_PHONG, "Chuyện của xã khác")
    add_return(district, IA_DOM, "Lời khen", kind="nhan_xet")
    receipt = take_in(district, tmp_path / "một.smt")
    assert receipt is not None
    take_in(commune, receipt)
    assert standing(commune) is Standing.RETURNED
    (returned,) = newest(commune).returned
    assert (returned.id, returned.subject, returned.due) == (
        point,
        "Thiếu biên bản họp xét",
        "2026-12-05",
    )
    bundles.export(district, key_of(commune), tmp_path / "xuống.smt")
    take_in(commune, tmp_path / "xuống.smt")
    assert standing(commune) is Standing.RETURNED
    answered_on = date.fromisoformat(commune.clock.today())
    commune.run(
        AnswerReturn(
            returned=point,
            kind=AnswerKind.SUPPLEMENTED,
            answered_on=answered_on,
            content="Đã bổ sung",
            who="Lò An",
        )
    )
    assert newest(commune).returned == ()
    assert standing(commune) is Standing.RECEIVED


def test_a_bare_receipt_of_an_earlier_program_still_counts(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    add_village(commune)
    export(commune, district, tmp_path / "một.smt")
    staged = bundles.stage(district, tmp_path / "một.smt")
    bundles.merge(district, staged)
    bare = _receipt(district, commune, {"bundle": staged.digest}, tmp_path / "cũ.smt")
    take_in(commune, bare)
    assert standing(commune) is Standing.RECEIVED
    assert answered(commune).is_bare
    assert newest(commune).received


def test_a_receipt_that_cannot_be_meant_is_refused_and_changes_nothing(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    add_village(commune)
    carry(commune, district, tmp_path / "một.smt")
    before = len(passages.book(commune).lines)
    wrong: list[dict[str, object]] = [
        {"arrived": []},
        {"arrived": {"new": {"people": -1}}},
        {"set_aside": {"lines": ["people"]}},
        {"parked": {"missing": ["một"]}},
        {"returned": [{"subject": 3}]},
    ]
    for notes in wrong:
        odd = _receipt(district, commune, notes, tmp_path / "lạ.smt")
        with pytest.raises(Refused, match="Biên nhận ghi sai"):
            take_in(commune, odd)
    assert len(passages.book(commune).lines) == before


def _receipt(sender: Office, to: Office, notes: dict[str, object], path: Path) -> Path:
    """A receipt with these notes, as any program might have written it."""
    partner = trusting.partner_of(sender, key_of(to))
    with sender.store.writing() as connection:
        held = outbox.held_vector(connection, [to.info.unit_id])
        dispatch = bundles.numbered(connection, sender, partner, Kind.RECEIPT, {})
    manifest = Manifest(held=held, acknowledged=held, notes=notes)  # type: ignore[arg-type]
    card = read_card(partner.card.encode())
    outgoing.send(path, outgoing.Outgoing((), manifest), sender.keys, card.keys, dispatch, {})
    return path


def test_a_bundle_without_a_receipt_is_spoken_of_after_some_days(
    commune: Office, district: Office, clock: TestClock, tmp_path: Path
) -> None:
    add_village(commune, "Thôn 1")
    export(commune, district, tmp_path / "một.smt")
    clock.advance(days=receipt_days())
    assert passages.silent(commune) == ()
    clock.advance(days=1)
    (late,) = passages.silent(commune)
    assert late.days == receipt_days() + 1
    # A later bundle carries everything again: its receipt covers the lost one.
    add_village(commune, "Thôn 2")
    receipt = carry(commune, district, tmp_path / "hai.smt").receipt
    assert receipt is not None
    take_in(commune, receipt)
    assert passages.silent(commune) == ()
    lines = [each for each in passages.book(commune).lines if each.is_out]
    assert [each.standing for each in lines] == [Standing.RECEIVED, Standing.COVERED]


# -- the slip -------------------------------------------------------------------------------------


def slip_pdf(district: Office) -> bytes:
    return slips.print_slip(district, newest(district, "in").passage)


def test_a_slip_proves_and_acknowledges_what_its_file_would_have(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    add_person(commune, "Lò Thị Mận")
    carry(commune, district, tmp_path / "một.smt")
    paper = tmp_path / "phiếu.pdf"
    paper.write_bytes(slip_pdf(district))
    taken = slips.take_slip(commune, slips.slip_in(paper))
    assert taken.acknowledged
    assert taken.partner.key_id == key_of(district)
    assert standing(commune) is Standing.RECEIVED
    assert newest(commune).received == taken.taken.isoformat()
    assert bundles.leaving(commune, key_of(district)).records == {}
    add_person(commune, "Lò Văn Mít")
    assert bundles.leaving(commune, key_of(district)).records == {"people": 1}
    # Twice is harmless, and what is written next arrives without a gap.
    slips.take_slip(commune, slips.slip_in(paper))
    assert carry(commune, district, tmp_path / "hai.smt").report.parked == 0


def test_a_slip_holds_exactly_what_the_receipt_says(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    add_person(commune, "Lò Thị Mận")
    receipt = carry(commune, district, tmp_path / "một.smt").receipt
    (groups,) = [slips.slip_in(_kept(tmp_path, slip_pdf(district)))]
    slips.take_slip(commune, groups)
    with commune.store.reading() as connection:
        by_slip = outbox.held_by(connection, key_of(district))
    assert receipt is not None
    take_in(commune, receipt)
    with commune.store.reading() as connection:
        assert by_slip == outbox.held_by(connection, key_of(district))


def _kept(folder: Path, pdf: bytes) -> Path:
    path = folder / "phiếu.pdf"
    path.write_bytes(pdf)
    return path


def test_a_slip_of_a_bundle_that_waits_or_lacks_files_acknowledges_nothing(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    person = add_person(commune)
    commune.run(AddAttachments("people", person, (NewFile("ảnh.png", png(40, 30)),)))
    path = tmp_path / "một.smt"
    bundles.export(commune, key_of(district), path, with_files=False)
    take_in(district, path)
    taken = slips.take_slip(commune, slips.slip_in(_kept(tmp_path, slip_pdf(district))))
    assert not taken.acknowledged
    assert standing(commune) is Standing.PARTLY
    assert bundles.leaving(commune, key_of(district)).files == 1


def test_an_older_slip_of_a_restored_office_acknowledges_nothing(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    """Heard of in a newer life since, the receiver may hold less than the old paper says."""
    add_village(commune)
    carry(commune, district, tmp_path / "một.smt")
    paper = _kept(tmp_path, slip_pdf(district))
    with commune.store.writing() as connection:
        heard = replace(newest(commune).passage, direction="in", kind=Kind.RETURN, epoch=7)
        post.record_passage(connection, heard)
    assert not slips.take_slip(commune, slips.slip_in(paper)).acknowledged
    assert standing(commune) is Standing.RECEIVED


def test_nobody_stands_on_the_slip(commune: Office, district: Office, tmp_path: Path) -> None:
    add_person(commune, "Lò Thị Mận", add_village(commune, "Thôn Bí Mật"))
    carry(commune, district, tmp_path / "một.smt")
    data = slips.draft_slip(district, newest(district, "in").passage).to_json()
    assert "Mận" not in data
    assert "Bí Mật" not in data
    with Preview(slip_pdf(district)) as paper:
        assert paper.pages == 1


@pytest.fixture
def slip(commune: Office, district: Office, tmp_path: Path) -> Slip:
    """What an honest slip for the commune's only bundle says."""
    add_village(commune)
    carry(commune, district, tmp_path / "một.smt")
    sent = newest(commune).passage
    return Slip(
        receiver=key_of(district),
        sender=key_of(commune),
        receiver_epoch=1,
        epoch=sent.epoch,
        number=sent.sequence,
        taken=1_795_000_000,
        digest=sent.digest[:16],
        figures=Figures(new=1),
    )


def signed(slip: Slip, by: Office) -> str:
    return TAG + "".join(sign_slip(slip, by.keys.device.signing))


def test_what_a_slip_must_not_be(
    commune: Office, district: Office, tmp_path: Path, slip: Slip
) -> None:
    stranger = new_office(tmp_path / "lạ", HOANG_PHONG)
    wrong = {
        "Chữ ký": signed(slip, stranger),
        "chưa được tin cậy": signed(replace(slip, receiver=key_of(stranger)), stranger),
        "của máy khác": signed(replace(slip, sender=key_of(stranger)), district),
        "không có trong sổ gói": signed(replace(slip, number=99), district),
        "gói khác cũng mang số": signed(replace(slip, digest="00" * 8), district),
        "tập huấn": signed(replace(slip, training=True), district),
        "Nhóm thứ 3": signed(slip, district).replace(signed(slip, district)[20:26], "222222"),
        "không phải mã": "https://vi.example/1",
    }
    for sentence, text in wrong.items():
        with pytest.raises(KnownError) as told:
            slips.take_slip(commune, text)
        assert sentence in str(told.value), text
    assert standing(commune) is Standing.SENT
    slips.take_slip(commune, signed(slip, district))
    assert standing(commune) is Standing.RECEIVED


def test_a_revoked_key_signs_no_slip(
    commune: Office, district: Office, clock: TestClock, tmp_path: Path
) -> None:
    """The office above has two PCs; one is stolen, and the other tells the commune."""
    stolen = new_office(tmp_path / "trên 2", DISTRICT, kind="receiving", clock=clock)
    introduce(commune, stolen)
    trust(district, stolen, "sister")
    add_village(commune)
    carry(commune, stolen, tmp_path / "một.smt")
    paper = _kept(tmp_path, slip_pdf(stolen))
    certifying.revoke(district, key_of(stolen), "Mất máy")
    bundles.export(district, key_of(commune), tmp_path / "xuống.smt")
    take_in(commune, tmp_path / "xuống.smt")
    with pytest.raises(Refused, match="thu hồi"):
        slips.take_slip(commune, slips.slip_in(paper))


def test_a_slip_counts_after_both_have_renewed_their_keys(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    add_village(commune)
    carry(commune, district, tmp_path / "một.smt")
    paper = _kept(tmp_path, slip_pdf(district))
    known_there = key_of(commune)
    renewing.renew(commune)
    renewing.renew(district)
    bundles.export(district, known_there, tmp_path / "xuống.smt")
    take_in(commune, tmp_path / "xuống.smt")
    taken = slips.take_slip(commune, slips.slip_in(paper))
    assert taken.partner.key_id == key_of(district)
    assert standing(commune) is Standing.RECEIVED


def test_a_picture_without_a_code_says_so(tmp_path: Path) -> None:
    picture = tmp_path / "ảnh.png"
    picture.write_bytes(png(200, 200))
    with pytest.raises(BadInput, match="Không thấy mã QR"):
        slips.slip_in(picture)


# -- a slip, and the bundle undone ----------------------------------------------------------------


def undo_newest(district: Office) -> str:
    """The bundle that came in last out again; its digest."""
    digest = newest(district, "in").passage.digest
    undo_bundle(district, digest, "Nhập nhầm")
    return digest


def test_a_slip_read_after_word_that_its_bundle_was_undone_acknowledges_nothing(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    """The paper lay in a drawer; the receipt that came since is newer."""
    add_village(commune)
    carry(commune, district, tmp_path / "một.smt")
    paper = _kept(tmp_path, slip_pdf(district))
    digest = undo_newest(district)
    take_in(commune, write_undone_receipt(district, digest, tmp_path / "hoàn tác.smt"))
    assert not slips.take_slip(commune, slips.slip_in(paper)).acknowledged
    assert standing(commune) is Standing.UNDONE
    assert bundles.leaving(commune, key_of(district)).records["villages"] == 1
    assert carry(commune, district, tmp_path / "hai.smt").report.new["villages"] == 1


def test_a_slip_read_before_that_word_counts_until_it_comes(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    add_village(commune)
    carry(commune, district, tmp_path / "một.smt")
    paper = _kept(tmp_path, slip_pdf(district))
    digest = undo_newest(district)
    assert slips.take_slip(commune, slips.slip_in(paper)).acknowledged
    take_in(commune, write_undone_receipt(district, digest, tmp_path / "hoàn tác.smt"))
    assert standing(commune) is Standing.UNDONE
    assert bundles.leaving(commune, key_of(district)).records["villages"] == 1


def test_a_slip_printed_after_the_undoing_says_so(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    add_village(commune)
    carry(commune, district, tmp_path / "một.smt")
    undo_newest(district)
    paper = _kept(tmp_path, slip_pdf(district))
    assert not slips.take_slip(commune, slips.slip_in(paper)).acknowledged
    assert standing(commune) is Standing.UNDONE
    assert bundles.leaving(commune, key_of(district)).records["villages"] == 1


def test_a_slip_older_than_what_was_heard_since_adds_nothing(
    commune: Office, district: Office, tmp_path: Path, clock: TestClock
) -> None:
    """An office above that undid a bundle and said so only by what it then held."""
    add_village(commune)
    carry(commune, district, tmp_path / "một.smt")
    paper = _kept(tmp_path, slip_pdf(district))
    undo_newest(district)
    clock.moment += timedelta(days=1)
    add_return(district, IA_DOM, "Bổ sung")
    take_in(commune, export(district, commune, tmp_path / "xuống.smt"))
    assert not slips.take_slip(commune, slips.slip_in(paper)).acknowledged
    assert bundles.leaving(commune, key_of(district)).records["villages"] == 1
