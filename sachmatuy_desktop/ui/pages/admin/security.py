"""Nhật ký bảo mật: who came in, who looked, what left; is the journal still what it was?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit, QVBoxLayout

from sachmatuy_desktop.domain.dates import parse_date, parse_moment, show_moment
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_, BadInput, KnownError, NotFound, Refused
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.proof import evidence, outside, witnessing
from sachmatuy_desktop.services.proof.evidence import Event, Subject, Wanted
from sachmatuy_desktop.services.proof.witnessing import Broken
from sachmatuy_desktop.services.upkeep import maintenance
from sachmatuy_desktop.storage.evidence.anchors import Standing
from sachmatuy_desktop.storage.evidence.checkpoints import Checkpoint
from sachmatuy_desktop.storage.integrity.checks import CheckReport
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import button, complaint, faint, heading, paragraph, rule
from sachmatuy_desktop.ui.dialogs.line import LineDialog
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.preview import ask_path
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["SecurityLog"]

PAGE = 200

SUBJECTS = {
    Subject.DOOR: N_("Ra vào"),
    Subject.VIEWS: N_("Xem ghi chép"),
    Subject.OUT: N_("In, xuất, gửi"),
    Subject.KEYS: N_("Tài khoản, khóa"),
    Subject.KEEPING: N_("Sao lưu, xóa theo luật"),
}


class SecurityLog(Tab):
    """The events, a page at a time, narrowed by account, subject and day; the verdict above."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.office = office_in(desk)
        self.events: list[Event] = []
        self.broken: list[Broken] = []
        self.table = PlainTable(_("Nhật ký bảo mật"))
        self.verdict = QLabel()
        self.verdict.setWordWrap(True)
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        self.verdict.setAccessibleName(_("Kết quả kiểm tra nhật ký"))
        self.standing = faint("")
        self.due = paragraph(
            _(
                "Nhật ký cần một điểm giữ ngoài máy: lưu trang đối chiếu rồi in, ký và cất đi;"
                " hoặc sao lưu ra USB; hoặc gửi gói và nhập biên nhận."
            )
        )
        self.due.hide()
        self.account = QComboBox()
        self.account.setAccessibleName(_("Tài khoản"))
        self.account.addItem(_("Mọi tài khoản"), "")
        self.subject = QComboBox()
        self.subject.setAccessibleName(_("Loại việc"))
        self.subject.addItem(_("Mọi loại việc"), None)
        for each, words in SUBJECTS.items():
            self.subject.addItem(_(words), each)
        self.day = QLineEdit()
        self.day.setPlaceholderText(_("Ngày, vd 29/11/2026"))
        self.day.setAccessibleName(_("Ngày"))
        self.day.setMinimumWidth(theme.px(170))
        self.day.setMaximumWidth(theme.px(180))
        self.wrong = complaint()
        self.check = button(
            _("Kiểm tra nhật ký"), self.look_through, picture="shield", primary=True
        )
        self.paper = button(_("Kiểm tra số in trên giấy…"), self._ask_paper)
        self.file = button(_("So với biên nhận, bản sao lưu…"), self._ask_file)
        self.keep = button(_("Lưu trang đối chiếu (PDF)…"), self._ask_purpose, picture="printer")
        self.stick = button(_("Sao lưu ra USB…"), self._to_stick, picture="usb")
        self.settled = button(_("Đã hỏi đơn vị gửi"), self._settle)
        self.more = button(_("Xem thêm"), self._more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        layout.setSpacing(theme.px(8))
        layout.addWidget(heading(_("Nhật ký bảo mật")))
        doors = (self.check, self.paper, self.file, self.keep, self.stick, self.settled)
        layout.addLayout(FlowRow(*doors))
        layout.addWidget(self.verdict)
        layout.addWidget(self.standing)
        layout.addWidget(self.due)
        layout.addWidget(rule())
        layout.addLayout(FlowRow(self.account, self.subject, self.day, self.more))
        layout.addWidget(self.wrong)
        layout.addWidget(self.table, 1)
        self.account.currentIndexChanged.connect(lambda _row: self.read())
        self.subject.currentIndexChanged.connect(lambda _row: self.read())
        self.day.editingFinished.connect(self.read)
        self._say(_("Chưa kiểm tra nhật ký từ lúc mở."), Tone.CARE)

    @property
    def wanted(self) -> Wanted:
        """What the filters ask for.  Raises `BadInput`: what was typed is no day."""
        typed = self.day.text().strip()
        day = parse_date(typed).isoformat() if typed else ""
        return Wanted(self.account.currentData() or "", self.subject.currentData(), day)

    def refresh(self) -> None:
        """Read everything anew, on the worker; nothing for who may not."""
        if not self.desk.role.manages:
            return

        def work() -> tuple[list[str], Standing, list[Broken]]:
            office = self.office
            return (
                evidence.accounts_seen(office),
                evidence.standing(office),
                witnessing.broken(office),
            )

        Operation(self.desk.operations, work, self).success(self._show_about).start()
        self.read()

    def read(self) -> None:
        """The newest events."""
        self._ask(None)

    def look_through(self) -> None:
        """Check pages, journal, checkpoints and records."""
        operation = Operation(self.desk.operations, lambda: maintenance.check(self.office), self)
        operation.success(self.show_report).with_progress(_("Đang kiểm tra dữ liệu…")).start()

    def show_report(self, report: CheckReport) -> None:
        """One verdict in words, and the first entry that is wrong."""
        if report.clean:
            words = _(
                "Nhật ký nguyên vẹn: {entries} lần ghi, {points} điểm niêm phong đều khớp."
            ).format(entries=show_integer(report.entries), points=show_integer(report.checkpoints))
            self._say(words, Tone.GOOD)
            return
        first = (
            ""
            if report.first is None
            else _("Bút toán sai đầu tiên: {number}.").format(number=report.first)
        )
        told = [say(each.said) for each in report.problems[:6]]
        self._say(
            "\n".join([_("Nhật ký hoặc dữ liệu có chỗ không đúng."), first, *told]), Tone.BLOCK
        )

    def compare(self, typed: str) -> None:
        """Look up what somebody copied from the foot of a page, and check all before it."""
        words = _("Số trên giấy khớp: điểm niêm phong {number}, ký lúc {moment}.")
        self._compare(lambda: outside.paper_is_ours(self.office, typed), words)

    def compare_file(self, path: Path) -> None:
        """Hold a receipt or a backup against the journal, and check all before it."""
        words = _("Tệp {file} khớp: điểm niêm phong {number}, ký lúc {moment}.").replace(
            "{file}", path.name
        )
        self._compare(lambda: outside.file_is_ours(self.office, path).point, words)

    def _compare(self, ask: Callable[[], Checkpoint], words: str) -> None:
        """What agrees outside says that the checkpoint is the one of then; that the journal is
        still the one of the checkpoint, the check says.
        """

        def work() -> tuple[Checkpoint, CheckReport]:
            return ask(), maintenance.check(self.office)

        def told(found: tuple[Checkpoint, CheckReport]) -> None:
            point, report = found
            moment = show_moment(parse_moment(point.at))
            self.show_report(report)
            if report.clean:
                agrees = words.format(number=point.number, moment=moment)
                self._say(f"{agrees} {self.verdict.text()}", Tone.GOOD)

        def refused(error: KnownError) -> None:
            proves_nothing = isinstance(error, BadInput | Refused | NotFound)
            self._say(say(error), Tone.CARE if proves_nothing else Tone.BLOCK)

        operation = Operation(self.desk.operations, work, self)
        operation.success(told).failure(refused).with_progress(_("Đang kiểm tra dữ liệu…")).start()

    def keep_page(self, path: Path, purpose: str) -> None:
        """Write the page that is signed by hand and kept outside this PC."""
        try:
            wanted = self.wanted
        except BadInput as error:
            self._complain(error)
            return

        def told(_path: Path) -> None:
            self.desk.feedback.notice(
                _("Đã lưu {file}; hãy in, ký và cất ngoài máy này.").format(file=path.name)
            )
            self.refresh()

        operation = Operation(
            self.desk.operations,
            lambda: evidence.keep_page(self.office, path, wanted, purpose),
            self,
        )
        operation.success(told).with_progress(_("Đang lập trang đối chiếu…")).start()

    def carry(self, folder: Path) -> None:
        """A copy on a stick, whose manifest bears where the journal stands."""

        def told(path: Path) -> None:
            self.desk.feedback.notice(_("Đã sao lưu và kiểm tra: {file}.").format(file=path.name))
            self.refresh()

        operation = Operation(
            self.desk.operations, lambda: maintenance.backup_to(self.office, folder), self
        )
        operation.success(told).with_progress(_("Đang sao lưu…")).start()

    def _to_stick(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Chọn thư mục trên USB"))
        if chosen:
            self.carry(Path(chosen))

    def _ask_paper(self) -> None:
        typed = LineDialog.ask(
            _("Kiểm tra số in trên giấy"),
            _("Gõ số và ba nhóm chữ ở chân trang đối chiếu đã in, như 412 · 7QF2M9-TCXXKP-4B7NQH."),
            _("Số và mã trên giấy"),
            _("Kiểm tra"),
            self,
        )
        if typed:
            self.compare(typed)

    def _ask_file(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self,
            _("Chọn biên nhận hoặc bản sao lưu được giữ ngoài máy"),
            "",
            _("Biên nhận, bản sao lưu (*.smt *.json *.db)"),
        )
        if chosen:
            self.compare_file(Path(chosen))

    def _ask_purpose(self) -> None:
        purpose = LineDialog.ask(
            _("Lưu trang đối chiếu"),
            _("Trang ghi các việc đang xem và điểm niêm phong mới nhất; nhật ký giữ mục đích này."),
            _("Mục đích"),
            _("Chọn nơi lưu…"),
            self,
        )
        path = ask_path(self, _("Nhật ký bảo mật") + ".pdf") if purpose else None
        if purpose and path is not None:
            self.keep_page(Path(str(path)), purpose)

    def _settle(self) -> None:
        keys = [each.key_id for each in self.broken]

        def work() -> None:
            for each in keys:
                witnessing.settle(self.office, each)

        operation = Operation(self.desk.operations, work, self)
        operation.success(lambda _nothing: self.refresh()).start()

    def _ask(self, before: int | None) -> None:
        if not self.desk.role.manages:
            return
        self.wrong.hide()
        try:
            wanted = self.wanted
        except BadInput as error:
            self._complain(error)
            return

        def show(found: list[Event]) -> None:
            self.events = [*self.events, *found] if before is not None else found
            self._show(more=len(found) == PAGE)

        Operation(
            self.desk.operations,
            lambda: evidence.security_log(self.office, wanted, before, PAGE),
            self,
        ).success(show).start()

    def _complain(self, error: BadInput) -> None:
        self.wrong.setText(say(error))
        self.wrong.show()

    def _more(self) -> None:
        if self.events:
            self._ask(self.events[-1].number)

    def _show(self, *, more: bool) -> None:
        self.more.setVisible(more)
        heads = (
            Head(_("Số"), right=True),
            Head(_("Lúc")),
            Head(_("Tài khoản")),
            Head(_("Việc")),
            Head(_("Ghi chú (mã, không có tên người)"), grows=True),
        )
        self.table.show_rows(heads, [_cells(each) for each in self.events])

    def _show_about(self, found: tuple[list[str], Standing, list[Broken]]) -> None:
        accounts, standing, self.broken = found
        known = {self.account.itemData(row) for row in range(self.account.count())}
        for each in accounts:
            if each not in known:
                self.account.addItem(each, each)
        now = self.office.clock.now()
        self.standing.setText(standing_words(standing))
        tone = Tone.BLOCK if standing.is_overdue(now) else Tone.CARE
        self.due.setStyleSheet(f"color: {tone.ink};")
        self.due.setVisible(standing.is_due(now))
        self.settled.setVisible(bool(self.broken))
        if self.broken:
            told = [
                _("Nhật ký của {name} không còn nối với điểm đã ghi nhận ({points}).").format(
                    name=each.name, points=each.told
                )
                for each in self.broken
            ]
            ask = _("Hãy hỏi đơn vị đó: vừa khôi phục từ bản sao lưu, hay nhật ký bị viết lại?")
            self._say("\n".join([*told, ask]), Tone.BLOCK)

    def _say(self, words: str, tone: Tone) -> None:
        self.verdict.setText(words)
        self.verdict.setStyleSheet(f"color: {tone.ink}; font-weight: 600;")


def standing_words(standing: Standing) -> str:
    """How far the journal is anchored outside, in a line."""
    count = show_integer(standing.entries)
    if standing.newest is None:
        return _("Chưa có điểm niêm phong nào được giữ ngoài máy này; {count} lần ghi.").format(
            count=count
        )
    return _(
        "Giữ ngoài máy này gần nhất: điểm {number}, {moment}; sau đó có {count} lần ghi."
    ).format(
        number=standing.newest.checkpoint,
        moment=show_moment(parse_moment(standing.newest.at)),
        count=count,
    )


def _note(why: str) -> str:
    """What the journal notes; of a record, its register in words before its code."""
    register, slash, record = why.partition("/")
    if slash and register in REGISTERS:
        return f"{_(REGISTERS[register].title)} {record}"
    return why


def _cells(event: Event) -> list[Cell]:
    return [
        Cell(show_integer(event.number)),
        Cell(show_moment(parse_moment(event.at))),
        Cell(event.by),
        Cell(_(event.title)),
        Cell(_note(event.why)),
    ]
