"""The fourth tab: what the checks would find that they do not find now, and who may be whom."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sachmatuy_desktop.domain.dates import PartialDate
from sachmatuy_desktop.domain.likeness import words_of
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.checking import SEVERITIES
from sachmatuy_desktop.services.sync.bundles import Staged
from sachmatuy_desktop.services.sync.previewing import Arising, Elsewhere, Namesake
from sachmatuy_desktop.storage.findings.rules import RULES
from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import button, faint, paragraph, row
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.models.codes import unit_name
from sachmatuy_desktop.ui.models.finding_words import SEVERITY_TONES, rule_title, sentence

__all__ = ["Looking"]

NAMED = 5
"""Finds of a rule that stand under it."""


class Looking(QWidget):
    """Only what is new because of the bundle; what was there before stays on its own page."""

    wanted = Signal()
    """Everything is to be looked for, however long it takes."""

    def __init__(self, queries: Queries, staged: Staged) -> None:
        super().__init__()
        self._queries = queries
        self.told = paragraph()
        self.finds = PlainTable(_("Điểm cần xem mới"))
        self.people = PlainTable(_("Có thể là người xã khác"))
        self.people_told = paragraph()
        self.more = button(_("Xem thêm điểm cần xem"), self.wanted.emit)
        self.more_told = faint(
            _("Gói lớn nên chưa dò hết; dò tiếp có thể mất vài phút và dừng được.")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(4 * (theme.px(10),)))
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.told)
        layout.addWidget(self.finds, 3)
        layout.addWidget(self.people_told)
        layout.addWidget(self.people, 2)
        layout.addLayout(row(self.more, self.more_told))
        layout.addStretch(0)
        self.show_staged(staged)

    def show_staged(self, staged: Staged) -> None:
        """Tell what was looked for so far."""
        preview = staged.preview
        found, people = preview.findings, preview.elsewhere
        total = sum(each.count for each in found or ())
        if found is None:
            self.told.setText(_("Chưa dò điểm cần xem của gói này."))
        elif total:
            self.told.setText(
                _("{count} điểm cần xem mới vì gói này. Không điểm nào ngăn việc gộp.").format(
                    count=show_integer(total)
                )
            )
        else:
            self.told.setText(_("Gói này không làm phát sinh điểm cần xem nào."))
        self.finds.setVisible(bool(found))
        self.finds.show_rows(
            [Head(_("Loại")), Head(_("Ghi chép")), Head(_("Nội dung"), grows=True, wraps=True)],
            [line for each in found or () for line in self._lines(each)],
        )
        self._show_people(people, preview.elsewhere_count)
        for each in (self.more, self.more_told):
            each.setVisible(not preview.is_whole)

    def _show_people(self, people: tuple[Elsewhere, ...] | None, count: int) -> None:
        self.people.setVisible(bool(people))
        self.people_told.setVisible(bool(people))
        if not people:
            return
        self.people_told.setText(
            _("{count} người trong gói có thể là người mà xã khác đã khai:").format(
                count=show_integer(count)
            )
        )
        self.people.show_rows(
            [
                Head(_("Trong gói"), grows=True),
                Head(_("Xã khác đã khai"), grows=True),
                Head(_("Vì sao"), grows=True, wraps=True),
            ],
            [
                [
                    Cell(_person(each.came)),
                    Cell(_person(each.known)),
                    Cell(", ".join(map(_, words_of(each.reasons)))),
                ]
                for each in people
            ],
        )

    def _lines(self, arising: Arising) -> Iterator[list[Cell]]:
        rule = RULES[arising.rule]
        yield [
            Cell(_(SEVERITIES[rule.severity]), SEVERITY_TONES[rule.severity]),
            Cell(_("{count} ghi chép").format(count=show_integer(arising.count))),
            Cell(rule_title(rule)),
        ]
        named = arising.examples[:NAMED]
        for each in named:
            yield [Cell(""), Cell(each.title), Cell(sentence(self._queries, each.finding))]
        if arising.count > len(named):
            rest = show_integer(arising.count - len(named))
            yield [Cell(""), Cell(""), Cell(_("… và {count} nữa.").format(count=rest))]


def _person(each: Namesake) -> str:
    born = PartialDate.from_iso(each.birth) if each.birth else None
    parts = (
        each.name,
        _("sinh {birth}").format(birth=born) if born else "",
        unit_name(each.unit),
    )
    return ", ".join(part for part in parts if part)
