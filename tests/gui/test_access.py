"""For everyone: each control has a name, the tab key goes as one reads, contrast is enough in both themes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import clicks
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from gui import pages
from gui.theme import DARK, LIGHT, Colors, contrast
from gui.window import MainWindow

INNER = (QAbstractSpinBox, QComboBox)


def controls(page: QWidget) -> Iterator[QWidget]:
    for widget in page.findChildren(QWidget):
        inside = isinstance(widget.parent(), INNER)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not inside:
            yield widget


def name_of(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    own = "tabs" if isinstance(widget, QTabBar) else ""
    return widget.accessibleName() or text or own


def open_pages(qtbot: QtBot, window: MainWindow) -> Iterator[QWidget]:
    for name in pages.TITLES:
        window.show_page(name)
        clicks.settled(qtbot, window)
        page = window.page(name)
        if name == "study":
            for step in range(4):
                page.go(step)
                clicks.settled(qtbot, window)
                yield page
        else:
            yield page


def test_every_control_has_a_name(
    qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path
) -> None:
    window = make_window(workspace)
    window.resize(1280, 900)
    unnamed = [
        f"{page.NAME}: {widget!r}"
        for page in open_pages(qtbot, window)
        for widget in controls(page)
        if not name_of(widget)
    ]
    assert unnamed == []


def test_the_tab_key_goes_as_one_reads(
    qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path
) -> None:
    window = make_window(workspace)
    window.resize(1280, 900)
    for page in open_pages(qtbot, window):
        chain = list(focus_chain(page))
        missed = [w for w in controls(page) if w not in chain]
        assert missed == [], page.NAME
        back = [(a, b) for a, b in pairwise(chain) if jumps_back(page, a, b)]
        assert back == [], page.NAME


def focus_chain(page: QWidget) -> Iterator[QWidget]:
    wanted = set(controls(page))
    widget = page.nextInFocusChain()
    while widget is not page:
        if widget in wanted:
            yield widget
        widget = widget.nextInFocusChain()


def jumps_back(page: QWidget, first: QWidget, second: QWidget) -> bool:
    """Whether the second lies above the first, and not in a column to its right."""
    one, two = (w.mapTo(page, QPoint(0, 0)) for w in (first, second))
    above = two.y() + second.height() <= one.y()
    return above and two.x() < one.x() + first.width()


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_have_enough_contrast(colors: Colors) -> None:
    grounds = (colors.window, colors.rail, colors.surface, colors.field, colors.hover)
    pairs = [(text, ground) for text in (colors.text, colors.muted, colors.accent_text) for ground in grounds]
    pairs += [(text, ground) for text in (colors.bad, colors.good, colors.warn) for ground in grounds[:4]]
    pairs += [
        (colors.on_accent, colors.accent),
        (colors.on_accent, colors.accent_hover),
        (colors.accent_text, colors.accent_soft),
        (colors.good, colors.good_soft),
        (colors.warn, colors.warn_soft),
        (colors.bad, colors.bad_soft),
        (colors.text, colors.shared),
        (colors.text, colors.only_here),
        (colors.text, colors.warn_soft),
        (colors.text, colors.bad_soft),
        (colors.text, colors.accent_soft),
    ]
    poor = [
        (one, other, round(contrast(one, other), 2)) for one, other in pairs if contrast(one, other) < 4.5
    ]
    assert poor == []


@pytest.mark.parametrize(("name", "colors"), [("light", LIGHT), ("dark", DARK)])
def test_what_stands_in_place_of_a_text_has_enough_contrast(
    qtbot: QtBot, window: MainWindow, name: str, colors: Colors
) -> None:
    window.context.theme.choose(name)
    window.show_page("study")
    page: Any = window.page("study")
    page.go(1)
    for each, ground in ((page.measure.name, colors.field), (page.models.table, colors.surface)):
        each.ensurePolished()
        said = each.palette().color(QPalette.ColorRole.PlaceholderText)
        assert said.alpha() == 255
        assert contrast(said.name(), ground) >= 4.5


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_of_fields_can_be_seen(colors: Colors) -> None:
    assert contrast(colors.strong_border, colors.field) >= 3
    assert contrast(colors.accent, colors.surface) >= 3


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


def test_themes_name_every_colour() -> None:
    assert all(str(getattr(colors, f.name)) for colors in (LIGHT, DARK) for f in fields(colors))


def test_fields_have_a_line_edit(window: MainWindow) -> None:
    window.show_page("study")
    assert isinstance(window.page("study").measure.name, QLineEdit)
