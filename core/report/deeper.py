"""What helps to read the scores, as tables: places, comparisons, agreement, order, labels, confounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from core.ice.agreement import IceAgreement
from core.report.analysis import Analysis
from core.report.grids import Grid, detail_grid, grid, interval, rater_names, warned, with_again
from core.report.model_facts import ModelFacts
from core.report.spread import ExtremePrompt
from core.report.text import number, p_value, percent, signed
from core.report.words import Words
from core.rse.agreement import RaterAgreement
from core.rse.compare import PairedComparison
from core.rse.confounds import Confounds, Side
from core.rse.kin import MOST_NAMED, Kin
from core.rse.labels import Corrected
from core.rse.place import Place
from core.rse.scores import Pairing
from core.stats.agreement import FEWEST

_PAIR = ("model", "reference", "judge")
_QUESTION = 80  # characters of a prompt that its row shows


def every_grid(analysis: Analysis, words: Words, *, raw: bool = False) -> list[Grid]:
    """Every table that stands beside the scores; what else could move a score comes last.

    `raw`: agreement over very few ratings is given as a figure too, for who reckons with it.
    """
    return [*analysis_grids(analysis, words, raw=raw), *confound_grids(analysis, words)]


def analysis_grids(analysis: Analysis, words: Words, *, raw: bool = False) -> list[Grid]:
    """Every table that the study allows, in the order of a report, without `confound_grids`."""
    fewest = 0 if raw else FEWEST
    agreed = (partial(_agreement, fewest=fewest), partial(_ice_agreement, fewest=fewest))
    made = (_places, _comparisons, _ice_comparisons, *agreed, _labels, _orders, _corrected, _together,
            _matched, _spreads, _extremes, _models)  # fmt: skip
    return [
        warned(each, analysis.shared, words) for each in (make(analysis, words) for make in made) if each.rows
    ]


def confound_grids(analysis: Analysis, words: Words) -> list[Grid]:
    """What else could move a score: how the models are related, and what their responses look like."""
    return [each for each in (_kinship(analysis, words), _confounds(analysis, words)) if each.rows]


def _confounds(analysis: Analysis, words: Words) -> Grid:
    """The panel of each pairing. The judge has no part in it, so each model and reference comes once."""
    columns = ("length_ratio", "same_language", "identical", "markdown", "refusals", "words", "correct", "n")
    panels = {(p.model, p.reference): panel for p, panel in analysis.panels.items()}
    rows = ([*names, *_panel(panel)] for names, panel in panels.items())
    return _grid("confounds", ("model", "reference", *columns), rows, words, names=2)


def _kinship(analysis: Analysis, words: Words) -> Grid:
    """How each model is known to be related to a reference, and when both were released; nothing where unknown."""
    columns = ("model", "reference", "kin", "released", "reference_released")
    known = {pair: found for pair, found in analysis.kin.items() if found.told}
    rows = ([*pair, *_related(found, words)] for pair, found in known.items())
    return _grid("kinship", columns, rows, words, names=len(columns))


def _related(found: Kin, words: Words) -> list[str]:
    dates = [found.released or "–", found.reference_released or "–"]
    if not found.relation:
        return ["–", *dates]
    doubt = "" if found.verified else f" {words('kin.unverified')}"
    return [words(f"kin.{found.relation}", common=", ".join(found.common[:MOST_NAMED])) + doubt, *dates]


def _grid(key: str, columns: Sequence[str], rows: Iterable[list[str]], words: Words, *, names: int) -> Grid:
    head = [words(f"column.{name}") for name in columns]
    return grid(key, words(f"table.{key}"), head, rows, names=names, note=words(f"note.{key}"))


def _places(analysis: Analysis, words: Words) -> Grid:
    columns = (*_PAIR, "place", "interval", "overall", "floor_score", "ceiling", "n")
    made = _grid(
        "places", columns, (_place(*each, words) for each in analysis.places.items()), words, names=3
    )
    return replace(made, note=with_again(made.note, analysis.again, words))


def _place(pairing: Pairing, place: Place, words: Words) -> list[str]:
    scores = [number(value) for value in (place.score, place.floor, place.ceiling)]
    return [*pairing, number(place.place, 2), interval(place.low, place.high, words), *scores, f"{place.n:,}"]


def _comparisons(analysis: Analysis, words: Words) -> Grid:
    columns = ("first", "second", "reference", "judge", "difference", "interval", "p", "n")
    rows = [
        [c.first, c.second, c.reference, c.judge, *_differing(c, words)]
        for c in analysis.comparisons
        if c.prompt_set is None
    ]
    return _grid("comparisons", columns, rows, words, names=4)


def _differing(found: PairedComparison, words: Words) -> list[str]:
    ends = interval(found.low, found.high, words)
    return [signed(found.difference), ends, p_value(found.p_holm), f"{found.n:,}"]


def _ice_comparisons(analysis: Analysis, words: Words) -> Grid:
    columns = ("first", "second", "judge", "difference", "p", "templates")
    rows = (
        [
            c.first,
            c.second,
            c.judge,
            signed(_hundredfold(c.difference), 1),
            p_value(c.p_holm),
            f"{c.templates:,}",
        ]
        for c in analysis.ice_comparisons
    )
    return _grid("ice_comparisons", columns, rows, words, names=3)


def _agreement(analysis: Analysis, words: Words, *, fewest: int) -> Grid:
    columns = ("kind", "raters", "dimension", "alpha", "interval", "spearman", "exact", "within_one", "n")
    kinds = {"judges": analysis.agreement, "repeats": analysis.repeats}
    told = [(kind, row) for kind, rows in kinds.items() for row in rows]
    rows = [_raters(row, kind, words, fewest) for kind, row in told]
    made = _rated(_grid("agreement", columns, rows, words, names=3), [row for _, row in told])
    return _of_few(made, [row.agreement.n for _, row in told], words, fewest)


def _raters(row: RaterAgreement, kind: str, words: Words, fewest: int) -> list[str]:
    found = row.agreement
    names = [words(f"kind.{kind}"), rater_names(row.raters), words(f"column.{row.score}")]
    figures = [number(found.alpha), interval(found.low, found.high, words), number(row.spearman)]
    figures += [percent(found.exact), percent(found.within_one)]
    return [*names, *_unless_few(figures, found.n, words, fewest), f"{found.n:,}"]


def _ice_agreement(analysis: Analysis, words: Words, *, fewest: int) -> Grid:
    columns = ("kind", "raters", "agree_on", "kappa", "exact", "n")
    kinds = {"judges": analysis.ice_agreement, "repeats": analysis.ice_repeats}
    told = [(kind, row) for kind, rows in kinds.items() for row in rows]
    rows = [_ice_raters(row, kind, words, fewest) for kind, row in told]
    made = _rated(_grid("ice_agreement", columns, rows, words, names=3), [row for _, row in told])
    return _of_few(made, [row.n for _, row in told], words, fewest)


def _ice_raters(row: IceAgreement, kind: str, words: Words, fewest: int) -> list[str]:
    names = [words(f"kind.{kind}"), rater_names(row.raters), words(f"agree_on.{row.score}")]
    figures = _unless_few([number(row.kappa), percent(row.exact)], row.n, words, fewest)
    return [*names, *figures, f"{row.n:,}"]


def _rated(made: Grid, rows: Sequence[RaterAgreement | IceAgreement]) -> Grid:
    """The table with the raters of its rows as they are called in the run, for what is looked up by their names."""
    return replace(made, raters=tuple(row.raters for row in rows))


def _unless_few(figures: list[str], n: int, words: Words, fewest: int) -> list[str]:
    """The figures, or in their place that they would rest on too few; the count beside them stays."""
    return figures if n >= fewest else [words("text.too_few"), *["–"] * (len(figures) - 1)]


def _of_few(made: Grid, counts: Iterable[int], words: Words, fewest: int) -> Grid:
    """The table with a sentence on why some figures are not there."""
    if all(n >= fewest for n in counts):
        return made
    space = "" if words.language == "zh" else " "
    return replace(made, note=space.join([made.note, words("note.too_few", n=fewest)]))


def _labels(analysis: Analysis, words: Words) -> Grid:
    """Whose labels there are: also where no figure comes of them yet, with what a label needs."""
    rows = (
        [each.author, words(f"agree_on.{each.metric}"), f"{each.labels:,}", f"{each.compared:,}"]
        for each in analysis.labelled
    )
    return _grid("labels", ("author", "metric", "labels", "compared"), rows, words, names=2)


def _orders(analysis: Analysis, words: Words) -> Grid:
    rows = (
        [
            judge,
            signed(effect.difference),
            interval(effect.low, effect.high, words),
            f"{effect.n_ab + effect.n_ba:,}",
        ]
        for judge, effect in analysis.orders.items()
        if effect.difference is not None
    )
    return _grid("orders", ("judge", "difference", "interval", "n"), rows, words, names=1)


def _corrected(analysis: Analysis, words: Words) -> Grid:
    rows = (_labelled(pairing, each, words) for pairing, each in analysis.corrected.items())
    return _grid("corrected", (*_PAIR, "corrected", "interval", "labels"), rows, words, names=3)


def _together(analysis: Analysis, words: Words) -> Grid:
    """Of each judge over all tested models."""
    rows = (_labelled([judge], each, words) for judge, each in analysis.corrected_together.items())
    return _grid("corrected_together", ("judge", "corrected", "interval", "labels"), rows, words, names=1)


def _labelled(pairing: Iterable[str], found: Corrected, words: Words) -> list[str]:
    return [*pairing, number(found.score), interval(found.low, found.high, words), f"{found.labelled:,}"]


def _matched(analysis: Analysis, words: Words) -> Grid:
    return detail_grid("length_matched", analysis.matched, words, words("note.length_matched"))


def _spreads(analysis: Analysis, words: Words) -> Grid:
    head = [*(words(f"column.{name}") for name in _PAIR), *map(str, range(1, 6))]
    rows = ([*p, *(f"{counts[n]:,}" for n in range(1, 6))] for p, counts in analysis.spreads.items())
    return grid("distribution", words("table.distribution"), head, rows, names=3,
                note=words("note.distribution"))  # fmt: skip


def _extremes(analysis: Analysis, words: Words) -> Grid:
    columns = (*_PAIR, "prompt_set", "number", "end", "prompt", "overall")
    rows = (_extreme(p, each, words) for p, own in analysis.extremes.items() for each in own)
    return _grid("extremes", columns, rows, words, names=7)


def _extreme(pairing: Pairing, each: ExtremePrompt, words: Words) -> list[str]:
    question = each.question if len(each.question) <= _QUESTION else f"{each.question[:_QUESTION]}…"
    told = [each.prompt_set, f"{each.number}", words(f"case.{each.end}"), question]
    return [*pairing, *told, number(each.overall)]


def _models(analysis: Analysis, words: Words) -> Grid:
    columns = (
        "model",
        "role",
        "maker",
        "model_kind",
        "temperature",
        "system",
        "snapshot",
        "released",
        "weights",
        "ancestors",
        "learnt_from",
    )
    return _grid(
        "models", columns, (_model(each, words) for each in analysis.models), words, names=len(columns)
    )


def _model(each: ModelFacts, words: Words) -> list[str]:
    temperature = words("models.unset") if each.temperature is None else f"{each.temperature:g}"
    system = words("models.yes") if each.system else words("models.no")
    weights = {None: "unknown", True: "open", False: "closed"}[each.open]
    dated = [", ".join(each.served_as) or "–", each.released or "–"]
    role, kind = words.get(f"role.{each.role}", each.role), words(f"models.{each.kind}")
    return [
        each.name,
        role,
        each.vendor or "–",
        kind,
        temperature,
        system,
        *dated,
        words(f"models.{weights}"),
        ", ".join(each.ancestors) or "–",
        ", ".join(each.learnt_from) or "–",
    ]


def _panel(panel: Confounds) -> Iterator[str]:
    yield number(panel.length_ratio, 2)
    yield percent(panel.same_language)
    yield percent(panel.identical)
    sides: tuple[Side, Side] = (panel.test, panel.reference)
    for shares in ([s.markdown for s in sides], [s.refusals for s in sides]):
        yield " / ".join(map(percent, shares))
    yield " / ".join(f"{side.words or side.chinese_characters:.0f}" for side in sides)
    yield " / ".join(percent(side.correct) for side in sides) if panel.with_answer else "–"
    yield f"{panel.n:,}"


def _hundredfold(value: float | None) -> float | None:
    return None if value is None else 100 * value
