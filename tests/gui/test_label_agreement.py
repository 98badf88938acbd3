"""What the end of a labelling task says of how often person and judge agree."""

from __future__ import annotations

from core.report.label_agreement import TaskAgreement
from gui.inspector.task import agreement_words


def test_few_labels_are_said_to_say_little() -> None:
    few = agreement_words(TaskAgreement(12, 6, 9), "rse")
    assert "You and the judge agree within half a point in 6 of 12, within one point in 9." in few
    assert "Fewer than 30 labels say little." in few
    assert "say little" not in agreement_words(TaskAgreement(30, 6, 9), "rse")


def test_identity_knows_no_points() -> None:
    assert agreement_words(TaskAgreement(30, 21, 0), "ice") == "You and the judge agree in 21 of 30."
    assert "nothing to compare" in agreement_words(TaskAgreement(0, 0, 0), "ice")
