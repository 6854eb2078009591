"""What may prove that a task was done, to be ticked: records by book, figures as counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.plans.due import Opening
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.plans import AddProof, NewProof, OfficeTask
from sachmatuy_desktop.services.plans.proving import Figure, Offer, Offers, offers_for
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.act_sheet import ActSheet
from sachmatuy_desktop.ui.dialogs.kit import faint
from sachmatuy_desktop.ui.models.codes import title_in_words
from sachmatuy_desktop.ui.operations import Operation

__all__ = ["ProofChoice", "ProofDialog"]

PROOF_ROLE = Qt.ItemDataRole.UserRole


class ProofChoice(QWidget):
    """Reads on the worker what the books offer, and keeps what is ticked."""

    def __init__(self, desk: Desk, task: OfficeTask, opening: Opening, today: date) -> None:
        super().__init__()
        self._desk = desk
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(_("Căn cứ"))
        self.tree.setIndentation(theme.px(14))
        self.tree.setFixedHeight(theme.px(188))
        self.told = faint(_("Đang đọc các sổ…"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addWidget(self.tree)
        layout.addWidget(self.told)
        session = desk.office.session
        operation = Operation(
            desk.operations, lambda: offers_for(session, task, opening, today), self
        )
        operation.success(self.show_offers).start()

    @property
    def ticked(self) -> tuple[NewProof, ...]:
        """What is ticked, in the order of the list."""
        return tuple(
            item.data(0, PROOF_ROLE)
            for item in self.items()
            if item.checkState(0) is Qt.CheckState.Checked
        )

    def items(self) -> list[QTreeWidgetItem]:
        """Everything that may be ticked."""
        heads = [self.tree.topLevelItem(row) for row in range(self.tree.topLevelItemCount())]
        found = [head.child(row) for head in heads if head for row in range(head.childCount())]
        return [each for each in found if each is not None]

    def show_offers(self, offers: Offers) -> None:
        """List them: figures first, then book by book."""
        self.tree.clear()
        if any(each.value is not None for each in offers.figures):
            head = self._head(_("Số liệu theo cách đếm của tiêu chí"))
            for figure in offers.figures:
                self._figure(head, figure)
        by_register: dict[str, list[Offer]] = defaultdict(list)
        for offer in offers.records:
            by_register[offer.register].append(offer)
        for register, these in by_register.items():
            head = self._head(_(REGISTERS[register].title))
            rows = self._desk.queries.rows(register, [each.record for each in these])
            for each in these:
                self._record(head, each, rows)
        self.tree.expandAll()
        self.told.setText(self._said(offers))
        self.told.setVisible(bool(self.told.text()))

    def _said(self, offers: Offers) -> str:
        told = []
        if not self.items():
            told.append(_("Các sổ chưa có ghi chép nào để làm căn cứ."))
        unknown = [each.label for each in offers.figures if each.value is None]
        if unknown:
            told.append(_("Chưa đủ căn cứ để tính: {names}.").format(names=", ".join(unknown)))
        if offers.undated:
            names = ", ".join(_(REGISTERS[each].title) for each in offers.undated)
            words = _("Sổ không ghi theo ngày, lấy số liệu làm căn cứ: {names}.")
            told.append(words.format(names=names))
        if offers.hidden:
            names = ", ".join(_(REGISTERS[each].title) for each in offers.hidden)
            told.append(_("Tài khoản của bạn không xem được: {names}.").format(names=names))
        return " ".join(told)

    def _head(self, title: str) -> QTreeWidgetItem:
        head = QTreeWidgetItem([title])
        head.setFlags(Qt.ItemFlag.ItemIsEnabled)
        head.setFont(0, theme.scaled_font(bold=True))
        self.tree.addTopLevelItem(head)
        return head

    def _figure(self, head: QTreeWidgetItem, figure: Figure) -> None:
        if figure.value is None:
            return
        words = _("{label}: {value} (tính đến {day})").format(
            label=figure.label,
            value=" ".join(filter(None, (figure.kept, figure.unit))),
            day=show_date(figure.as_of),
        )
        proof = NewProof(figure=figure.name, value=figure.kept, as_of=figure.as_of)
        self._item(head, words, proof)

    def _record(
        self, head: QTreeWidgetItem, offer: Offer, rows: Mapping[str, Mapping[str, object]]
    ) -> None:
        book = REGISTERS[offer.register]
        words = title_in_words(book, rows.get(offer.record, {}), offer.title)  # type: ignore[arg-type]
        if not offer.fits:
            words = _("{record} (ngoài kỳ)").format(record=words)
        self._item(head, words, NewProof(offer.register, offer.record))

    def _item(self, head: QTreeWidgetItem, words: str, proof: NewProof) -> None:
        item = QTreeWidgetItem([words])
        item.setToolTip(0, words)
        item.setFlags(
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsUserCheckable
        )
        item.setCheckState(0, Qt.CheckState.Unchecked)
        item.setData(0, PROOF_ROLE, proof)
        head.addChild(item)


class ProofDialog(ActSheet):
    """More that proves a result already written."""

    def __init__(
        self,
        desk: Desk,
        task: OfficeTask,
        opening: Opening,
        result: str,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, _("Thêm căn cứ"), task.title, parent)
        self._result = result
        self.proofs = ProofChoice(desk, task, opening, today)
        self.body.addWidget(self.proofs, 1)
        self.end_with(_("Gắn căn cứ"), self.command)
        self.setMinimumWidth(theme.px(620))
        self.proofs.tree.setFocus()

    def command(self) -> AddProof:
        """What is to be done; raises `BadInput` with nothing ticked."""
        if not self.proofs.ticked:
            raise BadInput(N_("Hãy đánh dấu ít nhất một căn cứ."))
        return AddProof(self._result, self.proofs.ticked)
