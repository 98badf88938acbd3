"""The words of tables and reports, in English and Chinese: read once from `resources/report`."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from core import resources
from core.glossary import Term, terms
from core.wording import Language, judge_name, judge_subject


class Words:
    """The words of one language. `words("scores.title", n=3)` raises KeyError for a name that is not there."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._texts = _flat(tomllib.loads(resources.read_text("report", f"words-{language}.toml")))

    def __call__(self, name: str, /, **values: object) -> str:
        """The words of that name, with the values put in."""
        text = self._texts[name]
        return text.format(**values) if values else text

    def judge(self, judge: str) -> str:
        """What a judge is called in a table or a list."""
        return judge_name(judge, self.language)

    def by(self, judge: str) -> str:
        """What a judge is called in a sentence."""
        return judge_subject(judge, self.language)

    def get(self, name: str, otherwise: str) -> str:
        """The words of that name, or what is to stand where there are none."""
        return self._texts.get(name, otherwise)

    def term(self, head: str) -> Term | None:
        """The word of the glossary that a column of this head is about, if there is one."""
        known = terms(self.language)
        keys = (
            name.removeprefix("column.")
            for name, text in self._texts.items()
            if text == head and name.startswith("column.")
        )
        return next((known[key] for key in keys if key in known), None)

    def names(self) -> frozenset[str]:
        """All names, for a test that the languages have the same."""
        return frozenset(self._texts)


@cache
def words(language: Language = "en") -> Words:
    """The words of a language."""
    return Words(language)


def _flat(table: dict[str, Any], at: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in table.items():
        found |= _flat(value, f"{at}{name}.") if isinstance(value, dict) else {f"{at}{name}": str(value)}
    return found
