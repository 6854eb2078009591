"""Xóa dữ liệu theo pháp luật: what will go, what stays, on what ground; typed to be sure."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from sachmatuy_desktop.domain.erasing import ErasingRules, Naming
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.erasures.erasing import (
    NAMES_SOMEBODY,
    ErasePerson,
    ErasurePlan,
)
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    Entry,
    Sheet,
    faint,
    label_of,
    open_at,
    paragraph,
)
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell

__all__ = ["ErasePersonDialog"]


class ErasePersonDialog(Sheet):
    """`kept` and `whole` tell what goes where figures stand, and where nothing of the person is
    left.
    """

    def __init__(
        self,
        kept: ErasurePlan,
        whole: ErasurePlan,
        rules: ErasingRules,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            _("Xóa dữ liệu theo pháp luật: {name}").format(name=kept.name),
            _("Việc này không hoàn tác được, và làm lại như thế ở mọi nơi đã nhận hồ sơ này."),
            parent,
        )
        self._kept, self._whole, self._rules = kept, whole, rules
        self.keep = QRadioButton(_("Xóa những gì cho biết là ai; số liệu thống kê giữ nguyên"))
        self.all = QRadioButton(_("Xóa hết; số liệu các kỳ trước tính lại có thể khác"))
        ways = QButtonGroup(self)
        for each in (self.keep, self.all):
            ways.addButton(each)
            self.body.addWidget(each)
        self.counts = PlainTable(_("Những gì sẽ xóa, theo sổ"))
        self.body.addWidget(self.counts, 1)
        self.told = paragraph()
        self.body.addWidget(self.told)
        self.ground = CalmChoice()
        for ground in rules.grounds:
            self.ground.addItem(_(ground.title), ground.id)
        self.ground.setCurrentIndex(-1)
        self.body.addWidget(label_of(_("Căn cứ"), self.ground))
        self.body.addWidget(self.ground)
        self.document = Entry(
            _("Số, ngày văn bản làm căn cứ"),
            hint=_("Nhật ký giữ căn cứ và số văn bản; đừng ghi tên người ở đây."),
        )
        self.sure = Entry(_("Gõ lại họ tên để xác nhận"))
        self.body.addWidget(self.document)
        self.body.addWidget(self.sure)
        self.body.addWidget(
            faint(
                _(
                    "Bản sao lưu cũ còn giữ dữ liệu cho đến khi được thay; khôi phục từ đó,"
                    " chương trình xóa lại ngay. Bản đã in, tệp đã xuất ra ngoài phải tự hủy."
                )
            )
        )
        self.finish = self.finish_with(_("Xóa dữ liệu"), self._finish)
        self.finish.setDefault(False)
        self.keep.toggled.connect(lambda _on: self._show())
        self.keep.setChecked(True)
        open_at(self, 660, 640)
        self.document.setFocus()

    @property
    def plan(self) -> ErasurePlan:
        """What the chosen way would do."""
        return self._kept if self.keep.isChecked() else self._whole

    def command(self) -> ErasePerson:
        """What to do; raises `BadInput`, said beside its field."""
        self.sure.demand()
        if " ".join(self.sure.text.split()).casefold() != self.plan.name.casefold():
            self.sure.say(_("Chưa đúng họ tên của người này."))
            raise BadInput(_("Chưa đúng họ tên của người này."))
        document = self.document.demand()
        if Naming({self.plan.name}).said_in(document):
            self.document.say(_(NAMES_SOMEBODY))
            raise BadInput(NAMES_SOMEBODY)
        ground = str(self.ground.currentData() or "")
        self._rules.ground(ground)
        return ErasePerson(self.plan.person, ground, document, self.plan.keep_statistics)

    @classmethod
    def ask(cls, dialog: ErasePersonDialog) -> ErasePerson | None:
        """The act, or None."""
        return dialog.command() if dialog.ask_person() else None

    def _show(self) -> None:
        plan = self.plan
        heads = [
            Head(_("Sổ"), grows=True),
            Head(_("Xóa cả ghi chép"), right=True),
            Head(_("Chỉ bỏ phần nhận ra người"), right=True),
        ]
        rows = [
            [
                Cell(_(REGISTERS[each.register].title)),
                *(Cell(show_integer(n) if n else "") for n in (each.erased, each.cleaned)),
            ]
            for each in plan.books
        ]
        self.counts.show_rows(heads, rows)
        lines = []
        if plan.files:
            lines.append(
                _("{count} tệp đính kèm mất hẳn nội dung.").format(count=show_integer(plan.files))
            )
        if plan.named_elsewhere:
            books = "; ".join(
                f"{_(REGISTERS[name].title)} ({show_integer(count)})"
                for name, count in plan.named_elsewhere.items()
            )
            lines.append(
                _("Họ tên này còn trong ghi chép khác, chương trình không tự sửa: {books}.").format(
                    books=books
                )
            )
        self.told.setText(" ".join(lines))
        self.told.setVisible(bool(lines))

    def _finish(self) -> None:
        try:
            self.command()
        except BadInput as error:
            if error.field == "ground":
                self.complain(error)
            return
        self.accept()
