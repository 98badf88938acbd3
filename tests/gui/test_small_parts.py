"""Formats, tables, preferences, language, steps: the parts that every page is made of."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.errors import BadInput
from core.study import ModelSpec, PromptSetSpec
from gui import format as fmt
from gui import preferences as prefs
from gui.home.summary import Finding
from gui.i18n import bind, language, tr
from gui.preferences import Preferences
from gui.study import autosave
from gui.study.draft import Draft
from gui.study.model_dialog import ModelDialog
from gui.widgets.banner import Banner
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable
from gui.window import MainWindow

COLUMNS = (
    Column("Name", lambda r: r[0]),
    Column("Score", lambda r: fmt.score(r[1]), lambda r: r[1], number=True),
)
ROWS = [("b", 2.0), ("c", None), ("a", 10.0)]


@pytest.fixture
def english() -> object:
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(before)


def test_figures_have_a_fixed_precision(english: object) -> None:
    assert fmt.score(3) == "3.00"
    assert fmt.score(None) == "–"
    assert fmt.share(0.4175) == "41.8 %"
    assert fmt.count(1234567) == "1,234,567"
    assert fmt.interval(1, 2.345) == "1.00 – 2.35"
    assert fmt.interval(None, 2) == "–"


def test_unknown_prices_are_never_shown_as_nothing(english: object) -> None:
    assert fmt.money(None) == "unknown"
    assert fmt.money(0.0) == "$0.00"
    assert fmt.money(0.01234) == "$0.0123"
    assert fmt.money(1, 2.5) == "$1.00 – $2.50"
    assert fmt.money(1, unknown=True) == "unknown (known part $1.00)"
    assert fmt.money(0.0, unknown=True) == "unknown (known part $0.00)"


def test_durations_read_as_one_says_them() -> None:
    assert [fmt.duration(s) for s in (None, 5, 65, 7260)] == ["–", "5 s", "1 min 5 s", "2 h 1 min"]


def test_rows_are_sorted_by_value_with_what_is_missing_last(qtbot: QtBot) -> None:
    model = RowsModel(COLUMNS)
    model.set_rows(ROWS)
    model.sort(1, Qt.SortOrder.AscendingOrder)
    assert [row[0] for row in model.rows] == ["b", "a", "c"]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert [row[0] for row in model.rows] == ["a", "b", "c"]


def test_numbers_are_right_aligned(qtbot: QtBot) -> None:
    model = RowsModel(COLUMNS)
    model.set_rows(ROWS)
    sides = [model.index(0, c).data(Qt.ItemDataRole.TextAlignmentRole) for c in (0, 1)]
    assert [bool(side & int(Qt.AlignmentFlag.AlignRight)) for side in sides] == [False, True]


def test_a_table_is_copied_as_text_and_as_escaped_rich_text(qtbot: QtBot) -> None:
    model = RowsModel(COLUMNS)
    model.set_rows([("<i>x</i>", 1.0)])
    table = DataTable("Table", model)
    qtbot.addWidget(table)
    table.copy_all()
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "Name\tScore\n<i>x</i>\t1.00"
    assert "&lt;i&gt;x&lt;/i&gt;" in data.html()


def copied(table: DataTable) -> str:
    table.copy()
    return QGuiApplication.clipboard().text()


def test_whole_rows_are_copied_with_their_heads_and_cells_without(qtbot: QtBot) -> None:
    model = RowsModel(COLUMNS)
    model.set_rows([("first", 1.0), ("second", 2.0)])
    by_row, by_cell = DataTable("Table", model, rows=True), DataTable("Table", model)
    for table in (by_row, by_cell):
        qtbot.addWidget(table)
        table.show()
    by_row.selectRow(1)
    assert copied(by_row) == "Name\tScore\nsecond\t2.00"
    assert QGuiApplication.clipboard().mimeData().html().count("<th>") == 2
    by_cell.setCurrentIndex(model.index(0, 0))
    assert copied(by_cell) == "first"
    by_cell.selectAll()
    assert copied(by_cell) == "Name\tScore\nfirst\t1.00\nsecond\t2.00"


def test_preferences_keep_what_was_set_and_survive_nonsense(tmp_path: Path) -> None:
    made = Preferences(tmp_path / "s.ini")
    made.set(prefs.CONCURRENCY, 12)
    made.set(prefs.NOTIFY, False)
    made.sync()
    again = Preferences(tmp_path / "s.ini")
    assert again.get(prefs.CONCURRENCY) == 12
    assert again.get(prefs.NOTIFY) is False
    again.set(prefs.CONCURRENCY, "many")
    assert again.get(prefs.CONCURRENCY) == prefs.CONCURRENCY.default


def test_recent_workspaces_are_few_and_the_newest_first(tmp_path: Path) -> None:
    made = Preferences(tmp_path / "s.ini")
    for number in range(prefs.RECENT_LIMIT + 5):
        made.remember_workspace(tmp_path / f"{number}.distilscope")
    made.remember_workspace(tmp_path / "9.distilscope")
    assert len(made.recent()) == prefs.RECENT_LIMIT
    assert made.recent()[0].name == "9.distilscope"
    made.forget_workspace(tmp_path / "9.distilscope")
    assert made.recent()[0].name == f"{prefs.RECENT_LIMIT + 4}.distilscope"


def test_every_setting_has_a_sentence() -> None:
    assert all(setting.help.endswith(".") for setting in prefs.ALL)


def test_bound_texts_follow_the_language(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    bind(label, "setText", "Start run")
    try:
        language.choose("zh_CN")
        assert label.text() == tr("Start run") != "Start run"
    finally:
        language.choose("en")
    assert label.text() == "Start run"


def test_a_draft_says_what_is_missing_step_by_step() -> None:
    draft = Draft()
    draft.rse_on = False
    steps = []
    draft_changes = (
        lambda: setattr(draft, "rse_on", True),
        lambda: draft.put(ModelSpec("r", "reference", "simulated")),
        lambda: draft.put(ModelSpec("t", "test", "simulated")),
        lambda: draft.prompt_sets.append(PromptSetSpec("math", bundled="math")),
    )
    for change in draft_changes:
        missing = draft.missing()
        assert missing is not None
        steps.append(missing[0])
        change()
    assert steps == [0, 1, 1, 2]
    assert draft.missing() is None
    assert Draft.of(draft.study()).study() == draft.study()


def test_a_judge_is_offered_renamed_and_taken_out_with_its_model() -> None:
    draft = Draft()
    judge = ModelSpec("j", "judge", "simulated")
    draft.put(judge)
    assert draft.rse.judges == ("measured", "j")
    renamed = ModelSpec("k", "judge", "simulated")
    draft.put(renamed, judge)
    assert draft.rse.judges == ("measured", "k")
    draft.set_judge("rse", "measured", False)
    draft.remove(renamed)
    assert draft.rse.judges == ("measured",)


def test_two_models_of_one_name_are_refused() -> None:
    draft = Draft()
    draft.put(ModelSpec("r", "reference", "simulated"))
    with pytest.raises(BadInput, match="already"):
        draft.put(ModelSpec("r", "test", "simulated"))


def test_a_draft_is_kept_between_two_starts(tmp_path: Path) -> None:
    path = tmp_path / "draft.json"
    draft = Draft(name="Half done", ice_on=True)
    draft.put(ModelSpec("r", "reference", "openai", key="keyring:mine", params={"temperature": 0.5}))
    draft.prompt_sets.append(PromptSetSpec("math", bundled="math", sample=3))
    autosave.save(draft, path)
    assert autosave.load(path) == draft
    autosave.save(Draft(), path)
    assert autosave.load(path) is None


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"models": 3}', "\x00"])
def test_a_draft_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "draft.json"
    path.write_text(text, encoding="utf-8")
    assert autosave.load(path) is None


FULL = ModelSpec(
    "m", "test", "azure-openai", model="gpt", base_url="https://x.example", key="env:KEY", kind="base", facts="openai",
    params={"temperature": 0.3, "max_tokens": 50, "top_p": 0.9}, system="Be brief.", allow_http=True, notes="mine",
    deployment="d", api_version="2024-10-21", price={"input": 1.5, "output": 6.0}, requests_per_minute=30,
)  # fmt: skip


def test_a_model_is_the_same_after_the_dialog(qtbot: QtBot, window: MainWindow) -> None:
    for model in (FULL, ModelSpec("s", "control", "simulated", closeness=0.2, leak=0.0)):
        dialog = ModelDialog(window.context, model.role, model=model, parent=window)
        assert dialog.spec() == model
        dialog.deleteLater()


def test_a_provider_shows_only_its_own_fields(qtbot: QtBot, window: MainWindow) -> None:
    dialog = ModelDialog(window.context, "test", parent=window)
    dialog.show()
    shown = {}
    for provider in ("simulated", "recorded", "openai"):
        dialog.provider.setCurrentIndex(dialog.provider.findData(provider))
        shown[provider] = {key for key, widget in dialog.fields.widgets.items() if widget.isVisible()}
    assert shown["simulated"] == {"closeness", "leak", "facts"}
    assert shown["recorded"] == {"path", "model", "facts"}
    assert {"base_url", "key", "temperature"} <= shown["openai"]
    assert not {"price_in", "system", "deployment"} & shown["openai"]
    dialog.more.click()
    assert dialog.fields.widgets["price_in"].isVisible()
    dialog.close()
    dialog.deleteLater()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("gpt-6-luna: the key was refused.", "gpt-6-luna: the key was refused."),
        ("claude shares a maker with its judge.", "claude shares a maker with its judge."),
        ("there is no such file.", "There is no such file."),
    ],
)
def test_a_banner_leaves_names_as_they_are(qtbot: QtBot, text: str, shown: str) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.say(text)
    assert banner.text() == shown


@pytest.mark.parametrize(
    ("code", "score", "share"), [("en_US", "4.83", "63.3 %"), ("de_DE", "4,83", "63,3 %")]
)
def test_the_headline_has_the_reader_s_separators(code: str, score: str, share: str) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(code))
    try:
        assert f"Similarity {score} of 5" in Finding("m", "r", 4.828).words
        assert Finding("m", "", 0.633).words.startswith(share)
    finally:
        QLocale.setDefault(before)


def test_a_share_may_be_a_whole_number() -> None:
    assert fmt.share(0) == fmt.share(0.0)
    assert fmt.share(1) == fmt.share(1.0)
