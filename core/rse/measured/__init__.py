"""The built-in RSE judge: computes its scores from the two texts alone, needs no key and no network.

`features` measures one response once; `compare` judges two measured responses; `judge` and `judge_many` do
both.
See docs/measured-judge.md for what is measured and why.
"""

from __future__ import annotations

from core.rse.measured.judging import compare, judge, judge_many
from core.rse.measured.measurements import Features, features

NAME = "measured"
VERSION = "2"

__all__ = ["NAME", "VERSION", "Features", "compare", "features", "judge", "judge_many"]
