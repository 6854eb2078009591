"""What an officer waits for: criteria, a spreadsheet, five thousand commitments on paper."""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Mapping
from datetime import date, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PySide6.QtWidgets import QApplication

from benchmarks import commune
from benchmarks.table import Measurement, Pair, Workshop, seconds
from sachmatuy_desktop.documents import builders
from sachmatuy_desktop.documents.batch import write_sheets
from sachmatuy_desktop.services.board import read_board
from sachmatuy_desktop.services.criteria import assess, program_library
from sachmatuy_desktop.services.criteria.forecasting import forecast_to
from sachmatuy_desktop.services.papers.codes import sheet_squares
from sachmatuy_desktop.sync.paper_codes import PaperSigner
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.pages.board.columns import criteria_columns
from sachmatuy_desktop.ui.pages.board.table import BoardTable
from tests import boards, yardsticks
from tests.documents import yardstick as paper_yardstick
from tests.documents.paper_samples import SHARED, household
from tests.exchange import measure_sheets

_AS_OF = date(2026, 6, 15)
_SIGNER = PaperSigner.of(Ed25519PrivateKey.from_private_bytes(bytes(32)))


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


def forecast(workshop: Workshop) -> Measurement:
    """A commune looked at three months ahead, beside assessing each of its days anew."""
    office = commune.new_office(workshop.room("forecast") / "office", "xa-23537@1", "commune", 1)
    residents = workshop.scale.residents
    yardsticks.settle(office, residents=residents, households=residents // 4, on_lists=300)
    ahead = date.fromisoformat(office.clock.today()) + timedelta(days=90)
    found = forecast_to(office, commune.PACK, ahead)
    days = [*found.asked, *(each.day for each in found.alternatives)]
    pair = Pair()
    for _ in range(workshop.scale.rounds):
        ours = seconds(lambda: forecast_to(office, commune.PACK, ahead))
        bare = seconds(lambda: [assess(office, commune.PACK, day) for day in days])
        pair.add(ours, bare)
    office.close()
    return pair.measurement("s", f"{residents:,} residents, {len(days)} days judged")


_PROVINCE = "tinh-51@2"
_ELSEWHERE = ("xa-15973@1", "xa-15976@1", "xa-15979@1", "xa-15982@1")
"""Quảng Ngãi has 96 communes; with four that send from elsewhere there are a hundred rows."""

_DAYS = tuple(date(year, 11, 1) for year in (2025, 2026))


def board(workshop: Workshop) -> Measurement:
    """A hundred communes by one pack, two years, from the file to the painted table."""
    folder = workshop.room("board") / "office"
    office = commune.new_office(folder, _PROVINCE, "receiving", 1)
    listed = [each.id for each in office.units.below(office.unit, _DAYS[-1], 3)]
    boards.send_results(office, [*listed, *_ELSEWHERE], _DAYS)
    app = QApplication.instance() or QApplication(["bench"])
    assert isinstance(app, QApplication)  # noqa: S101  (this process made it)
    theme.dress(app, theme.BASE_POINTS, theme.load_fonts())
    rules = program_library().rules(commune.PACK)
    table = BoardTable("", "")
    table.resize(1000, 600)
    pair, painted, rows = Pair(), [], 0
    for _ in range(workshop.scale.rounds * 3):
        begun = time.perf_counter()
        read = read_board(office, [rules], _DAYS[-1].year)
        halfway = time.perf_counter()
        table.show_lines(criteria_columns(read, rules), read.lines)
        table.grab()
        done = time.perf_counter()
        with office.store.reading() as connection:
            bare = seconds(lambda: boards.by_hand(connection, commune.PACK, _DAYS[-1].year))
        pair.add(done - begun, bare)
        painted.append((done - halfway) * 1000)
        rows = len(read.lines)
    office.close()
    note = f"{rows} rows; of that on the window's thread {statistics.median(painted):.0f} ms"
    return pair.measurement("s", note)


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


def _marked(sheet: Mapping[str, str]) -> Mapping[str, str]:
    """The sheet with its signed code, which the yardstick goes without."""
    squares = sheet_squares(_SIGNER, sheet["representative"], 1, training=False)
    return {**sheet, "squares": squares}


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
        ours = seconds(lambda: write_sheets(data, map(_marked, sheets), out))  # noqa: B023
        theirs = seconds(lambda: paper_yardstick.draw(pages, io.BytesIO()))  # noqa: B023
        pair.add(ours, theirs)
        size = len(out.getvalue())
    return pair.measurement("s", f"{count:,} pages, {size / count / 1024:.1f} KiB each")
