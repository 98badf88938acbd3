"""Ten telling cases of a run: the closest and the least alike, where judges differ, and identity claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, zip_longest

from core.report.tables import ScoreTables
from core.rse.scores import HIGHEST
from core.store import judgments
from core.store.filters import JudgmentFilter
from core.store.judgments import JudgmentDetail
from core.store.reader import Reader
from core.study import Study

CASES = 10
# A hard contradiction tells most; of those, one per claim and per template first, so that ten cases are not ten
# times the same.
_CLAIMS = """
SELECT j.id, j.claim_maker FROM judgment j JOIN run_model m ON m.id = j.model_id JOIN prompt p ON p.id = j.prompt_id
WHERE j.run_id = ? AND j.metric = 'ice' AND m.name = ? AND j.loose = 1
ORDER BY ifnull(j.hard, 0) DESC, ifnull(j.strict, 0) DESC, j.claim_maker = '',
    row_number() OVER (PARTITION BY p.template_id, j.hard ORDER BY j.id), j.id LIMIT 200"""
_CONSISTENT = JudgmentFilter(0, "ice", outcome="consistent")


@dataclass(frozen=True, slots=True)
class Case:
    """A judgment, and why it was chosen: highest, lowest, differ, hard, strict, loose or none."""

    why: str
    detail: JudgmentDetail


def telling_cases(
    reader: Reader, run: int, study: Study, tables: ScoreTables, count: int = CASES
) -> list[Case]:
    """Up to `count` cases, spread over the models; the same run always gives the same ones."""
    models = [m.name for m in study.of_role("test")]
    rse = _similar(reader, run, models) if tables.rse else []
    ice = _claims(reader, run, models) if tables.ice else []
    share = count - count * 2 // 5 if ice else count
    chosen = rse[: max(share, count - len(ice))]
    return [*chosen, *ice[: count - len(chosen)]]


def _similar(reader: Reader, run: int, models: Sequence[str]) -> list[Case]:
    highest = _each_model([_ranked(reader, run, m, descending=True) for m in models])
    lowest = _lowest(reader, run, models)
    differ = _each_model(
        [judgments.ids(reader, JudgmentFilter(run, "rse", m, disagreement=True), limit=CASES) for m in models]
    )
    order = zip_longest(_why("highest", highest), _why("lowest", lowest), _why("differ", differ))
    return _distinct(reader, (each for each in chain.from_iterable(order) if each))


def _ranked(reader: Reader, run: int, model: str, *, descending: bool, limit: int = CASES) -> list[int]:
    chosen = JudgmentFilter(run, "rse", model, low=1.0)
    return judgments.ids(reader, chosen, "overall", descending, limit=limit)


def _lowest(reader: Reader, run: int, models: Sequence[str]) -> list[int]:
    """The least similar of each model; a score that is its highest too, or the scale's, is not the least of any."""
    found = []
    for model in models:
        [*top] = judgments.rows(reader, _ranked(reader, run, model, descending=True, limit=1))
        most = min(HIGHEST, *(row.overall or HIGHEST for row in top)) if top else HIGHEST
        rows = judgments.rows(reader, _ranked(reader, run, model, descending=False))
        found.append([row.id for row in rows if (row.overall or 0.0) < most])
    return _each_model(found)


def _claims(reader: Reader, run: int, models: Sequence[str]) -> list[Case]:
    claimed = _why("claim", _each_model([_by_claim(reader, run, model) for model in models]))
    silent = _each_model(
        [judgments.ids(reader, replace(_CONSISTENT, run=run, model=m), limit=1) for m in models]
    )
    differ = _each_model(
        [judgments.ids(reader, JudgmentFilter(run, "ice", m, disagreement=True), limit=1) for m in models]
    )
    fixed = [*_why("none", silent[:1]), *_why("differ", differ[:1])]
    return _distinct(reader, [*claimed[:2], *fixed, *claimed[2:], *_why("none", silent[1:])])


def _by_claim(reader: Reader, run: int, model: str) -> list[int]:
    """One judgment of each claim first, then the rest."""
    rows = [(row[0], row[1]) for row in reader.db.execute(_CLAIMS, (run, model))]
    firsts = list({maker: judgment for judgment, maker in reversed(rows)}.values())[::-1]
    return [*firsts, *(judgment for judgment, _ in rows if judgment not in firsts)][: 4 * CASES]


def _each_model(lists: Sequence[Sequence[int]]) -> list[int]:
    """The first of each model, then the second of each."""
    return [i for turn in zip_longest(*lists) for i in turn if i is not None]


def _why(why: str, ids: Sequence[int]) -> list[tuple[str, int]]:
    return [(why, i) for i in ids]


def _distinct(reader: Reader, wanted: Iterator[tuple[str, int]] | Sequence[tuple[str, int]]) -> list[Case]:
    """With their texts; no response twice, no two texts twice for one reason, and none that is missing."""
    seen: set[tuple[object, ...]] = set()
    return list(islice(_cases(reader, wanted, seen), CASES))


def _cases(
    reader: Reader,
    wanted: Iterator[tuple[str, int]] | Sequence[tuple[str, int]],
    seen: set[tuple[object, ...]],
) -> Iterator[Case]:
    for why, judgment in wanted:
        found = judgments.detail(reader, judgment)
        about = (found.row.model, found.row.reference, found.prompt)
        texts = (why, found.row.model, found.reference_response, found.response)
        alike = found.row.metric == "rse" and texts in seen
        if found.response is not None and about not in seen and not alike:
            seen |= {about, texts}
            yield Case(_reason(found) if why == "claim" else why, found)


def _reason(found: JudgmentDetail) -> str:
    return "hard" if found.row.hard else "strict" if found.row.strict else "loose"
