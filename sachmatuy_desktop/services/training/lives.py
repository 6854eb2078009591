"""Courses of life of people on the lists, each lawful on every day of it.

A case of the plan names one of these; the plan says how long ago it began.  Positive test before
decision, decision before term, one visit a month, a list left on the day the law says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from sachmatuy_desktop.domain.dates import add_months
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.services.training.dossier import Dossier
from sachmatuy_desktop.services.training.law import (
    AFTER_COMPULSORY_TERM,
    MANAGEMENT_TERM,
)
from sachmatuy_desktop.services.training.notebook import Row
from sachmatuy_desktop.services.training.people import MAN
from sachmatuy_desktop.services.training.plan import CasePlan
from sachmatuy_desktop.services.training.scene import Place, Scene

_YOUNGEST, _OLDEST = 21, 52
_FILE_DAYS = 30  # to make the file for compulsory rehabilitation
_SUBSTITUTION_TESTS = 160  # how far back the tests of substitution patients are kept


def live(scene: Scene) -> None:
    """Find a person for every case of the plan and write down what happened to them."""
    taken: set[RecordId] = set()
    for plan in scene.world.case:
        chosen = _choose(scene, plan, taken)
        for _ in range(plan.count):
            LIVES[plan.life](Dossier(scene, next(chosen), plan))


def _choose(scene: Scene, plan: CasePlan, taken: set[RecordId]) -> Iterator[Row]:
    """People of the plan's villages in turn, most of them men."""
    everywhere = list(scene.places.values())
    places = [scene.places[name] for name in plan.villages] or list(everywhere)
    if not plan.villages:
        scene.dice.shuffle(places)
    while True:
        for place in places:
            person = _pick(scene, _candidates(scene, place, everywhere, taken))
            taken |= {person.id, str(person.values["household"])}
            yield person


def _candidates(
    scene: Scene, place: Place, everywhere: list[Place], taken: set[RecordId]
) -> list[Row]:
    """One of a household while there are enough; in a small world two, or from elsewhere."""
    here = [each for each in _grown_up(scene, place) if each.id not in taken]
    alone = [each for each in here if each.values["household"] not in taken]
    return (
        alone
        or here
        or [
            each for other in everywhere for each in _grown_up(scene, other) if each.id not in taken
        ]
    )


def _pick(scene: Scene, candidates: list[Row]) -> Row:
    men = [each for each in candidates if each.values["sex"] == MAN]
    return scene.dice.choice(men if men and scene.dice.random() < 0.9 else candidates)


def _grown_up(scene: Scene, place: Place) -> list[Row]:
    """Who of a village is of the age in which people come on the lists, and lives there."""
    latest, earliest = scene.as_of.year - _YOUNGEST, scene.as_of.year - _OLDEST
    present = {each.id for each in place.households if each.values["state"] == "dang_cu_tru"}
    return [
        each
        for each in place.residents
        if each.values["household"] in present
        and earliest <= int(str(each.values["birth"])[:4]) <= latest
    ]


# -- people who use --------------------------------------------------------------------------------


def managed_user(file: Dossier) -> None:
    """Under management for a year since a positive test."""
    decided = _decided(file)
    _user_since(file, decided)
    file.episode("sdtp", decided, "user", filed=decided)
    file.visits(decided)
    file.follow_up_tests(decided)


def finished_user(file: Dossier) -> None:
    """Management ended with its term, nothing found since."""
    decided = _decided(file)
    end = file.scene.laws.term_end(MANAGEMENT_TERM, decided)
    _user_since(file, decided)
    file.decision("cham_dut", file.scene.laws.working(end))
    file.episode("sdtp", decided, "user", filed=decided, until=end, end_reason="user_over")
    file.visits(decided, end)
    file.follow_up_tests(decided, end - timedelta(days=file.scene.dice.randint(3, 12)))


def _decided(file: Dossier) -> date:
    """The day of the management decision."""
    scene = file.scene
    if file.plan.term_left is None:
        return scene.laws.working(scene.within(file.plan.since))
    ends = scene.as_of + timedelta(days=file.plan.term_left)
    return scene.laws.working(add_months(ends, -12))


def _user_since(file: Dossier, decided: date) -> None:
    laws = file.scene.laws
    found = laws.found_before(decided, file.scene.dice)
    file.introduce(found)
    file.test("ban_dau", found, positive=True)
    end = laws.term_end(MANAGEMENT_TERM, decided)
    file.decision("quan_ly_sdtp", decided, decided, end)
    file.presence("co_mat", found)


# -- people who are addicted -----------------------------------------------------------------------


def addict_at_home(file: Dossier) -> None:
    """In voluntary rehabilitation at home since the determination."""
    start = file.scene.laws.working(file.scene.within(file.plan.since))
    determined = _determined(file, start)
    months = file.scene.laws.on(start).voluntary_months
    file.decision("cai_tu_nguyen", start, start, add_months(start, months))
    file.treatment("tai_gia_dinh", start, "home")
    file.episode("nghien", determined, "addict", filed=start)
    file.presence("co_mat", determined)
    file.visits(start)
    file.follow_up_tests(start)


def addict_in_substitution(file: Dossier) -> None:
    """In substitution treatment for more than a year."""
    scene = file.scene
    start = scene.laws.working(
        max(scene.within(file.plan.since), scene.laws.laws[0].begins + timedelta(days=60))
    )
    determined = _determined(file, start)
    file.treatment("thay_the", start, "substitution")
    file.episode("nghien", determined, "addict", filed=start)
    file.presence("co_mat", determined)
    file.visits(max(start, scene.ago(_SUBSTITUTION_TESTS)))
    file.follow_up_tests(max(start, scene.ago(_SUBSTITUTION_TESTS)))


def addict_in_facility(file: Dossier) -> None:
    """In compulsory rehabilitation by decision of the court."""
    start = file.scene.laws.working(file.scene.within(file.plan.since))
    _sent_to_facility(file, start, left=None)
    file.presence("co_so_cai_nghien", start, place=file.words["places"]["facility"])


def addict_moved_away(file: Dossier) -> None:
    """In substitution treatment here, then moved to another province with file and notice."""
    scene = file.scene
    start = scene.laws.working(scene.within(file.plan.since))
    moved = scene.laws.working(scene.within(file.plan.moved))
    determined = _determined(file, start)
    file.treatment("thay_the", start, "substitution", until_date=moved.isoformat())
    file.episode(
        "nghien", determined, "addict", filed=start, until=moved, end_reason="addict_moved"
    )
    file.presence("co_mat", determined, moved)
    file.presence("chuyen_di", moved, place=file.words["places"]["elsewhere"])
    file.follow_up_tests(start, moved - timedelta(days=10))
    notified = scene.laws.notified_after(moved, scene.dice)
    row = file.add(
        "transfers",
        direction="di",
        moved_on=moved.isoformat(),
        destination=file.words["places"]["elsewhere"],
        notified_on=notified.isoformat(),
    )
    scene.book.number(row, "notice_number", "{}/TB", notified.isoformat())


def after_rehab(file: Dossier) -> None:
    """Back from compulsory rehabilitation, under management for two years, helped to a living."""
    scene = file.scene
    done = scene.laws.working(scene.within(file.plan.since))
    start = add_months(done, -scene.laws.on(add_months(done, -24)).compulsory_months)
    _sent_to_facility(file, start, left=done)
    file.presence("co_so_cai_nghien", start, done, file.words["places"]["facility"])
    file.presence("co_mat", done)
    end = scene.laws.term_end(AFTER_COMPULSORY_TERM, done)
    file.decision("sau_cai", done, done, end)
    file.episode("sau_cai", done, "after_rehab", filed=done)
    file.visits(done)
    file.follow_up_tests(done)
    file.support("tu_van", done + timedelta(days=scene.dice.randint(5, 20)), "counselled")
    file.support(
        "viec_lam", done + timedelta(days=scene.dice.randint(21, 50)), "spare_time_work", earns=True
    )


def _determined(file: Dossier, start: date) -> date:
    """The day addiction was determined, a few days after a positive test."""
    laws, dice = file.scene.laws, file.scene.dice
    determined = laws.found_before(start, dice)
    found = laws.working(determined - timedelta(days=dice.randint(2, 6)))
    file.introduce(found)
    file.test("ban_dau", found, positive=True)
    return determined


def _sent_to_facility(file: Dossier, start: date, left: date | None) -> None:
    """Determination, file, court decision, admission; off the list when the law of the day says."""
    laws, dice = file.scene.laws, file.scene.dice
    determined = laws.working(start - timedelta(days=dice.randint(_FILE_DAYS, 2 * _FILE_DAYS)))
    found = laws.working(determined - timedelta(days=dice.randint(2, 6)))
    law = laws.on(start)
    file.introduce(found)
    file.test("ban_dau", found, positive=True)
    end = add_months(start, law.compulsory_months)
    file.decision("cai_bat_buoc", laws.working(start - timedelta(days=2)), start, end)
    state = "hoan_thanh" if left else "dang_thuc_hien"
    until = left.isoformat() if left else None
    file.treatment("bat_buoc", start, "facility", state=state, until_date=until)
    off, why = (
        (start, "addict_facility") if law.facility_leaves_list else (left, "addict_rehab_done")
    )
    file.episode(
        "nghien",
        determined,
        "addict",
        filed=determined,
        until=off,
        end_reason=why if off else None,
        in_community=False,
    )
    file.presence("co_mat", found, start)


# -- other lists -----------------------------------------------------------------------------------


def cleared_suspect(file: Dossier) -> None:
    """Put on the list of suspects and tested without a finding."""
    listed = file.scene.laws.working(file.scene.within(file.plan.since))
    tested = listed + timedelta(days=file.scene.dice.randint(0, 2))
    file.episode("nghi_sdtp", listed, "suspect", until=tested, end_reason="suspect_clear")
    file.test("dot_xuat", tested)
    file.presence("co_mat", listed)


def psychosis(file: Dossier) -> None:
    """Shows signs of psychosis; watched and tested without a finding."""
    noticed = file.scene.laws.working(file.scene.within(file.plan.since))
    file.introduce(noticed, psychosis=True)
    file.episode("loan_than", noticed, "psychosis", filed=noticed)
    file.presence("co_mat", noticed)
    file.visits(noticed)
    file.follow_up_tests(noticed)


def at_risk(file: Dossier) -> None:
    """On the list of people at high risk."""
    file.episode("nguy_co_cao", file.scene.within(file.plan.since), "high_risk")


def released(file: Dossier) -> None:
    """Home from prison and helped to a living."""
    home = file.scene.within(file.plan.since)
    file.episode("xong_an", home, "released")
    file.support("tu_van", home + timedelta(days=file.scene.dice.randint(7, 30)), "counselled")


LIVES: Final[Mapping[str, Callable[[Dossier], None]]] = {
    each.__name__: each
    for each in (
        managed_user,
        finished_user,
        addict_at_home,
        addict_in_substitution,
        addict_in_facility,
        addict_moved_away,
        after_rehab,
        cleared_suspect,
        psychosis,
        at_risk,
        released,
    )
}
