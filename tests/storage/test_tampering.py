"""What is told of a journal that was, or was not, tampered with.

That every kind of change is found, by what it must be found by, `tests/faults/tampering.py` tries:
a case of each in the suite (`tests/faults/test_harnesses.py`), `dev.py faults tampering` 500.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from sachmatuy_desktop.errors import KnownError, StorageTrouble
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.proof import evidence, outside
from sachmatuy_desktop.services.upkeep.maintenance import backup_now, check
from sachmatuy_desktop.storage.evidence import checkpoints
from tests import tampering
from tests.offices import add_person, edit, new_office, opened_copy


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return new_office(tmp_path / "office")


def told(office: Office) -> list[str]:
    return [str(each.said) for each in check(office).problems]


def test_an_old_file_put_back_is_found_by_a_printed_page(office: Office, tmp_path: Path) -> None:
    """Nothing inside an old file can tell; the paper can."""
    person, folder = add_person(office), office.store.folder
    office.close()
    old = tmp_path / "old.db"
    shutil.copyfile(folder / "office.db", old)
    office = opened_copy(folder, tmp_path / "later")
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


def test_an_old_record_put_back_with_its_clocks_is_named_with_the_entry_that_counts(
    office: Office,
) -> None:
    person = add_person(office)
    edit(office, "people", person, birth="1991")
    edit(office, "people", person, birth="1992")
    with tampering.behind(office) as rows:
        assert tampering.old_record(rows, random.Random(1)) == person  # noqa: S311
        (newest,) = rows.execute("SELECT max(entry) FROM journal_changes").fetchone()
    (problem,) = check(office).problems
    assert problem.entry == newest
    assert "giá trị cũ" in str(problem.said)
    assert "199" not in str(problem.said).replace(person, "")
    office.close()


def test_old_settings_are_told(office: Office) -> None:
    add_person(office)
    office.checkpoint()
    with tampering.behind(office) as rows:
        rows.execute("UPDATE office SET value = '1' WHERE key = 'hlc'")
    assert told(office) == [
        "Phần ghi nhớ của tệp dữ liệu là bản cũ hơn nhật ký; có trang cũ đã bị chép đè vào tệp."
    ]
    office.close()


def test_an_honest_history_raises_no_alarm(tmp_path: Path) -> None:
    office = new_office(tmp_path / "office")
    tampering.busy_year(office, random.Random(3), acts=16)  # noqa: S311  (no secret)
    backup_now(office)
    office.close()
    office = opened_copy(office.store.folder, tmp_path / "copy")
    assert told(office) == []
    office.close()


def test_a_slip_on_the_way_from_paper_is_told_apart_from_a_forgery(office: Office) -> None:
    printed = checkpoints.short(evidence.printing(office, "Nhật ký bảo mật"))
    wrong = printed[:-1] + ("2" if printed[-1] != "2" else "3")
    with pytest.raises(KnownError, match="Nhóm thứ 3"):
        outside.paper_is_ours(office, wrong)
    found = outside.paper_is_ours(office, f"Sổ {printed.lower()}")
    assert checkpoints.short(found) == printed
    office.close()
