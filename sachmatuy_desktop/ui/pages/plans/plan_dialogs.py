"""Dialogs about a whole plan: its dates and document, its end, a newer edition of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QGridLayout, QWidget

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.plans import Phase
from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.criteria import library
from sachmatuy_desktop.services.plans import OfficePlan
from sachmatuy_desktop.services.plans.changing import ChangePlan, StopPlan
from sachmatuy_desktop.services.plans.looking import PlanLook
from sachmatuy_desktop.services.plans.renewing import Renewal, RenewPlan, renewal_of
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.detail_side import DetailSide
from sachmatuy_desktop.ui.dialogs.act_sheet import ActSheet
from sachmatuy_desktop.ui.dialogs.kit import DateEntry, Entry, faint, heading, open_at, paragraph
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.operations import Operation

__all__ = ["PhaseEntries", "PlanDialog", "PlanEntries", "RenewDialog", "StopDialog"]


class PlanEntries(QWidget):
    """Name, days, document, signer of a plan."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Entry(_("Tên kế hoạch"))
        self.from_date = DateEntry(_("Thực hiện từ ngày"))
        self.until_date = DateEntry(_("Đến ngày"), hint=_("Để trống: không định ngày kết thúc."))
        self.document = Entry(_("Kế hoạch của cơ quan, số"), hint=_("Ví dụ: 15/KH-UBND"))
        self.document_on = DateEntry(_("Ngày ban hành"))
        self.signer = Entry(_("Người ký"))
        self.position = Entry(_("Chức vụ"))
        self.theme = Entry(_("Chủ đề"))
        self.remark = Entry(_("Ghi chú"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(6))
        grid.addWidget(self.title, 0, 0, 1, 2)
        for place, entry in enumerate(
            (
                self.from_date,
                self.until_date,
                self.document,
                self.document_on,
                self.signer,
                self.position,
                self.theme,
                self.remark,
            )
        ):
            grid.addWidget(entry, 1 + place // 2, place % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

    def say(self, field: str | None, sentence: str) -> bool:
        """Say what is wrong beside its entry; False where there is none."""
        entry = {
            "title": self.title,
            "from_date": self.from_date,
            "until_date": self.until_date,
        }.get(field or "")
        if entry is None:
            return False
        entry.say(sentence)
        return True


class PhaseEntries(QWidget):
    """The days of each phase, which the office may move."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[tuple[Phase, DateEntry, DateEntry]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(4))

    def show_phases(self, phases: Sequence[Phase]) -> None:
        """Other phases, or the same with other days."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        self.entries = []
        for place, phase in enumerate(phases):
            first = DateEntry(_("từ ngày"), phase.starts_on)
            last = DateEntry(_("đến ngày"), phase.ends_on)
            title = paragraph(phase.title)
            self._grid.addWidget(title, place, 0)
            self._grid.addWidget(first, place, 1)
            self._grid.addWidget(last, place, 2)
            for each in (first, last):
                each.line.setAccessibleName(f"{phase.title}, {each.label.text()}")
            self.entries.append((phase, first, last))
        self._grid.setColumnStretch(0, 1)
        self.setVisible(bool(phases))

    def phases(self) -> tuple[Phase, ...]:
        """With the days typed; raises `BadInput`, said beside the entry."""
        return tuple(
            replace(phase, starts_on=first.day, ends_on=last.day)
            for phase, first, last in self.entries
        )


class PlanDialog(ActSheet):
    """Change a plan's dates, phases and document."""

    def __init__(self, desk: Desk, look: PlanLook, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Sửa kế hoạch"), "", parent)
        self._look = look
        row = look.row
        self.lines = PlanEntries()
        self.lines.title.line.setText(look.plan.title)
        for name in ("document", "signer", "position", "theme", "remark"):
            getattr(self.lines, name).line.setText(str(row[name] or ""))
        for name in ("from_date", "until_date", "document_on"):
            day = show_date(date.fromisoformat(str(row[name]))) if row[name] else ""
            getattr(self.lines, name).line.setText(day)
        self.phases = PhaseEntries()
        self.phases.show_phases(look.plan.life.phases)
        self.body.addWidget(self.lines)
        if look.plan.life.phases:
            self.body.addWidget(faint(_("Các giai đoạn")))
            self.body.addWidget(self.phases)
        self.end_with(_("Ghi"), self.command)
        self.setMinimumWidth(theme.px(680))
        self.lines.from_date.setFocus()

    def command(self) -> ChangePlan:
        """What is to be done; raises `BadInput`, said beside its entry."""
        lines = self.lines
        return ChangePlan(
            plan=self._look.plan.id,
            title=lines.title.text,
            from_date=lines.from_date.demand_day(),
            until_date=lines.until_date.day,
            phases=self.phases.phases(),
            theme=lines.theme.text,
            document=lines.document.text,
            document_on=lines.document_on.day,
            paper=str(self._look.row["paper"]) if self._look.row["paper"] else None,
            signer=lines.signer.text,
            position=lines.position.text,
            remark=lines.remark.text,
            loaded=self._look.row,
        )

    def refused(self, error: KnownError) -> None:
        """Said beside the entry it is about."""
        super().refused(error)
        if isinstance(error, BadInput) and self.lines.say(error.field, say(error)):
            self.wrong.hide()


class StopDialog(ActSheet):
    """No longer follow a plan, with the reason."""

    def __init__(
        self, desk: Desk, plan: OfficePlan, today: date, parent: QWidget | None = None
    ) -> None:
        told = _("{title}: kết quả đã ghi vẫn còn, việc chưa làm không còn nhắc.")
        super().__init__(desk, _("Thôi thực hiện kế hoạch"), told.format(title=plan.title), parent)
        self._plan = plan
        self.day = DateEntry(_("Ngày thôi thực hiện"), today)
        self.why = Entry(_("Lý do"))
        self.body.addWidget(self.day)
        self.body.addWidget(self.why)
        self.end_with(_("Thôi thực hiện"), self.command)
        self.setMinimumWidth(theme.px(560))
        self.why.setFocus()

    def command(self) -> StopPlan:
        """What is to be done; raises `BadInput`, said beside its entry."""
        return StopPlan(plan=self._plan.id, stopped_on=self.day.demand_day(), why=self.why.demand())

    def refused(self, error: KnownError) -> None:
        """Said beside the entry it is about."""
        super().refused(error)
        entry = {"stopped_on": self.day, "why": self.why}.get(getattr(error, "field", None) or "")
        if entry is not None:
            entry.say(say(error))
            self.wrong.hide()


class RenewDialog(ActSheet):
    """What a newer edition changes here; taking it over is one act."""

    def __init__(
        self, desk: Desk, look: PlanLook, renewal: Renewal, parent: QWidget | None = None
    ) -> None:
        told = _(
            "Bản số {before} → bản số {after}. Kết quả đã ghi và những gì cơ quan đã chọn"
            " giữ nguyên."
        )
        super().__init__(
            desk,
            _("Lấy bản mới của kế hoạch"),
            told.format(before=renewal.from_edition, after=renewal.pack.edition),
            parent,
        )
        self.renewal = renewal
        self._plan = look.plan
        self.sheet = _Changes(renewal)
        self.body.addWidget(self.sheet, 1)
        self.end_with(_("Lấy bản mới"), self.command)
        open_at(self, 720, 520)

    @classmethod
    def look_first(cls, desk: Desk, look: PlanLook, today: date, parent: QWidget) -> None:
        """Read what would change on the worker, then ask."""
        office = office_in(desk)

        def work() -> Renewal | None:
            return renewal_of(office.queries, library(office), look.plan.id, today)

        def show(renewal: Renewal | None) -> None:
            if renewal is not None:
                cls(desk, look, renewal, parent).ask_person()

        Operation(desk.operations, work, parent).success(show).start()

    def command(self) -> RenewPlan:
        """Exactly the edition that is shown."""
        return RenewPlan(plan=self._plan.id, edition=self.renewal.pack.edition)


class _Changes(DetailSide):
    """The changes, group by group."""

    def __init__(self, renewal: Renewal) -> None:
        super().__init__(_("Những gì thay đổi"))
        groups = (
            (_("Việc thêm mới"), [each.title for each in renewal.added]),
            (_("Việc sửa câu chữ, thời hạn"), [each.title for each, _names in renewal.changed]),
            (_("Việc không còn (sẽ tắt, kết quả vẫn giữ)"), list(renewal.ended)),
            (_("Hạn riêng không còn dùng được, sẽ bỏ"), list(renewal.lost)),
            (_("Cơ quan thực hiện thêm mới"), [each.name for each in renewal.actors]),
        )
        for title, lines in groups:
            if lines:
                self._body.addWidget(heading(f"{title}: {len(lines)}", 1.0))
                for line in lines:
                    self._body.addWidget(paragraph(f"– {line}"))
        if not any(lines for _title, lines in groups):
            self._body.addWidget(paragraph(_("Các việc không đổi.")))
        self._body.addStretch(1)
