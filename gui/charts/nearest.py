"""The references of each model, closest first."""

from __future__ import annotations

from gui.charts.data.nearest import Rank
from gui.charts.data.types import ChartData, label, unique, varying
from gui.charts.spec import Bar, Categories, Dot, Entry, Numbers, Spec, bar_row, slots
from gui.i18n import tr

BY_LENGTH = 3  # the look of its marker, a diamond


def draw(data: ChartData) -> Spec:
    """A row per model with a bar per reference."""
    rows: list[Rank] = list(data.rows)
    fields = ["model", *varying(rows, ("judge",))]
    names = unique(label(row, fields) for row in rows)
    references = sorted({row.reference for row in rows})
    widest = max((abs(row.affinity) for row in rows), default=1.0) * 1.08 or 1.0
    spec = Spec(
        x=Numbers(-widest, widest),
        y=Categories(tuple(names)),
        legend=[Entry(name, name, look) for look, name in enumerate(references)],
        row=bar_row(max(row.place for row in rows)),
        column_heads=(tr("affinity"), tr("stability"), "p"),
    )
    for row in rows:
        _add(spec, data, row, names.index(label(row, fields)), references.index(row.reference))
    if any(row.by_length for row in rows):
        word = tr("what answer length alone would name")
        spec.legend.append(Entry("by length", word, BY_LENGTH, "marker"))
    return spec


def _add(spec: Spec, data: ChartData, row: Rank, place: int, look: int) -> None:
    count = max(r.place for r in data.rows)
    y0, y1 = slots(place, count)[row.place - 1]
    chosen = data.filter("rse", model=row.model, reference=row.reference, judge=row.judge)
    ends = (min(0.0, row.affinity), max(0.0, row.affinity))
    spec.marks.append(
        Bar(
            x0=ends[0], x1=ends[1], y0=y0, y1=y1, look=look, series=row.reference, tip=tip(row), chosen=chosen
        )
    )
    if row.by_length:
        spec.marks.append(
            Dot(x=0.0, y=(y0 + y1) / 2, look=BY_LENGTH, size=9, series="by length", tip=tip(row))
        )
    spec.column.append(((y0 + y1) / 2, (_signed(row.affinity), _figure(row.stability), _chance(row.p))))


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _chance(p: float | None) -> str:
    if p is None:
        return ""
    return "<0.001" if p < 0.001 else f"{p:.3f}"


def tip(row: Rank) -> str:
    """A reference's figures."""
    floor = {None: tr("floor not measured"), True: tr("above the floor"), False: tr("not above the floor")}
    lines = [
        label(row, ("model", "judge")),
        f"{row.place}. {row.reference}",
        f"{tr('affinity')} {_signed(row.affinity)}, {tr('stability')} {_figure(row.stability)}",
        f"n = {row.n}, {floor[row.above_floor]}",
    ]
    if row.p is not None:
        lines.insert(3, f"p {_chance(row.p)}")
    return "\n".join(lines)
