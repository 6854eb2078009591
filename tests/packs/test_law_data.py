"""The law as data: whole, cited, in its time, and refused with a line where it is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.cases.conditions import CHECKS
from sachmatuy_desktop.domain.cases.law import Transition
from sachmatuy_desktop.domain.registers.management import (
    DECISION_KINDS,
    TREATMENT_FORMS,
    TREATMENT_STATES,
)
from sachmatuy_desktop.domain.registers.people import CATEGORIES, PRESENCE_STATES
from sachmatuy_desktop.errors import BadInput, NotFound, Refused
from sachmatuy_desktop.packs.deadlines import deadline_table
from sachmatuy_desktop.packs.law import check_law, law_book, law_folder, load_law

BOOK = law_book()
LAST_OLD, FIRST_NEW = date(2026, 6, 30), date(2026, 7, 1)

BLOCKS = [
    *("T01", "T02", "T03", "T04", "T05", "T06", "T10", "T11", "T12", "T13", "T14", "T15"),
    *("T20", "T21", "T21b", "T22", "T23", "T30", "T31", "T32", "T33", "T34", "T35", "T36"),
    *("T40", "T41", "T42", "T43", "T44", "T46", "T50", "T51", "T52", "T53", "T54", "T55"),
]


def test_the_shipped_law_has_no_problem() -> None:
    assert check_law(law_folder()) == []


@pytest.mark.parametrize("block", BLOCKS)
def test_every_transition_is_there(block: str) -> None:
    assert BOOK.transition(block, FIRST_NEW).versions == ("V2",)


@pytest.mark.parametrize("block", [each for each in BLOCKS if each != "T11"])
def test_and_in_the_law_before_unless_it_had_none(block: str) -> None:
    assert BOOK.transition(block, LAST_OLD).versions == ("V1", "V1b")


def test_suspension_came_with_the_new_law() -> None:
    with pytest.raises(BadInput, match="30/06/2026 áp dụng Luật 73/2021/QH14"):
        BOOK.transition("T11", LAST_OLD)
    with pytest.raises(NotFound):
        BOOK.transition("T99", FIRST_NEW)


def steps() -> list[Transition]:
    return list(BOOK.transitions)


@pytest.mark.parametrize("step", steps(), ids=lambda each: f"{each.id}-{each.versions[0]}")
def test_every_step_is_cited_and_speaks_of_what_there_is(step: Transition) -> None:
    assert "Điều" in step.source
    assert not step.verified
    assert step.who
    table = deadline_table()
    ids = {each.id for each in table.rules}
    assert {*step.within, *step.starts} <= ids
    for writes in (step.writes, *(each.writes for each in step.grounds if each.writes)):
        assert {*writes.ends, *([writes.begins] if writes.begins else [])} <= set(CATEGORIES)
        assert writes.decision in {"", *DECISION_KINDS}
        assert writes.treatment in {"", *TREATMENT_FORMS}
        assert {writes.treatment_state, *writes.course_from} <= set(TREATMENT_STATES)
        assert writes.course in {"", *TREATMENT_STATES}
        assert writes.presence in {"", *PRESENCE_STATES}
    sources = [each.source for each in step.grounds] + [each.source for each in step.conditions]
    assert all("Điều" in each for each in sources)
    for condition in step.conditions:
        assert not condition.forbids or condition.check in CHECKS


def test_the_decision_on_use_changed_hands_on_1_july_2026() -> None:
    before, after = BOOK.transition("T04", LAST_OLD), BOOK.transition("T04", FIRST_NEW)
    assert (before.form, after.form) == ("N105-07", "PL III-04")
    assert "Chủ tịch Ủy ban nhân dân" in before.who
    assert "Trưởng Công an cấp xã" in after.who
    assert "03 ngày làm việc" in before.quote
    assert "24 giờ" in after.quote


def test_grounds_for_stopping_changed_with_the_law() -> None:
    """Luật 73/2021/QH14, Điều 23 khoản 5 b; Luật 120/2025/QH15, Điều 24 khoản 5 (question Q12)."""
    before, after = BOOK.transition("T13", LAST_OLD), BOOK.transition("T13", FIRST_NEW)
    assert "giáo dục tại xã" in before.ground("b").words
    assert all("giáo dục tại xã" not in each.words for each in after.grounds)
    assert "xử lý chuyển hướng" in after.ground("b").words
    assert after.ends_in("a") == "NGHIEN"
    assert after.ends_in("d") == "RA"


def test_three_lists_are_statutory_and_five_are_not() -> None:
    assert [each.id for each in BOOK.lists if each.statutory] == [
        "DS-SDTP",
        "DS-NGHIỆN",
        "DS-SAUCAI",
    ]
    assert {each.category for each in BOOK.lists} == set(CATEGORIES)
    for each in BOOK.lists:
        assert each.statutory or "Không có danh sách theo luật" in each.note


def test_the_versions_meet_without_a_gap() -> None:
    assert [each.id for each in BOOK.versions] == ["V1", "V1b", "V2"]
    assert BOOK.version_on(date(2025, 2, 28)).id == "V1"
    assert BOOK.version_on(date(2025, 3, 1)).id == "V1b"
    assert BOOK.version_on(FIRST_NEW).id == "V2"


def test_duties_ladder_questions_and_transition_are_there() -> None:
    assert {each.id for each in BOOK.duties} == {f"P{number}" for number in range(1, 12)}
    assert {each.id for each in BOOK.questions} >= {f"Q{n:02d}" for n in range(1, 37)}
    assert {each.group for each in BOOK.steps} == {"giam_sat", "vi_pham_giam_sat", "vi_pham"}
    assert len(BOOK.transitional) == 8
    assert BOOK.question("Q04") is not None
    assert BOOK.reading("chuyen_noi_cu_tru") == "tu_quyet_dinh_moi"


WRONG = [
    ('[[state]]\ncode = "X"\n', 1, "title"),
    ('\n[[version]]\nid = "V9"\nname = "n"\nshort = "n"\nfrom = "mai"\n', 6, "from"),
    ('[[transition]]\nid = "T1"\nlaw = ["V7"]\n', 3, "phiên bản"),
    ("[[question]]\nid = 3\n", 2, "id"),
    ("prepare_days = [1, 2]\n", 1, "ba số ngày"),
    ("khac = 1\n", 1, "khac"),
    ("[[", 1, "TOML"),
]


@pytest.mark.parametrize(("text", "line", "said"), WRONG)
def test_a_wrong_file_is_told_by_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    (tmp_path / "sai.toml").write_text(text, encoding="utf-8")
    problems = check_law(tmp_path)
    assert any(problem.line == line and said in str(problem.error) for _file, problem in problems)
    with pytest.raises(Refused, match=r"sai\.toml"):
        load_law(tmp_path)


def copied(tmp_path: Path) -> Path:
    """The shipped law, to be spoilt."""
    for file in law_folder().glob("*.toml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('form = "PL III-09"', 'form = "PL III-99"', "PL III-99"),
        ('to = "SDTP_TDC"', 'to = "LẠ"', "LẠ"),
        ('enters = ["DS-SDTP"]', 'enters = ["DS-X"]', "DS-X"),
        ('id = "T12"', 'id = "T13"', "đã có ở trên"),
    ],
)
def test_a_code_that_names_nothing_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    file = copied(tmp_path) / "su-dung.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    [problem] = [problem for where, problem in check_law(tmp_path) if where.name == file.name][:1]
    assert said in str(problem.error)
