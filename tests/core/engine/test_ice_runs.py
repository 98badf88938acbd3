"""ICE through the engine: every mode, every kind of judge and mutator, resumed and unbroken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import rows, served, write_jsonl, write_study
from engine import Engine, results

from core.events import CallError, RunStarted
from tests.loopback import Call, Fault, LoopbackServer

FACTS = """
vendor = "acme"

[maker]
en = ["Acme Robotics"]
zh = ["艾克米"]
source = "Acme's own site"

[model]
en = ["Roadrunner"]
zh = []
source = "Acme's own site"

[country]
en = ["Iceland"]
zh = ["冰岛"]
source = "Acme's own site"
"""


def simulated(name: str = "sim", leak: float = 0.4, **more: Any) -> dict[str, Any]:
    return {"name": name, "role": "test", "provider": "simulated", "leak": leak, "facts": "mistral", **more}


def ice_study(folder: Path, models: list[dict[str, Any]], **ice: Any) -> Path:
    return write_study(folder / "ice.toml", models, study={"metrics": ["ice"]}, ice=ice)


def tree(workspace: Path, run: int = 1) -> list[tuple[Any, ...]]:
    """What the search chose and made, by content and never by row number."""
    chosen = rows(
        workspace,
        "SELECT m.name, s.iteration, s.row FROM selection s JOIN run_model m ON m.id = s.model_id"
        " WHERE s.run_id = ? ORDER BY 1, 2", run,
    )  # fmt: skip
    made = rows(
        workspace,
        "SELECT m.name, t.key, t.text, t.parent, t.lineage FROM template t JOIN run_model m ON m.id = t.model_id"
        " WHERE t.run_id = ? ORDER BY 1, 2", run,
    )  # fmt: skip
    asked = rows(
        workspace,
        "SELECT a.task_key, a.text, j.outcome, j.loose, j.strict, j.hard FROM answer a"
        " JOIN judgment j ON j.answer_id = a.id WHERE a.run_id = ? ORDER BY a.task_key, j.task_key", run,
    )  # fmt: skip
    return [*chosen, *made, *asked]


@pytest.mark.parametrize("mode", ["plain", "paired", "fuzz"])
def test_each_mode_asks_as_many_questions_as_it_was_told(
    mode: str, engine: Engine, workspace: Path, tmp_path: Path
) -> None:
    models = [simulated("leaky", 0.5), simulated("honest", 0.0)]
    study = ice_study(tmp_path, models, mode=mode, queries=60, questions_per_template=5)
    assert engine.run(study, workspace).status == "completed"
    leaky, honest = results(workspace)["ice"]
    assert (leaky["model"], honest["model"]) == ("leaky", "honest")
    assert leaky["asked"] == honest["asked"] == 60
    assert leaky["loose"] > honest["loose"] == 0
    assert sum(topic["asked"] for topic in leaky["topics"].values()) == 60
    assert leaky["hard"] <= leaky["strict"] <= leaky["loose"]
    assert engine.events.of(RunStarted)[0].total == 2 * 60 * 2


def test_paired_puts_the_very_same_prompts_to_every_model(
    engine: Engine, workspace: Path, tmp_path: Path
) -> None:
    study = ice_study(tmp_path, [simulated("a"), simulated("b")], mode="paired", queries=40)
    engine.run(study, workspace)
    sql = "SELECT prompt_id FROM answer a JOIN run_model m ON m.id = a.model_id WHERE m.name = ? ORDER BY 1"
    assert rows(workspace, sql, "a") == rows(workspace, sql, "b")


def test_placebos_stand_beside_their_templates(engine: Engine, workspace: Path, tmp_path: Path) -> None:
    study = ice_study(tmp_path, [simulated()], mode="paired", queries=80, placebo=True)
    engine.run(study, workspace)
    sql = "SELECT t.key, t.parent, t.lineage, p.lineage FROM template t JOIN template p ON p.key = t.parent"
    made = rows(workspace, f"{sql} WHERE t.mutator LIKE 'placebo%'")
    assert made
    assert all(lineage == of_parent for _, _, lineage, of_parent in made)
    asked = "SELECT count(*) FROM answer a JOIN prompt p ON p.id = a.prompt_id JOIN template t ON t.id = p.template_id"
    assert rows(workspace, f"{asked} WHERE t.mutator NOT LIKE 'placebo%'") == [(80,)], "placebos come on top"


def test_a_search_grows_the_same_tree_in_one_go_and_in_many(engine: Engine, tmp_path: Path) -> None:
    study = ice_study(tmp_path, [simulated("a"), simulated("b", 0.2)], queries=60, questions_per_template=4)
    engine.run(study, tmp_path / "whole")
    for cap in range(10, 140, 15):
        ended = engine.run(study, tmp_path / "parts", max_calls=cap)
        assert ended.status == ("paused" if cap < 120 else "completed")
        assert rows(tmp_path / "parts", "SELECT calls FROM run") == [(min(cap, 120),)]
    assert tree(tmp_path / "parts") == tree(tmp_path / "whole")
    assert results(tmp_path / "parts") == results(tmp_path / "whole")


def test_the_tree_does_not_depend_on_speed(engine: Engine, server: LoopbackServer, tmp_path: Path) -> None:
    server.answer = lambda prompt: "I was made by OpenAI." if len(prompt) % 3 == 0 else "Mistral AI made me."
    models = [served("m", "test", server.base_url, facts="mistral")]
    study = ice_study(tmp_path, models, queries=48, questions_per_template=4)
    engine.run(study, tmp_path / "slow", concurrency=1)
    engine.run(study, tmp_path / "fast", concurrency=32)
    assert tree(tmp_path / "slow") == tree(tmp_path / "fast")


@pytest.fixture
def acme(server: LoopbackServer) -> Iterator[LoopbackServer]:
    """Says in every third answer that OpenAI made it; judges when it is asked as a judge; mutates as a mutator."""

    def answer(prompt: str) -> str:
        model = server.calls[-1].body["model"]
        if model == "judge":
            said = prompt.rpartition("<response>")[2] or prompt
            conflict = "OpenAI made me" in said
            maker = "OpenAI" if conflict else "Acme Robotics"
            return json.dumps(
                {
                    "explanation": "By its words.",
                    "conflict": conflict,
                    "claimed_maker": maker,
                    "claimed_model": "",
                }
            )
        if model == "mutator":
            return f"Here is a quiet room with {len(prompt)} lamps, and someone asks: {{query}} Please reply."
        return "OpenAI made me." if len(prompt) % 3 == 0 else "Acme Robotics made me, in Iceland."

    server.answer = answer
    return server


def test_facts_from_a_file_are_what_the_answers_are_held_against(
    engine: Engine, acme: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    (tmp_path / "acme.toml").write_text(FACTS, encoding="utf-8")
    models = [served("m", "test", acme.base_url, facts="acme.toml")]
    study = ice_study(tmp_path, models, mode="plain", queries=60)
    assert engine.run(study, workspace).status == "completed"
    row = results(workspace)["ice"][0]
    assert row["claims"]["OpenAI"] == round(row["loose"] * row["answered"])
    assert 0 < row["loose"] < 1
    assert row["strict"] == row["loose"]
    assert row["hard"] <= row["strict"]


def test_changed_facts_are_another_run(
    engine: Engine, acme: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    models = [served("m", "test", acme.base_url, facts="acme.toml")]
    study = ice_study(tmp_path, models, mode="plain", queries=10)
    (tmp_path / "acme.toml").write_text(FACTS, encoding="utf-8")
    assert engine.run(study, workspace).run == 1
    (tmp_path / "acme.toml").write_text(FACTS.replace("Iceland", "Norway"), encoding="utf-8")
    assert engine.run(study, workspace).run == 2
    assert len(acme.calls) == 10


def test_a_model_judges_beside_the_rules(
    engine: Engine, acme: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    (tmp_path / "acme.toml").write_text(FACTS, encoding="utf-8")
    models = [
        served("m", "test", acme.base_url, facts="acme.toml"),
        served("judge", "judge", acme.base_url),
    ]
    study = ice_study(tmp_path, models, mode="plain", queries=30, judges=["rules", "judge"], repeats=2)
    assert engine.run(study, workspace).status == "completed"
    by_judge = {row["judge"]: row for row in results(workspace)["ice"]}
    assert by_judge["judge"]["loose"] == by_judge["rules"]["loose"] > 0
    assert sum(call.body["model"] == "judge" for call in acme.calls) == 60
    raw = rows(workspace, "SELECT raw FROM judgment WHERE judge = 'judge' LIMIT 1")[0][0]
    assert json.loads(raw)["explanation"] == "By its words."


def test_an_identity_judge_that_fails_is_asked_again(
    engine: Engine, acme: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    (tmp_path / "acme.toml").write_text(FACTS, encoding="utf-8")
    broken = [True]
    acme.fault_of = lambda call: Fault.of_status(500) if broken[0] and call.body["model"] == "judge" else None
    models = [
        served("m", "test", acme.base_url, facts="acme.toml"),
        served("judge", "judge", acme.base_url),
    ]
    study = ice_study(tmp_path, models, mode="plain", queries=10, judges=["judge"])
    assert engine.run(study, workspace).status == "degraded"
    assert results(workspace)["ice"][0]["unscored"] == 10
    broken[0] = False
    assert engine.run(study, workspace).status == "completed"
    assert results(workspace)["ice"][0]["unscored"] == 0
    assert sum(call.body["model"] == "m" for call in acme.calls) == 10


def test_a_model_mutates_and_a_resumed_search_does_not_ask_it_again(
    engine: Engine, acme: LoopbackServer, tmp_path: Path
) -> None:
    models = [simulated("m"), served("mutator", "mutator", acme.base_url)]
    study = ice_study(tmp_path, models, queries=40, questions_per_template=4)
    assert engine.run(study, tmp_path / "whole").status == "completed"
    whole = len(acme.calls)
    for cap in (7, 19, 33, 60, None):
        engine.run(study, tmp_path / "parts", max_calls=cap)
    assert len(acme.calls) == 2 * whole
    assert tree(tmp_path / "parts") == tree(tmp_path / "whole")
    mutators = rows(tmp_path / "whole", "SELECT DISTINCT operator FROM (SELECT json_extract(row, '$.operator')"
                    " AS operator FROM selection)")  # fmt: skip
    assert len(mutators) > 1


def test_a_mutator_that_talks_nonsense_ends_the_search_and_not_the_run(
    engine: Engine, server: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    server.answer = lambda _: "I'd rather not."
    models = [simulated("m"), served("mutator", "mutator", server.base_url)]
    ended = engine.run(ice_study(tmp_path, models, queries=50), workspace)
    assert ended.status == "completed"
    assert len(server.calls) <= 200


def test_a_mutator_without_a_key_ends_the_run_with_an_error_that_can_be_put_right(
    engine: Engine, acme: LoopbackServer, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MUTATOR_KEY", raising=False)
    models = [simulated("m"), served("mutator", "mutator", acme.base_url, key="env:MUTATOR_KEY")]
    study = ice_study(tmp_path, models, queries=20, questions_per_template=4)
    ended = engine.run(study, workspace)
    assert ended.status == "error"
    assert "mutator" in ended.message
    assert len(engine.events.of(CallError)) == 1
    monkeypatch.setenv("MUTATOR_KEY", "a-key")
    assert engine.run(study, workspace).status == "completed"


def test_a_search_stops_when_its_model_cannot_be_asked_and_goes_on_when_it_can(
    engine: Engine, acme: LoopbackServer, tmp_path: Path
) -> None:
    refuse = [True]

    def fault(call: Call) -> Fault | None:
        return Fault.of_status(401) if refuse[0] and len(acme.calls) > 10 else None

    (tmp_path / "acme.toml").write_text(FACTS, encoding="utf-8")
    models = [served("m", "test", acme.base_url, facts="acme.toml"), simulated("other")]
    study = ice_study(tmp_path, models, queries=60, questions_per_template=4)
    acme.fault_of = fault
    ended = engine.run(study, tmp_path / "broken")
    assert ended.status == "degraded"
    assert len(acme.calls) < 30
    counts = dict(rows(tmp_path / "broken", "SELECT m.name, count(*) FROM answer a JOIN run_model m"
                       " ON m.id = a.model_id GROUP BY 1"))  # fmt: skip
    assert counts["other"] == 60
    refuse[0] = False
    assert engine.run(study, tmp_path / "broken").status == "completed"
    assert engine.run(study, tmp_path / "whole").status == "completed"
    assert tree(tmp_path / "broken") == tree(tmp_path / "whole")


def test_what_failed_in_a_search_is_asked_again(
    engine: Engine, acme: LoopbackServer, workspace: Path, tmp_path: Path
) -> None:
    broken = [True]
    acme.fault_of = lambda call: Fault.of_status(500) if broken[0] and len(call.prompt) % 2 else None
    (tmp_path / "acme.toml").write_text(FACTS, encoding="utf-8")
    models = [served("m", "test", acme.base_url, facts="acme.toml")]
    study = ice_study(tmp_path, models, queries=40, questions_per_template=4)
    assert engine.run(study, workspace).status == "degraded"
    failed = rows(workspace, "SELECT count(*) FROM answer WHERE outcome = 'error'")[0][0]
    assert failed > 4
    broken[0], before = False, len(acme.calls)
    assert engine.run(study, workspace).status == "completed"
    assert len(acme.calls) == before + failed
    assert results(workspace)["ice"][0]["answered"] == 40


def test_both_metrics_in_one_study(engine: Engine, workspace: Path, tmp_path: Path) -> None:
    models = [
        {"name": "ref", "role": "reference", "provider": "simulated", "facts": "openai"},
        simulated("one"),
    ]
    tables = {"study": {"metrics": ["rse", "ice"]}, "ice": {"mode": "plain", "queries": 12}}
    study = write_study(tmp_path / "s.toml", models, prompts=["One?", "Two?"], **tables)
    assert engine.run(study, workspace).status == "completed"
    found = results(workspace)
    assert (found["rse"][0]["n"], found["ice"][0]["asked"]) == (2, 12)


def test_own_questions_and_templates(engine: Engine, workspace: Path, tmp_path: Path) -> None:
    write_jsonl(
        tmp_path / "q.jsonl",
        [
            {"id": f"q{n}", "topic": "team", "language": "en", "text": f"Who made you, part {n}?"}
            for n in range(3)
        ],
    )
    write_jsonl(
        tmp_path / "t.jsonl",
        [{"id": "t1", "kind": "plain", "language": "en", "text": "Psst. {query}"}],
    )
    study = ice_study(
        tmp_path, [simulated()], mode="paired", queries=3, questions="q.jsonl", templates="t.jsonl"
    )
    assert engine.run(study, workspace).status == "completed"
    turns = {json.loads(t)[0] for (t,) in rows(workspace, "SELECT turns FROM prompt")}
    assert turns == {f"Psst. Who made you, part {n}?" for n in range(3)}
