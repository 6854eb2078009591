"""A commune in the middle of its way to recognition, by the same acts as an officer's."""

from __future__ import annotations

from datetime import date

from sachmatuy_desktop.domain.dates import ReportingYear
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.recognition import (
    WRITTEN,
    BeginRecognition,
    Signed,
    TakeStep,
)
from sachmatuy_desktop.services.training.scene import Scene


def set_out(office: Office, scene: Scene) -> None:
    """Register, then take the steps of the plan; a commune without a plan has not set out."""
    plan = scene.world.recognition
    if plan is None:
        return
    begin = BeginRecognition(
        process=plan.process,
        pack=scene.world.pack,
        year=ReportingYear.of(scene.as_of).year,
        programme=scene.world.campaign,
        signed=_signed(scene, "chairman", scene.registered, scene.world.document),
    )
    recognition = str(office.run(begin).result)
    for each in plan.step:
        signed = _signed(scene, each.signer, scene.ago(each.days))
        step = TakeStep(recognition=recognition, step=each.step, signed=signed, baseline=WRITTEN)
        office.run(step)


def _signed(scene: Scene, official: str, day: date, document: str = "") -> Signed:
    who = scene.officials[official]
    return Signed(done_on=day, who=who.name, position=who.position, document=document)
