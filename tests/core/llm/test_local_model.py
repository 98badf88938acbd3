"""A real local model: its server's life, its answers, and what is said where it cannot be had."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from core.errors import CallFailed, Cause
from core.llm import local, local_server, speed, weights
from core.llm.chat import ChatRequest, Message
from core.llm.local import Local
from core.study import ModelSpec

QUESTION = ChatRequest(
    (Message("user", "Name the capital of France."),), {"temperature": 0.0, "max_tokens": 12}
)


def installed(name: str) -> bool:
    try:
        weights.builtin_file(name)
    except CallFailed:
        return False
    return importlib.util.find_spec("xllamacpp") is not None


needs_smollm2 = pytest.mark.skipif(
    not installed("smollm2"), reason="xllamacpp and its weights are not installed"
)
needs_gemma = pytest.mark.skipif(
    not installed("gemma3-270m"), reason="the weights of gemma are not installed"
)


def spec(**fields: Any) -> ModelSpec:
    return ModelSpec(**{"name": "local", "role": "test", "provider": "local", **fields})


def children() -> list[psutil.Process]:
    found = psutil.Process().children(recursive=True)
    return [each for each in found if "spawn_main" in " ".join(each.cmdline())]


@pytest.mark.local_model
@needs_smollm2
async def test_one_server_for_all_and_the_same_answer_each_time() -> None:
    first, second = Local.of(spec(builtin="smollm2"), Path()), Local.of(spec(), Path())
    assert first.identity == second.identity
    assert first.account == second.account
    assert children() == []  # nothing runs before it is needed
    replies = [await model.ask(QUESTION) for model in (first, second, first)]
    assert len(children()) == 1
    assert len({reply.text for reply in replies}) == 1
    assert "Paris" in replies[0].text
    assert replies[0].usage.output_tokens
    assert replies[0].model == "SmolLM2-135M-Instruct"
    await first.aclose()
    assert len(children()) == 1
    await second.aclose()
    assert children() == []
    assert (await first.ask(QUESTION)).text == replies[0].text  # and starts again if need be
    await first.aclose()
    known = speed.expected(spec(), Path())
    assert known is not None
    assert known.measured, "what the server said of its own work is kept for the next estimate"


@pytest.mark.local_model
@needs_gemma
async def test_a_base_model_is_asked_through_completions() -> None:
    model = Local.of(spec(builtin="gemma3-270m"), Path())
    try:
        reply = await model.ask(QUESTION)
    finally:
        await model.aclose()
    assert reply.asked_as == "completion"
    assert reply.text
    assert model.identity.wire == "local-base"


@pytest.mark.local_model
@needs_smollm2
async def test_a_damaged_file_is_said_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "bad.gguf").write_bytes(b"GGUF but not really")
    model = Local.of(spec(path="bad.gguf"), tmp_path)
    try:
        with pytest.raises(CallFailed) as caught:
            await model.ask(QUESTION)
    finally:
        await model.aclose()
    assert caught.value.cause is Cause.LOCAL
    assert "bad.gguf cannot be served" in str(caught.value)
    assert children() == []


SCRIPT = """
import asyncio, os, psutil, sys
from pathlib import Path
from core.llm.chat import ChatRequest, Message
from core.llm.local import Local
from core.study import ModelSpec

async def main():
    model = Local.of(ModelSpec("local", "test", "local"), Path())
    await model.ask(ChatRequest((Message("user", "Hi"),), {"max_tokens": 1}))
    print(*(child.pid for child in psutil.Process().children(recursive=True)), flush=True)
    sys.stdin.read()

if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.mark.local_model
@needs_smollm2
def test_the_server_ends_with_its_parent_even_when_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(SCRIPT, encoding="utf-8")
    root = str(Path(__file__).parents[3])
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": root},
    ) as parent:
        assert parent.stdout is not None
        served = [psutil.Process(int(pid)) for pid in parent.stdout.readline().split()]
        assert served
        parent.kill()
    _, alive = psutil.wait_procs(served, timeout=30)
    assert alive == []


def test_without_the_extra_it_says_how_to_add_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "find_spec", lambda _: None)
    with pytest.raises(CallFailed) as caught:
        Local.of(spec(), Path())
    assert caught.value.cause is Cause.LOCAL
    assert "distilscope[local]" in str(caught.value)


def test_without_the_weights_it_says_how_to_add_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "_packaged", lambda *_: None)
    with pytest.raises(CallFailed, match="requirements-weights"):
        weights.builtin_file("smollm2")
    with pytest.raises(CallFailed, match="smollm2, gemma3-270m"):
        weights.builtin_file("gpt-9")


def test_parts_are_joined_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, content in enumerate((b"GG", b"UF", b" rest", b"!")):
        (tmp_path / f"x.part0{number}").write_bytes(content)
    monkeypatch.setattr(weights, "_packaged", lambda _, suffix: tmp_path / f"x{suffix}")
    monkeypatch.setattr(weights, "_cache", lambda: tmp_path / "cache")
    joined = weights.builtin_file("gemma3-270m")
    assert joined.read_bytes() == b"GGUF rest!"
    before = joined.stat().st_mtime_ns
    assert weights.builtin_file("gemma3-270m").stat().st_mtime_ns == before


def test_a_digest_is_remembered_until_the_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "_cache", lambda: tmp_path / "cache")
    path = tmp_path / "a.gguf"
    path.write_bytes(b"one")
    first = weights.file_digest(path)
    assert weights.remembered("digests.json")
    assert weights.file_digest(path) == first
    path.write_bytes(b"three")
    assert weights.file_digest(path) != first
    (tmp_path / "cache" / "digests.json").write_text("damaged", encoding="utf-8")
    assert weights.file_digest(path) != first
    with pytest.raises(CallFailed, match="cannot be read"):
        weights.file_digest(tmp_path / "none.gguf")


def test_a_server_that_says_nothing_is_told_from_one_that_fails() -> None:
    class Pipe:
        def __init__(self, *words: Any) -> None:
            self.words = words

        def poll(self, seconds: float) -> bool:
            return bool(self.words)

        def recv(self) -> Any:
            if self.words[0] is EOFError:
                raise EOFError
            return self.words[0]

    assert local_server._first_word(Pipe())[1] == "it did not start in time"  # type: ignore[arg-type]
    assert "damaged" in local_server._first_word(Pipe(EOFError))[1]  # type: ignore[arg-type]
    assert local_server._first_word(Pipe(("ready", "url"))) == ("ready", "url")  # type: ignore[arg-type]
