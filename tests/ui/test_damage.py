"""Damaged bundles: a short run of what `dev.py fuzz bundles` does for long, and what it found."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from sachmatuy_desktop.errors import Refused
from sachmatuy_desktop.services.sync import bundles, previewing
from sachmatuy_desktop.storage.sync import numbering
from sachmatuy_desktop.sync.receipt import answer_in
from tests.sync.damage.bundles import Workshop, judged
from tests.sync.damage.inner import text_of
from tests.sync.damage.judge import Judge
from tests.sync.damage.outer import truncations
from tests.sync.damage.sealing import Inner, copied, sealed_up
from tests.sync.damage.sound import Shelf, make, opened

pytestmark = pytest.mark.slow

MUTANTS = 90


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return make(tmp_path_factory.mktemp("sound"))


@pytest.fixture(scope="module")
def workshop(shelf: Shelf) -> Workshop:
    return Workshop(shelf, random.Random(11))  # noqa: S311


@pytest.fixture(scope="module")
def judge(
    shelf: Shelf, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication
) -> Iterator[Judge]:
    assert qapp is not None
    made = Judge(shelf, tmp_path_factory.mktemp("judge"))
    yield made
    made.close()


def test_whatever_is_done_to_a_bundle_it_is_refused_or_harmless(
    workshop: Workshop, judge: Judge
) -> None:
    outcomes: Counter[str] = Counter()
    for _ in range(MUTANTS):
        mutant = workshop.next()
        outcomes[judged(judge, mutant, deeply=False)] += 1
    assert outcomes["refused"] > MUTANTS / 3
    assert outcomes["taken"]


def test_every_beginning_of_a_bundle_is_refused(shelf: Shelf, judge: Judge) -> None:
    sound = shelf.bundles["receipt"]
    for data in truncations(sound.data, step=len(sound.data) // 40):
        assert judge.bundle(sound, data) == "refused"


# -- what was found once ---------------------------------------------------------------------------


Hurt = Callable[[Inner], None]


def hurt(workshop: Workshop, name: str, how: Hurt) -> bytes:
    """A bundle hurt in one place, signed by its sender."""
    inner = copied(workshop.whole(name))
    how(inner)
    return sealed_up(inner, workshop.shelf)


def in_head(**said: Any) -> Hurt:
    """Another first head of the first segment."""

    def change(inner: Inner) -> None:
        segment = inner.segments[0]
        segment.lines[0] = text_of({**json.loads(segment.lines[0]), **said})

    return change


def in_envelope(**said: Any) -> Hurt:
    """Other fields of the envelope."""
    return lambda inner: inner.envelope.update(said)


@pytest.mark.parametrize(
    "how",
    [
        in_envelope(created="9999-12-31T23:59:59-14:00"),
        in_envelope(created="2026-02-30T08:00:00+07:00"),
        in_head(at="hôm qua"),
        in_head(at="0001-01-01T00:00:00+14:00"),
        in_head(saw={"không phải máy": 1}),
        in_head(n=True),
    ],
    ids=["the end of days", "no such day", "yesterday", "the first day", "no site", "no number"],
)
def test_what_cannot_be_put_in_words_later_is_refused_now(
    workshop: Workshop, judge: Judge, how: Hurt
) -> None:
    sound = judge.shelf.bundles["changes"]
    assert judge.bundle(sound, hurt(workshop, "changes", how)) == "refused"


def test_a_line_that_saw_itself_is_not_kept_waiting(workshop: Workshop, judge: Judge) -> None:
    site = workshop.whole("changes").segments[0].header["site"]
    data = hurt(workshop, "changes", in_head(saw={site: 5}))
    assert judge.bundle(judge.shelf.bundles["changes"], data) == "refused"


def test_an_act_that_takes_itself_back_does_not_end_the_book(
    workshop: Workshop, judge: Judge
) -> None:
    first = json.loads(workshop.whole("changes").segments[0].lines[0])
    data = hurt(workshop, "changes", in_head(undo=first["x"]))
    assert judge.bundle(judge.shelf.bundles["changes"], data) == "taken"


def test_a_number_beyond_all_counting_is_told_by_the_last_ones(
    workshop: Workshop, shelf: Shelf, tmp_path: Path
) -> None:
    """It waits for an earlier bundle, and 2⁶² numbers are missing before it."""

    def far(inner: Inner) -> None:
        inner.envelope["sequence"] = 2**62
        for segment in inner.segments:
            for name in ("first", "last"):
                segment.header[name] += 1000
            moved = (json.loads(line) for line in segment.lines)
            segment.lines = [text_of({**each, "n": each["n"] + 1000}) for each in moved]

    office = opened(shelf.bundles["increment"].office)
    file = tmp_path / "xa.smt"
    file.write_bytes(hurt(workshop, "increment", far))
    staged = bundles.stage(office, file)
    assert staged.report.parked
    assert all(len(each.numbers) <= 50 for each in staged.preview.missing)
    with office.store.trying() as connection:
        bundles.record_in(connection, office, staged, {})
        partner, epoch = staged.sender.key_id, staged.envelope.dispatch.epoch
        told = numbering.numbers_not_come(connection, partner, epoch)
    assert told == tuple(range(2**62 - 50, 2**62))
    office.close()


def test_a_record_does_not_take_the_id_of_another_books(
    workshop: Workshop, shelf: Shelf, tmp_path: Path
) -> None:
    """Notes of who wrote which field are kept by the id alone."""
    office = opened(shelf.bundles["increment"].office)
    person = office.queries.ids("people")[0]

    def twin(inner: Inner) -> None:
        segment = [each for each in inner.segments if "people/" in each.header["stream"]][-1]
        last = segment.header["last"]
        head = {**json.loads(segment.lines[0]), "n": last + 1, "k": 1, "x": "7" * 32}
        made = {"n": last + 2, "r": "presences", "i": person}
        made["u"] = segment.header["stream"].partition("/")[2]
        made |= {"v": {"person": person, "state": "dang_cu_tru"}, "new": 1}
        segment.lines += [text_of(head), text_of(made)]
        segment.header["last"] = last + 2

    file = tmp_path / "trùng.smt"
    file.write_bytes(hurt(workshop, "increment", twin))
    staged = bundles.stage(office, file)
    assert [str(each) for each in staged.report.quarantined] == ["foreign presences"]
    office.close()


@pytest.mark.parametrize("day", ["2026-02-30", "٢٠٢٦-٠١-٠١", "9999-12-31", "0001-01-01"])
def test_a_day_that_nobody_can_reckon_with_is_set_aside(
    workshop: Workshop, shelf: Shelf, tmp_path: Path, day: str
) -> None:
    def born(inner: Inner) -> None:
        for segment in inner.segments:
            for at, line in enumerate(segment.lines):
                said = json.loads(line)
                if said.get("r") == "people" and "birth" in said["v"]:
                    said["v"]["birth"] = day
                    segment.lines[at] = text_of(said)

    office = opened(shelf.bundles["changes"].office)
    file = tmp_path / "ngày.smt"
    file.write_bytes(hurt(workshop, "changes", born))
    staged = bundles.stage(office, file)
    assert {str(each) for each in staged.report.quarantined} == {"value people.birth"}
    previewing.counts(office, staged.preview)
    office.close()


@pytest.mark.parametrize(
    "arrived", [{"taken": "hôm qua", "made": "x"}, {"taken": "2026-03-02T08:00:00+07:00"}]
)
def test_a_receipt_with_moments_that_are_none_is_refused(arrived: dict[str, str]) -> None:
    with pytest.raises(Refused):
        answer_in({"bundle": "0" * 64, "arrived": arrived})
