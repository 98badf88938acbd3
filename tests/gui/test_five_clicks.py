"""From the first start to a started study in five clicks or fewer: without a key, and after a key was pasted."""

from __future__ import annotations

from collections.abc import Iterator

import clicks
import pytest
from person import Person
from pytestqt.qtbot import QtBot

from core import keys
from core.study import Study
from gui.study import trial
from gui.window import MainWindow
from tests.loopback import LoopbackServer

MOST = 5
KEY = "sk-loopback-0123456789abcdef"
MODELS = ("gpt-first", "gpt-second", "gpt-third")
INSTALLED = trial.local_models  # before it is replaced for the tests that want none


@pytest.fixture
def person(qtbot: QtBot) -> Person:
    return Person(qtbot)


@pytest.fixture(autouse=True)
def session() -> Iterator[None]:
    yield
    keys._SESSION.clear()


def started(qtbot: QtBot, window: MainWindow) -> Study:
    """The study of the run that is on, once its run has begun."""
    runs = window.context.runs
    qtbot.waitUntil(lambda: runs.run is not None, timeout=clicks.WAIT_MS)
    assert runs.current is not None, "the run is on"
    assert window.front == "live"
    return runs.current.study


def end(qtbot: QtBot, window: MainWindow) -> None:
    runs = window.context.runs
    runs.cancel()
    qtbot.waitUntil(lambda: not runs.active, timeout=clicks.WAIT_MS)
    clicks.settled(qtbot, window)


@pytest.mark.slow
@pytest.mark.local_model
@pytest.mark.skipif("smollm2" not in INSTALLED(), reason="xllamacpp or the weights are not installed")
def test_without_a_key_to_a_study_of_a_model_on_this_computer(
    qtbot: QtBot, window: MainWindow, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "local_models", INSTALLED)
    assert window.front == "home"
    person.click(window.page("home").ways.try_now)
    qtbot.waitUntil(lambda: window.front == "study", timeout=clicks.WAIT_MS)
    person.click(window.page("study").start)
    study = started(qtbot, window)
    assert len(person.done) <= MOST, person.done
    assert {m.provider for m in study.of_role("reference")} == {"local"}
    live = window.page("live")
    qtbot.waitUntil(lambda: "SmolLM2" in live.state.models, timeout=clicks.WAIT_MS)
    qtbot.waitUntil(lambda: live.state.models["SmolLM2"].done > 0, timeout=6 * clicks.WAIT_MS)
    assert not live.state.errors
    end(qtbot, window)


def test_without_a_key_and_without_that_part(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    person.click(window.page("home").ways.try_now)
    qtbot.waitUntil(lambda: window.front == "study", timeout=clicks.WAIT_MS)
    person.click(window.page("study").start)
    assert {m.provider for m in started(qtbot, window).models} == {"simulated"}
    assert len(person.done) <= MOST, person.done
    end(qtbot, window)


def test_a_built_in_model_is_two_clicks_away(
    qtbot: QtBot, window: MainWindow, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "local_models", lambda: ("smollm2", "gemma3-270m"))
    person.click(window._rail.buttons["models"])
    line = window.page("models").accounts.builtin
    qtbot.waitUntil(line.isVisible, timeout=clicks.WAIT_MS)
    person.click(clicks.button(line, "Measure gemma-3-270m"))
    assert len(person.done) == 2
    study = window.page("study")
    assert study.step == 3
    [model] = study.draft.study().of_role("test")
    assert (model.provider, model.builtin, model.kind) == ("local", "gemma3-270m", "base")


def test_after_the_paste_of_a_key(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    with LoopbackServer(key=KEY, models=MODELS) as server:
        accounts = connect(window, server.base_url)
        person.paste(KEY)
        person.click(accounts.check_button)
        qtbot.waitUntil(lambda: accounts.model.findText(MODELS[-1]) >= 0, timeout=clicks.WAIT_MS)
        assert "answers" in accounts.banner.text()
        person.choose(accounts.model, "gpt-second")
        person.click(accounts.measure_button)
        person.click(window.page("study").start)
        study = started(qtbot, window)
        assert len(person.done) <= MOST, person.done
        assert [m.served_name for m in study.of_role("test")] == ["gpt-second"]
        assert study.rse.judges == ("measured",)
        qtbot.waitUntil(lambda: asked(server) > 1, timeout=clicks.WAIT_MS)
        end(qtbot, window)
    assert all(KEY in call.headers["Authorization"] for call in server.calls)


def test_two_models_of_one_key_measured_against_each_other(
    qtbot: QtBot, window: MainWindow, person: Person
) -> None:
    with LoopbackServer(key=KEY, models=MODELS) as server:
        accounts = connect(window, server.base_url)
        person.paste(KEY)
        person.click(accounts.check_button)
        qtbot.waitUntil(lambda: accounts.model.findText(MODELS[-1]) >= 0, timeout=clicks.WAIT_MS)
        person.choose(accounts.model, "gpt-first")
        person.click(accounts.refer_button)
        study = window.page("study")
        assert (study.step, [m.role for m in study.draft.models]) == (1, ["reference"])
        window.show_page("models")
        person.choose(accounts.model, "gpt-third")
        person.click(accounts.measure_button)
        assert [(m.name, m.role) for m in study.draft.models] == [
            ("gpt-first", "reference"), ("gpt-third", "test")
        ]  # fmt: skip
        assert study.step == 3


def connect(window: MainWindow, base_url: str) -> object:
    """Home's way to the paste field, which has the keyboard at once; then the stand-in takes the vendor's place."""
    clicks.click(window.page("home").ways.connect_)
    accounts = window.page("models").accounts
    assert window.focusWidget() is accounts.key
    clicks.write(accounts.base_url, base_url)
    accounts.key.setFocus()
    return accounts


def asked(server: LoopbackServer) -> int:
    return sum(call.method == "POST" and "gpt-second" in str(call.body) for call in server.calls)
