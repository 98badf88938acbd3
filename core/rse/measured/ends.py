"""How a response begins and how it ends: where models have set phrases."""

from __future__ import annotations

import re
from itertools import takewhile

from core.rse.measured import blocks

# Enough for six words however long; the rest of a line says nothing of how it begins.
_CHARACTERS = 400
_LAST_CHARACTERS = 4_000
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]”’]*\s+|(?<=[。！？])")


def first_line(found: blocks.Layout) -> str:
    """The beginning of a response without its marks; of its code where there is nothing else."""
    head = " ".join(line[1:] for line in found.prose[:3])
    return _bare((head or " ".join(found.code[:3]))[:_CHARACTERS])


def last_block(found: blocks.Layout) -> str:
    """The last paragraph, item or heading, its lines joined; the end of the code where there is no prose."""
    if not found.prose:
        return _bare(" ".join(line for line in found.code[-3:] if line.strip())[:_CHARACTERS])
    more = list(takewhile(lambda line: line.startswith(blocks.CONTINUED), reversed(found.prose)))
    lines = found.prose[len(found.prose) - len(more) - 1 :]
    return _bare(" ".join(line[1:] for line in lines)[-_LAST_CHARACTERS:])


def last_sentence(block: str) -> str:
    """The last sentence of a block."""
    sentences = [part for part in _SENTENCE_END.split(block) if part.strip()]
    return sentences[-1] if sentences else ""


def _bare(text: str) -> str:
    return straight(blocks.plain(text))


def straight(text: str) -> str:
    """The text with plain apostrophes."""
    return text if text.isascii() else text.replace("’", "'")
