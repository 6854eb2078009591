"""The training offices on disk: founded, filled, and the same every time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.media import recognise
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.privacy import REQUEST_RESULTS
from sachmatuy_desktop.errors import NotAllowed
from sachmatuy_desktop.services.attachments import attachments, content
from sachmatuy_desktop.services.cases import survey
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.plans.listing import list_tasks
from sachmatuy_desktop.services.recognition import cases
from sachmatuy_desktop.services.retention import (
    breach_of,
    open_breaches,
    open_requests,
    review,
    review_counts,
)
from sachmatuy_desktop.services.training import (
    PASSPHRASE,
    TrainingWorld,
    build_world,
    fill,
    load_commune,
    load_plan,
    training_clock,
)
from sachmatuy_desktop.storage.integrity.checks import check
from tests.offices import CHEAP, new_office
from tests.services.recognition_roads import picture

MOMENT = datetime(2026, 11, 22, 8, 0, tzinfo=timezone(timedelta(hours=7)))


def _build(folder: Path, *only: str, seed: int | None = None) -> TrainingWorld:
    plan = load_plan()
    plan = replace(plan, seed=plan.seed if seed is None else seed)
    clock = training_clock(plan.seed, MOMENT)
    return build_world(folder, clock, CHEAP, only or None, small=True, plan=plan)


def _digest(office: Office) -> str:
    """Everything the office's registers say, as one hash."""
    digest = hashlib.sha256()
    for book in REGISTERS:
        ids = office.queries.ids(book.name)
        for record, row in sorted(office.queries.rows(book.name, ids).items()):
            said = {each.name: row[each.name] for each in book.fields}
            digest.update(json.dumps([book.name, record, said], sort_keys=True).encode())
    return digest.hexdigest()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TrainingWorld]:
    with _build(tmp_path_factory.mktemp("training")) as made:
        yield made


def test_three_communes_and_their_receiving_office(world: TrainingWorld) -> None:
    assert [office.info.full_name for office in world.communes.values()] == [
        "xã Ia Dom, huyện Ia H'Drai, tỉnh Kon Tum",
        "xã Hoằng Phong, huyện Hoằng Hóa, tỉnh Thanh Hóa",
        "thị trấn Lang Chánh, huyện Lang Chánh, tỉnh Thanh Hóa",
    ]
    assert [office.info.kind for office in world.offices] == ["commune"] * 3 + ["receiving"]
    assert all(office.info.training for office in world.offices)


def test_a_small_world_has_sixty_households(world: TrainingWorld) -> None:
    counts = {name: office.queries.count("households") for name, office in world.communes.items()}
    assert counts == {"ia-dom": 14, "hoang-phong": 18, "lang-chanh": 28}
    assert all(office.queries.count("people") > 40 for office in world.communes.values())


def test_each_office_is_written_in_one_act_for_each_scope_and_two_for_its_plan(
    world: TrainingWorld,
) -> None:
    for office in world.communes.values():
        titles = [line.title for line in office.queries.journal()]
        acts = [each for each in titles if "công nhận" not in each]
        assert acts == ["Tạo dữ liệu tập huấn"] * 6 + ["Lập dữ liệu của cơ quan"]
        assert office.last_undoable() is None


def test_each_commune_follows_its_plan_and_is_late_with_something(world: TrainingWorld) -> None:
    for name, office in world.communes.items():
        listed = list_tasks(office.session).tasks
        results = [each for task in listed for each in task.task.results]
        assert 1 <= len(results) <= 6, name
        assert any(each.proofs for each in results), name
        assert any(each.is_to_do and each.standing.overdue for each in listed), name
        mine = {actor.account for each in listed for actor in each.task.doers}
        assert world.account in mine
    (series,) = {str(row["series"]) for row in world.receiving.queries.living("set_tasks")}
    assert series
    assert world.receiving.queries.count("set_tasks") == 3


def test_the_books_of_data_protection_show_every_state(world: TrainingWorld) -> None:
    for office in world.communes.values():
        now, today = office.clock.now(), MOMENT.date()
        asked = open_requests(office)
        assert sorted(each.over(today) for each in asked) == [False, False, True, True]
        done = {str(row["result"]) for row in office.queries.living("data_requests")}
        assert done - {"None"} == set(REQUEST_RESULTS)
        (breach,) = open_breaches(office)
        assert 0 < breach.countdown.minutes_left(now) < 72 * 60
        closed = [each for each in office.queries.living("data_breaches") if each["closed_on"]]
        assert all(each["minutes_on"] for each in closed)
        assert any(breach_of(each, now).countdown.late(now) for each in closed)
        over, soon = review_counts(office), review_counts(office, within=90)
        for kind in ("managed-persons", "migrant-workers", "tip-offs"):
            assert 0 < over[kind] < soon[kind], kind
        released = {each.record for each in review(office, "managed-persons", within=90)}
        assert not released & {each.person for each in survey(office.session, now).findings}


def test_ia_dom_is_in_the_middle_of_its_way_to_recognition(world: TrainingWorld) -> None:
    office = world.communes["ia-dom"]
    (case,) = cases(office.queries)
    standing = case.standing(MOMENT.date())
    assert picture(standing).startswith("register ■ | baseline ■ | self-assessment ▶")
    assert case.recognition.programme == "Mô hình “Xã sạch ma túy”"
    others = [each for name, each in world.communes.items() if name != "ia-dom"]
    assert [cases(each.queries) for each in others] == [[], []]


def test_the_registration_is_completed_not_doubled(world: TrainingWorld) -> None:
    office = world.communes["hoang-phong"]
    (campaign,) = office.queries.ids("campaigns")
    row = office.queries.rows("campaigns", [campaign])[campaign]
    assert row["registered_on"] == "2026-03-27"
    assert row["name"] == "Xã không ma túy"
    now = len(
        [
            each
            for each in office.queries.rows("episodes", office.queries.ids("episodes")).values()
            if each["category"] == "nghien" and each["until_date"] is None
        ]
    )
    assert int(str(row["baseline_addicts"])) > now > 0


def test_papers_have_signers(world: TrainingWorld) -> None:
    for office in world.offices:
        (settings,) = office.queries.ids("settings")
        assert office.queries.rows("settings", [settings])[settings]["signer"]


def test_the_passphrase_on_the_screen_opens_an_office(tmp_path: Path) -> None:
    with _build(tmp_path, "ia-dom") as made:
        account, clock = made.account, made.receiving.clock
        assert list(made.communes) == ["ia-dom"]
    office = unlock(tmp_path / "ia-dom", account, PASSPHRASE, clock, CHEAP)
    assert office.queries.count("villages") == 7
    office.close()


def test_the_same_seed_makes_the_same_records(world: TrainingWorld, tmp_path: Path) -> None:
    with _build(tmp_path / "again") as again:
        for name, office in world.communes.items():
            assert _digest(office) == _digest(again.communes[name])
        assert _digest(world.receiving) == _digest(again.receiving)


def test_another_seed_makes_other_people(world: TrainingWorld, tmp_path: Path) -> None:
    with _build(tmp_path, "ia-dom", seed=7) as other:
        assert _digest(other.communes["ia-dom"]) != _digest(world.communes["ia-dom"])


def test_progress_is_told_before_each_office(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    clock = training_clock(1, MOMENT)
    build_world(
        tmp_path,
        clock,
        CHEAP,
        ["ia-dom"],
        small=True,
        progress=lambda name, done, steps: told.append((name, done, steps)),
    ).close()
    assert told == [("xã Ia Dom", 0, 2), ("tỉnh Thanh Hóa", 1, 2)]


def test_a_real_office_is_never_filled(tmp_path: Path) -> None:
    office = new_office(tmp_path / "xa")
    with pytest.raises(NotAllowed):
        fill(office, load_commune("ia-dom").small(), 1, date(2026, 11, 22))
    assert office.queries.count("people") == 0
    office.close()


def test_a_newcomer_finds_something_attached_that_can_be_looked_at(world: TrainingWorld) -> None:
    office = world.communes["ia-dom"]
    (box, *_others) = sorted(office.queries.ids("tip_boxes"))
    (village, *_more) = sorted(office.queries.ids("villages"))
    shown = [
        *attachments(office.session, "tip_boxes", box),
        *attachments(office.session, "villages", village),
    ]
    assert {each.title for each in shown} == {"Ảnh hộp thư tố giác", "Sơ đồ địa bàn"}
    assert all(recognise(content(office.session, each), "").width == 160 for each in shown)
    assert check(office.store).clean
