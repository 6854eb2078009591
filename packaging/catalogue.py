"""The catalogue of the interface: from the sentences in the code to `translations/`.

    dev.py i18n          take up new sentences, drop vanished ones, compile
    dev.py i18n --check  change nothing; fail when something is behind or untranslated

A sentence is Vietnamese in the code (`_`, `N_`, `ngettext`) and is its own key; English is the one
translation so far.  The `.po` file is for people, the `.mo` file for the program; both are kept
with the code, so that a fresh checkout speaks English without a step in between.  Nothing that
changes by itself (dates, line numbers) is written: the same sentences give the same bytes.
"""

from __future__ import annotations

import argparse
import io
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
LANGUAGES = ("en",)
SHOWN = 20
DOMAIN = "sachmatuy"
SOURCE = "sachmatuy_desktop"
PROJECT = "Sạch Ma Túy Desktop"

# Headers that Babel would fill with today's date or with somebody's name.
FICKLE = (
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Report-Msgid-Bugs-To",
    "Generated-By",
    "Project-Id-Version",
)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Shelf:
    """Where the code and the catalogues of one project lie."""

    root: Path

    @property
    def template(self) -> Path:
        """Every sentence, untranslated."""
        return self.root / "translations" / f"{DOMAIN}.pot"

    def book(self, language: str, kind: str = "po") -> Path:
        """The sentences in one language: "po" to read and edit, "mo" for the program."""
        return self.root / "translations" / language / "LC_MESSAGES" / f"{DOMAIN}.{kind}"


def gather(shelf: Shelf) -> Catalog:
    """Every sentence marked in the code, with the files that say it."""
    template = Catalog(project=PROJECT, header_comment=f"# {PROJECT}: sentences of the interface.")
    found = extract_from_dir(
        shelf.root / SOURCE,
        method_map=[("**.py", "python")],
        keywords=KEYWORDS,
        comment_tags=("For translators:",),
        strip_comment_tags=True,
    )
    for name, line, sentence, comments, context in sorted(found, key=lambda hit: hit[:2]):
        place = f"{SOURCE}/{Path(name).as_posix()}"
        template.add(sentence, None, [(place, line)], (), comments, context=context)
    return template


def translated(shelf: Shelf, language: str, template: Catalog) -> Catalog:
    """The template with what is already translated; vanished sentences are gone from it."""
    path = shelf.book(language)
    if path.exists():
        with path.open("rb") as file:
            book = read_po(file, locale=language, domain=DOMAIN)
    else:
        book = Catalog(locale=language, domain=DOMAIN)
    # A guess by likeness would look translated and say something else, so there is none.
    book.update(template, no_fuzzy_matching=True)
    book.obsolete.clear()
    book.fuzzy = False
    book.header_comment = template.header_comment
    return book


def as_po(catalog: Catalog) -> bytes:
    """A catalogue for people."""
    out = io.BytesIO()
    write_po(out, catalog, width=100, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    lines = out.getvalue().decode("utf-8").splitlines(keepends=True)
    kept = (line for line in lines if not line.startswith(tuple(f'"{name}:' for name in FICKLE)))
    return "".join(kept).encode("utf-8")


def compiled(text: bytes, language: str) -> bytes:
    """The `.mo` file made from the bytes of a `.po` file."""
    book = read_po(io.BytesIO(text), locale=language)
    book.creation_date = book.revision_date = LONG_AGO
    out = io.BytesIO()
    write_mo(out, book)
    return out.getvalue()


def wanted_files(shelf: Shelf) -> dict[Path, bytes]:
    """What every file of the catalogue should hold, given the code and the translations so far."""
    template = gather(shelf)
    files = {shelf.template: as_po(template)}
    for language in LANGUAGES:
        book = translated(shelf, language, template)
        text = as_po(book)
        files[shelf.book(language)] = text
        files[shelf.book(language, "mo")] = compiled(text, language)
    return files


def complaints(shelf: Shelf) -> Iterator[str]:
    """What is wrong with the translations, a line each."""
    template = gather(shelf)
    for language in LANGUAGES:
        for message in translated(shelf, language, template):
            if message.id:
                yield from (f"{language}: {text}" for text in _complaints_about(message))


def _complaints_about(message: Message) -> Iterator[str]:
    originals, said = forms(message.id), forms(message.string)
    if not all(said):
        yield f"untranslated: {originals[0]}"
        return
    names = set[str]().union(*map(placeholders, originals))
    for text in said:
        # A plural form may leave the number out ("one person"); a single sentence may not.
        if placeholders(text) - names or (len(said) == 1 and names - placeholders(text)):
            yield f"the {{names}} differ: {originals[0]} -> {text}"


def forms(text: object) -> tuple[str, ...]:
    """A sentence as the tuple of its plural forms; most have one form."""
    return tuple(map(str, text)) if isinstance(text, (tuple, list)) else (str(text or ""),)


def placeholders(text: str) -> set[str]:
    """The names in braces that a sentence is filled with; text with odd braces has none."""
    try:
        return {name for _text, name, _spec, _how in string.Formatter().parse(text) if name}
    except ValueError:
        return set()


def behind(shelf: Shelf) -> list[Path]:
    """The files that do not hold what they should."""
    wanted = wanted_files(shelf)
    return [path for path, text in wanted.items() if not path.exists() or path.read_bytes() != text]


def update(shelf: Shelf) -> None:
    """Write every file of the catalogue that changed."""
    wanted = wanted_files(shelf)
    for path in behind(shelf):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wanted[path])
        print(f"wrote {path.relative_to(shelf.root).as_posix()}")


def main(arguments: list[str]) -> int:
    """Update, or with `--check` only look; 1 when a check finds something."""
    parser = argparse.ArgumentParser(prog="dev.py i18n", description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing, fail when behind")
    checking = parser.parse_args(arguments).check
    shelf = Shelf(Path(__file__).resolve().parents[1])
    late = behind(shelf) if checking else []
    if not checking:
        update(shelf)
    faults = list(complaints(shelf))
    for path in late:
        print(f"behind the code: {path.relative_to(shelf.root).as_posix()} (run dev.py i18n)")
    for line in faults[:SHOWN]:
        print(line)
    if len(faults) > SHOWN:
        print(f"... and {len(faults) - SHOWN} more")
    count = len(gather(shelf))
    print(f"{count} sentences, {len(faults)} to look at")
    return 1 if checking and (late or faults) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
