"""What an RSE judge says of one pair of responses."""

from __future__ import annotations

from dataclasses import dataclass, field

DIMENSIONS = ("style", "structure", "content")
SCORES = (*DIMENSIONS, "overall")


@dataclass(frozen=True, slots=True)
class RseJudgment:
    """Scores in 1 to 5 (very dissimilar to very similar) and the reason; all None when unscored.

    `raw` is an LLM judge's reply as it came; `components` are a computing judge's unrounded measurements.
    """

    style: float | None
    structure: float | None
    content: float | None
    overall: float | None
    rationale: str
    raw: str = ""
    components: dict[str, float] = field(default_factory=dict)

    @property
    def scored(self) -> bool:
        """Whether all four scores are there."""
        return None not in (self.style, self.structure, self.content, self.overall)


def unscored(reason: str, raw: str = "") -> RseJudgment:
    """The judgment of a reply that gave no usable scores."""
    return RseJudgment(None, None, None, None, reason, raw)
