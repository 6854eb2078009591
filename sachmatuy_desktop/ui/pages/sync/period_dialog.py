"""Chọn kỳ báo cáo: for which periods the office waits for bundles, until when, since when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QCheckBox, QScrollArea, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.plans.when import MonthDay
from sachmatuy_desktop.errors import N_, BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.packs.reporting import cut_off_of
from sachmatuy_desktop.services.sync.periods import Choice, Expect, Expected
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import DateEntry, Entry, Sheet, faint, open_at, row, rule

__all__ = ["PeriodsDialog"]


@dataclass(frozen=True)
class _Asked:
    """The fields of one kind of period."""

    kind: Expected
    on: QCheckBox
    cut_off: Entry
    since: DateEntry

    def choice(self) -> Choice:
        """What was typed; raises `BadInput`, said beside its field."""
        try:
            cut_off = _kept(self.cut_off.text, self.kind)
        except BadInput as error:
            self.cut_off.say(say(error))
            raise
        since = self.since.day
        return Choice(self.kind.kind.id, self.on.isChecked(), cut_off, since)


class PeriodsDialog(Sheet):
    """One block a kind of period, with where its day comes from."""

    def __init__(
        self, kinds: Sequence[Expected], today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            _("Chọn kỳ báo cáo của các xã"),
            _(
                "Xã chỉ bị coi là muộn khi hạn do văn bản của địa bàn này đặt ra, hoặc từ ngày cơ"
                " quan chọn dưới đây. “Trước ngày 15/6” là đúng hạn đến hết ngày 14/6."
            ),
            parent,
        )
        inner = QWidget()
        self._blocks = QVBoxLayout(inner)
        self._blocks.setContentsMargins(0, 0, theme.px(6), 0)
        self._blocks.setSpacing(theme.px(8))
        self.asked = [self._ask(each, today) for each in kinds]
        self._blocks.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inner)
        self.body.addWidget(scroll, 1)
        self.finish_with(_("Ghi lựa chọn"), self._done)
        open_at(self, 580, 590)

    def command(self) -> Expect:
        """What was chosen; raises `BadInput`."""
        return Expect(tuple(each.choice() for each in self.asked))

    def _ask(self, kind: Expected, today: date) -> _Asked:
        on = QCheckBox(_("Chờ gói theo kỳ: {kind}").format(kind=kind.kind.title))
        on.setChecked(kind.on)
        printed = kind.report.when.day[0] if kind.report.when.day else None
        own = kind.report.cut_off
        cut_off = Entry(_("Trước ngày"), text=_shown(own) if own else "", width=190)
        if printed:
            usual = _("để trống là {day}").format(day=_shown(printed))
            cut_off.line.setPlaceholderText(usual)
            cut_off.line.setAccessibleDescription(usual)
        since = kind.report.since
        if since is None and not kind.printed and kind.chosen and kind.on:
            since = today
        from_day = DateEntry(_("Tính muộn từ ngày (nếu có)"), since)
        if self._blocks.count():
            self._blocks.addWidget(rule())
        self._blocks.addWidget(on)
        self._blocks.addWidget(faint(_source(kind)))
        self._blocks.addLayout(row(cut_off, from_day, None))
        return _Asked(kind, on, cut_off, from_day)

    def _done(self) -> None:
        try:
            self.command()
        except KnownError:
            return
        self.accept()


def _source(kind: Expected) -> str:
    """Where the day comes from, and whether that is a document for this very ground."""
    where = " ".join(filter(None, (kind.document, kind.paragraph)))
    if not kind.kind.plan:
        return where
    words = _("Văn bản của địa bàn này: {where}")
    return (words if kind.printed else _("Theo văn bản của nơi khác: {where}")).format(where=where)


def _shown(cut_off: MonthDay) -> str:
    month, day = cut_off
    return f"{day}/{month}" if month else f"{day:02d}"


def _kept(typed: str, kind: Expected) -> str:
    """`15/6` as `06-15`, `5` as `05`; nothing stays nothing."""
    text = typed.strip()
    if not text:
        return ""
    monthly = kind.report.when.every == "month"
    found = re.fullmatch(r"(\d{1,2})" if monthly else r"(\d{1,2})[/.-](\d{1,2})", text, re.ASCII)
    wrong = BadInput(
        N_("“Trước ngày” của kỳ này ghi như {example}."), example="05" if monthly else "15/6"
    )
    if found is None:
        raise wrong
    day, *month = (int(each) for each in found.groups())
    kept = f"{day:02d}" if monthly else f"{month[0]:02d}-{day:02d}"
    try:
        cut_off_of(kept)
    except ValueError:
        raise wrong from None
    return kept
