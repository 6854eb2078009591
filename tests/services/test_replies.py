"""Replies to many communes in one go: a file each, and nobody keeps the others waiting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sachmatuy_desktop.errors import N_, NotAllowed, Refused
from sachmatuy_desktop.services.sync import bundles, trusting
from sachmatuy_desktop.services.sync.replies import write_replies
from sachmatuy_desktop.storage.sync.post import Partner
from tests.offices import IA_DOM, add_return
from tests.services.test_periods import Three


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    made = Three(tmp_path)
    yield made
    made.close()


def targets(three: Three, folder: Path) -> list[tuple[Partner, Path]]:
    folder.mkdir(exist_ok=True)
    lower = [each for each in trusting.partners(three.above) if each.role == "lower"]
    return [(each, folder / f"{each.unit_id}.smt") for each in lower]


def test_each_commune_gets_its_own_file(three: Three, tmp_path: Path) -> None:
    note = add_return(three.above, IA_DOM, "Thiếu cam kết")
    heard: list[tuple[int, int]] = []
    done = write_replies(
        three.above,
        targets(three, tmp_path / "đi"),
        lambda at, of, _name: heard.append((at, of)),
    )
    assert (len(done.written), done.failed, done.left) == (2, [], 0)
    assert heard == [(0, 2), (1, 2)]
    commune = three.offices["ia dom"]
    path = tmp_path / "đi" / f"{IA_DOM}.smt"
    bundles.merge(commune, bundles.stage(commune, path))
    assert note in commune.queries.rows("returns", [note])
    with pytest.raises(Refused):  # the other commune's file is not for this one
        bundles.stage(commune, next(each for each in path.parent.iterdir() if each != path))


def test_who_stops_keeps_what_is_written(three: Three, tmp_path: Path) -> None:
    def stop(at: int, _of: int, _name: str) -> None:
        if at == 1:
            raise Refused(N_("Đã dừng theo yêu cầu; chưa có gì thay đổi."))

    done = write_replies(three.above, targets(three, tmp_path / "đi"), stop)
    assert (len(done.written), done.left) == (1, 1)
    assert len(list((tmp_path / "đi").iterdir())) == 1


def test_a_drive_that_is_gone_ends_it(three: Three, tmp_path: Path) -> None:
    given = targets(three, tmp_path / "đi")
    gone = [(partner, tmp_path / "không có" / path.name) for partner, path in given]
    done = write_replies(three.above, gone, lambda *_told: None)
    assert (len(done.written), len(done.failed), done.left) == (0, 1, 1)


def test_a_viewer_sends_nothing(three: Three, tmp_path: Path) -> None:
    given = targets(three, tmp_path / "đi")
    object.__setattr__(three.above.account, "role", "viewer")
    with pytest.raises(NotAllowed):
        write_replies(three.above, given, lambda *_told: None)
