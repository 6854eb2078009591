"""Who stands behind an actor of a plan: the body of today, the person, the account."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from PySide6.QtWidgets import QComboBox, QWidget

from sachmatuy_desktop.domain.plans import ACTOR_LEVELS, Body, PlanPack
from sachmatuy_desktop.domain.registers.plans import LEVEL_WORDS
from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.access.accounts import accounts
from sachmatuy_desktop.services.bus import Command
from sachmatuy_desktop.services.plans import PlanActor
from sachmatuy_desktop.services.plans.changing import OWN_ACTOR, AddActor, RemoveActor, SetActor
from sachmatuy_desktop.services.plans.looking import PlanLook
from sachmatuy_desktop.services.plans.rows import Behind
from sachmatuy_desktop.storage.keys.keyring_file import Account
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.act_sheet import ActSheet
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, Entry, button, faint, row
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.pages.plans.rule_entry import labelled

__all__ = ["ActorDialog", "account_choice", "body_choice"]


class ActorDialog(ActSheet):
    """Set one actor, or (`actor` None) add one of the office's own."""

    def __init__(
        self, desk: Desk, look: PlanLook, actor: PlanActor | None, parent: QWidget | None = None
    ) -> None:
        title = _("Ai đứng thay") if actor is not None else _("Thêm cơ quan thực hiện")
        super().__init__(desk, title, actor.name if actor is not None else "", parent)
        self._look, self._actor = look, actor
        self.name = Entry(_("Cơ quan, bộ phận"))
        self.level = CalmChoice()
        for each in ACTOR_LEVELS:
            self.level.addItem(_(LEVEL_WORDS[each]), each)
        self.level.setCurrentIndex(self.level.findData("commune"))
        today = date.fromisoformat(desk.office.clock.today())
        bodies = _bodies(look.pack, actor, today)
        self.body_now = body_choice(bodies, actor.body if actor is not None else "")
        self.person = Entry(_("Người phụ trách"), text=actor.person if actor is not None else "")
        self.position = Entry(_("Chức vụ"), text=actor.position if actor is not None else "")
        self.account = account_choice(
            accounts(office_in(desk)), actor.account if actor is not None else ""
        )
        if actor is None:
            self.body.addLayout(row(self.name, labelled(_("Cấp"), self.level)))
        else:
            self.body.addWidget(labelled(_("Cơ quan, bộ phận ngày nay"), self.body_now))
            for told in _sources(bodies):
                self.body.addWidget(faint(told))
        self.body.addLayout(row(self.person, self.position))
        self.body.addWidget(labelled(_("Tài khoản làm các việc này"), self.account))
        if actor is not None and actor.actor.startswith(OWN_ACTOR):
            self.foot.addWidget(button(_("Bỏ cơ quan này"), self._remove, picture="trash-2"))
        self.end_with(_("Ghi"), self.command)
        self.setMinimumWidth(theme.px(600))
        (self.name if actor is None else self.body_now).setFocus()

    def command(self) -> Command:
        """What is to be done."""
        behind = Behind(
            body=self.body_now.currentText() if self._actor is not None else "",
            person=self.person.text,
            position=self.position.text,
            account=str(self.account.currentData() or ""),
        )
        if self._actor is None:
            return AddActor(
                plan=self._look.plan.id,
                name=self.name.demand(),
                level=str(self.level.currentData()),
                behind=behind,
            )
        loaded = self._look.rows[self._actor.id]
        return SetActor(actor=self._actor.id, behind=behind, loaded=loaded)

    def refused(self, error: KnownError) -> None:
        """An empty name is said beside it."""
        super().refused(error)
        if isinstance(error, BadInput) and error.field == "name":
            self.name.say(say(error))
            self.wrong.hide()

    def _remove(self) -> None:
        actor = self._actor
        if actor is not None:
            self.do(lambda: RemoveActor(actor=actor.id))


def body_choice(bodies: Sequence[Body], chosen: str) -> QComboBox:
    """The bodies the data proposes, or any other that is typed; empty is as printed."""
    made = QComboBox()
    made.setEditable(True)
    made.setAccessibleName(_("Cơ quan, bộ phận ngày nay"))
    made.addItems([each.name for each in bodies])
    made.setCurrentText(chosen)
    line = made.lineEdit()
    if line is not None:
        line.setPlaceholderText(_("như in"))
        line.setCursorPosition(0)
    return made


def account_choice(known: Iterable[Account], chosen: str) -> CalmChoice:
    """The accounts of this PC, and one chosen elsewhere."""
    made = CalmChoice()
    made.setAccessibleName(_("Tài khoản"))
    made.addItem(_("(không)"), "")
    for each in known:
        made.addItem(f"{each.name} ({each.id})", each.id)
    if chosen and made.findData(chosen) < 0:
        made.addItem(chosen, chosen)
    made.setCurrentIndex(max(made.findData(chosen), 0))
    return made


def _bodies(pack: PlanPack | None, actor: PlanActor | None, today: date) -> tuple[Body, ...]:
    if pack is None or actor is None or actor.actor not in {each.id for each in pack.actors}:
        return ()
    return pack.actor(actor.actor).bodies(today)


def _sources(bodies: Sequence[Body]) -> list[str]:
    return [
        f"{each.name}: {each.source}" + (_(" (đề xuất của chương trình)") if each.proposed else "")
        for each in bodies
    ]
