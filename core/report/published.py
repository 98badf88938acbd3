"""The paper's published figures, and one's own results laid beside them. Always labelled as published."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from core import resources
from core.report.grids import Grid, grid, interval
from core.report.tables import ScoreTables
from core.report.text import number, percent
from core.report.words import Words


@dataclass(frozen=True, slots=True)
class Published:
    """The figures of arXiv:2501.12619.

    rse: scores of 1 to 5 beside `reference` by `judge`, one per set of `sets` and then their mean. ice: loose,
    strict and hard, as shares of all queries. base, instruct: strict shares. names: other names of the same models.
    """

    source: str
    title: str
    reference: str
    judge: str
    sets: tuple[str, ...]
    rse: Mapping[str, tuple[float, ...]]
    ice: Mapping[str, tuple[float, ...]]
    base: Mapping[str, float]
    instruct: Mapping[str, float]
    names: Mapping[str, str]

    def model(self, name: str) -> str | None:
        """The published name of a model that goes by this name, or None."""
        return self.names.get(plain(name)) or self.names.get(plain(name.rpartition("/")[2]))


@cache
def published() -> Published:
    """The paper's figures."""
    data = tomllib.loads(resources.read_text("published", "paper.toml"))
    rse, ice = data["rse"], data["ice"]
    return Published(
        source=data["source"],
        title=data["title"],
        reference=rse["reference"],
        judge=rse["judge"],
        sets=tuple(rse["sets"]),
        rse={model: tuple(scores) for model, scores in rse["scores"].items()},
        ice={model: tuple(scores) for model, scores in ice["scores"].items()},
        base=dict(ice["base"]),
        instruct=dict(ice["instruct"]),
        names=_names(data),
    )


def beside(tables: ScoreTables, words: Words) -> list[Grid]:
    """One's own scores of models that the paper has too, each under its published row; empty without any."""
    made = (_rse(tables, words), _ice(tables, words), _kinds(tables, words))
    return [each for each in made if each.rows]


def paper_grids(tables: ScoreTables, words: Words) -> list[Grid]:
    """The published tables whole, of what a run measures."""
    paper, made = published(), []
    name = words("column.published") + ("：" if words.language == "zh" else ": ")
    if tables.rse:
        head = [words("column.model"), *paper.sets, words("column.mean")]
        comma = "，" if words.language == "zh" else ", "
        title = f"{name}{paper.source}{comma}{words('column.reference')} {paper.reference}"
        made.append(_whole("paper-rse", title, head, paper.rse, number, words))
    if tables.ice:
        head = [words(f"column.{name}") for name in ("model", "loose", "strict", "hard")]
        comma = "，" if words.language == "zh" else ", "
        made.append(_whole("paper-ice", f"{name}{paper.source}{comma}%", head, paper.ice, percent, words))
    return made


def _whole(
    key: str, title: str, head: list[str], figures: Mapping[str, tuple[float, ...]], show: Callable[[float], str],
    words: Words,
) -> Grid:  # fmt: skip
    rows = ([model, *map(show, each)] for model, each in figures.items())
    return grid(key, title, head, rows, note=words("note.published"))


def plain(name: str) -> str:
    """Letters and digits in lower case: GPT-4o (2024-08-06) and gpt4o-20240806 are one name."""
    return re.sub(r"[^0-9a-z]", "", name.casefold())


def _rse(tables: ScoreTables, words: Words) -> Grid:
    paper = published()
    sets = [plain(name) for name in paper.sets]
    rows = []
    for mean in (row for row in tables.rse if row.prompt_set is None):
        model = paper.model(mean.model)
        if model is None or model not in paper.rse:
            continue
        own = {
            plain(row.prompt_set or ""): number(row.overall)
            for row in tables.rse
            if (row.model, row.reference, row.judge) == (mean.model, mean.reference, mean.judge)
        }
        scores = [number(value) for value in paper.rse[model]]
        rows.append([f"{model} · {words('column.published')}", paper.reference, paper.judge, *scores, "–"])
        figures = [
            *(own.get(name, "–") for name in sets),
            number(mean.overall),
            interval(mean.low, mean.high, words),
        ]
        rows.append([f"{mean.model} · {words('column.own')}", mean.reference, mean.judge, *figures])
    head = [words("column.model"), words("column.reference"), words("column.judge"), *paper.sets]
    head += [words("column.mean"), words("column.interval")]
    return grid(
        "published-rse", words("table.published_rse"), head, rows, names=3, note=words("note.published")
    )


def _ice(tables: ScoreTables, words: Words) -> Grid:
    paper = published()
    rows = []
    for row in tables.ice:
        model = paper.model(row.model)
        if model is None or model not in paper.ice:
            continue
        rows.append(
            [
                f"{model} · {words('column.published')}",
                "–",
                *(f"{100 * share:.0f}" for share in paper.ice[model]),
            ]
        )
        own = (row.loose, row.strict, row.hard)
        rows.append([f"{row.model} · {words('column.own')}", row.judge, *map(percent, own)])
    head = [words(f"column.{name}") for name in ("model", "judge", "loose", "strict", "hard")]
    return grid(
        "published-ice", words("table.published_ice"), head, rows, names=2, note=words("note.published")
    )


def _kinds(tables: ScoreTables, words: Words) -> Grid:
    """Strict shares of base models and of those instructed from them."""
    rows = []
    for row in tables.ice:
        kind, model = _kind(plain(row.model.rpartition("/")[2]))
        if not model:
            continue
        share = getattr(published(), kind)[model]
        said = f"{model} ({words(f'column.{kind}')}) · {words('column.published')}"
        rows.append([said, "–", percent(share)])
        rows.append([f"{row.model} · {words('column.own')}", row.judge, percent(row.strict)])
    head = [words(f"column.{name}") for name in ("model", "judge", "strict")]
    return grid(
        "published-kinds", words("table.published_kinds"), head, rows, names=2, note=words("note.published")
    )


def _kind(name: str) -> tuple[str, str]:
    """base or instruct, and the published model that goes by this plain name; both empty for others."""
    paper = published()
    for kind, models, ends in (
        ("instruct", paper.instruct, ("instruct",)),
        ("base", paper.base, ("", "base")),
    ):
        for model in models:
            if any(name == plain(model) + end for end in ends):
                return kind, model
    return "", ""


def _names(data: dict[str, Any]) -> dict[str, str]:
    models = [*data["rse"]["scores"], *data["ice"]["scores"]]
    given = {plain(name): model for model, names in data["names"].items() for name in names}
    return {plain(model): model for model in models} | given
