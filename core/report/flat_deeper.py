"""What stands beside the scores as plain rows, and all tables of a run together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.errors import BadInput
from core.report.analysis import Analysis, analyse, as_json, readings
from core.report.flat import COUNT, P_VALUE, PAIRING, RSE, SCORE, SHARE, Flat, Row, columns, warned
from core.report.flat import score_tables as flat_scores
from core.report.published import published
from core.report.tables import ScoreTables
from core.report.tables import score_tables as read_scores
from core.store.reader import Reader
from core.wording import Language

_SIDE = dict.fromkeys(("markdown", "chinese", "refusals", "correct"), SHARE) | dict.fromkeys(
    ("words", "chinese_characters"), "0"
)
_PLACES = columns(PAIRING, place__low__high__score__floor__ceiling__gap_low__gap_high=SCORE, n=COUNT)
_COMPARED = columns("first second reference judge prompt_set", difference__low__high=SCORE, p__p_holm=P_VALUE,
                    smallest=SCORE, n=COUNT)  # fmt: skip
_ICE_COMPARED = columns("first second judge score", difference=SHARE, p__p_holm=P_VALUE, templates=COUNT)
_AGREEMENT = columns("kind raters score", alpha__low__high__spearman=SCORE, exact__within_one=SHARE, n=COUNT)
_ICE_AGREEMENT = columns("kind raters score", kappa="0.000", exact=SHARE, n=COUNT)
_LABELS = columns("author metric", labels__compared=COUNT)
_ORDERS = columns("judge", difference__low__high=SCORE, n_ab__n_ba=COUNT)
_CORRECTED = columns(PAIRING, score__low__high__shift=SCORE, labelled__n=COUNT)
_TOGETHER = columns("judge", score__low__high__shift=SCORE, labelled__n=COUNT)
_SPREAD = columns(PAIRING) | dict.fromkeys(map(str, range(1, 6)), COUNT)
_EXTREMES = columns(f"{PAIRING} prompt_set end") | {"number": COUNT, "question": "", "overall": SCORE}
_MODELS = (
    columns("name role vendor kind")
    | {"temperature": "0.0#"}
    | columns("system served_as released open ancestors learnt_from ancestry")
)
_KINSHIP = columns("model reference relation common by stated verified released reference_released")
_CONFOUNDS = {
    **columns(PAIRING, length_ratio="0.00", same_language__identical=SHARE, with_answer__n=COUNT),
    **{f"{side}_answers_{name}": form for side in ("test", "reference") for name, form in _SIDE.items()},
    **columns("test_answers_too_short reference_answers_too_short"),
}


def every_table(reader: Reader, run: int, language: Language = "en") -> list[Flat]:
    """Every table of a run, those without rows too. Slow for large runs (texts are read)."""
    tables, analysis = read_scores(reader, run), analyse(reader, run)
    return all_tables(tables, analysis, language)


def all_tables(tables: ScoreTables, analysis: Analysis, language: Language = "en") -> list[Flat]:
    """The same, of scores and an analysis that are there already."""
    deeper = [warned(each, tables.shared) for each in analysis_tables(analysis)]
    return [*flat_scores(tables), *deeper, *published_tables(tables), *_said(tables, analysis, language)]


def chosen(tables: list[Flat], name: str) -> Flat:
    """The table of that name. Raises BadInput naming those that there are."""
    found = next((each for each in tables if each.name == name), None)
    if found is None:
        names = ", ".join(each.name for each in tables)
        raise BadInput(f"there is no table {name[:60]!r}", field="--table", remedy=f"There is: {names}")
    return found


def analysis_tables(analysis: Analysis) -> list[Flat]:
    """Places, comparisons, agreement, order, labels, matched lengths, spread, extremes, models, confounds."""
    data = as_json(analysis)
    return [
        Flat("places", "Places", _PLACES, data["places"]),
        Flat("comparisons", "Comparisons", _COMPARED, data["comparisons"]),
        Flat("ice_comparisons", "ICE comparisons", _ICE_COMPARED, data["ice_comparisons"]),
        Flat("agreement", "Agreement", _AGREEMENT, list(_agreement(data))),
        Flat(
            "ice_agreement", "ICE agreement", _ICE_AGREEMENT, [_level(each) for each in data["ice_agreement"]]
        ),
        Flat("labels", "Labels", _LABELS, data["labels"]),
        Flat("order_effects", "Order effects", _ORDERS, data["order_effects"]),
        Flat("corrected", "Corrected by labels", _CORRECTED, data["corrected"]),
        Flat("corrected_together", "Corrected in all", _TOGETHER, data["corrected_together"]),
        Flat("length_matched", "Length-matched RSE", RSE, data["length_matched"]),
        Flat(
            "distributions",
            "Distributions",
            _SPREAD,
            [each | each["prompts"] for each in data["distributions"]],
        ),
        Flat("extremes", "Extremes", _EXTREMES, data["extremes"]),
        Flat("models", "Models", _MODELS, [_level(each) for each in data["models"]]),
        Flat("confounds", "Confounds", _CONFOUNDS, [_level(each) for each in data["confounds"]]),
        Flat("kinship", "Kinship", _KINSHIP, [_level(each) for each in data["kinship"]]),
    ]


def published_tables(tables: ScoreTables) -> list[Flat]:
    """The paper's own figures of what a run measures, with their source."""
    found = [_published_rse()] if tables.rse else []
    return [*found, *_published_ice()] if tables.ice else found


def _published_rse() -> Flat:
    paper, sets = published(), (*published().sets, "mean")
    rows = [
        {"source": paper.source, "model": model, "reference": paper.reference, "judge": paper.judge}
        | dict(zip(sets, scores, strict=True))
        for model, scores in paper.rse.items()
    ]
    named = columns(f"source {PAIRING}")
    return Flat("published_rse", "Published RSE", named | dict.fromkeys(sets, SCORE), rows)


def _published_ice() -> Iterator[Flat]:
    paper, shares = published(), ("loose", "strict", "hard")
    rows = [
        {"source": paper.source, "model": model} | dict(zip(shares, each, strict=True))
        for model, each in paper.ice.items()
    ]
    yield Flat("published_ice", "Published ICE", columns("source model", loose__strict__hard=SHARE), rows)
    kinds = [
        {"source": paper.source, "model": model, "kind": kind, "strict": share}
        for kind, of in (("base", paper.base), ("instruct", paper.instruct))
        for model, share in of.items()
    ]
    yield Flat("published_kinds", "Published kinds", columns("source model kind", strict=SHARE), kinds)


def _said(tables: ScoreTables, analysis: Analysis, language: Language) -> Iterator[Flat]:
    said = [{"warning": each} for each in analysis.warnings]
    yield Flat("warnings", "Warnings", {"warning": ""}, said)
    told = [{"reading": each} for each in readings(tables, analysis, language)]
    yield Flat("reading", "In plain words", {"reading": ""}, told)


def _agreement(data: Mapping[str, Any]) -> Iterator[Row]:
    for kind, key in (("judges", "agreement"), ("repeats", "repeat_agreement")):
        yield from (_level(each) | {"kind": kind} for each in data[key])


def _level(nested: Mapping[str, Any]) -> dict[str, Any]:
    """What lies in tables within a row as columns of the row, and lists as one text."""
    found: dict[str, Any] = {}
    for name, value in nested.items():
        if isinstance(value, Mapping):
            found |= {f"{name}_{inner}": each for inner, each in value.items()}
        else:
            found[name] = " / ".join(value) if isinstance(value, (list, tuple)) else value
    return found
