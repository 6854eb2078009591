"""One thing done to many records: what is written, to how many, and which are refused and why.

Nothing is done before it was told: the dialog shows the survey of the very act that its button
does.  Records that are refused hold the act back until the officer leaves them out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.bulk import Bulk, Survey, survey
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import Sheet, open_at, paragraph, room_for
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.forms.form_draft import FormDraft
from sachmatuy_desktop.ui.forms.record_form import RecordForm
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.operations import Operation, Progress

__all__ = ["BulkDialog", "UnderEach", "UnderEachDialog"]

PAUSE_MS: Final = 250
"""How long a pause in typing is before the survey is made anew."""

FORM_SHARE: Final = 0.32
"""What the form takes of a small screen at least; it scrolls in what it has."""

MOST_REFUSED: Final = 500
"""Refused records listed by name."""


class BulkDialog(Sheet):
    """A form, the survey beneath it, and a button that says how many."""

    def __init__(
        self,
        desk: Desk,
        register: Register,
        records: Sequence[str],
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        told = _("{count} {one} đang chọn. Cả đợt là một việc, hoàn tác được.").format(
            count=show_integer(len(records)), one=_(register.one)
        )
        super().__init__(title, told, parent)
        self.desk = desk
        self.register = register
        self.records = tuple(records)
        self.seen: Survey | None = None
        self._asked = 0
        self.form_place = QVBoxLayout()
        self.told = paragraph()
        self.skip = QCheckBox()
        self.skip.toggled.connect(lambda _on: self._offer())
        self.refused = PlainTable(_("Các dòng không ghi được"))
        self.refused.setMinimumHeight(theme.px(110))
        self.body.addLayout(self.form_place)
        self.body.addWidget(self.told)
        self.body.addWidget(self.refused, 4)
        self.body.addWidget(self.skip)
        self.body.addStretch(1)
        self.done_button = self.finish_with(_("Ghi"), self.do)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self._forget()

    # What a kind of bulk act says

    def command(self) -> Bulk:
        """The act as the form stands; raises `BadInput`."""
        raise NotImplementedError

    def verb(self, count: str) -> str:
        """What the button says."""
        return _("Ghi cho {count} {one}").format(count=count, one=_(self.register.one))

    def promise(self, seen: Survey) -> str:
        """What will be done, in a sentence."""
        return _("Sẽ ghi cho {count} {one}.").format(
            count=show_integer(len(seen.ready)), one=_(self.register.one)
        )

    def complain_about(self, error: BadInput) -> bool:
        """Say what is wrong beside its field; False when there is no such field."""
        del error
        return False

    # What one can do

    def edited(self) -> None:
        """The form was typed into: what was foretold no longer holds."""
        self._forget()
        self._pause.start()

    def look(self) -> None:
        """Ask what the act would do now."""
        self._pause.stop()
        self._forget()
        try:
            command = self.command()
        except BadInput:
            return
        self._asked += 1
        asked = self._asked
        session = self.desk.office.session

        def work(progress: Progress) -> Survey:
            return survey(replace(command, report=progress.report), session)

        def show(seen: Survey) -> None:
            if asked == self._asked:
                self._show(seen)

        def cannot(error: KnownError) -> None:
            if asked == self._asked and not (
                isinstance(error, BadInput) and self.complain_about(error)
            ):
                self.complain(error)

        Operation.reporting(self.desk.operations, work, self).success(show).failure(
            cannot
        ).with_progress(_("Đang xem trước…"), stoppable=True).start()

    def do(self) -> None:
        """Do it to those that are ready."""
        seen = self.seen
        if seen is None or not self.done_button.isEnabled():
            return
        command = replace(self.command(), records=seen.ready)
        self.accept()
        self.desk.run_long(
            lambda progress: replace(command, report=progress.report),
            _("Đang ghi…"),
            counted=True,
        )

    # How it is done

    def _forget(self) -> None:
        self.seen = None
        self._asked += 1
        self.wrong.hide()
        self.told.setText("")
        self.skip.setChecked(False)
        for each in (self.refused, self.skip):
            each.hide()
        self.done_button.setEnabled(False)
        self.done_button.setText(self.verb(show_integer(len(self.records))))

    def _show(self, seen: Survey) -> None:
        self.seen = seen
        told = [self.promise(seen)] if seen.ready else [_("Không có gì để ghi.")]
        if seen.already:
            told.append(
                _("{count} {one} đã có sẵn, giữ nguyên.").format(
                    count=show_integer(len(seen.already)), one=_(self.register.one)
                )
            )
        if seen.refused:
            told.append(
                _("{count} {one} không ghi được:").format(
                    count=show_integer(len(seen.refused)), one=_(self.register.one)
                )
            )
            self.refused.show_rows(
                (
                    Head(_(self.register.one).capitalize(), grows=True),
                    Head(_("Vì sao"), grows=True),
                ),
                [
                    (Cell(each.title or "…"), Cell(say(each.why)))
                    for each in seen.refused[:MOST_REFUSED]
                ],
            )
            self.skip.setText(
                _("Để các dòng này lại, chỉ ghi {count} dòng kia").format(
                    count=show_integer(len(seen.ready))
                )
            )
        self.told.setText(" ".join(told))
        self.refused.setVisible(bool(seen.refused))
        self.skip.setVisible(bool(seen.refused and seen.ready))
        self._offer()

    def _offer(self) -> None:
        seen = self.seen
        ready = (
            seen is not None and bool(seen.ready) and (not seen.refused or self.skip.isChecked())
        )
        self.done_button.setEnabled(ready)
        if seen is not None:
            self.done_button.setText(self.verb(show_integer(len(seen.ready))))


@dataclass(frozen=True)
class UnderEach:
    """The record made under each: its register, the fields typed once for all, what they say."""

    title: str
    register: str
    shown: Sequence[str]
    values: Mapping[str, Value]


class UnderEachDialog(BulkDialog):
    """The same new record of a register under each of the chosen ones, typed in its own form."""

    def __init__(
        self,
        desk: Desk,
        register: Register,
        records: Sequence[str],
        new: UnderEach,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, register, records, new.title, parent)
        self.made = REGISTERS[new.register]
        hidden = frozenset(self.made.by_name) - frozenset(new.shown)
        self.form = RecordForm(desk.queries, self.made, desk.may_see, hidden)
        self.form.fill(new.values, {})
        about = hashlib.sha256(" ".join(sorted(records)).encode()).hexdigest()[:16]
        self.kept = FormDraft(self, desk, self.form, f"{new.register}/{about}", new.title)
        self.form.edited.connect(self.edited)
        self.form.finished.connect(self.done_button.setFocus)
        self.form_place.addWidget(self.form)
        most = min(theme.px(330), round(room_for(self).height() * FORM_SHARE))
        self.form.setMinimumHeight(min(self.form.sheet.sizeHint().height(), most))
        open_at(self, 600, 360)
        self.form.focus_first()
        self.look()

    def values(self) -> dict[str, Value]:
        """What was typed; raises `BadInput` for what cannot be read."""
        wrong = [each for each in self.form.complaints() if each.field in self.form.shown]
        if wrong:
            raise wrong[0]
        return {name: value for name, value in self.form.values().items() if value is not None}

    def complain_about(self, error: BadInput) -> bool:
        """Beside the field of the form."""
        return self.form.complain_about(error)
