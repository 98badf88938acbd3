#!/usr/bin/env python3
"""Make the sample workspace again: `python packaging/make_sample.py [WORKSPACE]`, some 20 minutes on two cores.

Runs resources/sample/sample.toml with the built-in local models and puts the finished workspace beside it, small and
without a write-ahead log, so that it can be opened where nothing can be written. A given workspace is taken up:
answers that it holds are not asked for again.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STUDY = ROOT / "resources" / "sample" / "sample.toml"
TARGET = STUDY.with_name("sample.distilscope")
LARGEST = 5_000_000  # bytes


def main(workspace: Path) -> None:
    """Run the study and ship its workspace."""
    command = [sys.executable, "-m", "gui.main", "run", str(STUDY), "--workspace", str(workspace)]
    subprocess.run(command, check=True, cwd=ROOT)
    ship(workspace)
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size / 1e6:.1f} MB")


def ship(workspace: Path) -> None:
    """Copy the workspace to its place, without paths of this computer."""
    with closing(sqlite3.connect(workspace)) as source, closing(sqlite3.connect(TARGET)) as target:
        source.backup(target)
        target.execute("UPDATE study SET base_dir = '.'")
        target.execute("DELETE FROM log")
        target.commit()
        target.execute("PRAGMA journal_mode = DELETE")
        target.execute("VACUUM")
    if TARGET.stat().st_size > LARGEST:
        sys.exit(f"{TARGET.name} is larger than {LARGEST:,} bytes; ask fewer prompts")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(Path(folder) / "sample.distilscope")
