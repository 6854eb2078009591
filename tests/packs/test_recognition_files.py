"""The files of the processes: those that ship are whole, a wrong one is told line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sachmatuy_desktop.domain.recognition import FREEZES
from sachmatuy_desktop.errors import NotFound, Refused
from sachmatuy_desktop.packs.forms import all_form_ids
from sachmatuy_desktop.packs.library import load_packs
from sachmatuy_desktop.packs.recognition import (
    load_processes,
    process_named,
    read_process,
    recognition_folder,
)

SHIPPED = {each.id: each for each in load_processes()}
PLAN = (recognition_folder() / "chuong-trinh.toml").read_text(encoding="utf-8")


def test_two_processes_ship_and_neither_is_verified_yet() -> None:
    assert set(SHIPPED) == {"chuong-trinh", "ra-soat-nam"}
    assert not any(each.verified for each in SHIPPED.values())
    assert "đề xuất của chương trình" in SHIPPED["chuong-trinh"].proposed


@pytest.mark.parametrize("process", SHIPPED.values(), ids=lambda each: each.id)
def test_a_shipped_process_names_packs_forms_and_criteria_that_exist(process: object) -> None:
    assert process in SHIPPED.values()
    shipped = SHIPPED[process.id]  # type: ignore[attr-defined]
    library = load_packs()
    for pack in shipped.packs:
        assert library.rules(pack).level == "commune"
    assert {form for step in shipped.steps for form in step.forms} <= set(all_form_ids())
    assert any(step.does in FREEZES for step in shipped.steps)
    for asked in shipped.choices:
        assert set(asked.when) <= set(shipped.packs)
        for pack, wanted in asked.when.items():
            known = {each.id for each in library.rules(pack).classes} | {"yes", "no", "unknown"}
            assert set(wanted) <= known
        assert {each for option in asked.options for each in option.recognises} <= set(
            shipped.packs
        )


def test_a_text_kept_with_a_recognition_reads_as_the_file_did() -> None:
    for process in SHIPPED.values():
        again, problems = read_process(process.text.encode())
        assert (again, problems) == (process, [])


WRONG = [
    ('after = ["register"]', 'after = ["later"]', "after", "không đứng trước"),
    ('does = "baseline"', 'does = "guess"', "does", "phải là một trong"),
    (
        'does = "appraise"\nplace = "receiving"',
        'does = "appraise"\nplace = "commune"',
        "place",
        "ở",
    ),
    ('timing = { days = 7, after = "register" }', "timing = { days = 7 }", "timing", "đi cùng"),
    ('opens = "12-15"', 'opens = "15/12"', "timing", "12-20"),
    ('reopens = ["self-assessment", "request"]', 'reopens = ["x"]', "reopens", "không có bước"),
    ("together = false", "together = false\nclever = 1", "clever", "không có mục"),
]


@pytest.mark.parametrize(("right", "wrong", "key", "said"), WRONG, ids=[each[3] for each in WRONG])
def test_a_wrong_file_is_told_with_its_line(right: str, wrong: str, key: str, said: str) -> None:
    assert right in PLAN
    text = PLAN.replace(right, wrong, 1)
    process, problems = read_process(text.encode())
    assert process is None
    told = [each for each in problems if said in each.error.message]
    assert told, [each.error.message for each in problems]
    assert key in text.splitlines()[told[0].line - 1] or key in ("place", "after")


def test_a_folder_with_a_wrong_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "khac-ten.toml").write_text(PLAN, encoding="utf-8")
    with pytest.raises(Refused):
        load_processes(tmp_path)
    with pytest.raises(NotFound):
        process_named("không có")
