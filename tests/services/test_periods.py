"""Communes × periods at real offices: what came, what is asked, what the last bundle changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from sachmatuy_desktop import __version__
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.reporting import Clock, Seen
from sachmatuy_desktop.errors import BadInput, NotAllowed
from sachmatuy_desktop.services.criteria import KeepAssessment, packs_of
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.services.sync.bundle_difference import difference
from sachmatuy_desktop.services.sync.periods import (
    Choice,
    Expect,
    PeriodBoard,
    expected,
    read_periods,
)
from sachmatuy_desktop.services.sync.returns import WithdrawReturn
from sachmatuy_desktop.services.sync.versions import Age
from sachmatuy_desktop.services.undo import Undo
from sachmatuy_desktop.storage.sync import outbox
from tests.offices import (
    HOANG_PHONG,
    IA_DOM,
    TestClock,
    add,
    add_person,
    add_return,
    add_village,
    edit,
    new_office,
    remove,
)
from tests.sync.test_two_offices import DISTRICT, introduce

MONTHS = Expect((Choice("month", on=True, since=date(2026, 3, 1)),))


def morning(day: str) -> datetime:
    return datetime.fromisoformat(f"2026-{day}T08:00").replace(tzinfo=VIETNAM)


class Three:
    """Two communes and the office above, each with a clock of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clocks = {name: TestClock(morning("03-02")) for name in ("ia dom", "phong", "above")}
        units = {"ia dom": (IA_DOM, "commune"), "phong": (HOANG_PHONG, "commune")}
        units["above"] = (DISTRICT, "receiving")
        self.offices = {
            name: new_office(folder / name, unit, kind, self.clocks[name])
            for name, (unit, kind) in units.items()
        }
        self.above = self.offices["above"]
        self.sticks = 0
        for name in ("ia dom", "phong"):
            introduce(self.offices[name], self.above)

    def today(self, day: str, *, only: str = "") -> None:
        """Another day begins, everywhere or at one office."""
        for name, clock in self.clocks.items():
            if only in ("", name):
                clock.moment = morning(day)

    def write(self, name: str) -> Path:
        """A stick of a commune."""
        self.sticks += 1
        path = self.folder / f"{self.sticks}.smt"
        bundles.export(self.offices[name], self.above.keys.device.public.key_id, path)
        return path

    def take_in(self, path: Path) -> bundles.MergeOutcome:
        return bundles.merge(self.above, bundles.stage(self.above, path))

    def send(self, name: str) -> str:
        """A bundle, there; its digest."""
        path = self.write(name)
        staged = bundles.stage(self.above, path)
        bundles.merge(self.above, staged)
        return staged.digest

    def close(self) -> None:
        for each in self.offices.values():
            each.close()


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    made = Three(tmp_path)
    yield made
    made.close()


def picture(board: PeriodBoard) -> list[str]:
    """One line a commune that was heard of or is trusted, one word a period."""
    return [
        f"{line.name}: "
        + " ".join(
            f"{each.seen}{f'+{each.days}' if each.days else ''}"
            f"{f'*{each.returned}' if each.returned else ''}"
            for each in board.row(line).cells
        )
        for line in board.lines
        if line.unit.id in (IA_DOM, HOANG_PHONG)
    ]


def keys(board: PeriodBoard) -> list[str]:
    return [each.key for each in board.periods]


def test_each_commune_stands_by_what_came_of_it(three: Three) -> None:
    three.above.run(MONTHS)
    add_village(three.offices["ia dom"])
    three.today("04-02")
    three.send("ia dom")
    three.today("04-03")
    stick = three.write("phong")
    three.today("04-09")
    three.take_in(stick)
    three.today("05-20")
    three.send("phong")
    board = read_periods(three.above, 2)
    assert keys(board) == ["month 2026-03", "month 2026-04"]
    assert picture(board) == [
        "Xã Hoằng Phong: travelled+5 late+16",
        "Xã Ia Dom: on_time overdue+16",
    ]
    ia_dom = next(each for each in board.lines if each.unit.id == IA_DOM)
    assert board.row(ia_dom).needs_work


def test_a_month_is_only_proposed_until_the_office_chooses_it(three: Three) -> None:
    by_id = {each.kind.id: each for each in expected(three.above)}
    assert not by_id["month"].printed
    assert by_id["half_year"].printed  # the plan of huyện Ia H’Drai is for this very office
    assert "trước ngày 15/6" in by_id["half_year"].quote
    three.today("05-20")
    before = read_periods(three.above, 4)
    assert all("overdue" not in each for each in picture(before))
    txn = three.above.run(MONTHS).txn
    assert any("overdue" in each for each in picture(read_periods(three.above, 4)))
    three.above.run(Undo(txn))
    assert picture(read_periods(three.above, 4)) == picture(before)


def test_what_the_office_does_not_expect_is_not_shown(three: Three) -> None:
    three.above.run(Expect((Choice("month", on=False), Choice("year", on=False))))
    three.today("06-20")
    board = read_periods(three.above, 2)
    assert {each.report for each in board.periods} == {"half_year"}
    assert picture(board)[-1] == "Xã Ia Dom: unasked overdue+6"


@pytest.mark.parametrize(
    ("report", "cut_off"),
    [("month", "06-15"), ("half_year", "15"), ("year", "02-30"), ("tuần", "")],
)
def test_a_day_that_a_period_cannot_have_is_refused(
    three: Three, report: str, cut_off: str
) -> None:
    with pytest.raises(BadInput):
        three.above.run(Expect((Choice(report, on=True, cut_off=cut_off),)))
    with pytest.raises(NotAllowed):
        three.offices["ia dom"].run(MONTHS)


def test_a_wrong_clock_is_told_and_accuses_nobody(three: Three) -> None:
    three.above.run(MONTHS)
    three.today("04-10")
    three.clocks["ia dom"].moment = datetime(2099, 1, 1, tzinfo=VIETNAM)
    three.send("ia dom")
    board = read_periods(three.above, 3)
    line = next(each for each in board.lines if each.unit.id == IA_DOM)
    assert board.cell(line, "month 2026-03").seen is Seen.UNCLEAR
    assert board.row(line).history.clock is Clock.AHEAD


def test_a_missing_stick_is_a_gap_until_it_comes(three: Three) -> None:
    commune, above = three.offices["ia dom"], three.above
    above.run(MONTHS)
    village = add_village(commune)
    three.today("04-01")
    lost = three.write("ia dom")
    with commune.store.writing() as connection:
        key = above.keys.device.public.key_id
        outbox.acknowledge(connection, key, outbox.held_vector(connection))
    edit(commune, "villages", village, head="Rơ Châm Mẫu")
    three.send("ia dom")
    assert picture(read_periods(above, 1))[-1] == "Xã Ia Dom: gap"
    three.send("phong")  # a bundle of somebody else fills no gap and takes no blame
    assert picture(read_periods(above, 1)) == ["Xã Hoằng Phong: on_time", "Xã Ia Dom: gap"]
    three.take_in(lost)
    assert picture(read_periods(above, 1))[-1] == "Xã Ia Dom: on_time"


def test_open_returns_stand_in_the_period_they_are_about(three: Three) -> None:
    three.above.run(MONTHS)
    three.today("04-02")
    three.send("ia dom")
    three.today("04-06")
    note = add_return(three.above, IA_DOM, "Thiếu cam kết")
    three.today("04-20")
    assert picture(read_periods(three.above, 1))[-1] == "Xã Ia Dom: on_time*1"
    three.above.run(WithdrawReturn(note, "Đã rõ"))
    assert picture(read_periods(three.above, 1))[-1] == "Xã Ia Dom: on_time"


def test_a_bundle_says_by_which_program_and_packs_it_was_made(three: Three) -> None:
    three.send("ia dom")
    board = read_periods(three.above)
    line = next(each for each in board.lines if each.unit.id == IA_DOM)
    versions = board.row(line).versions
    assert (versions.program, versions.age, versions.is_old) == (__version__, Age.SAME, False)
    packs = {each.pack: (each.edition, each.age) for each in versions.packs}
    assert packs["ia-hdrai-2024/commune-drug-free"] == ("1", Age.SAME)
    assert "q28-2025/commune-class" in packs


@pytest.mark.parametrize(
    ("said", "age", "old"),
    [
        ({}, Age.UNKNOWN, False),
        ({"program": "0.0.9"}, Age.OLDER, True),
        ({"program": "99.1"}, Age.NEWER, False),
        ({"program": "mới lắm"}, Age.UNKNOWN, False),
        ({"program": __version__, "pack.q28-2025/commune-class": "0"}, Age.SAME, True),
        ({"program": __version__, "pack.nobody/knows": "3"}, Age.SAME, False),
    ],
)
def test_old_and_unknown_versions_are_told_apart(
    three: Three, said: dict[str, str], age: Age, old: bool
) -> None:
    digest = three.send("ia dom")
    with three.above.store.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE bundles SET summary = ? WHERE digest = ?",
            (json.dumps({"versions": said}), digest),
        )
    board = read_periods(three.above)
    line = next(each for each in board.lines if each.unit.id == IA_DOM)
    versions = board.row(line).versions
    assert (versions.age, versions.is_old) == (age, old)


# -- what changed since the last bundle ------------------------------------------------------------


def told(office: Office, digest: str) -> dict[str, tuple[int, int, int]]:
    found = difference(office, digest).books
    return {each.register: (each.new, each.changed, each.removed) for each in found}


def test_a_bundle_is_told_by_books(three: Three) -> None:
    commune = three.offices["ia dom"]
    villages = [add_village(commune, f"Thôn {number}") for number in (1, 2, 3)]
    three.today("04-01")
    receipt = three.take_in(three.write("ia dom")).receipt
    assert receipt is not None
    bundles.merge(commune, bundles.stage(commune, receipt))
    edit(commune, "villages", villages[0], head="Một")
    edit(commune, "villages", villages[0], head="Hai")
    remove(commune, "villages", villages[1])
    slip = add_village(commune, "Thôn nhập nhầm")
    remove(commune, "villages", slip)
    add_village(commune, "Thôn 4")
    assert told(three.above, three.send("ia dom")) == {"villages": (1, 1, 1)}
    assert told(three.above, three.send("ia dom")) == {}  # the same lines once more bring nothing


def test_who_went_on_and_off_the_lists(three: Three) -> None:
    commune = three.offices["ia dom"]
    first, second, third = (add_person(commune, f"Người Mẫu {each}") for each in "ABC")
    stay = add(commune, "episodes", person=first, category="nghien", from_date="2026-01-10")
    slip = add(commune, "episodes", person=third, category="sdtp", from_date="2026-01-10")
    before = three.send("ia dom")
    moves = {each.category: each for each in difference(three.above, before).lists or ()}
    assert moves["nghien"].entered == {first}
    assert not moves["nghien"].left
    edit(commune, "episodes", stay, until_date="2026-03-01", end_reason="Hoàn thành")
    add(commune, "episodes", person=first, category="sau_cai", from_date="2026-03-02")
    add(commune, "episodes", person=second, category="sdtp", from_date="2026-03-02")
    remove(commune, "episodes", slip)
    found = difference(three.above, three.send("ia dom")).lists or ()
    assert [(each.category, set(each.entered), set(each.left)) for each in found] == [
        ("sdtp", {second}, {third}),
        ("nghien", set(), {first}),
        ("sau_cai", {first}, set()),
    ]


def test_a_result_is_told_beside_the_one_before(three: Three) -> None:
    commune = three.offices["ia dom"]
    pack = packs_of(commune)[0]
    commune.run(KeepAssessment(pack.id, date(2026, 3, 2)))
    (first,) = difference(three.above, three.send("ia dom")).results
    assert (first.pack, first.before, first.criteria) == (pack.id, None, ())
    add_village(commune)
    three.today("04-01")
    commune.run(KeepAssessment(pack.id, date(2026, 4, 1)))
    found = difference(three.above, three.send("ia dom")).results
    for each in found:
        assert each.before is not None
        assert each.now.as_of == "2026-04-01"
    states = {name: (old, new) for each in found for name, old, new in each.criteria}
    assert all(old != new for old, new in states.values())
