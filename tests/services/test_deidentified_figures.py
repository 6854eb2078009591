"""De-identifying keeps what is counted: reports, criteria and the yearly review say the same."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.changes import ERASE, Act
from sachmatuy_desktop.domain.criteria import Assessment, RulePack
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.reports import days_of, free_days
from sachmatuy_desktop.packs.retention import retention_table
from sachmatuy_desktop.services.criteria import NEIGHBOURHOOD, assess_by, assess_villages, library
from sachmatuy_desktop.services.erasures.erasing import ErasePerson, erase_alone
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.reports.reading import kinds_for, read_report
from sachmatuy_desktop.services.plans.yearly import review
from sachmatuy_desktop.services.training import fill, load_commune, load_plan
from tests.offices import TestClock, new_office, row

MOMENT = datetime(2026, 11, 22, 8, 0, tzinfo=VIETNAM)
DAY = MOMENT.date()
Figures = Mapping[Hashable, object]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A commune with people on every list, at home, in a facility, after rehabilitation."""
    world = load_commune("ia-dom").small()
    made = new_office(tmp_path / "xã", world.unit, clock=TestClock(MOMENT), training=True)
    fill(made, world, load_plan().seed, MOMENT.date())
    yield made
    made.close()


def of_reports(office: Office) -> Figures:
    """Every figure of every report of a commune, and of the period before it."""
    (village, *_others) = office.queries.ids("villages")
    found: dict[Hashable, object] = {}
    for kind in kinds_for(office):
        free = free_days(DAY.replace(month=1, day=1), DAY)
        days = days_of(kind.every, DAY) if kind.every else free
        there = village if kind.place == "village" else None
        report = read_report(office, kind.id, days.key, DAY, there)
        for told in report.told:
            found[kind.id, told.figure.id] = (told.counted, told.before.value)
    return found


def of_criteria(office: Office) -> Figures:
    """What every pack of the program judges, and the number behind every criterion."""
    packs, found = library(office), dict[Hashable, object]()
    for pack_id in packs.ids():
        pack = packs.get(pack_id)
        if not isinstance(pack, RulePack):
            continue
        if pack.level == NEIGHBOURHOOD:
            for village, judged in assess_villages(office, pack_id, DAY).items():
                found[pack_id, village] = said(judged)
        elif pack.level == "commune":
            found[pack_id] = said(assess_by(office, pack, DAY))
    return found


def said(judged: Assessment) -> object:
    criteria = [(each.id, each.status) for each in judged.criteria]
    facts = [(each.name, each.value) for each in judged.facts]
    return judged.outcome, judged.class_id, judged.possible_classes, criteria, facts


def of_years(office: Office) -> Figures:
    """The yearly review."""
    return {
        (year, each.section, each.key): each.figure.value
        for year in (2025, 2026)
        for each in review(office.session, office.info.unit_id, year).now.entries
    }


def test_every_report_criterion_and_review_says_the_same_without_a_name(office: Office) -> None:
    before = (of_reports(office), of_criteria(office), of_years(office))
    assert all(len(set(map(str, each.values()))) > 3 for each in before)
    people = {str(each["person"]) for each in office.queries.living("episodes")}
    people |= set(sorted(office.queries.ids("people"))[:2])
    for person in sorted(people):
        office.run(ErasePerson(person, "retention", "Biên bản 01/BB", keep_statistics=True))
    assert {str(row(office, "people", each)["full_name"]) for each in people} == {
        "(đã xóa theo pháp luật)"
    }
    after = (of_reports(office), of_criteria(office), of_years(office))
    for old, new in zip(before, after, strict=True):
        assert {
            name: (old[name], new.get(name)) for name in old if old[name] != new.get(name)
        } == {}


def test_so_do_they_where_a_record_of_another_book_goes_on_without_a_name(office: Office) -> None:
    before = (of_reports(office), of_criteria(office), of_years(office))
    books = {each.register for each in retention_table().kinds} - {"people", "documents"}
    with office.store.begin(Act(ERASE, "An", "order: Biên bản 02")) as work:
        for book in sorted(books):
            for record in office.queries.ids(book):
                erase_alone(work, office.session, book, record, keep_statistics=True)
        work.commit()
    after = (of_reports(office), of_criteria(office), of_years(office))
    assert [
        (name, old[name], new.get(name))
        for old, new in zip(before, after, strict=True)
        for name in old
        if old[name] != new.get(name)
    ] == []
