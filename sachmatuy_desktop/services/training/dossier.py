"""What an office writes down about one person: the sheets from which a course of life is made."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.services.training.notebook import Row
from sachmatuy_desktop.services.training.people import MAN, WOMAN
from sachmatuy_desktop.services.training.plan import CasePlan
from sachmatuy_desktop.services.training.scene import Scene

_CARD_LAW = date(2024, 7, 1)
"""Luật Căn cước 26/2023/QH15: cards issued from this day are "thẻ căn cước"."""

_CARDS_FROM, _CARDS_UNTIL = date(2021, 6, 1), date(2025, 3, 31)
_TEST_EVERY = 55
"""Days between two tests of a person under management, as the training office keeps them."""


@dataclass
class Dossier:
    """One person's file being written; `plan` says when things happened."""

    scene: Scene
    person: Row
    plan: CasePlan

    @property
    def words(self) -> Any:
        """The wording of the office."""
        return self.scene.words

    def add(self, register: str, **values: Value) -> Row:
        """One sheet about the person."""
        return self.scene.book.add(register, {"person": self.person.id, **values})

    # -- the person -------------------------------------------------------------------------------

    def introduce(self, found: date, psychosis: bool = False) -> None:
        """The rest of form 05: kin, schooling, paper, and what is known about drugs."""
        self._complete()
        self._card()
        dice, drugs = self.scene.dice, self.words["drugs"]
        self.add(
            "drug_profiles",
            schooling=dice.choice(self.words["people"]["schooling"]),
            standing="xlvphc_khac" if dice.random() < 0.25 else "khong",
            psychosis=int(psychosis),
            started=str(found.year - dice.randint(1, 3)),
            first_found=found.isoformat()[:7],
            drugs=dice.choice(drugs["kinds"]),
            method=dice.choice(drugs["methods"]),
            times_in_rehab="khong",
            frequency=dice.choice(drugs["frequencies"]),
        )

    def _complete(self) -> None:
        scene, people = self.scene, self.words["people"]
        kin = next(
            key
            for key, each in scene.peoples.items()
            if each.ethnicity == self.person.values["ethnicity"]
        )
        self.person.values |= {
            "native_place": scene.unit.titled,
            "education": scene.dice.choice(people["learning"]),
            "nationality": "Việt Nam",
            "religion": "Không",
            "father": scene.stranger(kin, MAN),
            "mother": scene.stranger(kin, WOMAN),
            "phone": self.person.values.get("phone") or scene.numbers.phone(),
        }

    def _card(self) -> None:
        span = (_CARDS_UNTIL - _CARDS_FROM).days
        issued = self.scene.laws.working(
            _CARDS_FROM + timedelta(days=self.scene.dice.randint(10, span))
        )
        issued = min(issued, self.scene.laws.working(self.scene.ago(30)))
        self.add(
            "identity_docs",
            kind="can_cuoc" if issued >= _CARD_LAW else "cccd",
            number=self.person.values["citizen_number"],
            issued_on=issued.isoformat(),
            issued_by=self.words["people"]["documents_by"],
        )

    # -- the lists --------------------------------------------------------------------------------

    def episode(
        self,
        category: str,
        begins: date,
        reason: str,
        *,
        until: date | None = None,
        end_reason: str | None = None,
        filed: date | None = None,
        in_community: bool = True,
    ) -> None:
        """A stay on one of the lists; `filed` is the day its management file was made."""
        row = self.add(
            "episodes",
            category=category,
            from_date=begins.isoformat(),
            until_date=until.isoformat() if until else None,
            reason=self.words["reasons"][reason],
            end_reason=self.words["reasons"][end_reason] if end_reason else None,
            file_date=filed.isoformat() if filed else None,
            law=self.scene.laws.on(begins).name,
            in_community=int(in_community),
        )
        if filed:
            self.scene.book.number(row, "file_number", "{}/HSQL", filed.isoformat())

    def presence(
        self, state: str, begins: date, until: date | None = None, place: str | None = None
    ) -> None:
        """Where the person was."""
        self.add(
            "presences",
            state=state,
            from_date=begins.isoformat(),
            until_date=until.isoformat() if until else None,
            place=place,
        )

    # -- papers -----------------------------------------------------------------------------------

    def decision(
        self, kind: str, signed: date, begins: date | None = None, until: date | None = None
    ) -> None:
        """A decision signed by whom the law of its day says, on that law's form."""
        scene, law = self.scene, self.scene.laws.on(signed)
        body = law.signers[kind]
        how = self.words["signers"][body]
        official = {"ubnd": "chairman", "cong_an": "police_chief", "toa_an": "judge"}[body]
        row = self.add(
            "decisions",
            kind=kind,
            signed_on=signed.isoformat(),
            signer=scene.officials[official].name,
            signer_role=scene.say(how["role"]),
            term_from=begins.isoformat() if begins else None,
            term_until=until.isoformat() if until else None,
            form=law.forms.get(kind),
            law=law.name,
        )
        symbol = scene.say(how["symbol"])
        scene.book.number(row, "number", "{}/" + symbol, signed.isoformat())

    def treatment(self, form: str, begins: date, facility: str, **values: Value) -> None:
        """A course of rehabilitation or substitution; running unless `values` say otherwise."""
        row = self.add(
            "treatments",
            **{
                "form": form,
                "state": "dang_thuc_hien",
                "from_date": begins.isoformat(),
                "facility": self.words["places"][facility],
                "compliant": 1,
                **values,
            },
        )
        self.scene.book.number(row, "paper_number", "{}/HSCN", begins.isoformat())

    # -- tests and visits -------------------------------------------------------------------------

    def test(self, kind: str, day: date, positive: bool = False, prescribed: bool = False) -> None:
        """A test that was taken."""
        drugs = self.words["drugs"]
        found = drugs["prescribed"] if prescribed else drugs["found"]
        row = self.add(
            "tests",
            kind=kind,
            planned_on=day.isoformat() if kind == "dinh_ky" else None,
            taken_on=day.isoformat(),
            result="duong_tinh" if positive or prescribed else "am_tinh",
            substances=found if positive or prescribed else None,
            prescribed=int(prescribed),
            body=self.scene.say(self.words["places"]["health_station"]),
        )
        self.scene.book.number(row, "sheet_number", "{}/PXN", day.isoformat())

    def follow_up_tests(self, after: date, until: date | None = None) -> None:
        """Regular tests without a finding, the last one as long ago as the plan says."""
        last = until or self.scene.within(self.plan.last_test)
        day = after + timedelta(days=_TEST_EVERY)
        while day < last - timedelta(days=_TEST_EVERY // 2):
            self.test("dinh_ky", day)
            day += timedelta(days=_TEST_EVERY)
        if last > after:
            self.test("dinh_ky", last, prescribed=self.plan.prescribed)

    def visits(self, begins: date, until: date | None = None) -> None:
        """One visit in every month of the calendar (Nghị định 163/2026/NĐ-CP, Điều 61)."""
        end = until or self.scene.as_of
        for first, last in _months(begins, end):
            day = first + timedelta(days=self.scene.dice.randint(0, (last - first).days))
            self.add(
                "visits",
                visited_on=day.isoformat(),
                visitor=self.scene.officials["officer"].name,
                found=1,
            )

    def support(self, kind: str, day: date, result: str, earns: bool = False) -> None:
        """Help that was given."""
        self.add(
            "supports",
            kind=kind,
            given_on=day.isoformat(),
            giver=self.scene.dice.choice(self.words["supports"]["givers"]),
            result=self.words["notes"][result],
            self_supporting=int(earns),
        )


def _months(begins: date, end: date) -> Iterator[tuple[date, date]]:
    """The calendar months of a time, each cut to it."""
    first = begins
    while first <= end:
        month_end = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        yield first, min(month_end, end)
        first = month_end + timedelta(days=1)
