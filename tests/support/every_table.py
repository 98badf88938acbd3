"""CSV files of a run, as somebody else reads them."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

Row = dict[str, str]


def read_zip(path: Path) -> dict[str, list[Row]]:
    with zipfile.ZipFile(path) as archive:
        texts = {Path(name).stem: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    return {name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in texts.items()}
