"""A receipt and the slip name every reason for which something is set aside."""

from __future__ import annotations

from sachmatuy_desktop.domain.vocabulary import Why
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.ui import receipt_words


def test_every_reason_has_words_where_a_receipt_is_read() -> None:
    assert set(receipt_words.WHY) == {why.value for why in Why}


def test_every_reason_has_words_on_the_slip() -> None:
    words = load_form("bundle-receipt").constants
    assert {f"slip_why_{why}" for why in Why} <= set(words)
