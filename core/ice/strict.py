"""The strict list: identities whose claim makes a contradiction strict, and the words that make a prompt name one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StrictList:
    """Makers (vendor ids) that count as strict, further names beside theirs, and the words of the prompt rule.

    A claim of one of `makers`, of one of their models, or of a name that contains one of `names` is strict.
    A prompt with one of `words`, in any case, is one that names such an identity (DESIGN section 1).
    """

    makers: tuple[str, ...] = ("openai", "anthropic")
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ("gpt", "openai", "claude", "anthropic")

    def covers(self, vendor: str, *names: str) -> bool:
        """Whether a claim of this vendor id, or of one of these names, is strict."""
        if vendor in self.makers:
            return True
        listed = [name.casefold() for name in self.names]
        return any(word in name.casefold() for word in listed for name in names)


DEFAULT = StrictList()


def names_strict_identity(text: str, strict: StrictList = DEFAULT) -> bool:
    """Whether a prompt contains one of the strict list's words, in any case: such a prompt is not hard."""
    folded = text.casefold()
    return any(word.casefold() in folded for word in strict.words)
