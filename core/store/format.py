"""What marks a SQLite file as a workspace; apart from the migrations, whose library takes a while to load."""

from __future__ import annotations

from core.whole_file import WORKSPACE_ID

APPLICATION_ID = WORKSPACE_ID
VERSION = 5  # PRAGMA user_version: one more with every migration
