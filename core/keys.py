"""API keys: in the system's keyring, an environment variable, or memory for this session. Never in a file.

A source is named `keyring:NAME`, `env:NAME` or `session:NAME`; studies and workspaces hold only such names.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.errors import KeyUnavailable
from core.redact import forget, remember

SERVICE = "DistilScope"
# An entry of its own in the keyring lists the accounts' names, which the keyring's API cannot do.
_INDEX = "(account names)"
_PROBE = "(probe)"
_SESSION: dict[str, str] = {}
_ENTERED: Counter[str] = Counter()  # by account, since the program began
_LOCK = threading.RLock()

_WAY_OUT = {
    "win32": "Open Credential Manager and see that it works for this user",
    "darwin": "Open Keychain Access, unlock the login keychain and allow this program to use it",
}
_WAY_OUT_LINUX = (
    "Install and unlock a keyring (GNOME Keyring, KWallet or KeePassXC with Secret Service); "
    "on a server without a screen use env:VARIABLE"
)


@dataclass(frozen=True, slots=True)
class KeyringHealth:
    """Whether keys can be stored here, by which keyring, and if not, why and what to do."""

    usable: bool
    backend: str
    problem: str = ""
    remedy: str = ""


class Keys:
    """Reads and stores keys. Blocking: a keyring may ask its user to unlock it."""

    def resolve(self, source: str) -> str:
        """The key that a source names; raises KeyUnavailable. From then on every log and error hides it.

        An account is looked for in the keyring and in memory: in the place that its source names first, then in the
        other, since a study outlives the choice of where its key is kept.
        """
        kind, _, name = source.partition(":")
        read = {"keyring": self._from_keyring, "env": self._from_environment, "session": self._from_session}
        if kind not in read or not name:
            raise KeyUnavailable("this names no source of keys", remedy="Write keyring:NAME or env:VARIABLE")
        return _usable(read[kind](name), source)

    def store(self, account: str, key: str) -> str:
        """Keep a key in the keyring under the account's name; returns its source. Raises KeyUnavailable."""
        clean = _usable(key, f"keyring:{account}")
        with _LOCK:
            _try("stored", lambda ring: ring.set_password(SERVICE, account, clean))
            self._write_names({*self.accounts(), account})
        _ENTERED[account] += 1
        return f"keyring:{account}"

    def hold(self, account: str, key: str) -> str:
        """Keep a key in memory until the program ends; returns its source."""
        _SESSION[account] = _usable(key, f"session:{account}")
        _ENTERED[account] += 1
        return f"session:{account}"

    def entered(self, account: str) -> int:
        """How often a key was entered for an account since the program began: more now, and it has a new one."""
        return _ENTERED[account]

    def let_go(self, account: str) -> None:
        """Hold a key no longer in memory; what the keyring has under this name stays.

        It is hidden from logs and errors as before: it may be a good key with a slip in it.
        """
        _SESSION.pop(account, None)

    def delete(self, account: str) -> None:
        """Remove an account's key from the keyring and from memory; one that is not there is no error."""
        held = _SESSION.pop(account, None)
        with _LOCK:
            stored = _try("read", lambda ring: ring.get_password(SERVICE, account))
            if stored is not None:
                _try("deleted", lambda ring: ring.delete_password(SERVICE, account))
            self._write_names(set(self.accounts()) - {account})
        for secret in filter(None, (held, stored)):
            forget(secret)

    def accounts(self) -> list[str]:
        """Names of the accounts whose keys are in the keyring, sorted; raises KeyUnavailable."""
        text = _try("read", lambda ring: ring.get_password(SERVICE, _INDEX))
        try:
            names = json.loads(text or "[]")
        except ValueError:
            names = []
        return sorted(name for name in names if isinstance(name, str)) if isinstance(names, list) else []

    def session_accounts(self) -> list[str]:
        """Names of the accounts whose keys are held in memory, sorted."""
        return sorted(_SESSION)

    def _write_names(self, names: set[str]) -> None:
        text = json.dumps(sorted(names), ensure_ascii=False)
        _try("stored", lambda ring: ring.set_password(SERVICE, _INDEX, text))

    def _from_keyring(self, name: str) -> str:
        try:
            key = _stored(name)
        except KeyUnavailable:
            if name not in _SESSION:
                raise
            key = None
        if (found := key or _SESSION.get(name)) is None:
            raise KeyUnavailable(
                f"the keyring has no key called {name!r}",
                remedy="Add it under Models, or correct the name in the study",
            )
        return found

    def _from_environment(self, name: str) -> str:
        if not (key := os.environ.get(name, "").strip()):
            raise KeyUnavailable(
                f"the environment variable {name} is not set", remedy="Set it before starting the program"
            )
        return key

    def _from_session(self, name: str) -> str:
        with contextlib.suppress(KeyUnavailable):  # without a keyring there is but the memory
            if found := _SESSION.get(name) or _stored(name):
                return found
        raise KeyUnavailable(
            f"the key {name!r} was held for an earlier session only", remedy="Enter it again under Models"
        )


def health() -> KeyringHealth:
    """Try the keyring with an entry of no meaning. Blocking."""
    try:
        backend = _backend_name()
        _try("stored", lambda ring: ring.set_password(SERVICE, _PROBE, "works"))
        _try("read", lambda ring: ring.get_password(SERVICE, _PROBE))
        _try("deleted", lambda ring: ring.delete_password(SERVICE, _PROBE))
    except KeyUnavailable as error:
        return KeyringHealth(False, "", error.what, error.remedy)
    return KeyringHealth(True, backend)


def _stored(name: str) -> str | None:
    key = _try("read", lambda ring: ring.get_password(SERVICE, name))
    return None if key is None else str(key)


def _backend_name() -> str:
    return str(_try("opened", lambda ring: ring.name))


def _try(done: str, action: Callable[[Any], Any]) -> Any:
    """Do something with the keyring; every way in which it can fail becomes KeyUnavailable."""
    import keyring
    from keyring.errors import KeyringLocked, NoKeyringError

    try:
        ring = keyring.get_keyring()
        _refuse_unsafe(ring)
        return action(ring)
    except KeyUnavailable:
        raise
    except NoKeyringError:
        raise _unavailable("this computer has no keyring that can be used") from None
    except KeyringLocked:
        raise _unavailable("the keyring is locked") from None
    except Exception as error:  # noqa: BLE001 - each backend has errors of its own, which may repeat the key
        raise _unavailable(
            f"the key could not be {done}: the keyring refused ({type(error).__name__})"
        ) from None


def _refuse_unsafe(ring: Any) -> None:
    """A keyring that forgets or that writes a plain file is none."""
    module = type(ring).__module__
    if module.startswith("keyring.backends.chainer"):
        for each in ring.backends:
            _refuse_unsafe(each)
    elif module.startswith("keyring.backends.null"):
        raise _unavailable("the keyring is switched off on this computer")
    elif module.startswith("keyring.backends.fail"):
        raise _unavailable("this computer has no keyring that can be used")
    elif module.startswith("keyrings.alt"):
        raise _unavailable("the only keyring of this computer writes keys to a file, so it is not used")


def _unavailable(what: str) -> KeyUnavailable:
    way = _WAY_OUT.get(sys.platform, _WAY_OUT_LINUX)
    return KeyUnavailable(what, remedy=f"{way}; or hold the key for this session only")


def _usable(key: str, source: str) -> str:
    clean = key.strip()
    # Anything else cannot stand in an HTTP header, and the error about it would print the key.
    if not clean or not clean.isascii() or not clean.isprintable() or " " in clean:
        raise KeyUnavailable(f"what {source} holds cannot be a key", remedy="Copy it again from the key page")
    remember(clean)
    return clean
