"""The restricted roster: persons by name, for a stated purpose, each copy numbered.

It is the only paper that names persons on the books; whoever drafts one leaves an entry in the
journal with the purpose.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from sachmatuy_desktop.documents import builders
from sachmatuy_desktop.documents.inputs import Roster, RosterLine
from sachmatuy_desktop.domain.dates import show_moment
from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, labels
from sachmatuy_desktop.domain.registers.people import CATEGORIES
from sachmatuy_desktop.domain.registers.values import show
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.choices import Choices, must_print
from sachmatuy_desktop.services.papers.codes import coded
from sachmatuy_desktop.services.papers.counts import (
    MANAGED,
    Row,
    episodes_on,
    home_villages,
    own_rows,
    village_name,
)
from sachmatuy_desktop.services.papers.heads import heading_of
from sachmatuy_desktop.services.papers.notes import NotePrint
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.sync.paper_codes import PaperSigner

FORM: Final = "roster"
MOST_COPIES: Final = 99
_HERE: Final = "co_mat"


def roster(office: Office, as_of: date, choices: Choices) -> FormData:
    """The persons of a category (or of all that are managed) on a day, of one village or of all.

    Raises `BadInput` without a purpose, for an unknown category, or for copy 3 of 2,
    `NotAllowed` for an account that may not know who is on a list.
    """
    must_print(office, FORM)
    _must_be_whole(choices)
    people = _listed(office, as_of, choices)
    heading = heading_of(office)
    listed = Roster(
        title=_title(office, choices),
        as_of=as_of.isoformat(),
        purpose=choices.purpose.strip(),
        people=people,
        printed_by=office.info.account_name,
        printed_at=show_moment(office.clock.now()),
        copy=choices.copy,
        copies=choices.copies,
    )
    data = builders.roster(heading.paper(training=office.info.training), listed)
    told = f"{listed.title}; bản số {choices.copy}/{choices.copies}; {len(people)} người"
    office.run(NotePrint(told, listed.purpose))
    signer = PaperSigner.of(office.keys.device.signing)
    return coded(data, signer, office.info.unit_id, "", office.clock.now().date())


def _must_be_whole(choices: Choices) -> None:
    if not choices.purpose.strip():
        raise BadInput(N_("Hãy ghi mục đích sử dụng danh sách trước khi in.")).at("purpose")
    if not 1 <= choices.copy <= choices.copies <= MOST_COPIES:
        raise BadInput(N_("Bản số phải từ 1 đến tổng số bản, nhiều nhất 99 bản.")).at("copy")
    if choices.category is not None and choices.category not in CATEGORIES:
        raise BadInput(
            N_("Không có diện quản lý “{category}”; hãy chọn lại."), category=choices.category
        ).at("category")


def _title(office: Office, choices: Choices) -> str:
    whom = CATEGORIES[choices.category] if choices.category else "Người thuộc diện quản lý"
    place = office.unit.titled
    if choices.village:
        place = f"{village_name(office, choices.village)}, {place}"
    return f"{whom} trên địa bàn {place}"


def _listed(office: Office, as_of: date, choices: Choices) -> tuple[RosterLine, ...]:
    """One line for each person and category, by name."""
    day = as_of.isoformat()
    categories = (choices.category,) if choices.category else MANAGED
    episodes = sorted(
        episodes_on(office, day, categories).values(), key=lambda row: str(row["from_date"])
    )
    ids = {str(row["person"]) for row in episodes}
    homes = home_villages(office, ids)
    if choices.village:
        ids = {each for each in ids if homes.get(each) == choices.village}
    people = office.queries.rows("people", sorted(ids))
    villages = office.queries.names("villages", sorted(set(homes.values()) - {""}))
    away = _whereabouts(office, day)
    ordered = sorted(
        (row for row in episodes if str(row["person"]) in people),
        key=lambda row: str(people[str(row["person"])]["sort_key"]),
    )
    return tuple(
        _line(
            people[str(row["person"])],
            row,
            villages.get(homes[str(row["person"])], ""),
            away.get(str(row["person"]), ""),
        )
        for row in ordered
    )


def _whereabouts(office: Office, day: str) -> dict[RecordId, str]:
    """Where those are who are not present, in the words of the register, by the newest entry."""
    book = REGISTERS["presences"]
    rows = own_rows(office, "presences", [Where("from_date", "<=", day)])
    found: dict[RecordId, str] = {}
    for row in sorted(rows.values(), key=lambda row: (str(row["from_date"]), str(row["id"]))):
        ended = row["until_date"] and str(row["until_date"]) < day
        here = row["state"] == _HERE or ended
        found[str(row["person"])] = "" if here else show(book["state"], row["state"])
    return found


def _line(person: Row, episode: Row, village: str, away: str) -> RosterLine:
    book, since = REGISTERS["people"], REGISTERS["episodes"]["from_date"]
    return RosterLine(
        name=str(person["full_name"]),
        birth=show(book["birth"], person["birth"]),
        sex=show(book["sex"], person["sex"]),
        citizen_number=str(person["citizen_number"] or ""),
        village=village,
        category=labels(CATEGORIES, episode["category"]),
        since=show(since, episode["from_date"]),
        note=away,
    )
