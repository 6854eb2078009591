"""Clocks years off: nothing is lost, nobody locked out, all come to the same; it is told."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import datetime

import pytest

from sachmatuy_desktop.domain.clock import AHEAD_MS, hlc_ms, is_suspicious
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.services.records import RemoveRecord, SaveRecord
from sachmatuy_desktop.storage.places import last_reading
from sachmatuy_desktop.storage.sync.inbox import Receiver
from sachmatuy_desktop.sync import incoming
from tests.sync.worlds import CLOCKS, Template, World, a_world, found_templates

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Template]:
    return found_templates(tmp_path_factory.mktemp("founded"))


@pytest.fixture
def world(templates: dict[str, Template]) -> Iterator[World]:
    with a_world(templates, ("Ia Dom 1", "Ia Dom 2", "huyện")) as made:
        yield made


@pytest.mark.parametrize(
    ("one", "other"), list(itertools.combinations(("as it is", "1970", "years back", "2099"), 2))
)
def test_whatever_two_clocks_say_the_later_act_counts(world: World, one: str, other: str) -> None:
    """Whoever has read the other's work comes after it, years before or not; both go backwards in
    the middle of it; and the office above agrees.
    """
    here, there, _above = world.sites.values()
    for site, clock in ((here, one), (there, other)):
        site.clock.moment = site.clock.moment.replace(year=2026 + CLOCKS[clock])
    made = str(world.run(here, SaveRecord("villages", None, {"name": "Thôn 1", "kind": "thon"})))
    for number, (writer, reader) in enumerate(((here, there), (there, here), (here, there))):
        world.run(writer, SaveRecord("villages", made, {"head": f"Trưởng thôn {'ABC'[number]}"}))
        world.deliver(world.export(writer, reader))
        writer.clock.advance(days=-40)
    world.exchange()
    for site in world.sites.values():
        shown = site.office.queries.rows("villages", [made])[made]
        assert shown["head"] == "Trưởng thôn C"
        assert site.office.queries.siblings("villages", made) == {}
    for site, head in ((here, "Đào"), (there, "Mận")):
        world.run(site, SaveRecord("villages", made, {"head": head}))
    world.exchange()
    world.must_agree()
    assert world.undecided() == len(world.sites), "a conflict on every PC, decided by no clock"
    world.run(there, RemoveRecord("villages", made))
    world.exchange()
    world.must_agree()


def test_a_clock_ahead_is_told_of_once_and_not_of_those_who_follow_it(world: World) -> None:
    """The readings of whoever took it in run on from it; their own dates are right."""
    here, there, above = world.sites.values()
    there.clock.moment = there.clock.moment.replace(year=2099)
    values = {"name": "Thôn 1", "kind": "thon"}
    for site in (there, here):
        world.run(site, SaveRecord("villages", None, values))
        stick = world.export(site, above)
        receiver = Receiver(wall_ms=above.clock.clock.wall_ms())
        arrived = incoming.unpack(stick.segments, above.trusted, above.unit)
        with above.office.store.writing() as connection:
            report = incoming.merge(connection, arrived, "gói", receiver=receiver)
            assert hlc_ms(last_reading(connection)) > receiver.wall_ms + AHEAD_MS  # type: ignore[operator]
        assert bool(report.ahead_ms) == (site is there)
        world.deliver(world.export(there, here))


def _moment(year: int, day: int = 1) -> datetime:
    return datetime(year, 5, day, 8, tzinfo=VIETNAM)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


@pytest.mark.parametrize(
    ("at", "seen", "known", "doubted"),
    [
        (_moment(2026), _moment(2026), _moment(2026), False),
        (_moment(2026), _moment(2026), _moment(2030), False),
        (_moment(1970), _moment(2026), _moment(2026), True),
        (_moment(2099), _moment(2099), _moment(2026), True),
        (_moment(2026, 2), _moment(2026, 2), _moment(2026), False),
        (_moment(2026, 1), _moment(2026, 9), _moment(2026, 10), True),
        (_moment(2026, 1), _moment(2099), _moment(2026, 10), False),
    ],
)
def test_which_dates_are_doubted(
    at: datetime, seen: datetime, known: datetime, doubted: bool
) -> None:
    """The fifth is a day ahead, which matters to nobody; the last follows somebody's 2099."""
    assert is_suspicious(at.isoformat(), _ms(seen) << 16, _ms(known)) is doubted


def test_a_moment_that_is_none_is_doubted_and_an_unknown_now_doubts_little() -> None:
    assert is_suspicious("hôm qua", 0, None)
    assert not is_suspicious(_moment(2099).isoformat(), 0, None)
