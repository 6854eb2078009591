"""What an officer waits for: criteria, a spreadsheet, five thousand commitments on paper."""

from __future__ import annotations

import io
from datetime import date

from benchmarks import commune
from benchmarks.table import Measurement, Pair, Workshop, seconds
from sachmatuy_desktop.documents import builders
from sachmatuy_desktop.documents.batch import write_sheets
from sachmatuy_desktop.services.criteria import assess
from tests import yardsticks
from tests.documents import yardstick as paper_yardstick
from tests.documents.paper_samples import SHARED, household
from tests.exchange import measure_sheets

_AS_OF = date(2026, 6, 15)


def criteria(workshop: Workshop) -> Measurement:
    """A commune assessed by its plan, with the records behind every figure."""
    office = commune.new_office(workshop.room("criteria") / "office", "xa-23537@1", "commune", 1)
    residents = workshop.scale.residents
    yardsticks.settle(office, residents=residents, households=residents // 4, on_lists=300)
    assess(office, commune.PACK, _AS_OF)
    pair = Pair()
    for _ in range(workshop.scale.rounds * 3):
        ours = seconds(lambda: assess(office, commune.PACK, _AS_OF))
        with office.store.reading() as connection:
            theirs = seconds(
                lambda: yardsticks.facts_by_hand(connection, office.info.unit_id, _AS_OF)
            )
        pair.add(ours, theirs)
    office.close()
    return pair.measurement("ms", f"{residents:,} residents, {len(yardsticks.BY_HAND)} facts")


def spreadsheet(workshop: Workshop) -> Measurement:
    """A roster from the file to the fate of every row on screen."""
    folder = workshop.room("sheet")
    office = commune.new_office(folder / "office", "xa-23537@1", "commune", 1)
    count = workshop.scale.residents
    steps = measure_sheets.measure(office.session, folder, count, workshop.scale.rounds)
    office.close()
    note = (
        f"{count:,} rows; reading {steps['read']:.2f} s, writing them {steps['write']:.2f} s,"
        f" export {steps['export']:.2f} s, peak {steps['peak_mib']:.0f} MiB"
    )
    return Measurement(steps["preview"], "s", steps["bare"], steps["ratio"], note=note)


def commitments(workshop: Workshop) -> Measurement:
    """One commitment a household in one file."""
    count = workshop.scale.sheets
    data = builders.household_commitments(SHARED)
    pair, size = Pair(), 0
    for turn in range(workshop.scale.rounds):
        first = turn * count
        sheets = [household(first + number).sheet() for number in range(count)]
        pages = paper_yardstick.typeset(data, sheets)
        out = io.BytesIO()
        ours = seconds(lambda: write_sheets(data, sheets, out))  # noqa: B023
        theirs = seconds(lambda: paper_yardstick.draw(pages, io.BytesIO()))  # noqa: B023
        pair.add(ours, theirs)
        size = len(out.getvalue())
    return pair.measurement("s", f"{count:,} pages, {size / count / 1024:.1f} KiB each")
