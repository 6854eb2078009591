"""A person's file as text: it comes back as it went, and nothing else is taken for one."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sachmatuy_desktop.domain.dossier import (
    PERSON,
    Dossier,
    Journey,
    Piece,
    as_own,
    travelling,
    unread,
)
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import Refused
from sachmatuy_desktop.sync.dossier import read, written

IDS = st.integers(0, 2**127).map("{:032x}".format)
WORDS = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáềọ 0123-/“", min_size=1, max_size=20)
VALUES = st.dictionaries(
    st.sampled_from([each.name for each in REGISTERS["tests"].fields if each.name != "person"]),
    st.one_of(WORDS, st.integers(0, 9)),
    max_size=4,
)


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    ids = draw(st.lists(IDS, min_size=2, max_size=6, unique=True))
    person = Piece(PERSON, ids[0], {"full_name": draw(WORDS)})
    pieces = tuple(Piece("tests", each, {"person": ids[0], **draw(VALUES)}) for each in ids[1:])
    journey = Journey(draw(IDS), "xa-1@1", draw(WORDS), draw(WORDS), "2026-03-01", "14:30")
    return Dossier(journey, person, pieces)


@given(dossiers())
def test_it_comes_back_as_it_went(dossier: Dossier) -> None:
    assert read(written(dossier)) == dossier


@given(dossiers())
def test_the_new_communes_records_have_ids_of_their_own_and_keep_together(dossier: Dossier) -> None:
    numbers = itertools.count(2**127 + 1)
    own = as_own(dossier, lambda: f"{next(numbers):032x}")
    person = own[0].record
    assert {each.record for each in own}.isdisjoint(each.record for each in dossier.all_pieces)
    assert all(each.values["person"] == person for each in own[1:])


def whole() -> dict[str, object]:
    person = Piece(PERSON, "0" * 32, {"full_name": "Lò Văn Mận"})
    test = Piece("tests", "1" * 32, {"person": "0" * 32, "taken_on": "2026-01-02"})
    journey = Journey("2" * 32, "xa-1@1", "Xã Đi", "Xã Đến", "2026-03-01")
    made: dict[str, object] = json.loads(written(Dossier(journey, person, (test,))))
    return made


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("format", "sachmatuy-dossier/2"),
        ("person.register", "households"),
        ("person.record", "../../etc"),
        ("pieces.0.record", "0" * 32),
        ("pieces.0.register", "Tests; DROP"),
        ("pieces.0.values.taken_on", True),
        ("pieces.0.values.taken_on", ["2026-01-02"]),
        ("pieces.0.values.substances", "x" * 300_001),
        ("journey.moved_on", "hôm qua"),
        ("journey.hour", "25 giờ"),
        ("journey.move", "2"),
        ("pieces", [{}] * 5_001),
    ],
)
def test_what_is_not_a_persons_file_is_refused(path: str, value: object) -> None:
    said = whole()
    *way, last = path.split(".")
    place: object = said
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]  # type: ignore[index]
    place[last] = value  # type: ignore[index]
    with pytest.raises(Refused):
        read(json.dumps(said).encode())


def test_what_a_newer_program_wrote_is_told_and_left_out() -> None:
    said = whole()
    said["pieces"][0]["values"] |= {"aura": "xanh"}  # type: ignore[index]
    said["pieces"].append(  # type: ignore[attr-defined]
        {"register": "horoscopes", "record": "3" * 32, "values": {"person": "0" * 32}}
    )
    dossier = read(json.dumps(said).encode())
    assert unread(dossier) == ("horoscopes", "tests.aura")
    assert [each.register for each in as_own(dossier, iter(map(str, range(9))).__next__)] == [
        "people",
        "tests",
    ]


def test_no_other_unit_or_household_leaks_into_the_new_commune() -> None:
    person = Piece(PERSON, "0" * 32, {"full_name": "Lò Văn Mận", "village": "9" * 32})
    journey = Journey("2" * 32, "xa-1@1", "Xã Đi", "Xã Đến", "2026-03-01")
    (own,) = as_own(Dossier(journey, person, ()), lambda: "f" * 32)
    assert own.values == {"full_name": "Lò Văn Mận", "village": None}
    assert PERSON not in {each.name for each in travelling()}
