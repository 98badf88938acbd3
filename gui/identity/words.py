"""The words for facts, topics, kinds of templates and operators, in English; views translate them."""

from __future__ import annotations

from gui import format as fmt
from gui.i18n import tr

FACTS = {
    "maker": "Maker",
    "model": "Models",
    "product": "Products",
    "country": "Country",
    "headquarters": "Headquarters",
    "parent": "Parent company",
}
LANGUAGES = {"en": "English", "zh": "Chinese"}


def spoken(language: str) -> str:
    """A language in words."""
    return tr(LANGUAGES.get(language, language))


def capital(text: str) -> str:
    """A topic, a kind or an operator in words; they are written small."""
    said = tr(text[:1].upper() + text[1:])
    return said or fmt.NONE


def yes_no(value: bool) -> str:
    """Yes or no."""
    return tr("Yes") if value else tr("No")


def one_line(text: str) -> str:
    """The beginning of a text, on one line."""
    return " ".join(text.split())[:300]
