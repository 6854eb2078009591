"""The form of a record: parse as one types, complain beside the field, keep drafts, meet others."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Kind
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.storage.queries import Sibling
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.forms.editors import ChoiceEditor, ReferenceEditor
from sachmatuy_desktop.ui.forms.record_dialog import RecordDialog
from sachmatuy_desktop.ui.forms.record_form import RecordForm
from sachmatuy_desktop.ui.forms.record_panel import RecordPanel
from sachmatuy_desktop.ui.forms.ticks import TicksEditor

from .conftest import TestOffice

PEOPLE = REGISTERS["people"]
Settled = Callable[[], None]


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> RecordPanel:
    made = RecordPanel(desk, PEOPLE)
    made.resize(480, 700)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def line(panel: RecordPanel | RecordDialog, name: str) -> QLineEdit:
    editor = panel.form.editor(name)
    assert isinstance(editor, QLineEdit)
    return editor


def open_tab(panel: RecordPanel, title: str) -> None:
    titles = [panel.tabs.tabText(place) for place in range(panel.tabs.count())]
    panel.tabs.setCurrentIndex(titles.index(title))


def type_into(qtbot: QtBot, editor: QLineEdit, text: str) -> None:
    """Key by key; letters that no key has come from an input method."""
    editor.setFocus()
    editor.selectAll()
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(editor, letter)
        else:
            compose(editor, letter)


def compose(editor: QLineEdit, text: str) -> None:
    """What an input method of Linux does: show the text underlined, then hand it over."""
    QApplication.sendEvent(editor, QInputMethodEvent(text, []))
    done = QInputMethodEvent("", [])
    done.setCommitString(text)
    QApplication.sendEvent(editor, done)


@pytest.mark.parametrize("register", list(REGISTERS), ids=lambda each: each.name)
def test_every_register_has_a_form_in_which_every_field_speaks_its_name(
    qtbot: QtBot, desk: Desk, register: Register
) -> None:
    form = RecordForm(desk.queries, register, desk.may_see)
    qtbot.addWidget(form)

    assert form.fields == [each for each in register.fields if not each.by_program]
    for field in form.fields:
        editor = form.editor(field.name)
        assert field.label in editor.accessibleName()
        assert isinstance(editor, QPlainTextEdit) == (field.kind is Kind.LONG_TEXT)


def test_a_new_person_is_saved_with_ctrl_s(
    qtbot: QtBot, desk: Desk, office: TestOffice, panel: RecordPanel, settled: Settled
) -> None:
    panel.show_new()
    assert line(panel, "full_name").hasFocus()
    assert not panel.save_button.isEnabled()
    type_into(qtbot, line(panel, "full_name"), "Lò Văn Mẫu")
    type_into(qtbot, line(panel, "birth"), "1985")
    assert panel.save_button.isEnabled()
    QTest.keyClick(panel.form.editor("birth"), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settled()

    [person] = office.queries.ids("people")
    assert office.value("people", person, "full_name") == "Lò Văn Mẫu"
    assert office.value("people", person, "birth") == "1985"
    assert panel.record == person
    assert panel.title.text() == "Lò Văn Mẫu, 1985"


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [("1-2-1985", "01/02/1985"), ("2/1985", "02/1985"), ("1985", "1985")],
)
def test_what_can_be_read_is_written_the_official_way_on_leaving(
    qtbot: QtBot, panel: RecordPanel, typed: str, tidy: str
) -> None:
    panel.show_new()
    type_into(qtbot, line(panel, "birth"), typed)
    line(panel, "other_names").setFocus()

    assert line(panel, "birth").text() == tidy


def test_a_complaint_stands_beside_its_field_once_one_leaves_it(
    qtbot: QtBot, panel: RecordPanel
) -> None:
    panel.show_new()
    type_into(qtbot, line(panel, "full_name"), "Lò Văn Mẫu")
    type_into(qtbot, line(panel, "birth"), "31/2/1980")
    assert panel.form.complaint_beside("birth") == ""  # nobody is scolded in mid-word
    line(panel, "other_names").setFocus()

    assert "31/2/1980" in panel.form.complaint_beside("birth")
    assert panel.form.complaint_beside("full_name") == ""
    assert not panel.save_button.isEnabled()
    type_into(qtbot, line(panel, "birth"), "28/2/1980")
    assert panel.form.complaint_beside("birth") == ""
    assert panel.save_button.isEnabled()


def test_a_pause_in_typing_is_enough_for_a_complaint(qtbot: QtBot, panel: RecordPanel) -> None:
    panel.show_new()
    type_into(qtbot, line(panel, "birth"), "31/2/1980")

    qtbot.waitUntil(lambda: panel.form.complaint_beside("birth") != "", timeout=3000)


def test_enter_goes_down_field_by_field(qtbot: QtBot, panel: RecordPanel) -> None:
    panel.show_new()
    QTest.keyClick(line(panel, "full_name"), Qt.Key.Key_Return)
    assert line(panel, "other_names").hasFocus()
    QTest.keyClick(line(panel, "other_names"), Qt.Key.Key_Return)
    assert line(panel, "sex").hasFocus()


def test_a_word_of_a_list_is_typed_without_accents(qtbot: QtBot, panel: RecordPanel) -> None:
    panel.show_new()
    sex = panel.form.editor("sex")
    assert isinstance(sex, ChoiceEditor)
    type_into(qtbot, sex, "nu")

    assert sex.value() == "nu"
    qtbot.waitUntil(lambda: [each.text for each in sex.suggestions] == ["Nữ"])
    QTest.keyClick(sex, Qt.Key.Key_Return)
    assert sex.text() == "Nữ"
    assert not sex.suggestions


def test_the_whole_list_opens_with_the_down_key_and_closes_with_escape(
    qtbot: QtBot, panel: RecordPanel
) -> None:
    panel.show_new()
    sex = panel.form.editor("sex")
    assert isinstance(sex, ChoiceEditor)
    sex.setFocus()
    QTest.keyClick(sex, Qt.Key.Key_Down)
    assert [each.text for each in sex.suggestions] == ["Nam", "Nữ"]
    QTest.keyClick(sex, Qt.Key.Key_Down)
    QTest.keyClick(sex, Qt.Key.Key_Return)
    assert sex.value() == "nu"
    QTest.keyClick(sex, Qt.Key.Key_Down)
    QTest.keyClick(sex, Qt.Key.Key_Escape)

    assert not sex.suggestions
    assert panel.isVisible()


def test_another_record_is_found_by_a_part_of_its_name_without_accents(
    qtbot: QtBot, office: TestOffice, village: str, panel: RecordPanel
) -> None:
    office.add("villages", name="Thôn Đồng Bằng", kind="thon")
    panel.show_new()
    place = panel.form.editor("village")
    assert isinstance(place, ReferenceEditor)
    type_into(qtbot, place, "mot")
    qtbot.waitUntil(lambda: [each.text for each in place.suggestions] == ["Thôn Một"])
    QTest.keyClick(place, Qt.Key.Key_Return)

    assert place.value() == village
    assert place.text() == "Thôn Một"


def test_a_full_name_typed_is_as_good_as_a_choice(
    qtbot: QtBot, village: str, panel: RecordPanel
) -> None:
    panel.show_new()
    place = panel.form.editor("village")
    assert isinstance(place, ReferenceEditor)
    type_into(qtbot, place, "thon mot")

    assert place.value() == village


def test_a_syllable_being_composed_is_left_alone(
    qtbot: QtBot, office: TestOffice, village: str, panel: RecordPanel
) -> None:
    panel.show_new()
    place = panel.form.editor("village")
    assert isinstance(place, ReferenceEditor)
    place.setFocus()
    QApplication.sendEvent(place, QInputMethodEvent("mô", []))
    place.ask()
    assert not place.suggestions
    done = QInputMethodEvent("", [])
    done.setCommitString("một")
    QApplication.sendEvent(place, done)

    assert place.text() == "một"
    qtbot.waitUntil(lambda: [each.text for each in place.suggestions] == ["Thôn Một"])
    assert place.text() == "một"


def test_only_what_changed_is_written(
    qtbot: QtBot, office: TestOffice, panel: RecordPanel, settled: Settled
) -> None:
    person = office.add("people", full_name="Lò Văn Mẫu", sex="nam")
    panel.show_record(person)
    type_into(qtbot, line(panel, "occupation"), "Làm ruộng")
    panel.save()
    settled()

    newest = office.queries.history("people", person)[0]
    assert [(name, after) for name, _before, after in newest.changes] == [
        ("occupation", "Làm ruộng")
    ]


def test_a_draft_is_kept_while_one_looks_at_someone_else(
    qtbot: QtBot, office: TestOffice, panel: RecordPanel, settled: Settled
) -> None:
    an = office.add("people", full_name="Hà Văn An")
    binh = office.add("people", full_name="Lò Văn Bình")
    panel.show_record(an)
    type_into(qtbot, line(panel, "occupation"), "Thợ xây")
    panel.show_record(binh)
    assert panel.draft_text.text() == "Chưa lưu: Hà Văn An"
    assert line(panel, "occupation").text() == ""

    panel.draft_resume.click()
    assert panel.record == an
    assert line(panel, "occupation").text() == "Thợ xây"
    assert panel.draft_bar.isHidden()

    panel.show_record(binh)
    panel.draft_save.click()
    settled()
    assert office.value("people", an, "occupation") == "Thợ xây"
    assert panel.record == binh
    assert panel.draft_bar.isHidden()


def test_a_draft_that_cannot_be_read_can_only_be_taken_up_or_dropped(
    qtbot: QtBot, office: TestOffice, panel: RecordPanel
) -> None:
    an, binh = (office.add("people", full_name=name) for name in ("Hà Văn An", "Lò Văn Bình"))
    panel.show_record(an)
    type_into(qtbot, line(panel, "birth"), "31/2/1980")
    panel.show_record(binh)
    assert not panel.draft_save.isEnabled()
    panel.show_record(an)  # the list is another way back to it
    assert line(panel, "birth").text() == "31/2/1980"
    panel.show_record(binh)
    panel.draft_drop.click()

    assert panel.draft_bar.isHidden()
    assert not panel.is_changed


def test_whoever_saves_second_sees_both_values(
    qtbot: QtBot, office: TestOffice, panel: RecordPanel, settled: Settled
) -> None:
    person = office.add("people", full_name="Lò Văn Mẫu", occupation="Làm ruộng")
    panel.show_record(person)
    type_into(qtbot, line(panel, "occupation"), "Thợ xây")
    office.run(SaveRecord("people", person, {"occupation": "Lái xe", "phone": "0987654321"}))
    panel.save()
    settled()

    offer = panel.form.offer_beside("occupation")
    assert offer is not None
    assert "Lái xe" in offer.text.text()
    assert line(panel, "occupation").text() == "Thợ xây"
    assert line(panel, "phone").text() != ""  # not touched here: followed
    assert office.value("people", person, "occupation") == "Lái xe"

    offer.buttons[1].click()  # keep what was typed here
    panel.save()
    settled()
    assert office.value("people", person, "occupation") == "Thợ xây"


def test_the_other_value_can_be_taken(
    qtbot: QtBot, office: TestOffice, panel: RecordPanel, settled: Settled
) -> None:
    person = office.add("people", full_name="Lò Văn Mẫu", occupation="Làm ruộng")
    panel.show_record(person)
    type_into(qtbot, line(panel, "occupation"), "Thợ xây")
    office.run(SaveRecord("people", person, {"occupation": "Lái xe"}))
    panel.save()
    settled()
    offer = panel.form.offer_beside("occupation")
    assert offer is not None
    offer.buttons[0].click()

    assert line(panel, "occupation").text() == "Lái xe"
    assert not panel.is_changed


def test_values_written_at_the_same_time_elsewhere_are_offered(qtbot: QtBot, desk: Desk) -> None:
    form = RecordForm(desk.queries, PEOPLE, desk.may_see)
    qtbot.addWidget(form)
    form.fill({"full_name": "Lò Văn Mẫu", "sex": "nam"})
    decided: list[tuple[str, object]] = []
    form.show_siblings(
        {"sex": [Sibling("nu", "Cán bộ B", "2026-07-01T08:00:00+07:00")]},
        lambda field, value: decided.append((field, value)),
    )
    offer = form.offer_beside("sex")
    assert offer is not None
    assert offer.text.text() == "Hai nơi cùng sửa: Cán bộ B ghi «Nữ»"
    assert [button.text() for button in offer.buttons] == ["Chọn «Nữ»", "Chọn «Nam»"]
    offer.buttons[0].click()

    assert decided == [("sex", "nu")]


def test_an_edit_made_elsewhere_in_the_window_is_followed(
    qtbot: QtBot, office: TestOffice, desk: Desk, panel: RecordPanel, settled: Settled
) -> None:
    person = office.add("people", full_name="Lò Văn Mẫu")
    panel.show_record(person)
    desk.run(SaveRecord("people", person, {"occupation": "Lái xe"}))
    settled()

    assert line(panel, "occupation").text() == "Lái xe"


def test_what_stands_under_a_person_is_added_in_a_small_list(
    qtbot: QtBot, office: TestOffice, panel: RecordPanel, settled: Settled
) -> None:
    person = office.add("people", full_name="Lò Văn Mẫu")
    panel.show_record(person)
    open_tab(panel, "Theo dõi")
    assert panel.children_lists is not None
    tests = panel.children_lists.lists["tests"]
    assert tests.head.text().endswith("(0)")
    tests.add()
    dialog = tests.window().findChild(RecordDialog)
    assert dialog is not None
    type_into(qtbot, line(dialog, "planned_on"), "15/8/2026")
    dialog.save()
    settled()

    assert tests.head.text().endswith("(1)")
    [test] = office.queries.children("tests", "person", person)
    assert office.value("tests", test, "planned_on") == "2026-08-15"


def test_several_words_are_ticked_with_the_keyboard_and_kept_in_the_order_of_the_list(
    qtbot: QtBot, desk: Desk, office: TestOffice, settled: Settled
) -> None:
    person = office.add("people", full_name="Lò Văn Mẫu")
    dialog = RecordDialog(desk, REGISTERS["drug_profiles"], None, {"person": person})
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    drugs = dialog.form.editor("drugs")
    assert isinstance(drugs, TicksEditor)
    drugs.boxes["heroine"].setFocus()
    QTest.keyClick(drugs.boxes["heroine"], Qt.Key.Key_Space)
    drugs.boxes["can_sa"].setFocus()
    QTest.keyClick(drugs.boxes["can_sa"], Qt.Key.Key_Space)
    QTest.keyClick(drugs.boxes["can_sa"], Qt.Key.Key_Return)
    assert drugs.boxes["heroine"].hasFocus()  # Enter goes on as everywhere
    dialog.save()
    settled()

    [profile] = office.queries.ids("drug_profiles")
    assert office.value("drug_profiles", profile, "drugs") == "can_sa heroine"


def test_a_word_of_a_newer_program_is_not_lost_by_ticking_another(qtbot: QtBot) -> None:
    editor = TicksEditor(REGISTERS["drug_profiles"]["drugs"])
    qtbot.addWidget(editor)
    editor.put("can_sa ma_tuy_moi")
    editor.boxes["ats"].setChecked(True)
    assert editor.value() == "can_sa ats ma_tuy_moi"
    editor.restore("can_sa")
    assert editor.value() == "can_sa"
    editor.put(None)
    assert editor.value() is None


def test_a_small_record_with_something_wrong_stays_open(
    qtbot: QtBot, office: TestOffice, desk: Desk
) -> None:
    person = office.add("people", full_name="Lò Văn Mẫu")
    dialog = RecordDialog(desk, REGISTERS["visits"], None, {"person": person})
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.save()

    assert dialog.isVisible()
    assert dialog.form.complaint_beside("visited_on") == "Hãy điền «Ngày kiểm tra»."


def test_the_life_of_a_record_is_told(
    qtbot: QtBot, office: TestOffice, village: str, panel: RecordPanel
) -> None:
    person = office.add("people", full_name="Lò Văn Mẫu")
    office.run(SaveRecord("people", person, {"village": village}))
    panel.show_record(person)
    open_tab(panel, "Lịch sử")
    history = panel.history
    assert history is not None
    assert [each.head for each in history.told] == [
        "Cán bộ trực ghi Thôn, khu phố: Thôn Một, lúc 08:30 ngày 01/07/2026",
        "Cán bộ trực thêm người, lúc 08:30 ngày 01/07/2026",
    ]
    assert [part.text for part in history.told[1].parts] == ["Họ và tên: Lò Văn Mẫu"]


def test_leaving_by_the_other_doors_frees_the_form(qtbot: QtBot, desk: Desk) -> None:
    made = RecordPanel(desk, PEOPLE)
    gone: list[bool] = []
    made.destroyed.connect(lambda: gone.append(True))
    made.deleteLater()
    del made
    qtbot.waitUntil(lambda: gone == [True])
    desk.changed.emit(frozenset({("people", "0" * 32)}))


def test_texts_are_not_cut_at_the_usual_width(
    qtbot: QtBot, office: TestOffice, panel: RecordPanel
) -> None:
    panel.show_record(office.add("people", full_name="Lò Văn Mẫu"))
    for field in panel.form.fields:
        editor: QWidget = panel.form.editor(field.name)
        right = editor.mapTo(panel, editor.rect().topRight()).x()
        assert right <= panel.width(), field.name
