"""What every chart's data looks like: plain rows of one kind, with the words around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.report.text import ends, number
from core.store.filters import JudgmentFilter
from gui.i18n import core_language, sentences, tr
from gui.judges import called

if TYPE_CHECKING:
    from core.report.tables import ScoreTables


@dataclass(frozen=True, slots=True)
class ChartData:
    """A chart before it is drawn. `rows` are NamedTuples of one kind: the chart, its CSV and its hover texts
    are all made of them. `subtitle` names judge and n; `caption` says what the figures do not show."""

    name: str
    run: int
    title: str
    subtitle: str
    caption: str
    x: str
    y: str
    rows: tuple[Any, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the rows' fields."""
        return tuple(type(self.rows[0])._fields) if self.rows else ()

    def filter(self, metric: str, **wanted: Any) -> JudgmentFilter:
        """The judgments behind a figure of this run."""
        return JudgmentFilter(self.run, metric=metric, **wanted)


def rse_caption() -> str:
    """How an RSE figure is to be read."""
    return tr(
        "Similarity of responses from 1 (very dissimilar) to 5 (very similar). "
        "Similar responses do not show where a model comes from."
    )


def ice_caption(tables: ScoreTables) -> str:
    """How an ICE figure is to be read."""
    searched = tr("The prompts were found by search: this is what can be found, not a rate of ordinary use.")
    careful = tr(
        "Share of answered identity questions. What a model claims to be does not show where it comes from: "
        "such claims also come from invention and from texts on the web."
    )
    return sentences(searched, careful) if tables.found_by_search else careful


def interval_line(rows: Iterable[Any]) -> str:
    """What the thin lines with ends are, where there are any; `rows` have ends called low and high, or loose_high."""
    ends = ("high", "low", "rse_high", "loose_high", "loose_low")
    drawn = any(getattr(row, end, None) is not None for row in rows for end in ends)
    return tr("Thin lines with ends are 95 % intervals.") if drawn else ""


def judges_line(judges: Iterable[str], counts: Sequence[int], unit: tuple[str, str]) -> str:
    """ "Measured judge (built in) · n = 120 prompts", with a range where models differ."""
    return judged_by(judges) + " · " + n_line(counts, unit)


def judged_by(judges: Iterable[str]) -> str:
    """ "Judge: gpt-4o"; a built-in one is called a judge by its own name."""
    ids = sorted(set(judges))
    names = [called(judge) for judge in ids]
    if len(ids) == 1 and names != ids:
        return names[0]
    head = tr("Judge: {names}") if len(names) == 1 else tr("Judges: {names}")
    return head.format(names=("、" if core_language() == "zh" else ", ").join(names))


def n_line(counts: Sequence[int], unit: tuple[str, str]) -> str:
    """ "n = 118–120 prompts"; of the unit's two forms the first is for one alone."""
    low, high = (min(counts), max(counts)) if counts else (0, 0)
    n = f"{low:,}" if low == high else f"{low:,}–{high:,}"
    return tr("n = {n} {unit}", n=n, unit=tr(unit[0] if high == 1 else unit[1]))


PROMPTS = ("prompt", "prompts")
ANSWERS = ("answer per model", "answers per model")
TEMPLATES = ("template per model", "templates per model")
JUDGMENTS = ("judgment by both", "judgments by both")


def varying(rows: Iterable[Any], fields: Sequence[str]) -> list[str]:
    """Those of the fields in which the rows differ."""
    seen: dict[str, set[Any]] = {name: set() for name in fields}
    for row in rows:
        for name in fields:
            seen[name].add(getattr(row, name))
    return [name for name in fields if len(seen[name]) > 1]


def label(row: Any, fields: Sequence[str]) -> str:
    """A row's name among others: its values of these fields."""
    return " · ".join(_said(name, str(getattr(row, name))) for name in fields)


def _said(field: str, value: str) -> str:
    return called(value) if field.endswith("judge") else value


def unique(values: Iterable[Any]) -> list[Any]:
    """The values in the order in which they first come."""
    return list(dict.fromkeys(values))


def score(value: float | None) -> str:
    """A similarity score as the score table prints it."""
    return number(value)


def score_interval(low: float | None, high: float | None) -> str:
    """Its interval, or nothing where it is hidden; a point would look like certainty, and is called what it is."""
    if low is None or high is None:
        return ""
    equal = tr("all equal")
    said = ends(low, high, equal)
    return equal if said == equal else f"[{said}]"


def percent(value: float | None) -> str:
    """A share as the score table prints it, in per cent with one decimal."""
    return "–" if value is None else f"{100 * value:.1f}"


def per_cent(figure: str) -> str:
    """A figure with its unit, as the language in use sets it."""
    return f"{figure}%" if core_language() == "zh" else f"{figure} %"


def percent_interval(low: float | None, high: float | None) -> str:
    """Its interval; an upper bound alone where nothing was found."""
    if low is None and high is not None:
        return f"[≤{percent(high)}]"
    if high is None and low is not None:
        return f"[≥{percent(low)}]"
    return "" if low is None or high is None else f"[{percent(low)}–{percent(high)}]"
