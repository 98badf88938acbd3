"""Hides API keys in every text that may be shown, logged or stored."""

from __future__ import annotations

import logging
import re

HIDDEN = "[key hidden]"

# A known key shorter than this would blank out ordinary words.
_SHORTEST = 6
_SHAPES = re.compile(
    r"""
    (?<![A-Za-z0-9_\-])(?:sk|pk|rk|xai|gsk|hf|fw|csk|nvapi|tgp|pplx)[-_][A-Za-z0-9*_\-]{16,}  # by prefix
    | AIza[A-Za-z0-9_\-]{30,}                                       # Google
    | \b[0-9a-f]{32}\.[A-Za-z0-9]{16}\b                                # Zhipu
    """,
    re.VERBOSE,
)
# JSON web tokens. A run of letters that begins none is passed over whole: tried again from each place where it
# might begin, a megabyte that a server has sent would take hours.
_TOKEN = re.compile(r"eyJ[A-Za-z0-9_\-]{8,}+(?P<rest>\.[A-Za-z0-9_\-]{8,}+\.[A-Za-z0-9_\-]{8,}+)?")
_LABELLED = re.compile(
    r"(?i)(\b(?:bearer|x-api-key|api[-_ ]key|x-goog-api-key|authorization)\b[\"']?\s*+[:=]?\s*+[\"']?)"
    r"(?!bearer\b|\[key)([A-Za-z0-9_\-.*+/=]{16,})"
)
_QUERY = re.compile(r"([?&](?:key|api_key|token)=)[^&\s\"']+")

# A dict, since adding, removing and listing are each one step, whatever thread does them.
_known: dict[str, None] = {}


def remember(secret: str) -> None:
    """Hide this very text from now on, wherever it appears."""
    if len(secret) >= _SHORTEST:
        _known[secret] = None


def forget(secret: str) -> None:
    """No longer hide this text."""
    _known.pop(secret, None)


def hide_known(text: str) -> str:
    """The text with the keys that are in use replaced by `HIDDEN`, and nothing else changed."""
    for secret in sorted(_known, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text


def redact(text: str) -> str:
    """The text with known keys and everything shaped like a key replaced by `HIDDEN`."""
    text = hide_known(text)
    text = _LABELLED.sub(rf"\1{HIDDEN}", _TOKEN.sub(_token_hidden, text))
    return _QUERY.sub(rf"\1{HIDDEN}", _SHAPES.sub(HIDDEN, text))


def _token_hidden(found: re.Match[str]) -> str:
    return HIDDEN if found["rest"] else found.group()


class RedactingFilter(logging.Filter):
    """Rewrites each log record, its arguments and its traceback before any handler sees it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: the record is changed, never dropped."""
        record.msg, record.args = redact(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        return True


def install() -> None:
    """Put the filter on each handler of the root logger; calling it again changes nothing."""
    for handler in logging.getLogger().handlers:
        if not any(isinstance(each, RedactingFilter) for each in handler.filters):
            handler.addFilter(RedactingFilter())
