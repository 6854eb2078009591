"""No name, number or passphrase stands in clear in any file of a working day.

An office with persons of odd names is worked in from morning to night: typed, searched, printed,
exported locked, backed up, sent and received, failed to log in to, crashed.  Then every byte of
every file it left – office folder, bundles, backups, logs, crash traces, preferences, temporary
folder – is looked through for what was typed, in every writing a program could have left it in.
"""

from __future__ import annotations

import base64
import faulthandler
import logging
import re
import sys
import tempfile
import threading
import unicodedata
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from sachmatuy_desktop import diagnostics
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import BadInput, NotAllowed
from sachmatuy_desktop.services import bundles, maintenance, papers, trusting
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile, content
from sachmatuy_desktop.services.attachments import attachments as attached
from sachmatuy_desktop.services.doctor import doctor
from sachmatuy_desktop.services.filters import FilterShelf, SavedFilter
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.services.spreadsheets import export_register
from sachmatuy_desktop.services.support import package_of, save_package
from sachmatuy_desktop.services.taken_out import TakenOut
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui.application import preferences_of
from tests.offices import CHEAP, PASSPHRASE, TestClock, add, new_office
from tests.sync.test_two_offices import trust

NAME = "Kpă Hờ Nguyệt Ẩn Zrưm"
OTHER = "Đoàn Ỷ Lan Phượng Quỳnh"
NUMBER = "062190007351"
PHONE = "0377418265"
STREET = "Số 9173 ngõ Xương Giang Kỳ Lạ"
FILE_PASSPHRASE = "khoá-của-tệp-Ổ-7731"
WRONG = "mật khẩu gõ nhầm 5519"
SECRETS = (NAME, OTHER, NUMBER, PHONE, STREET, FILE_PASSPHRASE, WRONG, PASSPHRASE)


def writings(secret: str) -> Iterator[bytes]:
    """A text in the ways a file could hold it: composed or not, folded, wide, Base64."""
    forms = {unicodedata.normalize(form, secret) for form in ("NFC", "NFD")}
    forms |= {secret.lower(), secret.upper(), fold(secret), fold(secret).replace(" ", "")}
    for form in forms:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            data = form.encode(encoding)
            yield data
            yield base64.b64encode(data)[:-4]
        yield form.encode("unicode_escape")
        yield repr(form.encode()).encode()[2:-1]


NEEDLES = {needle: secret for secret in SECRETS for needle in writings(secret) if len(needle) > 7}


def found_in(data: bytes) -> set[str]:
    return {secret for needle, secret in NEEDLES.items() if needle in data}


def unpacked(data: bytes) -> bytes:
    """What stands in a file's own compressed streams, where it has any (PDF, zip, zlib)."""
    told = bytearray()
    for start in re.finditer(rb"\x78[\x01\x9c\xda]", data):
        try:
            told += zlib.decompressobj().decompress(data[start.start() :], 1 << 20)
        except zlib.error:
            continue
    return bytes(told)


def names_in(*folders: Path) -> dict[str, set[str]]:
    """What is found in the bytes of every file, and in the files' own names."""
    found = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            hits = found_in(path.name.encode())
            if path.is_file() and not path.is_symlink():
                data = path.read_bytes()
                hits |= found_in(data) | found_in(unpacked(data))
            if hits:
                found[str(path.relative_to(folder))] = hits
    return found


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
    preferences_of(office.info.folder, "an").put("columns/people", "full_name birth")
    FilterShelf(office.store, "an", REGISTERS["people"]).keep(
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
    clock, folder = TestClock(), tmp_path / "xã"
    (tmp_path / "đi").mkdir(mode=0o700)
    office, above = new_office(folder, clock=clock), new_office(tmp_path / "trên", kind="receiving")
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
    assert not found_in("".join(text for _name, text in package).encode())
    save_package(package, tmp_path / "đi" / "ho-tro.zip")
    office.close()
    with pytest.raises(NotAllowed):
        unlock(folder, "an", WRONG, clock.clock, CHEAP)
    clock.advance(minutes=5)
    again = unlock(folder, "an", PASSPHRASE, clock.clock, CHEAP)

    places = (folder, tmp_path / "trên", tmp_path / "đi", outside)
    assert names_in(*places) == {}, "while the office is open, its -wal beside it"
    again.close()
    above.close()
    diagnostics.stop()
    sys.excepthook, threading.excepthook, sys.unraisablehook = usual
    assert names_in(*places) == {}
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


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    """Otherwise nothing found would mean nothing."""
    for place, data in enumerate(
        (
            NAME.encode(),
            unicodedata.normalize("NFD", NAME).encode(),
            NAME.encode("utf-16-le"),
            fold(NAME).encode(),
            base64.b64encode(NAME.encode()),
            b"x" + zlib.compress(NAME.encode()),
            NUMBER.encode(),
        )
    ):
        (tmp_path / f"{place}").write_bytes(b"\0" * 7 + data + b"\0" * 9)
    assert len(names_in(tmp_path)) == 7


def test_no_library_logs_a_value() -> None:
    assert not logging.getLogger("sachmatuy").propagate
    assert diagnostics.places(ValueError(NAME)) == "builtins.ValueError"


PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
