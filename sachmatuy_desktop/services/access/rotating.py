"""A new data key for the whole office, so that whoever knows the old one reads nothing more.

Asked for when an account goes («Xóa tài khoản và đổi khóa dữ liệu»), or by itself when a key file
may have been copied.  Everybody's passphrase and the paper code stay as they are.
"""

from __future__ import annotations

from sachmatuy_desktop.services.access.accounts import remove_account
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.upkeep.maintenance import backup_now
from sachmatuy_desktop.storage.keys.rekeying import Report, rotate

BACKUP_REASON = "rekey"


def _silent(_done: int, _all: int) -> None:
    """Nobody listens."""


def rotate_data_key(office: Office, report: Report = _silent) -> None:
    """Encrypt the office file and all contents of attachments under a new data key.

    A backup is made first; it and all before it stay readable with the keys beside them.  `report`
    may raise to stop, up to the last content: then nothing has changed.

    Raises `NotAllowed`, `StorageTrouble`; then the office is under its old key, as before.
    """
    office.info.role.must("manages")
    backup_now(office, BACKUP_REASON)
    office.keys = rotate(office.store, office.keyring, office.keys, office.account.name, report)


def remove_and_rotate(office: Office, account_id: str, report: Report = _silent) -> None:
    """Take an account away and shut out whatever it may have kept of the key file.

    Stopped or failed, the account may be gone and the key still the old one.  Raises as
    `remove_account` and `rotate_data_key` do.
    """
    remove_account(office, account_id)
    rotate_data_key(office, report)
