"""What is done to a journal is found, by what the one who does it has in hand (security 2.7).

    | who                     | edit, delete, insert, swap | tail             | the record alone |
    | A edits rows            | seals                      | heads            | binding          |
    | B makes seals anew      | checkpoints                | checkpoints      |                  |
    | C signs anew            | outside alone              | outside alone    |                  |

`SACHMATUY_TAMPERINGS=500` makes as many histories a cell; a few do in the suite.
"""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from sachmatuy_desktop.errors import KnownError, StorageTrouble
from sachmatuy_desktop.services import evidence, outside
from sachmatuy_desktop.services.maintenance import backup_now, check
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage import checkpoints
from tests import tampering
from tests.offices import edit, new_office, opened_copy

EACH = int(os.environ.get("SACHMATUY_TAMPERINGS", "2"))
MANY = pytest.mark.parametrize("seed", range(EACH))
EVERY = pytest.mark.parametrize("what", tampering.TAMPERINGS)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with an honest history, closed."""
    office = new_office(tmp_path_factory.mktemp("year") / "office")
    tampering.busy_year(office, random.Random(7))  # noqa: S311  (no secret)
    office.close()
    return office.store.folder


@pytest.fixture
def office(year: Path, tmp_path: Path) -> Office:
    return opened_copy(year, tmp_path / "copy")


def dice(what: str, seed: int) -> random.Random:
    return random.Random(f"{what}/{seed}")  # noqa: S311  (no secret)


def done(office: Office, what: str, seed: int) -> int:
    with tampering.behind(office) as rows:
        return tampering.TAMPERINGS[what](rows, dice(what, seed))


def entries(office: Office) -> set[int]:
    return {each.entry for each in check(office).problems if each.entry}


@MANY
@EVERY
def test_whoever_edits_rows_is_found_and_the_entry_named(
    office: Office, what: str, seed: int
) -> None:
    entry = done(office, what, seed)
    report = check(office)
    assert not report.clean
    if entry:
        assert entry in {each.entry for each in report.problems}
    office.close()


@MANY
@EVERY
def test_whoever_makes_all_seals_anew_is_found_by_the_checkpoints(
    office: Office, what: str, seed: int
) -> None:
    entry = done(office, what, seed)
    with tampering.behind(office) as rows:
        tampering.recompute(rows)
    report = check(office)
    sentences = [str(each.said) for each in report.problems]
    assert any("điểm niêm phong" in each for each in sentences), sentences
    assert not any("không khớp dấu niêm phong" in each for each in sentences)
    if entry:  # the first one after the last checkpoint that still holds
        assert report.first is not None
        assert report.first <= entry
    office.close()


@MANY
@EVERY
def test_whoever_signs_with_keys_of_their_own_is_found(
    office: Office, what: str, seed: int
) -> None:
    done(office, what, seed)
    with tampering.behind(office) as rows:
        tampering.recompute(rows)
    tampering.forge_checkpoints(office)
    assert any("ký giả" in str(each.said) for each in check(office).problems)
    office.close()


@MANY
@EVERY
def test_whoever_has_every_key_is_found_by_what_is_outside(
    office: Office, what: str, seed: int
) -> None:
    """By the manifest of a backup, and by the foot of a printed page typed in by hand."""
    printed = checkpoints.short(evidence.printing(office, "Nhật ký bảo mật"))
    backup_now(office)
    done(office, what, seed)
    with tampering.behind(office) as rows:
        tampering.recompute(rows)
    tampering.sign_anew(office)
    sentences = [str(each.said) for each in check(office).problems]
    assert any("bản sao lưu" in each for each in sentences), sentences
    with pytest.raises(StorageTrouble):
        outside.paper_is_ours(office, printed)
    shutil.rmtree(office.store.folder / "backups")
    assert not any("bản sao lưu" in str(each.said) for each in check(office).problems)
    office.close()


@MANY
def test_a_record_changed_beside_the_journal_is_named(office: Office, seed: int) -> None:
    with tampering.behind(office) as rows:
        record = tampering.change_record(rows, dice("record", seed))
    (problem,) = check(office).problems
    assert record in str(problem.said)
    office.close()


def test_an_old_file_put_back_is_found_by_a_printed_page(office: Office, tmp_path: Path) -> None:
    """Nothing inside an old file can tell; the paper can."""
    folder = office.store.folder
    office.close()
    old = tmp_path / "old.db"
    shutil.copyfile(folder / "office.db", old)
    office = opened_copy(folder, tmp_path / "later")
    person = office.queries.ids("people")[0]
    edit(office, "people", person, birth="1999")
    printed = checkpoints.short(evidence.printing(office, "Nhật ký bảo mật"))
    assert outside.paper_is_ours(office, printed).number > 1
    office.close()
    shutil.copyfile(old, office.store.folder / "office.db")
    again = opened_copy(office.store.folder, tmp_path / "again")
    assert check(again).clean
    with pytest.raises(StorageTrouble, match="không có điểm"):
        outside.paper_is_ours(again, printed)
    again.close()


@MANY
def test_an_altered_checkpoint_is_found(office: Office, seed: int) -> None:
    at = dice("checkpoint", seed)
    column = at.choice(["text", "device_signature", "account_signature"])
    with tampering.behind(office) as rows:
        numbers = [each for (each,) in rows.execute("SELECT number FROM checkpoints")]
        number = at.choice(numbers)
        rows.execute(
            f"UPDATE checkpoints SET {column} = replace({column}, 'a', 'b') WHERE number = ?",  # noqa: S608
            (number,),
        )
    assert any(f"niêm phong {number} " in str(each.said) for each in check(office).problems)
    office.close()


def test_a_checkpoint_taken_out_is_found(office: Office) -> None:
    with tampering.behind(office) as rows:
        rows.execute("DELETE FROM checkpoints WHERE number = 2")
    assert any("Thiếu điểm niêm phong" in str(each.said) for each in check(office).problems)
    office.close()


@pytest.mark.parametrize("seed", range(max(EACH, 2)))
def test_an_honest_history_raises_no_alarm(tmp_path: Path, seed: int) -> None:
    office = new_office(tmp_path / "office")
    tampering.busy_year(office, dice("honest", seed), acts=16)
    backup_now(office)
    office.close()
    office = opened_copy(office.store.folder, tmp_path / "copy")
    assert [str(each.said) for each in check(office).problems] == []
    office.close()


def test_a_slip_on_the_way_from_paper_is_told_apart_from_a_forgery(office: Office) -> None:
    printed = checkpoints.short(evidence.printing(office, "Nhật ký bảo mật"))
    wrong = printed[:-1] + ("2" if printed[-1] != "2" else "3")
    with pytest.raises(KnownError, match="Nhóm thứ 3"):
        outside.paper_is_ours(office, wrong)
    found = outside.paper_is_ours(office, f"Sổ {printed.lower()}")
    assert checkpoints.short(found) == printed
    office.close()
