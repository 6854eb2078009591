"""Who looks after the data of persons: reviews it, answers for it, writes down what leaked."""

from __future__ import annotations

from sachmatuy_desktop.domain.roles import Role

__all__ = ["may_keep_data", "must_keep_data"]


def may_keep_data(role: Role) -> bool:
    """Whether the role has that right."""
    return role.keeps_data


def must_keep_data(role: Role) -> None:
    """Raise `NotAllowed` unless it has."""
    role.must("keeps_data")
