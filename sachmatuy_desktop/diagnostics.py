"""The program's own log: what happened, never to whom.

A log line is an event's name, ids and numbers chosen by us.  Of an exception only its kind and the
places in the code are written, because its text may quote a value of a record.  No other library
writes here.  Python's last words after a hard crash go to a file that the next start finds.
"""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, TextIO

LOG_NAME: Final = "program.log"
CRASH_NAME: Final = "crash.txt"
_ROOT: Final = Path(__file__).resolve().parent
_logger: Final = logging.getLogger("sachmatuy")
_ours_alone: Final = logging.Filter(_logger.name)
_open: list[TextIO] = []


def start(folder: Path) -> Path | None:
    """Log to `logs/` in an office's folder; where the last run crashed, the path of its traces.

    A folder that cannot be written is no reason not to start: then nothing is logged.
    """
    from sachmatuy_desktop.private_log import (  # noqa: PLC0415  (not before the first window)
        PrivateLog,
        privately,
    )

    stop()
    _logger.setLevel(logging.INFO)
    _logger.propagate = False
    try:
        logs = folder / "logs"
        logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = PrivateLog(
            logs / LOG_NAME, maxBytes=512 * 1024, backupCount=3, encoding="utf-8", delay=True
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        _logger.addHandler(handler)
        crashed = _laid_aside(logs)
        traces = open(  # noqa: SIM115  (a path's own `open` knows no opener)
            logs / CRASH_NAME, "w", encoding="utf-8", opener=privately
        )
        _open.append(traces)
        faulthandler.enable(traces)
    except OSError:
        _logger.addHandler(logging.NullHandler())
        return None
    if crashed is not None:
        event("crash.found", file=crashed.name)
    return crashed


def stop() -> None:
    """Close the log; the traces' file too, which is empty unless something went wrong."""
    if _open:
        faulthandler.disable()
    while _open:
        _open.pop().close()
    for handler in list(_logger.handlers):
        _logger.removeHandler(handler)
        handler.close()


def _laid_aside(logs: Path) -> Path | None:
    traces = logs / CRASH_NAME
    if not traces.exists() or traces.stat().st_size == 0:
        return None
    moment = datetime.fromtimestamp(traces.stat().st_mtime).astimezone()
    aside = logs / f"crash-{moment:%Y%m%d-%H%M%S}.txt"
    traces.replace(aside)
    return aside


def event(name: str, **ids: str | float) -> None:
    """Write down that something happened: `event("bundle.merged", segments=3)`; ids only."""
    told = " ".join(f"{key}={value}" for key, value in ids.items())
    _logger.info("%s %s", name, told)


def bug(error: BaseException) -> str:
    """Write down an exception nobody expected, and return what may be shown and sent of it."""
    report = places(error)
    _logger.error("bug %s", report.replace("\n", " | "))
    return report


def places(error: BaseException) -> str:
    """The kind of an exception and where in the program it went through, innermost last."""
    lines = [_kind(error)]
    for frame in traceback.extract_tb(error.__traceback__):
        file = Path(frame.filename)
        name = file.relative_to(_ROOT).as_posix() if file.is_relative_to(_ROOT) else file.name
        lines.append(f"{name}:{frame.lineno} {frame.name}")
    return "\n".join(lines)


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def hear_everything() -> None:
    """Exceptions nobody caught, also of threads and of objects being taken apart, and what other
    libraries warn of are told without their text, which Python would print for whoever keeps the
    standard error (a desktop session's log).
    """
    sys.excepthook = excepthook(lambda _report: None)
    threading.excepthook = lambda told: _told(told.exc_value)
    sys.unraisablehook = lambda told: _told(told.exc_value)
    warnings.showwarning = _warned
    if logging.lastResort is not None:  # the standard error, for whatever has no log of its own
        logging.lastResort.addFilter(_ours_alone)


def _warned(
    message: Warning | str,  # noqa: ARG001  (it may quote a value)
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001
    line: str | None = None,  # noqa: ARG001
) -> None:
    event("warning", kind=category.__name__, file=Path(filename).name, line=lineno)


def _told(error: BaseException | None) -> None:
    if error is not None and not isinstance(error, SystemExit):
        bug(error)


Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def excepthook(show: Callable[[str], None]) -> Hook:
    """A `sys.excepthook` that logs what nobody caught and shows the report, without its text."""

    def hook(
        _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        show(bug(error))

    return hook
