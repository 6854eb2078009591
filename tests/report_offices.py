"""A small commune whose half-year is counted by hand, for its reports."""

from __future__ import annotations

from datetime import date, datetime

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.reports import IssueReport, draft_report, read_report
from tests.offices import add, add_household, add_person, add_village

HALF = "sau-thang"
PERIOD = "2026-H1"
"""15/12/2025 – 14/6/2026."""
JUNE = datetime(2026, 6, 14, 8, 0, tzinfo=VIETNAM)


def half_a_year(office: Office) -> RecordId:
    """What is told by hand below, and what lies beside the days; the first village.

    Addicts at the end: two (Lò Văn Một came in March, Lò Văn Hai before the half-year); one left
    in May.  Talks: three and four sessions, 60 and 90 people; one more before the half-year.
    Cases: one within, one before.  Three households, of which two have signed.
    """
    village = add_village(office, "Thôn 1")
    other = add_village(office, "Thôn 2")
    for name, since, until in (
        ("Lò Văn Một", "2026-03-02", None),
        ("Lò Văn Hai", "2025-05-01", None),
        ("Lò Văn Ba", "2025-05-01", "2026-05-20"),
    ):
        person = add_person(office, name, village)
        ended = {"until_date": until, "end_reason": "khac"} if until else {}
        add(office, "episodes", person=person, category="nghien", from_date=since, **ended)
    for day, sessions, reached in (("2026-02-03", 3, 60), ("2026-06-14", 4, 90)):
        add(
            office,
            "propaganda",
            form="loa",
            held_on=day,
            content="Phát thanh",
            sessions=sessions,
            reached=reached,
            village=village,
        )
    add(office, "propaganda", form="loa", held_on="2025-12-14", content="Kỳ trước", village=other)
    add(office, "incidents", kind="tang_tru", happened_on="2026-04-05", village=village)
    add(office, "incidents", kind="tang_tru", happened_on="2025-11-05", village=village)
    for number, head in enumerate(("Chủ hộ một", "Chủ hộ hai", "Chủ hộ ba")):
        household = add_household(office, village, head)
        if number < 2:
            add(
                office,
                "commitments",
                kind="ho_gia_dinh",
                household=household,
                outcome="da_ky",
                signed_on="2026-03-10",
            )
    add(
        office,
        "difficulties",
        subject="Thiếu loa",
        content="Hai thôn chưa có loa",
        proposal="Đề nghị cấp loa cho hai thôn",
        level="tren",
        raised_on="2026-05-18",
    )
    return village


def issue_report(
    office: Office, kind: str = HALF, period: str = PERIOD, as_of: date | None = None
) -> RecordId:
    """Issue a report as it stands; the document's id."""
    report = read_report(office, kind, period, as_of)
    return str(office.run(IssueReport(report, draft_report(office, report))).result)
