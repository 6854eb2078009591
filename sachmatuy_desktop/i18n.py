"""The language of the screen.

Every sentence of the interface is written in Vietnamese in the code, so the program speaks
Vietnamese even if a catalogue is missing; `translations/` holds the other languages (gettext).
Legal wording never passes through here: it is versioned data.
"""

from __future__ import annotations

import gettext
from pathlib import Path

from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.paths import translations_folder

__all__ = ["LANGUAGES", "N_", "_", "language", "say", "use_language"]

DOMAIN = "sachmatuy"
LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}

_current: gettext.NullTranslations = gettext.NullTranslations()
_language = "vi"


def use_language(code: str, folder: Path | None = None) -> None:
    """Switch to the language `code` ("vi", "en"); an unknown code means Vietnamese."""
    global _current, _language  # noqa: PLW0603  (one screen, one language)
    _language = code if code in LANGUAGES else "vi"
    if _language == "vi":
        _current = gettext.NullTranslations()
    else:
        _current = gettext.translation(
            DOMAIN, folder or translations_folder(), [_language], fallback=True
        )


def language() -> str:
    """The code of the language in use."""
    return _language


def _(message: str) -> str:
    """The message in the language of the screen; nothing stays nothing."""
    return _current.gettext(message) if message else ""


def say(error: KnownError) -> str:
    """A known error as one sentence in the language of the screen."""
    sentence = _(error.message)
    values = {
        name: say(value) if isinstance(value, KnownError) else value
        for name, value in error.values.items()
    }
    return sentence.format(**values) if values else sentence
