"""Other keys for this machine: partners follow the old key's word, nothing is typed again.

The key file is what decides: before it is written the office has its old keys, after it the new
ones, and the old ones lie beside them to open what is on its way and to sign what was left without
signature.  The word by which the old keys hand over lies with them: it is never lost half-way.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sachmatuy_desktop.errors import N_, NotFound
from sachmatuy_desktop.services.office import Office, finish_renewal
from sachmatuy_desktop.services.sync import sending
from sachmatuy_desktop.storage.atomic import write_atomically
from sachmatuy_desktop.storage.keys.keyring_device import new_device
from sachmatuy_desktop.storage.sync import numbering
from sachmatuy_desktop.sync import outgoing
from sachmatuy_desktop.sync.trust import IdentityCard, sign_card, sign_succession

__all__ = ["renew", "save_change"]

_TRAVELLING: Final = tuple(map(str, (*outgoing.UP, *outgoing.DOWN)))


def renew(office: Office) -> None:
    """Give this machine a fresh signing key and a fresh age key.

    What it has written is signed by the old key first; from then on it is another site.  Other
    offices take the new key over from the old one's word, which goes with every bundle and lies in
    a file (`save_change`).  Raises `NotAllowed`, `StorageTrouble`; then it has its old keys, or its
    new ones whole.
    """
    office.info.role.must("manages")
    old, info = office.keys.device, office.info
    epoch = sending.epoch_of(office)
    with office.store.writing() as connection:
        outgoing.seal_new(connection, office.keys, _TRAVELLING)
        last = numbering.last_out(connection, epoch)
    fresh = new_device()
    card = IdentityCard(
        info.full_name, info.unit_id, fresh.public, office.clock.stamp(), info.training
    )
    word = sign_succession(
        old.signing,
        sign_card(card, fresh.signing),
        fresh.signing,
        epoch,
        last,
        office.clock.today(),
    )
    office.keys = office.keyring.renew_device(office.keys, old.succeeded_by(fresh, word))
    finish_renewal(office)


def save_change(office: Office, path: Path) -> None:
    """Write the newest change of key to a file, for offices to follow before a bundle comes.

    Raises `NotFound` (the key was never renewed), `StorageTrouble`.
    """
    retired = office.keys.device.retired
    if not retired:
        raise NotFound(N_("Khóa của máy này chưa được thay lần nào."))
    write_atomically(path, retired[0].succession, verify=True)
