"""The ways of a bundle and of a card: out to a stick, in from a stick, and who is trusted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync import arrivals, bundles, trusting
from sachmatuy_desktop.services.sync.arrivals import Placing
from sachmatuy_desktop.services.sync.bundles import ExportReport, MergeOutcome, Staged
from sachmatuy_desktop.services.sync.unmerging import UNDOABLE
from sachmatuy_desktop.storage.atomic import disk_speaks
from sachmatuy_desktop.storage.sync.post import Partner
from sachmatuy_desktop.sync.bundle import Kind
from sachmatuy_desktop.sync.parts import Cut
from sachmatuy_desktop.ui.attachments.words import files_and_size
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.merge_preview import MergeDialog
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.partner_card import TrustDialog
from sachmatuy_desktop.ui.dialogs.person_arrives import PersonArrivesDialog
from sachmatuy_desktop.ui.dialogs.receipt_in import ReceiptDialog
from sachmatuy_desktop.ui.models.codes import unit_name
from sachmatuy_desktop.ui.operations import Cancelled, Operation, Progress
from sachmatuy_desktop.ui.pages.sync.undo_flow import undo_bundle

__all__ = ["Flow", "file_name"]

CARD_SUFFIX = ".the.json"


class Flow(QObject):
    """What the buttons of the page do; every step that takes long runs on the worker."""

    done = Signal(str)
    """Something was sent, taken in or trusted: the sentence to show."""

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(host)
        self.desk = desk
        self.office = office_in(desk)
        self.host = host

    # Out

    def export(
        self,
        partner: Partner,
        everything: bool = False,
        *,
        with_files: bool = True,
        most_bytes: int | None = None,
    ) -> None:
        """Ask where to, and write the bundle for a partner, in files of at most `most_bytes`."""
        name = self._name_for(partner)
        chosen, _kind = QFileDialog.getSaveFileName(
            self.host,
            _("Xuất gói ra USB"),
            name,
            _("Gói dữ liệu (*.smt)"),
        )
        if chosen:
            whole = chosen if chosen.endswith(bundles.SUFFIX) else chosen + bundles.SUFFIX
            self.export_to(
                partner, Path(whole), everything, with_files=with_files, most_bytes=most_bytes
            )

    def _name_for(self, partner: Partner) -> str:
        """Replies to several communes and bundles for other PCs of one day do not share a name."""
        own, today = self.office.info.unit_name, self.office.clock.today()
        if partner.role == "lower":
            return file_name(f"tra loi {unit_name(partner.unit_id)}", today)
        if partner.role == "sister":
            return file_name(f"{own} {partner.key_id[:4]}", today)
        return file_name(own, today)

    def export_to(
        self,
        partner: Partner,
        path: Path,
        everything: bool = False,
        *,
        with_files: bool = True,
        most_bytes: int | None = None,
    ) -> None:
        """Write the bundle, read it back, and say when the stick may be pulled."""
        office = self.office

        def work(progress: Progress) -> ExportReport:
            return bundles.export(
                office,
                partner.key_id,
                path,
                everything=everything,
                with_files=with_files,
                cut=Cut(most_bytes),
                tell=progress.report,
            )

        operation = Operation.reporting(self.desk.operations, work, self)
        operation.success(self._exported)
        operation.failure(self._or_stopped(_("Đã dừng; chưa có gói nào được ghi.")))
        operation.with_progress(_("Đang ghi gói, đừng rút USB…"), stoppable=True).start()

    def _exported(self, report: ExportReport) -> None:
        numbers = range(report.sequence, report.sequence + len(report.paths))
        told = _("Đã ghi và đọc lại gói số {number}: {file}. An toàn để rút USB.").format(
            number=bundles.numbers_told(numbers),
            file=", ".join(each.name for each in report.paths),
        )
        if report.oversize:
            told += " " + _(
                "{count} tệp vẫn lớn hơn mức chia vì có phần không cắt được; hãy chép bằng USB."
            ).format(count=report.oversize)
        if report.files:
            told += " " + files_and_size(report.files, report.file_bytes) + "."
        if report.files_left:
            told += " " + _("Còn {count} tệp đính kèm đi trong gói sau.").format(
                count=report.files_left
            )
        if report.files_heavy:
            told += " " + _(
                "{count} tệp đính kèm lớn hơn mức chia nên chỉ đi được trong gói không chia nhỏ."
            ).format(count=report.files_heavy)
        if report.given_back:
            told += " " + _(
                "Gói mang trả {count} ghi chép của chính nơi nhận, mất khi khôi phục bản sao lưu"
                " cũ."
            ).format(count=report.given_back)
        self._tell(told)

    def send_file(self, move: str, partner: Partner, chosen: str) -> None:
        """Write the file of a person who moved away, for the commune the person went to."""
        office = self.office
        path = Path(chosen if chosen.endswith(bundles.SUFFIX) else chosen + bundles.SUFFIX)

        def work() -> ExportReport:
            return arrivals.send_file(office, move, partner.key_id, path)

        operation = Operation(self.desk.operations, work, self)
        operation.success(lambda report: self._file_sent(move, report))
        operation.with_progress(_("Đang ghi tệp hồ sơ, đừng rút USB…")).start()

    def _file_sent(self, move: str, report: ExportReport) -> None:
        self.desk.changed.emit(frozenset({("transfers", move)}))
        self._tell(
            _("Đã ghi và đọc lại tệp hồ sơ {file}: {count} ghi chép. An toàn để rút USB.").format(
                file=report.path.name, count=report.lines
            )
        )

    # In

    def choose_bundle(self) -> None:
        """Ask for a bundle or a receipt."""
        chosen, _kind = QFileDialog.getOpenFileName(
            self.host,
            _("Nhập gói hoặc biên nhận"),
            "",
            _("Gói dữ liệu (*.smt)"),
        )
        if chosen:
            self.take_in(Path(chosen))

    def take_in(self, path: Path) -> None:
        """Prove and try out a bundle, show what it would do, and merge it if wanted."""
        office = self.office

        def work(progress: Progress) -> Staged:
            return bundles.stage(office, path, progress.report)

        operation = Operation.reporting(self.desk.operations, work, self)
        operation.success(self._staged)
        operation.failure(self._or_stopped(_("Đã dừng; chưa nhập gì từ gói.")))
        operation.with_progress(_("Đang kiểm tra gói…"), stoppable=True).start()

    def _staged(self, staged: Staged) -> None:
        if staged.dossier is not None:
            placing = PersonArrivesDialog.ask(staged.dossier, self.desk.queries, self.host)
            if placing is not None:
                self.merge(staged, placing)
            return
        receipt = staged.kind is Kind.RECEIPT and not staged.known_already
        wanted = (
            ReceiptDialog.ask(staged, self.desk.queries, self.host)
            if receipt
            else MergeDialog.ask(self.desk, staged, self.host)
        )
        if wanted:
            self.merge(staged)

    def merge(self, staged: Staged, placing: Placing | None = None) -> None:
        """Merge on the worker, with progress; until it is done it can be stopped.

        A person's file is taken in as one act of a moment, which cannot.
        """
        office = self.office

        def work(progress: Progress) -> MergeOutcome:
            return arrivals.take_in(office, staged, progress.report, placing)

        operation = Operation.reporting(self.desk.operations, work, self)
        operation.success(lambda outcome: self._merged(staged, outcome))
        operation.failure(
            self._or_stopped(
                _("Đã dừng; chưa gộp gì, dữ liệu như trước. Bản sao lưu vừa tạo vẫn được giữ.")
            )
        )
        is_merge = staged.dossier is None and staged.kind is not Kind.RECEIPT
        operation.with_progress(_("Đang gộp dữ liệu…"), stoppable=is_merge).start()

    def _merged(self, staged: Staged, outcome: MergeOutcome) -> None:
        self.desk.changed.emit(frozenset(outcome.report.touched))
        told = _merged_words(staged, outcome)
        if staged.kind in UNDOABLE:
            self.desk.feedback.notice(told, lambda: self._undo(staged), _("Hoàn tác cả gói…"))
            self.done.emit(told)
        else:
            self._tell(told)

    def _undo(self, staged: Staged) -> None:
        undo_bundle(self.desk, staged.digest, self.host, self.done.emit)

    # Cards

    def save_card(self) -> None:
        """Write this office's card to a file."""
        name = file_name(self.office.info.unit_name, "").removesuffix(bundles.SUFFIX)
        chosen, _kind = QFileDialog.getSaveFileName(
            self.host, _("Lưu thẻ nhận dạng"), f"{name}{CARD_SUFFIX}", _("Thẻ (*.json)")
        )
        if not chosen:
            return
        office, path = self.office, Path(chosen)
        operation = Operation(self.desk.operations, lambda: trusting.save_card(office, path), self)
        operation.success(
            lambda _none: self._tell(_("Đã lưu thẻ nhận dạng: {file}.").format(file=path.name))
        )
        operation.start()

    def choose_card(self) -> None:
        """Ask for another office's card."""
        chosen, _kind = QFileDialog.getOpenFileName(
            self.host, _("Chọn tệp thẻ nhận dạng"), "", _("Thẻ (*.json)")
        )
        if chosen:
            self.trust_card(Path(chosen))

    def trust_card(self, path: Path) -> None:
        """Show whose card it is, and trust it if two groups agree."""
        try:
            data = read_card_file(path)
            typed = TrustDialog.ask(trusting.read_identity(data), self.host)
        except KnownError as error:
            self.desk.feedback.sentence(error)
            return
        if typed is not None:
            self.trust(data, typed)

    def trust(self, card: bytes, typed: str) -> None:
        """Trust the holder of a card whose groups were typed."""
        office = self.office
        operation = Operation(
            self.desk.operations, lambda: trusting.trust(office, card, typed), self
        )
        operation.success(
            lambda partner: self._tell(_("Đã tin cậy {name}.").format(name=partner.name))
        )
        operation.start()

    def _or_stopped(self, sentence: str) -> Callable[[KnownError], None]:
        """What is said when the work failed; `sentence` when the officer stopped it."""

        def tell(error: KnownError) -> None:
            if isinstance(error, Cancelled):
                self.desk.feedback.notice(sentence)
            else:
                self.desk.feedback.sentence(error)

        return tell

    def _tell(self, sentence: str) -> None:
        self.desk.feedback.notice(sentence)
        self.done.emit(sentence)


def _merged_words(staged: Staged, outcome: MergeOutcome) -> str:
    """What was taken in; a key that is revoked or renewed gets no receipt."""
    sender, receipt = staged.sender.name, outcome.receipt
    file = receipt.name if receipt is not None else ""
    if staged.kind is Kind.RECEIPT:
        return _("Đã nhận biên nhận của {sender}.").format(sender=sender)
    if outcome.trouble is not None:
        words = (
            _("Đã gộp gói của {sender} nhưng chưa ghi được biên nhận. {why}")
            if staged.dossier is None
            else _("Đã tiếp nhận hồ sơ từ {sender} nhưng chưa ghi được biên nhận. {why}")
        )
        return words.format(sender=sender, why=outcome.trouble)
    if receipt is None:
        return _(
            "Đã gộp gói của {sender}. Khóa đã ký gói không còn hiệu lực nên không có biên nhận."
        ).format(sender=sender)
    words = (
        _("Đã gộp gói của {sender}. Biên nhận: {file}")
        if staged.dossier is None
        else _("Đã tiếp nhận hồ sơ từ {sender}. Hãy gửi lại biên nhận: {file}")
    )
    return words.format(sender=sender, file=file)


def read_card_file(path: Path) -> bytes:
    """The bytes of a card file; raises `StorageTrouble`."""
    with disk_speaks(path):
        return path.read_bytes()


def file_name(unit: str, day: str) -> str:
    """A name without accents and blanks, which every stick can hold: `xa-ia-dom-2026-11-22.smt`."""
    words = [*fold(unit).replace("'", "").split(), *([day] if day else [])]
    return "-".join(words) + bundles.SUFFIX
