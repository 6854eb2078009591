"""What became of the tip-offs, as numbers alone: what may be made public (001 III.2).

No place, no day and no wording of a single tip goes into it, so that nobody is recognised by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sachmatuy_desktop.domain.dates import parse_date, show_date
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.duties import Duty
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.registers.tip_lines import TIP_OFFS, TIP_SOURCES
from sachmatuy_desktop.errors import N_, BadInput, NotAllowed
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TipResults:
    """Tip-offs received from one day to another; `unannounced` have a result nobody was told of."""

    first: str
    last: str
    by_source: Mapping[str, int]
    answered: int
    unannounced: tuple[RecordId, ...]

    @property
    def received(self) -> int:
        """All of them."""
        return sum(self.by_source.values())

    def text(self) -> str:
        """The notice to put up or to read out."""
        lines = [
            "KẾT QUẢ TIẾP NHẬN, XỬ LÝ TIN BÁO, TỐ GIÁC VỀ MA TÚY",
            f"(từ ngày {_day(self.first)} đến ngày {_day(self.last)})",
            "",
            f"Tổng số tin đã tiếp nhận: {show_integer(self.received)}",
            *(
                f"– {word}: {show_integer(self.by_source[code])}"
                for code, word in TIP_SOURCES.items()
                if self.by_source.get(code)
            ),
            f"Đã có kết quả xử lý: {show_integer(self.answered)}",
            f"Đang xác minh: {show_integer(self.received - self.answered)}",
        ]
        return "\n".join(lines)


def _day(day: str) -> str:
    return show_date(parse_date(day))


def tip_results(session: Session, first: str, last: str) -> TipResults:
    """The numbers of the tip-offs received between two days, both included.

    Raises `NotAllowed` for an account that may not read what became of them, `BadInput` for days
    out of order.
    """
    if not session.role.knows(Duty.TIPS):
        raise NotAllowed(
            N_("Tài khoản của bạn không được xem sổ «{register}»."), register=TIP_OFFS.title
        )
    if last < first:
        raise BadInput(N_("Ngày kết thúc trước ngày bắt đầu.")).at("last")
    found = session.queries.ids(
        TIP_OFFS.name, [Where("received_on", ">=", first), Where("received_on", "<=", last)]
    )
    rows = session.queries.rows(TIP_OFFS.name, found)
    answered = [key for key, row in rows.items() if row["answered_on"] is not None]
    return TipResults(
        first,
        last,
        Counter(str(row["source"]) for row in rows.values()),
        len(answered),
        tuple(key for key in answered if rows[key]["announced_on"] is None),
    )


@dataclass(frozen=True)
class AnnounceTips:
    """Write down that the results of these tip-offs were made public on a day: one act."""

    tips: tuple[RecordId, ...]
    day: str

    @property
    def act(self) -> str:
        """The act's id."""
        return "tips.announce"

    @property
    def why(self) -> str:
        """How many."""
        return str(len(self.tips))

    def run(self, work: UnitOfWork, session: Session) -> int:
        """How many were written; raises `NotAllowed` or `NotFound`."""
        session.role.must_write(TIP_OFFS)
        for tip in self.tips:
            row = work.row(TIP_OFFS.name, tip)
            if row["unit_id"] != work.unit:
                raise NotAllowed(
                    N_("Ghi chép này thuộc đơn vị khác. Hãy gửi ý kiến để đơn vị đó sửa.")
                )
            work.update(TIP_OFFS.name, tip, {"announced_on": self.day})
        return len(self.tips)
