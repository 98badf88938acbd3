"""The templates of each model: seeds above, what was made of them below; large and dark where it worked."""

from __future__ import annotations

from collections import defaultdict

from gui.charts.data.templates import Node
from gui.charts.data.types import ChartData, per_cent, percent, unique
from gui.charts.spec import Categories, Dot, Entry, Mark, Path, Spec
from gui.i18n import tr
from gui.identity.words import capital

# How many leaves stand side by side before another band begins, by how many templates there are in all.
BROAD = ((300, 44), (900, 64))
BROADEST = 90

Band = list[Node]  # whole trees, side by side


def draw(data: ChartData) -> Spec:
    """Bands of trees, as many as each model needs; a row per level."""
    rows: list[Node] = list(data.rows)
    labels: list[str] = []
    marks: list[Mark] = []
    broadest, broad = 1.0, next((leaves for most, leaves in BROAD if len(rows) <= most), BROADEST)
    small = BROAD[0][1] / broad
    for model in unique(row.model for row in rows):
        for count, trees in enumerate(_bands([row for row in rows if row.model == model], broad)):
            width, own = _band(data, trees, len(labels), small)
            broadest, marks = max(broadest, width), marks + own
            levels = 1 + max(node.level for node in trees)
            labels += ["" if count else model, *[""] * (levels - 1)]
        labels.append("")
    return Spec(
        y=Categories(tuple(labels[:-1])),
        box=(-1.0, -0.5, broadest, len(labels) - 1.5),
        marks=sorted(marks, key=lambda mark: isinstance(mark, Dot)),
        legend=_legend(),
        row=19.0 * small**0.5,
        tight=True,
    )


def _legend() -> list[Entry]:
    texts = [(0.0, per_cent("0")), (0.5, per_cent("50")), (1.0, tr("100 % of the answers contradict"))]
    return [Entry("", text, 0, "tone", level=level, fixed=True) for level, text in texts]


def _bands(own: list[Node], broad: int) -> list[Band]:
    """Whole trees in their order, cut into bands of about so many leaves."""
    trees: dict[str, list[Node]] = defaultdict(list)
    by_name = {node.template: node for node in own}
    for node in own:
        trees[_root(node, by_name)].append(node)
    bands: list[Band] = [[]]
    filled = 0
    for tree in trees.values():
        leaves = _leaf_count(tree)
        if filled and filled + leaves > broad:
            bands.append([])
            filled = 0
        bands[-1] += tree
        filled += leaves
    return bands


def _root(node: Node, by_name: dict[str, Node]) -> str:
    seen: set[str] = set()
    while node.parent in by_name and node.template not in seen:
        seen.add(node.template)
        node = by_name[node.parent]
    return node.template


def _leaf_count(tree: list[Node]) -> int:
    parents = {node.parent for node in tree}
    return sum(node.template not in parents for node in tree)


def _band(data: ChartData, trees: Band, first_row: int, small: float) -> tuple[float, list[Mark]]:
    """The marks of one band and how many leaves it is wide."""
    children: dict[str, list[Node]] = defaultdict(list)
    names = {node.template for node in trees}
    for node in trees:
        children[node.parent if node.parent in names else ""].append(node)
    places: dict[str, float] = {}
    width = 0.0
    for root in children[""]:
        width = _place(root, children, places, width)
    marks: list[Mark] = []
    for node in trees:
        at = (places[node.template], float(first_row + node.level))
        if node.parent in places:
            above = (places[node.parent], at[1] - 1)
            marks.append(Path(points=(above, at), look=-1, width=0.8))
        marks.append(_dot(data, node, at, small))
    return width, marks


def _place(node: Node, children: dict[str, list[Node]], places: dict[str, float], start: float) -> float:
    """Leaves side by side, each parent over the middle of its children; returns where the next leaf goes."""
    own = children.get(node.template, [])
    if not own:
        places[node.template] = start
        return start + 1.0
    end = start
    for child in own:
        end = _place(child, children, places, end)
    places[node.template] = (places[own[0].template] + places[own[-1].template]) / 2
    return end


def _dot(data: ChartData, node: Node, at: tuple[float, float], small: float) -> Dot:
    share = node.contradictions / node.answered if node.answered else 0.0
    size = small * (5.0 + min(6.0, 1.5 * node.answered**0.5))
    counts = tr(
        "{count} of {n} answers contradict: {share} %",
        count=node.contradictions,
        n=node.answered,
        share=percent(share),
    )
    made = " · ".join((*(capital(part) for part in (node.kind, node.mutator) if part), node.parent)).strip(
        " ·"
    )
    return Dot(
        x=at[0],
        y=at[1],
        size=size,
        level=share,
        tip=f"{node.model}\n{node.template}\n{made}\n{counts}",
        chosen=data.filter("ice", model=node.model, judge=node.judge, template=node.template)
        if node.answered
        else None,
    )
