"""A commune whose books are filled by the test and asked for single facts."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from sachmatuy_desktop.domain.criteria import Fact
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.facts import Question, facts
from tests.offices import (
    IA_DOM,
    add,
    add_household,
    add_person,
    add_village,
    new_office,
    opened_copy,
)

DAY = date(2026, 3, 2)
IA_HDRAI = "ia-hdrai-2024/commune-drug-free"


def day(text: str) -> date:
    """`"2026-03-02"` as a day."""
    return date.fromisoformat(text)


@dataclass
class Commune:
    """An office and short ways to write in its books."""

    office: Office

    def add(self, register: str, **values: Value) -> RecordId:
        """A record."""
        return add(self.office, register, **values)

    def person(self, name: str = "Lê Văn Cam", **values: Value) -> RecordId:
        """A resident on no list."""
        return add(self.office, "people", full_name=name, birth="1990-05-01", **values)

    def on_list(
        self, category: str, since: str = "2025-06-01", name: str = "Lê Văn Cam", **values: Value
    ) -> RecordId:
        """A resident on a list since a day."""
        person = self.person(name)
        self.episode(person, category, since, **values)
        return person

    def episode(
        self, person: RecordId, category: str, since: str = "2025-06-01", **values: Value
    ) -> RecordId:
        """Put somebody on a list."""
        return self.add("episodes", person=person, category=category, from_date=since, **values)

    def presence(self, person: RecordId, state: str, since: str, **values: Value) -> RecordId:
        """Where somebody is from a day on."""
        return self.add("presences", person=person, state=state, from_date=since, **values)

    def test(self, person: RecordId, taken_on: str, result: str, **values: Value) -> RecordId:
        """A test with its result."""
        return self.add("tests", person=person, taken_on=taken_on, result=result, **values)

    def treatment(self, person: RecordId, form: str, **values: Value) -> RecordId:
        """A treatment, running since July 2025 unless said otherwise."""
        given: dict[str, Value] = {
            "state": "dang_thuc_hien",
            "from_date": "2025-07-01",
            **values,
        }
        return self.add("treatments", person=person, form=form, **given)

    def fact(
        self,
        name: str,
        on: date = DAY,
        *,
        pack: str = IA_HDRAI,
        village: RecordId | None = None,
        **readings: str,
    ) -> Fact:
        """One fact on a day."""
        question = Question((IA_DOM,), on, pack, village, readings)
        return facts(self.office.store, question, [name])[0]

    def value(
        self,
        name: str,
        on: str = "2026-03-02",
        *,
        pack: str = IA_HDRAI,
        village: RecordId | None = None,
        **readings: str,
    ) -> int | bool | None:
        """The value of one fact on a day."""
        return self.fact(name, day(on), pack=pack, village=village, **readings).value

    def around(self, name: str, on: str, **readings: str) -> list[int | bool | None]:
        """The value the day before, on the day and the day after."""
        middle = day(on).toordinal()
        days = [date.fromordinal(each).isoformat() for each in range(middle - 1, middle + 2)]
        return [self.value(name, each, **readings) for each in days]


def new_commune(folder: Path) -> Commune:
    """A commune just founded, registered on 5 January 2026."""
    return Commune(opened_copy(_founded(), folder))


def drug_free_commune(folder: Path) -> Commune:
    """A commune that meets a–g of the plan of Ia H'Drai, with somebody on every list."""
    return Commune(opened_copy(_drug_free(), folder))


@cache
def _founded() -> Path:
    """An office folder to copy; all communes of this module have the same keys."""
    folder = Path(tempfile.mkdtemp(prefix="sachmatuy-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    new_office(folder / "founded").close()
    return folder / "founded"


@cache
def _drug_free() -> Path:
    folder = _founded().with_name("drug-free")
    commune = new_commune(folder)
    _fill(commune)
    commune.office.close()
    return folder


ATTESTED = ("hot_spot_review", "no_suspicion", "close_supervision", "model_effective")


def _fill(commune: Commune) -> None:
    office = commune.office
    village = add_village(office)
    home = add_household(office, village)
    commune.add(
        "tip_boxes", village=village, place="Nhà rông", installed_on="2025-01-10", state="dang_dung"
    )
    commune.add(
        "hotline_boards",
        village=village,
        place="Nhà rông",
        posted_on="2025-01-10",
        numbers="02603999999",
        state="dang_dung",
    )
    commune.add(
        "commitments", kind="ho_gia_dinh", household=home, outcome="da_ky", signed_on="2026-01-15"
    )
    model = commune.add(
        "models", name="Thôn bình yên", started_on="2024-05-01", state="dang_hoat_dong"
    )
    commune.add(
        "activities",
        kind="sinh_hoat_mo_hinh",
        held_on="2026-02-01",
        content="Sinh hoạt",
        model=model,
    )
    for item in ATTESTED:
        attest(commune, item)
    file = {"file_number": "01/HS", "file_date": "2025-06-02"}
    addict = add_person(office, "Lê Văn Cam", village)
    commune.episode(addict, "nghien", **file)
    commune.presence(addict, "co_mat", "2025-06-01")
    commune.treatment(addict, "tai_gia_dinh")
    user = add_person(office, "Phạm Văn Dừa", village)
    commune.episode(user, "sdtp", **file)
    for visited_on in ("2026-01-10", "2026-02-10"):
        commune.add("visits", person=user, visited_on=visited_on)
    healed = add_person(office, "Hoàng Văn Mít", village)
    commune.episode(healed, "sau_cai", **file)


def attest(commune: Commune, item: str, answer: str = "co", **values: Value) -> RecordId:
    """An attestation by the head of the commune police, on 20 February 2026."""
    given: dict[str, Value] = {
        "pack": IA_HDRAI,
        "signer": "Vũ Thị Hoa",
        "position": "Trưởng Công an xã",
        "signed_on": "2026-02-20",
        "document": "05/BC-CAX",
        **values,
    }
    return commune.add("attestations", item=item, answer=answer, **given)
