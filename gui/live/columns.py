"""The columns of the live page's tables."""

from __future__ import annotations

from core.events import AccountState, JudgmentSaved
from gui import format as fmt
from gui import statuses
from gui.i18n import tr
from gui.judges import called
from gui.live.model import ErrorLine
from gui.messages import said
from gui.widgets.rows import Column

COUNTS = (
    Column("Model", lambda c: c.model),
    Column("Prompt set", lambda c: c.prompt_set or tr("identity questions")),
    Column("Answered", lambda c: fmt.count(c.answered), lambda c: c.answered, number=True),
    Column("No answer", lambda c: fmt.count(c.no_answer), lambda c: c.no_answer, number=True),
    Column("Errors", lambda c: fmt.count(c.errors), lambda c: c.errors, number=True),
)
REMEDIES = {
    "no network": "Check the network connection, then retry the errors.",
    "unknown host": "Check the base URL of the account.",
    "connection refused": "Start the server, or check its address.",
    "proxy": "Check the proxy settings of the system.",
    "certificate": "The server's certificate is not trusted; check the address and the system's clock.",
    "timeout": "The server answers slowly; retry later or with fewer calls in flight.",
    "wrong key": "Enter the key again on the Models page.",
    "missing key": "Enter the key on the Models page, or set the variable it is read from.",
    "forbidden": "The key may not use this model.",
    "no credit": "Add credit to the account, then retry the errors.",
    "unknown model": "Check the model's name at the provider.",
    "wrong base URL": "Check the base URL of the account.",
    "request refused": "See the message; a parameter may not be allowed.",
    "rate limit": "The account is slowed down by itself; a lower number of calls in flight helps.",
    "server error": "The provider has trouble; retry the errors later.",
    "unreadable reply": "Retry the errors; if it stays, check that the server speaks this format.",
    "plain http refused": "Use https, or allow plain http for this model.",
    "no recorded answer": "The file of recorded answers has none for this prompt.",
    "local model": "See the message; the local model could not run.",
}


def _remedy(line: ErrorLine) -> str:
    return tr(REMEDIES.get(line.cause, ""))


ERRORS = (
    Column("Cause", lambda e: tr(e.cause)),
    Column("Model", lambda e: e.model),
    Column("Count", lambda e: fmt.count(e.count), lambda e: e.count, number=True),
    Column("What to do", _remedy),
    Column("Latest message", lambda e: said(e.message)),
)


def _account_status(state: AccountState) -> str:
    if state.stopped:
        return tr("stopped: {why}", why=said(state.stopped))
    return tr("slowed by the provider") if state.rate_limited else tr("normal")


def account(name: str) -> str:
    """An account, as core names it by its key and host."""
    if name == "simulated":
        return tr("Simulated models")
    key, at, host = name.partition("@")
    if at and key == "no key":
        return tr("{host}, without a key", host=host)
    _place, colon, own = key.partition(":")  # as a study file says where a key is kept
    return f"{own} ({host})" if at and colon else name


_UNDER_WAY = "Calls that were sent and are not answered yet."
_AT_MOST = (
    "How many calls go to this account at once; more while all goes well, fewer when the provider asks."
)
_WAITING = "Calls that are sent as soon as others are answered."
ACCOUNTS = (
    Column("Account", lambda a: account(a.account)),
    Column("Under way", lambda a: fmt.count(a.in_flight), lambda a: a.in_flight, number=True, tip=_UNDER_WAY),
    Column("At most", lambda a: fmt.count(a.limit), lambda a: a.limit, number=True, tip=_AT_MOST),
    Column("Waiting", lambda a: fmt.count(a.waiting), lambda a: a.waiting, number=True, tip=_WAITING),
    Column("State", _account_status),
)


_DEGREES = ("hard", "strict", "loose")  # each is also all that come after it


def _score(event: JudgmentSaved) -> str:
    """Similarity as a number; of identity the gravest degree of a contradiction."""
    if event.metric == "rse":
        value = event.scores.get("overall")
        return fmt.score(None if value is None else float(value))
    return next((tr(name) for name in _DEGREES if event.scores.get(name)), fmt.NONE)


def _scores() -> list[str]:
    return [tr(name) for name in _DEGREES]


def _outcomes() -> list[str]:
    return [statuses.outcome(name) for name in statuses.OUTCOMES]


def _asked(event: JudgmentSaved) -> str:
    return event.prompt_set or tr("identity")


NEWEST = (
    Column("Model", lambda j: j.model),
    Column("Score", _score, number=True, holds=_scores),
    Column("Outcome", lambda j: statuses.outcome(j.outcome), holds=_outcomes),
    Column("Prompt set", _asked, spare=1),
    Column("Reference", lambda j: j.reference or fmt.NONE, spare=2),
    Column("Judge", lambda j: called(j.judge), spare=3),
    Column("Number", lambda j: fmt.count(j.judgment), lambda j: j.judgment, number=True, spare=4),
)
