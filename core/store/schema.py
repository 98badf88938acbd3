"""The tables of a workspace, as decorated migrations: a released one never changes, a new one is added below."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("distilscope")

_TABLES = """
CREATE TABLE study (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, fingerprint TEXT NOT NULL UNIQUE, canonical TEXT NOT NULL,
    toml TEXT NOT NULL, base_dir TEXT NOT NULL, created REAL NOT NULL, tags TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT '');
CREATE TABLE run (
    id INTEGER PRIMARY KEY, study_id INTEGER NOT NULL REFERENCES study, epoch INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL, origin TEXT NOT NULL DEFAULT 'run', message TEXT NOT NULL DEFAULT '',
    started REAL NOT NULL, ended REAL, seconds REAL NOT NULL DEFAULT 0, calls INTEGER NOT NULL DEFAULT 0,
    errors INTEGER NOT NULL DEFAULT 0, cost REAL NOT NULL DEFAULT 0, cost_unknown INTEGER NOT NULL DEFAULT 0,
    manifest TEXT NOT NULL DEFAULT '{}');
CREATE TABLE run_model (
    id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES run, name TEXT NOT NULL, role TEXT NOT NULL,
    provider TEXT NOT NULL, served_name TEXT NOT NULL, vendor TEXT NOT NULL DEFAULT '', spec TEXT NOT NULL,
    identity TEXT NOT NULL DEFAULT '{}', UNIQUE (run_id, name));
CREATE TABLE prompt_set (
    id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES run, name TEXT NOT NULL, source TEXT NOT NULL,
    sha256 TEXT NOT NULL DEFAULT '', notes TEXT NOT NULL DEFAULT '{}', UNIQUE (run_id, name));
CREATE TABLE template (
    id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES run, model_id INTEGER, key TEXT NOT NULL,
    text TEXT NOT NULL, kind TEXT NOT NULL, language TEXT NOT NULL, names_identity INTEGER NOT NULL,
    names TEXT NOT NULL DEFAULT '[]', parent TEXT, lineage TEXT NOT NULL, mutator TEXT NOT NULL DEFAULT '');
CREATE UNIQUE INDEX template_key ON template (run_id, ifnull(model_id, 0), key);
CREATE TABLE prompt (
    id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES run, prompt_set_id INTEGER REFERENCES prompt_set,
    template_id INTEGER REFERENCES template, key TEXT NOT NULL, position INTEGER NOT NULL, turns TEXT NOT NULL,
    category TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '', answer TEXT,
    question TEXT NOT NULL DEFAULT '', names_identity INTEGER NOT NULL DEFAULT 0);
CREATE INDEX prompt_of ON prompt (run_id, prompt_set_id, position);
CREATE TABLE response (
    id INTEGER PRIMARY KEY, cache_key TEXT NOT NULL UNIQUE, wire TEXT NOT NULL, base_url TEXT NOT NULL,
    model TEXT NOT NULL, request TEXT NOT NULL, repeat INTEGER NOT NULL, epoch INTEGER NOT NULL,
    asked_as TEXT NOT NULL, text TEXT NOT NULL, thinking TEXT NOT NULL DEFAULT '', finish_reason TEXT NOT NULL
    DEFAULT '', refusal TEXT NOT NULL DEFAULT '', input_tokens INTEGER, output_tokens INTEGER,
    served_model TEXT NOT NULL DEFAULT '', seconds REAL NOT NULL DEFAULT 0, created REAL NOT NULL);
CREATE TABLE answer (
    id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES run, task_key TEXT NOT NULL,
    model_id INTEGER NOT NULL REFERENCES run_model, prompt_id INTEGER NOT NULL REFERENCES prompt,
    repeat INTEGER NOT NULL, outcome TEXT NOT NULL, text TEXT NOT NULL DEFAULT '', turns TEXT NOT NULL DEFAULT '[]',
    cause TEXT NOT NULL DEFAULT '', message TEXT NOT NULL DEFAULT '', created REAL NOT NULL,
    UNIQUE (run_id, task_key));
CREATE INDEX answer_outcome ON answer (run_id, outcome);
CREATE TABLE judgment (
    id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES run, task_key TEXT NOT NULL, metric TEXT NOT NULL,
    model_id INTEGER NOT NULL REFERENCES run_model, reference_id INTEGER REFERENCES run_model, judge TEXT NOT NULL,
    judge_version TEXT NOT NULL DEFAULT '', prompt_set_id INTEGER REFERENCES prompt_set,
    prompt_id INTEGER NOT NULL REFERENCES prompt, repeat INTEGER NOT NULL DEFAULT 0,
    pair_order TEXT NOT NULL DEFAULT '', answer_id INTEGER REFERENCES answer,
    reference_answer_id INTEGER REFERENCES answer, outcome TEXT NOT NULL, style REAL, structure REAL, content REAL,
    overall REAL, components TEXT NOT NULL DEFAULT '{}', loose INTEGER, strict INTEGER, hard INTEGER,
    claim_maker TEXT NOT NULL DEFAULT '', claim_model TEXT NOT NULL DEFAULT '', evidence TEXT NOT NULL DEFAULT '',
    rationale TEXT NOT NULL DEFAULT '', raw TEXT NOT NULL DEFAULT '', created REAL NOT NULL,
    UNIQUE (run_id, task_key));
CREATE INDEX judgment_group ON judgment (run_id, metric, judge, model_id, reference_id, prompt_set_id);
CREATE INDEX judgment_prompt ON judgment (prompt_id);
CREATE TABLE selection (
    id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES run, model_id INTEGER NOT NULL REFERENCES run_model,
    iteration INTEGER NOT NULL, row TEXT NOT NULL, UNIQUE (run_id, model_id, iteration));
CREATE TABLE label (
    id INTEGER PRIMARY KEY, judgment_id INTEGER NOT NULL REFERENCES judgment, author TEXT NOT NULL,
    style REAL, structure REAL, content REAL, overall REAL, outcome TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '', blind INTEGER NOT NULL DEFAULT 0, weight REAL NOT NULL DEFAULT 1,
    replaced_by INTEGER REFERENCES label, created REAL NOT NULL);
CREATE INDEX label_of ON label (judgment_id);
CREATE TABLE log (
    id INTEGER PRIMARY KEY, run_id INTEGER REFERENCES run, created REAL NOT NULL, level TEXT NOT NULL,
    text TEXT NOT NULL);
"""


@migrations()
def first_tables(db: Database) -> None:
    """Studies, runs, prompts, responses, judgments, labels, log."""
    db.executescript(_TABLES)


# Texts without such characters do not call back into Python, which would wait for the interpreter's lock.
# The trigger's pairs() is a function of the writer's connection (core.store.search): only the writer inserts.
# Contentless: the texts stand in their tables already. A replaced answer had failed, so it had no text.
_SEARCH = """
CREATE VIRTUAL TABLE answer_fts USING fts5(text, pairs, content='', tokenize='unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE prompt_fts USING fts5(text, pairs, content='', tokenize='unicode61 remove_diacritics 2');
INSERT INTO answer_fts (rowid, text, pairs) SELECT id, text, pairs(text) FROM answer WHERE text != '';
INSERT INTO prompt_fts (rowid, text, pairs) SELECT id, turns, pairs(turns) FROM prompt;
CREATE TRIGGER answer_said AFTER INSERT ON answer WHEN new.text != '' BEGIN
    INSERT INTO answer_fts (rowid, text, pairs) VALUES (new.id, new.text,
        iif(new.text GLOB '*[' || char(0x3040) || '-' || char(0xfaff) || ']*', pairs(new.text), ''));
END;
CREATE TRIGGER prompt_put AFTER INSERT ON prompt BEGIN
    INSERT INTO prompt_fts (rowid, text, pairs) VALUES (new.id, new.turns, pairs(new.turns));
END;
CREATE TRIGGER answer_gone AFTER DELETE ON answer WHEN old.text != '' BEGIN
    INSERT INTO answer_fts (answer_fts, rowid, text, pairs) VALUES ('delete', old.id, old.text, pairs(old.text));
END;
CREATE TRIGGER prompt_gone AFTER DELETE ON prompt BEGIN
    INSERT INTO prompt_fts (prompt_fts, rowid, text, pairs) VALUES ('delete', old.id, old.turns, pairs(old.turns));
END;
CREATE INDEX judgment_answer ON judgment (answer_id);
CREATE INDEX judgment_reference_answer ON judgment (reference_answer_id);
"""
_SORTED = {
    "style": "ifnull(style, 0)",
    "structure": "ifnull(structure, 0)",
    "content": "ifnull(content, 0)",
    "overall": "ifnull(overall, 0)",
    "outcome": "outcome",
    "model": "model_id",
    "judge": "judge",
    "claim": "claim_maker",
}


@migrations()
def search_and_sort(db: Database) -> None:
    """Full-text search over answers and prompts, and an index for each way to sort a list."""
    db.executescript(_SEARCH)
    for name, expression in _SORTED.items():
        db.execute(f"CREATE INDEX sorted_by_{name} ON judgment (run_id, {expression}, id)")


@migrations()
def deletions_can_be_undone(db: Database) -> None:
    """A deleted run is only marked, until the workspace is tidied."""
    db.execute("ALTER TABLE run ADD COLUMN deleted REAL")


# What filters look at, so that a scan never reads the wide rows of the table; and what tells whether judges differ.
# The metric leads: the few identity questions are then found without a look at the many comparisons.
_FACETS = """
CREATE INDEX judgment_facets ON judgment (run_id, metric, id, model_id, reference_id, judge, prompt_set_id, outcome,
    overall, style, structure, content, loose, strict, hard, claim_maker, prompt_id, answer_id, reference_answer_id);
DROP INDEX judgment_prompt;
CREATE INDEX judgment_prompt ON judgment (prompt_id, metric, answer_id, reference_id, loose, overall);
CREATE INDEX prompt_facets ON prompt (run_id, category, language, names_identity, template_id, position);
"""
_ORDERS = _SORTED | {"reference": "ifnull(reference_id, 0)", "prompt_set": "ifnull(prompt_set_id, 0)"}


@migrations()
def a_million_judgments(db: Database) -> None:
    """Indexes with which every filter and order of a million judgments is answered at once."""
    db.executescript(_FACETS)
    for name, expression in _ORDERS.items():
        db.execute(f"DROP INDEX IF EXISTS sorted_by_{name}")
        db.execute(f"CREATE INDEX sorted_by_{name} ON judgment (run_id, metric, {expression}, id)")


@migrations()
def labelling_tasks(db: Database) -> None:
    """Which judgments a person set out to label: a JSON list of their ids."""
    db.execute(
        "CREATE TABLE label_task (id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES run,"
        " judgments TEXT NOT NULL, created REAL NOT NULL)"
    )
    db.execute("CREATE INDEX label_task_of ON label_task (run_id)")
