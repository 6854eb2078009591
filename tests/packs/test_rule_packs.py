"""The program's own packs, the library that finds them, and a pack file's errors by line."""

from __future__ import annotations

import re
import shutil
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.criteria.checks import AllOf, NoneOf
from sachmatuy_desktop.domain.criteria.clearing import ACTS
from sachmatuy_desktop.domain.criteria.rules import Parts, RulePack
from sachmatuy_desktop.domain.plans import PlanPack
from sachmatuy_desktop.errors import NotFound, Refused
from sachmatuy_desktop.packs.library import (
    SHARED_FACTS,
    check_file,
    load_packs,
    packs_folder,
    read_pack,
)

LIBRARY = load_packs()

CONTRACT = {
    "q28-2025/commune-class": {
        "managed_people",
        "use_points",
        "arrested_offenders",
        "drug_plants",
        "drug_plant_area_m2",
        "on_key_route",
        "population",
    },
    "q28-2025/commune-drug-free": {
        "resident_addicts",
        "resident_users",
        "exempt_residents",
        "resident_violations",
        "fugitives_hiding",
        "use_points",
    },
    "q28-2025/province-class": {
        "managed_people",
        "population",
        "use_points",
        "arrested_offenders",
        "key_communes",
        "communes_total",
        "drug_plants",
        "drug_plant_area_m2",
        "on_interprovincial_route",
    },
    "ninh-thuan-2024/commune-class": {
        "managed_people",
        "complex_points",
        "complex_hubs",
        "risk_points",
        "retailers",
        "drug_plants",
        "drug_plant_area_m2",
        "drug_offenders",
        "population",
    },
    "ninh-thuan-2024/district-hot-spot": {
        "managed_people",
        "drug_cases",
        "complex_points",
        "complex_hubs",
        "key_communes",
        "communes_with_drugs",
        "drug_offenders",
        "population",
    },
    "ninh-thuan-2024/district-drug-free": {
        "communes_total",
        "communes_recognised",
        "remaining_key_communes",
    },
}
NAMED_BY_THEMSELVES = {
    "ninh-thuan-2024/commune-drug-free",
    "ia-hdrai-2024/commune-drug-free",
    "hoang-phong-2024/commune-drug-free",
    "lang-chanh-2023/neighbourhood",
    "kon-tum-2024/action-month",
    "ia-hdrai-2024/plan",
    "hoang-phong-2024/plan",
    "ninh-thuan-2024/plan",
    "lang-chanh-2023/plan",
}
RULE_IDS = sorted(one.id for one in LIBRARY.all() if isinstance(one, RulePack))


def test_the_packs_of_the_contract_are_there_with_their_facts() -> None:
    assert set(LIBRARY.ids()) == set(CONTRACT) | NAMED_BY_THEMSELVES
    for pack_id, names in CONTRACT.items():
        assert {fact.name for fact in LIBRARY.rules(pack_id).facts} == names


@pytest.mark.parametrize(
    ("pack_id", "criteria"),
    [
        ("ia-hdrai-2024/commune-drug-free", 7),
        ("ninh-thuan-2024/commune-drug-free", 11),
        ("hoang-phong-2024/commune-drug-free", 10),
        ("q28-2025/commune-class", 5),
        ("q28-2025/province-class", 6),
        ("ninh-thuan-2024/district-hot-spot", 5),
    ],
)
def test_every_printed_criterion_is_in_its_pack(pack_id: str, criteria: int) -> None:
    assert len(LIBRARY.rules(pack_id).criteria) == criteria


@pytest.mark.parametrize("file", sorted(packs_folder().rglob("*.toml")), ids=lambda file: file.stem)
def test_the_programs_own_packs_have_no_problems(file: Path) -> None:
    assert check_file(file).errors == ()


@pytest.mark.parametrize("pack_id", RULE_IDS)
def test_a_pack_says_where_it_comes_from_and_that_nobody_signed_it_off(pack_id: str) -> None:
    pack = LIBRARY.rules(pack_id)
    assert pack.source.document
    assert pack.verified is False
    for criterion in pack.criteria:
        assert criterion.paragraph
        assert criterion.quote or criterion.extract
        assert unicodedata.is_normalized("NFC", criterion.quote)
    for fact in pack.facts:
        assert fact.meaning
        assert fact.source
    for reading in pack.readings:
        assert reading.meaning(reading.default)


def test_letters_are_kept_as_the_plan_prints_them() -> None:
    pack = LIBRARY.rules("ia-hdrai-2024/commune-drug-free")
    assert [criterion.mark for criterion in pack.criteria] == list("abcdefg")
    assert all("ma tuý" in criterion.quote for criterion in pack.criteria if criterion.mark != "f")


def test_a_fact_name_means_the_same_in_every_pack_that_shares_it() -> None:
    shared = LIBRARY.facts()
    used = {
        fact.name: fact
        for pack_id in RULE_IDS
        for fact in LIBRARY.rules(pack_id).facts
        if fact.name in shared
    }
    assert used == dict(shared)


def test_the_campaign_of_kon_tum_has_its_tasks_and_deadlines() -> None:
    plan = LIBRARY.get("kon-tum-2024/action-month")
    assert isinstance(plan, PlanPack)
    assert plan.campaign is not None
    assert (plan.campaign.starts_on, plan.campaign.ends_on) == (date(2024, 6, 1), date(2024, 6, 30))
    due = {task.id: (task.before, task.last_day) for task in plan.tasks if task.before}
    assert due == {
        "KT.plan": (date(2024, 6, 14), date(2024, 6, 13)),
        "KT.result": (date(2024, 7, 4), date(2024, 7, 3)),
        "KT.summary": (date(2024, 7, 8), date(2024, 7, 7)),
    }
    assert [task.id for task in plan.tasks if task.obsolete] == ["KT.10.6"]
    with pytest.raises(Refused, match="kế hoạch công việc"):
        LIBRARY.rules(plan.id)


@pytest.mark.parametrize(
    ("level", "names", "day", "found"),
    [
        (
            "commune",
            ["xã Ia Dom", "huyện Ia H'Drai", "tỉnh Kon Tum"],
            date(2024, 12, 14),
            ["ia-hdrai-2024/commune-drug-free"],
        ),
        (
            "commune",
            ["Xã Hoằng Phong", "huyện Hoằng Hóa", "tỉnh Thanh Hóa"],
            date(2025, 6, 30),
            ["hoang-phong-2024/commune-drug-free"],
        ),
        (
            "commune",
            ["phường Mẫu", "tỉnh Ninh Thuận"],
            date(2025, 12, 14),
            [
                "ninh-thuan-2024/commune-class",
                "ninh-thuan-2024/commune-drug-free",
                "q28-2025/commune-class",
                "q28-2025/commune-drug-free",
            ],
        ),
        ("province", ["tỉnh Khánh Hòa"], date(2026, 12, 14), ["q28-2025/province-class"]),
        ("province", ["tỉnh Khánh Hòa"], date(2025, 8, 23), []),
        (
            "neighbourhood",
            ["khu phố Mẫu", "thị trấn Lang Chánh"],
            date(2023, 12, 31),
            ["lang-chanh-2023/neighbourhood"],
        ),
    ],
)
def test_packs_are_chosen_by_place_and_day_the_nearest_first(
    level: str, names: list[str], day: date, found: list[str]
) -> None:
    assert [pack.id for pack in LIBRARY.for_unit(level, names, day)] == found


@pytest.mark.parametrize("pack_id", ["no/such", "", "../packs/facts", "q28-2025", "facts"])
def test_an_unknown_id_is_not_found(pack_id: str) -> None:
    with pytest.raises(NotFound):
        LIBRARY.get(pack_id)


def test_a_pack_must_lie_where_its_id_says(tmp_path: Path) -> None:
    shutil.copy(packs_folder() / SHARED_FACTS, tmp_path)
    (tmp_path / "other").mkdir()
    source = packs_folder() / "q28-2025" / "commune-class.toml"
    shutil.copy(source, tmp_path / "other" / "name.toml")
    library = load_packs(tmp_path)
    assert library.ids() == ("other/name",)
    with pytest.raises(Refused, match="khác với tên tệp"):
        library.get("other/name")


# -- errors by line --------------------------------------------------------------------------------

SMALL = """\
kind = "rules"
id = "sample-2026/commune"
title = "Bộ mẫu"
level = "commune"
scope = "country"
effective_from = "2026-01-01"
as_of = "consideration"
facts = ["use_points"]

[source]
document = "Văn bản mẫu"

[decision]
kind = "all"
question = "Có đạt không?"

[[reading]]
id = "way"
issue = "Chưa rõ."
default = "one"

[[reading.option]]
value = "one"
meaning = "cách một"

[[reading.option]]
value = "two"
meaning = "cách hai"

[[attestation]]
id = "review"
wording = "đã rà soát"
signers = ["Trưởng Công an cấp xã"]

[[criterion]]
id = "S.1"
title = "Không có điểm"
quote = "Không có điểm."
paragraph = "mục 1"

[[criterion.part]]
none_of = ["use_points"]
when = "way=one"

[[criterion.part]]
attested = "review"
"""


def problems_of(text: str) -> list[tuple[int, str]]:
    found = read_pack(text.encode(), LIBRARY.facts())[1]
    return [(problem.line, str(problem.error)) for problem in found]


def line_with(text: str, words: str) -> int:
    """The last line that has the words."""
    return max(at for at, line in enumerate(text.splitlines(), 1) if words in line)


def test_the_small_pack_of_these_tests_is_sound() -> None:
    assert problems_of(SMALL) == []


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        ('level = "commune"', 'level = "hamlet"', 'level = "hamlet"', "một trong"),
        ('facts = ["use_points"]', 'facts = ["use_pionts"]', "facts =", "không có định nghĩa"),
        ('["use_points"]\nwhen', '["use_pionts"]\nwhen', "none_of", "chưa có trong"),
        ('when = "way=one"', 'when = "way=three"', "when =", "không có cách hiểu"),
        ('default = "one"', 'default = "five"', "default =", "mặc định"),
        ('attested = "review"', 'attested = "revue"', "attested", "không có [[attestation]]"),
        ('none_of = ["use_points"]', "none_of = 5", "none_of", "danh sách"),
        ('effective_from = "2026-01-01"', 'effective_from = "1/1/2026"', "effective_from", "ngày"),
        ("[decision]", "[decisions]", "[decisions]", "không có mục nào"),
        ('as_of = "consideration"', 'as_of = "cut_off"', 'kind = "rules"', "cut_off"),
        ('question = "Có đạt không?"', "", "[decision]", "thiếu “question”"),
        ('quote = "Không có điểm."', 'quote = " "', "quote", "không được trống"),
        ('id = "S.1"', 'id = "S.1"\nextra = 1', "extra", "không có mục nào"),
        ('kind = "all"', 'kind = "at_least"\ncount = 2', "count =", "từ 1 đến"),
        (
            'attested = "review"',
            'fact = "use_points"\nat_least = "1.5"',
            "at_least",
            "phân số",
        ),
        ('attested = "review"', 'fact = "use_points"\nis = true', 'fact = "use', "kiểu bool"),
        ('attested = "review"', 'fact = "use_points"', 'fact = "use', "thiếu ngưỡng"),
        ('wording = "đã', 'vouches = ["retailers"]\nwording = "đã', "vouches", "số đếm nào"),
        ('wording = "đã', 'books_only = true\nwording = "đã', "books_only", "required = false"),
        ('attested = "review"', 'label = "trống"', "label", "đúng một trong"),
        (
            'attested = "review"',
            'attested = "review"\n\n[[criterion]]\nid = "S.1"\ntitle = "b"\nquote = "b"',
            'id = "S.1"',
            "đã được dùng",
        ),
    ],
)
def test_an_error_is_told_with_its_line(old: str, new: str, at: str, says: str) -> None:
    text = SMALL.replace(old, new, 1)
    found = problems_of(text)
    expected = line_with(text, at)
    assert any(line == expected and says in message for line, message in found), found


def test_every_error_is_told_at_once_in_order() -> None:
    text = SMALL.replace('level = "commune"', 'level = "x"').replace("way=one", "way=x")
    text = text.replace('signers = ["Trưởng Công an cấp xã"]', "signers = []")
    lines = [line for line, _ in problems_of(text)]
    assert lines == sorted(lines)
    assert len(lines) == 3


def test_a_class_pack_checks_what_its_classes_refer_to() -> None:
    text = (packs_folder() / "q28-2025" / "commune-class.toml").read_text("utf-8")
    broken = text.replace('"Q28.4.d", "Q28.4.dd"]', '"Q28.4.x"]', 1)
    broken = broken.replace('class = "I", at_least = "5/1000"', 'class = "IV", below = "1"')
    broken = broken.replace('combine = "two_measures"', 'combine = "zero"')
    found = problems_of(broken)
    named = [re.findall("mã (“.+?”)", message) for _, message in found if "mã" in message]
    assert named == [["“Q28.4.x”"], ["“IV”"]]
    assert any("combine" in message for _, message in found)


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (b"", 1, "thi\u1ebfu"),
        (b"\xff\xfe", 1, "UTF-8"),
        (b'id = "a"\n\xff', 2, "UTF-8"),
        (b'id = "a"\nid = "b"\n', 2, "TOML"),
        (b"x = 1\ny = [", 2, "TOML"),
        (b"x = " + b"[" * 5000, 1, "l\u1ed3ng"),
        (b"x = " + b"1" * 5000, 1, "TOML"),
        (b"criterion = 5", 1, "criterion"),
        (b"\x89PNG\r\n\x1a\n", 1, "UTF-8"),
    ],
)
def test_what_is_no_pack_at_all_is_told_too(content: bytes, line: int, says: str) -> None:
    pack, problems = read_pack(content, LIBRARY.facts())
    assert pack is None
    assert any(one.line == line and says in str(one.error) for one in problems)


REAL = [file.read_bytes() for file in sorted(packs_folder().glob("*/*.toml"))]
JUNK = st.sampled_from(
    [b"", b"5", b"[]", b"{}", b"true", b'"x"', b"\n", b'"""', b"[[", b"]", b"=", b"\x00", b"1.5"]
)


@settings(max_examples=150)
@given(st.sampled_from(REAL), st.floats(0, 1), st.integers(0, 40), JUNK)
def test_no_damage_to_a_pack_is_a_crash(
    content: bytes, place: float, length: int, junk: bytes
) -> None:
    start = int(place * len(content))
    damaged = content[:start] + junk + content[start + length :]
    pack, problems = read_pack(damaged, LIBRARY.facts())
    assert (pack is None) == bool(problems)
    assert all(1 <= problem.line <= damaged.count(b"\n") + 1 for problem in problems)
    assert all(str(problem.error) for problem in problems)


@settings(max_examples=150)
@given(st.sampled_from(REAL), st.integers(0), JUNK)
def test_no_odd_value_in_a_pack_is_a_crash(content: bytes, which: int, junk: bytes) -> None:
    lines = content.split(b"\n")
    keyed = [at for at, line in enumerate(lines) if b" = " in line]
    at = keyed[which % len(keyed)]
    lines[at] = lines[at].split(b" = ")[0] + b" = " + (junk or b"0")
    pack, problems = read_pack(b"\n".join(lines), LIBRARY.facts())
    assert (pack is None) == bool(problems)


def test_a_file_that_is_missing_or_a_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"none\.toml"):
        check_file(tmp_path / "none.toml")
    with pytest.raises(Refused):
        check_file(tmp_path)


def test_a_file_too_large_to_be_a_pack_is_refused(tmp_path: Path) -> None:
    (tmp_path / "big.toml").write_bytes(b"#" * (1 << 20) + b"\n")
    with pytest.raises(Refused, match="quá lớn"):
        check_file(tmp_path / "big.toml")


def test_a_pack_may_use_facts_defined_beside_it(tmp_path: Path) -> None:
    (tmp_path / SHARED_FACTS).write_text(
        'kind = "facts"\n[[fact]]\nname = "own_fact"\nlabel = "số riêng"\ntype = "int"\n'
        'meaning = "Số riêng của địa phương."\n',
        "utf-8",
    )
    file = tmp_path / "mine.toml"
    file.write_text(SMALL.replace("use_points", "own_fact"), "utf-8")
    assert check_file(file).errors == ()
    (tmp_path / SHARED_FACTS).write_text('kind = "facts"\nfact = 5\n', "utf-8")
    with pytest.raises(Refused, match="dòng 2"):
        check_file(file)


# -- what vouches, what clears ---------------------------------------------------------------------

CLEARING = """
[[fact]]
name = "own_points"
label = "điểm"
type = "int"
meaning = "Số điểm."

[[fact.clearing]]
act = "{act}"
title = "Ghi kết quả triệt xóa"
source = "mục 1"
"""


def test_an_act_that_does_not_exist_is_refused_with_its_line() -> None:
    small = SMALL.replace('["use_points"]\nwhen', '["use_points", "own_points"]\nwhen')
    good = small + CLEARING.format(act="end_point")
    assert problems_of(good) == []
    ((line, says),) = problems_of(small + CLEARING.format(act="remove_person"))
    assert line == line_with(good, "act = ")
    assert "một trong" in says


def test_no_act_takes_a_person_off_a_list() -> None:
    """The way for a person leads to the steps of the law, never to an end that is not one."""
    to_persons = {act for act, registers in ACTS.items() if "people" in registers}
    assert to_persons == {
        "open_case",
        "record_test",
        "record_visit",
        "record_support",
        "sign_family",
    }


def test_every_shared_fact_that_is_asked_for_in_full_names_how_it_is_cleared() -> None:
    """Of every “100 %” of the program's packs somebody is told what to do about who lacks it."""
    asked = {
        part.check.have
        for pack in LIBRARY.all()
        if isinstance(pack, RulePack)
        for criterion in pack.criteria
        if isinstance(criterion.body, Parts)
        for part in criterion.body.parts
        if isinstance(part.check, AllOf)
    }
    silent = {name for name in asked if not LIBRARY.facts()[name].clearing}
    assert silent == {
        "fugitives_caught",
        "resident_offenders_arrested",
        "substitution_over_12_months_clean",
        "violators_handled",
    }


@pytest.mark.parametrize("pack_id", [each for each in RULE_IDS if "drug-free" in each])
def test_every_none_of_a_communes_own_books_is_vouched_for(pack_id: str) -> None:
    pack = LIBRARY.rules(pack_id)
    if pack.level not in ("commune", "neighbourhood"):
        return
    vouched = {name for terms in pack.attestations for name in terms.vouches}
    asked = {
        name
        for criterion in pack.criteria
        if isinstance(criterion.body, Parts)
        for part in criterion.body.parts
        if isinstance(part.check, NoneOf) and not part.advisory
        for name in part.check.names
    }
    assert asked <= vouched
