"""What one edition of a pack says otherwise than the one before, as a picture of every line."""

from __future__ import annotations

import pytest

from sachmatuy_desktop.domain.criteria import RulePack
from sachmatuy_desktop.domain.criteria.differences import Change, differences, pairs, word_changes
from sachmatuy_desktop.domain.criteria.telling import rule_lines
from sachmatuy_desktop.packs.library import load_packs, read_pack
from tests.pack_texts import FIRST, SAMPLE, SECOND, THIRD

LIBRARY = load_packs()
RULES = [pack for pack in LIBRARY.all() if isinstance(pack, RulePack)]


def pack_of(text: str) -> RulePack:
    pack, problems = read_pack(text.encode(), LIBRARY.facts())
    assert isinstance(pack, RulePack), [str(each.error) for each in problems]
    return pack


def picture(before: str, after: str) -> list[str]:
    found = differences(pack_of(before), pack_of(after))
    return [
        f"{each.subject} | {each.change} | {each.id} | {each.aspect} | {each.before} | {each.after}"
        for each in found
    ]


PEOPLE = "Người nghiện, người sử dụng trái phép chất ma túy có hồ sơ quản lý"

EDITION = f"""
head | changed | {SAMPLE} | edition | 1 | 2
head | changed | {SAMPLE} | effective_from | 01/01/2026 | 01/07/2026
criterion | changed | M.1 | quote \
| 100% thôn có hòm thư tố giác tội phạm ma túy. \
| Ít nhất 01 thôn có hòm thư tố giác tội phạm về ma túy.
criterion | changed | M.1 | rule \
| 100 % thôn, bản, khu phố, tổ dân phố: thôn có hòm thư tố giác tội phạm. \
| Thôn có hòm thư tố giác tội phạm từ 1 trở lên.
criterion | changed | M.2 | rule \
| {PEOPLE} trên nhân khẩu hiện đang cư trú dưới 0,5 %. \
| {PEOPLE} trên nhân khẩu hiện đang cư trú dưới 0,1 %.
reading | changed | boxes | default | chỉ tính hòm thư đang dùng | tính mọi hòm thư đã đặt
fact | gone | villages |  |  |
attestation | changed | review | signers | Trưởng Công an cấp xã | Chủ tịch UBND cấp xã
"""


def test_a_new_edition_line_by_line() -> None:
    assert [line.strip() for line in picture(FIRST, SECOND)] == EDITION.strip().splitlines()


def test_a_criterion_that_came_and_one_that_went() -> None:
    gone = FIRST[: FIRST.index('[[criterion]]\nid = "M.3"')]
    gone = gone.replace("[[attestation]]", "[[attestation]]\nrequired = false")
    assert [line for line in picture(FIRST, gone) if line.startswith("criterion")] == [
        "criterion | gone | M.3 |  | Công an cấp xã đã rà soát toàn địa bàn. | "
    ]
    assert [line for line in picture(gone, FIRST) if line.startswith("criterion")] == [
        "criterion | new | M.3 |  |  | Công an cấp xã đã rà soát toàn địa bàn."
    ]


def test_criteria_of_other_ids_and_the_same_words_are_one() -> None:
    before, after = pack_of(FIRST), pack_of(THIRD)
    twins = [(earlier.id, later.id) for earlier, later in pairs(before, after) if earlier]
    assert twins == [("M.1", "N.1"), ("M.2", "N.2"), ("M.3", "N.3")]
    changed = [line for line in picture(FIRST, THIRD) if line.startswith("criterion")]
    assert changed[0] == "criterion | changed | N.1 | id | M.1 | N.1"


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("không có điểm", "không có điểm", "không có điểm"),
        ("không có điểm", "không có tụ điểm", "không có +tụ+ điểm"),
        ("từ 100 người trở lên", "từ 60 người trở lên", "từ -100- +60+ người trở lên"),
        ("", "mới cả", "+mới cả+"),
        ("bỏ cả", "", "-bỏ cả-"),
        ("", "", ""),
    ],
)
def test_words_side_by_side(before: str, after: str, shown: str) -> None:
    marks = {Change.NEW: "+{}+", Change.GONE: "-{}-", None: "{}"}
    pieces = word_changes(before, after)
    assert " ".join(marks[piece.change].format(piece.text) for piece in pieces) == shown


@pytest.mark.parametrize("pack", RULES, ids=lambda pack: pack.id)
def test_a_pack_does_not_differ_from_itself_and_every_rule_is_said(pack: RulePack) -> None:
    assert differences(pack, pack) == ()
    for criterion in pack.criteria:
        lines = rule_lines(pack, criterion)
        assert lines
        assert all(line.endswith(".") and "_" not in line for line in lines), lines
