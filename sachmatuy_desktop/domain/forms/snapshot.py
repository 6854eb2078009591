"""The snapshot of everything one paper prints, and its JSON."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal

from sachmatuy_desktop.domain.forms.blocks import Block, Inline
from sachmatuy_desktop.errors import N_, Refused

FORM_DATA_FORMAT: Final = 1
"""Version of the JSON of `FormData`."""

Orientation = Literal["portrait", "landscape"]


@dataclass(frozen=True, slots=True)
class Section:
    """The paper itself or one annex: its own pages, numbered from 1 (Phụ lục I, III.1.đ)."""

    blocks: tuple[Block, ...]
    orientation: Orientation = "portrait"


@dataclass(frozen=True, slots=True)
class Restriction:
    """What marks a paper that must not travel: box, copy number, line at the foot of each page.

    `watermark` stands across every page behind the text: who printed it, and when.
    """

    mark: str
    copy: str
    foot: str
    watermark: str = ""


@dataclass(frozen=True, slots=True)
class FormData:
    """Everything that one paper prints.

    `sheets` holds one mapping per household where the form is printed once for each; their
    values stand for the `{sheet.name}` places in the blocks.
    """

    form: str
    version: str
    title: str
    layout: int
    sections: tuple[Section, ...]
    training: str = ""
    restriction: Restriction | None = None
    sheets: tuple[Mapping[str, str], ...] = ()

    def to_json(self) -> str:
        """One line of NFC JSON with sorted keys: equal papers give equal text."""
        plain = {"format": FORM_DATA_FORMAT, **_plain(self)}
        text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return unicodedata.normalize("NFC", text)

    @classmethod
    def from_json(cls, text: str) -> FormData:
        """Read a stored snapshot; a damaged or newer one is `Refused`."""
        try:
            plain = json.loads(unicodedata.normalize("NFC", text))
            stored = plain.pop("format")
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise _damaged() from error
        if stored != FORM_DATA_FORMAT:
            raise Refused(
                N_(
                    "Dữ liệu in có phiên bản {version} mà chương trình này chưa đọc được; "
                    "hãy cập nhật chương trình rồi in lại."
                ),
                version=stored,
            )
        try:
            data: FormData = _typed(cls, plain)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise _damaged() from error
        return data

    def normalised(self) -> FormData:
        """The same paper with every text in NFC, so that equal words print equal bytes."""
        return FormData.from_json(self.to_json())


def _damaged() -> Refused:
    return Refused(
        N_("Dữ liệu in đã lưu bị hỏng nên không in lại được; hãy lấy lại từ bản sao lưu.")
    )


_TAGS: Final = {
    kind.__name__: tag
    for tag, union in (("block", Block), ("run", Inline))
    for kind in typing.get_args(union)
}
_KINDS: Final = {kind.__name__: kind for u in (Block, Inline) for kind in typing.get_args(u)}
"""What may stand in a union is told apart by its name, under the key "block" or "run"."""


def _plain(value: Any) -> Any:
    """A snapshot as dicts, lists and scalars; blocks and inline pieces carry their kind."""
    if dataclasses.is_dataclass(value):
        fields = {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        kind = type(value).__name__
        return {_TAGS[kind]: kind, **fields} if kind in _TAGS else fields
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return dict(value) if isinstance(value, Mapping) else value


def _typed(kind: Any, plain: Any) -> Any:
    """The inverse of `_plain` for the type `kind`; TypeError, KeyError or ValueError if not."""
    origin = typing.get_origin(kind)
    if origin is tuple:
        return _typed_tuple(typing.get_args(kind), plain)
    if origin in {types.UnionType, typing.Union}:
        return _typed_choice(kind, plain)
    if origin is Literal:
        return _expect(plain in typing.get_args(kind), plain)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        values = {name: _typed(hints[name], item) for name, item in plain.items()}
        return kind(**values)
    if origin is not None:  # Mapping[str, str]
        return {_typed(str, key): _typed(str, item) for key, item in plain.items()}
    allowed = (int, float) if kind is float else (kind,)
    return _expect(type(plain) in allowed, plain)


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _typed_tuple(of: tuple[Any, ...], plain: Any) -> tuple[Any, ...]:
    _expect(isinstance(plain, list), plain)
    if len(of) == 2 and of[1] is Ellipsis:
        return tuple(_typed(of[0], item) for item in plain)
    return tuple(_typed(kind, item) for kind, item in zip(of, plain, strict=True))


def _typed_choice(kind: Any, plain: Any) -> Any:
    """A block or an inline piece by the name it carries, or an optional value."""
    options = typing.get_args(kind)
    if plain is None:
        return _expect(type(None) in options, None)
    tag = next((tag for tag in ("block", "run") if isinstance(plain, dict) and tag in plain), None)
    if tag is not None:
        named = _KINDS[plain[tag]]
        _expect(named in options, plain)
        return _typed(named, {key: item for key, item in plain.items() if key != tag})
    (only,) = [option for option in options if option is not type(None)]
    return _typed(only, plain)


def _expect(holds: bool, value: Any) -> Any:
    if not holds:
        raise TypeError(value)
    return value
