"""Home."""

from __future__ import annotations

from gui.widgets.page import Page


class HomePage(Page):
    """First thing seen."""

    NAME, TITLE = "home", "Home"
