"""What the list of tasks shows: groups, tasks and openings, narrowed by what is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans.standing import OpeningStanding, State, TaskStanding
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.plans.listing import TO_DO, Listed, TaskList
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.pages.plans.task_words import (
    BASES,
    actors_told,
    due_day,
    opening_name,
    state_cell,
)
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["HEADS", "VIEWS", "Line", "Shown", "View"]

View = str
MINE, ALL, BY_ACTOR, BY_CRITERION, BY_VILLAGE = "mine", "all", "actor", "criterion", "village"
VIEWS: Final = {
    ALL: N_("Tất cả việc"),
    MINE: N_("Việc của tôi"),
    BY_ACTOR: N_("Theo cơ quan thực hiện"),
    BY_CRITERION: N_("Theo tiêu chí"),
    BY_VILLAGE: N_("Theo thôn, khu phố"),
}

HEADS: Final = (
    N_("Việc"),
    N_("Tình trạng"),
    N_("Hạn"),
    N_("Hạn theo"),
    N_("Ai làm"),
    N_("Mục"),
    N_("Căn cứ"),
)

ACTORS: Final = 4
PROOFS: Final = 6
"""Places of `HEADS`."""

_NEVER: Final = datetime.max.replace(tzinfo=VIETNAM)

ABOVE: Final = "@above"
NONE: Final = "@none"


@dataclass(frozen=True)
class Line:
    """One line: a group (`listed` None), a task, or (`is_opening`) one opening of it.

    `key` is the same whenever the same thing is shown; `village` that of the group it stands under.
    """

    key: str
    title: str
    listed: Listed | None = None
    shown: OpeningStanding | None = None
    standing: TaskStanding | None = None
    village: str = ""
    is_opening: bool = False
    only_to_do: bool = False
    inside: tuple[Line, ...] = ()

    @cached_property
    def children(self) -> tuple[Line, ...]:
        """What stands under it: the tasks of a group, the openings of a task with several."""
        if self.listed is None or self.is_opening or self.standing is None:
            return self.inside
        openings = list(_told(self.standing, only_to_do=self.only_to_do))
        if len(openings) < 2:
            return ()
        return tuple(
            Line(
                f"{self.key}/{each.opening.key}",
                opening_name(each.opening),
                self.listed,
                each,
                self.standing,
                self.village,
                is_opening=True,
            )
            for each in reversed(openings)
        )

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The words of the line, by `HEADS`."""
        if self.listed is None:
            return (Cell(f"{self.title} ({len(self.inside)})"), *[Cell("")] * (len(HEADS) - 1))
        task, shown = self.listed.task, self.shown
        opening = shown.opening if shown else None
        basis = _(BASES[opening.basis]) if opening else ""
        return (
            Cell(self.title),
            state_cell(task, shown),
            Cell(due_day(opening)),
            Cell(basis),
            Cell("" if self.is_opening else actors_told(task)),
            Cell("" if self.is_opening else task.paragraph),
            self._proofs(),
        )

    def _proofs(self) -> Cell:
        if self.listed is None or self.shown is None or self.shown.state is not State.DONE:
            return Cell("")
        results = [each for each in self.listed.results(self.shown) if each.kind == "done"]
        if any(each.is_proved for each in results):
            return Cell(str(sum(max(len(each.proofs), each.is_proved) for each in results)))
        asks = self.listed.task.asks_proof
        return Cell(_("chưa có"), Tone.CARE) if asks else Cell("")


def headline(standing: TaskStanding) -> OpeningStanding | None:
    """The opening a task is told by: the one that presses, else the last settled or the next."""
    if standing.now is not None:
        return standing.now
    settled = [each for each in standing.openings if each.state in (State.DONE, State.GONE)]
    return settled[-1] if settled else next(iter(standing.openings), None)


@dataclass(frozen=True)
class Shown:
    """What the list is narrowed by.  `account` is whose tasks are “mine”; `plan` "" means all.

    `others`: also tasks that are not this office's, which are there to be read.  `only` are the
    very tasks meant, where no condition can say it.
    """

    view: View = ALL
    words: str = ""
    only_to_do: bool = True
    others: bool = False
    plan: str = ""
    account: str = ""
    only: frozenset[str] | None = None

    @property
    def needless(self) -> frozenset[int]:
        """The columns of `HEADS` that would say nothing, or what the heads of groups say."""
        proofs = {PROOFS} if self.only_to_do else set()
        return frozenset(proofs | ({ACTORS} if self.view == BY_ACTOR else set()))

    def lines(self, found: TaskList) -> tuple[Line, ...]:
        """The lines on the first level."""
        tasks = [each for each in found.tasks if self._fits(each)]
        match self.view:
            case "actor":
                return self._grouped(tasks, dict(_actors(tasks)), _actor_keys)
            case "criterion":
                return self._grouped(tasks, dict(_criteria(tasks, found)), _criterion_keys)
            case "village":
                return self._by_village(tasks, found)
        return self._in_order(line for each in tasks for line in self._line(each, ""))

    def _in_order(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        """Of what is to do the most pressing first; the whole list in the order of the plans."""
        return tuple(sorted(lines, key=_pressing) if self.only_to_do else lines)

    def _fits(self, listed: Listed) -> bool:
        task = listed.task
        if self.only is not None and task.id not in self.only:
            return False
        if self.plan and (task.plan is None or task.plan.id != self.plan):
            return False
        if not (self.others or task.ours):
            return False
        if not task.active and self.only_to_do:
            return False
        if self.view == MINE and not self._is_mine(listed):
            return False
        return all(word in listed.words for word in fold(self.words).split())

    def _is_mine(self, listed: Listed) -> bool:
        return any(each.account == self.account for each in listed.task.doers if each.account)

    def _line(self, listed: Listed, group: str, village: str = "") -> Iterator[Line]:
        standing = listed.in_village(village) if village else listed.standing
        if self.only_to_do and standing.state not in TO_DO:
            return
        yield Line(
            f"{group}{listed.task.id}",
            listed.task.title,
            listed,
            headline(standing),
            standing,
            village,
            only_to_do=self.only_to_do,
        )

    def _grouped(
        self,
        tasks: Iterable[Listed],
        titles: dict[str, str],
        keys: Callable[[Listed], Iterable[str]],
    ) -> tuple[Line, ...]:
        inside: dict[str, list[Line]] = {key: [] for key in titles}
        for listed in tasks:
            for key in keys(listed):
                inside[key].extend(self._line(listed, f"{key}/"))
        return self._groups(titles, inside)

    def _by_village(self, tasks: Iterable[Listed], found: TaskList) -> tuple[Line, ...]:
        titles = {each.id: each.name for each in found.villages}
        titles[NONE] = _("Chung cả đơn vị")
        inside: dict[str, list[Line]] = {key: [] for key in titles}
        for listed in tasks:
            asked = [*listed.villages, *filter(None, [listed.task.village])]
            for village in asked:
                if village in inside:
                    inside[village].extend(self._line(listed, f"{village}/", village))
            if not asked:
                inside[NONE].extend(self._line(listed, f"{NONE}/"))
        return self._groups(titles, inside)

    def _groups(self, titles: dict[str, str], inside: dict[str, list[Line]]) -> tuple[Line, ...]:
        return tuple(
            Line(f"group/{key}", title, inside=self._in_order(inside[key]))
            for key, title in titles.items()
            if inside[key]
        )


def _actor_keys(listed: Listed) -> tuple[str, ...]:
    task = listed.task
    if task.plan is None:
        return (ABOVE,)
    return tuple(dict.fromkeys(each.shown for each in task.doers)) or (NONE,)


def _criterion_keys(listed: Listed) -> tuple[str, ...]:
    return listed.task.criteria or (NONE,)


def _actors(tasks: Iterable[Listed]) -> Iterator[tuple[str, str]]:
    for listed in tasks:
        for each in listed.task.doers:
            yield each.shown, each.shown
    yield NONE, _("Chưa rõ ai làm")
    yield ABOVE, _("Việc cấp trên giao")


def _criteria(tasks: Iterable[Listed], found: TaskList) -> Iterator[tuple[str, str]]:
    served = {each for listed in tasks for each in listed.task.criteria}
    for key, title in found.criteria.items():
        if key in served:
            yield key, title
    for key in sorted(served - set(found.criteria)):
        yield key, key
    yield NONE, _("Không gắn với tiêu chí nào")


def _pressing(line: Line) -> tuple[int, datetime]:
    """What is overdue first, then what is due soon; in each the earliest day first, none last."""
    shown = line.shown
    if shown is None or shown.state not in TO_DO:
        return len(TO_DO), _NEVER
    return TO_DO.index(shown.state), shown.opening.due or _NEVER


def _told(standing: TaskStanding, *, only_to_do: bool) -> Iterator[OpeningStanding]:
    """The openings worth a line: all that have begun and the one that comes next."""
    coming = 0
    for each in standing.openings:
        if each.state is State.NOT_YET:
            coming += 1
        next_ = each.state is State.NOT_YET and coming == 1
        settled = each.state in (State.DONE, State.GONE)
        if each.state in TO_DO or (not only_to_do and (settled or next_)):
            yield each
