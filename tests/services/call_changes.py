"""Real calls of the functions of the services that do something with the office itself.

Keys, accounts and what is put in the place of another are tried on an office of their own, made
for it, so that the filled one stays as it is.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Final

from sachmatuy_desktop.services.access import accounts, rotating
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.proof import witnessing
from sachmatuy_desktop.services.sync import (
    bundles,
    certifying,
    key_news,
    receipts,
    renewing,
    replies,
    sending,
    slips,
    trusting,
    unmerging,
)
from sachmatuy_desktop.services.upkeep import drills_by_people, maintenance, pausing, trials
from sachmatuy_desktop.storage.backups.backup import Backup
from sachmatuy_desktop.storage.keys.keyring import Keyring, OfficeKeys
from sachmatuy_desktop.storage.keys.keyring_file import Account
from tests.offices import PASSPHRASE
from tests.role_scene import Scene
from tests.services.call_examples import ABOVE, SPARE, Call

__all__ = ["CHANGED", "CHANGES", "NOT_CALLED", "REMOVED"]

CHANGED: Final = "doi"
REMOVED: Final = ("bo1", "bo2")
"""Accounts of the office that is tried on."""

_NEW: Final = "một mật khẩu khác đủ dài"
_numbers = itertools.count(1)


def _backup(scene: Scene) -> Backup:
    return maintenance.backups(scene.things[SPARE])[0]


def _taken_in(scene: Scene) -> str:
    """The bundle that was taken in last."""
    return next(each.digest for each in bundles.passages(scene.above) if each.direction == "in")


def _unlocked(scene: Scene, keyring: Keyring) -> OfficeKeys:
    office: Office = scene.things[SPARE]
    return keyring.unlock(office.account.id, PASSPHRASE, office.clock.now())


def _key(office: Office) -> str:
    return office.keys.device.public.key_id


def _slip(scene: Scene) -> str:
    text: str = scene.things["slip"]
    return text


CHANGES: Mapping[str, Call] = {
    "access.accounts.add_account": Call(
        lambda _s, o: accounts.add_account(
            o, Account(f"them{next(_numbers)}", "Lò Văn Thêm", "viewer"), _NEW
        ),
        SPARE,
    ),
    "access.accounts.change_role": Call(
        lambda _s, o: accounts.change_role(o, CHANGED, "clerk"), SPARE
    ),
    "access.accounts.remove_account": Call(
        lambda _s, o: accounts.remove_account(o, REMOVED[0]), SPARE
    ),
    "access.accounts.rename_account": Call(
        lambda _s, o: accounts.rename_account(o, CHANGED, "Lò Văn Đổi"), SPARE
    ),
    "access.accounts.reset_passphrase": Call(
        lambda _s, o: accounts.reset_passphrase(o, CHANGED, _NEW), SPARE
    ),
    "access.accounts.new_recovery_code": Call(lambda _s, o: accounts.new_recovery_code(o), SPARE),
    "sync.certifying.certify": Call(lambda s, o: certifying.certify(o, _key(s.commune)), ABOVE),
    "sync.certifying.revoke": Call(
        lambda s, o: certifying.revoke(o, _key(s.things["neighbour"]), "Mất máy"), ABOVE
    ),
    "upkeep.drills_by_people.note_people_drill": Call(
        lambda s, o: drills_by_people.note_people_drill(o, _backup(s), "An và Bình", 600, 1), SPARE
    ),
    "upkeep.maintenance.choose_second_place": Call(
        lambda s, o: maintenance.choose_second_place(o, s.folder), SPARE
    ),
    "upkeep.trials.drill": Call(lambda _s, o: trials.drill(o), SPARE),
    "upkeep.trials.restored_aside": Call(
        lambda s, o: trials.restored_aside(
            o, _backup(s), lambda keyring: _unlocked(s, keyring), lambda *_a: None
        ),
        SPARE,
    ),
    "sync.trusting.trust": Call(
        lambda s, o: trusting.trust(
            o,
            trusting.own_card(s.things[SPARE]),
            s.things[SPARE].keys.device.public.fingerprint[:9],
            "sister",
        ),
        ABOVE,
    ),
    "upkeep.pausing.resume": Call(lambda _s, o: pausing.resume(o)),
    "sync.sending.choose_carried": Call(
        lambda s, o: sending.choose_carried(o, _key(s.above), "all")
    ),
    "sync.sending.stream_units": Call(
        lambda s, o: sending.stream_units(o, trusting.partner_of(o, _key(s.above)))
    ),
    "sync.replies.write_replies": Call(
        lambda s, o: replies.write_replies(
            o,
            [(trusting.partner_of(o, _key(s.commune)), s.folder / "trả lời.smt")],
            lambda *_a: None,
        ),
        ABOVE,
    ),
    "sync.receipts.receipt_again": Call(
        lambda s, o: receipts.receipt_again(o, s.things["passage"], s.folder / "lại.smr"), ABOVE
    ),
    "sync.slips.take_slip": Call(lambda s, o: slips.take_slip(o, _slip(s))),
    "proof.witnessing.settle": Call(lambda s, o: witnessing.settle(o, _key(s.commune)), ABOVE),
    "sync.key_news.follow_file": Call(
        lambda s, o: key_news.follow_file(o, s.things["changed key"]), ABOVE
    ),
    # -- once for all: the first who may does it ---------------------------------------------------
    "sync.bundles.merge": Call(lambda s, o: bundles.merge(o, s.things["staged"]), ABOVE),
    "sync.unmerging.undo_bundle": Call(
        lambda s, o: unmerging.undo_bundle(o, _taken_in(s), "Nhập nhầm"),
        ABOVE,
    ),
    "sync.unmerging.write_undone_receipt": Call(
        lambda s, o: unmerging.write_undone_receipt(o, _taken_in(s), s.folder / "rút.smr"),
        ABOVE,
    ),
    "access.rotating.rotate_data_key": Call(lambda _s, o: rotating.rotate_data_key(o), SPARE),
    "access.rotating.remove_and_rotate": Call(
        lambda _s, o: rotating.remove_and_rotate(o, REMOVED[1]), SPARE
    ),
    "sync.renewing.renew": Call(lambda _s, o: renewing.renew(o), "changed"),
}

NOT_CALLED: Mapping[str, str] = {
    "access.accounts.change_passphrase": "everybody's own, for the old passphrase; `test_accounts`",
    "upkeep.drills_by_people.drill_by_people": "for both halves of the sheet; `test_people_drills`",
    "upkeep.trials.try_sheet": "for both halves of the sheet; `test_trials`",
    "sync.staging.origin_of": "the key of a bundle that is being taken in; `stage` asks before",
}
