"""Which prompts a score rests on: how the scores are spread, and the prompts at either end."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from core.rse.columns import Judged
from core.rse.scores import Pairing, PromptScore, extremes
from core.store.reader import Reader

AT_EACH_END = 3
_TURNS = """
SELECT p.turns FROM prompt p JOIN prompt_set s ON s.id = p.prompt_set_id
WHERE p.run_id = ? AND s.name = ? AND p.position = ?"""


@dataclass(frozen=True, slots=True)
class ExtremePrompt:
    """A prompt at an end of the scores. `number`: its place in the set, from 1; `question`: its first turn."""

    end: Literal["lowest", "highest"]
    prompt_set: str
    number: int
    question: str
    overall: float


def extreme_prompts(
    reader: Reader, run: int, pairings: Iterable[tuple[Pairing, Judged]]
) -> dict[Pairing, list[ExtremePrompt]]:
    """The least and the most similar prompts of each pairing; no prompt stands at both ends."""
    found = {}
    for pairing, own in pairings:
        lowest, highest = extremes(own.records(), AT_EACH_END)
        upper = [_prompt(reader, run, "highest", each) for each in highest if each not in lowest]
        if both := [*(_prompt(reader, run, "lowest", each) for each in lowest), *upper]:
            found[pairing] = both
    return found


def _prompt(reader: Reader, run: int, end: Literal["lowest", "highest"], each: PromptScore) -> ExtremePrompt:
    row = reader.db.execute(_TURNS, (run, each.prompt_set, int(each.prompt))).fetchone()
    turns = json.loads(row["turns"]) if row else [""]
    return ExtremePrompt(end, each.prompt_set, int(each.prompt) + 1, str(turns[0]), each.overall)
