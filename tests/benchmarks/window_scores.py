"""The scores of a million judgments on the results page: when they are shown, and how the window answers meanwhile."""

from __future__ import annotations

import resource
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from million import workspace_of
from window_rig import Rig

TARGET = 20  # seconds
LONGEST = 900.0
_EVERY_ROW = "SELECT * FROM judgment WHERE run_id = 1"


def scores(judgments: int) -> None:
    """Print the figures."""
    path = workspace_of(judgments)
    print(f"  every row read by SQLite and thrown away      {_read(path):6.1f} s")
    rig = Rig()
    try:
        print(f"  event loop at rest                            {rig.delays(2)}")
        _look(rig, path)
    finally:
        rig.close()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    print(f"  the process that scores: CPU {cpu:.1f} s, at most {memory:,.0f} MB")
    _alone(path)


def _look(rig: Rig, path: Path) -> None:
    began = time.perf_counter()
    rig.window.open_workspace(path)
    page: Any = rig.window.page("results")
    late = rig.delays(LONGEST, lambda: page.loaded is not None)
    tables = time.perf_counter() - began
    rows = page.loaded.tables
    count = f"{len(rows.rse)} RSE, {len(rows.nearest)} nearest, {len(rows.ice)} ICE rows"
    print(f"  score tables shown ({count})  {tables:6.1f} s  [{TARGET}]")
    late = late.and_then(rig.delays(LONGEST, lambda: page.behind is not None))
    print(f"  checks and readings shown                     {time.perf_counter() - began:6.1f} s")
    print(f"  event loop meanwhile                          {late}")
    began = time.perf_counter()
    rig.window.show_page("home")
    rig.window.show_page("results")
    rig.until(lambda: not rig.window.context.tasks.busy)
    print(f"  shown again                                   {(time.perf_counter() - began) * 1e3:6.0f} ms")


def _read(path: Path) -> float:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        began = time.perf_counter()
        for _row in db.execute(_EVERY_ROW):
            pass
        return time.perf_counter() - began


def _alone(path: Path) -> None:
    """What the intervals would take if each row of the table drew for itself, as measured on some of them."""
    from core.report.judged import rse_judged
    from core.rse.rows import score_rows
    from core.store.reader import Reader

    with closing(Reader(path)) as reader:
        judged = rse_judged(reader, 1)
    own = judged.only(~judged.beside_itself)
    parts = [part for _, part in own.by_pairing()]
    began = time.process_time()
    for part in parts[:2]:
        score_rows(part, 7)
    each = (time.process_time() - began) / 2
    print(f"  RSE rows alone, each pairing by itself: CPU {each * len(parts):.1f} s (from 2 of {len(parts)})")
