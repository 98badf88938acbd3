"""The settings page."""

from __future__ import annotations

from gui.widgets.page import Page


class SettingsPage(Page):
    """Shows settings."""

    NAME, TITLE = "settings", "Settings"
