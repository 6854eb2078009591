"""Who looks after the data of persons: reviews it, answers for it, writes down what leaked."""

from __future__ import annotations

from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.errors import N_, NotAllowed

__all__ = ["may_keep_data", "must_keep_data"]


def may_keep_data(role: Role) -> bool:
    """Whoever manages the office, and its police."""
    return role.manages or role.id == "police"


def must_keep_data(role: Role) -> None:
    """Raise `NotAllowed` unless the role looks after the data."""
    if not may_keep_data(role):
        raise NotAllowed(N_("Tài khoản của bạn không được làm việc này."))
