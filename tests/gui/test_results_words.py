"""The tables of Checks and the breakdown are copied at a button, their words looked up; runs compared in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import clicks
import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from results_page import click_tab

from core.report.grids import Grid
from core.rse.scores import RseRow
from gui.help import HelpDialog
from gui.i18n import language
from gui.results.change import change
from gui.results.compared import compared
from gui.results.pairing import Both
from gui.results.stack import grid_part

ROW = RseRow("a", "r", "measured", None, 4.0, 4.0, 4.0, 4.0, 3.9, 4.1, 40, 0, 0)


def copied() -> str:
    return QGuiApplication.clipboard().text()


def test_the_breakdown_is_copied_with_its_heads(results: Any) -> None:
    results.tabs.setCurrentWidget(results.identity)
    clicks.click(results.identity.breakdown.copy)
    assert copied().split("\n")[0].startswith("Model\tJudge")


def test_the_tables_of_checks_are_copied_with_heads_and_names(qtbot: QtBot, results: Any) -> None:
    click_tab(qtbot, results, "Checks")
    tab = results.deeper
    qtbot.waitUntil(lambda: len(tab.stack.tables) > 1 and tab.copy.isEnabled())
    clicks.click(tab.copy)
    for table in tab.stack.tables:
        heads = "\t".join(table.lines()[0])
        assert f"{table.accessibleName()}\n{heads}\n" in copied()


def test_the_edit_menu_copies_the_table_that_the_keyboard_is_in(qtbot: QtBot, results: Any) -> None:
    actions = results.window().actions_
    table = results.similarity.stack.tables[0]
    table.setFocus()
    qtbot.waitUntil(lambda: results.window().focusWidget() is table)
    actions.copy_table.trigger()
    assert copied() == "\n".join("\t".join(line) for line in table.lines())
    table.setCurrentIndex(table.model().index(0, 0))
    actions.copy.trigger()
    assert copied() == table.model().index(0, 0).data()


def asked_word(qtbot: QtBot, results: Any) -> str:
    clicks.click(results.deeper.words)
    window = results.window()
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(HelpDialog)))
    [dialog] = [each for each in window.findChildren(HelpDialog) if each.isVisible()]
    dialog.close()
    return str(dialog.words.term)


def test_the_words_open_at_what_is_in_sight_or_was_chosen(qtbot: QtBot, results: Any) -> None:
    click_tab(qtbot, results, "Checks")
    stack = results.deeper.stack
    qtbot.waitUntil(lambda: stack.key_in_sight() == "comparisons")
    assert asked_word(qtbot, results) == "p"
    table = stack.tables[0]
    heads = table.lines()[0]
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, heads.index("Difference")))
    qtbot.waitUntil(lambda: stack.chosen_term() == "difference")
    assert asked_word(qtbot, results) == "difference"


def test_a_mean_corrected_over_all_models_leads_to_the_labelled_judgments() -> None:
    part = grid_part(Grid("corrected_together", "t", ("Judge", "Corrected"), (("measured", "3.1"),), 1))
    column: Any = part.columns[1]
    assert column.cases(part.rows[0]) == {"metric": "rse", "judge": "measured", "labelled": True}


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (replace(ROW), "All scores of similarity are the same in both runs."),
        (replace(ROW, overall=4.05, low=3.95, high=4.15), "intervals overlap, so this may be chance."),
        (replace(ROW, overall=3.0, low=2.9, high=3.1), "chance alone is unlikely to explain it."),
        (replace(ROW, overall=3.0, low=None, high=None), "too few prompts for an interval"),
    ],
)
def test_the_largest_difference_is_told_in_words(other: RseRow, said: str) -> None:
    told = str(change([Both(ROW, other, "overall")], [], (2, 1)))
    assert said in told
    assert ("Similarity has no direction" in told) == (other.overall != ROW.overall)
    if other.overall != ROW.overall:
        assert f"beside r: 4.000 of 5 in run 2 and {other.overall:.3f} in run 1" in told


def test_runs_that_agree_are_said_to() -> None:
    told = str(change([Both(ROW, replace(ROW, overall=4.004), "overall")], [], (2, 1)))
    assert told == "No score of similarity differs by more than 0.004 between the runs."


def test_an_interval_that_one_run_lacks_is_not_said_to_lack_in_both() -> None:
    without = replace(ROW, low=None, high=None)
    told = [
        str(change([Both(one, replace(without, overall=3.0), "overall")], [], (2, 1)))
        for one in (ROW, without)
    ]
    assert "One of the runs has too few prompts for an interval" in told[0]
    assert "There are too few prompts for an interval" in told[1]


def test_runs_without_anything_in_common_are_told_nothing() -> None:
    assert str(change([Both(ROW, None, "overall")], [], (2, 1))) == ""


def test_a_judge_of_one_run_alone_does_not_make_means_differ() -> None:
    alone = replace(ROW, judge="gpt")
    both = [Both(ROW, ROW, "overall"), Both(alone, None, "overall")]
    assert "Means over different" not in compared(both, [])
    unlike = [Both(replace(ROW, prompt_set="s"), replace(ROW, prompt_set="s"), "overall")]
    unlike.append(Both(ROW, None, "overall"))
    assert "Means over different" in compared(unlike, [])


def test_the_change_is_told_in_chinese() -> None:
    language.choose("zh_CN")
    told = str(change([Both(ROW, replace(ROW, overall=3.0, low=2.9, high=3.1), "overall")], [], (2, 1)))
    assert "相似没有方向" in told
