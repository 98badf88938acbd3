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
End = Literal["lowest", "highest"]
_TURNS = """
SELECT p.turns FROM prompt p JOIN prompt_set s ON s.id = p.prompt_set_id
WHERE p.run_id = ? AND s.name = ? AND p.position = ?"""


@dataclass(frozen=True, slots=True)
class ExtremePrompt:
    """A prompt at an end of the scores. `number`: its place in the set, from 1; `question`: its first turn."""

    end: End
    prompt_set: str
    number: int
    question: str
    overall: float


def extreme_prompts(
    reader: Reader, run: int, pairings: Iterable[tuple[Pairing, Judged]]
) -> dict[Pairing, list[ExtremePrompt]]:
    """The least and the most similar prompts of each pairing.

    No prompt stands at both ends, and none whose score is the highest is called the least similar: where all score
    alike, none is.
    """
    found = {}
    for pairing, own in pairings:
        rising, falling = extremes(own.records(), AT_EACH_END)
        lowest = [each for each in rising if each.overall < falling[0].overall]
        highest = [each for each in falling if each not in lowest]
        ends: tuple[tuple[End, list[PromptScore]], ...] = (("lowest", lowest), ("highest", highest))
        if both := [_prompt(reader, run, end, each) for end, ones in ends for each in ones]:
            found[pairing] = both
    return found


def _prompt(reader: Reader, run: int, end: End, each: PromptScore) -> ExtremePrompt:
    row = reader.db.execute(_TURNS, (run, each.prompt_set, int(each.prompt))).fetchone()
    turns = json.loads(row["turns"]) if row else [""]
    return ExtremePrompt(end, each.prompt_set, int(each.prompt) + 1, str(turns[0]), each.overall)
