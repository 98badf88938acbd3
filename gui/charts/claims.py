"""Which maker each model claims to be by: models by makers."""

from __future__ import annotations

from collections import Counter

from core.ice.facts import claim_shown_as
from gui.charts.data.claims import ClaimCell
from gui.charts.data.types import ChartData, label, per_cent, percent, unique, varying
from gui.charts.spec import Categories, Cell, Entry, Spec
from gui.i18n import tr

MOST = 7  # makers with a column of their own
RARE = 0.01  # claimed in less of any model's answers than this, a maker is one of the rest


def draw(data: ChartData) -> Spec:
    """Counts, toned by their share of the answers; a model's own maker is framed."""
    rows: list[ClaimCell] = list(data.rows)
    fields = ["model", *varying(rows, ("judge",))]
    names = unique(label(row, fields) for row in rows)
    shown, rest = _columns(rows)
    rare = tr("1 other claim") if len(rest) == 1 else tr("{count} other claims", count=len(rest))
    heads = [*shown, rare] if rest else shown
    spec = Spec(x=Categories(tuple(_short(head) for head in heads)), y=Categories(tuple(names)), row=30.0)
    top = scale(max((row.share for row in rows), default=1.0))
    spec.legend = [Entry("", text, 0, "tone", level=level, fixed=True) for level, text in _levels(top)]
    for place, name in enumerate(names):
        own = [row for row in rows if label(row, fields) == name]
        spec.marks += [
            _cell(data, [r for r in own if r.maker == m], own[0], (x, place), top)
            for x, m in enumerate(shown)
        ]
        if rest:
            others = [r for r in own if r.maker in set(rest)]
            spec.marks.append(_cell(data, others, own[0], (len(shown), place), top))
    if any(row.own for row in rows):
        spec.legend.append(Entry("", tr("framed: the model's own maker"), 0, "frame", fixed=True))
    return spec


def _levels(top: float) -> list[tuple[float, str]]:
    """The legend of the tones."""
    return [
        (0.0, per_cent("0")),
        (0.5, per_cent(f"{50 * top:g}")),
        (1.0, tr("{share} % of the answers", share=f"{100 * top:g}")),
    ]


def scale(share: float) -> float:
    """The share that the darkest tone stands for: a round one, and never so low that a few claims look like many."""
    return next((end for end in (0.2, 0.4, 0.6, 0.8) if share <= end), 1.0)


def _columns(rows: list[ClaimCell]) -> tuple[list[str], list[str]]:
    """The makers claimed most, the most frequent first, and the rest, whose names are often made up."""
    totals: Counter[str] = Counter()
    for row in rows:
        if row.maker:
            totals[row.maker] += row.claims
    makers = sorted(totals, key=lambda maker: (-totals[maker], maker))
    often = {row.maker for row in rows if row.share >= RARE or row.own}
    shown = [maker for maker in makers if maker in often][:MOST]
    return shown, [maker for maker in makers if maker not in shown]


def _short(maker: str) -> str:
    return " ".join(maker.strip("\"'*").split())[:60]


def _cell(data: ChartData, found: list[ClaimCell], model: ClaimCell, at: tuple[int, int], top: float) -> Cell:
    """The claims of one model for one maker, or for all the rest together."""
    claims = sum(row.claims for row in found)
    share = claims / model.answered if model.answered else 0.0
    lines = [label(model, ("model", "judge"))]
    lines += [
        f"{_short(row.maker)}: {row.claims:,} ({per_cent(percent(row.share))})" for row in found[:12]
    ] or ["0"]
    makers = {row.maker for row in found}
    claim = claim_shown_as(makers.pop()) if len(makers) == 1 else ""
    chosen = data.filter("ice", model=model.model, judge=model.judge, claim=claim, claimed=True)
    own = any(row.own for row in found)
    return Cell(
        x=at[0],
        y=at[1],
        level=share / top,
        text=f"{claims:,}",
        framed=own,
        tip="\n".join(lines),
        chosen=chosen if claims else None,
    )
