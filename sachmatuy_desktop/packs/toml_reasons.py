"""Why a text is no TOML, in Vietnamese and with what to do, and what is refused before parsing.

The standard library's parser speaks English and, of a key with a hundred thousand dots, takes
hours; whoever gets a pack by e-mail gets neither.
"""

from __future__ import annotations

import re
from typing import Final

from sachmatuy_desktop.errors import N_

DEEPEST_KEY: Final = 40
"""Dots outside texts that one line may have; a pack's longest key has two."""

_SYNTAX_LINE: Final = re.compile(r"at line (\d+)")
_NOT_KEYS: Final = re.compile(
    r'"""[\s\S]*?(?:"""|\Z)'
    r"|'''[\s\S]*?(?:'''|\Z)"
    r'|"(?:[^"\\\n]|\\.)*+["\\]?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*"
)
"""Texts and comments; every alternative takes what it begins, so the search is linear."""

_REASONS: Final = (
    (
        ("Expected '=' after a key",),
        N_("sai cú pháp TOML: sau tên mục phải có dấu “=” rồi đến giá trị; hãy xem lại dòng này"),
    ),
    (
        ("Unterminated string", 'Expected "\'"', "Expected '\"'", r"Illegal character '\n'"),
        N_(
            "sai cú pháp TOML: chữ thiếu dấu ngoặc kép đóng; hãy đặt cả đoạn chữ trong một cặp"
            " ngoặc kép"
        ),
    ),
    (
        ("Illegal character", "Found invalid character"),
        N_("sai cú pháp TOML: có ký tự không dùng được ở đây; hãy xóa và gõ lại dòng này"),
    ),
    (
        ("Unescaped '\\'", "Invalid hex value", "Escaped character"),
        N_("sai cú pháp TOML: dấu “\\” trong chữ phải viết hai lần: “\\\\”"),
    ),
    (
        ("Cannot overwrite a value", "Duplicate inline table key"),
        N_("sai cú pháp TOML: mục này đã có giá trị ở trên; hãy bỏ một trong hai"),
    ),
    (
        ("Cannot declare", "Cannot redefine", "Cannot mutate"),
        N_("sai cú pháp TOML: bảng này đã có ở trên; bảng lặp lại viết trong hai ngoặc: [[tên]]"),
    ),
    (("Expected ']]'",), N_("sai cú pháp TOML: tên bảng mở bằng “[[” phải đóng bằng “]]”")),
    (("Expected ']'",), N_("sai cú pháp TOML: tên bảng mở bằng “[” phải đóng bằng “]”")),
    (
        ("Unclosed array",),
        N_("sai cú pháp TOML: danh sách thiếu dấu “]” hoặc thiếu dấu phẩy giữa hai phần tử"),
    ),
    (
        ("Unclosed inline table",),
        N_("sai cú pháp TOML: bảng trong dòng thiếu dấu “}” hoặc thiếu dấu phẩy"),
    ),
    (
        ("Expected newline or end",),
        N_(
            "sai cú pháp TOML: mỗi mục đứng trên một dòng; phần thừa ở cuối dòng phải bỏ hoặc đặt"
            " trong ngoặc kép"
        ),
    ),
    (
        ("Invalid date or datetime",),
        N_('sai cú pháp TOML: ngày không có trong lịch; hãy viết dạng "2026-12-14"'),
    ),
    (
        ("Invalid value",),
        N_(
            "sai cú pháp TOML: giá trị phải là chữ trong ngoặc kép, số, true, false, danh sách hoặc"
            " bảng"
        ),
    ),
    (
        ("Invalid initial character", "Invalid statement"),
        N_("sai cú pháp TOML: dòng này không phải “tên = giá trị”"),
    ),
    (("integer string conversion",), N_("sai cú pháp TOML: số quá dài")),
)
_OTHER: Final = N_("sai cú pháp TOML: dòng này không viết đúng dạng TOML; hãy xem tệp mẫu")


def why_no_toml(error: ValueError, text: str) -> tuple[int, str]:
    """The line of a syntax error and the message that tells it."""
    told = str(error)
    found = _SYNTAX_LINE.search(told)
    line = int(found[1]) if found else text.count("\n") + 1
    for beginnings, message in _REASONS:
        if any(each in told for each in beginnings):
            return line, message
    return line, _OTHER


def too_deep(text: str) -> int | None:
    """The line of a key with too many parts, which no parser should be given."""
    bare = _NOT_KEYS.sub(_blank, text)
    for line, words in enumerate(bare.split("\n"), start=1):
        if words.count(".") > DEEPEST_KEY:
            return line
    return None


def _blank(found: re.Match[str]) -> str:
    """As many lines as there were, and nothing in them."""
    return "\n" * found[0].count("\n")
