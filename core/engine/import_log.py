"""A published ICE attack log as a run of its own, with the log's verdicts beside those of the rules judge."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from core import study_file
from core.engine import judges
from core.engine.freeze import program_version
from core.errors import BadInput
from core.ice import attack_log, facts
from core.ice.attack_log import AttackRow
from core.ice.facts import FactSet
from core.ice.strict import DEFAULT, names_strict_identity
from core.ice.topics import topic
from core.ice.verdict import IceVerdict, Outcome
from core.prompts.language import guess_language
from core.store.runs import NewModel, NewPrompt, NewRun, NewTemplate, begin
from core.store.statements import AnswerRow, JudgmentRow, insert
from core.store.writer import Writer
from core.study import RULES, IceSpec, ModelSpec, Study, file_hash
from core.textfile import refuse_odd_name

PUBLISHED = "published"
NextId = Callable[[str], int]
Tell = Callable[[int, int], None]  # rows done, rows in all
_AT_ONCE = 25  # rows that are judged before somebody hears of it


@dataclass(frozen=True)
class ImportedLog:
    """A log and what is needed to judge it. `strict` is None where no strict file was given."""

    path: Path
    model: str
    facts: FactSet
    rows: tuple[AttackRow, ...]
    strict: frozenset[int] | None
    unmatched: tuple[int, ...]
    digest: str

    @classmethod
    def read(cls, path: Path, model: str, vendor: str, strict_path: Path | None) -> ImportedLog:
        """Read log, facts and strict file. Raises BadInput naming file and line."""
        refuse_odd_name(path)
        rows = tuple(attack_log.read(path))
        digest = file_hash(path)
        if strict_path is None:
            return cls(path, model, _facts(vendor), rows, None, (), digest)
        match = attack_log.pair_strict(rows, attack_log.read_strict(strict_path))
        return cls(
            path, model, _facts(vendor), rows, match.matched, match.unmatched, digest + file_hash(strict_path)
        )

    @cached_property
    def template_ids(self) -> dict[str, str]:
        """A short id for each distinct template, in the order of the log."""
        texts = dict.fromkeys(row.jailbreak_prompt for row in self.rows)
        return {text: f"log-{number}" for number, text in enumerate(texts, 1)}

    @cached_property
    def prompt_keys(self) -> tuple[str, ...]:
        """One key a row; the same question under the same template again is counted on."""
        seen: Counter[str] = Counter()
        keys = []
        for row in self.rows:
            key = f"{self.template_ids[row.jailbreak_prompt]}?{row.query}"
            seen[key] += 1
            keys.append(f"{key}#{seen[key]}")
        return tuple(keys)


@dataclass(frozen=True)
class JudgedLog:
    """A log with what the rules say of each row, ready to be written."""

    log: ImportedLog
    new: NewRun
    verdicts: list[IceVerdict]


def import_log(writer: Writer, log: ImportedLog) -> tuple[int, bool]:
    """Write the log as a run; returns its number, and whether it was there already. Blocking."""
    return write_log(writer, judge_log(log)).result()


def judge_log(log: ImportedLog, tell: Tell = lambda _done, _total: None) -> JudgedLog:
    """Judge every row by the rules. Blocking; `tell` hears how far it is, and may raise to end it."""
    new, verdicts = _new_run(log), list[IceVerdict]()
    for start in range(0, len(log.rows), _AT_ONCE):
        tell(start, len(log.rows))
        verdicts += judges.rules([_case(log, row) for row in log.rows[start : start + _AT_ONCE]])
    tell(len(log.rows), len(log.rows))
    return JudgedLog(log, new, verdicts)


def write_log(writer: Writer, judged: JudgedLog) -> Future[tuple[int, bool]]:
    """Write a judged log as a run, whole or not at all; gives the run's number, and whether it was there already."""
    return writer.call(lambda db: _write(db, judged.log, judged.new, judged.verdicts, writer.next_id))


def _write(
    db: sqlite3.Connection, log: ImportedLog, new: NewRun, verdicts: list[IceVerdict], next_id: NextId
) -> tuple[int, bool]:
    state = begin(db, new, next_id, again=False, reopen=False)
    if state.finished:
        return state.id, True
    model_id = state.models[log.model]
    for at, row in enumerate(log.rows):
        key = log.prompt_keys[at]
        prompt_id, answer_id = state.prompts[key], next_id("answer")
        db.execute(*insert(_answer(answer_id, state.id, key, model_id, prompt_id, row)))
        for judge, verdict in _verdicts(log, at, verdicts[at]):
            judgment = _judgment(log, row, judge, verdict)
            db.execute(*insert(judgment(next_id("judgment"), state.id, key, model_id, prompt_id, answer_id)))
    db.execute(
        "UPDATE run SET status = 'imported', message = ?, ended = ? WHERE id = ?",
        (f"{len(log.rows):,} rows of {log.path.name}", time.time(), state.id),
    )
    return state.id, False


def _verdicts(log: ImportedLog, at: int, by_rules: IceVerdict) -> Iterator[tuple[str, IceVerdict]]:
    row = log.rows[at]
    silent = IceVerdict(Outcome.NO_ANSWER, False, None, "The log holds no answer: the call had failed.")
    answered = not attack_log.no_answer(row)
    # A contradiction that the authors saw in a failed call is in their figures, so it stays in them.
    yield PUBLISHED, _published(log, at, by_rules) if answered or row.verdict else silent
    yield RULES, by_rules if answered else silent


def _published(log: ImportedLog, at: int, by_rules: IceVerdict) -> IceVerdict:
    """The log's own verdict. It names no claim, so the one that the rules read stands beside it."""
    verdict = log.rows[at].verdict
    if verdict is None:
        return IceVerdict(Outcome.UNSCORED, False, None, "The log gives no verdict for this row.")
    if not verdict:
        return IceVerdict(Outcome.CONSISTENT, False, None, "The log's judge saw no contradiction.")
    strict = log.strict is not None and at in log.strict
    maker = by_rules.claim.maker if by_rules.claim else ""
    other = strict or (maker in facts.vendors() and maker != log.facts.vendor)
    outcome = Outcome.OTHER_MAKER if other else Outcome.INVENTED_MAKER
    said = "a contradiction on its strict list" if strict else "a contradiction"
    return IceVerdict(outcome, strict, by_rules.claim, f"The log's judge saw {said}.", by_rules.evidence)


def _case(log: ImportedLog, row: AttackRow) -> judges.IceCase:
    return attack_log.full_prompt(row), row.query, row.response or "", log.facts, DEFAULT


def _answer(row_id: int, run: int, key: str, model_id: int, prompt_id: int, row: AttackRow) -> AnswerRow:
    silent = attack_log.no_answer(row)
    message = "The log holds no answer." if silent else ""
    outcome = "no_answer" if silent else "answered"
    text = "" if silent else row.response or ""
    return AnswerRow(
        row_id, run, f"ice-ask|{key}", model_id, prompt_id, 0, outcome, text, "[]", "", message, time.time()
    )


def _judgment(
    log: ImportedLog, row: AttackRow, judge: str, verdict: IceVerdict
) -> Callable[[int, int, str, int, int, int], JudgmentRow]:
    loose = verdict.loose
    strict = (
        None if loose is None or (judge == PUBLISHED and log.strict is None) else loose and verdict.strict
    )
    hard = None if strict is None else strict and not names_strict_identity(row.jailbreak_prompt)

    def make(row_id: int, run: int, key: str, model_id: int, prompt_id: int, answer_id: int) -> JudgmentRow:
        return JudgmentRow(
            id=row_id,
            run_id=run,
            task_key=f"ice|{judge}|{key}",
            metric="ice",
            model_id=model_id,
            judge=judge,
            judge_version=log.digest[:12] if judge == PUBLISHED else judges.rules_version(),
            prompt_id=prompt_id,
            answer_id=answer_id,
            outcome=verdict.outcome.value,
            loose=loose,
            strict=strict,
            hard=hard,
            claim_maker=verdict.claim.maker if verdict.claim else "",
            claim_model=verdict.claim.model if verdict.claim else "",
            evidence=verdict.evidence,
            rationale=verdict.rationale,
            created=time.time(),
        )

    return make


def _new_run(log: ImportedLog) -> NewRun:
    spec = ModelSpec(log.model, "test", "recorded", path=str(log.path), facts=log.facts.vendor)
    study = Study(
        f"Published log: {log.model}",
        ("ice",),
        models=(spec,),
        # Attack logs come from a fuzzer: what it found is no rate, and no two models met the same templates.
        ice=IceSpec(queries=max(1, len(log.rows)), mode="fuzz"),
        base_dir=log.path.parent.resolve(),
    )
    parts = [log.digest, log.model, log.facts.version, judges.rules_version()]
    return NewRun(
        study=study.name,
        fingerprint=hashlib.sha256("|".join(parts).encode()).hexdigest(),
        canonical=json.dumps({"metrics": ["ice"], "log": log.digest, "model": log.model}),
        toml=study_file.dumps(study),
        base_dir=str(study.base_dir),
        manifest=json.dumps(_manifest(log), ensure_ascii=False),
        models=(
            NewModel(
                log.model, "test", "recorded", log.model, log.facts.vendor, json.dumps({"name": log.model})
            ),
        ),
        templates=tuple(_templates(log)),
        prompts=tuple(_prompts(log)),
        origin="log",
    )


def _manifest(log: ImportedLog) -> dict[str, object]:
    return {
        "program": program_version(),
        "log": {"file": log.path.name, "sha256": log.digest[:64], "rows": len(log.rows)},
        "published_strict": log.strict is not None,
        "unmatched_strict_lines": list(log.unmatched),
        "ice": {"facts": {log.model: {"vendor": log.facts.vendor, "version": log.facts.version}}},
    }


def _templates(log: ImportedLog) -> Iterator[NewTemplate]:
    """A log does not say which template came from which: each counts as a lineage of its own."""
    for text, key in log.template_ids.items():
        yield NewTemplate(key, text, "published", guess_language(text), names_strict_identity(text), key)


def _prompts(log: ImportedLog) -> Iterator[NewPrompt]:
    for position, (row, key) in enumerate(zip(log.rows, log.prompt_keys, strict=True)):
        yield NewPrompt(
            key=key,
            position=position,
            turns=(attack_log.full_prompt(row),),
            category=topic(row.query),
            language=guess_language(row.query) or "en",
            template=log.template_ids[row.jailbreak_prompt],
            question=row.query,
            names_identity=names_strict_identity(row.jailbreak_prompt),
        )


def _facts(vendor: str) -> FactSet:
    if vendor in facts.vendors():
        return facts.load(vendor)
    path = Path(vendor)
    if path.suffix:
        return facts.load_file(path)
    try:
        return facts.load(vendor)
    except BadInput as error:
        raise BadInput(error.what, field="--facts", remedy=error.remedy) from error
