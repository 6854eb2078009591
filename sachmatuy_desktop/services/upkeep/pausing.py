"""After a restoring no bundle leaves until somebody has looked: is it the right backup, and does no
other PC go on with the same office?

What comes is taken in all the same, and receipts answer it: they say what is held, which is true.
"""

from __future__ import annotations

from typing import Final

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.dates import parse_moment, show_moment
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_, NotAllowed
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.backups import pausing
from sachmatuy_desktop.storage.backups.pausing import Pause

__all__ = ["Pause", "must_not_rest", "paused", "resume"]

RESUME: Final = "bundle.resume"

_RESTS: Final = N_(
    "Dữ liệu trên máy này đã khôi phục từ bản sao lưu lúc {moment} nên tạm dừng gửi; hãy xem lại sổ"
    " rồi bấm “Cho gửi lại” ở trang Đồng bộ (lệnh: sachmatuy bundle resume)."
)


def paused(office: Office) -> Pause | None:
    """Why sending rests; None where it does not."""
    with office.store.reading() as connection:
        return pausing.read(connection)


def must_not_rest(office: Office) -> None:
    """Raise `NotAllowed` while sending rests."""
    pause = paused(office)
    if pause is not None:
        raise NotAllowed(_RESTS, moment=show_moment(parse_moment(pause.backup)))


def resume(office: Office) -> None:
    """Somebody has looked: bundles leave again, and the journal keeps who said so.

    Where nothing rests nothing happens.  Raises `NotAllowed`, `StorageTrouble`.
    """
    office.info.role.must("sends")
    with office.store.begin(Act(RESUME, office.account.name)) as work:
        pause = pausing.read(work.connection)
        if pause is not None:
            pausing.end(work.connection)
            work.note(Scope.LOCAL, pause.backup)
            work.commit()
