"""Pictures of every page and dialog, without a screen, from the training world.

    dev.py shots [--out DIR] [--language vi|en] [--only NAME] [--size 1366x768] [--points 11]
    dev.py shots --manual

They serve two ends: somebody looks at all of them before a release, and the users' manual shows a
few; `--manual` takes those anew.  Names are the same in every run (`vi-commune-criteria.png`);
`index.html` shows them together.  The offices stand on one fixed day, so two runs differ only where
the program does (and in codes and keys, which nobody can foretell).
"""

from __future__ import annotations

import argparse
import fnmatch
import os
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QMessageLogContext, QSize, QtMsgType, qInstallMessageHandler
from shooting.camera import Camera, NeverCame, platform_for
from shooting.offices import Offices
from shooting.programme import SCENES
from shooting.stage import Scene, Stage

from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import LANGUAGES, say, use_language
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dress import make_application
from sachmatuy_desktop.ui.zoom import LARGEST, SMALLEST

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "out" / "shots"
IMAGES = ROOT / "resources" / "manual" / "images"

MANUAL = {
    "overview": "commune-criteria-blocked",
    "chon-don-vi": "first-run-unit",
    "ma-khoi-phuc": "first-run-recovery",
    "to-phieu": "recovery-paper",
    "mo-du-lieu": "unlock",
    "danh-sach": "commune-people-record",
    "cam-ket": "commune-households",
    "nhap-bang-tinh": "import-people",
    "soan-van-ban": "compose-assessment",
    "dong-bo": "commune-sync-ready",
    "tiep-nhan": "receiving-sync",
    "sao-luu": "commune-admin-backups-made",
    "thu-phieu": "recovery-try",
    "khoi-phuc-may-moi": "first-run-restore",
    "sua-chua": "repair",
    "quen-mat-khau": "unlock-code",
    "phieu-moi": "recovery",
}
"""The pictures of the users' manual and the scenes they come from."""


def size_of(text: str) -> QSize:
    """ "1366x768" as a size."""
    width, _cross, height = text.partition("x")
    return QSize(int(width), int(height))


def arguments_of(words: list[str]) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="dev.py shots", description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=OUT, help="folder for the pictures")
    parser.add_argument("--language", choices=tuple(LANGUAGES), default="vi")
    parser.add_argument("--only", metavar="NAME", help="one scene, or a pattern such as merge*")
    parser.add_argument("--size", type=size_of, default=QSize(1366, 768), metavar="1366x768")
    parser.add_argument(
        "--points", type=int, choices=range(SMALLEST, LARGEST + 1), default=theme.BASE_POINTS
    )
    parser.add_argument(
        "--manual", action="store_true", help="only what the users' manual shows, into its folder"
    )
    asked = parser.parse_args(words)
    if asked.manual:
        asked.language = "vi"
    return asked


def wanted(asked: argparse.Namespace) -> list[Scene]:
    """The scenes asked for."""
    if asked.manual:
        return [each for each in SCENES if each.name in MANUAL.values()]
    return [each for each in SCENES if fnmatch.fnmatch(each.name, asked.only or "*")]


def play(stage: Stage, scenes: list[Scene]) -> list[str]:
    """Take the picture of every scene; what went wrong, a line each."""
    faults = []
    for scene in scenes:
        begun = time.monotonic()
        try:
            stage.camera.shoot(scene.name, scene.draw(stage))
        except (NeverCame, KnownError) as error:
            faults.append(f"{scene.name}: {say(error) if isinstance(error, KnownError) else error}")
        stage.put_away()
        faults += [f"{scene.name}: a bug was reported\n{text}" for text in stage.bugs]
        stage.bugs.clear()
        print(f"{time.monotonic() - begun:5.1f} s  {scene.name}", flush=True)
    return faults


def illustrate(camera: Camera) -> None:
    """Put the pictures of the manual where it shows them, in 256 colours: a third of the size."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name, scene in MANUAL.items():
        with Image.open(camera.path_of(scene)) as picture:
            picture.convert("RGB").quantize(256).save(IMAGES / f"{name}.png", optimize=True)


def hear_qt(_kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    """Qt's own warnings, but for the one that every dialog without a screen gives rise to."""
    if "propagateSizeHints" not in text:
        print(text, file=sys.stderr)


def main(words: list[str]) -> int:
    """Draw the pictures; 1 when something could not be drawn, 2 when nothing has such a name."""
    asked = arguments_of(words)
    scenes = wanted(asked)
    if not scenes:
        print(f"No scene is called {asked.only!r}; there are: {', '.join(s.name for s in SCENES)}")
        return 2
    out = asked.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    use_language(asked.language)
    with tempfile.TemporaryDirectory(prefix="sachmatuy-shots-") as place:
        os.environ["QT_QPA_PLATFORM"] = platform_for(asked.size, Path(place))
        qInstallMessageHandler(hear_qt)
        app = make_application()
        theme.dress(app, asked.points, theme.load_fonts())
        stage = Stage(
            Camera(app, out, asked.language, asked.size), Offices(Path(place)), asked.points
        )
        try:
            faults = play(stage, scenes)
        finally:
            stage.close()
    if asked.manual:
        illustrate(stage.camera)
    print(f"{len(stage.camera.taken)} pictures; see {stage.camera.contact_sheet()}")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
