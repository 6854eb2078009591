"""Whatever can be wrong with a pack that somebody wrote: its line, what it is, what to do."""

from __future__ import annotations

import random
import time

import pytest

from sachmatuy_desktop.packs.library import Checked, check_pack, load_packs, packs_folder
from tests.packs.fuzzing import damaged, look
from tests.packs.test_rule_packs import SMALL

LIBRARY = load_packs()

CLASSES = """\
kind = "rules"
id = "sample-2026/commune-class"
title = "Bộ xếp loại mẫu"
level = "commune"
scope = "country"
effective_from = "2026-01-01"
as_of = "consideration"
facts = ["managed_people", "population"]

[source]
document = "Văn bản mẫu"

[decision]
kind = "class"
question = "Xếp loại nào?"

[[class]]
id = "I"
title = "loại I"
outcome = "yes"
of = ["S.1"]

[[class]]
id = "II"
title = "loại II"
outcome = "yes"
of = ["S.1"]

[[criterion]]
id = "S.1"
title = "Số người"
quote = "Số người có hồ sơ quản lý."
paragraph = "mục 1"

[[criterion.measure]]
fact = "managed_people"
per = "population"
levels = [
    { class = "I", at_least = "5/1000" },
    { class = "II", at_least = "1/1000" },
]
"""


def checked(text: str | bytes) -> Checked:
    content = text if isinstance(text, bytes) else text.encode()
    return check_pack(content, LIBRARY.facts())


def told(found: Checked) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """The errors and the warnings, each with its line."""
    errors = [(each.line, str(each.error)) for each in found.errors]
    return errors, [(each.line, str(each.error)) for each in found.warnings]


def test_the_packs_of_these_tests_are_sound() -> None:
    assert told(checked(SMALL)) == ([], [])
    assert told(checked(CLASSES)) == ([], [])


BODY = SMALL[SMALL.index("\n[[criterion.part]]") :]

WRONG = [
    ("blank", SMALL, 'none_of = ["use_points"]', 'none_of = ""', "none_of", "phần tử trống"),
    ("kind", SMALL, 'kind = "rules"', 'kind = "rule"', "kind =", "một trong: rules"),
    ("edition", SMALL, 'title = "Bộ mẫu"', 'title = "x"\nedition = 0', "edition", "số từ 1"),
    ("edition-text", SMALL, 'title = "Bộ mẫu"', 'title = "x"\nedition = "2"', "edition", "số"),
    ("itself", SMALL, 'title = "B', 'replaces = "sample-2026/commune"\ntitle = "B', "rep", "chính"),
    ("replaced", SMALL, 'title = "B', 'replaces = "bộ cũ"\ntitle = "B', "replaces", "phải có dạng"),
    ("id", SMALL, "sample-2026/commune", "Bộ Mẫu", 'id = "Bộ', "phải có dạng"),
    ("day", SMALL, '"2026-01-01"', '"2026-02-30"', "effective_from", "phải là ngày"),
    ("bare-day", SMALL, '"2026-01-01"', "2026-01-01", "effective_from", '"2026-12-14"'),
    (
        "days",
        SMALL,
        'as_of = "consideration"',
        'as_of = "consideration"\neffective_to = "2025-12-31"',
        "effective_to",
        "đứng trước",
    ),
    ("number-as-title", SMALL, 'title = "Bộ mẫu"', "title = 5", "title = 5", "phải là chữ"),
    ("flag", SMALL, 'title = "B', 'verified = "yes"\ntitle = "B', "verified", "true hoặc false"),
    ("key", SMALL, 'title = "Bộ mẫu"', 'titel = "Bộ mẫu"', "titel", "có phải là “title”?"),
    ("odd-key", SMALL, 'title = "B', 'xyzzy = 1\ntitle = "B', "xyzzy", "hãy bỏ đi"),
    ("fact", SMALL, '["use_points"]\n\n[s', '["use_pionts"]\n\n[s', "facts", "“use_points”?"),
    ("no-fact", SMALL, '["use_points"]\n\n[s', '["qqq"]\n\n[s', "facts", "bằng [[fact]]"),
    (
        "idle-fact",
        SMALL,
        '["use_points"]\n\n[s',
        '["use_points", "population"]\n\n[s',
        "f",
        "hoặc dùng",
    ),
    ("twice", SMALL, "[[criterion]]", '[[reading]]\nid = "way"\n\n[[criterion]]', "way", "đã được"),
    (
        "attestation-twice",
        SMALL,
        "[[criterion]]",
        '[[attestation]]\nid = "review"\nwording = "x"\nsigners = ["y"]\n\n[[criterion]]',
        'id = "review"',
        "đã được dùng",
    ),
    (
        "nobody-asks",
        SMALL,
        "[[criterion]]",
        '[[attestation]]\nid = "more"\nwording = "x"\nsigners = ["y"]\n\n[[criterion]]',
        'id = "more"',
        "không tiêu chí nào dùng",
    ),
    (
        "no-parts",
        SMALL,
        BODY,
        "part = []\n",
        "part = []",
        "ít nhất một",
    ),
    (
        "no-body",
        SMALL,
        BODY,
        "",
        'id = "S.1"',
        "đúng một trong",
    ),
    ("nothing", SMALL, 'none_of = ["use_points"]', "none_of = []", "none_of", "ít nhất một"),
    ("applies", SMALL, 'default = "one"', 'default = "one"\napplies_to = ["S.9"]', "app", "S.1"),
    (
        "one-way",
        SMALL,
        '\n[[reading.option]]\nvalue = "two"\nmeaning = "cách hai"\n',
        "",
        "[[reading.option]]",
        "ít nhất hai",
    ),
    ("when", SMALL, 'when = "way=one"', 'when = "way = one"', "when", "mã=giá trị"),
    (
        "whom",
        SMALL,
        '"review"\nwording',
        '"review"\nmax_age_days = -1\nwording',
        "max_age",
        "không âm",
    ),
    (
        "huge",
        SMALL,
        '"review"\nwording',
        '"review"\nmax_age_days = 99999999999\nwording',
        "max_age",
        "quá mức",
    ),
    ("per-cent", CLASSES, '"5/1000"', "0.5", 'class = "I"', "phân số"),
    ("zero-per", CLASSES, '"5/1000"', '"5/0"', 'class = "I"', "phân số"),
    (
        "empty",
        CLASSES,
        'at_least = "1/1000" }',
        'at_least = "1/1000", below = "1/1000" }',
        'class = "II"',
        "không số nào",
    ),
    ("class", CLASSES, '{ class = "II"', '{ class = "V"', 'class = "V"', "I, II, none"),
    ("class-twice", CLASSES, 'id = "II"\ntitle', 'id = "I"\ntitle', 'id = "I"', "đã được dùng"),
    ("no-class", CLASSES, 'kind = "class"', 'kind = "all"', 'kind = "all"', "[[class]]"),
    (
        "parts",
        CLASSES,
        '[[criterion.measure]]\nfact = "managed_people"\nper = "population"\n',
        "[[criterion.part]]\n",
        'id = "S.1"',
        "measure hoặc combined",
    ),
    (
        "bool",
        CLASSES,
        'fact = "managed_people"',
        'fact = "on_key_route"',
        "fact =",
        "chưa có trong",
    ),
]


@pytest.mark.parametrize(
    ("text", "old", "new", "at", "says"),
    [each[1:] for each in WRONG],
    ids=[each[0] for each in WRONG],
)
def test_an_error_names_its_line_and_what_to_do(
    text: str, old: str, new: str, at: str, says: str
) -> None:
    assert old in text
    wrong = text.replace(old, new, 1)
    found = checked(wrong)
    lines = {number for number, line in enumerate(wrong.splitlines(), 1) if at in line}
    assert found.pack is None
    assert any(line in lines and says in said for line, said in told(found)[0]), told(found)


DOUBTFUL = [
    (
        "gap",
        CLASSES,
        'at_least = "1/1000" }',
        'at_least = "1/1000", below = "4/1000" }',
        'class = "I", at_least',
        "khoảng trống giữa loại “II” và loại “I”",
    ),
    (
        "overlap",
        CLASSES,
        'at_least = "1/1000" }',
        'at_least = "1/1000", below = "6/1000" }',
        'class = "II", at_least',
        "trùng một khoảng với mức loại “I”",
    ),
    (
        "order",
        CLASSES,
        '{ class = "I", at_least = "5/1000" },\n    { class = "II", at_least = "1/1000" },',
        '{ class = "II", at_least = "5/1000" },\n    { class = "I", at_least = "1/1000" },',
        'class = "II", at_least',
        "số lớn hơn lại vào loại nhẹ hơn",
    ),
    (
        "never",
        CLASSES,
        '{ class = "I", at_least = "5/1000" },\n    { class = "II", at_least = "1/1000" },',
        '{ class = "II", at_least = "1/1000" },\n    { class = "I", at_least = "5/1000" },',
        'class = "I", at_least',
        "không bao giờ đạt tới",
    ),
    (
        "grave",
        CLASSES,
        'title = "loại I"\noutcome = "yes"',
        'title = "loại I"\noutcome = "no"',
        'id = "II"',
        "loại nặng hơn phải đứng trước",
    ),
    ("idle", SMALL, 'when = "way=one"\n', "", 'id = "way"', "không đổi được tiêu chí nào"),
    (
        "alike",
        SMALL,
        "[[attestation]]",
        '[[reading.option]]\nvalue = "three"\nmeaning = "cách ba"\n\n[[attestation]]',
        'value = "two"',
        "không “when” nào phân biệt các lựa chọn “two”, “three”",
    ),
    ("nowhere", SMALL, 'scope = "country"', 'scope = "unit"', "scope", "thiếu “covers”"),
    ("pieces", SMALL, "Bộ mẫu", "Bo\u0302\u0323 mẫu", 'title = "Bo', "NFD"),
    ("mark", SMALL, 'kind = "rules"', '\ufeffkind = "rules"', "kind", "BOM"),
]


@pytest.mark.parametrize(
    ("text", "old", "new", "at", "says"),
    [each[1:] for each in DOUBTFUL],
    ids=[each[0] for each in DOUBTFUL],
)
def test_a_doubt_is_told_and_keeps_nobody_from_using_the_pack(
    text: str, old: str, new: str, at: str, says: str
) -> None:
    assert old in text
    doubtful = text.replace(old, new, 1)
    found = checked(doubtful)
    lines = {number for number, line in enumerate(doubtful.splitlines(), 1) if at in line}
    assert found.pack is not None, told(found)
    assert any(line in lines and says in said for line, said in told(found)[1]), told(found)


def test_what_an_editor_changes_unseen_changes_nothing() -> None:
    plain = checked(SMALL)
    windows = checked("\ufeff" + SMALL.replace("\n", "\r\n"))
    tabbed = checked(SMALL.replace('none_of = ["use_points"]', 'none_of\t=\t["use_points"]\t'))
    assert windows.pack == plain.pack == tabbed.pack
    assert windows.sha256 == plain.sha256


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (SMALL.encode("utf-16"), 1, "UTF-16"),
        (SMALL.encode("cp1258", "replace"), 11, "UTF-8"),
        (b"PK\x03\x04\xff\xfe", 1, "UTF-8"),
        (b"<html>\n<body>", 1, "“tên = giá trị”"),
        (b'title = "B\n', 1, "ngoặc kép đóng"),
        (b"title = B\xe1\xbb\x99 m\xe1\xba\xabu\n", 1, "chữ trong ngoặc kép"),
        (b"title\n", 1, "dấu “=”"),
        (b"a = 1\na = 2\n", 2, "đã có giá trị"),
        (b"[a]\n[a]\n", 2, "hai ngoặc"),
        (b"[[a]\n", 1, "“]]”"),
        (b"[a\n", 1, "“]”"),
        (b'a = ["b" "c"]\n', 1, "danh sách thiếu"),
        (b"a = { b = 1\n", 1, "bảng trong dòng"),
        (b'a = "c:\\dir"\n', 1, "viết hai lần"),
        (b"a = 1 b = 2\n", 1, "trên một dòng"),
        (b"a = 2026-02-30\n", 1, "không có trong lịch"),
        (b"a = 'b\x07c'\n", 1, "ký tự không dùng được"),
        (b"x = " + b"1" * 5000, 1, "số quá dài"),
        (b"\n" + b"a." * 200_000 + b"a = 1\n", 2, "dấu chấm"),
        (b"x = {" + b"a." * 200_000 + b"a = 1}\n", 1, "dấu chấm"),
        (b"x = " + b"[" * 500_000, 1, "lồng"),
        (b"#" * (1 << 20) + b"\n", 1, "quá lớn"),
        (b"format = 2\nkind = 5\nanything = 1\n", 1, "hãy cập nhật"),
    ],
)
def test_what_is_no_pack_is_one_sentence_in_a_moment(content: bytes, line: int, says: str) -> None:
    begun = time.monotonic()
    errors, _warnings = told(checked(content))
    assert time.monotonic() - begun < 5
    assert len(errors) == 1
    assert errors[0][0] == line
    assert says in errors[0][1]


def test_a_pack_whose_assessment_would_never_end_is_refused() -> None:
    criterion = CLASSES[CLASSES.index("[[criterion]]") :]
    more = "".join(criterion.replace("S.1", f"S.{number}") for number in range(2, 30))
    errors, _warnings = told(checked(CLASSES + more))
    assert [said for _line, said in errors if "quá nhiều" in said]


@pytest.mark.slow
def test_damaged_packs_never_crash_and_never_hang() -> None:
    chance = random.Random(28)  # noqa: S311
    sound = {file.name: file.read_bytes() for file in packs_folder().glob("*/*.toml")}
    outcomes = {look(damaged(chance, sound)) for _round in range(150)}
    assert outcomes <= {"read", "refused"}
