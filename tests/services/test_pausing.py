"""After a restoring nothing is sent until somebody has looked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from sachmatuy_desktop.errors import NotAllowed
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.sync import arrivals, bundles
from sachmatuy_desktop.services.sync.replies import write_replies
from sachmatuy_desktop.services.upkeep import maintenance, pausing
from sachmatuy_desktop.ui.pages.today import waiting
from tests.offices import CHEAP, PASSPHRASE, TestClock, add_village, new_office
from tests.storage.test_faults import DISTRICT, introduced


@pytest.fixture
def above(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    with closing(new_office(tmp_path / "trên", DISTRICT, "receiving", clock)) as office:
        yield office


@pytest.fixture
def restored(tmp_path: Path, clock: TestClock, above: Office) -> Iterator[Office]:
    """A commune that was taken up again from its backup of 8 o'clock, three hours later."""
    with closing(new_office(tmp_path / "xã", clock=clock)) as office:
        introduced(office, above)
        introduced(above, office)
        made = maintenance.backup_now(office)
    clock.advance(hours=3)
    folder = tmp_path / "xã"
    maintenance.restore_with_passphrase(made, folder, "an", PASSPHRASE, clock.clock, CHEAP)
    with closing(unlock(folder, "an", PASSPHRASE, clock.clock, CHEAP)) as office:
        yield office


def key_of(office: Office) -> str:
    return office.keys.device.public.key_id


def test_nothing_leaves_a_restored_office_until_somebody_says_so(
    restored: Office, above: Office, tmp_path: Path
) -> None:
    add_village(restored)
    file = tmp_path / "gói.smt"
    with pytest.raises(NotAllowed, match="08:00, 02/03/2026"):
        bundles.export(restored, key_of(above), file)
    with pytest.raises(NotAllowed, match="tạm dừng gửi"):
        write_replies(restored, [], lambda _done, _count, _name: None)
    with pytest.raises(NotAllowed, match="tạm dừng gửi"):
        arrivals.send_file(restored, "0" * 32, key_of(above), file)
    assert not file.exists()
    assert bundles.passages(restored) == [], "no number was given out"
    assert [each.title for each in waiting.copies(restored) if "Tạm dừng" in each.title]

    pausing.resume(restored)
    bundles.export(restored, key_of(above), file)
    assert bundles.merge(above, bundles.stage(above, file)).receipt is not None
    (act,) = [each for each in restored.queries.journal() if each.act == pausing.RESUME]
    assert act.by == restored.account.name
    assert act.why == "2026-03-02T08:00:00+07:00"
    assert not [each for each in waiting.copies(restored) if "Tạm dừng" in each.title]


def test_meanwhile_what_comes_is_taken_in_and_answered(
    restored: Office, above: Office, tmp_path: Path
) -> None:
    bundles.export(above, key_of(restored), tmp_path / "trả lời.smt")
    outcome = bundles.merge(restored, bundles.stage(restored, tmp_path / "trả lời.smt"))
    assert outcome.receipt is not None
    assert pausing.paused(restored) is not None


def test_who_may_not_send_may_not_let_go_on(restored: Office) -> None:
    restored.account = replace(restored.account, role="viewer")
    with pytest.raises(NotAllowed):
        pausing.resume(restored)
    assert pausing.paused(restored) is not None


def test_a_backup_of_an_office_that_rests_is_told_by_its_own_hour(
    restored: Office, clock: TestClock, tmp_path: Path
) -> None:
    """Where nothing rests nothing is said; a copy in another folder rests by itself."""
    pausing.resume(restored)
    pausing.resume(restored)
    assert sum(each.act == pausing.RESUME for each in restored.queries.journal()) == 1
    made = maintenance.backup_now(restored)
    elsewhere = tmp_path / "máy khác"
    maintenance.restore_with_passphrase(made, elsewhere, "an", PASSPHRASE, clock.clock, CHEAP)
    with closing(unlock(elsewhere, "an", PASSPHRASE, clock.clock, CHEAP)) as copy:
        pause = pausing.paused(copy)
        assert pause is not None
        assert pause.backup == "2026-03-02T11:00:00+07:00"
    assert pausing.paused(restored) is None
