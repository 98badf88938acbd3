"""What a report says of the models themselves."""

from __future__ import annotations

from pathlib import Path

from core import resources
from core.report.model_facts import model_facts
from core.store.reader import Reader


def test_local_weights_are_open_whatever_a_model_is_called(tmp_path: Path) -> None:
    with resources.path("sample", "sample.distilscope").open("rb") as source:
        (tmp_path / "w").write_bytes(source.read())
    reader = Reader(tmp_path / "w")
    facts = model_facts(reader, 1, reader.study(1))
    reader.close()
    assert len(facts) >= 4
    assert {each.open for each in facts} == {True}
