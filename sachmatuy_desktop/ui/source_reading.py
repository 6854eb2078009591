"""Python modules are imported without their source being read a second time.

PySide looks for its own name in the source of every module that is imported after it, to know where
the spelling features of `from __feature__ import …` may apply.  This program uses none of them, and
the looking costs each start a reading of every file and keeps all their lines in memory.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Final

import PySide6.QtCore  # noqa: F401  (brings the module below)

_FEATURES: Final = "shibokensupport.feature"
_LOOKS: Final = "_mod_uses_pyside"


def leave_sources_unread() -> bool:
    """Answer PySide's question without looking; false where this PySide does not ask it."""
    features = sys.modules.get(_FEATURES)
    if features is None or not hasattr(features, _LOOKS):
        return False
    setattr(features, _LOOKS, _uses_no_feature)
    return True


def _uses_no_feature(_module: ModuleType) -> bool:
    return False
