"""Scenes of a commune's window: every page in its states."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.criteria import Status
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.register import Area
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.access.looking import looked_at
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.services.sync import bundles, trusting
from sachmatuy_desktop.services.upkeep.maintenance import backup_to
from sachmatuy_desktop.services.upkeep.pausing import Pause
from sachmatuy_desktop.ui.dialogs.check_code import CheckCodeDialog
from sachmatuy_desktop.ui.dialogs.leaving import LeavingDialog
from sachmatuy_desktop.ui.pages.admin import AdminPage
from sachmatuy_desktop.ui.pages.criteria.page import CriteriaPage
from sachmatuy_desktop.ui.pages.documents import PapersPage
from sachmatuy_desktop.ui.pages.documents.reports.dialogs import FigureDialog
from sachmatuy_desktop.ui.pages.history import HistoryPage
from sachmatuy_desktop.ui.pages.households import BOOK, HouseholdsPage
from sachmatuy_desktop.ui.pages.people import ALL, PeoplePage
from sachmatuy_desktop.ui.pages.record_list import RecordList
from sachmatuy_desktop.ui.pages.registers import RegistersPage
from sachmatuy_desktop.ui.pages.sync.page import SyncPage
from sachmatuy_desktop.ui.pages.today import TodayPage
from sachmatuy_desktop.ui.tables import RecordTable
from shooting.offices import CLASSES, COMMUNE
from shooting.stage import Scene, Stage

ADMIN_TABS = (
    "letterhead",
    "templates",
    "accounts",
    "backups",
    "security",
    "holidays",
    "packs",
    "lists",
    "about",
)


# Hôm nay, tìm kiếm, thông báo


def today(stage: Stage) -> QWidget:
    """What waits, and what there is."""
    return stage.page("today", TodayPage).window()


def searching(stage: Stage) -> QWidget:
    """The search box with its finds."""
    window = stage.window_of()
    window.open_page("today")
    window.activateWindow()
    window.search.setFocus()
    window.search.setText("ha van")
    window.search.ask()
    stage.camera.until(lambda: bool(window.search.suggestions))
    return window


def notice(stage: Stage) -> QWidget:
    """What is said after an act, with its way back."""
    page = stage.page("people", PeoplePage)
    person = first_person(page)
    stage.desk_of().run(SaveRecord("people", person, {"occupation": "Làm ruộng, chăn nuôi"}))
    return page.window()


def trouble(stage: Stage) -> QWidget:
    """A sentence of trouble."""
    page = stage.page("people", PeoplePage)
    error = BadInput(N_("Có ngày đăng ký thì hãy chọn bộ tiêu chí đã đăng ký."))
    stage.desk_of().feedback.sentence(error)
    return page.window()


# Danh sách


def first_person(page: PeoplePage) -> str:
    """The first person under management."""
    return first_on(page, "nghien")


def first_on(page: PeoplePage, key: str) -> str:
    """The first person on a list."""
    page.side.choose(key)
    return page.list.model.ids[0]


def open_tab(page: PeoplePage, title: str) -> None:
    """Bring a tab of the record to the front."""
    tabs = page.list.show_panel().tabs
    titles = [tabs.tabText(place) for place in range(tabs.count())]
    tabs.setCurrentIndex(titles.index(_(title)))


def people(stage: Stage, key: str = "managed") -> QWidget:
    """People by category."""
    page = stage.page("people", PeoplePage)
    page.side.choose(key)
    return page.window()


def person(stage: Stage, tab: str = "Thông tin") -> QWidget:
    """A person with the record at the right."""
    page = stage.page("people", PeoplePage)
    stage.desk_of().open_record("people", first_person(page))
    open_tab(page, tab)
    return page.window()


def person_wrong(stage: Stage) -> QWidget:
    """What is wrong is said beside its field."""
    page = stage.page("people", PeoplePage)
    stage.desk_of().open_record("people", first_person(page))
    panel = page.list.show_panel()
    panel.tabs.setCurrentIndex(0)
    stage.camera.settle()
    page.list.add()
    form = panel.form
    form.complain()
    return page.window()


def put_person_away(stage: Stage) -> None:
    """Forget the half-written person."""
    page = stage.page("people", PeoplePage)
    page.list.show_panel().drop_changes()


def nobody_found(stage: Stage) -> QWidget:
    """A list in which nothing was found."""
    put_person_away(stage)
    page = stage.page("people", PeoplePage)
    page.side.choose(ALL)
    page.list.search.setText("không ai tên thế này")
    page.list.relist()
    return page.window()


# Hộ và cam kết, sổ theo dõi


def households(stage: Stage, key: str = "all") -> QWidget:
    """Households and how far the commitments are."""
    page = stage.page("households", HouseholdsPage)
    page.side.choose(key)
    return page.window()


def household(stage: Stage, tab: int = 0) -> QWidget:
    """One household."""
    page = stage.page("households", HouseholdsPage)
    page.side.choose("all")
    open_first(page.list, tab)
    return page.window()


def open_first(records: RecordList, tab: int = 0) -> None:
    """Choose the first row of a list."""
    if records.model.ids:
        records.table.choose(records.model.ids[0])
        records.show_panel().tabs.setCurrentIndex(tab)


def register(stage: Stage, name: str, *, opened: bool = False) -> QWidget:
    """One book of the shelf."""
    page = stage.page("registers", RegistersPage)
    page.side.choose(name)
    if opened:
        open_first(page.open_register(name))
    return page.window()


# Tiêu chí


def criteria(stage: Stage, name: str = COMMUNE, pack: str = "") -> CriteriaPage:
    """The assessment by a pack, the office's own unless another is named."""
    page = stage.page("criteria", CriteriaPage, name)
    page.tabs.setCurrentIndex(0)
    place = page.view.pack.findData(pack) if pack else 0
    page.view.pack.setCurrentIndex(place)
    page.view.pack.activated.emit(place)
    stage.camera.settle()
    return page


def criterion(stage: Stage, name: str, status: Status, pack: str = "") -> QWidget:
    """The assessment with the first criterion that stands so."""
    page = criteria(stage, name, pack)
    answer = page.view.assessment
    if answer is not None:
        found = [each for each in answer.criteria if each.status is status]
        found.sort(key=lambda each: not each.blocking)
        page.view.choose((found or list(answer.criteria))[0].id)
    return page.window()


def criteria_tab(stage: Stage, tab: int) -> QWidget:
    """What officials confirmed, or the results that were kept."""
    page = criteria(stage)
    if not stage.offices.commune.queries.count("assessments"):
        page.view.keep.click()
        stage.camera.settle()
        stage.hush(page.window())
    page.tabs.setCurrentIndex(tab)
    stage.camera.settle()
    shown = page.tabs.currentWidget()
    if isinstance(shown, RecordList):
        shown.show_all()
        open_first(shown)
    else:
        shown.findChildren(RecordTable)[0].selectRow(0)
    return page.window()


# Văn bản, đồng bộ, lịch sử, quản trị


def no_documents(stage: Stage) -> QWidget:
    """Before the first paper."""
    return stage.page("documents", PapersPage).window()


def documents(stage: Stage) -> QWidget:
    """An issued paper beside the book."""
    document = stage.offices.document
    page = stage.page("documents", PapersPage).issued
    page.relist()
    page.table.choose(document)
    stage.camera.settle()
    return page.window()


def check_code(stage: Stage) -> QWidget:
    """A copy of a restricted list that was scanned, and what its code proves."""
    office = stage.offices.commune
    page = stage.page("documents", PapersPage).issued
    scan = stage.offices.folder / "Scan_0007.pdf"
    scan.write_bytes(papers.pdf(papers.draft(office, "roster", stage.offices.today, purpose="x")))
    dialog = CheckCodeDialog(page.desk, page)
    shown = stage.show(dialog)
    dialog.check_file(scan)
    stage.camera.settle()
    return shown


def reports(stage: Stage) -> QWidget:
    """The reports due, the figures of the first of them, its paper."""
    page = stage.page("documents", PapersPage)
    page.tabs.setCurrentWidget(page.reports)
    page.reports.refresh()
    stage.camera.settle()
    return page.window()


def report_number(stage: Stage) -> QWidget:
    """A number of a report typed, with its reason."""
    page = stage.page("documents", PapersPage)
    page.tabs.setCurrentWidget(page.reports)
    page.reports.refresh()
    stage.camera.settle()
    tab = page.reports
    if tab.shown is None:
        raise LookupError("reports")
    return stage.show(FigureDialog(tab.desk, tab.shown.report, tab.shown.report.told[0], tab))


def sync(stage: Stage) -> QWidget:
    """What leaves, and whom for."""
    page = stage.page("sync", SyncPage)
    page.tabs.setCurrentIndex(0)
    page.refresh()
    return page.window()


def sync_ready(stage: Stage) -> QWidget:
    """The receiving office is trusted, nothing is sent yet."""
    _ = stage.offices.trusted, stage.offices.assessed
    return sync(stage)


def sync_rest(stage: Stage) -> QWidget:
    """Just restored: sending rests until somebody has looked."""
    window = sync_ready(stage)
    stage.camera.settle()
    page = stage.page("sync", SyncPage)
    page.exchange.show_rest(Pause("2026-11-29T08:00:00+07:00", "2026-11-27T17:05:00+07:00"))
    return window


def sync_sent(stage: Stage) -> QWidget:
    """Sent, not acknowledged yet."""
    stage.offices.sealed(COMMUNE)
    return sync(stage)


def sync_figures(stage: Stage) -> QWidget:
    """Figures and codes are chosen in place of persons."""
    _ = stage.offices.trusted, stage.offices.assessed
    _carry(stage, "figures")
    return sync(stage)


def leaving_figures(stage: Stage) -> QWidget:
    """Every line of the bundle with figures and codes, read before it is written."""
    _ = stage.offices.trusted
    _carry(stage, "figures")
    office = stage.offices.commune
    (partner,) = [each for each in trusting.partners(office) if each.role == "upper"]
    dialog = stage.show(LeavingDialog(stage.desk_of(), partner, stage.window_of()))
    stage.camera.settle()
    dialog.books.choose("coded_people")
    stage.camera.settle()
    return dialog


def sync_all(stage: Stage) -> QWidget:
    """Everything is chosen again."""
    _carry(stage, "all")
    return sync_ready(stage)


def _carry(stage: Stage, what: str) -> None:
    key = stage.offices.receiving.keys.device.public.key_id
    bundles.choose_carried(stage.offices.commune, key, what)


def history(stage: Stage) -> QWidget:
    """The journal with an act chosen."""
    page = stage.page("history", HistoryPage)
    page.opened()
    page.table.selectRow(0)
    return page.window()


def admin(stage: Stage, tab: int) -> QWidget:
    """One subject of the administration."""
    page = stage.page("admin", AdminPage)
    page.tabs.setCurrentIndex(tab)
    return page.window()


def admin_backups(stage: Stage) -> QWidget:
    """Backups, one just made, and the check of everything."""
    page = stage.page("admin", AdminPage)
    page.tabs.setCurrentWidget(page.backups)
    page.backups.back_up()
    stage.camera.settle()
    page.backups.look_through()
    stage.camera.settle()
    return page.window()


def admin_security(stage: Stage) -> QWidget:
    """The security log: a person looked at, a copy on a stick, the journal checked."""
    office = stage.offices.commune
    looked_at(office.session, "people", office.queries.ids("people")[:3])
    backup_to(office, stage.offices.folder / "USB")
    page = stage.page("admin", AdminPage)
    page.tabs.setCurrentWidget(page.security)
    page.security.refresh()
    stage.camera.settle()
    page.security.look_through()
    stage.camera.settle()
    return page.window()


def admin_drill(stage: Stage) -> QWidget:
    """A second place, and a restoring that was rehearsed."""
    page = stage.page("admin", AdminPage)
    page.tabs.setCurrentWidget(page.backups)
    page.backups.use_second(stage.offices.folder / "Ổ D" / "Sao lưu")
    stage.camera.settle()
    page.backups.rehearse()
    stage.camera.settle()
    return page.window()


def books() -> list[str]:
    """The books of the page «Sổ theo dõi»."""
    return [
        each.name
        for each in REGISTERS
        if not each.by_program
        and (each.area is Area.REGISTERS or (each.area is Area.PEOPLE and each.name != "people"))
    ]


SCENES = (
    Scene("commune-today", TodayPage, today),
    Scene("commune-search", TodayPage, searching),
    Scene("commune-people", PeoplePage, people),
    Scene("commune-people-all", PeoplePage, partial(people, key=ALL)),
    Scene("commune-people-record", PeoplePage, person),
    Scene("commune-people-under", PeoplePage, partial(person, tab="Theo dõi")),
    Scene("commune-people-history", PeoplePage, partial(person, tab="Lịch sử")),
    Scene("commune-people-wrong", PeoplePage, person_wrong),
    Scene("commune-people-none", PeoplePage, nobody_found),
    Scene("commune-notice", PeoplePage, notice),
    Scene("commune-trouble", PeoplePage, trouble),
    Scene("commune-households", HouseholdsPage, households),
    Scene("commune-households-unsigned", HouseholdsPage, partial(households, key="chua_ky")),
    Scene("commune-households-record", HouseholdsPage, household),
    Scene("commune-households-under", HouseholdsPage, partial(household, tab=1)),
    Scene("commune-commitments", HouseholdsPage, partial(households, key=BOOK)),
    *(
        Scene(
            f"commune-register-{name.replace('_', '-')}",
            RegistersPage,
            partial(register, name=name),
        )
        for name in books()
    ),
    Scene(
        "commune-registers-record", RegistersPage, partial(register, name="villages", opened=True)
    ),
    Scene(
        "commune-criteria",
        CriteriaPage,
        partial(criterion, name=COMMUNE, status=Status.MET),
    ),
    Scene(
        "commune-criteria-blocked",
        CriteriaPage,
        partial(criterion, name=COMMUNE, status=Status.NOT_MET),
    ),
    Scene(
        "commune-criteria-class",
        CriteriaPage,
        partial(criterion, name=COMMUNE, status=Status.MET, pack=CLASSES),
    ),
    Scene(
        "commune-criteria-unknown",
        CriteriaPage,
        partial(criterion, name="hoang-phong", status=Status.UNKNOWN),
    ),
    Scene(
        "commune-criteria-village",
        CriteriaPage,
        partial(criterion, name="lang-chanh", status=Status.NOT_MET),
    ),
    Scene("commune-criteria-attested", CriteriaPage, partial(criteria_tab, tab=2)),
    Scene("commune-criteria-kept", CriteriaPage, partial(criteria_tab, tab=3)),
    Scene("commune-documents-none", PapersPage, no_documents),
    Scene("commune-documents", PapersPage, documents),
    Scene("commune-documents-check", CheckCodeDialog, check_code),
    Scene("commune-documents-reports", PapersPage, reports),
    Scene("commune-documents-report-number", FigureDialog, report_number),
    Scene("commune-sync-before", SyncPage, sync),
    Scene("commune-sync-ready", SyncPage, sync_ready),
    Scene("commune-sync-rest", SyncPage, sync_rest),
    Scene("commune-sync-figures", SyncPage, sync_figures),
    Scene("commune-sync-leaving", LeavingDialog, leaving_figures),
    Scene("commune-sync-all", SyncPage, sync_all),
    Scene("commune-sync-sent", SyncPage, sync_sent),
    Scene("commune-history", HistoryPage, history),
    *(
        Scene(f"commune-admin-{name}", AdminPage, partial(admin, tab=tab))
        for tab, name in enumerate(ADMIN_TABS)
    ),
    Scene("commune-admin-backups-made", AdminPage, admin_backups),
    Scene("commune-admin-security-checked", AdminPage, admin_security),
    Scene("commune-admin-backups-drill", AdminPage, admin_drill),
)
