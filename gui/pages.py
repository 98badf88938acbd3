"""The pages of the window, in the order of the rail. Each is imported when it is first shown."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from gui.context import Context
    from gui.widgets.page import Page

TITLES = {
    "home": "Home",
    "models": "Models",
    "prompts": "Prompts",
    "identity": "Identity",
    "study": "Study",
    "live": "Live run",
    "results": "Results",
    "inspector": "Inspector",
    "settings": "Settings",
}
_VIEWS = {
    "home": "HomePage",
    "models": "ModelsPage",
    "prompts": "PromptsPage",
    "identity": "IdentityPage",
    "study": "StudyPage",
    "live": "LivePage",
    "results": "ResultsPage",
    "inspector": "InspectorPage",
    "settings": "SettingsPage",
}


def make(name: str, context: Context) -> Page:
    """Import and build a page."""
    module = import_module(f"gui.{name}.view")
    return cast("Page", getattr(module, _VIEWS[name])(context))
