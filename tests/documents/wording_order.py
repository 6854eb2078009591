"""Whether the text of a printed paper holds all of its words, block after block."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from sachmatuy_desktop.documents.composing import filled
from sachmatuy_desktop.documents.lines import cleaned
from sachmatuy_desktop.domain.forms import (
    FormData,
    Heading,
    Paragraph,
    Part,
    Qr,
    Rich,
    Run,
    Title,
)

_NOT_READ = re.compile(r"[\s.…\u0002\ufffe-]+")
"""Spaces come and go where lines break, dots fill what is empty."""

_PAGE_NUMBER = re.compile(r"^\d+\s*\n")


def missing_words(data: FormData, pages: list[str]) -> list[str]:
    """The texts of the paper that its pages do not hold in the order of the blocks."""
    printed = _bare("".join(_PAGE_NUMBER.sub("", page) for page in pages))
    missing: list[str] = []
    sheets = [{f"sheet.{k}": v for k, v in sheet.items()} for sheet in data.sheets] or [{}]
    start = 0
    for template in (block for section in data.sections for block in section.blocks):
        block = filled(template, sheets[0])
        end = start
        for text in filter(None, map(_bare, _texts(block))):
            at = printed.find(text, start)
            if at >= 0:
                end = max(end, at + len(text))
            else:
                missing.append(text)
        start = end if isinstance(block, (Rich, Paragraph, Title, Heading, Part)) else start
    return missing


def _bare(text: str) -> str:
    return _NOT_READ.sub("", cleaned(text)).casefold()


_LOOKS = {"style", "align", "role", "form"}
"""Fields of blocks that say how something prints, not what."""


def _texts(value: object) -> Iterator[str]:
    """Every text of a block; a line of rich text is one."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple) and any(isinstance(each, Run) for each in value):
        yield "".join(each.text for each in value if isinstance(each, Run))
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, Qr):
        yield from value.lines
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name not in _LOOKS:
                yield from _texts(getattr(value, field.name))
