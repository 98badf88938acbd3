"""What marks a SQLite file as a workspace; apart from the migrations, whose library takes a while to load."""

from __future__ import annotations

APPLICATION_ID = 0x44534350  # "DSCP": tells a workspace from any other SQLite file
VERSION = 5  # PRAGMA user_version: one more with every migration
