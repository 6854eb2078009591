"""Somebody who sits at the real window of an office and does everything by its widgets.

What an officer does reads as in the office; what is read back is what stands on screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QTreeWidgetItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.services.sync import trusting
from sachmatuy_desktop.ui.attachments.add_dialog import AddDialog
from sachmatuy_desktop.ui.attachments.dialog import AttachmentsDialog
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.dialogs.compose import ComposeDialog
from sachmatuy_desktop.ui.dialogs.merge_preview import MergeDialog
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.proved import ProvedDialog
from sachmatuy_desktop.ui.dialogs.task_result import ResultDialog
from sachmatuy_desktop.ui.forms.record_form import RecordForm
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.board import BoardPage
from sachmatuy_desktop.ui.pages.board.tasks import TasksBoard
from sachmatuy_desktop.ui.pages.plans import PlansPage
from sachmatuy_desktop.ui.pages.plans.task_lines import Line
from sachmatuy_desktop.ui.pages.plans.tasks import TasksTab
from sachmatuy_desktop.ui.pages.registers import RegistersPage
from sachmatuy_desktop.ui.pages.sync import SyncPage
from sachmatuy_desktop.ui.pages.tabbed import Tab, TabOf
from sachmatuy_desktop.ui.pages.today import TodayPage
from sachmatuy_desktop.ui.pages.today.todo import Group
from tests.documents.pdf_reading import words_of
from tests.ui.asked import when_asked
from tests.ui.test_attachments import drop

__all__ = ["PATIENCE", "Officer", "words"]

PATIENCE = 20_000
"""Milliseconds that the worker may take on a busy machine."""

D = TypeVar("D", bound=QDialog)
T = TypeVar("T", bound=Tab)


@dataclass(frozen=True)
class Officer:
    """One window, and hands at it."""

    qtbot: QtBot
    window: MainWindow

    # Waiting

    def rest(self) -> None:
        """Wait until the worker has nothing left to do."""
        self.until(lambda: not self.window.desk.operations.is_busy)
        settle()

    def until(self, ready: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(ready, timeout=PATIENCE)

    # Going somewhere

    def tab(self, kind: type[T]) -> T:
        """A tab of «Công việc» in front, read."""
        page = self.window.open_page("plans")
        assert isinstance(page, PlansPage)
        described = (each for each in vars(PlansPage).values() if isinstance(each, TabOf))
        tab: T = page.tab_of(next(each for each in described if each.make is kind))
        page.tabs.setCurrentWidget(tab)
        self.rest()
        return tab

    def board(self) -> TasksBoard:
        """Communes × tasks in front, read."""
        page = self.window.open_page("board")
        assert isinstance(page, BoardPage)
        page.tabs.setCurrentWidget(page.tasks)
        self.rest()
        return page.tasks

    # Hôm nay

    def today(self, group: Group) -> list[str]:
        """The lines of a card of the first page: `words: chip`, the detail after a stroke."""
        self._first_page()
        return [_said(door) for door in self._doors(group)]

    def follow(self, group: Group, title: str) -> None:
        """Go where a line of the first page leads."""
        self._first_page()
        next(door for door in self._doors(group) if title in door.accessibleName()).click()
        self.rest()

    def _first_page(self) -> TodayPage:
        page = self.window.open_page("today")
        assert isinstance(page, TodayPage)
        self.rest()
        return page

    def _doors(self, group: Group) -> list[QPushButton]:
        page = self.window.pages["today"]
        assert isinstance(page, TodayPage)
        card = page.groups[group]
        return [] if card.isHidden() else card.findChildren(QPushButton)

    # Books

    def write(self, register: str, typed: Mapping[str, str], **chosen: Value) -> None:
        """A new record in the form of its book: texts typed, references and codes chosen."""
        page = self.window.open_page("registers")
        assert isinstance(page, RegistersPage)
        books = page.open_register(register)
        books.add()
        panel = books.show_panel()
        panel.show_new(chosen)
        type_into(panel.form, **typed)
        before = self.window.desk.queries.count(register)
        panel.save()
        self.rest()
        assert self.window.desk.queries.count(register) == before + 1

    # Tasks

    def listed(self, *, to_do: bool = True) -> list[tuple[str, str, str]]:
        """What stands in the list of tasks: title, state, what the last day rests on."""
        tab = self.tab(TasksTab)
        tab.to_do.setChecked(to_do)
        return [(line.title, line.cells[1].text, line.cells[3].text) for _, line in _lines(tab)]

    def stand_on(self, title: str, *, to_do: bool = True) -> TasksTab:
        """Make a task of the list the current one."""
        tab = self.tab(TasksTab)
        tab.to_do.setChecked(to_do)
        index = next(index for index, line in _lines(tab) if line.title == title)
        tab.tree.setCurrentIndex(index)
        return tab

    def do_task(
        self, title: str, *, proof: str = "", result: str = "", scan: Path | None = None
    ) -> None:
        """Write down that a task is done today, with the record or the scan that proves it."""
        self.record(self.stand_on(title), proof=proof, result=result, scan=scan)

    def record(
        self,
        tab: TasksTab,
        *,
        proof: str = "",
        result: str = "",
        who: str = "",
        scan: Path | None = None,
    ) -> None:
        """Write down that the current task is done today; who did it is as the plan proposes."""

        def answer(dialog: ResultDialog) -> None:
            if proof:
                self.until(lambda: any(proof in each.text(0) for each in _offered(dialog)))
                item = next(each for each in _offered(dialog) if proof in each.text(0))
                item.setCheckState(0, Qt.CheckState.Checked)
            if who:
                dialog.who.line.setText(who)
            dialog.remark.setPlainText(result)
            dialog.scan.setChecked(scan is not None)
            dialog.done_button.click()

        self.answer(ResultDialog, answer, lambda: press(tab.detail, "Ghi đã làm…"))
        if scan is not None:
            self._drop_on(tab, scan)

    def _drop_on(self, tab: TasksTab, scan: Path) -> None:
        (dialog,) = tab.findChildren(AttachmentsDialog)
        when_asked(AddDialog, lambda asked: asked.add_button.click())
        drop(dialog.view, scan)
        self.until(lambda: len(dialog.view.files) == 1)
        dialog.accept()
        self.rest()

    # Papers

    def issue(
        self, open_it: Callable[[], object], *, proves: str = "", **asked: str
    ) -> tuple[str, str]:
        """Compose a paper, issue it, and write down the task it carries out: number, words."""
        issued: list[str] = []

        def answer(dialog: ComposeDialog) -> None:
            self.until(dialog.issue.isEnabled)
            for need, value in asked.items():
                choose(dialog.needs.widgets[need], value)
                self.rest()
            dialog.issue.click()
            self.until(lambda: dialog.document is not None)
            self.rest()
            if proves:
                self.until(dialog.extras.prove.isVisible)
                when_asked(ProvedDialog, lambda shown: tick_only(shown, proves))
                dialog.extras.prove.click()
                self.rest()
            rows = self.window.desk.queries.rows("documents", [str(dialog.document)])
            issued.append(str(rows[str(dialog.document)]["number"]))
            issued.append(words_of(dialog.view.pdf))
            dialog.reject()

        self.answer(ComposeDialog, answer, open_it)
        number, told = issued
        return number, told

    # Dialogs

    def answer(
        self, kind: type[D], answer: Callable[[D], object], open_it: Callable[[], object]
    ) -> None:
        """Open a dialog and answer it once it is on screen; then everything is at rest."""
        done: list[bool] = []

        def told(dialog: D) -> None:
            answered = False
            try:
                answer(dialog)
                answered = True
            finally:  # a dialog left open by a failed answer would hang the test
                done.append(answered)
                if not answered:
                    dialog.reject()

        when_asked(kind, told)
        open_it()
        self.until(lambda: bool(done))
        self.rest()

    # Bundles

    def carry_to(self, other: Officer, stick: Path) -> None:
        """A bundle is written here and taken in there."""
        out, into = self.window.open_page("sync"), other.window.open_page("sync")
        assert isinstance(out, SyncPage)
        assert isinstance(into, SyncPage)
        here, there = office_in(self.window.desk), office_in(other.window.desk)
        key = there.keys.device.public.key_id
        partner = next(each for each in trusting.partners(here) if each.key_id == key)
        out.flow.export_to(partner, stick)
        self.rest()
        self.until(stick.exists)
        other.answer(MergeDialog, lambda asked: asked.accept(), lambda: into.take_in(stick))


def settle() -> None:
    """What was made is shown, what was taken away is gone."""
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))


# -- hands ----------------------------------------------------------------------------------------


def words(widget: QWidget) -> str:
    """Everything a part of the window says; long words from their tip."""
    settle()
    said = [each.toolTip() or each.text() for each in widget.findChildren(QLabel)]
    said += [each.toolTip() or each.text() for each in widget.findChildren(QPushButton)]
    return "\n".join(said + [each.text for each in widget.findChildren(Chip)])


def press(widget: QWidget, verb: str) -> None:
    """Click the button with these words."""
    settle()
    (found,) = (
        each
        for each in widget.findChildren(QPushButton)
        if each.text() == verb and not each.isHidden()
    )
    found.click()


def pick(menu: QMenu | None, *path: str) -> None:
    """Walk a menu down, each entry found by the beginning of its words, and take the last."""
    for place, text in enumerate(path):
        assert menu is not None
        action = next(each for each in menu.actions() if each.text().startswith(text))
        if place == len(path) - 1:
            action.trigger()
            return
        inside = action.menu()
        assert isinstance(inside, QMenu)
        menu = inside


def choose(widget: QWidget, value: str) -> None:
    """Choose what is kept under a value, as a hand would."""
    assert isinstance(widget, QComboBox)
    place = widget.findData(value)
    assert place >= 0, [widget.itemText(each) for each in range(widget.count())]
    widget.setCurrentIndex(place)
    widget.activated.emit(place)


def type_into(form: RecordForm, **typed: str) -> None:
    """Type into the fields of a form."""
    for name, text in typed.items():
        editor = form.editor(name)
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
            continue
        line = editor if isinstance(editor, QLineEdit) else editor.findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        line.setText(text)
        line.editingFinished.emit()


def tick_only(dialog: ProvedDialog, title: str) -> None:
    """Of the tasks offered, the one a paper carries out."""
    for box, task in dialog.boxes:
        box.setChecked(task.title == title)
    dialog.done_button.click()


def _said(door: QPushButton) -> str:
    holder = door.parentWidget()
    assert holder is not None
    details = [each.text() for each in holder.findChildren(QLabel) if each.property("role")]
    return " | ".join([door.accessibleName(), *details])


def _lines(tab: TasksTab) -> Iterator[tuple[QModelIndex, Line]]:
    model = tab.tree.model_
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        line = model.line(index)
        assert line is not None
        yield index, line


def _offered(dialog: ResultDialog) -> list[QTreeWidgetItem]:
    return dialog.proofs.items() if dialog.proofs is not None else []
