#!/usr/bin/env python3
"""The one door to the project: `python3 packaging/dev.py COMMAND`.

It needs nothing but Python 3.11 or newer.  Every command first sees to it that `.venv/` holds the
pinned packages of `packaging/requirements.lock`; the second time that takes no time at all.
There must be no `__init__.py` in this folder: `packaging` is also the name of a library.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (said before anything newer is imported)
    sys.exit(f"Python 3.11 or newer is needed; this one is {sys.version.split()[0]}.")

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from devtools import tasks
from devtools.checkout import Checkout
from devtools.console import Stop


@dataclass(frozen=True)
class Command:
    """A word a developer types: what it does in one line, and the function that does it."""

    does: str
    act: Callable[[Checkout, list[str]], int]


COMMANDS = {
    "setup": Command("make .venv and install the pinned packages", tasks.setup),
    "run": Command("open the program on the training world [--headless --out DIR]", tasks.run),
    "test": Command("run the whole test suite, offscreen [pytest's arguments]", tasks.test),
    "check": Command("style, types, imports and catalogue", tasks.check),
    "bench": Command("measure the program against its budgets", tasks.bench),
    "fuzz": Command("try it at random: fuzz sheets|packs|sync [--minutes N]", tasks.fuzz),
    "faults": Command(
        "kill it, cut its power: faults [kills|cuts|named|damage|tampering|lives]", tasks.faults
    ),
    "leaks": Command("search every byte of a day for names, numbers, keys [--small]", tasks.leaks),
    "shots": Command("draw the screenshots of the manual", tasks.shots),
    "i18n": Command("bring the catalogue up to date [--check]", tasks.i18n),
    "package": Command("build the program's folder, on Windows the installer too", tasks.package),
    "lock": Command("renew the lock files [--upgrade] (needs the tool uv)", tasks.lock),
}


def usage() -> str:
    """The commands, one a line."""
    lines = [f"  {name:<9}{command.does}" for name, command in COMMANDS.items()]
    return "\n".join(["usage: dev.py COMMAND [ARGUMENTS]", "", *lines])


def main(arguments: list[str]) -> int:
    """Do the command; 0 when it went well, 1 when it did not, 2 when it is none of ours."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(usage())
        return 0 if arguments else 2
    name, *rest = arguments
    if name not in COMMANDS:
        print(f"dev.py knows no command {name!r}.\n{usage()}", file=sys.stderr)
        return 2
    try:
        return COMMANDS[name].act(Checkout(Path(__file__).resolve().parents[1]), rest)
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
