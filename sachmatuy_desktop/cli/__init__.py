"""The command line: one parser, one module for each area, one sentence when something is wrong.

Without arguments, or with a bundle's path alone, the window opens.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from sachmatuy_desktop import __version__, diagnostics
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.hardening import harden
from sachmatuy_desktop.i18n import LANGUAGES, N_, _, say, use_language
from sachmatuy_desktop.paths import default_office_folder

AREAS: Final = (
    "packs",
    "evaluate",
    "office",
    "accounts",
    "sheets",
    "printing",
    "reports",
    "papers",
    "bundles",
    "maintenance",
    "safekeeping",
    "training",
)
"""The modules of this package that add commands, in the order of `--help`."""

_BUG: Final = N_(
    "Chương trình gặp lỗi ngoài dự kiến; dữ liệu đã lưu vẫn an toàn. Báo lỗi kèm các dòng sau:"
)


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole program; every area adds its own commands."""
    parser = argparse.ArgumentParser(
        prog="sachmatuy",
        description=_("Sạch Ma Túy Desktop. Không có lệnh nào thì mở cửa sổ chương trình."),
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar=_("LỆNH"))
    for area in AREAS:
        import_module(f"{__name__}.{area}").add_parser(subparsers)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command: 0 done, 1 a known error (one sentence on stderr), 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # Vietnamese on a Western Windows console
    harden()
    os.umask(0o077)  # what the program makes is its user's alone
    diagnostics.hear_everything()
    use_language(_language_wanted())
    given = list(sys.argv[1:] if argv is None else argv)
    try:
        if _wants_window(given):
            return _open_window(given)
        args = build_parser().parse_args(given)
        return int(args.run(args))
    except KnownError as error:
        print(say(error), file=sys.stderr)
        return 1
    except BrokenPipeError:  # `sachmatuy packs list | head` is no error
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 1
    except Exception as error:  # the last resort: no value of a record is shown
        print(_(_BUG), diagnostics.bug(error), sep="\n", file=sys.stderr)
        return 1
    finally:
        diagnostics.stop()


def window() -> int:
    """The program without a console: `sachmatuy-window`."""
    return main()


def _language_wanted() -> str:
    wanted = os.environ.get("SACHMATUY_LANGUAGE", "vi")
    return wanted if wanted in LANGUAGES else "vi"


def _wants_window(given: Sequence[str]) -> bool:
    return not given or (len(given) == 1 and given[0].lower().endswith(".smt"))


def _open_window(given: Sequence[str]) -> int:
    """Qt is loaded here and in `training`, and nowhere else on the command line's side."""
    gc.disable()  # loading code leaves nothing to collect; the window makes its own rounds
    from sachmatuy_desktop.ui.startup import open_office  # noqa: PLC0415  (loads Qt)

    return open_office(default_office_folder(), Path(given[0]) if given else None)
