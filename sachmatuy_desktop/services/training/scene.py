"""What everyone who thinks up a part of a training office has at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.units import Unit
from sachmatuy_desktop.services.training.law import LawBook
from sachmatuy_desktop.services.training.notebook import Notebook, Row
from sachmatuy_desktop.services.training.people import MAN, WOMAN, Numbers, People
from sachmatuy_desktop.services.training.plan import CommuneWorld, Span


@dataclass(frozen=True)
class Official:
    """Someone who signs: name and position."""

    name: str
    position: str


@dataclass
class Place:
    """A village with what has come to stand in it."""

    name: str
    id: RecordId
    peoples: Mapping[str, int]
    teams: list[RecordId] = field(default_factory=list)
    households: list[Row] = field(default_factory=list)
    residents: list[Row] = field(default_factory=list)

    @property
    def inline(self) -> str:
        """The name inside a sentence: "thôn Phong An", but "Thôn 1" keeps its capital."""
        return self.name if self.name[-1].isdigit() else self.name[:1].lower() + self.name[1:]


@dataclass
class Scene:
    """One commune on one day: its plan, its dice, its villages and the notebook they fill."""

    world: CommuneWorld
    unit: Unit
    as_of: date
    dice: Random
    book: Notebook
    laws: LawBook
    peoples: Mapping[str, People]
    words: Mapping[str, Any]
    numbers: Numbers = field(init=False)
    places: dict[str, Place] = field(default_factory=dict)
    officials: dict[str, Official] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.numbers = Numbers(self.world.people_block, self.world.phone_block)
        positions = {
            "chairman": f"Chủ tịch Ủy ban nhân dân {self.unit.titled}",
            "police_chief": f"Trưởng Công an {self.unit.titled}",
            "front_chairman": f"Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam {self.unit.titled}",
            "culture_officer": "Công chức Văn hóa - xã hội",
            "judge": "Thẩm phán",
            "officer": f"Công an {self.unit.titled}",
        }
        for role, position in positions.items():
            self.officials[role] = Official(self.stranger("kinh"), position)

    @property
    def unfinished(self) -> list[Place]:
        """The villages where some have not signed yet."""
        names = self.world.unfinished or tuple(self.places)
        return [self.places[name] for name in names]

    @property
    def registered(self) -> date:
        """The day the commune registered for the programme."""
        return self.ago(self.world.registered)

    def ago(self, days: int) -> date:
        """So many days before the day of the world."""
        return self.as_of - timedelta(days=days)

    def within(self, span: Span) -> date:
        """A day somewhere in a span of days back."""
        return self.ago(self.dice.randint(*span))

    def stranger(self, people: str, sex: str | None = None) -> str:
        """The name of somebody who has no record of their own."""
        kin = self.peoples[people]
        return kin.name(self.dice, sex or self.dice.choice((MAN, WOMAN)), kin.surname(self.dice))

    def say(self, text: str, **names: str) -> str:
        """A sentence of `wording.toml` with the names of this place in it."""
        return text.format(unit=self.unit.titled, police=self.world.police, **names)
