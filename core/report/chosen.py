"""One row of similarity in detail, where a run has so many that this is not told of all of them."""

from __future__ import annotations

from core.report import per_row
from core.report.analysis import Analysis
from core.report.judged import rse_judged
from core.rse.scores import Pairing
from core.store.reader import Reader


def analyse_row(reader: Reader, run: int, chosen: Pairing, out: per_row.LeftOut) -> Analysis:
    """What `out` says is not told of all rows, of this one: an analysis that holds nothing else."""
    study = reader.study(run)
    judged = reader.once(rse_judged, run, labels=False)
    compared = judged.only(~judged.beside_itself)
    own = (
        [(pairing, rows) for pairing, rows in compared.by_pairing() if pairing == chosen] if out.rows else []
    )
    return Analysis(
        panels=per_row.panels(reader, run, [pairing for pairing, _ in own]),
        comparisons=per_row.comparisons_of(study, compared, chosen) if out.pairs else [],
        **per_row.spread(reader, run, own),
    )
