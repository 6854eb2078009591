"""What one does with a drive: begin it, print and hand out its pile, take it in, end it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.domain.drives import SIGNED, Home
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.terms import WorkCalendar
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.bus import Command, Outcome
from sachmatuy_desktop.services.drives import (
    BeginDrive,
    ChangeDrive,
    Drive,
    DriveState,
    EndDrive,
    ExtendDrive,
    ScannedPage,
    SheetFinder,
    finder_of,
    pile_list,
    print_pile,
    read_scans,
    state_of,
    waiting_by_village,
)
from sachmatuy_desktop.services.holidays import calendar_of
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers import NotePrint
from sachmatuy_desktop.services.plans import OfficeTask, tasks_of
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.bulk import BulkDialog
from sachmatuy_desktop.ui.dialogs.dialog_drafts import DialogDraft
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.operations import Operation, Progress
from sachmatuy_desktop.ui.pages.plans.drives.dialogs import (
    DriveDialog,
    EndDialog,
    Hamlet,
    HandOutDialog,
    PrintDialog,
    PrintWanted,
    TakeInDialog,
    Task,
)
from sachmatuy_desktop.ui.pages.plans.drives.entry import ReturnEntry
from sachmatuy_desktop.ui.pages.plans.drives.scans import ScansDialog, scan_paths
from sachmatuy_desktop.ui.pages.plans.drives.table import WHOLE
from sachmatuy_desktop.ui.paper_out import save_taken, taken_with_note

__all__ = ["DriveActs"]


class DriveActs(QObject):
    """The acts behind the buttons of the tab; `state` and `village` are what it has in front.

    `listed` gives the households that an act on many is about.
    """

    begun = Signal(str)
    """A drive that was begun just now."""

    done = Signal()
    """Something was written that no list was told of."""

    def __init__(self, desk: Desk, owner: QWidget, listed: Callable[[], list[Home]]) -> None:
        super().__init__(owner)
        self.desk = desk
        self.state: DriveState | None = None
        self.names: Mapping[RecordId, str] = {}
        self.village = WHOLE
        self.entry: ReturnEntry | None = None
        self.bulk: BulkDialog | None = None
        self.scans: ScansDialog | None = None
        self._owner = owner
        self._listed = listed

    def begin(self) -> None:
        """Ask for a new drive and begin it."""
        self._with_hamlets(None, self._ask_new)

    def change(self) -> None:
        """Ask what the drive is called now, and who carries its forms."""
        if self.state is not None:
            self._with_hamlets(self.state.drive, self._ask_changed)

    def extend(self) -> None:
        """Sheets for the households that have come since."""
        state = self.state
        if state is not None and state.missing:
            self.desk.run_long(
                lambda progress: ExtendDrive(drive=state.drive.id, report=progress.report),
                _("Đang thêm hộ…"),
                owner=self,
                counted=True,
            )

    def print(self) -> None:
        """Ask which pile, and print it."""
        state = self.state
        if state is None:
            return
        wait = [home for home in state.homes if home.answer != SIGNED]
        dialog = PrintDialog(
            state.drive,
            {key: name for key, name in self.names.items() if key in state.villages},
            _per_village(home for home in wait if not home.is_printed),
            _per_village(wait),
            self.village or None,
            self._owner,
        )
        if dialog.ask_person():
            self.print_pile(state, dialog.wanted())

    def print_pile(self, state: DriveState, wanted: PrintWanted) -> None:
        """The forms into one file, with progress and a way to stop."""
        homes = [
            home
            for home in state.homes
            if home.answer != SIGNED
            and (wanted.again or not home.is_printed)
            and wanted.village in (None, home.village)
        ]
        office = office_in(self.desk)

        def work(progress: Progress) -> int:
            return print_pile(
                office,
                state,
                homes,
                wanted.path,
                hand_out=wanted.hand_out,
                progress=progress.report,
            )

        def told(count: int) -> None:
            self.desk.feedback.notice(
                _("Đã in {count} phiếu vào {file}.").format(
                    count=show_integer(count), file=wanted.path.name
                )
            )
            self.done.emit()
            _open(str(wanted.path))

        operation = Operation.reporting(self.desk.operations, work, self)
        operation.success(told)
        operation.with_progress(_("Đang in phiếu…"), stoppable=True).start()

    def list_pile(self) -> None:
        """The list that goes with a hamlet's pile, as a PDF."""
        state, village = self.state, self.village
        if state is None:
            return
        if village == WHOLE:
            self.desk.feedback.notice(_("Hãy chọn dòng của một thôn, khu phố trong bảng."))
            return
        homes = [each for each in state.homes if each.village == village and each.answer != SIGNED]
        office, drive = office_in(self.desk), state.drive
        title = f"{drive.name} - {self.names.get(village, '')} - danh sách"

        def told(pdf: bytes) -> None:
            note = NotePrint(f"{title}, {len(homes)} phiếu")
            take = taken_with_note(self._owner, self.desk, note, pdf)
            save_taken(self._owner, self.desk, title, take, _open)

        Operation(
            self.desk.operations, lambda: render(pile_list(office, drive, village, homes)), self
        ).success(told).start()

    def hand_out(self) -> None:
        """The chosen sheets, or all that are listed, go to somebody."""
        self._ask_bulk(HandOutDialog)

    def take_in_many(self) -> None:
        """The chosen sheets, or all that are listed, say the same."""
        self._ask_bulk(TakeInDialog)

    def take_in(self) -> None:
        """Open the fast entry; the whole drive is read for it first."""
        state = self.state
        if state is None or self.entry is not None:
            return
        queries, store, drive = self.desk.queries, self.desk.office.session.store, state.drive
        today = self.desk.office.clock.today()

        def work() -> SheetFinder:
            return finder_of(queries, state_of(store, drive, today))

        def opened(finder: SheetFinder) -> None:
            self.entry = ReturnEntry(self.desk, drive, finder, self._owner)
            self.entry.finished.connect(self._taken_in)
            self.entry.open()

        Operation(self.desk.operations, work, self).success(opened).start()

    def take_in_scans(self) -> None:
        """Ask for the scans of a pile, read them, and show whose each page is."""
        chosen, _kind = QFileDialog.getOpenFileNames(
            self._owner, _("Chọn các bản quét phiếu"), "", _("Ảnh, PDF (*.jpg *.jpeg *.png *.pdf)")
        )
        if chosen:
            self.read_scans(scan_paths(chosen))

    def read_scans(self, paths: Sequence[Path]) -> None:
        """Read the pages on the worker, with progress and a way to stop; then show them."""
        state = self.state
        if state is None or self.scans is not None:
            return
        office, drive, today = office_in(self.desk), state.drive, self.desk.office.clock.today()

        def work(progress: Progress) -> tuple[DriveState, list[ScannedPage], SheetFinder]:
            now = state_of(office.store, drive, today)
            pages = read_scans(office, now, paths, progress.report)
            return now, pages, finder_of(office.queries, now)

        def opened(read: tuple[DriveState, list[ScannedPage], SheetFinder]) -> None:
            self.scans = ScansDialog(self.desk, *read, self._owner)
            self.scans.finished.connect(self._scans_done)
            self.scans.open()

        operation = Operation.reporting(self.desk.operations, work, self).success(opened)
        operation.with_progress(_("Đang đọc bản quét…"), stoppable=True).start()

    def _scans_done(self) -> None:
        if self.scans is not None:
            self.scans.deleteLater()
            self.scans = None
        self.done.emit()

    def end(self) -> None:
        """Tell what stays out, and end the drive."""
        state = self.state
        if state is None:
            return
        dialog = EndDialog(state.drive, state.counts, self._today(), self._owner)
        if dialog.ask_person():
            day, write = dialog.day.demand_day(), dialog.write.isChecked()
            self.desk.run_long(
                lambda progress: EndDrive(
                    drive=state.drive.id, ended_on=day, write_answers=write, report=progress.report
                ),
                _("Đang kết thúc đợt…"),
                owner=self,
            )

    def _taken_in(self) -> None:
        if self.entry is not None:
            self.entry.deleteLater()
            self.entry = None
        self.done.emit()

    def _with_hamlets(self, drive: Drive | None, then: Callable[[DriveDialog], None]) -> None:
        """Read whom a new drive would ask, and open the dialog."""
        office, today = office_in(self.desk), self._today()
        unit, day = self.desk.office.info.unit_id, self.desk.office.clock.today()

        def work() -> tuple[list[Hamlet], list[Task]]:
            ids = office.queries.ids("villages")
            rows = office.queries.rows("villages", ids)
            waiting = waiting_by_village(office.store, unit, day, everybody=False)
            living = waiting_by_village(office.store, unit, day, everybody=True)
            theirs = {each.village for each in drive.villages} if drive else set(ids)
            carriers = drive.carriers if drive else {}
            hamlets = [
                Hamlet(
                    key,
                    str(rows[key]["name"]),
                    waiting[key],
                    living[key],
                    carriers.get(key, "") if drive else str(rows[key]["head"] or ""),
                )
                for key in ids
                if key in rows and key in theirs
            ]
            return hamlets, _tasks(office, unit)

        def asked(found: tuple[list[Hamlet], list[Task]]) -> None:
            dialog = DriveDialog(*found, today, drive, self._owner)
            DialogDraft(dialog, self.desk, lambda: drive.id if drive else unit)
            if dialog.ask_person():
                then(dialog)

        Operation(self.desk.operations, work, self).success(asked).start()

    def _ask_new(self, dialog: DriveDialog) -> None:
        said = dialog.beginning()

        def begun(done: Outcome) -> None:
            self.begun.emit(str(done.result))

        self.desk.run_long(
            lambda progress: BeginDrive(**said, report=progress.report),  # type: ignore[arg-type]
            _("Đang lập phiếu cho từng hộ…"),
            begun,
            owner=self,
        )

    def _ask_changed(self, dialog: DriveDialog) -> None:
        if self.state is not None:
            command: Command = ChangeDrive(drive=self.state.drive.id, **dialog.values())  # type: ignore[arg-type]
            self.desk.run(command, owner=self)

    def _ask_bulk(self, kind: type[HandOutDialog | TakeInDialog]) -> None:
        if self.state is None:
            return
        sheets = [each.sheet.id for each in self._listed() if each.answer != SIGNED]
        if not sheets:
            self.desk.feedback.notice(_("Không còn phiếu nào chưa ký trong danh sách này."))
            return
        self.bulk = kind(self.desk, self.state.drive, sheets, self._owner)
        self.bulk.finished.connect(self._bulk_done)
        self.bulk.open()

    def _bulk_done(self) -> None:
        if self.bulk is not None:
            self.bulk.deleteLater()
            self.bulk = None

    def _today(self) -> date:
        return date.fromisoformat(self.desk.office.clock.today())


def _tasks(office: Office, unit: str) -> list[Task]:
    """The tasks that are not turned off, each with the last day of its next opening."""
    calendar = calendar_of(office.session)
    return [
        Task(each, _due(each, office, calendar))
        for each in tasks_of(office.queries, unit)
        if each.active
    ]


def _due(task: OfficeTask, office: Office, calendar: WorkCalendar) -> date | None:
    """The last day in time of the opening that presses most, if it is not past."""
    now = office.clock.now()
    pressing = task.standing(now, calendar).now
    last = pressing.opening.last_day if pressing is not None else None
    return last if last is not None and last >= now.date() else None


def _open(path: str) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(path))


def _per_village(homes: Iterable[Home]) -> Mapping[RecordId, int]:
    return Counter(home.village for home in homes)
