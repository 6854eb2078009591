"""The way of undoing a bundle: what would go is looked at, then done, then its sender is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync import bundles, unmerging
from sachmatuy_desktop.services.sync.unmerging import Surveyed
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.undo_bundle import UndoBundleDialog
from sachmatuy_desktop.ui.operations import Operation, Progress

__all__ = ["undo_bundle"]


def undo_bundle(desk: Desk, digest: str, host: QWidget, then: Callable[[str], None]) -> None:
    """Ask, undo, and write the receipt; `then` hears the sentence that was shown."""
    office = office_in(desk)

    def look(progress: Progress) -> Surveyed:
        return unmerging.survey(office, digest, progress.report)

    operation = Operation.reporting(desk.operations, look, host)
    operation.success(lambda surveyed: _ask(desk, surveyed, host, then))
    operation.with_progress(_("Đang xem những gì sẽ trở lại…")).start()


def _ask(desk: Desk, surveyed: Surveyed, host: QWidget, then: Callable[[str], None]) -> None:
    why = UndoBundleDialog.ask(surveyed, host)
    if why is None:
        return
    office, digest = office_in(desk), surveyed.passage.digest

    def work(progress: Progress) -> Surveyed:
        return unmerging.undo_bundle(office, digest, why, progress.report)

    operation = Operation.reporting(desk.operations, work, host)
    operation.success(lambda done: _undone(desk, done, host, then))
    operation.with_progress(_("Đang hoàn tác gói…")).start()


def _undone(desk: Desk, done: Surveyed, host: QWidget, then: Callable[[str], None]) -> None:
    desk.changed.emit(frozenset(done.done.touched))
    told = _("Đã hoàn tác gói số {number} của {sender}.").format(
        number=done.passage.sequence, sender=done.sender.name
    )
    chosen, _kind = QFileDialog.getSaveFileName(
        host,
        _("Ghi biên nhận «đã hoàn tác» cho bên gửi"),
        unmerging.receipt_name(done.passage),
        _("Gói dữ liệu (*.smt)"),
    )
    if not chosen:
        told += " " + _("Hãy ghi lại tệp biên nhận để bên gửi biết mà gửi lại.")
        desk.feedback.notice(told)
        then(told)
        return
    path = Path(chosen if chosen.endswith(bundles.SUFFIX) else chosen + bundles.SUFFIX)
    office, digest = office_in(desk), done.passage.digest
    told += " " + _("Hãy gửi lại biên nhận: {file}").format(file=path.name)

    def written(_path: Path) -> None:
        desk.feedback.notice(told)
        then(told)

    Operation(
        desk.operations, lambda: unmerging.write_undone_receipt(office, digest, path), host
    ).success(written).start()
