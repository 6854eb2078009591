"""What the login screen shows of an office's keys before anything is unlocked; not proved until
then.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sachmatuy_desktop.errors import N_, StorageTrouble
from sachmatuy_desktop.storage.keys.keyring_file import (
    TAMPERED,
    Account,
    Office,
    StoredKeys,
    read_pair,
)
from sachmatuy_desktop.storage.keys.keyring_public import Cost, PublicKeys

__all__ = ["Shown", "read_keys", "shown"]

_WEAKENED = N_(
    "Tệp khóa đòi mức bảo vệ mật khẩu ngoài giới hạn cho phép nên không được dùng; "
    "hãy khôi phục keys.a, keys.b từ bản sao lưu."
)


@dataclass(frozen=True)
class Shown:
    """What may be seen before unlocking; not proved until then.

    `former` are the signing keys (32 bytes) that the machine had before the present one.  `sheet`
    is the number of the recovery sheet in two halves; None: an older one, of eight groups.
    """

    office: Office
    device: PublicKeys
    accounts: tuple[Account, ...]
    former: tuple[bytes, ...] = ()
    sheet: int | None = None


def shown(folder: Path, cost: Cost) -> Shown:
    """The office's name, accounts and public keys; raises as `read_keys` does."""
    document = read_keys(folder, cost)[0].document
    accounts = tuple(slot.account for slot in document.accounts)
    return Shown(
        document.office, document.device, accounts, document.former, document.recovery.sheet
    )


def read_keys(folder: Path, cost: Cost) -> tuple[StoredKeys, ...]:
    """The undamaged copies, the newest generation first; `cost` is accepted besides lawful ones.

    Raises `StorageTrouble`: no copy, none whole, altered, or a passphrase may be guessed cheaply.
    """
    stored = read_pair(folder)
    newest = stored[0]
    for copy in stored:
        if any(s.cost != cost and not s.cost.lawful for s in copy.document.accounts):
            raise StorageTrouble(_WEAKENED)
        same = copy.document.generation == newest.document.generation
        if same and copy != newest:
            raise StorageTrouble(TAMPERED)  # one generation is written with one text only
    return stored
