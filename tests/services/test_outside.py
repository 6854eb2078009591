"""What left the PC, held against the journal, and what the check tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sachmatuy_desktop.cli.checking import about_evidence, hold_against
from sachmatuy_desktop.errors import BadInput, NotFound, Refused, StorageTrouble
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.proof import evidence, outside
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.services.upkeep import maintenance
from sachmatuy_desktop.storage.evidence import checkpoints
from sachmatuy_desktop.storage.evidence.anchors import Kind
from tests.offices import CHEAP, PASSPHRASE, TestClock, add_person, add_village, edit, new_office
from tests.storage.test_faults import introduced
from tests.sync.worlds import DISTRICT
from tests.tampering import sign_anew


@dataclass
class Kept:
    """An office, and what left its PC."""

    office: Office
    clock: TestClock
    folder: Path
    footer: str
    receipt: Path
    stick: Path

    @property
    def files(self) -> tuple[Path, ...]:
        return self.receipt, self.stick, self.stick.with_suffix(".json")


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    clock = TestClock()
    office = new_office(tmp_path / "xã", clock=clock)
    above = new_office(tmp_path / "trên", DISTRICT, "receiving", clock)
    introduced(office, above)
    introduced(above, office)
    add_person(office, village=add_village(office))
    bundles.export(office, above.keys.device.public.key_id, tmp_path / "gói.smt")
    receipt = bundles.merge(above, bundles.stage(above, tmp_path / "gói.smt")).receipt
    above.close()
    assert receipt is not None
    bundles.merge(office, bundles.stage(office, receipt))
    stick = maintenance.backup_to(office, tmp_path / "usb")
    footer = checkpoints.short(evidence.printing(office, evidence.PAGE_NAME))
    yield Kept(office, clock, tmp_path, footer, receipt, stick)
    office.close()


def test_what_is_outside_lies_on_an_honest_journal(kept: Kept) -> None:
    found = [outside.file_is_ours(kept.office, path) for path in kept.files]
    assert [each.kind for each in found] == [Kind.RECEIPT, Kind.BACKUP, Kind.BACKUP]
    assert "Huyện" in found[0].where or "huyện" in found[0].where
    assert outside.paper_is_ours(kept.office, kept.footer).number >= found[1].point.number
    edit(kept.office, "people", kept.office.queries.ids("people")[0], birth="1991")
    assert outside.file_is_ours(kept.office, kept.stick).point == found[1].point


def test_nothing_outside_lies_on_a_journal_written_anew(kept: Kept) -> None:
    sign_anew(kept.office)
    for number in range(4):  # so that it has a checkpoint of every number that is asked for
        edit(kept.office, "people", kept.office.queries.ids("people")[0], birth=str(1990 + number))
        kept.office.checkpoint()
    for path in kept.files:
        with pytest.raises(StorageTrouble, match=r"viết lại|cắt"):
            outside.file_is_ours(kept.office, path)
    with pytest.raises(StorageTrouble):
        outside.paper_is_ours(kept.office, kept.footer)


def test_a_receipt_that_saw_another_journal_is_told_when_it_comes(kept: Kept) -> None:
    """The one before did not mind; the next one comes from somebody who kept what he saw."""
    office, folder = kept.office, kept.folder
    above = unlock(folder / "trên", "an", PASSPHRASE, kept.clock.clock, CHEAP)
    edit(office, "people", office.queries.ids("people")[0], birth="1991")
    bundles.export(office, above.keys.device.public.key_id, folder / "hai.smt")
    receipt = bundles.merge(above, bundles.stage(above, folder / "hai.smt")).receipt
    above.close()
    assert receipt is not None
    sign_anew(office)
    assert maintenance.check(office).clean
    bundles.merge(office, bundles.stage(office, receipt))
    (problem,) = maintenance.check(office).problems
    assert "Biên nhận của đơn vị" in str(problem.said)


def test_after_restoring_the_sentence_says_so(kept: Kept) -> None:
    """A paper printed after the backup was made belongs to what the restoring replaced."""
    made = maintenance.backup_now(kept.office)
    edit(kept.office, "people", kept.office.queries.ids("people")[0], birth="1992")
    printed = checkpoints.short(evidence.printing(kept.office, evidence.PAGE_NAME))
    kept.office.close()
    folder = kept.office.store.folder
    maintenance.restore_with_passphrase(made, folder, "an", PASSPHRASE, kept.clock.clock, CHEAP)
    again = unlock(folder, "an", PASSPHRASE, kept.clock.clock, CHEAP)
    point = outside.paper_is_ours(again, kept.footer)
    assert outside.file_is_ours(again, kept.stick).point.number <= point.number
    with pytest.raises(StorageTrouble, match="không có điểm"):
        outside.paper_is_ours(again, printed)
    add_village(again, "Thôn 2")
    again.checkpoint()
    with pytest.raises(StorageTrouble, match="khôi phục từ bản sao lưu lúc"):
        outside.paper_is_ours(again, printed)
    again.close()


def test_what_proves_nothing_is_refused(kept: Kept, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        outside.file_is_ours(kept.office, tmp_path / "không có.smt")
    with pytest.raises(Refused):
        outside.file_is_ours(kept.office, tmp_path / "gói.smt")
    manifest = kept.stick.with_suffix(".json")
    manifest.write_text(manifest.read_text().replace('"usb"', '"usc"'))
    with pytest.raises(Refused, match="không phải do máy này ký"):
        outside.file_is_ours(kept.office, manifest)
    manifest.write_text("{}")
    with pytest.raises(Refused, match="bản kê"):
        outside.file_is_ours(kept.office, manifest)
    with pytest.raises(BadInput):
        outside.paper_is_ours(kept.office, "412")


def test_the_check_tells_how_far_the_journal_is_signed_and_kept(kept: Kept) -> None:
    edit(kept.office, "people", kept.office.queries.ids("people")[0], birth="1991")
    answer, lines = about_evidence(kept.office)
    assert answer["entries_not_kept_outside"] == 1
    assert any("Nhật ký bảo mật" in each for each in lines)
    assert any(kept.footer in each for each in lines)
    held = hold_against(kept.office, [kept.footer, "1 · 222222-222222-222222"], [kept.receipt])
    assert [each.agrees for each in held] == [True, False, True]
