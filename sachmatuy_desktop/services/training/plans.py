"""A commune that follows its plan: adopted, some of it done and proved, one task late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Final

from sachmatuy_desktop.domain.plans import PlanPack, When
from sachmatuy_desktop.domain.plans.due import Own
from sachmatuy_desktop.domain.plans.standing import State
from sachmatuy_desktop.services.bus import Command, Session
from sachmatuy_desktop.services.criteria import library
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans import NewProof, RecordResult, RecordResults
from sachmatuy_desktop.services.plans.adopting import AdoptPlan
from sachmatuy_desktop.services.plans.listing import Listed, list_tasks
from sachmatuy_desktop.services.plans.proving import offers_for
from sachmatuy_desktop.services.plans.rows import Behind, TaskChoice
from sachmatuy_desktop.services.plans.setting import SetTask
from sachmatuy_desktop.services.training.scene import Scene
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

SINCE: Final = 45
"""The plan was taken up so many days before the day of the world."""

REVIEW: Final = Own(days=30)
"""What the office chose for its first continuous task, which is therefore late by now."""

DONE: Final = 6
"""So many tasks are done."""

AHEAD: Final = timedelta(days=12)


@dataclass(frozen=True)
class _Fill:
    """Another act as part of filling an office: nobody takes it back by mistake."""

    command: Command

    @property
    def act(self) -> str:
        """The act's id."""
        return "training.fill"

    def run(self, work: UnitOfWork, session: Session) -> object:
        """As the command itself."""
        return self.command.run(work, session)


def follow_plan(office: Office, scene: Scene) -> None:
    """Adopt the plan that the commune's criteria come from, and do some of its tasks."""
    document = scene.world.pack.partition("/")[0]
    packs = library(office.session)
    known = {each.id: each for each in packs.all(scene.as_of) if isinstance(each, PlanPack)}
    pack = known.get(f"{document}/plan")
    if pack is None:
        return
    chief = scene.officials["police_chief"]
    here = Behind(person=chief.name, position=chief.position, account=office.account.id)
    actors = {each.id: here for each in pack.actors if each.within_commune(scene.as_of)}
    adopt = AdoptPlan(
        pack=pack.id, from_date=scene.ago(SINCE), actors=actors, tasks=_looked_back_on(pack, scene)
    )
    office.run(_Fill(adopt))
    results = tuple(islice(_results(office, scene), DONE))
    if results:
        office.run(_Fill(RecordResults(results)))


def _looked_back_on(pack: PlanPack, scene: Scene) -> Mapping[str, TaskChoice]:
    """The choice that makes one task late."""
    for each in pack.tasks:
        if each.for_commune and each.when.kind == "continuous" and each.offered(scene.as_of):
            return {each.id: TaskChoice(own=REVIEW)}
    return {}


def set_from_above(office: Office, communes: Sequence[str], today: date) -> None:
    """The receiving office asks its communes for something; its next bundle brings it to them."""
    asked = SetTask(
        communes=tuple(communes),
        title="Rà soát, niêm yết số điện thoại đường dây nóng ở từng thôn",
        when=When("once", on=today + AHEAD),
        content="Báo cáo số thôn đã niêm yết, thôn chưa niêm yết và lý do.",
        kind="report",
        document="112/CV-CAT",
        evidence=("hotline_boards",),
    )
    office.run(_Fill(asked))


def _results(office: Office, scene: Scene) -> Iterator[RecordResult]:
    """What was done: every task but the first late one, with a proof of its own days."""
    listed = [each for each in list_tasks(office.session).tasks if each.task.ours]
    pressing = [each for each in listed if each.task.active and each.standing.now is not None]
    late = next((each for each in pressing if each.standing.state is State.OVERDUE), None)
    for each in pressing:
        if each is not late:
            yield from _done(office, scene, each)


def _done(office: Office, scene: Scene, listed: Listed) -> Iterator[RecordResult]:
    now = listed.standing.now
    if now is None or now.opening.due is None:
        return
    offers = offers_for(office.session, listed.task, now.opening, scene.as_of)
    fitting = [each for each in offers.records if each.fits and each.day is not None]
    if listed.task.asks_proof and not fitting:
        return
    day = min(now.opening.due.date(), scene.ago(3))
    yield RecordResult(
        task=listed.task.id,
        opening=now.opening.key,
        done_on=max(day, now.opening.first),
        who=scene.officials["officer"].name,
        proofs=tuple(NewProof(each.register, each.record) for each in fitting[:2]),
    )
