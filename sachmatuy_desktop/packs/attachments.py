"""How large an attachment may be and how it is shrunk, from `resources/attachments/limits.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sachmatuy_desktop.packs.holidays import read_toml, wrong_entry
from sachmatuy_desktop.paths import resources_folder

__all__ = ["Limits", "Shrinking", "load_limits"]


@dataclass(frozen=True, slots=True)
class Shrinking:
    """One way to shrink a picture: the longer side in pixels, the JPEG's quality of 100."""

    side: int
    quality: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be attached.  `most_bytes` is of one file, `bundle_bytes` of all in one bundle;
    `kept_days` is how long the content of a removed attachment is kept at the least.
    """

    most_bytes: int
    most_at_once: int
    most_pixels: int
    most_pages: int
    bundle_bytes: int
    kept_days: int
    shrinkings: tuple[Shrinking, ...]


@cache
def load_limits(file: Path | None = None) -> Limits:
    """The limits in force; `BadInput` names the file that cannot be read."""
    path = file or resources_folder() / "attachments" / "limits.toml"
    content = read_toml(path)
    try:
        one = content["file"]
        return Limits(
            most_bytes=int(one["most_bytes"]),
            most_at_once=int(one["most_at_once"]),
            most_pixels=int(one["most_pixels"]),
            most_pages=int(one["most_pages"]),
            bundle_bytes=int(content["bundle"]["most_bytes"]),
            kept_days=int(content["removed"]["kept_days"]),
            shrinkings=tuple(
                Shrinking(int(each["side"]), int(each["quality"])) for each in content["shrink"]
            ),
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise wrong_entry(path, "–", wrong) from None
