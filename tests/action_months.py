"""A month of action at an office: begun after the plan of 2024, done, difficulties told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans.campaign import (
    Campaign,
    StartCampaign,
    campaigns_of,
    models,
)
from tests.offices import add, add_household, add_person, add_village

MODEL = "kon-tum-2024/action-month"
THEME = "Toàn dân chung tay vì cộng đồng không ma túy"
YEAR = 2027
FIRST, LAST = date(YEAR, 6, 1), date(YEAR, 6, 30)
MAY = datetime(YEAR, 5, 28, 8, 0, tzinfo=VIETNAM)
JULY = datetime(YEAR, 7, 2, 8, 0, tzinfo=VIETNAM)


def start(office: Office, year: int = YEAR, **more: Any) -> RecordId:
    """Begin the month of a year as proposed, unless said otherwise; the plan's id."""
    (model,) = models(office.session, date.fromisoformat(office.clock.today()))
    given: dict[str, Any] = {"theme": THEME, "proposal": model.proposed(year), **more}
    return str(office.run(StartCampaign(pack=MODEL, **given)).result)


def month_of(office: Office) -> Campaign:
    """The newest month of the office's own."""
    return campaigns_of(office.queries, office.info.unit_id)[0]


def a_month_of_work(office: Office, village: str = "Thôn 1") -> RecordId:
    """What a commune did in June 2027, and what lies beside the month; the village."""
    home = add_village(office, village)
    said: dict[str, Any] = {"village": home}
    add(office, "propaganda", form="loa", held_on="2027-06-01", content="Phát thanh",
        sessions=30, reached=900, **said)  # fmt: skip
    add(office, "propaganda", form="hoi_nghi", held_on="2027-06-12", content="Nói chuyện",
        reached=120, materials=200, place="Nhà văn hóa", **said)  # fmt: skip
    add(office, "propaganda", form="hoi_nghi", held_on="2027-06-30", content="Nói chuyện lần hai",
        sessions=2, reached=80, materials=50, **said)  # fmt: skip
    add(office, "propaganda", form="hoi_nghi", held_on="2027-07-01", content="Sau tháng", **said)
    add(office, "trainings", topic="Luật Phòng, chống ma túy", held_on="2027-06-15",
        attendance=45)  # fmt: skip
    add(office, "incidents", kind="tang_tru", happened_on="2027-06-20", **said)
    for number in ("một", "hai", "ba"):
        household = add_household(office, home, f"Chủ hộ {number}")
        add(office, "commitments", kind="ho_gia_dinh", household=household, outcome="da_ky",
            signed_on="2027-06-10")  # fmt: skip
    household = add_household(office, home, "Chủ hộ vắng")
    add(office, "commitments", kind="ho_gia_dinh", household=household, outcome="vang",
        signed_on="2027-06-10", reason="Đi làm xa")  # fmt: skip
    person = add_person(office, "Lò Văn Mẫu", home)
    add(office, "commitments", kind="nguoi_sau_cai", person=person, outcome="da_ky",
        signed_on="2027-06-11")  # fmt: skip
    add(office, "difficulties", subject="Thiếu loa", content="Hai thôn chưa có loa",
        proposal="Đề nghị cấp loa cho hai thôn", level="tren", raised_on="2027-06-18")  # fmt: skip
    return home
