"""The RSE judge that is a model: what it is asked, and how its reply is read."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from core.judge_text import agreed, enclosed, objects, repair_turns
from core.llm.chat import Message
from core.rse.judgment import SCORES, RseJudgment
from core.rse.rubric import FORM, FRAME, TASK, Rubric

# Characters of each text that the judge sees; a longer one is cut two thirds of the way in.
LONGEST_RESPONSE = 16_000
LONGEST_PROMPT = 8_000

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "explanation": {"type": "string"},
        **{name: {"type": "integer", "enum": [1, 2, 3, 4, 5]} for name in SCORES},
    },
    "required": ["explanation", *SCORES],
    "additionalProperties": False,
}

_TAGS = ("prompt", "response_a", "response_b")


def messages(
    rubric: Rubric, prompts: str | Sequence[str], response_a: str, response_b: str
) -> tuple[Message, ...]:
    """The conversation that asks for one judgment; nothing in it tells which response is the reference.

    `prompts` is the prompt, or its turns in order. Texts longer than the bounds above are cut in the middle,
    and tags inside them are made harmless.
    """
    turns = [prompts] if isinstance(prompts, str) else list(prompts)
    prompt = turns[0] if len(turns) == 1 else "\n\n".join(f"Turn {i}: {t}" for i, t in enumerate(turns, 1))
    parts = (
        enclosed("prompt", prompt, LONGEST_PROMPT, _TAGS),
        enclosed("response_a", response_a, LONGEST_RESPONSE, _TAGS),
        enclosed("response_b", response_b, LONGEST_RESPONSE, _TAGS),
        TASK,
    )
    return Message("system", f"{rubric.text}\n\n{FRAME}"), Message("user", "\n\n".join(parts))


def order(prompt: str, repeat: int) -> Literal["AB", "BA"]:
    """Whether the reference comes first ("AB"): by a hash of the prompt, and swapped on every next repeat.

    By its text and not by its place, so that the same pair is shown the same way in every sample of a set.
    """
    first = hashlib.sha256(prompt.encode("utf-8", "surrogatepass")).digest()[0] % 2
    return "AB" if (first + repeat) % 2 == 0 else "BA"


def parse(reply: str, sent: Sequence[str] = (), *, asked_again: bool = False) -> RseJudgment | None:
    """The judgment in a reply: its JSON object with four scores in 1 to 5; None if there is none.

    `sent` is what the judge was sent: an object that is in there is a quotation and no judgment. None too
    where objects differ; of a judge that was asked again for one, the last valid object counts. Scores may be
    whole or real numbers, or texts such as "4/5" and "4 - similar".
    Never raises.
    """
    read = [_judgment(found, reply) for found in objects(reply, sent, _KEYS)]
    if not read or not (asked_again or read[0].scored):
        return None
    scored = [(each, tuple(getattr(each, name) for name in SCORES)) for each in read if each.scored]
    return agreed(scored, asked_again=asked_again)


def repair_messages(asked: tuple[Message, ...], reply: str) -> tuple[Message, ...]:
    """The one further request after a reply that cannot be read."""
    said, again = repair_turns(reply, FORM)
    return (*asked, Message("assistant", said), Message("user", again))


_ALIASES = {
    "style": ("style", "response_style", "style_score"),
    "structure": ("structure", "logical_structure", "structure_score"),
    "content": ("content", "content_detail", "content_details", "content_score"),
    "overall": ("overall", "overall_score", "overall_similarity"),
}
_KEYS = tuple(alias for aliases in _ALIASES.values() for alias in aliases)
_WRITTEN = re.compile(
    # "4 - alike" is a score with a remark; "3-4", "3, 4" and the "1-5" of the form sent back are none.
    r"\s*([0-9](?:[.,][0-9]{1,6})?)\s*(?:(?:/|out of)\s*5\b|分|[-–—,，](?!\s*[0-9])(?P<a>.*)"
    r"|[:：;；(（](?P<b>.*)|)\s*",
    re.DOTALL,
)
# "(of 10)", "(scale 1-10)", "(/ 10)": what is said of another scale is not a score on this one.
_OTHER_SCALE = re.compile(
    r"(?:\A\s*(?:of|in|from|on|/)|out of|scale|max|满分)[^0-9]{0,20}(?:[0-9]+\s*(?:[-–—]|to)\s*)?+(?!5\b)[0-9]",
    re.IGNORECASE,
)


def _judgment(found: Mapping[str, Any], reply: str) -> RseJudgment:
    explanation = found.get("explanation", found.get("rationale", ""))
    style, structure, content, overall = (_score(_entry(found, name)) for name in SCORES)
    return RseJudgment(style, structure, content, overall, str(explanation or "").strip(), reply)


def _entry(found: Mapping[str, Any], name: str) -> Any:
    return next((found[alias] for alias in _ALIASES[name] if alias in found), None)


def _score(value: Any) -> float | None:
    if isinstance(value, Mapping):
        value = value.get("score", value.get("value"))
    if isinstance(value, str):
        value = _written(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 1 <= value <= 5 and math.isfinite(value) else None


def _written(text: str) -> float | None:
    match = _WRITTEN.fullmatch(text)
    if match is None or _OTHER_SCALE.search(match["a"] or match["b"] or ""):
        return None
    return float(match.group(1).replace(",", "."))
