"""Where a model was reached last: what the dialog for the next one begins with. Of a key only its source is kept."""

from __future__ import annotations

from core.study import ModelSpec
from gui import preferences as prefs
from gui.preferences import Preferences
from gui.study import words

FIELDS = {"provider": prefs.LAST_PROVIDER, "base_url": prefs.LAST_BASE_URL, "key": prefs.LAST_KEY}


def remember(preferences: Preferences, model: ModelSpec) -> None:
    """A model was checked or put into the study; those that need no provider say nothing of the next."""
    if model.provider not in words.BUILT_IN:
        for name, setting in FIELDS.items():
            preferences.set(setting, getattr(model, name) or "")


def last(preferences: Preferences) -> dict[str, str]:
    """Provider, base URL and source of the key, each empty where nothing is known."""
    return {name: str(preferences.get(setting)) for name, setting in FIELDS.items()}
