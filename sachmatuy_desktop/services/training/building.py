"""Founding the training offices and filling them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Final, Self

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.domain.units import Unit
from sachmatuy_desktop.errors import N_, BadInput, NotAllowed
from sachmatuy_desktop.packs.units import unit_table
from sachmatuy_desktop.services.office import COMMUNE, RECEIVING, Founding, Office, found
from sachmatuy_desktop.services.training.books import keep_books
from sachmatuy_desktop.services.training.drawings import attach_drawings
from sachmatuy_desktop.services.training.families import settle
from sachmatuy_desktop.services.training.law import load_laws
from sachmatuy_desktop.services.training.lives import live
from sachmatuy_desktop.services.training.notebook import Notebook
from sachmatuy_desktop.services.training.people import load_peoples
from sachmatuy_desktop.services.training.places import build_villages
from sachmatuy_desktop.services.training.plan import (
    CommuneWorld,
    ReceivingPlan,
    TrainingPlan,
    load_data,
    load_plan,
)
from sachmatuy_desktop.services.training.plans import follow_plan, set_from_above
from sachmatuy_desktop.services.training.privacy import protect_data
from sachmatuy_desktop.services.training.programme import (
    build_programme,
    campaign,
    letterhead,
)
from sachmatuy_desktop.services.training.recognition import set_out
from sachmatuy_desktop.services.training.scene import Scene
from sachmatuy_desktop.services.training.signing import sign
from sachmatuy_desktop.storage.keys.keyring_crypto import OFFICE_COST, Cost

PASSPHRASE: Final = "tập huấn sạch ma túy"  # noqa: S105  (known to everybody on purpose)
"""Opens every training office, and is shown on screen: nothing in them is real."""

_ACT: Final = "training.fill"
_SCOPES: Final = (Scope.PROGRAMME, Scope.HOUSEHOLDS, Scope.PEOPLE, Scope.OFFICE)

Progress = Callable[[str, int, int], None]
"""Told before each office: the name of its unit, how many are done, how many there are."""


@dataclass
class TrainingWorld:
    """The training offices, open.  Use it in a `with`, or `close` it.

    `communes` are by the name of their folder, in the order of the plan.
    """

    folder: Path
    communes: Mapping[str, Office]
    receiving: Office
    account: str
    passphrase: str = PASSPHRASE

    @property
    def offices(self) -> tuple[Office, ...]:
        """All offices, the receiving one last."""
        return (*self.communes.values(), self.receiving)

    def close(self) -> None:
        """Let go of every office."""
        for office in self.offices:
            office.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def training_clock(seed: int, moment: datetime) -> Clock:
    """A clock that makes the same world from the same seed: it ticks a millisecond a look."""
    dice = _dice(seed, "clock")
    ticks = 0

    def now() -> datetime:
        nonlocal ticks
        ticks += 1
        return moment + timedelta(milliseconds=ticks)

    return Clock(now, dice.randbytes)


def build_world(
    folder: Path,
    clock: Clock,
    cost: Cost = OFFICE_COST,
    only: Sequence[str] | None = None,
    small: bool = False,
    progress: Progress | None = None,
    plan: TrainingPlan | None = None,
) -> TrainingWorld:
    """Found and fill the training offices, each in a folder of its own under `folder`.

    `only` names the communes wanted (the receiving office is always made); `small` makes about
    twenty households a commune.  The world is of the day that `clock` shows.  Raises `Conflict`
    where a folder holds an office already, `StorageTrouble`; offices already made stay.
    """
    whole = plan or load_plan()
    wanted = [each for each in whole.communes if only is None or each.name in only]
    steps = len(wanted) + 1
    made: dict[str, Office] = {}
    try:
        for done, world in enumerate(wanted):
            if progress:
                progress(unit_table().unit(world.unit).titled, done, steps)
            office = _found_commune(folder, whole, world, clock, cost)
            made[world.name] = office
            fill(office, world.small() if small else world, whole.seed, clock.now().date())
        if progress:
            progress(unit_table().unit(whole.receiving.unit).titled, len(wanted), steps)
        receiving = _found_receiving(folder, whole, clock, cost)
        if made:
            units = [each.unit for each in wanted]
            set_from_above(receiving, units, clock.now().date())
    except BaseException:
        for office in made.values():
            office.close()
        raise
    return TrainingWorld(folder, made, receiving, whole.account_id)


def fill(office: Office, world: CommuneWorld, seed: int, as_of: date) -> None:
    """Fill a training office just founded: four acts, one for each scope, then what it has done
    on its way to recognition and by its plan.

    The same seed, day and clock give the same records.  Raises `NotAllowed` for an office that is
    not for training, `BadInput` for a day before the laws kept here.
    """
    if not office.store.facts.training:
        raise NotAllowed(N_("Chỉ dữ liệu tập huấn mới được tạo tự động."))
    scene = imagine(world, office.unit, seed, as_of, office.clock.new_id)
    _say_who(office, scene)
    for scope in _SCOPES:
        _write(office, scene.book, scope)
    set_out(office, scene)
    follow_plan(office, scene)


def imagine(
    world: CommuneWorld, unit: Unit, seed: int, as_of: date, new_id: Callable[[], RecordId]
) -> Scene:
    """Everything an office of the commune will know, in memory; `new_id` makes the ids.

    Raises `BadInput` for a day before the laws kept here.
    """
    laws = load_laws()
    if as_of < laws.first_day:
        raise BadInput(
            N_("Dữ liệu tập huấn chỉ tạo được từ ngày {day}."), day=show_date(laws.first_day)
        )
    scene = Scene(
        world=world,
        unit=unit,
        as_of=as_of,
        dice=_dice(seed, world.name),
        book=Notebook(new_id),
        laws=laws,
        peoples=load_peoples(),
        words=load_data("wording") | {each: load_data(each) for each in ("books", "privacy")},
    )
    build_villages(scene)
    settle(scene)
    live(scene)
    sign(scene)
    build_programme(scene)
    keep_books(scene)
    attach_drawings(scene)
    scene.book.number_papers(scene.dice)
    protect_data(scene)
    return scene


def _say_who(office: Office, scene: Scene) -> None:
    """Complete what founding wrote: the registration and the letterhead."""
    registration = campaign(scene)
    begun = office.queries.ids("campaigns")
    if begun:
        scene.book.change("campaigns", begun[0], registration)
    else:
        scene.book.add("campaigns", registration)
    for settings in office.queries.ids("settings"):
        scene.book.change("settings", settings, letterhead(scene))


def _write(office: Office, book: Notebook, scope: Scope) -> None:
    """All records of one scope in one act."""
    with office.store.begin(Act(_ACT, office.account.name)) as work:
        for register in REGISTERS:
            if register.scope is scope:
                for row in book.rows.get(register.name, ()):
                    if register.owner_kind:
                        sha256 = str(row.values["sha256"])
                        office.store.files.put(sha256, [book.contents[sha256]])
                    work.insert(register.name, row.values, row.id)
        for change in book.changes:
            if REGISTERS[change.register].scope is scope:
                work.update(change.register, change.id, change.values)
        work.commit()


def _found_commune(
    folder: Path, plan: TrainingPlan, world: CommuneWorld, clock: Clock, cost: Cost
) -> Office:
    registered = clock.now().date() - timedelta(days=world.registered)
    answers = Founding(
        unit=world.unit,
        kind=COMMUNE,
        account_id=plan.account_id,
        account_name=plan.account_name,
        packs=(world.pack,),
        registered_on=registered.isoformat(),
        registration_document=world.document,
        training=True,
    )
    office, _code = found(folder / world.name, answers, PASSPHRASE, clock, cost)
    return office


def _found_receiving(folder: Path, plan: TrainingPlan, clock: Clock, cost: Cost) -> Office:
    receiving: ReceivingPlan = plan.receiving
    answers = Founding(
        unit=receiving.unit,
        kind=RECEIVING,
        account_id=plan.account_id,
        account_name=plan.account_name,
        training=True,
    )
    office, _code = found(folder / receiving.name, answers, PASSPHRASE, clock, cost)
    signer = load_peoples()["kinh"]
    dice = _dice(plan.seed, receiving.name)
    with office.store.begin(Act(_ACT, office.account.name)) as work:
        for settings in office.queries.ids("settings"):
            work.update(
                "settings",
                settings,
                {
                    "signer": signer.name(dice, "nam", signer.surname(dice)),
                    "drafting": receiving.drafting,
                },
            )
        work.commit()
    return office


def _dice(seed: int, name: str) -> Random:
    """Dice that always fall the same way; nothing secret hangs on them."""
    return Random(f"{seed}:{name}")  # noqa: S311
