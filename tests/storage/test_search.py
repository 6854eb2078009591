"""The index tells what a look at every record would tell, in the same order, whatever was done."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.services.bus import Session, execute
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.records import RemoveRecord, SaveRecord
from sachmatuy_desktop.services.undo import Undo
from sachmatuy_desktop.storage.keys.keyring import OfficeKeys
from sachmatuy_desktop.storage.queries import Queries, Where
from sachmatuy_desktop.storage.store import Store
from tests.offices import TestClock, add_household, add_person, add_village, edit, new_office
from tests.search_truth import assert_search_is_true, by_looking, make_small

SURNAMES = ("Nguyễn", "Trần", "Đỗ", "Siu")
GIVEN = ("An", "Thúy", "Thuý", "Thuỷ", "Đan", "Dân", "Hoà", "Hoàng", "Yến")
TYPED = (
    "n", "d", "đ", "th", "thu", "thuy", "thúy", "thuỷ", "hoà", "hoang", "nguyen thuy", "y t",
    "062", "0621", "1980001", "0912", "+84 912", "+849120000", "nta", "zz", "thon 1", "thôn", "1",
)  # fmt: skip


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    make_small(monkeypatch)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, OfficeKeys]:
    office = new_office(tmp_path_factory.mktemp("mẫu") / "xã")
    office.close()
    return office.store.folder, office.keys


@contextmanager
def a_copy(template: tuple[Path, OfficeKeys]) -> Iterator[Session]:
    folder, keys = template
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(folder, Path(place) / "xã")
        store = Store.open(Path(place) / "xã", keys.db_key_hex, keys.db_salt_hex, TestClock().clock)
        yield Session(store, Queries(store), "An", role("admin"))
        store.engine.dispose()


def person(number: int) -> dict[str, Value]:
    """Person `number`; many are called alike."""
    return {
        "full_name": f"{SURNAMES[number % 4]} Thị {GIVEN[number * 5 % 9]}",
        "citizen_number": f"062{number % 2}80{number * 7919 % 1_000_000:06d}",
        "phone": f"0912{number * 104_729 % 1_000_000:06d}",
        "current_address": f"Số {number % 7}, Thôn {number % 3}",
    }


def do(session: Session, what: str, number: int) -> None:
    """One act of somebody at work."""
    people = session.queries.ids("people")
    if what == "import":
        with session.store.begin(Act("sheet.import", "An")) as work:
            for each in range(number, number + 7):
                work.insert("people", person(each))
            work.commit()
    elif what == "undo":
        last = session.queries.last_undoable()
        if last is not None:
            execute(Undo(last.txn), session)
    elif what == "settle":
        session.store.settle_search()
    elif what == "add" or not people:
        execute(SaveRecord("people", None, person(number)), session)
    elif what == "remove":
        execute(RemoveRecord("people", people[number % len(people)]), session)
    else:
        name = {"rename": "full_name", "move": "current_address", "number": "phone"}[what]
        chosen = people[number * 31 % len(people)]
        execute(SaveRecord("people", chosen, {name: person(number + 1)[name]}), session)


def settle_all(session: Session) -> None:
    """What the window does when it has nothing else to do."""
    while session.store.search_is_behind:
        session.store.settle_search()


ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["add", "import", "rename", "move", "number", "remove", "undo", "settle", "settle"]
        ),
        st.integers(0, 60),
    ),
    max_size=20,
)


@pytest.mark.slow
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=ACTS)
def test_whatever_is_done_the_index_is_true(
    template: tuple[Path, OfficeKeys], acts: list[tuple[str, int]]
) -> None:
    with a_copy(template) as session:
        for what, number in acts:
            do(session, what, number)
        assert_search_is_true(session.store, "people", TYPED)


def test_records_that_always_come_at_the_same_place_find_room(
    template: tuple[Path, OfficeKeys],
) -> None:
    with a_copy(template) as session:
        do(session, "import", 0)
        for _turn in range(6):
            with session.store.begin(Act("sheet.import", "An")) as work:
                for _each in range(5):
                    work.insert("people", person(4))
                work.commit()
            do(session, "add", 4)
            settle_all(session)
        assert_search_is_true(session.store, "people", TYPED)


def test_conditions_and_another_order_hold_for_what_is_found(
    template: tuple[Path, OfficeKeys],
) -> None:
    with a_copy(template) as session:
        for number in range(0, 42, 7):
            do(session, "import", number)
        do(session, "rename", 11)
        queries = session.queries
        where = [Where("current_address", "!=", "Số 1, Thôn 1"), Where("phone", ">=", "0912300000")]
        for typed in ("thuy", "thúy", "n", "062"):
            hits = queries.ids("people", where, typed)
            assert hits == by_looking(queries, "people", typed, where)
            assert hits
            by_phone = queries.ids("people", (), typed, "-phone")
            assert set(by_phone) == set(queries.ids("people", search=typed))
            phones = [
                row["phone"] for row in map(queries.rows("people", by_phone).get, by_phone) if row
            ]
            assert phones == sorted(phones, key=str, reverse=True)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = new_office(tmp_path / "xã")
    yield made
    made.close()


def test_the_list_stands_by_given_name_and_so_do_its_hits(office: Office) -> None:
    village = add_village(office, "Thôn 1")
    names = [
        "Lê Văn An",
        "Y Blô",
        "Blô",
        "Nguyễn Thị Đào",
        "A Đen",
        "H'Hen Niê",
        "Đỗ Văn Hạ",
        "Trần Thị Thuỷ",
        "Trần Thị Thúy",
    ]
    for name in (*names[1::2], *names[::2]):
        add_person(office, name, village)

    def listed(typed: str = "") -> list[Value]:
        ids = office.queries.ids("people", search=typed)
        rows = office.queries.rows("people", ids)
        return [rows[key]["full_name"] for key in ids]

    in_order = ["Lê Văn An", "Blô", "Y Blô", "Nguyễn Thị Đào", "A Đen", "Đỗ Văn Hạ", "H'Hen Niê"]
    assert listed() == [*in_order, "Trần Thị Thuỷ", "Trần Thị Thúy"]
    assert listed("thuy") == ["Trần Thị Thuỷ", "Trần Thị Thúy"]
    assert listed("thúy") == ["Trần Thị Thúy", "Trần Thị Thuỷ"]


def test_the_one_search_box_finds_in_every_book_people_first(office: Office) -> None:
    village = add_village(office, "Thôn Hoà Bình")
    household = add_household(office, village)
    edit(office, "households", household, head="Lò Văn Hoà")
    for number in range(12):
        add_person(office, f"Lò Thị Hoà {'ABCDEFGHIJKL'[number]}", village)
    add_person(office, "Lê Hoá", village)

    found = office.queries.find("hoà")
    assert [hit.register for hit in found] == ["people"] * 10 + ["households", "villages"]
    assert office.queries.find("hoá")[0].title.startswith("Lê Hoá")
    assert [hit.register for hit in office.queries.find("hoà", inside={"villages"})] == ["villages"]
    assert office.queries.find("khong co") == []


def test_what_waits_is_found_and_takes_its_place_across_a_power_cut(
    template: tuple[Path, OfficeKeys],
) -> None:
    with a_copy(template) as session:
        for number in (0, 13, 26):
            do(session, "import", number)
        do(session, "rename", 5)
        do(session, "remove", 3)
        assert session.store.search_is_behind
        assert_search_is_true(session.store, "people", TYPED)
        session.store.settle_search()
        folder, keys = session.store.folder, template[1]
        session.store.engine.dispose()
        again = Store.open(folder, keys.db_key_hex, keys.db_salt_hex, TestClock().clock)
        assert again.search_is_behind
        assert_search_is_true(again, "people", TYPED)
        while again.search_is_behind:
            again.settle_search()
            assert_search_is_true(again, "people", TYPED)
        again.engine.dispose()
