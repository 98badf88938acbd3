"""Which versions of its judges judged in a run."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class JudgedBy:
    """A judge of a run with its versions, and how many of its judgments were shown which response first."""

    metric: str
    judge: str
    versions: tuple[str, ...]
    judgments: int
    reference_first: int
    response_first: int


def judged_by(db: sqlite3.Connection, run: int) -> tuple[JudgedBy, ...]:
    """Every judge of a run. A judge that computes is shown neither response first."""
    sql = """SELECT metric, judge, json_group_array(DISTINCT judge_version), count(*), sum(pair_order = 'AB'),
        sum(pair_order = 'BA') FROM judgment WHERE run_id = ? GROUP BY metric, judge ORDER BY metric DESC, judge"""
    return tuple(
        JudgedBy(metric, judge, tuple(sorted(filter(None, json.loads(versions)))), *counts)
        for metric, judge, versions, *counts in db.execute(sql, (run,))
    )


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
