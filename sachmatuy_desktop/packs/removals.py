"""What is told of leaving a list: `resources/recognition/removals.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from sachmatuy_desktop.domain.removals import How, RemovalKind, RemovalRules
from sachmatuy_desktop.packs.holidays import read_toml, wrong_entry
from sachmatuy_desktop.paths import resources_folder

__all__ = ["removal_rules"]


@cache
def removal_rules(file: Path | None = None) -> RemovalRules:
    """The rules; `BadInput` names the file and the entry that cannot be read."""
    path = file or resources_folder() / "recognition" / "removals.toml"
    content = read_toml(path)
    entry = "–"
    try:
        kinds = []
        for each in content["kind"]:
            entry = str(each.get("id", "?"))
            kinds.append(_kind(each))
        entry = "how"
        _refuse_gaps(kinds)
        return RemovalRules(
            days=int(content["days"]),
            lists=tuple(content["lists"]),
            away=tuple(content["away"]),
            papers=tuple(content["papers"]),
            paper_days=int(content["paper_days"]),
            kinds=tuple(kinds),
            note=str(content["note"]),
            verified=bool(content["verified"]),
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise wrong_entry(path, entry, wrong) from None


def _kind(entry: dict[str, Any]) -> RemovalKind:
    return RemovalKind(
        id=entry["id"],
        says=entry["says"],
        how=How(entry.get("how", How.STEP)),
        steps=frozenset(entry.get("steps", ())),
        leaves=bool(entry["leaves"]),
    )


def _refuse_gaps(kinds: list[RemovalKind]) -> None:
    """Raise `ValueError` unless there is a kind for everything the books can show."""
    missing = set(How) - {How.STEP} - {each.how for each in kinds}
    if missing:
        raise ValueError(", ".join(sorted(missing)))
