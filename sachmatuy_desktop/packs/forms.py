"""Reads the wording of the forms and the typography from `resources/forms/*.toml`.

A form that names an undeclared place, an unknown block or setting is refused here with the place
where it went wrong, so nothing half-worded reaches a page.  The format is described in
`resources/formats/form.md`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, cast, get_args

from sachmatuy_desktop.domain.forms import (
    BlockSpec,
    FieldKind,
    FieldSpec,
    FormDefinition,
    FormHead,
    Margins,
    SectionSpec,
    TypeStyle,
    Typography,
)
from sachmatuy_desktop.errors import N_, NotFound, Refused
from sachmatuy_desktop.packs.form_checks import check_form
from sachmatuy_desktop.paths import resources_folder

FORM_IDS = (
    "self-assessment",
    "recognition-request",
    "review-minutes",
    "household-commitment",
    "drive-pile",
    "roster",
    "receiving-summary",
    "action-month-plan",
    "action-month-result",
    "action-month-summary",
    "plan-document",
    "plan-report",
    "task-book",
    "task-sheet",
    "yearly-review",
    "bundle-receipt",
    "recovery-sheet",
    "identity-card",
)
"""The forms that ship, in the order in which a dossier is put together."""

_OUR_FORMAT = 1
_FIRST_TABLE = re.compile(r"^\[", re.MULTILINE)
_COMMON = "common.toml"


def forms_folder() -> Path:
    """Where the wording lies."""
    return resources_folder() / "forms"


def families() -> tuple[str, ...]:
    """The folders that hold the forms of a decree or of one kind of paper, in order."""
    return tuple(sorted(each.name for each in forms_folder().iterdir() if each.is_dir()))


def family(name: str) -> tuple[str, ...]:
    """The ids of the forms of a family in order; none for a folder that is not there."""
    return tuple(sorted(path.stem for path in (forms_folder() / name).glob("*.toml")))


def all_form_ids() -> tuple[str, ...]:
    """Every form that ships: the program's own, then family by family."""
    return (*FORM_IDS, *(each for name in families() for each in family(name)))


@lru_cache(maxsize=256)
def load_form(form_id: str, folder: Path | None = None) -> FormDefinition:
    """The wording of a form by its id, from the folder of the forms or from a family in it.

    Raises `NotFound` for an unknown id, `Refused` for a file that does not keep the format.
    """
    root = folder or forms_folder()
    found = [root / f"{form_id}.toml", *sorted(root.glob(f"*/{form_id}.toml"))]
    path = next((path for path in found if path.stem == form_id and path.is_file()), None)
    if path is None or path.parent not in {root, *root.iterdir()}:
        raise NotFound(N_("Chương trình không có mẫu in “{form}”."), form=form_id)
    return read_form(path)


def read_form(path: Path) -> FormDefinition:
    """The wording in one file, checked."""
    plain = _read(path)
    own = (path.parent / _COMMON).is_file()
    root = path.parent if own else path.parent.parent
    places = _load_places(root)
    with _Complaints(path):
        form = FormDefinition(
            **_head(plain, path),
            fields=_fields(plain, places),
            sheet_fields=tuple(_field(entry) for entry in plain.get("sheet_fields", ())),
            sections=tuple(_section(entry) for entry in plain["sections"]),
            constants=dict(_read(root / _COMMON)["constants"]),
            either=tuple(tuple(names) for names in plain.get("either", ())),
        )
        check_form(form, path)
        return form


def read_head(form_id: str, folder: str) -> FormHead:
    """What is told of a form of a family before it is chosen, without reading its wording.

    Raises `Refused` for a head that does not keep the format.
    """
    path = forms_folder() / folder / f"{form_id}.toml"
    plain = _read(path, head=True)
    with _Complaints(path):
        return FormHead(**_head(plain, path))


def _head(plain: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """The keys above the first table of a form's file."""
    own = (path.parent / _COMMON).is_file()
    return {
        **{key: plain[key] for key in _HEAD_KEYS},
        "effective_to": plain.get("effective_to"),
        "restriction": plain.get("restriction", ""),
        "restriction_asked": plain.get("restriction_asked", False),
        "family": "" if own else path.parent.name,
        "law_form": plain.get("law_form", ""),
        "about": plain.get("about", ""),
        "people": plain.get("people", False),
        "body": plain.get("body", ""),
        "code": plain.get("code", False),
    }


_HEAD_KEYS = (
    "id",
    "version",
    "title",
    "type_code",
    "source",
    "effective_from",
    "verified",
    "reference",
)
"""What the head of every form tells."""


@lru_cache(maxsize=4)
def _load_places(root: Path) -> Mapping[str, Mapping[str, Any]]:
    """The places that forms share, of all `places*.toml`; a name is declared once."""
    places: dict[str, Mapping[str, Any]] = {}
    for path in sorted(root.glob("places*.toml")):
        with _Complaints(path):
            declared = _read(path)["places"]
            if twice := places.keys() & declared.keys():
                raise ValueError(min(twice))
            places |= declared
    return places


def _fields(
    plain: Mapping[str, Any], places: Mapping[str, Mapping[str, Any]]
) -> tuple[FieldSpec, ...]:
    """The shared places that a form names, then its own fields.

    A field of the name of a shared place changes it for this form; `required` names those of both
    that must be filled.
    """
    own = {entry["name"]: entry for entry in plain.get("fields", ())}
    required: Sequence[str] = plain.get("required", ())
    names = dict.fromkeys((*plain.get("places", ()), *own))
    if astray := set(required) - set(names):
        raise KeyError(min(astray))
    return tuple(
        _field(
            {
                "name": name,
                "required": name in required,
                **(places[name] if name not in own else places.get(name, {})),
                **own.get(name, {}),
            }
        )
        for name in names
    )


def _field(entry: Mapping[str, Any]) -> FieldSpec:
    kind = entry["kind"]
    if kind not in get_args(FieldKind):
        raise ValueError(kind)
    return FieldSpec(
        name=entry["name"],
        label=entry["label"],
        kind=cast("FieldKind", kind),
        required=entry["required"],
        source=entry["source"],
        choices=dict(entry.get("choices", {})),
        origin=entry.get("from", ""),
    )


def _section(entry: Mapping[str, Any]) -> SectionSpec:
    blocks = tuple(
        BlockSpec(block["kind"], {key: value for key, value in block.items() if key != "kind"})
        for block in entry["blocks"]
    )
    return SectionSpec(entry.get("orientation", "portrait"), blocks)


# --- typography ----------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def load_typography(layout: int) -> Typography:
    """The numbered layout; `Refused` when this program does not have it."""
    path = forms_folder() / f"typography-{layout}.toml"
    if not path.is_file():
        raise Refused(
            N_(
                "Văn bản được trình bày theo kiểu trang số {layout} mà chương trình này không có; "
                "hãy cập nhật chương trình rồi in lại."
            ),
            layout=layout,
        )
    plain = _read(path)
    with _Complaints(path):
        page, text = plain["page"], plain["text"]
        return Typography(
            layout=plain["layout"],
            source=plain["source"],
            verified=plain["verified"],
            page=(page["width_mm"], page["height_mm"]),
            margins=Margins(**{side: page["margins_mm"][side] for side in _SIDES}),
            margin_ranges=tuple((low, high) for low, high in map(page["ranges_mm"].get, _SIDES)),
            indent=text["indent_mm"],
            paragraph_gap=text["paragraph_gap_pt"],
            line_spacing=text["line_spacing"],
            body_spacing=text["body_spacing"],
            short_rule=text["short_rule"],
            styles={
                name: TypeStyle(entry["size"], entry["style"], entry["min"], entry["max"])
                for name, entry in plain["styles"].items()
            },
        )


_SIDES = ("top", "bottom", "left", "right")


@lru_cache(maxsize=2)
def load_constants(folder: Path | None = None) -> Mapping[str, str]:
    """The words that every form shares."""
    path = (folder or forms_folder()) / _COMMON
    with _Complaints(path):
        return dict(_read(path)["constants"])


def load_letterheads(folder: Path | None = None) -> Mapping[str, Mapping[str, Any]]:
    """The heads of the bodies that issue papers (UBND, Công an), by id, as written."""
    path = (folder or forms_folder()) / "letterheads.toml"
    with _Complaints(path):
        return dict(_read(path)["bodies"])


@lru_cache(maxsize=2)
def load_review_words(folder: Path | None = None) -> Mapping[str, str]:
    """How the yearly review calls its sections and figures."""
    path = (folder or forms_folder()) / "task-words.toml"
    with _Complaints(path):
        return dict(_read(path)["review"])


@lru_cache(maxsize=2)
def load_task_words(folder: Path | None = None) -> Mapping[str, str]:
    """How the papers of plans say deadlines, progress and periods: templates for `str.format`."""
    path = (folder or forms_folder()) / "task-words.toml"
    with _Complaints(path):
        return dict(_read(path)["words"])


# --- files ---------------------------------------------------------------------------------------


def _read(path: Path, *, head: bool = False) -> dict[str, Any]:
    """What a file says; `head`: only what stands above its first table."""
    try:
        text = path.read_text(encoding="utf-8")
        plain = tomllib.loads(_FIRST_TABLE.split(text, 1)[0] if head else text)
    except FileNotFoundError as error:
        raise NotFound(N_("Không tìm thấy tệp mẫu in {file}."), file=path.name) from error
    except (OSError, ValueError) as error:
        raise Refused(
            N_("Tệp mẫu in {file} không đọc được: {reason}."), file=path.name, reason=error
        ) from error
    if plain.get("format") != _OUR_FORMAT:
        raise Refused(
            N_("Tệp mẫu in {file} có định dạng {format} mà chương trình này chưa đọc được."),
            file=path.name,
            format=plain.get("format"),
        )
    return plain


class _Complaints:
    """Turns a missing or ill-typed key into one sentence that names the file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (KeyError, TypeError, ValueError, AttributeError)):
            raise Refused(
                N_("Tệp mẫu in {file} thiếu hoặc sai mục {reason}."),
                file=self._path.name,
                reason=error,
            ) from error
