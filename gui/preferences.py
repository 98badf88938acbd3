"""What the window remembers, each setting declared once: key, type, default, and one sentence for a person."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

RECENT_LIMIT = 12


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `kind` is str, int, float or bool."""

    key: str
    default: Any
    help: str

    @property
    def kind(self) -> type:
        """The type of its values."""
        return type(self.default)


APPEARANCE = Setting("appearance", "system", "Whether the window is light or dark.")
LANGUAGE = Setting("language", "system", "The language of the window.")
CONCURRENCY = Setting(
    "concurrency",
    0,
    "How many questions are on their way to models at once. Automatic: each account finds its own pace.",
)
MAX_COST = Setting(
    "max_cost", 0.0, "What a new study may cost before it pauses. Each study can say otherwise."
)
MAX_CALLS = Setting("max_calls", 0, "How many questions a new study may ask before it pauses.")
FOLDER = Setting("folder", "", "Where new workspaces are made.")
AUTHOR = Setting("author", "", "The name that stands beside the scores that you give yourself.")
NOTIFY = Setting("notify", True, "Say so when a run has ended.")
FIRST_START = Setting("first_start", True, "Whether the three ways in are shown.")
DISCOVER = Setting("discover", True, "Look for model servers on this computer when the program starts.")
MARKS = Setting("marks", "both", "What is marked in two responses that stand side by side.")
LAST_PROVIDER = Setting("last_provider", "", "Where a model was reached last.")
LAST_BASE_URL = Setting("last_base_url", "", "At which address.")
LAST_KEY = Setting("last_key", "", "With the key of which account; never the key itself.")
ALL = (DISCOVER, APPEARANCE, LANGUAGE, CONCURRENCY, MAX_COST, MAX_CALLS, FOLDER, AUTHOR, NOTIFY, FIRST_START)


class Preferences:
    """Reads and writes the settings, the recent workspaces and the window's geometry."""

    def __init__(self, path: Path | None = None) -> None:
        self._store = (
            QSettings(str(path), QSettings.Format.IniFormat)
            if path
            else QSettings("DistilScope", "DistilScope")
        )

    def get(self, setting: Setting) -> Any:
        """Its value; the default where nothing or nonsense is stored."""
        value = self._store.value(setting.key, setting.default)
        if setting.kind is bool:
            return value if isinstance(value, bool) else str(value).lower() == "true"
        try:
            return setting.kind(value)
        except (TypeError, ValueError):
            return setting.default

    def set(self, setting: Setting, value: Any) -> None:
        """Remember a value."""
        self._store.setValue(setting.key, value)

    def recent(self) -> list[Path]:
        """Workspaces opened lately, the newest first."""
        kept: Any = self._store.value("recent", [])
        names = [kept] if isinstance(kept, str) else list(kept or [])
        return [Path(str(name)) for name in names if name]

    def remember_workspace(self, path: Path) -> None:
        """Put a workspace at the head of the recent ones."""
        names = [str(path), *(str(p) for p in self.recent() if p != path)]
        self._store.setValue("recent", names[:RECENT_LIMIT])

    def forget_workspace(self, path: Path) -> None:
        """Take a workspace out of the list; its file stays."""
        self._store.setValue("recent", [str(p) for p in self.recent() if p != path])

    def state(self, name: str) -> QByteArray | None:
        """A remembered geometry, splitter or header."""
        value = self._store.value(f"state/{name}")
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def set_state(self, name: str, value: QByteArray) -> None:
        """Remember a geometry, splitter or header."""
        self._store.setValue(f"state/{name}", value)

    def file_name(self) -> str:
        """Where the settings are kept."""
        return self._store.fileName()

    def sync(self) -> None:
        """Write to disk now."""
        self._store.sync()

    def data_folder(self) -> Path:
        """Where workspaces are made: the user's choice, else the system's place for documents of programs."""
        chosen = str(self.get(FOLDER))
        if chosen:
            return Path(chosen)
        from platformdirs import user_data_dir

        return Path(user_data_dir("DistilScope", appauthor=False))


def from_environment() -> Preferences:
    """The user's settings; a file named by DISTILSCOPE_SETTINGS instead, for trials."""
    named = os.environ.get("DISTILSCOPE_SETTINGS")
    return Preferences(Path(named) if named else None)
