"""Packs by others: taken in or refused with the line, from their day, the same below as above."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.criteria import RulePack, answer
from sachmatuy_desktop.domain.criteria.differences import Change, Subject
from sachmatuy_desktop.domain.roles import ROLES
from sachmatuy_desktop.errors import KnownError, NotAllowed, NotFound, Refused
from sachmatuy_desktop.packs.library import packs_folder
from sachmatuy_desktop.services import criteria
from sachmatuy_desktop.services.bus import Session, execute
from sachmatuy_desktop.services.criteria import KeepAssessment, assess, library, packs_of, recompute
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.pack_effects import concerns, effect_here
from sachmatuy_desktop.services.packs import (
    ImportPack,
    RemovePack,
    compare,
    export_pack,
    look_at,
    shelf,
)
from sachmatuy_desktop.storage.pack_rows import FROM_ABOVE, OWN
from tests.fact_cases import Commune
from tests.offices import TestClock, add, add_village, new_office, reopen
from tests.pack_texts import FIRST, SAMPLE, SECOND, THIRD
from tests.sync.test_two_offices import DISTRICT, carry, introduce

SPRING, AUTUMN, NEXT_YEAR = date(2026, 3, 2), date(2026, 9, 1), date(2027, 2, 1)
Q28 = (packs_folder() / "q28-2025" / "commune-drug-free.toml").read_text("utf-8")


@pytest.fixture
def commune(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    office = new_office(tmp_path / "xã", clock=clock)
    yield office
    office.close()


@pytest.fixture
def district(tmp_path: Path, commune: Office) -> Iterator[Office]:
    office = new_office(tmp_path / "trên", DISTRICT, kind="receiving")
    introduce(commune, office)
    yield office
    office.close()


def take_in(office: Office, text: str) -> str:
    return str(office.run(ImportPack(text.encode(), "Công văn mẫu")).result)


def errors(office: Office, text: str) -> list[tuple[int, str]]:
    return [(each.line, str(each.error)) for each in look_at(office, text.encode()).errors]


def as_role(office: Office, role: str) -> Session:
    """The office with somebody else before it."""
    return Session(office.store, office.queries, "Người khác", ROLES[role])


# -- taking in -------------------------------------------------------------------------------------


def test_a_pack_is_taken_in_counts_and_is_taken_back(commune: Office) -> None:
    with pytest.raises(NotFound):
        library(commune).rules(SAMPLE)
    record = take_in(commune, "\ufeff" + FIRST.replace("\n", "\r\n"))
    row = commune.queries.rows(OWN, [record])[record]
    assert row["content"] == FIRST
    assert (row["edition"], row["document"], row["imported_on"]) == (
        1,
        "Công văn mẫu",
        "2026-03-02",
    )
    assert library(commune).rules(SAMPLE).title == "Xã không ma túy theo Quyết định mẫu"
    assert [each.id for each in assess(commune, SAMPLE, SPRING).criteria] == ["M.1", "M.2", "M.3"]
    last = commune.last_undoable()
    assert last is not None
    assert last.title == "Nhập bộ tiêu chí"
    commune.undo(last.txn)
    with pytest.raises(NotFound):
        library(commune).rules(SAMPLE)


def test_looking_changes_nothing(commune: Office) -> None:
    before = len(commune.queries.journal())
    looked = look_at(commune, SECOND.encode())
    assert looked.errors == ()
    assert looked.before is None
    assert len(commune.queries.journal()) == before


@pytest.mark.parametrize("role", ["police", "clerk", "chair", "viewer"])
def test_only_who_manages_the_office_takes_packs_in(commune: Office, role: str) -> None:
    with pytest.raises(NotAllowed):
        execute(ImportPack(FIRST.encode()), as_role(commune, role))
    record = take_in(commune, FIRST)
    with pytest.raises(NotAllowed):
        execute(RemovePack(record), as_role(commune, role))


def test_a_wrong_file_is_refused_with_its_line_and_nothing_is_written(commune: Office) -> None:
    wrong = FIRST.replace('have = "villages_with_tip_box"', 'have = "villages_with_tip_bxo"')
    line = wrong.splitlines().index('have = "villages_with_tip_bxo"') + 1
    with pytest.raises(Refused, match=rf"dòng {line}: số liệu “villages_with_tip_bxo”"):
        take_in(commune, wrong)
    assert commune.queries.count(OWN) == 0


def test_what_is_no_pack_of_criteria_is_refused(commune: Office) -> None:
    facts = (packs_folder() / "facts.toml").read_text("utf-8")
    assert "chỉ có định nghĩa số liệu" in errors(commune, facts)[0][1]
    long = FIRST + "# " + "x" * 300_000
    assert "dài quá 300000 ký tự" in errors(commune, long)[0][1]


# -- editions --------------------------------------------------------------------------------------


def test_an_edition_takes_effect_from_its_day(commune: Office) -> None:
    take_in(commune, FIRST)
    take_in(commune, SECOND)
    packs = library(commune)
    assert packs.rules(SAMPLE, SPRING).edition == 1
    assert packs.rules(SAMPLE, date(2026, 6, 30)).edition == 1
    assert packs.rules(SAMPLE, date(2026, 7, 1)).edition == 2
    assert packs.rules(SAMPLE, date(2020, 1, 1)).edition == 1
    assert packs.rules(SAMPLE).edition == 2
    states = [
        (each.edition, each.until, each.state(SPRING))
        for each in shelf(commune)
        if each.pack_id == SAMPLE
    ]
    assert states == [(1, date(2026, 6, 30), "now"), (2, None, "coming")]


def test_kept_results_keep_the_edition_they_were_judged_by(commune: Office) -> None:
    take_in(commune, FIRST)
    kept = str(commune.run(KeepAssessment(SAMPLE, AUTUMN)).result)
    take_in(commune, SECOND)
    after = str(commune.run(KeepAssessment(SAMPLE, AUTUMN)).result)
    frozen = {
        key: str(row["frozen"])
        for key, row in commune.queries.rows("assessments", [kept, after]).items()
    }
    assert criteria.kept_pack(frozen[kept]).edition == 1
    assert criteria.kept_pack(frozen[after]).edition == 2
    assert recompute(frozen[kept]).criterion("M.1").trace[0].startswith("Chưa có số liệu: thôn")


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        (FIRST, "id =", "đã có rồi"),
        (FIRST.replace("dưới 0,5%", "dưới 1%"), "id =", "ghi edition = 2"),
        (FIRST.replace('title = "Xã', 'edition = 1\ntitle = "Xã'), "edition", "ghi edition = 2"),
        (SECOND.replace("2026-07-01", "2026-01-01"), "effective_from", "phải áp dụng sau bản số 1"),
        (THIRD.replace("2027-01-01", "2025-01-01"), "replaces", "phải áp dụng sau bộ được thay"),
        (THIRD.replace('= "ban-mau-2026', '= "khong-co-2026'), "replaces", "không có bộ"),
        (THIRD.replace('"commune"', '"district"'), "replaces", "một cấp khác"),
        (Q28, "id =", "đã có rồi"),
        (Q28.replace("Không có", "Không còn"), "id =", "ghi edition = 2"),
    ],
)
def test_what_clashes_with_a_pack_that_is_here_is_refused_at_its_line(
    commune: Office, text: str, at: str, says: str
) -> None:
    take_in(commune, FIRST)
    found = errors(commune, text)
    line = next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(at))
    assert [number for number, said in found if says in said] == [line], found


def test_a_new_edition_of_the_programs_own_pack_counts_from_its_day(commune: Office) -> None:
    later = Q28.replace(
        'effective_from = "2025-08-24"', 'edition = 2\neffective_from = "2026-07-01"'
    )
    take_in(commune, later)
    assert library(commune).rules("q28-2025/commune-drug-free", SPRING).edition == 1
    assert library(commune).rules("q28-2025/commune-drug-free", AUTUMN).edition == 2
    assert criteria.program_library().rules("q28-2025/commune-drug-free").edition == 1


def test_a_pack_that_replaces_another_stands_before_it(commune: Office, clock: TestClock) -> None:
    take_in(commune, FIRST)
    add(commune, "campaigns", pack=SAMPLE, registered_on="2026-03-01", document="02/ĐK")
    take_in(commune, THIRD)
    assert [pack.id for pack in packs_of(commune)][:2] == [
        "ia-hdrai-2024/commune-drug-free",
        SAMPLE,
    ]
    clock.advance(days=330)
    assert [pack.id for pack in packs_of(commune)][:3] == [
        "ia-hdrai-2024/commune-drug-free",
        "ban-mau-2027/commune-drug-free",
        SAMPLE,
    ]
    old = next(each for each in shelf(commune) if each.pack_id == SAMPLE)
    assert old.until == date(2026, 12, 31)


def test_a_pack_of_a_newer_program_is_listed_and_spoils_nothing(commune: Office) -> None:
    with commune.store.begin(Act("packs.import", "máy")) as work:
        work.insert(
            OWN,
            {
                "pack": "moi-2030/commune",
                "title": "Bộ của chương trình mới",
                "edition": 1,
                "effective_from": "2026-01-01",
                "imported_on": "2026-01-01",
                "sha256": "0" * 64,
                "content": 'format = 9\nid = "moi-2030/commune"\n',
            },
        )
        work.commit()
    (listed,) = [each for each in shelf(commune) if each.pack_id == "moi-2030/commune"]
    assert listed.pack is None
    assert "hãy cập nhật" in str(listed.trouble)
    assert listed.state(SPRING) == "unread"
    with pytest.raises(Refused, match="Bộ của chương trình mới"):
        library(commune).rules("moi-2030/commune")
    add(commune, "campaigns", pack="moi-2030/commune", registered_on="2026-03-01")
    assert "moi-2030/commune" not in {pack.id for pack in packs_of(commune)}
    assert library(commune).for_unit("commune", (), SPRING)


# -- cheap and fresh -------------------------------------------------------------------------------


def test_the_library_is_made_anew_only_when_a_pack_comes_or_goes(commune: Office) -> None:
    take_in(commune, FIRST)
    before = library(commune)
    add_village(commune)
    assert library(commune) is before
    record = take_in(commune, SECOND)
    assert library(commune) is not before
    commune.run(RemovePack(record))
    assert library(commune).rules(SAMPLE).edition == 1
    again = reopen(commune)
    assert library(again).rules(SAMPLE).edition == 1
    again.close()


# -- up and down -----------------------------------------------------------------------------------


def test_a_pack_from_above_comes_down_and_judges_the_same(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    village = add_village(commune)
    add(
        commune,
        "tip_boxes",
        village=village,
        place="Nhà văn hóa",
        installed_on="2026-01-10",
        state="dang_dung",
    )
    add(commune, "populations", as_of="2026-03-01", people=4000, households=900, basis="CAX")
    record = take_in(district, FIRST)
    take_in(district, SECOND)
    carry(commune, district, tmp_path / "lên.smt")
    carry(district, commune, tmp_path / "xuống.smt")
    assert commune.queries.count(FROM_ABOVE) == 2
    for day in (SPRING, AUTUMN):
        below = assess(commune, SAMPLE, day)
        above = assess(district, SAMPLE, day, unit_id=commune.info.unit_id)
        assert answer(below) == answer(above)
        assert below.criterion("M.1").status == "met"
    with pytest.raises(KnownError):
        commune.run(RemovePack(record))
    add(commune, "campaigns", pack=SAMPLE, registered_on="2026-03-01")
    assert SAMPLE in {pack.id for pack in packs_of(commune)}


def test_after_the_receipt_a_pack_does_not_travel_again(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    take_in(district, FIRST)
    first = carry(district, commune, tmp_path / "một.smt")
    assert first.report.new[FROM_ABOVE] == 1
    carry(commune, district, tmp_path / "lên.smt")
    second = carry(district, commune, tmp_path / "hai.smt")
    assert second.report.nothing_new


def test_what_a_commune_takes_in_for_itself_goes_up_and_counts_there_for_it_alone(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    take_in(commune, FIRST)
    commune.run(KeepAssessment(SAMPLE, SPRING))
    carry(commune, district, tmp_path / "lên.smt")
    unit = commune.info.unit_id
    assert library(district, unit).rules(SAMPLE).edition == 1
    assert answer(assess(district, SAMPLE, SPRING, unit_id=unit)) == answer(
        assess(commune, SAMPLE, SPRING)
    )
    with pytest.raises(NotFound):
        library(district).rules(SAMPLE)


def test_nothing_from_above_wins_silently(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    own = take_in(commune, FIRST)
    take_in(district, FIRST.replace("dưới 0,5%", "dưới 1%"))
    carry(district, commune, tmp_path / "xuống.smt")
    two = [each for each in shelf(commune) if each.pack_id == SAMPLE]
    assert [(each.twin, each.state(SPRING)) for each in two] == [(True, "unused"), (True, "now")]
    assert "dưới 0,5%" in library(commune).text(SAMPLE, SPRING)
    commune.run(RemovePack(own))
    assert "dưới 1%" in library(commune).text(SAMPLE, SPRING)
    assert [each.twin for each in shelf(commune) if each.pack_id == SAMPLE] == [False]


# -- comparing -------------------------------------------------------------------------------------


def test_a_new_edition_is_compared_and_its_effect_here_is_told(commune: Office) -> None:
    add_village(commune, "Thôn 1")
    village = add_village(commune, "Thôn 2")
    add(
        commune,
        "tip_boxes",
        village=village,
        place="Nhà văn hóa",
        installed_on="2026-01-10",
        state="dang_dung",
    )
    add(commune, "populations", as_of="2026-03-01", people=4000, households=900, basis="CAX")
    take_in(commune, FIRST)
    looked = look_at(commune, SECOND.encode())
    before, after = looked.before, looked.pack
    assert isinstance(before, RulePack)
    assert isinstance(after, RulePack)
    told = {(each.subject, each.id, each.aspect) for each in compare(before, after)}
    assert (Subject.CRITERION, "M.1", "quote") in told
    assert (Subject.CRITERION, "M.2", "rule") in told
    assert (Subject.READING, "boxes", "default") in told
    assert (Subject.ATTESTATION, "review", "signers") in told
    assert any(
        each.change is Change.GONE and each.id == "villages" for each in compare(before, after)
    )
    effect = effect_here(commune, before, after, SPRING)
    assert [
        (each.after.id, each.before and each.before.status, each.after.status)
        for each in effect.places[0].moved
    ] == [("M.1", "not_met", "met")]


def test_a_plan_is_not_compared(commune: Office) -> None:
    plan = library(commune).get("kon-tum-2024/action-month")
    with pytest.raises(Refused, match="kế hoạch công việc"):
        compare(plan, plan)


def test_a_pack_is_written_out_as_it_came(commune: Office, tmp_path: Path) -> None:
    take_in(commune, FIRST)
    for each in shelf(commune):
        if each.pack_id in (SAMPLE, "q28-2025/commune-drug-free"):
            file = tmp_path / f"{each.edition}.toml"
            export_pack(library(commune), each, file)
            assert file.read_text("utf-8") == (FIRST if each.pack_id == SAMPLE else Q28)


def later(pack_id: str) -> str:
    """The next edition of one of the program's packs, word for word, from the first of March."""
    text = (packs_folder() / f"{pack_id}.toml").read_text("utf-8")
    at = text.index("effective_from = ")
    end = text.index("\n", at)
    head = 'edition = 2\neffective_from = "2026-03-01"'
    kept = [line for line in text[end:].split("\n") if not line.startswith("effective_to")]
    return text[:at] + head + "\n".join(kept)


OF_COMMUNES = [
    pack.id
    for pack in criteria.program_library().all()
    if isinstance(pack, RulePack) and pack.level in ("commune", "neighbourhood")
]


@pytest.mark.slow
def test_every_pack_that_comes_down_judges_below_as_above_and_as_the_programs_own(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    add_village(commune)
    made = Commune(commune)
    made.on_list("nghien")
    made.on_list("sdtp")
    before = {pack: judged_here(commune, pack) for pack in OF_COMMUNES}
    for pack in OF_COMMUNES:
        take_in(district, later(pack))
    carry(commune, district, tmp_path / "lên.smt")
    carry(district, commune, tmp_path / "xuống.smt")
    for pack in OF_COMMUNES:
        assert library(commune).rules(pack, SPRING).edition == 2
        assert judged_here(commune, pack) == judged_here(district, pack, commune.info.unit_id)
        here = judged_here(commune, pack)
        same = [each["status"] for each in here["criteria"]]
        assert same == [each["status"] for each in before[pack]["criteria"]]
        assert here["outcome"] == before[pack]["outcome"]


def judged_here(office: Office, pack: str, unit: str | None = None) -> dict[str, Any]:
    """What a pack says of the commune; of a khu phố's pack, what it says of the first village."""
    level = library(office, unit or "").rules(pack).level
    village = min(office.queries.ids("villages")) if level == "neighbourhood" else None
    return answer(assess(office, pack, SPRING, village, unit_id=unit))


def test_of_a_khu_phos_pack_every_village_is_judged_and_above_every_commune(
    commune: Office, district: Office
) -> None:
    add_village(commune, "Thôn 1")
    add_village(commune, "Thôn 2")
    program = criteria.program_library()
    pack = program.rules("lang-chanh-2023/neighbourhood")
    assert [each.name for each in effect_here(commune, pack, pack, SPRING).places] == [
        "Thôn 1",
        "Thôn 2",
    ]
    national = program.rules("q28-2025/commune-drug-free")
    heard: list[tuple[int, int]] = []
    effect = effect_here(
        district, national, national, SPRING, lambda done, total: heard.append((done, total))
    )
    assert [each.name for each in effect.places] == [commune.unit.titled]
    assert (effect.turned, heard) == (0, [(0, 1)])
    assert not concerns(commune, program.rules("ninh-thuan-2024/district-hot-spot"))
    assert not concerns(commune, pack, national)
