"""Into which sizes a bundle may be split to go by mail, from `resources/exchange/mail.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sachmatuy_desktop.packs.holidays import read_toml, wrong_entry
from sachmatuy_desktop.paths import resources_folder

__all__ = ["mail_sizes"]


@cache
def mail_sizes(file: Path | None = None) -> tuple[int, ...]:
    """The sizes offered, in bytes, the usual one first; `BadInput` names a file it cannot read."""
    path = file or resources_folder() / "exchange" / "mail.toml"
    content = read_toml(path)
    try:
        return tuple(int(each) for each in content["sizes"])
    except (KeyError, TypeError, ValueError) as wrong:
        raise wrong_entry(path, "–", wrong) from None
