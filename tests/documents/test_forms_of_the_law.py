"""The steps of the law name forms: each is here word for word, or it is said why it is not."""

from __future__ import annotations

from collections import Counter

from sachmatuy_desktop.domain.forms import FormDefinition
from sachmatuy_desktop.packs.forms import families, family, load_form
from sachmatuy_desktop.packs.law import law_book

NOT_IN_THE_SOURCES = {
    "Nghị định 116/2021/NĐ-CP, hết hiệu lực 01/7/2026: không có văn bản trong nguồn": """
        N116-22 N116-23 N116-24 N116-25 N116-26a N116-26b N116-27 N116-28 N116-29 N116-30
        N116-31 N116-32 N116-34 N116-35 N116-36 N116-40 N116-42a N116-43 N116-46 N116-50
        N116-51 N116-52 N116-53 N116-54""",
    "Phụ lục I Nghị định 163/2026/NĐ-CP, giám sát điện tử: chưa chép thành mẫu": """
        PL+I-02 PL+I-03 PL+I-04 PL+I-05 PL+I-09 PL+I-11 PL+I-12 PL+I-13 PL+I-14 PL+I-15
        PL+I-16 PL+I-17 PL+I-18""",
    "Phụ lục V, mẫu do cơ sở cai nghiện, cơ sở điều trị lập: không thuộc bản chép": """
        PL+V-29 PL+V-30 PL+V-31 PL+V-35 PL+V-46""",
}
"""Forms that a step names and that cannot be printed as the decree prints them, by the reason."""

WITHOUT_A_STEP = {
    "PL III-10": "danh sách, in ở sổ",
    "PL V-27": "tổ chức, cá nhân cung cấp dịch vụ lập",
    "PL V-43": "cơ sở cai nghiện, trường giáo dưỡng lập",
    "PL V-48": "gia đình viết, nộp tại cơ sở",
    "PL V-49": "cơ sở cai nghiện lập",
    "PL V-58": "ghi lời khai, không phải một bước",
    "N105-06": "người sử dụng viết, không phải một bước",
}
"""Forms of ours that no step proposes: they are picked from the list of forms."""


def missing() -> set[str]:
    """The keys of them all."""
    names = " ".join(NOT_IN_THE_SOURCES.values()).split()
    return {name.replace("+", " ") for name in names}


def named_by_steps() -> set[str]:
    """What the transitions and steps of the law propose to print."""
    book = law_book()
    steps = (each.form for each in book.steps)
    moves = (form for each in book.transitions for form in (each.form, *each.also_forms))
    return {*steps, *moves} - {""}


def forms_of_the_law() -> list[FormDefinition]:
    """Every form of ours that is one of the law's."""
    loaded = (load_form(form_id) for name in families() for form_id in family(name))
    return [form for form in loaded if form.law_form]


def test_every_form_is_one_that_the_law_knows() -> None:
    known = {form.key for form in law_book().forms}
    assert {form.law_form for form in forms_of_the_law()} <= known


def test_no_form_of_the_law_is_here_twice() -> None:
    twice = Counter(form.law_form for form in forms_of_the_law())
    assert [key for key, times in twice.items() if times > 1] == []


def test_a_form_that_a_step_names_is_here_or_it_is_said_why_not() -> None:
    assert named_by_steps() - {form.law_form for form in forms_of_the_law()} == missing()


def test_every_other_form_is_proposed_by_a_step() -> None:
    assert {form.law_form for form in forms_of_the_law()} - named_by_steps() == set(WITHOUT_A_STEP)
