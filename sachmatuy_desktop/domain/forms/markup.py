"""The small language of the wording: places, styles, boxes, rules; read from templates only.

`{ho_ten}` is a place, `{ho_ten:hoa}` the same in capitals, `{?gioi_tinh=nam}` a box; `<b>`, `<i>`,
`<bi>` set a style and `<up>` a raised note number.  A value never goes through here, so nothing
that a person typed is taken for markup.  `resources/formats/form.md` describes it for authors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sachmatuy_desktop.domain.forms.blocks import Style

_NAME: Final = r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?"
_FORMAT: Final = r"[a-z]+|[1-9][0-9]?"
_UNFILLED: Final = r"=([^{}<>\n]+)"
PLACE: Final = re.compile(rf"\{{({_NAME})(?::({_FORMAT}))?(?:{_UNFILLED})?\}}")
"""A place, its format, what prints while it is empty: `{commune}`, `{sheet.village}`,
`{ngay_vb:dai}`, `{loi_khai:6}`, `{don_xin=hoãn/miễn}`.
"""

RAISED: Final = re.compile(r"<up>(.*?)</up>")
"""A note number; the only markup that plain text (a title, a number) may carry."""

DATE_FORMATS: Final = frozenset({"dai", "dmy", "ngay", "thang", "nam"})
TIME_FORMATS: Final = frozenset({"gio", "phut"})
FORMATS: Final = DATE_FORMATS | TIME_FORMATS | {"hoa", "dau"}
"""What may stand after the colon, besides a number of dotted lines."""

_TAG: Final = r"<(?P<close>/?)(?P<tag>[a-z]+)>"
_TICK: Final = rf"\{{\?(?P<field>{_NAME})=(?P<value>[^{{}}=]+)\}}"
_PLACE: Final = rf"\{{(?P<name>{_NAME})(?::(?P<format>{_FORMAT}))?(?P<unfilled>{_UNFILLED})?\}}"
_TOKEN: Final = re.compile(rf"{_TAG}|{_TICK}|{_PLACE}|(?P<odd>[{{}}])")
_RULE: Final = re.compile(r"-{3,}")
_WHOLE_RULE: Final = 6
"""So many dashes ask for a rule as long as the line above it."""

_STYLES: Final[dict[tuple[bool, bool], Style]] = {
    (False, False): "regular",
    (True, False): "bold",
    (False, True): "italic",
    (True, True): "bold_italic",
}


class BadMarkup(ValueError):
    """A template that cannot be read; the text is the part that is wrong."""


@dataclass(frozen=True, slots=True)
class Words:
    """Fixed words in one style."""

    text: str
    style: Style
    raised: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A place to fill; `format` is what stood after the colon.

    `unfilled` are the words that print while it is empty, in place of dots.
    """

    name: str
    format: str
    style: Style
    raised: bool
    unfilled: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A box that is ticked when the field has that value."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Ruled:
    """A rule below the line above."""

    whole: bool


Piece = Words | Place | Box | Ruled
Template = tuple[tuple[Piece, ...], ...]
"""Lines of pieces."""


@lru_cache(maxsize=4096)
def parse(text: str) -> Template:
    """The template; raises `BadMarkup` for an unknown or open tag, a stray brace, an odd format.

    A style may run over several lines.
    """
    open_tags: list[str] = []
    lines = tuple(tuple(_line(line, open_tags)) for line in text.split("\n"))
    if open_tags:
        raise BadMarkup(f"<{open_tags[-1]}>")
    return lines


def _line(text: str, open_tags: list[str]) -> Iterator[Piece]:
    if _RULE.fullmatch(text.strip()):
        yield Ruled(len(text.strip()) >= _WHOLE_RULE)
        return
    at = 0
    for found in _TOKEN.finditer(text):
        if found.start() > at:
            yield _words(text[at : found.start()], open_tags)
        at = found.end()
        if found["odd"]:
            raise BadMarkup(text[found.start() : found.start() + 30])
        if found["tag"]:
            _turn(found["tag"], open_tags, close=bool(found["close"]))
        elif found["field"]:
            yield Box(found["field"], found["value"])
        else:
            unfilled = (found["unfilled"] or "").removeprefix("=")
            yield _place(found["name"], found["format"] or "", open_tags, unfilled)
    if at < len(text):
        yield _words(text[at:], open_tags)


def _turn(tag: str, open_tags: list[str], *, close: bool) -> None:
    if close:
        if not open_tags or open_tags.pop() != tag:
            raise BadMarkup(f"</{tag}>")
    elif tag in {"b", "i", "bi", "up"}:
        open_tags.append(tag)
    else:
        raise BadMarkup(f"<{tag}>")


def _words(text: str, open_tags: list[str]) -> Words:
    return Words(text, _style(open_tags), "up" in open_tags)


def _place(name: str, form: str, open_tags: list[str], unfilled: str = "") -> Place:
    if form and not form.isdigit() and form not in FORMATS:
        raise BadMarkup(f"{{{name}:{form}}}")
    return Place(name, form, _style(open_tags), "up" in open_tags, unfilled)


def _style(open_tags: list[str]) -> Style:
    bold = any(tag in {"b", "bi"} for tag in open_tags)
    italic = any(tag in {"i", "bi"} for tag in open_tags)
    return _STYLES[bold, italic]


def checked_plain(text: str) -> None:
    """Raise `BadMarkup` for markup that plain text cannot carry: anything but places and `<up>`."""
    bare = RAISED.sub("", text)
    if found := re.search(r"</?(?:b|i|bi|up)>|\{\?", bare):
        raise BadMarkup(found[0])
    for name, form, _unfilled in PLACE.findall(text):
        _place(name, form, [])
