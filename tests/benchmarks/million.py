"""A workspace with a million judgments, made once and kept in the temporary folder.

12 models beside 3 references over 4 prompt sets by 2 judges (RSE), and 12 models asked who they are (ICE), in the
order in which a run saves them. Every response and every rationale is different.
"""

from __future__ import annotations

import inspect
import itertools
import json
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from million_texts import Texts

from core import study_file
from core.ice.topics import TOPICS
from core.store import runs, schema, workspace
from core.store.format import VERSION
from core.store.runs import NewModel, NewPrompt, NewRun, NewSet, NewTemplate
from core.store.statements import AnswerRow, JudgmentRow, Row, insert
from core.study import IceSpec, ModelSpec, PromptSetSpec, RseSpec, Study

JUDGMENTS = 1_000_000
SETS = {"ArenaLike": False, "Reasoning": False, "Instructions": False, "中文问答": True}  # name -> Chinese
REFERENCES, TESTS, JUDGE = ("ref-a", "ref-b", "ref-c"), tuple(f"test-{n:02}" for n in range(12)), "judge-x"
RSE_SHARE = 0.864
BATCH = 5_000


def workspace_of(judgments: int = JUDGMENTS) -> Path:
    """The workspace; made when there is none of that size and of this format yet."""
    path = (
        Path(tempfile.gettempdir())
        / f"distilscope-bench-v{VERSION}-{_indexes()}-{judgments}{workspace.SUFFIX}"
    )
    if not path.exists():
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        began = time.monotonic()
        Builder(part, judgments).build()
        part.replace(path)
        print(f"made {path} in {time.monotonic() - began:.0f} s", file=sys.stderr)
    return path


def _indexes() -> str:
    """Changes with the schema, also where its version does not."""
    return sha256(inspect.getsource(schema).encode()).hexdigest()[:6]


def study(prompts: int, queries: int) -> Study:
    """What the million comes from."""
    models = [
        *(ModelSpec(name, "reference", "simulated", closeness=1.0) for name in REFERENCES),
        *(ModelSpec(name, "test", "simulated", closeness=0.5, leak=0.3, facts="meta") for name in TESTS),
        ModelSpec(JUDGE, "judge", "simulated"),
    ]
    return Study(
        name="A million judgments",
        metrics=("rse", "ice"),
        models=tuple(models),
        prompt_sets=tuple(PromptSetSpec(name, bundled="reasoning") for name in SETS),
        rse=RseSpec(judges=("measured", JUDGE)),
        ice=IceSpec(judges=("rules", JUDGE), queries=max(1, queries), mode="paired"),
        base_dir=Path(tempfile.gettempdir()),
    )


class Builder:
    """Fills one workspace."""

    def __init__(self, path: Path, judgments: int) -> None:
        self.path, self.judgments = path, judgments
        self.texts, self.dice = Texts(), random.Random(3)
        self.prompts = int(judgments * RSE_SHARE) // (len(TESTS) * len(REFERENCES) * 2)
        self.queries = -(-(judgments - self.prompts * 72) // (len(TESTS) * 2))
        self.ids = {table: itertools.count(1) for table in runs_tables()}

    def build(self) -> None:
        """Make the file."""
        workspace.prepare(self.path)
        with closing(workspace.connect_to_write(self.path)) as db:
            db.executescript("PRAGMA synchronous=OFF; PRAGMA cache_size=-800000; PRAGMA foreign_keys=OFF;")
            db.execute("BEGIN")
            self.state = runs.begin(
                db, self._frozen(), lambda t: next(self.ids[t]), again=False, reopen=False
            )
            later = _set_aside(db)
            for part in batches(itertools.chain(self._rse(), self._ice())):
                write(db, part)
            db.execute("DELETE FROM judgment WHERE id > ?", (self.judgments,))
            for index in later:
                db.execute(index)
            db.execute(
                "UPDATE run SET status = 'completed', ended = started + 3600, seconds = 3600, calls = 248000"
            )
            db.execute("COMMIT")
            # What closing the writer does: the query planner learns how the columns are spread.
            db.executescript("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);")

    def _frozen(self) -> NewRun:
        made = study(self.prompts, self.queries)
        return NewRun(
            study=made.name,
            fingerprint=f"bench {self.judgments}",
            canonical=json.dumps(made.canonical(), ensure_ascii=False),
            toml=study_file.dumps(made),
            base_dir=str(made.base_dir),
            manifest="{}",
            models=tuple(
                NewModel(m.name, m.role, m.provider, m.name, "", json.dumps(asdict(m))) for m in made.models
            ),
            sets=tuple(self._set(name, chinese) for name, chinese in SETS.items()),
            templates=tuple(_template(n) for n in range(50)),
            prompts=tuple(self._questions()),
        )

    def _set(self, name: str, chinese: bool) -> NewSet:
        made = (self.texts.prompt(n, chinese) for n in range(self.prompts // len(SETS)))
        language = "zh" if chinese else "en"
        prompts = (NewPrompt(f"{name}/{n}", n, (text,), "", language) for n, text in enumerate(made))
        return NewSet(name, f"{name}.jsonl", "", {}, tuple(prompts))

    def _questions(self) -> Iterator[NewPrompt]:
        for n in range(self.queries):
            text = self.texts.question(n)
            named, topic = n % 3 == 0, TOPICS[n % len(TOPICS)]
            language = "zh" if n % 5 in {2, 4} else "en"
            yield NewPrompt(f"ice/{n}", n, (text,), topic, language, None, f"t{n % 50}", text, named)

    def _rse(self) -> Iterator[Row]:
        """Prompt by prompt, as a run goes."""
        for position in range(self.prompts // len(SETS)):
            for name, chinese in SETS.items():
                prompt = self.state.prompts[f"{name}/{position}"]
                yield from self._compared(prompt, name, chinese)

    def _compared(self, prompt: int, name: str, chinese: bool) -> Iterator[Row]:
        references = {model: self._answer(prompt, model, chinese) for model in REFERENCES}
        yield from references.values()
        for model in TESTS:
            answer = self._answer(prompt, model, chinese)
            yield answer
            for reference, judge in itertools.product(REFERENCES, ("measured", JUDGE)):
                yield self._score(answer, references[reference], judge, self.state.sets[name])

    def _ice(self) -> Iterator[Row]:
        for n, model in itertools.product(range(self.queries), TESTS):
            prompt = self.state.prompts[f"ice/{n}"]
            answer = self._answer(prompt, model, n % 5 in {2, 4})
            yield answer
            for judge in ("rules", JUDGE):
                yield self._verdict(answer, judge)

    def _answer(self, prompt: int, model: str, chinese: bool) -> AnswerRow:
        row_id, key = next(self.ids["answer"]), f"a/{prompt}/{model}"
        outcome = "no_answer" if self.dice.random() < 0.004 else "answered"
        text = self.texts.response(chinese) if outcome == "answered" else ""
        return AnswerRow(
            row_id, 1, key, self.state.models[model], prompt, 0, outcome, text, "[]", "", "", 0.0
        )

    def _score(self, answer: AnswerRow, reference: AnswerRow, judge: str, prompt_set: int) -> JudgmentRow:
        row_id, dice = next(self.ids["judgment"]), self.dice
        key = f"j/{answer.id}/{reference.id}/{judge}"
        common = {
            "reference_id": reference.model_id, "prompt_set_id": prompt_set, "answer_id": answer.id,
            "reference_answer_id": reference.id,
        }  # fmt: skip
        if "no_answer" in {answer.outcome, reference.outcome}:
            return JudgmentRow(
                row_id, 1, key, "rse", answer.model_id, judge, answer.prompt_id, "no_answer", 0.0, **common
            )
        scores = [round(min(5.0, max(1.0, dice.gauss(2.6, 0.8))), 2) for _ in range(4)]
        if judge == JUDGE:
            scores = [float(round(score)) for score in scores]
        rationale = self.texts.rationale(scores[3])
        told = (
            {"components": self.texts.components()}
            if judge == "measured"
            else {"raw": json.dumps([rationale, *scores])}
        )
        return JudgmentRow(
            row_id, 1, key, "rse", answer.model_id, judge, answer.prompt_id, "scored", 0.0, **common,
            style=scores[0], structure=scores[1], content=scores[2], overall=scores[3], rationale=rationale, **told,
        )  # fmt: skip

    def _verdict(self, answer: AnswerRow, judge: str) -> JudgmentRow:
        row_id, key, dice = next(self.ids["judgment"]), f"i/{answer.id}/{judge}", self.dice.random()
        loose, strict = dice < 0.2, dice < 0.1
        outcome = "claims another maker" if loose else "consistent"
        maker = ("openai" if strict else "alibaba") if loose else ""
        return JudgmentRow(
            row_id, 1, key, "ice", answer.model_id, judge, answer.prompt_id, outcome, 0.0, answer_id=answer.id,
            loose=loose, strict=strict, hard=dice < 0.05, claim_maker=maker, rationale=self.texts.rationale(dice),
        )  # fmt: skip


def _set_aside(db: sqlite3.Connection) -> list[str]:
    """Drop the indexes of judgments, and return how to make them again: at the end that takes seconds, not minutes."""
    found = db.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'judgment' AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in found:
        db.execute(f"DROP INDEX {name}")
    return [sql for _, sql in found]


def _template(number: int) -> NewTemplate:
    kind = ("plain", "role", "story", "form")[number % 4]
    return NewTemplate(f"t{number}", f"Template {number}: {{question}}", kind, "en", False, f"t{number}")


def runs_tables() -> tuple[str, ...]:
    """The tables whose ids are counted here."""
    return ("study", "run", "run_model", "prompt_set", "template", "prompt", "answer", "judgment")


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Some rows at a time."""
    every = iter(rows)
    while part := list(itertools.islice(every, BATCH)):
        yield part


def write(db: sqlite3.Connection, rows: list[Row]) -> None:
    """One executemany a table."""
    for kind in (AnswerRow, JudgmentRow):
        statements = [insert(row) for row in rows if isinstance(row, kind)]
        if statements:
            db.executemany(statements[0][0], [values for _, values in statements])


if __name__ == "__main__":
    workspace_of(int(sys.argv[1]) if len(sys.argv) > 1 else JUDGMENTS)
