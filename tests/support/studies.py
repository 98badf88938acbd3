"""Two studies as text, the smallest and one with every field, and what comes of reading such a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from core import study_file
from core.errors import BadInput
from core.study import (
    Study,
)

SMALLEST = """
[study]
name = "one"

[[model]]
name = "a"
role = "reference"
provider = "simulated"

[[model]]
name = "b"
role = "test"
provider = "simulated"

[[prompt_set]]
name = "math"
bundled = "math"
"""


FULL = """
[study]
name = "full"
metrics = ["rse", "ice"]
seed = 11
tolerance = 0.25

[[model]]
name = "r"
role = "reference"
provider = "recorded"
path = "r.jsonl"
model = "r-0314"
notes = "from the archive"

[[model]]
name = "t"
role = "test"
provider = "openai-compatible"
base_url = "http://127.0.0.1:1/v1"
model = "served"
key = "keyring:openai"
params = { temperature = 0.5, max_tokens = 64, stop = ["END"] }
kind = "base"
system = "Be brief."
facts = "openai"
vendor = "openai"
released = "2024-09"
ancestors = ["Qwen2.5-7B", "our-own"]
allow_http = true
price = { input = 1, output = 2.5 }
requests_per_minute = 60
tokens_per_minute = 9000

[[model]]
name = "azure"
role = "control"
provider = "azure"
deployment = "d"
api_version = "2024-10-21"
key = "env:AZURE"

[[model]]
name = "s"
role = "test"
provider = "simulated"
closeness = 1
leak = 0.5
leak_by_template = true

[[model]]
name = "l"
role = "mutator"
provider = "local"
builtin = "smollm2-135m"

[[model]]
name = "j"
role = "judge"
provider = "simulated"

[[prompt_set]]
name = "p"
path = "p.csv"
column = "question"
sheet = "Questions"
encoding = "big5"
sample = 3

[rse]
judges = ["measured", "j"]
repeats = 2
ceiling = true
floor = false
judge_on = "last"
rubric = "rubric.md"

[ice]
judges = ["rules", "j"]
queries = 50
mode = "paired"
selection = "ucb"
questions_per_template = 5
templates_in_flight = 2
templates = "t.jsonl"
questions = "q.jsonl"
languages = ["en"]
max_iterations = 9
max_contradictions = 8
max_rejects = 7
placebo = true
strict = ["openai", "google"]
repeats = 3
"""


def parse(text: str) -> Study:
    return study_file.parse(text, Path("/studies/study.toml"))


def outcome(text: str) -> Study | None:
    """The study; None where it is refused in one line."""
    return None if _refusal(text) else parse(text)


def _refusal(text: str) -> str:
    try:
        parse(text)
    except BadInput as error:
        return str(error) if "\n" not in str(error) else pytest.fail("more than one line")
    return ""


def refused(text: str) -> BadInput:
    with pytest.raises(BadInput) as caught:
        parse(text)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("/studies/study.toml")
    return caught.value
