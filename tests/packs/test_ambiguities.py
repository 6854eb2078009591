"""What the sources leave open: every such place is a named reading, or it is said why it is none.

Q1–Q15 are the questions that Quyết định 28/2025/QĐ-TTg leaves open; the numbers 1–32 are the
contradictions and gaps found in the five plans.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sachmatuy_desktop.domain.criteria import Reading, RulePack
from sachmatuy_desktop.domain.plans import PlanPack
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.packs.library import load_packs

LIBRARY = load_packs()

CLASS, FREE, PROVINCE = (
    "q28-2025/commune-class",
    "q28-2025/commune-drug-free",
    "q28-2025/province-class",
)
NT_CLASS, NT_FREE = "ninh-thuan-2024/commune-class", "ninh-thuan-2024/commune-drug-free"
NT_HOT, NT_DISTRICT = "ninh-thuan-2024/district-hot-spot", "ninh-thuan-2024/district-drug-free"
IA_HDRAI, HOANG_PHONG = "ia-hdrai-2024/commune-drug-free", "hoang-phong-2024/commune-drug-free"
LANG_CHANH, KON_TUM = "lang-chanh-2023/neighbourhood", "kon-tum-2024/action-month"

READINGS = {
    "Q1": {(CLASS, "zero")},
    "Q2": {(CLASS, "falls_to_three")},
    "Q3": {(CLASS, "graver_counts_for_two")},
    "Q4": {(CLASS, "route_counts_itself")},
    "Q5": {(CLASS, "population_date"), (PROVINCE, "population_date")},
    "Q6": {(CLASS, "arrested_where"), (PROVINCE, "arrested_where")},
    "Q7": {(CLASS, "absent_people"), (PROVINCE, "absent_people")},
    "Q8": {(FREE, "managed_user")},
    "Q9": {(FREE, "in_facility")},
    "Q10": {(FREE, "violations_period")},
    "Q11": {(FREE, "points_period")},
    "Q12": {(CLASS, "point_alone")},
    "Q13": {(CLASS, "two_measures"), (PROVINCE, "two_measures")},
    "Q14": {(CLASS, "rounding"), (PROVINCE, "rounding")},
    "Q15": {(CLASS, "both_results"), (FREE, "both_results")},
    "mâu thuẫn 1": {(NT_CLASS, "plant_gap")},
    "mâu thuẫn 2": {(NT_CLASS, "twenty_to_sixty")},
    "mâu thuẫn 3": {(NT_CLASS, "exactly_hundred")},
    "mâu thuẫn 4": {(NT_CLASS, "below_twenty")},
    "mâu thuẫn 6": {(NT_CLASS, "zero")},
    "mâu thuẫn 7": {
        (NT_CLASS, "rate_of_whom"),
        (NT_CLASS, "population_of_whom"),
        (NT_HOT, "rate_of_whom"),
    },
    "mâu thuẫn 8": {(NT_CLASS, "hub")},
    "mâu thuẫn 9": {(NT_FREE, "class_excluded")},
    "mâu thuẫn 10": {(NT_CLASS, "people_counted")},
    "mâu thuẫn 11": {
        (NT_CLASS, "cut_off_day"),
        (NT_FREE, "cut_off_day"),
        (NT_DISTRICT, "cut_off_day"),
    },
}
"""Ambiguity → the readings, by pack, that it is settled by."""

NOT_A_READING = {
    5: "printing errors with one sense only: told in the notes of their criteria",
    12: "a target, not a criterion: belongs to the targets, with both ways to measure it",
    13: "a target, not a criterion: belongs to the targets",
    14: "two targets on two different bases: belongs to the targets",
    15: "thirteen communes the plan does not name: a list the receiving office keeps",
    16: "which paper ends the recognition: a kind of document, not a way to count",
    17: "names of units that no longer exist: the table of units knows what became of them",
    18: "letters a–g without đ: kept as printed in the marks",
    19: "two sections numbered 2: paragraphs are quoted as printed",
    20: "a target: 30 % of three communes is one",
    21: "where copies go: an addressee in the forms",
    22: "two dates and an authority: told in the notes of the pack",
    23: "a blank date: the day of registration is asked for",
    24: "a cited paper without a number: the paper of a registration needs none",
    25: "a period in the title: the pack carries its own last day",
    26: "tip boxes are a task and no criterion there: told in the notes of the pack",
    27: "a task the law no longer allows: kept in the plan and not built",
    28: "a deadline inside the month it is for: kept in the plan as printed",
    29: "citations with errors: quoted and never looked up",
    30: "kinds of sub-units: a list in their register",
    31: "names of the programme: every pack has its own title, none is taken for another",
    32: "the day counted to: every pack carries its own rule (`as_of`)",
}
"""Numbered gaps that no criterion can be read in two ways for, and where they are settled."""


def test_every_open_question_and_contradiction_is_settled_somewhere() -> None:
    questions = {f"Q{number}" for number in range(1, 16)}
    contradictions = {f"mâu thuẫn {number}" for number in range(1, 33)}
    elsewhere = {f"mâu thuẫn {number}" for number in NOT_A_READING}
    assert set(READINGS) | elsewhere == questions | contradictions
    assert not set(READINGS) & elsewhere
    assert all(NOT_A_READING.values())


def all_readings() -> Iterator[tuple[str, Reading]]:
    for pack in LIBRARY.all():
        if isinstance(pack, RulePack):
            for reading in pack.readings:
                yield pack.id, reading


def test_a_reading_names_the_question_it_answers() -> None:
    named: dict[str, set[tuple[str, str]]] = {}
    for pack_id, reading in all_readings():
        if reading.reference:
            named.setdefault(reading.reference, set()).add((pack_id, reading.id))
    assert named == READINGS


@pytest.mark.parametrize(
    ("pack_id", "reading"),
    [pytest.param(pack_id, each, id=f"{pack_id}:{each.id}") for pack_id, each in all_readings()],
)
def test_a_reading_has_its_words_its_default_and_another_way(
    pack_id: str, reading: Reading
) -> None:
    assert reading.words
    assert reading.issue.endswith(".")
    assert len({option.meaning for option in reading.options}) == len(reading.options) >= 2
    assert reading.default in {option.value for option in reading.options}
    pack = LIBRARY.rules(pack_id)
    assert set(reading.applies_to) <= {criterion.id for criterion in pack.criteria}


def test_a_pack_says_to_which_day_it_counts() -> None:
    """Contradiction 32: day of consideration (000), of the request (001), 14/12 (003, QĐ 28)."""
    counted = {
        pack.id: (pack.as_of, pack.cut_off if pack.as_of == "cut_off" else "")
        for pack in LIBRARY.all()
        if isinstance(pack, RulePack)
    }
    at_cut_off = (CLASS, FREE, PROVINCE, NT_CLASS, NT_FREE, NT_HOT, NT_DISTRICT)
    assert counted == {
        **dict.fromkeys(at_cut_off, ("cut_off", "12-14")),
        IA_HDRAI: ("consideration", ""),
        LANG_CHANH: ("consideration", ""),
        HOANG_PHONG: ("request", ""),
    }


def test_tests_of_hoang_phong_are_at_most_thirty_days_old_on_the_day_of_the_request() -> None:
    meanings = {fact.name: fact.meaning for fact in LIBRARY.rules(HOANG_PHONG).facts}
    tested = [name for name in meanings if name.endswith("_negative_test")]
    assert len(tested) == 3
    for name in tested:
        assert "không quá 30 ngày trước ngày đề nghị công nhận" in meanings[name]


@pytest.mark.parametrize(
    ("pack_id", "words"),
    [
        (HOANG_PHONG, "hai mốc: hoàn thành trong năm 2025 (mục I.1)"),
        (HOANG_PHONG, "phải được xác định trước khi đề nghị (mâu thuẫn 22)"),
        (HOANG_PHONG, "không phải tiêu chí ở mục II (mâu thuẫn 26)"),
        (HOANG_PHONG, "không có nghĩa là đạt Điều 6"),
        (CLASS, "hiện cả hai, người có thẩm quyền chọn và ghi lại (Q15)"),
        (FREE, "hiện cả hai, người có thẩm quyền chọn và ghi lại (Q15)"),
        (FREE, "“Không thuộc trọng điểm, chưa đạt không ma túy” (Q12)"),
        (NT_FREE, "không thuộc trọng điểm loại I, II, III (cách hiểu class_excluded)"),
    ],
)
def test_what_an_official_must_know_besides_is_a_note_of_the_pack(pack_id: str, words: str) -> None:
    assert any(words in note for note in LIBRARY.rules(pack_id).notes)


def test_printing_errors_are_kept_in_the_quote_and_told_in_the_note() -> None:
    """Contradiction 5."""
    by_id = {criterion.id: criterion for criterion in LIBRARY.rules(NT_CLASS).criteria}
    for criterion_id, printed, meant in (
        ("NT.1.2.points", "nguy có", "nguy cơ"),
        ("NT.1.2.plants", "200m 2 dưới 1.000m 2", "200 m² đến dưới 1.000 m²"),
    ):
        assert printed in by_id[criterion_id].quote
        assert meant in by_id[criterion_id].note


def test_what_the_law_no_longer_allows_is_kept_and_not_built() -> None:
    """Contradictions 27 and 28."""
    plan = LIBRARY.get(KON_TUM)
    assert isinstance(plan, PlanPack)
    assert [task.id for task in plan.tasks if task.obsolete] == ["KT.10.6"]
    sent = next(task for task in plan.tasks if task.id == "KT.plan")
    assert sent.before is not None
    assert plan.campaign is not None
    assert plan.campaign.starts_on < sent.before <= plan.campaign.ends_on


def test_a_registration_has_its_day_and_need_not_name_a_paper() -> None:
    """Contradictions 23 and 24."""
    campaigns = REGISTERS["campaigns"]
    assert campaigns["registered_on"].required
    assert not campaigns["document"].required


def test_the_teams_of_lang_chanh_are_told_apart_by_kind() -> None:
    """Contradiction 30."""
    assert {"to_anxh", "to_bao_ve", "cum_dan_cu"} <= set(
        REGISTERS["subunits"]["kind"].choices or ()
    )


def test_letters_are_marks_as_printed_and_no_pack_is_another_by_name() -> None:
    """Contradictions 18 and 31."""
    assert list(LIBRARY.rules(IA_HDRAI).marks.values()) == list("abcdefg")
    titles = [pack.title for pack in LIBRARY.all()]
    assert len(set(titles)) == len(titles)
    assert "sạch ma tuý" in LIBRARY.rules(IA_HDRAI).title
    assert "không ma túy" in LIBRARY.rules(HOANG_PHONG).title
