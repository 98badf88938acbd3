"""The models page."""

from __future__ import annotations

from gui.widgets.page import Page


class ModelsPage(Page):
    """Shows models."""

    NAME, TITLE = "models", "Models"
