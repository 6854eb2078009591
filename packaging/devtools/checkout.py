"""Where things lie in a checkout of the project."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Checkout:
    """A working copy of the project, and the virtual environment inside it."""

    root: Path

    @property
    def packaging(self) -> Path:
        """This door and its tools."""
        return self.root / "packaging"

    @property
    def lock(self) -> Path:
        """The pinned and hashed packages for running, testing and checking."""
        return self.packaging / "requirements.lock"

    @property
    def package_lock(self) -> Path:
        """What building the installer needs on top of `lock`."""
        return self.packaging / "package.lock"

    @property
    def venv(self) -> Path:
        """The virtual environment; may be thrown away at any time."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The Python of the virtual environment."""
        return self.tool("python")

    @property
    def version(self) -> str:
        """The program's version, read without importing the program."""
        text = (self.root / "sachmatuy_desktop" / "__init__.py").read_text(encoding="utf-8")
        return re.search(r'^__version__ = "([^"]+)"', text, re.MULTILINE)[1]  # type: ignore[index]

    def tool(self, name: str) -> Path:
        """A program of the virtual environment."""
        if sys.platform == "win32":
            return self.venv / "Scripts" / f"{name}.exe"
        return self.venv / "bin" / name
