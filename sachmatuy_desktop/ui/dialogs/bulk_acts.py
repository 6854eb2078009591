"""What can be done to the chosen rows of a list, each with its dialog; a list offers what fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, cast

from PySide6.QtWidgets import QLabel, QWidget

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, Value
from sachmatuy_desktop.domain.registers.register import Register, Scope
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.bulk import Bulk, RemoveRecords, SetField, Survey, may_set
from sachmatuy_desktop.services.bulk_acts import (
    AssignHelper,
    PlanTests,
    SignCommitments,
    households_of,
)
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.bulk import BulkDialog, UnderEach, UnderEachDialog
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, complaint, label_of, open_at
from sachmatuy_desktop.ui.dialogs.return_note import ReturnRecordsDialog
from sachmatuy_desktop.ui.forms.editors import Editor, editor_for
from sachmatuy_desktop.ui.forms.record_dialog import new_values
from sachmatuy_desktop.ui.models.codes import is_code

__all__ = ["BULK_OFFERS", "SIGNING", "BulkOffer", "SetFieldDialog"]


class SetFieldDialog(BulkDialog):
    """One field of the chosen records, one value."""

    def __init__(
        self, desk: Desk, register: Register, records: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, register, records, _("Ghi chung một cột"), parent)
        self._fields = settable(desk, register)
        self.field = CalmChoice()
        self.field.setAccessibleName(_("Cột"))
        for each in self._fields:
            self.field.addItem(_(each.label), each.name)
        self.field.currentIndexChanged.connect(lambda _place: self._take_field())
        label = label_of(_("Cột"), self.field)
        self.value_label = QLabel(_("Giá trị mới (để trống là xóa giá trị cũ)"))
        self.beside = complaint()
        self.editor: QWidget | None = None
        for widget in (label, self.field, self.value_label, self.beside):
            self.form_place.addWidget(widget)
        self._take_field()
        open_at(self, 520, 340)
        self.field.setFocus()

    def command(self) -> Bulk:
        """Write the value into the field; raises `BadInput`, said beside the value."""
        field, value = self._field(), self._value()
        refusal = may_set(self.register, field, value)
        if refusal is not None:
            raise BadInput(refusal.message, **refusal.values)
        return SetField(self.register.name, self.records, name=field.name, value=value)

    def promise(self, seen: Survey) -> str:
        """What will be written; the empty value takes the old one away."""
        told = _("Sẽ ghi «{field}» cho {count} {one}.")
        if self._value() is None:
            told = _("Sẽ xóa giá trị cũ của «{field}» ở {count} {one}.")
        return told.format(
            field=_(self._field().label),
            count=show_integer(len(seen.ready)),
            one=_(self.register.one),
        )

    def look(self) -> None:
        """A value that cannot be read is said beside it."""
        self.beside.hide()
        try:
            self.command()
        except BadInput as error:
            self.beside.setText(say(error))
            self.beside.show()
        super().look()

    def choose(self, name: str) -> None:
        """Choose the column."""
        self.field.setCurrentIndex(self.field.findData(name))

    def _field(self) -> Field:
        return self.register[str(self.field.currentData())]

    def _value(self) -> Value:
        return cast("Editor", self.editor).value() if self.editor is not None else None

    def _take_field(self) -> None:
        if self.editor is not None:
            self.form_place.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
        self.editor = editor_for(self._field(), self.desk.queries)
        self.editor.setAccessibleName(_(self._field().label))
        self.value_label.setBuddy(self.editor)
        self.form_place.insertWidget(3, self.editor)
        cast("Editor", self.editor).edited.connect(self.edited)
        self.edited()


def settable(desk: Desk, register: Register) -> list[Field]:
    """The fields of a register that many records can be given one value in."""
    return [
        each
        for each in register.fields
        if desk.may_see(each) and may_set(register, each) is None and not is_code(each)
    ]


class RemoveDialog(BulkDialog):
    """What would go, what goes with it, and what stays because others speak of it."""

    def __init__(
        self, desk: Desk, register: Register, records: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, register, records, _("Xóa các dòng đang chọn"), parent)
        open_at(self, 520, 260)
        self.look()

    def command(self) -> Bulk:
        """Take them out."""
        return RemoveRecords(self.register.name, self.records)

    def verb(self, count: str) -> str:
        """What the button says."""
        return _("Xóa {count} {one}").format(count=count, one=_(self.register.one))

    def promise(self, seen: Survey) -> str:
        """How many go, and what goes with them."""
        told = _("Sẽ xóa {count} {one}").format(
            count=show_integer(len(seen.ready)), one=_(self.register.one)
        )
        along = ", ".join(
            f"{show_integer(count)} {_(REGISTERS[name].one)}"
            for name, count in seen.written.items()
            if name != self.register.name
        )
        return (
            _("{told}, kèm theo {along}.").format(told=told, along=along) if along else f"{told}."
        )


class HelperDialog(UnderEachDialog):
    """One helper for the chosen people."""

    def __init__(
        self, desk: Desk, register: Register, records: Sequence[str], parent: QWidget | None = None
    ) -> None:
        made = REGISTERS["assignments"]
        values = {**new_values(made, desk, {}), "from_date": _today(desk)}
        shown = [each.name for each in made.fields if each.name != made.parent]
        new = UnderEach(_("Giao người giúp đỡ"), made.name, shown, values)
        super().__init__(desk, register, records, new, parent)

    def command(self) -> Bulk:
        """Assign the helper; raises `BadInput`."""
        return AssignHelper(self.register.name, self.records, values=self.values())


class PlannedTestsDialog(UnderEachDialog):
    """One day of testing for the chosen people."""

    def __init__(
        self, desk: Desk, register: Register, records: Sequence[str], parent: QWidget | None = None
    ) -> None:
        values: dict[str, Value] = {"kind": "dinh_ky", "planned_on": _today(desk)}
        shown = ("kind", "planned_on", "body")
        new = UnderEach(_("Lập kế hoạch xét nghiệm"), "tests", shown, values)
        super().__init__(desk, register, records, new, parent)

    def command(self) -> Bulk:
        """Plan the tests; raises `BadInput`."""
        return PlanTests(self.register.name, self.records, values=self.values())


class CommitmentDialog(UnderEachDialog):
    """What the chosen households answered, or those of a whole hamlet."""

    def __init__(
        self, desk: Desk, register: Register, records: Sequence[str], parent: QWidget | None = None
    ) -> None:
        self._chosen = tuple(records)
        today = _today(desk)
        values: dict[str, Value] = {
            "outcome": "da_ky",
            "signed_on": today,
            "year": int(today[:4]),
        }
        shown = ("outcome", "signed_on", "signer", "year", "round", "reason")
        new = UnderEach(_("Ghi cam kết của hộ gia đình"), "commitments", shown, values)
        super().__init__(desk, register, records, new, parent)
        self.whose = CalmChoice()
        self.whose.setAccessibleName(_("Ghi cho"))
        self.whose.addItem(_("{count} hộ đang chọn").format(count=show_integer(len(records))), None)
        villages = desk.queries.names("villages", desk.queries.ids("villages"))
        for key, name in villages.items():
            self.whose.addItem(_("Cả {village}").format(village=name), key)
        self.whose.currentIndexChanged.connect(lambda _place: self._take_whose())
        label = label_of(_("Ghi cho"), self.whose)
        self.form_place.insertWidget(0, label)
        self.form_place.insertWidget(1, self.whose)

    def command(self) -> Bulk:
        """Write the answers down; raises `BadInput`."""
        return SignCommitments(self.register.name, self.records, values=self.values())

    def choose_village(self, village: str) -> None:
        """All households of a village."""
        self.whose.setCurrentIndex(self.whose.findData(village))

    def _take_whose(self) -> None:
        village = self.whose.currentData()
        session = self.desk.office.session
        self.records = (
            self._chosen if village is None else tuple(households_of(session, str(village)))
        )
        self.look()


def _today(desk: Desk) -> str:
    return desk.office.clock.today()


_OWN_SCOPES: Final = frozenset({Scope.DOWN, Scope.LOCAL})
"""What a receiving office holds of its own."""


@dataclass(frozen=True)
class BulkOffer:
    """One line of the menu of chosen rows.

    `registers` are the lists it is offered in, all when empty; `writes` the register that is
    written, "" for the list's own; `tells` one of whose records it speaks besides.
    """

    title: str
    picture: str
    dialog: Callable[[Desk, Register, Sequence[str], QWidget | None], BulkDialog]
    registers: frozenset[str] = frozenset()
    writes: str = ""
    tells: str = ""
    of_communes: bool = False
    """Done to what communes have sent, by the office above them."""

    def fits(self, desk: Desk, register: Register) -> bool:
        """Whether this account may do it in this list."""
        if self.of_communes and (register.scope in _OWN_SCOPES or not desk.receives):
            return False
        if self.registers and register.name not in self.registers:
            return False
        if self.tells and not desk.role.may_name(REGISTERS[self.tells]):
            return False
        if self.writes:
            return desk.may_act_on(REGISTERS[self.writes])
        return desk.may_write(register)


BULK_OFFERS: Final = (
    BulkOffer(
        N_("Trả lại để bổ sung…"),
        "undo-2",
        ReturnRecordsDialog,
        writes="returns",
        of_communes=True,
    ),
    BulkOffer(
        N_("Giao người giúp đỡ…"), "users", HelperDialog, frozenset({"people"}), "assignments"
    ),
    BulkOffer(
        N_("Lập kế hoạch xét nghiệm…"),
        "list-checks",
        PlannedTestsDialog,
        frozenset({"people"}),
        "tests",
        tells="episodes",
    ),
    BulkOffer(N_("Ghi chung một cột…"), "columns-3", SetFieldDialog),
    BulkOffer(N_("Xóa các dòng đang chọn…"), "trash-2", RemoveDialog),
)
"""In the order of the menu; the one that takes away comes last."""

SIGNING: Final = BulkOffer(
    N_("Ghi cam kết…"), "pencil", CommitmentDialog, frozenset({"households"}), "commitments"
)
"""Not in the menu: the page of households has a button for it."""
