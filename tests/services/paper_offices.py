"""Offices with enough in their books to print something, and assessments to print."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from sachmatuy_desktop.domain.criteria import Assessment, Attestation, Fact, FactRecord, evaluate
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.packs.library import load_packs
from sachmatuy_desktop.services.office import Office
from tests.offices import TestClock, add, new_office

IA_HDRAI = "ia-hdrai-2024/commune-drug-free"
DAY = date(2026, 3, 2)
PERSON = "Zơ Râm Quỳnh Khuyểu"
"""A name that no wording of a form can contain by chance."""
HEAD = "Hồ Oắt Xưởng"
NUMBER = "062090999111"


def assessed(as_of: date = DAY) -> Assessment:
    """Four of 98 households have not signed; the person on the books has no file yet."""
    person = FactRecord("people", "p1", f"{PERSON}, 1990")
    home = FactRecord("households", "h1", HEAD)
    facts = [
        Fact("complex_hubs", 0),
        Fact("complex_points", 0),
        Fact("retailers", 0),
        Fact("use_points", 0),
        Fact("addicts", 2, (person,)),
        Fact("addicts_with_file", 1),
        Fact("households", 98),
        Fact("households_committed", 94, exceptions=(home,)),
        Fact("users_present", 0),
        Fact("users_present_with_file", 0),
    ]
    review = Attestation(
        "hot_spot_review", True, "Lê Văn Mẫu", "Trưởng Công an xã", date(2026, 2, 27), "12/BB-CAX"
    )
    return evaluate(load_packs().rules(IA_HDRAI), facts, [review], as_of=as_of)


def fill_village(
    office: Office, name: str, households: int, signed: int, people: int | None = None
) -> RecordId:
    """A village with households, the first of which have signed, a box and a board."""
    village = add(office, "villages", name=name, kind="thon")
    for n in range(households):
        home = add(
            office,
            "households",
            head=HEAD if n == 0 else f"Trần Văn {name.rsplit(maxsplit=1)[-1]}",
            village=village,
            number=str(n + 1),
            state="dang_cu_tru",
        )
        if n < signed:
            add(
                office,
                "commitments",
                kind="ho_gia_dinh",
                household=home,
                outcome="da_ky",
                signed_on="2026-02-01",
            )
    add(
        office,
        "tip_boxes",
        village=village,
        place="Nhà văn hóa",
        installed_on="2025-06-01",
        state="dang_dung",
    )
    add(
        office,
        "hotline_boards",
        village=village,
        place="Nhà văn hóa",
        posted_on="2025-06-01",
        numbers="069.0000.113",
        state="dang_dung",
    )
    if people is not None:
        add(
            office,
            "populations",
            village=village,
            as_of="2026-01-31",
            households=households,
            people=people,
            basis="Công an xã",
        )
    return village


def put_on_books(
    office: Office, village: RecordId, category: str = "nghien", name: str = PERSON
) -> RecordId:
    """A person with a category episode that runs."""
    person = add(
        office,
        "people",
        full_name=name,
        birth="1990",
        sex="nam",
        citizen_number=NUMBER,
        village=village,
    )
    add(office, "episodes", person=person, category=category, from_date="2025-05-01")
    return person


def filled_office(
    folder: Path, *, training: bool = False, clock: TestClock | None = None
) -> Office:
    """Ia Dom with three villages, a person on the books in the first, and a model at work."""
    office = new_office(folder, training=training, clock=clock)
    first = fill_village(office, "Thôn 1", 4, 3, people=160)
    fill_village(office, "Thôn 2", 3, 3, people=120)
    fill_village(office, "Thôn 3", 2, 0, people=80)
    put_on_books(office, first)
    model = add(
        office, "models", name="Zalo an ninh", started_on="2025-01-01", state="dang_hoat_dong"
    )
    add(
        office,
        "activities",
        kind="sinh_hoat_mo_hinh",
        held_on="2026-01-20",
        content="Sinh hoạt quý",
        model=model,
    )
    return office


def sign_as(office: Office, role: str) -> Office:
    """The same office before somebody of another role."""
    office.account = replace(office.account, role=role)
    return office
