"""`distilscope demo`: a finished study in a minute, without key and network."""

from __future__ import annotations

import argparse
from pathlib import Path

from core import resources, study_file
from core.commands.run import run_and_print
from core.engine.options import RunOptions
from core.study import Study


def demo(args: argparse.Namespace) -> int:
    """Run the demo study and print its scores."""
    return run_and_print(demo_study(), args.workspace, RunOptions())


def demo_study() -> Study:
    """The study of the simulated models; it names no file, so it has no folder."""
    return study_file.parse(resources.read_text("demo", "demo.toml"), Path("demo.toml"))
