"""Which act serves which figure of a forecast, from `resources/recognition/acts.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from sachmatuy_desktop.domain.criteria.act_rules import (
    ActRule,
    ActRules,
    Effect,
    EndRule,
    Moment,
    Words,
)
from sachmatuy_desktop.packs.holidays import read_toml, wrong_entry
from sachmatuy_desktop.paths import resources_folder

__all__ = ["act_rules"]

Entry = dict[str, Any]


@cache
def act_rules(file: Path | None = None) -> ActRules:
    """The acts; `BadInput` names the file and the entry that cannot be read."""
    path = file or resources_folder() / "recognition" / "acts.toml"
    content = read_toml(path)
    entry = "–"
    try:
        acts = []
        for each in content["act"]:
            entry = str(each.get("id", "?"))
            acts.append(_act(each))
        entry = "ending, moment"
        return ActRules(
            acts=tuple(acts),
            endings=tuple(map(_ending, content["ending"])),
            moments=tuple(map(_moment, content["moment"])),
            renew=_words(content["renew"]),
            write_down=_words(content["write_down"]),
            other=_words(content["other"]),
            months_ahead=int(content["months_ahead"]),
            verified=bool(content["verified"]),
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise wrong_entry(path, entry, wrong) from None


def _words(entry: Entry) -> Words:
    return Words(entry["says"], entry["who"], entry["if"])


def _act(entry: Entry) -> ActRule:
    return ActRule(
        id=entry["id"],
        words=_words(entry),
        facts=frozenset(entry["facts"]),
        effect=Effect(entry["effect"]),
        register=entry.get("register", ""),
        within_days=int(entry.get("within_days", 0)),
        unless=frozenset(_reading(each) for each in entry.get("unless", ())),
        source=entry["source"],
    )


def _reading(text: str) -> tuple[str, str]:
    reading, value = text.split("=")
    return reading, value


def _ending(entry: Entry) -> EndRule:
    return EndRule(frozenset(entry["states"]), frozenset(entry["facts"]), entry["if"])


def _moment(entry: Entry) -> Moment:
    month, day = map(int, entry["month_day"].split("-"))
    return Moment(
        month,
        day,
        entry["says"],
        tuple(entry["packs"]),
        entry["source"],
        bool(entry.get("is_cut_off", False)),
    )
