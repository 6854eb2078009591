"""No name, number or passphrase stands in clear in any file of a working day.

A commune of the training world is worked in from morning to night: typed, searched, printed,
exported locked, backed up, sent and received, failed to log in to, crashed.  Then every byte of
every file it left – office folder, bundles, backups, logs, crash traces, preferences, temporary
folder – is looked through for all that its books say of persons and for its keys, in every writing
a program could have left it in.  `dev.py leaks` is a longer day, at the window too, with every
write recorded.
"""

from __future__ import annotations

import base64
import faulthandler
import logging
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from sachmatuy_desktop import diagnostics
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import BadInput, NotAllowed
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.access.entering import enter
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile, content
from sachmatuy_desktop.services.attachments import attachments as attached
from sachmatuy_desktop.services.filters import FilterShelf, SavedFilter
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.services.spreadsheets import export_register
from sachmatuy_desktop.services.sync import bundles, trusting
from sachmatuy_desktop.services.taken_out import TakenOut
from sachmatuy_desktop.services.training import PASSPHRASE, build_world
from sachmatuy_desktop.services.upkeep import maintenance
from sachmatuy_desktop.services.upkeep.doctor import doctor
from sachmatuy_desktop.services.upkeep.support import package_of, save_package
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui.application import preferences_of
from tests.leaks.planted import missed
from tests.leaks.search import Search
from tests.leaks.secrets import Secrets, secrets_of
from tests.offices import CHEAP, TestClock, add
from tests.sync.test_two_offices import trust

ROOT = Path(__file__).parents[1]
COMMUNE = "ia-dom"
NAME = "Kpă Hờ Nguyệt Ẩn Zrưm"
OTHER = "Đoàn Ỷ Lan Phượng Quỳnh"
NUMBER = "062190007351"
PHONE = "0377418265"
STREET = "Số 9173 ngõ Xương Giang Kỳ Lạ"
FILE_PASSPHRASE = "khoá-của-tệp-Ổ-7731"
WRONG = "mật khẩu gõ nhầm chiều thứ năm"
PHRASES = (NAME, OTHER, STREET, FILE_PASSPHRASE, WRONG, PASSPHRASE)


def search_for(*offices: Office) -> Search:
    """What is secret in the books of the offices, and what is typed in the day."""
    secrets = Secrets([*map(str, PHRASES)], [NUMBER, PHONE])
    for office in offices:
        secrets.add(secrets_of(office))
    return Search(secrets)


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a program could leave things: home, caches, temporary files."""
    for name in ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        place = tmp_path / "ngoài" / name.lower()
        place.mkdir(parents=True)
        monkeypatch.setenv(name, str(place))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "ngoài" / "tmpdir"))
    return tmp_path / "ngoài"


def crash(folder: Path) -> None:
    """An exception whose text is a name: caught by nobody, in a thread, in C."""
    try:
        raise ValueError(NAME)
    except ValueError as error:
        diagnostics.bug(error)
    diagnostics.hear_everything()
    worker = threading.Thread(target=_raise)
    worker.start()
    worker.join()
    sys.excepthook(*_caught())
    with (folder / "logs" / diagnostics.CRASH_NAME).open("ab") as traces:
        faulthandler.dump_traceback(traces)


def _raise() -> None:
    raise KeyError(NUMBER, STREET)


def _caught() -> tuple[type[BaseException], BaseException, None]:
    return ValueError, ValueError(OTHER), None


def work_at(office: Office, stick: Path) -> None:
    """Typed, searched, filtered, attached, drafted, printed, exported."""
    village = add(office, "villages", name="Thôn Một", kind="thon")
    home = add(office, "households", head=OTHER, village=village, state="dang_cu_tru")
    person = add(
        office,
        "people",
        full_name=NAME,
        birth="1990-02-03",
        citizen_number=NUMBER,
        phone=PHONE,
        current_address=STREET,
        village=village,
        household=home,
    )
    office.run(SaveRecord("people", person, {"remark": OTHER}))
    with pytest.raises(BadInput):
        office.run(SaveRecord("people", person, {"full_name": ""}))
    assert office.queries.find(fold(NAME))[0].id == person
    by = office.account.id
    preferences_of(office.info.folder, by).put("columns/people", "full_name birth")
    FilterShelf(office.store, by, REGISTERS["people"]).keep(
        SavedFilter(NAME, (Where("full_name", "has", NAME),))
    )
    office.run(AddAttachments("people", person, (NewFile(f"{NAME}.png", PICTURE, NAME),)))
    assert content(office.session, attached(office.session, "people", person)[0]) == PICTURE
    data = papers.draft(office, "roster", office.clock.now().date(), purpose="Đối chiếu")
    assert papers.pdf(data).startswith(b"%PDF")
    export_register(
        office.session,
        "people",
        stick / "list.xlsx",
        terms=TakenOut("Đối chiếu", FILE_PASSPHRASE),
    )


def test_a_working_day_leaves_nothing_in_clear(tmp_path: Path, outside: Path) -> None:
    clock = TestClock()
    for name in ("đi", "cơ quan"):
        (tmp_path / name).mkdir(mode=0o700)
    world = build_world(tmp_path / "cơ quan", clock.clock, CHEAP, only=[COMMUNE], small=True)
    office, above = world.communes[COMMUNE], world.receiving
    folder = office.store.folder
    assert diagnostics.start(folder) is None
    trust(office, above, "upper")
    trust(above, office, "lower")
    usual = sys.excepthook, threading.excepthook, sys.unraisablehook
    sys.excepthook = diagnostics.excepthook(lambda _report: None)

    work_at(office, tmp_path / "đi")
    (partner,) = trusting.partners(office)
    bundles.export(office, partner.key_id, tmp_path / "đi" / "goi.smt")
    staged = bundles.stage(above, tmp_path / "đi" / "goi.smt")
    merged = bundles.merge(above, staged)
    assert merged.report.new
    maintenance.backup_now(office)
    maintenance.backup_to(office, tmp_path / "đi")
    crash(folder)
    package = package_of(folder, doctor(folder, clock.clock, office.store, CHEAP))
    assert {name for name, _text in package} >= {"may-tinh.txt", diagnostics.LOG_NAME}
    save_package(package, tmp_path / "đi" / "ho-tro.zip")
    search, by = search_for(office, above), office.account.id
    office.close()
    with pytest.raises(NotAllowed):
        enter(folder, by, WRONG, clock.clock, CHEAP)
    assert search.found_below(folder) == {}, "failed tries, waiting for the next login"
    clock.advance(minutes=5)
    again = enter(folder, by, PASSPHRASE, clock.clock, CHEAP)
    places = (tmp_path / "cơ quan", tmp_path / "đi", outside)
    assert search.found_below(*places) == {}, "while the office is open, its -wal beside it"
    again.close()
    above.close()
    diagnostics.stop()
    sys.excepthook, threading.excepthook, sys.unraisablehook = usual
    assert modes(folder, tmp_path / "đi") == {}
    log = (folder / "logs" / diagnostics.LOG_NAME).read_text(encoding="utf-8")
    assert log.count("ERROR bug builtins.ValueError") >= 2
    assert "bug builtins.KeyError" in log
    assert list(outside.rglob("tmp*/*")) == []


def modes(*folders: Path) -> dict[str, str]:
    """Files and folders that anybody but their owner may open."""
    return {
        str(path): oct(path.stat().st_mode)
        for folder in folders
        for path in folder.rglob("*")
        if path.stat().st_mode & 0o077 and path.parent not in (Path("/"), folder.parent)
    }


BEFORE_THE_WINDOW = """
import logging, sys, warnings
from sachmatuy_desktop import diagnostics

name = sys.argv[1]
diagnostics.hear_everything()
warnings.warn(name)
logging.getLogger("somebody.else").error("cannot read %s", name)
logging.getLogger("somebody.else").exception(ValueError(name))
raise KeyError(name)
"""
"""Somebody types a name into the first window of all, and everything goes wrong."""


def test_before_there_is_a_log_nothing_is_printed_for_the_desktops_log() -> None:
    command = [sys.executable, "-c", BEFORE_THE_WINDOW, NAME]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    told = [line.partition(":")[0] for line in done.stderr.splitlines()]
    assert told == ["bug builtins.KeyError | <string>"], "where, never of whom"


def test_the_search_finds_what_is_there() -> None:
    """Otherwise nothing found would mean nothing."""
    key = "5a17" * 16
    secrets = Secrets([NAME, STREET, "Siu Bik"], [NUMBER, PHONE], [key])
    search = Search(secrets)
    assert missed(search, secrets) == []
    assert search.found_in(b"0621 9000 7351; Siu_Bik.png") == {NUMBER, "siu bik"}
    assert search.found_in(b"Siu Biken; 1062190007; " + NAME[:9].encode()) == set()


def test_what_stands_in_public_is_not_looked_for() -> None:
    search = Search(Secrets([NAME, "Thôn Một Ia Dom"], common=["Thôn Một, Ia Dom"]))
    assert search.count == 1


def test_no_library_logs_a_value(tmp_path: Path) -> None:
    diagnostics.start(tmp_path)
    assert not logging.getLogger("sachmatuy").propagate
    diagnostics.stop()
    assert diagnostics.places(ValueError(NAME)) == "builtins.ValueError"


PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
