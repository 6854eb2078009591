"""A commune on its way to recognition, told as commands: two offices under one clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sachmatuy_desktop.domain.recognition import Ruling, Standing, Verdict
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.recognition import (
    Appraise,
    BeginRecognition,
    Case,
    Decide,
    Signed,
    TakeStep,
    case_of,
)
from sachmatuy_desktop.services.sync import bundles
from tests.fact_cases import IA_HDRAI
from tests.offices import TestClock

PLAN = "chuong-trinh"
YEARLY = "ra-soat-nam"
CHAIR = "Nguyễn Văn Chủ"
ABOVE = "Trần Thị Thẩm"


def signed(day: str, document: str = "", **more: object) -> Signed:
    """Signed by the chair on a day."""
    given: dict[str, object] = {"who": CHAIR, "position": "Chủ tịch UBND xã", **more}
    return Signed(done_on=date.fromisoformat(day), document=document, **given)  # type: ignore[arg-type]


def begin(office: Office, day: str = "2026-01-05", **more: object) -> RecordId:
    """Set out by the plan of Ia H'Drai."""
    given: dict[str, object] = {"process": PLAN, "pack": IA_HDRAI, "year": 2026, **more}
    command = BeginRecognition(signed=signed(day, "01/ĐK-UBND"), **given)  # type: ignore[arg-type]
    return str(office.run(command).result)


def take(
    office: Office, recognition: RecordId, step: str, day: str, document: str = "", **more: object
) -> RecordId:
    """Take a step on a day, by a document."""
    command = TakeStep(
        recognition=recognition,
        step=step,
        signed=signed(day, document),
        **more,  # type: ignore[arg-type]
    )
    return str(office.run(command).result)


def appraise(
    office: Office, recognition: RecordId, verdict: Verdict, day: str, **more: object
) -> RecordId:
    """Answer a request."""
    command = Appraise(
        recognition=recognition,
        verdict=verdict,
        written_on=date.fromisoformat(day),
        who=ABOVE,
        position="Cán bộ thẩm định",
        **more,  # type: ignore[arg-type]
    )
    return str(office.run(command).result)


def decide(
    office: Office, recognition: RecordId, ruling: Ruling, day: str, **more: object
) -> RecordId:
    """Decide."""
    given: dict[str, object] = {"number": "100/QĐ-UBND", **more}
    command = Decide(
        recognition=recognition,
        ruling=ruling,
        signed_on=date.fromisoformat(day),
        signer="Lê Văn Tỉnh",
        position="Phó Chủ tịch UBND tỉnh",
        **given,  # type: ignore[arg-type]
    )
    return str(office.run(command).result)


def read(office: Office, recognition: RecordId) -> Case:
    """The recognition as an office holds it."""
    return case_of(office.queries, recognition)


def stands(office: Office, recognition: RecordId) -> Standing:
    """Where it stands today."""
    today = date.fromisoformat(office.clock.today())
    return read(office, recognition).standing(today)


def picture(standing: Standing) -> str:
    """The ladder in one line: `register ■ | baseline ▶ | self-assessment · | …`."""
    marks = {"done": "■", "now": "▶", "not_yet": "◷", "later": "·", "know": "i"}
    return " | ".join(
        f"{each.step.id} {marks[each.state.value]}{'!' if each.late else ''}"
        for each in standing.rungs
    )


@dataclass
class Road:
    """A commune and the office above it, with a stick between them."""

    commune: Office
    above: Office
    clock: TestClock
    folder: Path
    sticks: int = 0

    def up(self) -> None:
        """What the commune has written is brought to the office above, and its receipt back."""
        self._carry(self.commune, self.above)

    def down(self) -> None:
        """The answer is brought to the commune."""
        self._carry(self.above, self.commune)

    def on(self, day: str) -> None:
        """Both PCs are started on a day."""
        wanted = date.fromisoformat(day)
        self.clock.moment = self.clock.moment.replace(
            year=wanted.year, month=wanted.month, day=wanted.day
        )

    def _carry(self, sender: Office, receiver: Office) -> None:
        self.sticks += 1
        stick = self.folder / f"{self.sticks}.smt"
        bundles.export(sender, receiver.keys.device.public.key_id, stick)
        outcome = bundles.merge(receiver, bundles.stage(receiver, stick))
        if outcome.receipt is not None:
            bundles.merge(sender, bundles.stage(sender, outcome.receipt))
