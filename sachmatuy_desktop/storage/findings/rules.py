"""All data checks, in the order of the page."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.findings import Severity
from sachmatuy_desktop.storage.findings.dates import date_rules
from sachmatuy_desktop.storage.findings.merging import merging_rules
from sachmatuy_desktop.storage.findings.registers import register_rules

_ORDER: Final = tuple(Severity)

RULES: Final = MappingProxyType(
    {
        each.id: each
        for each in sorted(
            (*merging_rules(), *register_rules(), *date_rules()),
            key=lambda rule: _ORDER.index(rule.severity),
        )
    }
)
