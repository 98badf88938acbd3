"""Keys that a run needs and nobody has any more: they are asked for before it begins, wherever it is begun from.

A study names only where a key is kept. What was kept until the program ended is gone after a restart, and what one
keyring holds is not in another's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import DistilScopeError, KeyUnavailable
from core.report.safe import one_line
from core.study import ModelSpec, Study
from gui.i18n import tr
from gui.messages import said
from gui.provider_words import in_words

if TYPE_CHECKING:
    from gui.context import Context

SESSION, KEYRING = "session", "keyring"
_UNASKED = ("recorded", "simulated", "local")


@dataclass(frozen=True)
class MissingKey:
    """A key to be pasted, and where it is sent. Never the key itself."""

    account: str
    kind: str  # where the study says that it is kept: session or keyring
    problem: str  # why it is not there, in core's words
    servers: tuple[str, ...]
    refused_by: str = ""  # the provider that was given a key, and refused it
    stored: bool = False  # a refused key in the keyring would be used before one that is merely held

    @property
    def text(self) -> str:
        """Why it is not there, in one sentence."""
        account = one_line(self.account)
        if self.refused_by:
            name = one_line(self.refused_by)
            return tr("The provider {name} refused the key of account {account}.", name=name, account=account)
        if self.kind == SESSION:
            return tr("The key of account {account} was kept for an earlier session only.", account=account)
        return tr("There is no key of account {account}: {why}.", account=account, why=said(self.problem))


def missing_keys(
    models: Iterable[ModelSpec], kinds: tuple[str, ...] = (SESSION, KEYRING)
) -> list[MissingKey]:
    """One entry an account whose key is not there. Blocking: a keyring may ask its user to unlock it."""
    wanted: dict[str, list[ModelSpec]] = {}
    for model in models:
        if _kind(model) in kinds:
            wanted.setdefault(str(model.key), []).append(model)
    found = (_missing(source, sharing) for source, sharing in wanted.items())
    return list({key.account: key for key in found if key}.values())


def refused_keys(models: Iterable[ModelSpec]) -> list[MissingKey]:
    """One entry an account whose key was refused, though it is there. Blocking."""
    wanted: dict[str, list[ModelSpec]] = {}
    for model in models:
        if _kind(model) in {SESSION, KEYRING}:
            wanted.setdefault(str(model.key), []).append(model)
    found = (_refused(source, sharing) for source, sharing in wanted.items())
    return list({key.account: key for key in found}.values())


def provider_name(model: ModelSpec) -> str:
    """Who is asked: the provider, or the server that stands at an address of its own."""
    from core.llm.catalog import provider

    try:
        entry = provider(model.provider)
    except DistilScopeError:
        return model.provider
    return in_words(entry.name) if model.base_url in (None, "", entry.base_url) else _server(model)


def with_keys(
    context: Context, study: Study, workspace: Path, options: Mapping[str, Any], then: Callable[[], object]
) -> None:
    """Call `then` once all keys are there that this run needs; who gives none of them starts nothing.

    The options are those of RunOptions.
    """
    if not _in_doubt(study):
        then()
        return
    job = context.tasks.work(lambda: _needed(study, workspace, options)).latest("keys.missing")
    job.owned_by(context).then(lambda keys: ask_for_keys(context, keys, then)).start()


def ask_for_keys(context: Context, keys: list[MissingKey], then: Callable[[], object]) -> None:
    """Ask for these keys and go on."""
    if not keys:
        then()
        return
    from gui.key_dialog import KeyDialog  # seldom needed

    dialog = KeyDialog(context, keys, context.stack)
    dialog.given.connect(then)
    dialog.open()


def keep(keys: Mapping[str, str], store: bool) -> None:
    """Keep keys under their accounts' names: in the keyring, or until the program ends. Raises KeyUnavailable."""
    from core.keys import Keys

    for account, key in keys.items():
        (Keys().store if store else Keys().hold)(account, key)
        if store:  # an older one that is held would be used before it
            Keys().let_go(account)


def _kind(model: ModelSpec) -> str:
    return "" if model.provider in _UNASKED else (model.key or "").partition(":")[0]


def _in_doubt(study: Study) -> bool:
    """Whether any key is not known to be there without looking into the keyring, which may take long."""
    from core.keys import Keys

    held = {f"{SESSION}:{account}" for account in Keys().session_accounts()}
    return any(_kind(model) in {SESSION, KEYRING} and model.key not in held for model in study.models)


def _missing(source: str, models: list[ModelSpec]) -> MissingKey | None:
    from core.keys import Keys

    kind, _, account = source.partition(":")
    try:
        Keys().resolve(source)
    except KeyUnavailable as error:
        return MissingKey(account, kind, error.what, tuple(dict.fromkeys(map(_server, models))))
    return None


def _refused(source: str, models: list[ModelSpec]) -> MissingKey:
    from core.keys import Keys

    kind, _, account = source.partition(":")
    stored = False
    if kind == KEYRING:
        with suppress(KeyUnavailable):
            stored = account in Keys().accounts()
    servers = tuple(dict.fromkeys(map(_server, models)))
    return MissingKey(account, kind, "", servers, provider_name(models[0]), stored)


def _server(model: ModelSpec) -> str:
    from core.llm.catalog import provider
    from core.llm.endpoint import host_and_port

    try:
        url = model.base_url or provider(model.provider).base_url
        return host_and_port(url) if url else model.provider
    except (DistilScopeError, ValueError):
        return model.provider


def _needed(study: Study, workspace: Path, options: Mapping[str, Any]) -> list[MissingKey]:
    """What is missing of the models that will be asked anything."""
    if options.get("rejudge"):  # the answers are there
        return missing_keys(study.of_role("judge"))
    missing = missing_keys(study.models)
    if not missing:
        return []
    idle = _idle(study, None if options.get("again") else workspace)
    return missing_keys(model for model in study.models if model.name not in idle)


def _idle(study: Study, workspace: Path | None) -> set[str]:
    """The models of which nothing is left to be asked."""
    from core.engine.estimate import estimate

    try:
        return {model.name for model in estimate(study, workspace).models if not model.calls}
    except DistilScopeError:  # the start says what is wrong
        return set()
