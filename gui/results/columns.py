"""The columns of the score tables."""

from __future__ import annotations

from typing import Any

from gui import format as fmt
from gui.i18n import tr
from gui.widgets.rows import Column


def _set(row: Any) -> str:
    return row.prompt_set if row.prompt_set is not None else tr("All sets (mean)")


def _claims(row: Any) -> str:
    most = sorted(row.claims.items(), key=lambda item: (-item[1], item[0]))[:3]
    return ", ".join(f"{name} {fmt.count(number)}" for name, number in most) or fmt.NONE


def _score(title: str, name: str, tip: str = "") -> Column:
    return Column(
        title, lambda r: fmt.score(getattr(r, name)), lambda r: getattr(r, name), number=True, tip=tip
    )


def _share(title: str, name: str, tip: str) -> Column:
    return Column(
        title, lambda r: fmt.share(getattr(r, name)), lambda r: getattr(r, name), number=True, tip=tip
    )


def _count(title: str, name: str, tip: str = "") -> Column:
    return Column(
        title, lambda r: fmt.count(getattr(r, name)), lambda r: getattr(r, name), number=True, tip=tip
    )


RSE = (
    Column("Model", lambda r: r.model),
    Column("Reference", lambda r: r.reference),
    Column("Judge", lambda r: r.judge),
    Column("Prompt set", _set),
    _score("Overall", "overall", "How similar the responses are, 1 (very dissimilar) to 5 (very similar)."),
    Column(
        "95 % interval", lambda r: fmt.interval(r.low, r.high), lambda r: r.low, number=True,
        tip="Where the overall score would lie with other prompts of this kind; hidden for few prompts.",
    ),
    _score("Style", "style"),
    _score("Structure", "structure"),
    _score("Content", "content"),
    _count("n", "n", "Prompts with scores."),
    _count("Unscored", "unscored", "The judge gave no usable scores."),
    _count("No answer", "no_answer", "One of the two responses is missing."),
)  # fmt: skip
ICE = (
    Column("Model", lambda r: r.model),
    Column("Judge", lambda r: r.judge),
    _share("Loose", "loose", "Any contradiction with what is known of the model."),
    Column(
        "95 % interval", lambda r: fmt.share_interval(r.low, r.high), lambda r: r.low, number=True,
        tip="The interval of the loose score, over template lineages; hidden for few templates.",
    ),
    _share("Strict", "strict", "The response claims an identity on the strict list."),
    _share("Hard", "hard", "Strict, though the question named no such identity."),
    _count("Asked", "asked"),
    _count("Answered", "answered"),
    _count("Unscored", "unscored", "The judge gave no usable verdict."),
    Column("Claims to be", _claims, tip="The makers that were claimed most often."),
)  # fmt: skip


def _first(row: Any) -> str:
    return row.ranking[0].reference if row.ranking else fmt.NONE


def _ranking(row: Any) -> str:
    return ", ".join(f"{r.reference} {fmt.score(r.affinity)}" for r in row.ranking)


def _stability(row: Any) -> float | None:
    return row.ranking[0].stability if row.ranking else None


def _by_length(row: Any) -> str:
    return row.length_first or fmt.NONE


def _floor(row: Any) -> str:
    return fmt.NONE if row.above_floor is None else tr("yes") if row.above_floor else tr("no")


NEAREST = (
    Column("Model", lambda r: r.model),
    Column("Judge", lambda r: r.judge),
    Column("Prompt set", _set),
    Column("Closest reference", _first),
    Column(
        "Stability", lambda r: fmt.share(_stability(r)), _stability, number=True,
        tip="How often this reference comes first when the prompts are drawn anew.",
    ),
    Column("By length alone", _by_length, tip="The baseline to beat: what answer length alone would name."),
    Column("Above the floor", _floor, tip="Closer than every unrelated control."),
    Column("Ranking (affinity)", _ranking),
)  # fmt: skip
