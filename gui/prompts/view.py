"""The prompts page."""

from __future__ import annotations

from gui.widgets.page import Page


class PromptsPage(Page):
    """Shows prompts."""

    NAME, TITLE = "prompts", "Prompts"
