"""Words that are looked up by a variable have a translation too: their tables are listed here, none is missed."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from core import resources
from core.errors import Cause
from core.ice import templates
from core.ice.fuzz.plan import Operator
from core.ice.topics import TOPICS
from core.llm import catalog
from core.prompts import bundled
from core.rse.judgment import DIMENSIONS

GUI = Path(__file__).parents[2] / "gui"
VERDICTS = ("loose", "strict", "hard")
# These say what their callers gave them, and test_translations finds the texts in the calls.
PASS_ON = {
    "actions.py", "i18n.py", "identity/facts_tab.py", "models/accounts.py", "results/similarity.py",
    "settings/view.py", "study/measure.py", "study/model_fields.py", "study/rse_options.py", "widgets/form.py",
    "widgets/rail.py", "widgets/stepper.py", "widgets/table.py", "widgets/tabs.py", "widgets/text.py",
}  # fmt: skip
# These say the titles and tips of columns, see test_every_column_has_a_title_in_chinese.
COLUMNS = {"identity/tree_model.py", "inspector/model.py", "results/chooser.py", "widgets/rows.py"}


def the(path: str) -> Any:
    """Something of a module, by its name: "gui.statuses.OUTCOMES"."""
    module, _, name = path.rpartition(".")
    return getattr(import_module(module), name)


def capitals(texts: Iterable[str]) -> Iterator[str]:
    return (text[:1].upper() + text[1:] for text in texts)


def missing_steps() -> Iterator[str]:
    tree = ast.parse((GUI / "study" / "draft.py").read_text(encoding="utf-8"))
    body = next(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == "missing")
    for node in ast.walk(body):
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
            yield ast.literal_eval(node.value)[1]


SOURCES: dict[str, Callable[[], Iterable[str]]] = {
    "charts/agreement.py": lambda: (
        *the("gui.charts.agreement.WORDS").values(),
        "overall",
        *DIMENSIONS,
        "loose",
    ),
    "charts/data/__init__.py": lambda: (chart.title for chart in the("gui.charts.data.CHARTS").values()),
    "charts/data/types.py": lambda: (
        word
        for unit in ("PROMPTS", "ANSWERS", "TEMPLATES", "JUDGMENTS")
        for word in the(f"gui.charts.data.types.{unit}")
    ),
    "charts/ice_bars.py": lambda: (*the("gui.charts.ice_bars.WORDS").values(), *VERDICTS),
    "charts/ice_radar.py": lambda: TOPICS,
    "charts/ice_topics.py": lambda: (*TOPICS, "other"),
    "charts/rse_bars.py": lambda: DIMENSIONS,
    "charts/rse_profile.py": lambda: DIMENSIONS,
    "help.py": lambda: the("gui.pages.TITLES").values(),
    "home/view.py": lambda: (
        the("gui.home.view._WORKSPACE"),
        *(words for step in the("gui.home.how.STEPS") for words in step),
    ),
    "home/ways.py": lambda: (
        the(f"gui.home.ways.{name}") for name in ("_TRY", "_LOCAL", "_SIMULATED", "_ADD")
    ),
    "home/import_dialog.py": lambda: (the("gui.home.importing.FILES"), the("gui.home.import_dialog._STRICT")),
    "identity/facts_fields.py": lambda: (
        *the("gui.identity.words.FACTS").values(),
        *(name for _part, name in the("gui.identity.facts_fields.PARTS")),
        *the("gui.identity.facts_fields._HINTS").values(),
        "the source of “{fact}”",
        "a name at “{fact}”",
    ),
    "identity/filters.py": lambda: ("All kinds", "All languages", "Any naming"),
    "identity/templates_tab.py": lambda: (the("gui.identity.templates_tab._FILES"),),
    "identity/words.py": lambda: (
        *the("gui.identity.words.LANGUAGES").values(),
        *the("gui.identity.words.FACTS").values(),
        *capitals(TOPICS),
        *capitals(template.kind for template in templates.seeds()),
        *capitals(Operator),
    ),
    "inspector/components.py": lambda: (
        *the("gui.inspector.components._PARTS").values(),
        *the("gui.inspector.components._SCORES").values(),
        the("gui.inspector.components.MADE_FROM"),
        the("gui.inspector.components.USUAL"),
        *DIMENSIONS,
    ),
    "inspector/detail_words.py": lambda: the("gui.inspector.detail_words._ORDERS").values(),
    "inspector/request.py": lambda: (
        *the("gui.inspector.request._ASKED_AS").values(),
        *the("gui.inspector.request._ENDED").values(),
        *the("gui.inspector.request._PARAMETERS").values(),
        the("gui.inspector.request._AS_SENT"),
    ),
    "inspector/lookup.py": lambda: the("gui.identity.words.FACTS").values(),
    "inspector/marks.py": lambda: (words for words, _value in the("gui.inspector.marks._CHOICES")),
    "inspector/filter_words.py": lambda: (
        *the("gui.inspector.filter_words._APART").values(),
        *the("gui.inspector.filter_words._ALSO").values(),
        *the("gui.inspector.filter_words._SAID").values(),
    ),
    "inspector/filters.py": lambda: (
        *the("gui.inspector.filter_words.ALL").values(),
        *(words for words, _low, _high in the("gui.inspector.filter_words.SCORES")),
        the("gui.inspector.filters._MORE"),
        the("gui.inspector.filters._FEWER"),
        *(words.replace("All ", "Filter by ") for words in the("gui.inspector.filter_words.ALL").values()),
    ),
    "inspector/scores.py": lambda: ("Overall", *capitals(DIMENSIONS), *capitals(VERDICTS)),
    "live/figures.py": lambda: (
        *the("gui.live.figures._CAPTIONS").values(),
        *the("gui.live.figures._TIMES"),
        *the("gui.live.figures._TIPS").values(),
    ),
    "live/nothing.py": lambda: (the("gui.live.nothing._LEFT_OFF"),),
    "live/columns.py": lambda: (*map(str, Cause), *the("gui.live.columns.REMEDIES").values()),
    "live/view.py": lambda: (
        *the("gui.live.view._EMPTY"),
        *(the(f"gui.live.view.{name}") for name in ("_NO_SCORES", "_RSE_COMES", "_ICE_COMES")),
    ),
    "prompts/files.py": lambda: bundled.NAMES,
    "prompts/view.py": lambda: (the("gui.prompts.view._FILES"),),
    "study/prompts_step.py": lambda: (the("gui.study.prompts_step._FILES"),),
    "prompts/import_dialog.py": lambda: the("gui.prompts.import_dialog._ENCODINGS").values(),
    "results/breakdown.py": lambda: (
        *the("gui.results.breakdown._NAMES").values(),
        *(words for words, _value in the("gui.results.breakdown._BY")),
        *capitals(VERDICTS),
    ),
    "results/charts.py": lambda: (the("gui.results.charts._NOTHING"),),
    "results/compare.py": lambda: ("Overall", *capitals(VERDICTS)),
    "results/compared.py": lambda: (words for words, _of in the("gui.results.compared._KINDS")),
    "results/exporting.py": lambda: (
        kind.words for group in the("gui.results.exporting.KINDS") for kind in group
    ),
    "results/identity.py": lambda: (the("gui.results.identity.SEARCH"),),
    "results/pairing.py": lambda: (
        words for parts in the("gui.results.pairing._PARTS").values() for _of, words in parts
    ),
    "results/tables.py": lambda: the("gui.results.tables._TITLES"),
    "results/head.py": lambda: (the("gui.counted.COUNTED"),),
    "live/stopped.py": lambda: (
        "{models} could not be asked: {why}. {remedy}",
        *the("gui.live.columns.REMEDIES").values(),
    ),
    "prompts/categories.py": lambda: the("gui.prompts.categories._SHIPPED"),
    "provider_words.py": lambda: (
        entry.name for entry in catalog.providers() if re.search(", |server|inference", entry.name)
    ),
    "statuses.py": lambda: (
        *(words for words, _badge in the("gui.statuses._STATUSES").values()),
        the("gui.statuses._NONE_SUCCEEDED")[0],
        the("gui.statuses._WITH_ERRORS"),
        *the("gui.statuses.OUTCOMES").values(),
    ),
    "judges.py": lambda: the("gui.judges._SHORT").values(),
    "study/ice_options.py": lambda: (the("gui.study.ice_options._FILES"),),
    "study/forecast.py": lambda: (words for _size, words in the("gui.study.forecast._UNITS")),
    "study/model_dialog.py": lambda: the("gui.study.words.ROLE_HELP").values(),
    "study/models_step.py": lambda: the("gui.study.words.ROLES").values(),
    "study/review.py": lambda: (
        *missing_steps(),
        the("gui.study.review._SIMULATED"),
        the("gui.counted.WHAT_COUNTS"),
        the("gui.counted.COUNTED"),
    ),
    "study/so_far.py": lambda: (
        *(words for _role, words in the("gui.study.so_far._ROLES")),
        "Response similarity (RSE)",
        "Identity consistency (ICE)",
    ),
    "study/trial.py": lambda: (
        *(the(f"gui.study.trial.{name}") for name in ("LOCAL", "SIMULATED", "TOLD", "TOLD_SIMULATED")),
    ),
    "study/opening.py": lambda: (the("gui.study.opening.USE"),),
    "study/other_prompts.py": lambda: (
        *(the(f"gui.study.other_prompts.{name}") for name in ("_NONE", "_SOME", "_WHAT_TO_DO")),
    ),
    "study/filing.py": lambda: (the("gui.study.opening.USE"),),
    "study/asking.py": lambda: (the("gui.study.opening.FILES"),),
    "study/notes.py": missing_steps,
    "study/words.py": lambda: the("gui.study.words.BUILT_IN").values(),
    "window.py": lambda: (the("gui.study.opening.FILES"), the("gui.window.WORKSPACES")),
}


def catalogue() -> dict[str, str]:
    parts = resources.path("translations", "zh_CN").iterdir()
    return {k: v for part in parts for k, v in json.loads(part.read_text(encoding="utf-8")).items()}


@pytest.mark.parametrize("name", SOURCES)
def test_every_word_of_a_table_is_there_in_chinese(name: str) -> None:
    known = catalogue()
    texts = [text for text in SOURCES[name]() if text]
    assert texts
    assert [text for text in texts if text not in known] == []


def test_every_place_that_says_a_variable_is_listed() -> None:
    found = {path.relative_to(GUI).as_posix() for path in GUI.rglob("*.py") if list(variables(path))}
    assert found == {*SOURCES, *PASS_ON, *COLUMNS}


def variables(path: Path) -> Iterator[ast.expr]:
    """The texts of `tr` and `bind` that are no literals."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"tr", "bind"}:
            place = 0 if node.func.id == "tr" else 2
            yield from (text for text in node.args[place : place + 1] if not literal(text))


def literal(text: ast.expr) -> bool:
    if isinstance(text, ast.IfExp):
        return literal(text.body) and literal(text.orelse)
    return isinstance(text, ast.Constant)


def test_every_column_has_a_title_in_chinese() -> None:
    known, columns = catalogue(), list(all_columns())
    assert len(columns) > 100
    said = {text for column in columns for text in (column.title, getattr(column, "tip", "")) if text}
    assert sorted(text for text in said if text not in known and text not in SAME) == []


SAME = frozenset({"n", "p", "%", "95 %"})


def all_columns() -> Iterator[Any]:
    """Columns of lists, trees and score tables that stand in modules."""
    for path in [*sorted(GUI.rglob("columns.py")), GUI / "identity" / "tree_model.py"]:
        module = import_module(".".join(("gui", *path.relative_to(GUI).with_suffix("").parts)))
        for value in vars(module).values():
            yield from (each for each in value if is_column(each)) if isinstance(value, tuple | list) else ()


def is_column(thing: Any) -> bool:
    return hasattr(type(thing), "__dataclass_fields__") and "title" in {field.name for field in fields(thing)}
