"""A person's case told in a few words, without an office: rows of the books, read as a history."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sachmatuy_desktop.domain.cases.clock import Term, terms_on
from sachmatuy_desktop.domain.cases.history import Case, read_case
from sachmatuy_desktop.domain.cases.offers import LawClock
from sachmatuy_desktop.domain.cases.standing import Standing, standing_on
from sachmatuy_desktop.packs.deadlines import deadline_table
from sachmatuy_desktop.packs.holidays import load_calendar
from sachmatuy_desktop.packs.law import law_book

CLOCK = LawClock(law_book(), deadline_table(), load_calendar())


def day(text: str) -> date:
    """`"2026-07-06"` as a day."""
    return date.fromisoformat(text)


@dataclass
class Story:
    """Rows of one person's books; every telling returns the story."""

    birth: str = "1990-05-01"
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    guarded: bool | None = None

    def _add(self, register: str, **values: Any) -> Story:
        book = self.rows.setdefault(register, [])
        book.append({"id": f"{register}-{len(book)}", "deleted": 0, **values})
        return self

    def on_list(self, category: str, since: str, until: str | None = None, **more: Any) -> Story:
        return self._add("episodes", category=category, from_date=since, until_date=until, **more)

    def decided(self, kind: str, signed: str, until: str | None = None, **more: Any) -> Story:
        return self._add("decisions", kind=kind, signed_on=signed, term_until=until, **more)

    def managed(self, since: str, until: str | None = None) -> Story:
        """A user, on the list by a decision of the same day."""
        return self.on_list("sdtp", since, until).decided("quan_ly_sdtp", since)

    def was(self, state: str, since: str, until: str | None = None, **more: Any) -> Story:
        return self._add("presences", state=state, from_date=since, until_date=until, **more)

    def treated(self, form: str, since: str, state: str = "dang_thuc_hien", **more: Any) -> Story:
        return self._add("treatments", form=form, state=state, from_date=since, **more)

    def tested(self, taken: str, result: str = "duong_tinh", **more: Any) -> Story:
        return self._add("tests", taken_on=taken, result=result, **more)

    def visited(self, on: str) -> Story:
        return self._add("visits", visited_on=on)

    def moved(self, on: str, **more: Any) -> Story:
        return self._add("transfers", moved_on=on, **more)

    @property
    def case(self) -> Case:
        person = {"full_name": "Lê Văn Cam", "birth": self.birth}
        return read_case("p", person, self.rows, has_guardian=self.guarded)

    def standing(self, on: str) -> Standing:
        return standing_on(self.case, day(on), CLOCK.book)

    def state(self, on: str) -> str:
        return self.standing(on).state.code

    def lists(self, on: str) -> list[str]:
        return [each.list.id for each in self.standing(on).lists]

    def terms(self, on: str) -> list[Term]:
        return list(terms_on(self.case, day(on), CLOCK.book, CLOCK.table))

    def term(self, on: str) -> Term:
        """The one term that runs on a day."""
        [term] = self.terms(on)
        return term

    def end(self, on: str) -> str:
        return self.term(on).end.isoformat()
