"""The built-in ICE judge: reads first-person identity claims by rule, and compares them with the facts.

It needs no key and no network, always gives the same answer, and quotes what its verdict rests on. The rules are
those of the labelling guide (docs/ice-labelling-guide.md).
"""

from __future__ import annotations

from core.ice.rules.judging import judge

NAME = "rules"
VERSION = "1"

__all__ = ["NAME", "VERSION", "judge"]
