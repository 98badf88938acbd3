"""How far each pair of judges agrees: a row per pair and score."""

from __future__ import annotations

from core.stats.agreement import FEWEST
from core.store.filters import JudgmentFilter
from gui.charts.data.agreement import Agreed
from gui.charts.data.types import ChartData, per_cent, percent
from gui.charts.spec import Categories, Dot, Entry, Note, Numbers, Spec
from gui.i18n import tr
from gui.judges import called

LOOKS = {"alpha": 0, "spearman": 1, "kappa": 3}
WORDS = {
    "alpha": "Krippendorff's alpha",
    "spearman": "Spearman's rank correlation (ρ)",
    "kappa": "Cohen's kappa",
}

APART = 0.15  # rows between two markers of a row, which else would hide each other


def draw(data: ChartData) -> Spec:
    """Agreement with its interval, rank correlation beside it."""
    rows: list[Agreed] = list(data.rows)
    told = [row for row in rows if row.n >= FEWEST]
    values = [v for row in told for v in (row.value, row.low, row.spearman) if v is not None]
    low = min([0.0, *values])
    used = [row.measure for row in told if row.value is not None]
    used += ["spearman"] * any(row.spearman is not None for row in told)
    spec = Spec(
        x=Numbers(low - 0.04 if low < 0 else -0.04, 1.04),
        y=Categories(tuple(_name(row) for row in rows), lines=3),
        legend=[Entry(name, tr(WORDS[name]), look, "marker") for name, look in LOOKS.items() if name in used],
        column_heads=(tr("agreement"), tr("95 %"), "ρ", tr("same"), tr("within 1"), "n"),
    )
    for place, row in enumerate(rows):
        if row.n < FEWEST:
            spec.marks.append(Note(x=0.0, y=place, text=tr("too few to say"), align=1, halo=True))
            spec.column.append((place, ("–", "", "", "–", "", f"{row.n:,}")))
            continue
        spec.marks += _dots(data, row, place)
        within = "" if row.within_one is None else per_cent(percent(row.within_one))
        ends = "" if row.low is None or row.high is None else _ends(row.low, row.high)
        same = "–" if row.exact is None else per_cent(percent(row.exact))
        rank = "" if row.spearman is None else _figure(row.spearman)
        spec.column.append((place, (_figure(row.value), ends, rank, same, within, f"{row.n:,}")))
    return spec


def _name(row: Agreed) -> str:
    what = f"{row.metric.upper()} {tr(row.score)}"
    return f"{called(row.first)} × {called(row.second)} · {what}"


def _dots(data: ChartData, row: Agreed, place: int) -> list[Dot]:
    chosen = _cases(data, row)
    dots = []
    apart = APART if row.spearman is not None and row.value is not None else 0.0
    if row.spearman is not None:
        dots.append(
            Dot(
                x=row.spearman,
                y=place + apart,
                look=LOOKS["spearman"],
                size=10,
                series="spearman",
                tip=tip(row),
                chosen=chosen,
            )
        )
    if row.value is not None:
        dots.append(
            Dot(
                x=row.value,
                y=place - apart,
                look=LOOKS[row.measure],
                size=11,
                series=row.measure,
                x_error=(row.low, row.high),
                tip=tip(row),
                chosen=chosen,
            )
        )
    return dots


def _cases(data: ChartData, row: Agreed) -> JudgmentFilter:
    """What both judged; of identity where they differ, if they do anywhere."""
    raters = (row.first, row.second)
    if row.metric == "rse":
        return data.filter("rse", raters=raters)
    apart = "" if row.exact in (None, 1.0) else "loose"
    return data.filter("ice", raters=raters, apart=apart, placebo="without")


def _ends(low: float, high: float) -> str:
    """A dash between two ends, of which one has a minus sign, could be read as a sign itself."""
    between = "–" if low >= 0 else " … "
    return f"[{low:.2f}{between}{high:.2f}]".replace("-", "−")


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}".replace("-", "−")


def tip(row: Agreed) -> str:
    """A pair's figures."""
    lines = [_name(row), f"{tr(WORDS[row.measure])} {_figure(row.value)}", f"n = {row.n:,}"]
    if row.spearman is not None:
        lines.insert(2, f"{tr(WORDS['spearman'])} {_figure(row.spearman)}")
    return "\n".join(lines)
