"""Rules and finds in the words of the screen."""

from __future__ import annotations

from typing import Final

from sachmatuy_desktop.domain.findings import field_named
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Kind, Value
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.checking import Finding, Rule, Severity
from sachmatuy_desktop.storage.findings.registers import number_complaints
from sachmatuy_desktop.storage.findings.rules import RULES
from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.ui.models.cells import words
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["REMEDIES", "SEVERITY_TONES", "rule_title", "sentence"]

REMEDIES: Final = {
    "late-edit": N_("Lấy giá trị đó"),
    "merge-circle": N_("Lấy lại bản này"),
    "undecided": N_("Giữ như đang ghi"),
    "dangling": N_("Chuyển sang bản được giữ"),
}
"""What the button says that settles a find without typing."""

SEVERITY_TONES: Final = {
    Severity.WRONG: Tone.BLOCK,
    Severity.DECIDE: Tone.CARE,
    Severity.LOOK: Tone.CARE,
    Severity.LACKING: Tone.QUIET,
}
"""How loudly a kind of find is told where kinds stand side by side."""


def rule_title(rule: Rule) -> str:
    """The heading of a rule's finds."""
    return _(rule.title).format(**_labels(rule))


def sentence(queries: Queries, finding: Finding) -> str:
    """One find in words."""
    rule = RULES[finding.rule]
    if finding.rule == "number-contradicts":
        return " ".join(say(each) for each in number_complaints(finding.told))
    said = {name: _value(queries, finding, name) for name in finding.told}
    return _(rule.sentence).format(**{**_labels(rule), **said})


def _labels(rule: Rule) -> dict[str, str]:
    return {name: _(label) for name, label in rule.labels.items()}


def _value(queries: Queries, finding: Finding, name: str) -> str:
    """A told value as its field shows it."""
    value = finding.told[name]
    if name == "_label":
        return _(str(value))
    own = {"_shown", "_other", "value", "first", "second"}
    if name in own:
        return _shown(queries, finding.register, _field_of(finding, name), value)
    field = field_named(finding.register, name)
    return words(field, value) if field is not None else str(value)


def _field_of(finding: Finding, name: str) -> str:
    """The field that a general name stands for: `order-…-first-second` names both."""
    if name == "first":
        return finding.rule.split("-")[2]
    return finding.field


def _shown(queries: Queries, register: str, name: str, value: Value) -> str:
    field = REGISTERS[register].by_name.get(name)
    if value is None:
        return _("để trống")
    if field is None:
        return str(value)
    if field.kind is Kind.REFERENCE:
        return queries.names(str(field.target), [str(value)]).get(str(value), "…")
    return words(field, value)
