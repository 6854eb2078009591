"""The right side of «Sổ gói đi, đến»: one bundle, when it went, what its receipt or slip says."""

from __future__ import annotations

from collections.abc import Iterator

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync.passages import Followed
from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.sync.receipt import Answer
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.detail_side import DetailSide
from sachmatuy_desktop.ui.dialogs.kit import clear, faint, heading, paragraph, row
from sachmatuy_desktop.ui.models.codes import capital
from sachmatuy_desktop.ui.pages.sync.passage_words import STANDINGS, kind_words, standing_words
from sachmatuy_desktop.ui.pages.sync.words import moment, summary_words
from sachmatuy_desktop.ui.receipt_words import count_rows, points

__all__ = ["PassageDetail"]


class PassageDetail(DetailSide):
    """What is known of one bundle, from top to bottom."""

    def __init__(self, queries: Queries) -> None:
        super().__init__(_("Chi tiết của gói"))
        self._queries = queries
        self.said: list[str] = []
        """Everything told, a line each."""

    def show_line(self, line: Followed | None, answer: Answer | None = None) -> None:
        """Tell of another bundle; `answer` is what this office says of one that came in."""
        clear(self._body)
        self.said = []
        if line is None:
            self._body.addWidget(faint(_("Chọn một gói để xem chi tiết.")))
        else:
            self._tell(line, answer or line.answer)
        self._body.addStretch(1)

    def _tell(self, line: Followed, answer: Answer | None) -> None:
        passage = line.passage
        kind, title = kind_words(passage.kind), _("{kind} số {number}")
        self._body.addWidget(heading(title.format(kind=kind, number=passage.sequence)))
        self._body.addLayout(row(Chip(standing_words(line), STANDINGS[line.standing][1]), None))
        self._paragraph(capital(line.partner))
        for text in _moments(line):
            self._paragraph(text)
        summary = summary_words(passage.summary)
        if summary:
            self._paragraph(summary)
        if passage.digest:
            self._faint(_("Mã kiểm tra: {digest}").format(digest=passage.digest[:16]))
        if line.slip is not None:
            self._paragraph(_slip_words(line))
        if answer is not None:
            self._answer(line, answer)

    def _answer(self, line: Followed, answer: Answer) -> None:
        if answer.is_bare:
            self._faint(_("Biên nhận này chỉ cho biết gói đã tới nơi, không nói chi tiết."))
            return
        found = points(answer, line.returned if line.is_out else answer.returned, self._queries)
        if found:
            self._body.addWidget(heading(_("Cần xem lại"), 1.0))
        for kind, text in found:
            self._paragraph(f"{kind.text}: {text.text}")
        rows = count_rows(answer)
        if rows:
            words = _("Theo biên nhận") if line.is_out else _("Đã nhận theo sổ")
            self._body.addWidget(heading(words, 1.0))
        for title, *counts in rows:
            names = (_("mới"), _("sửa"), _("xóa"))
            told = [
                f"{cell.text} {name}" for cell, name in zip(counts, names, strict=True) if cell.text
            ]
            self._paragraph(f"{title.text}: {', '.join(told)}")

    def _paragraph(self, text: str) -> None:
        self.said.append(text)
        self._body.addWidget(paragraph(text, selectable=True))

    def _faint(self, text: str) -> None:
        self.said.append(text)
        self._body.addWidget(faint(text))


def _moments(line: Followed) -> Iterator[str]:
    passage = line.passage
    if not line.is_out:
        yield _("Nơi gửi lập: {moment}").format(moment=moment(passage.made))
        yield _("Nhập vào máy này: {moment}").format(moment=moment(passage.at))
        return
    yield _("Ghi ra: {moment}").format(moment=moment(passage.at))
    if line.received:
        yield _("Nơi nhận nhập: {moment}").format(moment=moment(line.received))
    elif line.days:
        yield _("{days} ngày, chưa có biên nhận").format(days=show_integer(line.days))


def _slip_words(line: Followed) -> str:
    slip = line.slip or {}
    return _("Đã ghi nhận phiếu giấy lúc {moment}.").format(moment=moment(str(slip.get("at", ""))))
