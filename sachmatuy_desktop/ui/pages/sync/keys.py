"""Thẻ và khóa: our card, the keys that are known here, and what was said of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.dates import parse_date, parse_moment, show_date
from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.packs.keys import key_terms
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.sync import certifying, key_news, renewing
from sachmatuy_desktop.services.sync.certifying import KeyLine
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import (
    Sheet,
    button,
    clear,
    faint,
    heading,
    only_if,
    paragraph,
    side_by_side,
)
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.partner_card import Fingerprint
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.models.codes import capital
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.sync.flow import Flow, file_name, read_card_file
from sachmatuy_desktop.ui.pages.sync.key_sheets import CertifyDialog, RevokeDialog, Revoking
from sachmatuy_desktop.ui.pages.sync.words import PARTNER_ROLES
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.theme import Tone

T = TypeVar("T")

__all__ = ["KeysTab", "RenewDialog", "state_of"]


class RenewDialog(Sheet):
    """What renewing does, before it is done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Thay khóa của máy này"),
            _(
                "Máy dùng khóa mới để ký và để mở gói. Các cơ quan đã tin cậy khóa cũ tự nhận khóa "
                "mới khi nhập gói kế tiếp hoặc tệp thay khóa, không phải gõ lại nhóm."
            ),
            parent,
        )
        self.body.addWidget(
            paragraph(
                _(
                    "Gói đang trên đường vẫn mở được và không ghi chép nào bị mất. Bản in thẻ cũ "
                    "hết giá trị: in thẻ mới sau khi thay."
                )
            )
        )
        self.body.addWidget(
            paragraph(
                _(
                    "Nếu nghi khóa cũ đã lộ thì báo cơ quan tiếp nhận thu hồi khóa cũ trước; khi "
                    "đó phải đưa thẻ mới và đọc lại các nhóm."
                )
            )
        )
        self.finish_with(_("Thay khóa"), self.accept)
        self.setMinimumWidth(theme.px(540))


class KeysTab(Tab):
    """Our card at the left, every key that is known here at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.flow = Flow(desk, self)
        self.flow.done.connect(lambda _sentence: self._again())
        self.lines: list[KeyLine] = []
        self.card = QWidget()
        self.name = paragraph()
        self.own = QVBoxLayout()
        self.key = faint()
        self.table = PlainTable(_("Khóa của các cơ quan"))
        self.table.row_chosen.connect(lambda _row: self._choose())
        self.save = button(_("Lưu thẻ…"), self.flow.save_card, picture="save")
        self.print = button(_("In thẻ nhận dạng…"), self._print, picture="printer")
        self.renew = button(_("Thay khóa của máy này…"), self._renew, picture="refresh-cw")
        self.change = button(_("Lưu tệp thay khóa…"), self._save_change)
        self.trust = button(_("Tin cậy thẻ khác…"), self.choose_card, picture="key-round")
        self.certify = button(_("Chứng nhận…"), self._certify, picture="award")
        self.revoke = button(_("Thu hồi khóa…"), self._revoke)
        self.told = faint()
        self._lay_out()
        self._show_own()
        self._choose()

    @property
    def line(self) -> KeyLine | None:
        """The key chosen."""
        row = self.table.row
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def read(self) -> None:
        """Every key, on the worker."""
        office = office_in(self.desk)
        operation = Operation(self.desk.operations, lambda: certifying.key_lines(office), self)
        operation.success(self._show).start()

    def panes(self) -> list[Pane]:
        """Our card, and the keys."""
        return [
            Pane(self.card, self.save.setFocus),
            Pane(self.table, self.table.setFocus),
        ]

    # -- acts -------------------------------------------------------------------------------------

    def choose_card(self) -> None:
        """Ask for another office's card, or for its change of key."""
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Chọn tệp thẻ hoặc tệp thay khóa"), "", _("Thẻ (*.json)")
        )
        if chosen:
            self.take_file(Path(chosen))

    def take_file(self, path: Path) -> None:
        """A card asks for two groups; a change of key follows by itself."""
        try:
            is_change = key_news.is_change_of_key(read_card_file(path))
        except KnownError as error:
            self.desk.feedback.sentence(error)
            return
        if not is_change:
            self.flow.trust_card(path)
            return
        office = office_in(self.desk)
        self._do(lambda: " ".join(map(say, key_news.follow_file(office, path))), lambda told: told)

    def _certify(self) -> None:
        if self.line is None:
            return
        office, partner = office_in(self.desk), self.line.partner
        today = office.clock.now().date()
        usual = today + timedelta(days=key_terms().certificate_days)
        decided = CertifyDialog.ask(partner, usual, today, self)
        if decided is not None:
            self._do(
                lambda: certifying.certify(office, partner.key_id, *decided),
                lambda done: _(
                    "Đã chứng nhận máy của {name}, số {serial}, đến {day}. "
                    "Chứng nhận đi cùng gói trả lời tiếp theo."
                ).format(
                    name=partner.name,
                    serial=done.serial,
                    day=show_date(parse_date(done.expires)),
                ),
            )

    def _revoke(self) -> None:
        if self.line is None:
            return
        office, partner = office_in(self.desk), self.line.partner
        came = certifying.last_number(office, partner.key_id)
        decided = RevokeDialog.ask(partner, came, key_terms().reasons, self)
        if decided is not None:
            self.revoke_key(partner.key_id, partner.name, decided)

    def revoke_key(self, key_id: str, name: str, decided: Revoking) -> None:
        """Revoke a key, as was decided."""
        office = office_in(self.desk)
        self._do(
            lambda: certifying.revoke(office, key_id, decided.reason, decided.last_good),
            lambda _entry: _(
                "Đã thu hồi khóa của {name}. Danh sách thu hồi đi cùng mọi gói trả lời từ nay."
            ).format(name=name),
        )

    def _renew(self) -> None:
        if RenewDialog(self).ask_person():
            self.renew_key()

    def renew_key(self) -> None:
        """Give this machine other keys."""
        office = office_in(self.desk)
        self._do(
            lambda: renewing.renew(office),
            lambda _none: _(
                "Đã thay khóa của máy này. Hãy in thẻ mới; gói xuất từ nay tự báo khóa mới."
            ),
        )

    def _save_change(self) -> None:
        office = office_in(self.desk)
        name = file_name(office.info.unit_name, "").removesuffix(".smt")
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Lưu tệp thay khóa"), f"{name}.thay-khoa.json", _("Thẻ (*.json)")
        )
        if chosen:
            path = Path(chosen)
            self._do(
                lambda: renewing.save_change(office, path),
                lambda _none: _("Đã lưu tệp thay khóa: {file}.").format(file=path.name),
            )

    def _print(self) -> None:
        from sachmatuy_desktop.ui.dialogs.paper_view import PaperDialog  # noqa: PLC0415  (PDFium)

        office = office_in(self.desk)
        title = _("Thẻ nhận dạng")
        operation = Operation(self.desk.operations, lambda: papers.card_pdf(office), self)
        operation.success(
            lambda pdf: PaperDialog.show_paper(self.desk, title, pdf, None, self)
        ).start()

    def _do(self, work: Callable[[], T], told: Callable[[T], str]) -> None:
        """On the worker; what came of it is said, and everything is read again."""
        operation = Operation(self.desk.operations, work, self)
        operation.success(lambda done: self.flow.done.emit(self._said(told(done)))).start()

    def _said(self, sentence: str) -> str:
        self.desk.feedback.notice(sentence)
        return sentence

    # -- what is shown ----------------------------------------------------------------------------

    def _again(self) -> None:
        self._show_own()
        self.is_stale = True
        if self.isVisible():
            self.refresh()

    def _show_own(self) -> None:
        office = office_in(self.desk)
        keys = office.keys.device.public
        clear(self.own)
        self.own.addWidget(Fingerprint(keys.fingerprint))
        self.name.setText(capital(office.info.full_name))
        said = _("Mã khóa {key}").format(key=keys.key_id)
        renewed = len(office.keys.device.retired)
        if renewed:
            said += " · " + _("đã thay {count} lần").format(count=renewed)
        self.key.setText(said)
        only_if(renewed > 0, self.change)

    def _show(self, lines: list[KeyLine]) -> None:
        self.lines = lines
        heads = [
            Head(_("Cơ quan"), grows=True, wraps=True),
            Head(_("Quan hệ"), widest=150, wraps=True),
            Head(_("Mã khóa")),
            Head(_("Tin cậy từ")),
            Head(_("Chứng nhận, thu hồi"), widest=190, wraps=True),
            Head(_("Tình trạng")),
        ]
        self.table.show_rows(heads, [cells_of(line) for line in lines])
        if lines and self.table.row < 0:
            self.table.choose(0)
        self.told.setText(_told(lines))
        self._choose()

    def _choose(self) -> None:
        desk, line = self.desk, self.line
        manages = desk.office.info.role.manages
        only_if(desk.receives and manages, self.certify, self.revoke)
        only_if(manages, self.renew)
        ended = line is None or line.partner.ending is not None
        lower = line is not None and line.partner.role == "lower"
        self.certify.setEnabled(lower and not ended)
        self.revoke.setEnabled(lower and not ended)

    def _lay_out(self) -> None:
        own = self.card
        own.setObjectName("sheet")
        left = QVBoxLayout(own)
        left.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        left.setSpacing(theme.px(8))
        left.addWidget(heading(_("Thẻ của máy này")))
        left.addWidget(self.name)
        left.addLayout(self.own)
        left.addWidget(self.key)
        left.addWidget(
            faint(_("Đưa tệp thẻ và tờ in cho cơ quan kia; họ gõ hai nhóm đọc từ tờ in."))
        )
        for each in (self.save, self.print, self.renew, self.change):
            left.addWidget(each)
        left.addStretch(1)
        known = QWidget()
        right = QVBoxLayout(known)
        right.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        right.setSpacing(theme.px(8))
        right.addWidget(heading(_("Khóa của các cơ quan")))
        right.addLayout(FlowRow(self.trust, self.certify, self.revoke))
        right.addWidget(self.told)
        right.addWidget(self.table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(side_by_side(own, known, (265, 945), grow=(0, 1)))


def cells_of(line: KeyLine) -> list[Cell]:
    """One key, in the order of the heads."""
    partner = line.partner
    return [
        Cell(capital(partner.name)),
        Cell(_(PARTNER_ROLES[partner.role])),
        Cell(partner.key_id),
        Cell(show_date(parse_moment(partner.trusted_at).date())),
        Cell(_said_of(line)),
        state_of(line),
    ]


def _said_of(line: KeyLine) -> str:
    """Certificate, revocation and successor, in this order."""
    said, ending = [], line.partner.ending
    if line.certificate is not None:
        day = show_date(parse_date(line.certificate.expires))
        said.append(_("Số {serial}, đến {day}").format(serial=line.certificate.serial, day=day))
        if line.certificate.scopes == certifying.SCOPES["programme"]:
            said.append(_("không có người và hộ"))
        elif line.certificate.scopes == certifying.SCOPES["figures"]:
            said.append(_("số liệu tổng hợp và mã thay tên"))
    if ending is not None:
        words = N_("thu hồi {day}: {why}") if ending.revoked else N_("thay bằng {key} ngày {day}")
        day = show_date(parse_date(ending.on))
        said.append(_(words).format(day=day, why=ending.why, key=ending.successor))
    return capital("; ".join(said))


def state_of(line: KeyLine) -> Cell:
    """Whether the key is believed."""
    ending = line.partner.ending
    if ending is not None and ending.revoked:
        return Cell(_("Đã thu hồi"), Tone.BLOCK)
    if ending is not None:
        return Cell(_("Đã thay khóa"))
    if line.soon:
        return Cell(_("Cần chứng nhận mới"), Tone.CARE)
    return Cell(_("Tin cậy"), Tone.GOOD)


def _told(lines: list[KeyLine]) -> str:
    if not lines:
        return _("Chưa tin cậy cơ quan nào. Hãy nhập tệp thẻ của cơ quan kia.")
    revoked = sum(1 for each in lines if each.partner.ending and each.partner.ending.revoked)
    soon = sum(1 for each in lines if each.soon and each.partner.ending is None)
    said = [_("{count} khóa").format(count=len(lines))]
    if revoked:
        said.append(_("{count} đã thu hồi").format(count=revoked))
    if soon:
        said.append(_("{count} chứng nhận sắp hết hoặc đã hết hạn").format(count=soon))
    return "; ".join(said) + "."
