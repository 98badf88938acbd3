"""Contradictions by topic, as bars."""

from __future__ import annotations

from gui.charts.data.ice import TopicRate
from gui.charts.data.types import ChartData, label, percent, unique, varying
from gui.charts.spec import Bar, Categories, Entry, Numbers, Spec, bar_row, slots
from gui.i18n import tr

ENDS = (5.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 80.0, 100.0)


def draw(data: ChartData) -> Spec:
    """A row per model and judge with a bar per topic."""
    rows: list[TopicRate] = list(data.rows)
    fields = ["model", *varying(rows, ("judge",))]
    names, topics = unique(label(row, fields) for row in rows), unique(row.topic for row in rows)
    spec = Spec(
        x=Numbers(0.0, reach(rows)),
        y=Categories(tuple(names)),
        legend=[Entry(topic, tr(topic or "other"), look) for look, topic in enumerate(topics)],
        row=bar_row(len(topics)),
        column_heads=("%", "n"),
    )
    for row in rows:
        look = topics.index(row.topic)
        y0, y1 = slots(names.index(label(row, fields)), len(topics))[look]
        spec.column.append(((y0 + y1) / 2, (percent(row.loose), f"{row.answered:,}")))
        if row.loose is not None:
            chosen = data.filter("ice", model=row.model, judge=row.judge, topic=row.topic)
            spec.marks.append(
                Bar(
                    x0=0.0,
                    x1=100 * row.loose,
                    y0=y0,
                    y1=y1,
                    look=look,
                    series=row.topic,
                    tip=tip(row),
                    chosen=chosen,
                )
            )
    return spec


def reach(rows: list[TopicRate]) -> float:
    """The round number that the highest rate does not pass."""
    longest = max((100 * row.loose for row in rows if row.loose is not None), default=0.0)
    return next((end for end in ENDS if longest <= end), 100.0)


def tip(row: TopicRate) -> str:
    """A topic's figures."""
    counts = tr(
        "{count} of {n} answers contradict: {share} %",
        count=row.contradictions,
        n=row.answered,
        share=percent(row.loose),
    )
    return f"{label(row, ('model', 'judge'))}\n{tr(row.topic or 'other')}\n{counts}"
