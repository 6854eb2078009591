"""Backups and the check of the whole office file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QVBoxLayout

from sachmatuy_desktop.domain.dates import show_date, show_moment
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.packs.attachments import load_limits
from sachmatuy_desktop.services import attachments
from sachmatuy_desktop.services.attachments import PurgeRemoved, Removed
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.upkeep import maintenance, trials
from sachmatuy_desktop.services.upkeep.drills_by_people import (
    MINUTES,
    PeopleDrill,
    last_people_drill,
    people_drill_due_on,
)
from sachmatuy_desktop.services.upkeep.maintenance import FailedBackup
from sachmatuy_desktop.services.upkeep.trials import DrillResult
from sachmatuy_desktop.storage.backups.backup import Backup
from sachmatuy_desktop.storage.backups.restore import Restored
from sachmatuy_desktop.storage.backups.second_place import SecondPlace
from sachmatuy_desktop.storage.integrity.checks import CheckReport
from sachmatuy_desktop.storage.keys.recovery import RecoveryCode
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.attachments.words import files_and_size, show_size
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.fill_form import FillDialog, PaperWanted
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import (
    Sheet,
    button,
    complaint,
    faint,
    heading,
    only_if,
    paragraph,
    row,
    rule,
)
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.people_drill import PeopleDrillDialog
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.dialogs.recovery import TryDialog
from sachmatuy_desktop.ui.dialogs.repair import RepairDialog, RestoredNotWhole
from sachmatuy_desktop.ui.dialogs.restore import RestoreDialog, RestoreTo
from sachmatuy_desktop.ui.dialogs.unlock import Door
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["Backups"]

REASONS = {
    "daily": N_("Hằng ngày"),
    "manual": N_("Theo yêu cầu"),
    "merge": N_("Trước khi gộp gói"),
    "upgrade": N_("Trước khi nâng cấp"),
    "rekey": N_("Trước khi đổi khóa"),
    "undo": N_("Trước khi hoàn tác gói"),
    "usb": N_("Ra USB"),
    "second": N_("Nơi thứ hai"),
}


@dataclass(frozen=True)
class Standing:
    """What keeps the data alive besides the backups of the folder."""

    backups: list[Backup]
    second: SecondPlace | None
    stick: timedelta | None
    drill: DrillResult | None
    failed: FailedBackup | None
    sheet_tried: date | None
    sheet_due: date
    people: PeopleDrill | None
    people_due: date


def read_standing(office: Office) -> Standing:
    """Read the folder and what the office remembers; for the worker."""
    return Standing(
        maintenance.backups(office),
        maintenance.second_place_of(office),
        maintenance.stick_backup_age(office),
        trials.last_drill(office),
        maintenance.failed_backup(office),
        trials.sheet_tried_on(office),
        trials.sheet_due_on(office),
        last_people_drill(office),
        people_drill_due_on(office),
    )


class Backups(Tab):
    """The backups there are, another one now, and whether everything is whole."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.office = office_in(desk)
        self.backups: list[Backup] = []
        self.table = PlainTable(_("Bản sao lưu"))
        self.table.row_chosen.connect(lambda _row: self._ready())
        self.now = button(_("Sao lưu ngay"), self.back_up, picture="save", primary=True)
        self.usb = button(_("Sao lưu ra USB…"), self._to_stick, picture="usb")
        self.restore = button(_("Khôi phục ra thư mục khác…"), self._restore, picture="folder")
        self.check = button(_("Kiểm tra dữ liệu"), self.look_through, picture="shield")
        self.clear = button(_("Dọn tệp đã xóa…"), self.clear_removed, picture="trash-2")
        self.second = button(_("Nơi sao lưu thứ hai…"), self._choose_second, picture="folder")
        self.drill = button(_("Diễn tập khôi phục"), self.rehearse, picture="rotate-ccw")
        self.people = button(_("Diễn tập có người làm…"), self._drill_by_people, picture="users")
        self.minutes = button(_("Biên bản diễn tập…"), self.show_minutes, picture="printer")
        self.sheet = button(_("Thử phiếu khôi phục…"), self._try_sheet, picture="key-round")
        self.repair = button(_("Sửa chữa, khôi phục…"), self._repair, picture="shield")
        self.failed = complaint()
        self.told = faint()
        managed = (self.clear, self.second, self.drill, self.people, self.minutes, self.sheet)
        only_if(desk.role.manages, *managed, self.usb)
        self.found = QPlainTextEdit()
        self.found.setReadOnly(True)
        self.found.setAccessibleName(_("Kết quả kiểm tra"))
        self.found.setPlaceholderText(_("Chưa kiểm tra lần nào hôm nay."))
        self.found.setMaximumHeight(theme.px(130))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        layout.setSpacing(theme.px(8))
        layout.addWidget(heading(_("Sao lưu")))
        layout.addLayout(row(self.now, self.usb, self.second, None))
        layout.addWidget(self.failed)
        layout.addWidget(self.table, 1)
        layout.addWidget(
            faint(_("Bản trên USB và ở nơi thứ hai chỉ mở bằng hai phần của phiếu khôi phục."))
        )
        layout.addWidget(self.told)
        layout.addWidget(rule())
        layout.addWidget(heading(_("Kiểm tra, thử và khôi phục")))
        layout.addLayout(FlowRow(self.check, self.drill, self.sheet, self.clear))
        layout.addLayout(FlowRow(self.people, self.minutes, self.repair, self.restore))
        layout.addWidget(self.found)
        self.refresh()

    def refresh(self) -> None:
        """Read the folder again, on the worker."""
        operation = Operation(self.desk.operations, lambda: read_standing(self.office), self)
        operation.success(self._show).start()

    def back_up(self, folder: Path | None = None) -> None:
        """Another backup, proved."""

        def told(path: Path) -> None:
            self.desk.feedback.notice(_("Đã sao lưu và kiểm tra: {file}.").format(file=path.name))
            self.refresh()

        def work() -> Path:
            if folder is not None:
                return maintenance.backup_to(self.office, folder)
            made = maintenance.backup_now(self.office)
            maintenance.backup_beside_if_due(self.office)
            return made

        operation = Operation(self.desk.operations, work, self)
        operation.success(told).with_progress(_("Đang sao lưu…")).start()

    def look_through(self) -> None:
        """Check pages, journal and records."""
        operation = Operation(self.desk.operations, lambda: maintenance.check(self.office), self)
        operation.success(self._show_report).with_progress(_("Đang kiểm tra dữ liệu…")).start()

    def clear_removed(self) -> None:
        """Count what would go for good, then ask."""
        session = self.office.session
        operation = Operation(
            self.desk.operations, lambda: attachments.removed_contents(session), self
        )
        operation.success(self._ask_to_clear).start()

    def _ask_to_clear(self, going: Removed) -> None:
        days = load_limits().kept_days
        if not going.count:
            self.desk.feedback.notice(
                _("Không có tệp đính kèm nào đã xóa quá {days} ngày.").format(days=days)
            )
            return
        dialog = Sheet(_("Dọn tệp đính kèm đã xóa"), parent=self)
        dialog.body.addWidget(
            paragraph(
                _(
                    "{files} đã xóa quá {days} ngày sẽ được dọn hẳn khỏi máy này."
                    " Việc này không hoàn tác được; dòng ghi trong nhật ký vẫn còn."
                ).format(files=files_and_size(going.count, going.size), days=days)
            )
        )
        dialog.finish_with(_("Dọn hẳn"), dialog.accept)
        if dialog.ask_person():
            self.desk.run(PurgeRemoved(), lambda _outcome: self._cleared(), owner=self)

    def _cleared(self) -> None:
        self.desk.feedback.notice(_("Đã dọn hẳn nội dung các tệp đính kèm đã xóa."))

    def rehearse(self) -> None:
        """Restore the newest backup into a private folder, check it, wipe it."""
        office = self.office

        def told(result: DrillResult) -> None:
            self.found.setPlainText("\n".join([_drill_words(result), *result.problems]))
            self.refresh()

        operation: Operation[DrillResult] = Operation.reporting(
            self.desk.operations, lambda moved: trials.drill(office, moved.report), self
        )
        operation.success(told).with_progress(_("Đang diễn tập khôi phục…"), stoppable=True).start()

    def use_second(self, folder: Path) -> None:
        """Have a folder outside the office's take a copy of every backup, beginning now."""
        office = self.office

        def work() -> None:
            maintenance.choose_second_place(office, folder)
            maintenance.keep_safe(office)

        def told(_none: None) -> None:
            notice = _("Từ nay mỗi bản sao lưu có thêm một bản ở {folder}.")
            self.desk.feedback.notice(notice.format(folder=folder))
            self.refresh()

        operation = Operation(self.desk.operations, work, self)
        operation.success(told).with_progress(_("Đang sao lưu…")).start()

    def prove_sheet(self, code: RecoveryCode) -> None:
        """Try both halves on the key file."""

        def told(_none: None) -> None:
            self.desk.feedback.notice(_("Phiếu khôi phục mở được dữ liệu. Hãy niêm phong lại."))
            self.refresh()

        office = self.office
        operation = Operation(self.desk.operations, lambda: trials.try_sheet(office, code), self)
        operation.success(told).start()

    def show_minutes(self) -> None:
        """The minutes of the newest drill of people, to be completed; blank before there is one."""
        FillDialog.ask(self.desk, self, PaperWanted(form=MINUTES))

    def _drill_by_people(self) -> None:
        dialog = PeopleDrillDialog(self.office, self.desk.operations, self)
        if not dialog.ask_person() or dialog.outcome is None:
            return
        self.found.setPlainText(
            "\n".join([_people_words(dialog.outcome), *dialog.outcome.problems])
        )
        self.refresh()
        self.show_minutes()

    def _try_sheet(self) -> None:
        code = TryDialog.ask(trials.sheet_number(self.office), self)
        if code is not None:
            self.prove_sheet(code)

    def _choose_second(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Chọn thư mục trên ổ đĩa khác"))
        if chosen:
            self.use_second(Path(chosen))

    def _repair(self) -> None:
        office = self.office
        door = Door(office.store.folder, office.clock, office.keyring.cost)
        RepairDialog(door, self.desk.operations, parent=self, opened=office).ask_person()

    def _show(self, standing: Standing) -> None:
        backups = self.backups = standing.backups
        failed = standing.failed
        self.failed.setVisible(failed is not None)
        if failed is not None:
            words = _("Sao lưu lúc {moment} không thành: {why}")
            self.failed.setText(words.format(moment=show_moment(failed.at), why=failed.said))
        self.told.setText("\n".join(_told(standing)))
        heads = [
            Head(_("Lúc")),
            Head(_("Lý do")),
            Head(_("Dung lượng"), right=True),
            Head(_("Tệp đính kèm"), right=True),
            Head(_("Trạng thái")),
            Head(_("Tệp"), grows=True),
        ]
        self.table.show_rows(heads, [_cells(each) for each in backups])
        self._ready()

    def _show_report(self, report: CheckReport) -> None:
        looked = _(
            "Đã xem {entries} lần ghi, {lines} dòng nhật ký, {records} ghi chép,"
            " {files} tệp đính kèm."
        ).format(
            entries=show_integer(report.entries),
            lines=show_integer(report.lines),
            records=show_integer(report.records),
            files=show_integer(report.files),
        )
        problems = [say(each.said) for each in report.problems]
        verdict = _("Dữ liệu nguyên vẹn.") if report.clean else _("Có chỗ không đúng:")
        self.found.setPlainText("\n".join([verdict, *problems, looked]))

    def _ready(self) -> None:
        self.restore.setEnabled(bool(self.backups))

    def _to_stick(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Chọn thư mục trên USB"))
        if chosen:
            self.back_up(Path(chosen))

    def _restore(self) -> None:
        backup = self.backups[max(self.table.row, 0)]
        wanted = RestoreDialog.ask(f"{backup.made:%H:%M}, {show_date(backup.made.date())}", self)
        if wanted is not None:
            self.restore_to(backup, wanted)

    def restore_to(self, backup: Backup, wanted: RestoreTo) -> None:
        """Take a backup up again in another folder; the office in use stays as it is."""
        office = self.office

        def work() -> Restored:
            return maintenance.restore_with_passphrase(
                backup.path,
                wanted.folder,
                office.account.id,
                wanted.passphrase,
                office.clock,
                office.keyring.cost,
            )

        def told(restored: Restored) -> None:
            if not restored.report.clean:
                RestoredNotWhole(restored, self).ask_person()
            self.desk.feedback.notice(
                _(
                    "Đã khôi phục ra {folder}. Muốn mở: mở lại chương trình, bấm “Mở thư mục dữ"
                    " liệu khác…” và chọn thư mục này."
                ).format(folder=restored.folder.name)
            )

        operation = Operation(self.desk.operations, work, self)
        operation.success(told).with_progress(_("Đang khôi phục…")).start()


def _told(standing: Standing) -> list[str]:
    """The second place, the stick, the sheet and the last drill, a line each."""
    second, stick, drill = standing.second, standing.stick, standing.drill
    if second is None:
        place = _("Nơi thứ hai: chưa chọn")
    else:
        state = _("đang có") if second.is_there else _("chưa gắn vào máy")
        last = show_moment(second.last) if second.last else _("chưa có bản nào")
        place = _("Nơi thứ hai: {folder} ({state}), lần gần nhất {last}").format(
            folder=second.folder, state=state, last=last
        )
    days = _("chưa lần nào") if stick is None else _days_ago(stick.days)
    tried = standing.sheet_tried
    words = (
        _("Phiếu khôi phục: thử lần gần nhất {tried}, hạn thử {due}")
        if tried
        else _("Phiếu khôi phục: chưa thử lần nào, hạn thử {due}")
    )
    sheet = words.format(tried=show_date(tried) if tried else "", due=show_date(standing.sheet_due))
    usb = _("Ra USB: {days}").format(days=days)
    drilled = _drill_words(drill) if drill else _("Diễn tập khôi phục: chưa lần nào")
    people = _("Diễn tập có người làm: chưa lần nào")
    if standing.people is not None:
        people = _people_words(standing.people)
    due = _("hạn lần sau {due}").format(due=show_date(standing.people_due))
    return [
        f"{place} · {usb}",
        f"{sheet} · {drilled}",
        f"{people} · {due}",
    ]


def _people_words(done: PeopleDrill) -> str:
    verdict = _("có chỗ không đúng") if done.problems else _("khôi phục được")
    minutes = show_integer(max(1, round(done.seconds / 60)))
    return _("Diễn tập có người làm ngày {day}: {verdict}, {minutes} phút").format(
        day=show_date(done.day), verdict=verdict, minutes=minutes
    )


def _days_ago(days: int) -> str:
    return _("{n} ngày trước").format(n=days) if days else _("hôm nay")


def _drill_words(result: DrillResult) -> str:
    verdict = _("có chỗ không đúng") if result.problems else _("khôi phục được")
    return _("Diễn tập khôi phục ngày {day}: {verdict}, {records} ghi chép, {seconds} giây").format(
        day=show_date(result.day),
        verdict=verdict,
        records=show_integer(result.records),
        seconds=str(result.seconds).replace(".", ","),
    )


def _cells(backup: Backup) -> list[Cell]:
    made = f"{backup.made:%H:%M}, {show_date(backup.made.date())}"
    size = backup.manifest.size if backup.manifest else 0
    return [
        Cell(made),
        Cell(_(REASONS.get(backup.reason, backup.reason))),
        Cell(show_size(size) if size else ""),
        Cell(show_integer(backup.manifest.files) if backup.manifest else ""),
        Cell(_("Đủ và đúng"), Tone.GOOD) if backup.verified else Cell(_("Thiếu tệp"), Tone.BLOCK),
        Cell(backup.path.name),
    ]
