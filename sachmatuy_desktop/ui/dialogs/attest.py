"""What a named official confirms for a criterion, with position, date and document number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.criteria import AttestationTerms
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import (
    DateEntry,
    Entry,
    Sheet,
    faint,
    label_of,
    long_text,
    paragraph,
    row,
)

__all__ = ["AttestDialog"]


class AttestDialog(Sheet):
    """Answer, signer, position, date, document; the values of an `attestations` record."""

    def __init__(self, terms: AttestationTerms, today: date, parent: QWidget | None = None) -> None:
        super().__init__(_("Xác nhận tiêu chí"), "", parent)
        self._today = today
        self.yes = QRadioButton(_("Có – xác nhận nội dung trên"))
        self.no = QRadioButton(_("Không"))
        answers = QButtonGroup(self)
        answers.addButton(self.yes)
        answers.addButton(self.no)
        self.signer = Entry(_("Họ tên người xác nhận"))
        self.position = QComboBox()
        self.position.setEditable(True)
        self.position.addItems(list(terms.signers))
        self.position.setAccessibleName(_("Chức vụ"))
        if (typed := self.position.lineEdit()) is not None:
            typed.setAccessibleName(_("Chức vụ"))
        self.signed_on = DateEntry(_("Ngày xác nhận"), today)
        self.document = Entry(_("Văn bản số"), hint=_("Ví dụ: 05/BC-CAX"))
        self.remark = long_text(_("Ghi chú"), 58)
        self.body.addWidget(paragraph(terms.wording))
        if terms.max_age_days:
            self.body.addWidget(
                faint(
                    _("Có giá trị trong {days} ngày kể từ ngày xác nhận.").format(
                        days=terms.max_age_days
                    )
                )
            )
        self.body.addLayout(row(self.yes, self.no, None, space=24))
        self.body.addLayout(self._grid())
        self.finish_with(_("Ghi xác nhận"), self._done)
        self.setMinimumWidth(theme.px(600))
        self.yes.setFocus()

    @classmethod
    def ask(cls, dialog: AttestDialog) -> Mapping[str, Value] | None:
        """The values to record, or None."""
        return dialog.values() if dialog.ask_person() else None

    def values(self) -> Mapping[str, Value]:
        """The record's values; raises `BadInput`, said beside its field."""
        if not (self.yes.isChecked() or self.no.isChecked()):
            raise BadInput(N_("Hãy chọn có hay không."))
        signed_on = self.signed_on.demand_day()
        if signed_on > self._today:
            error = BadInput(N_("Ngày xác nhận không thể sau hôm nay."))
            self.signed_on.say(_(error.message))
            raise error
        position = self.position.currentText().strip()
        if not position:
            raise BadInput(N_("Hãy điền «{field}»."), field=_("Chức vụ"))
        return {
            "answer": "co" if self.yes.isChecked() else "khong",
            "signer": self.signer.demand(),
            "position": position,
            "signed_on": signed_on.isoformat(),
            "document": self.document.demand(),
            "remark": self.remark.toPlainText().strip() or None,
        }

    def _done(self) -> None:
        self.wrong.hide()
        try:
            self.values()
        except BadInput as error:
            entries = (self.signer, self.signed_on, self.document)
            if say(error) not in {each.wrong.text() for each in entries}:
                self.complain(error)
            return
        self.accept()

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(8))
        label = label_of(_("Chức vụ"), self.position)
        note = label_of(_("Ghi chú"), self.remark)
        position = QVBoxLayout()
        position.setSpacing(theme.px(3))
        position.addWidget(label)
        position.addWidget(self.position)
        position.addStretch(1)
        grid.addWidget(self.signer, 0, 0)
        grid.addLayout(position, 0, 1)
        grid.addWidget(self.signed_on, 1, 0)
        grid.addWidget(self.document, 1, 1)
        grid.addWidget(note, 2, 0, 1, 2)
        grid.addWidget(self.remark, 3, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid
