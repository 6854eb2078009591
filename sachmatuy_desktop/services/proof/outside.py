"""What left this PC, held against the journal: a number on paper, a receipt, a backup.

Whoever has every key of this PC can write the whole journal anew and sign it; nothing in the file
tells.  What a partner, a stick or a sheet of paper kept does.  What agrees here says that the
checkpoint is still the one of then; that the journal is still the one of the checkpoint, the check
says (`maintenance.check`): both together are the proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sachmatuy_desktop.domain.dates import parse_moment, show_moment
from sachmatuy_desktop.errors import N_, NotFound, Refused, StorageTrouble
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.proof import witnessing
from sachmatuy_desktop.services.sync import trusting
from sachmatuy_desktop.storage.backups.backup import Manifest, manifest_of, signed_by
from sachmatuy_desktop.storage.evidence import checkpoints
from sachmatuy_desktop.storage.evidence.anchors import Kind
from sachmatuy_desktop.storage.evidence.checkpoints import Checkpoint
from sachmatuy_desktop.storage.integrity.check_checkpoints import lies_on
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.sync.bundle import open_bundle

__all__ = ["Agreement", "file_is_ours", "paper_is_ours"]

BACKUP_ENDINGS: Final = (".json", ".db")

_ABSENT: Final = N_(
    "Nhật ký ở máy này không có điểm niêm phong {number}: phần cuối đã bị cắt,"
    " hoặc dữ liệu đã được khôi phục từ bản sao lưu cũ hơn điểm đó."
)
_OTHER: Final = N_(
    "Điểm niêm phong {number} được giữ ngoài máy khác với điểm {number} trong máy:"
    " nhật ký trước điểm này đã bị viết lại."
)
_RESTORED: Final = N_(
    "Điểm niêm phong {number} được giữ ngoài máy khác với điểm {number} trong máy. Nhật ký ghi rằng"
    " dữ liệu được khôi phục từ bản sao lưu lúc {moment}: nếu điểm ngoài máy có trước lúc đó thì nó"
    " thuộc dữ liệu đã được thay; nếu không ai khôi phục thì nhật ký đã bị viết lại."
)
_HEADS: Final = N_(
    "Nhật ký không còn như trong bản sao lưu này (dòng {last}); phần trước đó đã bị viết lại hoặc"
    " cắt bớt ngoài chương trình."
)
_NO_BACKUP: Final = N_("Không đọc được bản kê của bản sao lưu {file}; hãy chọn tệp .json hoặc .db.")
_NOT_OURS: Final = N_(
    "Bản kê của bản sao lưu {file} không phải do máy này ký, hoặc đã bị sửa; nó không chứng minh gì"
    " về nhật ký này."
)
_NO_POINT: Final = N_(
    "Bản sao lưu {file} do phiên bản cũ của chương trình tạo, không có điểm niêm phong để đối"
    " chiếu; những dòng nó kê vẫn còn đúng trong nhật ký."
)
_SAYS_NOTHING: Final = N_(
    "Gói {file} không nói gì về nhật ký của máy này; hãy chọn biên nhận mà đơn vị nhận gửi về."
)


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was kept outside still lies on this journal, up to `point`.

    `where` says what it is, in the words of its sender or its file's name.
    """

    kind: Kind
    where: str
    point: Checkpoint


def paper_is_ours(office: Office, typed: str) -> Checkpoint:
    """The checkpoint whose number and code somebody copied from paper.

    Raises `BadInput` for a slip, `StorageTrouble` where this journal has another one under that
    number, or none: what was printed then is not what is here now.
    """
    number, begun = checkpoints.typed(typed)
    with office.store.reading() as connection:
        return _same(connection, number, begun)


def file_is_ours(office: Office, path: Path) -> Agreement:
    """Hold a receipt (`.smt`) or a backup (its `.db` or its manifest `.json`) against the journal.

    Raises `NotFound`, `Refused` (not readable, not signed by whom it should be), `StorageTrouble`
    where it does not agree.
    """
    if not path.is_file():
        raise NotFound(N_("Không tìm thấy tệp {file}."), file=path.name)
    if path.suffix in BACKUP_ENDINGS:
        return _backup(office, path)
    return _receipt(office, path)


def _backup(office: Office, path: Path) -> Agreement:
    manifest = manifest_of(path)
    if manifest is None:
        raise Refused(_NO_BACKUP, file=path.name)
    if not any(signed_by(path, key) for key in office.keys.device.all_signed):
        raise Refused(_NOT_OURS, file=path.name)
    with office.store.reading() as connection:
        _same_ends(office, connection, manifest)
        if not manifest.checkpoint:
            raise Refused(_NO_POINT, file=path.name)
        point = _same(connection, manifest.checkpoint, bytes.fromhex(manifest.checkpoint_sha256))
    return Agreement(Kind.BACKUP, path.stem, point)


def _same_ends(office: Office, connection: Connection, manifest: Manifest) -> None:
    """What this copy of the office had written then is still there."""
    site = office.store.facts.site
    own = {at: end for at, end in manifest.heads.items() if at.partition("/")[0] == site}
    for name, (last, chain) in own.items():
        author, _slash, stream = name.partition("/")
        if not lies_on(connection.connection.driver_connection, (author, stream), (last, chain)):
            raise StorageTrouble(_HEADS, last=last)


def _receipt(office: Office, path: Path) -> Agreement:
    known = trusting.directory(office)
    opened = open_bundle(
        path,
        office.keys.device,
        known.known_keys(),
        lambda _envelope: None,
        training=office.info.training,
    )
    said = witnessing.seen_in(opened.payload.manifest)
    if said is None:
        raise Refused(_SAYS_NOTHING, file=path.name)
    number, digest = said
    with office.store.reading() as connection:
        point = _same(connection, number, bytes.fromhex(digest))
    signer = known.by_key.get(known.living(opened.envelope.sender))
    return Agreement(Kind.RECEIPT, path.stem if signer is None else signer.name, point)


def _same(connection: Connection, number: int, begun: bytes) -> Checkpoint:
    """The checkpoint of a number, if its hash begins so."""
    found = checkpoints.of_number(connection, number)
    if found is None:
        raise StorageTrouble(_ABSENT, number=number)
    if bytes.fromhex(found.hash).startswith(begun):
        return found
    restored = witnessing.last_restored(connection)
    if restored is not None:
        moment = show_moment(parse_moment(restored.at))
        raise StorageTrouble(_RESTORED, number=number, moment=moment)
    raise StorageTrouble(_OTHER, number=number)
