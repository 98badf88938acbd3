"""`distilscope [FILE]`: the window."""

from __future__ import annotations

import argparse


def window(args: argparse.Namespace) -> int:
    """Open the window, on a workspace if one is given."""
    return int(args.opener.open_window(args.file))
