"""A day of a commune of the training world and of the office above it; the process dies at its end.

    python -m tests.leaks.day PLACE OUTSIDE [--small]

All that the program does with files happens below PLACE, where every write is recorded.  OUTSIDE
gets what an officer takes out in clear on purpose (a paper, a Word file, the key for an auditor),
and `secrets.json`: what must not be found below PLACE.
"""

from __future__ import annotations

import ctypes
import faulthandler
import gc
import logging
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from sachmatuy_desktop import diagnostics, hardening
from sachmatuy_desktop.domain.clock import system_clock
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import BadInput, NotAllowed
from sachmatuy_desktop.exchange.heads import suggest_mapping
from sachmatuy_desktop.exchange.reading import read_sheet
from sachmatuy_desktop.services import papers, spreadsheets
from sachmatuy_desktop.services.access import accounts, entering
from sachmatuy_desktop.services.access.looking import looked_at
from sachmatuy_desktop.services.access.rotating import rotate_data_key
from sachmatuy_desktop.services.attachments import (
    AddAttachments,
    NewFile,
    attachments,
    content,
    export_copy,
)
from sachmatuy_desktop.services.calendar.export import export_calendar
from sachmatuy_desktop.services.calendar.reading import kinds_of
from sachmatuy_desktop.services.erasures.erasing import ErasePerson, erase_person
from sachmatuy_desktop.services.filters import FilterShelf, SavedFilter
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.proof import evidence
from sachmatuy_desktop.services.proof.evidence import Wanted
from sachmatuy_desktop.services.records import RemoveRecord, SaveRecord
from sachmatuy_desktop.services.sync import arrivals, bundles, slips, trusting
from sachmatuy_desktop.services.sync.transfers import MoveOut
from sachmatuy_desktop.services.taken_out import TakenOut
from sachmatuy_desktop.services.training import PASSPHRASE, build_world, training_clock
from sachmatuy_desktop.services.upkeep import maintenance, trials
from sachmatuy_desktop.services.upkeep.doctor import doctor
from sachmatuy_desktop.services.upkeep.repair import look
from sachmatuy_desktop.services.upkeep.support import package_of, save_package
from sachmatuy_desktop.storage.keys.recovery import RecoverySheet
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui import clipboard, dress
from sachmatuy_desktop.ui.application import catch_bugs, open_window
from sachmatuy_desktop.ui.attachments.viewer import Viewer
from sachmatuy_desktop.ui.dialogs.compose import ComposeDialog
from sachmatuy_desktop.ui.forms.record_dialog import RecordDialog
from sachmatuy_desktop.ui.locking import Locking, Reason
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.catalogue import PAGES
from sachmatuy_desktop.ui.pages.people import PeoplePage
from sachmatuy_desktop.ui.printing import paint_pages
from tests.faults.recorder import record
from tests.leaks.secrets import Secrets, secrets_of, words_in
from tests.offices import CHEAP, add
from tests.pictures import png

ACCOUNT = "tap-huan"
NAME = "Kpă Hờ Nguyệt Ẩn Zrưm"
OTHER = "Đoàn Ỷ Lan Phượng Quỳnh"
NUMBER = "062190007351"
PHONE = "0377418265"
STREET = "Số 9173 ngõ Xương Giang Kỳ Lạ"
MOVED = "Ksor Hơi Bhuôn Trớt"
TYPED = "Lương Hoài Bích Thủy Đợi"
FILE_PASSPHRASE = "khoá-của-tệp-Ổ-7731"
WRONG = "mật khẩu gõ nhầm chiều thứ năm"
NEXT = "mật khẩu mới rất dài của Quỳnh"
PATIENCE = 120.0


@dataclass
class Day:
    """Where things are, whose day it is."""

    place: Path
    outside: Path
    app: QApplication
    secrets: Secrets

    @property
    def stick(self) -> Path:
        """The stick between the offices."""
        return self.place / "usb"


def rest(day: Day, window: MainWindow | None = None) -> None:
    """Let the window do what is waiting."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        day.app.processEvents()
        if window is None or not window.desk.operations.is_busy:
            return
        time.sleep(0.01)
    raise TimeoutError


# -- at the books ----------------------------------------------------------------------------------


def write_down(day: Day, office: Office) -> str:
    """Somebody with an odd name is typed, searched for, filtered, refused, attached to."""
    village = office.queries.ids("villages")[0]
    home = add(office, "households", head=OTHER, village=village, state="dang_cu_tru")
    person = add(
        office,
        "people",
        full_name=NAME,
        birth="1990-02-03",
        citizen_number=NUMBER,
        phone=PHONE,
        current_address=STREET,
        village=village,
        household=home,
    )
    office.run(SaveRecord("people", person, {"remark": OTHER}))
    with suppress(BadInput):
        office.run(SaveRecord("people", person, {"full_name": "", "remark": TYPED}))
    office.queries.find(NAME)
    shelf = FilterShelf(office.store, office.account.id, REGISTERS["people"])
    shelf.keep(SavedFilter(NAME, (Where("full_name", "has", NAME),)))
    office.run(AddAttachments("people", person, (NewFile(f"{NAME}.png", png(40, 30), NAME),)))
    (file,) = attachments(office.session, "people", person)
    content(office.session, file)
    export_copy(office.session, file, day.outside / "ảnh.png", "Đối chiếu")
    looked_at(office.session, "people", person)
    tip = office.queries.ids("tip_offs")[0]
    office.run(SaveRecord("tip_offs", tip, {"content": f"Có người báo về {NAME} ở {STREET}"}))
    office.undo(office.run(RemoveRecord("people", person)).txn)
    return person


def take_out(day: Day, office: Office, person: str) -> None:
    """Papers shown and issued, a locked list, the page of the journal, the card."""
    today = office.clock.now().date()
    for form in ("roster", "self-assessment"):
        papers.pdf(papers.draft(office, form, today, purpose="Đối chiếu"))
    filling = papers.fill(office, "163-iii-04", person, today)
    (day.outside / "quyết định.pdf").write_bytes(
        papers.pdf(papers.compose_filling(office, filling))
    )
    document = str(office.run(papers.issue_filling(office, filling)).result)
    papers.reprint(office, document, "Đối chiếu")
    papers.as_word(papers.taken_out(office, document, "Word", "Đối chiếu"))
    for register in ("people", "households", "tip_offs"):
        spreadsheets.export_register(
            office.session,
            register,
            day.stick / f"{register}.xlsx",
            terms=TakenOut("Đối chiếu", FILE_PASSPHRASE),
        )
    spreadsheets.export_template(office.session, "people", day.stick / "mẫu.xlsx")
    evidence.keep_page(office, day.stick / "trang đối chiếu.pdf", Wanted(), "Ký cuối tháng")
    trusting.save_card(office, day.stick / "thẻ.json")
    (day.stick / "thẻ.pdf").write_bytes(papers.card_pdf(office))
    trusting.save_identity(office, day.outside / "khóa age.txt")


def come_again(day: Day, office: Office) -> None:
    """A locked list is read back and told of row by row; the calendar goes to a telephone."""
    sheet = read_sheet(day.stick / "people.xlsx", passphrase=FILE_PASSPHRASE)
    plan = spreadsheets.preview(office.session, sheet, suggest_mapping(REGISTERS["people"], sheet))
    terms = TakenOut("Đối chiếu", FILE_PASSPHRASE)
    spreadsheets.save_report(office.session, plan, day.stick / "kết quả.xlsx", terms=terms)
    today = office.clock.now().date()
    export_calendar(
        office, day.stick / "lịch.ics", today, today + timedelta(days=365), kinds_of(office)
    )


def follow(day: Day, office: Office, other: Office) -> None:
    """Somebody moves to another commune, and the file follows on the stick."""
    for here, there in ((office, other), (other, office)):
        trusting.trust(here, trusting.own_card(there), there.keys.device.public.fingerprint[:9])
    person = add(office, "people", full_name=MOVED, village=office.queries.ids("villages")[0])
    leaving = MoveOut(person, office.clock.now().date(), other.info.full_name)
    move = str(office.run(leaving).result)
    arrivals.send_file(
        office, move, other.keys.device.public.key_id, day.stick / "hồ sơ chuyển đi.smt"
    )
    arrivals.take_in(other, bundles.stage(other, day.stick / "hồ sơ chuyển đi.smt"))


def exchange(day: Day, office: Office, above: Office) -> None:
    """A bundle up, looked at and merged; receipt and slip back; another one down."""
    for here, there in ((office, above), (above, office)):
        groups = there.keys.device.public.fingerprint[:9]
        trusting.trust(here, trusting.own_card(there), groups)
    up = bundles.export(office, above.keys.device.public.key_id, day.stick / "lên.smt")
    receipt = bundles.merge(above, bundles.stage(above, up.paths[0])).receipt
    assert receipt is not None
    bundles.merge(office, bundles.stage(office, receipt))
    (came,) = [each for each in bundles.passages(above) if each.direction == "in"]
    (day.stick / "phiếu.pdf").write_bytes(slips.print_slip(above, came))
    down = bundles.export(above, office.keys.device.public.key_id, day.stick / "xuống.smt")
    bundles.merge(office, bundles.stage(office, down.paths[0]))
    (day.stick / "tập huấn.smt").write_bytes(up.paths[0].read_bytes()[:-40])
    with suppress(Exception):
        bundles.stage(above, day.stick / "tập huấn.smt")


def keep_safe(day: Day, office: Office) -> None:
    """Backups in three places, a drill, the check, the sheet and the keys anew."""
    kept = maintenance.backup_now(office)
    taken_up = day.place / "máy khác"
    maintenance.restore_with_passphrase(kept, taken_up, ACCOUNT, PASSPHRASE, office.clock, CHEAP)
    entering.enter(taken_up, ACCOUNT, PASSPHRASE, office.clock, CHEAP).close()
    maintenance.backup_to(office, day.stick)
    (day.place / "ổ hai").mkdir()
    maintenance.choose_second_place(office, day.place / "ổ hai")
    maintenance.keep_safe(office)
    trials.drill(office)
    maintenance.check(office)
    sheet = accounts.new_recovery_code(office)
    know_sheet(day, sheet)
    trials.try_sheet(office, sheet)
    accounts.change_passphrase(office, PASSPHRASE, NEXT)
    rotate_data_key(office)
    day.secrets.add(Secrets(keys=list(secrets_of(office).keys)))


def know_sheet(day: Day, sheet: RecoverySheet) -> None:
    """Both halves as printed and the code they make are secrets."""
    for half in sheet.halves:
        day.secrets.numbers += ["".join(half.groups[at : at + 3]) for at in range(6)]
        day.secrets.keys.append(half.share.hex())
    day.secrets.keys.append(sheet.secret.hex())


# -- at the window ---------------------------------------------------------------------------------


@contextmanager
def shown(day: Day, office: Office) -> Iterator[MainWindow]:
    """The real window, its settings in the office's folder."""
    window = open_window(day.app, office)
    catch_bugs(window.desk.feedback)
    window.resize(1366, 768)
    window.show()
    rest(day, window)
    yield window
    rest(day, window)


def sit_at(day: Day, office: Office, person: str) -> None:
    """Every page; a search; a card, a scan, a paper and a print; a copy; then locked half typed."""
    with shown(day, office) as window:
        for page in PAGES:
            if page.id in window.page_ids:
                window.open_page(page.id)
                rest(day, window)
        window.search.setText(NAME)
        window.search.ask()
        rest(day, window)
        narrow(day, window)
        window.desk.open_case(person)
        rest(day, window)
        (file,) = attachments(office.session, "people", person)
        _a_while(day, window, Viewer(window.desk, [file], 0, window))
        dialog = ComposeDialog(window.desk, window, form="roster")
        dialog.show()
        rest(day, window)
        print_out(day, office)
        _away(day, dialog)
        clipboard.copy_text(f"{NAME}\t{NUMBER}", restricted=True)
        half = RecordDialog(window.desk, REGISTERS["people"], None, {}, window)
        half.show()
        editor = half.form.editor("full_name")
        assert isinstance(editor, QLineEdit)
        editor.setText(TYPED)
        editor.selectAll()
        QTest.keyClick(editor, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert day.app.clipboard().text() == TYPED
        rest(day, window)
        locked: list[bool] = []
        locking = Locking(window, office)
        locking.locked.connect(lambda: locked.append(True))
        locking.lock(Reason.ASKED)
        until = time.monotonic() + PATIENCE
        while not locked and time.monotonic() < until:
            day.app.processEvents()
        assert locked
        assert day.app.clipboard().text() == ""
        if locking.curtain is not None:
            locking.curtain.close()
    gc.collect()


def narrow(day: Day, window: MainWindow) -> None:
    """The list of persons is narrowed to one of them, a column made wider: what is remembered?"""
    page = cast("PeoplePage", window.open_page("people"))
    rest(day, window)
    page.list.filters.put((Where("full_name", "has", NAME),))
    rest(day, window)
    page.list.table.horizontalHeader().resizeSection(0, 321)
    rest(day, window)
    window.desk.preferences.flush()


def print_out(day: Day, office: Office) -> None:
    """A list of persons through the print system of the desktop."""
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(day.outside / "in ra.pdf"))
    today = office.clock.now().date()
    paint_pages(printer, papers.pdf(papers.draft(office, "roster", today, purpose="Đối chiếu")))


def _a_while(day: Day, window: MainWindow, dialog: QWidget) -> None:
    dialog.show()
    rest(day, window)
    _away(day, dialog)


def _away(day: Day, dialog: QWidget) -> None:
    dialog.close()
    dialog.deleteLater()
    day.app.processEvents()


# -- what goes wrong -------------------------------------------------------------------------------


def come_back(day: Day, folder: Path) -> Office:
    """Wrong twice, then right; the repair screen's look at the folder in between."""
    clock = system_clock()
    for _time in range(2):
        with suppress(NotAllowed):
            entering.enter(folder, ACCOUNT, WRONG, clock, CHEAP)
        time.sleep(1.2)
    look(folder, clock, CHEAP)
    time.sleep(3)
    return entering.enter(folder, ACCOUNT, NEXT, clock, CHEAP)


def fail(day: Day, office: Office) -> None:
    """Bugs with a person at hand: on the window's thread, the worker, another, in a destructor."""
    with shown(day, office) as window:
        Operation(window.desk.operations, stumble, window.desk).start()
        rest(day, window)
        worker = threading.Thread(target=stumble)
        worker.start()
        worker.join()
        try:
            stumble()
        except KeyError as error:
            sys.excepthook(type(error), error, error.__traceback__)
        _Unlucky()
        gc.collect()
        rest(day, window)
        faulthandler.dump_traceback(
            (office.store.folder / "logs" / diagnostics.CRASH_NAME).open("ab")
        )
        window.close()
    office.close()


def stumble() -> None:
    """An exception that names a person, where others are in the variables."""
    person = {"full_name": NAME, "citizen_number": NUMBER}
    address = STREET
    raise KeyError(person, address, NEXT)


class _Unlucky:
    """Fails when it is taken apart."""

    def __del__(self) -> None:
        stumble()


def main(place: Path, outside: Path, *, small: bool) -> None:
    """The day, from the first card to the crash."""
    hardening.harden()
    os.umask(0o077)
    if (log := os.environ.get("LEAKS_LOG")) is not None:
        record(place, Path(log))
    app = dress.make_application([])
    usual = system_clock()
    clock = training_clock(1, usual.now())
    day = Day(place, outside, app, Secrets())
    day.stick.mkdir(mode=0o700)
    phrases = (PASSPHRASE, FILE_PASSPHRASE, WRONG, NEXT, NAME, OTHER, STREET, MOVED, TYPED)
    day.secrets.words += [" ".join(words_in(each)) for each in phrases]
    day.secrets.numbers += [NUMBER, PHONE]
    with build_world(place / "cơ quan", clock, CHEAP, small=small) as world:
        offices = {each.store.folder: each for each in world.offices}
        office, other = islice(offices.values(), 2)
        above = world.receiving
        folder = office.store.folder
        diagnostics.start(folder)
        diagnostics.hear_everything()
        logging.getLogger("sachmatuy").setLevel(logging.DEBUG)
        for each in offices.values():
            day.secrets.add(secrets_of(each))
        tell(day)
        _story(day, office, other, above)
    office = come_back(day, folder)
    fail(day, office)
    package = package_of(folder, doctor(folder, usual, None, CHEAP))
    save_package(package, day.stick / "hỗ trợ.zip")
    tell(day)
    watch_and_die(folder)


def _story(day: Day, office: Office, other: Office, above: Office) -> None:
    person = write_down(day, office)
    take_out(day, office, person)
    come_again(day, office)
    follow(day, office, other)
    exchange(day, office, above)
    keep_safe(day, office)
    gone = add(office, "people", full_name=TYPED, village=office.queries.ids("villages")[0])
    ground = "request"
    erase_person(office, ErasePerson(gone, ground, "05/YC", keep_statistics=True))
    sit_at(day, office, person)


def tell(day: Day) -> None:
    """Say what must not be found; the last word counts."""
    (day.outside / "secrets.json").write_text(day.secrets.to_json(), encoding="utf-8")


def watch_and_die(folder: Path) -> None:
    """The process is seen by others of this PC, and ends as a fault in a library ends it."""
    diagnostics.start(folder)
    person, number = NAME, NUMBER  # at hand when it happens
    seen = [Path("/proc/self/cmdline"), *sorted(Path("/proc/self/task").glob("*/comm"))]
    print("\n".join(each.read_bytes().decode(errors="replace") for each in seen), flush=True)
    ctypes.string_at(0)
    print(person, number)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), small="--small" in sys.argv[3:])
