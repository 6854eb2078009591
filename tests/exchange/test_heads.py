"""The head of a table is found, and its columns are understood."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import BadInput, KnownError, Refused
from sachmatuy_desktop.exchange.heads import mapping_at, suggest_mapping
from sachmatuy_desktop.exchange.mapping import SheetMapping, load_mapping, save_mapping
from sachmatuy_desktop.exchange.reading import Sheet
from sachmatuy_desktop.exchange.targets import is_target
from sachmatuy_desktop.exchange.vocabulary import heading_key, vocabulary
from tests.exchange.sheet_tables import Merged, sheet

PEOPLE, HOUSEHOLDS = REGISTERS["people"], REGISTERS["households"]


def _meanings(mapping: SheetMapping) -> list[str]:
    return [each.target for each in mapping.columns]


def test_titles_above_and_a_counting_column() -> None:
    found = suggest_mapping(
        PEOPLE,
        sheet(
            """
            ỦY BAN NHÂN DÂN     |                     |         |          |         |
            DANH SÁCH NHÂN KHẨU |                     |         |          |         |
            STT                 | HỌ, CHỮ ĐỆM VÀ TÊN  | Nam/Nữ  | NTNS     | Số CCCD | Thôn/bản
            1                   | Nguyễn Văn An       | Nam     | 1987     |         | Thôn 1
            """
        ),
    )
    assert (found.head_row, found.head_rows, found.first_row) == (3, 1, 4)
    assert _meanings(found) == ["", "full_name", "sex", "birth", "citizen_number", "village"]


@pytest.mark.parametrize("merged", [((0, 2, 0, 3), (0, 0, 1, 0), (0, 1, 1, 1)), ()])
def test_a_head_of_two_rows_with_the_year_of_birth_under_the_sex(merged: Merged) -> None:
    upper = "TT | Họ và tên | Năm sinh | Năm sinh" if merged else "TT | Họ và tên | Năm sinh |"
    lower = "TT | Họ và tên | Nam | Nữ" if merged else " | | Nam | Nữ"
    picture = f"{upper} | Dân tộc\n{lower} |\n(1)|(2)|(3)|(4)|(5)\n1 | Y Blo | 1990 | | Gia-rai"
    found = suggest_mapping(PEOPLE, sheet(picture, merged))
    if merged:
        assert _meanings(found) == [
            "",
            "full_name",
            "birth&sex=nam",
            "birth&sex=nu",
            "ethnicity",
        ]
    else:
        assert _meanings(found)[:2] == ["", "full_name"]
        assert "birth&sex=nam" in _meanings(found)
    assert (found.head_rows, found.first_row) == (2, 4)


def test_the_head_of_a_birthday_over_nam_and_nu_is_taken_whole() -> None:
    picture = """
    TT | Họ và tên | Ngày, tháng, năm sinh | Ngày, tháng, năm sinh | Số CCCD
    TT | Họ và tên | Nam | Nữ | Số CCCD
    1 | Lò Thị Mận | | 1987 | 999187000001
    """
    down = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4))
    found = suggest_mapping(PEOPLE, sheet(picture, down))
    assert (found.head_row, found.head_rows, found.first_row) == (1, 2, 3)
    assert [each.target for each in found.columns[1:]] == [
        "full_name",
        "birth&sex=nam",
        "birth&sex=nu",
        "citizen_number",
    ]


def test_crosses_under_nam_and_nu() -> None:
    found = suggest_mapping(PEOPLE, sheet("Họ tên | Nam | Nữ | Năm sinh\nLê Thị Mơ | | x | 1990"))
    assert _meanings(found) == ["full_name", "sex=nam", "sex=nu", "birth"]


def test_a_parent_is_not_taken_for_the_person() -> None:
    found = suggest_mapping(PEOPLE, sheet("Họ và tên cha | Họ và tên | Năm sinh\n| An | 1990"))
    assert _meanings(found) == ["father", "full_name", "birth"]


def test_of_two_columns_with_one_meaning_the_first_keeps_it() -> None:
    found = suggest_mapping(HOUSEHOLDS, sheet("Chủ hộ | Họ và tên | Thôn\nAn | An | 1"))
    assert _meanings(found) == ["head", "", "village"]


def test_a_sheet_without_any_known_heading_is_refused_and_may_be_mapped_by_hand() -> None:
    page = sheet("aaa | bbb\n1 | 2")
    with pytest.raises(Refused, match="dòng tiêu đề"):
        suggest_mapping(PEOPLE, page)
    by_hand = mapping_at(PEOPLE, page, 1).with_target(0, "full_name")
    assert _meanings(by_hand) == ["full_name", ""]
    assert _meanings(by_hand.with_target(1, "full_name")) == ["", "full_name"]
    with pytest.raises(BadInput, match="nothing"):
        by_hand.with_target(0, "nothing")


@pytest.mark.parametrize("register", list(REGISTERS), ids=lambda each: each.name)
def test_every_label_of_every_register_is_understood(register: object) -> None:
    book = REGISTERS[getattr(register, "name", "")]
    assert [vocabulary(book).meaning(each.label) for each in book.fields] == [
        each.name for each in book.fields
    ]


def test_every_meaning_of_the_synonyms_exists() -> None:
    for book in REGISTERS:
        for target in vocabulary(book).meanings.values():
            assert target == "" or is_target(book, target)


@pytest.mark.parametrize(
    ("text", "key"),
    [("Họ, chữ đệm và tên *", "ho chu dem va ten"), ("Thôn/Bản", "thon ban"), ("  ", "")],
)
def test_headings_are_compared_by_their_words(text: str, key: str) -> None:
    assert heading_key(text) == key


# -- a mapping kept ------------------------------------------------------------------------------

FIRST = "Họ tên | Thôn | Ghi chú\nNguyễn Văn An | 1 |"


def test_a_saved_mapping_reads_back_and_fits_a_file_with_other_columns(tmp_path: Path) -> None:
    mapping = suggest_mapping(PEOPLE, sheet(FIRST)).with_target(2, "occupation")
    save_mapping(mapping, tmp_path / "ghép.json")
    kept = load_mapping(tmp_path / "ghép.json")
    assert kept == mapping
    other = kept.fitted(sheet("Danh sách | | |\nSTT | Ghi chú | Thôn | Họ tên\n1 | Ruộng | 1 | An"))
    assert _meanings(other) == ["", "occupation", "village", "full_name"]
    assert (other.head_row, other.first_row) == (2, 3)
    with pytest.raises(Refused, match="Ghi chú"):
        kept.fitted(sheet("Họ tên | Thôn\nAn | 1"))


def test_a_mapping_may_be_written_by_hand_as_toml(tmp_path: Path) -> None:
    path = tmp_path / "ghép.toml"
    path.write_text(
        'format = 1\nregister = "people"\nhead_row = 1\nhead_rows = 1\nfirst_row = 2\n'
        '[[columns]]\nheading = "Họ tên"\ntarget = "full_name"\n[[columns]]\nheading = "STT"\n',
        encoding="utf-8",
    )
    assert _meanings(load_mapping(path)) == ["full_name", ""]


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"register": "nothing"},
        {"head_row": 0},
        {"columns": [{"heading": "a", "target": "nothing"}]},
        {"columns": 3},
    ],
)
def test_a_spoilt_mapping_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "ghép.json"
    save_mapping(suggest_mapping(PEOPLE, sheet(FIRST)), path)
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **change}), "utf-8")
    with pytest.raises(KnownError):
        load_mapping(path)


GRIDS = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(
            st.one_of(st.sampled_from(["Họ tên", "Thôn", "x", "", "1", "Nam"]), st.text()),
            min_size=width,
            max_size=width,
        ).map(tuple),
        min_size=1,
        max_size=6,
    )
)


@settings(max_examples=100, deadline=None)
@given(GRIDS)
def test_any_grid_has_a_head_or_is_refused(rows: list[tuple[str, ...]]) -> None:
    try:
        found = suggest_mapping(PEOPLE, Sheet("t.xlsx", "T", rows))
    except Refused:
        return
    assert 1 <= found.head_row <= len(rows)
    assert len(found.columns) == len(rows[0])
    assert any(_meanings(found))
