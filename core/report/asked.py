"""What a report says of models, prompt sets and judges: cards of facts and texts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core.engine import families
from core.engine.freeze import vendor
from core.engine.prices import is_free
from core.report.words import Words
from core.rse import rubric
from core.store.reader import ModelInfo, Reader
from core.study import MEASURED, RULES, ModelSpec, Study

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One model, prompt set or judge: facts by their label, and longer texts by theirs."""

    title: str
    subtitle: str
    facts: Facts
    texts: Facts = ()


# Every call that a model's answers in this run rest on, those from the cache too.
_CALLS = """
SELECT m.name, count(*) AS calls, min(p.created) AS first, max(p.created) AS last, sum(p.input_tokens) AS tokens_in,
    sum(p.output_tokens) AS tokens_out, sum(p.seconds) AS seconds
FROM answer a JOIN json_each(a.turns) t JOIN response p ON p.id = t.value JOIN run_model m ON m.id = a.model_id
WHERE a.run_id = ? GROUP BY m.id"""
_SENT = """
SELECT DISTINCT m.name, json_extract(p.request, '$.params') AS params
FROM answer a JOIN response p ON p.id = json_extract(a.turns, '$[0]') JOIN run_model m ON m.id = a.model_id
WHERE a.run_id = ? LIMIT 200"""
_SETS = """
SELECT s.name, s.source, s.sha256, s.notes, count(p.id) AS prompts, sum(p.language = 'zh') AS chinese,
    sum(json_array_length(p.turns) > 1) AS several, sum(p.answer IS NOT NULL) AS answers
FROM prompt_set s JOIN prompt p ON p.prompt_set_id = s.id WHERE s.run_id = ? GROUP BY s.id"""
_JUDGED = """
SELECT metric, judge, group_concat(DISTINCT judge_version) AS versions, count(*) AS judged,
    sum(outcome IN ('unscored', 'error')) AS unscored, max(repeat) + 1 AS repeats
FROM judgment WHERE run_id = ? GROUP BY metric, judge"""


def model_cards(reader: Reader, run: int, study: Study, words: Words) -> list[Card]:
    """Every model with how it was asked."""
    calls = {row["name"]: dict(row) for row in reader.db.execute(_CALLS, (run,))}
    sent: dict[str, list[str]] = {}
    for name, params in reader.db.execute(_SENT, (run,)):
        sent.setdefault(name, []).append(params or "{}")
    facts = reader.manifest(run).get("ice", {}).get("facts", {})
    return [
        _model(info, study, calls.get(info.name), sent.get(info.name, []), facts, words)
        for info in reader.models(run)
    ]


def set_cards(reader: Reader, run: int, words: Words) -> list[Card]:
    """Every prompt set with where it came from."""
    return [_prompt_set(dict(row), words) for row in reader.db.execute(_SETS, (run,))]


def judge_cards(reader: Reader, run: int, study: Study, words: Words) -> list[Card]:
    """Every judge with its version, and the rubric where a model judged by one."""
    return [_judge(dict(row), study, words) for row in reader.db.execute(_JUDGED, (run,))]


def file_name(path: str) -> str:
    """The last part of a path of any system; a source such as bundled:math stays as it is."""
    return re.split(r"[/\\\\]", path)[-1]


def moment(stamp: float | None) -> str:
    """A date and time of day in UTC, from seconds since 1970."""
    return "–" if stamp is None else datetime.fromtimestamp(stamp, UTC).strftime("%Y-%m-%d %H:%M UTC")


def _model(
    info: ModelInfo, study: Study, calls: Mapping[str, Any] | None, sent: list[str], facts: Any, words: Words
) -> Card:
    spec = study.model(info.name)
    found = [*_reached(info, spec, words), *_parameters(spec, sent, words)]
    found += _spent(calls, words) if spec.provider != "recorded" else []
    if info.name in facts:
        told = facts[info.name]
        found.append((words("card.facts"), f"{told.get('vendor', '')} ({told.get('version', '')})"))
    texts = [(words("card.system"), spec.system or ""), (words("card.notes"), spec.notes)]
    role = words.get(f"role.{info.role}", info.role)
    return Card(info.name, role, _filled(found), _filled(texts))


def _reached(info: ModelInfo, spec: ModelSpec, words: Words) -> Iterator[tuple[str, str]]:
    yield words("card.provider"), info.provider
    yield words("card.maker"), info.vendor or vendor(spec)
    yield words("card.served_name"), info.served_name if info.served_name != info.name else ""
    yield words("card.snapshot"), ", ".join(info.served_as)
    yield words("column.released"), families.released(spec)
    elders = families.family(spec).ancestors
    yield words("column.ancestors"), ", ".join(name for name, by in elders.items() if by == "weights")
    yield words("column.learnt_from"), ", ".join(name for name, by in elders.items() if by == "outputs")
    source = families.source(spec)
    yield words("card.ancestry"), words("card.stated") if source == "study" else source
    yield words("card.asked_as"), ", ".join(words.get(f"asked_as.{way}", way) for way in info.asked_as)
    yield words("card.base_url"), spec.base_url or ""
    # The name alone: where it lies tells of its owner's machine, not of the model.
    yield words("card.file"), file_name(spec.path or "") or spec.builtin or ""
    yield words("card.fingerprint"), str(info.identity.get("model", "")) if spec.provider in _HASHED else ""


_HASHED = ("recorded", "local")


def _parameters(spec: ModelSpec, sent: list[str], words: Words) -> Iterator[tuple[str, str]]:
    seen = [text for text in dict.fromkeys(sent) if text != "{}"]
    if not seen and spec.params:
        seen = [json.dumps(dict(spec.params), ensure_ascii=False)]
    unknown = "" if spec.provider == "simulated" else words("card.recorded_params")
    none = unknown if spec.provider in ("recorded", "simulated") else words("card.defaults")
    yield words("card.params"), "; ".join(_pairs(text) for text in seen[:3]) or none
    limits = [
        (spec.requests_per_minute, "card.per_minute"),
        (spec.tokens_per_minute, "card.tokens_per_minute"),
    ]
    said = ", ".join(words(name, n=f"{limit:,}") for limit, name in limits if limit)
    yield words("card.limits"), said
    yield words("card.price"), _price(spec, words)


def _price(spec: ModelSpec, words: Words) -> str:
    """USD per million tokens in and out, and who says so; nothing for what is free."""
    if is_free(spec):
        return ""
    from core.llm.price import price  # its list takes a third of a second to load

    found = price(spec.served_name, spec.provider, dict(spec.price) or None)
    return f"{found.input:g} / {found.output:g} ({found.source})" if found else words("card.unknown")


def _pairs(text: str) -> str:
    found = json.loads(text)
    return ", ".join(f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in sorted(found.items()))


def _spent(calls: Mapping[str, Any] | None, words: Words) -> Iterator[tuple[str, str]]:
    if calls is None:
        return
    yield words("card.calls"), f"{calls['calls']:,}"
    minutes = (calls["last"] - calls["first"]) / 60
    rate = f"{calls['calls'] / minutes:,.1f}" if minutes >= 1 else ""
    yield words("card.rate"), rate
    if calls["tokens_in"] is not None or calls["tokens_out"] is not None:
        counts = f"{calls['tokens_in'] or 0:,} / {calls['tokens_out'] or 0:,}"
        yield words("card.tokens"), counts
    yield words("card.dates"), " – ".join(dict.fromkeys((moment(calls["first"]), moment(calls["last"]))))


def _prompt_set(row: dict[str, Any], words: Words) -> Card:
    notes = json.loads(row["notes"])
    facts = [
        (words("card.prompts"), f"{row['prompts']:,}"),
        (words("card.chinese"), f"{row['chinese'] or 0:,}"),
        (words("card.several_turns"), f"{row['several'] or 0:,}" if row["several"] else ""),
        (words("card.with_answer"), f"{row['answers'] or 0:,}" if row["answers"] else ""),
        (words("card.source"), file_name(row["source"])),
        (words("card.sha256"), row["sha256"]),
        (words("card.form"), str(notes.get("form", ""))),
        (words("card.reading"), "; ".join(map(str, notes.get("lines", [])))),
    ]
    return Card(row["name"], "", _filled(facts))


def _judge(row: dict[str, Any], study: Study, words: Words) -> Card:
    metric, judge = row["metric"], row["judge"]
    known = {MEASURED: "measured", RULES: "rules", "published": "published"}
    names = [m.name for m in study.models if m.role == "judge"]
    kind = "model" if judge in names else known.get(judge, "model")
    called = words.judge(judge)
    facts = [
        (words("card.id"), judge if called != judge else ""),
        (words("card.version"), row["versions"]),
        (words("card.judgments"), f"{row['judged']:,}"),
        (words("card.unscored"), f"{row['unscored'] or 0:,}"),
        (words("card.repeats"), f"{row['repeats']:,}" if row["repeats"] > 1 else ""),
    ]
    texts = [(words("card.how"), words(f"judge.{kind}_{metric}" if kind == "model" else f"judge.{kind}"))]
    if kind == "model" and metric == "rse":
        texts.append((words("card.rubric"), _rubric(study, row["versions"], words)))
    return Card(called, metric.upper(), _filled(facts), _filled(texts))


def _rubric(study: Study, versions: str, words: Words) -> str:
    """The text that was used, if it is still there as it was."""
    if not study.rse.rubric:
        found = rubric.STANDARD
    else:
        path = study.resolve(study.rse.rubric)
        found = rubric.read(path) if path.is_file() else rubric.Rubric("")
    return found.text if found.version in (versions or "").split(",") else words("card.rubric_gone")


def _filled(pairs: list[tuple[str, str]]) -> Facts:
    return tuple((name, value) for name, value in pairs if value)
