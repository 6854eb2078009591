"""`python -m sachmatuy_desktop`: the same as the installed `sachmatuy`."""

from __future__ import annotations

import sys

from sachmatuy_desktop.cli import main

if __name__ == "__main__":
    sys.exit(main())
