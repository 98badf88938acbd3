"""Which version of each judge a run is judged by, and what is said where an older one has judged already."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from core.engine import judges
from core.errors import BadInput
from core.rse import rubric
from core.store.runs import NewRun, RunState
from core.store.versions import OtherVersion, other_versions
from core.study import MEASURED, RULES, Study
from core.wording import judge_subject


class Mixed(NamedTuple):
    """A judge of which several versions judged in one run, and which."""

    judge: str
    versions: tuple[str, ...]


def judge_versions(study: Study) -> dict[str, dict[str, str]]:
    """Metric, judge: its version. A model judges by the words it is given: theirs is the version."""
    found: dict[str, dict[str, str]] = {}
    if "rse" in study.metrics:
        written = rubric.load(study).version
        found["rse"] = {j: judges.measured_version() if j == MEASURED else written for j in study.rse.judges}
    if "ice" in study.metrics:
        from core.ice import judge_llm

        found["ice"] = {
            j: judges.rules_version() if j == RULES else judge_llm.VERSION for j in study.ice.judges
        }
    return found


def mixed(db: sqlite3.Connection, run: int) -> tuple[Mixed, ...]:
    """Judges of which a run holds judgments of several versions; since versions are frozen, only old ones can."""
    sql = """SELECT metric, judge, group_concat(DISTINCT judge_version) FROM judgment
        WHERE run_id = ? AND outcome != 'error' GROUP BY metric, judge HAVING count(DISTINCT judge_version) > 1"""
    return tuple(Mixed(judge, tuple(sorted(found.split(",")))) for _, judge, found in db.execute(sql, (run,)))


def newer_judges(db: sqlite3.Connection, run: int, study: Study) -> str:
    """What is said where this program has other versions than those that judged in a run; nothing otherwise."""
    try:
        now = judge_versions(study)
    except BadInput:  # the study's own rubric is gone, so nobody could judge by it anew
        return ""
    others = other_versions(db, run, now)
    return _judged("This run", others, now) if others else ""


def instead_note(state: RunState, new: NewRun) -> str:
    """Why a new run was begun in place of the old one; nothing where none was."""
    if state.instead_of is None:
        return ""
    said = _judged(f"Run {state.instead_of}", state.others, new.judges)
    return (
        f"{said} Run {state.id} takes its place and judges all anew, so that no score mixes two versions. "
        f"Answers come from the cache, and run {state.instead_of} is kept."
    )


def finished_note(state: RunState, new: NewRun) -> str:
    """What is said where a run has nothing left to do."""
    said = "Nothing was left to do."
    if not state.others:
        return said
    return f"{said} {_judged('This run', state.others, new.judges)} It can be judged anew (--rejudge)."


def _judged(what: str, others: Sequence[OtherVersion], now: Mapping[str, Mapping[str, str]]) -> str:
    before = ", ".join(f"version {each.version} of {judge_subject(each.judge)}" for each in others)
    newer = {each.judge: now[each.metric][each.judge] for each in others}
    after = [f"version {version} of {judge_subject(judge)}" for judge, version in newer.items()]
    said = ", ".join(after) if len(after) > 1 else f"version {next(iter(newer.values()))}"
    return f"{what} was judged by {before}, and this program has {said} now."
