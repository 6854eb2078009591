"""The targets that come with the program: complete, bound to whom they bind, as printed."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.targets import Comparison, Target
from sachmatuy_desktop.packs.library import load_packs
from sachmatuy_desktop.packs.targets import (
    INDICATORS,
    Kind,
    check_file,
    load_targets,
    targets_folder,
)
from sachmatuy_desktop.packs.units import unit_table
from sachmatuy_desktop.services.targets import bound_targets
from sachmatuy_desktop.storage.facts import NAMES

TODAY = date(2026, 11, 28)
FILES = sorted(targets_folder().glob("*.toml"))
PROVINCES = [unit for unit in unit_table().on(TODAY) if unit.kind.level == 1]


def of(document: str) -> tuple[Target, ...]:
    return next(each.targets for each in load_targets()[1] if each.id == document)


def one(document: str, target: str) -> Target:
    return next(each for each in of(document) if each.id == target)


@pytest.mark.parametrize("file", FILES, ids=lambda each: each.stem)
def test_every_file_keeps_the_format(file: Path) -> None:
    assert check_file(file) == []


def test_nothing_is_verified_yet() -> None:
    assert not any(document.verified for document in load_targets()[1])


def test_every_indicator_is_used_and_can_be_answered() -> None:
    indicators, documents = load_targets()
    used = {
        name
        for document in documents
        for target in document.targets
        for way in target.ways
        for name in way.indicators
    }
    assert used == set(indicators)
    packs = load_packs()
    for each in indicators.values():
        assert set(each.facts) <= NAMES, each.name
        if each.pack:
            pack = packs.rules(each.pack)
            assert set(each.classes) <= {klass.id for klass in pack.classes} | {"none"}, each.name
            assert not each.criterion or each.criterion in pack.marks, each.name
        assert (each.kind is Kind.TYPED) == (not each.facts and not each.pack) or each.kind in (
            Kind.COMMUNES,
            Kind.VILLAGES,
            Kind.LISTED,
        ), each.name


# Quyết định 2942/QĐ-BCA: every row of both appendices for all 34 provinces


def printed(document: str) -> dict[str, dict[str, str]]:
    """Row → province → value as printed, as an office of that province meets it."""
    table = unit_table()
    found: dict[str, dict[str, str]] = {}
    for unit in PROVINCES:
        for bound in bound_targets(table, unit, TODAY):
            if bound.document.id == document:
                limits = {limit.printed for _way, limit in bound.ways}
                assert len(limits) == 1
                found.setdefault(bound.target.row, {})[unit.name] = limits.pop()
    return found


def test_appendix_two_has_fourteen_rows_for_thirty_four_provinces() -> None:
    rows = printed("qd-2942-2026-2030")
    assert len(PROVINCES) == 34
    assert set(rows) == {str(row) for row in range(1, 15)}
    cities = {"Hải Phòng", "Hà Nội", "Quảng Ninh", "Hồ Chí Minh", "Đồng Nai", "Đà Nẵng"}
    assert set(rows["10"]) == cities
    assert {row: len(values) for row, values in rows.items() if row != "10"} == {
        str(row): 34 for row in range(1, 15) if row != 10
    }
    assert sum(map(len, rows.values())) == 448
    assert {row: set(values.values()) for row, values in rows.items()} == {
        "1": {"Ít nhất 5%"},
        "2": {"Ít nhất 50%"},
        "3": {"100%"},
        "4": {"100%"},
        "5": {"Trên 3%"},
        "6": {"Trên 3%"},
        "7": {"Trên 5%"},
        "8": {"Trên 80%"},
        "9": {"100%"},
        "10": {"trên 70%"},
        "11": {"x"},
        "12": {"100%"},
        "13": {"phấn đấu 100%"},
        "14": {"Trên 90%"},
    }


def test_appendix_four_has_fifteen_rows_and_differs_by_province() -> None:
    rows = printed("qd-2942-2026")
    assert set(rows) == {*map(str, range(1, 14)), "14.1", "14.2"}
    assert sum(map(len, rows.values())) == 482
    counts = {row: Counter(values.values()) for row, values in rows.items()}
    assert counts["2"] == {"40%": 20, "30%": 14}
    assert counts["8"] == {"65%": 31, "80%": 3}
    assert counts["12"] == {"20%": 31, "25%": 3}
    assert counts["13"] == {"95%": 31, "100%": 3}
    assert counts["14.1"] == {"90%": 31, "95%": 3}
    assert counts["14.2"] == {"65%": 31, "70%": 3}
    assert rows["10"] == {
        "Hải Phòng": "17",
        "Hà Nội": "19",
        "Quảng Ninh": "12",
        "Hồ Chí Minh": "25",
        "Đồng Nai": "14",
        "Đà Nẵng": "14",
    }
    assert sum(int(value) for value in rows["9"].values()) == 54
    assert sum(int(value) for value in rows["11"].values()) == 109
    assert (rows["11"]["Điện Biên"], rows["11"]["Bắc Ninh"]) == ("10", "9")
    assert (rows["9"]["Huế"], rows["9"]["Hà Nội"]) == ("0", "4")
    for row in ("5", "6"):
        assert {name for name, value in rows[row].items() if value == "Trên 5%"} == {
            "Điện Biên",
            "Nghệ An",
            "Tây Ninh",
        }


def test_a_printed_value_is_an_exact_number() -> None:
    for document in ("qd-2942-2026-2030", "qd-2942-2026"):
        for target in of(document):
            for limit in target.limits:
                digits = "".join(letter for letter in limit.printed if letter.isdigit()) or "1"
                share = 100 if "%" in limit.printed else 1
                assert limit.value == Fraction(int(digits), share), limit.printed
                above = limit.printed.lower().startswith("trên")
                assert (limit.comparison is Comparison.ABOVE) == above


# The figures of the seeds (domain 9(c))


@pytest.mark.parametrize(
    ("document", "target", "comparison", "value", "last", "yearly", "paragraph"),
    [
        ("ia-hdrai-2024", "IAH.30", "at_least", "30/100", 2024, False, "mục I.1"),
        ("ia-hdrai-2024", "IAH.mohinh", "at_least", "1", 2024, False, "mục III.10"),
        ("ninh-thuan-2024", "NT.2.1", "at_least", "1", 2030, True, "mục I.2.1"),
        ("ninh-thuan-2024", "NT.2.2a", "at_least", "3/100", 2030, True, "mục I.2.2"),
        ("ninh-thuan-2024", "NT.2.2b", "at_least", "35/100", 2030, False, "mục I.2.2"),
        ("ninh-thuan-2024", "NT.2.2c", "at_least", "50/100", 2030, False, "mục I.2.2"),
        ("ninh-thuan-2024", "NT.2.3a", "below", "1/100", 2030, True, "mục I.2.3"),
        ("ninh-thuan-2024", "NT.2.3c", "at_least", "1", 2030, True, "mục I.2.3"),
        ("ninh-thuan-2024", "NT.2.3d", "at_least", "1", 2030, True, "mục I.2.3"),
        ("ninh-thuan-2024", "NT.2.4", "at_least", "3", 2030, False, "mục I.2.4"),
        ("ninh-thuan-2024", "NT.II.2.1a", "at_least", "70/100", 2030, False, "mục II.2.1"),
        ("ninh-thuan-2024", "NT.II.2.1b", "at_most", "0", 2030, False, "mục II.2.1"),
        ("ninh-thuan-2024", "NT.VII.1", "at_most", "0", 2026, False, "mục VII.1.1"),
        ("hoang-phong-2024", "HP.10nguoi", "below", "10", 2025, False, "mục II"),
        ("hoang-phong-2024", "HP.camket", "at_least", "1", 2025, False, "mục III.2"),
        ("hoang-phong-2024", "HP.dienthoai", "at_least", "1", 2025, False, "mục III.2"),
        ("hoang-phong-2024", "HP.vieclam", "at_least", "1", 2025, False, "mục III.7"),
        ("hoang-phong-2024", "HP.mohinh", "at_least", "1", 2025, False, "mục II"),
        ("hoang-phong-2024", "HP.doanthe", "at_least", "1", 2025, False, "mục IV.8"),
        ("lang-chanh-2023", "LC.1", "at_least", "1", 2030, True, "mục I.2"),
        ("lang-chanh-2023", "LC.2", "at_least", "1", 2030, True, "mục I.2"),
        ("lang-chanh-2023", "LC.3", "at_least", "1", 2023, False, "mục I.2"),
        ("lang-chanh-2023", "LC.4a", "at_least", "14", 2023, False, "mục I.3"),
        ("lang-chanh-2023", "LC.4b", "at_least", "3", 2023, False, "mục I.3"),
    ],
)
def test_the_figures_of_the_seeds(
    document: str,
    target: str,
    comparison: str,
    value: str,
    last: int,
    yearly: bool,
    paragraph: str,
) -> None:
    found = one(document, target)
    limit = found.limits[0] if found.limits else found.ways[0].limit
    assert limit is not None
    assert (limit.comparison, limit.value) == (Comparison(comparison), Fraction(value))
    assert (found.last, found.yearly) == (last, yearly)
    assert found.paragraph.startswith(paragraph)
    assert found.quote


def test_ambiguous_words_have_their_readings() -> None:
    ways = {
        target.id: [way.id for way in target.ways]
        for document in load_targets()[1]
        for target in document.targets
        if len(target.ways) > 1
    }
    assert ways == {
        "IAH.30": ["recognised", "result", "recognised_next"],
        "IAH.mohinh": ["every", "chosen"],
        "NT.2.2a": ["previous", "first"],
        "NT.2.3b": ["reduced", "kept_below"],
        "NT.2.3c": ["file", "access"],
        "QD2942.II.2": ["own", "approved"],
        "QD2942.II.4": ["dealers", "area"],
        "QD2942.IV.2": ["own", "approved"],
        "QD2942.IV.4": ["dealers", "area"],
    }


def test_thirteen_communes_and_three_neighbourhoods() -> None:
    assert one("ninh-thuan-2024", "NT.2.1").listed == 13
    assert one("lang-chanh-2023", "LC.4b").villages == ("Nguyễn Trãi", "Chiềng Trải", "Chí Linh")


@pytest.mark.parametrize(
    ("unit", "documents"),
    [
        ("huyen-618@1", {"ia-hdrai-2024"}),
        ("tinh-58@1", {"ninh-thuan-2024"}),
        ("tinh-56@2", {"qd-2942-2026", "qd-2942-2026-2030"}),
        ("tinh-75@2", {"qd-2942-2026", "qd-2942-2026-2030"}),
        ("thi-tran-15055@1", {"lang-chanh-2023"}),
        ("xa-15973@1", {"hoang-phong-2024"}),
        ("tinh-62@1", set()),
    ],
    ids=[
        "Ia H’Drai",
        "Ninh Thuận",
        "Khánh Hòa",
        "Đồng Nai",
        "Lang Chánh",
        "Hoằng Phong",
        "Kon Tum",
    ],
)
def test_targets_bind_whom_they_name(unit: str, documents: set[str]) -> None:
    table = unit_table()
    bound = bound_targets(table, table.unit(unit), TODAY)
    assert {each.document.id for each in bound} == documents


def test_the_seventy_per_cent_rule_binds_the_districts_of_ninh_thuan() -> None:
    table = unit_table()
    province = table.unit("tinh-58@1")
    districts = list(table.children(province, date(2025, 6, 1)))
    assert len(districts) == 7
    for district in districts:
        bound = bound_targets(table, district, TODAY)
        assert [each.target.id for each in bound] == ["NT.II.2.1a", "NT.II.2.1b"]


# Files by others: every error with its line


BROKEN = """kind = "targets"
id = "thu"
title = "Thử"
effective_from = "2026-01-01"
verified = false

[source]
document = "Kế hoạch"

[[target]]
id = "A"
title = "Ít nhất một nửa"
quote = "…"
paragraph = "mục 1"
first = 2026
last = 2025
due = "last_year"

[target.binds]
level = "province"

[[target.way]]
id = "w"
basis = "share"
figure = "khong_co"
base = "communes"
comparison = "at_least"
value = "0,5"
printed = "50%"
"""


def test_every_error_of_a_file_has_its_line(tmp_path: Path) -> None:
    file = tmp_path / "thu.toml"
    file.write_text(BROKEN, encoding="utf-8")
    assert [(each.line, str(each.error)) for each in check_file(file)] == [
        (16, "năm cuối đứng trước năm đầu"),
        (25, "không có chỉ số nào tên “khong_co”"),
        (28, '“value” phải là số nguyên hoặc phân số trong ngoặc kép: "5/100"'),
    ]


def test_two_readings_need_a_word_about_what_is_unclear(tmp_path: Path) -> None:
    text = BROKEN.replace("2025", "2026").replace("khong_co", "communes").replace("0,5", "1/2")
    second = text[text.index("[[target.way]]") :].replace('"w"', '"v"')
    file = tmp_path / "thu.toml"
    file.write_text(f"{text}\n{second}", encoding="utf-8")
    assert [str(each.error) for each in check_file(file)] == [
        "có nhiều cách hiểu thì phải nói rõ câu chữ chưa rõ ở “issue”"
    ]


def test_an_indicator_of_a_pack_needs_the_pack(tmp_path: Path) -> None:
    file = tmp_path / INDICATORS
    file.write_text(
        'kind = "indicators"\n[[indicator]]\nname = "a"\nlabel = "A"\nmeaning = "…"\n'
        'kind = "class"\nspare = 1\n',
        encoding="utf-8",
    )
    assert [each.line for each in check_file(file)] == [2, 7]
