"""How soon the first window stands, how much memory an open office takes, how large it installs."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from benchmarks import commune
from benchmarks.children import ROOT, child
from benchmarks.table import Measurement, NotMeasured, Pair, Workshop
from sachmatuy_desktop.paths import default_office_folder
from sachmatuy_desktop.storage.keys.keyring_crypto import OFFICE_COST

_MIB = 1 << 20


def cold_start(workshop: Workshop) -> Measurement:
    """From the start of the process to the first painted window, both ways in turn.

    The files are in the system's cache, so this is the second start of a morning.
    """
    folder = workshop.room("start") / default_office_folder().name
    commune.new_office(folder, "xa-23537@1", "commune", 1, OFFICE_COST).close()
    pair = Pair()
    for turn in range(workshop.scale.starts + 1):
        times = []
        for what in ("first_window", "empty_window"):
            answer = child(what, folder)
            times.append(float(answer["painted"]) - float(answer["started"]))
        if turn:  # the first turn warms the system's cache
            pair.add(*times)
    return pair.measurement("s", "offscreen, files cached; the passphrase window")


def memory(workshop: Workshop) -> Measurement:
    """A commune's office in its window, every page looked at once, the people listed."""
    folder = workshop.room("memory") / "office"
    residents = workshop.scale.residents
    commune.settled_office(folder, residents).close()
    answer = child("open_office", folder)
    if answer["now"] is None:
        raise NotMeasured("this system does not tell a process its memory under /proc")
    note = f"{residents:,} residents, {answer['pages']} pages looked at; peak {answer['peak']:.0f}"
    return Measurement(float(answer["now"]), "MiB", note=f"{note} MiB")


def installed_size(_workshop: Workshop) -> Measurement:
    """The program's folder where `dev.py package` has built it; else what makes it up.

    That is the program, its resources and the run-time packages of the lock as installed here:
    more than the folder, which leaves out what the program never loads.
    """
    built = ROOT / "dist" / "sachmatuy"
    if built.is_dir():
        return Measurement(_tree(built) / _MIB, "MiB", note=f"{built.relative_to(ROOT)}, as built")
    wanted = _run_time_packages(ROOT / "packaging" / "requirements.lock")
    sizes: dict[str, int] = {}
    missing = []
    for name in sorted(wanted):
        try:
            sizes[name] = _size_of(name)
        except PackageNotFoundError:
            missing.append(name)  # for another system: the lock holds every system's packages
    own = sum(_tree(ROOT / name) for name in ("sachmatuy_desktop", "resources", "translations"))
    largest = sorted(sizes, key=lambda name: -sizes[name])[:4]
    note = (
        f"program and resources {own / _MIB:.0f}, {len(sizes)} packages, largest "
        + ", ".join(f"{name} {sizes[name] / _MIB:.0f}" for name in largest)
        + "; whole packages and no Python: build with `dev.py package` for the true figure"
        + (f"; not installed here: {', '.join(missing)}" if missing else "")
    )
    return Measurement((own + sum(sizes.values())) / _MIB, "MiB", note=note)


_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)


def _run_time_packages(lock: Path) -> set[str]:
    """The packages of the lock that the program itself needs, found by who asks for them.

    Under each package stand, as comments, those that want it; `(extra dev)` or none of ours there
    means a developer's tool.
    """
    blocks = re.split(r"\n(?=[A-Za-z0-9])", lock.read_text(encoding="utf-8"))
    wanted_by = {
        found.group(1): set(re.findall(r"#\s+(?:via\s+)?([A-Za-z0-9._-]+)", block))
        for block in blocks
        if (found := _PINNED.search(block))
    }
    declared = _declared(ROOT / "pyproject.toml")
    needed = {name for name in wanted_by if _plain(name) in declared}
    while True:
        more = {name for name, by in wanted_by.items() if by & needed} - needed
        if not more:
            return needed
        needed |= more


def _declared(project: Path) -> set[str]:
    listed = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    return {_plain(re.split(r"[<>=!~; \[]", each)[0]) for each in listed}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _size_of(name: str) -> int:
    """What a package's files take, compiled Python left out: it is made anew at the first start."""
    return sum(
        path.stat().st_size
        for file in distribution(name).files or ()
        if not str(file).endswith(".pyc") and (path := Path(str(file.locate()))).is_file()
    )


def _tree(folder: Path) -> int:
    return sum(
        each.stat().st_size
        for each in folder.rglob("*")
        if each.is_file() and each.suffix != ".pyc"
    )
