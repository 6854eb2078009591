"""How long keys are certified and why they are revoked, from `resources/exchange/keys.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sachmatuy_desktop.packs.holidays import read_toml, wrong_entry
from sachmatuy_desktop.paths import resources_folder

__all__ = ["KeyTerms", "key_terms"]


@dataclass(frozen=True, slots=True)
class KeyTerms:
    """Days a certificate is good for, days before its end from which it is spoken of, and the
    reasons for revoking a key, as a person would say them.
    """

    certificate_days: int
    warn_days: int
    reasons: tuple[str, ...]


@cache
def key_terms(file: Path | None = None) -> KeyTerms:
    """The terms; `BadInput` names a file it cannot read."""
    path = file or resources_folder() / "exchange" / "keys.toml"
    content = read_toml(path)
    try:
        return KeyTerms(
            int(content["certificate_days"]),
            int(content["warn_days"]),
            tuple(str(each) for each in content["reasons"]),
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise wrong_entry(path, "–", wrong) from None
