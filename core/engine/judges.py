"""The computing judges as functions over lists, for the worker processes; and the names of their versions."""

from __future__ import annotations

from core.ice.facts import FactSet
from core.ice.strict import StrictList
from core.ice.verdict import IceVerdict
from core.rse.judgment import RseJudgment

IceCase = tuple[str, str, str, FactSet, StrictList]


def measured(pairs: list[tuple[str, str]]) -> list[RseJudgment]:
    """The measured judge over (reference response, response) pairs."""
    from core.rse.measured import judge_many

    return judge_many(pairs)


def rules(cases: list[IceCase]) -> list[IceVerdict]:
    """The rules judge over (prompt, question, response, facts, strict list) cases."""
    from core.ice.rules import judge

    return [judge(*case) for case in cases]


def measured_version() -> str:
    """The version that stands with every judgment of `measured`."""
    from core.rse.measured import VERSION

    return VERSION


def rules_version() -> str:
    """The version that stands with every judgment of `rules`."""
    from core.ice.rules import VERSION

    return VERSION
