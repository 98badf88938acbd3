"""Keys against keyrings that work, fail, forget and write files."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from typing import Any

import keyring
import pytest
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordSetError
from rings import FailingKeyring, MemoryKeyring

from core import keys as module
from core.errors import KeyUnavailable
from core.keys import SERVICE, Keys
from core.redact import HIDDEN, redact

KEY = "a-key-of-no-known-shape-0001"


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(module, "_SESSION", {})
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


@pytest.fixture
def ring() -> MemoryKeyring:
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    return backend


def test_stored_keys_are_found_listed_and_deleted(ring: MemoryKeyring) -> None:
    keys = Keys()
    assert keys.store("work", f"  {KEY}\n") == "keyring:work"
    assert keys.store("home", "another-key-0002") == "keyring:home"
    assert keys.resolve("keyring:work") == KEY
    assert keys.accounts() == ["home", "work"]
    assert ring.entries[SERVICE, "work"] == KEY
    keys.delete("work")
    assert keys.accounts() == ["home"]
    assert (SERVICE, "work") not in ring.entries
    keys.delete("work")
    with pytest.raises(KeyUnavailable, match="no key called 'work'"):
        keys.resolve("keyring:work")


def test_names_only_are_in_the_index(ring: MemoryKeyring) -> None:
    Keys().store("work", KEY)
    index = [value for (_, name), value in ring.entries.items() if name != "work"]
    assert index == ['["work"]']


@pytest.mark.parametrize("text", ["not json", "{}", '[1, "work"]', "null"])
def test_a_damaged_index_hides_no_key(ring: MemoryKeyring, text: str) -> None:
    keys = Keys()
    keys.store("work", KEY)
    ring.entries[SERVICE, module._INDEX] = text
    assert set(keys.accounts()) <= {"work"}
    assert keys.resolve("keyring:work") == KEY


def test_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", f" {KEY} ")
    assert Keys().resolve("env:MY_KEY") == KEY
    monkeypatch.setenv("MY_KEY", "")
    with pytest.raises(KeyUnavailable, match="MY_KEY is not set"):
        Keys().resolve("env:MY_KEY")


def test_session_keys_live_in_memory_only(ring: MemoryKeyring) -> None:
    keys = Keys()
    assert keys.hold("work", KEY) == "session:work"
    assert Keys().resolve("session:work") == KEY
    assert keys.session_accounts() == ["work"]
    assert ring.entries == {}
    keys.delete("work")
    with pytest.raises(KeyUnavailable, match="earlier session"):
        keys.resolve("session:work")


def test_a_stored_key_serves_a_study_whose_key_was_held_in_memory(ring: MemoryKeyring) -> None:
    Keys().store("work", KEY)
    assert Keys().resolve("session:work") == KEY
    Keys().hold("work", "the-newer-key-0002")
    assert Keys().resolve("session:work") == "the-newer-key-0002"
    assert Keys().resolve("keyring:work") == KEY


@pytest.mark.parametrize("usable", [True, False])
def test_a_key_held_in_memory_serves_a_study_whose_key_was_stored(usable: bool) -> None:
    keyring.set_keyring(MemoryKeyring() if usable else FailingKeyring(KeyringLocked()))
    Keys().hold("work", KEY)
    assert Keys().resolve("keyring:work") == KEY


def test_a_session_key_that_is_gone_is_called_so_where_no_keyring_works() -> None:
    keyring.set_keyring(FailingKeyring(RuntimeError(KEY)))
    with pytest.raises(KeyUnavailable, match="earlier session") as caught:
        Keys().resolve("session:work")
    assert KEY not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("source", ["", "keyring:", "file:key.txt", KEY])
def test_other_sources_are_refused(source: str) -> None:
    with pytest.raises(KeyUnavailable):
        Keys().resolve(source)


def test_a_literal_key_is_not_repeated_by_the_refusal() -> None:
    with pytest.raises(KeyUnavailable) as caught:
        Keys().resolve("sk-literal-0123456789abcdef")
    assert "sk-literal" not in str(caught.value)


@pytest.mark.parametrize("bad", ["", "   ", "two words", "line\nbreak", "schlüssel", "tab\tkey"])
def test_what_cannot_be_a_key_is_refused_and_not_repeated(ring: MemoryKeyring, bad: str) -> None:
    for act in (Keys().store, Keys().hold):
        with pytest.raises(KeyUnavailable) as caught:
            act("work", bad)
        assert not bad.strip() or bad not in str(caught.value)
    assert ring.entries == {}


def test_a_resolved_key_is_hidden_from_then_on(ring: MemoryKeyring) -> None:
    Keys().store("work", KEY)
    assert redact(f"header {KEY}") == f"header {HIDDEN}"
    Keys().delete("work")
    assert redact(f"header {KEY}") == f"header {KEY}"


FAILURES: list[tuple[Exception, str]] = [
    (NoKeyringError("none"), "no keyring that can be used"),
    (KeyringLocked("locked"), "the keyring is locked"),
    (InitError("denied"), "the keyring refused (InitError)"),
    (PasswordSetError(f"could not set {KEY}"), "the keyring refused (PasswordSetError)"),
    (RuntimeError(f"bus error {KEY}"), "the keyring refused (RuntimeError)"),
]


@pytest.mark.parametrize(("error", "words"), FAILURES, ids=[type(each[0]).__name__ for each in FAILURES])
@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_failing_keyrings_say_the_way_out(
    error: Exception, words: str, platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    keyring.set_keyring(FailingKeyring(error))
    for act in (lambda: Keys().store("work", KEY), lambda: Keys().resolve("keyring:work"), Keys().accounts):
        with pytest.raises(KeyUnavailable) as caught:
            act()
        text = str(caught.value)
        assert words in text
        assert "for this session" in text
        assert KEY not in text
        assert caught.value.__suppress_context__
    health = module.health()
    assert not health.usable
    assert words in health.problem
    assert health.remedy


def fake_module(name: str, **members: Any) -> MemoryKeyring:
    return type("Keyring", (MemoryKeyring,), {"__module__": name, **members})()


@pytest.mark.parametrize(
    ("backend", "words"),
    [
        ("keyring.backends.null", "switched off"),
        ("keyring.backends.fail", "no keyring that can be used"),
        ("keyrings.alt.file", "writes keys to a file"),
    ],
)
def test_keyrings_that_forget_or_write_files_are_not_used(backend: str, words: str) -> None:
    ring = fake_module(backend)
    keyring.set_keyring(ring)
    with pytest.raises(KeyUnavailable, match=words):
        Keys().store("work", KEY)
    assert ring.entries == {}


def test_a_chain_with_a_file_in_it_is_not_used() -> None:
    chain = fake_module(
        "keyring.backends.chainer", backends=[MemoryKeyring(), fake_module("keyrings.alt.file")]
    )
    keyring.set_keyring(chain)
    with pytest.raises(KeyUnavailable):
        Keys().store("work", KEY)
    chain = fake_module("keyring.backends.chainer", backends=[MemoryKeyring()])
    keyring.set_keyring(chain)
    assert Keys().store("work", KEY) == "keyring:work"


def test_a_healthy_keyring(ring: MemoryKeyring) -> None:
    health = module.health()
    assert health.usable
    assert health.backend
    assert ring.entries == {}
