"""What is told of an adopted plan, and of one task of it."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Signal

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.plans import TASK_WORDS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.plans import OfficePlan, OfficeTask, PlanActor
from sachmatuy_desktop.services.plans.looking import PlanLook
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.detail_side import DetailSide, quoted
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import button, clear, faint, heading, paragraph
from sachmatuy_desktop.ui.pages.plans.phase_band import PhaseBand, phase_told
from sachmatuy_desktop.ui.pages.plans.telling import due_told, issued_by, plan_told, task_state
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["PlanSide", "TaskSide"]


class PlanSide(DetailSide):
    """The head of a plan: as printed, where it comes from, where it is today."""

    def __init__(self) -> None:
        super().__init__(_("Kế hoạch"))
        self.band = PhaseBand()

    def show_nothing(self) -> None:
        """No plan has been adopted."""
        clear(self._body)
        self._body.addWidget(
            paragraph(
                _(
                    "Chưa nhận kế hoạch nào. Bấm «Nhận kế hoạch…» để chọn kế hoạch của địa bàn,"
                    " hoặc lập kế hoạch riêng của cơ quan."
                )
            )
        )
        self._body.addStretch(1)

    def show_plan(self, look: PlanLook, today: date, twin: OfficePlan | None) -> None:
        """Tell of a plan; `twin` is the same plan adopted once more."""
        clear(self._body)
        self._body.addWidget(heading(look.plan.title, 1.0))
        if twin is not None:
            self._warn(
                _(
                    "Kế hoạch này được nhận hai lần (ở hai máy). Hãy thôi một bản; kết quả đã ghi"
                    " của bản đó vẫn còn."
                )
            )
        if look.newer is not None:
            self._warn(
                _("Có bản số {edition} của kế hoạch này, áp dụng từ {day}.").format(
                    edition=look.newer.edition, day=show_date(look.newer.effective_from)
                )
            )
        self.band = PhaseBand()
        self.band.show_life(look.plan.life, today)
        self._body.addWidget(self.band)
        if told := phase_told(look.plan.life, today):
            self._body.addWidget(paragraph(told))
        for line in plan_told(look):
            self._body.addWidget(paragraph(line, selectable=True))
        if look.pack is not None:
            self._source(look)
        self._body.addStretch(1)
        self.verticalScrollBar().setValue(0)

    def _source(self, look: PlanLook) -> None:
        pack = look.pack
        if pack is None:
            return
        self._body.addWidget(faint(_("Theo: {document}").format(document=issued_by(pack))))
        if pack.source.note:
            self._body.addWidget(faint(pack.source.note))
        if not pack.verified:
            self._body.addWidget(
                faint(_("Chưa có người đọc pháp lý xác nhận bản ghi này khớp văn bản gốc."))
            )
        for note in pack.notes:
            self._body.addWidget(faint(note))

    def _warn(self, words: str) -> None:
        label = paragraph(words)
        label.setStyleSheet(f"color: {Tone.CARE.ink};")
        self._body.addWidget(label)


class TaskSide(DetailSide):
    """One task: its words, its day, who does it, what it serves, what proves it."""

    wanted = Signal(str)
    """What is to be done with the task shown: `change`, `switch`, `reword`, `remove`."""

    def __init__(self) -> None:
        super().__init__(_("Chi tiết việc"))
        self.task: OfficeTask | None = None

    def show_nothing(self) -> None:
        """No task is chosen."""
        self.task = None
        clear(self._body)
        self._body.addStretch(1)

    def show_task(self, look: PlanLook, task: OfficeTask, *, may_write: bool) -> None:
        """Tell of a task of the plan."""
        self.task = task
        row = look.rows[task.id]
        clear(self._body)
        self._body.addWidget(heading(task.title, 1.0))
        head = [task.paragraph, _(TASK_WORDS.get(task.kind, task.kind)), task_state(task).text]
        self._body.addWidget(faint(" · ".join(each for each in head if each)))
        if may_write:
            self._buttons(task)
        if not task.active:
            self._line(_("Lý do không áp dụng"), task.active_why, Tone.CARE)
        if row["obsolete_by"]:
            self._law(row["obsolete_by"], row["obsolete_from"], row["obsolete_note"])
        if task.active and task.active_why:
            self._line(_("Lý do vẫn làm"), task.active_why, Tone.CARE)
        if task.content:
            self._body.addWidget(quoted(task.content) if task.printed else paragraph(task.content))
        self._line(_("Thời hạn"), due_told(task))
        self._line(_("Cơ quan thực hiện"), "; ".join(_doer(each) for each in task.doers))
        self._line(_("Gửi đến"), task.addressee)
        criteria = [look.criteria.get(each, each) for each in task.criteria]
        self._line(_("Phục vụ tiêu chí"), "\n".join(criteria))
        books = [_(REGISTERS[each].title) for each in task.evidence if each in REGISTERS]
        self._line(_("Sổ chứng minh"), "; ".join(books))
        self._line(_("Ghi chú"), str(row["remark"] or ""))
        if row["note"]:
            self._body.addWidget(faint(str(row["note"])))
        self._body.addStretch(1)
        self.verticalScrollBar().setValue(0)

    def _buttons(self, task: OfficeTask) -> None:
        offers = [("change", _("Sửa hạn…"), "pencil")]
        switch = _("Tắt việc…") if task.active else _("Bật lại…")
        offers.append(("switch", switch, "x" if task.active else "check"))
        if not task.printed:
            offers += [("reword", _("Sửa câu chữ…"), "pencil"), ("remove", _("Bỏ việc"), "trash-2")]
        made = [
            button(words, partial(self.wanted.emit, what), picture=picture)
            for what, words, picture in offers
        ]
        self._body.addLayout(FlowRow(*made))

    def _law(self, article: object, since: object, note: object) -> None:
        day = show_date(date.fromisoformat(str(since)))
        words = _("Theo {article}, từ {day} không còn phải làm").format(article=article, day=day)
        self._line(words, str(note or ""), Tone.CARE)

    def _line(self, label: str, words: str, tone: Tone | None = None) -> None:
        if not words and tone is None:
            return
        name = paragraph(label)
        name.setFont(theme.scaled_font(bold=True))
        if tone is not None:
            name.setStyleSheet(f"color: {tone.ink};")
        self._body.addWidget(name)
        if words:
            self._body.addWidget(paragraph(words, selectable=True))


def _doer(actor: PlanActor) -> str:
    words = actor.shown
    if words != actor.name:
        words = _("{today} (kế hoạch in: {printed})").format(today=words, printed=actor.name)
    return f"{words}: {actor.person}" if actor.person else words
