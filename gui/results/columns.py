"""The columns of the score tables, and the judgments behind each of their figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from core.report.safe import one_line
from gui.i18n import tr
from gui.judges import called
from gui.results import figures as fig
from gui.results.cells import Cases, ScoreColumn

INTERVAL = "95 % interval"
# What is needed least beside the others, the highest first; what is said of answers that are missing stays.
SPARE = {
    "templates": 9,
    "lineages": 8,
    "effective": 8,
    "unnamed": 7,
    "unscored": 6,
    "asked": 5,
    "claims": 4,
    "hard_published": 3,
    "strict_published": 3,
    "loose_published": 3,
    "hard_unnamed": 2,
    "structure": 1,
    "style": 1,
    "content": 1,
}
_LOOSE_TIP = "Of the loose score, over template families."


def rse_cases(row: Any, **more: Any) -> Cases:
    """The judgments behind a row of similarity scores."""
    wanted = {"metric": "rse", "model": row.model, "reference": row.reference, "judge": row.judge}
    return wanted | {"prompt_set": row.prompt_set or ""} | more


def ice_cases(row: Any, **more: Any) -> Cases:
    """The judgments behind a row of identity scores."""
    return {"metric": "ice", "model": row.model, "judge": row.judge} | more


def set_name(row: Any) -> str:
    """The prompt set of a row, or that it is the mean of all."""
    return row.prompt_set if row.prompt_set is not None else tr("Mean of the sets")


def field(
    title: str, name: str, show: Callable[[Any], str], cases: Callable[[Any], Cases | None], tip: str = ""
) -> ScoreColumn:
    """A column of figures that are fields of the row; the glossary says what most of them are."""
    return ScoreColumn(
        title,
        lambda r: show(getattr(r, name)),
        lambda r: getattr(r, name),
        True,
        tip,
        name,
        cases,
        spare=SPARE.get(name, 0),
    )


def _interval(
    name: str, tip: str, show: Callable[[Any, Any], str], cases: Callable[[Any], Cases]
) -> ScoreColumn:
    return ScoreColumn(INTERVAL, lambda r: show(r.low, r.high), _low, True, tip, name, cases)


def _low(row: Any) -> float | None:
    return row.low if row.low is not None else row.high


def _some(name: str, cases: Callable[..., Cases], **more: Any) -> Callable[[Any], Cases | None]:
    """The judgments of a count, if there are any."""
    return lambda r: cases(r, **more) if getattr(r, name) else None


RSE = (
    ScoreColumn("Model", lambda r: r.model, name="model", cases=rse_cases, fixed=True),
    ScoreColumn("Reference", lambda r: r.reference, name="reference", cases=rse_cases),
    ScoreColumn("Judge", lambda r: called(r.judge), name="judge", cases=rse_cases),
    ScoreColumn("Prompt set", set_name, name="prompt_set", cases=rse_cases),
    field("Overall", "overall", fig.score, rse_cases),
    _interval("interval", "", fig.ends, rse_cases),
    field("Style", "style", fig.score, rse_cases),
    field("Structure", "structure", fig.score, rse_cases),
    field("Content", "content", fig.score, rse_cases),
    field("n", "n", fig.whole, rse_cases),
    field(
        "Unscored",
        "unscored",
        fig.whole,
        _some("unscored", rse_cases, outcome="unscored"),
    ),
    field(
        "No answer",
        "no_answer",
        fig.whole,
        _some("no_answer", rse_cases, outcome="no_answer"),
    ),
)


def _share(title: str, name: str, tip: str = "", **more: Any) -> ScoreColumn:
    return field(title, name, fig.percent, lambda r: ice_cases(r, **more), tip)


def _claims(row: Any) -> str:
    most = sorted(row.claims.items(), key=lambda item: (-item[1], item[0]))[:3]
    return ", ".join(f"{one_line(name, 28)} {fig.whole(number)}" for name, number in most) or fig.NONE


_OVER_ALL = "As the log's authors counted it: over all that was asked, failed calls included."


def _of_all(title: str, verdict: str) -> ScoreColumn:
    """A share over all that was asked; a dash where nothing got a verdict, for a zero would be read as one."""
    name = f"{verdict}_published"

    def value(row: Any) -> float | None:
        return getattr(row, name) if row.answered else None

    cases = partial(ice_cases, verdict=verdict)
    return ScoreColumn(
        title,
        lambda row: fig.percent(value(row)),
        value,
        True,
        _OVER_ALL,
        name,
        cases,
        spare=SPARE.get(name, 0),
    )


_ICE = (
    ScoreColumn("Model", lambda r: r.model, name="model", cases=ice_cases, fixed=True),
    ScoreColumn("Judge", lambda r: called(r.judge), name="judge", cases=ice_cases),
    _share("Loose %", "loose", verdict="loose"),
    _interval("interval", _LOOSE_TIP, fig.percent_ends, ice_cases),
    _share("Strict %", "strict", verdict="strict"),
    _share(
        "Hard %",
        "hard",
        verdict="hard",
    ),
    _share(
        "Hard, unprompted %",
        "hard_unnamed",
        naming="unnamed",
    ),
    field(
        "Unprompted answers",
        "unnamed",
        fig.whole,
        _some("unnamed", ice_cases, naming="unnamed"),
    ),
    field(
        "Answered",
        "answered",
        fig.whole,
        ice_cases,
    ),
    field("Asked", "asked", fig.whole, ice_cases),
    field(
        "No answer",
        "no_answer",
        fig.whole,
        _some("no_answer", ice_cases, outcome="no answer"),
    ),
    field(
        "Unscored",
        "unscored",
        fig.whole,
        _some("unscored", ice_cases, outcome="unscored"),
    ),
    ScoreColumn(
        "Templates",
        lambda r: fig.whole(r.templates),
        lambda r: r.templates,
        True,
        name="templates",
        spare=SPARE["templates"],
    ),
    ScoreColumn(
        "Template families",
        lambda r: fig.whole(r.lineages),
        lambda r: r.lineages,
        True,
        "",
        "lineages",
        spare=SPARE["lineages"],
    ),
    ScoreColumn(
        "Independent answers",
        lambda r: f"{r.effective:.1f}",
        lambda r: r.effective,
        True,
        "",
        "effective",
        spare=SPARE["effective"],
    ),
    _of_all("Loose of all asked %", "loose"),
    _of_all("Strict of all asked %", "strict"),
    _of_all("Hard of all asked %", "hard"),
    ScoreColumn(
        "Claims to be",
        _claims,
        name="claims",
        cases=lambda r: ice_cases(r, claimed=True),
        tip="The makers that were claimed most often.",
        term="claim",
        spare=SPARE["claims"],
    ),
)
_PUBLISHED = ("loose_published", "strict_published", "hard_published")
ICE = tuple(c for c in _ICE if c.name not in _PUBLISHED)
ICE_FEWER = ("lineages", "effective", "unnamed")


def ice_columns(rows: Sequence[Any]) -> tuple[ScoreColumn, ...]:
    """The columns of identity scores; the convention of published logs only where it differs."""
    told = [row for row in rows if row.answered]
    out = {name for name in _PUBLISHED if all(getattr(row, name) is None for row in told)}
    return tuple(each for each in _ICE if each.name not in out)


def nearest_cases(row: Any) -> Cases:
    """The judgments beside the closest reference."""
    return {
        "metric": "rse",
        "model": row.model,
        "judge": row.judge,
        "prompt_set": row.prompt_set or "",
        "reference": row.ranking[0].reference if row.ranking else "",
    }


def floor_words(above: bool | None) -> str:
    """Whether a model came out closer than every control, in careful words."""
    if above is None:
        return tr("no floor measured")
    return tr("above the floor") if above else tr("not above the floor")


def _stability(row: Any) -> float | None:
    return row.ranking[0].stability if row.ranking else None


NEAREST = (
    ScoreColumn("Model", lambda r: r.model, name="model", cases=nearest_cases, fixed=True),
    ScoreColumn("Judge", lambda r: called(r.judge), name="judge", cases=nearest_cases),
    ScoreColumn(
        "Prompt set", lambda r: r.prompt_set or tr("All sets"), name="prompt_set", cases=nearest_cases
    ),
    field("n", "n", fig.whole, nearest_cases, "Prompts that all references share."),
    ScoreColumn(
        "Closest of those given",
        lambda r: r.ranking[0].reference if r.ranking else fig.NONE,
        name="closest",
        cases=nearest_cases,
    ),
    ScoreColumn(
        "Stability",
        lambda r: fig.two(_stability(r)),
        _stability,
        True,
        "",
        "stability",
        nearest_cases,
    ),
    ScoreColumn(
        "By length alone",
        lambda r: r.length_first or fig.NONE,
        name="length_first",
        cases=nearest_cases,
        term="by_length",
    ),
    ScoreColumn(
        "Floor",
        lambda r: floor_words(r.above_floor),
        name="floor",
        cases=nearest_cases,
        tip="Whether the model is closer than every unrelated control is.",
    ),
)


def ranked_cases(place: Any) -> Cases:
    """The judgments beside one reference of a ranking (a Place of gui.results.nearest)."""
    return nearest_cases(place.row) | {"reference": place.ranked.reference}


RANKING = (
    ScoreColumn("Place", lambda r: str(r.place), lambda r: r.place, True, name="place"),
    ScoreColumn("Reference", lambda r: r.ranked.reference, name="reference", cases=ranked_cases, fixed=True),
    ScoreColumn(
        "Affinity",
        lambda r: fig.signed(r.ranked.affinity, 2),
        lambda r: r.ranked.affinity,
        True,
        "",
        "affinity",
        ranked_cases,
    ),
    ScoreColumn(
        "Stability",
        lambda r: fig.two(r.ranked.stability),
        lambda r: r.ranked.stability,
        True,
        "",
        "stability",
        ranked_cases,
    ),
    ScoreColumn(
        "p (Holm)",
        lambda r: fig.p_value(r.ranked.p),
        lambda r: r.ranked.p,
        True,
        "The first reference against this one, by sign flips.",
        "p",
        ranked_cases,
    ),
)
