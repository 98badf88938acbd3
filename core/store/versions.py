"""Which versions of its judges judged in a run."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple


class OtherVersion(NamedTuple):
    """A judge of one metric, and a version of it that is not this program's."""

    metric: str
    judge: str
    version: str


def other_versions(
    db: sqlite3.Connection, run: int, judges: Mapping[str, Mapping[str, str]]
) -> tuple[OtherVersion, ...]:
    """Those of these judges (by metric, with their versions) that judged in a run with another version.

    What failed does not count.
    """
    sql = """SELECT DISTINCT metric, judge, judge_version FROM judgment
        WHERE run_id = ? AND outcome != 'error' ORDER BY metric, judge, judge_version"""
    found = (OtherVersion(*row) for row in db.execute(sql, (run,)))
    return tuple(o for o in found if o.version != judges.get(o.metric, {}).get(o.judge, o.version))
