"""What core says - errors, warnings, how a run ended - in the language in use.

Core words its sentences in English, with names and numbers in them. `messages.json` of a language holds those
sentences with `{places}` for what is filled in; one that is not there is shown as core worded it.
"""

from __future__ import annotations

import json
import re
from functools import cache, partial

from core import resources
from core.errors import BadInput, DistilScopeError
from gui.i18n import Said, again, language, tr

FILE = "messages.json"
_FIELD = re.compile(r"\{\w+\}")
_PLACE = re.compile(r"\\\{(\w+)\\\}")
_COUNTS = frozenset({"n", "few", "failed", "calls", "empty", "low", "high"})
_LISTS = frozenset({"before", "after"})
_SENTENCE_END = re.compile(r"(?<=[.;?!]) ")
_OPTION, _BUTTON = "--retry-errors", "Retry errors only"  # what the command line and the window call the same
_AGAIN = "Start it again to ask for these"
_LONGEST = 2_000  # a reply of a server may be quoted; what is longer is none of our sentences


def said(thing: object) -> str:
    """An error, or a sentence of core, as it is to be shown."""
    return Said(partial(_as_shown, thing))


def _as_shown(thing: object) -> str:
    if isinstance(thing, Said):
        return again(thing)
    if language.code == "en":
        shown = str(thing).replace(f"; {_OPTION} ", f"; “{_BUTTON}” ")
        return shown.replace(_AGAIN, f"“{_BUTTON}” asks for these")
    if isinstance(thing, DistilScopeError):
        parts = (place(thing) + message(thing.what), message(thing.kept), message(thing.remedy))
        return "".join(_ended(part) for part in parts if part)
    return message(str(thing))


def message(text: str) -> str:
    """A sentence, or several; what is not known stays as it is."""
    if language.code == "en" or not text:
        return text
    sentences = _SENTENCE_END.split(text)
    pieces = [_piece(each, language.code) for each in sentences]
    # What is filled into the first of several sentences is never the rest of them.
    whole = None if len(pieces) > 1 and None not in pieces else _known(text, language.code)
    if whole is not None:
        return _ended(whole) if text.endswith(".") else whole
    if all(piece is None for piece in pieces):
        return text
    return "".join(_joined(new, old) for new, old in zip(pieces, sentences, strict=True)).rstrip()


def place(error: DistilScopeError) -> str:
    """Where a bad input stands: file, line and field, as far as they are known."""
    if not isinstance(error, BadInput):
        return ""
    line = "" if error.line is None else tr("line {n}", n=error.line)
    return "".join(f"{part}: " for part in (str(error.path or ""), line, error.field) if part)


def _piece(text: str, code: str) -> str | None:
    """A sentence, also one behind the name of what it is about."""
    if (found := _known(text, code)) is not None:
        return found
    head, _, tail = text.rpartition(": ")
    found = _known(tail, code) if head else None
    return None if found is None else f"{head}: {found}"


def _known(text: str, code: str) -> str | None:
    exact, patterns = _load(code)
    plain = text.rstrip(".;")
    if (found := exact.get(plain)) is not None:
        return found
    if len(plain) > _LONGEST:
        return None
    fits = ((pattern.fullmatch(plain), words) for pattern, words in patterns)
    return next((words.format(**_filled(found)) for found, words in fits if found), None)


def _filled(found: re.Match[str]) -> dict[str, str]:
    """What is filled in; a reason is a sentence of its own, and a list has words of its own."""
    return {name: _said(name, text) for name, text in found.groupdict().items()}


def _said(name: str, text: str) -> str:
    if name in _LISTS:
        return "、".join(map(message, text.split(", ")))
    if name == "provider":  # the window has the catalog's names in its own language
        return language.word(text)
    return message(text) if name == "why" else text


def _joined(new: str | None, old: str) -> str:
    """A sentence or the part of one, with the mark at its end."""
    if new is None:
        return f"{old} "
    return f"{new}；" if old.endswith(";") else _ended(new)


def _ended(text: str) -> str:
    return text if text.endswith(("。", "；", "！", "？", ".", "!", "?")) else f"{text}。"


@cache
def _load(code: str) -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    file = resources.path("translations", code, FILE)
    words: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    exact = {english: said for english, said in words.items() if not _FIELD.search(english)}
    filled = sorted((english for english in words if _FIELD.search(english)), key=len, reverse=True)
    return exact, [(_pattern(english), words[english]) for english in filled]


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(_group, re.escape(english)), re.DOTALL)


def _group(place: re.Match[str]) -> str:
    """A count has no spaces; names and reasons may."""
    return f"(?P<{place[1]}>{'[^ ;]+' if place[1] in _COUNTS else '.+?'})"
