"""Where the program's own files and the offices' folders lie."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def _program_root() -> Path:
    """The folder that holds `resources/` and `translations/`: bundled, or the checkout."""
    bundled = getattr(sys, "_MEIPASS", None)
    return Path(bundled) if bundled else Path(__file__).resolve().parent.parent


def resources_folder() -> Path:
    """Packs, forms, unit table, fonts, icons and file-format documents."""
    return _program_root() / "resources"


def translations_folder() -> Path:
    """gettext catalogues of the interface."""
    return _program_root() / "translations"


def default_office_folder() -> Path:
    """Where the office of this Windows or Linux account lies unless `--data` says otherwise."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "SachMaTuy"


def training_folder() -> Path:
    """Where the training offices of this account lie, beside and never among the real one's."""
    return default_office_folder().with_name("SachMaTuy-tap-huan")
