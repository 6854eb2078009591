"""Where a person stands: state, lists, since when, by which law, and the terms line by line."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QLabel, QWidget

from sachmatuy_desktop.domain.cases.clock import Term
from sachmatuy_desktop.domain.cases.law import LawBook
from sachmatuy_desktop.domain.cases.standing import ListEntry, Standing
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.case.parts import Article, care, chip_line, grid_of
from sachmatuy_desktop.ui.case.words import term_cell, term_sums
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.dialogs.kit import faint, paragraph
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["question_lines", "standing_lines", "term_lines"]


def standing_lines(standing: Standing) -> list[QWidget]:
    """State, since when, the lists, the law that is applied."""
    title = QLabel(_(standing.state.title))
    title.setFont(theme.scaled_font(1.0, bold=True))
    title.setWordWrap(True)
    lines: list[QWidget] = [title]
    if standing.since is not None:
        lines.append(paragraph(_("Từ ngày {day}").format(day=show_date(standing.since))))
    others = [*standing.states[1:], *standing.overlays]
    lines += [paragraph(_("Đồng thời: {state}").format(state=_(each.title))) for each in others]
    lines += [_list_line(each) for each in standing.lists]
    lines.append(Article(_("Áp dụng {law}").format(law=standing.version.name)))
    if standing.state.source:
        lines.append(Article(standing.state.source))
    return lines


def _list_line(entry: ListEntry) -> QWidget:
    since = _("từ {day}").format(day=show_date(entry.since))
    if entry.list.statutory:
        return chip_line(Chip(_("Theo luật"), Tone.BUSY), f"{_(entry.list.title)}, {since}")
    return chip_line(Chip(_("Chỉ kế hoạch"), Tone.QUIET), f"{_(entry.list.title)}, {since}")


def term_lines(term: Term, day: date, book: LawBook) -> list[QWidget]:
    """One term: what it is, how near its end, how it was worked out, where that is written."""
    cell = term_cell(term, day)
    lines: list[QWidget] = [chip_line(Chip(cell.text, cell.tone or Tone.QUIET), _(term.about))]
    lines.append(grid_of([(each.words, each.day) for each in term_sums(term)], last_bold=True))
    lines.append(Article(term.source, term.quote))
    if not term.sure:
        lines.append(care(_("Độ dài thời hạn chưa chắc chắn: hãy đối chiếu với quyết định.")))
    return lines + question_lines(term.questions, book)


def question_lines(ids: tuple[str, ...], book: LawBook) -> list[QWidget]:
    """Open questions of the law that this rests on, and how they are handled meanwhile."""
    found = (book.question(each) for each in ids)
    return [
        faint(
            _("Luật còn chỗ chưa rõ: {question} Chương trình tạm tính: {handling}").format(
                question=each.question, handling=each.handling
            )
        )
        for each in found
        if each is not None
    ]
