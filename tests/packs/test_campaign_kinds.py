"""The kinds of work of a month of action: the shipped file, and files gone wrong."""

from __future__ import annotations

import pytest

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.commitments import COMMITMENT_KINDS
from sachmatuy_desktop.domain.registers.movement import PROPAGANDA_FORMS
from sachmatuy_desktop.packs.campaigns import load_kinds, read_kinds
from sachmatuy_desktop.packs.library import load_packs
from sachmatuy_desktop.storage.facts import NAMES

HEAD = """kind = "campaign"
id = "thu"
title = "Thử"
source = "nguồn"

[[group]]
id = "nhom"
title = "Nhóm"
paragraph = "mục I"
"""
LINE = """
[[line]]
id = "dong"
group = "nhom"
title = "Dòng"
paragraph = "mục I"
unit = "buổi"
"""


def test_every_way_of_propaganda_and_every_commitment_is_counted_once() -> None:
    codes: dict[tuple[str, str], list[str]] = {}
    for line in load_kinds().lines:
        for name, allowed in line.only.items():
            codes.setdefault((line.book, name), []).extend(allowed)
    assert sorted(codes["propaganda", "form"]) == sorted(PROPAGANDA_FORMS)
    assert sorted(codes["commitments", "kind"]) == sorted(COMMITMENT_KINDS)


def test_what_the_commune_does_by_the_plan_is_counted_from_a_book() -> None:
    counted = {line.book for line in load_kinds().lines}
    counted |= {"people", "episodes", "decisions", "documents"}  # figures, or ended by the law
    plan = load_packs().plan("kon-tum-2024/action-month")
    for task in plan.tasks:
        if task.for_commune:
            assert set(task.evidence) <= counted, task.id


def test_figures_of_the_criteria_and_groups_are_there() -> None:
    kinds = load_kinds()
    assert all(line.fact in NAMES for line in kinds.lines if line.fact)
    assert all(kinds.of(group) for group in kinds.groups)
    assert not kinds.verified


def test_a_count_of_persons_says_so() -> None:
    for line in load_kinds().lines:
        of_persons = line.unit in ("người", "gia đình") and line.book != "households"
        assert line.persons == of_persons, line.id
        assert not line.book or line.book in REGISTERS


@pytest.mark.parametrize(
    ("more", "line", "reason"),
    [
        ('book = "khong"\nday = "held_on"\n', 17, "không có sổ"),
        ('book = "propaganda"\nday = "content"\n', 18, "phải là một cột ngày"),
        ('book = "propaganda"\nday = "held_on"\nsum = "content"\n', 19, "phải là một cột số"),
        ('book = "propaganda"\nday = "held_on"\nsum = "khong"\n', 19, "không có cột"),
        ('book = "propaganda"\nday = "held_on"\nonly = { form = ["x"] }\n', 19, "một trong các mã"),
        ('book = "propaganda"\nday = "held_on"\nfact = "addicts"\n', 17, "đúng một trong"),
    ],
)
def test_a_wrong_line_is_told_with_its_place(more: str, line: int, reason: str) -> None:
    kinds, problems = read_kinds((HEAD + LINE + more).encode())
    assert kinds is None
    assert problems[0].line == line
    assert reason in str(problems[0].error)


def test_a_line_of_no_group_is_refused() -> None:
    text = (HEAD + LINE).replace('group = "nhom"', 'group = "khac"') + 'fact = "addicts"\n'
    kinds, problems = read_kinds(text.encode())
    assert kinds is None
    assert "không có nhóm" in str(problems[0].error)
