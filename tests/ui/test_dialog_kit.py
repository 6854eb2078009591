"""What dialogs are put together from: nothing that is said is cut, at any width."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.packs.library import load_packs
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.attest import AttestDialog
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, Entry, Sheet, button
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.pages.board.marks import Legend
from sachmatuy_desktop.ui.pages.sync.period_words import legend_of_periods

IA_HDRAI = "ia-hdrai-2024/commune-drug-free"
LONG = "Các nhóm ký tự không khớp với thẻ. Hãy đọc lại ít nhất hai nhóm trên bản in. " * 3


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    """The type sizes of the house."""
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())


def tops(buttons: list[QPushButton]) -> list[int]:
    return [each.geometry().top() for each in buttons]


def test_buttons_go_on_in_the_next_row_and_none_is_cut(qtbot: QtBot) -> None:
    verbs = ("Nhập gói…", "Trả lại để bổ sung…", "Xuất gói trả lời…", "Mở danh sách người")
    buttons = [button(verb) for verb in verbs]
    whole = QWidget()
    qtbot.addWidget(whole)
    whole.setLayout(FlowRow(*buttons))
    whole.show()

    whole.resize(whole.sizeHint().width() + 10, 200)
    assert len(set(tops(buttons))) == 1
    whole.resize(buttons[1].sizeHint().width() + 20, 200)
    assert len(set(tops(buttons))) > 1
    assert all(each.width() >= each.sizeHint().width() for each in buttons)
    assert all(each.geometry().right() <= whole.width() for each in buttons)


def test_a_legend_takes_the_lines_it_needs(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.show_marks(legend_of_periods())
    line = legend.heightForWidth(2000)
    assert legend.heightForWidth(900) == 2 * line
    assert legend.heightForWidth(500) == 3 * line


def test_a_button_that_is_hidden_leaves_no_gap(qtbot: QtBot) -> None:
    first, second = button("Soạn văn bản"), button("In cam kết hộ…")
    whole = QWidget()
    qtbot.addWidget(whole)
    whole.setLayout(FlowRow(first, second))
    whole.resize(600, 60)
    first.hide()
    whole.show()
    assert second.geometry().left() == whole.contentsRect().left()


def test_a_dialog_grows_with_what_it_must_say(qtbot: QtBot) -> None:
    sheet = Sheet("Tin cậy thẻ nhận dạng")
    qtbot.addWidget(sheet)
    entry = Entry("Các nhóm ký tự", hint="Ví dụ: 7QF2 M9TC")
    sheet.body.addWidget(entry)
    sheet.finish_with("Tin cậy cơ quan này", sheet.accept)
    sheet.setMinimumWidth(400)
    sheet.show()
    before, line = sheet.height(), entry.line.height()
    entry.say(LONG)
    whole = entry.wrong.heightForWidth(entry.width())
    qtbot.waitUntil(lambda: entry.wrong.height() >= whole)
    assert sheet.height() > before
    assert entry.line.height() >= line


def test_what_a_field_has_said_is_not_said_twice(qtbot: QtBot) -> None:
    terms = load_packs().rules(IA_HDRAI).attestations[0]
    dialog = AttestDialog(terms, date(2026, 3, 2))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog._done()
    assert dialog.wrong.text() == "Hãy chọn có hay không."
    dialog.yes.setChecked(True)
    dialog._done()
    assert dialog.signer.wrong.isVisible()
    assert not dialog.wrong.isVisible()
    with pytest.raises(BadInput):
        dialog.values()


def test_the_way_out_of_a_dialog_is_not_the_word_for_passing_over_a_row(qtbot: QtBot) -> None:
    sheet = Sheet("Hủy số văn bản")
    qtbot.addWidget(sheet)
    sheet.finish_with("Hủy số", sheet.accept)
    assert [each.text() for each in sheet.findChildren(QPushButton)] == ["Hủy số", "Hủy bỏ"]


def test_the_tip_of_a_choice_tells_all_its_words(qtbot: QtBot) -> None:
    choice = CalmChoice()
    qtbot.addWidget(choice)
    choice.addItem("Báo cáo kết quả tự rà soát, đánh giá, xếp loại địa bàn")
    choice.resize(120, choice.sizeHint().height())
    choice.show()
    assert choice.grab().width() > 0
    assert choice.toolTip() == choice.currentText()


def test_long_heads_fold_and_short_ones_do_not(qtbot: QtBot) -> None:
    table = PlainTable("Các đơn vị gửi lên")
    qtbot.addWidget(table)
    table.resize(700, 300)
    table.show()
    table.show_rows([Head("Hộ", right=True)], [[Cell("28")]])
    one_line = table.horizontalHeader().height()
    title = "Xã, phường, thị trấn sạch ma túy (huyện Ia H'Drai)"
    table.show_rows([Head("Hộ", right=True), Head(title, widest=190)], [[Cell("28"), Cell("–")]])
    assert table.horizontalHeader().height() > one_line
    assert table.columnWidth(1) <= theme.px(190)


def test_a_wrapped_text_is_whole_also_far_down_a_long_table(qtbot: QtBot) -> None:
    table = PlainTable("Kết quả xem trước")
    qtbot.addWidget(table)
    table.resize(400, 300)
    table.show()
    heads = [Head("Dòng", right=True), Head("Lý do", grows=True, wraps=True)]
    table.show_rows(heads, [[Cell(str(row)), Cell(LONG)] for row in range(2_000)])
    assert table.rowHeight(0) > 2 * theme.row_height()
    table.choose(1_999)
    table.scrollToBottom()
    assert table.rowHeight(table.rowAt(table.viewport().height() // 2)) > 2 * theme.row_height()
