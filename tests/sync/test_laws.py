"""The laws of the merge, tried by stories nobody would think of.  The long run is
`dev.py fuzz sync --minutes N`.
"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.domain.registers.values import fits
from sachmatuy_desktop.errors import BadInput, Refused
from sachmatuy_desktop.services.records import RemoveRecord, SaveRecord
from sachmatuy_desktop.storage.sync import outbox
from sachmatuy_desktop.sync import incoming
from tests.offices import HOANG_PHONG, IA_DOM
from tests.sync.forging import forged
from tests.sync.fuzzing import tell_stories
from tests.sync.shown import picture
from tests.sync.worlds import (
    DISTRICT,
    SECRET,
    Stick,
    Template,
    World,
    a_world,
    found_templates,
)

pytestmark = pytest.mark.slow
FEW = settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Template]:
    return found_templates(tmp_path_factory.mktemp("founded"))


def test_whatever_happens_every_pc_shows_the_truth(templates: dict[str, Template]) -> None:
    tell_stories(templates, 7)


# -- orders of arrival -----------------------------------------------------------------------------


def quarrelling(world: World) -> list[Stick]:
    """Sticks of two PCs for the third: a village written by both, removed by one, decided."""
    one, two, three = world.sites.values()
    world.run(one, SaveRecord("villages", None, {"name": "Thôn 1", "kind": "thon"}))
    world.run(one, SaveRecord("villages", None, {"name": "Thôn 2", "kind": "thon"}))
    sticks = [world.export(one, three, everything=True)]
    world.deliver(world.export(one, two))
    first, second = world.records(one, "villages")
    for site, head in ((one, "Đào"), (two, "Mận")):
        world.run(site, SaveRecord("villages", first, {"head": head}))
        sticks.append(world.export(site, three, everything=True))
    world.run(one, SaveRecord("villages", second, {"phone": "0912345678"}))
    world.run(two, RemoveRecord("villages", second))
    sticks.append(world.export(two, three, everything=True))
    world.deliver(world.export(one, two))
    world.decide_one(two, 1)
    return [*sticks, world.export(one, three, everything=True), world.export(two, three)]


@FEW
@given(orders=st.tuples(st.permutations(range(6)), st.permutations(range(6))), again=st.booleans())
def test_the_order_the_grouping_and_the_number_of_times_make_no_difference(
    templates: dict[str, Template], orders: tuple[list[int], list[int]], again: bool
) -> None:
    """On what is shown, what waits, and what is held: sticks one by one, and all in one merge."""
    pictures = []
    with a_world(templates, ("Ia Dom 1", "Ia Dom 2", "Ia Dom 3")) as world:
        sticks = quarrelling(world)
        third = world.sites["Ia Dom 3"]
        world.back_up(third)
        for order in orders:
            for at in [*order, *(order if again else ())]:
                world.deliver(sticks[at])
            pictures.append(picture(third.office))
            world.put_back_as_it_was(third)
        every = tuple(segment for stick in sticks for segment in stick.segments)
        world.deliver(replace(sticks[0], segments=every))
        pictures.append(picture(third.office))
        world.put_back_as_it_was(third)
        for sender in ("Ia Dom 1", "Ia Dom 2"):
            world.deliver(world.export(world.sites[sender], third, everything=True))
        pictures.append(picture(third.office))
    first, *others = pictures
    assert first["beside"] or first["asked"] or first["shown"]
    assert all(each == first for each in others)


# -- rights ----------------------------------------------------------------------------------------

_SCOPES = [each.value for each in Scope]


@pytest.mark.parametrize(
    ("author", "reader", "may"),
    [
        ("Ia Dom 1", "Ia Dom 2", {(each, IA_DOM) for each in _SCOPES if each != "local"}),
        (
            "Ia Dom 1",
            "huyện",
            {(each, IA_DOM) for each in ("people", "households", "programme", "figures")},
        ),
        ("huyện", "Ia Dom 1", {("down", IA_DOM), ("down", DISTRICT)}),
        ("Ia Dom 1", "Hoằng Phong 1", set()),
    ],
)
def test_nobody_writes_what_belongs_to_another(
    templates: dict[str, Template], author: str, reader: str, may: set[tuple[str, str]]
) -> None:
    """A commune nothing that comes from above, the office above nothing of a commune's."""
    with a_world(templates, tuple(dict.fromkeys((author, reader)))) as world:
        here, there = world.sites[author], world.sites[reader]
        before = picture(there.office)
        taken = set()
        for scope in _SCOPES:
            for unit in (IA_DOM, HOANG_PHONG, DISTRICT):
                segment = forged(here.office, scope, unit, [])
                try:
                    incoming.unpack([segment], there.trusted, there.unit)
                except Refused:
                    continue
                taken.add((scope, unit))
        assert taken == may
        assert picture(there.office) == before


@pytest.mark.parametrize(
    "line",
    [
        {"r": "returns", "u": IA_DOM, "v": {"subject": "Không được"}},
        {"r": "villages", "u": HOANG_PHONG, "v": {"name": "Không được"}},
        {"r": "sheet_layouts", "u": IA_DOM, "v": {"register": "people"}},
        {"r": "thời_sau", "u": IA_DOM, "v": {"name": "Không được"}},
    ],
)
def test_a_line_in_a_stream_where_it_does_not_belong_is_set_apart(
    templates: dict[str, Template], line: dict[str, object]
) -> None:
    with a_world(templates, ("Ia Dom 1", "huyện")) as world:
        here, above = world.sites.values()
        shown = picture(above.office)["shown"]
        segment = forged(here.office, "programme", IA_DOM, [{"i": "ee" * 16, "new": 1, **line}])
        arrived = incoming.unpack([segment], above.trusted, above.unit)
        with above.office.store.writing() as connection:
            report = incoming.merge(connection, arrived, "gói")
            kept = list(outbox.lines_of(connection, "ab" * 16, "programme", IA_DOM, 1, 2))
        assert len(report.quarantined) == 1
        assert picture(above.office)["shown"] == shown
        assert "ee" * 16 in kept[1].decode(), "set apart, not dropped"


# -- values ----------------------------------------------------------------------------------------

VALUES = st.one_of(
    st.none(),
    st.sampled_from(("", " ", "5", "Đào", "Đa\u0300o", "Ðào", "\u0000", "á", "a\u0301", "🜁")),
    st.sampled_from((5, 0, 1, -1, 2**53 - 1, 2**53, 2**63 - 1)),
    st.text(max_size=8),
)
CELLS = (("models", "members"), ("models", "led_by"), ("villages", "head"), ("villages", "phone"))


@settings(FEW, max_examples=8)
@given(cell=st.sampled_from(CELLS), value=VALUES)
def test_a_value_is_the_same_on_every_pc_or_on_none(
    templates: dict[str, Template], cell: tuple[str, str], value: Value
) -> None:
    """Nothing is not the empty text, 5 is not "5", an accent is written in one way: what does not
    fit is refused at the keyboard and set apart from a bundle, by the same gate.
    """
    register, name = cell
    may = fits(REGISTERS[register][name], value)
    base = {
        "models": {"name": "Tổ", "started_on": "2025-01-01", "state": "dang_hoat_dong"},
        "villages": {"name": "Thôn 1", "kind": "thon"},
    }[register]
    line = {"r": register, "i": "ee" * 16, "u": IA_DOM, "new": 1, "v": {**base, name: value}}
    with a_world(templates, ("Ia Dom 1", "huyện")) as world:
        here, above = world.sites.values()
        try:
            made = world.run(here, SaveRecord(register, None, {**base, name: value}))
        except BadInput:
            assert not may
        else:
            assert may
            world.deliver(world.export(here, above))
            there = above.office.queries.rows(register, [str(made)])[str(made)][name]
            assert (type(there), there) == (type(value), value)
        try:
            segment = forged(here.office, "programme", IA_DOM, [line])
        except UnicodeEncodeError:
            return
        with above.office.store.trying() as connection:
            arrived = incoming.unpack([segment], above.trusted, above.unit)
            report = incoming.merge(connection, arrived, "gói")
        assert (len(report.quarantined) == 0) == may


def test_rules_that_a_merge_breaks_are_found_everywhere_and_stop_nobody(
    templates: dict[str, Template],
) -> None:
    """A village taken out of its book where somebody has just moved to, and two heads of one."""
    with a_world(templates, ("Ia Dom 1", "Ia Dom 2", "huyện")) as world:
        one, two, above = world.sites.values()
        gone, kept = (
            str(world.run(one, SaveRecord("villages", None, {"name": name, "kind": "thon"})))
            for name in ("Thôn 1", "Thôn 2")
        )
        world.exchange()
        for site, head in ((one, "Đào"), (two, "Mận")):
            world.run(site, SaveRecord("villages", kept, {"head": head}))
        world.run(one, RemoveRecord("villages", gone))
        moved = {"full_name": "Lê Thị Mơ", "village": gone, "no_number_reason": "Chưa làm"}
        world.run(two, SaveRecord("people", None, moved))
        world.exchange()
        found = world.findings(one)
        assert {row.rule for row in found} >= {"dangling", "undecided"}
        assert world.findings(two) == found
        assert world.findings(above) == found


def test_a_clock_at_the_end_of_time_locks_nobody_out(templates: dict[str, Template]) -> None:
    with a_world(templates, ("Ia Dom 1", "Ia Dom 2")) as world:
        here, there = world.sites.values()
        values = {"name": "Thôn 1", "kind": "thon"}
        line = {"r": "villages", "i": "ee" * 16, "u": IA_DOM, "new": 1, "v": values}
        segment = forged(here.office, "programme", IA_DOM, [line], clock=2**63 - 1)
        arrived = incoming.unpack([segment], there.trusted, there.unit)
        with there.office.store.writing() as connection:
            assert incoming.merge(connection, arrived, "gói").applied == 1
        there.office.run(SaveRecord("villages", "ee" * 16, {"head": "Đào"}))
        assert there.office.queries.rows("villages", ["ee" * 16])["ee" * 16]["head"] == "Đào"


def test_what_is_local_is_in_no_bundle(templates: dict[str, Template]) -> None:
    """Every byte looked at, sealed or not; the machine looks at each of its sticks, too."""
    with a_world(templates, ("Ia Dom 1", "Ia Dom 2", "huyện")) as world:
        here = world.sites["Ia Dom 1"]
        world.keep_to_oneself(here)
        world.run(here, SaveRecord("villages", None, {"name": "Thôn 1", "kind": "thon"}))
        for other in ("Ia Dom 2", "huyện"):
            stick = world.export(here, world.sites[other], everything=True)
            assert "Thôn 1".encode() in stick.lines
            assert SECRET.encode() not in stick.lines
            assert "local" not in json.dumps(stick.manifest.held)
