"""The inspector: paged, sorted and filtered in SQL; one judgment in full, always as plain text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import clicks
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QTextCharFormat
from pytestqt.qtbot import QtBot

from gui import preferences as prefs
from gui.inspector import case
from gui.inspector import model as inspector_model
from gui.inspector.shared import COMPARED, compare, shared_passages
from gui.theme import LIGHT
from gui.widgets.textpane import TextPane
from gui.window import MainWindow

RSE = 6 * 4 + 5 * 4  # prompts of both sets, by two tests beside two references


@pytest.fixture
def page(qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path) -> object:
    window = make_window(workspace)
    window.resize(1280, 900)
    clicks.settled(qtbot, window)
    window.show_page("inspector")
    clicks.settled(qtbot, window)
    return window.page("inspector")


def rows(page: object, column: int) -> list[str]:
    model = page.model  # type: ignore[attr-defined]
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def test_all_judgments_are_listed_and_the_first_is_shown(qtbot: QtBot, page: object) -> None:
    qtbot.waitUntil(lambda: page.detail.reason.toPlainText() != "")
    assert page.model.rowCount() > RSE
    assert page.table.currentIndex().row() == 0
    assert page.detail.head.text().startswith("Judgment 1")


def test_filters_narrow_the_list(qtbot: QtBot, page: object) -> None:
    page.filters.choose({"metric": "rse", "model": "Near", "reference": "Ref", "prompt_set": "math"})
    clicks.settled(qtbot, page.window())
    assert set(rows(page, 1)) == {"Near"}
    assert page.model.rowCount() == 5
    clicks.click(page.filters.reset)
    clicks.settled(qtbot, page.window())
    assert page.model.rowCount() > RSE


def test_sorting_is_by_value_and_goes_over_the_border_of_pages(
    qtbot: QtBot, page: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspector_model, "FIRST_PAGE", 7)
    monkeypatch.setattr(inspector_model, "LATER_PAGES", 5)
    page.filters.choose({"metric": "rse"})
    page.table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    clicks.settled(qtbot, page.window())
    while page.model.canFetchMore(page.table.rootIndex()):
        page.model.fetchMore(page.table.rootIndex())
        clicks.settled(qtbot, page.window())
    rows(page, 2)  # asks for what is not there yet
    qtbot.waitUntil(lambda: "–" not in rows(page, 2))
    scores = [float(text) for text in rows(page, 2)]
    assert len(scores) == RSE
    assert scores == sorted(scores, reverse=True)
    assert len(set(page.model._ids)) == RSE


def test_rows_out_of_the_cache_come_back(qtbot: QtBot, page: object, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = page.model.rowCount() - 5  # more than the view shows, fewer than there are
    for name, value in (("KEPT_ROWS", kept), ("FIRST_PAGE", kept + 5), ("NEAR", 0), ("AHEAD", 5)):
        monkeypatch.setattr(inspector_model, name, value)
    page.table.scrollToBottom()
    page.model.reload()
    clicks.settled(qtbot, page.window())
    lost = next(row for row in range(kept + 5) if page.model.index(row, 1).data() == "–")
    qtbot.waitUntil(lambda: page.model.index(lost, 1).data() in {"Near", "Far"})


def test_a_search_that_finds_nothing_says_so(qtbot: QtBot, page: object) -> None:
    clicks.write(page.filters.search, "no text has these words")
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    clicks.settled(qtbot, page.window())
    assert page.right.currentIndex() == 0
    clicks.click(page.right.currentWidget().buttons[0])
    clicks.settled(qtbot, page.window())
    assert page.model.rowCount() > RSE


def test_next_and_previous_by_key(qtbot: QtBot, page: object) -> None:
    page.table.setFocus()
    clicks.press(page.table, Qt.Key.Key_J)
    assert page.table.currentIndex().row() == 1
    clicks.press(page.table, Qt.Key.Key_K)
    clicks.press(page.table, Qt.Key.Key_K)
    assert page.table.currentIndex().row() == 0


def test_a_cell_can_be_copied(qtbot: QtBot, page: object) -> None:
    page.table.setCurrentIndex(page.model.index(0, 1))
    page.table.setFocus()
    clicks.press(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert page.model.index(0, 1).data() in QGuiApplication.clipboard().text()


def test_identity_questions_show_template_and_claim(qtbot: QtBot, page: object) -> None:
    page.filters.choose({"metric": "ice", "model": "Near"})
    clicks.settled(qtbot, page.window())
    qtbot.waitUntil(lambda: "ICE" in page.detail.head.text())
    assert page.detail.template.toPlainText()
    assert not page.detail.left.isVisible()


@pytest.mark.parametrize(
    "hostile", ["<b>bold</b><img src=x>", "&amp; <script>alert(1)</script>", "[a](javascript:x)"]
)
def test_what_a_model_wrote_stays_plain(qtbot: QtBot, hostile: str) -> None:
    pane = TextPane("Response")
    qtbot.addWidget(pane)
    pane.show_text(hostile)
    pane.mark([(0, 3)])
    assert pane.toPlainText() == hostile


def test_shared_passages_are_found_in_both_languages() -> None:
    one = "First, we look at the whole problem. 我们先来看这个问题的全部内容。 End."
    two = "Then WE LOOK at the whole story. 现在我们先来看这个问题的一部分。"
    first, second = shared_passages(one, two)
    assert [one[a:b] for a, b in first] == ["we look at the whole", "我们先来看这个问题的"]
    assert [two[a:b] for a, b in second] == ["WE LOOK at the whole", "我们先来看这个问题的"]


@given(st.text(alphabet="ab 中文字\n.", max_size=80), st.text(alphabet="ab 中文字\n.", max_size=80))
def test_shared_passages_lie_within_the_texts_and_apart(one: str, two: str) -> None:
    for text, spans in zip((one, two), shared_passages(one, two), strict=True):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(before[1] < after[0] for before, after in pairwise(spans))
    assert shared_passages(one, two) == tuple(reversed(shared_passages(two, one)))


def test_what_stands_in_one_text_only_is_found_in_both_languages() -> None:
    marks = compare("Dogs run in the park. 我们去公园散步。", "Cats run in the park! 我们去商店散步。")
    one, two = "Dogs run in the park. 我们去公园散步。", "Cats run in the park! 我们去商店散步。"
    assert [one[a:b] for a, b in marks.left.only_here] == ["Dogs", "公园"]
    assert [two[a:b] for a, b in marks.right.only_here] == ["Cats", "商店"]


@given(st.text(alphabet="ab 中文字\n.", max_size=80), st.text(alphabet="ab 中文字\n.", max_size=80))
def test_no_passage_is_marked_twice(one: str, two: str) -> None:
    marks = compare(one, two)
    assert compare(two, one) == replace(marks, left=marks.right, right=marks.left)
    for text, each in ((one, marks.left), (two, marks.right)):
        spans = sorted((*each.shared, *each.only_here))
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_long_responses_are_compared_from_their_starts() -> None:
    one = " ".join(f"a{n}  b" for n in range(100_000))
    marks = compare(one, one.upper() + " c" * 9)
    assert not marks.whole
    assert marks.left.shared
    assert marks.left.shared[-1][1] <= COMPARED
    far = compare("\n".join(f"a{n} b b b" for n in range(9_000)), "b")
    assert len(far.left.only_here) == 1_500


def test_of_many_marks_those_in_sight_are_drawn(qtbot: QtBot) -> None:
    pane = TextPane("Response")
    qtbot.addWidget(pane)
    pane.resize(300, 200)
    pane.show()
    pane.show_text("\U0001f600 word " * 4_000)
    pane.mark([(n * 7 + 2, n * 7 + 6) for n in range(4_000)])
    pane.draw_marks(LIGHT)
    for place in (0, 200, 400):
        pane.verticalScrollBar().setValue(place)
        qtbot.waitUntil(lambda: abs(drawn(pane)[0][0] - at_top(pane)) < 10)
        assert 0 < len(drawn(pane)) < 200
        assert {words for _start, words in drawn(pane)} == {"word"}


def at_top(pane: TextPane) -> int:
    return pane.cursorForPosition(pane.viewport().rect().topLeft()).position()


def drawn(pane: TextPane) -> list[tuple[int, str]]:
    selections = pane.extraSelections()  # a cursor goes with what it came in
    return [(each.cursor.selectionStart(), each.cursor.selectedText()) for each in selections]


def at_both_kinds(qtbot: QtBot, page: object) -> None:
    """Go by key to a judgment whose responses share passages, and have some that stand in one only."""
    qtbot.waitUntil(lambda: page.detail.detail is not None)
    for row in range(page.model.rowCount()):
        qtbot.waitUntil(lambda row=row: page.detail.detail.row.id == page.model.id_at(row))
        marks = page.detail.marks.marks
        if all(each.shared and each.only_here for each in (marks.left, marks.right)):
            return
        clicks.press(page.table, Qt.Key.Key_J)
    pytest.fail("there is none")


def styles(pane: TextPane) -> set[QTextCharFormat.UnderlineStyle]:
    selections = pane.extraSelections()
    return {each.format.underlineStyle() for each in selections}


def test_marks_are_chosen_explained_and_kept(qtbot: QtBot, page: object) -> None:
    at_both_kinds(qtbot, page)
    marks, panes = page.detail.marks, (page.detail.left, page.detail.right)
    lines = QTextCharFormat.UnderlineStyle
    shown = {"both": {lines.SingleUnderline, lines.DotLine}, "shared": {lines.SingleUnderline}}
    shown |= {"differences": {lines.DotLine}, "none": set()}
    for choice in ("shared", "differences", "none", "both"):
        clicks.pick(marks.choice, choice)
        seen = {style for pane in panes for style in styles(pane)}
        assert seen == shown[choice]
        for line, word in ((lines.SingleUnderline, "both responses"), (lines.DotLine, "response only")):
            assert (line in seen) == (word in marks.legend.text())
            assert all((line in seen) == (word in pane.accessibleDescription()) for pane in panes)
        assert page.context.preferences.get(prefs.MARKS) == choice
    assert "not marked" in marks.legend.toolTip()


def test_identity_has_nothing_to_mark(qtbot: QtBot, page: object) -> None:
    page.filters.choose({"metric": "ice"})
    clicks.settled(qtbot, page.window())
    qtbot.waitUntil(lambda: "ICE" in page.detail.head.text())
    assert not page.detail.marks.isVisible()


def test_a_label_is_saved_shown_and_taken_back(qtbot: QtBot, page: object) -> None:
    page.filters.choose({"metric": "rse"})
    clicks.settled(qtbot, page.window())
    qtbot.waitUntil(lambda: page.detail.detail is not None)
    panel = page.detail.labels
    page.detail.tabs.setCurrentWidget(panel)
    clicks.write(panel.scores["overall"].lineEdit(), "4.5")
    clicks.write(panel.reason, "same steps")
    clicks.click(panel.save_button)
    qtbot.waitUntil(lambda: len(panel.model.rows) == 1)
    assert panel.model.rows[0].label.overall == 4.5
    assert panel.model.rows[0].label.reason == "same steps"
    clicks.click(panel.undo_button)
    qtbot.waitUntil(lambda: panel.model.rows == [])
    clicks.click(clicks.button(page.window(), "Undo"))
    qtbot.waitUntil(lambda: len(panel.model.rows) == 1)


def test_blind_labels_see_nothing_of_the_judge_before(qtbot: QtBot, page: object) -> None:
    page.filters.choose({"metric": "rse"})
    clicks.settled(qtbot, page.window())
    page.detail.tabs.setCurrentWidget(page.detail.labels)
    clicks.click(page.detail.labels.hide_judges)
    qtbot.waitUntil(lambda: page.detail.scores.text().startswith("Hidden"))
    assert not page.detail.tabs.isTabVisible(0)
    assert page.table.isColumnHidden(2)
    panel = page.detail.labels
    clicks.write(panel.scores["overall"].lineEdit(), "2.0")
    clicks.click(panel.save_button)
    qtbot.waitUntil(lambda: page.detail.scores.text().startswith("Overall"))
    assert panel.model.rows[0].label.blind


def test_a_case_is_copied_with_its_texts_fenced(qtbot: QtBot, page: object, tmp_path: Path) -> None:
    qtbot.waitUntil(lambda: page.detail.detail is not None)
    page.case.copy()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("### RSE: ")
    assert "```text\n" in text
    image = case.image(page.detail.detail)
    assert image.width() == 1800
    assert image.height() > 400


def test_a_case_is_taken_along_with_what_is_marked(qtbot: QtBot, page: object) -> None:
    at_both_kinds(qtbot, page)
    detail, shown = page.detail.detail, page.detail.marks.choice
    page.case.copy()
    assert f"**Only in {detail.row.model}**" in QGuiApplication.clipboard().text()
    marked = case.image(detail, page.detail.marks.marks)
    clicks.pick(shown, "none")
    page.case.copy()
    assert "**Only in" not in QGuiApplication.clipboard().text()
    assert "**In both" not in QGuiApplication.clipboard().text()
    assert LIGHT.only_here in colors_of(marked)
    assert LIGHT.only_here not in colors_of(case.image(detail, page.detail.marks.marks))


def colors_of(image: QImage) -> set[str]:
    places = ((x, y) for y in range(0, image.height(), 2) for x in range(0, image.width(), 4))
    return {image.pixelColor(x, y).name() for x, y in places}


def test_the_built_in_judges_give_their_reason_in_the_language_of_the_window(
    qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path, preferences: prefs.Preferences
) -> None:
    preferences.set(prefs.LANGUAGE, "zh_CN")
    window = make_window(workspace)
    window.show_page("inspector")
    clicks.settled(qtbot, window)
    page = window.page("inspector")
    qtbot.waitUntil(lambda: page.detail.reason.toPlainText() != "")
    assert page.detail.reason.toPlainText().startswith(("相似：", "不同：", "两个回答"))
