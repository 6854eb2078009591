"""The command line: one parser, one module for each area, one sentence when something is wrong."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence

from sachmatuy_desktop.cli import evaluate, packs
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _, say

AREAS = (packs, evaluate)


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole program; every area adds its own commands."""
    parser = argparse.ArgumentParser(prog="sachmatuy", description=_("Sạch Ma Túy Desktop"))
    subparsers = parser.add_subparsers(dest="command", required=True)
    for area in AREAS:
        area.add_parser(subparsers)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command: 0 done, 1 a known error (one sentence on stderr), 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Vietnamese on a Western Windows console too; nothing odd in a name is a crash.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    args = build_parser().parse_args(argv)
    try:
        return int(args.run(args))
    except KnownError as error:
        print(say(error), file=sys.stderr)
        return 1
