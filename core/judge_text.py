"""What the LLM judges of both metrics share: hostile text into a request, JSON out of a reply."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from core.textfile import without_surrogates

LONGEST_REPLY = 40_000  # characters of a judge's reply that are read: its end, where the verdict stands
_LONGEST_REPAIR = 8_000  # json_repair is slow on long nonsense,
_MOST_BRACKETS = 60  # and slower where it is nested
_TRIES = 200  # opening braces that are tried; more are noise

_CONTROL_TOKEN = re.compile(r"<(?=\|)|<(?=/?(?:start|end)_of_turn>)|\[(?=/?INST\])", re.IGNORECASE)
_SAFE = {"<": "‹", "[": "⁅"}

_MARK = re.compile(r"(?P<object>\{)|<(?P<close>/?)think(?:ing)?>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)think(?:ing)?>", re.IGNORECASE)
_OBJECT_LIKE = re.compile(  # "{name:", not "{final}"
    r"\{\s*+[\"'`“”‘’*_\\]{0,8}[^\W\d][\w -]{0,40}[\"'`“”‘’*_\\]{0,8}\s*+[:：]"
)
_IGNORED = re.compile(r"[\s\\\"'`“”‘’]+")  # what quoting adds to a text, or takes from it
_BESIDES = re.compile(r"```\w*|[\s\[\]]")
_REASONS = ("explanation", "rationale")
_QUOTED = "[quoted]"
_WRAPPERS = frozenset(
    {"score", "scores", "rating", "ratings", "verdict", "judgment", "judgement", "result", "results"}
    | {"evaluation", "assessment", "answer", "json"}
)

V = TypeVar("V")


def enclosed(tag: str, text: str, limit: int, tags: tuple[str, ...]) -> str:
    """The text between `<tag>` and `</tag>`, bounded and unable to close it or to open another of `tags`."""
    return f"<{tag}>\n{neutralised(bounded(text, limit), tags)}\n</{tag}>"


def neutralised(text: str, tags: tuple[str, ...]) -> str:
    """The text with the bracket of every such tag, and of chat control tokens, changed to a look-alike."""
    marks = re.compile(rf"<(?=\s*(?:/\s*)?(?:{'|'.join(map(re.escape, tags))})\b)", re.IGNORECASE)
    text = marks.sub(_SAFE["<"], text)
    return _CONTROL_TOKEN.sub(lambda match: _SAFE[match.group()], text)


def bounded(text: str, limit: int) -> str:
    """The text, or its first two thirds and last third of `limit` characters with a note between."""
    if len(text) <= limit:
        return text
    tail = limit // 3
    head = limit - tail
    left_out = len(text) - limit
    return f"{text[:head]}\n[... {left_out} characters left out ...]\n{text[-tail:] if tail else ''}"


def repair_turns(reply: str, form: str) -> tuple[str, str]:
    """The two turns after an unreadable reply: itself (bounded), and the request to write it in `form`."""
    again = (
        "Your reply could not be read. Write your verdict again as one JSON object and nothing else, "
        f"in this form:\n{form}"
    )
    return bounded(reply, 4_000) or "(empty)", again


def objects(reply: str, sent: Sequence[str], keys: Collection[str]) -> list[dict[str, Any]]:
    """The objects in a judge's reply that have one of `keys`, in order; broken JSON is repaired where that is safe.

    `sent` is what the judge was sent: an object whose text is in there is the material's, whatever quotes
    it, and is left out. Where the reply can be taken in more than one way there are none. Keys are
    lower-case with underscores. Never raises.
    """
    material = _squeezed("\n".join(sent))
    text = _without_quotes(reply[-LONGEST_REPLY:], material, keys)
    thinks = not any(_TAG.search(each) for each in sent)
    found, rest = _decoded(text, thinks=thinks)
    broken = next((match.start() for match in _OBJECT_LIKE.finditer(rest)), None)
    if broken is not None:
        return [] if found else _from_broken(rest[broken:], material, keys)
    if any(_stated(rest, key, loosely=False) for key in keys):
        return []  # scores outside of every object: the end of one that a quotation closed
    own = [each for outer in found for each in _own(outer, keys)]
    own = [each for each in own if not _all_in(each, each, material)]
    # A quotation may have closed the judge's object and the reply may end in it: words after it give it away,
    # and a judge that meant the same scores is asked for the object alone.
    doubtful = _BESIDES.sub("", rest) and any(_all_in(each, keys, material) for each in own)
    return [] if doubtful else own


def agreed(readings: Sequence[tuple[V, object]], *, asked_again: bool) -> V | None:
    """The verdict (each stands with what it says) if all say the same; None if they differ or there is none.

    Which of two is meant cannot be told from a reply that may repeat hostile text in its own words: the judge
    is asked again. If it then still gives several, the last one counts.
    """
    same = len({said for _, said in readings}) == 1
    return readings[-1][0] if readings and (same or asked_again) else None


def _squeezed(text: str) -> str:
    for bracket, safe in _SAFE.items():
        text = text.replace(safe, bracket)
    return _IGNORED.sub("", text).casefold()


def _without_quotes(text: str, material: str, keys: Collection[str]) -> str:
    """The text with each whole object that the material holds, escaped or not, replaced by a mark."""
    kept, start, at = [], 0, 0
    for _ in range(_TRIES):
        at = text.find("{", at)
        if at < 0:
            break
        end = _end_of(text, at)
        if end is not None and _is_quote(text[at + 1 : end - 1], material, keys):
            kept += [text[start:at], _QUOTED]
            start = end
        at = end or at + 1
    return "".join((*kept, text[start:]))


def _is_quote(inside: str, material: str, keys: Collection[str]) -> bool:
    squeezed = _squeezed(inside)
    return any(_squeezed(key) in squeezed for key in keys) and squeezed in material


def _end_of(text: str, start: int) -> int | None:
    """Where the object that begins at `start` ends, also if its quotes are escaped; None if it is broken."""
    if (found := _object_at(text, start)) is not None:
        return found[1]
    if not re.match(r"\{\s*(?:\\[nrt]\s*)*\\+\"", text[start : start + 100]):
        return None
    plain = text[start:].replace("\\n", "  ").replace('\\"', ' "')  # of the same length
    found = _object_at(plain, 0)
    return None if found is None else start + found[1]


def _object_at(text: str, start: int) -> tuple[dict[str, Any], int] | None:
    try:
        found, end = json.JSONDecoder(strict=False).raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    return found, end


def _decoded(text: str, *, thinks: bool) -> tuple[list[dict[str, Any]], str]:
    """The objects, and the text without them and, if the judge `thinks` in tags, without its thinking.

    Nothing is looked for inside an object, nor inside a broken one: there the reading ends.
    """
    found: list[dict[str, Any]] = []
    rest: list[str] = []
    start = 0
    for _ in range(_TRIES):
        mark = _MARK.search(text, start)
        if mark is None:
            return found, "".join((*rest, text[start:]))
        rest.append(text[start : mark.start()])
        start = mark.start()
        if mark["object"]:
            decoded = _object_at(text, start)
            if decoded is None and _OBJECT_LIKE.match(text, start):
                break
            found += [decoded[0]] if decoded else []
            start = decoded[1] if decoded else start + 1
        else:
            closed = _closed(text, mark.end()) if thinks and not mark["close"] else None
            start = mark.end() if closed is None else closed
    return found, "".join((*rest, text[start:]))


def _closed(text: str, start: int) -> int | None:
    """Where the thinking that was opened before `start` ends: thinking in it has to end first."""
    depth, end = 1, None
    for tag in _TAG.finditer(text, start):
        depth += -1 if tag[1] else 1
        end = tag.end() if tag[1] else end
        if depth == 0:
            break
    return end


def _from_broken(text: str, material: str, keys: Collection[str]) -> list[dict[str, Any]]:
    """What a broken object can be repaired to, if every key is there once and its values are not the material's."""
    if any(_stated(text, key, loosely=key in keys) > 1 for key in (*keys, *_REASONS)):
        return []
    found = _repaired(text)
    entries = found if isinstance(found, list) else [found]
    own = [each for outer in entries if isinstance(outer, Mapping) for each in _own(outer, keys)]
    return [each for each in own if not _all_in(each, keys, material)]


def _stated(text: str, key: str, *, loosely: bool) -> int:
    """How often the text gives the key a value; `loosely` without quotes too."""
    written = re.escape(key).replace("_", r"[\s_-]?")
    bare = r"|\s*[:：=]\s*[\\\"']*(?:[0-9]|true\b|false\b)" if loosely else ""
    return len(re.findall(rf"\b{written}(?:\\*[\"'”’]\s*[:：]{bare})", text, re.IGNORECASE))


def _all_in(found: Mapping[str, Any], keys: Collection[str], material: str) -> bool:
    """Whether the material holds each of the entries with these keys, in whatever order."""
    entries = (f"{key}:{json.dumps(found[key], ensure_ascii=False)}" for key in keys if key in found)
    return all(any(f"{entry}{end}" in material for end in ",}") for entry in map(_squeezed, entries))


def _repaired(text: str) -> Any:
    start = text.find("{")
    broken = text[start:][:_LONGEST_REPAIR]
    if start < 0 or broken.count("{") + broken.count("[") > _MOST_BRACKETS:
        return None
    import json_repair

    try:
        return json_repair.loads(broken)
    except (ValueError, RecursionError, TypeError, LookupError, AttributeError):
        return None


def _own(found: Mapping[str, Any], keys: Collection[str]) -> Iterator[dict[str, Any]]:
    """The object if it has one of the keys, else the objects in it that are named as a verdict."""
    plain = {_plain(key): _storable(value) for key, value in found.items()}
    if any(key in plain for key in keys):
        yield plain
        return
    for key, value in plain.items():
        if key in _WRAPPERS and isinstance(value, Mapping):
            yield {_plain(name): _storable(inner) for name, inner in value.items()}


def _storable(value: Any) -> Any:
    """An escape in the reply's JSON may spell half of a character, which no file or database can hold."""
    return without_surrogates(value) if isinstance(value, str) else value


def _plain(key: Any) -> str:
    return re.sub(r"[\s-]+", "_", str(key).strip().strip("*_\"'").lower())
