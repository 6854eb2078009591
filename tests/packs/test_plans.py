"""The five plans as packs: every bullet and deadline there, in the words of the plan; wrong plans.

`plan_bullets.toml` and `plan_deadlines.toml` hold what the plans were found to ask; whatever of it
is missing in a pack is named.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sachmatuy_desktop.domain.criteria.rules import RulePack
from sachmatuy_desktop.domain.plans import EVENTS, Obsolete, PlanPack, PlanTask, When
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.i18n import say
from sachmatuy_desktop.packs.forms import FORM_IDS, load_form
from sachmatuy_desktop.packs.library import Checked, check_pack, load_packs, packs_folder
from sachmatuy_desktop.packs.plan_words import due_words
from sachmatuy_desktop.packs.recognition import process_named

HERE = Path(__file__).parent
LIBRARY = load_packs()
BULLETS = {
    "ia-hdrai-2024/plan": 50,
    "hoang-phong-2024/plan": 41,
    "kon-tum-2024/action-month": 27,
    "ninh-thuan-2024/plan": 64,
    "lang-chanh-2023/plan": 29,
}
"""How many bullets the plans were found to have, counted apart from the packs."""

DEADLINES = 47
PLANS = sorted(BULLETS)


@cache
def plan(pack_id: str) -> PlanPack:
    pack = LIBRARY.get(pack_id)
    assert isinstance(pack, PlanPack)
    return pack


@cache
def tasks(pack_id: str) -> dict[str, PlanTask]:
    return {task.id: task for task in plan(pack_id).tasks}


def table(name: str) -> list[dict[str, Any]]:
    found = tomllib.loads((HERE / f"plan_{name}.toml").read_text("utf-8"))
    entries: list[dict[str, Any]] = next(iter(found.values()))
    return entries


def folded(text: str) -> str:
    return " ".join(text.split())


def within(paragraph: str, section: str) -> bool:
    """Whether a task's paragraph lies in a section: “mục V.18.2a” in V.18.2, not in V.1."""
    place = paragraph.removeprefix("mục ")
    rest = place.removeprefix(section)
    return rest == "" or (rest != place and not rest[0].isdigit())


# -- completeness --------------------------------------------------------------------------------


def test_every_bullet_of_the_plans_is_a_task_of_its_pack() -> None:
    missing = [
        f"{row['pack']}: {row['name']}: {bullet[0]}: {task_id}"
        for row in table("bullets")
        for bullet in row["bullets"]
        for task_id in bullet[1:] or ["(không có việc nào)"]
        if task_id not in tasks(row["pack"])
    ]
    assert missing == []


def test_no_bullet_is_left_out_of_the_table() -> None:
    counted: Counter[str] = Counter()
    for row in table("bullets"):
        counted[row["pack"]] += len(row["bullets"])
    assert counted == BULLETS


def test_every_bullet_stands_in_the_section_it_was_read_in() -> None:
    astray = [
        f"{row['pack']}: {row['name']}: {task_id} ({tasks(row['pack'])[task_id].paragraph})"
        for row in table("bullets")
        for bullet in row["bullets"]
        for task_id in bullet[1:]
        if not any(
            within(tasks(row["pack"])[task_id].paragraph, section) for section in row["sections"]
        )
    ]
    assert astray == []


def test_every_deadline_of_the_plans_is_in_the_data() -> None:
    rows = table("deadlines")
    wrong = [f"{row['place']} → {row['at']}: {why}" for row in rows for why in deadline_faults(row)]
    assert wrong == []
    assert len(rows) == DEADLINES


def deadline_faults(row: dict[str, Any]) -> Iterator[str]:
    """What the data does not say of a deadline, or says otherwise."""
    target = at(row["at"])
    if target is None:
        yield "không có"
        return
    if row.get("words") and folded(row["words"]) not in folded(target["quote"]):
        yield f"không trích “{row['words']}”"
    for key in ("paragraph", "addressee"):
        if key in row and row[key] != target.get(key):
            yield f"{key} là {target.get(key)!r}"
    for key, expected in row.get("is", {}).items():
        if (found := shown(target.get(key))) != shown(expected):
            yield f"{key} là {found!r}, phải là {shown(expected)!r}"


def at(place: str) -> dict[str, Any] | None:
    """What stands at a place of the data, as words and days; `None` if nothing does."""
    pack_id, _mark, name = place.partition("#")
    if "/" not in pack_id:
        steps = {step.id: step for step in process_named(pack_id).steps}
        return vars_of(steps[name].timing) | {"quote": ""} if name in steps else None
    pack = LIBRARY.get(pack_id)
    if not name:
        return vars_of(pack.campaign) if isinstance(pack, PlanPack) else vars_of(pack)
    if isinstance(pack, RulePack):
        return next((vars_of(each) for each in pack.criteria if each.id == name), None)
    if name in tasks(pack_id):
        task = tasks(pack_id)[name]
        return vars_of(task) | vars_of(task.when) | {"kind": task.when.kind}
    return next((vars_of(each) for each in pack.phases if each.id == name), None)


def vars_of(thing: Any) -> dict[str, Any]:
    return {each.name: getattr(thing, each.name) for each in fields(thing)}


def shown(value: object) -> str:
    match value:
        case None:
            return ""
        case date():
            return value.isoformat()
        case tuple():
            return ", ".join(f"{month:02d}-{day:02d}" for month, day in value)
        case _:
            return str(value)


# -- what every plan keeps -----------------------------------------------------------------------


@pytest.mark.parametrize("pack_id", PLANS)
def test_a_task_says_where_it_stands_in_which_words_and_whose_it_is(pack_id: str) -> None:
    pack = plan(pack_id)
    actors = {actor.id for actor in pack.actors}
    used = {actor for task in pack.tasks for actor in (*task.actors, task.sent_to) if actor}
    used |= {actor.reports_to for actor in pack.actors if actor.reports_to}
    assert used == actors
    for task in pack.tasks:
        assert task.paragraph.startswith("mục "), task.id
        assert folded(task.quote) == task.quote, task.id
        assert task.title, task.id
        assert "đối tượng" not in task.title, task.id


@pytest.mark.parametrize("pack_id", PLANS)
def test_what_a_task_names_exists(pack_id: str) -> None:
    for task in plan(pack_id).tasks:
        assert set(task.evidence) <= {each.name for each in REGISTERS}, task.id
        assert set(task.papers) <= set(FORM_IDS), task.id
        assert set(task.figures) <= set(LIBRARY.facts()), task.id
        for ref in task.criteria:
            assert ref.criterion in (LIBRARY.criteria_of(ref.pack) or ()), (task.id, ref)
        assert due_words(task.when, plan(pack_id))
    assert all(load_form(form) for form in FORM_IDS)


@pytest.mark.parametrize("pack_id", PLANS)
def test_nobody_signed_a_plan_off_and_a_proposal_says_that_it_is_one(pack_id: str) -> None:
    pack = plan(pack_id)
    assert not pack.verified
    for task in pack.tasks:
        if task.when.kind == "continuous":
            assert task.when.proposed, task.id
    for actor in pack.actors:
        for body in actor.today:
            assert body.source, (actor.id, body.name)


def test_bodies_of_a_district_are_followed_by_others() -> None:
    after = date(2025, 7, 1)
    for pack_id in PLANS:
        for actor in plan(pack_id).actors:
            if actor.level == "district":
                assert actor.bodies(after), (pack_id, actor.id)
                assert not any(each.level == "district" for each in actor.bodies(after))
                assert actor.bodies(date(2025, 6, 30)) == ()


def test_the_campaign_of_the_district_can_be_run_by_a_commune_today() -> None:
    pack = plan("kon-tum-2024/action-month")
    districts = pack.actor("ubnd-huyen")
    assert not districts.within_commune(date(2024, 6, 1))
    assert districts.within_commune(date(2026, 6, 1))
    assert all(task.for_commune for task in pack.tasks if task.actors == ("ubnd-huyen",))
    assert not any(task.for_commune for task in pack.tasks if task.actors == ("cong-an-tinh",))


def test_what_later_law_ended_is_off_from_that_day_and_names_the_article() -> None:
    ended = {
        task.id: task.obsolete for pack_id in PLANS for task in plan(pack_id).tasks if task.obsolete
    }
    assert set(ended) == {
        "IAH.II.3",
        "KT.10.6",
        "NT.III.2",
        "NT.V.18.1a",
        "NT.V.18.1b",
        "NT.V.18.1c",
    }
    assert all("Điều" in each.by for each in ended.values())
    education = tasks("kon-tum-2024/action-month")["KT.10.6"]
    assert education.offered(date(2026, 6, 30))
    assert not education.offered(date(2026, 7, 1))


@pytest.mark.parametrize(
    ("pack_id", "day", "phase"),
    [
        ("ia-hdrai-2024/plan", date(2024, 5, 1), "giai-doan-1"),
        ("ia-hdrai-2024/plan", date(2024, 12, 14), "giai-doan-1"),
        ("ia-hdrai-2024/plan", date(2024, 12, 15), "giai-doan-2"),
        ("ia-hdrai-2024/plan", date(2030, 1, 1), "giai-doan-2"),
        ("ninh-thuan-2024/plan", date(2024, 12, 14), None),
        ("ninh-thuan-2024/plan", date(2026, 12, 14), "giai-doan-1"),
        ("ninh-thuan-2024/plan", date(2026, 12, 15), "giai-doan-2"),
        ("ninh-thuan-2024/plan", date(2030, 12, 15), None),
        ("lang-chanh-2023/plan", date(2023, 8, 31), "den-8-2023"),
        ("lang-chanh-2023/plan", date(2023, 9, 1), "den-het-2023"),
        ("lang-chanh-2023/plan", date(2024, 1, 1), None),
    ],
)
def test_the_phase_we_are_in(pack_id: str, day: date, phase: str | None) -> None:
    found = plan(pack_id).phase(day)
    assert (found.id if found else None) == phase


def test_plans_are_not_read_where_only_criteria_are_wanted() -> None:
    fresh = load_packs()
    assert {pack.id for pack in fresh.all_rules()} == {
        pack.id for pack in LIBRARY.all() if isinstance(pack, RulePack)
    }
    assert not any(isinstance(pack, PlanPack) for pack in fresh._read.values())


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (When("once", before=date(2024, 6, 14)), "trước ngày 14/06/2024"),
        (When("once", on=date(2025, 6, 30)), "chậm nhất ngày 30/06/2025"),
        (When("once", by_phase="giai-doan-1"), "trong “Giai đoạn 01: xây dựng mô hình điểm”"),
        (When("once", needs_date=True), "kế hoạch để trống ngày, cơ quan điền"),
        (When("periodic", every="month"), "hằng tháng"),
        (When("periodic", every="year", needs_date=True), "mỗi năm, cơ quan điền ngày"),
        (
            When("periodic", every="half_year", day=((6, 15), (12, 15)), proposed=True),
            "mỗi 6 tháng, trước ngày 15/6, 15/12 (đề xuất của chương trình)",
        ),
        (When("event", event="difficulty"), "khi có khó khăn, vướng mắc, ngay, kịp thời"),
        (When("event", event="asked", hours=24), "khi được yêu cầu báo cáo, trong 24 giờ"),
        (When("event", event="asked", days=3), "khi được yêu cầu báo cáo, trong 3 ngày"),
        (
            When("event", event="asked", days=3, working=True),
            "khi được yêu cầu báo cáo, trong 3 ngày làm việc",
        ),
        (When("continuous", months=3), "thường xuyên, xem lại sau mỗi 3 tháng"),
    ],
)
def test_a_due_rule_in_words(when: When, words: str) -> None:
    assert due_words(when, plan("ia-hdrai-2024/plan")) == words


# -- plans that others write ---------------------------------------------------------------------

SMALL = """\
kind = "plan"
id = "tinh-mau-2027/plan"
title = "Kế hoạch mẫu"
level = "commune"
scope = "country"
effective_from = "2027-01-01"
criteria_pack = "ia-hdrai-2024/commune-drug-free"

[source]
document = "Kế hoạch mẫu"

[[phase]]
id = "mot"
title = "Giai đoạn 1"
paragraph = "mục I"
quote = "đến hết năm 2027"
ends_on = "2027-12-31"

[[day]]
id = "ngay-ky-niem"
title = "Ngày toàn dân phòng, chống ma túy"
paragraph = "mục II"
quote = "ngày 26/6"
on = "06-26"

[[actor]]
id = "xa"
name = "UBND xã"
level = "commune"
reports_to = "tinh"

[[actor]]
id = "tinh"
name = "Công an huyện"
level = "district"

[[actor.today]]
name = "Công an tỉnh"
level = "province"
from = "2025-07-01"
source = "Nghị quyết mẫu"

[[task]]
id = "M.1"
kind = "report"
paragraph = "mục II"
actors = ["xa"]
title = "Báo cáo"
quote = "báo cáo trước ngày 15/6"
when = { kind = "periodic", every = "half_year", day = ["06-15"] }
evidence = ["documents"]
papers = ["roster"]
figures = ["households"]
criteria = ["IAH.e"]
addressee = "Công an huyện"
sent_to = "tinh"
for_commune = true
obsolete = { by = "Luật mẫu, Điều 1", from = "2028-01-01", note = "Hết." }
"""
WHEN = '{ kind = "periodic", every = "half_year", day = ["06-15"] }'


def checked(text: str) -> Checked:
    return check_pack(text.encode(), LIBRARY.facts(), criteria_of=LIBRARY.criteria_of)


def test_a_small_plan_with_everything_in_it() -> None:
    found = checked(SMALL)
    assert (found.errors, found.warnings) == ((), ())
    assert isinstance(found.pack, PlanPack)
    (task,) = found.pack.tasks
    assert task.when == When("periodic", every="half_year", day=((6, 15),))
    assert task.obsolete == Obsolete("Luật mẫu, Điều 1", date(2028, 1, 1), "Hết.")
    assert (task.criteria[0].pack, task.criteria[0].criterion) == (
        found.pack.criteria_pack,
        "IAH.e",
    )
    assert found.pack.campaign is None
    (day,) = found.pack.days
    assert (day.title, day.in_year(2028)) == (
        "Ngày toàn dân phòng, chống ma túy",
        date(2028, 6, 26),
    )


@pytest.mark.parametrize(
    ("given", "instead", "said"),
    [
        ('actors = ["xa"]', 'actors = ["xaa"]', "không có “xaa”; có phải là “xa”?"),
        ('actors = ["xa"]', "actors = []", "thiếu cơ quan thực hiện"),
        ('sent_to = "tinh"', 'sent_to = "bo"', "không có “bo” để dùng ở “sent_to”"),
        ('addressee = "Công an huyện"\n', "", "thì phải có “addressee”"),
        ('reports_to = "tinh"', 'reports_to = "xa"', "không báo cáo cho chính mình"),
        ('reports_to = "tinh"', 'reports_to = "huyen"', "để dùng ở “reports_to”"),
        ('id = "mot"', 'id = "Một"', "chữ thường không dấu"),
        ('ends_on = "2027', 'starts_on = "2028-01-01"\nends_on = "2027', "đứng trước ngày bắt đầu"),
        ('on = "06-26"', 'on = "02-29"', "phải là tháng-ngày"),
        ('on = "06-26"\n', "", "phải là tháng-ngày"),
        ('"documents"', '"document"', "không có “document”; có phải là “documents”?"),
        ('"roster"', '"danh-sach"', "để dùng ở “papers”"),
        ('"households"', '"household"', "có phải là “households”?"),
        ('"IAH.e"', '"IAH.x"', "không có “IAH.x”"),
        ('"IAH.e"', '"q28-2025/commune-class#Q28.9"', "không có “Q28.9”"),
        ('criteria_pack = "ia-hdrai-2024/commune-drug-free"\n', "", "thiếu “criteria_pack”"),
        ('"ia-hdrai-2024/commune-drug-free"', '"IAH"', "ten-van-ban-nam/viec-xet"),
        ('from = "2028-01-01"', 'since = "2028-01-01"', "thiếu “from”"),
        ('source = "Nghị quyết mẫu"', "", "thiếu “source”"),
        ('level = "district"', 'level = "huyện"', "phải là một trong"),
        (f"when = {WHEN}\n", "", "thiếu bảng [when]"),
        (WHEN, '{ kind = "hourly" }', "phải là một trong: once, periodic, event, continuous"),
        (WHEN, '{ kind = "once" }', "đúng một trong"),
        (WHEN, '{ kind = "once", on = "2027-06-15", needs_date = true }', "đúng một trong"),
        (WHEN, '{ kind = "once", by_phase = "hai" }', "để dùng ở “by_phase”"),
        (WHEN, '{ kind = "once", on = "2027-06-31" }', "phải là ngày dạng"),
        (WHEN, '{ kind = "periodic" }', "việc định kỳ phải ghi “every”"),
        (WHEN, '{ kind = "periodic", every = "week" }', "phải là một trong: month"),
        (WHEN, '{ kind = "periodic", every = "year", day = ["02-29"] }', "có trong mọi năm"),
        (WHEN, '{ kind = "periodic", every = "month", day = ["06-15"] }', "hằng tháng không ghi"),
        (
            WHEN,
            '{ kind = "periodic", every = "year", day = ["06-15"], needs_date = true }',
            "không cần điền ngày",
        ),
        (
            WHEN,
            '{ kind = "periodic", every = "half_year", day = ["06-15", "07-04"] }',
            "rơi vào cùng một kỳ",
        ),
        (WHEN, '{ kind = "periodic", every = "year", hours = 3 }', "không dùng cho thời hạn loại"),
        (WHEN, '{ kind = "event", event = "askd" }', "có phải là “asked”?"),
        (WHEN, '{ kind = "event", event = "asked", hours = 24, days = 1 }', "không ghi cả hai"),
        (WHEN, '{ kind = "event", event = "asked", working = true }', "chỉ đi với “days”"),
        (WHEN, '{ kind = "event", event = "asked", days = 400 }', "quá một năm"),
        (WHEN, '{ kind = "continuous" }', "mấy tháng xem lại"),
        (WHEN, '{ kind = "continuous", months = 61 }', "mấy tháng xem lại"),
        ("for_commune = true", "for_comune = true", "có phải là “for_commune”?"),
    ],
)
def test_what_is_wrong_with_a_plan_is_told_with_its_line(
    given: str, instead: str, said: str
) -> None:
    assert SMALL.count(given) >= 1
    text = SMALL.replace(given, instead, 1)
    found = checked(text)
    assert found.pack is None
    told = [(problem.line, say(problem.error)) for problem in found.errors]
    lines = [line for line, sentence in told if said in sentence]
    assert lines, told
    changed = text[: text.index(instead)].count("\n") + 1
    if instead and "\n" not in instead:
        assert lines[0] == changed


def test_the_day_that_the_action_month_names_is_quoted() -> None:
    (day,) = plan("kon-tum-2024/action-month").days
    assert (day.month, day.day, day.paragraph) == (6, 26, "mục II.1")
    assert day.quote in " ".join(each.quote for each in plan("kon-tum-2024/action-month").tasks)


def test_a_plan_without_tasks_is_none() -> None:
    text = SMALL[: SMALL.index("[[task]]")]
    assert "chưa có [[task]]" in say(checked(text).errors[0].error)


def test_criteria_of_a_pack_that_is_not_here_are_only_doubted() -> None:
    found = checked(SMALL.replace("ia-hdrai-2024/commune-drug-free", "tinh-khac-2027/xet"))
    assert found.errors == ()
    assert "tinh-khac-2027/xet" in say(found.warnings[0].error)


def test_a_plan_is_known_by_its_head_alone(tmp_path: Path) -> None:
    """One that says only later that it is a plan is read to be known, and left out all the same."""
    (tmp_path / "facts.toml").write_bytes((packs_folder() / "facts.toml").read_bytes())
    place = tmp_path / "tinh-mau-2027"
    place.mkdir()
    late = SMALL.replace('kind = "plan"\n', "").replace("\n[source]", 'kind = "plan"\n\n[source]')
    (place / "plan.toml").write_text("# dài\n" * 1000 + late, "utf-8")
    packs = load_packs(tmp_path)
    assert packs.all_rules() == ()
    assert [pack.id for pack in packs.all()] == ["tinh-mau-2027/plan"]


def test_every_event_is_described_in_the_format() -> None:
    text = (packs_folder().parent / "formats" / "plan.md").read_text("utf-8")
    for name in EVENTS:
        assert f"`{name}`" in text
