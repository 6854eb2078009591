"""A commune's office with somebody under management, for forms that are filled from the books."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.services.office import Office
from tests.offices import TestClock, add, add_village, new_office

NAME = "Lò Văn Thí Dụ"
DAY = date(2026, 8, 5)
"""Under Nghị định 163/2026/NĐ-CP, in force from 01/7/2026."""
OLD_DAY = date(2026, 6, 30)
"""The last day of Nghị định 105/2021/NĐ-CP."""


def filled_office(folder: Path) -> Office:
    """Xã Ia Dom on the day, with a village."""
    clock = TestClock()
    clock.advance(days=(DAY - date(2026, 3, 2)).days)
    office = new_office(folder, clock=clock)
    add_village(office)
    return office


def managed_person(office: Office, name: str = NAME) -> RecordId:
    """Somebody managed as a user, with a positive test, a summary of life and who helps."""
    (village, *_rest) = office.queries.ids("villages")
    person = add(
        office,
        "people",
        full_name=name,
        birth="1990-03-05",
        sex="nam",
        citizen_number="062090999111",
        ethnicity="Ba Na",
        religion="Không",
        permanent_address="Thôn 1, xã Ia Dom",
        current_address="Nhà số 5, Thôn 1, xã Ia Dom",
        village=village,
    )
    add(
        office,
        "identity_docs",
        person=person,
        kind="can_cuoc",
        number="062090999111",
        issued_on="2021-05-01",
        issued_by="Cục Cảnh sát QLHC về TTXH",
    )
    add(office, "episodes", person=person, category="sdtp", from_date="2026-07-10")
    add(
        office,
        "tests",
        person=person,
        taken_on="2026-07-08",
        result="duong_tinh",
        sampler="Nguyễn Thị Mẫu",
        method="Xét nghiệm nhanh",
        specimen="nuoc_tieu",
        sheet_number="03/PKQ",
    )
    add(
        office,
        "decisions",
        person=person,
        kind="quan_ly_sdtp",
        number="12/QĐ-CAX",
        signed_on="2026-07-10",
        term_from="2026-07-10",
        term_until="2027-07-09",
    )
    add(
        office,
        "drug_profiles",
        person=person,
        drugs="heroine ats",
        times_in_rehab="khong",
        psychosis=0,
        sanctions="QĐ 1\nQĐ 2\nQĐ 3\nQĐ 4\nQĐ 5",
    )
    add(
        office,
        "assignments",
        person=person,
        helper="Trần Thị Mẫu",
        organisation="Hội Phụ nữ",
        role="to_truong",
        from_date="2026-07-10",
    )
    return person
