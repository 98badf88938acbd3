"""The identity page: facts can be read, edited in copies and deleted with undo; templates and the tree lead on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import clicks
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.ice import facts, templates
from gui.identity.tree_model import TreeModel
from gui.identity.view import IdentityPage
from gui.window import MainWindow


def opened(qtbot: QtBot, window: MainWindow, tab: int = 0) -> IdentityPage:
    clicks.click(window._rail.buttons["identity"])
    clicks.settled(qtbot, window)
    page = window.page("identity")
    page.tabs.setCurrentIndex(tab)
    clicks.settled(qtbot, window)
    return page


def save_copy(qtbot: QtBot, window: MainWindow, page: IdentityPage, city: str) -> None:
    clicks.click(page.facts.edit_button)
    clicks.write(page.facts.dialog.fields["headquarters", "en"], city)
    clicks.click(page.facts.dialog.ok)
    clicks.settled(qtbot, window)


def test_every_maker_is_shown_with_its_facts_and_their_sources(qtbot: QtBot, window: MainWindow) -> None:
    tab = opened(qtbot, window).facts
    assert [entry.vendor for entry in tab.model.rows] == facts.vendors()
    tab.table.selectRow(facts.vendors().index("zhipu"))
    clicks.settled(qtbot, window)
    text, known = tab.pane.text(), facts.load("zhipu")
    for fact in (known.maker, known.model, known.country, known.headquarters):
        assert all(name in text for name in fact.names)
        assert fact.source in text


def test_nobody_needs_the_form_of_a_study_file(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(qtbot, window)
    words = [label.text() for label in page.findChildren(QLabel)]
    words += [button.toolTip() for button in page.findChildren(QPushButton)]
    assert any("More options, Questions from" in text for text in words)
    assert not any('= "' in text or "[ice]" in text for text in words)


def test_an_edited_copy_becomes_a_version_that_a_study_can_name(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(qtbot, window)
    save_copy(qtbot, window, page, "Springfield; Shelbyville")
    entry = page.facts.current
    assert entry.own
    assert entry.path.name == f"{entry.vendor}-{entry.facts.version}.toml"
    assert facts.load_file(entry.path).headquarters.en == ("Springfield", "Shelbyville")
    assert facts.load_file(entry.path).maker == facts.load(entry.vendor).maker
    assert "Springfield" in page.facts.pane.text()
    clicks.click(window._rail.buttons["study"])
    study = window.page("study")
    clicks.click(study.next)
    clicks.click(study.models.add_test)
    clicks.settled(qtbot, window)
    made_by = study.models.dialog.field("facts")
    offered = [made_by.itemText(i) for i in range(made_by.count())]
    assert not any(str(entry.path) in text for text in offered), "the path is for study files"
    [shown] = [text for text in offered if entry.path.stem in text]
    assert shown.startswith(str(entry.facts.maker))
    made_by.setCurrentText(shown)
    assert study.models.dialog.spec().facts == str(entry.path)
    study.models.dialog.reject()


def test_saving_again_keeps_the_version_before(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(qtbot, window)
    save_copy(qtbot, window, page, "Springfield")
    save_copy(qtbot, window, page, "Shelbyville")
    own = [entry.facts.headquarters.en for entry in page.facts.model.rows if entry.own]
    assert sorted(own) == [("Shelbyville",), ("Springfield",)]


def test_deleting_a_copy_can_be_undone(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(qtbot, window)
    save_copy(qtbot, window, page, "Springfield")
    path = page.facts.current.path
    clicks.click(page.facts.delete_button)
    clicks.settled(qtbot, window)
    assert not any(entry.own for entry in page.facts.model.rows)
    clicks.click(clicks.button(window, "Undo"))
    clicks.settled(qtbot, window)
    assert [entry.path for entry in page.facts.model.rows if entry.own] == [path]


def test_incomplete_facts_are_refused_with_the_reason(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(qtbot, window)
    clicks.click(page.facts.edit_button)
    dialog = page.facts.dialog
    clicks.write(dialog.fields["country", "source"], " ")
    clicks.click(dialog.ok)
    assert dialog.isVisible()
    assert "source" in dialog.banner.text()
    dialog.reject()


def test_the_program_s_own_facts_cannot_be_deleted(qtbot: QtBot, window: MainWindow) -> None:
    assert not opened(qtbot, window).facts.delete_button.isEnabled()


def test_a_broken_file_of_facts_is_listed_with_what_is_wrong(qtbot: QtBot, window: MainWindow) -> None:
    folder = window.context.preferences.data_folder() / "facts"
    folder.mkdir(parents=True)
    (folder / "aaa.toml").write_text("vendor = ", encoding="utf-8")
    tab = opened(qtbot, window).facts
    [place] = [i for i, entry in enumerate(tab.model.rows) if entry.own]
    tab.table.selectRow(place)
    assert "aaa.toml" in tab.banner.text()


def test_questions_by_topic_and_language(qtbot: QtBot, window: MainWindow) -> None:
    tab = opened(qtbot, window, 1).questions
    everything = len(tab.model.rows)
    clicks.pick(tab.filters.boxes["topic"], "geography")
    clicks.pick(tab.filters.boxes["language"], "zh")
    assert 12 <= len(tab.model.rows) < everything
    assert {(q.topic, q.language) for q in tab.model.rows} == {("geography", "zh")}


def test_templates_by_kind_language_and_naming(qtbot: QtBot, window: MainWindow) -> None:
    tab = opened(qtbot, window, 2).templates
    assert len(tab.model.rows) == len(templates.seeds()) >= 60
    clicks.pick(tab.filters.boxes["names_identity"], True)
    assert {t.names_identity for t in tab.model.rows} == {True}
    clicks.pick(tab.filters.boxes["kind"], tab.model.rows[0].kind)
    assert tab.text.toPlainText() == tab.model.rows[0].text


def test_templates_go_out_and_come_back(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    tab = opened(qtbot, window, 2).templates
    clicks.pick(tab.filters.boxes["language"], "zh")
    wanted = list(tab.model.rows)
    tab.export(tmp_path / "some.jsonl")
    clicks.settled(qtbot, window)
    tab.import_file(tmp_path / "some.jsonl")
    clicks.settled(qtbot, window)
    assert tab.current.name == "some"
    assert list(tab._all) == wanted
    clicks.click(tab.use_button)
    assert window.front == "study"
    draft = window.page("study").draft
    assert draft.ice_on
    assert templates.read(Path(draft.ice.templates)) == tuple(wanted)


def test_a_bad_file_of_templates_is_refused_with_its_line(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    tab = opened(qtbot, window, 2).templates
    (tmp_path / "bad.jsonl").write_text('{"text": "no place"}\n', encoding="utf-8")
    tab.import_file(tmp_path / "bad.jsonl")
    clicks.settled(qtbot, window)
    assert "bad.jsonl" in tab.banner.text()
    assert tab.sets.count() == 1


def test_the_tree_leads_to_the_judgments_under_a_template(
    qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path
) -> None:
    window = make_window(workspace)
    clicks.settled(qtbot, window)
    tab = opened(qtbot, window, 3).tree
    assert [tab.models.itemText(i) for i in range(tab.models.count())] == ["Near", "Far"]
    row = tab.model.row_at(tab.view.currentIndex())
    assert row.contradictions == max(r.contradictions for r in tab.found.rows) > 0
    assert tab.text.toPlainText() == row.template.text
    assert "no rate" in tab.summary.text()
    tab.view.setFocus()
    clicks.press(tab.view, Qt.Key.Key_Return)
    clicks.settled(qtbot, window)
    inspector = window.page("inspector")
    assert window.front == "inspector"
    qtbot.waitUntil(lambda: inspector.model.rowCount() == row.asked, timeout=clicks.WAIT_MS)
    qtbot.waitUntil(lambda: inspector.detail.reason.toPlainText() != "", timeout=clicks.WAIT_MS)


def test_nothing_found_is_not_called_an_acquittal(
    qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path
) -> None:
    window = make_window(workspace)
    clicks.settled(qtbot, window)
    tab = opened(qtbot, window, 3).tree
    tab.models.setFocus()
    clicks.press(tab.models, Qt.Key.Key_Down)
    clicks.settled(qtbot, window)
    assert tab.found.model == "Far"
    assert sum(row.contradictions for row in tab.found.rows) == 0
    assert "found none" in tab.summary.text()


def test_templates_of_a_run_can_be_kept_for_another_study(
    qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path
) -> None:
    window = make_window(workspace)
    clicks.settled(qtbot, window)
    page = opened(qtbot, window, 3)
    clicks.click(page.tree.save_button)
    clicks.settled(qtbot, window)
    page.tabs.setCurrentIndex(2)
    clicks.settled(qtbot, window)
    assert "Near" in page.templates.current.name
    assert len(page.templates._all) >= len(templates.seeds())


def test_without_a_run_the_tree_says_what_to_do(qtbot: QtBot, window: MainWindow) -> None:
    tab = opened(qtbot, window, 3).tree
    assert tab.stack.currentIndex() == 0
    assert any(b.isVisible() for b in tab.stack.currentWidget().findChildren(QPushButton))


@pytest.mark.parametrize("column", [2, 3, 4])
def test_the_tree_is_sorted_level_by_level(
    qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path, column: int
) -> None:
    window = make_window(workspace)
    clicks.settled(qtbot, window)
    model: TreeModel = opened(qtbot, window, 3).tree.model
    model.sort(column, Qt.SortOrder.DescendingOrder)
    shown = [int(model.index(r, column).data()) for r in range(model.rowCount())]
    assert shown == sorted(shown, reverse=True)
    for place in range(model.rowCount()):
        parent = model.index(place, 0)
        assert model.parent(parent) == QModelIndex()
        below = [model.index(r, 0, parent) for r in range(model.rowCount(parent))]
        assert all(model.parent(child) == parent for child in below)


def test_all_that_new_facts_lack_is_said_at_once_each_at_its_field(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(qtbot, window)
    clicks.click(page.facts.new_button)
    dialog = page.facts.dialog
    headings = {label.text() for label in dialog.findChildren(QLabel) if label.property("role") == "heading"}
    assert {"Maker (required)", "Country (required)", "Models", "Parent company"} <= headings
    clicks.write(dialog.fields["maker", "en"], "Beta Labs; Beta")
    assert dialog.vendor.text() == "beta-labs"
    dialog.fields["model", "zh"].setText("贝塔")
    dialog.area.verticalScrollBar().setValue(dialog.area.verticalScrollBar().maximum())
    clicks.click(dialog.ok)
    assert dialog.banner.text() == (
        "Still missing: the source of “Maker”, the source of “Models”, a name at “Country”, the source of “Country”."
    )
    lacks = {key: field.accessibleDescription() for key, field in dialog.fields.items()}
    told = {key: text for key, text in lacks.items() if text}
    assert told == {
        ("maker", "source"): "Write where this can be looked up, such as the address of a page on the web.",
        ("model", "source"): "Write where these names can be looked up, or leave them out.",
        ("country", "en"): "Write at least one name, in English or in Chinese.",
        ("country", "source"): "Write where this can be looked up, such as the address of a page on the web.",
    }
    shown = {n.text() for n in dialog.findChildren(QLabel) if n.property("role") == "bad" and n.isVisible()}
    assert shown == set(told.values())
    first = dialog.fields["maker", "source"]
    assert dialog.focusWidget() is first
    qtbot.waitUntil(lambda: first.visibleRegion().boundingRect() == first.rect(), timeout=clicks.WAIT_MS)
    clicks.write(first, "https://example.org")
    assert first.accessibleDescription() == ""
    assert dialog.banner.text().startswith("Still missing: the source of “Models”")
    dialog.reject()


def test_a_short_name_of_ones_own_stays(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(qtbot, window)
    clicks.click(page.facts.new_button)
    dialog = page.facts.dialog
    dialog.fields["maker", "zh"].setText("贝塔 实验室")
    assert dialog.vendor.text() == "贝塔-实验室"
    clicks.write(dialog.vendor, "beta")
    clicks.write(dialog.fields["maker", "en"], "Beta Labs")
    assert dialog.vendor.text() == "beta"
    dialog.vendor.clear()
    clicks.click(dialog.ok)
    assert dialog.focusWidget() is dialog.fields["maker", "source"]
    assert dialog.vendor.accessibleDescription() == "Write a short name, such as openai."
    dialog.reject()
