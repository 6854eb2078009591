"""Taking a pack in: what is wrong with the file and where, what it changes, from which day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QSplitter, QTabWidget, QTextEdit, QWidget

from sachmatuy_desktop.domain.criteria import RulePack
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.packs.reading import Problem
from sachmatuy_desktop.services.packs import ImportPack, Looked, look_at
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import Entry, Sheet, open_at, paragraph, row
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.packs.comparing import DifferenceView, EffectView, fill
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["ImportPackDialog", "SourceText"]

DIFFERENCES: Final = 1


class ImportPackDialog(Sheet):
    """A file of criteria looked at before it is taken in; one button does it, as one act."""

    def __init__(
        self, desk: Desk, name: str, content: bytes, parent: QWidget | None = None
    ) -> None:
        told = _("Tệp {name}. Chưa có gì được ghi cho đến khi bấm Nhập.").format(name=name)
        super().__init__(_("Nhập bộ tiêu chí"), told, parent)
        self.desk = desk
        self.looked: Looked | None = None
        self._content = content
        self._lines: list[int] = []
        self.verdict = paragraph(_("Đang kiểm tra tệp…"))
        self.problems = PlainTable(_("Lỗi và điểm cần lưu ý của tệp"))
        self.problems.row_chosen.connect(self._show_line)
        self.problems.row_entered.connect(self._go_to_line)
        self.source = SourceText()
        self.differences = DifferenceView()
        self.effect = EffectView(desk)
        self.document = Entry(_("Văn bản kèm theo"), hint=_("Ví dụ: Công văn số 12/CAT-PC04"))
        self.remark = Entry(_("Ghi chú"))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        check = QSplitter(Qt.Orientation.Vertical)
        check.setChildrenCollapsible(False)
        check.addWidget(self.problems)
        check.addWidget(self.source)
        self.tabs.addTab(check, _("Kiểm tra tệp"))
        self.tabs.addTab(self.differences, _("Khác với bản trước"))
        self.tabs.addTab(self.effect, _("Ảnh hưởng ở đây"))
        self.body.addWidget(self.verdict)
        self.body.addWidget(self.tabs, 1)
        self.body.addLayout(row(self.document, self.remark, space=16))
        self.take = self.finish_with(_("Nhập"), self._take)
        self.take.setEnabled(False)
        open_at(self, 1040, 700)
        self._look()

    def _look(self) -> None:
        session, content = self.desk.office.session, self._content
        operation = Operation(self.desk.operations, lambda: look_at(session, content), self)
        operation.success(self._show).failure(self.complain).start()

    def _show(self, looked: Looked) -> None:
        self.looked = looked
        self.source.setPlainText(looked.checked.text or _as_text(self._content))
        shown = [*((each, True) for each in looked.errors)]
        shown += [(each, False) for each in looked.warnings]
        heads = [
            Head(_("Dòng"), right=True),
            Head(_("Loại")),
            Head(_("Nội dung"), grows=True, wraps=True),
        ]
        self.problems.show_rows(heads, [_cells(each, wrong) for each, wrong in shown])
        self._lines = [each.line for each, _wrong in shown]
        self.verdict.setText(_verdict(looked, receives=self.desk.receives))
        self.take.setEnabled(not looked.errors)
        if shown:
            self.problems.choose(0)
        self._compare(looked)

    def _compare(self, looked: Looked) -> None:
        pack, before = looked.pack, looked.before
        if looked.errors or not isinstance(pack, RulePack) or not isinstance(before, RulePack):
            self.differences.say_nothing_before()
            self.effect.say_why_not(_("Không có bộ nào trước bộ này để so sánh."))
            return
        fill(self.desk, before, pack, self.differences, self.effect)
        if not looked.warnings:
            self.tabs.setCurrentIndex(DIFFERENCES)

    def _show_line(self, place: int) -> None:
        if 0 <= place < len(self._lines):
            self.source.mark(self._lines[place])

    def _go_to_line(self, place: int) -> None:
        self._show_line(place)
        self.source.setFocus()

    def _take(self) -> None:
        self.wrong.hide()
        self.take.setEnabled(False)
        command = ImportPack(self._content, self.document.text, self.remark.text)
        self.desk.run(command, lambda _outcome: self.accept(), self._refused, self)

    def _refused(self, error: KnownError) -> None:
        self.take.setEnabled(True)
        self.complain(error)


def _cells(each: Problem, wrong: bool) -> list[Cell]:
    kind = Cell(_("Lỗi"), Tone.BLOCK) if wrong else Cell(_("Lưu ý"), Tone.CARE)
    return [Cell(str(each.line)), kind, Cell(_sentence(say(each.error)))]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('?') else '.'}"


def _verdict(looked: Looked, *, receives: bool) -> str:
    if looked.errors:
        return _("{count} lỗi: chưa nhập được. Bấm đúp một dòng để đến chỗ đó trong tệp.").format(
            count=len(looked.errors)
        )
    pack, before = looked.pack, looked.before
    if pack is None:  # pragma: no cover  (a file without a pack has an error)
        return ""
    day = show_date(pack.effective_from)
    told = _("{title} – bản số {edition}, áp dụng từ {day}.").format(
        title=pack.title, edition=pack.edition, day=day
    )
    if before is not None and before.id == pack.id:
        words = _("Tiếp theo bản số {edition}; các kết quả đã ghi giữ bản cũ.")
        told += " " + words.format(edition=before.edition)
    elif before is not None:
        told += " " + _("Thay bộ {title}.").format(title=before.title)
    if receives:
        told += " " + _("Bộ này đi xuống các xã trong gói trả lời kế tiếp.")
    return told


def _as_text(content: bytes) -> str:
    """As much of a file as can be shown where it is no text at all."""
    return content[:4096].decode("utf-8", "replace")


class SourceText(QPlainTextEdit):
    """The text of a file, its lines numbered; one of them is marked."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setAccessibleName(_("Nội dung tệp"))
        self._numbers = _Numbers(self)
        self.blockCountChanged.connect(lambda _count: self._make_room())
        self.updateRequest.connect(self._follow)
        self._make_room()

    @property
    def marked(self) -> int:
        """The number of the line that the cursor stands in."""
        return self.textCursor().blockNumber() + 1

    def mark(self, line: int) -> None:
        """Light a line up and bring it into sight."""
        block = self.document().findBlockByNumber(line - 1)
        if not block.isValid():
            return
        cursor = QTextCursor(block)
        self.setTextCursor(cursor)
        self.centerCursor()
        lit = QTextEdit.ExtraSelection()
        lit.cursor = cursor
        lit.format.setBackground(QColor(theme.WASH))
        lit.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        self.setExtraSelections([lit])

    def numbers_width(self) -> int:
        """The room the numbers take."""
        digits = len(str(max(self.blockCount(), 1)))
        return self.fontMetrics().horizontalAdvance("9") * digits + theme.px(14)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The numbers stand beside the text."""
        super().resizeEvent(event)
        area = self.contentsRect()
        self._numbers.setGeometry(
            QRect(area.left(), area.top(), self.numbers_width(), area.height())
        )

    def shown_lines(self, draw: Callable[[int, int, int], None]) -> None:
        """Tell number, top and height of every line in sight."""
        block: QTextBlock = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top <= self.viewport().height():
            height = self.blockBoundingRect(block).height()
            draw(block.blockNumber() + 1, int(top), int(height))
            top += height
            block = block.next()

    def _make_room(self) -> None:
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)

    def _follow(self, area: QRect, scrolled: int) -> None:
        if scrolled:
            self._numbers.scroll(0, scrolled)
        else:
            self._numbers.update(0, area.y(), self._numbers.width(), area.height())


class _Numbers(QWidget):
    """The line numbers beside a text."""

    def __init__(self, text: SourceText) -> None:
        super().__init__(text)
        self._text = text

    def sizeHint(self) -> QSize:
        """As wide as the longest number."""
        return QSize(self._text.numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The numbers of the lines in sight."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.PAPER))
        painter.setPen(QColor(theme.FAINT))
        width = self.width() - theme.px(6)

        def draw(number: int, top: int, height: int) -> None:
            painter.drawText(0, top, width, height, Qt.AlignmentFlag.AlignRight, str(number))

        self._text.shown_lines(draw)
        painter.end()
