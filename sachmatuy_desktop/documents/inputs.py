"""What a service hands over for each form: plain facts, no wording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Body = Literal["ubnd", "cong_an"]
Outcome = Literal["yes", "no", "unknown"]
Status = Literal["met", "not_met", "unknown", "nothing_arisen"]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The body that issues a paper.

    `issuer` holds one entry a line of the head, `short` is the name in running text, `symbol` the
    abbreviation in the number (UBND), `place` the địa danh of the date line.
    """

    parent: str
    issuer: tuple[str, ...]
    short: str
    symbol: str
    place: str


@dataclass(frozen=True, slots=True)
class SignedBy:
    """Who signs: the lines of power and post, and the full name without titles."""

    authority: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What every administrative paper has around its content.

    `number` and `date` (`YYYY-MM-DD`) are None until the paper is registered.
    """

    letterhead: Letterhead
    signer: SignedBy
    recipients: tuple[str, ...]
    number: int | None = None
    date: str | None = None
    training: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """The period that is judged and the day on which the figures were taken, `YYYY-MM-DD`."""

    start: str
    end: str
    as_of: str


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion as judged: its wording, the basis of its figures, the result in words."""

    label: str
    text: str
    evidence: str
    result: str
    status: Status
    confirmed_by: str = ""

    def cells(self, words: Mapping[str, str]) -> tuple[str, ...]:
        """Its row in the annex of criteria; `words` are the constants of the form."""
        status = words["status_" + self.status]
        return self.label, self.text, self.evidence, self.result, status, self.confirmed_by


@dataclass(frozen=True, slots=True)
class VillageFigures:
    """The figures of one village, never a name; None prints as an empty cell."""

    village: str
    households: int | None = None
    residents: int | None = None
    committed: int | None = None
    addicts: int | None = None
    users: int | None = None
    after_rehab: int | None = None
    hot_spots: int | None = None
    tip_boxes: int | None = None
    boards: int | None = None
    models: int | None = None

    def figures(self) -> tuple[int | None, ...]:
        """The figures in the order of the columns."""
        return (
            self.households,
            self.residents,
            self.committed,
            self.addicts,
            self.users,
            self.after_rehab,
            self.hot_spots,
            self.tip_boxes,
            self.boards,
            self.models,
        )


@dataclass(frozen=True, slots=True)
class SelfAssessment:
    """The content of the self-assessment report.

    `basis` is the plan or decision it carries out; `readings` names the readings of ambiguous
    wording that were used; `klass` is I, II, III, less_complex, none, or None where not classified.
    """

    addressees: tuple[str, ...]
    programme: str
    basis: str
    unit: str
    period: Period
    population: int | None
    criteria: tuple[CriterionRow, ...]
    villages: tuple[VillageFigures, ...]
    outcome: Outcome | None
    klass: str | None = None
    readings: tuple[str, ...] = ()
    review_note: str = ""
    proposals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecognitionRequest:
    """The content of the request for recognition."""

    addressees: tuple[str, ...]
    programme: str
    unit: str
    legal_bases: tuple[str, ...]
    period: Period
    criteria: tuple[CriterionRow, ...]
    attachments: tuple[str, ...]
    minutes_note: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewMinutes:
    """The content of the minutes; `started` and `ended` as spoken (“08 giờ 00, ngày …”)."""

    programme: str
    unit: str
    criteria: tuple[CriterionRow, ...]
    started: str = ""
    ended: str = ""
    venue: str = ""
    participants: tuple[str, ...] = ()
    chair: str = ""
    secretary: str = ""
    chair_name: str = ""
    secretary_name: str = ""
    report_note: str = ""
    opinions: tuple[str, ...] = ()
    votes_for: int | None = None
    votes_total: int | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """One household for its commitment; what is empty prints as dots."""

    representative: str = ""
    birth: str = ""
    citizen_number: str = ""
    address: str = ""
    village: str = ""
    members: str = ""
    code: str = ""
    number: str = ""
    """Of its sheet in a drive; nowhere else printed."""
    squares: str = ""
    """Of its code, row by row, a blank between them."""

    def sheet(self) -> Mapping[str, str]:
        """The words by the names that the form's `sheet_fields` declare."""
        return {
            "representative": self.representative,
            "birth": self.birth,
            "citizen_number": self.citizen_number,
            "address": self.address,
            "village": self.village,
            "members": self.members,
            "code": self.code,
            "number": self.number,
            "squares": self.squares,
        }


@dataclass(frozen=True, slots=True)
class Commitments:
    """What all commitments of a batch share."""

    addressee: str
    unit: str
    hotlines: str = ""
    place_date: str = ""
    drive: str = ""
    training: bool = False


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One sheet on the list that goes with a pile, every value as it prints."""

    number: str
    household: str
    head: str
    address: str = ""
    phone: str = ""
    standing: str = ""

    def cells(self) -> tuple[str, ...]:
        """Its row; the three narrow columns and the last are for the pen."""
        whose = (self.number, self.household, self.head, self.address, self.phone)
        return (*whose, "", "", "", self.standing)


@dataclass(frozen=True, slots=True)
class Pile:
    """The forms of one hamlet, and who carries them from house to house."""

    drive: str
    unit: str
    village: str
    sheets: tuple[SheetLine, ...]
    carrier: str = ""
    handed_on: str = ""
    until: str = ""
    training: bool = False


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One person on a restricted roster, every value as it prints."""

    name: str
    birth: str = ""
    sex: str = ""
    citizen_number: str = ""
    village: str = ""
    category: str = ""
    since: str = ""
    note: str = ""

    def cells(self) -> tuple[str, ...]:
        """The values in the order of the columns."""
        return (
            self.name,
            self.birth,
            self.sex,
            self.citizen_number,
            self.village,
            self.category,
            self.since,
            self.note,
        )


@dataclass(frozen=True, slots=True)
class Roster:
    """A restricted roster: copy `copy` of `copies`, printed by whom, when and what for."""

    title: str
    as_of: str
    purpose: str
    people: tuple[RosterLine, ...]
    printed_by: str
    printed_at: str
    copy: int = 1
    copies: int = 1


@dataclass(frozen=True, slots=True)
class CommuneLine:
    """One commune in the receiving office's summary; no statuses when nothing has arrived."""

    name: str
    statuses: tuple[Status | None, ...] = ()
    outcome: Outcome | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class ReceivingSummary:
    """Communes × criteria: `criteria` pairs a short label with the wording."""

    programme: str
    as_of: str
    criteria: tuple[tuple[str, str], ...]
    communes: tuple[CommuneLine, ...]
