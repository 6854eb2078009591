"""Which tasks of adopted plans a report, once issued, carries out: offered, never written alone."""

from __future__ import annotations

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.choices import Choices
from sachmatuy_desktop.services.papers.plan_proving import Provable, offer, waiting
from sachmatuy_desktop.services.papers.plan_tasks import Work
from sachmatuy_desktop.services.papers.reports.dues import tasks_of_report
from sachmatuy_desktop.services.papers.reports.reading import Report
from sachmatuy_desktop.services.plans.reading import RESULTS

__all__ = ["tasks_done"]


def tasks_done(office: Office, report: Report) -> list[Provable]:
    """The openings of the report's own period that wait; nothing for who may not write results."""
    if not office.session.role.may_act_on(REGISTERS[RESULTS]):
        return []
    work = Work.read(office, report.as_of, Choices())
    return [
        offer(task, each, meant=True)
        for task in tasks_of_report(report.kind, work.tasks)
        for each in waiting(work, task)
        if each.opening.period.key == report.days.key
    ]
