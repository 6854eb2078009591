"""Whether the contents of attachments are all there, whole, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.storage.attachments import early_names, wanted_names
from sachmatuy_desktop.storage.backups.backup import FOLDER as BACKUPS
from sachmatuy_desktop.storage.backups.backup_files import listed_in
from sachmatuy_desktop.storage.store import Store

_GONE: Final = N_(
    "Tệp đính kèm {name} của ghi chép {record} đã mất khỏi máy này; hãy bấm “Sao lưu ngay” để"
    " chương trình lấy lại từ các bản sao lưu, không có thì đính kèm lại hoặc xin nơi gửi gửi lại."
)
_ALTERED: Final = N_(
    "Tệp đính kèm {name} của ghi chép {record} bị hỏng hoặc bị sửa ngoài chương trình;"
    " hãy khôi phục từ bản sao lưu hoặc đính kèm lại."
)
_STRAY: Final = N_(
    "Tệp {name} trong thư mục tệp đính kèm không thuộc ghi chép nào;"
    " lần sao lưu tới chương trình sẽ dọn."
)


def check_files(store: Store, complain: Callable[..., None]) -> int:
    """Look at every content; how many there were.  `complain` is told each sentence.

    A removed attachment may do without its content (it is cleared one day), and so may one that
    came in a bundle without, unless a backup lists it: then it was here.  Files are called by the
    first letters of their names, records by id: nothing here tells of a person.
    """
    with store.reading() as connection:
        wanted = wanted_names(connection, store.files)
        early = early_names(connection, store.files)
    there, were_here = store.files.names(), listed_in(store.folder / BACKUPS)
    for name, spoken in wanted.items():
        if name not in there:
            if not spoken.removed and (spoken.own or name in were_here):
                complain(_GONE, name=name[:8], record=spoken.record)
        elif not store.files.is_whole(spoken.sha256):
            complain(_ALTERED, name=name[:8], record=spoken.record)
    for name in sorted(there - wanted.keys() - early):
        complain(_STRAY, name=name[:12])
    return len(there)
