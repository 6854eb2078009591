"""The door to the project: set-up, lock files, README, CI, and the catalogue of the interface."""

from __future__ import annotations

import gettext
import os
import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import catalogue
import dev
import pytest
from devtools import environment, system, tasks
from devtools.checkout import Checkout
from devtools.console import Stop

ROOT = Path(__file__).resolve().parents[1]
DOOR = ROOT / "packaging" / "dev.py"
LOCKS = [ROOT / "packaging" / "requirements.lock", ROOT / "packaging" / "package.lock"]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


# --- the commands --------------------------------------------------------------------------------


def knock(*words: str) -> subprocess.CompletedProcess[str]:
    """What a developer sees who types `dev.py` and these words."""
    command = [sys.executable, str(DOOR), *words]
    settings = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(command, env=settings, capture_output=True, encoding="utf-8", check=False)


def test_the_door_tells_its_commands_and_the_readme_knows_them_all() -> None:
    told = knock("--help")
    assert told.returncode == 0
    for name in dev.COMMANDS:
        assert re.search(rf"^  {name} ", told.stdout, re.MULTILINE)
        assert f"| `{name}` |" in text_of("README.md")


def test_a_word_the_door_does_not_know_is_a_usage_error() -> None:
    answer = knock("tset")
    assert answer.returncode == 2
    assert "no command 'tset'" in answer.stderr
    assert knock().returncode == 2


def test_a_command_without_arguments_refuses_them_before_it_does_anything() -> None:
    answer = knock("setup", "--upgrade")
    assert answer.returncode == 1
    assert "takes no arguments" in answer.stderr


@pytest.mark.parametrize(
    ("name", "shown"), [("DISPLAY", True), ("WAYLAND_DISPLAY", True), ("LANG", False)]
)
def test_on_linux_a_window_needs_a_display(
    monkeypatch: pytest.MonkeyPatch, name: str, shown: bool
) -> None:
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv(name, ":0")
    assert tasks.has_display("linux") is shown
    assert tasks.has_display("win32")


def test_the_continuous_check_runs_the_command_of_the_readme() -> None:
    command = "python3 packaging/dev.py test"
    assert f"    {command}\n" in text_of("README.md")
    assert f'exec {command} "$@"\n' in text_of(".ci/run")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


# --- the environment ----------------------------------------------------------------------------


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A checkout in an awkwardly named folder, with an environment that has no pip."""
    made = Checkout(tmp_path / "Tài liệu của tôi" / "sạch ma túy")
    made.packaging.mkdir(parents=True)
    made.lock.write_text("segno==1.6.6 \\\n    --hash=sha256:00\n", encoding="utf-8")
    venv.create(made.venv, with_pip=False)
    return made


def test_the_environment_imports_the_checkout_from_anywhere(
    checkout: Checkout, tmp_path: Path
) -> None:
    (checkout.root / "sachmatuy_desktop").mkdir()
    (checkout.root / "sachmatuy_desktop" / "__init__.py").write_text("", encoding="utf-8")
    environment.link_checkout(checkout)
    ask = [str(checkout.python), "-c", "import sachmatuy_desktop as it; print(it.__file__)"]
    settings = {**os.environ, "PYTHONUTF8": "1"}
    answer = subprocess.run(
        ask, cwd=tmp_path, env=settings, capture_output=True, encoding="utf-8", check=True
    )
    assert Path(answer.stdout.strip()).is_relative_to(checkout.root)
    command = "sachmatuy.cmd" if sys.platform == "win32" else "sachmatuy"
    assert (checkout.python.parent / command).exists()


def test_an_environment_without_pip_is_made_anew(checkout: Checkout) -> None:
    assert not environment.is_usable(checkout)


def test_when_pip_fails_it_is_said_and_no_stamp_is_left(checkout: Checkout) -> None:
    with pytest.raises(Stop, match="could not be installed"):
        environment.install(checkout, checkout.lock)
    assert not list(checkout.venv.glob("*.stamp"))


def test_packages_are_installed_once_for_each_lock_file(checkout: Checkout) -> None:
    stamp = checkout.venv / "requirements.stamp"
    stamp.write_text(environment.stamp_of(checkout.lock), encoding="ascii")
    environment.install(checkout, checkout.lock)  # nothing to do, so it is not pip that fails

    checkout.lock.write_text("segno==1.6.7 \\\n    --hash=sha256:00\n", encoding="utf-8")
    with pytest.raises(Stop):
        environment.install(checkout, checkout.lock)


def test_a_missing_library_is_named_by_its_debian_package() -> None:
    all_but_one = "libxcb-cursor.so.0".__ne__
    assert system.missing_for_qt(all_but_one, "linux") == ["libxcb-cursor0"]
    assert system.missing_for_qt(all_but_one, "win32") == []
    assert "apt-get install -y --no-install-recommends libegl1 libgl1" in system.install_line(
        ["libegl1", "libgl1"]
    )


def test_the_readme_names_every_library_that_the_door_looks_for() -> None:
    assert set(system.PACKAGE_OF_LIBRARY.values()) <= set(text_of("README.md").split())


def test_tests_keep_their_files_in_memory_only_where_there_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "ROOM", 1)
    limit = tmp_path / "memory.max"
    assert system.room_in_memory(tmp_path, limit) == {"TMPDIR": str(tmp_path)}
    assert system.room_in_memory(tmp_path / "away", limit) == {}
    limit.write_text("max\n", encoding="ascii")
    assert system.room_in_memory(tmp_path, limit) == {"TMPDIR": str(tmp_path)}
    monkeypatch.setattr(system, "ROOM", 100)
    limit.write_text("199\n", encoding="ascii")
    assert system.room_in_memory(tmp_path, limit) == {}
    limit.write_text("200\n", encoding="ascii")
    assert system.room_in_memory(tmp_path, limit) == {"TMPDIR": str(tmp_path)}
    monkeypatch.setattr(system, "ROOM", 2**62)
    limit.unlink()
    assert system.room_in_memory(tmp_path, limit) == {}


# --- the lock files ------------------------------------------------------------------------------


def locked(lock: Path) -> dict[str, str]:
    """Each requirement of a lock file with the lines that belong to it."""
    blocks = re.split(r"^(?=\w)", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {block.split("==")[0]: block for block in blocks if "==" in block}


def plain(requirement: str) -> str:
    """The name of a requirement as lock files write it."""
    found = re.match(r"[\w.-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_package_has_its_hashes_and_no_host(lock: Path) -> None:
    blocks = locked(lock)
    assert blocks
    assert not [name for name, block in blocks.items() if "--hash=sha256:" not in block]
    assert "://" not in lock.read_text(encoding="utf-8")


def test_the_lock_file_covers_what_the_project_asks_for() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    assert {plain(requirement) for requirement in wanted} <= set(locked(LOCKS[0]))


def test_the_notices_name_every_library_the_program_runs_on() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    notices = text_of("THIRD-PARTY-NOTICES.md").lower()
    missing = [name for name in project["dependencies"] if plain(name) not in notices]
    assert not missing


# --- the catalogue -------------------------------------------------------------------------------

GREETING = '''"""A window."""
title = _("Danh sách")
trouble = N_("Không mở được {name}.")
count = ngettext("{n} người", "{n} người", 3)
'''


@pytest.fixture
def shelf(tmp_path: Path) -> catalogue.Shelf:
    """A small program with three sentences."""
    (tmp_path / "sachmatuy_desktop" / "ui").mkdir(parents=True)
    say(tmp_path, GREETING)
    return catalogue.Shelf(tmp_path)


def say(root: Path, code: str) -> None:
    (root / "sachmatuy_desktop" / "ui" / "window.py").write_text(code, encoding="utf-8")


def translate(shelf: catalogue.Shelf, **words: str) -> None:
    """Fill in English beside the Vietnamese, as a translator does in the file."""
    book = shelf.book("en")
    text = book.read_text(encoding="utf-8")
    for original, english in words.items():
        text = text.replace(
            f'msgid "{original}"\nmsgstr ""', f'msgid "{original}"\nmsgstr "{english}"'
        )
    book.write_text(text, encoding="utf-8", newline="\n")


TRANSLATED = {"Danh sách": "Roster", "Không mở được {name}.": "Cannot open {name}."}


def translate_all(shelf: catalogue.Shelf) -> None:
    translate(shelf, **TRANSLATED)
    book = shelf.book("en")
    text = book.read_text(encoding="utf-8")
    text = text.replace('msgstr[0] ""', 'msgstr[0] "one person"')
    text = text.replace('msgstr[1] ""', 'msgstr[1] "{n} people"')
    book.write_text(text, encoding="utf-8", newline="\n")


def files_of(shelf: catalogue.Shelf) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in shelf.root.rglob("sachmatuy.*")}


def test_every_marked_sentence_is_found_and_reported_until_it_is_translated(
    shelf: catalogue.Shelf,
) -> None:
    catalogue.update(shelf)
    assert set(catalogue.complaints(shelf)) == {
        "en: untranslated: Danh sách",
        "en: untranslated: Không mở được {name}.",
        "en: untranslated: {n} người",
    }
    translate_all(shelf)
    assert not list(catalogue.complaints(shelf))


def test_the_program_reads_what_was_compiled(shelf: catalogue.Shelf) -> None:
    catalogue.update(shelf)
    translate_all(shelf)
    catalogue.update(shelf)
    english = gettext.translation("sachmatuy", shelf.root / "translations", ["en"])
    assert english.gettext("Danh sách") == "Roster"
    assert english.ngettext("{n} người", "{n} người", 1) == "one person"
    assert english.ngettext("{n} người", "{n} người", 3) == "{n} people"


def test_the_same_sentences_give_the_same_bytes_wherever_they_move(shelf: catalogue.Shelf) -> None:
    catalogue.update(shelf)
    translate_all(shelf)
    catalogue.update(shelf)
    before = files_of(shelf)

    say(shelf.root, "\n\n\n" + GREETING)
    assert catalogue.behind(shelf) == []
    catalogue.update(shelf)
    assert files_of(shelf) == before


def test_a_new_sentence_puts_the_catalogue_behind_and_keeps_the_old_translations(
    shelf: catalogue.Shelf,
) -> None:
    catalogue.update(shelf)
    translate_all(shelf)
    catalogue.update(shelf)

    say(shelf.root, GREETING + 'button = _("Lưu")\n')
    assert shelf.template in catalogue.behind(shelf)
    catalogue.update(shelf)
    assert list(catalogue.complaints(shelf)) == ["en: untranslated: Lưu"]


def test_a_vanished_sentence_leaves_the_catalogue(shelf: catalogue.Shelf) -> None:
    catalogue.update(shelf)
    translate_all(shelf)
    say(shelf.root, GREETING.replace("Danh sách", "Sổ"))
    catalogue.update(shelf)
    assert "Danh sách" not in shelf.book("en").read_text(encoding="utf-8")


def test_a_translation_that_loses_a_name_is_reported(shelf: catalogue.Shelf) -> None:
    catalogue.update(shelf)
    translate_all(shelf)
    book = shelf.book("en")
    text = book.read_text(encoding="utf-8").replace("Cannot open {name}.", "Cannot open {file}.")
    book.write_text(text, encoding="utf-8")
    assert list(catalogue.complaints(shelf)) == [
        "en: the {names} differ: Không mở được {name}. -> Cannot open {file}."
    ]


def test_the_compiled_catalogue_of_the_project_is_made_from_the_readable_one() -> None:
    shelf = catalogue.Shelf(ROOT)
    for language in catalogue.LANGUAGES:
        compiled = shelf.book(language, "mo").read_bytes()
        assert compiled == catalogue.compiled(shelf.book(language).read_bytes(), language)
