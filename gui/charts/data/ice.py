"""Rows of the identity charts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from core.ice.scores import IceRow
from gui.charts.data.types import ANSWERS, ChartData, ice_caption, interval_line, judges_line
from gui.i18n import sentences, tr

if TYPE_CHECKING:
    from core.report.tables import ScoreTables
    from core.store.reader import Reader


class RateBar(NamedTuple):
    """A model's three rates (0 to 1 of what was answered); low and high belong to loose."""

    model: str
    judge: str
    loose: float | None
    strict: float | None
    hard: float | None
    low: float | None
    high: float | None
    answered: int
    asked: int
    templates: int


class TopicRate(NamedTuple):
    """A model's loose rate in one topic, None where nothing was answered."""

    model: str
    judge: str
    topic: str
    loose: float | None
    contradictions: int
    answered: int


def bars(reader: Reader, tables: ScoreTables) -> ChartData:
    """Loose, strict and hard of each model."""
    del reader
    names = ("model", "judge", "loose", "strict", "hard", "low", "high", "answered", "asked", "templates")
    rows = tuple(RateBar(*(getattr(row, name) for name in names)) for row in _answered(tables))
    made = _data("ice-bars", tables, tr("Contradictions of identity"), rows)
    return replace(made, caption=sentences(interval_line(rows), made.caption))


def topics(reader: Reader, tables: ScoreTables) -> ChartData:
    """The loose rate by topic."""
    del reader
    return _data("ice-topics", tables, tr("Contradictions of identity by topic"), _topics(tables))


def radar(reader: Reader, tables: ScoreTables) -> ChartData:
    """The same rows, drawn around a centre."""
    del reader
    return _data("ice-radar", tables, tr("Contradictions of identity by topic"), _topics(tables))


def _topics(tables: ScoreTables) -> tuple[TopicRate, ...]:
    rows = []
    for row in _answered(tables):
        for topic, tally in row.topics.items():
            rate = tally.loose / tally.answered if tally.answered else None
            rows.append(TopicRate(row.model, row.judge, topic, rate, tally.loose, tally.answered))
    return tuple(rows)


def _answered(tables: ScoreTables) -> list[IceRow]:
    return [row for row in tables.ice if row.answered]


def _data(name: str, tables: ScoreTables, title: str, rows: tuple[RateBar | TopicRate, ...]) -> ChartData:
    own = _answered(tables)
    subtitle = judges_line([row.judge for row in own], [row.answered for row in own], ANSWERS)
    x = tr("Answers that contradict the model's identity (%)")
    return ChartData(name, tables.run, title, subtitle, ice_caption(tables), x, "", rows)
