"""The errors a user can meet: each says what happened, where, what was kept and what to do."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path


class DistilScopeError(Exception):
    """Base of every expected error; its text is one line that is fit to be shown to a user."""

    def __init__(self, what: str, *, remedy: str = "", kept: str = "") -> None:
        self.what, self.remedy, self.kept = what, remedy, kept
        super().__init__(" ".join(_sentence(part) for part in (what, kept, remedy) if part))


class BadInput(DistilScopeError):
    """A file, a study or an argument cannot be used; the command line ends with exit status 2."""

    def __init__(
        self,
        what: str,
        *,
        path: Path | str | None = None,
        line: int | None = None,
        field: str = "",
        remedy: str = "",
    ) -> None:
        self.path, self.line, self.field = path, line, field
        super().__init__(f"{self._where()}{what}", remedy=remedy)
        self.what = what

    def _where(self) -> str:
        place = str(self.path or "")
        if self.line is not None:
            place += f":{self.line}" if place else f"line {self.line}"
        return "".join(f"{part}: " for part in (place, self.field) if part)


class MakerUnknown(BadInput):
    """ICE cannot ask `model` anything, since nobody said who made it. `named` is what was said and is not known."""

    def __init__(self, what: str, model: str, *, named: str = "", remedy: str = "") -> None:
        self.model, self.named = model, named
        super().__init__(what, field=f"model {model}: facts", remedy=remedy)


class WorkspaceError(DistilScopeError):
    """The workspace file cannot be opened, read or written."""


class KeyUnavailable(DistilScopeError):
    """An API key that a study names cannot be had: no entry, no keyring, a locked one."""


class Cause(StrEnum):
    """Why a call to a model failed; each has one remedy and one line in the window."""

    NO_NETWORK = "no network"
    DNS = "unknown host"
    REFUSED = "connection refused"
    PROXY = "proxy"
    CERTIFICATE = "certificate"
    TIMEOUT = "timeout"
    WRONG_KEY = "wrong key"
    MISSING_KEY = "missing key"
    FORBIDDEN = "forbidden"
    NO_CREDIT = "no credit"
    UNKNOWN_MODEL = "unknown model"
    WRONG_URL = "wrong base URL"
    BAD_REQUEST = "request refused"
    RATE_LIMIT = "rate limit"
    SERVER = "server error"
    BAD_REPLY = "unreadable reply"
    PLAIN_HTTP = "plain http refused"
    NOT_RECORDED = "no recorded answer"
    LOCAL = "local model"


# After one of these the account's queue is stopped: asking again cannot help.
PERMANENT = frozenset(
    {
        Cause.WRONG_KEY,
        Cause.MISSING_KEY,
        Cause.FORBIDDEN,
        Cause.NO_CREDIT,
        Cause.UNKNOWN_MODEL,
        Cause.WRONG_URL,
        Cause.PLAIN_HTTP,
        Cause.CERTIFICATE,
        Cause.DNS,
        Cause.LOCAL,
    }
)
TRANSIENT = frozenset(
    {
        Cause.NO_NETWORK,
        Cause.REFUSED,
        Cause.TIMEOUT,
        Cause.RATE_LIMIT,
        Cause.SERVER,
        Cause.BAD_REPLY,
    }
)


class CallFailed(DistilScopeError):
    """One call to a model failed. `cause` says why, `retry_after` is in seconds where the server named it.

    `stops_account` is set once nothing more is asked of the account, also where the cause alone would not say so.
    """

    def __init__(
        self,
        cause: Cause,
        what: str,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        remedy: str = "",
    ) -> None:
        self.cause, self.status, self.retry_after = cause, status, retry_after
        self.stops_account = False
        super().__init__(what, remedy=remedy)

    @property
    def permanent(self) -> bool:
        """Whether the account's queue should stop."""
        return self.stops_account or self.cause in PERMANENT

    @property
    def transient(self) -> bool:
        """Whether the same call may be tried again."""
        return self.cause in TRANSIENT and not self.stops_account


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
