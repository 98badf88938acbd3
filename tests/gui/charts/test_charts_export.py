"""Exported charts: the size and resolution asked for, text that stays text, nothing outside the picture."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from core.errors import BadInput
from gui import charts
from gui.charts import export
from gui.charts.figure import Texts
from gui.charts.picture import Picture

FROM_TABLES = tuple(
    n for n in charts.names() if n not in ("rse-distribution", "ice-progress", "template-tree", "agreement")
)
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("name", [n for n in charts.names() if n != "agreement"])
@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_every_chart_of_a_run_becomes_a_file(name: str, ending: str, run: Any, tmp_path: Path) -> None:
    out = tmp_path / f"chart.{ending}"
    export.render(name, run.tables, out, run.reader)
    head = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
    assert out.read_bytes().startswith(head[ending])


@pytest.mark.parametrize(("width", "dpi"), [(640, 96), (1000, 300), (3200, 600), (100, 300)])
def test_png_has_the_pixels_and_the_resolution_asked_for(
    width: int, dpi: int, run: Any, tmp_path: Path
) -> None:
    data = charts.load("rse-bars", run.reader, run.tables)
    export.save(data, tmp_path / "x.png", width_px=width, dpi=dpi)
    image = QImage(str(tmp_path / "x.png"))
    assert image.width() == width
    assert image.dotsPerMeterX() == round(dpi / 0.0254)


def test_png_takes_millimetres_and_a_height(run: Any, tmp_path: Path) -> None:
    data = charts.load("rse-ice", run.reader, run.tables)
    export.save(data, tmp_path / "x.png", width_mm=254, dpi=100)
    assert QImage(str(tmp_path / "x.png")).width() == 1000
    export.save(data, tmp_path / "y.png", width_px=900, height_px=700, dpi=150)
    assert QImage(str(tmp_path / "y.png")).size().toTuple() == (900, 700)


@pytest.mark.parametrize("width", [1, 1_000_000])
def test_sizes_out_of_range_are_refused(width: int, run: Any, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="pixels wide"):
        export.save(charts.load("rse-bars", run.reader, run.tables), tmp_path / "x.png", width_px=width)


def test_a_place_that_cannot_be_written_is_said(run: Any, tmp_path: Path) -> None:
    data = charts.load("rse-bars", run.reader, run.tables)
    for ending in ("png", "svg", "pdf", "csv"):
        with pytest.raises(BadInput, match="cannot be written"):
            export.save(data, tmp_path / "missing" / f"x.{ending}")


def svg_texts(path: Path) -> list[str]:
    root = ET.fromstring(path.read_bytes())
    return [node.text or "" for node in root.iter("{http://www.w3.org/2000/svg}text")]


def test_svg_is_xml_whose_text_is_text(made: Callable[..., Any], tmp_path: Path) -> None:
    example = made(3)
    export.save(charts.load("claims", example.reader, example.tables), tmp_path / "x.svg")
    text = " ".join(svg_texts(tmp_path / "x.svg"))
    assert "通义千问" in text
    assert "<b>Made & up</b>" in text
    assert "non-scaling-stroke" not in (tmp_path / "x.svg").read_text("utf-8")


def test_svg_survives_names_that_xml_cannot_hold(made: Callable[..., Any], tmp_path: Path) -> None:
    data = charts.load("rse-bars", made(1).reader, made(1).tables)
    hostile = tuple(row._replace(model="\x00\x1b[31m]]>&<i>\ud800") for row in data.rows)
    export.save(replace(data, rows=hostile), tmp_path / "x.svg")
    assert svg_texts(tmp_path / "x.svg")
    export.save(replace(data, rows=hostile), tmp_path / "x.csv")
    assert (tmp_path / "x.csv").stat().st_size


def test_pdf_is_one_page_of_the_width_on_paper(run: Any, tmp_path: Path) -> None:
    export.save(charts.load("ice-bars", run.reader, run.tables), tmp_path / "x.pdf", width_mm=100)
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", (tmp_path / "x.pdf").read_bytes())
    assert box
    assert float(box[1]) == pytest.approx(100 / 25.4 * 72, abs=1)


def test_words_can_be_changed_and_the_figures_stay(run: Any, tmp_path: Path) -> None:
    data = charts.load("rse-bars", run.reader, run.tables)
    export.save(data, tmp_path / "x.svg", texts=Texts(title="我的标题", x="my axis"))
    said = svg_texts(tmp_path / "x.svg")
    assert "我的标题" in said
    assert "my axis" in said
    assert data.title not in said


def test_a_widget_is_exported_in_print_style_with_its_words_and_without_hidden_series(
    run: Any, tmp_path: Path, qtbot: Any
) -> None:
    from gui.charts.style import DARK

    view = charts.build(charts.load("ice-bars", run.reader, run.tables), DARK)
    qtbot.addWidget(view)
    view.set_texts(title="Mine")
    export.save(view, tmp_path / "all.png")
    view.toggle("loose")
    export.save(view, tmp_path / "x.svg")
    export.save(view, tmp_path / "x.png")
    assert "Mine" in svg_texts(tmp_path / "x.svg")
    image = QImage(str(tmp_path / "x.png"))
    assert image.pixelColor(2, 2) == QColor("white")
    assert image != QImage(str(tmp_path / "all.png"))


@pytest.mark.parametrize("models", [1, 20])
@pytest.mark.parametrize("name", FROM_TABLES)
def test_no_ink_touches_the_edge(name: str, models: int, made: Callable[..., Any], tmp_path: Path) -> None:
    example = made(models, ("gpt-4", "another-reference"))
    out = tmp_path / "x.png"
    export.save(charts.load(name, example.reader, example.tables), out, width_px=700, dpi=110)
    image = QImage(str(out))
    white, right, bottom = QColor("white").rgb(), image.width() - 1, image.height() - 1
    assert all(image.pixel(x, y) == white for y in range(bottom) for x in (1, right))
    assert all(image.pixel(x, y) == white for x in range(right) for y in (1, bottom))


@pytest.mark.parametrize("name", FROM_TABLES)
def test_rows_keep_room_for_their_figures(name: str, made: Callable[..., Any]) -> None:
    example = made(20, ("gpt-4", "another-reference"))
    with Picture(charts.load(name, example.reader, example.tables), frozenset(), 600.0) as picture:
        picture.lay_out(None)
        places = sorted(picture.figure.layer.place(0, row).y() for row, _ in picture.figure.spec.column)
    assert all(b - a >= 11 for a, b in pairwise(places))


def test_an_export_leaves_no_window(run: Any, tmp_path: Path) -> None:
    before = len(QApplication.topLevelWidgets())
    export.render("rse-bars", run.tables, tmp_path / "x.png", run.reader)
    assert len(QApplication.topLevelWidgets()) == before
