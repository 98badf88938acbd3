"""What a provider of the catalog is called in the language in use; most have a name that is the same in each."""

from __future__ import annotations

from gui.i18n import tr


def in_words(name: str) -> str:
    """The catalog's name of a provider, as it is shown."""
    return tr(name)
