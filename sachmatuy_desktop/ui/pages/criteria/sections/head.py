"""What the criterion says, how it stands, since when, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtWidgets import QFrame, QHBoxLayout

from sachmatuy_desktop.domain.criteria import Status
from sachmatuy_desktop.domain.criteria.checks import standing
from sachmatuy_desktop.domain.criteria.rules import Parts
from sachmatuy_desktop.domain.criteria.verdicts import reading_sentences, readings_of
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.detail_side import quoted
from sachmatuy_desktop.ui.dialogs.kit import faint, heading, paragraph
from sachmatuy_desktop.ui.pages.criteria.sections.section import Section, Shown, coloured
from sachmatuy_desktop.ui.pages.criteria.words import clears, figures, source_line, status_cell
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["Head", "Why"]

ALL_OR_NONE: Final = frozenset({"count0", "ratio", "attest"})
"""Parts of a criterion that one record alone keeps from being met, from its first day on."""


class Head(Section):
    """Title, state, days, and the very words with their place in the source."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        mark, title = shown.mark, shown.criterion.title
        self.body.addWidget(heading(f"{mark}) {title}" if mark[:1].isalnum() else title))
        cell = status_cell(shown.pack, shown.result)
        across = QHBoxLayout()
        across.setSpacing(theme.px(10))
        across.addWidget(Chip(cell.text, cell.tone or Tone.QUIET))
        across.addWidget(faint(" · ".join(part for part in _told(shown) if part)), 1)
        self.body.addLayout(across)
        self.body.addWidget(_quote(shown))


def _told(shown: Shown) -> list[str]:
    result, good = shown.result, shown.pack.decision.met_is_good
    told = [figures(result)]
    if result.since is not None:
        told.append(_since(shown).format(day=show_date(result.since)))
    if result.clears_on is not None:
        words = _("có thể đạt từ ngày {day}") if good else _("hết từ ngày {day}")
        told.append(words.format(day=clears(result.clears_on)))
    if not shown.criterion.binding:
        told.append(_("không quyết định kết quả chung"))
    return told


def _since(shown: Shown) -> str:
    """One record is enough to fail a “none” or an “all”; of other rules it is only the oldest."""
    body = shown.criterion.body
    kinds = {part.check.kind for part in body.parts} if isinstance(body, Parts) else {""}
    alone = kinds <= ALL_OR_NONE and shown.result.status is Status.NOT_MET
    if alone and shown.pack.decision.met_is_good:
        return _("chưa đạt từ ngày {day} (bản ghi vướng sớm nhất đã biết)")
    return _("bản ghi sớm nhất đã biết từ ngày {day}")


def _quote(shown: Shown) -> QFrame:
    criterion = shown.criterion
    quote = criterion.quote + (" […]" if criterion.extract else "")
    return quoted(quote, source_line(shown.pack, criterion.paragraph), criterion.note)


class Why(Section):
    """The sentences of the trace, those of named parts first, then what is odd.

    How words are read and what is confirmed stand in sections of their own.
    """

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        result, said = shown.result, set(_told_elsewhere(shown))
        told: list[str] = []
        parts = [part for part in result.parts if part.label] if len(result.parts) > 1 else []
        for part in parts:
            new = [each for each in part.finding.sentences if each not in said]
            said.update(new)
            if new:
                told.append(f"{part.label[:1].upper()}{part.label[1:]}: {' '.join(new)}")
        told += [each for each in result.trace if each not in said and each not in result.warnings]
        if told or result.warnings:
            self.title(_("Căn cứ"))
        for sentence in told:
            self.body.addWidget(paragraph(sentence))
        for warning in result.warnings:
            self.body.addWidget(coloured(warning, Tone.CARE))


def _told_elsewhere(shown: Shown) -> Iterator[str]:
    pack, assessment, criterion = shown.pack, shown.assessment, shown.criterion.id
    yield from reading_sentences(readings_of(pack, criterion), dict(assessment.readings))
    given = {each.id: each for each in assessment.attestations}
    for terms in pack.confirmations_of(criterion):
        yield standing(terms, given.get(terms.id), assessment.as_of).said
