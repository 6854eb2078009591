"""What each command of the door does, once the environment is ready."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

from devtools import locks, system
from devtools.checkout import Checkout
from devtools.console import Stop, call, say
from devtools.environment import prepare

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
COMPILED_ONCE = {"PYTHONDONTWRITEBYTECODE": ""}
"""Tests start the program again and again; wherever that is forbidden it compiles itself anew."""
FUZZED = {
    "sheets": "tests.exchange.fuzzing",
    "packs": "tests.packs.fuzzing",
    "sync": "tests.sync.fuzzing",
    "bundles": "tests.sync.damage.bundles",
    "bombs": "tests.sync.damage.bombs",
}
"""What can be tried at random, and the module that does it."""


def setup(checkout: Checkout, arguments: list[str]) -> int:
    """Make the environment ready and do nothing else."""
    refuse(arguments)
    prepare(checkout)
    say("Ready. Next: dev.py run, dev.py test")
    return 0


def run(checkout: Checkout, arguments: list[str]) -> int:
    """Open the program on the training world, or do the main job without a screen."""
    if "--headless" not in arguments and not has_display():
        say("No display here, so the main job is done without one")
        if not any(each.startswith("--out") for each in arguments):
            folder = checkout.root / "out" / "training"
            say(f"Its files go to {folder}")
            arguments = ["--out", str(folder), *arguments]
        arguments = ["--headless", *arguments]
    prepare(checkout, needs_qt="--headless" not in arguments)
    program = [checkout.python, "-m", "sachmatuy_desktop", "training", *arguments]
    # The developer's own folder, not the checkout's: `--out DIR` is meant from where they stand.
    return call(program, Path.cwd())


def has_display(platform: str = sys.platform) -> bool:
    """Whether a window could be shown: always on Windows and macOS, on Linux with a server."""
    if not platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def test(checkout: Checkout, arguments: list[str]) -> int:
    """Run the whole suite on two processes, without a screen."""
    prepare(checkout, tests=True)
    # Each process begins with a half of the suite; who is done first takes from the other's.
    suite = [checkout.python, "-m", "pytest", "-n", "2", "--dist", "worksteal", *arguments]
    return call(suite, checkout.root, OFFSCREEN | COMPILED_ONCE | system.room_in_memory())


def check(checkout: Checkout, arguments: list[str]) -> int:
    """Everything that can be said about the code without running it."""
    refuse(arguments)
    prepare(checkout, needs_qt=False)
    steps: dict[str, list[object]] = {
        "style": [checkout.tool("ruff"), "check", "--quiet"],
        "layout": [checkout.tool("ruff"), "format", "--check", "--quiet"],
        "types": [checkout.python, "-m", "mypy"],
        "imports": [checkout.tool("lint-imports"), "--no-logo"],
        "catalogue": [checkout.python, checkout.packaging / "catalogue.py", "--check"],
    }
    failed = [name for name, command in steps.items() if not _passes(checkout, name, command)]
    if failed:
        say(f"Not in order: {', '.join(failed)}")
    return 1 if failed else 0


def _passes(checkout: Checkout, name: str, command: list[object]) -> bool:
    started = time.monotonic()
    code = call(command, checkout.root)
    say(f"{'ok' if code == 0 else 'FAILED':<7}{name} ({time.monotonic() - started:.1f} s)")
    return code == 0


def bench(checkout: Checkout, arguments: list[str]) -> int:
    """Measure the program against its budgets."""
    prepare(checkout)
    return _script(checkout, "bench.py", arguments, OFFSCREEN)


def fuzz(checkout: Checkout, arguments: list[str]) -> int:
    """Damage files, or let offices do what comes to mind, and see that the program takes it."""
    what, *others = arguments or [""]
    if what not in FUZZED:
        msg = f"Say what is to be tried: {', '.join(FUZZED)}"
        raise Stop(msg)
    prepare(checkout, needs_qt=False)
    return call([checkout.python, "-m", FUZZED[what], *others], checkout.root, OFFSCREEN)


def faults(checkout: Checkout, arguments: list[str]) -> int:
    """Kill the program, cut its power, let the disk fail, damage its files; print figures."""
    prepare(checkout, tests=True)
    command = [checkout.python, "-m", "tests.faults", *arguments]
    return call(command, checkout.root, OFFSCREEN | COMPILED_ONCE | system.room_in_memory())


def leaks(checkout: Checkout, arguments: list[str]) -> int:
    """Work a day in the training world and search every byte that it wrote for what is secret."""
    prepare(checkout, tests=True)
    command = [checkout.python, "-m", "tests.leaks", *arguments]
    return call(command, checkout.root, OFFSCREEN | COMPILED_ONCE | system.room_in_memory())


def shots(checkout: Checkout, arguments: list[str]) -> int:
    """Draw the screenshots of the manual, without a screen."""
    prepare(checkout)
    return _script(checkout, "shots.py", arguments, OFFSCREEN)


def i18n(checkout: Checkout, arguments: list[str]) -> int:
    """Bring the catalogue up to date with the sentences in the code, or check that it is."""
    prepare(checkout, needs_qt=False)
    return _script(checkout, "catalogue.py", arguments, {})


def _script(checkout: Checkout, name: str, arguments: list[str], settings: dict[str, str]) -> int:
    script = checkout.packaging / name
    return call([checkout.python, script, *arguments], checkout.root, settings)


def package(checkout: Checkout, arguments: list[str]) -> int:
    """Build the program as one folder in `dist/`; on Windows, wrap it in an installer."""
    refuse(arguments)
    prepare(checkout, builds=True)
    build, dist = checkout.root / "build", checkout.root / "dist"
    spec = checkout.packaging / "sachmatuy.spec"
    command = [checkout.python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    if call([*command, "--workpath", build, "--distpath", dist, spec], checkout.root):
        msg = "PyInstaller could not build the program; its own words stand above."
        raise Stop(msg)
    say(f"Built {dist / 'sachmatuy'}")
    compiler = shutil.which("ISCC")
    if compiler:
        script = checkout.packaging / "windows" / "sachmatuy.iss"
        return call([compiler, f"/DVersion={checkout.version}", script], checkout.root)
    say("No installer was made: that needs Windows with Inno Setup (ISCC) on the PATH.")
    return 0


def lock(checkout: Checkout, arguments: list[str]) -> int:
    """Work out the lock files anew from pyproject.toml."""
    return locks.renew(checkout, arguments)


def refuse(arguments: list[str]) -> None:
    """For commands without arguments of their own."""
    if arguments:
        msg = f"This command takes no arguments, and got: {' '.join(arguments)}"
        raise Stop(msg)
