"""How long a bundle may be without a receipt, from `resources/exchange/receipts.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sachmatuy_desktop.packs.holidays import read_toml, wrong_entry
from sachmatuy_desktop.paths import resources_folder

__all__ = ["receipt_days"]


@cache
def receipt_days(file: Path | None = None) -> int:
    """The days; `BadInput` names a file it cannot read."""
    path = file or resources_folder() / "exchange" / "receipts.toml"
    content = read_toml(path)
    try:
        return int(content["days"])
    except (KeyError, TypeError, ValueError) as wrong:
        raise wrong_entry(path, "–", wrong) from None
