"""`bundle card`, `identity`, `trust`, `keys`, `certify`, `revoke`, `renew-key`: whose keys are
believed, without the window.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sachmatuy_desktop.cli.common import (
    Subparsers,
    command,
    existing,
    json_option,
    office_options,
    opened_office,
    tell,
)
from sachmatuy_desktop.domain.dates import parse_date
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import N_, _, say


def add_commands(bundles: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the commands about cards and keys to the group `bundle`."""
    for each in (*_add_cards(bundles), *_add_keys(bundles)):
        office_options(each)
        json_option(each)


def _add_cards(bundles: Subparsers[argparse.ArgumentParser]) -> list[argparse.ArgumentParser]:
    card = command(bundles, "card", _("ghi thẻ nhận dạng của cơ quan này ra tệp"))
    card.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("tệp thẻ"))
    card.add_argument("--pdf", type=Path, metavar="FILE", help=_("tờ thẻ để in"))
    card.set_defaults(run=run_card)

    identity = command(
        bundles,
        "identity",
        _("ghi khóa age mở gói của cơ quan ra tệp, để kiểm tra bằng công cụ khác"),
    )
    identity.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("tệp khóa"))
    identity.set_defaults(run=run_identity)

    trust = command(bundles, "trust", _("tin cậy cơ quan giữ thẻ, sau khi so các nhóm ký tự"))
    trust.add_argument("file", type=Path, metavar="FILE", help=_("tệp thẻ"))
    trust.add_argument(
        "--groups", metavar="TEXT", help=_("ít nhất hai nhóm đọc từ bản in; không có thì hỏi")
    )
    trust.add_argument("--role", choices=("upper", "lower", "peer", "sister"), help=_("quan hệ"))
    trust.set_defaults(run=run_trust)
    return [card, identity, trust]


def _add_keys(bundles: Subparsers[argparse.ArgumentParser]) -> list[argparse.ArgumentParser]:
    keys = command(bundles, "keys", _("liệt kê khóa của các cơ quan, chứng nhận và thu hồi"))
    keys.set_defaults(run=run_keys)

    certify = command(bundles, "certify", _("chứng nhận máy của một đơn vị gửi lên"))
    certify.add_argument("key", metavar="KEY", help=_("mã khóa"))
    certify.add_argument(
        "--carry",
        choices=("all", "figures", "programme"),
        default="all",
        help=_("máy này được gửi gì"),
    )
    certify.add_argument(
        "--until",
        metavar="DAY",
        help=_("ngày cuối còn giá trị; không nêu thì theo thời hạn thường dùng"),
    )
    certify.set_defaults(run=run_certify)

    revoke = command(bundles, "revoke", _("thu hồi khóa của một đơn vị; không lấy lại được"))
    revoke.add_argument("key", metavar="KEY", help=_("mã khóa"))
    revoke.add_argument("--reason", required=True, metavar="TEXT", help=_("lý do"))
    revoke.add_argument(
        "--last-good",
        type=int,
        metavar="N",
        help=_("còn nhận đến gói số; không nêu thì gói gần nhất đã nhập"),
    )
    revoke.set_defaults(run=run_revoke)

    renew = command(bundles, "renew-key", _("thay khóa của máy này; cơ quan khác tự nhận khóa mới"))
    renew.add_argument("--out", type=Path, metavar="FILE", help=_("ghi thêm tệp thay khóa"))
    renew.set_defaults(run=run_renew)
    return [keys, certify, revoke, renew]


def run_card(args: argparse.Namespace) -> int:
    """Write this office's identity card and say its fingerprint."""
    from sachmatuy_desktop.services import papers  # noqa: PLC0415
    from sachmatuy_desktop.services.sync import trusting  # noqa: PLC0415
    from sachmatuy_desktop.storage.atomic import write_atomically  # noqa: PLC0415

    with opened_office(args) as office:
        trusting.save_card(office, args.out)
        if args.pdf is not None:
            write_atomically(args.pdf, papers.card_pdf(office), verify=True)
        shown = office.keys.device.public
    tell(
        args,
        {"card": str(args.out), "key_id": shown.key_id, "fingerprint": shown.fingerprint},
        _("Đã ghi thẻ {file}. Dấu vân tay, để đọc qua điện thoại hoặc in ra:").format(
            file=args.out
        ),
        f"    {shown.fingerprint}",
    )
    return 0


def run_identity(args: argparse.Namespace) -> int:
    """Write the secret that opens the office's bundles with ordinary tools."""
    from sachmatuy_desktop.services.sync import trusting  # noqa: PLC0415

    with opened_office(args) as office:
        trusting.save_identity(office, args.out)
    tell(
        args,
        {"identity": str(args.out)},
        _(
            "Đã ghi {file}. Ai có tệp này đọc được mọi gói gửi cho cơ quan; dùng xong hãy xóa."
        ).format(file=args.out),
    )
    return 0


def run_trust(args: argparse.Namespace) -> int:
    """Trust the holder of a card whose fingerprint was compared, or follow a change of key."""
    from sachmatuy_desktop.services.sync import key_news, trusting  # noqa: PLC0415

    if key_news.is_change_of_key(existing(args.file).read_bytes()):
        with opened_office(args) as office:
            told = key_news.follow_file(office, args.file)
        tell(args, {"followed": [str(each) for each in told]}, *map(say, told))
        return 0
    groups = args.groups
    if groups is None:
        if not sys.stdin.isatty():
            raise BadInput(N_("Hãy nêu ít nhất hai nhóm ký tự của thẻ bằng --groups."))
        groups = input(_("Ít nhất hai nhóm đọc từ bản in: "))
    card = existing(args.file).read_bytes()
    with opened_office(args) as office:
        partner = trusting.trust(office, card, groups, args.role)
    tell(
        args,
        {"key_id": partner.key_id, "unit": partner.unit_id, "name": partner.name},
        _("Đã tin cậy {name} ({key}).").format(name=partner.name, key=partner.key_id),
    )
    return 0


def run_keys(args: argparse.Namespace) -> int:
    """List every key that is known, with what is said of it."""
    from sachmatuy_desktop.services.sync import certifying  # noqa: PLC0415  (loads the database)

    with opened_office(args) as office:
        lines = certifying.key_lines(office)
    said = [
        {
            "key_id": each.partner.key_id,
            "unit": each.partner.unit_id,
            "name": each.partner.name,
            "role": each.partner.role,
            "trusted_at": each.partner.trusted_at,
            "certified_until": each.certificate.expires if each.certificate else None,
            "ended_on": each.partner.ending.on if each.partner.ending else None,
            "successor": each.partner.ending.successor if each.partner.ending else None,
            "why": each.partner.ending.why if each.partner.ending else None,
        }
        for each in lines
    ]
    tell(
        args,
        {"keys": said},
        *("  ".join(str(value or "–") for value in each.values()) for each in said),
    )
    return 0


def run_certify(args: argparse.Namespace) -> int:
    """Certify a commune's PC."""
    from sachmatuy_desktop.services.sync import certifying  # noqa: PLC0415

    until = None if args.until is None else parse_date(args.until)
    with opened_office(args) as office:
        done = certifying.certify(office, args.key, args.carry, until)
    tell(
        args,
        {"serial": done.serial, "expires": done.expires, "scopes": list(done.scopes)},
        _("Đã chứng nhận {name}: số {serial}, đến {day}.").format(
            name=done.office, serial=done.serial, day=done.expires
        ),
    )
    return 0


def run_revoke(args: argparse.Namespace) -> int:
    """Believe a key no more."""
    from sachmatuy_desktop.services.sync import certifying  # noqa: PLC0415

    with opened_office(args) as office:
        done = certifying.revoke(office, args.key, args.reason, args.last_good)
    tell(
        args,
        {"key_id": done.key_id, "from_sequence": done.from_sequence, "date": done.date},
        _("Đã thu hồi khóa {key} từ gói số {number}.").format(
            key=done.key_id, number=done.from_sequence
        ),
    )
    return 0


def run_renew(args: argparse.Namespace) -> int:
    """Give this machine other keys."""
    from sachmatuy_desktop.services.sync import renewing  # noqa: PLC0415

    with opened_office(args) as office:
        renewing.renew(office)
        if args.out is not None:
            renewing.save_change(office, args.out)
        keys = office.keys.device.public
    tell(
        args,
        {"key_id": keys.key_id, "fingerprint": keys.fingerprint},
        _("Đã thay khóa. Dấu vân tay mới, để in thẻ:"),
        f"    {keys.fingerprint}",
    )
    return 0
