"""Short ways to write down a field, so that a register reads like the head of its book."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sachmatuy_desktop.domain.registers.fields import Choices, Field, Kind, Sensitivity, Value
from sachmatuy_desktop.errors import N_

MERGED_INTO: Final = "merged_into"
"""The field of a tombstone that names the record it went into."""


def text(
    name: str,
    label: str,
    *,
    required: bool = False,
    listed: bool = True,
    sensitivity: Sensitivity = Sensitivity.PERSONAL,
    hint: str = "",
    group: str = "",
) -> Field:
    """A line of text."""
    return Field(name, label, Kind.TEXT, required, None, None, sensitivity, listed, hint, group)


def code(
    name: str, label: str, *, group: str = "", sensitivity: Sensitivity = Sensitivity.SENSITIVE
) -> Field:
    """A code that the program's own acts write down: a step of the law, a clause."""
    return Field(
        name,
        label,
        sensitivity=sensitivity,
        listed=False,
        group=group,
        by_program=True,
    )


def note(
    name: str,
    label: str,
    sensitivity: Sensitivity = Sensitivity.PERSONAL,
    *,
    hint: str = "",
    group: str = "",
) -> Field:
    """Several lines of text, shown in the form and not in the list."""
    return Field(
        name,
        label,
        Kind.LONG_TEXT,
        sensitivity=sensitivity,
        listed=False,
        hint=hint,
        group=group,
    )


def person_name(
    name: str,
    label: str,
    *,
    required: bool = False,
    listed: bool = True,
    sensitivity: Sensitivity = Sensitivity.PERSONAL,
) -> Field:
    """A person's name, kept as typed, sorted by given name."""
    return Field(name, label, Kind.NAME, required, sensitivity=sensitivity, listed=listed)


def number(
    name: str,
    label: str,
    *,
    required: bool = False,
    listed: bool = True,
    sensitivity: Sensitivity = Sensitivity.OPEN,
    group: str = "",
    added_up: bool = True,
    added_within: str = "",
) -> Field:
    """A whole number that is not negative."""
    return Field(
        name,
        label,
        Kind.NUMBER,
        required,
        sensitivity=sensitivity,
        listed=listed,
        group=group,
        added_up=added_up,
        added_within=added_within,
    )


def year(
    name: str,
    label: str,
    *,
    required: bool = False,
    listed: bool = True,
    sensitivity: Sensitivity = Sensitivity.OPEN,
) -> Field:
    """A calendar year: four digits that count nothing."""
    return Field(name, label, Kind.YEAR, required, sensitivity=sensitivity, listed=listed)


def date(
    name: str,
    label: str,
    *,
    required: bool = False,
    listed: bool = True,
    sensitivity: Sensitivity = Sensitivity.OPEN,
    group: str = "",
) -> Field:
    """A day of the calendar."""
    return Field(
        name, label, Kind.DATE, required, sensitivity=sensitivity, listed=listed, group=group
    )


def hour(
    name: str,
    label: str,
    *,
    listed: bool = False,
    sensitivity: Sensitivity = Sensitivity.OPEN,
    group: str = "",
) -> Field:
    """An hour of the day, where 24 hours matter."""
    return Field(name, label, Kind.TIME, sensitivity=sensitivity, listed=listed, group=group)


def flag(
    name: str,
    label: str,
    *,
    listed: bool = True,
    sensitivity: Sensitivity = Sensitivity.OPEN,
    group: str = "",
    default: Value = None,
) -> Field:
    """Yes, no or not said."""
    return Field(
        name,
        label,
        Kind.FLAG,
        sensitivity=sensitivity,
        listed=listed,
        group=group,
        default=default,
    )


def choice(
    name: str,
    label: str,
    choices: Choices,
    *,
    required: bool = False,
    listed: bool = True,
    sensitivity: Sensitivity = Sensitivity.OPEN,
    group: str = "",
    default: Value = None,
) -> Field:
    """One word of a list."""
    return Field(
        name,
        label,
        Kind.CHOICE,
        required,
        choices,
        sensitivity=sensitivity,
        listed=listed,
        group=group,
        default=default,
    )


def by_program(field: Field) -> Field:
    """A column that only the program's own acts write: nobody types, reads or exports it."""
    return replace(field, by_program=True)


def merged_into(target: str) -> Field:
    """Which record of the same register this one went into when the two were merged."""
    return Field(
        MERGED_INTO, N_("Đã gộp vào"), Kind.REFERENCE, target=target, listed=False, by_program=True
    )


def several(
    name: str,
    label: str,
    choices: Choices,
    *,
    listed: bool = True,
    sensitivity: Sensitivity = Sensitivity.OPEN,
) -> Field:
    """Any number of words of a list."""
    return Field(name, label, Kind.SEVERAL, choices=choices, sensitivity=sensitivity, listed=listed)


def reference(
    name: str,
    label: str,
    target: str,
    *,
    required: bool = False,
    listed: bool = True,
    sensitivity: Sensitivity = Sensitivity.PERSONAL,
) -> Field:
    """Another record, of the register `target`."""
    return Field(name, label, Kind.REFERENCE, required, None, target, sensitivity, listed)
