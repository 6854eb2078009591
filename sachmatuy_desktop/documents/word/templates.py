"""A template of the office's own: what its places are, what is wrong with it, how it is filled.

The places are those of the form (`resources/formats/template.md`).  Word splits a place over
several runs as it likes, so a paragraph is read as one text and written back run by run.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sachmatuy_desktop.documents.letters import check_letters
from sachmatuy_desktop.documents.values import FormWords, printed_cell
from sachmatuy_desktop.documents.word.package import WORD, core, packed
from sachmatuy_desktop.documents.word.places import columns_of
from sachmatuy_desktop.documents.word.runs import BOXES, FORBIDDEN
from sachmatuy_desktop.documents.word.untrusted import DOCUMENT, open_word, parsed, text_parts
from sachmatuy_desktop.domain.forms import (
    FieldSpec,
    FormDefinition,
    Inline,
    Leader,
    Run,
    Tick,
    Value,
)
from sachmatuy_desktop.domain.forms.markup import DATE_FORMATS, FORMATS, TIME_FORMATS
from sachmatuy_desktop.errors import N_, BadInput, KnownError

__all__ = ["LookedOver", "fill_template", "look_over"]

_W: Final = f"{{{WORD}}}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_BRACED: Final = re.compile(r"\{[^{}]{0,120}\}")
_PLACE: Final = re.compile(
    r"\{(?P<sign>[#?]?)(?P<name>[A-Za-z][A-Za-z0-9_]*)"
    r"(?:=(?P<value>[^{}]+)|:(?P<form>[A-Za-z]+|[1-9]\d?))?\}"
)
_CELL: Final = re.compile(r"\{([1-9]\d?)\}")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_DOTS: Final = "……………"
_MOST_SAID: Final = 60

_UNKNOWN: Final = N_("Không có trường {place}; hãy sửa theo Danh mục trường.")
_MISSING: Final = N_("Còn thiếu trường bắt buộc {place} ({label}).")
_FORMAT: Final = N_("Cách viết {place} không dùng được cho trường này; hãy xem Danh mục trường.")
_NO_LIST: Final = N_("{place} chỉ dùng cho trường là danh sách hoặc bảng.")
_ALONE: Final = N_("{place} phải nằm cùng dòng hoặc cùng hàng của bảng với {{#tên trường}}.")
_TOO_FAR: Final = N_("{place}: bảng này chỉ có {columns} cột.")
_VALUE: Final = N_("Ô đánh dấu {place} có giá trị mà trường này không có.")
_LISTED: Final = N_("Trường {place} là bảng; hãy đặt {{#{name}}} vào hàng mẫu của bảng.")


@dataclass(frozen=True, slots=True)
class LookedOver:
    """What was found in a template: its places, and every reason not to use it."""

    places: frozenset[str]
    problems: tuple[KnownError, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """A place as it stands: its text, its name, its format; in capitals if written so."""

    text: str
    sign: str
    name: str
    form: str
    value: str

    @classmethod
    def of(cls, text: str) -> _Said | None:
        """Read a place; None for braces around anything else."""
        found = _PLACE.fullmatch(text)
        if found is None:
            return None
        name, form = found["name"], (found["form"] or "").lower()
        if name.isupper() and not form:
            form = "hoa"
        value = found["value"] or ""
        return cls(text, found["sign"], name.lower(), form, value)


# -- looking over ---------------------------------------------------------------------------------


def look_over(content: bytes, name: str, form: FormDefinition) -> LookedOver:
    """Everything that speaks against a file as a template of the form; nothing is changed."""
    try:
        parts = open_word(content, name)
    except BadInput as error:
        return LookedOver(frozenset(), (error,))
    problems: dict[str, KnownError] = {}
    places: set[str] = set()
    columns = columns_of(form)
    specs = {spec.name: spec for spec in form.fields}
    for part in text_parts(parts):
        for group in _groups(parsed(parts[part], name)):
            repeated = _repeated(group)
            for text in (each for paragraph in group for each in _braced(paragraph)):
                wrong = _wrong(text, specs, columns, repeated)
                if wrong is not None:
                    problems.setdefault(text, wrong)
                elif (said := _Said.of(text)) is not None:
                    places.add(said.name)
    printed = set(_NAME.findall(repr(form.sections)))
    missing = [
        BadInput(_MISSING, place=f"{{{spec.name}}}", label=spec.label)
        for spec in form.fields
        if spec.required and spec.name in printed - places
    ]
    return LookedOver(frozenset(places), (*problems.values(), *missing))


def _wrong(
    text: str, specs: Mapping[str, FieldSpec], columns: Mapping[str, int], repeated: str
) -> KnownError | None:
    """What is wrong with one place; `repeated` is the list or table that its row repeats for."""
    shown = text[:_MOST_SAID]
    if number := _CELL.fullmatch(text):
        wide = columns.get(repeated, 1)
        if repeated not in specs:
            return BadInput(_ALONE, place=shown)
        return BadInput(_TOO_FAR, place=shown, columns=wide) if int(number[1]) > wide else None
    said = _Said.of(text)
    if said is None or said.name not in specs:
        return BadInput(_UNKNOWN, place=shown)
    return _misplaced(said, specs[said.name])


def _misplaced(said: _Said, spec: FieldSpec) -> KnownError | None:
    """What is wrong with a known place: its sign, its value, its format."""
    shown = said.text[:_MOST_SAID]
    if said.sign == "#":
        return None if spec.kind in {"list", "rows"} else BadInput(_NO_LIST, place=shown)
    if said.sign == "?":
        known = said.value in spec.choices or (bool(said.value) and not spec.choices)
        return None if known else BadInput(_VALUE, place=shown)
    if spec.kind == "rows":
        return BadInput(_LISTED, place=shown, name=spec.name)
    return None if _may_say(spec, said) else BadInput(_FORMAT, place=shown)


def _may_say(spec: FieldSpec, said: _Said) -> bool:
    """Whether a place of the kind has the format."""
    form = said.form
    if said.value or (form and not form.isdigit() and form not in FORMATS):
        return False
    if form in DATE_FORMATS:
        return spec.kind in {"date", "short_date", "moment"}
    return spec.kind == "moment" if form in TIME_FORMATS else True


# -- filling --------------------------------------------------------------------------------------


def fill_template(
    content: bytes, name: str, form: FormDefinition, values: Mapping[str, Value], band: str = ""
) -> bytes:
    """The template with its places filled; `band` stands above the text (training).

    Raises `BadInput` for a file that is no template of the form any more, or a value that the form
    does not know.
    """
    looked = look_over(content, name, form)
    if looked.problems:
        raise looked.problems[0]
    parts = open_word(content, name)
    words = FormWords(form, values)
    filled: dict[str, str | bytes] = dict(parts)
    for part in text_parts(parts):
        tree = parsed(parts[part], name)
        for group in list(_groups(tree)):
            _fill_group(group, words, values)
        if band and part == DOCUMENT:
            _band(tree, band)
        filled[part] = _written(tree)
    for part in parts:
        if part == "docProps/core.xml":  # who wrote the template, and when, is nobody's business
            filled[part] = core(form.title)
    return packed(filled)


def _fill_group(group: list[Any], words: FormWords, values: Mapping[str, Value]) -> None:
    """Fill the paragraphs of a row, or one paragraph; again for every item of a list in it."""
    repeated = _repeated(group)
    if not repeated:
        for paragraph in group:
            _replace(paragraph, lambda text: _printed(text, words))
        return
    holder = _row_of(group[0])
    holder = group[0] if holder is None else holder
    items = [item if isinstance(item, tuple) else (item,) for item in _items(values, repeated)]
    for item in items or [("",) * 99]:
        check_letters(item, repeated, repeated)
        made = copy.deepcopy(holder)
        holder.addprevious(made)
        for paragraph in _paragraphs(made):
            _replace(paragraph, _row_words(item, words))
    holder.getparent().remove(holder)


def _row_words(item: Sequence[object], words: FormWords) -> Callable[[str], str]:
    def printed(text: str) -> str:
        if number := _CELL.fullmatch(text):
            at = int(number[1]) - 1
            return printed_cell(item[at]) if at < len(item) else ""
        said = _Said.of(text)
        return "" if said is not None and said.sign == "#" else _printed(text, words)

    return printed


def _items(values: Mapping[str, Value], name: str) -> tuple[object, ...]:
    value = values.get(name) or ()
    return value if isinstance(value, tuple) else ()


def _printed(text: str, words: FormWords) -> str:
    """What a place prints; dots where nothing is known."""
    said = _Said.of(text)
    if said is None:
        return text
    form = "" if said.form.isdigit() or not said.form else f":{said.form}"
    place = f"{{?{said.name}={said.value}}}" if said.sign == "?" else f"{{{said.name}{form}}}"
    lines = words.rich(place)
    return "\n".join("".join(map(_said_plainly, line)) for line in lines)


def _said_plainly(each: Inline) -> str:
    if isinstance(each, Run):
        return each.text
    if isinstance(each, Tick):
        return BOXES[each.ticked]
    return _DOTS if isinstance(each, Leader) else ""


# -- paragraphs -----------------------------------------------------------------------------------


def _groups(tree: Any) -> Iterator[list[Any]]:
    """The paragraphs that are filled together: those of a row that repeats, else each alone."""
    taken: set[Any] = set()
    for row in tree.iter(f"{_W}tr"):
        paragraphs = [each for each in _paragraphs(row) if _row_of(each) is row]
        if paragraphs and _repeated(paragraphs):
            taken.update(paragraphs)
            yield paragraphs
    for paragraph in tree.iter(f"{_W}p"):
        if paragraph not in taken:
            yield [paragraph]


def _paragraphs(tree: Any) -> list[Any]:
    return list(tree.iter(f"{_W}p"))


def _row_of(paragraph: Any) -> Any:
    return next(paragraph.iterancestors(f"{_W}tr"), None)


def _repeated(group: Sequence[Any]) -> str:
    """The list or table that the paragraphs stand for, or nothing."""
    for text in (each for paragraph in group for each in _braced(paragraph)):
        said = _Said.of(text)
        if said is not None and said.sign == "#":
            return said.name
    return ""


def _braced(paragraph: Any) -> list[str]:
    return _BRACED.findall("".join(each.text or "" for each in _texts(paragraph)))


def _texts(paragraph: Any) -> list[Any]:
    """The texts of the paragraph itself, not those of a box of text that hangs on it."""
    return [
        each
        for each in paragraph.iter(f"{_W}t")
        if next(each.iterancestors(f"{_W}p"), None) is paragraph
    ]


def _replace(paragraph: Any, printed: Callable[[str], str]) -> None:
    """Put words in the place of every place; the run in which a place begins gives its look."""
    texts = _texts(paragraph)
    whole = "".join(each.text or "" for each in texts)
    for found in reversed(list(_BRACED.finditer(whole))):
        words = FORBIDDEN.sub("", printed(found[0]))
        at = 0
        first = True
        for each in texts:
            text = each.text or ""
            start, end = max(found.start() - at, 0), min(found.end() - at, len(text))
            at += len(text)
            if start >= end:
                continue
            each.text = text[:start] + (words if first else "") + text[end:]
            each.set(_SPACE, "preserve")
            first = False
    for each in texts:
        _break_lines(each)


def _break_lines(text: Any) -> None:
    """A line end in a value becomes Word's own."""
    first, *others = (text.text or "").split("\n")
    text.text = first
    after = text
    for line in others:
        ending = after.makeelement(f"{_W}br")
        after.addnext(ending)
        after = ending.makeelement(f"{_W}t")
        after.text = line
        after.set(_SPACE, "preserve")
        ending.addnext(after)


def _band(tree: Any, words: str) -> None:
    body = tree.find(f"{_W}body")
    paragraph = body.makeelement(f"{_W}p")
    run = paragraph.makeelement(f"{_W}r")
    text = run.makeelement(f"{_W}t")
    text.text = words
    run.append(text)
    paragraph.append(run)
    body.insert(0, paragraph)


def _written(tree: Any) -> bytes:
    from lxml import etree  # noqa: PLC0415  (see `untrusted.parsed`)

    made: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made
