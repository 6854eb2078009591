"""Whatever a register holds goes out as `.xlsx` and `.csv` and comes back without a difference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, Kind, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.text import nfc
from sachmatuy_desktop.exchange.fates import Fate, ImportPlan
from sachmatuy_desktop.exchange.legacy import detect
from sachmatuy_desktop.exchange.reading import read_sheet
from sachmatuy_desktop.exchange.tables import find_tables
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.spreadsheets import export_register, preview
from tests.offices import FOR_A_TEST, add, new_office
from tests.services.test_every_register import BY_HAND
from tests.valid_records import valid_record

Pool = dict[str, list[str]]

FORMULAS = ("=1+1", "+84912", "-5", "@SUM(A1)", "'=x", "''-y", "=cmd|' /C calc'!A0", "'", "-", "=")
WORDS = st.one_of(
    st.sampled_from(FORMULAS),
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=40).map(
        nfc
    ),
)
DAYS = st.dates(date(1850, 1, 1), date(2199, 12, 31)).map(date.isoformat)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = new_office(tmp_path_factory.mktemp("xã") / "xã")
    yield made
    made.close()


@pytest.fixture(scope="module")
def pool(office: Office) -> Pool:
    """Two records of every register, the second pointing at the first ones of the others."""
    made: Pool = {each.name: [] for each in REGISTERS}
    for number in (1, 2):
        for book in BY_HAND:
            pointing = {name: ids[0] for name, ids in made.items() if ids}
            with office.store.begin(Act("records.add", "An")) as work:
                record = work.insert(book.name, valid_record(book, pointing, number))
                work.commit()
            made[book.name].append(record)
    return made


def _values(field: Field, pool: Pool) -> st.SearchStrategy[Value]:
    kinds: dict[Kind, st.SearchStrategy[Value]] = {
        Kind.NUMBER: st.integers(0, 2**53 - 1),
        Kind.YEAR: st.integers(1900, 2100),
        Kind.FLAG: st.integers(0, 1),
        Kind.DATE: DAYS,
        Kind.PARTIAL_DATE: st.one_of(
            DAYS, DAYS.map(lambda day: day[:4]), DAYS.map(lambda d: d[:7])
        ),
        Kind.TIME: st.times().map("{:%H:%M}".format),
        Kind.CITIZEN_NUMBER: st.integers(0, 10**12 - 1).map(lambda n: f"{n:012d}"),
    }
    if field.kind is Kind.REFERENCE:
        return st.sampled_from(pool.get(field.target or "") or [None])  # type: ignore[list-item]
    if field.kind is Kind.SEVERAL:
        codes = list(field.choices or ())
        return st.sets(st.sampled_from(codes), min_size=1).map(
            lambda chosen: " ".join(each for each in codes if each in chosen)
        )
    if field.choices:
        return st.sampled_from(list(field.choices))
    return kinds.get(field.kind, WORDS)


def _records(register: Register, pool: Pool) -> st.SearchStrategy[list[dict[str, Value]]]:
    typed = [each for each in register.fields if not each.by_program]
    record = st.fixed_dictionaries(
        {each.name: _values(each, pool) for each in typed if each.required},
        optional={each.name: _values(each, pool) for each in typed if not each.required},
    )
    return st.lists(record, min_size=1, max_size=4)


def _read_back(office: Office, register: str, path: Path) -> ImportPlan:
    page = read_sheet(path)
    (table,) = find_tables(REGISTERS[register], page)
    return preview(office.session, page, table)


@pytest.mark.slow
@pytest.mark.parametrize("register", BY_HAND, ids=lambda each: each.name)
@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_records_come_back_the_same(
    office: Office, pool: Pool, tmp_path: Path, register: Register, data: st.DataObject
) -> None:
    records = data.draw(_records(register, pool))
    with office.store.begin(Act("records.add", "An")) as work:
        ids = [work.insert(register.name, each) for each in records]
        work.commit()
    for suffix in ("xlsx", "csv"):
        path = tmp_path / f"vòng.{suffix}"
        export_register(office.session, register.name, path, ids, terms=FOR_A_TEST)
        plan = _read_back(office, register.name, path)
        assert [(each.fate, [str(it.error) for it in each.complaints]) for each in plan.rows] == [
            (Fate.SAME, [])
        ] * len(ids)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula_in_a_csv(office: Office, tmp_path: Path, text: str) -> None:
    person = add(office, "people", full_name="An", occupation=text)
    path = tmp_path / "ra.csv"
    export_register(office.session, "people", path, [person], terms=FOR_A_TEST)
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert detect(read_sheet(path)) is None
    cells = [cell for row in read_sheet(path).rows for cell in row]
    assert text in cells
    assert not any(
        cell.startswith(("=", "+", "-", "@")) for cell in content.decode("utf-8-sig").split(",")
    )
    assert [each.fate for each in _read_back(office, "people", path).rows] == [Fate.SAME]


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_text_that_reads_as_above_comes_back_as_it_is(
    office: Office, tmp_path: Path, suffix: str
) -> None:
    """A patrol's route was a lone quotation mark; it came back as the route of the row above."""
    said = {"patrolled_on": "2026-01-05", "kind": "nhan_dan"}
    routes = ("=1+1", '"', "=1+1", "nt", "như trên")
    patrols = [add(office, "patrols", **said, route=each) for each in routes]
    path = tmp_path / f"ra.{suffix}"
    export_register(office.session, "patrols", path, patrols, terms=FOR_A_TEST)
    plan = _read_back(office, "patrols", path)
    assert [each.fate for each in plan.rows] == [Fate.SAME] * len(routes)


def test_as_above_typed_into_an_exported_sheet_still_means_the_row_above(
    office: Office, tmp_path: Path
) -> None:
    said = {"patrolled_on": "2026-01-05", "kind": "nhan_dan"}
    patrols = [add(office, "patrols", **said, route=each) for each in ("Đèo", "Suối", '"')]
    path = tmp_path / "ra.csv"
    export_register(office.session, "patrols", path, patrols, terms=FOR_A_TEST)
    text = path.read_text(encoding="utf-8-sig").replace("Suối", '""""')
    path.write_text(text, encoding="utf-8-sig")
    typed = {each.record: each for each in _read_back(office, "patrols", path).rows}
    assert typed[patrols[1]].values == {"route": "Đèo"}
    assert typed[patrols[2]].fate is Fate.SAME
