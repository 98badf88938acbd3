"""What a server listed in this session is offered where a model of it is chosen for a study."""

from __future__ import annotations

from typing import Any

import clicks
from pytestqt.qtbot import QtBot

from core.llm import catalog
from core.llm.discovery import FoundServer
from gui.study.listed import Listed
from gui.study.model_picker import ModelPicker
from gui.window import MainWindow
from tests.loopback import LoopbackServer


def choosing(window: MainWindow, provider: str, url: str) -> tuple[Any, ModelPicker]:
    """The dialog for a new test model, and its list of models."""
    window.show_page("study")
    page = window.page("study")
    page.go(1)
    clicks.click(page.models.add_test)
    dialog = page.models.dialog
    clicks.pick(dialog.provider, provider)
    clicks.write(dialog.field("base_url"), url)
    clicks.click(clicks.button(dialog, "Choose…"))
    picker = dialog.findChild(ModelPicker)
    assert picker is not None
    return dialog, picker


def offered(picker: ModelPicker) -> list[str]:
    return [model.name for model in picker.model.rows]


def test_what_check_found_is_offered_in_the_study(qtbot: QtBot, window: MainWindow) -> None:
    with LoopbackServer(models=("beta-small", "beta-large")) as server:
        window.show_page("models")
        accounts = window.page("models").accounts
        clicks.pick(accounts.provider, "openai-compatible")
        clicks.write(accounts.base_url, server.base_url)
        clicks.click(accounts.check_button)
        qtbot.waitUntil(accounts.check_button.isEnabled, timeout=clicks.WAIT_MS)
    dialog, picker = choosing(window, "openai-compatible", server.base_url + "/")
    assert sorted(offered(picker)) == ["beta-large", "beta-small"]
    assert not picker._none.isVisible()
    first = offered(picker)[0]
    picker.accept()
    assert (dialog.field("model").text(), dialog.name.text()) == (first, first)
    dialog.reject()


def test_another_address_has_other_models(window: MainWindow) -> None:
    window.context.listed.keep("openai-compatible", "http://127.0.0.1:9/v1", ["beta"])
    dialog, picker = choosing(window, "openai-compatible", "http://127.0.0.1:8/v1")
    assert offered(picker) == []
    assert picker._none.isVisible()
    picker.reject()
    dialog.reject()


def test_a_found_server_offers_only_what_is_on_it(window: MainWindow) -> None:
    window.show_page("models", FoundServer("ollama", "Ollama", "http://127.0.0.1:11434/v1", ("mine:7b",)))
    dialog, picker = choosing(window, "ollama", "http://127.0.0.1:11434/v1")
    assert offered(picker) == ["mine:7b"]
    picker.reject()
    dialog.reject()


def test_a_known_provider_offers_what_it_listed_above_the_catalog(window: MainWindow) -> None:
    known = catalog.models("openai")
    window.context.listed.keep("openai", None, ["brand-new", known[1].ids["openai"]])
    dialog, picker = choosing(window, "openai", "")
    assert offered(picker)[:2] == ["brand-new", known[1].name]
    assert sorted(offered(picker)) == sorted(["brand-new", *(model.name for model in known)])
    picker.reject()
    dialog.reject()


def test_a_server_that_lists_nothing_takes_nothing_away() -> None:
    listed = Listed()
    listed.keep("ollama", "http://127.0.0.1:11434/v1/", ["a", "a", "b"])
    listed.keep("ollama", "http://127.0.0.1:11434/v1", [])
    assert listed.at("ollama", " http://127.0.0.1:11434/v1 ") == ("a", "b")
    assert listed.at("lmstudio", "http://127.0.0.1:11434/v1") == ()
