"""The forms of the decrees: word for word, every place there, printed whatever fills them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from sachmatuy_desktop.documents.composing import compose
from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.domain.forms import FormDefinition, Value
from sachmatuy_desktop.packs.forms import family, load_form
from sachmatuy_desktop.packs.law import load_forms_of_law
from tests.documents.decree_samples import extreme, usual
from tests.documents.decree_words import FAMILIES, compared, printed_places, sheet
from tests.documents.pdf_reading import PrintedPage, read, words_of

IDS = [form_id for name in FAMILIES for form_id in family(name)]
COMPARED = compared()
