"""A province writes a pack with facts of its own: checked, shown, counted, kept."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sachmatuy_desktop.cli import main
from sachmatuy_desktop.cli.packs import describe
from sachmatuy_desktop.domain.criteria import (
    Fact,
    FactRecord,
    RulePack,
    Status,
    evaluate,
    read_facts,
)
from sachmatuy_desktop.domain.expressions import parse_count, parse_sum, problems
from sachmatuy_desktop.packs.library import PackLibrary, packs_folder, read_pack
from sachmatuy_desktop.packs.reading import Sheet, parse_sheet
from sachmatuy_desktop.packs.rules import read_facts as read_facts_of_a_file
from sachmatuy_desktop.paths import resources_folder
from sachmatuy_desktop.services.criteria import KeepAssessment, assess, doors, library, recompute
from sachmatuy_desktop.services.office import Founding
from sachmatuy_desktop.services.office import found as found_office
from sachmatuy_desktop.services.packs import ImportPack, compare
from sachmatuy_desktop.storage.facts import NOT_PERSONAL
from tests.fact_cases import DAY, Commune, new_commune
from tests.offices import IA_DOM, PASSPHRASE, TestClock, add_household, add_village, row

HERE = Path(__file__).parent
FILE = HERE / "tinh-mau-2027" / "commune.toml"
SAMPLE = FILE.read_text("utf-8")
PACK = "tinh-mau-2027/commune"
LIBRARY = PackLibrary(packs_folder())


def read(text: str) -> RulePack:
    pack, problems = read_pack(text.encode(), LIBRARY.facts())
    assert problems == []
    assert isinstance(pack, RulePack)
    return pack


@pytest.fixture
def commune(tmp_path: Path) -> Iterator[Commune]:
    made = new_commune(tmp_path / "office")
    fill(made)
    yield made
    made.office.close()


def fill(made: Commune) -> None:
    """The pack taken in; two households of which one signed, a board, propaganda, two listed."""
    made.office.run(ImportPack(FILE.read_bytes()))
    village = add_village(made.office)
    signed, _other = (add_household(made.office, village, head) for head in ("Bưởi", "Chanh"))
    made.add(
        "commitments", kind="ho_gia_dinh", household=signed, outcome="da_ky", signed_on="2025-03-02"
    )
    made.add(
        "hotline_boards",
        village=village,
        place="Nhà rông",
        posted_on="2025-01-10",
        numbers="02603999999",
        state="dang_dung",
    )
    made.add("propaganda", form="loa", held_on="2026-01-10", content="Tháng 1", reached=99)
    made.on_list("nghien")
    user = made.on_list("sdtp", name="Phạm Văn Dừa")
    made.test(user, "2025-12-01", "am_tinh")


def values(found: Any) -> dict[str, int | bool | None]:
    return {fact.name: fact.value for fact in found.facts}


# -- counted ---------------------------------------------------------------------------------------


def test_an_office_is_assessed_by_facts_of_the_pack(commune: Commune) -> None:
    found = assess(commune.office, PACK, DAY)
    assert values(found) == {
        "addicts": 1,
        "users_present": 1,
        "homes": 2,
        "homes_pledged_lately": 1,
        "villages_without_board": 0,
        "people_reached": 99,
        "users_untested": 1,
        "people_on_lists": 2,
    }
    assert {each.id: each.status for each in found.criteria} == {
        "TM.1": Status.NOT_MET,
        "TM.2": Status.MET,
        "TM.3": Status.NOT_MET,
        "TM.4": Status.NOT_MET,
        "TM.5": Status.MET,
    }
    blocking = {each.id: [one.label for one in each.blocking] for each in found.criteria}
    assert blocking["TM.1"] == ["Chanh – chưa ký cam kết trong 12 tháng"]
    assert blocking["TM.4"] == [
        "Phạm Văn Dừa, 01/05/1990 – chưa có kết quả xét nghiệm trong 3 tháng"
    ]
    opened = {
        name: [door.register for door in each]
        for name, each in doors(library(commune.office).rules(PACK), found).items()
    }
    assert opened == {"TM.1": ["households"], "TM.3": ["propaganda"], "TM.4": ["people"]}


def test_the_command_line_counts_the_same(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "real"
    answers = Founding(IA_DOM, "commune", "an", "Nguyễn Văn An", packs=())
    office, _code = found_office(folder, answers, PASSPHRASE, TestClock().clock)
    fill(Commune(office))
    in_window = assess(office, PACK, DAY)
    office.close()
    monkeypatch.setenv("SACHMATUY_PASSPHRASE", PASSPHRASE)
    asked = ["evaluate", "--pack", PACK, "--as-of", DAY.isoformat(), "--json"]
    assert main([*asked, "--data", str(folder)]) == 0
    from_records = json.loads(capsys.readouterr().out)
    assert from_records["outcome"] == in_window.outcome.value
    counted = {
        name: value for name, value in values(in_window).items() if name != "people_on_lists"
    }
    file = tmp_path / "facts.json"
    file.write_text(json.dumps({"facts": counted}), "utf-8")
    given = ["--pack", str(FILE), "--facts", str(file)]
    assert main([*asked, *given]) == 0
    from_facts = json.loads(capsys.readouterr().out)
    told = [
        {each["id"]: (each["status"], each["numerator"]) for each in one["criteria"]}
        for one in (from_records, from_facts)
    ]
    assert told[0] == told[1]
    assert told[0]["TM.5"] == ("met", 2)
    assert main(["packs", "show", PACK, "--data", str(folder)]) == 0
    shown = capsys.readouterr().out
    assert "= reached of propaganda where held_on within year\n" in shown


def test_what_is_not_written_down_is_not_known(commune: Commune) -> None:
    commune.add("propaganda", form="loa", held_on="2026-02-10", content="Tháng 2")
    commune.add("villages", name="Thôn mới", kind="thon", from_date="2027-01-01")
    found = assess(commune.office, PACK, DAY)
    assert values(found)["people_reached"] is None
    assert values(found)["villages_without_board"] is None
    assert found.criterion("TM.3").status is Status.UNKNOWN


def test_the_household_signed_a_day_too_early(commune: Commune) -> None:
    later = DAY.replace(day=3)
    assert values(assess(commune.office, PACK, later))["homes_pledged_lately"] == 0


# -- who may know ----------------------------------------------------------------------------------


def test_records_behind_an_own_fact_are_for_those_who_may_see_them(
    commune: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = replace(commune.office.account, role="clerk")
    monkeypatch.setattr(commune.office, "account", clerk)
    found = assess(commune.office, PACK, DAY)
    assert values(found)["users_untested"] == 1
    assert found.criterion("TM.4").blocking == ()
    assert found.criterion("TM.1").blocking == ()


def test_a_kept_result_is_what_it_was_whatever_the_registers_are_called_later(
    commune: Commune,
) -> None:
    kept = commune.office.run(KeepAssessment(PACK, DAY)).result
    frozen = str(row(commune.office, "assessments", str(kept))["frozen"])
    assert "signed_on within 12 months" in json.loads(frozen)["pack_text"]
    before = assess(commune.office, PACK, DAY)
    told = json.loads(frozen)
    told["pack_text"] = told["pack_text"].replace("households where", "homesteads where")
    for text in (frozen, _sealed(told)):
        again = recompute(text)
        assert values(again) == values(before)
        assert [each.status for each in again.criteria] == [each.status for each in before.criteria]


def _sealed(told: dict[str, Any]) -> str:
    """As a program that called the register otherwise would have kept it."""
    return json.dumps(
        {**told, "pack_sha256": hashlib.sha256(told["pack_text"].encode()).hexdigest()}
    )


# -- worked out from other facts -------------------------------------------------------------------


def derived(value: str, **given: int | None) -> Fact:
    text = SAMPLE.replace("addicts + users_present", value)
    facts = [Fact(name, number) for name, number in given.items()]
    found = evaluate(read(text), facts, as_of=DAY)
    return {fact.name: fact for fact in found.facts}["people_on_lists"]


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("addicts + users_present", 7),
        ("addicts - users_present", 3),
        ("addicts - (users_present - 1)", 4),
        ("2 * addicts + users_present * users_present", 14),
        ("max(addicts, users_present)", 5),
        ("min(addicts, users_present, 1) + 0 * homes", None),
        ("users_present - addicts", None),
    ],
)
def test_arithmetic_over_facts(value: str, number: int | None) -> None:
    assert derived(value, addicts=5, users_present=2).value == number


def test_a_contradiction_is_told() -> None:
    assert "nhỏ hơn 0" in derived("users_present - addicts", addicts=5, users_present=2).note


def test_records_of_what_is_added_without_what_is_taken_off() -> None:
    facts = read_facts(
        {
            "addicts": {"value": 2, "records": ["a", "b"]},
            "users_present": {"value": 1, "records": ["b"]},
        }
    )
    text = SAMPLE.replace("addicts + users_present", "addicts - users_present")
    found = evaluate(read(text), facts, as_of=DAY)
    fact = {each.name: each for each in found.facts}["people_on_lists"]
    assert fact.records == (FactRecord("", "a"),)


# -- checked and shown -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        (
            'households where state = "dang_cu_tru" and not',
            "household where not",
            28,
            "cột 10: không có sổ nào tên “household”; có phải “households”?",
        ),
        (
            'outcome = "da_ky"',
            'outcome = "da_ki"',
            41,
            "cột 40: danh mục của cột “outcome” không có mã “da_ki”; có phải “da_ky”?",
        ),
        (
            "posted_on <= day",
            "posted_on <= 3",
            55,
            "cột 60: không so sánh được “posted_on” (ngày) với 3 (số)",
        ),
        (
            'sum = "reached of',
            'sum = "kind of',
            66,
            "cột 8: sổ “propaganda” không có cột nào tên “kind”",
        ),
        (
            'value = "addicts + users_present"',
            'value = "adicts + people_on_lists"',
            90,
            "cột 10: không có số liệu nào tên “adicts” ở trên; có phải “addicts”?",
        ),
        ('value = "addicts', 'value = "addicts +', 90, "cột 20: ở đây phải là tên một số liệu"),
        (
            'value = "addicts + users_present"',
            'value = "addicts"\ncount = "people"',
            90,
            "chỉ ghi một trong: count, sum, value",
        ),
        (
            'name = "homes"',
            'name = "households"',
            22,
            "số liệu dùng chung “households” do chương trình tính",
        ),
        (
            'type = "int"\nunit = "lượt"',
            'type = "bool"\nunit = "lượt"',
            62,
            "số liệu tính bằng biểu thức là số",
        ),
    ],
)
def test_errors_are_told_at_their_line_and_column(
    old: str, new: str, line: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SAMPLE
    assert old in text
    file = tmp_path / "broken.toml"
    file.write_text(text.replace(old, new, 1), "utf-8")
    assert main(["packs", "check", str(file)]) == 1
    told = capsys.readouterr().out
    assert f"{file}:{line}: {said}" in told, told


FENCED = re.compile(r"\n\n```\n(.*?)\n```", re.DOTALL)
IN_A_TABLE = re.compile(r"\| (?:sum: )?`([^`…]+)` \|$", re.MULTILINE)


def test_every_example_of_the_format_is_right() -> None:
    text = (resources_folder() / "formats" / "expressions.md").read_text("utf-8")
    toml = text.split("```toml\n")[1].split("```")[0]
    sheet = parse_sheet(f'kind = "facts"\n{toml}'.encode())
    assert isinstance(sheet, Sheet)
    assert read_facts_of_a_file(sheet.top())[0].formula
    assert sheet.problems() == []
    examples = [*FENCED.findall(text), *IN_A_TABLE.findall(text.split("## From the five plans")[1])]
    assert len(examples) == 7
    for example in examples:
        read = parse_sum if example.startswith("plants of") else parse_count
        assert problems(read(example.strip())) == [], example


def test_no_pack_can_call_a_figure_of_its_own_by_a_name_whose_records_all_may_see() -> None:
    assert set(LIBRARY.facts()) >= NOT_PERSONAL


def test_another_formula_is_told_when_packs_are_compared() -> None:
    after = read(SAMPLE.replace("within 12 months", "within 6 months"))
    (difference,) = compare(read(SAMPLE), after)
    assert "within 12 months" in str(difference.before)
    assert "within 6 months" in str(difference.after)


def test_the_sample_is_right_and_tells_its_expressions(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["packs", "check", str(FILE)]) == 0
    assert "không có lỗi" in capsys.readouterr().out
    formulas = {fact["name"]: fact["formula"] for fact in describe(read(SAMPLE))["facts"]}
    assert formulas["people_on_lists"] == "addicts + users_present"
    assert formulas["addicts"] is None
