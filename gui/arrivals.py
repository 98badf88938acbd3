"""What a file is that was dropped on the window or opened from outside, by its ending."""

from __future__ import annotations

from pathlib import Path

_KINDS = {
    ".distilscope": "workspace",
    ".toml": "study",
    ".distilscope.zip": "study",
    ".txt": "prompts",
    **dict.fromkeys((".jsonl", ".json", ".csv", ".tsv", ".xlsx", ".parquet"), "results"),
}
ENDINGS = " ".join(_KINDS)


def kind(path: Path) -> str:
    """One of workspace, study, results and prompts; nothing where it is none of ours. Results may turn out to be
    prompts alone: whoever looks into the file finds out."""
    name = path.name.lower()
    return next((found for ending, found in _KINDS.items() if name.endswith(ending)), "")
