"""The ladder of commitments, rung by rung, and a whole hamlet recorded in one act."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.roles import ROLES
from sachmatuy_desktop.errors import BadInput, NotAllowed
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.commitments import RecordCommitments, ladder
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.facts import Question, facts
from sachmatuy_desktop.storage.facts.ladder import Rung
from tests.fact_cases import DAY
from tests.offices import IA_DOM, add, add_household, add_person, add_village, edit, new_office

TODAY = DAY.isoformat()


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = new_office(tmp_path_factory.mktemp("thị trấn") / "tt")
    yield office
    office.close()


def rungs(office: Office) -> dict[str, Rung]:
    return {each.kind: each for each in ladder(office.session, TODAY)}


def sign(office: Office, kind: str, register: str, *parties: str, **said: str) -> str:
    given = {"outcome": "da_ky", "signed_on": "2026-02-10", **said}
    return office.run(RecordCommitments(kind, register, parties, **given)).txn


def test_an_office_without_villages_has_no_ladder(town: Office) -> None:
    assert ladder(town.session, TODAY) == ()


def test_every_rung_of_lang_chanh_is_counted(town: Office) -> None:
    village = add_village(town, "Khu phố Chí Linh")
    teams = [
        add(town, "subunits", village=village, name=f"Tổ {each}", kind="to_anxh") for each in (1, 2)
    ]
    home, other = add_household(town, village), add_household(town, village, "Hồ Văn Hai")
    addict = add_person(town)
    add(town, "episodes", person=addict, category="nghien", from_date="2026-01-05")
    edit(town, "people", addict, household=home)
    sign(town, "khu_pho", "villages", village)
    sign(town, "to_anxh", "subunits", teams[0])
    sign(town, "ho_gia_dinh", "households", home, other)
    add(
        town,
        "commitments",
        kind="to_chuc",
        organisation="Chi hội Phụ nữ",
        village=village,
        outcome="vang",
        signed_on="2026-02-01",
        reason="Hẹn kỳ sau",
    )
    counted = {kind: (each.signed, len(each.parties)) for kind, each in rungs(town).items()}
    assert counted == {
        "khu_pho": (1, 1),
        "to_anxh": (1, 2),
        "ho_gia_dinh": (2, 2),
        "gia_dinh_ca_biet": (0, 1),
        "nguoi_nghien": (0, 1),
        "to_chuc": (0, 1),
    }
    assert rungs(town)["to_anxh"].outstanding == {teams[1]}
    assert {each.village for each in rungs(town)["nguoi_nghien"].parties} == {village}


@pytest.mark.parametrize(
    ("kind", "base", "committed"),
    [
        ("to_anxh", "security_teams", "security_teams_committed"),
        ("ho_gia_dinh", "households", "households_committed"),
        ("gia_dinh_ca_biet", "addict_families", "addict_families_committed"),
        ("to_chuc", "organisations", "organisations_committed"),
    ],
)
def test_the_window_counts_as_the_criterion_does(
    town: Office, kind: str, base: str, committed: str
) -> None:
    village = add_village(town)
    add(town, "subunits", village=village, name="Tổ 1", kind="to_anxh")
    home = add_household(town, village)
    add_household(town, village, "Hồ Văn Hai")
    addict = add_person(town)
    add(town, "episodes", person=addict, category="nghien", from_date="2026-01-05")
    edit(town, "people", addict, household=home)
    sign(town, "gia_dinh_ca_biet", "households", home)
    sign(town, "ho_gia_dinh", "households", home)
    for name, outcome in (("Hội Phụ nữ", "da_ky"), ("Hội Nông dân", "tu_choi")):
        add(
            town,
            "commitments",
            kind="to_chuc",
            organisation=name,
            outcome=outcome,
            signed_on="2026-02-01",
            reason=None if outcome == "da_ky" else "Chưa họp",
        )
    told = facts(town.store, Question((IA_DOM,), DAY), [base, committed])
    counted = rungs(town)[kind]
    assert [each.value for each in told] == [len(counted.parties), counted.signed]


def test_a_whole_hamlet_is_one_act_and_one_undoing(town: Office) -> None:
    village = add_village(town)
    homes = [add_household(town, village, f"Hộ {each}") for each in "ABC"]
    txn = sign(town, "ho_gia_dinh", "households", *homes, round="Tháng hành động")
    ids = town.queries.ids("commitments")
    rows = town.queries.rows("commitments", ids).values()
    assert {(row["household"], row["signer"], row["village"]) for row in rows} == {
        (home, f"Hộ {each}", village) for home, each in zip(homes, "ABC", strict=True)
    }
    assert {row["round"] for row in rows} == {"Tháng hành động"}
    assert rungs(town)["ho_gia_dinh"].signed == 3
    last = town.last_undoable()
    assert last is not None
    assert (last.txn, last.title, last.count) == (txn, "Ghi cam kết", 3)
    town.undo(txn)
    assert rungs(town)["ho_gia_dinh"].signed == 0


def test_an_organisation_signs_again_by_the_name_it_has(town: Office) -> None:
    village = add_village(town)
    absent = add(
        town,
        "commitments",
        kind="to_chuc",
        organisation="Hội Phụ nữ",
        village=village,
        outcome="vang",
        signed_on="2026-02-01",
        reason="Hẹn",
    )
    sign(town, "to_chuc", "commitments", absent)
    assert (rungs(town)["to_chuc"].signed, len(rungs(town)["to_chuc"].parties)) == (1, 1)


def test_absence_without_a_reason_writes_nothing_at_all(town: Office) -> None:
    village = add_village(town)
    homes = [add_household(town, village, f"Hộ {each}") for each in "AB"]
    with pytest.raises(BadInput, match="Lý do"):
        sign(town, "ho_gia_dinh", "households", *homes, outcome="vang")
    assert town.queries.count("commitments") == 0
    sign(town, "ho_gia_dinh", "households", *homes, outcome="vang", reason="Đi làm ăn xa")
    assert {each.answer for each in rungs(town)["ho_gia_dinh"].parties} == {"vang"}


def test_what_belongs_to_another_unit_is_not_signed_here(town: Office) -> None:
    with town.store.begin(Act("training.fill", "an")) as work:
        village = work.insert("villages", {"name": "Thôn khác", "kind": "thon"}, unit="xa-15973@1")
        work.commit()
    with pytest.raises(NotAllowed, match="đơn vị khác"):
        sign(town, "khu_pho", "villages", village)


def test_a_village_head_sees_no_rung_that_tells_who_is_on_a_list(town: Office) -> None:
    village = add_village(town)
    home, addict = add_household(town, village), add_person(town)
    add(town, "episodes", person=addict, category="nghien", from_date="2026-01-05")
    edit(town, "people", addict, household=home)
    session = Session(town.store, town.queries, "Trưởng thôn", ROLES["village"])
    assert [each.kind for each in ladder(session, TODAY)] == ["khu_pho", "ho_gia_dinh"]
