"""What a finished download of prompts holds, in words: how much of what there is, and what was left out."""

from __future__ import annotations

from typing import Any

from gui import format as fmt
from gui.i18n import sentences, tr


def told(download: Any) -> str:
    """Of a `core.prompts.hub_download.Download`: rows, what was left out of them and why, and the licence."""
    rows, total = fmt.count(download.rows), fmt.count(download.total)
    licence = tr("Licence: {licence}.", licence=download.licence) if download.licence else ""
    held = tr("It holds {n} of the {total} rows there are.", n=rows, total=total)
    return sentences(*filter(None, (held, _left_out(download), licence)))


def _left_out(download: Any) -> str:
    parts = (
        (download.truncated, tr("cut by the server: {n}", n=fmt.count(download.truncated))),
        (download.unfit, tr("empty or repeated: {n}", n=fmt.count(download.unfit))),
        (download.missing, tr("not sent by the server: {n}", n=fmt.count(download.missing))),
    )
    said = tr("; ").join(words for number, words in parts if number)
    return tr("Rows left out – {reasons}.", reasons=said) if said else ""
