"""The commands as they are called: files appear, numbers agree, bad input is one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import distilscope
from hostile import MODEL


def test_report_export_and_results_agree(rse_workspace: Path, tmp_path: Path) -> None:
    ended = distilscope("report", "--workspace", rse_workspace, "--out", tmp_path / "r.html")
    assert ended.status == 0, ended.err
    assert distilscope("report", "--workspace", rse_workspace, "--out", tmp_path / "r.pdf").status == 0
    data = distilscope("results", "--workspace", rse_workspace, "--format", "json").data
    page = (tmp_path / "r.html").read_text("utf-8")
    assert all(f"{row['overall']:.3f}" in page for row in data["rse"])
    assert "data:image/svg+xml;base64," in page
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF-")
    text = distilscope("results", "--workspace", rse_workspace, "--format", "markdown").out
    assert all(f"{row['overall']:.3f}" in text for row in data["rse"])


def test_a_chinese_report_has_chinese_words(ice_workspace: Path, tmp_path: Path) -> None:
    ended = distilscope(
        "report", "--workspace", ice_workspace, "--language", "zh", "--out", tmp_path / "r.html"
    )
    assert ended.status == 0, ended.err
    assert 'lang="zh-Hans"' in (tmp_path / "r.html").read_text("utf-8")


def test_a_bundle_goes_there_and_back(rse_workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "b.distilscope.zip"
    ended = distilscope("bundle", "export", "--workspace", rse_workspace, "--responses", "--out", out)
    assert ended.status == 0, ended.err
    opened = distilscope("bundle", "open", out, "--into", tmp_path / "theirs")
    assert opened.status == 0, opened.err
    assert Path(opened.out.strip()).is_file()
    assert distilscope("bundle", "open", out, "--into", tmp_path / "theirs").status == 2


@pytest.mark.parametrize(
    "line",
    [
        ("report", "--out", "r.doc"),
        ("export", "--out", "x.doc"),
        ("export", "--judgments", "--out", "x.xlsx"),
        ("templates", "--out", "t.jsonl"),
        ("templates", "--model", "nobody", "--out", "t.jsonl"),
        ("report", "--out", "no/such/folder/r.html"),
    ],
)
def test_bad_input_is_one_line(rse_workspace: Path, tmp_path: Path, line: tuple[str, ...]) -> None:
    *words, name = line
    ended = distilscope(*words, tmp_path / name, "--workspace", rse_workspace)
    assert ended.status == 2
    assert ended.err.count("\n") == 1
    assert not (tmp_path / name).exists()


def test_templates_of_a_run_are_written_for_a_paired_study(ice_workspace: Path, tmp_path: Path) -> None:
    ended = distilscope(
        "templates", "--workspace", ice_workspace, "--out", tmp_path / "t.jsonl", "--model", MODEL
    )
    assert ended.status == 0, ended.err
    assert (tmp_path / "t.jsonl").read_text("utf-8").count("{query}") > 1
