"""The virtual environment: made once, brought up to date when a lock file changes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from devtools import system
from devtools.checkout import Checkout
from devtools.console import Stop, call, say

NO_PACKAGES = """The Python packages could not be installed; pip's own words stand above.
Look at the network (a proxy or a mirror is set in pip's own configuration), then run the
command again: what was fetched before is kept."""


def prepare(
    checkout: Checkout, *, needs_qt: bool = True, builds: bool = False, tests: bool = False
) -> None:
    """Make everything ready that running or testing needs; instant when it already is.

    `builds` adds what building the program's folder needs, `tests` what the suite likes to have.
    Raises `Stop` with the line to type when system packages are missing and we are not root.
    """
    packages = system.missing_for_qt() if needs_qt else []
    packages += system.missing_for_building() if builds else []
    packages += system.missing_for_testing() if tests else []
    packages += [] if is_usable(checkout) else system.missing_for_venv()
    if packages and not system.may_install():
        raise Stop(system.advice(packages))
    if packages:
        system.install(packages)
    if not is_usable(checkout):
        make_venv(checkout)
    install(checkout, checkout.lock)
    if builds:
        install(checkout, checkout.package_lock)


def is_usable(checkout: Checkout) -> bool:
    """Whether the virtual environment is there and its Python, with pip, still works."""
    if not checkout.python.exists():
        return False
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    ask = [str(checkout.python), "-c", probe]
    return subprocess.run(ask, check=False, capture_output=True).returncode == 0


def make_venv(checkout: Checkout) -> None:
    """Make the virtual environment afresh, whatever was in its place."""
    say(f"Making {checkout.venv.name} with Python {sys.version.split()[0]}")
    if call([sys.executable, "-m", "venv", "--clear", checkout.venv], checkout.root):
        msg = f"The virtual environment {checkout.venv} could not be made; see above."
        raise Stop(msg)


def link_checkout(checkout: Checkout) -> None:
    """Let the environment's Python import the program from the checkout.

    A `.pth` file does what an editable install would do, without building anything.  The path in
    it is relative, so that it stays plain ASCII whatever the folder of the user is called.
    """
    ask = [str(checkout.python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = subprocess.run(ask, check=True, capture_output=True, encoding="utf-8").stdout.strip()
    way = os.path.relpath(checkout.root, site)
    (Path(site) / "sachmatuy_checkout.pth").write_text(f"{way}\n", encoding="ascii")
    _write_command(checkout.python.parent)


def _write_command(scripts: Path) -> None:
    """The command `sachmatuy` beside the environment's Python, as an installed program has it."""
    if sys.platform == "win32":
        line = '@"%~dp0python.exe" -m sachmatuy_desktop %*\r\n'
        (scripts / "sachmatuy.cmd").write_text(line, encoding="ascii", newline="")
        return
    script = scripts / "sachmatuy"
    run = 'exec "$(dirname "$0")/python" -m sachmatuy_desktop "$@"'
    script.write_text(f"#!/bin/sh\n{run}\n", encoding="ascii")
    script.chmod(0o755)


def stamp_of(lock: Path) -> str:
    """What the stamp file holds once the packages of `lock` are installed."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def install(checkout: Checkout, lock: Path) -> None:
    """Install the packages of a lock file unless its stamp says that they are there.

    Only wheels with a known hash are taken, so nothing is built and nothing else can slip in.
    """
    stamp = checkout.venv / f"{lock.stem}.stamp"
    wanted = stamp_of(lock)
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    count = sum(1 for line in lock.read_text(encoding="utf-8").splitlines() if "==" in line)
    say(f"Installing {count} packages of {lock.name}; the first time this takes a few minutes")
    command = [checkout.python, "-m", "pip", "install", "--disable-pip-version-check"]
    command += ["--require-hashes", "--only-binary", ":all:", "--no-deps", "-r", lock]
    if not sys.stdout.isatty():
        command.append("--quiet")
    if call(command, checkout.root, {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}):
        raise Stop(NO_PACKAGES)
    link_checkout(checkout)
    stamp.write_text(wanted, encoding="ascii")
