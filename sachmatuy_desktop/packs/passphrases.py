"""Passphrases that somebody who guesses tries first: a rule, not a meter.

The words are data (`resources/accounts/common-passphrases.toml`).  How long a passphrase must be is
said where keys are made (`storage/keys/keyring_crypto.py`).
"""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from typing import Final

from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.paths import resources_folder

__all__ = ["must_be_uncommon"]

_LONGEST_UNIT: Final = 4
"""Characters that, said again and again, make no passphrase."""
_DIGITS: Final = "0123456789"

_COMMON: Final = N_(
    "Mật khẩu này dễ đoán (từ quen, tên tài khoản, dãy phím, chỉ có chữ số hoặc lặp lại)."
    " Hãy chọn một câu dài của riêng mình."
)


def must_be_uncommon(passphrase: str, *names: str) -> None:
    """Raise `BadInput` for what is guessed at once; `names` are whose passphrase it is.

    Digits alone are refused whatever they are: twelve of them are a citizen's number.
    """
    core = _plain(passphrase)
    word = core.strip(_DIGITS)
    known = _words() | {_plain(each).strip(_DIGITS) for each in names}
    if not word or word in known or _repeats(core) or _repeats(passphrase):
        raise BadInput(_COMMON)


def _plain(text: str) -> str:
    """Small letters and digits without accents."""
    parted = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(each for each in parted if each.isalnum())


def _repeats(text: str) -> bool:
    return any(
        text == (text[:size] * (len(text) // size + 1))[: len(text)]
        for size in range(1, min(_LONGEST_UNIT, len(text) // 2) + 1)
    )


@cache
def _words() -> frozenset[str]:
    path = resources_folder() / "accounts" / "common-passphrases.toml"
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    return frozenset((*said["words"], *said["sentences"]))
