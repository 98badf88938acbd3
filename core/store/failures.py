"""How many tasks of a run failed: what a sitting leaves at its end, and what is read while one is on, is one count."""

from __future__ import annotations


def failed_tasks(run: str) -> str:
    """SQL for the number of tasks whose last word is an error, of whichever sitting; `run` names the row of the run."""
    return f"""((SELECT count(*) FROM answer WHERE run_id = {run}.id AND outcome = 'error')
        + (SELECT count(*) FROM judgment
           WHERE run_id = {run}.id AND metric IN ('rse', 'ice') AND outcome = 'error'))"""
