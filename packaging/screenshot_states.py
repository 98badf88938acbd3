"""What the pages do not show by themselves: parts further down, dialogs, tasks and charts, for `screenshots.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QScrollArea, QWidget

from core.ice import facts
from core.study import ModelSpec
from gui.window import MainWindow

_PEOPLE_ASK = "number,what people ask\n1,Why is the sky blue?\n2,Who wrote this?\n"
_ANSWERS = '{"prompt": "Why is the sky blue?", "response": "Light is scattered."}\n'
Shown = tuple[str, str]


def parts(window: MainWindow) -> Iterator[Shown]:
    """Show one part of a page after the other; yields the page's name and the part's."""
    yield from _study(window)
    yield from _lower(window, "settings")
    yield from _lower(window, "models")
    yield from _charts(window)
    yield from _inspector(window)


def dialogs(window: MainWindow, folder: Path) -> Iterator[Shown]:
    """Open one dialog after the other, with what they read from files put into `folder`."""
    for page, name, show in _openers(window, folder):
        window.show_page(page)
        show()
        yield page, name
        for each in _open_ones():
            each.close()


def open_dialog() -> QWidget | None:
    """The dialog that is open, if one is."""
    return next(iter(_open_ones()), None)


def _open_ones() -> list[QWidget]:
    tops = QApplication.topLevelWidgets()
    return [each for each in tops if isinstance(each, QDialog) and each.isVisible()]


def _study(window: MainWindow) -> Iterator[Shown]:
    window.show_page("study")
    page: Any = window.page("study")
    page.go(0)
    page.measure._toggle.click()
    yield "study", "options"
    _to_end(page)
    yield "study", "options-end"
    page.measure._toggle.click()
    for step in (1, 3):
        page.go(step)
        _to_end(page)
        yield "study", f"step{step + 1}-end"
    page.go(0)


def _lower(window: MainWindow, name: str) -> Iterator[Shown]:
    window.show_page(name)
    _to_end(window.page(name))
    yield name, "end"


def _to_end(page: QWidget) -> None:
    QApplication.processEvents()
    for area in page.findChildren(QScrollArea):
        bar = area.verticalScrollBar()
        bar.setValue(bar.maximum())


def _charts(window: MainWindow) -> Iterator[Shown]:
    window.show_page("results")
    page: Any = window.page("results")
    page.tabs.setCurrentWidget(page.drawn)
    yield "results", "chart1"
    area = page.charts
    for number in range(1, area.choice.count()):
        area.choice.setCurrentIndex(number)
        area.choice.activated.emit(number)
        yield "results", f"chart{number + 1}"
    area.choice.setCurrentIndex(0)
    area.choice.activated.emit(0)
    page.tabs.setCurrentIndex(0)


def second_run(window: MainWindow) -> Iterator[str]:
    """The newest run beside the one before; yields the part's name."""
    window.show_page("results")
    page: Any = window.page("results")
    page.tabs.setCurrentWidget(page.compare)
    yield "compared"
    page.tabs.setCurrentIndex(0)


def judges(window: MainWindow) -> Iterator[str]:
    """The charts of the newest run that show two judges; yields the part's name."""
    window.show_page("results")
    page: Any = window.page("results")
    page.tabs.setCurrentWidget(page.drawn)
    area = page.charts
    for name, part in (
        ("agreement", "agreement"),
        ("rse-bars", "two-judges"),
        ("rse-ice", "scatter-two-judges"),
    ):
        QApplication.processEvents()
        while area.choice.findData(name) < 0:
            QApplication.processEvents()
        area.choice.setCurrentIndex(area.choice.findData(name))
        area.choice.activated.emit(area.choice.currentIndex())
        yield part
    page.tabs.setCurrentIndex(0)


def _inspector(window: MainWindow) -> Iterator[Shown]:
    window.show_page("inspector")
    page: Any = window.page("inspector")
    page.filters.choose({"metric": "ice"})
    yield "inspector", "ice"
    page.filters.choose({"metric": "rse"})
    page.detail.tabs.setCurrentWidget(page.detail.labels)
    _to_end(page)
    yield "inspector", "label"
    page.detail.tabs.setCurrentIndex(0)
    page.task.begin("rse")
    yield "inspector", "task"
    page.task.leave()
    page.filters.choose({})
    page.filters.search.setText("nobody says this")
    yield "inspector", "nothing-found"
    page.filters.search.clear()


def _openers(window: MainWindow, folder: Path) -> list[tuple[str, str, Callable[[], object]]]:
    csv, answers = folder / "asked.csv", folder / "answers.jsonl"
    csv.write_text(_PEOPLE_ASK, encoding="utf-8")
    answers.write_text(_ANSWERS, encoding="utf-8")
    page: Callable[[str], Any] = window.page
    return [
        ("home", "import", lambda: page("home").bring_in.ask(answers)),
        ("home", "notes", page("home").runs.notes_button.click),
        ("prompts", "import", lambda: page("prompts").import_file(csv)),
        ("prompts", "hub", page("prompts").hub_button.click),
        ("prompts", "write", page("prompts").write_button.click),
        ("identity", "facts", lambda: page("identity").facts._open(facts.load("openai"))),
        ("study", "model", lambda: page("study").models.add("test")),
        ("study", "answers", lambda: page("study").models.ask_answers(answers)),
        ("study", "rubric", page("study").measure.rse_options._open_rubric),
        ("study", "missing-key", lambda: _missing_key(window)),
        ("results", "export-chart", page("results").charts._ask_export),
        ("results", "words", page("results").charts._edit_words),
        ("home", "help", window.show_help),
        ("home", "glossary", window.show_words),
        ("home", "error", lambda: _error(window)),
    ]


def _missing_key(window: MainWindow) -> None:
    from gui.missing_keys import ask_for_keys, missing_keys

    model = ModelSpec("gpt-4o", "test", "openai", key="session:openai")
    ask_for_keys(window.context, missing_keys([model]), lambda: None)


def _error(window: MainWindow) -> None:
    from gui.errors import _box

    box: QMessageBox = _box(window, ValueError("a reply of an unknown form"), "Details")
    box.open()
