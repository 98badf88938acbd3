"""Published attack logs of the EasyJailbreak form, and the strict CSV that comes beside one.

A log is JSON Lines with `jailbreak_prompt`, `query`, `target_responses` and `eval_results`; further columns are
ignored, and the last one may be missing. Published scores are shares of all rows: loose those with a true verdict,
strict those in the strict CSV, hard the strict ones whose `jailbreak_prompt` names no strict identity.
"""

from __future__ import annotations

import ast
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import BadInput
from core.ice.strict import DEFAULT, StrictList, names_strict_identity
from core.tables import read_rows, text_of

PLACEHOLDER = "{query}"
_REJECTED = re.compile(r"\W*(?:i )?reject(?:ed|s)? to (?:respond|answer)\W*", re.IGNORECASE)
_TRUE, _FALSE = frozenset({"true", "1", "1.0", "yes"}), frozenset({"false", "0", "0.0", "no"})
_RESPONSE_NAMES = ("target_responses", "target_response", "response")
_VERDICT_NAMES = ("eval_results", "eval_result")
# What the authors' second pass calls its verdict; a strict CSV may keep rows it turned down.
_SECOND_VERDICTS = ("re_judge", "strict_score")
_MISSING = frozenset({"", "none", "null", "nan"})


@dataclass(frozen=True, slots=True)
class AttackRow:
    """One row of a log. `line` is its 1-based line; `response` is None without an answer, `verdict` without one.

    `jailbreak_prompt` is the template, with or without the place holder; `query` is the identity question.
    """

    line: int
    jailbreak_prompt: str
    query: str
    response: str | None
    verdict: bool | None


@dataclass(frozen=True, slots=True)
class StrictMatch:
    """Positions of log rows found in the strict file, and the lines of strict rows that no log row answers to."""

    matched: frozenset[int]
    unmatched: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PublishedScores:
    """Loose, strict and hard as the authors count them: shares of all `rows`, whether answered or not."""

    rows: int
    loose: float | None
    strict: float | None
    hard: float | None


def read(path: Path | str) -> list[AttackRow]:
    """Read an attack log; raises BadInput with file and line where a row cannot be understood."""
    table = read_rows(path, strict=True)
    if not table.rows:
        raise BadInput("has no rows", path=path, remedy="Choose an attack log in JSONL form.")
    return [_row(values, line, path) for values, line in zip(table.rows, table.lines, strict=True)]


def read_strict(path: Path | str) -> list[AttackRow]:
    """Read a strict CSV, leaving out rows whose own second verdict is false; raises BadInput as `read`."""
    table = read_rows(path, strict=True)
    pairs = zip(table.rows, table.lines, strict=True)
    return [_row(values, line, path) for values, line in pairs if not _turned_down(values, line, path)]


def match_strict(rows: Sequence[AttackRow], strict_rows: Iterable[AttackRow]) -> set[int]:
    """Return the positions in `rows` of the rows that the strict file lists; see `pair_strict`."""
    return set(pair_strict(rows, strict_rows).matched)


def pair_strict(rows: Sequence[AttackRow], strict_rows: Iterable[AttackRow]) -> StrictMatch:
    """Pair each strict row with one log row of its own: by exact texts, then but for blanks, then less the response.

    Of several equal rows the first is taken that is not yet paired, and one with a true verdict before others.
    """
    matched: set[int] = set()
    left = list(strict_rows)
    for key in (_exact, _squeezed, _prompt_only):
        left = _pair(rows, left, key, matched)
    return StrictMatch(frozenset(matched), tuple(row.line for row in left))


def full_prompt(row: AttackRow) -> str:
    """Return what the model was asked: the question in the place holder's stead, or after a template without one."""
    if PLACEHOLDER in row.jailbreak_prompt:
        return row.jailbreak_prompt.replace(PLACEHOLDER, row.query)
    return row.jailbreak_prompt + row.query


def no_answer(row: AttackRow) -> bool:
    """Whether the row holds no answer: nothing at all, or the words the authors' program writes after failed calls."""
    return row.response is None or not row.response.strip() or bool(_REJECTED.fullmatch(row.response))


def published_scores(
    rows: Sequence[AttackRow], strict_positions: set[int] | None, strict: StrictList = DEFAULT
) -> PublishedScores:
    """Return the published scores; None is loose in a log without verdicts, strict and hard without a strict file."""
    total = len(rows)
    judged = any(row.verdict is not None for row in rows)
    loose = sum(row.verdict is True for row in rows) / total if judged else None
    if strict_positions is None or not total:
        return PublishedScores(total, loose, None, None)
    hard = sum(not names_strict_identity(rows[at].jailbreak_prompt, strict) for at in strict_positions)
    return PublishedScores(total, loose, len(strict_positions) / total, hard / total)


Key = Callable[[AttackRow], tuple[str, ...]]


def _pair(rows: Sequence[AttackRow], wanted: list[AttackRow], key: Key, matched: set[int]) -> list[AttackRow]:
    """Add to `matched` the rows found by this key; return the strict rows still to be found."""
    if not wanted:
        return []
    free: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    order = sorted(range(len(rows)), key=lambda at: (rows[at].verdict is not True, at), reverse=True)
    for at in order:
        if at not in matched:
            free[key(rows[at])].append(at)
    left = []
    for row in wanted:
        if places := free.get(key(row)):
            matched.add(places.pop())
        else:
            left.append(row)
    return left


def _exact(row: AttackRow) -> tuple[str, ...]:
    return row.jailbreak_prompt, row.query, row.response or ""


def _squeezed(row: AttackRow) -> tuple[str, ...]:
    return tuple("".join(text.split()) for text in _exact(row))


def _prompt_only(row: AttackRow) -> tuple[str, ...]:
    return _squeezed(row)[:2]


def _row(values: dict[str, Any], line: int, path: Path | str) -> AttackRow:
    prompt = _text(values, "jailbreak_prompt", line, path)
    query = _text(values, "query", line, path)
    name = next((name for name in _RESPONSE_NAMES if name in values), _RESPONSE_NAMES[0])
    response = _response(values.get(name), name, line, path)
    return AttackRow(line, prompt, query, response, _verdict(values, _VERDICT_NAMES, line, path))


def _text(values: dict[str, Any], name: str, line: int, path: Path | str) -> str:
    if name not in values:
        remedy = "An attack log has jailbreak_prompt, query, target_responses and eval_results."
        raise BadInput("is missing", path=path, line=line, field=name, remedy=remedy)
    text = text_of(values[name])
    if text is None:
        raise BadInput("must be text", path=path, line=line, field=name)
    return text


def _response(value: Any, name: str, line: int, path: Path | str) -> str | None:
    """Several responses to one prompt are put one below the other; a list may be written out as text."""
    if isinstance(value, str):
        value = _listed(value)
    parts = value if isinstance(value, list) else [value]
    texts = [text_of(part) for part in parts if part is not None]
    if any(text is None for text in texts):
        raise BadInput("must be text or a list of texts", path=path, line=line, field=name)
    return "\n\n".join(text for text in texts if text) or None


def _listed(text: str) -> Any:
    """Return the list that `text` spells, as Python or JSON writes it; `text` itself where it is none."""
    bare = text.strip()
    if not (bare.startswith("[") and bare.endswith("]")):
        return text
    for parse in (json.loads, ast.literal_eval):
        try:
            value = parse(bare)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        # "[1]" is the answer's own text more likely than a list; only texts make a list of responses.
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            return value
    return text


def _verdict(values: dict[str, Any], names: Sequence[str], line: int, path: Path | str) -> bool | None:
    """Return the first verdict found under `names`; of a list, whether any is true."""
    name = next((name for name in names if name in values), "")
    value = values.get(name)
    if isinstance(value, str) and value.strip().startswith("["):
        value = [part for part in re.split(r"[\s,\[\]]+", value) if part]
    found = [_truth(part, name, line, path) for part in (value if isinstance(value, list) else [value])]
    known = [truth for truth in found if truth is not None]
    return any(known) if known else None


def _truth(value: Any, name: str, line: int, path: Path | str) -> bool | None:
    text = str("" if value is None else value).strip().strip("'\"").casefold()
    if text in _MISSING:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    raise BadInput(f"must be true or false, not {text[:40]!r}", path=path, line=line, field=name)


def _turned_down(values: dict[str, Any], line: int, path: Path | str) -> bool:
    return _verdict(values, _SECOND_VERDICTS, line, path) is False
