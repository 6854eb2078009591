"""The house rules, held by the suite: who may import whom, and what no file may say.

Each rule is a row of a table with the sentence a developer reads when it is broken.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "sachmatuy_desktop"
ROOMS_WITHOUT_A_WINDOW = (
    "domain",
    "packs",
    "storage",
    "sync",
    "exchange",
    "documents",
    "services",
)

MODULES = sorted(PROGRAM.rglob("*.py"))


def name_of(path: Path) -> str:
    """`sachmatuy_desktop/domain/merge.py`, for a sentence."""
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    """The folder or module right under the program: "domain", "ui", "errors", …"""
    return path.relative_to(PROGRAM).parts[0].removesuffix(".py")


@dataclass(frozen=True)
class Look:
    """What a module shows to who reads it."""

    says_what_it_is_for: bool
    imports: frozenset[str]
    """Wherever the import stands."""
    hidden_imports: frozenset[str]
    """Inside a function."""
    prints: bool


@cache
def look(path: Path) -> Look:
    """Read a module, once for all rules."""
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    nodes = list(ast.walk(tree))
    functions = (each for each in nodes if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
    return Look(
        ast.get_docstring(tree) is not None,
        frozenset(imports(nodes)),
        frozenset(name for function in functions for name in imports(ast.walk(function))),
        any(
            isinstance(each, ast.Call)
            and isinstance(each.func, ast.Name)
            and each.func.id == "print"
            for each in nodes
        ),
    )


def imports(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The modules that these imports name."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


# --- imports go down only --------------------------------------------------------------------


def run_here(
    command: list[str], *, settings: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """A process of its own in the checkout, without what this pytest left in the environment."""
    environment = {key: value for key, value in os.environ.items() if "PYTEST" not in key}
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**environment, "PYTHONUTF8": "1", **(settings or {})},
        check=False,
        capture_output=True,
        encoding="utf-8",
    )


def test_the_import_contracts_of_pyproject_hold() -> None:
    linter = "from importlinter.cli import lint_imports_command as lint; lint()"
    done = run_here([sys.executable, "-c", linter, "--no-logo", "--no-cache"])
    assert done.returncode == 0, done.stdout + done.stderr


# A toolkit, and the only rooms that may know it.
ROOMS_OF_TOOLKIT = {
    "PySide6": {"ui"},
    "sqlalchemy": {"storage"},
    "sqlcipher3": {"storage"},
    "reportlab": {"documents"},
    "docx": {"documents"},
    "xlsxwriter": {"exchange"},
    "python_calamine": {"exchange"},
}


@pytest.mark.parametrize(("toolkit", "rooms"), ROOMS_OF_TOOLKIT.items())
def test_a_toolkit_is_known_in_its_own_room_alone(toolkit: str, rooms: set[str]) -> None:
    elsewhere = [
        name_of(path)
        for path in MODULES
        if room_of(path) not in rooms
        and any(name.split(".")[0] == toolkit for name in look(path).imports)
    ]
    assert not elsewhere, f"{toolkit} belongs to {', '.join(rooms)} alone"


def test_the_domain_knows_the_standard_library_and_the_errors_alone() -> None:
    own = ("sachmatuy_desktop.domain", "sachmatuy_desktop.errors")
    strangers = {
        f"{name_of(path)}: {name}"
        for path in MODULES
        if room_of(path) == "domain"
        for name in look(path).imports
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith(own)
    }
    assert not strangers


# --- no window needed --------------------------------------------------------------------------

# Makes PySide6 impossible to import, as on a machine that does not have it.
QT_AWAY = """
import sys

class QtIsAway:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"PySide6", "shiboken6"}:
            raise ModuleNotFoundError(f"there is no {name} here", name=name)

sys.meta_path.insert(0, QtIsAway())
"""

IMPORT_ROOMS = """
import importlib, pkgutil

for room in sys.argv[1:]:
    package = importlib.import_module(f"sachmatuy_desktop.{room}")
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
"""

# pytest-qt would import Qt, so it stays out; its settings in pyproject.toml must still be known.
RUN_TESTS = """
import pytest

class SettingsOfPytestQt:
    def pytest_addoption(self, parser):
        for name in ("qt_api", "qt_log_level_fail", "qt_log_ignore"):
            parser.addini(name, "known, and without effect")

sys.exit(pytest.main(["-p", "no:pytest-qt", *sys.argv[1:]], plugins=[SettingsOfPytestQt()]))
"""


def test_everything_below_the_window_imports_without_qt() -> None:
    done = run_here([sys.executable, "-c", QT_AWAY + IMPORT_ROOMS, *ROOMS_WITHOUT_A_WINDOW])
    assert done.returncode == 0, done.stderr


# That no module of these rooms knows Qt, not even inside a function, is read off the code above,
# and all of them were just imported without it.  What is left to see is that a room works so: one
# story of each shows it as well as all of its tests would, which run once, in the ordinary suite.
STORY_WITHOUT_QT = {
    "domain": "tests/domain/test_criteria_logic.py",
    "storage": "tests/storage/test_journal.py",
    "sync": "tests/sync/test_two_offices.py::test_records_arrive_and_are_found",
}


@pytest.mark.slow
def test_a_story_of_each_room_passes_without_qt() -> None:
    stories = STORY_WITHOUT_QT.values()
    done = run_here([sys.executable, "-c", QT_AWAY + RUN_TESTS, *stories])
    assert done.returncode == 0, done.stdout + done.stderr


# --- what no file may say ------------------------------------------------------------------------

TEXT_ENDINGS = {".py", ".md", ".toml", ".txt", ".lock", ".po", ".pot", ".spec", ".iss", ".json", ""}
NOT_OURS = {".git", ".venv", "build", "dist", "out", "__pycache__", ".hypothesis"}
KEPT_OFFICES = ROOT / "tests" / "data" / "offices"
"""Encrypted folders of earlier releases: no text."""


@dataclass(frozen=True)
class Rule:
    """A pattern that must not appear in some files, and the sentence that says why."""

    sentence: str
    pattern: str
    folders: tuple[str, ...] = (".",)
    endings: frozenset[str] = frozenset(TEXT_ENDINGS)


# Letters in brackets keep a pattern from matching itself.
RULES = (
    Rule("A path of one machine means nothing on another.", r"/[w]ork/|[C]:[\\/]+Users"),
    Rule(
        "Which package index is used is a setting of the machine.",
        r"[p]ypi\.org|[p]ythonhosted|[d]ebian\.org/debian|:/\S*/[s]imple\b",
    ),
    Rule("Unfinished work goes into an issue, not into a comment.", r"\b([T]ODO|[F]IXME|[X]XX)\b"),
    Rule(
        "A person is «người» on the screen.",
        r"(?i)đối [t]ượng",
        folders=("sachmatuy_desktop/ui", "sachmatuy_desktop/services"),
        endings=frozenset({".py"}),
    ),
)


def files_under(folders: tuple[str, ...], endings: frozenset[str]) -> Iterator[Path]:
    """The project's own text files, without what tools leave behind."""
    for folder in folders:
        for where, names, files in os.walk(ROOT / folder):
            names[:] = [n for n in names if n not in NOT_OURS and not n.endswith("_cache")]
            if KEPT_OFFICES not in Path(where).parents:
                yield from (Path(where, file) for file in files if Path(file).suffix in endings)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.sentence)
def test_no_file_says_what_it_must_not(rule: Rule) -> None:
    pattern = re.compile(rule.pattern)
    broken = [
        f"{name_of(path)}:{number}"
        for path in files_under(rule.folders, rule.endings)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]
    assert not broken, rule.sentence


# --- how a module is made -----------------------------------------------------------------------

PYTHON_FILES = [
    path
    for folder in ("sachmatuy_desktop", "packaging", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
]


def test_every_module_begins_by_saying_what_it_is_for() -> None:
    silent = [name_of(path) for path in PYTHON_FILES if not look(path).says_what_it_is_for]
    assert not silent


def test_only_the_command_line_prints() -> None:
    printing = [name_of(path) for path in MODULES if room_of(path) != "cli" and look(path).prints]
    assert not printing


def test_no_room_hides_an_import_of_another_inside_a_function() -> None:
    """A cycle dodged is a cycle kept; only the edge may wait with what is heavy to load."""
    hidden = [
        f"{name_of(path)}: {name}"
        for path in MODULES
        if room_of(path) in ROOMS_WITHOUT_A_WINDOW
        for name in look(path).hidden_imports
        if name.startswith("sachmatuy_desktop")
    ]
    assert not hidden


LONGEST = {"sachmatuy_desktop": 500, "packaging": 500, "tests": 700}
"""Lines of the longest file of a folder; a longer one is split by who reads it."""

DATA_IN_CODE = {"sachmatuy_desktop/ui/qt_vietnamese.py"}
"""Tables of words, which nobody reads from top to bottom."""


@pytest.mark.parametrize(("folder", "most"), LONGEST.items())
def test_no_module_outgrows_its_reader(folder: str, most: int) -> None:
    lengths = {
        name_of(path): len(path.read_bytes().splitlines())
        for path in PYTHON_FILES
        if path.is_relative_to(ROOT / folder) and name_of(path) not in DATA_IN_CODE
    }
    assert not {name: lines for name, lines in lengths.items() if lines > most}


# -- the map ---------------------------------------------------------------------------------------


def spelled_out(text: str) -> Iterator[str]:
    """`a/{b,c}.py` as `a/b.py` and `a/c.py`."""
    before, brace, rest = text.partition("{")
    if not brace:
        yield text
        return
    inside, _, after = rest.partition("}")
    for each in inside.split(","):
        yield from spelled_out(before + each + after)


def stands(place: str) -> bool:
    """Whether a place that the map names is there: a folder, a module, a name in a module."""
    return any(
        (house / spelling).exists()
        for house in (PROGRAM, ROOT)
        for spelling in (place, f"{place}.py", f"{place.rpartition('.')[0]}.py")
    )


def test_the_map_names_only_what_is_there() -> None:
    told = re.findall(r"`([\w.{},-]+/[\w./{},-]*\w)`", (PROGRAM / "README.md").read_text("utf-8"))
    places = {place for each in told for place in spelled_out(each)}
    assert len(places) > 200
    assert [place for place in sorted(places) if not stands(place)] == []
